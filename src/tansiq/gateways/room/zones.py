"""Zones: list, announce, change, put in force, give free, end; and which a flight would meet."""

import asyncio
import re
from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.airspace import exact
from tansiq.airspace.exact import Overlap
from tansiq.airspace.outlines import ring
from tansiq.core import room
from tansiq.core.hours import in_force
from tansiq.core.model import Constraint
from tansiq.core.refusals import Unknown
from tansiq.core.release import View
from tansiq.core.room import Role, ZoneKind, ZoneLife
from tansiq.core.room_commands import EndZone, PutZone, ZoneEnd, ZonePlan, ZonePrivate
from tansiq.core.units import DAY_US, MINUTE_US, MM
from tansiq.core.volumes import Volume
from tansiq.gateways.room import inbound, outbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation, shown
from tansiq.gateways.room.heights import limit
from tansiq.gateways.room.register import near
from tansiq.gateways.room.sky import Sky, air_of
from tansiq.gateways.room.volumes import Shelf, line_of, nothing, volumes
from tansiq.gateways.room.words import Fault
from tansiq.gateways.room.zone_face import DAYS, zone_face

DISPUTES_NAMED: Final = 20
PAIRS_REMEMBERED: Final = 50_000  # of zones: 10 MB
SLICE: Final = 20  # zones shown at once: 2 ms
TRIES: Final = 5  # while what is known of the air changes
# What says of the same air that it is open, and what says that it is not.
_OPEN: Final = (ZoneKind.CORRIDOR,)
_SHUT: Final = (ZoneKind.CLOSED, ZoneKind.DANGER, ZoneKind.RESTRICTED)

_body: Final = msgspec.json.Decoder(wire.ZoneBody)
_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)


async def zones(ask: Ask) -> Answer:
    """Return all zones that the asker may see."""
    found = ask.view.all_constraints()
    made: list[wire.Zone] = []
    for at, constraint in enumerate(found):
        if at % SLICE == SLICE - 1:
            await asyncio.sleep(0)
        made.append(face(ask, constraint, await _disputes(ask, constraint)))
    return shown(wire.Zones(made))


async def zone(ask: Ask) -> Answer:
    """Return one zone."""
    held = _seen(ask, inbound.flight_id(ask.path["id"]))
    return shown(face(ask, held, await _disputes(ask, held)))


async def put(ask: Ask) -> Answer:
    """Announce a zone, change it, or say where it stands."""
    body, zone_id = ask.parsed(_body), inbound.flight_id(ask.path["id"])
    earlier = ask.answered()
    if earlier is not None:  # the library may have changed since
        return shown(await _put_shown(ask, zone_id), earlier.position)
    words = wire.ZoneTexts(body.name, body.authority, body.conditions, body.contact, body.frequency)
    for _ in range(TRIES):
        is_long, shelf, now = inbound.is_long(ask.body, body.volumes), ask.view.place, sky_of(ask)
        command = await inbound.read(is_long, lambda s=shelf, n=now: command_of(zone_id, body, ask.charter, n, s))
        try:
            answer = await ask.submit(command, msgspec.json.encode(words))
        except No as no:
            if await ask.room.deriver.is_over(no.refusal):
                continue
            raise
        return shown(await _put_shown(ask, zone_id), answer.position, 200 if body.ovn else 201)
    raise Fault("too_busy_here", status=409)


async def _put_shown(ask: Ask, zone_id: str) -> wire.Zone:
    """Return a zone with the notified places that it touches."""
    held = _seen(ask, zone_id)
    shown_zone = face(ask, held, await _disputes(ask, held))
    return msgspec.structs.replace(shown_zone, sites=await near.touched(ask, held.volumes))


def sky_of(ask: Ask) -> Sky:
    """Return what the bands of a zone are derived from now."""
    return Sky(air_of(ask.room.state), 0, ask.room.elevation)


def command_of(zone_id: str, body: wire.ZoneBody, charter: room.Charter, sky: Sky, shelf: Shelf = nothing) -> PutZone:
    """Return the command that announces or changes a zone. Raises `Fault` with the place of what is wrong."""
    inbound.text(body.name, 120, "$.name", is_needed=True)
    inbound.text(body.contact, inbound.CONTACT_CHARS, "$.contact", is_needed=True)
    inbound.text(body.authority, 120, "$.authority")
    inbound.text(body.conditions, inbound.TEXT_CHARS, "$.conditions")
    inbound.text(body.frequency, 40, "$.frequency")
    if not 0 <= body.corridor_m <= 100_000 or not 0 <= (body.direction_deg or 0) < 360:
        raise Fault("field_range", "$.corridor_m")
    made = volumes(body.volumes, "$.volumes", charter, sky, shelf)
    line, width_mm = _line(body, shelf)
    plan = ZonePlan(
        zone_id,
        body.kind,
        body.life,
        tuple(_hours(h, f"$.hours[{n}]") for n, h in enumerate(body.hours)),
        made,
        inbound.level(body.level) if body.level is not None else None,
        -(-width_mm // MM) or body.corridor_m,
        -1 if body.direction_deg is None else body.direction_deg,
        line,
        tuple(_lane(lane, f"$.lanes[{n}]") for n, lane in enumerate(body.lanes)),
    )
    return PutZone(plan, ZonePrivate(body.ovn, inbound.new_ovn(), sky.air.position))


async def end(ask: Ask) -> Answer:
    """End a zone."""
    zone_id = inbound.flight_id(ask.path["id"])
    answer = await ask.submit(EndZone(ZoneEnd(zone_id, ask.query.get("ovn", ""))))
    return shown(wire.Done(answer.position), answer.position)


class Met(Struct, frozen=True):
    """A zone that a flight would truly meet, where, and whether it is in force by then; else it is only announced."""

    constraint: Constraint
    overlaps: list[Overlap]
    is_conflict: bool


def met(ask: Ask, volumes: tuple[Volume, ...]) -> list[wire.ZoneMet]:
    """Return the zones that a flight would meet, as the asker may see them. One in force is a conflict, else a caution."""
    return [
        wire.ZoneMet(face(ask, m.constraint), [outbound.overlap(o) for o in m.overlaps[:20]], m.is_conflict)
        for m in overlaps(ask.view, volumes)
    ]


def overlaps(view: View, volumes: tuple[Volume, ...]) -> list[Met]:
    """Return the zones of a viewer's world that a flight would truly meet."""
    found: list[Met] = []
    for constraint in view.constraints_near(volumes):
        held = constraint.zone
        if held is not None and held.life is ZoneLife.RELEASED:
            continue
        hours = held.hours if held is not None else ()
        places = [
            overlap
            for overlap in exact.conflicts_with(volumes, constraint.volumes)
            if in_force(hours, constraint.time_us, overlap.time_us)
        ]
        if places:
            found.append(Met(constraint, places, held is None or held.life is ZoneLife.ACTIVE))
    return found


def _seen(ask: Ask, zone_id: str) -> Constraint:
    found = ask.view.constraint(zone_id)
    if found is None:
        raise No(Unknown(zone_id, "change"))
    return found


def face(ask: Ask, held: Constraint, disputed_by: Sequence[str] = ()) -> wire.Zone:
    """Return a zone, as a view gave it out, as the asker is told of it."""
    return zone_face(held, ask.actor.party, ask.room.texts, ask.room.door.node.now_us(), disputed_by)


async def _disputes(ask: Ask, held: Constraint) -> list[str]:
    """Return the ids of zones of other issuers that call the same air open where this one shuts it, or the other way."""
    if held.zone is None or held.zone.life is ZoneLife.RELEASED or not held.manager:
        return []
    against = _SHUT if held.zone.kind in _OPEN else _OPEN if held.zone.kind in _SHUT else ()
    found: list[str] = []
    for other in ask.view.constraints_near(held.volumes):
        if (
            other.zone is not None
            and other.manager != held.manager
            and other.zone.kind in against
            and other.zone.life is not ZoneLife.RELEASED
        ):
            if await _is_one_air(ask, held, other):
                found.append(other.id)
            if len(found) == DISPUTES_NAMED:
                break
    return found


async def _is_one_air(ask: Ask, a: Constraint, b: Constraint) -> bool:
    """Return whether two zones truly overlap. Remembered: the maths takes a millisecond, a list may need thousands."""
    pair = (a.ovn, b.ovn) if a.ovn < b.ovn else (b.ovn, a.ovn)
    known = ask.room.same_air.get(pair)
    if known is None:
        await asyncio.sleep(0)
        known = bool(exact.conflicts_with(a.volumes, b.volumes))
        while len(ask.room.same_air) >= PAIRS_REMEMBERED:
            del ask.room.same_air[next(iter(ask.room.same_air))]
        ask.room.same_air[pair] = known
    return known


def _line(body: wire.ZoneBody, shelf: Shelf) -> tuple[bytes, int]:
    """Return the centreline, packed, and the width in mm of a zone that is one corridor; else nothing and 0."""
    if len(body.volumes) != 1 or body.kind is not ZoneKind.CORRIDOR:
        return b"", 0
    found = line_of(body.volumes[0], "$.volumes[0]", shelf)
    return (ring(found.places), found.width_mm) if found is not None else (b"", 0)


def _lane(said: wire.Lane, where: str) -> room.Lane:
    return room.Lane(said.way, limit(said.floor, where + ".floor"), limit(said.ceiling, where + ".ceiling"))


def _hours(said: wire.Hours, where: str) -> room.Hours:
    start, end = _of_day(said.start, where + ".start"), _of_day(said.end, where + ".end")
    if not said.days:
        raise Fault("text_missing", where + ".days")
    days = sum(1 << n for n, name in enumerate(DAYS) if name in said.days)
    return room.Hours(days, start, end if end > start else end + DAY_US)


def _of_day(text: str, where: str) -> int:
    if not _TIME.fullmatch(text):
        raise Fault("time", where, value=text[:16])
    hours, _, minutes = text.partition(":")
    return (int(hours) * 60 + int(minutes)) * MINUTE_US


OPERATIONS: Final = (
    Operation("listZones", "GET", "/room/v1/zones", zones, Role.OBSERVER, None, {200: wire.Zones}),
    Operation("getZone", "GET", "/room/v1/zones/{id}", zone, Role.OBSERVER, None, {200: wire.Zone}),
    Operation(
        "putZone", "PUT", "/room/v1/zones/{id}", put, Role.OFFICER, wire.ZoneBody, {200: wire.Zone, 201: wire.Zone}
    ),
    Operation("endZone", "DELETE", "/room/v1/zones/{id}", end, Role.OFFICER, None, {200: wire.Done}),
)
