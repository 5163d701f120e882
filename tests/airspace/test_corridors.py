"""Corridors: every place within half the width of the centreline lies in an outline of its leg, wherever on earth."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.airspace import outlines
from tansiq.airspace.corridors import LEG_MAX_M, faulty_leg, outlines_along

from . import oracle
from .shapes import NDEG, corners_of, places


def ndeg(points):
    return [(round(lat * NDEG), round(lon * NDEG)) for lat, lon in points]


@st.composite
def centrelines(draw, leg_m):
    """Some points, each a leg farther in any direction; legs from a hundred metres to `leg_m`."""
    points = [draw(places)]
    for _ in range(draw(st.integers(1, 4))):
        points.append(oracle.destination(*points[-1], draw(st.floats(0, 360)), draw(st.floats(100, leg_m))))
    return points


@given(centrelines(60_000), st.sampled_from([20, 3_000, 18_520, 100_000]), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_every_place_within_half_the_width_lies_in_an_outline_of_its_leg(points, width_m, rng):
    found = outlines_along(ndeg(points), width_m * 1_000)
    assert len(found) == len(points) - 1
    for (a, b), leg in zip(itertools.pairwise(points), found, strict=True):
        for on_line in oracle.along(a, b, 6):
            place = oracle.destination(*on_line, rng.uniform(0, 360), width_m / 2 - 0.001)
            assert any(oracle.inside(place, corners_of(outline)) for outline in leg)


@given(places, st.floats(0, 360), st.floats(150_000, 990_000), st.sampled_from([2_000, 100_000]))
@settings(max_examples=30, deadline=None)
def test_a_long_leg_is_cut_into_sound_outlines_without_a_gap(place, azimuth, leg_m, width_m):
    end = oracle.destination(*place, azimuth, leg_m)
    (leg,) = outlines_along(ndeg([place, end]), width_m * 1_000)
    assert [outlines.fault(outline) for outline in leg] == [None] * len(leg), "none reaches beyond 200 km"
    for on_line in oracle.along(place, end, 60):
        for aside in (azimuth + 90, azimuth - 90, azimuth):
            near = oracle.destination(*on_line, aside, width_m / 2 - 0.001)
            assert any(oracle.inside(near, corners_of(outline)) for outline in leg)


@given(places, st.floats(0, 360), st.floats(1_000, 140_000), st.sampled_from([500, 20_000]))
@settings(max_examples=25, deadline=None)
def test_an_outline_reaches_little_farther_than_it_must(place, azimuth, leg_m, width_m):
    end = oracle.destination(*place, azimuth, leg_m)
    ((outline,),) = outlines_along(ndeg([place, end]), width_m * 1_000)
    for corner in corners_of(outline):
        away_m = oracle._to_edge(corner, place, end)
        assert away_m < 1.09 * width_m / 2 + 0.01


@pytest.mark.parametrize(
    ("points", "leg", "because"),
    [
        ([(0, 0), (0, 1), (1, 1)], None, "two legs"),
        ([(0, 179.5), (0, -179.5)], None, "a degree across the antimeridian, not 359"),
        ([(0, 0), (0, 1), (0, 1), (1, 1)], 1, "the second has no length"),
        ([(90, 0), (90, 120)], 0, "the pole has every longitude"),
        ([(0, 0), (0, 1), (0, 11)], 1, f"the second is longer than {LEG_MAX_M / 1000:g} km"),
    ],
)
def test_a_leg_that_is_no_line_is_named(points, leg, because):
    assert faulty_leg(ndeg(points)) == leg, because
