"""The rules. `decide` says what an entry changes, or why it changes nothing; it reads the state and never writes it."""

from collections.abc import Callable
from typing import Any, Final

from tansiq.core.accounts import GiveAccount
from tansiq.core.changes import Noted, Repeated
from tansiq.core.commands import (
    AcceptAgreement,
    AcceptClock,
    AnswerAgreement,
    AskExport,
    AskSites,
    BeginEpoch,
    CloseFlight,
    CloseProposals,
    Command,
    ConfirmRelease,
    ConfirmSite,
    DeleteConstraint,
    DeleteIntent,
    DeleteSubscription,
    DeriveBands,
    DescribeParty,
    DropPlace,
    EndFlight,
    EndPressure,
    EndZone,
    Erase,
    EraseReport,
    Expire,
    ForgetAgreements,
    ForgetSites,
    FoundRoom,
    GrantRole,
    KeepLedger,
    KeepPlace,
    LeaveRoom,
    MakeReport,
    Overrun,
    Propose,
    ProposeAgreement,
    PutConstraint,
    PutFlight,
    PutIntent,
    PutPressure,
    PutReport,
    PutSubscription,
    PutZone,
    RecheckReports,
    RecordAgreement,
    ReleaseReport,
    RenewReport,
    RollZone,
    SetAvailability,
    SetGrants,
    SetPartyKeys,
    SetPresets,
    SetSitePresets,
    TellReleases,
    TieReports,
    TrimLedgers,
    UnsayTie,
    Vote,
    Withdraw,
    WithdrawReport,
)
from tansiq.core.decide.accounts import give_account
from tansiq.core.decide.agreements import (
    accept_agreement,
    answer_agreement,
    forget_agreements,
    propose_agreement,
)
from tansiq.core.decide.availability import set_availability
from tansiq.core.decide.charter import close_proposals, propose, vote, withdraw
from tansiq.core.decide.constraints import delete_constraint, put_constraint
from tansiq.core.decide.drills import start_drill
from tansiq.core.decide.escalation import escalate_notices, forget_notices
from tansiq.core.decide.expiry import expire
from tansiq.core.decide.flights import close_flight, end_flight, overrun, put_flight
from tansiq.core.decide.intents import delete_intent, put_intent
from tansiq.core.decide.ledgers import keep_ledger, trim_ledgers
from tansiq.core.decide.library import drop_place, keep_place
from tansiq.core.decide.links import end_link, issue_link, open_link
from tansiq.core.decide.movements import (
    confirm_movement,
    forget_movements,
    put_movement,
    release_movement,
    tell_movement,
)
from tansiq.core.decide.notices import answer_notice, cancel_notice, log_call, mark_notice, pass_notice, send_notice
from tansiq.core.decide.parties import describe_party, found_room, grant_role, leave_room, set_party_keys
from tansiq.core.decide.pressures import derive_bands, end_pressure, put_pressure
from tansiq.core.decide.rechecks import recheck_reports
from tansiq.core.decide.recorded import record_agreement
from tansiq.core.decide.releases import confirm_release, set_grants, set_presets
from tansiq.core.decide.reports import erase, make_report
from tansiq.core.decide.sites import (
    ask_export,
    ask_sites,
    confirm_site,
    erase_report,
    forget_sites,
    put_report,
    release_report,
    renew_report,
    set_site_presets,
    tie_reports,
    unsay_tie,
    withdraw_report,
)
from tansiq.core.decide.subscriptions import delete_subscription, put_subscription
from tansiq.core.decide.telling import tell_releases
from tansiq.core.decide.watch import (
    accept_handover,
    begin_handover,
    drop_note,
    keep_note,
    leave_watch,
    prove_presence,
    take_watch,
    tick_handover,
    withdraw_handover,
)
from tansiq.core.decide.zones import end_zone, put_zone, roll_zone
from tansiq.core.entry import Entry
from tansiq.core.limits import REMEMBER_REQUESTS_US, REMEMBERED_REQUESTS_PER_PARTY
from tansiq.core.movement_commands import (
    ConfirmMovement,
    ForgetMovements,
    PutMovement,
    ReleaseMovement,
    TellMovement,
)
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
from tansiq.core.refusals import REQUEST_KEYS, KeyReused, TooManyItems
from tansiq.core.state import Decision, State
from tansiq.core.watch_commands import (
    AcceptHandover,
    BeginHandover,
    DropNote,
    KeepNote,
    LeaveWatch,
    ProvePresence,
    StartDrill,
    TakeWatch,
    TickHandover,
    WithdrawHandover,
)


def _note(_state: State, _entry: Entry, _command: Any) -> Noted:
    return Noted()


_RULES: Final[dict[type[Command], Callable[[State, Entry, Any], Decision]]] = {
    PutIntent: put_intent,
    DeleteIntent: delete_intent,
    PutConstraint: put_constraint,
    DeleteConstraint: delete_constraint,
    PutSubscription: put_subscription,
    DeleteSubscription: delete_subscription,
    SetAvailability: set_availability,
    MakeReport: make_report,
    Expire: expire,
    Erase: erase,
    AcceptClock: _note,
    BeginEpoch: _note,
    FoundRoom: found_room,
    GrantRole: grant_role,
    DescribeParty: describe_party,
    SetPartyKeys: set_party_keys,
    LeaveRoom: leave_room,
    Propose: propose,
    Vote: vote,
    Withdraw: withdraw,
    CloseProposals: close_proposals,
    SetPresets: set_presets,
    PutFlight: put_flight,
    EndFlight: end_flight,
    CloseFlight: close_flight,
    PutZone: put_zone,
    EndZone: end_zone,
    SetGrants: set_grants,
    ConfirmRelease: confirm_release,
    Overrun: overrun,
    ProposeAgreement: propose_agreement,
    AnswerAgreement: answer_agreement,
    AcceptAgreement: accept_agreement,
    ForgetAgreements: forget_agreements,
    RecordAgreement: record_agreement,
    RollZone: roll_zone,
    KeepLedger: keep_ledger,
    TrimLedgers: trim_ledgers,
    KeepPlace: keep_place,
    DropPlace: drop_place,
    PutPressure: put_pressure,
    EndPressure: end_pressure,
    DeriveBands: derive_bands,
    PutReport: put_report,
    WithdrawReport: withdraw_report,
    RenewReport: renew_report,
    EraseReport: erase_report,
    ReleaseReport: release_report,
    SetSitePresets: set_site_presets,
    TieReports: tie_reports,
    UnsayTie: unsay_tie,
    AskSites: ask_sites,
    AskExport: ask_export,
    ConfirmSite: confirm_site,
    ForgetSites: forget_sites,
    RecheckReports: recheck_reports,
    TellReleases: tell_releases,
    PutMovement: put_movement,
    TellMovement: tell_movement,
    ReleaseMovement: release_movement,
    ConfirmMovement: confirm_movement,
    ForgetMovements: forget_movements,
    SendNotice: send_notice,
    CancelNotice: cancel_notice,
    MarkNotice: mark_notice,
    PassNotice: pass_notice,
    AnswerNotice: answer_notice,
    EscalateNotices: escalate_notices,
    ForgetNotices: forget_notices,
    LogCall: log_call,
    TakeWatch: take_watch,
    ProvePresence: prove_presence,
    LeaveWatch: leave_watch,
    BeginHandover: begin_handover,
    TickHandover: tick_handover,
    AcceptHandover: accept_handover,
    WithdrawHandover: withdraw_handover,
    KeepNote: keep_note,
    DropNote: drop_note,
    StartDrill: start_drill,
    IssueLink: issue_link,
    OpenLink: open_link,
    EndLink: end_link,
    GiveAccount: give_account,
}


def decide(state: State, entry: Entry) -> Decision:
    """Say what `entry` changes, or why it changes nothing. Its time is never before the state's."""
    assert entry.time_us >= state.time_us, "time falls"
    if entry.request is not None:
        earlier = state.remembered(entry.actor.party, entry.request.key, entry.time_us)
        if earlier is not None:
            same = earlier.body_sha256 == entry.request.body_sha256
            return Repeated(earlier.position) if same else KeyReused(entry.request.key)
        remembered = state.requests.get(entry.actor.party)
        if remembered is not None and len(remembered) >= REMEMBERED_REQUESTS_PER_PARTY:
            oldest = next(iter(remembered.values()))
            if oldest.time_us > entry.time_us - REMEMBER_REQUESTS_US:
                return TooManyItems(REQUEST_KEYS, REMEMBERED_REQUESTS_PER_PARTY)
    return _RULES[type(entry.command)](state, entry, entry.command)
