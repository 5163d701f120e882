"""Whether values fit a phrase, and which of them are to be read back."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.notices import NoticeKind, Value, ValueKind
from tansiq.core.units import NDEG
from tansiq.phrasebook.kinds import PARTS, Kind, Said, said
from tansiq.phrasebook.phrases import PHRASES

VALUE_CHARS: Final = 60  # of what was sent, in a refusal


class Wrong(StrEnum):
    """What does not fit. A value that does not fit its kind is named by the kind."""

    CODE = "code"
    NOTICE = "notice"  # a notice of this kind does not carry the phrase
    MISSING = "missing"
    SPARE = "spare"
    ORDER = "order"  # an end before its start, a ceiling below its floor
    VALUE = "value"


class Refused(Struct, frozen=True):
    """Why a phrase cannot be taken. where: the place in {code, values}. value: what was sent there. kind: of that value."""

    why: Wrong
    where: str
    value: str = ""
    kind: Kind | None = None


class Phrase(Struct, frozen=True):
    """A phrase whose values fit. values: name -> value, in the order of the book."""

    code: str
    values: dict[str, Said]


def check(code: str, values: Mapping[str, object], kind: NoticeKind | None = None) -> Phrase | Refused:
    """Return a phrase, or why it is none. kind: of the notice that is to carry it; None where that does not matter."""
    entry = PHRASES.get(code)
    if entry is None:
        return Refused(Wrong.CODE, "code", code[:VALUE_CHARS])
    if kind is not None and kind not in entry.kinds:
        return Refused(Wrong.NOTICE, "code", kind)
    for name in values:
        if name not in entry.values:
            return Refused(Wrong.SPARE, f"values.{name[:VALUE_CHARS]}", name[:VALUE_CHARS])
    fitting: dict[str, Said] = {}
    for name, wanted in entry.values.items():
        where = f"values.{name}"
        if values.get(name) is None:
            return Refused(Wrong.MISSING, where, "", wanted)
        value = said(wanted, values[name])
        if value is None:
            return Refused(Wrong.VALUE, where, _short(values[name]), wanted)
        fitting[name] = value
    for first, last in (("from", "until"), ("floor", "ceiling")):
        if first in fitting and last in fitting and not _in_order(fitting[first], fitting[last]):
            return Refused(Wrong.ORDER, f"values.{last}", _short(values[last]), fitting[last].kind)
    return Phrase(code, fitting)


def read_back(phrase: Phrase) -> tuple[Value, ...]:
    """Return the heights, times and positions of a phrase, in its order: what a safety notice has read back."""
    values: list[Value] = []
    for value in phrase.values.values():
        if value.kind is Kind.TIME:
            values.append(Value(ValueKind.TIME, value.numbers))
        elif value.kind is Kind.HEIGHT:
            values.append(Value(ValueKind.HEIGHT, value.numbers, "AGL" if value.text == "GND" else value.text))
        elif value.kind is Kind.POSITION:
            values.append(Value(ValueKind.POSITION, tuple(round(n * NDEG / PARTS) for n in value.numbers)))
    return tuple(values)


def _in_order(first: Said, last: Said) -> bool:
    """Heights of two references are not compared: which is higher depends on the air and the ground."""
    if first.text == "UNL" or last.text == "GND":
        return False
    if first.text != last.text:
        return True
    return first.numbers < last.numbers


def _short(value: object) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text[:VALUE_CHARS]
