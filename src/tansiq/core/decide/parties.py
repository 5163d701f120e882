"""Who is in the room, and who acts for whom."""

import msgspec

from tansiq.core.changes import DelegateGone, DelegatePut, PartyPut, RoomFounded
from tansiq.core.commands import DescribeParty, FoundRoom, GrantRole, LeaveRoom, SetPartyKeys
from tansiq.core.entry import HOST, Entry
from tansiq.core.limits import DELEGATES_PER_PARTY, KEYS_PER_PARTY
from tansiq.core.refusals import NoRoom, NotAllowed, Refusal, Refused, RoomConflict, TooManyItems
from tansiq.core.room import Delegate, Party, PartyState, Role
from tansiq.core.state import State


def refuse_actor(
    state: State, entry: Entry, needed: Role, *, is_suspended_ok: bool = False, is_left_ok: bool = False
) -> Refusal | None:
    """Return why whoever asked may not act for its party in such a role; None where it may.

    is_left_ok: for what is in the air of a party that left meanwhile: its people must be able to land it.

    Asked of the state at every command, so that nobody acts on a role that was taken away since it signed in.
    """
    if state.charter is None:
        return NoRoom()
    party = state.parties.get(entry.actor.party)
    if party is None or party.state is PartyState.PROPOSED or (party.state is PartyState.LEFT and not is_left_ok):
        return NotAllowed("not a member")
    if party.state is PartyState.SUSPENDED and not is_suspended_ok:
        return NotAllowed("suspended")
    delegate = state.delegates.get(entry.actor.by)
    if delegate is None or delegate.party != party.code or delegate.role < needed:
        return NotAllowed("role")
    return None


def found_room(state: State, entry: Entry, command: FoundRoom) -> RoomFounded | Refusal:
    """Make a room of a plain DSS. The first party is in without a vote: nobody is there to cast one."""
    if entry.actor.party != HOST.party:
        return NotAllowed("host")
    if state.charter is not None:
        return RoomConflict("room exists", state.charter.name)
    ask = command.room
    first = Party(ask.first, PartyState.MEMBER, 0, entry.position, entry.time_us, was_in=True)
    return RoomFounded(ask.charter, first)


def grant_role(state: State, entry: Entry, command: GrantRole) -> DelegatePut | DelegateGone | Refusal:
    """Let somebody act for a party, or no longer."""
    ask = command.room
    if state.charter is None:
        return NoRoom()
    party = state.parties.get(ask.party)
    if party is None:
        return RoomConflict("no such party", ask.party)
    old = state.delegates.get(ask.id)
    if old is not None and old.party != ask.party:
        return NotAllowed("not yours")
    refused = _refuse_granting(state, entry, ask.party)
    if refused is not None:
        return refused
    if leads(state, ask.party) == [ask.id] and (ask.role is not Role.LEAD or ask.is_machine):
        return RoomConflict("last lead", ask.party)
    if ask.role is None:
        return DelegateGone(old) if old is not None else RoomConflict("no such delegate", ask.id)
    if old is None and sum(d.party == ask.party for d in state.delegates.values()) >= DELEGATES_PER_PARTY:
        return TooManyItems("delegates", DELEGATES_PER_PARTY)
    return DelegatePut(Delegate(ask.id, ask.party, ask.role, ask.is_machine, entry.position))


def _refuse_granting(state: State, entry: Entry, party: str) -> Refusal | None:
    """A party that was admitted just now has nobody yet: the host, or a lead of another member, lets its first lead in.

    Who did so stands in the log for all to see.
    """
    is_first = state.parties[party].state is PartyState.MEMBER and not leads(state, party)
    if entry.actor.party == HOST.party:
        return None if is_first else NotAllowed("host")
    if entry.actor.party != party and not is_first:
        return NotAllowed("not yours")
    return refuse_actor(state, entry, Role.LEAD)


def leads(state: State, party: str) -> list[str]:
    """Return the ids of the persons who lead a party, sorted. A client never leads: nobody votes by machine."""
    return sorted(
        d.id for d in state.delegates.values() if d.party == party and d.role is Role.LEAD and not d.is_machine
    )


def describe_party(state: State, entry: Entry, command: DescribeParty) -> PartyPut | Refusal:
    """Say anew what a party is called and how it is reached."""
    party = _own(state, entry, command.room.code)
    if isinstance(party, Refused):
        return party
    return PartyPut(msgspec.structs.replace(party, texts=entry.position))


def set_party_keys(state: State, entry: Entry, command: SetPartyKeys) -> PartyPut | Refusal:
    """Say with which keys a party countersigns.

    One key is one cosigner's: a cosignature does not name who made it, so a party that listed another's key could pass
    that one's cosignatures off as its own (C2SP tlog-cosignature, "Ed25519 signed message").
    """
    ask = command.room
    party = _own(state, entry, ask.code)
    if isinstance(party, Refused):
        return party
    if len(ask.keys) > KEYS_PER_PARTY:
        return TooManyItems("keys", KEYS_PER_PARTY)
    others = [other for other in state.parties.values() if other.code != ask.code]
    taken = [_material(key) for other in others for key in other.keys]
    for key in ask.keys:
        if _material(key) in taken:
            return RoomConflict("key taken", key.partition("+")[0])
    return PartyPut(msgspec.structs.replace(party, keys=ask.keys))


def _material(key: str) -> str:
    """Return the public key in "name+id+key": the same key under another name is the same key."""
    return key.split("+", 2)[-1]


def leave_room(state: State, entry: Entry, command: LeaveRoom) -> PartyPut | Refusal:
    """Leave the room."""
    party = _own(state, entry, command.room.code)
    if isinstance(party, Refused):
        return party
    return PartyPut(msgspec.structs.replace(party, state=PartyState.LEFT, since_us=entry.time_us))


def _own(state: State, entry: Entry, code: str) -> Party | Refusal:
    refused = refuse_actor(state, entry, Role.LEAD, is_suspended_ok=True)
    if refused is not None:
        return refused
    return state.parties[code] if code == entry.actor.party else NotAllowed("not yours")
