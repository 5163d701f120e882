"""What the asker's party dismissed: pairs of reports of which it said that they are not one place; and taking that back.

What is taken back is suggested again, to whoever it was suggested to before.
"""

from bisect import bisect_right
from typing import Final

from tansiq.core.release_sites import SiteView
from tansiq.core.room import Role
from tansiq.core.site_commands import SaidPair, UnsayTie
from tansiq.core.sites import Tie
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.listing import page_size
from tansiq.gateways.room.register import faces
from tansiq.gateways.room.register.reports import seen, sight
from tansiq.gateways.room.wire.suggestions import Dismissed, DismissedShown
from tansiq.gateways.room.world import Turns

PAGE: Final = 100


async def list_dismissed(ask: Ask) -> Answer:
    """Return the pairs that the asker's party dismissed and still sees. limit, after: in pages, by the first report's id."""
    limit = page_size(ask.query.get("limit", str(PAGE)))
    ids = ask.room.state.register.ids
    found: list[DismissedShown] = []
    last, more = "", ""
    turns = Turns()
    for report_id in ids[bisect_right(ids, ask.query.get("after", "")) :]:
        await turns.next()
        if report_id not in ask.room.state.register.kin:
            continue
        view = sight(ask)
        ties = view.dismissed(report_id)
        if ties and len(found) >= limit:
            more = last
            break
        found += [_shown(ask, view, tie) for tie in ties]
        last = report_id if ties else last
    return shown(Dismissed(found, faces.law(ask.language), more))


def _shown(ask: Ask, view: SiteView, tie: Tie) -> DismissedShown:
    a, b = (faces.report(seen(view, report_id), ask.room.texts) for report_id in (tie.a, tie.b))
    (own,) = (s for s in tie.sayings if s.party == view.viewer)
    return DismissedShown(a, b, format_us(own.time_us))


async def unsay(ask: Ask) -> Answer:
    """Take back what one's party said of two reports, whether they are of one place or not. It stays in the log."""
    a, b = inbound.flight_id(ask.path["a"]), inbound.flight_id(ask.path["b"])
    answer = await ask.submit(UnsayTie(SaidPair(a, b)))
    return shown(wire.SiteDone(answer.position, faces.law(ask.language)), answer.position)


OPERATIONS: Final = (
    Operation(
        "listDismissed", "GET", "/room/v1/sites/dismissed", list_dismissed, Role.OBSERVER, None, {200: Dismissed},
        query=("limit", "after"),
    ),
    Operation(
        "unsayTie", "DELETE", "/room/v1/sites/ties/{a}/{b}", unsay, Role.OFFICER, None, {200: wire.SiteDone}
    ),
)  # fmt: skip
