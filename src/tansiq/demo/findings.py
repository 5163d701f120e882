"""What the demo finds among the flights that are booked: which overlap, which overlap most, and the ways out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import shapely
from msgspec import Struct

from tansiq.airspace import exact, frame, offers, plan, sweep
from tansiq.airspace.exact import Overlap
from tansiq.airspace.offers import Offer
from tansiq.airspace.sweep import Conflict, Item
from tansiq.core.release import View
from tansiq.core.units import MINUTE_US, MM
from tansiq.core.volumes import Extent, Volume
from tansiq.demo.cast import Role

OFFERED: Final = 10  # the worst, for which ways out are looked for
_KM3: Final = 1e9  # cubic metres


class Finding(Struct, frozen=True):
    """Two flights whose volumes overlap.

    first, second: the second starts later, and is the one that offers are made to.
    shared: airspace that both have booked at the same time, in km³·min: common ground × common height × common time, summed
        over the pairs of their volumes. The most shared comes first.
    ground: the common ground of the pair of volumes that overlaps longest, as (lat, lon) in degrees.
    offers: ways out; None where they were not looked for.
    """

    rank: int
    first: Role
    second: Role
    conflict: Conflict
    shared: float
    ground: tuple[tuple[float, float], ...]
    offers: tuple[Offer, ...] | None = None

    @property
    def worst(self) -> Overlap:
        """The pair of volumes that overlaps longest."""
        return self.conflict.overlaps[self.conflict.worst]


class Booked(Struct, frozen=True):
    """The flights as the room has them: each role's volumes."""

    roles: list[Role]
    volumes: dict[str, tuple[Volume, ...]]  # by intent id


def booked(view: View, roles: Sequence[Role]) -> Booked:
    """Return those of some roles that are in the room."""
    found = {role.id: intent.volumes for role in roles if (intent := view.intent(role.id)) is not None}
    return Booked([role for role in roles if role.id in found], found)


def find(room: Booked) -> list[Finding]:
    """Return all pairs of flights of different aircraft that overlap, the worst first.

    Flights of one aircraft are left out: where its callsign changed on the way, it would meet itself.
    """
    roles = {role.id: role for role in room.roles}
    conflicts = [
        conflict
        for conflict in sweep.conflicts([Item(role.id, room.volumes[role.id]) for role in room.roles])
        if roles[conflict.first].aircraft != roles[conflict.second].aircraft
    ]
    grounds = _grounds(room.volumes, conflicts)
    found = [
        (_shared(conflict, areas), conflict, rings[conflict.worst])
        for conflict, (areas, rings) in zip(conflicts, grounds, strict=True)
    ]
    found.sort(key=lambda f: (-round(f[0], 6), roles[f[1].first].name, roles[f[1].second].name))
    return [
        Finding(rank, roles[conflict.first], roles[conflict.second], conflict, shared, ground)
        for rank, (shared, conflict, ground) in enumerate(found, start=1)
    ]
