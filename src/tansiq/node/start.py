"""Starting a node: newest snapshot, then the tail of the log; nothing else is needed, and nothing else is believed."""

import gc
import logging
import time
from collections.abc import Callable

from msgspec import Struct

from tansiq.core.decide import decide
from tansiq.core.state import State
from tansiq.log.derived import Derived
from tansiq.log.engine import Damaged
from tansiq.log.folder import Folder, log_key
from tansiq.log.sqlite import SqliteLog
from tansiq.log.verify import verify_tail
from tansiq.node import snapshots
from tansiq.node.applier import Answerer, Applier
from tansiq.node.clock import Clock
from tansiq.node.fairness import Shares
from tansiq.node.housekeeping import Habits, Housekeeper
from tansiq.node.loop import Node, Observer
from tansiq.node.proof import Prover
from tansiq.node.snapshots import READ_AT_ONCE, entry_of

Progress = Callable[[int, int], None]  # position, last position
_log = logging.getLogger("tansiq.node")


class Started(Struct, frozen=True):
    """A node that may run, and those that run beside it."""

    node: Node
    prover: Prover
    housekeeper: Housekeeper


async def start(
    folder: Folder,
    *,
    answer: Answerer,
    shares: Shares,
    habits: Habits,
    observer: Observer,
    clock: Clock,
    progress: Progress = lambda position, last: None,
) -> Started:
    """Bring the state up to the end of the log. Raises `Outage` with the cure where the folder cannot be used."""
    began = time.perf_counter()
    key = log_key(folder)
    engine = SqliteLog(folder.log)
    last = await engine.committed()
    derived = Derived(folder.derived, engine.log_id, last)
    state = snapshots.newest(folder)
    if state is None or state.position > derived.position():
        state = State()  # what was derived up to the snapshot is lost: everything is made again
    if last < state.position:
        raise Damaged(
            f"The log ends at position {last}, but a snapshot was made at {state.position}: entries are lost. "
            "Put the newest backup in place with `tansiq restore`."
        )
    snapshot_position = state.position
    applier = Applier(state, derived, answer)
    await _replay(engine, applier, last, progress)
    verify_tail(folder, derived.tree, engine.log_id, key)
    gc.collect()
    gc.freeze()  # the state lives for ever; walking it again and again doubled the pauses at 100,000 volumes
    gc.set_threshold(50_000, 50, 100)
    node = Node(engine=engine, applier=applier, clock=clock, shares=shares, observer=observer)
    prover = Prover(engine=engine, derived=derived, key=key, log_id=engine.log_id, file=folder.checkpoint)
    housekeeper = Housekeeper(node, prover, folder, clock, habits, snapshot_position)
    await housekeeper.round()
    _log.info("Started at position %d in %.2f s.", state.position, time.perf_counter() - began)
    return Started(node, prover, housekeeper)


async def _replay(engine: SqliteLog, applier: Applier, last: int, progress: Progress) -> None:
    state = applier.state
    while state.position < last:
        for blob in await engine.read(state.position, READ_AT_ONCE):
            entry = entry_of(state.position + 1, blob)
            applier.apply(entry, blob, decide(state, entry))
        applier.keep()
        await applier.derived.room()
        progress(state.position, last)
