"""A node on a folder, with a clock of the test's own; no loop runs but what a test starts, and nothing sleeps."""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from hashlib import sha256
from pathlib import Path

import msgspec

from core.making import NOW, between, put_intent, volume
from tansiq.core.commands import Command
from tansiq.core.entry import Actor, Entry, RequestKey
from tansiq.core.refusals import Refusal
from tansiq.core.snapshot import digest
from tansiq.core.state import Decision, State
from tansiq.core.units import DAY_US, NDEG, US
from tansiq.log.folder import Folder, open_folder
from tansiq.log.sqlite import SqliteLog
from tansiq.log.verify import verify_folder
from tansiq.node import snapshots
from tansiq.node.clock import Clock
from tansiq.node.fairness import Shares
from tansiq.node.housekeeping import Habits
from tansiq.node.loop import Outcome, Proposal
from tansiq.node.reply import Reply
from tansiq.node.start import Started, start

PLENTY = Shares(party_queue=10_000, node_queue=10_000, writes_per_s=1_000_000)
HABITS = Habits(retention_us=DAY_US, report_retention_us=DAY_US, snapshot_entries=1_000_000, disk_reserve_bytes=0)


def answer(_state: State, entry: Entry, decision: Decision) -> Reply:
    """What a door would say: enough to tell one answer from another."""
    said = {"entry": entry.position, "decision": type(decision).__name__}
    return Reply(409 if isinstance(decision, Refusal) else 200, msgspec.json.encode(said))


class Hands:
    """The hands of two clocks. `pass_us` moves both, `step_us` the wall clock alone."""

    def __init__(self, wall_us: int = NOW) -> None:
        self.wall_us = wall_us
        self.monotonic_us = 0

    def pass_us(self, duration_us: int) -> None:
        self.wall_us += duration_us
        self.monotonic_us += duration_us

    def step_us(self, step_us: int) -> None:
        self.wall_us += step_us

    def clock(self) -> Clock:
        return Clock(lambda: self.wall_us, lambda: self.monotonic_us)


class Counts:
    """An observer that keeps what it is told."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.refusals: list[str] = []

    def committed(self, entries: int, seconds: float) -> None:
        self.batches.append(entries)

    def refused(self, kind: str) -> None:
        self.refusals.append(kind)


class House(msgspec.Struct):
    """A running node, and short ways to ask it."""

    started: Started
    folder: Folder
    hands: Hands
    counts: Counts
    loop: asyncio.Task[None] | None = None

    @property
    def node(self):
        return self.started.node

    @property
    def state(self) -> State:
        return self.node.state

    @property
    def derived(self):
        return self.node.applier.derived

    def ask(self, command: Command, party: str = "alpha", key: str = "", body: str = "", erasable: bytes = b""):
        """Submit a command; to be awaited."""
        request = RequestKey(key, sha256((body or repr(command)).encode()).digest()) if key else None
        return self.node.submit(Proposal(Actor(party, "someone"), command, request, erasable))

    async def write(self, name: str, party: str = "alpha", key: str = "") -> Outcome:
        """Book a flight that meets no other."""
        return await self.ask(flight(name), party, key)

    async def round(self, seconds: float = 1) -> None:
        """Let some time pass, then do the housekeeping of a second, and the snapshot if one is due."""
        self.hands.pass_us(int(seconds * US))
        await self.started.housekeeper.round()
        if self.started.housekeeper._child is not None:
            await self.started.housekeeper._child

    def change_habits(self, **changed: int) -> None:
        keeper = self.started.housekeeper
        keeper._habits = msgspec.structs.replace(keeper._habits, **changed)

    async def save(self) -> Path:
        """Have a snapshot made now."""
        usual = self.started.housekeeper._habits.snapshot_entries
        self.change_habits(snapshot_entries=0)
        await self.round(seconds=0)
        self.change_habits(snapshot_entries=usual)
        saved = sorted((self.folder.path / "snapshots").glob("*.snapshot"))[-1]
        assert int(saved.stem) == self.state.position
        return saved

    def stop_loop(self) -> None:
        assert self.loop is not None
        self.loop.cancel()


_APART = NDEG // 10
_places: dict[str, int] = {}


def flight(name: str, first: int = 0, last: int = 60, **more):
    """A flight in a place that no other name has, from minute `first` to minute `last`."""
    row, column = divmod(_places.setdefault(name, len(_places)), 800)
    lat, lon = row * _APART, column * _APART
    return put_intent(name, volume((lat, lat + 100), (lon, lon + 100), time_us=between(first, last)), **more)


def unsynced(path: Path) -> SqliteLog:
    """The real log, but for waiting until the disk has it: no test here cuts the power."""
    log = SqliteLog(path)
    log._writer.execute("PRAGMA synchronous=OFF")
    return log


@contextlib.asynccontextmanager
async def running(
    path: Path,
    *,
    hands: Hands | None = None,
    habits: Habits = HABITS,
    shares: Shares = PLENTY,
    open_log: Callable[[Path], SqliteLog] = unsynced,
    answer: Callable[[State, Entry, Decision], Reply] = answer,
    ordering: bool = True,
) -> AsyncGenerator[House]:
    """A node on a folder. ordering: whether its loop runs. It is closed as `assemble` closes it, or by `crash`."""
    hands, counts = hands or Hands(), Counts()
    with open_folder(path) as folder:
        started = await start(
            folder, answer=answer, shares=shares, habits=habits, observer=counts, clock=hands.clock(), open_log=open_log
        )
        house = House(started, folder, hands, counts)
        house.loop = asyncio.create_task(started.node.run()) if ordering else None
        try:
            yield house
            if house.loop is not None:
                await ended(house.loop)
            await started.prover.publish()
            await asyncio.to_thread(started.node.applier.derived.close)
        except Crash:
            if house.loop is not None:
                await ended(house.loop)
            house.derived._thread.shutdown(cancel_futures=True)
            house.derived._disconnect()
        finally:
            await started.node.engine.close()


class Crash(BaseException):
    """Raise it inside `running`: the node is gone without a last word. What is in memory only is lost."""


async def ended(task: asyncio.Task[None]) -> None:
    """End a task, if it has not ended by itself, and see that it had no bug."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def turns(count: int = 20) -> None:
    """Let the loop go round."""
    for _ in range(count):
        await asyncio.sleep(0)


def digest_of_replay(path: Path) -> tuple[int, str, str]:
    """Position, decisions and digest of the whole log decided again from its first entry."""
    state = State()
    snapshots.replay(Folder(path), state, None)
    return digest_of(state)


def digest_of(state: State) -> tuple[int, str, str]:
    return state.position, state.decisions_sha256.hex(), digest(state)


def assert_sound(path: Path) -> None:
    """As `tansiq verify` and `tansiq replay`: everything is as signed, and snapshots are what the log says."""
    report = verify_folder(path)
    assert report.findings == []
    saved = snapshots.newest(Folder(path))
    if saved is not None:
        state = State()
        snapshots.replay(Folder(path), state, saved.position)
        assert digest(state) == digest(saved)


SCAN = """
import sys
from pathlib import Path
for file in Path(sys.argv[1]).rglob("*"):
    if file.is_file() and sys.argv[2].encode() in file.read_bytes():
        print(file.relative_to(sys.argv[1]))
"""


def files_with(path: Path, needle: bytes) -> list[str]:
    """The files of a folder that hold some bytes. In another process: reading here would drop SQLite's locks."""
    command = [sys.executable, "-c", SCAN, str(path), needle.decode()]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
