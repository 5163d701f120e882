"""Calls by voice that a party writes down for itself: who spoke to whom, what was said, whether it was read back."""

from itertools import islice
from typing import Final

import msgspec

from tansiq.core.notice_commands import CallWish, LogCall
from tansiq.core.release_notices import calls_of
from tansiq.core.room import Role
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, id_of, shown
from tansiq.gateways.room.listing import page_size
from tansiq.gateways.room.notice_face import call_face
from tansiq.gateways.room.notices import ID_CHARS, seen
from tansiq.gateways.room.times import time
from tansiq.gateways.room.words import Fault
from tansiq.node.chance import random_bytes

PAGE: Final = 200  # written in one go: 2 ms

_body: Final = msgspec.json.Decoder(wire.CallBody)


async def calls(ask: Ask) -> Answer:
    """Return the calls of the asker's party, those written down last first, at most 200. limit, after: in pages."""
    limit = min(page_size(ask.query.get("limit", str(PAGE))), PAGE)
    held = calls_of(ask.room.state, ask.actor.party)
    after = ask.query.get("after", "")
    if after:
        place = next((n for n, each in enumerate(held) if each.id == after), None)
        if place is None:
            raise Fault("unknown", "$query.after", id=after[:ID_CHARS])
        held = held[:place]
    page = [call_face(ask.room.state, each, ask.room.texts) for each in islice(reversed(held), limit)]
    return shown(wire.Calls(page, page[-1].id if len(held) > limit else ""))


async def log_call(ask: Ask) -> Answer:
    """Write a call down, also one that nobody answered."""
    body = ask.parsed(_body)
    words = wire.CallTexts(
        inbound.text(body.caller, inbound.CONTACT_CHARS, "$.caller", is_needed=True),
        inbound.text(body.called, inbound.CONTACT_CHARS, "$.called", is_needed=True),
        inbound.text(body.text, inbound.TEXT_CHARS, "$.text"),
    )
    wish = CallWish(
        f"call-{random_bytes(9).hex()}",
        time(body.time, "$.time") if body.time else ask.room.door.node.now_us(),
        seen(ask, body.notice).notice.id if body.notice else "",
        body.is_answered,
        body.is_read_back,
    )
    answer = await ask.submit(LogCall(wish), msgspec.json.encode(words))
    made = ask.room.state.book.calls.get(id_of(answer))
    if made is None:
        raise Fault("unknown", status=404, id=id_of(answer))
    return shown(call_face(ask.room.state, made, ask.room.texts), answer.position, 201)


OPERATIONS: Final = (
    Operation(
        "listCalls", "GET", "/room/v1/calls", calls, Role.OBSERVER, None, {200: wire.Calls}, query=("limit", "after")
    ),
    Operation("logCall", "POST", "/room/v1/calls", log_call, Role.OFFICER, wire.CallBody, {201: wire.CallShown}),
)
