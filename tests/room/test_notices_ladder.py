"""A notice at the door of the room: each step of its ladder has its time and its person, for both sides."""

import asyncio

import pytest

from .house import Guest, Room, room

FL120 = {"height": {"reference": "FL", "value": 120}}
FEET = {"height": {"reference": "AMSL", "value": 3_500, "units": "FT", "qnh_hpa": 1_013.25}}
THERE = {"position": {"lat": 12.8, "lon": 45.0}}
AT = {"time": "2026-06-01T12:00:00Z"}
ALL = [FL120, FEET, THERE, AT]


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def body(*to, kind="request", text="Keep clear of the convoy.", **more):
    return {"kind": kind, "to": to or ["TSA"], "text": text} | more


async def officer(house: Room, party: str, name: str, role: str = "officer") -> Guest:
    """Let a person with a name act for a party."""
    made = await house.leads[party].done("POST", "/people", {"name": name, "role": role})
    return house.signed_in(made["id"])


def kinds(notice, party="TSA"):
    (ladder,) = (each for each in notice["ladders"] if each["party"] == party)
    return [step["kind"] for step in ladder["steps"]]


def said(values):
    """Values without what was left out or is as by default."""
    return [
        {k: {n: v for n, v in w.items() if v is not None} if isinstance(w, dict) else w for k, w in each.items() if w}
        for each in values
    ]


def test_the_whole_ladder_with_time_and_person_at_each_step_is_the_same_for_both_sides(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            layla = await officer(house, "TSA", "Layla")
            sent = await hal.done("POST", "/notices", body(deadline=house.at(8)))
            assert (sent["is_mine"], sent["from"], sent["name"], sent["state"]) == (True, "HAL", "HAL lead", "open")
            times = [house.at(0)]
            path = f"/notices/{sent['id']}"
            for person, door, what in (
                (tsa, "/mark", {"step": "handed_over", "means": "webhook"}),
                (tsa, "/mark", {"step": "delivered"}),
                (layla, "/mark", {"step": "read"}),
                (layla, "/pass", {"to": "UN 23", "means": "voice", "confirmed": "yes"}),
                (layla, "/answer", {"answer": "will_comply", "intention": "Climbing", "means": "voice"}),
            ):
                house.hands.pass_min(1)
                times.append(house.at(0))
                await person.done("POST", path + door, what)
            theirs, ours = await tsa.get(path), await hal.get(path)
            assert theirs["ladders"] == ours["ladders"]
            (ladder,) = ours["ladders"]
            assert [(s["kind"], s["time"], s["name"]) for s in ladder["steps"]] == [
                ("sent", times[0], "HAL lead"),
                ("handed_over", times[1], "TSA lead"),
                ("delivered", times[2], "TSA lead"),
                ("read", times[3], "Layla"),
                ("passed", times[4], "Layla"),
                ("answered", times[5], "Layla"),
            ]
            passed, answered = ladder["steps"][-2:]
            assert (passed["to"], passed["confirmed"], passed["means"]) == ("UN 23", "yes", "voice")
            assert (answered["answer"], answered["intention"]) == ("will_comply", "Climbing")
            assert (ladder["answer"], ladder["next"], ours["is_closed"], theirs["is_mine"]) == (
                "will_comply",
                "",
                True,
                False,
            )
            assert (theirs["text"], theirs["deadline"]) == ("Keep clear of the convoy.", house.at(3))

    told(story)


def test_values_are_shown_as_they_were_entered_and_read_back_in_any_unit(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            sent = await hal.done("POST", "/notices", body(kind="safety", values=ALL))
            heights = [each["height"] for each in sent["values"] if each["height"]]
            assert [(h["reference"], h["value"], h["units"], h["qnh_hpa"]) for h in heights] == [
                ("FL", 120, "FL", None),
                ("AMSL", 3_500, "FT", 1_013.25),
            ]
            assert (sent["values"][2]["position"], sent["values"][3]["time"]) == (THERE["position"], AT["time"])
            metres = {"height": {"reference": "AMSL", "value": 1_066.8, "units": "M", "qnh_hpa": 1_013.25}}
            answer = {"answer": "will_comply", "values": [FL120, metres, THERE, AT]}
            done = await tsa.done("POST", f"/notices/{sent['id']}/answer", answer)
            assert done["ladders"][0]["answer"] == "will_comply"

    told(story)


@pytest.mark.parametrize(
    "wrong",
    [
        {"height": {"reference": "FL", "value": 130}},
        {"height": {"reference": "AMSL", "value": 12_000, "units": "FT"}},
        AT,
    ],
)
def test_a_wrong_read_back_answers_nothing_and_alarms_both_until_it_is_right(tmp_path, wrong):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            sent = await hal.done("POST", "/notices", body(kind="safety", values=[FL120]))
            path = f"/notices/{sent['id']}"
            bare = await tsa.ask("POST", path + "/answer", {"answer": "will_comply"})
            assert (bare.status_code, bare.json()["code"]) == (409, "conflict.read_back")
            await tsa.done("POST", path + "/answer", {"answer": "will_comply", "values": [wrong]})
            for side in (hal, tsa):
                seen = await side.get(path)
                (ladder,) = seen["ladders"]
                assert (ladder["alarms"], ladder["answer"]) == (["read_back_wrong"], None)
                assert said(ladder["steps"][-1]["values"]) == [wrong]
            await tsa.done("POST", path + "/answer", {"answer": "will_comply", "values": [FL120]})
            for side in (hal, tsa):
                (ladder,) = (await side.get(path))["ladders"]
                assert (ladder["alarms"], ladder["answer"]) == ([], "will_comply")

    told(story)


def test_each_answer_says_what_it_must(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            sent = await hal.done("POST", "/notices", body())
            path = f"/notices/{sent['id']}/answer"
            for answer, where in (
                ({"answer": "cannot_comply", "intention": "Holding"}, "$.reason"),
                ({"answer": "cannot_comply", "reason": "Fuel"}, "$.intention"),
                ({"answer": "counter"}, "$.proposal"),
            ):
                refused = await tsa.ask("POST", path, answer)
                assert (refused.status_code, refused.json()["code"], refused.json()["where"]) == (
                    400,
                    "text_missing",
                    where,
                )
            waits = {"answer": "stand_by", "stand_by_s": 300}
            too_long = await tsa.ask("POST", path, waits | {"stand_by_s": 301})
            assert (too_long.status_code, too_long.json()["code"]) == (400, "conflict.stand_by")
            stood = await tsa.done("POST", path, waits)
            assert (stood["ladders"][0]["has_stood_by"], stood["ladders"][0]["answer"]) == (True, None)
            await tsa.done("POST", path, {"answer": "cannot_comply", "reason": "Fuel", "intention": "Holding"})
            answered = (await hal.get(f"/notices/{sent['id']}"))["ladders"][0]["steps"][-1]
            assert (answered["reason"], answered["intention"]) == ("Fuel", "Holding")
            await tsa.done("POST", path, {"answer": "counter", "proposal": "At 14:20"})
            (ladder,) = (await hal.get(f"/notices/{sent['id']}"))["ladders"]
            assert (ladder["answer"], ladder["steps"][-1]["proposal"]) == ("counter", "At 14:20")

    told(story)


def test_an_observer_reads_and_shows_and_an_officer_acts(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            watcher = await officer(house, "TSA", "Omar", "observer")
            sent = await hal.done("POST", "/notices", body())
            path = f"/notices/{sent['id']}"
            assert [n["id"] for n in (await watcher.get("/notices"))["notices"]] == [sent["id"]]
            await watcher.done("POST", path + "/mark", {"step": "read"})
            for verb, door, what in (
                ("POST", "/notices", body("HAL")),
                ("POST", path + "/pass", {"to": "UN 23", "means": "voice"}),
                ("POST", path + "/answer", {"answer": "will_comply"}),
                ("POST", path + "/correct", {"how": "corrected", "kind": "request", "text": "No"}),
                ("DELETE", path, None),
                ("POST", "/calls", {"caller": "A", "called": "B"}),
            ):
                refused = await watcher.ask(verb, door, what)
                assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed.role"), door

    told(story)


def test_what_was_marked_stays_as_it_is_and_each_person_reads(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            layla = await officer(house, "TSA", "Layla")
            sent = await hal.done("POST", "/notices", body())
            path = f"/notices/{sent['id']}/mark"
            for person, step in (
                (tsa, "delivered"),
                (layla, "delivered"),
                (tsa, "read"),
                (tsa, "read"),
                (layla, "read"),
            ):
                await person.done("POST", path, {"step": step})
            assert kinds(await hal.get(f"/notices/{sent['id']}")) == ["sent", "delivered", "read", "read"]

    told(story)


def test_text_or_a_phrase_is_needed(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            await hal.done("POST", "/notices", body(text="", phrase={"code": "X02"}))
            refused = await hal.ask("POST", "/notices", body(text=" "))
            assert (refused.status_code, refused.json()["where"]) == (400, "$.text")

    told(story)


def test_the_same_request_under_one_key_sends_one_notice(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            first = await hal.ask("POST", "/notices", body(), idempotency_key="n1")
            again = await hal.ask("POST", "/notices", body(), idempotency_key="n1")
            assert (first.status_code, again.status_code) == (201, 201)
            assert first.json()["id"] == again.json()["id"]
            assert len((await tsa.get("/notices"))["notices"]) == 1
            other = await hal.ask("POST", "/notices", body(text="Other"), idempotency_key="n1")
            assert other.status_code == 422

    told(story)


def test_pages_and_filters_of_the_list(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            sent = [(await hal.done("POST", "/notices", body(text=f"{n}")))["id"] for n in range(5)]
            got = (await tsa.done("POST", "/notices", body("HAL")))["id"]
            await tsa.done("POST", f"/notices/{sent[0]}/answer", {"answer": "will_comply"})
            newest = [got, *reversed(sent)]

            async def listed(query):
                found = await hal.get(f"/notices?{query}")
                return [n["id"] for n in found["notices"]], found["next"]

            assert await listed("") == (newest, "")
            assert await listed("limit=4") == (newest[:4], newest[3])
            assert await listed(f"limit=4&after={newest[3]}") == (newest[4:], "")
            assert await listed("open=false") == ([sent[0]], "")
            assert await listed("open=true&mine=true") == (newest[1:5], "")
            assert await listed("mine=false") == ([got], "")
            for query in ("limit=0", "open=yes", "after=nothing"):
                assert (await hal.ask("GET", f"/notices?{query}")).status_code == 400, query
            first = await hal.ask("GET", "/notices")
            again = await hal.ask("GET", "/notices", if_none_match=first.headers["etag"])
            assert again.status_code == 304

    told(story)


def test_who_is_no_side_of_a_notice_is_told_that_there_is_none(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "UNH") as house:
            hal, unh = house.leads["HAL"], house.leads["UNH"]
            sent = await hal.done("POST", "/notices", body())
            assert (await unh.get("/notices"))["notices"] == []
            for verb, door, what in (
                ("GET", "", None),
                ("DELETE", "", None),
                ("POST", "/mark", {"step": "delivered"}),
                ("POST", "/answer", {"answer": "will_comply"}),
                ("POST", "/correct", {"how": "corrected", "kind": "request", "text": "x"}),
            ):
                refused = await unh.ask(verb, f"/notices/{sent['id']}{door}", what)
                assert (refused.status_code, refused.json()["code"]) == (404, "conflict.no_such_notice")

    told(story)


def test_calls_are_written_down_for_one_s_own_party(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            sent = await hal.done("POST", "/notices", body())
            call = {"caller": "Layla", "called": "Aden tower", "text": "<b>FL120</b>", "notice": sent["id"]}
            made = await hal.done("POST", "/calls", call | {"is_read_back": True, "time": house.at(-5)})
            none = await hal.done("POST", "/calls", {"caller": "Layla", "called": "TSA", "is_answered": False})
            assert [c["id"] for c in (await hal.get("/calls"))["calls"]] == [none["id"], made["id"]]
            page = await hal.get("/calls?limit=1")
            assert page["next"] == none["id"]
            assert (await hal.get(f"/calls?after={none['id']}"))["calls"] == [made]
            assert (made["text"], made["time"], made["name"]) == ("<b>FL120</b>", house.at(-5), "HAL lead")
            assert (await tsa.get("/calls"))["calls"] == []
            later = await hal.ask("POST", "/calls", call | {"time": house.at(5)})
            assert (later.status_code, later.json()["code"]) == (409, "conflict.call")

    told(story)
