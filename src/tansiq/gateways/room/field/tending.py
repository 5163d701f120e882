"""Whatever became of the request that should have done it: what was locked is told to the log, and what ended is forgotten."""

from tansiq.core.entry import Actor
from tansiq.core.notice_commands import EndLink, LinkEnd
from tansiq.core.notices import Link, LinkState, Notice
from tansiq.credentials import links
from tansiq.credentials.links import Held
from tansiq.gateways.room.endpoint import RoomDoor
from tansiq.node.loop import Proposal


async def lock(room: RoomDoor, held: Held) -> None:
    """Have a link locked that got too many wrong codes. Its sender and its party are told by the step of the ladder."""
    command = EndLink(LinkEnd(held.link_id, held.notice_id, LinkState.LOCKED))
    await room.door.node.submit(Proposal(Actor(held.party, held.link_id), command))
    links.forget(room.credentials, held.link_id)


async def tend(room: RoomDoor) -> None:
    """Do what a node that stopped in between left undone."""
    now_us = room.door.node.now_us()
    for held in links.kept(room.credentials):
        notice, link = _of(room, held)
        if notice is None or link is None or link.state is not LinkState.OPEN or now_us >= notice.links_until_us:
            links.forget(room.credentials, held.link_id)
        elif held.is_locked:
            await lock(room, held)


def _of(room: RoomDoor, held: Held) -> tuple[Notice | None, Link | None]:
    notice = room.state.book.notices.get(held.notice_id)
    ladders = [each for each in notice.ladders if each.party == held.party] if notice is not None else []
    return notice, next((link for each in ladders for link in each.links if link.id == held.link_id), None)
