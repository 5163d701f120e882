"""Whom a change must be told to, and how often each has been (F3548-21 OpenAPI, SubscriberToNotify; InterUSS suites)."""

import pytest

from .bodies import constraint, implicit, intent, new_id, subscription, volume
from .client import told


def subscribed(uss, extent, **more):
    reply = uss.put_subscription(new_id(), subscription(extent, **more))
    assert reply.status == 200
    return reply.read.subscription


def index_of(uss, subscription_id):
    return uss.get_subscription(subscription_id).read.subscription.notification_index


def test_each_change_of_an_intent_counts_one_up(uss, other, place):
    wish = subscribed(other, volume(place))
    assert wish.notification_index == 0
    intent_id = new_id()
    made = uss.put_intent(intent_id, intent(volume(place)))
    assert told(made) == {wish.id: 1}
    ovn = made.read.operational_intent_reference.ovn
    changed = uss.put_intent(intent_id, intent(volume(place)), ovn=ovn)
    assert told(changed) == {wish.id: 2}
    ended = uss.delete_intent(intent_id, changed.read.operational_intent_reference.ovn)
    assert told(ended) == {wish.id: 3}
    assert index_of(other, wish.id) == 3


def test_each_change_of_a_constraint_counts_one_up(uss, other, place):
    wish = subscribed(other, volume(place), intents=False, constraints=True)
    constraint_id = new_id()
    made = uss.put_constraint(constraint_id, constraint(volume(place)))
    assert told(made) == {wish.id: 1}
    changed = uss.put_constraint(constraint_id, constraint(volume(place)), ovn=made.read.constraint_reference.ovn)
    assert told(changed) == {wish.id: 2}
    ended = uss.delete_constraint(constraint_id, changed.read.constraint_reference.ovn)
    assert told(ended) == {wish.id: 3}


@pytest.mark.parametrize(
    ("intents", "constraints", "by_intent", "by_constraint"),
    [(True, None, True, False), (True, False, True, False), (False, True, False, True), (True, True, True, True)],
)
def test_it_is_told_what_it_asked_for(uss, other, place, intents, constraints, by_intent, by_constraint):
    wish = subscribed(other, volume(place), intents=intents, constraints=constraints)
    assert (wish.id in told(uss.put_intent(new_id(), intent(volume(place))))) is by_intent
    assert (wish.id in told(uss.put_constraint(new_id(), constraint(volume(place))))) is by_constraint
    assert index_of(other, wish.id) == by_intent + by_constraint


def test_they_are_grouped_by_base_url(uss, other, place):
    at_a = [subscribed(other, volume(place), uss_base_url="https://a.example").id for _ in range(2)]
    at_b = subscribed(uss, volume(place), uss_base_url="https://b.example").id
    also_at_a = subscribed(uss, volume(place), uss_base_url="https://a.example").id
    reply = uss.put_intent(new_id(), intent(volume(place)))
    grouped = {
        subscriber.uss_base_url: sorted(state.subscription_id for state in subscriber.subscriptions)
        for subscriber in reply.read.subscribers
    }
    assert grouped == {"https://a.example": sorted([*at_a, also_at_a]), "https://b.example": [at_b]}
    ended = uss.delete_intent(reply.read.operational_intent_reference.id, reply.read.operational_intent_reference.ovn)
    assert {s.uss_base_url for s in ended.read.subscribers} == {"https://a.example", "https://b.example"}
    assert told(ended) == dict.fromkeys([*at_a, at_b, also_at_a], 2)


def test_ones_own_and_implicit_subscriptions_are_told_too(uss, other, place):
    mine = subscribed(uss, volume(place))
    made = uss.put_intent(new_id(), intent(volume(place), new_subscription=implicit("https://told.example")))
    shown = made.read.operational_intent_reference
    assert told(made) == {mine.id: 1, shown.subscription_id: 1}
    assert index_of(uss, shown.subscription_id) == 1
    theirs = other.put_intent(new_id(), intent(volume(place), key=(shown.ovn,), new_subscription=implicit()))
    second = theirs.read.operational_intent_reference
    assert told(theirs) == {mine.id: 2, shown.subscription_id: 2, second.subscription_id: 1}


def test_the_implicit_subscription_of_a_change_is_told_of_it(uss, place):
    made = uss.put_intent(
        new_id(), intent(volume(place), new_subscription=implicit())
    ).read.operational_intent_reference
    kept = uss.put_intent(made.id, intent(volume(place), subscription_id=made.subscription_id), ovn=made.ovn)
    assert told(kept) == {made.subscription_id: 2}
    wider = intent(volume(place, 10, 200), subscription_id=made.subscription_id)
    widened = uss.put_intent(made.id, wider, ovn=kept.read.operational_intent_reference.ovn)
    assert told(widened) == {made.subscription_id: 3}
    again = intent(volume(place), new_subscription=implicit())
    replaced = uss.put_intent(made.id, again, ovn=widened.read.operational_intent_reference.ovn)
    assert told(replaced) == {replaced.read.operational_intent_reference.subscription_id: 1}, "not the one that is gone"


def test_where_it_was_is_told_as_well_as_where_it_is(uss, other, place):
    here, there = subscribed(other, volume(place)), subscribed(other, volume(place.east(0.1)))
    made = uss.put_intent(new_id(), intent(volume(place))).read.operational_intent_reference
    moved = uss.put_intent(made.id, intent(volume(place.east(0.1))), ovn=made.ovn)
    assert told(moved) == {here.id: 2, there.id: 1}
    ended = uss.delete_intent(made.id, moved.read.operational_intent_reference.ovn)
    assert told(ended) == {there.id: 2}

    zone = uss.put_constraint(new_id(), constraint(volume(place))).read.constraint_reference
    listening = subscribed(other, volume(place), intents=False, constraints=True)
    moved = uss.put_constraint(zone.id, constraint(volume(place.east(0.1))), ovn=zone.ovn)
    assert told(moved) == {listening.id: 1}


@pytest.mark.parametrize(
    ("window", "meets", "because"),
    [
        ((10, 70, 0, 120), True, "the same"),
        ((60, 90, 0, 120), True, "part of the time"),
        ((10, 70, 5_000, 6_000), True, "far above: heights do not count for subscriptions"),
        ((75, 90, 0, 120), False, "later"),
    ],
)
def test_who_is_near_is_told(uss, other, place, window, meets, because):
    wish = subscribed(other, volume(place, *window))
    assert told(uss.put_intent(new_id(), intent(volume(place)))) == ({wish.id: 1} if meets else {}), because


def test_a_deleted_subscription_is_not_told(uss, other, place):
    wish = subscribed(other, volume(place))
    assert other.delete_subscription(wish.id, wish.version).status == 200
    assert told(uss.put_intent(new_id(), intent(volume(place)))) == {}


def test_a_refused_change_is_told_to_nobody(uss, other, place):
    made = uss.put_intent(new_id(), intent(volume(place))).read.operational_intent_reference
    wish = subscribed(other, volume(place))
    assert other.put_intent(new_id(), intent(volume(place))).status == 409
    assert uss.delete_intent(made.id, "x" * 20).status == 409
    assert index_of(other, wish.id) == 0


def test_the_index_is_kept_over_changes_of_the_subscription(uss, other, place):
    wish = subscribed(other, volume(place))
    assert told(uss.put_intent(new_id(), intent(volume(place)))) == {wish.id: 1}
    changed = other.put_subscription(wish.id, subscription(volume(place)), version=wish.version).read.subscription
    assert changed.notification_index == 1
