"""What every operation of the room shares: who asks and for whom, in which language, what they sent.

Order of checks: who are you (401), may your role (403), path and body (400), then what the state says. People come with a
session cookie, machines with a bearer token of the room's own issuer; roles are read from the state at every request.
"""

import asyncio
import gzip
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, field
from starlette.requests import Request
from starlette.responses import Response

from tansiq.core.commands import Command
from tansiq.core.decide.flights import is_airborne
from tansiq.core.entry import Actor, RequestKey
from tansiq.core.limits import IMPORT_BYTES, REQUEST_KEY_CHARS
from tansiq.core.refusals import Refusal
from tansiq.core.release import View
from tansiq.core.room import Charter, PartyState, Role
from tansiq.core.state import State
from tansiq.credentials.issuer import Issuer
from tansiq.credentials.store import Credentials
from tansiq.gateways.auth import AuthRefusal
from tansiq.gateways.door import ROOM_ISSUER, Door
from tansiq.gateways.http import PARTY, RETRY_AFTER_S, HttpRefusal, read_json
from tansiq.gateways.http import read_body as read_whole
from tansiq.gateways.replies import RoomError, json_reply
from tansiq.gateways.room import refused
from tansiq.gateways.room.deriving import Deriver
from tansiq.gateways.room.elevation import Elevation
from tansiq.gateways.room.past.worker import Past
from tansiq.gateways.room.plan_book import Book
from tansiq.gateways.room.seen_places import SeenPlaces
from tansiq.gateways.room.webhooks import Webhooks
from tansiq.gateways.room.words import Fault, language_of, said
from tansiq.log.engine import Outage
from tansiq.node.applier import ERASED
from tansiq.node.fairness import Busy
from tansiq.node.loop import Outcome, Proposal
from tansiq.node.texts import Texts

SESSION_COOKIE: Final = "tansiq_session"
LONG_ANSWER: Final = 16_384  # bytes; shorter ones are not worth packing
LONG_HASHED: Final = 262_144  # bytes; to hash more takes a millisecond, and is done beside the loop
GZIP_LEVEL: Final = 1  # of 13 MB: 1.9 MB in 70 ms; level 5 makes 1.5 MB of it in 120 ms
BODY_MAX_BYTES: Final = 2 * 1024 * 1024
JSON_TYPES: Final = ("application/json", "application/geo+json")
_CHARSET: Final = re.compile(r'charset="?([\w-]+)', re.ASCII | re.IGNORECASE)

Body = TypeVar("Body")


class RoomDoor(Struct, frozen=True):
    """What this gateway needs besides the door that it shares with others.

    url: of the room, for links. audience: what its own tokens are made for. is_secure: whether cookies go by TLS alone.
    same_air: whether two zones overlap, by their versions; site_answers: to questions about places, by their ids; imports: how
    far those of reports are (taken, of, over), by party and key. They are remembered within bounds.
    plans: of each party, by day. past: the way to it. webhooks: what tells the parties' systems of notices. seen_places: the
    register as parties see it, for likely duplicates.
    deriver: has bands follow what is known of the air. elevation: of the ground; None where there is no file of it.
    """

    door: Door
    credentials: Credentials
    issuer: Issuer
    url: str
    audience: str
    is_secure: bool
    same_air: dict[tuple[str, str], bool]
    deriver: Deriver
    plans: Book
    past: Past
    webhooks: Webhooks
    seen_places: SeenPlaces
    elevation: Elevation | None = None
    site_answers: dict[str, bytes] = field(default_factory=dict[str, bytes])
    imports: dict[str, tuple[int, int, bool]] = field(default_factory=dict[str, tuple[int, int, bool]])
    importing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))  # files are read one at a time
    drawing: dict[str, asyncio.Lock] = field(default_factory=dict[str, asyncio.Lock])  # a party's sheets, one at a time

    @property
    def state(self) -> State:
        """The newest state."""
        return self.door.node.state

    @property
    def texts(self) -> Texts:
        """What persons typed."""
        return self.door.node.applier.texts


class Ask(Struct, frozen=True):
    """A request whose sender is known. path, query: parameters as sent.

    has_left: the asker's party is no member any more, and still has something in the air.
    """

    room: RoomDoor
    actor: Actor
    role: Role
    is_machine: bool
    language: str
    operation: str
    path: dict[str, str]
    query: dict[str, str]
    body: bytes
    key: str
    session: str = ""
    has_left: bool = False
    content_type: str = ""

    @property
    def view(self) -> View:
        """The asker's world, now."""
        return self.room.door.node.view(self.actor.party)

    @property
    def charter(self) -> Charter:
        """The rules of the room."""
        charter = self.room.state.charter
        assert charter is not None, "somebody was let into a room that is not there"
        return charter

    def parsed(self, decoder: "msgspec.json.Decoder[Body]") -> Body:
        """Return the body as its struct. Raises `Fault` with the place that does not fit."""
        try:
            return decoder.decode(self.body)
        except msgspec.ValidationError as error:
            what, _, where = str(error).partition(" - at ")
            raise Fault("body_form", where.strip("`") or "$", what=what) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Fault("body_json", "$", what=str(error)[:200]) from None

    async def submit(self, command: Command, erasable: bytes = b"", *, is_remembered: bool = True) -> "Answer":
        """Have a command ordered for the asker. Raises `No` where that is the answer. is_remembered: see `Proposal`."""
        proposal = Proposal(self.actor, command, self.request, erasable, is_remembered)
        return taken(await self.room.door.node.submit(proposal))

    @property
    def request(self) -> RequestKey | None:
        """The idempotency key with what was asked under it; None where none was sent."""
        asked = msgspec.json.encode((self.operation, self.path, sorted(self.query.items())))
        return RequestKey(self.key, hashlib.sha256(asked + self.body).digest()) if self.key else None

    def answered(self) -> "Answer | None":
        """Return the answer that this very request got before: what stands in its way now is its own doing. Raises `No`."""
        request = self.request
        outcome = self.room.door.node.answered(self.actor.party, request) if request is not None else None
        return None if outcome is None else taken(outcome)

    def say(self, code: str, **values: object) -> str:
        """Return a sentence in the asker's language."""
        return said(self.language, code, **values)[0]


class Answer(Struct, frozen=True):
    """body: JSON, or what `content_type` says. position: of the entry that was answered, 0 for a question."""

    body: bytes
    position: int = 0
    status: int = 200
    headers: dict[str, str] = {}
    content_type: str = "application/json"


class No(Exception):
    """The core refused. extra: what the door knows besides, as JSON members of the error."""

    def __init__(self, refusal: Refusal, position: int = 0, extra: dict[str, Any] | None = None) -> None:
        super().__init__(type(refusal).__name__)
        self.refusal = refusal
        self.position = position
        self.extra = extra or {}


def taken(outcome: Outcome) -> Answer:
    """Return the answer to what was ordered. Raises `No`, or `Fault` where the answer was erased."""
    if outcome.reply.status == ERASED.status:
        raise Fault("erased", status=ERASED.status)
    if outcome.reply.status >= 400:
        raise No(refused.decode(outcome.reply.body), outcome.position)
    return Answer(outcome.reply.body, outcome.position, outcome.reply.status)


class Operation(Struct, frozen=True):
    """One operation of the room. role: the least that may ask. body, answers: for the OpenAPI description.

    is_left_ok: also for a party that left, as long as it has something in the air. files: the types of a body that is a
    file, not a struct, and most_bytes its length. query: names of its parameters.
    """

    name: str
    verb: str
    path: str
    handler: Callable[[Ask], Awaitable[Answer]]
    role: Role
    body: type[Struct] | None
    answers: dict[int, type[Struct]]
    is_left_ok: bool = False
    files: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    most_bytes: int = IMPORT_BYTES

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the description says is needed."""
        return (self.role.name.lower(),)


_encode: Final = msgspec.json.Encoder().encode


def id_of(answer: Answer) -> str:
    """Return the id in an answer's data: of what was made, now or when the same request came first."""
    return str(msgspec.json.decode(answer.body, type=dict[str, object]).get("id", ""))


def shown(body: object, position: int = 0, status: int = 200) -> Answer:
    """Return an answer of structs."""
    return Answer(_encode(body), position, status)


def asgi(room: RoomDoor, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of an operation as Starlette wants it."""

    async def handle(request: Request) -> Response:
        language = language_of(request.headers.get("accept-language"))
        try:
            actor, role, is_machine, session = await admit(room, request, is_left_ok=operation.is_left_ok)
            request.scope[PARTY] = actor.party
            if role < operation.role:
                raise Fault("not_allowed.role", status=403)
            key = request.headers.get("idempotency-key", "")
            if len(key) > REQUEST_KEY_CHARS or not key.isascii() or not key.isprintable():
                raise Fault("key_form", "Idempotency-Key", most=REQUEST_KEY_CHARS)
            body = b""
            if operation.body is not None:
                body = await read_body(request)
            elif operation.files:
                body = await read_file(request, operation.files, operation.most_bytes)
            ask = Ask(
                room, actor, role, is_machine, language, operation.name, request.path_params,
                dict(request.query_params), body, key, session, _has_left(room, actor.party),
                request.headers.get("content-type", ""),
            )  # fmt: skip
            answer = await operation.handler(ask)
        except (Fault, No, Busy, Outage) as trouble:
            return failed(room, trouble, language)
        headers = dict(answer.headers)
        if answer.position:
            headers["tansiq-position"] = str(answer.position)
        elif operation.verb == "GET" and answer.status == 200:
            is_long = len(answer.body) > LONG_HASHED
            digest = await asyncio.to_thread(hashlib.sha256, answer.body) if is_long else hashlib.sha256(answer.body)
            tag = f'"{digest.hexdigest()[:32]}"'
            headers |= {"etag": tag, "cache-control": "private, no-cache"}
            if request.headers.get("if-none-match") == tag:
                return Response(None, 304, headers)
        body = answer.body
        if len(body) > LONG_ANSWER and "gzip" in request.headers.get("accept-encoding", ""):
            body = await asyncio.to_thread(gzip.compress, body, GZIP_LEVEL)
            headers |= {"content-encoding": "gzip", "vary": "accept-encoding"}
        return Response(body, answer.status, headers, media_type=answer.content_type)

    return handle


async def read_body(request: Request) -> bytes:
    """Return a JSON body. A page of another site cannot send one with somebody's cookie: it may not name this type."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type not in JSON_TYPES:
        raise Fault("content_type", "Content-Type", status=415)
    body = await read_json(request, BODY_MAX_BYTES)
    if isinstance(body, HttpRefusal):
        raise Fault("body_bounds", "$", status=body.status, what=body.message)
    return body


async def read_file(request: Request, kinds: tuple[str, ...], most_bytes: int = IMPORT_BYTES) -> bytes:
    """Return a body that is a file of one of some types, of which none may be one that a page of another site can send
    unasked (Fetch, "CORS-safelisted request-header": form data and text/plain alone)."""
    content_type, _, parameters = request.headers.get("content-type", "").partition(";")
    bare, charset = content_type.strip().lower(), _CHARSET.search(parameters)
    if bare not in kinds or (charset and charset[1].lower() != "utf-8"):
        raise Fault("import_content_type", "Content-Type", status=415, known=", ".join(kinds))
    read = read_json if bare in JSON_TYPES else read_whole
    body = await read(request, most_bytes)
    if isinstance(body, HttpRefusal):
        raise Fault("body_bounds", "$", status=body.status, what=body.message)
    return body


async def admit(room: RoomDoor, request: Request, *, is_left_ok: bool = False) -> tuple[Actor, Role, bool, str]:
    """Return who asks, in which role, whether by machine, and the session. Raises `Fault`.

    is_left_ok: a party that left is let in as long as it has something in the air.
    """
    session = request.cookies.get(SESSION_COOKIE, "")
    header = request.headers.get("authorization")
    if header is None and session:
        _same_origin(request)
        delegate_id = room.credentials.session(session, room.door.node.now_us())
        if delegate_id is None:
            raise Fault("signed_out", status=401)
    else:
        caller = await room.door.admit(request, ())
        if isinstance(caller, AuthRefusal):
            raise Fault("sign_in_first", status=401)
        if caller.issuer != ROOM_ISSUER:  # others may sign any sub, also one that looks like a person's id
            raise Fault("sign_in_first", status=401)
        delegate_id, session = caller.sub, ""
    delegate = room.state.delegates.get(delegate_id)
    if delegate is None:
        raise Fault("signed_out", status=401)
    party = room.state.parties[delegate.party]
    has_left = party.state is PartyState.LEFT
    if party.state is PartyState.PROPOSED or (has_left and not (is_left_ok and _has_airborne(room, party.code))):
        raise Fault("not_allowed.not_a_member", status=403)
    return Actor(delegate.party, delegate.id), delegate.role, delegate.is_machine, session


def _has_left(room: RoomDoor, party: str) -> bool:
    return room.state.parties[party].state is PartyState.LEFT


def _has_airborne(room: RoomDoor, party: str) -> bool:
    return any(is_airborne(room.state.intents[i]) for i in room.state.intents_of.get(party, ()))


def _same_origin(request: Request) -> None:
    """Refuse a request that a page of another site made: browsers say whose it is (Fetch, 3.2)."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Fault("other_site", "Origin", status=403)


def no_such_path(request: Request, status: int, headers: Mapping[str, str] | None) -> Response:
    """Return the answer to a path of this door that there is not, or not with that verb."""
    fault = Fault("no_such_path", status=status)
    message, hint = said(language_of(request.headers.get("accept-language")), fault.code)
    return json_reply(status, RoomError(fault.code, message, "", hint), headers)


def failed(room: RoomDoor, trouble: Exception, language: str) -> Response:
    """Return the answer to what could not be done, in the reader's language."""
    match trouble:
        case Fault():
            headers = {"www-authenticate": "Bearer"} if trouble.status == 401 else {}
            if trouble.retry_after_s:
                headers["retry-after"] = str(trouble.retry_after_s)
            message, hint = said(language, trouble.code, **trouble.values)
            body = msgspec.to_builtins(RoomError(trouble.code, message, trouble.where, hint)) | trouble.extra
            return json_reply(trouble.status, body, headers)
        case No():
            status, code, values = refused.explain(trouble.refusal)
            message, hint = said(language, code, **values)
            body = msgspec.to_builtins(RoomError(code, message, "", hint)) | trouble.extra
            headers = {"tansiq-position": str(trouble.position)} if trouble.position else {}
            return json_reply(status, body, headers)
        case Busy():
            message, hint = said(language, "busy")
            headers = {"retry-after": str(trouble.retry_after_s)}
            return json_reply(429 if trouble.yours else 503, RoomError("busy", message, "", hint), headers)
        case _:
            message, hint = said(language, "outage", why=room.door.node.closed or "")
            return json_reply(503, RoomError("outage", message, "", hint), {"retry-after": str(RETRY_AFTER_S)})
