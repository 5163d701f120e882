"""All places of a party's world, looked at in slices so that nobody else waits."""

from bisect import bisect_right
from collections.abc import AsyncGenerator
from typing import Final

from tansiq.core.release_sites import Site, SiteView
from tansiq.core.units import NDEG
from tansiq.core.volumes import Box
from tansiq.gateways.room.endpoint import Ask
from tansiq.gateways.room.world import Turns

FEW_DEG2: Final = (
    25  # a box no larger is looked up in the grid; a larger one holds so much that all reports are looked at
)


async def sites_by_report(ask: Ask, after: str, boxes: tuple[Box, ...]) -> AsyncGenerator[tuple[str, Site]]:
    """Yield each place that may touch some boxes (any, where there are none) once, with the least id of its reports that do;
    by these ids, those after one. Each is as it was when it was looked at."""
    node, turns = ask.room.door.node, Turns()
    register = node.state.register
    if boxes and sum(_deg2(box) for box in boxes) <= FEW_DEG2:
        ids = sorted(register.ids_near(boxes))
        ids = ids[bisect_right(ids, after) :]
    else:
        ids = register.ids[bisect_right(register.ids, after) :]
    for report_id in ids:
        view = SiteView(node.state, ask.actor.party, node.now_us())
        site = view.site_led_by(report_id, boxes)
        if site is not None:
            yield report_id, site
        await turns.next()


def _deg2(box: Box) -> float:
    return (box.lat_ndeg.hi - box.lat_ndeg.lo) / NDEG * (box.lon_ndeg.hi - box.lon_ndeg.lo) / NDEG
