"""A field link passes one notice on to one unit; the unit opens it, and answers by it as `answer_notice` has it.

Who knows the link and its code acts for the party in this one matter. What was typed as a name is kept as that, no more.
"""

import msgspec

from tansiq.core.decide.ladders import answerable, by_link, received, stepped
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.entry import Entry
from tansiq.core.limits import LINKS_PER_LADDER
from tansiq.core.notice_changes import NoticePut
from tansiq.core.notice_commands import EndLink, IssueLink, LinkEnd, OpenLink
from tansiq.core.notices import Ladder, Link, LinkState, Means, Notice, Step, StepKind
from tansiq.core.refusals import Refusal, Refused, RoomConflict, TooManyItems
from tansiq.core.room import Role
from tansiq.core.state import State

_ENDED = {LinkState.REVOKED: StepKind.LINK_REVOKED, LinkState.LOCKED: StepKind.LINK_LOCKED}


def issue_link(state: State, entry: Entry, command: IssueLink) -> NoticePut | Refusal:
    """Pass a notice on by a link. It opens until some time after the notice's deadline, whatever is answered meanwhile."""
    ask = command.private
    found = answerable(state, entry, ask.notice, Means.PAGE)
    if isinstance(found, Refused):
        return found
    notice, ladder = found
    if entry.time_us >= notice.links_until_us:
        return RoomConflict("notice deadline", ask.notice)
    if any(ask.id == link.id for each in notice.ladders for link in each.links):
        return RoomConflict("notice exists", ask.id)
    if len(ladder.links) >= LINKS_PER_LADDER:
        return TooManyItems("field links", LINKS_PER_LADDER)
    link = Link(ask.id, entry.actor.by, entry.time_us, entry.position)
    step = Step(StepKind.PASSED, entry.time_us, entry.actor.by, Means.FIELD_LINK, entry.position)
    return stepped(notice, msgspec.structs.replace(ladder, links=(*ladder.links, link)), step)


def open_link(state: State, entry: Entry, command: OpenLink) -> NoticePut | Refusal:
    """Say that a unit read the notice. Once for each link; what was taken back is shown as that, so it may be read too."""
    ask = command.private
    found = by_link(state, entry, ask.notice, ask.id)
    if isinstance(found, Refused):
        return found
    notice, ladder, link = found
    if any(step.kind is StepKind.READ and step.by == link.id for step in ladder.steps):
        return RoomConflict("notice step", ask.notice)
    step = Step(StepKind.READ, entry.time_us, link.id, Means.FIELD_LINK, entry.position)
    return stepped(notice, ladder, step, is_kept=True)


def end_link(state: State, entry: Entry, command: EndLink) -> NoticePut | Refusal:
    """Close a link for good: a person of the party revokes it, or it locks itself after wrong codes."""
    ask = command.private
    if ask.how not in _ENDED:
        return RoomConflict("no such link", ask.id)
    found = _locking(state, entry, ask) if ask.how is LinkState.LOCKED else _revoking(state, entry, ask)
    if isinstance(found, Refused):
        return found
    notice, ladder = found
    links = tuple(msgspec.structs.replace(link, state=ask.how) if link.id == ask.id else link for link in ladder.links)
    step = Step(_ENDED[ask.how], entry.time_us, entry.actor.by, Means.FIELD_LINK)
    return stepped(notice, msgspec.structs.replace(ladder, links=links), step, is_kept=True)


def _locking(state: State, entry: Entry, ask: LinkEnd) -> tuple[Notice, Ladder] | Refusal:
    found = by_link(state, entry, ask.notice, ask.id)
    return found if isinstance(found, Refused) else found[:2]


def _revoking(state: State, entry: Entry, ask: LinkEnd) -> tuple[Notice, Ladder] | Refusal:
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=True)
    if refused is not None:
        return refused
    found = received(state, ask.notice, entry.actor.party)
    if isinstance(found, Refused):
        return found
    is_open = any(link.id == ask.id and link.state is LinkState.OPEN for link in found[1].links)
    return found if is_open else RoomConflict("no such link", ask.id)
