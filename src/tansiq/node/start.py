"""Starting a node: newest snapshot, then the tail of the log; nothing else is needed, and nothing else is believed."""

import contextlib
import gc
import logging
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from tansiq.core.decide import decide
from tansiq.core.state import State
from tansiq.log.checkpoint import origin_of
from tansiq.log.cosignatures import Cosignatures
from tansiq.log.derived import Derived
from tansiq.log.derived_file import position_in
from tansiq.log.engine import Damaged, Engine, Outage
from tansiq.log.folder import Folder, log_key
from tansiq.log.sqlite import SqliteLog
from tansiq.log.verify import verify_tail
from tansiq.node import snapshots
from tansiq.node.applier import Answerer, Applier, Noticer
from tansiq.node.clock import Clock
from tansiq.node.fairness import Shares
from tansiq.node.housekeeping import Habits, Housekeeper
from tansiq.node.loop import Node, Observer
from tansiq.node.outbox import Outbox
from tansiq.node.proof import Prover
from tansiq.node.snapshots import READ_AT_ONCE, entry_of

Progress = Callable[[int, int], None]  # position, last position
_log = logging.getLogger("tansiq.node")


class Started(Struct, frozen=True):
    """A node that may run, and those that run beside it. plans: the file of the parties' plans, where there is a room.

    folder: where another process can read the log; None where there is no such place.
    """

    node: Node
    prover: Prover
    housekeeper: Housekeeper
    plans: Path
    folder: Path | None = None


async def start(
    folder: Folder,
    *,
    answer: Answerer,
    shares: Shares,
    habits: Habits,
    observer: Observer,
    clock: Clock,
    notices: Noticer = lambda state, entry, decision: (),
    begins_epoch: bool = False,
    progress: Progress = lambda position, last: None,
    open_log: Callable[[Path], SqliteLog] = SqliteLog,
) -> Started:
    """Bring the state up to the end of the log. Raises `Outage` with the cure where the folder cannot be used.

    begins_epoch: whether the caller is about to say that the log goes on under a new key; else a folder where that was
    begun and not said is refused. open_log: tests give one whose disk fails.
    """
    began = time.perf_counter()
    if not begins_epoch and unfinished_epoch_file(folder).exists():
        raise Outage(
            f"{folder.path} was being restored with --accept-loss, and that was broken off. Remove the folder and run "
            "`tansiq restore` again."
        )
    key = log_key(folder)
    _refuse_lost(folder)
    with snapshots.no_garbage():
        engine, applier, seen, snapshot_position = await _bring_up(folder, key, answer, notices, progress, open_log)
    gc.collect()
    gc.freeze()  # the state lives for ever; walking it again and again doubled the pauses at 100,000 volumes
    gc.set_threshold(50_000, 50, 100)
    node = Node(engine=engine, applier=applier, clock=clock, shares=shares, observer=observer)
    prover = Prover(
        engine=engine,
        derived=applier.derived,
        key=key,
        log_id=engine.log_id,
        file=folder.checkpoint,
        cosignatures=seen,
    )
    housekeeper = Housekeeper(node, prover, folder, clock, habits, snapshot_position)
    housekeeper.look()
    _log.info("Started at position %d in %.2f s.", node.state.position, time.perf_counter() - began)
    return Started(node, prover, housekeeper, folder.plans, folder.path)


async def _bring_up(
    folder: Folder,
    key: Ed25519PrivateKey,
    answer: Answerer,
    notices: Noticer,
    progress: Progress,
    open_log: Callable[[Path], SqliteLog],
) -> tuple[SqliteLog, Applier, Cosignatures, int]:
    """Return the log, what follows it up to its end, and the position of the snapshot that this began with.

    Whatever tells of a head of the log, of ours or of a party, must find it there.
    """
    async with contextlib.AsyncExitStack() as on_failure:
        engine = open_log(folder.log)
        on_failure.push_async_callback(engine.close)
        last = await engine.committed()
        saved = snapshots.newest(folder)
        _refuse_shorter(folder, engine.log_id, last, saved)
        derived = Derived(folder.derived, engine.log_id, last)
        on_failure.callback(derived.close)
        if saved is None or saved.position > derived.position():
            saved = State()  # what was derived up to the snapshot is lost: everything is made again
        begin = saved.position
        outbox = Outbox(folder.deliveries, engine.log_id, last)
        on_failure.callback(outbox.close)
        outbox.begin(begin)
        applier = Applier(saved, derived, outbox, answer, notices)
        await replay(engine, applier, last, progress)
        await applier.texts.load(saved, engine)
        verify_tail(folder, derived.tree, engine.log_id, key)
        seen = Cosignatures(folder.cosignatures, origin_of(engine.log_id), derived.tree)
        if saved.charter is not None:
            outbox.save()  # from now on the file says where to go on after a crash
        on_failure.pop_all()
    return engine, applier, seen, begin


def unfinished_epoch_file(folder: Folder) -> Path:
    """Return the file that is there while a new epoch has its key but not yet its entry."""
    return folder.path / "epoch-unfinished"


def _refuse_lost(folder: Folder) -> None:
    """A log that is missing must not be begun anew where something tells that there was one."""
    for witness in (folder.checkpoint, folder.derived):
        if witness.exists() and not folder.log.exists():
            raise Damaged(
                f"{folder.log} is missing, but {witness} tells of a log. Put the file back, or the newest backup in a new "
                "folder with `tansiq restore`."
            )


def _refuse_shorter(folder: Folder, log_id: str, last: int, saved: State | None) -> None:
    """What was made from the log is written after it: where it reaches further, entries that were answered are lost."""
    derived = position_in(folder.derived, log_id) or 0
    for known, witness in ((saved.position if saved else 0, "a snapshot was made"), (derived, "answers were given")):
        if known > last:
            raise Damaged(
                f"The log ends at position {last}, but {witness} up to {known}: entries are lost, or an older copy was put "
                "in place. Put the newest backup in a new folder with `tansiq restore`."
            )


async def replay(engine: Engine, applier: Applier, last: int, progress: Progress) -> None:
    """Bring what follows the log up to a position, in slices."""
    state = applier.state
    while state.position < last:
        for blob in await engine.read(state.position, READ_AT_ONCE):
            entry = entry_of(state.position + 1, blob)
            applier.replay(entry, blob, decide(state, entry))
        applier.keep()
        await applier.derived.room()
        progress(state.position, last)
