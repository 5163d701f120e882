"""What two parties may agree on, step by step; what was changed meanwhile, and what would meet others, is refused."""

import pytest

from tansiq.core.changes import Agreed, AgreementPut
from tansiq.core.commands import AcceptAgreement, AnswerAgreement, ForgetAgreements, ProposeAgreement
from tansiq.core.decide.agreements import forgettable
from tansiq.core.refusals import (
    AlreadyOver,
    NotAllowed,
    NothingDue,
    RoomConflict,
    StaleVersion,
    TooManyItems,
    UnseenItems,
)
from tansiq.core.room import AgreementState, Identity, Shift, Side
from tansiq.core.room_commands import Acceptance, AgreementAnswer, AgreementWish, ForgettableAgreements, Moves
from tansiq.core.units import DAY_US, MINUTE_US, Span
from tansiq.core.volumes import Volume

from .making import between, minute, volume
from .room_making import ACTIVATED, CONFLICT, EXISTENCE, end_flight, found, grant, put_flight, view_of

HIGHER = (Shift(Side.TO, 0, 5_000),)
LATER = (Shift(Side.BY, 120 * MINUTE_US, 0),)
OPEN, ACCEPTED, LAPSED = AgreementState.OPEN, AgreementState.ACCEPTED, AgreementState.LAPSED


def ask(item_id="deal", mine="mine", theirs="theirs", options=(HIGHER, LATER), deadline=30, answers=""):
    return ProposeAgreement(AgreementWish(item_id, mine, theirs, tuple(options), minute(deadline), answers))


def answer(state, item_id="deal"):
    return AnswerAgreement(AgreementAnswer(item_id, state))


def moved(whole, shift):
    alt, time = whole.alt_mm, whole.time_us
    return Volume(
        whole.outline,
        whole.boxes,
        Span(alt.lo + shift.up_mm, alt.hi + shift.up_mm),
        Span(time.lo + shift.delay_us, time.hi + shift.delay_us),
    )


def moves(shift, ovn, key=(), whole=None):
    new = moved(whole or volume(), shift)
    return Moves(ovn, (new,), (view_of(new),), tuple(key))


def accept(option=0, by=None, to=None, item_id="deal"):
    return AcceptAgreement(Acceptance(item_id, option), by, to)


RISE = moves(HIGHER[0], "theirs/2")


@pytest.fixture
def room():
    """HAL's "mine" and BRA's "theirs" are in one place; HAL is about to ask BRA."""
    room = found("HAL", "BRA", "CHI")
    room.done("BRA", put_flight("theirs"))
    seen = room.view("HAL").intent("theirs").ovn
    room.done("HAL", put_flight("mine", key=(seen,)))
    return room


def test_the_other_flight_moves_in_the_entry_that_accepts(room):
    room.done("HAL", ask())
    assert room.state.intents["theirs"].volumes == (volume(),), "nothing moves before"
    done = room.done("BRA officer", accept(to=RISE))
    assert isinstance(done, Agreed)
    assert (done.agreement.state, done.agreement.chosen) == (ACCEPTED, 0)
    after = room.state.intents["theirs"]
    assert (after.volumes[0].alt_mm, after.ovn, after.version) == (Span(5_000, 5_100), "theirs/2", 2)
    assert room.check("BRA", accept(to=RISE)) == RoomConflict("no such agreement", "deal")


def test_a_sealed_flight_is_named_by_its_stand_in_and_found(room):
    room.done(
        "BRA",
        put_flight("theirs", replaces="theirs/1", grants=[grant("HAL", CONFLICT)], key=(key(room, "BRA", "mine"),)),
    )
    (stand_in,) = (i for i in room.view("HAL").all_intents() if i.id not in ("mine", "theirs"))
    made = room.done("HAL", ask(theirs=stand_in.id))
    assert isinstance(made, AgreementPut)
    assert (made.agreement.to, made.agreement.theirs) == ("BRA", "theirs")
    assert room.check("HAL", ask("other", theirs="theirs")) == RoomConflict("not a flight of the room", "theirs")


def key(room, viewer, flight):
    return room.view(viewer).intent(flight).ovn


@pytest.mark.parametrize(
    ("who", "command", "refusal"),
    [
        ("HAL observer", ask(), NotAllowed("role")),
        ("HAL", ask(mine="theirs"), RoomConflict("not a flight of the room", "theirs")),
        ("HAL", ask(theirs="mine"), RoomConflict("not a flight of the room", "mine")),
        ("HAL", ask(theirs="nobody's"), RoomConflict("not a flight of the room", "nobody's")),
        ("HAL", ask(options=()), RoomConflict("agreement options", "deal")),
        ("HAL", ask(options=[()]), RoomConflict("agreement options", "deal")),
        ("HAL", ask(options=[HIGHER] * 6), RoomConflict("agreement options", "deal")),
        ("HAL", ask(options=[HIGHER + HIGHER]), RoomConflict("agreement options", "deal")),
        ("HAL", ask(options=[(Shift(Side.BY, 0, 0),)]), RoomConflict("agreement options", "deal")),
        ("HAL", ask(deadline=0), RoomConflict("agreement deadline", "deal")),
        ("HAL", ask(deadline=7 * 24 * 60 + 1), RoomConflict("agreement deadline", "deal")),
        ("HAL", ask(answers="nothing"), RoomConflict("no such agreement", "nothing")),
    ],
)
def test_a_proposal_that_cannot_be_is_refused(room, who, command, refusal):
    assert room.check(who, command) == refusal


def test_a_party_may_have_so_many_open_proposals_and_no_id_twice(room):
    for n in range(200):
        room.done("HAL", ask(f"deal {n}"))
    assert room.check("HAL", ask("deal 7")) == RoomConflict("agreement exists", "deal 7")
    assert room.check("HAL", ask()) == TooManyItems("open agreements", 200)


@pytest.mark.parametrize(
    ("who", "command", "refusal"),
    [
        ("HAL", accept(to=RISE), RoomConflict("no such agreement", "deal")),
        ("CHI", accept(to=RISE), RoomConflict("no such agreement", "deal")),
        ("BRA client", accept(to=RISE), NotAllowed("role")),
        ("BRA", accept(2, to=RISE), RoomConflict("agreement options", "deal")),
        ("BRA", accept(), RoomConflict("agreement options", "theirs")),
        ("BRA", accept(by=RISE, to=RISE), RoomConflict("agreement not free", "")),
        ("BRA", accept(to=moves(Shift(Side.TO, 0, 4_999), "theirs/2")), RoomConflict("views do not fit", "theirs")),
        ("BRA", accept(to=Moves("theirs/2", RISE.volumes, (), ())), RoomConflict("views do not fit", "theirs")),
        ("HAL", answer(AgreementState.DECLINED), RoomConflict("no such agreement", "deal")),
        ("BRA", answer(AgreementState.WITHDRAWN), RoomConflict("no such agreement", "deal")),
        ("BRA", answer(ACCEPTED), RoomConflict("no such agreement", "deal")),
    ],
)
def test_an_answer_that_is_not_ones_own_or_moves_something_else_is_refused(room, who, command, refusal):
    room.done("HAL", ask())
    assert room.check(who, command) == refusal


def test_a_flight_that_was_changed_or_is_in_the_air_is_not_moved(room):
    room.done("HAL", ask())
    room.done("BRA", put_flight("theirs", replaces="theirs/1", state=ACTIVATED, key=(key(room, "BRA", "mine"),)))
    assert room.check("BRA", accept(to=RISE)) == StaleVersion("theirs", "theirs/1")
    room.done("HAL", ask("second"))
    assert room.check("BRA", accept(to=moves(HIGHER[0], "theirs/3"), item_id="second")) == RoomConflict(
        "already in the air", "theirs"
    )


def test_who_stands_where_a_flight_would_move_must_be_known_to_its_owner(room):
    room.done("HAL", ask())
    room.done("CHI", put_flight("third", volume(alt_mm=(5_000, 5_100))))
    assert room.check("BRA", accept(to=RISE)) == UnseenItems(("third",), ())
    seen = key(room, "BRA", "third")
    assert isinstance(room.check("BRA", accept(to=moves(HIGHER[0], "theirs/2", [seen]))), Agreed)
    room.done("CHI", put_flight("late", volume(time_us=between(120, 180))))
    by = moves(LATER[0], "mine/2")
    assert room.check("BRA", accept(1, by=by)) == RoomConflict("agreement not free", ""), (
        "what stands there is HAL's to know"
    )


def test_what_nobody_answers_lapses_and_is_forgotten_a_day_later(room):
    made = room.done("HAL", ask())
    assert isinstance(room.check("BRA", accept(to=RISE), at=31), AlreadyOver)
    assert forgettable(room.state, minute(30)) == ()
    forget = ForgetAgreements(ForgettableAgreements(("deal",)))
    assert room.check("host", forget, at=30) == NothingDue("")
    room.done("host", forget, at=31)
    assert room.state.agreements["deal"].state is LAPSED
    assert forgettable(room.state, minute(31) + DAY_US) == ()
    room.done("host", forget, at=32 + 24 * 60)
    assert room.state.agreements == {}
    assert made.agreement.texts not in room.state.texts, "its words are needed no more"


def test_who_accepts_is_not_told_which_way_the_other_flight_changed(room):
    both = (Shift(Side.BY, 0, 5_000), Shift(Side.TO, 0, 5_000))
    room.done("HAL", ask(options=[both]))
    room.done("HAL", put_flight("mine", replaces="mine/1", state=ACTIVATED, key=(key(room, "HAL", "theirs"),)))
    answer = room.check("BRA", accept(by=moves(both[0], "mine/3"), to=moves(both[1], "theirs/2")))
    assert answer == RoomConflict("agreement changed", "deal")


def test_a_party_may_make_so_many_proposals_a_day(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.agreements.AGREEMENTS_PER_PARTY", 3)
    for n in range(3):
        room.done("HAL", ask(f"deal {n}"))
        room.done("HAL", answer(AgreementState.WITHDRAWN, f"deal {n}"))
    assert room.check("HAL", ask()) == TooManyItems("agreements of a day", 3)


@pytest.mark.parametrize(
    ("what", "is_shown"),
    [
        ({}, False),
        ({"identity": Identity("OTHER")}, False),
        ({"volumes": (volume((1, 99)),)}, False),
        ({"volumes": (volume((0, 2_000)),)}, True),
    ],
)
@pytest.mark.parametrize("level", [CONFLICT, EXISTENCE])
def test_a_flight_counts_as_changed_for_who_is_shown_that_it_is(level, what, is_shown):
    """HAL's is sealed for BRA, whose own goes far beyond the cell of both: the answer tells no more than BRA's view."""
    room = found("HAL", "BRA")
    whole = volume((0, 3_000))
    room.done("BRA", put_flight("theirs", whole))
    theirs = room.view("HAL").intent("theirs").ovn
    grants = [grant("BRA", level)]
    room.done("HAL", put_flight("mine", key=(theirs,), grants=grants))
    room.done("HAL", ask(options=[HIGHER]))
    rest = {"replaces": "mine/1", "key": (theirs,), "grants": grants}
    room.done(
        "HAL", put_flight("mine", *what.get("volumes", ()), **{k: v for k, v in what.items() if k != "volumes"}, **rest)
    )
    answer = room.check("BRA", accept(to=moves(HIGHER[0], "theirs/2", whole=whole)))
    assert (answer == RoomConflict("agreement changed", "deal")) is is_shown
    assert isinstance(answer, Agreed) is not is_shown


def test_who_proposed_may_end_its_flight_and_then_nothing_is_left_to_accept(room):
    room.done("HAL", ask())
    room.done("HAL", end_flight("mine", "mine/1"))
    assert room.check("BRA", accept(to=RISE)) == RoomConflict("agreement changed", "deal")
