"""Offers: the least change of each kind, as a scan of all changes finds it, and no conflict after it."""

import random

import pytest

from tansiq.airspace import exact, heights
from tansiq.airspace.exact import Buffers
from tansiq.airspace.heights import Atmosphere
from tansiq.airspace.offers import Bounds, Kind, moved, offers
from tansiq.airspace.sweep import Item
from tansiq.core.units import Span
from tansiq.core.volumes import Reference, Volume, may_touch

from . import oracle
from .shapes import circle, level, polygon, rect, volume

HERE = rect(46, 46.1, 8, 8.1)
STEP_MM = 30_480
SMALL = Bounds(delay_max_s=900, shift_max_m=400, aside_max_m=0)


def in_conflict(own, others, buffers=exact.NO_BUFFERS):
    return bool(exact.conflicts_with(own, [v for item in others for v in item.volumes], buffers))


def of(found, kind):
    return next((offer for offer in found if offer.kind is kind), None)


def random_sky(seed, base=(46.0, 8.0)):
    """An own flight of three legs, and neighbours that meet its plan at various times and heights."""
    rng = random.Random(seed)

    def leg(spread_m, starts_s, lows_m):
        lat, lon = oracle.destination(*base, rng.uniform(0, 360), rng.uniform(0, spread_m))
        turn = rng.uniform(0, 90)
        outline = (
            circle(lat, lon, 2500)
            if rng.random() < 0.3
            else polygon(*(oracle.destination(lat, lon, turn + 90 * k, 4000) for k in range(4)))
        )
        low, start = rng.choice(lows_m), rng.uniform(*starts_s)
        return volume(outline, (low, low + rng.choice([30, 60, 100])), (start, start + rng.uniform(20, 200)))

    own = tuple(leg(6_000, (0, 300), [100, 150]) for _ in range(3))
    others = [
        Item(f"n{n}", tuple(leg(9_000, (-100, 700), range(0, 400, 25)) for _ in range(rng.randint(1, 3))))
        for n in range(12)
    ]
    return own, others


def least_delay_by_scan(own, others, buffers, bounds):
    for delay in range(bounds.delay_max_s + 1):
        if not in_conflict([moved(v, delay * 10**6, 0) for v in own], others, buffers):
            return delay * 10**6
    return None


def least_shift_by_scan(own, others, buffers, bounds):
    most = int(bounds.shift_max_m * 1000) // STEP_MM
    for step in sorted(range(-most, most + 1), key=lambda n: (abs(n), -n)):
        if not in_conflict([moved(v, 0, step * STEP_MM) for v in own], others, buffers):
            return step * STEP_MM
    return None


def least_weight_by_scan(own, others, buffers, bounds):
    """In milliseconds of delay worth: a minute weighs one step."""
    most = int(bounds.shift_max_m * 1000) // STEP_MM
    least = None
    for step in range(-most, most + 1):
        for delay in range(0, bounds.delay_max_s + 1, 1):
            weight = abs(step) * 60 + delay
            if least is not None and weight >= least:
                break
            if not in_conflict([moved(v, delay * 10**6, step * STEP_MM) for v in own], others, buffers):
                least = weight
                break
    return least


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("buffers", [Buffers(), Buffers(1500, 20, 15)], ids=["none", "buffers"])
def test_delay_and_height_are_the_least(seed, buffers):
    own, others = random_sky(seed)
    found = offers(own, others, buffers, SMALL)
    if not in_conflict(own, others, buffers):
        assert found == []
        return
    delay, height = of(found, Kind.DELAY), of(found, Kind.HEIGHT)
    assert (delay and delay.delay_us) == least_delay_by_scan(own, others, buffers, SMALL)
    assert (height and height.shift_mm) == least_shift_by_scan(own, others, buffers, SMALL)
    for offer in found:
        assert not in_conflict(offer.volumes, others, buffers)
        assert offer.blocked_by


def test_the_random_skies_say_something():
    skies = [offers(*random_sky(seed), bounds=SMALL) for seed in range(25)]
    for kind, least in ((Kind.DELAY, 8), (Kind.HEIGHT, 8), (Kind.BOTH, 3)):
        assert sum(of(found, kind) is not None for found in skies) >= least, kind


@pytest.mark.parametrize("seed", range(5))
def test_both_together_weigh_least(seed):
    own, others = random_sky(seed)
    bounds = Bounds(delay_max_s=240, shift_max_m=250, aside_max_m=0)
    found = offers(own, others, bounds=bounds)
    weights = [offer.delay_us / 1e6 + abs(offer.shift_mm) / STEP_MM * 60 for offer in found]
    expected = least_weight_by_scan(own, others, exact.NO_BUFFERS, bounds)
    assert min(weights, default=None) == (expected or None)
    both = of(found, Kind.BOTH)
    if both:
        assert both.delay_us > 0
        assert both.shift_mm != 0
        alone = [w for w, offer in zip(weights, found, strict=True) if offer.kind is not Kind.BOTH]
        assert both.delay_us / 1e6 + abs(both.shift_mm) / STEP_MM * 60 < min(alone, default=float("inf"))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("base", [(46.0, 8.0), (0.0, 180.0), (89.95, 20.0)])
def test_aside_is_free_of_conflicts_and_keeps_the_shape(seed, base):
    own, others = random_sky(seed, base)
    buffers = Buffers(lateral_m=300)
    offer = of(offers(own, others, buffers, Bounds(delay_max_s=0, shift_max_m=0, aside_max_m=20_000)), Kind.ASIDE)
    if offer is None:
        return
    assert not in_conflict(offer.volumes, others, buffers)
    assert 0 < offer.aside.distance_m <= 20_000
    for before, after in zip(own, offer.volumes, strict=True):
        assert (before.time_us, before.alt_mm) == (after.time_us, after.alt_mm)
        a, b = (v.boxes[0].lat_ndeg for v in (before, after))
        if abs(base[0]) < 80:
            assert abs((a.hi - a.lo) - (b.hi - b.lo)) < 0.02 * (a.hi - a.lo), "no larger and no smaller"


def test_aside_of_one_square_is_the_least():
    """The other square covers the western tenth: the way out is east, by its width and the margin of some metres."""
    own = (volume(rect(0, 0.1, 8, 8.1)),)
    others = [Item("west", (volume(rect(-0.05, 0.15, 7.9, 8.01)),))]
    offer = of(offers(own, others), Kind.ASIDE)
    assert offer.blocked_by == ("west",)
    assert offer.aside.bearing_deg == pytest.approx(90, abs=1)
    assert 1113.2 < offer.aside.distance_m <= 1400
    (moved_box,) = offer.volumes[0].boxes
    assert moved_box.lon_ndeg.lo >= 8_010_000_000


@pytest.mark.parametrize(
    ("other", "delay_s", "shift_ft", "because"),
    [
        (volume(HERE, (0, 100), (0, 600)), 600, 400, "wait for its end, or fly 400 ft higher"),
        (volume(HERE, (90, 1000), (0, 600)), 600, -100, "down is nearer"),
        (volume(HERE, (0, 100), (0, 600.2)), 601, 400, "whole seconds"),
        (volume(HERE, (0, 99), (590, 9000)), None, 400, "it lasts longer than the latest start"),
        (volume(HERE, (-9000, 9000), (0, 600)), 600, None, "it is higher than the greatest shift"),
        (volume(HERE, (0, 0), (0, 600)), 600, 100, "a level is left by leaving its plane"),
    ],
)
def test_one_neighbour(other, delay_s, shift_ft, because):
    own = (volume(HERE, (0, 100), (0, 600)),)
    found = offers(own, [Item("n", (other,))], bounds=Bounds(aside_max_m=0))
    delay, height = of(found, Kind.DELAY), of(found, Kind.HEIGHT)
    assert (delay and delay.delay_us / 1e6) == delay_s, because
    assert (height and round(height.shift_mm / 304.8)) == shift_ft, because
    assert {offer.blocked_by for offer in found} == {("n",)}


def test_who_is_named():
    """The second neighbour begins when the first ends; the third is far above, and blocks nothing."""
    own = (volume(HERE, (0, 100), (0, 600)),)
    others = [
        Item("first", (volume(HERE, (0, 100), (0, 600)),)),
        Item("second", (volume(HERE, (50, 200), (900, 1500)),)),
        Item("above", (volume(HERE, (900, 1000), (0, 6000)),)),
        Item("elsewhere", (volume(rect(47, 47.1, 8, 8.1), (0, 100), (0, 6000)),)),
    ]
    found = offers(own, others, bounds=Bounds(aside_max_m=0))
    assert of(found, Kind.DELAY).delay_us == 1500 * 10**6
    assert of(found, Kind.DELAY).blocked_by == ("first", "second")
    assert of(found, Kind.HEIGHT).blocked_by == ("first",)


def test_a_gap_that_just_fits_is_taken():
    own = (volume(HERE, (0, 100), (0, 600)),)
    others = [Item("a", (volume(HERE, (0, 100), (0, 600)),)), Item("b", (volume(HERE, (0, 100), (1200, 9000)),))]
    others.append(Item("above", (volume(HERE, (100, 160), (0, 9000)),)))
    found = offers(own, others, bounds=Bounds(aside_max_m=0))
    assert of(found, Kind.DELAY).delay_us == 600 * 10**6
    shorter = of(offers(own, others, Buffers(time_s=1), Bounds(aside_max_m=0)), Kind.DELAY)
    assert shorter is None, "with a second between them it no longer fits"


def at(fl_low, fl_high, times_s):
    plain = volume(HERE, times_s=times_s)
    floor, ceiling = level(fl_low), level(fl_high)
    return Volume(plain.outline, plain.boxes, heights.band(floor, ceiling, plain.boxes), plain.time_us, floor, ceiling)


def test_flight_levels_move_as_levels():
    own = (at(60, 80, (0, 600)),)
    offer = of(offers(own, [Item("n", (at(70, 90, (0, 600)),))], bounds=Bounds(aside_max_m=0)), Kind.HEIGHT)
    assert offer.shift_mm == -10 * STEP_MM
    (lower,) = offer.volumes
    assert (lower.floor, lower.ceiling) == (level(50), level(70))
    assert lower.alt_mm == heights.band(level(50), level(70), lower.boxes)


@pytest.mark.parametrize("isa_k", [(-30, 30), (20, 20)])
def test_a_shift_between_references_is_free_of_conflicts(isa_k):
    """The band of a flight level moves by more or less than the level does; the offer must still be free."""
    air = Atmosphere(isa_deviation_mk=Span(isa_k[0] * 1000, isa_k[1] * 1000))
    own = (at(60, 80, (0, 600)),)
    own = tuple(moved(v, 0, 0, air) for v in own)
    others = [Item("drone", (volume(HERE, (2200, 2600), (0, 600)),))]
    found = offers(own, others, bounds=Bounds(shift_max_m=5_000, aside_max_m=0), atmosphere=air)
    offer = of(found, Kind.HEIGHT)
    assert offer.volumes[0].floor.reference is Reference.FL
    assert not in_conflict(offer.volumes, others)
    nearer = offer.shift_mm - STEP_MM if offer.shift_mm > 0 else offer.shift_mm + STEP_MM
    assert in_conflict([moved(v, 0, nearer, air) for v in own], others), "one step less is not enough"


def test_a_list_and_a_function_answer_alike():
    own, others = random_sky(4)

    def near(extent):
        return ((item.id, v) for item in reversed(others) for v in item.volumes if may_touch(extent, v))

    assert offers(own, others) == offers(own, near) != []


def test_a_flight_round_half_the_earth_is_not_shifted_as_one_piece():
    own = tuple(volume(circle(0, lon, 5000)) for lon in (0, 120, -120))
    found = offers(own, [Item("n", (volume(circle(0, 120, 5000)),))])
    assert [offer.kind for offer in found] == [Kind.DELAY, Kind.HEIGHT]
