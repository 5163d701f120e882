"""Where a party's system is told of notices: stated, looked at and taken back by its leads. The secret is never shown."""

import asyncio
import base64
import binascii
from typing import Final
from urllib.parse import urlsplit

import msgspec

from tansiq.core.room import Role
from tansiq.credentials.store import Webhook
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import outbound, wire
from tansiq.gateways.room.deliveries import said
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.words import Fault

URL_CHARS: Final = 500
PREFIX: Final = "whsec_"
SECRET_BYTES: Final = (24, 64)  # Standard Webhooks, 1.0.0, "Secrets"

_body: Final = msgspec.json.Decoder(wire.WebhookBody)


async def webhook(ask: Ask) -> Answer:
    """Return what is stated, and how the calls go."""
    return await _shown(ask)


async def put(ask: Ask) -> Answer:
    """State where notices are posted, and by which secret the calls are signed, in place of what was stated."""
    body = ask.parsed(_body)
    held = Webhook(_url(ask, body.url), _secret(body.secret), ask.actor.by, ask.room.door.node.now_us())
    await asyncio.to_thread(ask.room.credentials.set_webhook, ask.actor.party, held)
    ask.room.webhooks.stated(ask.actor.party)
    return await _shown(ask)


async def end(ask: Ask) -> Answer:
    """Have nothing posted any more."""
    await asyncio.to_thread(ask.room.credentials.forget_webhook, ask.actor.party)
    ask.room.webhooks.stated(ask.actor.party)
    return await _shown(ask)


async def _shown(ask: Ask) -> Answer:
    own, state = ask.actor.party, ask.room.state
    held = await asyncio.to_thread(ask.room.credentials.webhook, own)
    if held is None:
        return shown(wire.WebhookShown())
    line, who = ask.room.webhooks.lines.get(own), state.delegates.get(held.by)
    name = outbound.person_name(ask.room.texts, who.texts) if who is not None else ""
    made = wire.WebhookShown(held.url, held.by, name, format_us(held.set_us))
    if line is None:
        return shown(made)
    return shown(
        msgspec.structs.replace(
            made,
            waiting=len(line.waiting),
            failures=line.failures,
            error=said(ask, line.error, line.value) if line.error else "",
            tried=format_us(line.tried_us) if line.tried_us else "",
        )
    )


def _url(ask: Ask, text: str) -> str:
    """Return an address that may be called; where it leads is looked at by each call."""
    is_plain = len(text) <= URL_CHARS and text.isascii() and text.isprintable() and " " not in text
    try:
        parts = urlsplit(text) if is_plain else None
        is_there = parts is not None and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        parts, is_there = None, False
    schemes = ("https", "http") if ask.room.door.allow_http else ("https",)
    if parts is None or not is_there or parts.scheme not in schemes or "@" in parts.netloc or parts.fragment:
        raise Fault("webhook_url", "$.url")
    return text


def _secret(text: str) -> bytes:
    try:
        secret = base64.b64decode(text.removeprefix(PREFIX).encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        secret = b""
    if not (text.startswith(PREFIX) and SECRET_BYTES[0] <= len(secret) <= SECRET_BYTES[1]):
        raise Fault("webhook_secret", "$.secret")
    return secret


OPERATIONS: Final = (
    Operation("getWebhook", "GET", "/room/v1/webhook", webhook, Role.LEAD, None, {200: wire.WebhookShown}),
    Operation("putWebhook", "PUT", "/room/v1/webhook", put, Role.LEAD, wire.WebhookBody, {200: wire.WebhookShown}),
    Operation("endWebhook", "DELETE", "/room/v1/webhook", end, Role.LEAD, None, {200: wire.WebhookShown}),
)
