"""What is wrong with an outline, and where."""

import math
import re
from enum import StrEnum
from typing import Final

import numpy as np
import shapely
from msgspec import Struct

from tansiq.airspace import geodesy
from tansiq.airspace.rings import FEW, HALF, QUARTER, RAD, Plane, plane, vertices
from tansiq.core.units import MM, NDEG
from tansiq.core.volumes import Circle, Outline

EXTENT_MAX_M: Final = 200_000.0  # the local maths is measured up to this extent; larger outlines must be split
SAME_PLACE_M: Final = 5e-5  # two vertices nearer than this are one: half of what a nanodegree of latitude spans

_PLACE: Final = re.compile(r"\[(\S+) (\S+)\]")


class Wrong(StrEnum):
    """What can be wrong with an outline."""

    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    TOO_FEW = "too_few_vertices"
    REPEATED = "repeated_vertex"
    CROSSING = "crossing_edges"
    AREA = "zero_area"
    RADIUS = "radius"
    EXTENT = "extent"


class Fault(Struct, frozen=True):
    """What is wrong with an outline, and where.

    index: the vertex, or the first of two crossing edges, counted from 0 as in JSON; edge `i` runs from vertex `i` to
        the next. None where the outline as a whole is at fault.
    other: the second vertex or edge of the two that do not go together.
    lat_ndeg, lon_ndeg: where edges cross; None with every other fault.
    """

    code: Wrong
    sentence: str
    index: int | None = None
    other: int | None = None
    lat_ndeg: int | None = None
    lon_ndeg: int | None = None


def fault(outline: Outline, extent_max_m: float = EXTENT_MAX_M) -> Fault | None:
    """Return what is wrong with an outline, or None.

    Edges that touch without crossing are at fault too, as are edges that run back on themselves. Either winding order
    is right. Source of the rules: ASTM F3548-21 annex A4, schema Polygon; the extent is a limit of this package.
    """
    if isinstance(outline, Circle):
        return _fault_of_circle(outline, extent_max_m)
    return _fault_of_ring(vertices(outline), extent_max_m)


def _fault_of_circle(circle: Circle, extent_max_m: float) -> Fault | None:
    if abs(circle.lat_ndeg) > QUARTER:
        return Fault(Wrong.LATITUDE, f"The centre has latitude {_degrees(circle.lat_ndeg)}; it must lie in -90..90.")
    if abs(circle.lon_ndeg) > HALF:
        return Fault(
            Wrong.LONGITUDE, f"The centre has longitude {_degrees(circle.lon_ndeg)}; it must lie in -180..180."
        )
    if circle.radius_mm <= 0:
        return Fault(Wrong.RADIUS, f"The radius is {circle.radius_mm / MM:g} m; it must be more than 0.")
    if 2 * circle.radius_mm > extent_max_m * MM:
        across_km = 2 * circle.radius_mm / (1_000 * MM)
        return Fault(Wrong.EXTENT, f"The circle is {across_km:.1f} km across; {_split(extent_max_m)}")
    return None


def _fault_of_ring(points: list[tuple[int, int]], extent_max_m: float) -> Fault | None:
    for i, (lat, lon) in enumerate(points):
        if not -QUARTER <= lat <= QUARTER:
            return Fault(Wrong.LATITUDE, f"Vertex {i} has latitude {_degrees(lat)}; it must lie in -90..90.", i)
        if not -HALF <= lon <= HALF:
            return Fault(Wrong.LONGITUDE, f"Vertex {i} has longitude {_degrees(lon)}; it must lie in -180..180.", i)
    if len(points) < 3:
        return Fault(Wrong.TOO_FEW, f"The outline has {len(points)} vertices; an outline needs at least 3.")
    if len(set(points)) < len(points):
        return _repeated(points)
    flat = plane(points)
    if flat is None:
        return Fault(Wrong.EXTENT, f"The outline spans half the earth or more; {_split(extent_max_m)}")
    reach_m = math.sqrt(max(x * x + y * y for x, y in flat.xy))
    if reach_m > 0.49 * extent_max_m and (far := _too_far(points, extent_max_m)):
        return far
    if _thickness_m(flat.xy) < SAME_PLACE_M:
        return Fault(Wrong.AREA, "All vertices of the outline lie on one line; it encloses no area.")
    pair = _crossing(flat.xy) if len(points) <= FEW else _crossing_of_many(flat.xy)
    return None if pair is None else _fault_at(points, flat, *pair)


def _repeated(points: list[tuple[int, int]]) -> Fault:
    seen: dict[tuple[int, int], int] = {}
    for i, point in enumerate(points):
        if point in seen:
            return _same_place(points, seen[point], i)
        seen[point] = i
    raise AssertionError("no vertex is repeated")


def _same_place(points: list[tuple[int, int]], i: int, j: int) -> Fault:
    lat, lon = points[j]
    cure = "Leave out the closing vertex." if i == 0 and j == len(points) - 1 else "Each vertex may come once."
    where = f"{_degrees(lat)}, {_degrees(lon)}"
    return Fault(Wrong.REPEATED, f"Vertex {j} lies at the place of vertex {i} ({where}). {cure}", j, i)


def _too_far(points: list[tuple[int, int]], extent_max_m: float) -> Fault | None:
    """Compare the distance of each vertex with each, the rare case of an outline near the limit."""
    where = geodesy.ecef_m(np.array(points, dtype=np.float64) * RAD)
    for i in range(len(points) - 1):
        distance_m = geodesy.distance_m(where[i], where[i + 1 :])
        far = int(np.argmax(distance_m))
        if distance_m[far] > extent_max_m:
            j, km = i + 1 + far, distance_m[far] / 1_000
            return Fault(Wrong.EXTENT, f"Vertices {i} and {j} are {km:.1f} km apart; {_split(extent_max_m)}", i, j)
    return None


def _fault_at(points: list[tuple[int, int]], flat: Plane, i: int, j: int) -> Fault:
    n = len(points)
    for p, q in ((i, j), (i, (j + 1) % n), ((i + 1) % n, j), ((i + 1) % n, (j + 1) % n)):
        if p != q and math.dist(flat.xy[p], flat.xy[q]) < SAME_PLACE_M:
            return _same_place(points, min(p, q), max(p, q))
    lat, lon = flat.place(*_meeting(flat.xy, i, j))
    where = f"{_degrees(lat)}, {_degrees(lon)}"
    if (i + 1) % n == j or (j + 1) % n == i:
        corner = j if (i + 1) % n == j else i
        sentence = f"The outline runs back on itself at vertex {corner} ({where}); edges may not overlap."
    else:
        sentence = (
            f"Edges {i} and {j} (from vertices {i} and {j}) meet at {where}; the edges of an outline may not cross."
        )
    return Fault(Wrong.CROSSING, sentence, i, j, lat, lon)


def _degrees(ndeg: int) -> str:
    return f"{ndeg / NDEG:.7f}"


def _split(extent_max_m: float) -> str:
    return f"at most {extent_max_m / 1_000:g} km are allowed: split the outline."


def _thickness_m(xy: list[tuple[float, float]]) -> float:
    """Return how far a vertex lies from the line through the first vertex and the one farthest from it."""
    x0, y0 = xy[0]
    length, dx, dy = max((math.hypot(x - x0, y - y0), x - x0, y - y0) for x, y in xy)
    if length < SAME_PLACE_M:
        return 0.0
    return max(abs(dx * (y - y0) - dy * (x - x0)) for x, y in xy) / length


def _crossing(xy: list[tuple[float, float]]) -> tuple[int, int] | None:
    """Return the first two edges that meet where they should not, trying each with each."""
    n = len(xy)
    ends = [*xy[1:], xy[0]]
    for i in range(n):
        (ax, ay), (bx, by) = xy[i], ends[i]
        dx, dy = bx - ax, by - ay
        noise = SAME_PLACE_M * (abs(dx) + abs(dy))
        cx, cy = ends[(i + 1) % n]
        if abs(dx * (cy - by) - dy * (cx - bx)) <= noise and dx * (cx - bx) + dy * (cy - by) <= 0:
            return (i, i + 1) if i + 1 < n else (0, i)
        for j in range(i + 2, n if i else n - 1):
            (px, py), (qx, qy) = xy[j], ends[j]
            p = dx * (py - ay) - dy * (px - ax)
            q = dx * (qy - ay) - dy * (qx - ax)
            if (p > noise and q > noise) or (p < -noise and q < -noise):
                continue
            if _edges_meet(ax, ay, bx, by, px, py, qx, qy):
                return i, j
    return None


def _edges_meet(ax: float, ay: float, bx: float, by: float, px: float, py: float, qx: float, qy: float) -> bool:
    """Return whether `p`-`q` meets `a`-`b`, given that it meets the line through `a` and `b`."""
    ex, ey = qx - px, qy - py
    noise = SAME_PLACE_M * (abs(ex) + abs(ey))
    a = ex * (ay - py) - ey * (ax - px)
    b = ex * (by - py) - ey * (bx - px)
    if (a > noise and b > noise) or (a < -noise and b < -noise):
        return False
    return (  # edges on one line meet only where their boxes do
        min(ax, bx) <= max(px, qx) + SAME_PLACE_M
        and min(px, qx) <= max(ax, bx) + SAME_PLACE_M
        and min(ay, by) <= max(py, qy) + SAME_PLACE_M
        and min(py, qy) <= max(ay, by) + SAME_PLACE_M
    )


def _crossing_of_many(xy: list[tuple[float, float]]) -> tuple[int, int] | None:
    """Return two edges that meet where they should not, in a time that many vertices cannot blow up.

    Touching is judged to the rounding of floats here.
    """
    starts = np.array(xy, dtype=np.float64)
    n = len(starts)
    ends = np.roll(starts, -1, axis=0)
    d, after = ends - starts, np.roll(ends, -1, axis=0) - ends
    noise = SAME_PLACE_M * np.abs(d).sum(axis=1)
    back = (np.abs(d[:, 0] * after[:, 1] - d[:, 1] * after[:, 0]) <= noise) & ((d * after).sum(axis=1) <= 0)
    if back.any():
        i = int(np.argmax(back))
        return (i, i + 1) if i + 1 < n else (0, i)
    outline = shapely.polygons(starts)
    if shapely.is_valid(outline):
        return None
    where = _PLACE.search(str(shapely.is_valid_reason(outline)))
    assert where, "GEOS names the place of a self-intersection"
    place = np.array((float(where[1]), float(where[2])))
    share = np.clip(((place - starts) * d).sum(axis=1) / np.maximum((d * d).sum(axis=1), 1e-300), 0.0, 1.0)
    off = np.hypot(*(starts + share[:, None] * d - place).T)
    first = int(np.argmin(off))
    apart = np.abs(np.arange(n) - first)
    off[(apart <= 1) | (apart == n - 1)] = np.inf
    second = int(np.argmin(off))
    return min(first, second), max(first, second)


def _meeting(xy: list[tuple[float, float]], i: int, j: int) -> tuple[float, float]:
    """Return the place where the edges `i` and `j` meet; of edges on one line, an end that lies on the other."""
    n = len(xy)
    if (i + 1) % n == j:
        return xy[j]
    if (j + 1) % n == i:
        return xy[i]
    (ax, ay), (bx, by), (px, py), (qx, qy) = xy[i], xy[(i + 1) % n], xy[j], xy[(j + 1) % n]
    dx, dy, ex, ey = bx - ax, by - ay, qx - px, qy - py
    cross = dx * ey - dy * ex
    length = dx * dx + dy * dy
    if abs(cross) > SAME_PLACE_M * (abs(dx) + abs(dy)):
        t = ((px - ax) * ey - (py - ay) * ex) / cross
    else:
        t = ((px - ax) * dx + (py - ay) * dy) / length
    t = min(1.0, max(0.0, t))
    return ax + t * dx, ay + t * dy
