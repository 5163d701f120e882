"""True intersection of volumes: a positive overlap in plan, height and time, compared with a slow oracle."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tansiq.airspace import geodesy, heights, plan
from tansiq.airspace.exact import Buffers, conflict, conflicts_with, is_free
from tansiq.core.units import Span
from tansiq.core.volumes import Reference, Volume

from . import oracle
from .shapes import MIDNIGHT_S, NDEG, circle, circles, corners_of, level, places, polygon, rect, rings, volume

HERE = rect(46, 46.1, 8, 8.1)


def hits(a, b, **buffers):
    found = conflict(volume(a), volume(b), Buffers(**buffers))
    assert (conflict(volume(b), volume(a), Buffers(**buffers)) is None) is (found is None), "both ways round alike"
    assert is_free((volume(a),), (volume(b),), Buffers(**buffers)) is (found is None), (
        "alike where no place is asked for"
    )
    return found


# --- in plan ----------------------------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_two_polygons(data):
    place = st.just(data.draw(places))
    a, b = (polygon(*data.draw(rings(place))) for _ in "ab")
    expected = oracle.rings_meet(corners_of(a), corners_of(b))
    assume(expected is not None)
    found = hits(a, b)
    assert (found is not None) is expected
    if found:
        where = found.lat_ndeg / NDEG, found.lon_ndeg / NDEG
        assert oracle.inside(where, corners_of(a)), "the place lies in both"
        assert oracle.inside(where, corners_of(b)), "the place lies in both"


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_a_circle_and_a_polygon(data):
    place = st.just(data.draw(places))
    ring, disc = data.draw(rings(place)), data.draw(circles(place))
    ring = corners_of(polygon(*ring))
    centre = disc.lat_ndeg / NDEG, disc.lon_ndeg / NDEG
    away = 0.0 if oracle.inside(centre, ring) else oracle.to_ring(centre, ring)
    gap = away - disc.radius_mm / 1000
    assume(abs(gap) > 0.01)
    found = hits(polygon(*ring), disc)
    assert (found is not None) is (gap < 0)
    if found:
        where = found.lat_ndeg / NDEG, found.lon_ndeg / NDEG
        assert oracle.distance(*centre, *where) < disc.radius_mm / 1000 + 0.001
        assert oracle.inside(where, ring) or oracle.to_ring(where, ring) < 0.001
    if gap > 0:
        assert hits(polygon(*ring), disc, lateral_m=gap + 0.01) is not None
        assert hits(polygon(*ring), disc, lateral_m=gap - 0.01) is None


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_two_circles(data):
    place = st.just(data.draw(places))
    a, b = (data.draw(circles(place)) for _ in "ab")
    away = oracle.distance(a.lat_ndeg / NDEG, a.lon_ndeg / NDEG, b.lat_ndeg / NDEG, b.lon_ndeg / NDEG)
    gap = away - (a.radius_mm + b.radius_mm) / 1000
    assume(abs(gap) > 0.01)
    found = hits(a, b)
    assert (found is not None) is (gap < 0)
    if found:
        where = found.lat_ndeg / NDEG, found.lon_ndeg / NDEG
        for disc in (a, b):
            centre = disc.lat_ndeg / NDEG, disc.lon_ndeg / NDEG
            assert oracle.distance(*centre, *where) < disc.radius_mm / 1000 + 0.001
    if gap > 0:
        assert hits(a, b, lateral_m=gap + 0.01) is not None
        assert hits(a, b, lateral_m=gap - 0.01) is None


@given(st.data())
@settings(max_examples=10, deadline=None)
def test_two_polygons_with_a_lateral_buffer(data):
    """The least distance of two rings that do not overlap is from a vertex of one to an edge of the other."""
    place = st.just(data.draw(places))
    a, b = (corners_of(polygon(*data.draw(rings(place, size_m=3_000)))) for _ in "ab")
    assume(oracle.rings_meet(a, b) is False)
    away = min([oracle.to_ring(p, b) for p in a] + [oracle.to_ring(p, a) for p in b])
    assume(away > 0.02)
    assert hits(polygon(*a), polygon(*b), lateral_m=away + 0.01) is not None
    assert hits(polygon(*a), polygon(*b), lateral_m=away - 0.01) is None


def test_a_buffer_between_outlines_of_200_km():
    """On a flat frame lengths at its rim are off by metres here; the decision is made on the ellipsoid."""
    a, b = rect(46, 47.2, 5, 7), rect(46, 47.2, 7.05, 9)
    away = min(oracle.to_ring(p, corners_of(b)) for p in corners_of(a))
    assert hits(a, b, lateral_m=away + 0.01) is not None
    assert hits(a, b, lateral_m=away - 0.01) is None


@given(places, st.floats(0, 360), st.sampled_from([50.0, 9_000.0, 95_000.0]), st.data())
@settings(max_examples=25, deadline=None)
def test_the_distance_to_a_ring(place, azimuth, far, data):
    ring = corners_of(polygon(*data.draw(rings(st.just(oracle.destination(*place, azimuth, far))))))
    shapes = plan.shapes([polygon(*ring)])
    away, _, _ = plan._to_ring(shapes, geodesy.normals(np.radians(np.array([place]))), np.array([0]))
    assert float(away[0]) == pytest.approx(oracle.to_ring(place, ring), abs=2e-3)


# --- in height and time -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heights_m", "times_s", "buffers", "expected", "because"),
    [
        ((50, 150), (0, 3600), {}, True, "50 m and all of the time are shared"),
        ((100, 200), (0, 3600), {}, False, "one on the other"),
        ((100, 200), (0, 3600), {"vertical_m": 1}, True, "nothing between them is less than 1 m"),
        ((130, 200), (0, 3600), {"vertical_m": 30}, False, "30 m are not less than 30 m"),
        ((130, 200), (0, 3600), {"vertical_m": 30.001}, True, "30 m are less than 30.001 m"),
        ((50, 150), (3600, 7200), {}, False, "back to back"),
        ((50, 150), (3600, 7200), {"time_s": 1}, True, "nothing between them is less than 1 s"),
        ((50, 150), (3660, 7200), {"time_s": 60}, False, "60 s are not less than 60 s"),
        ((50, 150), (3599.999999, 7200), {}, True, "a microsecond is shared"),
        ((50, 50), (0, 3600), {}, True, "a level within the band"),
        ((100, 100), (0, 3600), {}, True, "a level on the ceiling"),
        ((100.001, 100.001), (0, 3600), {}, False, "a level above the ceiling"),
        ((130, 130), (0, 3600), {"vertical_m": 30}, False, "a level 30 m above, buffer 30 m"),
        ((50, 150), (3600, 3600), {}, True, "a moment at the end"),
        ((50, 150), (3601, 3601), {}, False, "a moment after the end"),
        ((150, 250), (3700, 7200), {"vertical_m": 60}, False, "near in height, not in time"),
    ],
)
def test_heights_and_times(heights_m, times_s, buffers, expected, because):
    a, b = volume(HERE, (0, 100), (0, 3600)), volume(HERE, heights_m, times_s)
    assert (conflict(a, b, Buffers(**buffers)) is not None) is expected, because
    assert (conflict(b, a, Buffers(**buffers)) is not None) is expected, because


def at(floor, ceiling):
    plain = volume(HERE)
    band = heights.band(floor, ceiling, plain.boxes)
    return Volume(plain.outline, plain.boxes, band, plain.time_us, floor, ceiling)


AMSL = Reference.AMSL


@pytest.mark.parametrize(
    ("a", "b", "expected", "because"),
    [
        (at(level(60), level(80)), at(level(80), level(100)), False, "FL080 is one surface"),
        (at(level(60), level(80)), at(level(79), level(100)), True, "FL079-080 is shared"),
        (at(level(60), level(80)), at(level(120), level(130)), False, "far apart on one surface, whatever the air"),
        (
            at(level(60), level(80)),
            at(level(80, AMSL, 1013), level(90, AMSL, 1013)),
            True,
            "FL080 may be above 8000 ft",
        ),
        (
            at(level(20, AMSL, 990), level(40, AMSL, 990)),
            at(level(40, AMSL, 990), level(50, AMSL, 990)),
            False,
            "one QNH",
        ),
        (
            at(level(20, AMSL, 990), level(40, AMSL, 990)),
            at(level(40, AMSL, 991), level(50, AMSL, 991)),
            True,
            "two QNH",
        ),
        (
            at(level(20, AMSL), level(40, AMSL)),
            at(level(40, AMSL), level(50, AMSL)),
            True,
            "no QNH known: not one surface",
        ),
        (at(level(100), level(110)), volume(HERE, (3048, 3050)), True, "FL100 is about 3048 m"),
        (at(level(100), level(110)), volume(HERE, (0, 1500)), False, "FL100 is never at 1500 m"),
        (at(level(100), level(100)), at(level(100), level(120)), True, "a level on a floor"),
        (at(level(100), level(100)), at(level(101), level(120)), False, "a level under a floor"),
    ],
)
def test_references(a, b, expected, because):
    assert (conflict(a, b) is not None) is expected, because
    assert (conflict(b, a) is not None) is expected, because


def test_the_overlap_says_where_how_high_and_when():
    a = at(level(60), level(80))
    b = at(level(70), level(100))
    found = conflict(a, b)
    assert found is not None
    assert (found.reference, found.alt_mm) == (Reference.FL, Span(70 * 30_480, 80 * 30_480))
    assert found.time_us == a.time_us
    mixed = conflict(a, volume(HERE, (2000, 2100), (600, 7200)))
    assert mixed is not None
    assert (mixed.reference, mixed.alt_mm) == (Reference.W84, Span(2_000_000, 2_100_000))
    assert mixed.time_us == Span((MIDNIGHT_S + 600) * 10**6, (MIDNIGHT_S + 3600) * 10**6)


def test_a_gap_within_the_buffer_is_shown_as_the_gap():
    a, b = volume(rect(0, 0.1, 8, 8.1), (0, 100), (0, 60)), volume(rect(0, 0.1, 8.12, 8.2), (130, 200), (90, 120))
    found = conflict(a, b, Buffers(3000, 50, 60))
    assert found is not None
    assert found.alt_mm == Span(100_000, 130_000)
    assert found.time_us == Span((MIDNIGHT_S + 60) * 10**6, (MIDNIGHT_S + 90) * 10**6)
    assert 8.1 < found.lon_ndeg / NDEG < 8.12


def test_indexes_name_the_volumes():
    own = (volume(rect(10, 10.1, 8, 8.1)), volume(HERE))
    others = (volume(circle(-40, 8, 10)), volume(circle(46.05, 8.05, 10)))
    (found,) = conflicts_with(own, others)
    assert (found.first, found.second) == (1, 1)
    assert conflicts_with((), others) == conflicts_with(own, ()) == []
