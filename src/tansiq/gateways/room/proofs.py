"""What became of a request, and the proofs.

Heads and tiles need no token: they hold hashes of salted parts and tell nothing but the length of the log. They are where
C2SP tlog-tiles clients look for them, under `/log`.
"""

import re
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tansiq.core.limits import REQUEST_KEY_CHARS
from tansiq.gateways.auth import AuthRefusal
from tansiq.gateways.door import Door
from tansiq.gateways.replies import RoomError, json_reply
from tansiq.gateways.room.endpoint import SESSION_COOKIE, RoomDoor, admit, failed
from tansiq.gateways.room.words import Fault, language_of
from tansiq.log.receipt import encode
from tansiq.log.tiles import parse_path, tile_bytes
from tansiq.node.snapshots import entry_of

_IMMUTABLE: Final = {"cache-control": "public, max-age=31536000, immutable"}
_POSITION: Final = re.compile(r"[1-9]\d{0,15}", re.ASCII)


def routes(door: Door, room: RoomDoor | None = None) -> list[Route]:
    """Return the routes of this door. room: where people may ask, too, signed in as they are."""
    proofs = _Proofs(door, room)
    return [
        Route("/room/v1/requests/{key}", proofs.request, methods=["GET"]),
        Route("/room/v1/receipts/{position}", proofs.receipt, methods=["GET"]),
        Route("/log/checkpoint", proofs.checkpoint, methods=["GET"]),
        Route("/log/vkey", proofs.vkey, methods=["GET"]),
        Route("/log/{tile:path}", proofs.tile, methods=["GET"]),
    ]


class _Proofs:
    def __init__(self, door: Door, room: RoomDoor | None) -> None:
        self._door = door
        self._room = room

    async def _party(self, request: Request) -> str | Response:
        """Return the party that asks, or why it is not let in."""
        if self._room is not None and SESSION_COOKIE in request.cookies:
            try:
                actor, *_ = await admit(self._room, request)
            except Fault as fault:
                return failed(self._room, fault, language_of(request.headers.get("accept-language")))
            return actor.party
        caller = await self._door.admit(request, ())
        return _refused(caller) if isinstance(caller, AuthRefusal) else caller.party

    async def request(self, request: Request) -> Response:
        """Say what became of a keyed request of the caller's own party in the last 24 h."""
        party = await self._party(request)
        if isinstance(party, Response):
            return party
        key = request.path_params["key"]
        if len(key) > REQUEST_KEY_CHARS:
            return _error(400, "bad_key", f"The key has {len(key)} characters; at most {REQUEST_KEY_CHARS} are read.")
        status = self._door.node.request_status(party, key)
        shown: dict[str, object] = {"outcome": status.outcome}
        if status.outcome == "never ordered":
            shown["hint"] = "Not ordered within the last 24 h. It is safe to send it again."
        if status.reply is not None:
            shown |= {
                "position": status.position,
                "status": status.reply.status,
                "body": msgspec.Raw(status.reply.body),
            }
        return json_reply(200, msgspec.json.encode(shown))

    async def receipt(self, request: Request) -> Response:
        """Return the receipt of an entry to whoever asked for it."""
        party = await self._party(request)
        if isinstance(party, Response):
            return party
        text = request.path_params["position"]
        if not _POSITION.fullmatch(text):
            return _error(
                400, "bad_position", f"{text[:32]!r} is no position. The header Tansiq-Position of an answer has it."
            )
        position, node = int(text), self._door.node
        missing = _error(404, "no_receipt", f"Position {position} is not an entry of yours.")
        if position > node.state.position:
            return missing
        (blob,) = await node.engine.read(position - 1, 1)
        if entry_of(position, blob).actor.party != party:
            return missing
        receipt = await self._door.prover.receipt(position)
        return missing if receipt is None else json_reply(200, encode(receipt))

    async def checkpoint(self, _request: Request) -> Response:
        """Return the signed head of the log (C2SP tlog-checkpoint)."""
        return Response(str(self._door.prover.head()), media_type="text/plain")

    async def vkey(self, _request: Request) -> Response:
        """Return the key that verifies heads, receipts and refusals (C2SP signed-note verifier key)."""
        return Response(f"{self._door.prover.vkey}\n", media_type="text/plain")

    async def tile(self, request: Request) -> Response:
        """Return a hash tile (C2SP tlog-tiles)."""
        tile = parse_path(request.path_params["tile"])
        tree = self._door.prover.tree
        content = None if tile is None else tile_bytes(tile, tree, tree.size)
        if content is None:
            return _error(404, "no_tile", "There is no such tile, or not yet.")
        return Response(content, headers=_IMMUTABLE, media_type="application/octet-stream")


def _error(status: int, code: str, message: str) -> Response:
    return json_reply(status, msgspec.json.encode(RoomError(code, message)))


def _refused(refusal: AuthRefusal) -> Response:
    error = RoomError("not_admitted", refusal.message)
    return json_reply(refusal.status, msgspec.json.encode(error), {"www-authenticate": refusal.challenge})
