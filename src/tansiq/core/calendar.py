"""Items by the minute in which their time runs out, so that what is due is found without looking at the rest."""

import heapq
from typing import Final

from tansiq.core.units import MINUTE_US

SLOT_US: Final = MINUTE_US


class Calendar:
    """A slot stays until it is due, even when emptied: memory is bounded by the minutes ahead, not by the changes made."""

    def __init__(self) -> None:
        self._slots: dict[int, dict[str, None]] = {}
        self._order: list[int] = []

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
        del self._slots[slot][item_id]
        while self._order and not self._slots[self._order[0]]:
            del self._slots[heapq.heappop(self._order)]

    def before(self, time_us: int, limit: int) -> list[str]:
        """Return up to `limit` ids of items whose whole minute lies before `time_us`, sorted."""
        last = time_us // SLOT_US
        if not self._order or self._order[0] >= last:
            return []
        due: list[str] = []
        for slot in sorted(slot for slot in self._order if slot < last):
            due += sorted(self._slots[slot])
            if len(due) >= limit:
                break
        return due[:limit]
