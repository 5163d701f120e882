"""JSON of ASTM F3548-21: operational intents, or lists of their volumes.

Structs of its own, as the gateways do not know each other; and what is made here are volumes of the room's JSON, not of the
core as at the standard's door, so that all limits are checked and told in one place, the one of PUT.
"""

from typing import Final, Literal

import msgspec
from msgspec import Struct

from tansiq.gateways.room import wire
from tansiq.gateways.room.imports.items import Item, Said, Shape, decoded
from tansiq.gateways.room.imports.records import Defaults, fill
from tansiq.gateways.room.imports.shapes import circle, on_earth, polygon
from tansiq.gateways.room.inbound import is_uuid
from tansiq.gateways.room.words import Fault

# The standard leaves the meaning of its numbers to regulators; those of this room's own class names are their values.
PRECEDENCE: Final[dict[int, wire.PrecedenceName]] = {
    0: "routine",
    10: "relief",
    20: "medevac",
    30: "search_and_rescue",
    40: "emergency",
}


class Time(Struct):
    value: str
    format: Literal["RFC3339"]


class LatLngPoint(Struct):
    lat: float
    lng: float


class Radius(Struct):
    value: float
    units: Literal["M"]


class Altitude(Struct):
    value: float
    reference: Literal["W84"]
    units: Literal["M"]


class Circle(Struct):
    center: LatLngPoint
    radius: Radius


class Polygon(Struct):
    vertices: list[LatLngPoint]


class Volume3D(Struct):
    altitude_lower: Altitude
    altitude_upper: Altitude
    outline_circle: Circle | None = None
    outline_polygon: Polygon | None = None


class Volume4D(Struct):
    volume: Volume3D
    time_start: Time
    time_end: Time


class Details(Struct):
    volumes: list[Volume4D] = []
    off_nominal_volumes: list[Volume4D] = []
    priority: int = 0


class Reference(Struct):
    """Of the reference only what is the flight's own: manager, OVN and times are the managing USS's."""

    id: str = ""
    state: str = "Accepted"


class OperationalIntent(Struct):
    details: Details
    reference: Reference | None = None


class Volume4DProbe(Struct):
    """What has a `volume` is a Volume4D: then the list in which it lies is one flight."""

    volume: msgspec.Raw


class Wrapped(Struct):
    """What `GET /uss/v1/operational_intents/{entityid}` answers."""

    operational_intent: msgspec.Raw


def flights(body: bytes, defaults: Defaults, _party: str) -> list[Item]:
    """Return the flights of a file: one or a list of intents, or one list or a list of lists of Volume4D."""
    return [_flight(raw, where, defaults) for raw, where in _listed(body)]


def _listed(body: bytes) -> list[tuple[msgspec.Raw, str]]:
    if not body.lstrip().startswith(b"["):
        return [(msgspec.Raw(body), "$")]
    parts = _parts(body, "$")
    try:
        for first in parts[:1]:
            msgspec.json.decode(first, type=Volume4DProbe)
            return [(msgspec.Raw(body), "$")]
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    return [(part, f"$[{n}]") for n, part in enumerate(parts)]


def _parts(body: bytes | msgspec.Raw, where: str) -> list[msgspec.Raw]:
    try:
        return msgspec.json.decode(body, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Fault("body_json", where, what=str(error)[:200]) from None


def _flight(raw: msgspec.Raw, where: str, defaults: Defaults) -> Item:
    item = Item(where, body={"volumes": []})
    try:
        _read(item, raw, where)
    except Fault as fault:
        item.faults.append(fault)
    fill(item, "contact", defaults.contact)
    fill(item, "is_manned", defaults.is_manned)
    fill(item, "reason", defaults.reason)
    if "is_manned" not in item.body and not item.faults:
        item.faults.append(Fault("import_missing", where, name="is_manned"))
    return item


def _read(item: Item, raw: msgspec.Raw, where: str) -> None:
    if bytes(raw).lstrip().startswith(b"["):
        for n, volume in enumerate(_parts(raw, where)):
            _add(item, decoded(volume, Volume4D, f"{where}[{n}]"), f"{where}[{n}]", "volumes")
        return
    unwrapped, inner = _unwrapped(raw, where)
    intent = decoded(unwrapped, OperationalIntent, inner)
    if intent.reference is not None:
        if intent.reference.id:
            name = intent.reference.id.lower()
            item.id = name if is_uuid(name) else ""
            item.places["$path.id"] = inner + ".reference.id"
        item.put("state", Said(intent.reference.state, inner + ".reference.state"))
    priority = intent.details.priority
    if priority not in PRECEDENCE:
        known = ", ".join(map(str, PRECEDENCE))
        raise Fault("import_value", inner + ".details.priority", value=str(priority), known=known)
    item.put("precedence", Said(PRECEDENCE[priority], inner + ".details.priority"))
    for n, volume in enumerate(intent.details.volumes):
        _add(item, volume, f"{inner}.details.volumes[{n}]", "volumes")
    for n, volume in enumerate(intent.details.off_nominal_volumes):
        _add(item, volume, f"{inner}.details.off_nominal_volumes[{n}]", "off_nominal")


def _unwrapped(raw: msgspec.Raw, where: str) -> tuple[msgspec.Raw, str]:
    try:
        return msgspec.json.decode(raw, type=Wrapped).operational_intent, where + ".operational_intent"
    except msgspec.DecodeError:
        return raw, where


def _add(item: Item, volume: Volume4D, where: str, part: str) -> None:
    space = volume.volume
    limits = {
        "floor": _height(space.altitude_lower, where + ".volume.altitude_lower"),
        "ceiling": _height(space.altitude_upper, where + ".volume.altitude_upper"),
        "start": Said(volume.time_start.value, where + ".time_start.value"),
        "end": Said(volume.time_end.value, where + ".time_end.value"),
    }
    item.add(_shape(space, where + ".volume"), limits, part)


def _height(said: Altitude, where: str) -> Said:
    return Said({"reference": said.reference, "value": said.value, "units": said.units}, where)


def _shape(space: Volume3D, where: str) -> Shape:
    disc, ring = space.outline_circle, space.outline_polygon
    if (disc is None) == (ring is None):
        raise Fault("one_outline", where)
    if disc is not None:
        place = where + ".outline_circle"
        on_earth(disc.center.lat, disc.center.lng, place + ".center")
        return Shape(circle(disc.center.lat, disc.center.lng, Said(disc.radius.value, place + ".radius.value")), place)
    assert ring is not None
    place = where + ".outline_polygon.vertices"
    for n, vertex in enumerate(ring.vertices):
        on_earth(vertex.lat, vertex.lng, f"{place}[{n}]")
    return Shape(polygon([(v.lng, v.lat) for v in ring.vertices]), place, place + "[{zero}]")
