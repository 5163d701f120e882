"""The notice that a charter asks, at the door: told before booking, refused with what to do, and shown with the rules."""

import asyncio

from .house import room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


RULES = {"ahead_manned": {"routine_us": 2 * 3_600_000_000}, "ahead_zone_us": 3_600_000_000}


def test_who_is_late_is_told_until_when_it_could_be_booked(tmp_path):
    async def story():
        async with room(tmp_path, **RULES) as house:
            hal, flight = house.leads["HAL"], house.new_id()
            late = house.flight(start=90, end=150, callsign="")
            checked = await hal.done("POST", "/flights/check", late)
            (warning,) = checked["warnings"]
            assert house.at(-30) in warning
            refused = await hal.ask("PUT", f"/flights/{flight}", late, accept_language="fr")
            assert (refused.status_code, refused.json()["code"]) == (409, "booked_too_late")
            assert house.at(-30) in refused.json()["message"]
            medevac = late | {"precedence": "medevac", "reason": "birth"}
            assert (await hal.done("POST", "/flights/check", medevac))["warnings"] == []
            await hal.done("PUT", f"/flights/{flight}", medevac)
            early = house.flight(lat=20, start=120, end=180, callsign="")
            assert (await hal.done("POST", "/flights/check", early))["warnings"] == []
            await hal.done("PUT", f"/flights/{house.new_id()}", early)

    told(story)


def test_a_zone_in_force_too_soon_is_refused_with_the_time_from_when_it_may(tmp_path):
    async def story():
        async with room(tmp_path, **RULES) as house:
            hal, zone = house.leads["HAL"], house.new_id()
            body = {"kind": "danger", "name": "Range", "contact": "x", "volumes": house.flight(end=4_000)["volumes"]}
            refused = await hal.ask("PUT", f"/zones/{zone}", body | {"life": "active"})
            assert (refused.status_code, refused.json()["code"]) == (409, "in_force_too_soon")
            assert house.at(60) in refused.json()["message"]
            planned = await hal.done("PUT", f"/zones/{zone}", body)
            house.hands.pass_min(60)
            body |= {"life": "active", "ovn": planned["ovn"]}
            assert (await hal.done("PUT", f"/zones/{zone}", body))["is_in_force"]

    told(story)


def test_the_rules_are_shown_and_changed_by_vote(tmp_path):
    async def story():
        async with room(tmp_path, **RULES) as house:
            hal, tsa = house.leads.values()
            charter = (await hal.get("/room"))["charter"]
            assert (charter["ahead_manned"]["routine_h"], charter["ahead_zone_h"]) == (2, 1)
            charter["ahead_unmanned"]["relief_h"] = 0.5
            body = {"matter": "amend", "deadline": house.at(60), "charter": charter}
            made = await hal.done("POST", "/proposals", body)
            await tsa.done("POST", f"/proposals/{made['id']}/vote", {"yes": True})
            assert (await hal.get("/room"))["charter"] == charter
            for wrong in ({"ahead_zone_h": -1}, {"ahead_manned": {"routine_h": 2_000}}):
                refused = await hal.ask("POST", "/proposals", body | {"charter": charter | wrong})
                assert (refused.status_code, refused.json()["code"]) == (400, "field_range")

    told(story)
