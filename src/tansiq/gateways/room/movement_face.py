"""Movements from the JSON of the room to the core, and back. What a viewer is not shown is not looked at."""

from typing import Final

import msgspec

from tansiq.airspace.corridors import PIECE_MAX_M, outlines_along
from tansiq.airspace.one_area import as_one
from tansiq.airspace.outlines import boxes
from tansiq.airspace.snapped import MANNED, snapped
from tansiq.core.limits import MOVEMENT_BOXES, MOVEMENT_POINTS
from tansiq.core.movement_commands import MovementArea, MovementPrivate, MovementWhole, PutMovement
from tansiq.core.movements import MovementGrant, MovementLevel, Route, Waypoint
from tansiq.core.release_movements import SeenMovement
from tansiq.core.units import ALWAYS, HOUR_US, MM, NDEG, Span
from tansiq.core.volumes import Box, Volume
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.register.faces import areas
from tansiq.gateways.room.times import time
from tansiq.gateways.room.volumes import centreline, width
from tansiq.gateways.room.wire import movements as shape
from tansiq.gateways.room.words import Fault
from tansiq.node.texts import Said

_CELLS: Final = 64  # of one piece of the corridor in the snapped view
_LEVELS: Final[dict[MovementLevel, shape.MovementLevelName]] = {
    MovementLevel.AREA: "area",
    MovementLevel.WHOLE: "whole",
}
_texts: Final = msgspec.json.Decoder(shape.MovementTexts)


def command_of(movement_id: str, body: shape.MovementBody) -> PutMovement:
    """Return the command that announces or changes a movement. Raises `Fault` with the place of what is wrong."""
    if not 2 <= len(body.points) <= MOVEMENT_POINTS:
        raise Fault("centreline", "$.points", count=len(body.points), most=MOVEMENT_POINTS)
    line = centreline([wire.Point(p.lat, p.lon) for p in body.points], "$")
    points = tuple(
        Waypoint(*place, time(p.time, f"$.points[{n}].time"))
        for n, (place, p) in enumerate(zip(line, body.points, strict=True))
    )
    width_mm = width(body.width_m, "$.width_m")
    pieces = [outline for leg in outlines_along(line, width_mm) for outline in leg]
    around: dict[Box, None] = {}
    view: dict[Box, None] = {}
    for outline in pieces:
        held = boxes(outline)
        around.update(dict.fromkeys(held))
        view.update(dict.fromkeys(snapped(Volume(outline, held, ALWAYS, ALWAYS), MANNED, _CELLS).boxes))
    cells = as_one(view)  # neither legs nor their order are to be seen in them
    if max(len(around), len(cells)) > MOVEMENT_BOXES:
        raise Fault("leg", "$.points", leg=1, most=f"{PIECE_MAX_M / 1_000:g}")
    first, last = points[0].time_us, points[-1].time_us
    hours_us = Span(first // HOUR_US * HOUR_US, -(-last // HOUR_US) * HOUR_US)
    return PutMovement(
        MovementArea(movement_id, body.kind, cells, hours_us),
        MovementWhole(Route(points, width_mm, tuple(around)), body.vehicles),
        MovementPrivate(body.ovn, inbound.new_ovn(), grants_of(body.grants, "$.grants")),
    )


def texts_of(body: shape.MovementBody) -> bytes:
    """Return the erasable part of a movement."""
    return msgspec.json.encode(
        shape.MovementTexts(
            inbound.text(body.contact, inbound.TEXT_CHARS, "$.contact", is_needed=True),
            inbound.text(body.markings, inbound.TEXT_CHARS, "$.markings"),
            inbound.text(body.remarks, inbound.TEXT_CHARS, "$.remarks"),
        )
    )


def grants_of(said: list[shape.MovementGrant], where: str) -> tuple[MovementGrant, ...]:
    """Return grants, by party."""
    made = [
        MovementGrant(inbound.code(each.party, f"{where}[{n}].party"), MovementLevel[each.level.upper()])
        for n, each in enumerate(said)
    ]
    return tuple(sorted(made, key=lambda grant: grant.viewer))


def face(seen: SeenMovement, texts: Said, person: str) -> shape.MovementShown:
    """Return a movement as its viewer sees it. person: who asks."""
    held, is_mine = seen.movement, seen.is_mine
    body = texts.of(held.texts) if held.texts else b""
    said = _texts.decode(body) if body else shape.MovementTexts()
    is_whole = seen.level is MovementLevel.WHOLE
    return shape.MovementShown(
        id=held.id,
        kind=held.kind,
        state=held.state,
        level=_LEVELS[seen.level],
        is_mine=is_mine,
        is_late=held.is_late,
        areas=areas(held.view),
        after=format_us(held.hours_us.lo),
        until=format_us(held.hours_us.hi),
        party=held.party,
        points=[shape.Waypoint(p.lat_ndeg / NDEG, p.lon_ndeg / NDEG, format_us(p.time_us)) for p in held.route.points],
        width_m=held.route.width_mm / MM if is_whole else None,
        vehicles=held.vehicles if is_whole else None,
        contact=said.contact,
        markings=said.markings,
        remarks=said.remarks,
        steps=[
            shape.MovementStep(s.state, format_us(s.time_us), s.by, format_us(s.expected_us) if s.expected_us else "")
            for s in held.steps
        ],
        ovn=held.ovn,
        grants=_grants(held.grants),
        waits=_grants(held.asked),
        waits_by_me=bool(held.asked_by) and held.asked_by == person,
    )


def _grants(held: tuple[MovementGrant, ...]) -> list[shape.MovementGrant]:
    return [shape.MovementGrant(grant.viewer, _LEVELS[grant.level]) for grant in held]
