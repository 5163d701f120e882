"""Flat frames: edges are straight, lengths true in the middle, and places come back."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.airspace import frame, geodesy

from . import oracle
from .shapes import places

ONE = np.zeros(1, dtype=np.intp)


def on_plane(centre, *points):
    normals = geodesy.normals(np.radians(np.array([centre, *points], dtype=float)))
    frames = frame.at(normals[:1])
    return frames, frame.to_plane(frames, np.zeros(len(points), dtype=np.intp), normals[1:])


@given(places, st.floats(0, 360), st.floats(0.1, 200_000))
@settings(max_examples=100, deadline=None)
def test_places_come_back(place, azimuth, distance_m):
    where = oracle.destination(*place, azimuth, distance_m)
    frames, xy = on_plane(place, where)
    ((lat, lon),) = frame.places_ndeg(frame.from_plane(frames, ONE, xy))
    assert oracle.distance(*where, lat / 1e9, lon / 1e9) < 2e-4


@given(places, st.floats(0, 360), st.sampled_from([1.0, 100.0, 5_000.0]))
@settings(max_examples=100, deadline=None)
def test_lengths_are_true_in_the_middle(place, azimuth, distance_m):
    _, xy = on_plane(place, oracle.destination(*place, azimuth, distance_m))
    assert math.hypot(*xy[0]) == pytest.approx(distance_m, rel=2e-5, abs=1e-6)


@given(places, st.floats(0, 360), st.floats(0, 360))
@settings(max_examples=50, deadline=None)
def test_edges_are_straight(place, azimuth, other):
    a, b = oracle.destination(*place, azimuth, 150_000), oracle.destination(*place, other, 90_000)
    _, xy = on_plane(place, *oracle.along(a, b, 20))
    line = xy[-1] - xy[0]
    off = (line[0] * (xy[:, 1] - xy[0, 1]) - line[1] * (xy[:, 0] - xy[0, 0])) / max(math.hypot(*line), 1.0)
    assert np.abs(off).max() < 1e-6


def test_east_and_north():
    _, xy = on_plane((46, 8), (46, 8.01), (46.01, 8))
    assert xy[0, 0] > 700
    assert abs(xy[0, 1]) < 0.1
    assert xy[1, 1] > 1_100
    assert abs(xy[1, 0]) < 1e-9


def test_the_far_side_of_the_earth_is_a_bug():
    with pytest.raises(AssertionError, match="round the earth"):
        on_plane((46, 8), (-46, -172))
