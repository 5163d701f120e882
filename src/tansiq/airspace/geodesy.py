"""The WGS84 ellipsoid: radii, positions in space, distances on the ground."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EQUATOR_RADIUS_M: Final = 6_378_137.0
FLATTENING: Final = 1 / 298.257223563
POLAR_RADIUS_M: Final = EQUATOR_RADIUS_M * (1 - FLATTENING)
ECCENTRICITY_SQUARED: Final = FLATTENING * (2 - FLATTENING)
MERIDIAN_RADIUS_MIN_M: Final = EQUATOR_RADIUS_M * (1 - ECCENTRICITY_SQUARED)  # at the equator


def normal_radius_m(lat: float) -> float:
    """Return the radius of curvature east-west at a latitude in radians."""
    return EQUATOR_RADIUS_M / math.sqrt(1 - ECCENTRICITY_SQUARED * math.sin(lat) ** 2)


def meridian_radius_m(lat: float) -> float:
    """Return the radius of curvature north-south at a latitude in radians; it grows from the equator to the poles."""
    return MERIDIAN_RADIUS_MIN_M / (1 - ECCENTRICITY_SQUARED * math.sin(lat) ** 2) ** 1.5


def normals(lat_lon: Floats) -> Floats:
    """Return the unit normals, shape (..., 3), of latitudes and longitudes in radians, shape (..., 2)."""
    lat, lon = lat_lon[..., 0], lat_lon[..., 1]
    cosine = np.cos(lat)
    return np.stack((cosine * np.cos(lon), cosine * np.sin(lon), np.sin(lat)), axis=-1)


def on_ground_m(normal: Floats) -> Floats:
    """Return the earth-centred positions of the points of the ellipsoid with these unit normals."""
    radius = EQUATOR_RADIUS_M / np.sqrt(1 - ECCENTRICITY_SQUARED * normal[..., 2:] ** 2)
    return radius * normal * np.array((1.0, 1.0, 1 - ECCENTRICITY_SQUARED))


def ecef_m(lat_lon: Floats) -> Floats:
    """Return the earth-centred positions of latitudes and longitudes in radians, on the ellipsoid."""
    return on_ground_m(normals(lat_lon))


def distance_m(a: Floats, b: Floats) -> Floats:
    """Return the distance on the ground between earth-centred positions on the ellipsoid.

    The chord is turned into an arc of the normal section's radius in the middle (Euler's theorem). Within 1 mm of the
    geodesic up to 300 km (measured against Karney's series).
    """
    chord = b - a
    squared: Floats = np.sum(chord * chord, axis=-1)
    middle = (a + b) / np.array((1.0, 1.0, 1 - ECCENTRICITY_SQUARED))
    flat = np.hypot(middle[..., 0], middle[..., 1])
    size = np.hypot(flat, middle[..., 2])
    sine_squared = (middle[..., 2] / size) ** 2
    w = 1 - ECCENTRICITY_SQUARED * sine_squared
    prime, meridian = EQUATOR_RADIUS_M / np.sqrt(w), MERIDIAN_RADIUS_MIN_M / w**1.5
    # On the axis east has no direction, but both radii are equal there, so any will do.
    east = np.divide(
        middle[..., 0] * chord[..., 1] - middle[..., 1] * chord[..., 0], flat, out=np.zeros_like(flat), where=flat > 0
    )
    share = np.divide(east * east, squared, out=np.zeros_like(squared), where=squared > 0)
    curvature = share / prime + (1 - share) / meridian
    bend = squared * curvature * curvature
    arc: Floats = np.sqrt(squared) * (1 + bend / 24 + 3 * bend * bend / 640)
    return arc
