"""What EUROCAE ED-269 and ED-318 say alike of a UAS geographical zone, as a zone of the room.

A zone of theirs may have several volumes and several periods; here it gets a volume for each pair of them. A contradiction
is refused with its place. Names and values are the standards'; where a member is null or "" it is as if it were left out.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, cast

from msgspec import Struct

from tansiq.gateways.room.imports.items import Item, Said, Shape
from tansiq.gateways.room.imports.records import Defaults, fill
from tansiq.gateways.room.words import Fault

SHORT: Final = 40
NAME_CHARS: Final = 120
CONTACT_CHARS: Final = 300
CONDITION_CHARS: Final = 2_000
KINDS: Final = {
    "PROHIBITED": "closed",
    "REQ_AUTHORISATION": "restricted",
    "REQ_AUTHORIZATION": "restricted",
    "CONDITIONAL": "restricted",
}
DAYS: Final = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
ANY_DAY: Final = "ANY"
REFERENCES: Final = {"AGL": "AGL", "AMSL": "AMSL", "WGS84": "W84", "W84": "W84"}
_TIME: Final = re.compile(
    r"([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,9})?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)", re.ASCII | re.IGNORECASE
)
_DAY_MIN: Final = 24 * 60


class Daily(Struct):
    """DailyPeriod. startEvent, endEvent: of ED-318, by the sun."""

    day: list[str] | str = []
    startTime: str | None = None  # noqa: N815
    endTime: str | None = None  # noqa: N815
    startEvent: str | None = None  # noqa: N815
    endEvent: str | None = None  # noqa: N815


class Period(Struct):
    """TimePeriod. permanent: of ED-269, "YES" or "NO"."""

    permanent: str | None = None
    startDateTime: str | None = None  # noqa: N815
    endDateTime: str | None = None  # noqa: N815
    schedule: list[Daily] | None = None


class Text(Struct):
    """A text of ED-318, in one of several languages."""

    text: str = ""
    lang: str | None = None


Texts = str | list[Text] | None


class Authority(Struct):
    """Who authorizes, is told, or knows more."""

    name: Texts = None
    service: Texts = None
    contactName: Texts = None  # noqa: N815
    siteURL: str | None = None  # noqa: N815
    email: str | None = None
    phone: str | None = None
    purpose: str | None = None
    intervalBefore: str | None = None  # noqa: N815


class Part(NamedTuple):
    """Outlines with their band."""

    shapes: list[Shape]
    floor: Said
    ceiling: Said


def make_kind(item: Item, restriction: Said, variant: Said, defaults: Defaults) -> None:
    """Say what kind of zone it is. NO_RESTRICTION and USPACE are none of ours: the request says what they shall be."""
    if variant.value == "CUSTOMIZED":
        raise Fault("import_customized", variant.where)
    kind = KINDS.get(restriction.value, defaults.kind)
    if not kind:
        raise Fault("import_kind", restriction.where, value=str(restriction.value)[:SHORT])
    item.put("kind", Said(kind, restriction.where))


def make_texts(item: Item, name: str, conditions: Sequence[tuple[str, Any]], where: str) -> None:
    """Give a zone its name and its conditions: pairs of a name and what is said under it."""
    item.put("name", Said(name[:NAME_CHARS], where))
    told = [f"{label}: {words}" if label else words for label, said in conditions if (words := _words(said))]
    if told:
        item.put("conditions", Said("\n".join(told)[:CONDITION_CHARS], where))


def make_authority(item: Item, authorities: Sequence[Authority], where: str, defaults: Defaults) -> None:
    """Give a zone its issuer as it names itself, and whom to call: of the first authority that tells."""
    names = [", ".join(filter(None, (text(a.name), text(a.service)))) for a in authorities]
    reached = [", ".join(filter(None, (text(a.contactName), a.phone, a.email, a.siteURL))) for a in authorities]
    name, contact = (next(filter(None, said), "") for said in (names, reached))
    if name:
        item.put("authority", Said(name[:NAME_CHARS], where))
    if contact:
        item.put("contact", Said(contact[:CONTACT_CHARS], where))
    fill(item, "contact", defaults.contact)


def make_volumes(item: Item, parts: Sequence[Part], periods: Sequence[tuple[Period, str]], defaults: Defaults) -> None:
    """Give a zone its volumes and hours. periods: with their places; none means always."""
    hours: list[dict[str, Any]] | None = None
    for period, where in periods:
        own = _hours(period.schedule or [], where + ".schedule")
        if hours is not None and own != hours:
            raise Fault("import_schedules", where + ".schedule")
        hours = own
    if hours:
        item.put("hours", Said(hours, periods[0][1] + ".schedule"))
    windows = [_window(period, where, defaults) for period, where in periods or [(Period("YES"), item.where)]]
    for part in parts:
        for start, end in windows:
            for shape in part.shapes:
                item.add(shape, {"floor": part.floor, "ceiling": part.ceiling, "start": start, "end": end})


def height(value: float | None, reference: str | None, uom: str | None, where: Callable[[str], str], side: str) -> Said:
    """Return a limit. side: "lower" or "upper"; what is left out is the ground, and no limit above. where: of a member."""
    if value is None:
        return Said({"reference": "GND" if side == "lower" else "UNL"}, where("limit"))
    if str(reference).upper() not in REFERENCES:
        raise Fault("height_reference", where("reference"), reference=str(reference)[:16])
    if str(uom).upper() not in ("M", "FT"):
        raise Fault("import_value", where("uom"), value=str(uom)[:SHORT], known="M, FT")
    made = {"reference": REFERENCES[str(reference).upper()], "value": value, "units": str(uom).upper()}
    return Said(made, where("limit"))


def text(said: Texts) -> str:
    """Return a text; of several languages English, else the first."""
    if said is None or isinstance(said, str):
        return (said or "").strip()
    english = [t.text for t in said if (t.lang or "").lower().startswith("en")]
    return next(filter(None, (*english, *(t.text for t in said))), "").strip()


def _words(said: Any) -> str:
    listed = cast("list[Any]", said) if isinstance(said, list) else []
    if listed and all(isinstance(each, str) for each in listed):
        return ", ".join(listed)
    return text(cast("Texts", said))


def _window(period: Period, where: str, defaults: Defaults) -> tuple[Said, Said]:
    start, end = period.startDateTime or "", period.endDateTime or ""
    if period.permanent == "YES" and (start or end):
        raise Fault("import_permanent", where + ".permanent")
    if period.permanent == "NO" and not start and not end and not period.schedule:
        raise Fault("import_permanent", where + ".permanent")
    made: list[Said] = []
    for said, name, default, parameter in (
        (start, "startDateTime", defaults.start, "from"),
        (end, "endDateTime", defaults.end, "until"),
    ):
        if not said and not default:
            raise Fault("import_no_end", where)
        made.append(Said(said, f"{where}.{name}") if said else Said(default, f"$query.{parameter}"))
    return made[0], made[1]


def _hours(schedule: Sequence[Daily], where: str) -> list[dict[str, Any]]:
    return [_daily(daily, f"{where}[{n}]") for n, daily in enumerate(schedule)]


def _daily(said: Daily, where: str) -> dict[str, Any]:
    """Return hours of a week in UTC, widened outward to whole minutes."""
    if said.startEvent or said.endEvent:
        raise Fault("import_sun", where)
    named = [said.day] if isinstance(said.day, str) else said.day
    days = {n for name in named for n in _days(name, where + ".day")}
    if not days:
        raise Fault("text_missing", where + ".day")
    start = _minutes(said.startTime, where + ".startTime", round_up=False)
    end = _minutes(said.endTime, where + ".endTime", round_up=True)
    turn = start // _DAY_MIN  # a start before midnight UTC is on the day before
    begin, until = start % _DAY_MIN, end % _DAY_MIN
    return {
        "days": [DAYS[(n + turn) % 7].lower() for n in sorted(days)],
        "start": f"{begin // 60:02}:{begin % 60:02}",
        "end": "24:00" if until == 0 else f"{until // 60:02}:{until % 60:02}",
    }


def _days(name: str, where: str) -> range | tuple[int, ...]:
    bare = name.upper()
    if bare == ANY_DAY:
        return range(7)
    if bare not in DAYS:
        raise Fault("import_value", where, value=name[:SHORT], known=", ".join((*DAYS, ANY_DAY)))
    return (DAYS.index(bare),)


def _minutes(said: str | None, where: str, *, round_up: bool) -> int:
    """Return minutes of the day in UTC, below 0 or above a day's where the offset leads there."""
    found = _TIME.fullmatch(said or "")
    if found is None:
        raise Fault("time_of_day", where, value=str(said)[:16])
    minutes = int(found[1]) * 60 + int(found[2])
    if round_up and found[3] and int(found[3]):
        minutes += 1
    zone = found[4].upper().replace(":", "")
    if zone == "Z":
        return minutes
    offset = int(zone[1:3]) * 60 + int(zone[3:5])
    return minutes - offset if zone[0] == "+" else minutes + offset
