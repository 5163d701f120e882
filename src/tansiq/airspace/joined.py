"""Fewer extents that hold the same: what is asked of the grid for a whole path at once.

The reaches of a path's legs lie over each other. Asked for one by one, each cell was looked at up to ten times, which was a
tenth of all that a check of ten legs took.
"""

from collections.abc import Iterable

from tansiq.core.units import Span
from tansiq.core.volumes import Box, Extent


def joined(extents: Iterable[Extent]) -> tuple[Extent, ...]:
    """Return extents that hold all of these: neighbours in their order are one where that is no larger than the two.

    Larger: in latitude × longitude × time, which is what a query costs. Those at the antimeridian stay as they are.
    """
    found: list[Extent] = []
    for extent in extents:
        whole = _hull(found[-1], extent) if found else None
        if whole is not None and _size(whole) <= _size(found[-1]) + _size(extent):
            found[-1] = whole
        else:
            found.append(extent)
    return tuple(found)


def _hull(a: Extent, b: Extent) -> Extent | None:
    """Return the least extent that holds two of one box each."""
    if len(a.boxes) != 1 or len(b.boxes) != 1:
        return None
    p, q = a.boxes[0], b.boxes[0]
    box = Box(_both(p.lat_ndeg, q.lat_ndeg), _both(p.lon_ndeg, q.lon_ndeg))
    return Extent((box,), _both(a.alt_mm, b.alt_mm), _both(a.time_us, b.time_us))


def _both(a: Span, b: Span) -> Span:
    return Span(min(a.lo, b.lo), max(a.hi, b.hi))


def _size(extent: Extent) -> int:
    lat, lon, time_us = extent.boxes[0].lat_ndeg, extent.boxes[0].lon_ndeg, extent.time_us
    return (lat.hi - lat.lo) * (lon.hi - lon.lo) * (time_us.hi - time_us.lo)
