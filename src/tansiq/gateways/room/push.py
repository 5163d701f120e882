"""What changes in each party's world, pushed to whoever listens: server-sent events, in the order of the log.

For a party that listens the hub remembers which flights it was shown, and in which version. After each change it makes the
party's view of what was touched anew, and tells the difference: the same for all who listen for that party, encoded once.
A change touches more than the flight itself: one's own flight may uncover or cover sealed ones, a preset all flights of its
owner, the charter and the members everything.
"""

import asyncio
import contextlib
import secrets
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.changes import (
    Agreed,
    AgreementPut,
    ConstraintGone,
    ConstraintPut,
    DelegateGone,
    DelegatePut,
    Expired,
    IntentGone,
    IntentPut,
    Overran,
    PartyPut,
    PresetsSet,
    ProposalOpen,
    ProposalsClosed,
    ReleasePending,
)
from tansiq.core.model import Intent
from tansiq.core.state import Decision
from tansiq.gateways.room import wire
from tansiq.node.loop import Node

LISTENERS: Final = 500
LISTENERS_PER_PARTY: Final = 60
WAITING: Final = 200  # events that one listener may be behind; then it is told that there is a gap
KEPT: Final = 1_000  # events of a party kept for those who come back
HEARTBEAT_S: Final = 15.0
SLICE_S: Final = 0.002
TIMED_S: Final = 10.0  # how often releases that begin or end by the clock are looked at
RETRY_MS: Final = 2_000
AWAY_S: Final = 120.0  # a connection may be lost so long, and nothing is missed

Show = Callable[[Intent, str], wire.Flight]
_encode: Final = msgspec.json.Encoder().encode


class FlightsEvent(Struct, frozen=True):
    """flights: as they are seen now. gone: ids under which nothing is seen any more."""

    flights: list[wire.Flight]
    gone: list[str]


class _Listener:
    """Somebody who listens. Events it has not taken yet wait here, within bounds."""

    def __init__(self) -> None:
        self.queue: deque[bytes] = deque()
        self.wake = asyncio.Event()

    def put(self, event: bytes) -> None:
        if len(self.queue) >= WAITING:
            self.queue.clear()
            event = _event("gap", b"{}", "")
        self.queue.append(event)
        self.wake.set()


class _World:
    """What a party that listens was shown: real id -> (id shown, OVN shown) of each of its faces."""

    def __init__(self, party: str) -> None:
        self.party = party
        self.listeners: dict[_Listener, None] = {}
        self.shown: dict[str, tuple[tuple[str, str], ...]] = {}
        self.kept: deque[tuple[str, bytes]] = deque(maxlen=KEPT)
        self.is_ready = False
        self.left_s = 0.0
        self.beginning: asyncio.Task[None] | None = None

    def tell(self, kind: str, body: bytes) -> None:
        token = secrets.token_hex(8)  # opaque: no position of the log, which others' entries move
        event = _event(kind, body, token)
        self.kept.append((token, event))
        for listener in self.listeners:
            listener.put(event)


class Full(Exception):
    """As many listen as may."""


class Hub:
    """Follows the node, and tells each listening party what changed for it."""

    def __init__(self, node: Node, show: Show) -> None:
        self._node = node
        self._show = show
        self._worlds: dict[str, _World] = {}
        self._changes: deque[Decision | None] = deque()  # None: time passed
        self._wake = asyncio.Event()
        node.followers.append(self._follow)

    async def run(self) -> None:
        """Tell what changes, until cancelled."""
        ticked_s = time.monotonic()
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TIMED_S):
                    await self._wake.wait()
            self._wake.clear()
            if time.monotonic() - ticked_s >= TIMED_S:
                ticked_s = time.monotonic()
                self._forget(ticked_s)
                self._changes.append(None)
            while self._changes:
                change = self._changes.popleft()
                for world in list(self._worlds.values()):
                    if world.is_ready:
                        await self._tell(world, change)

    async def listen(self, party: str, last_token: str) -> AsyncGenerator[bytes]:
        """Yield events for a party, those after `last_token` first. Raises `Full` before the first.

        Where that token is not known (any more) the first event is a gap: the listener asks for everything anew.
        """
        if sum(len(w.listeners) for w in self._worlds.values()) >= LISTENERS:
            raise Full
        world = self._worlds.get(party)
        if world is None:
            world = self._worlds[party] = _World(party)
        if len(world.listeners) >= LISTENERS_PER_PARTY:
            raise Full
        listener = _Listener()
        world.listeners[listener] = None
        try:
            if not world.is_ready:  # one look at everything for all who come at once
                if world.beginning is None:
                    world.beginning = asyncio.create_task(self._begin(world))
                await asyncio.shield(world.beginning)
            missed = _after(world, last_token)
            yield b"retry: %d\n\n" % RETRY_MS
            for event in (_event("gap", b"{}", ""),) if missed is None else missed:
                yield event
            while True:
                while listener.queue:
                    yield listener.queue.popleft()
                listener.wake.clear()
                try:
                    async with asyncio.timeout(HEARTBEAT_S):
                        await listener.wake.wait()
                except TimeoutError:
                    yield b": heartbeat\n\n"
        finally:
            del world.listeners[listener]
            world.left_s = time.monotonic()

    def _forget(self, now_s: float) -> None:
        """Forget the worlds of parties of which nobody has listened for a while."""
        for party, world in list(self._worlds.items()):
            if not world.listeners and now_s - world.left_s > AWAY_S:
                del self._worlds[party]

    def _follow(self, decision: Decision) -> None:
        if self._worlds:
            self._changes.append(decision)
            self._wake.set()

    async def _begin(self, world: _World) -> None:
        """Take in what the party sees now, in slices."""
        began = time.perf_counter()
        for intent_id in list(self._node.state.intents):
            self._look(world, intent_id)
            if time.perf_counter() - began > SLICE_S:
                await asyncio.sleep(0)
                began = time.perf_counter()
        world.is_ready = True

    def _look(self, world: _World, intent_id: str) -> tuple[list[Intent], list[str]]:
        """Return what is seen anew of an intent, and the ids under which nothing is seen any more; remember it."""
        intent = self._node.state.intents.get(intent_id)
        faces = self._node.view(world.party).faces(intent) if intent is not None else []
        before, now = world.shown.get(intent_id, ()), tuple((face.id, face.ovn) for face in faces)
        if before == now:
            return [], []
        if now:
            world.shown[intent_id] = now
        else:
            world.shown.pop(intent_id, None)
        here = {shown_id for shown_id, _ in now}
        gone = [shown_id for shown_id, _ in before if shown_id not in here]
        return [face for face in faces if (face.id, face.ovn) not in before], gone

    async def _tell(self, world: _World, change: Decision | None) -> None:
        flights: list[wire.Flight] = []
        gone: list[str] = []
        began = time.perf_counter()
        for intent_id in self._touched(world, change):
            faces, left = self._look(world, intent_id)
            flights += [self._show(face, world.party) for face in faces]
            gone += left
            if time.perf_counter() - began > SLICE_S:
                await asyncio.sleep(0)
                began = time.perf_counter()
        if flights or gone:
            world.tell("flights", _encode(FlightsEvent(flights, gone)))
        if isinstance(change, ReleasePending) and world.party == change.pending.party:
            world.tell("releases", b"{}")
        if isinstance(change, AgreementPut | Agreed) and world.party in (change.agreement.by, change.agreement.to):
            world.tell("agreements", b"{}")
        if isinstance(change, ConstraintPut | ConstraintGone | Expired):
            world.tell("zones", b"{}")
        if isinstance(change, PartyPut | ProposalOpen | ProposalsClosed):
            world.tell("room", b"{}")
        elif isinstance(change, DelegatePut | DelegateGone) and change.delegate.party == world.party:
            world.tell("people", b"{}")

    def _touched(self, world: _World, change: Decision | None) -> Iterable[str]:
        """Return the ids of all intents that a party may see otherwise after a change."""
        state = self._node.state
        match change:
            case IntentPut(intent) | IntentGone(intent):
                return self._with_neighbours(world, (intent,))
            case Overran(intents) | Agreed(_, intents):
                return self._with_neighbours(world, intents)
            case Expired(intents):
                return intents
            case PresetsSet(party):
                own = state.intents_of.get(party, {})
                # The other's reciprocal presets follow: its flights are looked at as well.
                return [*own, *(state.intents_of.get(world.party, {}) if party != world.party else state.intents)]
            case PartyPut() | ProposalsClosed():
                return list(state.intents)
            case None:
                return [i for i in world.shown if (x := state.intents.get(i)) is None or _is_timed(x)]
            case _:
                return ()

    def _with_neighbours(self, world: _World, intents: tuple[Intent, ...]) -> list[str]:
        touched: dict[str, None] = {}
        for intent in intents:
            touched[intent.id] = None
            if intent.manager == world.party:  # it may uncover sealed ones, or cover them again
                touched.update({other.id: None for other in self._node.state.intents_near(intent.reach)})
                touched.update({shown: None for shown in world.shown if self._is_stand_in(world, shown)})
        return list(touched)

    def _is_stand_in(self, world: _World, intent_id: str) -> bool:
        return any(shown_id != intent_id for shown_id, _ in world.shown[intent_id])


def _is_timed(intent: Intent) -> bool:
    grants = intent.flight.grants if intent.flight is not None else ()
    return any(grant.from_us is not None or grant.until_us is not None for grant in grants)


def _after(world: _World, token: str) -> list[bytes] | None:
    """Return the events after a token, [] for somebody new, None where the token is not known."""
    if not token:
        return []
    kept = list(world.kept)
    for n, (each, _) in enumerate(kept):
        if each == token:
            return [event for _, event in kept[n + 1 :]]
    return None


def _event(kind: str, body: bytes, token: str) -> bytes:
    head = f"id: {token}\n".encode() if token else b""
    return b"%bevent: %b\ndata: %b\n\n" % (head, kind.encode(), body)
