"""From the items of a file to the bodies and commands of PUT. Pure, and done beside the event loop: long files take long."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import msgspec
import numpy as np
from msgspec import Struct

from tansiq.airspace import exact, outlines, sweep
from tansiq.airspace.outlines import widened
from tansiq.core.ids import uuid_of
from tansiq.core.limits import IMPORT_COMPARED, IMPORT_FLIGHTS, IMPORT_PAIRS, IMPORT_ZONES
from tansiq.core.room import Charter
from tansiq.core.room_commands import PutFlight, PutZone
from tansiq.core.volumes import Volume
from tansiq.gateways.room import inbound, outbound, planning, volumes, wire, zones
from tansiq.gateways.room.exports import volume_feature
from tansiq.gateways.room.imports import ed269, ed318, f3548, geojson, table
from tansiq.gateways.room.imports.items import FAULTS_SHOWN, Item, converted, tried
from tansiq.gateways.room.imports.records import Defaults
from tansiq.gateways.room.sky import Sky
from tansiq.gateways.room.words import Fault

FLIGHTS: Final[dict[str, Callable[[bytes, Defaults, str], list[Item]]]] = {
    "f3548": f3548.flights,
    "geojson": geojson.flights,
    "csv": table.flights,
}
ZONES: Final[dict[str, Callable[[bytes, Defaults], list[Item]]]] = {
    "ed269": ed269.zones,
    "ed318": ed318.zones,
    "geojson": geojson.zones,
    "csv": table.zones,
}
Made = TypeVar("Made")
Body = TypeVar("Body", wire.FlightBody, wire.ZoneBody)


class Flight(Struct):
    """A flight of a file. id: in the room. command: what would be asked, without its key; None where it has faults."""

    item: Item
    id: str
    body: wire.FlightBody | None = None
    command: PutFlight | None = None
    features: list[dict[str, Any]] = []


class Zone(Struct):
    """A zone of a file."""

    item: Item
    id: str
    body: wire.ZoneBody | None = None
    command: PutZone | None = None
    features: list[dict[str, Any]] = []


class Meeting(Struct, frozen=True):
    """Two flights of one file that conflict, by their indexes."""

    first: int
    second: int
    overlaps: tuple[exact.Overlap, ...]


def flights(
    body: bytes, form: str, defaults: Defaults, party: str, charter: Charter, sky: Sky, key: str
) -> tuple[list[Flight], list[Meeting] | None]:
    """Return the flights of a file, and which of them conflict; None where they are too many to compare.

    key: the idempotency key of the import. Raises `Fault` where the file as a whole cannot be read.
    """
    items = _counted(FLIGHTS[form](body, defaults, party), IMPORT_FLIGHTS)
    made = [_flight(item, own_id(item, party, key, n), charter, sky) for n, item in enumerate(items)]
    return made, _meetings(made, charter)


def zones_of(
    body: bytes, form: str, defaults: Defaults, party: str, charter: Charter, sky: Sky, key: str
) -> list[Zone]:
    """Return the zones of a file. Raises `Fault` where the file as a whole cannot be read."""
    items = _counted(ZONES[form](body, defaults), IMPORT_ZONES)
    return [_zone(item, own_id(item, party, key, n), charter, sky, defaults.ground) for n, item in enumerate(items)]


def own_id(item: Item, party: str, key: str, n: int) -> str:
    """Return the id of an item: its own, else one that is the same whenever the import comes again under its key."""
    if item.id:
        return item.id
    return uuid_of(hashlib.sha256(f"{party}\0{key}\0{n}".encode()).digest())


def moved(fault: Fault, item: Item) -> Fault:
    """Return what was found in the body of an item as it is told of the file: by the place, outlines by the vertex."""
    wrong = fault.values.get("wrong")
    assert wrong is None or isinstance(wrong, outlines.Fault)
    where, values = fault.where, fault.values
    code = fault.code
    if wrong is not None:
        code = {
            "too_few_vertices": "outline.too_few_vertices",
            "repeated_vertex": "outline.repeated_vertex",
            "crossing_edges": "outline.crossing_edges",
            "zero_area": "outline.zero_area",
            "extent": "outline.extent",
        }.get(wrong.code, "outline")
        values = values | {"other": "-", "most": "200"}
        if wrong.other is not None:
            values["other"] = item.place(f"{where}.polygon[{wrong.other}]")
        if wrong.index is not None:
            where = f"{where}.polygon[{wrong.index}]"
    found = Fault(code, item.place(where), fault.status, **values)
    found.extra = fault.extra
    return found


def _counted(items: list[Item], most: int) -> list[Item]:
    if not 0 < len(items) <= most:
        raise Fault("import_count", "$", count=len(items), most=most)
    seen: dict[str, Item] = {}
    for item in items:
        first = seen.setdefault(item.id, item) if item.id else item
        if first is not item:
            item.faults.append(Fault("import_duplicate", item.places["$path.id"], id=item.id, other=first.where))
    return items


def _flight(item: Item, item_id: str, charter: Charter, sky: Sky) -> Flight:
    made = Flight(item, item_id)
    made.body = _body(item, wire.FlightBody)
    if made.body is None:
        return made
    body = made.body
    places = _volumes(item, body.volumes, "volumes", charter, sky)
    off = _volumes(item, body.off_nominal, "off_nominal", charter, sky) if body.off_nominal else ()
    made.features = [*_features(places, "volumes"), *_features(off, "off_nominal")]
    _checked(item, lambda: inbound.identity(body))
    if not item.faults:
        made.command = _checked(item, lambda: inbound.put_flight(item_id, body, charter, (), sky, places))
    return made


def _zone(item: Item, zone_id: str, charter: Charter, sky: Sky, ground: wire.Ground | None) -> Zone:
    made = Zone(item, zone_id)
    made.body = _body(item, wire.ZoneBody)
    if made.body is None:
        return made
    body = made.body = _grounded(made.body, charter, sky, ground)
    made.features = _features(_volumes(item, body.volumes, "volumes", charter, sky), "volumes")
    if not item.faults:
        made.command = _checked(item, lambda: zones.command_of(zone_id, body, charter, sky))
    return made


def _grounded(body: wire.ZoneBody, charter: Charter, sky: Sky, ground: wire.Ground | None) -> wire.ZoneBody:
    """Return a zone with a ground below those volumes that need one of which nobody knows it."""
    if ground is None:
        return body
    return msgspec.structs.replace(body, volumes=[_on(ground, volume, charter, sky) for volume in body.volumes])


def _on(ground: wire.Ground, volume: wire.VolumeBody, charter: Charter, sky: Sky) -> wire.VolumeBody:
    found: list[Fault] = []
    tried(found, lambda: volumes.volumes([volume], "$.volumes", charter, sky))
    is_unknown = any(fault.code == "ground_unknown" for fault in found)
    return msgspec.structs.replace(volume, ground=ground) if is_unknown else volume


def _body(item: Item, kind: type[Body]) -> Body | None:
    """Return the body of an item. What is wrong with it as a whole is told only where nothing else is: it follows from that."""
    found: list[Fault] = []
    body = tried(found, lambda: converted(item, kind))
    if not item.faults:
        item.faults += found
    return body


def _features(made: Sequence[Volume], part: str) -> list[dict[str, Any]]:
    return [volume_feature(outbound.volume(volume), {"part": part}) for volume in made]


def _volumes(item: Item, said: list[wire.VolumeBody], part: str, charter: Charter, sky: Sky) -> tuple[Volume, ...]:
    """Return the volumes of an item. Where one is at fault, all that are: whoever mends the file does so once."""
    if not said and item.faults:
        return ()  # what kept them away is told
    where = f"$.{part}"
    try:
        return volumes.volumes(said, where, charter, sky)
    except Fault as first:
        found = [
            _checked(item, lambda v=v, n=n: volumes.made_of(v, f"{where}[{n}]", charter, sky, volumes.nothing))
            for n, v in enumerate(said)
            if not item.faults or (v.floor is not None and v.ceiling is not None)  # that one is missing is told
        ]
        if len(found) == len(said) and all(each is not None for each in found):  # it is the whole that is at fault
            item.faults.append(moved(first, item))
        return tuple(volume for each in found for volume in each or ())


def _checked(item: Item, do: Callable[[], Made]) -> Made | None:
    try:
        return do()
    except Fault as fault:
        if len(item.faults) < FAULTS_SHOWN:
            item.faults.append(moved(fault, item))
        return None


def _meetings(made: list[Flight], charter: Charter) -> list[Meeting] | None:
    """Return which flights of a file conflict with each other after the clearance that holds between them."""
    good = {n: f.command.reservation.volumes for n, f in enumerate(made) if f.command is not None}
    manned = [flight.body is not None and flight.body.is_manned for flight in made]
    buffers = planning.widest(charter)
    every = [volume for own in good.values() for volume in own]
    if len(every) > IMPORT_COMPARED or _crowd(every, buffers) > IMPORT_PAIRS:
        return None
    found: list[Meeting] = []
    for pair in sweep.conflicts([sweep.Item(str(n), own) for n, own in good.items()], buffers):
        a, b = int(pair.first), int(pair.second)
        between, overlaps = planning.buffers_of(charter, manned[a], manned[b]), pair.overlaps
        if between != buffers:
            overlaps = tuple(exact.conflicts_with(good[a], good[b], between))
        if overlaps:
            found.append(Meeting(a, b, overlaps))
    return found


def _crowd(every: Sequence[Volume], buffers: exact.Buffers) -> int:
    """Return how many pairs of volumes meet by their boxes, bands and windows: so many are compared exactly."""
    if not every:
        return 0
    around = [widened(v.boxes, buffers.lateral_m) for v in every]
    spans = (
        [(min(b.lat_ndeg.lo for b in boxes), max(b.lat_ndeg.hi for b in boxes)) for boxes in around],
        [(min(b.lon_ndeg.lo for b in boxes), max(b.lon_ndeg.hi for b in boxes)) for boxes in around],
        [(v.alt_mm.lo - buffers.vertical_mm, v.alt_mm.hi + buffers.vertical_mm) for v in every],
        [(v.time_us.lo - buffers.time_us, v.time_us.hi + buffers.time_us) for v in every],
    )
    meet = np.ones((len(every), len(every)), dtype=np.bool_)
    for span in spans:
        lo, hi = np.array(span, dtype=np.int64).T
        meet &= (lo[:, None] <= hi[None, :]) & (lo[None, :] <= hi[:, None])
    return (int(meet.sum()) - len(every)) // 2
