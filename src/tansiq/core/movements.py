"""Movements on the ground: convoys and teams of civilians, with a route and times, and who is told of them.

Markings, contact and remarks are not here: they lie in the erasable part of an entry, at `texts`. There is no field for what is
carried, for whom, or why.
"""

from enum import IntEnum, StrEnum
from typing import Final

from msgspec import Struct

from tansiq.core.units import HOUR_US, Span
from tansiq.core.volumes import Box


class MovementKind(StrEnum):
    """What moves."""

    CONVOY = "convoy"
    TEAM = "team"


class MovementState(StrEnum):
    """How far it is. Each is said by a named person; nothing follows by itself."""

    PLANNED = "planned"
    DEPARTED = "departed"
    DELAYED = "delayed"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


NEXT: Final = {
    MovementState.PLANNED: (MovementState.DEPARTED, MovementState.DELAYED, MovementState.CANCELLED),
    MovementState.DEPARTED: (MovementState.DELAYED, MovementState.ARRIVED, MovementState.CANCELLED),
    MovementState.DELAYED: (
        MovementState.DEPARTED,
        MovementState.DELAYED,
        MovementState.ARRIVED,
        MovementState.CANCELLED,
    ),
    MovementState.ARRIVED: (),
    MovementState.CANCELLED: (),
}


class MovementLevel(IntEnum):
    """How much of a movement a viewer gets; who is granted neither gets nothing.

    AREA: the snapped view of the route, the hours, the kind and the state. WHOLE: the route, times, vehicles, words and owner.
    """

    AREA = 1
    WHOLE = 2


class MovementGrant(Struct, frozen=True, gc=False, array_like=True):
    """How much of one movement a party is released."""

    viewer: str
    level: MovementLevel


class MovementRules(Struct, frozen=True, gc=False):
    """How long before it departs a movement is announced, by charter; later it is marked as late, and never refused for it."""

    convoy_us: int = 48 * HOUR_US
    team_us: int = 24 * HOUR_US

    def notice_us(self, kind: MovementKind) -> int:
        """Return how long before it departs a movement of a kind is announced."""
        return self.convoy_us if kind is MovementKind.CONVOY else self.team_us


class Waypoint(Struct, frozen=True, gc=False, array_like=True):
    """A place on the way, and when it is to be there."""

    lat_ndeg: int
    lon_ndeg: int
    time_us: int


class Route(Struct, frozen=True, gc=False):
    """Waypoints in their order, and the width of the corridor along them. boxes: contain the corridor."""

    points: tuple[Waypoint, ...]
    width_mm: int
    boxes: tuple[Box, ...]


class MovementStep(Struct, frozen=True, gc=False, array_like=True):
    """What was said of it. by: the person. expected_us: of a delay, when it is to arrive now; else 0."""

    state: MovementState
    by: str
    time_us: int
    expected_us: int = 0


class Movement(Struct, frozen=True, gc=False):
    """A movement.

    view, hours_us: cells of an absolute grid and whole hours that hold the route, as shown at *area*. vehicles: 0 on foot.
    is_late: announced later than the charter asks. steps: the first is its announcement. asked, asked_by: grants that wait for
    a second person, and who asked. texts: where its words are, 0 for none.
    """

    id: str
    party: str
    ovn: str
    kind: MovementKind
    route: Route
    view: tuple[Box, ...]
    hours_us: Span
    vehicles: int
    grants: tuple[MovementGrant, ...]
    state: MovementState
    is_late: bool
    steps: tuple[MovementStep, ...]
    texts: int
    asked: tuple[MovementGrant, ...] = ()
    asked_by: str = ""

    @property
    def last_us(self) -> int:
        """When it is over by its times, or the last was said of it."""
        return max(self.hours_us.hi, self.steps[-1].time_us)
