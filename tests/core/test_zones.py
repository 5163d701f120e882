"""Zones of the room: who announces them, who puts them in force, and when they hold."""

import msgspec
import pytest

from tansiq.airspace.outlines import ring
from tansiq.core.changes import ConstraintGone, ConstraintPut
from tansiq.core.commands import EndZone, PutZone
from tansiq.core.hours import in_force, occurrences
from tansiq.core.refusals import (
    AlreadyExists,
    AlreadyOver,
    LastsTooLong,
    NotAllowed,
    RoomConflict,
    StaleVersion,
    TooFarAhead,
    TransitionNotAllowed,
    Unknown,
)
from tansiq.core.release import NOBODY
from tansiq.core.room import Hours, ItemClass, Lane, Way, ZoneKind, ZoneLife
from tansiq.core.room_commands import ZoneEnd, ZonePlan, ZonePrivate
from tansiq.core.units import DAY_US, HOUR_US, Span
from tansiq.core.volumes import Limit, Reference

from .making import ELSEWHERE, between, minute, next_version, put_subscription, volume
from .room_making import CONFLICT, EXISTENCE, RESERVATION, found, preset, set_presets

PLANNED, ACTIVE, RELEASED, REQUESTED = ZoneLife.PLANNED, ZoneLife.ACTIVE, ZoneLife.RELEASED, ZoneLife.REQUESTED
ALONG, AGAINST = Way.ALONG, Way.AGAINST
LINE = ring([(0, 0), (0, 100)])
NIGHT = Hours(0b1111111, 22 * HOUR_US, 30 * HOUR_US)


def put_zone(zone_id="zone", *volumes, life=PLANNED, replaces="", hours=(), level=None, kind=ZoneKind.CLOSED):
    return PutZone(
        ZonePlan(zone_id, kind, life, tuple(hours), volumes or (volume(),), level),
        ZonePrivate(replaces, next_version(zone_id, replaces)),
    )


def corridor(*lanes, line=LINE, low=100, high=120, **more):
    """A corridor from FL100 to FL120, with a centreline. lanes: (way, low, high) in flight levels."""
    place = msgspec.structs.replace(volume(), floor=level(low), ceiling=level(high))
    split = tuple(
        Lane(way, *(each if isinstance(each, Limit) else level(each) for each in span)) for way, *span in lanes
    )
    plan = ZonePlan("zone", ZoneKind.CORRIDOR, PLANNED, (), (place,), centreline=line, lanes=split, **more)
    return PutZone(plan, ZonePrivate("", next_version("zone", "")))


def level(fl):
    return Limit(fl * 30_480, Reference.FL)


def end_zone(zone_id="zone", replaces="zone/1"):
    return EndZone(ZoneEnd(zone_id, replaces))


@pytest.fixture
def room():
    return found()


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (None, REQUESTED, True),
        (None, PLANNED, True),
        (None, ACTIVE, True),
        (None, RELEASED, False),
        (REQUESTED, PLANNED, True),
        (REQUESTED, ACTIVE, False),
        (PLANNED, ACTIVE, True),
        (PLANNED, RELEASED, True),
        (ACTIVE, PLANNED, True),
        (ACTIVE, RELEASED, True),
        (RELEASED, ACTIVE, False),
        (RELEASED, PLANNED, False),
    ],
)
def test_where_a_zone_may_go_from_where_it_stands(room, before, after, allowed):
    replaces = ""
    steps = {None: (), REQUESTED: (REQUESTED,), PLANNED: (PLANNED,), ACTIVE: (ACTIVE,), RELEASED: (PLANNED, RELEASED)}
    for life in steps[before]:
        room.done("HAL officer", put_zone(life=life, replaces=replaces))
        replaces = next_version("zone", replaces)
    answer = room.check("HAL officer", put_zone(life=after, replaces=replaces))
    assert isinstance(answer, ConstraintPut) is allowed
    assert allowed or isinstance(answer, TransitionNotAllowed)


@pytest.mark.parametrize(
    ("who", "command", "refusal"),
    [
        ("HAL observer", put_zone(), NotAllowed("role")),
        ("host", put_zone(), NotAllowed("not a member")),
        ("HAL client", put_zone(life=ACTIVE), RoomConflict("a person activates", "zone")),
        ("HAL", put_zone(level=CONFLICT), RoomConflict("zone level", "zone")),
        ("HAL", put_zone(hours=[Hours(0, 0, HOUR_US)]), RoomConflict("zone hours", "zone")),
        ("HAL", put_zone(hours=[Hours(1, HOUR_US, HOUR_US)]), RoomConflict("zone hours", "zone")),
        ("HAL", put_zone(hours=[Hours(1, 0, DAY_US)] * 29), RoomConflict("zone hours", "zone")),
        ("HAL", put_zone(replaces="zone/1"), Unknown("zone", "change")),
        ("HAL", put_zone("zone", volume(time_us=between(-60, -1))), AlreadyOver(minute(-1), minute(0))),
    ],
)
def test_a_zone_that_cannot_be_is_refused(room, who, command, refusal):
    assert room.check(who, command) == refusal


def test_zones_are_bounded_in_time(room):
    far, long = minute(401 * 24 * 60), minute(0) + 401 * DAY_US
    assert isinstance(room.check("HAL", put_zone("zone", volume(time_us=(far, far + 1)))), TooFarAhead)
    assert isinstance(room.check("HAL", put_zone("zone", volume(time_us=(minute(0), long)))), LastsTooLong)


def test_only_its_issuer_changes_and_ends_it(room):
    room.done("HAL", put_zone())
    assert room.check("HAL", put_zone()) == AlreadyExists("zone")
    assert room.check("HAL", put_zone(replaces="zone/9")) == StaleVersion("zone", "zone/9")
    assert room.check("BRA", put_zone(replaces="zone/1")) == Unknown("zone", "change")
    assert room.check("BRA", end_zone()) == Unknown("zone", "delete")
    assert room.check("HAL", end_zone(replaces="zone/9")) == StaleVersion("zone", "zone/9")
    assert isinstance(room.check("HAL officer", end_zone()), ConstraintGone)


def test_at_existence_a_zone_has_its_place_but_no_issuer(room):
    room.done("HAL", put_zone())
    assert room.view("BRA").constraint("zone").manager == "HAL", "by default members get the reservation"
    room.done("HAL", set_presets(preset("BRA", EXISTENCE, of=ItemClass.ZONE)))
    seen = room.view("BRA").constraint("zone")
    assert (seen.manager, seen.zone.texts, seen.volumes) == (NOBODY, 0, (volume(),))
    assert room.view("BRA").all_constraints() == room.view("BRA").constraints_near((volume(),)) == [seen]
    room.done("HAL", put_zone(replaces="zone/1", level=RESERVATION))
    assert room.view("BRA").constraint("zone").manager == "HAL", "what the zone itself says goes first"


@pytest.mark.parametrize(
    ("command", "fits", "because"),
    [
        (
            corridor((ALONG, 100, 110), (AGAINST, 110, 120)),
            True,
            "one way below, the other above; they share no height",
        ),
        (corridor((ALONG, 100, 110), (ALONG, 105, 120)), True, "flown the same way"),
        (corridor((ALONG, 100, 111), (AGAINST, 110, 120)), False, "both ways between FL110 and FL111"),
        (corridor((ALONG, 90, 110)), False, "below the corridor"),
        (corridor((ALONG, 110, 121)), False, "above the corridor"),
        (corridor((ALONG, 110, 110)), False, "no height at all"),
        (corridor((ALONG, 100, 110), line=b""), False, "along what?"),
        (
            corridor((ALONG, Limit(3_100_000, Reference.AMSL), Limit(3_200_000, Reference.AMSL))),
            False,
            "another reference",
        ),
        (corridor(*((ALONG, 100 + n, 101 + n) for n in range(9))), False, "more lanes than a corridor may have"),
        (corridor(), True, "not split"),
    ],
)
def test_lanes_of_a_corridor_are_one_way_each(room, command, fits, because):
    answer = room.check("HAL", command)
    if fits:
        assert answer.constraint.zone.lanes == command.reservation.lanes, because
        assert answer.constraint.zone.centreline == command.reservation.centreline
    else:
        assert answer == RoomConflict("corridor lanes", "zone"), because


MONDAY = 4 * DAY_US  # 1970-01-05


@pytest.mark.parametrize(
    ("asked", "held", "because"),
    [
        ((MONDAY + 23 * HOUR_US, MONDAY + 23 * HOUR_US), True, "in the night"),
        ((MONDAY + 3 * HOUR_US, MONDAY + 4 * HOUR_US), True, "in last night's hours"),
        ((MONDAY + 12 * HOUR_US, MONDAY + 13 * HOUR_US), False, "by day"),
        ((MONDAY + 6 * HOUR_US, MONDAY + 7 * HOUR_US), True, "its last moment belongs to it"),
        ((MONDAY - 3 * DAY_US, MONDAY - 2 * DAY_US), False, "before the zone begins"),
    ],
)
def test_hours_hold_within_the_window_of_the_zone(asked, held, because):
    window = Span(MONDAY - DAY_US, MONDAY + 7 * DAY_US)
    assert in_force((NIGHT,), window, Span(*asked)) is held, because


def test_days_are_days_of_the_week():
    monday_morning = Hours(0b0000001, 6 * HOUR_US, 8 * HOUR_US)
    found = occurrences((monday_morning,), Span(0, 15 * DAY_US), 9)
    assert [span.lo for span in found] == [MONDAY + 6 * HOUR_US, MONDAY + 7 * DAY_US + 6 * HOUR_US]


@pytest.mark.parametrize(("level", "told"), [(EXISTENCE, 0), (RESERVATION, 1)])
def test_who_sees_no_words_is_not_told_that_they_changed(room, level, told):
    room.done("HAL", put_zone(level=level))
    room.done("BRA", put_subscription("watch", constraints=True))
    before = room.view("BRA").constraint("zone")
    room.done("HAL", put_zone(replaces="zone/1", level=level))
    assert room.state.subscriptions["watch"].notification_index == told
    assert (room.view("BRA").constraint("zone") != before) is bool(told)
    room.done("HAL", put_zone("zone", volume(ELSEWHERE), replaces="zone/2", level=level))
    assert room.state.subscriptions["watch"].notification_index == told + 1
    assert room.view("BRA").constraint("zone").ovn != before.ovn, "what was accepted can be told from what it became"
