"""The kinds of values in a phrase: how each is read from what was sent. How they are shown is in `shown`, said in `spoken`."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, cast

from msgspec import Struct

from tansiq.core.units import MM

AREA_CHARS: Final = 80
TEXT_CHARS: Final = 80  # what takes longer to say is no phrase
FOOT_MM: Final = 304.8
LEVEL_MM: Final = 30_480  # FL130 is 13,000 ft
MILE_MM: Final = 1_852_000  # the nautical one
LOWEST_MM: Final = -2_000 * MM
HIGHEST_MM: Final = 100_000 * MM  # F3548-21 OpenAPI, Altitude.value
FREQUENCY_KHZ: Final = (2_000, 1_000_000)  # HF to UHF
QNH_HPA: Final = (850, 1_090)
VISIBILITY_M: Final = 100_000
DISTANCE_MM: Final = 20_000_000 * MM  # half around the earth
DURATION_MIN: Final = 7 * 24 * 60
NUMBER: Final = 100_000
PARTS: Final = 6_000  # hundredths of a minute in a degree: a position is said to 20 m

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TIME: Final = re.compile(r"20\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.0{1,6})?)?(Z|\+00:00)", re.ASCII)
_CALLSIGN: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9 -]{0,18}[A-Z0-9])?", re.ASCII)
_PARTY: Final = re.compile(r"[A-Z][A-Z0-9]{1,7}", re.ASCII)
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.ASCII)
_SQUAWK: Final = re.compile(r"[0-7]{4}", re.ASCII)
_JOINERS: Final = str.maketrans("", "", "\u200c\u200d\u00a0")  # Persian, Indic scripts and French need them


class Kind(StrEnum):
    """The kinds of values, by their names on the wire."""

    TIME = "time"
    HEIGHT = "height"
    POSITION = "position"
    CALLSIGN = "callsign"
    FLIGHT = "flight"
    PARTY = "party"
    AREA = "area"
    FREQUENCY = "frequency"
    SQUAWK = "squawk"
    QNH = "qnh"
    VISIBILITY = "visibility"
    DISTANCE = "distance"
    DURATION = "duration"
    BEARING = "bearing"
    NUMBER = "number"
    TEXT = "text"


class Said(Struct, frozen=True):
    """A value that fits its kind.

    numbers: of a time microseconds since 1970, of a height and a distance millimetres, of a position hundredths of a minute
    (latitude, longitude), of a frequency kHz, of a QNH hPa, of a visibility metres, of a duration minutes, of a bearing
    degrees. text: what was typed; of a height its reference (FL, AMSL, AGL, W84, GND, UNL). unit: as it was said, FT, M, KM,
    NM; "" where the kind has one alone.
    """

    kind: Kind
    numbers: tuple[int, ...] = ()
    text: str = ""
    unit: str = ""


def said(kind: Kind, value: object) -> Said | None:
    """Return a value as it was sent in its kind; None where it is none."""
    return _READ[kind](value)


def _time(value: object) -> Said | None:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return None
    try:
        time_us = (datetime.fromisoformat(value.replace("Z", "+00:00")) - _EPOCH) // timedelta(microseconds=1)
    except ValueError:  # the 31st of June
        return None
    return Said(Kind.TIME, (time_us,))


def _height(value: object) -> Said | None:
    members = _members(value, "reference", "value", "units")
    if members is None:
        return None
    reference, number = members.get("reference"), members.get("value", 0)
    if reference in ("GND", "UNL"):
        return Said(Kind.HEIGHT, (0 if reference == "GND" else HIGHEST_MM,), reference) if not number else None
    units = members.get("units") or ("FL" if reference == "FL" else "M")
    whole = _whole(number, -10_000_000, 10_000_000)
    if (
        whole is None
        or reference not in ("FL", "AMSL", "AGL", "W84")
        or units not in (("FL",) if reference == "FL" else ("FT", "M"))
    ):
        return None
    alt_mm = {"FL": whole * LEVEL_MM, "FT": round(whole * FOOT_MM), "M": whole * MM}[units]
    lowest_mm = LOWEST_MM if reference in ("AMSL", "W84") else 0
    return Said(Kind.HEIGHT, (alt_mm,), reference, units) if lowest_mm <= alt_mm <= HIGHEST_MM else None


def _position(value: object) -> Said | None:
    members = _members(value, "lat", "lon")
    if members is None:
        return None
    lat, lon = (_scaled(members.get(name), most, PARTS) for name, most in (("lat", 90), ("lon", 180)))
    return None if lat is None or lon is None else Said(Kind.POSITION, (lat, lon))


def _callsign(value: object) -> Said | None:
    return _matching(Kind.CALLSIGN, _CALLSIGN, value)


def _flight(value: object) -> Said | None:
    return _matching(Kind.FLIGHT, _UUID, value)


def _party(value: object) -> Said | None:
    return _matching(Kind.PARTY, _PARTY, value)


def _area(value: object) -> Said | None:
    return _typed(Kind.AREA, value, AREA_CHARS)


def _frequency(value: object) -> Said | None:
    khz = _scaled(value, 1_000, 1_000)
    return Said(Kind.FREQUENCY, (khz,)) if khz is not None and FREQUENCY_KHZ[0] <= khz <= FREQUENCY_KHZ[1] else None


def _squawk(value: object) -> Said | None:
    return _matching(Kind.SQUAWK, _SQUAWK, value)


def _qnh(value: object) -> Said | None:
    return _counted(Kind.QNH, value, *QNH_HPA)


def _visibility(value: object) -> Said | None:
    return _counted(Kind.VISIBILITY, value, 0, VISIBILITY_M)


def _distance(value: object) -> Said | None:
    members = _members(value, "value", "units")
    units = members.get("units") if members is not None else None
    if members is None or units not in ("NM", "KM", "M"):
        return None
    tenths = _scaled(members.get("value"), 1_000_000, 1 if units == "M" else 10)
    if tenths is None:
        return None
    distance_mm = {"NM": tenths * MILE_MM // 10, "KM": tenths * 100 * MM, "M": tenths * MM}[units]
    return Said(Kind.DISTANCE, (distance_mm,), "", units) if 0 < distance_mm <= DISTANCE_MM else None


def _duration(value: object) -> Said | None:
    return _counted(Kind.DURATION, value, 1, DURATION_MIN)


def _bearing(value: object) -> Said | None:
    return _counted(Kind.BEARING, value, 1, 360)


def _number(value: object) -> Said | None:
    return _counted(Kind.NUMBER, value, 0, NUMBER)


def _text(value: object) -> Said | None:
    return _typed(Kind.TEXT, value, TEXT_CHARS)


_READ: Final[dict[Kind, Callable[[object], Said | None]]] = {
    Kind.TIME: _time,
    Kind.HEIGHT: _height,
    Kind.POSITION: _position,
    Kind.CALLSIGN: _callsign,
    Kind.FLIGHT: _flight,
    Kind.PARTY: _party,
    Kind.AREA: _area,
    Kind.FREQUENCY: _frequency,
    Kind.SQUAWK: _squawk,
    Kind.QNH: _qnh,
    Kind.VISIBILITY: _visibility,
    Kind.DISTANCE: _distance,
    Kind.DURATION: _duration,
    Kind.BEARING: _bearing,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
}


def _members(value: object, *known: str) -> dict[str, Any] | None:
    """Return the members of an object that has no others; None for anything else."""
    if not isinstance(value, dict):
        return None
    members = cast("dict[str, Any]", value)
    return members if all(name in known for name in members) else None


def _scaled(value: object, most: int, parts: int) -> int | None:
    """Return a number in parts of one, the nearest; None where it is none, or is larger than `most`."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        return None
    return round(value * parts)


def _whole(value: object, least: int, most: int) -> int | None:
    """Return a whole number within bounds. 5.0 is one: JSON does not tell them apart."""
    number = _scaled(value, max(abs(least), abs(most)), 1)
    return number if number is not None and number == value and least <= number <= most else None


def _counted(kind: Kind, value: object, least: int, most: int) -> Said | None:
    number = _whole(value, least, most)
    return None if number is None else Said(kind, (number,))


def _matching(kind: Kind, form: re.Pattern[str], value: object) -> Said | None:
    return Said(kind, (), value) if isinstance(value, str) and form.fullmatch(value) else None


def _typed(kind: Kind, value: object, longest: int) -> Said | None:
    """Return what a person typed on one line. Marks of direction are not printable: they would turn the words around it."""
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        return None
    return Said(kind, (), value.strip()) if value.translate(_JOINERS).isprintable() else None
