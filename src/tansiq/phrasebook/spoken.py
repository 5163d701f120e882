"""Values as they are spoken on the radio in English: digits one by one, hundreds and thousands as such.

Source: ICAO Annex 10, volume II, 5.2.1.3 (spelling alphabet) and 5.2.1.4 (numbers); Doc 4444, 12.2 and 12.3.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from tansiq.core.units import DAY_US, MINUTE_US, US
from tansiq.phrasebook.kinds import Kind, Said
from tansiq.phrasebook.shown import KM_FROM_M, amount, arc, counted

DIGITS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "niner")
LETTERS: Final = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima",
            "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey",
            "x-ray", "yankee", "zulu",
        ),
        strict=True,
    )
)  # fmt: skip
WORD: Final = 4  # so many letters together are said as a word: RESCUE 21, not romeo echo sierra …
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_REFERENCES: Final = {"AMSL": "above mean sea level", "AGL": "above ground", "W84": "above the ellipsoid"}
_UNITS: Final = {"FT": "feet", "M": "metres", "KM": "kilometres", "NM": "miles"}
_SIDES: Final = {"N": "north", "S": "south", "E": "east", "W": "west"}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def spoken(said: Said, today_us: int) -> str:
    """Return a value as it is spoken. today_us: as in `shown`."""
    match said.kind:
        case Kind.TIME:
            return time(said.numbers[0], today_us)
        case Kind.HEIGHT:
            return _height(said)
        case Kind.POSITION:
            return ", ".join(_arc(*arc(*part)) for part in zip(said.numbers, ("NS", "EW"), (2, 3), strict=True))
        case Kind.CALLSIGN | Kind.PARTY:
            return spelled(said.text)
        case Kind.FLIGHT:
            return spelled(said.text.partition("-")[0].upper(), WORD * 10)  # eight digits are enough to find it
        case Kind.FREQUENCY:
            return frequency(said.numbers[0])
        case Kind.SQUAWK:
            return rounded(int(said.text)) if said.text[1:] == "000" and said.text[0] != "0" else digits(said.text)
        case Kind.QNH:
            return f"{digits(str(said.numbers[0]))} hectopascals"
        case Kind.VISIBILITY:
            metres = said.numbers[0]
            if metres <= KM_FROM_M or metres % 1_000:
                return f"{rounded(metres)} metres"
            return f"{digits(str(metres // 1_000))} kilometres"
        case Kind.DISTANCE:
            return f"{digits(amount(said))} {_UNITS[said.unit]}"
        case Kind.DURATION:
            hours, minutes = divmod(said.numbers[0], 60)
            parts = (
                f"{digits(str(n))} {unit}{'s' * (n != 1)}" for n, unit in ((hours, "hour"), (minutes, "minute")) if n
            )
            return " ".join(parts)
        case Kind.BEARING:
            return f"{digits(f'{said.numbers[0]:03}')} degrees"
        case Kind.NUMBER:
            return digits(str(said.numbers[0]))
        case Kind.AREA | Kind.TEXT:
            return said.text


def digits(text: str) -> str:
    """Return digits one by one; a point is a decimal, a hyphen before them minus."""
    words = {".": "decimal", "-": "minus"}
    return " ".join(words.get(c) or DIGITS[int(c)] for c in text)


def rounded(number: int) -> str:
    """Return a number in whole hundreds by its thousands and hundreds, any other digit by digit."""
    if number < 100 or number % 100:
        return digits(str(number))
    thousands, hundreds = number // 1_000, number // 100 % 10
    parts = [f"{digits(str(n))} {unit}" for n, unit in ((thousands, "thousand"), (hundreds, "hundred")) if n]
    return " ".join(parts)


def time(time_us: int, today_us: int) -> str:
    """Return the four digits of a time, and its date where it is of another day."""
    moment = _EPOCH + timedelta(microseconds=time_us)
    clock = digits(f"{moment:%H%M}")
    if time_us % MINUTE_US >= US:
        clock += f" and {digits(f'{moment:%S}')} seconds"
    if time_us // DAY_US == today_us // DAY_US:
        return f"{clock} zulu"
    return f"{clock} zulu on {digits(str(moment.day))} {_MONTHS[moment.month - 1]}"


def frequency(khz: int) -> str:
    """Return a frequency: all six digits, but for two zeros at the end (Annex 10, volume II, 5.2.1.7.3.4.3)."""
    decimals = f"{khz % 1_000:03}"
    return digits(f"{khz // 1_000}.{decimals.removesuffix('00')}")


def spelled(text: str, word: int = WORD) -> str:
    """Return letters by the spelling alphabet and digits one by one. word: so many letters together are said as a word."""
    pieces: list[str] = []
    for piece in re.findall(r"[A-Z]+|\d+", text):
        if piece.isdigit():
            pieces.append(digits(piece))
        else:
            pieces.append(piece.lower() if len(piece) >= word else " ".join(LETTERS[c] for c in piece))
    return " ".join(pieces)


def _height(said: Said) -> str:
    if said.text == "FL":
        level = f"{counted(said):03}"
        return f"flight level {rounded(int(level)) if level.endswith('00') and level != '000' else digits(level)}"
    if not said.unit:
        return {"GND": "ground", "UNL": "unlimited"}[said.text]
    return f"{_signed(counted(said))} {_UNITS[said.unit]} {_REFERENCES[said.text]}"


def _signed(number: int) -> str:
    return f"minus {rounded(-number)}" if number < 0 else rounded(number)


def _arc(degrees: str, minutes: str, side: str) -> str:
    return f"{digits(degrees)} degrees {digits(minutes)} minutes {_SIDES[side]}"
