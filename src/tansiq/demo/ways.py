"""Ways out of an overlap: the least changes of the later flight, each compared again with every other flight."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from tansiq.airspace import exact, offers
from tansiq.airspace.offers import Kind, Near, Offer
from tansiq.core.release import View
from tansiq.core.units import Span
from tansiq.core.volumes import Extent, Volume, meets, window
from tansiq.demo.cast import Role
from tansiq.demo.findings import Booked, Finding

OFFERED: Final = 75  # the worst, for which ways out are looked for
BOUNDS: Final = offers.Bounds(delay_max_s=3_600)


class WaysOut(Struct, frozen=True):
    """Offers to the second flight of a finding.

    compared: with how many flights each was compared again: all of other aircraft. free: whether it overlaps none of them.
    """

    finding: Finding
    offers: tuple[Offer, ...]
    compared: int
    free: tuple[bool, ...]


def ways_out(finding: Finding, room: Booked, view: View) -> WaysOut:
    """Return the offers, and compare each anew with all that is booked, without the index that offers are found with."""
    mover = finding.second
    found = offers.offers(room.volumes[mover.id], _near(mover, room, view), bounds=BOUNDS)
    others = [role for role in room.roles if role.aircraft != mover.aircraft]
    free = tuple(_is_free(offer.volumes, others, room) for offer in found)
    return WaysOut(finding, tuple(found), len(others), free)


def worked_example(ways: Sequence[WaysOut]) -> WaysOut | None:
    """Return the one to spell out: between two parties, with many ways out, those that are easiest to picture among them."""

    def worth(w: WaysOut) -> tuple[bool, int, int, int]:
        kinds = {offer.kind for offer in w.offers}
        two_parties = w.finding.first.party != w.finding.second.party
        return two_parties, len(kinds), len(kinds & {Kind.DELAY, Kind.HEIGHT, Kind.ASIDE}), -w.finding.rank

    return max(ways, key=worth, default=None)


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
    time_us, alt_mm = window(moved), Span(min(v.alt_mm.lo for v in moved), max(v.alt_mm.hi for v in moved))
    there = [
        volume
        for role in others
        if meets(time_us, room.windows[role.id])
        for volume in room.volumes[role.id]
        if meets(time_us, volume.time_us) and meets(alt_mm, volume.alt_mm)
    ]
    return not exact.conflicts_with(moved, there)
