"""Idempotency keys: the same request under the same key is done once."""

import pytest

from tansiq.core.changes import Repeated, ReportKept
from tansiq.core.refusals import AlreadyExists, KeyReused, TooManyItems
from tansiq.core.snapshot import digest

from .making import Room, delete_intent, put_intent, report, request

DAY = 24 * 60


@pytest.fixture
def room():
    return Room()


def test_a_repeat_is_the_first_answer_whatever_happened_since(room):
    room.done("alpha", put_intent("flight"), key=request())
    room.done("alpha", delete_intent())
    assert room.ask("alpha", put_intent("flight"), key=request()) == Repeated(1)
    assert room.state.intents == {}


def test_a_repeat_changes_no_more_than_a_refusal(room):
    room.done("alpha", put_intent("flight"), key=request())
    state = room.state
    before = digest(state), state.position, state.decisions_sha256
    assert room.ask("alpha", put_intent("flight"), key=request()) == Repeated(1)
    state.position, state.decisions_sha256 = before[1:]
    assert digest(state) == before[0]


def test_another_request_under_a_used_key_is_refused_and_the_first_stays_remembered(room):
    room.done("alpha", report("a"), key=request(body=b"a"))
    assert room.ask("alpha", report("b"), key=request(body=b"b")) == KeyReused("key")
    assert room.ask("alpha", report("a"), key=request(body=b"a")) == Repeated(1)
    assert room.ask("alpha", report("b"), key=request(body=b"b")) == KeyReused("key")


def test_a_refusal_that_was_ordered_is_remembered_too(room):
    room.done("alpha", put_intent("flight"))
    assert room.ask("alpha", put_intent("flight"), key=request()) == AlreadyExists("flight")
    room.done("alpha", delete_intent())
    assert room.ask("alpha", put_intent("flight"), key=request()) == Repeated(2)


def test_keys_belong_to_a_party(room):
    room.done("alpha", report("a"), key=request(body=b"a"))
    assert room.ask("bravo", report("b"), key=request(body=b"b")) == ReportKept("b")
    assert room.ask("alpha", report("a"), key=request(body=b"a")) == Repeated(1)


@pytest.mark.parametrize(
    ("at", "expected", "because"),
    [
        (DAY - 1, Repeated(1), "it is a day less a minute later"),
        (DAY, ReportKept("a"), "it is a day later"),
    ],
)
def test_keys_are_forgotten_after_24_hours(room, at, expected, because):
    room.done("alpha", report("a"), key=request())
    assert room.ask("alpha", report("a"), at=at, key=request()) == expected, because


def test_a_forgotten_key_may_carry_another_request_and_is_young_again(room):
    room.done("alpha", report("a"), key=request("k", b"a"))
    room.done("alpha", report("x"), at=1, key=request("x"))
    room.done("alpha", report("b"), at=DAY, key=request("k", b"b"))
    assert list(room.state.requests["alpha"]) == ["x", "k"]
    assert room.ask("alpha", report("b"), at=2 * DAY - 1, key=request("k", b"b")) == Repeated(3)


def test_a_repeat_does_not_make_a_key_younger(room):
    room.done("alpha", report("a"), key=request())
    room.ask("alpha", report("a"), at=DAY - 1, key=request())
    assert room.ask("alpha", report("a"), at=DAY, key=request()) == ReportKept("a")


def test_a_new_request_drops_the_keys_of_yesterday(room):
    for n in range(5):
        room.done("alpha", report(f"{n}"), at=n, key=request(f"{n}"))
    room.done("alpha", report("new"), at=DAY + 2, key=request("new"))
    assert list(room.state.requests["alpha"]) == ["3", "4", "new"]


def test_a_party_has_so_many_keys_a_day_and_repeats_are_answered_all_the_same(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.REMEMBERED_REQUESTS_PER_PARTY", 3)
    for n in range(3):
        room.done("alpha", report(f"{n}"), at=n, key=request(f"{n}"))
    full = TooManyItems("request keys", 3)
    assert room.ask("alpha", report("more"), at=3, key=request("more")) == full
    assert list(room.state.requests["alpha"]) == ["0", "1", "2"], "what was refused for the limit is not remembered"
    assert room.ask("alpha", report("0"), at=3, key=request("0")) == Repeated(1)
    room.done("alpha", report("unkeyed"), at=3)
    room.done("bravo", report("b"), at=3, key=request("b"))
    assert room.ask("alpha", report("more"), at=DAY - 1, key=request("more")) == full
    room.done("alpha", report("more"), at=DAY, key=request("more"))
    assert list(room.state.requests["alpha"]) == ["1", "2", "more"]
