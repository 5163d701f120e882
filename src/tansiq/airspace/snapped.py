"""Snapped views: what may be seen of a sealed flight.

The outline is replaced by the cells of an absolute grid that cover it, the band and the window are widened outward to
whole steps. A view always holds the truth, so planning against it is safe; and it depends on the truth only through the
cells, bands and windows that are hit, so asking again and again tells no more.

Rings are compared with cells on a flat map of latitude and longitude, where cells are rectangles; circles by distance on
the ellipsoid. A ring that comes nearer than a degree to a pole is compared by its box, as meridians crowd there.
"""

# shapely 2.2 declares `**kwargs` without types in some of its functions.
# pyright: reportUnknownMemberType=false

import math
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from tansiq.airspace import geodesy, outlines
from tansiq.airspace.geodesy import Floats
from tansiq.airspace.rings import FULL, HALF, QUARTER, RAD, vertices
from tansiq.core.units import ALWAYS, MINUTE_US, MM, NDEG, Span
from tansiq.core.volumes import Box, Circle, Extent, Outline, Polygon, Volume

Cells = NDArray[np.int64]  # shape (n, 2): row and column, counted from the equator and the meridian of Greenwich
Flags = NDArray[np.bool_]
Test = Callable[[Floats], Flags]  # of areas, shape (n, 4): south, north, west, east in nanodegrees

CELLS_MAX: Final = 4_096  # in one view; an outline that needs more is shown in coarser cells

ITEM_CELLS_MAX: Final = 16_384  # in all views of one item: it is in memory, in the log and in each answer about it
_CELLS_LEAST: Final = 16

_MARGIN_M: Final = 1.0  # what lies nearer than this to a cell counts as meeting it
_MARGIN_NDEG: Final = _MARGIN_M / geodesy.MERIDIAN_RADIUS_MIN_M / RAD
_BEND: Final = 0.9 * _MARGIN_NDEG * RAD  # radians that an edge may leave its chord on the map; the rest is for rounding
_FLAT_MAX: Final = 89 * NDEG


class Steps(Struct, frozen=True, gc=False):
    """How coarse a snapped view is.

    cell_ndeg: the side of a cell, in latitude and in longitude. band_mm: height. window_us: time.
    """

    cell_ndeg: int
    band_mm: int
    window_us: int


MANNED: Final = Steps(50_000_000, 300_000, 15 * MINUTE_US)  # 0.05 degree, 300 m, 15 min
SMALL_UNMANNED: Final = Steps(10_000_000, 30_000, 5 * MINUTE_US)  # 0.01 degree, 30 m, 5 min


def all_snapped(volumes: Sequence[Volume], steps: Steps) -> tuple[Extent, ...]:
    """Return the snapped views of all volumes of one item: of many volumes each has fewer cells, so that all stay few."""
    share = min(CELLS_MAX, max(_CELLS_LEAST, ITEM_CELLS_MAX // max(1, len(volumes))))
    return tuple(snapped(volume, steps, share) for volume in volumes)


def snapped(volume: Volume, steps: Steps, cells_max: int = CELLS_MAX) -> Extent:
    """Return the snapped view of a volume without fault: it holds the whole volume.

    boxes: cells [i * cell, (i + 1) * cell], cut at the poles and the antimeridian, ordered by their south, then by their
        west. Neighbours in one row are one box; equal boxes in rows that follow each other are one taller box. Where
        more than `cells_max` cells are hit the side is doubled until they are few enough.
    alt_mm, time_us: widened outward to whole steps (of time: since 1970). An end that was left open (`ALWAYS`) stays
        open. A level or a moment exactly on a step stays one.
    A cell within a metre of the outline counts as hit.
    """
    cell, cells = _covering(volume.outline, steps.cell_ndeg, cells_max)
    return Extent(_merged(cells, cell), outward(volume.alt_mm, steps.band_mm), outward(volume.time_us, steps.window_us))


def meets_boxes(outline: Outline, boxes: tuple[Box, ...], lateral_m: float = 0.0) -> bool:
    """Return whether an outline without fault touches one of some boxes or comes nearer than `lateral_m` to one.

    The edges of the boxes are meridians and parallels. Never wrongly false. May be wrongly true: within a metre; for the
    lateral distance beyond the corners of a box, where it is a rectangle that is widened; for a polygon that comes nearer
    than a degree to a pole, as then its own box counts.
    """
    if lateral_m > 0:
        boxes = tuple(wide for box in boxes for wide in outlines.widened((box,), lateral_m))
    if not boxes:
        return False
    if isinstance(outline, Polygon) and _has_corner_in(outline, boxes):
        return True
    areas = [(b.lat_ndeg.lo, b.lat_ndeg.hi, b.lon_ndeg.lo, b.lon_ndeg.hi) for b in boxes]
    return bool(_test_of(outline)(np.array(areas, dtype=np.float64)).any())


def _has_corner_in(polygon: Polygon, boxes: tuple[Box, ...]) -> bool:
    """Return whether a corner lies in one of some boxes: so it mostly is where they meet, and no map is drawn for it."""
    for lat, lon in vertices(polygon):
        for box in boxes:
            if box.lat_ndeg.lo <= lat <= box.lat_ndeg.hi and box.lon_ndeg.lo <= lon <= box.lon_ndeg.hi:
                return True
    return False


def outward(span: Span, step: int) -> Span:
    """Return a span widened to whole steps. An end that was left open stays open."""
    lo = span.lo if span.lo <= ALWAYS.lo else max(span.lo // step * step, ALWAYS.lo)
    hi = span.hi if span.hi >= ALWAYS.hi else min(-(-span.hi // step) * step, ALWAYS.hi)
    return Span(lo, hi)


# --- cells ------------------------------------------------------------------------------------------------------------


def _covering(outline: Outline, finest_ndeg: int, cells_max: int) -> tuple[int, Cells]:
    """Return the side of the cells, and the cells that cover an outline.

    It begins where few enough cells meet the boxes and halves those that are hit, so a long thin outline stays fine.
    """
    own = outlines.boxes(outline)
    test = _test(outline, own)
    around = outlines.widened(own, 2 * _MARGIN_M)
    cell = finest_ndeg
    while sum(len(rows) * len(columns) for rows, columns in _ranges(around, cell)) > cells_max:
        cell *= 2
    grids = [np.meshgrid(rows, columns, indexing="ij") for rows, columns in _ranges(around, cell)]
    cells = np.concatenate([np.stack((rows.ravel(), columns.ravel()), axis=1) for rows, columns in grids])
    if len(cells) > 1:  # else it holds the whole outline: places on the ground mostly lie in one
        cells = cells[test(_areas(cells, cell))]
    while cell > finest_ndeg:
        finer = _quarters(cells, cell // 2)
        finer = finer[test(_areas(finer, cell // 2))]
        if len(finer) > cells_max:
            break
        cell, cells = cell // 2, finer
    return cell, _with_each_box(cells, own, cell)


def _ranges(boxes: tuple[Box, ...], cell: int) -> list[tuple[range, range]]:
    return [(_range(box.lat_ndeg, cell, QUARTER), _range(box.lon_ndeg, cell, HALF)) for box in boxes]


def _range(span: Span, cell: int, end: int) -> range:
    """Return the rows or columns that meet a span; the last one ends at or beyond `end`."""
    last = -(-end // cell) - 1
    return range(min(span.lo // cell, last), min(span.hi // cell, last) + 1)


def _quarters(cells: Cells, cell: int) -> Cells:
    """Return the cells of half the side in some cells, without those beyond the poles and the antimeridian."""
    parts = (2 * cells[:, None, :] + np.array(((0, 0), (0, 1), (1, 0), (1, 1)))).reshape(-1, 2)
    ends = np.array((QUARTER, HALF))
    return parts[((parts * cell < ends) & ((parts + 1) * cell > -ends)).all(axis=1)]


def _areas(cells: Cells, cell: int) -> Floats:
    ends = np.array((QUARTER, HALF))
    low, high = np.maximum(cells * cell, -ends), np.minimum((cells + 1) * cell, ends)
    return np.stack((low[:, 0], high[:, 0], low[:, 1], high[:, 1]), axis=1).astype(np.float64)


def _with_each_box(cells: Cells, own: tuple[Box, ...], cell: int) -> Cells:
    """Return the cells, with one more for each box that meets none.

    The boxes of a circle are up to 1 % too large, so a circle just short of the antimeridian has one beyond it. Whoever
    compares a view with a volume by boxes only must find that they meet.
    """
    areas = _areas(cells, cell)
    lone = [box for box in own if not _of_boxes((box,), areas).any()]
    spots = [(rows[len(rows) // 2], columns[0]) for rows, columns in _ranges(tuple(lone), cell)]
    return np.concatenate((cells, np.array(spots, dtype=np.int64))) if spots else cells


def _merged(cells: Cells, cell: int) -> tuple[Box, ...]:
    cells = cells[np.lexsort((cells[:, 1], cells[:, 0]))]
    jumps = np.flatnonzero((np.diff(cells[:, 0]) != 0) | (np.diff(cells[:, 1]) != 1)) + 1
    first, last = cells[np.append(0, jumps)], cells[np.append(jumps, len(cells)) - 1]
    towers: list[list[int]] = []  # lowest row, highest row, first column, last column
    highest: dict[tuple[int, int], list[int]] = {}
    for row, west, east in zip(first[:, 0].tolist(), first[:, 1].tolist(), last[:, 1].tolist(), strict=True):
        tower = highest.get((west, east))
        if tower is not None and tower[1] == row - 1:
            tower[1] = row
        else:
            highest[west, east] = tower = [row, row, west, east]
            towers.append(tower)
    return tuple(
        Box(
            Span(max(south * cell, -QUARTER), min((north + 1) * cell, QUARTER)),
            Span(max(west * cell, -HALF), min((east + 1) * cell, HALF)),
        )
        for south, north, west, east in towers
    )


# --- what an outline meets --------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)  # a leg is compared with every leg of a flight that it meets
def _test_of(outline: Outline) -> Test:
    return _test(outline, outlines.boxes(outline))


def _test(outline: Outline, own: tuple[Box, ...]) -> Test:
    """Return the function that says which areas an outline meets. own: its boxes."""
    if isinstance(outline, Circle):
        return partial(_of_circle, outline, own)
    farthest = max(max(box.lat_ndeg.hi, -box.lat_ndeg.lo) for box in own)
    if farthest > _FLAT_MAX:
        return partial(_of_boxes, own)
    return partial(_of_map, _map(outline, farthest * RAD))


def _of_boxes(own: tuple[Box, ...], areas: Floats) -> Flags:
    south, north, west, east = areas.T
    hit = np.zeros(len(areas), dtype=np.bool_)
    for box in own:
        lat, lon = box.lat_ndeg, box.lon_ndeg
        hit |= (south <= lat.hi) & (north >= lat.lo) & (west <= lon.hi) & (east >= lon.lo)
    return hit


def _of_circle(circle: Circle, own: tuple[Box, ...], areas: Floats) -> Flags:
    """Compare the distance of the point of an area that is nearest to the centre.

    It lies on the nearest meridian of the area, at the foot of the shortest path to it. The foot is taken on the sphere:
    on the ellipsoid it lies a little aside, which changes the distance by 1e-9 of it.
    """
    hit = _of_boxes(own, areas)
    near = np.flatnonzero(hit)
    south, north, west, east = areas[near].T * RAD
    lat, lon = circle.lat_ndeg * RAD, circle.lon_ndeg * RAD
    turns = np.array((-math.tau, 0.0, math.tau))[:, None] - lon
    aside = np.abs(np.clip(0.0, west + turns, east + turns)).min(axis=0)
    foot = np.clip(np.arctan2(math.sin(lat), math.cos(lat) * np.cos(aside)), south, north)
    nearest = geodesy.ecef_m(np.stack((foot, aside), axis=1))
    away = geodesy.distance_m(geodesy.ecef_m(np.array((lat, 0.0))), nearest)
    hit[near] = away <= circle.radius_mm / MM + _MARGIN_M
    return hit


class _Map(NamedTuple):
    """A ring on a flat map: y is the latitude, x the longitude times `squeeze`, both in nanodegrees.

    bounds: west, south, east, north. Longitudes are counted on past the antimeridian.
    """

    line: shapely.LinearRing
    surface: shapely.Polygon
    bounds: tuple[float, float, float, float]
    squeeze: float


def _map(polygon: Polygon, farthest: float) -> _Map:
    """Return a ring that holds no pole on a map, its edges cut into chords that leave them by `_BEND` at most.

    farthest: the latitude (radians) nearest to a pole. There lengths on the map are true; elsewhere they are too short.
    Along an edge with azimuth a, by its length, the second derivative of y is -sin(a)^2 tan(lat), that of x is at most
    sin(2 a) tan(lat). Together they are at most sqrt(4/3) tan(lat), so a chord of length s leaves the edge by less than
    s^2 tan(lat) / 6.
    """
    degrees = np.frombuffer(polygon.ring, dtype=">i8").astype(np.float64).reshape(-1, 2)
    start = geodesy.normals(degrees * RAD)
    step = np.roll(start, -1, axis=0) - start
    half = np.sqrt((step * step).sum(axis=1)) / 2
    length = 2 * half / np.sqrt(1 - half * half)  # no shorter than the arc, also where equal steps on the chord stretch
    pieces = np.maximum(np.ceil(length * math.sqrt(math.tan(farthest) / (6 * _BEND))), 1).astype(np.intp)
    edge = np.repeat(np.arange(len(start)), pieces)
    share = (np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / pieces[edge]
    x, y, z = (start[edge] + share[:, None] * step[edge]).T
    squeeze = math.cos(farthest)
    lon = np.unwrap(np.arctan2(y, x)) * (squeeze / RAD)
    lat = np.arctan2(z, np.hypot(x, y)) / RAD
    line = shapely.LinearRing(np.stack((lon, lat), axis=1))
    surface = shapely.Polygon(line)
    shapely.prepare([line, surface])
    return _Map(line, surface, line.bounds, squeeze)


def _of_map(ring: _Map, areas: Floats) -> Flags:
    """Say which areas, widened by the margin, meet the line or lie within it.

    The two are asked apart: neither answer needs the chords not to cross, and those of a very thin ring may. An area
    that keeps the margin from the chords lies on the same side of them as of the edges.
    """
    hit = np.zeros(len(areas), dtype=np.bool_)
    south, north = areas[:, 0] - _MARGIN_NDEG, areas[:, 1] + _MARGIN_NDEG
    low_x, low_y, high_x, high_y = ring.bounds
    # Few rings reach past the antimeridian, where areas are another turn away.
    is_within = low_x > -HALF * ring.squeeze + 2 * _MARGIN_NDEG and high_x < HALF * ring.squeeze - 2 * _MARGIN_NDEG
    for turn in (0,) if is_within else (-FULL, 0, FULL):
        west = (areas[:, 2] + turn) * ring.squeeze - _MARGIN_NDEG
        east = (areas[:, 3] + turn) * ring.squeeze + _MARGIN_NDEG
        near = np.flatnonzero((west <= high_x) & (east >= low_x) & (south <= high_y) & (north >= low_y))
        if len(near):
            rectangles = shapely.box(west[near], south[near], east[near], north[near])
            crossed = np.asarray(shapely.intersects(ring.line, rectangles))
            hit[near[crossed]] = True
            rest = near[~crossed]
            hit[rest] |= np.asarray(shapely.contains_xy(ring.surface, west[rest], south[rest]))
    return hit
