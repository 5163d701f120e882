"""Rings of vertices, and the plane on which one ring lies flat.

Edges are shortest paths, drawn as great circles of the sphere of geodetic normals: each vertex is the unit vector
(cos lat cos lon, cos lat sin lon, sin lat), an edge lies in the plane through the centre and two of them. That is the
edge of S2, so of the InterUSS DSS; on the ellipsoid it is the great ellipse. In its middle it lies off the geodesic by
7 mm where it is 10 km long and by 2.6 m where it is 200 km long.
"""

import math
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from tansiq.airspace import geodesy
from tansiq.core.units import NDEG
from tansiq.core.volumes import Polygon

QUARTER: Final = 90 * NDEG
HALF: Final = 180 * NDEG
FULL: Final = 360 * NDEG
RAD: Final = math.pi / HALF  # radians in a nanodegree
FEW: Final = 16  # up to so many vertices plain `math` is faster than numpy

_VERTEX: Final = struct.Struct(">qq")
_LEAST_COSINE: Final = 0.01  # of the angle between a vertex and the middle, so that the plane is not endless


def ring(vertices: Sequence[tuple[int, int]]) -> bytes:
    """Pack vertices (lat_ndeg, lon_ndeg) as `Polygon.ring` wants them."""
    return b"".join([_VERTEX.pack(lat, lon) for lat, lon in vertices])


def vertices(polygon: Polygon) -> list[tuple[int, int]]:
    """Return the vertices (lat_ndeg, lon_ndeg) of a polygon."""
    return [(lat, lon) for lat, lon in _VERTEX.iter_unpack(polygon.ring)]


class Plane(NamedTuple):
    """A ring in metres (east, north) on the plane that touches its middle, seen from the centre: edges are straight."""

    xy: list[tuple[float, float]]
    lat: float
    lon: float
    east_m: float
    north_m: float

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Return the latitude and longitude (ndeg) of a point of the plane."""
        x, y = x / self.east_m, y / self.north_m
        sine, cosine = math.sin(self.lat), math.cos(self.lat)
        out = cosine - y * sine
        lat = math.atan2(sine + y * cosine, math.hypot(out, x))
        lon = (round((self.lon + math.atan2(x, out)) / RAD) + HALF) % FULL - HALF
        return round(lat / RAD), lon


def plane(points: list[tuple[int, int]]) -> Plane | None:
    """Return the ring on its plane; None where it reaches round half the earth."""
    return _plane_of_few(tuple(points)) if len(points) <= FEW else _plane_of_many(points)


@lru_cache(maxsize=16)  # the faults of a ring are asked for first, then its area
def _plane_of_few(points: tuple[tuple[int, int], ...]) -> Plane | None:
    normals: list[tuple[float, float, float]] = []
    sx = sy = sz = 0.0
    for lat_ndeg, lon_ndeg in points:
        lat, lon = lat_ndeg * RAD, lon_ndeg * RAD
        cosine = math.cos(lat)
        x, y, z = cosine * math.cos(lon), cosine * math.sin(lon), math.sin(lat)
        normals.append((x, y, z))
        sx, sy, sz = sx + x, sy + y, sz + z
    flat = math.hypot(sx, sy)
    lat0, lon0 = math.atan2(sz, flat), math.atan2(sy, sx)
    sin_lat, cos_lat, sin_lon, cos_lon = math.sin(lat0), math.cos(lat0), math.sin(lon0), math.cos(lon0)
    east_m, north_m = geodesy.normal_radius_m(lat0), geodesy.meridian_radius_m(lat0)
    xy: list[tuple[float, float]] = []
    for x, y, z in normals:
        out = x * cos_lon + y * sin_lon
        up = out * cos_lat + z * sin_lat
        if up < _LEAST_COSINE:
            return None
        xy.append((east_m * (y * cos_lon - x * sin_lon) / up, north_m * (z * cos_lat - out * sin_lat) / up))
    return Plane(xy, lat0, lon0, east_m, north_m)


def _plane_of_many(points: list[tuple[int, int]]) -> Plane | None:
    normals = geodesy.normals(np.array(points, dtype=np.float64) * RAD)
    x, y, z = normals.sum(axis=0).tolist()
    lat, lon = math.atan2(z, math.hypot(x, y)), math.atan2(y, x)
    sin_lat, cos_lat, sin_lon, cos_lon = math.sin(lat), math.cos(lat), math.sin(lon), math.cos(lon)
    up = normals @ np.array((cos_lat * cos_lon, cos_lat * sin_lon, sin_lat))
    if up.min() < _LEAST_COSINE:
        return None
    east_m, north_m = geodesy.normal_radius_m(lat), geodesy.meridian_radius_m(lat)
    east = normals @ np.array((-sin_lon, cos_lon, 0.0))
    north = normals @ np.array((-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat))
    xy: list[tuple[float, float]] = list(
        zip((east_m * east / up).tolist(), (north_m * north / up).tolist(), strict=True)
    )
    return Plane(xy, lat, lon, east_m, north_m)
