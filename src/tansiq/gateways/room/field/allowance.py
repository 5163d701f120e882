"""How often one link, or one address, may come: guessing, and bodies that must be read, cost little and are not free."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from tansiq.core.units import MINUTE_US, US

REMEMBERED: Final = 10_000  # of links and addresses; whoever was away longest is forgotten


class Allowance:
    """So many times a minute for each, refilled steadily. Kept in memory; a start fills it up."""

    def __init__(self, per_minute: int, monotonic_us: Callable[[], int]) -> None:
        self._most_us = MINUTE_US
        self._each_us = MINUTE_US // per_minute
        self._monotonic_us = monotonic_us
        self._left: OrderedDict[str, tuple[int, int]] = OrderedDict()  # who -> (time left to spend, as of when)

    def take(self, who: str) -> int:
        """Return 0 where somebody may come now, which is counted; else in how many seconds."""
        now_us = self._monotonic_us()
        left_us, then_us = self._left.get(who, (self._most_us, now_us))
        left_us = min(self._most_us, left_us + now_us - then_us)
        wait_us = self._each_us - left_us
        self._left[who] = (left_us if wait_us > 0 else left_us - self._each_us, now_us)
        self._left.move_to_end(who)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return -(-wait_us // US) if wait_us > 0 else 0
