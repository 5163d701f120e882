"""Positions by grid squares and by metres: MGRS and UTM, both ways.

The square of an MGRS reference is read as its middle. UTM is read where one place alone is meant: "38S" may be the southern
half of zone 38 or the band S, which lies in the north, so it is read only where the northing rules one of them out.
Source: NGA.STND.0037 (the universal grids), by the libraries `mgrs` (GEOTRANS) and `utm`.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
import re
import warnings
from typing import Final, NamedTuple

import mgrs
import utm  # pyright: ignore[reportMissingTypeStubs]

from tansiq.airspace.position_signs import Plain

_MGRS: Final = re.compile(r"\s*(\d{1,2}\s*[C-HJ-NP-X]|[ABYZ])\s*([A-HJ-NP-Z]\s*[A-HJ-NP-Z])\s*(\d*)\s*(\d*)\s*")
_UTM: Final = re.compile(
    r"\s*(?:UTM\s*)?(?:ZONE\s*)?(\d{1,2})\s*(NORTH|SOUTH|[A-Z])[\s;]+"
    r"(?:E\s*)?([1-9]\d{5}(?:\.\d+)?)\s*M?\s*E?[\s;]+(?:N\s*)?(\d{1,8}(?:\.\d+)?)\s*M?\s*N?\s*"
)
_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"  # of 8 degrees from 80 S, the last of 12
_BAND_SLACK: Final = 0.05  # degrees: so far a reference given at the edge of a band may lie outside it
_DIGITS_LEAST: Final = 1  # of each half: squares of 10 km
_SERIES_M: Final = 0.05  # the series of `utm` is off by 4 cm at the edge of the widest zone, 32V

_squares: Final = mgrs.MGRS()


class Place(NamedTuple):
    """A position in degrees, and how large the square is that it stands for, in metres."""

    lat: float
    lon: float
    size_m: float


class Refused(NamedTuple):
    """Why a reference is none. code: of `coordinates.Unreadable`; at: where in what was pasted."""

    code: str
    at: int
    piece: str


def of_mgrs(said: Plain) -> Place | Refused | None:
    """Read an MGRS reference; None where the text is not written as one."""
    found = _MGRS.fullmatch(said.text)
    if found is None:
        return None
    zone, square, east, north = (re.sub(r"\s", "", part) for part in found.groups())
    digits = east + north
    if len(digits) % 2 or (north and len(east) != len(north)) or len(digits) > 10:
        return Refused("square_digits", said.at[found.start(3)], digits)
    if len(digits) // 2 < _DIGITS_LEAST:
        return Refused("square_digits", said.at[found.start(1)], zone + square)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of a square that lies outside its band
            lat, lon = _squares.toLatLon(zone + square + digits)
    except (mgrs.core.MGRSError, RuntimeWarning):
        return Refused("no_square", said.at[found.start(1)], zone + square)
    return Place(float(lat), float(lon), 10.0 ** (5 - len(digits) // 2))


def of_utm(said: Plain) -> Place | Refused | None:
    """Read a position in UTM; None where the text is not written as one."""
    found = _UTM.fullmatch(said.text)
    if found is None:
        return None
    zone, letter, east, north = int(found[1]), found[2], float(found[3]), float(found[4])
    if not 1 <= zone <= 60 or north > 10_000_000:
        return Refused("utm_values", said.at[found.start(1)], f"{found[1]}{letter} {found[3]} {found[4]}")
    by_half = [_from_utm(zone, is_north, east, north) for is_north in (True, False)]
    readings: list[tuple[float, float]] = []
    if letter in ("N", "NORTH"):  # the band N lies in the northern half
        readings = [by_half[0]]
    elif letter in ("S", "SOUTH"):
        readings = [by_half[1]]
    if letter in _BANDS and letter != "N":
        readings += [place for place in by_half if _is_in_band(place[0], letter)]
    readings = [place for n, place in enumerate(readings) if -80 <= place[0] <= 84 and place not in readings[:n]]
    if len(readings) > 1:
        return Refused("utm_half", said.at[found.start(2)], letter)
    if not readings:
        return Refused("utm_values", said.at[found.start(1)], f"{found[1]}{letter} {found[3]} {found[4]}")
    places = min(len(part.partition(".")[2]) for part in (found[3], found[4]))
    return Place(*readings[0], max(10.0**-places, _SERIES_M))


def as_mgrs(lat: float, lon: float) -> str:
    """Return the MGRS square of one metre that holds a position in degrees."""
    said: str = _squares.toMGRS(lat, lon)
    at = len(said) - 12
    return f"{said[:at]} {said[at : at + 2]} {said[at + 2 : at + 7]} {said[at + 7 :]}".strip()


def as_utm(lat: float, lon: float) -> str | None:
    """Return a position in degrees in UTM to the centimetre; None near the poles, which UTM leaves out."""
    if not -80 <= lat <= 84:
        return None
    east, north, zone, _ = utm.from_latlon(lat, lon)
    return f"{zone} {'north' if lat >= 0 else 'south'} {float(east):.2f} {float(north):.2f}"


def _from_utm(zone: int, is_north: bool, east: float, north: float) -> tuple[float, float]:
    lat, lon = utm.to_latlon(east, north, zone, northern=is_north, strict=False)
    return float(lat), (float(lon) + 180) % 360 - 180


def _is_in_band(lat: float, letter: str) -> bool:
    n = _BANDS.index(letter)
    south = -80 + 8 * n
    north = 84 if letter == "X" else south + 8
    return south - _BAND_SLACK <= lat <= north + _BAND_SLACK
