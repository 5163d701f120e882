"""Asking is rationed by how much is asked, never by what is found; booking is not."""

import asyncio

import pytest

from tansiq.core.units import HOUR_US, Span
from tansiq.core.volumes import Box, Circle, Volume
from tansiq.gateways.rations import Rations

from .house import room
from .test_doors import f3548_body, machine


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


@pytest.mark.parametrize("met", [True, False])
def test_a_party_that_asked_its_share_waits_whether_it_found_something_or_not(tmp_path, met):
    async def story():
        async with room(tmp_path, ration_km2h=1_000) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            if met:
                await hal.done("PUT", f"/flights/{house.new_id()}", house.flight())
            answers = [await tsa.ask("POST", "/flights/check", house.flight()) for _ in range(10)]
            codes = [answer.status_code for answer in answers]
            assert codes == [200] * 9 + [429], "120 km² for an hour each, of 1,000"
            assert answers[-1].json()["code"] == "ration"
            house.hands.pass_min(30)
            assert (await tsa.ask("POST", "/flights/check", house.flight())).status_code == 200
            assert (await hal.ask("POST", "/flights/check", house.flight())).status_code == 200, (
                "each party has its own"
            )

    told(story)


def test_booking_goes_on_and_tells_in_short_what_it_meets(tmp_path):
    async def story():
        async with room(tmp_path, ration_km2h=1_000) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            await hal.done("PUT", f"/flights/{house.new_id()}", house.flight())
            for _ in range(10):
                await tsa.ask("POST", "/flights/check", house.flight())
            own = house.new_id()
            (met,) = (await tsa.ask("PUT", f"/flights/{own}", house.flight())).json()["conflicts"]
            assert (met["overlaps"], met["with"]["occupied"], met["with"]["start"]) == ([], [], "")
            accepts = [{"id": met["with"]["id"], "ovn": met["with"]["ovn"]}]
            assert (await tsa.ask("PUT", f"/flights/{own}", house.flight(accepts=accepts))).status_code == 201
            assert (await tsa.ask("PUT", f"/flights/{house.new_id()}", house.flight(lat=30))).status_code == 201

    told(story)


def test_a_large_question_is_answered_once_and_then_made_good():
    now = [0]
    rations = Rations(lambda: now[0])
    large = Volume(Circle(0, 0, 50_000_000), (Box(Span(0, 1), Span(0, 1)),), Span(0, 1), Span(0, 10 * HOUR_US))
    assert rations.charge("a", [large], 10_000), "78,540 km²·h"
    assert not rations.charge("a", [large], 10_000)
    assert rations.wait_s("a", 10_000) == pytest.approx(6.854 * 3_600, rel=1e-3)
    now[0] = 7 * HOUR_US
    assert rations.wait_s("a", 10_000) == 0
    assert rations.charge("a", [large], 10_000)


def test_bookings_that_find_nothing_are_charged_too_or_they_would_be_a_free_question(tmp_path):
    async def story():
        async with room(tmp_path, ration_km2h=1_000) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            for n in range(10):
                await tsa.done("PUT", f"/flights/{house.new_id()}", house.flight(lat=20 + n))
            assert (await tsa.ask("POST", "/flights/check", house.flight())).status_code == 429
            seal = {"grants": [{"party": "TSA", "level": "conflict"}]}
            await hal.done("PUT", f"/flights/{house.new_id()}", house.flight() | seal)
            own = house.new_id()
            (met,) = (await tsa.ask("PUT", f"/flights/{own}", house.flight())).json()["conflicts"]
            assert (met["overlaps"], met["with"]["occupied"]) == ([], [])
            stand_in = await tsa.ask("GET", f"/flights/{met['with']['id']}")
            assert stand_in.status_code == 404, "nor by looking at what was not shown"

    told(story)


def test_the_standards_door_tells_in_short_too(tmp_path):
    async def story():
        async with room(tmp_path, ration_km2h=1_000) as house:
            seal = {"grants": [{"party": "TSA", "level": "conflict"}]}
            await house.leads["HAL"].done("PUT", f"/flights/{house.new_id()}", house.flight() | seal)
            await house.leads["HAL"].done(
                "PUT", f"/flights/{house.new_id()}", house.flight(lat=12.05, low=300, high=310)
            )
            token = await machine(house, "TSA")

            async def attempt() -> dict:
                path = f"/dss/v1/operational_intent_references/{house.new_id()}"
                answer = await house.http.put(path, json=f3548_body(house, 12.05, []), headers=token)
                assert answer.status_code == 409, answer.text
                return answer.json()

            first = await attempt()
            for _ in range(30):
                last = await attempt()
            assert len(first["missing_operational_intents"]) == 1
            assert "missing_operational_intents" not in last
            assert "1 of them are sealed" in last["message"]

    told(story)
