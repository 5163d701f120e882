"""Bytes on a bare connection that no client would send: the server answers or hangs up, and goes on serving others."""

import json
import socket
import struct
import time
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import pytest

from conformance.bodies import circle as around
from conformance.bodies import intent, new_id, sentences, volume
from conformance.tokens import SC

HOST = b"host: dss.example\r\nconnection: close\r\n"
GET = b"GET /healthy HTTP/1.1\r\n" + HOST
GET_AND_STAY = b"GET /healthy HTTP/1.1\r\nhost: dss.example\r\n"


def connect(target) -> socket.socket:
    where = urlsplit(target.url)
    assert where.hostname is not None
    return socket.create_connection((where.hostname, where.port or 80), timeout=10)


def exchange(target, sent: bytes) -> bytes:
    """What comes back until the server closes. Where it waits for more, it is told that no more will come."""
    received = b""
    with connect(target) as connection:
        try:
            connection.sendall(sent)
            connection.settimeout(0.2)
            with suppress(TimeoutError):
                while piece := connection.recv(65_536):
                    received += piece
                return received
            connection.settimeout(10)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65_536):
                received += piece
        except (ConnectionResetError, BrokenPipeError):
            pass
    return received


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def post(*headers: bytes, body: bytes = b"") -> bytes:
    lines = [b"POST /dss/v1/reports HTTP/1.1", b"host: dss.example", b"connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


# What may come: these statuses, or nothing where the connection was closed (0).
THROWN = [
    (GET + b"\r\n", {200}, "an ordinary question"),
    (b"GET /healthy HTTP/1.0\r\n\r\n", {200}, "HTTP/1.0"),
    (b"GET /healthy\r\n\r\n", {200, 400, 0}, "HTTP/0.9"),
    (b"GET /healthy HTTP/9.9\r\n" + HOST + b"\r\n", {400, 505}, "HTTP/9.9"),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 0}, "HTTP/2"),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400, 0}, "a TLS greeting"),
    (b"\0" * 1_000, {400, 0}, "zeros"),
    (bytes(range(256)) * 10, {400, 0}, "all bytes"),
    (b"\r\n" * 1_000, {400, 0}, "empty lines"),
    (b"GARBAGE\r\n\r\n", {400, 0}, "a word"),
    (b"", {0}, "nothing"),
    (b"GET /heal", {0, 400}, "half a line"),
    (GET, {0, 400}, "a head that does not end"),
    (b"get /healthy HTTP/1.1\r\n" + HOST + b"\r\n", {400, 405}, "a verb in small letters"),
    (b"A" * 70_000 + b" /healthy HTTP/1.1\r\n\r\n", {400, 0}, "a long verb"),
    (b"TRACE /healthy HTTP/1.1\r\n" + HOST + b"\r\n", {405}, "TRACE"),
    (b"CONNECT a.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", {400, 404, 405, 0}, "CONNECT"),
    (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", {404, 405}, "OPTIONS *"),
    (b"GET http://other.example/healthy HTTP/1.1\r\n" + HOST + b"\r\n", {200, 400}, "a URL with a host"),
    (b"GET //healthy HTTP/1.1\r\n" + HOST + b"\r\n", {404}, "two slashes"),
    (b"GET /../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", {404, 400}, "a way out"),
    (b"GET /log/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", {404}, "a way out in disguise"),
    (b"GET /%00%ff%zz HTTP/1.1\r\n" + HOST + b"\r\n", {404, 400}, "escapes that mean nothing"),
    ("GET /é HTTP/1.1\r\n\r\n".encode(), {400, 404}, "letters outside ASCII"),
    (b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {404, 400, 414}, "a long path"),
    (b"GET /healthy?" + b"a=b&" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {200, 400, 414}, "a long query"),
    (GET + b"x: " + b"a" * 500_000 + b"\r\n\r\n", {200, 400, 431}, "a long header"),
    (GET + b"a: b\r\n" * 20_000 + b"\r\n", {200, 400, 431}, "many headers"),
    (GET + b"x: a\r\n b\r\n\r\n", {400}, "a folded header"),
    (GET + b"x\0y: a\r\n\r\n", {400}, "a zero in a header's name"),
    (GET + b"x: a\0b\r\n\r\n", {200, 400}, "a zero in a header"),
    (GET + b": a\r\n\r\n", {400}, "a header without name"),
    (GET + b"authorization: Bearer " + b"a" * 100_000 + b"\r\n\r\n", {200, 400, 431}, "a long token"),
    (GET_AND_STAY + b"upgrade: websocket\r\nconnection: upgrade\r\n\r\n", {200, 400, 426}, "a WebSocket"),
    (GET + b"expect: 100-continue\r\ncontent-length: 3\r\n\r\n", {200, 0}, "a body that is announced and never comes"),
    (post(b"content-length: abc"), {400}, "a length that is no number"),
    (post(b"content-length: -1"), {400}, "a negative length"),
    (post(b"content-length: +2", body=b"{}"), {400, 401}, "a length with a sign"),
    (post(b"content-length: 2, 2", body=b"{}"), {400, 401}, "a list of lengths"),
    (post(b"content-length: 99999999999999999999999", body=b"{}"), {400, 401, 413}, "a length beyond all numbers"),
    (post(b"content-length: 5", b"content-length: 6", body=b"hello!"), {400}, "two lengths"),
    (post(b"content-length: 5", b"transfer-encoding: chunked", body=b"0\r\n\r\n"), {400}, "a length and chunks"),
    (post(b"transfer-encoding: gzip, chunked", body=b"0\r\n\r\n"), {400, 401, 501}, "a coding that nobody asked for"),
    (post(b"transfer-encoding: chunked", body=b"ZZ\r\nabc"), {400, 401}, "a chunk without a size"),
    (post(b"transfer-encoding: chunked", body=b"F" * 20 + b"\r\nabc"), {400, 401}, "a chunk beyond all numbers"),
    (post(b"transfer-encoding: chunked", body=b"5\r\nab"), {401, 0}, "a chunk shorter than it says"),
    (post(b"transfer-encoding: chunked", body=b"1\r\nabcdef\r\n0\r\n\r\n"), {400, 401}, "a chunk longer than it says"),
    (
        post(b"transfer-encoding: chunked", body=b"1;" + b"x" * 50_000 + b"\r\na\r\n0\r\n\r\n"),
        {400, 401},
        "a long chunk remark",
    ),
    (post(b"content-length: 1000000", body=b"{}"), {401, 0}, "a body shorter than its length"),
    (post(b"content-length: 2", body=b"{}" + b"x" * 5_000), {401, 400}, "a body longer than its length"),
]


def statuses(answer: bytes) -> set[int]:
    return {status(answer)} if answer else {0}


@pytest.mark.parametrize(("sent", "expected", "because"), THROWN, ids=sentences(THROWN))
def test_whatever_is_thrown_at_it_the_server_stands(target, http, sent, expected, because):
    assert statuses(exchange(target, sent)) <= expected, because
    assert http.get(f"{target.url}/healthy").status_code == 200, f"after {because}"


def put_intent(uss, *headers: str, body: bytes, connection: str = "close") -> bytes:
    """A PUT that is let in, with its body still to be framed by `headers`."""
    lines = [
        f"PUT /dss/v1/operational_intent_references/{new_id()} HTTP/1.1",
        "host: dss.example",
        f"authorization: Bearer {uss.token(SC)}",
        f"connection: {connection}",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def body_of(lat: float) -> bytes:
    return json.dumps(intent(volume(around(lat, 100, 200)))).encode()


def test_a_body_in_chunks_is_a_body(target, uss):
    whole = body_of(-1)
    chunks = (
        b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (whole[:7], whole[7:8], whole[8:])) + b"0\r\n\r\n"
    )
    assert status(exchange(target, put_intent(uss, "transfer-encoding: chunked", body=chunks))) == 201


def test_a_body_that_breaks_off_changes_nothing(target, uss, http):
    whole = body_of(-2)
    request = put_intent(uss, f"content-length: {len(whole)}", body=whole[:-5])
    path = request.split(b" ", 2)[1].decode()
    assert statuses(exchange(target, request)) <= {0, 400}
    assert http.get(target.url + path, headers={"authorization": f"Bearer {uss.token(SC)}"}).status_code == 404


def test_too_long_a_body_is_refused_without_being_read(target, uss):
    began_s = time.monotonic()
    with connect(target) as connection:
        connection.sendall(put_intent(uss, f"content-length: {10**12}", body=b"{"))
        assert status(connection.recv(65_536)) == 413
    assert time.monotonic() - began_s < 5


def test_a_body_in_endless_chunks_is_cut_off(target, uss):
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    with connect(target) as connection:
        connection.sendall(put_intent(uss, "transfer-encoding: chunked", body=b""))
        for _ in range(5):
            connection.sendall(chunk)
        assert status(connection.recv(65_536)) == 413


def test_requests_in_one_piece_are_answered_in_their_order(target, uss):
    """Pipelining (RFC 9112, 9.3.2): five questions and a booking at once, on one connection."""
    whole = body_of(-3)
    asked = GET_AND_STAY + b"x-request-id: first-question\r\n\r\n"
    booking = put_intent(
        uss, f"content-length: {len(whole)}", "x-request-id: the-booking", body=whole, connection="keep-alive"
    )
    last = GET + b"x-request-id: last-question\r\n\r\n"
    answers = exchange(target, asked + booking + asked + asked + last).split(b"HTTP/1.1 ")[1:]
    assert [int(answer[:3]) for answer in answers] == [200, 201, 200, 200, 200]
    order = [b"first-question", b"the-booking", b"first-question", b"first-question", b"last-question"]
    assert all(request_id in answer for request_id, answer in zip(order, answers, strict=True))


def test_a_connection_serves_many_requests(target):
    with connect(target) as connection:
        for _ in range(20):
            connection.sendall(GET_AND_STAY + b"\r\n")
            assert status(connection.recv(65_536)) == 200


def test_a_request_smuggled_behind_a_refused_one_is_not_run(target, uss, http):
    """What follows a body that was refused unread must not be taken for a request."""
    whole = body_of(-4)
    inner = put_intent(uss, f"content-length: {len(whole)}", body=whole)
    path = inner.split(b" ", 2)[1].decode()
    outer = put_intent(uss, f"content-length: {5 * 1024 * 1024}", body=inner, connection="keep-alive")
    answer = exchange(target, outer)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert status(answer) == 413
    assert http.get(target.url + path, headers={"authorization": f"Bearer {uss.token(SC)}"}).status_code == 404


def test_who_hangs_up_before_the_answer_is_no_fault(target, http):
    """Closed, half closed or reset, with one to three answers on their way: the server's log must stay clean."""
    at_once = struct.pack("ii", 1, 0)
    for n in range(120):
        with connect(target) as connection:
            connection.sendall((GET_AND_STAY + b"\r\n") * (1 + n % 3))
            if n % 4 == 1:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            elif n % 4 == 2:
                connection.shutdown(socket.SHUT_WR)
    assert http.get(f"{target.url}/healthy").status_code == 200


def test_slow_ones_do_not_keep_others_waiting(target, http):
    """A hundred connections that never finish their requests (slowloris)."""
    with ExitStack() as open_ones:
        slow = [open_ones.enter_context(connect(target)) for _ in range(100)]
        for n, connection in enumerate(slow):
            connection.sendall(GET[: 5 + n % 20] if n % 2 else GET + b"x: a\r\n")
        began_s = time.monotonic()
        for _ in range(20):
            assert http.get(f"{target.url}/healthy").status_code == 200
        assert time.monotonic() - began_s < 5
    assert http.get(f"{target.url}/healthy").status_code == 200


@pytest.mark.soak
def test_a_body_that_does_not_come_is_given_up_after_ten_seconds(target, uss):
    began_s = time.monotonic()
    with connect(target) as connection:
        connection.settimeout(30)
        connection.sendall(put_intent(uss, "content-length: 100", body=b"{"))
        assert status(connection.recv(65_536)) == 408
    assert 5 < time.monotonic() - began_s < 20
