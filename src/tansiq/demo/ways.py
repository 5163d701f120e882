"""Ways out of an overlap: the least changes of the later flight, each compared again with every other flight."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from tansiq.airspace import exact, offers
from tansiq.airspace.offers import Near, Offer
from tansiq.core.release import View
from tansiq.core.volumes import Extent, Volume, meets, window
from tansiq.demo.cast import Role
from tansiq.demo.findings import Booked, Finding

OFFERED: Final = 100  # the worst, for which ways out are looked for


class WaysOut(Struct, frozen=True):
    """Offers to the second flight of a finding. free: for each, whether it overlaps none of all other flights."""

    finding: Finding
    offers: tuple[Offer, ...]
    free: tuple[bool, ...]


def ways_out(finding: Finding, room: Booked, view: View) -> WaysOut:
    """Return the offers, and compare each anew with all that is booked, without the index that offers are found with."""
    mover = finding.second
    found = offers.offers(room.volumes[mover.id], _near(mover, room, view))
    others = [role for role in room.roles if role.aircraft != mover.aircraft]
    return WaysOut(finding, tuple(found), tuple(_is_free(offer.volumes, others, room) for offer in found))


def worked_example(ways: Sequence[WaysOut]) -> WaysOut | None:
    """Return the one to spell out: the worst of those with most kinds of offers."""
    return max(ways, key=lambda w: (len({offer.kind for offer in w.offers}), -w.finding.rank), default=None)


def _near(mover: Role, room: Booked, view: View) -> Near:
    roles = {role.id: role for role in room.roles}

    def near(extent: Extent) -> Iterable[tuple[str, Volume]]:
        for intent in view.intents_near((extent,)):
            role = roles.get(intent.id)
            if role is not None and role.aircraft != mover.aircraft:
                for volume in intent.volumes:
                    yield role.name, volume

    return near


def _is_free(moved: tuple[Volume, ...], others: Sequence[Role], room: Booked) -> bool:
    span = window(moved)
    meanwhile = [v for role in others if meets(span, room.windows[role.id]) for v in room.volumes[role.id]]
    return not exact.conflicts_with(moved, meanwhile)
