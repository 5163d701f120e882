"""The ground by the room's elevation files: SRTM tiles, read as they are.

A tile `N12E045.hgt` holds 1,201 or 3,601 rows from the north of as many signed 16-bit big-endian metres above EGM96 from the
west, its edges included; -32,768 where the radar saw nothing. Source: SRTM user's guide; NASA LP DAAC, SRTMGL1.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from tansiq.core.units import MM, NDEG, Span
from tansiq.core.volumes import Box

ACCURACY_M: Final = 16  # absolute, at 90 % (requirement of the mission; 5-9 m were measured: Rodriguez et al., 2006)
VOID: Final = -32_768
_SIDES: Final = {1_201 * 1_201 * 2: 1_201, 3_601 * 3_601 * 2: 3_601}  # by the size of a file


class Elevation:
    """A folder of tiles."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ground = lru_cache(maxsize=1_024)(self._of_samples)

    def ground_mm(self, boxes: tuple[Box, ...]) -> Span | None:
        """Return heights above mean sea level that the ground in some boxes lies between; None where a file says nothing.

        Every sample that surrounds a box counts, and the accuracy of the data. Reads files: not for the event loop.
        """
        found: list[tuple[int, int]] = []
        for box in boxes:
            for lat in range(box.lat_ndeg.lo // NDEG, min(box.lat_ndeg.hi // NDEG, 89) + 1):
                for lon in range(box.lon_ndeg.lo // NDEG, min(box.lon_ndeg.hi // NDEG, 179) + 1):
                    ground = self._of_tile(lat, lon, box)
                    if ground is None:
                        return None
                    found.append(ground)
        low, high = min(lo for lo, _ in found), max(hi for _, hi in found)
        return Span((low - ACCURACY_M) * MM, (high + ACCURACY_M) * MM)

    def _of_tile(self, lat: int, lon: int, box: Box) -> tuple[int, int] | None:
        name = f"{'S' if lat < 0 else 'N'}{abs(lat):02}{'W' if lon < 0 else 'E'}{abs(lon):03}.hgt"
        path = self.folder / name
        try:
            side = _SIDES.get(path.stat().st_size)
        except OSError:
            return None
        if side is None:
            return None
        south, north = _samples(box.lat_ndeg, lat, side)
        west, east = _samples(box.lon_ndeg, lon, side)
        return self._ground(path, side, side - 1 - north, side - south, west, east + 1)

    def _of_samples(self, path: Path, side: int, top: int, below: int, west: int, east: int) -> tuple[int, int] | None:
        try:
            tile = np.memmap(path, dtype=">i2", mode="r", shape=(side, side))
            part = tile[top:below, west:east]
            low, high = int(part.min()), int(part.max())
        except (OSError, ValueError):
            return None
        return None if low == VOID else (low, high)


def _samples(span: Span, degree: int, side: int) -> tuple[int, int]:
    """Return the first and last row or column, from south or west, that surround what of a span lies in a degree."""
    lo = max(0, (span.lo - degree * NDEG) * (side - 1) // NDEG)
    hi = min(side - 1, -(-(span.hi - degree * NDEG) * (side - 1) // NDEG))
    return min(lo, hi), max(lo, hi)
