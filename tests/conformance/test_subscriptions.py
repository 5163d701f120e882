"""Subscriptions (F3548-21 OpenAPI and annex A2; InterUSS suites)."""

from datetime import UTC, datetime, timedelta

import pytest

from .bodies import HIDDEN, area, constraint, implicit, instant, intent, new_id, sentences, subscription, time, volume
from .client import ids, told
from .tokens import CP, SC


def made(uss, extent, **more):
    reply = uss.put_subscription(new_id(), subscription(extent, **more))
    assert reply.status == 200
    return reply.read.subscription


@pytest.mark.parametrize(
    ("scope", "intents", "constraints", "status"),
    [
        (SC, True, False, 200),
        (SC, False, True, 200),
        (SC, True, True, 200),
        (CP, False, True, 200),
        (CP, True, False, 200),
        (f"{SC} {CP}", True, True, 200),
    ],
)
def test_either_scope_may_ask_for_either_kind(uss, place, scope, intents, constraints, status):
    wish = subscription(volume(place), intents=intents, constraints=constraints)
    assert uss.put_subscription(new_id(), wish, scope=scope).status == status


@pytest.mark.parametrize(("scope", "told"), [(SC, (True, False)), (CP, (False, True))])
def test_the_life_of_a_subscription(uss, place, scope, told):
    wish, extent = new_id(), volume(place)
    assert uss.get_subscription(wish, scope=scope).status == 404

    intents, constraints = told
    created = uss.put_subscription(wish, subscription(extent, intents=intents, constraints=constraints), scope=scope)
    assert created.status == 200, "not 201"
    first = created.read.subscription
    assert first.id == wish
    assert first.notification_index == 0
    assert first.implicit_subscription is False
    assert first.dependent_operational_intents == []
    assert (first.notify_for_operational_intents, first.notify_for_constraints) == told
    assert instant(first.time_start) == instant(extent["time_start"])
    assert instant(first.time_end) == instant(extent["time_end"])
    assert uss.get_subscription(wish, scope=scope).read.subscription == first

    wider = subscription(volume(place.outline(2_000), 20, 90), uss_base_url="https://uss.example/2", constraints=True)
    changed = uss.put_subscription(wish, wider, version=first.version)
    assert changed.status == 200
    second = changed.read.subscription
    assert second.version != first.version
    assert (second.uss_base_url, second.notify_for_constraints) == ("https://uss.example/2", True)
    assert ids(uss.find_subscriptions(area(place), scope=scope).read.subscriptions) == [wish]

    ended = uss.delete_subscription(wish, second.version, scope=scope)
    assert ended.status == 200
    assert ended.read.subscription == second
    assert uss.get_subscription(wish, scope=scope).status == 404
    assert uss.find_subscriptions(area(place), scope=scope).read.subscriptions == []


def test_only_its_manager_sees_and_changes_it(uss, other, place):
    first = made(uss, volume(place))
    assert other.get_subscription(first.id).status == 403
    assert other.find_subscriptions(area(place)).read.subscriptions == []
    assert other.put_subscription(first.id, subscription(volume(place)), version=first.version).status == 403
    assert other.delete_subscription(first.id, first.version).status == 403
    assert other.delete_subscription(first.id, "x").status == 403
    assert uss.get_subscription(first.id).read.subscription == first


FLAGS = [
    ({}, "neither is said"),
    ({"notify_for_operational_intents": False}, "one is false"),
    ({"notify_for_constraints": False}, "the other is false"),
    ({"notify_for_operational_intents": False, "notify_for_constraints": False}, "both are false"),
    ({"notify_for_operational_intents": None, "notify_for_constraints": None}, "both are null"),
]


@pytest.mark.parametrize(("flags", "because"), FLAGS, ids=sentences(FLAGS))
def test_it_must_ask_for_something(uss, place, flags, because):
    body = subscription(volume(place), intents=None) | flags
    assert uss.put_subscription(new_id(), body).status == 400, because
    first = made(uss, volume(place))
    assert uss.put_subscription(first.id, body).status == 400, "that comes before the version"
    assert uss.put_subscription(first.id, body, version=first.version).status == 400, because
    assert uss.get_subscription(first.id).read.subscription == first


WINDOWS = [
    ((0, 24 * 60), 200, "24 hours"),
    ((0, 24 * 60 + 10), 400, "ten minutes more than 24 hours"),
    ((-4.9, 60), 200, "it began almost 5 minutes ago"),
    ((-5.1, 60), 400, "it began more than 5 minutes ago"),
    ((-4, -1), 400, "it is over"),
    ((60, 59), 400, "it ends before it starts"),
    ((60 * 24 * 20, 60 * 24 * 20 + 60), 200, "it starts in three weeks"),
    ((None, 24 * 60 - 1), 200, "from now on, for less than 24 hours"),
    ((None, 24 * 60 + 1), 400, "from now on, for more than 24 hours"),
    ((None, -1), 400, "from now on, until a minute ago"),
]


@pytest.mark.parametrize(("window", "status", "because"), WINDOWS, ids=sentences(WINDOWS))
def test_when_a_subscription_may_be(uss, place, window, status, because):
    now = datetime.now(UTC)
    extent = volume(place, *(m if m is None else (now + timedelta(minutes=m)).isoformat() for m in window))
    assert uss.put_subscription(new_id(), subscription(extent)).status == status, because
    if window[0] is not None:
        first = made(uss, volume(place))
        assert uss.put_subscription(first.id, subscription(extent)).status == (409 if status == 200 else 400), (
            "times are looked at before existence"
        )
        assert uss.put_subscription(first.id, subscription(extent), version=first.version).status == status, because


def test_without_times_it_lasts_24_hours_from_now(uss, place):
    before = datetime.now(UTC)
    first = made(uss, volume(place, None, None))
    assert before <= instant(first.time_start) <= datetime.now(UTC)
    assert instant(first.time_end) - instant(first.time_start) == timedelta(hours=24)


def test_without_an_end_it_lasts_24_hours_from_its_start(uss, place):
    start = time(90)
    first = made(uss, volume(place, None, None) | {"time_start": start})
    assert instant(first.time_start) == instant(start)
    assert instant(first.time_end) == instant(start) + timedelta(hours=24)


def test_a_change_without_times_keeps_them(uss, place):
    first = made(uss, volume(place))
    changed = uss.put_subscription(first.id, subscription(volume(place, None, None)), version=first.version)
    second = changed.read.subscription
    assert (second.time_start, second.time_end) == (first.time_start, first.time_end)
    later = uss.put_subscription(first.id, subscription(volume(place, None, 100)), version=second.version)
    assert later.read.subscription.time_start == first.time_start


VERSIONS = [
    (lambda s: (s.id, None), 409, "it exists already"),
    (lambda s: (s.id, "notacorrectversion"), 409, "a wrong version"),
    (lambda s: (s.id, "0"), 409, "another wrong version"),
    (lambda s: (new_id(), s.version), 400, "another id with this version"),
    (lambda s: (new_id(), "x"), 400, "an id that does not exist, with a version"),
]


@pytest.mark.parametrize(("asked", "status", "because"), VERSIONS, ids=sentences(VERSIONS))
def test_versions(uss, place, asked, status, because):
    first = made(uss, volume(place))
    subscription_id, version = asked(first)
    reply = uss.put_subscription(subscription_id, subscription(volume(place)), version=version)
    assert reply.status == status, because
    assert uss.get_subscription(first.id).read.subscription == first


def test_deleting_needs_the_version(uss, place):
    first = made(uss, volume(place))
    assert uss.delete_subscription(first.id, "notacorrectversion").status == 409
    assert uss.delete_subscription(new_id(), first.version).status == 404
    second = uss.put_subscription(first.id, subscription(volume(place)), version=first.version).read.subscription
    assert uss.delete_subscription(first.id, first.version).status == 409, "a former version"
    assert uss.delete_subscription(first.id, second.version).status == 200
    assert uss.delete_subscription(first.id, second.version).status == 404


def test_the_answer_holds_what_it_asked_for(uss, other, place):
    mine = uss.put_intent(new_id(), intent(volume(place))).read.operational_intent_reference
    extent = volume(place, low=200, high=300)
    theirs = other.put_intent(new_id(), intent(extent)).read.operational_intent_reference
    zone = other.put_constraint(new_id(), constraint(extent)).read.constraint_reference
    wide = volume(place, low=None, high=None)
    intents = {mine.id: mine.ovn, theirs.id: "Available from USS"}

    for flags in ({"intents": True}, {"intents": True, "constraints": True}, {"intents": False, "constraints": True}):
        reply = uss.put_subscription(new_id(), subscription(wide, **flags))
        assert ("operational_intent_references" in reply.body) is flags["intents"]
        assert ("constraint_references" in reply.body) is flags.get("constraints", False)
        if flags["intents"]:
            shown = reply.body["operational_intent_references"]
            assert {reference["id"]: reference["ovn"] for reference in shown} == intents
        if flags.get("constraints"):
            assert ids(reply.body["constraint_references"]) == [zone.id]
            assert reply.body["constraint_references"][0]["ovn"] in HIDDEN


def test_the_answer_holds_only_what_is_near(uss, place):
    for extent in (volume(place, 200, 300), volume(place.east(0.1)), volume(place, low=500, high=600)):
        assert uss.put_intent(new_id(), intent(extent)).status == 201
    reply = uss.put_subscription(new_id(), subscription(volume(place)))
    assert reply.body["operational_intent_references"] == []


def test_a_change_answers_with_what_it_asks_for_now(uss, place):
    flight = uss.put_intent(new_id(), intent(volume(place))).read.operational_intent_reference
    zone = uss.put_constraint(new_id(), constraint(volume(place))).read.constraint_reference
    first = made(uss, volume(place, 5, 80))
    body = subscription(volume(place, 5, 80), intents=False, constraints=True)
    changed = uss.put_subscription(first.id, body, version=first.version)
    assert "operational_intent_references" not in changed.body
    assert ids(changed.body["constraint_references"]) == [zone.id]
    back = uss.put_subscription(first.id, subscription(volume(place, 5, 80)), version=changed.read.subscription.version)
    assert ids(back.body["operational_intent_references"]) == [flight.id]


SHRUNK = [
    (lambda p: volume(p, 10, 70), True, "the same"),
    (lambda p: volume(p.outline(5_000), 5, 200, -100, 1_000), True, "wider in everything"),
    (lambda p: volume(p, 14.9, 70), True, "it starts almost 5 minutes later"),
    (lambda p: volume(p, 15.2, 70), False, "it starts more than 5 minutes later"),
    (lambda p: volume(p, 10, 50), False, "it ends earlier"),
    (lambda p: volume(p.outline(50), 10, 70), False, "it is smaller"),
    (lambda p: volume(p.east(0.2), 10, 70), False, "it is elsewhere"),
    (lambda p: volume(p, 10, 70, 10, 120), False, "its floor rises"),
    (lambda p: volume(p, 10, 70, 0, 110), False, "its ceiling falls"),
]


@pytest.mark.parametrize("kind", ["explicit", "implicit"])
@pytest.mark.parametrize(("changed", "covers", "because"), SHRUNK, ids=sentences(SHRUNK))
def test_it_must_go_on_covering_the_intents_that_depend_on_it(uss, place, kind, changed, covers, because):
    extent = volume(place)
    if kind == "explicit":
        wish = made(uss, extent)
        more = {"subscription_id": wish.id}
    else:
        more = {"new_subscription": implicit()}
    flight = uss.put_intent(new_id(), intent(extent, **more)).read.operational_intent_reference
    before = uss.get_subscription(flight.subscription_id).read.subscription
    body = subscription(changed(place))
    if because == "the same":
        body["extents"] = extent
    reply = uss.put_subscription(before.id, body, version=before.version)
    assert reply.status == (200 if covers else 400), because
    if covers:
        assert reply.read.subscription.dependent_operational_intents == [flight.id]
        assert reply.read.subscription.implicit_subscription is False, "a change by its manager makes it explicit"
        assert reply.read.subscription.notification_index == before.notification_index
    else:
        assert uss.get_subscription(before.id).read.subscription == before


def test_an_implicit_one_that_was_changed_outlives_its_intent(uss, place):
    flight = uss.put_intent(new_id(), intent(volume(place), new_subscription=implicit())).read
    reference = flight.operational_intent_reference
    before = uss.get_subscription(reference.subscription_id).read.subscription
    after = uss.put_subscription(
        before.id, subscription(volume(place, 5, 80)), version=before.version
    ).read.subscription
    ended = uss.delete_intent(reference.id, reference.ovn)
    assert before.id in told(ended)
    left = uss.get_subscription(before.id).read.subscription
    assert left.dependent_operational_intents == []
    assert uss.delete_subscription(before.id, after.version).status == 200


@pytest.mark.parametrize("kind", ["explicit", "implicit"])
def test_it_cannot_be_deleted_while_an_intent_depends_on_it(uss, place, kind):
    more = (
        {"new_subscription": implicit()}
        if kind == "implicit"
        else {"subscription_id": made(uss, volume(place, 5, 80)).id}
    )
    flight = uss.put_intent(new_id(), intent(volume(place), **more)).read.operational_intent_reference
    before = uss.get_subscription(flight.subscription_id).read.subscription
    refused = uss.delete_subscription(before.id, before.version)
    assert refused.status in ((400, 409) if kind == "implicit" else (400,)), "ours is 400"
    assert uss.get_subscription(before.id).read.subscription == before
    assert uss.delete_intent(flight.id, flight.ovn).status == 200
    assert uss.delete_subscription(before.id, before.version).status == (404 if kind == "implicit" else 200)


def test_one_that_never_began_is_found_and_told(uss, other, place):
    later = made(uss, volume(place, 300, 400))
    assert ids(uss.find_subscriptions(area(place)).read.subscriptions) == [later.id]
    assert told(other.put_intent(new_id(), intent(volume(place)))) == {}
    assert told(other.put_intent(new_id(), intent(volume(place, 390, 500)))) == {later.id: 1}
