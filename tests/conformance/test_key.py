"""The key: proof that a planner knows of everything its intent may touch (F3548-21, 4.4 and annex A4; InterUSS suites)."""

import pytest

from tansiq.core.limits import KEY_LENGTH

from .bodies import HIDDEN, area, constraint, implicit, intent, new_id, subscription, volume
from .client import ids
from .tokens import CMSA, SC


def booked(uss, extent, **more):
    reply = uss.put_intent(new_id(), intent(extent, **more))
    assert reply.status == 201
    return reply.read.operational_intent_reference


def reserved(uss, extent):
    reply = uss.put_constraint(new_id(), constraint(extent))
    assert reply.status == 201
    return reply.read.constraint_reference


def test_an_intent_that_is_not_in_the_key_is_named(uss, other, place):
    there, intent_id = booked(other, volume(place)), new_id()
    reply = uss.put_intent(intent_id, intent(volume(place)))
    assert reply.status == 409
    assert "missing_constraints" not in reply.body, "an empty list is left out"
    named = reply.body["missing_operational_intents"]
    assert named == [other.get_intent(there.id).body["operational_intent_reference"] | {"ovn": "Available from USS"}]
    assert named[0]["ovn"] in HIDDEN
    assert uss.put_intent(intent_id, intent(volume(place), key=(there.ovn,))).status == 201


def test_a_conflict_changes_nothing(uss, other, place):
    there, listening = booked(other, volume(place)), new_id()
    assert other.put_subscription(listening, subscription(volume(place))).status == 200
    intent_id = new_id()
    assert uss.put_intent(intent_id, intent(volume(place), new_subscription=implicit())).status == 409
    assert uss.get_intent(intent_id).status == 404
    assert ids(uss.find_subscriptions(area(place)).read.subscriptions) == [], "no implicit subscription is left"
    assert other.get_subscription(listening).read.subscription.notification_index == 0

    mine = booked(uss, volume(place.east(0.05)), new_subscription=implicit())
    before = uss.get_subscription(mine.subscription_id).body
    for more in ({"new_subscription": implicit()}, {"subscription_id": mine.subscription_id}, {}):
        assert uss.put_intent(mine.id, intent(volume(place), **more), ovn=mine.ovn).status == 409
        assert uss.get_intent(mine.id).read.operational_intent_reference == mine
        assert uss.get_subscription(mine.subscription_id).body == before
    assert other.get_intent(there.id).read.operational_intent_reference == there


def test_all_that_is_missing_is_named_at_once(uss, other, place):
    known, unknown = booked(other, volume(place, low=0, high=50)), booked(other, volume(place, low=60, high=90))
    mine = booked(uss, volume(place, low=100, high=120))
    far = booked(other, volume(place.east(0.1)))
    reply = uss.put_intent(new_id(), intent(volume(place), key=(known.ovn,)))
    assert reply.status == 409
    assert sorted(ids(reply.read.missing_operational_intents)) == sorted([unknown.id, mine.id])
    ovns = {reference["id"]: reference["ovn"] for reference in reply.body["missing_operational_intents"]}
    assert ovns[mine.id] == mine.ovn, "one's own intents count too, and their OVN is no secret"
    assert ovns[unknown.id] in HIDDEN
    key = (known.ovn, unknown.ovn, mine.ovn)
    assert uss.put_intent(new_id(), intent(volume(place), key=key)).status == 201
    assert far.id not in ids(reply.read.missing_operational_intents)


TOUCH = [
    ((10, 70, 0, 120), True, "the same"),
    ((70, 130, 0, 120), True, "its last moment is the other's first"),
    ((10, 70, 120, 240), True, "its ceiling is the other's floor"),
    ((71, 130, 0, 120), False, "later"),
    ((-60, 9, 0, 120), False, "earlier"),
    ((10, 70, 120.001, 240), False, "a millimetre above"),
    ((10, 70, -50, -0.001), False, "a millimetre below"),
]


@pytest.mark.parametrize(("window", "meets", "because"), TOUCH, ids=[row[-1] for row in TOUCH])
def test_the_key_is_asked_for_where_place_time_and_height_meet(uss, other, place, window, meets, because):
    first = volume(place)
    booked(other, first)
    asked = volume(place, *window)
    if because.startswith("its last"):
        asked["time_start"] = first["time_end"]
    assert uss.put_intent(new_id(), intent(asked)).status == (409 if meets else 201), because


def test_stale_foreign_and_senseless_entries_are_harmless(uss, other, place):
    there = booked(other, volume(place))
    newer = other.put_intent(there.id, intent(volume(place)), ovn=there.ovn).read.operational_intent_reference
    assert uss.put_intent(new_id(), intent(volume(place), key=(there.ovn,))).status == 409, "the former OVN does not do"
    key = (there.ovn, newer.ovn, newer.ovn, "", "no OVN at all", "Available from USS", "é" * 50)
    assert uss.put_intent(new_id(), intent(volume(place), key=key)).status == 201


def test_what_others_are_shown_for_an_ovn_is_no_key(uss, other, place):
    booked(other, volume(place))
    assert uss.put_intent(new_id(), intent(volume(place), key=HIDDEN)).status == 409


def test_a_key_need_not_name_the_intent_itself(uss, place):
    mine = booked(uss, volume(place))
    changed = uss.put_intent(mine.id, intent(volume(place)), ovn=mine.ovn)
    assert changed.status == 200
    ovn = changed.read.operational_intent_reference.ovn
    assert uss.put_intent(mine.id, intent(volume(place), key=(ovn,)), ovn=ovn).status == 200, "but it may"


def test_a_change_needs_the_key_like_a_new_intent(uss, other, place):
    mine = booked(uss, volume(place))
    there = booked(other, volume(place), key=(mine.ovn,))
    assert uss.put_intent(mine.id, intent(volume(place)), ovn=mine.ovn).status == 409, "even where nothing moved"
    active = intent(volume(place), state="Activated", new_subscription=implicit())
    assert uss.put_intent(mine.id, active, ovn=mine.ovn).status == 409
    assert uss.put_intent(mine.id, active | {"key": [there.ovn]}, ovn=mine.ovn).status == 200


@pytest.mark.parametrize("state", ["Nonconforming", "Contingent"])
def test_off_nominal_states_need_no_key(uss, other, place, state):
    mine = booked(uss, volume(place))
    booked(other, volume(place), key=(mine.ovn,))
    astray = intent(volume(place), state=state, new_subscription=implicit())
    assert uss.put_intent(mine.id, astray, ovn=mine.ovn, scope=CMSA).status == 200


def test_a_key_must_name_what_is_off_nominal(uss, other, place):
    there = booked(other, volume(place))
    astray = intent(volume(place), state="Contingent", new_subscription=implicit())
    assert other.put_intent(there.id, astray, ovn=there.ovn, scope=CMSA).status == 200
    assert ids(uss.put_intent(new_id(), intent(volume(place))).read.missing_operational_intents) == [there.id]


def test_without_key_or_with_null_it_is_empty(uss, other, place):
    bare = intent(volume(place))
    del bare["key"]
    assert uss.put_intent(new_id(), bare).status == 201
    assert other.put_intent(new_id(), bare).status == 409
    assert other.put_intent(new_id(), bare | {"key": None}).status == 409
    assert other.put_intent(new_id(), bare | {"key": "x"}).status == 400
    assert other.put_intent(new_id(), bare | {"key": [1]}).status == 400
    assert other.put_intent(new_id(), bare | {"key": ["x" * 129]}).status == 400, "no OVN is that long"
    assert other.put_intent(new_id(), bare | {"key": ["x"] * (KEY_LENGTH + 1)}).status == 400, "no key is that long"
    assert uss.put_intent(new_id(), intent(volume(place), key=["x"] * KEY_LENGTH)).status == 409, "read, but of no use"


class TestOfAManagerThatIsDown:
    """Its accepted intents may be planned over; what it flies may not (F3548-21, annex A4)."""

    @pytest.fixture
    def down(self, new_uss):
        return new_uss()

    def say(self, down, uss, state):
        version = uss.get_availability(down.sub).read.version
        assert uss.set_availability(down.sub, {"availability": state, "old_version": version}).status == 200

    def test_accepted_intents_need_not_be_in_the_key(self, uss, down, place):
        there = booked(down, volume(place))
        self.say(down, uss, "Down")
        assert uss.get_intent(there.id).read.operational_intent_reference.uss_availability == "Down"
        assert uss.put_intent(new_id(), intent(volume(place))).status == 201

    def test_activated_intents_must_be_in_the_key(self, uss, down, place):
        there = booked(down, volume(place))
        active = intent(volume(place), state="Activated", new_subscription=implicit())
        assert down.put_intent(there.id, active, ovn=there.ovn).status == 200
        self.say(down, uss, "Down")
        assert ids(uss.put_intent(new_id(), intent(volume(place))).read.missing_operational_intents) == [there.id]

    @pytest.mark.parametrize("state", ["Normal", "Unknown"])
    def test_only_down_counts(self, uss, down, place, state):
        booked(down, volume(place))
        self.say(down, uss, "Down")
        self.say(down, uss, state)
        assert uss.put_intent(new_id(), intent(volume(place))).status == 409


class TestConstraints:
    """They must be in the key of those that asked to be told of them (F3548-21 OpenAPI, key)."""

    @pytest.mark.parametrize(
        ("flag", "status"), [({}, 201), ({"constraints": False}, 201), ({"constraints": True}, 409)], ids=str
    )
    def test_an_implicit_subscription_decides(self, uss, other, place, flag, status):
        there = reserved(other, volume(place))
        body = intent(volume(place), new_subscription=implicit(**flag))
        reply = uss.put_intent(new_id(), body)
        assert reply.status == status
        if status == 409:
            assert ids(reply.body["missing_constraints"]) == [there.id]
            assert reply.body["missing_constraints"][0]["ovn"] in HIDDEN
            assert "missing_operational_intents" not in reply.body
            assert uss.put_intent(new_id(), body | {"key": [there.ovn]}).status == 201

    @pytest.mark.parametrize(("wants", "status"), [(False, 201), (True, 409)])
    def test_an_attached_subscription_decides(self, uss, other, place, wants, status):
        there, listening = reserved(other, volume(place)), new_id()
        assert uss.put_subscription(listening, subscription(volume(place), constraints=wants)).status == 200
        extent = uss.get_subscription(listening).body["subscription"]
        window = volume(place) | {"time_start": extent["time_start"], "time_end": extent["time_end"]}
        body = intent(window, subscription_id=listening)
        assert uss.put_intent(new_id(), body).status == status
        assert uss.put_intent(new_id(), body | {"key": [there.ovn]}).status == (409 if status == 201 else 201)

    def test_without_a_subscription_they_do_not_count(self, uss, other, place):
        reserved(other, volume(place))
        assert uss.put_intent(new_id(), intent(volume(place))).status == 201

    def test_both_kinds_are_named_together(self, uss, other, place):
        flight, zone = booked(other, volume(place)), reserved(other, volume(place))
        body = intent(volume(place), new_subscription=implicit(constraints=True))
        reply = uss.put_intent(new_id(), body, scope=SC)
        assert ids(reply.body["missing_operational_intents"]) == [flight.id]
        assert ids(reply.body["missing_constraints"]) == [zone.id]

    def test_one_elsewhere_does_not_count(self, uss, other, place):
        reserved(other, volume(place, low=200, high=300))
        reserved(other, volume(place, 80, 90))
        reserved(other, volume(place.east(0.1)))
        body = intent(volume(place), new_subscription=implicit(constraints=True))
        assert uss.put_intent(new_id(), body).status == 201
