"""EUROCAE ED-269, UAS geographical zones as JSON, as European states publish them.

{"features": [UASZoneVersion, …]}, or the list alone. Coordinates are longitude, latitude, as published, though some
examples say otherwise; a circle has `center` and `radius` in metres.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from tansiq.gateways.room.imports import uas_zones
from tansiq.gateways.room.imports.items import Item, Said, Shape, decoded, tried
from tansiq.gateways.room.imports.records import Defaults
from tansiq.gateways.room.imports.shapes import Geometry
from tansiq.gateways.room.imports.uas_zones import Authority, Part, Period, Texts
from tansiq.gateways.room.words import Fault


class Projection(Struct):
    """CircleOrPolygonType."""

    type: str
    coordinates: Any = None
    center: Any = None
    radius: float | None = None


class AirspaceVolume(Struct):
    """UASZoneAirspaceVolume."""

    horizontalProjection: Projection  # noqa: N815
    uomDimensions: str | None = None  # noqa: N815
    lowerLimit: float | None = None  # noqa: N815
    lowerVerticalReference: str | None = None  # noqa: N815
    upperLimit: float | None = None  # noqa: N815
    upperVerticalReference: str | None = None  # noqa: N815


class ZoneVersion(Struct):
    """UASZoneVersion."""

    identifier: str
    restriction: str
    geometry: list[AirspaceVolume]
    country: str | None = None
    name: Texts = None
    type: str | None = None
    restrictionConditions: list[str] | str | None = None  # noqa: N815
    reason: list[str] | None = None
    otherReasonInfo: Texts = None  # noqa: N815
    message: Texts = None
    applicability: list[Period] | Period | None = None
    zoneAuthority: list[Authority] | None = None  # noqa: N815


class File(Struct):
    """features: UASZoneList in some implementations."""

    features: list[msgspec.Raw] | UnsetType = UNSET
    UASZoneList: list[msgspec.Raw] | UnsetType = UNSET


def zones(body: bytes, defaults: Defaults) -> list[Item]:
    """Return the zones of a file. Raises `Fault` where it is none of ED-269."""
    if body.lstrip().startswith(b"["):
        body = b'{"features":' + body + b"}"
    root = decoded(body, File, "$")
    name, found = ("features", root.features) if root.features is not UNSET else ("UASZoneList", root.UASZoneList)
    if found is UNSET:
        raise Fault("import_missing", "$", name="features")
    return [_zone(raw, f"{name}[{n}]", defaults) for n, raw in enumerate(found)]


def _zone(raw: msgspec.Raw, where: str, defaults: Defaults) -> Item:
    item = Item(where, body={"volumes": []})
    zone = tried(item.faults, lambda: decoded(raw, ZoneVersion, where))
    if zone is None:
        return item
    restriction, variant = Said(zone.restriction, where + ".restriction"), Said(zone.type, where + ".type")
    tried(item.faults, lambda: uas_zones.make_kind(item, restriction, variant, defaults))
    known_as = " ".join(filter(None, (zone.country, zone.identifier)))
    title = uas_zones.text(zone.name)
    conditions = (
        ("", zone.message),
        ("restrictionConditions", zone.restrictionConditions),
        ("reason", zone.reason),
        ("otherReasonInfo", zone.otherReasonInfo),
    )
    uas_zones.make_texts(item, f"{title} ({known_as})" if title else known_as, conditions, where)
    uas_zones.make_authority(item, zone.zoneAuthority or [], where + ".zoneAuthority", defaults)
    parts = [
        part
        for n, volume in enumerate(zone.geometry)
        if (part := _tried_part(item.faults, volume, f"{where}.geometry[{n}]")) is not None
    ]
    said = [zone.applicability] if isinstance(zone.applicability, Period) else zone.applicability or []
    periods = [(period, f"{where}.applicability[{n}]") for n, period in enumerate(said)]
    tried(item.faults, lambda: uas_zones.make_volumes(item, parts, periods, defaults))
    return item


def _tried_part(faults: list[Fault], volume: AirspaceVolume, where: str) -> Part | None:
    return tried(faults, lambda: _part(volume, where))


def _part(volume: AirspaceVolume, where: str) -> Part:
    def place(side: str) -> Callable[[str], str]:
        names = {"limit": f"{side}Limit", "reference": f"{side}VerticalReference", "uom": "uomDimensions"}
        return lambda member: f"{where}.{names[member]}"

    uom = volume.uomDimensions or "M"  # the standard's default
    floor = uas_zones.height(volume.lowerLimit, volume.lowerVerticalReference, uom, place("lower"), "lower")
    ceiling = uas_zones.height(volume.upperLimit, volume.upperVerticalReference, uom, place("upper"), "upper")
    return Part(_shapes(volume.horizontalProjection, where + ".horizontalProjection"), floor, ceiling)


def _shapes(said: Projection, where: str) -> list[Shape]:
    if said.type != "Circle":
        return Geometry(where, in_words=False).shapes({"type": said.type, "coordinates": said.coordinates})
    if said.radius is None:
        raise Fault("import_missing", where, name="radius")
    return [Geometry(where, in_words=False).disc(said.center, where + ".center", Said(said.radius, where + ".radius"))]
