"""The log in one file, `log.sqlite`: SQLite in WAL mode, one row per batch, one thread that writes and one that reads.

Measured on two shared cores, records of 1 kB: 2.3 to 2.8 thousand single appends a second; in batches of 16 some 29,000
records a second, of 64 some 45,000. The disk's sync is most of it.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tansiq.log import database
from tansiq.log.engine import Blob, NotAppended, Outage, Unknown
from tansiq.log.recent import Recent
from tansiq.log.rows import Row, pack

_TAIL_LIMIT: Final = 256
_RECENT_BYTES: Final = 8 * 1024 * 1024
_BUSY_S: Final = 5.0

# SQLite stops with these before it writes the frame that commits; with any other error the frame may be in the file.
_BEFORE_COMMIT: Final = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_TOOBIG}
)


Write = Callable[[sqlite3.Connection, Row, Sequence[Blob]], None]


class SqliteLog:
    """An `Engine` on a file. No other process may write to it: take the folder's lock first (see `folder`)."""

    def __init__(
        self,
        path: Path,
        *,
        write: Write = database.write,
        busy_s: float = _BUSY_S,
        recent_bytes: int = _RECENT_BYTES,
    ) -> None:
        """Open the file, or make it. Blocks; raises `UnknownFormat`, `Damaged` or `Outage`.

        write: see `database.write`; tests give one that fails before or after it was done. busy_s: how long to wait for
        other programs that read the file. recent_bytes: memory for the newest records.
        """
        self._path = path
        self._write = write
        self._busy_s = busy_s
        self._writer, self._reader, self.log_id, self._written = _open(path, busy_s)
        self._lost = ""  # why nobody knows any more what is in the log
        self._recent = Recent(self._written, recent_bytes)  # its `last` is what has been announced
        self._grown = asyncio.Event()
        self._write_thread = ThreadPoolExecutor(1, "log-write")
        self._read_thread = ThreadPoolExecutor(1, "log-read")

    async def append(self, batch: Sequence[Blob], expect: int | None = None) -> int:
        """See `Engine.append`."""
        assert batch, "a batch has at least one record"
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[int] = loop.create_future()

        def work() -> None:
            try:
                first = self._append(batch, expect)
            except BaseException as error:  # noqa: BLE001  (whatever it was, whoever waits is told)
                loop.call_soon_threadsafe(_fail, answer, error)
            else:
                loop.call_soon_threadsafe(self._announce, first, batch, answer)

        # Not `run_in_executor`: it wakes the loop a second time, and passes the answer through two more locks.
        self._write_thread.submit(work)
        return await answer

    async def read(self, after: int, limit: int) -> list[Blob]:
        """See `Engine.read`."""
        found = self._recent.after(after, limit)
        if found is not None:
            return found
        limit = min(limit, self._recent.last - after)
        return await asyncio.get_running_loop().run_in_executor(
            self._read_thread, database.records_after, self._reader, self._path, after, limit
        )

    async def committed(self) -> int:
        """See `Engine.committed`. Costs nothing: no other process writes."""
        if self._lost:
            raise Unknown(self._lost)
        return self._recent.last

    async def tail(self, after: int) -> AsyncIterator[list[Blob]]:
        """See `Engine.tail`."""
        while True:
            grown = self._grown
            if after < self._recent.last:
                found = await self.read(after, _TAIL_LIMIT)
                after += len(found)
                yield found
            else:
                await grown.wait()

    async def erase(self, position: int) -> None:
        """See `Engine.erase`. Raises `Outage` while another program reads an old state of the file: try again."""
        assert 1 <= position <= self._recent.last, f"there is no position {position}"
        await asyncio.get_running_loop().run_in_executor(self._write_thread, self._erase, position)
        self._recent.erase(position)

    async def close(self) -> None:
        """See `Engine.close`."""
        await asyncio.to_thread(self._close)

    def _append(self, batch: Sequence[Blob], expect: int | None) -> int:
        if self._lost:
            raise Unknown(self._lost)
        if expect is not None and expect != self._written:
            raise NotAppended(
                f"The log ends at position {self._written}, not at {expect}. Read what is new, then decide again."
            )
        row = pack(self._written + 1, batch)
        try:
            self._write(self._writer, row, batch)
        except sqlite3.Error as error:
            self._settle(row, error)
        self._written += row.count
        return row.first

    def _announce(self, first: int, batch: Sequence[Blob], answer: asyncio.Future[int]) -> None:
        self._recent.add(first, batch)
        self._grown.set()
        self._grown = asyncio.Event()
        if not answer.done():  # else whoever asked was cancelled
            answer.set_result(first)

    def _settle(self, row: Row, error: sqlite3.Error) -> None:
        """Return if the batch is in the log in spite of an error, else raise `NotAppended` or `Unknown`.

        Not to be found is not enough: after a failed sync the frames may lie in the write-ahead log, and the next start
        would take them for committed. Only when that log could be emptied is the answer certain.
        """
        before_commit = database.primary_code(error) in _BEFORE_COMMIT
        try:
            with contextlib.suppress(sqlite3.Error):
                self._writer.close()  # rolls back
            self._writer = database.connect(self._path, self._busy_s)
            if not before_commit and not database.empty_wal(self._writer):
                raise Unknown(self._lose(error, "another program kept the write-ahead log from being emptied"))
            last = database.last_position(self._writer)
            stored = database.row_at(self._writer, row.first)
        except sqlite3.Error as again:
            raise Unknown(self._lose(error, str(again))) from error
        if stored == row:
            return
        if last == self._written:
            raise NotAppended(_why_not(error, self._path)) from error
        raise Unknown(self._lose(error, f"the file now ends at position {last}: another program wrote to it"))

    def _lose(self, error: sqlite3.Error, then: str) -> str:
        self._lost = (
            f"Writing to {self._path} failed ({error}), and whether position {self._written + 1} was written cannot be "
            f"found out ({then}). Check the disk, then start the server again: it reads what is there."
        )
        return self._lost

    def _erase(self, position: int) -> None:
        try:
            database.overwrite_erasable(self._writer, position)
            emptied = database.empty_wal(self._writer)
        except sqlite3.Error as error:
            raise Outage(f"Erasing position {position} failed: {_why_not(error, self._path)}") from error
        if not emptied:
            raise Outage(
                f"The bytes of position {position} are still in the write-ahead log of {self._path}, because another "
                "program reads the log. Wait until it has ended, then erase again."
            )

    def _close(self) -> None:
        self._write_thread.shutdown()
        self._read_thread.shutdown()
        self._reader.close()
        self._writer.close()


def _fail(answer: asyncio.Future[int], error: BaseException) -> None:
    if not answer.done():
        answer.set_exception(error)


def _open(path: Path, busy_s: float) -> tuple[sqlite3.Connection, sqlite3.Connection, str, int]:
    """Return a connection for writing, one for reading, the log id and the last position, whose row is checked."""
    with contextlib.ExitStack() as on_failure:
        try:
            database.make(path, busy_s)
            writer = on_failure.enter_context(contextlib.closing(database.connect(path, busy_s)))
            reader = on_failure.enter_context(contextlib.closing(database.connect(path, busy_s)))
            log_id = database.settings(writer, path)["log_id"]
            database.empty_wal(writer)  # bytes erased just before a crash may still lie in it
            last = database.last_position(writer)
        except sqlite3.DatabaseError as error:
            raise database.damage(error, path) from error
        except OSError as error:
            raise Outage(f"{path} cannot be opened: {error.strerror}. Check the folder and its permissions.") from error
        database.records_after(reader, path, max(0, last - 1), 1)
        on_failure.pop_all()
    return writer, reader, log_id, last


def _why_not(error: sqlite3.Error, path: Path) -> str:
    match database.primary_code(error):
        case sqlite3.SQLITE_FULL:
            return f"The disk that holds {path} is full; nothing was written. Free some space, then try again."
        case sqlite3.SQLITE_READONLY:
            return (
                f"{path} cannot be written; nothing was written. Give the server's user the right to write there, "
                "or mount the disk for writing, then try again."
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"Another program holds a lock on {path}; nothing was written. End that program, then try again."
        case _:
            return f"SQLite could not write {path} ({error}); nothing was written. Check the disk, then try again."
