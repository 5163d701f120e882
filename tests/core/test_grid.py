"""The grid finds what a full scan finds, at the poles, across the antimeridian, for a minute and for 57 years."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.core.grid import CELL_NDEG, CELL_US, CELLS_PER_VOLUME, LEVELS, Grid
from tansiq.core.units import ALWAYS, DAY_US, HOUR_US, MINUTE_US, NDEG, Span
from tansiq.core.volumes import Box, Extent, may_touch

from .making import NOW, box, cells, extent, volume

YEAR_US = 365 * DAY_US


def levels_in_use(grid):
    return [level for level, places in enumerate(cells(grid)) if places]


def cell_count(grid):
    return sum(len(times) for places in cells(grid) for times in places.values())


@pytest.mark.parametrize(
    ("lat", "lon", "duration_us", "level", "because"),
    [
        ((0, 1), (0, 1), MINUTE_US, 0, "a hangar for a minute"),
        ((0, CELL_NDEG * 8 - 1), (0, CELL_NDEG * 8 - 1), 1, 0, "8 × 8 cells for one slot are just 64"),
        ((0, CELL_NDEG * 8), (0, CELL_NDEG * 8 - 1), 1, 1, "9 × 8 cells are more"),
        ((0, 1), (0, 1), 64 * CELL_US - 1, 0, "one cell for 64 slots is just 64"),
        ((0, 1), (0, 1), 64 * CELL_US, 1, "one cell for 65 slots is more"),
        ((0, 1), (0, 1), 30 * DAY_US, 2, "a hangar for a month"),
        ((89 * NDEG + 800_000_000, 90 * NDEG), (-180 * NDEG, 180 * NDEG), DAY_US, 3, "20 km over the pole for a day"),
        ((-90 * NDEG, 90 * NDEG), (-180 * NDEG, 180 * NDEG), 57 * YEAR_US, 6, "the whole earth for 57 years"),
        ((0, 1), (0, 1), 230 * YEAR_US, 6, "a hangar for 230 years"),
    ],
)
def test_a_volume_lies_on_the_finest_level_that_takes_few_cells(lat, lon, duration_us, level, because):
    start = NOW // (CELL_US << 21) * (CELL_US << 21)  # a boundary of the slots of every level
    grid = Grid()
    grid.add("x", (volume(lat, lon, time_us=(start, start + duration_us)),))
    assert levels_in_use(grid) == [level], because
    assert cell_count(grid) <= CELLS_PER_VOLUME


def test_what_never_ends_costs_a_bounded_number_of_cells():
    grid = Grid()
    grid.add("x", (Extent((box(),), ALWAYS, ALWAYS),))
    assert levels_in_use(grid) == [LEVELS - 1]
    assert cell_count(grid) < 10_000
    assert list(grid.near(volume())) == ["x"]


# Places where cells, signs and levels meet, each with a few neighbours.
LATS = [-90 * NDEG, -89 * NDEG, 0, 1, CELL_NDEG - 1, CELL_NDEG, 8 * CELL_NDEG, 90 * NDEG - 1, 90 * NDEG]
LONS = [-180 * NDEG, -180 * NDEG + 1, -CELL_NDEG, -1, 0, CELL_NDEG, 64 * CELL_NDEG, 179 * NDEG, 180 * NDEG]
SIZES = [0, 1, CELL_NDEG - 1, CELL_NDEG, 3 * CELL_NDEG, 20 * CELL_NDEG, 30 * NDEG, 360 * NDEG]
DURATIONS = [0, 1, CELL_US, HOUR_US, DAY_US, 30 * DAY_US, 57 * YEAR_US]


def spans(starts, sizes, highest):
    return st.builds(lambda lo, n: Span(lo, min(lo + n, highest)), st.sampled_from(starts), st.sampled_from(sizes))


lat_spans = spans(LATS, SIZES, 90 * NDEG)
lon_spans = spans(LONS, SIZES, 180 * NDEG)
one_box = st.builds(Box, lat_spans, lon_spans).map(lambda made: (made,))
across = st.builds(  # one outline, cut in two at the antimeridian
    lambda lat, east, west: (
        Box(lat, Span(180 * NDEG - east, 180 * NDEG)),
        Box(lat, Span(-180 * NDEG, -180 * NDEG + west)),
    ),
    lat_spans,
    st.sampled_from(SIZES[:6]),
    st.sampled_from(SIZES[:6]),
)
alts = st.sampled_from([Span(0, 0), Span(0, 100), Span(100, 200), Span(101, 200), Span(-50, -1), ALWAYS])
times = st.builds(
    lambda lo, n: Span(lo, lo + n),
    st.sampled_from([NOW, NOW - 1, NOW + CELL_US, NOW + HOUR_US, NOW - 30 * DAY_US, -CELL_US]),
    st.sampled_from(DURATIONS),
)
extents = st.builds(Extent, one_box | across, alts, times)
items = st.lists(extents, min_size=1, max_size=3).map(tuple)
steps = st.lists(st.tuples(st.integers(0, 7).map(str), items), max_size=12)


def filled(steps):
    """A grid after steps, each adding an item or, if it is there, removing it; and what it should hold."""
    grid, inside = Grid(), {}
    for item_id, volumes in steps:
        if item_id in inside:
            grid.remove(item_id, inside.pop(item_id))
        else:
            grid.add(item_id, volumes)
            inside[item_id] = volumes
    return grid, inside


def at_any_height(one):
    return Extent(one.boxes, ALWAYS, one.time_us)


@settings(max_examples=150, deadline=None)
@given(steps, st.lists(extents, min_size=1, max_size=6))
def test_near_is_a_full_scan(steps, questions):
    grid, inside = filled(steps)
    for asked in questions:
        assert sorted(grid.near(asked)) == sorted(
            item_id for item_id, volumes in inside.items() if any(may_touch(v, asked) for v in volumes)
        )
        assert sorted(grid.near_at_any_height(asked)) == sorted(
            item_id for item_id, volumes in inside.items() if any(may_touch(at_any_height(v), asked) for v in volumes)
        )
    for item_id, volumes in inside.items():
        grid.remove(item_id, volumes)
    assert cells(grid) == [{} for _ in range(LEVELS)], "cells leak"


@settings(max_examples=60, deadline=None)
@given(steps, st.randoms(use_true_random=False))
def test_the_order_of_adding_does_not_matter(steps, rng):
    grid, inside = filled(steps)
    again = Grid()
    order = list(inside.items())
    rng.shuffle(order)
    for item_id, volumes in order:
        again.add(item_id, volumes)
    assert cells(again) == cells(grid)


def test_a_question_without_ends_finds_everything():
    grid = Grid()
    for n in range(50):
        grid.add(str(n), (volume(lon_ndeg=(n * NDEG, n * NDEG), time_us=(NOW + n * DAY_US, NOW + n * DAY_US)),))
    everywhere = Extent((box((-90 * NDEG, 90 * NDEG), (-180 * NDEG, 180 * NDEG)),), ALWAYS, ALWAYS)
    assert len(grid.near(everywhere)) == 50


def test_an_item_is_found_once_however_many_of_its_volumes_are_near():
    grid = Grid()
    grid.add("x", (volume(), volume(), volume(alt_mm=(50, 60))))
    assert list(grid.near(extent())) == ["x"]
    grid.remove("x", (volume(), volume(), volume(alt_mm=(50, 60))))
    assert levels_in_use(grid) == []
