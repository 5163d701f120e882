"""The one writer of the state: check, order, decide again, answer."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Generator, Sequence
from time import perf_counter
from typing import Final, Protocol

from msgspec import Struct

from tansiq.core.changes import Repeated
from tansiq.core.commands import Command, PutFlight, PutIntent
from tansiq.core.decide import decide
from tansiq.core.entry import Actor, Entry, RequestKey, to_parts
from tansiq.core.refusals import Refusal, Refused, UnseenItems
from tansiq.core.release import Asked, View
from tansiq.core.snapshot import encode
from tansiq.core.state import Decision
from tansiq.log import record
from tansiq.log.engine import Blob, Engine, NotAppended, Outage
from tansiq.node.applier import Applier
from tansiq.node.attempts import Attempts
from tansiq.node.chance import random_bytes
from tansiq.node.clock import Clock
from tansiq.node.fairness import FairQueue, Shares
from tansiq.node.freed import Standing
from tansiq.node.reply import Reply

BATCH: Final = 64  # entries in one commit: at 32 connections all that wait
BATCH_BYTES: Final = 4 * 1024 * 1024  # a commit of more would delay everybody else's
SLICE_S: Final = 0.002  # others have their turn after this long, and the entry under way: together under 5 ms, the law
_log = logging.getLogger("tansiq.node")


class Proposal(Struct, frozen=True):
    """What somebody asks for. erasable: bytes that no rule reads and that may be destroyed later; b"" for none.

    is_remembered: whether, refused for what is around it, it counts as the asker's own flight for a while.
    """

    actor: Actor
    command: Command
    request: RequestKey | None = None
    erasable: bytes = b""
    is_remembered: bool = True


class Outcome(Struct, frozen=True):
    """position: where it was ordered; 0 where it was refused at the check and takes none."""

    position: int
    reply: Reply


class RequestStatus(Struct, frozen=True):
    """What became of a keyed request. outcome: "done", "refused", "waiting", or "never ordered"."""

    outcome: str
    position: int = 0
    reply: Reply | None = None


class Observer(Protocol):
    """Whoever counts. Calls must not block."""

    def committed(self, entries: int, seconds: float) -> None:
        """A batch of so many entries became durable in so many seconds."""

    def refused(self, kind: str) -> None:
        """Something was refused, at the check or in order."""


class _Waiting:
    __slots__ = ("future", "proposal")

    def __init__(self, proposal: Proposal, future: "asyncio.Future[Outcome]") -> None:
        self.proposal = proposal
        self.future = future


class _Ordered(Struct, frozen=True, gc=False):
    """An entry on its way into the log, and who waits for its answer."""

    waiting: _Waiting
    entry: Entry
    blob: Blob


class Node:
    """One node of a room: its state, and the only hand that writes it."""

    def __init__(
        self,
        *,
        engine: Engine,
        applier: Applier,
        clock: Clock,
        shares: Shares,
        observer: Observer,
    ) -> None:
        self.engine = engine
        self.applier = applier
        self.state = applier.state
        self.clock = clock
        self.stopped: str | None = None  # why housekeeping stopped writes
        self.failed: asyncio.Future[Outage] = asyncio.get_running_loop().create_future()
        self._observer = observer
        self._queue: FairQueue[_Waiting] = FairQueue(shares, clock.monotonic_us)
        self._wake = asyncio.Event()
        self._under_way: list[_Waiting] = []  # taken from the queue, not answered yet
        self._waiting_keys: dict[tuple[str, str], int] = {}
        self._attempts = Attempts()
        self.followers: list[
            Callable[[Decision], None]
        ] = []  # told each decision once it is written; they must not block
        self.standing = Standing(self.state, self.view, self.now_us)
        self.followers.append(self.standing.follow)

    @property
    def queued(self) -> int:
        """How many requests wait to be ordered."""
        return len(self._queue)

    @property
    def closed(self) -> str | None:
        """Why nothing can be written now, as a sentence; None while writes go on."""
        if self.failed.done():
            return str(self.failed.result())
        return self.stopped or self.applier.derived.trouble or None

    def now_us(self) -> int:
        """Return the time at which anything asked now is answered: never before the log's."""
        return max(self.clock.now_us(), self.state.time_us)

    def view(self, party: str) -> View:
        """Return a party's world, now."""
        now_us, charter = self.now_us(), self.state.charter
        attempts = self._attempts.of(party, now_us - charter.attempts_us) if charter is not None else ()
        return View(self.state, party, now_us, attempts)

    async def submit(self, proposal: Proposal) -> Outcome:
        """Check a proposal, have it ordered, and return the answer that counts: that of its place in the log.

        Raises `Outage` while writes are stopped, `Busy` when there is no room in the queue.
        """
        if (closed := self.closed) is not None:
            raise Outage(closed)
        entry = Entry(self.state.position + 1, self.now_us(), proposal.actor, proposal.command, proposal.request)
        decision = decide(self.state, entry)
        if isinstance(decision, Repeated):
            return self._earlier(decision.position)
        if isinstance(decision, Refused):
            self._refused(proposal, decision)
            return Outcome(0, self.applier.answer(self.state, entry, decision))
        encode(decision)  # what cannot be written must fail here, not once it is in the log for good
        waiting = _Waiting(proposal, asyncio.get_running_loop().create_future())
        self._queue.put(proposal.actor.party, waiting)
        self._count_key(proposal, +1)
        self._wake.set()
        return await waiting.future

    def refusal(self, proposal: Proposal) -> Refusal | None:
        """Return why a proposal would be refused now, None where it would be ordered. Nothing is done or remembered."""
        entry = Entry(self.state.position + 1, self.now_us(), proposal.actor, proposal.command, proposal.request)
        decision = decide(self.state, entry)
        return decision if isinstance(decision, Refused) else None

    def answered(self, party: str, request: RequestKey) -> Outcome | None:
        """Return the answer that the same request got under its key in the last 24 h, if it was ordered."""
        remembered = self.state.remembered(party, request.key, self.now_us())
        same = remembered is not None and remembered.body_sha256 == request.body_sha256
        return self._earlier(remembered.position) if remembered is not None and same else None

    def request_status(self, party: str, key: str) -> RequestStatus:
        """Say what became of a request that `party` sent under an idempotency key in the last 24 h."""
        remembered = self.state.remembered(party, key, self.now_us())
        if remembered is not None:
            position = remembered.position
            return RequestStatus(self.applier.outcome(position), position, self.applier.answered(position))
        return RequestStatus("waiting" if (party, key) in self._waiting_keys else "never ordered")

    async def run(self) -> None:
        """Order what comes, until cancelled, or until the node fails."""
        with self.vital():
            while not self.failed.done():
                if not self._queue:
                    self._wake.clear()
                    await self._wake.wait()
                await self._order()

    @contextlib.contextmanager
    def vital(self) -> Generator[None]:
        """Whatever ends what runs in here, but cancellation, ends the node: half a node would answer wrongly, or never."""
        try:
            yield
        except asyncio.CancelledError:
            raise
        except Outage as outage:
            self.fail(outage)
        except BaseException as bug:
            self.fail(
                Outage(f"A bug stopped the node: {bug!r}. Nothing answered is lost. Start it again, and report it.")
            )
            raise

    def fail(self, outage: Outage) -> None:
        """Set `failed`: what is in the log is not known, or not what it should be. The process ends.

        Whoever waits is told why, and so that what was asked may have been done or not: the next start knows.
        """
        if self.failed.done():
            return
        _log.critical("The node stops: %s", outage)
        self.failed.set_result(outage)
        while self._queue:
            self._under_way.append(self._queue.take())
        for waiting in self._under_way:
            if not waiting.future.done():
                waiting.future.set_exception(outage)

    async def _order(self) -> None:
        batch = await self._take()
        began = perf_counter()
        try:
            await self.engine.append([ordered.blob for ordered in batch], expect=self.state.position)
        except NotAppended as outage:
            for ordered in batch:
                self._count_key(ordered.waiting.proposal, -1)
                if not ordered.waiting.future.done():
                    ordered.waiting.future.set_exception(outage)
            return
        if self.failed.done():
            return
        began_slice = perf_counter()
        self._observer.committed(len(batch), began_slice - began)
        for ordered in batch:
            self._apply(ordered)
            if perf_counter() - began_slice > SLICE_S:
                self.applier.keep()
                await asyncio.sleep(0)
                began_slice = perf_counter()
        self.applier.keep()
        await self.applier.derived.room()

    async def _take(self) -> list[_Ordered]:
        """Make records of what waits, each party in turn, up to a batch."""
        batch: list[_Ordered] = []
        self._under_way = []
        size, time_us, began_slice = 0, self.now_us(), perf_counter()
        while self._queue and len(batch) < BATCH and size < BATCH_BYTES:
            waiting = self._queue.take()
            self._under_way.append(waiting)
            ask = waiting.proposal
            entry = Entry(self.state.position + len(batch) + 1, time_us, ask.actor, ask.command, ask.request)
            blob = to_blob(entry, ask.erasable)
            batch.append(_Ordered(waiting, entry, blob))
            size += len(blob.body) + len(blob.erasable)
            if perf_counter() - began_slice > SLICE_S:
                await asyncio.sleep(0)
                began_slice = perf_counter()
        return batch

    def _apply(self, ordered: _Ordered) -> None:
        entry, waiting = ordered.entry, ordered.waiting
        decision = decide(self.state, entry)
        self.standing.before(decision)
        reply = self.applier.apply(entry, ordered.blob, decision)
        for follower in self.followers:
            follower(decision)
        if isinstance(decision, Repeated):
            outcome = self._earlier(decision.position)
        else:
            outcome = Outcome(entry.position, reply)
        if isinstance(decision, Refused):
            self._refused(waiting.proposal, decision)
        self._count_key(waiting.proposal, -1)
        if not waiting.future.done():
            waiting.future.set_result(outcome)

    def remember_attempt(self, party: str, asked: Asked, shown: Sequence[str] = ()) -> None:
        """Remember a booking that was refused for what is around it: for a while it counts as its planner's own flight.

        shown: ids under which its planner met what stands in its way; the planner is told when that is gone.
        """
        self._attempts.remember(party, asked, self.now_us())
        if shown:
            self.standing.refused(party, asked, shown)

    def _refused(self, proposal: Proposal, refusal: Refused) -> None:
        self._observer.refused(type(refusal).__name__)
        command = proposal.command
        if proposal.is_remembered and isinstance(refusal, UnseenItems) and isinstance(command, PutFlight | PutIntent):
            self.remember_attempt(proposal.actor.party, Asked(command.reservation.id, command.reservation.volumes))

    def _earlier(self, position: int) -> Outcome:
        return Outcome(position, self.applier.answered(position))

    def _count_key(self, proposal: Proposal, step: int) -> None:
        if proposal.request is not None:
            place = (proposal.actor.party, proposal.request.key)
            left = self._waiting_keys.get(place, 0) + step
            if left:
                self._waiting_keys[place] = left
            else:
                del self._waiting_keys[place]


def to_blob(entry: Entry, erasable: bytes) -> Blob:
    """Return the record of an entry, each part with a fresh salt."""
    parts = to_parts(entry)
    if erasable:
        parts.append((record.ERASABLE, erasable))
    salts = random_bytes(record.SALT_BYTES * len(parts))
    at = range(0, len(salts), record.SALT_BYTES)
    return record.encode(
        [record.Part(name, salts[a : a + record.SALT_BYTES], body) for a, (name, body) in zip(at, parts, strict=True)]
    )
