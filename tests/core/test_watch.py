"""Who is on watch: taken by a person, proved by what a person does, and over where nobody does anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.core.decide.watch import persons_at
from tansiq.core.notices import Level, Means, NoticeKind
from tansiq.core.refusals import NotAllowed, Refused, RoomConflict, TooManyItems
from tansiq.core.release_notices import seen_notice
from tansiq.core.release_watch import notes_of, seen_watches
from tansiq.core.room import Role
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.watch import Duty
from tansiq.node.copies import copied

from .making import NOW, minute
from .notice_making import DELIVERED, READ, escalate, ladder, mark, send
from .room_making import SUSPENDED, give_role, leave, put_flight
from .watch_making import LATE, drop, go, here, holder, keep, nobody_since, take, watched


def conflict(why, item_id=""):
    return RoomConflict(why, item_id)


@pytest.fixture
def room():
    return watched()


# Taking and leaving


def test_an_officer_takes_the_watch_and_leaves_it(room):
    assert nobody_since(room, 0) == "ever"
    room.done("HAL officer", take(), 1)
    assert (holder(room), nobody_since(room, 1)) == ("HAL officer", None)
    room.done("HAL officer", go(), 20)
    assert (holder(room), nobody_since(room, 25)) == (None, 20)


@pytest.mark.parametrize(("who", "command", "at", "answer", "because"), [
    ("HAL observer", take(), 5, NotAllowed("role"), "who looks on is not on watch"),
    ("HAL client", take(), 5, NotAllowed("role"), "a machine is not on watch"),
    ("HAL officer", take(), 5, conflict("watch held", "HAL officer"), "it has it already"),
    ("HAL second", take(), 5, conflict("watch held", "HAL officer"), "it is handed over, not taken"),
    ("HAL second", take(), 35, conflict("watch held", "HAL officer"), "the prompt may wait five minutes"),
    ("HAL second", take(), LATE, None, "who does not answer is relieved"),
    ("HAL second", here(), 5, conflict("not on watch", "HAL second"), "only who is on watch is here"),
    ("HAL second", go(), 5, conflict("not on watch", "HAL second"), "who is not there cannot leave"),
    ("HAL officer", take(Duty.DEPUTY), 5, conflict("watch held", "HAL officer"), "nobody is deputy of itself"),
    ("HAL second", take(Duty.DEPUTY), 5, None, "there may be deputies"),
    ("HAL third", take(Duty.DEPUTY), 5, conflict("watch held", "HAL third"), "once is enough"),
    ("BRA officer", take(), 5, None, "another party has its own watch"),
])  # fmt: skip
def test_taking_and_leaving(room, who, command, at, answer, because):
    room.done("HAL officer", take())
    room.done("HAL third", take(Duty.DEPUTY))
    given_answer = room.check(who, command, at)
    assert (given_answer == answer) if answer is not None else not isinstance(given_answer, Refused), because


def test_a_suspended_party_has_a_watch_and_one_without_a_room_has_none(room):
    room.stand("HAL", SUSPENDED)
    room.done("HAL officer", take())
    assert holder(room) == "HAL officer"


def test_deputies_are_bounded(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.watch.DEPUTIES_ON_WATCH", 1)
    room.done("HAL second", take(Duty.DEPUTY))
    assert room.check("HAL third", take(Duty.DEPUTY)) == TooManyItems("deputies", 1)
    room.done("HAL second", take())
    assert room.state.watch.of("HAL").deputies == (), "who has the watch is no deputy any more"


@pytest.mark.parametrize("ends", [
    lambda room, at: room.done("HAL", give_role("HAL officer", "HAL", None), at),
    lambda room, at: room.done("HAL", give_role("HAL officer", "HAL", Role.OBSERVER), at),
    lambda room, at: room.done("HAL", give_role("HAL officer", "HAL", Role.OFFICER, machine=True), at),
])  # fmt: skip
def test_whoever_may_not_act_any_more_is_not_on_watch(room, ends):
    room.done("HAL officer", take())
    ends(room, 7)
    assert (holder(room), nobody_since(room, 8)) == (None, 7)
    assert room.state.watch.proven == {}


def test_of_a_party_that_left_nothing_stays(room):
    room.done("HAL officer", take())
    room.done("HAL officer", keep())
    room.done("HAL", leave("HAL"))
    book = room.state.watch
    assert (book.watches, book.proven, book.notes, book.notes_of, book.alive) == ({}, {}, {}, {}, {})


# Presence


@pytest.mark.parametrize(("who", "command", "is_proof", "because"), [
    ("HAL officer", here(), True, "it says so"),
    ("HAL officer", put_flight("other"), True, "whoever plans is there"),
    ("HAL officer", keep(), True, "whoever writes is there"),
    ("HAL officer", mark(READ, "HAL"), True, "a person read it"),
    ("HAL officer", mark(DELIVERED, "HAL"), False, "a page that is open shows it by itself"),
    ("HAL second", put_flight("other"), False, "that was another one"),
    ("HAL client", put_flight("other"), False, "that was a machine"),
])  # fmt: skip
def test_what_proves_that_somebody_is_there(room, who, command, is_proof, because):
    room.done("HAL officer", take())
    room.done("BRA", send("notice", "HAL"))
    room.done(who, command, 20)
    assert nobody_since(room, LATE + 1) == (None if is_proof else 0), because


def test_time_alone_says_that_nobody_is_there_and_since_when(room):
    room.done("HAL officer", take())
    assert nobody_since(room, 35) is None
    assert nobody_since(room, LATE) == 0
    assert nobody_since(room, 600) == 0, "since the last act, however late it is asked"
    room.done("HAL officer", here(), 600)
    assert nobody_since(room, 601) is None


def test_a_deputy_that_is_there_is_somebody(room):
    room.done("HAL officer", take())
    room.done("HAL second", take(Duty.DEPUTY), 30)
    assert nobody_since(room, 50) is None
    room.done("HAL second", go(), 50)
    assert nobody_since(room, 50) == 0, "who has the watch has not been seen since then"


acts = st.lists(st.tuples(st.integers(0, 90), st.sampled_from(["take", "here", "go", "plan", "second"])), max_size=12)


@given(acts, st.integers(0, 150))
def test_somebody_is_there_exactly_where_an_act_is_recent(day, asked_at):
    """Against the day as a list of minutes, looked at from its end."""
    room = watched("HAL", "BRA")
    on, last, vacant, at = False, None, None, 0
    for n, (minute_of_day, what) in enumerate(sorted(day)):
        at = minute_of_day
        if what == "second":
            room.done("HAL second", keep(f"n{n}"), at)
            continue
        command = {"take": take(), "here": here(), "go": go()}.get(what, keep(f"n{n}"))
        is_taken = not isinstance(room.ask("HAL officer", command, at), Refused)
        if what == "go" and is_taken:
            on, vacant = False, at
        elif on or what == "take":  # also what is refused was done by somebody
            on, last = True, at
    asked_at = max(asked_at, at)
    if on:
        expected = None if asked_at <= last + 35 else last
    else:
        expected = "ever" if vacant is None else vacant
    assert nobody_since(room, asked_at) == expected


# What is seen, and by whom


def test_others_are_told_whether_somebody_is_there_and_nothing_else(room):
    room.done("HAL officer", take(), 0)
    room.done("HAL officer", here(), 1)
    room.done("HAL officer", put_flight("other"), 1.5)
    theirs, own = (next(w for w in seen_watches(room.state, v, minute(40)) if w.party == "HAL") for v in ("BRA", "HAL"))
    assert (theirs.nobody_since_us, theirs.own) == (minute(1), None), "by the whole minute, and without a name"
    assert theirs.alive == {Means.PAGE: minute(1)}
    assert own.nobody_since_us == minute(1.5)
    assert own.own.holder.person == "HAL officer"
    never = next(w for w in seen_watches(room.state, "HAL", minute(40)) if w.party == "BRA")
    assert never.nobody_since_us == NOW, "nobody ever was, since it came in"
    assert seen_watches(room.state, "ZZZ", minute(40)) == []


def test_a_level_of_escalation_names_who_is_meant(room):
    room.done("HAL officer", take())
    room.done("HAL second", take(Duty.DEPUTY))
    assert [persons_at(room.state, "HAL", level) for level in list(Level)[:4]] == [
        ("HAL officer",),
        ("HAL second",),
        ("HAL lead",),
        ("HAL lead", "HAL officer", "HAL second"),
    ]
    room.done("BRA", send("notice", "HAL", kind=NoticeKind.REQUEST), 1)
    for at in (11, 13, 15):
        room.done("host", escalate(room, at), at)
    steps = ladder(room, party="HAL").steps
    assert [s.to for s in steps] == [persons_at(room.state, "HAL", level) for level in list(Level)[:4]]
    seen = seen_notice(room.state, "BRA", "notice")
    assert {s.to for s in seen.notice.ladders[0].steps} == {()}, "who is on watch is the party's own to know"
    assert seen_notice(room.state, "HAL", "notice").notice.ladders[0].steps[0].to == ("HAL officer",)


# Notes


def test_notes_are_the_own_partys(room):
    room.done("HAL officer", keep())
    position = room.state.position
    assert [n.texts for n in notes_of(room.state, "HAL")] == [position]
    assert notes_of(room.state, "BRA") == []
    assert room.check("BRA officer", drop()) == conflict("no such note", "note")
    assert room.check("HAL officer", keep()) == conflict("no such note", "note"), "its name is taken"
    assert room.check("HAL observer", keep("other")) == NotAllowed("role")
    assert position in room.state.texts
    assert position in room.state.erasable
    room.done("HAL second", drop())
    assert notes_of(room.state, "HAL") == []
    assert position not in room.state.texts, "nothing refers to its words any more"


def test_notes_are_bounded(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.watch.NOTES_PER_PARTY", 1)
    room.done("HAL", keep())
    assert room.check("HAL", keep("other")) == TooManyItems("watch notes", 1)


# Keeping


def test_a_snapshot_brings_the_watch_back(room):
    room.done("HAL officer", take())
    room.done("HAL second", take(Duty.DEPUTY), 1)
    room.done("HAL officer", keep(), 2)
    room.done("BRA officer", take(), 3)
    room.done("BRA officer", go(), 4)
    room.done("BRA officer", take(), 5)
    room.done("BRA officer", here(), 6)
    again = from_snapshot(snapshot(room.state))
    assert digest(again) == digest(room.state)
    assert vars(again.watch) == vars(room.state.watch)
    assert again.texts == room.state.texts


def test_a_copy_goes_on_by_itself(room):
    room.done("HAL officer", take())
    room.done("HAL officer", here())
    before = snapshot(room.state)
    copy = copied(room.state)
    copy.watch.prove("HAL officer", minute(9))
    copy.watch.alive["HAL"][Means.PAGE] = minute(9)
    assert snapshot(room.state) == before
