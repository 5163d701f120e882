"""`GET /room/v1/at/{time}`: the room as the asker's party had been given it then."""

from typing import Final

from tansiq.core.room import Role
from tansiq.gateways.http import RETRY_AFTER_S
from tansiq.gateways.rfc3339 import format_us, parse_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation
from tansiq.gateways.room.listing import PAGE, page_size
from tansiq.gateways.room.past.shown import BEFORE_FOUNDING, Wanted
from tansiq.gateways.room.words import Fault
from tansiq.log.engine import Outage


async def at(ask: Ask) -> Answer:
    """Return flights, zones, parties and rules as they were at a time, as far as the asker's party had been given them then.

    limit, after: a page of the flights, as in their list.
    """
    node, time_us = ask.room.door.node, _time(ask)
    wanted = Wanted(
        time_us,
        ask.actor.party,
        node.state.position,
        tuple(node.applier.to_erase),
        ask.query.get("after", ""),
        page_size(ask.query.get("limit", str(PAGE))),
    )
    try:
        told = await ask.room.past.ask(wanted)
    except Outage as outage:
        fault = Fault("past_unreadable", status=503, why=str(outage))
        fault.retry_after_s = RETRY_AFTER_S
        raise fault from outage
    since, time = format_us(ask.room.state.parties[ask.actor.party].since_us), format_us(time_us)
    if told.refusal == BEFORE_FOUNDING:
        raise Fault("past_before_founding", "$path.time", 404, time=time, since=since)
    if told.refusal:
        raise Fault("past_not_a_member", "$path.time", 404, time=time, since=since)
    return Answer(told.body)


def _time(ask: Ask) -> int:
    text, now_us = ask.path["time"], ask.room.door.node.now_us()
    try:
        time_us = parse_us(text)
    except ValueError:
        raise Fault("time", "$path.time", value=text[:40]) from None
    if time_us > now_us:
        raise Fault("past_not_yet", "$path.time", time=format_us(time_us), now=format_us(now_us))
    return time_us


OPERATIONS: Final = (
    Operation(
        "getPast", "GET", "/room/v1/at/{time}", at, Role.OBSERVER, None, {200: wire.Past}, query=("limit", "after")
    ),
)
