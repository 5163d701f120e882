"""When one place stands in the way of another, by boxes: integers, strict, never less than the truth."""

from collections.abc import Iterable, Sequence
from typing import Final

from tansiq.core.around import around
from tansiq.core.room import Clearance
from tansiq.core.units import Span
from tansiq.core.volumes import Extent, Reference, Volume, meets

Place = Volume | Extent

_SCALES: Final = (Reference.FL, Reference.AMSL)  # one surface wherever two places are; the ground is another at each


def windows(places: Iterable[Place], own: Sequence[Place], clearance: Clearance) -> tuple[Span, ...]:
    """Return when any of some places stands in the way of any of one's own: merged, in order of time."""
    found: list[Span] = []
    for mine in own:
        near = around(mine.boxes, clearance.lateral_mm) if clearance.lateral_mm else mine.boxes
        lo, hi = mine.time_us.lo - clearance.time_us, mine.time_us.hi + clearance.time_us
        for place in places:
            span = Span(max(lo, place.time_us.lo), min(hi, place.time_us.hi))
            if (
                span.lo < span.hi
                and shares_heights(place, mine, clearance.vertical_mm)
                and any(
                    meets(a.lat_ndeg, b.lat_ndeg) and meets(a.lon_ndeg, b.lon_ndeg) for a in near for b in place.boxes
                )
            ):
                found.append(span)
    return _merged(found)


def shares_heights(a: Place, b: Place, vertical_mm: int = 0) -> bool:
    """Return whether two places have heights in common: on their own scale where it is one, else above the ellipsoid."""
    if isinstance(a, Volume) and isinstance(b, Volume):
        limits = (a.floor, a.ceiling, b.floor, b.ceiling)
        scales = [(limit.reference, limit.qnh_pa) for limit in limits if limit is not None]
        if len(scales) == 4 and scales.count(scales[0]) == 4 and scales[0][0] in _SCALES:
            assert a.floor is not None
            assert a.ceiling is not None
            assert b.floor is not None
            assert b.ceiling is not None
            heights = Span(a.floor.alt_mm, a.ceiling.alt_mm), Span(b.floor.alt_mm, b.ceiling.alt_mm)
            return _overlap(*heights, vertical_mm)
    return _overlap(a.alt_mm, b.alt_mm, vertical_mm)


def without(spans: Sequence[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of some spans without others."""
    left = list(spans)
    for other in others:
        pieces: list[Span] = []
        for span in left:
            if span.lo < min(span.hi, other.lo):
                pieces.append(Span(span.lo, min(span.hi, other.lo)))
            if max(span.lo, other.hi) < span.hi:
                pieces.append(Span(max(span.lo, other.hi), span.hi))
        left = pieces
    return _merged(left)


def _overlap(a: Span, b: Span, apart: int) -> bool:
    return a.lo < b.hi + apart and b.lo < a.hi + apart


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.lo, s.hi)):
        if merged and span.lo <= merged[-1].hi:
            merged[-1] = Span(merged[-1].lo, max(merged[-1].hi, span.hi))
        else:
            merged.append(span)
    return tuple(merged)
