"""`tansiq room init | invite`: what the host does on the machine of the room, while no server runs on the folder."""

import contextlib
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
from tansiq.gateways.room import refused
from tansiq.gateways.room.inbound import CODE
from tansiq.gateways.room.words import said
from tansiq.log.folder import Folder, open_folder
from tansiq.node.chance import random_bytes
from tansiq.node.loop import Node, Proposal

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
