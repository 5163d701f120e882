"""What nobody answered goes to more people, level by level, exactly at its times; after the last its sender must call.

The node proposes these commands once a second. Each names the level that it means: one that comes twice, or after the answer,
changes nothing. The times of later levels are counted from when the one before was due, not from when it was ordered, so that a
node that was away catches up in order and loses none.
"""

import msgspec

from tansiq.core.decide.ladders import with_ladder
from tansiq.core.decide.watch import persons_of
from tansiq.core.entry import HOST, Entry
from tansiq.core.limits import ACCOUNT_KEPT_US, ESCALATED_AT_ONCE, NOTICE_KEPT_US
from tansiq.core.notice_changes import NoticesForgotten, NoticesPut
from tansiq.core.notice_commands import Climb, EscalateNotices, ForgetNotices, ForgettableNotices
from tansiq.core.notices import Ladder, Level, Means, Notice, NoticeKind, Step, StepKind
from tansiq.core.refusals import NothingDue, Refusal
from tansiq.core.room import Role
from tansiq.core.state import State


def escalatable(state: State, now_us: int) -> tuple[Climb, ...]:
    """Return the ladders that are due, each with the level to which it goes next; those due first come first."""
    due = state.book.due_before(now_us)[:ESCALATED_AT_ONCE]
    return tuple(Climb(notice_id, party, _next(state.book.notices[notice_id], party)) for _, notice_id, party in due)


def escalate_notices(state: State, entry: Entry, command: EscalateNotices) -> NoticesPut | Refusal:
    """Raise those of the named ladders that are still due, one level each."""
    assert state.charter is not None or not state.book.notices
    changed: dict[str, Notice] = {}
    led_by = _led_by(state, command.private.climbs)
    for climb in command.private.climbs:
        notice = changed.get(climb.notice) or state.book.notices.get(climb.notice)
        if notice is None or all(each.party != climb.party for each in notice.ladders):
            continue
        ladder = _ladder(notice, climb.party)
        is_due = 0 < ladder.next_us <= entry.time_us
        if is_due and climb.level is _next(notice, climb.party) and state.charter is not None:
            led = tuple(sorted(led_by.get(climb.party, ())))
            is_last = climb.level is Level.EXHAUSTED
            step = Step(
                StepKind.NOT_REACHED if is_last else StepKind.ESCALATED,
                entry.time_us,
                HOST.by,
                Means.ROOM,
                level=climb.level,
                due_us=ladder.next_us,
                to=() if is_last else persons_of(state.watch.of(climb.party), climb.level, led),
            )
            changed[notice.id] = with_ladder(notice, _raised(ladder, step, state.charter.notices.step_us))
    return NoticesPut(tuple(changed.values())) if changed else NothingDue("")


def _led_by(state: State, climbs: tuple[Climb, ...]) -> dict[str, list[str]]:
    """Return the leads of the parties that climbs are about, in one walk."""
    found: dict[str, list[str]] = {climb.party: [] for climb in climbs if climb.level in (Level.LEADS, Level.EVERYONE)}
    for delegate in state.delegates.values() if found else ():
        if delegate.party in found and delegate.role is Role.LEAD and not delegate.is_machine:
            found[delegate.party].append(delegate.id)
    return found


def _next(notice: Notice, party: str) -> Level:
    """Return the level after the present one. A drill of the room troubles nobody but who is on watch."""
    level = _ladder(notice, party).level
    is_drill = notice.kind is NoticeKind.DRILL and notice.by == HOST.party
    return Level.EXHAUSTED if is_drill and level is Level.DEPUTIES else Level(level + 1)


def _raised(ladder: Ladder, step: Step, step_us: int) -> Ladder:
    next_us = 0 if step.level is Level.EXHAUSTED else ladder.next_us + step_us
    return msgspec.structs.replace(ladder, level=step.level, next_us=next_us, steps=(*ladder.steps, step))


def _ladder(notice: Notice, party: str) -> Ladder:
    return next(each for each in notice.ladders if each.party == party)


def forgettable_notices(state: State, now_us: int) -> ForgettableNotices | None:
    """Return the notices, calls and accounts that were kept long enough; none that may still go a level up."""
    before_us = now_us - NOTICE_KEPT_US
    notices: list[str] = []
    for notice in state.book.notices.values():  # oldest first
        if notice.made_us >= before_us or len(notices) >= ESCALATED_AT_ONCE:
            break
        if notice.last_us < before_us and not any(ladder.next_us for ladder in notice.ladders):
            notices.append(notice.id)
    calls: list[str] = []
    for call in state.book.calls.values():
        if call.made_us >= before_us or len(calls) >= ESCALATED_AT_ONCE:
            break
        calls.append(call.id)
    accounts: list[str] = []
    for account in state.book.accounts.values():
        if account.made_us >= now_us - ACCOUNT_KEPT_US or len(accounts) >= ESCALATED_AT_ONCE:
            break
        accounts.append(account.id)
    found = ForgettableNotices(tuple(notices), tuple(calls), tuple(accounts))
    return found if notices or calls or accounts else None


def forget_notices(state: State, entry: Entry, command: ForgetNotices) -> NoticesForgotten | Refusal:
    """Forget those of the named ones that were kept long enough."""
    due = forgettable_notices(state, entry.time_us)
    if due is None:
        return NothingDue("")
    asked = command.private
    notices = tuple(i for i in due.notices if i in asked.notices)
    calls = tuple(i for i in due.calls if i in asked.calls)
    accounts = tuple(i for i in due.accounts if i in asked.accounts)
    is_due = notices or calls or accounts
    return NoticesForgotten(notices, calls, accounts) if is_due else NothingDue("")
