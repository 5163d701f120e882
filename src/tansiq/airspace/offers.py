"""Least changes that free a flight of conflicts: later, higher or lower, both, or aside.

By forbidden intervals: each own volume and each other one that overlap in plan forbid a rectangle of changes, delay in
(S - e, E - s) and shift of height in (L - h, H - l), where the own window is s..e and heights l..h, the other's S..E and
L..H, and the buffers widen it. The least delay at a given shift is the first gap between intervals; the least shift, and
the least cost of both, lie on an edge of a rectangle. Every offer is compared with its neighbours again before it is made.
"""

import math
from bisect import bisect_left
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

ASIDE_GROWTH: Final = 1.01  # the middle of a flight moves as far as it is shifted, its ends at most so much more
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
        steps (100 ft). down_max_m: how far above the ground the lowest limit is, if any. aside_max_m: the greatest shift
        aside, 0 for none. aside_step_m: the step of it.
    minute_m: a minute later weighs as much as so many metres of height (100 ft), for the joint optimum.
    """

    delay_max_s: int = 3_600
    shift_max_m: float = 914.4
    step_m: float = 30.48
    down_max_m: float = math.inf
    aside_max_m: float = 10_000.0
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
    pairs = _pairs(own, near, buffers, bounds, atmosphere)
    if not any(_forbids(pair, 0, 0) for pair in pairs):
        return []
    delay, shift = _least_delay(pairs, 0, bounds), _least_shift(pairs, bounds)
    changes = [(Kind.DELAY, delay, 0), (Kind.HEIGHT, 0, shift)]
    both = _least_both(pairs, delay, shift, bounds)
    if both:
        changes.append((Kind.BOTH, *both))
    found: list[Offer] = []
    for kind, later_us, up_mm in changes:
        if later_us is not None and up_mm is not None:
            volumes = tuple(moved(volume, later_us, up_mm, atmosphere) for volume in own)
            assert not _in_conflict(volumes, pairs, buffers), f"{kind} of {later_us} us and {up_mm} mm is not free"
            found.append(Offer(kind, later_us, up_mm, None, volumes, _blockers(pairs, later_us, up_mm)))
    if bounds.aside_max_m > 0:
        neighbours = _beside(own, near, buffers, bounds.aside_max_m)
        aside = least_aside(own, neighbours, buffers, bounds.aside_max_m, bounds.aside_step_m, atmosphere)
        if aside:
            found.append(Offer(Kind.ASIDE, 0, 0, aside.shift, aside.volumes, aside.blocked_by))
    return found


def within_reach(volume: Volume, buffers: Buffers, bounds: Bounds) -> Extent:
    """Return where all lies that may be asked for of others while offers are sought for a volume, and compared again."""
    up_mm = math.ceil((bounds.shift_max_m + 2 * buffers.vertical_m) * MM * BAND_GROWTH)
    aside_m = buffers.lateral_m + bounds.aside_max_m * ASIDE_GROWTH
    return _around(volume, aside_m, up_mm, buffers.time_us, bounds.delay_max_s * US)


# --- what is forbidden ------------------------------------------------------------------------------------------------


def _lookup(items: Sequence[Item]) -> Near:
    def near(extent: Extent) -> Iterable[tuple[str, Volume]]:
        return ((item.id, v) for item in items for v in item.volumes if may_touch(extent, v))

    return near


def _pairs(
    own: tuple[Volume, ...], near: Near, buffers: Buffers, bounds: Bounds, atmosphere: Atmosphere
) -> list[_Pair]:
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
    hits = plan.overlap(shapes, rows[:, 0], rows[:, 1], buffers.lateral_m).tolist()
    steps = tuple(_Steps(volume, round(bounds.step_m * MM), atmosphere) for volume in own)
    most = math.floor(bounds.shift_max_m * MM / round(bounds.step_m * MM)) + 1
    time_us, vertical_mm = buffers.time_us, buffers.vertical_mm
    return [
        _Pair(
            i,
            *others[row],
            _later(own[i], others[row][1], time_us),
            steps[i].higher(others[row][1], vertical_mm, most),
        )
        for (i, row), hit in zip(pairs, hits, strict=True)
        if hit
    ]


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


def _later(own: Volume, other: Volume, buffer_us: int) -> tuple[int, int]:
    """Return the delays of `own` that conflict in time."""
    a, b = own.time_us, other.time_us
    return _open(b.lo - a.hi, b.hi - a.lo, buffer_us, a.lo == a.hi or b.lo == b.hi)


class _Steps:
    """A volume and what it is some steps higher: made once for all that it may meet, as a band takes 10 µs."""

    def __init__(self, volume: Volume, step_mm: int, atmosphere: Atmosphere) -> None:
        self.volume, self.step_mm, self._atmosphere = volume, step_mm, atmosphere
        self._made: dict[int, Volume] = {}
        self._higher: dict[tuple[Span, Limit | None, Limit | None], tuple[int, int]] = {}

    def at(self, n: int) -> Volume:
        """Return the volume n steps higher."""
        if n not in self._made:
            self._made[n] = moved(self.volume, 0, n * self.step_mm, self._atmosphere)
        return self._made[n]

    def higher(self, other: Volume, buffer_mm: int, most: int) -> tuple[int, int]:
        """Return the shifts of the volume that conflict in height: once for all legs at one height, the cells of one view."""
        heights_of = (other.alt_mm, other.floor, other.ceiling)
        found = self._higher.get(heights_of)
        if found is None:
            found = self._higher[heights_of] = _higher(self, other, buffer_mm, most)
        return found


def _higher(own: _Steps, other: Volume, buffer_mm: int, most: int) -> tuple[int, int]:
    """Return the shifts of `own` that conflict in height.

    Where limits on one reference are compared, they move by the shift. A band above the ellipsoid moves by more or less
    than its flight level: there the first free steps on either side are searched, up to `most`.
    """
    a = own.volume
    is_level = exact.is_level(a) or exact.is_level(other)
    if exact.is_alike(a, other):
        return _open(exact.above_mm(other, a), -exact.above_mm(a, other), buffer_mm, is_level)
    needed_mm = max(buffer_mm, 1 if is_level else 0)
    up = bisect_left(range(-most, most), True, key=lambda n: exact.above_mm(own.at(n), other) >= needed_mm) - most
    down = bisect_left(range(-most, most), True, key=lambda n: exact.above_mm(other, own.at(-n)) >= needed_mm) - most
    return -down * own.step_mm, up * own.step_mm


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


def _least_shift(pairs: Sequence[_Pair], bounds: Bounds) -> int | None:
    """Return the least shift in millimetres at the present time; of two alike, up."""
    higher = [pair.higher for pair in pairs if pair.later[0] < 0 < pair.later[1]]
    return next((z for z in _edges(higher, bounds) if not any(lo < z < hi for lo, hi in higher)), None)


def _least_both(pairs: Sequence[_Pair], delay: int | None, shift: int | None, bounds: Bounds) -> tuple[int, int] | None:
    """Return the delay and shift (both not 0) that together weigh least, if less than either alone."""
    per_us = bounds.minute_m * MM / (60 * US)
    least = min(math.inf if delay is None else delay * per_us, math.inf if shift is None else abs(shift))
    found: tuple[int, int] | None = None
    for z in _edges([pair.higher for pair in pairs], bounds):
        if abs(z) >= least:
            break
        later = _least_delay(pairs, z, bounds) if z else None
        if later and abs(z) + later * per_us < least:
            least, found = abs(z) + later * per_us, (later, z)
    return found


def _edges(intervals: list[tuple[int, int]], bounds: Bounds) -> list[int]:
    """Return 0 and the edges of the intervals as whole steps within bounds, outward, the least first."""
    step, most = round(bounds.step_m * MM), round(bounds.shift_max_m * MM)
    edges = {0} | {-(-hi // step) * step for _, hi in intervals} | {lo // step * step for lo, _ in intervals}
    return sorted((z for z in edges if abs(z) <= most and z >= -bounds.down_max_m * MM), key=lambda z: (abs(z), -z))


def _in_conflict(changed: tuple[Volume, ...], pairs: Sequence[_Pair], buffers: Buffers) -> bool:
    """Compare the changed flight with its neighbours anew. A delay and a shift of height leave the plan as it was."""
    time_us, vertical_mm = buffers.time_us, buffers.vertical_mm
    for pair in pairs:
        a, b = changed[pair.own], pair.other
        # Asked without a call, as most are apart in time.
        if a.time_us.lo - time_us > b.time_us.hi or a.time_us.hi + time_us < b.time_us.lo:
            continue
        if exact.crosses(a.time_us, b.time_us, time_us) and exact.heights_cross(a, b, vertical_mm):
            return True
    return False


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


def moved(volume: Volume, delay_us: int, shift_mm: int, atmosphere: Atmosphere = heights.ANY_AIR) -> Volume:
    """Return a volume later and higher: each limit is shifted on its own reference, and the band derived anew."""
    time_us = Span(volume.time_us.lo + delay_us, volume.time_us.hi + delay_us)
    floor, ceiling = volume.floor, volume.ceiling
    if floor is None and ceiling is None:
        alt_mm = Span(volume.alt_mm.lo + shift_mm, volume.alt_mm.hi + shift_mm)
        return Volume(volume.outline, volume.boxes, alt_mm, time_us)
    if shift_mm == 0:
        return Volume(volume.outline, volume.boxes, volume.alt_mm, time_us, floor, ceiling, volume.ground)
    floor = _raised(floor or Limit(volume.alt_mm.lo, Reference.W84), shift_mm)
    ceiling = _raised(ceiling or Limit(volume.alt_mm.hi, Reference.W84), shift_mm)
    band = heights.band(floor, ceiling, volume.boxes, atmosphere, volume.ground)
    return Volume(volume.outline, volume.boxes, band, time_us, floor, ceiling, volume.ground)


def _raised(limit: Limit, shift_mm: int) -> Limit:
    if limit.reference is Reference.UNL:
        return limit
    return Limit(limit.alt_mm + shift_mm, limit.reference, limit.qnh_pa, limit.pressure)
