"""The notice that a charter asks: who may still book, change and put in force, and who always may."""

import msgspec
import pytest

from tansiq.core.changes import ConstraintPut, IntentPut
from tansiq.core.refusals import BookedTooLate, InForceTooSoon
from tansiq.core.room import Ahead, Hours, Precedence, ZoneKind, ZoneLife
from tansiq.core.units import HOUR_US
from tansiq.core.volumes import Circle

from .making import between, minute, volume
from .room_making import ACCEPTED, ACTIVATED, CONTINGENT, EXISTENCE, NONCONFORMING, end_flight, found, put_flight
from .test_zones import ACTIVE, PLANNED, REQUESTED, put_zone

HOURS = Ahead(routine_us=24 * HOUR_US, relief_us=12 * HOUR_US, medevac_us=HOUR_US)
DAY = 24 * 60
ROUTINE, RELIEF, MEDEVAC, EMERGENCY = (
    Precedence.ROUTINE,
    Precedence.RELIEF,
    Precedence.MEDEVAC,
    Precedence.EMERGENCY,
)


def at(start, end=None, elsewhere=False):
    """A volume from so many minutes after now."""
    made = volume(time_us=between(start, start + 60 if end is None else end))
    return msgspec.structs.replace(made, outline=Circle(0, 0, 5)) if elsewhere else made


@pytest.fixture
def room():
    return found(ahead_manned=HOURS, ahead_unmanned=Ahead(routine_us=2 * HOUR_US), ahead_zone_us=48 * HOUR_US)


def too_late(start, hours):
    return BookedTooLate(minute(start), minute(start) - hours * HOUR_US)


@pytest.mark.parametrize(
    ("start", "precedence", "manned", "hours", "because"),
    [
        (DAY, ROUTINE, True, None, "the last moment that is allowed"),
        (DAY - 1, ROUTINE, True, 24, "a minute too late"),
        (DAY - 1, RELIEF, True, None, "a higher class needs less"),
        (12 * 60 - 1, RELIEF, True, 12, "but some"),
        (59, MEDEVAC, True, 1, "each class has its own"),
        (59, Precedence.SEARCH_AND_RESCUE, True, None, "0 is none"),
        (0, EMERGENCY, True, None, "an emergency waits for nobody"),
        (120, ROUTINE, False, None, "unmanned flights have their own"),
        (119, ROUTINE, False, 2, "and are held to it"),
        (0, RELIEF, False, None, "none was said for these"),
    ],
)
def test_a_booking_is_made_in_time(room, start, precedence, manned, hours, because):
    answer = room.check("HAL", put_flight("flight", at(start), precedence=precedence, manned=manned))
    assert isinstance(answer, IntentPut) if hours is None else answer == too_late(start, hours), because


@pytest.mark.parametrize(
    ("change", "late_from", "because"),
    [
        ({}, None, "nothing is taken"),
        ({"volumes": [at(1510, 1530)]}, None, "shorter"),
        ({"volumes": [at(1500, 1600)]}, 1500, "longer, so that all of it counts as new"),
        ({"volumes": [at(1500), at(2000)]}, None, "a second leg, in time itself"),
        ({"volumes": [at(1500), at(1600)]}, 1600, "a second leg, too late"),
        ({"volumes": [at(1500, elsewhere=True)]}, 1500, "elsewhere"),
        ({"volumes": [at(3000)]}, None, "later, and in time"),
        ({"volumes": [at(1500, elsewhere=True)], "precedence": RELIEF}, None, "elsewhere as a class that needs less"),
        ({"volumes": [at(1500, elsewhere=True)], "precedence": EMERGENCY}, None, "an emergency goes anywhere"),
        ({"state": NONCONFORMING, "off": [at(1500, elsewhere=True)]}, None, "it left its plan"),
        ({"state": CONTINGENT, "off": [at(1500, elsewhere=True)]}, None, "it left its plan for good"),
    ],
)
def test_a_change_that_takes_room_is_made_in_time(room, change, late_from, because):
    room.done("HAL", put_flight("flight", at(1500)))
    volumes = change.pop("volumes", [at(1500)])
    answer = room.check("HAL", put_flight("flight", *volumes, replaces="flight/1", **change), at=240)
    assert isinstance(answer, IntentPut) if late_from is None else answer == too_late(late_from, 24), because


def test_what_is_in_the_air_may_take_more_and_anybody_may_activate_and_end(room):
    room.done("HAL", put_flight("flight", at(1500)))
    room.done("HAL", put_flight("flight", at(1500), state=ACTIVATED, replaces="flight/1"), at=1500)
    room.done("HAL", put_flight("flight", at(1500, 1700), state=ACTIVATED, replaces="flight/2"), at=1550)
    room.done("HAL", end_flight(replaces="flight/3"), at=1560)
    late = room.check("HAL", put_flight("flight", at(1500, 1600), state=ACTIVATED), at=1560)
    assert late == too_late(1500, 24), "begun without a booking it is none that was announced"


def test_nobody_books_as_a_higher_class_and_then_is_a_lower_one(room):
    room.done("HAL", put_flight("flight", at(60), precedence=EMERGENCY))
    down = put_flight("flight", at(60), precedence=ROUTINE, replaces="flight/1")
    assert room.check("HAL", down) == too_late(60, 24)
    room.done("HAL", put_flight("flight", at(60), precedence=MEDEVAC, replaces="flight/1"))
    room.done("HAL", put_flight("flight", at(60), precedence=EMERGENCY, replaces="flight/2", state=ACCEPTED))


def test_by_default_no_notice_is_asked():
    room = found()
    room.done("HAL", put_flight("flight", at(0)))
    room.done("HAL", put_zone(life=ACTIVE))


def zone(life, *volumes, replaces="", **more):
    return put_zone("zone", *(volumes or (at(0, 10 * DAY),)), life=life, replaces=replaces, **more)


@pytest.mark.parametrize(
    ("before", "minutes", "change", "earliest", "because"),
    [
        ((), 0, {}, 2 * DAY, "announced and put in force in one"),
        ((PLANNED,), 2 * DAY - 1, {}, 2 * DAY, "a minute too soon"),
        ((PLANNED,), 2 * DAY, {}, None, "in time"),
        ((PLANNED,), 0, {"volumes": [at(2 * DAY, 3 * DAY)]}, None, "in force only when its time begins"),
        ((REQUESTED, PLANNED), 2 * DAY - 1, {}, 2 * DAY, "announced in the same minute"),
        ((PLANNED,), 2 * DAY, {"volumes": [at(2 * DAY, 3 * DAY)]}, None, "less than was announced"),
        ((PLANNED,), 2 * DAY, {"volumes": [at(0, 10 * DAY, elsewhere=True)]}, 4 * DAY, "another place"),
        ((PLANNED,), 2 * DAY, {"volumes": [at(4 * DAY, 12 * DAY)]}, None, "another time, far enough ahead"),
        ((PLANNED,), 2 * DAY, {"hours": [Hours(1, 0, HOUR_US)]}, None, "some of the hours that were announced"),
        ((), 0, {"kind": ZoneKind.WEATHER}, None, "weather comes as it comes"),
        ((), 0, {"kind": ZoneKind.GNSS}, None, "so does interference"),
    ],
)
def test_a_zone_is_announced_in_time(room, before, minutes, change, earliest, because):
    replaces = ""
    for n, life in enumerate(before, 1):
        room.done("HAL", zone(life, replaces=replaces))
        replaces = f"zone/{n}"
    volumes = change.pop("volumes", ())
    answer = room.check("HAL", zone(ACTIVE, *volumes, replaces=replaces, **change), at=minutes)
    if earliest is None:
        assert isinstance(answer, ConstraintPut), because
    else:
        assert isinstance(answer, InForceTooSoon), because
        assert answer.earliest_us == minute(earliest), because


def test_what_was_only_asked_for_is_not_announced(room):
    room.done("HAL", zone(REQUESTED))
    room.done("HAL", zone(PLANNED, replaces="zone/1"), at=DAY)
    assert room.check("HAL", zone(ACTIVE, replaces="zone/2"), at=2 * DAY) == InForceTooSoon(
        minute(DAY), minute(3 * DAY)
    )


def test_hours_that_were_not_announced_count_anew(room):
    night, day = Hours(1, 0, HOUR_US), Hours(2, 0, HOUR_US)
    room.done("HAL", zone(PLANNED, hours=[night]))
    assert isinstance(room.check("HAL", zone(ACTIVE, hours=[night], replaces="zone/1"), at=2 * DAY), ConstraintPut)
    for hours in ([night, day], []):
        late = room.check("HAL", zone(ACTIVE, hours=hours, replaces="zone/1"), at=2 * DAY)
        assert late == InForceTooSoon(minute(2 * DAY), minute(4 * DAY))


def test_weather_does_not_become_a_closure_without_notice(room):
    room.done("HAL", zone(ACTIVE, kind=ZoneKind.WEATHER))
    late = room.check("HAL", zone(ACTIVE, kind=ZoneKind.CLOSED, replaces="zone/1"), at=3 * DAY)
    assert late == InForceTooSoon(minute(3 * DAY), minute(5 * DAY))


def test_where_a_zone_stands_may_change_once_it_is_in_force(room):
    room.done("HAL", zone(PLANNED))
    room.done("HAL", zone(ACTIVE, replaces="zone/1"), at=2 * DAY)
    room.done("HAL", zone(PLANNED, replaces="zone/2"), at=2 * DAY)
    room.done("HAL", zone(ACTIVE, replaces="zone/3"), at=2 * DAY)
    held = room.state.constraints["zone"].zone
    assert (held.life, held.announced_us) == (ZoneLife.ACTIVE, minute(0))


def test_at_existence_nobody_reads_off_when_a_zone_was_announced(room):
    """A zone announced at another time, and otherwise alike, looks alike."""
    seen = []
    for minutes in (0, 10):
        other = found(ahead_zone_us=48 * HOUR_US)
        other.done("HAL", zone(PLANNED, level=EXISTENCE), at=minutes)
        seen.append(other.view("BRA", at=20).constraint("zone"))
    assert seen[0] == seen[1]
    assert msgspec.structs.asdict(seen[0].zone)["announced_us"] == 0
