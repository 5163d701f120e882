"""Whom the room tells of a change of what it manages, and in which words. Pure.

F3548-21 has the manager of an intent or constraint tell each subscriber that the change counted for. For what a party of the
room announced, the manager is the room. What an outside USS manages, that USS tells, and a plain DSS tells nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import UNSET

from tansiq.core.changes import (
    Agreed,
    BandsDerived,
    ConstraintGone,
    ConstraintPut,
    IntentGone,
    IntentPut,
    Overran,
    ReleasesTold,
    ZoneRolled,
)
from tansiq.core.decide.constraints import listeners
from tansiq.core.decide.flights import notified
from tansiq.core.decide.telling import flight_listeners, sights, turn_sights, zone_listeners
from tansiq.core.entry import Entry
from tansiq.core.model import Constraint, Intent
from tansiq.core.release import View, changed_ids, is_owners_to_know, resighted_ids
from tansiq.core.room import Charter
from tansiq.core.state import Decision, State
from tansiq.gateways.f3548 import uss, wire
from tansiq.node.outbox import Notice
from tansiq.node.outbox_file import Key

FLIGHT: Final = "flight"
ZONE: Final = "zone"
PATHS: Final = {FLIGHT: "/uss/v1/operational_intents", ZONE: "/uss/v1/constraints"}

_encode: Final = msgspec.json.Encoder().encode


def notices(state: State, entry: Entry, decision: Decision) -> Sequence[Notice]:
    """Return whom to tell of an entry. state: as it was right before it.

    A sealed flight is told under the ids that the subscriber knows or will know: its own, or those of stand-ins.
    """
    if state.charter is None:
        return ()
    match decision:
        case IntentPut(intent, _, _, told) if intent.flight is not None:
            return _of_flight(state, entry, state.intents.get(intent.id), intent, told)
        case IntentGone(intent, _, told) if intent.flight is not None:
            return _of_flight(state, entry, intent, None, told)
        case Overran(intents) | Agreed(_, intents):
            return _of_flights(state, entry, intents)
        case BandsDerived(intents, constraints):
            made = _of_flights(state, entry, intents)
            for constraint in constraints:
                made += _of_zone(state, state.charter, constraint, listeners(state, constraint.volumes, entry.time_us))
            return made
        case ConstraintPut(constraint, told) | ConstraintGone(constraint, told) | ZoneRolled(constraint, told) if (
            constraint.zone is not None
        ):
            return _of_zone(state, state.charter, constraint, told)
        case ReleasesTold():
            return _of_releases(state, state.charter, decision, entry.time_us)
        case _:
            return ()


def intent_message(view: View, shown: str, seen: Intent | None, subscriptions: Mapping[str, int]) -> bytes:
    """Return what is told of a flight. seen: the face that the viewer sees now under the id `shown`; None: no more."""
    told = UNSET if seen is None else uss.intent_told(view, seen)
    return _encode(wire.PutOperationalIntentDetailsParameters(shown, _states(subscriptions), told))


def constraint_message(view: View, shown: str, seen: Constraint | None, subscriptions: Mapping[str, int]) -> bytes:
    """Return what is told of a zone."""
    told = UNSET if seen is None else uss.constraint_told(view, seen)
    return _encode(wire.PutConstraintDetailsParameters(shown, _states(subscriptions), told))


def _of_flights(state: State, entry: Entry, intents: Iterable[Intent]) -> list[Notice]:
    return [
        notice
        for new in intents
        for old in (state.intents.get(new.id),)
        for notice in _of_flight(state, entry, old, new, notified(state, old, new, entry.time_us))
    ]


def _of_releases(state: State, charter: Charter, told: ReleasesTold, now_us: int) -> list[Notice]:
    """Return whom to tell of items that none wrote, but of which they see more or less now."""
    made: list[Notice] = []
    walked = sights(state, told.walk, now_us) if told.walk else None
    for flight_id in told.flights:
        intent = state.intents[flight_id]
        between = walked or turn_sights(state, intent, now_us)
        assert between is not None, "decided upon the same state"
        listening = flight_listeners(state, between, intent, now_us)
        for (viewer, peer), indices in _subscribers(state, charter, listening).items():
            is_open = any(is_owners_to_know(each, intent, viewer, each.time_us) for each in between)
            made += [
                Notice(Key(peer, viewer, FLIGHT, shown), intent.id, intent.manager, is_open, indices)
                for shown in resighted_ids(*between, intent, viewer)
            ]
    for zone in map(state.constraints.__getitem__, told.zones):
        assert walked is not None, "grants in time are of flights alone"
        made += _of_zone(state, charter, zone, zone_listeners(state, walked, zone, now_us))
    return made


def _of_zone(state: State, charter: Charter, constraint: Constraint, told: Iterable[str]) -> list[Notice]:
    return [
        Notice(Key(peer, viewer, ZONE, constraint.id), constraint.id, constraint.manager, True, indices)
        for (viewer, peer), indices in _subscribers(state, charter, told).items()
    ]


def _of_flight(state: State, entry: Entry, old: Intent | None, new: Intent | None, told: Iterable[str]) -> list[Notice]:
    item = new if new is not None else old
    assert item is not None
    assert state.charter is not None
    made: list[Notice] = []
    for (viewer, peer), indices in _subscribers(state, state.charter, told).items():
        is_open = any(is_owners_to_know(state, each, viewer, entry.time_us) for each in (old, new))
        made += [
            Notice(Key(peer, viewer, FLIGHT, shown), item.id, item.manager, is_open, indices)
            for shown in changed_ids(state, old, new, viewer, entry.time_us)
        ]
    return made


def _subscribers(state: State, charter: Charter, told: Iterable[str]) -> dict[tuple[str, str], dict[str, int]]:
    """Return (viewer, base URL) -> subscription -> its index, as this change counts in it. The room does not tell itself."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for subscription_id in told:
        each = state.subscriptions[subscription_id]
        peer = each.uss_base_url.rstrip("/")
        if each.manager != charter.uss and peer != charter.base_url.rstrip("/"):
            found.setdefault((each.manager, peer), {})[subscription_id] = each.notification_index + 1
    return found


def _states(subscriptions: Mapping[str, int]) -> list[wire.SubscriptionState]:
    return [wire.SubscriptionState(each, index) for each, index in sorted(subscriptions.items())]
