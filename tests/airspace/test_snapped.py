"""Snapped views hold the truth everywhere, are no larger than they must be, and tell only which cells are hit."""

import itertools
import math

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tansiq.airspace import outlines
from tansiq.airspace.exact import Buffers, conflicts_with
from tansiq.airspace.snapped import CELLS_MAX, MANNED, SMALL_UNMANNED, meets_boxes, snapped
from tansiq.core.units import ALWAYS, Span
from tansiq.core.volumes import Box, Volume, meets

from . import oracle
from .shapes import NDEG, circle, corners_of, polygon, rect, volume

STEPS = (MANNED, SMALL_UNMANNED)
TINY = 20.0
MODERATE = [(46.0, 8.0), (0.0, 0.0), (-33.3, 151.2), (60.0, -179.9), (70.0, 20.0)]
HARD = [(0.0, 179.99), (-17.0, -179.995), (88.4, 40.0), (89.0, 179.9), (-89.97, -60.0), (-90.0, 0.0), (90.0, 7.0)]


def box(south, north, west, east):
    return Box(*(Span(round(lo * NDEG), round(hi * NDEG)) for lo, hi in ((south, north), (west, east))))


def degrees(found):
    return [
        tuple(round(x / NDEG, 6) for x in (b.lat_ndeg.lo, b.lat_ndeg.hi, b.lon_ndeg.lo, b.lon_ndeg.hi)) for b in found
    ]


def ends_of(b):
    """The ends of a box that are no bounds of the earth."""
    lats, lons = (b.lat_ndeg.lo, b.lat_ndeg.hi), (b.lon_ndeg.lo, b.lon_ndeg.hi)
    return [e for e in lats if abs(e) != 90 * NDEG] + [e for e in lons if abs(e) != 180 * NDEG]


def cells_of(view, steps):
    """The cells of a view one by one, and their side: the largest that all its boxes are made of."""
    cell = steps.cell_ndeg
    ends = [e for b in view.boxes for e in ends_of(b)]
    while cell < 180 * NDEG and all(e % (2 * cell) == 0 for e in ends):
        cell *= 2
    return cell, [
        (lat, lon)
        for b in view.boxes
        for lat in range(b.lat_ndeg.lo // cell, -(-b.lat_ndeg.hi // cell))
        for lon in range(b.lon_ndeg.lo // cell, -(-b.lon_ndeg.hi // cell))
    ]


def as_rect(cell, row, column, inside_deg=0.0):
    side = cell / NDEG
    return rect(
        row * side + inside_deg,
        (row + 1) * side - inside_deg,
        max(column * side, -180) + inside_deg,
        min((column + 1) * side, 180) - inside_deg,
    )


def which_meet(shape, others, lateral_m=0.0):
    """Which of some rectangles the exact comparison finds in conflict."""
    found = conflicts_with([volume(shape)], [volume(other) for other in others], Buffers(lateral_m=lateral_m))
    return {overlap.second for overlap in found}


@st.composite
def outlines_and_points(draw, places, sizes):
    """An outline (a ring that goes once round its middle, or a circle) and some places in it and on its edge."""
    base, size_m = draw(st.sampled_from(places)), draw(st.sampled_from(sizes))
    lat, lon = oracle.destination(*base, draw(st.floats(0, 360)), draw(st.floats(0, 1.5)) * size_m + 1)
    shares = draw(st.lists(st.tuples(st.floats(0, 360), st.floats(0, 1)), min_size=4, max_size=8))
    if draw(st.integers(0, 2)) == 0:
        shape = circle(lat, lon, size_m * draw(st.floats(0.1, 1)))
        centre, radius_m = (shape.lat_ndeg / NDEG, shape.lon_ndeg / NDEG), shape.radius_mm / 1000
        turns = [(turn, 1.0) for turn in range(0, 360, 10)] + shares
        return shape, [oracle.destination(*centre, turn, radius_m * share) for turn, share in turns]
    n = draw(st.integers(3, 7))
    first = draw(st.floats(0, 360))
    turns = [first + 360 * (i + draw(st.floats(0, 0.4))) / n for i in range(n)]
    if draw(st.booleans()):
        turns.reverse()
    shape = polygon(*[oracle.destination(lat, lon, turn, size_m * draw(st.floats(0.1, 1))) for turn in turns])
    corners = corners_of(shape)
    points = [p for a, b in zip(corners, [*corners[1:], corners[0]], strict=True) for p in oracle.along(a, b, 17)]
    within = [oracle.destination(lat, lon, turn, size_m * share) for turn, share in shares]
    return shape, points + [p for p in within if oracle.inside(p, corners)]


anywhere = outlines_and_points(MODERATE + HARD, [TINY, 800.0, 9_000.0, 95_000.0])
moderate = outlines_and_points(MODERATE, [TINY, 800.0, 9_000.0, 30_000.0, 95_000.0])


def holds(boxes, lat, lon):
    """A hundredth of a nanodegree covers the rounding of the oracle's own degrees."""
    lat, lon = lat * NDEG, lon * NDEG
    return any(
        b.lat_ndeg.lo - 0.01 <= lat <= b.lat_ndeg.hi + 0.01 and b.lon_ndeg.lo - 0.01 <= lon <= b.lon_ndeg.hi + 0.01
        for b in boxes
    )


# --- the view holds the truth -----------------------------------------------------------------------------------------


@given(anywhere, st.sampled_from(STEPS))
@settings(max_examples=150, deadline=None)
def test_each_place_of_the_outline_lies_in_the_view(drawn, steps):
    shape, points = drawn
    view = snapped(volume(shape), steps)
    for lat, lon in points:
        assert holds(view.boxes, lat, lon), f"{lat}, {lon} is outside {degrees(view.boxes)}"
    assert meets_boxes(shape, view.boxes), "both functions agree"


@given(anywhere, st.sampled_from(STEPS))
@settings(max_examples=100, deadline=None)
def test_views_are_made_of_whole_cells_within_the_bounds_of_the_earth(drawn, steps):
    shape, _ = drawn
    view = snapped(volume(shape), steps)
    assert view == snapped(volume(shape), steps), "the same again"
    assert list(view.boxes) == sorted(view.boxes, key=lambda b: (b.lat_ndeg.lo, b.lon_ndeg.lo))
    for b in view.boxes:
        assert -90 * NDEG <= b.lat_ndeg.lo < b.lat_ndeg.hi <= 90 * NDEG
        assert -180 * NDEG <= b.lon_ndeg.lo < b.lon_ndeg.hi <= 180 * NDEG
        assert all(e % steps.cell_ndeg == 0 for e in ends_of(b))
    _, cells = cells_of(view, steps)
    assert len(cells) == len(set(cells)), "no cell comes twice"
    assert len(cells) <= CELLS_MAX
    for own in outlines.boxes(shape):
        near = [b for b in view.boxes if meets(b.lat_ndeg, own.lat_ndeg) and meets(b.lon_ndeg, own.lon_ndeg)]
        assert near, "each box of the outline meets the view: the core compares by boxes"


# --- and little more --------------------------------------------------------------------------------------------------


@given(moderate, st.sampled_from(STEPS))
@settings(max_examples=60, deadline=None)
def test_each_cell_lies_within_50_m_of_the_outline(drawn, steps):
    shape, _ = drawn
    cell, cells = cells_of(snapped(volume(shape), steps), steps)
    hit = which_meet(shape, [as_rect(cell, *spot) for spot in cells], lateral_m=50)
    assert hit == set(range(len(cells)))


@given(moderate, st.sampled_from(STEPS))
@settings(max_examples=60, deadline=None)
def test_no_cell_around_the_view_meets_the_outline(drawn, steps):
    """The cells are made a little smaller: their northern and southern edges are straight here, not parallels."""
    shape, _ = drawn
    cell, cells = cells_of(snapped(volume(shape), steps), steps)
    assume(len(cells) < 1_500)
    last = 180 * NDEG // cell - 1
    around = {
        (row + down, column + aside)
        for (row, column), down, aside in itertools.product(cells, (-1, 0, 1), (-1, 0, 1))
        if -last - 1 <= column + aside <= last
    } - set(cells)
    assert not which_meet(shape, [as_rect(cell, *spot, 0.0003) for spot in sorted(around)])


@pytest.mark.parametrize(
    "shape",
    [circle(46, 8, 70_000), polygon(*[oracle.destination(60, -178.9, 40 * i, 45_000 * (1 + i % 2)) for i in range(9)])],
)
def test_side_is_doubled_only_where_the_cells_are_too_many(shape):
    cell, cells = cells_of(snapped(volume(shape), SMALL_UNMANNED), SMALL_UNMANNED)
    assert cell > SMALL_UNMANNED.cell_ndeg
    quarters = [(2 * row + up, 2 * column + on) for row, column in cells for up in (0, 1) for on in (0, 1)]
    assert len(which_meet(shape, [as_rect(cell // 2, *spot) for spot in quarters], lateral_m=50)) > CELLS_MAX


# --- known views ------------------------------------------------------------------------------------------------------

U = [
    (46.01, 8.01),
    (46.01, 8.14),
    (46.09, 8.14),
    (46.09, 8.11),
    (46.04, 8.11),
    (46.04, 8.04),
    (46.09, 8.04),
    (46.09, 8.01),
]


@pytest.mark.parametrize(
    ("shape", "expected", "because"),
    [
        (rect(46.01, 46.04, 8.01, 8.04), [(46, 46.05, 8, 8.05)], "it lies in one cell"),
        (rect(46.02, 46.03, 8.02, 8.03), [(46, 46.05, 8, 8.05)], "another in that cell looks the same"),
        (circle(46.025, 8.025, 500), [(46, 46.05, 8, 8.05)], "and so does a circle"),
        (circle(-46.025, -8.025, 500), [(-46.05, -46, -8.05, -8)], "cells south and west are counted downward"),
        (rect(46.01, 46.04, 8.01, 8.09), [(46, 46.05, 8, 8.1)], "neighbours in a row are one box"),
        (rect(46.01, 46.14, 8.01, 8.09), [(46, 46.15, 8, 8.1)], "equal rows are one box"),
        (
            polygon((46.01, 8.01), (46.01, 8.14), (46.04, 8.14), (46.04, 8.04), (46.14, 8.04), (46.14, 8.01)),
            [(46, 46.05, 8, 8.15), (46.05, 46.15, 8, 8.05)],
            "the cells of its box in which an L has no part are left out",
        ),
        (
            polygon(*U),
            [(46, 46.05, 8, 8.15), (46.05, 46.1, 8, 8.05), (46.05, 46.1, 8.1, 8.15)],
            "a U has two runs in its upper row",
        ),
        (rect(0.01, 0.04, 179.96, 180), [(0, 0.05, -180, -179.95), (0, 0.05, 179.95, 180)], "touches the antimeridian"),
        (
            polygon((0.01, 179.91), (0.01, -179.96), (0.04, -179.96), (0.04, 179.96)),
            [(0, 0.05, -180, -179.95), (0, 0.05, 179.9, 180)],
            "crosses the antimeridian",
        ),
        (polygon((89.91, 0), (89.91, 120), (89.91, -120)), [(89.9, 90, -180, 180)], "around the north pole"),
        (circle(-90, 0, 1000), [(-90, -89.9, -180, 180)], "around the south pole: its finest row would be 7,200 cells"),
        (rect(89.31, 89.34, 8.01, 8.04), [(89.3, 89.35, 8, 8.05)], "near a pole its box counts"),
    ],
)  # fmt: skip
def test_boxes_of_manned_flights(shape, expected, because):
    assert degrees(snapped(volume(shape), MANNED).boxes) == expected, because


def test_small_unmanned_cells_are_finer():
    assert degrees(snapped(volume(circle(46.025, 8.025, 100)), SMALL_UNMANNED).boxes) == [(46.02, 46.03, 8.02, 8.03)]


def test_a_large_outline_is_shown_in_coarser_cells_of_the_same_grid():
    view = snapped(volume(circle(46, 8, 95_000)), SMALL_UNMANNED)
    cell, cells = cells_of(view, SMALL_UNMANNED)
    assert cell == 4 * SMALL_UNMANNED.cell_ndeg
    assert len(cells) <= CELLS_MAX


def test_a_long_thin_outline_stays_fine():
    """Its box has 30,000 cells, of which it hits few."""
    shape = polygon((46, 8), (47.2, 9.8), (47.2, 9.81))
    cell, cells = cells_of(snapped(volume(shape), SMALL_UNMANNED), SMALL_UNMANNED)
    assert cell == SMALL_UNMANNED.cell_ndeg
    assert len(cells) < 600


def test_a_thread_that_the_map_cannot_keep_apart_is_held():
    """Thinner than the bend of the chords: their line may cross itself."""
    shape = polygon((70, 10), (70, 12.5), (70.5, 15), (70.000000001, 12.5))
    view = snapped(volume(shape), MANNED)
    corners = corners_of(shape)
    for a, b in itertools.pairwise([*corners, corners[0]]):
        assert all(holds(view.boxes, lat, lon) for lat, lon in oracle.along(a, b, 200))


def test_a_circle_just_short_of_the_antimeridian_meets_each_of_its_boxes():
    """Its own boxes are a little too large, and the core compares by boxes."""
    shape = circle(0.0, 180 - 0.8988, 100_000)
    beyond, _ = sorted(outlines.boxes(shape), key=lambda b: b.lon_ndeg.lo)
    assert beyond.lon_ndeg.lo == -180 * NDEG
    view = snapped(volume(shape), MANNED)
    cells = [b for b in view.boxes if b.lon_ndeg.lo == -180 * NDEG]
    assert degrees(cells) == [(0, 0.05, -180, -179.95)]


# --- bands and windows ------------------------------------------------------------------------------------------------

M, MIN = 1_000, 60_000_000


@pytest.mark.parametrize(
    ("steps", "alt_m", "expected_m", "because"),
    [
        (MANNED, (310, 590), (300, 600), "outward to 300 m"),
        (MANNED, (300, 600), (300, 600), "exact steps stay"),
        (MANNED, (-10, 601), (-300, 900), "also below the ellipsoid"),
        (MANNED, (400, 400), (300, 600), "a level gets a band"),
        (MANNED, (600, 600), (600, 600), "a level on a step stays one"),
        (SMALL_UNMANNED, (31, 89.9), (30, 90), "outward to 30 m"),
    ],
)
def test_bands(steps, alt_m, expected_m, because):
    view = snapped(volume(circle(46, 8, 500), heights_m=alt_m), steps)
    assert view.alt_mm == Span(*(m * M for m in expected_m)), because


@pytest.mark.parametrize(
    ("steps", "minutes", "expected", "because"),
    [
        (MANNED, (1, 14), (0, 15), "outward to a quarter of an hour"),
        (MANNED, (15, 30), (15, 30), "exact steps stay"),
        (MANNED, (-1, 31), (-15, 45), "also before 1970"),
        (SMALL_UNMANNED, (1, 14), (0, 15), "outward to 5 min"),
        (SMALL_UNMANNED, (6, 9), (5, 10), "which are finer"),
    ],
)
def test_windows(steps, minutes, expected, because):
    shape = circle(46, 8, 500)
    time_us = Span(*(m * MIN for m in minutes))
    view = snapped(Volume(shape, outlines.boxes(shape), Span(0, 1), time_us), steps)
    assert view.time_us == Span(*(m * MIN for m in expected)), because


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize(
    ("span", "because"),
    [
        (ALWAYS, "both ends are open"),
        (Span(ALWAYS.lo, 0), "one end is open"),
        (Span(ALWAYS.lo + 1, ALWAYS.hi - 1), "the step outward would leave the integers"),
    ],
)
def test_open_ends_stay_open(steps, span, because):
    shape = circle(46, 8, 500)
    view = snapped(Volume(shape, outlines.boxes(shape), span, span), steps)
    expected = Span(ALWAYS.lo, 0 if span.hi == 0 else ALWAYS.hi)
    assert (view.alt_mm, view.time_us) == (expected, expected), because


@given(st.integers(ALWAYS.lo, ALWAYS.hi), st.integers(0, 10**12), st.sampled_from(STEPS))
def test_bands_and_windows_hold_the_truth_and_are_less_than_a_step_larger(low, length, steps):
    shape = circle(46, 8, 500)
    span = Span(low, min(low + length, ALWAYS.hi))
    view = snapped(Volume(shape, outlines.boxes(shape), span, span), steps)
    for found, step in ((view.alt_mm, steps.band_mm), (view.time_us, steps.window_us)):
        assert ALWAYS.lo <= found.lo <= span.lo < found.lo + step
        assert found.hi - step < span.hi <= found.hi <= ALWAYS.hi


# --- outlines and boxes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "boxes", "lateral_m", "expected", "because"),
    [
        (rect(46, 46.1, 8, 8.1), [], 0, False, "there is no box"),
        (rect(46, 46.1, 8, 8.1), [box(46.02, 46.03, 8.02, 8.03)], 0, True, "the box lies inside"),
        (rect(46.02, 46.03, 8.02, 8.03), [box(46, 46.1, 8, 8.1)], 0, True, "the outline lies inside"),
        (rect(46, 46.1, 8, 8.1), [box(46, 46.1, 8.1, 8.2)], 0, True, "they touch"),
        (rect(46, 46.1, 8, 8.1), [box(46, 46.1, 8.101, 8.2)], 0, False, "they are 77 m apart"),
        (rect(46, 46.1, 8, 8.1), [box(46, 46.1, 8.101, 8.2)], 80, True, "which is less than 80 m"),
        (rect(46, 46.1, 8, 8.1), [box(46, 46.1, 8.101, 8.2)], 70, False, "but not less than 70 m"),
        (rect(46, 46.1, 8, 8.1), [box(40, 41, 8, 9), box(46, 46.1, 8, 9)], 0, True, "one of two boxes is enough"),
        (polygon((46, 8), (46, 9), (47, 9)), [box(46.6, 47, 8, 8.4)], 0, False, "in its box, but not in the triangle"),
        (polygon((46, 8), (46, 9), (47, 9)), [box(46.6, 47, 8, 8.7)], 0, True, "a corner reaches into the triangle"),
        (polygon((50, 0), (50, 2), (49, 1)), [box(50.003, 51, 0.9, 1.1)], 0, True, "the edge bulges 840 m north"),
        (polygon((50, 0), (50, 2), (49, 1)), [box(50.003, 51, 0, 0.1)], 0, False, "but not near its ends"),
        (circle(46, 8, 10_000), [box(46.07, 46.1, 8.1, 8.2)], 0, False, "in its box, but not in the circle"),
        (circle(46, 8, 11_000), [box(46.07, 46.1, 8.1, 8.2)], 0, True, "a larger circle reaches the corner"),
        (circle(0, 179.99, 5_000), [box(0, 1, -179.97, -179)], 0, True, "a circle across the antimeridian"),
        (circle(0, 179.99, 5_000), [box(0, 1, -179.96, -179)], 0, False, "it ends there"),
        (rect(0, 1, -180, -179), [box(0, 1, 179, 180)], 0, True, "they touch at the antimeridian"),
        (rect(0, 1, -179.999, -179), [box(0, 1, 179, 180)], 0, False, "they are 111 m apart at the antimeridian"),
        (rect(0, 1, -179.999, -179), [box(0, 1, 179, 180)], 120, True, "which is less than 120 m"),
        (rect(0, 1, -179.9, -179), [box(0, 1, -180, 180)], 0, True, "the box goes round the earth"),
        (circle(89.99, 0, 2_000), [box(89.99, 90, 170, 180)], 0, True, "a circle across the pole"),
        (circle(89.99, 0, 2_000), [box(89, 89.98, 170, 180)], 0, False, "it ends on the other side of the pole"),
        (polygon((89.9, 0), (89.9, 120), (89.9, -120)), [box(89.99, 90, 60, 61)], 0, True, "a ring round the pole"),
        (polygon((89.9, 0), (89.9, 120), (89.9, -120)), [box(80, 89.8, 60, 61)], 0, False, "south of the ring"),
    ],
)  # fmt: skip
def test_meets_boxes(shape, boxes, lateral_m, expected, because):
    assert meets_boxes(shape, tuple(boxes), lateral_m) is expected, because


extents = st.sampled_from([0.0, 1e-9, 0.003, 0.05, 1.0])


def box_at(lat, lon, south, north, west, east):
    """A box that holds a place, as far as the bounds of the earth allow, rounded outward."""
    return Box(
        Span(max(math.floor((lat - south) * NDEG), -90 * NDEG), min(math.ceil((lat + north) * NDEG), 90 * NDEG)),
        Span(max(math.floor((lon - west) * NDEG), -180 * NDEG), min(math.ceil((lon + east) * NDEG), 180 * NDEG)),
    )


@given(anywhere, st.data())
@settings(max_examples=150, deadline=None)
def test_a_box_that_holds_a_place_of_the_outline_meets_it(drawn, data):
    shape, points = drawn
    where = data.draw(st.sampled_from(points))
    around = box_at(*where, *(data.draw(extents) for _ in range(4)))
    assert meets_boxes(shape, (around,))
    assert meets_boxes(shape, (box(-80, -79, 3, 4), around), 500.0)


@given(anywhere, st.floats(0.1, 40_000), st.data())
@settings(max_examples=150, deadline=None)
def test_a_box_nearer_than_the_lateral_distance_meets(drawn, lateral_m, data):
    shape, points = drawn
    turn, share = data.draw(st.floats(0, 360)), data.draw(st.sampled_from([0.5, 0.999999]))
    lat, lon = oracle.destination(*data.draw(st.sampled_from(points)), turn, lateral_m * share)
    assert meets_boxes(shape, (box_at(lat, lon, *(data.draw(extents) for _ in range(4))),), lateral_m)


@given(moderate, st.floats(0, 360), st.floats(0, 2), st.sampled_from([0.003, 0.05]), st.sampled_from([0.0, 3_000.0]))
@settings(max_examples=150, deadline=None)
@example((circle(46, 8, 9_000), [(46, 8)]), 45.0, 1.2, 0.05, 3_000.0)
def test_a_box_well_away_does_not_meet(drawn, turn, share, side, lateral_m):
    """Beyond the corners of a box the lateral distance counts up to the root of two times."""
    shape, points = drawn
    size_m = max(oracle.distance(*points[0], *p) for p in points)
    lat, lon = oracle.destination(*points[0], turn, size_m * share)
    assume(abs(lon) < 179.9)
    found = meets_boxes(shape, (box_at(lat, lon, side, side, side, side),), lateral_m)
    buffer_m = 50 + 1.45 * lateral_m
    if not which_meet(shape, [rect(lat - side, lat + side, lon - side, lon + side)], buffer_m):
        assert not found
    elif which_meet(shape, [rect(lat - 0.99 * side, lat + 0.99 * side, lon - side, lon + side)], lateral_m):
        assert found
