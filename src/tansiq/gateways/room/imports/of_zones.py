"""POST /room/v1/imports/zones: what a file of zones would become; or announcing it, each zone as PUT announces it.

What is imported is announced, not in force: a named person puts each zone in force.
"""

import asyncio
from typing import Final

import msgspec

from tansiq.core.room import Role
from tansiq.gateways.room import wire, zones
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation
from tansiq.gateways.room.imports import asked, prepare
from tansiq.gateways.room.imports.answers import ImportCounts, ImportedZone, ImportedZones
from tansiq.gateways.room.imports.prepare import Zone
from tansiq.gateways.room.words import Fault
from tansiq.log.engine import Outage
from tansiq.node.fairness import Busy
from tansiq.node.loop import Proposal

_zone: Final = msgspec.json.Decoder(wire.Zone)


async def zones_in(ask: Ask) -> Answer:
    """Look at a file of zones, or announce what is good in it."""
    said = asked.asked(ask, tuple(prepare.ZONES))
    async with ask.room.importing:
        made = await asyncio.to_thread(
            prepare.zones_of,
            ask.body,
            said.form,
            said.defaults,
            ask.actor.party,
            ask.charter,
            zones.sky_of(ask),
            ask.key,
        )
    turns = asked.Turns()
    items: list[ImportedZone] = []
    for n, zone in enumerate(made):
        await turns.next()
        if zone.command is None:
            told = asked.problems(ask, zone.item.faults)
            items.append(ImportedZone(n + 1, zone.item.where, zone.id, "faulty", told, zone.body, zone.features))
        elif said.is_dry:
            items.append(_looked_at(ask, n, zone))
        else:
            items.append(await _announced_or_not(ask, n, zone))
    counts = ImportCounts(
        **{o: sum(item.outcome == o for item in items) for o in ("good", "faulty", "done", "refused")}
    )
    ignored = asked.ignored([zone.item for zone in made])
    return await asked.in_pieces(ImportedZones(said.is_dry, counts, ignored, []), list(items))


def _looked_at(ask: Ask, n: int, zone: Zone) -> ImportedZone:
    assert zone.command is not None
    refusal = ask.room.door.node.refusal(Proposal(ask.actor, zone.command)) if ask.role >= Role.OFFICER else None
    told = [] if refusal is None else [asked.refusal(ask, zone.item, refusal)]
    return ImportedZone(n + 1, zone.item.where, zone.id, "faulty" if told else "good", told, zone.body, zone.features)


async def _announced_or_not(ask: Ask, n: int, zone: Zone) -> ImportedZone:
    """Announce a zone by the very handler of PUT."""
    assert zone.body is not None
    put = asked.as_put(ask, "putZone", zone.id, zone.body, n)
    try:
        answer = await zones.put(put)
    except (Fault, No, Busy, Outage) as trouble:
        told = [asked.trouble(ask, zone.item, trouble)]
        return ImportedZone(n + 1, zone.item.where, zone.id, "refused", told, zone.body, request=put.key)
    made = _zone.decode(answer.body)
    return ImportedZone(
        n + 1, zone.item.where, zone.id, "done", [], position=answer.position, ovn=made.ovn, request=put.key
    )


OPERATION: Final = Operation(
    "importZones",
    "POST",
    "/room/v1/imports/zones",
    zones_in,
    Role.OBSERVER,
    None,
    {200: ImportedZones},
    files=asked.FILES,
    query=(*asked.QUERY, "kind", "from", "until", *asked.GROUND),
)
