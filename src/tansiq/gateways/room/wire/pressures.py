"""What is stated of the air, and what it made meet."""

from msgspec import Struct

from tansiq.gateways.room.wire.flights import Conflict
from tansiq.gateways.room.wire.members import Range
from tansiq.gateways.room.wire.places import Circle, Height, Point


class PressureBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What is stated of the air in an area. Exactly one of polygon and circle; of isa_k and temperature_c.

    isa_k: warmer than the standard atmosphere by so much; or temperature_c at the level `temperature_at`. tolerances: how far
    the values may be off anywhere in the area. start, end: when it holds. observed: what is counted from; left out for now.
    """

    qnh_hpa: float
    start: str
    end: str
    source: str
    polygon: list[Point] | None = None
    circle: Circle | None = None
    isa_k: float | None = None
    temperature_c: float | None = None
    temperature_at: Height | None = None
    qnh_tolerance_hpa: float = 2
    isa_tolerance_k: float = 10
    observed: str = ""
    name: str = ""
    transition_altitude: Height | None = None
    transition_level: Height | None = None


class PressureTexts(Struct, frozen=True):
    """What persons typed of a pressure."""

    name: str = ""
    source: str = ""


class PressureShown(Struct, frozen=True):
    """What is stated of the air in an area. by: the party that said so; is_mine: then it can be changed and taken back.

    is_settled: all bands there follow it; before, nobody books there. is_now: it holds now.
    """

    id: str
    by: str
    is_mine: bool
    is_now: bool
    is_settled: bool
    qnh_hpa: float
    qnh_tolerance_hpa: float
    isa_k: float
    isa_tolerance_k: float
    start: str
    end: str
    observed: str
    name: str
    source: str
    polygon: list[Point] | None = None
    circle: Circle | None = None
    transition_altitude: Height | None = None
    transition_level: Height | None = None


class Pressures(Struct, frozen=True):
    """All stated pressures, by id, and what holds where none is stated."""

    pressures: list[PressureShown]
    elsewhere_qnh_hpa: Range
    elsewhere_isa_k: Range


class NewlyMet(Struct, frozen=True):
    """Pushed as "conflicts": one of a party's flights, and the id under which it sees another that it meets only now."""

    flight: str
    met: str


class NewConflict(Struct, frozen=True):
    """One of the asker's flights, and another that it meets since its band, or the other's, is another one."""

    flight: str
    conflict: Conflict


class PressurePut(Struct, frozen=True):
    """A pressure that was stated or taken back, and what of the asker's flights meets others only since.

    is_complete: all was looked at; where that takes long, or there is much, flights are to be checked one by one.
    """

    pressure: PressureShown | None
    conflicts: list[NewConflict]
    is_complete: bool
