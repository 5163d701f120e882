"""The ledger at the door: wished by both leads, filled by what they agree on, read by these two, pushed to both."""

import asyncio

from .house import room
from .test_agreements import two_that_meet
from .test_push import stream


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


NOTHING = {"times": 0, "minutes": 0, "feet": 0}


def test_both_wish_it_agree_and_read_who_gave_way(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "MRD") as house:
            hal, tsa, mrd = house.leads.values()
            first = await hal.done("PUT", "/ledger/TSA", {"keep": True})
            assert (first["kept_by_me"], first["kept_by_them"], first["since"]) == (True, False, "")
            assert (await tsa.get("/ledger/HAL"))["kept_by_them"], "so that TSA knows it is asked"
            await tsa.done("PUT", "/ledger/HAL", {"keep": True})
            _, second, seen = await two_that_meet(house)
            theirs, others = await stream(house, "HAL"), await stream(house, "MRD")
            change = [{"whose": "theirs", "up_m": 304.8}, {"whose": "mine", "delay_s": -300}]
            body = {"mine": second, "theirs": seen, "deadline": house.at(30), "options": [change]}
            asked = await tsa.done("POST", "/agreements", body)
            await hal.done("POST", f"/agreements/{asked['id']}/accept", {"option": 0})
            assert ("ledger", {"party": "TSA"}) in await theirs.all()
            assert "ledger" not in [kind for kind, _ in await others.all()]
            mine = await hal.get("/ledger/TSA")
            assert mine["mine"] == {"times": 1, "minutes": 0, "feet": 1_000}
            assert mine["theirs"] == {"times": 1, "minutes": 5, "feet": 0}
            assert [(e["who"], e["minutes"], e["feet"], e["agreement"]) for e in mine["entries"]] == [
                ("mine", 0, 1_000, asked["id"]),
                ("theirs", -5, 0, asked["id"]),
            ]
            assert (await tsa.get("/ledger/HAL"))["mine"] == mine["theirs"]
            for party in ("HAL", "TSA"):
                unknown = await mrd.get(f"/ledger/{party}")
                assert (unknown["mine"], unknown["theirs"], unknown["entries"]) == (NOTHING, NOTHING, [])
                assert unknown["since"] == ""
            await hal.done("PUT", "/ledger/TSA", {"keep": False})
            kept = await tsa.get("/ledger/HAL")
            assert (kept["kept_by_them"], len(kept["entries"])) == (False, 2)

    told(story)


def test_by_default_nothing_is_kept_and_no_ledger_is_kept_with_nobody(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            _, second, seen = await two_that_meet(house)
            change = [{"whose": "mine", "delay_s": 600}]
            body = {"mine": second, "theirs": seen, "deadline": house.at(30), "options": [change]}
            asked = await tsa.done("POST", "/agreements", body)
            await hal.done("POST", f"/agreements/{asked['id']}/accept", {"option": 0})
            assert (await hal.get("/ledger/TSA"))["entries"] == []
            assert house.state.ledgers == {}
            for party, status in (("HAL", 404), ("NEW", 404), ("x", 400)):
                assert (await hal.ask("GET", f"/ledger/{party}")).status_code == status
                assert (await hal.ask("PUT", f"/ledger/{party}", {"keep": True})).status_code == status
            refused = await hal.ask("PUT", "/ledger/TSA", {"keep": False})
            assert (refused.status_code, refused.json()["code"]) == (409, "conflict.no_such_ledger")

    told(story)


def test_entries_go_after_400_days_by_themselves(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            await hal.done("PUT", "/ledger/TSA", {"keep": True})
            await tsa.done("PUT", "/ledger/HAL", {"keep": True})
            _, second, seen = await two_that_meet(house)
            change = [{"whose": "mine", "delay_s": 600}]
            body = {"mine": second, "theirs": seen, "deadline": house.at(30), "options": [change]}
            asked = await tsa.done("POST", "/agreements", body)
            await hal.done("POST", f"/agreements/{asked['id']}/accept", {"option": 0})
            house.hands.pass_min(401 * 24 * 60)
            await house.keep_house()
            again = house.signed_in("person-hal")
            held = await again.get("/ledger/TSA")
            assert (held["entries"], held["theirs"]["times"], held["kept_by_me"]) == ([], 1, True)

    told(story)
