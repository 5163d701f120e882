"""Reports of places at the door of the room: made, corrected, renewed, withdrawn, released, explained."""

import asyncio

import pytest

from .house import room
from .places import LAW, colleague, notified, put, release, report, sites

LANDING = {
    "length_m": 40, "width_m": 30, "surface": "gravel", "slope_percent": 4.5, "elevation_m": 120.0,
    "approaches_deg": [40, 220], "departures_deg": [220], "is_lit": False, "fuel": ["jet"],
    "frequencies": ["123.450"], "checked": "2026-01-02T03:04:05Z", "checked_by": "Relief Air", "obstacles": "wires south",
}  # fmt: skip
WIRE = {
    "shape": "wire", "height_m": 30.0, "accuracy_m": 5.0, "top_m": 152.0, "is_lit": True,
    "far_end": {"lat": 12.06, "lon": 45.08},
}  # fmt: skip


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def test_a_report_is_given_back_as_it_was_said_with_the_sentence_of_law(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            said = notified(
                house,
                landing=LANDING,
                condition="in_use",
                valid_from=house.at(0),
                valid_until=house.at(60),
                links=[{"title": "photograph", "url": "https://example.org/1.jpg", "sha256": "0" * 64}],
                outline=[{"lat": 12.05, "lon": 45.05}, {"lat": 12.05, "lon": 45.06}, {"lat": 12.06, "lon": 45.05}],
                life_days=20,
                checks_blind=True,
            )
            answer = await hal.done("POST", "/reports", said)
            assert answer["law"] == LAW
            shown = answer["report"]
            same = ("kind", "position", "accuracy_m", "source", "observed", "names", "remarks", "links", "condition")
            assert {n: shown[n] for n in same} == {n: said[n] for n in same}
            assert shown["landing"] == LANDING
            assert shown["notified"] == {"radius_m": 2_000, "height_m": None}
            assert (shown["valid_from"], shown["valid_until"]) == (house.at(0), house.at(60))
            assert (shown["outline"], shown["checks_blind"], shown["grants"]) == (said["outline"], True, [])
            assert shown["expires"] == house.at(20 * 1_440)
            assert (await hal.get(f"/reports/{shown['id']}"))["report"] == shown
            assert (await hal.get("/reports"))["reports"] == [shown]

    told(story)


def test_a_wire_has_two_ends_and_is_shown_where_it_passes(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            await put(house, hal, "place", kind="obstacle", obstacle=WIRE)
            (seen,) = await sites(tsa, "?box=12.055,45.06,12.056,45.07")
            assert seen["obstacle"] == WIRE
            assert await sites(tsa, "?box=12.0,45.2,12.1,45.3") == []

    told(story)


def test_a_report_is_corrected_renewed_and_withdrawn_by_its_own_party_alone(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            made = await put(house, hal, "reports")
            path = f"/reports/{made['id']}"
            for verb, end, body in (
                ("PUT", "", report(house, ovn=made["ovn"])),
                ("POST", "/renew", {"ovn": made["ovn"]}),
                ("POST", "/withdraw", {"ovn": made["ovn"]}),
                ("POST", "/erase", {"ovn": made["ovn"]}),
                ("PUT", "/release", {"ovn": made["ovn"], "grants": []}),
            ):
                refused = await tsa.ask(verb, path + end, body)
                assert (refused.status_code, refused.json()["code"]) == (404, "unknown")
            again = await hal.ask("PUT", path, report(house, lat=12.07, ovn=made["ovn"]))
            assert again.status_code == 200
            corrected = again.json()["report"]
            assert (corrected["position"]["lat"], corrected["grants"]) == (12.07, made["grants"])
            stale = await hal.ask("POST", f"{path}/renew", {"ovn": made["ovn"]})
            assert stale.json()["code"] == "stale_version"
            renewed = (await hal.done("POST", f"{path}/renew", {"ovn": corrected["ovn"], "life_days": 90}))["report"]
            assert renewed["expires"] == house.at(90 * 1_440)
            gone = (await hal.done("POST", f"{path}/withdraw", {"ovn": renewed["ovn"]}))["report"]
            assert gone["is_withdrawn"]
            (seen,) = await sites(tsa)
            assert (seen["is_withdrawn"], seen["confirmed_by"]) == (True, 0)

    told(story)


def test_the_same_key_makes_one_report_and_says_what_came_with_it_once(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            first = await put(house, hal, "place")
            body = report(house, same_as=[first["id"]])
            answers = [await tsa.ask("POST", "/reports", body, idempotency_key="once") for _ in range(2)]
            assert [a.status_code for a in answers] == [201, 201]
            assert answers[0].json() == answers[1].json()
            assert answers[0].headers["tansiq-position"] == answers[1].headers["tansiq-position"]
            assert len((await tsa.get("/reports"))["reports"]) == 1
            other = await tsa.ask("POST", "/reports", report(house), idempotency_key="once")
            assert (other.status_code, other.json()["code"]) == (422, "key_reused")

    told(story)


@pytest.mark.parametrize(
    ("level", "has", "hides"),
    [
        ("area", "areas", "position"),
        ("place", "position", "party"),
        ("reports", "party", None),
    ],
)
def test_each_level_shows_its_part(tmp_path, level, has, hides):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            made = await put(house, hal, level)
            shown = (await tsa.get(f"/reports/{made['id']}"))["report"]
            assert (shown["level"], shown["is_mine"]) == (level, False)
            assert shown[has]
            assert hides is None or not shown[hides]
            assert "ovn" not in shown
            assert "grants" not in shown
            text = (await tsa.ask("GET", f"/reports/{made['id']}")).text
            assert ("Al Noor" in text) == (level != "area")
            assert ("gate in the north" in text) == (level == "reports")

    told(story)


def test_at_ask_a_report_cannot_be_told_from_one_that_is_not_there(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            hidden, nothing = (await put(house, hal))["id"], house.new_id()
            for verb, path, body in (
                ("GET", "/reports/{}", None),
                ("GET", "/sites/{}", None),
                ("GET", "/reports/{}/explain?party=TSA", None),
                ("POST", "/reports/{}/withdraw", {"ovn": "guess"}),
                ("PUT", "/reports/{}/release", {"ovn": "guess", "grants": []}),
            ):
                answers = [await tsa.ask(verb, path.format(i), body) for i in (hidden, nothing)]
                assert [a.status_code for a in answers] == [404, 404], path
                assert answers[0].text.replace(hidden, "") == answers[1].text.replace(nothing, "")
            ties = [
                await tsa.ask("PUT", "/sites/ties", {"a": i, "b": house.new_id(), "is_same": True})
                for i in (hidden, nothing)
            ]
            assert ties[0].text.replace(hidden, "") == ties[1].text.replace(nothing, "")
            taken = await tsa.ask("PUT", f"/reports/{hidden}", report(house))
            assert taken.status_code == 404, "an id of another is not to be had, and nobody learns why"

    told(story)


def test_an_owner_is_told_who_sees_what_and_why(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            made = await put(house, hal)

            async def why():
                told = await hal.get(f"/reports/{made['id']}/explain?party=TSA")
                return told["level"], told["rule"], [s["level"] for s in told["shown"]]

            assert await why() == ("ask", "default", [])
            await hal.done("PUT", "/sites/presets", {"presets": [{"party": None, "kind": "hospital", "level": "area"}]})
            assert await why() == ("area", "preset", ["area"])
            await release(hal, made, ("TSA", "reports"))
            assert await why() == ("reports", "item", ["reports"])
            nobody = await hal.ask("GET", f"/reports/{made['id']}/explain?party=NOBODY")
            assert nobody.json()["code"] == "conflict.no_such_party"
            assert (await hal.get("/sites/presets"))["presets"] == [
                {"party": None, "kind": "hospital", "level": "area"}
            ]

    told(story)


def test_where_the_charter_asks_for_it_a_second_person_confirms_more(tmp_path):
    async def story():
        async with room(tmp_path, second_person=True) as house:
            hal, tsa, amina = house.leads["HAL"], house.leads["TSA"], await colleague(house, "HAL")
            made = await put(house, hal)
            asked = await release(hal, made, ("TSA", "place"))
            assert asked["waits"]
            assert await sites(tsa) == []
            (waiting,) = (await amina.get("/sites/waiting"))["waiting"]
            assert (waiting["what"], waiting["by_me"], waiting["report"]) == ("release", False, made["id"])
            alone = await hal.ask("POST", f"/sites/waiting/{asked['waits']}", {"yes": True})
            assert alone.json()["code"] == "not_allowed.second_person"
            await amina.done("POST", f"/sites/waiting/{asked['waits']}", {"yes": True})
            assert len(await sites(tsa)) == 1
            body = {"presets": [{"party": "TSA", "kind": None, "level": "place"}]}
            waits = (await hal.done("PUT", "/sites/presets", body))["waits"]
            await amina.done("POST", f"/sites/waiting/{waits}", {"yes": False})
            assert (await hal.get("/sites/presets"))["presets"] == []

    told(story)


@pytest.mark.parametrize(
    ("wrong", "code", "where"),
    [
        ({"kind": "barracks"}, "body_form", "$.kind"),
        ({"strength": 40}, "body_form", "$"),
        ({"position": {"lat": 91, "lon": 0}}, "off_earth", "$.position"),
        ({"accuracy_m": -1}, "field_range", "$.accuracy_m"),
        ({"accuracy_m": 1e300}, "field_range", "$.accuracy_m"),
        ({"observed": "yesterday"}, "time", "$.observed"),
        ({"names": {"en": "x" * 121}}, "text_long", "$.names.en"),
        ({"remarks": "x" * 2_001}, "text_long", "$.remarks"),
        ({"links": [{"title": "t", "url": "http://example.org"}]}, "field_form", "$.links[0].url"),
        ({"links": [{"title": "t", "url": "https://a.b", "sha256": "1"}]}, "field_form", "$.links[0].sha256"),
        ({"outline": [{"lat": 12, "lon": 45}] * 3}, "outline", "$.outline"),
        ({"life_days": 0}, "field_range", "$.life_days"),
        ({"life_days": 500}, "conflict.report_life", ""),
        ({"notified": {"radius_m": 20_001}}, "field_range", "$.notified.radius_m"),
        ({"obstacle": WIRE}, "conflict.report_values", ""),
        ({"kind": "obstacle", "obstacle": WIRE | {"far_end": {"lat": 30, "lon": 45}}}, "leg", "$.obstacle.far_end"),
        ({"landing": LANDING | {"approaches_deg": [360]}}, "field_range", "$.landing.approaches_deg"),
        ({"landing": LANDING | {"frequencies": ["tower"]}}, "field_form", "$.landing.frequencies[0]"),
        ({"landing": LANDING | {"slope_percent": 101}}, "field_range", "$.landing.slope_percent"),
        (
            {"valid_from": "2026-01-02T00:00:00Z", "valid_until": "2026-01-01T00:00:00Z"},
            "times_crossed",
            "$.valid_from",
        ),
        ({"same_as": ["nothing"]}, "unknown", ""),
        ({"ovn": "x"}, "field_form", "$.ovn"),
    ],
)
def test_what_is_wrong_with_a_report_is_said(tmp_path, wrong, code, where):
    async def story():
        async with room(tmp_path, "HAL") as house:
            refused = (await house.leads["HAL"].ask("POST", "/reports", report(house) | wrong)).json()
            assert (refused["code"], refused["where"]) == (code, where)

    told(story)


def test_observers_read_and_officers_act_and_leads_erase(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            made = await put(house, hal)
            watcher = await colleague(house, "HAL", "observer", "Omar")
            officer = await colleague(house, "HAL")
            assert (await watcher.ask("GET", f"/sites/{made['id']}")).status_code == 200
            assert (await watcher.ask("POST", "/reports", report(house))).status_code == 403
            ask = {"within_m": 1, "places": [{"circle": {"center": {"lat": 1, "lon": 1}, "radius_m": 1}}]}
            assert (await watcher.ask("POST", "/sites/ask", ask)).status_code == 403
            erase = f"/reports/{made['id']}/erase"
            assert (await officer.ask("POST", erase, {"ovn": made["ovn"]})).status_code == 403
            assert (await officer.ask("POST", "/sites/exports")).status_code == 403
            assert (await officer.ask("PUT", "/sites/presets", {"presets": []})).status_code == 403
            assert (await house.stranger.ask("GET", "/sites")).status_code == 401

    told(story)
