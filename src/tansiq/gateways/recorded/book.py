"""Booking flights through a node, as a USS would: ask what is there, name it in the key, and again if somebody was faster."""

import asyncio
import base64
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.commands import IntentPrivate, IntentReservation, PutIntent
from tansiq.core.entry import Actor
from tansiq.core.limits import INTENT_VERTICES, VOLUMES_PER_ITEM
from tansiq.core.model import IntentState
from tansiq.core.release import View
from tansiq.core.volumes import Polygon, Volume
from tansiq.node.loop import Node, Proposal

USS_BASE_URL: Final = "https://uss.invalid"  # RFC 2606, 2: nobody is ever there
AT_ONCE: Final = 32
RETRIES: Final = 5


class Booking(Struct, frozen=True):
    """What is to be booked for a party."""

    id: str
    party: str
    volumes: tuple[Volume, ...]


class Booked(Struct):
    """How it went. there: ids that were in the room before. unseen: how often somebody was faster. refused: id and sentence."""

    done: int = 0
    there: int = 0
    volumes: int = 0
    unseen: int = 0
    refused: list[tuple[str, str]] = msgspec.field(default_factory=list[tuple[str, str]])


class _Answer(Struct):
    """What is read of an answer 409."""

    message: str
    missing_operational_intents: list[msgspec.Raw] = msgspec.field(default_factory=list[msgspec.Raw])


_answer: Final = msgspec.json.Decoder(_Answer)


async def book(
    node: Node, bookings: Sequence[Booking], by: str, progress: Callable[[int, int], None] = lambda done, total: None
) -> Booked:
    """Book all, AT_ONCE at a time; those that met each other then again, one by one. by: who acts for the parties.

    Raises `Outage` while the node takes no writes, or when its log fails; `Busy` where a party may not have AT_ONCE requests
    waiting.
    """
    booked = Booked()
    work = asyncio.ensure_future(_book(node, bookings, by, booked, progress))
    await asyncio.wait((work, node.failed), return_when=asyncio.FIRST_COMPLETED)
    if not work.done():  # a node whose log has failed answers nobody any more
        work.cancel()
        raise node.failed.result()
    work.result()
    return booked


async def _book(
    node: Node, bookings: Sequence[Booking], by: str, booked: Booked, progress: Callable[[int, int], None]
) -> None:
    finished = 0
    for wave in _waves(bookings):
        wanted = [booking for booking in wave if _wanted(node, booking, booked)]
        answers = await asyncio.gather(*(_ask(node, booking, by) for booking in wanted))
        for booking, first in zip(wanted, answers, strict=True):
            answer, tries = first, 1
            while answer is not None and answer.missing_operational_intents and tries <= RETRIES:
                booked.unseen += 1
                answer, tries = await _ask(node, booking, by), tries + 1
            if answer is None:
                booked.done += 1
                booked.volumes += len(booking.volumes)
            else:
                booked.refused.append((booking.id, answer.message))
        finished += len(wave)
        progress(finished, len(bookings))


def _waves(bookings: Sequence[Booking]) -> Iterator[list[Booking]]:
    """Yield the bookings AT_ONCE at a time. Those of one wave lie far apart in time, so that they rarely meet each other."""
    ordered = sorted(bookings, key=lambda b: (b.volumes[0].time_us.lo if b.volumes else 0, b.id))
    step = -(-len(ordered) // AT_ONCE)
    return (ordered[n::step] for n in range(step))


def _wanted(node: Node, booking: Booking, booked: Booked) -> bool:
    """Return whether to ask for a booking; note it where it is there already, or can be none."""
    fault = _fault(booking)
    if fault:
        booked.refused.append((booking.id, fault))
    elif booking.id in node.state.intents:
        booked.there += 1
    else:
        return True
    return False


async def _ask(node: Node, booking: Booking, by: str) -> _Answer | None:
    """Ask once. Returns None when it is booked."""
    outcome = await node.submit(Proposal(Actor(booking.party, by), _command(node, booking)))
    return None if outcome.reply.status == 201 else _answer.decode(outcome.reply.body)


def _fault(booking: Booking) -> str:
    """Return why the standard's or the node's bounds do not let a flight be booked as one intent, or ""."""
    if not booking.volumes:
        return "It has no volumes."
    if len(booking.volumes) > VOLUMES_PER_ITEM:
        return f"It has {len(booking.volumes):,} volumes; one intent takes {VOLUMES_PER_ITEM:,}. Split the flight."
    vertices = sum(len(v.outline.ring) // 16 for v in booking.volumes if isinstance(v.outline, Polygon))
    if vertices > INTENT_VERTICES:
        return f"It has {vertices:,} vertices; one intent takes {INTENT_VERTICES:,}. Split the flight."
    return ""


def _command(node: Node, booking: Booking) -> PutIntent:
    """Return the command whose key names all that the party can see there now."""
    view = View(node.state, booking.party, node.now_us())
    key = tuple(intent.ovn for intent in view.intents_near(booking.volumes))
    ovn = base64.urlsafe_b64encode(os.urandom(18)).decode()
    return PutIntent(
        IntentReservation(booking.id, IntentState.ACCEPTED, booking.volumes, USS_BASE_URL),
        IntentPrivate(replaces="", ovn=ovn, key=key, subscription=None),
    )
