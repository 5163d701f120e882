"""What is put into the state and taken out of it, with all that is derived from it. For `evolve` and `from_snapshot` alone."""

from bisect import bisect_left, insort
from functools import partial

from tansiq.core.ledger import Ledger, wished
from tansiq.core.library import LibraryEntry
from tansiq.core.model import (
    Constraint,
    Intent,
    IntentState,
    Subscription,
)
from tansiq.core.movements import Movement
from tansiq.core.register import drop_party
from tansiq.core.room import (
    Agreement,
    AgreementState,
    Charter,
    Delegate,
    Party,
    PartyState,
    Proposal,
    Role,
)
from tansiq.core.rules import turns
from tansiq.core.state import CHARTER, EVERYWHERE, State


def put_intent(state: State, intent: Intent) -> None:
    state.intents[intent.id] = intent
    state.intents_of.setdefault(intent.manager, {})[intent.id] = None
    state.intent_grid.add(intent.id, intent.reach)
    state.intent_ends.add(intent.id, intent.last_us)
    state.volumes_of[intent.manager] = state.volumes_of.get(intent.manager, 0) + len(intent.volumes)
    if intent.subscription:
        state.dependents.setdefault(intent.subscription, {})[intent.id] = None
    if intent.flight is not None:
        told_of_grants(state, intent, state.time_us)
        refer(state, intent.flight.texts, +1)
        if callsign := intent.flight.identity.callsign:
            state.callsigns.add(intent.id, callsign)
        if intent.state is not IntentState.ACCEPTED:
            state.airborne_ends.add(intent.id, intent.time_us.hi)


def drop_intent(state: State, intent_id: str) -> None:
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
        refer(state, old.flight.texts, -1)
        if callsign := old.flight.identity.callsign:
            state.callsigns.remove(old.id, callsign)
        if old.state is not IntentState.ACCEPTED:
            state.airborne_ends.remove(old.id, old.time_us.hi)


def told_of_grants(state: State, intent: Intent, time_us: int) -> None:
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


def put_party(state: State, party: Party) -> None:
    old = state.parties.get(party.code)
    if old is not None:
        refer(state, old.texts, -1)
    state.parties[party.code] = party
    refer(state, party.texts, +1)
    if party.state is PartyState.LEFT and party.code in state.movements_of:
        for movement_id in [each.id for each in state.movements.values() if each.party == party.code]:
            drop_movement(state, movement_id)
    if party.state is PartyState.LEFT and party.code in state.library_of:  # nobody could change or drop them any more
        for entry_id in [each.id for each in state.library.values() if each.owner == party.code]:
            drop_place(state, entry_id)
    if party.state is PartyState.LEFT and party.code in state.register.reports_of:
        drop_party(state.register, party.code, partial(refer, state))
    if party.state is PartyState.LEFT:
        state.watch.drop_party(party.code, partial(refer, state))
    if party.state is PartyState.LEFT:  # should it come back, it is asked anew
        for ledger in [each for each in state.ledgers.values() if party.code in each.wishes]:
            put_ledger(state, wished(ledger, party.code, False, state.time_us))


def put_ledger(state: State, ledger: Ledger) -> None:
    old = state.ledgers.pop(ledger.key, None)
    if old is not None and old.entries:
        state.ledger_ends.remove(ledger.key, old.entries[0].time_us)
    if not ledger.is_over:
        state.ledgers[ledger.key] = ledger
        if ledger.entries:
            state.ledger_ends.add(ledger.key, ledger.entries[0].time_us)


def put_movement(state: State, movement: Movement) -> None:
    state.movements[movement.id] = movement
    state.movements_of[movement.party] = state.movements_of.get(movement.party, 0) + 1
    state.movement_ends.add(movement.id, movement.last_us)
    refer(state, movement.texts, +1)


def drop_movement(state: State, movement_id: str) -> None:
    old = state.movements.pop(movement_id, None)
    if old is None:
        return
    state.movements_of[old.party] -= 1
    if not state.movements_of[old.party]:
        del state.movements_of[old.party]
    state.movement_ends.remove(movement_id, old.last_us)
    refer(state, old.texts, -1)


def put_place(state: State, entry: LibraryEntry) -> None:
    state.library[entry.id] = entry
    state.library_of[entry.owner] = state.library_of.get(entry.owner, 0) + 1
    insort(state.shelves.setdefault(_shelf(entry), []), entry.id)
    refer(state, entry.texts, +1)


def drop_place(state: State, entry_id: str) -> None:
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
    refer(state, old.texts, -1)


def _shelf(entry: LibraryEntry) -> str:
    return "" if entry.for_all else entry.owner


def forget_party(state: State, code: str) -> None:
    """Forget a party that never was a member."""
    old = state.parties.pop(code, None)  # None: declined as soon as it was proposed
    if old is not None:
        refer(state, old.texts, -1)


def put_delegate(state: State, delegate: Delegate) -> None:
    old = state.delegates.get(delegate.id)
    if old is not None:
        refer(state, old.texts, -1)
    state.delegates[delegate.id] = delegate
    refer(state, delegate.texts, +1)
    if delegate.is_machine or delegate.role < Role.OFFICER:
        state.watch.drop_person(delegate.id, delegate.party, state.time_us)


def drop_delegates(state: State, code: str) -> None:
    """Forget who acted for a party before it left. Until it comes back they may land what it has in the air, and no more."""
    for delegate in [each for each in state.delegates.values() if each.party == code]:
        refer(state, state.delegates.pop(delegate.id).texts, -1)


def put_agreement(state: State, agreement: Agreement) -> None:
    old = state.agreements.get(agreement.id)
    if old is None:
        refer(state, agreement.texts, +1)
    elif old.state is AgreementState.AWAITING:
        waiting = state.awaiting[old.theirs]
        del waiting[old.id]
        if not waiting:
            del state.awaiting[old.theirs]
    if agreement.state is AgreementState.AWAITING:
        state.awaiting.setdefault(agreement.theirs, {})[agreement.id] = None
    state.agreements[agreement.id] = agreement


def put_charter(state: State, charter: Charter) -> None:
    old = state.charter
    if old is not None and (old.qnh_pa, old.isa_deviation_mk) != (charter.qnh_pa, charter.isa_deviation_mk):
        state.unsettled[CHARTER] = EVERYWHERE
        state.air = state.position
    state.charter = charter


def drop_pressure(state: State, pressure_id: str) -> None:
    old = state.pressures.pop(pressure_id, None)
    if old is not None:
        refer(state, old.texts, -1)


def put_proposal(state: State, proposal: Proposal) -> None:
    if proposal.id not in state.proposals:
        refer(state, proposal.texts, +1)
    state.proposals[proposal.id] = proposal


def refer(state: State, position: int, step: int) -> None:
    """Count how many items an entry's erasable part says something of."""
    if position:
        left = state.texts.get(position, 0) + step
        if left:
            state.texts[position] = left
        else:
            del state.texts[position]


def put_constraint(state: State, constraint: Constraint) -> None:
    state.constraints[constraint.id] = constraint
    state.constraint_grid.add(constraint.id, constraint.volumes)
    state.constraint_ends.add(constraint.id, constraint.time_us.hi)
    state.volumes_of[constraint.manager] = state.volumes_of.get(constraint.manager, 0) + len(constraint.volumes)
    if constraint.zone is not None:
        refer(state, constraint.zone.texts, +1)
    if (rolls_at_us := constraint.rolls_at_us) is not None:
        state.zone_rolls.add(constraint.id, rolls_at_us)


def drop_constraint(state: State, constraint_id: str) -> None:
    old = state.constraints.pop(constraint_id, None)
    if old is None:
        return
    state.constraint_grid.remove(old.id, old.volumes)
    state.constraint_ends.remove(old.id, old.time_us.hi)
    if old.zone is not None:
        refer(state, old.zone.texts, -1)
    if (rolls_at_us := old.rolls_at_us) is not None:
        state.zone_rolls.remove(old.id, rolls_at_us)
    _count_down(state, old.manager, len(old.volumes))


def put_subscription(state: State, subscription: Subscription) -> None:
    drop_subscription(state, subscription.id)
    state.subscriptions[subscription.id] = subscription
    state.subscription_grid.add(subscription.id, (subscription.extent,))
    state.subscription_ends.add(subscription.id, subscription.extent.time_us.hi)
    state.subscriptions_of.setdefault(subscription.manager, {})[subscription.id] = None


def drop_subscription(state: State, subscription_id: str) -> None:
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
