"""The ledger of two parties: who gave way by agreement, how often, and by how much. Only they read it, once both wish it."""

from typing import Final

import msgspec

from tansiq.core.ledger import GaveWay, Total, blank
from tansiq.core.room import Role
from tansiq.core.room_commands import KeepLedger, LedgerWish
from tansiq.core.units import MINUTE_US
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.words import Fault

FOOT_MM: Final = 304.8

_body: Final = msgspec.json.Decoder(wire.LedgerBody)


async def ledger(ask: Ask) -> Answer:
    """Return the ledger of the asker's party and another; without entries before both wished it."""
    return shown(_shown(ask, _other(ask)))


async def keep(ask: Ask) -> Answer:
    """Wish a ledger with another party, or wish it no more: then nothing is added, and what is there stays for 400 days."""
    body, other = ask.parsed(_body), _other(ask)
    answer = await ask.submit(KeepLedger(LedgerWish(other, body.keep)))
    return shown(_shown(ask, other), answer.position)


def _other(ask: Ask) -> str:
    code = inbound.code(ask.path["party"], "$path.party")
    if code not in ask.room.state.parties or code == ask.actor.party:
        raise Fault("conflict.no_such_ledger", "$path.party", status=404, id=code)
    return code


def _shown(ask: Ask, other: str) -> wire.LedgerShown:
    own = ask.actor.party
    held = ask.view.ledger(other) or blank(own, other)
    mine, theirs = (held.total_a, held.total_b) if held.a == own else (held.total_b, held.total_a)
    return wire.LedgerShown(
        party=other,
        kept_by_me=own in held.wishes,
        kept_by_them=other in held.wishes,
        since=format_us(held.since_us) if held.since_us else "",
        mine=_total(mine),
        theirs=_total(theirs),
        entries=[_entry(each, own) for each in held.entries],
    )


def _total(held: Total) -> wire.GaveTotal:
    return wire.GaveTotal(held.times, held.delay_us / MINUTE_US, held.height_mm / FOOT_MM)


def _entry(held: GaveWay, own: str) -> wire.GaveShown:
    who: wire.Whose = "mine" if held.party == own else "theirs"
    return wire.GaveShown(held.agreement, format_us(held.time_us), who, held.delay_us / MINUTE_US, held.up_mm / FOOT_MM)


OPERATIONS: Final = (
    Operation("getLedger", "GET", "/room/v1/ledger/{party}", ledger, Role.OBSERVER, None, {200: wire.LedgerShown}),
    Operation(
        "keepLedger", "PUT", "/room/v1/ledger/{party}", keep, Role.LEAD, wire.LedgerBody, {200: wire.LedgerShown}
    ),
)
