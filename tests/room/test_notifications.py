"""The room tells subscribers of changes: USSs on loopback, each with an address of its own, get POSTs and verify them."""

import asyncio
import contextlib
import json
import logging
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import pytest

from conformance.tokens import SC, new_ed25519, public_pem, token
from tansiq.assemble import admission, application, running
from tansiq.config import Config
from tansiq.core.commands import TellReleases
from tansiq.gateways.auth import Authenticator, Caller, Issuer
from tansiq.gateways.keys import keys_of_jwks
from tansiq.gateways.metrics import Metrics
from tansiq.log.folder import open_folder
from tansiq.node.housekeeping import Housekeeper

from .house import Hands, Json, Room, room
from .test_doors import f3548_body, machine

LOOPBACK = Config(audience=("room.example",), allow_http=True, allow_private_peers=True)
GIVEN = 5.0  # seconds for what must come
QUIET = 0.1  # seconds in which nothing must


class Uss:
    """A subscriber's server. answers: what it says, one after another, then 204; "hang" and "close" say nothing."""

    def __init__(self) -> None:
        self.port = 0
        self.answers: list[str] = []
        self.posts: asyncio.Queue[tuple[str, str, Json]] = asyncio.Queue()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/tsa"

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            token = next(line for line in head.split("\r\n") if line.lower().startswith("authorization:"))
            body = json.loads(await reader.readexactly(int(lines["content-length"])))
            self.posts.put_nowait((head.split(" ")[1], token.partition(" ")[2], body))
            answer = self.answers.pop(0) if self.answers else "204 No Content"
            if answer == "hang":
                await reader.read()
            elif answer != "close":
                writer.write(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n".encode())
        writer.close()

    async def told(self) -> Json:
        """The body of the next POST."""
        return (await self.post())[2]

    async def post(self) -> tuple[str, str, Json]:
        async with asyncio.timeout(GIVEN):
            return await self.posts.get()

    async def is_quiet(self) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(QUIET):
                await self.posts.get()
                return False
        return True


@pytest.fixture(autouse=True)
def rounds_are_made_when_asked_for(monkeypatch):
    """Else the node's own one, each second, comes between a step and the look at what was told."""

    async def wait(keeper):
        with keeper._node.vital():
            await asyncio.Event().wait()

    monkeypatch.setattr(Housekeeper, "run", wait)


@contextlib.asynccontextmanager
async def uss() -> AsyncGenerator[Uss]:
    made = Uss()
    server = await asyncio.start_server(made.take, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


def told(story: Any) -> None:
    asyncio.run(story())


async def subscribe(house: Room, bearer: dict[str, str], url: str, lat: float = 12.0, **more: Any) -> str:
    """A subscription to flights in the air of `house.flight()`, unless told otherwise."""
    subscription = house.new_id()
    extent = f3548_body(house, lat, [])["extents"][0]
    extent["time_end"]["value"] = house.at(100)
    wish = {"extents": extent, "uss_base_url": url, "notify_for_operational_intents": True} | more
    made = await house.http.put(f"/dss/v1/subscriptions/{subscription}", json=wish, headers=bearer)
    assert made.status_code == 200, made.text
    return subscription


async def settled(house: Room, *states: str, tries: int = 1) -> list[Json]:
    """HAL's deliveries, once they stand so."""
    async with asyncio.timeout(GIVEN):
        while True:
            found = (await house.leads["HAL"].get("/deliveries"))["deliveries"]
            if [d["state"] for d in found] == list(states) and all(d["tries"] >= tries for d in found):
                return found
            await asyncio.sleep(0.01)


async def book(house: Room, level: str = "reservation", **more: Any) -> Json:
    """A flight of HAL, of which TSA is released so much."""
    body = house.flight(grants=[{"party": "TSA", "level": level}], **more)
    booked = await house.leads["HAL"].done("PUT", f"/flights/{house.new_id()}", body)
    return booked["flight"]


async def change(house: Room, flight: Json, **more: Any) -> Json:
    body = house.flight(grants=flight["grants"], ovn=flight["ovn"], **more)
    return (await house.leads["HAL"].done("PUT", f"/flights/{flight['id']}", body))["flight"]


async def release(house: Room, flight: Json, level: str) -> Json:
    body = {"ovn": flight["ovn"], "grants": [{"party": "TSA", "level": level}]}
    return (await house.leads["HAL"].done("PUT", f"/flights/{flight['id']}/release", body))["flight"]


async def end(house: Room, flight: Json) -> None:
    await house.leads["HAL"].done("DELETE", f"/flights/{flight['id']}?ovn={flight['ovn']}")


async def verified(house: Room, token: str, audience: str) -> Caller:
    """Whom a token names, as a peer finds out: with the keys that the room publishes and its own clock."""
    keys = keys_of_jwks((await house.http.get("/.well-known/jwks.json")).json())
    issuer = Issuer("the room", keys, iss="http://room.example")
    caller = Authenticator([issuer], frozenset({audience})).authenticate(f"Bearer {token}", house.hands.wall_us / 1e6)
    assert isinstance(caller, Caller), caller
    return caller


def test_a_subscriber_is_told_of_a_flight_its_change_and_its_end_as_it_would_be_served(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            bearer = await machine(house, "TSA")
            subscription = await subscribe(house, bearer, peer.url)
            flight = await book(house)
            path, token, body = await peer.post()
            assert path == "/tsa/uss/v1/operational_intents"
            caller = await verified(house, token.removeprefix("Bearer "), "127.0.0.1")
            assert (caller.sub, caller.scopes) == ("room", {"utm.strategic_coordination"})
            assert body["operational_intent_id"] == flight["id"]
            assert body["subscriptions"] == [{"subscription_id": subscription, "notification_index": 1}]
            served = await house.http.get(f"/uss/v1/operational_intents/{flight['id']}", headers=bearer)
            assert body["operational_intent"] == served.json()["operational_intent"]
            assert body["operational_intent"]["reference"]["ovn"] == flight["ovn"]
            assert "HAL" not in json.dumps(body)

            changed = await change(house, flight, low=130, high=150)
            body = await peer.told()
            assert body["subscriptions"][0]["notification_index"] == 2
            assert body["operational_intent"]["reference"]["version"] == 2

            await end(house, changed)
            body = await peer.told()
            assert body["subscriptions"][0]["notification_index"] == 3
            assert (body["operational_intent_id"], "operational_intent" in body) == (flight["id"], False)
            (delivery,) = await settled(house, "delivered")
            assert (delivery["item"], delivery["peer"], delivery["tries"]) == (flight["id"], "127.0.0.1", 1)
            assert (await house.leads["TSA"].get("/deliveries"))["deliveries"] == [], "it is another's flight"

    told(story)


def test_a_token_lives_five_minutes_and_is_for_that_host_alone(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            await book(house)
            token = (await peer.post())[1].removeprefix("Bearer ")
            keys = keys_of_jwks((await house.http.get("/.well-known/jwks.json")).json())
            for audience, later_s, is_good in (("127.0.0.1", 299, True), ("127.0.0.1", 301, False), ("else", 0, False)):
                judge = Authenticator([Issuer("the room", keys)], frozenset({audience}))
                judged = judge.authenticate(f"Bearer {token}", house.hands.wall_us / 1e6 + later_s)
                assert isinstance(judged, Caller) is is_good, (audience, later_s)
            at_home = await house.http.get(
                "/uss/v1/operational_intents/x", headers={"authorization": f"Bearer {token}"}
            )
            assert at_home.status_code == 401, "whoever was told cannot come back with it"

    told(story)


def test_a_release_that_rises_or_falls_is_told_as_far_as_it_reaches(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            flight = await book(house, "existence")
            first = await peer.told()
            corners = first["operational_intent"]["details"]["volumes"][0]["volume"]["outline_polygon"]["vertices"]
            assert (
                corners[0] != {"lat": 12.0, "lng": 45.0} or len(first["operational_intent"]["details"]["volumes"]) > 1
            ), "cells of a grid"
            assert first["operational_intent"]["reference"]["ovn"] != flight["ovn"]
            flight = await release(house, flight, "reservation")
            raised = await peer.told()
            assert raised["operational_intent"]["reference"]["ovn"] == flight["ovn"]
            assert raised["subscriptions"][0]["notification_index"] == 2
            flight = await release(house, flight, "conflict")
            lowered = await peer.told()
            assert (lowered["operational_intent_id"], "operational_intent" in lowered) == (flight["id"], False)
            await end(house, flight)
            assert await peer.is_quiet(), "it saw nothing any more, so nothing changed"

    told(story)


def test_who_may_see_nothing_is_told_nothing_and_counts_nothing(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            sealed = await book(house, "conflict")
            await change(house, sealed, low=130, high=150)
            far = await book(house, lat=15.0)
            assert await peer.is_quiet()
            seen = await book(house)
            body = await peer.told()
            assert body["operational_intent_id"] == seen["id"]
            assert body["subscriptions"][0]["notification_index"] == 1
            assert far["id"] != seen["id"]

    told(story)


def test_a_sealed_flight_is_told_under_its_stand_in_and_its_owner_learns_nothing_of_it(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            own = house.new_id()
            tsa = house.leads["TSA"]
            mine = await tsa.done("PUT", f"/flights/{own}", house.flight(lat=12.05))
            assert (await peer.told())["operational_intent_id"] == own, "of its own flights its USS is told as well"
            place = (await house.leads["HAL"].done("POST", "/flights/check", house.flight()))["conflicts"][0]["with"]
            flight = await book(house, "conflict", accepts=[{"id": place["id"], "ovn": place["ovn"]}])
            first = await peer.told()
            stand_in = first["operational_intent_id"]
            assert stand_in != flight["id"]
            assert flight["id"] not in json.dumps(first)
            assert first["operational_intent"]["reference"]["ovn"] != flight["ovn"]
            assert stand_in in [f["id"] for f in (await tsa.get("/flights"))["flights"]]
            await end(house, flight)
            last = await peer.told()
            assert (last["operational_intent_id"], "operational_intent" in last) == (stand_in, False)
            assert (await house.leads["HAL"].get("/deliveries"))["deliveries"] == [], "it would tell where TSA flies"
            (mine_told,) = (await tsa.get("/deliveries"))["deliveries"]
            assert (mine_told["item"], mine["flight"]["id"]) == (own, own)

    told(story)


def trusting(folder):
    """The key of an issuer outside, and settings that believe it and call subscribers on this machine."""
    key, trusted = new_ed25519(), folder / "trusted.pem"
    trusted.write_bytes(public_pem(key))
    believed = Config(audience=("room.example",), allow_http=True, allow_private_peers=True, trust_key=(str(trusted),))
    return key, believed


def test_an_outside_uss_is_told_of_an_occupied_place_and_by_the_room_not_of_what_others_manage(tmp_path):
    key, settings = trusting(tmp_path)

    def headers(sub: str) -> dict[str, str]:
        return {"authorization": f"Bearer {token(key, sub, SC, aud='room.example')}"}

    async def story():
        async with room(tmp_path, settings=settings) as house, uss() as peer:
            await subscribe(house, headers("uss-out"), peer.url)
            path = f"/dss/v1/operational_intent_references/{house.new_id()}"
            other = await house.http.put(path, json=f3548_body(house, 12.05, []), headers=headers("uss-else"))
            assert other.status_code == 201
            assert len(other.json()["subscribers"]) == 1, "which its manager tells"
            assert await peer.is_quiet()
            place = (await house.leads["HAL"].done("POST", "/flights/check", house.flight()))["conflicts"][0]["with"]
            accepts = [{"id": place["id"], "ovn": place["ovn"]}]
            flight = await book(house, "identity", accepts=accepts)
            body = await peer.told()
            assert body["operational_intent"]["reference"]["manager"] == "room"
            assert body["operational_intent"]["reference"]["ovn"] != flight["ovn"]
            assert body["operational_intent"]["details"]["volumes"]

    told(story)


def zone(house: Room, **more: Any) -> Json:
    flight = house.flight()
    return {
        "kind": "danger", "life": "planned", "name": "range", "contact": "range office", "volumes": flight["volumes"]
    } | more  # fmt: skip


def test_a_zone_is_told_with_the_scope_of_constraints(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            bearer = await machine(house, "TSA")
            await subscribe(house, bearer, peer.url, notify_for_constraints=True, notify_for_operational_intents=False)
            hal, zone_id = house.leads["HAL"], house.new_id()
            made = await hal.done("PUT", f"/zones/{zone_id}", zone(house))
            path, token, body = await peer.post()
            assert path == "/tsa/uss/v1/constraints"
            caller = await verified(house, token.removeprefix("Bearer "), "127.0.0.1")
            assert caller.scopes == {"utm.constraint_processing"}
            assert body["constraint_id"] == zone_id
            assert body["constraint"]["details"]["type"] == "danger"
            assert len(body["constraint"]["details"]["volumes"]) == 1
            assert body["constraint"]["reference"]["ovn"] == made["ovn"]
            assert "range" not in json.dumps(body), "words are the room's own"
            changed = await hal.done("PUT", f"/zones/{zone_id}", zone(house, ovn=made["ovn"], life="active"))
            assert (await peer.told())["subscriptions"][0]["notification_index"] == 2
            await hal.done("DELETE", f"/zones/{zone_id}?ovn={changed['ovn']}")
            assert "constraint" not in await peer.told()
            (delivery,) = await settled(house, "delivered")
            assert (delivery["kind"], delivery["item"]) == ("zone", zone_id)
            await book(house)
            assert await peer.is_quiet(), "it did not ask for flights"

    told(story)


def test_a_standing_zone_is_told_for_the_24_hours_of_its_reference(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url, notify_for_constraints=True)
            volume = house.flight(end=60 * 24 * 30)["volumes"][0]
            await house.leads["HAL"].done("PUT", f"/zones/{house.new_id()}", zone(house, volumes=[volume]))
            constraint = (await peer.told())["constraint"]
            (shown,) = constraint["details"]["volumes"]
            reference = constraint["reference"]
            assert (shown["time_start"], shown["time_end"]) == (reference["time_start"], reference["time_end"])

    told(story)


def test_what_outlasts_its_time_is_told_at_each_step(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            flight = await book(house, start=-5, end=20, state="Activated")
            assert (await peer.told())["operational_intent_id"] == flight["id"]
            house.hands.pass_min(21)
            await house.keep_house()
            body = await peer.told()
            assert body["subscriptions"][0]["notification_index"] == 2
            assert body["operational_intent"]["reference"]["time_end"]["value"] > flight["end"]

    told(story)


async def vote(house: Room, matter: str, party: str = "", **more: Any) -> None:
    """Have all others carry it."""
    first, *others = (lead for code, lead in house.leads.items() if code != party)
    asked = await first.done("POST", "/proposals", {"matter": matter, "deadline": house.at(60)} | more
                             | ({"party": party} if party else {}))  # fmt: skip
    for other in others:
        if asked["outcome"] == "open":
            asked = await other.done("POST", f"/proposals/{asked['id']}/vote", {"yes": True})
    assert asked["outcome"] == "carried"


def test_what_presets_the_charter_and_votes_on_a_party_change_of_what_is_seen_is_told(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "MRD", settings=LOOPBACK) as house, uss() as peer:
            hal, subscription = house.leads["HAL"], await subscribe(house, await machine(house, "TSA"), peer.url)
            flight = house.new_id()
            booked = (await hal.done("PUT", f"/flights/{flight}", house.flight()))["flight"]
            assert (await peer.told())["operational_intent"]["reference"]["ovn"] != booked["ovn"]

            for_tsa = {"of": "manned", "party": "TSA"}
            charter = (await hal.get("/room"))["charter"] | {"default_manned": "reservation"}
            steps = [
                (hal.done("PUT", "/presets", {"presets": [for_tsa | {"level": "identity"}]}), True),
                (vote(house, "suspend", "TSA"), False),
                (vote(house, "reinstate", "TSA"), True),
                (hal.done("PUT", "/presets", {"presets": []}), False),
                (vote(house, "amend", charter=charter), True),
                (hal.done("PUT", "/presets", {"presets": [for_tsa | {"level": "conflict"}]}), None),
            ]
            for n, (step, is_known) in enumerate(steps, start=2):
                await step
                assert await peer.is_quiet(), "nothing is told before it is in the log"
                await house.keep_house()
                body = await peer.told()
                assert body["subscriptions"] == [{"subscription_id": subscription, "notification_index": n}]
                assert body["operational_intent_id"] == flight
                if is_known is None:
                    assert "operational_intent" not in body, "it is sealed"
                else:
                    assert (body["operational_intent"]["reference"]["ovn"] == booked["ovn"]) is is_known
            await house.keep_house()
            assert await peer.is_quiet(), "each is told once"

    told(story)


def test_the_begin_and_the_end_of_a_grant_are_told(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            grants = [{"party": "TSA", "level": "reservation", "after": house.at(5), "until": house.at(15)}]
            body = house.flight(grants=grants)
            booked = (await house.leads["HAL"].done("PUT", f"/flights/{house.new_id()}", body))["flight"]
            seen = [(await peer.told())["operational_intent"]["reference"]["ovn"] == booked["ovn"]]
            for _ in range(2):
                house.hands.pass_min(9)
                await house.keep_house()
                seen.append((await peer.told())["operational_intent"]["reference"]["ovn"] == booked["ovn"])
            assert seen == [False, True, False]

    told(story)


def test_a_zone_that_a_preset_shows_less_of_is_told(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url, notify_for_constraints=True)
            hal = house.leads["HAL"]
            made = await hal.done("PUT", f"/zones/{house.new_id()}", zone(house))
            assert (await peer.told())["constraint"]["reference"]["ovn"] == made["ovn"]
            presets = {"presets": [{"of": "zone", "party": "TSA", "level": "existence"}]}
            await hal.done("PUT", "/presets", presets)
            await house.keep_house()
            assert (await peer.told())["constraint"]["reference"]["ovn"] != made["ovn"]

    told(story)


def test_more_than_one_entry_tells_is_told_all_the_same_and_after_a_restart(tmp_path):
    """Forty flights: some are told, then the server is gone; the next one tells the rest, and none twice."""
    hands = Hands()

    async def story():
        async with uss() as peer:
            async with room(tmp_path, settings=LOOPBACK, hands=hands) as house:
                await subscribe(house, await machine(house, "TSA"), peer.url, lat=12.05)
                booked = {(await book_plain(house, low=40 + 10 * n, high=49 + 10 * n))["id"]: 0 for n in range(40)}
                for _ in booked:
                    await peer.told()
                presets = {"presets": [{"of": "manned", "party": "TSA", "level": "identity"}]}
                await house.leads["HAL"].done("PUT", "/presets", presets)
                news = await house.started.housekeeper._news.next()
                await house.ordered(TellReleases(news))
                for _ in news.flights:
                    booked[(await peer.told())["operational_intent_id"]] += 1
                await settled(house, *["delivered"] * len(booked))
            async with room(tmp_path, settings=LOOPBACK, hands=hands) as house:
                await house.keep_house()
                for _ in range(len(booked) - len(news.flights)):
                    booked[(await peer.told())["operational_intent_id"]] += 1
                assert await peer.is_quiet()
            assert set(booked.values()) == {1}

    told(story)


async def book_plain(house: Room, **more: Any) -> Json:
    body = house.flight(**more)
    return (await house.leads["HAL"].done("PUT", f"/flights/{house.new_id()}", body))["flight"]


def turned(house: Room, minutes: float) -> None:
    house.hands.pass_min(minutes)
    house.deliverer.wake()


def test_a_peer_that_does_not_take_it_is_asked_again(tmp_path):
    """Failed and not done."""

    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            peer.answers = ["500 Oops", "503 Busy\r\nRetry-After: 120"]
            flight = await book(house)
            first = await peer.told()
            (waiting,) = await settled(house, "waiting")
            assert waiting["error"] == "It answered with status 500."
            turned(house, 0.02)
            assert await peer.told() == first
            await settled(house, "waiting", tries=2)
            turned(house, 1.9)
            assert await peer.is_quiet(), "it asked for two minutes"
            turned(house, 0.2)
            assert await peer.told() == first
            (done,) = await settled(house, "delivered")
            assert (done["tries"], done["error"], done["item"]) == (3, "", flight["id"])

    told(story)


@pytest.mark.parametrize("answer", ["close", "200 OK\r\nTransfer-Encoding: none"])
def test_a_peer_that_took_it_and_did_not_answer_is_told_again(tmp_path, answer):
    """Failed and done."""

    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            peer.answers = [answer]
            await book(house)
            first = await peer.told()
            (waiting,) = await settled(house, "waiting")
            assert waiting["error"] == "It cannot be reached."
            turned(house, 0.02)
            assert await peer.told() == first, "the very same, so that it can be taken twice"
            await settled(house, "delivered")

    told(story)


@pytest.mark.parametrize("answer", ["400 Bad Request", "403 Forbidden", "409 Conflict", "307 Moved\r\nLocation: /else"])
def test_what_a_peer_refuses_is_not_sent_again(tmp_path, answer):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            peer.answers = [answer]
            await book(house)
            await peer.told()
            (failed,) = await settled(house, "failed")
            assert answer[:3] in failed["error"]
            turned(house, 30)
            assert await peer.is_quiet()

    told(story)


def test_a_peer_that_is_away_for_an_hour_is_given_up(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house:
            async with uss() as peer:
                url = peer.url
            await subscribe(house, await machine(house, "TSA"), url)
            await book(house)
            await settled(house, "waiting")
            for tries in range(2, 30):
                turned(house, 6)
                found = (await house.leads["HAL"].get("/deliveries"))["deliveries"]
                async with asyncio.timeout(GIVEN):
                    while found[0]["tries"] < tries:
                        await asyncio.sleep(0.01)
                        found = (await house.leads["HAL"].get("/deliveries"))["deliveries"]
                if found[0]["state"] == "failed":
                    break
            assert (found[0]["state"], found[0]["tries"]) == ("failed", 11), "ten waits of six minutes"

    told(story)


def test_a_newer_change_takes_the_place_of_one_that_waits(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            peer.answers = ["503 Busy"]
            flight = await book(house)
            await peer.told()
            await settled(house, "waiting")
            for low in (130, 140, 150):
                flight = await change(house, flight, low=low, high=low + 10)
            turned(house, 0.1)
            body = await peer.told()
            assert body["operational_intent"]["reference"]["version"] == 4
            assert body["subscriptions"][0]["notification_index"] == 4
            assert await peer.is_quiet()
            await settled(house, "delivered")

    told(story)


def test_what_was_released_less_while_it_waited_is_told_as_it_is_now(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            peer.answers = ["503 Busy"]
            flight = await book(house, "reservation")
            await peer.told()
            await settled(house, "waiting")
            flight = await release(house, flight, "existence")
            turned(house, 0.1)
            assert (await peer.told())["operational_intent"]["reference"]["ovn"] != flight["ovn"]

    told(story)


def test_a_peer_that_hangs_keeps_no_other_waiting(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as slow, uss() as quick:
            bearer = await machine(house, "TSA")
            slow.answers = ["hang"]
            await subscribe(house, bearer, f"http://localhost:{slow.port}")
            await subscribe(house, bearer, quick.url)
            flight = await book(house)
            await slow.told()
            assert (await quick.told())["operational_intent_id"] == flight["id"]
            changed = await change(house, flight, low=130, high=150)
            assert (await quick.told())["operational_intent"]["reference"]["version"] == changed["version"]
            assert await slow.is_quiet(), "one call at a time"

    told(story)


def test_addresses_of_a_local_network_are_not_called_unless_allowed_and_the_reader_is_told_in_its_language(tmp_path):
    settings = Config(audience=("room.example",), allow_http=True)

    async def story():
        async with room(tmp_path, settings=settings) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            await book(house)
            (failed,) = await settled(house, "failed")
            assert "does not call" in failed["error"]
            french = await house.leads["HAL"].get("/deliveries", accept_language="fr")
            assert "n’appelle pas" in french["deliveries"][0]["error"]
            assert await peer.is_quiet()

    told(story)


def test_the_room_does_not_tell_itself(tmp_path):
    async def story():
        async with uss() as peer, room(tmp_path, settings=LOOPBACK, base_url=peer.url) as house:
            await subscribe(house, await machine(house, "TSA"), f"{peer.url}/")
            await book(house)
            assert await peer.is_quiet()
            assert not house.started.node.applier.outbox.deliveries

    told(story)


def test_a_subscription_that_ended_is_not_told_any_more(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            bearer = await machine(house, "TSA")
            subscription = await subscribe(house, bearer, peer.url)
            peer.answers = ["503 Busy"]
            await book(house)
            await peer.told()
            await settled(house, "waiting")
            path = f"/dss/v1/subscriptions/{subscription}"
            version = (await house.http.get(path, headers=bearer)).json()["subscription"]["version"]
            assert (await house.http.delete(f"{path}/{version}", headers=bearer)).status_code == 200
            turned(house, 0.1)
            (failed,) = await settled(house, "failed")
            assert failed["error"] == "Its subscription ended before it could be told."
            assert await peer.is_quiet()

    told(story)


def test_what_waits_is_told_after_a_restart(tmp_path):
    async def story():
        hands = Hands()
        async with uss() as peer:
            async with room(tmp_path, settings=LOOPBACK, hands=hands) as house:
                await subscribe(house, await machine(house, "TSA"), peer.url)
                peer.answers = ["503 Busy"]
                flight = await book(house)
                await peer.told()
                await settled(house, "waiting")
            async with room(tmp_path, settings=LOOPBACK, hands=hands) as house:
                assert (await peer.told())["operational_intent_id"] == flight["id"]
                await settled(house, "delivered")
            async with room(tmp_path, settings=LOOPBACK, hands=hands) as house:
                assert await peer.is_quiet()
                await settled(house, "delivered")

    told(story)


def lost_since(folder: Path, copy: Path) -> None:
    """Put the file of deliveries back to what it was: as after a kill before anything more was written."""
    for path in folder.glob("deliveries.sqlite*"):
        path.unlink()
    for path in copy.iterdir():
        shutil.copy(path, folder)


def test_what_was_ordered_just_before_a_crash_is_told_at_least_once(tmp_path):
    async def story():
        hands, copy, data = Hands(), tmp_path / "copy", tmp_path / "data"
        copy.mkdir()
        async with uss() as peer:
            async with room(tmp_path, settings=LOOPBACK, hands=hands) as house:
                await subscribe(house, await machine(house, "TSA"), peer.url)
                gone, kept = await book(house), await book(house, lat=12.05, low=200, high=220)
                await peer.told()
                await peer.told()
                await asyncio.to_thread(house.started.node.applier.outbox.flush)
                for path in data.glob("deliveries.sqlite*"):
                    shutil.copy(path, copy)
                await end(house, gone)
                await peer.told()
                await change(house, kept, lat=12.05, low=200, high=230)
                await peer.told()
            lost_since(data, copy)
            async with room(tmp_path, settings=LOOPBACK, hands=hands):
                again = {(body := await peer.told())["operational_intent_id"]: body for _ in range(2)}
                assert "operational_intent" not in again[gone["id"]], "an end is found in the log, too"
                assert again[kept["id"]]["operational_intent"]["reference"]["version"] == 2
                assert again[kept["id"]]["subscriptions"][0]["notification_index"] == 4
                assert await peer.is_quiet()

    told(story)


def test_a_lost_file_is_said_and_nothing_old_is_told(tmp_path):
    async def story():
        hands = Hands()
        async with uss() as peer:
            async with room(tmp_path, settings=LOOPBACK, hands=hands) as house:
                await subscribe(house, await machine(house, "TSA"), peer.url)
                flight = await book(house)
                await peer.told()
            for path in (tmp_path / "data").glob("deliveries.sqlite*"):
                path.unlink()
            async with room(tmp_path, settings=LOOPBACK, hands=hands) as house:
                assert await peer.is_quiet()
                await end(house, flight)
                assert (await peer.told())["subscriptions"][0]["notification_index"] == 2

    told(story)


def test_a_plain_dss_tells_nobody_and_has_nothing_that_could(tmp_path):
    """There the USSs tell each other, as the answers to their PUTs say."""
    key, settings = trusting(tmp_path)

    async def story():
        async with uss() as peer:
            with open_folder(tmp_path / "data") as folder:
                async with running(settings, folder) as started:
                    made = application(started, settings, Metrics(), admission(settings))
                    assert made.beside == ()
                    transport = httpx.ASGITransport(made.app)
                    async with httpx.AsyncClient(transport=transport, base_url="http://room.example") as http:
                        house = Room(started, http, Hands(), None)  # type: ignore[arg-type]
                        house.hands.wall_us = started.node.now_us()
                        one, two = (
                            {"authorization": f"Bearer {token(key, sub, SC, aud='room.example')}"} for sub in ("a", "b")
                        )
                        await subscribe(house, one, peer.url)
                        path = f"/dss/v1/operational_intent_references/{house.new_id()}"
                        booked = await http.put(path, json=f3548_body(house, 12.0, []), headers=two)
                        assert len(booked.json()["subscribers"]) == 1
                        assert await peer.is_quiet()
            assert not list((tmp_path / "data").glob("deliveries*"))

    told(story)


def test_what_came_of_it_is_counted(tmp_path):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            peer.answers = ["500 Oops"]
            await book(house)
            await peer.told()
            await settled(house, "waiting")
            turned(house, 0.1)
            await peer.told()
            await settled(house, "delivered")
            page = house.metrics.page().decode()
            assert 'tansiq_deliveries_total{outcome="waiting"} 1.0' in page
            assert 'tansiq_deliveries_total{outcome="delivered"} 1.0' in page

    told(story)


def test_neither_a_token_nor_a_body_is_logged(tmp_path, caplog):
    async def story():
        async with room(tmp_path, settings=LOOPBACK) as house, uss() as peer:
            await subscribe(house, await machine(house, "TSA"), peer.url)
            peer.answers = ["500 Oops", "close"]
            await book(house)
            sent = await peer.post()
            await settled(house, "waiting")
            turned(house, 0.1)
            await peer.post()
            await settled(house, "waiting", tries=2)
            assert "127.0.0.1 answered 500 when told of flight" in caplog.text
            assert sent[1].removeprefix("Bearer ")[-40:] not in caplog.text
            assert "outline" not in caplog.text

    with caplog.at_level(logging.DEBUG):
        told(story)
