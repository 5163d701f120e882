"""Outlines, heights and areas (F3548-21 OpenAPI, Polygon, Circle, Altitude; limits of annex A2; InterUSS suites).

Each outline is sent in all the ways that there are: three searches and three bookings.
"""

import math

import pytest

from tansiq.core.limits import QUERY_VERTICES

from .bodies import Json, area, circle, constraint, height, intent, new_id, polygon, sentences, subscription, volume
from .client import ids

EARTH_KM = 6_371.0


def statuses(uss, outline: Json, low: float = 0) -> list[int]:
    """What three searches and three bookings answer to an outline. low: where nobody else books, in metres."""
    extent = volume(outline, low=low, high=low + 50)
    return [
        uss.find_intents(area(outline)).status,
        uss.find_constraints(area(outline)).status,
        uss.find_subscriptions(area(outline)).status,
        uss.put_intent(new_id(), intent(extent)).status,
        uss.put_constraint(new_id(), constraint(extent)).status,
        uss.put_subscription(new_id(), subscription(extent)).status,
    ]


TAKEN = [200, 200, 200, 201, 201, 200]
REFUSED = [400] * 6
SQUARE = ((10, 20), (10, 20.1), (10.1, 20.1), (10.1, 20))

OUTLINES = [
    (polygon(*SQUARE), TAKEN, "a square, counterclockwise"),
    (polygon(*reversed(SQUARE)), TAKEN, "the same, clockwise"),
    (polygon(*SQUARE[:3]), TAKEN, "a triangle"),
    (polygon(*SQUARE, SQUARE[0]), REFUSED, "the closing vertex repeats the first"),
    (polygon(*SQUARE, SQUARE[2]), REFUSED, "a vertex comes twice"),
    (polygon(SQUARE[0], SQUARE[0], SQUARE[1], SQUARE[2]), REFUSED, "two equal vertices one after the other"),
    (polygon(SQUARE[0], SQUARE[0], SQUARE[0]), REFUSED, "three equal points"),
    (polygon(*SQUARE[:2]), REFUSED, "two vertices"),
    (polygon(SQUARE[0]), REFUSED, "one vertex"),
    (polygon(), REFUSED, "no vertices"),
    (polygon((10, 20), (10.1, 20.1), (10, 20.1), (10.1, 20)), REFUSED, "edges that cross: a bow tie"),
    (polygon((10, 20), (10, 20.2), (10, 20.1)), TAKEN, "three points of one parallel: edges are great circles"),
    (polygon((10, 20), (10, 20.2), (10, 20.1), (10, 20.15)), REFUSED, "it runs back on itself"),
    (polygon((0, 20), (0, 20.1), (0, 20.2)), REFUSED, "three points of one line"),
    (polygon((10, 20), (10, 20.2), (10.1, 20.1), (9.9, 20.1)), REFUSED, "an edge through another"),
    (polygon((90.1, 0), (89.9, 0), (89.9, 1)), REFUSED, "a latitude above 90"),
    (polygon((-90.1, 0), (-89.9, 0), (-89.9, 1)), REFUSED, "a latitude below -90"),
    (polygon((10, 180.1), (10, 179.9), (10.1, 179.9)), REFUSED, "a longitude above 180"),
    (polygon((10, -180.1), (10, -179.9), (10.1, -179.9)), REFUSED, "a longitude below -180"),
    (polygon((1e300, 0), (0, 1), (1, 1)), REFUSED, "a latitude without measure"),
    (polygon((10, 179.95), (10, -179.95), (10.1, -179.95), (10.1, 179.95)), TAKEN, "across the antimeridian"),
    (polygon((10, 180), (10, 179.9), (10.1, 179.9), (10.1, 180)), TAKEN, "up to the antimeridian from the west"),
    (polygon((10, -180), (10, -179.9), (10.1, -179.9), (10.1, -180)), TAKEN, "up to the antimeridian from the east"),
    (polygon((89.999, 0), (89.999, 120), (89.999, -120)), TAKEN, "round the North Pole"),
    (polygon((-89.99, 0), (-89.99, 90), (-89.99, 180), (-89.99, -90)), TAKEN, "round the South Pole"),
    (polygon((90, 0), (89.99, 0), (89.99, 90)), TAKEN, "a corner at the pole"),
    (circle(90, 0, 200), TAKEN, "a circle at the pole"),
    (circle(89.999, 180, 300), TAKEN, "a circle over the pole, centred beside it"),
    (circle(-56, 178, 500), TAKEN, "a circle near the antimeridian"),
    (circle(-56, 180, 500), TAKEN, "a circle on the antimeridian"),
    (circle(0, 0, 0.01), TAKEN, "a circle of a centimetre"),
    (circle(0, 0, 0), REFUSED, "no radius"),
    (circle(0, 0, -5), REFUSED, "a negative radius"),
    (circle(91, 0, 5), REFUSED, "a centre off the earth"),
    (circle(0, 181, 5), REFUSED, "a centre beyond the antimeridian"),
    (circle(0, 0, 1e12), REFUSED, "a radius of a thousand suns"),
    (circle(0, 0, 1e308), REFUSED, "a radius that no number of millimetres can hold"),
    (circle(1e308, 0, 5), REFUSED, "a latitude that no number of nanodegrees can hold"),
    (polygon(*SQUARE) | circle(10, 20, 500), REFUSED, "both circle and polygon"),
    ({}, REFUSED, "neither circle nor polygon"),
    ({"outline_polygon": None, "outline_circle": None}, REFUSED, "both null"),
    ({"outline_circle": {"center": {"lat": 0, "lng": 0}}}, REFUSED, "a circle without radius"),
    (
        {"outline_circle": {"center": {"lat": 0, "lng": 0}, "radius": {"value": 9, "units": "FT"}}},
        REFUSED,
        "a radius in feet",
    ),
    (
        {"outline_circle": {"center": {"lat": "0", "lng": 0}, "radius": {"value": 9, "units": "M"}}},
        REFUSED,
        "a latitude as text",
    ),
    ({"outline_polygon": {"vertices": [{"lat": 1}, {"lat": 2}, {"lat": 3}]}}, REFUSED, "vertices without longitude"),
]


@pytest.mark.parametrize(("outline", "expected", "because"), OUTLINES, ids=sentences(OUTLINES))
def test_outlines(uss, outline, expected, because):
    low = 1_000 + 100 * sentences(OUTLINES).index(because)
    assert statuses(uss, outline, low) == expected, because


def square(side_km: float, lat: float = 30) -> Json:
    """A square around a parallel of about so many kilometres."""
    half = math.degrees(side_km / EARTH_KM) / 2
    wide = half / math.cos(math.radians(lat))
    return polygon((lat - half, -wide), (lat - half, wide), (lat + half, wide), (lat + half, -wide))


AREAS = [
    (circle(30, 5, 28_200), TAKEN, "a circle of 2,498 km²"),
    (circle(30, 5, 28_220), [400, 400, 400, 400, 201, 400], "a circle of 2,502 km², which only a constraint may be"),
    (circle(30, 5, 56_400), [400, 400, 400, 400, 201, 400], "a circle of 9,993 km²"),
    (circle(30, 5, 56_430), REFUSED, "a circle of 10,004 km²"),
    (square(49.8), TAKEN, "a square of 2,480 km²"),
    (square(50.2), [400, 400, 400, 400, 201, 400], "a square of 2,520 km²"),
    (square(99.5), [400, 400, 400, 400, 201, 400], "a square of 9,900 km²"),
    (square(100.5), REFUSED, "a square of 10,100 km²"),
    (polygon((32.58, -117.16), (32.65, -117.16), (32.65, -117.07), (32.58, -157.07)), REFUSED, "a slip of 40 degrees"),
    (polygon((10, 10), (10, 110), (20, 60)), REFUSED, "a quarter of the earth"),
    (polygon((80, 0), (80, 90), (80, 180), (80, -90)), REFUSED, "the Arctic"),
]


@pytest.mark.parametrize(("outline", "expected", "because"), AREAS, ids=sentences(AREAS))
def test_areas_are_limited(uss, outline, expected, because):
    assert statuses(uss, outline, 10_000 + 100 * sentences(AREAS).index(because)) == expected, because


HEIGHTS = [
    (height(0), height(0), True, "a sheet"),
    (height(-7.8), height(114.1), True, "from below the ellipsoid"),
    (height(-8_000), height(100_000), True, "all that the standard has"),
    (height(120), height(0), False, "upside down"),
    (height(-8_001), height(0), False, "below what the standard has"),
    (height(0), height(100_001), False, "above what the standard has"),
    (height(0), height(1e300), False, "above the stars"),
    (height(0, units="FT"), height(120), False, "the lower in feet"),
    (height(0), height(400, units="FT"), False, "the upper in feet"),
    (height(0, reference="SFC"), height(120), False, "the lower above ground"),
    (height(0), height(120, reference="AMSL"), False, "the upper above sea level"),
    (height(0), {"value": 120, "reference": "W84"}, False, "without units"),
    (height(0), {"value": 120, "units": "M"}, False, "without reference"),
    (height(0), {"reference": "W84", "units": "M"}, False, "without value"),
    (height(0), height(0) | {"value": "120"}, False, "a number as text"),
    (height(0), 120, False, "a bare number"),
]


@pytest.mark.parametrize(("lower", "upper", "good", "because"), HEIGHTS, ids=sentences(HEIGHTS))
def test_heights(uss, place, lower, upper, good, because):
    outline = place.outline() | {"altitude_lower": lower, "altitude_upper": upper}
    extent = volume(outline, low=None, high=None)
    answers = [
        uss.find_intents(extent).status,
        uss.find_constraints(extent).status,
        uss.find_subscriptions(extent).status,
        uss.put_intent(new_id(), intent(extent)).status,
        uss.put_constraint(new_id(), constraint(extent)).status,
        uss.put_subscription(new_id(), subscription(extent)).status,
    ]
    assert answers == (TAKEN if good else REFUSED), because


def ring(n: int) -> Json:
    """A regular polygon of n vertices."""
    turn = 2 * math.pi / n
    return polygon(*((40 + 0.1 * math.sin(i * turn), 0.1 * math.cos(i * turn)) for i in range(n)))


def test_an_intent_has_at_most_10_000_vertices_and_a_constraint_1_000(uss):
    assert uss.put_intent(new_id(), intent(volume(ring(10_000)))).status == 201
    assert uss.put_intent(new_id(), intent(volume(ring(10_001)))).status == 400
    assert uss.put_constraint(new_id(), constraint(volume(ring(1_000)))).status == 201
    assert uss.put_constraint(new_id(), constraint(volume(ring(1_001)))).status == 400
    halves = [volume(ring(5_000), low=500, high=600), volume(ring(5_001), low=500, high=600)]
    assert uss.put_intent(new_id(), intent(*halves)).status == 400, "all volumes count together"


def test_an_area_that_is_asked_about_has_at_most_1_000_vertices(uss):
    for vertices, status in ((QUERY_VERTICES, 200), (QUERY_VERTICES + 1, 400)):
        around = ring(vertices)
        assert uss.find_intents(area(around)).status == status
        assert uss.find_constraints(area(around)).status == status
        assert uss.find_subscriptions(area(around)).status == status
        assert uss.put_subscription(new_id(), subscription(volume(around))).status == status


@pytest.mark.parametrize("needed", ["altitude_lower", "altitude_upper"])
def test_each_volume_of_an_intent_needs_both_heights(uss, place, needed):
    extent = volume(place)
    del extent["volume"][needed]
    reply = uss.put_intent(new_id(), intent(volume(place), extent))
    assert reply.status == 400
    assert f"$.extents[1].volume.{needed}" in reply.read.message
    assert uss.put_constraint(new_id(), constraint(extent)).status == 201, "a constraint may be open above and below"
    assert uss.put_subscription(new_id(), subscription(extent)).status == 200


NEIGHBOURS = [
    (circle(89.999, 0, 200), circle(89.999, 180, 300), True, "over the pole"),
    (polygon((89.99, 0), (89.99, 120), (89.99, -120)), circle(90, 77, 1), True, "inside, at the pole itself"),
    (circle(-20, 179.999, 500), circle(-20, -179.999, 500), True, "across the antimeridian"),
    (
        polygon((-30, 179), (-30.1, 179), (-30.1, 180), (-30, 180)),
        circle(-30.05, -179.9999, 100),
        True,
        "on its other side",
    ),
    (circle(-25, 179, 500), circle(-25, -179, 500), False, "two degrees apart across it"),
    (
        polygon((-40, 10), (-40, 10.1), (-40.1, 10.1)),
        polygon((-40, 10), (-40.1, 10.1), (-40, 10.1)),
        True,
        "clockwise or not",
    ),
    (
        polygon((50, -60), (50, -59.5), (49.9, -59.5), (49.9, -60)),
        circle(50.0002, -59.75, 5),
        True,
        "under the bulge of an edge",
    ),
    (circle(-45, 10, 1_000), circle(-45, 10.02, 1_000), True, "circles that meet"),
    (circle(-46, 10, 1_000), circle(-46, 10.2, 1_000), False, "circles 15 km apart"),
]


@pytest.mark.parametrize(("outline", "asked", "meets", "because"), NEIGHBOURS, ids=sentences(NEIGHBOURS))
def test_what_meets_on_the_globe_is_found_and_must_be_known(uss, other, outline, asked, meets, because):
    low = 30_000 + 100 * sentences(NEIGHBOURS).index(because)
    intent_id = new_id()
    assert uss.put_intent(intent_id, intent(volume(outline, low=low, high=low + 50))).status == 201
    looked_at = volume(asked, low=low, high=low + 50)
    found = ids(other.find_intents(looked_at).read.operational_intent_references)
    assert (intent_id in found) is meets, because
    assert other.put_intent(new_id(), intent(looked_at)).status == (409 if meets else 201), because
