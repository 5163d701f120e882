"""The blind check: who agreed to it is told to re-check a report, once for each version, and nothing else."""

import pytest

from tansiq.core.refusals import NotAllowed, NothingDue
from tansiq.core.room import PartyState
from tansiq.core.site_commands import Contradiction, Contradictions, RecheckReports
from tansiq.core.snapshot import from_snapshot, snapshot

from .room_making import found
from .site_making import AREA, PLACE, put, renew, report, site_grant, sites, withdraw_report

DAY = 24 * 60


def recheck(*pairs):
    return RecheckReports(Contradictions(tuple(Contradiction(a, b) for a, b in pairs)))


def two(*grants, mine=True, theirs=True):
    room = found()
    put(room, "HAL", "mine", *grants, blind=mine)
    put(room, "BRA", "theirs", at=(90_000, 100), blind=theirs)
    return room


def told(room, at=DAY):
    return [i for i, held in sorted(room.state.register.reports.items()) if held.recheck_us]


def test_both_owners_are_told_and_see_nothing_of_each_other():
    room = two()
    room.done("host", recheck(("mine", "theirs")), at=DAY)
    assert told(room) == ["mine", "theirs"]
    assert sites(room, "HAL", DAY).report("mine").recheck_us > 0
    assert sites(room, "HAL", DAY).report("theirs") is None
    assert snapshot(from_snapshot(snapshot(room.state))) == snapshot(room.state)


def test_who_is_released_a_report_is_not_told_that_its_owner_was():
    room = two(site_grant("BRA", PLACE))
    room.done("host", recheck(("mine", "theirs")), at=DAY)
    assert told(room) == ["mine"], "BRA sees both: it gets a suggestion instead"
    assert sites(room, "BRA", DAY).report("mine").recheck_us == 0


@pytest.mark.parametrize(
    ("room", "at", "because"),
    [
        (lambda: two(mine=False), DAY, "one owner did not agree"),
        (lambda: two(theirs=False), DAY, "the other did not"),
        (lambda: two(), DAY - 1, "they stand less than a day"),
    ],
)
def test_of_what_nobody_is_told(room, at, because):
    room = room()
    assert isinstance(room.ask("host", recheck(("mine", "theirs")), at=at), NothingDue), because
    assert told(room) == []


def test_withdrawn_unknown_and_own_reports_are_not_compared():
    room = two()
    put(room, "HAL", "also mine", blind=True, at=(50_000, 100))
    for pair in (("mine", "also mine"), ("mine", "nothing"), ("mine", "mine")):
        assert isinstance(room.ask("host", recheck(pair), at=DAY), NothingDue)
    room.done("BRA", withdraw_report("theirs", "theirs/1"), at=DAY)
    assert isinstance(room.ask("host", recheck(("mine", "theirs")), at=DAY), NothingDue)


def test_a_suspended_party_takes_no_part():
    room = two()
    room.stand("BRA", PartyState.SUSPENDED)
    assert isinstance(room.ask("host", recheck(("mine", "theirs")), at=DAY), NothingDue)


def test_once_for_each_version_and_a_day_after_it():
    room = two()
    room.done("host", recheck(("mine", "theirs")), at=DAY)
    assert isinstance(room.ask("host", recheck(("mine", "theirs")), at=DAY + 1), NothingDue)
    room.done("HAL", report("mine", replaces="mine/1", blind=True, at=(200, 100)), at=DAY + 2)
    assert told(room) == ["theirs"], "corrected: no longer to be checked"
    assert isinstance(room.ask("host", recheck(("mine", "theirs")), at=2 * DAY), NothingDue)
    room.done("host", recheck(("mine", "theirs")), at=2 * DAY + 2)
    assert told(room) == ["mine", "theirs"]
    room.done("HAL", renew("mine", "mine/2"), at=2 * DAY + 3)
    assert told(room) == ["theirs"], "its owner says that it holds"


def test_the_node_alone_tells_it():
    room = two(site_grant("BRA", AREA))
    assert room.ask("HAL", recheck(("mine", "theirs")), at=DAY) == NotAllowed("host")
