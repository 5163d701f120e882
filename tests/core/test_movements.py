"""Movements: announced in time or marked, told of by persons, seen by whom their owner chose and by nobody else."""

import pytest

from tansiq.core.movement_commands import (
    ConfirmMovement,
    ForgetMovements,
    MovementArea,
    MovementConfirmation,
    MovementGrants,
    MovementIds,
    MovementNews,
    MovementPrivate,
    MovementWhole,
    PutMovement,
    ReleaseMovement,
    TellMovement,
)
from tansiq.core.movements import (
    MovementGrant,
    MovementKind,
    MovementLevel,
    MovementRules,
    MovementState,
    Route,
    Waypoint,
)
from tansiq.core.refusals import (
    AlreadyExists,
    NotAllowed,
    NothingDue,
    Refusal,
    RoomConflict,
    StaleVersion,
    TooManyItems,
    Unknown,
)
from tansiq.core.release_movements import seen_movement
from tansiq.core.room import PartyState
from tansiq.core.snapshot import from_snapshot, snapshot
from tansiq.core.units import HOUR_US, Span
from tansiq.core.volumes import Box
from tansiq.node.copies import copied

from .making import minute
from .room_making import found

AREA, WHOLE = MovementLevel.AREA, MovementLevel.WHOLE
DAY = 24 * 60
CONVOY, TEAM = MovementKind.CONVOY, MovementKind.TEAM
PLANNED, DEPARTED, DELAYED = MovementState.PLANNED, MovementState.DEPARTED, MovementState.DELAYED
ARRIVED, CANCELLED = MovementState.ARRIVED, MovementState.CANCELLED


def hours(first, last):
    """Whole hours around minutes."""
    lo, hi = minute(first) // HOUR_US * HOUR_US, -(-minute(last) // HOUR_US) * HOUR_US
    return Span(lo, hi)


def convoy(item_id="convoy", start=3 * DAY, lasts=120, replaces="", ovn=None, grants=(), kind=CONVOY, **more):
    """From (0, 0) to (1_000, 0), through cells of 2_000 ndeg."""
    points = (Waypoint(0, 0, minute(start)), Waypoint(1_000, 0, minute(start + lasts)))
    box = Box(Span(-10, 1_010), Span(-10, 10))
    route = more.pop("route", Route(points, 2_000, (box,)))
    view = more.pop("view", (Box(Span(-2_000, 2_000), Span(-2_000, 2_000)),))
    window = more.pop("hours_us", hours(start, start + lasts))
    made = ovn or f"{item_id}/{int(replaces.rpartition('/')[2] or 0) + 1}"
    grants = tuple(MovementGrant(*grant) for grant in grants)
    return PutMovement(
        MovementArea(item_id, kind, view, window),
        MovementWhole(route, more.pop("vehicles", 6)),
        MovementPrivate(replaces, made, grants),
    )


def tell(state, replaces, item_id="convoy", expected=0):
    after = f"{item_id}/{int(replaces.rpartition('/')[2]) + 1}"
    return TellMovement(MovementNews(item_id, replaces, after, state, minute(expected) if expected else 0))


def release(replaces, *grants, item_id="convoy"):
    after = f"{item_id}/{int(replaces.rpartition('/')[2]) + 1}"
    return ReleaseMovement(MovementGrants(item_id, replaces, after, tuple(MovementGrant(*g) for g in grants)))


def confirm(replaces, is_yes=True, item_id="convoy"):
    after = f"{item_id}/{int(replaces.rpartition('/')[2]) + 1}"
    return ConfirmMovement(MovementConfirmation(item_id, replaces, after, is_yes))


def movements_seen(state, viewer):
    found = (seen_movement(state, viewer, movement_id) for movement_id in sorted(state.movements))
    return [seen for seen in found if seen is not None]


def held(room, item_id="convoy"):
    return room.state.movements[item_id]


def test_a_movement_goes_from_plan_to_arrival_each_step_by_a_person():
    room = found()
    room.done("HAL", convoy())
    room.done("HAL officer", tell(DEPARTED, "convoy/1"), at=3 * DAY)
    room.done("HAL", tell(DELAYED, "convoy/2", expected=3 * DAY + 400), at=3 * DAY + 60)
    room.done("HAL", tell(DEPARTED, "convoy/3"), at=3 * DAY + 90)
    room.done("HAL officer", tell(ARRIVED, "convoy/4"), at=3 * DAY + 390)
    made = held(room)
    assert [(step.state, step.by) for step in made.steps] == [
        (PLANNED, "HAL lead"),
        (DEPARTED, "HAL officer"),
        (DELAYED, "HAL lead"),
        (DEPARTED, "HAL lead"),
        (ARRIVED, "HAL officer"),
    ]
    assert made.hours_us == hours(3 * DAY, 3 * DAY + 400), (
        "a delay makes the hours longer, for whoever sees the area too"
    )
    assert not made.is_late
    assert snapshot(from_snapshot(snapshot(room.state))) == snapshot(room.state)
    assert snapshot(copied(room.state)) == snapshot(room.state)


@pytest.mark.parametrize(
    ("start", "kind", "rules", "is_late"),
    [
        (48 * 60, CONVOY, MovementRules(), False),
        (48 * 60 - 1, CONVOY, MovementRules(), True),
        (24 * 60, TEAM, MovementRules(), False),
        (24 * 60 - 1, TEAM, MovementRules(), True),
        (10, CONVOY, MovementRules(convoy_us=0), False),
        (-30, CONVOY, MovementRules(), True),
    ],
)
def test_what_is_announced_late_is_marked_and_taken_all_the_same(start, kind, rules, is_late):
    room = found(movements=rules)
    room.done("HAL", convoy(start=start, kind=kind), at=0)
    assert held(room).is_late is is_late


def test_a_change_of_the_way_at_the_last_moment_is_late_and_one_of_words_is_not():
    room = found()
    room.done("HAL", convoy())
    room.done("HAL", convoy(replaces="convoy/1", vehicles=7), at=2 * DAY)
    assert not held(room).is_late
    room.done("HAL", convoy(replaces="convoy/2", start=3 * DAY + 10), at=2 * DAY)
    assert held(room).is_late
    room.done("HAL", convoy(replaces="convoy/3", start=9 * DAY), at=2 * DAY)
    assert held(room).is_late, "that it was late is not taken back"


BAD = {
    "one point": {"route": Route((Waypoint(0, 0, minute(3 * DAY)),), 2_000, (Box(Span(0, 1), Span(0, 1)),))},
    "no width": {
        "route": Route((Waypoint(0, 0, minute(9)), Waypoint(9, 0, minute(99))), 0, (Box(Span(0, 9), Span(0, 1)),))
    },
    "times that fall": {
        "route": Route((Waypoint(0, 0, minute(99)), Waypoint(9, 0, minute(9))), 2_000, (Box(Span(0, 9), Span(0, 1)),))
    },
    "a view elsewhere": {"view": (Box(Span(5_000, 6_000), Span(0, 1_000)),)},
    "hours that are not whole": {"hours_us": Span(minute(3 * DAY), minute(3 * DAY + 121))},
    "hours that end before": {"hours_us": hours(3 * DAY, 3 * DAY + 60)},
    "too many vehicles": {"vehicles": 1_001},
    "long past": {"start": -120},
    "a year ahead": {"start": 365 * DAY},
    "a month long": {"lasts": 30 * DAY},
}


@pytest.mark.parametrize("because", BAD)
def test_what_is_no_movement(because):
    room = found()
    assert room.ask("HAL", convoy(**BAD[because])) == RoomConflict("movement values", "convoy")
    assert room.state.movements == {}


def test_only_its_party_changes_it_and_only_as_it_is():
    room = found()
    room.done("HAL", convoy())
    assert room.ask("HAL", convoy()) == AlreadyExists("convoy")
    assert room.ask("BRA", convoy(replaces="convoy/1")) == Unknown("convoy", "change")
    assert room.ask("HAL", convoy(replaces="convoy/0")) == StaleVersion("convoy", "convoy/0")
    assert room.ask("BRA", tell(DEPARTED, "convoy/1")) == Unknown("convoy", "change")
    assert room.ask("BRA", tell(DEPARTED, "none/1", "none")) == Unknown("none", "change"), "as if there were none"
    assert room.ask("HAL", tell(DEPARTED, "convoy/9")) == StaleVersion("convoy", "convoy/9")
    assert room.ask("HAL observer", tell(DEPARTED, "convoy/1")) == NotAllowed("role")
    assert room.ask("HAL client", tell(DEPARTED, "convoy/1")) == RoomConflict("a person moves", "convoy")
    assert room.ask("HAL client", convoy("other")) == RoomConflict("a person moves", "other")


@pytest.mark.parametrize(
    ("told", "then", "is_taken"),
    [
        ((), ARRIVED, False),
        ((), CANCELLED, True),
        ((DEPARTED,), CANCELLED, True),
        ((DEPARTED,), PLANNED, False),
        ((DEPARTED, ARRIVED), DEPARTED, False),
        ((CANCELLED,), DEPARTED, False),
    ],
)
def test_which_step_may_follow(told, then, is_taken):
    room = found()
    room.done("HAL", convoy())
    for n, state in enumerate(told, 1):
        room.done("HAL", tell(state, f"convoy/{n}"))
    answer = room.ask("HAL", tell(then, f"convoy/{len(told) + 1}"))
    assert (answer == RoomConflict("movement state", "convoy")) is not is_taken


def test_after_departure_the_way_stands():
    room = found()
    room.done("HAL", convoy())
    room.done("HAL", tell(DEPARTED, "convoy/1"))
    assert room.ask("HAL", convoy(replaces="convoy/2")) == RoomConflict("movement state", "convoy")


@pytest.mark.parametrize(("state", "expected"), [(DELAYED, 0), (DELAYED, -5), (DEPARTED, 500), (DELAYED, 30 * DAY)])
def test_a_delay_says_until_when_and_nothing_else_does(state, expected):
    room = found()
    room.done("HAL", convoy())
    assert room.ask("HAL", tell(state, "convoy/1", expected=expected), at=60) == RoomConflict(
        "movement values", "convoy"
    )


def test_whom_its_owner_did_not_choose_is_told_nothing():
    room = found("HAL", "BRA", "CHI", "DEL")
    room.done("HAL", convoy(grants=(("BRA", AREA), ("CHI", WHOLE))))
    state = room.state
    assert movements_seen(state, "DEL") == []
    area, whole = seen_movement(state, "BRA", "convoy"), seen_movement(state, "CHI", "convoy")
    assert (area.level, area.movement.party, area.movement.route.points, area.movement.vehicles) == (AREA, "", (), 0)
    assert (area.movement.view, area.movement.hours_us) == (held(room).view, held(room).hours_us)
    assert area.movement.texts == 0
    assert area.movement.steps == ()
    assert (whole.movement.party, whole.movement.vehicles, whole.movement.texts) == ("HAL", 6, held(room).texts)
    assert [step.by for step in whole.movement.steps] == [""], "who said it is its owner's to know"
    for seen in (area, whole):
        assert (seen.movement.grants, seen.movement.ovn, seen.is_mine) == ((), "", False)
    assert seen_movement(state, "HAL", "convoy").movement == held(room)
    room.stand("CHI", PartyState.SUSPENDED)
    assert movements_seen(state, "CHI") == []
    assert movements_seen(state, "NEW") == []


def test_what_a_viewer_sees_depends_on_what_it_is_released_alone():
    """Two rooms that differ in all that BRA is not released give it the same."""
    rooms = [found("HAL", "BRA", "CHI") for _ in range(2)]
    for n, room in enumerate(rooms):
        room.done("HAL", convoy(grants=(("BRA", AREA), *((("CHI", WHOLE),) if n else ())), vehicles=6 + n))
        room.done("HAL", convoy("hidden" if n else "other", start=4 * DAY + n))
        room.done("CHI", convoy("theirs") if n else convoy("theirs", kind=TEAM))
    assert movements_seen(rooms[0].state, "BRA") == movements_seen(rooms[1].state, "BRA")
    asked = [
        tell(DEPARTED, "hidden/1", "hidden"),
        convoy("theirs", replaces="theirs/1"),
        release("other/1", item_id="other"),
    ]
    for ask in asked:
        assert rooms[0].check("BRA", ask) == rooms[1].check("BRA", ask)


def test_less_is_released_at_once_and_more_waits_for_a_second_person():
    room = found("HAL", "BRA", second_person=True)
    room.done("HAL", convoy(grants=(("BRA", AREA),)))
    assert movements_seen(room.state, "BRA") == [], "announcing it to somebody is releasing more"
    assert room.ask("HAL", confirm("convoy/1")) == NotAllowed("second person")
    room.done("HAL officer", confirm("convoy/1"))
    assert movements_seen(room.state, "BRA")[0].level == AREA
    room.done("HAL", release("convoy/2", ("BRA", WHOLE)))
    assert movements_seen(room.state, "BRA")[0].level == AREA
    room.done("HAL officer", confirm("convoy/3", is_yes=False))
    assert room.ask("HAL officer", confirm("convoy/4")) == RoomConflict("no such release", "convoy")
    room.done("HAL", release("convoy/4"))
    assert movements_seen(room.state, "BRA") == []
    assert room.ask("HAL", release("convoy/5", ("HAL", AREA))) == RoomConflict("too many grants", "convoy")


def test_a_suspended_party_says_what_is_on_the_road_and_announces_nothing():
    room = found()
    room.done("HAL", convoy())
    room.stand("HAL", PartyState.SUSPENDED)
    assert isinstance(room.ask("HAL", convoy("next")), Refusal)
    room.done("HAL", tell(DEPARTED, "convoy/1"))
    room.done("HAL", tell(ARRIVED, "convoy/2"))


def test_a_party_that_leaves_takes_its_movements_along():
    room = found()
    room.done("HAL", convoy())
    room.stand("HAL", PartyState.LEFT)
    assert (room.state.movements, room.state.movements_of) == ({}, {})


def test_what_is_long_over_is_forgotten_and_nothing_else(monkeypatch):
    room = found()
    room.done("HAL", convoy(grants=(("BRA", AREA),)))
    forget = ForgetMovements(MovementIds(("convoy", "none")))
    assert room.ask("HAL", forget) == NotAllowed("host")
    assert isinstance(room.ask("host", forget, at=33 * DAY), NothingDue)
    room.done("host", forget, at=34 * DAY)
    assert room.state.movements == {}
    monkeypatch.setattr("tansiq.core.decide.movements.MOVEMENTS_PER_PARTY", 1)
    room.done("HAL", convoy("a", start=40 * DAY), at=34 * DAY)
    assert isinstance(room.ask("HAL", convoy("b", start=40 * DAY), at=34 * DAY), TooManyItems)


def test_an_area_is_shown_in_an_order_of_its_own_and_not_in_that_of_the_way():
    cells = tuple(Box(Span(0, 2_000), Span(lon, lon + 2_000)) for lon in (0, -2_000, 2_000))
    room = found()
    room.done("HAL", convoy(view=cells, grants=[("BRA", AREA)]))
    seen = seen_movement(room.state, "BRA", "convoy")
    assert [box.lon_ndeg.lo for box in seen.movement.view] == [-2_000, 0, 2_000]
