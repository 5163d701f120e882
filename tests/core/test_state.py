"""One log, one state: replayed, restored from a snapshot, or lived through."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.core.changes import Noted
from tansiq.core.commands import AcceptClock, ClockReading, DueItems, Expire
from tansiq.core.decide import decide
from tansiq.core.entry import HOST, Entry
from tansiq.core.evolve import answered_by_key, evolve
from tansiq.core.refusals import Refusal
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.state import State
from tansiq.core.units import HOUR_US

from .making import NOW, Room, derived, put_intent, report, volume
from .story import Story

chance = st.randoms(use_true_random=False)
few = settings(max_examples=30, deadline=None)


def replay(log, state=None):
    state = state or State()
    return state, [step(state, entry) for entry in log]


def step(state, entry):
    decision = decide(state, entry)
    evolve(state, entry, decision)
    return decision


@few
@given(chance, st.integers(0, 80), st.integers(0, 80))
def test_a_snapshot_and_the_tail_of_the_log_are_a_full_replay(rng, before, after):
    log = Story(rng).tell(before + after)
    lived, _ = replay(log[:before])
    restored = from_snapshot(snapshot(lived))
    assert digest(restored) == digest(lived)
    assert derived(restored) == derived(lived)

    assert replay(log[before:], restored)[1] == replay(log[before:], lived)[1]
    assert digest(restored) == digest(lived)
    assert derived(restored) == derived(lived)


@few
@given(chance, st.integers(1, 80))
def test_two_nodes_that_came_to_a_state_on_different_ways_answer_alike(rng, length):
    """The one lived through it; the other has every dictionary in another order. Each is asked things it was never told."""
    lived = replay(Story(rng).tell(length))[0]
    restored = from_snapshot(snapshot(lived))
    for question in Story(rng).tell(40):
        asked = msgspec.structs.replace(question, position=length + 1, time_us=lived.time_us)
        assert decide(lived, asked) == decide(restored, asked)


@few
@given(chance, st.integers(1, 80))
def test_deciding_never_writes(rng, length):
    state = State()
    for entry in Story(rng).tell(length):
        before = digest(state), repr(derived(state))
        decision = decide(state, entry)
        assert decide(state, entry) == decision, "asked twice, answered alike"
        assert (digest(state), repr(derived(state))) == before
        evolve(state, entry, decision)


@few
@given(chance, st.integers(1, 80))
def test_a_refusal_changes_position_time_and_chain_only(rng, length):
    """And what every entry leaves behind: its idempotency key, and the place of its erasable part."""
    state = State()
    for entry in Story(rng).tell(length):
        before = from_snapshot(snapshot(state))
        decision = step(state, entry)
        if not isinstance(decision, Refusal):
            continue
        assert (state.position, state.time_us) == (entry.position, entry.time_us)
        assert state.decisions_sha256 != before.decisions_sha256
        for name in ("intents", "constraints", "subscriptions", "availabilities"):
            assert getattr(state, name) == getattr(before, name)
        assert derived(state) == derived(before)
        if entry.request is None or answered_by_key(decision):
            assert state.requests == before.requests
        assert state.erasable.keys() - before.erasable.keys() <= {entry.position}


@few
@given(chance, st.integers(0, 80), st.sampled_from([0, 1, 3, 25]))
def test_what_ran_out_is_gone_whether_its_expiry_was_ordered_or_not(rng, before, hours):
    story = Story(rng)
    log = story.tell(before + 40)
    late, early = replay(log[:before])[0], replay(log[:before])[0]
    later_us = hours * HOUR_US
    now_us = early.time_us + later_us if before else NOW
    over = tuple(sorted(i for i, s in early.subscriptions.items() if s.extent.time_us.hi < now_us))
    step(early, Entry(before + 1, now_us, HOST, Expire(DueItems(0, subscriptions=over))))
    step(late, Entry(before + 1, now_us, HOST, AcceptClock(ClockReading(0, 0))))
    assert not set(over) & set(early.subscriptions)

    for entry in log[before:]:
        if not isinstance(entry.command, Expire):
            entry = msgspec.structs.replace(entry, position=early.position + 1, time_us=entry.time_us + later_us)
            assert step(early, entry) == step(late, entry)


@few
@given(chance, st.integers(1, 120))
def test_derived_structures_are_empty_when_everything_is_gone(rng, length):
    state = replay(Story(rng).tell(length))[0]
    items = DueItems(0, tuple(state.intents), tuple(state.constraints), tuple(state.subscriptions))
    far = state.time_us + 3_000 * 24 * HOUR_US
    decision = step(state, Entry(state.position + 1, far, HOST, Expire(items)))
    assert isinstance(decision, Refusal) or not (state.intents or state.constraints or state.subscriptions)
    assert derived(state) == derived(State())


# The log


def test_the_time_of_the_log_never_falls():
    room = Room()
    room.done("alpha", report(), at=5)
    earlier = room.entry("alpha", report(), at=4)
    with pytest.raises(AssertionError, match="time falls"):
        decide(room.state, earlier)
    with pytest.raises(AssertionError, match="older than the one before"):
        evolve(room.state, earlier, Noted())
    assert room.state.position == 1, "the bug was found before anything was written"


@pytest.mark.parametrize("position", [0, 1, 3], ids=["before the log", "again", "with a gap"])
def test_the_log_has_no_gaps_and_no_repeats(position):
    room = Room()
    room.done("alpha", report())
    entry = msgspec.structs.replace(room.entry("alpha", report()), position=position)
    with pytest.raises(AssertionError, match="log jumps from 1 to"):
        evolve(room.state, entry, Noted())


def test_every_decision_moves_the_chain_refusals_too():
    room, chains = Room(), []
    for command in [put_intent(), put_intent(), report(), report()]:
        room.ask("alpha", command)
        chains.append(room.state.decisions_sha256)
    assert len(set(chains)) == 4


def test_equal_states_with_different_pasts_have_different_digests():
    a, b = Room(), Room()
    a.done("alpha", put_intent("flight"))
    b.done("alpha", put_intent("flight"))
    a.ask("alpha", put_intent("x", volume(time_us=(0, 1))))
    b.ask("alpha", put_intent("x", volume(time_us=(0, 2))))
    assert a.state.intents == b.state.intents
    assert digest(a.state) != digest(b.state)


# Snapshots


def test_an_empty_state_has_a_snapshot():
    assert digest(from_snapshot(snapshot(State()))) == digest(State())


@pytest.mark.parametrize(
    "data",
    [
        snapshot(State()).replace(b"rules\x00", b"rules\x01"),
        msgspec.msgpack.encode({"rules": 0}),
        msgspec.msgpack.encode("a snapshot"),
    ],
    ids=["other rules", "fields missing", "something else"],
)
def test_a_snapshot_of_other_rules_is_not_taken(data):
    assert data != snapshot(State())
    assert from_snapshot(data) is None
