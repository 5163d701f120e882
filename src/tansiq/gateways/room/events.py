"""GET /room/v1/events: the push stream of a party's world."""

import time
from collections.abc import AsyncGenerator
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tansiq.gateways.http import PARTY
from tansiq.gateways.room.endpoint import RoomDoor, admit, failed
from tansiq.gateways.room.push import Full, Hub
from tansiq.gateways.room.words import Fault, language_of

CHECKED_S: Final = 5.0  # how long somebody whose role ended may still hear
_HEADERS: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}


def routes(room: RoomDoor, hub: Hub) -> list[Route]:
    """Return the route of the stream."""

    async def events(request: Request) -> Response:
        """Push what changes for the asker's party. `Last-Event-ID`: the last event that was taken before a break."""
        language = language_of(request.headers.get("accept-language"))
        try:
            actor, *_ = await admit(room, request)
        except Fault as fault:
            return failed(room, fault, language)
        request.scope[PARTY] = actor.party
        stream = hub.listen(actor.party, request.headers.get("last-event-id", "")[:64])
        try:
            first = await anext(stream)
        except Full:
            return failed(room, Fault("busy", status=503), language)
        return StreamingResponse(_checked(request, first, stream), headers=_HEADERS, media_type="text/event-stream")

    async def _checked(request: Request, first: bytes, stream: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
        """Pass events on for as long as the listener may hear them."""
        checked_s = time.monotonic()
        try:
            yield first
            async for event in stream:
                if time.monotonic() - checked_s > CHECKED_S:
                    checked_s = time.monotonic()
                    await admit(room, request)
                yield event
        except Fault:
            return
        finally:
            await stream.aclose()

    return [Route("/room/v1/events", events, methods=["GET"])]
