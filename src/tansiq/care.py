"""Commands that look after a data folder: copies, putting one back, finding what ails it."""

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path

from tansiq import assemble
from tansiq.config import Config, Misconfigured
from tansiq.core.commands import BeginEpoch, Erase, ErasurePlace, NewEpoch
from tansiq.core.entry import HOST
from tansiq.core.state import State
from tansiq.log import backup as copies
from tansiq.log.checkpoint import parse_checkpoint
from tansiq.log.engine import Outage
from tansiq.log.folder import Folder, Lock, make_key, open_folder, read_key, write_file
from tansiq.log.note import Malformed, VerifierKey, key_of, parse_note
from tansiq.node import snapshots
from tansiq.node.clock import Clock
from tansiq.node.housekeeping import accept_clock
from tansiq.node.loop import Proposal
from tansiq.node.start import unfinished_epoch_file
from tansiq.offline import AMBER, GREEN, RED, progress_of, vkey_of


def backup(*, data: str, target: str, with_keys: bool) -> int:
    """Copy a data folder, also while a server runs on it."""
    copies.backup(Path(data), Path(target), with_key=with_keys, progress=progress_of("Copying"))
    key = "with the log's private key: keep it as you keep that" if with_keys else "without the log's private key"
    print(f"{GREEN} {target} is a copy of {data}, {key}. Check it with: tansiq verify {target}")
    return 0


def restore(*, source: str, data: str, checkpoint: str, vkey: str, keys: str, accept_loss: bool) -> int:
    """Put a copy in place, if it is sound and the newest; with `accept_loss` also an older one, as a new epoch.

    Returns 1 where nothing was put in place.
    """
    own_key = _key_file(Path(source), keys)
    key = vkey_of(vkey) or _vkey_of_file(own_key, checkpoint)
    if checkpoint and key is None:
        raise Misconfigured("A checkpoint is checked with the log's key: give --vkey, or --keys DIR.")
    try:
        head = Path(checkpoint).read_bytes() if checkpoint else None
        found = copies.restore(
            Path(source),
            Path(data),
            checkpoint=head,
            key=key,
            accept_loss=accept_loss,
            progress=progress_of("Checking"),
        )
    except (Malformed, OSError) as error:
        raise Misconfigured(f"The checkpoint {checkpoint} cannot be used: {error}") from None
    for finding in found.report.findings:
        print(f"{RED} {finding}")
    if not found.in_place:
        print(f"{RED} Nothing was changed. {_why_not(found)}")
        return 1
    whole = head is not None and not found.missing
    if whole and own_key is not None:
        if not found.has_key:
            _put_key(own_key, Path(data))
        print(f"{GREEN} {data} holds {found.last:,} entries, as signed. Start the server on it.")
        return 0
    if not accept_loss:
        print(
            f"{AMBER} {data} holds {found.last:,} entries, as signed, but not the log's key. Copy it to {data}/keys/log.pem."
        )
        return 0
    asyncio.run(_begin_epoch(Path(data), found.last, key))
    print(
        f"{GREEN} {data} holds {found.last:,} entries and begins a new epoch under a new key. Tell the parties its new key."
    )
    return 0


def _why_not(found: copies.Restored) -> str:
    if found.report.findings:
        return "The copy is damaged. Try an older one."
    if found.forked:
        return (
            "The copy and the checkpoint are of two histories: one of them was changed after it was signed. Keep both."
        )
    if found.missing:
        return (
            f"The copy lacks the last {found.missing:,} entries that the checkpoint names. Find a newer copy; where there is "
            "none, --accept-loss begins a new epoch with a new key."
        )
    return (
        "Without a checkpoint nobody can tell whether the copy is the newest, and an old one would fork a signed log. Ask a "
        "party for the newest checkpoint it has (--checkpoint FILE), or begin a new epoch with --accept-loss."
    )


async def _begin_epoch(path: Path, size: int, old: VerifierKey | None) -> None:
    """Sign with a new key from here on, and say so in the log."""
    folder = Folder(path)
    write_file(unfinished_epoch_file(folder), b"")  # broken off from here on, the folder is refused until restored anew
    folder.key.unlink(missing_ok=True)
    folder.checkpoint.unlink(missing_ok=True)  # signed by the old key; parties and backups still have it
    with open_folder(path) as folder:
        make_key(folder.key)
        async with assemble.running(Config(data=str(path)), folder, begins_epoch=True) as started:
            new = NewEpoch(size, str(old) if old else "", str(started.prover.vkey))
            await started.node.submit(Proposal(HOST, BeginEpoch(new)))
    unfinished_epoch_file(folder).unlink()


def _key_file(source: Path, keys: str) -> Path | None:
    for path in ([Path(keys) / "log.pem", Path(keys) / "keys" / "log.pem"] if keys else []) + [
        source / "keys" / "log.pem"
    ]:
        if path.exists():
            return path
    if keys:
        raise Misconfigured(f"There is no log.pem in {keys}.")
    return None


def _vkey_of_file(path: Path | None, checkpoint: str) -> VerifierKey | None:
    """Return the verifier key of a private key, named as a checkpoint names its log."""
    if path is None or not checkpoint:
        return None
    try:
        return key_of(parse_checkpoint(parse_note(Path(checkpoint).read_bytes()).text).origin, read_key(path))
    except (Malformed, OSError) as error:
        raise Misconfigured(f"The checkpoint {checkpoint} cannot be used: {error}") from None


def _put_key(key: Path, data: Path) -> None:
    place = Folder(data).key
    place.parent.mkdir(mode=0o700, exist_ok=True)
    write_file(place, key.read_bytes(), 0o600)


def erase(*, data: str, position: int, reason: str) -> int:
    """Destroy the erasable part of an entry, in every file of the folder. The log keeps that, when and why."""
    return asyncio.run(_erase(Path(data), position, reason))


async def _erase(path: Path, position: int, reason: str) -> int:
    with open_folder(path) as folder:
        async with assemble.running(Config(data=str(path)), folder) as started:
            place = ErasurePlace(position, reason)
            outcome = await started.node.submit(Proposal(HOST, Erase(place)))
            if outcome.position == 0:
                print(f"{RED} Entry {position} has no erasable part, or no more.")
                return 1
            await started.housekeeper.round()
            if started.node.applier.to_erase:
                print(
                    f"{AMBER} The erasure is in the log, but another program reads {path}: it is done at the next start."
                )
                return 1
    print(
        f"{GREEN} The erasable part of entry {position} is gone from {path}. Older backups still hold it: make a new one."
    )
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
            print(f"{GREEN if ok else RED} {sentence}")
        return int(wrong)


def _examine(folder: Folder) -> Iterator[tuple[bool, str]]:
    free = folder.free_bytes()
    yield free > 1_000_000_000, f"{free / 1e9:.1f} GB are free on the disk of {folder.path}; 1 GB or more is good."
    yield os.access(folder.path, os.W_OK), f"{folder.path} can be written by this user."
    if folder.path.stat().st_mode & 0o077:
        yield False, f"Other users can look into {folder.path}. Run: chmod 700 {folder.path}"
    try:
        read_key(folder.key)
        yield True, "The log's key is there, and private."
        began, state = time.perf_counter(), snapshots.newest(folder) or State()
        at = state.position
        snapshots.replay(folder, state, None)
        took_s = time.perf_counter() - began
        yield (
            True,
            f"The log has {state.position:,} entries; those after the snapshot at {at:,} were decided again in {took_s:.1f} s.",
        )
        fault = Clock().fault(state.time_us)
        yield fault is None, fault or "The clock is not behind the log."
    except Outage as trouble:
        yield False, str(trouble)
    except FileNotFoundError as missing:
        yield (
            False,
            f"{missing.filename} is missing. The server makes it at its first start; if it had one, restore a backup.",
        )


def _accept(folder: Folder) -> None:
    state = snapshots.newest(folder) or State()
    snapshots.replay(folder, state, None)
    accept_clock(folder)
    now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
    then = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(state.time_us / 1e6))
    print(
        f"You vouch for this clock: {now} UTC. The last entry of the log is of {then} UTC. "
        "A running node takes note within a second."
    )
