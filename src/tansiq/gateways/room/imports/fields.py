"""The names under which files say the members of a flight or zone: properties of GeoJSON, columns of CSV.

Case does not matter, and spaces and hyphens are underscores. Each name here has its line in docs/import.md.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, cast

from tansiq.gateways.room import height_words
from tansiq.gateways.room.imports.items import Said
from tansiq.gateways.room.imports.shapes import number
from tansiq.gateways.room.words import Fault

Kind = Literal["text", "count", "number", "yes_no", "words", "json"]
SHORT: Final = 40
YES: Final = ("true", "yes", "1")
NO: Final = ("false", "no", "0")


class Field(NamedTuple):
    """A member of the body, how it is written, and its other names."""

    name: str
    kind: Kind = "text"
    also: tuple[str, ...] = ()


VOLUME: Final = (
    Field("floor", also=("lower", "lower_limit", "bottom")),
    Field("ceiling", also=("upper", "upper_limit", "top")),
    Field("start", also=("time_start", "start_time", "from")),
    Field("end", also=("time_end", "end_time", "until")),
    Field("ground_lowest_m", "number"),
    Field("ground_highest_m", "number"),
    Field("ground_source"),
    Field("radius_m", "number"),
    Field("width_m", "number"),
    Field("part"),
)
PLACE: Final = (
    Field("outline", also=("wkt", "geometry")),
    Field("lat", "number", ("latitude",)),
    Field("lon", "number", ("longitude", "lng")),
)
FLIGHT: Final = (
    Field("id", also=("uuid",)),
    Field("ovn"),
    Field("level"),
    Field("owner"),
    Field("managed_by"),
    Field("callsign", also=("call_sign",)),
    Field("aircraft_type", also=("aircraft",)),
    Field("is_manned", "yes_no", ("manned",)),
    Field("contact", also=("watch", "phone")),
    Field("state"),
    Field("precedence", also=("class",)),
    Field("reason"),
    Field("remarks", also=("remark", "notes")),
    Field("count", "count"),
    Field("frequencies", "words", ("frequency",)),
    Field("ssr", also=("squawk",)),
    Field("icao24", also=("hex",)),
    Field("serial", also=("serial_number",)),
    Field("endurance_min", "count"),
    Field("lost_link"),
    Field("withheld", "words"),
    Field("grants", "json"),
)
ZONE: Final = (
    Field("id", also=("uuid",)),
    Field("ovn"),
    Field("kind", also=("zone_type",)),
    Field("name", also=("title",)),
    Field("life"),
    Field("contact", also=("phone",)),
    Field("authority", also=("issued_by",)),
    Field("conditions", also=("condition", "message")),
    Field("frequency"),
    Field("level"),
    Field("corridor_m", "count"),
    Field("direction_deg", "count"),
    Field("hours", "json"),
)

_HEIGHT: Final = re.compile(
    r"(floor|lower|bottom|ceiling|upper|top)_(?:(fl)|(ft|m)_(amsl|msl|agl|w84|wgs84))", re.ASCII
)
_LENGTH: Final = re.compile(r"(radius|width)_(km|nm)", re.ASCII)
_METRES: Final = {"km": 1_000.0, "nm": 1_852.0}
_SIDE: Final = {"lower": "floor", "bottom": "floor", "upper": "ceiling", "top": "ceiling"}


def plain(name: str) -> str:
    """Return a name as it is compared."""
    return re.sub(r"[\s-]+", "_", name.strip().lower())


def names_of(fields: tuple[Field, ...]) -> dict[str, Field]:
    """Return each field under each of its names."""
    return {name: field for field in fields for name in (field.name, *field.also)}


def is_known(name: str, fields: tuple[Field, ...]) -> bool:
    """Return whether a name, as it is written, says anything."""
    bare = plain(name)
    return bare in names_of(fields) or bool(_HEIGHT.fullmatch(bare) or _LENGTH.fullmatch(bare))


def read(
    written: Mapping[str, Any],
    fields: tuple[Field, ...],
    place: Callable[[str], str],
    faults: list[Fault],
    ignored: set[str],
) -> tuple[dict[str, Said], set[str]]:
    """Return the members that properties say, and the names of those that they say in a way that cannot be read.

    What says nothing (null, "") is as if it were not there. place: of a property, by its name as written. Faults are kept,
    names that nobody reads are noted.
    """
    known = names_of(fields)
    found: dict[str, Said] = {}
    bad: set[str] = set()
    named: dict[str, str] = {}
    for name, value in written.items():
        bare, where = plain(name), place(name[:SHORT])
        if value is None or value == "":
            continue
        if len(found) > len(known):
            break
        member = _member(known, bare)
        if member is None:
            ignored.add(name[:SHORT])
            continue
        try:
            made = _read(known, bare, value, where)
        except Fault as fault:
            faults.append(fault)
            bad.add(member)
            continue
        if member in found:
            faults.append(Fault("import_twice", where, first=named[member], second=name[:SHORT]))
            continue
        found[member], named[member] = Said(made, where), name[:SHORT]
    return found, bad


def _member(known: dict[str, Field], bare: str) -> str | None:
    height, length = _HEIGHT.fullmatch(bare), _LENGTH.fullmatch(bare)
    if height:
        return _SIDE.get(height[1], height[1])
    if length:
        return length[1] + "_m"
    return known[bare].name if bare in known else None


def _read(known: dict[str, Field], bare: str, value: Any, where: str) -> Any:
    height, length = _HEIGHT.fullmatch(bare), _LENGTH.fullmatch(bare)
    if height:
        return _height(height, number_of(value, where))
    if length:
        return number_of(value, where) * _METRES[length[2]]
    field = known[bare]
    if field.name in ("floor", "ceiling"):
        return height_words.read(text_of(value, where), where)
    return _value(field.kind, value, where)


def _height(said: "re.Match[str]", value: float) -> dict[str, Any]:
    if said[2]:
        return {"reference": "FL", "value": value, "units": "FL"}
    reference = height_words.REFERENCES[said[4].upper()]
    return {"reference": reference, "value": value, "units": said[3].upper()}


def _value(kind: Kind, value: Any, where: str) -> Any:
    match kind:
        case "text":
            return text_of(value, where)
        case "number":
            return number_of(value, where)
        case "count":
            count = number_of(value, where)
            if count != int(count):
                raise Fault("import_number", where, value=str(value)[:SHORT])
            return int(count)
        case "yes_no":
            return yes_no(value, where)
        case "words":
            return list(_words(value, where))
        case "json":
            return value


def text_of(value: Any, where: str) -> str:
    """Return text; a number stands for its digits, as whoever made the file may not have known better."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12:
        raise Fault("import_type", where, what="string")
    return str(value)


def number_of(value: Any, where: str) -> float:
    """Return a finite number, also of its digits."""
    if not isinstance(value, str):
        return number(value, where)
    if not re.fullmatch(r"\s*[+-]?\d{1,12}(?:\.\d{1,15})?\s*", value, re.ASCII):
        raise Fault("import_number", where, value=value[:SHORT])
    return float(value)


def yes_no(value: Any, where: str) -> bool:
    """Return true or false."""
    bare = str(value).strip().lower()[:SHORT]
    if bare not in (*YES, *NO):
        raise Fault("import_value", where, value=bare, known=", ".join((*YES, *NO)))
    return bare in YES


def _words(value: Any, where: str) -> Iterator[str]:
    """Yield the words of a list, or of text that parts them by bars."""
    listed = cast("list[Any]", value) if isinstance(value, list) else text_of(value, where).split("|")
    for each in listed:
        yield text_of(each, where)
