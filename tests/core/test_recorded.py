"""What was agreed with somebody outside the room: one's own flight moves at once, the other is awaited, and then it is done."""

import pytest

from tansiq.core.changes import Agreed, IntentGone, IntentPut
from tansiq.core.commands import ForgetAgreements, RecordAgreement
from tansiq.core.decide.agreements import forgettable
from tansiq.core.refusals import NotAllowed, RoomConflict, TooManyItems, UnseenItems
from tansiq.core.room import AgreementState, Clearance, Shift, Side
from tansiq.core.room_commands import AgreementRecord, ForgettableAgreements
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.units import MINUTE_US

from .making import between, delete_intent, minute, put_intent, volume
from .room_making import ACTIVATED, CONFLICT, found, grant, put_flight
from .test_agreements import answer, moves

AWAITING, ACCEPTED, LAPSED = AgreementState.AWAITING, AgreementState.ACCEPTED, AgreementState.LAPSED
THEIRS = (Shift(Side.TO, 60 * MINUTE_US, 0),)
OURS = (Shift(Side.BY, 0, 5_000),)


def record(item_id="deal", ours="mine", theirs="theirs", change=THEIRS, deadline=30, by=None):
    return RecordAgreement(AgreementRecord(item_id, ours, theirs, tuple(change), minute(deadline)), by)


def theirs_at(*volumes, replaces="theirs/1", room=None):
    key = [room.view("uss").intent("mine").ovn] if room is not None else []
    return put_intent("theirs", *volumes, replaces=replaces, key=key)


def later(minutes):
    return volume(time_us=between(minutes, minutes + 60))


@pytest.fixture
def room():
    """HAL's "mine" and a flight of an outside USS are in one place, from now on for an hour."""
    room = found("HAL", "BRA")
    room.done("uss", put_intent("theirs"))
    room.done("HAL", put_flight("mine", key=["theirs/1"]))
    return room


def test_ones_own_flight_moves_at_once(room):
    done = room.done("HAL officer", record(change=OURS, by=moves(OURS[0], "mine/2", ["theirs/1"])))
    assert isinstance(done, Agreed)
    assert (done.agreement.state, done.agreement.to, done.agreement.chosen) == (ACCEPTED, "uss", 0)
    assert room.state.intents["mine"].volumes[0].alt_mm.lo == 5_000
    assert room.state.awaiting == {}


@pytest.mark.parametrize(
    ("places", "settles", "because"),
    [
        ([later(60)], True, "as agreed, back to back"),
        ([later(30)], False, "not late enough"),
        ([later(90)], True, "later than was agreed"),
        ([volume((101, 200))], True, "in another way"),
        ([later(60), later(30)], False, "a part of it is still in the way"),
    ],
)
def test_theirs_is_awaited_until_the_two_meet_no_more(room, places, settles, because):
    done = room.done("HAL", record())
    assert (done.agreement.state, done.intents) == (AWAITING, ())
    moved = room.done("uss", theirs_at(*places, room=room), at=5)
    assert isinstance(moved, IntentPut)
    assert [a.state for a in moved.agreed] == ([ACCEPTED] if settles else []), because
    held = room.state.agreements["deal"]
    assert (held.state, held.closed_us) == ((ACCEPTED, minute(5)) if settles else (AWAITING, 0))
    assert bool(room.state.awaiting) is not settles


def test_as_much_later_as_was_agreed_is_enough_where_boxes_meet_still(room):
    """The two may agree on less than what the boxes ask: their true outlines may be apart."""
    room.done("HAL", record(change=[Shift(Side.TO, 10 * MINUTE_US, 0)]))
    moved = room.done("uss", theirs_at(later(10), room=room))
    assert [a.state for a in moved.agreed] == [ACCEPTED]


def test_the_clearance_of_the_charter_counts():
    room = found("HAL", "BRA", mixed=Clearance(0, 0, 5 * MINUTE_US))
    room.done("uss", put_intent("theirs"))
    room.done("HAL", put_flight("mine", key=["theirs/1"]))
    room.done("HAL", record(change=[Shift(Side.TO, 70 * MINUTE_US, 0)]))
    room.done("uss", theirs_at(later(62), room=room))
    assert room.state.agreements["deal"].state is AWAITING
    room.done("uss", theirs_at(later(66), replaces="theirs/2", room=room))
    assert room.state.agreements["deal"].state is ACCEPTED


def test_where_both_move_ones_own_does_so_at_once(room):
    both = (Shift(Side.BY, -10 * MINUTE_US, 0), Shift(Side.TO, 50 * MINUTE_US, 0))
    done = room.done("HAL", record(change=both, by=moves(both[0], "mine/2", ["theirs/1"])))
    assert (done.agreement.state, len(done.intents)) == (AWAITING, 1)
    assert room.state.intents["mine"].time_us.lo == minute(-10)
    room.done("uss", theirs_at(later(50), room=room))
    assert room.state.agreements["deal"].state is ACCEPTED


def test_nothing_is_awaited_of_what_is_out_of_the_way_already(room):
    room.done("uss", theirs_at(later(60), room=room))
    assert room.done("HAL", record()).agreement.state is ACCEPTED


def test_a_flight_that_ends_is_out_of_the_way(room):
    room.done("HAL", record())
    gone = room.done("uss", delete_intent("theirs", "theirs/1"))
    assert isinstance(gone, IntentGone)
    assert [a.state for a in gone.agreed] == [ACCEPTED]


def test_past_its_deadline_it_has_lapsed_and_nothing_settles_it(room):
    room.done("HAL", record())
    assert forgettable(room.state, minute(30)) == ()
    assert forgettable(room.state, minute(31)) == ("deal",)
    done = room.done("host", ForgetAgreements(ForgettableAgreements(("deal",))), at=31)
    assert [a.state for a in done.lapsed] == [LAPSED]
    assert room.state.awaiting == {}
    assert room.done("uss", theirs_at(later(60), room=room), at=31).agreed == ()


def test_whoever_recorded_it_may_withdraw_it_and_nobody_answers_it(room):
    room.done("HAL", record())
    assert room.check("BRA", answer(AgreementState.DECLINED)) == RoomConflict("no such agreement", "deal")
    assert room.check("BRA", answer(AgreementState.WITHDRAWN)) == RoomConflict("no such agreement", "deal")
    room.done("HAL", answer(AgreementState.WITHDRAWN))
    assert room.state.awaiting == {}


@pytest.mark.parametrize(
    ("who", "command", "refusal"),
    [
        ("HAL observer", record(), NotAllowed("role")),
        ("HAL client", record(), NotAllowed("role")),
        ("uss", record(), NotAllowed("not a member")),
        ("BRA", record(), RoomConflict("not a flight of the room", "mine")),
        ("HAL", record(ours="theirs"), RoomConflict("not a flight of the room", "theirs")),
        ("HAL", record(theirs="sealed"), RoomConflict("not managed elsewhere", "sealed")),
        ("HAL", record(theirs="nothing"), RoomConflict("not managed elsewhere", "nothing")),
        ("HAL", record(change=()), RoomConflict("agreement options", "deal")),
        ("HAL", record(change=THEIRS + THEIRS), RoomConflict("agreement options", "deal")),
        ("HAL", record(deadline=0), RoomConflict("agreement deadline", "deal")),
        ("HAL", record(change=OURS), RoomConflict("agreement options", "mine")),
        ("HAL", record(by=moves(OURS[0], "mine/2")), RoomConflict("agreement options", "mine")),
        ("HAL", record(change=OURS, by=moves(OURS[0], "mine/2", ())), UnseenItems(("above",), ())),
    ],
)
def test_what_cannot_be_recorded_is_refused(room, who, command, refusal):
    room.done("BRA", put_flight("sealed", volume((50_000, 50_100)), grants=[grant("HAL", CONFLICT)]))
    room.done("uss", put_intent("above", volume(alt_mm=(5_000, 5_100))))
    assert room.check(who, command) == refusal


def test_what_is_in_the_air_is_not_moved_by_it(room):
    room.done("HAL", put_flight("mine", state=ACTIVATED, replaces="mine/1", key=["theirs/1"]))
    command = record(change=OURS, by=moves(OURS[0], "mine/3", ["theirs/1"]))
    assert room.check("HAL", command) == RoomConflict("already in the air", "mine")


def test_awaited_ones_count_as_open(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.agreements.OPEN_AGREEMENTS_PER_PARTY", 1)
    room.done("HAL", record())
    assert room.check("HAL", record("other")) == TooManyItems("open agreements", 1)


def test_a_snapshot_knows_what_is_awaited(room):
    room.done("HAL", record())
    again = from_snapshot(snapshot(room.state))
    assert again.awaiting == room.state.awaiting == {"theirs": {"deal": None}}
    assert digest(again) == digest(room.state)
