"""Drills: the room tries whether somebody answers, once a watch at most, and never while anything is at stake."""

import asyncio
import logging
from typing import Final

import msgspec

from tansiq.core.decide.drills import drillable
from tansiq.core.entry import HOST
from tansiq.core.notices import Level, Means
from tansiq.core.release_watch import drills_of
from tansiq.core.room import Role
from tansiq.core.state import State
from tansiq.core.units import US
from tansiq.core.watch import DRILLED, Drill, next_channel
from tansiq.core.watch_commands import DrillWish, StartDrill
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.drill_words import drill_words
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.watch_sheet import conflicts
from tansiq.log.engine import Outage
from tansiq.node.chance import random_bytes
from tansiq.node.fairness import Busy
from tansiq.node.loop import Node, Proposal

ROUND_S: Final = 60
_log = logging.getLogger("tansiq.room")


class Driller:
    """Runs beside the server, once a minute."""

    def __init__(self, node: Node) -> None:
        self._node = node

    async def run(self) -> None:
        """Do the round once a minute, until cancelled."""
        while True:
            try:
                await self.round()
            except (Outage, Busy) as trouble:
                _log.warning("Drills were put off: %s", trouble)
            await asyncio.sleep(ROUND_S)

    async def round(self) -> None:
        """Hold every drill that is due. A party with an open conflict has other things to do; its drill waits."""
        for party in drillable(self._node.state, self._node.now_us()):
            channel = next_channel(self._node.state.watch.of(party).drilled, self._channels(party))
            if channel is None or await conflicts(self._node, party, is_any_enough=True):
                continue
            wish = DrillWish(f"drill-{random_bytes(9).hex()}", party, channel)
            await self._node.submit(Proposal(HOST, StartDrill(wish)))

    def _channels(self, party: str) -> tuple[Means, ...]:
        """Return which ways there are to reach a party."""
        state = self._node.state
        body = self._node.applier.texts.of(state.parties[party].texts)
        has = {
            Means.PAGE: True,
            Means.FIELD_LINK: _has_links(state, party),
            Means.VOICE: bool(body and msgspec.json.decode(body, type=_Voice).voice),
        }
        return tuple(channel for channel in DRILLED if has[channel])


def _has_links(state: State, party: str) -> bool:
    """Return whether a party gave a unit a link to a notice in the last week: then its units are asked that way."""
    for notice_id in state.book.notices_of.get(party, ()):
        if any(ladder.links for ladder in state.book.notices[notice_id].ladders if ladder.party == party):
            return True
    return False


class _Voice(msgspec.Struct):
    """Of what a party is called, its numbers."""

    voice: list[str] = []


async def drills(ask: Ask) -> Answer:
    """Return how the drills of the own party went."""
    found = [_shown(ask, drill) for drill in reversed(drills_of(ask.room.state, ask.actor.party))]
    return shown(wire.Drills(ask.charter.watch.is_drilled, found))


def _shown(ask: Ask, drill: Drill) -> wire.DrillShown:
    words, hint = drill_words(ask.language, drill.channel)
    if drill.is_missed:
        outcome = "missed"
    elif not drill.answered_us:
        outcome = "open"
    else:
        outcome = "by deputy" if drill.level is Level.DEPUTIES else "answered"
    answered_s = (drill.answered_us - drill.at_us) // US if drill.answered_us else None
    return wire.DrillShown(
        drill.id, drill.channel, format_us(drill.at_us), outcome, answered_s, drill.means, words, hint
    )


OPERATIONS: Final = (
    Operation("listDrills", "GET", "/room/v1/watch/drills", drills, Role.OBSERVER, None, {200: wire.Drills}),
)
