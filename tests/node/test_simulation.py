"""One seed is one story of a node whose disk fails and whose process dies at every step, and can be told again."""

import asyncio
import os
import sqlite3
from concurrent.futures import Executor, Future
from itertools import count
from pathlib import Path
from random import Random

import pytest

from core.making import delete_intent, put_intent, report, volume
from tansiq.core.changes import Repeated
from tansiq.core.decide import decide
from tansiq.core.evolve import evolve
from tansiq.core.state import State
from tansiq.core.units import HOUR_US
from tansiq.log.engine import NotAppended, Outage, Unknown
from tansiq.log.folder import Folder
from tansiq.log.sqlite import SqliteLog
from tansiq.node import housekeeping, snapshots
from tansiq.node import loop as node_loop
from tansiq.node.loop import Outcome
from tansiq.node.snapshots import entry_of

from .house import Crash, Hands, House, assert_sound, digest_of, digest_of_replay, flight, running, turns, unsynced

FAULTS = ["not appended", "unknown and not done", "unknown and done", "dies before the append", "dies after the append"]
PARTIES = ["alpha", "bravo", "charlie"]
LIVES = 12


def seeds(usual: int) -> list[int]:
    told = os.environ.get("TANSIQ_SEED")
    return [int(told)] if told else list(range(usual))


class Frail:
    """An engine that fails when armed. Everything else is the real one's."""

    def __init__(self, path: Path) -> None:
        self._log = unsynced(path)
        self.armed = ""

    def __getattr__(self, name: str):
        return getattr(self._log, name)

    async def append(self, batch, expect=None) -> int:
        fault, self.armed = self.armed, ""
        match fault:
            case "not appended":
                raise NotAppended("The disk is full.")
            case "unknown and not done":
                raise Unknown("Nobody knows.")
            case "dies before the append":
                raise Crash
        first = await self._log.append(batch, expect)
        match fault:
            case "unknown and done":
                raise Unknown("Nobody knows.")
            case "dies after the append":
                raise Crash
        return first


class Story:
    """What the clients asked and were answered, over all lives of the node."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.hands = Hands()
        self.asked: dict[tuple[str, str], object] = {}  # (party, key) -> the command, for sending it again
        self.answered: dict[tuple[str, str], Outcome] = {}
        self.names = count(1)

    def request(self, house: House) -> tuple[str, str]:
        """A new request, or one that was sent before."""
        rng = self.rng
        if self.asked and rng.random() < 0.3:
            return rng.choice(list(self.asked)[-20:])
        place = rng.choice(PARTIES), f"key{next(self.names)}"
        self.asked[place] = self.command(house)
        return place

    def command(self, house: House) -> object:
        rng = self.rng
        known = list(house.state.intents.values())
        match rng.choices(["new", "contested", "change", "end", "report"], [4, 4, 4, 2, 2])[0]:
            case "change" if known:
                old = rng.choice(known)
                seen = [i.ovn for i in house.state.intents_near(old.volumes)]
                return put_intent(old.id, *old.volumes, replaces=old.ovn, key=seen, ovn=f"{old.id}/{next(self.names)}")
            case "end" if known:
                old = rng.choice(known)
                return delete_intent(old.id, old.ovn)
            case "contested":
                near = volume(lat_ndeg=(-9, -8), time_us=(0, self.hands.wall_us + HOUR_US))
                seen = [i.ovn for i in house.state.intents_near((near,))]
                return put_intent(f"contested{next(self.names)}", near, key=seen)
            case "report":
                return report(f"report{next(self.names)}")
            case _:
                return flight(f"flight{next(self.names)}", last=100_000)

    async def ask(self, house: House, place: tuple[str, str]) -> None:
        party, key = place
        command = self.asked[place]
        erasable = b"a name" if type(command).__name__ == "MakeReport" else b""
        try:
            outcome = await house.ask(command, party, key, erasable=erasable)
        except Outage:
            return
        earlier = self.answered.get(place)
        if earlier is not None and outcome.reply.status != 410:
            assert outcome == earlier, f"{place} was answered {earlier}, now {outcome}"
        elif outcome.position:
            self.answered[place] = outcome

    async def life(self, path: Path) -> None:
        """A node from its start to its end, by closing, dying, or a log that nobody knows the end of."""
        rng = self.rng
        clients: list[asyncio.Task[None]] = []
        async with running(path, hands=self.hands, open_log=Frail) as house:
            self.check(house)
            house.change_habits(snapshot_entries=rng.choice([3, 10, 1_000]), report_retention_us=HOUR_US // 2)
            try:
                for _ in range(rng.randrange(1, 25)):
                    clients += [
                        asyncio.create_task(self.ask(house, self.request(house))) for _ in range(rng.choice([1, 2, 9]))
                    ]
                    if rng.random() < 0.15:
                        house.node.engine.armed = rng.choice(FAULTS)
                    if rng.random() < 0.2:
                        clients.append(asyncio.create_task(house.round(seconds=rng.choice([1, 600]))))
                    await turns(rng.choice([1, 5, 30, 300]))
                    if house.node.failed.done() or rng.random() < 0.03:
                        raise Crash
                await turns(300)
            finally:
                for client in clients:
                    client.cancel()
                for result in await asyncio.gather(*clients, return_exceptions=True):
                    assert result is None or isinstance(result, (asyncio.CancelledError, Outage)), result
                await self.loop_ended(house)

    async def loop_ended(self, house: House) -> None:
        """The loop ended, or is ended at whatever step it is."""
        loop, house.loop = house.loop, None
        assert loop is not None
        loop.cancel()
        (result,) = await asyncio.gather(loop, return_exceptions=True)
        assert result is None or isinstance(result, (asyncio.CancelledError, Crash)), result

    def check(self, house: House) -> None:
        """What must hold after each start."""
        assert digest_of(house.state) == digest_of_replay(house.folder.path)
        for (party, key), outcome in self.answered.items():
            status = house.node.request_status(party, key)
            if status.outcome == "never ordered":
                kept_us = house.hands.wall_us - 24 * HOUR_US
                assert entry_at(house, outcome.position).time_us <= kept_us, f"{key} was answered, and is not known"
            else:
                assert status.position == outcome.position
                assert status.reply is not None
                assert status.reply.status == 410 or status.reply == outcome.reply


def entry_at(house: House, position: int):
    (blob,) = house.node.engine._recent.after(position - 1, 1) or snapshots.database.records_after(
        house.node.engine._reader, house.folder.log, position - 1, 1
    )
    return entry_of(position, blob)


def decided_once(path: Path) -> None:
    """No request was done twice, whatever its sender did."""
    state, done = State(), set()
    engine = SqliteLog(path / "log.sqlite")
    blobs = asyncio.run(engine.read(0, 1_000_000))
    asyncio.run(engine.close())
    for position, blob in enumerate(blobs, start=1):
        entry = entry_of(position, blob)
        decision = decide(state, entry)
        if entry.request is not None and not isinstance(decision, Repeated):
            place = (entry.actor.party, entry.request.key, entry.time_us // (24 * HOUR_US))
            assert place not in done, f"{place} was done twice"
            done.add(place)
        evolve(state, entry, decision)


class Inline(Executor):
    """Does in one thread what the real one does beside it: else no story could be told again."""

    def __init__(self, *_) -> None:
        pass

    def submit(self, fn, /, *arguments, **more) -> Future:
        done: Future = Future()
        try:
            done.set_result(fn(*arguments, **more))
        except (Outage, sqlite3.Error) as error:
            done.set_exception(error)
        return done


@pytest.fixture
def told_by_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a turn for others after each entry, so that death can come there; snapshots without a process of their own."""

    async def to_thread(function, /, *arguments):
        await asyncio.sleep(0)
        return function(*arguments)

    async def writes(folder: Folder, position: int, chain: str) -> tuple[int, str]:
        await asyncio.sleep(0)
        return snapshots.main(str(folder.path), str(position), chain), ""

    monkeypatch.setattr(node_loop, "SLICE_S", -1.0)
    monkeypatch.setattr(asyncio, "to_thread", to_thread)
    monkeypatch.setattr("tansiq.log.sqlite.ThreadPoolExecutor", Inline)
    monkeypatch.setattr("tansiq.log.derived.ThreadPoolExecutor", Inline)
    monkeypatch.setattr(housekeeping, "_child_writes", writes)
    monkeypatch.setattr("tansiq.node.snapshots.os.nice", lambda _: 0)


def tell(seed: int, path: Path) -> None:
    story = Story(seed)
    for _ in range(LIVES):
        asyncio.run(story.life(path))
        assert_sound(path)

    async def last_life() -> None:
        async with running(path, hands=story.hands) as house:
            story.check(house)
            for place in story.asked:
                await story.ask(house, place)
                assert house.node.request_status(*place).outcome in ("done", "refused", "never ordered")

    asyncio.run(last_life())
    assert_sound(path)
    decided_once(path)


@pytest.mark.parametrize("seed", seeds(6))
@pytest.mark.usefixtures("told_by_one_thread")
def test_nothing_answered_is_lost_and_nothing_is_done_twice(tmp_path, seed):
    print(f"tell it again with TANSIQ_SEED={seed}")
    tell(seed, tmp_path)


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("seed", seeds(300))
@pytest.mark.usefixtures("told_by_one_thread")
def test_nothing_answered_is_lost_in_many_stories(tmp_path, seed):
    tell(seed + 1_000 if "TANSIQ_SEED" not in os.environ else seed, tmp_path)


@pytest.mark.usefixtures("told_by_one_thread")
def test_a_story_can_be_told_again(tmp_path):
    heads = []
    for n in range(2):
        story = Story(1)
        for _ in range(4):
            asyncio.run(story.life(tmp_path / str(n)))
        heads.append((digest_of_replay(tmp_path / str(n)), story.answered))
    assert heads[0] == heads[1]
