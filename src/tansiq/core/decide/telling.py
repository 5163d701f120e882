"""Telling subscribers what changes of what they see without any item being written: the rules of release, or a grant's time.

What changed is found out item by item, so that neither a vote nor a preset holds the node for as long as the sky is wide.
"""

from tansiq.core.changes import ReleasesTold
from tansiq.core.commands import TellReleases
from tansiq.core.decide.constraints import listeners
from tansiq.core.decide.flights import listeners_of
from tansiq.core.entry import Entry
from tansiq.core.limits import RELEASES_TOLD_AT_ONCE
from tansiq.core.model import Constraint, Intent
from tansiq.core.refusals import NothingDue, Refusal
from tansiq.core.release import View, resighted_places
from tansiq.core.rules import Untold, turns
from tansiq.core.state import State


def sights(state: State, walk: int, now_us: int) -> tuple[State, State] | None:
    """Return the state under the rules before a change of them and after it, or None if that is told already.

    walk: the position of the change; the oldest that is not told yet is told first.
    """
    if not state.untold or state.untold[0].position != walk:
        return None
    first = state.untold[0]
    then = state.untold[1].before if len(state.untold) > 1 else state.rules()
    return state.as_of(first.before, now_us), state.as_of(then, now_us)


def turn_sights(state: State, intent: Intent, now_us: int) -> tuple[State, State] | None:
    """Return the state as its subscribers were last told of a flight's grants and as it is, or None if none turned since."""
    told_us = state.granted_us.get(intent.id)
    if told_us is None or intent.flight is None:
        return None
    if not any(turn_us <= now_us for turn_us in turns(intent.flight.grants, intent.time_us.lo, told_us)):
        return None
    rules = state.rules()
    return state.as_of(rules, told_us), state.as_of(rules, now_us)


def flight_listeners(state: State, between: tuple[State, State], intent: Intent, now_us: int) -> tuple[str, ...]:
    """Return the subscriptions whose managers see something else of a flight after such a change than before it."""
    if intent.flight is None:
        return ()
    return listeners_of(state, intent.reach, now_us, lambda viewer: resighted_places(*between, intent, viewer))


def zone_listeners(state: State, between: tuple[State, State], zone: Constraint, now_us: int) -> tuple[str, ...]:
    """Return the same of a zone."""
    if zone.zone is None:
        return ()
    told = listeners(state, zone.volumes, now_us)
    faces: dict[str, bool] = {}
    for viewer in dict.fromkeys(state.subscriptions[i].manager for i in told):
        was, now = (View(each, viewer, each.time_us).zone_face(zone) for each in between)
        faces[viewer] = was != now
    return tuple(i for i in told if faces[state.subscriptions[i].manager])


def turned(state: State, now_us: int) -> tuple[str, ...]:
    """Return flights a grant of which began or ended; some of them where many."""
    return tuple(state.grant_turns.before(now_us, RELEASES_TOLD_AT_ONCE))


def tell_releases(state: State, entry: Entry, command: TellReleases) -> ReleasesTold | Refusal:
    """Tell of some items. Those that were named needlessly, or are gone, are left out."""
    ask, now_us = command.private, entry.time_us
    told: dict[str, None] = {}
    flights: list[str] = []
    zones: list[str] = []
    between = sights(state, ask.walk, now_us) if ask.walk else None
    if ask.walk and between is None:
        return NothingDue("")
    for intent_id in dict.fromkeys(ask.flights):
        intent = state.intents.get(intent_id)
        each = between or (turn_sights(state, intent, now_us) if intent is not None else None)
        if intent is None or each is None:
            continue
        found = flight_listeners(state, each, intent, now_us)
        told.update(dict.fromkeys(found))
        if found or not ask.walk:
            flights.append(intent_id)
    for zone_id in dict.fromkeys(ask.zones):
        zone = state.constraints.get(zone_id)
        if zone is not None and between is not None and (found := zone_listeners(state, between, zone, now_us)):
            told.update(dict.fromkeys(found))
            zones.append(zone_id)
    if not (ask.walk or flights):
        return NothingDue("")
    left = _left(state.untold[0], ask.upto) if ask.walk else None
    return ReleasesTold(ask.walk, tuple(flights), tuple(zones), left, tuple(sorted(told)))


def _left(first: Untold, upto: str) -> str | None:
    """Return up to which id all is told now, or None where that is everything."""
    return max(first.after, upto) if upto else None
