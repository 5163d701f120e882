"""Flights: booking, checking, looking, release."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from tansiq.core.model import IntentState
from tansiq.core.room import Onward
from tansiq.gateways.room.wire.places import Known, Level, Occupied, Overlap, Volume, VolumeBody
from tansiq.gateways.room.wire.site_near import SiteNear
from tansiq.gateways.room.wire.zones import Day, ZoneMet

PrecedenceName = Literal["routine", "relief", "medevac", "search_and_rescue", "emergency"]


StateName = Literal["Accepted", "Activated", "Nonconforming", "Contingent"]


class Grant(Struct, frozen=True, forbid_unknown_fields=True):
    """How much of an item a party is released, from when until when: a time, or seconds from the start of the flight."""

    party: str
    level: Level
    after: str | None = None
    until: str | None = None
    after_start_s: int | None = None
    until_start_s: int | None = None
    onward: Onward = Onward.PARTY


class FlightBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A flight to book, change or check. ovn: of the version to change; left out to book.

    accepts: the conflicts that the planner was shown and names. off_nominal: where it may be, in the off-nominal states.
    """

    volumes: list[VolumeBody]
    is_manned: bool
    contact: str
    ovn: str = ""
    state: StateName = "Accepted"
    off_nominal: list[VolumeBody] = []
    precedence: PrecedenceName = "routine"
    reason: str = ""
    accepts: list[Known] = []
    callsign: str = ""
    aircraft_type: str = ""
    count: int = 1
    frequencies: list[str] = []
    ssr: str = ""
    icao24: str = ""
    serial: str = ""
    endurance_min: int = 0
    lost_link: str = ""
    remarks: str = ""
    withheld: list[str] = []
    grants: list[Grant] = []


class Texts(Struct, frozen=True):
    """What persons typed of a flight, as it lies in the erasable part of its entry."""

    contact: str = ""
    remarks: str = ""
    reason: str = ""


class Flight(Struct, frozen=True):
    """A flight as the asker may see it.

    level: how much that is. owner: "" where it is not told. volumes: exact, from level *reservation* on; else occupied.
    ovn: a version; the standard's OVN where the asker may know it. due: when the time of an overrunning flight ran out.
    grants, withheld: of one's own alone, so that a change can send them again.
    """

    id: str
    ovn: str
    level: Level
    owner: str
    state: IntentState
    is_mine: bool
    is_manned: bool
    is_overrunning: bool
    precedence: PrecedenceName
    start: str
    end: str
    version: int
    volumes: list[Volume]
    occupied: list[Occupied]
    off_nominal: list[Volume]
    managed_by: str = ""
    entered: str = ""
    due: str = ""
    callsign: str = ""
    aircraft_type: str = ""
    count: int = 1
    frequencies: list[str] = []
    ssr: str = ""
    icao24: str = ""
    serial: str = ""
    endurance_min: int = 0
    lost_link: str = ""
    contact: str = ""
    remarks: str = ""
    reason: str = ""
    withheld: list[str] | UnsetType = UNSET
    grants: list[Grant] | UnsetType = UNSET


class CloseBody(Struct, frozen=True, forbid_unknown_fields=True):
    """To close another's flight that outlasted its time. ovn: of the version seen. reason: how one knows that it is over."""

    ovn: str
    reason: str


class Flights(Struct, frozen=True):
    """A page of flights, by id. next: the cursor of the following page, "" on the last one."""

    flights: list[Flight]
    next: str = ""


class Conflict(Struct, frozen=True, rename={"with_": "with"}):
    """A flight that the asker's would meet. entered_first: whose booking is older, "mine" or "theirs": a fact, no priority."""

    with_: Flight
    overlaps: list[Overlap]
    entered_first: str = ""


class Offer(Struct, frozen=True):
    """A change that leaves no conflict. kind: "delay", "height", "both", "aside". blocked_by: what is in the way of less."""

    kind: str
    delay_s: float
    up_m: float
    aside_m: float
    bearing_deg: float
    volumes: list[Volume]
    blocked_by: list[str]


class Checked(Struct, frozen=True):
    """The answer to a dry run. warnings: sentences in the asker's language. sites: notified places to plan with."""

    conflicts: list[Conflict]
    zones: list[ZoneMet]
    offers: list[Offer]
    warnings: list[str]
    id: str
    sites: list[SiteNear] = []


class Booked(Struct, frozen=True):
    """A flight that was booked or changed, and the conflicts that it has all the same. sites: notified places to plan with."""

    flight: Flight
    conflicts: list[Conflict]
    sites: list[SiteNear] = []


class Freed(Struct, frozen=True):
    """What stood in the way of a flight of the asker's party does so no more. mine: that flight, or a booking that was refused.

    at: when that was noticed. windows: start and end of each time that is free of it, as far as the party saw it.
    """

    mine: str
    at: str
    windows: list[list[str]]


class FreedShown(Struct, frozen=True):
    """What became free in the last hour, oldest first."""

    freed: list[Freed]


class RepeatBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A flight and the days on which it is the same, UTC, until a time that the last one starts before or at.

    series: a UUID version 4, made by the client. flight: on its first possible day; absolute times of its grants move along.
    book: false only tells what each day would meet; to book, name what was shown of all days in the flight's `accepts`.
    """

    series: str
    flight: FlightBody
    days: list[Day]
    until: str
    book: bool = False


class RepeatItem(Struct, frozen=True):
    """One day of a series. code, message: why it was refused, or would be. sites: notified places to plan with."""

    id: str
    start: str
    outcome: Literal["free", "meets", "booked", "refused"]
    code: str
    message: str
    conflicts: list[Conflict]
    zones: list[ZoneMet]
    sites: list[SiteNear] = []


class Repeated(Struct, frozen=True):
    """What became of each day of a series, or would."""

    series: str
    items: list[RepeatItem]


class SeriesEnded(Struct, frozen=True):
    """Ids of the flights of a series that were ended, and of those that are still there: in the air, or changed meanwhile."""

    ended: list[str]
    left: list[str]
