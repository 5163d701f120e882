"""Tiny builders for notices, on top of `room_making`."""

from tansiq.core.decide.escalation import escalatable, forgettable_notices
from tansiq.core.notice_commands import (
    AnswerNotice,
    CallWish,
    CancelNotice,
    Climbs,
    EndLink,
    EscalateNotices,
    ForgetNotices,
    IssueLink,
    LinkEnd,
    LinkWish,
    LogCall,
    Mark,
    MarkNotice,
    NoticeAnswer,
    NoticeId,
    NoticeWish,
    OpenLink,
    Passing,
    PassNotice,
    SendNotice,
)
from tansiq.core.notices import (
    About,
    AboutKind,
    Answer,
    Confirmed,
    LinkState,
    Means,
    NoticeKind,
    NoticeState,
    StepKind,
    Value,
    ValueKind,
)

from .making import minute

FL80 = Value(ValueKind.HEIGHT, (2_438_400,), "FL")
FL90 = Value(ValueKind.HEIGHT, (2_743_200,), "FL")
AT = Value(ValueKind.TIME, (1_700_000_000_000_000,))
THERE = Value(ValueKind.POSITION, (12_800_000_000, 45_000_000_000))


def send(item_id="notice", *to, kind=NoticeKind.REQUEST, values=(), deadline=None, replaces="", how=None, area=None):
    return SendNotice(
        NoticeWish(
            item_id,
            kind,
            to or ("BRA",),
            values=tuple(values),
            area=area,
            deadline_us=0 if deadline is None else minute(deadline),
            replaces=replaces,
            how=how or (NoticeState.SUPERSEDED if replaces else NoticeState.OPEN),
        )
    )


def correct(item_id, how, replaces="notice"):
    """What goes to those that got the other."""
    return SendNotice(NoticeWish(item_id, NoticeKind.REQUEST, (), replaces=replaces, how=how))


def send_to_owner(flight, ours="", item_id="notice", kind=NoticeKind.REQUEST):
    return SendNotice(NoticeWish(item_id, kind, (), flight, ours, About(AboutKind.FLIGHT, flight)))


def mark(kind, party="BRA", means=Means.PAGE, item_id="notice"):
    return MarkNotice(Mark(item_id, party, kind, means))


def passed(confirmed=Confirmed.YES, means=Means.VOICE, item_id="notice"):
    return PassNotice(Passing(item_id, means, confirmed))


def reply(said=Answer.WILL_COMPLY, values=(), minutes=0, item_id="notice", means=Means.PAGE):
    return AnswerNotice(NoticeAnswer(item_id, said, means, tuple(values), round(minutes * 60_000_000)))


def issue(link="BRA link", item_id="notice"):
    return IssueLink(LinkWish(link, item_id))


def open_link(link="BRA link", item_id="notice"):
    return OpenLink(LinkWish(link, item_id))


def end_link(how=LinkState.REVOKED, link="BRA link", item_id="notice"):
    return EndLink(LinkEnd(link, item_id, how))


def cancel(item_id="notice"):
    return CancelNotice(NoticeId(item_id))


def call(item_id="call", at=0, notice="", answered=True, read_back=True):
    return LogCall(CallWish(item_id, minute(at), notice, answered, read_back))


def escalate(room, at):
    """What the node would propose, or None."""
    climbs = escalatable(room.state, minute(at))
    return EscalateNotices(Climbs(climbs)) if climbs else None


def forget(room, at):
    """What the node would propose, or None."""
    items = forgettable_notices(room.state, minute(at))
    return ForgetNotices(items) if items is not None else None


def steps(room, item_id="notice", party="BRA"):
    """The kinds of the steps of a ladder, in order."""
    return [step.kind for step in ladder(room, item_id, party).steps]


def ladder(room, item_id="notice", party="BRA"):
    return next(each for each in room.state.book.notices[item_id].ladders if each.party == party)


SENT, HANDED_OVER, DELIVERED, READ = StepKind.SENT, StepKind.HANDED_OVER, StepKind.DELIVERED, StepKind.READ
