"""A flight shifted aside: turned about the earth as one piece, so that its shape stays.

For each bearing tried, an own volume and another forbid an interval of shifts. It is taken from boxes turned to the bearing,
which hold the outlines: exact for rectangles that lie so, else a little more than needed. The first gap is compared with
the neighbours again.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from msgspec import Struct

from tansiq.airspace import exact, frame, geodesy, heights, outlines, plan
from tansiq.airspace.exact import Buffers
from tansiq.airspace.geodesy import Floats
from tansiq.airspace.heights import Atmosphere
from tansiq.core.units import Span
from tansiq.core.volumes import Circle, Limit, Polygon, Reference, Volume

BEARINGS: Final = 12  # across the path first, then every 30 degrees from it
REACH_MAX_M: Final = 500_000.0  # a longer flight is not shifted as one piece: its ends would turn
TRIES: Final = 3


class Aside(Struct, frozen=True):
    """A shift of a whole flight.

    bearing_deg: clockwise from north, at the middle of the flight (lat_ndeg, lon_ndeg). distance_m: there.
    """

    bearing_deg: float
    distance_m: float
    lat_ndeg: int
    lon_ndeg: int


class Moved(NamedTuple):
    """A shift that leaves no conflict, the flight after it, and the ids of what blocks smaller ones on its bearing."""

    shift: Aside
    volumes: tuple[Volume, ...]
    blocked_by: tuple[str, ...]


def least_aside(
    own: tuple[Volume, ...],
    neighbours: Sequence[tuple[str, Volume]],
    buffers: Buffers,
    most_m: float,
    step_m: float,
    atmosphere: Atmosphere,
) -> Moved | None:
    """Return the least shift found that leaves no conflict.

    neighbours: all volumes within reach of the shift. None where no bearing offers a shift of at most `most_m`, and where
    the flight is too large to be shifted as one.
    """
    since, until = min(v.time_us.lo for v in own), max(v.time_us.hi for v in own)
    time_us, vertical_mm = buffers.time_us, buffers.vertical_mm
    now = [n for n in neighbours if exact.crosses(Span(since, until), n[1].time_us, time_us)]
    pairs: list[tuple[int, int]] = []
    for i, a in enumerate(own):
        # Asked without a call, as most are apart in time.
        first_us, last_us = a.time_us.lo - time_us, a.time_us.hi + time_us
        pairs += [
            (i, j)
            for j, (_, b) in enumerate(now)
            if b.time_us.lo <= last_us
            and b.time_us.hi >= first_us
            and exact.crosses(a.time_us, b.time_us, time_us)
            and exact.heights_cross(a, b, vertical_mm)
        ]
    if not pairs:
        return None
    shapes = plan.shapes([v.outline for v in own] + [v.outline for _, v in now])
    count = int(shapes.size[: len(own)].sum())
    centre = np.add.reduce(frame.unit(shapes.middle[: len(own)]))
    off = np.linalg.norm(shapes.normals[:count] - centre / len(own), axis=1)
    reach_m = float(off.max()) * frame.EARTH_M
    if reach_m > REACH_MAX_M:
        return None
    frames = frame.at(centre[None, :])
    xy = frame.to_plane(frames, np.zeros(len(shapes.normals), dtype=np.intp), shapes.normals)
    # Lengths on the plane are true only in its middle: the outlines grow by what a shift may be off at their ends.
    angle = (reach_m + most_m) / frame.EARTH_M
    margin = shapes.radius_m + most_m * (angle * angle + 0.02 * angle) + 1.0
    rows = np.array([(i, len(own) + j) for i, j in pairs], dtype=np.intp)
    ids = [now[j][0] for _, j in pairs]
    ((lat, lon),) = frame.places_ndeg(frames.up)
    tries: list[tuple[float, int, float, tuple[str, ...]]] = []
    bearings = _bearings(xy[:count])
    forbidden = _intervals(xy, shapes, margin, rows, bearings, buffers.lateral_m)
    for turn, (bearing, (lows, highs)) in enumerate(zip(bearings, forbidden, strict=True)):
        at = 0.0
        for lo, hi in sorted(zip(lows, highs, strict=True)):
            if lo < at < hi:
                at = math.ceil(hi / step_m) * step_m
        if 0 < at <= most_m:
            blockers = {ids[k] for k in range(len(ids)) if lows[k] < at and highs[k] > 0}
            tries.append((at, turn, bearing, tuple(sorted(blockers))))
    others = [volume for _, volume in now]
    for at, _, bearing, blockers in sorted(tries)[:TRIES]:
        shift = Aside(math.degrees(bearing), at, lat, lon)
        volumes = moved_aside(own, shift, atmosphere)
        if exact.is_free(volumes, others, buffers):
            return Moved(shift, volumes, blockers)
    return None


def moved_aside(own: tuple[Volume, ...], shift: Aside, atmosphere: Atmosphere) -> tuple[Volume, ...]:
    """Return a flight turned about the earth's centre so that its middle moves as the shift says."""
    shapes = plan.shapes([volume.outline for volume in own])
    turned = frame.places_ndeg(shapes.normals @ _rotation(shift).T)
    ends = zip(own, shapes.start.tolist(), shapes.size.tolist(), strict=True)
    return tuple(_at(volume, turned[start : start + size], atmosphere) for volume, start, size in ends)


def _at(volume: Volume, vertices: list[tuple[int, int]], atmosphere: Atmosphere) -> Volume:
    """Return a volume with other vertices, or another centre, and the band that holds its limits there."""
    if isinstance(volume.outline, Circle):
        outline = Circle(*vertices[0], volume.outline.radius_mm)
    else:
        outline = Polygon(outlines.ring(vertices))
    boxes = outlines.boxes(outline)
    floor, ceiling, alt_mm = volume.floor, volume.ceiling, volume.alt_mm
    if floor or ceiling:
        low, high = Limit(alt_mm.lo, Reference.W84), Limit(alt_mm.hi, Reference.W84)
        alt_mm = heights.band(floor or low, ceiling or high, boxes, atmosphere, volume.ground)
    return Volume(outline, boxes, alt_mm, volume.time_us, floor, ceiling, volume.ground)


def _rotation(aside: Aside) -> Floats:
    """Return the matrix of the turn (Rodrigues), with the radius of curvature along the bearing (Euler)."""
    lat, lon = math.radians(aside.lat_ndeg / 1e9), math.radians(aside.lon_ndeg / 1e9)
    up, east = _frame(lat, lon)
    north = np.cross(up, east)
    bearing = math.radians(aside.bearing_deg)
    ahead = math.sin(bearing) * east + math.cos(bearing) * north
    curvature = math.sin(bearing) ** 2 / geodesy.normal_radius_m(lat)
    curvature += math.cos(bearing) ** 2 / geodesy.meridian_radius_m(lat)
    angle = aside.distance_m * curvature
    x, y, z = np.cross(up, ahead)
    k = np.array(((0.0, -z, y), (z, 0.0, -x), (-y, x, 0.0)))
    matrix: Floats = np.eye(3) + math.sin(angle) * k + 2 * math.sin(angle / 2) ** 2 * (k @ k)
    return matrix


def _frame(lat: float, lon: float) -> tuple[Floats, Floats]:
    cosine = math.cos(lat)
    up = np.array((cosine * math.cos(lon), cosine * math.sin(lon), math.sin(lat)))
    return up, np.array((-math.sin(lon), math.cos(lon), 0.0))


def _bearings(own: Floats) -> list[float]:
    """Return bearings (radians from north), first to the right and left of the longest line through the flight."""
    spread = own - own.mean(axis=0)
    longest = np.linalg.svd(spread, full_matrices=False)[2][0]
    along = math.atan2(float(longest[0]), float(longest[1]))
    turns = sorted(range(BEARINGS), key=lambda k: (k % (BEARINGS // 2) != BEARINGS // 4, k))
    return [(along + k * 2 * math.pi / BEARINGS) % (2 * math.pi) for k in turns]


def _intervals(
    xy: Floats, shapes: plan.Shapes, margin: Floats, rows: frame.Indexes, bearings: list[float], lateral_m: float
) -> list[tuple[list[float], list[float]]]:
    """Return for each bearing the open intervals of shifts along it that the pairs forbid; an empty one where none.

    For all bearings at once: asked one by one, numpy's calls were a tenth of what offers took.
    """
    turn = np.array(bearings)
    sine, cosine = np.sin(turn)[:, None], np.cos(turn)[:, None]
    x, y = xy.T
    low, high = _reach(x * sine + y * cosine, shapes, margin)
    left, right = _reach(x * cosine - y * sine, shapes, margin)
    i, j = rows.T
    beside = (left[:, i] < right[:, j] + lateral_m) & (left[:, j] < right[:, i] + lateral_m)
    lows = np.where(beside, low[:, j] - high[:, i] - lateral_m, np.inf)
    highs = np.where(beside, high[:, j] - low[:, i] + lateral_m, -np.inf)
    return list(zip(lows.tolist(), highs.tolist(), strict=True))


def _reach(along: Floats, shapes: plan.Shapes, margin: Floats) -> tuple[Floats, Floats]:
    """Return from where to where each outline reaches along each bearing."""
    low: Floats = np.minimum.reduceat(along, shapes.start, axis=1) - margin
    high: Floats = np.maximum.reduceat(along, shapes.start, axis=1) + margin
    return low, high
