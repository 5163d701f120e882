"""The blind check at the door: two owners who agreed to it and do not see each other are told to re-check, and no more."""

import asyncio

from tansiq.gateways.room.rechecks import Rechecker

from .house import Hands, room
from .places import put, report
from .test_push import stream


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


async def to_check(guest):
    return [r["id"] for r in (await guest.get("/reports"))["reports"] if r["recheck"]]


def test_swapped_coordinates_are_to_be_checked_again_by_both_and_nobody_learns_why(tmp_path):
    async def story():
        hands = Hands()
        async with room(tmp_path, "HAL", "TSA", "VIC", hands=hands) as house:
            rechecker = Rechecker(house.started.node)
            hal, tsa, vic = house.leads.values()
            mine = await put(house, hal, names={"en": "Al-Noor Hospital"}, checks_blind=True)
            theirs = await put(house, tsa, lat=45.05, lon=12.05, names={"ar": "مستشفى النور"}, checks_blind=True)
            await put(house, vic, names={"en": "Al Nour Hospital"})  # it did not agree, and counts for nobody
            before = (await vic.get("/reports"), (await vic.ask("GET", "/sites")).text)
            await rechecker.round()
            assert await to_check(hal) == [], "not before the day is over"
            hands.pass_min(2 * 24 * 60)
            hal, tsa, vic = (house.signed_in(f"person-{code}") for code in ("hal", "tsa", "vic"))
            pushed = await stream(house, "HAL")
            await rechecker.round()
            assert (await to_check(hal), await to_check(tsa)) == ([mine["id"]], [theirs["id"]])
            assert [r["id"] for r in (await hal.get("/reports?due=true"))["reports"]] == [mine["id"]]
            assert ("sites", {"reports": [mine["id"]]}) in await pushed.all()
            assert (await hal.get("/sites/suggestions"))["suggestions"] == []
            assert (await hal.ask("GET", f"/sites/{theirs['id']}")).status_code == 404
            assert (await vic.get("/reports"), (await vic.ask("GET", "/sites")).text) == before
            position = house.state.position
            await rechecker.round()
            assert house.state.position == position, "once a day, and of each version once"
            shown = next(r for r in (await hal.get("/reports"))["reports"] if r["id"] == mine["id"])
            body = report(house, 12.06, names={"en": "Al-Noor Hospital"}, checks_blind=True, ovn=shown["ovn"])
            await hal.done("PUT", f"/reports/{mine['id']}", body)
            assert await to_check(hal) == []

    told(story)


def test_two_places_that_agree_are_not_told(tmp_path):
    async def story():
        hands = Hands()
        async with room(tmp_path, hands=hands) as house:
            rechecker = Rechecker(house.started.node)
            hal, tsa = house.leads.values()
            await put(house, hal, names={"en": "Al-Noor Hospital"}, checks_blind=True)
            await put(house, tsa, names={"ar": "مستشفى النور"}, checks_blind=True)
            hands.pass_min(2 * 24 * 60)
            position = house.state.position
            await rechecker.round()
            assert house.state.position == position, "that two agree would tell each that the other knows the place"

    told(story)


def test_reports_that_run_out_are_to_be_looked_at_again_in_time(tmp_path):
    async def story():
        hands = Hands()
        async with room(tmp_path, hands=hands) as house:
            hal = house.leads["HAL"]
            soon, late, gone = [
                await put(house, hal, life_days=days, lat=12 + n) for n, days in enumerate((10, 20, 10))
            ]

            async def due(query=""):
                page = await hal.get(f"/reports?due=true{query}")
                return [r["id"] for r in page["reports"]], page["next"]

            await hal.done("POST", f"/reports/{gone['id']}/withdraw", {"ovn": gone["ovn"]})
            assert await due() == ([], "")
            hands.pass_min(8 * 24 * 60)
            hal = house.signed_in("person-hal")
            assert await due() == ([soon["id"]], ""), "a day and a half before it runs out"
            hands.pass_min(14 * 24 * 60)
            hal = house.signed_in("person-hal")
            both = sorted([soon["id"], late["id"]])
            assert await due() == (both, "")
            assert await due("&limit=1") == (both[:1], both[0])
            assert await due(f"&limit=1&after={both[0]}") == (both[1:], "")
            await hal.done("POST", f"/reports/{soon['id']}/renew", {"ovn": soon["ovn"], "life_days": 30})
            assert await due() == ([late["id"]], "")

    told(story)
