"""Commands that need no running node: they read a data folder, or files, and say what they found."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from tansiq.airspace.exact import Buffers
from tansiq.config import Misconfigured
from tansiq.core.snapshot import digest
from tansiq.core.state import State
from tansiq.gateways import conflicts_file
from tansiq.gateways.flights_file import BadFile
from tansiq.log.checkpoint import parse_checkpoint
from tansiq.log.folder import Lock, open_folder
from tansiq.log.note import Malformed, VerifierKey, parse_key, parse_note
from tansiq.log.verify import (
    Report,
    subtree_in,
    verify_checkpoints,
    verify_cosigned,
    verify_folder,
    verify_receipt,
)
from tansiq.node import snapshots

RED, GREEN, AMBER = "✗", "✓", "!"


def verify(*, paths: list[str], vkey: str, folder: str, cosigner: list[str]) -> int:
    """Check a data folder, a receipt, a cosigned checkpoint, or two checkpoints. Returns 1 where something is wrong."""
    given = [Path(path) for path in paths]
    missing = [path for path in given if not path.exists()]
    if missing:
        raise Misconfigured(f"There is no {missing[0]}.")
    key = vkey_of(vkey)
    cosigners = [found for text in cosigner if (found := vkey_of(text, "--cosigner")) is not None]
    if len(given) == 1 and given[0].is_dir():
        report = verify_folder(given[0], key, progress_of("Checking"), cosigners)
        return _say(report, f"{report.positions:,} entries, {report.erased} of them with their erasable part gone")
    if len(given) > 2 or any(path.is_dir() for path in given):
        raise Misconfigured("Give one data folder, one receipt, or one or two checkpoints.")
    if key is None:
        raise Misconfigured(
            "A receipt or checkpoint is checked with the log's key: give --vkey (the server has it at /log/vkey)."
        )
    if len(given) == 1:
        content = given[0].read_bytes()
        if content.lstrip().startswith(b"{"):
            return _say(verify_receipt(content, key), "one receipt")
        return _say(verify_cosigned(content, key, cosigners), "one checkpoint")
    if cosigners:
        raise Misconfigured("Cosignatures are checked under one checkpoint, or in a data folder: give one path.")
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
                    f"{RED} The snapshot at {saved.position:,} is not what the log says. Delete {folder.path}/snapshots."
                )
                return 1
        snapshots.replay(folder, state, until, _replayed)
    print(f"position   {state.position}")
    print(f"decisions  {state.decisions_sha256.hex()}")
    print(f"state      {digest(state)}")
    print(f"{GREEN} {state.position:,} entries decided again in {time.perf_counter() - began:.1f} s")
    return 0


def conflicts(*, file: str, form: conflicts_file.Format, lateral_m: float, vertical_m: float, time_s: float) -> int:
    """Print the exact conflicts between the flights of a file."""
    try:
        print(conflicts_file.report(Path(file), form, Buffers(lateral_m, vertical_m, time_s)), end="")
    except (BadFile, OSError) as error:
        raise Misconfigured(f"{file}: {error}") from None
    return 0


def _say(report: Report, what: str) -> int:
    for note in report.notes:
        print(f"{AMBER} {note}")
    for who, size, time_s in report.cosigned:
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time_s))
        print(f"{GREEN} cosigned by {who} at {size:,} entries, {when} UTC")
    for finding in report.findings:
        print(f"{RED} {finding}")
    if report.findings:
        return 1
    head = report.checkpoint
    as_signed = (
        f"all as it was signed, up to position {head.size:,}" if head else "whole, but compared with nothing signed"
    )
    print(f"{GREEN if head or not report.notes else AMBER} {what}: {as_signed}")
    return 0


def vkey_of(text: str, option: str = "--vkey") -> VerifierKey | None:
    if not text:
        return None
    try:
        return parse_key((Path(text).read_text() if Path(text).is_file() else text).strip())
    except (Malformed, OSError) as error:
        raise Misconfigured(f"{option}: {error}") from None


def _size(note: bytes) -> int:
    try:
        return parse_checkpoint(parse_note(note).text).size
    except Malformed as error:
        raise Misconfigured(f"A checkpoint cannot be read: {error}") from None


def progress_of(what: str) -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{what}: {done:,} of {total:,}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show


def _replayed(position: int) -> None:
    if sys.stderr.isatty():
        print(f"\rDeciding again: {position:,}", end="", file=sys.stderr, flush=True)
