"""Volumes for tests, in degrees, metres and seconds."""

from hypothesis import strategies as st

from tansiq.airspace import outlines
from tansiq.core.units import Span
from tansiq.core.volumes import Circle, Limit, Polygon, Reference, Volume

from . import oracle

NDEG = 10**9
MIDNIGHT_S = 1_780_000_000


def polygon(*corners):
    return Polygon(outlines.ring([(round(lat * NDEG), round(lon * NDEG)) for lat, lon in corners]))


def rect(south, north, west, east):
    return polygon((south, west), (south, east), (north, east), (north, west))


def circle(lat, lon, radius_m):
    return Circle(round(lat * NDEG), round(lon * NDEG), round(radius_m * 1000))


def corners_of(shape):
    return [(lat / NDEG, lon / NDEG) for lat, lon in outlines.vertices(shape)]


def volume(outline, heights_m=(0, 100), times_s=(0, 3600)):
    low, high = (round(h * 1000) for h in heights_m)
    start, end = (round((MIDNIGHT_S + t) * 1e6) for t in times_s)
    return Volume(outline, outlines.boxes(outline), Span(low, high), Span(start, end))


def level(fl, reference=Reference.FL, qnh_hpa=0):
    return Limit(fl * 30_480, reference, qnh_hpa * 100)


# Where the maths is hardest, and one easy place.
places = st.sampled_from(
    [(46.0, 8.0), (0.0, 179.99), (-17.0, -179.995), (89.97, 40.0), (-90.0, 0.0), (90.0, 7.0), (70.0, 20.0), (0.0, 0.0)]
)


@st.composite
def rings(draw, places=places, size_m=5_000.0):
    """Corners of a ring round a place some kilometres off, not crossing itself, often not convex."""
    base = draw(places)
    lat, lon = oracle.destination(*base, draw(st.floats(0, 360)), draw(st.floats(0, 1.5)) * size_m + 1)
    n = draw(st.integers(3, 7))
    first = draw(st.floats(0, 360))
    turns = [first + 360 * (i + draw(st.floats(0, 0.4))) / n for i in range(n)]
    if draw(st.booleans()):
        turns.reverse()
    return [oracle.destination(lat, lon, turn, size_m * draw(st.floats(0.2, 1))) for turn in turns]


@st.composite
def circles(draw, places=places, size_m=5_000.0):
    lat, lon = oracle.destination(*draw(places), draw(st.floats(0, 360)), draw(st.floats(0, 1.5)) * size_m + 1)
    return circle(lat, lon, draw(st.floats(0.1, 1)) * size_m)
