"""A notice climbs its ladder step by step; a person answers it, or its sender takes it back; nothing else is taken."""

import msgspec
import pytest

from tansiq.core.notice_commands import SendNotice
from tansiq.core.notices import (
    About,
    AboutKind,
    Answer,
    Confirmed,
    Means,
    NoticeKind,
    NoticeRules,
    NoticeState,
    StepKind,
)
from tansiq.core.refusals import NotAllowed, RoomConflict, TooManyItems
from tansiq.core.release import Asked
from tansiq.core.release_notices import calls_of, notices_of, seen_notice
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.volumes import Circle

from .making import minute
from .notice_making import (
    AT,
    DELIVERED,
    FL80,
    FL90,
    HANDED_OVER,
    READ,
    SENT,
    THERE,
    call,
    cancel,
    correct,
    escalate,
    forget,
    ladder,
    mark,
    passed,
    reply,
    send,
    send_to_owner,
    steps,
)
from .room_making import CONFLICT, EXISTENCE, RESERVATION, SUSPENDED, end_flight, found, grant, leave, put_flight

INFORMATION, SAFETY = NoticeKind.INFORMATION, NoticeKind.SAFETY


@pytest.fixture
def room():
    return found("HAL", "BRA", "CHI")


@pytest.fixture
def asked(room):
    """HAL has asked BRA something."""
    room.done("HAL officer", send())
    return room


def conflict(why, item_id="notice"):
    return RoomConflict(why, item_id)


def test_each_step_of_the_ladder_has_its_time_and_its_person(asked):
    asked.done("host", mark(HANDED_OVER, means=Means.WEBHOOK), 1)
    asked.done("BRA client", mark(DELIVERED), 2)
    asked.done("BRA officer", mark(READ), 3)
    asked.done("BRA officer", passed(), 4)
    asked.done("BRA officer", reply(), 5)
    assert [(s.kind, s.time_us, s.by) for s in ladder(asked).steps] == [
        (SENT, minute(0), "HAL officer"),
        (HANDED_OVER, minute(1), "node"),
        (DELIVERED, minute(2), "BRA client"),
        (READ, minute(3), "BRA officer"),
        (StepKind.PASSED, minute(4), "BRA officer"),
        (StepKind.ANSWERED, minute(5), "BRA officer"),
    ]
    assert ladder(asked).steps[4].confirmed is Confirmed.YES
    assert ladder(asked).answer is Answer.WILL_COMPLY
    assert asked.state.book.due == [], "nothing waits for what was answered"
    assert asked.state.book.open_by == {}


@pytest.mark.parametrize(
    ("who", "command", "refusal"),
    [
        ("HAL observer", send(), NotAllowed("role")),
        ("HAL", send("notice", "HAL"), conflict("notice receivers", "HAL")),
        ("HAL", send("notice", "BRA", "BRA"), conflict("notice receivers", "BRA")),
        ("HAL", send("notice", "NOBODY"), conflict("notice receivers", "NOBODY")),
        ("HAL", send("notice", *(f"P{n}" for n in range(51))), conflict("notice receivers")),
        ("HAL", send(deadline=0), conflict("notice deadline")),
        ("HAL", send(deadline=24 * 60 + 1), conflict("notice deadline")),
        ("HAL", send(kind=SAFETY, deadline=3), conflict("notice deadline")),
        ("HAL", send(values=[FL80] * 11), conflict("notice values")),
        ("HAL", send(values=[msgspec.structs.replace(THERE, numbers=(1,))]), conflict("notice values")),
        ("HAL", send(kind=SAFETY, area=Circle(0, 0, 1_000)), conflict("notice area")),
        ("HAL", send(replaces="nothing"), conflict("no such notice", "nothing")),
        ("HAL", send_to_owner("nothing"), conflict("not a flight of the room", "nothing")),
        ("HAL", cancel(), conflict("no such notice")),
        ("BRA", reply(), conflict("no such notice")),
    ],
)
def test_what_cannot_be_sent(room, who, command, refusal):
    assert room.check(who, command) == refusal


@pytest.mark.parametrize(
    ("who", "command", "refusal"),
    [
        ("HAL", send(), conflict("notice exists")),
        ("CHI", reply(), conflict("no such notice")),
        ("HAL", reply(), conflict("no such notice")),
        ("BRA", cancel(), conflict("no such notice")),
        ("BRA observer", reply(), NotAllowed("role")),
        ("BRA client", reply(), NotAllowed("role")),
        ("BRA client", passed(), NotAllowed("role")),
        ("BRA client", mark(READ), conflict("notice step")),
        ("BRA", mark(StepKind.ANSWERED), conflict("notice step")),
        ("BRA", mark(DELIVERED, means=Means.FIELD_LINK), conflict("notice step")),
        ("BRA", reply(means=Means.FIELD_LINK), conflict("notice step")),
        ("CHI", mark(DELIVERED), conflict("no such notice")),
        ("CHI", mark(DELIVERED, "CHI"), conflict("no such notice")),
        ("host", mark(READ), NotAllowed("host")),
        ("BRA", reply(Answer.RECEIVED), conflict("notice answer")),
        ("BRA", reply(Answer.STAND_BY), conflict("stand by")),
        ("BRA", reply(Answer.STAND_BY, minutes=6), conflict("stand by")),
    ],
)
def test_what_cannot_be_said_of_a_notice(asked, who, command, refusal):
    assert asked.check(who, command) == refusal


def test_each_person_reads_once_and_a_party_shows_it_once(asked):
    asked.done("BRA officer", mark(READ))
    assert asked.check("BRA officer", mark(READ)) == conflict("notice step")
    asked.done("BRA lead", mark(READ))
    asked.done("BRA client", mark(DELIVERED))
    assert asked.check("BRA officer", mark(DELIVERED)) == conflict("notice step")


def test_information_and_drills_are_received_and_nothing_more(room):
    room.done("HAL", send(kind=INFORMATION))
    assert room.check("BRA", reply()) == conflict("notice answer")
    room.done("BRA", reply(Answer.RECEIVED))
    assert ladder(room).is_settled


def test_who_stands_by_does_so_once_and_the_notice_waits_so_long(asked):
    asked.done("BRA", reply(Answer.STAND_BY, minutes=5), 8)
    assert ladder(asked).next_us == minute(13), "three minutes later than the charter's ten"
    assert asked.check("BRA", reply(Answer.STAND_BY, minutes=5), 9) == conflict("stand by")
    assert not ladder(asked).is_settled
    asked.done("BRA", reply(Answer.CANNOT_COMPLY), 10)
    assert asked.check("BRA", reply(Answer.STAND_BY, minutes=1), 11) == conflict("stand by")


def test_standing_by_never_brings_a_deadline_forward(asked):
    asked.done("BRA", reply(Answer.STAND_BY, minutes=1), 1)
    assert ladder(asked).next_us == minute(10)


def test_safety_wants_its_values_read_back_and_a_wrong_one_answers_nothing(room):
    room.done("HAL", send(kind=SAFETY, values=[FL80, AT, THERE]))
    assert room.check("BRA", reply()) == conflict("read back")
    room.done("BRA", reply(values=[FL90, AT, THERE]))
    assert steps(room) == [SENT, StepKind.READ_BACK_WRONG]
    assert not ladder(room).is_settled
    assert ladder(room).next_us == minute(2), "the deadline stands"
    room.done("BRA", reply(values=[FL80, AT, THERE]))
    assert ladder(room).answer is Answer.WILL_COMPLY


def test_whoever_cannot_comply_need_not_read_back(room):
    room.done("HAL", send(kind=SAFETY, values=[FL80]))
    room.done("BRA", reply(Answer.CANNOT_COMPLY))
    assert ladder(room).answer is Answer.CANNOT_COMPLY


@pytest.mark.parametrize("how", [NoticeState.CORRECTED, NoticeState.SUPERSEDED])
def test_what_was_replaced_can_no_longer_be_answered(asked, how):
    asked.done("HAL", send("new", replaces="notice", how=how))
    old = asked.state.book.notices["notice"]
    assert (old.state, old.replaced_by) == (how, "new")
    assert asked.check("BRA", reply()) == conflict("notice taken back")
    assert asked.check("HAL", cancel()) == conflict("no such notice")
    assert [d[1] for d in asked.state.book.due] == ["new"]


def test_what_was_cancelled_can_no_longer_be_answered_and_never_climbs(asked):
    asked.done("HAL", cancel())
    assert asked.check("BRA", reply()) == conflict("notice taken back")
    assert escalate(asked, 60) is None


def test_a_suspended_party_still_sends_safety_and_still_answers(asked):
    asked.stand("BRA", SUSPENDED)
    asked.done("BRA", reply())
    assert asked.check("BRA", send("other", "HAL")) == NotAllowed("suspended")
    asked.done("BRA", send("other", "HAL", kind=SAFETY))


def test_nothing_is_sent_to_a_party_that_left(room):
    room.done("CHI", leave("CHI"))
    assert room.check("HAL", send("notice", "CHI")) == conflict("notice receivers", "CHI")


def test_open_notices_are_bounded_but_those_for_safety(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.notices.OPEN_NOTICES_PER_PARTY", 1)
    room.done("HAL", send())
    assert room.check("HAL", send("more")) == TooManyItems("open notices", 1)
    room.done("HAL", send("more", kind=SAFETY))
    room.done("BRA", reply())
    assert room.check("HAL", send("yet more")) == TooManyItems("open notices", 1)
    room.done("BRA", reply(item_id="more"))
    room.done("HAL", send("yet more"))


def test_kept_notices_are_bounded(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.notices.ROOM_NOTICES_PER_PARTY", 1)
    room.done("HAL", send())
    assert room.check("HAL", send("more", kind=SAFETY)) == TooManyItems("notices", 1)


def test_a_ladder_full_of_steps_still_takes_the_answer(room):
    room.done("HAL", send(kind=SAFETY, values=[FL80]))
    while not isinstance(room.ask("BRA", reply(values=[FL90])), TooManyItems):
        pass
    assert isinstance(room.check("BRA", passed()), TooManyItems)
    room.done("BRA", reply(values=[FL80]))


# Who sees what


def test_sender_and_receivers_see_a_notice_and_nobody_else(room):
    room.done("HAL", send("notice", "BRA"))
    assert notices_of(room.state, "HAL") == notices_of(room.state, "BRA") == ["notice"]
    assert notices_of(room.state, "CHI") == []
    assert seen_notice(room.state, "CHI", "notice") is None
    assert seen_notice(room.state, "NOBODY", "notice") is None


def test_a_receiver_sees_its_own_ladder_alone(room):
    room.done("HAL", send("notice", "BRA", "CHI"))
    assert [each.party for each in seen_notice(room.state, "BRA", "notice").notice.ladders] == ["BRA"]
    assert [each.party for each in seen_notice(room.state, "HAL", "notice").notice.ladders] == ["BRA", "CHI"]


@pytest.fixture
def sealed(room):
    """HAL's "mine" meets BRA's "theirs", which is sealed for HAL, under a stand-in's id."""
    room.done("BRA", put_flight("theirs", grants=[grant("HAL", CONFLICT)]))
    (unseen,) = room.check("HAL", put_flight("mine")).intents
    room.stand_in = unseen
    view = room.view("HAL", attempts=())
    met = view.intents_near(put_flight("mine").reservation.volumes, asked_of("mine"))
    room.done("HAL", put_flight("mine", key=[each.ovn for each in met]))
    return room


def asked_of(item_id):
    return Asked(item_id, put_flight(item_id).reservation.volumes)


def test_a_sealed_owner_is_reached_through_the_room_by_the_same_ladder_without_a_name(sealed):
    sealed.done("HAL", send_to_owner(sealed.stand_in, "mine"))
    sealed.done("BRA officer", mark(READ), 1)
    sealed.done("BRA officer", passed(), 2)
    sealed.done("BRA officer", reply(), 3)
    (face,) = seen_notice(sealed.state, "HAL", "notice").notice.ladders
    assert (face.party, face.item, face.flight, face.answer) == ("", sealed.stand_in, "", Answer.WILL_COMPLY)
    assert [(s.kind, s.by, s.texts != 0) for s in face.steps] == [
        (SENT, "HAL lead", False),
        (READ, "", False),
        (StepKind.PASSED, "", False),
        (StepKind.ANSWERED, "", True),
    ]
    got = seen_notice(sealed.state, "BRA", "notice").notice
    assert (got.by, got.about) == ("HAL", About(AboutKind.FLIGHT, "theirs"))
    assert sealed.stand_in not in repr(got), "under which id it was met is the sender's to know"


def test_nobody_is_reached_behind_a_stand_in_of_another_flight(sealed):
    sealed.done(
        "HAL", put_flight("elsewhere", put_flight("x").reservation.volumes[0], key=(), ovn="e/1")
    ) if False else None
    assert sealed.check("HAL", send_to_owner(sealed.stand_in)) == conflict("not a flight of the room", sealed.stand_in)
    assert sealed.check("HAL", send_to_owner("theirs", "mine")) == conflict("not a flight of the room", "theirs")


def test_the_owner_of_an_occupied_place_is_not_named_and_that_of_a_reservation_is(room):
    room.done("BRA", put_flight("occupied", grants=[grant("HAL", EXISTENCE)]))
    room.done("HAL", send_to_owner("occupied"))
    (face,) = seen_notice(room.state, "HAL", "notice").notice.ladders
    assert face.party == ""
    key = [room.view("BRA").intent("occupied").ovn]
    room.done("BRA", put_flight("open", grants=[grant("HAL", RESERVATION)], key=key))
    room.done("HAL", send_to_owner("open", item_id="other"))
    (face,) = seen_notice(room.state, "HAL", "other").notice.ladders
    assert face.party == "BRA"


def test_the_relay_is_told_of_what_reached_nobody_and_of_nothing_else():
    room = found("HAL", "BRA", "CHI", notices=NoticeRules(relay="CHI"))
    room.done("HAL", send("notice", "BRA"))
    room.done("HAL", send("answered", "BRA"))
    room.done("BRA", reply(item_id="answered"))
    for at in (10, 12, 14):
        room.done("host", escalate(room, at), at)
        assert notices_of(room.state, "CHI") == []
        assert seen_notice(room.state, "CHI", "notice") is None
    room.done("host", escalate(room, 16), 16)
    assert notices_of(room.state, "CHI") == ["notice"]
    assert seen_notice(room.state, "CHI", "answered") is None
    seen = seen_notice(room.state, "CHI", "notice")
    assert seen.relays
    assert [each.party for each in seen.notice.ladders] == ["BRA"]
    assert room.check("CHI", reply(), 16) == conflict("no such notice")


def test_a_relay_is_told_of_those_alone_that_were_not_reached():
    room = found("HAL", "BRA", "CHI", "DEL", notices=NoticeRules(relay="CHI"))
    room.done("HAL", send("notice", "BRA", "DEL"))
    room.done("DEL", reply())
    for at in (10, 12, 14, 16):
        room.done("host", escalate(room, at), at)
    assert [each.party for each in seen_notice(room.state, "CHI", "notice").notice.ladders] == ["BRA"]


@pytest.mark.parametrize("how", [NoticeState.CORRECTED, NoticeState.SUPERSEDED])
def test_a_correction_without_receivers_goes_to_those_that_got_the_wrong_one(room, how):
    room.done("HAL", send("notice", "BRA", "CHI"))
    room.done("BRA", reply())
    room.done("HAL", correct("new", how))
    made = room.state.book.notices["new"]
    assert [(each.party, each.answer, len(each.steps)) for each in made.ladders] == [("BRA", None, 1), ("CHI", None, 1)]
    assert room.check("BRA", reply()) == conflict("notice taken back")
    room.done("BRA", reply(item_id="new"))


def test_a_correction_reaches_a_sealed_owner_also_where_the_two_meet_no_more(sealed):
    sealed.done("HAL", send_to_owner(sealed.stand_in, "mine"))
    sealed.done("HAL", end_flight("mine", "mine/1"))
    sealed.done("HAL", correct("new", NoticeState.CORRECTED))
    (face,) = seen_notice(sealed.state, "HAL", "new").notice.ladders
    assert (face.party, face.item) == ("", sealed.stand_in)
    got = seen_notice(sealed.state, "BRA", "new").notice
    assert (got.about, got.ladders[0].flight) == (About(AboutKind.FLIGHT, "theirs"), "theirs")


def test_a_correction_is_about_what_the_old_one_was(asked):
    wish = correct("new", NoticeState.CORRECTED).private
    other = msgspec.structs.replace(wish, about=About(AboutKind.ZONE, "zone"))
    assert asked.check("HAL", SendNotice(other)) == conflict("notice receivers", "new")


# Calls


def test_a_call_is_written_down_for_one_s_own_party(asked):
    asked.done("HAL", call(notice="notice"), 1)
    assert [c.id for c in calls_of(asked.state, "HAL")] == ["call"]
    assert calls_of(asked.state, "BRA") == []
    assert asked.check("HAL", call(), 1) == conflict("notice exists", "call")
    assert asked.check("HAL", call("other", at=2), 1) == conflict("call", "other")
    assert asked.check("HAL", call("other", answered=False), 1) == conflict("call", "other")
    assert asked.check("CHI", call("other", notice="notice"), 1) == conflict("no such notice")
    assert asked.check("HAL observer", call("other"), 1) == NotAllowed("role")


def test_calls_are_bounded(asked, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.notices.CALLS_PER_PARTY", 1)
    asked.done("HAL", call())
    assert asked.check("HAL", call("other")) == TooManyItems("calls", 1)


# Keeping and forgetting


def test_a_snapshot_brings_notices_and_calls_back_with_all_that_finds_them(asked):
    asked.done("HAL", send("other", "BRA", "CHI", kind=SAFETY))
    asked.done("BRA", passed())
    asked.done("HAL", call())
    again = from_snapshot(snapshot(asked.state))
    assert digest(again) == digest(asked.state)
    assert vars(again.book) == vars(asked.state.book)
    assert again.texts == asked.state.texts


def test_a_week_after_its_last_step_a_notice_is_forgotten_with_what_was_typed(asked):
    day = 24 * 60
    asked.done("HAL", call())
    asked.done("BRA", reply(), 5)
    assert forget(asked, 7 * day) is None
    assert forget(asked, 7 * day + 5).private.notices == (), "its last step was five minutes later than the call"
    asked.done("host", forget(asked, 7 * day + 6), 7 * day + 6)
    assert (asked.state.book.notices, asked.state.book.calls) == ({}, {})
    assert asked.state.book.notices_of == asked.state.book.sent_by == asked.state.book.calls_of == {}
    assert forget(asked, 8 * day) is None


def test_what_may_still_climb_is_never_forgotten(asked):
    assert forget(asked, 30 * 24 * 60) is None
