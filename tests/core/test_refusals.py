"""Every refusal, by what it refuses."""

from typing import get_args

import pytest

from tansiq.core.limits import (
    CONSTRAINT_HORIZON_US,
    INTENT_HORIZON_US,
    SUBSCRIPTION_DURATION_US,
    SUBSCRIPTION_START_PAST_US,
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
from tansiq.core.snapshot import digest
from tansiq.core.units import DAY_US, HOUR_US, MINUTE_US

from .making import (
    ELSEWHERE,
    NOW,
    Room,
    attach,
    between,
    box,
    delete_constraint,
    delete_intent,
    delete_subscription,
    erase,
    expire,
    minute,
    put_constraint,
    put_intent,
    put_subscription,
    report,
    request,
    say_down,
    subscribe,
    volume,
)

ACTIVATED, CONTINGENT, NONCONFORMING = IntentState.ACTIVATED, IntentState.CONTINGENT, IntentState.NONCONFORMING
YESTERDAY = volume(time_us=between(-1500, -1))
TOO_LATE_US = minute(0) + INTENT_HORIZON_US


@pytest.fixture
def room():
    """Alpha has a flight with an implicit subscription, a zone above it, and a watch elsewhere that bravo has too."""
    made = Room()
    made.done("alpha", put_intent("flight", subscription=subscribe("implicit")))
    made.done("alpha", put_constraint("zone", volume(alt_mm=(101, 200))))
    made.done("alpha", put_subscription("watch", boxes=(box(ELSEWHERE),), start=0, end=60))
    made.done("bravo", put_subscription("other watch", boxes=(box(ELSEWHERE),), start=0, end=60))
    made.done("bravo", say_down("charlie"))
    made.done("alpha", report(), key=request("used"))
    return made


def after(minutes):
    return NOW + minutes * MINUTE_US


TABLE = [
    # Unknown
    ("a change of a flight that is not there", "alpha", put_intent("no", replaces="no/1"), Unknown("no", "change")),
    ("a change of a zone that is not there", "alpha", put_constraint("no", replaces="no/1"), Unknown("no", "change")),
    (
        "a change of a subscription that is not there",
        "alpha",
        put_subscription("no", replaces="no/1"),
        Unknown("no", "change"),
    ),
    ("the end of a flight that is not there", "alpha", delete_intent("no"), Unknown("no", "delete")),
    ("the end of a zone that is not there", "alpha", delete_constraint("no"), Unknown("no", "delete")),
    ("the end of a subscription that is not there", "alpha", delete_subscription("no"), Unknown("no", "delete")),
    (
        "a flight that names a subscription that is not there",
        "alpha",
        put_intent("new", volume(ELSEWHERE), subscription=attach("no")),
        Unknown("no", "attach"),
    ),
    ("erasure where nothing is erasable", "alpha", erase(1), Unknown("1", "delete")),
    ("erasure in the future", "alpha", erase(99), Unknown("99", "delete")),
    # AlreadyExists
    ("a new flight under a used id", "alpha", put_intent("flight"), AlreadyExists("flight")),
    ("a new flight under another's id", "bravo", put_intent("flight"), AlreadyExists("flight")),
    ("a new zone under a used id", "alpha", put_constraint("zone"), AlreadyExists("zone")),
    ("a new subscription under a used id", "alpha", put_subscription("watch"), AlreadyExists("watch")),
    (
        "a new implicit subscription under a used id",
        "alpha",
        put_intent("new", volume(ELSEWHERE), subscription=subscribe("watch")),
        AlreadyExists("watch"),
    ),
    # NotYours
    (
        "a change of another's flight, even with its OVN",
        "bravo",
        put_intent("flight", replaces="flight/1"),
        NotYours("flight"),
    ),
    (
        "a change of another's flight with a wrong OVN",
        "bravo",
        put_intent("flight", replaces="flight/7"),
        NotYours("flight"),
    ),
    ("the end of another's flight", "bravo", delete_intent("flight"), NotYours("flight")),
    ("a change of another's zone", "bravo", put_constraint("zone", replaces="zone/1"), NotYours("zone")),
    ("the end of another's zone", "bravo", delete_constraint("zone"), NotYours("zone")),
    ("a change of another's subscription", "bravo", put_subscription("watch", replaces="watch/1"), NotYours("watch")),
    ("the end of another's subscription", "bravo", delete_subscription("watch"), NotYours("watch")),
    (
        "a flight that names another's subscription",
        "alpha",
        put_intent("new", volume(ELSEWHERE), subscription=attach("other watch")),
        NotYours("other watch"),
    ),
    # StaleVersion
    (
        "a change of a flight with a wrong OVN",
        "alpha",
        put_intent("flight", replaces="flight/0"),
        StaleVersion("flight", "flight/0"),
    ),
    ("the end of a flight with a wrong OVN", "alpha", delete_intent("flight", "x"), StaleVersion("flight", "x")),
    (
        "a change of a zone with a wrong OVN",
        "alpha",
        put_constraint("zone", replaces="zone/0"),
        StaleVersion("zone", "zone/0"),
    ),
    ("the end of a zone with a wrong OVN", "alpha", delete_constraint("zone", "x"), StaleVersion("zone", "x")),
    (
        "a change of a subscription with a wrong version",
        "alpha",
        put_subscription("watch", replaces="watch/0"),
        StaleVersion("watch", "watch/0"),
    ),
    (
        "the end of a subscription with a wrong version",
        "alpha",
        delete_subscription("watch", "x"),
        StaleVersion("watch", "x"),
    ),
    ("a word on a USS that does not know the last word", "bravo", say_down("charlie"), StaleVersion("charlie", "")),
    ("a word on a USS of which nobody ever said any", "bravo", say_down("new", "new/1"), StaleVersion("new", "new/1")),
    # OvnReused
    (
        "a change that keeps the OVN",
        "alpha",
        put_intent("flight", replaces="flight/1", ovn="flight/1", subscription=attach("implicit")),
        OvnReused("flight", "flight/1"),
    ),
    # UnseenItems
    ("a flight through one that its key does not name", "bravo", put_intent("new"), UnseenItems(("flight",), ())),
    (
        "a flight into a zone that its key does not name, where it asks for zones",
        "bravo",
        put_intent("new", volume(alt_mm=(150, 200)), subscription=subscribe("s", constraints=True)),
        UnseenItems((), ("zone",)),
    ),
    # StateNotAllowed
    (
        "a flight that begins as Activated",
        "alpha",
        put_intent("new", state=ACTIVATED, subscription=attach("implicit")),
        StateNotAllowed("new", "Activated"),
    ),
    (
        "a flight that begins as Nonconforming",
        "alpha",
        put_intent("new", state=NONCONFORMING, subscription=attach("implicit")),
        StateNotAllowed("new", "Nonconforming"),
    ),
    (
        "a flight that begins as Contingent",
        "alpha",
        put_intent("new", state=CONTINGENT, subscription=attach("implicit")),
        StateNotAllowed("new", "Contingent"),
    ),
    # AlreadyOver
    ("a flight of yesterday", "alpha", put_intent("new", YESTERDAY), AlreadyOver(after(-1), NOW)),
    ("a zone of yesterday", "alpha", put_constraint("new", YESTERDAY), AlreadyOver(after(-1), NOW)),
    ("a subscription that is over", "alpha", put_subscription("new", start=-4, end=-1), AlreadyOver(after(-1), NOW)),
    # TooFarAhead
    (
        "a flight that starts in more than 30 days",
        "alpha",
        put_intent("new", volume(time_us=(TOO_LATE_US + 1, TOO_LATE_US + 2))),
        TooFarAhead(NOW + 30 * DAY_US + 1, NOW + INTENT_HORIZON_US),
    ),
    (
        "a zone that starts in more than 56 days",
        "alpha",
        put_constraint("new", volume(time_us=(NOW + 56 * DAY_US + 1, NOW + 57 * DAY_US))),
        TooFarAhead(NOW + 56 * DAY_US + 1, NOW + CONSTRAINT_HORIZON_US),
    ),
    # StartsTooEarly
    (
        "a subscription that starts more than 5 minutes ago",
        "alpha",
        put_subscription("new", start=-6, end=60),
        StartsTooEarly(after(-6), NOW - SUBSCRIPTION_START_PAST_US),
    ),
    # EndsBeforeStart
    (
        "a subscription that ends before it starts",
        "alpha",
        put_subscription("new", start=60, end=59),
        EndsBeforeStart(after(60), after(59)),
    ),
    (
        "a new end before the start that was kept",
        "alpha",
        put_subscription("watch", replaces="watch/1", end=-1),
        EndsBeforeStart(after(0), after(-1)),
    ),
    # LastsTooLong
    (
        "a subscription of more than 24 h",
        "alpha",
        put_subscription("new", start=0, end=24 * 60 + 1),
        LastsTooLong(24 * HOUR_US + MINUTE_US, SUBSCRIPTION_DURATION_US),
    ),
    (
        "a change that makes a subscription last more than 24 h",
        "alpha",
        put_subscription("watch", replaces="watch/1", end=24 * 60 + 1),
        LastsTooLong(24 * HOUR_US + MINUTE_US, SUBSCRIPTION_DURATION_US),
    ),
    (
        "a zone of more than 24 h",
        "alpha",
        put_constraint("new", volume(time_us=between(0, 24 * 60 + 1))),
        LastsTooLong(24 * HOUR_US + MINUTE_US, 24 * HOUR_US),
    ),
    # NeedsSubscription
    (
        "a flight that takes off without a subscription",
        "alpha",
        put_intent("flight", replaces="flight/1", state=ACTIVATED),
        NeedsSubscription("flight", "Activated"),
    ),
    (
        "a nonconforming flight without a subscription",
        "alpha",
        put_intent("flight", replaces="flight/1", state=NONCONFORMING),
        NeedsSubscription("flight", "Nonconforming"),
    ),
    (
        "a contingent flight without a subscription",
        "alpha",
        put_intent("flight", replaces="flight/1", state=CONTINGENT),
        NeedsSubscription("flight", "Contingent"),
    ),
    # NotCovered
    (
        "a flight outside the area of the explicit subscription it names",
        "alpha",
        put_intent("flight", replaces="flight/1", subscription=attach("watch")),
        NotCovered("watch", "flight", "area"),
    ),
    (
        "a flight that outlasts the explicit subscription it names",
        "alpha",
        put_intent("new", volume(ELSEWHERE, time_us=between(0, 61)), subscription=attach("watch")),
        NotCovered("watch", "new", "time"),
    ),
    (
        "a flight that starts long before the explicit subscription it names",
        "alpha",
        put_intent("new", volume(ELSEWHERE, time_us=between(-6, 60)), subscription=attach("watch")),
        NotCovered("watch", "new", "time"),
    ),
    (
        "a change of a subscription that leaves its flight outside",
        "alpha",
        put_subscription("implicit", replaces="implicit/1", boxes=(box(ELSEWHERE),)),
        NotCovered("implicit", "flight", "area"),
    ),
    (
        "a change of a subscription that ends before its flight",
        "alpha",
        put_subscription("implicit", replaces="implicit/1", end=59),
        NotCovered("implicit", "flight", "time"),
    ),
    # HasDependents
    (
        "the end of a subscription that a flight depends on",
        "alpha",
        delete_subscription("implicit", "implicit/1"),
        HasDependents("implicit", ("flight",)),
    ),
    # NothingDue
    ("an expiry of nothing", "alpha", expire(), NothingDue("")),
    ("an expiry of what is not over", "alpha", expire(intents=("flight",), subscriptions=("watch",)), NothingDue("")),
    ("an expiry of what is not there", "alpha", expire(intents=("no",), constraints=("no",)), NothingDue("")),
]


@pytest.mark.parametrize(("party", "command", "refusal"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_refused_is(room, party, command, refusal):
    assert room.check(party, command) == refusal


def test_refused_is_an_old_idempotency_key_with_another_body(room):
    assert room.check("alpha", report("b"), key=request("used", b"another")) == KeyReused("used")


@pytest.mark.parametrize(
    ("where", "limit", "command", "refusal"),
    [
        ("intents.LIVE_VOLUMES_PER_PARTY", 2, put_intent("new", volume(ELSEWHERE)), TooManyItems("volumes", 2)),
        ("constraints.LIVE_VOLUMES_PER_PARTY", 2, put_constraint("new"), TooManyItems("volumes", 2)),
        (
            "subscriptions.LIVE_SUBSCRIPTIONS_PER_PARTY",
            2,
            put_subscription("new", start=0, end=9),
            TooManyItems("subscriptions", 2),
        ),
        (
            "intents.LIVE_SUBSCRIPTIONS_PER_PARTY",
            2,
            put_intent("new", volume(ELSEWHERE), subscription=subscribe("new")),
            TooManyItems("subscriptions", 2),
        ),
    ],
    ids=["one flight too many", "one zone too many", "one subscription too many", "one implicit subscription too many"],
)
def test_refused_is_more_than_a_party_may_have(room, monkeypatch, where, limit, command, refusal):
    monkeypatch.setattr(f"tansiq.core.decide.{where}", limit)
    assert room.check("alpha", command) == refusal
    assert not isinstance(room.check("bravo", command), TooManyItems), "another party has its own share"


def test_refused_is_one_idempotency_key_too_many(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.REMEMBERED_REQUESTS_PER_PARTY", 1)
    assert room.check("alpha", report("b"), key=request("new")) == TooManyItems("request keys", 1)


OF_THE_ROOM = {
    BookedTooLate,
    InForceTooSoon,
    NoRoom,
    NotAllowed,
    RoomConflict,
    TransitionNotAllowed,
    Unticked,
}  # test_parties.py, test_charter.py, test_flights.py, test_ahead.py, test_handover.py


def test_every_refusal_stands_in_this_file():
    in_functions = {KeyReused, TooManyItems}
    assert {type(row[3]) for row in TABLE} | in_functions == set(get_args(Refusal)) - OF_THE_ROOM


def test_what_makes_a_share_smaller_is_never_refused_for_its_size(room, monkeypatch):
    room.done("alpha", put_intent("flight", volume(), volume(), replaces="flight/1", subscription=attach("implicit")))
    monkeypatch.setattr("tansiq.core.decide.intents.LIVE_VOLUMES_PER_PARTY", 1)
    room.done("alpha", put_intent("flight", replaces="flight/2", subscription=attach("implicit")))
    room.done("alpha", delete_intent("flight", "flight/3"))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_a_refusal_in_order_moves_position_time_and_chain_only(room, row):
    """With these three put back, the digest is that of the state before."""
    _, party, command, refusal = row
    state = room.state
    before = digest(state), state.position, state.decisions_sha256
    assert room.ask(party, command) == refusal
    assert (state.position, state.time_us) == (before[1] + 1, NOW)
    assert state.decisions_sha256 != before[2]
    state.position, state.decisions_sha256 = before[1:]
    assert digest(state) == before[0]
