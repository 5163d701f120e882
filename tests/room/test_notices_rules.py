"""The charter says how long notices may wait and who relays; the members change it by vote."""

import asyncio

import pytest

from tansiq.core.notices import NoticeRules

from .house import room
from .test_notices_ladder import body, told


async def amend(house, rules):
    hal, tsa = house.leads.values()
    charter = (await hal.get("/room"))["charter"] | {"notices": rules}
    asked = {"matter": "amend", "charter": charter, "deadline": house.at(60)}
    answer = await hal.ask("POST", "/proposals", asked)
    if answer.status_code >= 300:
        return answer
    return await tsa.ask("POST", f"/proposals/{answer.json()['id']}/vote", {"yes": True})


def test_deadlines_relay_and_steps_are_shown_and_changed_by_vote(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            rules = (await hal.get("/room"))["charter"]["notices"]
            assert rules == {
                "information_min": 60,
                "request_min": 10,
                "warning_min": 5,
                "safety_min": 2,
                "drill_min": 2,
                "step_min": 2,
                "relay": "",
            }
            new = rules | {"request_min": 15, "step_min": 1.5, "relay": "TSA"}
            assert (await amend(house, new)).json()["outcome"] == "carried"
            assert (await hal.get("/room"))["charter"]["notices"] == new
            sent = await hal.done("POST", "/notices", body())
            assert sent["deadline"] == house.at(15)

    told(story)


def test_a_change_of_something_else_keeps_them(tmp_path):
    async def story():
        kept = NoticeRules(relay="TSA", safety_us=90_000_000)
        async with room(tmp_path, notices=kept) as house:
            hal, tsa = house.leads.values()
            charter = (await hal.get("/room"))["charter"] | {"floor_km": 30}
            asked = {"matter": "amend", "charter": charter, "deadline": house.at(60)}
            proposed = await hal.done("POST", "/proposals", asked)
            await tsa.done("POST", f"/proposals/{proposed['id']}/vote", {"yes": True})
            assert house.state.charter.notices == kept

    told(story)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"safety_min": 0.4}, "safety_min"),
        ({"information_min": 1_441}, "information_min"),
        ({"step_min": 61}, "step_min"),
        ({"relay": "nobody here"}, "relay"),
    ],
)
def test_what_cannot_be_kept_is_refused(tmp_path, wrong, where):
    async def story():
        async with room(tmp_path) as house:
            refused = await amend(house, wrong)
            assert (refused.status_code, refused.json()["where"]) == (400, f"$.charter.notices.{where}")

    asyncio.run(story())


def test_a_new_relay_is_told_of_what_reached_nobody_before(tmp_path):
    async def story():
        from .test_push import stream

        async with room(tmp_path, "HAL", "TSA", "UNH", notices=NoticeRules()) as house:
            hal, tsa, unh = house.leads.values()
            sent = await hal.done("POST", "/notices", body())
            for at in (10, 2, 2, 2):
                house.hands.pass_min(at)
                await house.keep_house()
            assert (await unh.get("/notices"))["notices"] == []
            listens = await stream(house, "UNH")
            charter = (await hal.get("/room"))["charter"]
            charter["notices"]["relay"] = "UNH"
            asked = {"matter": "amend", "charter": charter, "deadline": house.at(60)}
            proposed = await hal.done("POST", "/proposals", asked)
            for other in (tsa, unh):
                await other.done("POST", f"/proposals/{proposed['id']}/vote", {"yes": True})
            (event,) = [data for kind, data in await listens.all() if kind == "notices"]
            assert [n["id"] for n in event["notices"]] == [sent["id"]]

    told(story)
