"""Movements at the door: a convoy announced, on its way, delayed and arrived; told to those on the way and to nobody else."""

import asyncio

import pytest

from tansiq.gateways.room.words import LANGUAGES

from .house import room
from .places import colleague
from .test_push import stream

DAY = 24 * 60


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def convoy(house, start=3 * DAY, **more):
    """From 12.0 45.0 by 12.2 45.1 to 12.4 45.0 in four hours."""
    way = ((12.0, 45.0, 0), (12.2, 45.1, 120), (12.4, 45.0, 240))
    points = [{"lat": lat, "lon": lon, "time": house.at(start + after)} for lat, lon, after in way]
    body = {"kind": "convoy", "points": points, "contact": "watch +967 1 000", "vehicles": 6}
    return body | {"markings": "white, blue roof <b>17</b>", "remarks": "fuel at the second point"} | more


def grants(**levels):
    return [{"party": party, "level": level} for party, level in levels.items()]


async def announced(house, guest, **more):
    return await guest.done("PUT", f"/movements/{house.new_id()}", convoy(house, **more))


def holds(box, point):
    return box["south"] <= point["lat"] <= box["north"] and box["west"] <= point["lon"] <= box["east"]


async def listed(guest):
    return (await guest.get("/movements"))["movements"]


def test_each_sees_of_a_movement_what_its_owner_chose(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "MRD", "VIC") as house:
            hal, tsa, mrd, vic = house.leads.values()
            made = await announced(house, hal, grants=grants(TSA="whole", MRD="area"))
            mine = made["movement"]
            assert (mine["is_mine"], mine["is_late"], mine["state"], len(mine["grants"])) == (True, False, "planned", 2)
            (whole,), (area,) = await listed(tsa), await listed(mrd)
            assert await listed(vic) == []
            assert (await vic.ask("GET", f"/movements/{mine['id']}")).status_code == 404
            assert whole["points"] == mine["points"]
            assert (whole["party"], whole["vehicles"], whole["markings"]) == ("HAL", 6, "white, blue roof <b>17</b>")
            assert (whole["ovn"], whole["grants"], whole["steps"][0]["by"]) == ("", [], "")
            hidden = ("party", "points", "contact", "markings", "remarks", "steps", "ovn", "grants", "waits")
            assert not any(area[name] for name in hidden)
            assert (area["vehicles"], area["width_m"], area["areas"]) == (None, None, mine["areas"])
            for point in mine["points"]:
                assert any(holds(box, point) for box in area["areas"]), "the truth lies within"
                assert area["after"] <= point["time"] <= area["until"]
            text = (await mrd.ask("GET", "/movements")).text
            assert not any(word in text for word in ("HAL", "+967", "roof", "fuel"))

    told(story)


def test_a_notice_is_about_a_movement_only_where_its_sender_sees_one(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "VIC") as house:
            hal, tsa, vic = house.leads.values()
            made = (await announced(house, hal, grants=grants(TSA="area")))["movement"]
            answers = [
                await guest.ask(
                    "POST",
                    "/notices",
                    {
                        "kind": "request",
                        "to": ["HAL"],
                        "text": "Is it yours?",
                        "about": {"kind": "movement", "id": movement_id},
                    },
                )
                for guest, movement_id in ((tsa, made["id"]), (vic, made["id"]), (vic, house.new_id()))
            ]
            assert [answer.status_code for answer in answers[:1]] == [201]
            assert [(answer.status_code, answer.json()["where"]) for answer in answers[1:]] == [(400, "$.about.id")] * 2

    told(story)


def test_on_the_way_everyone_who_sees_all_of_it_is_sent_notices_and_answers_them(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "MRD", "VIC") as house:
            hal, tsa, mrd, vic = house.leads.values()
            made = await announced(house, hal, grants=grants(TSA="whole", MRD="whole"))
            notice = await tsa.get(f"/notices/{made['notice']}")
            assert (notice["kind"], notice["about"]) == ("request", {"kind": "movement", "id": made["movement"]["id"]})
            assert (await vic.get("/notices"))["notices"] == []
            await mrd.done("POST", f"/notices/{made['notice']}/answer", {"answer": "will_comply", "means": "page"})
            ladders = {
                each["party"]: each["answer"] for each in (await hal.get(f"/notices/{made['notice']}"))["ladders"]
            }
            assert ladders == {"TSA": None, "MRD": "will_comply"}
            path, ovn = f"/movements/{made['movement']['id']}", made["movement"]["ovn"]
            for word, more, state in (
                ("depart", {}, "departed"),
                ("delay", {"expected": house.at(3 * DAY + 600)}, "delayed"),
                ("arrive", {}, "arrived"),
            ):
                answer = await hal.done("POST", f"{path}/{word}", {"ovn": ovn} | more)
                ovn = answer["movement"]["ovn"]
                assert answer["movement"]["state"] == state
                sent = await mrd.get(f"/notices/{answer['notice']}")
                assert sent["kind"] == "information"
            steps = answer["movement"]["steps"]
            assert [s["state"] for s in steps] == ["planned", "departed", "delayed", "arrived"]
            assert {s["by"] for s in steps} == {"person-hal"}
            assert steps[2]["expected"] == house.at(3 * DAY + 600)
            (whole,) = await listed(mrd)
            assert whole["until"] >= steps[2]["expected"]
            over = await hal.ask("POST", f"{path}/cancel", {"ovn": ovn})
            assert (over.status_code, over.json()["code"]) == (409, "conflict.movement_state")

    told(story)


def test_no_notice_tells_whoever_sees_an_area_whose_convoy_it_is(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "MRD", "TSA") as house:
            hal, mrd, _ = house.leads.values()
            made = await announced(house, hal, grants=grants(MRD="area"))
            path, ovn = f"/movements/{made['movement']['id']}", made["movement"]["ovn"]
            gone = await hal.done("POST", f"{path}/depart", {"ovn": ovn})
            assert (made["notice"], gone["notice"]) == ("", "")
            body = {"ovn": gone["movement"]["ovn"], "grants": grants(MRD="area", TSA="area")}
            less = await hal.done("PUT", f"{path}/release", body)
            assert less["notice"] == ""
            assert (await mrd.get("/notices"))["notices"] == []
            more = await hal.done(
                "PUT", f"{path}/release", body | {"ovn": less["movement"]["ovn"], "grants": grants(MRD="whole")}
            )
            assert [n["id"] for n in (await mrd.get("/notices"))["notices"]] == [more["notice"]]

    told(story)


def test_of_an_area_nobody_learns_which_way_it_goes_or_where_it_turns(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "MRD") as house:
            hal, mrd = house.leads.values()
            there = [(12.02, 45.01), (12.02, 45.2), (12.02, 45.41)]
            seen = []
            for way in (there, there[::-1], there[::2]):
                times = (house.at(3 * DAY + 80 * n) for n in range(len(way)))
                points = [{"lat": lat, "lon": lon, "time": at} for (lat, lon), at in zip(way, times, strict=False)]
                made = await announced(house, hal, points=points, grants=grants(MRD="area"))
                seen.append((await mrd.get(f"/movements/{made['movement']['id']}"))["areas"])
            assert seen[0] == seen[1] == seen[2]

    told(story)


def test_a_request_that_is_sent_again_sends_no_second_notice(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            path, body = f"/movements/{house.new_id()}", convoy(house, grants=grants(TSA="whole"))
            first = await hal.ask("PUT", path, body, idempotency_key="one")
            again = await hal.ask("PUT", path, body, idempotency_key="one")
            assert first.status_code == again.status_code == 201
            assert first.json()["notice"]
            assert again.json()["notice"] == ""
            assert len((await tsa.get("/notices"))["notices"]) == 1
            quiet = await hal.done("PUT", f"/movements/{house.new_id()}", body | {"notify": False})
            assert quiet["notice"] == ""

    told(story)


def test_late_is_marked_by_the_charter_that_members_vote(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            late = await announced(house, hal, start=DAY, grants=grants(TSA="area"))
            assert late["movement"]["is_late"]
            assert (await listed(tsa))[0]["is_late"]
            charter = (await hal.get("/room"))["charter"]
            assert (charter["ahead_convoy_h"], charter["ahead_team_h"]) == (48, 24)
            body = {"matter": "amend", "deadline": house.at(60), "charter": charter | {"ahead_convoy_h": 12}}
            asked = await hal.done("POST", "/proposals", body)
            await tsa.done("POST", f"/proposals/{asked['id']}/vote", {"yes": True})
            assert (await hal.get("/room"))["charter"]["ahead_convoy_h"] == 12
            assert not (await announced(house, hal, start=DAY))["movement"]["is_late"]

    told(story)


def test_a_second_person_releases_and_then_it_is_told(tmp_path):
    async def story():
        async with room(tmp_path, second_person=True) as house:
            hal, tsa = house.leads.values()
            made = await announced(house, hal, grants=grants(TSA="whole"))
            shown = made["movement"]
            assert (made["notice"], shown["grants"], shown["waits_by_me"]) == ("", [], True)
            assert await listed(tsa) == []
            path, body = f"/movements/{shown['id']}", {"ovn": shown["ovn"], "yes": True}
            own = await hal.ask("POST", f"{path}/confirm", body)
            assert (own.status_code, own.json()["code"]) == (403, "not_allowed.second_person")
            other = await colleague(house, "HAL")
            done = await other.done("POST", f"{path}/confirm", body)
            assert done["notice"]
            assert [m["id"] for m in await listed(tsa)] == [shown["id"]]
            less = await hal.done("PUT", f"{path}/release", {"ovn": done["movement"]["ovn"], "grants": []})
            assert less["notice"] == ""
            assert await listed(tsa) == []

    told(story)


def test_changes_are_pushed_to_who_sees_them_and_to_nobody_else(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "VIC") as house:
            hal, *_ = house.leads.values()
            seen, unseen = await stream(house, "TSA"), await stream(house, "VIC")
            made = await announced(house, hal, grants=grants(TSA="area"), notify=False)
            one = made["movement"]["id"]
            pushed = [body for kind, body in await seen.all() if kind == "movements"]
            assert pushed == [{"movements": [one]}]
            body = convoy(house, ovn=made["movement"]["ovn"], remarks="other words", notify=False)
            changed = await hal.done("PUT", f"/movements/{one}", body)
            assert "movements" not in [kind for kind, _ in await seen.all()], "of its area nothing changed"
            release = {"ovn": changed["movement"]["ovn"], "grants": [], "notify": False}
            await hal.done("PUT", f"/movements/{one}/release", release)
            assert ("movements", {"movements": [one]}) in await seen.all()
            assert "movements" not in [kind for kind, _ in await unseen.all()]

    told(story)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"points": []}, "centreline"),
        ({"contact": " "}, "text_missing"),
        ({"width_m": 0}, "width"),
        ({"width_m": 30_000}, "conflict.movement_values"),
        ({"vehicles": -1}, "conflict.movement_values"),
        ({"grants": grants(HAL="whole")}, "conflict.too_many_grants"),
        ({"kind": "tanks"}, "body_form"),
    ],
)
def test_what_is_no_movement_is_said_in_each_language(tmp_path, change, code):
    async def story():
        async with room(tmp_path) as house:
            for language in LANGUAGES:
                path, body = f"/movements/{house.new_id()}", convoy(house, **change)
                answer = await house.leads["HAL"].ask("PUT", path, body, accept_language=language)
                assert answer.status_code in (400, 409)
                assert answer.json()["code"] == code

    told(story)


def test_pages_and_forgetting(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            for n in range(3):
                await announced(house, hal, start=3 * DAY + n)
            first = await hal.get("/movements?limit=2")
            second = await hal.get(f"/movements?limit=2&after={first['next']}")
            assert [len(page["movements"]) for page in (first, second)] == [2, 1]
            assert second["next"] == ""
            house.hands.pass_min(34 * DAY)
            await house.keep_house()
            assert house.state.movements == {}

    told(story)
