"""What a decision changes of the state. Nothing else writes it."""

import hashlib
from collections import OrderedDict
from functools import partial
from typing import Final, assert_never

import msgspec

from tansiq.core.accounts import AccountGiven, GiveAccount
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
from tansiq.core.entry import Entry, RequestKey
from tansiq.core.ledger import added, key_of
from tansiq.core.limits import REMEMBER_REQUESTS_US, UNTOLD_CHANGES
from tansiq.core.model import (
    Constraint,
    Intent,
    RememberedRequest,
)
from tansiq.core.movement_changes import MovementPut, MovementsForgotten
from tansiq.core.movement_commands import PutMovement
from tansiq.core.notice_changes import CallLogged, NoticePut, NoticesForgotten, NoticesPut
from tansiq.core.notice_commands import AnswerNotice, IssueLink, LogCall, MarkNotice, OpenLink, PassNotice, SendNotice
from tansiq.core.notices import Notice, StepKind
from tansiq.core.placing import (
    drop_constraint,
    drop_delegates,
    drop_intent,
    drop_movement,
    drop_place,
    drop_pressure,
    drop_subscription,
    forget_party,
    put_agreement,
    put_charter,
    put_constraint,
    put_delegate,
    put_intent,
    put_ledger,
    put_movement,
    put_party,
    put_place,
    put_proposal,
    put_subscription,
    refer,
    told_of_grants,
)
from tansiq.core.refusals import REQUEST_KEYS, KeyReused, Refused, RoomConflict, TooManyItems, UnseenItems
from tansiq.core.register import apply
from tansiq.core.room import (
    Matter,
    PartyState,
)
from tansiq.core.rules import ReleaseRules, Untold
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
from tansiq.core.snapshot import encode
from tansiq.core.state import Decision, State
from tansiq.core.watch_changes import DrillStarted, NoteDropped, NoteKept, Present, WatchPut
from tansiq.core.watch_commands import KeepNote

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
    PutMovement,
)

_OF_THE_AIR: Final = (RoomConflict("pressure changed", ""), RoomConflict("pressure changing", ""))

FORGOTTEN_AT_ONCE: Final = 100  # keys cleared by one entry, so that it costs the same after a quiet night


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
                put_agreement(state, agreement)
            state.pending.pop(confirmed, None)
            drop_intent(state, intent.id)
            if made is not None:
                put_subscription(state, made)
            put_intent(state, intent)
            _finish_notification(state, dropped, notified)
        case IntentGone(intent, dropped, notified, agreed):
            for agreement in agreed:
                put_agreement(state, agreement)
            drop_intent(state, intent.id)
            _finish_notification(state, dropped, notified)
        case ConstraintPut(constraint, notified):
            drop_constraint(state, constraint.id)
            put_constraint(state, constraint)
            _finish_notification(state, "", notified)
        case ConstraintGone(constraint, notified):
            drop_constraint(state, constraint.id)
            _finish_notification(state, "", notified)
        case ZoneRolled(constraint, notified):
            _roll_zone(state, constraint)
            _finish_notification(state, "", notified)
        case SubscriptionPut(subscription):
            put_subscription(state, subscription)
        case SubscriptionGone(subscription):
            drop_subscription(state, subscription.id)
        case AvailabilitySet(availability):
            state.availabilities[availability.uss] = availability
        case Expired(intents, constraints, subscriptions):
            for item_id in intents:
                drop_intent(state, item_id)
            for item_id in constraints:
                drop_constraint(state, item_id)
            for item_id in subscriptions:
                drop_subscription(state, item_id)
        case ErasureOrdered(position):
            del state.erasable[position]
        case RoomFounded(charter, first):
            state.charter = charter
            put_party(state, first)
        case DelegatePut(delegate):
            put_delegate(state, delegate)
        case DelegateGone(delegate):
            refer(state, state.delegates.pop(delegate.id).texts, -1)
            state.watch.drop_person(delegate.id, delegate.party, state.time_us)
        case PartyPut(party):
            put_party(state, party)
        case ProposalOpen(proposal, party):
            put_proposal(state, proposal)
            if party is not None:
                put_party(state, party)
        case ProposalsClosed(closed):
            for each in closed:
                was_open = state.proposals.pop(each.proposal.id, None)  # None: carried as soon as it was made
                if was_open is not None:
                    refer(state, was_open.texts, -1)
                if each.party is not None and not each.party.was_in and each.party.state is PartyState.LEFT:
                    forget_party(state, each.party.code)
                elif each.party is not None:
                    if each.proposal.matter is Matter.ADMIT and each.outcome == "carried":
                        drop_delegates(state, each.party.code)
                    put_party(state, each.party)
                if each.charter is not None:
                    put_charter(state, each.charter)
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
            put_agreement(state, agreement)
            if countered is not None:
                put_agreement(state, countered)
        case Agreed(agreement, intents, notified, gave):
            put_agreement(state, agreement)
            _change_intents(state, intents, notified)
            if gave:
                put_ledger(state, added(state.ledgers[key_of(agreement.by, agreement.to)], gave))
        case LedgerPut(ledger):
            put_ledger(state, ledger)
        case LedgersTrimmed(ledgers):
            for ledger in ledgers:
                put_ledger(state, ledger)
        case AgreementsForgotten(lapsed, gone):
            for agreement in lapsed:
                put_agreement(state, agreement)
            for agreement_id in gone:
                refer(state, state.agreements.pop(agreement_id).texts, -1)
        case LibraryPut(entry):
            drop_place(state, entry.id)
            put_place(state, entry)
        case LibraryGone(entry):
            drop_place(state, entry.id)
        case PressurePut(pressure, unsettled, gone):
            for pressure_id in gone:
                drop_pressure(state, pressure_id)
            drop_pressure(state, pressure.id)
            state.pressures[pressure.id] = pressure
            refer(state, pressure.texts, +1)
            state.unsettled[pressure.id] = unsettled
            state.air = state.position
        case PressureGone(pressure, unsettled):
            drop_pressure(state, pressure.id)
            state.unsettled[pressure.id] = unsettled
            state.air = state.position
        case BandsDerived(intents, constraints, agreements, settled, notified):
            for constraint in constraints:
                drop_constraint(state, constraint.id)
                put_constraint(state, constraint)
            for agreement in agreements:
                put_agreement(state, agreement)
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
            apply(state.register, change, partial(refer, state))
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
                    told_of_grants(state, state.intents[flight_id], state.time_us)
            _finish_notification(state, "", notified)
        case MovementPut(movement):
            drop_movement(state, movement.id)
            put_movement(state, movement)
        case MovementsForgotten(ids):
            for movement_id in ids:
                drop_movement(state, movement_id)
        case NoticePut() | NoticesPut() | NoticesForgotten() | CallLogged() | AccountGiven():
            state.book.apply(change, lambda position, step: refer(state, position, step))
            for notice in _notices(change):
                state.watch.heard(notice)
        case WatchPut() | Present() | NoteKept() | NoteDropped() | DrillStarted():
            state.watch.apply(change, state.time_us, partial(refer, state))
            if isinstance(change, DrillStarted):
                state.book.put(change.notice, partial(refer, state))
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
        drop_subscription(state, dropped)
    for subscription_id in notified:
        old = state.subscriptions[subscription_id]
        new = msgspec.structs.replace(old, notification_index=old.notification_index + 1)
        state.subscriptions[subscription_id] = new


def _remember_rules(state: State, before: ReleaseRules) -> None:
    """Note under which rules subscribers were last told, if they are others now. More than a few are told as one."""
    if state.subscriptions and len(state.untold) < UNTOLD_CHANGES and not before.releases_as(state.rules()):
        state.untold.append(Untold(state.position, before))


def _change_intents(state: State, intents: tuple[Intent, ...], notified: tuple[str, ...]) -> None:
    for intent in intents:
        drop_intent(state, intent.id)
        put_intent(state, intent)
    _finish_notification(state, "", notified)


def _roll_zone(state: State, constraint: Constraint) -> None:
    """Put a zone in place of itself: all but how F3548 knows it is as it was, and need not be looked up anew."""
    before, after = state.constraints[constraint.id].rolls_at_us, constraint.rolls_at_us
    state.constraints[constraint.id] = constraint
    if before is not None:
        state.zone_rolls.remove(constraint.id, before)
    if after is not None:
        state.zone_rolls.add(constraint.id, after)


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
