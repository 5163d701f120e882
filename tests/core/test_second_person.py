"""Releasing more takes two persons where the charter says so; less takes one."""

import pytest

from tansiq.core.changes import IntentPut, PresetsSet, ReleasePending
from tansiq.core.commands import ConfirmRelease
from tansiq.core.refusals import NotAllowed, RoomConflict
from tansiq.core.room import PlanLevel
from tansiq.core.room_commands import Confirmation

from .room_making import (
    CONFLICT,
    EXISTENCE,
    IDENTITY,
    RESERVATION,
    found,
    grant,
    preset,
    put_flight,
    set_grants,
    set_presets,
)


def confirm(item_id="flight/2", ovn="flight/2b", yes=True):
    return ConfirmRelease(Confirmation(item_id, ovn, yes))


@pytest.fixture
def room():
    room = found(second_person=True)
    room.done("HAL", put_flight())
    return room


@pytest.mark.parametrize(
    ("grants", "waits", "because"),
    [
        ([grant("BRA", IDENTITY)], True, "more than the charter's existence"),
        ([grant("BRA", EXISTENCE)], False, "as much as before"),
        ([grant("BRA", CONFLICT)], False, "less"),
        ([grant("BRA", CONFLICT), grant("CHI", RESERVATION)], True, "less for one, more for another"),
    ],
)
def test_only_more_waits(room, grants, waits, because):
    answer = room.check("HAL", set_grants("flight", *grants))
    assert isinstance(answer, ReleasePending if waits else IntentPut), because


def test_taking_away_a_grant_that_held_less_back_waits_too(room):
    room.done("HAL", set_grants("flight", grant("BRA", CONFLICT)))
    assert isinstance(room.check("HAL", set_grants("flight", replaces="flight/2")), ReleasePending)


def test_a_colleague_confirms_and_nobody_else(room):
    room.done("HAL", set_grants("flight", grant("BRA", IDENTITY)))
    assert room.check("HAL", confirm()) == NotAllowed("second person")
    assert room.check("HAL client", confirm()) == NotAllowed("second person")
    assert room.check("BRA", confirm()) == RoomConflict("no such release", "flight/2")
    assert room.view("BRA").intent("flight").flight.shown_at is PlanLevel.EXISTENCE
    room.done("HAL officer", confirm())
    assert room.view("BRA").intent("flight").flight.shown_at is PlanLevel.IDENTITY
    assert room.state.pending == {}


def test_what_waits_can_be_dropped_by_either(room):
    room.done("HAL", set_grants("flight", grant("BRA", IDENTITY)))
    room.done("HAL", confirm(yes=False))
    assert room.state.pending == {}
    assert room.check("HAL officer", confirm()) == RoomConflict("no such release", "flight/2")


@pytest.mark.parametrize(
    ("presets", "waits"),
    [
        ([preset("BRA", RESERVATION)], True),
        ([preset("", IDENTITY)], True),
        ([preset("BRA", CONFLICT)], False),
        ([preset("BRA", EXISTENCE)], False),
    ],
)
def test_presets_that_release_more_wait(room, presets, waits):
    answer = room.check("HAL", set_presets(*presets))
    assert isinstance(answer, ReleasePending if waits else PresetsSet)


def test_a_booking_does_not_get_around_it(room):
    assert room.check("HAL", put_flight("new", grants=[grant("BRA", IDENTITY)])) == RoomConflict("second person", "new")
    more = put_flight(replaces="flight/1", grants=[grant("BRA", IDENTITY)])
    assert room.check("HAL", more) == RoomConflict("second person", "flight")
