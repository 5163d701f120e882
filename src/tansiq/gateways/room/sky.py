"""What the bands of a request are derived from: the air as it is known now, and the ground below each volume."""

from msgspec import Struct

from tansiq.airspace.air import Air
from tansiq.airspace.heights import Atmosphere
from tansiq.core.room import Charter
from tansiq.core.state import State
from tansiq.core.units import MM, Span
from tansiq.core.volumes import Box, Ground, Limit, Reference
from tansiq.gateways.room import wire
from tansiq.gateways.room.elevation import Elevation
from tansiq.gateways.room.words import Fault

LOWEST_M, HIGHEST_M = -500, 9_000
OVERRUNS = 2  # a flight's bands hold for so many steps beyond its end: until the node has derived them anew


class Sky(Struct, frozen=True):
    """air: as it is known. later_us: how far beyond its end a band must hold. elevation: None where there is no file of it."""

    air: Air
    later_us: int
    elevation: Elevation | None = None

    def ground(
        self, said: "wire.Ground | object", limits: tuple[Limit, Limit], around: tuple[Box, ...], where: str
    ) -> Ground | None:
        """Return the ground below a volume, where it is typed or its limits need it. Raises `Fault`. May read files.

        What was read from a file is read again, whatever was sent: the outline may be another one now.
        """
        if isinstance(said, wire.Ground) and said.source == "typed":
            low, high = said.lowest_m, said.highest_m
            if not LOWEST_M <= low <= high <= HIGHEST_M:
                raise Fault("ground_range", where + ".ground", lowest=f"{low:g}", highest=f"{high:g}")
            return Ground(Span(round(low * MM), round(high * MM)), True)
        floor, ceiling = limits
        if ceiling.reference is not Reference.AGL and not (floor.reference is Reference.AGL and floor.alt_mm):
            return None
        amsl_mm = self.elevation.ground_mm(around) if self.elevation is not None else None
        if amsl_mm is None:
            raise Fault("ground_unknown", where + ".ground")
        return Ground(amsl_mm, False)


def is_above_ground(*limits: wire.Height | None) -> bool:
    """Return whether one of some limits is said above the ground, so that files may have to be read."""
    return any(limit is not None and limit.reference == "AGL" for limit in limits)


def air_of(state: State) -> Air:
    """Return what is known of the air now."""
    assert state.charter is not None
    default = Atmosphere(state.charter.qnh_pa, state.charter.isa_deviation_mk)
    return Air(default, tuple(state.pressures.values()), state.air)


def later_us(charter: Charter) -> int:
    """Return how far beyond the end of a flight its bands must hold."""
    return OVERRUNS * charter.overrun_us
