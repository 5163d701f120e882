"""Bookings that were refused for what is around them: for an hour they count as their planner's own flights.

A sealed flight is shown only to those whose own flights it meets; a planner that was told "no" must be able to look at why.
Kept in memory by the node that answered, bounded, never in the log.
"""

from collections import OrderedDict
from collections.abc import Sequence

from tansiq.core.limits import ATTEMPTS_REMEMBERED, PARTIES_REMEMBERED
from tansiq.core.release import Asked


class Attempts:
    """The newest refused bookings of each party, by the id of the flight."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, OrderedDict[str, tuple[int, Asked]]] = OrderedDict()

    def remember(self, party: str, asked: Asked, now_us: int) -> None:
        """Remember a booking that was refused. The oldest make room."""
        own = self._of.setdefault(party, OrderedDict())
        self._of.move_to_end(party)
        own.pop(asked.id, None)
        own[asked.id] = (now_us, asked)
        if len(own) > ATTEMPTS_REMEMBERED:
            own.popitem(last=False)
        if len(self._of) > PARTIES_REMEMBERED:
            self._of.popitem(last=False)

    def of(self, party: str, since_us: int) -> Sequence[Asked]:
        """Return the bookings of a party that were refused since a time, oldest first."""
        own = self._of.get(party)
        return [asked for at_us, asked in own.values() if at_us >= since_us] if own else ()
