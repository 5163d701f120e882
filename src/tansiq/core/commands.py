"""What can be asked of the state. Everything that chance or the clock decides is in here already.

The fields of a command are the parts of its record, one for each release level, so that a proof can open one and keep the
others sealed: `reservation` may be shown to whoever is released that much, `private` to the actor alone.
"""

from typing import Final

from msgspec import Struct

from tansiq.core.accounts import GiveAccount
from tansiq.core.model import AvailabilityState, IntentState
from tansiq.core.movement_commands import MOVEMENT_KINDS, MovementCommand
from tansiq.core.notice_commands import (
    AnswerNotice,
    CancelNotice,
    EndLink,
    EscalateNotices,
    ForgetNotices,
    IssueLink,
    LogCall,
    MarkNotice,
    OpenLink,
    PassNotice,
    SendNotice,
)
from tansiq.core.room_commands import (
    AcceptAgreement,
    AnswerAgreement,
    CloseFlight,
    CloseProposals,
    ConfirmRelease,
    DeriveBands,
    DescribeParty,
    DropPlace,
    EndFlight,
    EndPressure,
    EndZone,
    ForgetAgreements,
    FoundRoom,
    GrantRole,
    KeepLedger,
    KeepPlace,
    LeaveRoom,
    Overrun,
    Propose,
    ProposeAgreement,
    PutFlight,
    PutPressure,
    PutZone,
    RecordAgreement,
    RollZone,
    SetGrants,
    SetPartyKeys,
    SetPresets,
    TellReleases,
    TrimLedgers,
    Vote,
    Withdraw,
)
from tansiq.core.site_commands import (
    SITE_KINDS,
    AskExport,
    AskSites,
    ConfirmSite,
    EraseReport,
    ForgetSites,
    PutReport,
    RecheckReports,
    ReleaseReport,
    RenewReport,
    SetSitePresets,
    TieReports,
    UnsayTie,
    WithdrawReport,
)
from tansiq.core.volumes import Box, Volume
from tansiq.core.watch_commands import WATCH_KINDS, WatchCommand


class Attach(Struct, frozen=True, gc=False, tag="attach"):
    """Use a subscription that exists. version: its next one, should it be an implicit one that must be widened."""

    id: str
    version: str


class Subscribe(Struct, frozen=True, gc=False, tag="new"):
    """Make an implicit subscription along with the intent. id, version: chosen by the proposing node."""

    id: str
    version: str
    uss_base_url: str
    notify_for_constraints: bool


class IntentReservation(Struct, frozen=True, gc=False):
    """What of an intent is shown at plan level *reservation*."""

    id: str
    state: IntentState
    volumes: tuple[Volume, ...]
    uss_base_url: str


class IntentPrivate(Struct, frozen=True, gc=False):
    """replaces: OVN of the version to change, "" to create. ovn: the new one. key: OVNs that the planner knows of."""

    replaces: str
    ovn: str
    key: tuple[str, ...]
    subscription: Attach | Subscribe | None


class PutIntent(Struct, frozen=True, gc=False):
    """Create or change an intent."""

    reservation: IntentReservation
    private: IntentPrivate


class ConstraintReservation(Struct, frozen=True, gc=False):
    """What of a constraint is shown at plan level *reservation*."""

    id: str
    volumes: tuple[Volume, ...]
    uss_base_url: str


class Replacement(Struct, frozen=True, gc=False):
    """replaces: OVN of the version to change, "" to create. ovn: the new one."""

    replaces: str
    ovn: str


class PutConstraint(Struct, frozen=True, gc=False):
    """Create or change a constraint."""

    reservation: ConstraintReservation
    private: Replacement


class Removal(Struct, frozen=True, gc=False):
    """id: of what shall go. replaces: its present OVN or version."""

    id: str
    replaces: str


class DeleteIntent(Struct, frozen=True, gc=False):
    """End an intent."""

    private: Removal


class DeleteConstraint(Struct, frozen=True, gc=False):
    """End a constraint."""

    private: Removal


class DeleteSubscription(Struct, frozen=True, gc=False):
    """End a subscription."""

    private: Removal


class SubscriptionWish(Struct, frozen=True, gc=False):
    """start_us, end_us: None where the asker left them open (now, or the old one; start + 24 h, or the old one)."""

    id: str
    replaces: str
    version: str
    boxes: tuple[Box, ...]
    alt_lo_mm: int
    alt_hi_mm: int
    start_us: int | None
    end_us: int | None
    uss_base_url: str
    notify_for_intents: bool
    notify_for_constraints: bool


class PutSubscription(Struct, frozen=True, gc=False):
    """Create or change a subscription."""

    private: SubscriptionWish


class AvailabilityStatement(Struct, frozen=True, gc=False):
    """What everyone may know of a USS. old_version: the version that the arbiter believes to change."""

    uss: str
    state: AvailabilityState
    old_version: str
    version: str


class SetAvailability(Struct, frozen=True, gc=False):
    """Say whether a USS can be reached."""

    reservation: AvailabilityStatement


class ReportId(Struct, frozen=True, gc=False):
    """id: chosen by the proposing node. What was reported is in the erasable part: it may hold names."""

    id: str


class MakeReport(Struct, frozen=True, gc=False):
    """Keep a problem report between a USS and the DSS (F3548: makeDssReport)."""

    private: ReportId


class DueItems(Struct, frozen=True, gc=False):
    """Ids of what is past its time. retention_us: how long intents and constraints stay after their end."""

    retention_us: int
    intents: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    subscriptions: tuple[str, ...] = ()


class Expire(Struct, frozen=True, gc=False):
    """Free what is past its time. Proposed by the node; says nothing that was not already so."""

    private: DueItems


class ErasurePlace(Struct, frozen=True, gc=False):
    """position: of the entry whose erasable part is destroyed. reason: a fixed word, never free text."""

    position: int
    reason: str


class Erase(Struct, frozen=True, gc=False):
    """Destroy the erasable part of an entry: said in the log first, done after."""

    private: ErasurePlace


class ClockReading(Struct, frozen=True, gc=False):
    """before_us: the last time in the log. now_us: the clock that the operator vouches for."""

    before_us: int
    now_us: int


class AcceptClock(Struct, frozen=True, gc=False):
    """The operator looked at a clock that had stepped, and vouches for it."""

    private: ClockReading


class NewEpoch(Struct, frozen=True, gc=False):
    """old_key, new_key: verifier keys of the log before and after; size: entries kept of the old one."""

    size: int
    old_key: str
    new_key: str


class BeginEpoch(Struct, frozen=True, gc=False):
    """The log was restored from a copy that may lack entries; it goes on under a new key, so that nobody mistakes it."""

    reservation: NewEpoch


Command = (
    PutIntent
    | DeleteIntent
    | PutConstraint
    | DeleteConstraint
    | PutSubscription
    | DeleteSubscription
    | SetAvailability
    | MakeReport
    | Expire
    | Erase
    | AcceptClock
    | BeginEpoch
    | FoundRoom
    | GrantRole
    | DescribeParty
    | SetPartyKeys
    | LeaveRoom
    | Propose
    | Vote
    | Withdraw
    | CloseProposals
    | SetPresets
    | PutFlight
    | EndFlight
    | CloseFlight
    | PutZone
    | EndZone
    | SetGrants
    | ConfirmRelease
    | Overrun
    | ProposeAgreement
    | AnswerAgreement
    | AcceptAgreement
    | ForgetAgreements
    | RecordAgreement
    | RollZone
    | KeepLedger
    | TrimLedgers
    | KeepPlace
    | DropPlace
    | PutPressure
    | EndPressure
    | DeriveBands
    | PutReport
    | WithdrawReport
    | RenewReport
    | EraseReport
    | ReleaseReport
    | SetSitePresets
    | TieReports
    | UnsayTie
    | AskSites
    | AskExport
    | ConfirmSite
    | ForgetSites
    | RecheckReports
    | TellReleases
    | MovementCommand
    | SendNotice
    | CancelNotice
    | MarkNotice
    | PassNotice
    | AnswerNotice
    | IssueLink
    | OpenLink
    | EndLink
    | EscalateNotices
    | ForgetNotices
    | LogCall
    | WatchCommand
    | GiveAccount
)

KINDS: Final[dict[str, type[Command]]] = {
    "intent.put": PutIntent,
    "intent.delete": DeleteIntent,
    "constraint.put": PutConstraint,
    "constraint.delete": DeleteConstraint,
    "subscription.put": PutSubscription,
    "subscription.delete": DeleteSubscription,
    "availability.set": SetAvailability,
    "report.make": MakeReport,
    "expire": Expire,
    "erase": Erase,
    "clock.accept": AcceptClock,
    "epoch.begin": BeginEpoch,
    "room.found": FoundRoom,
    "role.grant": GrantRole,
    "party.describe": DescribeParty,
    "party.keys": SetPartyKeys,
    "party.leave": LeaveRoom,
    "proposal.make": Propose,
    "proposal.vote": Vote,
    "proposal.withdraw": Withdraw,
    "proposal.close": CloseProposals,
    "presets.set": SetPresets,
    "flight.put": PutFlight,
    "flight.end": EndFlight,
    "flight.close": CloseFlight,
    "zone.put": PutZone,
    "zone.end": EndZone,
    "flight.release": SetGrants,
    "release.confirm": ConfirmRelease,
    "flight.overrun": Overrun,
    "agreement.propose": ProposeAgreement,
    "agreement.answer": AnswerAgreement,
    "agreement.accept": AcceptAgreement,
    "agreement.forget": ForgetAgreements,
    "agreement.record": RecordAgreement,
    "zone.roll": RollZone,
    "ledger.keep": KeepLedger,
    "ledger.trim": TrimLedgers,
    "library.keep": KeepPlace,
    "library.drop": DropPlace,
    "pressure.put": PutPressure,
    "pressure.end": EndPressure,
    "bands.derive": DeriveBands,
    **SITE_KINDS,
    "releases.tell": TellReleases,
    "notice.send": SendNotice,
    "notice.cancel": CancelNotice,
    "notice.mark": MarkNotice,
    "notice.pass": PassNotice,
    "notice.answer": AnswerNotice,
    "notice.escalate": EscalateNotices,
    "notice.forget": ForgetNotices,
    "call.log": LogCall,
    **WATCH_KINDS,
    **MOVEMENT_KINDS,
    "link.issue": IssueLink,
    "link.open": OpenLink,
    "link.end": EndLink,
    "account.give": GiveAccount,
}
KIND_OF: Final[dict[type[Command], str]] = {command: kind for kind, command in KINDS.items()}
