"""Telling the systems of parties of notices: each notice is posted until the party's system takes it, or nobody waits for it.

What is owed is read from the state: a notice that is open, and whose ladder says nothing of a system that took it. So a start
needs no file of what was left, and none can be lost. What is posted is made at the moment of the call, by the release rule. A
call that was answered right before a crash may be made again; the step is in the log once, as `decide` takes it once.
"""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from itertools import islice
from typing import Final

import msgspec
from msgspec import Struct, field

from tansiq.core.entry import HOST
from tansiq.core.limits import CALLS_AT_ONCE, NOTICE_US
from tansiq.core.notice_changes import NoticePut, NoticesPut
from tansiq.core.notice_commands import Mark, MarkNotice
from tansiq.core.notices import Ladder, Means, Notice, NoticeState, StepKind
from tansiq.core.release_notices import seen_notice
from tansiq.core.room import PartyState
from tansiq.core.state import Decision
from tansiq.core.units import US
from tansiq.core.watch_changes import DrillStarted
from tansiq.credentials.store import Credentials, Webhook
from tansiq.gateways.outgoing import NotSent, Outgoing
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.notice_face import notice_face
from tansiq.log.engine import Outage
from tansiq.node.fairness import Busy
from tansiq.node.loop import Node, Proposal
from tansiq.node.outbox import host_of

FIRST_WAIT_S: Final = 1.0  # then 2, 4, 8 …
LONGEST_WAIT_S: Final = 30.0  # a safety notice waits two minutes for its answer, and a system may be back any moment
WAITING_MOST: Final = 500  # notices of one party, looked at in 1.5 ms; the others come when these are gone
_DOUBLINGS: Final = 6

_encode: Final = msgspec.json.Encoder().encode
_log = logging.getLogger("tansiq.webhook")


class Line(Struct):
    """How it goes with the system of one party.

    waiting: ids of notices that it may have to be told of; is_cut: there are more. taken: those that it took, of which the log
    does not know yet. refused: those that are not posted again. over: those that it knows to be taken back. failures: since it
    last answered. until_us: no call before, on the monotonic clock. error, value: of the last call, as for `wire.Delivery`.
    tried_us: when that was.
    """

    waiting: dict[str, None] = field(default_factory=dict[str, None])
    taken: dict[str, None] = field(default_factory=dict[str, None])
    refused: dict[str, None] = field(default_factory=dict[str, None])
    over: dict[str, None] = field(default_factory=dict[str, None])
    is_cut: bool = False
    failures: int = 0
    until_us: int = 0
    error: str = ""
    value: str = ""
    tried_us: int = 0


class Webhooks:
    """Follows the node, and posts. chance: 0 to 1, so that not all try again in the same moment."""

    def __init__(
        self,
        node: Node,
        credentials: Credentials,
        outgoing: Outgoing,
        observe: Callable[[str], None] = lambda outcome: None,
        chance: Callable[[], float] = lambda: secrets.randbelow(1_000) / 1_000,
    ) -> None:
        self._node = node
        self._credentials = credentials
        self._outgoing = outgoing
        self._observe = observe
        self._chance = chance
        self._wake = asyncio.Event()
        self._busy: dict[str, None] = {}
        self.lines: dict[str, Line] = {}  # of parties that stated a webhook
        node.followers.append(self._follow)

    def wake(self) -> None:
        """Look again: there is something new, or time has passed."""
        self._wake.set()

    def stated(self, party: str) -> None:
        """Begin anew with a party that stated a webhook, or took it back."""
        self.lines.pop(party, None)
        if self._credentials.webhook(party) is not None:
            self.lines[party] = Line()
            self._fill(party, self.lines[party])
        self.wake()

    def _fill(self, party: str, line: Line) -> None:
        """Look in the state for what is owed."""
        kept = self._node.state.book.notices_of.get(party, {})
        owed = list(islice((i for i in kept if self._is_owed(party, i, line)), WAITING_MOST + 1))
        line.waiting = dict.fromkeys(owed[:WAITING_MOST])
        line.is_cut = len(owed) > WAITING_MOST
        line.refused = {i: None for i in line.refused if i in kept}
        line.over = {i: None for i in line.over if i in kept}

    async def run(self) -> None:
        """Tell what is owed, until cancelled."""
        for party in await asyncio.to_thread(self._credentials.webhooks):
            self.stated(party)
        async with asyncio.TaskGroup() as calls:
            while True:
                self._wake.clear()
                wait_s = self._start_due(calls)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait_s):
                        await self._wake.wait()

    def _follow(self, decision: Decision) -> None:
        match decision:
            case NoticePut(notice, replaced):
                touched = (notice,) if replaced is None else (notice, replaced)
            case DrillStarted(notice):
                touched = (notice,)
            case NoticesPut(notices):
                touched = notices
            case _:
                return
        for notice in touched:
            for ladder in notice.ladders:
                line = self.lines.get(ladder.party)
                if line is None:
                    continue
                if len(line.waiting) < WAITING_MOST:
                    line.waiting[notice.id] = None
                else:
                    line.is_cut = True
                self.wake()

    def _start_due(self, calls: asyncio.TaskGroup) -> float | None:
        """Begin the calls that are due, one for each party. Return in how many seconds the next is."""
        now_us = self._node.clock.monotonic_us()
        next_us: int | None = None
        for party, line in self.lines.items():
            if party in self._busy:
                continue
            for notice_id in [i for i in line.waiting if not self._is_owed(party, i, line)]:
                del line.waiting[notice_id]
                line.taken.pop(notice_id, None)
            if (line.is_cut and not line.waiting) or len(line.refused) + len(line.over) > 2 * WAITING_MOST:
                self._fill(party, line)
            if not line.waiting or len(self._busy) >= CALLS_AT_ONCE:
                continue
            if line.until_us > now_us:
                next_us = line.until_us if next_us is None else min(next_us, line.until_us)
                continue
            self._busy[party] = None
            calls.create_task(self._call(party, line, min(line.waiting, key=self._due_us)))
        return None if next_us is None else max(0.001, (next_us - now_us) / US)

    def _due_us(self, notice_id: str) -> int:
        """Return when a notice is to be answered: what was taken back must be told at once."""
        notice = self._node.state.book.notices[notice_id]
        return notice.deadline_us if notice.state is NoticeState.OPEN else 0

    def _is_owed(self, party: str, notice_id: str, line: Line) -> bool:
        """Return whether a party's system is still to be told of a notice: that it came, or that it was taken back."""
        found, now_us = self._received(party, notice_id), self._node.now_us()
        if found is None or notice_id in line.refused:
            return False
        notice, ladder = found
        was_taken = any(step.kind is StepKind.HANDED_OVER and step.means is Means.WEBHOOK for step in ladder.steps)
        if notice.state is NoticeState.OPEN:
            is_new = all(step.kind is not StepKind.HANDED_OVER for step in ladder.steps)
            return is_new and not ladder.is_settled and now_us - notice.made_us < NOTICE_US
        return was_taken and notice_id not in line.over and now_us - notice.ended_us < NOTICE_US

    def _received(self, party: str, notice_id: str) -> tuple[Notice, Ladder] | None:
        state = self._node.state
        notice, member = state.book.notices.get(notice_id), state.parties.get(party)
        if notice is None or member is None or member.state not in (PartyState.MEMBER, PartyState.SUSPENDED):
            return None
        ladder = next((each for each in notice.ladders if each.party == party), None)
        return (notice, ladder) if ladder is not None else None

    async def _call(self, party: str, line: Line, notice_id: str) -> None:
        try:
            if notice_id not in line.taken:
                await self._post(party, line, notice_id)
            if notice_id in line.taken:
                await self._mark(party, line, notice_id)
        except (
            Outage,
            Busy,
        ) as trouble:  # neither the credentials nor the log can be used now: the same call comes again
            _log.error("%s's system was not told of notice %s: %s", party, notice_id, trouble)
            self._failed(line, "unsigned", "")
        finally:
            del self._busy[party]
            self.wake()

    async def _post(self, party: str, line: Line, notice_id: str) -> None:
        webhook = await asyncio.to_thread(self._credentials.webhook, party)
        node = self._node
        seen = seen_notice(node.state, party, notice_id)
        if webhook is None or seen is None:
            self.lines.pop(party, None)  # taken back by another process
            return
        is_new, now_us = seen.notice.state is NoticeState.OPEN, node.now_us()
        face = notice_face(node.state, seen, node.applier.texts)
        body = _encode(wire.WebhookCall("notice", format_us(now_us), face))
        headers = signature(webhook, f"{notice_id}.{seen.notice.state}", now_us // US, body)
        line.tried_us = now_us
        try:
            answer = await self._outgoing.post(webhook.url, body, signed=headers)
        except NotSent as failure:
            _log.info("%s did not take notice %s: %s.", host_of(webhook.url), notice_id, failure.why)
            self._failed(line, failure.why, "", None if failure.may_pass else notice_id)
            return
        if 200 <= answer.status < 300:
            self._observe("delivered")
            line.failures, line.until_us, line.error, line.value = 0, 0, "", ""
            (line.taken if is_new else line.over)[notice_id] = None
            return
        _log.info("%s answered %d to notice %s.", host_of(webhook.url), answer.status, notice_id)
        may_pass = answer.status == 429 or answer.status >= 500
        self._failed(line, "status", str(answer.status), None if may_pass else notice_id)

    async def _mark(self, party: str, line: Line, notice_id: str) -> None:
        """Have the step ordered. Where that is refused, somebody was faster, or there is no room for it: it was taken all the
        same, and must not be posted again."""
        command = MarkNotice(Mark(notice_id, party, StepKind.HANDED_OVER, Means.WEBHOOK))
        outcome = await self._node.submit(Proposal(HOST, command))
        line.taken.pop(notice_id, None)
        if outcome.reply.status >= 400:
            line.refused[notice_id] = None

    def _failed(self, line: Line, error: str, value: str, refused: str | None = None) -> None:
        """Note a failed call; the next one waits. refused: id of a notice that no other call would bring over."""
        line.error, line.value = error, value
        if refused is not None:
            self._observe("failed")
            line.refused[refused] = None
            return
        self._observe("waiting")
        longest_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(line.failures, _DOUBLINGS))
        line.failures += 1
        line.until_us = self._node.clock.monotonic_us() + round(longest_s * (0.5 + self._chance() / 2) * US)


def signature(webhook: Webhook, call_id: str, now_s: int, body: bytes) -> dict[str, str]:
    """Return the headers by which a receiver knows a call: HMAC-SHA256 over id, time and body (Standard Webhooks, 1.0.0)."""
    signed = hmac.new(webhook.secret, f"{call_id}.{now_s}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": call_id,
        "webhook-timestamp": str(now_s),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }
