"""Corridors: what lies within half a width of a centreline.

Each leg of the centreline, a shortest path drawn as edges are (`rings`), becomes one outline, or several where it is too
long for one: an octagon along the leg that holds every place within half the width of it, the round ends too. So
neighbours overlap where the centreline turns, and nothing of the corridor lies between them.
"""

import itertools
import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from tansiq.airspace import frame, geodesy
from tansiq.airspace.faults import EXTENT_MAX_M, SAME_PLACE_M
from tansiq.airspace.geodesy import Floats
from tansiq.airspace.rings import RAD
from tansiq.airspace.trajectories import octagons
from tansiq.core.units import MM
from tansiq.core.volumes import Polygon

WIDTH_MAX_M: Final = 100_000.0
LEG_MAX_M: Final = 1_000_000.0  # of a longer one the edge, a great ellipse, leaves the geodesic by more than it may
PIECE_MAX_M: Final = 150_000.0

Place = tuple[int, int]  # lat_ndeg, lon_ndeg


def outlines_along(centreline: Sequence[Place], width_mm: int) -> list[list[Polygon]]:
    """Return for each leg of a centreline without fault the outlines that hold all within half the width of it.

    The outlines of one leg follow each other along it. An outline reaches at most 9 % of half the width farther than it must.
    """
    half_m = width_mm / MM / 2
    longest_m = min(PIECE_MAX_M, 0.95 * EXTENT_MAX_M - 2.2 * half_m)
    points = geodesy.normals(np.array(centreline, dtype=np.float64) * RAD)
    cuts = [_cut(a, b, longest_m) for a, b in itertools.pairwise(points)]
    rows = np.concatenate(cuts)
    first = np.cumsum([len(cut) for cut in cuts]) - [len(cut) for cut in cuts]
    start = np.concatenate([at + np.arange(len(cut) - 1) for at, cut in zip(first.tolist(), cuts, strict=True)])
    rings = iter(octagons(rows, start, start + 1, half_m))
    return [[Polygon(ring) for ring in itertools.islice(rings, len(cut) - 1)] for cut in cuts]


def faulty_leg(centreline: Sequence[Place]) -> int | None:
    """Return the first leg (counted from 0) that is no line: its ends lie in one place, or too far apart; None for none."""
    points = geodesy.normals(np.array(centreline, dtype=np.float64) * RAD)
    ways_m = _angles(points[:-1], points[1:]) * frame.EARTH_M
    wrong = np.flatnonzero((ways_m < 20 * SAME_PLACE_M) | (ways_m > LEG_MAX_M))
    return int(wrong[0]) if len(wrong) else None


def _cut(a: Floats, b: Floats, longest_m: float) -> Floats:
    """Return the unit normals at which a leg is cut into equal pieces, its ends included."""
    angle = float(_angles(a[None], b[None])[0])
    # A degree of a meridian is longer at the poles than on a sphere, by 0.5 %.
    pieces = max(1, math.ceil(1.01 * angle * frame.EARTH_M / longest_m))
    if pieces == 1:
        return np.stack((a, b))
    share = np.arange(pieces + 1)[:, None] / pieces
    cut: Floats = (np.sin((1 - share) * angle) * a + np.sin(share * angle) * b) / math.sin(angle)
    return frame.unit(cut)


def _angles(a: Floats, b: Floats) -> Floats:
    half: Floats = np.linalg.norm(b - a, axis=1) / 2
    return 2 * np.arcsin(np.minimum(1.0, half))
