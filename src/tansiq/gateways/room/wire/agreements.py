"""Agreements on who moves, and the ledger of who gave way."""

from msgspec import Struct

from tansiq.core.room import AgreementState
from tansiq.gateways.room.wire.places import Whose


class Shift(Struct, frozen=True, forbid_unknown_fields=True):
    """A change of one flight of two. whose: "mine" or "theirs", as seen by whoever proposes."""

    whose: Whose
    delay_s: int = 0
    up_m: float = 0


class AgreementBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A proposal to the owner of a flight that one's own meets. options: ways out, each one or two shifts; one is chosen.

    answers: the proposal that this counters. theirs: the id under which the other flight is seen.
    """

    mine: str
    theirs: str
    options: list[list[Shift]]
    deadline: str
    words: str = ""
    answers: str = ""


class RecordBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What was agreed, by telephone or otherwise, with the manager of a flight outside the room. words: how, and with whom.

    change: one or two shifts. One's own flight moves at once; the other is awaited until the deadline.
    """

    mine: str
    theirs: str
    change: list[Shift]
    deadline: str
    words: str


class AgreementShown(Struct, frozen=True, rename={"from_": "from"}):
    """An agreement as one of its two parties sees it. from_, to: "" where the other's name is not told.

    chosen: index of the option that was accepted, -1 before. made_by_me: then it can be withdrawn, else answered.
    awaiting: the USS outside that has agreed and not moved its flight yet, "" where there is none.
    """

    id: str
    state: AgreementState
    made_by_me: bool
    from_: str
    to: str
    mine: str
    theirs: str
    options: list[list[Shift]]
    made: str
    deadline: str
    words: str
    answers: str
    chosen: int
    awaiting: str = ""


class Agreements(Struct, frozen=True):
    """The agreements of the asker's party: open ones, and those closed in the last day."""

    agreements: list[AgreementShown]


class AcceptBody(Struct, frozen=True, forbid_unknown_fields=True):
    """option: index of the way out that is taken."""

    option: int


class LedgerBody(Struct, frozen=True, forbid_unknown_fields=True):
    """keep: whether the asker's party wishes a ledger with the other. It is kept while both do."""

    keep: bool


class GaveTotal(Struct, frozen=True):
    """How often a party gave way, and by how much in all; earlier and lower count as later and higher do."""

    times: int
    minutes: float
    feet: float


class GaveShown(Struct, frozen=True):
    """A flight that was moved by an agreement. who: whose. minutes: later, or earlier below 0. feet: higher, or lower."""

    agreement: str
    at: str
    who: Whose
    minutes: float
    feet: float


class LedgerShown(Struct, frozen=True):
    """Who gave way between the asker's party and another. since: from when on both wished it, "" where they never did.

    mine, theirs: totals, also of entries that are no longer kept. entries: oldest first.
    """

    party: str
    kept_by_me: bool
    kept_by_them: bool
    since: str
    mine: GaveTotal
    theirs: GaveTotal
    entries: list[GaveShown]
