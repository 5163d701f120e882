"""What a member or an outsider might try, and what must not break by it."""

import asyncio

import pytest

from .house import Guest, room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"grants": [{"party": "TSA", "level": "identity", "after_start_s": 10**14}]}, "field_range"),
        ({"end": 91_827_000}, "time"),
        ({"low": 1e308}, "height_range"),
        ({"high": 1e308}, "height_range"),
    ],
)
def test_numbers_that_could_not_be_written_never_reach_the_log(tmp_path, change, code):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            emergency = {"precedence": "emergency", "reason": "engine fire"}
            answer = await hal.ask("PUT", f"/flights/{house.new_id()}", house.flight(**(emergency | change)))
            assert answer.json()["code"] == code
            assert (await hal.ask("GET", "/flights?limit=" + "0" * 5_000)).json()["code"] == "field_range"
            assert house.started.node.closed is None
            assert (await hal.get("/flights"))["flights"] == []

    told(story)


def test_an_invitation_request_sent_again_mints_no_second_way_in(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal = house.leads["HAL"]
            body = {"matter": "admit", "party": "RED", "deadline": house.at(60), "described": {"names": {"en": "Red"}}}
            await hal.done("POST", "/proposals", body)
            first = await hal.ask("POST", "/parties/RED/first-lead", idempotency_key="k")
            words = {"name": "rana", "passphrase": "seven red boats"}
            token = first.json()["link"].rpartition("=")[2]
            came = await house.stranger.ask("POST", f"/invitations/{token}", words)
            again = await hal.ask("POST", "/parties/RED/first-lead", idempotency_key="k")
            assert (again.json()["id"], again.json()["link"]) == (first.json()["id"], "")
            assert (await Guest(house.http, came.cookies["tansiq_session"]).get("/me"))["party"] == "RED"

    told(story)


def test_a_contingent_flight_keeps_its_plan_whatever_is_sent_and_however_late(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            flight = house.new_id()
            booked = await hal.done("PUT", f"/flights/{flight}", house.flight(start=0, end=20))
            ovn = booked["flight"]["ovn"]
            await hal.done("PUT", f"/flights/{flight}", house.flight(start=0, end=20, ovn=ovn, state="Activated"))
            for _ in range(12):
                house.hands.pass_min(5)
                await house.keep_house()
            late = await hal.get(f"/flights/{flight}")
            assert late["is_overrunning"]
            body = house.flight(start=0, end=20, ovn=late["ovn"], state="Contingent")
            body["off_nominal"] = house.flight(lat=12.5, start=0, end=30)["volumes"]
            answer = await hal.ask("PUT", f"/flights/{flight}", body)
            assert answer.status_code == 200, answer.text
            assert answer.json()["flight"]["state"] == "Contingent"

    told(story)


def test_a_client_of_a_party_that_left_is_let_in_nowhere(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            made = await hal.done("POST", "/clients", {"name": "planner", "role": "officer"})
            form = {
                "grant_type": "client_credentials",
                "client_id": made["client_id"],
                "client_secret": made["client_secret"],
            }
            token = (await house.http.post("/room/v1/token", data=form)).json()["access_token"]
            await hal.done("DELETE", "/parties/HAL")
            bearer = {"authorization": f"Bearer {token}"}
            assert (await house.http.get("/room/v1/flights", headers=bearer)).status_code == 401
            assert (await house.http.get("/dss/v1/uss_availability/x", headers=bearer)).status_code == 401

    told(story)
