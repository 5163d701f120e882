"""All places of a party's world, looked at in slices so that nobody else waits."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from tansiq.core.release_sites import Site, SiteView
from tansiq.core.units import NDEG
from tansiq.core.volumes import Box
from tansiq.gateways.room.endpoint import Ask
from tansiq.gateways.room.world import Turns

FEW_DEG2: Final = (
    25  # a box no larger is looked up in the grid; a larger one holds so much that all reports are looked at
)


def sites_by_report(ask: Ask, after: str, boxes: tuple[Box, ...], turns: Turns) -> Iterator[tuple[str, Site | None]]:
    """Yield each place that may touch some boxes (any, where there are none) once, with the least id of its reports that do;
    by these ids, those after one. Each is as it was when it was looked at.

    Yields the other reports' ids with None, so that whoever asks can give others their turn by `turns` after each, once done
    with it: then what comes next is looked at anew.
    """
    node = ask.room.door.node
    register = node.state.register
    if boxes and sum(_deg2(box) for box in boxes) <= FEW_DEG2:
        ids = sorted(register.ids_near(boxes))
        ids = ids[bisect_right(ids, after) :]
    else:
        ids = register.ids[bisect_right(register.ids, after) :]
    view, given = None, 0
    for report_id in ids:
        if view is None or turns.given != given:
            view, given = SiteView(node.state, ask.actor.party, node.now_us()), turns.given
        yield report_id, view.site_led_by(report_id, boxes)


def _deg2(box: Box) -> float:
    return (box.lat_ndeg.hi - box.lat_ndeg.lo) / NDEG * (box.lon_ndeg.hi - box.lon_ndeg.lo) / NDEG
