"""EUROCAE ED-318, the successor of ED-269: UAS geographical zones as GeoJSON features with a vertical layer.

A circle is a Point whose `extent` has the sub-type Circle and a radius in metres. `layer` says how high.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from tansiq.gateways.room.imports import geojson, uas_zones
from tansiq.gateways.room.imports.items import Item, Said, decoded, tried
from tansiq.gateways.room.imports.records import Defaults
from tansiq.gateways.room.imports.shapes import Geometry
from tansiq.gateways.room.imports.uas_zones import Authority, Part, Period, Texts
from tansiq.gateways.room.words import Fault


class Extent(Struct):
    """HorizontalExtent."""

    subType: str  # noqa: N815
    radius: float


class Layer(Struct):
    """VerticalLayer."""

    upper: float | None = None
    upperReference: str | None = None  # noqa: N815
    lower: float | None = None
    lowerReference: str | None = None  # noqa: N815
    uom: str | None = None


class LayeredGeometry(Struct):
    """A geometry of GeoJSON, or a GeometryCollection of several."""

    type: str
    coordinates: Any = None
    extent: Extent | None = None
    layer: Layer | None = None
    geometries: "list[LayeredGeometry] | None" = None


class UasZone(Struct):
    """UASZone."""

    identifier: str
    type: str
    country: str | None = None
    name: Texts = None
    variant: str | None = None
    restrictionConditions: str | None = None  # noqa: N815
    reason: list[str] | str | None = None
    reasons: list[str] | str | None = None
    otherReasonInfo: Texts = None  # noqa: N815
    message: Texts = None
    limitedApplicability: list[Period] | None = None  # noqa: N815
    zoneAuthority: list[Authority] | None = None  # noqa: N815


class Feature(Struct):
    """A Feature."""

    geometry: LayeredGeometry
    properties: UasZone


def zones(body: bytes, defaults: Defaults) -> list[Item]:
    """Return the zones of a file. Raises `Fault` where it is no GeoJSON."""
    return [_zone(raw, f"features[{n}]", defaults) for n, raw in enumerate(geojson.features(body))]


def _zone(raw: msgspec.Raw, where: str, defaults: Defaults) -> Item:
    item = Item(where, body={"volumes": []})
    feature = tried(item.faults, lambda: decoded(raw, Feature, where))
    if feature is None:
        return item
    zone, about = feature.properties, where + ".properties"
    restriction, variant = Said(zone.type, about + ".type"), Said(zone.variant, about + ".variant")
    tried(item.faults, lambda: uas_zones.make_kind(item, restriction, variant, defaults))
    known_as = " ".join(filter(None, (zone.country, zone.identifier)))
    title = uas_zones.text(zone.name)
    conditions = (
        ("", zone.message),
        ("restrictionConditions", zone.restrictionConditions),
        ("reason", zone.reason or zone.reasons),
        ("otherReasonInfo", zone.otherReasonInfo),
    )
    uas_zones.make_texts(item, f"{title} ({known_as})" if title else known_as, conditions, about)
    uas_zones.make_authority(item, zone.zoneAuthority or [], about + ".zoneAuthority", defaults)
    parts = tried(item.faults, lambda: _parts(feature.geometry, where + ".geometry")) or []
    periods = [(p, f"{about}.limitedApplicability[{n}]") for n, p in enumerate(zone.limitedApplicability or [])]
    tried(item.faults, lambda: uas_zones.make_volumes(item, parts, periods, defaults))
    return item


def _parts(said: LayeredGeometry, where: str) -> list[Part]:
    if said.type == "GeometryCollection":
        return [
            part for n, each in enumerate(said.geometries or []) for part in _parts(each, f"{where}.geometries[{n}]")
        ]
    if said.layer is None:
        raise Fault("import_missing", where, name="layer")
    layer = said.layer

    def place(side: str) -> Callable[[str], str]:
        names = {"limit": side, "reference": f"{side}Reference", "uom": "uom"}
        return lambda member: f"{where}.layer.{names[member]}"

    floor = uas_zones.height(layer.lower, layer.lowerReference, layer.uom, place("lower"), "lower")
    ceiling = uas_zones.height(layer.upper, layer.upperReference, layer.uom, place("upper"), "upper")
    radius_m = None
    if said.extent is not None:
        if said.extent.subType != "Circle":
            raise Fault("import_value", where + ".extent.subType", value=said.extent.subType[:40], known="Circle")
        radius_m = Said(said.extent.radius, where + ".extent.radius")
    geometry = {"type": said.type, "coordinates": said.coordinates}
    return [Part(Geometry(where, in_words=False).shapes(geometry, radius_m), floor, ceiling)]
