"""Cosignatures: a party signs the heads of the log that it has seen, and all see who has seen how much of it."""

from typing import Final

import msgspec

from tansiq.core.room import PartyState, Role
from tansiq.core.room_commands import PartyKeys, SetPartyKeys
from tansiq.core.units import US
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import outbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.words import Fault
from tansiq.log.cosignatures import Cosignature, Refusal
from tansiq.log.note import COSIGNATURE, Malformed, VerifierKey, parse_key

NOTE_BYTES: Final = 4_096  # of a cosigned checkpoint: 16 signatures, as signed-note asks, and room to spare
KEY_CHARS: Final = 200  # of a verifier key; 54 of them are id and key

_cosigned: Final = msgspec.json.Decoder(wire.CosignedBody)
_keys: Final = msgspec.json.Decoder(wire.PartyKeysBody)


async def set_keys(ask: Ask) -> Answer:
    """Say with which keys the asker's party cosigns; the others are taken away."""
    keys: dict[str, None] = {}
    for n, given in enumerate(ask.parsed(_keys).keys):
        try:
            keys[str(_cosigner(given))] = None
        except Malformed as error:
            raise Fault("party_key", f"$.keys[{n}]", value=given[:80], what=str(error)) from None
    answer = await ask.submit(SetPartyKeys(PartyKeys(ask.path["code"], tuple(keys))))
    return shown(outbound.party(ask.room.state.parties[ask.actor.party], ask.room.texts), answer.position)


def _cosigner(vkey: str) -> VerifierKey:
    if len(vkey) > KEY_CHARS or not vkey.isprintable():
        raise Malformed(f"It has more than {KEY_CHARS} characters, or some that cannot be seen.")
    key = parse_key(vkey)
    if key.kind != COSIGNATURE:
        raise Malformed("It is a key for logs (kind 1); cosigners have another kind (4).")
    return key


async def cosign(ask: Ask) -> Answer:
    """Take in a checkpoint of this log that the asker's party has cosigned. Who holds the key decides, not the role."""
    note = ask.parsed(_cosigned).checkpoint.encode()
    if len(note) > NOTE_BYTES:
        raise Fault("cosignature_form", "$.checkpoint", what=f"It has more than {NOTE_BYTES} bytes.")
    node, party = ask.room.door.node, ask.actor.party
    now_us = node.now_us()
    try:
        kept = await ask.room.door.prover.cosignatures.add(
            party, note, ask.room.state.parties[party].keys, now_us // US
        )
    except Malformed as error:
        raise Fault("cosignature_form", "$.checkpoint", what=str(error)) from None
    if isinstance(kept, Refusal):
        raise _refused(kept, party, now_us)
    return shown(_shown(kept))


def _refused(refusal: Refusal, party: str, now_us: int) -> Fault:
    match refusal.why:
        case "key":
            return Fault("cosignature_key", "$.checkpoint", status=403, party=party)
        case "head":
            return Fault("cosignature_head", "$.checkpoint", status=409, size=refusal.size)
        case "stale":
            return Fault("cosignature_stale", "$.checkpoint", status=409, size=refusal.size)
        case "time":
            made = format_us(min(refusal.time_s * US, _LAST_US))
            return Fault("cosignature_time", "$.checkpoint", status=409, time=made, now=format_us(now_us))


_LAST_US: Final = 253_402_300_799 * US  # the last second that has four digits for its year


async def cosignatures(ask: Ask) -> Answer:
    """Return who has cosigned which heads, and how many of the members have cosigned one."""
    good = _good(ask)
    members = sum(party.state is PartyState.MEMBER for party in ask.room.state.parties.values())
    seen = {each.party for each in good if ask.room.state.parties[each.party].state is PartyState.MEMBER}
    size = ask.room.door.prover.tree.size
    return shown(wire.CosignaturesShown(size, members, len(seen), [_shown(each) for each in good]))


async def checkpoint(ask: Ask) -> Answer:
    """Return a head with all its cosignatures (C2SP tlog-cosignature): the one asked for by size, else that with the most."""
    good, prover = _good(ask), ask.room.door.prover
    by_size: dict[int, list[Cosignature]] = {}
    for each in good:
        by_size.setdefault(each.size, []).append(each)
    asked = ask.query.get("size", "")
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 17 and int(asked) in by_size):
        raise Fault("unknown", "$query.size", status=404, id=asked[:32])
    if not by_size:
        return Answer(str(prover.head()).encode(), content_type="text/plain; charset=utf-8")
    most = max(by_size, key=lambda size: (len({each.party for each in by_size[size]}), size))
    size = int(asked) if asked else most
    return Answer(str(prover.cosigned(size, by_size[size])).encode(), content_type="text/plain; charset=utf-8")


def _good(ask: Ask) -> list[Cosignature]:
    """Those by keys that are still their party's, by party, the newest first."""
    parties = ask.room.state.parties
    kept = ask.room.door.prover.cosignatures.kept
    good = [each for each in kept if each.party in parties and each.vkey in parties[each.party].keys]
    return sorted(good, key=lambda each: (each.party, -each.time_s))


def _shown(held: Cosignature) -> wire.CosignatureShown:
    return wire.CosignatureShown(held.party, held.vkey, held.size, format_us(held.time_s * US))


OPERATIONS: Final = (
    Operation(
        "setPartyKeys",
        "PUT",
        "/room/v1/parties/{code}/keys",
        set_keys,
        Role.LEAD,
        wire.PartyKeysBody,
        {200: wire.PartyShown},
    ),
    Operation(
        "cosign",
        "POST",
        "/room/v1/cosignatures",
        cosign,
        Role.OBSERVER,
        wire.CosignedBody,
        {200: wire.CosignatureShown},
    ),
    Operation(
        "listCosignatures",
        "GET",
        "/room/v1/cosignatures",
        cosignatures,
        Role.OBSERVER,
        None,
        {200: wire.CosignaturesShown},
    ),
    Operation("cosignedCheckpoint", "GET", "/room/v1/checkpoint", checkpoint, Role.OBSERVER, None, {}),
)
