"""What each request gets, whatever its route: bounds, an id, a line in the log, and an answer even to a bug."""

import asyncio
import logging
import re
import time
from collections.abc import Callable
from typing import Final

import msgspec
import numpy as np
from msgspec import Struct
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tansiq.gateways.replies import RoomError
from tansiq.gateways.rfc3339 import format_us
from tansiq.log.engine import Outage
from tansiq.node.chance import random_bytes

BODY_TIMEOUT_S: Final = 10.0  # for a whole body; F3548's clients give up after 10 s themselves
JSON_DEPTH: Final = 32  # the deepest body of any door (GeoJSON of several polygons) has 9
LONG_BODY: Final = 32_768  # bytes; longer ones could hold the event loop for milliseconds and are read beside it
RETRY_AFTER_S: Final = 2  # told with each outage; most end with the next group commit or the next leader
REQUEST_ID: Final = "tansiq.request_id"  # where the scope of a request holds its id
PARTY: Final = "tansiq.party"  # where a route leaves who asked, for the access log

SECURITY_HEADERS: Final = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)

_SANE_ID: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_DROPPED: Final = bytes(set(range(256)) - set(b'[]{}"'))
_STEPS: Final = bytes({0x5B: 1, 0x7B: 1, 0x5D: 255, 0x7D: 255}.get(byte, byte) for byte in range(256))  # 255 is int8 -1
_LEAF: Final = b"\x01\xff"

_encoder: Final = msgspec.json.Encoder(enc_hook=str)
_access = logging.getLogger("tansiq.access")
log = logging.getLogger("tansiq.http")


class HttpRefusal(Struct, frozen=True):
    """Why a request was not read. code: one word, as `RoomError.code`."""

    status: int
    code: str
    message: str


async def read_body(request: Request, limit: int, timeout_s: float = BODY_TIMEOUT_S) -> bytes | HttpRefusal:
    """Return the whole body if it has at most `limit` bytes and comes within `timeout_s`; else 400, 408 or 413.

    A length that was declared too long is refused unread; one that was not declared, or was a lie, when it goes over. What
    still comes is thrown away by uvicorn, so the connection stays usable. The content type does not matter: clients are
    careless with it. Raises ClientDisconnect when the client has gone.
    """
    declared = request.headers.get("content-length", "0")
    if not (declared.isascii() and declared.isdigit()):
        return HttpRefusal(400, "bad_length", "Content-Length must be a number.")
    if len(declared) > 18 or int(declared) > limit:
        return _too_long(limit)
    whole: bytes | bytearray = b""
    try:
        async with asyncio.timeout(timeout_s):
            async for chunk in request.stream():
                if len(whole) + len(chunk) > limit:
                    return _too_long(limit)
                if not whole:
                    whole = chunk  # mostly the only one, then not copied
                elif chunk:
                    whole = whole if isinstance(whole, bytearray) else bytearray(whole)
                    whole += chunk
    except TimeoutError:
        return HttpRefusal(408, "too_slow", f"The body did not arrive within {timeout_s:g} s. Send it again.")
    return bytes(whole)


async def read_json(request: Request, limit: int, depth: int = JSON_DEPTH) -> bytes | HttpRefusal:
    """Do as `read_body`, and refuse with 400 what is nested deeper than `depth`. The body is not decoded here."""
    body = await read_body(request, limit)
    if isinstance(body, HttpRefusal):
        return body
    if len(body) > LONG_BODY:
        ok = await asyncio.to_thread(json_depth_ok, body, depth)
    else:
        ok = json_depth_ok(body, depth)
    return body if ok else HttpRefusal(400, "too_deep", f"The body has lists and objects nested over {depth} deep.")


def json_depth_ok(body: bytes, depth: int) -> bool:
    """Return whether no value in a JSON text lies in more than `depth` lists and objects. `depth` is 2 or more.

    Exact for JSON; in what is no JSON, for the part before its first fault, which is as far as a decoder goes. Brackets
    inside strings do not count. No loop over bytes in Python; measured: 3.3 µs for an intent of 2 kB, 3 ms for 4 MB of OVNs,
    4 ms for 1 MB of nothing but brackets.

    How: escapes go first; then all but brackets and quotes. Two quotes side by side are an empty string or the end of one and
    the start of the next; either way, what follows is as much inside a string as before, so such pairs can go. What is
    then left between two quotes was in a string. Bracket steps (+1, -1) add up to the depth. Most bodies are done before
    that: without their innermost pairs they have fewer brackets than it takes to exceed `depth`.
    """
    if b"\\" in body:
        body = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    steps = body.translate(_STEPS, _DROPPED).replace(b'""', b"")
    if b'"' in steps:
        steps = b"".join(steps.split(b'"')[::2])
    if len(steps) <= 4_096 and len(steps.replace(_LEAF, b"")) < depth:
        return True
    return int(np.frombuffer(steps, np.int8).cumsum(dtype=np.int32).max(initial=0)) <= depth


class Envelope:
    """ASGI middleware around all routes: `Starlette(routes, middleware=[Middleware(Envelope, …)])`.

    Not around the Starlette object itself, which answers an exception with a page of its own before it lets it out.

    Each answer carries `X-Request-Id` (the client's, if it is a sane token of 8 to 64 characters, else a new one) and the
    `SECURITY_HEADERS` it has not set itself. An `Outage` becomes 503 with Retry-After, any other exception 500; both bodies
    name the request id only, and the trace goes to the log. Then one line goes to `tansiq.access`: the id, the method, the
    template of the route (never the path, which holds ids, nor the query), status, duration, bytes sent, and the party.

    on_request: told route, status and seconds; for metrics.
    """

    def __init__(
        self,
        app: ASGIApp,
        on_request: Callable[[str, int, float], None] = lambda route, status, duration_s: None,
        clock_s: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._app = app
        self._on_request = on_request
        self._clock_s = clock_s
        self._lines = _Lines()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started_s = self._clock_s()
        request_id = scope[REQUEST_ID] = _request_id(scope)
        status = 0
        sent_bytes = 0

        async def send_marked(message: Message) -> None:
            nonlocal status, sent_bytes
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _marked(message.get("headers", ()), request_id)
            else:
                sent_bytes += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, send_marked)
        except ClientDisconnect:
            status = status or 499  # as nginx writes it; nobody is there to read an answer
        except Outage:
            log.exception("Outage in request %s.", request_id)
            if not status:
                await _answer(
                    send_marked, 503, "outage", "This cannot be done right now. Try again shortly", request_id
                )
        except Exception:  # the last frame before the server: a bug in one route must not end the others' requests
            log.exception("Bug in request %s.", request_id)
            if not status:
                await _answer(send_marked, 500, "bug", "Something failed here. Tell the operator", request_id)
        finally:
            self._note(scope, status, self._clock_s() - started_s, sent_bytes)

    def _note(self, scope: Scope, status: int, duration_s: float, sent_bytes: int) -> None:
        route: str = getattr(scope.get("route"), "path", "-")
        self._on_request(route, status, duration_s)
        if _access.isEnabledFor(logging.INFO):
            self._lines.add(
                _AccessLine(
                    format_us(time.time_ns() // 1_000),
                    scope[REQUEST_ID],
                    scope["method"],
                    route,
                    status,
                    round(duration_s * 1_000, 3),
                    sent_bytes,
                    scope.get(PARTY, ""),
                )
            )


class _AccessLine(Struct, gc=False):
    """A line of `tansiq.access`, as `JsonLines` writes others."""

    time: str
    request_id: str
    method: str
    route: str
    status: int
    ms: float
    bytes: int
    party: str
    level: str = "INFO"
    logger: str = "tansiq.access"
    message: str = "request"


class _Lines:
    """Access lines of one turn of the loop, logged as one record: a record and a write of its own for each cost 20 µs."""

    def __init__(self) -> None:
        self._held: list[str] = []

    def add(self, line: _AccessLine) -> None:
        """Take a line; it is written before the loop's next turn."""
        if not self._held:
            asyncio.get_running_loop().call_soon(self._flush)
        self._held.append(_encoder.encode(line).decode())

    def _flush(self) -> None:
        record = logging.LogRecord("tansiq.access", logging.INFO, "", 0, "", None, None)
        record.lines = "\n".join(self._held)
        self._held.clear()
        _access.handle(record)  # not `info`: it would walk the stack for the caller's name


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _SANE_ID.fullmatch(value):
            return value.decode()
    return random_bytes(8).hex()


def _marked(headers: "list[tuple[bytes, bytes]]", request_id: str) -> list[tuple[bytes, bytes]]:
    own = {name for name, _ in headers}
    return [
        *headers,
        (b"x-request-id", request_id.encode()),
        *(header for header in SECURITY_HEADERS if header[0] not in own),
    ]


async def _answer(send: Send, status: int, code: str, message: str, request_id: str) -> None:
    """Send an error that both doors can read: F3548 wants `message`, the room has more."""
    body = msgspec.json.encode(RoomError(code, f"{message} (request {request_id})."))
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status == 503:
        headers.append((b"retry-after", str(RETRY_AFTER_S).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _too_long(limit: int) -> HttpRefusal:
    return HttpRefusal(
        413, "too_long", f"The body is longer than the {limit} bytes that are taken here. Send less at once."
    )
