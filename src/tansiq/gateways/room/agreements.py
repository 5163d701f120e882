"""Agreements: "you move to FL130", "I start at 15:45Z", "you move, or I do". Nothing moves until it is accepted."""

from typing import Final

import msgspec

from tansiq.airspace.offers import moved
from tansiq.airspace.snapped import MANNED, SMALL_UNMANNED, all_snapped
from tansiq.core import room
from tansiq.core.model import Intent
from tansiq.core.refusals import RoomConflict, UnseenItems
from tansiq.core.release import Asked, View, stand_in_id
from tansiq.core.room import AgreementState, Role, Shift, Side
from tansiq.core.room_commands import (
    AcceptAgreement,
    Acceptance,
    AgreementAnswer,
    AgreementRecord,
    AgreementWish,
    AnswerAgreement,
    Moves,
    ProposeAgreement,
    RecordAgreement,
)
from tansiq.core.units import MM, US
from tansiq.core.volumes import Reference, Volume
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, outbound, planning, wire, zones
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation, id_of, shown
from tansiq.gateways.room.sky import air_of, later_us
from tansiq.gateways.room.words import Fault
from tansiq.node.chance import random_bytes

TRIES: Final = 5  # to accept while others book around the place
DELAY_MAX_S: Final = 24 * 3_600
UP_MAX_M: Final = 20_000

_body: Final = msgspec.json.Decoder(wire.AgreementBody)
_record: Final = msgspec.json.Decoder(wire.RecordBody)
_accept: Final = msgspec.json.Decoder(wire.AcceptBody)


async def agreements(ask: Ask) -> Answer:
    """Return the agreements of the asker's party, oldest first."""
    own = ask.actor.party
    found = [a for a in ask.room.state.agreements.values() if own in (a.by, a.to)]
    return shown(wire.Agreements([_shown(ask, a) for a in found]))


async def propose(ask: Ask) -> Answer:
    """Propose who moves to the owner of a flight that the asker's meets. Its owner is told who asks."""
    body = ask.parsed(_body)
    words = inbound.text(body.words, inbound.TEXT_CHARS, "$.words")
    options = tuple(tuple(_shift(s, f"$.options[{n}]") for s in option) for n, option in enumerate(body.options))
    wish = AgreementWish(
        f"agreement-{random_bytes(9).hex()}",
        inbound.flight_id(body.mine),
        inbound.flight_id(body.theirs),
        options,
        inbound.time(body.deadline, "$.deadline"),
        body.answers,
    )
    answer = await ask.submit(ProposeAgreement(wish), msgspec.json.encode({"words": words}))
    made = ask.room.state.agreements.get(id_of(answer))  # not the wish's: this may be the answer to an earlier one
    if made is None:
        raise Fault("conflict.no_such_agreement", status=404, id=id_of(answer))
    return shown(_shown(ask, made), answer.position, 201)


async def record(ask: Ask) -> Answer:
    """Record what was agreed outside the room with the manager of a flight that the asker's meets."""
    body = ask.parsed(_record)
    words = inbound.text(body.words, inbound.TEXT_CHARS, "$.words", is_needed=True)
    change = tuple(_shift(s, f"$.change[{n}]") for n, s in enumerate(body.change))
    mine, theirs = inbound.flight_id(body.mine), inbound.flight_id(body.theirs)
    deadline_us = inbound.time(body.deadline, "$.deadline")
    own = next((s for s in change if s.side is Side.BY), None)
    answer = ask.answered()
    for _ in range(TRIES if answer is None else 0):
        intent = ask.room.state.intents.get(mine)
        is_own = intent is not None and intent.manager == ask.actor.party
        moves = _moves(ask, mine, own, other=theirs) if is_own else None
        wish = AgreementRecord(f"agreement-{random_bytes(9).hex()}", mine, theirs, change, deadline_us)
        try:
            answer = await ask.submit(RecordAgreement(wish, moves), msgspec.json.encode({"words": words}))
        except No as no:
            if isinstance(no.refusal, UnseenItems) or await ask.room.deriver.is_over(no.refusal):
                continue  # somebody booked there meanwhile: look again
            raise
        break
    if answer is None:
        raise Fault("too_busy_here", status=409)
    made = _now(ask, id_of(answer), answer)
    return msgspec.structs.replace(made, status=201)


async def accept(ask: Ask) -> Answer:
    """Accept a way out: both changes happen at once, or none."""
    body, agreement_id = ask.parsed(_accept), ask.path["id"]
    earlier = ask.answered()
    if earlier is not None:
        return _now(ask, agreement_id, earlier)
    code = "too_busy_here"
    for _ in range(TRIES):
        found = _mine_to_answer(ask, agreement_id)
        if not 0 <= body.option < len(found.options):
            raise Fault("conflict.agreement_options", "$.option", status=409)
        sides = {shift.side: shift for shift in found.options[body.option]}
        command = AcceptAgreement(
            Acceptance(agreement_id, body.option),
            _moves(ask, found.ours, sides.get(Side.BY), other=found.theirs),
            _moves(ask, found.theirs, sides.get(Side.TO), other=found.ours),
        )
        try:
            answer = await ask.submit(command)
        except No as no:
            code = "too_busy_here"
            if no.refusal == RoomConflict("agreement not free", ""):
                code = "conflict.agreement_not_free"  # where looking again does not help, nobody books there: it is so
                await ask.room.deriver.is_over(
                    RoomConflict("pressure changing", "")
                )  # which it may mean, of a sealed one
            elif not isinstance(no.refusal, UnseenItems) and not await ask.room.deriver.is_over(no.refusal):
                raise
            continue  # somebody booked there, or the air changed, meanwhile: look again
        return _now(ask, agreement_id, answer)
    raise Fault(code, status=409)


async def decline(ask: Ask) -> Answer:
    """Say no to what was proposed. A counter-proposal is a new one that names it in `answers`."""
    return await _answered(ask, AgreementState.DECLINED)


async def withdraw(ask: Ask) -> Answer:
    """Take back what the asker's party proposed."""
    return await _answered(ask, AgreementState.WITHDRAWN)


async def _answered(ask: Ask, state: AgreementState) -> Answer:
    agreement_id = ask.path["id"]
    answer = await ask.submit(AnswerAgreement(AgreementAnswer(agreement_id, state)))
    return _now(ask, agreement_id, answer)


def _now(ask: Ask, agreement_id: str, answer: Answer) -> Answer:
    held = ask.room.state.agreements.get(agreement_id)
    if held is None:
        raise Fault("conflict.no_such_agreement", status=404, id=agreement_id[:64])
    return shown(_shown(ask, held), answer.position)


def _mine_to_answer(ask: Ask, agreement_id: str) -> room.Agreement:
    found = ask.room.state.agreements.get(agreement_id)
    if found is None or found.to != ask.actor.party:
        raise Fault("conflict.no_such_agreement", "$path.id", status=404, id=agreement_id[:64])
    return found


def _moves(ask: Ask, flight_id: str, shift: Shift | None, other: str) -> Moves | None:
    """Return a flight after its shift, if it would then meet nobody new in its owner's world. `other` may be moving, too."""
    if shift is None:
        return None
    intent = ask.room.state.intents.get(flight_id)
    if intent is None or intent.flight is None:
        raise Fault("conflict.no_such_agreement", status=409, id="")
    steps = MANNED if intent.flight.is_manned else SMALL_UNMANNED
    air, beyond_us = air_of(ask.room.state), later_us(ask.charter)
    later = (_later(volume, shift) for volume in intent.volumes)
    volumes = tuple(air.banded(volume, later_us=beyond_us) for volume in later)
    asked, view = Asked(flight_id, volumes), ask.room.door.node.view(intent.manager)
    before = _met(ask, view, Asked(flight_id, intent.volumes), intent)
    held = ask.room.state.intents.get(other)
    if held is not None:  # the two may meet on the way out: whether they still do is what they agree on
        before |= {held.id} | ({stand_in_id(held, view.viewer, flight_id)} if held.flight is not None else set())
    if not _met(ask, view, asked, intent) <= before:
        raise Fault("conflict.agreement_not_free", status=409)
    key = tuple(near.ovn for near in view.intents_near(volumes, asked) if near.id != flight_id)
    return Moves(inbound.new_ovn(), volumes, all_snapped(volumes, steps), key, air.position)


def _later(volume: Volume, shift: Shift) -> Volume:
    limits = (volume.floor, volume.ceiling)
    if any(
        limit is not None and limit.reference is Reference.AGL and limit.alt_mm + shift.up_mm < 0 for limit in limits
    ):
        raise Fault("underground", status=409)
    return moved(volume, shift.delay_us, shift.up_mm)


def _met(ask: Ask, view: View, asked: Asked, intent: Intent) -> set[str]:
    """Return the ids of the flights and of the zones in force that a flight meets, in its owner's world."""
    assert intent.flight is not None
    near = planning.neighbours(view, asked, ask.charter)
    found = planning.conflicts(asked, intent.flight.is_manned, near, ask.charter)
    closed = (met for met in zones.overlaps(view, asked.volumes) if met.is_conflict)
    return {f.intent.id for f in found} | {met.constraint.id for met in closed}


def _shift(said: wire.Shift, where: str) -> Shift:
    if not (abs(said.delay_s) <= DELAY_MAX_S and abs(said.up_m) <= UP_MAX_M):
        raise Fault("field_range", where)
    return Shift(Side.BY if said.whose == "mine" else Side.TO, said.delay_s * US, round(said.up_m * MM))


def _shown(ask: Ask, held: room.Agreement) -> wire.AgreementShown:
    """Return an agreement from the asker's side: its own flight by its id, the other's as the asker sees it."""
    own, state = ask.actor.party, ask.room.state
    is_mine = held.by == own
    mine, other = (held.ours, held.theirs) if is_mine else (held.theirs, held.ours)
    theirs, to = held.shown if is_mine else "", ""  # under that id the other met the asker's own
    intent, flight = state.intents.get(other), state.intents.get(mine)
    if intent is not None and flight is not None:
        face = ask.view.face_on(intent, Asked(flight.id, flight.volumes))
        theirs = face.id if face is not None else theirs
        to = face.manager if face is not None and is_mine else ""
    body = ask.room.texts.of(held.texts)
    words = msgspec.json.decode(body, type=dict[str, str]).get("words", "") if body else ""
    sides = {Side.BY: "mine" if is_mine else "theirs", Side.TO: "theirs" if is_mine else "mine"}
    return wire.AgreementShown(
        id=held.id,
        state=held.state,
        made_by_me=is_mine,
        from_=held.by,
        to=to if is_mine else own,
        mine=mine,
        theirs=theirs,
        options=[
            [wire.Shift(_whose(sides[s.side]), s.delay_us // US, s.up_mm / MM) for s in option]
            for option in held.options
        ],
        made=format_us(held.made_us),
        deadline=format_us(held.deadline_us),
        words=words,
        answers=held.answers,
        chosen=held.chosen,
        awaiting=held.to if held.state is AgreementState.AWAITING else "",
    )


def _whose(name: str) -> wire.Whose:
    return "mine" if name == "mine" else "theirs"


async def freed(ask: Ask) -> Answer:
    """Return what stood in the way of the asker's flights and attempts and has gone in the last hour."""
    standing = ask.room.door.node.standing
    await standing.look()
    return shown(wire.FreedShown([outbound.freed(each) for each in standing.of(ask.actor.party)]))


OPERATIONS: Final = (
    Operation("listFreed", "GET", "/room/v1/freed", freed, Role.OBSERVER, None, {200: wire.FreedShown}),
    Operation(
        "listAgreements", "GET", "/room/v1/agreements", agreements, Role.OBSERVER, None, {200: wire.Agreements}
    ),
    Operation(
        "proposeAgreement", "POST", "/room/v1/agreements", propose, Role.OFFICER, wire.AgreementBody,
        {201: wire.AgreementShown},
    ),
    Operation(
        "recordAgreement", "POST", "/room/v1/agreements/recorded", record, Role.OFFICER, wire.RecordBody,
        {201: wire.AgreementShown},
    ),
    Operation(
        "acceptAgreement", "POST", "/room/v1/agreements/{id}/accept", accept, Role.OFFICER, wire.AcceptBody,
        {200: wire.AgreementShown},
    ),
    Operation(
        "declineAgreement", "POST", "/room/v1/agreements/{id}/decline", decline, Role.OFFICER, None,
        {200: wire.AgreementShown},
    ),
    Operation(
        "withdrawAgreement", "DELETE", "/room/v1/agreements/{id}", withdraw, Role.OFFICER, None,
        {200: wire.AgreementShown},
    ),
)  # fmt: skip
