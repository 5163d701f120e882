"""Files of reports: CSV, GeoJSON, KML, each a pure translation to what `of_a_report` reads."""

import math
from collections.abc import Callable
from typing import Any, Final, cast
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree  # pyright: ignore[reportMissingTypeStubs]
from defusedxml.common import DefusedXmlException  # pyright: ignore[reportMissingTypeStubs]

from tansiq.gateways.room.imports import geojson, table
from tansiq.gateways.room.imports.geojson import Feature
from tansiq.gateways.room.imports.items import decoded, tried
from tansiq.gateways.room.imports.of_a_report import Written, is_known
from tansiq.gateways.room.imports.shapes import SHORT, Geometry
from tansiq.gateways.room.words import Fault

KML: Final = "application/vnd.google-earth.kml+xml"
Pairs = list[tuple[float, float]]
_parse: Final[Callable[..., Element]] = defusedxml.ElementTree.fromstring  # pyright: ignore[reportUnknownMemberType]


def of_csv(body: bytes) -> list[Written]:
    """Return the rows of a table. Raises `Fault` where it is none."""
    header, rows = table.cells(body, is_known)
    return [_row(header, cells, f"row {n}") for n, cells in rows]


def _row(header: list[str], cells: list[str], where: str) -> Written:
    made = Written(where, {}, lambda name: f"{where}, column {name}")
    if len(cells) != len(header):
        made.faults.append(Fault("import_cells", where, count=len(cells), expected=len(header)))
        return made
    made.properties = {name: table.bare(cell) for name, cell in zip(header, cells, strict=True) if name.strip()}
    for name in list(made.properties):
        if name.strip().lower() in ("outline", "wkt", "geometry") and made.properties[name]:
            said = made.properties.pop(name)  # pyright: ignore[reportAttributeAccessIssue]
            shape = tried(made.faults, lambda s=said, n=name: table.outline(s, made.place(n)))
            _shaped(made, shape.outline if shape is not None else {}, made.place(name))
    return made


def of_geojson(body: bytes) -> list[Written]:
    """Return the features of a file. Raises `Fault` where it is no GeoJSON."""
    return [_feature(raw, f"feature {n + 1}") for n, raw in enumerate(geojson.features(body))]


def _feature(raw: Any, where: str) -> Written:
    made = Written(where, {}, lambda name: f"{where}, property {name}")
    read = tried(made.faults, lambda: decoded(raw, Feature, where))
    if read is None:
        return made
    properties = dict(read.properties or {})
    if read.id is not None and "id" not in properties:
        properties["id"] = read.id
    made.properties = properties
    tried(made.faults, lambda: _placed(made, read.geometry, where))
    return made


def _placed(made: Written, geometry: Any, where: str) -> None:
    """Take the geometry of a feature: a point, or one polygon."""
    said = cast("dict[str, Any]", geometry) if isinstance(geometry, dict) else {}
    if said.get("type") == "Point":
        lon, lat = Geometry(where, in_words=True).point(said.get("coordinates"))
        made.at = (lat, lon)
    elif geometry is not None:
        shapes = Geometry(where, in_words=True).shapes(said)
        if len(shapes) != 1:
            raise Fault("import_geometry", where, value=str(said.get("type"))[:SHORT])
        _shaped(made, shapes[0].outline, where)


def _shaped(made: Written, outline: dict[str, Any], where: str) -> None:
    if "polygon" in outline:
        made.outline = [(p["lat"], p["lon"]) for p in outline["polygon"]]
        made.at = made.at or _middle(made.outline)
    elif outline:
        made.faults.append(Fault("import_geometry", where, value=next(iter(outline))))


def of_kml(body: bytes) -> list[Written]:
    """Return the placemarks of a file (OGC 07-147r2, KML 2.2). No entity of XML is followed. Raises `Fault`."""
    try:
        root = _parse(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Fault("import_xml", "$", what=str(error)[:200]) from None
    if not _is(root, "kml"):
        raise Fault("import_value", "$", value=root.tag[:SHORT], known="kml")
    marks = [element for element in root.iter() if _is(element, "Placemark")]
    return [_placemark(mark, f"placemark {n + 1}") for n, mark in enumerate(marks)]


def _placemark(mark: Element, where: str) -> Written:
    made = Written(where, {}, lambda name: f"{where}, {name}")
    properties: dict[str, Any] = {}
    for element in mark.iter():
        name = element.get("name", "")
        if _is(element, "Data") and name:
            values = [child for child in element if _is(child, "value")]
            properties[name] = "".join((value.text or "").strip() for value in values)
        elif _is(element, "SimpleData") and name:
            properties[name] = (element.text or "").strip()
    named = any(key == "name" or key.startswith("name_") for key in properties)
    for tag, name in (("name", "name"), ("description", "remarks"), ("when", "observed")):
        text = _text(mark, tag)
        if text and name not in properties and not (name == "name" and named):
            properties[name] = text
    made.properties = properties
    tried(made.faults, lambda: _kml_placed(made, mark, where))
    return made


def _kml_placed(made: Written, mark: Element, where: str) -> None:
    kinds = ("Point", "Polygon", "LineString", "LinearRing", "Track", "Model")
    found = [e for e in mark.iter() if any(_is(e, kind) for kind in kinds)]
    found = [e for e in found if not _is(e, "LinearRing") or not any(_is(p, "Polygon") for p in found)]
    if not found:
        return
    if len(found) > 1 or not (_is(found[0], "Point") or _is(found[0], "Polygon")):
        raise Fault("import_geometry", where, value=found[-1].tag.rpartition("}")[2][:SHORT])
    if any(_is(e, "innerBoundaryIs") for e in found[0].iter()):
        raise Fault("import_hole", where)
    numbers = [_numbers(each, where) for each in _text(found[0], "coordinates").split()]
    if _is(found[0], "Point"):
        _placed(made, {"type": "Point", "coordinates": numbers[0] if numbers else []}, where)
    else:
        _placed(made, {"type": "Polygon", "coordinates": [numbers]}, where)


def _numbers(text: str, where: str) -> list[float]:
    try:
        found = [float(part) for part in text.split(",")]
    except ValueError:
        raise Fault("import_number", where, value=text[:SHORT]) from None
    return found[:2] if len(found) == 3 else found


def _is(element: Element, name: str) -> bool:
    tag: Any = element.tag  # of a comment it is a function
    return isinstance(tag, str) and tag.rpartition("}")[2] == name


def _text(parent: Element, name: str) -> str:
    found = next((e for e in parent.iter() if _is(e, name)), None)
    return (found.text or "").strip() if found is not None else ""


def _middle(outline: Pairs) -> tuple[float, float]:
    """Return the middle of an outline's box; longitudes are counted on past the antimeridian."""
    first = outline[0][1]
    lons = [lon + 360 * round((first - lon) / 360) for _, lon in outline]
    lats = [lat for lat, _ in outline]
    lon = (min(lons) + max(lons)) / 2
    return (min(lats) + max(lats)) / 2, math.remainder(lon, 360)
