"""The tables of `derived.sqlite`. Every function here blocks; none knows of threads.

Answers lie in four tables, by the day on which they expire. A whole table is emptied at once: SQLite zeroes every page of
it, while deleting single rows can leave images of their neighbours in pages from which these were moved away.
"""

import contextlib
import sqlite3
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from tansiq.log import beside

FORMAT: Final = "1"
DAY_US: Final = 86_400_000_000
_SLOTS: Final = ("answers_0", "answers_1", "answers_2", "answers_3")


def _in_each(statement: str) -> tuple[str, ...]:
    """Return a statement for each of the tables of answers."""
    return tuple(statement.replace("answers_N", slot) for slot in _SLOTS)


_SCHEMA: Final = (
    """CREATE TABLE tiles (
    level INTEGER, place INTEGER, data BLOB NOT NULL, PRIMARY KEY (level, place)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE outcomes (position INTEGER PRIMARY KEY, outcome TEXT NOT NULL, hash BLOB NOT NULL) STRICT",
    *_in_each(
        "CREATE TABLE answers_N (position INTEGER PRIMARY KEY, expires_us INTEGER NOT NULL, data BLOB NOT NULL) STRICT"
    ),
    *_in_each("CREATE INDEX answers_N_expiry ON answers_N (expires_us)"),
)
TILE: Final = "SELECT data FROM tiles WHERE level = :level AND place = :place"
OUTCOME: Final = "SELECT outcome, hash FROM outcomes WHERE position = :position"
ANSWER: Final = " UNION ALL ".join(_in_each("SELECT expires_us, data FROM answers_N WHERE position = :position"))
_PUT_ANSWER: Final = _in_each("INSERT OR REPLACE INTO answers_N VALUES (?, ?, ?)")
_LAST_EXPIRY: Final = _in_each("SELECT max(expires_us) FROM answers_N")
_EMPTY: Final = _in_each("DELETE FROM answers_N")
_OVERWRITE: Final = _in_each("UPDATE answers_N SET data = zeroblob(length(data)) WHERE position = ?")


class Outcome(Struct, frozen=True):
    """What came of an entry. outcome: a short word or line. answer_hash: SHA-256 of the answer's body."""

    outcome: str
    answer_hash: bytes


class Answer(Struct, frozen=True):
    """The body of an answer that may be asked for again, until `expires_us`."""

    body: bytes
    expires_us: int


class Pending(Struct):
    """What is on its way to the file. size: roughly its bytes."""

    tiles: dict[tuple[int, int], bytes] = field(default_factory=dict[tuple[int, int], bytes])
    outcomes: dict[int, Outcome] = field(default_factory=dict[int, Outcome])
    answers: dict[int, Answer] = field(default_factory=dict[int, Answer])
    forget_before_us: int = 0
    size: int = 0

    def take(self, newer: "Pending") -> None:
        """Add what is newer."""
        self.tiles.update(newer.tiles)
        self.outcomes.update(newer.outcomes)
        self.answers.update(newer.answers)
        self.forget_before_us = max(self.forget_before_us, newer.forget_before_us)
        self.size += newer.size


def position_in(path: Path, log_id: str) -> int | None:
    """Return the position up to which the file is complete. None where it is missing, damaged, of another format or log."""
    try:
        with contextlib.closing(connect(path)) as connection:
            found = beside.settings_of(connection)
        position = int(found.get("position", "-1"))
    except (sqlite3.DatabaseError, ValueError):
        return None
    own = (found.get("format"), found.get("log_id")) == (FORMAT, log_id)
    return position if own and position >= 0 else None


def begin(path: Path, log_id: str) -> None:
    """Make an empty file; one that is there is deleted."""
    beside.begin(path, _SCHEMA, {"format": FORMAT, "log_id": log_id, "position": "0", "flushes": "0"})


def write(
    connection: sqlite3.Connection, pending: Pending, position: int, edges: list[tuple[int, int, bytes]], durable: bool
) -> None:
    """Write what is pending. position: up to where the file is then complete. edges: the partial tiles there.

    durable: return when this and everything before it survives a power cut.
    """
    with beside.up_to(connection, position, durable=durable):
        tiles = [(level, place, data) for (level, place), data in pending.tiles.items()]
        connection.executemany("INSERT OR REPLACE INTO tiles VALUES (?, ?, ?)", tiles + edges)
        connection.executemany(
            "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)",
            [(at, outcome.outcome, outcome.answer_hash) for at, outcome in pending.outcomes.items()],
        )
        for at, answer in pending.answers.items():
            slot = answer.expires_us // DAY_US % len(_SLOTS)
            connection.execute(_PUT_ANSWER[slot], (at, answer.expires_us, answer.body))
        for last_expiry, empty in zip(_LAST_EXPIRY, _EMPTY, strict=True):
            last_us = connection.execute(last_expiry).fetchone()[0] if pending.forget_before_us else None
            if last_us is not None and last_us < pending.forget_before_us:
                connection.execute(empty)


def overwrite_answer(connection: sqlite3.Connection, position: int) -> bool:
    """Put zeros over an answer, in place, and empty the write-ahead log; False where a reader prevents that."""
    for statement in _OVERWRITE:
        connection.execute(statement, (position,))
    return connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing file."""
    connection = beside.connect(path, is_shared=True)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA secure_delete=ON")
    return connection
