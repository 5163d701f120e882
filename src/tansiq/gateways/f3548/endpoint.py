"""What every operation of this door shares: who asks, may they, what did they send.

Order of checks: token (401), scope (403), path and body (400, 413), then what the state says.
"""

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeVar

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tansiq.core.commands import Command
from tansiq.core.entry import Actor, RequestKey
from tansiq.core.limits import REQUEST_KEY_CHARS
from tansiq.core.release import View
from tansiq.gateways.auth import AuthRefusal, Caller
from tansiq.gateways.door import Door
from tansiq.gateways.f3548.inbound import BadRequest
from tansiq.gateways.http import LONG_BODY, RETRY_AFTER_S, HttpRefusal, read_json
from tansiq.gateways.replies import F3548Error, json_reply
from tansiq.log.engine import Outage
from tansiq.log.receipt import SignedRefusal
from tansiq.node.fairness import Busy
from tansiq.node.loop import Proposal
from tansiq.node.reply import Reply

SC: Final = "utm.strategic_coordination"
CMSA: Final = "utm.conformance_monitoring_sa"
CM: Final = "utm.constraint_management"
CP: Final = "utm.constraint_processing"
AA: Final = "utm.availability_arbitration"

BODY_MAX_BYTES: Final = 4 * 1024 * 1024  # an intent at its vertex limit has 0.6 MB; a key of 20,000 OVNs 2.6 MB


class Ask(Struct, frozen=True):
    """A request whose caller is known. path: the path's parameters, as sent. operation: the standard's name of it."""

    door: Door
    caller: Caller
    operation: str
    path: dict[str, str]
    body: bytes
    request_key: str

    @property
    def view(self) -> View:
        """The caller's world, now."""
        return self.door.node.view(self.caller.party)

    @property
    def sha256(self) -> bytes:
        """SHA-256 of what is asked: the JSON list of operation and path parameters, then the body as sent."""
        return hashlib.sha256(msgspec.json.encode((self.operation, self.path)) + self.body).digest()

    @property
    def request(self) -> RequestKey | None:
        """The idempotency key with what was asked under it; None where none was sent."""
        return RequestKey(self.request_key, self.sha256) if self.request_key else None

    def answered(self) -> "Answer | None":
        """Return the answer that this very request got before, for what may be read otherwise now than it was then."""
        request = self.request
        outcome = self.door.node.answered(self.caller.party, request) if request is not None else None
        return None if outcome is None else Answer(outcome.reply, outcome.position)

    async def submit(self, command: Command, erasable: bytes = b"", *, is_remembered: bool = True) -> "Answer":
        """Have a command ordered for the caller. is_remembered: see `Proposal`."""
        request = self.request
        actor = Actor(self.caller.party, self.caller.sub)
        outcome = await self.door.node.submit(Proposal(actor, command, request, erasable, is_remembered))
        return Answer(outcome.reply, outcome.position)


class Answer(Struct, frozen=True):
    """position: of the entry that was answered; 0 for a question, or a refusal at the check."""

    reply: Reply
    position: int = 0


class Endpoint(Struct, frozen=True):
    """One operation of the standard. scopes: any one of them will do; none: any token. body, answers: for the OpenAPI file."""

    name: str
    verb: str
    path: str
    handler: Callable[[Ask], Awaitable[Answer]]
    scopes: tuple[str, ...]
    body: type[Struct] | None
    answers: dict[int, type[Struct]]
    files: tuple[str, ...] = ()
    query: tuple[str, ...] = ()


Body = TypeVar("Body")
Made = TypeVar("Made")


def parse(decoder: "msgspec.json.Decoder[Body]", body: bytes) -> Body:
    """Return a body as its struct, or refuse it by the place that does not fit."""
    try:
        return decoder.decode(body)
    except msgspec.DecodeError as error:
        raise BadRequest(f"The body cannot be read: {error}.") from None
    except UnicodeDecodeError as error:
        raise BadRequest(
            f"The body cannot be read: byte {error.object[error.start]:#x} in a text is no UTF-8."
        ) from None


async def translated(body: bytes, work: Callable[[], Made]) -> Made:
    """Do the reading of a body; a long one (thousands of vertices, 20 ms) off the loop."""
    return work() if len(body) <= LONG_BODY else await asyncio.to_thread(work)


def not_found(what: str) -> Answer:
    """Return the answer for an id that the caller's world does not hold."""
    return _plain(404, f"There is no {what}.")


def forbidden(message: str) -> Answer:
    """Return the answer for what belongs to another."""
    return _plain(403, message)


class Served:
    """A handler as an application: round a mere function Starlette guards the same exceptions a second time (3 % of a PUT)."""

    def __init__(self, handle: Callable[[Request], Awaitable[Response]]) -> None:
        self._handle = handle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._handle(Request(scope, receive))
        await response(scope, receive, send)


def asgi(door: Door, endpoint: Endpoint) -> Served:
    """Return the handler of an endpoint as Starlette wants it."""

    async def handle(request: Request) -> Response:
        caller = await door.admit(request, endpoint.scopes)
        if isinstance(caller, AuthRefusal):
            return refused(caller)
        key = request.headers.get("idempotency-key", "")
        try:
            if len(key) > REQUEST_KEY_CHARS or not key.isascii() or not key.isprintable():
                raise BadRequest(f"Idempotency-Key: at most {REQUEST_KEY_CHARS} printable ASCII characters are read.")
            body = await read_json(request, BODY_MAX_BYTES) if endpoint.body is not None else b""
            if isinstance(body, HttpRefusal):
                return said(body.status, body.message)
            ask = Ask(door, caller, endpoint.name, request.path_params, body, key)
            answer = await endpoint.handler(ask)
        except BadRequest as wrong:
            return said(400, str(wrong))
        except Busy as busy:
            return said(429 if busy.yours else 503, str(busy), {"retry-after": str(busy.retry_after_s)})
        except Outage:
            sentence = door.node.closed or "The log cannot be written now; nothing was done. Try again shortly."
            return said(503, sentence, {"retry-after": str(RETRY_AFTER_S)})
        headers = {"tansiq-position": str(answer.position)} if answer.position else {}
        if answer.reply.status == 503:
            headers["retry-after"] = str(RETRY_AFTER_S)
        if answer.position == 0 and answer.reply.status >= 400 and "tansiq-prove-refusal" in request.headers:
            headers["tansiq-refusal"] = _proof(door.prover.refusal(ask.sha256, answer.reply.body))
        return json_reply(answer.reply.status, answer.reply.body, headers)

    return Served(handle)


def empty_segment(door: Door) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of paths whose last parameter is empty: 400 as in the InterUSS reference service, 401 before it."""

    async def handle(request: Request) -> Response:
        caller = await door.admit(request, ())
        return (
            refused(caller) if isinstance(caller, AuthRefusal) else said(400, "The last segment of the path is empty.")
        )

    return handle


def _plain(status: int, message: str) -> Answer:
    return Answer(Reply(status, msgspec.json.encode({"message": message})))


def said(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error as the standard's ErrorResponse."""
    return json_reply(status, F3548Error(message), headers)


def refused(refusal: AuthRefusal) -> Response:
    """Return the answer to a request that is not let in."""
    return said(refusal.status, refusal.message, {"www-authenticate": refusal.challenge})


def _proof(proof: SignedRefusal) -> str:
    """Return a signed refusal for a header: without the refused answer, which is the body it comes with."""
    shown = {
        "request_hash": proof.request_hash,
        "checkpoint": proof.checkpoint,
        "signature": proof.signature,
    }
    return base64.b64encode(msgspec.json.encode(shown)).decode()
