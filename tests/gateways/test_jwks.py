"""Keys by URL, against a real server on this machine's loopback address."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from signing import EC, NOW_S, RSA, jwk, token

from tansiq.gateways.auth import Authenticator, AuthRefusal, Caller, Issuer
from tansiq.gateways.jwks import MAX_BODY, REFRESH_S, RETRY_S, JwksSource, admit

OLD = {"keys": [jwk(RSA, kid="old")]}
NEW = {"keys": [jwk(RSA, kid="old"), jwk(EC, kid="new")]}


class Place:
    """What the server answers: bytes, sent as they are. Requests are kept."""

    def __init__(self) -> None:
        self.url = ""
        self.raw = b""
        self.requests: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()

    def put(self, body: object, status: str = "200 OK", *more: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(data)}", "Connection: close", *more]
        self.raw = "\r\n".join([*head, "", ""]).encode() + data

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests.append((await reader.readuntil(b"\r\n\r\n")).decode())
        self.asked.set()
        await self.open.wait()
        writer.write(self.raw)
        writer.close()


@asynccontextmanager
async def serving(body: object):
    place = Place()
    place.put(body)
    server = await asyncio.start_server(place.answer, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    place.url = f"http://{host}:{port}/jwks.json"
    try:
        yield place
    finally:
        server.close()


class Room:
    """An authenticator whose only issuer has its keys at a place; `now` is the time of its clock in seconds."""

    def __init__(self, url: str) -> None:
        self.now = 0.0
        self.authenticator = Authenticator([Issuer("i", ())], frozenset({"dss.example"}))
        self.changes = 0
        self.source = JwksSource(url, self.changed, allow_http=True, clock_s=lambda: self.now)

    def changed(self, keys) -> None:
        self.changes += 1
        self.authenticator.replace_keys("i", keys)

    async def let_in(self, private, alg: str, kid: str) -> bool:
        header = f"Bearer {token(private, alg, {'kid': kid})}"
        return isinstance(await admit(self.authenticator, {"i": self.source}, header, NOW_S), Caller)


def story(body: object, play: Callable[[Place, Room], Awaitable[None]]) -> None:
    async def run() -> None:
        async with serving(body) as place:
            await play(place, Room(place.url))

    asyncio.run(run())


def test_keys_are_fetched_and_used():
    async def play(place: Place, room: Room) -> None:
        assert await room.source.refresh()
        assert await room.let_in(RSA, "RS256", "old")
        assert not await room.source.refresh(), "the same keys are no change"
        assert room.changes == 1, "so that verified tokens are not forgotten every ten minutes"
        assert place.requests[0].startswith("GET /jwks.json HTTP/1.1\r\n")
        assert "authorization" not in place.requests[0].lower()

    story(OLD, play)


def test_an_unknown_kid_fetches_anew_at_most_once_a_minute():
    async def play(place: Place, room: Room) -> None:
        await room.source.refresh()
        place.put(NEW)
        room.now = RETRY_S - 1
        assert not await room.let_in(EC, "ES256", "new"), "fetched less than a minute ago"
        assert len(place.requests) == 1
        room.now = RETRY_S
        assert await room.let_in(EC, "ES256", "new"), "the new key, at the first try"
        assert len(place.requests) == 2
        for n in range(20):
            assert not await room.let_in(EC, "ES256", f"invented{n}")
        assert len(place.requests) == 2, "invented names do not make us fetch"
        room.now = 10 * RETRY_S
        assert await room.let_in(EC, "ES256", "new")
        assert len(place.requests) == 2, "a known name needs no fetch"

    story(OLD, play)


def test_those_who_ask_together_share_one_fetch():
    async def play(place: Place, room: Room) -> None:
        place.open.clear()
        waiting = [asyncio.create_task(room.let_in(RSA, "RS256", "old")) for _ in range(10)]
        await place.asked.wait()
        place.open.set()
        assert await asyncio.gather(*waiting) == [True] * 10
        assert len(place.requests) == 1

    story(OLD, play)


def test_a_withdrawn_key_ends_its_tokens():
    async def play(place: Place, room: Room) -> None:
        place.put(NEW)
        await room.source.refresh()
        assert await room.let_in(EC, "ES256", "new")
        place.put(OLD)
        assert await room.source.refresh()
        assert not await room.let_in(EC, "ES256", "new")

    story(OLD, play)


@pytest.mark.parametrize(
    ("body", "status", "more", "said"),
    [
        (b"gone", "500 Oops", (), "status 500"),
        (NEW, "404 Not Found", (), "status 404"),
        (NEW, "302 Found", ("Location: /elsewhere",), "status 302"),
        (NEW, "203 Non-Authoritative", (), "status 203"),
        (b"<html>", "200 OK", (), "malformed"),
        (b"", "200 OK", (), "truncated"),
        (b"\x1f\x8b\x08", "200 OK", ("Content-Encoding: gzip",), "Error"),
        (b"[" * 60_000, "200 OK", (), "RecursionError"),
        ({"keys": []}, "200 OK", (), "it is empty"),
        ({"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}, "200 OK", (), "kty 'oct'"),
        ({**NEW, "pad": "x" * MAX_BODY}, "200 OK", (), "longer than 65536 bytes"),
    ],
)
def test_a_bad_answer_leaves_the_last_good_keys(body, status, more, said, caplog):
    async def play(place: Place, room: Room) -> None:
        await room.source.refresh()
        place.put(body, status, *more)
        with caplog.at_level(logging.WARNING, "tansiq.jwks"):
            assert not await room.source.refresh()
        assert said in caplog.text
        assert "The 1 keys fetched before stay in use." in caplog.text
        assert len(place.requests) == 2, "a redirect is not followed"
        assert await room.let_in(RSA, "RS256", "old")

    story(OLD, play)


def test_an_answer_cut_off_or_no_server_leaves_the_last_good_keys(caplog):
    async def play(place: Place, room: Room) -> None:
        await room.source.refresh()
        place.raw = place.raw[:-10]
        assert not await room.source.refresh()
        assert "RemoteProtocolError" in caplog.text
        assert await room.let_in(RSA, "RS256", "old")

    story(OLD, play)

    async def without_server() -> None:
        async with serving(OLD) as place:
            room = Room(place.url)
            await room.source.refresh()
        assert not await room.source.refresh()
        assert "ConnectError" in caplog.text
        assert await room.let_in(RSA, "RS256", "old")

    asyncio.run(without_server())


def test_a_silent_server_is_given_up(monkeypatch, caplog):
    monkeypatch.setattr("tansiq.gateways.jwks.TIMEOUT_S", 0.05)

    async def play(place: Place, room: Room) -> None:
        place.open.clear()
        assert not await room.source.refresh()
        assert "Timeout" in caplog.text
        place.open.set()

    story(OLD, play)


def test_run_waits_a_minute_without_keys_and_ten_with():
    async def play(place: Place, room: Room) -> None:
        waits: list[float] = []

        async def sleep(wait_s: float) -> None:
            waits.append(wait_s)
            if len(waits) == 2:
                place.put(OLD)
            if len(waits) == 4:
                raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            await room.source.run(sleep)
        assert waits == [RETRY_S, RETRY_S, REFRESH_S, REFRESH_S]
        assert await room.let_in(RSA, "RS256", "old")

    story(b"not yet", play)


def test_issuers_from_files_have_no_source():
    header = f"Bearer {token(RSA, 'RS256', {'kid': 'x'})}"
    authenticator = Authenticator([Issuer("i", ())], frozenset({"dss.example"}))
    assert isinstance(asyncio.run(admit(authenticator, {}, header, NOW_S)), AuthRefusal)


@pytest.mark.parametrize(
    ("url", "allow_http", "said"),
    [
        ("http://issuer.example/jwks", False, "https://"),
        ("ftp://issuer.example/jwks", True, "https://"),
        ("file:///etc/passwd", True, "https://"),
        ("/jwks", True, "https://"),
        ("", True, "https://"),
        ("https://", False, "no host"),
        ("https://user:secret@issuer.example/jwks", False, "user name"),
        ("https://issuer.example:99999/jwks", False, "port"),
        ("https://[::1/jwks", False, "no URL"),
    ],
)
def test_addresses_that_are_not_fetched(url, allow_http, said):
    with pytest.raises(ValueError, match=said) as caught:
        JwksSource(url, lambda keys: None, allow_http=allow_http)
    assert "secret" not in str(caught.value)
