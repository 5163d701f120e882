"""Flights that the room manages: states, keys, bounds, views, and those that outlast their time."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.core.changes import Expired, IntentGone, IntentPut, Overran
from tansiq.core.commands import CloseFlight
from tansiq.core.decide import decide
from tansiq.core.decide.flights import overdue
from tansiq.core.entry import RequestKey
from tansiq.core.evolve import evolve
from tansiq.core.model import OFF_NOMINAL, IntentState
from tansiq.core.refusals import (
    AlreadyExists,
    AlreadyOver,
    LastsTooLong,
    NotAllowed,
    NothingDue,
    NotYours,
    Refusal,
    RoomConflict,
    StaleVersion,
    TooFarAhead,
    TooManyItems,
    TransitionNotAllowed,
    Unknown,
    UnseenItems,
)
from tansiq.core.release import Asked, View
from tansiq.core.room import ItemClass, Precedence
from tansiq.core.room_commands import FlightEnd
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.units import DAY_US, HOUR_US, MINUTE_US, Span
from tansiq.core.volumes import Extent, Polygon

from .making import (
    ELSEWHERE,
    between,
    box,
    delete_intent,
    expire,
    extent,
    minute,
    put_intent,
    put_subscription,
    volume,
)
from .room_making import (
    ACCEPTED,
    ACTIVATED,
    CONFLICT,
    CONTINGENT,
    EXISTENCE,
    FAR,
    IDENTITY,
    NEAR,
    NONCONFORMING,
    RESERVATION,
    SAID,
    SUSPENDED,
    RoomStory,
    all_derived,
    end_flight,
    found,
    grant,
    overrun,
    preset,
    put_flight,
    set_grants,
    set_presets,
    view_of,
)

EMERGENCY, ROUTINE = Precedence.EMERGENCY, Precedence.ROUTINE


@pytest.fixture
def room():
    return found("HAL", "BRA")


def bring(room, state, *volumes, off=None, **told):
    """Have HAL book the flight and bring it to a state; return the OVN it has then."""
    room.done("HAL", put_flight("flight", *volumes, **told))
    if state is ACCEPTED:
        return "flight/1"
    told["off"] = off
    room.done("HAL", put_flight("flight", *volumes, state=state, replaces="flight/1", **told))
    return "flight/2"


# States

STEPS = {
    ACCEPTED: (ACCEPTED, ACTIVATED, NONCONFORMING, CONTINGENT),
    ACTIVATED: (ACTIVATED, NONCONFORMING, CONTINGENT),
    NONCONFORMING: (ACTIVATED, NONCONFORMING, CONTINGENT),
    CONTINGENT: (CONTINGENT,),
}


@pytest.mark.parametrize("after", IntentState)
@pytest.mark.parametrize("before", IntentState)
def test_a_flight_goes_from_state_to_state(room, before, after):
    change = put_flight(state=after, replaces=bring(room, before))
    if after in STEPS[before]:
        assert room.done("HAL", change).intent.state is after
    else:
        assert room.check("HAL", change) == TransitionNotAllowed("flight", before, after)


@pytest.mark.parametrize("state", IntentState)
def test_a_flight_ends_from_every_state(room, state):
    ovn = bring(room, state)
    assert isinstance(room.done("HAL", end_flight(replaces=ovn)), IntentGone)
    assert (room.state.intents, room.state.intents_of) == ({}, {})


@pytest.mark.parametrize(
    ("state", "precedence", "allowed"),
    [
        (ACCEPTED, ROUTINE, True),
        (ACTIVATED, ROUTINE, True),
        (NONCONFORMING, ROUTINE, False),
        (CONTINGENT, Precedence.MEDEVAC, False),
        (ACCEPTED, EMERGENCY, True),
        (ACTIVATED, EMERGENCY, True),
        (NONCONFORMING, EMERGENCY, True),
        (CONTINGENT, EMERGENCY, True),
    ],
)
def test_a_flight_begins_on_the_ground_or_in_the_air_and_an_emergency_anyhow(room, state, precedence, allowed):
    answer = room.check("HAL", put_flight(state=state, precedence=precedence))
    assert isinstance(answer, IntentPut) if allowed else answer == TransitionNotAllowed("flight", "", state)


@pytest.mark.parametrize(
    ("at", "allowed", "because"),
    [
        (9, False, "the first volume begins a minute later"),
        (10, True, "the first volume begins now"),
        (20, True, "the first volume ends now"),
        (25, False, "between two volumes none is active"),
        (40, True, "the second volume ends now"),
    ],
)
@pytest.mark.parametrize("precedence", [ROUTINE, EMERGENCY])
def test_activation_needs_a_volume_that_is_active_now(room, at, allowed, because, precedence):
    legs = volume(time_us=between(10, 20)), volume(FAR, time_us=between(30, 40))
    room.done("HAL", put_flight("flight", *legs, precedence=precedence))
    change = put_flight("flight", *legs, state=ACTIVATED, replaces="flight/1", precedence=precedence)
    refusal = TransitionNotAllowed("flight", ACCEPTED, ACTIVATED, "no volume is active now")
    assert (room.check("HAL", change, at=at) == refusal) is not allowed, because
    new = put_flight("new", *legs, state=ACTIVATED, key=["flight/1"], precedence=precedence)
    assert isinstance(room.check("HAL", new, at=at), TransitionNotAllowed) is not allowed, because


@pytest.mark.parametrize("state", OFF_NOMINAL)
def test_a_flight_leaves_its_plan_at_any_time(room, state):
    room.done("HAL", put_flight("flight", volume(time_us=between(10, 20))))
    for at in (0, 15, 30):
        room.done("HAL", put_flight("flight", volume(time_us=between(10, 20)), state=state, replaces=last(room)), at=at)


def last(room, item_id="flight"):
    return room.state.intents[item_id].ovn


def test_a_contingent_flight_keeps_its_last_plan_and_may_be_where_it_is_told(room):
    """The plan is void, but what others saw of it stays; the views hold it, whatever the message says of the plan."""
    plan, off = (volume(), volume(NEAR)), volume(FAR)
    room.done("HAL", put_flight("flight", *plan))
    other = put_flight("flight", volume(ELSEWHERE), state=CONTINGENT, replaces="flight/1", off=(off,))
    assert room.check("HAL", other) == RoomConflict("views do not fit", "flight")
    views = tuple(map(view_of, (*plan, off)))
    room.done("HAL", msgspec.structs.replace(other, existence=msgspec.structs.replace(other.existence, views=views)))
    held = room.state.intents["flight"]
    assert (held.volumes, held.flight.off_nominal, held.flight.views) == (plan, (off,), views)
    late = overrun(("flight", "late"))
    assert isinstance(room.done("host", late, at=70), Overran)


@pytest.mark.parametrize(
    ("state", "off", "fits"),
    [
        (ACCEPTED, (), True),
        (ACCEPTED, (volume(FAR),), False),
        (ACTIVATED, (volume(FAR),), False),
        (NONCONFORMING, (), False),
        (NONCONFORMING, (volume(FAR),), True),
        (CONTINGENT, (), False),
        (CONTINGENT, (volume(FAR), volume()), True),
    ],
)
def test_off_nominal_volumes_go_with_off_nominal_states(room, state, off, fits):
    answer = room.check("HAL", put_flight(state=state, off=off, replaces=bring(room, ACCEPTED)))
    assert isinstance(answer, IntentPut) if fits else answer == RoomConflict("off-nominal volumes", "flight")


# What a booking keeps


def test_a_booking_is_kept_as_it_was_asked(room):
    room.done("HAL", put_flight(manned=False, precedence=Precedence.RELIEF, grants=[grant("BRA", IDENTITY)]), at=5)
    held = room.state.intents["flight"]
    assert (held.manager, held.version, held.ovn, held.time_us) == ("HAL", 1, "flight/1", Span(*between(0, 60)))
    flight = held.flight
    assert (flight.is_manned, flight.precedence, flight.identity) == (False, Precedence.RELIEF, SAID)
    assert (flight.grants, flight.entered_us, flight.texts) == (
        (grant("BRA", IDENTITY),),
        minute(5),
        room.state.position,
    )
    assert (flight.item_class, flight.shown_at) == (ItemClass.UNMANNED, None)


def test_the_secret_is_that_of_the_first_version(room):
    room.done("HAL", put_flight(secret=b"first"))
    room.done("HAL", put_flight(secret=b"second", replaces="flight/1"))
    assert room.flight().secret == b"first".ljust(32)


def test_the_window_holds_the_off_nominal_volumes_too(room):
    off = volume(FAR, time_us=between(-30, 90))
    room.done("HAL", put_flight(off=(off,), state=NONCONFORMING, precedence=EMERGENCY))
    assert room.state.intents["flight"].time_us == Span(*between(-30, 90))


@pytest.mark.parametrize(
    ("volumes", "kept", "because"),
    [
        ((volume(), volume(FAR)), True, "nothing changed"),
        ((volume(),), True, "one leg fewer"),
        ((volume(FAR), volume()), True, "the same legs in another order"),
        ((volume(time_us=between(10, 50)),), True, "shorter"),
        ((volume(alt_mm=(10, 90)),), True, "a lower ceiling and a higher floor"),
        ((volume(time_us=between(0, 61)),), False, "longer by a minute"),
        ((volume(time_us=(minute(0) - 1, minute(60))),), False, "earlier by 1 µs"),
        ((volume(alt_mm=(0, 101)),), False, "higher by 1 mm"),
        ((volume(alt_mm=(-1, 100)),), False, "lower by 1 mm"),
        ((msgspec.structs.replace(volume(), outline=Polygon(bytes(16))),), False, "another outline"),
        ((volume(), volume(FAR), volume(NEAR, time_us=between(0, 61))), False, "one leg more, that was not inside"),
        ((volume(), volume(FAR), volume(time_us=between(10, 20))), True, "one leg more, that was inside"),
    ],
)
def test_entering_is_renewed_by_enlarging_and_kept_by_shrinking(room, volumes, kept, because):
    room.done("HAL", put_flight("flight", volume(), volume(FAR)), at=1)
    room.done("HAL", put_flight("flight", *volumes, replaces="flight/1"), at=2)
    assert room.flight().entered_us == minute(1 if kept else 2), because


def test_states_and_overrunning_renew_no_entry(room):
    bring(room, ACTIVATED)
    room.done("HAL", put_flight(state=NONCONFORMING, replaces="flight/2"), at=5)
    room.done("host", overrun(("flight", "flight/4")), at=70)
    assert room.flight().entered_us == minute(0)


# The key


@pytest.mark.parametrize(
    ("level", "other", "needed", "because"),
    [
        (RESERVATION, volume(), True, "they share everything"),
        (RESERVATION, volume((100, 200)), True, "they share one face"),
        (RESERVATION, volume(ELSEWHERE), False, "the other is 0.1 mm away"),
        (IDENTITY, volume(ELSEWHERE), False, "the other is 0.1 mm away"),
        (EXISTENCE, volume(ELSEWHERE), True, "the other is seen as its whole cell"),
        (CONFLICT, volume(ELSEWHERE), True, "the other is met as its whole cell"),
        (EXISTENCE, volume((-900, -800)), True, "the cell of the other touches it"),
        (CONFLICT, volume((-900, -800)), True, "the cell of the other touches it"),
        (EXISTENCE, volume((-1_900, -1_800)), False, "there is a cell between them"),
        (CONFLICT, volume((-1_900, -1_800)), False, "there is a cell between them"),
        (EXISTENCE, volume(alt_mm=(900, 950)), True, "the other is in the same band"),
        (EXISTENCE, volume(alt_mm=(1_001, 1_100)), False, "the other is in the band above"),
        (EXISTENCE, volume(time_us=between(61, 70)), True, "the other is in the window that begins as this ends"),
        (EXISTENCE, volume(time_us=between(76, 90)), False, "the other is in a later window"),
    ],
)
def test_the_key_names_what_may_be_touched_in_the_planners_world(room, level, other, needed, because):
    room.done("BRA", put_flight("other", other, grants=[grant("HAL", level)]))
    answer = room.check("HAL", put_flight())
    assert isinstance(answer, UnseenItems) is needed, because
    room.done("HAL", put_flight(key=ovns_in_the_way(room)))


def ovns_in_the_way(room, asked=None):
    """What HAL has to name for the flight that it books, as it sees it."""
    asked = asked or Asked("flight", (volume(),))
    return [each.ovn for each in room.view("HAL").intents_near(asked.volumes, asked) if each.id != asked.id]


def test_all_that_is_missing_is_told_at_once_and_sorted(room):
    room.done("BRA", put_flight("c", volume(ELSEWHERE)))
    room.done("BRA", put_flight("b", volume((300, 400)), grants=[grant("HAL", RESERVATION)]))
    room.done("HAL", put_flight("a", key=ovns_in_the_way(room)))
    room.done("uss", put_intent("d", key=["a/1", *(i.ovn for i in room.view("uss").intents_near((volume(),)))]))
    room.done("uss", put_intent("e", volume(NEAR)))
    assert room.check("HAL", put_flight()) == UnseenItems(("a", "c", "d"), ())
    assert room.check("HAL", put_flight(key=["a/1", "c/1", "d/1"])) == UnseenItems(("c",), ()), (
        "its real OVN is another"
    )


def test_a_change_needs_the_key_again_but_not_its_own_name(room):
    ovn = bring(room, ACCEPTED)
    room.done("HAL", put_flight("second", key=[ovn]))
    assert room.check("HAL", put_flight(replaces=ovn)) == UnseenItems(("second",), ())
    room.done("HAL", put_flight(replaces=ovn, key=["second/1"]))


@pytest.mark.parametrize(
    ("state", "precedence", "needed"),
    [
        (ACCEPTED, ROUTINE, True),
        (ACTIVATED, ROUTINE, True),
        (NONCONFORMING, ROUTINE, False),
        (CONTINGENT, ROUTINE, False),
        (ACCEPTED, Precedence.SEARCH_AND_RESCUE, True),
        (ACCEPTED, EMERGENCY, False),
        (ACTIVATED, EMERGENCY, False),
        (CONTINGENT, EMERGENCY, False),
    ],
)
def test_the_key_is_needed_while_a_flight_goes_to_plan_and_no_emergency_is_declared(room, state, precedence, needed):
    ovn = bring(room, ACCEPTED)
    room.done("BRA", put_flight("other", key=[i.ovn for i in room.view("BRA").all_intents()]))
    change = put_flight(state=state, replaces=ovn, precedence=precedence)
    assert isinstance(room.check("HAL", change), UnseenItems) is needed


def test_a_sealed_flight_is_met_by_a_change_as_it_is_met_by_what_it_changes(room):
    """Before and after the change the flight meets one occupied place, under one id, with one version for both."""
    east, west = volume(lon_ndeg=(0, 100)), volume(lon_ndeg=(300, 400))
    room.done("BRA", put_flight("other", east, grants=[grant("HAL", CONFLICT)]))
    room.done("HAL", put_flight("flight", east, key=ovns_in_the_way(room, Asked("flight", (east,)))))
    before = [i for i in room.view("HAL").all_intents() if i.id != "flight"]
    change = put_flight("flight", west, replaces="flight/1", key=[before[0].ovn])
    assert room.check("HAL", change) == UnseenItems((before[0].id,), ())

    attempt = Asked("flight", (west,))
    met = room.view("HAL", attempts=(attempt,)).intent(before[0].id)
    assert met.flight.views == (view_part(east), view_part(west))
    assert ovns_in_the_way(room, attempt) == [met.ovn], "looked at, planned and refused, it is one version"
    room.done("HAL", put_flight("flight", west, replaces="flight/1", key=[met.ovn]))
    after = room.view("HAL").intent(before[0].id)
    assert (after.flight.views, after.id) == ((view_part(west),), before[0].id)


def view_part(own):
    """The part of a cell's view that one of its volumes meets."""
    return Extent(own.boxes, own.alt_mm, own.time_us)


# Whose it is, and which version

REFUSED = [
    ("a change of what is not there", put_flight("no", replaces="no/1"), Unknown("no", "change")),
    ("a change of another's", put_flight("theirs", replaces="theirs/1"), Unknown("theirs", "change")),
    ("a booking under another's id", put_flight("theirs"), Unknown("theirs", "change")),
    ("a booking under a used id", put_flight(), AlreadyExists("flight")),
    ("a change of an old version", put_flight(replaces="flight/7"), StaleVersion("flight", "flight/7")),
    ("a change of a USS's intent", put_flight("far", replaces="far/1"), NotYours("far")),
    (
        "a change of an intent of one's own USS",
        put_flight("own far", replaces="own far/1"),
        RoomConflict("not a flight of the room", "own far"),
    ),
    ("the end of what is not there", end_flight("no", "no/1"), Unknown("no", "delete")),
    ("the end of another's", end_flight("theirs", "theirs/1"), Unknown("theirs", "delete")),
    ("the end of an intent of one's own USS", end_flight("own far", "own far/1"), Unknown("own far", "delete")),
    ("the end of an old version", end_flight(replaces="flight/7"), StaleVersion("flight", "flight/7")),
    ("a release of what is not there", set_grants("no", replaces="no/1"), Unknown("no", "change")),
    ("a release of another's", set_grants("theirs", replaces="theirs/1"), Unknown("theirs", "change")),
    ("a release of a USS's intent", set_grants("far", replaces="far/1"), NotYours("far")),
    (
        "a release of an intent of one's own USS",
        set_grants("own far", replaces="own far/1"),
        RoomConflict("not a flight of the room", "own far"),
    ),
    ("a release of an old version", set_grants("flight", replaces="flight/7"), StaleVersion("flight", "flight/7")),
    ("a change through F3548", put_intent("flight", replaces="flight/1"), NotYours("flight")),
    ("an end through F3548", delete_intent(), NotYours("flight")),
]


@pytest.mark.parametrize(("command", "refusal"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused_is(room, command, refusal):
    room.done("HAL", put_flight())
    room.done("BRA", put_flight("theirs", volume(FAR)))
    room.done("uss", put_intent("far", volume((70_000, 70_100))))
    room.done("HAL", put_intent("own far", volume((90_000, 90_100))))
    assert room.check("HAL", command) == refusal


def test_a_release_changes_the_version_and_the_grants_alone(room):
    room.done("HAL", put_flight())
    before = room.state.intents["flight"]
    after = room.done("HAL", set_grants("flight", grant("BRA", IDENTITY))).intent
    assert after.flight == msgspec.structs.replace(before.flight, grants=(grant("BRA", IDENTITY),))
    assert (after.version, after.ovn) == (2, "flight/2")


# Bounds

YEAR = between(0, 365 * 1440)
BOUNDS = [
    ("over", volume(time_us=between(-60, -1)), AlreadyOver(minute(-1), minute(0))),
    ("too far ahead", volume(time_us=(minute(0) + 30 * DAY_US + 1, minute(0) + 31 * DAY_US)), TooFarAhead),
    ("too long", volume(time_us=between(0, 24 * 60 + 1)), LastsTooLong(24 * HOUR_US + MINUTE_US, 24 * HOUR_US)),
]


@pytest.mark.parametrize(("volumes", "refusal"), [row[1:] for row in BOUNDS], ids=[row[0] for row in BOUNDS])
@pytest.mark.parametrize("precedence", [ROUTINE, Precedence.MEDEVAC, EMERGENCY])
def test_bounds_hold_for_all_but_an_emergency(room, volumes, refusal, precedence):
    answer = room.check("HAL", put_flight("flight", volumes, precedence=precedence))
    if precedence is EMERGENCY:
        assert isinstance(answer, IntentPut)
    else:
        assert answer == refusal or type(answer) is refusal


@pytest.mark.parametrize(
    ("rule", "volumes", "allowed"),
    [
        ({"horizon_us": HOUR_US}, volume(time_us=between(60, 70)), True),
        ({"horizon_us": HOUR_US}, volume(time_us=between(61, 70)), False),
        ({"duration_max_us": HOUR_US}, volume(time_us=between(0, 60)), True),
        ({"duration_max_us": HOUR_US}, volume(time_us=between(0, 61)), False),
    ],
)
def test_the_charter_says_how_far_ahead_and_how_long(rule, volumes, allowed):
    answer = found("HAL", **rule).check("HAL", put_flight("flight", volumes))
    assert isinstance(answer, IntentPut) is allowed


@pytest.mark.parametrize("state", OFF_NOMINAL)
def test_no_bound_holds_back_what_left_its_plan(room, state, monkeypatch):
    bring(room, ACCEPTED)
    monkeypatch.setattr("tansiq.core.decide.flights.LIVE_VOLUMES_PER_PARTY", 1)
    monkeypatch.setattr("tansiq.core.decide.flights.VOLUMES_OF_PARTY_HERE", 0)
    long = volume(time_us=YEAR)
    room.done("HAL", put_flight("flight", volume(), state=state, replaces="flight/1", off=(long, long)))


def test_a_party_has_its_own_share_of_volumes(room, monkeypatch):
    room.done("HAL", put_flight("flight", volume(), volume(FAR)))
    monkeypatch.setattr("tansiq.core.decide.flights.LIVE_VOLUMES_PER_PARTY", 2)
    near = volume(NEAR)
    assert room.check("HAL", put_flight("second", near)) == TooManyItems("volumes", 2)
    assert room.check("HAL", put_flight("flight", volume(), volume(FAR), near, replaces="flight/1")) == TooManyItems(
        "volumes", 2
    )
    assert not isinstance(room.check("BRA", put_flight("second", near)), Refusal)
    room.done("HAL", put_flight("flight", near, replaces="flight/1"))
    room.done("HAL", put_flight("second", volume(FAR), key=["flight/2"]))


def test_a_party_may_not_crowd_one_place(room, monkeypatch):
    room.done("HAL", put_flight())
    room.done("HAL", put_flight("second", key=["flight/1"]))
    monkeypatch.setattr("tansiq.core.decide.flights.VOLUMES_OF_PARTY_HERE", 2)
    key = ["flight/1", "second/1"]
    assert room.check("HAL", put_flight("third", key=key)) == TooManyItems("volumes in one place and time", 2)
    monkeypatch.setattr("tansiq.core.decide.flights.VOLUMES_OF_PARTY_HERE", 1)
    room.done("HAL", put_flight("second", replaces="second/1", key=["flight/1"], state=ACTIVATED))


@pytest.mark.parametrize(("count", "allowed"), [(200, True), (201, False)])
def test_a_flight_names_so_many_parties_and_no_more(room, count, allowed):
    grants = [grant(f"P{n}", EXISTENCE) for n in range(count)]
    many = RoomConflict("too many grants", "flight")
    assert (room.check("HAL", put_flight(grants=grants)) == many) is not allowed
    room.done("HAL", put_flight())
    assert (room.check("HAL", set_grants("flight", *grants)) == many) is not allowed


@pytest.mark.parametrize(
    ("presets", "allowed", "because"),
    [
        ([preset(f"P{n}", EXISTENCE) for n in range(1_000)], True, "they are just few enough"),
        ([preset(f"P{n}", EXISTENCE) for n in range(1_001)], False, "they are too many"),
        ([preset("BRA", EXISTENCE), preset("BRA", IDENTITY)], False, "two are for one party and class"),
        ([preset("BRA", EXISTENCE), preset("BRA", IDENTITY, ItemClass.UNMANNED)], True, "they are for two classes"),
        ([preset("BRA", EXISTENCE), preset("", IDENTITY)], True, "one is for all others"),
        ([], True, "there are none"),
    ],
)
def test_presets_say_each_party_and_class_once(room, presets, allowed, because):
    answer = room.ask("HAL", set_presets(*presets))
    assert (answer == RoomConflict("too many grants", "HAL")) is not allowed, because
    assert room.state.presets.get("HAL") == (tuple(presets) if allowed else None)


# Views


@pytest.mark.parametrize(
    ("views", "because"),
    [
        ((), "there is none"),
        ((view_of(volume()),) * 2, "there are two for one volume"),
        ((view_of(volume((2_000, 2_100))),), "the cells are elsewhere"),
        ((extent((0, 1_000), (0, 1_000), (0, 99), between(0, 60)),), "the ceiling is 1 mm too low"),
        ((extent((0, 1_000), (0, 1_000), (1, 1_000), between(0, 60)),), "the floor is 1 mm too high"),
        ((extent((0, 1_000), (0, 1_000), (0, 1_000), (minute(0), minute(60) - 1)),), "the end is 1 µs early"),
        ((extent((0, 1_000), (0, 1_000), (0, 1_000), (minute(0) + 1, minute(60))),), "the start is 1 µs late"),
    ],
)
def test_views_that_do_not_hold_the_volumes_are_refused(room, views, because):
    assert room.check("HAL", put_flight(views=views)) == RoomConflict("views do not fit", "flight"), because


@pytest.mark.parametrize(
    ("views", "fits", "because"),
    [
        ((view_of(volume()), view_of(volume(FAR))), True, "each holds its volume"),
        ((view_of(volume(FAR)), view_of(volume())), False, "they are the other way round"),
        ((view_of(volume()),), False, "one is missing"),
    ],
)
def test_views_come_in_the_order_of_the_volumes_and_then_of_the_off_nominal_ones(room, views, fits, because):
    fault = RoomConflict("views do not fit", "flight")
    assert (room.check("HAL", put_flight("flight", volume(), volume(FAR), views=views)) == fault) is not fits, because
    off = put_flight(state=CONTINGENT, precedence=EMERGENCY, off=(volume(FAR),), views=views)
    assert (room.check("HAL", off) == fault) is not fits, because


def test_a_view_may_be_of_many_cells_on_both_sides_of_the_antimeridian(room):
    sides = box((0, 100), (179_999_999_000, 180_000_000_000)), box((0, 100), (-180_000_000_000, -179_999_999_500))
    room.done("HAL", put_flight("flight", volume(boxes=sides)))
    half = extent(boxes=sides[:1], alt_mm=(0, 1_000), time_us=between(0, 60))
    refused = room.check("HAL", put_flight("second", volume(boxes=sides), views=(half,), key=["flight/1"]))
    assert refused == RoomConflict("views do not fit", "second")


def test_the_view_of_another_flight_does_not_do(room):
    command = put_flight()
    other = msgspec.structs.replace(command.existence, id="other")
    refused = room.check("HAL", msgspec.structs.replace(command, existence=other))
    assert refused == RoomConflict("views do not fit", "flight")


def test_a_flight_without_volumes_is_none(room):
    command = put_flight()
    bare = msgspec.structs.replace(command.reservation, volumes=())
    nowhere = msgspec.structs.replace(command, reservation=bare)
    refused = room.check("HAL", msgspec.structs.replace(nowhere, existence=put_flight(views=()).existence))
    assert refused == RoomConflict("views do not fit", "flight")


# Outlasting its time


@pytest.mark.parametrize(
    ("state", "at", "due", "because"),
    [
        (ACTIVATED, 60, False, "its end belongs to its time"),
        (ACTIVATED, 61, True, "it is in the air, as far as anybody said"),
        (NONCONFORMING, 61, True, "it is in the air"),
        (CONTINGENT, 61, True, "it is in the air"),
        (ACCEPTED, 61, False, "nobody said that it flew: it was not used"),
        (ACCEPTED, 9_999, False, "nobody said that it flew: it was not used"),
    ],
)
def test_only_what_is_in_the_air_overruns_and_only_once_its_time_is_out(room, state, at, due, because):
    bring(room, state)
    assert overdue(room.state, minute(at)) == (("flight",) if due else ()), because
    answer = room.check("host", overrun(("flight", "late")), at=at)
    assert isinstance(answer, Overran) if due else answer == NothingDue(""), because


@pytest.mark.parametrize("what", ["nothing", "an intent of a USS", "what ended"])
def test_nothing_else_overruns(room, what):
    bring(room, ACTIVATED)
    room.done("uss", put_intent("far", volume(FAR)))
    room.done("HAL", end_flight(replaces="flight/2"))
    late = {"nothing": (), "an intent of a USS": [("far", "far/2")], "what ended": [("flight", "late")]}[what]
    assert room.check("host", overrun(*late), at=61) == NothingDue("")


@pytest.mark.parametrize("state", [ACTIVATED, NONCONFORMING, CONTINGENT])
def test_what_overruns_is_extended_in_steps_and_blocks_until_it_ends(room, state):
    bring(room, state, off=(volume(NEAR),) if state in OFF_NOMINAL else ())
    for step, at in enumerate([61, 67, 73]):
        change = room.done("host", overrun(("flight", f"late {step}")), at=at)
        held = room.state.intents["flight"]
        assert change.intents == (held,)
        assert (held.ovn, held.version, held.state) == (f"late {step}", 3 + step, state)
        assert held.flight.is_overrunning
        assert held.time_us == Span(minute(0), minute(at + 5))
        places = (*held.volumes, *held.flight.off_nominal)
        assert [place.time_us for place in places] == [Span(minute(0), minute(at + 5))] * len(places)
        assert room.check("host", overrun(("flight", "again")), at=at + 5) == NothingDue(""), (
            "not before the step is out"
        )
        assert isinstance(
            room.check("HAL", put_flight("second", volume(time_us=between(at, at + 1))), at=at), UnseenItems
        )
    room.done("HAL", end_flight(replaces="late 2"), at=74)
    assert overdue(room.state, minute(999)) == ()
    room.done("HAL", put_flight("second", volume(time_us=between(75, 76))), at=75)


def test_only_the_volumes_that_end_last_are_extended_and_their_views_by_whole_windows():
    room = found("HAL", overrun_us=7 * MINUTE_US)
    legs = volume(time_us=between(0, 20)), volume(FAR, time_us=between(20, 40)), volume(NEAR, time_us=between(5, 40))
    bring(room, ACTIVATED, *legs)
    room.done("host", overrun(("flight", "late")), at=41)
    held = room.state.intents["flight"]
    assert [v.time_us for v in held.volumes] == [
        Span(*between(0, 20)),
        Span(*between(20, 48)),
        Span(*between(5, 48)),
    ]
    assert [v.time_us for v in held.flight.views] == [
        Span(*between(0, 30)),
        Span(*between(15, 60)),
        Span(*between(0, 60)),
    ]
    bare = [msgspec.structs.replace(v, time_us=Span(0, 0)) for v in held.volumes]
    assert bare == [msgspec.structs.replace(v, time_us=Span(0, 0)) for v in legs]


@pytest.mark.parametrize(("window", "at", "expected"), [((0, 60), 61, 75), ((0, 60), 85, 90), ((5, 60), 62, 70)])
def test_a_view_is_extended_by_the_windows_it_was_made_of(room, window, at, expected):
    """By 15 minutes where its length is made of them, by 5 where it is made of those."""
    views = (extent((0, 1_000), (0, 1_000), (0, 1_000), between(*window)),)
    command = put_flight("flight", volume(time_us=between(5, 60)), state=ACTIVATED, views=views)
    room.done("HAL", command, at=5)
    room.done("host", overrun(("flight", "late")), at=at)
    assert room.flight().views[0].time_us == Span(*between(window[0], expected))


def test_several_are_extended_at_once_and_what_changed_meanwhile_is_left(room):
    for n, where in enumerate([volume(), volume(NEAR), volume(FAR)]):
        room.done("HAL", put_flight(f"flight {n}", where, state=ACTIVATED))
    room.done(
        "HAL", put_flight("flight 1", volume(NEAR, time_us=between(0, 90)), state=ACTIVATED, replaces="flight 1/1")
    )
    late = overrun(*((f"flight {n}", f"late {n}") for n in (2, 1, 0, 7)))
    assert [i.ovn for i in room.done("host", late, at=61).intents] == ["late 2", "late 0"]


def test_those_who_watch_are_told_of_an_overrun_once(room):
    room.done("BRA", put_subscription("watch", start=0, end=90))
    room.done("BRA", put_subscription("earlier", start=0, end=30))
    for n, where in enumerate([volume((0, 50)), volume((60, 90))]):
        room.done("HAL", put_flight(f"flight {n}", where, state=ACTIVATED, grants=[grant("BRA", RESERVATION)]))
    index = room.state.subscriptions["watch"].notification_index
    change = room.done("host", overrun(("flight 0", "late 0"), ("flight 1", "late 1")), at=61)
    assert change.notified == ("watch",)
    assert room.state.subscriptions["watch"].notification_index == index + 1


def test_an_accepted_flight_lapses(room):
    bring(room, ACCEPTED)
    assert room.done("host", expire(intents=("flight",)), at=61) == Expired(("flight",), (), ())
    assert (room.state.intents, room.state.intents_of) == ({}, {})


@pytest.mark.parametrize("state", [ACTIVATED, NONCONFORMING, CONTINGENT])
def test_nothing_in_the_air_vanishes_because_its_time_ran_out(room, state):
    bring(room, state)
    assert room.check("host", expire(intents=("flight",)), at=61) == NothingDue("")


def test_a_change_by_its_owner_ends_the_overrun(room):
    bring(room, ACTIVATED)
    room.done("host", overrun(("flight", "late")), at=61)
    room.done(
        "HAL", put_flight("flight", volume(time_us=between(0, 90)), state=ACTIVATED, replaces="late", ovn="new"), at=62
    )
    assert (room.flight().is_overrunning, overdue(room.state, minute(80))) == (False, ())


# A suspended party


def test_a_suspended_party_may_warn_of_an_aircraft_in_need_and_end_it(room):
    room.stand("HAL", SUSPENDED)
    room.done("HAL", put_flight(state=CONTINGENT, precedence=EMERGENCY))
    room.done("HAL", end_flight())
    assert room.check("HAL", put_flight(state=ACTIVATED)) == NotAllowed("suspended")


# One log, one state


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 80), st.integers(0, 80))
def test_a_snapshot_and_the_tail_of_the_log_are_a_full_replay(rng, before, after):
    log = RoomStory(rng).tell(before + after)
    lived = RoomStory.beginning()
    for entry in log[:before]:
        step(lived, entry)
    restored = from_snapshot(snapshot(lived))
    assert (digest(restored), all_derived(restored)) == (digest(lived), all_derived(lived))

    for entry in log[before:]:
        assert step(restored, entry) == step(lived, entry)
    assert (digest(restored), all_derived(restored)) == (digest(lived), all_derived(lived))


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 80))
def test_two_nodes_that_came_to_a_state_on_different_ways_show_alike(rng, length):
    """Every party, and a USS that is none, sees the same at both, though one has every dictionary in another order."""
    story = RoomStory(rng)
    story.tell(length)
    restored = from_snapshot(snapshot(story.state))
    for viewer in (*RoomStory.PARTIES, "uss"):
        lived, other = (View(state, viewer, state.time_us) for state in (story.state, restored))
        assert lived.all_intents() == other.all_intents()
        for intent in lived.all_intents():
            assert lived.intent(intent.id) == other.intent(intent.id) == intent


def step(state, entry):
    decision = decide(state, entry)
    evolve(state, entry, decision)
    return decision


# Closing another's


@pytest.fixture
def overdue_flight():
    """HAL's flight outlasted its time at minute 60, and BRA, that flies near, sees it by the safety floor."""
    room = found("HAL", "BRA", "CHI", close_after_us=30 * MINUTE_US)
    room.done("BRA", put_flight("near", volume(NEAR, time_us=between(0, 600))))
    bring(room, ACTIVATED)
    room.done("host", overrun(("flight", "flight/3")), at=61)
    return room


def close(replaces="flight/3"):
    return CloseFlight(FlightEnd("flight", replaces))


def test_a_lead_of_another_member_closes_what_is_long_overdue(overdue_flight):
    room = overdue_flight
    assert room.flight().due_us == minute(60)
    assert room.check("BRA", close(), at=89) == RoomConflict("not to be closed yet", "flight")
    assert isinstance(room.done("BRA", close(), at=91), IntentGone)
    assert "flight" not in room.state.intents


@pytest.mark.parametrize(
    ("who", "refusal", "because"),
    [
        ("BRA officer", NotAllowed("role"), "a lead answers for it"),
        ("CHI", Unknown("flight", "delete"), "it does not fly there and is told of nobody"),
        ("HAL", Unknown("flight", "delete"), "its owner ends it"),
        ("host", NotAllowed("not a member"), "the host acts for no party"),
    ],
)
def test_nobody_else_closes_it(overdue_flight, who, refusal, because):
    assert overdue_flight.check(who, close(), at=120) == refusal, because


def test_what_is_closed_was_seen_as_it_is_and_is_overdue(overdue_flight):
    room = overdue_flight
    assert room.check("BRA", close("flight/2"), at=120) == StaleVersion("flight", "flight/2")
    room.done("HAL", put_flight("flight", volume(time_us=between(0, 200)), state=ACTIVATED, replaces="flight/3"), at=62)
    sent = close(room.state.intents["flight"].ovn)
    assert room.check("BRA", sent, at=120) in (
        Unknown("flight", "delete"),
        RoomConflict("not to be closed yet", "flight"),
    )


# Races


def test_a_booking_that_lost_a_race_may_be_asked_anew_under_its_key(room):
    room.done("BRA", put_flight("first"))
    sent = room.entry("HAL", put_flight("second"), 0)
    keyed = msgspec.structs.replace(sent, request=RequestKey("key", b"asked"))
    decision = decide(room.state, keyed)
    assert isinstance(decision, UnseenItems)
    evolve(room.state, keyed, decision)
    assert room.state.remembered("HAL", "key", room.state.time_us) is None
