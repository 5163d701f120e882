"""What is pushed of notices: each change of what a party sees, to it alone, at once; and again to who was away."""

import asyncio

from tansiq.core.notices import NoticeRules
from tansiq.core.units import MINUTE_US

from .house import room
from .test_notices_ladder import body, told
from .test_push import stream


def kinds(events):
    """What the events about notices say: for each notice the last step of its first ladder, and its state."""
    return [
        (n["ladders"][0]["steps"][-1]["kind"], n["state"])
        for kind, data in events
        if kind == "notices"
        for n in data["notices"]
    ]


def test_each_side_is_pushed_each_step_that_it_sees_and_others_nothing(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "UNH") as house:
            hal, tsa, unh = house.leads.values()
            ours, theirs, others = [await stream(house, party) for party in house.leads]
            sent = await hal.done("POST", "/notices", body("TSA", "UNH"))
            for listener in (ours, theirs, others):
                assert kinds(await listener.all()) == [("sent", "open")]
            path = f"/notices/{sent['id']}"
            await tsa.done("POST", path + "/mark", {"step": "read"})
            await tsa.done("POST", path + "/answer", {"answer": "will_comply"})
            assert kinds(await ours.all()) == [("read", "open"), ("answered", "open")]
            assert kinds(await theirs.all()) == [("read", "open"), ("answered", "open")]
            assert kinds(await others.all()) == [], "what the other receiver did is not its to know"
            await unh.done("POST", path + "/mark", {"step": "delivered"})
            assert kinds(await theirs.all()) == []
            await hal.done("DELETE", path)
            assert kinds(await theirs.all()) == [("answered", "cancelled")]
            assert kinds(await others.all()) == [("delivered", "open"), ("delivered", "cancelled")]

    told(story)


def test_the_answer_is_at_the_sender_within_a_second(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            sent = await hal.done("POST", "/notices", body())
            events = house.hub.listen("HAL", "")
            await anext(events)
            loop = asyncio.get_running_loop()
            began_s = loop.time()
            await tsa.done("POST", f"/notices/{sent['id']}/answer", {"answer": "will_comply"})
            async with asyncio.timeout(1):
                event = await anext(events)
            assert b'"answer":"will_comply"' in event
            assert loop.time() - began_s < 1
            await events.aclose()

    told(story)


def test_what_came_while_one_was_away_comes_after_the_last_event_that_was_taken(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            first = house.hub.listen("HAL", "")
            await anext(first)
            sent = await hal.done("POST", "/notices", body())
            taken = (await anext(first)).decode()
            await first.aclose()
            await tsa.done("POST", f"/notices/{sent['id']}/mark", {"step": "read"})
            await tsa.done("POST", f"/notices/{sent['id']}/answer", {"answer": "will_comply"})
            await asyncio.sleep(0.05)
            token = next(line for line in taken.split("\n") if line.startswith("id: "))[4:]
            again = house.hub.listen("HAL", token)
            await anext(again)
            missed = [(await anext(again)).decode() for _ in range(2)]
            assert [f'"kind":"{step}"' in event for step, event in zip(("read", "answered"), missed, strict=True)] == [
                True,
                True,
            ]
            await again.aclose()

    told(story)


def test_the_relay_is_pushed_what_reached_nobody_and_what_was_forgotten_is_gone(tmp_path):
    async def story():
        rules = {"relay": "UNH", "request_us": MINUTE_US, "step_us": MINUTE_US}
        async with room(tmp_path, "HAL", "TSA", "UNH", notices=NoticeRules(**rules)) as house:
            hal, tsa, _ = house.leads.values()
            sent = await hal.done("POST", "/notices", body())
            relay = await stream(house, "UNH")
            for _ in range(4):
                house.hands.pass_min(1)
                await house.keep_house()
            ((kind, data),) = await relay.all()
            (seen,) = data["notices"]
            assert (kind, seen["relays"], seen["ladders"][0]["alarms"]) == ("notices", True, ["not_reached"])
            await tsa.done("POST", f"/notices/{sent['id']}/answer", {"answer": "will_comply"})
            await relay.all()
            house.hands.pass_min(8 * 24 * 60)
            await house.keep_house()
            assert [data for kind, data in await relay.all() if kind == "notices"] == [
                {"notices": [], "gone": [sent["id"]]}
            ]
            back = house.signed_in("person-hal")
            assert (await back.get("/notices"))["notices"] == []

    told(story)


def test_a_call_is_news_for_its_own_party_alone(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            ours, theirs = await stream(house, "HAL"), await stream(house, "TSA")
            await house.leads["HAL"].done("POST", "/calls", {"caller": "A", "called": "B"})
            assert ("calls", {}) in await ours.all()
            assert "calls" not in [kind for kind, _ in await theirs.all()]

    told(story)


def test_several_are_told_the_oldest_first_whatever_the_order_in_which_they_were_raised(tmp_path):
    """That order is of the times by which other receivers had to answer, who may have asked for more time."""

    async def story():
        rules = {"request_us": MINUTE_US, "step_us": MINUTE_US}
        async with room(tmp_path, "HAL", "TSA", "UNH", notices=NoticeRules(**rules)) as house:
            hal, tsa, unh = house.leads.values()
            first = await hal.done("POST", "/notices", body("TSA", "UNH"))
            house.hands.pass_min(0.1)
            second = await hal.done("POST", "/notices", body("TSA", "UNH"))
            for receiver in (tsa, unh):
                said = {"answer": "stand_by", "stand_by_s": 120}
                await receiver.done("POST", f"/notices/{first['id']}/answer", said)
            listens = await stream(house, "HAL")
            for minutes in (2.5, 1):
                house.hands.pass_min(minutes)
                await house.keep_house()
                ((_, data),) = [each for each in await listens.all() if each[0] == "notices"]
                assert [n["id"] for n in data["notices"]] == [first["id"], second["id"]]

    told(story)
