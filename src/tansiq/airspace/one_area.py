"""Rectangles that cover an area, written so that they tell of that area alone, not of the parts that it was made of."""

from collections.abc import Iterable
from itertools import pairwise

from tansiq.core.units import Span
from tansiq.core.volumes import Box


def as_one(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Return boxes that cover the same area and do not overlap, by their south, then by their west.

    Each is as wide as the area is in its rows; equal ones in rows that follow each other are one taller box.
    """
    held = list(boxes)
    edges = sorted({edge for box in held for edge in (box.lat_ndeg.lo, box.lat_ndeg.hi)})
    made: list[Box] = []
    growing: dict[Span, int] = {}  # what the row below has -> the south of its box
    for south, north in pairwise(edges):
        row = _joined(box.lon_ndeg for box in held if box.lat_ndeg.lo <= south and north <= box.lat_ndeg.hi)
        made += [Box(Span(begin, south), lon) for lon, begin in growing.items() if lon not in row]
        growing = {lon: growing.get(lon, south) for lon in row}
    made += [Box(Span(begin, edges[-1]), lon) for lon, begin in growing.items()]
    return tuple(sorted(made, key=lambda box: (box.lat_ndeg.lo, box.lon_ndeg.lo)))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans that do not touch each other, and hold the same."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.lo):
        if found and span.lo <= found[-1].hi:
            found[-1] = Span(found[-1].lo, max(found[-1].hi, span.hi))
        else:
            found.append(span)
    return found
