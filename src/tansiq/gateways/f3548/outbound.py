"""From items and decisions to the standard's JSON. Everything shown comes from the caller's view."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import msgspec
from msgspec import UNSET, Struct

from tansiq.core.changes import (
    AvailabilitySet,
    ConstraintGone,
    ConstraintPut,
    IntentGone,
    IntentPut,
    ReportKept,
    SubscriptionGone,
    SubscriptionPut,
)
from tansiq.core.commands import PutConstraint, PutIntent
from tansiq.core.entry import Entry
from tansiq.core.limits import CONSTRAINT_DURATION_US, ITEMS_ANSWERED, ITEMS_NAMED
from tansiq.core.model import Constraint, Intent, Subscription
from tansiq.core.refusals import Refusal, Refused, UnseenItems
from tansiq.core.release import Asked, View
from tansiq.core.state import Decision, State
from tansiq.core.units import Span
from tansiq.gateways.f3548 import wire
from tansiq.gateways.f3548.refused import explain
from tansiq.gateways.rfc3339 import format_us
from tansiq.node.reply import Reply

FOREIGN_OVN: Final = "Available from USS"  # F3548-21 OpenAPI, EntityOVN: what others than the manager see
NO_SUBSCRIPTION: Final = "00000000-0000-4000-8000-000000000000"  # as the InterUSS reference service says "none"

SLICE: Final = 200  # references made at once: 2 ms

Item = TypeVar("Item")
_encode: Final = msgspec.json.Encoder().encode


def reply(state: State, entry: Entry, decision: Decision) -> Reply:
    """Return the answer to whoever asked for `entry`, as of the state right after it. Pure: each node gives the same bytes."""
    if isinstance(decision, Refused):
        return refusal(state, entry, decision)
    view = View(state, entry.actor.party, entry.time_us)
    match decision:
        case IntentPut(intent, _, _, notified):
            status = 200 if isinstance(entry.command, PutIntent) and entry.command.private.replaces else 201
            shown = wire.ChangeOperationalIntentReferenceResponse(
                _subscribers(state, notified), intent_reference(view, intent)
            )
            return Reply(status, _encode(shown))
        case IntentGone(intent, _, notified):
            gone = wire.ChangeOperationalIntentReferenceResponse(
                _subscribers(state, notified), intent_reference(view, intent)
            )
            return Reply(200, _encode(gone))
        case ConstraintPut(constraint, notified):
            status = 200 if isinstance(entry.command, PutConstraint) and entry.command.private.replaces else 201
            made = wire.ChangeConstraintReferenceResponse(
                _subscribers(state, notified), constraint_reference(view, constraint)
            )
            return Reply(status, _encode(made))
        case ConstraintGone(constraint, notified):
            ended = wire.ChangeConstraintReferenceResponse(
                _subscribers(state, notified), constraint_reference(view, constraint)
            )
            return Reply(200, _encode(ended))
        case SubscriptionPut(subscription):
            return Reply(200, _encode(_subscription_put(view, subscription)))
        case SubscriptionGone(subscription):
            return Reply(200, _encode(wire.DeleteSubscriptionResponse(subscription_shown(view, subscription))))
        case AvailabilitySet(said):
            return Reply(200, _encode(availability(view, said.uss)))
        case ReportKept(report_id):
            return Reply(201, _encode({"report_id": report_id}))
        case _:
            return Reply(200, b"{}")  # nobody waits for these at this door


def refusal(state: State, entry: Entry, refused: Refusal) -> Reply:
    """Return the answer "no": the status and a sentence, with the references that a key lacks."""
    status, message = explain(refused, entry.command)
    if not isinstance(refused, UnseenItems):
        return Reply(status, _encode(wire.ErrorResponse(message)))
    assert isinstance(entry.command, PutIntent)
    asked = entry.command.reservation
    view, plan = View(state, entry.actor.party, entry.time_us), Asked(asked.id, asked.volumes)
    named, left = frozenset(refused.intents[:ITEMS_NAMED]), max(0, ITEMS_NAMED - len(refused.intents))
    # One look at all around: to look for each stand-in by its id takes 20 s where 150 sealed flights meet 300 of the asker's.
    intents = [intent_reference(view, i) for i in view.intents_near(plan.volumes, plan) if i.id in named]
    constraints = [
        constraint_reference(view, c) for c in map(view.constraint, refused.constraints[:left]) if c is not None
    ]
    return Reply(status, _encode(wire.AirspaceConflictResponse(message, intents or UNSET, constraints or UNSET)))


def intent_reference(view: View, intent: Intent) -> wire.OperationalIntentReference:
    """Return an intent as the viewer may see it. The manager of a party's flight is the room, never the party."""
    charter = view.charter if intent.flight is not None else None
    manager, base_url = (charter.uss, charter.base_url) if charter else (intent.manager, intent.uss_base_url)
    return wire.OperationalIntentReference(
        id=intent.id,
        manager=manager,
        uss_availability=view.availability(manager).state,
        version=intent.version,
        state=intent.state,
        ovn=view.ovn(intent) or FOREIGN_OVN,
        time_start=_time(intent.time_us.lo),
        time_end=_time(intent.time_us.hi),
        uss_base_url=base_url,
        subscription_id=intent.subscription or NO_SUBSCRIPTION,
    )


def constraint_window(view: View, constraint: Constraint) -> Span:
    """Return when a constraint is shown to last: of a standing zone the 24 h from now on."""
    start_us, end_us = constraint.time_us.lo, constraint.time_us.hi
    if end_us - start_us > CONSTRAINT_DURATION_US:
        start_us = min(max(start_us, view.now_us), end_us)
        end_us = min(end_us, start_us + CONSTRAINT_DURATION_US)
    return Span(start_us, end_us)


def constraint_reference(view: View, constraint: Constraint) -> wire.ConstraintReference:
    """Return a constraint as the viewer may see it. Zones of the room's parties are managed by the room.

    A standing zone is shown with the 24 h from now on, the longest that the standard allows.
    """
    charter = view.charter if constraint.zone is not None else None
    manager, base_url = (charter.uss, charter.base_url) if charter else (constraint.manager, constraint.uss_base_url)
    shown_us = constraint_window(view, constraint)
    return wire.ConstraintReference(
        id=constraint.id,
        manager=manager,
        uss_availability=view.availability(manager).state,
        version=constraint.f3548_version,
        ovn=view.ovn(constraint) or FOREIGN_OVN,
        time_start=_time(shown_us.lo),
        time_end=_time(shown_us.hi),
        uss_base_url=base_url,
    )


def subscription_shown(view: View, subscription: Subscription) -> wire.Subscription:
    """Return one of the viewer's subscriptions."""
    return wire.Subscription(
        id=subscription.id,
        version=subscription.version,
        notification_index=subscription.notification_index,
        time_start=_time(subscription.extent.time_us.lo),
        time_end=_time(subscription.extent.time_us.hi),
        uss_base_url=subscription.uss_base_url,
        notify_for_operational_intents=subscription.notify_for_intents,
        notify_for_constraints=subscription.notify_for_constraints,
        implicit_subscription=subscription.implicit,
        dependent_operational_intents=view.dependents(subscription.id),
    )


def availability(view: View, uss: str) -> wire.UssAvailabilityStatusResponse:
    """Return what is known of a USS."""
    said = view.availability(uss)
    return wire.UssAvailabilityStatusResponse(said.version, wire.UssAvailabilityStatus(uss, said.state))


def encode(shown: Any) -> Reply:
    """Return an answer 200 to a question."""
    return Reply(200, _encode(shown))


async def listed(name: str, found: Sequence[Item], shown: Callable[[Item], Struct]) -> Reply:
    """Return the answer to a query: {name: [...]}. Made in slices, from a list of one moment, so that the loop runs between.

    More than ITEMS_ANSWERED are refused with 413.
    """
    if len(found) > ITEMS_ANSWERED:
        sentence = (
            f"{len(found):,} items would be the answer; at most {ITEMS_ANSWERED:,} are. Ask for a smaller area or time."
        )
        return Reply(413, _encode(wire.ErrorResponse(sentence)))
    pieces: list[bytes] = []
    for at in range(0, len(found), SLICE):
        if at:
            await asyncio.sleep(0)
        pieces.append(_encode([shown(item) for item in found[at : at + SLICE]])[1:-1])
    return Reply(200, b'{"%s":[%s]}' % (name.encode(), b",".join(pieces)))


def _subscription_put(view: View, subscription: Subscription) -> wire.PutSubscriptionResponse:
    extent = (subscription.extent,)
    return wire.PutSubscriptionResponse(
        subscription_shown(view, subscription),
        [intent_reference(view, i) for i in view.intents_near(extent)] if subscription.notify_for_intents else UNSET,
        [constraint_reference(view, c) for c in view.constraints_near(extent)]
        if subscription.notify_for_constraints
        else UNSET,
    )


def _subscribers(state: State, notified: Iterable[str]) -> list[wire.SubscriberToNotify]:
    by_url: dict[str, list[wire.SubscriptionState]] = {}
    for subscription_id in notified:
        told = state.subscriptions[subscription_id]
        index = wire.SubscriptionState(told.id, told.notification_index)
        by_url.setdefault(told.uss_base_url, []).append(index)
    return [wire.SubscriberToNotify(subscriptions, url) for url, subscriptions in by_url.items()]


def _time(time_us: int) -> wire.Time:
    return wire.Time(format_us(time_us), "RFC3339")
