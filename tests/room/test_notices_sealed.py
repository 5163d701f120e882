"""The owner of a sealed flight is reached through the room by the same ladder, and nothing tells who it is."""

import asyncio
import json

import pytest

from tansiq.core.notices import NoticeRules
from tansiq.core.units import MINUTE_US

from .house import room
from .test_notices_ladder import FL120, officer, told
from .test_notices_webhook import LOOPBACK, SECRET, hook
from .test_push import stream

WORDS = "Climb above FL120."


async def met(house):
    """HAL's flight meets one of TSA that is sealed for it. Return HAL's id, TSA's, and under which HAL sees that."""
    hal, tsa = house.leads["HAL"], house.leads["TSA"]
    own, theirs = house.new_id(), house.new_id()
    seal = {"grants": [{"party": "HAL", "level": "conflict"}], "callsign": "SECRET 1"}
    await tsa.done("PUT", f"/flights/{theirs}", house.flight() | seal)
    refused = (await hal.ask("PUT", f"/flights/{own}", house.flight())).json()
    (known,) = [{"id": c["with"]["id"], "ovn": c["with"]["ovn"]} for c in refused["conflicts"]]
    await hal.done("PUT", f"/flights/{own}", house.flight(accepts=[known]))
    assert known["id"] not in (own, theirs)
    return own, theirs, known["id"]


def to_owner(shown, own, **more):
    return {"kind": "safety", "owner_of": shown, "ours": own, "text": WORDS} | more


def test_the_whole_ladder_goes_to_the_owner_without_a_name(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "UNH") as house:
            own, theirs, shown = await met(house)
            hal = house.leads["HAL"]
            layla = await officer(house, "TSA", "Layla Haddad")
            listens, told_unh = await stream(house, "HAL"), await stream(house, "UNH")
            answers = [await hal.ask("POST", "/notices", to_owner(shown, own, values=[FL120]))]
            assert answers[0].status_code == 201, answers[0].text
            path = f"/notices/{answers[0].json()['id']}"
            ((_, data),) = [e for e in await listens.all() if e[0] == "notices"]
            got = await layla.get(path)
            assert (got["from"], got["about"]) == ("HAL", {"kind": "flight", "id": theirs})
            assert shown not in json.dumps(got)
            for door, what in (
                ("/mark", {"step": "handed_over"}),
                ("/mark", {"step": "delivered"}),
                ("/mark", {"step": "read"}),
                ("/pass", {"to": "crew of SECRET 1", "means": "voice"}),
                ("/answer", {"answer": "will_comply", "values": [{"height": {"reference": "FL", "value": 100}}]}),
                ("/answer", {"answer": "stand_by", "stand_by_s": 60}),
                ("/answer", {"answer": "cannot_comply", "reason": "Terrain", "intention": "Turning north"}),
            ):
                await layla.done("POST", path + door, what)
            answers += [await hal.ask("GET", path), await hal.ask("GET", "/notices")]
            seen = answers[1].json()
            (ladder,) = seen["ladders"]
            assert (ladder["party"], ladder["item"], ladder["answer"]) == ("", shown, "cannot_comply")
            assert [(s["kind"], s["by"], s["name"], s["to"]) for s in ladder["steps"][1:]] == [
                (kind, "", "", "")
                for kind in (
                    "handed_over",
                    "delivered",
                    "read",
                    "passed",
                    "read_back_wrong",
                    "stood_by",
                    "answered",
                )
            ]
            assert (ladder["steps"][-1]["reason"], ladder["steps"][-1]["intention"]) == ("Terrain", "Turning north")
            pushed = json.dumps([*data["notices"], *(d for k, d in await listens.all() if k == "notices")])
            everything = pushed + "".join(each.text for each in answers)
            for secret in (
                "TSA",
                theirs,
                "Layla",
                "SECRET",
                *[d for d in house.state.delegates if _of(house, d) != "HAL"],
            ):
                assert secret not in everything, secret
            assert [k for k, _ in await told_unh.all() if k == "notices"] == []

    told(story)


def _of(house, delegate):
    return house.state.delegates[delegate].party


def test_it_climbs_and_is_corrected_and_handed_over_without_a_name(tmp_path):
    async def story():
        rules = NoticeRules(safety_us=MINUTE_US, step_us=MINUTE_US)
        async with room(tmp_path, settings=LOOPBACK, notices=rules) as house, hook() as system:
            own, theirs, shown = await met(house)
            hal, tsa = house.leads.values()
            await tsa.done("PUT", "/webhook", {"url": system.url, "secret": SECRET})
            sent = await hal.done("POST", "/notices", to_owner(shown, own))
            _, call, _ = await system.told()
            assert (call["data"]["about"]["id"], shown in json.dumps(call)) == (theirs, False)

            async def seen():
                return (await hal.get(f"/notices/{sent['id']}"))["ladders"][0]

            await steps_of_hidden(seen, 2)
            for _ in range(4):
                house.hands.pass_min(1)
                await house.keep_house()
            ladder = await seen()
            assert (ladder["level"], ladder["alarms"], ladder["party"]) == ("exhausted", ["not_reached"], "")
            wish = {"how": "corrected", "kind": "safety", "text": "Climb above FL140."}
            new = await hal.done("POST", f"/notices/{sent['id']}/correct", wish)
            assert (new["ladders"][0]["party"], new["ladders"][0]["item"]) == ("", shown)
            got = await tsa.get(f"/notices/{new['id']}")
            assert got["about"] == {"kind": "flight", "id": theirs}
            everything = json.dumps([new, ladder, (await hal.get("/notices"))])
            assert "TSA" not in everything
            assert theirs not in everything

    told(story)


async def steps_of_hidden(seen, count):
    async with asyncio.timeout(5):
        while True:
            if len((await seen())["steps"]) >= count:
                return
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("wrong", ["not met", "real id", "no such", "own"])
def test_who_does_not_meet_a_flight_reaches_nobody_and_each_guess_is_answered_alike(tmp_path, wrong):
    async def story():
        async with room(tmp_path) as house:
            own, theirs, shown = await met(house)
            asked = {
                "not met": to_owner(shown, ""),
                "real id": to_owner(theirs, own),
                "no such": to_owner(house.new_id(), own),
                "own": to_owner(own, own),
            }[wrong]
            refused = await house.leads["HAL"].ask("POST", "/notices", asked)
            assert (refused.status_code, refused.json()["code"]) == (409, "conflict.not_a_flight_of_the_room")
            assert asked["owner_of"] in refused.text + asked["owner_of"]
            assert house.state.book.notices == {}

    told(story)


def test_a_notice_is_about_what_its_sender_sees(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            own, theirs, _ = await met(house)
            hal = house.leads["HAL"]
            for about, status in (
                ({"kind": "flight", "id": own}, 201),
                ({"kind": "flight", "id": theirs}, 400),
                ({"kind": "zone", "id": "nothing"}, 400),
                ({"kind": "agreement", "id": "nothing"}, 400),
                ({"kind": "pressure", "id": "nothing"}, 400),
                ({"kind": "site", "id": "nothing"}, 400),
                ({"kind": "none", "id": "something"}, 400),
                ({"kind": "none"}, 201),
            ):
                wish = {"kind": "request", "to": ["TSA"], "text": "?", "about": about}
                answer = await hal.ask("POST", "/notices", wish)
                assert answer.status_code == status, about
                assert status == 201 or answer.json()["where"] == "$.about.id"

    told(story)
