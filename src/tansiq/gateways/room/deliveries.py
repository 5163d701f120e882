"""What became of telling subscribers: their USSs, outside the room, that asked to be told of what changes in their air."""

from typing import Final, Literal, cast

from tansiq.core.room import Role
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.node.outbox import host_of
from tansiq.node.outbox_file import Delivery as Held

SHOWN: Final = 1_000


async def deliveries(ask: Ask) -> Answer:
    """Return whom the room told, or has still to tell, of changes of the asker's own flights and zones: the last 1,000."""
    found = ask.room.door.node.applier.outbox.of_owner(ask.actor.party, SHOWN)
    return shown(wire.Deliveries([_shown(ask, held) for held in found]))


def _shown(ask: Ask, held: Held) -> wire.Delivery:
    return wire.Delivery(
        cast("Literal['flight', 'zone']", held.key.kind),
        held.item,
        host_of(held.key.peer),
        cast("Literal['waiting', 'delivered', 'failed']", held.state),
        held.tries,
        said(ask, held.error, held.value) if held.error else "",
        format_us(held.made_us),
        format_us(held.changed_us) if held.tries else "",
    )


def said(ask: Ask, error: str, value: str) -> str:
    """Return why a call failed, in the asker's language."""
    code = {
        "http": "delivery.http",
        "address": "delivery.address",
        "unreachable": "delivery.unreachable",
        "tls": "delivery.tls",
        "slow": "delivery.slow",
        "long": "delivery.long",
        "status": "delivery.status",
        "ended": "delivery.ended",
        "full": "delivery.full",
        "unsigned": "delivery.unsigned",
    }[error]
    return ask.say(code, value=value)


OPERATIONS: Final = (
    Operation("listDeliveries", "GET", "/room/v1/deliveries", deliveries, Role.OFFICER, None, {200: wire.Deliveries}),
)
