"""The common ground of two outlines: what to draw on a map, and how large it is."""

# shapely 2.2 declares `**kwargs` without types in some of its functions.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence

import numpy as np
import shapely
from msgspec import Struct

from tansiq.airspace import frame, plan
from tansiq.core.units import NDEG
from tansiq.core.volumes import Outline

Ring = tuple[
    tuple[float, float], ...
]  # (lat, lon) in degrees, anticlockwise, without the closing one; () for no ground


class Ground(Struct, frozen=True):
    """A common ground. area_m2: as on a plane through its middle. ring: its outline."""

    area_m2: float
    ring: Ring


def common(pairs: Sequence[tuple[Outline, Outline]]) -> list[Ground]:
    """Return the common ground of each pair of polygons that overlap. Both are convex, as those along a path are."""
    if not pairs:
        return []
    shapes = plan.shapes([outline for pair in pairs for outline in pair])
    frames = frame.at(shapes.middle[::2] + shapes.middle[1::2])
    owner = np.repeat(np.arange(2 * len(pairs)), shapes.size)
    xy = frame.to_plane(frames, owner // 2, shapes.normals)
    rings = np.asarray(shapely.polygons(shapely.linearrings(xy, indices=owner)))
    met = shapely.orient_polygons(np.asarray(shapely.intersection(rings[::2], rings[1::2])))
    points, which = shapely.get_coordinates(met, return_index=True)
    places = frame.places_ndeg(frame.from_plane(frames, which, points))
    found: list[list[tuple[float, float]]] = [[] for _ in pairs]
    for n, (lat, lon) in zip(which.tolist(), places, strict=True):
        found[n].append((lat / NDEG, lon / NDEG))
    return [
        Ground(area, tuple(ring[:-1]) if area > 0 else ())
        for area, ring in zip(np.asarray(shapely.area(met)).tolist(), found, strict=True)
    ]
