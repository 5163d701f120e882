"""Boxes made larger by a distance: never smaller than the truth, not much larger, and whole on the map."""

import math
import random

import numpy as np
import pytest

from tansiq.airspace.geodesy import distance_m, ecef_m
from tansiq.core.around import _SHORTER, HALF, QUARTER, around
from tansiq.core.units import MM, NDEG

from .making import box

KM = 1_000 * MM
TIGHTEST_NDEG = 9_044_001  # 1 km of latitude at the equator, rounded up


def degrees(*values):
    return tuple(round(value * NDEG) for value in values)


def at(lat, lon):
    """A place as a box, in degrees."""
    return box(degrees(lat, lat), degrees(lon, lon))


def holds(boxes, lat_ndeg, lon_ndeg):
    return any(b.lat_ndeg.lo <= lat_ndeg <= b.lat_ndeg.hi and b.lon_ndeg.lo <= lon_ndeg <= b.lon_ndeg.hi for b in boxes)


@pytest.mark.parametrize(
    ("place", "distance_mm", "expected", "because"),
    [
        (at(0, 0), 0, [box((-1, 1), (-2, 2))], "rounding goes outward"),
        (
            at(0, 0),
            KM,
            [box((-TIGHTEST_NDEG, TIGHTEST_NDEG), (-9_053_046, 9_053_046))],
            "at the equator it is a square, but for a thousandth",
        ),
        (
            at(0, 180),
            KM,
            [
                box((-TIGHTEST_NDEG, TIGHTEST_NDEG), (HALF - 9_053_046, HALF)),
                box((-TIGHTEST_NDEG, TIGHTEST_NDEG), (-HALF, -HALF + 9_053_046)),
            ],
            "it is cut in two at the antimeridian, to the east",
        ),
        (
            at(0, -180),
            KM,
            [
                box((-TIGHTEST_NDEG, TIGHTEST_NDEG), (-HALF, -HALF + 9_053_046)),
                box((-TIGHTEST_NDEG, TIGHTEST_NDEG), (HALF - 9_053_046, HALF)),
            ],
            "and to the west",
        ),
        (
            at(88.995, 0),
            KM,
            [box((88_995_000_000 - TIGHTEST_NDEG, 88_995_000_000 + TIGHTEST_NDEG), (-HALF, HALF))],
            "within 1° of a pole it goes all around",
        ),
        (at(90, 77), KM, [box((QUARTER - TIGHTEST_NDEG, QUARTER), (-HALF, HALF))], "a pole is the end of latitudes"),
        (at(-90, 77), KM, [box((-QUARTER, TIGHTEST_NDEG - QUARTER), (-HALF, HALF))], "the other one too"),
        (
            box(degrees(0, 0), degrees(-180, 179.999)),
            KM,
            [box((-TIGHTEST_NDEG, TIGHTEST_NDEG), (-HALF, HALF))],
            "what meets itself behind the earth is one belt",
        ),
    ],
)
def test_around(place, distance_mm, expected, because):
    assert list(around((place,), distance_mm)) == expected, because


def test_each_box_is_widened_by_itself():
    places = at(10, 10), at(50, 179.999), at(-89.5, 3)
    apart = [wide for place in places for wide in around((place,), KM)]
    assert list(around(places, KM)) == apart
    assert len(apart) == 4


def test_the_table_is_that_of_the_cosine():
    assert tuple(math.ceil(1_000 / math.cos(math.radians(lat + 1)) - 1e-9) for lat in range(89)) == _SHORTER


@pytest.mark.parametrize("seed", range(40))
def test_every_place_within_the_distance_is_inside(seed):
    """Walk from a point of a box in any direction; where the way is not too long on the ellipsoid, the end is inside."""
    rng = random.Random(seed)
    north = rng.choice([0, 0.0001, 46, -33, 60, 75, 85, 88, 88.9, 89.4, -88.5, -89.9, 90])
    east = rng.choice([0, 8, 179.9, -179.99, 180])
    size = rng.choice([0, 0.001, 0.3])
    limit_km = rng.choice([0.001, 1, 20, 100, 300])
    low, high = max(-90, north - size), min(90, north + size)
    place = box(degrees(low, high), degrees(max(-180, east - size), min(180, east + size)))
    wide = around((place,), round(limit_km * KM))
    tried = 0
    for _ in range(500):
        lat, lon = rng.uniform(low, high), rng.uniform(max(-180, east - size), min(180, east + size))
        end = walk(
            lat, lon, rng.choice([0, 45, 88, 90, 92, 180, 270, rng.uniform(0, 360)]), limit_km * rng.uniform(0.9, 1.01)
        )
        way = distance_m(*(ecef_m(np.radians(np.array(point))) for point in ((lat, lon), end)))
        if way <= limit_km * 1_000 - 0.002:
            tried += 1
            assert holds(wide, *degrees(*end)), f"{(lat, lon)} to {end}: {way} m"
    assert tried > 100


def walk(lat, lon, bearing, km):
    """Where one comes to on a sphere of the size of the earth."""
    angle, course, phi = km / 6_371, math.radians(bearing), math.radians(lat)
    sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(course)
    there = math.asin(max(-1, min(1, sine)))
    turn = math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(there)
    )
    return math.degrees(there), (lon + math.degrees(turn) + 180) % 360 - 180


@pytest.mark.parametrize("lat", [0, 20, -45, 60, 75, 80])
@pytest.mark.parametrize("km", [1, 20, 100])
def test_it_is_not_much_larger_than_the_truth(lat, km):
    """At most a hundredth to the north and south, and what a degree of latitude makes of it to the east and west."""
    (wide,) = around((at(lat, 8),), km * KM)
    north = math.radians((wide.lat_ndeg.hi - lat * NDEG) / NDEG) * 6_371
    assert km * 0.99 < north < km * 1.01
    nearer_pole = math.cos(math.radians(abs(lat) + km / 111)) / math.cos(math.radians(abs(lat) + km / 111 + 1.01))
    east = math.radians((wide.lon_ndeg.hi - 8 * NDEG) / NDEG) * 6_371 * math.cos(math.radians(abs(lat) + km / 111))
    assert km * 0.98 < east < km * 1.02 * nearer_pole


@pytest.mark.parametrize("seed", range(20))
def test_no_box_crosses_the_antimeridian_or_a_pole(seed):
    rng = random.Random(seed)
    lat, lon = rng.uniform(-90, 90), rng.choice([rng.uniform(-180, 180), -180, 180])
    for wide in around((at(lat, lon),), rng.choice([0, 1, KM, 300 * KM, 20_000 * KM])):
        assert -QUARTER <= wide.lat_ndeg.lo <= wide.lat_ndeg.hi <= QUARTER
        assert -HALF <= wide.lon_ndeg.lo <= wide.lon_ndeg.hi <= HALF
