"""Bands follow what is known of the air: derived anew after each change of it, and told whom it concerns.

After a change bookings wait until all bands there are derived; they are written in slices, then what was unsettled is settled.
A start goes on where the last node stopped. What was booked or extended without waiting, as it is in the air, is looked at too.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from typing import Final

import msgspec

from tansiq.airspace.snapped import MANNED, SMALL_UNMANNED, outward
from tansiq.core.changes import Agreed, IntentPut, Overran, PressureGone, PressurePut, ProposalsClosed
from tansiq.core.entry import HOST
from tansiq.core.limits import DERIVED_AT_ONCE
from tansiq.core.model import Constraint, Intent
from tansiq.core.refusals import Refusal, RoomConflict
from tansiq.core.release import Asked
from tansiq.core.room_commands import Derivation, DeriveBands, Rebanded
from tansiq.core.state import EVERYWHERE, Decision
from tansiq.core.volumes import Extent
from tansiq.gateways.room import planning
from tansiq.gateways.room.planning import Found
from tansiq.gateways.room.sky import air_of, later_us
from tansiq.log.engine import Outage
from tansiq.node.chance import random_bytes
from tansiq.node.fairness import Busy
from tansiq.node.loop import Node, Proposal

SLICE_S: Final = 0.002
FEW: Final = 10  # flights that are looked at where nobody waits, before what is more urgent is looked for
REST_S: Final = 0.02  # … and then: a start looks at all flights, 3 s of work at 100,000 volumes
WAIT_S: Final = 10.0  # that whoever stated a pressure, or books there, waits at most
LOOKED_AT: Final = 500  # flights whose conflicts are compared before and after: 2 s of work
KEPT: Final = 20  # changes of which it is remembered what conflicts they made
AGAIN_S: Final = 1.0

New = dict[str, list[tuple[str, Found]]]  # party -> its flights, each with one that it meets only now
Teller = Callable[[New], None]


class Changed(msgspec.Struct, frozen=True):
    """What a change of the air made. is_complete: the conflicts of all flights around were compared."""

    new: New
    is_complete: bool


class Deriver:
    """Runs beside the server."""

    def __init__(self, node: Node) -> None:
        self.tellers: list[Teller] = []  # told of new conflicts; they must not block
        self._node = node
        self._wake = asyncio.Event()
        self._to_look_at: dict[str, None] = dict.fromkeys(node.state.intents)
        self._made: dict[int, Changed] = {}  # by `State.air`
        self._done = asyncio.Condition()
        self._is_busy = False
        node.followers.append(self._follow)

    async def run(self) -> None:
        """Derive what is due, until cancelled."""
        self._wake.set()
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                while self._node.state.unsettled:
                    self._is_busy = True
                    try:
                        await self._settle()
                    finally:
                        self._is_busy = False
                await self._look()
            except (Outage, Busy):
                await asyncio.sleep(AGAIN_S)
                self._wake.set()

    async def settled(self, position: int) -> Changed | None:
        """Wait until all bands follow a change of the air, and return what it made; None where that takes too long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WAIT_S), self._done:
                await self._done.wait_for(lambda: self._is_idle() or any(air >= position for air in self._made))
        return next((made for air, made in sorted(self._made.items()) if air >= position), None)

    async def is_over(self, refusal: Refusal) -> bool:
        """Return whether what was refused may be asked again, once the air that it waits for is settled."""
        if refusal == RoomConflict("pressure changed", ""):
            return True
        if refusal != RoomConflict("pressure changing", ""):
            return False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WAIT_S), self._done:
                await self._done.wait_for(lambda: not self._node.state.unsettled)
        return True

    def _is_idle(self) -> bool:
        return not self._is_busy and not self._node.state.unsettled

    def _follow(self, decision: Decision) -> None:
        match decision:
            case IntentPut(intent):
                self._to_look_at[intent.id] = None
            case Overran(intents) | Agreed(_, intents):
                self._to_look_at.update({intent.id: None for intent in intents})
            case PressurePut() | PressureGone() | ProposalsClosed():
                pass
            case _:
                return
        self._wake.set()

    # --- after a change of the air ------------------------------------------------------------------------------------

    async def _settle(self) -> None:
        before: dict[str, dict[str, Found]] = {}
        is_complete = True
        while True:
            state = self._node.state
            air, extents = state.air, tuple(state.unsettled.values())
            near = [intent for intent in self._flights_near(extents) if intent.flight is not None]
            is_complete = is_complete and len(near) <= LOOKED_AT
            for intent_id in [intent.id for intent in near[:LOOKED_AT] if intent.id not in before]:
                before[intent_id] = self._conflicts(intent_id)
                await asyncio.sleep(0)
            if await self._derive_near(air, extents) and await self._ordered(
                Derivation(air, settled=tuple(sorted(state.unsettled)))
            ):
                break
        await self._notify()
        new: New = {}
        for intent_id, met in before.items():
            intent = self._node.state.intents.get(intent_id)
            if intent is not None:
                since = [f for other, f in self._conflicts(intent_id).items() if other not in met]
                new.setdefault(intent.manager, []).extend((intent_id, f) for f in since)
                await asyncio.sleep(0)
        new = {party: found for party, found in new.items() if found}
        self._made[air] = Changed(new, is_complete)
        while len(self._made) > KEPT:
            del self._made[min(self._made)]
        await self._notify()
        for teller in self.tellers:
            teller(new)

    async def _notify(self) -> None:
        async with self._done:
            self._done.notify_all()

    async def _derive_near(self, air: int, extents: tuple[Extent, ...]) -> bool:
        """Derive all bands in some extents; return whether they followed the air already, so that nothing was to be done."""
        state = self._node.state
        flights = [x async for x in self._anew(intent.id for intent in self._flights_near(extents))]
        zones: list[Rebanded] = []
        is_all = EVERYWHERE in extents
        for constraint in list(state.constraints.values()) if is_all else state.constraints_near(extents):
            zone = self._zone(constraint)
            if zone is not None:
                zones.append(zone)
            await asyncio.sleep(0)
        for some in _pieces(flights):
            if not await self._ordered(Derivation(air, flights=some)):
                return False
        for some in _pieces(zones):
            if not await self._ordered(Derivation(air, zones=some)):
                return False
        return not flights and not zones and self._node.state.air == air

    def _flights_near(self, extents: tuple[Extent, ...]) -> list[Intent]:
        state = self._node.state  # asking the grid for the whole earth would hold the loop
        return list(state.intents.values()) if EVERYWHERE in extents else state.intents_near(extents)

    async def _look(self) -> None:
        """Derive the bands of flights that were entered or extended, the latest first, until the air changes."""
        while self._to_look_at and not self._node.state.unsettled:
            ids = [self._to_look_at.popitem()[0] for _ in range(min(FEW, len(self._to_look_at)))]
            air = self._node.state.air
            try:
                for some in _pieces([x async for x in self._anew(ids)]):
                    if not await self._ordered(Derivation(air, flights=some)):
                        self._to_look_at.update(dict.fromkeys(ids))
            except (Outage, Busy):
                self._to_look_at.update(dict.fromkeys(ids))
                raise
            if self._to_look_at:
                await asyncio.sleep(REST_S)

    async def _ordered(self, wish: Derivation) -> bool:
        """Have bands written; return whether they were: not where more became known of the air meanwhile."""
        outcome = await self._node.submit(Proposal(HOST, DeriveBands(wish)))
        return outcome.reply.status < 400

    async def _anew(self, ids: Iterable[str]) -> AsyncGenerator[Rebanded]:
        """Yield the flights whose bands do not follow the air."""
        began = time.perf_counter()
        for intent_id in list(ids):
            intent = self._node.state.intents.get(intent_id)
            anew = self._flight(intent) if intent is not None else None
            if anew is not None:
                yield anew
            if time.perf_counter() - began > SLICE_S:
                await asyncio.sleep(0)
                began = time.perf_counter()

    def _flight(self, intent: Intent) -> Rebanded | None:
        flight, state = intent.flight, self._node.state
        if flight is None or state.charter is None:
            return None
        places = intent.volumes + flight.off_nominal
        if not any(volume.depends_on_air for volume in places):
            return None
        air, beyond_us = air_of(state), later_us(state.charter)
        bands = tuple(air.banded(volume, later_us=beyond_us).alt_mm for volume in places)
        if bands == tuple(volume.alt_mm for volume in places):
            return None
        step_mm = (MANNED if flight.is_manned else SMALL_UNMANNED).band_mm
        views = tuple(outward(alt_mm, step_mm) for alt_mm in bands)
        return Rebanded(intent.id, intent.ovn, random_bytes(18).hex(), bands, views)

    def _zone(self, constraint: Constraint) -> Rebanded | None:
        if constraint.zone is None or not any(volume.depends_on_air for volume in constraint.volumes):
            return None
        air = air_of(self._node.state)
        bands = tuple(air.banded(volume).alt_mm for volume in constraint.volumes)
        if bands == tuple(volume.alt_mm for volume in constraint.volumes):
            return None
        return Rebanded(constraint.id, constraint.ovn, random_bytes(18).hex(), bands)

    def _conflicts(self, intent_id: str) -> dict[str, Found]:
        """Return what a flight meets in its owner's world, by the ids that its owner sees."""
        intent, charter = self._node.state.intents.get(intent_id), self._node.state.charter
        if intent is None or intent.flight is None or charter is None:
            return {}
        asked, view = Asked(intent.id, intent.volumes + intent.flight.off_nominal), self._node.view(intent.manager)
        near = planning.neighbours(view, asked, charter)
        return {f.intent.id: f for f in planning.conflicts(asked, intent.flight.is_manned, near, charter)}


def _pieces(items: list[Rebanded]) -> Iterator[tuple[Rebanded, ...]]:
    """Yield items in pieces of at most so many volumes, or of one item."""
    piece: list[Rebanded] = []
    size = 0
    for item in items:
        if piece and size + len(item.bands) > DERIVED_AT_ONCE:
            yield tuple(piece)
            piece, size = [], 0
        piece.append(item)
        size += len(item.bands)
    if piece:
        yield tuple(piece)
