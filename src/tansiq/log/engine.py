"""What a log engine promises. The node knows this page and nothing of what stands behind it.

**Positions** begin at 1 and have no gaps. **Ordering**: everyone who reads sees the same body at the same position, for
ever. **Durability**: when `append` returns, its records survive a power cut, and only then does any reader see them; a
batch is seen whole or not at all. **Waiting**: no call holds the event loop; the disk is touched by other threads.

**Outcomes of `append`.** It returns (the batch is durable), or raises:

- `NotAppended`: the batch is surely not in the log and never will be (disk full, folder read-only, `expect` not met).
  The caller may go on, and may try again.
- `Unknown`: nobody can say whether the batch is in the log. The caller must stop answering; whoever opens the log again
  finds out by `read(after)` from the last position it had seen. An engine raises this only after it has itself failed
  to find out by asking `committed()` anew.

**Damage.** `read` and `tail` raise `Damaged` rather than return a record that is not the one that was appended.
"""

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple, Protocol


class Blob(NamedTuple):
    """One record as bytes.

    body: kept for ever, as written. erasable: may be destroyed later by `erase`; empty where there is none or no more.
    """

    body: bytes
    erasable: bytes = b""


class Outage(Exception):
    """The log cannot do what was asked now. The text is a sentence with the cure."""


class NotAppended(Outage):
    """The batch is surely not in the log."""


class Unknown(Outage):
    """The batch may or may not be in the log."""


class Damaged(Outage):
    """Stored bytes are missing or are not what was written. The sentence says where and what to do."""


class UnknownFormat(Outage):
    """Something stored was written in a format that this version cannot read. The sentence names the format."""


class Engine(Protocol):
    """An append-only sequence of records."""

    async def append(self, batch: Sequence[Blob], expect: int | None = None) -> int:
        """Make a batch durable and return its first position.

        batch: at least one blob. expect: the position that the caller believes to be the last; given and wrong:
        `NotAppended`. Without it the batch goes after whatever is there (engines with several writers).
        """
        ...

    async def read(self, after: int, limit: int) -> list[Blob]:
        """Return up to `limit` records from position `after + 1` on; fewer, or none, only at the end of the log."""
        ...

    async def committed(self) -> int:
        """Return the last durable position, 0 for an empty log, as of some moment after the call was made."""
        ...

    def tail(self, after: int) -> AsyncIterator[list[Blob]]:
        """Yield the records after a position as they become durable, in order and without end. Lists are not empty."""
        ...

    async def erase(self, position: int) -> None:
        """Destroy the erasable bytes at a position so that no file of the engine holds them any longer. Idempotent."""
        ...

    async def close(self) -> None:
        """Let go of files and threads. Later calls are bugs."""
        ...
