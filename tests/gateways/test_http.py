"""What each request gets, whatever its route."""

import asyncio
import io
import json
import logging
from itertools import accumulate

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tansiq.gateways.http import (
    LONG_BODY,
    PARTY,
    REQUEST_ID,
    Envelope,
    HttpRefusal,
    json_depth_ok,
    read_body,
    read_json,
)
from tansiq.gateways.logs import JsonLines
from tansiq.log.engine import NotAppended

# --- bodies ---


def request(*chunks: bytes, length: str | None = None, then: str = "end") -> Request:
    """A request whose body comes in these chunks; after them it ends, stalls, or the client goes."""
    waiting = list(chunks)

    async def receive():
        if waiting:
            return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting) or then != "end"}
        if then == "goes":
            return {"type": "http.disconnect"}
        if then == "stalls":
            await asyncio.Event().wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [] if length is None else [(b"content-length", length.encode())]
    return Request({"type": "http", "method": "PUT", "path": "/", "headers": headers}, receive)


@pytest.mark.parametrize(
    ("asked", "expected", "because"),
    [
        (request(), b"", "no body"),
        (request(b"abc"), b"abc", "one chunk, no length"),
        (request(b"abc", length="3"), b"abc", "one chunk with its length"),
        (request(b"a", b"", b"b", b"c"), b"abc", "several chunks, one of them empty"),
        (request(b"12345678"), b"12345678", "exactly the limit"),
        (request(length="8"), b"", "a length that promised more"),
        (request(b"123456789"), 413, "one byte over the limit"),
        (request(b"12345", b"6789"), 413, "one byte over, in two chunks"),
        (request(b"1234", length="2", then="stalls"), 408, "less was declared, and more never ends"),
        (request(b"12345", b"6789", length="2"), 413, "the length was a lie"),
        (request(length="9"), 413, "too long by its length"),
        (request(length="9", then="stalls"), 413, "too long by its length, and never read"),
        (request(length="9" * 400), 413, "an absurd length"),
        (request(b"abc", length="-1"), 400, "a negative length"),
        (request(b"abc", length="0x3"), 400, "a length in another base"),
        (request(b"abc", length="3, 3"), 400, "two lengths folded into one header"),
        (request(b"abc", length="²"), 400, "a digit that is no digit"),
        (request(b"abc", then="stalls"), 408, "the rest never comes"),
    ],
)
def test_read_body(asked, expected, because):
    answer = asyncio.run(read_body(asked, 8, timeout_s=0.01))
    assert (answer.status if isinstance(answer, HttpRefusal) else answer) == expected, because


def test_a_client_that_has_gone_gets_no_answer():
    with pytest.raises(ClientDisconnect):
        asyncio.run(read_body(request(b"abc", then="goes"), 8))


@pytest.mark.parametrize(
    ("body", "expected", "because"),
    [
        (b"[" * 32 + b"]" * 32, None, "as deep as is taken"),
        (b"[" * 33 + b"]" * 33, 400, "one deeper"),
        (b"[" * 1_000_000, 400, "a bomb, looked at beside the event loop"),
        (b"x" * (LONG_BODY + 1), None, "long and flat; it is for the decoder to refuse"),
        (b"[" * 3_000_000, 413, "too long to look at"),
    ],
)
def test_read_json(body, expected, because):
    answer = asyncio.run(read_json(request(body), 2_000_000))
    assert answer == body if expected is None else answer.status == expected, because


# --- depth ---

values = st.recursive(
    st.none() | st.integers() | st.text('[]{}"\\/ é', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('[{"\\', max_size=4), inner, max_size=3),
    max_leaves=30,
)


def depth_of(value: object) -> int:
    """The slow truth: walk the decoded value."""
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


@given(values, st.booleans(), st.integers(0, 5), st.booleans())
def test_depth_of_json_is_exact(value, ascii_only, wraps, long):
    for _ in range(wraps):
        value = [value]
    text = json.dumps([value, *([[]] * 5_000 * long)], ensure_ascii=ascii_only).encode()
    deep = depth_of(json.loads(text))
    for limit in range(2, 12):
        assert json_depth_ok(text, limit) is (deep <= limit)


@given(st.binary(max_size=80).map(lambda data: bytes(b'[]{}"\\a'[byte % 7] for byte in data)))
def test_what_is_no_json_is_never_deeper_than_said_up_to_its_first_fault(body):
    """No decoder gets past the first byte that cannot be JSON; up to there the depth must be bounded."""
    for end in range(len(body) + 1):
        if readable(body[:end]):
            steps = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
            deepest = max(accumulate(steps.get(byte, 0) for byte in outside_strings(body[:end])), default=0)
            assert deepest <= 2 or not json_depth_ok(body, 2)


def outside_strings(text: bytes) -> bytes:
    kept, inside, escaped = bytearray(), False, False
    for byte in text:
        if escaped:
            escaped = False
        elif inside and byte == ord("\\"):
            escaped = True
        elif byte == ord('"'):
            inside = not inside
        elif not inside:
            kept.append(byte)
    return bytes(kept)


def readable(prefix: bytes) -> bool:
    """Whether a decoder may still be reading at the end of `prefix`: brackets pair so far and no stray escape came."""
    kept = outside_strings(prefix)
    if b"\\" in kept or b"a" in kept:
        return False
    opened = []
    for byte in kept:
        if byte in b"[{":
            opened.append(byte)
        elif not opened or opened.pop() + 2 != byte:
            return False
    return True


@pytest.mark.parametrize(
    ("body", "expected", "because"),
    [
        (b"", True, "nothing"),
        (b"{}", True, "an empty object"),
        (b'"' + b"[" * 99 + b'"', True, "brackets in a string"),
        (b'["\\"", "' + b"[" * 99 + b'"]', True, "brackets in a string after an escaped quote"),
        (b'["\\\\", ' + b"[" * 99, False, "real brackets after a string that ends with a backslash"),
        (b'["a\\\\\\"' + b"[" * 99 + b'"]', True, "three backslashes and a quote do not end a string"),
        (b'["]","]",[["]"]]]', True, "closing brackets in strings do not close"),
        (b'["}",["}",["}",["}",[]]]]]', False, "and cannot hide openings"),
        (b"]]]]]]]]" + b"[" * 9, True, "the first byte is the fault; no decoder sees the rest"),
    ],
)
def test_depth(body, expected, because):
    assert json_depth_ok(body, 4) is expected, because


# --- the envelope ---


async def whoami(asked: Request) -> Response:
    asked.scope[PARTY] = "uss1"
    return Response(b"12345", headers={"Cache-Control": "max-age=60"})


async def full(asked: Request) -> Response:
    raise NotAppended("The disk of /var/lib/tansiq is full. Make room.")


async def bug(asked: Request) -> Response:
    raise ZeroDivisionError("token=s3cret")


async def breaks_off(asked: Request) -> Response:
    async def chunks():
        yield b"begun"
        raise ZeroDivisionError

    return StreamingResponse(chunks())


async def gone(asked: Request) -> Response:
    raise ClientDisconnect


ROUTES = [
    Route("/flights/{id}", whoami, methods=["GET", "PUT"]),
    Route("/full", full),
    Route("/bug", bug),
    Route("/breaks-off", breaks_off),
    Route("/gone", gone),
]


class Told:
    """An application in its envelope, what it answered, and what went to the log."""

    def __init__(self, method: str, path: str, headers: dict[str, str] | None = None) -> None:
        self.counted: list[tuple[str, int, float]] = []
        times = iter([10.0, 10.25])
        self.messages: list[dict] = []
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(JsonLines())
        logger = logging.getLogger("tansiq")
        logger.addHandler(handler)
        before, logger.level = logger.level, logging.INFO
        logger.manager._clear_cache()
        try:
            envelope = Middleware(Envelope, lambda *asked: self.counted.append(asked), lambda: next(times))
            whole = Starlette(routes=ROUTES, middleware=[envelope])
            asyncio.run(self.ask(whole, method, path, headers or {}))
        finally:
            logger.removeHandler(handler)
            logger.level = before
            logger.manager._clear_cache()
        self.text = stream.getvalue()
        self.lines = [json.loads(line) for line in self.text.splitlines()]

    async def ask(self, app: Starlette, method: str, path: str, headers: dict[str, str]) -> None:
        path, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }

        async def receive():
            return bodies.pop() if bodies else await asyncio.Event().wait()

        bodies = [{"type": "http.request", "body": b"", "more_body": False}]

        async def send(message):
            self.messages.append(message)

        await app(scope, receive, send)

    @property
    def status(self) -> int:
        return self.messages[0]["status"] if self.messages else 0

    @property
    def headers(self) -> httpx.Headers:
        return httpx.Headers(self.messages[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages)


def test_an_answer_is_marked_and_noted():
    told = Told("GET", "/flights/4711?token=s3cret", {"Authorization": "Bearer s3cret", "X-Request-Id": "abc.DEF-1_2"})
    assert (told.status, told.body) == (200, b"12345")
    assert told.headers["x-request-id"] == "abc.DEF-1_2"
    (line,) = told.lines
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "INFO",
        "logger": "tansiq.access",
        "message": "request",
        "request_id": "abc.DEF-1_2",
        "method": "GET",
        "route": "/flights/{id}",
        "status": 200,
        "ms": 250.0,
        "bytes": 5,
        "party": "uss1",
    }
    assert told.counted == [("/flights/{id}", 200, 0.25)]
    assert "s3cret" not in told.text
    assert "4711" not in told.text


@pytest.mark.parametrize(
    ("path", "name", "value", "because"),
    [
        ("/flights/1", "x-content-type-options", "nosniff", "types are not guessed"),
        ("/flights/1", "content-security-policy", "default-src 'none'; frame-ancestors 'none'", "no page"),
        ("/flights/1", "referrer-policy", "no-referrer", "ids in paths stay here"),
        ("/flights/1", "cross-origin-resource-policy", "same-origin", "other pages cannot embed it"),
        ("/flights/1", "cache-control", "max-age=60", "what the route says itself stays, once"),
        ("/nowhere", "cache-control", "no-store", "else nothing is cached"),
        ("/bug", "x-content-type-options", "nosniff", "errors too"),
    ],
)
def test_security_headers(path, name, value, because):
    assert Told("GET", path).headers.get_list(name) == [value], because


@pytest.mark.parametrize(
    ("sent", "kept", "because"),
    [
        ("12345678", True, "eight characters"),
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", True, "a UUID"),
        ("x" * 64, True, "the longest"),
        ("1234567", False, "too short to be unique"),
        ("x" * 65, False, "too long"),
        ("", False, "empty"),
        ("12345678 a", False, "a space"),
        ('1234567"}', False, "a quote"),
        ("12345678\n", False, "a line break"),
        ("1234567é", False, "not ASCII"),
        ("../../etc/passwd", False, "a path"),
    ],
)
def test_request_ids(sent, kept, because):
    told = Told("GET", "/flights/1", {"X-Request-Id": sent})
    assert (told.headers["x-request-id"] == sent) is kept, because
    assert told.lines[0]["request_id"] == told.headers["x-request-id"], because


def test_request_ids_made_here_differ():
    made = {Told("GET", "/flights/1").headers["x-request-id"] for _ in range(20)}
    assert len(made) == 20


@pytest.mark.parametrize(
    ("method", "path", "route", "status", "because"),
    [
        ("GET", "/nowhere/s3cret", "-", 404, "no route"),
        ("DELETE", "/flights/4711", "/flights/{id}", 405, "a route, another method"),
        ("GET", "/gone", "/gone", 499, "nobody waits for the answer"),
    ],
)
def test_other_lines(method, path, route, status, because):
    told = Told(method, path)
    assert (told.lines[-1]["route"], told.lines[-1]["status"]) == (route, status), because
    assert len(told.lines) == 1, because


@pytest.mark.parametrize(
    ("path", "status", "code", "in_log", "because"),
    [
        ("/full", 503, "outage", "NotAppended: The disk of /var/lib/tansiq is full", "the log cannot be written"),
        ("/bug", 500, "bug", "ZeroDivisionError: token=s3cret", "a bug"),
    ],
)
def test_failures_tell_the_client_only_the_request_id(path, status, code, in_log, because):
    told = Told("GET", path, {"X-Request-Id": "abcdefgh"})
    assert told.status == status, because
    assert told.headers["content-type"] == "application/json", because
    assert told.headers.get("retry-after") == ("2" if status == 503 else None), because
    body = msgspec.json.decode(told.body)
    assert body["code"] == code, because
    assert "abcdefgh" in body["message"], because
    assert not any(word in told.body for word in (b"s3cret", b"/var", b"Error", b"Traceback")), because
    failure, access = told.lines
    assert in_log in failure["exception"], because
    assert "abcdefgh" in failure["message"], because
    assert (access["status"], access["request_id"]) == (status, "abcdefgh"), because


def test_an_answer_that_breaks_off_is_not_mended():
    told = Told("GET", "/breaks-off")
    assert (told.status, told.body) == (200, b"begun")
    assert told.messages[-1].get("more_body"), "so the server closes the connection, and the client sees the fault"
    assert "ZeroDivisionError" in told.lines[0]["exception"]


def test_cancelled_requests_are_noted_and_stay_cancelled():
    async def app(scope, receive, send):
        raise asyncio.CancelledError

    noted = []
    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(Envelope(app, lambda route, status, duration_s: noted.append((route, status)))(scope, None, None))
    assert noted == [("-", 0)], "status 0: no answer was begun"


def test_other_scopes_pass_through_untouched():
    seen = []

    async def app(scope, receive, send):
        seen.append(scope)

    asyncio.run(Envelope(app)({"type": "lifespan"}, None, None))
    assert seen == [{"type": "lifespan"}]
    assert REQUEST_ID not in seen[0]
