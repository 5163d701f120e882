"""Pressure and height, and bands that surely hold what they should."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.airspace import geoid, heights
from tansiq.airspace.heights import FOOT_M, Atmosphere, band, pressure_altitude_m, pressure_pa, true_altitude_m
from tansiq.airspace.outlines import boxes
from tansiq.core.units import NDEG, Span
from tansiq.core.volumes import Box, Limit, Reference

from .shapes import circle, level

BERN = boxes(circle(46.95, 7.45, 1000))
AMSL = Reference.AMSL


def known(qnh_hpa, isa_k):
    return Atmosphere(Span(qnh_hpa * 100, qnh_hpa * 100), Span(isa_k * 1000, isa_k * 1000))


@pytest.mark.parametrize(
    ("altitude_m", "pressure_hpa"),
    [
        # ICAO Doc 7488/3, table 1.
        (0, 1013.25),
        (-1000, 1139.29),
        (1000, 898.75),
        (5000, 540.20),
        (11000, 226.32),
        (15000, 120.44),
        (20000, 54.75),
    ],
)
def test_the_standard_atmosphere(altitude_m, pressure_hpa):
    assert pressure_pa(altitude_m) / 100 == pytest.approx(pressure_hpa, rel=1e-4)
    assert pressure_altitude_m(pressure_pa(altitude_m)) == pytest.approx(altitude_m, abs=1e-6)


def column_m(pressure_altitude, sea_pa, isa_k, layers=20_000):
    """The oracle: the hypsometric equation summed over thin layers between two pressures, with constant gravity."""
    top_pa, total = pressure_pa(pressure_altitude), 0.0
    step = (math.log(sea_pa) - math.log(top_pa)) / layers
    for n in range(layers):
        altitude = pressure_altitude_m(math.exp(math.log(sea_pa) - (n + 0.5) * step))
        kelvin = max(288.15 - 0.0065 * altitude, 216.65) + isa_k
        total += 287.05287 * kelvin / 9.80665 * step
    return total


@pytest.mark.parametrize(
    ("fl", "qnh_hpa", "isa_k"), [(130, 1013.25, 20), (50, 980, -25), (390, 1030, 15), (0, 1040, 30)]
)
def test_true_altitude_is_the_sum_over_thin_layers(fl, qnh_hpa, isa_k):
    standard_m = column_m(fl * 100 * FOOT_M, qnh_hpa * 100, isa_k)
    expected = standard_m * 6_356_766 / (6_356_766 - standard_m)
    assert true_altitude_m(fl * 100 * FOOT_M, qnh_hpa * 100, isa_k) == pytest.approx(expected, abs=0.05)


def test_a_warm_day_lifts_flight_levels_by_hundreds_of_feet():
    """At 20 K above standard FL130 lies 902 ft high where the deviation is counted by height (13,000 ft x 20 / 288.15),
    954 ft where it is counted by pressure, as here, and geometric feet are meant. Plain conversion would break separation."""
    nominal_m = 13_000 * FOOT_M
    rise_ft = (true_altitude_m(nominal_m, 101_325, 20) - nominal_m) / FOOT_M
    assert rise_ft == pytest.approx(954, abs=1)
    warm = Atmosphere(Span(101_300, 101_400), Span(15_000, 20_000))
    sea_low, sea_high = heights.above_sea_mm(level(130), warm)
    for rise in (885, 902, 954):
        assert sea_low < (13_000 + rise) * 304.8 < sea_high


limits = st.one_of(
    st.builds(lambda ft: Limit(round(ft * 304.8), Reference.FL), st.integers(-10, 600).map(lambda n: n * 100)),
    st.builds(
        lambda ft, qnh: Limit(round(ft * 304.8), AMSL, qnh * 100),
        st.integers(0, 20_000),
        st.sampled_from([0, 960, 1040]),
    ),
)


@given(limits, st.integers(95_000, 105_000), st.floats(-30, 30), st.sampled_from([9.7803, 9.80665, 9.8322]))
@settings(max_examples=200, deadline=None)
def test_a_band_holds_the_truth(limit, sea_pa, isa_k, gravity):
    """Any sea level pressure and temperature within bounds, gravity of the equator or of a pole, the geoid near Bern."""
    if limit.reference is AMSL:
        setting_pa = limit.qnh_pa or sea_pa
        sea_pa = setting_pa
    else:
        setting_pa = 101_325
    pressure_altitude = limit.alt_mm / 1000 + pressure_altitude_m(setting_pa)
    standard_m = pressure_altitude - pressure_altitude_m(sea_pa)
    if isa_k:
        standard_m = true_altitude_m(pressure_altitude, sea_pa, isa_k)
        standard_m = standard_m * 6_356_766 / (6_356_766 + standard_m)  # back to standard metres
    truth_mm = (standard_m * 9.80665 / gravity + 48) * 1000
    found = band(limit, limit, BERN)
    assert found.lo <= truth_mm <= found.hi


def test_what_is_known_makes_bands_thin():
    wide, thin = band(level(100), level(100), BERN), band(level(100), level(100), BERN, known(1013, 5))
    assert wide.hi - wide.lo > 1_500_000
    assert thin.hi - thin.lo < 40_000
    assert wide.lo <= thin.lo <= thin.hi <= wide.hi


def test_heights_above_the_ellipsoid_are_taken_as_they_are():
    floor, ceiling = Limit(12_345, Reference.W84), Limit(67_890, Reference.W84)
    assert band(floor, ceiling, BERN) == Span(12_345, 67_890)
    mixed = band(floor, level(100), BERN)
    assert mixed.lo == 12_345
    assert mixed.hi == band(level(100), level(100), BERN).hi


def test_an_altitude_may_be_a_surveyed_one():
    """The geoid near Bern lies 48 m above the ellipsoid; the air does not move a hill."""
    found = band(Limit(500_000, AMSL), Limit(500_000, AMSL), BERN, known(1013, 10))
    assert found.lo <= 548_000 <= found.hi


@pytest.mark.parametrize(
    ("lat", "lon", "undulation_m"),
    [
        # Test points of NGA's program for EGM96 (INPUT.DAT and OUTPUT.DAT).
        (38.6281550, 269.7791550 - 360, -31.628),
        (-14.6212170, 305.0211140 - 360, -2.969),
        (46.8743190, 102.4487290, -43.575),
        (-23.6174460, 133.8747120, 15.871),
        (38.6254730, 359.9995000 - 360, 50.066),
        (-0.4667440, 0.0023000, 17.329),
    ],
)
def test_the_geoid_holds_published_points(lat, lon, undulation_m):
    low, high = geoid.bounds_m(boxes(circle(lat, lon, 10)))
    assert low <= undulation_m <= high
    assert high - low <= 20, "the steepest of these cells (MacDonnell Ranges) spans 13 m"


def test_the_geoid_over_large_boxes_and_at_the_ends_of_the_earth():
    whole = geoid.bounds_m((Box(Span(-90 * NDEG, 90 * NDEG), Span(-180 * NDEG, 180 * NDEG)),))
    assert whole == (-108 - geoid.MODEL_ERROR_M, 86 + geoid.MODEL_ERROR_M)  # EGM96: -107.0 to 85.4 m
    pole = geoid.bounds_m(boxes(circle(90, 0, 1000)))
    assert pole[0] <= 13.6 <= pole[1]  # EGM96 at the north pole
    across = boxes(circle(0, 180, 1000))
    assert len(across) == 2
    assert geoid.bounds_m(across) == (
        min(geoid.bounds_m((b,))[0] for b in across),
        max(geoid.bounds_m((b,))[1] for b in across),
    )
