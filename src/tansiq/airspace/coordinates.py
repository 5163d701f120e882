"""A position as somebody wrote it, read once into nanodegrees, and written back.

Read are decimal degrees, degrees and minutes, degrees, minutes and seconds, the figures of aviation (DDMMSSN DDDMMSSE, DDMMN
DDDMME), MGRS and UTM; with Arabic and Persian digits, letters or words for the hemisphere before or after, points or decimal
commas. Without letters the latitude comes first (ISO 6709). What may mean two places is refused, never guessed.
"""

import itertools
import math
from enum import StrEnum
from fractions import Fraction
from typing import Final, assert_never

from msgspec import Struct

from tansiq.airspace import geodesy, grid_references
from tansiq.airspace.position_signs import LONGEST, Axis, Kind, Mark, comma_between_digits, marks, plain
from tansiq.core.units import NDEG

_MOST: Final = {Axis.LAT: 90, Axis.LON: 180}
_UNITS: Final = ("°", "'", '"')
_COMPACT: Final = {(Axis.LAT, 4): 2, (Axis.LAT, 6): 3, (Axis.LON, 5): 2, (Axis.LON, 7): 3}  # digits -> parts


class Notation(StrEnum):
    """How a position is written."""

    DEGREES = "degrees"
    MINUTES = "minutes"
    SECONDS = "seconds"
    AVIATION = "aviation"
    MGRS = "mgrs"
    UTM = "utm"


class Unreadable(StrEnum):
    """Why a position is not read."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    SIGN = "sign"  # a word or sign that is none of a position
    LETTER_O = "letter_o"  # west to some, east to others
    COMMA = "comma"  # a decimal comma, or the gap between the two numbers
    INCOMPLETE = "incomplete"  # not a latitude and a longitude
    SAME_AXIS = "same_axis"
    TWICE_SIGNED = "twice_signed"  # a minus and a letter
    ORDER = "order"  # letters before one half and after the other, minutes without degrees
    SIXTY = "sixty"  # minutes or seconds of 60 or more
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    FIGURES = "figures"  # a run of digits that is not DDMM, DDDMM, DDMMSS or DDDMMSS
    LETTERS_NEEDED = "letters_needed"
    SQUARE_DIGITS = "square_digits"
    NO_SQUARE = "no_square"
    UTM_HALF = "utm_half"  # 38S: the southern half, or the band S
    UTM_VALUES = "utm_values"


class Position(Struct, frozen=True):
    """Where it is. accuracy_cm: the digits say no more than that; the last one may be rounded or cut, of MGRS it is cut."""

    lat_ndeg: int
    lon_ndeg: int
    accuracy_cm: int
    notation: Notation


class Unread(Struct, frozen=True):
    """Why it was not read. at: where in the text, counted in characters from 0; piece: what stands there."""

    code: Unreadable
    at: int
    piece: str = ""


class _Half(Struct, frozen=True):
    """One of two coordinates: exact degrees, its last digit's worth in degrees, how many parts, whether in figures."""

    degrees: Fraction
    step: Fraction
    parts: int
    is_compact: bool


def read(text: str, language: str = "en") -> Position | Unread:
    """Read a position, or say why not. language: of who wrote it; in French O is west, elsewhere it is asked for."""
    if len(text) > LONGEST:
        return Unread(Unreadable.TOO_LONG, LONGEST)
    said = plain(text)
    if not said.text.strip():
        return Unread(Unreadable.EMPTY, 0)
    by_grid = grid_references.of_mgrs(said)
    notation = Notation.MGRS
    if by_grid is None:
        by_grid, notation = grid_references.of_utm(said), Notation.UTM
    if isinstance(by_grid, grid_references.Refused):
        return Unread(Unreadable(by_grid.code), by_grid.at, by_grid.piece)
    if by_grid is not None:
        # Anywhere in the square of MGRS from its middle; by up to a step of UTM either way.
        off_m = by_grid.size_m * math.sqrt(2) / (2 if notation is Notation.MGRS else 1)
        return Position(round(by_grid.lat * NDEG), round(by_grid.lon * NDEG), math.ceil(off_m * 100), notation)
    found = _by_angles(marks(said, language))
    if isinstance(found, Unread):
        comma = comma_between_digits(text)
        is_plain = found.code in (Unreadable.INCOMPLETE, Unreadable.ORDER, Unreadable.SIXTY) or found.piece == "."
        if comma is not None and is_plain:
            return Unread(Unreadable.COMMA, comma, ",")
    return found


def written(lat_ndeg: int, lon_ndeg: int, notation: Notation) -> str | None:
    """Return a position in a notation: to a few centimetres, figures to 0.3 m, MGRS to 1 m. None at the poles in UTM."""
    match notation:
        case Notation.DEGREES:
            return f"{_decimal(lat_ndeg)}, {_decimal(lon_ndeg)}"
        case Notation.MINUTES:
            return ", ".join(
                f"{d}°{m:02}.{f:05}' {letter}"
                for letter, sixtieths in _halves(lat_ndeg, lon_ndeg, 60 * 10**5)
                for d, rest in (divmod(sixtieths, 60 * 10**5),)
                for m, f in (divmod(rest, 10**5),)
            )
        case Notation.SECONDS:
            return ", ".join(
                f"{d}°{m:02}'{s:02}.{f:03}\" {letter}" for letter, d, m, s, f in _sexagesimal(lat_ndeg, lon_ndeg, 10**3)
            )
        case Notation.AVIATION:
            return " ".join(
                f"{d:0{3 if letter in 'EW' else 2}}{m:02}{s:02}.{f:02}{letter}"
                for letter, d, m, s, f in _sexagesimal(lat_ndeg, lon_ndeg, 10**2)
            )
        case Notation.MGRS:
            return grid_references.as_mgrs(lat_ndeg / NDEG, lon_ndeg / NDEG)
        case Notation.UTM:
            return grid_references.as_utm(lat_ndeg / NDEG, lon_ndeg / NDEG)
        case _:
            assert_never(notation)


def _by_angles(said: list[Mark]) -> Position | Unread:
    for mark in said:
        if mark.kind is Kind.UNKNOWN:
            code = Unreadable.LETTER_O if mark.text.rstrip(".") in ("O", "О") else Unreadable.SIGN
            return Unread(code, mark.at, mark.text)
    split = _split(said)
    if isinstance(split, Unread):
        return split
    halves: dict[Axis, _Half] = {}
    for axis, letter, group in split:
        half = _half(axis, letter, group)
        if isinstance(half, Unread):
            return half
        if abs(half.degrees) > _MOST[axis]:
            code = Unreadable.LATITUDE if axis is Axis.LAT else Unreadable.LONGITUDE
            return Unread(code, group[0].at, group[0].text)
        halves[axis] = half
    lat, lon = halves[Axis.LAT], halves[Axis.LON]
    return Position(round(lat.degrees * NDEG), round(lon.degrees * NDEG), _accuracy_cm(lat, lon), _notation(lat, lon))


def _split(said: list[Mark]) -> list[tuple[Axis, Mark | None, list[Mark]]] | Unread:
    """Return both halves: the axis, the letter that tells it, the numbers with their signs and units."""
    axes = [n for n, mark in enumerate(said) if mark.kind is Kind.AXIS]
    if not axes:
        return _split_without_letters(said)
    if len(axes) != 2 or axes[0] == len(said) - 1:
        return Unread(Unreadable.INCOMPLETE, said[axes[-1]].at, said[axes[-1]].text)
    first, second = said[axes[0]], said[axes[1]]
    if first.axis is second.axis:
        return Unread(Unreadable.SAME_AXIS, second.at, second.text)
    if axes[0] == 0 and axes[1] < len(said) - 1:
        groups = said[1 : axes[1]], said[axes[1] + 1 :]
    elif axes[0] > 0 and axes[1] == len(said) - 1:
        groups = said[: axes[0]], said[axes[0] + 1 : -1]
    else:
        return Unread(Unreadable.ORDER, second.at, second.text)
    split: list[tuple[Axis, Mark | None, list[Mark]]] = []
    for letter, group, is_first in zip((first, second), groups, (True, False), strict=True):
        assert letter.axis is not None
        split.append((letter.axis, letter, _without_gap(group, at_end=is_first and axes[0] == 0)))
        if not split[-1][2]:
            return Unread(Unreadable.INCOMPLETE, letter.at, letter.text)
    return split


def _without_gap(group: list[Mark], *, at_end: bool) -> list[Mark]:
    """Return the numbers of a half without the gap that parts it from the other."""
    if at_end:
        return group[:-1] if group and group[-1].kind is Kind.GAP else group
    return group[1:] if group and group[0].kind is Kind.GAP else group


def _split_without_letters(said: list[Mark]) -> list[tuple[Axis, Mark | None, list[Mark]]] | Unread:
    gaps = [n for n, mark in enumerate(said) if mark.kind is Kind.GAP]
    starts = [n for n, mark in enumerate(said) if mark.kind is Kind.NUMBER]
    for mark in said:
        if mark.kind is Kind.SIGN and mark.is_glued and mark.at > said[0].at:
            return Unread(Unreadable.LETTERS_NEEDED, mark.at, mark.text)  # a hyphen or a minus
    degrees = [n - 1 for n, mark in enumerate(said) if mark.kind is Kind.UNIT and mark.text == "°"]
    if len(gaps) == 1:
        at, rest = gaps[0], gaps[0] + 1
    elif not gaps and len(degrees) == 2:
        at = degrees[1] - (said[degrees[1] - 1].kind is Kind.SIGN)
        rest = at
    elif not gaps and len(starts) in (2, 4, 6):
        at = starts[len(starts) // 2]
        at -= said[at - 1].kind is Kind.SIGN
        rest = at
    else:
        return Unread(Unreadable.INCOMPLETE, said[-1].at, said[-1].text)
    lat, lon = said[:at], said[rest:]
    if not lat or not lon:
        return Unread(Unreadable.INCOMPLETE, said[-1].at, said[-1].text)
    return [(Axis.LAT, None, lat), (Axis.LON, None, lon)]


def _half(axis: Axis, letter: Mark | None, group: list[Mark]) -> _Half | Unread:
    """Return the value of one half."""
    minus, numbers = 1, list[Mark]()
    for n, mark in enumerate(group):
        if mark.kind is Kind.NUMBER:
            numbers.append(mark)
        elif mark.kind is Kind.UNIT:
            if n == 0 or group[n - 1].kind is not Kind.NUMBER or len(numbers) > 3:
                return Unread(Unreadable.ORDER, mark.at, mark.text)
            if mark.text.replace("''", '"') != _UNITS[len(numbers) - 1]:
                return Unread(Unreadable.ORDER, mark.at, mark.text)
        elif mark.kind is Kind.SIGN and n == 0:
            if letter is not None and letter.sign:
                return Unread(Unreadable.TWICE_SIGNED, mark.at, mark.text)
            minus = -1 if mark.text == "-" else 1
        elif mark.kind is Kind.SIGN and mark.text == "-" and mark.is_glued and n + 1 < len(group):
            if (
                letter is None or not letter.sign
            ):  # 15-21-30N is figures with hyphens; without a letter it may be anything
                return Unread(Unreadable.LETTERS_NEEDED, mark.at, mark.text)
        else:
            return Unread(Unreadable.ORDER, mark.at, mark.text)
    if not 1 <= len(numbers) <= 3:
        return Unread(Unreadable.INCOMPLETE, group[0].at, group[0].text)
    texts = [number.text for number in numbers]
    whole = texts[0].partition(".")[0]
    is_compact = len(whole) > 3
    if is_compact:
        parts = _COMPACT.get((axis, len(whole)))
        if parts is None or len(texts) > 1:
            return Unread(Unreadable.FIGURES, numbers[0].at, texts[0])
        if letter is None or not letter.sign:
            return Unread(Unreadable.LETTERS_NEEDED, numbers[0].at, texts[0])
        cuts = [0, *range(len(whole) - 2 * (parts - 1), len(whole), 2), len(texts[0])]
        texts = [texts[0][a:b] for a, b in itertools.pairwise(cuts)]
    for n, early in enumerate(texts[:-1]):
        if "." in early:
            return Unread(Unreadable.ORDER, numbers[n].at, numbers[n].text)
    for n, part in enumerate(texts[1:], 1):
        if Fraction(part) >= 60:
            at = numbers[min(n, len(numbers) - 1)]
            return Unread(Unreadable.SIXTY, at.at, at.text)
    value = sum((Fraction(part) / 60**n for n, part in enumerate(texts)), Fraction(0))
    digits = len(texts[-1].partition(".")[2])
    step = Fraction(1, 10**digits * 60 ** (len(texts) - 1))
    sign = letter.sign if letter is not None and letter.sign else minus
    return _Half(sign * value, step, len(texts), is_compact)


def _accuracy_cm(lat: _Half, lon: _Half) -> int:
    """Return how far off the place may be in centimetres, rounded up: by one step of the last digit in either direction."""
    at = float(abs(lat.degrees)) * math.pi / 180
    north_m = float(lat.step) * math.pi / 180 * geodesy.meridian_radius_m(at)
    east_m = float(lon.step) * math.pi / 180 * geodesy.normal_radius_m(at) * math.cos(at)
    return max(1, math.ceil(math.hypot(north_m, east_m) * 100))


def _notation(lat: _Half, lon: _Half) -> Notation:
    if lat.is_compact or lon.is_compact:
        return Notation.AVIATION
    return (Notation.DEGREES, Notation.MINUTES, Notation.SECONDS)[max(lat.parts, lon.parts) - 1]


def _decimal(ndeg: int) -> str:
    steps = round(Fraction(abs(ndeg), 100))
    return f"{'-' if ndeg < 0 and steps else ''}{steps // 10**7}.{steps % 10**7:07}"


def _halves(lat_ndeg: int, lon_ndeg: int, per_degree: int) -> list[tuple[str, int]]:
    return [
        ("NS"[lat_ndeg < 0], round(Fraction(abs(lat_ndeg) * per_degree, NDEG))),
        ("EW"[lon_ndeg < 0], round(Fraction(abs(lon_ndeg) * per_degree, NDEG))),
    ]


def _sexagesimal(lat_ndeg: int, lon_ndeg: int, per_second: int) -> list[tuple[str, int, int, int, int]]:
    found: list[tuple[str, int, int, int, int]] = []
    for letter, steps in _halves(lat_ndeg, lon_ndeg, 3600 * per_second):
        seconds, fraction = divmod(steps, per_second)
        found.append((letter, seconds // 3600, seconds // 60 % 60, seconds % 60, fraction))
    return found
