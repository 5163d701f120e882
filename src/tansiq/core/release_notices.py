"""Who sees a notice: its sender, those it is for, and the relay once one of them was not reached. Who reads an account.

Part of `release`.

Each receiver sees the notice and its own ladder. A sender sees all ladders, without the person, and without the party where the
owner of a sealed flight is meant: what it is told of that one depends on that one's own steps alone.
"""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from tansiq.core.accounts import Account, Subject
from tansiq.core.entry import HOST
from tansiq.core.notices import About, AboutKind, Call, Ladder, Level, Means, Notice, Step, StepKind
from tansiq.core.room import PartyState
from tansiq.core.state import State

SOMEBODY = ""  # a person or party that the viewer is not told of


class SeenNotice(Struct, frozen=True, gc=False):
    """A notice as a viewer sees it. is_sent: by the viewer's party. relays: whether the viewer is told as the relay."""

    notice: Notice
    is_sent: bool
    relays: bool = False


def seen_notice(state: State, viewer: str, notice_id: str) -> SeenNotice | None:
    """Return a notice as a party sees it, or None where it sees none."""
    notice = state.book.notices.get(notice_id)
    return None if notice is None else as_seen(state, viewer, notice)


def as_seen(state: State, viewer: str, notice: Notice) -> SeenNotice | None:
    """Return a notice of the state, as it is or was a moment ago, as a party sees it; None where it sees none."""
    if viewer not in state.parties:
        return None
    if notice.by == viewer:
        faces = tuple(map(_sender_sees, notice.ladders))
        return SeenNotice(msgspec.structs.replace(notice, ladders=faces), True)
    own = tuple(_receiver_sees(ladder) for ladder in notice.ladders if ladder.party == viewer)
    if own:
        return SeenNotice(msgspec.structs.replace(notice, ladders=own, about=_about(notice, own[0])), False)
    relay = state.charter.notices.relay if state.charter is not None else ""
    late = tuple(ladder for ladder in notice.ladders if ladder.level is Level.EXHAUSTED)
    if relay != viewer or not late or notice.by == HOST.party:  # a drill that was missed is the party's own to know
        return None
    faces = tuple(map(_relay_sees, late))
    return SeenNotice(msgspec.structs.replace(notice, ladders=faces, about=_about(notice, late[0])), False, True)


def notices_of(state: State, viewer: str) -> list[str]:
    """Return the ids of the notices that a party sees, oldest first."""
    own = state.book.notices_of.get(viewer, {})
    relay = state.charter.notices.relay if state.charter is not None else ""
    if relay != viewer or not relay:
        return list(own)
    relayed = [i for i in state.book.unreached if i not in own and seen_notice(state, viewer, i) is not None]
    return sorted((*own, *relayed), key=lambda i: (state.book.notices[i].made_us, i))


def calls_of(state: State, viewer: str) -> list[Call]:
    """Return the calls that a party wrote down, oldest first: nobody else is told of them."""
    return [state.book.calls[i] for i in state.book.calls_of.get(viewer, ())]


def accounts_about(state: State, viewer: str, about: Subject) -> Iterator[Account]:
    """Yield the accounts of a flight or zone that a party reads, oldest first."""
    party = state.parties.get(viewer)
    if party is None or party.state not in (PartyState.MEMBER, PartyState.SUSPENDED):
        return
    for account in state.book.accounts.values():
        if account.about == about and viewer in account.readers:
            yield account


def _sender_sees(ladder: Ladder) -> Ladder:
    if not ladder.is_hidden:
        return msgspec.structs.replace(ladder, flight="", steps=tuple(map(_without_watch, ladder.steps)), links=())
    steps = tuple(map(_without_person, ladder.steps))
    return msgspec.structs.replace(ladder, party=SOMEBODY, flight="", steps=steps, links=())


def _without_person(step: Step) -> Step:
    """Return a step of an owner that is not named. To whom it passed the notice, and what a unit typed, may tell who it is."""
    is_telling = step.kind is StepKind.PASSED or step.means is Means.FIELD_LINK
    texts = 0 if is_telling else step.texts
    by = step.by if step.kind is StepKind.SENT else SOMEBODY
    return msgspec.structs.replace(step, by=by, texts=texts, to=())


def _without_watch(step: Step) -> Step:
    """Return a step of a party that is named: who of it was on watch is its own to know."""
    return msgspec.structs.replace(step, to=()) if step.to else step


def _receiver_sees(ladder: Ladder) -> Ladder:
    """Return a receiver's own ladder: under which id the sender meets its flight is the sender's to know."""
    return msgspec.structs.replace(ladder, item="", is_hidden=False)


def _about(notice: Notice, ladder: Ladder) -> About:
    """Return what a notice is about as its receiver knows that: its own flight by its own id."""
    return About(AboutKind.FLIGHT, ladder.flight) if ladder.flight else notice.about


def _relay_sees(ladder: Ladder) -> Ladder:
    """Return whom a relay must call."""
    steps = tuple(map(_without_person, ladder.steps))
    return msgspec.structs.replace(_receiver_sees(ladder), steps=steps, links=())
