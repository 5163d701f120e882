"""What the receivers of a notice do with it: mark it, pass it on, answer it."""

from typing import Final

import msgspec

from tansiq.core.limits import STAND_BY_US
from tansiq.core.notice_commands import AnswerNotice, Mark, MarkNotice, NoticeAnswer, Passing, PassNotice
from tansiq.core.notices import Answer as Said
from tansiq.core.notices import Means, StepKind
from tansiq.core.room import Role
from tansiq.core.units import US
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.notice_values import values_of
from tansiq.gateways.room.notices import face, notice_id, seen
from tansiq.gateways.room.words import Fault

_mark: Final = msgspec.json.Decoder(wire.MarkBody)
_pass: Final = msgspec.json.Decoder(wire.PassBody)
_answer: Final = msgspec.json.Decoder(wire.AnswerBody)


async def mark(ask: Ask) -> Answer:
    """Say that a system took a notice, that it was shown, or that the asker read it. To say so twice changes nothing."""
    body, item_id = ask.parsed(_mark), notice_id(ask)
    kind, who = StepKind(body.step), ask.actor.by
    steps = [s for ladder in seen(ask, item_id).notice.ladders if ladder.party == ask.actor.party for s in ladder.steps]
    if any(s.kind is kind and (kind is not StepKind.READ or s.by == who) for s in steps):
        return shown(face(ask, item_id))
    answer = await ask.submit(MarkNotice(Mark(item_id, ask.actor.party, kind, Means(body.means))))
    return shown(face(ask, item_id), answer.position)


async def pass_on(ask: Ask) -> Answer:
    """Say that a notice was passed to a unit or crew."""
    body, item_id = ask.parsed(_pass), notice_id(ask)
    to = inbound.text(body.to, inbound.CONTACT_CHARS, "$.to", is_needed=True)
    command = PassNotice(Passing(item_id, Means(body.means), body.confirmed))
    answer = await ask.submit(command, msgspec.json.encode(wire.StepTexts(to)))
    return shown(face(ask, item_id), answer.position)


async def answer(ask: Ask) -> Answer:
    """Answer a notice. Where a value is read back wrong nothing is answered, and both sides are told."""
    body, item_id = ask.parsed(_answer), notice_id(ask)
    is_unable, is_counter = body.answer is Said.CANNOT_COMPLY, body.answer is Said.COUNTER
    words = wire.StepTexts(
        "",
        inbound.text(body.reason, inbound.TEXT_CHARS, "$.reason", is_needed=is_unable),
        inbound.text(body.intention, inbound.TEXT_CHARS, "$.intention", is_needed=is_unable),
        inbound.text(body.proposal, inbound.TEXT_CHARS, "$.proposal", is_needed=is_counter),
        body.values,
    )
    if not 0 <= body.stand_by_s <= STAND_BY_US // US:
        raise Fault("conflict.stand_by", "$.stand_by_s", id=item_id)
    said = NoticeAnswer(
        item_id, body.answer, Means(body.means), values_of(body.values, "$.values"), body.stand_by_s * US
    )
    taken = await ask.submit(AnswerNotice(said), msgspec.json.encode(words))
    return shown(face(ask, item_id), taken.position)


OPERATIONS: Final = (
    Operation(
        "markNotice", "POST", "/room/v1/notices/{id}/mark", mark, Role.OBSERVER, wire.MarkBody, {200: wire.NoticeShown}
    ),
    Operation(
        "passNotice", "POST", "/room/v1/notices/{id}/pass", pass_on, Role.OFFICER, wire.PassBody,
        {200: wire.NoticeShown},
    ),
    Operation(
        "answerNotice", "POST", "/room/v1/notices/{id}/answer", answer, Role.OFFICER, wire.AnswerBody,
        {200: wire.NoticeShown},
    ),
)  # fmt: skip
