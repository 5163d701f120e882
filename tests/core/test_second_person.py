"""Releasing more takes two persons where the charter says so; less takes one."""

import pytest

from tansiq.core.changes import IntentPut, PresetsSet, ReleasePending
from tansiq.core.commands import ConfirmRelease
from tansiq.core.refusals import NotAllowed, RoomConflict
from tansiq.core.room import PlanLevel
from tansiq.core.room_commands import Confirmation

from .making import ELSEWHERE, volume
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


@pytest.mark.parametrize(
    ("before", "after", "waits", "because"),
    [
        ([preset("BRA", IDENTITY, reciprocal=True)], [preset("BRA", IDENTITY)], True, "the one promised nothing"),
        (
            [preset("BRA", IDENTITY, reciprocal=True)],
            [preset("BRA", CONFLICT)],
            False,
            "sealed it is no more than that",
        ),
        ([preset("BRA", IDENTITY, reciprocal=True)], [], True, "the charter's default is more than nothing"),
        ([preset("BRA", IDENTITY, reciprocal=True)], [preset("BRA", RESERVATION, reciprocal=True)], False, "less"),
        ([preset("BRA", RESERVATION)], [preset("BRA", RESERVATION, reciprocal=True)], False, "at most as much"),
    ],
)
def test_a_reciprocal_preset_made_plain_waits(before, after, waits, because):
    room = found(second_person=True)
    room.done("HAL", set_presets(*before))
    for pending in list(room.state.pending):
        room.done("HAL officer", confirm(pending))
    answer = room.check("HAL", set_presets(*after))
    assert isinstance(answer, ReleasePending if waits else PresetsSet), because


@pytest.mark.parametrize(
    ("had", "grants", "waits", "because"),
    [
        (
            [grant("BRA", CONFLICT)],
            [grant("BRA", CONFLICT, end=30)],
            True,
            "in half an hour the charter's default holds",
        ),
        ([grant("BRA", CONFLICT)], [grant("BRA", CONFLICT, start=30)], True, "until then the charter's default holds"),
        ([grant("BRA", CONFLICT, end=30)], [grant("BRA", CONFLICT, end=20)], True, "it ends earlier"),
        ([grant("BRA", CONFLICT, end=30)], [grant("BRA", CONFLICT, end=40)], False, "it ends later"),
        ([grant("BRA", IDENTITY, end=30)], [grant("BRA", IDENTITY, end=20)], False, "less, from then on"),
        ([grant("BRA", IDENTITY, end=30)], [grant("BRA", IDENTITY)], True, "more, from then on"),
        ([grant("BRA", IDENTITY, end=30)], [grant("BRA", IDENTITY, end=30)], False, "as before"),
        ([grant("BRA", IDENTITY, end=-30)], [], False, "it was over"),
        (
            [grant("BRA", CONFLICT, -10, 30, relative=True)],
            [grant("BRA", CONFLICT, -10, 20, relative=True)],
            True,
            "as above",
        ),
    ],
)
def test_what_releases_more_at_some_later_time_waits(had, grants, waits, because):
    room = found(second_person=True)
    room.done("HAL", put_flight())
    room.done("HAL", set_grants("flight", *had))
    for pending in list(room.state.pending):
        room.done("HAL officer", confirm(pending))
    ovn = room.state.intents["flight"].ovn
    answer = room.check("HAL", set_grants("flight", *grants, replaces=ovn, ovn="flight/next"))
    assert isinstance(answer, ReleasePending if waits else IntentPut), because


def test_a_flight_does_not_change_its_class_to_be_released_by_another_preset():
    room = found(second_person=True, default_unmanned=IDENTITY)
    room.done("HAL", put_flight(grants=[grant("BRA", CONFLICT)]))
    unmanned = put_flight(replaces="flight/1", grants=[grant("BRA", CONFLICT)], manned=False)
    room.done("HAL", put_flight("open", volume(ELSEWHERE)))
    assert isinstance(room.check("HAL", unmanned), IntentPut), "its grant holds in any class"
    assert room.check("HAL", put_flight("open", volume(ELSEWHERE), replaces="open/1", manned=False)) == RoomConflict(
        "second person", "open"
    )


def test_what_waits_holds_for_the_flight_as_it_was_alone(room):
    room.done("HAL", set_grants("flight", grant("BRA", IDENTITY)))
    room.done("HAL", put_flight(replaces="flight/1"))
    assert room.check("HAL officer", confirm()) == RoomConflict("release outdated", "flight/2")
    room.done("HAL officer", confirm(yes=False))
    assert room.state.pending == {}


def test_presets_that_wait_hold_in_place_of_those_they_were_to_replace_alone(room):
    room.done("HAL", set_presets(preset("BRA", RESERVATION)))
    (pending,) = room.state.pending
    room.done("HAL", set_presets(preset("BRA", CONFLICT)))
    assert room.check("HAL officer", confirm(pending)) == RoomConflict("release outdated", pending)
