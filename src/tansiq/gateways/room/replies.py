"""The answer to an entry of this door: data, the same on every node, hashed into its receipt. Words come later, per reader."""

from typing import Final

import msgspec

from tansiq.core import accounts, movement_commands, notice_commands, room_commands, site_commands, watch_commands
from tansiq.core.accounts import AccountGiven
from tansiq.core.changes import (
    Agreed,
    AgreementPut,
    ConstraintGone,
    ConstraintPut,
    DelegateGone,
    DelegatePut,
    IntentGone,
    IntentPut,
    LibraryGone,
    LibraryPut,
    PartyPut,
    PresetsSet,
    PressureGone,
    PressurePut,
    ProposalOpen,
    ProposalsClosed,
    ReleasePending,
    ReportErased,
    ReportPut,
    RoomFounded,
    SitePending,
    SitesAsked,
)
from tansiq.core.commands import KINDS, Command
from tansiq.core.movement_changes import MovementPut
from tansiq.core.notice_changes import CallLogged, NoticePut
from tansiq.core.refusals import Refusal, Refused
from tansiq.core.state import Decision
from tansiq.core.watch_changes import DrillStarted, NoteDropped, NoteKept, WatchPut
from tansiq.gateways.room import refused
from tansiq.node.reply import Reply

_SUBJECTS: Final = (room_commands, site_commands, notice_commands, watch_commands, movement_commands, accounts)
_MODULES: Final = tuple(module.__name__ for module in _SUBJECTS)
COMMANDS: Final[tuple[type[Command], ...]] = tuple(c for c in KINDS.values() if c.__module__ in _MODULES)
_encode: Final = msgspec.json.Encoder().encode


def reply(decision: Decision) -> Reply:
    """Return the answer to whoever asked for an entry of this door."""
    if isinstance(decision, Refused):
        refusal: Refusal = decision
        return Reply(refused.status_of(refusal), refused.encode(refusal))
    return Reply(200, _encode(_said(decision)))


def _said(decision: Decision) -> dict[str, object]:
    match decision:
        case IntentPut(intent):
            return {"id": intent.id, "ovn": intent.ovn, "version": intent.version, "state": intent.state}
        case IntentGone(intent):
            return {"id": intent.id, "ended": True}
        case ConstraintPut(constraint):
            return {"id": constraint.id, "ovn": constraint.ovn, "version": constraint.version}
        case ConstraintGone(constraint):
            return {"id": constraint.id, "ended": True}
        case LibraryPut(entry):
            return {"id": entry.id, "ovn": entry.ovn}
        case LibraryGone(entry):
            return {"id": entry.id, "ended": True}
        case AgreementPut(agreement) | Agreed(agreement):
            return {"id": agreement.id, "state": agreement.state}
        case ProposalOpen(proposal):
            return {"id": proposal.id, "outcome": "open"}
        case ProposalsClosed(closed):
            return {"id": closed[0].proposal.id, "outcome": closed[0].outcome}
        case DelegatePut(delegate):
            return {"id": delegate.id, "party": delegate.party, "role": delegate.role.name.lower()}
        case DelegateGone(delegate):
            return {"id": delegate.id, "party": delegate.party, "role": None}
        case PartyPut(party):
            return {"party": party.code, "state": party.state}
        case ReleasePending(pending, is_over):
            return {"id": pending.id, "waits": not is_over}
        case PresetsSet(party, presets):
            return {"party": party, "presets": len(presets)}
        case PressurePut(pressure) | PressureGone(pressure):
            return {"id": pressure.id}
        case ReportPut(report) | ReportErased(report):
            return {"id": report.id, "ovn": report.ovn}
        case SitePending(pending, is_over):
            return {"id": pending.id, "waits": not is_over and not pending.confirmed_by}
        case SitesAsked(ask):
            return {"id": ask.id}
        case NoticePut(notice, _, step):
            made = {} if step is None else {"step": step.kind, "answer": step.answer}
            return {"id": notice.id, "state": notice.state, **made}
        case MovementPut(movement):
            return {"id": movement.id, "ovn": movement.ovn}
        case CallLogged(call):
            return {"id": call.id}
        case WatchPut(watch, sheet):
            handover = watch.handover
            return {"id": sheet.id if sheet is not None else handover.id if handover is not None else ""}
        case NoteKept(note):
            return {"id": note.id}
        case NoteDropped(_, note_id):
            return {"id": note_id, "ended": True}
        case DrillStarted(notice):
            return {"id": notice.id}
        case AccountGiven(account):
            return {"id": account.id}
        case RoomFounded(charter, first):
            return {"room": charter.name, "party": first.code}
        case _:
            return {}
