"""Who is shown how much of a flight that the room manages, and by which rule."""

import random
import re

import msgspec
import pytest

from tansiq.core.refusals import Unknown
from tansiq.core.release import NOBODY, Asked, Granted, Rule, View, preview, releases
from tansiq.core.room import Flight, Identity, ItemClass, PlanLevel, Precedence
from tansiq.core.units import Span
from tansiq.core.volumes import may_touch

from .making import (
    ELSEWHERE,
    attach,
    between,
    box,
    delete_intent,
    extent,
    minute,
    put_intent,
    put_subscription,
    subscribe,
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
    LEFT,
    NEAR,
    NOBODY_SAID,
    NONCONFORMING,
    PROPOSED,
    RESERVATION,
    SAID,
    SUSPENDED,
    RoomStory,
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

EMERGENCY = Precedence.EMERGENCY
UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
SIDE = (100_000_000, 100_000_100)  # far to the east


@pytest.fixture
def room():
    return found("HAL", "BRA", "CHI")


def granted(room, viewer="BRA", at=0, item_id="flight"):
    return releases(room.state, room.state.intents[item_id], viewer, minute(at))


def level(room, viewer="BRA", at=0, item_id="flight"):
    return granted(room, viewer, at, item_id).level


def faces(room, viewer, at=0, attempts=(), item_id="flight"):
    return room.view(viewer, at, attempts).faces(room.state.intents[item_id])


# Which rule


@pytest.mark.parametrize(
    ("grants", "presets", "expected", "rule"),
    [
        ([], [], EXISTENCE, Rule("charter")),
        ([], [preset("BRA", IDENTITY)], IDENTITY, Rule("preset", "HAL")),
        ([], [preset("BRA", CONFLICT)], CONFLICT, Rule("preset", "HAL")),
        ([], [preset("", RESERVATION)], RESERVATION, Rule("preset", "HAL")),
        ([], [preset("", RESERVATION), preset("BRA", CONFLICT)], CONFLICT, Rule("preset", "HAL")),
        ([], [preset("BRA", CONFLICT), preset("", RESERVATION)], CONFLICT, Rule("preset", "HAL")),
        ([], [preset("CHI", IDENTITY)], EXISTENCE, Rule("charter")),
        ([], [preset("BRA", IDENTITY, ItemClass.UNMANNED)], EXISTENCE, Rule("charter")),
        ([grant("BRA", RESERVATION)], [], RESERVATION, Rule("item")),
        ([grant("BRA", CONFLICT)], [preset("BRA", IDENTITY)], CONFLICT, Rule("item")),
        ([grant("BRA", IDENTITY)], [preset("BRA", CONFLICT)], IDENTITY, Rule("item")),
        ([grant("CHI", IDENTITY)], [preset("BRA", RESERVATION)], RESERVATION, Rule("preset", "HAL")),
        ([grant("CHI", IDENTITY), grant("BRA", CONFLICT)], [], CONFLICT, Rule("item")),
    ],
)
def test_a_grant_of_the_item_goes_before_a_preset_and_that_before_the_charter(room, grants, presets, expected, rule):
    room.done("HAL", set_presets(*presets))
    room.done("HAL", put_flight(grants=grants))
    assert granted(room) == Granted(expected, rule, expected is IDENTITY)


@pytest.mark.parametrize(
    ("rules", "manned", "expected"),
    [
        ({"default_manned": CONFLICT, "default_unmanned": IDENTITY}, True, CONFLICT),
        ({"default_manned": CONFLICT, "default_unmanned": IDENTITY}, False, IDENTITY),
        ({"default_zone": IDENTITY}, True, EXISTENCE),
    ],
)
def test_the_charter_says_it_for_manned_and_unmanned_apart(rules, manned, expected):
    room = found("HAL", "BRA", **rules)
    room.done("HAL", put_flight(manned=manned))
    assert granted(room) == Granted(expected, Rule("charter"), expected is IDENTITY)


def test_what_is_ones_own_is_all_there(room):
    room.done("HAL", put_flight(grants=[grant("HAL", CONFLICT)]))
    assert granted(room, "HAL") == Granted(IDENTITY, Rule("own"), True)
    assert room.view("HAL").intent("flight") == room.state.intents["flight"]


def test_what_is_managed_elsewhere_is_seen_as_the_standard_says(room):
    room.done("uss", put_intent("flight"))
    for viewer in ("HAL", "other uss"):
        assert granted(room, viewer) == Granted(RESERVATION, Rule("dss"))
        assert room.view(viewer).intent("flight") == room.state.intents["flight"]


@pytest.mark.parametrize(
    ("start", "end", "relative", "at", "holds"),
    [
        (None, None, False, 0, True),
        (10, None, False, 9, False),
        (10, None, False, 10, True),
        (None, 10, False, 9, True),
        (None, 10, False, 10, False),
        (10, 20, False, 15, True),
        (10, 20, False, 20, False),
        (-10, None, True, 19, False),
        (-10, None, True, 20, True),
        (0, None, True, 29, False),
        (0, None, True, 30, True),
        (None, 5, True, 34, True),
        (None, 5, True, 35, False),
        (-5, 5, True, 24, False),
        (-5, 5, True, 25, True),
        (-5, 5, True, 35, False),
    ],
)
def test_a_grant_holds_from_and_until(room, start, end, relative, at, holds):
    """Counted in minutes from NOW, or from the start of the flight, which is at minute 30. `until` does not belong to it."""
    room.done("HAL", set_presets(preset("BRA", RESERVATION)))
    there = volume(time_us=between(30, 60))
    room.done("HAL", put_flight("flight", there, grants=[grant("BRA", IDENTITY, start, end, relative)]))
    assert granted(room, at=at).rule == (Rule("item") if holds else Rule("preset", "HAL"))
    assert level(room, at=at) is (IDENTITY if holds else RESERVATION)


def test_grants_for_one_party_follow_each_other(room):
    steps = [grant("BRA", IDENTITY, end=10), grant("BRA", CONFLICT, 10, 20), grant("BRA", RESERVATION, 15)]
    room.done("HAL", put_flight(grants=steps))
    seen = [level(room, at=minutes) for minutes in (0, 9, 10, 15, 19, 20, 50)]
    assert seen == [IDENTITY, IDENTITY, CONFLICT, CONFLICT, CONFLICT, RESERVATION, RESERVATION]


def test_a_relative_grant_moves_with_the_flight(room):
    told = [grant("BRA", IDENTITY, 0, None, relative=True)]
    room.done("HAL", put_flight("flight", volume(time_us=between(30, 60)), grants=told))
    room.done("HAL", put_flight("flight", volume(time_us=between(40, 60)), grants=told, replaces="flight/1"))
    assert (level(room, at=39), level(room, at=40)) == (EXISTENCE, IDENTITY)


# Reciprocal presets


@pytest.mark.parametrize(
    ("theirs", "expected", "because"),
    [
        ([], EXISTENCE, "they release what the charter says"),
        ([preset("HAL", CONFLICT)], CONFLICT, "it falls by itself"),
        ([preset("HAL", EXISTENCE)], EXISTENCE, "it falls by itself"),
        ([preset("HAL", RESERVATION)], RESERVATION, "it is as much as theirs"),
        ([preset("HAL", IDENTITY)], RESERVATION, "it never rises above what was confirmed"),
        ([preset("", IDENTITY)], RESERVATION, "what they release to all counts"),
        ([preset("", CONFLICT)], CONFLICT, "what they release to all counts"),
        ([preset("", IDENTITY), preset("HAL", CONFLICT)], CONFLICT, "but what they release to HAL goes before it"),
        ([preset("CHI", IDENTITY)], EXISTENCE, "what they release to a third party does not count"),
        ([preset("HAL", IDENTITY, ItemClass.UNMANNED)], EXISTENCE, "nor what they release of another class"),
        ([preset("HAL", IDENTITY, reciprocal=True)], EXISTENCE, "two that wait for each other get the default"),
        ([preset("HAL", CONFLICT, reciprocal=True)], EXISTENCE, "two that wait for each other get the default"),
    ],
)
def test_a_reciprocal_preset_is_as_much_as_theirs_and_never_more_than_confirmed(room, theirs, expected, because):
    room.done("HAL", set_presets(preset("BRA", RESERVATION, reciprocal=True)))
    room.done("BRA", set_presets(*theirs))
    room.done("HAL", put_flight())
    assert granted(room) == Granted(expected, Rule("reciprocal", "BRA")), because


@pytest.mark.parametrize(
    ("default", "expected"), [(CONFLICT, CONFLICT), (EXISTENCE, EXISTENCE), (IDENTITY, RESERVATION)]
)
@pytest.mark.parametrize(
    "theirs", [[], [preset("", IDENTITY, reciprocal=True)]], ids=["nothing said", "reciprocal too"]
)
def test_the_default_stands_in_for_what_they_do_not_say_but_not_above_what_was_confirmed(default, expected, theirs):
    room = found("HAL", "BRA", default_manned=default)
    room.done("HAL", set_presets(preset("", RESERVATION, reciprocal=True)))
    room.done("BRA", set_presets(*theirs))
    room.done("HAL", put_flight())
    assert level(room) is expected


def test_a_reciprocal_preset_for_all_is_read_for_each_viewer(room):
    room.done("HAL", set_presets(preset("", IDENTITY, reciprocal=True)))
    room.done("BRA", set_presets(preset("HAL", CONFLICT)))
    room.done("CHI", set_presets(preset("HAL", IDENTITY)))
    room.done("HAL", put_flight())
    assert (level(room, "BRA"), level(room, "CHI")) == (CONFLICT, IDENTITY)


# Those who are not in, or not now


@pytest.mark.parametrize("state", [SUSPENDED, PROPOSED, LEFT])
@pytest.mark.parametrize(
    ("told", "expected", "rule"),
    [
        (CONFLICT, CONFLICT, Rule("item")),
        (EXISTENCE, EXISTENCE, Rule("item")),
        (RESERVATION, EXISTENCE, Rule("suspended")),
        (IDENTITY, EXISTENCE, Rule("suspended")),
    ],
)
def test_who_is_no_member_now_is_shown_occupied_places_at_most(room, state, told, expected, rule):
    room.done("HAL", put_flight(grants=[grant("BRA", told)]))
    room.stand("BRA", state)
    assert granted(room) == Granted(expected, rule)


@pytest.mark.parametrize(
    ("grants", "presets", "expected", "rule"),
    [
        ([], [], EXISTENCE, Rule("outside")),
        ([], [preset("", IDENTITY)], EXISTENCE, Rule("outside")),
        ([], [preset("", CONFLICT)], EXISTENCE, Rule("outside")),
        ([], [preset("uss", RESERVATION)], RESERVATION, Rule("preset", "HAL")),
        ([], [preset("uss", CONFLICT)], CONFLICT, Rule("preset", "HAL")),
        ([grant("uss", IDENTITY)], [], IDENTITY, Rule("item")),
    ],
)
@pytest.mark.parametrize("default", [CONFLICT, IDENTITY])
def test_a_uss_that_is_no_member_is_shown_occupied_places_unless_it_is_named(default, grants, presets, expected, rule):
    room = found("HAL", "BRA", default_manned=default)
    room.done("HAL", set_presets(*presets))
    room.done("HAL", put_flight(grants=grants))
    assert granted(room, "uss") == Granted(expected, rule, expected is IDENTITY)


# The safety floor


SEALED_FROM_BRA = (grant("BRA", CONFLICT),)


def endanger(room, how, grants=SEALED_FROM_BRA):
    """Have HAL's flight, far from everything at first, come to be one that nobody near may be left unaware of."""
    match how:
        case "as planned":
            room.done("HAL", put_flight(state=ACTIVATED, grants=grants))
        case "nonconforming" | "contingent":
            room.done("HAL", put_flight(grants=grants))
            state = NONCONFORMING if how == "nonconforming" else CONTINGENT
            room.done("HAL", put_flight(state=state, replaces="flight/1", grants=grants, off=(volume(FAR, SIDE),)))
        case "overrunning":
            room.done("HAL", put_flight("flight", volume(time_us=between(-60, 0)), state=ACTIVATED, grants=grants))
            room.done("host", overrun(("flight", "flight/2")), at=1)
        case "emergency":
            room.done("HAL", put_flight(precedence=EMERGENCY, grants=grants))


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("as planned", False),
        ("nonconforming", True),
        ("contingent", True),
        ("overrunning", True),
        ("emergency", True),
    ],
)
def test_who_flies_near_is_told_of_what_is_in_need(room, how, told):
    room.done("BRA", put_flight("near", volume(NEAR, time_us=between(-60, 60))))
    endanger(room, how)
    assert granted(room, at=1) == (
        Granted(RESERVATION, Rule("safety floor"), True) if told else Granted(CONFLICT, Rule("item"))
    )
    assert level(room, "CHI", at=1) is EXISTENCE, "who does not fly is told no more than before"


@pytest.mark.parametrize(
    ("mine", "told", "because"),
    [
        (volume(NEAR), True, "it is half a metre away"),
        (volume((9_000, 9_100)), True, "it is 0.9 m away"),
        (volume((11_000, 11_100)), False, "it is 1.1 m away"),
        (volume(NEAR, alt_mm=(9_000_000, 9_000_100)), True, "heights do not count"),
        (volume(NEAR, time_us=between(76, 90)), False, "it flies later"),
        (volume(FAR), False, "it is far away"),
        (volume(FAR, SIDE), True, "it is where the other may be"),
        (volume((45_000, 45_100), SIDE), True, "it is near where the other may be"),
        (volume((30_000, 30_100), SIDE), False, "it is far from where the other may be"),
    ],
)
def test_near_is_a_matter_of_place_and_time(room, mine, told, because):
    room.done("BRA", put_flight("mine", mine))
    endanger(room, "nonconforming")
    assert (granted(room).rule == Rule("safety floor")) is told, because


def test_the_charter_says_how_near():
    for floor_mm, told in [(1_000, False), (10_000, True)]:
        room = found("HAL", "BRA", floor_mm=floor_mm)
        room.done("BRA", put_flight("mine", volume(FAR)))
        endanger(room, "emergency")
        assert (level(room) is RESERVATION) is told


@pytest.mark.parametrize("told", PlanLevel)
def test_the_floor_lowers_nothing_and_brings_the_contact(room, told):
    room.done("BRA", put_flight("near", volume(NEAR)))
    endanger(room, "contingent", grants=[grant("BRA", told)])
    assert granted(room).has_contact
    assert level(room) is max(told, RESERVATION)
    assert room.view("BRA").intent("flight").flight.texts == room.state.position
    assert room.view("BRA").intent("flight").flight.off_nominal == (volume(FAR, SIDE),)


@pytest.mark.parametrize("state", [SUSPENDED, LEFT])
def test_the_floor_holds_for_a_party_that_is_no_member_now(room, state):
    room.done("BRA", put_flight("near", volume(NEAR)))
    room.stand("BRA", state)
    endanger(room, "emergency")
    assert granted(room) == Granted(RESERVATION, Rule("safety floor"), True)


def test_the_floor_holds_for_a_uss_that_is_no_member(room):
    room.done("uss", put_intent("near", volume(NEAR)))
    endanger(room, "emergency")
    assert granted(room, "uss") == Granted(RESERVATION, Rule("safety floor"), True)
    assert granted(room, "other uss") == Granted(EXISTENCE, Rule("outside"))


def test_the_floor_is_gone_with_the_need(room):
    room.done("BRA", put_flight("near", volume(NEAR)))
    endanger(room, "nonconforming")
    back = put_flight(state=ACTIVATED, replaces="flight/2", grants=[grant("BRA", CONFLICT)])
    room.done("HAL", back)
    assert level(room) is CONFLICT


# What is shown at each level

HELD = put_flight(
    "flight", volume(), volume((300, 400)), precedence=Precedence.RELIEF, grants=[grant("CHI", IDENTITY)], manned=False
)


def show(room, told, at=0):
    """BRA's view of HELD at a level; (the face, the truth)."""
    grants = (grant("BRA", told), grant("CHI", IDENTITY))
    private = msgspec.structs.replace(HELD.private, grants=grants)
    room.done("HAL", msgspec.structs.replace(HELD, private=private), at=at)
    return room.view("BRA", at).intent("flight"), room.state.intents["flight"]


def test_at_conflict_there_is_nothing(room):
    assert show(room, CONFLICT)[0] is None
    assert faces(room, "BRA") == []
    assert room.view("BRA").intents_near((volume(),)) == room.view("BRA").all_intents() == []


def test_at_existence_there_is_an_occupied_place(room):
    face, truth = show(room, EXISTENCE, at=5)
    views = (view_of(volume()), view_of(volume((300, 400))))
    bare = Flight(False, Precedence.RELIEF, views, NOBODY_SAID, (), b"", 0, 0, shown_at=EXISTENCE)
    assert face.flight == bare
    assert (face.id, face.manager, face.state, face.volumes) == ("flight", NOBODY, ACCEPTED, ())
    assert (face.uss_base_url, face.subscription, face.last_suffix) == ("", "", "")
    assert face.time_us == Span(*between(0, 60))
    assert face.ovn != truth.ovn
    assert face.version != truth.version


def test_at_reservation_there_are_the_volumes_and_the_owner_but_not_what_only_the_owner_knows(room):
    face, truth = show(room, RESERVATION, at=5)
    assert face == msgspec.structs.replace(truth, flight=face.flight)
    shown = {"identity": NOBODY_SAID, "grants": (), "secret": b"", "texts": 0, "shown_at": RESERVATION}
    assert face.flight == msgspec.structs.replace(truth.flight, **shown)


def test_at_identity_there_is_what_the_owner_said_but_no_grants_and_no_secret(room):
    face, truth = show(room, IDENTITY, at=5)
    assert face == msgspec.structs.replace(truth, flight=face.flight)
    assert face.flight == msgspec.structs.replace(truth.flight, grants=(), secret=b"", shown_at=IDENTITY)
    assert (face.flight.identity, face.flight.texts) == (SAID, room.state.position)


@pytest.mark.parametrize("name", [name for name in Identity.__struct_fields__ if name != "withheld"])
def test_a_field_that_is_held_back_looks_as_if_nothing_was_said(room, name):
    said = msgspec.structs.replace(SAID, serial="1596A", withheld=(name,))
    room.done("HAL", put_flight(identity=said, grants=[grant("BRA", IDENTITY)]))
    expected = msgspec.structs.replace(said, withheld=(), **{name: getattr(NOBODY_SAID, name)})
    assert room.view("BRA").intent("flight").flight.identity == expected
    assert room.view("HAL").intent("flight").flight.identity == said


def test_holding_back_what_is_no_field_holds_back_nothing(room):
    said = msgspec.structs.replace(SAID, withheld=("withheld", "unknown"))
    room.done("HAL", put_flight(identity=said, grants=[grant("BRA", IDENTITY)]))
    assert room.view("BRA").intent("flight").flight.identity == SAID


@pytest.mark.parametrize(
    ("state", "shown"),
    [(ACCEPTED, ACCEPTED), (ACTIVATED, ACTIVATED), (NONCONFORMING, ACTIVATED), (CONTINGENT, ACTIVATED)],
)
def test_an_occupied_place_says_whether_it_is_active_and_no_more(room, state, shown):
    room.done("HAL", put_flight(state=state, precedence=EMERGENCY))
    face = room.view("BRA").intent("flight")
    assert (face.state, face.volumes, face.flight.off_nominal, face.flight.is_overrunning) == (shown, (), (), False)


def test_an_owner_previews_what_a_party_sees_but_not_the_floor(room):
    room.done("BRA", put_flight("near", volume(NEAR)))
    endanger(room, "emergency", grants=[grant("BRA", EXISTENCE), grant("CHI", CONFLICT)])
    state, held = room.state, room.state.intents["flight"]
    assert preview(state, held, "BRA", minute(0))[0] == Granted(EXISTENCE, Rule("item"))
    assert preview(state, held, "BRA", minute(0))[1].volumes == ()
    assert preview(state, held, "CHI", minute(0)) == (Granted(CONFLICT, Rule("item")), None)
    assert preview(state, held, "uss", minute(0))[1] == room.view("uss").intent("flight")


# Stand-ins: how a sealed flight is met


@pytest.fixture
def sealed():
    """HAL's flight is sealed; BRA has two flights in its cell, and CHI one at the place of BRA's first."""
    room = found("HAL", "BRA", "CHI", default_manned=RESERVATION)
    room.done("BRA", put_flight("bravo", volume((200, 300))))
    room.done("CHI", put_flight("charlie", volume((200, 300)), key=["bravo/1"]))
    book_sealed(room)
    room.done("BRA", put_flight("bravo 2", volume((400, 500)), key=key_of(room, "BRA", "bravo 2", volume((400, 500)))))
    return room


def book_sealed(room, **change):
    told = [grant(viewer, CONFLICT) for viewer in ("BRA", "CHI", "uss")]
    room.done("HAL", put_flight(precedence=Precedence.MEDEVAC, grants=told, **change))


def key_of(room, party, item_id, *volumes):
    """What a party names to book a flight there, as it sees it."""
    world = room.view(party).intents_near(volumes, Asked(item_id, volumes))
    return [each.ovn for each in world if each.id != item_id]


def test_a_sealed_flight_is_met_by_each_own_flight_as_the_part_that_meets_it(sealed):
    first, second = faces(sealed, "BRA")
    assert first.flight.views == (extent((200, 300)),)
    assert second.flight.views == (extent((400, 500)),)
    for face in (first, second):
        assert (face.manager, face.volumes, face.flight.shown_at) == (NOBODY, (), CONFLICT)
        assert (face.flight.is_manned, face.flight.precedence) == (True, Precedence.MEDEVAC)
        assert (face.flight.identity, face.flight.grants, face.flight.secret) == (NOBODY_SAID, (), b"")
        assert (face.flight.texts, face.flight.entered_us) == (0, 0)
        assert face.time_us == Span(*between(0, 60))


def test_a_stand_in_has_an_id_of_its_own_for_each_viewer_and_flight(sealed):
    ids = [face.id for viewer in ("BRA", "CHI") for face in faces(sealed, viewer)]
    assert len(dict.fromkeys(ids)) == 3
    assert all(UUID4.fullmatch(each) for each in ids)


def test_two_viewers_see_the_same_place_under_different_versions(sealed):
    bra, chi = faces(sealed, "BRA")[0], faces(sealed, "CHI")[0]
    assert bra.flight == chi.flight
    assert bra.ovn != chi.ovn
    sealed.done("HAL", set_grants("flight"))
    assert {level(sealed, viewer) for viewer in ("BRA", "uss")} == {RESERVATION, EXISTENCE}
    sealed.done("HAL", set_grants("flight", grant("BRA", EXISTENCE), replaces="flight/2"))
    assert sealed.view("BRA").intent("flight").flight == sealed.view("uss").intent("flight").flight
    assert sealed.view("BRA").intent("flight").ovn != sealed.view("uss").intent("flight").ovn


def test_a_stand_in_keeps_its_id_while_both_flights_change(sealed):
    before = [face.id for face in faces(sealed, "BRA")]
    book_sealed(sealed, replaces="flight/1", state=ACTIVATED, key=["bravo/1", "bravo 2/1", "charlie/1"])
    wider = volume((150, 350))
    sealed.done("BRA", put_flight("bravo", wider, replaces="bravo/1", key=key_of(sealed, "BRA", "bravo", wider)))
    after = faces(sealed, "BRA")
    assert [face.id for face in after] == before
    assert after[0].flight.views == (extent((150, 350)),)


def test_a_stand_in_is_found_by_its_id_wherever_it_is_listed(sealed):
    for viewer in ("BRA", "CHI"):
        view = sealed.view(viewer)
        assert view.intents_near((volume((0, 1_000)),)) == view.all_intents()
        for face in view.all_intents():
            assert view.intent(face.id) == face
        assert view.intent("flight") is None, "the real id says nothing"
    (met_by_chi,) = faces(sealed, "CHI")
    assert sealed.view("BRA").intent(met_by_chi.id) is None, "nor does the one under which another meets it"


def test_a_question_about_one_plan_shows_what_that_plan_meets_alone(sealed):
    here = (volume((0, 1_000)),)
    assert len(faces(sealed, "BRA")) == 2
    world = sealed.view("BRA").intents_near(here, Asked("bravo 3", (volume((250, 260)),)))
    met = [each for each in world if not each.manager]
    assert [each.flight.views for each in met] == [(extent((250, 260)),)]


def test_a_uss_finds_a_stand_in_for_what_it_manages_itself(room):
    """Queries, details and the key agree, so that an ordinary client of F3548 gets through."""
    room.done("HAL", put_flight(grants=[grant("uss", CONFLICT)]))
    asked = put_intent("own", subscription=subscribe("watch"))
    (missing,) = room.check("uss", asked).intents
    told = room.view("uss", attempts=(Asked("own", (volume(),)),)).intent(missing)
    room.done("uss", put_intent("own", key=[told.ovn], subscription=subscribe("watch")))
    assert room.view("uss").intent(missing) == told
    assert [i.id for i in room.view("uss").all_intents()] == sorted([missing, "own"])
    room.done("uss", put_intent("own", key=[told.ovn], replaces="own/1", state=ACTIVATED, subscription=attach("watch")))


def test_an_attempt_meets_what_a_flight_would(room):
    room.done("HAL", put_flight(grants=[grant("BRA", CONFLICT)]))
    attempt = Asked("bravo", (volume((50, 300)),))
    (missing,) = room.check("BRA", put_flight("bravo", *attempt.volumes)).intents
    (face,) = faces(room, "BRA", attempts=(attempt,))
    assert (face.id, face.flight.views) == (missing, (extent((50, 300)),))
    assert room.view("BRA", attempts=(attempt,)).intent(missing) == face
    assert (room.view("BRA").intent(missing), faces(room, "BRA")) == (None, [])


def test_a_refused_change_is_met_along_with_the_flight_that_it_would_change(room):
    room.done("HAL", put_flight(grants=[grant("BRA", CONFLICT)]))
    room.done("BRA", put_flight("bravo", volume(FAR)))
    attempt = Asked("bravo", (volume((300, 400)),))
    (missing,) = room.check("BRA", put_flight("bravo", *attempt.volumes, replaces="bravo/1")).intents
    view = room.view("BRA", attempts=(attempt,))
    assert [each.id for each in view.all_intents()] == sorted([missing, "bravo"])
    room.done("BRA", put_flight("bravo", *attempt.volumes, replaces="bravo/1", key=[view.intent(missing).ovn]))


def test_a_flight_that_left_its_plan_meets_what_is_where_it_may_be(room):
    room.done("HAL", put_flight(grants=[grant("BRA", CONFLICT)]))
    off = (volume((200, 300)),)
    room.done("BRA", put_flight("bravo", volume(FAR), state=NONCONFORMING, precedence=EMERGENCY, off=off))
    assert [face.flight.views for face in faces(room, "BRA")] == [(extent((200, 300)),)]


def test_parts_of_many_views_and_volumes_are_each_told_once(room):
    legs = volume((0, 100)), volume((300, 400)), volume((2_500, 2_600))
    room.done("HAL", put_flight("flight", *legs, grants=[grant("BRA", CONFLICT)]))
    sides = box((50, 150), (0, 100)), box((50, 150), (500, 600))
    room.done("BRA", put_flight("bravo", volume(boxes=sides), volume((2_550, 3_500)), precedence=EMERGENCY))
    (face,) = faces(room, "BRA")
    assert face.flight.views == (extent(boxes=sides), extent((2_550, 3_000)))


@pytest.mark.parametrize("command", [put_flight(), end_flight(), set_grants("flight"), put_flight(replaces="flight/1")])
def test_the_real_id_of_a_sealed_flight_is_unknown_to_those_it_is_sealed_from(room, command):
    room.done("HAL", put_flight(grants=[grant("BRA", CONFLICT)]))
    assert isinstance(room.check("BRA", command), Unknown)


@pytest.mark.parametrize("command", [delete_intent(), put_intent("flight", replaces="flight/1")])
def test_the_real_id_of_a_sealed_flight_is_unknown_through_f3548(room, command):
    room.done("HAL", put_flight(grants=[grant("uss", CONFLICT)]))
    assert isinstance(room.check("uss", command), Unknown)


# Versions: they change exactly when what is seen changes

UNSEEN_CHANGES = {
    "another place in the same cell": {"volumes": (volume((500, 600), alt_mm=(5, 500), time_us=between(1, 59)),)},
    "a name": {"identity": NOBODY_SAID},
    "a release to somebody else": {"more": [grant("CHI", IDENTITY)]},
    "a secret of its own": {"secret": b"another"},
}
SEEN_CHANGES = {
    "another cell": {"volumes": (volume((0, 2_500)),)},
    "another band": {"volumes": (volume(alt_mm=(0, 2_500)),)},
    "another window": {"volumes": (volume(time_us=between(0, 75)),)},
    "it is active": {"state": ACTIVATED},
    "its class": {"precedence": Precedence.RELIEF},
    "nobody is aboard": {"manned": False},
}


@pytest.mark.parametrize("what", UNSEEN_CHANGES | SEEN_CHANGES)
@pytest.mark.parametrize("told", [CONFLICT, EXISTENCE])
def test_an_occupied_place_has_a_new_version_exactly_when_it_looks_different(room, told, what):
    """And exactly then those are told who watch where it does."""
    around = volume((0, 3_000), alt_mm=(0, 3_000), time_us=between(0, 100))
    room.done("BRA", put_flight("bravo", around, grants=[grant("HAL", RESERVATION)]))
    room.done("BRA", put_subscription("watch", start=0, end=200))
    room.done("BRA", put_subscription("far", boxes=(box(FAR),), start=0, end=200))
    room.done("HAL", told_to_bravo(told))
    (before,) = faces(room, "BRA")
    answer = room.done("HAL", told_to_bravo(told, replaces="flight/1", **(UNSEEN_CHANGES | SEEN_CHANGES)[what]))
    (after,) = faces(room, "BRA")
    is_seen = what in SEEN_CHANGES
    assert (after.ovn != before.ovn, after.version != before.version, after != before) == (is_seen,) * 3
    assert after.id == before.id
    assert answer.notified == (("watch",) if is_seen else ())
    assert room.state.subscriptions["watch"].notification_index == 1 + is_seen


def told_to_bravo(told, *, volumes=(), more=(), **other):
    return put_flight("flight", *volumes, grants=[grant("BRA", told), *more], key=["bravo/1"], **other)


# Who is told


def test_nobody_is_told_of_what_looks_the_same(room):
    """BRA sees a reservation, CHI an occupied place, DEL is sealed off: each is told of what it sees change."""
    room = found("HAL", "BRA", "CHI", "DEL")
    told = [grant("BRA", RESERVATION), grant("CHI", EXISTENCE), grant("DEL", CONFLICT)]
    for code in ("HAL", "BRA", "CHI", "DEL", "uss"):
        room.done(code, put_subscription(code, start=0, end=90))
    changes = [
        (put_flight(grants=told), ("BRA", "CHI", "HAL", "uss")),
        (put_flight("flight", volume((300, 400)), replaces="flight/1", grants=told), ("BRA", "HAL")),
        (put_flight("flight", volume((300, 400)), replaces="flight/2", state=ACTIVATED, grants=told), ("CHI", "uss")),
        (set_grants("flight", *told[:2], grant("DEL", EXISTENCE), replaces="flight/3"), ("DEL",)),
        (end_flight(replaces="flight/4"), ("CHI", "DEL", "uss")),
    ]
    answers = [room.done("HAL", command).notified for command, _ in changes]
    assert answers == [expected for _, expected in changes]


def test_who_may_see_nothing_is_not_told_until_its_own_flight_meets_it(room):
    told = [grant("BRA", CONFLICT)]
    room.done("BRA", put_subscription("watch", start=0, end=90))
    assert room.done("HAL", put_flight(grants=told)).notified == ()
    own = volume((50, 60))
    room.done("BRA", put_flight("bravo", own, key=key_of(room, "BRA", "bravo", own)))
    assert room.state.subscriptions["watch"].notification_index == 1
    change = put_flight(state=ACTIVATED, replaces="flight/1", grants=told, key=key_of(room, "HAL", "flight", volume()))
    assert room.done("HAL", change).notified == ("watch",)


def test_a_watch_tells_of_a_sealed_flight_only_where_an_own_flight_meets_it(room):
    """Else the watch would tell that the sealed one is there too."""
    legs = volume((0, 100)), volume((5_000, 5_100))
    told = [grant("BRA", CONFLICT)]
    room.done("BRA", put_flight("bravo", grants=[grant("HAL", RESERVATION)]))
    room.done("BRA", put_subscription("here", boxes=(box((0, 100)),), start=0, end=90))
    room.done("BRA", put_subscription("there", boxes=(box((5_000, 5_100)),), start=0, end=90))
    assert room.done("HAL", put_flight("flight", *legs, grants=told, key=["bravo/1"])).notified == ("here",)


@pytest.mark.parametrize(
    ("told", "box_watched", "expected", "because"),
    [
        (RESERVATION, box((0, 100)), True, "it watches the volume"),
        (RESERVATION, box(ELSEWHERE), False, "it watches the cell beside the volume"),
        (EXISTENCE, box(ELSEWHERE), True, "it watches the cell, and that is what is seen"),
        (EXISTENCE, box(FAR), False, "it watches elsewhere"),
    ],
)
def test_a_watch_tells_of_what_is_seen_there(room, told, box_watched, expected, because):
    room.done("BRA", put_subscription("watch", boxes=(box_watched,), start=0, end=90))
    answer = room.done("HAL", put_flight(grants=[grant("BRA", told)]))
    assert (answer.notified == ("watch",)) is expected, because


# What is seen contains the truth


@pytest.mark.parametrize("seed", range(12))
def test_who_plans_around_what_it_sees_is_clear_of_what_is_there(seed):
    """Whatever a plan may touch in truth, it meets in the planner's world, and under a name that the planner can look up."""
    rng = random.Random(seed)
    state = lived(rng)
    for viewer in (*RoomStory.PARTIES, "uss"):
        view = View(state, viewer, state.time_us)
        for _ in range(10):
            start = (state.time_us - minute(0)) // 60_000_000 + rng.randrange(-30, 60)
            south = rng.randrange(4_000)
            plan = volume((south, south + rng.choice([10, 500])), time_us=(minute(start), minute(start + 20)))
            there = [i for i in state.intents.values() if any(may_touch(place, plan) for place in truth(i))]
            met = view.intents_near((plan,), Asked("plan", (plan,)))
            assert len(met) >= len(there)
            assert all(any(may_touch(place, plan) for place in seen(each)) for each in met)
            looked_up = View(state, viewer, state.time_us, (Asked("plan", (plan,)),))
            assert [looked_up.intent(each.id) for each in met] == met


@pytest.mark.parametrize("seed", range(12))
def test_an_occupied_place_contains_all_that_it_stands_for(seed):
    state = lived(random.Random(seed))
    for viewer in (*RoomStory.PARTIES, "uss"):
        view = View(state, viewer, state.time_us)
        own = [place for i in state.intents.values() if i.manager == viewer for place in truth(i)]
        for intent in state.intents.values():
            shown = [place for face in view.faces(intent) for place in seen(face)]
            if releases(state, intent, viewer, state.time_us).level is CONFLICT:
                for mine in own:
                    parts = [part for part in shown if may_touch(part, mine)]
                    assert parts or not any(may_touch(place, mine) for place in truth(intent))
            else:
                assert all(any(inside(place, outer) for outer in shown) for place in truth(intent))


def lived(rng):
    story = RoomStory(rng)
    story.tell(80)
    return story.state


def truth(intent):
    return intent.volumes + (intent.flight.off_nominal if intent.flight is not None else ())


def seen(face):
    return truth(face) or face.flight.views


def inside(inner, outer):
    spans = [(inner.alt_mm, outer.alt_mm), (inner.time_us, outer.time_us)]
    spans += [(a.lat_ndeg, b.lat_ndeg) for a, b in zip(inner.boxes, outer.boxes, strict=True)]
    spans += [(a.lon_ndeg, b.lon_ndeg) for a, b in zip(inner.boxes, outer.boxes, strict=True)]
    return all(b.lo <= a.lo and a.hi <= b.hi for a, b in spans)
