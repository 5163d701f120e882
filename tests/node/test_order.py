"""Check, order, decide again."""

import asyncio
from random import Random

import msgspec
import pytest

from core.making import HERE, between, box, delete_intent, put_intent, volume
from core.making import report as make_report
from tansiq.core.commands import DueItems, Expire
from tansiq.log.engine import NotAppended
from tansiq.log.memory import MemoryLog
from tansiq.node import loop as node_loop
from tansiq.node.loop import BATCH, Node
from tansiq.node.reply import Reply

from .house import House, answer, ended, flight, running, turns


def said(outcome) -> str:
    return msgspec.json.decode(outcome.reply.body)["decision"]


def test_an_answer_comes_with_its_place_in_the_log(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            first, second = await house.write("one"), await house.write("two")
            assert [(first.position, said(first)), (second.position, said(second))] == [
                (1, "IntentPut"),
                (2, "IntentPut"),
            ]
            assert house.state.position == 2

    asyncio.run(story())


def test_what_is_refused_at_the_check_takes_no_position(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await house.write("one")
            again = await house.write("one")
            assert (again.position, again.reply.status, said(again)) == (0, 409, "AlreadyExists")
            assert (house.state.position, house.counts.refusals) == (1, ["AlreadyExists"])

    asyncio.run(story())


def test_a_change_between_check_and_order_is_answered_by_the_order(tmp_path):
    """Both pass the check on an empty room; in order, the second has not seen the first."""

    async def story():
        async with running(tmp_path, ordering=False) as house:
            asked = [
                asyncio.create_task(house.ask(put_intent(name), party)) for name, party in (("a", "x"), ("b", "y"))
            ]
            await turns()
            assert house.node.queued == 2, "both passed the check"
            house.loop = asyncio.create_task(house.node.run())
            first, second = await asyncio.gather(*asked)
            assert (first.position, said(first)) == (1, "IntentPut")
            assert (second.position, second.reply.status, said(second)) == (2, 409, "UnseenItems")
            assert list(house.state.intents) == ["a"]
            assert house.counts.refusals == ["UnseenItems"]

    asyncio.run(story())


@pytest.mark.parametrize("seed", range(3))
def test_of_racing_writers_none_is_accepted_unaware_of_another(tmp_path, seed):
    """32 writers want one place at one time. Each knows what it was told of; a refused one looks again, then retries."""
    accepted: dict[str, frozenset[str]] = {}  # ovn -> the OVNs that were in its key, in order of acceptance

    async def writer(house: House, n: int, rng: Random) -> None:
        for attempt in range(1, 200):
            for _ in range(rng.randrange(4)):
                await asyncio.sleep(0)
            seen = tuple(i.ovn for i in house.state.intents_near((volume(),)))
            ovn = f"{n}/{attempt}"
            outcome = await house.ask(put_intent(f"flight{n}", key=seen, ovn=ovn), f"party{n % 7}")
            if outcome.reply.status == 200:
                accepted[ovn] = frozenset(seen)
                return
        raise AssertionError(f"writer {n} starves")

    async def story():
        async with running(tmp_path) as house:
            rng = Random(seed)
            await asyncio.gather(*(writer(house, n, rng) for n in range(32)))
            in_order = sorted(house.state.intents.values(), key=lambda i: list(accepted).index(i.ovn))
            assert len(in_order) == 32
            for n, intent in enumerate(in_order):
                assert {earlier.ovn for earlier in in_order[:n]} <= accepted[intent.ovn], "one did not know of another"

    asyncio.run(story())


def test_all_that_wait_share_a_commit_up_to_a_batch(tmp_path):
    async def story():
        async with running(tmp_path, ordering=False) as house:
            asked = [asyncio.create_task(house.write(f"flight{n}")) for n in range(BATCH + 5)]
            await turns()
            house.loop = asyncio.create_task(house.node.run())
            await asyncio.gather(*asked)
            assert house.counts.batches == [BATCH, 5]

    asyncio.run(story())


def test_big_entries_make_small_batches(tmp_path):
    """A commit of 64 times 1.5 MB would delay everybody else's."""
    big = [volume(lat_ndeg=(n * 1_000, n * 1_000 + 1)) for n in range(3)]

    async def story():
        async with running(tmp_path, ordering=False) as house:
            key = tuple(f"ovn {n:0100}" for n in range(15_000))
            asked = [
                asyncio.create_task(house.ask(put_intent(f"big{n}", volume, key=key))) for n, volume in enumerate(big)
            ]
            asked += [asyncio.create_task(house.write(f"small{n}", "other")) for n in range(9)]
            await turns()
            house.loop = asyncio.create_task(house.node.run())
            outcomes = await asyncio.gather(*asked)
            assert {o.reply.status for o in outcomes} == {200}
            assert len(house.counts.batches) == 2, "three of them are more than one batch takes"

    asyncio.run(story())


class SlowMotion:
    """A stopwatch that runs only while entries are worked on, and a passer-by that notes each time it gets its turn."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.turns_s: list[float] = []

    async def passer_by(self) -> None:
        while True:
            self.turns_s.append(self.now_s)
            await asyncio.sleep(0)

    def longest_s(self) -> float:
        return max(b - a for a, b in zip(self.turns_s, self.turns_s[1:], strict=False))


@pytest.mark.parametrize("step", ["making the records", "applying"])
@pytest.mark.parametrize("entry_s", [0.0001, 0.001, 0.0029])
def test_a_batch_of_heavy_entries_never_holds_the_loop_over_5_ms(tmp_path, monkeypatch, step, entry_s):
    watch = SlowMotion()
    to_blob = node_loop.to_blob

    def slow_answer(state, entry, decision) -> Reply:
        watch.now_s += entry_s if step == "applying" else 0
        return answer(state, entry, decision)

    def slow_blob(entry, erasable):
        watch.now_s += entry_s if step == "making the records" else 0
        return to_blob(entry, erasable)

    async def story():
        async with running(tmp_path, answer=slow_answer, ordering=False) as house:
            asked = [asyncio.create_task(house.write(f"flight{n}")) for n in range(BATCH)]
            await turns()
            passer_by = asyncio.create_task(watch.passer_by())
            house.loop = asyncio.create_task(house.node.run())
            await asyncio.gather(*asked)
            await ended(passer_by)
            assert house.counts.batches == [BATCH]

    monkeypatch.setattr(node_loop, "to_blob", slow_blob)
    monkeypatch.setattr(node_loop, "perf_counter", lambda: watch.now_s)
    asyncio.run(story())
    assert watch.now_s >= 0.99 * BATCH * entry_s, "the work was done"
    assert watch.longest_s() < 0.005


def test_readers_between_two_slices_see_only_what_is_durable_and_can_prove_it(tmp_path, monkeypatch):
    monkeypatch.setattr(node_loop, "SLICE_S", -1.0)  # a turn for others after each entry

    async def story():
        async with running(tmp_path, ordering=False) as house:
            asked = [asyncio.create_task(house.write(f"flight{n}", key=f"key{n}")) for n in range(10)]
            await turns()
            house.loop = asyncio.create_task(house.node.run())
            seen = []
            while not all(task.done() for task in asked):
                position = house.state.position
                seen.append(position)
                assert position <= await house.node.engine.committed()
                assert house.derived.position() == position, "whoever sees an entry can have its receipt"
                await asyncio.sleep(0)
            assert set(range(1, 11)) <= {*seen, 10}

    asyncio.run(story())


def test_a_node_needs_nothing_of_its_engine_but_the_interface(tmp_path):
    async def story():
        async with running(tmp_path, ordering=False) as house:
            memory = MemoryLog()
            node = Node(
                engine=memory,
                applier=house.node.applier,
                clock=house.node.clock,
                shares=house.node._queue._shares,
                observer=house.counts,
            )
            house.started = msgspec.structs.replace(house.started, node=node)
            loop = asyncio.create_task(node.run())
            assert (await house.write("one")).position == 1
            assert await memory.committed() == 1
            await ended(loop)

    asyncio.run(story())


def test_an_expiry_proposed_before_a_change_leaves_the_changed_alone(tmp_path):
    """The flight is over when its expiry is proposed; before that is ordered, its owner flies on."""

    async def story():
        async with running(tmp_path, ordering=False) as house:
            house.loop = asyncio.create_task(house.node.run())
            await house.ask(put_intent("flight", volume(time_us=between(0, 1))))
            await ended(house.loop)
            house.hands.pass_us(3_600_000_000)
            longer = put_intent("flight", volume(time_us=between(0, 600)), replaces="flight/1")
            asked = [
                asyncio.create_task(house.ask(longer)),
                asyncio.create_task(house.ask(Expire(DueItems(0, ("flight",))), "")),
            ]
            await turns()
            house.loop = asyncio.create_task(house.node.run())
            changed, expired = await asyncio.gather(*asked)
            assert (said(changed), said(expired)) == ("IntentPut", "NothingDue")
            assert "flight" in house.state.intents

    asyncio.run(story())


@pytest.mark.parametrize(
    ("commands", "expected", "because"),
    [
        ([flight("a"), flight("a")], ["IntentPut", "AlreadyExists"], "the second finds the first"),
        ([flight("b"), delete_intent("b", "b/1")], ["IntentPut", "IntentGone"], "in the order of asking"),
        ([make_report("r"), make_report("r")], ["ReportKept", "ReportKept"], "reports have no name that could clash"),
        (
            [put_intent("c", volume(boxes=(box(HERE, HERE),))), put_intent("d", volume(), key=("c/1",))],
            ["IntentPut", "IntentPut"],
            "it knew what would come",
        ),
    ],
)
def test_requests_of_one_party_are_answered_in_the_order_they_came(tmp_path, commands, expected, because):
    async def story():
        async with running(tmp_path) as house:
            outcomes = [await house.ask(command) for command in commands]
            assert [said(o) for o in outcomes] == expected, because

    asyncio.run(story())


def test_a_foreign_writer_in_the_log_is_never_written_over(tmp_path):
    """`expect` does not hold: the batch is not appended, and said so."""

    async def story():
        async with running(tmp_path) as house:
            await house.write("one")
            await house.node.engine.append([node_loop.to_blob(_entry(house), b"")])
            with pytest.raises(NotAppended, match="ends at position 2, not at 1"):
                await house.write("two")
            assert house.state.position == 1

    asyncio.run(story())


def _entry(house: House):
    return node_loop.Entry(2, house.hands.wall_us, node_loop.Actor("other", "other"), flight("foreign"))
