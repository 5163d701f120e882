"""Where and when: points, outlines, heights with their reference, volumes, and what stands for one that is sealed."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

Level = Literal["conflict", "existence", "reservation", "identity"]


Whose = Literal["mine", "theirs"]


class Point(Struct, frozen=True):
    """Degrees, WGS84."""

    lat: float
    lon: float


class Circle(Struct, frozen=True, forbid_unknown_fields=True):
    """A disc on the ground."""

    center: Point
    radius_m: float


class Height(Struct, frozen=True, forbid_unknown_fields=True):
    """A limit as it is said: FL130 is {"reference": "FL", "value": 130}; others in feet or metres.

    qnh_hpa: of an AMSL limit that is read off an altimeter; pressure: or the id of the stated pressure that altimeters are set
    to, whatever it is by then; both left out for a surveyed altitude. AGL: above the ground. GND and UNL need no value.
    """

    reference: Literal["FL", "AMSL", "W84", "AGL", "GND", "UNL"]
    value: float = 0
    units: Literal["FL", "FT", "M"] | None = None
    qnh_hpa: float | None = None
    pressure: str | UnsetType = UNSET


class Ground(Struct, frozen=True, forbid_unknown_fields=True):
    """The lowest and the highest ground within an outline, in metres above mean sea level; needed for limits above the ground.

    source: "file" where the room read it from its elevation file; that is not taken from a request, but read again.
    """

    lowest_m: float
    highest_m: float
    source: Literal["typed", "file"] = "typed"


class Band(Struct, frozen=True, forbid_unknown_fields=True):
    """Heights in metres above the WGS84 ellipsoid that surely hold all between two limits."""

    floor_m: float
    ceiling_m: float


class Volume(Struct, frozen=True):
    """Where, how high, when, as it was booked. One of polygon (without its first corner again at the end) and circle.

    band: what is compared with limits on another reference.
    """

    floor: Height
    ceiling: Height
    start: str
    end: str
    polygon: list[Point] | None = None
    circle: Circle | None = None
    ground: Ground | UnsetType = UNSET
    band: Band | UnsetType = UNSET


class Leg(Struct, frozen=True, forbid_unknown_fields=True):
    """What a leg of a corridor says of itself; what it leaves out is as the whole volume says."""

    start: str = ""
    end: str = ""
    floor: Height | None = None
    ceiling: Height | None = None


class Corridor(Struct, frozen=True, forbid_unknown_fields=True):
    """All within half the width of a centreline, round ends included. legs: none, or one for each leg, in their order.

    It is booked as outlines that hold it, at least one for each leg.
    """

    centreline: list[Point]
    width_m: float
    legs: list[Leg] = []


class FromLibrary(Struct, frozen=True, forbid_unknown_fields=True):
    """A named place of the library, as it is when the booking is made.

    radius_m: of the disc round a point, needed for one and for nothing else. width_m: of a route or a gate, in place of its
    own. legs: as of a corridor.
    """

    id: str
    radius_m: float | None = None
    width_m: float | None = None
    legs: list[Leg] = []


class VolumeBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A volume to book. Exactly one of polygon (without its first corner again at the end), circle, corridor, from_library.

    floor, ceiling: may be left out where each leg says them, or the library does. ground: of all
    of it. band: as it was shown; it is not read.
    """

    start: str
    end: str
    floor: Height | None = None
    ceiling: Height | None = None
    polygon: list[Point] | None = None
    circle: Circle | None = None
    corridor: Corridor | None = None
    from_library: FromLibrary | None = None
    ground: Ground | UnsetType = UNSET
    band: Band | UnsetType = UNSET


class Box(Struct, frozen=True):
    """A rectangle of latitude and longitude, in degrees."""

    south: float
    north: float
    west: float
    east: float


class Occupied(Struct, frozen=True):
    """A part of a snapped view: cells, a band in metres above the WGS84 ellipsoid, a window. The truth lies within."""

    boxes: list[Box]
    floor_m: float
    ceiling_m: float
    start: str
    end: str


class Known(Struct, frozen=True, forbid_unknown_fields=True):
    """A conflict that the planner was shown, as it was then."""

    id: str
    ovn: str


class Overlap(Struct, frozen=True):
    """Where two volumes overlap: a place, the common heights in metres on `reference`, the common window."""

    place: Point
    floor_m: float
    ceiling_m: float
    reference: str
    start: str
    end: str
