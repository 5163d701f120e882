"""Of which watches a party that listens was told whether somebody is there; and what happens to its own."""

from collections.abc import Iterator
from typing import Final

import msgspec

from tansiq.core.changes import DelegateGone, DelegatePut, PartyPut, ProposalsClosed
from tansiq.core.entry import HOST
from tansiq.core.notice_changes import NoticePut, NoticesPut
from tansiq.core.notices import Notice, NoticeKind
from tansiq.core.release_watch import is_on_watch, on_watch
from tansiq.core.state import Decision, State
from tansiq.core.watch import Handover
from tansiq.core.watch_changes import DrillStarted, NoteDropped, NoteKept, Present, WatchPut

_NOTHING: Final = b"{}"
_encode: Final = msgspec.json.Encoder().encode


class ToldWatches:
    """What one party was told."""

    def __init__(self, party: str) -> None:
        self._party = party
        self._is_there: dict[str, bool] = {}  # of which parties somebody is on watch
        self._handover: Handover | None = None  # of the own watch

    def begin(self, state: State, now_us: int) -> None:
        """Take in how it is now."""
        self._is_there = on_watch(state, now_us)
        self._handover = state.watch.of(self._party).handover

    def news(
        self, state: State, now_us: int, change: Decision | None, everybody: dict[str, bool]
    ) -> Iterator[tuple[str, bytes]]:
        """Yield events, as (kind, JSON), after a change; None: time passed.

        everybody: of which parties somebody is on watch, as it was looked at where `is_for_all` says so. That time ended a
        watch is told as time passes alone: told at the next step of another, it would tell of that step.
        """
        if is_drill_of(self._party, change):
            yield "drills", _NOTHING
        if isinstance(change, NoteKept | NoteDropped) and _party_of(change) == self._party:
            yield "notes", _NOTHING
        parties = self._all(everybody) if is_for_all(change) else self._one(state, now_us, change)
        if parties:
            yield "watch", _encode({"parties": parties})
        handover = state.watch.of(self._party).handover
        if handover != self._handover:
            self._handover = handover
            yield "handover", _NOTHING

    def _all(self, everybody: dict[str, bool]) -> list[str]:
        """Return the parties whose watch the party is told otherwise of."""
        before, self._is_there = self._is_there, dict(everybody)
        if before == everybody:
            return []
        return [code for code in sorted(before | everybody) if before.get(code) is not everybody.get(code)]

    def _one(self, state: State, now_us: int, change: Decision | None) -> list[str]:
        """Return the party whose watch a change is of, where it is seen otherwise now; the own one in any case."""
        party = _party_of(change) if not isinstance(change, NoteKept | NoteDropped) else ""
        now = is_on_watch(state, party, now_us)
        before = self._is_there.get(party)
        if now is None or before is None:
            return []
        if now or not state.watch.of(party).posts:
            self._is_there[party] = now
        is_own_act = party == self._party and isinstance(change, WatchPut | Present)
        return [party] if self._is_there[party] is not before or is_own_act else []


def is_for_all(change: Decision | None) -> bool:
    """Return whether after a change all watches are looked at: as time passed, or as members came, went, or changed rules."""
    return change is None or isinstance(change, PartyPut | ProposalsClosed)


def is_drill_of(party: str, change: Decision | None) -> bool:
    """Return whether a change is of a drill that the room holds with a party."""
    match change:
        case DrillStarted(notice) | NoticePut(notice):
            notices: tuple[Notice, ...] = (notice,)
        case NoticesPut(notices):
            pass
        case _:
            return False
    return any(n.kind is NoticeKind.DRILL and n.by == HOST.party and n.ladders[0].party == party for n in notices)


def _party_of(change: Decision | None) -> str:
    """Return of which party's watch a change is, "" where it is of none."""
    match change:
        case WatchPut(watch):
            return watch.party
        case Present(party) | NoteDropped(party):
            return party
        case NoteKept(note):
            return note.party
        case DelegatePut(delegate) | DelegateGone(delegate):
            return delegate.party
        case _:
            return ""
