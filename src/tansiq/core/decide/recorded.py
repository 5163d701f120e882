"""What a party agreed on with somebody outside the room, by telephone or otherwise, about a flight that an outside USS manages.

Its own flight moves at once. The other is moved by its USS: until that has happened the agreement is awaited, then it is
accepted; past its deadline it lapses.
"""

import msgspec

from tansiq.core.changes import Agreed
from tansiq.core.commands import RecordAgreement
from tansiq.core.decide.agreements import is_change, is_shifted, moved, refuse_agreement
from tansiq.core.decide.flights import notified
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.entry import Entry
from tansiq.core.model import Intent
from tansiq.core.refusals import NotAllowed, Refusal, Refused, RoomConflict
from tansiq.core.room import Agreement, AgreementState, Role, Shift, Side
from tansiq.core.standing import windows
from tansiq.core.state import State
from tansiq.core.volumes import Volume


def record_agreement(state: State, entry: Entry, command: RecordAgreement) -> Agreed | Refusal:
    """Record what was agreed with the manager of a flight outside. A person does: a machine telephones nobody."""
    ask, own = command.private, entry.actor.party
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    if state.delegates[entry.actor.by].is_machine:
        return NotAllowed("role")
    ours = state.intents.get(ask.ours)
    if ours is None or ours.flight is None or ours.manager != own:
        return RoomConflict("not a flight of the room", ask.ours)
    theirs = state.intents.get(ask.theirs)
    if theirs is None or theirs.flight is not None or theirs.manager == own:
        return RoomConflict("not managed elsewhere", ask.theirs)  # alike whether it is sealed or not there at all
    if not is_change(ask.change):
        return RoomConflict("agreement options", ask.id)
    refused = refuse_agreement(state, entry, ask.id, ask.deadline_us)
    if refused is not None:
        return refused
    new = moved(state, entry, ours, _shift(ask.change, Side.BY), command.by)
    if isinstance(new, Refused):
        return new
    made = Agreement(
        id=ask.id,
        by=own,
        to=theirs.manager,
        ours=ours.id,
        theirs=theirs.id,
        shown=theirs.id,
        ours_seen="",
        theirs_ovn=theirs.ovn,
        options=(ask.change,),
        made_us=entry.time_us,
        deadline_us=ask.deadline_us,
        texts=entry.position,
        state=AgreementState.AWAITING,
        chosen=0,
    )
    if _shift(ask.change, Side.TO) is None or _is_clear(state, new or ours, theirs.volumes):
        made = msgspec.structs.replace(made, state=AgreementState.ACCEPTED, closed_us=entry.time_us)
    told = notified(state, ours, new, entry.time_us) if new is not None else ()
    return Agreed(made, (new,) if new is not None else (), told)


def settled(state: State, entry: Entry, old: Intent, volumes: tuple[Volume, ...]) -> tuple[Agreement, ...]:
    """Return the agreements that are fulfilled as a flight from outside is now where it was to be. volumes: () where it ended.

    Fulfilled is one where the two meet no more, by their boxes and the charter's clearance, or where the flight is exactly as
    much later and higher as was agreed.
    """
    done: list[Agreement] = []
    for agreement_id in state.awaiting.get(old.id, ()):
        found = state.agreements[agreement_id]
        ours, shift = state.intents.get(found.ours), _shift(found.options[0], Side.TO)
        assert shift is not None
        as_agreed = (
            old.ovn == found.theirs_ovn
            and len(volumes) == len(old.volumes)
            and all(is_shifted(new, had, shift) for new, had in zip(volumes, old.volumes, strict=True))
        )
        if as_agreed or ours is None or _is_clear(state, ours, volumes):
            done.append(msgspec.structs.replace(found, state=AgreementState.ACCEPTED, closed_us=entry.time_us))
    return tuple(done)


def _is_clear(state: State, ours: Intent, volumes: tuple[Volume, ...]) -> bool:
    assert state.charter is not None
    assert ours.flight is not None
    clearance = state.charter.clearance(
        ours.flight.is_manned, False
    )  # of a flight outside it is not known: as when booking
    return not windows(volumes, ours.volumes, clearance)


def _shift(change: tuple[Shift, ...], side: Side) -> Shift | None:
    return next((shift for shift in change if shift.side is side), None)
