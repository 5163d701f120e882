"""Constraint references (F3548-21 OpenAPI and annex A2; InterUSS suites)."""

from datetime import UTC, datetime, timedelta

import pytest

from .bodies import HIDDEN, area, constraint, instant, intent, new_id, sentences, volume
from .client import ids
from .tokens import AA, CM, CMSA, CP, SC


def made(uss, place, **more):
    reply = uss.put_constraint(new_id(), constraint(volume(place), **more))
    assert reply.status == 201
    return reply.read.constraint_reference


def test_the_life_of_a_constraint(uss, place):
    constraint_id, extent = new_id(), volume(place)
    assert uss.get_constraint(constraint_id).status == 404

    created = uss.put_constraint(constraint_id, constraint(extent))
    assert created.status == 201
    first = created.read.constraint_reference
    assert (first.id, first.manager, first.version) == (constraint_id, uss.sub, 1)
    assert first.uss_availability == "Unknown"
    assert instant(first.time_start) == instant(extent["time_start"])
    assert instant(first.time_end) == instant(extent["time_end"])
    assert 16 <= len(first.ovn) <= 128
    assert created.read.subscribers == []

    moved = constraint(volume(place, 20, 90), uss_base_url="https://authority.example/2")
    changed = uss.put_constraint(constraint_id, moved, ovn=first.ovn)
    assert changed.status == 200
    second = changed.read.constraint_reference
    assert (second.version, second.uss_base_url) == (2, "https://authority.example/2")
    assert second.ovn != first.ovn
    assert uss.get_constraint(constraint_id).read.constraint_reference == second
    assert uss.find_constraints(area(place)).read.constraint_references == [second]

    ended = uss.delete_constraint(constraint_id, second.ovn)
    assert ended.status == 200
    assert ended.read.constraint_reference == second
    assert uss.get_constraint(constraint_id).status == 404
    assert uss.find_constraints(area(place)).read.constraint_references == []


@pytest.mark.parametrize("scope", [CM, CP])
def test_both_scopes_may_read(uss, place, scope):
    first = made(uss, place)
    assert uss.get_constraint(first.id, scope=scope).read.constraint_reference == first
    assert ids(uss.find_constraints(area(place), scope=scope).read.constraint_references) == [first.id]


@pytest.mark.parametrize("scope", [SC, CMSA, AA, CP])
def test_only_constraint_management_may_write(uss, place, scope):
    first = made(uss, place)
    assert uss.put_constraint(new_id(), constraint(volume(place)), scope=scope).status == 403
    assert uss.put_constraint(first.id, constraint(volume(place)), ovn=first.ovn, scope=scope).status == 403
    assert uss.delete_constraint(first.id, first.ovn, scope=scope).status == 403
    assert uss.get_constraint(first.id).read.constraint_reference == first


def test_others_see_all_but_the_ovn(uss, other, place):
    first = made(uss, place)
    seen = other.get_constraint(first.id, scope=CP).body["constraint_reference"]
    assert seen["ovn"] in HIDDEN
    assert seen == first | {"ovn": "Available from USS"}
    assert other.find_constraints(area(place), scope=CP).body["constraint_references"] == [seen]


def test_only_its_manager_may_change_or_end_it(uss, other, place):
    first = made(uss, place)
    assert other.put_constraint(first.id, constraint(volume(place)), ovn=first.ovn).status == 403
    assert other.delete_constraint(first.id, first.ovn).status == 403
    assert uss.get_constraint(first.id).read.constraint_reference == first


def test_creating_what_exists_is_a_conflict(uss, place):
    first = made(uss, place)
    assert uss.put_constraint(first.id, constraint(volume(place))).status == 409
    assert uss.get_constraint(first.id).read.constraint_reference == first


@pytest.mark.parametrize("wrong", ["ThisIsAnIncorrectOVN", "Available from USS", "x"])
def test_a_wrong_ovn_is_a_conflict(uss, place, wrong):
    first = made(uss, place)
    assert uss.put_constraint(first.id, constraint(volume(place)), ovn=wrong).status == 409
    assert uss.delete_constraint(first.id, wrong).status == 409
    assert uss.get_constraint(first.id).read.constraint_reference == first


def test_changing_what_does_not_exist_is_a_conflict(uss, place):
    assert uss.put_constraint(new_id(), constraint(volume(place)), ovn="x" * 20).status == 409


def test_ending_what_does_not_exist_is_not_found(uss):
    assert uss.delete_constraint(new_id(), "x" * 20).status == 404


WINDOWS = [
    (-60, 60, 201, "it has begun"),
    (10, 10, 201, "a moment"),
    (10, 10 + 24 * 60, 201, "24 hours"),
    (10, 10.1 + 24 * 60, 400, "more than 24 hours"),
    (-120, -60, 400, "it is over"),
    (60, 59, 400, "it ends before it starts"),
    (56 * 24 * 60 - 1, 56 * 24 * 60, 201, "it starts within 56 days"),
    (56 * 24 * 60 + 1, 56 * 24 * 60 + 2, 400, "it starts in more than 56 days"),
    (None, 60, 400, "no start"),
    (10, None, 400, "no end"),
]


@pytest.mark.parametrize(("start", "end", "status", "because"), WINDOWS, ids=sentences(WINDOWS))
def test_when_a_constraint_may_be(uss, place, start, end, status, because):
    now = datetime.now(UTC)
    extent = volume(place, *(m if m is None else (now + timedelta(minutes=m)).isoformat() for m in (start, end)))
    assert uss.put_constraint(new_id(), constraint(extent)).status == status, because
    first = made(uss, place)
    changed = uss.put_constraint(first.id, constraint(extent), ovn=first.ovn)
    assert changed.status == (200 if status == 201 else status), f"{because}, on a change"


def test_constraints_may_overlap_and_need_no_key(uss, other, place):
    assert uss.put_intent(new_id(), intent(volume(place))).status == 201
    first, second = made(uss, place), made(other, place)
    assert sorted(ids(uss.find_constraints(area(place)).read.constraint_references)) == sorted([first.id, second.id])


def test_intents_and_constraints_have_ids_of_their_own(uss, place):
    shared = new_id()
    assert uss.put_intent(shared, intent(volume(place))).status == 201
    assert uss.put_constraint(shared, constraint(volume(place))).status == 201
    assert uss.get_intent(shared).status == 200
    assert uss.get_constraint(shared).status == 200


def test_the_reference_shows_the_time_of_all_volumes_together(uss, place):
    early, late = volume(place, 5, 20), volume(place, 90, 120)
    shown = uss.put_constraint(new_id(), constraint(late, early)).read.constraint_reference
    assert instant(shown.time_start) == instant(early["time_start"])
    assert instant(shown.time_end) == instant(late["time_end"])
