"""What the node does by itself, once a second: look at clock and disk, free what is past its time, erase, save."""

import asyncio
import contextlib
import logging
import sys
import time
from itertools import islice, takewhile
from pathlib import Path
from typing import Final

from msgspec import Struct

from tansiq.core.commands import (
    AcceptClock,
    ClockReading,
    CloseProposals,
    Command,
    DueItems,
    Erase,
    ErasurePlace,
    Expire,
    ForgetAgreements,
    ForgetSites,
    Overrun,
    RollZone,
    TellReleases,
    TrimLedgers,
)
from tansiq.core.decide.agreements import forgettable
from tansiq.core.decide.charter import closable
from tansiq.core.decide.escalation import escalatable, forgettable_notices
from tansiq.core.decide.expiry import due
from tansiq.core.decide.flights import overdue
from tansiq.core.decide.ledgers import trimmable
from tansiq.core.decide.movements import past_movements
from tansiq.core.decide.sites import past_sites
from tansiq.core.decide.zones import rollable
from tansiq.core.entry import HOST
from tansiq.core.movement_commands import ForgetMovements, MovementIds
from tansiq.core.notice_commands import Climbs, EscalateNotices, ForgetNotices
from tansiq.core.room_commands import (
    ClosableProposals,
    ForgettableAgreements,
    LedgerKeys,
    Overdue,
    OverdueFlights,
    ZoneRoll,
)
from tansiq.core.state import State
from tansiq.core.units import US
from tansiq.log.engine import Outage
from tansiq.log.folder import Folder
from tansiq.node import snapshots
from tansiq.node.chance import random_bytes
from tansiq.node.clock import Clock
from tansiq.node.fairness import Busy
from tansiq.node.loop import Node, Proposal
from tansiq.node.proof import Prover
from tansiq.node.telling import News

AT_ONCE: Final = 100  # erasures, and about as many commands of expiry, in one round
LEDGERS_AT_ONCE: Final = 10  # of up to 1,000 entries each: 2 ms
EXPIRED_VOLUMES: Final = 200  # freed by one command: measured, 15 µs each, and the loop shall not be held over 5 ms
_log = logging.getLogger("tansiq.node")


class Habits(Struct, frozen=True):
    """See `Config` for the meaning of each.

    tidies: whether what is past its time is freed and erased; only a server does that, as only it knows its settings.
    """

    retention_us: int
    report_retention_us: int
    snapshot_entries: int
    disk_reserve_bytes: int
    tidies: bool = True


class Housekeeper:
    """Runs beside the loop. Its figures are read by the metrics page."""

    def __init__(
        self, node: Node, prover: Prover, folder: Folder, clock: Clock, habits: Habits, snapshot_position: int
    ) -> None:
        self.snapshot_position = snapshot_position
        self.snapshot_s = time.monotonic()
        self.free_bytes = 0
        self._node = node
        self._prover = prover
        self._folder = folder
        self._clock = clock
        self._habits = habits
        self._news = News(node)
        self._vouched: ClockReading | None = None  # for the clock, not yet in the log
        self._said: str | None = None  # why writes are stopped, as it was last logged
        self._put_off = ""  # what kept the last round from being done
        self._round = asyncio.Lock()
        self._child: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Do the round once a second, until cancelled."""
        try:
            with self._node.vital():
                while True:
                    await self.round()
                    await asyncio.sleep(1)
        finally:
            if self._child is not None:
                self._child.cancel()
                await asyncio.wait([self._child])

    async def round(self) -> None:
        """Do everything that is due now."""
        async with self._round:
            self.look()
            put_off = ""
            for chore in (
                self._log_vouched,
                self._escalate,
                self._keep_in_sight,
                self._close_proposals,
                self._forget_agreements,
                self._trim_ledgers,
                self._roll_zones,
                self._forget_sites,
                self._tell_releases,
                self._forget_notices,
                self._forget_movements,
                self._expire,
                self._order_erasures,
                self._erase,
            ):
                try:
                    await chore()
                except (Outage, Busy) as trouble:  # one that must wait does not keep the others from being done
                    put_off = str(trouble)
            put_off = await self._prover.publish() or put_off
            if put_off not in ("", self._put_off, self._node.closed):
                _log.warning("Housekeeping was put off: %s", put_off)
            self._put_off = put_off
            self._node.applier.derived.forget(self._node.state.time_us)  # by the log's time: no clock can lose answers
            self._node.applier.outbox.forget(self._node.now_us())
            if self._snapshot_due():
                self._child = asyncio.create_task(self._save())

    def look(self) -> None:
        """Stop writes while the clock or the disk cannot be trusted, and let them on again when they can."""
        self._clock.follow()
        self._node.stopped = self._disk_fault() or self._clock_fault()
        closed = self._node.closed
        if closed is not None and self._said is None:
            _log.error("Writes are stopped: %s", closed)
        elif closed is None and self._said is not None:
            _log.warning("Writes go on.")
        self._said = closed

    def _disk_fault(self) -> str | None:
        try:
            self.free_bytes = self._folder.free_bytes()
        except OSError as error:
            return f"{self._folder.path} cannot be looked at ({error.strerror}). Writes are stopped. Check the disk."
        if self.free_bytes >= self._habits.disk_reserve_bytes:
            return None
        return (
            f"The disk of this node has {self.free_bytes // 1_000_000} MB left, less than the reserve of "
            f"{self._habits.disk_reserve_bytes // 1_000_000} MB. Writes are stopped, reads go on. Free some space."
        )

    def _clock_fault(self) -> str | None:
        fault = self._clock.fault(self._node.state.time_us)
        accepted = accept_clock_file(self._folder)
        if not accepted.exists():
            return fault
        try:
            accepted.unlink()  # also where there is no fault: what is vouched for is the clock of now, not of next year
        except OSError as error:
            return f"{accepted} cannot be removed ({error.strerror}). Writes are stopped. Check its permissions."
        if fault is None:
            return None
        _log.warning("The operator vouched for the clock: %s", fault)
        self._clock.accept(self._node.state.time_us)
        self._vouched = ClockReading(self._node.state.time_us, self._clock.now_us())
        return None

    async def _submit(self, command: Command) -> None:
        await self._node.submit(Proposal(HOST, command))

    async def _log_vouched(self) -> None:
        if self._vouched is not None:
            await self._submit(AcceptClock(self._vouched))
            self._vouched = None

    async def _keep_in_sight(self) -> None:
        """Extend what is in the air and past its time."""
        if self._habits.tidies and (late := overdue(self._node.state, self._node.now_us())):
            flights = tuple(Overdue(flight_id, random_bytes(18).hex()) for flight_id in late)
            await self._submit(Overrun(OverdueFlights(flights)))

    async def _escalate(self) -> None:
        """Tell more people of what nobody answered. What was due while nothing could be written climbs level by level now."""
        if self._habits.tidies and (late := escalatable(self._node.state, self._node.now_us())):
            await self._submit(EscalateNotices(Climbs(late)))

    async def _forget_notices(self) -> None:
        if self._habits.tidies and (late := forgettable_notices(self._node.state, self._node.now_us())) is not None:
            await self._submit(ForgetNotices(late))

    async def _close_proposals(self) -> None:
        if self._habits.tidies and (late := closable(self._node.state, self._node.now_us())):
            await self._submit(CloseProposals(ClosableProposals(late)))

    async def _forget_agreements(self) -> None:
        if self._habits.tidies and (late := forgettable(self._node.state, self._node.now_us())):
            await self._submit(ForgetAgreements(ForgettableAgreements(late[:AT_ONCE])))

    async def _roll_zones(self) -> None:
        """Tell the next part of standing zones to those who plan by the standard."""
        for zone_id in rollable(self._node.state, self._node.now_us()) if self._habits.tidies else ():
            await self._submit(RollZone(ZoneRoll(zone_id, random_bytes(18).hex())))

    async def _tell_releases(self) -> None:
        """Count what subscribers see otherwise though no item was written."""
        for _ in range(AT_ONCE if self._habits.tidies else 0):
            news = await self._news.next()
            if news is None:
                return
            await self._submit(TellReleases(news))

    async def _trim_ledgers(self) -> None:
        if self._habits.tidies and (late := trimmable(self._node.state, self._node.now_us())):
            await self._submit(TrimLedgers(LedgerKeys(late[:LEDGERS_AT_ONCE])))

    async def _forget_movements(self) -> None:
        if self._habits.tidies and (past := past_movements(self._node.state, self._node.now_us())):
            await self._submit(ForgetMovements(MovementIds(past)))

    async def _forget_sites(self) -> None:
        if self._habits.tidies and (past := past_sites(self._node.state, self._node.now_us())):
            await self._submit(ForgetSites(past))

    async def _expire(self) -> None:
        if not self._habits.tidies:
            return
        state, commands = self._node.state, 0
        while commands < AT_ONCE:
            items = due(state, self._node.now_us(), self._habits.retention_us)
            if items is None:
                return
            for piece in pieces(state, items):
                await self._submit(Expire(piece))
                commands += 1

    async def _order_erasures(self) -> None:
        if not self._habits.tidies:
            return
        before_us = self._node.now_us() - self._habits.report_retention_us
        state = self._node.state
        past = takewhile(lambda item: item[1] < before_us, state.erasable.items())  # the oldest come first
        unused = (position for position, _ in past if position not in state.texts)
        for position in list(islice(unused, AT_ONCE)):
            await self._submit(Erase(ErasurePlace(position, "retention")))

    async def _erase(self) -> None:
        """Destroy what the log says shall be: also while nothing can be written, for that is no reason to keep names."""
        node = self._node
        for position in list(islice(node.applier.to_erase, AT_ONCE if not node.failed.done() else 0)):
            await node.engine.erase(position)
            await node.applier.derived.erase(position)
            del node.applier.to_erase[position]

    def _snapshot_due(self) -> bool:
        """Never while erasures are pending: a start would not find in the tail after the snapshot that they are ordered."""
        node = self._node
        new = node.state.position - self.snapshot_position
        return (
            self._child is None
            and node.closed is None
            and not node.applier.to_erase
            and new >= self._habits.snapshot_entries
        )

    async def _save(self) -> None:
        """Have a child write a snapshot of the state as it is now."""
        node, began_s = self._node, time.monotonic()
        position, chain = node.state.position, node.state.decisions_sha256.hex()
        with node.vital():
            try:
                await asyncio.to_thread(node.applier.derived.flush)  # a start relies on both up to the snapshot
                await asyncio.to_thread(node.applier.outbox.flush)
                status, said = await _child_writes(self._folder, position, chain)
            except (Outage, OSError) as trouble:
                status, said = 1, str(trouble)
            finally:
                self.snapshot_position = position  # also after a failure: the next is tried as many entries later
                self._child = None
            if status == snapshots.DIFFERS:
                snapshots.discard(self._folder)
                node.fail(
                    Outage(
                        f"The log replayed to position {position} gives other decisions than this node made. It stops, as it "
                        "cannot be trusted. Start it again; if this comes back, keep the folder and report it."
                    )
                )
            elif status:
                _log.error("The snapshot at position %d failed: %s", position, said.strip()[-400:])
            else:
                self.snapshot_s = time.monotonic()
                _log.info("Snapshot at position %d in %.1f s.", position, self.snapshot_s - began_s)


def pieces(state: State, items: DueItems) -> list[DueItems]:
    """Return what is due cut into pieces, each of at most EXPIRED_VOLUMES or of one item."""
    ids = [("intents", i, len(state.intents[i].volumes)) for i in items.intents]
    ids += [("constraints", i, len(state.constraints[i].volumes)) for i in items.constraints]
    ids += [("subscriptions", i, 1) for i in items.subscriptions]
    made: list[DueItems] = []
    piece: dict[str, list[str]] = {}
    size = 0
    for at, (kind, item_id, volumes) in enumerate(ids, start=1):
        piece.setdefault(kind, []).append(item_id)
        size += volumes
        if at == len(ids) or size + ids[at][2] > EXPIRED_VOLUMES:
            made.append(DueItems(items.retention_us, **{kind: tuple(some) for kind, some in piece.items()}))
            piece, size = {}, 0
    return made


async def _child_writes(folder: Folder, position: int, chain: str) -> tuple[int, str]:
    """Return the exit status of the child that writes a snapshot, and what it said. Cancelled, it ends the child."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tansiq.node.snapshots", str(folder.path), str(position), chain,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        _, error = await child.communicate()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
        raise
    return await child.wait(), error.decode(errors="replace")


def accept_clock_file(folder: Folder) -> Path:
    """Return the file by which `tansiq doctor --accept-clock` speaks to a running node."""
    return folder.path / "accept-clock"


def accept_clock(folder: Folder) -> None:
    """Vouch for the clock as it is now."""
    accept_clock_file(folder).write_text(f"{time.time_ns() // 1_000 // US}\n")
