"""A room inside the test, with a clock that the test turns, and guests who speak for its parties."""

import asyncio
import contextlib
import inspect
import json
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import msgspec

from tansiq.assemble import admission, application, running
from tansiq.config import Config
from tansiq.core.commands import FoundRoom, GrantRole
from tansiq.core.entry import HOST
from tansiq.core.room import Charter, Role
from tansiq.core.room_commands import DelegateGrant, Founding
from tansiq.core.units import MINUTE_US, US
from tansiq.credentials.issuer import Issuer
from tansiq.credentials.store import Credentials
from tansiq.gateways.metrics import Metrics
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room.deriving import Deriver
from tansiq.log.folder import open_folder
from tansiq.node.clock import Clock
from tansiq.node.loop import Proposal
from tansiq.node.start import Started

NOON_US = 1_780_000_000 * US
Json = dict[str, Any]


class Hands:
    """The hands of a clock."""

    def __init__(self) -> None:
        self.wall_us = NOON_US
        self.monotonic_us = 0

    def pass_min(self, minutes: float) -> None:
        self.wall_us += round(minutes * MINUTE_US)
        self.monotonic_us += round(minutes * MINUTE_US)


class Guest:
    """Somebody who is signed in, or nobody yet."""

    def __init__(self, http: httpx.AsyncClient, cookie: str = "") -> None:
        self._http = http
        self.cookie = cookie

    async def ask(self, verb: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send a request. headers: by their names, with _ for -."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            sent["cookie"] = f"tansiq_session={self.cookie}"
        return await self._http.request(verb, f"/room/v1{path}", json=body, headers=sent)

    async def get(self, path: str, **headers: str) -> Json:
        """Return the answer to a question."""
        answer = await self.ask("GET", path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def done(self, verb: str, path: str, body: Any = None) -> Json:
        """Return the answer to what must succeed."""
        answer = await self.ask(verb, path, body)
        assert answer.status_code < 300, answer.text
        return answer.json()


class Room:
    """The room, and short ways to do what most tests begin with."""

    def __init__(self, started: Started, http: httpx.AsyncClient, hands: Hands, credentials: Credentials) -> None:
        self.started = started
        self.hands = hands
        self.http = http
        self.credentials = credentials
        self.leads: dict[str, Guest] = {}
        self.stranger = Guest(http)
        self.beside: Any = ()  # what runs beside the server
        self.hub: Any = None  # what pushes changes, asked without a network
        self.metrics = Metrics()
        self.deliverer: Any = None  # what tells subscribers; woken when the test has turned the clock
        self._ids = 0

    @property
    def state(self):
        return self.started.node.state

    async def ordered(self, command: Any, words: Any = None) -> Json:
        outcome = await self.started.node.submit(Proposal(HOST, command, None, json.dumps(words or {}).encode()))
        assert outcome.reply.status == 200, outcome.reply.body
        return json.loads(outcome.reply.body)

    async def first_lead(self, party: str) -> Guest:
        """Let the first lead of a party in, as the host does."""
        person = f"person-{party.lower()}"
        await self.ordered(GrantRole(DelegateGrant(person, party, Role.LEAD, False)), {"name": f"{party} lead"})
        return self.signed_in(person)

    def signed_in(self, person: str) -> Guest:
        return Guest(self.http, self.credentials.open_session(person, self.started.node.now_us()))

    async def admit(self, party: str) -> Guest:
        """Have all members admit a party, and its first lead come in."""
        proposer, *others = self.leads.values()
        body = {"matter": "admit", "party": party, "deadline": self.at(60), "described": {"names": {"en": party}}}
        outcome = await proposer.done("POST", "/proposals", body)
        for other in others:
            if outcome["outcome"] == "open":
                outcome = await other.done("POST", f"/proposals/{outcome['id']}/vote", {"yes": True})
        assert outcome["outcome"] == "carried"
        self.leads[party] = await self.first_lead(party)
        return self.leads[party]

    def at(self, minutes: float) -> str:
        """The time so many minutes from now, on this clock."""
        return format_us(self.hands.wall_us + round(minutes * MINUTE_US))

    def new_id(self) -> str:
        self._ids += 1
        return str(UUID(int=self._ids << 80 | 4 << 76 | 1 << 63 | self._ids))

    def flight(self, lat: float = 12.0, lon: float = 45.0, **more: Any) -> Json:
        """A square of 0.1 degrees, FL100 to FL120, in the next hour; more: other fields, and start, end, low, high."""
        start, end = more.pop("start", 10), more.pop("end", 70)
        low, high = more.pop("low", 100), more.pop("high", 120)
        corners = ((0, 0), (0, 0.1), (0.1, 0.1), (0.1, 0))
        volume = {
            "polygon": [{"lat": lat + y, "lon": lon + x} for y, x in corners],
            "floor": {"reference": "FL", "value": low},
            "ceiling": {"reference": "FL", "value": high},
            "start": self.at(start),
            "end": self.at(end),
        }
        return {"volumes": [volume], "is_manned": True, "contact": "watch +967 1 000", "callsign": "HAL 23"} | more

    async def keep_house(self) -> None:
        """Do what the node does by itself once a second."""
        await self.started.housekeeper.round()


async def until(ask: Callable[[], Any], fits: Callable[[Any], Any] = bool) -> Any:
    """Ask until the answer fits, and return it: a minute at most, so that a slow machine changes nothing. ask: may be async."""
    for _ in range(6_000):
        answer = ask()
        answer = await answer if inspect.isawaitable(answer) else answer
        if fits(answer):
            return answer
        await asyncio.sleep(0.01)
    raise AssertionError(f"it did not come to pass in a minute: {answer!r:.500}")


def held_up(house: Room) -> Callable[[], None]:
    """Let the one who derives bands wait before each slice until what is returned is called."""
    deriver = next(f.__self__ for f in house.started.node.followers if isinstance(f.__self__, Deriver))
    ordered, go_on = deriver._ordered, asyncio.Event()

    async def when_let(wish: Any) -> bool:
        await go_on.wait()
        return await ordered(wish)

    deriver._ordered = when_let
    return go_on.set


@contextlib.asynccontextmanager
async def room(
    folder: Path, *parties: str, settings: Config | None = None, hands: Hands | None = None, **charter: Any
) -> AsyncGenerator[Room]:
    """A room of some parties (HAL and TSA unless told), each with a lead who is signed in. charter: what is not default.

    On a folder where there is a room already, that one goes on.
    """
    hands = hands or Hands()
    config = settings or Config(audience=("room.example",))
    clock = Clock(lambda: hands.wall_us, lambda: hands.monotonic_us)
    first, *others = parties or ("HAL", "TSA")
    with open_folder(folder / "data") as data, contextlib.closing(Credentials(data.path / "secrets.sqlite")) as people:
        async with running(config, data, clock=clock, tidies=True) as started:
            is_new = started.node.state.charter is None
            if is_new:
                founded = Founding(msgspec.convert({"name": "Aden", **charter}, Charter), first)
                words = json.dumps({"names": {"en": first}}).encode()
                await started.node.submit(Proposal(HOST, FoundRoom(founded), None, words))
            metrics = Metrics()
            made = application(
                started, config, metrics, admission(config, Issuer(people)), people=people, url="http://room.example"
            )
            beside = [asyncio.create_task(each()) for each in made.beside]
            transport = httpx.ASGITransport(made.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://room.example") as http:
                house = Room(started, http, hands, people)
                house.metrics, house.beside = metrics, made.beside
                house.hub, house.deliverer = made.beside[0].__self__, made.beside[-1].__self__
                if is_new:
                    house.leads[first] = await house.first_lead(first)
                    for party in others:
                        await house.admit(party)
                else:
                    house.leads = {
                        party: house.signed_in(f"person-{party.lower()}") for party in started.node.state.parties
                    }
                try:
                    yield house
                finally:
                    for task in beside:
                        task.cancel()
                    await asyncio.gather(*beside, return_exceptions=True)
