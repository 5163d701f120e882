"""Items by the minute in which their time runs out, so that what is due is found without looking at the rest."""

import heapq
from typing import Final

from tansiq.core.units import MINUTE_US

SLOT_US: Final = MINUTE_US
_SLACK: Final = 64  # emptied slots that are not worth a clean-up


class Calendar:
    """A heap of minutes, and what ends in each. Emptied minutes leave the heap once they are more than half of it."""

    def __init__(self) -> None:
        self._slots: dict[int, dict[str, None]] = {}
        self._order: list[int] = []  # every key of `_slots`, and emptied ones; the first is never an emptied one

    def add(self, item_id: str, end_us: int) -> None:
        """Add an item that is not in the calendar."""
        slot = end_us // SLOT_US
        items = self._slots.get(slot)
        if items is None:
            items = self._slots[slot] = {}
            heapq.heappush(self._order, slot)
        items[item_id] = None

    def remove(self, item_id: str, end_us: int) -> None:
        """Remove an item with the very end it was added with."""
        slot = end_us // SLOT_US
        items = self._slots[slot]
        del items[item_id]
        if not items:
            del self._slots[slot]
        if len(self._order) > 2 * len(self._slots) + _SLACK:
            self._order = sorted(self._slots)
        while self._order and self._order[0] not in self._slots:
            heapq.heappop(self._order)

    def before(self, time_us: int, limit: int) -> list[str]:
        """Return up to `limit` ids of items whose whole minute lies before `time_us`, by minute, then by id."""
        last = time_us // SLOT_US
        if not self._order or self._order[0] >= last:
            return []
        due: list[str] = []
        for slot in sorted(slot for slot in self._slots if slot < last):
            due += sorted(self._slots[slot])
            if len(due) >= limit:
                break
        return due[:limit]

    def between(self, lo_us: int, hi_us: int) -> list[str]:
        """Return the ids of all items whose minute meets a span of time, by minute, then by id."""
        slots = range(lo_us // SLOT_US, hi_us // SLOT_US + 1)
        known = slots if len(slots) <= len(self._slots) else sorted(slot for slot in self._slots if slot in slots)
        return [item_id for slot in known for item_id in sorted(self._slots.get(slot, ()))]
