"""Geometries of files as outlines of the room. Coordinates are longitude, latitude (RFC 7946, 3.1.1).

Edges are shortest paths, either winding is right, and a ring that runs over the antimeridian needs no cut. What the room
cannot keep as it is, holes above all, is refused with its place, never dropped.
"""

import math
from collections.abc import Sequence
from typing import Any, Final, cast

from tansiq.airspace.outlines import EXTENT_MAX_M
from tansiq.gateways.room.imports.items import Said, Shape
from tansiq.gateways.room.words import Fault

SHORT: Final = 40
Position = tuple[float, float]  # longitude, latitude


class Geometry:
    """A geometry as a file has it, read into outlines. where: of it. in_words: whether parts are named as people count them.

    has_height: whether a position had a third number, which is not read: floor and ceiling say how high.
    """

    def __init__(self, where: str, in_words: bool) -> None:
        self.where = where
        self.in_words = in_words
        self.has_height = False

    def shapes(self, geometry: Any, radius_m: Said | None = None, width_m: Said | None = None) -> list[Shape]:
        """Return the outlines of a GeoJSON geometry. Raises `Fault` with the place of what cannot be used.

        radius_m: of a Point. width_m: of a LineString, from edge to edge.
        """
        if not isinstance(geometry, dict):
            raise Fault("import_geometry", self.where, value=str(geometry)[:SHORT])
        said = cast("dict[str, Any]", geometry)
        kind, coordinates = said.get("type"), said.get("coordinates")
        where = self.where if self.in_words else self.where + ".coordinates"
        if radius_m is not None and kind != "Point":
            raise Fault("import_not_both", radius_m.where, what=str(kind)[:SHORT])
        if width_m is not None and kind != "LineString":
            raise Fault("import_not_both", width_m.where, what=str(kind)[:SHORT])
        match kind:
            case "Polygon":
                return [self._polygon(coordinates, where)]
            case "MultiPolygon":
                parts = self._list(coordinates, where)
                return [self._polygon(part, self._part(where, "polygon", n)) for n, part in enumerate(parts)]
            case "Point":
                if radius_m is None:
                    raise Fault("import_missing", self.where, name="radius_m")
                return [self.disc(coordinates, where, radius_m)]
            case "LineString":
                return self._corridor(coordinates, where, width_m)
            case _:
                raise Fault("import_geometry", self.where, value=str(kind)[:SHORT])

    def point(self, coordinates: Any) -> Position:
        """Return a position. Raises `Fault`."""
        return self._position(coordinates, self.where)

    def disc(self, center: Any, where: str, radius_m: Said) -> Shape:
        """Return a disc around a position."""
        lon, lat = self._position(center, where)
        return Shape(circle(lat, lon, radius_m), where)

    def _polygon(self, rings: Any, where: str) -> Shape:
        found = self._list(rings, where)
        if not found:
            raise Fault("outline.too_few_vertices", where)
        if len(found) > 1:
            raise Fault("import_hole", self._part(where, "ring", 1))
        place = self._part(where, "ring", 0)
        positions = self._positions(found[0], place)
        if len(positions) < 4:
            raise Fault("outline.too_few_vertices", place)
        if positions[0] != positions[-1]:
            raise Fault("import_open_ring", place)
        return Shape(polygon(positions[:-1]), place, self._vertex(place))

    def _corridor(self, coordinates: Any, where: str, width_m: Said | None) -> list[Shape]:
        positions = self._positions(coordinates, where)
        if width_m is None:
            raise Fault("import_missing", self.where, name="width_m")
        line = {"centreline": [{"lat": lat, "lon": lon} for lon, lat in positions], "width_m": width_m.value}
        return [Shape({"corridor": line}, where, self._vertex(where))]

    def _vertex(self, where: str) -> str:
        return f"{where}, vertex {{one}}" if self.in_words else f"{where}[{{zero}}]"

    def _positions(self, found: Any, where: str) -> list[Position]:
        return [self._position(each, self._part(where, "vertex", n)) for n, each in enumerate(self._list(found, where))]

    def _position(self, found: Any, where: str) -> Position:
        numbers = self._list(found, where)
        if len(numbers) not in (2, 3):
            raise Fault("import_position", where)
        lon, lat = (number(each, where) for each in numbers[:2])
        self.has_height = self.has_height or len(numbers) == 3
        on_earth(lat, lon, where)
        return lon, lat

    def _list(self, found: Any, where: str) -> list[Any]:
        if not isinstance(found, list):
            raise Fault("import_type", where, what="array")
        return cast("list[Any]", found)

    def _part(self, where: str, name: str, n: int) -> str:
        return f"{where}, {name} {n + 1}" if self.in_words else f"{where}[{n}]"


def polygon(positions: Sequence[Position]) -> dict[str, Any]:
    """Return a ring without its closing position as the JSON of an outline."""
    return {"polygon": [{"lat": lat, "lon": lon} for lon, lat in positions]}


def circle(lat: float, lon: float, radius_m: Said) -> dict[str, Any]:
    """Return a disc as the JSON of an outline. Raises `Fault` at the place of a radius that cannot be."""
    if not 0 < radius_m.value <= EXTENT_MAX_M / 2:
        raise Fault("radius", radius_m.where, value=f"{radius_m.value:g}", most=f"{EXTENT_MAX_M / 2:g}")
    return {"circle": {"center": {"lat": lat, "lon": lon}, "radius_m": radius_m.value}}


def number(found: Any, where: str) -> float:
    """Return a finite number of JSON."""
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise Fault("import_number", where, value=str(found)[:SHORT])
    if abs(found) > 1e12 or not math.isfinite(found):  # what is measured in files is less; and integers have no end
        raise Fault("import_number", where, value=str(found)[:SHORT] if isinstance(found, float) else "1e12 <")
    return float(found)


def on_earth(lat: float, lon: float, where: str) -> None:
    """Refuse a place that is none, and say so where it would be one with its two numbers swapped."""
    if abs(lat) <= 90 and abs(lon) <= 180:
        return
    is_swapped = abs(lat) <= 180 and abs(lon) <= 90
    raise Fault("import_swapped" if is_swapped else "off_earth", where, lat=f"{lat:g}", lon=f"{lon:g}")
