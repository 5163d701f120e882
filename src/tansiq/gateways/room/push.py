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
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct

from tansiq.core.around import around
from tansiq.core.changes import (
    Agreed,
    AgreementPut,
    AgreementsForgotten,
    BandsDerived,
    ConstraintGone,
    ConstraintPut,
    DelegateGone,
    DelegatePut,
    Expired,
    IntentGone,
    IntentPut,
    LedgerPut,
    LibraryGone,
    LibraryPut,
    MovementPut,
    MovementsForgotten,
    Overran,
    PartyPut,
    PresetsSet,
    PressureGone,
    PressurePut,
    ProposalOpen,
    ProposalsClosed,
    ReleasePending,
    SitePending,
    SitesAsked,
)
from tansiq.core.model import Intent
from tansiq.core.notice_changes import CallLogged
from tansiq.core.release import View
from tansiq.core.release_movements import seen_movement
from tansiq.core.release_notices import notices_of
from tansiq.core.release_sites import SiteView
from tansiq.core.release_watch import on_watch
from tansiq.core.room import Agreement, PlanLevel
from tansiq.core.state import Decision
from tansiq.core.units import ALWAYS as ANY_HEIGHT
from tansiq.core.volumes import Extent
from tansiq.gateways.room import outbound, push_notices, wire
from tansiq.gateways.room.deriving import New
from tansiq.gateways.room.push_notices import ShowNotice, ToldNotices
from tansiq.gateways.room.push_watch import ToldWatches, is_for_all
from tansiq.gateways.room.register import telling
from tansiq.node.freed import Freed
from tansiq.node.loop import Node

LISTENERS: Final = 500
LISTENERS_PER_PARTY: Final = 60
WAITING: Final = 200  # events that one listener may be behind; then it is told that there is a gap
KEPT: Final = 1_000  # events of a party kept for those who come back
HEARTBEAT_S: Final = 5.0  # the page shows the age of its picture
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


class _Mark(NamedTuple):
    """What tells a face of a flight from an earlier one: a release may change without a new version."""

    id: str
    ovn: str
    level: PlanLevel | None
    texts: int

    @property
    def is_by_floor(self) -> bool:
        """Whether it is seen by the safety floor: a reservation comes with the watch's contact only so."""
        return self.level is PlanLevel.RESERVATION and self.texts != 0


class _World:
    """What a party that listens was shown: real id of a flight -> what tells each of its faces from an earlier one; id of a
    zone -> its version as shown."""

    def __init__(self, party: str) -> None:
        self.party = party
        self.listeners: dict[_Listener, None] = {}
        self.shown: dict[str, tuple[_Mark, ...]] = {}
        self.zones: dict[str, str] = {}
        self.reports: dict[str, int] = {}  # of places: what tells what is shown of each from what was shown earlier
        self.notices = ToldNotices()
        self.movements: dict[str, int] = {}  # id -> what tells what is seen of it from an earlier time
        self.held_up: dict[str, None] = {}  # flights seen only because of where the party's own are
        self.watches = ToldWatches(party)
        self.kept: deque[tuple[str, bytes]] = deque(maxlen=KEPT)
        self.is_ready = False
        self.is_news = True  # whether something changed since somebody took that up, as `Hub.take_news` says
        self.left_s = 0.0
        self.beginning: asyncio.Task[None] | None = None

    def tell(self, kind: str, body: bytes) -> None:
        self.is_news = self.is_news or kind in ("flights", "zones")
        token = secrets.token_hex(8)  # opaque: no position of the log, which others' entries move
        event = _event(kind, body, token)
        self.kept.append((token, event))
        for listener in self.listeners:
            listener.put(event)


class Full(Exception):
    """As many listen as may."""


class Hub:
    """Follows the node, and tells each listening party what changed for it."""

    def __init__(self, node: Node, show: Show, show_notice: ShowNotice) -> None:
        self._node = node
        self._show = show
        self._show_notice = show_notice
        self._worlds: dict[str, _World] = {}
        self._changes: deque[Decision | None] = deque()  # None: time passed
        self._wake = asyncio.Event()
        self._on_watch: dict[str, bool] = {}  # of which parties somebody is, as last looked at of all
        self._timed = {i.id: None for i in node.state.intents.values() if _is_timed(i)}  # released by the clock
        self._clock = telling.Clock(node.state, node.now_us())  # of the register
        node.followers.append(self._follow)
        node.standing.told.append(self._tell_freed)

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
                self._clock.tick(self._node.state, self._node.now_us())
                self._changes.append(None)
            while self._changes:
                change = self._changes.popleft()
                if is_for_all(change):
                    self._on_watch = on_watch(self._node.state, self._node.now_us())
                for world in list(self._worlds.values()):
                    if world.is_ready:
                        await self._tell(world, change)
            await self._node.standing.look()

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

    def conflicts(self, new: New) -> None:
        """Tell each party that listens which of its flights meet others only since what is known of the air changed."""
        for party, world in self._worlds.items():
            met = [wire.NewlyMet(flight_id, found.intent.id) for flight_id, found in new.get(party, [])]
            if met and world.is_ready:
                world.tell("conflicts", _encode(met))

    def take_news(self) -> list[str]:
        """Return the parties that listen and saw a flight or zone change since this was last asked."""
        found = [w for w in self._worlds.values() if w.is_ready and w.listeners and w.is_news]
        for world in found:
            world.is_news = False
        return [world.party for world in found]

    def announce(self, party: str, kind: str, body: bytes) -> None:
        """Push to a party, if anybody of it listens, what is found out elsewhere."""
        world = self._worlds.get(party)
        if world is not None and world.is_ready:
            world.tell(kind, body)

    def _forget(self, now_s: float) -> None:
        """Forget the worlds of parties of which nobody has listened for a while."""
        for party, world in list(self._worlds.items()):
            if not world.listeners and now_s - world.left_s > AWAY_S:
                del self._worlds[party]

    def _follow(self, decision: Decision) -> None:
        for intent in _put(decision):
            if _is_timed(intent):
                self._timed[intent.id] = None
        self._clock.follow(decision)
        if self._worlds:
            self._changes.append(decision)
            self._wake.set()
        if self._node.standing.is_due:  # also where nobody listens: what was freed can be asked for
            self._wake.set()

    def _tell_freed(self, party: str, freed: Freed) -> None:
        world = self._worlds.get(party)
        if world is not None and world.is_ready:
            world.tell("freed", _encode(outbound.freed(freed)))

    async def _begin(self, world: _World) -> None:
        """Take in what the party sees now, in slices."""
        began = time.perf_counter()
        view = self._node.view(world.party)
        world.zones = {c.id: c.ovn for c in view.all_constraints()}
        world.watches.begin(self._node.state, self._node.now_us())
        for intent_id in list(self._node.state.intents):
            self._look(world, intent_id)
            if time.perf_counter() - began > SLICE_S:
                await asyncio.sleep(0)
                began = time.perf_counter()
        for report_id in list(self._node.state.register.ids):
            self._look_at_report(world, report_id)
            if time.perf_counter() - began > SLICE_S:
                await asyncio.sleep(0)
                began = time.perf_counter()
        for movement_id in list(self._node.state.movements):
            self._look_at_movement(world, movement_id)
            if time.perf_counter() - began > SLICE_S:
                await asyncio.sleep(0)
                began = time.perf_counter()
        for notice_id in notices_of(self._node.state, world.party):
            world.notices.look(self._node.state, world.party, notice_id)
            if time.perf_counter() - began > SLICE_S:
                await asyncio.sleep(0)
                began = time.perf_counter()
        world.is_ready = True

    def _look(self, world: _World, intent_id: str) -> tuple[list[Intent], list[str]]:
        """Return what is seen anew of an intent, and the ids under which nothing is seen any more; remember it."""
        intent = self._node.state.intents.get(intent_id)
        # Without attempts: nothing is told as they come and go, so what they uncover would be told with another's next step.
        view = View(self._node.state, world.party, self._node.now_us())
        faces = view.faces(intent) if intent is not None else []
        before, now = world.shown.get(intent_id, ()), tuple(map(_mark, faces))
        if before == now:
            return [], []
        world.shown.pop(intent_id, None)
        world.held_up.pop(intent_id, None)
        if now:
            world.shown[intent_id] = now
        if any(mark.id != intent_id or mark.is_by_floor for mark in now):
            world.held_up[intent_id] = None
        here = {mark.id for mark in now}
        gone = [mark.id for mark in before if mark.id not in here]
        return [face for face, mark in zip(faces, now, strict=True) if mark not in before], gone

    def _look_at_report(self, world: _World, report_id: str) -> bool:
        """Return whether another thing is seen of a report than before, and remember which."""
        face = SiteView(self._node.state, world.party, self._node.now_us()).report(report_id)
        before = world.reports.pop(report_id, None)
        now = telling.mark(face, self._node.applier.texts) if face is not None else None
        if now is not None:
            world.reports[report_id] = now
        return before != now

    async def _tell_sites(self, world: _World, change: Decision | None) -> None:
        """Tell of which reports a party sees another thing than before, and of questions near its own."""
        state = self._node.state
        seen = telling.tied_and_seen(SiteView(state, world.party, self._node.now_us()), change)
        touched = self._clock.due if change is None else telling.touched(state, change, world.reports)
        began = time.perf_counter()
        for report_id in touched:
            if self._look_at_report(world, report_id):
                seen.append(report_id)
            if time.perf_counter() - began > SLICE_S:
                await asyncio.sleep(0)
                began = time.perf_counter()
        if seen:
            world.tell("sites", telling.event(sorted(seen)))
        if isinstance(change, SitesAsked) and world.party in (change.ask.party, *change.ask.owners):
            world.tell("questions", b"{}")

    def _zones_change(self, world: _World, change: Decision | None) -> bool:
        """Return whether a party sees other zones than before, and remember which."""
        match change:
            case ConstraintPut(constraint) | ConstraintGone(constraint):
                touched: Iterable[str] = (constraint.id,)
            case Expired(_, constraints):
                touched = constraints
            case BandsDerived(_, rederived):
                touched = [constraint.id for constraint in rederived]
            case PresetsSet() | PartyPut() | ProposalsClosed():
                touched = list(dict.fromkeys((*world.zones, *self._node.state.constraints)))
            case _:
                return False
        view, has_changed = self._node.view(world.party), False
        for zone_id in touched:
            seen = view.constraint(zone_id)
            if seen is None:
                has_changed |= world.zones.pop(zone_id, None) is not None
            elif world.zones.get(zone_id) != seen.ovn:
                world.zones[zone_id], has_changed = seen.ovn, True
        return has_changed

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
        if flights or gone:  # by the ids shown: the order of the real ones is not to be seen
            shown = sorted(flights, key=lambda flight: flight.id)
            world.tell("flights", _encode(FlightsEvent(shown, sorted(gone))))
        await self._tell_notices(world, change)
        if isinstance(change, ReleasePending | SitePending) and world.party == change.pending.party:
            world.tell("releases", b"{}")
        if any(world.party in (agreement.by, agreement.to) for agreement in _agreements(change)):
            world.tell("agreements", b"{}")
        if other := _other_of_ledger(world, change):
            world.tell("ledger", _encode({"party": other}))
        if self._zones_change(world, change):
            world.tell("zones", b"{}")
        await self._tell_sites(world, change)
        if isinstance(change, LibraryPut | LibraryGone) and _is_place_of(world, change):
            world.tell("library", b"{}")
        if moved := self._moved(world, change):
            world.tell("movements", _encode({"movements": moved}))
        if isinstance(change, PressurePut | PressureGone):
            world.tell("pressures", b"{}")
        for kind, body in world.watches.news(self._node.state, self._node.now_us(), change, self._on_watch):
            world.tell(kind, body)
        if isinstance(change, PartyPut | ProposalOpen | ProposalsClosed):
            world.tell("room", b"{}")
        elif isinstance(change, DelegatePut | DelegateGone) and change.delegate.party == world.party:
            world.tell("people", b"{}")
        elif isinstance(change, CallLogged) and change.call.party == world.party:
            world.tell("calls", b"{}")

    def _moved(self, world: _World, change: Decision | None) -> list[str]:
        """Return the ids of the movements of which a party sees another thing than before."""
        match change:
            case MovementPut(movement):
                touched: Iterable[str] = (movement.id,)
            case MovementsForgotten(ids):
                touched = ids
            case PartyPut() | ProposalsClosed():
                touched = sorted({*world.movements, *self._node.state.movements})
            case _:
                return []
        return [movement_id for movement_id in touched if self._look_at_movement(world, movement_id)]

    def _look_at_movement(self, world: _World, movement_id: str) -> bool:
        """Return whether another thing is seen of a movement than before, and remember which."""
        seen = seen_movement(self._node.state, world.party, movement_id)
        before = world.movements.pop(movement_id, None)
        if seen is not None:
            world.movements[movement_id] = hash(seen)
        return before != world.movements.get(movement_id)

    async def _tell_notices(self, world: _World, change: Decision | None) -> None:
        shown: list[wire.NoticeShown] = []
        gone: list[str] = []
        began = time.perf_counter()
        for notice_id in push_notices.touched(self._node.state, change):
            seen = world.notices.look(self._node.state, world.party, notice_id)
            if seen is not None:
                shown.append(self._show_notice(seen))
            elif world.notices.is_gone(self._node.state, world.party, notice_id):
                gone.append(notice_id)
            if time.perf_counter() - began > SLICE_S:
                await asyncio.sleep(0)
                began = time.perf_counter()
        for event in push_notices.events(shown, gone) if shown or gone else ():
            world.tell("notices", event)

    def _touched(self, world: _World, change: Decision | None) -> Iterable[str]:
        """Return the ids of all intents that a party may see otherwise after a change."""
        state = self._node.state
        match change:
            case IntentPut(intent) | IntentGone(intent):
                return self._with_neighbours(world, (intent,))
            case Overran(intents) | Agreed(_, intents) | BandsDerived(intents):
                return self._with_neighbours(world, intents)
            case Expired(intents):
                # Where one's own is gone, what stood for others on it goes with it, and a flight near is not near any more.
                is_own = any(any(m.id == i for m in world.shown.get(i, ())) for i in intents)
                return [*intents, *(world.held_up if is_own else ())]
            case PresetsSet(party):
                own = state.intents_of.get(party, {})
                # The other's reciprocal presets follow: its flights are looked at as well.
                return [*own, *(state.intents_of.get(world.party, {}) if party != world.party else state.intents)]
            case PartyPut() | ProposalsClosed():
                return list(state.intents)
            case None:
                self._timed = {i: None for i in self._timed if (x := state.intents.get(i)) is not None and _is_timed(x)}
                return list(self._timed)
            case _:
                return ()

    def _with_neighbours(self, world: _World, intents: tuple[Intent, ...]) -> list[str]:
        touched: dict[str, None] = {}
        for intent in intents:
            touched[intent.id] = None
            if (
                intent.manager == world.party
            ):  # it may uncover sealed ones, or cover them again, or come near one in need
                touched.update({other.id: None for other in self._node.state.intents_near(self._around(intent))})
                touched.update(world.held_up)
        return list(touched)

    def _around(self, intent: Intent) -> tuple[Extent, ...]:
        """Return where flights are that an own one may uncover: within the distance of the safety floor, at any height."""
        charter = self._node.state.charter
        assert charter is not None
        return tuple(Extent(around(v.boxes, charter.floor_mm), ANY_HEIGHT, v.time_us) for v in intent.reach)


def _put(decision: Decision) -> tuple[Intent, ...]:
    match decision:
        case IntentPut(intent):
            return (intent,)
        case Overran(intents) | Agreed(_, intents) | BandsDerived(intents):
            return intents
        case _:
            return ()


def _mark(face: Intent) -> _Mark:
    flight = face.flight
    if flight is None:
        return _Mark(face.id, face.ovn, None, 0)
    return _Mark(face.id, face.ovn, flight.shown_at, flight.texts)


def _is_place_of(world: _World, change: LibraryPut | LibraryGone) -> bool:
    """Return whether a party sees an entry of the library, or saw it until now."""
    was_for_all = isinstance(change, LibraryPut) and change.was_for_all
    return world.party == change.entry.owner or change.entry.for_all or was_for_all


def _agreements(change: Decision | None) -> tuple[Agreement, ...]:
    """Return the agreements that a decision changed."""
    match change:
        case AgreementPut(agreement) | Agreed(agreement):
            return (agreement,)
        case AgreementsForgotten(lapsed):
            return lapsed
        case IntentPut() | IntentGone():
            return change.agreed
        case _:
            return ()


def _other_of_ledger(world: _World, change: Decision | None) -> str:
    """Return with whom a party has a ledger that changed, or ""."""
    match change:
        case LedgerPut(ledger):
            pair = [ledger.a, ledger.b]
        case Agreed(agreement, _, _, gave) if gave:
            pair = [agreement.by, agreement.to]
        case _:
            return ""
    return next((party for party in pair if party != world.party), "") if world.party in pair else ""


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
