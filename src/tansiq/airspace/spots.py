"""Spots on the ground and the distance between them, fast enough to be asked thousands of times."""

import math
from typing import Final

from msgspec import Struct

from tansiq.airspace import geodesy

_RAD: Final = math.pi / 180
_DIAMETER_M: Final = 2 * geodesy.EQUATOR_RADIUS_M


class Spot(Struct, frozen=True, gc=False):
    """A position that may be off by its accuracy in any direction. lat, lon: degrees."""

    lat: float
    lon: float
    accuracy_m: float


def distance_m(a: Spot, b: Spot) -> float:
    """Return the distance of two spots on a sphere of the ellipsoid's radius: within 0.6 % of that on the ellipsoid."""
    lat_a, lat_b = a.lat * _RAD, b.lat * _RAD
    north, east = math.sin((lat_b - lat_a) / 2), math.sin((b.lon - a.lon) * _RAD / 2)
    return _DIAMETER_M * math.asin(min(1.0, math.sqrt(north * north + math.cos(lat_a) * math.cos(lat_b) * east * east)))
