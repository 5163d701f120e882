"""States of the past, made by deciding the log again, some kept so that what lies near them comes quickly."""

from bisect import bisect_right
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final, Protocol

from msgspec import Struct

from tansiq.core.changes import IntentGone
from tansiq.core.decide import decide
from tansiq.core.evolve import evolve
from tansiq.core.limits import PAST_ENDED_KEPT, PAST_ENDED_US, PAST_KEPT
from tansiq.core.model import Intent
from tansiq.core.release import Granted, releases
from tansiq.core.room import PartyState
from tansiq.core.state import State
from tansiq.log.engine import Blob
from tansiq.node.copies import copied
from tansiq.node.snapshots import READ_AT_ONCE, entry_of

BEFORE: Final = (
    100,
    1_000,
    10_000,
)  # entries before a moment that was asked for at which a state is left: the way back


class Log(Protocol):
    """The log as this process reads it. Each call may raise `Outage`."""

    def after(self, position: int, limit: int) -> list[Blob]:
        """Return up to so many records after a position."""
        ...

    def typed(self, position: int) -> bytes:
        """Return what is left of what persons typed with an entry, with its salt."""
        ...


class Ended(Struct, frozen=True):
    """A flight that ended, and what each party got of it at that moment: what is released later opens nothing of it."""

    at_us: int
    intent: Intent
    granted: dict[str, Granted]


class Moment(Struct, frozen=True):
    """The room at a position of its log.

    ended: flights of the last hour, oldest first. since_us: from when on they are known: not before the snapshot that this was
    made from; 0 for the beginning.
    """

    state: State
    ended: "deque[Ended]"
    since_us: int = 0


class Replays:
    """Moments of one log. saved: gives the newest snapshot up to a position."""

    def __init__(self, log: Log, saved: Callable[[int], State | None]) -> None:
        self._log = log
        self._saved = saved
        self._kept: OrderedDict[int, Moment] = OrderedDict()  # by position; the one used longest ago comes first

    def position_at(self, time_us: int, last: int) -> int:
        """Return the position of the last entry up to a time, none beyond `last`; 0 where all are later."""
        return bisect_right(range(1, last + 1), time_us, key=self._time_us)

    def at(self, position: int) -> Moment:
        """Return the room at a position. It must not be changed."""
        moment = self._near(position)
        if moment.state.position == position:
            return moment
        moment = _beside(moment)
        ways = [position - back for back in reversed(BEFORE) if position - back > moment.state.position]
        for stop in (*ways, position):
            self._bring(moment, stop)
            if stop == position or _is_whole(moment, moment.state.time_us):
                self._keep(moment if stop == position else _beside(moment))
        return moment

    def _time_us(self, position: int) -> int:
        return entry_of(position, self._log.after(position - 1, 1)[0]).time_us

    def _near(self, position: int) -> Moment:
        """Return the moment from which a position is reached soonest."""
        behind = [at for at in self._kept if at <= position]
        best = max(behind, default=0)
        if best:
            self._kept.move_to_end(best)
        saved = self._saved(position) if position - best > READ_AT_ONCE else None
        if saved is not None and saved.position > best:
            begun = Moment(saved, deque(), saved.time_us + 1)  # others of its last instant lie before it
            if _is_whole(begun, self._time_us(position)):
                return begun
        return self._kept[best] if best else Moment(State(), deque())

    def _bring(self, moment: Moment, until: int) -> None:
        state, ended = moment.state, moment.ended
        while state.position < until:
            for blob in self._log.after(state.position, min(READ_AT_ONCE, until - state.position)):
                entry = entry_of(state.position + 1, blob)
                decision = decide(state, entry)
                if isinstance(decision, IntentGone) and decision.intent.flight is not None:
                    ended.append(_ended(state, decision.intent, entry.time_us))
                evolve(state, entry, decision)
        while ended and (ended[0].at_us < state.time_us - PAST_ENDED_US or len(ended) > PAST_ENDED_KEPT):
            ended.popleft()

    def _keep(self, moment: Moment) -> None:
        self._kept[moment.state.position] = moment
        while len(self._kept) > PAST_KEPT:
            self._kept.popitem(last=False)


def _beside(moment: Moment) -> Moment:
    return Moment(copied(moment.state), moment.ended.copy(), moment.since_us)


def _is_whole(moment: Moment, time_us: int) -> bool:
    """Return whether all that ended in the hour before a time is known from a moment on."""
    return moment.since_us <= max(0, time_us - PAST_ENDED_US)


def _ended(state: State, intent: Intent, at_us: int) -> Ended:
    members = (p.code for p in state.parties.values() if p.state in (PartyState.MEMBER, PartyState.SUSPENDED))
    return Ended(at_us, intent, {code: releases(state, intent, code, at_us) for code in members})
