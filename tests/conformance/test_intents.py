"""Operational intent references: life, ownership, states (F3548-21 OpenAPI and annex A4; InterUSS suites)."""

import pytest

from tansiq.core.limits import VOLUMES_PER_ITEM

from .bodies import HIDDEN, NO_SUBSCRIPTION, area, implicit, instant, intent, new_id, time, volume
from .client import ids
from .tokens import CMSA, SC


def made(uss, place, **more):
    """An intent that was just accepted: its reference."""
    reply = uss.put_intent(new_id(), intent(volume(place), **more))
    assert reply.status == 201
    return reply.read.operational_intent_reference


def test_the_life_of_an_intent(uss, place):
    intent_id, extent = new_id(), volume(place)
    assert uss.get_intent(intent_id).status == 404

    created = uss.put_intent(intent_id, intent(extent))
    assert created.status == 201
    first = created.read.operational_intent_reference
    assert (first.id, first.manager, first.version, first.state) == (intent_id, uss.sub, 1, "Accepted")
    assert first.uss_availability == "Unknown"
    assert first.uss_base_url == "https://uss.example/f3548"
    assert first.subscription_id == NO_SUBSCRIPTION
    assert created.read.subscribers == []
    assert uss.get_intent(intent_id).read.operational_intent_reference == first

    changed = uss.put_intent(intent_id, intent(extent, uss_base_url="https://uss.example/2"), ovn=first.ovn)
    assert changed.status == 200
    second = changed.read.operational_intent_reference
    assert (second.version, second.uss_base_url) == (2, "https://uss.example/2")
    assert second.ovn != first.ovn
    assert uss.get_intent(intent_id).read.operational_intent_reference == second

    ended = uss.delete_intent(intent_id, second.ovn)
    assert ended.status == 200
    assert ended.read.operational_intent_reference == second
    assert uss.get_intent(intent_id).status == 404
    assert uss.find_intents(area(place)).read.operational_intent_references == []


def test_after_its_end_an_id_may_be_used_again(uss, place):
    first = made(uss, place)
    assert uss.delete_intent(first.id, first.ovn).status == 200
    again = uss.put_intent(first.id, intent(volume(place))).read.operational_intent_reference
    assert again.version == 1
    assert again.ovn != first.ovn


def test_nothing_but_a_change_gives_a_new_ovn_and_version(uss, other, place):
    first = made(uss, place)
    other.get_intent(first.id)
    other.find_intents(area(place))
    other.put_intent(new_id(), intent(volume(place)))
    uss.put_intent(first.id, intent(volume(place)))
    uss.put_intent(first.id, intent(volume(place)), ovn="x" * 20)
    assert uss.get_intent(first.id).read.operational_intent_reference == first


def test_creating_what_exists_is_a_conflict(uss, other, place):
    first = made(uss, place)
    reply = uss.put_intent(first.id, intent(volume(place)))
    assert reply.status == 409
    assert set(reply.body) == {"message"}
    assert other.put_intent(first.id, intent(volume(place))).status in (403, 409), "ours is 409"


def test_changing_what_does_not_exist_is_a_bad_request(uss, place):
    assert uss.put_intent(new_id(), intent(volume(place)), ovn="x" * 20).status == 400


def test_ending_what_does_not_exist_is_not_found(uss):
    assert uss.delete_intent(new_id(), "x" * 20).status == 404


@pytest.mark.parametrize("wrong", ["ThisIsAnIncorrectOVN", "x", "Available from USS", "%2F", "é", "x" * 5_000])
def test_a_wrong_ovn_is_a_conflict(uss, place, wrong):
    first = made(uss, place)
    changed, ended = uss.put_intent(first.id, intent(volume(place)), ovn=wrong), uss.delete_intent(first.id, wrong)
    assert (changed.status, ended.status) == (409, 409)
    assert set(changed.body) == {"message"}
    assert uss.get_intent(first.id).read.operational_intent_reference == first


def test_a_former_ovn_is_a_wrong_one(uss, place):
    first = made(uss, place)
    second = uss.put_intent(first.id, intent(volume(place)), ovn=first.ovn).read.operational_intent_reference
    assert uss.put_intent(first.id, intent(volume(place)), ovn=first.ovn).status == 409
    assert uss.delete_intent(first.id, first.ovn).status == 409
    assert uss.delete_intent(first.id, second.ovn).status == 200


def test_only_its_manager_may_change_or_end_an_intent(uss, other, place):
    first = made(uss, place)
    assert other.put_intent(first.id, intent(volume(place)), ovn=first.ovn).status == 403
    assert other.delete_intent(first.id, first.ovn).status == 403
    assert other.put_intent(first.id, intent(volume(place)), ovn="x" * 20).status == 403, "whatever the OVN"
    assert other.delete_intent(first.id, "x" * 20).status == 403
    assert uss.get_intent(first.id).read.operational_intent_reference == first


def test_others_see_all_of_a_reference_but_its_ovn(uss, other, place):
    first = made(uss, place)
    seen = other.get_intent(first.id).body["operational_intent_reference"]
    assert seen["ovn"] in HIDDEN
    assert seen == first | {"ovn": "Available from USS"}
    assert other.find_intents(area(place)).body["operational_intent_references"] == [seen]
    assert uss.find_intents(area(place)).body["operational_intent_references"] == [first]


def test_an_ovn_fits_a_path_segment(uss, place):
    ovn = made(uss, place).ovn
    assert 16 <= len(ovn) <= 128
    assert all(letter.isalnum() or letter in "-_~." for letter in ovn)


@pytest.mark.parametrize(
    "state", ["Activated", "Nonconforming", "Contingent", "Ended", "accepted", "Sleeping", "", 1, None]
)
@pytest.mark.parametrize("scope", [SC, CMSA, f"{SC} {CMSA}"])
def test_an_intent_begins_as_accepted(uss, place, state, scope):
    intent_id = new_id()
    reply = uss.put_intent(intent_id, intent(volume(place), state=state, new_subscription=implicit()), scope=scope)
    assert reply.status in (400, 403), "403 only where the scope does not do either"
    assert reply.status == 400 or state in ("Activated", "Nonconforming", "Contingent")
    assert uss.get_intent(intent_id).status == 404


@pytest.mark.parametrize("state", ["Ended", "accepted", "Sleeping", "", 1, None])
def test_no_other_state_can_be_reached_by_a_change(uss, place, state):
    first = made(uss, place)
    assert uss.put_intent(first.id, intent(volume(place), state=state), ovn=first.ovn).status == 400
    assert uss.get_intent(first.id).read.operational_intent_reference == first


@pytest.mark.parametrize(
    ("state", "scope", "status"),
    [
        ("Accepted", SC, 200),
        ("Activated", SC, 200),
        ("Nonconforming", SC, 403),
        ("Contingent", SC, 403),
        ("Accepted", CMSA, 200),
        ("Activated", CMSA, 200),
        ("Nonconforming", CMSA, 200),
        ("Contingent", CMSA, 200),
        ("Activated", f"{SC} {CMSA}", 200),
        ("Contingent", f"{SC} {CMSA}", 200),
    ],
)
def test_off_nominal_states_need_the_scope_for_conformance_monitoring(uss, place, state, scope, status):
    first = made(uss, place)
    wanted = intent(volume(place), state=state, new_subscription=implicit())
    reply = uss.put_intent(first.id, wanted, ovn=first.ovn, scope=scope)
    assert reply.status == status
    if status == 200:
        assert reply.read.operational_intent_reference.state == state
    else:
        assert uss.get_intent(first.id).read.operational_intent_reference == first


def test_a_flight_through_all_states(uss, place):
    shown = made(uss, place, new_subscription=implicit())
    for state in ("Activated", "Nonconforming", "Activated", "Contingent"):
        body = intent(volume(place), state=state, subscription_id=shown.subscription_id)
        reply = uss.put_intent(shown.id, body, ovn=shown.ovn, scope=f"{SC} {CMSA}")
        assert reply.status == 200, state
        shown = reply.read.operational_intent_reference
        assert shown.state == state
    assert shown.version == 5
    assert uss.delete_intent(shown.id, shown.ovn, scope=CMSA).status == 200


@pytest.mark.parametrize("state", ["Activated", "Nonconforming", "Contingent"])
def test_what_flies_needs_a_subscription(uss, place, state):
    first = made(uss, place)
    bare = intent(volume(place), state=state)
    assert uss.put_intent(first.id, bare, ovn=first.ovn, scope=f"{SC} {CMSA}").status == 400
    assert uss.put_intent(first.id, bare | {"subscription_id": ""}, ovn=first.ovn, scope=f"{SC} {CMSA}").status == 400


@pytest.mark.parametrize(
    ("start", "end", "status", "because"),
    [
        (-60, 60, 201, "it has begun"),
        (-60 * 24 * 400, 60, 201, "it began last year"),
        (60, 60, 201, "a moment"),
        (-60, -1, 400, "it is over"),
        (60, 59, 400, "it ends before it starts"),
        (30 * 24 * 60 - 1, 30 * 24 * 60 + 60, 201, "it starts within 30 days"),
        (30 * 24 * 60 + 1, 30 * 24 * 60 + 60, 400, "it starts in more than 30 days"),
    ],
)
def test_when_an_intent_may_be(uss, place, start, end, status, because):
    moment = time(start)["value"]
    extent = volume(place, moment, moment if start == end else end)
    assert uss.put_intent(new_id(), intent(extent)).status == status, because
    if status == 400:
        first = made(uss, place)
        assert uss.put_intent(first.id, intent(extent), ovn=first.ovn).status == 400, "nor may it be changed to that"


@pytest.mark.parametrize("missing", ["time_start", "time_end"])
def test_each_volume_needs_both_times(uss, place, missing):
    extent = volume(place)
    del extent[missing]
    reply = uss.put_intent(new_id(), intent(volume(place), extent))
    assert reply.status == 400
    assert f"$.extents[1].{missing}" in reply.read.message


def test_the_reference_shows_the_time_of_all_volumes_together(uss, place):
    early, late = volume(place, 5, 20), volume(place, 90, 120)
    shown = uss.put_intent(new_id(), intent(late, early)).read.operational_intent_reference
    assert shown.time_start.value.datetime == instant(early["time_start"])
    assert shown.time_end.value.datetime == instant(late["time_end"])


def test_volumes_are_not_lumped_together(uss, other, place):
    """Between two far volumes the air is free, where the reference service sees one great box."""
    apart = [volume(place, 10, 20, 0, 50), volume(place.east(0.1), 60, 70, 300, 400)]
    shown = uss.put_intent(new_id(), intent(*apart)).read.operational_intent_reference
    for between in (volume(place, 30, 50), volume(place.east(0.05)), volume(place, 10, 20, 100, 200)):
        assert ids(other.find_intents(between).read.operational_intent_references) == []
    for hit in apart:
        assert ids(other.find_intents(hit).read.operational_intent_references) == [shown.id]
    assert other.put_intent(new_id(), intent(volume(place, 30, 50))).status == 201


def test_five_hundred_volumes_are_taken_and_not_one_more(uss, place):
    legs = [volume(place.outline(10), 10, 11) for _ in range(VOLUMES_PER_ITEM + 1)]
    assert uss.put_intent(new_id(), intent(*legs)).status == 400
    assert uss.put_intent(new_id(), intent(*legs[1:])).status == 201


def test_what_was_flown_before_1970_is_taken_with_the_rest(uss, other, place):
    """A file of the InterUSS prober (op_request_1.json) has such a volume among its volumes."""
    past = volume(place) | {
        "time_start": time("1969-12-31T15:58:57.5Z"),
        "time_end": time("1969-12-31T23:59:59.999999Z"),
    }
    reply = uss.put_intent(new_id(), intent(past, volume(place)))
    assert reply.status == 201
    shown = reply.read.operational_intent_reference
    assert shown.time_start.value.datetime.isoformat() == "1969-12-31T15:58:57.500000+00:00"
    assert ids(other.find_intents(past).read.operational_intent_references) == [shown.id]
    assert uss.put_intent(new_id(), intent(past)).status == 400, "it is all over"
