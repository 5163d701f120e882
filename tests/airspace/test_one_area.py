"""Boxes that cover an area tell of that area alone."""

import random

import pytest

from tansiq.airspace.one_area import as_one
from tansiq.core.units import Span
from tansiq.core.volumes import Box


def cells_of(boxes):
    return sorted(
        (lat, lon)
        for box in boxes
        for lat in range(box.lat_ndeg.lo, box.lat_ndeg.hi)
        for lon in range(box.lon_ndeg.lo, box.lon_ndeg.hi)
    )


def some(rng):
    lat, lon = rng.randrange(-8, 8), rng.randrange(-8, 8)
    return Box(Span(lat, lat + rng.randrange(1, 5)), Span(lon, lon + rng.randrange(1, 5)))


@pytest.mark.parametrize("seed", range(60))
def test_each_cell_is_held_once_and_none_besides(seed):
    rng = random.Random(seed)
    held = [some(rng) for _ in range(rng.randrange(1, 12))]
    made = cells_of(as_one(held))
    assert made == sorted(set(made)) == sorted(set(cells_of(held)))


@pytest.mark.parametrize("seed", range(60))
def test_the_same_area_in_other_parts_and_another_order_is_written_alike(seed):
    rng = random.Random(seed)
    held = [some(rng) for _ in range(rng.randrange(1, 12))]
    cells = [Box(Span(lat, lat + 1), Span(lon, lon + 1)) for lat, lon in set(cells_of(held))]
    rng.shuffle(cells)
    assert as_one(cells) == as_one(held) == as_one(reversed(held))


def test_nothing_covers_nothing():
    assert as_one([]) == ()
