"""Least changes that free a flight of conflicts: later, higher or lower, both, or aside.

By forbidden intervals: each own volume and each other one that overlap in plan forbid a rectangle of changes, delay in
(S - e, E - s) and shift of height in (L - h, H - l), where the own window is s..e and heights l..h, the other's S..E and
L..H, and the buffers widen it. The least delay at a given shift is the first gap between intervals; the least shift, and
the least cost of both, lie on an edge of a rectangle. Every offer is compared with its neighbours again before it is made.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
from msgspec import Struct

from tansiq.airspace import exact, heights, outlines, plan
from tansiq.airspace.aside import Aside, least_aside
from tansiq.airspace.exact import Buffers
from tansiq.airspace.heights import Atmosphere
from tansiq.airspace.sweep import Item
from tansiq.core.units import MM, US, Span
from tansiq.core.volumes import Extent, Limit, Reference, Volume, may_touch

Near = Callable[[Extent], Iterable[tuple[str, Volume]]]

TRIES: Final = 10  # how often a shift between references is corrected before the offer is given up
BAND_GROWTH: Final = 1.2  # a band above the ellipsoid moves at most so much more than its flight level (30 K, 20 km)


class Kind(StrEnum):
    """How a flight is changed."""

    DELAY = "delay"
    HEIGHT = "height"
    BOTH = "both"
    ASIDE = "aside"


class Bounds(Struct, frozen=True):
    """How far offers may go, and what they weigh.

    delay_max_s: the latest start. shift_max_m: the greatest change of height, up or down. step_m: heights change by whole
        steps (100 ft). aside_max_m: the greatest shift aside, 0 for none. aside_step_m: the step of it.
    minute_m: a minute later weighs as much as so many metres of height (100 ft), for the joint optimum.
    """

    delay_max_s: int = 7_200
    shift_max_m: float = 1_524.0
    step_m: float = 30.48
    aside_max_m: float = 20_000.0
    aside_step_m: float = 100.0
    minute_m: float = 30.48


class Offer(Struct, frozen=True):
    """A change that leaves no conflict.

    delay_us, shift_mm, aside: the change; 0, 0 and None where there is none.
    volumes: the flight after it.
    blocked_by: the ids of what stands in the way of every smaller change of this kind, in order.
    """

    kind: Kind
    delay_us: int
    shift_mm: int
    aside: Aside | None
    volumes: tuple[Volume, ...]
    blocked_by: tuple[str, ...]


class _Pair(NamedTuple):
    """An own volume and another that overlaps it in plan, and the changes that this forbids: open intervals."""

    own: int
    id: str
    other: Volume
    later: tuple[int, int]
    higher: tuple[int, int]


def offers(
    own: tuple[Volume, ...],
    others: Sequence[Item] | Near,
    buffers: Buffers = exact.NO_BUFFERS,
    bounds: Bounds | None = None,
    atmosphere: Atmosphere = heights.ANY_AIR,
) -> list[Offer]:
    """Return the least changes of each kind that free `own` of conflicts: at most one of each, none where it has none.

    others: the items to keep clear of, or a function that yields (id, volume) for whatever may meet an extent; `own`
        itself must not be among them. atmosphere: what bands are derived with where heights refer to pressure.
    The least delay is exact to 1 s, the least shift to one step. `BOTH` is offered only where it weighs less than either
    alone. `ASIDE` is the least of the bearings tried, see `aside`.
    """
    bounds = bounds or Bounds()
    near = others if callable(others) else _lookup(others)
    pairs = _pairs(own, near, buffers, bounds)
    if not any(_forbids(pair, 0, 0) for pair in pairs):
        return []
    delay = _least_delay(pairs, 0, bounds)
    shift, pairs = _least_shift(own, pairs, buffers, bounds, atmosphere)
    both, pairs = _least_both(own, pairs, delay, shift, buffers, bounds, atmosphere)
    changes = [(Kind.DELAY, delay, 0), (Kind.HEIGHT, 0, shift), (Kind.BOTH, *(both or (None, None)))]
    found = [
        Offer(kind, later, higher, None, _changed(own, later, higher, atmosphere), _blockers(pairs, later, higher))
        for kind, later, higher in changes
        if later is not None and higher is not None
    ]
    if bounds.aside_max_m > 0:
        neighbours = _beside(own, near, buffers, bounds.aside_max_m)
        aside = least_aside(own, neighbours, buffers, bounds.aside_max_m, bounds.aside_step_m, atmosphere)
        if aside:
            found.append(Offer(Kind.ASIDE, 0, 0, aside.shift, aside.volumes, aside.blocked_by))
    return found


# --- what is forbidden ------------------------------------------------------------------------------------------------


def _lookup(items: Sequence[Item]) -> Near:
    def near(extent: Extent) -> Iterable[tuple[str, Volume]]:
        return ((item.id, v) for item in items for v in item.volumes if may_touch(extent, v))

    return near


def _pairs(own: tuple[Volume, ...], near: Near, buffers: Buffers, bounds: Bounds) -> list[_Pair]:
    """Return all pairs that some delay and shift within bounds may bring into conflict."""
    up_mm = math.ceil((bounds.shift_max_m + buffers.vertical_m) * MM * BAND_GROWTH)
    found: dict[tuple[str, int], tuple[int, str, Volume]] = {}
    pairs: list[tuple[int, int]] = []
    for i, volume in enumerate(own):
        extent = _around(volume, buffers.lateral_m, up_mm, buffers.time_us, bounds.delay_max_s * US)
        for item_id, other in near(extent):
            if may_touch(extent, other):
                row, _, _ = found.setdefault((item_id, id(other)), (len(own) + len(found), item_id, other))
                pairs.append((i, row))
    if not pairs:
        return []
    others = {row: (item_id, other) for row, item_id, other in found.values()}
    shapes = plan.shapes([v.outline for v in own] + [v.outline for _, v in others.values()])
    rows = np.array(pairs, dtype=np.intp)
    hits = plan.meet(shapes, rows[:, 0], rows[:, 1], buffers.lateral_m).hit.tolist()
    return [_pair(i, own[i], *others[row], buffers) for (i, row), hit in zip(pairs, hits, strict=True) if hit]


def _beside(own: tuple[Volume, ...], near: Near, buffers: Buffers, aside_max_m: float) -> list[tuple[str, Volume]]:
    """Return all volumes that a shift aside may meet."""
    up_mm = math.ceil(buffers.vertical_m * MM * BAND_GROWTH)
    found: dict[tuple[str, int], tuple[str, Volume]] = {}
    for volume in own:
        extent = _around(volume, buffers.lateral_m + aside_max_m, up_mm, buffers.time_us, 0)
        for item_id, other in near(extent):
            if may_touch(extent, other):
                found[item_id, id(other)] = item_id, other
    return list(found.values())


def _around(volume: Volume, lateral_m: float, up_mm: int, time_us: int, later_us: int) -> Extent:
    return Extent(
        outlines.widened(volume.boxes, lateral_m),
        Span(volume.alt_mm.lo - up_mm, volume.alt_mm.hi + up_mm),
        Span(volume.time_us.lo - time_us, volume.time_us.hi + time_us + later_us),
    )


def _pair(i: int, own: Volume, item_id: str, other: Volume, buffers: Buffers) -> _Pair:
    later = _open(
        other.time_us.lo - own.time_us.hi,
        other.time_us.hi - own.time_us.lo,
        buffers.time_us,
        own.time_us.lo == own.time_us.hi or other.time_us.lo == other.time_us.hi,
    )
    return _Pair(i, item_id, other, later, _higher(own, other, buffers.vertical_mm))


def _higher(own: Volume, other: Volume, buffer_mm: int) -> tuple[int, int]:
    """Return the shifts of `own` that conflict in height. Between references they hold near the present height only."""
    is_level = exact.is_level(own) or exact.is_level(other)
    return _open(exact.above_mm(other, own), -exact.above_mm(own, other), buffer_mm, is_level)


def _open(lo: int, hi: int, buffer: int, closed: bool) -> tuple[int, int]:
    """Return the open interval of changes that conflict; what has no length conflicts with what it touches, too."""
    buffer = max(buffer, 1 if closed else 0)
    return lo - buffer, hi + buffer


def _forbids(pair: _Pair, delay_us: int, shift_mm: int) -> bool:
    return pair.later[0] < delay_us < pair.later[1] and pair.higher[0] < shift_mm < pair.higher[1]


# --- the least changes ------------------------------------------------------------------------------------------------


def _least_delay(pairs: Sequence[_Pair], shift_mm: int, bounds: Bounds) -> int | None:
    """Return the least delay in microseconds, whole seconds, at a shift."""
    later = [pair.later for pair in pairs if pair.higher[0] < shift_mm < pair.higher[1]]
    delay = _first_gap(later, US)
    return delay if delay <= bounds.delay_max_s * US else None


def _first_gap(intervals: list[tuple[int, int]], step: int) -> int:
    """Return the least multiple of `step`, not below 0, that lies in none of the open intervals."""
    at = 0
    for lo, hi in sorted(intervals):
        if lo < at < hi:
            at = -(-hi // step) * step
    return at


def _least_shift(
    own: tuple[Volume, ...], pairs: list[_Pair], buffers: Buffers, bounds: Bounds, atmosphere: Atmosphere
) -> tuple[int | None, list[_Pair]]:
    """Return the least shift in millimetres at the present time (up rather than down), and the pairs, perhaps more."""
    for _ in range(TRIES):
        higher = [pair.higher for pair in pairs if pair.later[0] < 0 < pair.later[1]]
        found = [z for z in _edges(higher, bounds) if not any(lo < z < hi for lo, hi in higher)]
        if not found:
            return None, pairs
        wrong = _still_forbidden(own, pairs, 0, found[0], buffers, atmosphere)
        if not wrong:
            return found[0], pairs
        pairs = pairs + wrong
    return None, pairs


def _least_both(
    own: tuple[Volume, ...],
    pairs: list[_Pair],
    delay: int | None,
    shift: int | None,
    buffers: Buffers,
    bounds: Bounds,
    atmosphere: Atmosphere,
) -> tuple[tuple[int, int] | None, list[_Pair]]:
    """Return the delay and shift (both not 0) that together weigh least, if less than either alone."""
    per_us = bounds.minute_m * MM / (60 * US)
    alone = [w for w in (delay and delay * per_us, shift and abs(shift)) if w]
    for _ in range(TRIES):
        least, change = min(alone, default=math.inf), None
        for z in _edges([pair.higher for pair in pairs], bounds):
            if abs(z) >= least:
                break
            later = _least_delay(pairs, z, bounds) if z else None
            if later and abs(z) + later * per_us < least:
                least, change = abs(z) + later * per_us, (later, z)
        if change is None:
            return None, pairs
        wrong = _still_forbidden(own, pairs, *change, buffers, atmosphere)
        if not wrong:
            return change, pairs
        pairs = pairs + wrong
    return None, pairs


def _edges(intervals: list[tuple[int, int]], bounds: Bounds) -> list[int]:
    """Return 0 and the edges of the intervals as whole steps within bounds, outward, the least first."""
    step, most = round(bounds.step_m * MM), round(bounds.shift_max_m * MM)
    edges = {0} | {-(-hi // step) * step for _, hi in intervals} | {lo // step * step for lo, _ in intervals}
    return sorted((z for z in edges if abs(z) <= most), key=lambda z: (abs(z), -z))


def _still_forbidden(
    own: tuple[Volume, ...], pairs: list[_Pair], delay: int, shift: int, buffers: Buffers, atmosphere: Atmosphere
) -> list[_Pair]:
    """Compare the changed flight with its neighbours anew, and return the pairs that conflict with intervals that say so.

    Between a flight level and a height above the ellipsoid, bands move by more or less than the level does.
    """
    moved = _changed(own, delay, shift, atmosphere)
    wrong: list[_Pair] = []
    for pair in pairs:
        changed = moved[pair.own]
        if exact.crosses(changed.time_us, pair.other.time_us, buffers.time_us) and exact.heights_cross(
            changed, pair.other, buffers.vertical_mm
        ):
            lo, hi = _higher(changed, pair.other, buffers.vertical_mm)
            wrong.append(pair._replace(higher=(lo + shift, hi + shift)))
    return wrong


def _blockers(pairs: Sequence[_Pair], delay: int, shift: int) -> tuple[str, ...]:
    """Return the ids of what forbids some smaller change of the same kind."""
    return tuple(sorted({p.id for p in pairs if _blocks(p.later, delay) and _blocks(p.higher, shift)}))


def _blocks(forbidden: tuple[int, int], change: int) -> bool:
    """Return whether an open interval meets what lies between 0 and a change; a change of 0 is itself meant."""
    lo, hi = forbidden
    if change > 0:
        return lo < change and hi > 0
    return hi > change and lo < 0 if change < 0 else lo < 0 < hi


# --- the changed flight -----------------------------------------------------------------------------------------------


def _changed(own: tuple[Volume, ...], delay: int, shift: int, atmosphere: Atmosphere) -> tuple[Volume, ...]:
    return tuple(moved(volume, delay, shift, atmosphere) for volume in own)


def moved(volume: Volume, delay_us: int, shift_mm: int, atmosphere: Atmosphere = heights.ANY_AIR) -> Volume:
    """Return a volume later and higher: each limit is shifted on its own reference, and the band derived anew."""
    time_us = Span(volume.time_us.lo + delay_us, volume.time_us.hi + delay_us)
    floor, ceiling = volume.floor, volume.ceiling
    if floor is None and ceiling is None:
        alt_mm = Span(volume.alt_mm.lo + shift_mm, volume.alt_mm.hi + shift_mm)
        return Volume(volume.outline, volume.boxes, alt_mm, time_us)
    if shift_mm == 0:
        return Volume(volume.outline, volume.boxes, volume.alt_mm, time_us, floor, ceiling)
    floor = _raised(floor or Limit(volume.alt_mm.lo, Reference.W84), shift_mm)
    ceiling = _raised(ceiling or Limit(volume.alt_mm.hi, Reference.W84), shift_mm)
    band = heights.band(floor, ceiling, volume.boxes, atmosphere)
    return Volume(volume.outline, volume.boxes, band, time_us, floor, ceiling)


def _raised(limit: Limit, shift_mm: int) -> Limit:
    return Limit(limit.alt_mm + shift_mm, limit.reference, limit.qnh_pa)
