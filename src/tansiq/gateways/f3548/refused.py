"""Each refusal as a status and a sentence with the cure. The only such table of this door; the core has no HTTP."""

from typing import assert_never

from tansiq.core.commands import Command, PutConstraint
from tansiq.core.refusals import (
    AlreadyExists,
    AlreadyOver,
    BookedTooLate,
    EndsBeforeStart,
    HasDependents,
    InForceTooSoon,
    KeyReused,
    LastsTooLong,
    NeedsSubscription,
    NoRoom,
    NotAllowed,
    NotCovered,
    NothingDue,
    NotYours,
    OvnReused,
    Refusal,
    RoomConflict,
    StaleVersion,
    StartsTooEarly,
    StateNotAllowed,
    TooFarAhead,
    TooManyItems,
    TransitionNotAllowed,
    Unknown,
    UnseenItems,
    Unticked,
)
from tansiq.core.units import HOUR_US
from tansiq.gateways.rfc3339 import format_us


def explain(refusal: Refusal, command: Command) -> tuple[int, str]:
    """Return the HTTP status and one sentence for whoever asked."""
    match refusal:
        case Unknown(id, "delete"):
            return 404, f"There is no {id}."
        case Unknown(id, "attach"):
            return 400, f"There is no subscription {id}. Make one, or send new_subscription."
        case Unknown(id, _):
            status = 409 if isinstance(command, PutConstraint) else 400
            return status, f"There is no {id} to change. Leave the version out of the path to create it."
        case AlreadyExists(id):
            return 409, f"{id} exists already. To change it, put its present version at the end of the path."
        case NotYours(id):
            return 403, f"{id} belongs to another participant; only its manager may do that."
        case StaleVersion(id, given):
            return 409, f"{given[:128]!r} is not the present version of {id}. Fetch it again, then retry."
        case OvnReused(id, ovn):
            return 400, f"{id} had a suffix as new as that of {ovn!r} before. Make a new UUIDv7."
        case UnseenItems(intents, constraints):
            return 409, (
                f"{len(intents)} operational intent(s) and {len(constraints)} constraint(s) that this one may touch are not "
                "in your key. Get their details from their managers, then retry with their OVNs."
            )
        case StateNotAllowed(id, state):
            return 400, f"{id} cannot begin as {state}; an operational intent is created as Accepted."
        case AlreadyOver(end_us, now_us):
            return 400, f"It ended at {format_us(end_us)}, and now it is {format_us(now_us)}."
        case TooFarAhead(start_us, latest_us):
            return 400, f"It starts at {format_us(start_us)}; plans may start until {format_us(latest_us)}."
        case StartsTooEarly(start_us, earliest_us):
            return 400, f"It starts at {format_us(start_us)}; {format_us(earliest_us)} is the earliest allowed."
        case LastsTooLong(duration_us, longest_us):
            return 400, f"It lasts {duration_us / HOUR_US:.2f} h; {longest_us / HOUR_US:g} h is the longest allowed."
        case EndsBeforeStart(start_us, end_us):
            return 400, f"It would end at {format_us(end_us)}, before its start at {format_us(start_us)}."
        case NeedsSubscription(id, state):
            return 400, f"{id} is {state}: it needs subscription_id or new_subscription."
        case NotCovered(subscription, intent, dimension):
            return 400, f"Subscription {subscription} does not cover {intent} in {dimension}. Widen the subscription."
        case HasDependents(id, intents):
            return 400, f"{len(intents)} operational intent(s) depend on subscription {id}: {', '.join(intents[:10])}."
        case TooManyItems(what, limit):
            return 429, f"More than {limit:,} {what} are not taken. Delete some, or ask for a smaller area or time."
        case KeyReused(key):
            return 422, f"The Idempotency-Key {key!r} was used for another request in the last 24 h. Use a new key."
        case NothingDue(_):
            return 409, "Nothing is past its time."
        case RoomConflict("pressure changing"):
            return (
                503,
                "The room derives heights anew here, as a pressure was stated; nothing was done. Ask again shortly.",
            )
        case (
            NoRoom()
            | NotAllowed()
            | RoomConflict()
            | TransitionNotAllowed()
            | BookedTooLate()
            | InForceTooSoon()
            | Unticked()
        ):
            return 403, "That is asked at the door of the room, under /room/v1."
        case _:
            assert_never(refusal)
