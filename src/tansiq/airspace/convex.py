"""Which convex rings surely overlap in plan and which surely do not, for many pairs at once, without cutting one by the other;
and a place in what they share.

A third of a check of ten legs went into projecting each pair onto a frame of its own and intersecting it. Most pairs are plain:
a disc of a metre lies within both rings, or a strip of a metre lies between them. That is seen on one frame for all of them,
where edges are as straight as on any other and lengths are off by less than is allowed for here.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tansiq.airspace import frame
from tansiq.airspace.frame import Indexes
from tansiq.airspace.geodesy import Floats

Flags = NDArray[np.bool_]

CORNERS_MAX: Final = 8  # of a ring that is looked at: an octagon of a path
_NEAR: Final = 0.997  # cosine of 490 km: up to there lengths on the frame are off by less than 1 %
_SURE_M: Final = 1.0  # a thousand times what counts as a touch
_STRETCH: Final = 1.05
_CLEAR_M: Final = 1e-3  # a corner nearer to the middle parallel than this may be beyond it by rounding
_SLANT: Final = 0.01  # sine: flatter edges cross a parallel at places that rounding moves
_FAR_M: Final = 1e9
_TOUCH_M: Final = 0.01  # ten times what counts as a touch: see `plan.TOUCH_M`
_ROUNDING_M: Final = 1e-5  # how far a corner may lie outside an edge of a ring that counts as convex


class Sure(NamedTuple):
    """hit: the pairs that surely overlap. known: those and the ones that surely do not, nor lie nearer than the buffer."""

    hit: Flags
    known: Flags


class Shared(NamedTuple):
    """hit: the pairs that surely overlap. known: those and the ones that surely do not. xy: a place that a hit pair shares."""

    hit: Flags
    known: Flags
    xy: Floats


class _Rings(NamedTuple):
    """Rings on a plane, each padded to the same number of corners by its last one.

    corners: (rings, corners, 2). ahead: which corner follows. out: unit normals of the edges, outward; 0 for an edge without
    length. bound: an edge's distance from the centre along its normal; endless for an edge without length. plain: convex.
    """

    corners: Floats
    ahead: Indexes
    out: Floats
    bound: Floats
    plain: Flags


def surely(
    normals: Floats, start: Indexes, size: Indexes, first: Indexes, second: Indexes, lateral_m: float = 0.0
) -> Sure:
    """Say what is sure of pairs of outlines (first[i], second[i]). The corners of each follow each other in `normals`.

    An outline of less than three corners is a circle's centre: nothing is sure of it.
    """
    frames = frame.at(normals.sum(axis=0)[None, :])
    nothing = np.zeros(len(first), dtype=np.bool_)
    if not (normals @ frames.up[0]).min() >= _NEAR:  # nor where their middle is nowhere
        return Sure(nothing, nothing)
    rings = _rings(frame.to_plane(frames, np.zeros(len(normals), dtype=np.intp), normals), start, size)
    plain = rings.plain[first] & rings.plain[second]
    hit = plain & (_depth(rings, first, second) > _SURE_M)
    known = hit.copy()
    rest = np.flatnonzero(plain & ~hit)
    if len(rest):
        a, b = first[rest], second[rest]
        apart_m = np.maximum(_apart(rings, a, b), _apart(rings, b, a))
        known[rest] = apart_m > _SURE_M + lateral_m * _STRETCH
    return Sure(hit, known)


def shared(xy: Floats, size: Indexes) -> Shared:
    """Say what is sure of pairs of outlines, each pair on a plane of its own, and where the plain ones overlap.

    xy: the corners of all the first ones, then of all the second ones. size: how many corners each has.
    Sure: no corner lies within a metre of the line of another's edge. The place is the one that GEOS takes in an intersection:
    the middle of its section half-way between the corners next to its middle parallel.
    """
    count = len(size) // 2
    rings = _rings(xy, np.cumsum(size) - size, size)
    a, b = _part(rings, slice(count)), _part(rings, slice(count, None))
    off_b, off_a = _beyond(a, b), _beyond(b, a)
    least_m = np.minimum(np.abs(off_b).min(axis=(1, 2)), np.abs(off_a).min(axis=(1, 2)))
    known = a.plain & b.plain & (least_m > _SURE_M)
    crossed, crossings = _crossings(a, b, off_b, off_a)
    is_corner = np.concatenate(((off_b < 0).all(axis=2), (off_a < 0).all(axis=2), crossed), axis=1)
    hit = known & is_corner.any(axis=1)
    rows = np.flatnonzero(hit)
    corners = np.concatenate((a.corners, b.corners, crossings), axis=1)
    is_sure, places = _places(corners[rows], is_corner[rows], a, b, rows)
    hit[rows] = is_sure
    known[rows] = is_sure
    place = np.zeros((count, 2))
    place[rows] = places
    return Shared(hit, known, place)


def _part(rings: _Rings, chosen: slice) -> _Rings:
    return _Rings(
        rings.corners[chosen], rings.ahead[chosen], rings.out[chosen], rings.bound[chosen], rings.plain[chosen]
    )


def _beyond(a: _Rings, b: _Rings) -> Floats:
    """Return how far the corners of the first rings lie beyond the edges of the second: (pairs, corners, edges)."""
    found: Floats = a.corners @ b.out.transpose(0, 2, 1) - np.minimum(b.bound, _FAR_M)[:, None, :]
    return found


def _crossings(a: _Rings, b: _Rings, off_b: Floats, off_a: Floats) -> tuple[Flags, Floats]:
    """Return which edges of the first rings cross which of the second, and where: (pairs, edges × edges)."""
    pairs = np.arange(len(off_b))[:, None]
    then_b, then_a = off_b[pairs, a.ahead], off_a[pairs, b.ahead]
    crossed = (off_b * then_b < 0) & (off_a * then_a < 0).transpose(0, 2, 1)
    share = off_b / np.where(crossed, off_b - then_b, 1.0)
    step = a.corners[pairs, a.ahead] - a.corners
    spots = a.corners[:, :, None, :] + share[..., None] * step[:, :, None, :]
    return crossed.reshape(len(pairs), -1), spots.reshape(len(pairs), -1, 2)


def _places(corners: Floats, is_corner: Flags, a: _Rings, b: _Rings, rows: Indexes) -> tuple[Flags, Floats]:
    """Return a place in what each pair shares, by the corners of that, and whether rounding cannot make it another one.

    rows: where the pairs are in the rings.
    """
    chosen = is_corner[..., None]
    low, high = np.where(chosen, corners, np.inf).min(axis=1), np.where(chosen, corners, -np.inf).max(axis=1)
    y, middle = corners[..., 1], (low[:, 1:] + high[:, 1:]) / 2
    below = np.where(is_corner & (y <= middle), y, -np.inf).max(axis=1)
    above = np.where(is_corner & (y > middle), y, np.inf).min(axis=1)
    scan = (below + above) / 2
    out = np.concatenate((a.out[rows], b.out[rows]), axis=1)
    bound = np.concatenate((a.bound[rows], b.bound[rows]), axis=1)
    along, up = out[..., 0], out[..., 1]
    at = (bound - up * scan[:, None]) / np.where(along == 0, 1.0, along)
    ends = np.where(along < 0, at, -np.inf), np.where(along > 0, at, np.inf)
    west, east = ends[0].max(axis=1), ends[1].min(axis=1)
    edges = np.stack((ends[0].argmax(axis=1), ends[1].argmin(axis=1)), axis=1)
    is_steep = (np.abs(np.take_along_axis(along, edges, axis=1)) > _SLANT).all(axis=1)
    is_clear = np.where(is_corner, np.abs(y - middle), np.inf).min(axis=1) > _CLEAR_M
    # What is convex has at least half of section × height, and no longer border than its box.
    wide, tall = (high - low).T
    is_broad = (east - west) * tall > 2 * _TOUCH_M * (wide + tall)
    return is_steep & is_clear & is_broad, np.stack(((west + east) / 2, scan), axis=1)


def _rings(xy: Floats, start: Indexes, size: Indexes) -> _Rings:
    width = int(min(size.max(), CORNERS_MAX))
    place = np.arange(width)
    last = np.minimum(size, width)[:, None] - 1
    corners = xy[start[:, None] + np.minimum(place, last)]
    follow: Indexes = np.where(place == last, 0, np.minimum(place + 1, last))
    ahead = corners[np.arange(len(start))[:, None], follow]
    step = ahead - corners
    length = np.hypot(step[..., 0], step[..., 1])
    area = (corners[..., 0] * ahead[..., 1] - ahead[..., 0] * corners[..., 1]).sum(axis=1)
    turn = np.where(area < 0, -1.0, 1.0)[:, None] / np.where(length > 0, length, 1.0)
    out = np.stack((step[..., 1] * turn, -step[..., 0] * turn), axis=-1)
    bound = np.where(length > 0, (out * corners).sum(axis=-1), np.inf)
    beyond = (corners @ out.transpose(0, 2, 1) - bound[:, None, :]).max(axis=(1, 2))
    return _Rings(corners, follow, out, bound, (size >= 3) & (size <= CORNERS_MAX) & (beyond < _ROUNDING_M))


def _apart(rings: _Rings, a: Indexes, b: Indexes) -> Floats:
    """Return how far the second rings lie beyond the edge of the first that keeps them off best; negative for no edge."""
    along = (rings.corners[b] @ rings.out[a].transpose(0, 2, 1)).min(axis=1)
    found: Floats = (along - rings.bound[a]).max(axis=1)
    return found


def _depth(rings: _Rings, a: Indexes, b: Indexes) -> Floats:
    """Return how far within both rings the deepest of some likely places lies: the middle of what their boxes share, and
    the middles of both."""
    p, q = rings.corners[a], rings.corners[b]
    shared = (np.maximum(p.min(axis=1), q.min(axis=1)) + np.minimum(p.max(axis=1), q.max(axis=1))) / 2
    places = np.stack((shared, p.mean(axis=1), q.mean(axis=1)), axis=1)
    depth = np.minimum(
        (rings.bound[a][:, None, :] - places @ rings.out[a].transpose(0, 2, 1)).min(axis=2),
        (rings.bound[b][:, None, :] - places @ rings.out[b].transpose(0, 2, 1)).min(axis=2),
    )
    found: Floats = depth.max(axis=1)
    return found
