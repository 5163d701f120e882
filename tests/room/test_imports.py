"""Imports of flights and zones at the door of the room: a dry run, then each item as if it had been PUT."""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tansiq.gateways.rfc3339 import format_us

from .house import NOON_US, Guest, Room, room

SAMPLES = Path(__file__).parent / "samples"
TYPES = {"csv": "text/csv"}
Json = dict[str, Any]


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


async def send(
    house: Room, guest: Guest, what: str, form: str, body: Any, key: str = "", **query: str
) -> httpx.Response:
    """Send a file. body: bytes, or what becomes JSON. key: for the real run."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    asked = "&".join(f"{name.rstrip('_')}={quote(value)}" for name, value in query.items())
    headers = {"cookie": f"tansiq_session={guest.cookie}", "content-type": TYPES.get(form, "application/json")}
    if key:
        headers["idempotency-key"] = key
        asked += "&dry_run=false"
    return await house.http.post(f"/room/v1/imports/{what}?format={form}&{asked}", content=content, headers=headers)


async def sent(*args: Any, **query: str) -> Json:
    """Send a file that must be read."""
    answer = await send(*args, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def feature(house: Room, lat: float = 12.0, lon: float = 45.0, **properties: Any) -> Json:
    """A square of 0.1 degrees, FL100 to FL120, in the next hour."""
    corners = [[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.1], [lon, lat + 0.1], [lon, lat]]
    said = {"floor": "FL100", "ceiling": "FL120", "start": house.at(10), "end": house.at(70)}
    said |= {"is_manned": True, "contact": "watch +967 1 000"} | properties
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [corners]}, "properties": said}


def collection(*features: Json) -> Json:
    return {"type": "FeatureCollection", "features": list(features)}


def told_of(answer: Json) -> list[tuple[str, list[str]]]:
    return [(item["outcome"], [problem["code"] for problem in item["problems"]]) for item in answer["items"]]


def test_a_dry_run_is_the_default_shows_what_would_be_and_enters_nothing(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            position = house.state.position
            file = collection(feature(house, callsign="HAL 1"), feature(house, lat=14.0, floor="300 ft"))
            answer = await sent(house, hal, "flights", "geojson", file)
            assert (answer["is_dry_run"], answer["counts"]["good"], answer["counts"]["faulty"]) == (True, 1, 1)
            good, faulty = answer["items"]
            assert good["body"]["callsign"] == "HAL 1"
            (drawn,) = good["features"]
            assert drawn["geometry"] == file["features"][0]["geometry"]
            assert (drawn["properties"]["floor"], drawn["properties"]["ceiling"]) == ("FL100", "FL120")
            assert (drawn["properties"]["start"], drawn["properties"]["end"]) == (house.at(10), house.at(70))
            (problem,) = faulty["problems"]
            assert problem["where"] == "feature 2, property floor"
            assert problem["code"] == "import_height"
            assert house.state.position == position
            assert (await hal.get("/flights"))["flights"] == []

    told(story)


def test_a_dry_run_tells_what_flights_would_meet_in_the_room_and_in_the_file_as_the_asker_may_see_it(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            await hal.done("PUT", f"/flights/{house.new_id()}", house.flight())
            file = collection(feature(house, lat=12.05), feature(house, lat=12.12), feature(house, lat=20.0))
            answer = await sent(house, tsa, "flights", "geojson", file)
            first, second, third = answer["items"]
            (conflict,) = first["conflicts"]
            assert (conflict["with"]["level"], conflict["with"]["owner"]) == ("existence", "")
            assert conflict["overlaps"]
            assert [m["item"] for m in first["meets"]] == [2]
            assert [m["item"] for m in second["meets"]] == [1]
            assert (third["conflicts"], third["meets"]) == ([], [])
            assert "HAL" not in json.dumps(answer)

    told(story)


def test_a_real_run_books_what_is_good_names_what_is_accepted_and_repeats_without_booking_twice(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            await tsa.done("PUT", f"/flights/{house.new_id()}", house.flight())
            own = house.new_id()
            file = collection(
                feature(house, lat=20.0, id=own, callsign="HAL 1"),
                feature(house, lat=20.05),
                feature(house, lat=12.05),
                feature(house, lat=30.0, start="now"),
                feature(house, lat=40.0),
            )
            dry = await sent(house, hal, "flights", "geojson", file)
            known = [(c["with"]["id"], c["with"]["ovn"]) for c in dry["items"][2]["conflicts"]]
            bare = await sent(house, hal, "flights", "geojson", file, "one")
            assert told_of(bare) == [
                ("done", []),
                ("refused", ["conflicts_not_named"]),
                ("refused", ["conflicts_not_named"]),
                ("faulty", ["time"]),
                ("done", []),
            ]
            assert bare["items"][2]["conflicts"][0]["with"]["id"] == known[0][0]
            assert bare["items"][0]["id"] == own
            before = house.state.position
            accepts = ",".join(["item-1", *(f"{i}:{ovn}" for i, ovn in known)])
            again = await sent(house, hal, "flights", "geojson", file, "one", accepts=accepts)
            assert [item["outcome"] for item in again["items"]] == ["done", "done", "done", "faulty", "done"]
            assert house.state.position == before + 2, "what was done before is answered, not done again"
            for n in (0, 4):
                assert again["items"][n]["position"] == bare["items"][n]["position"]
                assert again["items"][n]["id"] == bare["items"][n]["id"]
            last = await sent(house, hal, "flights", "geojson", file, "one", accepts=accepts)
            assert house.state.position == before + 2
            assert [i["position"] for i in last["items"]] == [i["position"] for i in again["items"]]
            asked = await hal.get(f"/requests/{last['items'][1]['request']}")
            assert asked["outcome"] == "done"
            mine = (await hal.get("/flights?mine=true"))["flights"]
            assert len(mine) == 4
            other = collection(feature(house, lat=50.0, id=own), *file["features"][1:])
            reused = await sent(house, hal, "flights", "geojson", other, "one", accepts=accepts)
            assert told_of(reused)[0] == ("refused", ["key_reused"])

    told(story)


def test_a_dry_run_tells_what_would_be_refused_though_nothing_is_met(tmp_path):
    async def story():
        async with room(tmp_path, conflict_rule="refuse") as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            taken = house.new_id()
            await tsa.done("PUT", f"/flights/{taken}", house.flight())
            file = collection(
                feature(house, lat=12.05),
                feature(house, lat=20.0, start=house.at(-20), end=house.at(-10)),
                feature(house, lat=30.0, state="Activated"),
                feature(house, lat=31.0, id=taken),
                feature(house, lat=32.0, ovn="none"),
            )
            answer = await sent(house, hal, "flights", "geojson", file)
            codes = ["conflicts_refused", "already_over", "not_active_now", "unknown", "unknown"]
            assert [problems[0] for _, problems in told_of(answer)] == codes
            real = await sent(house, hal, "flights", "geojson", file, "k")
            assert real["counts"]["refused"] == 5, "the dry run told the truth"

    told(story)


def test_what_is_asked_of_a_dry_run_is_charged_to_the_ration(tmp_path):
    async def story():
        async with room(tmp_path, ration_km2h=100) as house:
            file = collection(*(feature(house, lat=lat) for lat in (12.0, 14.0, 16.0)))
            answer = await sent(house, house.leads["HAL"], "flights", "geojson", file)
            assert told_of(answer) == [("good", []), ("faulty", ["ration"]), ("faulty", ["ration"])]

    told(story)


def test_who_may_not_book_may_look_and_what_cannot_be_read_at_all_is_refused_whole(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal = house.leads["HAL"]
            made = await hal.done("POST", "/clients", {"name": "screen", "role": "observer"})
            form = {
                "grant_type": "client_credentials",
                "client_id": made["client_id"],
                "client_secret": made["client_secret"],
            }
            token = (await house.http.post("/room/v1/token", data=form)).json()["access_token"]
            headers = {
                "authorization": f"Bearer {token}",
                "content-type": "application/geo+json",
                "idempotency-key": "k",
            }
            file = json.dumps(collection(feature(house))).encode()
            url = "/room/v1/imports/flights?format=geojson"
            looked = await house.http.post(url, content=file, headers=headers)
            assert told_of(looked.json()) == [("good", [])]
            booked = await house.http.post(url + "&dry_run=false", content=file, headers=headers)
            assert (booked.status_code, booked.json()["code"]) == (403, "not_allowed.role")
            no_key = await house.http.post(
                url + "&dry_run=false",
                content=file,
                headers={"cookie": f"tansiq_session={hal.cookie}", "content-type": "application/json"},
            )
            assert (no_key.status_code, no_key.json()["code"]) == (400, "import_key")
            assert (
                await house.http.post(url, content=file, headers={"content-type": "application/json"})
            ).status_code == 401

            for body, form, code, where in (
                (b"{", "geojson", "body_json", "$"),
                (b'{"type": "FeatureCollection", "features": [NaN]}', "geojson", "body_json", "$"),
                (b'{"type": "Topology"}', "geojson", "import_value", "$.type"),
                (b'{"type": "FeatureCollection"}', "geojson", "import_missing", "$"),
                (b'{"type": "FeatureCollection", "features": []}', "geojson", "import_count", "$"),
                (b'{"type":"FeatureCollection","features":[%b{}]}' % (b"{}," * 200), "geojson", "import_count", "$"),
                (b'{"type":"FeatureCollection","features":[],"crs":{"type":"name","properties":{"name":"EPSG:3857"}}}',
                 "geojson", "import_crs", "$.crs"),
                (b"[" * 40 + b"]" * 40, "geojson", "body_bounds", "$"),
                (b"a,b\n1,2\n", "csv", "import_header", "row 1"),
                (b"lat,latitude,lat\n1,2,3\n", "csv", "import_twice", "row 1"),
                (b"lat,lon\n\xff,2\n", "csv", "import_csv", "byte 9"),
                (b'lat,lon\n"1"x,2\n', "csv", "import_csv", "row 2"),
                (b"[]", "gpx", "import_value", "$query.format"),
                (b"[]", "f3548", "import_count", "$"),
            ):  # fmt: skip
                answer = await send(house, hal, "flights", form, body)
                error = answer.json()
                assert (error["code"], error["where"]) == (code, where), (body[:40], error)
                assert 400 <= answer.status_code < 500
            too_long = await send(house, hal, "flights", "csv", b"lat,lon\n" + b" " * 5_000_000)
            assert (too_long.status_code, too_long.json()["code"]) == (413, "body_bounds")

    told(story)


@pytest.mark.parametrize(
    ("form", "content_type", "status"),
    [
        ("csv", "text/csv; charset=utf-8", 200),
        ("csv", "text/csv;charset=latin-1", 415),
        ("csv", "application/json", 415),
        ("geojson", "text/csv", 415),
        ("geojson", "text/plain", 415),
        ("csv", "text/plain", 415),
        ("csv", "application/x-www-form-urlencoded", 415),
        ("csv", "multipart/form-data; boundary=x", 415),
        ("csv", "", 415),
    ],
)
def test_no_page_of_another_site_can_send_a_file_with_somebodys_cookie(tmp_path, form, content_type, status):
    """text/plain and the two of forms are all that it may send unasked (Fetch, CORS-safelisted request-header)."""

    async def story():
        async with room(tmp_path, "HAL") as house:
            headers = {"cookie": f"tansiq_session={house.leads['HAL'].cookie}", "content-type": content_type}
            url = f"/room/v1/imports/flights?format={form}&contact=x"
            answer = await house.http.post(url, content=b"lat,lon\n1,2\n", headers=headers)
            assert answer.status_code == status, answer.text

    told(story)


def test_the_sample_of_flights_is_read_with_its_faults_located(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            house.hands.pass_min(0)
            body = (SAMPLES / "relief_flights.csv").read_bytes()
            assert format_us(NOON_US) < "2026-05-28T21:00:00Z"
            answer = await sent(house, house.leads["HAL"], "flights", "csv", b"\xef\xbb\xbf" + body)
            first, second, third = answer["items"]
            assert (first["outcome"], first["where"], len(first["features"])) == ("good", "row 3", 1)
            assert first["body"]["contact"] == "watch; +967 1 000"
            assert second["body"]["volumes"][0]["ceiling"] == {
                "reference": "AMSL", "value": 4500.0, "units": "FT", "qnh_hpa": 1013.0,
            }  # fmt: skip
            assert [(p["code"], p["where"]) for p in second["problems"]] == [
                ("import_missing", "row 5, column outline")
            ]
            assert [(p["code"], p["where"]) for p in third["problems"]] == [
                ("import_value", "row 6, column manned"),
                ("import_swapped", "row 6, column outline, vertex 3"),
            ]

    told(story)


def test_the_sample_of_zones_is_announced_with_hours_authority_and_conditions(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal = house.leads["HAL"]
            file = json.loads((SAMPLES / "lagoon_ed269.json").read_text())
            bare = await sent(house, hal, "zones", "ed269", file)
            assert [(p["code"], p["where"]) for item in bare["items"] for p in item["problems"]] == [
                ("import_no_end", "features[1].applicability[0]"),
                ("import_hole", "features[2].geometry[0].horizontalProjection.coordinates[1]"),
                ("import_no_end", "features[2].applicability[0]"),
            ]
            times = {"from_": house.at(0), "until": house.at(60 * 24 * 100)}
            looked = await sent(house, hal, "zones", "ed269", file, **times)
            assert (looked["counts"]["good"], looked["counts"]["faulty"]) == (2, 1)
            real = await sent(house, hal, "zones", "ed269", file, "zones", **times)
            assert [item["outcome"] for item in real["items"]] == ["done", "done", "faulty"]
            position = house.state.position
            again = await sent(house, hal, "zones", "ed269", file, "zones", **times)
            assert (house.state.position, [i["id"] for i in again["items"]]) == (
                position,
                [i["id"] for i in real["items"]],
            )
            light = await hal.get(f"/zones/{real['items'][0]['id']}")
            marsh = await hal.get(f"/zones/{real['items'][1]['id']}")
            assert (light["kind"], light["life"], light["is_in_force"]) == ("closed", "planned", False)
            assert light["name"] == "Lagoon Light (LGN LGP001)"
            assert light["authority"] == "Lagoon Civil Aviation, Unmanned desk"
            assert light["contact"] == "+000 11, drones@lagoon.example"
            assert light["conditions"] == "No unmanned aircraft around the lighthouse.\nreason: SENSITIVE"
            assert light["volumes"][0]["circle"] == {"center": {"lat": 12.6, "lon": 45.1}, "radius_m": 1500.0}
            assert (marsh["kind"], len(marsh["volumes"])) == ("restricted", 2)
            assert marsh["hours"] == [
                {"days": ["mon", "sun"], "start": "23:00", "end": "07:31"},
                {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "start": "20:00", "end": "00:00"},
            ]
            assert marsh["volumes"][0]["ceiling"]["value"] == 400.0

    told(story)


ZONES_CSV = b"""name;kind;lat;lon;radius_m;floor;ceiling;start;end
Range;danger;12.0;45.0;2000;GND;400 ft AGL;START;END
"""


def test_zones_come_as_a_table_with_a_ground_for_the_whole_file(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            file = ZONES_CSV.replace(b"START", house.at(10).encode()).replace(b"END", house.at(70).encode())
            asked = {"contact": "watch", "ground_lowest_m": "0", "ground_highest_m": "120"}
            assert told_of(await sent(house, hal, "zones", "csv", file, contact="watch")) == [
                ("faulty", ["ground_unknown"])
            ]
            assert told_of(await sent(house, hal, "zones", "csv", file, **asked)) == [("good", [])]
            assert told_of(await sent(house, hal, "zones", "csv", file, key="k", **asked)) == [("done", [])]
            (zone,) = (await hal.get("/zones"))["zones"]
            assert (zone["name"], zone["volumes"][0]["ground"]["highest_m"]) == ("Range", 120)
            for bad in ({"ground_lowest_m": "0"}, {"ground_lowest_m": "9", "ground_highest_m": "8"}):
                answer = await send(house, hal, "zones", "csv", file, **bad)
                assert (answer.status_code, answer.json()["where"][:7]) == (400, "$query.")

    told(story)


@pytest.mark.parametrize("language", ["en", "ar", "fa", "fr", "ru"])
def test_problems_are_in_the_callers_language(tmp_path, language):
    async def story():
        async with room(tmp_path, "HAL") as house:
            headers = {"cookie": f"tansiq_session={house.leads['HAL'].cookie}", "content-type": "application/json"}
            file = json.dumps(collection(feature(house, floor="high up"))).encode()
            answer = await house.http.post(
                "/room/v1/imports/flights?format=geojson", content=file, headers=headers | {"accept-language": language}
            )
            (problem,) = answer.json()["items"][0]["problems"]
            assert problem["where"] == "feature 1, property floor"
            assert ("cannot be read as a height" in problem["message"]) is (language == "en")

    told(story)


def test_what_was_exported_is_imported_as_the_same_flights_with_what_is_held_back(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            sealed = {"party": "TSA", "level": "conflict"}
            more = {"withheld": ["callsign"], "grants": [sealed], "remarks": "=1+1", "frequencies": ["123.45", "118.1"]}
            body = house.flight(precedence="relief", reason="food", count=2, **more)
            body["volumes"].append(house.flight(lat=13, low=100.123, high=3280.8)["volumes"][0])
            body["volumes"].append(
                body["volumes"][0]
                | {
                    "polygon": None,
                    "circle": {"center": {"lat": -17.123456789, "lon": 179.987654321}, "radius_m": 1234.567},
                }
                | {"floor": {"reference": "AMSL", "value": 2500, "units": "FT", "qnh_hpa": 1013.25}}
                | {"ceiling": {"reference": "W84", "value": 12345.678, "units": "M"}}
            )
            flight = house.new_id()
            booked = (await hal.done("PUT", f"/flights/{flight}", body))["flight"]
            await tsa.done("PUT", f"/flights/{house.new_id()}", house.flight(lat=50))
            exported = (await hal.ask("GET", "/export.geojson")).json()
            await hal.done("DELETE", f"/flights/{flight}?ovn={booked['ovn']}")
            answer = await sent(house, hal, "flights", "geojson", exported, "again")
            assert sorted(told_of(answer)) == [("done", []), ("faulty", ["import_not_yours"])]
            back = await hal.get(f"/flights/{flight}")
            for name in ("ovn", "version", "entered"):
                back.pop(name), booked.pop(name)
            assert back == booked
            assert (await tsa.ask("GET", f"/flights/{flight}")).status_code == 404, "still sealed"

    told(story)


def test_while_writes_are_stopped_each_item_says_so_and_nothing_is_entered(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            house.started.node.stopped = "The disk is full."
            file = collection(feature(house), feature(house, lat=20))
            answer = await sent(house, house.leads["HAL"], "flights", "geojson", file, "k")
            assert told_of(answer) == [("refused", ["outage"]), ("refused", ["outage"])]
            house.started.node.stopped = None
            again = await sent(house, house.leads["HAL"], "flights", "geojson", file, "k")
            assert told_of(again) == [("done", []), ("done", [])]

    told(story)
