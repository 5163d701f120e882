"""Which notices a party that listens was told of: after each change it hears of those alone that it sees otherwise now."""

import hashlib
from collections.abc import Callable
from typing import Final

import msgspec

from tansiq.core.changes import ProposalsClosed
from tansiq.core.notice_changes import NoticePut, NoticesForgotten, NoticesPut
from tansiq.core.release_notices import SeenNotice, seen_notice
from tansiq.core.state import Decision, State
from tansiq.core.watch_changes import DrillStarted
from tansiq.gateways.room import wire

EVENT_MOST: Final = 20  # notices in one event, of up to 50 ladders each

ShowNotice = Callable[[SeenNotice], wire.NoticeShown]
_encode: Final = msgspec.json.Encoder().encode


class ToldNotices:
    """What one party was told. A notice is remembered by the hash of its face."""

    def __init__(self) -> None:
        self._shown: dict[str, bytes] = {}

    def look(self, state: State, party: str, notice_id: str) -> SeenNotice | None:
        """Return a notice that the party sees otherwise than it was told, and remember it; None where there is no news."""
        seen = seen_notice(state, party, notice_id)
        if seen is None:
            return None
        mark = hashlib.sha256(_encode(seen)).digest()
        if self._shown.get(notice_id) == mark:
            return None
        self._shown[notice_id] = mark
        return seen

    def is_gone(self, state: State, party: str, notice_id: str) -> bool:
        """Return whether the party was told of a notice that it sees no more, and forget it."""
        if notice_id not in self._shown or seen_notice(state, party, notice_id) is not None:
            return False
        del self._shown[notice_id]
        return True


def touched(state: State, change: Decision | None) -> list[str]:
    """Return the ids of the notices that somebody may see otherwise after a change."""
    match change:
        case NoticePut(notice, replaced):
            return [notice.id] if replaced is None else [replaced.id, notice.id]
        case DrillStarted(notice):
            return [notice.id]
        case NoticesPut(notices):
            return [notice.id for notice in notices]
        case NoticesForgotten(notices):
            return list(notices)
        case ProposalsClosed(closed) if any(each.charter is not None for each in closed):
            return list(state.book.unreached)  # the charter names another relay, perhaps
        case _:
            return []


def events(shown: list[wire.NoticeShown], gone: list[str]) -> list[bytes]:
    """Return what is told, in pieces that a page takes in at once, the oldest first: in which order they were raised may be
    for what other receivers did."""
    shown, gone = sorted(shown, key=lambda each: (each.made, each.id)), sorted(gone)
    pieces = [shown[n : n + EVENT_MOST] for n in range(0, len(shown), EVENT_MOST)] or [[]]
    return [_encode(wire.NoticesEvent(piece, [] if n else gone)) for n, piece in enumerate(pieces)]
