"""Commands that need no running node: they read a data folder, or files, and say what they found."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tansiq.config import Misconfigured
from tansiq.core.state import State, digest
from tansiq.log.checkpoint import parse_checkpoint
from tansiq.log.engine import Outage
from tansiq.log.folder import Folder, Lock, open_folder, read_key
from tansiq.log.note import Malformed, VerifierKey, parse_key, parse_note
from tansiq.log.verify import Report, subtree_in, verify_checkpoints, verify_folder, verify_receipt
from tansiq.node import snapshots
from tansiq.node.clock import Clock
from tansiq.node.housekeeping import accept_clock

_RED, _GREEN, _AMBER = "✗", "✓", "!"


def verify(*, paths: list[str], vkey: str, folder: str) -> int:
    """Check a data folder, a receipt, or two checkpoints. Returns 1 where something is wrong."""
    given = [Path(path) for path in paths]
    missing = [path for path in given if not path.exists()]
    if missing:
        raise Misconfigured(f"There is no {missing[0]}.")
    key = _vkey(vkey)
    if len(given) == 1 and given[0].is_dir():
        report = verify_folder(given[0], key, _progress("Checking"))
        return _say(report, f"{report.positions:,} entries, {report.erased} of them with their erasable part gone")
    if len(given) > 2 or any(path.is_dir() for path in given):
        raise Misconfigured("Give one data folder, one receipt, or two checkpoints.")
    if key is None:
        raise Misconfigured(
            "A receipt or checkpoint is checked with the log's key: give --vkey (the server has it at /log/vkey)."
        )
    if len(given) == 1:
        return _say(verify_receipt(given[0].read_bytes(), key), "one receipt")
    old, new = (path.read_bytes() for path in given)
    if not folder and len({_size(old), _size(new), 0}) == 3:
        raise Misconfigured("Two checkpoints of different size are compared through the log: give --folder DIR.")
    report = verify_checkpoints(old, new, key, lambda size: subtree_in(Path(folder), size))
    return _say(report, f"two checkpoints; the bigger has {report.positions:,} entries")


def replay(*, data: str, until: int | None) -> int:
    """Decide the whole log again. Returns 1 where a snapshot says otherwise."""
    began, state = time.perf_counter(), State()
    with open_folder(Path(data), Lock.NONE) as folder:
        saved = snapshots.newest(folder)
        if saved is not None and (until is None or saved.position <= until):
            snapshots.replay(folder, state, saved.position, _replayed)
            if saved.decisions_sha256 != state.decisions_sha256 or digest(saved) != digest(state):
                print(
                    f"{_RED} The snapshot at position {saved.position:,} is not what the log says. Delete {folder.path}/snapshots."
                )
                return 1
        snapshots.replay(folder, state, until, _replayed)
    print(f"position   {state.position}")
    print(f"decisions  {state.decisions_sha256.hex()}")
    print(f"state      {digest(state)}")
    print(f"{_GREEN} {state.position:,} entries decided again in {time.perf_counter() - began:.1f} s")
    return 0


def doctor(*, data: str, accept_clock: bool) -> int:
    """Look at the folder and this machine. Returns 1 where something needs a hand."""
    with open_folder(Path(data), Lock.NONE) as folder:
        if accept_clock:
            _accept(folder)
            return 0
        wrong = False
        for ok, sentence in _examine(folder):
            wrong = wrong or not ok
            print(f"{_GREEN if ok else _RED} {sentence}")
        return int(wrong)


def _examine(folder: Folder) -> list[tuple[bool, str]]:
    found: list[tuple[bool, str]] = []
    found.append((sys.version_info >= (3, 11), f"Python {sys.version.split()[0]} (3.11 or newer is needed)"))
    free = folder.free_bytes()
    found.append(
        (free > 1_000_000_000, f"{free / 1e9:.1f} GB free on the disk of {folder.path} (1 GB or more is good)")
    )
    found.append((os.access(folder.path, os.W_OK), f"{folder.path} can be written by this user"))
    mode = folder.path.stat().st_mode & 0o077
    found.append(
        (
            mode == 0,
            f"{folder.path} is closed to other users"
            if not mode
            else f"Other users can look into {folder.path}: chmod 700 {folder.path}",
        )
    )
    try:
        read_key(folder.key)
        found.append((True, "The log's key is there and private"))
    except (Outage, OSError) as trouble:
        found.append((False, f"The log's key: {trouble}"))
    try:
        began, state = time.perf_counter(), snapshots.newest(folder) or State()
        at = state.position
        snapshots.replay(folder, state, None)
        found.append(
            (
                True,
                f"The log has {state.position:,} entries; the newest snapshot is at {at:,}; the tail was decided again in {time.perf_counter() - began:.1f} s",
            )
        )
        fault = Clock().fault(state.time_us)
        found.append((fault is None, fault or "The clock is not behind the log"))
    except Outage as trouble:
        found.append((False, str(trouble)))
    return found


def _accept(folder: Folder) -> None:
    state = snapshots.newest(folder) or State()
    snapshots.replay(folder, state, None)
    accept_clock(folder)
    now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
    then = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(state.time_us / 1e6))
    print(
        f"You vouch for this clock: {now} UTC. The last entry of the log is of {then} UTC. A running node takes note within a second."
    )


def _say(report: Report, what: str) -> int:
    for note in report.notes:
        print(f"{_AMBER} {note}")
    for finding in report.findings:
        print(f"{_RED} {finding}")
    if report.findings:
        return 1
    head = report.checkpoint
    print(f"{_GREEN} {what}: all as it was signed" + (f", up to position {head.size:,}" if head else ""))
    return 0


def _vkey(text: str) -> VerifierKey | None:
    if not text:
        return None
    try:
        return parse_key((Path(text).read_text() if Path(text).is_file() else text).strip())
    except (Malformed, OSError) as error:
        raise Misconfigured(f"--vkey: {error}") from None


def _size(note: bytes) -> int:
    try:
        return parse_checkpoint(parse_note(note).text).size
    except Malformed as error:
        raise Misconfigured(f"A checkpoint cannot be read: {error}") from None


def _progress(what: str) -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{what}: {done:,} of {total:,}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show


def _replayed(position: int) -> None:
    if sys.stderr.isatty():
        print(f"\rDeciding again: {position:,}", end="", file=sys.stderr, flush=True)
