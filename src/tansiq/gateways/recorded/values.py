"""One value of a recording: numbers, and times in the unit that the file has."""

import math
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from tansiq.core.units import US
from tansiq.gateways.rfc3339 import END_US, parse_us

Value = str | int | float | None


class TimeUnit(StrEnum):
    """What the times of a file are counted in since 1970, UTC, or that they are text."""

    S = "s"
    MS = "ms"
    US = "µs"
    NS = "ns"
    ISO = "ISO 8601 text"


_PER_S: Final = {TimeUnit.S: 1.0, TimeUnit.MS: 1e3, TimeUnit.US: 1e6, TimeUnit.NS: 1e9}
_LARGEST_S: Final = 1e11  # read as seconds, it lies in the year 5138; as milliseconds, in 1973


class BadValue(Exception):
    """A value cannot be used. The text says why."""


def number(value: Value, least: float = -math.inf, most: float = math.inf) -> float:
    """Return a value as a number between two bounds, which belong to it. Raises `BadValue`."""
    if value is None or value == "":
        raise BadValue("is missing")
    try:
        found = float(value)
    except (ValueError, OverflowError):
        raise BadValue("is not a number") from None
    if math.isnan(found):
        raise BadValue("is missing")
    if not least <= found <= most:
        raise BadValue(f"lies outside {least:g} to {most:g}")
    return found


def time_unit(values: Iterable[Value]) -> TimeUnit:
    """Return the unit of a file's times, told by the first that can be read: by its size, or because it is a date."""
    for value in values:
        try:
            size = abs(number(value))
        except BadValue:
            if isinstance(value, str) and "-" in value[1:]:
                return TimeUnit.ISO
            continue
        for n, unit in enumerate((TimeUnit.S, TimeUnit.MS, TimeUnit.US)):
            if size < _LARGEST_S * 1_000**n:
                return unit
        return TimeUnit.NS
    return TimeUnit.S


def time_s(value: Value, unit: TimeUnit) -> float:
    """Return a time as seconds since 1970, UTC. Text without an offset is taken for UTC. Raises `BadValue`."""
    if unit is not TimeUnit.ISO:
        found_s = number(value) / _PER_S[unit]
        if not 0 <= found_s < END_US / US:
            raise BadValue(f"lies, in {unit}, outside the years 1970 to 2200")
        return found_s
    if value is None or value == "":
        raise BadValue("is missing")
    text = str(value).strip().replace(" ", "T", 1)
    try:
        return parse_us(text if text[-1:] in "Zz" or text[-6:-5] in ("+", "-") else text + "Z") / US
    except ValueError as fault:
        raise BadValue(f"is not a time: {fault}") from None
