"""What the demo finds among the flights that are booked: which overlap, and which overlap most."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from tansiq.airspace import sweep
from tansiq.airspace.exact import Overlap
from tansiq.airspace.sweep import Conflict, Item
from tansiq.core.release import View
from tansiq.core.units import MINUTE_US, MM, Span
from tansiq.core.volumes import Volume, window
from tansiq.demo import ground
from tansiq.demo.cast import Role
from tansiq.demo.ground import Ground

_KM3: Final = 1e9  # cubic metres


class Booked(Struct, frozen=True):
    """The flights as the room has them: each role's volumes and the window of them all, by its id."""

    roles: tuple[Role, ...]
    volumes: dict[str, tuple[Volume, ...]]
    windows: dict[str, Span]


class Finding(Struct, frozen=True):
    """Two flights whose volumes overlap.

    rank: the worst is 1. first, second: the second starts later.
    shared: airspace that both have booked at the same time, in km³·min: common ground × common height × common time, summed
        over the pairs of their volumes. Whoever shares most is worst.
    ground: of the pair of volumes that overlaps longest.
    """

    rank: int
    first: Role
    second: Role
    conflict: Conflict
    shared: float
    ground: Ground

    @property
    def worst(self) -> Overlap:
        """The pair of volumes that overlaps longest."""
        return self.conflict.overlaps[self.conflict.worst]


def booked(view: View, roles: Sequence[Role]) -> Booked:
    """Return those of some roles that are in the room."""
    found = {role.id: intent.volumes for role in roles if (intent := view.intent(role.id)) is not None}
    windows = {role_id: window(volumes) for role_id, volumes in found.items()}
    return Booked(tuple(role for role in roles if role.id in found), found, windows)


def find(room: Booked) -> list[Finding]:
    """Return all pairs of flights that overlap, the worst first.

    Flights of one aircraft are left out: where its callsign changed on the way, it would meet itself.
    """
    roles = {role.id: role for role in room.roles}
    found = [
        (conflict, *_measured(room, conflict))
        for conflict in sweep.conflicts([Item(role.id, room.volumes[role.id]) for role in room.roles])
        if roles[conflict.first].aircraft != roles[conflict.second].aircraft
    ]
    found.sort(key=lambda f: (-round(f[1], 3), roles[f[0].first].name, roles[f[0].second].name))
    return [
        Finding(rank, roles[conflict.first], roles[conflict.second], conflict, shared, worst)
        for rank, (conflict, shared, worst) in enumerate(found, start=1)
    ]


def _measured(room: Booked, conflict: Conflict) -> tuple[float, Ground]:
    """Return how much two flights share, and where they do so longest."""
    first, second = room.volumes[conflict.first], room.volumes[conflict.second]
    grounds = ground.common([(first[o.first].outline, second[o.second].outline) for o in conflict.overlaps])
    shared = sum(
        here.area_m2 * (o.alt_mm.hi - o.alt_mm.lo) / MM * (o.time_us.hi - o.time_us.lo) / MINUTE_US
        for here, o in zip(grounds, conflict.overlaps, strict=True)
    )
    return shared / _KM3, grounds[conflict.worst]
