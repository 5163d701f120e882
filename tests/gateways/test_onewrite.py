"""Connections as uvicorn serves them through our protocol: whole answers, and nobody who only holds a place."""

import asyncio
import contextlib
import socket

import pytest
import uvicorn

from tansiq.gateways import onewrite

BODY = b"x" * 3_000


async def answer(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"3000")]})
    await send({"type": "http.response.body", "body": BODY})


@contextlib.asynccontextmanager
async def served():
    config = uvicorn.Config(answer, http=onewrite.Protocol, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        task = asyncio.create_task(server.serve(sockets=[sock]))
        try:
            yield await asyncio.open_connection(*sock.getsockname())
        finally:
            server.should_exit = True
            await task


def test_answers_come_whole_and_the_connection_stays():
    async def ask():
        async with served() as (reader, writer):
            for _ in range(3):
                writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                head = await reader.readuntil(b"\r\n\r\n")
                assert head.startswith(b"HTTP/1.1 200 OK")
                assert await reader.readexactly(3_000) == BODY
            writer.close()

    asyncio.run(ask())


def test_pipelined_requests_are_answered_in_turn():
    async def ask():
        async with served() as (reader, writer):
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 3)
            for _ in range(3):
                await reader.readuntil(b"\r\n\r\n")
                assert await reader.readexactly(3_000) == BODY
            writer.close()

    asyncio.run(ask())


@pytest.mark.parametrize(
    ("answered", "said", "because"),
    [
        (0, b"", "it says nothing"),
        (0, b"GET / HTTP/1.1\r\nHost: x\r\n", "its head does not end"),
        (1, b"GET / HT", "the head of its second request does not end"),
    ],
)
def test_who_does_not_finish_a_head_is_not_waited_for(answered, said, because, monkeypatch):
    monkeypatch.setattr(onewrite, "HEAD_S", 0.05)

    async def ask():
        async with served() as (reader, writer):
            for _ in range(answered):
                writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(3_000)
            writer.write(said)
            await asyncio.wait_for(reader.read(), 5)  # to the end of the stream: the server closed it
            writer.close()

    asyncio.run(ask())


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n"


@pytest.mark.parametrize(
    ("begun", "because"),
    [
        (b"GET /", "a path"),
        (HEAD + b"X-Long: ", "a header"),
        (HEAD + b"X-", "a header's name"),
        (CHUNKED + b"0\r\nX-Long: ", "a trailer"),
        (CHUNKED + b"1;", "the extension of a chunk"),
    ],
)
def test_what_does_not_end_is_cut_off(begun, because):
    async def ask():
        async with served() as (_reader, writer):
            writer.write(begun)
            with contextlib.suppress(ConnectionError):
                for _ in range(200):  # 20 MB, if they were all taken
                    writer.write(b"x" * 100_000)
                    await writer.drain()
                pytest.fail("all of it was taken")
            writer.close()

    asyncio.run(ask())


def test_a_long_head_and_a_longer_body_are_taken():
    async def ask():
        async with served() as (reader, writer):
            for _ in range(2):
                writer.write(
                    HEAD + b"X-Long: " + b"x" * 60_000 + b"\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 1_000_000
                )
                assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
                assert await reader.readexactly(3_000) == BODY
            writer.close()

    asyncio.run(ask())
