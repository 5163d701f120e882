"""Which outlines overlap in plan, for many pairs at once.

Polygon with polygon: on a flat frame, where edges are straight. Circle with anything: by distance on the ellipsoid, never
as a polygon. A lateral buffer counts where the distance is less than it; distances near the buffer are measured on the
ellipsoid too, from each vertex of one ring to each edge of the other.
"""

# shapely 2.2 declares `**kwargs` without types in some of its functions.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from tansiq.airspace import convex, frame, geodesy
from tansiq.airspace.frame import Indexes
from tansiq.airspace.geodesy import Floats
from tansiq.core.units import MM, NDEG
from tansiq.core.volumes import Circle, Outline

Flags = NDArray[np.bool_]

# Outlines that overlap by less only touch: ten times the rounding to nanodegrees, a tenth of the precision that
# ASTM F3548-21 asks of intersections (IntersectionMinimumPrecisionCm).
TOUCH_M: Final = 0.001

AT_ONCE: Final = 4_096  # pairs: with 8 corners each they take some 10 MB


class Shapes(NamedTuple):
    """Many outlines as arrays: the vertices of one (or its centre) follow each other.

    normals: (vertices, 3). start, size: where the vertices of an outline are. radius_m: 0 for a polygon.
    middle: (outlines, 3), the mean of the vertices.
    """

    normals: Floats
    start: Indexes
    size: Indexes
    radius_m: Floats
    middle: Floats


class Meeting(NamedTuple):
    """Which pairs overlap, and a unit normal for each: a place in the common plan; where only the buffer makes them
    overlap, a place between them. Places of pairs that do not overlap mean nothing."""

    hit: Flags
    place: Floats


def shapes(outlines: Sequence[Outline]) -> Shapes:
    """Return outlines without fault as arrays."""
    packed = b"".join(
        o.lat_ndeg.to_bytes(8, "big", signed=True) + o.lon_ndeg.to_bytes(8, "big", signed=True)
        if isinstance(o, Circle)
        else o.ring
        for o in outlines
    )
    degrees = np.frombuffer(packed, dtype=">i8").astype(np.float64).reshape(-1, 2) / NDEG
    normals = geodesy.normals(np.radians(degrees))
    size = np.array([1 if isinstance(o, Circle) else len(o.ring) // 16 for o in outlines], dtype=np.intp)
    start: Indexes = np.cumsum(size) - size
    radius_m = np.array([o.radius_mm / MM if isinstance(o, Circle) else 0.0 for o in outlines], dtype=np.float64)
    middle = np.add.reduceat(normals, start, axis=0) if len(outlines) else normals
    return Shapes(normals, start, size, radius_m, middle)


def meet(all_shapes: Shapes, first: Indexes, second: Indexes, lateral_m: float = 0.0) -> Meeting:
    """Return which pairs (first[i], second[i]) overlap in plan by more than a touch, or lie nearer than `lateral_m`."""
    hit = np.zeros(len(first), dtype=np.bool_)
    place = np.zeros((len(first), 3), dtype=np.float64)
    round_a, round_b = all_shapes.radius_m[first] > 0, all_shapes.radius_m[second] > 0
    for chosen, test, a, b in (
        (round_a & round_b, _circles, first, second),
        (round_a & ~round_b, _circle_and_ring, first, second),
        (~round_a & round_b, _circle_and_ring, second, first),
        (~round_a & ~round_b, _rings, first, second),
    ):
        if chosen.any():
            hit[chosen], place[chosen] = test(all_shapes, a[chosen], b[chosen], lateral_m)
    return Meeting(hit, place)


def overlap(all_shapes: Shapes, first: Indexes, second: Indexes, lateral_m: float = 0.0) -> Flags:
    """Return `meet(...).hit`: for those who need no place, several times as fast where outlines are plain."""
    s = all_shapes
    sure = convex.surely(s.normals, s.start, s.size, first, second, lateral_m)
    hit, rest = sure.hit, np.flatnonzero(~sure.known)
    if len(rest):
        hit[rest] = meet(all_shapes, first[rest], second[rest], lateral_m).hit
    return hit


def _circles(s: Shapes, a: Indexes, b: Indexes, lateral_m: float) -> Meeting:
    p, q = s.normals[s.start[a]], s.normals[s.start[b]]
    r, t = s.radius_m[a], s.radius_m[b]
    apart = geodesy.distance_m(geodesy.on_ground_m(p), geodesy.on_ground_m(q))
    # On the line from centre to centre the first reaches from -r to r, the second from apart - t to apart + t.
    middle = (np.maximum(-r, apart - t) + np.minimum(r, apart + t)) / 2
    return Meeting(apart < r + t + lateral_m - TOUCH_M, _between(p, q, middle, apart))


def _circle_and_ring(s: Shapes, a: Indexes, b: Indexes, lateral_m: float) -> Meeting:
    centre, radius = s.normals[s.start[a]], s.radius_m[a]
    away, inside, nearest = _to_ring(s, centre, b)
    hit = inside | (away < radius + lateral_m - TOUCH_M)
    # Outside the circle the place lies between the two; inside it, on the ring.
    place = _between(centre, nearest, np.where(away > radius, (away + radius) / 2, away), away)
    return Meeting(hit, np.where(inside[:, None], centre, place))


def _rings(s: Shapes, a: Indexes, b: Indexes, lateral_m: float) -> Meeting:
    hit, place = np.zeros(len(a), dtype=np.bool_), np.zeros((len(a), 3), dtype=np.float64)
    for start in range(0, len(a), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        hit[part], place[part] = _some_rings(s, a[part], b[part], lateral_m)
    return Meeting(hit, place)


def _some_rings(s: Shapes, a: Indexes, b: Indexes, lateral_m: float) -> Meeting:
    """Compare plain rings by their corners, and cut the others: one cut takes 15 µs."""
    frames, both = _frames(s, a, b), np.concatenate((a, b))
    flat, owner = _vertices(s, both)
    sure = convex.shared(frame.to_plane(frames, owner % len(a), s.normals[flat]), s.size[both])
    hit, place = sure.hit, frame.from_plane(frames, np.arange(len(a)), sure.xy)
    rest = np.flatnonzero(~(hit if lateral_m > 0 else sure.known))
    if len(rest):
        hit[rest], place[rest] = cut(s, a[rest], b[rest], lateral_m)
    return Meeting(hit, place)


def _frames(s: Shapes, a: Indexes, b: Indexes) -> frame.Frames:
    return frame.at(frame.unit(s.middle[a]) + frame.unit(s.middle[b]))


def cut(s: Shapes, a: Indexes, b: Indexes, lateral_m: float) -> Meeting:
    """Return which pairs of rings overlap, by intersecting each pair."""
    frames = _frames(s, a, b)
    polygons, reach = _polygons(s, frames, np.tile(np.arange(len(a)), 2), np.concatenate((a, b)))
    p, q = polygons[: len(a)], polygons[len(a) :]
    hit = np.zeros(len(a), dtype=np.bool_)
    xy = np.zeros((len(a), 2), dtype=np.float64)
    common = np.flatnonzero(shapely.intersects(p, q))
    if len(common):
        parts, owner = shapely.get_parts(np.asarray(shapely.intersection(p[common], q[common])), return_index=True)
        area, length = np.asarray(shapely.area(parts)), np.asarray(shapely.length(parts))
        wide = np.flatnonzero((area > 0) & (2 * area > TOUCH_M * length))
        wide = wide[np.argsort(area[wide], kind="stable")]  # of several parts the largest is written last
        spots = np.asarray(shapely.point_on_surface(parts[wide]))
        xy[common[owner[wide]]] = shapely.get_coordinates(spots)
        hit[common[owner[wide]]] = True
    if lateral_m > 0:
        rest = np.flatnonzero(~hit)
        near, middle = _near(s, a[rest], b[rest], p[rest], q[rest], reach.reshape(2, -1).max(axis=0)[rest], lateral_m)
        hit[rest], xy[rest] = near, middle
    return Meeting(hit, frame.from_plane(frames, np.arange(len(a)), xy))


def _near(
    s: Shapes,
    a: Indexes,
    b: Indexes,
    p: NDArray[np.object_],
    q: NDArray[np.object_],
    reach_m: Floats,
    lateral_m: float,
) -> tuple[Flags, Floats]:
    """Return which rings that do not overlap lie nearer than the buffer, and the middle of the shortest line."""
    ends = shapely.get_coordinates(np.asarray(shapely.shortest_line(p, q))).reshape(-1, 2, 2)
    away = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    # How wrong lengths on the plane may be: the change of the meridian's radius, and the projection itself.
    angle = reach_m / frame.EARTH_M
    doubt = away * (0.02 * angle + 2 * angle * angle) + TOUCH_M
    near = away + doubt < lateral_m
    for i in np.flatnonzero(~near & (away - doubt < lateral_m)):
        near[i] = min(_between_rings(s, a[i], b[i]), _between_rings(s, b[i], a[i])) < lateral_m - TOUCH_M
    return near, ends.mean(axis=1)


def _between_rings(s: Shapes, a: np.intp, b: np.intp) -> float:
    """Return the least distance from a vertex of the first ring to the second."""
    vertices = s.normals[s.start[a] : s.start[a] + s.size[a]]
    away, _, _ = _to_ring(s, vertices, np.full(len(vertices), b))
    return float(away.min())


def _to_ring(s: Shapes, place: Floats, rings: Indexes) -> tuple[Floats, Flags, Floats]:
    """Return for each place the distance to the nearest point of a ring, whether it lies inside, and that point.

    On the plane that touches the earth at the place, the nearest point of a straight edge is the nearest on the ground but
    for the flattening, which moves it sideways by at most 5e-5 of the distance and changes the distance by 1e-9 of it.
    """
    frames = frame.at(place)
    flat, owner = _vertices(s, rings)
    here = frame.to_plane(frames, owner, s.normals[flat])
    first = np.cumsum(s.size[rings]) - s.size[rings]
    follow = np.arange(1, len(flat) + 1)
    follow[first + s.size[rings] - 1] = first
    ahead = here[follow]
    step = ahead - here
    squared = np.maximum(np.einsum("ij,ij->i", step, step), 1e-300)
    share = np.clip(-np.einsum("ij,ij->i", here, step) / squared, 0.0, 1.0)
    spots = frame.from_plane(frames, owner, here + share[:, None] * step)
    away = geodesy.distance_m(geodesy.on_ground_m(frames.up)[owner], geodesy.on_ground_m(spots))
    least = np.minimum.reduceat(away, first)
    nearest = np.full(len(place), len(flat), dtype=np.intp)
    candidates = np.flatnonzero(away == least[owner])
    np.minimum.at(nearest, owner[candidates], candidates)

    rises = (here[:, 1] > 0) != (ahead[:, 1] > 0)
    cross = here[:, 0] * ahead[:, 1] - here[:, 1] * ahead[:, 0]
    right = rises & ((cross > 0) == (ahead[:, 1] > here[:, 1]))
    inside = np.add.reduceat(right.astype(np.intp), first) % 2 == 1
    return least, inside, spots[nearest]


def _vertices(s: Shapes, chosen: Indexes) -> tuple[Indexes, Indexes]:
    """Return the rows of all vertices of the chosen outlines, and for each the position in `chosen` it belongs to."""
    count = s.size[chosen]
    owner = np.repeat(np.arange(len(chosen)), count)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    return s.start[chosen][owner] + within, owner


def _polygons(s: Shapes, frames: frame.Frames, which: Indexes, chosen: Indexes) -> tuple[NDArray[np.object_], Floats]:
    """Return the chosen rings, each on the frame that `which` says, and how far each reaches from its centre."""
    flat, owner = _vertices(s, chosen)
    xy = frame.to_plane(frames, which[owner], s.normals[flat])
    reach = np.maximum.reduceat(np.hypot(xy[:, 0], xy[:, 1]), np.cumsum(s.size[chosen]) - s.size[chosen])
    polygons = np.asarray(shapely.polygons(shapely.linearrings(xy, indices=owner)))
    # A ring that nearly touches itself may do so by rounding on another plane.
    bad = np.flatnonzero(~np.asarray(shapely.is_valid(polygons)))
    polygons[bad] = shapely.make_valid(polygons[bad])
    return polygons, reach


def _between(p: Floats, q: Floats, along_m: Floats, apart_m: Floats) -> Floats:
    share = np.divide(along_m, apart_m, out=np.zeros_like(apart_m), where=apart_m > 0)
    return frame.unit(p + share[:, None] * (q - p))
