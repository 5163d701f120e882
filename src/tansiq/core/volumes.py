"""4D volumes: an outline on the ground, a band of height, a window of time.

The core compares boxes, bands and windows only: integers, fast, and never smaller than the truth. The exact shapes are
compared in `tansiq.airspace`, which also makes the boxes.
"""

from enum import StrEnum

from msgspec import Struct

from tansiq.core.units import Span


class Box(Struct, frozen=True, gc=False, array_like=True):
    """A rectangle of latitude and longitude that contains an outline.

    Never crosses the antimeridian: an outline that does has two boxes (RFC 7946, 3.1.9).
    """

    lat_ndeg: Span
    lon_ndeg: Span


class Circle(Struct, frozen=True, gc=False, tag="circle"):
    """All points within `radius_mm` of the centre, measured on the ground."""

    lat_ndeg: int
    lon_ndeg: int
    radius_mm: int


class Polygon(Struct, frozen=True, gc=False, tag="polygon"):
    """A ring of vertices without the closing one; edges are shortest paths; the smaller side is the inside.

    ring: 16 bytes a vertex: latitude, then longitude, as big-endian signed 64-bit nanodegrees.
    """

    ring: bytes


Outline = Circle | Polygon


class Reference(StrEnum):
    """What a height is measured from."""

    W84 = "W84"  # the WGS84 ellipsoid
    FL = "FL"  # the 1013.25 hPa pressure surface
    AMSL = "AMSL"  # mean sea level, on a stated QNH
    AGL = "AGL"  # the ground below; GND is 0
    UNL = "UNL"  # unlimited: as high as a height may be


class Limit(Struct, frozen=True, gc=False, array_like=True):
    """A lower or upper height as it was entered.

    alt_mm: millimetres above the reference; for FL the pressure altitude (FL130 is 13,000 ft: 3,962,400 mm).
    qnh_pa: the QNH of an AMSL limit in pascals; 0 with every other reference. pressure: id of the stated pressure whose QNH an
    AMSL limit is flown on, whatever that is by then; "" for none.
    """

    alt_mm: int
    reference: Reference
    qnh_pa: int = 0
    pressure: str = ""

    @property
    def depends_on_air(self) -> bool:
        """Whether its height above the ellipsoid depends on pressure and temperature."""
        return self.reference is Reference.FL or self.reference is Reference.AMSL


class Ground(Struct, frozen=True, gc=False, array_like=True):
    """The lowest and the highest ground within an outline, above mean sea level: never narrower than the truth.

    is_typed: a person said so; else it was read from the room's elevation file.
    """

    amsl_mm: Span
    is_typed: bool


class Volume(Struct, frozen=True, gc=False, omit_defaults=True):
    """A volume of airspace and time.

    boxes: one or two, together containing the outline.
    alt_mm: the band above the WGS84 ellipsoid, widened outward where `floor` or `ceiling` is measured from elsewhere.
    floor, ceiling: the limits as entered; None means `alt_mm` says it exactly. ground: below it, where a limit is AGL.
    """

    outline: Outline
    boxes: tuple[Box, ...]
    alt_mm: Span
    time_us: Span
    floor: Limit | None = None
    ceiling: Limit | None = None
    ground: Ground | None = None

    @property
    def depends_on_air(self) -> bool:
        """Whether its band follows from what is known of pressure and temperature."""
        return any(limit is not None and limit.depends_on_air for limit in (self.floor, self.ceiling))


class Extent(Struct, frozen=True, gc=False):
    """Where and when to look, or what a subscription watches. Ends that were left open are the limits of the integers."""

    boxes: tuple[Box, ...]
    alt_mm: Span
    time_us: Span


def meets(a: Span, b: Span) -> bool:
    """Return whether two closed intervals share at least one point. Touching counts."""
    return a.lo <= b.hi and b.lo <= a.hi


def may_touch(a: "Volume | Extent", b: "Volume | Extent") -> bool:
    """Return whether `a` and `b` may share a point of airspace and time: their boxes, bands and windows meet.

    Touching counts: a false conflict costs a message, a missed one costs an aircraft.
    """
    here, there = a.time_us, b.time_us
    if here.lo > there.hi or there.lo > here.hi:
        return False
    here, there = a.alt_mm, b.alt_mm
    return here.lo <= there.hi and there.lo <= here.hi and boxes_meet(a.boxes, b.boxes)


def boxes_meet(some: tuple[Box, ...], others: tuple[Box, ...]) -> bool:
    """Return whether any two boxes share at least one point. Touching counts.

    Written out, as `may_touch` is: a check asks them a thousand times, and two thirds of that were calls.
    """
    for p in some:
        lat, lon = p.lat_ndeg, p.lon_ndeg
        for q in others:
            y, x = q.lat_ndeg, q.lon_ndeg
            if lat.lo <= y.hi and y.lo <= lat.hi and lon.lo <= x.hi and x.lo <= lon.hi:
                return True
    return False


def window(volumes: tuple[Volume, ...]) -> Span:
    """Return the window from the first start to the last end of some volumes (at least one)."""
    return Span(min(v.time_us.lo for v in volumes), max(v.time_us.hi for v in volumes))
