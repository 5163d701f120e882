"""Heights at the door: limits on their own references, the air as it is stated, the ground typed or read from tiles."""

import asyncio
import json

import numpy as np
import pytest

from tansiq.config import Config
from tansiq.core.units import NDEG, Span
from tansiq.core.volumes import Box
from tansiq.gateways.room import deriving
from tansiq.gateways.room.elevation import ACCURACY_M, Elevation

from .house import Hands, Room, held_up, room, until
from .test_doors import f3548_body, machine

FL100_120 = ({"reference": "FL", "value": 100}, {"reference": "FL", "value": 120})
FL120_140 = ({"reference": "FL", "value": 120}, {"reference": "FL", "value": 140})


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def amsl(feet, **more):
    return {"reference": "AMSL", "value": feet, "units": "FT"} | more


def level(number):
    return {"reference": "FL", "value": number}


def agl(metres):
    return {"reference": "AGL", "value": metres, "units": "M"}


def flight(house: Room, limits, ground=None, **more):
    """A flight between two limits; ground: what is typed of it."""
    body = house.flight(**more)
    floor, ceiling = limits
    body["volumes"][0] |= {"floor": floor, "ceiling": ceiling} | ({"ground": ground} if ground else {})
    return body


def pressure(house: Room, qnh_hpa=1009.0, **more):
    """Stated for six hours in a disc of 90 km around the place of the flights, 12 K warmer than standard."""
    return {
        "qnh_hpa": qnh_hpa,
        "isa_k": 12,
        "start": house.at(-10),
        "end": house.at(360),
        "source": "METAR OYAA 281200Z",
        "circle": {"center": {"lat": 12.05, "lon": 45.05}, "radius_m": 90_000},
    } | more


async def met(house: Room, party, limits, **more):
    """How many flights one between two limits would meet."""
    return len((await house.leads[party].done("POST", "/flights/check", flight(house, limits, **more)))["conflicts"])


async def band(house: Room, flight_id, party="HAL"):
    """The band above the ellipsoid that a flight has now."""
    shown = (await house.leads[party].get(f"/flights/{flight_id}"))["volumes"][0]["band"]
    return shown["floor_m"], shown["ceiling_m"]


def test_limits_of_one_reference_are_compared_on_it(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal = house.leads["HAL"]
            await hal.done("PUT", f"/flights/{house.new_id()}", flight(house, FL100_120))
            assert await met(house, "TSA", FL120_140) == 0
            assert await met(house, "TSA", ({"reference": "FL", "value": 119}, FL120_140[1])) == 1
            low = flight(house, (amsl(2_000, qnh_hpa=1009), amsl(3_000, qnh_hpa=1009)), lat=14)
            await hal.done("PUT", f"/flights/{house.new_id()}", low)
            assert await met(house, "TSA", (amsl(3_000, qnh_hpa=1009), amsl(4_000, qnh_hpa=1009)), lat=14) == 0
            assert await met(house, "TSA", (amsl(3_000, qnh_hpa=1013), amsl(4_000, qnh_hpa=1013)), lat=14) == 1

    told(story)


def test_altitudes_on_a_stated_pressure_are_shown_and_compared_as_they_were_entered(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, flight_id = house.leads["HAL"], house.new_id()
            low, high = amsl(2_000, pressure="OYAA"), amsl(3_000, pressure="OYAA")
            unknown = await hal.ask("PUT", f"/flights/{flight_id}", flight(house, (low, high)))
            assert (unknown.json()["code"], unknown.json()["where"]) == ("pressure_unknown", "$.volumes[0].floor")
            await hal.done("PUT", "/pressures/OYAA", pressure(house))
            await hal.done("PUT", f"/flights/{flight_id}", flight(house, (low, high)))
            shown = (await hal.get(f"/flights/{flight_id}"))["volumes"][0]
            assert shown["floor"] == {
                "reference": "AMSL",
                "value": 2_000.0,
                "units": "FT",
                "qnh_hpa": None,
                "pressure": "OYAA",
            }
            assert await met(house, "TSA", (high, amsl(4_000, pressure="OYAA"))) == 0
            before = await band(house, flight_id)
            await hal.done("PUT", "/pressures/OYAA", pressure(house, qnh_hpa=990))
            assert await band(house, flight_id) != before, "altimeters there are set otherwise now"
            assert await met(house, "TSA", (high, amsl(4_000, pressure="OYAA"))) == 0
            again = flight(house, (low, high)) | {
                "volumes": [shown],
                "ovn": (await hal.get(f"/flights/{flight_id}"))["ovn"],
            }
            await hal.done("PUT", f"/flights/{flight_id}", again)  # what was shown can be sent back

    told(story)


def test_a_stated_pressure_narrows_what_a_flight_level_blocks_for_altitudes(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, flight_id = house.leads["HAL"], house.new_id()
            await hal.done("PUT", f"/flights/{flight_id}", flight(house, FL100_120))
            above = (amsl(15_000, qnh_hpa=1009), amsl(16_000, qnh_hpa=1009))
            assert await met(house, "TSA", above) == 1, "nobody said how warm it is"
            low, high = await band(house, flight_id)
            put = await hal.done("PUT", "/pressures/OYAA", pressure(house, isa_tolerance_k=5))
            assert put["conflicts"] == []
            assert put["is_complete"]
            lower, upper = await band(house, flight_id)
            assert low < lower < upper < high
            assert high - low > 2_150
            assert upper - lower < 950
            assert await met(house, "TSA", above) == 0
            # The snapped view follows: instead of nine times 300 m it takes four or five.
            (shown,) = house.state.intents[flight_id].flight.views
            assert shown.alt_mm.hi - shown.alt_mm.lo <= 1_500_000

    told(story)


def test_a_change_of_pressure_that_makes_two_flights_meet_is_reported_and_pushed(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            await hal.done("PUT", "/pressures/OYAA", pressure(house, isa_tolerance_k=2, qnh_tolerance_hpa=1))
            levels, altitudes = house.new_id(), house.new_id()
            await hal.done("PUT", f"/flights/{levels}", flight(house, FL100_120))
            above = (amsl(13_500, qnh_hpa=1009), amsl(14_500, qnh_hpa=1009))
            await tsa.done("PUT", f"/flights/{altitudes}", flight(house, above))
            before = house.state.intents[levels]
            stream = house.hub.listen("TSA", "")
            assert (await anext(stream)).startswith(b"retry")
            answer = await hal.done(
                "PUT", "/pressures/OYAA", pressure(house, isa_k=30, isa_tolerance_k=2, qnh_hpa=1035)
            )
            assert [(n["flight"], n["conflict"]["with"]["id"]) for n in answer["conflicts"]] == [(levels, altitudes)]
            after = house.state.intents[levels]
            assert after.ovn != before.ovn, "a key that named it before is no proof of awareness any more"
            assert after.flight.entered_us == before.flight.entered_us
            assert after.volumes[0].floor == before.volumes[0].floor
            events = b""
            async with asyncio.timeout(5):
                while b"event: conflicts" not in events:
                    events = await anext(stream)
            await stream.aclose()
            assert json.loads(events.split(b"data: ")[1]) == [{"flight": altitudes, "met": levels}]
            assert (await hal.done("PUT", "/pressures/OYAA", pressure(house, isa_k=30, qnh_hpa=1035)))[
                "conflicts"
            ] == []

    told(story)


def test_what_is_in_the_air_is_never_refused_and_follows_at_once(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal, flight_id = house.leads["HAL"], house.new_id()
            await hal.done("PUT", "/pressures/OYAA", pressure(house))
            booked = await hal.done("PUT", f"/flights/{flight_id}", flight(house, FL100_120, start=-5, end=30))
            flown = flight(house, FL100_120, start=-5, end=30, state="Activated", ovn=booked["flight"]["ovn"])
            await hal.done("PUT", f"/flights/{flight_id}", flown)
            narrow = await band(house, flight_id)
            await hal.done("DELETE", "/pressures/OYAA")
            wide = await band(house, flight_id)
            assert wide[0] < narrow[0] < narrow[1] < wide[1]
            assert house.state.intents[flight_id].state == "Activated"
            await hal.done("PUT", "/pressures/OYAA", pressure(house, end=house.at(45)))
            assert (await band(house, flight_id))[1] < wide[1]
            house.hands.pass_min(31)  # it outlasts its time, and soon what was stated
            for _ in range(4):
                await house.keep_house()
                house.hands.pass_min(5)
            assert house.state.intents[flight_id].flight.is_overrunning
            # until nothing is stated of the air that it may be in by now
            await until(lambda: band(house, flight_id), lambda now: now == wide)

    told(story)


def test_many_flights_are_derived_in_slices_and_bookings_there_wait(tmp_path, monkeypatch):
    monkeypatch.setattr(deriving, "DERIVED_AT_ONCE", 3)

    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            for n in range(10):
                body = flight(house, FL100_120, lat=11.6 + n * 0.1)
                await hal.done("PUT", f"/flights/{house.new_id()}", body)
            before, position = dict(house.state.intents), house.state.position
            elsewhere, here = house.new_id(), house.new_id()
            changed, away, beside = await asyncio.gather(
                hal.ask("PUT", "/pressures/OYAA", pressure(house)),
                tsa.ask("PUT", f"/flights/{elsewhere}", flight(house, FL100_120, lat=30)),
                tsa.ask("PUT", f"/flights/{here}", flight(house, FL120_140)),
            )
            assert (changed.status_code, away.status_code, beside.status_code) == (200, 201, 201)
            assert house.state.unsettled == {}
            assert all(house.state.intents[i].ovn != old.ovn for i, old in before.items())
            assert house.state.position >= position + 1 + 4 + 1 + 2, (
                "one statement, four slices, one settled, two bookings"
            )
            narrow = (await tsa.get(f"/flights/{here}"))["volumes"][0]["band"]
            assert narrow["ceiling_m"] - narrow["floor_m"] < 1_200, "it was derived from what was known by then"

    told(story)


def test_a_planner_of_the_standard_waits_while_bands_are_derived_anew(tmp_path):
    """A key made from bands that do not follow the air yet would leave flights out."""

    async def story():
        async with room(tmp_path) as house:
            hal, bearer = house.leads["HAL"], await machine(house, "TSA")
            await hal.done("PUT", f"/flights/{house.new_id()}", flight(house, FL100_120))
            before, here, there = (f"/dss/v1/operational_intent_references/{house.new_id()}" for _ in range(3))
            kept = f3548_body(house, 12.5, [])
            booked = await house.http.put(before, json=kept, headers=bearer)
            assert booked.status_code == 201

            go_on = held_up(house)
            stated = asyncio.create_task(hal.ask("PUT", "/pressures/OYAA", pressure(house)))
            await until(lambda: house.state.unsettled)
            keyed = bearer | {"idempotency-key": "once"}
            busy = await house.http.put(here, json=f3548_body(house, 12.3, []), headers=keyed)
            assert (busy.status_code, int(busy.headers["retry-after"]) > 0) == (503, True)
            assert "Ask again" in busy.json()["message"]
            away = await house.http.put(there, json=f3548_body(house, 40.0, []), headers=bearer)
            assert away.status_code == 201, "elsewhere nothing is derived"
            ovn = booked.json()["operational_intent_reference"]["ovn"]
            same = await house.http.put(f"{before}/{ovn}", json=kept, headers=bearer)
            assert same.status_code == 200, "it takes no room that it had not"
            go_on()
            assert (await stated).status_code == 200
            again = await house.http.put(here, json=f3548_body(house, 12.3, []), headers=keyed)
            assert again.status_code == 201, again.text

    told(story)


def test_a_start_goes_on_where_the_last_node_stopped(tmp_path):
    async def story():
        hands = Hands()
        async with room(tmp_path, "HAL", hands=hands) as house:
            hal, flight_id = house.leads["HAL"], house.new_id()
            await hal.done("PUT", f"/flights/{flight_id}", flight(house, FL100_120))
            wide = await band(house, flight_id)
            held_up(house)
            asked = asyncio.create_task(hal.ask("PUT", "/pressures/OYAA", pressure(house)))
            await until(lambda: house.state.unsettled)
            asked.cancel()
        async with room(tmp_path, hands=hands) as house:
            await until(lambda: not house.state.unsettled)
            low, high = await band(house, flight_id)
            assert wide[0] < low < high < wide[1]

    told(story)


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"isa_k": None}, "one_temperature", "$.isa_k"),
        ({"temperature_c": 30}, "one_temperature", "$.isa_k"),
        ({"isa_k": None, "temperature_c": 30}, "temperature_level", "$.temperature_at"),
        ({"isa_k": 90}, "field_range", "$.isa_k"),
        ({"qnh_hpa": 700}, "qnh", "$.qnh_hpa"),
        ({"qnh_tolerance_hpa": 0}, "field_range", "$.qnh_tolerance_hpa"),
        ({"circle": None}, "outline", "$"),
        ({"source": " "}, "text_missing", "$.source"),
        ({"transition_level": {"reference": "AMSL", "value": 5}}, "transition_reference", "$.transition_level"),
        ({"end": "soon"}, "time", "$.end"),
        ({"observed": "2020-01-01T00:00:00Z"}, "conflict.pressure_times", ""),
    ],
)
def test_what_cannot_be_stated_is_refused_with_the_place(tmp_path, change, code, where):
    async def story():
        async with room(tmp_path, "HAL") as house:
            refused = (await house.leads["HAL"].ask("PUT", "/pressures/OYAA", pressure(house) | change)).json()
            assert (refused["code"], refused["where"]) == (code, where), refused
            assert house.state.pressures == {}

    told(story)


def test_all_see_what_is_stated_and_by_whom_and_a_temperature_is_counted_from_the_standard(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            body = pressure(house, isa_k=None, temperature_c=5.0, temperature_at={"reference": "FL", "value": 50})
            body |= {"transition_altitude": amsl(5_000), "transition_level": {"reference": "FL", "value": 60}}
            await hal.done("PUT", "/pressures/OYAA", body | {"name": "<b>Aden</b>"})
            (shown,) = (await tsa.get("/pressures"))["pressures"]
            assert shown["isa_k"] == pytest.approx(-0.094, abs=0.001)  # Doc 7488: FL50 is 5.094 °C
            assert (shown["by"], shown["is_mine"], shown["is_now"], shown["is_settled"]) == ("HAL", False, True, True)
            assert (shown["source"], shown["name"]) == ("METAR OYAA 281200Z", "<b>Aden</b>")
            assert shown["transition_altitude"]["value"] == 5_000
            assert shown["observed"] == house.at(0)
            assert (await tsa.ask("PUT", "/pressures/OYAA", pressure(house))).status_code == 403
            assert (await tsa.ask("DELETE", "/pressures/OYAA")).status_code == 403
            assert (await tsa.ask("PUT", "/pressures/x", pressure(house))).json()["code"] == "pressure_id"
            await tsa.done("PUT", "/pressures/OYAB", pressure(house, qnh_hpa=1001))
            assert (await hal.ask("DELETE", "/pressures/NONE")).json()["code"] == "conflict.no_such_pressure"
            assert (await hal.done("DELETE", "/pressures/OYAA"))["pressure"] is None

    told(story)


# --- the ground -------------------------------------------------------------------------------------------------------


def test_a_limit_above_the_ground_needs_the_ground_typed_or_read(tmp_path):
    async def story():
        async with room(tmp_path, default_unmanned=3, default_manned=3) as house:
            hal = house.leads["HAL"]
            refused = await hal.ask("PUT", f"/flights/{house.new_id()}", flight(house, (agl(0), agl(120))))
            error = refused.json()
            assert (refused.status_code, error["code"], error["where"]) == (
                400,
                "ground_unknown",
                "$.volumes[0].ground",
            )
            assert "lowest_m" in error["hint"]
            assert "elevation file" in error["hint"]
            flight_id, ground = house.new_id(), {"lowest_m": 300, "highest_m": 450}
            await hal.done("PUT", f"/flights/{flight_id}", flight(house, (agl(50), agl(120)), ground))
            low, high = await band(house, flight_id)
            assert low < 350 - 20  # the geoid near Aden lies 20 to 30 m below the ellipsoid
            assert 570 - 40 < high < 570
            shown = (await hal.get(f"/flights/{flight_id}"))["volumes"][0]
            assert shown["floor"] == {"reference": "AGL", "value": 50.0, "units": "M", "qnh_hpa": None}
            assert shown["ground"] == {"lowest_m": 300.0, "highest_m": 450.0, "source": "typed"}
            assert await met(house, "TSA", (amsl(1_800), amsl(2_000))) == 1, "549 m may be 100 m above the ground"
            assert await met(house, "TSA", (amsl(2_200), amsl(2_400))) == 0
            checked = await house.leads["TSA"].done(
                "POST", "/flights/check", flight(house, (agl(0), agl(120)), ground, is_manned=False)
            )
            assert [o["kind"] for o in checked["offers"] if o["kind"] == "aside"] == [], (
                "beside it the ground is another"
            )
            assert all(o["up_m"] >= 0 for o in checked["offers"]), "not under the ground"

    told(story)


def test_no_way_out_lies_below_the_zero_of_its_heights(tmp_path):
    async def story():
        async with room(tmp_path, default_unmanned=3, default_manned=3) as house:
            await house.leads["HAL"].done("PUT", f"/flights/{house.new_id()}", flight(house, (level(15), level(130))))
            checked = await house.leads["TSA"].done("POST", "/flights/check", flight(house, (level(60), level(80))))
            floors = [v["floor"]["value"] for offer in checked["offers"] for v in offer["volumes"]]
            assert min(floors) >= 0, "65 levels down would be nearer than 70 up, but 5 below zero"
            assert any(offer["up_m"] > 0 for offer in checked["offers"])

    told(story)


def test_a_floor_on_the_ground_and_an_unlimited_ceiling_need_nothing(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, flight_id = house.leads["HAL"], house.new_id()
            limits = ({"reference": "GND"}, {"reference": "UNL"})
            await hal.done("PUT", f"/flights/{flight_id}", flight(house, limits))
            shown = (await hal.get(f"/flights/{flight_id}"))["volumes"][0]
            assert (shown["floor"]["reference"], shown["ceiling"]["reference"]) == ("GND", "UNL")
            assert shown["band"]["ceiling_m"] == 100_000
            assert await met(house, "TSA", FL100_120) == 1
            table = (await hal.ask("GET", "/export.csv")).text
            assert ",GND,UNL," in table

    told(story)


@pytest.mark.parametrize(
    ("limits", "ground", "code"),
    [
        (({"reference": "UNL"}, {"reference": "UNL"}), None, "floor_unlimited"),
        (({"reference": "GND", "value": 5}, agl(120)), None, "height_value"),
        ((agl(-5), agl(120)), None, "height_range"),
        ((agl(130), agl(120)), {"lowest_m": 0, "highest_m": 10}, "heights_crossed"),
        ((agl(0), agl(120)), {"lowest_m": 20, "highest_m": 10}, "ground_range"),
        ((agl(0), agl(120)), {"lowest_m": -600, "highest_m": 10}, "ground_range"),
        ((agl(0), agl(120)), {"lowest_m": 0, "highest_m": 10, "source": "file"}, "ground_unknown"),
        ((amsl(1, pressure="X1", qnh_hpa=1000), amsl(2)), None, "height_pressure"),
        (({"reference": "FL", "value": 1, "pressure": "X1"}, FL120_140[1]), None, "height_pressure"),
    ],
)
def test_limits_that_cannot_be_are_refused(tmp_path, limits, ground, code):
    async def story():
        async with room(tmp_path, "HAL") as house:
            refused = await house.leads["HAL"].ask("PUT", f"/flights/{house.new_id()}", flight(house, limits, ground))
            assert refused.json()["code"] == code

    told(story)


def tile(folder, name="N12E045.hgt", side=1_201, *, at=None):
    """A tile that rises by a metre each 10 rows to the north; at: places (row from south, column) with their height."""
    rows = np.repeat(np.arange(side) // 10, side).reshape(side, side).astype(">i2")
    for (row, column), height in (at or {}).items():
        rows[row, column] = height
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(rows[::-1].tobytes())
    return Elevation(folder)


def square(south, north, west, east):
    return (Box(Span(round(south * NDEG), round(north * NDEG)), Span(round(west * NDEG), round(east * NDEG))),)


@pytest.mark.parametrize("side", [1_201, 3_601])
def test_the_ground_of_a_tile(tmp_path, side):
    step = 1 / (side - 1)
    elevation = tile(tmp_path / "srtm", side=side, at={(600, 300): 900, (700, 800): -32_768})
    flat = elevation.ground_mm(square(12 + 100.5 * step, 12 + 109.5 * step, 45 + 10.5 * step, 45 + 11.5 * step))
    assert flat == Span((10 - ACCURACY_M) * 1000, (11 + ACCURACY_M) * 1000), "rows 100 to 110 surround it"
    peak = square(12 + 599.5 * step, 12 + 599.6 * step, 45 + 299.5 * step, 45 + 299.6 * step)
    assert elevation.ground_mm(peak).hi == (900 + ACCURACY_M) * 1000, "a sample that surrounds the place"
    void = square(12 + 699.5 * step, 12 + 700.5 * step, 45 + 799.5 * step, 45 + 800.5 * step)
    assert elevation.ground_mm(void) is None, "the radar saw nothing"
    assert elevation.ground_mm(square(11.99, 12.01, 45.1, 45.2)) is None, "the tile south of it is missing"


def test_a_place_on_two_tiles_and_a_damaged_one(tmp_path):
    folder = tmp_path / "srtm"
    tile(folder)
    elevation = tile(folder, "S01W001.hgt", at={(1_200, 1_200): 77})
    assert elevation.ground_mm(square(11.9999, 12.001, 45.5, 45.501)) is None, "it reaches into the tile south of it"
    tile(folder, "N11E045.hgt")
    assert elevation.ground_mm(square(11.9999, 12.001, 45.5, 45.501)) == Span(
        -ACCURACY_M * 1000, (120 + ACCURACY_M) * 1000
    )
    assert elevation.ground_mm(square(-0.0005, -0.0001, -0.0005, -0.0001)).hi == (120 + ACCURACY_M) * 1000
    (folder / "N11E045.hgt").write_bytes(b"short")
    assert Elevation(folder).ground_mm(square(11.5, 11.6, 45.5, 45.501)) is None


def test_the_ground_is_read_from_the_rooms_tiles(tmp_path):
    elevation = tile(tmp_path / "srtm")

    async def story():
        async with room(
            tmp_path, "HAL", settings=Config(audience=("room.example",), elevation=str(elevation.folder))
        ) as house:
            hal, flight_id = house.leads["HAL"], house.new_id()
            body = flight(house, (agl(0), agl(120)), {"lowest_m": 1, "highest_m": 2, "source": "file"})
            await hal.done("PUT", f"/flights/{flight_id}", body)
            shown = (await hal.get(f"/flights/{flight_id}"))["volumes"][0]
            assert shown["ground"]["source"] == "file", "read again, whatever was sent"
            assert shown["ground"]["lowest_m"] == -ACCURACY_M
            assert shown["ground"]["highest_m"] == 12 + ACCURACY_M
            away = await hal.ask("PUT", f"/flights/{house.new_id()}", flight(house, (agl(0), agl(120)), lat=20))
            assert away.json()["code"] == "ground_unknown", "no tile there"

    told(story)


def test_an_amended_charter_derives_everything_anew(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal, flight_id = house.leads["HAL"], house.new_id()
            await hal.done("PUT", f"/flights/{flight_id}", flight(house, FL100_120))
            zone = {
                "kind": "closed",
                "name": "range",
                "contact": "tower",
                "volumes": flight(house, FL120_140)["volumes"],
            }
            zone_id = house.new_id()
            await hal.done("PUT", f"/zones/{zone_id}", zone)
            before = await band(house, flight_id), (await hal.get(f"/zones/{zone_id}"))["volumes"][0]["band"]
            charter = (await hal.get("/room"))["charter"]
            assert charter["qnh_hpa"] == {"least": 950.0, "most": 1_050.0}
            charter |= {"qnh_hpa": {"least": 900, "most": 1_060}, "isa_k": {"least": -55, "most": 30}}
            body = {"matter": "amend", "deadline": house.at(60), "charter": charter}
            assert (await hal.done("POST", "/proposals", body))["outcome"] == "carried"
            deriver = next(f.__self__ for f in house.started.node.followers if isinstance(f.__self__, deriving.Deriver))
            assert await deriver.settled(house.state.air) is not None
            assert house.state.unsettled == {}
            after = await band(house, flight_id), (await hal.get(f"/zones/{zone_id}"))["volumes"][0]["band"]
            assert after[0][0] < before[0][0] < before[0][1] < after[0][1]
            assert after[1]["floor_m"] < before[1]["floor_m"]
            assert (await hal.get("/pressures"))["elsewhere_isa_k"] == {"least": -55.0, "most": 30.0}

    told(story)
