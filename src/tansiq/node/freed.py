"""What stood in somebody's way and is gone: told to whom it had been refused for, or who had made way for it.

For each booking that was refused, each flight that was moved by agreement, and each proposal that was declined, the node
remembers which flights stood in its way, and when, as its party saw them. After a change of one of these flights it looks
again with that party's eyes; what has become free is told, with the party's own flight, and nothing of whose the other was.
Kept in memory by the node that answered, bounded, never in the log.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from time import perf_counter
from typing import Final

from msgspec import Struct

from tansiq.core.changes import Agreed, AgreementPut, BandsDerived, Expired, IntentGone, IntentPut, Overran
from tansiq.core.limits import AGREEMENT_KEPT_US, FREED_KEPT, FREED_US, PARTIES_REMEMBERED, STANDING_REMEMBERED
from tansiq.core.model import Intent
from tansiq.core.release import Asked, View
from tansiq.core.room import Agreement, AgreementState, Clearance
from tansiq.core.standing import without
from tansiq.core.state import Decision, State
from tansiq.core.units import Span

SLICE_S: Final = 0.002

_Key = tuple[str, str]  # a party, and what it asked for: the id of a flight or of an agreement


class Freed(Struct, frozen=True, gc=False):
    """mine: the party's own flight or attempt. windows: when what stood in its way does so no more, in order of time."""

    mine: str
    at_us: int
    windows: tuple[Span, ...]


class _Stood(Struct, frozen=True, gc=False):
    """Another's flight in the way. is_sealed: whether it was, for the party."""

    windows: tuple[Span, ...]
    is_sealed: bool


class _Hope(Struct, gc=False):
    """asked: what the party would have flown. is_booked: it is a flight of the party; once that has ended nobody waits.

    stood: id of a flight in the state -> when it is in the way, as last seen.
    """

    asked: Asked
    is_booked: bool
    until_us: int
    stood: dict[str, _Stood]


class Standing:
    """Remembers what stood in whose way, and notices when it is gone."""

    def __init__(self, state: State, view: Callable[[str], View], now_us: Callable[[], int]) -> None:
        self.told: list[Callable[[str, Freed], None]] = []  # called with each party and what was freed for it
        self._state = state
        self._view = view
        self._now_us = now_us
        self._of: OrderedDict[str, OrderedDict[str, _Hope]] = OrderedDict()
        self._by_flight: dict[str, dict[_Key, None]] = {}
        # Flights that stand in somebody's way, and are to be looked at again; where one has ended, as it last was.
        self._changed: dict[str, Intent | None] = {}
        self._before: dict[str, Asked] = {}  # flights that an agreement is about to move
        self._freed: dict[str, deque[Freed]] = {}
        self._lock = asyncio.Lock()
        for agreement in state.agreements.values():
            self._agreed(agreement)

    @property
    def is_due(self) -> bool:
        """Whether something is to be looked at again."""
        return bool(self._changed)

    def refused(self, party: str, asked: Asked, shown: Iterable[str]) -> None:
        """Remember a booking that was refused. shown: ids under which the party met what stood in its way."""
        behind = self._view(party).behind_each(shown, asked)
        self._remember(
            party, asked.id, asked, (intent.id for intent in behind), self._now_us() + FREED_US, is_booked=False
        )

    def before(self, decision: Decision) -> None:
        """Take down where flights are that a decision is about to move."""
        if isinstance(decision, Agreed):
            old = (self._state.intents.get(new.id) for new in decision.intents)
            self._before = {each.id: Asked(each.id, each.volumes) for each in old if each is not None}

    def follow(self, decision: Decision) -> None:
        """Take down what a decision changed. It was written."""
        match decision:
            case IntentPut(intent):
                changed: Iterable[str] = (intent.id,)
            case IntentGone(intent):
                changed = ()
                if intent.id in self._by_flight:
                    self._changed[intent.id] = intent
            case Agreed(agreement, intents):
                changed = [intent.id for intent in intents]
                self._agreed(agreement)
                self._before = {}
            case Overran(intents) | BandsDerived(intents):
                changed = [intent.id for intent in intents]
            case Expired(intents):
                changed = ()
                for each in intents:
                    self._forget(each)
            case AgreementPut(agreement):
                changed = ()
                self._agreed(agreement)
            case _:
                return
        self._changed.update({each: None for each in changed if each in self._by_flight})

    async def look(self) -> None:
        """Look again at what changed, with the eyes of each party in whose way it stood, in slices."""
        async with self._lock:
            began = perf_counter()
            while self._changed:
                flight_id = next(iter(self._changed))
                last = self._changed.pop(flight_id)
                for party, name in list(self._by_flight.get(flight_id, ())):
                    self._look(party, name, flight_id, last)
                    if perf_counter() - began > SLICE_S:
                        await asyncio.sleep(0)
                        began = perf_counter()

    def of(self, party: str) -> Sequence[Freed]:
        """Return what became free for a party in the last hour, oldest first."""
        since_us = self._now_us() - FREED_US
        return [freed for freed in self._freed.get(party, ()) if freed.at_us >= since_us]

    def _agreed(self, agreement: Agreement) -> None:
        """Remember what a party made way for, or what it could not have moved. What was moved before a start is not known."""
        until_us = (agreement.closed_us or agreement.made_us) + AGREEMENT_KEPT_US
        if agreement.state is AgreementState.DECLINED:
            mine = self._state.intents.get(agreement.ours)
            if mine is not None:
                asked = Asked(mine.id, mine.volumes)
                self._remember(agreement.by, agreement.id, asked, (agreement.theirs,), until_us, is_booked=True)
        elif agreement.state in (AgreementState.ACCEPTED, AgreementState.AWAITING):
            pairs = (agreement.by, agreement.ours, agreement.theirs), (agreement.to, agreement.theirs, agreement.ours)
            for party, mine_id, other_id in pairs:
                if (asked := self._before.get(mine_id)) is not None:
                    self._remember(party, f"{agreement.id} {mine_id}", asked, (other_id,), until_us, is_booked=True)

    def _remember(
        self, party: str, name: str, asked: Asked, others: Iterable[str], until_us: int, *, is_booked: bool
    ) -> None:
        if until_us < self._now_us():
            return
        self._drop(party, name)
        stood: dict[str, _Stood] = {}
        view = self._view(party)
        for other_id in others:
            found = self._seen(view, other_id, asked)
            if found is not None and found.windows:
                stood[other_id] = found
        if not stood:
            return
        hopes = self._of.setdefault(party, OrderedDict())
        self._of.move_to_end(party)
        hopes[name] = _Hope(asked, is_booked, until_us, stood)
        for other_id in stood:
            self._by_flight.setdefault(other_id, {})[party, name] = None
        if len(hopes) > STANDING_REMEMBERED:
            self._drop(party, next(iter(hopes)))
        if len(self._of) > PARTIES_REMEMBERED:
            oldest = next(iter(self._of))
            for each in list(self._of[oldest]):
                self._drop(oldest, each)
            self._freed.pop(oldest, None)

    def _drop(self, party: str, name: str) -> None:
        hopes = self._of.get(party)
        hope = hopes.pop(name, None) if hopes is not None else None
        if hope is None:
            return
        for other_id in hope.stood:
            self._unlink(other_id, party, name)
        if not hopes:
            del self._of[party]

    def _forget(self, flight_id: str) -> None:
        """Forget a flight whose time is over: it stands in nobody's way, and nothing is free for that."""
        for party, name in list(self._by_flight.get(flight_id, ())):
            self._forget_one(party, name, flight_id)

    def _forget_one(self, party: str, name: str, flight_id: str) -> None:
        stood = self._of[party][name].stood
        del stood[flight_id]
        self._unlink(flight_id, party, name)
        if not stood:
            self._drop(party, name)

    def _unlink(self, flight_id: str, party: str, name: str) -> None:
        waiting = self._by_flight[flight_id]
        del waiting[party, name]
        if not waiting:
            del self._by_flight[flight_id]

    def _seen(self, view: View, flight_id: str, asked: Asked) -> _Stood | None:
        """Return when a flight is in the way as the viewer sees it now; None where it is not the viewer's to know."""
        intent = self._state.intents.get(flight_id)
        if intent is None:
            return _Stood((), False)
        is_sealed = view.is_sealed(intent)
        if is_sealed and not view.plans(asked):
            return None
        return _Stood(view.in_the_way(intent, asked, _widest(view)), is_sealed)

    def _look(self, party: str, name: str, flight_id: str, last: Intent | None) -> None:
        """last: the flight as it was before it ended, None where it did not."""
        hopes = self._of.get(party)
        hope = hopes.get(name) if hopes is not None else None
        if hope is None or flight_id not in hope.stood:  # dropped while others were looked at
            return
        now_us, view = self._now_us(), self._view(party)
        if hope.until_us < now_us or (hope.is_booked and hope.asked.id not in self._state.intents):
            self._drop(party, name)
            return
        was, intent = hope.stood[flight_id], self._state.intents.get(flight_id)
        now = self._seen(view, flight_id, hope.asked)
        # A sealed one is told of only for as long as the party's own flight or attempt is there to meet it.
        is_hidden = intent is None and last is not None and view.is_sealed(last) and not view.plans(hope.asked)
        if now is None or is_hidden:
            self._forget_one(party, name, flight_id)
            return
        if (
            intent is not None and was.is_sealed is not now.is_sealed
        ):  # the release changed: begin from what is seen now
            hope.stood[flight_id] = now
            return
        left = without(was.windows, without(was.windows, now.windows))
        freed = without(was.windows, left)
        for other_id, other in hope.stood.items():
            freed = without(freed, other.windows if other_id != flight_id else ())
        coming = without(freed, (Span(0, now_us),))
        if left:
            hope.stood[flight_id] = _Stood(left, now.is_sealed)
        else:
            self._forget_one(party, name, flight_id)
        if coming:
            self._tell(party, Freed(hope.asked.id, now_us, coming))

    def _tell(self, party: str, freed: Freed) -> None:
        self._freed.setdefault(party, deque(maxlen=FREED_KEPT)).append(freed)
        for tell in self.told:
            tell(party, freed)


def _widest(view: View) -> Clearance:
    charter = view.charter
    assert charter is not None, "something stood in the way, and there is no room"
    all_of_them = (charter.manned, charter.mixed, charter.unmanned)
    return Clearance(
        max(c.lateral_mm for c in all_of_them),
        max(c.vertical_mm for c in all_of_them),
        max(c.time_us for c in all_of_them),
    )
