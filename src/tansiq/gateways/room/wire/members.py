"""Parties, charter, proposals and votes, and who countersigned the log."""

from msgspec import Struct

from tansiq.core.room import ConflictRule, Matter, PartyState
from tansiq.gateways.room.wire.places import Level


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


class NoticeRules(Struct, frozen=True, forbid_unknown_fields=True):
    """How many minutes each kind of notice may wait for its answer, and what lies between two levels of its escalation.

    relay: code of the neutral party that is told of what reached nobody, "" for none.
    """

    information_min: float = 60
    request_min: float = 10
    warning_min: float = 5
    safety_min: float = 2
    drill_min: float = 2
    step_min: float = 2
    relay: str = ""


class WatchRules(Struct, frozen=True, forbid_unknown_fields=True):
    """How presence on watch is proved. prove_min: after so many minutes without an act, who is on watch is prompted;
    prompt_min: so long the prompt waits, then nobody is taken to be there. drills: whether the room holds drills, each party at
    most one in drill_h hours and one a watch."""

    prove_min: float = 30
    prompt_min: float = 5
    drills: bool = False
    drill_h: float = 8


class Charter(Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of the room. See `docs/concepts.md`.

    qnh_hpa, isa_k: what pressure at sea level and deviation from the standard temperature are taken to be where nobody said so.
    ahead_zone_h: how many hours before it is in force a zone is announced; ahead_convoy_h, ahead_team_h: before it departs.
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
    notices: NoticeRules = NoticeRules()
    ahead_convoy_h: float = 48
    ahead_team_h: float = 24
    watch: WatchRules = WatchRules()


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
