"""Intents that are taken: what they must know of, whom they tell, and the subscriptions that come and go with them."""

import pytest

from tansiq.core.changes import IntentGone, IntentPut
from tansiq.core.model import AvailabilityState, IntentState
from tansiq.core.refusals import UnseenItems
from tansiq.core.units import ALWAYS, NDEG, Span

from .making import (
    ELSEWHERE,
    Room,
    attach,
    between,
    box,
    delete_intent,
    minute,
    put_constraint,
    put_intent,
    put_subscription,
    say,
    say_down,
    subscribe,
    volume,
)

ACCEPTED, ACTIVATED = IntentState.ACCEPTED, IntentState.ACTIVATED
NONCONFORMING, CONTINGENT = IntentState.NONCONFORMING, IntentState.CONTINGENT


@pytest.fixture
def room():
    return Room()


# The key


@pytest.mark.parametrize(
    ("other", "needed", "because"),
    [
        (volume(), True, "they share everything"),
        (volume(lat_ndeg=(100, 200)), True, "they share one face"),
        (volume(ELSEWHERE), False, "the other is 0.1 mm away"),
        (volume(alt_mm=(101, 200)), False, "the other is 1 mm above"),
        (volume(time_us=between(60, 120)), True, "the other begins as this one ends"),
        (volume(time_us=(minute(60) + 1, minute(120))), False, "the other begins 1 µs later"),
    ],
)
@pytest.mark.parametrize("manager", ["alpha", "bravo"], ids=["own", "another's"])
def test_the_key_names_every_other_intent_that_may_be_touched(room, manager, other, needed, because):
    room.done(manager, put_intent("other", other))
    assert isinstance(room.check("alpha", put_intent("flight")), UnseenItems) is needed, because
    room.done("alpha", put_intent("flight", key=["other/1"]))


def test_all_that_is_missing_is_told_at_once_and_sorted(room):
    room.done("bravo", put_intent("c"))
    room.done("bravo", put_intent("a", key=["c/1"]))
    room.done("bravo", put_intent("b", key=["c/1", "a/1"]))
    assert room.ask("alpha", put_intent("flight", key=["b/1"])) == UnseenItems(("a", "c"), ())


def test_stale_and_needless_names_in_a_key_are_harmless(room):
    room.done("bravo", put_intent("other"))
    room.done("bravo", put_intent("other", replaces="other/1"))
    assert room.ask("alpha", put_intent("flight", key=["other/1", "nonsense"])) == UnseenItems(("other",), ())
    room.done("alpha", put_intent("flight", key=["nonsense", "other/1", "other/2", "other/2", ""]))


def test_a_change_needs_the_key_again_but_not_its_own_name(room):
    room.done("alpha", put_intent("flight"))
    room.done("alpha", put_intent("flight", replaces="flight/1"))
    room.done("bravo", put_intent("other", key=["flight/2"]))
    assert room.ask("alpha", put_intent("flight", replaces="flight/2")) == UnseenItems(("other",), ())


@pytest.mark.parametrize(
    ("state", "needed"), [(ACCEPTED, True), (ACTIVATED, True), (NONCONFORMING, False), (CONTINGENT, False)]
)
def test_the_key_is_needed_while_the_flight_goes_to_plan(room, state, needed):
    room.done("alpha", put_intent("flight", volume(ELSEWHERE), subscription=subscribe()))
    room.done("bravo", put_intent("other"))
    change = put_intent("flight", replaces="flight/1", state=state, subscription=attach("implicit"))
    assert isinstance(room.check("alpha", change), UnseenItems) is needed


@pytest.mark.parametrize(
    ("state", "needed"), [(ACCEPTED, False), (ACTIVATED, True), (NONCONFORMING, True), (CONTINGENT, True)]
)
def test_only_accepted_intents_of_a_manager_that_is_down_need_no_name(room, state, needed):
    room.done("bravo", put_intent("other", subscription=subscribe()))
    room.done("bravo", put_intent("other", replaces="other/1", state=state, subscription=attach("implicit")))
    assert isinstance(room.check("alpha", put_intent("flight")), UnseenItems)
    room.done("arbiter", say_down("bravo"))
    assert isinstance(room.check("alpha", put_intent("flight")), UnseenItems) is needed
    room.done("arbiter", say("bravo", AvailabilityState.NORMAL, "bravo/1"))
    assert isinstance(room.check("alpha", put_intent("flight")), UnseenItems)


def test_the_union_of_a_plan_makes_no_conflicts(room):
    """Two legs, one low and early in the south, one high and late in the north: between them the sky is free."""
    legs = (
        volume(lat_ndeg=(0, 100), alt_mm=(0, 100), time_us=between(0, 10)),
        volume(lat_ndeg=(500, 600), alt_mm=(500, 600), time_us=between(50, 60)),
    )
    room.done("bravo", put_intent("legs", *legs))
    room.done("alpha", put_intent("between", volume(lat_ndeg=(200, 400))))
    room.done("alpha", put_intent("above", volume(alt_mm=(500, 600))))
    room.done("alpha", put_intent("after", volume(time_us=between(50, 60)), key=["between/1", "above/1"]))
    touched = put_intent("touched", volume(lat_ndeg=(550, 700), alt_mm=(550, 560), time_us=between(0, 60)))
    assert room.ask("alpha", touched) == UnseenItems(("legs",), ())


@pytest.mark.parametrize(
    ("wish", "needed", "because"),
    [
        (None, False, "it has no subscription"),
        (subscribe("new"), False, "its new subscription is not for zones"),
        (subscribe("new", constraints=True), True, "its new subscription is for zones"),
        (attach("flights only"), False, "the subscription it names is not for zones"),
        (attach("zones too"), True, "the subscription it names is for zones"),
    ],
)
def test_zones_belong_to_the_key_of_those_who_asked_for_them(room, wish, needed, because):
    room.done("alpha", put_subscription("flights only", start=0, end=60))
    room.done("alpha", put_subscription("zones too", start=0, end=60, constraints=True))
    room.done("bravo", put_constraint("zone"))
    answer = room.check("alpha", put_intent("flight", subscription=wish))
    assert (answer == UnseenItems((), ("zone",))) is needed, because
    room.done("alpha", put_intent("flight", subscription=wish, key=["zone/1"]))


# Versions and times


def test_each_change_counts_one_and_takes_its_ovn(room):
    for n, replaces in enumerate(["", "flight/1", "flight/2"], start=1):
        change = room.done("alpha", put_intent("flight", replaces=replaces))
        assert (change.intent.version, change.intent.ovn) == (n, f"flight/{n}")
    assert room.state.intents["flight"] == change.intent


def test_the_window_of_an_intent_is_that_of_all_its_volumes(room):
    legs = volume(time_us=between(30, 40)), volume(time_us=between(-90, 10))
    assert room.done("alpha", put_intent("flight", *legs)).intent.time_us == Span(*between(-90, 40))


@pytest.mark.parametrize(
    ("time_us", "because"),
    [
        (between(-1440, 0), "it ends this very moment"),
        (between(30 * 1440, 31 * 1440), "it starts in just 30 days"),
        (between(0, 57 * 365 * 1440), "it lasts 57 years"),
    ],
)
def test_times_that_are_just_allowed(room, time_us, because):
    assert isinstance(room.ask("alpha", put_intent("flight", volume(time_us=time_us))), IntentPut), because


# Subscriptions that come and go with intents


def test_an_implicit_subscription_watches_where_and_when_the_intent_is_at_any_height(room):
    legs = volume(time_us=between(0, 10)), volume(ELSEWHERE, time_us=between(10, 60))
    change = room.done("alpha", put_intent("flight", *legs, subscription=subscribe()))
    made = change.made
    assert change.intent.subscription == made.id == "implicit"
    assert (made.manager, made.version, made.implicit) == ("alpha", "implicit/1", True)
    assert (made.notify_for_intents, made.notify_for_constraints) == (True, False)
    assert made.extent.boxes == (box(), box(ELSEWHERE))
    assert made.extent.alt_mm == ALWAYS
    assert made.extent.time_us == Span(*between(0, 60))


@pytest.mark.parametrize(
    ("wish", "because"),
    [
        (subscribe("second"), "it was replaced by another implicit one"),
        (attach("explicit"), "it was replaced by an explicit one"),
        (None, "the flight does without"),
    ],
)
def test_an_implicit_subscription_is_dropped_when_nobody_uses_it(room, wish, because):
    room.done("alpha", put_subscription("explicit", start=0, end=60))
    room.done("alpha", put_intent("flight", subscription=subscribe("first")))
    change = room.done("alpha", put_intent("flight", replaces="flight/1", subscription=wish))
    assert change.dropped == "first", because
    assert "first" not in room.state.subscriptions
    assert "first" not in change.notified, "who is gone is not told"


def test_an_implicit_subscription_goes_with_its_intent(room):
    room.done("alpha", put_intent("flight", subscription=subscribe()))
    change = room.done("alpha", delete_intent())
    assert (change.dropped, change.notified) == ("implicit", ())
    assert room.state.subscriptions == {}
    assert room.state.dependents == {}


def test_an_implicit_subscription_stays_while_another_intent_uses_it(room):
    room.done("alpha", put_intent("a", subscription=subscribe()))
    room.done("alpha", put_intent("b", volume(alt_mm=(200, 300)), subscription=attach("implicit")))
    assert room.done("alpha", delete_intent("a", "a/1")).dropped == ""
    assert room.done("alpha", put_intent("b", replaces="b/1")).dropped == "implicit"


def test_an_explicit_subscription_outlives_its_intents(room):
    room.done("alpha", put_subscription("watch", start=0, end=60))
    room.done("alpha", put_intent("flight", subscription=attach("watch")))
    assert room.done("alpha", delete_intent()).dropped == ""
    assert list(room.state.subscriptions) == ["watch"]


def test_an_implicit_subscription_is_widened_to_the_intents_that_use_it(room):
    room.done("alpha", put_intent("a", subscription=subscribe()))
    further = volume(ELSEWHERE, time_us=between(-30, 90))
    change = room.done("alpha", put_intent("b", further, subscription=attach("implicit", "implicit/2")))
    made = change.made
    assert (made.id, made.version, made.implicit) == ("implicit", "implicit/2", True)
    assert made.extent.boxes == (box(), box(ELSEWHERE))
    assert made.extent.time_us == Span(*between(-30, 90))
    assert room.state.dependents == {"implicit": {"a": None, "b": None}}


def test_a_subscription_that_covers_the_intent_is_left_as_it_is(room):
    room.done("alpha", put_intent("flight", subscription=subscribe()))
    change = room.done(
        "alpha", put_intent("flight", replaces="flight/1", subscription=attach("implicit", "implicit/2"))
    )
    assert (change.made, change.dropped) == (None, "")
    assert room.state.subscriptions["implicit"].version == "implicit/1"


def test_a_plan_of_many_legs_across_the_antimeridian_has_a_subscription_of_few_boxes(room):
    legs = [
        volume(boxes=(box(lon_ndeg=(179 * NDEG + n, 180 * NDEG)), box(lon_ndeg=(-180 * NDEG, n - 179 * NDEG))))
        for n in range(100)
    ]
    made = room.done("alpha", put_intent("flight", *legs, subscription=subscribe())).made
    assert len(made.extent.boxes) == 2
    near = room.state.subscriptions_near((volume(),), minute(0))
    assert near == [], "the other side of the earth is not watched"


# Who is told


def told(change):
    return change.notified


def test_everyone_who_watches_is_told_and_each_index_rises_by_one(room):
    room.done("bravo", put_subscription("below", alt_mm=Span(-900, -800), start=0, end=60))
    room.done("alpha", put_subscription("own", start=0, end=60))
    room.done("bravo", put_subscription("away", boxes=(box(ELSEWHERE),), start=0, end=60))
    room.done("bravo", put_subscription("later", start=61, end=90))
    room.done("bravo", put_subscription("zones", start=0, end=60, intents=False, constraints=True))
    change = room.done("alpha", put_intent("flight", subscription=subscribe()))
    assert told(change) == ("below", "implicit", "own"), "at any height, one's own and the new one too, sorted"
    assert told(room.done("alpha", delete_intent())) == ("below", "own")
    indices = {i: s.notification_index for i, s in room.state.subscriptions.items()}
    assert indices == {"below": 2, "own": 2, "away": 0, "later": 0, "zones": 0}


def test_a_change_tells_those_at_the_old_place_and_those_at_the_new(room):
    room.done("bravo", put_subscription("old", start=0, end=60))
    room.done("bravo", put_subscription("new", boxes=(box(ELSEWHERE),), start=0, end=60))
    room.done("alpha", put_intent("flight"))
    assert told(room.done("alpha", put_intent("flight", volume(ELSEWHERE), replaces="flight/1"))) == ("new", "old")


def test_a_watch_between_two_volumes_of_a_plan_is_not_told(room):
    room.done("bravo", put_subscription("between", boxes=(box((200, 300)),), start=0, end=60))
    assert told(room.done("alpha", put_intent("flight", volume((0, 100)), volume((400, 500))))) == ()


def test_whoever_ran_out_is_not_told_though_nobody_freed_it_yet(room):
    room.done("bravo", put_subscription("watch", start=0, end=10))
    command = put_intent("flight", volume(time_us=between(0, 60)))
    assert told(room.check("alpha", command, at=10)) == ("watch",), "its end belongs to it"
    assert told(room.check("alpha", command, at=11)) == ()


def test_the_index_of_a_widened_subscription_goes_on(room):
    room.done("alpha", put_intent("a", subscription=subscribe()))
    room.done("alpha", put_intent("b", volume(ELSEWHERE), subscription=attach("implicit", "implicit/2")))
    assert room.state.subscriptions["implicit"].notification_index == 2


def test_an_end_frees_the_place(room):
    room.done("bravo", put_intent("other"))
    change = room.done("bravo", delete_intent("other", "other/1"))
    assert isinstance(change, IntentGone)
    assert change.intent.ovn == "other/1"
    room.done("alpha", put_intent("flight"))
    assert list(room.state.intents) == ["flight"]
