"""Corridors at the door of the room: flights and zones along a centreline."""

import asyncio

import pytest

from .house import room

LINE = [{"lat": 12.0, "lon": 45.0}, {"lat": 12.0, "lon": 45.5}, {"lat": 12.4, "lon": 45.5}]


def fl(value):
    return {"reference": "FL", "value": value}


def along(house, **more):
    """A volume along two legs, 10 km wide, FL100 to FL120, in the next hour."""
    corridor = {"centreline": LINE, "width_m": 10_000} | more
    return {"corridor": corridor, "floor": fl(100), "ceiling": fl(120), "start": house.at(10), "end": house.at(70)}


def test_a_flight_along_a_centreline_is_booked_leg_by_leg(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, tsa = house.leads.values()
            legs = [{"end": house.at(40)}, {"start": house.at(40), "floor": fl(140), "ceiling": fl(160)}]
            flight = house.new_id()
            await hal.done("PUT", f"/flights/{flight}", house.flight(volumes=[along(house, legs=legs)]))
            first, second = (await tsa.get(f"/flights/{flight}"))["volumes"]
            assert (first["start"], first["end"]) == (house.at(10), house.at(40))
            assert (second["start"], second["end"]) == (house.at(40), house.at(70))
            assert [v["floor"]["value"] for v in (first, second)] == [100, 140]
            below = house.flight(lat=12.2, lon=45.45, start=41, end=60)
            assert not (await tsa.done("POST", "/flights/check", below))["conflicts"], "the second leg is above it"
            level = house.flight(lat=12.2, lon=45.45, start=41, end=60, low=140, high=150)
            assert len((await tsa.done("POST", "/flights/check", level))["conflicts"]) == 1
            aside = house.flight(lat=12.2, lon=45.56, start=41, end=60, low=140, high=150)
            assert not (await tsa.done("POST", "/flights/check", aside))["conflicts"], "6 km from the centreline"

    asyncio.run(story())


def test_a_corridor_is_announced_with_its_centreline_and_lanes(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            zone = house.new_id()
            lanes = [
                {"way": "along", "floor": fl(100), "ceiling": fl(110)},
                {"way": "against", "floor": fl(110), "ceiling": fl(120)},
            ]
            body = {"kind": "corridor", "name": "relief lane", "contact": "tower 118.1", "volumes": [along(house)]}
            await hal.done("PUT", f"/zones/{zone}", body | {"lanes": lanes})
            seen = await tsa.get(f"/zones/{zone}")
            assert (seen["centreline"], seen["corridor_m"], len(seen["volumes"])) == (LINE, 10_000, 2)
            assert [(lane["way"], lane["floor"]["value"]) for lane in seen["lanes"]] == [
                ("along", 100),
                ("against", 110),
            ]
            crossed = [lanes[0], lanes[0] | {"way": "against"}]
            refused = await hal.ask("PUT", f"/zones/{house.new_id()}", body | {"lanes": crossed})
            assert (refused.status_code, refused.json()["code"]) == (409, "conflict.corridor_lanes")

    asyncio.run(story())


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"centreline": LINE[:1]}, "centreline", "$.volumes[0].corridor.centreline"),
        ({"centreline": [LINE[0], LINE[1], LINE[1]]}, "leg", "$.volumes[0].corridor.centreline[2]"),
        ({"centreline": [LINE[0], {"lat": 12, "lon": 60}]}, "leg", "$.volumes[0].corridor.centreline[1]"),
        ({"centreline": [LINE[0], {"lat": 91, "lon": 60}]}, "off_earth", "$.volumes[0].corridor.centreline[1]"),
        ({"width_m": 0.5}, "width", "$.volumes[0].corridor.width_m"),
        ({"width_m": 100_001}, "width", "$.volumes[0].corridor.width_m"),
        ({"legs": [{}]}, "legs_count", "$.volumes[0].corridor.legs"),
        ({"legs": [{}, {"floor": fl(130)}]}, "heights_crossed", "$.volumes[0].corridor.legs[1]"),
        ({"legs": [{"end": "soon"}, {}]}, "time", "$.volumes[0].corridor.legs[0].end"),
    ],
)
def test_what_is_wrong_with_a_corridor_is_said_with_its_place(tmp_path, change, code, where):
    async def story():
        async with room(tmp_path, "HAL") as house:
            body = house.flight(volumes=[along(house, **change)])
            refused = await house.leads["HAL"].ask("POST", "/flights/check", body)
            assert (refused.status_code, refused.json()["code"], refused.json()["where"]) == (400, code, where)

    asyncio.run(story())


def test_a_volume_has_one_shape_and_heights(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal, two = house.leads["HAL"], along(house)
            two["circle"] = {"center": LINE[0], "radius_m": 1_000}
            assert (await hal.ask("POST", "/flights/check", house.flight(volumes=[two]))).json()[
                "code"
            ] == "one_outline"
            flat = {name: value for name, value in along(house).items() if name != "floor"}
            refused = (await hal.ask("POST", "/flights/check", house.flight(volumes=[flat]))).json()
            assert (refused["code"], refused["where"]) == ("height_missing", "$.volumes[0].floor")

    asyncio.run(story())
