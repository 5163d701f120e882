"""Standing zones at F3548: a new OVN and version every 12 h for who plans by the standard, and no change for members."""

import pytest

from tansiq.core.changes import IntentPut, ZoneRolled
from tansiq.core.commands import RollZone
from tansiq.core.decide.zones import rollable
from tansiq.core.refusals import NothingDue, UnseenItems
from tansiq.core.room_commands import ZoneRoll
from tansiq.core.snapshot import digest, from_snapshot, snapshot

from .making import between, minute, put_intent, put_subscription, subscribe, volume
from .room_making import EXISTENCE, all_derived, found
from .test_zones import ACTIVE, end_zone, put_zone

HALF, DAY = 12 * 60, 24 * 60


def standing(days=10, start=0, **more):
    return put_zone("zone", volume(time_us=between(start, start + days * DAY)), life=ACTIVE, **more)


def roll(ovn="rolled", zone_id="zone"):
    return RollZone(ZoneRoll(zone_id, ovn))


@pytest.fixture
def room():
    room = found()
    room.done("HAL", standing())
    return room


def due(room, minutes):
    return rollable(room.state, minute(minutes))


def test_it_is_due_every_12_hours_until_its_end_has_been_told(room):
    rolls = []
    for minutes in range(0, 11 * DAY, HALF // 2):
        if due(room, minutes):
            room.done("host", roll(f"ovn {minutes}"), at=minutes)
            rolls.append(minutes)
    assert rolls[0] == HALF + HALF // 2, "the first look after 12 h"
    assert rolls[-1] + DAY >= 10 * DAY > rolls[-2] + DAY
    assert room.state.constraints["zone"].zone.rolls == len(rolls)


@pytest.mark.parametrize(
    ("zone", "minutes", "because"),
    [
        (standing(days=1), 5 * DAY, "no longer than the standard allows: told whole"),
        (standing(start=3 * DAY), 3 * DAY, "it has not begun"),
        (standing(days=2), DAY, "what was told at first does not reach its end, but it is due at 12 h only once"),
    ],
)
def test_it_is_not_due_where_nothing_new_is_to_be_told(zone, minutes, because):
    room = found()
    room.done("HAL", zone)
    if because.startswith("what"):
        room.done("host", roll(), at=HALF + 1)
        room.done("host", roll("again"), at=DAY + 2) if due(room, DAY + 2) else None
        assert due(room, 2 * DAY) == (), because
        return
    assert due(room, minutes) == (), because


@pytest.mark.parametrize(("minutes", "zone_id"), [(HALF - 1, "zone"), (HALF + 1, "other")])
def test_nothing_is_rolled_before_its_time(room, minutes, zone_id):
    assert room.check("host", roll(zone_id=zone_id), at=minutes) == NothingDue(zone_id)


@pytest.mark.parametrize("level", [None, EXISTENCE])
def test_the_standard_sees_a_new_version_and_members_see_none(level):
    room = found()
    room.done("HAL", standing(level=level))
    before = {who: room.view(who).constraint("zone") for who in ("HAL", "BRA", "uss")}
    known = [(c.f3548_ovn, c.f3548_version) for c in before.values()]
    assert isinstance(room.done("host", roll(), at=HALF), ZoneRolled)
    for (who, old), was in zip(before.items(), known, strict=True):
        new = room.view(who, at=HALF).constraint("zone")
        assert (new.ovn, new.version, new.volumes) == (old.ovn, old.version, old.volumes), who
        assert new.f3548_ovn != was[0], who
        assert new.f3548_version != was[1], who
    assert room.view("HAL", at=HALF).ovn(room.state.constraints["zone"]) == "rolled"


def test_at_existence_nobody_reads_off_how_often_it_rolled():
    seen = []
    for first in (False, True):
        room = found()
        room.done("HAL", standing(level=EXISTENCE))
        if first:
            room.done("host", roll("first"), at=HALF)
        room.done("host", roll("second"), at=2 * HALF)
        seen.append(room.view("BRA", at=2 * HALF).constraint("zone"))
    assert seen[0] == seen[1]


def test_a_key_from_before_is_not_good_any_more(room):
    def booking(*key):
        watch = subscribe("watch", constraints=True)
        return put_intent("flight", volume(time_us=between(HALF, HALF + 60)), key=key, subscription=watch)

    first = room.view("uss").constraint("zone").f3548_ovn
    assert isinstance(room.check("uss", booking(first)), IntentPut)
    room.done("host", roll(), at=HALF)
    assert room.check("uss", booking(first), at=HALF) == UnseenItems((), ("zone",))
    second = room.view("uss", at=HALF).constraint("zone").f3548_ovn
    assert isinstance(room.check("uss", booking(second), at=HALF), IntentPut)


def test_subscribers_are_told(room):
    watch = put_subscription("watch", start=HALF - 60, end=HALF + 60, constraints=True)
    room.done("uss", watch, at=HALF - 60)
    assert room.done("host", roll(), at=HALF).notified == ("watch",)
    assert room.state.subscriptions["watch"].notification_index == 1


def test_a_change_of_the_zone_gives_it_a_version_that_never_falls(room):
    room.done("host", roll(), at=HALF)
    before = room.state.constraints["zone"].f3548_version
    room.done("HAL", standing(replaces="zone/1"), at=HALF + 1)
    held = room.state.constraints["zone"]
    assert (held.f3548_ovn, held.version, held.f3548_version) == ("zone/2", 2, before + 1)
    assert due(room, 2 * HALF) == (), "12 h from the change"
    room.done("HAL", end_zone(replaces="zone/2"), at=HALF + 2)
    assert due(room, 9 * DAY) == ()


def test_a_snapshot_keeps_when_it_is_due(room):
    room.done("host", roll(), at=HALF)
    again = from_snapshot(snapshot(room.state))
    assert digest(again) == digest(room.state)
    assert all_derived(again) == all_derived(room.state)
