"""Which convex rings surely overlap in plan and which surely do not, for many pairs at once, without cutting one by the other.

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
_ROUNDING_M: Final = 1e-5  # how far a corner may lie outside an edge of a ring that counts as convex


class Sure(NamedTuple):
    """hit: the pairs that surely overlap. known: those and the ones that surely do not, nor lie nearer than the buffer."""

    hit: Flags
    known: Flags


class _Rings(NamedTuple):
    """Rings on a plane, each padded to the same number of corners by its last one.

    corners: (rings, corners, 2). out: unit normals of the edges, outward; 0 for an edge without length. bound: an edge's
    distance from the centre along its normal; endless for an edge without length. plain: convex.
    """

    corners: Floats
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


def _rings(xy: Floats, start: Indexes, size: Indexes) -> _Rings:
    width = int(min(size.max(), CORNERS_MAX))
    place = np.arange(width)
    last = np.minimum(size, width)[:, None] - 1
    corners = xy[start[:, None] + np.minimum(place, last)]
    ahead = corners[np.arange(len(start))[:, None], np.where(place == last, 0, np.minimum(place + 1, last))]
    step = ahead - corners
    length = np.hypot(step[..., 0], step[..., 1])
    area = (corners[..., 0] * ahead[..., 1] - ahead[..., 0] * corners[..., 1]).sum(axis=1)
    turn = np.where(area < 0, -1.0, 1.0)[:, None] / np.where(length > 0, length, 1.0)
    out = np.stack((step[..., 1] * turn, -step[..., 0] * turn), axis=-1)
    bound = np.where(length > 0, (out * corners).sum(axis=-1), np.inf)
    beyond = (corners @ out.transpose(0, 2, 1) - bound[:, None, :]).max(axis=(1, 2))
    return _Rings(corners, out, bound, (size >= 3) & (size <= CORNERS_MAX) & (beyond < _ROUNDING_M))


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
