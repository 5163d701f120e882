"""A room in memory that is asked as a server asks it: raw requests in, raw bytes out. Chance and clock are the test's.

Two of them tell one story side by side; they share nothing but the credentials of those who ask.
"""

import asyncio
import contextlib
import hashlib
import random
import secrets
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import msgspec

from conformance.tokens import AUDIENCE, UTM_SCOPES, new_ed25519, public_pem, token
from tansiq import assemble
from tansiq.config import Config
from tansiq.core.commands import Command, FoundRoom, GrantRole, MakeReport, ReportId
from tansiq.core.entry import HOST, Actor
from tansiq.core.room import Charter, Role
from tansiq.core.room_commands import DelegateGrant, Founding
from tansiq.core.state import State
from tansiq.core.units import DAY_US, MINUTE_US
from tansiq.credentials.issuer import Issuer
from tansiq.credentials.store import Credentials
from tansiq.gateways.door import CLIENT_PREFIX
from tansiq.gateways.metrics import Metrics
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room.past.replays import Replays
from tansiq.gateways.room.past.shown import Told, Wanted, told
from tansiq.gateways.room.past.worker import Past
from tansiq.log.checkpoint import origin_of
from tansiq.log.cosignatures import Cosignatures
from tansiq.log.derived import Derived
from tansiq.log.engine import Blob
from tansiq.log.folder import Folder, log_key
from tansiq.log.memory import MemoryLog
from tansiq.node.applier import Applier
from tansiq.node.chance import random_bytes
from tansiq.node.clock import Clock
from tansiq.node.fairness import Shares
from tansiq.node.housekeeping import Habits, Housekeeper
from tansiq.node.loop import Node, Outcome, Proposal
from tansiq.node.outbox import Outbox
from tansiq.node.proof import Prover
from tansiq.node.start import Started

from .house import Hands

ROLES = {
    "": Role.LEAD,
    "officer": Role.OFFICER,
    "observer": Role.OBSERVER,
    "watcher": Role.OFFICER,  # who is on watch, and does nothing else
    "relief": Role.OFFICER,
}
MANY = Shares(party_queue=10_000, node_queue=10_000, writes_per_s=1_000_000)
HABITS = Habits(DAY_US, DAY_US, 1_000_000, 0)
LOG_ID = "00" * 16
VERSION_BYTES = 18
TURNS = 12  # of the loop, until all that was pushed has come


class Heard(NamedTuple):
    """An answer, with all its headers."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)

    def header(self, name: str) -> str:
        return dict(self.headers).get(name, "")


class Wallet:
    """Sessions and tokens of all who may ask in any story: made once, as they say nothing of a room."""

    def __init__(self, folder: Path, parties: tuple[str, ...], outsiders: tuple[str, ...]) -> None:
        key, pem = new_ed25519(), folder / "trusted.pem"
        pem.write_bytes(public_pem(key))
        self.config = Config(audience=(AUDIENCE,), trust_key=(str(pem),), retention_days=1)
        self.credentials = Credentials(folder / "secrets.sqlite")
        self.issuer = Issuer(self.credentials)
        self.headers: dict[str, dict[str, str]] = {}
        for code in parties:
            for role in ROLES:
                session = self.credentials.open_session(person(code, role), Hands().wall_us)
                self.headers[f"{code} {role}".strip()] = {"cookie": f"tansiq_session={session}"}
            signed = self.issuer.sign(machine(code), AUDIENCE, UTM_SCOPES, int(time.time()))
            self.headers[f"{code} machine"] = {"authorization": f"Bearer {signed}"}
        for sub in outsiders:
            self.headers[sub] = {"authorization": f"Bearer {token(key, sub, ' '.join(UTM_SCOPES))}"}


def person(code: str, role: str) -> str:
    return f"person-{code.lower()}-{role}".strip("-")


def machine(code: str) -> str:
    return f"{CLIENT_PREFIX}{code.lower()}"


class Twin:
    """One of the two rooms."""

    def __init__(
        self, started: Started, made: assemble.Application, hands: Hands, wallet: Wallet, fate: "Fate"
    ) -> None:
        self.node = started.node
        self.hands = hands
        self.hub = made.beside[0].__self__
        self.ears: list[Ear] = []
        self.pushed = 0  # ids that the stream was given
        self._started = started
        self._app = made.app
        self._wallet = wallet
        self._fate = fate

    @property
    def state(self) -> State:
        return self.node.state

    async def ask(self, who: str, verb: str, path: str, body: Any = None, **headers: str) -> Heard:
        """Send a request. who: "HAL" for its lead, "HAL officer", "HAL observer", "HAL machine", or an outside USS."""
        content = b"" if body is None else msgspec.json.encode(body)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        scope, status, said, pieces = self._scope(who, verb, path, content, sent), 0, (), []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            nonlocal status, said
            if message["type"] == "http.response.start":
                status = message["status"]
                said = tuple((name.decode(), value.decode()) for name, value in message["headers"])
            else:
                pieces.append(message.get("body", b""))

        self._fate.twin = self
        await self._app(scope, receive, send)
        await self.settle()
        return Heard(status, said, b"".join(pieces))

    async def listen(self, who: str, last_id: str = "") -> "Ear":
        """Open the push stream, after an event of an earlier one where that is named."""
        headers = {"last-event-id": last_id} if last_id else {}
        self._fate.twin = self
        ear = Ear(self._app, self._scope(who, "GET", "/room/v1/events", b"", headers))
        self.ears.append(ear)
        await self.settle()
        return ear

    def _scope(self, who: str, verb: str, path: str, content: bytes, headers: dict[str, str]) -> dict[str, Any]:
        bare, _, query = path.partition("?")
        sent = {"host": "room.example", "x-request-id": "request-1", "content-length": str(len(content))} | headers
        if content:
            sent["content-type"] = "application/json"
        sent |= self._wallet.headers.get(who, {})
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": verb,
            "scheme": "http",
            "path": unquote(bare),
            "raw_path": bare.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": ("127.0.0.1", 1),
            "server": ("room.example", 80),
        }

    async def ordered(self, command: Command, words: Any = None) -> None:
        """Have the host's command ordered."""
        erasable = b"" if words is None else msgspec.json.encode(words)
        outcome = await self.submit(Proposal(HOST, command, None, erasable))
        assert outcome.reply.status < 300, outcome.reply.body

    async def submit(self, proposal: Proposal) -> Outcome:
        """Have something ordered without a door."""
        self._fate.twin = self
        outcome = await self.node.submit(proposal)
        await self.settle()
        return outcome

    async def keep_house(self) -> None:
        """Do what the node does by itself once a second, and as time passes."""
        self._fate.twin = self
        await self._started.housekeeper.round()
        self.hub._changes.append(None)
        self.hub._wake.set()
        await self.settle()

    async def fill(self, position: int) -> None:
        """Let the log grow to a position with entries that say nothing to anybody: its length is no secret."""
        while self.state.position < position:
            await self.ordered(MakeReport(ReportId("nothing")), {})

    async def settle(self) -> None:
        """Let the push stream say what it has to."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
        assert not self.hub._changes, "the push stream takes more turns of the loop than it is given"

    def at(self, minutes: float) -> str:
        return format_us(self.hands.wall_us + round(minutes * MINUTE_US))


class Ear:
    """A push stream that somebody listens to."""

    def __init__(self, app: Any, scope: dict[str, Any]) -> None:
        self._heard: list[Any] = []
        self._gone = asyncio.Event()
        self._task = asyncio.create_task(app(scope, self._receive, self._send))

    def take(self) -> list[Any]:
        """Return what came since it was taken last: status and headers first, then bytes."""
        taken, self._heard = self._heard, []
        return taken

    async def close(self) -> None:
        self._gone.set()
        await self._task

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._heard.append((message["status"], message["headers"]))
        elif message.get("body"):
            self._heard.append(message["body"])


class _Drawn:
    """Bytes to draw from, of each length in turn. All versions are alike: one that nobody is shown would move the others."""

    def __init__(self, seed: str, version: str) -> None:
        self._seed = seed
        self._version = random.Random(version).randbytes(VERSION_BYTES)
        self._made: dict[int, random.Random] = {}

    def __len__(self) -> int:
        return 1 << 40

    def __getitem__(self, wanted: slice) -> bytes:
        count = wanted.stop - wanted.start
        if count == VERSION_BYTES:
            return self._version
        if count not in self._made:
            self._made[count] = random.Random(f"{self._seed} {count}")
        return self._made[count].randbytes(count)


class Fate:
    """Chance as the story wants it: the same in both rooms, but where something may be another that nobody is shown."""

    def __init__(self, monkeypatch: Any) -> None:
        self._pool: Any = random_bytes.__self__  # all hold this one's `take`: what it draws from is another here
        self.twin: Twin | None = None  # which is asked now: its push stream is given ids
        monkeypatch.setattr(secrets, "token_hex", self._token_hex)

    def draw(self, seed: str, other_version: str = "") -> None:
        """Fix what is drawn from now on, again and again: a door that looks twice draws the same. other_version: from what
        versions of 18 bytes are made instead.
        """
        self._pool._bytes, self._pool._at = _Drawn(seed, other_version or seed), 0

    def end(self) -> None:
        """Let chance be chance again."""
        self._pool._bytes, self._pool._at = b"", 0

    def _token_hex(self, count: int) -> str:
        assert self.twin is not None, "an id is asked for, and no room was asked anything"
        self.twin.pushed += 1
        return hashlib.sha256(b"%d" % self.twin.pushed).hexdigest()[: 2 * count]


class Looking:
    """Looks back at a log in memory, in this process: what it tells is made as the process of its own makes it."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log
        self._replays = Replays(self, lambda until: None)

    async def ask(self, wanted: Wanted) -> Told:
        position = self._replays.position_at(wanted.time_us, wanted.last)
        return told(self._replays.at(position), wanted, self.typed)

    async def end(self) -> None:
        pass

    def after(self, position: int, limit: int) -> list[Blob]:
        return self._log._records[position : position + limit]

    def typed(self, position: int) -> bytes:
        return self._log._records[position - 1].erasable


def _past_of(made: assemble.Application) -> Past:
    (found,) = [each.__self__ for each in made.beside if isinstance(each.__self__, Past)]
    return found


@contextlib.asynccontextmanager
async def twin(
    folder: Folder, derived: Path, wallet: Wallet, fate: Fate, parties: tuple[str, ...], charter: dict[str, Any]
) -> AsyncGenerator[Twin]:
    """A room of some parties, each with a lead, an officer, an observer and a machine. folder: for the log's key alone."""
    hands = Hands()
    clock = Clock(lambda: hands.wall_us, lambda: hands.monotonic_us)
    engine, known = MemoryLog(), Derived(derived, LOG_ID, 0)
    outbox = Outbox(derived.with_name(f"{derived.name}-out"), LOG_ID, 0)
    outbox.begin(0)
    applier = Applier(State(), known, outbox, assemble.answer, assemble.notices)
    node = Node(engine=engine, applier=applier, clock=clock, shares=MANY, observer=assemble._Counts(Metrics()))
    cosigned = Cosignatures(None, origin_of(LOG_ID), known.tree)
    prover = Prover(engine=engine, derived=known, key=log_key(folder), log_id=LOG_ID, file=None, cosignatures=cosigned)
    started = Started(node, prover, Housekeeper(node, prover, folder, clock, HABITS, 0), folder.plans)
    tasks = [asyncio.create_task(node.run())]
    rules = msgspec.convert({"name": "Aden", "uss": "room", **charter}, Charter)
    try:
        await node.submit(Proposal(HOST, FoundRoom(Founding(rules, parties[0])), None, b'{"names":{"en":"first"}}'))
        made = assemble.application(
            started, wallet.config, Metrics(), assemble.admission(wallet.config, wallet.issuer),
            people=wallet.credentials, url="http://room.example",
        )  # fmt: skip
        _past_of(made)._worker = Looking(engine)
        house = Twin(started, made, hands, wallet, fate)
        tasks.append(asyncio.create_task(house.hub.run()))  # nothing else beside: subscribers are not called
        for n, code in enumerate(parties):
            if n:
                await _admit(house, code, parties[:n])
            await _let_in(house, code)
        yield house
    finally:
        for ear in house.ears:
            await ear.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        known._thread.shutdown()
        known._disconnect()
        outbox.close()


async def _admit(house: Twin, code: str, members: tuple[str, ...]) -> None:
    body = {"matter": "admit", "party": code, "deadline": house.at(60), "described": {"names": {"en": code}}}
    outcome = (await house.ask(members[0], "POST", "/room/v1/proposals", body)).json
    for other in members[1:]:
        if outcome["outcome"] == "open":
            voted = await house.ask(other, "POST", f"/room/v1/proposals/{outcome['id']}/vote", {"yes": True})
            outcome = voted.json
    assert outcome["outcome"] == "carried", outcome


async def _let_in(house: Twin, code: str) -> None:
    await house.ordered(GrantRole(DelegateGrant(person(code, ""), code, Role.LEAD, False)), {"name": code})
    for role in [each for each in ROLES if each]:
        command = GrantRole(DelegateGrant(person(code, role), code, ROLES[role], False))
        name = msgspec.json.encode({"name": f"{role} of {code}"})  # one of its own: who is named shows
        await house.submit(Proposal(lead(code), command, None, name))
    command = GrantRole(DelegateGrant(machine(code), code, Role.OFFICER, True))
    await house.submit(Proposal(lead(code), command, None, b'{"name":"machine"}'))


def lead(code: str) -> Actor:
    """The lead of a party."""
    return Actor(code, person(code, ""))
