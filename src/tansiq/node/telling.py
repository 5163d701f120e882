"""What subscribers are to be told of though no item was written: found out in slices, so that the loop runs between.

The state remembers which changes of the rules of release are not told yet, and up to which item one is: after a crash the
rest is told.
"""

import asyncio
import time
from collections import deque
from typing import Final

from tansiq.core.decide.telling import flight_listeners, sights, turned, zone_listeners
from tansiq.core.limits import RELEASES_TOLD_AT_ONCE
from tansiq.core.room_commands import ReleaseNews
from tansiq.node.loop import Node

SLICE_S: Final = 0.002
LOOKED_AT: Final = 5_000  # items in a row of which nothing is to be told: then how far it got is noted


class News:
    """Finds what is to be told next."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._walk = 0  # position of the change of the rules that `_ids` is for
        self._ids: deque[str] = deque()  # of the items that are still to be looked at for it

    async def next(self) -> ReleaseNews | None:
        """Return what is to be told now, or None."""
        state = self._node.state
        if due := turned(state, self._node.now_us()):
            return ReleaseNews(due)
        if not state.untold:
            return None
        walk, after = state.untold[0].position, state.untold[0].after
        if walk != self._walk:
            known = [*state.intents, *state.constraints]
            self._ids = deque(await asyncio.to_thread(lambda: sorted({i for i in known if i > after})))
            self._walk = walk
        while self._ids and self._ids[0] <= after:
            self._ids.popleft()
        return await self._look(walk)

    async def _look(self, walk: int) -> ReleaseNews | None:
        """Look at items until a few are found that somebody sees otherwise. What comes meanwhile is told by its own entry."""
        state = self._node.state
        flights: list[str] = []
        zones: list[str] = []
        upto, began = "", time.perf_counter()
        between = sights(state, walk, self._node.now_us())
        for looked_at, item_id in enumerate(list(self._ids), start=1):
            if between is None:
                return None
            intent, zone = state.intents.get(item_id), state.constraints.get(item_id)
            now_us = self._node.now_us()
            if intent is not None and flight_listeners(state, between, intent, now_us):
                flights.append(item_id)
            if zone is not None and zone_listeners(state, between, zone, now_us):
                zones.append(item_id)
            upto = item_id
            if len(flights) + len(zones) >= RELEASES_TOLD_AT_ONCE or looked_at >= LOOKED_AT:
                return ReleaseNews(tuple(flights), tuple(zones), walk, upto)
            if time.perf_counter() - began > SLICE_S:
                await asyncio.sleep(0)
                between, began = sights(state, walk, self._node.now_us()), time.perf_counter()
        return ReleaseNews(tuple(flights), tuple(zones), walk)
