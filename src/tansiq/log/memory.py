"""The log in memory: for tests, demonstrations and simulations. It does not outlive the process."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from tansiq.log.engine import Blob, NotAppended

_TAIL_LIMIT = 256


class MemoryLog:
    """An `Engine` that keeps everything in a list."""

    def __init__(self) -> None:
        self._records: list[Blob] = []
        self._grown = asyncio.Event()

    async def append(self, batch: Sequence[Blob], expect: int | None = None) -> int:
        """See `Engine.append`."""
        assert batch, "a batch has at least one record"
        last = len(self._records)
        if expect is not None and expect != last:
            raise NotAppended(f"The log ends at position {last}, not at {expect}. Read what is new, then decide again.")
        self._records += batch
        self._grown.set()
        self._grown = asyncio.Event()
        return last + 1

    async def read(self, after: int, limit: int) -> list[Blob]:
        """See `Engine.read`."""
        return self._records[after : after + limit]

    async def committed(self) -> int:
        """See `Engine.committed`."""
        return len(self._records)

    async def tail(self, after: int) -> AsyncIterator[list[Blob]]:
        """See `Engine.tail`."""
        while True:
            grown = self._grown
            if found := self._records[after : after + _TAIL_LIMIT]:
                after += len(found)
                yield found
            else:
                await grown.wait()

    async def erase(self, position: int) -> None:
        """See `Engine.erase`."""
        assert 1 <= position <= len(self._records), f"there is no position {position}"
        self._records[position - 1] = Blob(self._records[position - 1].body)

    async def close(self) -> None:
        """See `Engine.close`."""
