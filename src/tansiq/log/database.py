"""The file `log.sqlite`: how it is opened, made, read and written. Every function here blocks; none knows of threads.

Nothing here opens the file but through SQLite: closing any other handle on it would drop SQLite's POSIX locks.
"""

import contextlib
import secrets
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tansiq.log.engine import Blob, Damaged, Outage, UnknownFormat
from tansiq.log.folder import sync_folder
from tansiq.log.rows import CURE, ErasableRow, Row, erasable_bytes, pack_erasable, unpack

FORMAT: Final = 1

_SCHEMA: Final = (
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE batches (
    first INTEGER PRIMARY KEY, count INTEGER NOT NULL, data BLOB NOT NULL, checksum BLOB NOT NULL) STRICT""",
    "CREATE TABLE erasable (position INTEGER PRIMARY KEY, data BLOB NOT NULL, checksum BLOB NOT NULL) STRICT",
)


class Stored(NamedTuple):
    """Some batches in order, and the erasable rows of their positions."""

    rows: list[Row]
    erasable: dict[int, ErasableRow]


def connect(path: Path, busy_s: float, mode: str = "rw") -> sqlite3.Connection:
    """Open an existing file. mode: "rw" or "ro". busy_s: how long to wait for another program's lock.

    A commit on the connection returns after the disk has the data (WAL, synchronous=FULL); deleted bytes are zeroed.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=busy_s, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA fullfsync=ON")  # on macOS fsync alone stops at the drive's cache
        connection.execute("PRAGMA secure_delete=ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def connect_reader(path: Path, busy_s: float) -> sqlite3.Connection:
    """Open an existing file for reading, also beside a server and on a read-only disk."""
    try:
        connection = connect(path, busy_s, "ro")
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(connection.close)
            connection.execute("SELECT count(*) FROM sqlite_master")
            on_failure.pop_all()
    except sqlite3.OperationalError as error:
        wal = path.with_name(f"{path.name}-wal")
        cannot_share = primary_code(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not cannot_share or (wal.exists() and wal.stat().st_size):
            raise
        # Where nothing can be written, SQLite cannot make the files that it shares with a writer; without them there
        # is no writer, and the file may be read as it is.
        connection = connect(path, busy_s, "ro&immutable=1")
    return connection


def make(path: Path, busy_s: float) -> None:
    """Make the file with an empty log, readable by its owner only, where there is none or only an empty one.

    Raises `Outage` where the file system cannot do what WAL needs.
    """
    path.touch(mode=0o600)
    connection = connect(path, busy_s)
    try:
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return
        mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        if mode != "wal":
            raise Outage(f"The file system of {path.parent} does not support SQLite's WAL. Use a local disk.")
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.executemany(
            "INSERT INTO settings VALUES (?, ?)", [("format", str(FORMAT)), ("log_id", secrets.token_hex(16))]
        )
        connection.execute("COMMIT")
    finally:
        connection.close()
    sync_folder(path.parent)


def settings(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    """Return the settings of the file: `format` and `log_id`. Raises `UnknownFormat` or `Damaged`."""
    try:
        found: dict[str, str] = dict(connection.execute("SELECT name, value FROM settings"))
    except sqlite3.DatabaseError as error:
        raise damage(error, path) from error
    written = found.get("format", "")
    if not written.isdecimal() or "log_id" not in found:
        raise Damaged(f"{path} is damaged: it does not say its format and log id. {CURE}")
    if int(written) > FORMAT:
        raise UnknownFormat(
            f"{path} has format {written}; this version of Tansiq knows {FORMAT}. Use the version that wrote it."
        )
    if int(written) < FORMAT:
        raise UnknownFormat(
            f"{path} has format {written}, older than {FORMAT}, and there is no conversion from it. "
            "Use the version that wrote it."
        )
    return found


def last_position(connection: sqlite3.Connection) -> int:
    """Return the position of the last record, 0 for an empty log."""
    row = connection.execute("SELECT first + count - 1 FROM batches ORDER BY first DESC LIMIT 1").fetchone()
    return row[0] if row else 0


def write(connection: sqlite3.Connection, row: Row, batch: Sequence[Blob]) -> None:
    """Write a batch, the whole of it or nothing, and return when it survives a power cut.

    Alone, the row is one statement, which SQLite commits by itself: each statement gives the interpreter lock away and has
    to win it back from the busy loop. Measured, three of them instead of one cost a tenth of all writes.
    """
    rows = [(each.position, each.data, each.checksum) for each in pack_erasable(row.first, batch)]
    if rows:
        connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO batches VALUES (?, ?, ?, ?)", (row.first, row.count, row.data, row.checksum))
    if rows:
        connection.executemany("INSERT INTO erasable VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")


def row_at(connection: sqlite3.Connection, first: int) -> Row | None:
    """Return the batch that begins exactly at a position."""
    found = connection.execute("SELECT first, count, data, checksum FROM batches WHERE first = ?", (first,)).fetchone()
    return Row(*found) if found else None


def stored_from(connection: sqlite3.Connection, first: int, limit: int) -> Stored:
    """Return the batches from that which begins at or before `first` on, until they hold `limit` positions from `first`.

    All of one moment. Gaps are not looked for.
    """
    rows: list[Row] = []
    connection.execute("BEGIN")
    try:
        begin = connection.execute("SELECT max(first) FROM batches WHERE first <= ?", (first,)).fetchone()[0]
        for columns in connection.execute(
            "SELECT first, count, data, checksum FROM batches WHERE first >= ? ORDER BY first", (begin or first,)
        ):
            rows.append(Row(*columns))
            if rows[-1].first + rows[-1].count >= first + limit:
                break
        erasable: dict[int, ErasableRow] = {}
        if rows:
            for columns in connection.execute(
                "SELECT position, data, checksum FROM erasable WHERE position >= ? AND position < ?",
                (rows[0].first, rows[-1].first + rows[-1].count),
            ):
                erasable[columns[0]] = ErasableRow(*columns)
    finally:
        connection.execute("ROLLBACK")
    return Stored(rows, erasable)


def rows_page(connection: sqlite3.Connection, after_first: int, limit: int) -> list[Row]:
    """Return up to `limit` batches that begin after a position, in order."""
    found = connection.execute(
        "SELECT first, count, data, checksum FROM batches WHERE first > ? ORDER BY first LIMIT ?", (after_first, limit)
    )
    return [Row(*columns) for columns in found]


def erasable_of(connection: sqlite3.Connection, row: Row) -> dict[int, ErasableRow]:
    """Return the erasable rows of a batch whose checksum is right."""
    found = connection.execute(
        "SELECT position, data, checksum FROM erasable WHERE position >= ? AND position < ?",
        (row.first, row.first + row.count),
    )
    return {columns[0]: ErasableRow(*columns) for columns in found}


def records_after(connection: sqlite3.Connection, path: Path, after: int, limit: int) -> list[Blob]:
    """Return up to `limit` records from `after + 1` on. Raises `Damaged` or, where the disk cannot be read, `Outage`."""
    try:
        rows, erasable = stored_from(connection, after + 1, limit)
    except sqlite3.DatabaseError as error:
        raise damage(error, path) from error
    if not rows:
        return []
    expected = min(rows[0].first, after + 1)
    blobs: list[Blob] = []
    for row in rows:
        if row.first != expected:
            raise missing(expected)
        blobs += unpack(row, erasable)
        expected += row.count
    start = after + 1 - rows[0].first
    return blobs[start : start + limit]


def erasable_at(connection: sqlite3.Connection, path: Path, position: int) -> bytes:
    """Return the erasable bytes of a position as they are now, b"" where it has none or they were destroyed."""
    try:
        found = connection.execute(
            "SELECT position, data, checksum FROM erasable WHERE position = ?", (position,)
        ).fetchone()
    except sqlite3.DatabaseError as error:
        raise damage(error, path) from error
    return erasable_bytes(position, ErasableRow(*found)) if found is not None else b""


def missing(position: int) -> Damaged:
    """Return the exception for a position that no row holds."""
    return Damaged(f"The log is damaged at position {position}: its row is missing. {CURE}")


def overwrite_erasable(connection: sqlite3.Connection, position: int) -> None:
    """Put zeros over the erasable bytes of a position, in place.

    In place, because a row that changes its size can make SQLite move its neighbours to other pages, and a page keeps
    images of what was moved away.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(
            "UPDATE erasable SET data = zeroblob(length(data)), checksum = zeroblob(32) WHERE position = ?",
            (position,),
        )
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def empty_wal(connection: sqlite3.Connection) -> bool:
    """Copy the write-ahead log into the file, sync it and truncate the write-ahead log to nothing.

    Returns False when a reader kept that from happening within the connection's waiting time.
    """
    return connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def damage(error: sqlite3.DatabaseError, path: Path) -> Outage:
    """Return the exception for an error met while reading: `Damaged` where the content is at fault, else `Outage`."""
    code = primary_code(error)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "no such" in str(error):
        return Damaged(f"{path} is damaged: SQLite says {str(error)!r}. {CURE}")
    if code == sqlite3.SQLITE_FULL:
        return Outage(f"The disk that holds {path} is full. Free some space, then try again.")
    return Outage(f"{path} cannot be read: SQLite says {str(error)!r}. Check the disk and the file's permissions.")


def primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code of an error, 0 where there is none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
