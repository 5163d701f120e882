"""One party cannot crowd a place so that everyone who plans there pays for it."""

import pytest

from tansiq.core.decide import intents, subscriptions
from tansiq.core.model import IntentState
from tansiq.core.refusals import TooManyItems

from .making import ELSEWHERE, Room, between, put_intent, put_subscription, subscribe, volume


@pytest.fixture
def room(monkeypatch):
    monkeypatch.setattr(intents, "VOLUMES_OF_PARTY_HERE", 3)
    monkeypatch.setattr(subscriptions, "SUBSCRIPTIONS_OF_PARTY_HERE", 3)
    room = Room()
    for n in range(3):
        room.done("alpha", put_intent(f"flight-{n}", key=tuple(f"flight-{m}/1" for m in range(n))))
        room.done("alpha", put_subscription(f"watch-{n}"))
    return room


KEY = tuple(f"flight-{n}/1" for n in range(3))


@pytest.mark.parametrize(
    ("party", "volumes", "full", "because"),
    [
        ("alpha", volume(), True, "three of its own are here already"),
        ("beta", volume(), False, "those here are another's"),
        ("alpha", volume(lat_ndeg=ELSEWHERE), False, "it is elsewhere"),
        ("alpha", volume(time_us=between(120, 180)), False, "it is later"),
    ],
)
def test_intents_of_one_party_in_one_place_are_limited(room, party, volumes, full, because):
    answer = room.check(party, put_intent("another", volumes, key=KEY))
    assert isinstance(answer, TooManyItems) is full, because


def test_one_that_is_there_can_still_be_changed(room):
    room.done("alpha", put_intent("flight-0", replaces="flight-0/1", key=KEY))


@pytest.mark.parametrize(("party", "full"), [("alpha", True), ("beta", False)])
def test_explicit_subscriptions_of_one_party_in_one_place_are_limited(room, party, full):
    assert isinstance(room.check(party, put_subscription("another")), TooManyItems) is full
    room.done("alpha", put_subscription("watch-0", replaces="watch-0/1"))


def test_what_is_booked_in_a_crowd_can_be_activated(room, monkeypatch):
    monkeypatch.setattr(intents, "VOLUMES_OF_PARTY_HERE", 2)
    active = put_intent(
        "flight-0", state=IntentState.ACTIVATED, replaces="flight-0/1", key=KEY, subscription=subscribe()
    )
    room.done("alpha", active)
    moved = put_intent("flight-1", volume(alt_mm=(1, 99)), replaces="flight-1/1", key=(*KEY, "flight-0/2"))
    assert isinstance(room.check("alpha", moved), TooManyItems), "moving about in the crowd is booking in it"


def test_an_aircraft_that_left_its_plan_is_never_refused_for_size(room, monkeypatch):
    monkeypatch.setattr(intents, "LIVE_VOLUMES_PER_PARTY", 3)
    volumes = (volume(), volume(alt_mm=(200, 300)))
    grown = put_intent("flight-0", *volumes, replaces="flight-0/1", key=KEY)
    assert isinstance(room.check("alpha", grown), TooManyItems)
    astray = put_intent(
        "flight-0", *volumes, state=IntentState.NONCONFORMING, replaces="flight-0/1", subscription=subscribe()
    )
    room.done("alpha", astray)
