"""The room: parties and people, charter and votes, flights with levels of release; and the proofs of what was said."""

from typing import Final

from starlette.routing import BaseRoute, Route

from tansiq.gateways.room import (
    agreements,
    calls,
    cosignatures,
    deliveries,
    dismissed,
    events,
    exports,
    flights,
    imports,
    ledgers,
    library,
    members,
    movements,
    notice_figures,
    notice_steps,
    notices,
    outbound,
    people,
    phrases,
    plans,
    positions,
    pressures,
    releases,
    repeats,
    suggestions,
    watch,
    watch_drills,
    watch_handover,
    webhook_door,
    zones,
)
from tansiq.gateways.room.deriving import Deriver
from tansiq.gateways.room.endpoint import Operation, RoomDoor, asgi
from tansiq.gateways.room.field import door as field
from tansiq.gateways.room.field import issuing
from tansiq.gateways.room.incident import door as incident
from tansiq.gateways.room.notice_face import notice_face
from tansiq.gateways.room.past import door as past
from tansiq.gateways.room.push import Hub
from tansiq.gateways.room.register import door as register
from tansiq.node.loop import Node

OPERATIONS: Final[tuple[Operation, ...]] = (
    *flights.OPERATIONS,
    *releases.OPERATIONS,
    *notice_figures.OPERATIONS,
    *notices.OPERATIONS,
    *notice_steps.OPERATIONS,
    *issuing.OPERATIONS,
    *phrases.OPERATIONS,
    *calls.OPERATIONS,
    *webhook_door.OPERATIONS,
    *agreements.OPERATIONS,
    *ledgers.OPERATIONS,
    *zones.OPERATIONS,
    *members.OPERATIONS,
    *people.OPERATIONS,
    *exports.OPERATIONS,
    *imports.OPERATIONS,
    *cosignatures.OPERATIONS,
    *deliveries.OPERATIONS,
    *library.OPERATIONS,
    *repeats.OPERATIONS,
    *pressures.OPERATIONS,
    *plans.OPERATIONS,
    *past.OPERATIONS,
    *suggestions.OPERATIONS,  # before the register: a place's id stands where these have a word
    *dismissed.OPERATIONS,
    *incident.OPERATIONS,
    *register.OPERATIONS,
    *positions.OPERATIONS,
    *movements.OPERATIONS,
    *watch.OPERATIONS,
    *watch_handover.OPERATIONS,
    *watch_drills.OPERATIONS,
)


def routes(room: RoomDoor, hub: Hub) -> list[BaseRoute]:
    """Return the routes of a room, those most used first."""
    made = [Route(o.path, asgi(room, o), methods=[o.verb], name=o.name) for o in OPERATIONS]
    return [*made, *events.routes(room, hub), *people.open_routes(room), *field.routes(room)]


def hub_of(node: Node, deriver: Deriver) -> Hub:
    """Return what pushes changes to those who listen; it must be run beside the server."""
    texts = node.applier.texts
    hub = Hub(
        node,
        lambda intent, viewer: outbound.flight(intent, viewer, texts),
        lambda seen: notice_face(node.state, seen, texts),
    )
    deriver.tellers.append(hub.conflicts)
    return hub
