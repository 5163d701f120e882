"""Constraints (ASTM F3548-21, 4.7; behaviour of the InterUSS reference service)."""

from tansiq.core.changes import ConstraintGone, ConstraintPut
from tansiq.core.commands import DeleteConstraint, PutConstraint
from tansiq.core.entry import Entry
from tansiq.core.limits import CONSTRAINT_DURATION_US, CONSTRAINT_HORIZON_US, LIVE_VOLUMES_PER_PARTY
from tansiq.core.model import Constraint
from tansiq.core.refusals import (
    AlreadyExists,
    AlreadyOver,
    LastsTooLong,
    NotYours,
    Refusal,
    StaleVersion,
    TooFarAhead,
    TooManyItems,
    Unknown,
)
from tansiq.core.state import State
from tansiq.core.units import Span
from tansiq.core.volumes import Volume, window


def put_constraint(state: State, entry: Entry, command: PutConstraint) -> ConstraintPut | Refusal:
    """Create or change a constraint. It needs no key: it is for others to heed."""
    shown, private = command.reservation, command.private
    old = state.constraints.get(shown.id)
    time_us = window(shown.volumes)
    refused = _refuse_version(old, entry, command) or _refuse_time(entry, time_us)
    if refused is not None:
        return refused
    more = len(shown.volumes) - (len(old.volumes) if old else 0)
    if more > 0 and state.volumes_of.get(entry.actor.party, 0) + more > LIVE_VOLUMES_PER_PARTY:
        return TooManyItems("volumes", LIVE_VOLUMES_PER_PARTY)
    constraint = Constraint(
        id=shown.id,
        manager=entry.actor.party,
        volumes=shown.volumes,
        uss_base_url=shown.uss_base_url,
        ovn=private.ovn,
        version=old.version + 1 if old else 1,
        time_us=time_us,
    )
    touched = constraint.volumes + old.volumes if old else constraint.volumes
    return ConstraintPut(constraint, listeners(state, touched, entry.time_us))


def delete_constraint(state: State, entry: Entry, command: DeleteConstraint) -> ConstraintGone | Refusal:
    """End a constraint."""
    ask = command.private
    old = state.constraints.get(ask.id)
    if old is None:
        return Unknown(ask.id, "delete")
    if old.manager != entry.actor.party or old.zone is not None:
        return NotYours(ask.id)
    if old.ovn != ask.replaces:
        return StaleVersion(ask.id, ask.replaces)
    return ConstraintGone(old, listeners(state, old.volumes, entry.time_us))


def _refuse_version(old: Constraint | None, entry: Entry, command: PutConstraint) -> Refusal | None:
    shown, private = command.reservation, command.private
    if old is None:
        return Unknown(shown.id, "change") if private.replaces else None
    if not private.replaces:
        return AlreadyExists(shown.id)
    if old.manager != entry.actor.party or old.zone is not None:
        return NotYours(shown.id)
    if old.ovn != private.replaces:
        return StaleVersion(shown.id, private.replaces)
    return None


def _refuse_time(entry: Entry, time_us: Span) -> Refusal | None:
    if time_us.hi < entry.time_us:
        return AlreadyOver(time_us.hi, entry.time_us)
    if time_us.lo > entry.time_us + CONSTRAINT_HORIZON_US:
        return TooFarAhead(time_us.lo, entry.time_us + CONSTRAINT_HORIZON_US)
    if time_us.hi - time_us.lo > CONSTRAINT_DURATION_US:
        return LastsTooLong(time_us.hi - time_us.lo, CONSTRAINT_DURATION_US)
    return None


def listeners(state: State, volumes: tuple[Volume, ...], now_us: int) -> tuple[str, ...]:
    """Return the ids of the subscriptions whose managers are told of a change of a constraint."""
    return tuple(s.id for s in state.subscriptions_near(volumes, now_us) if s.notify_for_constraints)
