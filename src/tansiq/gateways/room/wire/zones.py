"""Zones: announcing, looking, and which a flight meets."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from tansiq.core.room import Way, ZoneKind, ZoneLife
from tansiq.gateways.room.wire.places import Height, Level, Overlap, Point, Volume, VolumeBody
from tansiq.gateways.room.wire.site_near import SiteNear

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Hours(Struct, frozen=True, forbid_unknown_fields=True):
    """Hours of a week, UTC, as "06:00" to "18:30"; an end before the start lies on the next day."""

    days: list[Day]
    start: str
    end: str


class Lane(Struct, frozen=True, forbid_unknown_fields=True):
    """Which way traffic flies between two heights: along the centreline, in the order of its points, or against it."""

    way: Way
    floor: Height
    ceiling: Height


class ZoneBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A zone to announce or change. ovn: of the version to change. authority: who says so, as it names itself.

    corridor_m, direction_deg: width, and direction of a one-way corridor, where its outline is drawn by hand. lanes: of a
    corridor that is the zone's one volume; its centreline and width are then shown with the zone.
    """

    kind: ZoneKind
    volumes: list[VolumeBody]
    name: str
    contact: str
    life: ZoneLife = ZoneLife.PLANNED
    ovn: str = ""
    hours: list[Hours] = []
    authority: str = ""
    conditions: str = ""
    frequency: str = ""
    level: Level | None = None
    corridor_m: int = 0
    direction_deg: int | None = None
    lanes: list[Lane] = []


class ZoneTexts(Struct, frozen=True):
    """What persons typed of a zone, as it lies in the erasable part of its entry."""

    name: str = ""
    authority: str = ""
    conditions: str = ""
    contact: str = ""
    frequency: str = ""


class Zone(Struct, frozen=True):
    """A zone as the asker may see it. kind: "constraint" for one that an outside USS manages.

    ovn: a version; the standard's OVN where the asker may know it. is_in_force: now, by its life and hours. next: its next
    hours, where it has any. disputed_by: ids of zones of other issuers that say otherwise of the same air; at most 20, and none
    where zones are listed that a flight meets. level: to the issuer alone, null where it says nothing itself. sites: notified
    places that it touches, in the answer to PUT alone.
    """

    id: str
    ovn: str
    kind: str
    life: ZoneLife
    issuer: str
    is_mine: bool
    is_in_force: bool
    version: int
    start: str
    end: str
    volumes: list[Volume]
    hours: list[Hours]
    next: list[list[str]]
    name: str
    authority: str
    conditions: str
    contact: str
    frequency: str
    corridor_m: int
    direction_deg: int | None
    disputed_by: list[str]
    centreline: list[Point] = []
    lanes: list[Lane] = []
    level: Level | UnsetType | None = UNSET
    sites: list[SiteNear] | UnsetType = UNSET


class Zones(Struct, frozen=True):
    """All zones, by id."""

    zones: list[Zone]


class ZoneMet(Struct, frozen=True):
    """A zone that a flight would meet. is_conflict: it is in force then; else a caution."""

    zone: Zone
    overlaps: list[Overlap]
    is_conflict: bool
