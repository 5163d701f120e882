"""Outlines on the ground: packing, boxes, faults, area.

Edges are shortest paths, drawn as great circles of the sphere of geodetic normals: each vertex is the unit vector
(cos lat cos lon, cos lat sin lon, sin lat), an edge lies in the plane through the centre and two of them. That is the
edge of S2, so of the InterUSS DSS; on the ellipsoid it is the great ellipse. In its middle it lies off the geodesic by
7 mm where it is 10 km long and by 2.6 m where it is 200 km long.

This page runs on each write request, so rings of few vertices use plain `math`; numpy and shapely join where they pay.
"""

import math
import struct
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
import shapely
from msgspec import Struct

from tansiq.airspace import geodesy
from tansiq.core.units import MM, NDEG, Span
from tansiq.core.volumes import Box, Circle, Outline, Polygon

EXTENT_MAX_M: Final = 200_000.0  # the local maths is measured up to this extent; larger outlines must be split
SAME_PLACE_M: Final = 5e-5  # two vertices nearer than this are one: half of what a nanodegree of latitude spans
FEW_EDGES: Final = 16  # up to here the test of each edge with each is faster than a tree

_QUARTER: Final = 90 * NDEG
_HALF: Final = 180 * NDEG
_FULL: Final = 360 * NDEG
_RAD: Final = math.pi / _HALF  # radians in a nanodegree
_VERTEX: Final = struct.Struct(">qq")
_ALL_LONGITUDES: Final = Span(-_HALF, _HALF)


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


def ring(vertices: Sequence[tuple[int, int]]) -> bytes:
    """Pack vertices (lat_ndeg, lon_ndeg) as `Polygon.ring` wants them."""
    return b"".join([_VERTEX.pack(lat, lon) for lat, lon in vertices])


def vertices(polygon: Polygon) -> list[tuple[int, int]]:
    """Return the vertices (lat_ndeg, lon_ndeg) of a polygon."""
    return [(lat, lon) for lat, lon in _VERTEX.iter_unpack(polygon.ring)]


def boxes(outline: Outline) -> tuple[Box, ...]:
    """Return one or two boxes that contain the whole outline, rounded outward; two where it meets the antimeridian.

    The outline must be without fault. An edge may reach higher latitudes than its ends; an outline that contains or
    touches a pole has all longitudes and latitudes up to the pole. An outline that only touches the antimeridian has a
    second box without width there, so that it meets its neighbour on the other side.
    """
    if isinstance(outline, Circle):
        return _boxes_of_circle(outline)
    return _boxes_of_ring(vertices(outline))


def widened(boxes: tuple[Box, ...], lateral_m: float) -> tuple[Box, ...]:
    """Return boxes that contain every place within `lateral_m` of the boxes of one outline, rounded outward."""
    if lateral_m <= 0:
        return boxes
    north = max(box.lat_ndeg.hi for box in boxes)
    south = min(box.lat_ndeg.lo for box in boxes)
    west, east = boxes[0].lon_ndeg.lo, boxes[-1].lon_ndeg.hi
    if len(boxes) > 1:
        east += _FULL
    up = math.ceil(lateral_m / geodesy.MERIDIAN_RADIUS_MIN_M / _RAD) + 1
    aside = _aside_ndeg(max(north, -south), lateral_m)
    south, north = max(south - up, -_QUARTER), min(north + up, _QUARTER)
    if aside is None or north == _QUARTER or south == -_QUARTER:
        return (Box(Span(south, north), _ALL_LONGITUDES),)
    return _cut(south, north, west - aside, east + aside)


def fault(outline: Outline, extent_max_m: float = EXTENT_MAX_M) -> Fault | None:
    """Return what is wrong with an outline, or None.

    Edges that touch without crossing are at fault too, as are edges that run back on themselves. Either winding order
    is right. Source of the rules: ASTM F3548-21 annex A4, schema Polygon; the extent is a limit of this package.
    """
    if isinstance(outline, Circle):
        return _fault_of_circle(outline, extent_max_m)
    return _fault_of_ring(vertices(outline), extent_max_m)


def area_km2(outline: Outline) -> float:
    """Return the area of an outline without fault, in square kilometres. Good to 0.1 % up to an extent of 200 km."""
    if isinstance(outline, Circle):
        radius_km = outline.radius_mm / (1_000 * MM)
        return math.pi * radius_km * radius_km
    plane = _plane(vertices(outline))
    assert plane is not None, "the ring spans half the earth: ask `fault` first"
    return abs(_twice_area_m2(plane.xy)) / 2e6


# --- boxes ------------------------------------------------------------------------------------------------------------


def _boxes_of_circle(circle: Circle) -> tuple[Box, ...]:
    """Bounds that hold on the ellipsoid, not only nearly.

    Latitude: a path of length r changes latitude by at most r over the least meridian radius on its way. Longitude: on
    the sphere of reduced latitudes with the polar radius each path is shorter than on the ellipsoid, so the circle lies
    within that sphere's circle, where sin(dlon) = sin(r / b) / cos(lat).
    """
    radius_m = circle.radius_mm / MM
    lat = circle.lat_ndeg * _RAD
    nearest_equator = max(0.0, abs(lat) - radius_m / geodesy.MERIDIAN_RADIUS_MIN_M)
    reach = math.ceil(radius_m / geodesy.meridian_radius_m(nearest_equator) / _RAD) + 1
    south, north = circle.lat_ndeg - reach, circle.lat_ndeg + reach

    aside = _aside_ndeg(abs(circle.lat_ndeg), radius_m)
    has_north, has_south = north >= _QUARTER, south <= -_QUARTER
    if aside is None or has_north or has_south:
        # The two bounds differ by metres; where only that of the longitude reaches the pole, the pole counts as reached.
        north = _QUARTER if has_north or lat > 0 else north
        south = -_QUARTER if has_south or lat < 0 else south
        return (Box(Span(south, north), _ALL_LONGITUDES),)
    return _cut(south, north, circle.lon_ndeg - aside, circle.lon_ndeg + aside)


def _aside_ndeg(lat_ndeg: int, distance_m: float) -> int | None:
    """Return how far longitude may change within a distance of a latitude >= 0; None where a pole may be that near."""
    lat = lat_ndeg * _RAD
    reduced = math.atan2(geodesy.POLAR_RADIUS_M * math.sin(lat), geodesy.EQUATOR_RADIUS_M * math.cos(lat))
    angle = distance_m / geodesy.POLAR_RADIUS_M
    if angle >= math.pi / 2 - reduced:
        return None
    return math.ceil(math.asin(min(1.0, math.sin(angle) / math.cos(reduced))) / _RAD) + 1


def _boxes_of_ring(points: list[tuple[int, int]]) -> tuple[Box, ...]:
    lats = [lat for lat, _ in points]
    north, south = max(lats), min(lats)
    polar = north == _QUARTER or south == -_QUARTER
    lat_a, lon_a = points[-1]
    here = west = east = lon_a  # longitudes counted on without a jump at the antimeridian
    for lat_b, lon_b in points:
        step = (lon_b - lon_a + _HALF) % _FULL - _HALF
        here += step
        if here < west:
            west = here
        elif here > east:
            east = here
        if step == -_HALF:  # the shortest path leads over a pole
            polar = True
            if lat_a + lat_b >= 0:
                north = _QUARTER
            if lat_a + lat_b <= 0:
                south = -_QUARTER
        elif step:
            high, low = (lat_a, lat_b) if lat_a > lat_b else (lat_b, lat_a)
            if high > 0:
                north = max(north, high + _bulge_ndeg(high, low, step))
            if low < 0:
                south = min(south, low - _bulge_ndeg(-low, -high, step))
        lat_a, lon_a = lat_b, lon_b
    if here != points[-1][1]:  # the ring goes once round a pole
        polar = True
        if sum(lats) > 0:
            north = _QUARTER
        else:
            south = -_QUARTER
    north, south = min(north, _QUARTER), max(south, -_QUARTER)
    if polar:
        return (Box(Span(south, north), _ALL_LONGITUDES),)
    return _cut(south, north, west, east)


def _bulge_ndeg(high: int, low: int, step: int) -> int:
    """Return how far an edge rises above its higher end (latitude > 0), rounded up; 0 where it does not.

    The edge is highest at longitude `d` from the higher end, there tan(lat) = tan(high) / cos(d). Both formulae are
    written without the difference of nearly equal numbers.
    """
    lat, other, width = high * _RAD, low * _RAD, abs(step) * _RAD
    sine, cosine, half = math.sin(lat), math.cos(lat), math.sin(width / 2)
    across = sine * math.cos(other)
    rise = math.sin((low - high) * _RAD) + 2 * across * half * half
    if rise <= 0:
        return 0
    d = math.atan2(rise, across * math.sin(width))
    versine = 2 * math.sin(d / 2) ** 2
    bulge = math.atan2(sine * cosine * versine, (1 - versine) * cosine * cosine + sine * sine)
    return math.ceil(bulge / _RAD) + 1


def _cut(south: int, north: int, west: int, east: int) -> tuple[Box, ...]:
    """Return the boxes for longitudes that may run past the antimeridian."""
    lat = Span(south, north)
    if east - west >= _FULL:
        return (Box(lat, _ALL_LONGITUDES),)
    if west <= -_HALF:
        west, east = west + _FULL, east + _FULL
    if east >= _HALF:
        if west > _HALF:
            return (Box(lat, Span(west - _FULL, east - _FULL)),)
        return (Box(lat, Span(west, _HALF)), Box(lat, Span(-_HALF, east - _FULL)))
    return (Box(lat, Span(west, east)),)


# --- faults -----------------------------------------------------------------------------------------------------------


def _fault_of_circle(circle: Circle, extent_max_m: float) -> Fault | None:
    if abs(circle.lat_ndeg) > _QUARTER:
        return Fault(Wrong.LATITUDE, f"The centre has latitude {_degrees(circle.lat_ndeg)}; it must lie in -90..90.")
    if abs(circle.lon_ndeg) > _HALF:
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
        if not -_QUARTER <= lat <= _QUARTER:
            return Fault(Wrong.LATITUDE, f"Vertex {i} has latitude {_degrees(lat)}; it must lie in -90..90.", i)
        if not -_HALF <= lon <= _HALF:
            return Fault(Wrong.LONGITUDE, f"Vertex {i} has longitude {_degrees(lon)}; it must lie in -180..180.", i)
    if len(points) < 3:
        return Fault(Wrong.TOO_FEW, f"The outline has {len(points)} vertices; an outline needs at least 3.")
    if len(set(points)) < len(points):
        return _repeated(points)
    plane = _plane(points)
    if plane is None:
        return Fault(Wrong.EXTENT, f"The outline spans half the earth or more; {_split(extent_max_m)}")
    reach_m = math.sqrt(max(x * x + y * y for x, y in plane.xy))
    if reach_m > 0.49 * extent_max_m and (far := _too_far(points, extent_max_m)):
        return far
    if _thickness_m(plane.xy) < SAME_PLACE_M:
        return Fault(Wrong.AREA, "All vertices of the outline lie on one line; it encloses no area.")
    pair = _crossing(plane.xy) if len(points) <= FEW_EDGES else _crossing_of_many(plane.xy)
    return None if pair is None else _fault_at(points, plane, *pair)


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
    where = geodesy.ecef_m(np.array(points, dtype=np.float64) * _RAD)
    for i in range(len(points) - 1):
        distance_m = geodesy.distance_m(where[i], where[i + 1 :])
        far = int(np.argmax(distance_m))
        if distance_m[far] > extent_max_m:
            j, km = i + 1 + far, distance_m[far] / 1_000
            return Fault(Wrong.EXTENT, f"Vertices {i} and {j} are {km:.1f} km apart; {_split(extent_max_m)}", i, j)
    return None


def _fault_at(points: list[tuple[int, int]], plane: "_Plane", i: int, j: int) -> Fault:
    n = len(points)
    for p, q in ((i, j), (i, (j + 1) % n), ((i + 1) % n, j), ((i + 1) % n, (j + 1) % n)):
        if p != q and math.dist(plane.xy[p], plane.xy[q]) < SAME_PLACE_M:
            return _same_place(points, min(p, q), max(p, q))
    lat, lon = plane.place(*_meeting(plane.xy, i, j))
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


# --- the plane of one ring --------------------------------------------------------------------------------------------


class _Plane(NamedTuple):
    """A ring in metres (east, north) on the plane that touches its middle, seen from the centre: edges are straight."""

    xy: list[tuple[float, float]]
    lat: float
    lon: float
    east_m: float
    north_m: float

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Return the latitude and longitude (ndeg) of a point of the plane."""
        x, y = x / self.east_m, y / self.north_m
        sine, cosine = math.sin(self.lat), math.cos(self.lat)
        out = cosine - y * sine
        lat = math.atan2(sine + y * cosine, math.hypot(out, x))
        lon = (round((self.lon + math.atan2(x, out)) / _RAD) + _HALF) % _FULL - _HALF
        return round(lat / _RAD), lon


def _plane(points: list[tuple[int, int]]) -> _Plane | None:
    """Return the ring on its plane; None where it reaches round half the earth."""
    normals: list[tuple[float, float, float]] = []
    sx = sy = sz = 0.0
    for lat_ndeg, lon_ndeg in points:
        lat, lon = lat_ndeg * _RAD, lon_ndeg * _RAD
        cosine = math.cos(lat)
        x, y, z = cosine * math.cos(lon), cosine * math.sin(lon), math.sin(lat)
        normals.append((x, y, z))
        sx, sy, sz = sx + x, sy + y, sz + z
    flat = math.hypot(sx, sy)
    lat0, lon0 = math.atan2(sz, flat), math.atan2(sy, sx)
    sin_lat, cos_lat, sin_lon, cos_lon = math.sin(lat0), math.cos(lat0), math.sin(lon0), math.cos(lon0)
    east_m, north_m = geodesy.normal_radius_m(lat0), geodesy.meridian_radius_m(lat0)
    xy: list[tuple[float, float]] = []
    for x, y, z in normals:
        out = x * cos_lon + y * sin_lon
        up = out * cos_lat + z * sin_lat
        if up < 0.01:
            return None
        xy.append((east_m * (y * cos_lon - x * sin_lon) / up, north_m * (z * cos_lat - out * sin_lat) / up))
    return _Plane(xy, lat0, lon0, east_m, north_m)


def _twice_area_m2(xy: list[tuple[float, float]]) -> float:
    xa, ya = xy[-1]
    total = 0.0
    for xb, yb in xy:
        total += xa * yb - xb * ya
        xa, ya = xb, yb
    return total


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
    """The same answer by a tree of edges."""
    starts = np.array(xy, dtype=np.float64)
    n = len(starts)
    ends = np.roll(starts, -1, axis=0)
    d, after = ends - starts, np.roll(ends, -1, axis=0) - ends
    noise = SAME_PLACE_M * np.abs(d).sum(axis=1)
    back = (np.abs(d[:, 0] * after[:, 1] - d[:, 1] * after[:, 0]) <= noise) & ((d * after).sum(axis=1) <= 0)
    if back.any():
        i = int(np.argmax(back))
        return (i, i + 1) if i + 1 < n else (0, i)
    edges = np.asarray(shapely.linestrings(np.stack((starts, ends), axis=1)))
    first, second = shapely.STRtree(edges).query(edges, predicate="dwithin", distance=SAME_PLACE_M)
    apart = second - first
    wrong = (apart > 1) & (apart < n - 1)
    if not wrong.any():
        return None
    return min(zip(first[wrong].tolist(), second[wrong].tolist(), strict=True))


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
