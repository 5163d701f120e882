"""Calls to servers that others named: the one HTTP client for notifications, and whatever else the room sends by itself.

Who names an address must not thereby reach what only the room can reach. So the address is checked where the connection is
made, after the name was resolved and for that very connection: a name that leads elsewhere a moment later (DNS rebinding)
gains nothing. No redirects, proxies, cookies or compression; one connection for each call; bounds on time and length.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Literal, cast
from urllib.parse import urlsplit

import httpcore
from msgspec import Struct

from tansiq.gateways.authorities import authorities

TIMEOUT_S: Final = 10.0  # for the whole of a call, from the look-up of the name to the end of the answer
ANSWER_BYTES: Final = 65_536  # of a body; its head is bounded by h11, at 100 kB
LOOK_UPS: Final = 32  # at once: a name server that never answers holds one of them until the system gives up
_ADDRESSES: Final = 4  # of one name that are tried

Why = Literal["http", "address", "unreachable", "tls", "slow", "long"]
Resolve = Callable[[str, int], Awaitable[list[str]]]

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052, 2.1
_SIX_TO_FOUR: Final = ipaddress.IPv6Network("2002::/16")  # RFC 3056
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")  # RFC 4291, 2.4: all that is given out for the Internet
# Special ones that the tables of this Python do not have.
_PROTOCOLS: Final = ipaddress.IPv4Network("192.0.0.0/24")  # RFC 6890: for protocols of the IETF
_RELAYS: Final = ipaddress.IPv4Network("192.88.99.0/24")  # RFC 7526: withdrawn
_EXAMPLES: Final = ipaddress.IPv6Network("3fff::/20")  # RFC 9637: documentation
_EMBEDDED_V4_BITS: Final = 0xFFFF_FFFF


class NotSent(Exception):
    """There is no answer.

    why: "http" (not protected), "address" (one that is not called), "unreachable", "tls" (its certificate, say), "slow",
    "long". may_pass: whether another try may go better. Whether the other side took in what was sent before its answer
    failed to come, nobody knows.
    """

    def __init__(self, why: Why, detail: str, *, may_pass: bool) -> None:
        super().__init__(detail)
        self.why: Why = why
        self.may_pass = may_pass


class Answer(Struct, frozen=True):
    """retry_after: the header of that name, as it came; "" where there is none."""

    status: int
    body: bytes
    retry_after: str


class Outgoing:
    """Sends requests. For one event loop.

    allow_http: as for base URLs of USSs. allow_private: also call loopback, private, link-local and other addresses that are
    not of the Internet. resolve: name and port to addresses. tls: whom to believe; by default the system's authorities and
    `SSL_CERT_FILE`.
    """

    def __init__(
        self,
        *,
        allow_http: bool = False,
        allow_private: bool = False,
        timeout_s: float = TIMEOUT_S,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._allow_http = allow_http
        self._timeout_s = timeout_s
        self._tls = tls or authorities()
        self._backend = _Guarded(allow_private, resolve or _LookUps().resolve)

    async def post(self, url: str, body: bytes, token: str = "", signed: Mapping[str, str] | None = None) -> Answer:
        """Send JSON, and return the answer whatever its status. Raises `NotSent`.

        token: of the bearer, "" for none. signed: further headers that prove who calls.
        """
        if urlsplit(url).scheme != "https" and not self._allow_http:
            raise NotSent("http", "the address is not https://", may_pass=False)
        headers = {
            **({"Authorization": f"Bearer {token}"} if token else {}),
            **(signed or {}),
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": "tansiq",
        }
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._post(httpcore.URL(url), headers, body)
        except TimeoutError as error:
            raise NotSent("slow", f"no whole answer within {self._timeout_s:g} s", may_pass=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError, ValueError) as error:
            why: Why = "tls" if isinstance(error.__cause__, ssl.SSLError) else "unreachable"
            raise NotSent(why, f"{type(error).__name__}: {error}", may_pass=True) from error

    async def _post(self, url: httpcore.URL, headers: Mapping[str, str], body: bytes) -> Answer:
        async with (
            httpcore.AsyncHTTPConnection(
                url.origin, ssl_context=self._tls, network_backend=self._backend
            ) as connection,
            connection.stream("POST", url, headers=list(headers.items()), content=body) as response,
        ):
            content = bytearray()
            async for chunk in response.aiter_stream():
                content += chunk
                if len(content) > ANSWER_BYTES:
                    raise NotSent("long", f"the answer is longer than {ANSWER_BYTES:,} bytes", may_pass=False)
            named = {name.lower(): value for name, value in response.headers}
            return Answer(response.status, bytes(content), named.get(b"retry-after", b"").decode("latin-1"))


def is_public(address: str) -> bool:
    """Return whether an address is one of the Internet, for a single receiver. address: as text, IPv4 or IPv6.

    False for loopback, private, link-local (cloud machines keep their secrets there), shared (RFC 6598), multicast,
    documentation, reserved and unspecified ones. An IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4) is judged
    as that. Source: the IANA registries of special-purpose addresses, as Python's `ipaddress` has them, and RFC 4291.
    """
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.scope_id is not None:
            return False
        inner = _embedded(parsed)
        if inner is None:
            return parsed in _UNICAST and parsed.is_global and parsed not in _EXAMPLES
        parsed = inner
    is_special = parsed.is_multicast or parsed.is_reserved or parsed in _PROTOCOLS or parsed in _RELAYS
    return parsed.is_global and not is_special


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that one of IPv6 leads to, or None."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & _EMBEDDED_V4_BITS)
    if address in _SIX_TO_FOUR:
        return ipaddress.IPv4Address(int(address) >> 80 & _EMBEDDED_V4_BITS)
    return None


class _Guarded(httpcore.AsyncNetworkBackend):
    """Connects to addresses that may be called, and to no name: what was checked is what is connected to."""

    def __init__(self, allow_private: bool, resolve: Resolve) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._plain = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        found = await self._resolve(host, port)
        called = [address for address in found if self._allow_private or is_public(address)]
        if not called:
            raise NotSent("address", f"{host} leads to {', '.join(found[:_ADDRESSES]) or 'nothing'}", may_pass=False)
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in called[:_ADDRESSES]:
            try:
                return await self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except httpcore.ConnectError as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        await self._plain.sleep(seconds)


class _LookUps:
    """Resolves names on threads of its own: a slow name server must not keep the room's other threads waiting."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOK_UPS, "peer-names")

    async def resolve(self, host: str, port: int) -> list[str]:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _addresses, host, port)


def _addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for _, _, _, _, place in found))
