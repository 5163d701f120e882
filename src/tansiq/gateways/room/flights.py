"""Flights: list, look, check, book, change, end, release."""

import asyncio
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.around import around
from tansiq.core.model import OFF_NOMINAL, Intent, IntentState
from tansiq.core.refusals import Unknown, UnseenItems
from tansiq.core.release import Asked, preview
from tansiq.core.room import Charter, ConflictRule, Precedence, Role
from tansiq.core.room_commands import CloseFlight, EndFlight, FlightEnd, GrantsWish, PutFlight, SetGrants
from tansiq.core.units import ALWAYS, MM, US
from tansiq.core.volumes import Extent, window
from tansiq.gateways.looking import looked_for
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, outbound, planning, wire, zones
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation, shown
from tansiq.gateways.room.listing import PAGE, all_intents, page_size
from tansiq.gateways.room.planning import Found
from tansiq.gateways.room.register import near
from tansiq.gateways.room.releases import waits
from tansiq.gateways.room.sky import Sky, air_of, later_us
from tansiq.gateways.room.words import Fault
from tansiq.node.chance import new_uuid

TRIES: Final = 5  # at booking in a place where others book at the same moment
SLICE: Final = 100  # flights written at once: 2 ms
SAME_SKY_MM: Final = 100_000_000  # within so far of its ends, callsigns may be heard on one frequency

_body: Final = msgspec.json.Decoder(wire.FlightBody)
_close: Final = msgspec.json.Decoder(wire.CloseBody)
_release: Final = msgspec.json.Decoder(wire.ReleaseBody)


async def flights(ask: Ask) -> Answer:
    """Return what the asker may see, by id. mine=true: its own alone. limit, after: in pages, the cursor of the one before."""
    is_own = ask.query.get("mine") == "true" or ask.has_left
    found = ask.view.own_flights() if is_own else await all_intents(ask)
    after, limit = ask.query.get("after", ""), page_size(ask.query.get("limit", str(PAGE)))
    page = [intent for intent in found if intent.id > after][: limit + 1]
    more = page[limit - 1].id if len(page) > limit else ""
    pieces: list[bytes] = []
    for at in range(0, min(limit, len(page)), SLICE):
        if at:
            await asyncio.sleep(0)
        part = [face(ask, intent) for intent in page[at : min(at + SLICE, limit)]]
        pieces.append(msgspec.json.encode(part)[1:-1])
    return Answer(b'{"flights":[%b],"next":%b}' % (b",".join(pieces), msgspec.json.encode(more)))


async def flight(ask: Ask) -> Answer:
    """Return one flight, or an occupied place by the id under which the asker met it."""
    item_id = inbound.flight_id(ask.path["id"])
    found = await looked_for(ask.view, item_id)
    if found is None or (ask.has_left and found.manager != ask.actor.party):
        raise No(Unknown(item_id, "change"))
    return shown(face(ask, found))


async def check(ask: Ask) -> Answer:
    """Tell what a flight would meet and which changes would free it. Nothing is booked.

    Booked under the id that is answered, it meets sealed flights under the same stand-ins.
    """
    body = ask.parsed(_body)
    item_id = inbound.flight_id(ask.query["id"]) if "id" in ask.query else new_uuid()
    inbound.identity(body)  # what is wrong with it is told at once, not at the booking
    is_long, shelf, sky = inbound.is_long(ask.body, body.volumes), ask.view.place, sky_of(ask)
    volumes = await inbound.read(is_long, lambda: inbound.volumes_of(body, ask.charter, sky, shelf))
    asked, view = Asked(item_id, volumes), ask.view
    rations, own, rate = ask.room.door.rations, ask.actor.party, ask.charter.ration_km2h
    if not rations.charge(own, asked.volumes, rate):
        raise Fault("ration", status=429, minutes=-(-rations.wait_s(own, rate) // 60))
    found = planning.conflicts(asked, body.is_manned, planning.neighbours(view, asked, ask.charter), ask.charter)
    ways = planning.ways_out(view, asked, body.is_manned, ask.charter, sky.air) if found else []
    return shown(
        wire.Checked(
            [conflict(ask, f, 0) for f in found],
            zones.met(ask, asked.volumes),
            [_offer(way) for way in ways],
            _warnings(ask, body, asked),
            item_id,
            await near.touched(ask, asked.volumes),
        )
    )


async def put(ask: Ask) -> Answer:
    """Book or change a flight. What it meets must be named in `accepts`, as it was shown; a new one since is refused."""
    return await book(ask, ask.parsed(_body))


async def book(ask: Ask, body: wire.FlightBody) -> Answer:
    """Book or change the flight of a path.

    body: what `ask` sent. An import adds what it accepts, which is no part of what its key stands for.
    """
    item_id = inbound.flight_id(ask.path["id"])
    earlier = ask.answered()
    if earlier is not None:
        booked = _seen(ask, item_id)
        return shown(wire.Booked(face(ask, booked), [], await near.touched(ask, booked.volumes)), earlier.position)
    found: list[Found] = []
    command, has_left = await _read(ask, item_id, body), True
    asked, old = Asked(item_id, command.reservation.volumes), _own(ask, item_id)
    is_asked = old is None or old.volumes != asked.volumes  # and charged, whatever it finds
    if is_asked and not _is_in_need(command):
        has_left = ask.room.door.rations.charge(ask.actor.party, asked.volumes, ask.charter.ration_km2h)
    is_stale = False
    for attempt in range(TRIES):
        if attempt and (is_stale or body.state == "Contingent"):
            command = await _read(ask, item_id, body)  # the plan that it keeps, or the air, is another one by now
            asked = Asked(item_id, command.reservation.volumes)
        view, charter = ask.view, ask.charter
        others = planning.neighbours(view, asked, charter)
        found = planning.conflicts(asked, body.is_manned, others, charter)
        _refuse_conflicts(ask, body, found, command, _own(ask, item_id), has_left)
        key = tuple(intent.ovn for intent in view.intents_near(asked.volumes, asked) if intent.id != item_id)
        command = msgspec.structs.replace(command, private=msgspec.structs.replace(command.private, key=key))
        try:
            answer = await ask.submit(command, inbound.flight_texts(body), is_remembered=has_left)
        except No as no:
            is_stale = await ask.room.deriver.is_over(no.refusal)
            if is_stale or isinstance(no.refusal, UnseenItems):
                continue  # somebody was first: look again
            raise
        booked = _seen(ask, item_id)
        conflicts = [conflict(ask, f, _entered_us(booked)) for f in found]
        told = wire.Booked(face(ask, booked), conflicts, await near.touched(ask, booked.volumes))
        return shown(told, answer.position, 200 if body.ovn else 201)
    raise Fault("too_busy_here", status=409)


class Planned(Struct, frozen=True):
    """What a booking would be, and what it would meet."""

    command: PutFlight
    conflicts: list[wire.Conflict]
    zones: list[wire.ZoneMet]


async def planned(ask: Ask, item_id: str, body: wire.FlightBody) -> Planned:
    """Return what booking a new flight would ask of the core. Raises `Fault` where the asker has asked enough, or the
    charter refuses what it would meet."""
    command = await _read(ask, item_id, body)
    asked, view, charter = Asked(item_id, command.reservation.volumes), ask.view, ask.charter
    rations, own, rate = ask.room.door.rations, ask.actor.party, charter.ration_km2h
    if not rations.charge(own, asked.volumes, rate):
        raise Fault("ration", status=429, minutes=-(-rations.wait_s(own, rate) // 60))
    found = planning.conflicts(asked, body.is_manned, planning.neighbours(view, asked, charter), charter)
    told, met = [conflict(ask, f, 0) for f in found], zones.met(ask, asked.volumes)
    if not _is_in_need(command) and (count := _binding(charter, found, command)):
        raise Conflicting("conflicts_refused", told, met, count=count)
    key = tuple(intent.ovn for intent in view.intents_near(asked.volumes, asked) if intent.id != item_id)
    private = msgspec.structs.replace(command.private, key=key)
    return Planned(msgspec.structs.replace(command, private=private), told, met)


async def _read(ask: Ask, item_id: str, body: wire.FlightBody) -> PutFlight:
    """Return the command of a booking; a contingent flight keeps the volumes of its plan, whatever is sent."""
    old = _own(ask, item_id) if body.state == "Contingent" else None
    kept = old.volumes if old is not None else ()
    is_long, shelf = inbound.is_long(ask.body, body.volumes + body.off_nominal), ask.view.place
    sky = sky_of(ask)
    return await inbound.read(is_long, lambda: inbound.put_flight(item_id, body, ask.charter, (), sky, kept, shelf))


def _own(ask: Ask, item_id: str) -> Intent | None:
    found = ask.room.state.intents.get(item_id)
    is_own = found is not None and found.flight is not None and found.manager == ask.actor.party
    return found if is_own else None


def _is_in_need(command: PutFlight) -> bool:
    plan = command.reservation
    return plan.state in OFF_NOMINAL or plan.precedence is Precedence.EMERGENCY


def sky_of(ask: Ask) -> Sky:
    """Return what the bands of a flight are derived from now."""
    return Sky(air_of(ask.room.state), later_us(ask.charter), ask.room.elevation)


async def end(ask: Ask) -> Answer:
    """End a flight: landed, or not flown."""
    item_id = inbound.flight_id(ask.path["id"])
    answer = await ask.submit(EndFlight(FlightEnd(item_id, ask.query.get("ovn", ""))))
    return shown(wire.Done(answer.position), answer.position)


async def close(ask: Ask) -> Answer:
    """Close another's flight that outlasted its time, as a lead who says why. Who did it, and why, is in the log."""
    body, item_id = ask.parsed(_close), inbound.flight_id(ask.path["id"])
    reason = inbound.text(body.reason, inbound.TEXT_CHARS, "$.reason", is_needed=True)
    answer = await ask.submit(CloseFlight(FlightEnd(item_id, body.ovn)), msgspec.json.encode({"reason": reason}))
    return shown(wire.Done(answer.position), answer.position)


async def release(ask: Ask) -> Answer:
    """Release more or less of one flight. What was seen cannot be unseen."""
    body, item_id = ask.parsed(_release), inbound.flight_id(ask.path["id"])
    grants = tuple(inbound.grant(g, f"$.grants[{n}]") for n, g in enumerate(body.grants))
    answer = await ask.submit(SetGrants(GrantsWish(item_id, body.ovn, inbound.new_ovn(), grants)))
    return shown(wire.Released(face(ask, _seen(ask, item_id)), waits(answer)), answer.position)


async def explain(ask: Ask) -> Answer:
    """Tell the owner what a party gets of its flight now, by which rule, and show it as that party sees it."""
    item_id, viewer = inbound.flight_id(ask.path["id"]), inbound.code(ask.query.get("party", ""), "$query.party")
    intent = ask.room.state.intents.get(item_id)
    if intent is None or intent.flight is None or intent.manager != ask.actor.party:
        raise No(Unknown(item_id, "change"))
    granted, face = preview(ask.room.state, intent, viewer, ask.room.door.node.now_us())
    return shown(
        wire.Explained(
            viewer,
            outbound.level_name(granted.level),
            granted.rule.name,
            granted.rule.party,
            granted.has_contact,
            [] if face is None else [outbound.flight(face, viewer, ask.room.texts)],
        )
    )


def _refuse_conflicts(
    ask: Ask, body: wire.FlightBody, found: list[Found], command: PutFlight, old: Intent | None, has_left: bool
) -> None:
    """Raise `Fault` where a conflict is not named, or where the charter's rule is to refuse. Never for an aircraft in need."""
    shown_plan = command.reservation
    if _is_in_need(command):
        return
    is_airborne = old is not None and old.state is not IntentState.ACCEPTED
    named = {(known.id, known.ovn) for known in body.accepts}
    told = [conflict(ask, f, 0) for f in found]
    closed = [z for z in zones.met(ask, shown_plan.volumes) if z.is_conflict]
    missing = [c.with_.id for c in told if (c.with_.id, c.with_.ovn) not in named]
    missing += [z.zone.id for z in closed if (z.zone.id, z.zone.ovn) not in named]
    if missing:
        if has_left:
            _remember(ask, command, found)
        else:
            told = [_shortened(each) for each in told]
        raise Conflicting("conflicts_not_named", told, closed, count=len(missing))
    if not is_airborne and (count := _binding(ask.charter, found, command)):
        if has_left:
            _remember(ask, command, found)
        raise Conflicting("conflicts_refused", told, closed, count=count)


def _remember(ask: Ask, command: PutFlight, found: list[Found]) -> None:
    """Remember what was refused, and what it was refused for: its planner is told when that is gone."""
    asked = Asked(command.reservation.id, command.reservation.volumes)
    others = [f.intent.id for f in found if f.intent.manager != ask.actor.party]
    ask.room.door.node.remember_attempt(ask.actor.party, asked, others)


def _binding(charter: Charter, found: list[Found], command: PutFlight) -> int:
    """Return how many conflicts stand against a booking even when they are named."""
    if charter.conflict_rule is not ConflictRule.REFUSE:
        return 0
    own = command.reservation.precedence
    return sum(f.intent.flight is not None and f.intent.flight.precedence >= own for f in found)


def _shortened(told: wire.Conflict) -> wire.Conflict:
    """Return a conflict with a sealed flight without where, how high and when: it can be named and talked about, not read."""
    if told.with_.volumes:
        return told
    bare = msgspec.structs.replace(told.with_, occupied=[], start="", end="")
    return wire.Conflict(bare, [], told.entered_first)


class Conflicting(Fault):
    """A booking that meets others. All of them are told, as the asker may see them."""

    def __init__(self, code: str, conflicts: list[wire.Conflict], closed: list[wire.ZoneMet], **values: object) -> None:
        super().__init__(code, "$.accepts", 409, **values)
        self.extra = {"conflicts": msgspec.to_builtins(conflicts), "zones": msgspec.to_builtins(closed)}


def _seen(ask: Ask, item_id: str) -> Intent:
    found = ask.view.intent(item_id)
    if found is None:
        raise No(Unknown(item_id, "change"))
    return found


def face(ask: Ask, intent: Intent) -> wire.Flight:
    """Return a flight as the asker sees it."""
    return outbound.flight(intent, ask.actor.party, ask.room.texts)


def _entered_us(intent: Intent) -> int:
    return intent.flight.entered_us if intent.flight is not None else 0


def conflict(ask: Ask, found: Found, own_entered_us: int) -> wire.Conflict:
    """Return a conflict as the asker sees it."""
    theirs_us = _entered_us(found.intent)
    entered_first = ""
    if theirs_us and own_entered_us:
        entered_first = "mine" if own_entered_us < theirs_us else "theirs"
    elif theirs_us:
        entered_first = "theirs"  # what is being checked is not entered yet
    overlaps = [outbound.overlap(o) for o in found.overlaps[:20]]
    return wire.Conflict(face(ask, found.intent), overlaps, entered_first)


def _offer(way: planning.offers.Offer) -> wire.Offer:
    aside = way.aside
    return wire.Offer(
        way.kind,
        way.delay_us / US,
        way.shift_mm / MM,
        aside.distance_m if aside is not None else 0.0,
        aside.bearing_deg if aside is not None else 0.0,
        [outbound.volume(v) for v in way.volumes],
        list(way.blocked_by),
    )


def _warnings(ask: Ask, body: wire.FlightBody, asked: Asked) -> list[str]:
    """Tell whether the notice of the charter is kept, and which callsigns around, as far as the asker knows them, may be
    taken for the flight's own."""
    late = _late(ask, body, asked)
    if not body.callsign:
        return late
    sky = tuple(Extent(around(v.boxes, SAME_SKY_MM), ALWAYS, v.time_us) for v in {asked.volumes[0], asked.volumes[-1]})
    alike = ask.view.callsigns_near(sky, asked.id, body.callsign)
    return [*late, *(ask.say("similar_callsign", own=body.callsign, other=other) for other in alike[:5])]


def _late(ask: Ask, body: wire.FlightBody, asked: Asked) -> list[str]:
    """Return a warning where a new flight could not be booked any more, for the notice that the charter asks."""
    if body.state in OFF_NOMINAL or _own(ask, asked.id) is not None:
        return []
    start_us = window(asked.volumes).lo
    latest_us = start_us - ask.charter.ahead_us(body.is_manned, Precedence[body.precedence.upper()])
    if latest_us == start_us or ask.room.door.node.now_us() <= latest_us:
        return []
    return [ask.say("booked_too_late", start=format_us(start_us), latest=format_us(latest_us))]


OPERATIONS: Final = (
    Operation(
        "listFlights", "GET", "/room/v1/flights", flights, Role.OBSERVER, None, {200: wire.Flights}, is_left_ok=True
    ),
    Operation(
        "checkFlight", "POST", "/room/v1/flights/check", check, Role.OBSERVER, wire.FlightBody, {200: wire.Checked}
    ),
    Operation(
        "getFlight", "GET", "/room/v1/flights/{id}", flight, Role.OBSERVER, None, {200: wire.Flight}, is_left_ok=True
    ),
    Operation(
        "putFlight", "PUT", "/room/v1/flights/{id}", put, Role.OFFICER, wire.FlightBody,
        {200: wire.Booked, 201: wire.Booked}, is_left_ok=True,
    ),
    Operation(
        "endFlight", "DELETE", "/room/v1/flights/{id}", end, Role.OFFICER, None, {200: wire.Done}, is_left_ok=True
    ),
    Operation(
        "closeFlight", "POST", "/room/v1/flights/{id}/close", close, Role.LEAD, wire.CloseBody, {200: wire.Done}
    ),
    Operation(
        "releaseFlight", "PUT", "/room/v1/flights/{id}/release", release, Role.OFFICER, wire.ReleaseBody,
        {200: wire.Released},
    ),
    Operation(
        "explainFlight", "GET", "/room/v1/flights/{id}/explain", explain, Role.OFFICER, None, {200: wire.Explained}
    ),
)  # fmt: skip
