"""Reports found by where they are and by what they are called: a world of `matching` kept in memory.

Spots lie in cells of the size that their accuracy asks for, so that one that says little does not slow those that say much.
"""

import math
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import islice
from typing import Final

from tansiq.airspace.matching import COMMON, CROWD, Seen, kindred
from tansiq.airspace.names import keys
from tansiq.airspace.spots import distance_m
from tansiq.core.sites import SiteKind

_CELLS_DEG: Final = (0.01, 0.1, 1.0, 5.0)  # each goes into 360
_DEGREE_M: Final = 110_500.0  # no degree of latitude is shorter

Cell = tuple[int, int, int]
Key = tuple[str, SiteKind]


class Around:
    """Reports of one viewer's world."""

    def __init__(self, reports: Iterable[Seen] = ()) -> None:
        self._reports: dict[str, Seen] = {}
        self._cells: dict[Cell, dict[str, None]] = {}
        self._levels = [0] * len(_CELLS_DEG)
        self._names: dict[Key, dict[str, None]] = {}
        for seen in reports:
            self.add(seen)

    def add(self, seen: Seen) -> None:
        """Add a report, or put it in place of an earlier version of it."""
        self.remove(seen.id)
        self._reports[seen.id] = seen
        cell = _cell(seen)
        self._cells.setdefault(cell, {})[seen.id] = None
        self._levels[cell[0]] += 1
        for key in _keys(seen):
            self._names.setdefault(key, {})[seen.id] = None

    def remove(self, report_id: str) -> None:
        """Remove a report, if it is there."""
        old = self._reports.pop(report_id, None)
        if old is None:
            return
        cell = _cell(old)
        del self._cells[cell][report_id]
        self._levels[cell[0]] -= 1
        for key in _keys(old):
            del self._names[key][report_id]

    def __contains__(self, report_id: str) -> bool:
        return report_id in self._reports

    def get(self, report_id: str) -> Seen | None:
        """Return a report, or None."""
        return self._reports.get(report_id)

    def near(self, seen: Seen, reach_m: float) -> list[Seen]:
        """As `matching.World` says; the nearest first."""
        found: list[tuple[float, str]] = []
        for level, size in enumerate(_CELLS_DEG):
            if not self._levels[level]:
                continue
            reach = reach_m + size * _DEGREE_M  # no accuracy on this level is more than its cells
            for cell in _cells_within(seen, reach, level):
                for report_id in self._cells.get(cell, ()):
                    other = self._reports[report_id]
                    away_m = distance_m(seen.spot, other.spot)
                    if report_id != seen.id and away_m <= reach_m + 2 * other.spot.accuracy_m:
                        found.append((away_m, report_id))
        return [self._reports[i] for _, i in sorted(found)[:CROWD]]

    def alike(self, seen: Seen) -> list[Seen]:
        """As `matching.World` says."""
        found: dict[str, None] = {}
        names = [key for key, _ in _keys(seen)]
        for key in [(name, kind) for name in dict.fromkeys(names) for kind in sorted(kindred(seen.kind))]:
            found.update(dict.fromkeys(nsmallest(COMMON, self._names.get(key, ()))))
        found.pop(seen.id, None)
        return [self._reports[i] for i in islice(found, COMMON)]


def _keys(seen: Seen) -> list[Key]:
    return [(key, seen.kind) for key in sorted({key for name in seen.names for key in keys(name)})]


def _level(seen: Seen) -> int:
    for level, size in enumerate(_CELLS_DEG):
        if seen.spot.accuracy_m <= size * _DEGREE_M:
            return level
    return len(_CELLS_DEG) - 1


def _cell(seen: Seen) -> Cell:
    level = _level(seen)
    size = _CELLS_DEG[level]
    return level, math.floor(seen.spot.lat / size), _column(math.floor(seen.spot.lon / size), size)


def _cells_within(seen: Seen, reach_m: float, level: int) -> Iterator[Cell]:
    size = _CELLS_DEG[level]
    lat, lon = seen.spot.lat, seen.spot.lon
    north = reach_m / _DEGREE_M
    shrink = math.cos(math.radians(min(abs(lat) + north, 89.9)))
    east = min(north / shrink, 180.0)
    for y in range(math.floor((lat - north) / size), math.floor((lat + north) / size) + 1):
        for x in range(math.floor((lon - east) / size), math.floor((lon + east) / size) + 1):
            yield level, y, _column(x, size)


def _column(x: int, size: float) -> int:
    """Return the number of a column of cells, counted on across the antimeridian."""
    return x % round(360 / size)
