"""Each way in which the state says no has a status and a sentence at this door."""

from typing import get_args

import pytest

from tansiq.core.commands import (
    Attach,
    ConstraintReservation,
    IntentPrivate,
    IntentReservation,
    PutConstraint,
    PutIntent,
    Replacement,
)
from tansiq.core.model import IntentState
from tansiq.core.refusals import (
    AlreadyExists,
    AlreadyOver,
    BookedTooLate,
    EndsBeforeStart,
    HasDependents,
    InForceTooSoon,
    KeyReused,
    LastsTooLong,
    NeedsSubscription,
    NoRoom,
    NotAllowed,
    NotCovered,
    NothingDue,
    NotYours,
    OvnReused,
    Refusal,
    RoomConflict,
    StaleVersion,
    StartsTooEarly,
    StateNotAllowed,
    TooFarAhead,
    TooManyItems,
    TransitionNotAllowed,
    Unknown,
    UnseenItems,
    Unticked,
)
from tansiq.gateways.f3548.refused import explain

INTENT = PutIntent(
    IntentReservation("i", IntentState.ACCEPTED, (), "https://uss.example"),
    IntentPrivate("", "o", (), Attach("s", "v")),
)
CONSTRAINT = PutConstraint(ConstraintReservation("c", (), "https://uss.example"), Replacement("x", "o"))

TABLE = [
    (Unknown("i", "delete"), INTENT, 404, "what is not there cannot be ended"),
    (Unknown("s", "attach"), INTENT, 400, "nor attached"),
    (Unknown("i", "change"), INTENT, 400, "an intent that is not there cannot be changed"),
    (Unknown("c", "change"), CONSTRAINT, 409, "a constraint that is not there has another version"),
    (AlreadyExists("i"), INTENT, 409, "it is there"),
    (NotYours("i"), INTENT, 403, "it is somebody else's"),
    (StaleVersion("i", "old"), INTENT, 409, "it has changed"),
    (OvnReused("i", "o"), INTENT, 400, "it has that OVN"),
    (UnseenItems(("a",), ("b", "c")), INTENT, 409, "the key lacks some"),
    (StateNotAllowed("i", "Activated"), INTENT, 400, "it begins as Accepted"),
    (AlreadyOver(1_000_000, 2_000_000), INTENT, 400, "it is over"),
    (TooFarAhead(2_000_000, 1_000_000), INTENT, 400, "it is too far ahead"),
    (StartsTooEarly(1_000_000, 2_000_000), INTENT, 400, "it starts too early"),
    (LastsTooLong(90_000_000_000, 86_400_000_000), INTENT, 400, "it lasts too long"),
    (EndsBeforeStart(2_000_000, 1_000_000), INTENT, 400, "it ends before it starts"),
    (NeedsSubscription("i", "Activated"), INTENT, 400, "it flies unsubscribed"),
    (NotCovered("s", "i", "time"), INTENT, 400, "its subscription is too short"),
    (HasDependents("s", ("i",)), INTENT, 400, "intents depend on it"),
    (TooManyItems("volumes", 250_000), INTENT, 429, "one party has its share"),
    (KeyReused("k"), INTENT, 422, "the key was for something else"),
    (NothingDue(""), INTENT, 409, "nothing is due"),
    (NoRoom(), INTENT, 403, "there is no room"),
    (NotAllowed("suspended"), INTENT, 403, "its party is suspended"),
    (RoomConflict("code taken", "HAL"), INTENT, 403, "that is asked at the room's door"),
    (TransitionNotAllowed("i", "Accepted", "Ended"), INTENT, 403, "that too"),
    (BookedTooLate(2_000_000, 1_000_000), INTENT, 403, "notice is asked of flights of the room"),
    (InForceTooSoon(1_000_000, 2_000_000), INTENT, 403, "and of its zones"),
    (Unticked(("a",)), INTENT, 403, "the watch is handed over at the room's door"),
]


def test_the_table_has_every_refusal():
    assert {type(row[0]) for row in TABLE} == set(get_args(Refusal))


@pytest.mark.parametrize(("refusal", "command", "status", "because"), TABLE, ids=[row[-1] for row in TABLE])
def test_a_refusal_is_a_status_and_a_sentence(refusal, command, status, because):
    said, sentence = explain(refusal, command)
    assert said == status, because
    assert sentence.endswith("."), sentence


def test_numbers_and_times_are_for_people():
    assert "2 operational intent(s) and 0 constraint(s)" in explain(UnseenItems(("a", "b"), ()), INTENT)[1]
    assert "1970-01-01T00:00:01Z" in explain(AlreadyOver(1_000_000, 2_000_000), INTENT)[1]
    assert "25.00 h; 24 h" in explain(LastsTooLong(90_000_000_000, 86_400_000_000), INTENT)[1]
    assert "250,000 volumes" in explain(TooManyItems("volumes", 250_000), INTENT)[1]


def test_what_a_stranger_sent_is_shown_short():
    _, sentence = explain(StaleVersion("i", "x" * 10_000), INTENT)
    assert len(sentence) < 300
    _, sentence = explain(HasDependents("s", tuple("i" * 36 for _ in range(10_000))), INTENT)
    assert len(sentence) < 600
