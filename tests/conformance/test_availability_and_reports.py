"""USS availability and problem reports (F3548-21 OpenAPI, uss_availability and reports; InterUSS prober and suites)."""

import uuid

import pytest

from .bodies import intent, new_id, sentences, time, volume
from .tokens import AA, CM, CMSA, CP, SC, UTM_SCOPES


def test_of_a_uss_that_nobody_spoke_of_nothing_is_known(uss):
    reply = uss.get_availability(uss.sub)
    assert reply.status == 200
    assert reply.body == {"version": "", "status": {"uss": uss.sub, "availability": "Unknown"}}


STATES = [
    ("Normal", "Normal", "as the standard writes it"),
    ("normal", "Normal", "small"),
    ("DOWN", "Down", "in capitals"),
    ("dOwN", "Down", "mixed"),
    ("unknown", "Unknown", "not known any more"),
    ("pUrPlE", None, "a colour"),
    ("", None, "nothing"),
    (" Normal", None, "with a space"),
    (None, None, "null"),
    (1, None, "a number"),
    (["Down"], None, "a list"),
]


@pytest.mark.parametrize(("said", "shown", "because"), STATES, ids=sentences(STATES))
def test_states_are_read_in_any_case_and_shown_in_one(uss, said, shown, because):
    reply = uss.set_availability(uss.sub, {"availability": said, "old_version": ""})
    if shown is None:
        assert reply.status == 400, because
        assert uss.get_availability(uss.sub).read.version == ""
        return
    assert reply.status == 200, because
    assert reply.read.status == {"uss": uss.sub, "availability": shown}
    assert reply.read.version != ""
    assert uss.get_availability(uss.sub).body == reply.body


def test_the_version_says_what_the_arbiter_knows(uss):
    assert uss.set_availability(uss.sub, {"availability": "Down", "old_version": "invalid"}).status == 409
    first = uss.set_availability(uss.sub, {"availability": "Down"})
    assert first.status == 200, "without a version: it is the first"
    for wrong in ({}, {"old_version": ""}, {"old_version": "invalid"}, {"old_version": first.read.version + "x"}):
        assert uss.set_availability(uss.sub, {"availability": "Normal"} | wrong).status == 409, wrong
    assert uss.get_availability(uss.sub).body == first.body
    second = uss.set_availability(uss.sub, {"availability": "Down", "old_version": first.read.version})
    assert second.status == 200
    assert second.read.version != first.read.version, "new each time, also for the same state"
    stale = uss.set_availability(uss.sub, {"availability": "Normal", "old_version": first.read.version})
    assert stale.status == 409


def test_others_see_it_at_once(uss, other, place):
    made = other.put_intent(new_id(), intent(volume(place))).read.operational_intent_reference
    version = ""
    for state in ("Down", "Normal", "Unknown"):
        version = uss.set_availability(other.sub, {"availability": state, "old_version": version}).read.version
        assert other.get_availability(other.sub, scope=SC).read.status.availability == state
        assert uss.get_intent(made.id).read.operational_intent_reference.uss_availability == state
        assert other.get_intent(made.id).read.operational_intent_reference.version == 1, "the intent did not change"


@pytest.mark.parametrize("scope", [SC, CMSA, AA])
def test_who_may_read(uss, scope):
    assert uss.get_availability(uss.sub, scope=scope).status == 200


@pytest.mark.parametrize("scope", [SC, CM, CP, CMSA])
def test_only_the_arbiter_may_write(uss, scope):
    assert uss.set_availability(uss.sub, {"availability": "Down"}, scope=scope).status == 403
    assert uss.get_availability(uss.sub).read.version == ""


def test_a_name_is_any_word(uss):
    for name in ("uss", f"{uss.sub}.example:8443", f"ألف {uss.sub}", "a b", "%41", "query"):
        assert uss.get_availability(name).read.status.uss == name
    assert uss.set_availability("x" * 129, {"availability": "Down"}).status == 400
    assert uss.set_availability("\u200e", {"availability": "Down"}).status == 400, "nothing that can be seen"
    assert uss.plain("GET", "/dss/v1/uss_availability/").status_code == 400


def exchange(**changed):
    return {
        "url": "https://uss.example/f3548/uss/v1/operational_intents/x",
        "method": "GET",
        "recorder_role": "Client",
        "request_time": time(-1),
        **changed,
    }


@pytest.mark.parametrize("scope", UTM_SCOPES)
def test_a_report_comes_back_with_an_id(uss, scope):
    full = exchange(
        headers=["Authorization: Bearer x", "Accept: */*"],
        request_body="aGVsbG8=",
        response_time=time(0),
        response_body="",
        response_code=500,
        problem="Es antwortet niemand ☹",
    )
    reply = uss.report({"exchange": full}, scope=scope)
    assert reply.status == 201
    assert uuid.UUID(reply.read.report_id).version == 4
    assert reply.body["exchange"] == full
    assert uss.report({"exchange": full}, scope=scope).read.report_id != reply.read.report_id


def test_what_a_report_leaves_out_is_left_out_of_the_echo(uss):
    reply = uss.report({"exchange": exchange()})
    assert reply.status == 201
    assert reply.body["exchange"] == exchange() | {"request_time": reply.body["exchange"]["request_time"]}
    assert uss.report({"exchange": exchange(), "report_id": None}).status == 201
    given = uss.report({"exchange": exchange(), "report_id": "mine"})
    assert given.read.report_id != "mine", "the DSS gives it"


FAULTS = [
    ({}, "nothing"),
    ({"exchange": {}}, "an empty exchange"),
    ({"exchange": exchange(url=None)}, "no URL"),
    ({"exchange": exchange(method=None)}, "no method"),
    ({"exchange": exchange(recorder_role="Spy")}, "a role that there is not"),
    ({"exchange": exchange(request_time="now")}, "a time that is none"),
    ({"exchange": exchange(request_time=time("yesterday"))}, "a time that cannot be read"),
    ({"exchange": exchange(response_time=time("2026-13-01T00:00:00Z"))}, "another one"),
    ({"exchange": exchange(headers="x")}, "headers that are no list"),
    ({"exchange": exchange(response_code="200")}, "a code as text"),
]


@pytest.mark.parametrize(("body", "because"), FAULTS, ids=sentences(FAULTS))
def test_a_report_that_cannot_be_read(uss, body, because):
    assert uss.report(body).status == 400, because
