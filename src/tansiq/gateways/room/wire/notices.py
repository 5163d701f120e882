"""Notices that a named person must answer, the ladder that each climbs, and calls by voice.

A notice is sent, handed over to a system, delivered by a client, read by a person, passed to a unit, and answered. Each step
has its time and who made it. Whoever does not answer in time is told again, level by level; then the sender must call.
"""

from typing import Any, Literal

from msgspec import Struct

from tansiq.core.notices import AboutKind, Answer, Confirmed, Means, NoticeKind, NoticeState, StepKind
from tansiq.gateways.room.wire.places import Circle, Height, Point

LevelName = Literal["watch", "deputies", "leads", "everyone", "exhausted"]
MeansSaid = Literal["page", "webhook", "field_link", "voice"]
Alarm = Literal["read_back_wrong", "not_reached", "link_locked"]


class Phrase(Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase of the phrasebook (`GET /room/v1/phrases`). values: what is filled in, by name; kept as sent."""

    code: str
    values: dict[str, Any] = {}


class PhraseShown(Struct, frozen=True):
    """A phrase in words. values: as sent. texts: by language, each value in it isolated (U+2068, U+2069). spoken: on the
    radio, in English. Both are empty where this room's book does not have the phrase (any more)."""

    code: str
    values: dict[str, Any]
    texts: dict[str, str]
    spoken: str


class ReadBack(Struct, frozen=True, forbid_unknown_fields=True):
    """A value that is said, and read back: exactly one of the three. A height as those of flights are: {"reference": "FL",
    "value": 120}; a time as RFC 3339; a position in degrees."""

    height: Height | None = None
    time: str | None = None
    position: Point | None = None


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """What a notice is about. id: as the asker sees it, "" for none."""

    kind: AboutKind = AboutKind.NONE
    id: str = ""


class NoticeBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A notice to send. text, phrase: what it says; one at least. Heights, times and positions of a phrase are read back
    without being named in `values`.

    to: codes of parties. owner_of: or the id of a flight, as the asker sees it, whose owner is meant, who need not be named;
    ours: then the asker's own flight that meets it, needed where it is sealed. values: to be read back; of a safety notice they
    must be. polygon, circle: of a request for information, at most one. deadline: "" for what the charter gives the kind.
    """

    kind: NoticeKind
    to: list[str] = []
    owner_of: str = ""
    ours: str = ""
    about: About = About()
    text: str = ""
    phrase: Phrase | None = None
    values: list[ReadBack] = []
    polygon: list[Point] | None = None
    circle: Circle | None = None
    deadline: str = ""


class CorrectionBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What takes the place of a notice; the rest as in `NoticeBody`. It goes to those that got the old one, about the same.

    how: "corrected" where the old one was wrong, "superseded" where things changed.
    """

    how: Literal["corrected", "superseded"]
    kind: NoticeKind
    text: str = ""
    phrase: Phrase | None = None
    values: list[ReadBack] = []
    polygon: list[Point] | None = None
    circle: Circle | None = None
    deadline: str = ""


class MarkBody(Struct, frozen=True, forbid_unknown_fields=True):
    """step: that the asker's party came to. Only a person reads; what was marked already stays as it is."""

    step: Literal["handed_over", "delivered", "read"]
    means: MeansSaid = "page"


class PassBody(Struct, frozen=True, forbid_unknown_fields=True):
    """to: the unit or crew that was told. confirmed: whether it said so."""

    to: str
    means: MeansSaid
    confirmed: Confirmed = Confirmed.UNKNOWN


class AnswerBody(Struct, frozen=True, forbid_unknown_fields=True):
    """An answer. Information and drills take "received" (information also "stand_by"), the others all but that.

    reason, intention: needed for "cannot_comply". proposal: needed for "counter". stand_by_s: how long, at most 300; needed for
    "stand_by". values: as they were understood, in their order; needed for "will_comply" to a safety notice that has some.
    Where one is another than was said, nothing is answered: both sides get the step "read_back_wrong" and its alarm.
    """

    answer: Answer
    means: MeansSaid = "page"
    reason: str = ""
    intention: str = ""
    proposal: str = ""
    values: list[ReadBack] = []
    stand_by_s: int = 0


class StepShown(Struct, frozen=True):
    """One step. by, name: who made it, "" where the viewer is not told; "node" is the room itself.

    By means "field_link", by is the id of the link, and name what was typed there: nobody checked it.
    level: of the steps "escalated" and "not_reached"; due: when that was due. to: whom it was passed to; values: as they were
    read back. meant: names of whom of the viewer's own party a step was meant for, as the watch stood.
    Words are "" where none were typed, where they were erased, and where the viewer is not told.
    """

    kind: StepKind
    time: str
    by: str
    name: str
    means: Means
    answer: Answer | None = None
    level: LevelName | None = None
    due: str = ""
    confirmed: Confirmed = Confirmed.UNKNOWN
    to: str = ""
    reason: str = ""
    intention: str = ""
    proposal: str = ""
    values: list[ReadBack] = []
    meant: list[str] = []


class LadderShown(Struct, frozen=True):
    """How far a notice came with one receiver. party: "" for the owner of a sealed flight, who is not named.

    item: the id of the flight whose owner is meant, for the sender alone. level: how far it went unanswered; next: when it goes
    further, "" for never. answer: that counts now. alarms: what somebody must act upon now.
    """

    party: str
    item: str
    level: LevelName
    next: str
    answer: Answer | None
    has_stood_by: bool
    alarms: list[Alarm]
    steps: list[StepShown]


class NoticeShown(Struct, frozen=True, rename={"from_": "from"}):
    """A notice as one party sees it. is_mine: the viewer's party sent it; it sees all ladders. Else the viewer sees its own.

    relays: the viewer is the neutral party that the charter names, told as somebody was not reached. person, name: who sent it.
    is_closed: nothing more is expected of anybody whom the viewer sees. ended: when it was taken back, "" where it was not.
    replaces, replaced_by: ids of notices, "" for none. Only an open one can be answered.
    """

    id: str
    kind: NoticeKind
    state: NoticeState
    is_mine: bool
    relays: bool
    is_closed: bool
    from_: str
    person: str
    name: str
    about: About
    text: str
    phrase: PhraseShown | None
    values: list[ReadBack]
    polygon: list[Point] | None
    circle: Circle | None
    made: str
    deadline: str
    ended: str
    replaces: str
    replaced_by: str
    ladders: list[LadderShown]


class Notices(Struct, frozen=True):
    """The notices that a party sees, the newest first. next: cursor of the next page, "" at the end."""

    notices: list[NoticeShown]
    next: str = ""


class NoticesEvent(Struct, frozen=True):
    """What is pushed as event "notices". notices: as they are seen now. gone: ids of those that are not seen any more."""

    notices: list[NoticeShown]
    gone: list[str]


class Figures(Struct, frozen=True):
    """How the asker's party answered the notices of one kind that it was sent, of those that are kept.

    answered: of `received`. median_s, p95_s: from sending to the first answer, None where there is none. late: answered after
    the deadline, or not yet. not_reached: nobody answered before the last level was over.
    """

    kind: NoticeKind
    received: int
    answered: int
    median_s: float | None
    p95_s: float | None
    late: int
    not_reached: int


class FiguresShown(Struct, frozen=True):
    """One for each kind, in their order. since: of the oldest notice that is counted, "" where there is none."""

    since: str
    kinds: list[Figures]


class CallBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A call by voice. caller, called: names or functions. text: what was said. time: "" for now. notice: id, "" for none.

    is_read_back: whether what was said was read back; of an answered call alone.
    """

    caller: str
    called: str
    text: str = ""
    time: str = ""
    notice: str = ""
    is_answered: bool = True
    is_read_back: bool = False


class CallShown(Struct, frozen=True):
    """A call as its party wrote it down; nobody else is told of it. by, name: who wrote it down, at `made`."""

    id: str
    by: str
    name: str
    time: str
    made: str
    notice: str
    is_answered: bool
    is_read_back: bool
    caller: str
    called: str
    text: str


class Calls(Struct, frozen=True):
    """The calls of the asker's party, those written down last first. next: cursor of the next page, "" at the end."""

    calls: list[CallShown]
    next: str = ""


class NoticeTexts(Struct, frozen=True):
    """What persons typed of a notice: its erasable part."""

    text: str = ""
    phrase: Phrase | None = None


class StepTexts(Struct, frozen=True):
    """What persons typed of a step. values: as they were read back. name: of who came by a field link, as typed there."""

    to: str = ""
    reason: str = ""
    intention: str = ""
    proposal: str = ""
    values: list[ReadBack] = []
    name: str = ""


class CallTexts(Struct, frozen=True):
    """What persons typed of a call."""

    caller: str = ""
    called: str = ""
    text: str = ""
