"""What a field link opens: GET shows that there is something to open and changes nothing; the code opens it; an answer is sent.

Whatever does not open – unknown, expired, revoked, locked – gets one answer. Pages need no cookie and no script: what is sent
is bound to the link by its token in the path, and after the code by a ticket that is good with that token alone.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from tansiq.core.entry import Actor, RequestKey
from tansiq.core.limits import STAND_BY_US
from tansiq.core.notice_commands import AnswerNotice, LinkWish, NoticeAnswer, OpenLink
from tansiq.core.notices import ANSWERS, Answer, LinkState, Means, NoticeKind, StepKind
from tansiq.core.refusals import RoomConflict
from tansiq.core.release_notices import SeenNotice, seen_notice
from tansiq.credentials import links
from tansiq.credentials.links import Held, Opened
from tansiq.gateways.http import PARTY, HttpRefusal, read_body
from tansiq.gateways.room.endpoint import No, RoomDoor, taken
from tansiq.gateways.room.field import page
from tansiq.gateways.room.field.allowance import Allowance
from tansiq.gateways.room.field.page import NAME_CHARS, WORDS_CHARS, Way
from tansiq.gateways.room.field.read_back import Unreadable, plain, read
from tansiq.gateways.room.field.say import say, words
from tansiq.gateways.room.field.shown import shown_to
from tansiq.gateways.room.field.tending import lock
from tansiq.gateways.room.notice_values import values_of
from tansiq.gateways.room.words import Fault, language_of
from tansiq.log.engine import Outage
from tansiq.node.chance import random_bytes
from tansiq.node.fairness import Busy
from tansiq.node.loop import Proposal

FORM_BYTES: Final = 16_384
FORM_TYPE: Final = "application/x-www-form-urlencoded"
PER_LINK: Final = 30  # requests a minute: a crew that reads, errs and answers
PER_ADDRESS: Final = 600  # a minute: networks of telephones hide hundreds behind one address
_LINK: Final = re.compile(r"(en|ar|fa|fr|ru)-([A-Za-z0-9_-]{20,100})", re.ASCII)
_ONCE: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)


class _Gone(Exception):
    """The link does not open."""


class _Said(Exception):
    """What was sent cannot be taken. sentence: HTML that says why."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


class Came(Struct, frozen=True):
    """Somebody at a link. form: what was sent."""

    room: RoomDoor
    way: Way
    token: str
    form: dict[str, str]

    @property
    def now_us(self) -> int:
        """The time of the node."""
        return self.room.door.node.now_us()


def routes(room: RoomDoor) -> list[BaseRoute]:
    """Return the routes of the field links of a room."""
    monotonic_us = room.door.node.clock.monotonic_us
    per_link, per_address = Allowance(PER_LINK, monotonic_us), Allowance(PER_ADDRESS, monotonic_us)

    def route(
        path: str, verb: str, handler: Callable[[Request, Came], Awaitable[tuple[int, str]]], name: str
    ) -> BaseRoute:
        async def handle(request: Request) -> Response:
            link = request.path_params["link"]
            found = _LINK.fullmatch(link)
            language = found[1] if found else language_of(request.headers.get("accept-language"))
            headers = page.HEADERS | {"content-language": language}
            wait_s = per_address.take(request.client.host if request.client is not None else "")
            if found:
                wait_s = max(wait_s, per_link.take(hashlib.sha256(found[2].encode()).hexdigest()))
            if wait_s:
                said = page.plain(language, say(language, "wait", seconds=wait_s))
                return HTMLResponse(said, 429, headers | {"retry-after": str(wait_s)})
            try:
                if found is None:
                    raise _Gone
                form = await _form(request, language) if verb == "POST" else {}
                name = " ".join(form.get("name", "").split())
                way = Way(language, link, form.get("ticket", ""), name[: NAME_CHARS + 1])
                status, body = await handler(request, Came(room, way, found[2], form))
            except _Gone:
                status, body = 404, page.gone(language)
            except _Said as trouble:
                status, body = trouble.status, page.plain(language, trouble.sentence)
            except (Busy, Outage):
                status, body = 503, page.plain(language, say(language, "outage"))
                headers |= {"retry-after": "5"}
            return HTMLResponse(body, status, headers)

        return Route(path, handle, methods=[verb], name=name)

    async def style(_request: Request) -> Response:
        headers = page.HEADERS | {"cache-control": "public, max-age=31536000, immutable"}
        return Response(page.STYLE, media_type="text/css", headers=headers)

    return [
        Route(page.STYLE_PATH, style, methods=["GET"], name="fieldStyle"),
        route("/field/{link}", "GET", _look, "lookAtLink"),
        route("/field/{link}/answer", "GET", _look, "lookAtLinkAgain"),  # where a browser comes back to
        route("/field/{link}", "POST", _open, "openLink"),
        route("/field/{link}/answer", "POST", _answer, "answerByLink"),
    ]


async def _look(_request: Request, came: Came) -> tuple[int, str]:
    """Show that there is something to open. Nothing is counted, noted or told: this is what scanners of mail do."""
    held = links.find(came.room.credentials, came.token, came.now_us)
    if held is None or held.is_locked:
        raise _Gone
    _seen(came, held)
    return 200, page.tap(came.way)


async def _open(request: Request, came: Came) -> tuple[int, str]:
    """Open the notice with the code, and note that it was read."""
    at = came.way.language
    fault = _fault_of_name(at, came.way.name)
    if fault:
        held = links.find(came.room.credentials, came.token, came.now_us)
        if held is None or held.is_locked:
            raise _Gone
        return 400, page.tap(came.way, fault)
    code = plain(came.form.get("code", ""))
    entered = links.enter(came.room.credentials, came.token, code, came.way.name, came.now_us)
    if entered is None:
        raise _Gone
    if isinstance(entered, Held):
        if entered.is_locked:
            await lock(came.room, entered)
            raise _Gone
        _seen(came, entered)
        return 403, page.tap(came.way, say(at, "wrong_code", left=links.WRONG_CODES - entered.wrong))
    request.scope[PARTY] = entered.held.party
    seen = _seen(came, entered.held)
    if all(s.kind is not StepKind.READ or s.by != entered.held.link_id for s in seen.notice.ladders[0].steps):
        name = msgspec.json.encode({"name": came.way.name})
        await _submit(came, entered.held, OpenLink(LinkWish(entered.held.link_id, entered.held.notice_id)), name)
    return 200, _page(came, entered, {})


async def _answer(request: Request, came: Came) -> tuple[int, str]:
    """Answer the notice. Sent twice from one page, it is answered once."""
    at, form = came.way.language, came.form
    held = links.opened(came.room.credentials, came.token, came.way.ticket, came.way.name, came.now_us)
    if held is None or _fault_of_name(at, came.way.name):
        return await _look(request, came)
    request.scope[PARTY] = held.party
    opened = Opened(held, came.way.ticket)
    notice = _seen(came, held).notice
    said = next((each for each in ANSWERS[notice.kind] if each == form.get("answer")), None)
    typed = form.get("words", "").strip()
    if said is None or not _ONCE.fullmatch(form.get("once", "")):
        raise _Gone
    if len(typed) > WORDS_CHARS or any(ord(c) < 32 and c not in "\r\n\t" for c in typed):
        return 400, _page(came, opened, form, say(at, "words_long", most=WORDS_CHARS))
    if said is Answer.COUNTER and not typed:
        return 400, _page(came, opened, form, say(at, "counter_missing"))
    shown = shown_to(came.room, _seen(came, held), held.link_id, at, "").notice.values
    needs_values = notice.kind is NoticeKind.SAFETY and said is Answer.WILL_COMPLY and bool(shown)
    try:
        back = read(shown, form) if needs_values else []
        values = values_of(back, "$")
    except (Unreadable, Fault) as trouble:
        value = trouble.value if isinstance(trouble, Unreadable) else ""
        missing = say(at, "read_back_missing", answer=words(at)[said])
        return 400, _page(came, opened, form, say(at, "value_form", value=value) if value else missing)
    key = _said("reason", said, typed)
    erasable = msgspec.json.encode({"name": came.way.name, key: typed, "values": back})
    stand_by_us = STAND_BY_US if said is Answer.STAND_BY else 0
    command = AnswerNotice(NoticeAnswer(notice.id, said, Means.FIELD_LINK, values, stand_by_us))
    try:
        await _submit(came, held, command, erasable, form["once"])
    except No as no:
        why = no.refusal.why if isinstance(no.refusal, RoomConflict) else ""
        if why in ("no such link", "no such notice"):
            raise _Gone from None
        if why == "notice taken back":
            return 409, _page(came, opened, {})
        return 409, _page(came, opened, form, say(at, "stood_by" if why == "stand by" else "no_more"))
    steps = _seen(came, held).notice.ladders[0].steps
    last = [s.kind for s in steps if s.kind in (StepKind.ANSWERED, StepKind.STOOD_BY, StepKind.READ_BACK_WRONG)]
    if last[-1:] == [StepKind.READ_BACK_WRONG]:
        return 409, _page(came, opened, {"words": typed}, say(at, "read_back_wrong"))
    return 200, _page(came, opened, {})


def _said(otherwise: str, answer: Answer, typed: str) -> str:
    """Return where the words of an answer belong."""
    return "proposal" if answer is Answer.COUNTER and typed else otherwise


def _page(came: Came, opened: Opened, typed: Mapping[str, str], fault: str = "") -> str:
    seen = _seen(came, opened.held)
    shown = shown_to(came.room, seen, opened.held.link_id, came.way.language, random_bytes(16).hex())
    way = msgspec.structs.replace(came.way, ticket=opened.ticket)
    return page.notice(way, shown, typed, fault)


def _seen(came: Came, held: Held) -> SeenNotice:
    """Return the notice as the party sees it. Raises `_Gone` where the log says that the link does not open."""
    seen = seen_notice(came.room.state, held.party, held.notice_id)
    if seen is None or seen.is_sent or seen.relays or came.now_us >= seen.notice.links_until_us:
        raise _Gone
    link = next((each for each in seen.notice.ladders[0].links if each.id == held.link_id), None)
    if link is None or link.state is not LinkState.OPEN:
        raise _Gone
    return seen


async def _submit(came: Came, held: Held, command: OpenLink | AnswerNotice, erasable: bytes, once: str = "") -> None:
    """Have it ordered in the name of the link. once: the same words sent again under it are one."""
    body = hashlib.sha256(msgspec.json.encode(command) + erasable).digest()
    key = RequestKey(f"{once}{body.hex()[:32]}", body) if once else None
    taken(await came.room.door.node.submit(Proposal(Actor(held.party, held.link_id), command, key, erasable)))


def _fault_of_name(language: str, name: str) -> str:
    if not name:
        return say(language, "name_missing")
    return "" if len(name) <= NAME_CHARS and name.isprintable() else say(language, "name_form", most=NAME_CHARS)


async def _form(request: Request, language: str) -> dict[str, str]:
    """Return what was sent, a form as browsers send it, and nothing else."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise _Said(say(language, "outage"), 415)
    body = await read_body(request, FORM_BYTES)
    if isinstance(body, HttpRefusal):
        raise _Said(say(language, "outage"), body.status)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=60, errors="strict")
    except ValueError:
        raise _Said(say(language, "outage"), 400) from None
    return dict(pairs)
