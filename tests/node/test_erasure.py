"""Erasure: said in the log first, done after, in every file of the folder; the digests stay what they were."""

import asyncio
import sqlite3

import pytest

from core.making import NOW, erase, report
from tansiq.core.commands import DueItems, Expire
from tansiq.core.units import DAY_US, HOUR_US
from tansiq.log.checkpoint import parse_checkpoint
from tansiq.log.note import parse_note
from tansiq.node.housekeeping import AT_ONCE
from tansiq.node.snapshots import entry_of

from .house import Crash, Hands, House, assert_sound, digest_of, digest_of_replay, files_with, flight, running, turns

NAME = b"Name Of A Person 0041 79 000 00 00"


async def last_command(house: House):
    (blob,) = await house.node.engine.read(house.state.position - 1, 1)
    return entry_of(house.state.position, blob).command


async def told(house: House, text: bytes = NAME, key: str = "") -> int:
    """A report with a name in it. Returns its position."""
    outcome = await house.ask(report(f"report {house.state.position}"), key=key, erasable=text * 3)
    assert outcome.reply.status == 200
    return outcome.position


def test_after_retention_no_file_of_the_folder_holds_what_a_report_said(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await house.write("before")
            position = await told(house, key="key")
            await house.write("after")
            await asyncio.to_thread(house.derived.flush)
            await house.save()
            assert files_with(tmp_path, NAME) != [], "the search works"
            await house.round(seconds=86_399)
            assert files_with(tmp_path, NAME) != [], "not before its time"
            await house.round(seconds=2)
            assert files_with(tmp_path, NAME) == []
            assert type(await last_command(house)).__name__ == "Erase"
            assert digest_of_replay(tmp_path) == digest_of(house.state)
            await house.save()
            assert (await house.node.engine.read(position - 1, 1))[0].erasable == b""
        assert files_with(tmp_path, NAME) == [], "nor after closing"

    asyncio.run(story())
    assert_sound(tmp_path)


@pytest.mark.parametrize("snapshot", [False, True])
def test_digests_are_the_same_before_and_after_an_erasure(tmp_path, snapshot):
    async def story():
        async with running(tmp_path) as house:
            await told(house)
            await house.write("after")
            if snapshot:
                await house.save()
            order = house.node.engine.erase
            digests = []

            async def erase_and_compare(position):
                digests.append(digest_of_replay(tmp_path))
                await order(position)
                digests.append(digest_of_replay(tmp_path))

            house.node.engine.erase = erase_and_compare
            await house.round(seconds=86_401)
            assert len(digests) == 2
            assert digests[0] == digests[1]

    asyncio.run(story())
    assert_sound(tmp_path)


@pytest.mark.parametrize("moment", ["before the bytes were destroyed", "between the log and the answers"])
def test_an_erasure_that_a_crash_cut_off_is_done_after_the_restart(tmp_path, moment):
    hands = Hands()

    async def first_life():
        async with running(tmp_path, hands=hands) as house:
            await told(house, key="key")

            def crash(_position):
                raise Crash

            if moment == "before the bytes were destroyed":
                house.node.engine.erase = crash
            else:
                house.derived.erase = crash
            await house.round(seconds=86_401)

    async def second_life():
        async with running(tmp_path, hands=hands) as house:
            assert list(house.node.applier.to_erase) == [1]
            house.change_habits(snapshot_entries=1)
            await house.round()
            assert files_with(tmp_path, NAME) == []
            assert house.node.applier.to_erase == {}

    asyncio.run(first_life())
    if moment == "before the bytes were destroyed":
        assert files_with(tmp_path, NAME) != []
    asyncio.run(second_life())
    assert_sound(tmp_path)


def test_no_snapshot_is_made_while_an_erasure_is_ordered_but_not_done(tmp_path):
    """A start reads only what comes after the snapshot; it would never hear of the order."""

    hands = Hands()

    async def first_life():
        async with running(tmp_path, hands=hands) as house:
            house.change_habits(snapshot_entries=1)
            await told(house)
            reader = sqlite3.connect(tmp_path / "log.sqlite", isolation_level=None)
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM batches").fetchone()
            house.node.engine._writer.execute("PRAGMA busy_timeout=10")
            await house.round(seconds=86_401)
            await house.round()
            assert list(house.node.applier.to_erase) == [1], "another program reads: it is tried again"
            assert not (tmp_path / "snapshots").exists()
            reader.close()
            raise Crash

    async def second_life():
        async with running(tmp_path, hands=hands) as house:
            house.change_habits(snapshot_entries=1)
            await house.round()
            assert files_with(tmp_path, NAME) == []
            assert (tmp_path / "snapshots").exists()

    asyncio.run(first_life())
    asyncio.run(second_life())
    assert_sound(tmp_path)


def test_an_erasure_that_must_wait_keeps_nothing_else_from_being_done(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await told(house)
            await house.ask(flight("flight", last=10))
            reader = sqlite3.connect(tmp_path / "log.sqlite", isolation_level=None)
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM batches").fetchone()
            house.node.engine._writer.execute("PRAGMA busy_timeout=10")
            await house.round(seconds=2 * 86_400)
            reader.close()
            assert list(house.node.applier.to_erase) == [1]
            assert house.state.intents == {}
            head = parse_checkpoint(parse_note((tmp_path / "checkpoint").read_bytes()).text)
            assert head.size == house.state.position

    asyncio.run(story())


def test_many_reports_past_their_time_are_erased_a_hundred_a_round(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await asyncio.gather(*(told(house) for _ in range(AT_ONCE + 20)))
            await house.round(seconds=86_401)
            assert len(house.state.erasable) == 20
            await house.round()
            assert house.state.erasable == {}
            assert files_with(tmp_path, NAME) == []

    asyncio.run(story())


def test_only_what_is_past_its_retention_is_erased(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await told(house, b"first person")
            house.hands.pass_us(HOUR_US)
            await told(house, b"second person")
            house.hands.pass_us(DAY_US - HOUR_US // 2)
            await house.round()
            assert (files_with(tmp_path, b"first person"), files_with(tmp_path, b"second person") != []) == ([], True)

    asyncio.run(story())


def test_what_was_ordered_is_erased_also_while_writes_are_stopped(tmp_path):
    async def first_life():
        async with running(tmp_path) as house:
            await told(house)
            await house.ask(erase(1))
            raise Crash

    async def second_life():
        async with running(tmp_path, hands=Hands(NOW - HOUR_US)) as house:
            assert "Set the clock right" in (house.node.closed or "")
            await house.round()
            assert files_with(tmp_path, NAME) == []

    asyncio.run(first_life())
    asyncio.run(second_life())


def test_two_rounds_at_once_erase_each_position(tmp_path):
    """`tansiq erase` asks for a round while the usual one may be under way."""

    async def story():
        async with running(tmp_path) as house:
            for _ in range(6):
                await told(house)
            for position in range(1, 7):
                await house.ask(erase(position))
            rounds = [asyncio.create_task(house.started.housekeeper.round()) for _ in range(2)]
            await turns()
            await asyncio.gather(*rounds)
            assert house.node.applier.to_erase == {}
            assert files_with(tmp_path, NAME) == []

    asyncio.run(story())


def test_an_erasure_of_what_is_not_there_is_refused(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await house.write("one")
            assert (await house.ask(erase(1))).reply.status == 409
            assert (await house.ask(Expire(DueItems(0)))).reply.status == 409
            assert house.node.applier.to_erase == {}

    asyncio.run(story())
