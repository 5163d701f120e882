"""What the members vote on: who is in, who is out for a time, and the charter itself."""

from typing import Final

import msgspec

from tansiq.core.changes import Closed, ProposalOpen, ProposalsClosed
from tansiq.core.commands import CloseProposals, Propose, Vote, Withdraw
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.entry import Entry
from tansiq.core.limits import (
    OPEN_PROPOSALS_PER_PARTY,
    PARTIES,
    PROPOSAL_LONGEST_US,
    PROPOSAL_SHORTEST_US,
)
from tansiq.core.refusals import NotAllowed, NothingDue, Refusal, RoomConflict, TooManyItems
from tansiq.core.room import Charter, Matter, Party, PartyState, Proposal, Role
from tansiq.core.room_commands import ProposalWish
from tansiq.core.state import State

JUDGES: Final = 2
# matter -> where the party it is about stands before, and after it was carried
_STEPS = {
    Matter.SUSPEND: ((PartyState.MEMBER,), PartyState.SUSPENDED),
    Matter.REINSTATE: ((PartyState.SUSPENDED,), PartyState.MEMBER),
    Matter.EXPEL: ((PartyState.MEMBER, PartyState.SUSPENDED), PartyState.LEFT),
}


def propose(state: State, entry: Entry, command: Propose) -> ProposalOpen | ProposalsClosed | Refusal:
    """Open a proposal. Whoever proposes votes yes; where that is enough, it is carried at once."""
    ask = command.room
    refused = refuse_actor(state, entry, Role.LEAD) or _refuse_wish(state, entry, ask)
    if refused is not None:
        return refused
    own = entry.actor.party
    if state.delegates[entry.actor.by].is_machine:  # or it would vote by proposing
        return RoomConflict("not a voter", ask.id)
    proposal = Proposal(ask.id, ask.matter, ask.party, ask.charter, own, entry.time_us, ask.deadline_us, entry.position)
    if own in voters(state, proposal):
        proposal = msgspec.structs.replace(proposal, yes=(own,))
    new = None
    if ask.matter is Matter.ADMIT:
        before = state.parties.get(ask.party)
        was_in = before is not None and before.was_in
        new = Party(ask.party, PartyState.PROPOSED, _hue(state, ask.party), entry.position, entry.time_us, was_in)
    return _settled(state, entry, proposal, new or state.parties.get(ask.party)) or ProposalOpen(proposal, new)


def vote(state: State, entry: Entry, command: Vote) -> ProposalOpen | ProposalsClosed | Refusal:
    """Count a party's vote. Once no further vote can change the outcome, the proposal is closed."""
    ask, own = command.room, entry.actor.party
    refused = refuse_actor(state, entry, Role.LEAD)
    if refused is not None:
        return refused
    proposal = state.proposals.get(ask.proposal)
    if proposal is None or proposal.deadline_us < entry.time_us:
        return RoomConflict("no such proposal", ask.proposal)
    if state.delegates[entry.actor.by].is_machine or own not in voters(state, proposal):
        return RoomConflict("not a voter", ask.proposal)
    yes = [party for party in proposal.yes if party != own]
    no = [party for party in proposal.no if party != own]
    (yes if ask.is_yes else no).append(own)
    counted = msgspec.structs.replace(proposal, yes=tuple(sorted(yes)), no=tuple(sorted(no)))
    return _settled(state, entry, counted, state.parties.get(proposal.party)) or ProposalOpen(counted)


def withdraw(state: State, entry: Entry, command: Withdraw) -> ProposalsClosed | Refusal:
    """Take a proposal back."""
    refused = refuse_actor(state, entry, Role.LEAD)
    if refused is not None:
        return refused
    proposal = state.proposals.get(command.room.id)
    if proposal is None:
        return RoomConflict("no such proposal", command.room.id)
    if proposal.by != entry.actor.party:
        return NotAllowed("not yours")
    return ProposalsClosed((_closed(state, entry, proposal, "withdrawn", state.parties.get(proposal.party)),))


def closable(state: State, now_us: int) -> tuple[str, ...]:
    """Return the ids of proposals whose deadline has passed, oldest first."""
    return tuple(p.id for p in state.proposals.values() if p.deadline_us < now_us)


def close_proposals(state: State, entry: Entry, command: CloseProposals) -> ProposalsClosed | Refusal:
    """Close what is past its deadline: what had not enough votes by then has lapsed.

    What is carried only now, as others left meanwhile, changes who votes on the rest: the next such command closes that.
    """
    late = [p for i in command.room.ids if (p := state.proposals.get(i)) is not None and p.deadline_us < entry.time_us]
    if not late:
        return NothingDue("")
    closed: list[Closed] = []
    for proposal in late:
        outcome = "carried" if _is_carried(state, proposal) else "lapsed"
        closed.append(_closed(state, entry, proposal, outcome, state.parties.get(proposal.party)))
        if outcome == "carried":
            break
    return ProposalsClosed(tuple(closed))


def voters(state: State, proposal: Proposal) -> list[str]:
    """Return the codes of the parties that may vote: all members but the one it is about."""
    return sorted(
        party.code
        for party in state.parties.values()
        if party.state is PartyState.MEMBER and party.code != proposal.party
    )


def needed(state: State, proposal: Proposal) -> int:
    """Return how many yes carry a proposal, by the charter and the members of now. Nobody shuts another out alone."""
    assert state.charter is not None
    asked = state.charter.threshold(proposal.matter).needed(len(voters(state, proposal)))
    return max(asked, JUDGES) if proposal.matter in (Matter.SUSPEND, Matter.EXPEL) else asked


def _settled(state: State, entry: Entry, proposal: Proposal, party: Party | None) -> ProposalsClosed | None:
    """Return the outcome once it is certain. Votes of parties that are no voters any more do not count."""
    if _is_carried(state, proposal):
        return ProposalsClosed((_closed(state, entry, proposal, "carried", party),))
    may = frozenset(voters(state, proposal))
    if len(may) - sum(code in may for code in proposal.no) < needed(state, proposal):
        return ProposalsClosed((_closed(state, entry, proposal, "declined", party),))
    return None


def _is_carried(state: State, proposal: Proposal) -> bool:
    may = frozenset(voters(state, proposal))
    return sum(code in may for code in proposal.yes) >= needed(state, proposal)


def _closed(state: State, entry: Entry, proposal: Proposal, outcome: str, party: Party | None) -> Closed:
    after: Party | None = None
    charter: Charter | None = None
    if proposal.matter is Matter.ADMIT:
        assert party is not None
        stands = PartyState.MEMBER if outcome == "carried" else PartyState.LEFT
        was_in = party.was_in or stands is PartyState.MEMBER
        after = msgspec.structs.replace(party, state=stands, since_us=entry.time_us, was_in=was_in)
    elif outcome == "carried" and proposal.matter is Matter.AMEND:
        charter = proposal.charter
    elif outcome == "carried":
        assert party is not None
        before, stands = _STEPS[proposal.matter]
        if party.state in before:  # else it left by itself meanwhile
            after = msgspec.structs.replace(party, state=stands, since_us=entry.time_us, was_in=True)
    return Closed(proposal, outcome, after, charter)


def _refuse_wish(state: State, entry: Entry, ask: ProposalWish) -> Refusal | None:
    if ask.id in state.proposals:
        return RoomConflict("proposal open", ask.id)
    earliest, latest = entry.time_us + PROPOSAL_SHORTEST_US, entry.time_us + PROPOSAL_LONGEST_US
    if not earliest <= ask.deadline_us <= latest:
        return RoomConflict("wrong deadline", ask.id)
    if sum(p.by == entry.actor.party for p in state.proposals.values()) >= OPEN_PROPOSALS_PER_PARTY:
        return TooManyItems("open proposals", OPEN_PROPOSALS_PER_PARTY)
    same = (p for p in state.proposals.values() if p.matter is ask.matter and p.party == ask.party)
    if any(True for _ in same):
        return RoomConflict("proposal open", ask.party)
    if ask.matter is Matter.AMEND:
        return RoomConflict("charter missing", ask.id) if ask.charter is None else None
    party = state.parties.get(ask.party)
    if ask.matter is Matter.ADMIT:
        if party is not None and party.state is not PartyState.LEFT:
            return RoomConflict("code taken", ask.party)
        return TooManyItems("parties", PARTIES) if len(state.parties) >= PARTIES else None
    if party is None:
        return RoomConflict("no such party", ask.party)
    before, _ = _STEPS[ask.matter]
    if party.state not in before:
        return RoomConflict("wrong party state", ask.party)
    return RoomConflict("too few to judge", ask.party) if _judges(state, ask) < JUDGES else None


def _judges(state: State, ask: ProposalWish) -> int:
    """Return how many may vote on a party that is to be shut out, which nobody does alone; enough, where it is not."""
    if ask.matter is Matter.REINSTATE:
        return JUDGES
    return sum(p.state is PartyState.MEMBER and p.code != ask.party for p in state.parties.values())


def _hue(state: State, code: str) -> int:
    """Return a party's hue: that of its life, where it was here before."""
    before = state.parties.get(code)
    return before.hue if before is not None else 1 + max(party.hue for party in state.parties.values())
