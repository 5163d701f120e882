"""What is known of the air: where and when a statement holds, and that bands derived from it hold the truth."""

import math

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.airspace import exact, heights
from tansiq.airspace.air import Air, is_within, merged
from tansiq.airspace.heights import FOOT_M, Atmosphere, pressure_altitude_m, pressure_pa
from tansiq.airspace.outlines import boxes
from tansiq.core.room import Pressure
from tansiq.core.units import HOUR_US, Span
from tansiq.core.volumes import Ground, Limit, Reference

from . import oracle
from .shapes import MIDNIGHT_S, circle, level, polygon, rect, volume

NOW = MIDNIGHT_S * 10**6
BERN = circle(46.95, 7.45, 1000)
GEOID_M = 48  # EGM96 near Bern, to within a metre
REGION = rect(46.5, 47.5, 7.0, 8.0)
AMSL = Reference.AMSL


def stated(qnh_hpa=1009, isa_k=12, *, name="LSZB", area=REGION, hours=(0, 6), observed=0, tolerances=(2, 10)):
    qnh_tolerance, isa_tolerance = tolerances
    return Pressure(
        id=name,
        party="HAL",
        by="somebody",
        outline=area,
        boxes=boxes(area),
        time_us=Span(NOW + hours[0] * HOUR_US, NOW + hours[1] * HOUR_US),
        observed_us=NOW + round(observed * HOUR_US),
        qnh_pa=qnh_hpa * 100,
        qnh_tolerance_pa=qnh_tolerance * 100,
        isa_mk=isa_k * 1000,
        isa_tolerance_mk=isa_tolerance * 1000,
        transition_altitude_mm=0,
        transition_level_mm=0,
        texts=0,
        position=1,
    )


def flown(floor, ceiling, outline=BERN, hours=(0, 1), ground=None):
    made = volume(outline, times_s=(hours[0] * 3600, hours[1] * 3600))
    return msgspec.structs.replace(made, floor=floor, ceiling=ceiling, ground=ground)


def width_m(span):
    return (span.hi - span.lo) / 1000


@pytest.mark.parametrize(
    ("pressure", "outline", "hours", "expected", "because"),
    [
        (stated(), BERN, (0, 1), Span(100_700, 101_100), "within area and time"),
        (stated(), BERN, (0, 2), Span(100_400, 101_400), "an hour old by then: it may have changed by 3 hPa"),
        (stated(observed=1), BERN, (0, 2), Span(100_700, 101_100), "observed in between"),
        (stated(), BERN, (5, 7), Span(95_000, 105_000), "outlasts it"),
        (stated(), circle(46.5, 7.5, 1000), (0, 1), Span(95_000, 105_000), "reaches out of the area"),
        (stated(), circle(40, 7.5, 1000), (0, 1), Span(95_000, 105_000), "elsewhere"),
        (stated(), BERN, (7, 8), Span(95_000, 105_000), "later"),
        (
            stated(940),
            BERN,
            (5, 7),
            Span(93_800, 105_000),
            "outlasts it, and the charter did not think of a storm like that",
        ),
        (stated(940), BERN, (4, 6), Span(93_800, 95_700), "grows, but never down beyond what was stated"),
    ],
)
def test_where_and_when_a_statement_holds(pressure, outline, hours, expected, because):
    assert Air(pressures=(pressure,)).of(flown(None, None, outline, hours)).qnh_pa == expected, because


def test_where_two_state_otherwise_both_count():
    air = Air(pressures=(stated(1009), stated(1001, name="OTHER")))
    assert air.of(flown(None, None)).qnh_pa == Span(99_900, 101_100)


def test_more_is_never_known_better_than_a_part_of_it():
    air = Air(pressures=(stated(), stated(990, name="EAST", area=rect(46.5, 47.5, 7.44, 9.0), hours=(2, 9))))
    small = flown(None, None)
    for later_us, aside_m in ((HOUR_US, 0.0), (0, 3_000.0), (9 * HOUR_US, 90_000.0)):
        part, whole = air.of(small), air.of(small, later_us=later_us, aside_m=aside_m)
        assert whole.qnh_pa.lo <= part.qnh_pa.lo
        assert whole.qnh_pa.hi >= part.qnh_pa.hi
        assert merged([part, whole]).qnh_pa == whole.qnh_pa


@pytest.mark.parametrize(
    ("inner", "outer", "aside_m", "expected"),
    [
        (BERN, REGION, 0, True),
        (BERN, REGION, 60_000, False),
        (REGION, BERN, 0, False),
        (circle(46.95, 7.45, 1000), circle(46.95, 7.45, 1002), 0, True),
        (circle(46.95, 7.45, 1000), circle(46.95, 7.45, 1000), 0, False),
        (rect(46.9, 47.0, 7.4, 7.5), circle(46.95, 7.45, 8_000), 0, True),
        (rect(46.9, 47.0, 7.4, 7.5), circle(46.95, 7.45, 6_000), 0, False),
        (circle(-46.95, -172.55, 1000), REGION, 0, False),
        (rect(46.6, 46.7, 179.9, -179.9), rect(46.5, 46.8, 179.5, -179.5), 0, True),
        (circle(90, 0, 1000), polygon((89.8, 0), (89.8, 120), (89.8, -120)), 0, True),
        # The middle of a horseshoe lies in its hull, and not in it.
        (
            circle(0.5, 0.5, 1000),
            polygon((0, 0), (0, 1), (1, 1), (1, 0.8), (0.2, 0.8), (0.2, 0.2), (1, 0.2), (1, 0)),
            0,
            False,
        ),
    ],
)
def test_is_within(inner, outer, aside_m, expected):
    assert is_within(inner, outer, aside_m) is expected


@given(st.floats(0, 360), st.floats(0, 60_000), st.floats(10, 30_000))
@settings(max_examples=200, deadline=None)
def test_what_is_within_has_no_place_outside(bearing, away_m, radius_m):
    lat, lon = oracle.destination(47.0, 7.5, bearing, away_m)
    if is_within(circle(lat, lon, radius_m), REGION):
        for turn in range(0, 360, 15):
            y, x = oracle.destination(lat, lon, turn, radius_m)
            assert 46.5 - 0.003 <= y <= 47.5 + 0.003, "edges are shortest paths: they bend a little"
            assert 7.0 <= x <= 8.0


# --- bands hold the truth ---------------------------------------------------------------------------------------------


def truth_mm(limit, sea_pa, isa_k, gravity):
    """The slow truth: the hypsometric equation summed over thin layers from the sea to the pressure of a limit."""
    setting_pa = 101_325 if limit.reference is Reference.FL else limit.qnh_pa
    top_pa = pressure_pa(limit.alt_mm / 1000 + pressure_altitude_m(setting_pa))
    layers, total = 2_000, 0.0
    step = math.log(sea_pa / top_pa) / layers
    for n in range(layers):
        altitude = pressure_altitude_m(sea_pa * math.exp(-(n + 0.5) * step))
        total += 287.05287 * (max(288.15 - 0.0065 * altitude, 216.65) + isa_k) / gravity * step
    return (total * 6_371_000 / (6_371_000 - total) + GEOID_M) * 1000


limits = st.one_of(
    st.builds(level, st.integers(0, 450)),
    st.builds(
        lambda ft, qnh: Limit(round(ft * 304.8), AMSL, qnh * 100), st.integers(0, 15_000), st.sampled_from([1005, 1013])
    ),
)
gravities = st.sampled_from([9.7803, 9.80665, 9.8322])
shares = st.floats(-1, 1)


@given(limits, st.integers(960, 1040), st.integers(-20, 25), st.integers(0, 4), shares, shares, gravities)
@settings(max_examples=150, deadline=None)
def test_a_band_holds_the_truth_for_any_air_within_what_was_stated(limit, qnh, isa, hour, qnh_off, isa_off, gravity):
    pressure = stated(qnh, isa)
    made = flown(limit, limit, hours=(hour, hour + 1))
    band = Air(pressures=(pressure,)).banded(made).alt_mm
    sea_pa = qnh * 100 + qnh_off * (200 + 300 * hour)
    isa_k = isa + isa_off * (10 + hour)
    if abs(isa_k) <= 30 and 95_000 <= sea_pa <= 105_000:  # beyond the charter's bounds a tolerance does not grow
        assert band.lo <= truth_mm(limit, sea_pa, isa_k, gravity) <= band.hi


@given(limits, limits, st.floats(100, 3_000), st.integers(980, 1030), shares, shares, gravities)
@settings(max_examples=150, deadline=None)
def test_what_truly_overlaps_in_some_air_that_was_stated_is_still_found(
    low, other, thick_ft, qnh, qnh_off, isa_off, gravity
):
    def raised(limit):
        return Limit(limit.alt_mm + round(thick_ft * 304.8), limit.reference, limit.qnh_pa)

    air = Air(pressures=(stated(qnh, 0),))
    a, b = air.banded(flown(low, raised(low))), air.banded(flown(other, raised(other)))
    sea_pa, isa_k = qnh * 100 + qnh_off * 200, isa_off * 10
    (a_lo, a_hi), (b_lo, b_hi) = (
        (truth_mm(v.floor, sea_pa, isa_k, gravity), truth_mm(v.ceiling, sea_pa, isa_k, gravity)) for v in (a, b)
    )
    if max(a_lo, b_lo) < min(a_hi, b_hi) - 1:
        assert exact.heights_cross(a, b, 0)


def test_how_much_narrower_a_stated_pressure_makes_a_band():
    """FL100 to FL120, 610 m thick: 2.2 km without a word about the air, less than 1 km with QNH and temperature."""
    made = flown(level(100), level(120))
    bare, known = Air().banded(made).alt_mm, Air(pressures=(stated(),)).banded(made).alt_mm
    close = Air(pressures=(stated(tolerances=(1, 3)),)).banded(made).alt_mm
    assert 2_100 < width_m(bare) < 2_250
    assert 900 < width_m(known) < 980
    assert 700 < width_m(close) < 800
    assert bare.lo <= known.lo <= close.lo
    assert close.hi <= known.hi <= bare.hi


def test_altitudes_on_the_pressure_of_one_area_are_compared_as_they_are():
    on_it = [Limit(round(ft * 304.8), AMSL, 0, "LSZB") for ft in (3_000, 4_000, 5_000)]
    air = Air(pressures=(stated(),))
    below, above = air.banded(flown(on_it[0], on_it[1])), air.banded(flown(on_it[1], on_it[2]))
    assert not exact.heights_cross(below, above, 0), "whatever the QNH is by then, both are set to it"
    other = air.banded(flown(Limit(on_it[1].alt_mm, AMSL, 101_300), Limit(on_it[2].alt_mm, AMSL, 101_300)))
    assert exact.heights_cross(below, other, 0), "another setting: 4 hPa are 110 ft"
    far = air.banded(flown(Limit(on_it[2].alt_mm, AMSL, 101_300), level(100)))
    assert not exact.heights_cross(below, far, 0)


def test_an_altitude_on_the_pressure_of_an_area_follows_it():
    limit = Limit(round(4_000 * 304.8), AMSL, 0, "LSZB")
    bands = [Air(pressures=(stated(qnh),)).banded(flown(limit, limit)).alt_mm for qnh in (990, 1030)]
    for band in bands:  # set to the QNH of the place, altimeters show the height above the sea, warm air aside
        assert band.lo <= (4_000 * FOOT_M + GEOID_M) * 1000 <= band.hi
        assert width_m(band) < 200
    unknown = Air().banded(flown(limit, limit)).alt_mm
    assert unknown.lo <= min(b.lo for b in bands)


def test_limits_above_the_ground_take_the_lowest_and_the_highest_ground():
    ground = Ground(Span(500_000, 900_000), True)
    made = flown(Limit(50_000, Reference.AGL), Limit(120_000, Reference.AGL), ground=ground)
    band = heights.band_of(made, Atmosphere())
    assert band.lo <= 550_000 + 47_000
    assert band.hi >= 1_020_000 + 49_000
    assert width_m(band) < 490
    assert not made.depends_on_air


def test_a_floor_on_the_ground_needs_none_and_unlimited_is_as_high_as_a_height_may_be():
    made = flown(Limit(0, Reference.AGL), Limit(100_000_000, Reference.UNL))
    band = heights.band_of(made, Atmosphere())
    assert band.lo <= -440_000, "the shore of the Dead Sea"
    assert band.hi == 100_000_000
    above = flown(level(400), level(600))
    assert exact.heights_cross(msgspec.structs.replace(made, alt_mm=band), Air().banded(above), 0)
