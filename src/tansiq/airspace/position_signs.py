"""The signs in which people write positions: digits of other scripts, marks of degrees, words for north and west.

A text becomes marks, each with the place in the text where it begins. Nothing is understood here of what they mean together.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from msgspec import Struct

LONGEST: Final = 200  # signs of a position as somebody pastes it; with words around it is no position any more


class Axis(StrEnum):
    """What a letter or word speaks of."""

    LAT = "lat"
    LON = "lon"


class Kind(StrEnum):
    """What a mark is."""

    NUMBER = "number"
    UNIT = "unit"  # one of ° ' "
    SIGN = "sign"  # + or -
    AXIS = "axis"
    GAP = "gap"  # between the two halves
    UNKNOWN = "unknown"


class Mark(Struct, frozen=True):
    """A piece of the text. at: where it begins, counted in characters from 0. axis, sign: of a letter or word, where sign is
    0 for one like "lat" that tells the axis alone. is_glued: nothing lies between it and the mark before."""

    kind: Kind
    text: str
    at: int
    axis: Axis | None = None
    sign: int = 0
    is_glued: bool = False


class Plain(Struct, frozen=True):
    """A text in plain signs. at: for each sign its place in what was pasted."""

    text: str
    at: tuple[int, ...]


_LETTERS: Final = {
    (Axis.LAT, 1): "N NORTH NORD С СШ С.Ш С.Ш. شمال شمالا شمالي شمالی",
    (Axis.LAT, -1): "S SOUTH SUD Ю ЮШ Ю.Ш Ю.Ш. جنوب جنوبا جنوبي جنوبی",
    (Axis.LON, 1): "E EAST EST В ВД В.Д В.Д. شرق شرقا شرقي شرقی",
    (Axis.LON, -1): "W WEST OUEST З ЗД З.Д З.Д. غرب غربا غربي غربی",
    (Axis.LAT, 0): "LAT LATITUDE ШИРОТА",
    (Axis.LON, 0): "LON LONG LNG LONGITUDE ДОЛГОТА",
}
_AXES: Final = {word: meaning for meaning, words in _LETTERS.items() for word in words.split()}
_WEST_IN_FRENCH: Final = "O"  # ouest; to a German it is east, so it is read where French is spoken and nowhere else
_SAME: Final = {
    **dict.fromkeys("º˚", "°"),
    **dict.fromkeys("′’‘ʹ´`", "'"),
    **dict.fromkeys("″”“ʺ", '"'),
    **dict.fromkeys("−–‐‑", "-"),
    **dict.fromkeys("()[]=:\t\u00a0\u202f\u2009", " "),
    **dict.fromkeys("،؛;/\n\r", ";"),
    "٫": ".",
}
_UNSEEN: Final = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u064b\ufeff]"
)  # of direction; and an Arabic ending
_MARK: Final = re.compile(r"""(\d+(?:\.\d+)?)|(°|''|'|")|([+-])|([^\W\d_]+(?:\.[^\W\d_]+)*\.?)|(;)|(\S)""")
_KINDS: Final = (Kind.NUMBER, Kind.UNIT, Kind.SIGN, Kind.AXIS, Kind.GAP, Kind.UNKNOWN)


def plain(text: str) -> Plain:
    """Return a text in capitals with plain digits and marks, commas settled where only one reading is left.

    A comma with a space beside it is a gap, as is one where points are written too; between two digits it is a decimal comma.
    """
    signs: list[str] = []
    at: list[int] = []
    for n, sign in enumerate(text):
        if _UNSEEN.match(sign):
            continue
        digit = unicodedata.decimal(sign, None)
        upper = sign.upper()
        signs.append(str(digit) if digit is not None else _SAME.get(sign, upper if len(upper) == 1 else sign))
        at.append(n)
    has_point = any(
        signs[n] == "." and signs[n - 1].isdigit() and signs[n + 1].isdigit() for n in range(1, len(signs) - 1)
    )
    for n in [n for n, sign in enumerate(signs) if sign == ","]:
        between = 0 < n < len(signs) - 1 and signs[n - 1].isdigit() and signs[n + 1].isdigit()
        signs[n] = "." if between and not has_point else ";"
    return Plain("".join(signs), tuple(at))


def comma_between_digits(text: str) -> int | None:
    """Return where in a text a comma stands between two digits, the first one; None for nowhere."""
    found = re.search(r"(?<=\d),(?=\d)", text)
    return found.start() if found is not None else None


def marks(said: Plain, language: str) -> list[Mark]:
    """Return the marks of a text, in order."""
    found: list[Mark] = []
    end = 0
    for match in _MARK.finditer(said.text):
        group = match.lastindex or 0
        kind, text = _KINDS[group - 1], match.group()
        axis, sign = None, 0
        if kind is Kind.AXIS:
            meaning = _AXES.get(text) or _AXES.get(text.rstrip("."))
            if meaning is None and text.rstrip(".") == _WEST_IN_FRENCH and language == "fr":
                meaning = Axis.LON, -1
            if meaning is None:
                kind = Kind.UNKNOWN
            else:
                axis, sign = meaning
        is_glued = bool(found) and match.start() == end
        found.append(Mark(kind, text, said.at[match.start()], axis, sign, is_glued))
        end = match.end()
    return found
