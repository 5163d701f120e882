"""How times, heights, places and offers read. Times are UTC, heights flight levels, places to a hundredth of a degree."""

import time
from typing import Final, assert_never

from tansiq.airspace.exact import Overlap
from tansiq.airspace.heights import FOOT_M
from tansiq.airspace.offers import Kind, Offer
from tansiq.core.units import MM, NDEG, US, Span
from tansiq.core.volumes import Reference

STATEMENT: Final = "Shown are overlaps of volumes booked by us around recorded paths; no incident occurred."
WORST: Final = (
    "Worst is who shares most airspace: common ground × height × time, summed over the pairs of their volumes. Ways out are "
    "the least changes of the second flight, which starts later; each was compared again with all flights of other "
    "aircraft."
)
_FOOT_MM: Final = FOOT_M * MM


def clock(time_us: int, seconds: bool = False) -> str:
    """Return the time of the day."""
    return time.strftime("%H:%M:%S" if seconds else "%H:%M", time.gmtime(time_us // US))


def day(time_s: float) -> str:
    """Return the date."""
    return time.strftime("%Y-%m-%d", time.gmtime(time_s))


def lasting(duration_us: int) -> str:
    """Return a duration in minutes and seconds."""
    minutes, seconds = divmod(round(duration_us / US), 60)
    return f"{minutes} min" + (f" {seconds} s" if seconds else "") if minutes else f"{seconds} s"


def flight_level(alt_mm: int) -> float:
    """Return a pressure altitude in hundreds of feet."""
    return alt_mm / _FOOT_MM / 100


def levels(overlap: Overlap) -> str:
    """Return the common heights of an overlap that was found between flight levels."""
    assert overlap.reference is Reference.FL, "the demo books in flight levels"
    return band(overlap.alt_mm)


def band(alt_mm: Span) -> str:
    """Return a band of pressure altitudes."""
    return f"FL{flight_level(alt_mm.lo):03.0f}-{flight_level(alt_mm.hi):03.0f}"


def place(overlap: Overlap) -> str:
    """Return the place of an overlap."""
    lat, lon = overlap.lat_ndeg / NDEG, overlap.lon_ndeg / NDEG
    return f"{abs(lat):.2f}{'N' if lat >= 0 else 'S'} {abs(lon):.2f}{'E' if lon >= 0 else 'W'}"


def offer(made: Offer) -> str:
    """Return what an offer changes."""
    match made.kind:
        case Kind.DELAY:
            return f"{lasting(made.delay_us)} later"
        case Kind.HEIGHT:
            return _height(made.shift_mm)
        case Kind.BOTH:
            return f"{lasting(made.delay_us)} later and {_height(made.shift_mm)}"
        case Kind.ASIDE:
            assert made.aside is not None, "an offer aside says where"
            return f"{made.aside.distance_m / 1_000:.1f} km towards {made.aside.bearing_deg:03.0f}°"
        case _:
            assert_never(made.kind)


def _height(shift_mm: int) -> str:
    return f"{abs(shift_mm) / _FOOT_MM:,.0f} ft {'higher' if shift_mm > 0 else 'lower'}"
