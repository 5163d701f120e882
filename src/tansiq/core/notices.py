"""Notices: messages that climb a ladder until a named person has answered, each step with its time and its person.

What was said lies in erasable parts: `texts` is the position of the entry that brought it, 0 where nothing was said.
Values that must be read back are kept as integers, as rules compare them.
"""

from enum import IntEnum, StrEnum
from typing import Final

from msgspec import Struct

from tansiq.core.limits import LINK_AFTER_US
from tansiq.core.units import HOUR_US, MINUTE_US
from tansiq.core.volumes import Outline


class NoticeKind(StrEnum):
    """What a notice is for. A safety notice is never suppressed; a drill says EXERCISE first and last."""

    INFORMATION = "information"
    REQUEST = "request"
    WARNING = "warning"
    SAFETY = "safety"
    DRILL = "drill"


class AboutKind(StrEnum):
    """What a notice may be about."""

    NONE = "none"
    FLIGHT = "flight"
    ZONE = "zone"
    AGREEMENT = "agreement"
    PRESSURE = "pressure"
    SITE = "site"
    MOVEMENT = "movement"


class StepKind(StrEnum):
    """The steps of the ladder, and what else happens to a notice on its way."""

    SENT = "sent"
    HANDED_OVER = "handed_over"  # a system of the party took it
    DELIVERED = "delivered"  # a client of the party showed it
    READ = "read"  # a named person did
    PASSED = "passed"  # to a unit or crew
    ANSWERED = "answered"
    STOOD_BY = "stood_by"
    READ_BACK_WRONG = "read_back_wrong"
    ESCALATED = "escalated"
    NOT_REACHED = "not_reached"
    LINK_LOCKED = "link_locked"  # wrong codes came through a field link
    LINK_REVOKED = "link_revoked"


class Answer(StrEnum):
    """What a person answers. `RECEIVED` is enough for what asks nothing."""

    WILL_COMPLY = "will_comply"
    CANNOT_COMPLY = "cannot_comply"
    STAND_BY = "stand_by"
    RECEIVED = "received"
    COUNTER = "counter"


class Means(StrEnum):
    """By which way a step was made. `ROOM`: by the node itself."""

    ROOM = "room"
    PAGE = "page"
    WEBHOOK = "webhook"
    FIELD_LINK = "field_link"
    VOICE = "voice"


class Confirmed(StrEnum):
    """Whether the unit or crew that a notice was passed to confirmed it."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


class LinkState(StrEnum):
    """Whether a field link opens. One that is revoked or locked stays so; one that ran out is told by the time."""

    OPEN = "open"
    REVOKED = "revoked"  # by the party that issued it
    LOCKED = "locked"  # after wrong codes


class Level(IntEnum):
    """How far an unanswered notice went within the party that it is for; after the last, its sender must call."""

    WATCH = 0
    DEPUTIES = 1
    LEADS = 2
    EVERYONE = 3  # on watch
    EXHAUSTED = 4


class NoticeState(StrEnum):
    """Whether a notice stands, or its sender took it back. Only one that stands can be answered."""

    OPEN = "open"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


ANSWERS: Final = {
    NoticeKind.INFORMATION: (Answer.RECEIVED, Answer.STAND_BY),
    NoticeKind.DRILL: (Answer.RECEIVED,),
    NoticeKind.REQUEST: (Answer.WILL_COMPLY, Answer.CANNOT_COMPLY, Answer.STAND_BY, Answer.COUNTER),
    NoticeKind.WARNING: (Answer.WILL_COMPLY, Answer.CANNOT_COMPLY, Answer.STAND_BY, Answer.COUNTER),
    NoticeKind.SAFETY: (Answer.WILL_COMPLY, Answer.CANNOT_COMPLY, Answer.STAND_BY, Answer.COUNTER),
}


class ValueKind(StrEnum):
    """What must be read back, as radio telephony asks it of heights, times and positions (ICAO Annex 11, 3.7.3)."""

    HEIGHT = "height"  # numbers: millimetres above `reference`
    TIME = "time"  # numbers: microseconds since 1970, UTC
    POSITION = "position"  # numbers: latitude and longitude, nanodegrees


class Value(Struct, frozen=True, gc=False, array_like=True):
    """A value that was said. reference: of a height, as it is called ("FL", "AMSL", "AMSL 101300" with its QNH in pascals,
    "AMSL @ADEN" by a stated pressure); "" otherwise."""

    kind: ValueKind
    numbers: tuple[int, ...]
    reference: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it has as many numbers as its kind has."""
        return len(self.numbers) == (2 if self.kind is ValueKind.POSITION else 1)


class About(Struct, frozen=True, gc=False, array_like=True):
    """What a notice is about. id: as its sender sees it, "" for none."""

    kind: AboutKind = AboutKind.NONE
    id: str = ""


class NoticeRules(Struct, frozen=True, gc=False):
    """How long each kind may wait for its answer, by charter.

    step_us: between one level of the escalation and the next. relay: code of the neutral party that is told of what reached
    nobody, "" for none.
    """

    information_us: int = HOUR_US
    request_us: int = 10 * MINUTE_US
    warning_us: int = 5 * MINUTE_US
    safety_us: int = 2 * MINUTE_US
    drill_us: int = 2 * MINUTE_US
    step_us: int = 2 * MINUTE_US
    relay: str = ""

    def answer_us(self, kind: NoticeKind) -> int:
        """Return how long a notice of a kind may wait for its answer."""
        return {
            NoticeKind.INFORMATION: self.information_us,
            NoticeKind.REQUEST: self.request_us,
            NoticeKind.WARNING: self.warning_us,
            NoticeKind.SAFETY: self.safety_us,
            NoticeKind.DRILL: self.drill_us,
        }[kind]


class Step(Struct, frozen=True, gc=False, omit_defaults=True):
    """One step. by: the person or client of the receiver, "node" for the room. level: of an escalation, else 0.

    due_us: when an escalation was due, which the node may have ordered later; 0 otherwise. to: whom of the receiver it was
    meant for, as the watch stood.
    """

    kind: StepKind
    time_us: int
    by: str
    means: Means
    texts: int = 0
    answer: Answer | None = None
    level: Level = Level.WATCH
    due_us: int = 0
    confirmed: Confirmed = Confirmed.UNKNOWN
    to: tuple[str, ...] = ()


class Link(Struct, frozen=True, gc=False):
    """A link under which one unit reads and answers one notice without an account. The secrets that open it are elsewhere.

    by: the person who issued it. texts: says to which unit, and in which language.
    """

    id: str
    by: str
    made_us: int
    texts: int
    state: LinkState = LinkState.OPEN


class Ladder(Struct, frozen=True, gc=False):
    """How far a notice came with one receiver.

    item: where it went to the owner of a flight, the id under which its sender sees that; flight: its own. is_hidden: its
    sender may not know who the owner is. next_us: when it goes to the next level unless a person answers; 0 for never.
    """

    party: str
    steps: tuple[Step, ...]
    next_us: int
    level: Level = Level.WATCH
    answer: Answer | None = None
    has_stood_by: bool = False
    item: str = ""
    flight: str = ""
    is_hidden: bool = False
    links: tuple[Link, ...] = ()  # that the receiver issued, oldest first

    @property
    def is_settled(self) -> bool:
        """Whether a person answered for good."""
        return self.answer is not None


class Notice(Struct, frozen=True, gc=False):
    """A message that must be acknowledged by a named person.

    by, person: the party that sent it, and who did. area: of a request for information, else None. values: to be read back.
    deadline_us: until when it is to be answered. replaces, replaced_by: ids, "" for none.
    """

    id: str
    by: str
    person: str
    kind: NoticeKind
    about: About
    values: tuple[Value, ...]
    area: Outline | None
    made_us: int
    deadline_us: int
    texts: int
    ladders: tuple[Ladder, ...]
    state: NoticeState = NoticeState.OPEN
    ended_us: int = 0
    replaces: str = ""
    replaced_by: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is expected of anybody."""
        return self.state is not NoticeState.OPEN or all(ladder.is_settled for ladder in self.ladders)

    @property
    def links_until_us(self) -> int:
        """Until when its field links open."""
        return self.deadline_us + LINK_AFTER_US

    @property
    def last_us(self) -> int:
        """When something last happened to it."""
        return max(self.ended_us, self.made_us, *(ladder.steps[-1].time_us for ladder in self.ladders))


class Call(Struct, frozen=True, gc=False):
    """A call by voice that a party wrote down for itself. notice: what it was about, "" for none. texts: who, whom, what.

    time_us: when it was. is_answered: whether anybody picked up. is_read_back: whether what was said was read back.
    """

    id: str
    party: str
    by: str
    time_us: int
    made_us: int
    notice: str
    is_answered: bool
    is_read_back: bool
    texts: int
