"""Officers issue field links, look at them and revoke them. Token and code are told once and never kept."""

import hashlib
import io
from typing import Final

import msgspec
import segno

from tansiq.core.notice_commands import EndLink, IssueLink, LinkEnd, LinkWish
from tansiq.core.notices import Ladder, Link, LinkState, Notice, StepKind
from tansiq.core.release_notices import seen_notice
from tansiq.core.room import Role
from tansiq.credentials import links as credentials
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, outbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, RoomDoor, shown
from tansiq.gateways.room.words import Fault
from tansiq.node.chance import random_bytes

UNIT_CHARS: Final = 120

_body: Final = msgspec.json.Decoder(wire.LinkBody)
_texts: Final = msgspec.json.Decoder(wire.LinkTexts)


async def issue(ask: Ask) -> Answer:
    """Issue a link by which one unit reads and answers this notice. Sent again with its key, it is the same link, with a new
    token and a new code: the first may have been lost on the way."""
    body = ask.parsed(_body)
    said = wire.LinkTexts(
        inbound.text(body.unit.strip(), UNIT_CHARS, "$.unit", is_needed=True),
        body.language,
        inbound.text(body.contact.strip(), inbound.CONTACT_CHARS, "$.contact"),
    )
    notice_id, link_id = ask.path["id"], _link_id(ask)
    answer = await ask.submit(IssueLink(LinkWish(link_id, notice_id)), msgspec.json.encode(said))
    notice, ladder = held(ask.room, ask.actor.party, notice_id)
    link = next(each for each in ladder.links if each.id == link_id)
    if state_of(notice, link, ask.room.door.node.now_us()) != "open":  # of a request that was sent again
        raise Fault("conflict.no_such_link", "$path.id", status=409, id=link_id)
    kept = credentials.Held(link_id, ask.actor.party, notice_id, 0)
    made = credentials.issue(ask.room.credentials, kept, notice.links_until_us)
    url = f"{ask.room.url}/field/{body.language}-{made.token}"
    drawn = io.BytesIO()
    segno.make_qr(url, error="m").save(drawn, kind="svg", scale=4, xmldecl=False, nl=False)  # an image by itself
    qr_svg = drawn.getvalue().decode()
    until = format_us(notice.links_until_us)
    return shown(wire.LinkMade(link_id, url, made.code, qr_svg, until), answer.position, 201)


async def links(ask: Ask) -> Answer:
    """Return the links of a notice that the asker's party issued."""
    notice, ladder = held(ask.room, ask.actor.party, ask.path["id"])
    return shown(wire.Links([_shown(ask.room, notice, ladder, link) for link in ladder.links]))


async def revoke(ask: Ask) -> Answer:
    """Close a link at once, for good."""
    command = EndLink(LinkEnd(ask.path["link"], ask.path["id"], LinkState.REVOKED))
    answer = await ask.submit(command)
    credentials.forget(ask.room.credentials, ask.path["link"])
    return shown(wire.Done(answer.position), answer.position)


def held(room: RoomDoor, party: str, notice_id: str) -> tuple[Notice, Ladder]:
    """Return a notice as a party that it is for sees it, with its ladder. Raises `Fault`."""
    seen = seen_notice(room.state, party, notice_id)
    if seen is None or seen.is_sent or seen.relays:
        raise Fault("conflict.no_such_notice", "$path.id", status=404, id=notice_id[:64])
    return seen.notice, seen.notice.ladders[0]


def state_of(notice: Notice, link: Link, now_us: int) -> wire.LinkState:
    """Return whether a link opens, or why not."""
    return "expired" if link.state is LinkState.OPEN and now_us >= notice.links_until_us else link.state.value


def texts_of(room: RoomDoor, link: Link) -> wire.LinkTexts:
    """Return what was typed of a link; nothing where it was erased."""
    body = room.texts.of(link.texts)
    return _texts.decode(body) if body else wire.LinkTexts()


def _shown(room: RoomDoor, notice: Notice, ladder: Ladder, link: Link) -> wire.LinkShown:
    said = texts_of(room, link)
    reads = [step.time_us for step in ladder.steps if step.kind is StepKind.READ and step.by == link.id]
    by = room.state.delegates.get(link.by)
    return wire.LinkShown(
        link.id,
        said.to,
        said.language,
        said.contact,
        state_of(notice, link, room.door.node.now_us()),
        link.by,
        outbound.person_name(room.texts, by.texts) if by is not None else "",
        format_us(link.made_us),
        format_us(notice.links_until_us),
        format_us(reads[0]) if reads else "",
    )


def _link_id(ask: Ask) -> str:
    """Return the id of a new link; of a request that is sent again with its key, that of the first."""
    if ask.request is None:
        return f"link-{random_bytes(9).hex()}"
    same = f"{ask.actor.party} {ask.request.key}".encode() + ask.request.body_sha256
    return f"link-{hashlib.sha256(same).hexdigest()[:18]}"


OPERATIONS: Final = (
    Operation(
        "issueLink", "POST", "/room/v1/notices/{id}/links", issue, Role.OFFICER, wire.LinkBody, {201: wire.LinkMade}
    ),
    Operation("listLinks", "GET", "/room/v1/notices/{id}/links", links, Role.OBSERVER, None, {200: wire.Links}),
    Operation(
        "revokeLink", "DELETE", "/room/v1/notices/{id}/links/{link}", revoke, Role.OFFICER, None, {200: wire.Done}
    ),
)
