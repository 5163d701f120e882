"""The blind check, once a day: reports whose owners agreed to it are compared with each other, whoever sees them.

Of what is found the owners are told "re-check your coordinates" and nothing else; the core bounds it (`core.decide.rechecks`).
It is done at midnight UTC, so that when it is told says nothing of when the other report was made.
"""

import asyncio
import logging
from typing import Final

from tansiq.airspace.around_spots import Around
from tansiq.airspace.matching import Seen, What, suggestions
from tansiq.core.decide.rechecks import may_be_compared, told_of
from tansiq.core.entry import HOST
from tansiq.core.limits import SITE_RECHECKS_AT_ONCE
from tansiq.core.release_sites import SiteView
from tansiq.core.site_commands import Contradiction, Contradictions, RecheckReports
from tansiq.core.units import DAY_US
from tansiq.gateways.room.seen_places import seen_of
from tansiq.gateways.room.world import Turns
from tansiq.log.engine import Outage
from tansiq.node.fairness import Busy
from tansiq.node.loop import Node, Proposal

ROUND_S: Final = 60
_MISPLACED: Final = (What.APART, What.SWAPPED, What.SIGN, What.TRUNCATED, What.DIGIT)
_log = logging.getLogger("tansiq.room")


class Rechecker:
    """Runs beside the server."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._day = node.now_us() // DAY_US

    async def run(self) -> None:
        """Compare once a day, until cancelled."""
        while True:
            await asyncio.sleep(ROUND_S)
            try:
                await self.round()
            except (Outage, Busy) as trouble:
                _log.warning("Places were not compared: %s", trouble)

    async def round(self) -> None:
        """Compare if a new day has begun."""
        day = self._node.now_us() // DAY_US
        if day <= self._day:
            return
        found = await self._contradictions()
        for at in range(0, len(found), SITE_RECHECKS_AT_ONCE):
            command = RecheckReports(Contradictions(tuple(found[at : at + SITE_RECHECKS_AT_ONCE])))
            await self._node.submit(Proposal(HOST, command))
        self._day = day

    async def _contradictions(self) -> list[Contradiction]:
        """Return the pairs of which at least one owner is to be told. Each report is as its own party sees it."""
        node, turns = self._node, Turns()
        around, compared = Around(), list[Seen]()
        for report_id in list(node.state.register.ids):
            report = node.state.register.reports.get(report_id)
            if report is not None and may_be_compared(node.state, report, node.now_us()):
                face = SiteView(node.state, report.party, node.now_us()).face(report)
                seen = seen_of(face, node.applier.texts) if face is not None else None
                if seen is not None:
                    around.add(seen)
                    compared.append(seen)
            await turns.next()
        found: list[Contradiction] = []
        for seen in compared:
            for each in suggestions(seen, around):
                ids = (each.a, each.b)
                told = [told_of(node.state, a, b, node.now_us()) for a, b in (ids, ids[::-1])]
                if each.what in _MISPLACED and each.a < each.b and any(one is not None for one in told):
                    found.append(Contradiction(*ids))
            await turns.next()
        return found
