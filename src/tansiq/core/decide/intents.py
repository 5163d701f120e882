"""Operational intents (ASTM F3548-21, 4.4 and annex A4; behaviour of the InterUSS reference service)."""

from collections.abc import Sequence

import msgspec

from tansiq.core.changes import IntentGone, IntentPut
from tansiq.core.commands import Attach, DeleteIntent, PutIntent, Subscribe
from tansiq.core.decide.air import refuse_air
from tansiq.core.decide.coverage import cover, gap, widened
from tansiq.core.decide.recorded import settled
from tansiq.core.entry import Entry
from tansiq.core.limits import (
    INTENT_HORIZON_US,
    LIVE_SUBSCRIPTIONS_PER_PARTY,
    LIVE_VOLUMES_PER_PARTY,
    VOLUMES_OF_PARTY_HERE,
)
from tansiq.core.model import OFF_NOMINAL, Constraint, Intent, IntentState, Subscription
from tansiq.core.refusals import (
    AlreadyExists,
    AlreadyOver,
    NeedsSubscription,
    NotAllowed,
    NotCovered,
    NotYours,
    OvnReused,
    Refusal,
    Refused,
    StaleVersion,
    StateNotAllowed,
    TooFarAhead,
    TooManyItems,
    Unknown,
    UnseenItems,
)
from tansiq.core.release import Asked, View
from tansiq.core.room import PartyState
from tansiq.core.state import State
from tansiq.core.units import ALWAYS
from tansiq.core.volumes import Extent, Volume, window


def put_intent(state: State, entry: Entry, command: PutIntent) -> IntentPut | Refusal:
    """Create or change an intent, if its manager knows of everything it may touch."""
    shown, private = command.reservation, command.private
    old = state.intents.get(shown.id)
    time_us = window(shown.volumes)
    refused = (
        _refuse_suspended(state, entry, shown.state)
        or _refuse_version(old, entry, command)
        or _refuse_time(entry, time_us.lo, time_us.hi)
        or _refuse_size(state, old, entry, command)
        or _refuse_unsettled(state, old, command)
    )
    if refused is not None:
        return refused

    intent = Intent(
        id=shown.id,
        manager=entry.actor.party,
        state=shown.state,
        volumes=shown.volumes,
        uss_base_url=shown.uss_base_url,
        ovn=private.ovn,
        version=old.version + 1 if old else 1,
        subscription=private.subscription.id if private.subscription else "",
        time_us=time_us,
        last_suffix=requested_suffix(shown.id, private.ovn) or (old.last_suffix if old else ""),
    )
    wanted = _subscription_for(state, entry, intent, private.subscription)
    if isinstance(wanted, Refused):
        return wanted
    subscription, made = wanted

    if shown.state not in OFF_NOMINAL:
        view = View(state, entry.actor.party, entry.time_us)
        asked = Asked(intent.id, intent.volumes)
        others = [other for other in view.intents_near(intent.volumes, asked) if other.id != intent.id]
        constraints = ()
        if subscription is not None and subscription.notify_for_constraints:
            constraints = view.constraints_near(intent.volumes)
        refused = _refuse_crowd(old, intent, others) or _unseen(state, frozenset(private.key), others, constraints)
        if refused is not None:
            return refused

    dropped = _unused(state, old, intent.subscription, entry.time_us)
    touched = intent.volumes + old.volumes if old else intent.volumes
    notified = [
        s.id for s in _listeners(state, touched, entry.time_us) if s.id != dropped and (not made or s.id != made.id)
    ]
    if made is not None and made.notify_for_intents:
        notified = sorted([*notified, made.id])
    agreed = settled(state, entry, old, intent.volumes) if old is not None else ()
    return IntentPut(intent, made, dropped, tuple(notified), agreed=agreed)


def _refuse_unsettled(state: State, old: Intent | None, command: PutIntent) -> Refusal | None:
    """Refuse room where bands of the room's flights do not follow the air yet: a key made there would leave some out.

    Never what left its plan, nor a change of a plan that takes the room that it had.
    """
    shown = command.reservation
    if shown.state in OFF_NOMINAL or (old is not None and old.volumes == shown.volumes):
        return None
    return refuse_air(state, state.air, shown.volumes)


def delete_intent(state: State, entry: Entry, command: DeleteIntent) -> IntentGone | Refusal:
    """End an intent. An implicit subscription that nobody else uses ends with it."""
    ask = command.private
    old = state.intents.get(ask.id)
    if old is None:
        return Unknown(ask.id, "delete")
    if old.flight is not None:  # whose it is, and that it is there, may be sealed
        return NotYours(ask.id) if old.manager == entry.actor.party else Unknown(ask.id, "delete")
    if old.manager != entry.actor.party:
        return NotYours(ask.id)
    if old.ovn != ask.replaces:
        return StaleVersion(ask.id, ask.replaces)
    dropped = _unused(state, old, "", entry.time_us)
    listeners = _listeners(state, old.volumes, entry.time_us)
    told = tuple(s.id for s in listeners if s.id != dropped)
    return IntentGone(old, dropped, told, settled(state, entry, old, ()))


def _refuse_suspended(state: State, entry: Entry, wanted: IntentState) -> Refusal | None:
    """A member that was suspended announces nothing new, but an aircraft that left its plan is always announced."""
    member = state.parties.get(entry.actor.party)
    is_out = member is not None and member.state is not PartyState.MEMBER
    return NotAllowed("suspended") if is_out and wanted not in OFF_NOMINAL else None


def _refuse_version(old: Intent | None, entry: Entry, command: PutIntent) -> Refusal | None:
    shown, private = command.reservation, command.private
    if old is None:
        if private.replaces:
            return Unknown(shown.id, "change")
        if shown.state is not IntentState.ACCEPTED:
            return StateNotAllowed(shown.id, shown.state)
        return None
    if not private.replaces:
        return AlreadyExists(shown.id)
    if old.flight is not None:
        return NotYours(shown.id) if old.manager == entry.actor.party else Unknown(shown.id, "change")
    if old.manager != entry.actor.party:
        return NotYours(shown.id)
    if old.ovn != private.replaces:
        return StaleVersion(shown.id, private.replaces)
    suffix = requested_suffix(shown.id, private.ovn)
    if old.ovn == private.ovn or (suffix and suffix <= old.last_suffix):
        return OvnReused(shown.id, private.ovn)
    return None


def requested_suffix(intent_id: str, ovn: str) -> str:
    """Return the UUIDv7 that an OVN was asked to end with, in digits that sort by their time; "" for an opaque OVN."""
    prefix = f"{intent_id}_"
    return ovn[len(prefix) :].replace("-", "").lower() if ovn.startswith(prefix) else ""


def _refuse_time(entry: Entry, start_us: int, end_us: int) -> Refusal | None:
    if end_us < entry.time_us:
        return AlreadyOver(end_us, entry.time_us)
    latest_us = entry.time_us + INTENT_HORIZON_US
    if start_us > latest_us:
        return TooFarAhead(start_us, latest_us)
    return None


def _refuse_size(state: State, old: Intent | None, entry: Entry, command: PutIntent) -> TooManyItems | None:
    """Never refuses what makes a party's share smaller, nor an aircraft that left its plan."""
    shown = command.reservation
    more = len(shown.volumes) - (len(old.volumes) if old else 0)
    if more <= 0 or shown.state in OFF_NOMINAL:
        return None
    if state.volumes_of.get(entry.actor.party, 0) + more > LIVE_VOLUMES_PER_PARTY:
        return TooManyItems("volumes", LIVE_VOLUMES_PER_PARTY)
    return None


def _subscription_for(
    state: State, entry: Entry, intent: Intent, wish: Attach | Subscribe | None
) -> tuple[Subscription | None, Subscription | None] | Refusal:
    """Return the subscription the intent will name, and the one to write (made anew or widened), if any."""
    match wish:
        case None:
            if intent.state is not IntentState.ACCEPTED:
                return NeedsSubscription(intent.id, intent.state)
            return None, None
        case Subscribe(new_id, version, uss_base_url, notify_for_constraints):
            if state.live_subscription(new_id, entry.time_us) is not None or new_id in state.dependents:
                return AlreadyExists(new_id)
            if len(state.subscriptions_of.get(intent.manager, ())) >= LIVE_SUBSCRIPTIONS_PER_PARTY:
                return TooManyItems("subscriptions", LIVE_SUBSCRIPTIONS_PER_PARTY)
            extent = Extent(cover(intent.volumes), ALWAYS, intent.time_us)
            made = Subscription(
                new_id, intent.manager, extent, uss_base_url, True, notify_for_constraints, True, version, 0
            )
            return made, made
        case Attach(subscription_id, version):
            found = state.live_subscription(subscription_id, entry.time_us)
            if found is None:
                return Unknown(subscription_id, "attach")
            if found.manager != entry.actor.party:
                return NotYours(subscription_id)
            dimension = gap(found.extent, intent)
            if not dimension:
                return found, None
            if not found.implicit:
                return NotCovered(subscription_id, intent.id, dimension)
            wider = msgspec.structs.replace(found, extent=widened(found.extent, intent), version=version)
            return wider, wider


def _refuse_crowd(old: Intent | None, intent: Intent, others: Sequence[Intent]) -> TooManyItems | None:
    """One party may not crowd a place. What is booked there already can be activated and changed in place."""
    if old is not None and old.volumes == intent.volumes:
        return None
    own = sum(len(other.volumes) for other in others if other.manager == intent.manager)
    return (
        TooManyItems("volumes in one place and time", VOLUMES_OF_PARTY_HERE) if own >= VOLUMES_OF_PARTY_HERE else None
    )


def _unseen(
    state: State, key: frozenset[str], others: Sequence[Intent], constraints: Sequence[Constraint]
) -> UnseenItems | None:
    """Return what the planner has not shown to know of: the proof of awareness (F3548-21, 4.4.1)."""
    intents = tuple(
        other.id
        for other in others
        if other.ovn not in key and not (other.state is IntentState.ACCEPTED and state.is_down(other.manager))
    )
    unseen = tuple(constraint.id for constraint in constraints if constraint.f3548_ovn not in key)
    return UnseenItems(intents, unseen) if intents or unseen else None


def _unused(state: State, old: Intent | None, subscription: str, now_us: int) -> str:
    """Return the implicit subscription that nobody will use once `old` no longer does, or "".

    One that has run out is gone already: freeing it is the expiry's business, and may have happened or not.
    """
    if old is None or not old.subscription or old.subscription == subscription:
        return ""
    left = state.live_subscription(old.subscription, now_us)
    users = state.dependents[old.subscription]
    return old.subscription if left is not None and left.implicit and len(users) == 1 else ""


def _listeners(state: State, volumes: tuple[Volume, ...], now_us: int) -> list[Subscription]:
    return [s for s in state.subscriptions_near(volumes, now_us) if s.notify_for_intents]
