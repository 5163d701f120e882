"""Idempotency keys: a request sent again is answered again, not done again."""

import asyncio

import msgspec
import pytest

from core.making import put_intent, report, volume
from tansiq.core.limits import REMEMBER_REQUESTS_US
from tansiq.core.units import DAY_US, US

from .house import Crash, House, assert_sound, flight, running, turns


def said(outcome) -> str:
    return msgspec.json.decode(outcome.reply.body)["decision"]


def restarts() -> list[str]:
    return ["it was closed", "it crashed", "it crashed and lost what was derived", "it starts from a snapshot"]


async def prepare(house: House, how: str) -> None:
    """End the first life of a node as `how` says."""
    if how == "it starts from a snapshot":
        await house.save()
        await house.write("tail", key="tail")
    if how != "it was closed":
        raise Crash


def between_lives(path, how: str) -> None:
    if how == "it crashed and lost what was derived":
        for file in path.glob("derived.sqlite*"):
            file.unlink()


def test_the_same_request_again_gets_the_same_answer_and_no_position(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            first = await house.write("one", key="key")
            again = await house.write("one", key="key")
            assert again == first
            assert house.state.position == 1

    asyncio.run(story())


def test_the_same_key_for_another_request_is_refused(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await house.write("one", key="key")
            other = await house.write("two", key="key")
            assert (other.position, other.reply.status, said(other)) == (0, 409, "KeyReused")
            assert "two" not in house.state.intents

    asyncio.run(story())


def test_keys_belong_to_their_party(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await house.write("one", party="a", key="key")
            other = await house.write("two", party="b", key="key")
            assert said(other) == "IntentPut"
            assert house.node.request_status("a", "key").position == 1
            assert house.node.request_status("b", "key").position == 2
            assert house.node.request_status("c", "key").outcome == "never ordered"

    asyncio.run(story())


@pytest.mark.parametrize("copies", [2, 30])
def test_copies_under_way_at_the_same_time_are_done_once(tmp_path, copies):
    """They all pass the check; the log keeps that they came, and answers them all alike."""

    async def story():
        async with running(tmp_path, ordering=False) as house:
            asked = [asyncio.create_task(house.write("one", key="key")) for _ in range(copies)]
            await turns()
            assert house.node.request_status("alpha", "key").outcome == "waiting"
            house.loop = asyncio.create_task(house.node.run())
            outcomes = await asyncio.gather(*asked)
            assert {o.position for o in outcomes} == {1}
            assert len({o.reply.body for o in outcomes}) == 1
            assert house.state.position == copies
            assert list(house.state.intents) == ["one"]
            receipt = await house.started.prover.receipt(2)
            assert receipt is not None
            assert receipt.outcome == "repeated 1"
            assert house.node.request_status("alpha", "key").outcome == "done"

    asyncio.run(story())


def test_two_requests_under_one_key_at_the_same_time_the_first_is_done(tmp_path):
    async def story():
        async with running(tmp_path, ordering=False) as house:
            one = asyncio.create_task(house.write("one", key="key"))
            two = asyncio.create_task(house.write("two", key="key"))
            await turns()
            house.loop = asyncio.create_task(house.node.run())
            assert (said(await one), said(await two)) == ("IntentPut", "KeyReused")
            assert (await two).position == 2

    asyncio.run(story())


@pytest.mark.parametrize("how", restarts())
def test_after_a_restart_a_request_is_still_known(tmp_path, how):
    kept = {}

    async def first_life():
        async with running(tmp_path) as house:
            kept["done"] = await house.write("one", key="done")
            racing = [asyncio.create_task(house.ask(put_intent(i, volume((-6, -5))), i, "race")) for i in ("x", "y")]
            _, kept["refused"] = await asyncio.gather(*racing)
            assert kept["refused"].reply.status == 409
            await prepare(house, how)

    async def second_life():
        async with running(tmp_path) as house:
            done = house.node.request_status("alpha", "done")
            assert (done.outcome, done.position, done.reply) == ("done", 1, kept["done"].reply)
            refused = house.node.request_status("y", "race")
            assert (refused.outcome, refused.position, refused.reply) == ("refused", 3, kept["refused"].reply)
            assert await house.write("one", key="done") == kept["done"]
            assert said(await house.write("two", key="done")) == "KeyReused"
            assert house.state.position == (4 if how == "it starts from a snapshot" else 3)

    asyncio.run(first_life())
    between_lives(tmp_path, how)
    asyncio.run(second_life())
    assert_sound(tmp_path)


@pytest.mark.parametrize(
    ("later_us", "known"), [(0, True), (REMEMBER_REQUESTS_US - US, True), (REMEMBER_REQUESTS_US + US, False)]
)
@pytest.mark.parametrize("written_since", [False, True])
def test_a_key_is_known_for_24_h(tmp_path, later_us, known, written_since):
    async def story():
        async with running(tmp_path) as house:
            first = await house.ask(flight("one", last=4_000), key="key")
            house.hands.pass_us(later_us)
            if written_since:
                await house.ask(flight("two", last=4_000))
            await house.round(seconds=0)
            status = house.node.request_status("alpha", "key")
            assert status.outcome == ("done" if known else "never ordered")
            again = await house.ask(flight("one", last=4_000), key="key")
            if known:
                assert again == first
            else:
                assert said(again) == "AlreadyExists", "it is a new request"

    asyncio.run(story())


def test_a_clock_that_leaps_ahead_and_back_makes_no_answer_forgotten(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            first = await house.write("one", key="key")
            house.hands.step_us(30 * DAY_US)
            for _ in range(3):
                await house.round()
            assert house.node.request_status("alpha", "key").reply == first.reply
            house.hands.step_us(-30 * DAY_US)
            await house.round()
            assert await house.write("one", key="key") == first

    asyncio.run(story())


def test_an_answer_that_was_erased_is_said_to_be(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await house.ask(report(), key="key", erasable=b"a name")
            await house.round(seconds=24 * 3_600 - 10)
            house.change_habits(report_retention_us=US)
            await house.round()
            assert house.node.applier.to_erase == {}
            status = house.node.request_status("alpha", "key")
            assert status.reply is not None
            assert (status.outcome, status.reply.status) == ("done", 410), "it was done, and only its answer is gone"
            again = await house.ask(report(), key="key")
            assert again.reply.status == 410
            assert b"was erased" in again.reply.body
            both = await asyncio.gather(*(house.ask(report(), key="key") for _ in range(2)))
            assert {o.reply.status for o in both} == {410}
            assert house.node.closed is None

    asyncio.run(story())
