"""The newest records of a log in memory, bounded in bytes: whoever follows the log need not read the disk for them."""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence

from tansiq.log.engine import Blob


class Recent:
    """A window that ends at the last position, `last`."""

    def __init__(self, last: int, max_bytes: int) -> None:
        self.last = last
        self._max_bytes = max_bytes
        self._bytes = 0
        self._batches: deque[tuple[int, list[Blob]]] = deque()  # (first position, records), without gaps

    def add(self, first: int, batch: Sequence[Blob]) -> None:
        """Put a batch at the end, and let go of the oldest ones where it becomes too much."""
        assert first == self.last + 1, f"a batch at {first} cannot follow position {self.last}"
        self._batches.append((first, list(batch)))
        self.last += len(batch)
        self._bytes += _size(batch)
        while self._bytes > self._max_bytes and self._batches:
            self._bytes -= _size(self._batches.popleft()[1])

    def after(self, position: int, limit: int) -> list[Blob] | None:
        """Return up to `limit` records after a position; None where the window does not reach so far back."""
        if position >= self.last:
            return []
        if not self._batches or self._batches[0][0] > position + 1:
            return None
        found: list[Blob] = []
        at = bisect_right(self._batches, position + 1, key=lambda batch: batch[0]) - 1
        while len(found) < limit and at < len(self._batches):
            first, records = self._batches[at]
            start = max(0, position + 1 - first)
            found += records[start : start + limit - len(found)]
            at += 1
        return found

    def erase(self, position: int) -> None:
        """Drop the erasable bytes at a position."""
        for first, records in self._batches:
            if first <= position < first + len(records):
                old = records[position - first]
                self._bytes -= len(old.erasable)
                records[position - first] = Blob(old.body)


def _size(batch: Sequence[Blob]) -> int:
    return sum(len(blob.body) + len(blob.erasable) for blob in batch)
