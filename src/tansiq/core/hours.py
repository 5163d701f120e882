"""When a zone with hours is in force: pure arithmetic on UTC weeks."""

from tansiq.core.room import Hours
from tansiq.core.units import DAY_US, Span

WEEKDAY_OF_DAY_0 = 3  # 1970-01-01 was a Thursday; Monday is 0


def in_force(hours: tuple[Hours, ...], window: Span, asked: Span) -> bool:
    """Return whether a zone may be in force at some moment of `asked`. window: of the zone as a whole. Ends belong to it."""
    lo, hi = max(window.lo, asked.lo), min(window.hi, asked.hi)
    if lo > hi:
        return False
    return not hours or bool(occurrences(hours, Span(lo, hi), 1))


def occurrences(hours: tuple[Hours, ...], within: Span, limit: int) -> list[Span]:
    """Return the first times that hours name within a window, by their start, at most `limit`."""
    found: list[Span] = []
    day = within.lo // DAY_US - 1  # yesterday's hours may reach past midnight
    while day * DAY_US <= within.hi and len(found) < limit:
        weekday = (day + WEEKDAY_OF_DAY_0) % 7
        for each in sorted(hours, key=lambda h: h.from_us):
            span = Span(day * DAY_US + each.from_us, day * DAY_US + each.to_us)
            if each.days >> weekday & 1 and span.lo <= within.hi and span.hi >= within.lo:
                found.append(span)
        day += 1
    return found[:limit]
