"""What can be asked of the watch. Parts of a record as in `room_commands`: a party alone may be shown any of it."""

from msgspec import Struct

from tansiq.core.notices import Means
from tansiq.core.watch import Duty, SheetItem


class Taking(Struct, frozen=True, gc=False):
    """chance: drawn by the proposing node, below `CHANCES`: when the drill of this watch is due."""

    duty: Duty
    chance: int


class TakeWatch(Struct, frozen=True, gc=False):
    """Take the watch where nobody has it, or become a deputy."""

    private: Taking


class Nothing(Struct, frozen=True, gc=False):
    """Nothing more than who asks and when."""


class ProvePresence(Struct, frozen=True, gc=False):
    """Say: I am here."""

    private: Nothing


class LeaveWatch(Struct, frozen=True, gc=False):
    """Leave the watch, with or without anybody who takes it over."""

    private: Nothing


class HandoverWish(Struct, frozen=True, gc=False):
    """id: chosen by the proposing node. to: the person who takes over, "" for whoever does."""

    id: str
    to: str


class BeginHandover(Struct, frozen=True, gc=False):
    """Begin to hand the watch over."""

    private: HandoverWish


class Ticks(Struct, frozen=True, gc=False):
    """keys: of the items of the sheet that were taken note of."""

    id: str
    keys: tuple[str, ...]


class TickHandover(Struct, frozen=True, gc=False):
    """Take note of items of the sheet, as the on-coming person."""

    private: Ticks


class Acceptance(Struct, frozen=True, gc=False):
    """items: the sheet as the proposing node drew it up just now. chance: as in `Taking`."""

    id: str
    items: tuple[SheetItem, ...]
    chance: int


class AcceptHandover(Struct, frozen=True, gc=False):
    """Take the watch over."""

    private: Acceptance


class HandoverId(Struct, frozen=True, gc=False):
    """id: of a hand-over."""

    id: str


class WithdrawHandover(Struct, frozen=True, gc=False):
    """Leave the watch where it is."""

    private: HandoverId


class NoteId(Struct, frozen=True, gc=False):
    """id: chosen by the proposing node."""

    id: str


class KeepNote(Struct, frozen=True, gc=False):
    """Write something down for the own watch. What, is in the erasable part."""

    private: NoteId


class NoteEnd(Struct, frozen=True, gc=False):
    """is_erased: whether sheets that were handed over lose its words too."""

    id: str
    is_erased: bool


class DropNote(Struct, frozen=True, gc=False):
    """Cross a note out."""

    private: NoteEnd


class DrillWish(Struct, frozen=True, gc=False):
    """id: of the notice, chosen by the proposing node. channel: which one is tried."""

    id: str
    party: str
    channel: Means


class StartDrill(Struct, frozen=True, gc=False):
    """Try whether somebody answers. Asked by the node."""

    private: DrillWish


WatchCommand = (
    TakeWatch
    | ProvePresence
    | LeaveWatch
    | BeginHandover
    | TickHandover
    | AcceptHandover
    | WithdrawHandover
    | KeepNote
    | DropNote
    | StartDrill
)

WATCH_KINDS: dict[str, type[WatchCommand]] = {
    "watch.take": TakeWatch,
    "watch.here": ProvePresence,
    "watch.leave": LeaveWatch,
    "handover.begin": BeginHandover,
    "handover.tick": TickHandover,
    "handover.accept": AcceptHandover,
    "handover.withdraw": WithdrawHandover,
    "note.keep": KeepNote,
    "note.drop": DropNote,
    "drill.start": StartDrill,
}
