"""What can be asked of notices. Parts of a record as in `room_commands`: sender and receivers alone may be shown any of it."""

from msgspec import Struct

from tansiq.core.notices import (
    About,
    Answer,
    Confirmed,
    Level,
    LinkState,
    Means,
    NoticeKind,
    NoticeState,
    StepKind,
    Value,
)
from tansiq.core.volumes import Outline


class NoticeWish(Struct, frozen=True, gc=False):
    """id: chosen by the proposing node. to: codes of parties. owner_of: id of a flight, as the sender sees it, whose owner is
    meant instead, "" for none; ours: the sender's flight that meets it, where it is sealed. deadline_us: 0 for the charter's.
    replaces, how: the notice that this one corrects or supersedes; without receivers it goes to those that got that one.
    """

    id: str
    kind: NoticeKind
    to: tuple[str, ...]
    owner_of: str = ""
    ours: str = ""
    about: About = About()
    values: tuple[Value, ...] = ()
    area: Outline | None = None
    deadline_us: int = 0
    replaces: str = ""
    how: NoticeState = NoticeState.OPEN


class SendNotice(Struct, frozen=True, gc=False):
    """Send a notice. What it says is in the erasable part."""

    private: NoticeWish


class NoticeId(Struct, frozen=True, gc=False):
    """id: of a notice."""

    id: str


class CancelNotice(Struct, frozen=True, gc=False):
    """Take one's notice back."""

    private: NoticeId


class Mark(Struct, frozen=True, gc=False):
    """party: whose step it is; the actor's own, or any where the node itself handed the notice over. kind: handed over,
    delivered, or read."""

    id: str
    party: str
    kind: StepKind
    means: Means


class MarkNotice(Struct, frozen=True, gc=False):
    """Say that a notice came one step further: no words are needed for it."""

    private: Mark


class Passing(Struct, frozen=True, gc=False):
    """means: by which the notice was passed. confirmed: by the unit or crew."""

    id: str
    means: Means
    confirmed: Confirmed


class PassNotice(Struct, frozen=True, gc=False):
    """Say that a notice was passed on. To whom, is in the erasable part."""

    private: Passing


class NoticeAnswer(Struct, frozen=True, gc=False):
    """values: as they were read back. stand_by_us: how long, for an answer "stand by"."""

    id: str
    answer: Answer
    means: Means
    values: tuple[Value, ...] = ()
    stand_by_us: int = 0


class AnswerNotice(Struct, frozen=True, gc=False):
    """Answer a notice. Reason, intention and counter-proposal are in the erasable part."""

    private: NoticeAnswer


class LinkWish(Struct, frozen=True, gc=False):
    """id: of the link, chosen by the proposing node. notice: that it opens."""

    id: str
    notice: str


class IssueLink(Struct, frozen=True, gc=False):
    """Pass a notice on by a field link. To which unit, and in which language, is in the erasable part."""

    private: LinkWish


class OpenLink(Struct, frozen=True, gc=False):
    """Say that a unit opened its link with the right code. Asked by the link itself; the name as typed is erasable."""

    private: LinkWish


class LinkEnd(Struct, frozen=True, gc=False):
    """how: revoked by a person of the party, or locked, which the link itself asks."""

    id: str
    notice: str
    how: LinkState


class EndLink(Struct, frozen=True, gc=False):
    """Close a field link for good."""

    private: LinkEnd


class Climb(Struct, frozen=True, gc=False, array_like=True):
    """A ladder that nobody answered in time, and the level to which it goes."""

    notice: str
    party: str
    level: Level


class Climbs(Struct, frozen=True, gc=False):
    """climbs: those that were due first come first."""

    climbs: tuple[Climb, ...]


class EscalateNotices(Struct, frozen=True, gc=False):
    """Tell more people of what is late. Asked by the node."""

    private: Climbs


class ForgettableNotices(Struct, frozen=True, gc=False):
    """ids: of notices, calls and accounts that were kept long enough."""

    notices: tuple[str, ...]
    calls: tuple[str, ...]
    accounts: tuple[str, ...] = ()


class ForgetNotices(Struct, frozen=True, gc=False):
    """Forget what was kept long enough. Asked by the node."""

    private: ForgettableNotices


class CallWish(Struct, frozen=True, gc=False):
    """As in `Call`."""

    id: str
    time_us: int
    notice: str
    is_answered: bool
    is_read_back: bool


class LogCall(Struct, frozen=True, gc=False):
    """Write a call down. Who spoke to whom, and what was said, is in the erasable part."""

    private: CallWish
