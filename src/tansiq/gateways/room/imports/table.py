"""CSV (RFC 4180): a header, then a row for each flight or zone, or part of one. UTF-8, parted by commas or semicolons.

Rows are counted as a spreadsheet counts them. An outline is WKT, or pairs latitude;longitude, or lat, lon and radius_m.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import shapely

from tansiq.gateways.room.imports import fields, records
from tansiq.gateways.room.imports.fields import Field, number_of
from tansiq.gateways.room.imports.items import Item, Said, Shape, tried
from tansiq.gateways.room.imports.records import Defaults, Record
from tansiq.gateways.room.imports.shapes import SHORT, Geometry, circle, on_earth, polygon
from tansiq.gateways.room.words import Fault

OF_FLIGHTS: Final = fields.FLIGHT + fields.VOLUME + fields.PLACE
OF_ZONES: Final = fields.ZONE + fields.VOLUME + fields.PLACE
_WKT: Final = re.compile(r"\s*(POLYGON|MULTIPOLYGON|POINT|LINESTRING)\s*(?:Z\s*)?\(", re.ASCII | re.IGNORECASE)
_WKT_DEPTH: Final = 3  # brackets of a MULTIPOLYGON; the reader of GEOS calls itself for each
_NO_ROW: Final[tuple[int, list[str]]] = (1, [])
_PAIR: Final = re.compile(r"\S+;\S+", re.ASCII)
_geos: Any = shapely
_FORMULA_MARK: Final = "'"  # our own export puts it before what a spreadsheet would run


def flights(body: bytes, defaults: Defaults, party: str) -> list[Item]:
    """Return the flights of a table. Raises `Fault` where it is none."""
    return records.flights(_records(body, OF_FLIGHTS), defaults, party)


def zones(body: bytes, defaults: Defaults) -> list[Item]:
    """Return the zones of a table. Raises `Fault` where it is none."""
    return records.zones(_records(body, OF_ZONES), defaults)


def _records(body: bytes, known: tuple[Field, ...]) -> list[Record]:
    header, rows = cells(body, lambda name: fields.is_known(name, known))
    return [_record(row, f"row {n}", header, known) for n, row in rows]


def cells(body: bytes, is_known: Callable[[str], bool]) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Return the header of a table, and its rows with their numbers. Raises `Fault` where it is none."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault("import_csv", f"byte {error.start + 1}", what="UTF-8") from None
    rows = _rows(text, _delimiter(text, is_known))
    header_row, header = next(rows, _NO_ROW)
    _check_header(header, header_row, is_known)
    return header, rows


def _delimiter(text: str, is_known: Callable[[str], bool]) -> str:
    """Return what parts the cells of the first row that is no comment: whichever makes more columns that are known."""
    known: dict[str, int] = {}
    for mark in ",;":
        _, header = next(_rows(text, mark), _NO_ROW)
        known[mark] = sum(is_known(name) for name in header)
    return ";" if known[";"] > known[","] else ","


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with their numbers. Comments (#) before the header and empty rows are counted, not told."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    n, has_header = 0, False
    while True:
        n += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Fault("import_csv", f"row {n}", what=str(error)) from None
        if cells is None:
            return
        if not any(cell.strip() for cell in cells) or (not has_header and cells[0].startswith("#")):
            continue
        has_header = True
        yield n, cells


def _check_header(header: list[str], row: int, is_known: Callable[[str], bool]) -> None:
    if not any(is_known(name) for name in header):
        raise Fault("import_header", f"row {row}")
    seen: dict[str, str] = {}
    for name in header:
        bare = fields.plain(name)
        if bare and bare in seen:
            raise Fault("import_twice", f"row {row}", first=seen[bare][:SHORT], second=name[:SHORT])
        seen[bare] = name


def _record(cells: list[str], where: str, header: list[str], known: tuple[Field, ...]) -> Record:
    faults: list[Fault] = []
    ignored: set[str] = set()
    if len(cells) != len(header):
        faults.append(Fault("import_cells", where, count=len(cells), expected=len(header)))
        return Record(where, {}, {field.name for field in known}, [], faults, ignored)
    written: dict[str, Any] = {name: bare(cell) for name, cell in zip(header, cells, strict=True)}
    members, bad = fields.read(written, known, lambda name: f"{where}, column {name}", faults, ignored)
    shapes = tried(faults, lambda: _shapes(members, bad, where)) or []
    for field in fields.PLACE:
        members.pop(field.name, None)
    return Record(where, members, bad, shapes, faults, ignored)


def bare(cell: str) -> str:
    """Return a cell without the apostrophe that our own export puts before what a spreadsheet would run."""
    return cell[1:] if cell.startswith(_FORMULA_MARK) and cell[1:2] in "=+-@" else cell


def _shapes(members: dict[str, Said], bad: set[str], where: str) -> list[Shape]:
    outline, lat, lon = (members.get(name) for name in ("outline", "lat", "lon"))
    radius_m, width_m = members.get("radius_m"), members.get("width_m")
    if outline is not None and (lat is not None or lon is not None):
        raise Fault("import_not_both", outline.where, what="lat, lon")
    if outline is None and "outline" in bad:
        return []
    if outline is None:
        for name, said in (("lat", lat), ("lon", lon), ("radius_m", radius_m)):
            if said is None:
                raise Fault("import_missing", where, name="outline" if name == "lat" else name)
        assert lat is not None
        assert lon is not None
        assert radius_m is not None
        on_earth(lat.value, lon.value, lat.where)
        return [Shape(circle(lat.value, lon.value, radius_m), lat.where)]
    if _WKT.match(outline.value):
        return Geometry(outline.where, in_words=True).shapes(_wkt(outline), radius_m, width_m)
    return [_pairs(outline)]


def outline(text: str, where: str) -> Shape:
    """Return one outline as WKT or as pairs. Raises `Fault`."""
    said = Said(text, where)
    if not _WKT.match(text):
        return _pairs(said)
    shapes = Geometry(where, in_words=True).shapes(_wkt(said))
    if len(shapes) != 1:
        raise Fault("import_geometry", where, value=text[:SHORT])
    return shapes[0]


def _pairs(outline: Said) -> Shape:
    """Return a ring of latitude;longitude, parted by spaces. The first may stand again at the end."""
    positions: list[tuple[float, float]] = []
    for n, pair in enumerate(outline.value.split()):
        where = f"{outline.where}, vertex {n + 1}"
        if not _PAIR.fullmatch(pair):
            raise Fault("import_pair", where, value=pair[:SHORT])
        lat, lon = (number_of(each, where) for each in pair.split(";", 1))
        on_earth(lat, lon, where)
        positions.append((lon, lat))
    if len(positions) > 3 and positions[0] == positions[-1]:
        positions.pop()
    if len(positions) < 3:
        raise Fault("outline.too_few_vertices", outline.where)
    return Shape(polygon(positions), outline.where, f"{outline.where}, vertex {{one}}")


def _wkt(outline: Said) -> dict[str, Any]:
    """Return WKT as a geometry of GeoJSON."""
    depth = 0
    for mark in re.findall(r"[()]", outline.value):
        depth += 1 if mark == "(" else -1
        if depth > _WKT_DEPTH:
            raise Fault("import_wkt", outline.where, what="(((")
    try:
        with np.errstate(invalid="ignore"):  # what is no number is refused below, with its place
            found = _geos.from_wkt(outline.value)
    except shapely.errors.GEOSException as error:
        raise Fault("import_wkt", outline.where, what=str(error)[:200]) from None
    kind: str = found.geom_type
    if kind == "Polygon":
        return {"type": kind, "coordinates": _rings(found)}
    if kind == "MultiPolygon":
        return {"type": kind, "coordinates": [_rings(part) for part in found.geoms]}
    positions = [list(position) for position in found.coords]
    if kind == "Point":
        return {"type": kind, "coordinates": positions[0] if positions else []}
    return {"type": kind, "coordinates": positions}


def _rings(found: Any) -> list[list[list[float]]]:
    return [[list(position) for position in ring.coords] for ring in (found.exterior, *found.interiors) if ring.coords]
