"""Questions about places, and exports of the register."""

import asyncio
import csv
import io
import json

import pytest
from defusedxml import ElementTree

from .house import room
from .places import LAW, colleague, notified, put, sites


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def near(lat, lon=45.05, within_m=0, radius_m=100):
    return {"within_m": within_m, "places": [{"circle": {"center": {"lat": lat, "lon": lon}, "radius_m": radius_m}}]}


@pytest.mark.parametrize(
    ("level", "lat", "within_m", "expected"),
    [
        ("ask", 12.09, 0, 0),  # within the cell of 0.05 degrees
        ("ask", 12.14, 0, None),
        ("ask", 12.14, 5_000, 5_000),
        ("ask", 12.14, 50_000, 5_000),
        ("area", 12.09, 0, 0),
        ("place", 12.09, 0, None),
        ("place", 12.09, 5_000, 5_000),  # 4.4 km from its place
        ("place", 12.0533, 500, 500),
        ("reports", 12.05, 0, 0),
    ],
)
def test_a_question_is_answered_by_yes_or_no_and_a_band(tmp_path, level, lat, within_m, expected):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            await put(house, hal, level)
            answer = await tsa.done("POST", "/sites/ask", near(lat, within_m=within_m))
            assert (answer["is_near"], answer["at_most_m"]) == (expected is not None, expected)
            assert answer["law"] == LAW

    told(story)


def test_a_question_is_kept_for_both_sides_and_for_nobody_else(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "VIC") as house:
            hal, tsa, vic = house.leads.values()
            await put(house, hal)
            asked = [await tsa.done("POST", "/sites/ask", near(lat)) for lat in (11.8, 11.9, 12.04)]
            mine, theirs, others = [await guest.get("/sites/questions") for guest in (tsa, hal, vic)]
            assert [q["id"] for q in mine["asked"]] == [a["id"] for a in reversed(asked)]
            assert [q["id"] for q in theirs["near_mine"]] == [asked[2]["id"]]
            assert theirs["near_mine"][0]["by"] == "TSA"
            assert (others["asked"], others["near_mine"], mine["near_mine"]) == ([], [], [])
            page = await tsa.get("/sites/questions?limit=2")
            rest = await tsa.get(f"/sites/questions?limit=2&after={page['next']}")
            assert [q["id"] for q in page["asked"] + rest["asked"]] == [a["id"] for a in reversed(asked)]
            assert rest["next"] == ""

    told(story)


def test_a_question_under_a_key_is_answered_once(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            first = await tsa.ask("POST", "/sites/ask", near(12.05), idempotency_key="once")
            await put(house, hal)
            again = await tsa.ask("POST", "/sites/ask", near(12.05), idempotency_key="once")
            assert (first.json(), first.json()["is_near"]) == (again.json(), False)
            assert (await tsa.done("POST", "/sites/ask", near(12.05)))["is_near"]

    told(story)


def test_questions_are_rationed_by_what_is_asked(tmp_path):
    async def story():
        async with room(tmp_path, ration_km2h=1_000) as house:
            tsa = house.leads["TSA"]
            assert (await tsa.ask("POST", "/sites/ask", near(12.05, within_m=50_000))).status_code == 200
            refused = await tsa.ask("POST", "/sites/ask", near(12.05))
            assert (refused.status_code, refused.json()["code"]) == (429, "ration")
            checked = await tsa.ask("POST", "/flights/check", house.flight())
            assert checked.status_code == 429, "dry runs and questions are charged alike"

    told(story)


def test_one_asks_of_a_flight_of_ones_own(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            flight = house.new_id()
            await tsa.done("PUT", f"/flights/{flight}", house.flight())
            await put(house, hal)
            assert (await tsa.done("POST", "/sites/ask", {"within_m": 0, "flight": flight}))["is_near"]
            foreign = await hal.ask("POST", "/sites/ask", {"within_m": 0, "flight": flight})
            assert (foreign.status_code, foreign.json()["code"]) == (404, "unknown")

    told(story)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"within_m": 50_001, "places": near(1)["places"]}, "conflict.question_values"),
        ({"within_m": -1, "places": near(1)["places"]}, "conflict.question_values"),
        ({"within_m": 1}, "one_outline"),
        ({"within_m": 1, "places": [{}]}, "one_outline"),
        ({"within_m": 1, "places": near(1)["places"] * 21}, "one_outline"),
        ({"within_m": 1, "places": near(1)["places"], "flight": "x"}, "one_outline"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(tmp_path, body, code):
    async def story():
        async with room(tmp_path, "HAL") as house:
            refused = await house.leads["HAL"].ask("POST", "/sites/ask", body)
            assert (refused.status_code, refused.json()["code"]) == (400, code)

    told(story)


async def exported(house, party):
    """An export that a lead asked for and a colleague confirmed."""
    lead, second = house.leads[party], await colleague(house, party)
    asked = await lead.done("POST", "/sites/exports")
    await second.done("POST", f"/sites/waiting/{asked['id']}", {"yes": True})
    return asked["id"]


def test_an_export_needs_a_lead_and_a_second_person_and_is_open_for_an_hour(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            await put(house, hal, "reports")
            second = await colleague(house, "TSA")
            asked = await tsa.done("POST", "/sites/exports")
            path = f"/sites/exports/{asked['id']}/csv"
            assert (await tsa.ask("GET", path)).json()["code"] == "not_allowed.second_person"
            alone = await tsa.ask("POST", f"/sites/waiting/{asked['id']}", {"yes": True})
            assert alone.json()["code"] == "not_allowed.second_person"
            await second.done("POST", f"/sites/waiting/{asked['id']}", {"yes": True})
            assert (await tsa.ask("GET", path)).status_code == 200
            assert (await second.ask("GET", path)).status_code == 403
            assert (await hal.ask("GET", path)).status_code == 404
            assert (await tsa.ask("GET", path[:-3] + "exe")).json()["code"] == "import_value"
            house.hands.pass_min(61)
            assert (await tsa.ask("GET", path)).json()["code"] == "site_export_closed"
            for _ in range(3):
                await tsa.done("POST", "/sites/exports")
            fifth = await tsa.ask("POST", "/sites/exports")
            assert (fifth.status_code, fifth.json()["code"]) == (429, "too_many")

    told(story)


def test_an_export_holds_what_was_released_marked_for_its_receiver_in_three_formats(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            words = {"names": {"en": '=HYPERLINK("x") <b>&'}, "remarks": "\u200f<script>\ufffe"}
            one = await put(house, hal, "reports", **notified(house) | words)
            two = await put(house, hal, "area", lat=12.3)
            await put(house, hal, lat=12.6)
            export = await exported(house, "TSA")
            body = (await tsa.ask("GET", f"/sites/exports/{export}/geojson")).json()
            assert (body["receiver"], body["law"]) == ("TSA", LAW)
            by_id = {f["properties"]["id"]: f for f in body["features"]}
            assert set(by_id) == {one["id"], two["id"]}
            assert by_id[one["id"]]["geometry"] == {"type": "Point", "coordinates": [45.05, 12.05]}
            assert by_id[two["id"]]["geometry"]["type"] == "MultiPolygon"
            assert by_id[one["id"]]["properties"]["radius_m"] == 2_000
            marks = {f["properties"]["marked_for"] for f in body["features"]}
            (mark,) = marks
            assert mark.startswith("TSA ")
            table = (await tsa.ask("GET", f"/sites/exports/{export}/csv")).text
            about, header, *rows = csv.reader(io.StringIO(table))
            assert LAW in about[0]
            first = dict(zip(header, next(r for r in rows if r[0] == one["id"]), strict=True))
            assert (first["lat"], first["marked_for"], first["name_en"]) == ("12.05", mark, "'" + words["names"]["en"])
            assert len(rows) == 2
            kml = await tsa.ask("GET", f"/sites/exports/{export}/kml")
            tree = ElementTree.fromstring(kml.content)
            ns = "{http://www.opengis.net/kml/2.2}"
            assert LAW in tree.find(f"{ns}Document/{ns}description").text
            names = {p.find(f"{ns}name").text for p in tree.iter(f"{ns}Placemark")}
            assert names == {words["names"]["en"], "hospital"}
            assert kml.text.count(mark) == 2
            other = await exported(house, "HAL")
            theirs = (await hal.ask("GET", f"/sites/exports/{other}/geojson")).text
            assert mark not in theirs
            assert len(json.loads(theirs)["features"]) == 3

    told(story)


def test_an_export_says_the_law_in_the_language_of_its_reader(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            await put(house, house.leads["HAL"])
            export = await exported(house, "HAL")
            answer = await house.leads["HAL"].ask("GET", f"/sites/exports/{export}/csv", accept_language="fr")
            assert "ne change rien en droit" in answer.text
            assert len(await sites(house.leads["HAL"])) == 1

    told(story)
