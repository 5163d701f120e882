"""Constraints that are taken, and whom they tell."""

import pytest

from tansiq.core.changes import ConstraintGone, ConstraintPut
from tansiq.core.units import Span

from .making import (
    ELSEWHERE,
    Room,
    between,
    box,
    delete_constraint,
    put_constraint,
    put_intent,
    put_subscription,
    subscribe,
    volume,
)


@pytest.fixture
def room():
    return Room()


def test_a_constraint_needs_no_key_and_may_lie_on_flights_and_on_other_constraints(room):
    room.done("bravo", put_intent("flight"))
    room.done("bravo", put_constraint("zone"))
    room.done("alpha", put_constraint("another zone"))
    assert list(room.state.constraints) == ["zone", "another zone"]


def test_each_change_counts_one_and_takes_its_ovn(room):
    for n, replaces in enumerate(["", "zone/1", "zone/2"], start=1):
        change = room.done("alpha", put_constraint("zone", replaces=replaces))
        assert (change.constraint.version, change.constraint.ovn) == (n, f"zone/{n}")


@pytest.mark.parametrize(
    ("time_us", "because"),
    [
        (between(-60, 0), "it ends this very moment"),
        (between(-720, 720), "it lasts just 24 h"),
        (between(56 * 1440, 57 * 1440), "it starts in just 56 days"),
    ],
)
def test_times_that_are_just_allowed(room, time_us, because):
    assert isinstance(room.ask("alpha", put_constraint("zone", volume(time_us=time_us))), ConstraintPut), because


def test_those_who_asked_for_constraints_are_told_at_the_old_place_and_the_new(room):
    room.done("bravo", put_subscription("old", start=0, end=60, constraints=True))
    room.done("bravo", put_subscription("new", boxes=(box(ELSEWHERE),), start=0, end=60, constraints=True))
    room.done("bravo", put_subscription("below", alt_mm=Span(-9, -8), start=0, end=60, constraints=True))
    room.done("bravo", put_subscription("flights", start=0, end=60))
    assert room.done("alpha", put_constraint("zone")).notified == ("below", "old")
    assert room.done("alpha", put_constraint("zone", volume(ELSEWHERE), replaces="zone/1")).notified == (
        "below",
        "new",
        "old",
    )
    gone = room.done("alpha", delete_constraint("zone", "zone/2"))
    assert isinstance(gone, ConstraintGone)
    assert gone.notified == ("new",)
    indices = {i: s.notification_index for i, s in room.state.subscriptions.items()}
    assert indices == {"old": 2, "new": 2, "below": 2, "flights": 0}


def test_an_implicit_subscription_hears_of_constraints_if_it_wanted_to(room):
    room.done("alpha", put_intent("deaf", subscription=subscribe("deaf")))
    room.done("alpha", put_intent("keen", subscription=subscribe("keen", constraints=True), key=["deaf/1"]))
    assert room.done("bravo", put_constraint("zone")).notified == ("keen",)


def test_an_end_leaves_nothing_behind(room):
    room.done("alpha", put_constraint("zone"))
    room.done("alpha", delete_constraint("zone"))
    assert room.state.constraints == {}
    assert room.state.constraints_near((volume(),)) == []
    assert room.state.volumes_of == {}
