"""The room as a USS: F3548-21 OpenAPI, /uss/v1. It tells details of what it manages to whom that is released, whether asked
for them or, where somebody subscribed, by itself (`notify.py`).

A sealed flight is told as an occupied place: the boxes of its snapped view, and its priority. The plan of a contingent
flight is void: it has off-nominal volumes alone (F3548-21, 4.4.4).
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from tansiq.airspace.outlines import vertices
from tansiq.core.model import Constraint, Intent, IntentState
from tansiq.core.release import View
from tansiq.core.units import MM, NDEG, Span
from tansiq.core.volumes import Circle, Extent, Volume, meets
from tansiq.gateways.f3548 import outbound, wire
from tansiq.gateways.f3548.endpoint import CM, CP, SC, Answer, Ask, Endpoint, not_found
from tansiq.gateways.f3548.inbound import entity_id
from tansiq.gateways.looking import looked_for
from tansiq.gateways.rfc3339 import format_us


async def details(ask: Ask) -> Answer:
    """Return the details of a flight that the room manages (F3548: getOperationalIntentDetails)."""
    intent_id, view = entity_id(ask.path["entityid"]), ask.view
    intent = await looked_for(view, intent_id)
    if intent is None or intent.flight is None:
        return not_found(f"operational intent {intent_id} that this USS manages")
    return Answer(outbound.encode(wire.GetOperationalIntentDetailsResponse(intent_told(view, intent))))


async def constraint_details(ask: Ask) -> Answer:
    """Return the details of a zone that the room manages (F3548: getConstraintDetails)."""
    constraint_id, view = entity_id(ask.path["entityid"]), ask.view
    constraint = view.constraint(constraint_id)
    if constraint is None or constraint.zone is None:
        return not_found(f"constraint {constraint_id} that this USS manages")
    return Answer(outbound.encode(wire.GetConstraintDetailsResponse(constraint_told(view, constraint))))


def intent_told(view: View, intent: Intent) -> wire.OperationalIntent:
    """Return a flight of the room, as a view gave it out, with its details."""
    assert intent.flight is not None
    reference = msgspec.structs.replace(outbound.intent_reference(view, intent), ovn=intent.ovn)
    planned = () if intent.state is IntentState.CONTINGENT else intent.volumes
    volumes = [_volume(v) for v in planned]
    if not intent.volumes:
        volumes = [box for view in intent.flight.views for box in _boxes(view)]
    off_nominal = [_volume(v) for v in intent.flight.off_nominal]
    told = wire.OperationalIntentDetails(volumes, off_nominal, intent.flight.precedence)
    return wire.OperationalIntent(reference, told)


def constraint_told(view: View, constraint: Constraint) -> wire.Constraint:
    """Return a zone of the room, as a view gave it out, with its details.

    Of a standing zone those volumes that it has in the time that its reference names; where it has none then, all. The
    hours of a week have no place in the standard: the zone is told as if it were in force throughout.
    """
    assert constraint.zone is not None
    reference = msgspec.structs.replace(outbound.constraint_reference(view, constraint), ovn=constraint.f3548_ovn)
    shown_us = outbound.constraint_window(view, constraint)
    cut = [
        msgspec.structs.replace(v, time_us=Span(max(v.time_us.lo, shown_us.lo), min(v.time_us.hi, shown_us.hi)))
        for v in constraint.volumes
        if meets(v.time_us, shown_us)
    ]
    volumes = [_volume(v) for v in cut or constraint.volumes]
    return wire.Constraint(reference, wire.ConstraintDetails(volumes, constraint.zone.kind))


def _volume(held: Volume) -> wire.Volume4D:
    outline = held.outline
    if isinstance(outline, Circle):
        center = wire.LatLngPoint(outline.lat_ndeg / NDEG, outline.lon_ndeg / NDEG)
        circle = wire.Circle(center, wire.Radius(outline.radius_mm / MM, "M"))
        return _volume_4d(wire.Volume3D(outline_circle=circle), held.alt_mm, held.time_us)
    corners = [wire.LatLngPoint(lat / NDEG, lon / NDEG) for lat, lon in vertices(outline)]
    return _volume_4d(wire.Volume3D(outline_polygon=wire.Polygon(corners)), held.alt_mm, held.time_us)


def _boxes(held: Extent) -> Iterable[wire.Volume4D]:
    for box in held.boxes:
        south, north = box.lat_ndeg.lo / NDEG, box.lat_ndeg.hi / NDEG
        west, east = box.lon_ndeg.lo / NDEG, box.lon_ndeg.hi / NDEG
        corners = [wire.LatLngPoint(y, x) for y, x in ((south, west), (south, east), (north, east), (north, west))]
        yield _volume_4d(wire.Volume3D(outline_polygon=wire.Polygon(corners)), held.alt_mm, held.time_us)


def _volume_4d(volume: wire.Volume3D, alt_mm: Span, time_us: Span) -> wire.Volume4D:
    volume.altitude_lower = wire.Altitude(alt_mm.lo / MM, "W84", "M")
    volume.altitude_upper = wire.Altitude(alt_mm.hi / MM, "W84", "M")
    start, end = wire.Time(format_us(time_us.lo), "RFC3339"), wire.Time(format_us(time_us.hi), "RFC3339")
    return wire.Volume4D(volume, start, end)


ENDPOINTS: Final = (
    Endpoint(
        "getOperationalIntentDetails",
        "GET",
        "/uss/v1/operational_intents/{entityid}",
        details,
        (SC,),
        None,
        {200: wire.GetOperationalIntentDetailsResponse},
    ),
    Endpoint(
        "getConstraintDetails",
        "GET",
        "/uss/v1/constraints/{entityid}",
        constraint_details,
        (CP, CM),
        None,
        {200: wire.GetConstraintDetailsResponse},
    ),
)
