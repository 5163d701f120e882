"""True intersection of 4D volumes: the question after the boxes have met.

A conflict is a positive overlap in plan, in height and in time, after the buffers. Touching is none: back-to-back bookings
14-15 h and 15-16 h, or FL060-080 and FL080-100, do not conflict at buffer 0. A limit or a window without thickness is a
level or a moment that something is at: it conflicts with what it touches.

Each volume is compared by itself; a plan is never lumped into one union.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from tansiq.airspace import frame, outlines, plan
from tansiq.core.units import MM, US, Span
from tansiq.core.volumes import Limit, Reference, Volume, boxes_meet


class Buffers(Struct, frozen=True, gc=False):
    """What must lie between two volumes: less than this is a conflict. 0 asks only that they do not overlap."""

    lateral_m: float = 0.0
    vertical_m: float = 0.0
    time_s: float = 0.0

    @property
    def vertical_mm(self) -> int:
        return round(self.vertical_m * MM)

    @property
    def time_us(self) -> int:
        return round(self.time_s * US)


NO_BUFFERS: Final = Buffers()


class Overlap(Struct, frozen=True):
    """Where, how high and when two volumes overlap.

    first, second: the indexes of the volumes in their items.
    lat_ndeg, lon_ndeg: a place in the common plan; where only the buffer makes a conflict, a place between the two.
    alt_mm: the common heights above `reference` (with `qnh_pa` for AMSL); likewise the gap, where there are none.
    time_us: the common window; likewise the gap, where there is none.
    """

    first: int
    second: int
    lat_ndeg: int
    lon_ndeg: int
    alt_mm: Span
    reference: Reference
    qnh_pa: int
    time_us: Span


def conflict(a: Volume, b: Volume, buffers: Buffers = NO_BUFFERS) -> Overlap | None:
    """Return how two volumes conflict, or None."""
    found = conflicts_with((a,), (b,), buffers)
    return found[0] if found else None


def conflicts_with(own: Sequence[Volume], others: Sequence[Volume], buffers: Buffers = NO_BUFFERS) -> list[Overlap]:
    """Return all overlaps of each of the first volumes with each of the second."""
    pairs = _pairs(own, others, buffers)
    if not pairs:
        return []
    shapes, first, second = _shapes(own, others, pairs)
    found = plan.meet(shapes, first, second, buffers.lateral_m)
    places = frame.places_ndeg(found.place)
    return [
        overlap(i, j, own[i], others[j], place)
        for (i, j), place, hit in zip(pairs, places, found.hit.tolist(), strict=True)
        if hit
    ]


def is_free(own: Sequence[Volume], others: Sequence[Volume], buffers: Buffers = NO_BUFFERS) -> bool:
    """Return whether none of the first volumes conflicts with any of the second."""
    pairs = _pairs(own, others, buffers)
    if not pairs:
        return True
    shapes, first, second = _shapes(own, others, pairs)
    return not plan.overlap(shapes, first, second, buffers.lateral_m).any()


def _pairs(own: Sequence[Volume], others: Sequence[Volume], buffers: Buffers) -> list[tuple[int, int]]:
    """Return the pairs of volumes that conflict but for the exact plan, of which the boxes alone are looked at."""
    pairs: list[tuple[int, int]] = []
    time_us, vertical_mm = buffers.time_us, buffers.vertical_mm
    for i, a in enumerate(own):
        around = outlines.widened(a.boxes, buffers.lateral_m)
        # Most pairs are apart in time: asked here, without a call, as 2,000 pairs are compared for a flight of ten legs.
        since, until = a.time_us.lo - time_us, a.time_us.hi + time_us
        pairs += [
            (i, j)
            for j, b in enumerate(others)
            if b.time_us.lo <= until
            and b.time_us.hi >= since
            and boxes_meet(around, b.boxes)
            and crosses(a.time_us, b.time_us, time_us)
            and heights_cross(a, b, vertical_mm)
        ]
    return pairs


def _shapes(
    own: Sequence[Volume], others: Sequence[Volume], pairs: list[tuple[int, int]]
) -> tuple[plan.Shapes, frame.Indexes, frame.Indexes]:
    """Return the outlines of those volumes that are in a pair, and where in them those of each pair are."""
    mine: dict[int, int] = {i: n for n, i in enumerate(dict.fromkeys(i for i, _ in pairs))}
    theirs = {j: n for n, j in enumerate(dict.fromkeys(j for _, j in pairs), len(mine))}
    met = [own[i].outline for i in mine] + [others[j].outline for j in theirs]
    rows = np.array([(mine[i], theirs[j]) for i, j in pairs], dtype=np.intp)
    return plan.shapes(met), rows[:, 0], rows[:, 1]


def overlap(i: int, j: int, a: Volume, b: Volume, place: tuple[int, int]) -> Overlap:
    """Return the overlap of two volumes that are known to conflict at a place (lat_ndeg, lon_ndeg)."""
    reference, qnh_pa, alt_mm = common_heights(a, b)
    return Overlap(i, j, *place, alt_mm, reference, qnh_pa, _common(a.time_us, b.time_us))


def crosses(a: Span, b: Span, buffer: int) -> bool:
    """Return whether two spans overlap by more than a touch, or lie nearer than `buffer`.

    A span without length overlaps what it touches.
    """
    lo, hi = a.lo, a.hi  # without `max` and `min`: a check asks it a thousand times
    gap = (lo if lo > b.lo else b.lo) - (hi if hi < b.hi else b.hi)
    return gap < buffer or (gap == 0 and (lo == hi or b.lo == b.hi))


def heights_cross(a: Volume, b: Volume, buffer_mm: int) -> bool:
    """Return whether two volumes overlap in height; each floor is compared with the other's ceiling.

    Two limits on one surface of pressure are compared on it; all others above the ellipsoid, both widened.
    """
    gap, other_gap = above_mm(a, b), above_mm(b, a)
    if other_gap > gap:
        gap = other_gap
    return gap < buffer_mm or (gap == 0 and (is_level(a) or is_level(b)))


def common_heights(a: Volume, b: Volume) -> tuple[Reference, int, Span]:
    """Return the reference (and its QNH) on which two volumes were compared, and their common heights on it.

    Where not all four limits share a reference: the ellipsoid.
    """
    p, q, r, s = a.floor, a.ceiling, b.floor, b.ceiling
    if p and q and r and s and _on_one_surface(p, q, r, s):
        return p.reference, p.qnh_pa, _common(Span(p.alt_mm, q.alt_mm), Span(r.alt_mm, s.alt_mm))
    return Reference.W84, 0, _common(a.alt_mm, b.alt_mm)


def is_level(a: Volume) -> bool:
    """Return whether a volume has no thickness."""
    if a.floor and a.ceiling and is_on_one_surface(a.floor, a.ceiling):
        return a.floor.alt_mm == a.ceiling.alt_mm
    return a.alt_mm.lo == a.alt_mm.hi


def is_on_one_surface(a: Limit, b: Limit) -> bool:
    """Return whether two limits are measured from one surface of pressure, so that they can be compared unwidened.

    All flight levels; all altitudes on one QNH; all altitudes on the QNH of one stated pressure, whatever that is by then.
    """
    if a.reference is not b.reference:
        return False
    if a.reference is Reference.FL:
        return True
    is_same = a.qnh_pa == b.qnh_pa and a.pressure == b.pressure
    return a.reference is Reference.AMSL and is_same and bool(a.qnh_pa or a.pressure)


def surface_of(limit: Limit) -> tuple[Reference, int, str] | None:
    """Return the surface of pressure that a limit is measured from, None where there is none that can be compared."""
    return (limit.reference, limit.qnh_pa, limit.pressure) if is_on_one_surface(limit, limit) else None


def _on_one_surface(a: Limit, b: Limit, c: Limit, d: Limit) -> bool:
    return is_on_one_surface(a, b) and is_on_one_surface(a, c) and is_on_one_surface(a, d)


def is_alike(a: Volume, b: Volume) -> bool:
    """Return whether the heights of two volumes are compared as numbers that move alike: on one surface, or as given
    above the ellipsoid."""
    p, q, r, s = a.floor, a.ceiling, b.floor, b.ceiling
    if p and q and r and s and _on_one_surface(p, q, r, s):
        return True
    return all(limit is None or limit.reference is Reference.W84 for limit in (p, q, r, s))


def above_mm(a: Volume, b: Volume) -> int:
    """Return how far the floor of `a` lies above the ceiling of `b`, in millimetres; negative below it."""
    floor, ceiling = a.floor, b.ceiling
    if floor is not None and ceiling is not None and is_on_one_surface(floor, ceiling):
        return floor.alt_mm - ceiling.alt_mm
    return a.alt_mm.lo - b.alt_mm.hi


def _common(a: Span, b: Span) -> Span:
    lo, hi = max(a.lo, b.lo), min(a.hi, b.hi)
    return Span(min(lo, hi), max(lo, hi))
