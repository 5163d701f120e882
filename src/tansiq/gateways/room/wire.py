"""The room's JSON. Places in degrees, heights with their reference, times as RFC 3339; all text as it was typed."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from tansiq.core.library import LibraryKind
from tansiq.core.model import IntentState
from tansiq.core.room import (
    AgreementState,
    ConflictRule,
    ItemClass,
    Matter,
    Onward,
    PartyState,
    Way,
    ZoneKind,
    ZoneLife,
)

Level = Literal["conflict", "existence", "reservation", "identity"]
RoleName = Literal["observer", "officer", "lead"]
PrecedenceName = Literal["routine", "relief", "medevac", "search_and_rescue", "emergency"]
Whose = Literal["mine", "theirs"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
StateName = Literal["Accepted", "Activated", "Nonconforming", "Contingent"]


class Point(Struct, frozen=True):
    """Degrees, WGS84."""

    lat: float
    lon: float


class Circle(Struct, frozen=True, forbid_unknown_fields=True):
    """A disc on the ground."""

    center: Point
    radius_m: float


class Height(Struct, frozen=True, forbid_unknown_fields=True):
    """A limit as it is said: FL130 is {"reference": "FL", "value": 130}; others in feet or metres.

    qnh_hpa: of an AMSL limit that is read off an altimeter; pressure: or the id of the stated pressure that altimeters are set
    to, whatever it is by then; both left out for a surveyed altitude. AGL: above the ground. GND and UNL need no value.
    """

    reference: Literal["FL", "AMSL", "W84", "AGL", "GND", "UNL"]
    value: float = 0
    units: Literal["FL", "FT", "M"] | None = None
    qnh_hpa: float | None = None
    pressure: str | UnsetType = UNSET


class Ground(Struct, frozen=True, forbid_unknown_fields=True):
    """The lowest and the highest ground within an outline, in metres above mean sea level; needed for limits above the ground.

    source: "file" where the room read it from its elevation file; that is not taken from a request, but read again.
    """

    lowest_m: float
    highest_m: float
    source: Literal["typed", "file"] = "typed"


class Band(Struct, frozen=True, forbid_unknown_fields=True):
    """Heights in metres above the WGS84 ellipsoid that surely hold all between two limits."""

    floor_m: float
    ceiling_m: float


class Volume(Struct, frozen=True):
    """Where, how high, when, as it was booked. One of polygon (without its first corner again at the end) and circle.

    band: what is compared with limits on another reference.
    """

    floor: Height
    ceiling: Height
    start: str
    end: str
    polygon: list[Point] | None = None
    circle: Circle | None = None
    ground: Ground | UnsetType = UNSET
    band: Band | UnsetType = UNSET


class Leg(Struct, frozen=True, forbid_unknown_fields=True):
    """What a leg of a corridor says of itself; what it leaves out is as the whole volume says."""

    start: str = ""
    end: str = ""
    floor: Height | None = None
    ceiling: Height | None = None


class Corridor(Struct, frozen=True, forbid_unknown_fields=True):
    """All within half the width of a centreline, round ends included. legs: none, or one for each leg, in their order.

    It is booked as outlines that hold it, at least one for each leg.
    """

    centreline: list[Point]
    width_m: float
    legs: list[Leg] = []


class FromLibrary(Struct, frozen=True, forbid_unknown_fields=True):
    """A named place of the library, as it is when the booking is made.

    radius_m: of the disc round a point, needed for one and for nothing else. width_m: of a route or a gate, in place of its
    own. legs: as of a corridor.
    """

    id: str
    radius_m: float | None = None
    width_m: float | None = None
    legs: list[Leg] = []


class VolumeBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A volume to book. Exactly one of polygon (without its first corner again at the end), circle, corridor, from_library.

    floor, ceiling: may be left out where each leg says them, or the library does. ground: of all
    of it. band: as it was shown; it is not read.
    """

    start: str
    end: str
    floor: Height | None = None
    ceiling: Height | None = None
    polygon: list[Point] | None = None
    circle: Circle | None = None
    corridor: Corridor | None = None
    from_library: FromLibrary | None = None
    ground: Ground | UnsetType = UNSET
    band: Band | UnsetType = UNSET


class Box(Struct, frozen=True):
    """A rectangle of latitude and longitude, in degrees."""

    south: float
    north: float
    west: float
    east: float


class Occupied(Struct, frozen=True):
    """A part of a snapped view: cells, a band in metres above the WGS84 ellipsoid, a window. The truth lies within."""

    boxes: list[Box]
    floor_m: float
    ceiling_m: float
    start: str
    end: str


class Known(Struct, frozen=True, forbid_unknown_fields=True):
    """A conflict that the planner was shown, as it was then."""

    id: str
    ovn: str


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


class Overlap(Struct, frozen=True):
    """Where two volumes overlap: a place, the common heights in metres on `reference`, the common window."""

    place: Point
    floor_m: float
    ceiling_m: float
    reference: str
    start: str
    end: str


class Conflict(Struct, frozen=True, rename={"with_": "with"}):
    """A flight that the asker's would meet. entered_first: whose booking is older, "mine" or "theirs": a fact, no priority."""

    with_: Flight
    overlaps: list[Overlap]
    entered_first: str = ""


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
    where zones are listed that a flight meets. level: to the issuer alone, null where it says nothing itself.
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


class Zones(Struct, frozen=True):
    """All zones, by id."""

    zones: list[Zone]


class ZoneMet(Struct, frozen=True):
    """A zone that a flight would meet. is_conflict: it is in force then; else a caution."""

    zone: Zone
    overlaps: list[Overlap]
    is_conflict: bool


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
    """The answer to a dry run. warnings: sentences in the asker's language."""

    conflicts: list[Conflict]
    zones: list[ZoneMet]
    offers: list[Offer]
    warnings: list[str]
    id: str


class Booked(Struct, frozen=True):
    """A flight that was booked or changed, and the conflicts that it has all the same."""

    flight: Flight
    conflicts: list[Conflict]


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


class Shift(Struct, frozen=True, forbid_unknown_fields=True):
    """A change of one flight of two. whose: "mine" or "theirs", as seen by whoever proposes."""

    whose: Whose
    delay_s: int = 0
    up_m: float = 0


class AgreementBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A proposal to the owner of a flight that one's own meets. options: ways out, each one or two shifts; one is chosen.

    answers: the proposal that this counters. theirs: the id under which the other flight is seen.
    """

    mine: str
    theirs: str
    options: list[list[Shift]]
    deadline: str
    words: str = ""
    answers: str = ""


class RecordBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What was agreed, by telephone or otherwise, with the manager of a flight outside the room. words: how, and with whom.

    change: one or two shifts. One's own flight moves at once; the other is awaited until the deadline.
    """

    mine: str
    theirs: str
    change: list[Shift]
    deadline: str
    words: str


class AgreementShown(Struct, frozen=True, rename={"from_": "from"}):
    """An agreement as one of its two parties sees it. from_, to: "" where the other's name is not told.

    chosen: index of the option that was accepted, -1 before. made_by_me: then it can be withdrawn, else answered.
    awaiting: the USS outside that has agreed and not moved its flight yet, "" where there is none.
    """

    id: str
    state: AgreementState
    made_by_me: bool
    from_: str
    to: str
    mine: str
    theirs: str
    options: list[list[Shift]]
    made: str
    deadline: str
    words: str
    answers: str
    chosen: int
    awaiting: str = ""


class Agreements(Struct, frozen=True):
    """The agreements of the asker's party: open ones, and those closed in the last day."""

    agreements: list[AgreementShown]


class AcceptBody(Struct, frozen=True, forbid_unknown_fields=True):
    """option: index of the way out that is taken."""

    option: int


class LedgerBody(Struct, frozen=True, forbid_unknown_fields=True):
    """keep: whether the asker's party wishes a ledger with the other. It is kept while both do."""

    keep: bool


class GaveTotal(Struct, frozen=True):
    """How often a party gave way, and by how much in all; earlier and lower count as later and higher do."""

    times: int
    minutes: float
    feet: float


class GaveShown(Struct, frozen=True):
    """A flight that was moved by an agreement. who: whose. minutes: later, or earlier below 0. feet: higher, or lower."""

    agreement: str
    at: str
    who: Whose
    minutes: float
    feet: float


class LedgerShown(Struct, frozen=True):
    """Who gave way between the asker's party and another. since: from when on both wished it, "" where they never did.

    mine, theirs: totals, also of entries that are no longer kept. entries: oldest first.
    """

    party: str
    kept_by_me: bool
    kept_by_them: bool
    since: str
    mine: GaveTotal
    theirs: GaveTotal
    entries: list[GaveShown]


class ReleaseBody(Struct, frozen=True, forbid_unknown_fields=True):
    """All grants of a flight, in place of those before."""

    ovn: str
    grants: list[Grant]


class Preset(Struct, frozen=True, forbid_unknown_fields=True):
    """party: "" for everyone who has no preset of its own."""

    of: ItemClass
    party: str
    level: Level
    is_reciprocal: bool = False


class Released(Struct, frozen=True):
    """waits: id of the release that a second person of the party must confirm first, "" where it holds already."""

    flight: Flight
    waits: str


class PendingShown(Struct, frozen=True):
    """A release of more that waits for a second person. by_me: then somebody else must confirm it. flight: "" for presets."""

    id: str
    by_me: bool
    made: str
    flight: str
    grants: list[Grant]
    presets: list[Preset]


class PendingReleases(Struct, frozen=True):
    """All of the asker's party that wait, oldest first."""

    releases: list[PendingShown]


class ConfirmBody(Struct, frozen=True, forbid_unknown_fields=True):
    """yes: let it take effect; else it is dropped."""

    yes: bool


class Explained(Struct, frozen=True):
    """What a party gets of a flight of the asker's now, and by which rule. shown: the flight as that party sees it, or none."""

    party: str
    level: Level
    rule: str
    rule_of: str
    has_contact: bool
    shown: list[Flight]


class Presets(Struct, frozen=True, forbid_unknown_fields=True):
    """All presets of a party. waits: id of a release that a second person must confirm first, in answers alone."""

    presets: list[Preset]
    waits: str = ""


class Named(Struct, frozen=True, forbid_unknown_fields=True):
    """What a party is called in each language (BCP 47 tag), and how its watch is reached."""

    names: dict[str, str] = {}
    contact: str = ""
    voice: list[str] = []


class PartyShown(Struct, frozen=True):
    """A party as every member sees it. hue: number of its colour, fixed for its life. keys: it cosigns with."""

    code: str
    state: PartyState
    hue: int
    since: str
    names: dict[str, str]
    contact: str
    voice: list[str]
    keys: list[str]


class PartyKeysBody(Struct, frozen=True, forbid_unknown_fields=True):
    """keys: all with which a party cosigns from now on, as C2SP verifier keys."""

    keys: list[str]


class CosignedBody(Struct, frozen=True, forbid_unknown_fields=True):
    """checkpoint: a C2SP checkpoint of this log with the party's cosignature under it, the whole text."""

    checkpoint: str


class CosignatureShown(Struct, frozen=True):
    """A party has seen the log up to `size`, and said so at `time`. key: which signed."""

    party: str
    key: str
    size: int
    time: str


class CosignaturesShown(Struct, frozen=True):
    """size: of the log now. cosigned_by: how many of so many members have cosigned. cosignatures: by party, newest first."""

    size: int
    members: int
    cosigned_by: int
    cosignatures: list[CosignatureShown]


class Threshold(Struct, frozen=True, forbid_unknown_fields=True):
    """More than `above` of `of` voters (all, for 1 of 1), or `count` of them where that is not 0."""

    above: int
    of: int
    count: int = 0


class Clearance(Struct, frozen=True, forbid_unknown_fields=True):
    """What must lie between two flights."""

    lateral_m: float = 0
    vertical_m: float = 0
    minutes: float = 0


class Range(Struct, frozen=True, forbid_unknown_fields=True):
    """What something lies between."""

    least: float
    most: float


class Ahead(Struct, frozen=True, forbid_unknown_fields=True):
    """How many hours before its start a flight is booked at the latest, by class; 0: until it starts. Emergencies: always."""

    routine_h: float = 0
    relief_h: float = 0
    medevac_h: float = 0
    search_and_rescue_h: float = 0


class Charter(Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of the room. See `docs/concepts.md`.

    qnh_hpa, isa_k: what pressure at sea level and deviation from the standard temperature are taken to be where nobody said so.
    ahead_zone_h: how many hours before it is in force a zone is announced.
    """

    name: str
    uss: str
    base_url: str
    admit: Threshold
    suspend: Threshold
    reinstate: Threshold
    expel: Threshold
    amend: Threshold
    default_manned: Level
    default_unmanned: Level
    default_zone: Level
    manned: Clearance
    mixed: Clearance
    unmanned: Clearance
    conflict_rule: ConflictRule
    floor_km: float
    second_person: bool
    overrun_min: float
    area_max_km2: int
    duration_max_h: float
    horizon_days: float
    attempts_min: float
    ration_km2h: int
    close_after_min: float = 30
    qnh_hpa: Range = Range(950, 1_050)
    isa_k: Range = Range(-30, 30)
    ahead_manned: Ahead = Ahead()
    ahead_unmanned: Ahead = Ahead()
    ahead_zone_h: float = 0
    plan_min: int = 840


class Room(Struct, frozen=True):
    """The room as a member sees it. now: the time of this answer."""

    charter: Charter
    parties: list[PartyShown]
    now: str


class ProposalBody(Struct, frozen=True, forbid_unknown_fields=True):
    """party: whom it is about; described: for ADMIT, what that is called. charter: for AMEND, all of the new one."""

    matter: Matter
    deadline: str
    party: str = ""
    described: Named | None = None
    charter: Charter | None = None
    reason: str = ""


class ProposalTexts(Struct, frozen=True):
    """What persons typed of a proposal."""

    described: Named = Named()
    reason: str = ""


class ProposalShown(Struct, frozen=True):
    """An open proposal. needed: how many yes carry it now."""

    id: str
    matter: Matter
    party: str
    by: str
    made: str
    deadline: str
    yes: list[str]
    no: list[str]
    needed: int
    voters: list[str]
    reason: str
    described: Named
    charter: Charter | None


class Proposals(Struct, frozen=True):
    """The open proposals, oldest first."""

    proposals: list[ProposalShown]


class Outcome(Struct, frozen=True):
    """What became of a proposal: "open", "carried", "declined", "lapsed" or "withdrawn"."""

    id: str
    outcome: str


class VoteBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A party's vote."""

    yes: bool


class PersonBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody to let in. name: for the party's own list."""

    name: str
    role: RoleName


class PersonShown(Struct, frozen=True):
    """Somebody who acts for the asker's party."""

    id: str
    name: str
    role: RoleName
    is_machine: bool


class People(Struct, frozen=True):
    """All who act for the asker's party."""

    people: list[PersonShown]


class Invited(Struct, frozen=True):
    """A person's way in: the link works once, until `expires`."""

    id: str
    link: str
    expires: str


class ClientMade(Struct, frozen=True):
    """A machine's credentials, shown once: POST them to /room/v1/token as OAuth2 client credentials."""

    client_id: str
    client_secret: str


class SignInBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A person's own words."""

    name: str
    passphrase: str


class SignOutBody(Struct, frozen=True, forbid_unknown_fields=True):
    """everywhere: end every session of this person."""

    everywhere: bool = False


class Me(Struct, frozen=True):
    """For whom the asker acts."""

    id: str
    party: str
    role: RoleName
    is_machine: bool
    room: str
    now: str


class Token(Struct, frozen=True):
    """RFC 6749, 5.1."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class Delivery(Struct, frozen=True):
    """How it goes to tell one subscriber of the newest change of a flight or zone.

    peer: the host of its USS. tries: of this change. error: what became of the last one, in the reader's language; "" where
    there was none, or it went well. changed: when the change was ordered; tried: the last try, "" before it.
    """

    kind: Literal["flight", "zone"]
    item: str
    peer: str
    state: Literal["waiting", "delivered", "failed"]
    tries: int
    error: str
    changed: str
    tried: str


class Deliveries(Struct, frozen=True):
    """Those that changed last come first."""

    deliveries: list[Delivery]


class PressureBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What is stated of the air in an area. Exactly one of polygon and circle; of isa_k and temperature_c.

    isa_k: warmer than the standard atmosphere by so much; or temperature_c at the level `temperature_at`. tolerances: how far
    the values may be off anywhere in the area. start, end: when it holds. observed: what is counted from; left out for now.
    """

    qnh_hpa: float
    start: str
    end: str
    source: str
    polygon: list[Point] | None = None
    circle: Circle | None = None
    isa_k: float | None = None
    temperature_c: float | None = None
    temperature_at: Height | None = None
    qnh_tolerance_hpa: float = 2
    isa_tolerance_k: float = 10
    observed: str = ""
    name: str = ""
    transition_altitude: Height | None = None
    transition_level: Height | None = None


class PressureTexts(Struct, frozen=True):
    """What persons typed of a pressure."""

    name: str = ""
    source: str = ""


class PressureShown(Struct, frozen=True):
    """What is stated of the air in an area. by: the party that said so; is_mine: then it can be changed and taken back.

    is_settled: all bands there follow it; before, nobody books there. is_now: it holds now.
    """

    id: str
    by: str
    is_mine: bool
    is_now: bool
    is_settled: bool
    qnh_hpa: float
    qnh_tolerance_hpa: float
    isa_k: float
    isa_tolerance_k: float
    start: str
    end: str
    observed: str
    name: str
    source: str
    polygon: list[Point] | None = None
    circle: Circle | None = None
    transition_altitude: Height | None = None
    transition_level: Height | None = None


class Pressures(Struct, frozen=True):
    """All stated pressures, by id, and what holds where none is stated."""

    pressures: list[PressureShown]
    elsewhere_qnh_hpa: Range
    elsewhere_isa_k: Range


class NewlyMet(Struct, frozen=True):
    """Pushed as "conflicts": one of a party's flights, and the id under which it sees another that it meets only now."""

    flight: str
    met: str


class NewConflict(Struct, frozen=True):
    """One of the asker's flights, and another that it meets since its band, or the other's, is another one."""

    flight: str
    conflict: Conflict


class PressurePut(Struct, frozen=True):
    """A pressure that was stated or taken back, and what of the asker's flights meets others only since.

    is_complete: all was looked at; where that takes long, or there is much, flights are to be checked one by one.
    """

    pressure: PressureShown | None
    conflicts: list[NewConflict]
    is_complete: bool


class Done(Struct, frozen=True):
    """It was done. position: in the log."""

    position: int


class PlaceBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A named place to keep in the library. names: by language (BCP 47 tag). released_to: the own party alone, or all members.

    An area has a polygon or a circle, a route and a gate (of two points) a centreline and width_m, a point its point.
    floor, ceiling: what a volume there begins with where it says nothing itself.
    """

    kind: LibraryKind
    names: dict[str, str]
    released_to: Literal["party", "members"] = "party"
    ovn: str = ""
    remarks: str = ""
    polygon: list[Point] | None = None
    circle: Circle | None = None
    centreline: list[Point] = []
    width_m: float | None = None
    point: Point | None = None
    floor: Height | None = None
    ceiling: Height | None = None


class PlaceTexts(Struct, frozen=True):
    """What persons typed of a named place."""

    names: dict[str, str] = {}
    remarks: str = ""


class PlaceShown(Struct, frozen=True):
    """A named place that the asker may use."""

    id: str
    ovn: str
    kind: LibraryKind
    owner: str
    is_mine: bool
    released_to: Literal["party", "members"]
    names: dict[str, str]
    remarks: str
    polygon: list[Point] | None
    circle: Circle | None
    centreline: list[Point]
    width_m: float | None
    point: Point | None
    floor: Height | None
    ceiling: Height | None


class Library(Struct, frozen=True):
    """A page of named places, by id. next: the cursor of the following page, "" on the last one."""

    entries: list[PlaceShown]
    next: str = ""


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
    """One day of a series. code, message: why it was refused, or would be."""

    id: str
    start: str
    outcome: Literal["free", "meets", "booked", "refused"]
    code: str
    message: str
    conflicts: list[Conflict]
    zones: list[ZoneMet]


class Repeated(Struct, frozen=True):
    """What became of each day of a series, or would."""

    series: str
    items: list[RepeatItem]


class SeriesEnded(Struct, frozen=True):
    """Ids of the flights of a series that were ended, and of those that are still there: in the air, or changed meanwhile."""

    ended: list[str]
    left: list[str]


# --- the plan of the day ----------------------------------------------------------------------------------------------

PlanWhat = Literal["release", "times", "limits", "outline", "state", "class", "details"]


class PlanItem(Struct, frozen=True):
    """A flight or zone in short, as the asker saw it then: all that is left of what is gone.

    kind: "flight", else the kind of a zone. An overrunning flight ends when its time ran out. box: of the whole; its west is
    greater than its east across the antimeridian (RFC 7946, 5.2).
    """

    id: str
    kind: str
    level: Level
    owner: str
    state: str
    is_overrunning: bool
    is_manned: bool
    precedence: PrecedenceName
    callsign: str
    start: str
    end: str
    floor: Height
    ceiling: Height
    box: Box


class PlanChange(Struct, frozen=True):
    """what: in what the two differ; "release" stands alone, as what else differs is as it is seen, not as it is."""

    what: list[PlanWhat]
    old: PlanItem
    new: PlanItem


class PlanUpdate(Struct, frozen=True):
    """What an update of a plan changes, and no more; each list by start, then by id. number: like "1.3"."""

    number: str
    made: str
    added: list[PlanItem]
    changed: list[PlanChange]
    gone: list[PlanItem]


class PlanUpdates(Struct, frozen=True):
    """The updates of a plan, oldest first. number: of its newest. is_whole: false where older ones are not kept any more."""

    date: str
    state: Literal["draft", "published"]
    number: str
    published: str
    is_whole: bool
    updates: list[PlanUpdate]


class Plan(Struct, frozen=True):
    """The asker's plan of a day (UTC): what touches it, by start, then by id, as the asker sees it now.

    state: "draft" until it is published at `publishes`. number, published, updated: "" before; updated: when its newest update
    was made. disputed_by of zones is not told here.
    """

    date: str
    state: Literal["draft", "published"]
    number: str
    publishes: str
    published: str
    updated: str
    flights: list[Flight]
    zones: list[Zone]


class Changes(Struct, frozen=True):
    """What changed in all that the asker's party sees since `since`. token: send it as `since` next time.

    Without a token there is nothing to compare with: since is "", and nothing is listed.
    """

    token: str
    since: str
    added: list[PlanItem]
    changed: list[PlanChange]
    gone: list[PlanItem]
