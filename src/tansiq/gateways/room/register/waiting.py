"""What of the register waits for a second person of the same party."""

from typing import Final

import msgspec

from tansiq.core.limits import SITE_EXPORT_OPEN_US
from tansiq.core.room import Role
from tansiq.core.site_commands import ConfirmSite, SiteConfirmation
from tansiq.core.sites import PendingSite
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.register import faces

_confirm: Final = msgspec.json.Decoder(wire.ConfirmBody)


async def waiting(ask: Ask) -> Answer:
    """Return what waits for a second person of the asker's party, and the exports that were confirmed."""
    own = [p for p in ask.room.state.register.pending.values() if p.party == ask.actor.party]
    return shown(wire.SitesWaiting([_shown(ask, p) for p in own], faces.law(ask.language)))


async def confirm(ask: Ask) -> Answer:
    """Confirm a release of more or an export, as a second person; or drop it."""
    body = ask.parsed(_confirm)
    answer = await ask.submit(ConfirmSite(SiteConfirmation(ask.path["id"], inbound.new_ovn(), body.yes)))
    return shown(wire.SiteDone(answer.position, faces.law(ask.language)), answer.position)


def open_until_us(held: PendingSite) -> int:
    """Return until when an export that was confirmed can be fetched."""
    return held.confirmed_us + SITE_EXPORT_OPEN_US


def _shown(ask: Ask, held: PendingSite) -> wire.SiteWaiting:
    is_confirmed = bool(held.confirmed_by)
    return wire.SiteWaiting(
        held.id,
        "export" if held.is_export else "release" if held.report else "presets",
        held.by == ask.actor.by,
        format_us(held.made_us),
        is_confirmed,
        held.report,
        [faces.grant(g) for g in held.grants],
        [faces.preset(p) for p in held.presets],
        format_us(open_until_us(held)) if is_confirmed else "",
    )


OPERATIONS: Final = (
    Operation(
        "listSitesWaiting", "GET", "/room/v1/sites/waiting", waiting, Role.OBSERVER, None, {200: wire.SitesWaiting}
    ),
    Operation(
        "confirmSites", "POST", "/room/v1/sites/waiting/{id}", confirm, Role.OFFICER, wire.ConfirmBody,
        {200: wire.SiteDone},
    ),
)  # fmt: skip
