"""`tansiq room client`: a machine for a party, by the host in the folder or by a lead at the running room."""

import asyncio
import contextlib
import json
import re
from pathlib import Path

import httpx
import pytest

from tansiq import cli, rooms
from tansiq.assemble import running
from tansiq.config import Config
from tansiq.core.commands import FoundRoom
from tansiq.core.entry import HOST
from tansiq.core.room import Charter
from tansiq.core.room_commands import Founding
from tansiq.credentials.store import Credentials
from tansiq.log.folder import open_folder
from tansiq.node.loop import Proposal

MADE = re.compile(r"client_id (client-[0-9a-f]{18})\nclient_secret ([A-Za-z0-9_-]{43})\n")


def founded(data: Path) -> None:
    """A room whose only party has no lead yet."""

    async def found() -> None:
        with open_folder(data) as folder:
            async with running(Config(data=str(data)), folder) as started:
                room = FoundRoom(Founding(Charter(name="Aden"), "HAL"))
                await started.node.submit(Proposal(HOST, room, None, b"{}"))

    asyncio.run(found())


def test_the_host_makes_a_client_for_a_party_that_has_no_lead_yet(tmp_path, capsys):
    founded(tmp_path / "data")
    arguments = ["room", "client", "--data", str(tmp_path / "data"), "--party", "HAL", "--name", "witness"]
    assert cli.main(arguments) == 0
    made = MADE.fullmatch(capsys.readouterr().out)
    assert made is not None
    with contextlib.closing(Credentials(tmp_path / "data" / "secrets.sqlite")) as credentials:
        assert credentials.check_client(made[1], made[2])
    log = b"".join(each.read_bytes() for each in (tmp_path / "data").glob("log.sqlite*"))
    assert made[2].encode() not in log, "a secret is no log entry"


def test_for_a_party_with_a_lead_the_host_makes_none(tmp_path, capsys):
    data = str(tmp_path / "data")
    assert cli.main(["room", "init", "--data", data, "--name", "Aden", "--party", "HAL"]) == 0
    assert cli.main(["room", "client", "--data", data, "--party", "HAL", "--name", "witness"]) == 2
    assert "acts for no party" in capsys.readouterr().err
    assert cli.main(["room", "client", "--data", data, "--party", "hal", "--name", "witness"]) == 2
    assert "is no code of a party" in capsys.readouterr().err


class House:
    """A room that knows one lead."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if request.url.path == "/room/v1/sign-in":
            if json.loads(request.content) != {"name": "amina", "passphrase": "seven green boats"}:
                return httpx.Response(
                    401, json={"code": "sign_in", "message": "Name or passphrase wrong.", "hint": "Look."}
                )
            return httpx.Response(200, json={}, headers={"set-cookie": "tansiq_session=abc; Path=/"})
        if request.headers.get("cookie") != "tansiq_session=abc":
            return httpx.Response(401, text="who?")
        if request.url.path == "/room/v1/clients":
            assert json.loads(request.content) == {"name": "witness", "role": "observer"}
            return httpx.Response(201, json={"client_id": f"client-{'0' * 18}", "client_secret": "s" * 43})
        return httpx.Response(200, json={})


@pytest.fixture
def house(monkeypatch):
    made = House()
    transport = httpx.MockTransport(made)
    monkeypatch.setattr(rooms, "opened", lambda url, allow_http: httpx.Client(base_url=url, transport=transport))
    return made


def test_a_lead_makes_one_at_the_running_room_and_signs_out(house, capsys, monkeypatch):
    monkeypatch.setattr(rooms.getpass, "getpass", lambda prompt: "seven green boats")
    assert cli.main(["room", "client", "--sign-in", "amina", "--name", "witness"]) == 0
    assert MADE.fullmatch(capsys.readouterr().out)
    assert house.asked == ["/room/v1/sign-in", "/room/v1/clients", "/room/v1/sign-out"]


def test_a_wrong_passphrase_is_said_in_the_words_of_the_room(house, capsys, monkeypatch):
    monkeypatch.setattr(rooms.getpass, "getpass", lambda prompt: "guess")
    assert cli.main(["room", "client", "--sign-in", "amina", "--name", "witness"]) == 2
    assert "Name or passphrase wrong. Look." in capsys.readouterr().err
    assert house.asked == ["/room/v1/sign-in"]
