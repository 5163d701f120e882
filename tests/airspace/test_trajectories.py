"""Recorded flights as volumes: every recorded point, widened by the half-widths, lies in a volume of its time."""

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.airspace import outlines
from tansiq.airspace.trajectories import Cut, Track, tracks, volumes
from tansiq.core.volumes import Reference

from . import oracle
from .shapes import corners_of

FOOT_MM = 304.8


def track(*points):
    return Track(*(np.array(values, dtype=float) for values in zip(*points, strict=True)))


def wander(seed, place=(47.0, 8.0), points=60):
    """A flight that turns, climbs and has gaps."""
    rng = random.Random(seed)
    (lat, lon), course, alt, time = place, rng.uniform(0, 360), rng.uniform(0, 30_000), 1.5e9
    found = []
    for _ in range(points):
        found.append((time, lat, lon, alt))
        time += rng.choice([5, 10, 10, 10, 30, 170, 400])
        course += rng.choice([0, 0, 0, 20, -20, 90])
        alt += rng.choice([0, 0, 0, 500, -400, 2_000])
        lat, lon = oracle.destination(lat, lon, course, rng.choice([0, 50, 2_000, 3_000, 8_000]))
    return track(*found)


def holds(volume, time_s, lat, lon, alt_ft):
    low, high = volume.floor.alt_mm, volume.ceiling.alt_mm
    return (
        volume.time_us.lo <= time_s * 1e6 <= volume.time_us.hi
        and low <= alt_ft * FOOT_MM <= high
        and oracle.inside((lat, lon), corners_of(volume.outline))
    )


@given(
    st.integers(0, 10**6),
    st.sampled_from([(47.0, 8.0), (0.0, 179.9), (89.8, 10.0), (-75.0, -179.99)]),
    st.sampled_from([Cut(), Cut(lateral_m=50, vertical_ft=10, time_s=5, leg_s=60, leg_ft=100, bend_m=20)]),
)
@settings(max_examples=25, deadline=None)
def test_every_point_widened_lies_in_one_volume(seed, place, cut):
    recorded = wander(seed, place)
    found = volumes(recorded, cut)
    for time_s, lat, lon, alt_ft in zip(*recorded, strict=True):
        around = [oracle.destination(lat, lon, azimuth, cut.lateral_m) for azimuth in range(0, 360, 30)]
        corners = [(time_s + t * cut.time_s, alt_ft + h * cut.vertical_ft) for t in (-1, 1) for h in (-1, 1)]
        assert any(
            all(holds(v, t, lat, lon, h) for t, h in corners)
            and all(oracle.inside(p, corners_of(v.outline)) for p in around)
            for v in found
        ), f"the point at {time_s} is in no volume"


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_the_way_between_two_points_lies_in_one_volume(seed):
    recorded, cut = wander(seed), Cut()
    found = volumes(recorded, cut)
    points = list(zip(*recorded, strict=True))
    for (t, lat, lon, alt), (u, lat_2, lon_2, alt_2) in itertools.pairwise(points):
        if u - t > cut.gap_s:
            continue
        way = list(oracle.along((lat, lon), (lat_2, lon_2), 4))
        steps = [(t + (u - t) * i / 4, *p, alt + (alt_2 - alt) * i / 4) for i, p in enumerate(way)]
        assert any(all(holds(v, *step) for step in steps) for v in found)


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_volumes_are_sound_and_within_the_cut(seed):
    cut = Cut(leg_s=120, leg_m=10_000, leg_ft=600, bend_m=300)
    recorded = wander(seed)
    for volume in volumes(recorded, cut):
        assert outlines.fault(volume.outline) is None
        assert volume.boxes == outlines.boxes(volume.outline)
        inner = [
            i
            for i, t in enumerate(recorded.time_s)
            if volume.time_us.lo <= (t - cut.time_s) * 1e6 and (t + cut.time_s) * 1e6 <= volume.time_us.hi
        ]
        if len(inner) > 2:
            lasts_s = (volume.time_us.hi - volume.time_us.lo) / 1e6 - 2 * cut.time_s
            assert lasts_s <= cut.leg_s
            climbs_ft = (volume.ceiling.alt_mm - volume.floor.alt_mm) / FOOT_MM - 2 * cut.vertical_ft
            assert climbs_ft <= cut.leg_ft + 1


def test_a_straight_flight_is_tight():
    """Ten minutes due east on the equator at FL350: legs of three minutes, 5 NM wide."""
    flight = track(*((10.0 * n, 0.0, 8 + 0.02 * n, 35_000.0) for n in range(61)))
    found = volumes(flight, Cut())
    assert len(found) == 4
    assert {(v.floor.alt_mm, v.ceiling.alt_mm) for v in found} == {(34_600 * 304.8, 35_400 * 304.8)}
    assert {v.floor.reference for v in found} == {Reference.FL}
    width_km = 2 * 2.5 * 1.852
    for v in found:
        (box,) = v.boxes
        assert (box.lat_ndeg.hi - box.lat_ndeg.lo) / 1e9 * 110.574 == pytest.approx(width_km, rel=1e-3)
        length_km = (box.lon_ndeg.hi - box.lon_ndeg.lo) / 1e9 * 111.319
        # The corners of the boxes are cut: each by half of (2 - sqrt 2)^2 times the half-width squared.
        corners_km2 = 4 * (2 - math.sqrt(2)) ** 2 / 2 * (width_km / 2) ** 2
        assert outlines.area_km2(v.outline) == pytest.approx(length_km * width_km - corners_km2, rel=1e-3)


def test_nothing_is_claimed_in_a_gap():
    flight = track((0.0, 47, 8, 5000), (10.0, 47, 8.01, 5000), (500.0, 47, 9, 5000), (510.0, 47, 9.01, 5000))
    found = volumes(flight, Cut(gap_s=180, time_s=60))
    assert [(v.time_us.lo // 10**6, v.time_us.hi // 10**6) for v in found] == [(-60, 70), (440, 570)]


@pytest.mark.parametrize(
    ("flight", "count", "because"),
    [
        (Track(*(np.array([]) for _ in range(4))), 0, "no points"),
        (track((0.0, math.nan, 8, 5000)), 0, "no whole point"),
        (track((0.0, 47, 8, 5000)), 1, "one point is a place for two minutes"),
        (track((0.0, 47, 8, 5000), (10.0, 47, 8, 5000), (20.0, 47, 8, 5000)), 1, "a hover"),
        (track((20.0, 47, 8, 5000), (0.0, 47, 8, 5000), (math.nan, 47, 8, 5000)), 1, "out of order"),
        (track((0.0, 90, 8, 5000), (20.0, 90, 100, 5000)), 1, "a hover at the pole"),
    ],
)
def test_few_points(flight, count, because):
    found = volumes(flight)
    assert len(found) == count, because
    assert all(outlines.fault(v.outline) is None for v in found)


def test_points_are_sorted_into_flights():
    ids = ["b", "a", "b", "a", "b", "c"]
    points = track(
        (0.0, 1, 1, 1),
        (50.0, 2, 2, 2),
        (5000.0, 3, 3, 3),
        (0.0, 4, 4, 4),
        (100.0, 5, 5, 5),
        (0.0, math.nan, 6, 6),
    )
    found = [(name, t.time_s.tolist(), t.lat_deg.tolist()) for name, t in tracks(ids, points, gap_s=600)]
    assert found == [("a", [0, 50], [4, 2]), ("b", [0, 100], [1, 5]), ("b", [5000], [3])]
