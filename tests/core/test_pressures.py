"""What is stated of the air: by whom, within what, and how bands follow it while nobody books beside them."""

import pytest

from tansiq.core.changes import BandsDerived, IntentPut, PressureGone, PressurePut
from tansiq.core.commands import DeriveBands, EndPressure, PutPressure
from tansiq.core.entry import RequestKey
from tansiq.core.model import IntentState
from tansiq.core.refusals import ROOM_CONFLICTS, AlreadyOver, NotAllowed, NothingDue, RoomConflict, TooManyItems
from tansiq.core.release import View
from tansiq.core.room import Matter, Precedence
from tansiq.core.room_commands import Derivation, PressureId, PressureWish, Rebanded
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.state import CHARTER
from tansiq.core.units import HOUR_US, Span
from tansiq.core.volumes import Circle, Limit, Reference

from .making import ELSEWHERE, HERE, NOW, box, minute, put_intent, put_subscription, subscribe, volume
from .room_making import ACTIVATED, SUSPENDED, charter, found, propose, put_flight
from .test_zones import put_zone

FL = Reference.FL


def wish(name="OYSN", *, box_=None, hours=(0, 6), observed=0, **values):
    around = box_ or box()
    given = {"qnh_pa": 100_900, "qnh_tolerance_pa": 200, "isa_mk": 12_000, "isa_tolerance_mk": 10_000} | values
    span = Span(NOW + hours[0] * HOUR_US, NOW + hours[1] * HOUR_US)
    return PressureWish(name, Circle(0, 0, 1_000), (around,), span, minute(observed), **given)


def put(name="OYSN", **values):
    return PutPressure(wish(name, **values))


def end(name="OYSN"):
    return EndPressure(PressureId(name))


def derive(air, *flights, zones=(), settled=()):
    return DeriveBands(Derivation(air, tuple(flights), tuple(zones), tuple(settled)))


def on_levels(lat=HERE, alt_mm=(0, 1_000)):
    """A volume whose band follows the air."""
    plain = volume(lat, alt_mm=alt_mm)
    return type(plain)(plain.outline, plain.boxes, plain.alt_mm, plain.time_us, Limit(100, FL), Limit(200, FL))


@pytest.fixture
def room():
    return found()


def settle(room):
    return room.done("host", derive(room.state.air, settled=tuple(room.state.unsettled)))


def booked_since(room, *args, **more):
    """A booking that was derived from what is known now."""
    command = put_flight(*args, **more)
    return type(command)(
        command.existence, command.reservation, command.identity, _with_air(command.private, room.state.air)
    )


def _with_air(private, air):
    return type(private)(
        private.replaces, private.ovn, private.key, private.secret, private.accepts, private.grants, air
    )


def test_an_officer_states_a_pressure_and_all_see_who_said_so(room):
    change = room.done("HAL officer", put())
    assert isinstance(change, PressurePut)
    held = room.state.pressures["OYSN"]
    assert (held.party, held.by, held.position) == ("HAL", "HAL officer", room.state.position)
    assert room.state.air == room.state.position
    assert list(room.state.unsettled) == ["OYSN"]
    assert room.state.texts[held.texts] == 1, "its name and source are kept for as long as it is"


@pytest.mark.parametrize(
    ("who", "command", "expected"),
    [
        ("HAL observer", put(), NotAllowed("role")),
        ("HAL client", put(), None),
        ("BRA officer", put("MINE"), NotAllowed("not yours")),
        ("HAL", put(qnh_pa=84_900), RoomConflict("pressure values", "OYSN")),
        ("HAL", put(qnh_tolerance_pa=50), RoomConflict("pressure values", "OYSN")),
        ("HAL", put(isa_tolerance_mk=0), RoomConflict("pressure values", "OYSN")),
        ("HAL", put(hours=(0, 31)), RoomConflict("pressure times", "OYSN")),
        ("HAL", put(hours=(31, 32)), RoomConflict("pressure times", "OYSN")),
        ("HAL", put(hours=(3, 2)), RoomConflict("pressure times", "OYSN")),
        ("HAL", put(observed=-361), RoomConflict("pressure times", "OYSN")),
        ("HAL", put(observed=6), RoomConflict("pressure times", "OYSN")),
        ("HAL", put(hours=(-2, -1)), AlreadyOver(NOW - HOUR_US, NOW)),
        ("HAL", end("NONE"), RoomConflict("no such pressure", "NONE")),
        ("BRA", end("MINE"), NotAllowed("not yours")),
        ("HAL", derive(0), NotAllowed("host")),
    ],
)
def test_who_may_state_what(room, who, command, expected):
    room.done("HAL", put("MINE"))
    refusal = room.ask(who, command) if expected is not None else None
    if expected is None:
        room.done(who, command)
    assert refusal == expected


def test_a_suspended_party_states_nothing_but_may_take_back_what_it_stated(room):
    room.done("HAL", put())
    room.stand("HAL", SUSPENDED)
    assert room.ask("HAL", put()) == NotAllowed("suspended")
    assert isinstance(room.done("HAL", end()), PressureGone)
    assert room.state.pressures == {}
    assert list(room.state.unsettled) == ["OYSN"], "bands there are to be derived anew"


def test_what_ran_out_can_be_stated_by_another_and_makes_room(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.pressures.PRESSURES_PER_PARTY", 2)
    room.done("HAL", put("A", hours=(0, 1)))
    room.done("HAL", put("B"))
    assert room.ask("HAL", put("C")) == TooManyItems("pressures", 2)
    change = room.done("HAL", put("C", hours=(1, 3), observed=61), at=61)
    assert change.gone == ("A",)
    assert sorted(room.state.pressures) == ["B", "C"]


def test_while_a_place_is_unsettled_nobody_books_there_but_what_is_in_need(room):
    room.done("HAL", put())
    assert room.ask("BRA", booked_since(room)) == RoomConflict("pressure changing", "")
    assert room.ask("BRA", put_zone()) == RoomConflict("pressure changing", "")
    room.done("BRA", booked_since(room, "away", volume(ELSEWHERE)))
    room.done("BRA", booked_since(room, "sos", precedence=Precedence.EMERGENCY))
    settle(room)
    room.done("BRA", booked_since(room, "later", key=("sos/1",)))


def test_a_band_that_was_derived_from_less_than_is_known_is_refused_unless_it_is_in_the_air(room):
    room.done("HAL", put())
    settle(room)
    assert room.ask("BRA", put_flight("flight", on_levels())) == RoomConflict("pressure changed", "")
    room.done("BRA", put_flight("plain", volume()))  # its heights are above the ellipsoid: no matter of the air
    room.done("BRA", booked_since(room, "flight", on_levels(), key=("plain/1",)))
    activated = put_flight("flight", on_levels(), state=ACTIVATED, replaces="flight/1", key=("plain/1",))
    assert isinstance(room.done("BRA", activated), IntentPut), "however stale: the node derives it anew at once"
    assert room.state.intents["flight"].state is IntentState.ACTIVATED


def test_bands_are_written_anew_with_a_new_ovn_and_nothing_else_changes(room):
    room.done("HAL", put_flight("flight", on_levels()))
    room.done("BRA", put_zone("zone", on_levels()))
    room.done("BRA", put_subscription())
    before = room.state.intents["flight"]
    room.done("HAL", put())
    band, view = Span(-5_000, 7_000), Span(-6_000, 8_000)
    change = room.done(
        "host",
        derive(
            room.state.air,
            Rebanded("flight", "flight/1", "anew", (band,), (view,)),
            zones=(Rebanded("zone", "zone/1", "zone anew", (band,)),),
            settled=("OYSN",),
        ),
    )
    assert isinstance(change, BandsDerived)
    after = room.state.intents["flight"]
    assert (after.ovn, after.version, after.volumes[0].alt_mm) == ("anew", 2, band)
    assert (after.volumes[0].floor, after.flight.views[0].alt_mm) == (Limit(100, FL), view)
    assert (after.manager, after.state, after.flight.entered_us) == ("HAL", before.state, before.flight.entered_us)
    assert room.state.constraints["zone"].volumes[0].alt_mm == band
    assert room.state.unsettled == {}
    assert change.notified == ("watch",), "who watches there is told of the zone, and of the flight as it is seen"
    near = View(room.state, "HAL", NOW).intents_near((volume(alt_mm=(6_500, 7_500)),))
    assert [intent.id for intent in near] == ["flight"], "the grid knows the new band"


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"replaces": "flight/0"}, "it was changed meanwhile"),
        ({"id": "gone"}, "it ended"),
        ({"bands": ()}, "a band for each volume"),
        ({"views": ()}, "a view for each volume"),
        ({"views": (Span(-4_000, 8_000),)}, "the view does not hold the band"),
    ],
)
def test_what_does_not_fit_is_left_as_it_is(room, change, because):
    room.done("HAL", put_flight("flight", on_levels()))
    room.done("HAL", put())
    given = {
        "id": "flight", "replaces": "flight/1", "ovn": "anew", "bands": (Span(-5_000, 7_000),),
        "views": (Span(-6_000, 8_000),),
    } | change  # fmt: skip
    before = room.state.intents["flight"]
    assert room.ask("host", derive(room.state.air, Rebanded(**given))) == NothingDue(""), because
    assert room.state.intents["flight"] == before


def test_bands_that_were_derived_before_the_newest_statement_are_not_written(room):
    room.done("HAL", put())
    stale = room.state.air
    room.done("BRA", put("OTHER"))
    assert room.ask("host", derive(stale, settled=("OYSN",))) == RoomConflict("pressure changed", "")


def test_a_command_derives_a_bounded_number_of_bands(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.pressures.DERIVED_AT_ONCE", 1)
    room.done("HAL", put())
    two = [Rebanded(i, "x", "y", (Span(0, 1),), (Span(0, 1),)) for i in ("a", "b")]
    assert room.ask("host", derive(room.state.air, *two)) == TooManyItems("volumes", 1)


def test_an_amended_charter_unsettles_everything_where_it_says_otherwise_of_the_air():
    room = found("HAL")
    rules = charter(qnh_pa=Span(94_000, 106_000))
    room.done("HAL", propose(Matter.AMEND, rules=rules))
    assert list(room.state.unsettled) == [CHARTER]
    assert room.state.air == room.state.position
    settle(room)
    room.done("HAL", propose(Matter.AMEND, item_id="again", rules=charter(qnh_pa=Span(94_000, 106_000), floor_mm=7)))
    assert room.state.unsettled == {}, "the air is as it was"


def test_restating_before_it_settled_keeps_the_old_place_unsettled(room):
    room.done("HAL", put())
    room.done("HAL", put(box_=box(ELSEWHERE)))
    assert len(room.state.unsettled["OYSN"].boxes) == 2
    assert room.ask("BRA", booked_since(room)) == RoomConflict("pressure changing", "")


def test_a_standard_planner_waits_for_new_room_and_for_nothing_else(room):
    """F3548 heights are above the ellipsoid; but the bands that its key is made from do not follow yet."""
    made = room.done("uss9", put_intent("outside"))
    room.done("HAL", put())
    waits = RoomConflict("pressure changing", "")
    assert room.check("uss9", put_intent("new", key=[made.intent.ovn])) == waits
    again = {"replaces": made.intent.ovn, "key": []}
    assert isinstance(
        room.check("uss9", put_intent("outside", state=ACTIVATED, subscription=subscribe(), **again)), IntentPut
    )
    key = RequestKey("once", bytes(32))
    assert room.ask("uss9", put_intent("new"), key=key) == waits
    assert room.state.remembered("uss9", "once", room.state.time_us) is None, "it asks again under the same key"


def test_a_snapshot_holds_what_is_known_of_the_air(room):
    room.done("HAL", put())
    again = from_snapshot(snapshot(room.state))
    assert again is not None
    assert digest(again) == digest(room.state)
    assert (again.air, again.pressures, again.unsettled) == (room.state.air, room.state.pressures, room.state.unsettled)
    assert again.texts == room.state.texts


def test_every_refusal_about_the_air_occurs_here():
    words = [why for why in ROOM_CONFLICTS if "pressure" in why]
    assert words == ["no such pressure", "pressure values", "pressure times", "pressure changed", "pressure changing"]
