"""Reports at the door of the room: the page of what happened, and the accounts that parties enter beside each other."""

from base64 import b64encode
from typing import Final

import msgspec

from tansiq.core.accounts import Account, AccountWish, GiveAccount, Subject, SubjectKind
from tansiq.core.release_notices import accounts_about
from tansiq.core.room import Role
from tansiq.gateways.http import RETRY_AFTER_S
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, id_of, shown
from tansiq.gateways.room.incident.answer import Readers
from tansiq.gateways.room.incident.page import POLICY
from tansiq.gateways.room.past.shown import WantedIncident
from tansiq.gateways.room.words import LANGUAGES, Fault
from tansiq.log.engine import Outage
from tansiq.node.chance import random_bytes

ACCOUNT_CHARS: Final = 8_000  # three pages
HTML: Final = "text/html; charset=utf-8"

_body: Final = msgspec.json.Decoder(wire.AccountBody)
_texts: Final = msgspec.json.Decoder(wire.AccountTexts)
_readers: Final = msgspec.json.Decoder(Readers)


async def incident(ask: Ask) -> Answer:
    """Return the report about a flight or zone as a page. about: its id. language: of the page, else the asker's."""
    about = _about(ask.query.get("about", ""), "$query.about")
    language = ask.query.get("language", ask.language)
    if language not in LANGUAGES:
        raise Fault("report_language", "$query.language", value=language[: inbound.SHORT_CHARS])
    body = await _walked(ask, about, language)
    headers = {"content-security-policy": f"{POLICY}; frame-ancestors 'none'", "content-disposition": _named(about)}
    return Answer(body, headers=headers, content_type=HTML)


async def accounts(ask: Ask) -> Answer:
    """Return the accounts of a flight or zone that the asker's party reads, oldest first. about: its id."""
    about = _about(ask.query.get("about", ""), "$query.about")
    state, own = ask.room.state, ask.actor.party
    held = [each for kind in SubjectKind for each in accounts_about(state, own, Subject(kind, about))]
    return shown(wire.Accounts([_face(ask, each) for each in held]))


async def give(ask: Ask) -> Answer:
    """Enter the account of the asker's party. Whoever was told whose the flight or zone is, or was when it ended, reads it."""
    body = ask.parsed(_body)
    about = _about(body.about, "$.about")
    text = inbound.text(body.text, ACCOUNT_CHARS, "$.text", is_needed=True)
    if body.language and (not body.language.isascii() or len(body.language) > 12 or not _is_tag(body.language)):
        raise Fault("field_form", "$.language", value=body.language[: inbound.SHORT_CHARS])
    earlier = ask.answered()
    if earlier is None:
        seen = _readers.decode(await _walked(ask, about, "", "$.about"))
        wish = AccountWish(f"account-{random_bytes(9).hex()}", Subject(seen.kind, about), seen.readers)
        earlier = await ask.submit(GiveAccount(wish), msgspec.json.encode(wire.AccountTexts(text, body.language)))
    made = ask.room.state.book.accounts.get(id_of(earlier))
    if made is None:
        raise Fault("unknown", status=404, id=id_of(earlier))
    return shown(_face(ask, made), earlier.position, 201)


async def _walked(ask: Ask, about: str, language: str, where: str = "$query.about") -> bytes:
    """Return what the process that looks back tells. Raises `Fault` where the asker's party never was given anything of it."""
    node, tree = ask.room.door.node, ask.room.door.prover.tree
    size = tree.size
    wanted = WantedIncident(
        about,
        ask.actor.party,
        node.state.position,
        tuple(node.applier.to_erase),
        node.now_us(),
        language,
        (ask.room.url, str(size), b64encode(tree.root(size)).decode()),
    )
    try:
        told = await ask.room.past.ask(wanted)
    except Outage as outage:
        fault = Fault("past_unreadable", status=503, why=str(outage))
        fault.retry_after_s = RETRY_AFTER_S
        raise fault from outage
    if told.refusal:
        raise Fault("unknown", where, status=404, id=about)
    return told.body


def _about(text: str, where: str) -> str:
    if not inbound.is_uuid(text):
        raise Fault("not_uuid", where, value=text[:64])
    return text


def _is_tag(text: str) -> bool:
    return all(part.isalnum() for part in text.split("-"))


def _named(about: str) -> str:
    return f'inline; filename="report-{about}.html"'


def _face(ask: Ask, held: Account) -> wire.AccountShown:
    body = ask.room.texts.of(held.texts)
    said = _texts.decode(body) if body else wire.AccountTexts()
    return wire.AccountShown(
        id=held.id,
        about=held.about.id,
        kind=held.about.kind,
        party=held.party,
        is_mine=held.party == ask.actor.party,
        made=format_us(held.made_us),
        position=held.texts,
        text=said.text,
        language=said.language,
    )


OPERATIONS: Final = (
    Operation(
        "reportIncident", "GET", "/room/v1/incident", incident, Role.OBSERVER, None, {},
        query=("about", "language"),
    ),
    Operation(
        "listAccounts", "GET", "/room/v1/incident/accounts", accounts, Role.OBSERVER, None, {200: wire.Accounts},
        query=("about",),
    ),
    Operation(
        "giveAccount", "POST", "/room/v1/incident/accounts", give, Role.OFFICER, wire.AccountBody,
        {201: wire.AccountShown},
    ),
)  # fmt: skip
