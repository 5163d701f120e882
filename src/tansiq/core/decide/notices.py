"""A notice is sent, climbs its ladder step by step, and is answered by a person; or its sender takes it back."""

import msgspec

from tansiq.core.decide.ladders import answerable, by_link, is_machine, received, stepped
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.decide.watch import persons_at
from tansiq.core.entry import HOST, Entry
from tansiq.core.limits import (
    CALLS_PER_PARTY,
    NOTICE_LONGEST_US,
    NOTICE_RECEIVERS,
    NOTICE_SHORTEST_US,
    NOTICE_VALUES,
    OPEN_NOTICES_PER_PARTY,
    ROOM_NOTICES_PER_PARTY,
    STAND_BY_US,
)
from tansiq.core.notice_changes import CallLogged, NoticePut
from tansiq.core.notice_commands import (
    AnswerNotice,
    CancelNotice,
    LogCall,
    MarkNotice,
    NoticeAnswer,
    NoticeWish,
    PassNotice,
    SendNotice,
)
from tansiq.core.notices import (
    ANSWERS,
    About,
    AboutKind,
    Answer,
    Call,
    Ladder,
    Level,
    Means,
    Notice,
    NoticeKind,
    NoticeState,
    Step,
    StepKind,
)
from tansiq.core.refusals import NotAllowed, Refusal, Refused, RoomConflict, TooManyItems
from tansiq.core.release import NOBODY, View
from tansiq.core.room import PartyState, Role
from tansiq.core.state import State

_MARKS = (StepKind.HANDED_OVER, StepKind.DELIVERED, StepKind.READ)
_REPLACED = (NoticeState.CORRECTED, NoticeState.SUPERSEDED)


def send_notice(state: State, entry: Entry, command: SendNotice) -> NoticePut | Refusal:
    """Send a notice to parties, or to the owner of a flight. A suspended party may still send what safety asks for."""
    ask, own = command.private, entry.actor.party
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=ask.kind is NoticeKind.SAFETY)
    refused = refused or _refuse_wish(state, entry, ask)
    if refused is not None:
        return refused
    assert state.charter is not None
    rules = state.charter.notices
    answer_us = rules.answer_us(ask.kind)
    deadline_us = ask.deadline_us or entry.time_us + answer_us
    longest_us = NOTICE_LONGEST_US if ask.kind is NoticeKind.REQUEST else answer_us
    if not entry.time_us + NOTICE_SHORTEST_US <= deadline_us <= entry.time_us + longest_us:
        return RoomConflict("notice deadline", ask.id)
    if ask.owner_of:
        owner = _owner(state, entry, ask)
        if isinstance(owner, Refused):
            return owner
        sent = _sent(state, entry, owner.party)
        ladders = (msgspec.structs.replace(owner, steps=sent, next_us=deadline_us),)
    else:
        ladders = tuple(Ladder(party, _sent(state, entry, party), deadline_us) for party in ask.to)
    replaced, about = None, ask.about
    if ask.replaces:
        old = state.book.notices[ask.replaces]
        replaced = _ended(old, ask.how, entry.time_us, ask.id)
        if not ladders:
            about = old.about
            ladders = tuple(_anew(each, _sent(state, entry, each.party), deadline_us) for each in old.ladders)
    made = Notice(
        id=ask.id,
        by=own,
        person=entry.actor.by,
        kind=ask.kind,
        about=about,
        values=ask.values,
        area=ask.area,
        made_us=entry.time_us,
        deadline_us=deadline_us,
        texts=entry.position,
        ladders=ladders,
        replaces=ask.replaces,
    )
    return NoticePut(made, replaced)


def _sent(state: State, entry: Entry, party: str) -> tuple[Step, ...]:
    """Return the first step of a ladder, with who of the party has the watch."""
    to = persons_at(state, party, Level.WATCH)
    return (Step(StepKind.SENT, entry.time_us, entry.actor.by, Means.ROOM, to=to),)


def _refuse_wish(state: State, entry: Entry, ask: NoticeWish) -> Refusal | None:
    own = entry.actor.party
    if ask.owner_of:
        fits = not ask.to and ask.about == About(AboutKind.FLIGHT, ask.owner_of)
    elif ask.replaces and not ask.to:
        fits = ask.about == About()
    else:
        fits = 1 <= len(ask.to) <= NOTICE_RECEIVERS
    if not fits:
        return RoomConflict("notice receivers", ask.id)
    if ask.id in state.book.notices:
        return RoomConflict("notice exists", ask.id)
    for party in ask.to:
        found = state.parties.get(party)
        is_here = found is not None and found.state in (PartyState.MEMBER, PartyState.SUSPENDED)
        if not is_here or party == own or ask.to.count(party) > 1:
            return RoomConflict("notice receivers", party)
    if len(ask.values) > NOTICE_VALUES or not all(value.is_whole for value in ask.values):
        return RoomConflict("notice values", ask.id)
    if ask.area is not None and ask.kind is not NoticeKind.REQUEST:
        return RoomConflict("notice area", ask.id)
    if ask.replaces:
        old = state.book.notices.get(ask.replaces)
        if old is None or old.by != own or old.state is not NoticeState.OPEN or ask.how not in _REPLACED:
            return RoomConflict("no such notice", ask.replaces)
    if ask.kind is not NoticeKind.SAFETY and state.book.open_by.get(own, 0) >= OPEN_NOTICES_PER_PARTY:
        return TooManyItems("open notices", OPEN_NOTICES_PER_PARTY)
    if state.book.sent_by.get(own, 0) >= ROOM_NOTICES_PER_PARTY:
        return TooManyItems("notices", ROOM_NOTICES_PER_PARTY)
    return None


def _owner(state: State, entry: Entry, ask: NoticeWish) -> Ladder | Refusal:
    """Return a ladder for the owner of a flight as the sender sees it."""
    own = entry.actor.party
    view = View(state, own, entry.time_us)
    ours = state.intents.get(ask.ours)
    if ours is not None and ours.manager == own:
        found = view.behind(ask.owner_of, ours)
    else:
        found = state.intents.get(ask.owner_of)
        found = None if found is None or view.is_sealed(found) else found
    if found is None or found.flight is None or found.manager == own:
        return RoomConflict("not a flight of the room", ask.owner_of)
    face = None if view.is_sealed(found) else view.intent(found.id)
    is_hidden = face is None or face.manager == NOBODY
    return Ladder(found.manager, (), 0, item=ask.owner_of, flight=found.id, is_hidden=is_hidden)


def cancel_notice(state: State, entry: Entry, command: CancelNotice) -> NoticePut | Refusal:
    """Take a notice back. It can no longer be answered; those who answered it are told."""
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=True)
    if refused is not None:
        return refused
    found = state.book.notices.get(command.private.id)
    if found is None or found.by != entry.actor.party or found.state is not NoticeState.OPEN:
        return RoomConflict("no such notice", command.private.id)
    return NoticePut(_ended(found, NoticeState.CANCELLED, entry.time_us, ""))


def mark_notice(state: State, entry: Entry, command: MarkNotice) -> NoticePut | Refusal:
    """Say that a system took a notice, a client showed it, or a person read it. Each is recorded once for each person."""
    ask = command.private
    is_host = entry.actor == HOST
    if is_host and ask.kind is not StepKind.HANDED_OVER:
        return NotAllowed("host")
    if not is_host:
        refused = refuse_actor(state, entry, Role.OBSERVER, is_suspended_ok=True)
        if refused is not None:
            return refused
        if ask.party != entry.actor.party:
            return RoomConflict("no such notice", ask.id)
    found = received(state, ask.id, ask.party)
    if isinstance(found, Refused):
        return found
    if (
        ask.kind not in _MARKS
        or ask.means is Means.FIELD_LINK
        or (ask.kind is StepKind.READ and is_machine(state, entry))
    ):
        return RoomConflict("notice step", ask.id)
    notice, ladder = found
    who = entry.actor.by if ask.kind is StepKind.READ else None
    if any(s.kind is ask.kind and who in (None, s.by) for s in ladder.steps):
        return RoomConflict("notice step", ask.id)
    return stepped(notice, ladder, Step(ask.kind, entry.time_us, entry.actor.by, ask.means))


def pass_notice(state: State, entry: Entry, command: PassNotice) -> NoticePut | Refusal:
    """Say that a notice was passed to a unit or crew, and whether they confirmed it."""
    ask = command.private
    found = answerable(state, entry, ask.id, ask.means)
    if isinstance(found, Refused):
        return found
    step = Step(StepKind.PASSED, entry.time_us, entry.actor.by, ask.means, entry.position, confirmed=ask.confirmed)
    return stepped(*found, step)


def answer_notice(state: State, entry: Entry, command: AnswerNotice) -> NoticePut | Refusal:
    """Answer. What safety asks to be read back is compared first: where it differs nothing is answered, and both are told."""
    ask = command.private
    found = _answering(state, entry, ask)
    if isinstance(found, Refused):
        return found
    notice, ladder = found
    if ask.answer not in ANSWERS[notice.kind]:
        return RoomConflict("notice answer", ask.id)
    if ask.answer is Answer.STAND_BY:
        if ladder.is_settled or ladder.has_stood_by or not 0 < ask.stand_by_us <= STAND_BY_US:
            return RoomConflict("stand by", ask.id)
        step = Step(StepKind.STOOD_BY, entry.time_us, entry.actor.by, ask.means, entry.position, Answer.STAND_BY)
        paused_us = max(ladder.next_us, entry.time_us + ask.stand_by_us) if ladder.next_us else 0
        return stepped(
            notice, msgspec.structs.replace(ladder, has_stood_by=True, next_us=paused_us), step, is_kept=True
        )
    if notice.kind is NoticeKind.SAFETY and notice.values and ask.answer is Answer.WILL_COMPLY:
        if not ask.values:
            return RoomConflict("read back", ask.id)
        if ask.values != notice.values:
            step = Step(StepKind.READ_BACK_WRONG, entry.time_us, entry.actor.by, ask.means, entry.position)
            return stepped(notice, ladder, step)
    step = Step(StepKind.ANSWERED, entry.time_us, entry.actor.by, ask.means, entry.position, ask.answer)
    is_first = not ladder.is_settled
    return stepped(notice, msgspec.structs.replace(ladder, answer=ask.answer, next_us=0), step, is_kept=is_first)


def _answering(state: State, entry: Entry, ask: NoticeAnswer) -> tuple[Notice, Ladder] | Refusal:
    """Return what is answered: by a person of the party, or by a unit through the link that it was given."""
    if ask.means is not Means.FIELD_LINK or entry.actor.by in state.delegates:
        return answerable(state, entry, ask.id, ask.means)
    found = by_link(state, entry, ask.id, entry.actor.by)
    if isinstance(found, Refused):
        return found
    notice, ladder, _ = found
    return (notice, ladder) if notice.state is NoticeState.OPEN else RoomConflict("notice taken back", ask.id)


def log_call(state: State, entry: Entry, command: LogCall) -> CallLogged | Refusal:
    """Write a call down; also one that nobody answered."""
    ask, own = command.private, entry.actor.party
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=True)
    if refused is not None:
        return refused
    if ask.id in state.book.calls:
        return RoomConflict("notice exists", ask.id)
    if ask.time_us > entry.time_us or (ask.is_read_back and not ask.is_answered):
        return RoomConflict("call", ask.id)
    if ask.notice and ask.notice not in state.book.notices_of.get(own, ()):
        return RoomConflict("no such notice", ask.notice)
    if len(state.book.calls_of.get(own, ())) >= CALLS_PER_PARTY:
        return TooManyItems("calls", CALLS_PER_PARTY)
    call = Call(
        ask.id,
        own,
        entry.actor.by,
        ask.time_us,
        entry.time_us,
        ask.notice,
        ask.is_answered,
        ask.is_read_back,
        entry.position,
    )
    return CallLogged(call)


def _anew(ladder: Ladder, sent: tuple[Step, ...], next_us: int) -> Ladder:
    """Return the ladder of whoever was sent what is now corrected, also where that party could not be named any more."""
    return Ladder(ladder.party, sent, next_us, item=ladder.item, flight=ladder.flight, is_hidden=ladder.is_hidden)


def _ended(notice: Notice, how: NoticeState, now_us: int, replaced_by: str) -> Notice:
    """Return a notice that its sender took back: nothing of it climbs any more."""
    still = tuple(msgspec.structs.replace(ladder, next_us=0) for ladder in notice.ladders)
    return msgspec.structs.replace(notice, ladders=still, state=how, ended_us=now_us, replaced_by=replaced_by)
