"""Boxes of latitude and longitude that contain outlines, rounded outward."""

import math
from typing import Final

from tansiq.airspace import geodesy
from tansiq.airspace.rings import FULL, HALF, QUARTER, RAD, vertices
from tansiq.core.units import MM, NDEG, Span
from tansiq.core.volumes import Box, Circle, Outline

_ALL_LONGITUDES: Final = Span(-HALF, HALF)
_SMALL: Final = 57 * NDEG  # less than a radian


def boxes(outline: Outline) -> tuple[Box, ...]:
    """Return one or two boxes that contain the whole outline, rounded outward; two where it meets the antimeridian.

    The outline must be without fault. An edge may reach higher latitudes than its ends; an outline that contains or
    touches a pole has all longitudes and latitudes up to the pole. An outline that only touches the antimeridian has a
    second box without width there, so that it meets its neighbour on the other side.
    """
    if isinstance(outline, Circle):
        return _boxes_of_circle(outline)
    return _boxes_of_ring(vertices(outline))


def widened(boxes: tuple[Box, ...], lateral_m: float) -> tuple[Box, ...]:
    """Return boxes that contain every place within `lateral_m` of the boxes of one outline, rounded outward."""
    if lateral_m <= 0:
        return boxes
    north = max(box.lat_ndeg.hi for box in boxes)
    south = min(box.lat_ndeg.lo for box in boxes)
    west, east = boxes[0].lon_ndeg.lo, boxes[-1].lon_ndeg.hi
    if len(boxes) > 1:
        east += FULL
    up = math.ceil(lateral_m / geodesy.MERIDIAN_RADIUS_MIN_M / RAD) + 1
    aside = _aside_ndeg(max(north, -south), lateral_m)
    south, north = max(south - up, -QUARTER), min(north + up, QUARTER)
    if aside is None or north == QUARTER or south == -QUARTER:
        return (Box(Span(south, north), _ALL_LONGITUDES),)
    return _cut(south, north, west - aside, east + aside)


def _boxes_of_circle(circle: Circle) -> tuple[Box, ...]:
    """Bounds that hold on the ellipsoid, not only nearly.

    Latitude: a path of length r changes latitude by at most r over the least meridian radius on its way. Longitude: on
    the sphere of reduced latitudes with the polar radius each path is shorter than on the ellipsoid, so the circle lies
    within that sphere's circle, where sin(dlon) = sin(r / b) / cos(lat).
    """
    radius_m = circle.radius_mm / MM
    lat = circle.lat_ndeg * RAD
    nearest_equator = max(0.0, abs(lat) - radius_m / geodesy.MERIDIAN_RADIUS_MIN_M)
    reach = math.ceil(radius_m / geodesy.meridian_radius_m(nearest_equator) / RAD) + 1
    south, north = circle.lat_ndeg - reach, circle.lat_ndeg + reach

    aside = _aside_ndeg(abs(circle.lat_ndeg), radius_m)
    has_north, has_south = north >= QUARTER, south <= -QUARTER
    if aside is None or has_north or has_south:
        # The two bounds differ by metres; where only that of the longitude reaches the pole, the pole counts as reached.
        north = QUARTER if has_north or lat > 0 else north
        south = -QUARTER if has_south or lat < 0 else south
        return (Box(Span(south, north), _ALL_LONGITUDES),)
    return _cut(south, north, circle.lon_ndeg - aside, circle.lon_ndeg + aside)


def _aside_ndeg(lat_ndeg: int, distance_m: float) -> int | None:
    """Return how far longitude may change within a distance of a latitude >= 0; None where a pole may be that near."""
    lat = lat_ndeg * RAD
    reduced = math.atan2(geodesy.POLAR_RADIUS_M * math.sin(lat), geodesy.EQUATOR_RADIUS_M * math.cos(lat))
    angle = distance_m / geodesy.POLAR_RADIUS_M
    if angle >= math.pi / 2 - reduced:
        return None
    return math.ceil(math.asin(min(1.0, math.sin(angle) / math.cos(reduced))) / RAD) + 1


def _boxes_of_ring(points: list[tuple[int, int]]) -> tuple[Box, ...]:
    lats = [lat for lat, _ in points]
    north, south = max(lats), min(lats)
    polar = north == QUARTER or south == -QUARTER
    lat_a, lon_a = points[-1]
    here = west = east = lon_a  # longitudes counted on without a jump at the antimeridian
    for lat_b, lon_b in points:
        step = (lon_b - lon_a + HALF) % FULL - HALF
        here += step
        if here < west:
            west = here
        elif here > east:
            east = here
        if step == -HALF:  # the shortest path leads over a pole
            polar = True
            if lat_a + lat_b >= 0:
                north = QUARTER
            if lat_a + lat_b <= 0:
                south = -QUARTER
        elif step:
            high, low = (lat_a, lat_b) if lat_a > lat_b else (lat_b, lat_a)
            most = step * step * (RAD / 8) + 2 if -_SMALL < step < _SMALL else QUARTER  # no edge bulges more
            if high > 0 and high + most > north:
                north = max(north, high + _bulge_ndeg(high, low, step))
            if low < 0 and low - most < south:
                south = min(south, low - _bulge_ndeg(-low, -high, step))
        lat_a, lon_a = lat_b, lon_b
    if here != points[-1][1]:  # the ring goes once round a pole
        polar = True
        if sum(lats) > 0:
            north = QUARTER
        else:
            south = -QUARTER
    north, south = min(north, QUARTER), max(south, -QUARTER)
    if polar:
        return (Box(Span(south, north), _ALL_LONGITUDES),)
    return _cut(south, north, west, east)


def _bulge_ndeg(high: int, low: int, step: int) -> int:
    """Return how far an edge rises above its higher end (latitude > 0), rounded up; 0 where it does not.

    The edge is highest at longitude `d` from the higher end, there tan(lat) = tan(high) / cos(d). Both formulae are
    written without the difference of nearly equal numbers.
    """
    lat, other, width = high * RAD, low * RAD, abs(step) * RAD
    sine, cosine, half = math.sin(lat), math.cos(lat), math.sin(width / 2)
    across = sine * math.cos(other)
    rise = math.sin((low - high) * RAD) + 2 * across * half * half
    if rise <= 0:
        return 0
    d = math.atan2(rise, across * math.sin(width))
    versine = 2 * math.sin(d / 2) ** 2
    bulge = math.atan2(sine * cosine * versine, (1 - versine) * cosine * cosine + sine * sine)
    return math.ceil(bulge / RAD) + 1


def _cut(south: int, north: int, west: int, east: int) -> tuple[Box, ...]:
    """Return the boxes for longitudes that may run past the antimeridian."""
    lat = Span(south, north)
    if east - west >= FULL:
        return (Box(lat, _ALL_LONGITUDES),)
    if west <= -HALF:
        west, east = west + FULL, east + FULL
    if east >= HALF:
        if west > HALF:
            return (Box(lat, Span(west - FULL, east - FULL)),)
        return (Box(lat, Span(west, HALF)), Box(lat, Span(-HALF, east - FULL)))
    return (Box(lat, Span(west, east)),)
