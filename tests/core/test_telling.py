"""Subscribers are told of what they see otherwise though no item was written: presets, charter, parties, times of grants."""

import pytest

from tansiq.core.changes import ReleasesTold
from tansiq.core.decide.telling import turned
from tansiq.core.limits import UNTOLD_CHANGES
from tansiq.core.refusals import NothingDue
from tansiq.core.snapshot import digest, from_snapshot, snapshot

from .making import minute, put_subscription
from .room_making import (
    CONFLICT,
    EXISTENCE,
    IDENTITY,
    LEFT,
    RESERVATION,
    SUSPENDED,
    Matter,
    charter,
    describe,
    end_flight,
    found,
    grant,
    preset,
    propose,
    put_flight,
    set_grants,
    set_presets,
    tell,
    yes,
)


@pytest.fixture
def room():
    """HAL has a flight; BRA watches flights there and CHI elsewhere."""
    room = found("HAL", "BRA", "CHI")
    for code in ("BRA", "CHI"):
        room.done(code, put_subscription(code, start=0, end=600))
    room.done("HAL", put_flight())
    return room


def index(room, code="BRA"):
    return room.state.subscriptions[code].notification_index


def news(room, at=0):
    """What the node would tell of one flight, and all there is."""
    (walk,) = room.state.untold
    return room.done("host", tell(["flight"], walk=walk.position), at)


def amended(room, **rules):
    room.done("HAL", propose(Matter.AMEND, rules=charter(**rules)))
    for code in ("BRA", "CHI"):
        room.done(code, yes())


CHANGES = {
    "a preset for one": (lambda room: room.done("HAL", set_presets(preset("BRA", RESERVATION))), ("BRA",)),
    "a preset for all": (lambda room: room.done("HAL", set_presets(preset("", IDENTITY))), ("BRA", "CHI")),
    "a preset of the same level": (lambda room: room.done("HAL", set_presets(preset("", EXISTENCE))), ()),
    "the charter": (lambda room: amended(room, default_manned=RESERVATION), ("BRA", "CHI")),
    "expulsion to what it was": (lambda room: room.stand("BRA", LEFT), ()),
}


@pytest.mark.parametrize("what", CHANGES)
def test_who_sees_something_else_by_it_is_told(room, what):
    change, expected = CHANGES[what]
    before = {code: index(room, code) for code in ("BRA", "CHI")}
    change(room)
    assert news(room).notified == expected
    assert {code: index(room, code) - n for code, n in before.items()} == {c: c in expected for c in before}
    assert room.state.untold == [], "it is told once"


def test_a_suspended_party_is_told_that_it_sees_less_and_a_reinstated_one_that_it_sees_more(room):
    room.done("HAL", set_grants("flight", grant("BRA", IDENTITY)))
    for state in (SUSPENDED, room.state.parties["CHI"].state, LEFT):
        before = index(room)
        room.stand("BRA", state)
        assert news(room).notified == ("BRA",)
        assert index(room) == before + 1


def test_what_changes_nothing_of_the_rules_or_where_nobody_listens_is_nothing_to_tell(room):
    room.done("BRA", describe("BRA"))
    assert room.state.untold == []
    alone = found("HAL", "BRA")
    alone.done("HAL", set_presets(preset("", IDENTITY)))
    assert alone.state.untold == []


def test_changes_are_told_one_after_another_each_by_itself(room):
    """What is seen goes up and down again before the first is told: both are told."""
    before = index(room)
    room.done("HAL", set_presets(preset("BRA", RESERVATION)))
    room.done("HAL", set_presets())
    first, second = room.state.untold
    assert room.ask("host", tell(["flight"], walk=second.position)) == NothingDue("")
    assert room.done("host", tell(["flight"], walk=first.position)).notified == ("BRA",)
    assert room.done("host", tell(["flight"], walk=second.position)).notified == ("BRA",)
    assert index(room) == before + 2


def test_more_changes_than_are_remembered_are_told_as_one(room):
    for level in [RESERVATION, EXISTENCE] * UNTOLD_CHANGES:
        room.done("HAL", set_presets(preset("BRA", level)))
    assert len(room.state.untold) == UNTOLD_CHANGES
    told = [room.done("host", tell(["flight"], walk=room.state.untold[0].position)) for _ in range(UNTOLD_CHANGES)]
    assert [answer.notified for answer in told] == [("BRA",)] * (UNTOLD_CHANGES - 1) + [("BRA",)]


def test_it_goes_on_where_it_stopped_after_a_restart(room):
    room.done("HAL", put_flight("later", key=["flight/1"]))
    room.done("HAL", set_presets(preset("BRA", RESERVATION)))
    walk = room.state.untold[0].position
    assert room.done("host", tell(["flight"], walk=walk, upto="flight")).left == "flight"
    again = from_snapshot(snapshot(room.state))
    assert again.untold == room.state.untold
    assert digest(again) == digest(room.state)
    room.state = again
    before = index(room)
    assert room.done("host", tell(["later"], walk=walk)).notified == ("BRA",)
    assert index(room) == before + 1


def test_what_ends_before_it_was_told_is_told_as_ended(room):
    """It was seen, it is sealed now, and it is gone: its end is the last chance to say so."""
    before = index(room)
    room.done("HAL", set_presets(preset("", CONFLICT)))
    assert room.done("HAL", end_flight()).notified == ("BRA", "CHI")
    assert news(room).notified == ()
    assert index(room) == before + 1


@pytest.mark.parametrize("relative", [False, True])
def test_the_begin_and_the_end_of_a_grant_are_told(room, relative):
    room.done("HAL", put_flight("timed", key=["flight/1"], grants=[grant("BRA", RESERVATION, 20, 40, relative)]))
    before = index(room)
    assert turned(room.state, minute(19)) == ()
    for at in (22, 42):
        assert turned(room.state, minute(at)) == ("timed",)
        assert room.done("host", tell(["timed"]), at) == ReleasesTold(0, ("timed",), (), None, ("BRA",))
        assert turned(room.state, minute(at)) == ()
    assert index(room) == before + 2
    assert room.ask("host", tell(["timed"]), 90) == NothingDue("")


def test_a_change_after_a_grant_has_begun_tells_of_that_as_well(room):
    """The grant to see it is over, and so is the flight: without its end nobody would say that it is gone."""
    sealed = [preset("", CONFLICT)]
    room.done("HAL", set_presets(*sealed))
    news(room)
    room.done("HAL", put_flight("timed", key=["flight/1"], grants=[grant("BRA", RESERVATION, None, 20)]))
    assert room.done("HAL", end_flight("timed", "timed/1"), 30).notified == ("BRA",)


def test_a_restart_does_not_forget_which_grants_were_told(room):
    room.done("HAL", put_flight("timed", key=["flight/1"], grants=[grant("BRA", RESERVATION, 20, 40)]))
    room.done("host", tell(["timed"]), 22)
    room.state = from_snapshot(snapshot(room.state))
    assert turned(room.state, minute(30)) == ()
    assert turned(room.state, minute(42)) == ("timed",)
