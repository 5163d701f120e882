"""The pictures of the page: the map of the day, and for the worked example two views of each way out."""

from collections.abc import Iterable, Sequence
from typing import Final

from tansiq.airspace import rings
from tansiq.core.units import MINUTE_US, NDEG, Span
from tansiq.core.volumes import Polygon, Volume
from tansiq.demo import drawing, ground, words
from tansiq.demo.drawing import Frame, Point
from tansiq.demo.findings import Booked, Finding
from tansiq.demo.ways import WaysOut

PINNED: Final = 10  # the worst, which have their number on the map
HATCH: Final = (
    '<svg class="defs" aria-hidden="true"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="hatch" width="2.5" height="6"/></pattern></defs></svg>'
)


def overview(room: Booked, findings: Sequence[Finding]) -> str:
    """Return the map: all paths, all overlaps, and the numbers of the worst."""
    lines = [[_middle(volume) for volume in room.volumes[role.id]] for role in room.roles]
    frame = drawing.map_frame(((lat, lon) for line in lines for lon, lat in line), 1_000, 650)
    degrees = [drawing.upright(frame, lon, f"{lon:g}°E") for lon in drawing.steps(frame.x0, frame.x1, 1)]
    degrees += [drawing.level(frame, lat, f"{lat:g}°N") for lat in drawing.steps(frame.y0, frame.y1, 1)]
    ways = "".join(frame.path(line, closed=False) for line in lines)
    overlaps = [drawing.shape(frame, "overlap", _lonlat(f.ground.ring), title(f)) for f in reversed(findings)]
    pins = [_pin(frame, finding) for finding in reversed(findings[:PINNED])]
    content = "".join([*degrees, f'<path class="ways" d="{ways}"/>', *overlaps, *pins])
    return drawing.picture(frame, "Map of all flights and of where their volumes overlap", content)


def title(finding: Finding) -> str:
    """Return a finding in one line."""
    span = finding.conflict.time_us
    return (
        f"{finding.rank}: {finding.first.name} and {finding.second.name}, {words.levels(finding.worst)}, "
        f"{words.clock(span.lo)}-{words.clock(span.hi)}"
    )


def panels(ways: WaysOut, room: Booked) -> list[tuple[str, str]]:
    """Return the two views, from above and in time and height, of an overlap and of each way out."""
    finding = ways.finding
    first, second = room.volumes[finding.first.id], room.volumes[finding.second.id]
    seconds = [second, *(offer.volumes for offer in ways.offers)]
    volumes = [*first, *(v for each in seconds for v in each)]
    above = drawing.map_frame(((lat, lon) for v in volumes for lon, lat in _corners(v)), 400, 220)
    beside = drawing.chart_frame(
        [t for v in volumes for t in (v.time_us.lo, v.time_us.hi)], [h for v in volumes for h in flown(v)], 400, 220
    )
    common = ground.common([(first[o.first].outline, second[o.second].outline) for o in finding.conflict.overlaps])
    hatched = [drawing.shape(above, "common", _lonlat(g.ring)) for g in common]
    boxed = [_block(beside, "common", o.time_us, _levels(o.alt_mm)) for o in finding.conflict.overlaps]
    scales = _scales(beside)
    found: list[tuple[str, str]] = []
    for n, each in enumerate(seconds):
        flights = [("first", v) for v in first] + [("second", v) for v in each]
        plan = [drawing.shape(above, kind, _corners(v)) for kind, v in flights]
        chart = [_block(beside, kind, v.time_us, flown(v)) for kind, v in flights]
        if n == 0:
            plan, chart = plan + hatched, chart + boxed
        found.append(
            (
                drawing.picture(above, "The two flights from above", "".join(plan)),
                drawing.picture(beside, "The two flights in time and height", scales + "".join(chart)),
            )
        )
    return found


def flown(volume: Volume) -> tuple[float, float]:
    """Return the heights of a volume in flight levels, as it was booked."""
    assert volume.floor is not None, "the demo books in flight levels"
    assert volume.ceiling is not None, "the demo books in flight levels"
    return _levels(Span(volume.floor.alt_mm, volume.ceiling.alt_mm))


def _levels(alt_mm: Span) -> tuple[float, float]:
    return words.flight_level(alt_mm.lo), words.flight_level(alt_mm.hi)


def _block(frame: Frame, kind: str, time_us: Span, levels: tuple[float, float]) -> str:
    return drawing.block(frame, kind, (time_us.lo, time_us.hi), levels)


def _scales(frame: Frame) -> str:
    """Return lines at whole minutes and flight levels, as close as can be read."""
    minutes = next(
        m for m in (5, 10, 15, 30, 60, 120, 1_440) if (frame.x1 - frame.x0) / (m * MINUTE_US) <= 10 or m == 1_440
    )
    levels = next(s for s in (10, 20, 50, 100, 1_000) if (frame.y1 - frame.y0) / s <= 7 or s == 1_000)
    lines = [
        drawing.upright(frame, t, words.clock(round(t))) for t in drawing.steps(frame.x0, frame.x1, minutes * MINUTE_US)
    ]
    lines += [drawing.level(frame, y, f"FL{y:g}") for y in drawing.steps(frame.y0, frame.y1, levels)]
    return "".join(lines)


def _pin(frame: Frame, finding: Finding) -> str:
    here = finding.worst
    return drawing.pin(frame, here.lon_ndeg / NDEG, here.lat_ndeg / NDEG, str(finding.rank), f"n{finding.rank}")


def _lonlat(ring: Iterable[tuple[float, float]]) -> list[Point]:
    return [(lon, lat) for lat, lon in ring]


def _corners(volume: Volume) -> list[Point]:
    assert isinstance(volume.outline, Polygon), "the volumes along a path are polygons"
    return [(lon / NDEG, lat / NDEG) for lat, lon in rings.vertices(volume.outline)]


def _middle(volume: Volume) -> Point:
    corners = _corners(volume)
    return sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)
