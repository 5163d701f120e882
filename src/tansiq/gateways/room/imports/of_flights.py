"""POST /room/v1/imports/flights: what a file of flights would become and meet; or booking it, each flight as PUT books it.

Flights are booked one after the other, in the order of the file, and independently: one that is refused stops no other.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import msgspec

from tansiq.core.limits import IMPORT_NAMED
from tansiq.core.release import Asked as AskedOf
from tansiq.core.room import Role
from tansiq.gateways.room import flights, inbound, outbound, planning, wire, zones
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation
from tansiq.gateways.room.imports import asked, prepare
from tansiq.gateways.room.imports.answers import (
    ImportCounts,
    ImportedFlight,
    ImportedFlights,
    ImportMeeting,
    ImportProblem,
)
from tansiq.gateways.room.imports.prepare import Flight, Meeting
from tansiq.gateways.room.register import near
from tansiq.gateways.room.words import Fault
from tansiq.log.engine import Outage
from tansiq.node.fairness import Busy
from tansiq.node.loop import Proposal

OVERLAPS_SHOWN: Final = 20  # of one pair
IN_FILE: Final = "item-"  # how `accepts` names another flight of the file
_booked: Final = msgspec.json.Decoder(wire.Booked)
_Known = list[wire.Known]


class Named(msgspec.Struct, frozen=True):
    """The conflicts that the asker was shown and names: flights and zones of the room by (id, ovn), others of the file."""

    known: frozenset[tuple[str, str]]
    items: frozenset[int]


class Shown:
    """Counts what is told of conflicts, and of places apart from them, so that an answer has an end."""

    def __init__(self) -> None:
        self.left = IMPORT_NAMED
        self._sites_left = IMPORT_NAMED
        self.dropped = 0

    def take(self, found: Sequence[object]) -> int:
        """Return how many of these may be told."""
        most = min(self.left, len(found))
        self.left -= most
        self.dropped += len(found) - most
        return most

    def sites(self, found: list[wire.SiteNear]) -> list[wire.SiteNear]:
        """Return those notified places that may be told."""
        told = found[: self._sites_left]
        self._sites_left -= len(told)
        self.dropped += len(found) - len(told)
        return told


async def flights_in(ask: Ask) -> Answer:
    """Look at a file of flights, or book what is good in it."""
    said, named = asked.asked(ask, tuple(prepare.FLIGHTS)), _named(ask.query.get("accepts", ""))
    async with ask.room.importing:
        made, meetings = await asyncio.to_thread(
            prepare.flights,
            ask.body,
            said.form,
            said.defaults,
            ask.actor.party,
            ask.charter,
            flights.sky_of(ask),
            ask.key,
        )
    meets: dict[int, list[tuple[int, Meeting]]] = defaultdict(list)
    for meeting in meetings or []:
        meets[meeting.first].append((meeting.second, meeting))
        meets[meeting.second].append((meeting.first, meeting))
    shown, turns = Shown(), asked.Turns()
    done: dict[int, wire.Known] = {}
    items: list[ImportedFlight] = []
    for n, flight in enumerate(made):
        await turns.next()
        if flight.command is None or flight.body is None:
            items.append(_faulty(ask, n, flight))
        elif said.is_dry:
            items.append(await _looked_at(ask, n, flight, meets[n], shown))
        else:
            items.append(await _booked_or_not(ask, n, flight, named, done, shown))
    counts = ImportCounts(
        **{o: sum(item.outcome == o for item in items) for o in ("good", "faulty", "done", "refused")},
        not_shown=shown.dropped,
    )
    ignored = asked.ignored([flight.item for flight in made])
    return await asked.in_pieces(ImportedFlights(said.is_dry, meetings is not None, counts, ignored, []), list(items))


def _faulty(ask: Ask, n: int, flight: Flight) -> ImportedFlight:
    item = flight.item
    told = asked.problems(ask, item.faults)
    return ImportedFlight(n + 1, item.where, flight.id, "faulty", told, flight.body, flight.features)


async def _looked_at(
    ask: Ask, n: int, flight: Flight, meets: list[tuple[int, Meeting]], shown: Shown
) -> ImportedFlight:
    """Return what a flight would meet, at the price of asking for it at the check, and whether it would be refused for good.

    An observer is not told what it may not do.
    """
    assert flight.body is not None
    told: list[ImportProblem] = []
    conflicts: list[wire.Conflict] = []
    closed: list[wire.ZoneMet] = []
    sites: list[wire.SiteNear] = []
    put = asked.as_put(ask, "putFlight", flight.id, flight.body, n)
    try:
        planned = await flights.planned(put, flight.id, flight.body)
        conflicts, closed = planned.conflicts, planned.zones
        sites = await near.touched(ask, planned.command.reservation.volumes)
        if ask.role >= Role.OFFICER:
            refusal = ask.room.door.node.refusal(Proposal(ask.actor, planned.command))
            told = [] if refusal is None else [asked.refusal(ask, flight.item, refusal)]
    except Fault as fault:
        told, (conflicts, closed) = [asked.trouble(ask, flight.item, fault)], _met(fault)
    return ImportedFlight(
        n + 1,
        flight.item.where,
        flight.id,
        "faulty" if told else "good",
        told,
        flight.body,
        flight.features,
        conflicts[: shown.take(conflicts)],
        closed[: shown.take(closed)],
        [
            ImportMeeting(other + 1, [outbound.overlap(o) for o in meeting.overlaps[:OVERLAPS_SHOWN]])
            for other, meeting in meets[: shown.take(meets)]
        ],
        sites=shown.sites(sites),
    )


def _met(trouble: Exception) -> tuple[list[wire.Conflict], list[wire.ZoneMet]]:
    """Return the conflicts that a booking was refused for."""
    extra = trouble.extra if isinstance(trouble, Fault) else {}
    conflicts = msgspec.convert(extra.get("conflicts", []), list[wire.Conflict])
    return conflicts, msgspec.convert(extra.get("zones", []), list[wire.ZoneMet])


async def _booked_or_not(
    ask: Ask, n: int, flight: Flight, named: Named, done: dict[int, wire.Known], shown: Shown
) -> ImportedFlight:
    """Book a flight by the very handler of PUT. done: flights of the file that were booked, by index."""
    assert flight.body is not None
    own = [wire.Known(done[i].id, done[i].ovn) for i in sorted(named.items) if i in done]
    body = msgspec.structs.replace(flight.body, accepts=[*_met_and_named(ask, flight, named), *own])
    put = asked.as_put(ask, "putFlight", flight.id, flight.body, n)
    request = put.key
    try:
        answer = await flights.book(put, body)
    except (Fault, No, Busy, Outage) as trouble:
        conflicts, closed = _met(trouble)
        return ImportedFlight(
            n + 1,
            flight.item.where,
            flight.id,
            "refused",
            [asked.trouble(ask, flight.item, trouble)],
            flight.body,
            conflicts=conflicts[: shown.take(conflicts)],
            zones=closed[: shown.take(closed)],
            request=request,
        )
    booked = _booked.decode(answer.body)
    done[n] = wire.Known(flight.id, booked.flight.ovn)
    return ImportedFlight(
        n + 1,
        flight.item.where,
        flight.id,
        "done",
        [],
        conflicts=booked.conflicts[: shown.take(booked.conflicts)],
        position=answer.position,
        ovn=booked.flight.ovn,
        request=request,
        sites=shown.sites(booked.sites),
    )


def _met_and_named(ask: Ask, flight: Flight, named: Named) -> _Known:
    """Return of what was named that which this flight meets: the rest is no business of its entry in the log."""
    assert flight.command is not None
    if not named.known:
        return []
    own = AskedOf(flight.id, flight.command.reservation.volumes)
    near = planning.neighbours(ask.view, own, ask.charter)
    assert flight.body is not None
    found = planning.conflicts(own, flight.body.is_manned, near, ask.charter)
    met = {(f.intent.id, f.intent.ovn) for f in found}
    met |= {(z.zone.id, z.zone.ovn) for z in zones.met(ask, flight.command.reservation.volumes) if z.is_conflict}
    return [wire.Known(known_id, ovn) for known_id, ovn in sorted(named.known & met)]


def _named(text: str) -> Named:
    """Return what `accepts` names: `id:ovn` or `item-3`, parted by commas."""
    known: set[tuple[str, str]] = set()
    items: set[int] = set()
    for word in filter(None, text.split(",")):
        number = word.removeprefix(IN_FILE)
        known_id, colon, ovn = word.partition(":")
        if word.startswith(IN_FILE) and number.isascii() and number.isdecimal() and len(number) < 6:
            items.add(int(number) - 1)
        elif colon and inbound.is_uuid(known_id):
            known.add((known_id, ovn))
        else:
            raise Fault("field_form", "$query.accepts", value=word[:40])
        if len(known) > IMPORT_NAMED:
            raise Fault("field_range", "$query.accepts")
    return Named(frozenset(known), frozenset(items))


OPERATION: Final = Operation(
    "importFlights",
    "POST",
    "/room/v1/imports/flights",
    flights_in,
    Role.OBSERVER,
    None,
    {200: ImportedFlights},
    files=asked.FILES,
    query=(*asked.QUERY, "is_manned", "reason", "accepts"),
)
