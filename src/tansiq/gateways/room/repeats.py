"""Flights that repeat: the same every Tuesday and Thursday until a day. Each is booked as a flight of its own.

The id of each follows from the series, its party and its day, so that a request that is sent again books nothing twice, and
a series is found again without being kept anywhere. Zones that repeat are one zone with hours.
"""

import asyncio
from hashlib import sha256
from typing import Any, Final

import msgspec

from tansiq.core.decide import decide
from tansiq.core.entry import Entry
from tansiq.core.hours import WEEKDAY_OF_DAY_0
from tansiq.core.ids import uuid_of
from tansiq.core.limits import SERIES_VOLUMES
from tansiq.core.model import Intent, IntentState
from tansiq.core.refusals import Refused
from tansiq.core.room import Role
from tansiq.core.room_commands import EndFlight, FlightEnd
from tansiq.core.units import DAY_US
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import flights, inbound, refused, wire
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation, shown
from tansiq.gateways.room.register import near
from tansiq.gateways.room.times import time
from tansiq.gateways.room.volumes import line_of
from tansiq.gateways.room.words import Fault
from tansiq.gateways.room.zones import DAYS

REPEATS: Final = 60  # flights in one request: each is compared with all around it
SERIES_DAYS: Final = 400  # from the first to the last; no charter allows to plan farther ahead

_body: Final = msgspec.json.Decoder(wire.RepeatBody)
_booked: Final = msgspec.json.Decoder(wire.Booked)
_encode: Final = msgspec.json.Encoder().encode


async def repeat(ask: Ask) -> Answer:
    """Tell of each day what the flight would meet; with book: true, book each day as PUT does, whatever becomes of others."""
    body = ask.parsed(_body)
    series = inbound.flight_id(body.series)
    if body.flight.ovn or body.flight.state != "Accepted" or not body.flight.volumes:
        raise Fault("repeat_form", "$.flight")
    first_us = min(time(v.start, f"$.flight.volumes[{n}].start") for n, v in enumerate(body.flight.volumes))
    days = _days(body, first_us)
    _refuse_size(ask, body.flight, len(days))
    made: list[wire.RepeatItem] = []
    for day in days:
        item_id, flight = id_of_day(series, ask.actor.party, day), _later(body.flight, day)
        start = format_us(first_us + day * DAY_US)
        made.append(await (_book if body.book else _check)(ask, item_id, start, flight))
        await asyncio.sleep(0)
    return shown(wire.Repeated(series, made))


async def series(ask: Ask) -> Answer:
    """Return the flights of a series that are still there, by their start."""
    own = [flights.face(ask, intent) for intent in _of_series(ask)]
    return shown(wire.Flights(own))


async def end_series(ask: Ask) -> Answer:
    """End all flights of a series that are not in the air. One alone is ended as any flight is."""
    ended: list[str] = []
    for intent in _of_series(ask):
        if intent.state is not IntentState.ACCEPTED:
            continue
        try:
            await _of_one(ask, intent.id, b"").submit(EndFlight(FlightEnd(intent.id, intent.ovn)))
        except No:
            continue  # changed or ended meanwhile: it is told what is left
        ended.append(intent.id)
    return shown(wire.SeriesEnded(ended, [intent.id for intent in _of_series(ask)]))


def id_of_day(series: str, party: str, day: int) -> str:
    """Return the id of the flight so many days after the first of a series, in the form of a UUID version 4."""
    return uuid_of(sha256(f"repeat\0{series}\0{party}\0{day}".encode()).digest())


def _of_series(ask: Ask) -> list[Intent]:
    name, own = inbound.flight_id(ask.path["id"]), ask.actor.party
    ids = (id_of_day(name, own, day) for day in range(SERIES_DAYS + 1))
    found = (ask.room.state.intents.get(item_id) for item_id in ids)
    return [intent for intent in found if intent is not None and intent.manager == own and intent.flight is not None]


def _days(body: wire.RepeatBody, first_us: int) -> list[int]:
    """Return how many days after the first start each flight of the series begins."""
    until_us, weekday = time(body.until, "$.until"), first_us // DAY_US + WEEKDAY_OF_DAY_0
    wanted = [n for n, name in enumerate(DAYS) if name in body.days]
    last = min((until_us - first_us) // DAY_US, SERIES_DAYS)
    days = [day for day in range(last + 1) if (weekday + day) % 7 in wanted]
    if not 0 < len(days) <= REPEATS:
        raise Fault("repeat_count", "$.days", count=len(days), most=REPEATS)
    return days


def _refuse_size(ask: Ask, flight: wire.FlightBody, days: int) -> None:
    """Raise `Fault` where all flights of a series together have more volumes than one request may ask for."""
    each = sum(_legs(ask, said, f"$.flight.volumes[{n}]") for n, said in enumerate(flight.volumes))
    if days * each > SERIES_VOLUMES:
        most = max(1, SERIES_VOLUMES // each)
        raise Fault("repeat_volumes", "$.flight.volumes", count=days * each, most=SERIES_VOLUMES, flights=most)


def _legs(ask: Ask, said: wire.VolumeBody, where: str) -> int:
    """Return how many volumes, at least, a volume of a request is booked as: a corridor has one or more for each leg."""
    line = line_of(said, where, ask.view.place)
    return len(line.places) - 1 if line is not None else 1


def _later(flight: wire.FlightBody, days: int) -> wire.FlightBody:
    """Return a flight so many days later, with whatever it says of times."""

    def moved(text: str, where: str) -> str:
        return format_us(time(text, where) + days * DAY_US) if text else text

    def leg(said: wire.Leg) -> wire.Leg:
        where = "$.flight.volumes"
        return msgspec.structs.replace(said, start=moved(said.start, where), end=moved(said.end, where))

    def volume(said: wire.VolumeBody) -> wire.VolumeBody:
        where = "$.flight.volumes"
        changes: dict[str, Any] = {"start": moved(said.start, where), "end": moved(said.end, where)}
        if said.corridor is not None:
            changes["corridor"] = msgspec.structs.replace(
                said.corridor, legs=[leg(each) for each in said.corridor.legs]
            )
        if said.from_library is not None:
            legs = [leg(each) for each in said.from_library.legs]
            changes["from_library"] = msgspec.structs.replace(said.from_library, legs=legs)
        return msgspec.structs.replace(said, **changes)

    def grant(said: wire.Grant) -> wire.Grant:
        where = "$.flight.grants"
        after, until = (text and moved(text, where) for text in (said.after, said.until))
        return msgspec.structs.replace(said, after=after, until=until)

    return msgspec.structs.replace(
        flight, volumes=[volume(v) for v in flight.volumes], grants=[grant(g) for g in flight.grants]
    )


def _of_one(ask: Ask, item_id: str, body: bytes) -> Ask:
    """Return the request for one flight of a series, with an idempotency key of its own."""
    key = sha256(f"{ask.key}\0{item_id}".encode()).hexdigest() if ask.key else ""
    return msgspec.structs.replace(ask, operation="putFlight", path={"id": item_id}, query={}, body=body, key=key)


async def _check(ask: Ask, item_id: str, start: str, flight: wire.FlightBody) -> wire.RepeatItem:
    """Say what would become of one flight, as the rules stand now."""
    one = _of_one(ask, item_id, _encode(flight))
    try:
        planned = await flights.planned(one, item_id, flight)
    except Fault as fault:
        return _refused(ask, item_id, start, fault.code, fault.values, fault.extra)
    node = ask.room.door.node
    answer = decide(node.state, Entry(node.state.position + 1, node.now_us(), ask.actor, planned.command))
    if isinstance(answer, Refused):
        _, code, values = refused.explain(answer)
        return _refused(ask, item_id, start, code, values)
    meets = bool(planned.conflicts) or any(met.is_conflict for met in planned.zones)
    sites = await near.touched(ask, planned.command.reservation.volumes)
    outcome = "meets" if meets else "free"
    return wire.RepeatItem(item_id, start, outcome, "", "", planned.conflicts, planned.zones, sites)


async def _book(ask: Ask, item_id: str, start: str, flight: wire.FlightBody) -> wire.RepeatItem:
    """Book one flight by the way of any booking, and say what became of it."""
    held = ask.room.state.intents.get(item_id)
    if held is not None and held.manager == ask.actor.party:  # by this request, sent before
        sites = await near.touched(ask, held.volumes)
        return wire.RepeatItem(item_id, start, "booked", "", "", [], [], sites)
    try:
        answer = await flights.put(_of_one(ask, item_id, _encode(flight)))
    except Fault as fault:
        return _refused(ask, item_id, start, fault.code, fault.values, fault.extra)
    except No as no:
        _, code, values = refused.explain(no.refusal)
        return _refused(ask, item_id, start, code, values)
    booked = _booked.decode(answer.body)
    return wire.RepeatItem(item_id, start, "booked", "", "", booked.conflicts, [], booked.sites)


def _refused(
    ask: Ask, item_id: str, start: str, code: str, values: dict[str, Any], extra: dict[str, Any] | None = None
) -> wire.RepeatItem:
    met = extra or {}
    conflicts = msgspec.convert(met.get("conflicts", []), list[wire.Conflict])
    closed = msgspec.convert(met.get("zones", []), list[wire.ZoneMet])
    return wire.RepeatItem(item_id, start, "refused", code, ask.say(code, **values), conflicts, closed)


OPERATIONS: Final = (
    Operation(
        "repeatFlight", "POST", "/room/v1/flights/repeat", repeat, Role.OFFICER, wire.RepeatBody, {200: wire.Repeated}
    ),
    Operation("getSeries", "GET", "/room/v1/flights/repeat/{id}", series, Role.OBSERVER, None, {200: wire.Flights}),
    Operation(
        "endSeries", "DELETE", "/room/v1/flights/repeat/{id}", end_series, Role.OFFICER, None, {200: wire.SeriesEnded}
    ),
)
