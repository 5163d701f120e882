"""A command as the log ordered it, and its bytes.

The parts of a record are made here, as JSON; how they are salted, hashed and kept is the log's business.
"""

from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.commands import KIND_OF, KINDS, Command

RULES: Final = 0  # version of the rules in `decide`; old ones stay runnable from 1 on


class Actor(Struct, frozen=True, gc=False):
    """Who asked. party: the unit of visibility. by: person or client that acted for it, an opaque id."""

    party: str
    by: str


HOST: Final = Actor(party="", by="node")  # the technical host acts for no party


class RequestKey(Struct, frozen=True, gc=False):
    """An idempotency key as the client sent it, and the SHA-256 of what was asked under it."""

    key: str
    body_sha256: bytes


class Header(Struct, frozen=True, gc=False, omit_defaults=True):
    """The first part of each record. signature: the party's own over its command; "" where the room entered it for it."""

    time_us: int
    party: str
    by: str
    kind: str
    rules: int = RULES
    signature: str = ""


class Entry(Struct, frozen=True, gc=False):
    """position: in the log, from 1. time_us: never falls. request: None where the client sent no key."""

    position: int
    time_us: int
    actor: Actor
    command: Command
    request: RequestKey | None = None


class UnknownRules(Exception):
    """The log was written by a newer Tansiq."""


_LEVELS: Final = {kind: command.__struct_fields__ for kind, command in KINDS.items()}
_DECODERS: Final = {
    kind: {field.name: msgspec.json.Decoder(field.type) for field in msgspec.structs.fields(command)}
    for kind, command in KINDS.items()
}
_HEADER: Final = msgspec.json.Decoder(Header)
_REQUEST: Final = msgspec.json.Decoder(RequestKey)
_encode: Final = msgspec.json.Encoder().encode


def to_parts(entry: Entry) -> list[tuple[str, bytes]]:
    """Return the parts of an entry's record, header first, as (name, JSON). The position is not in them: the log gives it."""
    kind = KIND_OF[type(entry.command)]
    header = Header(entry.time_us, entry.actor.party, entry.actor.by, kind)
    parts = [("header", _encode(header))]
    parts += [(level, _encode(getattr(entry.command, level))) for level in _LEVELS[kind]]
    if entry.request is not None:
        parts.append(("request", _encode(entry.request)))
    return parts


def from_parts(position: int, parts: dict[str, bytes]) -> Entry:
    """Return the entry that `to_parts` was given. Raises UnknownRules, or msgspec.ValidationError for a damaged part."""
    header = _HEADER.decode(parts["header"])
    if header.rules > RULES or header.kind not in KINDS:
        raise UnknownRules(
            f"Entry {position} is a {header.kind!r} under rules version {header.rules}; this Tansiq knows versions up to "
            f"{RULES} and {len(KINDS)} kinds. Install the version that wrote this log, or a newer one."
        )
    levels = {name: decoder.decode(parts[name]) for name, decoder in _DECODERS[header.kind].items()}
    request = _REQUEST.decode(parts["request"]) if "request" in parts else None
    return Entry(position, header.time_us, Actor(header.party, header.by), KINDS[header.kind](**levels), request)
