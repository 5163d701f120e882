"""Values that are read back on a phone: one field for each number, without what it is measured in, which stands beside it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.gateways.room import wire
from tansiq.gateways.room.height_words import said as height_said

CHARS: Final = 24  # of one number
_NUMBER: Final = re.compile(r"(?:FL ?)?([+-]?\d{1,7}(?:\.\d{1,9})?)°? ?([NSEW])?", re.ASCII)
_TIME: Final = re.compile(r"(\d\d)[:.]?(\d\d)(?:[:.]?(\d\d))?Z?", re.ASCII)


class Field(Struct, frozen=True):
    """One number to type. name: in the form. what: key of the word that it is called by. beside: its unit."""

    name: str
    what: str
    beside: str


class Unreadable(Exception):
    """What was typed is no number or time. value: as it was typed, "" where nothing was."""

    def __init__(self, value: str) -> None:
        super().__init__("a value cannot be read")
        self.value = value


def text(value: wire.ReadBack) -> str:
    """Return a value as it is said."""
    if value.height is not None:
        return height_said(value.height)
    if value.position is not None:
        return f"{_degrees(value.position.lat, 'N', 'S', 2)} {_degrees(value.position.lon, 'E', 'W', 3)}"
    return moment(value.time or "")


def moment(time: str) -> str:
    """Return a time in RFC 3339 as it is said: 2026-11-26 14:05Z; with seconds where they are not zero."""
    seconds = "" if time[17:19] == "00" else time[16:19]
    return f"{time[:10]} {time[11:16]}{seconds}Z"


def fields(values: Sequence[wire.ReadBack]) -> list[Field]:
    """Return what must be typed to read values back."""
    return [field for n, value in enumerate(values) for field in _fields(n, value)]


def read(values: Sequence[wire.ReadBack], form: Mapping[str, str]) -> list[wire.ReadBack]:
    """Return values as they were typed. Raises `Unreadable`."""
    return [_read(n, value, form) for n, value in enumerate(values)]


def plain(typed: str) -> str:
    """Return what was typed with the digits and the decimal sign of ASCII: phones write those of their language."""
    short = typed[: CHARS + 1].strip().upper().replace("٫", ".").replace(",", ".")
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in short)


def _fields(n: int, value: wire.ReadBack) -> list[Field]:
    if value.position is not None:
        return [Field(f"v{n}.lat", "latitude", "°"), Field(f"v{n}.lon", "longitude", "°")]
    if value.height is None:
        return [Field(f"v{n}.time", "time", "HHMM UTC" if value.time and value.time[17:19] == "00" else "HHMMSS UTC")]
    if value.height.reference in ("GND", "UNL"):
        return []
    rest = height_said(msgspec.structs.replace(value.height, qnh_hpa=None, value=0.0)).removeprefix("0 ")
    beside = "FL" if value.height.reference == "FL" else rest
    qnh = [Field(f"v{n}.qnh", "qnh", "hPa")] if value.height.qnh_hpa is not None else []
    return [Field(f"v{n}.height", "height", beside), *qnh]


def _read(n: int, value: wire.ReadBack, form: Mapping[str, str]) -> wire.ReadBack:
    if value.position is not None:
        lat = _number(form.get(f"v{n}.lat", ""), "NS", 90)
        return wire.ReadBack(position=wire.Point(lat, _number(form.get(f"v{n}.lon", ""), "EW", 180)))
    if value.height is None:
        return wire.ReadBack(time=_time(form.get(f"v{n}.time", ""), value.time or ""))
    if value.height.reference in ("GND", "UNL"):
        return value
    typed = _number(form.get(f"v{n}.height", ""), "", 1e6)
    qnh = value.height.qnh_hpa
    if qnh is not None:
        qnh = _number(form.get(f"v{n}.qnh", ""), "", 2_000)
    return wire.ReadBack(height=msgspec.structs.replace(value.height, value=typed, qnh_hpa=qnh))


def _number(typed: str, sides: str, most: float) -> float:
    found = _NUMBER.fullmatch(plain(typed))
    if found is None or (found[2] and found[2] not in sides):
        raise Unreadable(typed[:CHARS])
    sign = -1.0 if found[2] and found[2] == sides[-1:] else 1.0
    value = sign * float(found[1])
    if abs(value) > most:
        raise Unreadable(typed[:CHARS])
    return value


def _time(typed: str, said: str) -> str:
    """Return a time of the day that was said, with the parts of a second that nobody says."""
    found = _TIME.fullmatch(plain(typed).replace(" ", ""))
    if found is None or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        raise Unreadable(typed[:CHARS])
    return f"{said[:10]}T{found[1]}:{found[2]}:{found[3] or '00'}{said[19:]}"


def _degrees(value: float, positive: str, negative: str, wide: int) -> str:
    """Return a coordinate with all its decimals, four at least: what is shown is all that must be typed."""
    whole, _, rest = f"{abs(value):.9f}".partition(".")
    return f"{whole.zfill(wide)}.{rest.rstrip('0').ljust(4, '0')}°{positive if value >= 0 else negative}"
