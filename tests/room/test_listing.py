"""A long list is of one moment, whatever is entered while it is made."""

import asyncio
import gzip

import pytest

from tansiq.gateways.room import world

from .house import room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


@pytest.mark.parametrize("meanwhile", ["another's flight", "one's own flight", "a preset", "nothing"])
def test_a_list_made_in_slices_is_as_of_one_position(tmp_path, meanwhile, monkeypatch):
    monkeypatch.setattr(world, "SLICE_S", 0.0)  # each flight is a slice

    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            ids = [house.new_id() for _ in range(20)]
            for n, flight in enumerate(ids):
                await hal.done("PUT", f"/flights/{flight}", house.flight(lat=-20 + 2 * n))
            listed = asyncio.create_task(tsa.get("/flights"))
            await asyncio.sleep(0)
            late = house.new_id()
            match meanwhile:
                case "another's flight":
                    await hal.done("PUT", f"/flights/{late}", house.flight(lat=40))
                case "one's own flight":
                    await tsa.done("PUT", f"/flights/{late}", house.flight(lat=40))
                case "a preset":
                    await hal.done(
                        "PUT", "/presets", {"presets": [{"of": "manned", "party": "", "level": "reservation"}]}
                    )
            seen = (await listed)["flights"]
            levels = {f["level"] for f in seen if f["id"] in ids}
            assert levels in ({"existence"}, {"reservation"}), "not some of the one and some of the other"
            assert [f["id"] for f in seen] == sorted(f["id"] for f in seen)
            assert set(ids) <= {f["id"] for f in seen}

    told(story)


def test_pages_by_cursor_make_the_whole_and_long_answers_are_packed(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            for n in range(30):
                await hal.done("PUT", f"/flights/{house.new_id()}", house.flight(lat=-30 + 2 * n))
            whole = (await hal.get("/flights"))["flights"]
            found, after = [], ""
            while True:
                page = await hal.get(f"/flights?limit=7&after={after}")
                found += page["flights"]
                after = page["next"]
                if not after:
                    break
            assert found == whole
            assert (await hal.ask("GET", "/flights?limit=0")).json()["code"] == "field_range"
            packed = await hal.ask("GET", "/flights", accept_encoding="gzip")
            assert packed.headers["content-encoding"] == "gzip"
            assert packed.json()["flights"] == whole
            assert len(gzip.compress(packed.content)) < len(packed.content) / 5

    told(story)


def test_a_callsign_that_sounds_like_one_nearby_is_warned_of(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=4) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            await hal.done("PUT", f"/flights/{house.new_id()}", house.flight(lat=13, callsign="HAL 213"))
            await hal.done("PUT", f"/flights/{house.new_id()}", house.flight(lat=40, callsign="HAL 231"))
            checked = await tsa.done("POST", "/flights/check", house.flight(callsign="HAL 123"))
            (warning,) = checked["warnings"]
            assert "HAL 213" in warning

    told(story)
