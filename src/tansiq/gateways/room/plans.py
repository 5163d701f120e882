"""The asker's plan of a day and its updates, and what changed since the asker last looked."""

import re
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

import msgspec

from tansiq.core.limits import PLAN_DAYS_AHEAD
from tansiq.core.room import Role
from tansiq.core.units import DAY_US
from tansiq.gateways.rfc3339 import format_us, parse_us
from tansiq.gateways.room import flights, height_words, plan_items, wire, zones
from tansiq.gateways.room.endpoint import Answer, Ask, Operation
from tansiq.gateways.room.exports import Sheet, limits
from tansiq.gateways.room.plan_book import WORLD, Sight, date_of, number_of
from tansiq.gateways.room.plan_file import Head, Key
from tansiq.gateways.room.plan_items import Change
from tansiq.gateways.room.words import Fault
from tansiq.gateways.room.world import Turns

COLUMNS: Final = (
    "kind", "id", "level", "owner", "state", "precedence", "is_manned", "start", "end", "name", "floor", "ceiling", "contact",
)  # fmt: skip
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER: Final = re.compile(r"1(?:\.([1-9]\d{0,8}))?", re.ASCII)
_TOKEN: Final = re.compile(r"([0-9a-f]{16})-([0-9a-f]{1,16})-([0-9a-f]{1,8})-([0-9a-f]{1,16})", re.ASCII)
_encode: Final = msgspec.json.Encoder().encode


async def plan(ask: Ask) -> Answer:
    """Return what touches a day, as the asker sees it, and the number of its plan. format=csv: as a table."""
    day, said_format = _day(ask), ask.query.get("format", "")
    if said_format not in ("", "csv"):
        raise Fault("field_range", "$query.format")
    sight = await ask.room.plans.plan(ask.actor.party, day)
    if said_format:
        return await _table(ask, day, sight)
    turns = Turns()
    shown_flights: list[bytes] = []
    for intent in sight.flights:
        shown_flights.append(_encode(flights.face(ask, intent)))
        await turns.next()
    shown_zones: list[bytes] = []
    for constraint in sight.zones:
        shown_zones.append(_encode(zones.face(ask, constraint)))
        await turns.next()
    about = _about(day, sight.head) | {
        "publishes": format_us(ask.room.plans.publishes_us(day)),
        "updated": format_us(sight.head.made_us) if sight.head is not None else "",
    }
    text = BytesIO()
    await _write(text, about, {"flights": shown_flights, "zones": shown_zones})
    return Answer(text.getvalue())


async def updates(ask: Ask) -> Answer:
    """Return the updates of a plan, oldest first, each with what it changes alone. after: the number that one knows."""
    day, after = _day(ask), _after(ask.query.get("after", "1"))
    head, text = (await ask.room.plans.plan(ask.actor.party, day)).head, BytesIO()
    is_whole = head is None or after + 1 >= head.kept
    text.write(_encode(_about(day, head) | {"is_whole": is_whole})[:-1] + b',"updates":[')
    kept = await ask.room.plans.updates(Key(ask.actor.party, date_of(day)), after, head) if head is not None else []
    for at, update in enumerate(kept):
        text.write(b"," if at else b"")
        about = {"number": f"1.{update.number}", "made": format_us(update.made_us)}
        await _write(text, about, await _told((await _merged(update.parts)).values()))
    text.write(b"]}")
    return Answer(text.getvalue())


async def changes(ask: Ask) -> Answer:
    """Return what changed in all that the asker's party sees since a token was given.

    since: that token; without, only a new one is given, for the next time.
    """
    token, head = ask.query.get("since", ""), await ask.room.plans.world(ask.actor.party)
    now_us = ask.room.door.node.now_us()  # after it: a first look is the beginning that its token must not lie before
    since, merged = "", dict[str, Change]()
    if token:
        number, since = _known(token, ask.actor.party, head, now_us)
        kept = await ask.room.plans.updates(Key(ask.actor.party, WORLD), number, head)
        merged = await _merged([part for update in kept for part in update.parts])
    left: dict[str, Change] = {}
    turns = Turns()
    for key, change in merged.items():
        if plan_items.is_change(change):
            left[key] = change
        await turns.next()
    about = {"token": _token(ask.actor.party, head, now_us), "since": since}
    text = BytesIO()
    await _write(text, about, await _told(plan_items.sorted_changes(left)))
    return Answer(text.getvalue())


def _day(ask: Ask) -> int:
    """Return the day asked for, counted from 1970."""
    text, today = ask.path["date"], ask.room.door.node.now_us() // DAY_US
    first, last = today - 1, today + PLAN_DAYS_AHEAD
    try:
        day = parse_us(f"{text}T00:00:00Z") // DAY_US if _DATE.fullmatch(text) else -1
    except ValueError:
        day = -1
    if not first <= day <= last:
        raise Fault("plan_date", "$path.date", value=text[:16], first=date_of(first), last=date_of(last))
    return day


def _after(text: str) -> int:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise Fault("plan_number", "$query.after", value=text[:16])
    return int(found[1] or 0)


def _token(party: str, head: Head, now_us: int) -> str:
    """Return what says how much a party knows, and since when. Whoever makes one up learns nothing but its own changes."""
    return f"{_mark(party)}-{head.base_us:x}-{head.number:x}-{now_us:x}"


def _mark(party: str) -> str:
    return sha256(party.encode()).hexdigest()[:16]


def _known(token: str, party: str, head: Head, now_us: int) -> tuple[int, str]:
    """Return after which update a token was given, and when. Raises `Fault` where that is not known any more."""
    found = _TOKEN.fullmatch(token)
    if found is not None and found[1] == _mark(party):
        base_us, number, given_us = (int(part, 16) for part in found.groups()[1:])
        is_kept = base_us == head.base_us and head.kept - 1 <= number <= head.number
        if is_kept and head.base_us <= given_us <= now_us:
            return number, format_us(given_us)
    raise Fault("changes_token", "$query.since", 409)


def _about(day: int, head: Head | None) -> dict[str, Any]:
    return {
        "date": date_of(day),
        "state": "published" if head is not None else "draft",
        "number": number_of(head) if head is not None else "",
        "published": format_us(head.base_us) if head is not None else "",
    }


async def _merged(parts: Iterable[bytes]) -> dict[str, Change]:
    """Return what became of each item by some parts of updates, in their order."""
    merged: dict[str, Change] = {}
    turns = Turns()
    for part in parts:
        plan_items.together(plan_items.decode_changes(part), merged)
        await turns.next()
    return merged


async def _told(changes: Iterable[Change]) -> dict[str, list[bytes]]:
    """Return changes in three lists, each change as JSON."""
    added: list[bytes] = []
    changed: list[bytes] = []
    gone: list[bytes] = []
    turns = Turns()
    for change in changes:
        old, new = change.old, change.new
        if old is None and new is not None:
            added.append(_encode(plan_items.shown(new)))
        elif new is None and old is not None:
            gone.append(_encode(plan_items.shown(old)))
        elif old is not None and new is not None:
            told = wire.PlanChange(plan_items.what(old, new), plan_items.shown(old), plan_items.shown(new))
            changed.append(_encode(told))
        await turns.next()
    return {"added": added, "changed": changed, "gone": gone}


async def _write(into: BytesIO, about: dict[str, Any], lists: dict[str, list[bytes]]) -> None:
    """Write an object of some members and some lists of JSON, bit by bit: to join 10 MB takes 10 ms."""
    turns = Turns()
    into.write(_encode(about)[:-1])
    for name, pieces in lists.items():
        into.write(b',"%b":[' % name.encode())
        for at, piece in enumerate(pieces):
            into.write(b"," + piece if at else piece)
            await turns.next()
        into.write(b"]")
    into.write(b"}")


async def _table(ask: Ask, day: int, sight: Sight) -> Answer:
    """Return a plan as a table, one row for each flight and zone."""
    number = number_of(sight.head) if sight.head is not None else "draft"
    made = format_us(ask.room.door.node.now_us())
    sheet = Sheet(f"# plan of {date_of(day)}, {number}, for {ask.actor.party} alone, made {made}", COLUMNS)
    turns = Turns()
    for intent in sight.flights:
        flight = flights.face(ask, intent)
        sheet.add([
            "flight", flight.id, flight.level, flight.owner, flight.state, flight.precedence, str(flight.is_manned).lower(),
            flight.start, flight.end, flight.callsign, *limits(flight), flight.contact,
        ])  # fmt: skip
        await turns.next()
    for constraint in sight.zones:
        zone = zones.face(ask, constraint)
        first = zone.volumes[0]
        sheet.add([
            zone.kind, zone.id, "reservation" if zone.issuer else "existence", zone.issuer, zone.life, "", "", zone.start,
            zone.end, zone.name, height_words.said(first.floor), height_words.said(first.ceiling), zone.contact,
        ])  # fmt: skip
        await turns.next()
    return sheet.answer(f"plan-{date_of(day)}.csv")


OPERATIONS: Final = (
    Operation("getPlan", "GET", "/room/v1/plans/{date}", plan, Role.OBSERVER, None, {200: wire.Plan}),
    Operation(
        "listPlanUpdates", "GET", "/room/v1/plans/{date}/changes", updates, Role.OBSERVER, None, {200: wire.PlanUpdates}
    ),
    Operation("listChanges", "GET", "/room/v1/changes", changes, Role.OBSERVER, None, {200: wire.Changes}),
)
