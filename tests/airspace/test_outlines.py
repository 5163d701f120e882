"""Boxes hold the whole outline, faults are found and placed, areas are right: also at the antimeridian and the poles."""

import itertools
import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.airspace import faults, geodesy, rings
from tansiq.airspace.outlines import Wrong, area_km2, boxes, fault, ring, vertices, widened
from tansiq.core.volumes import Circle, Polygon

from . import oracle

NDEG = 10**9


def polygon(*corners):
    return Polygon(ring([(round(lat * NDEG), round(lon * NDEG)) for lat, lon in corners]))


def circle(lat, lon, radius_m):
    return Circle(round(lat * NDEG), round(lon * NDEG), round(radius_m * 1000))


def holds(found, lat, lon):
    """A hundredth of a nanodegree covers the rounding of the oracle's own degrees."""
    lat, lon = lat * NDEG, lon * NDEG
    return any(
        b.lat_ndeg.lo - 0.01 <= lat <= b.lat_ndeg.hi + 0.01 and b.lon_ndeg.lo - 0.01 <= lon <= b.lon_ndeg.hi + 0.01
        for b in found
    )


def degrees(found):
    return [
        tuple(round(x / NDEG, 6) for x in (b.lat_ndeg.lo, b.lat_ndeg.hi, b.lon_ndeg.lo, b.lon_ndeg.hi)) for b in found
    ]


centres = st.one_of(
    st.tuples(st.floats(-85, 85), st.floats(-180, 180)),
    st.tuples(st.floats(-60, 60), st.sampled_from([179.9999, -179.9999, 180.0, -180.0])),
    st.tuples(st.sampled_from([89.999, -89.999, 89.5, -89.5, 90.0, -90.0]), st.floats(-180, 180)),
)
sizes = st.sampled_from([20.0, 500.0, 9_000.0, 95_000.0])


@st.composite
def stars(draw):
    """Rings that go once round their centre, so never cross themselves; either winding order."""
    (lat, lon), size = draw(centres), draw(sizes)
    n = draw(st.integers(3, 9))
    first = draw(st.floats(0, 360))
    turns = [first + 360 * (i + draw(st.floats(0, 0.4))) / n for i in range(n)]
    if draw(st.booleans()):
        turns.reverse()
    return [oracle.destination(lat, lon, turn, size * draw(st.floats(0.3, 1))) for turn in turns]


@given(stars())
@settings(max_examples=150, deadline=None)
def test_the_boxes_of_a_ring_hold_each_edge(corners):
    shape = polygon(*corners)
    found = boxes(shape)
    rounded = [(lat / NDEG, lon / NDEG) for lat, lon in vertices(shape)]
    for a, b in zip(rounded, [*rounded[1:], rounded[0]], strict=True):
        for lat, lon in oracle.along(a, b):
            assert holds(found, lat, lon), f"{lat}, {lon} on the edge {a} {b} is outside {found}"


@given(stars())
@settings(max_examples=100, deadline=None)
def test_a_ring_without_fault_is_not_blamed_in_either_order(corners):
    assert fault(polygon(*corners)) is None
    assert fault(polygon(*reversed(corners))) is None


@given(centres, sizes)
@settings(max_examples=150, deadline=None)
def test_the_boxes_of_a_circle_hold_its_edge(centre, radius_m):
    shape = circle(*centre, radius_m)
    found = boxes(shape)
    for azimuth in range(0, 360, 5):
        lat, lon = oracle.destination(shape.lat_ndeg / NDEG, shape.lon_ndeg / NDEG, azimuth, radius_m)
        assert holds(found, lat, lon), f"{lat}, {lon} at azimuth {azimuth} is outside {found}"


@given(st.floats(-80, 80), sizes)
@settings(max_examples=50, deadline=None)
def test_the_boxes_of_a_circle_are_tight(lat, radius_m):
    """Within 0.7 % (the flattening) and the curvature of the longest circles near lat 80."""
    (box,) = boxes(circle(lat, 20, radius_m))
    up, _ = oracle.destination(lat, 20, 0, radius_m)
    widest = max(oracle.destination(lat, 20, turn, radius_m)[1] for turn in range(60, 121))
    assert box.lat_ndeg.hi / NDEG - lat <= (up - lat) * 1.01 + 3e-9
    assert box.lon_ndeg.hi / NDEG - 20 <= (widest - 20) * 1.01 + 3e-9


@pytest.mark.parametrize(
    ("shape", "expected", "because"),
    [
        (polygon((0, 8), (0, 9), (1, 9), (1, 8)), [(0, 1.000038, 8, 9)], "the northern edge bulges to the pole"),
        (polygon((0, 8), (0, 9), (-1, 9), (-1, 8)), [(-1.000038, 0, 8, 9)], "the southern edge bulges to the pole"),
        (polygon((0, 8), (1, 8), (0.5, 9)), [(0, 1, 8, 9)], "edges that rise all the way do not bulge"),
        (polygon((0, 179), (0, -179), (1, -179)), [(0, 1, 179, 180), (0, 1, -180, -179)], "across the antimeridian"),
        (polygon((0, 179), (0, 180), (1, 180)), [(0, 1, 179, 180), (0, 1, -180, -180)], "touches the antimeridian"),
        (polygon((0, -179), (0, -180), (1, 180)), [(0, 1, 180, 180), (0, 1, -180, -179)], "touches, written both ways"),
        (polygon((89.9, 0), (89.9, 120), (89.9, -120)), [(89.9, 90, -180, 180)], "around the north pole"),
        (polygon((-89.9, 0), (-89.9, 120), (-89.9, -120)), [(-90, -89.9, -180, 180)], "around the south pole"),
        (polygon((89.9, 10), (89.9, -170), (89.95, 50)), [(89.9, 90, -180, 180)], "an edge leads over the pole"),
        (polygon((90, 0), (89.9, 0), (89.9, 10)), [(89.9, 90, -180, 180)], "a vertex is the pole"),
        (circle(89.9999, 0, 100), [(89.999005, 90, -180, 180)], "a circle that holds the pole"),
    ],
)
def test_boxes(shape, expected, because):
    assert degrees(boxes(shape)) == expected, because


@pytest.mark.parametrize(
    ("shape", "code", "index", "other", "because"),
    [
        (polygon((90.1, 0), (0, 0), (0, 1)), Wrong.LATITUDE, 0, None, "north of the pole"),
        (polygon((0, 0), (0, 180.5), (0, 1)), Wrong.LONGITUDE, 1, None, "longitude counted to 360"),
        (polygon((0, 0), (0, 1)), Wrong.TOO_FEW, None, None, "a line"),
        (polygon(), Wrong.TOO_FEW, None, None, "nothing"),
        (polygon((0, 0), (0, 1), (1, 1), (0, 0)), Wrong.REPEATED, 3, 0, "closed as GeoJSON does"),
        (polygon((0, 0), (0, 1), (0, 1), (1, 1)), Wrong.REPEATED, 2, 1, "twice in a row"),
        (polygon((0, 180), (0, 179), (1, 179), (0, -180)), Wrong.REPEATED, 3, 0, "180 and -180 are one"),
        (polygon((90, 0), (89.9, 5), (89.9, 30), (90, 50)), Wrong.REPEATED, 3, 0, "the pole has many longitudes"),
        (polygon((0, 0), (1, 1), (1, 0), (0, 1)), Wrong.CROSSING, 0, 2, "a bow tie"),
        (polygon((0, 0), (0, 1), (0, 0.4), (1, 0.4)), Wrong.CROSSING, 0, 1, "runs back on itself"),
        (polygon((0, 0), (1, 0), (1, 1), (0.5, 0)), Wrong.CROSSING, 0, 2, "a vertex on another edge"),
        (polygon((0, 179.5), (1, -179.5), (1, 179.5), (0, -179.5)), Wrong.CROSSING, 0, 2, "a bow tie at 180"),
        (polygon((89.9, 0), (89.9, 180), (89.9, 90), (89.9, -90)), Wrong.CROSSING, 0, 2, "a bow tie over the pole"),
        (polygon((0, 0), (0, 0.5), (0, 1)), Wrong.AREA, None, None, "three on the equator"),
        (polygon((0, 0), (0, 1.5), (1.5, 1.5), (1.5, 0)), Wrong.EXTENT, 0, 2, "236 km from corner to corner"),
        (polygon((0, 0), (0, 120), (0, -120)), Wrong.EXTENT, None, None, "round the earth"),
        (circle(91, 0, 5), Wrong.LATITUDE, None, None, "centre off the earth"),
        (circle(0, -181, 5), Wrong.LONGITUDE, None, None, "centre off the earth"),
        (circle(0, 0, 0), Wrong.RADIUS, None, None, "no radius"),
        (circle(0, 0, -1), Wrong.RADIUS, None, None, "a negative radius"),
        (circle(0, 0, 100_001), Wrong.EXTENT, None, None, "more than 200 km across"),
    ],
)
def test_faults(shape, code, index, other, because):
    found = fault(shape)
    assert found is not None, because
    assert (found.code, found.index, found.other) == (code, index, other), because


def test_a_crossing_is_placed():
    found = fault(polygon((0, 179.5), (1, -179.5), (1, 179.5), (0, -179.5)))
    assert found is not None
    assert abs(found.lat_ndeg / NDEG - 0.5) < 1e-4
    assert found.lon_ndeg in (180 * NDEG, -180 * NDEG)
    assert "Edges 0 and 2" in found.sentence


def test_the_limit_of_the_extent_is_a_parameter():
    square = polygon((0, 0), (0, 1.5), (1.5, 1.5), (1.5, 0))
    assert fault(square, extent_max_m=240_000) is None
    assert fault(circle(0, 0, 10), extent_max_m=19) is not None


@given(stars(), st.integers(3, 5))
@settings(max_examples=60, deadline=None)
def test_few_and_many_edges_are_judged_alike(corners, parts):
    """Edges cut into pieces outline the same ground, and the tree must find what trying each with each finds."""
    crossed = [corners[1], corners[0], *corners[2:]] if len(corners) > 3 else corners
    rounded = [(lat / NDEG, lon / NDEG) for lat, lon in vertices(polygon(*crossed))]
    flat = rings.plane(vertices(polygon(*rounded)))
    few, many = faults._crossing(flat.xy), faults._crossing_of_many(flat.xy)
    assert (few is None) == (many is None)
    cut = [
        p
        for a, b in zip(rounded, [*rounded[1:], rounded[0]], strict=True)
        for p in list(oracle.along(a, b, parts))[:-1]
    ]
    if min(math.dist(oracle.normal(*a), oracle.normal(*b)) for a, b in itertools.pairwise(cut)) > 1e-7:
        assert (fault(polygon(*cut)) is None) == (few is None)


def many(n, lat=46.0, lon=8.0):
    return [oracle.destination(lat, lon, 360 * i / n, 5_000) for i in range(n)]


@pytest.mark.parametrize("centre", [(46, 8), (0, 180), (90, 0)])
def test_a_crossing_among_many_edges_is_placed(centre):
    corners = many(60, *centre)
    assert fault(polygon(*corners)) is None
    corners[20], corners[21] = corners[21], corners[20]
    found = fault(polygon(*corners))
    assert found is not None
    assert (found.code, found.index, found.other) == (Wrong.CROSSING, 19, 21)
    where = found.lat_ndeg / NDEG, found.lon_ndeg / NDEG
    assert min(oracle.distance(*where, *p) for p in oracle.along(corners[19], corners[20], 200)) < 10
    assert min(oracle.distance(*where, *p) for p in oracle.along(corners[21], corners[22], 200)) < 10


def test_faults_among_many_vertices():
    corners = many(60)
    there_and_back = [*corners[:31], corners[29], *corners[31:]]
    assert fault(polygon(*there_and_back)).code is Wrong.REPEATED
    spike = list(oracle.along(corners[29], corners[30], 2))[1]
    assert fault(polygon(*corners[:31], spike, *corners[31:])).code is Wrong.CROSSING


def test_many_edges_side_by_side_do_not_take_long():
    """A comb of 10,000 edges, the boxes of which all overlap: each with each would be fifty million pairs."""
    teeth = []
    for i in range(2_500):
        a, b = (46 + i * 1e-5, 8 - i * 1e-5), (46.4 + i * 1e-5, 8.4 - i * 1e-5)
        c, d = (46 + (i + 0.5) * 1e-5, 8 - (i + 0.5) * 1e-5), (46.4 + (i + 0.5) * 1e-5, 8.4 - (i + 0.5) * 1e-5)
        teeth += [a, b, d, c]
    start = time.process_time()
    assert fault(polygon(*teeth, (46, 7.9), (45.9, 8))) is None
    assert time.process_time() - start < 5


@given(stars(), st.sampled_from([10.0, 3_000.0, 60_000.0]), st.floats(0, 360))
@settings(max_examples=100, deadline=None)
def test_widened_boxes_hold_what_is_near(corners, lateral_m, azimuth):
    shape = polygon(*corners)
    found = widened(boxes(shape), lateral_m)
    for lat, lon in vertices(shape):
        near = oracle.destination(lat / NDEG, lon / NDEG, azimuth, lateral_m)
        assert holds(found, *near)


@pytest.mark.parametrize(
    ("shape", "lateral_m", "expected", "because"),
    [
        (polygon((0, 8), (1, 8), (0.5, 9)), 0, [(0, 1, 8, 9)], "nothing to add"),
        (
            polygon((0, 178), (0, 179.9995), (1, 179)),
            111.4,
            [(-0.001007, 1.001007, 177.998996, 180), (-0.001007, 1.001007, -180, -179.999496)],
            "over the antimeridian",
        ),
        (polygon((89, 0), (89, 10), (89.5, 5)), 60_000, [(88.457378, 90, -180, 180)], "over the pole"),
        (polygon((89, 0), (89, 180), (89, 90)), 1_000, [(88.990956, 90, -180, 180)], "the pole is in it already"),
    ],
)
def test_widened(shape, lateral_m, expected, because):
    assert degrees(widened(boxes(shape), lateral_m)) == expected, because


@pytest.mark.parametrize(
    "corners",
    [
        [(46, 7), (46, 8.5), (47, 8.5), (47, 7)],
        [(46, 7), (46.0001, 7), (46.00005, 7.0002)],
        [(70, 20), (70, 24), (70.8, 24), (70.8, 20)],
        [(-0.6, 179.4), (-0.6, -179.4), (0.6, -179.4), (0.6, 179.4)],
        [(85, 0), (85, 15), (86, 15)],
    ],
)
def test_area_of_a_ring(corners):
    assert fault(polygon(*corners)) is None
    assert area_km2(polygon(*corners)) == pytest.approx(oracle.ring_area_km2(corners), rel=1e-3)


def test_area_of_a_circle_and_of_a_cap():
    assert area_km2(circle(47, 8, 1000)) == pytest.approx(math.pi, rel=1e-12)
    cap = [(89.5, turn) for turn in range(-180, 180, 2)]
    reach_km = oracle.distance(89.5, 0, 90, 0) / 1000
    assert area_km2(polygon(*cap)) == pytest.approx(math.pi * reach_km**2, rel=1e-3)


@given(centres, st.floats(0, 360), st.sampled_from([0.01, 40.0, 20_000.0, 300_000.0]))
@settings(max_examples=150, deadline=None)
def test_distances_agree_with_the_geodesic(centre, azimuth, distance_m):
    other = oracle.destination(*centre, azimuth, distance_m)
    a, b = geodesy.ecef_m(np.radians(np.array([centre, other])))
    assert abs(float(geodesy.distance_m(a, b)) - distance_m) < 1e-3
