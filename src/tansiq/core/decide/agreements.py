"""Two parties agree who moves: nothing moves until it is accepted, then both changes happen in one entry."""

import msgspec

from tansiq.core.changes import Agreed, AgreementPut, AgreementsForgotten
from tansiq.core.commands import AcceptAgreement, AnswerAgreement, ForgetAgreements, ProposeAgreement
from tansiq.core.decide.air import refuse_air
from tansiq.core.decide.flights import entered_us, holds, is_airborne, notified
from tansiq.core.decide.ledgers import given_way
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.entry import Entry
from tansiq.core.limits import (
    AGREEMENT_KEPT_US,
    AGREEMENT_LONGEST_US,
    AGREEMENT_OPTIONS,
    AGREEMENTS_PER_PARTY,
    OPEN_AGREEMENTS_PER_PARTY,
)
from tansiq.core.model import Intent
from tansiq.core.refusals import (
    AlreadyOver,
    NotAllowed,
    NothingDue,
    Refusal,
    Refused,
    RoomConflict,
    StaleVersion,
    TooManyItems,
    UnseenItems,
)
from tansiq.core.release import Asked, View
from tansiq.core.room import Agreement, AgreementState, Role, Shift, Side
from tansiq.core.room_commands import Moves
from tansiq.core.state import State
from tansiq.core.units import Span
from tansiq.core.volumes import Limit, Reference, Volume, window

_OPEN = (AgreementState.OPEN, AgreementState.AWAITING)


def propose_agreement(state: State, entry: Entry, command: ProposeAgreement) -> AgreementPut | Refusal:
    """Ask the owner of a flight that meets one's own to move, offer to move oneself, or both.

    The other flight is named as the asker sees it: under a stand-in's id, where it is sealed. Its owner is told who asks.
    """
    ask, own = command.private, entry.actor.party
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    ours = state.intents.get(ask.ours)
    if ours is None or ours.flight is None or ours.manager != own:
        return RoomConflict("not a flight of the room", ask.ours)
    theirs = View(state, own, entry.time_us).behind(ask.theirs, ours)
    if theirs is None or theirs.flight is None or theirs.manager == own:
        return RoomConflict("not a flight of the room", ask.theirs)
    if not 1 <= len(ask.options) <= AGREEMENT_OPTIONS or not all(map(is_change, ask.options)):
        return RoomConflict("agreement options", ask.id)
    refused = refuse_agreement(state, entry, ask.id, ask.deadline_us)
    if refused is not None:
        return refused
    countered = None
    if ask.answers:
        countered = state.agreements.get(ask.answers)
        if countered is None or countered.to != own or countered.state is not AgreementState.OPEN:
            return RoomConflict("no such agreement", ask.answers)
        if (countered.ours, countered.theirs) != (theirs.id, ours.id):
            return RoomConflict("no such agreement", ask.answers)
        countered = msgspec.structs.replace(countered, state=AgreementState.COUNTERED, closed_us=entry.time_us)
    made = Agreement(
        id=ask.id,
        by=own,
        to=theirs.manager,
        ours=ours.id,
        theirs=theirs.id,
        shown=ask.theirs,
        ours_seen=View(state, theirs.manager, entry.time_us).seen_from(ours, theirs),
        theirs_ovn=theirs.ovn,
        options=ask.options,
        made_us=entry.time_us,
        deadline_us=ask.deadline_us,
        texts=entry.position,
        answers=ask.answers,
    )
    return AgreementPut(made, countered)


def refuse_agreement(state: State, entry: Entry, agreement_id: str, deadline_us: int) -> Refusal | None:
    """Refuse a deadline that cannot be met, an id that is taken, and more than a party may have."""
    if not entry.time_us < deadline_us <= entry.time_us + AGREEMENT_LONGEST_US:
        return RoomConflict("agreement deadline", agreement_id)
    if agreement_id in state.agreements:
        return RoomConflict("agreement exists", agreement_id)
    made_here = [a for a in state.agreements.values() if a.by == entry.actor.party]
    if sum(a.state in _OPEN for a in made_here) >= OPEN_AGREEMENTS_PER_PARTY:
        return TooManyItems("open agreements", OPEN_AGREEMENTS_PER_PARTY)
    if len(made_here) >= AGREEMENTS_PER_PARTY:
        return TooManyItems("agreements of a day", AGREEMENTS_PER_PARTY)
    return None


def answer_agreement(state: State, entry: Entry, command: AnswerAgreement) -> AgreementPut | Refusal:
    """Decline what was proposed to one, or withdraw what one proposed."""
    ask = command.room
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    found = state.agreements.get(ask.id)
    if found is None or found.state not in (_OPEN if ask.state is AgreementState.WITHDRAWN else _OPEN[:1]):
        return RoomConflict("no such agreement", ask.id)
    side = found.by if ask.state is AgreementState.WITHDRAWN else found.to
    if side != entry.actor.party or ask.state not in (AgreementState.WITHDRAWN, AgreementState.DECLINED):
        return RoomConflict("no such agreement", ask.id)
    return AgreementPut(msgspec.structs.replace(found, state=ask.state, closed_us=entry.time_us), None)


def accept_agreement(state: State, entry: Entry, command: AcceptAgreement) -> Agreed | Refusal:
    """Accept one of the ways proposed. Both flights must be as they were, and the moved ones meet nobody unseen.

    The other's is as it was where who accepts sees it so: what it is not shown must not show in the answer either.
    """
    ask = command.room
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    found = state.agreements.get(ask.id)
    if found is None or found.to != entry.actor.party or found.state is not AgreementState.OPEN:
        return RoomConflict("no such agreement", ask.id)
    if found.deadline_us < entry.time_us:
        return AlreadyOver(found.deadline_us, entry.time_us)
    if state.delegates[entry.actor.by].is_machine:
        return NotAllowed("role")
    if not 0 <= ask.option < len(found.options):
        return RoomConflict("agreement options", ask.id)
    ours, theirs = state.intents.get(found.ours), state.intents.get(found.theirs)
    if theirs is None or ours is None:
        return RoomConflict("agreement changed", ask.id)
    if theirs.ovn != found.theirs_ovn:
        return StaleVersion(found.theirs, found.theirs_ovn)
    if View(state, found.to, entry.time_us).seen_from(ours, theirs) != found.ours_seen:
        return RoomConflict("agreement changed", ask.id)
    after: list[Intent] = []
    for side, old, moves in ((Side.BY, ours, command.by), (Side.TO, theirs, command.to)):
        shift = next((s for s in found.options[ask.option] if s.side is side), None)
        new = moved(state, entry, old, shift, moves)
        if isinstance(new, Refused):  # of the other's flight, which may be sealed, no more is told than that
            return new if old.manager == entry.actor.party else RoomConflict("agreement not free", "")
        if new is not None:
            after.append(new)
    done = msgspec.structs.replace(found, state=AgreementState.ACCEPTED, chosen=ask.option, closed_us=entry.time_us)
    told: dict[str, None] = {}
    for new in after:
        told.update(dict.fromkeys(notified(state, state.intents.get(new.id), new, entry.time_us)))
    gave = given_way(state, found, ask.option, entry.time_us)
    return Agreed(done, tuple(after), tuple(sorted(told)), gave)


def forgettable(state: State, now_us: int) -> tuple[str, ...]:
    """Return the ids of agreements that lapsed, and of closed ones that were kept long enough."""
    return tuple(
        a.id
        for a in state.agreements.values()
        if (a.deadline_us < now_us if a.state in _OPEN else a.closed_us < now_us - AGREEMENT_KEPT_US)
    )


def forget_agreements(state: State, entry: Entry, command: ForgetAgreements) -> AgreementsForgotten | Refusal:
    """Close what nobody answered in time; forget what was closed a day ago."""
    due = dict.fromkeys(forgettable(state, entry.time_us))
    asked = [state.agreements[i] for i in command.private.ids if i in due]
    lapsed = tuple(
        msgspec.structs.replace(a, state=AgreementState.LAPSED, closed_us=entry.time_us)
        for a in asked
        if a.state in _OPEN
    )
    gone = tuple(a.id for a in asked if a.state not in _OPEN)
    return AgreementsForgotten(lapsed, gone) if asked else NothingDue("")


def is_change(option: tuple[Shift, ...]) -> bool:
    """Return whether a way out changes one of the two flights, or each once."""
    sides = [shift.side for shift in option]
    return (
        1 <= len(option) <= 2 and len(dict.fromkeys(sides)) == len(sides) and all(s.delay_us or s.up_mm for s in option)
    )


def moved(state: State, entry: Entry, old: Intent, shift: Shift | None, moves: Moves | None) -> Intent | Refusal | None:
    """Return a flight after its shift, None where it does not move. The node brings the volumes; here they are compared."""
    if shift is None or moves is None:
        return None if shift is None and moves is None else RoomConflict("agreement options", old.id)
    assert old.flight is not None
    if is_airborne(old):
        return RoomConflict("already in the air", old.id)
    fits = len(moves.volumes) == len(old.volumes) and all(
        is_shifted(new, had, shift) for new, had in zip(moves.volumes, old.volumes, strict=True)
    )
    if not fits or len(moves.views) != len(moves.volumes) or not all(map(holds, moves.views, moves.volumes)):
        return RoomConflict("views do not fit", old.id)
    time_us = window(moves.volumes)
    if time_us.hi < entry.time_us:
        return AlreadyOver(time_us.hi, entry.time_us)
    refused = refuse_air(state, moves.air, moves.volumes)
    if refused is not None:
        return refused
    view = View(state, old.manager, entry.time_us)
    key = frozenset(moves.key)
    others = view.intents_near(moves.volumes, Asked(old.id, moves.volumes))
    unseen = tuple(other.id for other in others if other.id != old.id and other.ovn not in key)
    if unseen:
        return UnseenItems(unseen, ())
    flight = msgspec.structs.replace(
        old.flight, views=moves.views, entered_us=entered_us(old, old.flight, entry, moves.volumes)
    )
    return msgspec.structs.replace(
        old, volumes=moves.volumes, time_us=time_us, ovn=moves.ovn, version=old.version + 1, flight=flight
    )


def is_shifted(new: Volume, had: Volume, shift: Shift) -> bool:
    """Return whether a volume is another one later and higher: its limits on their own references, its band derived anew.

    A later one may be wider, as less is known of the air then.
    """
    if new.outline != had.outline or new.boxes != had.boxes or new.ground != had.ground:
        return False
    if new.time_us != Span(had.time_us.lo + shift.delay_us, had.time_us.hi + shift.delay_us):
        return False
    if not shift.up_mm:
        is_kept = new.floor == had.floor and new.ceiling == had.ceiling
        return is_kept and (new.depends_on_air or new.alt_mm == had.alt_mm)
    pairs = ((new.floor, had.floor), (new.ceiling, had.ceiling))
    if had.floor is None and had.ceiling is None:
        return new.alt_mm == Span(had.alt_mm.lo + shift.up_mm, had.alt_mm.hi + shift.up_mm)
    return all(
        a is not None and (b is None or a == (b if b.reference is Reference.UNL else _raised(b, shift.up_mm)))
        for a, b in pairs
    )


def _raised(limit: Limit, up_mm: int) -> Limit:
    return msgspec.structs.replace(limit, alt_mm=limit.alt_mm + up_mm)
