"""The one place where the parts are plugged together."""

import asyncio
import contextlib
import signal
import socket
import ssl
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import uvicorn
from msgspec import Struct
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from tansiq.config import Config, Misconfigured, address
from tansiq.core.entry import Entry
from tansiq.core.state import Decision, State
from tansiq.core.units import DAY_US
from tansiq.credentials.issuer import Issuer as OwnIssuer
from tansiq.credentials.store import Credentials
from tansiq.gateways import f3548, page, room
from tansiq.gateways.auth import Authenticator, Issuer
from tansiq.gateways.door import CLIENT_PREFIX, ROOM_ISSUER, Door
from tansiq.gateways.f3548.deliver import TOKEN_LIFE_S, Deliverer
from tansiq.gateways.f3548.interuss import VERSION
from tansiq.gateways.f3548.notify import notices
from tansiq.gateways.f3548.outbound import reply
from tansiq.gateways.f3548.wire import ErrorResponse
from tansiq.gateways.http import Envelope
from tansiq.gateways.jwks import JwksSource
from tansiq.gateways.keys import VerifyKey, key_of_pem
from tansiq.gateways.metrics import Metrics, metrics_app
from tansiq.gateways.onewrite import Protocol
from tansiq.gateways.openapi import document
from tansiq.gateways.outgoing import Outgoing
from tansiq.gateways.replies import F3548Error, RoomError, json_reply
from tansiq.gateways.room import proofs
from tansiq.gateways.room import replies as room_replies
from tansiq.gateways.room.caretaker import Caretaker
from tansiq.gateways.room.deriving import Deriver
from tansiq.gateways.room.elevation import Elevation
from tansiq.gateways.room.endpoint import SESSION_COOKIE, RoomDoor, no_such_path
from tansiq.gateways.room.past.worker import Child, Past
from tansiq.gateways.room.plan_book import Book
from tansiq.gateways.room.rechecks import Rechecker
from tansiq.gateways.room.seen_places import SeenPlaces
from tansiq.gateways.room.watch_drills import Driller
from tansiq.gateways.room.webhooks import Webhooks
from tansiq.log.engine import Outage
from tansiq.log.folder import Folder, open_folder
from tansiq.node.clock import Clock
from tansiq.node.fairness import Shares
from tansiq.node.housekeeping import Habits
from tansiq.node.reply import Reply
from tansiq.node.start import Progress, Started, start

KEEP_ALIVE_S: Final = 75
BACKLOG: Final = 1_024
CONNECTIONS_MAX: Final = 2_000
DAY_S: Final = 86_400


class _Counts:
    """Tells the metrics what the node does."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def committed(self, entries: int, seconds: float) -> None:
        self._metrics.commit(entries, seconds)

    def refused(self, kind: str) -> None:
        self._metrics.refusal(kind)


@contextlib.asynccontextmanager
async def running(
    config: Config,
    folder: Folder,
    *,
    metrics: Metrics | None = None,
    clock: Clock | None = None,
    tidies: bool = False,
    begins_epoch: bool = False,
    progress: Progress = lambda position, last: None,
) -> AsyncGenerator[Started]:
    """A node on a folder, its loop and its housekeeping going for as long as the context lasts.

    tidies: see `Habits`. begins_epoch: see `start`.
    """
    metrics = metrics or Metrics()
    started = await start(
        folder,
        answer=answer,
        notices=notices,
        shares=Shares(config.party_queue, config.node_queue, config.party_writes_per_s),
        habits=Habits(
            config.retention_days * DAY_US,
            config.report_retention_days * DAY_US,
            config.snapshot_entries,
            config.disk_reserve_mb * 1_000_000,
            tidies,
        ),
        observer=_Counts(metrics),
        clock=clock or Clock(),
        begins_epoch=begins_epoch,
        progress=progress,
    )
    keeper, node = started.housekeeper, started.node
    metrics.queue_length.set_function(lambda: node.queued)
    metrics.deliveries_waiting.set_function(lambda: node.applier.outbox.waiting)
    metrics.disk_free_bytes.set_function(lambda: keeper.free_bytes)
    metrics.snapshot_age_s.set_function(lambda: time.monotonic() - keeper.snapshot_s)
    metrics.clock_step_s.set_function(lambda: node.clock.step_us() / 1_000_000)
    tasks = [asyncio.create_task(node.run()), asyncio.create_task(keeper.run())]
    try:
        yield started
    finally:
        await _cancel(tasks)
        await started.prover.publish()
        await asyncio.to_thread(node.applier.derived.close)
        await asyncio.to_thread(node.applier.outbox.close)
        await node.engine.close()


def answer(state: State, entry: Entry, decision: Decision) -> Reply:
    """Return the answer to an entry in the words of the door it came through."""
    if isinstance(entry.command, room_replies.COMMANDS):
        return room_replies.reply(decision)
    return reply(state, entry, decision)


class Admission(Struct, frozen=True):
    """Who is believed. sources: issuer's name -> where its keys come from; they must be refreshed beside the server."""

    authenticator: Authenticator
    sources: dict[str, JwksSource]


def admission(config: Config, own: OwnIssuer | None = None) -> Admission:
    """Return who is believed as the settings say. Raises `Misconfigured` where a key or an issuer cannot be used.

    own: the room's issuer, where there is a room.
    """
    issuers = _issuers(config)
    if own is not None:
        keys = tuple(key_of_pem(pem) for pem in own.public_pems())
        issuers.append((Issuer(ROOM_ISSUER, keys, prefix=CLIENT_PREFIX), ""))
    try:
        authenticator = Authenticator([issuer for issuer, _ in issuers], frozenset(audiences(config)))
        sources = {
            issuer.name: JwksSource(
                url, lambda keys, name=issuer.name: authenticator.replace_keys(name, keys), allow_http=config.allow_http
            )
            for issuer, url in issuers
            if url
        }
    except ValueError as error:
        raise Misconfigured(str(error)) from None
    return Admission(authenticator, sources)


Beside = Callable[[], Coroutine[None, None, None]]


class Application(NamedTuple):
    """app: answers requests. beside: what must run for as long as it does. past: to be ended where that does not run."""

    app: ASGIApp
    beside: tuple[Beside, ...]
    past: Past


def application(
    started: Started,
    config: Config,
    metrics: Metrics,
    admitted: Admission,
    extra: Sequence[BaseRoute] = (),
    *,
    people: Credentials | None = None,
    url: str = "",
) -> Application:
    """Return the web application of a node.

    extra: routes instead of the page. people: who can sign in, where there is a room. url: where it is served.
    """
    beside: list[Beside] = []
    past = Past(Child(started.folder) if started.folder is not None else None)
    door = Door(
        started.node,
        started.prover,
        admitted.authenticator,
        admitted.sources,
        dar_id=started.prover.log_id,
        allow_http=config.allow_http,
    )

    async def openapi(_request: Request) -> Response:
        return json_reply(200, await asyncio.to_thread(_dss_described))

    routes: list[BaseRoute] = [*f3548.routes(door), Route("/dss/v1/openapi.json", openapi)]
    if people is not None:
        outgoing = Outgoing(allow_http=config.allow_http, allow_private=config.allow_private_peers)
        webhooks = Webhooks(started.node, people, outgoing, metrics.delivery)
        routes += _room_routes(door, config, admitted.authenticator, people, url, started, beside, webhooks, past)
        beside.append(_deliverer(started, metrics, OwnIssuer(people, config.url or url), outgoing).run)
    else:
        routes += proofs.routes(door)
    shown = extra or (
        page.room_routes(SESSION_COOKIE) if people is not None else page.routes(page.start_page(started.prover))
    )
    app = Starlette(
        routes=[*routes, *shown],
        middleware=[Middleware(Envelope, on_request=metrics.request)],
        exception_handlers={HTTPException: _no_such_route},
    )
    app.router.redirect_slashes = False  # a path that ends in a slash names an empty id: 400, not a redirect
    return Application(app, tuple(beside), past)


@cache  # few ask for it
def _dss_described() -> bytes:
    return msgspec.json.encode(document("Tansiq: the DSS of ASTM F3548-21", VERSION, f3548.ENDPOINTS, ErrorResponse))


@cache
def _room_described() -> bytes:
    return msgspec.json.encode(document("Tansiq: the room", VERSION, room.OPERATIONS, RoomError))


def _deliverer(started: Started, metrics: Metrics, issuer: OwnIssuer, outgoing: Outgoing) -> Deliverer:
    """Return what tells subscribers. issuer: named by the room's address, where its keys are published."""
    node = started.node

    def sign(audience: str, scope: str, now_s: int) -> str:
        charter = node.state.charter
        assert charter is not None, "only a room tells subscribers"
        return issuer.sign(charter.uss, audience, (scope,), now_s, TOKEN_LIFE_S)

    return Deliverer(node, outgoing, sign, metrics.delivery)


def _room_routes(
    door: Door,
    config: Config,
    authenticator: Authenticator,
    people: Credentials,
    url: str,
    started: Started,
    beside: list[Beside],
    webhooks: Webhooks,
    past: Past,
) -> list[BaseRoute]:
    async def openapi(_request: Request) -> Response:
        return json_reply(200, await asyncio.to_thread(_room_described))

    deriver = Deriver(door.node)
    hub = room.hub_of(door.node, deriver)
    book = Book(door.node, hub, started.plans, door.dar_id)
    opened = RoomDoor(
        door,
        people,
        OwnIssuer(people),
        config.url or url,
        audiences(config)[0],
        (config.url or url).startswith("https"),
        {},
        deriver,
        book,
        past,
        webhooks,
        SeenPlaces(door.node),
        _elevation(config),
    )
    caretaker = Caretaker(
        opened, config.issuer_key_days * DAY_S, lambda keys: authenticator.replace_keys(ROOM_ISSUER, keys)
    )
    beside += [hub.run, caretaker.run, book.run, deriver.run, past.run, webhooks.run]
    beside += [Driller(door.node).run, Rechecker(door.node).run]
    return [*room.routes(opened, hub), *proofs.routes(door, opened), Route("/room/v1/openapi.json", openapi)]


def _elevation(config: Config) -> Elevation | None:
    if not config.elevation:
        return None
    folder = Path(config.elevation)
    if not folder.is_dir():
        raise Misconfigured(
            f"elevation is {config.elevation!r}, which is no folder. Name one that holds SRTM tiles (*.hgt)."
        )
    return Elevation(folder)


def audiences(config: Config) -> tuple[str, ...]:
    """Return the names that tokens for this server carry: those of the settings, else the host that it listens on."""
    return config.audience or (address(config.listen)[0],)


async def _no_such_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/room/"):
        return no_such_path(request, error.status_code, error.headers)
    return json_reply(error.status_code, F3548Error(f"{error.detail}."), error.headers)


async def serve(
    config: Config,
    *,
    ready: Callable[[str], None],
    progress: Progress = lambda position, last: None,
    extra: Callable[[Started], Sequence[BaseRoute]] = lambda started: (),
) -> None:
    """Serve until a signal comes. ready: told the URL. Raises `Outage` or `Misconfigured` with a sentence."""
    admission(config)  # what is wrong with the settings is said before the log is read
    metrics, server = Metrics(), _server(config)
    with contextlib.ExitStack() as held:
        folder = held.enter_context(open_folder(Path(config.data)))
        sock = held.enter_context(_listening(config.listen))
        metrics_sock = held.enter_context(_listening(config.metrics)) if config.metrics else None
        async with running(config, folder, metrics=metrics, tidies=True, progress=progress) as started:
            host, port = sock.getsockname()[:2]
            url = f"{'https' if config.tls_cert else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"
            people = None
            if started.node.state.charter is not None:
                people = held.enter_context(contextlib.closing(Credentials(folder.secrets)))
            admitted = admission(config, OwnIssuer(people) if people is not None else None)
            made = application(started, config, metrics, admitted, extra(started), people=people, url=url)
            server.config.app = made.app
            for source in admitted.sources.values():
                await source.refresh()
            tasks = [asyncio.create_task(source.run()) for source in admitted.sources.values()]
            tasks += [asyncio.create_task(_vital(started, beside)) for beside in made.beside]
            if metrics_sock is not None:
                tasks.append(asyncio.create_task(_serve_metrics(metrics, metrics_sock)))
            failed = asyncio.create_task(_stop_when_failed(started, server))
            ready(url)
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, _stop, server)
            try:
                await server.serve(sockets=[sock])
            finally:
                await _cancel([*tasks, failed])
            if started.node.failed.done():
                raise started.node.failed.result()


def _issuers(config: Config) -> list[tuple[Issuer, str]]:
    """Return the issuers of the configuration, each with the URL of its keys, or ""."""
    if config.trust_key:
        keys = tuple(_key(path) for path in config.trust_key)
        return [(Issuer("trust-key", keys), "")]
    return [
        (
            Issuer(
                issuer.name,
                (_key(issuer.key_file),) if issuer.key_file else (),
                issuer.iss,
                frozenset(issuer.subs) if issuer.subs is not None else None,
            ),
            issuer.jwks_url,
        )
        for issuer in config.issuers
    ]


def _key(path: str) -> VerifyKey:
    try:
        return key_of_pem(Path(path).read_text())
    except (OSError, ValueError) as error:
        raise Misconfigured(f"The key {path} cannot be used: {error}") from None


@contextlib.contextmanager
def _listening(listen: str) -> Generator[socket.socket]:
    host, port = address(listen)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, port))
        except OSError as error:
            raise Misconfigured(f"{listen} cannot be listened on: {error.strerror}. Choose another.") from None
        sock.listen(BACKLOG)
        yield sock


def _server(config: Config) -> uvicorn.Server:
    """Return a server without its application. Raises `Misconfigured` where the certificate cannot be used."""
    if config.tls_cert:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(config.tls_cert, config.tls_key)
        except (OSError, ssl.SSLError) as error:
            raise Misconfigured(
                f"The certificate {config.tls_cert} with {config.tls_key} cannot be used: {error}."
            ) from None
    return _Quiet(
        uvicorn.Config(
            "",
            loop="none",
            http=Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=5,
            limit_concurrency=CONNECTIONS_MAX,
            ssl_certfile=config.tls_cert or None,
            ssl_keyfile=config.tls_key or None,
        )
    )


def _stop(server: uvicorn.Server) -> None:
    server.should_exit = True


class _Quiet(uvicorn.Server):
    """A server that leaves signals alone: uvicorn would raise them again before the log is closed."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


async def _serve_metrics(metrics: Metrics, sock: socket.socket) -> None:
    config = uvicorn.Config(
        metrics_app(metrics), loop="none", ws="none", lifespan="off", log_config=None, access_log=False
    )
    await _Quiet(config).serve(sockets=[sock])


async def _stop_when_failed(started: Started, server: uvicorn.Server) -> None:
    await asyncio.wait((started.node.failed,))  # not the future itself: cancelling this task must not cancel it
    server.should_exit = True


async def _vital(started: Started, beside: Beside) -> None:
    with started.node.vital():
        await beside()


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception) and not isinstance(result, Outage):
            raise result
