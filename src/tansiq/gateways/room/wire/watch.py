"""Who is on watch, how the watch is handed over, its notes, and drills.

Every member sees of every party `WatchShown`. All else is the asker's own party's. Times are RFC 3339, "" for never.
"""

from typing import Literal

from msgspec import Struct

from tansiq.core.notices import Means
from tansiq.core.watch import Duty, ItemKind


class TakeBody(Struct, frozen=True, forbid_unknown_fields=True):
    """duty: "watch" to have it, where nobody has it or whoever has it does not answer; "deputy" to be told second."""

    duty: Duty = Duty.WATCH


class Alive(Struct, frozen=True):
    """When each way to reach a party was last proven to work, by "I am here" or a drill; of others by the whole minute."""

    page: str
    webhook: str
    field_link: str
    voice: str


class WatchShown(Struct, frozen=True):
    """The watch of a party. nobody_since: since when nobody is on watch, of others by the minute; "" while somebody is."""

    party: str
    is_mine: bool
    is_on_watch: bool
    nobody_since: str
    alive: Alive


class PersonOnWatch(Struct, frozen=True):
    """A person of the asker's party. name: "" where it was erased or the person is gone. seen: when it last did something.

    prompt_at: when it is asked whether it is there; after gone_at it is not taken to be. is_prompted, is_there: as of now.
    """

    id: str
    name: str
    since: str
    seen: str
    prompt_at: str
    gone_at: str
    is_prompted: bool
    is_there: bool
    is_me: bool


class HandoverWaits(Struct, frozen=True):
    """A watch that waits to be taken over. by, to: ids of persons; to: "" while nobody was named and nobody began to tick.

    may_tick: whether the asker is, or may become, who takes over.
    """

    id: str
    by: str
    by_name: str
    to: str
    to_name: str
    begun: str
    may_tick: bool


class OwnWatch(Struct, frozen=True):
    """The asker's own watch. holder: who has it, None where nobody has; deputies: who are told second."""

    holder: PersonOnWatch | None
    deputies: list[PersonOnWatch]
    handover: HandoverWaits | None


class Watches(Struct, frozen=True):
    """The watches of all members, by code; own: of the asker's party."""

    parties: list[WatchShown]
    own: OwnWatch


class HandoverBody(Struct, frozen=True, forbid_unknown_fields=True):
    """to: id of the person who takes over, "" for any officer who comes, or for oneself where one comes."""

    to: str = ""


class SheetItem(Struct, frozen=True):
    """A line of the sheet. key: to be ticked by; the same for the same thing in every draft.

    conflict: id: the own flight; detail: the other, as it is seen; at: where they first meet.
    notice: detail: "received" and to be answered, "sent" and not answered, or "not reached"; at: its deadline.
    agreement: detail: "to answer", "asked" or "awaiting"; at: its deadline. proposal: not voted on yet; at: its deadline.
    flight: detail: "Nonconforming", "Contingent" or "overrunning". zone, release: detail: "begins" or "ends", of a release
    with the party; at: when. pressure: id of the area; detail: QNH in hPa; at: until when it holds.
    fault: id: host that could not be told of what changed, or "webhook", one's own system; detail: the code of the error.
    nobody: id: party without a watch; at: since when. note: words: what it says.
    Where there are more of a kind than a sheet has room for, id is "" and detail counts the rest.
    """

    key: str
    kind: ItemKind
    id: str
    detail: str
    at: str
    is_ticked: bool
    words: str = ""


class HandoverShown(Struct, frozen=True):
    """The sheet as drawn up now. handover: None while none waits: then it is a preview. missing: how many are not ticked."""

    handover: HandoverWaits | None
    items: list[SheetItem]
    missing: int


class TickBody(Struct, frozen=True, forbid_unknown_fields=True):
    """keys: of the items of the sheet that were taken note of; they stay ticked."""

    keys: list[str]


class SheetShown(Struct, frozen=True):
    """A sheet as it was accepted. by, to: ids of persons. Words of notes that were erased since are ""."""

    id: str
    by: str
    by_name: str
    to: str
    to_name: str
    begun: str
    accepted: str
    items: list[SheetItem]


class Sheets(Struct, frozen=True):
    """The sheets by which the own watch was handed over, newest first; the last 21."""

    sheets: list[SheetShown]


class NoteBody(Struct, frozen=True, forbid_unknown_fields=True):
    """words: up to 2,000 characters."""

    words: str


class NoteShown(Struct, frozen=True):
    """A note of the own watch. by: id of the person who wrote it."""

    id: str
    by: str
    by_name: str
    made: str
    words: str


class Notes(Struct, frozen=True):
    """The notes of the own watch, oldest first."""

    notes: list[NoteShown]


class DrillShown(Struct, frozen=True):
    """A drill of the own party. id: of its notice, which is answered as any. outcome: "open" while it may still be answered.

    words, hint: what it says, EXERCISE first and last. answered_s: seconds until somebody answered, None before.
    means: by which way somebody answered; only an answer by the channel itself proves that it works.
    """

    id: str
    channel: Means
    at: str
    outcome: Literal["open", "answered", "by deputy", "missed"]
    answered_s: int | None
    means: Means | None
    words: str
    hint: str


class Drills(Struct, frozen=True):
    """The last 30 drills of the own party, newest first. is_on: whether the charter has any held."""

    is_on: bool
    drills: list[DrillShown]
