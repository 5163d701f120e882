"""Every way the state can say no. A refusal is an answer: data, with what the asker needs to do better.

Sentences and status codes belong to the doors.
"""

from typing import Final

from msgspec import Struct

# Each with a sentence in every language at the door of the room.
ROOM_CONFLICTS: Final = (
    "room exists",
    "code taken",
    "no such party",
    "no such proposal",
    "proposal open",
    "wrong party state",
    "wrong deadline",
    "not a voter",
    "no such delegate",
    "last lead",
    "key taken",
    "charter missing",
    "not a flight of the room",
    "views do not fit",
    "off-nominal volumes",
    "too many grants",
    "a person activates",
    "zone hours",
    "zone level",
    "corridor lanes",
    "no such release",
    "second person",
    "no such agreement",
    "agreement exists",
    "agreement options",
    "agreement not free",
    "agreement deadline",
    "no such ledger",
    "not managed elsewhere",
    "already in the air",
    "agreement changed",
    "release outdated",
    "too few to judge",
    "not to be closed yet",
    "library place",
    "no such pressure",
    "pressure values",
    "pressure times",
    "pressure changed",
    "pressure changing",
    "report values",
    "report life",
    "a person ties",
    "one report",
    "nothing said",
    "question values",
    "notice exists",
    "no such notice",
    "notice receivers",
    "notice deadline",
    "notice values",
    "notice area",
    "notice step",
    "notice answer",
    "notice taken back",
    "stand by",
    "read back",
    "call",
    "watch held",
    "not on watch",
    "handover waits",
    "no such handover",
    "handover person",
    "no such note",
    "drill",
    "movement state",
    "movement values",
    "a person moves",
    "no such link",
)
REQUEST_KEYS: Final = "request keys"  # what a party has too many of when it sends more idempotency keys than we keep


class Refused(Struct, frozen=True, gc=False):
    """What all refusals are: `isinstance` with the union of them tries one after the other, five times a request."""


class Unknown(Refused, frozen=True, gc=False, tag="unknown"):
    """There is no such item, or none any more. action: what was asked of it: "change", "delete" or "attach"."""

    id: str
    action: str


class AlreadyExists(Refused, frozen=True, gc=False, tag="already_exists"):
    """An item with this id is there already."""

    id: str


class NotYours(Refused, frozen=True, gc=False, tag="not_yours"):
    """Only its manager may do that."""

    id: str


class StaleVersion(Refused, frozen=True, gc=False, tag="stale_version"):
    """The OVN or version given is not the present one."""

    id: str
    given: str


class OvnReused(Refused, frozen=True, gc=False, tag="ovn_reused"):
    """The suffix asked for the OVN is not newer than one that the item had before."""

    id: str
    ovn: str


class UnseenItems(Refused, frozen=True, gc=False, tag="unseen"):
    """Items in the asker's world that the key does not name. Ids, sorted."""

    intents: tuple[str, ...]
    constraints: tuple[str, ...]


class StateNotAllowed(Refused, frozen=True, gc=False, tag="state_not_allowed"):
    """An intent begins as Accepted."""

    id: str
    state: str


class AlreadyOver(Refused, frozen=True, gc=False, tag="already_over"):
    """The last end is in the past. now_us: the log's time."""

    end_us: int
    now_us: int


class TooFarAhead(Refused, frozen=True, gc=False, tag="too_far_ahead"):
    """It starts later than the planning horizon allows."""

    start_us: int
    latest_us: int


class StartsTooEarly(Refused, frozen=True, gc=False, tag="starts_too_early"):
    """A subscription may not start that far in the past."""

    start_us: int
    earliest_us: int


class BookedTooLate(Refused, frozen=True, gc=False, tag="booked_too_late"):
    """The charter asks for more notice. start_us: of the room that it takes anew. latest_us: when it could be booked last."""

    start_us: int
    latest_us: int


class InForceTooSoon(Refused, frozen=True, gc=False, tag="in_force_too_soon"):
    """The charter asks for more notice of a zone. announced_us: of what it takes now. earliest_us: when it may be in force."""

    announced_us: int
    earliest_us: int


class LastsTooLong(Refused, frozen=True, gc=False, tag="lasts_too_long"):
    """It lasts longer than allowed."""

    duration_us: int
    longest_us: int


class EndsBeforeStart(Refused, frozen=True, gc=False, tag="ends_before_start"):
    """The end, given or kept, lies before the start."""

    start_us: int
    end_us: int


class NeedsSubscription(Refused, frozen=True, gc=False, tag="needs_subscription"):
    """An intent that flies must be subscribed to its surroundings."""

    id: str
    state: str


class NotCovered(Refused, frozen=True, gc=False, tag="not_covered"):
    """A subscription does not contain an intent that depends, or shall depend, on it. dimension: "area", "height", "time"."""

    subscription: str
    intent: str
    dimension: str


class HasDependents(Refused, frozen=True, gc=False, tag="has_dependents"):
    """Intents depend on this subscription. Ids, sorted."""

    id: str
    intents: tuple[str, ...]


class TooManyItems(Refused, frozen=True, gc=False, tag="too_many_items"):
    """The party has as much in the room as one party may. what: in words, as "volumes" or "request keys"."""

    what: str
    limit: int


class KeyReused(Refused, frozen=True, gc=False, tag="key_reused"):
    """The idempotency key was used for another request."""

    key: str


class NothingDue(Refused, frozen=True, gc=False, tag="nothing_due"):
    """An expiry command names an item that is not past its time, or nothing at all."""

    id: str


class NoRoom(Refused, frozen=True, gc=False, tag="no_room"):
    """This is a plain DSS: nobody founded a room here."""


class NotAllowed(Refused, frozen=True, gc=False, tag="not_allowed"):
    """The actor may not do that. why: "not a member", "suspended", "role", "host", "not yours", "second person"."""

    why: str


class RoomConflict(Refused, frozen=True, gc=False, tag="room_conflict"):
    """It does not fit what is there. why: one of `ROOM_CONFLICTS`. id: of what is meant."""

    why: str
    id: str


class TransitionNotAllowed(Refused, frozen=True, gc=False, tag="transition_not_allowed"):
    """A flight does not go from this state to that one, or not now. why: "" or what is missing."""

    id: str
    before: str
    after: str
    why: str = ""


class Unticked(Refused, frozen=True, gc=False, tag="unticked"):
    """Items of the sheet that whoever takes the watch over did not take note of. Their keys, in the sheet's order."""

    items: tuple[str, ...]


Refusal = (
    Unknown
    | AlreadyExists
    | NotYours
    | StaleVersion
    | OvnReused
    | UnseenItems
    | StateNotAllowed
    | AlreadyOver
    | TooFarAhead
    | BookedTooLate
    | InForceTooSoon
    | StartsTooEarly
    | LastsTooLong
    | EndsBeforeStart
    | NeedsSubscription
    | NotCovered
    | HasDependents
    | TooManyItems
    | KeyReused
    | NothingDue
    | NoRoom
    | NotAllowed
    | RoomConflict
    | TransitionNotAllowed
    | Unticked
)
