"""What the node does by itself, once a second: look at clock and disk, free what is past its time, erase, save."""

import asyncio
import logging
import sys
import time
from pathlib import Path
from typing import Final

from msgspec import Struct

from tansiq.core.commands import AcceptClock, ClockReading, Erase, ErasurePlace, Expire
from tansiq.core.decide.expiry import due
from tansiq.core.entry import HOST
from tansiq.core.units import US
from tansiq.log.engine import Outage
from tansiq.log.folder import Folder
from tansiq.node.clock import Clock
from tansiq.node.fairness import Busy
from tansiq.node.loop import Node, Proposal
from tansiq.node.proof import Prover

ERASED_AT_ONCE: Final = 100
_SNAPSHOT_NICE: Final = 10  # the child gives way to requests
_log = logging.getLogger("tansiq.node")


class Habits(Struct, frozen=True):
    """See `Config` for the meaning of each."""

    retention_us: int
    report_retention_us: int
    snapshot_entries: int
    disk_reserve_bytes: int


class Housekeeper:
    """Runs beside the loop. Its figures are read by the metrics page."""

    def __init__(
        self, node: Node, prover: Prover, folder: Folder, clock: Clock, habits: Habits, snapshot_position: int
    ) -> None:
        self.snapshot_position = snapshot_position
        self.snapshot_s = time.monotonic()
        self.free_bytes = folder.free_bytes()
        self._node = node
        self._prover = prover
        self._folder = folder
        self._clock = clock
        self._habits = habits
        self._child: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Do the round once a second, until cancelled."""
        while True:
            await self.round()
            await asyncio.sleep(1)

    async def round(self) -> None:
        """Do everything that is due now."""
        self._look()
        node = self._node
        if node.closed is None:
            try:
                await self._expire()
                await self._erase()
            except (Outage, Busy) as trouble:
                _log.warning("Housekeeping was put off: %s", trouble)
        await self._prover.publish()
        node.applier.derived.forget(node.now_us())
        if (
            self._child is None
            and not node.applier.to_erase
            and node.state.position - self.snapshot_position >= self._habits.snapshot_entries
        ):
            self._child = asyncio.create_task(self._save())

    def _look(self) -> None:
        """Stop writes while the clock or the disk cannot be trusted, and let them on again when they can."""
        node = self._node
        self.free_bytes = self._folder.free_bytes()
        was, node.closed = node.closed, self._fault()
        if node.closed is not None and was is None:
            _log.error("Writes are stopped: %s", node.closed)
        elif node.closed is None and was is not None:
            _log.warning("Writes go on.")

    def _fault(self) -> str | None:
        if self.free_bytes < self._habits.disk_reserve_bytes:
            return (
                f"The disk of this node has {self.free_bytes // 1_000_000} MB left, less than the reserve of "
                f"{self._habits.disk_reserve_bytes // 1_000_000} MB. Writes are stopped, reads go on. Free some space."
            )
        fault = self._clock.fault(self._node.state.time_us)
        if fault is not None and self._accepted():
            self._clock.accept(self._node.state.time_us)
            reading = ClockReading(self._node.state.time_us, self._clock.now_us())
            self._task = asyncio.create_task(self._node.submit(Proposal(HOST, AcceptClock(reading))))
            return None
        return fault

    def _accepted(self) -> bool:
        """Return whether the operator vouched for the clock since the last look (`tansiq doctor --accept-clock`)."""
        accepted = accept_clock_file(self._folder)
        if not accepted.exists():
            return False
        accepted.unlink()
        _log.warning("The operator vouched for the clock.")
        return True

    async def _expire(self) -> None:
        items = due(self._node.state, self._node.now_us(), self._habits.retention_us)
        if items is not None:
            await self._node.submit(Proposal(HOST, Expire(items)))

    async def _erase(self) -> None:
        state, before_us = self._node.state, self._node.now_us() - self._habits.report_retention_us
        past = [position for position, time_us in state.erasable.items() if time_us < before_us][:ERASED_AT_ONCE]
        for position in past:
            await self._node.submit(Proposal(HOST, Erase(ErasurePlace(position, "retention"))))
        while self._node.applier.to_erase:
            await self._node.engine.erase(self._node.applier.to_erase[-1])
            self._node.applier.to_erase.pop()

    async def _save(self) -> None:
        """Have a child write a snapshot of the state as it is now."""
        node = self._node
        position, chain = node.state.position, node.state.decisions_sha256.hex()
        await asyncio.to_thread(node.applier.derived.flush)  # a start relies on the derived data up to the snapshot
        child = await asyncio.create_subprocess_exec(
            "nice", "-n", str(_SNAPSHOT_NICE), sys.executable, "-m", "tansiq.node.snapshots",
            str(self._folder.path), str(position),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            out, error = await child.communicate()
        except asyncio.CancelledError:
            child.kill()
            await child.wait()
            raise
        finally:
            self._child = None
        self.snapshot_position = position
        if child.returncode != 0:
            _log.error(
                "The snapshot at position %d failed: %s", position, error.decode(errors="replace").strip()[-400:]
            )
            return
        if out.decode().split()[0] != chain:
            node.fail(
                Outage(
                    f"The log replayed to position {position} gives other decisions than this node made. It stops, as it cannot "
                    "be trusted. Start it again; if this comes back, keep the folder and report it."
                )
            )
            return
        self.snapshot_s = time.monotonic()
        _log.info("Snapshot at position %d.", position)


def accept_clock_file(folder: Folder) -> Path:
    """Return the file by which `tansiq doctor --accept-clock` speaks to a running node."""
    return folder.path / "accept-clock"


def accept_clock(folder: Folder) -> None:
    """Vouch for the clock as it is now."""
    accept_clock_file(folder).write_text(f"{time.time_ns() // 1_000 // US}\n")
