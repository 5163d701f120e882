"""Places that a party keeps under a name."""

from typing import Literal

from msgspec import Struct

from tansiq.core.library import LibraryKind
from tansiq.gateways.room.wire.places import Circle, Height, Point


class PlaceBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A named place to keep in the library. names: by language (BCP 47 tag). released_to: the own party alone, or all members.

    An area has a polygon or a circle, a route and a gate (of two points) a centreline and width_m, a point its point.
    floor, ceiling: what a volume there begins with where it says nothing itself.
    """

    kind: LibraryKind
    names: dict[str, str]
    released_to: Literal["party", "members"] = "party"
    ovn: str = ""
    remarks: str = ""
    polygon: list[Point] | None = None
    circle: Circle | None = None
    centreline: list[Point] = []
    width_m: float | None = None
    point: Point | None = None
    floor: Height | None = None
    ceiling: Height | None = None


class PlaceTexts(Struct, frozen=True):
    """What persons typed of a named place."""

    names: dict[str, str] = {}
    remarks: str = ""


class PlaceShown(Struct, frozen=True):
    """A named place that the asker may use."""

    id: str
    ovn: str
    kind: LibraryKind
    owner: str
    is_mine: bool
    released_to: Literal["party", "members"]
    names: dict[str, str]
    remarks: str
    polygon: list[Point] | None
    circle: Circle | None
    centreline: list[Point]
    width_m: float | None
    point: Point | None
    floor: Height | None
    ceiling: Height | None


class Library(Struct, frozen=True):
    """A page of named places, by id. next: the cursor of the following page, "" on the last one."""

    entries: list[PlaceShown]
    next: str = ""
