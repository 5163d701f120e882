"""A request that is sent again under its idempotency key is done once, and answered as it stands; and its receipt is had."""

import asyncio

import pytest

from .house import room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def test_a_booking_sent_twice_is_booked_once_though_it_would_now_meet_itself_and_others(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            path, body = f"/flights/{house.new_id()}", house.flight()
            first = await hal.ask("PUT", path, body, idempotency_key="one")
            met = (await tsa.ask("PUT", f"/flights/{house.new_id()}", house.flight())).json()["conflicts"]
            accepts = [{"id": c["with"]["id"], "ovn": c["with"]["ovn"]} for c in met]
            await tsa.done("PUT", f"/flights/{house.new_id()}", house.flight(accepts=accepts))
            again = await hal.ask("PUT", path, body, idempotency_key="one")
            assert (first.status_code, again.status_code) == (201, 200)
            assert again.headers["tansiq-position"] == first.headers["tansiq-position"]
            assert again.json()["flight"]["ovn"] == first.json()["flight"]["ovn"]
            other = await hal.ask("PUT", path, body | {"remarks": "other"}, idempotency_key="one")
            assert other.status_code in (409, 422)

    told(story)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/people", {"name": "Amina", "role": "officer"}, "id"),
        ("/clients", {"name": "planner", "role": "officer"}, "client_id"),
    ],
)
def test_who_is_let_in_twice_under_one_key_is_one(tmp_path, path, body, field):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal = house.leads["HAL"]
            answers = [(await hal.ask("POST", path, body, idempotency_key="k")).json() for _ in range(2)]
            assert answers[0][field] == answers[1][field]
            assert len((await hal.get("/people"))["people"]) == 2

    told(story)


def test_a_person_gets_the_receipt_of_what_its_party_entered_and_of_nothing_else(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            booked = await hal.ask("PUT", f"/flights/{house.new_id()}", house.flight())
            await house.keep_house()
            path = f"/receipts/{booked.headers['tansiq-position']}"
            assert (await hal.ask("GET", path)).status_code == 200
            assert (await tsa.ask("GET", path)).status_code == 404
            assert (await house.stranger.ask("GET", path)).status_code == 401
            assert (await hal.get("/requests/never"))["outcome"] == "never ordered"

    told(story)
