"""A field link passes a notice to one unit, which answers by it: for a time, until it is revoked or locks itself."""

import pytest

from tansiq.core.entry import HOST, Actor
from tansiq.core.limits import LINK_AFTER_US, LINKS_PER_LADDER
from tansiq.core.notice_changes import NoticePut
from tansiq.core.notices import Answer, LinkState, Means, NoticeKind, NoticeState, StepKind
from tansiq.core.refusals import NotAllowed, RoomConflict, TooManyItems
from tansiq.core.release import Asked
from tansiq.core.release_notices import seen_notice
from tansiq.core.room import PartyState
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.units import MINUTE_US

from .making import minute
from .notice_making import (
    FL80,
    FL90,
    cancel,
    end_link,
    escalate,
    issue,
    ladder,
    mark,
    open_link,
    passed,
    reply,
    send,
    send_to_owner,
    steps,
)
from .room_making import CONFLICT, found, grant, put_flight

LINK, LOCKED = Means.FIELD_LINK, LinkState.LOCKED
UNTIL = 10 + LINK_AFTER_US // MINUTE_US  # minutes: a request is to be answered in ten
GONE = RoomConflict("no such link", "BRA link")


@pytest.fixture
def room():
    """HAL asked BRA something, and BRA's officer gave a unit a link."""
    room = found("HAL", "BRA", "CHI")
    room.done("HAL officer", send())
    room.done("BRA officer", issue())
    return room


def by_link(said=Answer.WILL_COMPLY, **more):
    return reply(said, means=LINK, **more)


def test_a_unit_reads_and_answers_by_its_link(room):
    room.done("BRA link", open_link(), 1)
    room.done("BRA link", by_link(), 2)
    told = [(s.kind, s.means, s.by) for s in ladder(room).steps[1:]]
    assert told == [
        (StepKind.PASSED, LINK, "BRA officer"),
        (StepKind.READ, LINK, "BRA link"),
        (StepKind.ANSWERED, LINK, "BRA link"),
    ]
    assert ladder(room).answer is Answer.WILL_COMPLY
    assert escalate(room, 60) is None, "what a unit answered does not climb"
    assert all(s.texts in room.state.erasable for s in ladder(room).steps[1:]), "units and names can be erased"
    assert all(s.texts in room.state.texts for s in ladder(room).steps[1:])


@pytest.mark.parametrize(
    ("who", "command", "refusal"),
    [
        ("BRA observer", issue("other"), NotAllowed("role")),
        ("BRA client", issue("other"), NotAllowed("role")),
        ("BRA link", issue("other"), NotAllowed("role")),
        ("HAL", issue("other"), RoomConflict("no such notice", "notice")),
        ("CHI", issue("other"), RoomConflict("no such notice", "notice")),
        ("BRA", issue(), RoomConflict("notice exists", "BRA link")),
        ("BRA", open_link(), GONE),
        ("host", open_link(), NotAllowed("not a member")),
        (Actor("CHI", "BRA link"), open_link(), RoomConflict("no such notice", "notice")),
        (Actor("BRA", "other"), open_link(), GONE),
        ("BRA link", open_link("other"), RoomConflict("no such link", "other")),
        ("BRA", by_link(), RoomConflict("notice step", "notice")),
        (Actor("BRA", "other"), by_link(), RoomConflict("no such link", "other")),
        (HOST, by_link(), NotAllowed("not a member")),
        ("BRA link", reply(), NotAllowed("role")),
        ("BRA link", passed(means=LINK), NotAllowed("role")),
        ("BRA link", mark(StepKind.READ), NotAllowed("role")),
        ("BRA", end_link(LOCKED), GONE),
        ("BRA", end_link(LinkState.OPEN), GONE),
        ("BRA observer", end_link(), NotAllowed("role")),
        ("BRA link", end_link(), NotAllowed("role")),
        ("CHI", end_link(), RoomConflict("no such notice", "notice")),
        ("BRA", end_link(link="other"), RoomConflict("no such link", "other")),
    ],
)
def test_a_link_acts_in_its_one_matter_alone(room, who, command, refusal):
    assert room.check(who, command, 1) == refusal


@pytest.mark.parametrize("how", [LinkState.REVOKED, LOCKED])
def test_a_link_that_was_closed_opens_no_more(room, how):
    room.done("BRA link" if how is LOCKED else "BRA lead", end_link(how), 1)
    assert ladder(room).links[0].state is how
    assert steps(room)[-1] == {LOCKED: StepKind.LINK_LOCKED}.get(how, StepKind.LINK_REVOKED)
    for who, command in (
        ("BRA link", open_link()),
        ("BRA link", by_link()),
        ("BRA link", end_link(LOCKED)),
        ("BRA", end_link()),
    ):
        assert room.check(who, command, 2) == GONE
    room.done("BRA officer", issue("BRA next"), 3)
    room.done("BRA next", by_link(), 4)


def test_a_link_opens_until_two_hours_after_the_deadline(room):
    room.done("BRA link", open_link(), UNTIL - 1)
    for command in (open_link(), by_link(), end_link(LOCKED)):
        assert room.check("BRA link", command, UNTIL) == GONE
    assert room.check("BRA", issue("BRA next"), UNTIL) == RoomConflict("notice deadline", "notice")
    assert room.state.book.notices["notice"].links_until_us == minute(UNTIL)


def test_what_was_taken_back_may_still_be_opened_but_not_answered(room):
    room.done("HAL", cancel(), 1)
    room.done("BRA link", open_link(), 2)
    assert room.check("BRA link", by_link(), 3) == RoomConflict("notice taken back", "notice")
    assert room.check("BRA", issue("BRA next"), 3) == RoomConflict("notice taken back", "notice")
    assert room.state.book.notices["notice"].state is NoticeState.CANCELLED


def test_that_a_unit_read_it_is_written_down_once_for_each_link(room):
    room.done("BRA officer", issue("BRA next"))
    room.done("BRA link", open_link(), 1)
    room.done("BRA next", open_link("BRA next"), 1)
    assert room.check("BRA link", open_link(), 2) == RoomConflict("notice step", "notice")


def test_what_safety_asks_to_be_read_back_is_compared_by_link_too(room):
    room.done("HAL", send("safety", kind=NoticeKind.SAFETY, values=[FL80]))
    room.done("BRA", issue("BRA s", "safety"))
    assert room.check("BRA s", by_link(item_id="safety")) == RoomConflict("read back", "safety")
    room.done("BRA s", by_link(item_id="safety", values=[FL90]))
    assert ladder(room, "safety").answer is None
    room.done("BRA s", by_link(item_id="safety", values=[FL80]))
    assert steps(room, "safety")[-2:] == [StepKind.READ_BACK_WRONG, StepKind.ANSWERED]


@pytest.mark.parametrize(("state", "is_in"), [(PartyState.SUSPENDED, True), (PartyState.LEFT, False)])
def test_a_link_is_its_partys(room, state, is_in):
    room.stand("BRA", state)
    said = room.check("BRA link", open_link())
    assert said == NotAllowed("not a member") if not is_in else isinstance(said, NoticePut)


def test_links_are_bounded_and_closing_them_always_finds_room(room, monkeypatch):
    for n in range(1, LINKS_PER_LADDER):
        room.done("BRA", issue(f"BRA {n}"))
    assert room.check("BRA", issue("BRA one too many")) == TooManyItems("field links", LINKS_PER_LADDER)
    monkeypatch.setattr("tansiq.core.decide.ladders.NOTICE_STEPS", len(ladder(room).steps))
    room.done("BRA link", open_link())
    room.done("BRA link", end_link(LOCKED))


def test_the_sender_sees_the_steps_and_no_link(room):
    room.done("BRA link", open_link(), 1)
    room.done("BRA link", end_link(LOCKED), 2)
    (face,) = seen_notice(room.state, "HAL", "notice").notice.ladders
    assert face.links == ()
    assert [step.kind for step in face.steps[-2:]] == [StepKind.READ, StepKind.LINK_LOCKED]
    (own,) = seen_notice(room.state, "BRA", "notice").notice.ladders
    assert [link.id for link in own.links] == ["BRA link"]


def test_of_a_sealed_owner_neither_unit_nor_typed_name_reaches_the_sender():
    room = found("HAL", "BRA")
    room.done("BRA", put_flight("theirs", grants=[grant("HAL", CONFLICT)]))
    (shown,) = room.check("HAL", put_flight("mine")).intents
    asked = Asked("mine", put_flight("mine").reservation.volumes)
    met = room.view("HAL", attempts=()).intents_near(asked.volumes, asked)
    room.done("HAL", put_flight("mine", key=[each.ovn for each in met]))
    room.done("HAL", send_to_owner(shown, "mine"))
    room.done("BRA", issue())
    room.done("BRA link", open_link(), 1)
    room.done("BRA link", by_link(), 2)
    (face,) = seen_notice(room.state, "HAL", "notice").notice.ladders
    assert (face.party, face.links, face.answer) == ("", (), Answer.WILL_COMPLY)
    assert {(step.by, step.texts) for step in face.steps[1:]} == {("", 0)}


def test_a_snapshot_brings_links_back(room):
    room.done("BRA link", end_link(LOCKED), 1)
    again = from_snapshot(snapshot(room.state))
    assert digest(again) == digest(room.state)
    assert again.book.notices == room.state.book.notices
    assert again.texts == room.state.texts
