"""Snapshots: the state at one position, so that a start need not replay the whole log.

They are made by a child process, from the last snapshot and the log, because writing 100,000 volumes takes a second that
the loop does not have. The child's chain of decisions must be the node's, or nothing is written and the node stops.
"""

import contextlib
import gc
import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

import msgspec

from tansiq.core.decide import decide
from tansiq.core.entry import Entry, UnknownRules, from_parts
from tansiq.core.evolve import evolve
from tansiq.core.snapshot import from_snapshot, snapshot
from tansiq.core.state import State
from tansiq.log import database, record
from tansiq.log.engine import Blob, Damaged, Outage, UnknownFormat
from tansiq.log.folder import Folder, Lock, open_folder, write_file
from tansiq.log.rows import CURE

KEPT: Final = 2
READ_AT_ONCE: Final = 1_024  # entries
DIFFERS: Final = 3  # exit status of the child: the log gives other decisions than the node made
_NICE: Final = 10  # the child gives way to requests
_MAGIC: Final = b"tansiq snapshot 1\n"


@contextlib.contextmanager
def no_garbage() -> Generator[None]:
    """Do without the search for cycles: a replay makes none, and the search took five times as long as 100,000 entries."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def newest(folder: Folder, until: int | None = None) -> State | None:
    """Return the newest snapshot that can be read, is whole and of today's rules. The log has what all others have.

    until: none beyond this position.
    """
    for path in sorted(_folder(folder).glob("*.snapshot"), reverse=True):
        if until is not None and int(path.stem) > until:
            continue
        try:
            content = path.read_bytes()
        except OSError:
            continue
        payload = content[len(_MAGIC) + 32 :]
        if content != _MAGIC + hashlib.sha256(payload).digest() + payload:
            continue
        with no_garbage():
            state = from_snapshot(payload)
        if state is not None:
            return state
    return None


def write(folder: Folder, state: State) -> Path:
    """Write a snapshot, and remove all but the newest KEPT, and what writers left behind that were killed."""
    payload = snapshot(state)
    _folder(folder).mkdir(mode=0o700, exist_ok=True)
    path = _folder(folder) / f"{state.position:020}.snapshot"
    try:
        write_file(path, _MAGIC + hashlib.sha256(payload).digest() + payload, 0o600)
    finally:
        for torn in _folder(folder).glob("*.new"):
            torn.unlink()
    for old in sorted(_folder(folder).glob("*.snapshot"))[:-KEPT]:
        old.unlink()
    return path


def discard(folder: Folder) -> None:
    """Remove all snapshots: the next start replays the whole log."""
    for path in _folder(folder).glob("*.snapshot"):
        path.unlink()


def entry_of(position: int, blob: Blob) -> Entry:
    """Return the entry that a record holds. Raises `UnknownFormat` where a newer Tansiq wrote it, else `Damaged`."""
    parts = record.decode(blob).parts
    try:
        return from_parts(position, {p.name: p.body for p in parts if isinstance(p, record.Part)})
    except UnknownRules as newer:
        raise UnknownFormat(str(newer)) from newer
    except (msgspec.DecodeError, KeyError) as error:
        raise Damaged(f"Entry {position} of the log cannot be read ({error}). {CURE}") from error


def replay(
    folder: Folder, state: State, until: int | None, progress: Callable[[int], None] = lambda position: None
) -> None:
    """Bring a state up to a position (None: the end of the log), as the node that wrote the log did."""
    connection = database.connect(folder.log, busy_s=5.0, mode="ro")
    with no_garbage(), contextlib.closing(connection):
        while until is None or state.position < until:
            limit = READ_AT_ONCE if until is None else min(READ_AT_ONCE, until - state.position)
            blobs = database.records_after(connection, folder.log, state.position, limit)
            if not blobs:
                return
            for blob in blobs:
                entry = entry_of(state.position + 1, blob)
                evolve(state, entry, decide(state, entry))
            progress(state.position)


def _folder(folder: Folder) -> Path:
    return folder.path / "snapshots"


def main(path: str, until: str, chain: str) -> int:
    """Write a snapshot at a position, if the chain of decisions there is the node's. Returns the exit status."""
    os.nice(_NICE)
    with no_garbage(), open_folder(Path(path), Lock.NONE) as folder:
        state = newest(folder)
        if state is None or state.position > int(until):
            state = State()
        replay(folder, state, int(until))
        assert state.position == int(until), f"the log ends at {state.position}, before {until}"
        if state.decisions_sha256.hex() != chain:
            return DIFFERS
        write(folder, state)
        return 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except (Outage, sqlite3.Error, OSError) as error:
        sys.exit(f"The snapshot could not be written: {error}")
