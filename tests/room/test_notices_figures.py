"""A party's own answering times: counted, with median and 95th percentile, for itself alone."""

from tansiq.core.notices import NoticeRules
from tansiq.core.units import MINUTE_US

from .house import room
from .test_notices_ladder import body, told


def test_times_late_ones_and_those_that_reached_nobody_are_counted_by_kind(tmp_path):
    async def story():
        rules = NoticeRules(step_us=MINUTE_US)
        async with room(tmp_path, notices=rules) as house:
            hal, tsa = house.leads.values()
            begun = house.at(0)
            for minutes in (1, 2, 3, 4, 12):  # the charter gives ten
                sent = await hal.done("POST", "/notices", body())
                house.hands.pass_min(minutes)
                await tsa.done("POST", f"/notices/{sent['id']}/answer", {"answer": "will_comply"})
                await tsa.done("POST", f"/notices/{sent['id']}/answer", {"answer": "counter", "proposal": "Later"})
            await hal.done("POST", "/notices", body(kind="warning"))
            for _ in range(9):
                house.hands.pass_min(1)
                await house.keep_house()
            fresh = await hal.done("POST", "/notices", body(kind="safety"))
            taken_back = await hal.done("POST", "/notices", body(kind="safety"))
            await hal.done("DELETE", f"/notices/{taken_back['id']}")
            found = await tsa.get("/notices/figures")
            counted = {each.pop("kind"): each for each in found["kinds"]}
            assert found["since"] == begun
            assert counted["request"] == {
                "received": 5,
                "answered": 5,
                "median_s": 180.0,
                "p95_s": 720.0,
                "late": 1,
                "not_reached": 0,
            }
            nothing = {"answered": 0, "median_s": None, "p95_s": None, "late": 0, "not_reached": 0}
            assert counted["warning"] == nothing | {"received": 1, "late": 1, "not_reached": 1}
            assert counted["safety"] == nothing | {"received": 2}, fresh["id"]
            assert counted["drill"] == counted["information"] == nothing | {"received": 0}
            assert (await hal.get("/notices/figures"))["since"] == ""

    told(story)
