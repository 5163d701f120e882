"""SQLite files that lie beside the log and hold what is not in it: made, opened and written in one way.

A file names its format and its log in `settings`; one that is damaged, or of another format or log, is begun anew by whoever
owns it. Every function blocks.
"""

import contextlib
import sqlite3
from collections.abc import Generator, Iterable, Mapping
from pathlib import Path
from typing import Final

_BUSY_S: Final = 5.0
_SETTINGS: Final = "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"


def begin(path: Path, schema: Iterable[str], settings: Mapping[str, str]) -> None:
    """Make an empty file, for its owner alone; one that is there is deleted."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
    path.touch(mode=0o600)
    with contextlib.closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        with together(connection):
            for statement in (_SETTINGS, *schema):
                connection.execute(statement)
            connection.executemany("INSERT INTO settings VALUES (?, ?)", settings.items())


def connect(path: Path, *, is_shared: bool = False) -> sqlite3.Connection:
    """Open an existing file, for this thread alone unless it is shared."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=_BUSY_S, isolation_level=None, check_same_thread=not is_shared)


def settings_of(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what a file says of itself."""
    return dict(connection.execute("SELECT name, value FROM settings"))


@contextlib.contextmanager
def together(connection: sqlite3.Connection) -> Generator[None]:
    """Write all that is done in the block, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextlib.contextmanager
def up_to(connection: sqlite3.Connection, position: int, *, durable: bool) -> Generator[None]:
    """Write all that is done in the block, and the position up to which the file is complete then, or nothing.

    durable: return when this survives a power cut; else it survives a kill of the process, and costs no sync.
    """
    connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
    with together(connection):
        yield
        connection.execute("UPDATE settings SET value = ? WHERE name = 'position'", (str(position),))
        if durable:  # without any change there would be no commit, and so no sync
            connection.execute("UPDATE settings SET value = CAST(value + 1 AS TEXT) WHERE name = 'flushes'")
