"""Reports, erasure of what they say, and facts of the log itself."""

import pytest

from tansiq.core.changes import ErasureOrdered, Noted, ReportKept
from tansiq.core.commands import AcceptClock, BeginEpoch, ClockReading, NewEpoch
from tansiq.core.refusals import Unknown

from .making import Room, erase, minute, put_intent, report, request


@pytest.fixture
def room():
    return Room()


def test_a_report_is_kept_and_its_text_can_be_erased_once(room):
    room.done("bravo", put_intent("flight"))
    assert room.ask("alpha", report("r"), at=5) == ReportKept("r")
    assert room.state.erasable == {2: minute(5)}
    assert room.ask("alpha", erase(2), at=6) == ErasureOrdered(2)
    assert room.ask("alpha", erase(2), at=6) == Unknown("2", "delete")
    assert room.state.erasable == {}


def test_an_intent_has_nothing_to_erase(room):
    room.done("alpha", put_intent("flight"))
    assert room.ask("alpha", erase(1)) == Unknown("1", "delete")


def test_a_report_that_came_twice_can_be_erased_twice(room):
    """Two of one request that are ordered before either is answered both lie in the log, names and all."""
    room.done("alpha", report("r"), key=request())
    room.ask("alpha", report("r"), key=request())
    room.ask("alpha", report("r"), key=request(body=b"another"))
    assert list(room.state.erasable) == [1, 2, 3]
    for position in (1, 2, 3):
        assert room.ask("", erase(position)) == ErasureOrdered(position)


@pytest.mark.parametrize(
    "command",
    [AcceptClock(ClockReading(minute(9), minute(0))), BeginEpoch(NewEpoch(7, "old", "new"))],
    ids=["the clock was accepted", "an epoch began"],
)
def test_facts_of_the_log_are_noted_and_change_nothing(room, command):
    assert room.ask("", command) == Noted()
    assert room.state.time_us == minute(0), "a clock's reading does not move the log's time"
