"""Files of reports at the door of the room: looked at, entered, sent again, broken off, exported and read back."""

import asyncio
import csv
import io
import json
from urllib.parse import urlencode

import pytest

from .house import room
from .places import LAW, colleague, notified, put, release, report, sites

TYPES = {"csv": "text/csv", "geojson": "application/geo+json", "kml": "application/vnd.google-earth.kml+xml"}
SEEN = {"source": "ground", "observed": "2026-05-01", "accuracy_m": "50"}


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


async def send(guest, form, body, key="", **query):
    """Send a file as it is."""
    headers = {"content-type": TYPES[form], "cookie": f"tansiq_session={guest.cookie}"}
    if key:
        headers["idempotency-key"] = key
    sent = body.encode() if isinstance(body, str) else body
    path = f"/room/v1/imports/reports?{urlencode({'format': form} | query)}"
    return await guest._http.request("POST", path, content=sent, headers=headers)


async def looked(guest, form, body, **query):
    answer = await send(guest, form, body, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def entered(guest, form, body, key="k", **query):
    """Look at a file, then enter it as it was looked at."""
    agreed = (await looked(guest, form, body, **query))["agreed"]
    answer = await send(guest, form, body, key, dry_run="false", agreed=agreed, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def table(*rows):
    """CSV of rows, the first the header."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize(
    ("row", "lat", "lon", "accuracy_m"),
    [
        ({"lat": "12.05", "lon": "45.05"}, 12.05, 45.05, 50),
        ({"lat": "12°03'00\"N", "lon": "45°03'00\"E"}, 12.05, 45.05, 50),
        ({"position": "12°03.000'N 45°03.000'E"}, 12.05, 45.05, 50),
        ({"position": "N12 03 00 E045 03 00"}, 12.05, 45.05, 50),
        ({"mgrs": "38P NU 05441 32040"}, 12.05, 45.05, 50),
        ({"utm": "38P 505441 1332040"}, 12.05, 45.05, 50),
        ({"lat": "12,05", "lon": "45,05"}, 12.05, 45.05, 50),
    ],
)
def test_positions_are_read_as_people_write_them(tmp_path, row, lat, lon, accuracy_m):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal = house.leads["HAL"]
            body = table(["kind", "name", *row], ["hospital", "Al Noor", *row.values()])
            made = await entered(hal, "csv", body, **SEEN)
            assert (made["counts"]["done"], made["law"]) == (1, LAW), made
            (held,) = (await hal.get("/reports"))["reports"]
            assert held["position"]["lat"] == pytest.approx(lat, abs=0.005)
            assert held["position"]["lon"] == pytest.approx(lon, abs=0.005)
            assert held["accuracy_m"] == pytest.approx(accuracy_m, rel=0.05)
            assert (held["names"], held["observed"]) == ({"en": "Al Noor"}, "2026-05-01T00:00:00Z")

    told(story)


@pytest.mark.parametrize(
    ("column", "value", "code", "hint"),
    [
        ("lat", "91", "off_earth", ""),
        ("lat", "twelve", "position.sign", ""),
        ("kind", "barracks", "import_value", ""),
        ("accuracy_m", "good", "import_number", ""),
        ("accuracy_m", "-5", "field_range", ""),
        ("observed", "last week", "time", ""),
        ("landing_is_lit", "perhaps", "import_value", ""),
        ("landing_approaches_deg", "40|north", "import_number", ""),
        ("radius_m", "30000", "field_range", ""),
        ("links", "{", "import_type", ""),
        ("source", "rumour", "body_form", ""),
        ("party", "TSA", "import_not_yours", ""),
        ("remarks", "x" * 2_001, "text_long", ""),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column_with_its_cure(tmp_path, column, value, code, hint):
    async def story():
        async with room(tmp_path, "HAL") as house:
            good = {"kind": "hospital", "lat": "12.05", "lon": "45.05"} | SEEN
            names = [*dict.fromkeys([*good, column])]
            rows = [[good.get(n, "") for n in names], [(good | {column: value}).get(n, "") for n in names]]
            seen = await looked(house.leads["HAL"], "csv", table(names, *rows))
            assert seen["counts"]["good"] == 1
            (problem,) = seen["items"][1]["problems"]
            assert problem["code"] == code
            assert problem["where"].startswith("row 3"), problem
            assert column.split("_")[0] in problem["where"], problem
            assert problem["hint"]
            assert hint in problem["hint"] + problem["message"]

    told(story)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12°75'00\"N 45°03'00\"E", "position.sixty"),
        ("12,05 45,05 7", "position.comma"),
        ("12.05", "position.incomplete"),
        ("99P NU 05441 32040", "position.no_square"),
    ],
)
def test_a_position_that_cannot_be_read_is_told_as_where_it_is_pasted(tmp_path, text, code):
    async def story():
        async with room(tmp_path, "HAL") as house:
            body = table(["kind", "position"], ["hospital", text])
            (item,) = (await looked(house.leads["HAL"], "csv", body, **SEEN))["items"]
            assert [(p["code"], p["where"]) for p in item["problems"]] == [(code, "row 2, column position")]

    told(story)


@pytest.mark.parametrize(
    ("given", "expected"), [({}, 708), ({"accuracy_m": "50"}, 708), ({"accuracy_m": "2000"}, 2_000)]
)
def test_a_position_is_no_better_than_its_digits_where_the_row_says_nothing(tmp_path, given, expected):
    async def story():
        async with room(tmp_path, "HAL") as house:
            query = {name: SEEN[name] for name in ("source", "observed")} | given
            body = table(["kind", "mgrs"], ["hospital", "38P NU 05 32"])
            await entered(house.leads["HAL"], "csv", body, **query)
            (held,) = (await house.leads["HAL"].get("/reports"))["reports"]
            assert held["accuracy_m"] == pytest.approx(expected, abs=1)

    told(story)


def test_a_file_is_entered_only_as_it_was_looked_at_and_by_whoever_may(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal = house.leads["HAL"]
            body = table(["kind", "lat", "lon"], ["hospital", "12.05", "45.05"])
            agreed = (await looked(hal, "csv", body, **SEEN))["agreed"]
            for other, query, more in (
                (body, SEEN, {}),
                (body, SEEN, {"agreed": "guess"}),
                (body + "\n", SEEN, {"agreed": agreed}),
                (body, SEEN | {"accuracy_m": "51"}, {"agreed": agreed}),
            ):
                refused = await send(hal, "csv", other, "k", dry_run="false", **query, **more)
                assert (refused.status_code, refused.json()["code"]) == (409, "import_not_agreed")
            keyless = await send(hal, "csv", body, dry_run="false", agreed=agreed, **SEEN)
            assert keyless.json()["code"] == "import_key"
            watcher = await colleague(house, "HAL", "observer")
            assert (await looked(watcher, "csv", body, **SEEN))["counts"]["good"] == 1
            assert (await send(watcher, "csv", body, "k", dry_run="false", agreed=agreed, **SEEN)).status_code == 403
            assert (await hal.get("/reports"))["reports"] == []
            for form, kind, code in (("csv", "kml", "import_content_type"), ("xls", "csv", "import_value")):
                path = f"/room/v1/imports/reports?format={form}"
                headers = {"content-type": TYPES[kind], "cookie": f"tansiq_session={hal.cookie}"}
                answer = await hal._http.post(path, content=body.encode(), headers=headers)
                assert answer.json()["code"] == code

    told(story)


def test_a_file_sent_again_changes_nothing_and_a_corrected_one_what_it_corrects(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            rows = [
                ["ref", "kind", "lat", "lon"],
                ["a-1", "hospital", "12.05", "45.05"],
                ["a-2", "school", "12.06", "45.05"],
            ]
            first = await entered(hal, "csv", table(*rows), "monday", **SEEN)
            assert (first["counts"]["new"], first["counts"]["done"]) == (2, 2)
            before = (await hal.get("/reports"))["reports"]
            again = await entered(hal, "csv", table(*rows), "tuesday", **SEEN)
            assert (again["counts"]["unchanged"], again["counts"]["done"]) == (2, 2)
            assert (await hal.get("/reports"))["reports"] == before
            rows[2][2] = "12.07"
            third = await entered(hal, "csv", table(*rows), "wednesday", **SEEN)
            assert (third["counts"]["unchanged"], third["counts"]["corrected"]) == (1, 1)
            theirs = await entered(tsa, "csv", table(*rows), "monday", **SEEN)
            assert theirs["counts"]["new"] == 2, "a name in a file is its party's own"
            ids = {item["id"] for item in first["items"]} & {item["id"] for item in theirs["items"]}
            assert ids == set()
            twice = await looked(hal, "csv", table(*rows, rows[1]), **SEEN)
            assert [p["code"] for p in twice["items"][2]["problems"]] == ["import_duplicate"]

    told(story)


def test_a_dry_run_counts_what_may_be_of_a_place_that_is_seen_already(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            known = await put(house, hal, "place")
            await put(house, hal, lat=12.3)
            body = table(
                ["kind", "name", "lat", "lon", "same_as"],
                ["hospital", "Alnoor Hospital", "12.0501", "45.05", known["id"]],
                ["water", "Al Noor", "12.0501", "45.05", ""],
                ["hospital", "Al Noor", "12.3", "45.05", ""],
                ["school", "Bir Ali", "13.1", "44.9", ""],
                ["school", "bir aly", "13.1001", "44.9", ""],
                ["hospital", "Al Noor", "45.05", "12.05", ""],
            )
            seen = await looked(tsa, "csv", body, **SEEN)
            counts = seen["counts"]
            assert (counts["good"], counts["may_join"], counts["twice_in_file"]) == (6, 1, 2)
            assert seen["items"][0]["near"] == [known["id"]]
            assert [i.get("same_in_file") for i in seen["items"][3:5]] == [[5], [4]]
            assert [d["code"] for d in seen["items"][5]["doubts"]] == ["suggestion.swapped"]
            await entered(tsa, "csv", body, **SEEN)
            (joined,) = [s for s in await sites(tsa) if s["reports"] == 2]
            assert joined["id"] in (known["id"], seen["items"][0]["id"])
            await entered(tsa, "csv", body, "again", **SEEN)
            assert len((await tsa.get(f"/sites/{known['id']}"))["ties"][0]["sayings"]) == 1

    told(story)


def test_ten_thousand_rows_with_two_hundred_bad_ones(tmp_path):
    """9,800 are in, 200 are named, and an import that broke off is sent again."""

    async def story():
        async with room(tmp_path, "HAL") as house:
            hal = house.leads["HAL"]
            rows = [["ref", "kind", "name", "lat", "lon", "remarks"]]
            for n in range(10_000):
                lat = "north" if n % 50 == 7 else f"{12 + n // 100 / 50:.4f}"
                rows.append([f"r{n}", "shelter", f"Shelter {n}", lat, f"{45 + n % 100 / 50:.4f}", "seen from the road"])
            body = table(*rows)
            seen = await looked(hal, "csv", body, **SEEN)
            assert (seen["counts"]["good"], seen["counts"]["faulty"]) == (9_800, 200)
            assert await sites(hal, "?limit=1") == [], "a look enters nothing"
            sending = asyncio.create_task(
                send(hal, "csv", body, "broken", dry_run="false", agreed=seen["agreed"], **SEEN)
            )
            how_far = {"taken": 0}
            while how_far["taken"] < 500:
                await asyncio.sleep(0.05)
                answer = await hal.ask("GET", "/imports/reports/broken")
                how_far = answer.json() if answer.status_code == 200 else how_far
            assert (how_far["of"], how_far["is_over"]) == (10_000, False)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            house.hands.pass_min(1)
            done = await send(hal, "csv", body, "again", dry_run="false", agreed=seen["agreed"], **SEEN)
            counts = done.json()["counts"]
            assert (counts["done"], counts["faulty"], counts["refused"]) == (9_800, 200, 0)
            assert counts["unchanged"] >= 500
            named = [i for i in done.json()["items"] if i["outcome"] == "faulty"]
            assert [i["where"] for i in named[:2]] == ["row 9", "row 59"]
            assert {i["problems"][0]["where"].split(", ")[1] for i in named} == {"column lat"}
            (fault,) = named[0]["problems"]
            assert "north" in fault["message"].lower(), "its value is named"
            assert fault["hint"], "and its cure"
            assert len(house.state.register.reports) == 9_800
            over = await hal.get("/imports/reports/again")
            assert over == {"taken": 10_000, "of": 10_000, "is_over": True}

    told(story)


def kml(*marks, head=""):
    return (
        f'<?xml version="1.0"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>'
        f"{''.join(f'<Placemark>{mark}</Placemark>' for mark in marks)}</Folder></Document></kml>"
    )


POINT = "<Point><coordinates>45.05,12.05,0</coordinates></Point>"
RING = "45.0,12.0 45.01,12.0 45.01,12.01 45.0,12.0"
AREA = (
    f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{RING}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
)


def test_kml_has_points_outlines_and_data(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal = house.leads["HAL"]
            data = '<ExtendedData><Data name="kind"><value>camp</value></Data></ExtendedData>'
            simple = (
                '<ExtendedData><SchemaData><SimpleData name="radius_m">500</SimpleData></SchemaData></ExtendedData>'
            )
            body = kml(
                f"<name>Al Noor &amp; sons</name><description>by the road</description>{POINT}{simple}",
                f"<name>Camp</name>{data}{AREA}",
            )
            made = await entered(hal, "kml", body, kind="hospital", **SEEN)
            assert made["counts"]["done"] == 2, made
            by_kind = {r["kind"]: r for r in (await hal.get("/reports"))["reports"]}
            one, two = by_kind["hospital"], by_kind["camp"]
            assert (one["names"], one["remarks"]) == ({"en": "Al Noor & sons"}, "by the road")
            assert (one["position"], one["notified"]["radius_m"]) == ({"lat": 12.05, "lon": 45.05}, 500)
            assert len(two["outline"]) == 3

    told(story)


@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        ("<kml>", "import_xml", "$"),
        ("<html></html>", "import_value", "$"),
        (kml(POINT, head='<!DOCTYPE x [<!ENTITY a "b">]>'), "import_xml", "$"),
        (kml(POINT, head='<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "import_xml", "$"),
        (kml(), "import_count", "$"),
        ("PK\x03\x04", "import_xml", "$"),
    ],
)
def test_what_is_no_kml_is_refused_as_a_whole(tmp_path, body, code, where):
    async def story():
        async with room(tmp_path, "HAL") as house:
            refused = await send(house.leads["HAL"], "kml", body, kind="hospital", **SEEN)
            assert (refused.status_code, refused.json()["code"], refused.json()["where"]) == (400, code, where)

    told(story)


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ("<name>nowhere</name>", "import_missing"),
        (POINT + AREA, "import_geometry"),
        ("<LineString><coordinates>1,1 2,2</coordinates></LineString>", "import_geometry"),
        ("<Point><coordinates>45,x</coordinates></Point>", "import_number"),
        ("<Point><coordinates></coordinates></Point>", "import_position"),
        ("<Point><coordinates>12,95</coordinates></Point>", "import_swapped"),
        (AREA.replace("</Polygon>", "<innerBoundaryIs/></Polygon>"), "import_hole"),
        (AREA.replace(RING, "45,12 45.01,12 45.01,12.01 45.0,12.001"), "import_open_ring"),
        (AREA.replace(RING, "45,12 45.01,12.01 45.01,12 45,12.01 45,12"), "outline.crossing_edges"),
    ],
)
def test_what_is_wrong_with_a_placemark_is_told(tmp_path, mark, code):
    async def story():
        async with room(tmp_path, "HAL") as house:
            seen = await looked(house.leads["HAL"], "kml", kml(POINT, mark), kind="hospital", **SEEN)
            assert (seen["counts"]["good"], seen["counts"]["faulty"]) == (1, 1)
            (problem,) = seen["items"][1]["problems"]
            assert problem["code"] == code
            assert problem["where"].startswith("placemark 2")

    told(story)


@pytest.mark.parametrize("form", ["csv", "geojson", "kml"])
def test_what_was_exported_is_read_back_and_what_others_reported_is_refused(tmp_path, form):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            landing = {"length_m": 40, "width_m": 30, "surface": "gravel", "approaches_deg": [40, 220], "fuel": ["jet"]}
            await put(
                house, hal, **notified(
                    house, landing=landing, names={"en": "=Al Noor", "ar": "النور"}, checks_blind=True,
                    links=[{"title": "a, b", "url": "https://example.org/?a=1|2", "sha256": ""}],
                    outline=[{"lat": 12.05, "lon": 45.05}, {"lat": 12.05, "lon": 45.06}, {"lat": 12.06, "lon": 45.05}],
                )
            )  # fmt: skip
            wire = {"shape": "wire", "height_m": 30, "accuracy_m": 5, "far_end": {"lat": 12.06, "lon": 45.08}}
            await put(house, hal, kind="obstacle", obstacle=wire, valid_until=house.at(60), remarks="-1\nline two")
            theirs = (await tsa.done("POST", "/reports", report(house, lat=12.4)))["report"]
            shown = await release(tsa, theirs, ("HAL", "reports"))
            for level, lat in (("place", 12.5), ("area", 12.6)):
                await put(house, tsa, level, to="HAL", lat=lat)
            second = await colleague(house, "HAL")
            asked = await hal.done("POST", "/sites/exports")
            await second.done("POST", f"/sites/waiting/{asked['id']}", {"yes": True})
            body = (await hal.ask("GET", f"/sites/exports/{asked['id']}/{form}")).content
            before = (await hal.get("/reports"))["reports"]
            made = await entered(hal, form, body)
            counts = made["counts"]
            assert (await hal.get("/reports"))["reports"] == before
            assert (counts["unchanged"], counts["faulty"], counts["done"]) == (2, 3, 2), made
            assert {p["code"] for i in made["items"] for p in i["problems"]} >= {"import_not_yours"}
            assert shown

    told(story)


def test_geojson_has_points_and_polygons(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal = house.leads["HAL"]
            ring = [[45.0, 12.0], [45.01, 12.0], [45.01, 12.01], [45.0, 12.0]]
            features = [
                {"type": "Feature", "id": 7, "geometry": {"type": "Point", "coordinates": [45.05, 12.05]},
                 "properties": {"kind": "Water", "name_fr": "puits", "name_ar": "بئر"}},
                {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {"kind": "camp"}},
                {"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": [[1, 2]]},
                 "properties": {"kind": "camp"}},
                {"type": "Feature", "geometry": None, "properties": {"kind": "camp", "lat": 12.1, "lon": 45.1}},
            ]  # fmt: skip
            body = json.dumps({"type": "FeatureCollection", "features": features})
            made = await entered(hal, "geojson", body, **SEEN)
            assert [i["outcome"] for i in made["items"]] == ["done", "done", "faulty", "done"], made["items"]
            water = next(r for r in (await hal.get("/reports"))["reports"] if r["kind"] == "water")
            assert water["names"] == {"fr": "puits", "ar": "بئر"}

    told(story)
