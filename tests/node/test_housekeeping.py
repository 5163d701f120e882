"""What the node does by itself: it watches the disk, and frees what is past its time. Erasure has a file of its own."""

import asyncio

import pytest

from core.making import erase, put_constraint, put_subscription, report, subscribe, volume
from tansiq.core.commands import DueItems
from tansiq.core.model import Constraint, Intent
from tansiq.core.state import State
from tansiq.core.units import HOUR_US, MINUTE_US, Span
from tansiq.log.engine import Outage
from tansiq.node.housekeeping import EXPIRED_VOLUMES, pieces
from tansiq.node.snapshots import entry_of

from .house import House, assert_sound, files_with, flight, running


async def commands(house: House) -> list[str]:
    """The kinds of all entries."""
    blobs = await house.node.engine.read(0, house.state.position)
    return [type(entry_of(n, blob).command).__name__ for n, blob in enumerate(blobs, start=1)]


# Disk


def test_below_the_reserve_writes_stop_and_reads_go_on(tmp_path, monkeypatch):
    free = [10_000_000]
    monkeypatch.setattr("tansiq.log.folder.shutil.disk_usage", lambda _: type("Usage", (), {"free": free[0]}))

    async def story():
        async with running(tmp_path) as house:
            house.change_habits(disk_reserve_bytes=5_000_000)
            await house.write("one", key="key")
            free[0] = 4_000_000
            await house.round()
            assert house.started.housekeeper.free_bytes == 4_000_000
            with pytest.raises(Outage, match=r"has 4 MB left, less than the reserve of 5 MB.*reads go on. Free some"):
                await house.write("two")
            assert house.node.request_status("alpha", "key").outcome == "done"
            free[0] = 5_000_000
            await house.round()
            assert (await house.write("two")).position == 2

    asyncio.run(story())


# Expiry


def test_what_is_past_its_time_is_freed_by_an_entry_of_the_log(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            house.change_habits(retention_us=HOUR_US)
            await house.ask(flight("short", last=10, subscription=subscribe("implicit")))
            await house.ask(flight("long", last=600))
            await house.ask(put_constraint("zone", volume(lat_ndeg=(-9, -8), time_us=(0, house.hands.wall_us + 1))))
            await house.ask(put_subscription("watch", end=20))
            await house.round(seconds=60 * 60)
            assert sorted(house.state.subscriptions) == [], "at their end"
            assert sorted(house.state.intents) == ["long", "short"], "an hour later"
            await house.round(seconds=60 * 15)
            assert list(house.state.intents) == ["long"]
            assert list(house.state.constraints) == []
            assert (await commands(house)).count("Expire") == 2
            await house.round()
            assert (await commands(house)).count("Expire") == 2, "nothing due, nothing said"

    asyncio.run(story())
    assert_sound(tmp_path)


def test_a_node_that_does_not_tidy_frees_and_erases_nothing_by_itself(tmp_path):
    """A command that opens the folder knows nothing of the server's settings."""

    async def story():
        async with running(tmp_path) as house:
            house.change_habits(tidies=False)
            await house.ask(flight("flight", last=10))
            await house.ask(report(), erasable=b"a name of a person")
            await house.round(seconds=30 * 86_400)
            assert house.state.position == 2
            await house.ask(erase(2))
            await house.round()
            assert files_with(tmp_path, b"a name of a person") == [], "what was asked for is done"

    asyncio.run(story())


def test_a_start_with_much_that_is_due_does_not_wait_for_it(tmp_path):
    async def first_life():
        async with running(tmp_path) as house:
            await house.ask(flight("flight", last=10))

    async def second_life():
        async with running(tmp_path, ordering=False) as house:
            assert "flight" in house.state.intents
            house.loop = asyncio.create_task(house.node.run())
            await house.round(seconds=7 * 86_400)
            assert "flight" not in house.state.intents

    asyncio.run(first_life())
    asyncio.run(asyncio.wait_for(second_life(), 30))


def room_of(**volumes: int) -> tuple[State, DueItems]:
    """A state with flights and zones of so many volumes, and all of them due."""
    state = State()
    for name, count in volumes.items():
        more = (count * (volume(),), "", f"{name}/1", 1)
        if name.startswith("zone"):
            state.constraints[name] = Constraint(name, "a", *more, Span(0, 1))
        else:
            state.intents[name] = Intent(name, "a", "Accepted", *more, "", Span(0, 1))
    return state, DueItems(MINUTE_US, tuple(state.intents), tuple(state.constraints), ("watch", "ward"))


@pytest.mark.parametrize(
    ("volumes", "sizes", "because"),
    [
        ({}, [2], "two subscriptions"),
        ({"a": 1, "b": 2, "zone": 3}, [8], "all at once"),
        ({"a": EXPIRED_VOLUMES}, [EXPIRED_VOLUMES, 2], "it is full"),
        ({"a": 1_000, "b": 1, "c": 1_000}, [1_000, 1, 1_000, 2], "a big one goes alone"),
        ({"a": 150, "b": 100, "zone": 100}, [150, 200, 2], "what does not fit goes with the next"),
    ],
)
def test_expiry_is_cut_into_pieces_that_do_not_hold_the_loop(volumes, sizes, because):
    state, items = room_of(**volumes)
    cut = pieces(state, items)

    def size(piece: DueItems) -> int:
        found = [state.intents[i] for i in piece.intents] + [state.constraints[i] for i in piece.constraints]
        return sum(len(item.volumes) for item in found) + len(piece.subscriptions)

    assert [size(piece) for piece in cut] == sizes, because
    for kind in ("intents", "constraints", "subscriptions"):
        assert tuple(i for piece in cut for i in getattr(piece, kind)) == getattr(items, kind), "each once, in order"
    assert {piece.retention_us for piece in cut} == {MINUTE_US}


def test_thousands_that_end_at_once_are_freed_in_one_round(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            for start in range(0, 1_500, 500):
                await asyncio.gather(*(house.ask(flight(f"f{n}", last=10)) for n in range(start, start + 500)))
            await house.round(seconds=3 * 86_400)
            assert house.state.intents == {}

    asyncio.run(story())


def test_the_keeper_runs_until_it_is_cancelled(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await house.write("one")
            published, publish = asyncio.Event(), house.started.prover.publish

            async def publish_and_tell() -> str:
                published.set()
                return await publish()

            house.started.prover.publish = publish_and_tell
            running_ = asyncio.create_task(house.started.housekeeper.run())
            async with asyncio.timeout(30):
                await published.wait()
            running_.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running_
            assert house.node.closed is None

    asyncio.run(story())
