"""What is told of a walk: the page, or who reads an account of what it was about."""

from collections.abc import Callable
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.accounts import SubjectKind
from tansiq.gateways.room.incident.page import page
from tansiq.gateways.room.incident.walk import Walk
from tansiq.gateways.room.past.shown import Told, Typed, WantedIncident

NOT_SEEN: Final = "not seen"
_encode: Final = msgspec.json.Encoder().encode


class Readers(Struct, frozen=True):
    """kind: of what the account is about. readers: the parties that are, or were, told whose it is."""

    kind: SubjectKind
    readers: tuple[str, ...]


def reported(walk: Walk, wanted: WantedIncident, read: Callable[[int], bytes]) -> Told:
    """Return what is wanted of a walk. read: gives the erasable bytes of a position."""
    if walk.face is None:
        return Told(refusal=NOT_SEEN)
    if not wanted.language:
        return Told(_encode(Readers(walk.subject.kind, walk.readers_now())))
    return Told(page(walk, wanted, Typed(read, frozenset(wanted.erased))).encode())
