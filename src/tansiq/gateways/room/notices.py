"""Notices at the door of the room: sent, listed, shown, corrected, taken back. What its receivers do is in `notice_steps`."""

import asyncio
import time
from typing import Final

import msgspec

from tansiq.airspace.outlines import area_km2
from tansiq.core.notice_commands import CancelNotice, NoticeId, NoticeWish, SendNotice
from tansiq.core.notices import About, AboutKind, Notice, NoticeState, Value
from tansiq.core.release_movements import seen_movement
from tansiq.core.release_notices import SeenNotice, as_seen, notices_of, seen_notice
from tansiq.core.release_sites import SiteView
from tansiq.core.room import Role
from tansiq.core.volumes import Outline
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, id_of, shown
from tansiq.gateways.room.listing import PAGE, page_size
from tansiq.gateways.room.notice_face import notice_face
from tansiq.gateways.room.notice_values import values_of
from tansiq.gateways.room.phrases import taken, values_with
from tansiq.gateways.room.times import time as time_of
from tansiq.gateways.room.volumes import drawn
from tansiq.gateways.room.words import Fault
from tansiq.node.chance import random_bytes

ID_CHARS: Final = 64  # of an id that somebody may send
SLICE_S: Final = 0.002

_body: Final = msgspec.json.Decoder(wire.NoticeBody)
_correction: Final = msgspec.json.Decoder(wire.CorrectionBody)
_encode: Final = msgspec.json.Encoder().encode


async def notices(ask: Ask) -> Answer:
    """Return the notices that the asker's party sees, the newest first.

    open, mine: "true" or "false", those that wait for an answer, or are sent by the asker's party; or not. limit, after: in
    pages, the cursor of the one before.
    """
    limit = page_size(ask.query.get("limit", str(PAGE)))
    is_open, is_mine = _wanted(ask, "open"), _wanted(ask, "mine")
    state, own, began_s = ask.room.state, ask.actor.party, time.perf_counter()
    after = _after(ask)
    held = [state.book.notices[i] for i in notices_of(state, own)]  # all at one position, written in slices
    pieces: list[bytes] = []
    last, has_more = "", False
    for notice in reversed(held[: _place(held, after)] if after else held):
        if time.perf_counter() - began_s > SLICE_S:
            await asyncio.sleep(0)
            began_s = time.perf_counter()
        seen = as_seen(state, own, notice)
        if seen is None or is_open is seen.notice.is_closed or (is_mine is not None and is_mine is not seen.is_sent):
            continue
        if len(pieces) == limit:
            has_more = True
            break
        pieces.append(_encode(notice_face(state, seen, ask.room.texts)))
        last = notice.id
    return Answer(b'{"notices":[%b],"next":%b}' % (b",".join(pieces), _encode(last if has_more else "")))


async def notice(ask: Ask) -> Answer:
    """Return one notice."""
    return shown(face(ask, ask.path["id"]))


async def send(ask: Ask) -> Answer:
    """Send a notice to parties, or to the owner of a flight, who is not named where the asker may not know."""
    body = ask.parsed(_body)
    earlier = ask.answered()
    if earlier is not None:
        return _made(ask, earlier)
    is_to_owner = bool(body.owner_of)
    wish = NoticeWish(
        _new_id(),
        body.kind,
        tuple(inbound.code(code, f"$.to[{n}]") for n, code in enumerate(body.to)),
        inbound.flight_id(body.owner_of) if is_to_owner else "",
        inbound.flight_id(body.ours) if body.ours else "",
        About(AboutKind.FLIGHT, body.owner_of) if is_to_owner else _about(ask, body.about),
        _values(body),
        _area(ask, body),
        time_of(body.deadline, "$.deadline") if body.deadline else 0,
    )
    return _made(ask, await ask.submit(SendNotice(wish), _words(body)))


async def correct(ask: Ask) -> Answer:
    """Put another notice in place of one of the asker's: the old one can be answered no more, whoever did is told."""
    body, old = ask.parsed(_correction), notice_id(ask)
    wish = NoticeWish(
        _new_id(),
        body.kind,
        (),
        values=_values(body),
        area=_area(ask, body),
        deadline_us=time_of(body.deadline, "$.deadline") if body.deadline else 0,
        replaces=old,
        how=NoticeState(body.how),
    )
    return _made(ask, await ask.submit(SendNotice(wish), _words(body)))


async def cancel(ask: Ask) -> Answer:
    """Take a notice back: it can be answered no more, and whoever did is told."""
    old = notice_id(ask)
    answer = await ask.submit(CancelNotice(NoticeId(old)))
    return shown(face(ask, old), answer.position)


def face(ask: Ask, item_id: str) -> wire.NoticeShown:
    """Return a notice as the asker sees it now. Raises `Fault` where it sees none."""
    return notice_face(ask.room.state, seen(ask, item_id), ask.room.texts)


def seen(ask: Ask, item_id: str) -> SeenNotice:
    """Return a notice as the release rule gives it to the asker."""
    found = seen_notice(ask.room.state, ask.actor.party, item_id)
    if found is None:
        raise Fault("conflict.no_such_notice", "$path.id", status=404, id=item_id[:ID_CHARS])
    return found


def notice_id(ask: Ask) -> str:
    """Return the id in the path, of a notice that the asker sees."""
    return seen(ask, ask.path["id"]).notice.id


def _made(ask: Ask, answer: Answer) -> Answer:
    return shown(face(ask, id_of(answer)), answer.position, 201)


def _new_id() -> str:
    return f"notice-{random_bytes(9).hex()}"


def _words(body: wire.NoticeBody | wire.CorrectionBody) -> bytes:
    """Return the erasable part of a notice. Something must be said in it."""
    text = inbound.text(body.text, inbound.TEXT_CHARS, "$.text", is_needed=body.phrase is None)
    return _encode(wire.NoticeTexts(text, body.phrase))


def _values(body: wire.NoticeBody | wire.CorrectionBody) -> tuple[Value, ...]:
    """Return what is to be read back: what the phrase says, if there is one, and what is named besides."""
    named = values_of(body.values, "$.values")
    return named if body.phrase is None else values_with(named, taken(body.phrase, body.kind, "$.phrase"))


def _about(ask: Ask, said: wire.About) -> About:
    """Return what a notice is about: nothing, or what the asker sees."""
    view, state, own = ask.view, ask.room.state, ask.actor.party
    match said.kind:
        case AboutKind.NONE:
            is_there = not said.id
        case AboutKind.FLIGHT:
            is_there = view.intent(said.id) is not None
        case AboutKind.ZONE:
            is_there = view.constraint(said.id) is not None
        case AboutKind.AGREEMENT:
            agreement = state.agreements.get(said.id)
            is_there = agreement is not None and own in (agreement.by, agreement.to)
        case AboutKind.PRESSURE:
            is_there = said.id in state.pressures
        case AboutKind.SITE:
            is_there = SiteView(state, own, ask.room.door.node.now_us()).report(said.id) is not None
        case AboutKind.MOVEMENT:
            is_there = seen_movement(state, own, said.id) is not None
    if not is_there:
        raise Fault("unknown", "$.about.id", id=said.id[:ID_CHARS])
    return About(said.kind, said.id)


def _area(ask: Ask, body: wire.NoticeBody | wire.CorrectionBody) -> Outline | None:
    if body.polygon is None and body.circle is None:
        return None
    if body.polygon is not None and body.circle is not None:
        raise Fault("outline", "$", what="at most one of polygon and circle is taken.")
    shape = drawn(body.polygon, body.circle, "$")
    size_km2 = area_km2(shape)
    if size_km2 > ask.charter.area_max_km2:
        raise Fault("area", "$", size=f"{size_km2:,.0f}", most=f"{ask.charter.area_max_km2:,}")
    return shape


def _wanted(ask: Ask, name: str) -> bool | None:
    said = ask.query.get(name)
    if said not in (None, "true", "false"):
        raise Fault("field_form", f"$query.{name}", value=said[: inbound.SHORT_CHARS])
    return None if said is None else said == "true"


def _after(ask: Ask) -> str:
    after = ask.query.get("after", "")
    if after and seen_notice(ask.room.state, ask.actor.party, after) is None:
        raise Fault("conflict.no_such_notice", "$query.after", id=after[:ID_CHARS])
    return after


def _place(held: list[Notice], wanted: str) -> int:
    return next(n for n, each in enumerate(held) if each.id == wanted)


OPERATIONS: Final = (
    Operation(
        "listNotices", "GET", "/room/v1/notices", notices, Role.OBSERVER, None, {200: wire.Notices},
        query=("open", "mine", "limit", "after"),
    ),
    Operation(
        "sendNotice", "POST", "/room/v1/notices", send, Role.OFFICER, wire.NoticeBody, {201: wire.NoticeShown}
    ),
    Operation("getNotice", "GET", "/room/v1/notices/{id}", notice, Role.OBSERVER, None, {200: wire.NoticeShown}),
    Operation(
        "correctNotice", "POST", "/room/v1/notices/{id}/correct", correct, Role.OFFICER, wire.CorrectionBody,
        {201: wire.NoticeShown},
    ),
    Operation("cancelNotice", "DELETE", "/room/v1/notices/{id}", cancel, Role.OFFICER, None, {200: wire.NoticeShown}),
)  # fmt: skip
