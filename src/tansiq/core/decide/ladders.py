"""What all that happens to a ladder shares: who may take a step on it, and how it is put down."""

import msgspec

from tansiq.core.decide.parties import refuse_actor
from tansiq.core.entry import Entry
from tansiq.core.limits import NOTICE_STEPS, NOTICE_STEPS_RESERVED
from tansiq.core.notice_changes import NoticePut
from tansiq.core.notices import Ladder, Link, LinkState, Means, Notice, NoticeState, Step, StepKind
from tansiq.core.refusals import NotAllowed, Refusal, Refused, RoomConflict, TooManyItems
from tansiq.core.room import PartyState, Role
from tansiq.core.state import State


def received(state: State, notice_id: str, party: str) -> tuple[Notice, Ladder] | Refusal:
    """Return a notice with the ladder of a party that it is for."""
    found = state.book.notices.get(notice_id)
    ladder = next((each for each in found.ladders if each.party == party), None) if found is not None else None
    if found is None or ladder is None:
        return RoomConflict("no such notice", notice_id)
    return found, ladder


def answerable(state: State, entry: Entry, notice_id: str, means: Means) -> tuple[Notice, Ladder] | Refusal:
    """Return what a person may answer. A machine acknowledges nothing; what was taken back is past answering."""
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=True)
    if refused is not None:
        return refused
    if is_machine(state, entry):
        return NotAllowed("role")
    found = received(state, notice_id, entry.actor.party)
    if isinstance(found, Refused):
        return found
    if found[0].state is not NoticeState.OPEN:
        return RoomConflict("notice taken back", notice_id)
    if means is Means.FIELD_LINK:
        return RoomConflict("notice step", notice_id)
    return found


def by_link(state: State, entry: Entry, notice_id: str, link_id: str) -> tuple[Notice, Ladder, Link] | Refusal:
    """Return what a field link opens, where the link itself asks. Deny by default: it acts for one notice, for a time."""
    party = state.parties.get(entry.actor.party)
    if party is None or party.state not in (PartyState.MEMBER, PartyState.SUSPENDED):
        return NotAllowed("not a member")
    found = received(state, notice_id, entry.actor.party)
    if isinstance(found, Refused):
        return found
    notice, ladder = found
    link = next((each for each in ladder.links if each.id == link_id), None)
    if link is None or entry.actor.by != link_id or link.state is not LinkState.OPEN:
        return RoomConflict("no such link", link_id)
    if entry.time_us >= notice.links_until_us:
        return RoomConflict("no such link", link_id)
    return notice, ladder, link


def is_machine(state: State, entry: Entry) -> bool:
    """Return whether no person asks."""
    delegate = state.delegates.get(entry.actor.by)
    return delegate is None or delegate.is_machine


def stepped(notice: Notice, ladder: Ladder, step: Step, *, is_kept: bool = False) -> NoticePut | Refusal:
    """Return a notice after a step. is_kept: the first answer always finds room; what may come again and again does not."""
    most = NOTICE_STEPS if step.kind is StepKind.ANSWERED else NOTICE_STEPS - NOTICE_STEPS_RESERVED
    if len(ladder.steps) >= most and not is_kept:
        return TooManyItems("steps of a notice", most)
    return NoticePut(with_ladder(notice, msgspec.structs.replace(ladder, steps=(*ladder.steps, step))), step=step)


def with_ladder(notice: Notice, ladder: Ladder) -> Notice:
    """Return a notice after something happened to one of its ladders."""
    ladders = tuple(ladder if each.party == ladder.party else each for each in notice.ladders)
    return msgspec.structs.replace(notice, ladders=ladders)
