"""Recorded flights as 4D volumes along their path.

A path is cut into legs, as long as few volumes want and as short as tight ones want; around each leg stands a volume that
contains every recorded point of the leg, and the straight lines between them, widened by the half-widths in plan, height
and time. Neighbouring legs share the point at which they were cut.
"""

import itertools
import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from msgspec import Struct

from tansiq.airspace import frame, geodesy, heights, outlines
from tansiq.airspace.frame import Indexes
from tansiq.airspace.geodesy import Floats
from tansiq.airspace.heights import Atmosphere
from tansiq.core.units import MM, US, Span
from tansiq.core.volumes import Limit, Polygon, Reference, Volume

NAUTICAL_MILE_M: Final = 1_852.0
FOOT_MM: Final = heights.FOOT_M * MM
ROUNDING_M: Final = 0.001  # outward, for the rounding of vertices to nanodegrees

_SIDES: Final = 8
_TURNS: Final = np.arange(_SIDES) * (2 * math.pi / _SIDES)


class Cut(Struct, frozen=True):
    """How a path becomes volumes.

    lateral_m, vertical_ft, time_s: the half-widths: half of 5 NM, less than half of 1,000 ft so that traffic on
        neighbouring levels stays apart, one minute.
    gap_s: after so long without a point nothing is claimed until the next point.
    leg_s, leg_m, leg_ft: the longest time, way and change of height of one leg.
    bend_m: how far a recorded point may lie off the line between the ends of its leg.
    """

    lateral_m: float = 2.5 * NAUTICAL_MILE_M
    vertical_ft: float = 400.0
    time_s: float = 60.0
    gap_s: float = 180.0
    leg_s: float = 180.0
    leg_m: float = 50_000.0
    leg_ft: float = 1_000.0
    bend_m: float = 500.0


class Track(NamedTuple):
    """The points of one flight, in any order: seconds since 1970 UTC, degrees, feet of pressure altitude."""

    time_s: Floats
    lat_deg: Floats
    lon_deg: Floats
    alt_ft: Floats


def tracks(ids: Sequence[str], points: Track, gap_s: float = 1_800.0) -> list[tuple[str, Track]]:
    """Sort recorded points into flights: points of one id without a gap of more than `gap_s` between them.

    Points with a value that is missing (NaN) are left out. Flights come in the order of their ids, then of time.
    """
    whole = ~np.isnan(np.stack(points)).any(axis=0)
    names, number = np.unique(np.asarray(ids)[whole], return_inverse=True)
    points = Track(*(values[whole] for values in points))
    order = np.lexsort((points.time_s, number))
    number, points = number[order], Track(*(values[order] for values in points))
    cuts = np.flatnonzero((np.diff(number) != 0) | (np.diff(points.time_s) > gap_s)) + 1
    edges: list[int] = [0, *cuts.tolist(), len(number)]
    return [
        (str(names[number[i]]), Track(*(values[i:j] for values in points)))
        for i, j in itertools.pairwise(edges)
        if j > i
    ]


def volumes(track: Track, cut: Cut | None = None, atmosphere: Atmosphere = heights.ANY_AIR) -> tuple[Volume, ...]:
    """Return volumes along a track, in the order of time; none for a track without points.

    Floors and ceilings are flight levels (pressure altitudes to the foot or finer). Points with NaN are left out.
    """
    cut = cut or Cut()
    track = _in_order(track)
    if not len(track.time_s):
        return ()
    normals = geodesy.normals(np.radians(np.stack((track.lat_deg, track.lon_deg), axis=1)))
    start, stop = _legs(track, normals, cut)
    rings = octagons(normals, start, stop, cut.lateral_m)
    rows, first, _ = _rows(start, stop)
    low = np.minimum.reduceat(track.alt_ft[rows], first) - cut.vertical_ft
    high = np.maximum.reduceat(track.alt_ft[rows], first) + cut.vertical_ft
    since, until = track.time_s[start] - cut.time_s, track.time_s[stop] + cut.time_s
    return tuple(
        _volume(
            Polygon(ring),
            Span(math.floor(t * US), math.ceil(u * US)),
            Limit(math.floor(lo * FOOT_MM), Reference.FL),
            Limit(math.ceil(hi * FOOT_MM), Reference.FL),
            atmosphere,
        )
        for ring, t, u, lo, hi in zip(rings, since.tolist(), until.tolist(), low.tolist(), high.tolist(), strict=True)
    )


def _in_order(track: Track) -> Track:
    whole = ~np.isnan(np.stack(track)).any(axis=0)
    order = np.flatnonzero(whole)[np.argsort(track.time_s[whole], kind="stable")]
    return Track(*(np.asarray(values, dtype=np.float64)[order] for values in track))


def _legs(track: Track, normals: Floats, cut: Cut) -> tuple[Indexes, Indexes]:
    """Return the first and the last point of each leg.

    As Douglas and Peucker do: a leg that bends too far is cut at the point farthest from its line, one that is too long
    or climbs too much in its middle, until none is. All legs of a round are judged at once.
    """
    gaps = np.flatnonzero(np.diff(track.time_s) > cut.gap_s)
    start = np.concatenate(([0], gaps + 1))
    stop = np.concatenate((gaps, [len(track.time_s) - 1]))
    where = normals * frame.EARTH_M
    open_legs = np.ones(len(start), dtype=np.bool_)
    done: list[Indexes] = []
    while open_legs.any():
        rows, first, owner = _rows(start, stop)
        off = _off_the_line(where, rows, start[owner], stop[owner])
        bend = np.maximum.reduceat(off, first)
        climb = np.maximum.reduceat(track.alt_ft[rows], first) - np.minimum.reduceat(track.alt_ft[rows], first)
        way = np.linalg.norm(where[stop] - where[start], axis=1)
        long = (track.time_s[stop] - track.time_s[start] > cut.leg_s) | (way > cut.leg_m) | (climb > cut.leg_ft)
        open_legs = ((bend > cut.bend_m) | long) & (stop - start > 1)
        middle = (start + stop) // 2
        for leg in np.flatnonzero(open_legs & (bend > cut.bend_m)):
            inner = off[first[leg] + 1 : first[leg] + stop[leg] - start[leg]]
            middle[leg] = start[leg] + 1 + int(np.argmax(inner))
        done.append(np.stack((start, stop), axis=1)[~open_legs])
        start, stop = (
            np.concatenate((start[open_legs], middle[open_legs])),
            np.concatenate((middle[open_legs], stop[open_legs])),
        )
    legs = np.concatenate(done)
    legs = legs[np.lexsort((legs[:, 1], legs[:, 0]))]
    return legs[:, 0], legs[:, 1]


def _off_the_line(where: Floats, rows: Indexes, start: Indexes, stop: Indexes) -> Floats:
    """Return the distance of points from the straight line between the ends of their legs."""
    line, here = where[stop] - where[start], where[rows] - where[start]
    squared = np.maximum(np.einsum("ij,ij->i", line, line), 1e-9)
    share = np.clip(np.einsum("ij,ij->i", here, line) / squared, 0.0, 1.0)
    off: Floats = np.linalg.norm(here - share[:, None] * line, axis=1)
    return off


def octagons(normals: Floats, start: Indexes, stop: Indexes, lateral_m: float) -> list[bytes]:
    """Return octagons, two sides along the leg, that contain all within `lateral_m` of the points of each leg, as rings.

    normals: of the points, as unit vectors. start, stop: the first and the last point of each leg.
    Each side lies `lateral_m` beyond the farthest point in its direction. Lengths on the frame are longer than on the
    ground by at most the factor that is applied.
    """
    rows, first, owner = _rows(start, stop)
    frames = frame.at(np.add.reduceat(normals[rows], first, axis=0))
    xy = frame.to_plane(frames, owner, normals[rows])
    reach = np.maximum.reduceat(np.hypot(xy[:, 0], xy[:, 1]), first) + lateral_m
    angle = 1.05 * reach / frame.EARTH_M
    wide = lateral_m * (1 + 0.02 * angle + 2 * angle * angle) + ROUNDING_M
    ahead = xy[first + stop - start] - xy[first]
    turn = np.arctan2(ahead[:, 1], ahead[:, 0])[:, None] + _TURNS
    cos, sin = np.cos(turn), np.sin(turn)
    side = np.maximum.reduceat(xy[:, :1] * cos[owner] + xy[:, 1:] * sin[owner], first) + wide[:, None]
    # The corner between two sides: `side` along the first, and this far along it to the left.
    step = 2 * math.pi / _SIDES
    left = (np.roll(side, -1, axis=1) - side * math.cos(step)) / math.sin(step)
    corners = np.stack((side * cos - left * sin, side * sin + left * cos), axis=2).reshape(-1, 2)
    found = frame.from_plane(frames, np.repeat(np.arange(len(start)), _SIDES), corners)
    packed = np.array(frame.places_ndeg(found), dtype=">i8").tobytes()
    size = 16 * _SIDES
    return [packed[i : i + size] for i in range(0, len(packed), size)]


def _rows(start: Indexes, stop: Indexes) -> tuple[Indexes, Indexes, Indexes]:
    """Return the points of all legs, leg by leg; where each leg begins among them; and the leg of each."""
    size = stop - start + 1
    first = np.cumsum(size) - size
    owner = np.repeat(np.arange(len(start)), size)
    return start[owner] + np.arange(len(owner)) - first[owner], first, owner


def _volume(outline: Polygon, time_us: Span, floor: Limit, ceiling: Limit, atmosphere: Atmosphere) -> Volume:
    boxes = outlines.boxes(outline)
    return Volume(outline, boxes, heights.band(floor, ceiling, boxes, atmosphere), time_us, floor, ceiling)
