"""Convoys and teams on the ground: a route with times, how far they are, and who is told of them."""

from typing import Literal

from msgspec import Struct

from tansiq.core.movements import MovementKind, MovementState
from tansiq.gateways.room.wire.places import Box

MovementLevelName = Literal["area", "whole"]


class Waypoint(Struct, frozen=True, forbid_unknown_fields=True):
    """A place on the way, and when it is to be there."""

    lat: float
    lon: float
    time: str


class MovementGrant(Struct, frozen=True, forbid_unknown_fields=True):
    """How much of a movement a party is released. area: the cells of the route, the hours, kind and state; whole: all."""

    party: str
    level: MovementLevelName


class MovementBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A movement to announce, or to change before it departs. ovn: of the version to change, "" for a new one.

    points: at least two, with rising times. width_m: of the corridor along them. vehicles: 0 on foot. markings: as one sees
    them, civilian ones. grants: of a new one; nobody else is told anything. notify: whether those who see the whole are sent a
    notice; whoever sees the area alone is not told whose it is.
    """

    kind: MovementKind
    points: list[Waypoint]
    contact: str
    ovn: str = ""
    width_m: float = 1_000
    vehicles: int = 0
    markings: str = ""
    remarks: str = ""
    grants: list[MovementGrant] = []
    notify: bool = True


class MovementNewsBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of a movement on its way. expected: of a delay, when it is to arrive now; not taken otherwise. notify: as in
    MovementBody."""

    ovn: str
    expected: str = ""
    notify: bool = True


class MovementReleaseBody(Struct, frozen=True, forbid_unknown_fields=True):
    """All grants of a movement, in place of those before. notify: whether those who see the whole now are sent a notice."""

    ovn: str
    grants: list[MovementGrant]
    notify: bool = True


class MovementConfirmBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether, as a second person, one confirms that a movement is released to more."""

    ovn: str
    yes: bool
    notify: bool = True


class MovementTexts(Struct, frozen=True):
    """What persons typed of a movement, as it lies in the erasable part of its entry."""

    contact: str = ""
    markings: str = ""
    remarks: str = ""


class MovementStep(Struct, frozen=True):
    """What was said of it, and when. by: the person, for its own party alone. expected: of a delay."""

    state: MovementState
    at: str
    by: str = ""
    expected: str = ""


class MovementShown(Struct, frozen=True):
    """A movement as the asker may see it.

    level *area*: kind, state, is_late, areas and hours (after, until); the truth lies within. *whole*: also party, points,
    vehicles, words and steps. is_late: announced later than the charter asks. ovn, grants, waits: of one's own alone; waits
    are grants for a second person to confirm, asked by the asker where waits_by_me.
    """

    id: str
    kind: MovementKind
    state: MovementState
    level: MovementLevelName
    is_mine: bool
    is_late: bool
    areas: list[Box]
    after: str
    until: str
    party: str = ""
    points: list[Waypoint] = []
    width_m: float | None = None
    vehicles: int | None = None
    contact: str = ""
    markings: str = ""
    remarks: str = ""
    steps: list[MovementStep] = []
    ovn: str = ""
    grants: list[MovementGrant] = []
    waits: list[MovementGrant] = []
    waits_by_me: bool = False


class Movements(Struct, frozen=True):
    """A page of movements, by id. next: the cursor of the following page, "" on the last one."""

    movements: list[MovementShown]
    next: str = ""


class MovementAnswer(Struct, frozen=True):
    """A movement after it was changed. notice: the id of what those who see the whole were sent, "" where none was."""

    movement: MovementShown
    notice: str = ""
