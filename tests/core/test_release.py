"""What each party sees of the others in a room without a charter."""

import pytest

from tansiq.core.release import PlanLevel, View, plan_level

from .making import (
    ELSEWHERE,
    NOW,
    Room,
    intent,
    minute,
    put_constraint,
    put_intent,
    put_subscription,
    subscribe,
    volume,
)


@pytest.fixture
def state():
    """All of it is alpha's; it ends at minute 60."""
    room = Room()
    room.done("alpha", put_intent("flight", subscription=subscribe("implicit")))
    room.done("alpha", put_constraint("zone"))
    room.done("alpha", put_subscription("watch", start=0, end=60))
    return room.state


@pytest.mark.parametrize(("viewer", "level"), [("alpha", PlanLevel.IDENTITY), ("bravo", PlanLevel.RESERVATION)])
def test_a_party_gets_all_of_its_own_and_the_reservation_of_everyone_elses(viewer, level):
    assert plan_level(intent(), viewer) is level


@pytest.mark.parametrize(("viewer", "ovns"), [("alpha", ["flight/1", "zone/1"]), ("bravo", ["", ""])])
def test_everyone_sees_intents_and_constraints_but_only_the_manager_their_ovns(state, viewer, ovns):
    view = View(state, viewer, NOW)
    items = [view.intent("flight"), view.constraint("zone")]
    assert items == [*view.intents_near((volume(),)), *view.constraints_near((volume(),))]
    assert [view.ovn(item) for item in items] == ovns
    assert view.intents_near((volume(ELSEWHERE),)) == view.constraints_near((volume(ELSEWHERE),)) == []
    assert view.intent("no") is view.constraint("no") is None


@pytest.mark.parametrize(("viewer", "seen"), [("alpha", ["implicit", "watch"]), ("bravo", [])])
def test_subscriptions_are_seen_by_their_manager_alone(state, viewer, seen):
    view = View(state, viewer, NOW)
    assert [s.id for s in view.subscriptions_near((volume(),))] == seen
    assert (view.subscription("watch") is not None) is bool(seen)
    assert view.has_foreign_subscription("watch") is not bool(seen)
    assert view.dependents("implicit") == (["flight"] if seen else [])


@pytest.mark.parametrize(("at", "there"), [(60, True), (61, False)])
def test_a_subscription_that_ran_out_is_gone_though_nobody_freed_it(state, at, there):
    view = View(state, "alpha", minute(at))
    assert (view.subscription("watch") is not None) is there
    assert bool(view.subscriptions_near((volume(),))) is there
    assert View(state, "bravo", minute(at)).has_foreign_subscription("watch") is there


def test_a_view_is_never_older_than_the_log(state):
    assert View(state, "alpha", NOW - 1).now_us == NOW
