"""The ledger of a pair: off until both wish it, exact, bounded, theirs alone, and asked anew of a party that came back."""

import pytest

from tansiq.core.changes import LedgerPut, LedgersTrimmed
from tansiq.core.commands import KeepLedger, TrimLedgers
from tansiq.core.decide.ledgers import trimmable
from tansiq.core.ledger import GaveWay, Ledger, Total, added, blank, trimmed
from tansiq.core.limits import LEDGER_ENTRIES, LEDGER_KEPT_US
from tansiq.core.refusals import NotAllowed, NothingDue, RoomConflict
from tansiq.core.room import Shift, Side
from tansiq.core.room_commands import LedgerKeys, LedgerWish
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.units import MINUTE_US

from .making import NOW, minute, volume
from .room_making import LEFT, PROPOSED, SUSPENDED, all_derived, found, leave, put_flight
from .test_agreements import RISE, accept, ask, moves

DAYS_400 = LEDGER_KEPT_US // MINUTE_US


def keep(party, is_wished=True):
    return KeepLedger(LedgerWish(party, is_wished))


def trim(*keys):
    return TrimLedgers(LedgerKeys(keys))


def both_wish(room):
    room.done("HAL", keep("BRA"))
    room.done("BRA", keep("HAL"))


@pytest.fixture
def room():
    """HAL's "mine" and BRA's "theirs" are in one place, and HAL may ask BRA."""
    room = found("HAL", "BRA", "CHI")
    room.done("BRA", put_flight("theirs"))
    room.done("HAL", put_flight("mine", key=(room.view("HAL").intent("theirs").ovn,)))
    return room


def test_nothing_is_kept_before_both_wish_it(room):
    room.done("HAL", keep("BRA"))
    room.done("HAL", ask())
    assert room.done("BRA", accept(to=RISE)).gave == ()
    assert room.view("HAL").ledger("BRA") == Ledger("BRA", "HAL", ("HAL",))


def test_who_moved_and_by_how_much_is_added_in_the_entry_that_moves(room):
    both_wish(room)
    room.done("HAL", ask())
    done = room.done("BRA", accept(to=RISE), at=2)
    assert done.gave == (GaveWay("deal", "BRA", minute(2), 0, 5_000),)
    assert room.state.ledgers["BRA HAL"] == Ledger(
        "BRA", "HAL", ("BRA", "HAL"), NOW, done.gave, Total(1, 0, 5_000), Total()
    )


def test_where_both_move_each_gives_way(room):
    both_wish(room)
    option = (Shift(Side.BY, -5 * MINUTE_US, 0), Shift(Side.TO, 10 * MINUTE_US, -20))
    room.done("HAL", ask(options=[option]))
    seen = {party: room.view(party).intent(other).ovn for party, other in (("HAL", "theirs"), ("BRA", "mine"))}
    back, on = moves(option[0], "mine/2", [seen["HAL"]]), moves(option[1], "theirs/2", [seen["BRA"]])
    room.done("BRA", accept(by=back, to=on))
    held = room.state.ledgers["BRA HAL"]
    assert (held.total_a, held.total_b) == (Total(1, 10 * MINUTE_US, 20), Total(1, 5 * MINUTE_US, 0))
    assert [(e.party, e.delay_us, e.up_mm) for e in held.entries] == [
        ("HAL", -5 * MINUTE_US, 0),
        ("BRA", 10 * MINUTE_US, -20),
    ]


def test_either_ends_it_and_what_is_there_stays_for_both(room):
    both_wish(room)
    room.done("HAL", ask())
    room.done("BRA", accept(to=RISE))
    room.done("BRA", keep("HAL", False))
    for party, other in (("HAL", "BRA"), ("BRA", "HAL")):
        assert len(room.view(party).ledger(other).entries) == 1
    held = room.state.ledgers["BRA HAL"]
    assert (held.wishes, held.since_us) == (("HAL",), NOW)
    room.done("BRA", keep("HAL"), at=9)
    assert room.state.ledgers["BRA HAL"].since_us == minute(9), "begun anew"


def test_nobody_else_is_told(room):
    both_wish(room)
    assert room.view("CHI").ledger("BRA") is None
    assert room.view("CHI").ledger("HAL") is None
    assert room.view("HAL").ledger("HAL") is None


@pytest.mark.parametrize(
    ("who", "command", "refusal"),
    [
        ("HAL officer", keep("BRA"), NotAllowed("role")),
        ("HAL client", keep("BRA"), NotAllowed("role")),
        ("host", keep("BRA"), NotAllowed("not a member")),
        ("HAL", keep("HAL"), RoomConflict("no such ledger", "HAL")),
        ("HAL", keep("NEW"), RoomConflict("no such ledger", "NEW")),
        ("HAL", keep("GONE"), RoomConflict("no such ledger", "GONE")),
        ("HAL", keep("ASKS"), RoomConflict("no such ledger", "ASKS")),
        ("HAL", keep("BRA", False), RoomConflict("no such ledger", "BRA")),
        ("host", trim("BRA HAL"), NothingDue("")),
    ],
)
def test_what_cannot_be_kept_is_refused(room, who, command, refusal):
    room.stand("GONE", LEFT)
    room.stand("ASKS", PROPOSED)
    assert room.check(who, command) == refusal


def test_a_suspended_party_may_end_it_and_not_begin_it(room):
    room.done("HAL", keep("BRA"))
    room.stand("HAL", SUSPENDED)
    assert room.check("HAL", keep("CHI")) == NotAllowed("suspended")
    assert isinstance(room.check("BRA", keep("HAL")), LedgerPut)
    room.done("HAL", keep("BRA", False))
    assert room.state.ledgers == {}, "nobody wishes it, and nothing was kept"


def test_a_party_that_left_is_asked_anew(room):
    both_wish(room)
    room.done("BRA", leave("BRA"))
    assert room.state.ledgers["BRA HAL"].wishes == ("HAL",)


def test_the_oldest_make_room_and_the_totals_go_on():
    ledger = blank("HAL", "BRA")
    for n in range(LEDGER_ENTRIES + 5):
        ledger = added(ledger, (GaveWay(f"deal {n}", "HAL", n, MINUTE_US, 0),))
    assert len(ledger.entries) == LEDGER_ENTRIES
    assert ledger.entries[0].agreement == "deal 5"
    assert ledger.total_b == Total(LEDGER_ENTRIES + 5, (LEDGER_ENTRIES + 5) * MINUTE_US, 0)


def test_after_400_days_entries_go_and_totals_stay_while_it_is_kept(room):
    both_wish(room)
    room.done("HAL", ask())
    room.done("BRA", accept(to=RISE))
    assert trimmable(room.state, minute(DAYS_400 - 1)) == ()
    assert trimmable(room.state, minute(DAYS_400 + 1)) == ("BRA HAL",)
    done = room.done("host", trim("BRA HAL", "BRA HAL", "no such"), at=DAYS_400 + 1)
    assert isinstance(done, LedgersTrimmed)
    held = room.state.ledgers["BRA HAL"]
    assert (held.entries, held.total_a) == ((), Total(1, 0, 5_000))
    assert trimmable(room.state, minute(DAYS_400 * 3)) == ()


def test_one_that_was_ended_is_forgotten_with_its_last_entry(room):
    both_wish(room)
    room.done("HAL", ask())
    room.done("BRA", accept(to=RISE))
    for party, other in (("HAL", "BRA"), ("BRA", "HAL")):
        room.done(party, keep(other, False))
    assert len(room.state.ledgers) == 1
    room.done("host", trim("BRA HAL"), at=DAYS_400 + 1)
    assert room.state.ledgers == {}


def test_one_that_a_single_party_still_wishes_begins_anew():
    held = Ledger("BRA", "HAL", ("HAL",), NOW, (GaveWay("x", "HAL", NOW, 1, 1),), Total(3, 1, 1), Total(1, 1, 1))
    assert trimmed(held, NOW + LEDGER_KEPT_US) == held
    assert trimmed(held, NOW + LEDGER_KEPT_US + 1) == Ledger("BRA", "HAL", ("HAL",))


def test_a_snapshot_keeps_it(room):
    both_wish(room)
    room.done("HAL", ask())
    room.done("BRA", accept(to=RISE))
    again = from_snapshot(snapshot(room.state))
    assert digest(again) == digest(room.state)
    assert all_derived(again) == all_derived(room.state)
    assert volume() not in again.intents["theirs"].volumes
