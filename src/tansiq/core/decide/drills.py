"""The room tries whether somebody answers: at a time that nobody on watch can tell, and never while anything is at stake.

A drill is a notice of the room. Who has the watch is asked; then its deputies; then it is missed. Conflicts are not
looked at here, as their geometry is no part of the rules: the node that proposes a drill looks for them first.
"""

import msgspec

from tansiq.core.decide.watch import persons_at
from tansiq.core.entry import HOST, Entry
from tansiq.core.notices import About, Ladder, Level, Means, Notice, NoticeKind, Step, StepKind
from tansiq.core.refusals import NotAllowed, NothingDue, Refusal, RoomConflict
from tansiq.core.room import PartyState
from tansiq.core.state import State
from tansiq.core.watch import DRILLED
from tansiq.core.watch_changes import DrillStarted
from tansiq.core.watch_commands import StartDrill


def drillable(state: State, now_us: int) -> list[str]:
    """Return the parties whose drill is due and where nothing is at stake, as far as the rules can tell, by code."""
    if state.charter is None or not state.charter.watch.is_drilled:
        return []
    return [code for code in sorted(state.watch.watches) if _is_due(state, code, now_us)]


def start_drill(state: State, entry: Entry, command: StartDrill) -> DrillStarted | Refusal:
    """Hold a drill."""
    ask = command.private
    if entry.actor != HOST:
        return NotAllowed("host")
    if state.charter is None or not state.charter.watch.is_drilled or not _is_due(state, ask.party, entry.time_us):
        return NothingDue(ask.party)
    if ask.channel not in DRILLED or ask.id in state.book.notices:
        return RoomConflict("drill", ask.id)
    watch, now_us = state.watch.of(ask.party), entry.time_us
    deadline_us = now_us + state.charter.notices.drill_us
    to = persons_at(state, ask.party, Level.WATCH)
    sent = (Step(StepKind.SENT, now_us, HOST.by, Means.ROOM, to=to),)
    notice = Notice(
        id=ask.id,
        by=HOST.party,
        person=HOST.by,
        kind=NoticeKind.DRILL,
        about=About(),
        values=(),
        area=None,
        made_us=now_us,
        deadline_us=deadline_us,
        texts=0,
        ladders=(Ladder(ask.party, sent, deadline_us),),
    )
    return DrillStarted(notice, msgspec.structs.replace(watch, drill_us=0, drilled_us=now_us, drilled=ask.channel))


def _is_due(state: State, party: str, now_us: int) -> bool:
    watch, held = state.watch.of(party), state.parties.get(party)
    if held is None or held.state is not PartyState.MEMBER or state.charter is None:
        return False
    holder, rules = watch.holder, state.charter.watch
    return (
        holder is not None
        and 0 < watch.drill_us <= now_us
        and state.watch.is_there(holder.person, rules, now_us)  # that nobody is there is told already
        and watch.handover is None
        and not _has_open_safety_notice(state, party)
    )


def _has_open_safety_notice(state: State, party: str) -> bool:
    """Return whether a safety notice of a party or for it waits for an answer."""
    for notice_id in state.book.notices_of.get(party, ()):
        notice = state.book.notices[notice_id]
        if notice.kind is NoticeKind.SAFETY and not notice.is_closed:
            return True
    return False
