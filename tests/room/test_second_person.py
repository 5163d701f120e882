"""Where the charter asks a second person, releasing more waits for one; releasing less does not."""

import asyncio

from .house import Guest, Room, room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


async def colleague(house: Room) -> Guest:
    invited = await house.leads["HAL"].done("POST", "/people", {"name": "Amina", "role": "officer"})
    return house.signed_in(invited["id"])


def test_more_of_a_flight_waits_until_a_colleague_confirms_it(tmp_path):
    async def story():
        async with room(tmp_path, second_person=True) as house:
            hal, tsa, amina = house.leads["HAL"], house.leads["TSA"], await colleague(house)
            flight = house.new_id()
            booked = await hal.done("PUT", f"/flights/{flight}", house.flight())
            body = {"ovn": booked["flight"]["ovn"], "grants": [{"party": "TSA", "level": "identity"}]}
            asked = await hal.done("PUT", f"/flights/{flight}/release", body)
            assert asked["waits"]
            assert (await tsa.get(f"/flights/{flight}"))["level"] == "existence"
            (shown,) = (await amina.get("/releases"))["releases"]
            assert (shown["id"], shown["by_me"], shown["flight"]) == (asked["waits"], False, flight)
            alone = await hal.ask("POST", f"/releases/{asked['waits']}", {"yes": True})
            assert alone.json()["code"] == "not_allowed.second_person"
            foreign = await tsa.ask("POST", f"/releases/{asked['waits']}", {"yes": True})
            assert foreign.json()["code"] == "conflict.no_such_release"
            await amina.done("POST", f"/releases/{asked['waits']}", {"yes": True})
            assert (await tsa.get(f"/flights/{flight}"))["level"] == "identity"
            assert (await amina.get("/releases"))["releases"] == []
            ovn = (await hal.get(f"/flights/{flight}"))["ovn"]
            less = await hal.done("PUT", f"/flights/{flight}/release", {"ovn": ovn, "grants": []})
            assert less["waits"] == "", "releasing less needs nobody"

    told(story)


def test_a_release_that_waits_can_be_dropped_and_a_booking_does_not_get_around_the_rule(tmp_path):
    async def story():
        async with room(tmp_path, second_person=True) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            more = {"grants": [{"party": "TSA", "level": "identity"}]}
            refused = await hal.ask("PUT", f"/flights/{house.new_id()}", house.flight() | more)
            assert refused.json()["code"] == "conflict.second_person"
            sealed = {"grants": [{"party": "TSA", "level": "conflict"}]}
            await hal.done("PUT", f"/flights/{house.new_id()}", house.flight() | sealed)
            presets = {"presets": [{"of": "manned", "party": "TSA", "level": "identity"}]}
            asked = await hal.done("PUT", "/presets", presets)
            assert (asked["presets"], bool(asked["waits"])) == ([], True)
            await hal.done("POST", f"/releases/{asked['waits']}", {"yes": False})
            assert (await hal.get("/presets"))["presets"] == []
            assert (await tsa.get("/flights"))["flights"] == []

    told(story)
