"""One member cannot starve the others."""

import asyncio
from collections import Counter
from functools import partial
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.core.units import DAY_US, US
from tansiq.node import fairness
from tansiq.node.fairness import Busy, FairQueue, Shares

from .house import PLENTY, flight, running, turns


def queue(now_us=lambda: 0, **changed) -> FairQueue[str]:
    shares = {"party_queue": 100, "node_queue": 1_000, "writes_per_s": 1_000} | changed
    return FairQueue(Shares(**shares), now_us)


def fill(line: FairQueue[str], waiting: dict[str, int]) -> None:
    for party, count in waiting.items():
        for n in range(count):
            line.put(party, f"{party}{n}")


def everything(line: FairQueue[str]) -> list[str]:
    return [line.take() for _ in range(len(line))]


def test_parties_are_served_in_turn_and_each_in_its_own_order():
    line = queue()
    fill(line, {"a": 3, "b": 1, "c": 2})
    assert everything(line) == ["a0", "b0", "c0", "a1", "c1", "a2"]


@given(st.lists(st.sampled_from(["put a", "put b", "put c", "put d", "take"]), max_size=80))
def test_nobody_waits_more_than_one_round(steps):
    """Between two turns of a party that still waits, no other has two."""
    line, served, asked = queue(), [], Counter()
    for step in [*steps, *["take"] * 80]:
        if step != "take":
            party = step[-1]
            line.put(party, f"{party}{asked[party]}")
            asked[party] += 1
        elif len(line):
            served.append(line.take())
    for party in "abcd":
        own = [item for item in served if item[0] == party]
        assert own == [f"{party}{n}" for n in range(asked[party])], "all are served, in their order"
    waiting = Counter()
    since: dict[str, Counter[str]] = {}  # party that waits -> how often each other was served since it began to wait
    served_again = iter(served)
    for step in [*steps, *["take"] * 80]:
        if step != "take":
            waiting[step[-1]] += 1
            since.setdefault(step[-1], Counter())
        elif sum(waiting.values()):
            party = next(served_again)[0]
            waiting[party] -= 1
            del since[party]
            for other, counts in since.items():
                counts[party] += 1
                assert counts[party] <= 1, f"{other} waits while {party} is served again"
            if waiting[party]:
                since[party] = Counter()


def test_thousands_of_one_party_delay_anothers_request_by_one_round(tmp_path):
    async def story():
        async with running(tmp_path, ordering=False) as house:
            asked = [asyncio.create_task(house.write(f"flight{n}", "crowd")) for n in range(3_000)]
            await turns()
            single = asyncio.create_task(house.write("single", "modest"))
            await turns()
            house.loop = asyncio.create_task(house.node.run())
            assert (await single).position == 2
            await asyncio.gather(*asked)
            assert house.state.position == 3_001

    asyncio.run(story())


@pytest.mark.parametrize(
    ("waiting", "party", "yours", "sentence"),
    [
        ({"a": 100}, "a", True, "100 of your requests are waiting, as many as one party may have. Wait for answers."),
        ({"a": 100}, "b", None, "another has room"),
        ({"a": 90, "b": 90, "c": 20}, "c", False, "200 requests are waiting, as many as this node takes. Try again"),
        ({"a": 100, "b": 100}, "c", None, "one with nothing waiting finds room: the crowd cannot lock it out"),
        ({"a": 100, "b": 100, "c": 1}, "c", False, "201 requests are waiting"),
    ],
)
def test_limits_of_the_queue(waiting, party, yours, sentence):
    line = queue(node_queue=200)
    fill(line, waiting)
    if yours is None:
        line.put(party, "one more")
        return
    with pytest.raises(Busy, match=sentence) as busy:
        line.put(party, "one more")
    assert busy.value.yours is yours
    assert busy.value.retry_after_s == 1
    assert len(line) == sum(waiting.values()), "what is refused does not wait"


def test_ever_more_parties_with_one_request_each_are_bounded_too():
    line = queue(node_queue=200)
    fill(line, {f"party{n}": 1 for n in range(400)})
    with pytest.raises(Busy) as busy:
        line.put("one more", "one more")
    assert not busy.value.yours


def test_a_full_queue_takes_again_what_was_served():
    line = queue(node_queue=3, party_queue=2)
    fill(line, {"a": 2})
    with pytest.raises(Busy):
        line.put("a", "refused")
    assert line.take() == "a0"
    line.put("a", "a2")
    assert everything(line) == ["a1", "a2"]


class Ticks:
    def __init__(self) -> None:
        self.now_us = 0

    def __call__(self) -> int:
        return self.now_us


def burst(line: FairQueue[str], party: str) -> int:
    """How often a party can write at once."""
    written = 0

    def write_on() -> None:
        nonlocal written
        while written < 100_000:
            line.put(party, "item")
            line.take()
            written += 1

    with pytest.raises(
        Busy, match=r"You have written 10 times a second, as often as one party may. Slow down."
    ) as busy:
        write_on()
    assert busy.value.yours
    return written


def test_a_party_writes_at_its_rate_with_a_burst_of_as_many_again():
    ticks = Ticks()
    line = queue(ticks, writes_per_s=10)
    assert burst(line, "a") == 20
    assert burst(line, "b") == 20, "another has an allowance of its own"
    ticks.now_us += US // 10
    assert burst(line, "a") == 1
    ticks.now_us += US
    assert burst(line, "a") == 10
    ticks.now_us += 3_600 * US
    assert burst(line, "a") == 20, "it does not save up more"


def test_a_refusal_for_room_costs_nothing_of_the_allowance():
    ticks = Ticks()
    line = queue(ticks, writes_per_s=10, party_queue=1)
    line.put("a", "waits")
    for _ in range(50):
        with pytest.raises(Busy, match="of your requests are waiting"):
            line.put("a", "refused")
    line.take()
    assert burst(line, "a") == 19


def test_allowances_of_the_longest_remembered_are_forgotten(monkeypatch):
    monkeypatch.setattr(fairness, "PARTIES_REMEMBERED", 3)
    line = queue(writes_per_s=10)
    for party in "abc":
        assert burst(line, party) == 20
    line.put("d", "item")
    assert len(line._allowance) == 3
    assert burst(line, "b") == 0
    assert burst(line, "a") == 20, "forgotten: it starts full again"


def test_housekeeping_finds_room_in_a_full_queue(tmp_path):
    """Else a crowd could keep the node from freeing memory."""
    shares = Shares(party_queue=PLENTY.party_queue, node_queue=5, writes_per_s=PLENTY.writes_per_s)
    late = partial(flight, first=3 * 24 * 60, last=3 * 24 * 60 + 1)

    async def story():
        async with running(tmp_path, shares=shares, ordering=False) as house:
            house.loop = asyncio.create_task(house.node.run())
            await house.write("old")
            house.stop_loop()
            await turns()
            house.hands.pass_us(2 * DAY_US)
            asked = [asyncio.create_task(house.ask(late(f"late{n}"), "crowd")) for n in range(5)]
            await turns()
            with pytest.raises(Busy):
                await house.ask(late("one more"), "crowd")
            round_ = asyncio.create_task(house.started.housekeeper.round())
            await turns()
            house.loop = asyncio.create_task(house.node.run())
            await round_
            await asyncio.gather(*asked)
            assert "old" not in house.state.intents

    asyncio.run(story())


def test_no_party_has_two_turns_in_a_row_while_another_waits():
    line = queue(party_queue=1_000, node_queue=10_000)
    fill(line, {"a": 500, "b": 200, "c": 100})
    served = [item[0] for item in everything(line)]
    while_all_wait = served[:300]
    assert max(len(list(run)) for _, run in groupby(while_all_wait)) == 1
