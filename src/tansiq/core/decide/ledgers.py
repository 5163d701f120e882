"""Ledgers of who gave way: each of the two parties says whether it wishes one; nothing is kept before both do."""

from tansiq.core.changes import LedgerPut, LedgersTrimmed
from tansiq.core.commands import KeepLedger, TrimLedgers
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.entry import Entry
from tansiq.core.ledger import GaveWay, blank, gave_way, key_of, trimmed, wished
from tansiq.core.limits import EXPIRED_AT_ONCE, LEDGER_KEPT_US
from tansiq.core.refusals import NothingDue, Refusal, RoomConflict
from tansiq.core.room import Agreement, PartyState, Role, Side
from tansiq.core.state import State


def keep_ledger(state: State, entry: Entry, command: KeepLedger) -> LedgerPut | Refusal:
    """Wish a ledger with another member, or no more. A lead asks: it tells both of agreements on sealed flights, too."""
    ask, own = command.private, entry.actor.party
    refused = refuse_actor(state, entry, Role.LEAD, is_suspended_ok=not ask.is_wished)
    if refused is not None:
        return refused
    held = state.ledgers.get(key_of(own, ask.party))
    other = state.parties.get(ask.party)
    is_in = other is not None and other.state in (PartyState.MEMBER, PartyState.SUSPENDED)
    if ask.party == own or (held is None if not ask.is_wished else not is_in):
        return RoomConflict("no such ledger", ask.party)
    before = held or blank(own, ask.party)
    return LedgerPut(wished(before, own, ask.is_wished, entry.time_us))


def given_way(state: State, agreement: Agreement, option: int, now_us: int) -> tuple[GaveWay, ...]:
    """Return what an agreement that is accepted now adds to the ledger of its parties; nothing where they keep none."""
    ledger = state.ledgers.get(key_of(agreement.by, agreement.to))
    if ledger is None or not ledger.is_kept:
        return ()
    owners = {Side.BY: agreement.by, Side.TO: agreement.to}
    return gave_way(agreement.id, tuple((owners[s.side], s) for s in agreement.options[option]), now_us)


def trimmable(state: State, now_us: int) -> tuple[str, ...]:
    """Return ledgers that hold entries which were kept long enough; some of them where many."""
    return tuple(state.ledger_ends.before(now_us - LEDGER_KEPT_US, EXPIRED_AT_ONCE))


def trim_ledgers(state: State, entry: Entry, command: TrimLedgers) -> LedgersTrimmed | Refusal:
    """Drop entries that were kept long enough."""
    due = dict.fromkeys(trimmable(state, entry.time_us))
    asked = tuple(
        trimmed(state.ledgers[key], entry.time_us) for key in dict.fromkeys(command.private.keys) if key in due
    )
    return LedgersTrimmed(asked) if asked else NothingDue("")
