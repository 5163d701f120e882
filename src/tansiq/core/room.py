"""What a room with a charter holds beyond a plain DSS: its rules, its members, who acts for them, and what they vote on.

Names, contacts and other words that persons typed are not here: they lie in the erasable part of an entry, and `texts` is
that entry's position (0 where nothing was said). No rule reads them.
"""

from enum import IntEnum, StrEnum
from typing import Final

from msgspec import Struct

from tansiq.core.movements import MovementRules
from tansiq.core.notices import NoticeRules
from tansiq.core.units import DAY_US, HOUR_US, MINUTE_US, Span
from tansiq.core.volumes import Box, Extent, Limit, Outline, Volume
from tansiq.core.watch import WatchRules


class PlanLevel(IntEnum):
    """How much of an item a viewer gets. Each level holds the ones before it."""

    CONFLICT = 1
    EXISTENCE = 2
    RESERVATION = 3
    IDENTITY = 4


class Matter(StrEnum):
    """What members vote on."""

    ADMIT = "admit"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    EXPEL = "expel"
    AMEND = "amend"  # the charter


class Threshold(Struct, frozen=True, gc=False, array_like=True):
    """How many votes carry a matter.

    More than `above` of `of` of those who may vote; all of them where that is 1 of 1. count: where it is not 0, so many
    votes, whatever the number of members (all, where there are fewer).
    """

    above: int
    of: int
    count: int = 0

    def needed(self, voters: int) -> int:
        """Return how many of so many voters must say yes; at least one."""
        asked = self.count or voters * self.above // self.of + 1
        return max(1, min(asked, voters))


MAJORITY: Final = Threshold(1, 2)
TWO_THIRDS: Final = Threshold(2, 3)
UNANIMOUS: Final = Threshold(1, 1)


class Clearance(Struct, frozen=True, gc=False, array_like=True):
    """What must lie between two flights: less than this is a conflict. 0, 0, 0 asks only that they do not overlap."""

    lateral_mm: int = 0
    vertical_mm: int = 0
    time_us: int = 0


class ConflictRule(StrEnum):
    """Whether what conflicts may be booked by naming the conflicts, or not at all."""

    WARN = "warn"
    REFUSE = "refuse"


class Ahead(Struct, frozen=True, gc=False):
    """How long before its start a flight is booked at the latest, by class. 0: until it starts; so are emergencies always."""

    routine_us: int = 0
    relief_us: int = 0
    medevac_us: int = 0
    search_and_rescue_us: int = 0


class Charter(Struct, frozen=True, gc=False):
    """The rules of a room, changed only by vote.

    name: of the room. uss, base_url: the F3548 id and address under which it manages flights; "" for none.
    admit … amend: how many must agree.
    default_manned, default_unmanned, default_zone: what of a flight or zone everyone is released where its owner said nothing.
    manned, mixed, unmanned: the clearance between two manned flights, one of each, two unmanned ones.
    floor_mm: within this distance of an off-nominal, overrunning or emergency flight everyone who flies is told (safety floor).
    second_person: whether releasing more needs a second person of the same party.
    overrun_us: the steps in which the last volume of a flight that outlasts its time is extended.
    area_max_km2, duration_max_us, horizon_us: the largest outline, the longest flight, the latest start.
    attempts_us: how long a refused booking counts as one of the asker's own flights at plan level *conflict*.
    ration_km2h: how much air, area × time, a party may ask about in an hour, by bookings, attempts and dry runs.
    close_after_us: how long a flight must have outlasted its time before a lead of another member may close it.
    qnh_pa, isa_deviation_mk: what the air is taken to be where nothing is stated (see `Pressure`). By default 950 to 1,050 hPa,
    as beyond about 28 and 31 inches of mercury altimeters cannot be set and flight is restricted (FAA AIM 7-2); and 30 K,
    which the mean of the column below an aircraft rarely leaves outside a polar winter.
    ahead_manned, ahead_unmanned: how long before its start a flight is booked, or takes more room, at the latest.
    ahead_zone_us: how long before it is in force a zone is announced; not asked of weather and GNSS interference.
    plan_us: when, from midnight UTC of the day before, each party's plan of a day is published.
    notices: how long each kind of notice may wait for its answer, and who is told of what reached nobody.
    watch: how who is on watch proves to be there, and whether the room holds drills.
    movements: how long before they depart convoys and teams are announced.
    """

    name: str
    uss: str = "room"
    base_url: str = ""
    admit: Threshold = TWO_THIRDS
    suspend: Threshold = TWO_THIRDS
    reinstate: Threshold = MAJORITY
    expel: Threshold = UNANIMOUS
    amend: Threshold = UNANIMOUS
    default_manned: PlanLevel = PlanLevel.EXISTENCE
    default_unmanned: PlanLevel = PlanLevel.EXISTENCE
    default_zone: PlanLevel = PlanLevel.RESERVATION
    manned: Clearance = Clearance()
    mixed: Clearance = Clearance()
    unmanned: Clearance = Clearance()
    conflict_rule: ConflictRule = ConflictRule.WARN
    floor_mm: int = 20_000_000
    second_person: bool = False
    overrun_us: int = 5 * MINUTE_US
    area_max_km2: int = 500_000
    duration_max_us: int = 24 * HOUR_US
    horizon_us: int = 30 * DAY_US
    attempts_us: int = HOUR_US
    ration_km2h: int = 5_000_000
    close_after_us: int = 30 * MINUTE_US
    qnh_pa: Span = Span(95_000, 105_000)
    isa_deviation_mk: Span = Span(-30_000, 30_000)
    ahead_manned: Ahead = Ahead()
    ahead_unmanned: Ahead = Ahead()
    ahead_zone_us: int = 0
    plan_us: int = 14 * HOUR_US
    notices: NoticeRules = NoticeRules()
    watch: WatchRules = WatchRules()
    movements: MovementRules = MovementRules()

    def ahead_us(self, is_manned: bool, precedence: "Precedence") -> int:
        """Return how long before its start a flight is booked at the latest."""
        ahead = self.ahead_manned if is_manned else self.ahead_unmanned
        return {
            Precedence.ROUTINE: ahead.routine_us,
            Precedence.RELIEF: ahead.relief_us,
            Precedence.MEDEVAC: ahead.medevac_us,
            Precedence.SEARCH_AND_RESCUE: ahead.search_and_rescue_us,
            Precedence.EMERGENCY: 0,
        }[precedence]

    def clearance(self, a_is_manned: bool, b_is_manned: bool) -> Clearance:
        """Return what must lie between two flights."""
        if a_is_manned and b_is_manned:
            return self.manned
        return self.mixed if a_is_manned or b_is_manned else self.unmanned

    def threshold(self, matter: Matter) -> Threshold:
        """Return how many must agree to a matter."""
        return {
            Matter.ADMIT: self.admit,
            Matter.SUSPEND: self.suspend,
            Matter.REINSTATE: self.reinstate,
            Matter.EXPEL: self.expel,
            Matter.AMEND: self.amend,
        }[matter]


class PartyState(StrEnum):
    """Where a party stands. A proposed one waits for the members' decision; one that left or was expelled keeps its code."""

    PROPOSED = "proposed"
    MEMBER = "member"
    SUSPENDED = "suspended"
    LEFT = "left"


class Party(Struct, frozen=True, gc=False, omit_defaults=True):
    """A member organisation; the unit of visibility.

    code: as shown everywhere, like "HAL". hue: number of its colour, given in the order of admission and fixed for its life.
    was_in: whether it ever was a member; one that never was is forgotten once its admission was declined.
    keys: the public keys with which it countersigns heads of the log, as C2SP verifier keys.
    """

    code: str
    state: PartyState
    hue: int
    texts: int
    since_us: int
    was_in: bool = False
    keys: tuple[str, ...] = ()


class Role(IntEnum):
    """What a person or client may do for its party. Each role may do what the ones before it may."""

    OBSERVER = 1  # look
    OFFICER = 2  # plan, change, answer
    LEAD = 3  # vote, let persons in, release


class Delegate(Struct, frozen=True, gc=False):
    """A person or client who acts for a party. id: opaque. is_machine: a client, that signs in with a secret of its own."""

    id: str
    party: str
    role: Role
    is_machine: bool
    texts: int


class Proposal(Struct, frozen=True, gc=False):
    """A change of the room that needs the members' consent.

    party: whom it is about, "" for the charter itself. charter: the new one, for AMEND. by: the party that proposed it.
    yes, no: the parties that voted so, sorted. texts: where the proposal's words are.
    """

    id: str
    matter: Matter
    party: str
    charter: Charter | None
    by: str
    made_us: int
    deadline_us: int
    texts: int
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


class Onward(StrEnum):
    """To whom a viewer may pass on what it was released. Printed on exports; nothing enforces it."""

    PARTY = "party"
    UNITS = "units"
    ANYONE = "anyone"


class Grant(Struct, frozen=True, gc=False, array_like=True):
    """How much of one item a party is released.

    viewer: its code. from_us, until_us: from when to when, None for open; counted from the start of the flight where
    `is_relative`, else from 1970.
    """

    viewer: str
    level: PlanLevel
    from_us: int | None = None
    until_us: int | None = None
    is_relative: bool = False
    onward: Onward = Onward.PARTY


class ItemClass(StrEnum):
    """What presets tell apart."""

    MANNED = "manned"
    UNMANNED = "unmanned"
    ZONE = "zone"


class Preset(Struct, frozen=True, gc=False, array_like=True):
    """What a party releases of all its items of a class to a viewer, where an item says nothing else.

    viewer: a code, or "" for every party that has no preset of its own. is_reciprocal: as much as that viewer releases to
    us, but never more than `level`, which was confirmed: it falls by itself and rises only when somebody says so.
    """

    of: ItemClass
    viewer: str
    level: PlanLevel
    is_reciprocal: bool = False


class PendingRelease(Struct, frozen=True, gc=False):
    """A release of more that waits for a second person of the same party. flight: "" where it is about the presets.

    presets_before, replaces: the presets, and the flight's OVN, when it was asked for; it holds for no others.
    """

    id: str
    party: str
    by: str
    made_us: int
    flight: str
    grants: tuple[Grant, ...]
    presets: tuple[Preset, ...] = ()
    presets_before: tuple[Preset, ...] = ()
    replaces: str = ""


class Identity(Struct, frozen=True, gc=False, omit_defaults=True):
    """What of a flight is shown at plan level *identity*, besides what persons typed (contact, remarks).

    aircraft_type: ICAO Doc 8643. ssr: Mode A code in octal digits. icao24: 24-bit address in hex digits. serial: of the
    remote identification. endurance_min: fuel or battery, in minutes. withheld: names of fields that are held back from all.
    """

    callsign: str = ""
    aircraft_type: str = ""
    count: int = 1
    frequencies: tuple[str, ...] = ()
    ssr: str = ""
    icao24: str = ""
    serial: str = ""
    endurance_min: int = 0
    lost_link: str = ""
    withheld: tuple[str, ...] = ()


class Side(StrEnum):
    """Whose flight of the two that an agreement is about."""

    BY = "by"  # of the party that proposed
    TO = "to"  # of the party that answers


class Shift(Struct, frozen=True, gc=False, array_like=True):
    """A change of one flight: later, and higher, each limit on its own reference."""

    side: Side
    delay_us: int
    up_mm: int


class AgreementState(StrEnum):
    """Where an agreement stands."""

    OPEN = "open"
    AWAITING = "awaiting"  # agreed with somebody outside, who has not moved yet
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    COUNTERED = "countered"
    LAPSED = "lapsed"


class Agreement(Struct, frozen=True, gc=False):
    """A change of two flights that meet, proposed by the owner of one to the owner of the other.

    ours, theirs: ids of the flights of `by` and of `to`. shown: the id under which `by` met the other.
    ours_seen: the OVN of `ours` as `to` was shown it from its own flight, "" where it was shown nothing. theirs_ovn: the one of
    `theirs`, as it was spoken of. options: the ways out, each one or two shifts.
    answers: the one that this counters, or "". chosen: which option was accepted, -1 before.
    Where `theirs` is managed outside the room, `to` is its USS, and `by` recorded what was agreed elsewhere.
    """

    id: str
    by: str
    to: str
    ours: str
    theirs: str
    shown: str
    ours_seen: str
    theirs_ovn: str
    options: tuple[tuple[Shift, ...], ...]
    made_us: int
    deadline_us: int
    texts: int
    answers: str = ""
    state: AgreementState = AgreementState.OPEN
    chosen: int = -1
    closed_us: int = 0


class ZoneKind(StrEnum):
    """What a zone is."""

    CLOSED = "closed"
    DANGER = "danger"
    RESTRICTED = "restricted"
    RESERVED = "reserved"
    CORRIDOR = "corridor"
    WEATHER = "weather"
    GNSS = "gnss_interference"

    @property
    def is_sudden(self) -> bool:
        """Whether nobody chooses when it begins: then no notice can be asked."""
        return self in (ZoneKind.WEATHER, ZoneKind.GNSS)


class ZoneLife(StrEnum):
    """Where a zone stands: asked for, announced, in force as a named person said, or given free before its time."""

    REQUESTED = "requested"
    PLANNED = "planned"
    ACTIVE = "active"
    RELEASED = "released"


class Hours(Struct, frozen=True, gc=False, array_like=True):
    """When a zone may be in force each week, UTC. days: bit 0 is Monday. from_us, to_us: of the day, past midnight too."""

    days: int
    from_us: int
    to_us: int


class Way(StrEnum):
    """Which way traffic flies in a corridor: in the order of the centreline's points, or against it."""

    ALONG = "along"
    AGAINST = "against"


class Lane(Struct, frozen=True, gc=False, array_like=True):
    """A part of a corridor's height that is flown one way."""

    way: Way
    floor: Limit
    ceiling: Limit


class Zone(Struct, frozen=True, gc=False):
    """What the room knows of a constraint that it manages itself.

    hours: none for all the time. by: the person who last said where it stands. corridor_m: width, 0 where it is none;
    direction_deg: of a one-way corridor, -1 for both ways. level: how much of it every member gets; None: as the charter says.
    centreline: of a corridor, packed as in `Polygon.ring`; b"" where none was said. lanes: none where it is not split.
    announced_us: when members were first told of the room that it takes, 0 while it is only asked for.
    rolls, rolled_ovn, rolled_us: of a standing zone, which F3548 gives a day at a time: how often it began a new one; the OVN
    by which it is known there since, "" where that is the constraint's; and when it got it. Members see nothing of that.
    """

    kind: ZoneKind
    life: ZoneLife
    hours: tuple[Hours, ...]
    texts: int
    by: str
    level: PlanLevel | None = None
    corridor_m: int = 0
    direction_deg: int = -1
    centreline: bytes = b""
    lanes: tuple[Lane, ...] = ()
    announced_us: int = 0
    rolls: int = 0
    rolled_ovn: str = ""
    rolled_us: int = 0


class Precedence(IntEnum):
    """Class of a flight (ASTM F3548: priority). A higher one is never refused for a lower one."""

    ROUTINE = 0
    RELIEF = 10
    MEDEVAC = 20
    SEARCH_AND_RESCUE = 30
    EMERGENCY = 40


class Flight(Struct, frozen=True, gc=False):
    """What the room knows of an intent that it manages itself.

    views: the snapped view of each of the intent's volumes, then of each off-nominal one, in their order.
    secret: 32 bytes from which ids and versions are made for those who may not see the real ones.
    entered_us: when it was entered, renewed by enlarging; breaks ties within one class. off_nominal: where it may be,
    exactly while it is nonconforming or contingent. is_overrunning: it outlasted its time and still blocks; due_us: when its
    time ran out, 0 before.
    shown_at: how much of a flight this is, in a viewer's world; None in the state, which has all of it.
    """

    is_manned: bool
    precedence: Precedence
    views: tuple[Extent, ...]
    identity: Identity
    grants: tuple[Grant, ...]
    secret: bytes
    texts: int
    entered_us: int
    off_nominal: tuple[Volume, ...] = ()
    is_overrunning: bool = False
    shown_at: PlanLevel | None = None
    due_us: int = 0

    @property
    def item_class(self) -> ItemClass:
        """As which class of item presets see it."""
        return ItemClass.MANNED if self.is_manned else ItemClass.UNMANNED


class Pressure(Struct, frozen=True, gc=False):
    """What a party states of the air in an area: "QNH 1009, 12 K warmer than standard, from 12 to 18 Z".

    id: as it is called by all, like "OYSN". party, by: who said so; only that party says otherwise under this id.
    boxes: contain the outline. time_us: when it holds. observed_us: what the tolerances are counted from: they grow from there.
    qnh_pa, qnh_tolerance_pa, isa_mk, isa_tolerance_mk: the values, and how far they may be off anywhere in the area.
    transition_altitude_mm, transition_level_mm: 0 where not stated; they are shown, nothing is derived from them.
    texts: where name and source are. position: of the entry that said so.
    """

    id: str
    party: str
    by: str
    outline: Outline
    boxes: tuple[Box, ...]
    time_us: Span
    observed_us: int
    qnh_pa: int
    qnh_tolerance_pa: int
    isa_mk: int
    isa_tolerance_mk: int
    transition_altitude_mm: int
    transition_level_mm: int
    texts: int
    position: int
