"""Parties that left with something in the air, and flights that nobody ended."""

import asyncio

from .house import room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def test_who_left_still_says_that_it_is_off_plan_lands_and_then_is_out(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "MRD") as house:
            hal, tsa, _ = house.leads.values()
            flight, theirs = house.new_id(), house.new_id()
            booked = await hal.done("PUT", f"/flights/{flight}", house.flight(start=-5, state="Activated"))
            await tsa.done("PUT", f"/flights/{theirs}", house.flight(lat=14))
            await hal.done("DELETE", "/parties/HAL")
            assert (await hal.ask("GET", "/room")).status_code == 403
            assert [f["id"] for f in (await hal.get("/flights"))["flights"]] == [flight]
            assert (await hal.ask("GET", f"/flights/{theirs}")).status_code == 404
            more = await hal.ask("PUT", f"/flights/{house.new_id()}", house.flight(lat=16))
            assert (more.status_code, more.json()["code"]) == (403, "not_allowed.not_a_member")
            off = {"state": "Nonconforming", "off_nominal": house.flight(start=-5)["volumes"]}
            ovn = booked["flight"]["ovn"]
            changed = await hal.done("PUT", f"/flights/{flight}", house.flight(start=-5, ovn=ovn) | off)
            await hal.done("DELETE", f"/flights/{flight}?ovn={changed['flight']['ovn']}")
            assert (await hal.ask("GET", "/flights")).status_code == 403

    told(story)


def test_a_lead_who_says_why_closes_what_outlasted_its_time_by_far(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "MRD", default_manned=3) as house:
            hal, tsa, _ = house.leads.values()
            flight = house.new_id()
            await hal.done("PUT", f"/flights/{flight}", house.flight(start=-5, end=10, state="Activated"))
            house.hands.pass_min(12)
            await house.keep_house()
            seen = await tsa.get(f"/flights/{flight}")
            assert (seen["is_overrunning"], seen["due"]) == (True, house.at(-2))
            body = {"ovn": seen["ovn"], "reason": "Landed at 12:05 as its crew told us by telephone."}
            early = await tsa.ask("POST", f"/flights/{flight}/close", body)
            assert (early.status_code, early.json()["code"]) == (409, "conflict.not_to_be_closed_yet")
            house.hands.pass_min(30)
            await house.keep_house()
            body["ovn"] = (await tsa.get(f"/flights/{flight}"))["ovn"]
            silent = await tsa.ask("POST", f"/flights/{flight}/close", body | {"reason": " "})
            assert (silent.status_code, silent.json()["where"]) == (400, "$.reason")
            await tsa.done("POST", f"/flights/{flight}/close", body)
            assert (await hal.get("/flights"))["flights"] == []

    told(story)
