"""A dictionary of cells that tells which places on the ground may meet some boxes.

The grid of volumes (`tansiq.core.grid`) without heights and times, with the same cells: levels, each 8 times coarser than the
last, and a box lies on the finest where it needs few cells. A cell holds each item once, however many of its boxes lie there,
so that all of a cell that lies within a question is taken at once: a town has a thousand places to a cell.
"""

from collections.abc import Iterator
from typing import Final

from tansiq.core.grid import CELL_NDEG, CELLS_PER_VOLUME
from tansiq.core.volumes import Box

LEVELS: Final = 5  # the coarsest holds all of the earth in two cells

# lat_ndeg.lo, .hi, lon_ndeg.lo, .hi: flat, because the inner loop unpacks it.
Row = tuple[int, int, int, int]
Items = dict[str, tuple[Row, ...]]  # item id -> those of its boxes that lie in the cell
Cells = dict[int, Items]  # by place


class Ground:
    """Items by their boxes. An item is known by its id."""

    def __init__(self) -> None:
        self._levels: list[Cells] = [{} for _ in range(LEVELS)]

    def add(self, item_id: str, boxes: tuple[Box, ...]) -> None:
        """Add an item that is not there."""
        for (level, place), rows in _places(boxes).items():
            self._levels[level].setdefault(place, {})[item_id] = rows

    def remove(self, item_id: str, boxes: tuple[Box, ...]) -> None:
        """Remove an item, with the very boxes it was added with."""
        for level, place in _places(boxes):
            items = self._levels[level][place]
            del items[item_id]
            if not items:
                del self._levels[level][place]

    def near(self, boxes: tuple[Box, ...]) -> dict[str, None]:
        """Return the ids of all items of which some box meets one of some boxes.

        Touching counts. The order of the ids means nothing: sort them before anything depends on it.
        """
        found: dict[str, None] = {}
        for level, cells in enumerate(self._levels):
            if not cells:
                continue
            for box in boxes:
                edge: list[Items] = []
                for is_within, items in _visit(cells, box, level):
                    if is_within:
                        found.update(dict.fromkeys(items))
                    else:
                        edge.append(items)
                lat_lo, lat_hi, lon_lo, lon_hi = box.lat_ndeg.lo, box.lat_ndeg.hi, box.lon_ndeg.lo, box.lon_ndeg.hi
                for items in edge:  # last: much that lies there is found by then
                    for item_id, rows in items.items():
                        if item_id in found:
                            continue
                        for y0, y1, x0, x1 in rows:
                            if y0 <= lat_hi and y1 >= lat_lo and x0 <= lon_hi and x1 >= lon_lo:
                                found[item_id] = None
                                break
        return found


def _places(boxes: tuple[Box, ...]) -> dict[tuple[int, int], tuple[Row, ...]]:
    """Return the level and place of each cell that some boxes lie in, with those that do. Eight cells of one level are one of
    the next."""
    found: dict[tuple[int, int], tuple[Row, ...]] = {}
    for box in boxes:
        row = (box.lat_ndeg.lo, box.lat_ndeg.hi, box.lon_ndeg.lo, box.lon_ndeg.hi)
        y0, y1, x0, x1 = (end // CELL_NDEG for end in row)
        level = 0
        while (y1 - y0 + 1) * (x1 - x0 + 1) > CELLS_PER_VOLUME and level < LEVELS - 1:
            level, y0, y1, x0, x1 = level + 1, y0 >> 3, y1 >> 3, x0 >> 3, x1 >> 3
        alone = (row,)
        # Latitude × 65,536 + longitude: a level has at most 7,201 longitudes, so no two places have one number.
        for y in range(y0, y1 + 1):
            for place in range((y << 16) + x0, (y << 16) + x1 + 1):
                others = found.get((level, place))
                found[level, place] = alone if others is None else others + alone
    return found


def _visit(cells: Cells, box: Box, level: int) -> Iterator[tuple[bool, Items]]:
    """Yield each cell in use that a box lies in, and whether it lies within the box."""
    size = CELL_NDEG << (3 * level)
    y0, y1 = box.lat_ndeg.lo // size, box.lat_ndeg.hi // size
    x0, x1 = box.lon_ndeg.lo // size, box.lon_ndeg.hi // size
    if (y1 - y0 + 1) * (x1 - x0 + 1) <= len(cells):
        for y in range(y0, y1 + 1):
            for x in range(x0, x1 + 1):
                items = cells.get((y << 16) + x)
                if items is not None:
                    yield y0 < y < y1 and x0 < x < x1, items
    else:  # the question covers more cells than are in use
        for place, items in cells.items():
            y = (place + 32_768) >> 16
            x = place - (y << 16)
            if y0 <= y <= y1 and x0 <= x <= x1:
                yield y0 < y < y1 and x0 < x < x1, items
