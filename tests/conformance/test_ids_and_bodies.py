"""Ids, bodies and times on the wire (F3548-21 OpenAPI, UUIDv4Format and Time; InterUSS suites)."""

import json
import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
from uas_standards.astm.f3548.v21.api import OperationID

from .bodies import area, at, constraint, instant, intent, new_id, sentences, subscription, time, volume
from .client import check_error, ids
from .tokens import CM, SC

IDS = [
    (lambda i: i, 404, "the canonical form"),
    (lambda i: i.upper(), 404, "in capitals"),
    (lambda i: i.replace("-", ""), 404, "32 digits without hyphens"),
    (lambda i: i.replace("-", "").upper(), 404, "the same in capitals"),
    (lambda i: "not_uuid_format", 400, "a word"),
    (lambda i: "query", 400, "the name of the next path"),
    (lambda i: i[:-1], 400, "a digit short"),
    (lambda i: i + "0", 400, "a digit too many"),
    (lambda i: i[:-1] + "g", 400, "a letter that is no digit"),
    (lambda i: "{" + i + "}", 400, "in braces"),
    (lambda i: "urn:uuid:" + i, 400, "as a URN"),
    (lambda i: i.replace("-", "", 1), 400, "one hyphen missing"),
    (lambda i: i.replace("-", "_"), 400, "the wrong hyphens"),
    (lambda i: str(uuid.uuid1()), 400, "version 1"),
    (lambda i: str(uuid.uuid5(uuid.NAMESPACE_DNS, i)), 400, "version 5"),
    (lambda i: i[:14] + "7" + i[15:], 400, "version 7"),
    (lambda i: i[:19] + "c" + i[20:], 400, "another variant"),
    (lambda i: "00000000-0000-0000-0000-000000000000", 400, "nothing but zeros"),
    (lambda i: i + "\n", 400, "a line break after it"),
    (lambda i: " " + i, 400, "a space before it"),
    (lambda i: i[:-1] + "\uff11", 400, "a digit of another script"),
    (lambda i: "x" * 8_000, 400, "8,000 characters"),
]


@pytest.mark.parametrize(("made", "status", "because"), IDS, ids=sentences(IDS))
def test_an_id_is_a_uuid_version_4(uss, made, status, because):
    written = made(new_id())
    assert uss.get_intent(written).status == status, because
    assert uss.get_constraint(written).status == status, because
    assert uss.get_subscription(written).status == status, because


def test_an_id_without_hyphens_is_the_same_id(uss, place):
    intent_id = new_id()
    made = uss.put_intent(uuid.UUID(intent_id).hex, intent(volume(place)))
    assert made.status == 201
    assert made.read.operational_intent_reference.id == intent_id
    assert uss.get_intent(intent_id).status == 200
    assert uss.put_intent(intent_id.upper(), intent(volume(place))).status == 409
    assert uss.delete_intent(intent_id.upper(), made.read.operational_intent_reference.ovn).status == 200


@pytest.mark.parametrize("kind", ["operational_intent_references", "constraint_references", "subscriptions"])
@pytest.mark.parametrize("verb", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("last", ["", f"{new_id()}/"], ids=["no id", "no version"])
def test_an_empty_last_segment_is_a_bad_request(uss, kind, verb, last):
    response = uss.plain(verb, f"/dss/v1/{kind}/{last}", scope=f"{SC} {CM}", content=b"{}" if verb == "PUT" else None)
    assert response.status_code == 400
    check_error(response)


BODIES = [
    (b"", "nothing"),
    (b"null", "null"),
    (b"[]", "a list"),
    (b'"extents"', "a string"),
    (b"{}", "an empty object"),
    (b"{", "half an object"),
    (b"{'extents': 1}", "Python"),
    (b"extents=1", "a form"),
    (b"\x80\x81", "no text"),
    (b'{"extents": "\xff"}', "bytes that are no UTF-8"),
    (b'{"uss_base_url": "\xff", "state": "\xff", "availability": "\xff"}', "texts that are no UTF-8"),
    ("﻿{}".encode(), "a byte order mark"),
    (json.dumps({"extents": 1}).encode("utf-16"), "another encoding"),
    (b'{"extents": NaN}', "NaN, which JSON does not have"),
    (b"[" * 5_000, "a bomb of brackets"),
    (b'{"extents": ' * 5_000, "a bomb of objects"),
    (b'{"a": 1e400}', "a number without end"),
]


@pytest.mark.parametrize(("body", "because"), BODIES, ids=sentences(BODIES))
def test_a_body_that_cannot_be_read_is_a_bad_request(uss, body, because):
    for operation, path in [
        (OperationID.CreateOperationalIntentReference, {"entityid": new_id()}),
        (OperationID.QueryOperationalIntentReferences, {}),
        (OperationID.CreateConstraintReference, {"entityid": new_id()}),
        (OperationID.QueryConstraintReferences, {}),
        (OperationID.CreateSubscription, {"subscriptionid": new_id()}),
        (OperationID.QuerySubscriptions, {}),
        (OperationID.SetUssAvailability, {"uss_id": "uss"}),
        (OperationID.MakeDssReport, {}),
    ]:
        scope = "utm.strategic_coordination utm.constraint_management utm.availability_arbitration"
        assert uss.ask(operation, body=body, scope=scope, **path).status == 400, f"{operation.value}: {because}"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-8", ""]
)
def test_what_a_client_calls_its_body_does_not_matter(uss, place, kind):
    assert uss.put_intent(new_id(), intent(volume(place)), headers={"content-type": kind}).status == 201


def test_a_body_longer_than_4_mib_is_too_large(uss):
    assert uss.put_intent(new_id(), b" " * (4 * 1_024 * 1_024 + 1)).status == 413
    assert uss.put_intent(new_id(), b" " * (4 * 1_024 * 1_024)).status == 400


@pytest.mark.parametrize("missing", ["extents", "state", "uss_base_url"])
def test_an_intent_needs(uss, place, missing):
    body = intent(volume(place))
    del body[missing]
    reply = uss.put_intent(new_id(), body)
    assert reply.status == 400
    assert missing in reply.read.message


@pytest.mark.parametrize("missing", ["extents", "uss_base_url"])
def test_constraints_and_subscriptions_need(uss, place, missing):
    body, wish = constraint(volume(place)), subscription(volume(place))
    del body[missing], wish[missing]
    assert missing in uss.put_constraint(new_id(), body).read.message
    assert missing in uss.put_subscription(new_id(), wish).read.message


def test_unknown_members_are_ignored(uss, place):
    extent = volume(place) | {"colour": "red"}
    extent["volume"] |= {"outline": None, "outlinePolygon": {"vertices": []}}
    extent["time_start"] |= {"zone": "Z"}
    made = uss.put_intent(new_id(), intent(extent, old_version=0, flight_type="VLOS"))
    assert made.status == 201
    assert uss.put_constraint(new_id(), constraint(extent, key=["x"], old_version=1)).status == 201
    wish = subscription(extent, old_version=0, notify_for_operations=True)
    assert uss.put_subscription(new_id(), wish).status == 200
    assert uss.find_intents(area(place) | {"altitude": 1}).status == 200


def test_optional_members_may_be_null(uss, place):
    extent = volume(place)
    extent["volume"]["outline_polygon"] = None
    nothing = {"key": None, "subscription_id": None, "new_subscription": None, "requested_ovn_suffix": None}
    assert uss.put_intent(new_id(), intent(extent) | nothing).status == 201
    wish = subscription(volume(place)) | {"notify_for_constraints": None}
    assert uss.put_subscription(new_id(), wish).status == 200
    assert uss.find_intents(area(place) | {"time_start": None, "time_end": None}).status == 200
    assert uss.set_availability(uss.sub, {"availability": "Normal", "old_version": None}).status == 200


def test_a_body_where_none_is_asked_for_is_ignored(uss, place):
    """The InterUSS prober sends one along with DELETE."""
    made = uss.put_intent(new_id(), intent(volume(place))).read.operational_intent_reference
    zone = uss.put_constraint(new_id(), constraint(volume(place))).read.constraint_reference
    path = {"entityid": made.id, "ovn": made.ovn}
    for body in (intent(volume(place)), b"not even JSON", b"x" * 100_000):
        assert uss.ask(OperationID.GetOperationalIntentReference, entityid=made.id, body=body).status == 200
    assert uss.ask(OperationID.DeleteOperationalIntentReference, body={"key": [made.ovn]}, **path).status == 200
    path = {"entityid": zone.id, "ovn": zone.ovn}
    assert uss.ask(OperationID.DeleteConstraintReference, body={"key": []}, scope=CM, **path).status == 200


def test_a_list_of_extents_is_a_list(uss, place):
    assert uss.put_intent(new_id(), intent() | {"extents": volume(place)}).status == 400
    assert uss.put_constraint(new_id(), constraint() | {"extents": volume(place)}).status == 400
    assert uss.put_intent(new_id(), intent()).status == 400, "no extents at all"
    assert uss.put_constraint(new_id(), constraint()).status == 400, "no extents at all"
    assert uss.put_subscription(new_id(), subscription([volume(place)])).status == 400, "a subscription has one"


def test_the_member_that_is_given_twice_counts_last(uss, place):
    text = json.dumps(intent(volume(place), state="Activated"))[:-1] + ', "state": "Accepted"}'
    assert uss.put_intent(new_id(), text.encode()).status == 201


BASE_URLS = [
    ("https://uss.example", True, "a host"),
    ("https://uss.example:8443/f3548/v1/", True, "with port, path and slash"),
    ("https://[2001:db8::1]/f3548", True, "an address"),
    ("http://uss.example/f3548", False, "without TLS"),
    ("ftp://uss.example/f3548", False, "another protocol"),
    ("uss.example/f3548", False, "no protocol"),
    ("https://", False, "no host"),
    ("https:///f3548", False, "an empty host"),
    ("https://uss.example:99999", False, "no port can be that high"),
    ("https://uss.example/a b", False, "a space"),
    ("https://user:secret@uss.example", False, "a password"),
    ("https://uss.example/?a=b", False, "a query"),
    ("https://uss.example/#a", False, "a fragment"),
    ("https://uss.example/\n", False, "a line break"),
    ("https://uss.example/" + "a" * 2_048, False, "too long"),
    ("", False, "nothing"),
]


@pytest.mark.parametrize(("url", "good", "because"), BASE_URLS, ids=sentences(BASE_URLS))
def test_a_base_url_is_one_that_peers_may_call(uss, place, url, good, because):
    extent = volume(place)
    assert uss.put_intent(new_id(), intent(extent, uss_base_url=url)).status == (201 if good else 400), because
    assert uss.put_constraint(new_id(), constraint(extent, uss_base_url=url)).status == (201 if good else 400), because
    assert uss.put_subscription(new_id(), subscription(extent, uss_base_url=url)).status == (200 if good else 400), (
        because
    )
    wish = {"new_subscription": {"uss_base_url": url}}
    key = (uss.find_intents(area(place)).body["operational_intent_references"] or [{"ovn": ""}])[0]["ovn"]
    assert uss.put_intent(new_id(), intent(extent, key=(key,), **wish)).status == (201 if good else 400), because


# A whole day, as far from now as a plan may end: rows differ in how they write its last moment.
DAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
TIMES = [
    (f"{DAY:%Y-%m-%d}T12:00:00Z", DAY + timedelta(hours=12), "whole seconds"),
    (f"{DAY:%Y-%m-%d}T12:00:00.123456Z", DAY + timedelta(hours=12, microseconds=123_456), "microseconds"),
    (f"{DAY:%Y-%m-%d}T12:00:00.5Z", DAY + timedelta(hours=12, milliseconds=500), "one decimal"),
    (f"{DAY:%Y-%m-%d}T12:00:00.123456789Z", DAY + timedelta(hours=12, microseconds=123_457), "nanoseconds"),
    (f"{DAY:%Y-%m-%d}T14:30:00+02:30", DAY + timedelta(hours=12), "an offset"),
    (f"{DAY:%Y-%m-%d}t12:00:00z", DAY + timedelta(hours=12), "small letters"),
    (f"{DAY:%Y-%m-%d}T12:00:00", None, "no zone"),
    (f"{DAY:%Y-%m-%d}", None, "a date"),
    (f"{DAY.timestamp():.0f}", None, "seconds since 1970"),
    ("something-invalid", None, "words"),
    ("", None, "nothing"),
    (f"{DAY:%Y-%m-%d}T25:00:00Z", None, "an hour that no day has"),
]


@pytest.mark.parametrize(("written", "expected", "because"), TIMES, ids=sentences(TIMES))
def test_times_come_back_to_the_microsecond(uss, place, written, expected, because):
    extent = volume(place, written, (DAY + timedelta(hours=20)).isoformat())
    made, reserved = uss.put_intent(new_id(), intent(extent)), uss.put_constraint(new_id(), constraint(extent))
    wished = uss.put_subscription(new_id(), subscription(extent))
    if expected is None:
        assert (made.status, reserved.status, wished.status) == (400, 400, 400), because
        assert "$.extents[0].time_start" in made.read.message
        assert uss.find_intents(extent).status == 400, because
        return
    limit = timedelta(microseconds=1)
    assert abs(instant(made.body["operational_intent_reference"]["time_start"]) - expected) <= limit, because
    assert abs(instant(reserved.body["constraint_reference"]["time_start"]) - expected) <= limit, because
    assert abs(instant(wished.body["subscription"]["time_start"]) - expected) <= limit, because


EDGES = [
    ("1900-01-01T00:00:00Z", None, "from the first time on"),
    ("2200-12-31T23:59:59.999999Z", None, "from the last time on"),
    ("2200-12-31T00:00:00Z", None, "from the last day on"),
    ("2200-12-30T23:59:59Z", None, "from the day before on"),
    (None, "1900-01-01T00:00:00Z", "until the first time"),
    (None, "2200-12-31T23:59:59.999999Z", "until the last time"),
    ("1900-01-01T00:00:00Z", "2200-12-31T23:59:59.999999Z", "all times"),
    ("2200-12-31T23:59:59.999999Z", "2200-12-31T23:59:59.999999Z", "the last moment"),
    ("2201-01-01T00:00:00Z", None, "after the last time"),
    ("9999-12-31T23:59:59Z", None, "at the end of the calendar"),
    ("9999-12-31T23:59:59.999999999-23:59", None, "behind it"),
    ("0001-01-01T00:00:00Z", None, "at its beginning"),
    ("0001-01-01T00:00:00+23:59", None, "before it"),
]


@pytest.mark.parametrize(("start", "end", "because"), EDGES, ids=sentences(EDGES))
def test_at_the_edges_of_time_every_answer_can_be_read(uss, place, start, end, because):
    """The client checks each: none is a fault of ours, and the server lives on."""
    extent = volume(place, start, end)
    for look in (uss.find_intents, uss.find_constraints, uss.find_subscriptions):
        look(extent)
    uss.put_intent(new_id(), intent(extent))
    uss.put_constraint(new_id(), constraint(extent))
    first = uss.put_subscription(new_id(), subscription(volume(place))).read.subscription
    changed = uss.put_subscription(first.id, subscription(extent), version=first.version)
    uss.put_subscription(new_id(), subscription(extent))
    left = [uss.find_subscriptions(area(place)).status, uss.get_subscription(first.id).status]
    assert left == [200, 200], f"{because}: {changed.body}"


def test_a_time_says_that_it_is_rfc3339(uss, place):
    for wrong in ({"value": at(10)}, {"value": at(10), "format": "rfc3339"}, {"value": 5, "format": "RFC3339"}, at(10)):
        assert uss.put_intent(new_id(), intent(volume(place) | {"time_start": wrong})).status == 400, wrong


def test_times_are_shown_in_utc(uss, place):
    east = datetime.now(timezone(timedelta(hours=9))) + timedelta(hours=1)
    made = uss.put_intent(new_id(), intent(volume(place) | {"time_end": time(east.isoformat())}))
    shown = made.read.operational_intent_reference
    assert shown.time_start.value.endswith("Z")
    assert instant(shown.time_end) == east
    assert shown.time_end.format == "RFC3339"
    found = uss.find_intents(area(place)).read.operational_intent_references
    assert ids(found) == [shown.id]
