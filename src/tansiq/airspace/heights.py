"""Heights: flight levels, altitudes above sea level, and the band above the WGS84 ellipsoid that surely holds them.

A flight level is a surface of pressure. Where it lies depends on the pressure at sea level and on the temperature of the
air below it, so a limit on one reference can be compared with a limit on another only after widening both by what is not
known. Limits on one reference are compared in it, unwidened: see `tansiq.airspace.exact`.

The air is the ICAO Standard Atmosphere (Doc 7488/3), warmer or colder by the same number of kelvins at each level of
pressure; then height grows with pressure altitude by the factor 1 + deviation / standard temperature.
"""

import math
from functools import lru_cache
from typing import Final, assert_never

from msgspec import Struct

from tansiq.airspace import geoid
from tansiq.core.units import MM, Span
from tansiq.core.volumes import Box, Ground, Limit, Reference, Volume

FOOT_M: Final = 0.3048
SEA_LEVEL_PA: Final = 101_325.0
SEA_LEVEL_K: Final = 288.15
LAPSE_K_PER_M: Final = 0.0065
TROPOPAUSE_M: Final = 11_000.0
TROPOPAUSE_K: Final = 216.65
STRATOSPHERE_M: Final = 20_000.0  # from here the standard temperature rises by 1 K a kilometre
STRATOSPHERE_K_PER_M: Final = 0.001
QNH_STEP_PA: Final = 100  # a QNH is given in whole hectopascals, rounded down (ICAO Annex 3, appendix 3)

_GAS_OVER_GRAVITY: Final = 287.05287 / 9.80665  # metres of height per kelvin
_EXPONENT: Final = LAPSE_K_PER_M * _GAS_OVER_GRAVITY
_TROPOPAUSE_PA: Final = SEA_LEVEL_PA * (TROPOPAUSE_K / SEA_LEVEL_K) ** (1 / _EXPONENT)
# Standard metres (of 9.80665 J/kg) are longer than metres at the equator and shorter at the poles (WGS84 normal gravity).
_GRAVITY_MOST: Final = 9.80665 / 9.8322
_GRAVITY_LEAST: Final = 9.80665 / 9.7803
_EARTH_M: Final = 6_335_000.0  # at most the radius by which gravity falls with height


LOWEST_GROUND_MM: Final = (
    -500 * MM
)  # the lowest dry land, the shore of the Dead Sea, lies 440 m below the sea and falls


class Atmosphere(Struct, frozen=True):
    """What is known of the air.

    qnh_pa: the pressure at sea level lies in this range. isa_deviation_mk: the air is warmer than standard by so many
        millikelvins, in the mean of any column. For the defaults see `tansiq.core.room.Charter`.
    settings_pa: pairs of the id of a stated pressure and the QNH that altimeters are set to there.
    stated_pa: what was stated of the pressure at sea level; None where nobody said anything.
    """

    qnh_pa: Span = Span(95_000, 105_000)
    isa_deviation_mk: Span = Span(-30_000, 30_000)
    settings_pa: tuple[tuple[str, int], ...] = ()
    stated_pa: Span | None = None


ANY_AIR: Final = Atmosphere()


def band(
    floor: Limit,
    ceiling: Limit,
    boxes: tuple[Box, ...],
    atmosphere: Atmosphere = ANY_AIR,
    ground: Ground | None = None,
) -> Span:
    """Return the band above the ellipsoid, in millimetres, that holds everything between two limits over the boxes.

    Limits above the ellipsoid are taken as they are. All others are widened outward for the sea level pressure, the
    temperature, gravity, the ground and the geoid (EGM96), so the band is never smaller than the truth.
    ground: within the outline. A floor on or above the ground needs none: then it is the lowest dry land of the earth. A
        ceiling above the ground does.
    """
    low = _low_mm(floor, atmosphere, ground)
    high = _high_mm(ceiling, atmosphere, ground)
    as_they_are = (Reference.W84, Reference.UNL)
    if floor.reference in as_they_are and ceiling.reference in as_they_are:
        return Span(low, high)
    geoid_low, geoid_high = geoid.bounds_m(boxes)
    if floor.reference not in as_they_are:
        low += geoid_low * MM
    if ceiling.reference not in as_they_are:
        high += geoid_high * MM
    return Span(low, high)


def band_of(volume: Volume, atmosphere: Atmosphere) -> Span:
    """Return the band of a volume by its limits, where one of them depends on the air."""
    low = volume.floor or Limit(volume.alt_mm.lo, Reference.W84)
    high = volume.ceiling or Limit(volume.alt_mm.hi, Reference.W84)
    return band(low, high, volume.boxes, atmosphere, volume.ground)


def _low_mm(floor: Limit, atmosphere: Atmosphere, ground: Ground | None) -> int:
    if floor.reference is Reference.AGL:
        return floor.alt_mm + (ground.amsl_mm.lo if ground is not None else LOWEST_GROUND_MM)
    return above_sea_mm(floor, atmosphere)[0]


def _high_mm(ceiling: Limit, atmosphere: Atmosphere, ground: Ground | None) -> int:
    if ceiling.reference is Reference.AGL:
        assert ground is not None, "a ceiling above a ground that nobody knows"
        return ceiling.alt_mm + ground.amsl_mm.hi
    return above_sea_mm(ceiling, atmosphere)[1]


@lru_cache(maxsize=8192)
def above_sea_mm(limit: Limit, atmosphere: Atmosphere) -> tuple[int, int]:
    """Return the least and greatest height above mean sea level of a limit on a surface of pressure.

    Limits above the ellipsoid are returned as they are, twice; those above the ground are no matter of the air.
    """
    match limit.reference:
        case Reference.W84 | Reference.UNL:
            return limit.alt_mm, limit.alt_mm
        case Reference.FL:
            corners = [(float(sea), SEA_LEVEL_PA) for sea in (atmosphere.qnh_pa.lo, atmosphere.qnh_pa.hi)]
        case Reference.AMSL:
            corners = _altimeter_corners(limit, atmosphere)
        case Reference.AGL:
            raise AssertionError("a height above the ground needs the ground")
        case _:
            assert_never(limit.reference)
    shown_m = limit.alt_mm / MM
    found: list[float] = []
    if limit.reference is Reference.AMSL:
        found.append(shown_m)  # a surveyed altitude, which the air does not move
    for sea_pa, setting_pa in corners:
        pressure_altitude = shown_m + pressure_altitude_m(setting_pa)
        for deviation_mk in (atmosphere.isa_deviation_mk.lo, atmosphere.isa_deviation_mk.hi):
            standard_m = _standard_metres(pressure_altitude, sea_pa, deviation_mk / 1_000)
            found += (_least_m(standard_m), _greatest_m(standard_m))
    return math.floor(min(found) * MM), math.ceil(max(found) * MM)


def _altimeter_corners(limit: Limit, atmosphere: Atmosphere) -> list[tuple[float, float]]:
    """Return what the pressure at sea level and the setting of an altimeter may be together, at their extremes.

    A QNH is right where and when it is set, to within the step in which it is given. Where the pressure is stated, the sea may
    also be anything that was stated, whatever the altimeter is set to.
    """
    setting = limit.qnh_pa or dict(atmosphere.settings_pa).get(limit.pressure, 0)
    settings, stated = (
        (setting, setting) if setting else (atmosphere.qnh_pa.lo, atmosphere.qnh_pa.hi),
        atmosphere.stated_pa,
    )
    corners = [(float(each + step), float(each)) for each in settings for step in (-QNH_STEP_PA, QNH_STEP_PA)]
    if stated is not None:
        shown = (setting,) if setting else (stated.lo, stated.hi)
        corners += [(float(sea), float(each)) for sea in (stated.lo, stated.hi) for each in shown]
    return corners


def pressure_altitude_m(pressure_pa: float) -> float:
    """Return the altitude at which the standard atmosphere has a pressure, up to 20 km. Source: ICAO Doc 7488/3."""
    if pressure_pa >= _TROPOPAUSE_PA:
        return SEA_LEVEL_K / LAPSE_K_PER_M * (1 - (pressure_pa / SEA_LEVEL_PA) ** _EXPONENT)
    return TROPOPAUSE_M + TROPOPAUSE_K * _GAS_OVER_GRAVITY * math.log(_TROPOPAUSE_PA / pressure_pa)


def pressure_pa(pressure_altitude: float) -> float:
    """Return the pressure of the standard atmosphere at an altitude in metres, up to 20 km. Source: ICAO Doc 7488/3."""
    if pressure_altitude <= TROPOPAUSE_M:
        return SEA_LEVEL_PA * (1 - LAPSE_K_PER_M * pressure_altitude / SEA_LEVEL_K) ** (1 / _EXPONENT)
    return _TROPOPAUSE_PA * math.exp((TROPOPAUSE_M - pressure_altitude) / (TROPOPAUSE_K * _GAS_OVER_GRAVITY))


def standard_k(pressure_altitude: float) -> float:
    """Return the temperature of the standard atmosphere at an altitude in metres, up to 20 km. Source: ICAO Doc 7488/3."""
    return max(SEA_LEVEL_K - LAPSE_K_PER_M * pressure_altitude, TROPOPAUSE_K)


def true_altitude_m(pressure_altitude: float, sea_pa: float, isa_deviation_k: float) -> float:
    """Return the height above mean sea level of a pressure altitude, all in metres, with mean gravity."""
    standard_m = _standard_metres(pressure_altitude, sea_pa, isa_deviation_k)
    return standard_m * 6_356_766.0 / (6_356_766.0 - standard_m)


def _standard_metres(pressure_altitude: float, sea_pa: float, isa_deviation_k: float) -> float:
    """Return the geopotential height above the sea: the sum of (1 + deviation / T) from the sea's pressure altitude on."""
    sea = pressure_altitude_m(sea_pa)
    return pressure_altitude - sea + isa_deviation_k * (_metres_per_kelvin(pressure_altitude) - _metres_per_kelvin(sea))


def _metres_per_kelvin(altitude_m: float) -> float:
    """Return the integral of 1 / T of the standard atmosphere from 0 to an altitude."""
    total = math.log(SEA_LEVEL_K / (SEA_LEVEL_K - LAPSE_K_PER_M * min(altitude_m, TROPOPAUSE_M))) / LAPSE_K_PER_M
    if altitude_m > TROPOPAUSE_M:
        total += (min(altitude_m, STRATOSPHERE_M) - TROPOPAUSE_M) / TROPOPAUSE_K
    if altitude_m > STRATOSPHERE_M:
        above_k = STRATOSPHERE_K_PER_M * (altitude_m - STRATOSPHERE_M)
        total += math.log1p(above_k / TROPOPAUSE_K) / STRATOSPHERE_K_PER_M
    return total


def _least_m(standard_m: float) -> float:
    return standard_m * (_GRAVITY_MOST if standard_m > 0 else _GRAVITY_LEAST)


def _greatest_m(standard_m: float) -> float:
    if standard_m <= 0:
        return standard_m * _GRAVITY_MOST
    height = standard_m * _GRAVITY_LEAST
    return height / (1 - height / _EARTH_M)
