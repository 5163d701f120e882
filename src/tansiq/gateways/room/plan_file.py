"""The file `plans.sqlite`: what each party's plans held when they were last looked at, and the updates made since.

Every function blocks; none knows of threads. It cannot be made again from the log: when a party looked is no entry. Lost,
damaged or of another log, it is begun anew, and editions are numbered from 1 again. It holds no word that a person typed.
"""

import contextlib
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from tansiq.log import beside

FORMAT: Final = "1"
_SCHEMA: Final = (
    """CREATE TABLE plans (
    party TEXT, scope TEXT, base_us INTEGER NOT NULL, number INTEGER NOT NULL, made_us INTEGER NOT NULL,
    kept INTEGER NOT NULL, seen_us INTEGER NOT NULL, PRIMARY KEY (party, scope)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE items (
    party TEXT, scope TEXT, id TEXT, data BLOB NOT NULL, PRIMARY KEY (party, scope, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE updates (
    party TEXT, scope TEXT, number INTEGER, part INTEGER, made_us INTEGER NOT NULL, size INTEGER NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY (party, scope, number, part)) STRICT""",
)


class Key(Struct, frozen=True, order=True):
    """Whose plan of what. scope: a day like "2026-11-25", or "" for all that the party sees."""

    party: str
    scope: str


class Head(Struct, frozen=True):
    """Where a plan stands. base_us: when it was first made. number: of the last update, 0 for none, made at made_us.

    kept: the number of the oldest update that is still there, one after `number` where none is. seen_us: when it was last
    asked for.
    """

    base_us: int
    number: int
    made_us: int
    kept: int
    seen_us: int


class Part(Struct, frozen=True):
    """Some of the changes of an update, as their owner encoded them. size: how many."""

    size: int
    data: bytes


class Update(Struct, frozen=True):
    """An update as it was kept."""

    number: int
    made_us: int
    parts: list[bytes]


def opened(path: Path, log_id: str) -> sqlite3.Connection:
    """Open the file for this thread alone. One that is missing, damaged, or of another format or log is begun anew."""
    if path.exists() and (connection := _held(path, log_id)) is not None:
        return connection
    beside.begin(path, _SCHEMA, {"format": FORMAT, "log_id": log_id})
    connection = beside.connect(path)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _held(path: Path, log_id: str) -> sqlite3.Connection | None:
    """Return a file that can be used, opened, or None."""
    with contextlib.ExitStack() as on_failure:
        try:
            connection = on_failure.enter_context(contextlib.closing(beside.connect(path)))
            if beside.settings_of(connection) == {"format": FORMAT, "log_id": log_id}:
                connection.execute("PRAGMA synchronous=FULL")
                on_failure.pop_all()
                return connection
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:  # of the disk, not "no such table": it may pass
                raise
        except sqlite3.DatabaseError:
            pass
    return None


def heads(connection: sqlite3.Connection) -> list[Key]:
    """Return all plans that are kept."""
    return [Key(*row) for row in connection.execute("SELECT party, scope FROM plans")]


def read(connection: sqlite3.Connection, key: Key) -> tuple[Head | None, dict[str, bytes]]:
    """Return where a plan stands, None where there is none, and its items by id."""
    of = (key.party, key.scope)
    row = connection.execute(
        "SELECT base_us, number, made_us, kept, seen_us FROM plans WHERE party = ? AND scope = ?", of
    ).fetchone()
    items: dict[str, bytes] = dict(connection.execute("SELECT id, data FROM items WHERE party = ? AND scope = ?", of))
    return (None, {}) if row is None else (Head(*row), items)


def updates(connection: sqlite3.Connection, key: Key, after: int) -> list[Update]:
    """Return the kept updates of a plan that came after one, oldest first."""
    rows = connection.execute(
        "SELECT number, made_us, data FROM updates WHERE party = ? AND scope = ? AND number > ? ORDER BY number, part",
        (key.party, key.scope, after),
    )
    found: list[Update] = []
    for number, made_us, data in rows:
        if not found or found[-1].number != number:
            found.append(Update(number, made_us, []))
        found[-1].parts.append(data)
    return found


def write(
    connection: sqlite3.Connection,
    key: Key,
    head: Head,
    put: Mapping[str, bytes],
    gone: Collection[str],
    parts: Sequence[Part],
    bounds: tuple[int, int],
) -> Head:
    """Write what a plan holds now and the update that says what changed, together or not at all, so that a power cut
    loses neither. bounds: how many updates, and changes in them, are kept. Returns the head with what is kept then."""
    of = (key.party, key.scope)
    with beside.together(connection):
        connection.executemany(
            "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)", [(*of, i, d) for i, d in put.items()]
        )
        connection.executemany("DELETE FROM items WHERE party = ? AND scope = ? AND id = ?", [(*of, i) for i in gone])
        connection.executemany(
            "INSERT INTO updates VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*of, head.number, n, head.made_us, p.size, p.data) for n, p in enumerate(parts)],
        )
        head = Head(head.base_us, head.number, head.made_us, _kept(connection, key, head, bounds), head.seen_us)
        connection.execute("DELETE FROM updates WHERE party = ? AND scope = ? AND number < ?", (*of, head.kept))
        connection.execute(
            "INSERT OR REPLACE INTO plans VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*of, head.base_us, head.number, head.made_us, head.kept, head.seen_us),
        )
    return head


def _kept(connection: sqlite3.Connection, key: Key, head: Head, bounds: tuple[int, int]) -> int:
    """Return the number of the oldest update that stays: the newest always does."""
    most_updates, most_changes = bounds
    sizes = connection.execute(
        "SELECT number, sum(size) FROM updates WHERE party = ? AND scope = ? GROUP BY number ORDER BY number DESC",
        (key.party, key.scope),
    )
    kept, count, changes = head.number + 1, 0, 0
    for number, size in sizes:
        count, changes = count + 1, changes + size
        if count > 1 and (count > most_updates or changes > most_changes):
            break
        kept = number
    return kept


def forget(connection: sqlite3.Connection, keys: Collection[Key]) -> None:
    """Let go of plans."""
    with beside.together(connection):
        for key in keys:
            of = (key.party, key.scope)
            connection.execute("DELETE FROM plans WHERE party = ? AND scope = ?", of)
            connection.execute("DELETE FROM items WHERE party = ? AND scope = ?", of)
            connection.execute("DELETE FROM updates WHERE party = ? AND scope = ?", of)


def unseen(connection: sqlite3.Connection, before_us: int) -> list[Key]:
    """Return the plans of all that a party sees which nobody asked for since a time."""
    rows = connection.execute("SELECT party, scope FROM plans WHERE scope = '' AND seen_us < ?", (before_us,))
    return [Key(*row) for row in rows]
