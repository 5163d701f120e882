"""`tansiq room init | invite | client`: what the host does on the machine of the room, while no server runs on the folder.

A client may also be made by a lead of the party, at the running room: the host acts for no party that has a lead.
"""

import contextlib
import getpass
from pathlib import Path

import msgspec
import uvloop

from tansiq.assemble import running
from tansiq.config import Config, Misconfigured, load
from tansiq.core.commands import Command, FoundRoom, GrantRole
from tansiq.core.entry import HOST
from tansiq.core.room import Charter, Role
from tansiq.core.room_commands import DelegateGrant, Founding
from tansiq.core.units import HOUR_US
from tansiq.credentials.store import Credentials
from tansiq.gateways.door import CLIENT_PREFIX
from tansiq.gateways.replies import RoomError
from tansiq.gateways.room import refused, wire
from tansiq.gateways.room.inbound import CODE
from tansiq.gateways.room.words import said
from tansiq.log.folder import Folder, open_folder
from tansiq.node.chance import random_bytes
from tansiq.node.loop import Node, Proposal
from tansiq.visit import Answer, asked, opened

INVITATION_US = 72 * HOUR_US


def init(*, data: str, name: str, party: str, party_name: str, url: str) -> int:
    """Found a room in a data folder, and print the way in for the first lead of the first party."""
    _must_be_code(party)
    config = load("", {"data": data, "metrics": ""})
    print(uvloop.run(_init(config, name, party, party_name or party, url)))
    return 0


def invite(*, data: str, party: str, url: str) -> int:
    """Print the way in for the first lead of a party that has none yet: one that was admitted just now."""
    _must_be_code(party)
    config = load("", {"data": data, "metrics": ""})
    print(uvloop.run(_invite(config, party, url)))
    return 0


def client(*, data: str, party: str, name: str, role: str, url: str, sign_in: str) -> int:
    """Let a machine act for a party, and print its id and secret, the secret this once.

    sign_in: a lead's name at the room at `url`, who types the passphrase; without it, the host does it in the folder, which it
    may only while the party has no lead.
    """
    if sign_in:
        made = _client_by_lead(url, sign_in, name, role)
    else:
        _must_be_code(party)
        made = uvloop.run(_client_by_host(load("", {"data": data, "metrics": ""}), party, name, role))
    print(f"client_id {made.client_id}\nclient_secret {made.client_secret}")
    return 0


def _client_by_lead(url: str, sign_in: str, name: str, role: str) -> wire.ClientMade:
    passphrase = getpass.getpass(f"Passphrase of {sign_in}: ")
    with opened(url, allow_http=False) as room:
        _told(asked(room, "POST", "/room/v1/sign-in", json={"name": sign_in, "passphrase": passphrase}))
        try:
            body = _told(asked(room, "POST", "/room/v1/clients", json={"name": name, "role": role}))
            return msgspec.json.decode(body, type=wire.ClientMade)
        finally:
            asked(room, "POST", "/room/v1/sign-out", json={})


def _told(answer: Answer) -> bytes:
    if answer.status < 300:
        return answer.body
    try:
        error = msgspec.json.decode(answer.body, type=RoomError)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Misconfigured(f"The room answers with HTTP status {answer.status}.") from None
    raise Misconfigured(f"{error.message} {error.hint}")


async def _client_by_host(config: Config, party: str, name: str, role: str) -> wire.ClientMade:
    client_id = f"{CLIENT_PREFIX}{random_bytes(9).hex()}"
    with open_folder(Path(config.data)) as folder:
        async with running(config, folder) as started:
            grant = GrantRole(DelegateGrant(client_id, party, Role[role.upper()], True))
            await _ordered(started.node, grant, msgspec.json.encode({"name": name}))
            with contextlib.closing(Credentials(folder.secrets)) as people:
                return wire.ClientMade(client_id, people.rotate_client(client_id))


def _must_be_code(party: str) -> None:
    if not CODE.fullmatch(party):
        raise Misconfigured(f"{party!r} is no code of a party: 2 to 8 capital letters and digits, a letter first.")


async def _init(config: Config, name: str, party: str, party_name: str, url: str) -> str:
    with open_folder(Path(config.data)) as folder:
        async with running(config, folder) as started:
            words = msgspec.json.encode({"names": {"en": party_name}})
            charter = Charter(name=name, base_url=url.rstrip("/") if url.startswith("https://") else "")
            await _ordered(started.node, FoundRoom(Founding(charter, party)), words)
            return await first_lead(started.node, folder, party, url)


async def _invite(config: Config, party: str, url: str) -> str:
    with open_folder(Path(config.data)) as folder:
        async with running(config, folder) as started:
            return await first_lead(started.node, folder, party, url)


async def first_lead(node: Node, folder: Folder, party: str, url: str) -> str:
    """Grant the first lead of a party, and return the link by which that person comes in."""
    person_id = f"person-{random_bytes(9).hex()}"
    grant = GrantRole(DelegateGrant(person_id, party, Role.LEAD, False))
    await _ordered(node, grant, msgspec.json.encode({"name": party}))
    with contextlib.closing(Credentials(folder.secrets)) as people:
        token = people.invite(person_id, node.now_us(), INVITATION_US)
    return f"{url.rstrip('/')}/#invitation={token}"


async def _ordered(node: Node, command: Command, words: bytes) -> None:
    outcome = await node.submit(Proposal(HOST, command, None, words))
    if outcome.reply.status >= 400:
        _, code, values = refused.explain(refused.decode(outcome.reply.body))
        raise Misconfigured(" ".join(said("en", code, **values)))
