"""All conflicts of many flights: the same as each volume with each, one conflict for each pair of flights."""

import random

import pytest

from tansiq.airspace import exact, heights, sweep
from tansiq.airspace.exact import Buffers
from tansiq.airspace.sweep import Item, conflicts
from tansiq.core.units import Span
from tansiq.core.volumes import Limit, Reference, Volume

from . import oracle
from .shapes import MIDNIGHT_S, circle, level, polygon, rect, volume


def random_flight(rng, base):
    """Three to six legs and circles on the way from a place near `base`."""
    lat, lon = oracle.destination(*base, rng.uniform(0, 360), rng.uniform(0, 30_000))
    course, start, low = rng.uniform(0, 360), rng.uniform(0, 1800), rng.randrange(0, 400, 50)
    use_levels = rng.random() < 0.4
    volumes = []
    for n in range(rng.randint(3, 6)):
        if rng.random() < 0.2:
            outline = circle(lat, lon, rng.uniform(500, 3000))
        else:
            ends = [oracle.destination(lat, lon, course + turn, 4000) for turn in (-30, 30, 150, 210)]
            outline = polygon(*ends)
        plain = volume(outline, (low, low + 100), (start + 60 * n, start + 60 * n + 90))
        if use_levels:
            floor, ceiling = Limit(low * 1000, Reference.FL), level(low // 30 + 4)
            band = heights.band(floor, ceiling, plain.boxes)
            plain = Volume(plain.outline, plain.boxes, band, plain.time_us, floor, ceiling)
        volumes.append(plain)
        lat, lon = oracle.destination(lat, lon, course, 6000)
    return tuple(volumes)


def each_with_each(items, buffers):
    found = []
    for i, a in enumerate(items):
        for b in items[i + 1 :]:
            overlaps = [
                exact.Overlap(n, m, *one_place(o), o.alt_mm, o.reference, o.qnh_pa, o.time_us)
                for n, p in enumerate(a.volumes)
                for m, q in enumerate(b.volumes)
                for o in [exact.conflict(p, q, buffers)]
                if o
            ]
            if overlaps:
                found.append(sweep.summary(a.id, b.id, overlaps))
    return found


def one_place(overlap):
    return overlap.lat_ndeg, overlap.lon_ndeg


@pytest.mark.parametrize("base", [(46, 8), (0, 180), (89.9, 0), (-70, -179.9)])
@pytest.mark.parametrize("buffers", [Buffers(), Buffers(2000, 30, 60)], ids=["none", "buffers"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_as_each_with_each(base, buffers, seed):
    rng = random.Random(seed)
    items = [Item(f"f{n}", random_flight(rng, base)) for n in range(24)]
    found = conflicts(items, buffers)
    assert found == each_with_each(items, buffers)
    assert found, "a test without conflicts says nothing"


def test_days_without_end_and_worlds_without_neighbours():
    """Other axes tell these apart: windows of a month at places all over the earth, and one place all day long."""
    rng = random.Random(5)
    wide = [
        Item(f"w{n}", (volume(circle(rng.uniform(-80, 80), rng.uniform(-180, 180), 50_000), times_s=(0, 2_592_000)),))
        for n in range(150)
    ]
    long = [Item(f"l{n}", (volume(rect(46, 46.1, 8, 8.1), (n * 10, n * 10 + 10), (0, 86_400)),)) for n in range(50)]
    for items in (wide, long, wide + long):
        assert conflicts(items) == each_with_each(items, Buffers())


def test_chunks_do_not_matter(monkeypatch):
    rng = random.Random(3)
    items = [Item(f"f{n}", random_flight(rng, (46, 8))) for n in range(12)]
    whole = conflicts(items)
    monkeypatch.setattr(sweep, "CHUNK", 7)
    assert conflicts(items) == whole


def test_nothing_conflicts_with_nothing_or_itself():
    one = Item("a", (volume(rect(46, 46.1, 8, 8.1)),) * 2)
    assert conflicts([]) == conflicts([Item("a", ())]) == conflicts([one]) == []


def test_the_summary_of_several_overlaps():
    """A flight of two legs passes a place twice; the second time is the longer one, and the two share a minute."""
    place = Item("place", (volume(rect(46, 46.1, 8, 8.1), times_s=(0, 3600)),))
    legs = Item(
        "legs",
        (
            volume(rect(46.05, 46.2, 8, 8.1), times_s=(120, 600)),
            volume(rect(45, 45.1, 8, 8.1), times_s=(0, 3600)),
            volume(rect(46.05, 46.2, 8.05, 8.2), times_s=(60, 180)),
        ),
    )
    (found,) = conflicts([place, legs])
    assert [(o.first, o.second) for o in found.overlaps] == [(0, 2), (0, 0)]
    assert found.worst == 1
    assert found.time_us == Span((MIDNIGHT_S + 60) * 10**6, (MIDNIGHT_S + 600) * 10**6)
    assert found.duration_us == 540 * 10**6
