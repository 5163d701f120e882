"""Outlines on the ground: packing, boxes, faults, area. This page gathers what others need of them.

It runs on each write request, so rings of few vertices use plain `math`; numpy and shapely join where they pay.
"""

import math

from tansiq.airspace.boxes import boxes, widened
from tansiq.airspace.faults import EXTENT_MAX_M, Fault, Wrong, fault
from tansiq.airspace.rings import plane, ring, vertices
from tansiq.core.units import MM
from tansiq.core.volumes import Circle, Outline

__all__ = ["EXTENT_MAX_M", "Fault", "Wrong", "area_km2", "boxes", "fault", "ring", "vertices", "widened"]


def area_km2(outline: Outline) -> float:
    """Return the area of an outline without fault, in square kilometres. Good to 0.1 % up to an extent of 200 km."""
    if isinstance(outline, Circle):
        radius_km = outline.radius_mm / (1_000 * MM)
        return math.pi * radius_km * radius_km
    flat = plane(vertices(outline))
    assert flat is not None, "the ring spans half the earth: ask `fault` first"
    twice_m2, (xa, ya) = 0.0, flat.xy[-1]
    for xb, yb in flat.xy:
        twice_m2 += xa * yb - xb * ya
        xa, ya = xb, yb
    return abs(twice_m2) / 2e6
