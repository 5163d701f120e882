"""Freeing what is past its time, alike on every node."""

from tansiq.core.changes import Expired
from tansiq.core.commands import DueItems, Expire
from tansiq.core.decide.flights import is_airborne
from tansiq.core.entry import Entry
from tansiq.core.limits import EXPIRED_AT_ONCE
from tansiq.core.refusals import NothingDue, Refusal
from tansiq.core.state import State


def due(state: State, now_us: int, retention_us: int) -> DueItems | None:
    """Return some of what is past its time, or None. Subscriptions at their end; the rest `retention_us` later."""
    items = DueItems(
        retention_us,
        tuple(state.intent_ends.before(now_us - retention_us, EXPIRED_AT_ONCE)),
        tuple(state.constraint_ends.before(now_us - retention_us, EXPIRED_AT_ONCE)),
        tuple(state.subscription_ends.before(now_us, EXPIRED_AT_ONCE)),
    )
    return items if items.intents or items.constraints or items.subscriptions else None


def expire(state: State, entry: Entry, command: Expire) -> Expired | Refusal:
    """Free those of the named items that are past their time. What was changed meanwhile stays.

    A flight of the room goes with the end of its snapped view: its own end would show to whom it is sealed.

    Nothing in the air vanishes: a flight of the room that nobody ended stays, however late it is. An implicit subscription
    goes with the last intent that names it, whatever its own end.
    """
    ask = command.private
    kept_us = entry.time_us - ask.retention_us
    subscriptions = tuple(
        i for i in ask.subscriptions if i in state.subscriptions and state.live_subscription(i, entry.time_us) is None
    )
    grounded = tuple(i for i in ask.intents if i in state.intents and not is_airborne(state.intents[i]))
    intents = tuple(i for i in grounded if state.intents[i].last_us < kept_us)
    constraints = tuple(
        i for i in ask.constraints if i in state.constraints and state.constraints[i].time_us.hi < kept_us
    )
    if not (intents or constraints or subscriptions):
        return NothingDue("")
    return Expired(intents, constraints, tuple(dict.fromkeys(subscriptions + _unused(state, intents))))


def _unused(state: State, gone: tuple[str, ...]) -> tuple[str, ...]:
    """Return the implicit subscriptions that only intents in `gone` use."""
    used = dict.fromkeys(state.intents[i].subscription for i in gone)
    going = frozenset(gone)
    return tuple(
        s
        for s in used
        if s in state.subscriptions and state.subscriptions[s].implicit and state.dependents[s].keys() <= going
    )
