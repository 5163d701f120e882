"""How a position may have come out of another by a slip of the hand: swapped, mirrored, cut, one digit off."""

import math
from enum import StrEnum
from typing import Final

from tansiq.airspace.spots import Spot

_DEGREE_M: Final = 111_000.0
_EXACT: Final = 1e-6  # of the last digit that is left: a cut number is written exactly


class Misplaced(StrEnum):
    """What happened to one of two positions."""

    SWAPPED = "swapped"
    SIGN = "sign"
    TRUNCATED = "truncated"
    DIGIT = "digit"


def misplaced(a: Spot, b: Spot, within_m: float) -> Misplaced | None:
    """Return which slip makes two positions agree within a distance; None for none. They must not agree as they are."""
    north, east = abs(a.lat - b.lat), abs(a.lon - b.lon)
    within = within_m / _DEGREE_M
    wide = within / max(0.01, math.cos(math.radians(a.lat)))
    if abs(a.lat - b.lon) <= within and abs(a.lon - b.lat) <= wide:
        return Misplaced.SWAPPED
    is_mirrored = abs(a.lat + b.lat) <= within, abs(a.lon + b.lon) <= wide
    if (is_mirrored[0] or north <= within) and (is_mirrored[1] or east <= wide):
        return Misplaced.SIGN
    if north <= 1 and east <= 1 and (_is_cut(a, b) or _is_cut(b, a)):
        return Misplaced.TRUNCATED
    is_off = (east <= wide and _is_one_digit(north, within)) or (north <= within and _is_one_digit(east, wide))
    return Misplaced.DIGIT if is_off else None


def _is_cut(whole: Spot, cut: Spot) -> bool:
    """Return whether one position is the other with digits cut, or rounded, to degrees, tenths or hundredths."""
    for steps in (1, 10, 100):
        if not (_is_whole(cut.lat * steps) and _is_whole(cut.lon * steps)):
            continue
        if abs(cut.lat - whole.lat) * steps <= 1 and abs(cut.lon - whole.lon) * steps <= 1:
            return True
    return False


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < _EXACT


def _is_one_digit(off: float, within: float) -> bool:
    """Return whether a coordinate is off by 1 to 9 degrees, tenths, or hundredths of one. In degrees."""
    for step in (1.0, 0.1, 0.01):
        times = round(off / step)
        if 1 <= times <= 9 and within < step / 4 and abs(off - times * step) <= within:
            return True
    return False
