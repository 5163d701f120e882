"""Volumes as they are said: an outline, a disc, or a corridor along a centreline. Units become integers, once."""

from collections.abc import Sequence
from typing import Final

from tansiq.airspace.corridors import LEG_MAX_M, WIDTH_MAX_M, faulty_leg, outlines_along
from tansiq.airspace.heights import band
from tansiq.airspace.outlines import EXTENT_MAX_M, area_km2, boxes, fault, ring
from tansiq.core.limits import INTENT_VERTICES, VOLUMES_PER_ITEM
from tansiq.core.room import Charter
from tansiq.core.units import MM, NDEG, Span
from tansiq.core.volumes import Circle, Limit, Outline, Polygon, Volume
from tansiq.gateways.room import wire
from tansiq.gateways.room.heights import limit
from tansiq.gateways.room.times import time
from tansiq.gateways.room.words import Fault

WIDTH_MIN_M: Final = 1.0

Place = tuple[int, int]  # lat_ndeg, lon_ndeg


def volumes(said: Sequence[wire.VolumeBody], where: str, charter: Charter) -> tuple[Volume, ...]:
    """Return all volumes of a flight or a zone, those of a corridor in the order of its legs.

    Raises `Fault` with the place of what is wrong.
    """
    asked = sum(max(1, len(v.corridor.centreline) - 1) if v.corridor is not None else 1 for v in said)
    vertices = sum(len(v.polygon or ()) for v in said)
    if not 0 < asked <= VOLUMES_PER_ITEM:
        raise Fault("volume_count", where, count=asked, most=VOLUMES_PER_ITEM)
    if vertices > INTENT_VERTICES:
        raise Fault("vertex_count", where, count=vertices, most=INTENT_VERTICES)
    found = tuple(made for n, v in enumerate(said) for made in volume(v, f"{where}[{n}]", charter))
    if len(found) > VOLUMES_PER_ITEM:  # long legs are several
        raise Fault("volume_count", where, count=len(found), most=VOLUMES_PER_ITEM)
    return found


def volume(said: wire.VolumeBody, where: str, charter: Charter) -> list[Volume]:
    """Return one volume, or those of a corridor."""
    if sum(each is not None for each in (said.polygon, said.circle, said.corridor)) != 1:
        raise Fault("one_outline", where)
    legs = _of_corridor(said.corridor, where + ".corridor") if said.corridor is not None else [(_outline(said, where),)]
    described = said.corridor.legs if said.corridor is not None else []
    made: list[Volume] = []
    for n, outlines in enumerate(legs):
        leg = described[n] if described else wire.Leg()
        at = f"{where}.corridor.legs[{n}]" if described else where
        made += [_volume(said, leg, outline, at, charter) for outline in outlines]
    return made


def _volume(said: wire.VolumeBody, leg: wire.Leg, outline: Outline, where: str, charter: Charter) -> Volume:
    """Return a volume with its outline. What a leg says of itself goes before what is said of the whole."""
    size_km2 = area_km2(outline)
    if size_km2 > charter.area_max_km2:
        raise Fault("area", where, size=f"{size_km2:,.0f}", most=f"{charter.area_max_km2:,}")
    around = boxes(outline)
    floor, ceiling = (
        _limit(leg.floor, said.floor, where + ".floor"),
        _limit(leg.ceiling, said.ceiling, where + ".ceiling"),
    )
    if floor.reference is ceiling.reference and floor.qnh_pa == ceiling.qnh_pa and floor.alt_mm > ceiling.alt_mm:
        raise Fault("heights_crossed", where)
    alt_mm = band(floor, ceiling, around)
    if alt_mm.lo > alt_mm.hi:
        raise Fault("heights_crossed", where)
    start, end = time(leg.start or said.start, where + ".start"), time(leg.end or said.end, where + ".end")
    if start > end:
        raise Fault("times_crossed", where)
    return Volume(outline, around, alt_mm, Span(start, end), floor, ceiling)


def _limit(of_leg: wire.Height | None, of_all: wire.Height | None, where: str) -> Limit:
    said = of_leg or of_all
    if said is None:
        raise Fault("height_missing", where)
    return limit(said, where)


def _outline(said: wire.VolumeBody, where: str) -> Outline:
    made = circle(said.circle, where) if said.circle is not None else polygon(said.polygon or [], where)
    wrong = fault(made)
    if wrong is not None:
        raise Fault("outline", where, what=wrong.sentence)
    return made


def polygon(points: list[wire.Point], where: str) -> Polygon:
    """Return a ring, sound or not."""
    return Polygon(ring(places(points, where + ".polygon")))


def circle(said: wire.Circle, where: str) -> Circle:
    """Return a disc."""
    lat, lon = place(said.center, where + ".circle.center")
    if not 0 < said.radius_m <= EXTENT_MAX_M / 2:
        raise Fault("radius", where + ".circle.radius_m", value=f"{said.radius_m:g}", most=f"{EXTENT_MAX_M / 2:g}")
    return Circle(lat, lon, round(said.radius_m * MM))


def _of_corridor(said: wire.Corridor, where: str) -> list[tuple[Outline, ...]]:
    """Return the outlines of each leg of a corridor."""
    line, width_mm = centreline(said.centreline, where), width(said.width_m, where + ".width_m")
    if said.legs and len(said.legs) != len(line) - 1:
        raise Fault("legs_count", where + ".legs", count=len(said.legs), legs=len(line) - 1)
    return [tuple(leg) for leg in outlines_along(line, width_mm)]


def centreline(said: list[wire.Point], where: str) -> list[Place]:
    """Return the points of a centreline that can be followed."""
    line = places(said, where + ".centreline")
    if not 2 <= len(line) <= VOLUMES_PER_ITEM + 1:
        raise Fault("centreline", where + ".centreline", count=len(line), most=VOLUMES_PER_ITEM + 1)
    leg = faulty_leg(line)
    if leg is not None:
        raise Fault("leg", f"{where}.centreline[{leg + 1}]", leg=leg + 1, most=f"{LEG_MAX_M / 1_000:g}")
    return line


def width(value_m: float, where: str) -> int:
    """Return the width of a corridor in millimetres."""
    if not WIDTH_MIN_M <= value_m <= WIDTH_MAX_M:
        raise Fault("width", where, value=f"{value_m:g}", least=f"{WIDTH_MIN_M:g}", most=f"{WIDTH_MAX_M:g}")
    return round(value_m * MM)


def places(points: list[wire.Point], where: str) -> list[Place]:
    """Return places in nanodegrees."""
    return [place(point, f"{where}[{n}]") for n, point in enumerate(points)]


def place(point: wire.Point, where: str) -> Place:
    """Return a place in nanodegrees."""
    if not (abs(point.lat) <= 90 and abs(point.lon) <= 180):
        raise Fault("off_earth", where, lat=f"{point.lat:g}", lon=f"{point.lon:g}")
    return round(point.lat * NDEG), round(point.lon * NDEG)
