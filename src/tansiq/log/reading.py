"""A log that is only looked at: beside a server, or in a folder where nothing may change."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Generator, Sequence
from pathlib import Path
from typing import Final

from tansiq.log import database
from tansiq.log.engine import Blob, NotAppended, Outage
from tansiq.log.folder import Folder, Lock, open_folder

_BUSY_S: Final = 5.0
_ONLY_LOOKED_AT: Final = "The log is only looked at here: nothing can be written."


class ReadingLog:
    """An `Engine` on a connection that cannot write. Every call blocks: for commands, not for servers."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self.log_id = database.settings(connection, path)["log_id"]

    async def append(self, batch: Sequence[Blob], expect: int | None = None) -> int:
        """See `Engine.append`; always `NotAppended`."""
        raise NotAppended(_ONLY_LOOKED_AT)

    async def read(self, after: int, limit: int) -> list[Blob]:
        """See `Engine.read`."""
        return database.records_after(self._connection, self._path, after, limit)

    def typed(self, position: int) -> bytes:
        """Return the erasable bytes of a record as they are now, with their salt; b"" where there are none any more."""
        return database.erasable_at(self._connection, self._path, position)

    def after(self, position: int, limit: int) -> list[Blob]:
        """Return up to so many records after a position. Raises `Outage`."""
        return database.records_after(self._connection, self._path, position, limit)

    async def committed(self) -> int:
        """See `Engine.committed`."""
        return database.last_position(self._connection)

    def tail(self, after: int) -> AsyncIterator[list[Blob]]:
        """See `Engine.tail`; there is none."""
        raise Outage(_ONLY_LOOKED_AT)

    async def erase(self, position: int) -> None:
        """See `Engine.erase`; never done."""
        raise Outage(_ONLY_LOOKED_AT)

    async def close(self) -> None:
        """Nothing to let go of: the connection is its maker's."""


@contextlib.contextmanager
def looked_at(path: Path) -> Generator[tuple[Folder, ReadingLog]]:
    """Open a data folder and its log for reading, and change nothing there.

    Where no server runs, none may start meanwhile, and SQLite is told that the file stands still; else it would put its two
    shared files beside it. After a crash, and beside a server, these are there, and are used.
    Raises `Outage` with the cure.
    """
    with contextlib.ExitStack() as held:
        folder = Folder(path)
        is_still = not (path / "lock").exists()
        if not is_still:
            with contextlib.suppress(Outage):
                held.enter_context(open_folder(path, Lock.SHARED))
                is_still = True
        held.enter_context(open_folder(path, Lock.NONE))  # says what is wrong with a folder that is none
        if not folder.log.exists():
            raise Outage(
                f"{folder.log} is missing. The server makes it at its first start; if it had one, restore a backup."
            )
        wal = folder.log.with_name(f"{folder.log.name}-wal")
        has_unwritten = wal.exists() and wal.stat().st_size > 0
        try:
            if is_still and not has_unwritten:
                connection = database.connect(folder.log, _BUSY_S, "ro&immutable=1")
            else:
                connection = database.connect_reader(folder.log, _BUSY_S)
            held.enter_context(contextlib.closing(connection))
            log = ReadingLog(connection, folder.log)
        except sqlite3.DatabaseError as error:
            raise database.damage(error, folder.log) from error
        yield folder, log
