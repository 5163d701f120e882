"""GeoJSON (RFC 7946): what our own export writes, and plain features with properties.

A Polygon or MultiPolygon is as it is; a Point needs `radius_m`, a LineString `width_m`.
"""

from typing import Any, Final, cast

import msgspec
from msgspec import UNSET, Struct, UnsetType

from tansiq.gateways.room.imports import fields, records
from tansiq.gateways.room.imports.fields import Field
from tansiq.gateways.room.imports.items import Item, decoded, tried
from tansiq.gateways.room.imports.records import Defaults, Record
from tansiq.gateways.room.imports.shapes import SHORT, Geometry
from tansiq.gateways.room.words import Fault

# Longitude and latitude on WGS 84, as the standard of 2008 let a file name what that of 2016 fixed. EPSG:4326 is not among
# them: by its definition latitude comes first, and nobody knows whether a file that names it means that.
CRS84: Final = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84")


class Collection(Struct):
    """A FeatureCollection, or one Feature."""

    type: str
    features: list[msgspec.Raw] | UnsetType = UNSET
    crs: Any = None


class Feature(Struct):
    """A Feature. id: a foreign key, as text or number."""

    type: str
    geometry: Any = None
    properties: dict[str, Any] | None = None
    id: str | int | float | None = None


def flights(body: bytes, defaults: Defaults, party: str) -> list[Item]:
    """Return the flights of a file. Raises `Fault` where it is no GeoJSON."""
    return records.flights(_records(body, fields.FLIGHT + fields.VOLUME), defaults, party)


def zones(body: bytes, defaults: Defaults) -> list[Item]:
    """Return the zones of a file. Raises `Fault` where it is no GeoJSON."""
    return records.zones(_records(body, fields.ZONE + fields.VOLUME), defaults)


def features(body: bytes) -> list[msgspec.Raw]:
    """Return the features of a file, unread."""
    root = decoded(body, Collection, "$")
    if root.crs is not None:
        _check_crs(root.crs)
    if root.type == "Feature":
        return [msgspec.Raw(body)]
    if root.type != "FeatureCollection":
        raise Fault("import_value", "$.type", value=root.type[:SHORT], known="FeatureCollection, Feature")
    if root.features is UNSET:
        raise Fault("import_missing", "$", name="features")
    return root.features


def _check_crs(crs: Any) -> None:
    named = cast("dict[str, Any]", crs) if isinstance(crs, dict) else {}
    properties: Any = named.get("properties")
    about = cast("dict[str, Any]", properties) if isinstance(properties, dict) else {}
    name = str(about.get("name", cast("Any", crs)))
    if name not in CRS84:
        raise Fault("import_crs", "$.crs", value=name[:80])


def _records(body: bytes, known: tuple[Field, ...]) -> list[Record]:
    return [_record(raw, f"feature {n + 1}", known) for n, raw in enumerate(features(body))]


def _record(raw: msgspec.Raw, where: str, known: tuple[Field, ...]) -> Record:
    faults: list[Fault] = []
    ignored: set[str] = set()
    read = tried(faults, lambda: decoded(raw, Feature, where))
    if read is None:
        return Record(where, {}, {field.name for field in known}, [], faults, ignored)
    written = dict(read.properties or {})
    if read.id is not None and "id" not in {fields.plain(name) for name in written}:
        written["id"] = read.id
    members, bad = fields.read(written, known, lambda name: f"{where}, property {name}", faults, ignored)
    geometry = Geometry(where, in_words=True)
    radius_m, width_m = members.get("radius_m"), members.get("width_m")
    shapes = tried(faults, lambda: geometry.shapes(read.geometry, radius_m, width_m)) or []
    if geometry.has_height:
        ignored.add("coordinates[2]")
    return Record(where, members, bad, shapes, faults, ignored)
