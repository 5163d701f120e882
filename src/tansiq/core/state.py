"""What the log means so far. `evolve` is the only function that writes it."""

import hashlib
from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any, Final, assert_never

import msgspec
from msgspec import Struct

from tansiq.core.accounts import Account, AccountGiven, GiveAccount
from tansiq.core.calendar import Calendar
from tansiq.core.changes import (
    Agreed,
    AgreementPut,
    AgreementsForgotten,
    AvailabilitySet,
    BandsDerived,
    Change,
    ConstraintGone,
    ConstraintPut,
    DelegateGone,
    DelegatePut,
    ErasureOrdered,
    Expired,
    IntentGone,
    IntentPut,
    LedgerPut,
    LedgersTrimmed,
    LibraryGone,
    LibraryPut,
    Noted,
    Overran,
    PartyPut,
    PresetsSet,
    PressureGone,
    PressurePut,
    ProposalOpen,
    ProposalsClosed,
    ReleasePending,
    ReleasesTold,
    Repeated,
    ReportKept,
    RoomFounded,
    SubscriptionGone,
    SubscriptionPut,
    ZoneRolled,
)
from tansiq.core.commands import (
    AcceptAgreement,
    CloseFlight,
    DescribeParty,
    FoundRoom,
    GrantRole,
    KeepPlace,
    MakeReport,
    Propose,
    ProposeAgreement,
    PutFlight,
    PutPressure,
    PutReport,
    PutZone,
    RecordAgreement,
)
from tansiq.core.entry import RULES, Entry, RequestKey
from tansiq.core.grid import Grid
from tansiq.core.ledger import Ledger, added, key_of, wished
from tansiq.core.library import LibraryEntry
from tansiq.core.limits import REMEMBER_REQUESTS_US, UNTOLD_CHANGES
from tansiq.core.model import (
    Availability,
    AvailabilityState,
    Constraint,
    Intent,
    IntentState,
    RememberedRequest,
    Subscription,
)
from tansiq.core.movement_changes import MovementPut, MovementsForgotten
from tansiq.core.movements import Movement
from tansiq.core.notice_changes import CallLogged, NoticePut, NoticesForgotten, NoticesPut
from tansiq.core.notice_commands import AnswerNotice, IssueLink, LogCall, MarkNotice, OpenLink, PassNotice, SendNotice
from tansiq.core.notice_state import NoticeBook
from tansiq.core.notices import Call, Notice, StepKind
from tansiq.core.refusals import REQUEST_KEYS, KeyReused, Refusal, Refused, RoomConflict, TooManyItems, UnseenItems
from tansiq.core.register import Register, SavedRegister, apply, drop_party, restore
from tansiq.core.room import (
    Agreement,
    AgreementState,
    Charter,
    Delegate,
    Matter,
    Party,
    PartyState,
    PendingRelease,
    Preset,
    Pressure,
    Proposal,
    Role,
)
from tansiq.core.rules import ReleaseRules, Untold, rules_of, turns
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
from tansiq.core.units import ALWAYS, NDEG, Span
from tansiq.core.volumes import Box, Extent, Volume
from tansiq.core.watch_changes import DrillStarted, NoteDropped, NoteKept, Present, WatchPut
from tansiq.core.watch_commands import KeepNote
from tansiq.core.watch_state import SavedWatches, WatchBook

Decision = Change | Refusal

# Commands that come with an erasable part.
_WITH_TEXTS: Final = (
    CloseFlight,
    MakeReport,
    FoundRoom,
    GrantRole,
    DescribeParty,
    Propose,
    ProposeAgreement,
    PutFlight,
    PutZone,
    KeepPlace,
    PutPressure,
    RecordAgreement,
    PutReport,
    SendNotice,
    PassNotice,
    AnswerNotice,
    LogCall,
    KeepNote,
    IssueLink,
    OpenLink,
    GiveAccount,
)
CHARTER: Final = ""  # what is unsettled after the charter's bounds of the air have changed
EVERYWHERE: Final = Extent((Box(Span(-90 * NDEG, 90 * NDEG), Span(-180 * NDEG, 180 * NDEG)),), ALWAYS, ALWAYS)
_OF_THE_AIR: Final = (RoomConflict("pressure changed", ""), RoomConflict("pressure changing", ""))
FORGOTTEN_AT_ONCE: Final = 100  # keys cleared by one entry, so that it costs the same after a quiet night

encode: Final = msgspec.msgpack.Encoder().encode


class State:
    """The room at one position of its log. Read it freely; only `evolve` and `from_snapshot` write it."""

    def __init__(self) -> None:
        self.position = 0
        self.time_us = 0
        self.decisions_sha256 = bytes(32)  # chained over every decision, refusals too: equal on all nodes at a position
        self.intents: dict[str, Intent] = {}
        self.constraints: dict[str, Constraint] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self.availabilities: dict[str, Availability] = {}
        self.requests: dict[str, OrderedDict[str, RememberedRequest]] = {}  # party -> key; oldest first
        self.erasable: dict[int, int] = {}  # positions that have an erasable part -> their time
        self.charter: Charter | None = None  # None: a plain DSS, where each identity is a party of its own
        self.parties: dict[str, Party] = {}  # by code
        self.delegates: dict[str, Delegate] = {}  # persons and clients, by id
        self.proposals: dict[str, Proposal] = {}  # open ones, oldest first
        self.presets: dict[str, tuple[Preset, ...]] = {}  # by the party that releases
        self.pending: dict[str, PendingRelease] = {}  # releases of more that wait for a second person, oldest first
        self.agreements: dict[str, Agreement] = {}  # open ones, and those closed lately, oldest first
        self.library: dict[str, LibraryEntry] = {}  # named places, by id
        self.pressures: dict[str, Pressure] = {}  # what is stated of the air, by id
        self.air = (
            0  # position of the newest entry that changed what is known of the air; 0 for none since the founding
        )
        self.unsettled: dict[
            str, Extent
        ] = {}  # where bands may not follow it yet: by the id of the pressure, or CHARTER
        self.ledgers: dict[str, Ledger] = {}  # who gave way, by the two parties
        self.register = Register()  # of places on the ground
        self.untold: list[
            Untold
        ] = []  # changes of the rules of release that subscribers are not told of yet, oldest first
        self.granted_us: dict[str, int] = {}  # flights with grants in time -> as of when their subscribers were told
        self.movements: dict[str, Movement] = {}  # by id
        self.watch = WatchBook()  # who is on watch, notes, sheets, drills
        self.book = NoticeBook()  # notices, calls and accounts
        # Derived from the above.
        self.intent_grid = Grid()
        self.constraint_grid = Grid()
        self.subscription_grid = Grid()
        self.intent_ends = Calendar()
        self.constraint_ends = Calendar()
        self.zone_rolls = Calendar()  # of standing zones: when they get a new OVN at F3548
        self.airborne_ends = Calendar()  # of flights that are in the air, as far as anybody said
        self.subscription_ends = Calendar()
        self.dependents: dict[str, dict[str, None]] = {}  # subscription -> intents that name it
        self.volumes_of: dict[str, int] = {}  # party -> volumes in the room
        self.subscriptions_of: dict[str, dict[str, None]] = {}  # party -> its subscriptions
        self.texts: dict[
            int, int
        ] = {}  # positions whose erasable part says something of what is here -> how many items
        self.intents_of: dict[str, dict[str, None]] = {}  # party -> its intents
        self.awaiting: dict[
            str, dict[str, None]
        ] = {}  # intent of an outside USS -> agreements that wait for its change
        self.ledger_ends = Calendar()  # of ledgers with entries: the time of the oldest
        self.grant_turns = Calendar()  # of flights with grants in time: when the next begins or ends
        self.movements_of: dict[str, int] = {}  # party -> its movements
        self.movement_ends = Calendar()  # when movements were last spoken of, or are over by their times
        self.library_of: dict[str, int] = {}  # party -> its entries of the library
        self.shelves: dict[str, list[str]] = {}  # party -> ids that it alone sees, sorted; "" -> those that all see

    def intents_near(self, volumes: tuple[Volume | Extent, ...]) -> list[Intent]:
        """Return the intents of which anybody may see something that may touch any of some volumes, by id."""
        return [self.intents[i] for i in _near(self.intent_grid.near, volumes)]

    def constraints_near(self, volumes: tuple[Volume | Extent, ...]) -> list[Constraint]:
        """Return the constraints that may touch any of some volumes, by id."""
        return [self.constraints[i] for i in _near(self.constraint_grid.near, volumes)]

    def subscriptions_near(self, volumes: tuple[Volume | Extent, ...], now_us: int) -> list[Subscription]:
        """Return the live subscriptions that cover any of some volumes in place and time, whatever the height, by id.

        Heights do not count: a subscriber below is told too (behaviour of the InterUSS reference service).
        """
        near = _near(self.subscription_grid.near_at_any_height, volumes)
        return [s for i in near if (s := self.subscriptions[i]).extent.time_us.hi >= now_us]

    def live_subscription(self, subscription_id: str, now_us: int) -> Subscription | None:
        """Return a subscription that has not run out, whether or not its expiry was ordered yet."""
        found = self.subscriptions.get(subscription_id)
        return found if found is not None and found.extent.time_us.hi >= now_us else None

    def remembered(self, party: str, key: str, now_us: int) -> RememberedRequest | None:
        """Return what a party asked under an idempotency key in the last 24 h. Older ones may still be in `requests`."""
        of_party = self.requests.get(party)
        found = of_party.get(key) if of_party is not None else None
        return found if found is not None and found.time_us > now_us - REMEMBER_REQUESTS_US else None

    def rules(self) -> ReleaseRules:
        """Return the rules of release of a room as they stand."""
        assert self.charter is not None, "a plain DSS has no rules of release"
        return rules_of(self.charter, self.presets, self.parties)

    def as_of(self, rules: ReleaseRules, time_us: int) -> "State":
        """Return this state as it would be seen under other rules of release and at another time.

        It shares all with this one: to be read at once, before the next entry.
        """
        assert self.charter is not None, "a plain DSS has no rules of release"
        other = State.__new__(State)
        other.__dict__.update(self.__dict__)
        other.time_us, other.presets, other.parties = time_us, rules.presets, rules.parties
        other.charter = msgspec.structs.replace(
            self.charter,
            default_manned=rules.default_manned,
            default_unmanned=rules.default_unmanned,
            default_zone=rules.default_zone,
            floor_mm=rules.floor_mm,
        )
        return other

    def is_down(self, uss: str) -> bool:
        """Return whether an arbiter declared a USS down."""
        said = self.availabilities.get(uss)
        return said is not None and said.state is AvailabilityState.DOWN


def evolve(state: State, entry: Entry, decision: Decision) -> None:
    """Write what was decided.

    A refusal moves position, time and the chain of decisions. It is remembered under its idempotency key, and where the
    entry brought an erasable part, so is its place; nothing else changes.
    """
    assert entry.position == state.position + 1, f"log jumps from {state.position} to {entry.position}"
    assert entry.time_us >= state.time_us, f"entry {entry.position} is older than the one before it"
    state.position = entry.position
    state.time_us = entry.time_us
    state.decisions_sha256 = hashlib.sha256(state.decisions_sha256 + encode(decision)).digest()
    if type(entry.command) in _WITH_TEXTS:  # refused or repeated, its bytes are in the log all the same
        state.erasable[entry.position] = entry.time_us
    if entry.request is not None and not answered_by_key(decision) and not _lost_a_race(entry, decision):
        _remember_request(state, entry, entry.request)
    if isinstance(decision, PresetsSet | PartyPut | ProposalOpen | ProposalsClosed):
        before = state.rules()
        _apply(state, decision)
        _remember_rules(state, before)
    elif not isinstance(decision, Refused):
        _apply(state, decision)
    if _is_act(entry, decision):
        state.watch.prove(entry.actor.by, entry.time_us)


def _apply(state: State, change: Change) -> None:
    match change:
        case IntentPut(intent, made, dropped, notified, confirmed, agreed):
            for agreement in agreed:
                _put_agreement(state, agreement)
            state.pending.pop(confirmed, None)
            _drop_intent(state, intent.id)
            if made is not None:
                _put_subscription(state, made)
            _put_intent(state, intent)
            _finish_notification(state, dropped, notified)
        case IntentGone(intent, dropped, notified, agreed):
            for agreement in agreed:
                _put_agreement(state, agreement)
            _drop_intent(state, intent.id)
            _finish_notification(state, dropped, notified)
        case ConstraintPut(constraint, notified):
            _drop_constraint(state, constraint.id)
            _put_constraint(state, constraint)
            _finish_notification(state, "", notified)
        case ConstraintGone(constraint, notified):
            _drop_constraint(state, constraint.id)
            _finish_notification(state, "", notified)
        case ZoneRolled(constraint, notified):
            _roll_zone(state, constraint)
            _finish_notification(state, "", notified)
        case SubscriptionPut(subscription):
            _put_subscription(state, subscription)
        case SubscriptionGone(subscription):
            _drop_subscription(state, subscription.id)
        case AvailabilitySet(availability):
            state.availabilities[availability.uss] = availability
        case Expired(intents, constraints, subscriptions):
            for item_id in intents:
                _drop_intent(state, item_id)
            for item_id in constraints:
                _drop_constraint(state, item_id)
            for item_id in subscriptions:
                _drop_subscription(state, item_id)
        case ErasureOrdered(position):
            del state.erasable[position]
        case RoomFounded(charter, first):
            state.charter = charter
            _put_party(state, first)
        case DelegatePut(delegate):
            _put_delegate(state, delegate)
        case DelegateGone(delegate):
            _refer(state, state.delegates.pop(delegate.id).texts, -1)
            state.watch.drop_person(delegate.id, delegate.party, state.time_us)
        case PartyPut(party):
            _put_party(state, party)
        case ProposalOpen(proposal, party):
            _put_proposal(state, proposal)
            if party is not None:
                _put_party(state, party)
        case ProposalsClosed(closed):
            for each in closed:
                was_open = state.proposals.pop(each.proposal.id, None)  # None: carried as soon as it was made
                if was_open is not None:
                    _refer(state, was_open.texts, -1)
                if each.party is not None and not each.party.was_in and each.party.state is PartyState.LEFT:
                    _drop_party(state, each.party.code)
                elif each.party is not None:
                    if each.proposal.matter is Matter.ADMIT and each.outcome == "carried":
                        _drop_delegates(state, each.party.code)
                    _put_party(state, each.party)
                if each.charter is not None:
                    _put_charter(state, each.charter)
        case ReleasePending(pending, is_over):
            if is_over:
                state.pending.pop(pending.id, None)
            else:
                state.pending[pending.id] = pending
        case PresetsSet(party, presets, confirmed):
            state.pending.pop(confirmed, None)
            state.presets[party] = presets
        case Overran(intents, notified):
            _change_intents(state, intents, notified)
        case AgreementPut(agreement, countered):
            _put_agreement(state, agreement)
            if countered is not None:
                _put_agreement(state, countered)
        case Agreed(agreement, intents, notified, gave):
            _put_agreement(state, agreement)
            _change_intents(state, intents, notified)
            if gave:
                _put_ledger(state, added(state.ledgers[key_of(agreement.by, agreement.to)], gave))
        case LedgerPut(ledger):
            _put_ledger(state, ledger)
        case LedgersTrimmed(ledgers):
            for ledger in ledgers:
                _put_ledger(state, ledger)
        case AgreementsForgotten(lapsed, gone):
            for agreement in lapsed:
                _put_agreement(state, agreement)
            for agreement_id in gone:
                _refer(state, state.agreements.pop(agreement_id).texts, -1)
        case LibraryPut(entry):
            _drop_place(state, entry.id)
            _put_place(state, entry)
        case LibraryGone(entry):
            _drop_place(state, entry.id)
        case PressurePut(pressure, unsettled, gone):
            for pressure_id in gone:
                _drop_pressure(state, pressure_id)
            _drop_pressure(state, pressure.id)
            state.pressures[pressure.id] = pressure
            _refer(state, pressure.texts, +1)
            state.unsettled[pressure.id] = unsettled
            state.air = state.position
        case PressureGone(pressure, unsettled):
            _drop_pressure(state, pressure.id)
            state.unsettled[pressure.id] = unsettled
            state.air = state.position
        case BandsDerived(intents, constraints, agreements, settled, notified):
            for constraint in constraints:
                _drop_constraint(state, constraint.id)
                _put_constraint(state, constraint)
            for agreement in agreements:
                _put_agreement(state, agreement)
            for pressure_id in settled:
                state.unsettled.pop(pressure_id, None)
            _change_intents(state, intents, notified)
        case (
            ReportPut()
            | ReportErased()
            | SitePresetsSet()
            | Tied()
            | SitesAsked()
            | SitePending()
            | SitesForgotten()
            | RechecksTold()
        ):
            apply(state.register, change, partial(_refer, state))
            if isinstance(change, ReportErased):
                for position in change.positions:
                    del state.erasable[position]
        case ReleasesTold(walk, flights, _, left, notified):
            if walk and left is None:
                del state.untold[0]
            elif walk and left is not None:
                state.untold[0] = msgspec.structs.replace(state.untold[0], after=left)
            else:
                for flight_id in flights:
                    _told_of_grants(state, state.intents[flight_id], state.time_us)
            _finish_notification(state, "", notified)
        case MovementPut(movement):
            _drop_movement(state, movement.id)
            _put_movement(state, movement)
        case MovementsForgotten(ids):
            for movement_id in ids:
                _drop_movement(state, movement_id)
        case NoticePut() | NoticesPut() | NoticesForgotten() | CallLogged() | AccountGiven():
            state.book.apply(change, lambda position, step: _refer(state, position, step))
            for notice in _notices(change):
                state.watch.heard(notice)
        case WatchPut() | Present() | NoteKept() | NoteDropped() | DrillStarted():
            state.watch.apply(change, state.time_us, partial(_refer, state))
            if isinstance(change, DrillStarted):
                state.book.put(change.notice, partial(_refer, state))
            if isinstance(change, NoteDropped) and change.position:
                del state.erasable[change.position]
        case ReportKept() | Noted() | Repeated():
            pass
        case _:
            assert_never(change)


def _notices(change: Change) -> tuple[Notice, ...]:
    match change:
        case NoticePut(notice):
            return (notice,)
        case NoticesPut(notices):
            return notices
        case _:
            return ()


def _is_act(entry: Entry, decision: Decision) -> bool:
    """Return whether somebody did something: not where a client asks again, or says by itself what it shows."""
    command = entry.command
    is_by_itself = isinstance(command, MarkNotice) and command.private.kind is not StepKind.READ
    return not is_by_itself and not isinstance(decision, Repeated)


def _finish_notification(state: State, dropped: str, notified: tuple[str, ...]) -> None:
    if dropped:
        _drop_subscription(state, dropped)
    for subscription_id in notified:
        old = state.subscriptions[subscription_id]
        new = msgspec.structs.replace(old, notification_index=old.notification_index + 1)
        state.subscriptions[subscription_id] = new


def _put_intent(state: State, intent: Intent) -> None:
    state.intents[intent.id] = intent
    state.intents_of.setdefault(intent.manager, {})[intent.id] = None
    state.intent_grid.add(intent.id, intent.reach)
    state.intent_ends.add(intent.id, intent.last_us)
    state.volumes_of[intent.manager] = state.volumes_of.get(intent.manager, 0) + len(intent.volumes)
    if intent.subscription:
        state.dependents.setdefault(intent.subscription, {})[intent.id] = None
    if intent.flight is not None:
        _told_of_grants(state, intent, state.time_us)
        _refer(state, intent.flight.texts, +1)
        if intent.state is not IntentState.ACCEPTED:
            state.airborne_ends.add(intent.id, intent.time_us.hi)


def _drop_intent(state: State, intent_id: str) -> None:
    old = state.intents.pop(intent_id, None)
    if old is None:
        return
    own = state.intents_of[old.manager]
    del own[old.id]
    if not own:
        del state.intents_of[old.manager]
    state.intent_grid.remove(old.id, old.reach)
    state.intent_ends.remove(old.id, old.last_us)
    _count_down(state, old.manager, len(old.volumes))
    if old.subscription:
        dependents = state.dependents[old.subscription]
        del dependents[old.id]
        if not dependents:
            del state.dependents[old.subscription]
    if old.flight is not None:
        _forget_grants(state, old)
        _refer(state, old.flight.texts, -1)
        if old.state is not IntentState.ACCEPTED:
            state.airborne_ends.remove(old.id, old.time_us.hi)


def _told_of_grants(state: State, intent: Intent, time_us: int) -> None:
    """Note that subscribers know what a flight's grants release to them at a time."""
    _forget_grants(state, intent)
    if to_come := _turns(intent, time_us):
        state.granted_us[intent.id] = time_us
        state.grant_turns.add(intent.id, min(to_come))


def _forget_grants(state: State, intent: Intent) -> None:
    told_us = state.granted_us.pop(intent.id, None)
    if told_us is not None:
        state.grant_turns.remove(intent.id, min(_turns(intent, told_us)))


def _turns(intent: Intent, after_us: int) -> list[int]:
    return turns(intent.flight.grants, intent.time_us.lo, after_us) if intent.flight is not None else []


def _remember_rules(state: State, before: ReleaseRules) -> None:
    """Note under which rules subscribers were last told, if they are others now. More than a few are told as one."""
    if state.subscriptions and len(state.untold) < UNTOLD_CHANGES and not before.releases_as(state.rules()):
        state.untold.append(Untold(state.position, before))


def _put_party(state: State, party: Party) -> None:
    old = state.parties.get(party.code)
    if old is not None:
        _refer(state, old.texts, -1)
    state.parties[party.code] = party
    _refer(state, party.texts, +1)
    if party.state is PartyState.LEFT and party.code in state.movements_of:
        for movement_id in [each.id for each in state.movements.values() if each.party == party.code]:
            _drop_movement(state, movement_id)
    if party.state is PartyState.LEFT and party.code in state.library_of:  # nobody could change or drop them any more
        for entry_id in [each.id for each in state.library.values() if each.owner == party.code]:
            _drop_place(state, entry_id)
    if party.state is PartyState.LEFT and party.code in state.register.reports_of:
        drop_party(state.register, party.code, partial(_refer, state))
    if party.state is PartyState.LEFT:
        state.watch.drop_party(party.code, partial(_refer, state))
    if party.state is PartyState.LEFT:  # should it come back, it is asked anew
        for ledger in [each for each in state.ledgers.values() if party.code in each.wishes]:
            _put_ledger(state, wished(ledger, party.code, False, state.time_us))


def _put_ledger(state: State, ledger: Ledger) -> None:
    old = state.ledgers.pop(ledger.key, None)
    if old is not None and old.entries:
        state.ledger_ends.remove(ledger.key, old.entries[0].time_us)
    if not ledger.is_over:
        state.ledgers[ledger.key] = ledger
        if ledger.entries:
            state.ledger_ends.add(ledger.key, ledger.entries[0].time_us)


def _put_movement(state: State, movement: Movement) -> None:
    state.movements[movement.id] = movement
    state.movements_of[movement.party] = state.movements_of.get(movement.party, 0) + 1
    state.movement_ends.add(movement.id, movement.last_us)
    _refer(state, movement.texts, +1)


def _drop_movement(state: State, movement_id: str) -> None:
    old = state.movements.pop(movement_id, None)
    if old is None:
        return
    state.movements_of[old.party] -= 1
    if not state.movements_of[old.party]:
        del state.movements_of[old.party]
    state.movement_ends.remove(movement_id, old.last_us)
    _refer(state, old.texts, -1)


def _put_place(state: State, entry: LibraryEntry) -> None:
    state.library[entry.id] = entry
    state.library_of[entry.owner] = state.library_of.get(entry.owner, 0) + 1
    insort(state.shelves.setdefault(_shelf(entry), []), entry.id)
    _refer(state, entry.texts, +1)


def _drop_place(state: State, entry_id: str) -> None:
    old = state.library.pop(entry_id, None)
    if old is None:
        return
    state.library_of[old.owner] -= 1
    if not state.library_of[old.owner]:
        del state.library_of[old.owner]
    shelf = state.shelves[_shelf(old)]
    del shelf[bisect_left(shelf, old.id)]
    if not shelf:
        del state.shelves[_shelf(old)]
    _refer(state, old.texts, -1)


def _shelf(entry: LibraryEntry) -> str:
    return "" if entry.for_all else entry.owner


def _drop_party(state: State, code: str) -> None:
    """Forget a party that never was a member."""
    old = state.parties.pop(code, None)  # None: declined as soon as it was proposed
    if old is not None:
        _refer(state, old.texts, -1)


def _put_delegate(state: State, delegate: Delegate) -> None:
    old = state.delegates.get(delegate.id)
    if old is not None:
        _refer(state, old.texts, -1)
    state.delegates[delegate.id] = delegate
    _refer(state, delegate.texts, +1)
    if delegate.is_machine or delegate.role < Role.OFFICER:
        state.watch.drop_person(delegate.id, delegate.party, state.time_us)


def _drop_delegates(state: State, code: str) -> None:
    """Forget who acted for a party before it left. Until it comes back they may land what it has in the air, and no more."""
    for delegate in [each for each in state.delegates.values() if each.party == code]:
        _refer(state, state.delegates.pop(delegate.id).texts, -1)


def _change_intents(state: State, intents: tuple[Intent, ...], notified: tuple[str, ...]) -> None:
    for intent in intents:
        _drop_intent(state, intent.id)
        _put_intent(state, intent)
    _finish_notification(state, "", notified)


def _put_agreement(state: State, agreement: Agreement) -> None:
    old = state.agreements.get(agreement.id)
    if old is None:
        _refer(state, agreement.texts, +1)
    elif old.state is AgreementState.AWAITING:
        waiting = state.awaiting[old.theirs]
        del waiting[old.id]
        if not waiting:
            del state.awaiting[old.theirs]
    if agreement.state is AgreementState.AWAITING:
        state.awaiting.setdefault(agreement.theirs, {})[agreement.id] = None
    state.agreements[agreement.id] = agreement


def _put_charter(state: State, charter: Charter) -> None:
    old = state.charter
    if old is not None and (old.qnh_pa, old.isa_deviation_mk) != (charter.qnh_pa, charter.isa_deviation_mk):
        state.unsettled[CHARTER] = EVERYWHERE
        state.air = state.position
    state.charter = charter


def _drop_pressure(state: State, pressure_id: str) -> None:
    old = state.pressures.pop(pressure_id, None)
    if old is not None:
        _refer(state, old.texts, -1)


def _put_proposal(state: State, proposal: Proposal) -> None:
    if proposal.id not in state.proposals:
        _refer(state, proposal.texts, +1)
    state.proposals[proposal.id] = proposal


def _refer(state: State, position: int, step: int) -> None:
    """Count how many items an entry's erasable part says something of."""
    if position:
        left = state.texts.get(position, 0) + step
        if left:
            state.texts[position] = left
        else:
            del state.texts[position]


def _put_constraint(state: State, constraint: Constraint) -> None:
    state.constraints[constraint.id] = constraint
    state.constraint_grid.add(constraint.id, constraint.volumes)
    state.constraint_ends.add(constraint.id, constraint.time_us.hi)
    state.volumes_of[constraint.manager] = state.volumes_of.get(constraint.manager, 0) + len(constraint.volumes)
    if constraint.zone is not None:
        _refer(state, constraint.zone.texts, +1)
    if (rolls_at_us := constraint.rolls_at_us) is not None:
        state.zone_rolls.add(constraint.id, rolls_at_us)


def _drop_constraint(state: State, constraint_id: str) -> None:
    old = state.constraints.pop(constraint_id, None)
    if old is None:
        return
    state.constraint_grid.remove(old.id, old.volumes)
    state.constraint_ends.remove(old.id, old.time_us.hi)
    if old.zone is not None:
        _refer(state, old.zone.texts, -1)
    if (rolls_at_us := old.rolls_at_us) is not None:
        state.zone_rolls.remove(old.id, rolls_at_us)
    _count_down(state, old.manager, len(old.volumes))


def _roll_zone(state: State, constraint: Constraint) -> None:
    """Put a zone in place of itself: all but how F3548 knows it is as it was, and need not be looked up anew."""
    before, after = state.constraints[constraint.id].rolls_at_us, constraint.rolls_at_us
    state.constraints[constraint.id] = constraint
    if before is not None:
        state.zone_rolls.remove(constraint.id, before)
    if after is not None:
        state.zone_rolls.add(constraint.id, after)


def _put_subscription(state: State, subscription: Subscription) -> None:
    _drop_subscription(state, subscription.id)
    state.subscriptions[subscription.id] = subscription
    state.subscription_grid.add(subscription.id, (subscription.extent,))
    state.subscription_ends.add(subscription.id, subscription.extent.time_us.hi)
    state.subscriptions_of.setdefault(subscription.manager, {})[subscription.id] = None


def _drop_subscription(state: State, subscription_id: str) -> None:
    old = state.subscriptions.pop(subscription_id, None)
    if old is None:
        return
    state.subscription_grid.remove(old.id, (old.extent,))
    state.subscription_ends.remove(old.id, old.extent.time_us.hi)
    own = state.subscriptions_of[old.manager]
    del own[old.id]
    if not own:
        del state.subscriptions_of[old.manager]


def _count_down(state: State, party: str, volumes: int) -> None:
    state.volumes_of[party] -= volumes
    if not state.volumes_of[party]:
        del state.volumes_of[party]


def answered_by_key(decision: Decision) -> bool:
    """Return whether the idempotency key alone made this answer: then what was asked first stays remembered under it."""
    match decision:
        case Repeated() | KeyReused():
            return True
        case TooManyItems(what):
            return what == REQUEST_KEYS
        case _:
            return False


def _lost_a_race(entry: Entry, decision: Decision) -> bool:
    """Return whether another was first, or the air changed, so that whoever asked looks again and asks under the same key."""
    if decision in _OF_THE_AIR:
        return True
    if isinstance(entry.command, PutFlight | RecordAgreement):
        return isinstance(decision, UnseenItems)
    return isinstance(entry.command, AcceptAgreement) and (
        isinstance(decision, UnseenItems) or decision == RoomConflict("agreement not free", "")
    )


def _remember_request(state: State, entry: Entry, request: RequestKey) -> None:
    remembered = state.requests.setdefault(entry.actor.party, OrderedDict())
    for _ in range(FORGOTTEN_AT_ONCE):
        if not remembered or next(iter(remembered.values())).time_us > entry.time_us - REMEMBER_REQUESTS_US:
            break
        remembered.popitem(last=False)
    old = remembered.get(request.key)
    if old is not None and old.time_us <= entry.time_us - REMEMBER_REQUESTS_US:
        del remembered[request.key]  # forgotten, though not among the oldest that were cleared just now
    assert request.key not in remembered, "a key of the last 24 h is answered, not asked anew"
    remembered[request.key] = RememberedRequest(request.body_sha256, entry.position, entry.time_us)


def _near(query: Callable[[Any], dict[str, None]], volumes: tuple[Volume | Extent, ...]) -> list[str]:
    if len(volumes) == 1:
        return sorted(query(volumes[0]))
    found: dict[str, None] = {}
    for volume in volumes:
        found.update(query(volume))
    return sorted(found)


class Snapshot(Struct, frozen=True, gc=False):
    """The state as data: lists in the order of their ids, so that equal states give equal bytes."""

    rules: int
    position: int
    time_us: int
    decisions_sha256: bytes
    intents: list[Intent]
    constraints: list[Constraint]
    subscriptions: list[Subscription]
    availabilities: list[Availability]
    requests: list[tuple[str, list[tuple[str, RememberedRequest]]]]
    erasable: list[tuple[int, int]]
    charter: Charter | None
    parties: list[Party]
    delegates: list[Delegate]
    proposals: list[Proposal]
    presets: list[tuple[str, tuple[Preset, ...]]]
    agreements: list[Agreement]
    pending: list[PendingRelease]
    library: list[LibraryEntry]
    pressures: list[Pressure]
    air: int
    unsettled: list[tuple[str, Extent]]
    ledgers: list[Ledger]
    register: SavedRegister
    untold: list[Untold]
    granted: list[tuple[str, int]]
    notices: list[Notice]
    calls: list[Call]
    watch: SavedWatches
    movements: list[Movement]
    accounts: list[Account]


_snapshot_decoder: Final = msgspec.msgpack.Decoder(Snapshot)


def snapshot(state: State) -> bytes:
    """Return the state as bytes (MessagePack of `Snapshot`)."""
    return encode(
        Snapshot(
            RULES,
            state.position,
            state.time_us,
            state.decisions_sha256,
            [state.intents[i] for i in sorted(state.intents)],
            [state.constraints[i] for i in sorted(state.constraints)],
            [state.subscriptions[i] for i in sorted(state.subscriptions)],
            [state.availabilities[i] for i in sorted(state.availabilities)],
            [(party, list(state.requests[party].items())) for party in sorted(state.requests)],
            sorted(state.erasable.items()),
            state.charter,
            [state.parties[i] for i in sorted(state.parties)],
            [state.delegates[i] for i in sorted(state.delegates)],
            list(state.proposals.values()),
            sorted(state.presets.items()),
            list(state.agreements.values()),
            list(state.pending.values()),
            [state.library[i] for i in sorted(state.library)],
            [state.pressures[i] for i in sorted(state.pressures)],
            state.air,
            sorted(state.unsettled.items()),
            [state.ledgers[i] for i in sorted(state.ledgers)],
            state.register.save(),
            state.untold,
            sorted(state.granted_us.items()),
            list(state.book.notices.values()),
            list(state.book.calls.values()),
            state.watch.save(),
            [state.movements[i] for i in sorted(state.movements)],
            list(state.book.accounts.values()),
        )
    )


def from_snapshot(data: bytes) -> State | None:
    """Return the state of a snapshot, or None if other rules wrote it: then the log must be replayed."""
    try:
        saved = _snapshot_decoder.decode(data)
    except msgspec.ValidationError:
        return None
    if saved.rules != RULES:
        return None
    state = State()
    state.position, state.time_us, state.decisions_sha256 = saved.position, saved.time_us, saved.decisions_sha256
    for subscription in saved.subscriptions:
        _put_subscription(state, subscription)
    for intent in saved.intents:
        _put_intent(state, intent)
    for constraint in saved.constraints:
        _put_constraint(state, constraint)
    for availability in saved.availabilities:
        state.availabilities[availability.uss] = availability
    for party, remembered in saved.requests:
        state.requests[party] = OrderedDict(remembered)
    state.erasable = dict(saved.erasable)
    state.charter = saved.charter
    for party in saved.parties:
        _put_party(state, party)
    for delegate in saved.delegates:
        _put_delegate(state, delegate)
    for proposal in saved.proposals:
        _put_proposal(state, proposal)
    state.presets = dict(saved.presets)
    state.pending = {pending.id: pending for pending in saved.pending}
    for agreement in saved.agreements:
        _put_agreement(state, agreement)
    for place in saved.library:
        _put_place(state, place)
    for pressure in saved.pressures:
        state.pressures[pressure.id] = pressure
        _refer(state, pressure.texts, +1)
    state.air, state.unsettled = saved.air, dict(saved.unsettled)
    for ledger in saved.ledgers:
        _put_ledger(state, ledger)
    restore(state.register, saved.register, partial(_refer, state))
    state.untold = list(saved.untold)
    for intent_id, told_us in saved.granted:
        _told_of_grants(state, state.intents[intent_id], told_us)
    for movement in saved.movements:
        _put_movement(state, movement)
    for notice in saved.notices:
        state.book.put(notice, lambda position, step: _refer(state, position, step))
    for call in saved.calls:
        state.book.put_call(call, lambda position, step: _refer(state, position, step))
    state.watch.restore(saved.watch, partial(_refer, state))
    for account in saved.accounts:
        state.book.put_account(account, lambda position, step: _refer(state, position, step))
    return state


def digest(state: State) -> str:
    """Return the SHA-256 of the state and of every decision that led to it, in hex."""
    return hashlib.sha256(snapshot(state)).hexdigest()
