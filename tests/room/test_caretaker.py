"""What the room does with its credentials by itself: keys for tokens change in time, and whoever is gone is forgotten."""

import asyncio
import contextlib
import sqlite3
import time

import pytest

from tansiq.core.commands import GrantRole
from tansiq.core.entry import Actor
from tansiq.core.room_commands import DelegateGrant
from tansiq.credentials.issuer import LEEWAY_S, MAX_LIFE_S
from tansiq.node.loop import Proposal

from .house import Guest, room

DAY_S = 86_400
WORDS = {"name": "amina-of-the-port", "passphrase": "seven green boats"}


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def caretaker_of(house):
    return house.beside[1].__self__


async def token_of(house, made):
    answer = await house.http.post("/room/v1/token", data={"grant_type": "client_credentials", **made})
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


async def kids(house):
    return [key["kid"] for key in (await house.http.get("/.well-known/jwks.json")).json()["keys"]]


def test_a_new_key_signs_after_its_days_and_the_old_one_is_believed_until_its_tokens_ran_out(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            caretaker = caretaker_of(house)
            made = await house.leads["HAL"].done("POST", "/clients", {"name": "planner", "role": "officer"})
            await caretaker.round(int(time.time()))
            now_s = house.credentials.signs_since_s(0)
            (first,) = await kids(house)
            by_old = await token_of(house, made)
            assert (await house.http.get("/room/v1/me", headers=by_old)).status_code == 200
            await caretaker.round(now_s + 30 * DAY_S - 1)
            assert await kids(house) == [first], "not yet due"
            await caretaker.round(now_s + 30 * DAY_S)
            second, old = await kids(house)
            assert (old, second != first) == (first, True)
            by_new = await token_of(house, made)
            for bearer in (by_old, by_new):
                assert (await house.http.get("/room/v1/me", headers=bearer)).status_code == 200
            ends_s = now_s + 30 * DAY_S + MAX_LIFE_S + LEEWAY_S
            await caretaker.round(ends_s - 1)
            assert await kids(house) == [second, first]
            await caretaker.round(ends_s)
            assert await kids(house) == [second]
            assert (await house.http.get("/room/v1/me", headers=by_new)).status_code == 200
            assert (await house.http.get("/room/v1/me", headers=by_old)).status_code == 401, (
                "not even where it is cached"
            )

    told(story)


def test_a_restart_does_not_begin_the_days_anew(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            caretaker = caretaker_of(house)
            await caretaker.round(int(time.time()))
            now_s = house.credentials.signs_since_s(0)
            (first,) = await kids(house)
            other = type(caretaker)(caretaker._room, 30 * DAY_S, lambda keys: None)
            await other.round(now_s + 30 * DAY_S)
            assert (await kids(house))[1] == first

    told(story)


async def amina_comes(house):
    lead = house.leads["HAL"]
    invited = await lead.done("POST", "/people", {"name": "Amina", "role": "officer"})
    came = await house.stranger.ask("POST", f"/invitations/{invited['link'].rpartition('=')[2]}", WORDS)
    await house.stranger.ask("POST", "/sign-in", WORDS | {"passphrase": "wrong, and more"})
    return invited["id"], Guest(house.http, came.cookies["tansiq_session"])


def on_disk(house):
    """All bytes of the credentials, as a thief of the disk would find them."""
    folder = house.credentials._path.parent
    return b"".join(each.read_bytes() for each in folder.glob("secrets.sqlite*"))


@pytest.mark.parametrize("by", ["request", "log alone"])
def test_of_a_person_who_was_removed_no_byte_stays(tmp_path, by):
    """By request; and where the node stopped right after the removal was ordered, so that only the log knows."""

    async def story():
        async with room(tmp_path, "HAL") as house:
            person, amina = await amina_comes(house)
            with contextlib.closing(sqlite3.connect(house.credentials._path)) as file:
                (stored,) = file.execute("SELECT hash FROM persons WHERE person_id = ?", (person,)).fetchone()
                (failure,) = file.execute("SELECT subject FROM failures LIMIT 1").fetchone()
            before = on_disk(house)
            assert all(secret in before for secret in (b"amina-of-the-port", stored.encode(), person.encode(), failure))
            if by == "request":
                await house.leads["HAL"].done("DELETE", f"/people/{person}")
            else:
                command = GrantRole(DelegateGrant(person, "HAL", None, False))
                await house.started.node.submit(Proposal(Actor("HAL", "person-hal"), command))
            assert (await amina.ask("GET", "/me")).status_code == 401
            await caretaker_of(house).round(int(time.time()))
            after = on_disk(house)
            assert not any(
                secret in after for secret in (b"amina-of-the-port", stored.encode(), person.encode(), failure)
            )
            assert (await house.stranger.ask("POST", "/sign-in", WORDS)).status_code == 401
            assert (await house.leads["HAL"].ask("GET", "/me")).status_code == 200, "whoever stays is not forgotten"

    told(story)


def test_while_another_program_reads_the_file_the_bytes_wait_and_are_gone_afterwards(tmp_path, monkeypatch):
    async def story():
        async with room(tmp_path, "HAL") as house:
            person, _ = await amina_comes(house)
            await house.leads["HAL"].done("DELETE", f"/people/{person}")
            house.credentials._connection.execute("PRAGMA busy_timeout=50")
            with contextlib.closing(sqlite3.connect(house.credentials._path)) as reader:
                reader.execute("BEGIN")
                reader.execute("SELECT count(*) FROM persons").fetchone()
                await caretaker_of(house).round(int(time.time()))
                assert not house.credentials.is_purged
            await caretaker_of(house).round(int(time.time()))
            assert house.credentials.is_purged
            assert b"amina-of-the-port" not in on_disk(house)

    told(story)


def test_of_a_machine_that_was_removed_nothing_stays(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            made = await house.leads["HAL"].done("POST", "/clients", {"name": "planner", "role": "officer"})
            await house.leads["HAL"].done("DELETE", f"/people/{made['client_id']}")
            assert not house.credentials.check_client(made["client_id"], made["client_secret"])
            await caretaker_of(house).round(int(time.time()))
            assert made["client_id"].encode() not in on_disk(house)

    told(story)
