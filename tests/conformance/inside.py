"""A server inside the test, with a clock that the test turns: days pass in no time."""

import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx

from tansiq.assemble import admission, application, running
from tansiq.config import Config
from tansiq.core.units import MINUTE_US, US
from tansiq.gateways.metrics import Metrics
from tansiq.gateways.rfc3339 import format_us
from tansiq.log.folder import open_folder
from tansiq.node.clock import Clock
from tansiq.node.start import Started

from .bodies import Json, circle, volume
from .tokens import AUDIENCE, UTM_SCOPES, PrivateKey, new_ed25519, public_pem, token

NOON_US = 1_780_000_000 * US


class Hands:
    """The hands of a clock. wall_us may be set apart from the time that passes."""

    def __init__(self) -> None:
        self.wall_us = NOON_US
        self.monotonic_us = 0

    def pass_s(self, seconds: float) -> None:
        self.wall_us += round(seconds * US)
        self.monotonic_us += round(seconds * US)


class Inside:
    """The doors of a server, asked without a network, and what lies behind them."""

    def __init__(self, started: Started, http: httpx.AsyncClient, hands: Hands, key: PrivateKey) -> None:
        self.started = started
        self.hands = hands
        self._http = http
        self._key = key

    async def ask(self, verb: str, path: str, body: Any = None, *, sub: str = "uss1", **headers: str) -> httpx.Response:
        """Send a request. headers: by their names, with _ for -."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        bearer = f"Bearer {token(self._key, sub, ' '.join(UTM_SCOPES))}"
        return await self._http.request(verb, path, json=body, headers={"authorization": bearer} | sent)

    async def keep_house(self) -> None:
        """Do what the node does by itself once a second."""
        await self.started.housekeeper.round()

    def volume(self, start: float, end: float, low: float = 0, lat: float = 10) -> Json:
        """A volume in a window of minutes from now, on this clock."""
        window = [format_us(self.hands.wall_us + round(minutes * MINUTE_US)) for minutes in (start, end)]
        return volume(circle(lat, 20, 500), *window, low, low + 50)


@contextlib.asynccontextmanager
async def inside(folder: Path, **settings: Any) -> AsyncGenerator[Inside]:
    """Run a server inside this loop."""
    key, hands = new_ed25519(), Hands()
    pem = folder / "key.pem"
    pem.write_bytes(public_pem(key))
    config = Config(trust_key=(str(pem),), audience=(AUDIENCE,), **settings)
    clock = Clock(lambda: hands.wall_us, lambda: hands.monotonic_us)
    with open_folder(folder / "data") as data:
        async with running(config, data, clock=clock, tidies=True) as started:
            app = application(started, config, Metrics(), admission(config)).app
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://dss") as http:
                yield Inside(started, http, hands, key)
