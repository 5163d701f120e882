"""The queue before the log: every party its own line, served in turn, so that one member cannot starve the others."""

from collections import deque
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from msgspec import Struct

from tansiq.core.units import US

PARTIES_REMEMBERED: Final = 10_000  # allowances; the one remembered longest is forgotten first, and starts full again


class Shares(Struct, frozen=True):
    """How much of the node one party may have.

    party_queue: requests waiting at once. node_queue: of all parties together; a party with nothing waiting still finds room
    for one, up to twice that. writes_per_s: sustained, with a burst of as many again.
    """

    party_queue: int
    node_queue: int
    writes_per_s: int


class Busy(Exception):
    """The queue is full. yours: it is the asker's own share that is used up (HTTP 429); else the node's (503)."""

    def __init__(self, sentence: str, yours: bool, retry_after_s: int = 1) -> None:
        super().__init__(sentence)
        self.yours = yours
        self.retry_after_s = retry_after_s


Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """Lines by party. Not for use by several threads."""

    def __init__(self, shares: Shares, monotonic_us: Callable[[], int]) -> None:
        self._shares = shares
        self._monotonic_us = monotonic_us
        self._lines: dict[str, deque[Item]] = {}  # in the order in which they are served
        self._allowance: dict[str, tuple[float, int]] = {}  # party -> (writes left, as of when)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def put(self, party: str, item: Item) -> None:
        """Queue an item behind its party's others. Raises `Busy`."""
        shares = self._shares
        line = self._lines.get(party)
        if self._length >= (shares.node_queue if line is not None else 2 * shares.node_queue):
            raise Busy(
                f"{self._length} requests are waiting, as many as this node takes. Try again in a second.", yours=False
            )
        if line is not None and len(line) >= shares.party_queue:
            raise Busy(
                f"{len(line)} of your requests are waiting, as many as one party may have. Wait for answers.",
                yours=True,
            )
        self._spend(party)
        if line is None:
            line = self._lines[party] = deque()
        line.append(item)
        self._length += 1

    def take(self) -> Item:
        """Take one item of the party whose turn it is. The queue must not be empty."""
        party, line = next(iter(self._lines.items()))
        del self._lines[party]
        item = line.popleft()
        if line:
            self._lines[party] = line  # to the end of the round
        self._length -= 1
        return item

    def _spend(self, party: str) -> None:
        rate, now_us = self._shares.writes_per_s, self._monotonic_us()
        left, then_us = self._allowance.get(party, (2.0 * rate, now_us))
        left = min(2.0 * rate, left + (now_us - then_us) * rate / US)
        if left < 1:
            raise Busy(f"You have written {rate} times a second, as often as one party may. Slow down.", yours=True)
        if party not in self._allowance and len(self._allowance) >= PARTIES_REMEMBERED:
            del self._allowance[next(iter(self._allowance))]
        self._allowance[party] = (left - 1, now_us)
