"""Entries as bytes."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.core.commands import KIND_OF, KINDS, Command
from tansiq.core.entry import HOST, RULES, Actor, Entry, Header, RequestKey, UnknownRules, from_parts, to_parts

from .making import NOW, put_intent, report
from .story import Story

commands = st.from_type(Command)
texts = st.text(max_size=20)
entries = st.builds(
    Entry,
    st.integers(1, 2**53),
    st.integers(-(2**62), 2**62),
    st.builds(Actor, texts, texts),
    commands,
    st.none() | st.builds(RequestKey, texts, st.binary(max_size=32)),
)
numbers = st.integers(-(2**63), 2**63 - 1)
st.register_type_strategy(int, numbers)


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_of_each_kind_comes_back_from_its_parts(kind):
    @settings(max_examples=25, deadline=None)
    @given(st.builds(msgspec.structs.replace, entries, command=st.from_type(KINDS[kind])))
    def comes_back(entry):
        parts = to_parts(entry)
        assert from_parts(entry.position, dict(parts)) == entry
        assert to_parts(from_parts(entry.position, dict(parts))) == parts

    comes_back()


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_plausible_entries_come_back_too(rng):
    for entry in Story(rng).tell(30):
        assert from_parts(entry.position, dict(to_parts(entry))) == entry


def test_each_kind_has_one_command_and_each_command_one_kind():
    assert set(KINDS.values()) == set(Command.__args__)
    assert {KIND_OF[command]: command for command in KIND_OF} == KINDS


def test_the_parts_of_an_entry_are_its_release_levels_as_json_header_first():
    key = RequestKey("k", b"1234")
    parts = to_parts(Entry(7, NOW, Actor("alpha", "a person"), put_intent(key=["x/1"]), key))
    assert [name for name, _ in parts] == ["header", "reservation", "private", "request"]
    header, reservation, private, request = (json.loads(body) for _, body in parts)
    assert header == {"time_us": NOW, "party": "alpha", "by": "a person", "kind": "intent.put"}
    assert reservation["id"] == "flight"
    assert "ovn" not in reservation
    assert private == {"replaces": "", "ovn": "flight/1", "key": ["x/1"], "subscription": None}
    assert request == {"key": "k", "body_sha256": "MTIzNA=="}


def test_the_place_of_an_entry_is_given_by_the_log():
    first, second = (to_parts(Entry(position, NOW, HOST, report())) for position in (1, 2))
    assert first == second


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (Header(NOW, "", "node", "report.make", rules=RULES + 1), f"under rules version {RULES + 1}"),
        (Header(NOW, "", "node", "charter.vote"), "a 'charter.vote'"),
    ],
    ids=["newer rules", "an unknown kind"],
)
def test_what_a_newer_tansiq_wrote_is_refused_by_name(header, told):
    parts = {**dict(to_parts(Entry(1, NOW, HOST, report()))), "header": msgspec.json.encode(header)}
    with pytest.raises(UnknownRules, match=told):
        from_parts(12, parts)


@pytest.mark.parametrize("damaged", ["header", "private"])
def test_a_damaged_part_is_an_error(damaged):
    parts = {**dict(to_parts(Entry(1, NOW, HOST, report()))), damaged: b"{}"}
    with pytest.raises(msgspec.ValidationError):
        from_parts(1, parts)
