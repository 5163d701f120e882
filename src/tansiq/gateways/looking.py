"""Looking for one intent by the id that its viewer knows it by, without holding the loop."""

import asyncio
import time
from typing import Final

from tansiq.core.model import Intent
from tansiq.core.release import View

SLICE_S: Final = 0.002


async def looked_for(view: View, intent_id: str) -> Intent | None:
    """Return an intent as a viewer sees it, by its id or that of a stand-in; None where the viewer sees none."""
    began = time.perf_counter()
    for found in view.looked_for(intent_id):
        if found is not None:
            return found
        if time.perf_counter() - began > SLICE_S:
            await asyncio.sleep(0)
            began = time.perf_counter()
    return None
