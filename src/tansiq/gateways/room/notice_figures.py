"""How fast a party answers what it is sent: for itself alone, so that nobody hurries for a table."""

import asyncio
import time
from typing import Final

from msgspec import Struct, field

from tansiq.core.notices import Ladder, Notice, NoticeKind, NoticeState, StepKind
from tansiq.core.release_notices import as_seen, notices_of
from tansiq.core.room import Role
from tansiq.core.units import US
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.notices import SLICE_S


class _Counted(Struct):
    """What is known of one kind. times_us: from sending to the first answer."""

    received: int = 0
    late: int = 0
    not_reached: int = 0
    times_us: list[int] = field(default_factory=list[int])

    def count(self, notice: Notice, own: Ladder, now_us: int) -> None:
        """Count a notice by the ladder of whom it was sent to."""
        answered_us = next((s.time_us for s in own.steps if s.kind is StepKind.ANSWERED), None)
        self.received += 1
        self.not_reached += any(s.kind is StepKind.NOT_REACHED for s in own.steps)
        if answered_us is not None:
            self.times_us.append(answered_us - notice.made_us)
            self.late += answered_us > notice.deadline_us
        else:
            ended_us = now_us if notice.state is NoticeState.OPEN else notice.ended_us
            self.late += ended_us > notice.deadline_us


async def figures(ask: Ask) -> Answer:
    """Return how the asker's party answered the notices that it was sent, by kind."""
    state, own, began_s = ask.room.state, ask.actor.party, time.perf_counter()
    now_us = ask.room.door.node.now_us()
    counted = {kind: _Counted() for kind in NoticeKind}
    since_us = 0
    for notice in [state.book.notices[i] for i in notices_of(state, own)]:
        if time.perf_counter() - began_s > SLICE_S:
            await asyncio.sleep(0)
            began_s = time.perf_counter()
        seen = as_seen(state, own, notice)
        if seen is None or seen.is_sent or seen.relays:
            continue
        since_us = since_us or notice.made_us
        counted[notice.kind].count(notice, seen.notice.ladders[0], now_us)
    return shown(
        wire.FiguresShown(
            format_us(since_us) if since_us else "", [_shown(kind, each) for kind, each in counted.items()]
        )
    )


def _shown(kind: NoticeKind, held: _Counted) -> wire.Figures:
    times = sorted(held.times_us)
    return wire.Figures(
        kind, held.received, len(times), _share(times, 50), _share(times, 95), held.late, held.not_reached
    )


def _share(times_us: list[int], percent: int) -> float | None:
    """Return the time within which so many percent were answered, in seconds: one that was measured (nearest rank)."""
    return times_us[-(-len(times_us) * percent // 100) - 1] / US if times_us else None


OPERATIONS: Final = (
    Operation(
        "getNoticeFigures", "GET", "/room/v1/notices/figures", figures, Role.OBSERVER, None, {200: wire.FiguresShown}
    ),
)
