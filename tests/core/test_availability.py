"""What an arbiter said of a USS."""

import pytest

from tansiq.core.model import Availability, AvailabilityState
from tansiq.core.refusals import StaleVersion
from tansiq.core.release import View

from .making import NOW, Room, say, say_down

NORMAL, DOWN, UNKNOWN = AvailabilityState.NORMAL, AvailabilityState.DOWN, AvailabilityState.UNKNOWN


def test_nobody_ever_said():
    room = Room()
    assert not room.state.is_down("uss")
    assert View(room.state, "anyone", NOW).availability("uss") == Availability("uss", UNKNOWN, "")


def test_each_word_has_a_version_that_the_next_one_must_know():
    room = Room()
    assert room.done("arbiter", say("uss", NORMAL)).availability == Availability("uss", NORMAL, "uss/1")
    assert room.ask("arbiter", say("uss", DOWN)) == StaleVersion("uss", "")
    assert room.ask("another", say("uss", DOWN, "uss/9")) == StaleVersion("uss", "uss/9")
    assert room.done("another", say("uss", DOWN, "uss/1")).availability.version == "uss/2", "any arbiter may"
    assert room.ask("arbiter", say("uss", DOWN, "uss/1")) == StaleVersion("uss", "uss/1")


@pytest.mark.parametrize(("state", "down"), [(UNKNOWN, False), (NORMAL, False), (DOWN, True)])
def test_only_down_is_down(state, down):
    room = Room()
    room.done("arbiter", say("uss", state))
    assert room.state.is_down("uss") is down
    assert not room.state.is_down("another")


def test_one_word_may_be_repeated_with_a_new_version():
    room = Room()
    room.done("arbiter", say_down("uss"))
    assert room.done("arbiter", say_down("uss", "uss/1")).availability.version == "uss/2"
