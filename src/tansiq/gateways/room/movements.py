"""Movements at the door of the room: announced, told of on their way, released, seen; and notices of them to who is on the way.

A notice is a message of its own (see `notices`): where it cannot be sent, the movement stands all the same.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final

import msgspec

from tansiq.core.limits import NOTICE_RECEIVERS
from tansiq.core.movement_commands import (
    ConfirmMovement,
    MovementCommand,
    MovementConfirmation,
    MovementGrants,
    MovementNews,
    ReleaseMovement,
    TellMovement,
)
from tansiq.core.movements import Movement, MovementLevel, MovementState
from tansiq.core.notice_commands import NoticeWish, SendNotice
from tansiq.core.notices import About, AboutKind, NoticeKind
from tansiq.core.refusals import Unknown
from tansiq.core.release_movements import movement_level, seen_movement
from tansiq.core.room import Role
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation, shown
from tansiq.gateways.room.listing import PAGE, page_size
from tansiq.gateways.room.movement_face import command_of, face, grants_of, texts_of
from tansiq.gateways.room.times import time
from tansiq.gateways.room.wire.movements import (
    MovementAnswer,
    MovementBody,
    MovementConfirmBody,
    MovementNewsBody,
    MovementReleaseBody,
    Movements,
    MovementShown,
)
from tansiq.gateways.room.words import said
from tansiq.gateways.room.world import Turns
from tansiq.node.chance import random_bytes
from tansiq.node.loop import Proposal

_body: Final = msgspec.json.Decoder(MovementBody)
_news: Final = msgspec.json.Decoder(MovementNewsBody)
_release: Final = msgspec.json.Decoder(MovementReleaseBody)
_confirm: Final = msgspec.json.Decoder(MovementConfirmBody)
_encode: Final = msgspec.json.Encoder().encode

Handler = Callable[[Ask], Awaitable[Answer]]


async def movements(ask: Ask) -> Answer:
    """Return the movements that the asker sees something of, by id. limit, after: in pages, the cursor of the one before."""
    limit = page_size(ask.query.get("limit", str(PAGE)))
    after, own = ask.query.get("after", ""), ask.actor.party
    found: list[MovementShown] = []
    more, turns = "", Turns()
    for movement_id in sorted(i for i in ask.room.state.movements if i > after):
        await turns.next()
        seen = seen_movement(ask.room.state, own, movement_id)
        if seen is None:
            continue
        if len(found) == limit:
            more = found[-1].id
            break
        found.append(face(seen, ask.room.texts, ask.actor.by))
    return shown(Movements(found, more))


async def movement(ask: Ask) -> Answer:
    """Return one movement."""
    return shown(_shown(ask, inbound.flight_id(ask.path["id"])))


async def put(ask: Ask) -> Answer:
    """Announce a movement, or change one that has not departed. Later than the charter asks it is marked as late."""
    body, movement_id = ask.parsed(_body), inbound.flight_id(ask.path["id"])
    code = "movement_notice.changed" if body.ovn else "movement_notice.planned"
    answer = await _done(ask, movement_id, command_of(movement_id, body), code if body.notify else "", texts_of(body))
    return msgspec.structs.replace(answer, status=200 if body.ovn else 201)


def telling(state: MovementState) -> Handler:
    """Return what says that a movement is in a state now."""
    code = {
        MovementState.DEPARTED: "movement_notice.departed",
        MovementState.DELAYED: "movement_notice.delayed",
        MovementState.ARRIVED: "movement_notice.arrived",
        MovementState.CANCELLED: "movement_notice.cancelled",
    }[state]

    async def tell(ask: Ask) -> Answer:
        body, movement_id = ask.parsed(_news), inbound.flight_id(ask.path["id"])
        expected_us = time(body.expected, "$.expected") if body.expected else 0
        news = MovementNews(movement_id, body.ovn, inbound.new_ovn(), state, expected_us)
        return await _done(ask, movement_id, TellMovement(news), code if body.notify else "")

    return tell


async def release(ask: Ask) -> Answer:
    """Release a movement to more parties, or to fewer."""
    body, movement_id = ask.parsed(_release), inbound.flight_id(ask.path["id"])
    wish = MovementGrants(movement_id, body.ovn, inbound.new_ovn(), grants_of(body.grants, "$.grants"))
    code = "movement_notice.planned"
    return await _done(ask, movement_id, ReleaseMovement(wish), code if body.notify else "", is_to_new=True)


async def confirm(ask: Ask) -> Answer:
    """Confirm, as a second person, that a movement is released to more; or drop that."""
    body, movement_id = ask.parsed(_confirm), inbound.flight_id(ask.path["id"])
    wish = MovementConfirmation(movement_id, body.ovn, inbound.new_ovn(), body.yes)
    code = "movement_notice.planned"
    return await _done(ask, movement_id, ConfirmMovement(wish), code if body.notify else "", is_to_new=True)


async def _done(
    ask: Ask, movement_id: str, command: MovementCommand, code: str, erasable: bytes = b"", *, is_to_new: bool = False
) -> Answer:
    """Have a command ordered, and then tell those who see the whole movement. is_to_new: those alone who did not before."""
    before = ask.room.state.movements.get(movement_id)
    knew = _told_all(before) if before is not None and is_to_new else []
    is_again = ask.answered() is not None
    answer = await ask.submit(command, erasable)
    held = ask.room.state.movements.get(movement_id)
    notice = ""
    if code and held is not None and not is_again:
        notice = await _notify(ask, held, code, [viewer for viewer in _told_all(held) if viewer not in knew])
    return shown(MovementAnswer(_shown(ask, movement_id), notice), answer.position)


def _told_all(held: Movement) -> list[str]:
    """Return who is released the whole of it. Whoever sees its area alone is not told whose it is: a notice has a sender."""
    return [grant.viewer for grant in held.grants if grant.level is MovementLevel.WHOLE]


async def _notify(ask: Ask, held: Movement, code: str, viewers: Iterable[str]) -> str:
    """Send a notice of a movement to some who are released it. Return its id, "" where it was not sent."""
    state = ask.room.state
    to = [viewer for viewer in viewers if movement_level(state, held, viewer) is not None]
    if not to:
        return ""
    is_news = held.state is not MovementState.PLANNED or code == "movement_notice.changed"
    kind = NoticeKind.INFORMATION if is_news else NoticeKind.REQUEST
    after, until = format_us(held.hours_us.lo), format_us(held.hours_us.hi)
    text = " ".join(part for part in said(ask.language, code, after=after, until=until) if part)
    notice_id = f"notice-{random_bytes(9).hex()}"
    wish = NoticeWish(notice_id, kind, tuple(to[:NOTICE_RECEIVERS]), about=About(AboutKind.MOVEMENT, held.id))
    erasable = _encode(wire.NoticeTexts(text))
    outcome = await ask.room.door.node.submit(Proposal(ask.actor, SendNotice(wish), None, erasable))
    return notice_id if outcome.reply.status < 400 else ""


def _shown(ask: Ask, movement_id: str) -> MovementShown:
    seen = seen_movement(ask.room.state, ask.actor.party, movement_id)
    if seen is None:
        raise No(Unknown(movement_id, "change"))
    return face(seen, ask.room.texts, ask.actor.by)


def _telling(name: str, word: str, state: MovementState) -> Operation:
    path = "/room/v1/movements/{id}/" + word
    return Operation(name, "POST", path, telling(state), Role.OFFICER, MovementNewsBody, {200: MovementAnswer})


OPERATIONS: Final = (
    Operation(
        "listMovements", "GET", "/room/v1/movements", movements, Role.OBSERVER, None, {200: Movements},
        query=("limit", "after"),
    ),
    Operation("getMovement", "GET", "/room/v1/movements/{id}", movement, Role.OBSERVER, None, {200: MovementShown}),
    Operation(
        "putMovement", "PUT", "/room/v1/movements/{id}", put, Role.OFFICER, MovementBody,
        {200: MovementAnswer, 201: MovementAnswer},
    ),
    _telling("departMovement", "depart", MovementState.DEPARTED),
    _telling("delayMovement", "delay", MovementState.DELAYED),
    _telling("arriveMovement", "arrive", MovementState.ARRIVED),
    _telling("cancelMovement", "cancel", MovementState.CANCELLED),
    Operation(
        "releaseMovement", "PUT", "/room/v1/movements/{id}/release", release, Role.OFFICER, MovementReleaseBody,
        {200: MovementAnswer},
    ),
    Operation(
        "confirmMovement", "POST", "/room/v1/movements/{id}/confirm", confirm, Role.OFFICER, MovementConfirmBody,
        {200: MovementAnswer},
    ),
)  # fmt: skip
