"""The room and its parties: rules, members, proposals, votes, presets."""

from typing import Final

import msgspec

from tansiq.core import room
from tansiq.core.decide.charter import needed, voters
from tansiq.core.room import Matter, Role
from tansiq.core.room_commands import (
    DescribeParty,
    LeaveRoom,
    PartyCode,
    PresetsWish,
    ProposalId,
    ProposalWish,
    Propose,
    SetPresets,
    Vote,
    VoteCast,
    Withdraw,
)
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, outbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.releases import waits
from tansiq.gateways.room.words import Fault
from tansiq.node.chance import random_bytes

_named: Final = msgspec.json.Decoder(wire.Named)
_proposal: Final = msgspec.json.Decoder(wire.ProposalBody)
_vote: Final = msgspec.json.Decoder(wire.VoteBody)
_presets: Final = msgspec.json.Decoder(wire.Presets)
_texts: Final = msgspec.json.Decoder(wire.ProposalTexts)


async def the_room(ask: Ask) -> Answer:
    """Return the rules and the parties."""
    state = ask.room.state
    parties = [outbound.party(state.parties[code], ask.room.texts) for code in sorted(state.parties)]
    now = format_us(ask.room.door.node.now_us())
    return shown(wire.Room(outbound.charter(ask.charter), parties, now))


async def describe(ask: Ask) -> Answer:
    """Say anew what the asker's party is called and how its watch is reached."""
    body = _checked(ask.parsed(_named), "$")
    answer = await ask.submit(DescribeParty(PartyCode(ask.path["code"])), msgspec.json.encode(body))
    return shown(outbound.party(ask.room.state.parties[ask.actor.party], ask.room.texts), answer.position)


async def leave(ask: Ask) -> Answer:
    """Leave the room. Flights stay until they end; nobody acts for the party any more."""
    answer = await ask.submit(LeaveRoom(PartyCode(ask.path["code"])))
    return shown(wire.Done(answer.position), answer.position)


async def proposals(ask: Ask) -> Answer:
    """Return the open proposals, oldest first."""
    return shown(wire.Proposals([_shown(ask, p) for p in ask.room.state.proposals.values()]))


async def propose(ask: Ask) -> Answer:
    """Ask the members to admit, suspend, reinstate or expel a party, or to change the charter."""
    body = ask.parsed(_proposal)
    is_amendment = body.matter is Matter.AMEND
    if is_amendment is not (body.charter is not None) or is_amendment is not (body.party == ""):
        raise Fault("proposal_form", "$")
    described = _checked(body.described or wire.Named(), "$.described")
    if body.matter is Matter.ADMIT and not described.names:
        raise Fault("text_missing", "$.described.names")
    reason = inbound.text(body.reason, inbound.TEXT_CHARS, "$.reason")
    wish = ProposalWish(
        f"proposal-{random_bytes(9).hex()}",
        body.matter,
        inbound.code(body.party, "$.party") if body.party else "",
        inbound.charter(body.charter) if body.charter is not None else None,
        inbound.time(body.deadline, "$.deadline"),
    )
    # For an admission the words begin with those of the party itself: once it is in, they are what it is called.
    words = msgspec.to_builtins(described) | {"described": msgspec.to_builtins(described), "reason": reason}
    answer = await ask.submit(Propose(wish), msgspec.json.encode(words))
    return _outcome(answer)


async def vote(ask: Ask) -> Answer:
    """Vote for the asker's party."""
    body = ask.parsed(_vote)
    return _outcome(await ask.submit(Vote(VoteCast(ask.path["id"], body.yes))))


async def withdraw(ask: Ask) -> Answer:
    """Take a proposal of the asker's party back."""
    return _outcome(await ask.submit(Withdraw(ProposalId(ask.path["id"]))))


async def presets(ask: Ask) -> Answer:
    """Return what the asker's items release where they say nothing themselves."""
    return shown(outbound.presets(ask.room.state.presets.get(ask.actor.party, ())))


async def set_presets(ask: Ask) -> Answer:
    """Say it anew."""
    held = inbound.presets(ask.parsed(_presets))
    answer = await ask.submit(SetPresets(PresetsWish(held)))
    now = ask.room.state.presets.get(ask.actor.party, ())
    return shown(msgspec.structs.replace(outbound.presets(now), waits=waits(answer)), answer.position)


def _outcome(answer: Answer) -> Answer:
    said = msgspec.json.decode(answer.body, type=wire.Outcome)
    return shown(said, answer.position)


def _shown(ask: Ask, held: room.Proposal) -> wire.ProposalShown:
    body = ask.room.texts.of(held.texts)
    words = _texts.decode(body) if body else wire.ProposalTexts()
    return wire.ProposalShown(
        held.id,
        held.matter,
        held.party,
        held.by,
        format_us(held.made_us),
        format_us(held.deadline_us),
        list(held.yes),
        list(held.no),
        needed(ask.room.state, held),
        voters(ask.room.state, held),
        words.reason,
        words.described,
        outbound.charter(held.charter) if held.charter is not None else None,
    )


def _checked(said: wire.Named, where: str) -> wire.Named:
    if len(said.voice) > 10:
        raise Fault("field_range", where)
    inbound.names(said.names, f"{where}.names")
    inbound.text(said.contact, inbound.CONTACT_CHARS, f"{where}.contact")
    for n, number in enumerate(said.voice):
        inbound.text(number, 60, f"{where}.voice[{n}]", is_needed=True)
    return said


OPERATIONS: Final = (
    Operation("getRoom", "GET", "/room/v1/room", the_room, Role.OBSERVER, None, {200: wire.Room}),
    Operation(
        "describeParty", "PUT", "/room/v1/parties/{code}", describe, Role.LEAD, wire.Named, {200: wire.PartyShown}
    ),
    Operation("leaveRoom", "DELETE", "/room/v1/parties/{code}", leave, Role.LEAD, None, {200: wire.Done}),
    Operation("listProposals", "GET", "/room/v1/proposals", proposals, Role.OBSERVER, None, {200: wire.Proposals}),
    Operation("propose", "POST", "/room/v1/proposals", propose, Role.LEAD, wire.ProposalBody, {200: wire.Outcome}),
    Operation("vote", "POST", "/room/v1/proposals/{id}/vote", vote, Role.LEAD, wire.VoteBody, {200: wire.Outcome}),
    Operation("withdraw", "DELETE", "/room/v1/proposals/{id}", withdraw, Role.LEAD, None, {200: wire.Outcome}),
    Operation("getPresets", "GET", "/room/v1/presets", presets, Role.OBSERVER, None, {200: wire.Presets}),
    Operation("setPresets", "PUT", "/room/v1/presets", set_presets, Role.LEAD, wire.Presets, {200: wire.Presets}),
)
