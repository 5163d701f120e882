"""The file `deliveries.sqlite`: what others are to be told, and up to which entry of the log that was found out.

Every function blocks; none knows of threads. It cannot be made again from the log as a whole: what was delivered is a fact
of the world outside. Lost, damaged or of another log, it is begun anew.
"""

import contextlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

FORMAT: Final = "1"
_BUSY_S: Final = 5.0
_SCHEMA: Final = (
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE deliveries (key BLOB PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID",
)


class Key(Struct, frozen=True, order=True):
    """What a newer notice takes the place of. peer: base URL. kind: "flight" or "zone". shown: the id that the viewer sees."""

    peer: str
    viewer: str
    kind: str
    shown: str


class Delivery(Struct, frozen=True):
    """A change that a viewer's system is to be told of, and how that goes.

    item: id in the state. owner: the party whose item it is. is_open: whether the owner may know that this viewer is told.
    subscriptions: id -> the index that the change has in it. made_us: when the newest change of it was ordered.
    state: "waiting", "delivered" or "failed". error, value: of the last try, as `tansiq.gateways.room.deliveries` says
    it; "" for none. changed_us: when anybody last tried.
    """

    key: Key
    item: str
    owner: str
    is_open: bool
    subscriptions: dict[str, int]
    made_us: int
    state: str = "waiting"
    tries: int = 0
    error: str = ""
    value: str = ""
    changed_us: int = 0


class Saved(Struct, frozen=True):
    """What a file holds. deliveries: those changed least lately first."""

    position: int
    deliveries: list[Delivery]


_delivery: Final = msgspec.msgpack.Decoder(Delivery)
_encode: Final = msgspec.msgpack.Encoder().encode


def read(path: Path, log_id: str) -> Saved | None:
    """Return what a file holds. None where it is missing, damaged, of another format or log."""
    if not path.exists():
        return None
    try:
        with contextlib.closing(connect(path)) as connection:
            found: dict[str, str] = dict(connection.execute("SELECT name, value FROM settings"))
            if (found.get("format"), found.get("log_id")) != (FORMAT, log_id):
                return None
            rows = connection.execute("SELECT data FROM deliveries").fetchall()
            deliveries = [_delivery.decode(data) for (data,) in rows]
            return Saved(int(found["position"]), sorted(deliveries, key=lambda d: (d.changed_us, d.made_us, d.key)))
    except (sqlite3.DatabaseError, msgspec.DecodeError, KeyError, ValueError):
        return None


def begin(path: Path, log_id: str) -> None:
    """Make an empty file, for its owner alone; one that is there is deleted."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
    path.touch(mode=0o600)
    with contextlib.closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            connection.execute(statement)
        settings = [("format", FORMAT), ("log_id", log_id), ("position", "0"), ("flushes", "0")]
        connection.executemany("INSERT INTO settings VALUES (?, ?)", settings)
        connection.execute("COMMIT")


def write(
    connection: sqlite3.Connection, changed: Mapping[Key, Delivery | None], position: int, *, durable: bool
) -> None:
    """Write what changed (None: it is gone) and the position, together or not at all.

    durable: return when this survives a power cut; else it survives a kill of the process, and costs no sync.
    """
    connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        gone = [(_encode(key),) for key, delivery in changed.items() if delivery is None]
        connection.executemany("DELETE FROM deliveries WHERE key = ?", gone)
        kept = [(_encode(key), _encode(delivery)) for key, delivery in changed.items() if delivery is not None]
        connection.executemany("INSERT OR REPLACE INTO deliveries VALUES (?, ?)", kept)
        connection.execute("UPDATE settings SET value = ? WHERE name = 'position'", (str(position),))
        if durable:  # without any change there would be no commit, and so no sync
            connection.execute("UPDATE settings SET value = CAST(value + 1 AS TEXT) WHERE name = 'flushes'")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing file, for this thread alone."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=_BUSY_S, isolation_level=None)
