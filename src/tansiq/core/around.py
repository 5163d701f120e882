"""Boxes made larger by a distance on the ground, in integers: for rules that ask who is near."""

from typing import Final

from tansiq.core.units import MM, NDEG, Span
from tansiq.core.volumes import Box

QUARTER: Final = 90 * NDEG
HALF: Final = 180 * NDEG
_NDEG_PER_KM: Final = 9_044_000  # of latitude, at the equator, where a degree is shortest: 110.574 km (WGS84)
# Thousandths by which a degree of longitude is shorter than one at the equator, for each whole degree of latitude, rounded up:
# 1000 / cos(latitude + 1°). Source: the sphere, whose parallels are shorter than those of the ellipsoid.
_SHORTER: Final = (
    1001, 1001, 1002, 1003, 1004, 1006, 1008, 1010, 1013, 1016, 1019, 1023, 1027, 1031, 1036, 1041, 1046, 1052, 1058, 1065,
    1072, 1079, 1087, 1095, 1104, 1113, 1123, 1133, 1144, 1155, 1167, 1180, 1193, 1207, 1221, 1237, 1253, 1270, 1287, 1306,
    1326, 1346, 1368, 1391, 1415, 1440, 1467, 1495, 1525, 1556, 1590, 1625, 1662, 1702, 1744, 1789, 1837, 1888, 1942, 2000,
    2063, 2131, 2203, 2282, 2367, 2459, 2560, 2670, 2791, 2924, 3072, 3237, 3421, 3628, 3864, 4134, 4446, 4810, 5241, 5759,
    6393, 7186, 8206, 9567, 11474, 14336, 19108, 28654, 57299,
)  # fmt: skip


def around(boxes: tuple[Box, ...], distance_mm: int) -> tuple[Box, ...]:
    """Return boxes that contain every place within a distance of some boxes, never smaller than the truth.

    None of them crosses the antimeridian; where a pole is near, all longitudes are taken.
    """
    north = distance_mm * _NDEG_PER_KM // (1_000 * MM) + 1
    found: list[Box] = []
    for box in boxes:
        lo, hi = max(-QUARTER, box.lat_ndeg.lo - north), min(QUARTER, box.lat_ndeg.hi + north)
        degree = max(hi, -lo) // NDEG
        if degree >= len(_SHORTER):
            found.append(Box(Span(lo, hi), Span(-HALF, HALF)))
            continue
        east = north * _SHORTER[degree] // 1_000 + 1
        west, far = box.lon_ndeg.lo - east, box.lon_ndeg.hi + east
        if far - west >= 2 * HALF:
            found.append(Box(Span(lo, hi), Span(-HALF, HALF)))
            continue
        found.append(Box(Span(lo, hi), Span(max(west, -HALF), min(far, HALF))))
        if west < -HALF:
            found.append(Box(Span(lo, hi), Span(west + 2 * HALF, HALF)))
        if far > HALF:
            found.append(Box(Span(lo, hi), Span(-HALF, far - 2 * HALF)))
    return tuple(found)
