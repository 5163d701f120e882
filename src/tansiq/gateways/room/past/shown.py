"""A moment of the past as one party had been given it, as JSON. Who was no member then had been given nothing."""

from collections.abc import Callable, Collection
from itertools import islice, takewhile
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.limits import PAST_ENDED, PAST_ENDED_US, PAST_MOVEMENTS
from tansiq.core.model import Constraint
from tansiq.core.release import View, last_face
from tansiq.core.release_movements import seen_movement
from tansiq.core.room import Charter, PartyState
from tansiq.core.state import State
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import movement_face, outbound, wire
from tansiq.gateways.room.past.replays import Moment
from tansiq.gateways.room.wire.movements import MovementShown
from tansiq.gateways.room.zone_face import zone_face
from tansiq.log.record import SALT_BYTES

BEFORE_FOUNDING: Final = "before founding"
NO_MEMBER: Final = "no member"

_encode: Final = msgspec.json.Encoder().encode


class Wanted(Struct, frozen=True, tag="moment"):
    """What is asked of the process. last: how far the log is written. erased: positions of which nothing may be told any more,
    though the log may still have it. after, limit: a page of the flights."""

    time_us: int
    viewer: str
    last: int
    erased: tuple[int, ...]
    after: str
    limit: int


class WantedIncident(Struct, frozen=True, tag="incident"):
    """A report about a flight or zone. viewer, last, erased: as in `Wanted`. now_us: when it is made. language: of the page,
    "" where only those are wanted who read an account of it. head: size and root of the log, as the page shows them."""

    about: str
    viewer: str
    last: int
    erased: tuple[int, ...]
    now_us: int
    language: str
    head: tuple[str, ...] = ()


class Told(Struct, frozen=True):
    """refusal: why there is no answer, or "". outage: what broke, as a sentence, or ""."""

    body: bytes = b""
    refusal: str = ""
    outage: str = ""


class Typed:
    """What persons typed, as far as it is still there: read anew each time, so that what is erased is gone here too."""

    def __init__(self, read: Callable[[int], bytes], erased: Collection[int]) -> None:
        self._read = read
        self._erased = erased

    def of(self, position: int) -> bytes:
        return b"" if position in self._erased else self._read(position)[SALT_BYTES:]


def told(moment: Moment, wanted: Wanted, read: Callable[[int], bytes]) -> Told:
    """Return the room at a moment for a party. read: gives the erasable bytes of a position."""
    state, viewer = moment.state, wanted.viewer
    if state.charter is None:
        return Told(refusal=BEFORE_FOUNDING)
    party = state.parties.get(viewer)
    if party is None or party.state not in (PartyState.MEMBER, PartyState.SUSPENDED):
        return Told(refusal=NO_MEMBER)
    texts = Typed(read, frozenset(wanted.erased))
    view = View(state, viewer, wanted.time_us)
    seen = [intent for intent in view.all_intents() if intent.id > wanted.after][: wanted.limit + 1]
    page = seen[: wanted.limit]
    past = wire.Past(
        time=format_us(wanted.time_us),
        room=_room(state, state.charter, wanted.time_us, texts),
        flights=[outbound.flight(intent, viewer, texts) for intent in page],
        next=page[-1].id if len(seen) > len(page) else "",
        ended=[] if wanted.after else _ended(moment, wanted, texts),
        zones=[] if wanted.after else [_zone(held, wanted, texts) for held in view.all_constraints()],
        movements=[] if wanted.after else _movements(state, wanted, texts),
    )
    return Told(_encode(past))


def _room(state: State, charter: Charter, time_us: int, texts: Typed) -> wire.Room:
    parties = [outbound.party(state.parties[code], texts) for code in sorted(state.parties)]
    return wire.Room(outbound.charter(charter), parties, format_us(time_us))


def _zone(held: Constraint, wanted: Wanted, texts: Typed) -> wire.Zone:
    return zone_face(held, wanted.viewer, texts, wanted.time_us)


def _movements(state: State, wanted: Wanted, texts: Typed) -> list[MovementShown]:
    """Return the movements that were not over for more than an hour, as the party saw each."""
    since_us = wanted.time_us - PAST_ENDED_US
    ids = sorted(i for i, held in state.movements.items() if held.last_us >= since_us)
    seen = (seen_movement(state, wanted.viewer, movement_id) for movement_id in ids)
    return list(islice((movement_face.face(each, texts, "") for each in seen if each is not None), PAST_MOVEMENTS))


def _ended(moment: Moment, wanted: Wanted, texts: Typed) -> list[wire.Ended]:
    """Return the flights that ended in the last hour, the newest first, as the party saw each when it ended."""
    here, viewer, since_us = moment.state.intents, wanted.viewer, wanted.time_us - PAST_ENDED_US
    late = takewhile(lambda each: each.at_us >= since_us, reversed(moment.ended))
    gone = (each for each in late if viewer in each.granted and each.intent.id not in here)
    faces = ((each, last_face(each.intent, each.granted[viewer], viewer)) for each in gone)
    told = (
        wire.Ended(format_us(each.at_us), outbound.flight(face, viewer, texts))
        for each, face in faces
        if face is not None
    )
    return list(islice(told, PAST_ENDED))
