"""Releasing more or less: of one flight, or of all items of a class. Where the charter says so, more needs a second person."""

import msgspec

from tansiq.core.changes import IntentPut, PresetsSet, ReleasePending
from tansiq.core.commands import ConfirmRelease, SetGrants, SetPresets
from tansiq.core.decide.flights import notified
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.entry import Entry
from tansiq.core.limits import GRANTS, PENDING_RELEASES_PER_PARTY, PRESETS
from tansiq.core.model import Intent
from tansiq.core.refusals import (
    NotAllowed,
    NotYours,
    Refusal,
    Refused,
    RoomConflict,
    StaleVersion,
    TooManyItems,
    Unknown,
)
from tansiq.core.release import raises_grants, raises_presets
from tansiq.core.room import Grant, ItemClass, PendingRelease, Role
from tansiq.core.state import State


def set_grants(state: State, entry: Entry, command: SetGrants) -> IntentPut | ReleasePending | Refusal:
    """Release more or less of a flight. Less holds at once; more may have to wait for a second person."""
    ask = command.private
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    old = _own_flight(state, entry, ask.id, ask.replaces)
    if isinstance(old, Refused):
        return old
    if len(ask.grants) > GRANTS:
        return RoomConflict("too many grants", ask.id)
    assert state.charter is not None
    if state.charter.second_person and raises_grants(state, old, ask.grants, _class_of(old), entry.time_us):
        return _pending(
            state,
            entry,
            PendingRelease(
                ask.ovn, entry.actor.party, entry.actor.by, entry.time_us, ask.id, ask.grants, replaces=old.ovn
            ),
        )
    return _granted(state, entry, old, ask.grants, ask.ovn)


def set_presets(state: State, entry: Entry, command: SetPresets) -> PresetsSet | ReleasePending | Refusal:
    """Say what one's items release where they say nothing themselves."""
    refused = refuse_actor(state, entry, Role.LEAD)
    if refused is not None:
        return refused
    presets, own = command.private.presets, entry.actor.party
    if len(presets) > PRESETS or len(dict.fromkeys((p.of, p.viewer) for p in presets)) != len(presets):
        return RoomConflict("too many grants", own)
    assert state.charter is not None
    if state.charter.second_person and raises_presets(state, own, presets):
        pending_id = f"presets {entry.position}"
        had = state.presets.get(own, ())
        return _pending(
            state, entry, PendingRelease(pending_id, own, entry.actor.by, entry.time_us, "", (), presets, had)
        )
    return PresetsSet(own, presets)


def confirm_release(
    state: State, entry: Entry, command: ConfirmRelease
) -> IntentPut | PresetsSet | ReleasePending | Refusal:
    """Let a release that waits take effect, as a second person of the same party; or drop it."""
    ask = command.room
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    pending = state.pending.get(ask.id)
    if pending is None or pending.party != entry.actor.party:
        return RoomConflict("no such release", ask.id)
    if not ask.is_yes:
        return ReleasePending(pending, is_over=True)
    if pending.by == entry.actor.by or state.delegates[entry.actor.by].is_machine:
        return NotAllowed("second person")
    if not pending.flight and state.presets.get(pending.party, ()) != pending.presets_before:
        return RoomConflict("release outdated", ask.id)
    if not pending.flight:
        return PresetsSet(pending.party, pending.presets, pending.id)
    old = state.intents.get(pending.flight)
    if old is None or old.flight is None or old.manager != pending.party:
        return ReleasePending(pending, is_over=True)
    if old.ovn != pending.replaces:  # what was asked for was asked of the flight as it was
        return RoomConflict("release outdated", ask.id)
    return _granted(state, entry, old, pending.grants, ask.ovn, pending.id)


def _class_of(intent: Intent) -> ItemClass:
    assert intent.flight is not None
    return intent.flight.item_class


def _pending(state: State, entry: Entry, pending: PendingRelease) -> ReleasePending | TooManyItems:
    own = sum(p.party == entry.actor.party for p in state.pending.values())
    if own >= PENDING_RELEASES_PER_PARTY:
        return TooManyItems("releases that wait", PENDING_RELEASES_PER_PARTY)
    return ReleasePending(pending)


def _own_flight(state: State, entry: Entry, flight_id: str, ovn: str) -> Intent | Refusal:
    old = state.intents.get(flight_id)
    if old is None or (old.flight is not None and old.manager != entry.actor.party):
        return Unknown(flight_id, "change")
    if old.manager != entry.actor.party:
        return NotYours(flight_id)
    if old.flight is None:
        return RoomConflict("not a flight of the room", flight_id)
    return old if old.ovn == ovn else StaleVersion(flight_id, ovn)


def _granted(
    state: State, entry: Entry, old: Intent, grants: tuple[Grant, ...], ovn: str, confirmed: str = ""
) -> IntentPut:
    assert old.flight is not None
    flight = msgspec.structs.replace(old.flight, grants=grants)
    intent = msgspec.structs.replace(old, ovn=ovn, version=old.version + 1, flight=flight)
    return IntentPut(intent, None, "", notified(state, old, intent, entry.time_us), confirmed)
