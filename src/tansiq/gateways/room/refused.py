"""Each refusal of the core as a status, a code, and the values of its sentence. The only such table of this door."""

from typing import Any, Final, assert_never

import msgspec

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

# Refusals go through the log as data, so that each reader gets them in its own language.
encode: Final = msgspec.json.Encoder().encode
decode: Final = msgspec.json.Decoder(Refusal).decode


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal."""
    return _explained(refusal)[0]


def explain(refusal: Refusal) -> tuple[int, str, dict[str, Any]]:
    """Return status, code and values. The code names a sentence in every language, see `words`."""
    return _explained(refusal)


def _explained(refusal: Refusal) -> tuple[int, str, dict[str, Any]]:
    match refusal:
        case Unknown(id, _):
            return 404, "unknown", {"id": id}
        case AlreadyExists(id):
            return 409, "already_exists", {"id": id}
        case NotYours(id):
            return 403, "not_yours", {"id": id}
        case StaleVersion(id, _):
            return 409, "stale_version", {"id": id}
        case UnseenItems(intents, constraints):
            return 409, "unseen", {"count": len(intents) + len(constraints)}
        case AlreadyOver(end_us, now_us):
            return 400, "already_over", {"end": format_us(end_us), "now": format_us(now_us)}
        case TooFarAhead(start_us, latest_us):
            return 400, "too_far_ahead", {"start": format_us(start_us), "latest": format_us(latest_us)}
        case BookedTooLate(start_us, latest_us):
            return 409, "booked_too_late", {"start": format_us(start_us), "latest": format_us(latest_us)}
        case InForceTooSoon(announced_us, earliest_us):
            values = {"announced": format_us(announced_us), "earliest": format_us(earliest_us)}
            return 409, "in_force_too_soon", values
        case LastsTooLong(duration_us, longest_us):
            return 400, "lasts_too_long", _hours(duration_us, longest_us)
        case TooManyItems(what, limit):
            return 429, "too_many", {"what": what, "limit": limit}
        case KeyReused(key):
            return 422, "key_reused", {"key": key}
        case NoRoom():
            return 409, "no_room", {}
        case NotAllowed(why):
            return 403, f"not_allowed.{_word(why)}", {}
        case RoomConflict(why, id):
            return 409, f"conflict.{_word(why)}", {"id": id}
        case TransitionNotAllowed(id, before, after, why):
            code = "not_active_now" if why else "transition"
            return 409, code, {"id": id, "before": before or "-", "after": after}
        case Unticked(items):
            return 409, "unticked", {"count": len(items)}
        case (
            OvnReused()
            | StateNotAllowed()
            | StartsTooEarly()
            | EndsBeforeStart()
            | NeedsSubscription()
            | NotCovered()
            | HasDependents()
            | NothingDue()
        ):
            return 409, "not_here", {"what": type(refusal).__name__}  # asked at the F3548 door, or by the node itself
        case _:
            assert_never(refusal)


def _hours(duration_us: int, longest_us: int) -> dict[str, str]:
    return {"hours": f"{duration_us / HOUR_US:.2f}", "longest": f"{longest_us / HOUR_US:g}"}


def _word(why: str) -> str:
    return why.replace(" ", "_").replace("-", "_")
