"""What the asker may see, to take along: GeoJSON (RFC 7946) and CSV, each marked for its receiver."""

import asyncio
import csv
import io
from collections.abc import AsyncGenerator, Sequence
from typing import Any, Final

import msgspec
from msgspec import UNSET

from tansiq.core.room import Role
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import height_words, outbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation
from tansiq.gateways.room.listing import all_intents

COLUMNS: Final = (
    "id", "level", "owner", "state", "precedence", "is_manned", "start", "end", "callsign", "aircraft_type", "floor",
    "ceiling", "contact",
)  # fmt: skip
SLICE: Final = 50  # flights written at once: 2 ms
_SAID: Final = (
    "aircraft_type", "count", "frequencies", "ssr", "icao24", "serial", "endurance_min", "lost_link", "contact",
    "remarks", "reason",
)  # fmt: skip
_OWN: Final = ("withheld", "grants")
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would read it as a formula


_encode: Final = msgspec.json.Encoder().encode


async def geojson(ask: Ask) -> Answer:
    """Return flights as features, one for each volume or part of a snapped view. A circle is a point with `radius_m`."""
    pieces: list[bytes] = []
    async for flight in _flights(ask):
        pieces += map(_encode, _features(flight))
    body = {
        "type": "FeatureCollection",
        "features": msgspec.Raw(b"[%b]" % b",".join(pieces)),
        "receiver": ask.actor.party,
        "made": format_us(ask.room.door.node.now_us()),
        "room": ask.charter.name,
        "notice": "For the receiver named here. Pass on what is marked so, no more.",
    }
    headers = {"content-disposition": 'attachment; filename="flights.geojson"'}
    return Answer(_encode(body), headers=headers, content_type="application/geo+json")


async def table(ask: Ask) -> Answer:
    """Return flights as a table, one row for each. Text that a spreadsheet would run is made harmless by an apostrophe."""
    sheet = Sheet(f"# for {ask.actor.party} alone, made {format_us(ask.room.door.node.now_us())}", COLUMNS)
    async for flight in _flights(ask):
        floor, ceiling = limits(flight)
        row = [
            flight.id, flight.level, flight.owner, flight.state, flight.precedence, str(flight.is_manned).lower(),
            flight.start, flight.end, flight.callsign, flight.aircraft_type, floor, ceiling, flight.contact,
        ]  # fmt: skip
        sheet.add(row)
    return sheet.answer("flights.csv")


class Sheet:
    """A table as CSV. A cell that a spreadsheet would run as a formula gets an apostrophe."""

    def __init__(self, about: str, columns: Sequence[str]) -> None:
        self._text = io.StringIO()
        self._writer = csv.writer(self._text)
        self._writer.writerow([about])
        self._writer.writerow(columns)

    def add(self, row: Sequence[str]) -> None:
        """Write a row."""
        self._writer.writerow(["'" + cell if cell.startswith(_RISKY) else cell for cell in row])

    def answer(self, name: str) -> Answer:
        """Return the table as a file to take along."""
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Answer(self._text.getvalue().encode(), headers=headers, content_type="text/csv; charset=utf-8")


def limits(flight: wire.Flight) -> tuple[str, str]:
    """Return floor and ceiling of a flight's first volume, or of all the place that it occupies."""
    if flight.volumes:
        return height_words.said(flight.volumes[0].floor), height_words.said(flight.volumes[0].ceiling)
    floor, ceiling = (min(o.floor_m for o in flight.occupied), max(o.ceiling_m for o in flight.occupied))
    return f"{floor:g} M W84", f"{ceiling:g} M W84"


async def _flights(ask: Ask) -> AsyncGenerator[wire.Flight]:
    """Yield what the asker sees as of one moment; the loop runs between."""
    for at, intent in enumerate(await all_intents(ask)):
        if at % SLICE == SLICE - 1:
            await asyncio.sleep(0)
        yield outbound.flight(intent, ask.actor.party, ask.room.texts)


def _features(flight: wire.Flight) -> list[dict[str, Any]]:
    about = {
        "id": flight.id,
        "level": flight.level,
        "owner": flight.owner,
        "managed_by": flight.managed_by,
        "state": flight.state,
        "precedence": flight.precedence,
        "is_manned": flight.is_manned,
        "callsign": flight.callsign,
    } | {name: said for name in _SAID if (said := getattr(flight, name))}
    # What an import must know so that nobody sees more afterwards. A flight that one manages elsewhere has neither.
    about |= {name: msgspec.to_builtins(held) for name in _OWN if (held := getattr(flight, name)) is not UNSET and held}
    made = [volume_feature(volume, about | {"part": "volumes"}) for volume in flight.volumes]
    made += [volume_feature(volume, about | {"part": "off_nominal"}) for volume in flight.off_nominal]
    for part in flight.occupied:
        known = about | {
            "floor": f"{part.floor_m:g} M W84",
            "ceiling": f"{part.ceiling_m:g} M W84",
            "start": part.start,
            "end": part.end,
        }
        rings = [
            [[[b.west, b.south], [b.east, b.south], [b.east, b.north], [b.west, b.north], [b.west, b.south]]]
            for b in part.boxes
        ]
        made.append(_feature({"type": "MultiPolygon", "coordinates": rings}, known))
    return made


def volume_feature(volume: wire.Volume, about: dict[str, Any]) -> dict[str, Any]:
    """Return a volume as a feature. A circle is a point with `radius_m`."""
    ground = volume.ground
    if isinstance(ground, wire.Ground):
        about = about | {f"ground_{name}": getattr(ground, name) for name in ("lowest_m", "highest_m", "source")}
    known = about | {
        "floor": height_words.said(volume.floor),
        "ceiling": height_words.said(volume.ceiling),
        "start": volume.start,
        "end": volume.end,
    }
    if volume.circle is not None:
        center = [volume.circle.center.lon, volume.circle.center.lat]
        return _feature({"type": "Point", "coordinates": center}, known | {"radius_m": volume.circle.radius_m})
    corners = [[p.lon, p.lat] for p in volume.polygon or []]
    return _feature({"type": "Polygon", "coordinates": [[*corners, *corners[:1]]]}, known)


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


OPERATIONS: Final = (
    Operation("exportGeoJson", "GET", "/room/v1/export.geojson", geojson, Role.OBSERVER, None, {}),
    Operation("exportCsv", "GET", "/room/v1/export.csv", table, Role.OBSERVER, None, {}),
)
