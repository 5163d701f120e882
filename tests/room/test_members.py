"""Parties, votes, charter and presets at the door of the room."""

import asyncio

import pytest

from .house import room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def test_members_decide_who_is_in_and_each_vote_counts_once(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "MRD") as house:
            hal, tsa, mrd = house.leads.values()
            body = {
                "matter": "admit",
                "party": "AUR",
                "deadline": house.at(60),
                "described": {"names": {"fr": "Aurore"}},
            }
            asked = await hal.done("POST", "/proposals", body)
            assert asked["outcome"] == "open"
            (shown,) = (await tsa.get("/proposals"))["proposals"]
            assert (shown["needed"], shown["yes"], shown["described"]["names"]) == (3, ["HAL"], {"fr": "Aurore"})
            path = f"/proposals/{asked['id']}/vote"
            assert (await tsa.done("POST", path, {"yes": True}))["outcome"] == "open"
            assert (await tsa.done("POST", path, {"yes": True}))["outcome"] == "open", "the same vote again"
            assert (await mrd.done("POST", path, {"yes": True}))["outcome"] == "carried"
            parties = {p["code"]: p for p in (await hal.get("/room"))["parties"]}
            assert (parties["AUR"]["state"], parties["AUR"]["hue"]) == ("member", 3)
            assert parties["AUR"]["names"] == {"fr": "Aurore"}

    told(story)


def test_a_suspended_party_sees_places_only_ends_its_flights_and_is_told_of_dangers(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "MRD", default_manned=3) as house:
            hal, tsa, mrd = house.leads.values()
            own, other = house.new_id(), house.new_id()
            booked = await tsa.done("PUT", f"/flights/{own}", house.flight(start=0))
            await hal.done("PUT", f"/flights/{other}", house.flight(lat=12.3, start=0))
            asked = await hal.done(
                "POST", "/proposals", {"matter": "suspend", "party": "TSA", "deadline": house.at(60)}
            )
            await mrd.done("POST", f"/proposals/{asked['id']}/vote", {"yes": True})
            assert (await tsa.get(f"/flights/{other}"))["level"] == "existence"
            refused = await tsa.ask("PUT", f"/flights/{house.new_id()}", house.flight(lat=20))
            assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed.suspended")
            theirs = await hal.get(f"/flights/{other}")
            lost = house.flight(lat=12.3, start=0, ovn=theirs["ovn"], state="Nonconforming")
            lost["off_nominal"] = lost["volumes"]
            assert (await hal.ask("PUT", f"/flights/{other}", lost)).status_code == 200
            seen = await tsa.get(f"/flights/{other}")
            assert (seen["level"], seen["contact"]) == ("reservation", "watch +967 1 000"), "the safety floor"
            await tsa.done("DELETE", f"/flights/{own}?ovn={booked['flight']['ovn']}")

    told(story)


def test_the_charter_is_changed_by_all_and_the_host_has_no_say(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            charter = (await hal.get("/room"))["charter"] | {"default_manned": "reservation", "floor_km": 30}
            body = {"matter": "amend", "deadline": house.at(60), "charter": charter}
            asked = await hal.done("POST", "/proposals", body)
            assert (await hal.get("/room"))["charter"]["default_manned"] == "existence"
            assert (await tsa.done("POST", f"/proposals/{asked['id']}/vote", {"yes": True}))["outcome"] == "carried"
            assert (await hal.get("/room"))["charter"] == charter

    told(story)


def test_what_nobody_decides_lapses_at_its_deadline(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            body = {
                "matter": "admit",
                "party": "AUR",
                "deadline": house.at(30),
                "described": {"names": {"fr": "Aurore"}},
            }
            await hal.done("POST", "/proposals", body)
            house.hands.pass_min(31)
            await house.keep_house()
            assert (await hal.get("/proposals"))["proposals"] == []
            assert "AUR" not in {p["code"] for p in (await hal.get("/room"))["parties"]}

    told(story)


@pytest.mark.parametrize(
    ("presets", "level", "rule"),
    [
        ([], "existence", "charter"),
        ([{"of": "manned", "party": "", "level": "reservation"}], "reservation", "preset"),
        ([{"of": "manned", "party": "TSA", "level": "identity"}], "identity", "preset"),
        ([{"of": "unmanned", "party": "TSA", "level": "identity"}], "existence", "charter"),
        ([{"of": "manned", "party": "TSA", "level": "identity", "is_reciprocal": True}], "existence", "reciprocal"),
    ],
)
def test_a_preset_says_what_items_release_and_explain_says_so(tmp_path, presets, level, rule):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            flight = house.new_id()
            await hal.done("PUT", f"/flights/{flight}", house.flight())
            await hal.done("PUT", "/presets", {"presets": presets})
            explained = await hal.get(f"/flights/{flight}/explain?party=TSA")
            assert (explained["level"], explained["rule"]) == (level, rule)
            assert (await tsa.get(f"/flights/{flight}")) == explained["shown"][0], "the preview is what they see"

    told(story)
