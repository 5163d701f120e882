"""The room tries whether somebody answers: never while anything is at stake, at most once a watch, of each channel in turn."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.core.decide.drills import drillable
from tansiq.core.notices import Answer, Level, Means, NoticeKind, NoticeRules, StepKind
from tansiq.core.refusals import NotAllowed, NothingDue, RoomConflict
from tansiq.core.release_notices import notices_of, seen_notice
from tansiq.core.release_watch import drills_of, seen_watches
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.units import HOUR_US
from tansiq.core.watch import CHANCES, DRILLED, Duty, WatchRules, next_channel

from .making import minute
from .notice_making import HANDED_OVER, escalate, ladder, mark, reply, send
from .room_making import SUSPENDED
from .watch_making import accept, begin, drill, due_drill, go, here, take, watched

PAGE, FIELD_LINK, VOICE = DRILLED
HALF = CHANCES // 2


@pytest.fixture
def room():
    """HAL's officer has the watch, with a deputy; its drill is due in two of the four hours."""
    room = watched()
    room.done("HAL officer", take(chance=HALF))
    room.done("HAL second", take(Duty.DEPUTY))
    return room


def present(room, at, who="HAL officer"):
    room.done(who, here(), at)


def test_it_is_due_when_the_chance_of_the_watch_says(room):
    present(room, 119)
    assert drillable(room.state, minute(119)) == []
    assert drillable(room.state, minute(120)) == ["HAL"]
    room.done("host", due_drill(room, 120), 120)
    notice = room.state.book.notices["drill"]
    assert (notice.kind, notice.by, notice.texts) == (NoticeKind.DRILL, "", 0)
    assert ladder(room, "drill", "HAL").steps[0].to == ("HAL officer",)
    assert notices_of(room.state, "HAL") == ["drill"]
    assert notices_of(room.state, "BRA") == []


@pytest.mark.parametrize(("happens", "because"), [
    (lambda room: room.done("BRA", send("safety", "HAL", kind=NoticeKind.SAFETY), 119), "a safety notice is open"),
    (lambda room: room.done("HAL", send("safety", kind=NoticeKind.SAFETY), 119), "its own safety notice is open"),
    (lambda room: room.done("HAL officer", begin(), 119), "the watch is being handed over"),
    (lambda room: room.done("HAL officer", go(), 119), "nobody has the watch"),
    (lambda room: room.stand("HAL", SUSPENDED, 119), "the party is suspended"),
])  # fmt: skip
def test_never_while_anything_is_at_stake(room, happens, because):
    present(room, 118)
    happens(room)
    assert drillable(room.state, minute(120)) == [], because
    assert room.check("host", drill(), 120) == NothingDue("HAL"), because


def test_nobody_is_tried_who_is_known_not_to_be_there(room):
    assert drillable(room.state, minute(120)) == []


@pytest.mark.parametrize(("who", "command", "answer"), [
    ("HAL", drill(), NotAllowed("host")),
    ("host", drill("BRA"), NothingDue("BRA")),
    ("host", drill("ZZZ"), NothingDue("ZZZ")),
    ("host", drill(channel=Means.WEBHOOK), RoomConflict("drill", "drill")),
])  # fmt: skip
def test_what_is_no_drill(room, who, command, answer):
    present(room, 119)
    assert room.check(who, command, 120) == answer


def test_the_charter_switches_drills_off():
    room = watched()
    room.state.charter = type(room.state.charter)("x", watch=WatchRules())
    room.done("HAL officer", take())
    assert drillable(room.state, minute(1)) == []
    assert room.check("host", drill(), 1) == NothingDue("HAL")


def test_an_answer_proves_its_channel_alive_to_all_as_a_time_only(room):
    present(room, 119)
    room.done("host", drill(channel=VOICE), 120)
    room.done("host", mark(HANDED_OVER, "HAL", Means.WEBHOOK, "drill"), 120.5)
    room.done("HAL officer", reply(Answer.RECEIVED, item_id="drill", means=VOICE), 121.5)
    (held,) = drills_of(room.state, "HAL")
    assert (held.channel, held.answered_us, held.is_missed) == (VOICE, minute(121.5), False)
    theirs = next(w for w in seen_watches(room.state, "BRA", minute(122)) if w.party == "HAL")
    assert theirs.alive == {PAGE: minute(119), Means.WEBHOOK: minute(120), VOICE: minute(121)}
    assert drills_of(room.state, "BRA") == ()


def test_a_notice_of_another_proves_nothing_to_third_parties(room):
    room.done("BRA", send("notice", "HAL"), 5)
    room.done("HAL officer", reply(Answer.WILL_COMPLY), 6)
    assert room.state.watch.alive == {}


def test_missed_it_goes_to_the_deputy_and_then_it_is_missed(room):
    present(room, 119)
    room.done("host", drill(), 120)
    room.done("host", escalate(room, 122), 122)
    assert ladder(room, "drill", "HAL").steps[-1].to == ("HAL second",)
    assert not drills_of(room.state, "HAL")[0].is_missed
    room.done("host", escalate(room, 124), 124)
    steps = ladder(room, "drill", "HAL").steps
    assert (steps[-1].kind, steps[-1].level) == (StepKind.NOT_REACHED, Level.EXHAUSTED)
    assert escalate(room, 600) is None, "leads are not woken for it"
    assert drills_of(room.state, "HAL")[0].is_missed
    room.done("HAL second", reply(Answer.RECEIVED, item_id="drill"), 130)
    assert drills_of(room.state, "HAL")[0].is_missed, "late is late"
    assert drills_of(room.state, "HAL")[0].answered_us == minute(130)


def test_a_relay_is_not_told_of_a_drill_that_was_missed():
    room = watched("HAL", "BRA", notices=NoticeRules(relay="BRA"))
    room.done("HAL officer", take())
    room.done("host", drill(), 1)
    for at in (3, 5):
        room.done("host", escalate(room, at), at)
    assert seen_notice(room.state, "BRA", "drill") is None
    assert notices_of(room.state, "BRA") == []


def test_one_a_watch_and_not_before_eight_hours_are_over(room):
    present(room, 119)
    room.done("host", drill(), 120)
    present(room, 140)
    assert drillable(room.state, minute(160)) == [], "one a watch"
    room.done("HAL second", begin(), 150)
    room.done("HAL second", accept(chance=0), 151)
    present(room, 590, "HAL second")
    assert drillable(room.state, minute(599)) == []
    assert drillable(room.state, minute(600)) == ["HAL"], "eight hours after the last, where the chance is none"


@pytest.mark.parametrize(("last", "has", "channel"), [
    (None, (PAGE, VOICE), PAGE),
    (PAGE, (PAGE, FIELD_LINK, VOICE), FIELD_LINK),
    (PAGE, (PAGE, VOICE), VOICE),
    (VOICE, (PAGE, VOICE), PAGE),
    (PAGE, (PAGE,), PAGE),
    (PAGE, (), None),
])  # fmt: skip
def test_channels_come_in_turn(last, has, channel):
    assert next_channel(last, has) is channel


@given(st.integers(0, CHANCES - 1))
def test_the_time_lies_within_half_the_interval(chance):
    room = watched("HAL", "BRA")
    room.done("HAL officer", take(chance=chance))
    due_us = room.state.watch.of("HAL").drill_us
    assert minute(0) <= due_us < minute(240)
    assert due_us - minute(0) == 4 * HOUR_US * chance // CHANCES


def test_a_snapshot_brings_drills_back(room):
    present(room, 119)
    room.done("host", drill(), 120)
    again = from_snapshot(snapshot(room.state))
    assert digest(again) == digest(room.state)
    assert vars(again.watch) == vars(room.state.watch)


@pytest.mark.parametrize("seed", range(4))
def test_three_days_of_watches_on_a_virtual_clock(seed):
    """Goal: the rules of drills and hand-overs hold over days. Method: watches of eight hours with hand-overs that are begun,
    ticked, accepted, safety notices now and then, nobody there at times; a node that proposes each minute."""
    rng = random.Random(seed)
    room = watched()
    crew = ["HAL officer", "HAL second", "HAL third"]
    handed, safety = 0, []
    room.ask("HAL officer", take(chance=rng.randrange(CHANCES)), 0)
    held = []
    for at in range(1, 3 * 24 * 60):
        watch = room.state.watch.of("HAL")
        holder = watch.holder.person if watch.holder else None
        if at % 480 == 470 and holder:
            room.ask(holder, begin(item_id=f"h{at}"), at)
        if at % 480 == 475 and watch.handover:
            relief = next(p for p in crew if p != holder)
            room.ask(relief, accept(item_id=watch.handover.id, chance=rng.randrange(CHANCES)), at)
            handed += 1
        if holder and at % 20 == 0 and rng.random() < 0.9:
            room.ask(holder, here(), at)
        if rng.random() < 0.002:
            room.ask("BRA", send(f"s{at}", "HAL", kind=NoticeKind.SAFETY), at)
            safety.append((at, at + 30))
        for begun, ends in safety:
            if at == ends:
                room.ask("HAL lead", reply(Answer.CANNOT_COMPLY, item_id=f"s{begun}"), at)
        command = due_drill(room, at, DRILLED, f"d{at}")
        if command is not None:
            room.done("host", command, at)
            held.append((at, command.private.channel, watch.holder.since_us))
        if (late := escalate(room, at)) is not None:
            room.done("host", late, at)
    assert handed >= 6
    assert len(held) >= 3, "drills were held"
    times = [at for at, _, _ in held]
    assert all(b - a >= 480 for a, b in pairwise(times)), "not before eight hours are over"
    assert len({since for *_, since in held}) == len(held), "one a watch"
    assert [c for _, c, _ in held] == [DRILLED[n % 3] for n in range(len(held))], "in turn"
    for at in times:
        assert not any(a <= at < b for a, b in safety), "never while a safety notice is open"
        assert not 470 <= at % 480 < 475, "nor during a hand-over"
    offsets = {at % 480 for at in times}
    assert len(offsets) > 1, "at no time of the watch that anybody could learn"
