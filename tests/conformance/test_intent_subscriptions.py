"""The subscription of an intent: made with it, attached to it, gone with it (F3548-21 OpenAPI; InterUSS suites)."""

import math

import pytest

from .bodies import (
    NO_SUBSCRIPTION,
    area,
    circle,
    implicit,
    instant,
    intent,
    new_id,
    polygon,
    sentences,
    subscription,
    time,
    volume,
)
from .client import ids, told
from .tokens import CMSA


def booked(uss, *extents, **more):
    reply = uss.put_intent(new_id(), intent(*extents, **more))
    assert reply.status == 201
    return reply.read.operational_intent_reference


def subscribed(uss, extent, **more):
    reply = uss.put_subscription(new_id(), subscription(extent, **more))
    assert reply.status == 200
    return reply.read.subscription


def changed(uss, reference, *extents, **more):
    reply = uss.put_intent(
        reference.id, intent(*extents, **more), ovn=reference.ovn, scope=f"{CMSA} utm.strategic_coordination"
    )
    assert reply.status == 200, reply.body
    return reply.read.operational_intent_reference


def test_an_implicit_subscription_has_the_times_of_its_intent(uss, place):
    extents = [volume(place, 5, 20), volume(place, 30, 3_000)]
    made = booked(uss, *extents, new_subscription=implicit("https://told.example"))
    shown = uss.get_subscription(made.subscription_id).read.subscription
    assert shown.implicit_subscription is True
    assert shown.notify_for_operational_intents is True
    assert shown.notify_for_constraints is False
    assert shown.uss_base_url == "https://told.example"
    assert shown.dependent_operational_intents == [made.id]
    assert (shown.time_start.value, shown.time_end.value) == (made.time_start.value, made.time_end.value)
    assert instant(shown.time_end) == instant(extents[1]["time_end"]), "also where that is more than 24 h"
    assert ids(uss.find_subscriptions(area(place)).read.subscriptions) == [shown.id]


def test_nobody_else_sees_an_implicit_subscription(uss, other, place):
    made = booked(uss, volume(place), new_subscription=implicit())
    assert other.get_intent(made.id).read.operational_intent_reference.subscription_id == made.subscription_id
    assert other.get_subscription(made.subscription_id).status == 403
    assert other.find_subscriptions(area(place)).read.subscriptions == []


def test_it_wants_constraints_where_asked(uss, place):
    made = booked(uss, volume(place), new_subscription=implicit(constraints=True))
    assert uss.get_subscription(made.subscription_id).read.subscription.notify_for_constraints is True


def test_it_goes_when_its_intent_ends(uss, place):
    made = booked(uss, volume(place), new_subscription=implicit())
    ended = uss.delete_intent(made.id, made.ovn)
    assert made.subscription_id not in told(ended)
    assert uss.get_subscription(made.subscription_id).status == 404
    assert uss.find_subscriptions(area(place)).read.subscriptions == []


def test_it_goes_when_a_new_one_replaces_it(uss, place):
    made = booked(uss, volume(place), new_subscription=implicit())
    later = changed(uss, made, volume(place, 90, 120), new_subscription=implicit())
    assert later.subscription_id != made.subscription_id
    assert uss.get_subscription(made.subscription_id).status == 404
    shown = uss.get_subscription(later.subscription_id).read.subscription
    assert (shown.time_start.value, shown.time_end.value) == (later.time_start.value, later.time_end.value)


def test_it_goes_when_an_explicit_one_replaces_it(uss, place):
    made, wish = booked(uss, volume(place), new_subscription=implicit()), subscribed(uss, volume(place, 5, 80))
    later = changed(uss, made, volume(place), subscription_id=wish.id)
    assert later.subscription_id == wish.id
    assert uss.get_subscription(made.subscription_id).status == 404
    assert uss.get_subscription(wish.id).read.subscription.dependent_operational_intents == [made.id]


def test_it_goes_when_a_change_names_none(uss, place):
    made = booked(uss, volume(place), new_subscription=implicit())
    later = changed(uss, made, volume(place))
    assert later.subscription_id == NO_SUBSCRIPTION
    assert uss.get_subscription(made.subscription_id).status == 404


def test_an_explicit_one_stays_when_a_change_names_none(uss, place):
    wish = subscribed(uss, volume(place, 5, 80))
    made = booked(uss, volume(place), subscription_id=wish.id)
    later = changed(uss, made, volume(place))
    assert later.subscription_id == NO_SUBSCRIPTION
    assert uss.get_intent(made.id).read.operational_intent_reference.subscription_id == NO_SUBSCRIPTION
    assert uss.get_subscription(wish.id).read.subscription.dependent_operational_intents == []
    assert uss.get_subscription(NO_SUBSCRIPTION).status == 404


def test_an_explicit_one_stays_when_its_intent_ends(uss, place):
    wish = subscribed(uss, volume(place, 5, 80))
    made = booked(uss, volume(place), subscription_id=wish.id)
    assert uss.delete_intent(made.id, made.ovn).status == 200
    assert uss.get_subscription(wish.id).status == 200


def test_an_implicit_one_may_serve_two_intents_and_goes_with_the_last(uss, place):
    first = booked(uss, volume(place), new_subscription=implicit())
    second = booked(uss, volume(place, low=200, high=300), subscription_id=first.subscription_id)
    shown = uss.get_subscription(first.subscription_id).read.subscription
    assert shown.implicit_subscription is True
    assert shown.dependent_operational_intents == sorted([first.id, second.id])
    assert uss.delete_intent(first.id, first.ovn).status == 200
    assert uss.get_subscription(first.subscription_id).read.subscription.dependent_operational_intents == [second.id]
    assert changed(uss, second, volume(place, low=200, high=300)).subscription_id == NO_SUBSCRIPTION
    assert uss.get_subscription(first.subscription_id).status == 404


def test_an_implicit_one_is_widened_for_its_intent(uss, other, place):
    made = booked(uss, volume(place), new_subscription=implicit())
    before = uss.get_subscription(made.subscription_id).read.subscription
    wider = [volume(place, -60, 200), volume(place.east(0.05), 10, 70, 500, 600)]
    later = changed(uss, made, *wider, subscription_id=made.subscription_id)
    assert later.subscription_id == made.subscription_id
    after = uss.get_subscription(made.subscription_id).read.subscription
    assert (after.time_start.value, after.time_end.value) == (later.time_start.value, later.time_end.value)
    assert after.version != before.version
    assert after.implicit_subscription is True
    assert made.subscription_id in told(other.put_intent(new_id(), intent(volume(place.east(0.05), 71, 80))))


def test_an_implicit_one_is_widened_for_another_intent(uss, place):
    first = booked(uss, volume(place), new_subscription=implicit())
    second = booked(uss, volume(place.east(0.05), 100, 300), subscription_id=first.subscription_id)
    shown = uss.get_subscription(first.subscription_id).read.subscription
    assert (shown.time_start.value, shown.time_end.value) == (first.time_start.value, second.time_end.value)


def test_an_implicit_one_that_need_not_grow_stays_as_it_is(uss, place):
    made = booked(uss, volume(place), new_subscription=implicit())
    before = uss.get_subscription(made.subscription_id).read.subscription.version
    changed(uss, made, volume(place, 20, 30), subscription_id=made.subscription_id)
    assert uss.get_subscription(made.subscription_id).read.subscription.version == before


def test_an_intent_without_subscription_can_get_one_later(uss, place):
    made, wish = booked(uss, volume(place)), subscribed(uss, volume(place, 5, 80))
    assert made.subscription_id == NO_SUBSCRIPTION
    assert changed(uss, made, volume(place), subscription_id=wish.id).subscription_id == wish.id


def test_one_that_has_an_explicit_subscription_can_be_given_an_implicit_one(uss, place):
    wish = subscribed(uss, volume(place, 5, 80))
    made = booked(uss, volume(place), subscription_id=wish.id)
    later = changed(uss, made, volume(place), new_subscription=implicit())
    assert uss.get_subscription(later.subscription_id).read.subscription.implicit_subscription is True
    assert uss.get_subscription(wish.id).read.subscription.dependent_operational_intents == []


REFUSED = [
    (lambda mine, theirs: {"subscription_id": new_id()}, 400, "one that does not exist"),
    (lambda mine, theirs: {"subscription_id": NO_SUBSCRIPTION}, 400, "the id that means none"),
    (lambda mine, theirs: {"subscription_id": "not-a-uuid"}, 400, "no id"),
    (lambda mine, theirs: {"subscription_id": 1}, 400, "a number"),
    (lambda mine, theirs: {"subscription_id": theirs}, 403, "somebody else's"),
    (lambda mine, theirs: {"subscription_id": mine, "new_subscription": implicit()}, 400, "both"),
    (lambda mine, theirs: {"new_subscription": {}}, 400, "a new one without base URL"),
    (lambda mine, theirs: {"new_subscription": implicit("")}, 400, "a new one with an empty base URL"),
    (lambda mine, theirs: {"new_subscription": implicit("http://uss.example")}, 400, "a new one without TLS"),
    (lambda mine, theirs: {"new_subscription": [implicit()]}, 400, "a list of new ones"),
]


@pytest.mark.parametrize(("made", "status", "because"), REFUSED, ids=sentences(REFUSED))
def test_subscriptions_that_no_intent_can_have(uss, other, place, made, status, because):
    mine, theirs = subscribed(uss, volume(place, 5, 80)).id, subscribed(other, volume(place, 5, 80)).id
    intent_id = new_id()
    assert uss.put_intent(intent_id, intent(volume(place), **made(mine, theirs))).status == status, because
    assert uss.get_intent(intent_id).status == 404
    bare = booked(uss, volume(place))
    reply = uss.put_intent(bare.id, intent(volume(place), **made(mine, theirs)), ovn=bare.ovn)
    assert reply.status == status, f"{because}, on a change"
    assert uss.get_intent(bare.id).read.operational_intent_reference == bare
    assert other.get_subscription(theirs).read.subscription.dependent_operational_intents == []


def test_a_subscription_may_be_named_without_hyphens(uss, place):
    wish = subscribed(uss, volume(place, 5, 80))
    assert booked(uss, volume(place), subscription_id=wish.id.replace("-", "")).subscription_id == wish.id


COVERS = [
    (lambda p: volume(p, 5, 80, 0, 120), True, "a little longer"),
    (lambda p: volume(p, 5, 80, None, None), True, "all heights"),
    (lambda p: volume(p.outline(600), 5, 80), True, "a little wider"),
    (lambda p: volume(polygon(*corners(p, 0.01)), 5, 80), True, "a rectangle around it"),
    (lambda p: volume(p, 14.9, 80), True, "it begins less than 5 minutes after the intent"),
    (lambda p: volume(p, 15.1, 80), False, "it begins more than 5 minutes after the intent"),
    (lambda p: volume(p, 5, 69.9), False, "it ends before the intent"),
    (lambda p: volume(p.outline(400), 5, 80), False, "it is narrower"),
    (lambda p: volume(p.east(0.001), 5, 80), False, "it lies a hundred metres beside"),
    (lambda p: volume(circle(p.lat + 5, p.lng, 5_000), 5, 80), False, "it is elsewhere"),
    (lambda p: volume(p, 5, 80, 10, 120), False, "its floor is above the intent's"),
    (lambda p: volume(p, 5, 80, 0, 110), False, "its ceiling is below the intent's"),
]


def corners(place, degrees):
    """As wide as it is high, wherever the place is: a degree of longitude is short near the poles."""
    lat, lng = place
    wide = degrees / math.cos(math.radians(lat))
    return (
        (lat - degrees, lng - wide),
        (lat - degrees, lng + wide),
        (lat + degrees, lng + wide),
        (lat + degrees, lng - wide),
    )


@pytest.mark.parametrize(("made", "covers", "because"), COVERS, ids=sentences(COVERS))
def test_an_explicit_subscription_must_cover_its_intent(uss, place, made, covers, because):
    """When it is created, when it is changed, and when the subscription is attached."""
    wish, extent = subscribed(uss, made(place)), volume(place)
    reply = uss.put_intent(new_id(), intent(extent, subscription_id=wish.id))
    assert reply.status == (201 if covers else 400), because
    if covers:
        first = reply.read.operational_intent_reference
        beyond = volume(place.outline(5_000), 10, 70)
        assert uss.put_intent(first.id, intent(beyond, subscription_id=wish.id), ovn=first.ovn).status == 400
        return
    bare = booked(uss, extent)
    assert uss.put_intent(bare.id, intent(extent, subscription_id=wish.id), ovn=bare.ovn).status == 400, because
    enough = subscribed(uss, volume(place.outline(2_000), 5, 80))
    first = changed(uss, bare, extent, subscription_id=enough.id)
    assert uss.put_intent(first.id, intent(extent, subscription_id=wish.id), ovn=first.ovn).status == 400, because
    assert uss.get_intent(first.id).read.operational_intent_reference.subscription_id == enough.id


def test_all_volumes_must_be_covered(uss, place):
    wish = subscribed(uss, volume(place, 5, 80))
    parts = [volume(place), volume(place.east(0.05))]
    assert uss.put_intent(new_id(), intent(*parts, subscription_id=wish.id)).status == 400


def test_an_intent_may_end_with_its_subscription(uss, place):
    start, end = time(-0.2), time(20)
    wish = subscribed(uss, volume(place) | {"time_start": start, "time_end": end})
    assert booked(uss, volume(place) | {"time_start": start, "time_end": end}, subscription_id=wish.id)
