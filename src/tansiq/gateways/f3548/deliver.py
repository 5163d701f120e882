"""Telling subscribers: what waits in the outbox is posted to their USSs, and tried again where that may help.

Each (viewer, host) has a lane of its own, in which one call is made at a time; a lane that is slow or in trouble waits
alone. What is told is made at the moment of the call, from the viewer's world as it is then: perhaps newer than the change
that it is about, never more than is released now.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Final

from msgspec import Struct

from tansiq.core.limits import CALLS_AT_ONCE, CALLS_FOR_PARTY, NOTICE_US
from tansiq.core.model import Intent
from tansiq.core.release import View
from tansiq.core.units import US
from tansiq.gateways.f3548.endpoint import CP, SC
from tansiq.gateways.f3548.notify import FLIGHT, PATHS, constraint_message, intent_message
from tansiq.gateways.outgoing import Answer, NotSent, Outgoing
from tansiq.log.engine import Outage
from tansiq.node.loop import Node
from tansiq.node.outbox import DELIVERED, FAILED, WAITING, Lane
from tansiq.node.outbox_file import Delivery, Key

FIRST_WAIT_S: Final = 1.0  # then 2, 4, 8 …; F3548-21 wants a change told within 5 s (UssOiChangeNotificationMaxSeconds)
LONGEST_WAIT_S: Final = 300.0
LONGEST_ASKED_S: Final = 900.0  # a peer that asks us to wait longer is asked again then
TOKEN_LIFE_S: Final = 300
_DOUBLINGS: Final = 10  # more are longer than LONGEST_WAIT_S in any case

Sign = Callable[[str, str, int], str]
_log = logging.getLogger("tansiq.deliver")


class _Rest(Struct):
    """How a lane fares. failures: since its last success. until_us: no call before, on the monotonic clock."""

    failures: int = 0
    until_us: int = 0


def jitter() -> float:
    """Return a number from 0 up to 1 that nobody can guess."""
    return secrets.randbelow(1_000) / 1_000


class Deliverer:
    """Works off the outbox of a node.

    sign: makes the room's token of audience, scope and time (seconds since 1970). observe: told the outcome of each try.
    chance: 0 to 1, so that not all try again in the same moment.
    """

    def __init__(
        self,
        node: Node,
        outgoing: Outgoing,
        sign: Sign,
        observe: Callable[[str], None] = lambda outcome: None,
        chance: Callable[[], float] = jitter,
    ) -> None:
        self._node = node
        self._outbox = node.applier.outbox
        self._outgoing = outgoing
        self._sign = sign
        self._observe = observe
        self._chance = chance
        self._wake = asyncio.Event()
        self._busy: dict[Lane, None] = {}
        self._calls_of: dict[str, int] = {}  # viewer -> calls under way
        self._rests: dict[Lane, _Rest] = {}
        self._outbox.on_new = self.wake

    def wake(self) -> None:
        """Look again: there is something new, or time has passed."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver what waits, until cancelled."""
        async with asyncio.TaskGroup() as calls:
            while True:
                self._wake.clear()
                wait_s = self._start_due(calls)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait_s):
                        await self._wake.wait()

    def _start_due(self, calls: asyncio.TaskGroup) -> float | None:
        """Begin the calls that are due. Return in how many seconds the next is; None: when something happens."""
        now_us = self._node.clock.monotonic_us()
        for lane in [lane for lane in self._rests if lane not in self._outbox.lanes]:
            del self._rests[lane]
        next_us: int | None = None
        for lane in list(self._outbox.lanes):
            if lane in self._busy or self._calls_of.get(lane.viewer, 0) >= CALLS_FOR_PARTY:
                continue
            if len(self._busy) >= CALLS_AT_ONCE:
                return None
            rest = self._rests.get(lane)
            if rest is not None and rest.until_us > now_us:
                next_us = rest.until_us if next_us is None else min(next_us, rest.until_us)
                continue
            self._busy[lane] = None
            self._calls_of[lane.viewer] = self._calls_of.get(lane.viewer, 0) + 1
            calls.create_task(self._call(lane, self._outbox.first(lane)))
        return None if next_us is None else max(0.001, (next_us - now_us) / US)

    async def _call(self, lane: Lane, delivery: Delivery) -> None:
        try:
            await self._deliver(lane, delivery)
        finally:
            del self._busy[lane]
            left = self._calls_of.pop(lane.viewer) - 1
            if left:
                self._calls_of[lane.viewer] = left
            self._outbox.to_the_end(lane)
            self.wake()

    async def _deliver(self, lane: Lane, delivery: Delivery) -> None:
        key, host = delivery.key, lane.host
        made = self._message(delivery)
        if made is None:
            self._settle(delivery, FAILED, "ended", "")
            return
        try:
            body, token = await asyncio.to_thread(lambda: (made(), self._token(key, host)))
            answer = await self._outgoing.post(key.peer + PATHS[key.kind], body, token)
        except Outage as trouble:  # the room's keys cannot be read now
            _log.error("%s was not told of %s %s: %s", host, key.kind, key.shown, trouble)
            self._failed(lane, delivery, "unsigned", "", may_pass=True)
            return
        except NotSent as failure:
            _log.info("%s was not told of %s %s: %s.", host, key.kind, key.shown, failure)
            self._failed(lane, delivery, failure.why, "", may_pass=failure.may_pass)
            return
        if 200 <= answer.status < 300:
            self._rests.pop(lane, None)
            self._settle(delivery, DELIVERED, "", "")
            return
        _log.info("%s answered %d when told of %s %s.", host, answer.status, key.kind, key.shown)
        may_pass = answer.status == 429 or answer.status >= 500
        self._failed(lane, delivery, "status", str(answer.status), may_pass=may_pass, asked_s=self._asked_s(answer))

    def _message(self, delivery: Delivery) -> Callable[[], bytes] | None:
        """Return what makes the body, from the viewer's world of this moment; it may run on another thread.

        None where the viewer wants to be told no more.
        """
        state, key = self._node.state, delivery.key
        view = self._node.view(key.viewer)
        subscriptions = {i: n for i, n in delivery.subscriptions.items() if view.subscription(i) is not None}
        if not subscriptions:
            return None
        if key.kind == FLIGHT:
            seen = _face(view, state.intents.get(delivery.item), key.shown)
            return lambda: intent_message(view, key.shown, seen, subscriptions)
        zone = view.constraint(key.shown)
        return lambda: constraint_message(view, key.shown, zone, subscriptions)

    def _token(self, key: Key, host: str) -> str:
        return self._sign(host, SC if key.kind == FLIGHT else CP, self._node.now_us() // US)

    def _settle(self, delivery: Delivery, state: str, error: str, value: str) -> None:
        self._observe(state)
        self._outbox.settle(delivery, state, error, value, self._node.now_us())

    def _failed(
        self, lane: Lane, delivery: Delivery, error: str, value: str, *, may_pass: bool, asked_s: float = 0.0
    ) -> None:
        """Note a failed try: the last one, or its lane waits for the next, and it itself behind the others there."""
        if not may_pass or self._node.now_us() - delivery.made_us >= NOTICE_US:
            self._settle(delivery, FAILED, error, value)
            return
        rest = self._rests.setdefault(lane, _Rest())
        rest.failures += 1
        wait_s = max(self._wait_s(rest.failures), asked_s)
        rest.until_us = self._node.clock.monotonic_us() + round(wait_s * US)
        self._settle(delivery, WAITING, error, value)

    def _wait_s(self, failures: int) -> float:
        """Return how long to wait after so many failures: between half and all of a time that doubles."""
        longest_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(failures - 1, _DOUBLINGS))
        return longest_s * (0.5 + self._chance() / 2)

    def _asked_s(self, answer: Answer) -> float:
        """Return how long a peer asked us to wait (RFC 9110, 10.2.3), within bounds; 0 where it did not."""
        text = answer.retry_after.strip()
        if answer.status not in (429, 503) or not text:
            return 0.0
        if text.isascii() and text.isdecimal() and len(text) < 10:
            return min(float(text), LONGEST_ASKED_S)
        try:
            until_s = parsedate_to_datetime(text[:64]).timestamp()
        except (ValueError, OverflowError):
            return 0.0
        return min(max(0.0, until_s - self._node.now_us() / US), LONGEST_ASKED_S)


def _face(view: View, intent: Intent | None, shown: str) -> Intent | None:
    """Return what a viewer sees of an intent under an id now, or None."""
    if intent is None or intent.flight is None:
        return None
    return next((face for face in view.faces(intent) if face.id == shown), None)
