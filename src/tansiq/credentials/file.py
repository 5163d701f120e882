"""How `secrets.sqlite` is made, opened and brought up to today's tables. What is in them is `store`'s and `links`' to say."""

import contextlib
import os
import sqlite3
import stat
from pathlib import Path
from typing import Any, Final

from tansiq.log.engine import Outage

FORMAT: Final = 3  # 1 did not say since when a key signs, 2 knew no webhooks and no field links
_BUSY_S: Final = 5.0

_WEBHOOKS: Final = """CREATE TABLE webhooks (
    party TEXT PRIMARY KEY, url TEXT NOT NULL, secret BLOB NOT NULL, by TEXT NOT NULL, set_us INTEGER NOT NULL) STRICT"""
_LINKS: Final = """CREATE TABLE links (
    link_id TEXT PRIMARY KEY, token_sha256 BLOB NOT NULL UNIQUE, code_mac BLOB NOT NULL, party TEXT NOT NULL,
    notice_id TEXT NOT NULL, wrong INTEGER NOT NULL, until_us INTEGER NOT NULL) STRICT"""
_SCHEMA: Final = (
    "CREATE TABLE persons (person_id TEXT PRIMARY KEY, name_key TEXT NOT NULL UNIQUE, hash TEXT NOT NULL) STRICT",
    """CREATE TABLE sessions (
    token_sha256 BLOB PRIMARY KEY, person_id TEXT NOT NULL, created_us INTEGER NOT NULL, used_us INTEGER NOT NULL,
    expires_us INTEGER NOT NULL) STRICT""",
    "CREATE INDEX sessions_of_person ON sessions (person_id, used_us)",
    """CREATE TABLE invitations (
    token_sha256 BLOB PRIMARY KEY, person_id TEXT NOT NULL UNIQUE, expires_us INTEGER NOT NULL, used_us INTEGER) STRICT""",
    "CREATE TABLE clients (client_id TEXT PRIMARY KEY, secret_sha256 BLOB NOT NULL) STRICT",
    "CREATE TABLE failures (number INTEGER PRIMARY KEY, subject BLOB NOT NULL, at_us INTEGER NOT NULL) STRICT",
    "CREATE INDEX failures_of_subject ON failures (subject, at_us)",
    "CREATE INDEX failures_by_time ON failures (at_us)",
    """CREATE TABLE issuer_keys (
    number INTEGER PRIMARY KEY, private BLOB, public BLOB NOT NULL, until_s INTEGER, since_s INTEGER) STRICT""",
    _WEBHOOKS,
    _LINKS,
)


def opened(path: Path) -> sqlite3.Connection:
    """Return a connection to the file; made, 0600, where there is none. Raises `Outage` where other users can read it."""
    _make(path)
    _refuse_readable(path)
    return _connect(path)


def outage(path: Path, error: sqlite3.Error) -> Outage:
    """Return what SQLite says of the file, with the cure."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        cure = "Copy it back from your own backup; without one, move it away, and everybody needs a new invitation."
    elif code == sqlite3.SQLITE_FULL:
        cure = "The disk is full: free some space."
    else:
        cure = "Check the disk and the permissions."
    return Outage(f"{path} cannot be used: SQLite says {str(error)!r}. {cure}")


def _make(path: Path) -> None:
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)  # the name, too, has to survive a power cut
        finally:
            os.close(handle)


def _refuse_readable(path: Path) -> None:
    for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        with contextlib.suppress(FileNotFoundError):  # another process may be taking its last two away
            mode = stat.S_IMODE(each.stat().st_mode)
            if mode & 0o077:
                raise Outage(f"{each} can be read by other users (mode {mode:03o}). Run: chmod 600 {each}")


def _connect(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    with contextlib.ExitStack() as on_failure:
        on_failure.callback(connection.close)
        if connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
            raise Outage(f"The file system of {path.parent} does not support SQLite's WAL. Use a local disk.")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA fullfsync=ON")  # on macOS fsync alone stops at the drive's cache
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA temp_store=MEMORY")  # VACUUM would leave a copy in the system's temporary folder
        if _format(connection) < FORMAT:
            _begin(connection)
        if _format(connection) != FORMAT:
            raise Outage(
                f"{path} has format {_format(connection)}; this version of Tansiq knows {FORMAT}. "
                "Use the version that wrote it."
            )
        on_failure.pop_all()
    return connection


def _begin(connection: sqlite3.Connection) -> None:
    """Make the tables, or bring older ones up to today's, where no other process was faster."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _format(connection) == 0:
            for statement in _SCHEMA:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        elif _format(connection) in (1, 2):
            if _format(connection) == 1:
                connection.execute("ALTER TABLE issuer_keys ADD COLUMN since_s INTEGER")
            connection.execute(_WEBHOOKS)
            connection.execute(_LINKS)
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _format(connection: sqlite3.Connection) -> Any:
    return connection.execute("PRAGMA user_version").fetchone()[0]
