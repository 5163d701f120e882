"""All conflicts among many flights.

First boxes, windows and heights, for all volumes at once; then the exact plan of the pairs that are left. Volumes lie in a
tree over two of the three axes latitude, longitude and time, those that tell these volumes apart best.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from tansiq.airspace import exact, frame, outlines, plan
from tansiq.airspace.exact import Buffers, Overlap
from tansiq.core.units import NDEG, Span
from tansiq.core.volumes import Limit, Reference, Volume

Ints = NDArray[np.int64]

CHUNK: Final = 2_000  # queries at once: what a query finds is held in memory until it is sifted


class Item(Struct, frozen=True):
    """A flight or a zone: its id and its volumes."""

    id: str
    volumes: tuple[Volume, ...]


class Conflict(Struct, frozen=True):
    """Two items that conflict.

    overlaps: each pair of volumes that does, at least one, in the order of time.
    worst: the index of the overlap that lasts longest.
    time_us: from the first to the last moment of conflict. duration_us: how long of that there is one.
    """

    first: str
    second: str
    overlaps: tuple[Overlap, ...]
    worst: int
    time_us: Span
    duration_us: int


def conflicts(items: Sequence[Item], buffers: Buffers = exact.NO_BUFFERS) -> list[Conflict]:
    """Return each pair of items that conflicts, in the order of the items. An item does not conflict with itself."""
    volumes = [volume for item in items for volume in item.volumes]
    if not volumes:
        return []
    owner = np.repeat(np.arange(len(items)), [len(item.volumes) for item in items])
    within: list[int] = [i for item in items for i in range(len(item.volumes))]
    first, second = _candidates(volumes, owner, buffers)
    found = plan.meet(plan.shapes([volume.outline for volume in volumes]), first, second, buffers.lateral_m)
    overlaps: dict[tuple[int, int], list[Overlap]] = defaultdict(list)
    places = frame.places_ndeg(found.place[found.hit])
    hits: list[list[int]] = np.stack((first, second), axis=1)[found.hit].tolist()
    for (i, j), place in zip(hits, places, strict=True):
        one = exact.overlap(within[i], within[j], volumes[i], volumes[j], place)
        overlaps[int(owner[i]), int(owner[j])].append(one)
    return [summary(items[i].id, items[j].id, overlaps[i, j]) for i, j in sorted(overlaps)]


def summary(first: str, second: str, overlaps: Sequence[Overlap]) -> Conflict:
    """Return the conflict that is made of some overlaps, at least one."""
    ordered = sorted(overlaps, key=lambda o: (o.time_us.lo, o.time_us.hi, o.first, o.second))
    lasting = [o.time_us.hi - o.time_us.lo for o in ordered]
    duration_us, end_us = 0, ordered[0].time_us.lo
    for o in ordered:
        duration_us += max(0, o.time_us.hi - max(end_us, o.time_us.lo))
        end_us = max(end_us, o.time_us.hi)
    span = Span(ordered[0].time_us.lo, end_us)
    return Conflict(first, second, tuple(ordered), lasting.index(max(lasting)), span, duration_us)


def _candidates(volumes: list[Volume], owner: Ints, buffers: Buffers) -> tuple[Ints, Ints]:
    """Return the pairs of volumes (the first of the earlier item) that meet in all but, perhaps, the exact plan."""
    entries, rows = _boxes(volumes, 0.0)
    asked, askers = _boxes(volumes, buffers.lateral_m)
    widths = (entries[:, 3:] - entries[:, :3]).mean(axis=0)
    ranges = np.maximum(entries[:, 3:].max(axis=0) - entries[:, :3].min(axis=0), 1e-9)
    x, y = sorted(np.argsort(widths / ranges, kind="stable")[:2].tolist())
    tree = shapely.STRtree(np.asarray(shapely.box(entries[:, x], entries[:, y], entries[:, x + 3], entries[:, y + 3])))
    (third,) = {0, 1, 2} - {x, y}
    heights = _Heights(volumes, buffers.vertical_mm)
    time_us = np.array([(v.time_us.lo, v.time_us.hi) for v in volumes], dtype=np.int64)
    pairs: list[Ints] = []
    for part in _chunks(asked):
        slack = np.array((0.0, 0.0, buffers.time_s + 1.0))  # seconds as floats are rounded; the exact test follows
        low, high = asked[part, :3] - slack, asked[part, 3:] + slack
        query = np.asarray(shapely.box(low[:, x], low[:, y], high[:, x], high[:, y]))
        asker, entry = tree.query(query)
        ok = (low[asker, third] <= entries[entry, third + 3]) & (entries[entry, third] <= high[asker, third])
        i, j = askers[part][asker[ok]], rows[entry[ok]]
        i, j = _keep(owner[i] < owner[j], i, j)
        i, j = _keep(_cross(time_us[i], time_us[j], buffers.time_us), i, j)
        i, j = _keep(heights.cross(i, j), i, j)
        pairs.append(np.stack((i, j), axis=1))
    both = np.unique(np.concatenate(pairs), axis=0)
    return both[:, 0], both[:, 1]


def _boxes(volumes: list[Volume], lateral_m: float) -> tuple[NDArray[np.float64], Ints]:
    """Return (south, west, start, north, east, end) in degrees and seconds for each box, and the volume it is of."""
    boxes = [(i, box, v.time_us) for i, v in enumerate(volumes) for box in outlines.widened(v.boxes, lateral_m)]
    degrees = [(b.lat_ndeg.lo, b.lon_ndeg.lo, t.lo, b.lat_ndeg.hi, b.lon_ndeg.hi, t.hi) for _, b, t in boxes]
    scale = np.array((NDEG, NDEG, 1e6) * 2)
    return np.array(degrees, dtype=np.float64) / scale, np.array([i for i, _, _ in boxes], dtype=np.int64)


def _chunks(rows: NDArray[np.float64]) -> Iterator[slice]:
    return (slice(i, i + CHUNK) for i in range(0, len(rows), CHUNK))


def _keep(chosen: NDArray[np.bool_], i: Ints, j: Ints) -> tuple[Ints, Ints]:
    return i[chosen], j[chosen]


def _cross(a: Ints, b: Ints, buffer: int) -> NDArray[np.bool_]:
    """`exact.crosses` for rows of spans."""
    gap = np.maximum(a[:, 0], b[:, 0]) - np.minimum(a[:, 1], b[:, 1])
    return (gap < buffer) | ((gap == 0) & ((a[:, 0] == a[:, 1]) | (b[:, 0] == b[:, 1])))


class _Heights:
    """`exact.heights_cross` for rows of volumes."""

    def __init__(self, volumes: list[Volume], buffer_mm: int) -> None:
        kinds: dict[tuple[Reference, int, str], int] = {}

        def limits(limit: Limit | None, alt_mm: int) -> tuple[int, int]:
            surface = exact.surface_of(limit) if limit else None
            if limit is None or surface is None:
                return -1, alt_mm
            return kinds.setdefault(surface, len(kinds)), limit.alt_mm

        self.buffer_mm = buffer_mm
        self.band = np.array([(v.alt_mm.lo, v.alt_mm.hi) for v in volumes], dtype=np.int64)
        self.floor = np.array([limits(v.floor, v.alt_mm.lo) for v in volumes], dtype=np.int64)
        self.ceiling = np.array([limits(v.ceiling, v.alt_mm.hi) for v in volumes], dtype=np.int64)
        self.level = np.array([exact.is_level(v) for v in volumes], dtype=np.bool_)

    def cross(self, i: Ints, j: Ints) -> NDArray[np.bool_]:
        gap = np.maximum(self._above(i, j), self._above(j, i))
        return (gap < self.buffer_mm) | ((gap == 0) & (self.level[i] | self.level[j]))

    def _above(self, i: Ints, j: Ints) -> Ints:
        floor, ceiling = self.floor[i], self.ceiling[j]
        is_one_surface = (floor[:, 0] == ceiling[:, 0]) & (floor[:, 0] >= 0)
        return np.where(is_one_surface, floor[:, 1] - ceiling[:, 1], self.band[i, 0] - self.band[j, 1])
