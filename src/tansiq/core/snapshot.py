"""The state as bytes, and its digest."""

import hashlib
from collections import OrderedDict
from functools import partial
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.accounts import Account
from tansiq.core.entry import RULES
from tansiq.core.ledger import Ledger
from tansiq.core.library import LibraryEntry
from tansiq.core.model import (
    Availability,
    Constraint,
    Intent,
    RememberedRequest,
    Subscription,
)
from tansiq.core.movements import Movement
from tansiq.core.notices import Call, Notice
from tansiq.core.placing import (
    put_agreement,
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
from tansiq.core.register import SavedRegister, restore
from tansiq.core.room import (
    Agreement,
    Charter,
    Delegate,
    Party,
    PendingRelease,
    Preset,
    Pressure,
    Proposal,
)
from tansiq.core.rules import Untold
from tansiq.core.state import State
from tansiq.core.volumes import Extent
from tansiq.core.watch_state import SavedWatches

encode: Final = msgspec.msgpack.Encoder().encode


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
        put_subscription(state, subscription)
    for intent in saved.intents:
        put_intent(state, intent)
    for constraint in saved.constraints:
        put_constraint(state, constraint)
    for availability in saved.availabilities:
        state.availabilities[availability.uss] = availability
    for party, remembered in saved.requests:
        state.requests[party] = OrderedDict(remembered)
    state.erasable = dict(saved.erasable)
    state.charter = saved.charter
    for party in saved.parties:
        put_party(state, party)
    for delegate in saved.delegates:
        put_delegate(state, delegate)
    for proposal in saved.proposals:
        put_proposal(state, proposal)
    state.presets = dict(saved.presets)
    state.pending = {pending.id: pending for pending in saved.pending}
    for agreement in saved.agreements:
        put_agreement(state, agreement)
    for place in saved.library:
        put_place(state, place)
    for pressure in saved.pressures:
        state.pressures[pressure.id] = pressure
        refer(state, pressure.texts, +1)
    state.air, state.unsettled = saved.air, dict(saved.unsettled)
    for ledger in saved.ledgers:
        put_ledger(state, ledger)
    restore(state.register, saved.register, partial(refer, state))
    state.untold = list(saved.untold)
    for intent_id, told_us in saved.granted:
        told_of_grants(state, state.intents[intent_id], told_us)
    for movement in saved.movements:
        put_movement(state, movement)
    for notice in saved.notices:
        state.book.put(notice, lambda position, step: refer(state, position, step))
    for call in saved.calls:
        state.book.put_call(call, lambda position, step: refer(state, position, step))
    state.watch.restore(saved.watch, partial(refer, state))
    for account in saved.accounts:
        state.book.put_account(account, lambda position, step: refer(state, position, step))
    return state


def digest(state: State) -> str:
    """Return the SHA-256 of the state and of every decision that led to it, in hex."""
    return hashlib.sha256(snapshot(state)).hexdigest()
