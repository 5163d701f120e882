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

from tansiq.log import beside

FORMAT: Final = "1"
_SCHEMA: Final = ("CREATE TABLE deliveries (key BLOB PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID",)


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
        with contextlib.closing(beside.connect(path)) as connection:
            found = beside.settings_of(connection)
            if (found.get("format"), found.get("log_id")) != (FORMAT, log_id):
                return None
            rows = connection.execute("SELECT data FROM deliveries").fetchall()
            deliveries = [_delivery.decode(data) for (data,) in rows]
            return Saved(int(found["position"]), sorted(deliveries, key=lambda d: (d.changed_us, d.made_us, d.key)))
    except (sqlite3.DatabaseError, msgspec.DecodeError, KeyError, ValueError):
        return None


def begin(path: Path, log_id: str) -> None:
    """Make an empty file, for its owner alone; one that is there is deleted."""
    beside.begin(path, _SCHEMA, {"format": FORMAT, "log_id": log_id, "position": "0", "flushes": "0"})


def write(
    connection: sqlite3.Connection, changed: Mapping[Key, Delivery | None], position: int, *, durable: bool
) -> None:
    """Write what changed (None: it is gone) and the position, together or not at all. durable: see `beside.up_to`."""
    with beside.up_to(connection, position, durable=durable):
        gone = [(_encode(key),) for key, delivery in changed.items() if delivery is None]
        connection.executemany("DELETE FROM deliveries WHERE key = ?", gone)
        kept = [(_encode(key), _encode(delivery)) for key, delivery in changed.items() if delivery is not None]
        connection.executemany("INSERT OR REPLACE INTO deliveries VALUES (?, ?)", kept)
