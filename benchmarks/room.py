"""The room over HTTP: checking a flight in a full sky, the first view of a busy room, and the push of changes.

Every server is a process of its own, on a folder that is prepared through the node before; the asking is done from here. The
sky: six parties over 10° × 10° of Europe and 24 hours, their flights in groups of three that meet each other. Ten of eleven are
manned, seen by all at *reservation*; the others at *existence*, and those of one party sealed.
"""

import asyncio
import contextlib
import gzip
import http.client
import json
import multiprocessing
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec

from benchmarks.table import Row, show
from tansiq.airspace.air import Air
from tansiq.assemble import running
from tansiq.config import Config
from tansiq.core.commands import Command, FoundRoom, GrantRole, Propose, PutFlight, SetPresets
from tansiq.core.entry import HOST, Actor
from tansiq.core.release import Asked
from tansiq.core.room import Charter, ItemClass, Matter, PlanLevel, Preset, Role, Threshold
from tansiq.core.room_commands import DelegateGrant, Founding, PresetsWish, ProposalWish
from tansiq.core.units import HOUR_US, MINUTE_US
from tansiq.credentials.store import Credentials
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import GZIP_LEVEL
from tansiq.gateways.room.sky import Sky
from tansiq.log.folder import open_folder
from tansiq.node.loop import Node, Proposal

PARTIES: Final = ("HAL", "TSA", "MRD", "AUR", "KST", "SVR")  # the last one seals its unmanned flights
CHARTER: Final = Charter(
    name="Benchmark",
    admit=Threshold(1, 2, count=1),
    default_manned=PlanLevel.RESERVATION,
    default_unmanned=PlanLevel.EXISTENCE,
)
FLIGHTS: Final = 10_000
LATER: Final = range(2 * 60, 26 * 60)  # minutes from now, when flights begin
GROUP: Final = 3  # flights that meet each other
LEGS: Final = 10  # of each flight where the sky is full
LEGS_BUSY: Final = 2  # … and where there are just many flights
LEG_MIN: Final = 12
CHECKS: Final = 400
CHECKS_S: Final = 30.0  # at most, for one row
VIEWS: Final = 5
LISTENERS: Final = 200
CHANGES_PER_S: Final = 20
CHANGES_S: Final = 10
CHANGED: Final = 5  # flights of each party that are changed in turn
CONNECT_S: Final = 120.0

Json = dict[str, Any]


def rows() -> list[Row]:
    """Measure on two rooms: one full of volumes, one of many short flights."""
    with tempfile.TemporaryDirectory() as folder:
        full = make_room(Path(folder) / "full", Random(11), LEGS)
        with server(full) as url:
            found = _checks(full, url)
        busy = make_room(Path(folder) / "busy", Random(12), LEGS_BUSY)
        with server(busy) as url:
            found += _first_view(busy, url)
        with server(busy) as url:  # anew: nobody has looked back yet
            found += _past(busy, url)
        with server(busy) as url:  # anew: nobody has listened yet
            found += asyncio.run(_push(busy, url))
    return found


# --- the sky ----------------------------------------------------------------------------------------------------------


class _Site(NamedTuple):
    """Where a group of flights meets. level: the lowest flight level. start_us: of the first leg."""

    lat: float
    lon: float
    level: int
    start_us: int


class Room(NamedTuple):
    """A folder that a server can be started on. sessions: of the lead of each party. volumes: how many are stored."""

    path: Path
    sites: list[_Site]
    sessions: dict[str, str]
    volumes: int


def _sites(rng: Random, count: int, minutes: range) -> list[_Site]:
    """Strew places over the sky. minutes: from now, when the flights there begin."""
    now_us = time.time_ns() // 1_000
    return [
        _Site(
            rng.uniform(44, 54),
            rng.uniform(4, 14),
            rng.randrange(10, 400, 5),
            now_us + rng.choice(minutes) * MINUTE_US,
        )
        for _ in range(count)
    ]


def _flight(rng: Random, site: _Site, legs: int, *, is_manned: bool = True, callsign: str = "") -> Json:
    """Describe a flight northwards, legs of 3 to 5 km, 500 ft and 12 minutes, that meets all others of its site."""
    lat, lon = site.lat + rng.uniform(0, 0.01), site.lon + rng.uniform(0, 0.01)
    level, start_us = site.level + rng.randrange(4), site.start_us + rng.randrange(6) * MINUTE_US
    volumes = []
    for n in range(legs):
        south, begin_us = lat + n * 0.02, start_us + n * LEG_MIN * MINUTE_US
        north, east = south + rng.uniform(0.03, 0.045), lon + rng.uniform(0.03, 0.07)
        corners = ((south, lon), (south, east), (north, east), (north, lon))
        volumes.append({
            "polygon": [{"lat": round(y, 6), "lon": round(x, 6)} for y, x in corners],
            "floor": {"reference": "FL", "value": level},
            "ceiling": {"reference": "FL", "value": level + 5},
            "start": format_us(begin_us),
            "end": format_us(begin_us + LEG_MIN * MINUTE_US),
        })  # fmt: skip
    return {
        "volumes": volumes,
        "is_manned": is_manned,
        "contact": "watch +967 1 000",
        "callsign": callsign,
        "aircraft_type": "C208",
        "frequencies": ["126.70"],
    }


def _new_id(rng: Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


class _Booking(NamedTuple):
    party: str
    command: PutFlight
    texts: bytes


def _booking(numbered: tuple[str, str, Json]) -> _Booking:
    """Translate a flight as the door does."""
    party, item_id, described = numbered
    body = msgspec.convert(described, wire.FlightBody)
    return _Booking(party, inbound.put_flight(item_id, body, CHARTER, (), Sky(Air(), 0)), inbound.flight_texts(body))


def make_room(path: Path, rng: Random, legs: int, minutes: range = LATER, small: int | None = None) -> Room:
    """Fill a folder with a room of six parties and all their flights.

    minutes: from now, when flights begin. small: how many flights the first party has, where it has fewer than the others.
    """
    sites = _sites(rng, FLIGHTS // GROUP + 1, minutes)
    numbered: list[tuple[str, str, Json]] = []
    for n in range(FLIGHTS):
        owners = PARTIES if small is None or n < small * len(PARTIES) else PARTIES[1:]
        party = owners[n % len(owners)]
        described = _flight(
            rng, sites[n // GROUP], legs, is_manned=n % 11 != 0, callsign=f"{party} {rng.randrange(1_000)}"
        )
        numbered.append((party, _new_id(rng), described))
    # Most of the time goes into snapped views: all cores make them. Started anew, not forked: see `node.chance`.
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        bookings = list(pool.map(_booking, numbered, chunksize=100))
    sessions = asyncio.run(_filled(path, bookings))
    return Room(path, sites, sessions, FLIGHTS * legs)


async def _filled(path: Path, bookings: Sequence[_Booking]) -> dict[str, str]:
    config = Config(data=str(path), party_writes_per_s=1_000_000)
    with open_folder(path) as folder, contextlib.closing(Credentials(folder.secrets)) as people:
        async with running(config, folder) as started:
            await _gathered(started.node)
            for n in range(0, len(bookings), 60):
                await asyncio.gather(*(_book(started.node, booking) for booking in bookings[n : n + 60]))
            return {party: people.open_session(_lead(party), started.node.now_us()) for party in PARTIES}


async def _gathered(node: Node) -> None:
    """Found the room, and let all parties and their leads in: one vote admits."""
    first, *others = PARTIES
    await _order(node, HOST, FoundRoom(Founding(CHARTER, first)), {"names": {"en": first}})
    for party in PARTIES:
        if party in others:
            wish = ProposalWish(f"proposal-{party}", Matter.ADMIT, party, None, node.now_us() + HOUR_US)
            await _order(node, _as(first), Propose(wish), {"names": {"en": party}})
        await _order(node, HOST, GrantRole(DelegateGrant(_lead(party), party, Role.LEAD, False)), {"name": party})
    sealed = Preset(ItemClass.UNMANNED, "", PlanLevel.CONFLICT)
    await _order(node, _as(PARTIES[-1]), SetPresets(PresetsWish((sealed,))))


async def _order(node: Node, actor: Actor, command: Command, words: Json | None = None) -> None:
    body = b"" if words is None else msgspec.json.encode(words)
    outcome = await node.submit(Proposal(actor, command, None, body))
    assert outcome.reply.status < 300, f"{type(command).__name__} was refused: {outcome.reply.body[:300]!r}"


async def _book(node: Node, booking: _Booking) -> None:
    """Book a flight, naming all that its planner sees there; again where somebody else was first."""
    party, command, texts = booking
    asked = Asked(command.existence.id, command.reservation.volumes)
    for _ in range(20):
        key = tuple(i.ovn for i in node.view(party).intents_near(asked.volumes, asked) if i.id != asked.id)
        private = msgspec.structs.replace(command.private, key=key)
        keyed = msgspec.structs.replace(command, private=private)
        outcome = await node.submit(Proposal(_as(party), keyed, None, texts))
        if outcome.reply.status < 300:
            return
    raise AssertionError(f"flight {asked.id} was refused: {outcome.reply.body[:300]!r}")


def _lead(party: str) -> str:
    return f"person-{party.lower()}"


def _as(party: str) -> Actor:
    return Actor(party, _lead(party))


# --- asking -----------------------------------------------------------------------------------------------------------


@contextmanager
def server(room: Room) -> Iterator[str]:
    """Serve a folder; yield the URL. The server's log lies beside the folder."""
    log = room.path.with_suffix(".log")
    process = subprocess.Popen(
        [sys.executable, "-m", "tansiq.cli", "serve", "--data", room.path, "--listen", "127.0.0.1:0", "--metrics", ""],
        stdout=subprocess.PIPE, stderr=log.open("a"), text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("Tansiq serves"), f"the server did not start: {log.read_text()[-1_000:]}"
        yield said.split()[-1]
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class _Guest:
    """Somebody who is signed in, on a connection that is kept."""

    def __init__(self, url: str, session: str) -> None:
        self._http = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._headers = {"cookie": f"tansiq_session={session}", "content-type": "application/json"}

    def ask(self, verb: str, path: str, body: bytes | None = None, *, accept_encoding: str = "identity") -> bytes:
        """Return the answer to what must succeed, as it was sent."""
        status, text = self.try_(verb, path, body, accept_encoding=accept_encoding)
        assert status < 300, f"{verb} {path}: {status} {text[:300]!r}"
        return text

    def try_(
        self, verb: str, path: str, body: bytes | None = None, *, accept_encoding: str = "identity"
    ) -> tuple[int, bytes]:
        """Return status and answer."""
        self._http.request(verb, f"/room/v1{path}", body, self._headers | {"accept-encoding": accept_encoding})
        answer = self._http.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        """Hang up."""
        self._http.close()


def _p99(figures: Sequence[float]) -> float:
    return sorted(figures)[len(figures) * 99 // 100]


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:,.1f} ms"


# --- what is measured -------------------------------------------------------------------------------------------------


def _checks(room: Room, url: str) -> list[Row]:
    """Check flights that are not booked, one after the other, each over another group."""
    rng, guest = Random(13), _Guest(url, room.sessions[PARTIES[0]])
    found: list[Row] = []
    sky = f"{room.volumes:,} volumes of {FLIGHTS:,} flights"
    for what, legs, callsign in (
        (f"check of {LEGS} legs at {sky}", LEGS, ""),
        ("… with a callsign, compared with those around", LEGS, "HAL 23"),
        (f"… of {LEGS_BUSY} legs, without a callsign", LEGS_BUSY, ""),
    ):
        bodies = [
            json.dumps(_flight(rng, site, legs, callsign=callsign)).encode()
            for site in rng.sample(room.sites[:-1], CHECKS)
        ]
        guest.ask("POST", "/flights/check", bodies[0])  # the first one may find things cold
        took: list[float] = []
        conflicts: list[int] = []
        offers: list[int] = []
        until = time.perf_counter() + CHECKS_S
        for body in bodies:
            began = time.perf_counter()
            answer = guest.ask("POST", "/flights/check", body)
            took.append(time.perf_counter() - began)
            told = json.loads(answer)
            conflicts.append(len(told["conflicts"]))
            offers.append(len(told["offers"]))
            if time.perf_counter() > until:
                break
        assert 2.5 < statistics.mean(conflicts) < 4, f"{statistics.mean(conflicts):.1f} conflicts a flight"
        means = f"{statistics.mean(conflicts):.1f} conflicts, {statistics.mean(offers):.1f} offers on average"
        found += [
            Row(f"{what} ({means}): p50", _ms(statistics.median(took)), "", "10 ms"),
            Row("· p99", _ms(_p99(took))),
        ]
    guest.close()
    return found


def _first_view(room: Room, url: str) -> list[Row]:
    """Read all pages as a page does that opens: plain, then packed as browsers ask for it. Packing alone is timed here."""
    guest = _Guest(url, room.sessions[PARTIES[0]])
    plain_s, packed_s = [], []
    for _ in range(VIEWS + 1):
        seconds, pages, _ = _pages(guest, "identity")
        plain_s.append(seconds)
        seconds, _, packed_bytes = _pages(guest, "gzip")
        packed_s.append(seconds)
    guest.close()
    seen = sum(page.count(b'"is_mine":') for page in pages)
    assert seen > FLIGHTS * 0.9, f"only {seen} flights are seen"
    began = time.perf_counter()
    for page in pages:
        gzip.compress(page, GZIP_LEVEL)
    gzip_s = time.perf_counter() - began
    plain, packed = statistics.median(plain_s[1:]), statistics.median(packed_s[1:])  # the first may find things cold
    return [
        Row(
            f"first view, plain, pages: {len(pages)}; {seen:,} of {FLIGHTS:,} flights with {room.volumes:,} volumes",
            _ms(plain), "1.00", "500 ms",
        ),
        Row("· sent", f"{sum(map(len, pages)) / 1e6:.2f} MB"),
        Row("… packed, as browsers ask for it", _ms(packed), f"{packed / plain:.2f}"),
        Row("· sent", f"{packed_bytes / 1e6:.2f} MB", "", "3 MB"),
        Row(f"· packing alone (gzip, level {GZIP_LEVEL}), on an idle core", _ms(gzip_s), f"{gzip_s / plain:.2f}"),
    ]  # fmt: skip


def _past(room: Room, url: str) -> list[Row]:
    """Look back: the process that does it decides the log again, and keeps what lies near what was asked."""
    guest = _Guest(url, room.sessions[PARTIES[0]])
    now = json.loads(guest.ask("GET", "/me"))["now"]
    first_s, body = _looked_back(guest, now)
    again_s = [_looked_back(guest, now)[0] for _ in range(VIEWS)]
    after = json.loads(body)["next"]
    page_s = [_looked_back(guest, f"{now}?after={after}")[0] for _ in range(VIEWS)]
    guest.close()
    again = statistics.median(again_s)
    return [
        Row(f"the past with {FLIGHTS:,} flights, first question: the process starts and decides the log", _ms(first_s)),
        Row("… the same moment again, first page", _ms(again), "1.00"),
        Row("… the next page", _ms(statistics.median(page_s)), f"{statistics.median(page_s) / again:.2f}"),
    ]


def _looked_back(guest: _Guest, what: str) -> tuple[float, bytes]:
    """Return the seconds until an answer came, and the answer."""
    began = time.perf_counter()
    while True:
        status, body = guest.try_("GET", f"/at/{what}")
        if status < 300:
            return time.perf_counter() - began, body
        assert status in (429, 503), f"{status} {body[:300]!r}"  # it takes longer than a question may wait
        time.sleep(0.5)


def _pages(guest: _Guest, encoding: str) -> tuple[float, list[bytes], int]:
    """Return the seconds spent on waiting for pages, the pages, and the bytes that were sent for them."""
    seconds, pages, sent, after = 0.0, list[bytes](), 0, ""
    while True:
        began = time.perf_counter()
        page = guest.ask("GET", f"/flights?after={after}", accept_encoding=encoding)
        seconds += time.perf_counter() - began
        sent += len(page)
        pages.append(gzip.decompress(page) if encoding == "gzip" else page)
        after = re.findall(rb'"next":"([^"]*)"', pages[-1][-100:])[-1].decode()
        if not after:
            return seconds, pages, sent


class _Listener(asyncio.Protocol):
    """Listens, and notes when what came; read later, so that noting takes no time."""

    def __init__(self, url: str, session: str) -> None:
        self._request = (
            f"GET /room/v1/events HTTP/1.1\r\nhost: {urlsplit(url).netloc}\r\ncookie: tansiq_session={session}\r\n\r\n"
        )
        self._heard: list[tuple[float, bytes]] = []
        self.is_in = asyncio.Event()
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport
        transport.write(self._request.encode())

    def data_received(self, data: bytes) -> None:
        self._heard.append((time.perf_counter(), data))
        if not self.is_in.is_set() and b"retry:" in data:
            assert b" 200 " in self._heard[0][1], self._heard[0][1]
            self.is_in.set()

    def arrivals(self) -> dict[str, float]:
        """Return when the event with each version of a flight was here whole."""
        text, ends, length = b"".join(data for _, data in self._heard), list[int](), 0
        for _, data in self._heard:
            length += len(data)
            ends.append(length)
        found: dict[str, float] = {}
        for match in re.finditer(rb'"ovn":"([0-9a-f]+)"', text):
            end = text.find(b"\n\n", match.end()) + 2
            if end > 1:
                found.setdefault(match[1].decode(), self._heard[bisect_left(ends, end)][0])
        return found


class _Change(NamedTuple):
    ovn: str
    sent_s: float
    answered_s: float


async def _push(room: Room, url: str) -> list[Row]:
    """Have all listen, change flights at a steady rate, and compare when it was answered with when it was heard."""
    loop, parts = asyncio.get_running_loop(), urlsplit(url)
    began = time.perf_counter()
    listeners = [_Listener(url, room.sessions[PARTIES[n % len(PARTIES)]]) for n in range(LISTENERS)]
    for listener in listeners:
        await loop.create_connection(lambda each=listener: each, parts.hostname, parts.port)
    async with asyncio.timeout(CONNECT_S):
        await asyncio.gather(*(listener.is_in.wait() for listener in listeners))
    connected_s = time.perf_counter() - began
    rng = Random(14)
    sites = rng.sample(room.sites[:-1], CHANGED * len(PARTIES))
    editors = [Editor(url, room.sessions[party], rng, sites[n :: len(PARTIES)]) for n, party in enumerate(PARTIES)]
    for editor in editors:
        await asyncio.to_thread(editor.book)
    start_s = time.perf_counter() + 1
    told = await asyncio.gather(*(asyncio.to_thread(editor.change, start_s, n) for n, editor in enumerate(editors)))
    changes = [change for each in told for change in each]
    await asyncio.sleep(2)  # what is still on its way
    for listener in listeners:
        assert listener.transport is not None
        listener.transport.close()
    after_answer: list[float] = []
    after_sending: list[float] = []
    for arrived in (listener.arrivals() for listener in listeners):
        for change in changes:
            assert change.ovn in arrived, "a listener missed a change"
            after_answer.append(max(0.0, arrived[change.ovn] - change.answered_s))
            after_sending.append(arrived[change.ovn] - change.sent_s)
    puts = [change.answered_s - change.sent_s for change in changes]
    kept = len(changes) / (max(change.answered_s for change in changes) - start_s)
    return [
        Row(
            f"push to {LISTENERS} listeners of six parties, from the answer of the change: p50",
            _ms(statistics.median(after_answer)),
        ),
        Row("· p99", _ms(_p99(after_answer)), "", "250 ms"),
        Row("· from the sending of the change: p50", _ms(statistics.median(after_sending))),
        Row("· p99", _ms(_p99(after_sending))),
        Row("· the change itself, answered: p50", _ms(statistics.median(puts))),
        Row("· p99", _ms(_p99(puts))),
        Row("· changes kept up", f"{kept:.1f}/s", "", f"{CHANGES_PER_S}/s"),
        Row(f"all {LISTENERS} listeners come at once: until the last one is in", f"{connected_s:.2f} s"),
    ]  # fmt: skip


class Editor:
    """Books flights of one party that meet others, and changes them in turn. For a thread of its own."""

    def __init__(self, url: str, session: str, rng: Random, sites: Sequence[_Site]) -> None:
        self._guest = _Guest(url, session)
        self._flights = [(_new_id(rng), _flight(rng, site, 2, callsign="XYZ 1")) for site in sites]

    def book(self) -> None:
        """Book all, naming what they meet."""
        for item_id, body in self._flights:
            told = json.loads(self._guest.ask("POST", f"/flights/check?id={item_id}", json.dumps(body).encode()))
            body["accepts"] = [{"id": c["with"]["id"], "ovn": c["with"]["ovn"]} for c in told["conflicts"]]
            self._put(item_id, body)

    def change(self, start_s: float, number: int, of: int = len(PARTIES)) -> list[_Change]:
        """Send each `of`th change at its time, beginning with `number`; where answers are late, as soon as may be."""
        made: list[_Change] = []
        for n in range(number, CHANGES_PER_S * CHANGES_S, of):
            item_id, body = self._flights[n // of % CHANGED]
            body["remarks"] = f"change {n}"
            time.sleep(max(0.0, start_s + n / CHANGES_PER_S - time.perf_counter()))
            sent_s = time.perf_counter()
            answered_s = self._put(item_id, body)
            made.append(_Change(body["ovn"], sent_s, answered_s))
        self._guest.close()
        return made

    def _put(self, item_id: str, body: Json) -> float:
        answer = self._guest.ask("PUT", f"/flights/{item_id}", json.dumps(body).encode())
        answered_s = time.perf_counter()
        body["ovn"] = json.loads(answer)["flight"]["ovn"]
        return answered_s


if __name__ == "__main__":
    show("The room", rows())
