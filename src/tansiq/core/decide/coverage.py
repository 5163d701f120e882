"""Whether a subscription's extent contains the intents that depend on it."""

from tansiq.core.limits import SUBSCRIPTION_BOXES, SUBSCRIPTION_START_PAST_US
from tansiq.core.model import Intent
from tansiq.core.units import Span
from tansiq.core.volumes import Box, Extent, Volume


def gap(extent: Extent, intent: Intent) -> str:
    """Return in which dimension an extent fails to contain an intent: "area", "height", "time", or "" where it does.

    The extent may begin up to 5 minutes after the intent (F3548-21 lets a subscription begin that late).
    """
    for volume in intent.volumes:
        if not all(any(_contains_box(outer, inner) for outer in extent.boxes) for inner in volume.boxes):
            return "area"
        if not _contains(extent.alt_mm, volume.alt_mm):
            return "height"
    late = extent.time_us.lo - intent.time_us.lo > SUBSCRIPTION_START_PAST_US
    return "time" if late or extent.time_us.hi < intent.time_us.hi else ""


def cover(volumes: tuple[Volume, ...]) -> tuple[Box, ...]:
    """Return boxes that together contain all outlines of some volumes, at most SUBSCRIPTION_BOXES."""
    return _few(tuple(dict.fromkeys(box for volume in volumes for box in volume.boxes)))


def widened(extent: Extent, intent: Intent) -> Extent:
    """Return the extent that contains `extent` and an intent."""
    return Extent(
        _few(tuple(dict.fromkeys(extent.boxes + cover(intent.volumes)))),
        extent.alt_mm,
        Span(min(extent.time_us.lo, intent.time_us.lo), max(extent.time_us.hi, intent.time_us.hi)),
    )


def _few(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """Merge boxes where there are too many: eastern and western ones apart, so that none spans the antimeridian."""
    if len(boxes) <= SUBSCRIPTION_BOXES:
        return boxes
    halves = (
        [b for b in boxes if b.lon_ndeg.lo + b.lon_ndeg.hi < 0],
        [b for b in boxes if b.lon_ndeg.lo + b.lon_ndeg.hi >= 0],
    )
    return tuple(_around(half) for half in halves if half)


def _around(boxes: list[Box]) -> Box:
    return Box(
        Span(min(b.lat_ndeg.lo for b in boxes), max(b.lat_ndeg.hi for b in boxes)),
        Span(min(b.lon_ndeg.lo for b in boxes), max(b.lon_ndeg.hi for b in boxes)),
    )


def _contains(outer: Span, inner: Span) -> bool:
    return outer.lo <= inner.lo and inner.hi <= outer.hi


def _contains_box(outer: Box, inner: Box) -> bool:
    return _contains(outer.lat_ndeg, inner.lat_ndeg) and _contains(outer.lon_ndeg, inner.lon_ndeg)
