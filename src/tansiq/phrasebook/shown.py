"""Values as they are written: the same characters in every language, so that two watches compare them letter by letter.

Latin digits, times in UTC, units by their international symbols, and no line broken within. Only areas and texts are as a
person typed them.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from tansiq.core.units import DAY_US, MINUTE_US, MM, US
from tansiq.phrasebook.kinds import FOOT_MM, LEVEL_MM, MILE_MM, PARTS, Kind, Said

KM_FROM_M: Final = 5_000  # a visibility above it is said in kilometres (ICAO Doc 4444, 12.3.1.7)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def shown(said: Said, today_us: int) -> str:
    """Return a value as it is written. today_us: any time of the day for which a time needs no date."""
    text = _shown(said, today_us)
    return text if said.kind in (Kind.AREA, Kind.TEXT) else text.replace(" ", "\u00a0")


def _shown(said: Said, today_us: int) -> str:
    match said.kind:
        case Kind.TIME:
            return time(said.numbers[0], today_us)
        case Kind.HEIGHT:
            return _height(said)
        case Kind.POSITION:
            return position(said.numbers)
        case Kind.FREQUENCY:
            return f"{said.numbers[0] // 1_000}.{said.numbers[0] % 1_000:03} MHz"
        case Kind.QNH:
            return f"{said.numbers[0]} hPa"
        case Kind.VISIBILITY:
            metres = said.numbers[0]
            return f"{metres} m" if metres <= KM_FROM_M or metres % 1_000 else f"{metres // 1_000} km"
        case Kind.DISTANCE:
            return f"{amount(said)} {said.unit if said.unit == 'NM' else said.unit.lower()}"
        case Kind.DURATION:
            hours, minutes = divmod(said.numbers[0], 60)
            return " ".join(part for part in (f"{hours} h" * (hours > 0), f"{minutes} min" * (minutes > 0)) if part)
        case Kind.BEARING:
            return f"{said.numbers[0]:03}°"
        case Kind.NUMBER:
            return str(said.numbers[0])
        case _:
            return said.text


def time(time_us: int, today_us: int) -> str:
    """Return 14:05Z, with seconds where there are some, with its date where it is of another day."""
    moment = _EPOCH + timedelta(microseconds=time_us)
    clock = f"{moment:%H:%M:%S}Z" if time_us % MINUTE_US >= US else f"{moment:%H:%M}Z"
    return clock if time_us // DAY_US == today_us // DAY_US else f"{moment:%Y-%m-%d} {clock}"


def counted(said: Said) -> int:
    """Return the whole number of a height, in its unit."""
    return round(said.numbers[0] / {"FL": LEVEL_MM, "FT": FOOT_MM, "M": MM}[said.unit])


def amount(said: Said) -> str:
    """Return the number of a distance, with at most one decimal."""
    unit_mm = {"NM": MILE_MM, "KM": 1_000 * MM, "M": MM}[said.unit]
    return f"{said.numbers[0] / unit_mm:.1f}".removesuffix(".0")


def arc(parts: int, sides: str, digits: int) -> tuple[str, str, str]:
    """Return degrees, minutes with two decimals, and side, of hundredths of a minute."""
    degrees, rest = divmod(abs(parts), PARTS)
    return f"{degrees:0{digits}}", f"{rest // 100:02}.{rest % 100:02}", sides[parts < 0]


def position(numbers: tuple[int, ...]) -> str:
    """Return 12°34.20′N 045°12.30′E."""
    (lat, lat_min, lat_side), (lon, lon_min, lon_side) = arc(numbers[0], "NS", 2), arc(numbers[1], "EW", 3)
    return f"{lat}°{lat_min}′{lat_side} {lon}°{lon_min}′{lon_side}"


def _height(said: Said) -> str:
    if said.text == "FL":
        return f"FL{counted(said):03}"
    return f"{counted(said)} {said.unit.lower()} {said.text}" if said.unit else said.text
