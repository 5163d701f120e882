"""What a sender takes back can be answered no more, and whoever answered it is told; its correction goes to the same ones."""

import pytest

from .house import room
from .test_notices_ladder import FL120, body, kinds, told
from .test_push import stream

FL130 = {"height": {"reference": "FL", "value": 130}}


@pytest.mark.parametrize("how", ["corrected", "superseded"])
def test_the_old_one_cannot_be_answered_and_who_answered_it_is_told(tmp_path, how):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "UNH") as house:
            hal, tsa, unh = house.leads.values()
            sent = await hal.done("POST", "/notices", body("TSA", "UNH", kind="safety", values=[FL120]))
            path = f"/notices/{sent['id']}"
            await tsa.done("POST", path + "/answer", {"answer": "will_comply", "values": [FL120]})
            theirs, others = await stream(house, "TSA"), await stream(house, "UNH")
            wish = {"how": how, "kind": "safety", "text": "Not below FL130.", "values": [FL130]}
            new = await hal.done("POST", path + "/correct", wish)
            for listener, answer in ((theirs, "will_comply"), (others, None)):
                ((_, data),) = [each for each in await listener.all() if each[0] == "notices"]
                states = {n["id"]: (n["state"], n["replaced_by"], n["ladders"][0]["answer"]) for n in data["notices"]}
                assert states == {sent["id"]: (how, new["id"], answer), new["id"]: ("open", "", None)}
            for receiver in (tsa, unh):
                refused = await receiver.ask("POST", path + "/answer", {"answer": "will_comply", "values": [FL120]})
                assert (refused.status_code, refused.json()["code"]) == (409, "conflict.notice_taken_back")
                refused = await receiver.ask("POST", path + "/pass", {"to": "UN 23", "means": "voice"})
                assert refused.status_code == 409
            done = await unh.done("POST", f"/notices/{new['id']}/answer", {"answer": "will_comply", "values": [FL130]})
            assert (done["replaces"], done["ladders"][0]["answer"]) == (sent["id"], "will_comply")
            again = await hal.ask("POST", path + "/correct", wish)
            assert (again.status_code, again.json()["code"]) == (409, "conflict.no_such_notice")

    told(story)


def test_what_was_cancelled_cannot_be_answered_never_climbs_and_keeps_its_steps(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            sent = await hal.done("POST", "/notices", body())
            path = f"/notices/{sent['id']}"
            await tsa.done("POST", path + "/mark", {"step": "read"})
            house.hands.pass_min(1)
            gone = await hal.done("DELETE", path)
            assert (gone["state"], gone["ended"], gone["is_closed"]) == ("cancelled", house.at(0), True)
            refused = await tsa.ask("POST", path + "/answer", {"answer": "will_comply"})
            assert (refused.status_code, refused.json()["code"]) == (409, "conflict.notice_taken_back")
            assert (await hal.ask("DELETE", path)).status_code == 409
            house.hands.pass_min(60)
            await house.keep_house()
            assert kinds(await tsa.get(path)) == ["sent", "read"]
            assert (await tsa.ask("DELETE", path)).status_code == 409, "it is the sender's to take back"

    told(story)


def test_one_key_corrects_once(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, _ = house.leads.values()
            sent = await hal.done("POST", "/notices", body())
            wish = {"how": "corrected", "kind": "request", "text": "FL130"}
            made = [
                await hal.ask("POST", f"/notices/{sent['id']}/correct", wish, idempotency_key="c") for _ in range(2)
            ]
            assert [each.status_code for each in made] == [201, 201]
            assert made[0].json()["id"] == made[1].json()["id"]

    told(story)
