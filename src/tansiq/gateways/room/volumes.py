"""Volumes as they are said: an outline, a disc, a corridor along a centreline, or a place of the library.

Units become integers, once.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import msgspec

from tansiq.airspace.corridors import LEG_MAX_M, WIDTH_MAX_M, faulty_leg, outlines_along
from tansiq.airspace.heights import band_of
from tansiq.airspace.outlines import EXTENT_MAX_M, area_km2, boxes, fault, ring, vertices
from tansiq.core.library import LibraryEntry, LibraryPlace
from tansiq.core.limits import INTENT_VERTICES, VOLUMES_PER_ITEM
from tansiq.core.room import Charter
from tansiq.core.units import MM, NDEG, Span
from tansiq.core.volumes import Circle, Limit, Outline, Polygon, Reference, Volume
from tansiq.gateways.room import wire
from tansiq.gateways.room.heights import limit
from tansiq.gateways.room.sky import Sky
from tansiq.gateways.room.times import time
from tansiq.gateways.room.words import Fault

WIDTH_MIN_M: Final = 1.0

Place = tuple[int, int]  # lat_ndeg, lon_ndeg
Shelf = Callable[[str], LibraryEntry | None]  # the library as the asker may use it


class Line(NamedTuple):
    """A centreline, its width, and what its legs say of themselves: all of them, or none."""

    places: list[Place]
    width_mm: int
    legs: list[wire.Leg]
    where: str


def nothing(_entry_id: str) -> LibraryEntry | None:
    """Return what an empty library holds."""
    return None


def volumes(
    said: Sequence[wire.VolumeBody], where: str, charter: Charter, sky: Sky, shelf: Shelf = nothing
) -> tuple[Volume, ...]:
    """Return all volumes of a flight or a zone, those of a corridor in the order of its legs.

    Raises `Fault` with the place of what is wrong.
    """
    _refuse_many(len(said), where)
    _refuse_long(sum(len(each.polygon or ()) for each in said), INTENT_VERTICES, where)
    found: list[Volume] = []
    corners = 0
    for n, each in enumerate(said):
        for made in made_of(each, f"{where}[{n}]", charter, sky, shelf):
            found.append(made)
            corners += len(made.outline.ring) // 16 if isinstance(made.outline, Polygon) else 0
        _refuse_many(len(found), where)
        _refuse_long(corners, INTENT_VERTICES, where)
    return tuple(found)


def _refuse_many(count: int, where: str) -> None:
    if not 0 < count <= VOLUMES_PER_ITEM:
        raise Fault("volume_count", where, count=count, most=VOLUMES_PER_ITEM)


def _refuse_long(count: int, most: int, where: str) -> None:
    if count > most:
        raise Fault("vertex_count", where, count=count, most=most)


def made_of(said: wire.VolumeBody, where: str, charter: Charter, sky: Sky, shelf: Shelf) -> list[Volume]:
    """Return one volume, or those of a corridor."""
    kept = _kept(said, where, shelf)
    line = line_of(said, where, shelf)
    if line is None:
        return [_volume(said, wire.Leg(), _outline(said, kept, where), where, charter, sky, kept)]
    made: list[Volume] = []
    for n, outlines in enumerate(outlines_along(line.places, line.width_mm)):
        leg, at = (line.legs[n], f"{line.where}.legs[{n}]") if line.legs else (wire.Leg(), where)
        made += [_volume(said, leg, outline, at, charter, sky, kept) for outline in outlines]
    return made


def _kept(said: wire.VolumeBody, where: str, shelf: Shelf) -> LibraryPlace | None:
    """Return the place of the library that a volume names; None where it has a shape of its own."""
    shapes = (said.polygon, said.circle, said.corridor, said.from_library)
    if sum(each is not None for each in shapes) != 1:
        raise Fault("one_outline", where)
    if said.from_library is None:
        return None
    entry = shelf(said.from_library.id)
    if entry is None:
        raise Fault("unknown", where + ".from_library.id", id=said.from_library.id[:64])
    return entry.place


def line_of(said: wire.VolumeBody, where: str, shelf: Shelf) -> Line | None:
    """Return the centreline of a corridor, said here or kept in the library; None where a volume is none."""
    kept, named = _kept(said, where, shelf), said.from_library
    if said.corridor is not None:
        at, legs = where + ".corridor", said.corridor.legs
        line, width_mm = centreline(said.corridor.centreline, at), width(said.corridor.width_m, at + ".width_m")
    elif kept is not None and kept.width_mm and named is not None:
        at, legs = where + ".from_library", named.legs
        if named.radius_m is not None:
            raise Fault("not_that_kind", at)
        line = vertices(Polygon(kept.line))
        width_mm = kept.width_mm if named.width_m is None else width(named.width_m, at + ".width_m")
    else:
        return None
    if legs and len(legs) != len(line) - 1:
        raise Fault("legs_count", at + ".legs", count=len(legs), legs=len(line) - 1)
    return Line(line, width_mm, legs, at)


def _volume(
    said: wire.VolumeBody,
    leg: wire.Leg,
    outline: Outline,
    where: str,
    charter: Charter,
    sky: Sky,
    kept: LibraryPlace | None,
) -> Volume:
    """Return a volume with its outline. What a leg says of itself goes before what is said of the whole, and that before
    what the library says."""
    size_km2 = area_km2(outline)
    if size_km2 > charter.area_max_km2:
        raise Fault("area", where, size=f"{size_km2:,.0f}", most=f"{charter.area_max_km2:,}")
    around = boxes(outline)
    floor = _limit(leg.floor or said.floor, kept and kept.floor, sky, where + ".floor")
    ceiling = _limit(leg.ceiling or said.ceiling, kept and kept.ceiling, sky, where + ".ceiling")
    if floor.reference is Reference.UNL:
        raise Fault("floor_unlimited", where + ".floor")
    is_alike = (floor.reference, floor.qnh_pa, floor.pressure) == (ceiling.reference, ceiling.qnh_pa, ceiling.pressure)
    if is_alike and floor.alt_mm > ceiling.alt_mm:
        raise Fault("heights_crossed", where)
    start, end = time(leg.start or said.start, where + ".start"), time(leg.end or said.end, where + ".end")
    if start > end:
        raise Fault("times_crossed", where)
    ground = sky.ground(said.ground, (floor, ceiling), around, where)
    made = Volume(outline, around, Span(0, 0), Span(start, end), floor, ceiling, ground)
    alt_mm = band_of(made, sky.air.of(made, later_us=sky.later_us))
    if alt_mm.lo > alt_mm.hi:
        raise Fault("heights_crossed", where)
    return msgspec.structs.replace(made, alt_mm=alt_mm)


def _limit(said: wire.Height | None, kept: Limit | None, sky: Sky, where: str) -> Limit:
    made = limit(said, where) if said is not None else kept
    if made is None:
        raise Fault("height_missing", where)
    if made.pressure and all(pressure.id != made.pressure for pressure in sky.air.pressures):
        raise Fault("pressure_unknown", where, id=made.pressure[:32])
    return made


def _outline(said: wire.VolumeBody, kept: LibraryPlace | None, where: str) -> Outline:
    """Return the outline of a volume that is no corridor."""
    named = said.from_library
    if kept is not None and named is not None:
        is_point = kept.outline is None
        if named.legs or named.width_m is not None or (named.radius_m is not None) is not is_point:
            raise Fault("not_that_kind", where + ".from_library")
        if kept.outline is not None:
            return kept.outline
        ((lat, lon),) = vertices(Polygon(kept.line))
        return Circle(lat, lon, radius(named.radius_m or 0.0, where + ".from_library.radius_m"))
    return drawn(said.polygon, said.circle, where)


def drawn(points: list[wire.Point] | None, disc: wire.Circle | None, where: str) -> Outline:
    """Return an outline without fault."""
    made = circle(disc, where) if disc is not None else polygon(points or [], where)
    wrong = fault(made)
    if wrong is not None:
        raise Fault("outline", where, what=wrong.sentence, wrong=wrong)
    return made


def polygon(points: list[wire.Point], where: str, most: int = INTENT_VERTICES) -> Polygon:
    """Return a ring, sound or not."""
    _refuse_long(len(points), most, where + ".polygon")
    return Polygon(ring(places(points, where + ".polygon")))


def circle(said: wire.Circle, where: str) -> Circle:
    """Return a disc."""
    lat, lon = place(said.center, where + ".circle.center")
    return Circle(lat, lon, radius(said.radius_m, where + ".circle.radius_m"))


def radius(value_m: float, where: str) -> int:
    """Return a radius in millimetres."""
    if not 0 < value_m <= EXTENT_MAX_M / 2:
        raise Fault("radius", where, value=f"{value_m:g}", most=f"{EXTENT_MAX_M / 2:g}")
    return round(value_m * MM)


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
