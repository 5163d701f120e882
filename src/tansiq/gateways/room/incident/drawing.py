"""The map and the time line of a report, as SVG without script or style of its own: it prints, and no policy is in its way."""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from tansiq.airspace.outlines import vertices
from tansiq.core.units import DAY_US, HOUR_US, MINUTE_US, MM, NDEG
from tansiq.core.volumes import Box, Circle, Extent, Volume
from tansiq.gateways.room.incident.wording import Html, joined, tag

Point = tuple[float, float]  # longitude, latitude in degrees; on paper x, y

WIDTH, HEIGHT, MARGIN = 680.0, 420.0, 44.0
ROW, LABELS = 26.0, 150.0
CORNERS: Final = 48  # of a circle as drawn
LABEL_CHARS: Final = 22
_DEGREE_M: Final = 111_320.0
_STEPS_DEG: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 45.0)
_STEPS_US: Final = (
    5 * MINUTE_US,
    15 * MINUTE_US,
    30 * MINUTE_US,
    HOUR_US,
    3 * HOUR_US,
    6 * HOUR_US,
    DAY_US,
    7 * DAY_US,
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Drawn(Struct, frozen=True):
    """Something to draw. look: "about" or "other". places: its parts. overlaps: of an other: places (lon, lat), and times when
    both are there, in microseconds."""

    label: str
    look: str
    places: tuple[Volume | Extent, ...]
    points: tuple[Point, ...] = ()
    shared: tuple[tuple[int, int], ...] = ()


def chart(items: Sequence[Drawn]) -> Html | None:
    """Return a map; None where nothing has a place."""
    rings = [(item, ring) for item in items for place in item.places for ring in _rings(place)]
    if not rings:
        return None
    middle = rings[0][1][0][0]
    near = [(item, [(_beside(lon, middle), lat) for lon, lat in ring]) for item, ring in rings]
    every = [point for _, ring in near for point in ring]
    west, east = min(x for x, _ in every), max(x for x, _ in every)
    south, north = min(y for _, y in every), max(y for _, y in every)
    narrow = max(0.05, math.cos(math.radians((south + north) / 2)))
    wide, high = max((east - west) * narrow, 0.005), max(north - south, 0.005)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)

    def paper(point: Point) -> Point:
        x = WIDTH / 2 + (point[0] - (west + east) / 2) * narrow * scale
        return round(x, 1), round(HEIGHT / 2 - (point[1] - (south + north) / 2) * scale, 1)

    shapes = [
        tag("polygon", class_=item.look, points=" ".join(f"{x:g},{y:g}" for x, y in map(paper, ring)))
        for item, ring in near
    ]
    crosses = [
        tag("circle", class_="shared", cx=x, cy=y, r=5.0)
        for item in items
        for x, y in (paper((_beside(lon, middle), lat)) for lon, lat in item.points)
    ]
    named: dict[str, Html] = {}
    for item, ring in near:
        x, y = paper(max(ring, key=lambda point: point[1]))
        named.setdefault(item.label, tag("text", item.label[:LABEL_CHARS], class_="name", x=x, y=max(12.0, y - 6)))
    reach = (WIDTH / 2 / narrow / scale, HEIGHT / 2 / scale)
    lines = _graticule(((west + east) / 2, (south + north) / 2), reach, paper)
    return _svg(HEIGHT, joined(*lines, *shapes, *crosses, *named.values()))


def time_line(items: Sequence[Drawn], facts_us: Sequence[int]) -> Html | None:
    """Return bars of when each is there, in red where both are, and a mark for each fact; None where there is no time."""
    spans = [(place.time_us.lo, place.time_us.hi) for item in items for place in item.places]
    if not spans:
        return None
    first, last = min(lo for lo, _ in spans), max(hi for _, hi in spans)
    shown = [at for at in facts_us if first - DAY_US <= at <= last + DAY_US]
    first, last = min([first, *shown]), max([last, *shown])
    width = WIDTH - LABELS - 20
    high = (len(items) + 1) * ROW + 40

    def across(time_us: int) -> float:
        return round(LABELS + width * (time_us - first) / max(1, last - first), 1)

    pieces: list[Html] = []
    day = -1
    for at in _ticks(first, last):
        x = across(at)
        moment = _EPOCH + timedelta(microseconds=at)
        pieces += [
            tag("line", class_="grid", x1=x, x2=x, y1=8.0, y2=high - 26),
            tag("text", f"{moment:%H:%M}Z", class_="tick", x=x, y=high - 14),
        ]
        if at // DAY_US != day:
            day = at // DAY_US
            pieces.append(tag("text", f"{moment:%Y-%m-%d}", class_="tick", x=x, y=high - 2))
    for row, item in enumerate(items):
        y = 10 + row * ROW
        pieces.append(tag("text", item.label[:LABEL_CHARS], class_="row", x=4.0, y=y + 15))
        spells = [(item.look, p.time_us.lo, p.time_us.hi) for p in item.places] + [("shared", *s) for s in item.shared]
        pieces += [
            tag("rect", class_=look, x=across(lo), y=y + 3, width=max(2.0, across(hi) - across(lo)), height=ROW - 8)
            for look, lo, hi in spells
        ]
    y = 10 + len(items) * ROW
    pieces += [tag("line", class_="fact", x1=across(at), x2=across(at), y1=y + 2, y2=y + ROW - 8) for at in shown]
    return _svg(high, joined(*pieces))


def _svg(high: float, within: Html) -> Html:
    box = f"0 0 {WIDTH:g} {high:g}"
    return tag("svg", within, viewBox=box, role="img", direction="ltr", xmlns="http://www.w3.org/2000/svg")


def _rings(place: Volume | Extent) -> Iterator[list[Point]]:
    if isinstance(place, Extent):
        yield from (_of_box(box) for box in place.boxes)
    elif isinstance(place.outline, Circle):
        yield _of_circle(place.outline)
    else:
        yield [(lon / NDEG, lat / NDEG) for lat, lon in vertices(place.outline)]


def _of_box(box: Box) -> list[Point]:
    west, east, south, north = (n / NDEG for n in (box.lon_ndeg.lo, box.lon_ndeg.hi, box.lat_ndeg.lo, box.lat_ndeg.hi))
    return [(west, south), (east, south), (east, north), (west, north)]


def _of_circle(disc: Circle) -> list[Point]:
    lat, lon = disc.lat_ndeg / NDEG, disc.lon_ndeg / NDEG
    high = disc.radius_mm / MM / _DEGREE_M
    wide = high / max(0.05, math.cos(math.radians(lat)))
    turns = (2 * math.pi * n / CORNERS for n in range(CORNERS))
    return [(lon + wide * math.cos(turn), lat + high * math.sin(turn)) for turn in turns]


def _beside(lon: float, middle: float) -> float:
    """Return a longitude on the side of another on which it is nearer: shapes may cross the antimeridian."""
    return lon + 360 * round((middle - lon) / 360)


def _graticule(middle: Point, reach: Point, paper: Callable[[Point], Point]) -> Iterator[Html]:
    """Yield meridians and parallels with their degrees. reach: from the middle to the edges, in degrees."""
    step = next((s for s in _STEPS_DEG if 2 * reach[1] / s <= 6 and 2 * reach[0] / s <= 8), _STEPS_DEG[-1])
    for axis, sides in ((0, "EW"), (1, "NS")):
        for n in range(
            math.ceil((middle[axis] - reach[axis]) / step), math.floor((middle[axis] + reach[axis]) / step) + 1
        ):
            at = n * step
            x, y = paper((at, middle[1]) if axis == 0 else (middle[0], at))
            turned = (at + 540) % 360 - 180 if axis == 0 else at
            label = f"{abs(round(turned, 2)):g}°{sides[turned < 0]}"
            if axis == 0:
                yield tag("line", class_="grid", x1=x, x2=x, y1=0.0, y2=HEIGHT)
                if MARGIN / 2 <= x <= WIDTH - MARGIN / 2:  # a label at the very edge would be cut
                    yield tag("text", label, class_="tick", x=x, y=HEIGHT - 4)
            else:
                yield tag("line", class_="grid", x1=0.0, x2=WIDTH, y1=y, y2=y)
                yield tag("text", label, class_="side", x=4.0, y=y - 3)


def _ticks(first: int, last: int) -> Iterator[int]:
    step = next((s for s in _STEPS_US if (last - first) / s <= 8), _STEPS_US[-1])
    at = -(-first // step) * step
    while at <= last:
        yield at
        at += step
