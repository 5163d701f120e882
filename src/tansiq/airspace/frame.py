"""Flat frames: planes on which the edges of outlines are straight lines.

The plane touches the earth at the frame's centre, and places are seen on it from the centre of the sphere of geodetic
normals (the gnomonic projection), so every edge is straight and whatever crosses, touches or contains on the ground does
so on the plane, at the poles and the antimeridian as everywhere. Lengths are true at the centre; at a distance of 100 km
they are off by up to 0.05 %: distances that decide are measured on the ellipsoid (`geodesy.distance_m`).

All functions work on many frames at once: `which[i]` is the frame of row `i`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tansiq.airspace import geodesy
from tansiq.airspace.geodesy import Floats

Indexes = NDArray[np.intp]
EARTH_M = 6_371_000.0


class Frames(NamedTuple):
    """Unit vectors of shape (n, 3), and the radii of curvature, shape (n,), that turn angles into metres."""

    east: Floats
    north: Floats
    up: Floats
    east_m: Floats
    north_m: Floats


def at(centres: Floats) -> Frames:
    """Return the frames at some centres: vectors of shape (n, 3) of any length but 0."""
    up: Floats = centres / np.linalg.norm(centres, axis=1, keepdims=True)
    flat = np.hypot(up[:, 0], up[:, 1])
    polar = flat < 1e-300  # at the pole itself any direction may be called east
    safe = np.where(polar, 1.0, flat)
    cos_lon, sin_lon = np.where(polar, 1.0, up[:, 0] / safe), np.where(polar, 0.0, up[:, 1] / safe)
    sin_lat = up[:, 2]
    east = np.stack((-sin_lon, cos_lon, np.zeros_like(flat)), axis=1)
    north = np.stack((-sin_lat * cos_lon, -sin_lat * sin_lon, flat), axis=1)
    w = 1 - geodesy.ECCENTRICITY_SQUARED * sin_lat * sin_lat
    return Frames(east, north, up, geodesy.EQUATOR_RADIUS_M / np.sqrt(w), geodesy.MERIDIAN_RADIUS_MIN_M / w**1.5)


def to_plane(frames: Frames, which: Indexes, normals: Floats) -> Floats:
    """Return metres east and north, shape (n, 2), of places given as unit normals, within 85 degrees of the centre."""
    above = _dot(normals, frames.up[which])
    assert above.size == 0 or above.min() > 0.08, "a place lies round the earth from the centre of its frame"
    x = frames.east_m[which] * _dot(normals, frames.east[which]) / above
    y = frames.north_m[which] * _dot(normals, frames.north[which]) / above
    return np.stack((x, y), axis=1)


def from_plane(frames: Frames, which: Indexes, xy: Floats) -> Floats:
    """Return the unit normals of points of the plane."""
    x, y = xy[:, 0] / frames.east_m[which], xy[:, 1] / frames.north_m[which]
    out = frames.up[which] + x[:, None] * frames.east[which] + y[:, None] * frames.north[which]
    return unit(out)


def unit(vectors: Floats) -> Floats:
    """Return vectors of shape (n, 3) at length 1."""
    length: Floats = np.sqrt(_dot(vectors, vectors))
    return vectors / length[:, None]


def places_ndeg(normals: Floats) -> list[tuple[int, int]]:
    """Return (lat_ndeg, lon_ndeg) of unit normals."""
    lat = np.degrees(np.arctan2(normals[:, 2], np.hypot(normals[:, 0], normals[:, 1]))) * 1e9
    lon = np.degrees(np.arctan2(normals[:, 1], normals[:, 0])) * 1e9
    return list(zip(np.rint(lat).astype(np.int64).tolist(), np.rint(lon).astype(np.int64).tolist(), strict=True))


def _dot(a: Floats, b: Floats) -> Floats:
    total: Floats = np.einsum("ij,ij->i", a, b)
    return total
