"""The integers that everything is counted in, and the closed interval made of them.

lat_ndeg, lon_ndeg: 1e-9 degree, WGS84. One unit is 0.1 mm, finer than the 1 cm that ASTM F3548-21 asks of intersections
    (IntersectionMinimumPrecisionCm).
alt_mm: millimetres above the WGS84 ellipsoid.
time_us: microseconds since 1970-01-01, UTC (F3548 wants times back to 1 µs).
"""

from typing import Final

from msgspec import Struct

NDEG: Final = 1_000_000_000  # nanodegrees in a degree
MM: Final = 1_000  # millimetres in a metre
US: Final = 1_000_000  # microseconds in a second
MINUTE_US: Final = 60 * US
HOUR_US: Final = 60 * MINUTE_US
DAY_US: Final = 24 * HOUR_US


class Span(Struct, frozen=True, gc=False, array_like=True):
    """A closed interval: both ends belong to it."""

    lo: int
    hi: int


ALWAYS: Final = Span(-(1 << 62), 1 << 62)  # a window or band with both ends left open
