"""How far mean sea level lies above the WGS84 ellipsoid: bounds from EGM96.

`egm96_cells.bin` holds, compressed by zlib, one signed byte in metres for each cell of 1 degree: first the least, then the
greatest undulation, rows from the south, columns from longitude -180. They are the floor and the ceiling of the 13 x 13
nodes of EGM96's 5-minute grid in the cell, its edges included. Bounds are what a safe band of heights needs; they cost
40 kB where the full grid costs 3 MB.
Source: NGA, EGM96 15-minute and 5-minute geoid (public domain), nodes as in the package egm96 0.3.0.
"""

import zlib
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from tansiq.core.units import NDEG
from tansiq.core.volumes import Box

MODEL_ERROR_M: Final = 2  # EGM96 is good to 0.5-1 m where gravity was measured (NASA/TP-1998-206861)

_ROWS: Final = 180
_COLUMNS: Final = 360


@lru_cache(maxsize=1024)  # a leg is asked for each step of height that it may be moved by
def bounds_m(boxes: tuple[Box, ...]) -> tuple[int, int]:
    """Return metres that the geoid above the ellipsoid nowhere in the boxes falls below, and nowhere exceeds."""
    least, greatest = _cells()
    low, high = 127, -128
    for box in boxes:
        west, east = _cell(box.lon_ndeg.lo, 180, _COLUMNS), _cell(box.lon_ndeg.hi, 180, _COLUMNS)
        south, north = _cell(box.lat_ndeg.lo, 90, _ROWS), _cell(box.lat_ndeg.hi, 90, _ROWS)
        if south == north and west == east:  # nearly all
            cell = south * _COLUMNS + west
            low, high = min(low, least[cell]), max(high, greatest[cell])
            continue
        for row in range(south, north + 1):
            start, stop = row * _COLUMNS + west, row * _COLUMNS + east + 1
            low, high = min(low, *least[start:stop]), max(high, *greatest[start:stop])
    return low - MODEL_ERROR_M, high + MODEL_ERROR_M


def _cell(ndeg: int, shift_deg: int, count: int) -> int:
    return min(max((ndeg + shift_deg * NDEG) // NDEG, 0), count - 1)


@cache
def _cells() -> tuple[memoryview, memoryview]:
    packed = (resources.files("tansiq.airspace") / "egm96_cells.bin").read_bytes()
    cells = memoryview(zlib.decompress(packed)).cast("b")
    size = _ROWS * _COLUMNS
    assert len(cells) == 2 * size, "egm96_cells.bin is damaged"
    return cells[:size], cells[size:]
