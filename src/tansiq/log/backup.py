"""Copies of a data folder, and putting one back in place.

A copy holds the log, its newest checkpoint, the parties' cosignatures and, only when asked for, keys and credentials; the
rest can be made again.
Erased bytes that an older copy still holds are the keeper's business: `docs/operate.md` says how long copies may be kept.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from msgspec import Struct

from tansiq.log import database
from tansiq.log.checkpoint import open_checkpoint
from tansiq.log.engine import Outage
from tansiq.log.folder import Folder, Lock, cannot, open_folder, sync_folder, write_file
from tansiq.log.merkle import range_root
from tansiq.log.note import VerifierKey
from tansiq.log.verify import Report, subtree_in, verify_folder

_BUSY_S: Final = 5.0
_KEY_MODE: Final = 0o600

Progress = Callable[[int, int], None]


class Restored(Struct, frozen=True):
    """What was found in a copy, and whether it was put in place.

    report: of reading the copy. last: its last position. missing: how many entries the given checkpoint has beyond that.
    forked: the checkpoint is of another history. has_key: the log's key came with the copy. in_place: it was put there.
    With `in_place` and `missing` the log must begin a new epoch with a new key before it signs again.
    """

    report: Report
    last: int
    missing: int
    forked: bool
    has_key: bool
    in_place: bool


def backup(
    path: Path, target: Path, *, with_key: bool = False, progress: Progress = lambda done, total: None
) -> Folder:
    """Copy a data folder, also beside a running server. progress: (pages copied, pages in all) of the log's file.

    target: a new or empty folder. with_key: also the log's key and the room's credentials; then whoever has the copy can sign
    in the log's name, and try passphrases.
    Raises `Outage` with the cure.
    """
    _refuse_full(target)
    with open_folder(path, Lock.NONE) as folder:
        return _copy(folder, target, with_key, progress)


def restore(
    source: Path,
    target: Path,
    *,
    checkpoint: bytes | None,
    key: VerifierKey | None,
    accept_loss: bool = False,
    progress: Progress = lambda done, total: None,
) -> Restored:
    """Check a copy and, if it is sound, put it in place. progress: (positions read, positions in all).

    target: a new or empty folder. checkpoint: the newest one that a party has, with `key`, the log's: without it nobody
    can tell whether the copy is the newest. accept_loss: put a sound copy in place though entries are missing or no
    checkpoint is given. A damaged or forked copy is never put in place.
    Raises `Outage` where the folders cannot be used, and `Malformed` where the checkpoint is not signed by `key`.
    """
    _refuse_full(target)
    assert checkpoint is None or key is not None, "a checkpoint is checked with the log's key"
    head = open_checkpoint(checkpoint, key) if checkpoint is not None and key is not None else None
    report = verify_folder(source, key, progress)
    sound, last = not report.findings, report.positions
    missing = max(0, head.size - last) if head is not None else 0
    forked = (
        sound
        and head is not None
        and not missing
        and range_root(0, head.size, subtree_in(source, head.size)) != head.root
    )
    newest = head is not None and not missing
    with open_folder(source, Lock.NONE) as copy:
        has_key = copy.key.exists()
        in_place = sound and not forked and (newest or accept_loss)
        if in_place:
            _copy(copy, target, has_key and newest, lambda done, total: None)  # an older log must not be signed on
    return Restored(report, last, missing, forked, has_key, in_place)


def _copy(folder: Folder, target: Path, with_key: bool, progress: Progress) -> Folder:
    copy = Folder(target)
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.checkpoint.exists():  # before the log, so that the log holds what it names
            write_file(copy.checkpoint, folder.checkpoint.read_bytes())
        if folder.cosignatures.exists():
            write_file(copy.cosignatures, folder.cosignatures.read_bytes())
        if folder.log.exists():
            _copy_database(folder.log, copy.log, progress)
        if with_key and folder.secrets.exists():
            _copy_database(folder.secrets, copy.secrets, lambda done, total: None)
        if with_key and folder.key.exists():
            copy.key.parent.mkdir(mode=0o700)
            write_file(copy.key, folder.key.read_bytes(), _KEY_MODE)
        write_file(target / "format", (folder.path / "format").read_bytes())  # last: without it, it is no data folder
        sync_folder(target.parent)
    except OSError as error:
        raise Outage(cannot(target, error)) from error
    except sqlite3.Error as error:
        raise Outage(f"The log could not be copied to {target} ({error}). Check the disks, then try again.") from error
    return copy


def _copy_database(source: Path, target: Path, progress: Progress) -> None:
    """Copy a database as it is at one moment. One step only: between steps a busy server would make it begin again."""
    target.touch(mode=0o600)
    with closing(database.connect_reader(source, _BUSY_S)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=-1, progress=lambda _status, remaining, total: progress(total - remaining, total))


def _refuse_full(target: Path) -> None:
    try:
        content = sorted(entry.name for entry in target.iterdir()) if target.exists() else []
    except OSError as error:
        raise Outage(cannot(target, error)) from error
    if content:
        raise Outage(
            f"{target} is not empty (it holds {content[0]!r}). Name a new folder, or move the old one away first."
        )
