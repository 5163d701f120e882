"""Looking for what a viewer sees, by an id or around a place, without holding the loop."""

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator
from typing import Final

from tansiq.core.model import Intent
from tansiq.core.release import View
from tansiq.core.volumes import Extent

SLICE_S: Final = 0.002


async def looked_for(view: View, intent_id: str) -> Intent | None:
    """Return an intent as a viewer sees it, by its id or that of a stand-in; None where the viewer sees none."""
    async for found in _in_slices(view.looked_for(intent_id)):
        return found
    return None


async def near(view: View, extent: Extent) -> list[Intent]:
    """Return the intents in a viewer's world that may touch an extent, by id."""
    return sorted([found async for found in _in_slices(view.each_near((extent,)))], key=lambda intent: intent.id)


async def _in_slices(found: Iterator[Intent | None]) -> AsyncGenerator[Intent]:
    """Yield what is found; None only gives others their turn."""
    began = time.perf_counter()
    for each in found:
        if each is not None:
            yield each
        if time.perf_counter() - began > SLICE_S:
            await asyncio.sleep(0)
            began = time.perf_counter()
