"""The library of named places: list, keep, drop. What is booked from it is in `volumes`."""

import asyncio
from typing import Final

import msgspec

from tansiq.airspace.outlines import fault, ring, vertices
from tansiq.core.library import LibraryEntry, LibraryKind, LibraryPlace
from tansiq.core.limits import LIBRARY_VERTICES
from tansiq.core.refusals import Unknown
from tansiq.core.room import Role
from tansiq.core.room_commands import DropPlace, KeepPlace, PlaceEnd, PlacePrivate, PlaceWish
from tansiq.core.units import MM, NDEG
from tansiq.core.volumes import Circle, Outline, Polygon
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation, shown
from tansiq.gateways.room.heights import height, limit
from tansiq.gateways.room.listing import PAGE, page_size
from tansiq.gateways.room.volumes import centreline, circle, place, polygon, width
from tansiq.gateways.room.words import Fault

SLICE: Final = 50  # entries written at once: 2 ms where each has the most vertices

_body: Final = msgspec.json.Decoder(wire.PlaceBody)
_texts: Final = msgspec.json.Decoder(wire.PlaceTexts)


async def library(ask: Ask) -> Answer:
    """Return the entries that the asker may use, by id. limit, after: in pages, the cursor of the one before."""
    limit = page_size(ask.query.get("limit", str(PAGE)))
    page = ask.view.places(ask.query.get("after", ""), limit + 1)
    more = page[limit - 1].id if len(page) > limit else ""
    pieces: list[bytes] = []
    for at in range(0, min(limit, len(page)), SLICE):
        if at:
            await asyncio.sleep(0)
        part = [_shown(ask, entry) for entry in page[at : min(at + SLICE, limit)]]
        pieces.append(msgspec.json.encode(part)[1:-1])
    return Answer(b'{"entries":[%b],"next":%b}' % (b",".join(pieces), msgspec.json.encode(more)))


async def entry(ask: Ask) -> Answer:
    """Return one entry."""
    return shown(_shown(ask, _seen(ask, inbound.flight_id(ask.path["id"]))))


async def put(ask: Ask) -> Answer:
    """Keep a named place, or change one. What was booked from it stays as it is."""
    body, entry_id = ask.parsed(_body), inbound.flight_id(ask.path["id"])
    if not body.names:
        raise Fault("text_missing", "$.names")
    names = inbound.names(body.names, "$.names")
    remarks = inbound.text(body.remarks, inbound.TEXT_CHARS, "$.remarks")
    wish = PlaceWish(entry_id, _place(body), body.released_to == "members")
    command = KeepPlace(wish, PlacePrivate(body.ovn, inbound.new_ovn()))
    answer = await ask.submit(command, msgspec.json.encode(wire.PlaceTexts(names, remarks)))
    return shown(_shown(ask, _seen(ask, entry_id)), answer.position, 200 if body.ovn else 201)


async def drop(ask: Ask) -> Answer:
    """Take a place out of the library. What was booked from it stays as it is."""
    entry_id = inbound.flight_id(ask.path["id"])
    answer = await ask.submit(DropPlace(PlaceEnd(entry_id, ask.query.get("ovn", ""))))
    return shown(wire.Done(answer.position), answer.position)


def _place(body: wire.PlaceBody) -> LibraryPlace:
    """Return where an entry is: what its kind has, and nothing else."""
    line = len(body.centreline) > 0
    has = [body.polygon is not None, body.circle is not None, line, body.point is not None]
    wanted = {
        LibraryKind.AREA: ([True, False, False, False], [False, True, False, False]),
        LibraryKind.ROUTE: ([False, False, True, False],),
        LibraryKind.GATE: ([False, False, True, False],),
        LibraryKind.POINT: ([False, False, False, True],),
    }[body.kind]
    if has not in wanted or (body.width_m is not None) is not line:
        raise Fault("conflict.library_place", "$.kind", id="")
    outline: Outline | None = None
    points: list[tuple[int, int]] = []
    if body.kind is LibraryKind.AREA:
        outline = (
            circle(body.circle, "$") if body.circle is not None else polygon(body.polygon or [], "$", LIBRARY_VERTICES)
        )
        wrong = fault(outline)
        if wrong is not None:
            raise Fault("outline", "$", what=wrong.sentence)
    elif body.point is not None:
        points = [place(body.point, "$.point")]
    else:
        points = centreline(body.centreline, "$")
    width_mm = width(body.width_m, "$.width_m") if body.width_m is not None else 0
    floor = limit(body.floor, "$.floor") if body.floor is not None else None
    ceiling = limit(body.ceiling, "$.ceiling") if body.ceiling is not None else None
    return LibraryPlace(body.kind, outline, ring(points), width_mm, floor, ceiling)


def _seen(ask: Ask, entry_id: str) -> LibraryEntry:
    found = ask.view.place(entry_id)
    if found is None:
        raise No(Unknown(entry_id, "change"))
    return found


def _shown(ask: Ask, held: LibraryEntry) -> wire.PlaceShown:
    body = ask.room.texts.of(held.texts)
    said = _texts.decode(body) if body else wire.PlaceTexts()
    where = held.place
    points = _points(where.line)
    is_point = where.kind is LibraryKind.POINT
    disc = where.outline if isinstance(where.outline, Circle) else None
    return wire.PlaceShown(
        id=held.id,
        ovn=held.ovn,
        kind=where.kind,
        owner=held.owner,
        is_mine=held.owner == ask.actor.party,
        released_to="members" if held.for_all else "party",
        names=said.names,
        remarks=said.remarks,
        polygon=_points(where.outline.ring) if isinstance(where.outline, Polygon) else None,
        circle=None if disc is None else wire.Circle(_point(disc.lat_ndeg, disc.lon_ndeg), disc.radius_mm / MM),
        centreline=[] if is_point else points,
        width_m=where.width_mm / MM if where.width_mm else None,
        point=points[0] if is_point else None,
        floor=None if where.floor is None else height(where.floor),
        ceiling=None if where.ceiling is None else height(where.ceiling),
    )


def _points(packed: bytes) -> list[wire.Point]:
    return [_point(lat, lon) for lat, lon in vertices(Polygon(packed))]


def _point(lat_ndeg: int, lon_ndeg: int) -> wire.Point:
    return wire.Point(lat_ndeg / NDEG, lon_ndeg / NDEG)


OPERATIONS: Final = (
    Operation("listLibrary", "GET", "/room/v1/library", library, Role.OBSERVER, None, {200: wire.Library}),
    Operation("getPlace", "GET", "/room/v1/library/{id}", entry, Role.OBSERVER, None, {200: wire.PlaceShown}),
    Operation(
        "keepPlace", "PUT", "/room/v1/library/{id}", put, Role.OFFICER, wire.PlaceBody,
        {200: wire.PlaceShown, 201: wire.PlaceShown},
    ),
    Operation("dropPlace", "DELETE", "/room/v1/library/{id}", drop, Role.OFFICER, None, {200: wire.Done}),
)  # fmt: skip
