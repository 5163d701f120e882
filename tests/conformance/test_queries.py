"""What a search finds (F3548-21 OpenAPI, the three `query` operations; InterUSS prober)."""

import pytest

from .bodies import Place, area, circle, constraint, intent, new_id, polygon, sentences, subscription, volume
from .client import ids

# What is looked for: (window in minutes from now, heights in metres) of the area of interest, around one place.
LOOKS = [
    ((None, None, None, None), True, "everything there"),
    ((10, 70, 0, 120), True, "its very volume"),
    ((30, 31, 60, 61), True, "a part of it"),
    ((-1_000, 1_000, -100, 5_000), True, "all around it"),
    ((69, None, None, None), True, "from a minute before its end on"),
    ((71, None, None, None), False, "from a minute after its end on"),
    ((None, 11, None, None), True, "until a minute after its start"),
    ((None, 9, None, None), False, "until a minute before its start"),
    ((None, None, 119, None), True, "from just below its ceiling up"),
    ((None, None, 121, None), False, "from just above its ceiling up"),
    ((None, None, None, 0), True, "up to its floor"),
    ((None, None, None, -1), False, "below its floor"),
    ((-60, -50, None, None), False, "the past, where nothing was"),
    ((60 * 24 * 365, None, None, None), False, "next year"),
]


@pytest.mark.parametrize(("window", "found", "because"), LOOKS, ids=sentences(LOOKS))
def test_intents_and_constraints_are_found_by_time_and_height(uss, other, place, window, found, because):
    flight, zone = new_id(), new_id()
    assert uss.put_intent(flight, intent(volume(place))).status == 201
    assert uss.put_constraint(zone, constraint(volume(place))).status == 201
    asked = volume(place.outline(100), *window)
    for who in (uss, other):
        assert (flight in ids(who.find_intents(asked).read.operational_intent_references)) is found, because
        assert (zone in ids(who.find_constraints(asked).read.constraint_references)) is found, because


@pytest.mark.parametrize(("window", "found", "because"), LOOKS[:8], ids=sentences(LOOKS[:8]))
def test_subscriptions_are_found_by_time(uss, place, window, found, because):
    wish = new_id()
    assert uss.put_subscription(wish, subscription(volume(place))).status == 200
    asked = volume(place.outline(100), *window)
    assert (wish in ids(uss.find_subscriptions(asked).read.subscriptions)) is found, because


def test_subscriptions_are_found_whatever_the_height(uss, place):
    wish = new_id()
    assert uss.put_subscription(wish, subscription(volume(place, low=0, high=100))).status == 200
    assert ids(uss.find_subscriptions(volume(place, None, None, 4_000, 5_000)).read.subscriptions) == [wish]


def test_a_moment_is_a_window(uss, place):
    wish, flight = new_id(), new_id()
    assert uss.put_subscription(wish, subscription(volume(place, -1, 60))).status == 200
    assert uss.put_intent(flight, intent(volume(place, -1, 60))).status == 201
    now = volume(place, 0, 0)
    now["time_end"] = now["time_start"]
    assert ids(uss.find_subscriptions(now).read.subscriptions) == [wish]
    assert ids(uss.find_intents(now).read.operational_intent_references) == [flight]


def test_what_has_begun_long_ago_is_found_in_its_past(uss, place):
    flight = new_id()
    assert uss.put_intent(flight, intent(volume(place, -600, 60))).status == 201
    assert ids(uss.find_intents(area(place, -500, -400)).read.operational_intent_references) == [flight]
    assert uss.find_intents(area(place, -500_000, -400_000)).status == 200, "a past window is no error"


SHAPES = [
    (lambda p: p.outline(10), True, "a small circle in it"),
    (lambda p: p.outline(20_000), True, "a large circle around it"),
    (lambda p: polygon((p.lat, p.lng), (p.lat, p.lng + 0.01), (p.lat + 0.01, p.lng)), True, "a corner in it"),
    (lambda p: circle(p.lat, p.lng + 0.1, 500), False, "beside it"),
    (lambda p: circle(-p.lat, p.lng, 500), False, "on the other half of the earth"),
    (lambda p: circle(p.lat, p.lng + 180, 500), False, "on the other side of the earth"),
]


@pytest.mark.parametrize(("shape", "found", "because"), SHAPES, ids=sentences(SHAPES))
def test_what_is_found_lies_where_it_was_looked_for(uss, place, shape, found, because):
    flight, zone, wish = new_id(), new_id(), new_id()
    assert uss.put_intent(flight, intent(volume(place))).status == 201
    assert uss.put_constraint(zone, constraint(volume(place))).status == 201
    assert uss.put_subscription(wish, subscription(volume(place))).status == 200
    asked = area(shape(Place(*place)))
    assert (flight in ids(uss.find_intents(asked).read.operational_intent_references)) is found, because
    assert (zone in ids(uss.find_constraints(asked).read.constraint_references)) is found, because
    assert (wish in ids(uss.find_subscriptions(asked).read.subscriptions)) is found, because


def test_where_nothing_is_the_list_is_empty(uss, place):
    assert uss.find_intents(area(place)).body == {"operational_intent_references": []}
    assert uss.find_constraints(area(place)).body == {"constraint_references": []}
    assert uss.find_subscriptions(area(place)).body == {"subscriptions": []}


def test_many_are_found_at_once_in_the_order_of_their_ids(uss, place):
    flights = sorted(new_id() for _ in range(30))
    for n, flight in enumerate(flights):
        low = 100.0 * n
        assert uss.put_intent(flight, intent(volume(place, low=low, high=low + 50))).status == 201
    assert ids(uss.find_intents(area(place)).read.operational_intent_references) == flights


@pytest.mark.parametrize("asked", [{}, None, [], "here", {"volume": None}, {"volume": {}}], ids=str)
def test_a_search_needs_an_area(uss, asked):
    assert uss.find_intents(asked).status == 400
    assert uss.find_constraints(asked).status == 400
    assert uss.find_subscriptions(asked).status == 400


def test_a_window_that_ends_before_it_starts_is_a_bad_request(uss, place):
    backwards = area(place, 20, 10)
    assert uss.find_intents(backwards).status == 400
    assert uss.find_constraints(backwards).status == 400
    assert uss.find_subscriptions(backwards).status == 400
