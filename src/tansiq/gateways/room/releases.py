"""Releases of more that wait for a second person of the same party."""

from typing import Final

import msgspec

from tansiq.core.room import Role
from tansiq.core.room_commands import Confirmation, ConfirmRelease
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, outbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown

_confirm: Final = msgspec.json.Decoder(wire.ConfirmBody)


class _Waits(msgspec.Struct):
    id: str = ""
    waits: bool = False


_waits: Final = msgspec.json.Decoder(_Waits)


def waits(answer: Answer) -> str:
    """Return the id under which a release waits for a second person, "" where it holds already."""
    said = _waits.decode(answer.body)
    return said.id if said.waits else ""


async def pending(ask: Ask) -> Answer:
    """Return what waits for a second person of the asker's party."""
    own = [p for p in ask.room.state.pending.values() if p.party == ask.actor.party]
    return shown(
        wire.PendingReleases(
            [
                wire.PendingShown(
                    p.id,
                    p.by == ask.actor.by,
                    format_us(p.made_us),
                    p.flight,
                    [outbound.grant(g) for g in p.grants],
                    outbound.presets(p.presets).presets,
                )
                for p in own
            ]
        )
    )


async def confirm(ask: Ask) -> Answer:
    """Confirm a release of more, as a second person; or drop it."""
    body = ask.parsed(_confirm)
    answer = await ask.submit(ConfirmRelease(Confirmation(ask.path["id"], inbound.new_ovn(), body.yes)))
    return shown(wire.Done(answer.position), answer.position)


OPERATIONS: Final = (
    Operation("listReleases", "GET", "/room/v1/releases", pending, Role.OBSERVER, None, {200: wire.PendingReleases}),
    Operation(
        "confirmRelease", "POST", "/room/v1/releases/{id}", confirm, Role.OFFICER, wire.ConfirmBody, {200: wire.Done}
    ),
)
