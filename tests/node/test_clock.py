"""Time comes with the entry and never falls; a clock that stepped is not believed until somebody vouches for it."""

import asyncio

import pytest

from core.making import NOW
from tansiq.core.commands import AcceptClock, ClockReading
from tansiq.core.units import DAY_US, HOUR_US, MINUTE_US, US
from tansiq.log.engine import Outage
from tansiq.node.housekeeping import accept_clock
from tansiq.node.snapshots import entry_of

from .house import Hands, House, assert_sound, flight, running


async def last_entry(house: House):
    (blob,) = await house.node.engine.read(house.state.position - 1, 1)
    return entry_of(house.state.position, blob)


@pytest.mark.parametrize(
    ("step_us", "stops"),
    [(2 * US, False), (-2 * US, False), (2 * US + 1, True), (-2 * US - 1, True), (365 * DAY_US, True), (-DAY_US, True)],
)
def test_a_step_of_more_than_2_s_stops_writes_and_reads_go_on(tmp_path, step_us, stops):
    async def story():
        async with running(tmp_path) as house:
            await house.write("one", key="key")
            house.hands.step_us(step_us)
            await house.round(seconds=0)
            if stops:
                with pytest.raises(Outage, match=r"jumped by .*Writes are stopped.*doctor --accept-clock"):
                    await house.write("two")
            else:
                assert (await house.write("two")).position == 2
            assert house.node.request_status("alpha", "key").outcome == "done"

    asyncio.run(story())


def test_the_sentence_names_both_times(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await house.write("one")
            house.hands.step_us(90 * MINUTE_US)
            await house.round(seconds=0)
            assert house.node.closed == (
                "The clock of this machine jumped by +5400.0 s: it says 2024-10-04 01:30:00.0 UTC, expected was "
                "2024-10-04 00:00:00.0 UTC. Writes are stopped. Set the clock right, then say `tansiq doctor --accept-clock`."
            )

    asyncio.run(story())


@pytest.mark.parametrize("step_us", [DAY_US, -DAY_US])
def test_before_the_step_is_noticed_nothing_is_decided_at_a_wrong_time(tmp_path, step_us):
    """Housekeeping looks once a second; an entry of the year to come would poison the log's time for a year."""

    async def story():
        async with running(tmp_path) as house:
            await house.write("one")
            house.hands.pass_us(MINUTE_US)
            house.hands.step_us(step_us)
            assert house.node.now_us() == NOW + MINUTE_US
            await house.write("two")
            assert house.state.time_us == NOW + MINUTE_US

    asyncio.run(story())


def test_a_clock_that_was_set_right_again_lets_writes_on(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            house.hands.step_us(DAY_US)
            await house.round()
            assert house.node.closed is not None
            house.hands.step_us(-DAY_US)
            await house.round()
            assert house.node.closed is None
            await house.write("one")

    asyncio.run(story())


@pytest.mark.parametrize("step_us", [HOUR_US, -HOUR_US])
def test_who_vouches_for_the_clock_lets_writes_on_and_is_in_the_log(tmp_path, step_us):
    async def story():
        async with running(tmp_path) as house:
            await house.write("one")
            house.hands.step_us(step_us)
            await house.round()
            assert house.node.closed is not None
            accept_clock(house.folder)
            await house.round()
            assert house.node.closed is None
            entry = await last_entry(house)
            assert entry.command == AcceptClock(ClockReading(NOW, NOW + step_us + 2 * US))
            assert entry.actor.by == "node"
            assert not (tmp_path / "accept-clock").exists()
            await house.ask(flight("two", last=600))
            assert house.state.time_us == max(NOW, NOW + step_us + 2 * US), "the log's time never falls"
            await house.round()
            assert house.node.closed is None

    asyncio.run(story())
    assert_sound(tmp_path)


def test_after_a_step_back_that_was_vouched_for_the_logs_time_stands_until_the_clock_is_past_it(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await house.write("one")
            house.hands.step_us(-HOUR_US)
            accept_clock(house.folder)
            await house.round(seconds=0)
            times_us = []
            for minutes in (1, 29, 31, 10):
                await house.round(seconds=60 * minutes)
                await house.ask(flight(f"after {minutes}", last=600))
                times_us.append(house.state.time_us - NOW)
            assert times_us == [0, 0, MINUTE_US, 11 * MINUTE_US]

    asyncio.run(story())


def test_a_word_for_the_clock_that_nobody_needed_is_not_kept_for_the_next_step(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            accept_clock(house.folder)
            await house.round()
            assert not (tmp_path / "accept-clock").exists()
            assert house.state.position == 0, "nothing happened"
            house.hands.step_us(DAY_US)
            await house.round()
            assert house.node.closed is not None

    asyncio.run(story())


def test_a_word_that_cannot_be_logged_at_once_is_logged_later(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            house.hands.step_us(DAY_US)
            accept_clock(house.folder)
            house.derived.trouble = "The disk is full."
            await house.round(seconds=0)
            assert house.state.position == 0
            house.derived.trouble = ""
            await house.round(seconds=0)
            assert isinstance((await last_entry(house)).command, AcceptClock)

    asyncio.run(story())


def test_a_start_with_the_clock_behind_the_log_stops_writes(tmp_path):
    async def first_life():
        async with running(tmp_path) as house:
            await house.write("one")

    async def second_life():
        async with running(tmp_path, hands=Hands(NOW - HOUR_US)) as house:
            with pytest.raises(
                Outage,
                match=r"says 2024-10-03 23:00:00.0 UTC, but the log has an entry of 2024-10-04 00:00:00.0 UTC.*accept-clock",
            ):
                await house.write("two")
            assert list(house.state.intents) == ["one"], "reads go on"
            assert house.node.now_us() == NOW
            accept_clock(house.folder)
            await house.round()
            await house.write("two")
            assert house.state.time_us == NOW
            await house.round()
            assert house.node.closed is None

    asyncio.run(first_life())
    asyncio.run(second_life())
    assert_sound(tmp_path)


def test_a_start_a_moment_behind_the_log_is_none_the_worse(tmp_path):
    async def first_life():
        async with running(tmp_path) as house:
            await house.write("one")

    async def second_life():
        async with running(tmp_path, hands=Hands(NOW - US)) as house:
            await house.write("two")
            assert house.state.time_us == NOW

    asyncio.run(first_life())
    asyncio.run(second_life())


@pytest.mark.parametrize(
    ("ppm", "seconds", "stops", "because"),
    [
        (500, 7 * 86_400, False, "the kernel slews by 500 ppm: five minutes in a week"),
        (-500, 86_400, False, "backwards too"),
        (83_333, 600, False, "chrony slews by at most that"),
        (400_000, 60, True, "nobody slews so fast: that are many small steps"),
    ],
)
def test_slewing_is_followed(ppm, seconds, stops, because):
    hands = Hands()
    clock = hands.clock()
    stopped = False
    looks_s = 1 if seconds <= 600 else 60
    for _ in range(0, seconds, looks_s):
        hands.pass_us(looks_s * US)
        hands.step_us(looks_s * ppm)
        clock.follow()
        stopped = stopped or clock.fault(0) is not None
    assert stopped is stops, because


def test_two_steps_that_are_each_too_small_are_one_that_is_not():
    hands = Hands()
    clock = hands.clock()
    for _ in range(2):
        hands.step_us(1_500_000)
        hands.pass_us(US)
        clock.follow()
    assert clock.fault(0) is not None


def test_time_never_falls_whatever_the_clock_does(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            last_us = 0
            for n, step_us in enumerate((0, -US, -US, US, -2 * US, 1, -1, 2 * US)):
                house.hands.step_us(step_us)
                await house.write(f"flight{n}")
                assert house.state.time_us >= last_us
                last_us = house.state.time_us
                await house.round(seconds=20)

    asyncio.run(story())
    assert_sound(tmp_path)
