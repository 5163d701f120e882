"""Calls to servers that others named: which addresses are called, and what of an answer is taken, on loopback servers."""

import asyncio
import contextlib
import datetime as dt
import ssl
from collections.abc import Awaitable, Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from signing import EC, private_pem

from tansiq.gateways.outgoing import ANSWER_BYTES, Answer, NotSent, Outgoing, is_public

OK = b"HTTP/1.1 204 No Content\r\n\r\n"


@pytest.mark.parametrize(
    ("address", "expected", "because"),
    [
        ("8.8.8.8", True, "of the Internet"),
        ("172.15.255.255", True, "just below a private block"),
        ("172.32.0.0", True, "just above it"),
        ("100.63.255.255", True, "just below the shared block"),
        ("2001:4860:4860::8888", True, "of the Internet"),
        ("::ffff:8.8.8.8", True, "mapped, judged as what it maps"),
        ("64:ff9b::808:808", True, "NAT64 to the Internet"),
        ("2002:808:808::1", True, "6to4 of the Internet"),
        ("127.0.0.1", False, "loopback"),
        ("127.255.255.254", False, "all of 127/8 is loopback"),
        ("0.0.0.0", False, "unspecified: it leads to this machine"),
        ("0.1.2.3", False, "this network"),
        ("10.0.0.1", False, "private"),
        ("172.16.0.1", False, "private"),
        ("192.168.1.1", False, "private"),
        ("100.64.0.1", False, "shared: carrier-grade NAT"),
        ("100.127.255.255", False, "the end of it"),
        ("169.254.169.254", False, "link-local: where clouds keep their secrets"),
        ("192.0.0.8", False, "IETF protocol assignments"),
        ("192.0.2.1", False, "documentation"),
        ("192.88.99.1", False, "withdrawn relays"),
        ("198.18.0.1", False, "benchmarks"),
        ("224.0.0.251", False, "multicast"),
        ("239.255.255.250", False, "multicast, though said to be global"),
        ("240.0.0.1", False, "reserved"),
        ("255.255.255.255", False, "broadcast"),
        ("::1", False, "loopback"),
        ("::", False, "unspecified"),
        ("::127.0.0.1", False, "IPv4-compatible, withdrawn"),
        ("::ffff:127.0.0.1", False, "mapped loopback"),
        ("::ffff:10.0.0.1", False, "mapped private"),
        ("::ffff:169.254.169.254", False, "mapped link-local"),
        ("64:ff9b::7f00:1", False, "NAT64 to loopback"),
        ("64:ff9b::a00:1", False, "NAT64 to private"),
        ("64:ff9b:1::1", False, "local NAT64"),
        ("2002:7f00:1::1", False, "6to4 of loopback"),
        ("2002:a00:1::1", False, "6to4 of private"),
        ("2001::1", False, "Teredo"),
        ("2001:db8::1", False, "documentation"),
        ("3fff::1", False, "documentation"),
        ("fc00::1", False, "unique local"),
        ("fd00:ec2::254", False, "unique local: where a cloud keeps its secrets"),
        ("fe80::1", False, "link-local"),
        ("fe80::1%1", False, "link-local with its zone"),
        ("2001:4860::1%1", False, "a zone is of a link"),
        ("fec0::1", False, "site-local, withdrawn"),
        ("ff02::1", False, "multicast"),
        ("ff0e::1", False, "multicast of global scope"),
        ("5f00::1", False, "outside of what is given out"),
    ],
)
def test_is_public(address, expected, because):
    assert is_public(address) is expected, because


class Peer:
    """A server that answers each connection with given bytes, and keeps what it was sent."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.port = 0
        self.received: list[bytes] = []
        self.holds = False  # keeps the connection open after the answer

    @property
    def url(self) -> str:
        return f"http://peer.example:{self.port}"

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            self.received.append(head + await reader.readexactly(length))
            writer.write(self.answer)
            await writer.drain()
            if self.holds:
                await reader.read()
        writer.close()


async def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def told(answer: bytes, play: Callable[[Peer], Awaitable[None]], tls: ssl.SSLContext | None = None) -> None:
    async def run() -> None:
        peer = Peer(answer)
        server = await asyncio.start_server(peer.take, "127.0.0.1", 0, ssl=tls)
        peer.port = server.sockets[0].getsockname()[1]
        try:
            await play(peer)
        finally:
            server.close()

    asyncio.run(run())


def outgoing(**more) -> Outgoing:
    return Outgoing(**{"allow_http": True, "allow_private": True, "resolve": here, "timeout_s": 5.0} | more)


def test_a_request_is_one_post_with_a_token_and_nothing_of_this_machine():
    async def play(peer: Peer) -> None:
        answer = await outgoing().post(f"{peer.url}/uss/v1/operational_intents", b'{"a":1}', "t.o.k")
        assert answer == Answer(204, b"", "")
        (sent,) = peer.received
        assert sent.startswith(b"POST /uss/v1/operational_intents HTTP/1.1\r\n")
        assert sent.endswith(b'\r\n\r\n{"a":1}')
        assert b"Authorization: Bearer t.o.k\r\n" in sent
        assert f"Host: peer.example:{peer.port}\r\n".encode() in sent
        assert b"cookie" not in sent.lower()

    told(OK, play)


@pytest.mark.parametrize(
    ("found", "because"),
    [
        (["127.0.0.1"], "loopback"),
        (["169.254.169.254", "10.0.0.1"], "none of several"),
        (["::ffff:127.0.0.1"], "the same in the other family"),
        ([], "a name without addresses"),
    ],
)
def test_a_name_that_leads_inside_is_not_called(found, because):
    async def play(peer: Peer) -> None:
        async def resolve(host: str, port: int) -> list[str]:
            return found

        guarded = outgoing(allow_private=False, resolve=resolve)
        with pytest.raises(NotSent) as caught:
            await guarded.post(peer.url, b"{}", "t")
        assert (caught.value.why, caught.value.may_pass) == ("address", False), because
        assert peer.received == []

    told(OK, play)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::ffff:7f00:1]", "0"]
)
def test_no_spelling_of_loopback_is_called(host):
    """These are resolved by the system, as it does for any name that a subscriber gives."""

    async def play(peer: Peer) -> None:
        guarded = Outgoing(allow_http=True, timeout_s=5.0)
        with pytest.raises(NotSent) as caught:
            await guarded.post(f"http://{host}:{peer.port}", b"{}", "t")
        assert caught.value.why == "address"
        assert peer.received == []

    told(OK, play)


def test_a_name_is_looked_up_once_a_call_and_what_was_checked_is_called():
    """DNS rebinding: the first look-up gives a good address, the second would give loopback, and there is none."""

    async def play(peer: Peer) -> None:
        looked_up: list[str] = []

        async def resolve(host: str, port: int) -> list[str]:
            looked_up.append(host)
            return ["192.0.2.7"] if len(looked_up) == 1 else ["127.0.0.1"]

        calling = outgoing(resolve=resolve, timeout_s=0.2)
        with pytest.raises(NotSent) as caught:
            await calling.post(peer.url, b"{}", "t")
        assert caught.value.why in ("slow", "unreachable")
        assert looked_up == ["peer.example"]
        assert peer.received == []

    told(OK, play)


def test_the_addresses_that_may_be_called_are_tried_in_turn():
    async def play(peer: Peer) -> None:
        async def resolve(host: str, port: int) -> list[str]:
            return ["127.0.0.2", "127.0.0.1"]  # nobody listens on the first

        assert (await outgoing(resolve=resolve).post(peer.url, b"{}", "t")).status == 204

    told(OK, play)


def test_http_is_called_only_where_it_is_allowed():
    async def play(peer: Peer) -> None:
        with pytest.raises(NotSent) as caught:
            await outgoing(allow_http=False).post(peer.url, b"{}", "t")
        assert (caught.value.why, caught.value.may_pass) == ("http", False)
        assert peer.received == []

    told(OK, play)


def test_a_redirect_is_an_answer_and_is_not_followed():
    async def play(peer: Peer) -> None:
        peer.answer = (
            f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {peer.url}/else\r\nContent-Length: 0\r\n\r\n".encode()
        )
        assert (await outgoing().post(peer.url, b"{}", "t")).status == 307
        assert len(peer.received) == 1

    told(b"", play)


@pytest.mark.parametrize(
    ("answer", "status", "body", "retry_after"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}", ""),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n", 503, b"", "7"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", 200, b"abc", ""),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % ANSWER_BYTES + b"a" * ANSWER_BYTES,
            200,
            b"a" * ANSWER_BYTES,
            "",
        ),
    ],
    ids=["short", "busy", "packed, and not unpacked", "as long as may be"],
)
def test_what_is_taken_of_an_answer(answer, status, body, retry_after):
    async def play(peer: Peer) -> None:
        assert await outgoing().post(peer.url, b"{}", "t") == Answer(status, body, retry_after)

    told(answer, play)


@pytest.mark.parametrize(
    ("answer", "holds", "why", "because"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n" + b"a" * 65_537, False, "long", "a byte too long"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 1_000_000, True, "long", "as long as it likes"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000_000, True, "unreachable", "a head without end"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000, True, "slow", "never an answer, only that it will come"),
        (b"", True, "slow", "silence"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", True, "slow", "an answer that stops"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", False, "unreachable", "one that is cut off"),
        (b"", False, "unreachable", "closed without a word"),
        (b"SSH-2.0-OpenSSH\r\n", False, "unreachable", "another protocol"),
    ],
)
def test_answers_that_are_none(answer, holds, why, because):
    async def play(peer: Peer) -> None:
        peer.holds = holds
        with pytest.raises(NotSent) as caught:
            await outgoing(timeout_s=0.5).post(peer.url, b"{}", "t")
        assert caught.value.why == why, because
        assert caught.value.may_pass is (why != "long")
        assert len(peer.received) == 1, "it was sent all the same: done but not answered"

    told(answer, play)


def test_nobody_listens():
    async def play(peer: Peer) -> None:
        with pytest.raises(NotSent) as caught:
            await outgoing().post("http://peer.example:1", b"{}", "t")
        assert (caught.value.why, caught.value.may_pass) == ("unreachable", True)

    told(OK, play)


@pytest.mark.parametrize("host", ["a" * 64, "." + "a", "a..b", "xn--"])
def test_a_host_that_is_no_name_is_a_failure_and_no_bug(host):
    """They pass as URLs, and whoever subscribes may give them: they must not end the node."""

    async def play(peer: Peer) -> None:
        with pytest.raises(NotSent) as caught:
            await Outgoing(allow_http=True, timeout_s=5.0).post(f"http://{host}:1/", b"{}", "t")
        assert caught.value.why in ("unreachable", "slow")

    told(OK, play)


def test_a_look_up_that_hangs_ends_in_time():
    async def play(peer: Peer) -> None:
        async def resolve(host: str, port: int) -> list[str]:
            await asyncio.Event().wait()
            return []

        with pytest.raises(NotSent) as caught:
            await outgoing(resolve=resolve, timeout_s=0.1).post(peer.url, b"{}", "t")
        assert caught.value.why == "slow"

    told(OK, play)


def certificate(tmp_path, name: str) -> tuple[ssl.SSLContext, str]:
    """A server's context with a certificate of its own making for a name, and the file to trust."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(EC.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(EC, hashes.SHA256())
    )
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(made.public_bytes(Encoding.PEM))
    key.write_text(private_pem(EC))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)
    return context, str(chain)


@pytest.mark.parametrize(
    ("name", "trusted", "expected"),
    [("peer.example", True, "204"), ("other.example", True, "tls"), ("peer.example", False, "tls")],
    ids=["of that name", "of another name", "of nobody"],
)
def test_the_certificate_is_checked_for_the_name_though_an_address_is_called(tmp_path, name, trusted, expected):
    server, chain = certificate(tmp_path, name)

    async def play(peer: Peer) -> None:
        calling = outgoing(tls=ssl.create_default_context(cafile=chain if trusted else None), allow_http=False)
        try:
            got = str((await calling.post(f"https://peer.example:{peer.port}", b"{}", "t")).status)
        except NotSent as failure:
            got = failure.why
        assert got == expected

    told(OK, play, server)
