"""What is said at first sight of convex rings, compared with what intersecting them says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.airspace import convex, plan

from . import oracle
from .shapes import circle, places, polygon, rect, rings


@st.composite
def blocks(draw, place):
    """A convex ring of three to nine corners on a circle that need not hold the circle's centre."""
    lat, lon = oracle.destination(*place, draw(st.floats(0, 360)), draw(st.floats(0, 12_000)))
    turns = sorted(
        draw(st.lists(st.integers(0, 359), min_size=3, max_size=9, unique=True)), reverse=draw(st.booleans())
    )
    radius_m = draw(st.sampled_from((3.0, 500.0, 5_000.0, 60_000.0)))
    return polygon(*(oracle.destination(lat, lon, turn, radius_m) for turn in turns))


def pairs_of(outlines):
    shapes = plan.shapes(outlines)
    rows = np.array([(i, j) for i in range(len(outlines)) for j in range(i)], dtype=np.intp)
    return shapes, rows[:, 0], rows[:, 1]


def sure(outlines, lateral_m=0.0):
    shapes, first, second = pairs_of(outlines)
    return convex.surely(shapes.normals, shapes.start, shapes.size, first, second, lateral_m)


@given(st.data(), st.sampled_from((0.0, 30.0, 2_000.0)))
@settings(max_examples=150, deadline=None)
def test_what_is_sure_is_so(data, lateral_m):
    place = data.draw(places)
    shapes = [data.draw(blocks(place)) for _ in range(4)] + [polygon(*data.draw(rings(st.just(place))))]
    found, (arrays, first, second) = sure(shapes, lateral_m), pairs_of(shapes)
    cut = plan.cut(arrays, first, second, lateral_m)
    met, said = cut.hit, plan.meet(arrays, first, second, lateral_m)
    assert (met[found.known] == found.hit[found.known]).all()
    assert not (found.hit & ~found.known).any()
    assert (plan.overlap(arrays, first, second, lateral_m) == met).all()
    assert (said.hit == met).all()
    assert np.abs(said.place - cut.place)[met].max(initial=0.0) < 1e-12, "the place is that of the intersection: 6 µm"


@pytest.mark.parametrize("west", [8.0, 179.95])
def test_plain_pairs_are_known_at_first_sight(west):
    shapes = [
        rect(46, 46.1, west, west + 0.1),
        rect(46.05, 46.2, west + 0.05, west + 0.2),
        rect(46.3, 46.4, west, west + 0.1),
    ]
    found = sure(shapes)
    assert found.known.all()
    assert found.hit.tolist() == [True, False, False]


def test_nothing_is_sure_within_a_metre():
    metre = 1 / 111_200
    here = rect(46, 46.1, 8, 8.1)
    for gap, is_sure in ((-3, True), (-0.5, False), (0, False), (0.5, False), (3, True)):
        assert sure([here, rect(46.1 + gap * metre, 46.2, 8, 8.1)]).known.all() == is_sure


def test_nothing_is_sure_apart_but_nearer_than_the_buffer():
    shapes = [rect(46, 46.1, 8, 8.1), rect(46.11, 46.2, 8, 8.1)]  # 1,112 m
    assert sure(shapes, 1_000).known.all()
    assert not sure(shapes, 1_100).known.any()
    assert plan.overlap(*pairs_of(shapes), 1_100).tolist() == [False]
    assert plan.overlap(*pairs_of(shapes), 1_120).tolist() == [True]


@pytest.mark.parametrize(
    "other",
    [
        circle(46.05, 8.05, 2_000),
        polygon((46, 8), (46, 8.1), (46.01, 8.02), (46.1, 8)),  # with a dent
        polygon(*(oracle.destination(46.05, 8.05, turn, 5_000) for turn in range(0, 360, 40))),  # nine corners
        rect(46.05, 46.06, 30, 30.1),  # far away: the frame would be bent
    ],
)
def test_nothing_is_sure_of_what_is_not_plain(other):
    assert not sure([rect(46, 46.1, 8, 8.1), other]).known.any()
