"""An issuer's keys by URL: fetched at the start, then every few minutes, and when a token names a key that is not here.

A failed fetch changes nothing: the last good keys stay, and the log says why. Nobody can make this server fetch more than
once a minute, however many key names they invent.
"""

import asyncio
import logging
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import httpx
import msgspec

from tansiq.gateways.auth import Authenticator, AuthRefusal, Caller
from tansiq.gateways.authorities import authorities
from tansiq.gateways.keys import VerifyKey, keys_of_jwks

MAX_BODY: Final = 65_536  # bytes; 32 RSA keys with certificates have about 50 kB
TIMEOUT_S: Final = 10.0  # for the whole answer
REFRESH_S: Final = 600.0
RETRY_S: Final = 60.0  # shortest time between two fetches that a token asked for, and the wait after a failed one

log = logging.getLogger("tansiq.jwks")


class JwksSource:
    """The keys behind one URL.

    on_keys: called with the new keys whenever they changed; wire it to `Authenticator.replace_keys`.
    allow_http: for tests and closed networks; whoever can change the answer on its way can sign for everyone.
    tls: whom to believe for https; by default the system's certificate authorities and `SSL_CERT_FILE`.
    """

    def __init__(
        self,
        url: str,
        on_keys: Callable[[tuple[VerifyKey, ...]], None],
        *,
        allow_http: bool = False,
        tls: ssl.SSLContext | None = None,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Check the URL; fetch nothing yet. Raises ValueError with a sentence for a URL that will not be fetched."""
        self._url = _checked(url, allow_http)
        self._shown = str(self._url.copy_with(query=None))  # a query may hold a secret, and this is logged
        self._on_keys = on_keys
        self._tls = tls or authorities()
        self._clock_s = clock_s
        self._lock = asyncio.Lock()
        self._tried_s = float("-inf")
        self._fetched = 0  # how many times the keys have changed
        self._keys: tuple[VerifyKey, ...] = ()

    async def refresh(self) -> bool:
        """Fetch the keys and return whether they are other than before. A failure is logged and returns False."""
        async with self._lock:
            return await self._refresh()

    async def refetch(self) -> bool:
        """Do as `refresh` because a token named an unknown key, but not within `RETRY_S` of the last try.

        Those who ask while a fetch is under way wait for it and get its answer.
        """
        seen = self._fetched
        async with self._lock:
            if self._fetched != seen:
                return True
            if self._clock_s() - self._tried_s < RETRY_S:
                return False
            return await self._refresh()

    async def run(self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        """Refresh for ever: every `REFRESH_S`, or every `RETRY_S` as long as there are no keys. Ends by cancellation."""
        while True:
            await sleep(REFRESH_S if self._keys else RETRY_S)
            await self.refresh()

    async def _refresh(self) -> bool:
        self._tried_s = self._clock_s()
        try:
            keys = keys_of_jwks(msgspec.json.decode(await self._fetch()))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError, RecursionError) as error:
            log.warning(
                "The keys at %s could not be fetched (%s: %s). The %d keys fetched before stay in use.",
                self._shown,
                type(error).__name__,
                error,
                len(self._keys),
            )
            return False
        if _names(keys) == _names(self._keys):
            return False
        self._keys = keys
        self._fetched += 1
        self._on_keys(keys)
        log.info("The keys at %s are new: %s.", self._shown, ", ".join(key.thumbprint for key in keys))
        return True

    async def _fetch(self) -> bytes:
        """Return the body at the URL. Redirects, proxies, compression and long bodies are not wanted here."""
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "tansiq"}
        async with (
            asyncio.timeout(TIMEOUT_S),
            httpx.AsyncClient(verify=self._tls, trust_env=False, timeout=TIMEOUT_S, headers=headers) as client,
            client.stream("GET", self._url, follow_redirects=False) as response,
        ):
            if response.status_code != 200:
                raise ValueError(f"the answer has status {response.status_code}, not 200")
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > MAX_BODY:
                    raise ValueError(f"the answer is longer than {MAX_BODY} bytes")
            return bytes(body)


async def admit(
    authenticator: Authenticator, sources: Mapping[str, JwksSource], header: str | None, now_s: float
) -> Caller | AuthRefusal:
    """Do as `Authenticator.authenticate`; where a token names an unknown key, fetch its issuer's keys and try once more.

    sources: by the issuer's name; issuers whose keys come from files have none.
    """
    answer = authenticator.authenticate(header, now_s)
    if isinstance(answer, AuthRefusal) and answer.unknown_kid_of:
        source = sources.get(answer.unknown_kid_of)
        if source is not None and await source.refetch():
            return authenticator.authenticate(header, now_s)
    return answer


def _names(keys: tuple[VerifyKey, ...]) -> list[tuple[str | None, str, str]]:
    return [(key.kid, key.algorithm, key.thumbprint) for key in keys]


def _checked(url: str, allow_http: bool) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ValueError(f"The key address {url!r} is no URL: {error}.") from error
    if parsed.userinfo:
        raise ValueError("The key address holds a user name or password, and addresses are logged. Give one without.")
    if parsed.scheme != "https" and not (parsed.scheme == "http" and allow_http):
        raise ValueError(f"The key address {url!r} must begin with https:// (http:// only where http is allowed).")
    if not parsed.host:
        raise ValueError(f"The key address {url!r} names no host.")
    if parsed.port is not None and not 0 < parsed.port < 65_536:
        raise ValueError(f"The key address {url!r} has a port outside 1 to 65535.")
    return parsed
