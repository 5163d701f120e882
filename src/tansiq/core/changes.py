"""What `decide` answers when it says yes, and `evolve` writes."""

from msgspec import Struct

from tansiq.core.accounts import AccountGiven
from tansiq.core.ledger import GaveWay, Ledger
from tansiq.core.library import LibraryEntry
from tansiq.core.model import Availability, Constraint, Intent, Subscription
from tansiq.core.movement_changes import MovementPut, MovementsForgotten
from tansiq.core.notice_changes import CallLogged, NoticePut, NoticesForgotten, NoticesPut
from tansiq.core.room import Agreement, Charter, Delegate, Party, PendingRelease, Preset, Pressure, Proposal
from tansiq.core.site_changes import (
    RechecksTold,
    ReportErased,
    ReportPut,
    SitePending,
    SitePresetsSet,
    SitesAsked,
    SitesForgotten,
    Tied,
)
from tansiq.core.volumes import Extent
from tansiq.core.watch_changes import DrillStarted, NoteDropped, NoteKept, Present, WatchPut


class IntentPut(Struct, frozen=True, gc=False, tag="intent_put"):
    """made: the implicit subscription to add or widen. dropped: id of the implicit one nobody uses any more, or "".

    notified: ids, sorted, of the subscriptions whose managers must be told; each one's index rises by one.
    confirmed: id of the release that waited for this, or "". agreed: agreements that waited for this, as they are now.
    """

    intent: Intent
    made: Subscription | None
    dropped: str
    notified: tuple[str, ...]
    confirmed: str = ""
    agreed: tuple[Agreement, ...] = ()


class IntentGone(Struct, frozen=True, gc=False, tag="intent_gone"):
    """intent: as it last was. dropped, notified, agreed: as in IntentPut."""

    intent: Intent
    dropped: str
    notified: tuple[str, ...]
    agreed: tuple[Agreement, ...] = ()


class ConstraintPut(Struct, frozen=True, gc=False, tag="constraint_put"):
    """notified: as in IntentPut."""

    constraint: Constraint
    notified: tuple[str, ...]


class ConstraintGone(Struct, frozen=True, gc=False, tag="constraint_gone"):
    """constraint: as it last was. notified: as in IntentPut."""

    constraint: Constraint
    notified: tuple[str, ...]


class SubscriptionPut(Struct, frozen=True, gc=False, tag="subscription_put"):
    """subscription: as it is now."""

    subscription: Subscription


class SubscriptionGone(Struct, frozen=True, gc=False, tag="subscription_gone"):
    """subscription: as it last was."""

    subscription: Subscription


class AvailabilitySet(Struct, frozen=True, gc=False, tag="availability_set"):
    """availability: as it is now."""

    availability: Availability


class ReportKept(Struct, frozen=True, gc=False, tag="report_kept"):
    """id: of the report."""

    id: str


class Expired(Struct, frozen=True, gc=False, tag="expired"):
    """Ids of what was freed."""

    intents: tuple[str, ...]
    constraints: tuple[str, ...]
    subscriptions: tuple[str, ...]


class ErasureOrdered(Struct, frozen=True, gc=False, tag="erasure_ordered"):
    """position: of the entry whose erasable part is to be destroyed by each node."""

    position: int


class Noted(Struct, frozen=True, gc=False, tag="noted"):
    """A fact of the log itself (clock accepted, epoch begun): the state does not change."""


class Repeated(Struct, frozen=True, gc=False, tag="repeated"):
    """The same request under the same key was answered at `position`: the answer is that one."""

    position: int


class RoomFounded(Struct, frozen=True, gc=False, tag="room_founded"):
    """first: the first party."""

    charter: Charter
    first: Party


class DelegatePut(Struct, frozen=True, gc=False, tag="delegate_put"):
    """delegate: as it is now."""

    delegate: Delegate


class DelegateGone(Struct, frozen=True, gc=False, tag="delegate_gone"):
    """delegate: as it last was."""

    delegate: Delegate


class PartyPut(Struct, frozen=True, gc=False, tag="party_put"):
    """party: as it is now."""

    party: Party


class ProposalOpen(Struct, frozen=True, gc=False, tag="proposal_open"):
    """proposal: as it is now. party: one that waits to be admitted, if it is about that."""

    proposal: Proposal
    party: Party | None = None


class Closed(Struct, frozen=True, gc=False):
    """outcome: "carried", "declined", "lapsed" or "withdrawn". party, charter: as they are now, if they changed."""

    proposal: Proposal
    outcome: str
    party: Party | None = None
    charter: Charter | None = None


class ProposalsClosed(Struct, frozen=True, gc=False, tag="proposals_closed"):
    """closed: in the order in which they were made."""

    closed: tuple[Closed, ...]


class PresetsSet(Struct, frozen=True, gc=False, tag="presets_set"):
    """presets: all of a party. confirmed: as in IntentPut."""

    party: str
    presets: tuple[Preset, ...]
    confirmed: str = ""


class ReleasePending(Struct, frozen=True, gc=False, tag="release_pending"):
    """pending: waits for a second person; where `is_over`, no longer: it was dropped."""

    pending: PendingRelease
    is_over: bool = False


class Overran(Struct, frozen=True, gc=False, tag="overran"):
    """intents: as they are now. notified: as in IntentPut."""

    intents: tuple[Intent, ...]
    notified: tuple[str, ...]


class AgreementPut(Struct, frozen=True, gc=False, tag="agreement_put"):
    """agreement: as it is now. countered: the one that it answers, as that is now."""

    agreement: Agreement
    countered: Agreement | None


class Agreed(Struct, frozen=True, gc=False, tag="agreed"):
    """intents: the flights that moved, as they are now. notified: as in IntentPut. gave: what the parties' ledger gets."""

    agreement: Agreement
    intents: tuple[Intent, ...]
    notified: tuple[str, ...]
    gave: tuple[GaveWay, ...] = ()


class AgreementsForgotten(Struct, frozen=True, gc=False, tag="agreements_forgotten"):
    """lapsed: as they are now. gone: ids."""

    lapsed: tuple[Agreement, ...]
    gone: tuple[str, ...]


class ZoneRolled(Struct, frozen=True, gc=False, tag="zone_rolled"):
    """constraint: as it is now, otherwise known at F3548 and to members as before. notified: as in ConstraintPut."""

    constraint: Constraint
    notified: tuple[str, ...]


class LedgerPut(Struct, frozen=True, gc=False, tag="ledger_put"):
    """ledger: as it is now."""

    ledger: Ledger


class LedgersTrimmed(Struct, frozen=True, gc=False, tag="ledgers_trimmed"):
    """ledgers: as they are now."""

    ledgers: tuple[Ledger, ...]


class LibraryPut(Struct, frozen=True, gc=False, tag="library_put"):
    """entry: as it is now. was_for_all: whether every member saw it before."""

    entry: LibraryEntry
    was_for_all: bool


class LibraryGone(Struct, frozen=True, gc=False, tag="library_gone"):
    """entry: as it last was."""

    entry: LibraryEntry


class PressurePut(Struct, frozen=True, gc=False, tag="pressure_put"):
    """pressure: as it is now. unsettled: where bands may not follow it yet. gone: ids of those that no longer hold."""

    pressure: Pressure
    unsettled: Extent
    gone: tuple[str, ...]


class PressureGone(Struct, frozen=True, gc=False, tag="pressure_gone"):
    """pressure: as it last was. unsettled: as in PressurePut."""

    pressure: Pressure
    unsettled: Extent


class BandsDerived(Struct, frozen=True, gc=False, tag="bands_derived"):
    """intents, constraints, agreements: as they are now. settled: as in `Derivation`. notified: as in IntentPut."""

    intents: tuple[Intent, ...]
    constraints: tuple[Constraint, ...]
    agreements: tuple[Agreement, ...]
    settled: tuple[str, ...]
    notified: tuple[str, ...]


class ReleasesTold(Struct, frozen=True, gc=False, tag="releases_told"):
    """flights, zones: ids of those that subscribers are told of. notified: as in IntentPut.

    walk: position of the change of the rules that is told, 0 where grants of the flights began or ended.
    left: up to which id all items were gone through; None where that is all of them.
    """

    walk: int
    flights: tuple[str, ...]
    zones: tuple[str, ...]
    left: str | None
    notified: tuple[str, ...]


Change = (
    IntentPut
    | IntentGone
    | ConstraintPut
    | ConstraintGone
    | SubscriptionPut
    | SubscriptionGone
    | AvailabilitySet
    | ReportKept
    | Expired
    | ErasureOrdered
    | Noted
    | Repeated
    | RoomFounded
    | DelegatePut
    | DelegateGone
    | PartyPut
    | ProposalOpen
    | ProposalsClosed
    | PresetsSet
    | ReleasePending
    | Overran
    | AgreementPut
    | Agreed
    | AgreementsForgotten
    | ZoneRolled
    | LedgerPut
    | LedgersTrimmed
    | LibraryPut
    | LibraryGone
    | PressurePut
    | PressureGone
    | BandsDerived
    | ReportPut
    | ReportErased
    | SitePresetsSet
    | Tied
    | SitesAsked
    | SitePending
    | SitesForgotten
    | RechecksTold
    | ReleasesTold
    | MovementPut
    | MovementsForgotten
    | NoticePut
    | NoticesPut
    | NoticesForgotten
    | CallLogged
    | WatchPut
    | Present
    | NoteKept
    | NoteDropped
    | DrillStarted
    | AccountGiven
)
