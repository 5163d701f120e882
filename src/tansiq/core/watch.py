"""Who is on watch for a party, who relieves whom by which sheet, and drills that prove that somebody would answer.

Presence is proved by what a person does, never by a page that is open. Whether somebody is on watch follows from the log's time
alone. What persons typed lies in erasable parts: `texts` is the position of the entry that brought it.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from tansiq.core.notices import Level, Means
from tansiq.core.units import HOUR_US, MINUTE_US

CHANCES: Final = 65_536  # by so many a command's `chance` is divided


class Duty(StrEnum):
    """What a person on watch does. One has the watch; deputies are told when that one does not answer."""

    WATCH = "watch"
    DEPUTY = "deputy"


class WatchRules(Struct, frozen=True, gc=False):
    """How presence is proved, and whether it is tried, by charter.

    prove_us: after so long without an act of theirs, who is on watch is prompted. prompt_us: how long the prompt waits; then
    nobody is taken to be there. is_drilled: whether the room holds drills. drill_us: at most one in so long, and one a watch.
    """

    prove_us: int = 30 * MINUTE_US
    prompt_us: int = 5 * MINUTE_US
    is_drilled: bool = False
    drill_us: int = 8 * HOUR_US


class Post(Struct, frozen=True, gc=False, array_like=True):
    """A person on watch, and since when."""

    person: str
    since_us: int


class Handover(Struct, frozen=True, gc=False):
    """A watch that waits to be taken over. by: who has it until then. to: who takes it, "" before anybody began to.

    ticked: keys of what the on-coming person took note of, sorted.
    """

    id: str
    by: str
    to: str
    begun_us: int
    ticked: tuple[str, ...] = ()


class ItemKind(StrEnum):
    """What a sheet tells of."""

    CONFLICT = "conflict"
    NOTICE = "notice"  # not answered yet
    AGREEMENT = "agreement"  # open
    PROPOSAL = "proposal"  # the party has not voted yet
    FLIGHT = "flight"  # off its plan, or longer in the air than planned
    ZONE = "zone"  # begins or ends soon
    RELEASE = "release"  # begins or ends soon
    PRESSURE = "pressure"
    FAULT = "fault"  # somebody could not be told of something
    NOBODY = "nobody"  # a party where nobody is on watch
    NOTE = "note"


class SheetItem(Struct, frozen=True, gc=False, array_like=True):
    """A line of a sheet. id: as the party sees it. detail: what else it says. at_us: when it falls due, 0 for never."""

    kind: ItemKind
    id: str
    detail: str = ""
    at_us: int = 0

    @property
    def key(self) -> str:
        """The same for the same thing in every draft; another where it became another thing, which is ticked anew."""
        return f"{self.kind}|{self.id}|{self.detail}|{self.at_us}"


class Sheet(Struct, frozen=True, gc=False):
    """What was handed over, as it was accepted. by, to: persons. notes: ids, and the positions of their words."""

    id: str
    party: str
    by: str
    to: str
    begun_us: int
    accepted_us: int
    items: tuple[SheetItem, ...]
    notes: tuple[tuple[str, int], ...] = ()


class Note(Struct, frozen=True, gc=False):
    """What a party wrote down for its own watch."""

    id: str
    party: str
    by: str
    made_us: int
    texts: int


class Drill(Struct, frozen=True, gc=False):
    """How a drill went. id: of its notice. level: how far it had to climb. answered_us: 0 while nobody did.

    means: of the answer; only where that is the channel, the channel is proven.
    """

    id: str
    channel: Means
    at_us: int
    answered_us: int = 0
    level: Level = Level.WATCH
    means: Means | None = None

    @property
    def is_missed(self) -> bool:
        """Whether nobody answered in time."""
        return self.level is Level.EXHAUSTED


class Watch(Struct, frozen=True, gc=False):
    """The watch of a party. vacant_us: since when nobody is on a post. drill_us: when the drill of this watch is due, 0: none.

    drilled_us, drilled: when the last drill was, and which channel it tried.
    """

    party: str
    holder: Post | None = None
    deputies: tuple[Post, ...] = ()
    vacant_us: int = 0
    handover: Handover | None = None
    drill_us: int = 0
    drilled_us: int = 0
    drilled: Means | None = None

    @property
    def posts(self) -> tuple[Post, ...]:
        """Everybody on watch, who has it first."""
        return (self.holder, *self.deputies) if self.holder is not None else self.deputies

    def deputy(self, person: str) -> Post | None:
        """Return the post of a deputy."""
        return next((post for post in self.deputies if post.person == person), None)


DRILLED: Final = (Means.PAGE, Means.FIELD_LINK, Means.VOICE)  # in turn


def next_channel(last: Means | None, has: tuple[Means, ...]) -> Means | None:
    """Return what the next drill tries: the one after the last, of those that a party has; None where it has none."""
    start = DRILLED.index(last) + 1 if last in DRILLED else 0
    turn = (*DRILLED[start:], *DRILLED[:start])
    return next((channel for channel in turn if channel in has), None)
