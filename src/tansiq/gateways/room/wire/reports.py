"""Reports of places: what one party says of a place on the ground, and how much of it others are released.

Kinds are an enum of civilian and flight-safety use; there is no kind, and no field, for forces, for numbers of people or for
the names of staff. Every answer has `law`, in the reader's language: listing is no condition of protection and no permission;
absence or removal changes nothing in law.
"""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from tansiq.core.room import Onward
from tansiq.core.sites import Aspect, Condition, Fuel, Shape, SiteKind, Source, Surface
from tansiq.gateways.room.wire.places import Box, Point

SiteLevelName = Literal["ask", "area", "place", "reports"]


class Landing(Struct, frozen=True, forbid_unknown_fields=True):
    """Details of a landing site, an aerodrome or a hospital. What is not known is left out.

    slope_percent: the steepest. elevation_m: above mean sea level. approaches_deg, departures_deg: whole degrees true, along
    which one comes in and goes out. obstacles: in words. frequencies: like "123.450". checked: when somebody last was there.
    checked_by: the organisation, not a person; obstacles and checked_by are shown at level *reports*.
    """

    length_m: float
    width_m: float
    surface: Surface
    slope_percent: float | None = None
    elevation_m: float | None = None
    approaches_deg: list[int] = []
    departures_deg: list[int] = []
    is_lit: bool | None = None
    fuel: list[Fuel] = []
    frequencies: list[str] = []
    checked: str = ""
    checked_by: str = ""
    obstacles: str = ""


class Obstacle(Struct, frozen=True, forbid_unknown_fields=True):
    """Details of an obstacle or a hazard. height_m: above the ground. top_m: above mean sea level, null where it is not known.

    accuracy_m: of both. far_end: the other end of a wire; the report's position is the first.
    """

    shape: Shape
    height_m: float
    accuracy_m: float
    top_m: float | None = None
    is_lit: bool | None = None
    far_end: Point | None = None


class Notified(Struct, frozen=True, forbid_unknown_fields=True):
    """The reporter notified others of the place: whoever plans through its buffer, and sees the place, is informed.

    radius_m: of the buffer. height_m: of it above the ground, null where it has no top.
    """

    radius_m: float
    height_m: float | None = None


class Link(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a picture or document lies; the room keeps no files. url: https. sha256: of the file, in hex, "" for unknown."""

    title: str
    url: str
    sha256: str = ""


class ReportBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A report to make, or to correct. ovn: of the version to correct, "" for a new report.

    position: decimal degrees, WGS84. accuracy_m: it may be so far off in any direction. outline: without its first corner
    again at the end, where it is known. source: from where the place was seen, observed: when. names: by language (BCP 47 tag).
    valid_from, valid_until: of the place itself, "" for open. life_days: so long the report holds unless it is renewed.
    same_as: ids of reports that this one is of the same place as; a person alone can say so. disputes: what it contradicts of
    those. checks_blind: its owner wants to hear, and lets be heard, "re-check your coordinates" where another such report
    contradicts it.
    """

    kind: SiteKind
    position: Point
    accuracy_m: float
    source: Source
    observed: str
    ovn: str = ""
    names: dict[str, str] = {}
    remarks: str = ""
    links: list[Link] = []
    outline: list[Point] = []
    condition: Condition = Condition.UNKNOWN
    valid_from: str = ""
    valid_until: str = ""
    life_days: float = 30
    landing: Landing | None = None
    obstacle: Obstacle | None = None
    notified: Notified | None = None
    same_as: list[str] = []
    disputes: list[Aspect] = []
    checks_blind: bool = False


class ReportTexts(Struct, frozen=True):
    """What persons typed of a report, as it lies in the erasable part of its entry."""

    names: dict[str, str] = {}
    remarks: str = ""
    links: list[Link] = []
    checked_by: str = ""
    obstacles: str = ""


class SiteGrant(Struct, frozen=True, forbid_unknown_fields=True):
    """How much of a report a party is released. after, until: from when until when; null for open."""

    party: str
    level: SiteLevelName
    after: str | None = None
    until: str | None = None
    onward: Onward = Onward.PARTY


class ReportShown(Struct, frozen=True):
    """A report as the asker may see it.

    level *area*: kind, areas and whether it is notified. *place*: position (null below), outline, names and all details but
    who says it and when. *reports*: also party, source, observed, made, expires, remarks, links. areas: the snapped view; the
    truth lies within. onward: to whom the asker may pass it on. ovn, grants, checks_blind: of one's own alone, so that a change
    can send them again; and recheck: its coordinates should be checked again, where its owner agreed to be told that alone.
    """

    id: str
    level: SiteLevelName
    kind: SiteKind
    is_mine: bool
    is_expired: bool
    is_withdrawn: bool
    is_notified: bool
    areas: list[Box]
    onward: Onward
    position: Point | None = None
    accuracy_m: float | None = None
    outline: list[Point] = []
    names: dict[str, str] = {}
    condition: Condition = Condition.UNKNOWN
    valid_from: str = ""
    valid_until: str = ""
    landing: Landing | None = None
    obstacle: Obstacle | None = None
    notified: Notified | None = None
    disputes: list[Aspect] = []
    party: str = ""
    source: Source | None = None
    observed: str = ""
    made: str = ""
    expires: str = ""
    remarks: str = ""
    links: list[Link] = []
    ovn: str | UnsetType = UNSET
    grants: list[SiteGrant] | UnsetType = UNSET
    checks_blind: bool | UnsetType = UNSET
    recheck: bool | UnsetType = UNSET


class ReportAnswer(Struct, frozen=True):
    """A report, after whatever was done to it. waits: id of the release that a second person of the party must confirm first
    (`POST /room/v1/sites/waiting/{id}`), "" where it holds already."""

    report: ReportShown
    law: str
    waits: str = ""


class Reports(Struct, frozen=True):
    """A page of the asker's own reports, by id. next: the cursor of the following page, "" on the last one."""

    reports: list[ReportShown]
    law: str
    next: str = ""


class ReportVersion(Struct, frozen=True, forbid_unknown_fields=True):
    """To withdraw a report or erase its words. ovn: of the version seen."""

    ovn: str


class RenewBody(Struct, frozen=True, forbid_unknown_fields=True):
    """To say that a report still holds, for so many days from now. ovn: of the version seen."""

    ovn: str
    life_days: float = 30


class SiteReleaseBody(Struct, frozen=True, forbid_unknown_fields=True):
    """All grants of a report, in place of those before. ovn: of the version seen."""

    ovn: str
    grants: list[SiteGrant]


class SiteExplained(Struct, frozen=True):
    """What a party gets of a report of the asker's now, and by which rule: "own", "item", "preset", "default", "suspended".

    shown: the report as that party sees it, or none: it may then ask whether a place is near, and no more.
    """

    party: str
    level: SiteLevelName
    rule: str
    shown: list[ReportShown]
    law: str
