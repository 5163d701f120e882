"""A dictionary of cells that tells which volumes may meet an extent.

Cells come in levels, each 8 times coarser in degrees and in time than the last; the finest is 0.05° × 0.05° × 30 min. A
volume lies on the finest level where it needs at most 64 cells, so that neither a hangar nor a pole-to-pole corridor of a
month costs much; a query visits all levels that hold something. On one level alone a circle of 20 km over the pole for a
day would need 1.4 million cells.

Time is the inner dictionary: a place where nothing is booked is left after one look, whatever the window asked for.
"""

from collections.abc import Iterator
from typing import Final

from tansiq.core.units import MINUTE_US, Span
from tansiq.core.volumes import Box, Extent, Volume

CELL_NDEG: Final = 50_000_000
CELL_US: Final = 30 * MINUTE_US
LEVELS: Final = 8  # the coarsest holds 230 years, all that a time on the wire may span, in a few cells
CELLS_PER_VOLUME: Final = 64

# time_us.lo, .hi, alt_mm.lo, .hi, lat_ndeg.lo, .hi, lon_ndeg.lo, .hi, item id: flat, because the inner loop of every query
# unpacks it (0.15 µs a candidate; nested structs took three times that).
Row = tuple[int, int, int, int, int, int, int, int, str]
# place -> time slot -> name -> row. Rows go by a name, not by themselves: a string's hash is made once, a tuple's each time,
# which was a third of all inserts.
Cells = dict[int, dict[int, dict[str, Row]]]


class Grid:
    """Items by the places, heights and times of their volumes. An item is known by its id."""

    def __init__(self) -> None:
        self._levels: list[Cells] = [{} for _ in range(LEVELS)]

    def add(self, item_id: str, volumes: "tuple[Volume | Extent, ...]") -> None:
        """Add an item that is not in the grid."""
        for name, row in _rows(item_id, volumes):
            level, places, slots = _cells_of(row)
            cells = self._levels[level]
            for place in places:
                times = cells.get(place)
                if times is None:
                    times = cells[place] = {}
                for slot in slots:
                    rows = times.get(slot)
                    if rows is None:
                        times[slot] = {name: row}
                    else:
                        rows[name] = row

    def remove(self, item_id: str, volumes: "tuple[Volume | Extent, ...]") -> None:
        """Remove an item, with the very volumes it was added with."""
        for name, row in _rows(item_id, volumes):
            level, places, slots = _cells_of(row)
            cells = self._levels[level]
            for place in places:
                times = cells[place]
                for slot in slots:
                    rows = times[slot]
                    del rows[name]
                    if not rows:
                        del times[slot]
                if not times:
                    del cells[place]

    def near(self, extent: "Volume | Extent") -> dict[str, None]:
        """Return the ids of all items of which a volume's box, band and window meet those of `extent`.

        Touching counts. The order of the ids means nothing: sort them before anything depends on it.
        """
        return self._near(extent.boxes, extent.alt_mm.lo, extent.alt_mm.hi, extent.time_us)

    def near_at_any_height(self, extent: "Volume | Extent") -> dict[str, None]:
        """Like `near`, without looking at heights."""
        return self._near(extent.boxes, None, None, extent.time_us)

    def _near(self, boxes: tuple[Box, ...], alt_lo: int | None, alt_hi: int | None, time_us: Span) -> dict[str, None]:
        found: dict[str, None] = {}
        t_lo, t_hi = time_us.lo, time_us.hi
        for level, cells in enumerate(self._levels):
            if not cells:
                continue
            slots = _slots(t_lo, t_hi, level)
            for box in boxes:
                y_lo, y_hi, x_lo, x_hi = box.lat_ndeg.lo, box.lat_ndeg.hi, box.lon_ndeg.lo, box.lon_ndeg.hi
                for times in _visit_places(cells, box, level):
                    # A place with fewer slots than the window: those that are there are asked. No function of its own: it
                    # took as long as the rows where a question covers 2,000 places.
                    for slot in slots if len(slots) <= len(times) else [each for each in times if each in slots]:
                        rows = times.get(slot)
                        if rows is None:
                            continue
                        for t0, t1, a0, a1, y0, y1, x0, x1, item_id in rows.values():
                            if (
                                t0 <= t_hi
                                and t1 >= t_lo
                                and (alt_lo is None or alt_hi is None or (a0 <= alt_hi and a1 >= alt_lo))
                                and y0 <= y_hi
                                and y1 >= y_lo
                                and x0 <= x_hi
                                and x1 >= x_lo
                            ):
                                found[item_id] = None
        return found


def _rows(item_id: str, volumes: "tuple[Volume | Extent, ...]") -> Iterator[tuple[str, Row]]:
    name, number = item_id, 0
    for volume in volumes:
        time, alt = volume.time_us, volume.alt_mm
        for box in volume.boxes:
            lat, lon = box.lat_ndeg, box.lon_ndeg
            yield name, (time.lo, time.hi, alt.lo, alt.hi, lat.lo, lat.hi, lon.lo, lon.hi, item_id)
            number += 1
            name = f"{item_id} {number}"


def _cells_of(row: Row) -> tuple[int, list[int], range]:
    """Return the level of a row, the places and the time slots there. Eight cells of one level are one of the next."""
    t0, t1 = row[0] // CELL_US, row[1] // CELL_US
    y0, y1, x0, x1 = row[4] // CELL_NDEG, row[5] // CELL_NDEG, row[6] // CELL_NDEG, row[7] // CELL_NDEG
    level = 0
    while (y1 - y0 + 1) * (x1 - x0 + 1) * (t1 - t0 + 1) > CELLS_PER_VOLUME and level < LEVELS - 1:
        level += 1
        t0, t1, y0, y1, x0, x1 = t0 >> 3, t1 >> 3, y0 >> 3, y1 >> 3, x0 >> 3, x1 >> 3
    # Latitude × 65,536 + longitude: a level has at most 7,201 longitudes, so no two places have one number.
    places = [place for y in range(y0, y1 + 1) for place in range((y << 16) + x0, (y << 16) + x1 + 1)]
    return level, places, range(t0, t1 + 1)


def _slots(time_lo: int, time_hi: int, level: int) -> range:
    size = CELL_US << (3 * level)
    return range(time_lo // size, time_hi // size + 1)


def _visit_places(cells: Cells, box: Box, level: int) -> Iterator[dict[int, dict[str, Row]]]:
    size = CELL_NDEG << (3 * level)
    lat_lo, lat_hi = box.lat_ndeg.lo // size, box.lat_ndeg.hi // size
    lon_lo, lon_hi = box.lon_ndeg.lo // size, box.lon_ndeg.hi // size
    if (lat_hi - lat_lo + 1) * (lon_hi - lon_lo + 1) <= len(cells):
        for lat in range(lat_lo, lat_hi + 1):
            for place in range((lat << 16) + lon_lo, (lat << 16) + lon_hi + 1):
                times = cells.get(place)
                if times is not None:
                    yield times
    else:  # the question covers more cells than are in use
        for place, times in cells.items():
            lat = (place + 32_768) >> 16
            if lat_lo <= lat <= lat_hi and lon_lo <= place - (lat << 16) <= lon_hi:
                yield times
