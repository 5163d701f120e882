"""What a plan remembers of a flight or zone as a party saw it, and what tells an earlier sight from a later one. Pure.

No word that a person typed is remembered: they can be erased, and a plan that still told them would undo that. So a change of
words alone (a remark, the name of a zone) is no change of a plan.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.model import Constraint, Intent
from tansiq.core.room import PlanLevel, Precedence
from tansiq.core.units import NDEG
from tansiq.core.volumes import Box, Extent, Limit, Reference, Volume
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.heights import height
from tansiq.gateways.room.outbound import level_name, precedence_name

FLIGHT: Final = "flight"
MARK_BYTES: Final = 8  # of a hash that tells two shapes apart; both are of one party's own sight
_pack: Final = msgspec.msgpack.Encoder().encode


class Item(Struct, frozen=True, gc=False, array_like=True):
    """A flight or zone as a party saw it.

    kind: "flight", else the kind of a zone. start_us … ceiling: of the whole; an overrunning flight ends when its time ran
    out, as its extension is no news each time. south … east: in nanodegrees; west of it lies east across the antimeridian.
    times … details: marks, equal where it is the same for each volume.
    """

    id: str
    kind: str
    level: PlanLevel
    owner: str
    state: str
    is_overrunning: bool
    is_manned: bool
    precedence: Precedence
    callsign: str
    start_us: int
    end_us: int
    floor: Limit
    ceiling: Limit
    south: int
    north: int
    west: int
    east: int
    times: bytes
    limits: bytes
    outline: bytes
    details: bytes


class Change(Struct, frozen=True, gc=False, array_like=True):
    """What became of an item: old None, it is new; new None, it is gone."""

    old: Item | None
    new: Item | None


encode_item: Final = _pack
decode_item: Final = msgspec.msgpack.Decoder(Item).decode
encode_changes: Final = _pack
decode_changes: Final = msgspec.msgpack.Decoder(list[Change]).decode


def key_of(item: Item) -> str:
    """Return what tells an item from every other: a zone may have the id of a flight."""
    return ("f" if item.kind == FLIGHT else "z") + item.id


def of_flight(face: Intent) -> Item:
    """Return what is remembered of a flight, as a view gave it out."""
    held = face.flight
    if held is None:  # managed by an outside USS
        return _item(face, FLIGHT, PlanLevel.RESERVATION, face.state, face.volumes, ())
    name, end_us = held.identity, held.due_us if held.is_overrunning and held.due_us else face.time_us.hi
    about = (name.aircraft_type, name.count, name.frequencies, name.ssr, name.icao24, name.serial, name.endurance_min)
    return _item(
        face,
        FLIGHT,
        held.shown_at or PlanLevel.IDENTITY,
        face.state,
        (face.volumes or held.views) + held.off_nominal,
        (about, name.lost_link),
        end_us=end_us,
        is_overrunning=held.is_overrunning,
        is_manned=held.is_manned,
        precedence=held.precedence,
        callsign=name.callsign,
    )


def of_zone(face: Constraint) -> Item:
    """Return what is remembered of a zone, as a view gave it out."""
    held = face.zone
    if held is None:
        return _item(face, "constraint", PlanLevel.RESERVATION, "active", face.volumes, ())
    level = PlanLevel.RESERVATION if face.manager else PlanLevel.EXISTENCE
    about = (held.hours, held.corridor_m, held.direction_deg, held.centreline, held.lanes)
    return _item(face, held.kind, level, held.life, face.volumes, about)


def _item(
    face: Intent | Constraint,
    kind: str,
    level: PlanLevel,
    state: str,
    places: tuple[Volume | Extent, ...],
    about: tuple[object, ...],
    *,
    end_us: int | None = None,
    is_overrunning: bool = False,
    is_manned: bool = False,
    precedence: Precedence = Precedence.ROUTINE,
    callsign: str = "",
) -> Item:
    last_us = face.time_us.hi if end_us is None else end_us
    boxes = [box for place in places for box in place.boxes]
    west, east = _across(boxes)
    lowest, highest = min(places, key=lambda p: p.alt_mm.lo), max(places, key=lambda p: p.alt_mm.hi)
    return Item(
        face.id,
        kind,
        level,
        face.manager,
        state,
        is_overrunning,
        is_manned,
        precedence,
        callsign,
        face.time_us.lo,
        last_us,
        _limits(lowest)[0],
        _limits(highest)[1],
        min(box.lat_ndeg.lo for box in boxes),
        max(box.lat_ndeg.hi for box in boxes),
        west,
        east,
        _mark([(p.time_us.lo, min(p.time_us.hi, last_us)) for p in places]),
        _mark([_limits(p) for p in places]),
        _mark([p.outline if isinstance(p, Volume) else p.boxes for p in places]),
        _mark(about),
    )


def _limits(place: Volume | Extent) -> tuple[Limit, Limit]:
    floor, ceiling = (place.floor, place.ceiling) if isinstance(place, Volume) else (None, None)
    band = place.alt_mm
    return floor or Limit(band.lo, Reference.W84), ceiling or Limit(band.hi, Reference.W84)


def _across(boxes: list[Box]) -> tuple[int, int]:
    """Return the western and eastern end; west is the greater one where some lie on each side of the antimeridian."""
    west, east = min(b.lon_ndeg.lo for b in boxes), max(b.lon_ndeg.hi for b in boxes)
    if west <= -180 * NDEG and east >= 180 * NDEG:
        western = [b.lon_ndeg.lo for b in boxes if b.lon_ndeg.lo > 0]
        eastern = [b.lon_ndeg.hi for b in boxes if b.lon_ndeg.hi < 0]
        if western and eastern:
            return min(western), max(eastern)
    return west, east


def _mark(of: object) -> bytes:
    return sha256(_pack(of)).digest()[:MARK_BYTES]


def what(old: Item, new: Item) -> list[wire.PlanWhat]:
    """Return in what a sight of an item differs from an earlier one.

    Where the release changed that is all there is to say: what else differs is as it is seen, not as it is.
    """
    if old.level is not new.level:
        return ["release"]
    differs: tuple[tuple[wire.PlanWhat, bool], ...] = (
        ("times", (old.start_us, old.end_us, old.times) != (new.start_us, new.end_us, new.times)),
        ("limits", (old.floor, old.ceiling, old.limits) != (new.floor, new.ceiling, new.limits)),
        ("outline", old.outline != new.outline),
        ("state", (old.state, old.is_overrunning) != (new.state, new.is_overrunning)),
        ("class", (old.kind, old.is_manned, old.precedence) != (new.kind, new.is_manned, new.precedence)),
        ("details", (old.owner, old.callsign, old.details) != (new.owner, new.callsign, new.details)),
    )
    return [word for word, is_so in differs if is_so]


def together(updates: Iterable[Change], into: dict[str, Change]) -> None:
    """Add changes, in their order, to what became of each item since a first one."""
    for change in updates:
        item = change.new or change.old
        assert item is not None, "a change of nothing"
        earlier = into.get(key_of(item))
        into[key_of(item)] = change if earlier is None else Change(earlier.old, change.new)


def is_change(change: Change) -> bool:
    """Return whether anything is left to tell: not of what came and went, or was changed back."""
    return change.old != change.new


def shown(item: Item) -> wire.PlanItem:
    """Return an item as it is told."""
    return wire.PlanItem(
        item.id,
        item.kind,
        level_name(item.level),
        item.owner,
        item.state,
        item.is_overrunning,
        item.is_manned,
        precedence_name(item.precedence),
        item.callsign,
        format_us(item.start_us),
        format_us(item.end_us),
        height(item.floor),
        height(item.ceiling),
        wire.Box(item.south / NDEG, item.north / NDEG, item.west / NDEG, item.east / NDEG),
    )


def sorted_changes(changes: Mapping[str, Change]) -> list[Change]:
    """Return changes by the start of what they are about, then by its id."""

    def place(change: Change) -> tuple[int, str]:
        item = change.new or change.old
        assert item is not None
        return item.start_us, item.id

    return sorted(changes.values(), key=place)
