"""Coming in, going out, and what a role allows; machines with the room's own tokens."""

import asyncio

import pytest

from .house import Guest, room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def token_of(link: str) -> str:
    return link.rpartition("=")[2]


def test_a_lead_invites_and_whoever_accepts_signs_in_by_name_and_passphrase(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            lead = house.leads["HAL"]
            invited = await lead.done("POST", "/people", {"name": "Amina", "role": "officer"})
            words = {"name": "amina", "passphrase": "seven green boats"}
            path = f"/invitations/{token_of(invited['link'])}"
            came = await house.stranger.ask("POST", path, words)
            assert (came.status_code, came.json()["role"]) == (200, "officer")
            cookie = came.headers["set-cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie
            again = await house.stranger.ask("POST", path, words)
            assert (again.status_code, again.json()["code"]) == (409, "invitation"), "a link works once"
            wrong = await house.stranger.ask("POST", "/sign-in", words | {"passphrase": "seven green goats"})
            unknown = await house.stranger.ask("POST", "/sign-in", words | {"name": "nobody"})
            assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json()) == (401, wrong.json())
            entered = await house.stranger.ask("POST", "/sign-in", words)
            amina = Guest(house.http, entered.cookies["tansiq_session"])
            assert (await amina.get("/me"))["role"] == "officer"
            names = {p["name"] for p in (await amina.get("/people"))["people"]}
            assert names == {"Amina", "HAL lead"}

    told(story)


def test_a_role_that_was_taken_away_ends_every_session_at_once(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            lead = house.leads["HAL"]
            invited = await lead.done("POST", "/people", {"name": "Amina", "role": "officer"})
            amina = house.signed_in(invited["id"])
            assert (await amina.ask("GET", "/me")).status_code == 200
            await lead.done("DELETE", f"/people/{invited['id']}")
            assert (await amina.ask("GET", "/me")).status_code == 401
            refused = await lead.ask("DELETE", "/people/person-hal")
            assert refused.json()["code"] == "conflict.last_lead"

    told(story)


def test_signing_out_everywhere_ends_all_sessions_of_a_person(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            here, there = house.leads["HAL"], house.signed_in("person-hal")
            answer = await here.ask("POST", "/sign-out", {"everywhere": True})
            assert "Max-Age=0" in answer.headers["set-cookie"]
            assert [(await guest.ask("GET", "/me")).status_code for guest in (here, there)] == [401, 401]

    told(story)


@pytest.mark.parametrize(
    ("role", "verb", "path", "status"),
    [
        ("observer", "GET", "/flights", 200),
        ("observer", "PUT", "/flights/{id}", 403),
        ("observer", "POST", "/proposals", 403),
        ("officer", "PUT", "/flights/{id}", 201),
        ("officer", "PUT", "/presets", 403),
        ("officer", "POST", "/people", 403),
    ],
)
def test_what_a_role_allows(tmp_path, role, verb, path, status):
    async def story():
        async with room(tmp_path, "HAL") as house:
            invited = await house.leads["HAL"].done("POST", "/people", {"name": "Amina", "role": role})
            amina = house.signed_in(invited["id"])
            body = None if verb == "GET" else house.flight()
            answer = await amina.ask(verb, path.format(id=house.new_id()), body)
            assert answer.status_code == status, answer.text

    told(story)


def test_a_machine_gets_a_token_for_its_secret_and_books_at_both_doors_for_its_party(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            lead = house.leads["HAL"]
            made = await lead.done("POST", "/clients", {"name": "planner", "role": "officer"})
            form = {"grant_type": "client_credentials", "client_id": made["client_id"]}
            wrong = await house.http.post("/room/v1/token", data=form | {"client_secret": "guess"})
            assert (wrong.status_code, wrong.json()) == (401, {"error": "invalid_client"})
            answer = await house.http.post("/room/v1/token", data=form | {"client_secret": made["client_secret"]})
            bearer = {"authorization": f"Bearer {answer.json()['access_token']}"}
            me = await house.http.get("/room/v1/me", headers=bearer)
            assert (me.json()["party"], me.json()["is_machine"]) == ("HAL", True)
            keys = (await house.http.get("/.well-known/jwks.json")).json()["keys"]
            assert keys
            assert all("d" not in key for key in keys), "no private key is published"
            await lead.done("DELETE", f"/people/{made['client_id']}")
            assert (await house.http.get("/room/v1/me", headers=bearer)).status_code == 401, (
                "the token lives, the role not"
            )
            dss = "/dss/v1/uss_availability/uss9"
            assert (await house.http.get(dss, headers=bearer)).status_code == 401

    told(story)


def test_no_page_of_another_site_can_use_somebodys_cookie(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            lead = house.leads["HAL"]
            flight = f"/flights/{house.new_id()}"
            foreign = await lead.ask("PUT", flight, house.flight(), origin="http://evil.example")
            assert (foreign.status_code, foreign.json()["code"]) == (403, "other_site")
            form = await lead._http.put(
                f"/room/v1{flight}", content=b"{}", headers={"cookie": f"tansiq_session={lead.cookie}"}
            )
            assert (form.status_code, form.json()["code"]) == (415, "content_type")

    told(story)


@pytest.mark.parametrize("path", ["/flights", "/room", "/zones", "/proposals", "/presets", "/people", "/events", "/me"])
def test_nobody_sees_anything_who_has_not_signed_in(tmp_path, path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            answer = await house.stranger.ask("GET", path)
            assert answer.status_code == 401
            assert (await Guest(house.http, "guess" * 9).ask("GET", path)).status_code == 401

    told(story)
