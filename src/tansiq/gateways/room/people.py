"""People and machines: coming in, going out, who may do what. Credentials never reach the log; facts do."""

import asyncio
import re
import time
from typing import Final
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tansiq.core.room import Role
from tansiq.core.room_commands import DelegateGrant, GrantRole
from tansiq.core.units import HOUR_US
from tansiq.credentials import passphrases
from tansiq.credentials.sign_in import Signed, sign_in
from tansiq.credentials.store import Refusal as CredentialRefusal
from tansiq.gateways.door import CLIENT_PREFIX
from tansiq.gateways.http import HttpRefusal
from tansiq.gateways.http import read_body as request_body
from tansiq.gateways.replies import json_reply
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, outbound, wire
from tansiq.gateways.room.endpoint import (
    SESSION_COOKIE,
    Answer,
    Ask,
    Operation,
    RoomDoor,
    failed,
    id_of,
    read_body,
    shown,
)
from tansiq.gateways.room.inbound import text
from tansiq.gateways.room.words import Fault, language_of
from tansiq.log.engine import Outage
from tansiq.node.chance import random_bytes

INVITATION_US: Final = 72 * HOUR_US
TOKEN_LIFE_S: Final = 3_600
TOKEN_REQUEST_BYTES: Final = 4_096
SCOPES: Final = ("utm.strategic_coordination", "utm.conformance_monitoring_sa", "utm.constraint_processing")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,100}", re.ASCII)
_HASHING: Final = asyncio.Semaphore(
    2
)  # each takes 64 MB and a core for a moment: more at once would be an attack on us

_sign_in: Final = msgspec.json.Decoder(wire.SignInBody)
_sign_out: Final = msgspec.json.Decoder(wire.SignOutBody)
_person: Final = msgspec.json.Decoder(wire.PersonBody)


async def me(ask: Ask) -> Answer:
    """Tell for whom the asker acts."""
    now = format_us(ask.room.door.node.now_us())
    role = outbound.role_name(ask.role)
    return shown(wire.Me(ask.actor.by, ask.actor.party, role, ask.is_machine, ask.charter.name, now))


async def people(ask: Ask) -> Answer:
    """Return who acts for the asker's party."""
    own = [d for d in ask.room.state.delegates.values() if d.party == ask.actor.party]
    found = [
        wire.PersonShown(d.id, outbound.person_name(ask.room.texts, d.texts), outbound.role_name(d.role), d.is_machine)
        for d in sorted(own, key=lambda d: d.id)
    ]
    return shown(wire.People(found))


async def invite(ask: Ask) -> Answer:
    """Let a person act for the asker's party: a link, good once."""
    body = ask.parsed(_person)
    person_id = f"person-{random_bytes(9).hex()}"
    answer = await _granted(ask, person_id, body, is_machine=False)
    return _invited(ask, person_id, answer)


def _invited(ask: Ask, person_id: str, answer: Answer) -> Answer:
    """Return the way in. A repeated request gets none: whoever was let in by the first may have come in since."""
    now_us = ask.room.door.node.now_us()
    if id_of(answer) != person_id:
        return shown(wire.Invited(id_of(answer), "", format_us(now_us)), answer.position)
    link, expires_us = invitation(ask.room, person_id)
    return shown(wire.Invited(person_id, link, format_us(expires_us)), answer.position, 201)


async def first_lead(ask: Ask) -> Answer:
    """Let the first lead of a party in that was admitted and has none yet. Whoever passes on the link is named in the log."""
    code = inbound.code(ask.path["code"], "$path.code")
    person_id = f"person-{random_bytes(9).hex()}"
    command = GrantRole(DelegateGrant(person_id, code, Role.LEAD, False))
    answer = await ask.submit(command, msgspec.json.encode({"name": code}))
    return _invited(ask, person_id, answer)


async def add_client(ask: Ask) -> Answer:
    """Let a machine act for the asker's party. Its secret is shown this once."""
    body = ask.parsed(_person)
    if body.role == "lead":
        raise Fault("machine_leads", "$.role")
    client_id = f"{CLIENT_PREFIX}{random_bytes(9).hex()}"
    answer = await _granted(ask, client_id, body, is_machine=True)
    client_id = id_of(answer)
    secret = ask.room.credentials.rotate_client(
        client_id
    )  # also for a request that is repeated: the secret is shown once
    return shown(wire.ClientMade(client_id, secret), answer.position, 201)


async def rotate_client(ask: Ask) -> Answer:
    """Give a machine of the asker's party another secret; the old one ends at once."""
    delegate = ask.room.state.delegates.get(ask.path["id"])
    if delegate is None or delegate.party != ask.actor.party or not delegate.is_machine:
        raise Fault("conflict.no_such_delegate", "$path.id", status=404, id=ask.path["id"][:64])
    return shown(wire.ClientMade(delegate.id, ask.room.credentials.rotate_client(delegate.id)))


async def remove(ask: Ask) -> Answer:
    """End somebody's acting for the asker's party, and every session and secret."""
    delegate_id = ask.path["id"]
    answer = await ask.submit(GrantRole(DelegateGrant(delegate_id, ask.actor.party, None, False)))
    ask.room.credentials.forget(delegate_id)  # its bytes are gone within a minute: see `caretaker`
    return shown(wire.Done(answer.position), answer.position)


async def sign_out(ask: Ask) -> Answer:
    """End this session, or all of this person's."""
    body = ask.parsed(_sign_out)
    if body.everywhere:
        ask.room.credentials.close_sessions(ask.actor.by)
    elif ask.session:
        ask.room.credentials.close_session(ask.session)
    answer = shown(wire.Done(0))
    return msgspec.structs.replace(answer, headers={"set-cookie": _cookie(ask.room, "", 0)})


def invitation(room: RoomDoor, person_id: str) -> tuple[str, int]:
    """Return a new invitation link for a person who was granted a role, and when it expires."""
    now_us = room.door.node.now_us()
    token = room.credentials.invite(person_id, now_us, INVITATION_US)
    return f"{room.url}/#invitation={token}", now_us + INVITATION_US


def open_routes(room: RoomDoor) -> list[Route]:
    """Return the routes of those who are not let in yet."""

    async def enter(request: Request) -> Response:
        """Sign in with a name and a passphrase. Unknown and wrong get the same answer, after the same time."""
        language = language_of(request.headers.get("accept-language"))
        try:
            body = _decoded(await read_body(request), _sign_in)
            address = request.client.host if request.client is not None else ""
            now_us = room.door.node.now_us()
            async with _HASHING:
                came = await asyncio.to_thread(sign_in, room.credentials, body.name, body.passphrase, address, now_us)
            if not isinstance(came, Signed):
                if came.wait_s:
                    raise Fault("sign_in_wait", status=429, seconds=came.wait_s)
                raise Fault("sign_in", status=401)
        except (Fault, Outage) as trouble:
            return failed(room, trouble, language)
        return _entered(room, came.token, came.person_id)

    async def accept(request: Request) -> Response:
        """Accept an invitation: choose the name and the passphrase to sign in with."""
        language = language_of(request.headers.get("accept-language"))
        try:
            token = request.path_params["token"]
            body = _decoded(await read_body(request), _sign_in)
            if not _TOKEN.fullmatch(token):
                raise Fault("invitation", status=404)
            name = text(body.name.strip(), 60, "$.name", is_needed=True)
            now_us = room.door.node.now_us()
            if isinstance(room.credentials.invited(token, now_us), CredentialRefusal):
                raise Fault("invitation", status=409)  # before the passphrase is hashed, which is dear
            if passphrases.fault(body.passphrase):
                raise Fault("passphrase", "$.passphrase", least=passphrases.LEAST_CHARS, most=passphrases.MOST_CHARS)
            async with _HASHING:
                hashed = await asyncio.to_thread(passphrases.hashed, body.passphrase)
            person_id = room.credentials.accept(token, name, hashed, now_us)
            if isinstance(person_id, CredentialRefusal):
                code = {"name taken": "name_taken", "bad name": "sign_in_name"}.get(person_id.why, "invitation")
                raise Fault(code, "$.name", status=409)
        except (Fault, Outage) as trouble:
            return failed(room, trouble, language)
        return _entered(room, room.credentials.open_session(person_id, now_us), person_id)

    async def token(request: Request) -> Response:
        """Give a machine an access token (RFC 6749, 4.4): client credentials, in the form."""
        language = language_of(request.headers.get("accept-language"))
        try:
            body = await request_body(request, TOKEN_REQUEST_BYTES)
            if isinstance(body, HttpRefusal):
                raise Fault("body_bounds", "$", status=body.status, what=body.message)
            form = dict(parse_qsl(body.decode("ascii", "replace"), max_num_fields=10))
            client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
            if form.get("grant_type") != "client_credentials":
                return json_reply(400, {"error": "unsupported_grant_type"})
            is_known = await asyncio.to_thread(room.credentials.check_client, client_id[:100], secret[:200])
            delegate = room.state.delegates.get(client_id)
            if not is_known or delegate is None or not delegate.is_machine:
                return json_reply(401, {"error": "invalid_client"}, {"www-authenticate": "Basic"})
            asked = form.get("scope", "").split() or list(SCOPES)
            scopes = [scope for scope in asked if scope in SCOPES and delegate.role > Role.OBSERVER]
            audience = form.get("audience", "") or room.audience
            if audience != room.audience:
                return json_reply(400, {"error": "invalid_target"})  # RFC 8707, 2
            signed = room.issuer.sign(client_id, audience, scopes, int(time.time()), TOKEN_LIFE_S)
        except (Fault, Outage, ValueError) as trouble:
            if isinstance(trouble, ValueError):
                return json_reply(400, {"error": "invalid_request"})
            return failed(room, trouble, language)
        return json_reply(200, wire.Token(signed, "Bearer", TOKEN_LIFE_S, " ".join(scopes)))

    async def jwks(_request: Request) -> Response:
        """Publish the keys that verify the tokens of this room (RFC 7517)."""
        return json_reply(200, room.issuer.jwks(), {"cache-control": "public, max-age=300"})

    return [
        Route("/room/v1/sign-in", enter, methods=["POST"]),
        Route("/room/v1/invitations/{token}", accept, methods=["POST"]),
        Route("/room/v1/token", token, methods=["POST"]),
        Route("/.well-known/jwks.json", jwks, methods=["GET"]),
    ]


async def _granted(ask: Ask, delegate_id: str, body: wire.PersonBody, *, is_machine: bool) -> Answer:
    name = text(body.name.strip(), 60, "$.name", is_needed=True)
    role = Role[body.role.upper()]
    command = GrantRole(DelegateGrant(delegate_id, ask.actor.party, role, is_machine))
    return await ask.submit(command, msgspec.json.encode({"name": name}))


def _decoded(body: bytes, decoder: "msgspec.json.Decoder[wire.SignInBody]") -> wire.SignInBody:
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Fault("body_json", "$", what="name, passphrase") from None


def _entered(room: RoomDoor, session: str, person_id: str) -> Response:
    delegate = room.state.delegates.get(person_id)
    if delegate is None:
        return failed(room, Fault("signed_out", status=401), "en")
    body = {"id": delegate.id, "party": delegate.party, "role": outbound.role_name(delegate.role)}
    return json_reply(200, body, {"set-cookie": _cookie(room, session, 7 * 24 * 3_600)})


def _cookie(room: RoomDoor, session: str, life_s: int) -> str:
    secure = "; Secure" if room.is_secure else ""
    return f"{SESSION_COOKIE}={session}; Path=/; HttpOnly; SameSite=Strict; Max-Age={life_s}{secure}"


OPERATIONS: Final = (
    Operation("me", "GET", "/room/v1/me", me, Role.OBSERVER, None, {200: wire.Me}),
    Operation("listPeople", "GET", "/room/v1/people", people, Role.OBSERVER, None, {200: wire.People}),
    Operation("invitePerson", "POST", "/room/v1/people", invite, Role.LEAD, wire.PersonBody, {201: wire.Invited}),
    Operation(
        "inviteFirstLead",
        "POST",
        "/room/v1/parties/{code}/first-lead",
        first_lead,
        Role.LEAD,
        None,
        {201: wire.Invited},
    ),
    Operation("addClient", "POST", "/room/v1/clients", add_client, Role.LEAD, wire.PersonBody, {201: wire.ClientMade}),
    Operation(
        "rotateClient", "POST", "/room/v1/clients/{id}/secret", rotate_client, Role.LEAD, None, {200: wire.ClientMade}
    ),
    Operation("removePerson", "DELETE", "/room/v1/people/{id}", remove, Role.LEAD, None, {200: wire.Done}),
    Operation("signOut", "POST", "/room/v1/sign-out", sign_out, Role.OBSERVER, wire.SignOutBody, {200: wire.Done}),
)
