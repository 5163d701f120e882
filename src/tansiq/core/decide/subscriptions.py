"""Subscriptions (ASTM F3548-21, 4.3 and annex A4; behaviour of the InterUSS reference service)."""

from tansiq.core.changes import SubscriptionGone, SubscriptionPut
from tansiq.core.commands import DeleteSubscription, PutSubscription, SubscriptionWish
from tansiq.core.decide.coverage import gap
from tansiq.core.entry import Entry
from tansiq.core.limits import (
    ITEMS_SUBSCRIBED,
    LIVE_SUBSCRIPTIONS_PER_PARTY,
    SUBSCRIPTION_DURATION_US,
    SUBSCRIPTION_START_PAST_US,
    SUBSCRIPTIONS_OF_PARTY_HERE,
)
from tansiq.core.model import Subscription
from tansiq.core.refusals import (
    AlreadyExists,
    AlreadyOver,
    EndsBeforeStart,
    HasDependents,
    LastsTooLong,
    NotCovered,
    NotYours,
    Refusal,
    StaleVersion,
    StartsTooEarly,
    TooManyItems,
    Unknown,
)
from tansiq.core.release import View
from tansiq.core.state import State
from tansiq.core.units import Span
from tansiq.core.volumes import Extent


def put_subscription(state: State, entry: Entry, command: PutSubscription) -> SubscriptionPut | Refusal:
    """Create or change a subscription. A client's change makes an implicit one explicit: it outlives its intent."""
    wish = command.private
    old = state.live_subscription(wish.id, entry.time_us)
    # Times are checked before ownership, so those of a foreign one must not be what an open end falls back on.
    mine = old if old is not None and old.manager == entry.actor.party else None
    time_us = _times(wish, mine, entry)
    refused = _refuse_time(wish, time_us, entry) or _refuse_version(state, old, entry, wish)
    if refused is not None:
        return refused
    new = Subscription(
        id=wish.id,
        manager=entry.actor.party,
        extent=Extent(wish.boxes, Span(wish.alt_lo_mm, wish.alt_hi_mm), time_us),
        uss_base_url=wish.uss_base_url,
        notify_for_intents=wish.notify_for_intents,
        notify_for_constraints=wish.notify_for_constraints,
        implicit=False,
        version=wish.version,
        notification_index=old.notification_index if old else 0,
    )
    if _is_crowded(state, new, entry.time_us):
        return TooManyItems("explicit subscriptions in one place and time", SUBSCRIPTIONS_OF_PARTY_HERE)
    if _shows_too_much(View(state, entry.actor.party, entry.time_us), new):
        return TooManyItems("items in the area of one subscription", ITEMS_SUBSCRIBED)
    if old is not None:
        for intent_id in sorted(state.dependents.get(wish.id, ())):
            dimension = gap(new.extent, state.intents[intent_id])
            if dimension:
                return NotCovered(wish.id, intent_id, dimension)
    return SubscriptionPut(new)


def delete_subscription(state: State, entry: Entry, command: DeleteSubscription) -> SubscriptionGone | Refusal:
    """End a subscription that no intent depends on."""
    ask = command.private
    old = state.live_subscription(ask.id, entry.time_us)
    if old is None:
        return Unknown(ask.id, "delete")
    if old.manager != entry.actor.party:
        return NotYours(ask.id)
    if old.version != ask.replaces:
        return StaleVersion(ask.id, ask.replaces)
    if ask.id in state.dependents:
        return HasDependents(ask.id, tuple(sorted(state.dependents[ask.id])))
    return SubscriptionGone(old)


def _is_crowded(state: State, new: Subscription, now_us: int) -> bool:
    """Return whether the party has so many explicit ones here that each change would tell it too often."""
    near = state.subscriptions_near((new.extent,), now_us)
    if len(near) < SUBSCRIPTIONS_OF_PARTY_HERE:
        return False
    own = sum(s.manager == new.manager and not s.implicit and s.id != new.id for s in near)
    return own >= SUBSCRIPTIONS_OF_PARTY_HERE


def _shows_too_much(view: View, new: Subscription) -> bool:
    """Return whether the answer, which lists what the subscription is about, would be too long to make at once."""
    extent = (new.extent,)
    intents = len(view.intents_near(extent)) if new.notify_for_intents else 0
    constraints = len(view.constraints_near(extent)) if new.notify_for_constraints else 0
    return intents + constraints > ITEMS_SUBSCRIBED


def _times(wish: SubscriptionWish, old: Subscription | None, entry: Entry) -> Span:
    if wish.start_us is not None:
        start_us = wish.start_us
    else:
        start_us = old.extent.time_us.lo if old else entry.time_us
    if wish.end_us is not None:
        end_us = wish.end_us
    else:
        end_us = old.extent.time_us.hi if old else start_us + SUBSCRIPTION_DURATION_US
    return Span(start_us, end_us)


def _refuse_time(wish: SubscriptionWish, time_us: Span, entry: Entry) -> Refusal | None:
    earliest_us = entry.time_us - SUBSCRIPTION_START_PAST_US
    if wish.start_us is not None and wish.start_us < earliest_us:
        return StartsTooEarly(wish.start_us, earliest_us)
    if time_us.hi < time_us.lo:
        return EndsBeforeStart(time_us.lo, time_us.hi)
    if time_us.hi < entry.time_us:
        return AlreadyOver(time_us.hi, entry.time_us)
    if time_us.hi - time_us.lo > SUBSCRIPTION_DURATION_US:
        return LastsTooLong(time_us.hi - time_us.lo, SUBSCRIPTION_DURATION_US)
    return None


def _refuse_version(state: State, old: Subscription | None, entry: Entry, wish: SubscriptionWish) -> Refusal | None:
    if old is None:
        if wish.replaces:
            return Unknown(wish.id, "change")
        if wish.id in state.dependents:  # run out, but intents that are past their time still name it
            return AlreadyExists(wish.id)
        if len(state.subscriptions_of.get(entry.actor.party, ())) >= LIVE_SUBSCRIPTIONS_PER_PARTY:
            return TooManyItems("subscriptions", LIVE_SUBSCRIPTIONS_PER_PARTY)
        return None
    if old.manager != entry.actor.party:
        return NotYours(wish.id)
    if not wish.replaces:
        return AlreadyExists(wish.id)
    if old.version != wish.replaces:
        return StaleVersion(wish.id, wish.replaces)
    return None
