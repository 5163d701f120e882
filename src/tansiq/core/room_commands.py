"""What can be asked of a room with a charter. Parts of a record as in `commands`, one for each release level.

`existence`, `reservation`, `identity` may be shown to whoever is released that much; `room` to every member; `private` to the
actor alone. What persons typed is in the erasable part, outside the command.
"""

from msgspec import Struct

from tansiq.core.library import LibraryPlace
from tansiq.core.model import IntentState
from tansiq.core.room import (
    AgreementState,
    Charter,
    Grant,
    Hours,
    Identity,
    Lane,
    Matter,
    PlanLevel,
    Precedence,
    Preset,
    Role,
    Shift,
    ZoneKind,
    ZoneLife,
)
from tansiq.core.units import Span
from tansiq.core.volumes import Box, Extent, Outline, Volume


class Founding(Struct, frozen=True, gc=False):
    """charter: the rules to begin with. first: code of the first party, which nobody is there to vote on."""

    charter: Charter
    first: str


class FoundRoom(Struct, frozen=True, gc=False):
    """Make a room of a plain DSS. Asked by the host, once."""

    room: Founding


class DelegateGrant(Struct, frozen=True, gc=False):
    """id: opaque, chosen by the proposing node. role: None ends it, and every session and token with it."""

    id: str
    party: str
    role: Role | None
    is_machine: bool


class GrantRole(Struct, frozen=True, gc=False):
    """Let somebody act for a party, or no longer. A lead asks; for a party without one, the host or another's lead."""

    room: DelegateGrant


class PartyCode(Struct, frozen=True, gc=False):
    """code: of the party that speaks of itself."""

    code: str


class DescribeParty(Struct, frozen=True, gc=False):
    """Say anew what a party is called and how it is reached: the words are in the erasable part."""

    room: PartyCode


class PartyKeys(Struct, frozen=True, gc=False):
    """keys: all that the party has from now on; C2SP verifier keys, name+id+key, which the door has checked."""

    code: str
    keys: tuple[str, ...]


class SetPartyKeys(Struct, frozen=True, gc=False):
    """Say with which keys a party countersigns heads of the log. An empty list takes them all away."""

    room: PartyKeys


class LeaveRoom(Struct, frozen=True, gc=False):
    """Leave. The party's flights stay until they end; nobody acts for it any more."""

    room: PartyCode


class ProposalWish(Struct, frozen=True, gc=False):
    """id: chosen by the proposing node. party, charter: as in `Proposal`."""

    id: str
    matter: Matter
    party: str
    charter: Charter | None
    deadline_us: int


class Propose(Struct, frozen=True, gc=False):
    """Ask the members to admit, suspend, reinstate or expel a party, or to change the charter. Whoever asks votes yes."""

    room: ProposalWish


class VoteCast(Struct, frozen=True, gc=False):
    """A party's vote, which it may change until the outcome is certain."""

    proposal: str
    is_yes: bool


class Vote(Struct, frozen=True, gc=False):
    """Vote on a proposal."""

    room: VoteCast


class ProposalId(Struct, frozen=True, gc=False):
    """id: of a proposal."""

    id: str


class Withdraw(Struct, frozen=True, gc=False):
    """Take a proposal back. Its proposer asks."""

    room: ProposalId


class ClosableProposals(Struct, frozen=True, gc=False):
    """ids: of proposals whose deadline has passed."""

    ids: tuple[str, ...]


class CloseProposals(Struct, frozen=True, gc=False):
    """Count what is past its deadline. Asked by the node."""

    room: ClosableProposals


class PresetsWish(Struct, frozen=True, gc=False):
    """presets: all of them, in place of those before."""

    presets: tuple[Preset, ...]


class SetPresets(Struct, frozen=True, gc=False):
    """Say what one's items release where they say nothing themselves."""

    private: PresetsWish


class FlightShape(Struct, frozen=True, gc=False):
    """What of a flight is shown at plan level *existence*. views: one for each volume, then for each off-nominal one."""

    id: str
    is_manned: bool
    views: tuple[Extent, ...]


class FlightPlan(Struct, frozen=True, gc=False):
    """What of a flight is shown at plan level *reservation*. off_nominal: in the off-nominal states alone, and then some."""

    id: str
    state: IntentState
    precedence: Precedence
    volumes: tuple[Volume, ...]
    off_nominal: tuple[Volume, ...] = ()


class FlightPrivate(Struct, frozen=True, gc=False):
    """replaces, ovn, key: as of an intent. secret: 32 random bytes, kept from the first version on. accepts: the ids of the
    conflicts that the planner was shown and names. air: `State.air`, as the bands were derived."""

    replaces: str
    ovn: str
    key: tuple[str, ...]
    secret: bytes
    accepts: tuple[str, ...]
    grants: tuple[Grant, ...]
    air: int = 0


class PutFlight(Struct, frozen=True, gc=False):
    """Book a flight, or change it. Contact, remarks and reason are in the erasable part."""

    existence: FlightShape
    reservation: FlightPlan
    identity: Identity
    private: FlightPrivate


class FlightEnd(Struct, frozen=True, gc=False):
    """id: of one's flight. replaces: its present OVN."""

    id: str
    replaces: str


class EndFlight(Struct, frozen=True, gc=False):
    """End a flight: landed, or not flown."""

    private: FlightEnd


class CloseFlight(Struct, frozen=True, gc=False):
    """Close another's flight that outlasted its time. Why, is in the erasable part."""

    private: FlightEnd


class GrantsWish(Struct, frozen=True, gc=False):
    """id: of one's flight. grants: all of them, in place of those before. ovn: the new one of the flight."""

    id: str
    replaces: str
    ovn: str
    grants: tuple[Grant, ...]


class SetGrants(Struct, frozen=True, gc=False):
    """Release more or less of a flight."""

    private: GrantsWish


class ZonePlan(Struct, frozen=True, gc=False):
    """What of a zone is shown at plan level *reservation*. level, centreline, lanes: as in `Zone`."""

    id: str
    kind: ZoneKind
    life: ZoneLife
    hours: tuple[Hours, ...]
    volumes: tuple[Volume, ...]
    level: PlanLevel | None = None
    corridor_m: int = 0
    direction_deg: int = -1
    centreline: bytes = b""
    lanes: tuple[Lane, ...] = ()


class ZonePrivate(Struct, frozen=True, gc=False):
    """replaces: OVN of the version to change, "" to create. ovn: the new one. air: as in `FlightPrivate`."""

    replaces: str
    ovn: str
    air: int = 0


class PutZone(Struct, frozen=True, gc=False):
    """Announce a zone, change it, or say where it stands. Name, authority, conditions and contact are in the erasable part."""

    reservation: ZonePlan
    private: ZonePrivate


class ZoneEnd(Struct, frozen=True, gc=False):
    """id: of one's zone. replaces: its present OVN."""

    id: str
    replaces: str


class EndZone(Struct, frozen=True, gc=False):
    """End a zone."""

    private: ZoneEnd


class ZoneRoll(Struct, frozen=True, gc=False):
    """id: of a standing zone. ovn: its new one at F3548."""

    id: str
    ovn: str


class RollZone(Struct, frozen=True, gc=False):
    """Tell the next part of a standing zone at F3548, where no constraint lasts over a day. Asked by the node."""

    private: ZoneRoll


class Confirmation(Struct, frozen=True, gc=False):
    """id: of the release that waits. ovn: the new one of its flight. is_yes: else it is dropped."""

    id: str
    ovn: str
    is_yes: bool


class ConfirmRelease(Struct, frozen=True, gc=False):
    """Confirm a release of more, as a second person; or drop it."""

    room: Confirmation


class AgreementWish(Struct, frozen=True, gc=False):
    """id: chosen by the proposing node. ours, theirs: the flights, as the asker sees them. answers: what it counters, or ""."""

    id: str
    ours: str
    theirs: str
    options: tuple[tuple[Shift, ...], ...]
    deadline_us: int
    answers: str = ""


class ProposeAgreement(Struct, frozen=True, gc=False):
    """Propose who moves. What is said to the other party is in the erasable part."""

    private: AgreementWish


class AgreementAnswer(Struct, frozen=True, gc=False):
    """state: DECLINED by the one that was asked, or WITHDRAWN by the one that asked."""

    id: str
    state: AgreementState


class AnswerAgreement(Struct, frozen=True, gc=False):
    """Decline or withdraw."""

    room: AgreementAnswer


class Acceptance(Struct, frozen=True, gc=False):
    """option: index of the way out that is taken."""

    id: str
    option: int


class Moves(Struct, frozen=True, gc=False):
    """A flight after its shift, as the node derived it. key: OVNs of all that its owner is known to have seen there.

    air: as in `FlightPrivate`.
    """

    ovn: str
    volumes: tuple[Volume, ...]
    views: tuple[Extent, ...]
    key: tuple[str, ...]
    air: int = 0


class AcceptAgreement(Struct, frozen=True, gc=False):
    """Accept. by, to: parts apart, as neither party may see the other's exact volumes for that; None for one that stays."""

    room: Acceptance
    by: Moves | None
    to: Moves | None


class AgreementRecord(Struct, frozen=True, gc=False):
    """id: chosen by the proposing node. ours: the asker's flight; theirs: one that an outside USS manages. change: of whom."""

    id: str
    ours: str
    theirs: str
    change: tuple[Shift, ...]
    deadline_us: int


class RecordAgreement(Struct, frozen=True, gc=False):
    """Record what was agreed outside the room. by: the asker's flight after its shift, None where it stays."""

    private: AgreementRecord
    by: Moves | None


class ForgettableAgreements(Struct, frozen=True, gc=False):
    """ids: of agreements past their deadline, or closed long ago."""

    ids: tuple[str, ...]


class ForgetAgreements(Struct, frozen=True, gc=False):
    """Close and forget what is past its time. Asked by the node."""

    private: ForgettableAgreements


class LedgerWish(Struct, frozen=True, gc=False):
    """party: the other of the pair. is_wished: whether the asker's party wants a ledger of it kept."""

    party: str
    is_wished: bool


class KeepLedger(Struct, frozen=True, gc=False):
    """Wish a ledger of who gave way, or wish it no more."""

    private: LedgerWish


class LedgerKeys(Struct, frozen=True, gc=False):
    """keys: of ledgers with entries that were kept long enough."""

    keys: tuple[str, ...]


class TrimLedgers(Struct, frozen=True, gc=False):
    """Drop old entries of ledgers. Asked by the node."""

    private: LedgerKeys


class Overdue(Struct, frozen=True, gc=False, array_like=True):
    """ovn: the one of the flight after its time was extended."""

    id: str
    ovn: str


class OverdueFlights(Struct, frozen=True, gc=False):
    """flights: in the air as far as anybody said, and past their time."""

    flights: tuple[Overdue, ...]


class Overrun(Struct, frozen=True, gc=False):
    """Keep what is in the air and past its time where others see it. Asked by the node."""

    private: OverdueFlights


class PlaceWish(Struct, frozen=True, gc=False):
    """What of an entry of the library is shown to whoever is released it. for_all: as in `LibraryEntry`."""

    id: str
    place: LibraryPlace
    for_all: bool


class PlacePrivate(Struct, frozen=True, gc=False):
    """replaces: OVN of the version to change, "" to create. ovn: the new one."""

    replaces: str
    ovn: str


class KeepPlace(Struct, frozen=True, gc=False):
    """Keep a named place in the library, or change one. Its names and remarks are in the erasable part."""

    reservation: PlaceWish
    private: PlacePrivate


class PlaceEnd(Struct, frozen=True, gc=False):
    """id: of one's entry of the library. replaces: its present OVN."""

    id: str
    replaces: str


class DropPlace(Struct, frozen=True, gc=False):
    """Take a place out of the library."""

    private: PlaceEnd


class PressureWish(Struct, frozen=True, gc=False):
    """What is stated of the air in an area: as in `Pressure`."""

    id: str
    outline: Outline
    boxes: tuple[Box, ...]
    time_us: Span
    observed_us: int
    qnh_pa: int
    qnh_tolerance_pa: int
    isa_mk: int
    isa_tolerance_mk: int
    transition_altitude_mm: int = 0
    transition_level_mm: int = 0


class PutPressure(Struct, frozen=True, gc=False):
    """State the pressure of an area, in place of what was stated under this id. Name and source are in the erasable part."""

    room: PressureWish


class PressureId(Struct, frozen=True, gc=False):
    """id: of a stated pressure."""

    id: str


class EndPressure(Struct, frozen=True, gc=False):
    """Take back what was stated: the charter's bounds hold there again."""

    room: PressureId


class Rebanded(Struct, frozen=True, gc=False, array_like=True):
    """A flight or zone whose limits stay and whose bands follow the air.

    replaces, ovn: its OVN before and after. bands: of each volume, then of each off-nominal one. views: the heights of its
    snapped views, in their order; none for a zone.
    """

    id: str
    replaces: str
    ovn: str
    bands: tuple[Span, ...]
    views: tuple[Span, ...] = ()


class Derivation(Struct, frozen=True, gc=False):
    """air: `State.air`, as the bands were derived. settled: what is no longer unsettled, as all bands there were looked at."""

    air: int
    flights: tuple[Rebanded, ...] = ()
    zones: tuple[Rebanded, ...] = ()
    settled: tuple[str, ...] = ()


class DeriveBands(Struct, frozen=True, gc=False):
    """Write bands anew after what is known of the air has changed. Asked by the node."""

    private: Derivation


class ReleaseNews(Struct, frozen=True, gc=False):
    """flights, zones: of which somebody may see more or less than before.

    walk: position of the change of the rules by which that is; 0 where grants of the flights began or ended. upto: up to which
    id all items were looked at for it; "" where that is all of them.
    """

    flights: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    walk: int = 0
    upto: str = ""


class TellReleases(Struct, frozen=True, gc=False):
    """Tell subscribers what they see otherwise though no item was written. Asked by the node."""

    private: ReleaseNews
