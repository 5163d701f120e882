"""Places as each party sees them: the sum of the reports that it is released; ties, disputes, pages, pushes."""

import asyncio
import json

import pytest

from .house import room
from .places import LAW, put, release, report, sites


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def test_two_parties_confirm_a_place_and_a_third_sees_what_it_was_released(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "VIC") as house:
            hal, tsa, vic = house.leads.values()
            first = await put(house, hal, "place", accuracy_m=200)
            second = (await tsa.done("POST", "/reports", report(house, accuracy_m=20, same_as=[first["id"]])))["report"]
            await release(tsa, second, ("HAL", "reports"), ("VIC", "place"))
            (mine,) = await sites(hal)
            assert (mine["confirmed_by"], mine["reports"], mine["accuracy_m"]) == (2, 2, 20), "the better position"
            (theirs,) = await sites(vic)
            assert (theirs["confirmed_by"], theirs["reports"], theirs["id"]) == (1, 1, second["id"])
            whole = await hal.get(f"/sites/{first['id']}")
            assert whole["law"] == LAW
            assert [r["is_mine"] for r in sorted(whole["reports"], key=lambda r: r["party"])] == [True, False]
            (tie,) = whole["ties"]
            assert (tie["is_one"], [s["party"] for s in tie["sayings"]]) == (True, ["TSA"])
            assert (await vic.get(f"/sites/{second['id']}"))["ties"] == []
            assert (await vic.ask("GET", f"/sites/{first['id']}")).status_code == 404

    told(story)


def test_who_tied_two_areas_is_told_to_whoever_knows_both_reporters_alone(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "VIC") as house:
            hal, tsa, vic = house.leads.values()
            first = await put(house, hal)
            await release(hal, first, ("TSA", "reports"), ("VIC", "area"))
            second = (await tsa.done("POST", "/reports", report(house, same_as=[first["id"]])))["report"]
            await release(tsa, second, ("VIC", "area"))
            (tie,) = (await vic.get(f"/sites/{first['id']}"))["ties"]
            assert (tie["is_one"], [s["party"] for s in tie["sayings"]]) == (True, [""])
            assert "TSA" not in (await vic.ask("GET", f"/sites/{first['id']}")).text

    told(story)


def test_saying_not_the_same_splits_a_place_and_saying_so_again_joins_it(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            first = await put(house, hal, "reports")
            second = await put(house, tsa, "reports", to="HAL")
            pair = {"a": first["id"], "b": second["id"]}
            for is_same, count in ((True, 1), (False, 2), (True, 1)):
                await hal.done("PUT", "/sites/ties", pair | {"is_same": is_same})
                assert len(await sites(hal)) == count
                assert len(await sites(tsa)) == count
            itself = await hal.ask("PUT", "/sites/ties", {"a": first["id"], "b": first["id"], "is_same": True})
            assert itself.json()["code"] == "conflict.one_report"

    told(story)


def test_a_machine_does_not_tie(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            first, second = await put(house, hal), await put(house, hal)
            made = await hal.done("POST", "/clients", {"name": "matcher", "role": "officer"})
            form = {"grant_type": "client_credentials"} | {n: made[n] for n in ("client_id", "client_secret")}
            token = (await house.http.post("/room/v1/token", data=form)).json()["access_token"]
            bearer = {"authorization": f"Bearer {token}"}
            body = {"a": first["id"], "b": second["id"], "is_same": True}
            tied = await house.http.put("/room/v1/sites/ties", json=body, headers=bearer)
            assert (tied.status_code, tied.json()["code"]) == (409, "conflict.a_person_ties")
            with_it = report(house, same_as=[first["id"]])
            reported = await house.http.post("/room/v1/reports", json=with_it, headers=bearer)
            assert reported.json()["code"] == "conflict.a_person_ties"
            assert len((await hal.get("/reports"))["reports"]) == 2, "nothing half done"
            alone = await house.http.post("/room/v1/reports", json=report(house), headers=bearer)
            assert alone.status_code == 201
            assert await sites(tsa) == []

    told(story)


def test_disputes_stand_beside_confirmations(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            first = await put(house, hal, "reports")
            denial = report(house, same_as=[first["id"]], disputes=["existence"])
            second = (await tsa.done("POST", "/reports", denial))["report"]
            await release(tsa, second, ("HAL", "reports"))
            (seen,) = await sites(hal)
            assert (seen["confirmed_by"], seen["disputed"]) == (1, ["existence"])
            apart = report(house, lat=12.3, ovn=(await tsa.get(f"/reports/{second['id']}"))["report"]["ovn"])
            await tsa.done("PUT", f"/reports/{second['id']}", apart)
            (seen,) = await sites(hal)
            assert (seen["confirmed_by"], seen["disputed"]) == (2, ["position"]), "positions that do not meet say so"

    told(story)


def test_a_list_goes_by_box_kind_and_page_and_has_each_place_once(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            made = [await put(house, hal, "reports", lat=12 + n / 10) for n in range(5)]
            await put(house, hal, "reports", kind="school", lat=12.0)
            far = await put(house, tsa, lat=13.5)
            await tsa.done("PUT", "/sites/ties", {"a": made[4]["id"], "b": far["id"], "is_same": True})
            assert len(await sites(tsa, "?kind=hospital")) == 5
            assert [s["kind"] for s in await sites(tsa, "?kind=school,camp")] == ["school"]
            assert len(await sites(tsa, "?box=12.05,45,12.35,45.1")) == 3
            (joined,) = await sites(tsa, "?box=13.4,45,13.6,45.1")
            assert joined["reports"] == 2
            assert len(await sites(tsa, "?box=-80,179,80,178")) == 6, "across the antimeridian, and round the earth"
            for box in ("", "&box=11,44,15,46", "&box=-80,-100,80,100"):
                found, after = [], ""
                for _ in range(5):
                    page = await tsa.get(f"/sites?limit=2{box}&after={after}")
                    assert page["law"] == LAW
                    found += [s["id"] for s in page["sites"]]
                    after = page["next"]
                    if not after:
                        break
                assert len(found) == len(set(found)) == 6
            answer = await tsa.ask("GET", "/sites")
            await put(house, hal)
            same = await tsa.ask("GET", "/sites", if_none_match=answer.headers["etag"])
            assert same.status_code == 304, "what one may not see changes nothing"

    told(story)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?box=1,2,3", "field_form"),
        ("?box=a,b,c,d", "field_form"),
        ("?box=nan,0,1,1", "field_range"),
        ("?box=10,0,9,1", "field_range"),
        ("?kind=barracks", "import_value"),
        ("?limit=0", "field_range"),
    ],
)
def test_what_is_wrong_with_a_look_is_said(tmp_path, query, code):
    async def story():
        async with room(tmp_path, "HAL") as house:
            refused = await house.leads["HAL"].ask("GET", f"/sites{query}")
            assert (refused.status_code, refused.json()["code"]) == (400, code)

    told(story)


async def events(stream, *kinds):
    """What comes of some kinds until nothing more does."""
    found = []
    while True:
        try:
            async with asyncio.timeout(0.3):
                raw = (await anext(stream)).decode()
        except TimeoutError:
            return found
        lines = dict(line.split(": ", 1) for line in raw.strip().split("\n") if ": " in line)
        if lines.get("event") in kinds:
            found.append((lines["event"], json.loads(lines["data"])))


def test_a_party_is_told_of_what_changes_in_what_it_sees(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()

            async def heard(does):
                """What TSA hears while something is done."""
                stream = house.hub.listen("TSA", "")
                await anext(stream)
                result = await does
                found = await events(stream, "sites", "questions", "releases")
                return found, result

            found, made = await heard(put(house, hal))
            assert found == []
            found, released = await heard(release(hal, made, ("TSA", "area")))
            assert found == [("sites", {"reports": [made["id"]]})]
            made = released["report"]
            moved = report(house, lat=12.0501, ovn=made["ovn"])
            found, moved = await heard(hal.done("PUT", f"/reports/{made['id']}", moved))
            assert found == [], "within its cell"
            found, taken = await heard(release(hal, moved["report"]))
            assert found == [("sites", {"reports": [made["id"]]})]
            own = await put(house, tsa)
            circle = {"center": {"lat": 12.05, "lon": 45.05}, "radius_m": 100}
            found, _ = await heard(hal.done("POST", "/sites/ask", {"within_m": 0, "places": [{"circle": circle}]}))
            assert found == [("questions", {})]
            presets = {"presets": [{"party": "TSA", "kind": None, "level": "reports"}]}
            found, _ = await heard(hal.done("PUT", "/sites/presets", presets))
            assert found == [("sites", {"reports": [made["id"]]})]
            pair = {"a": made["id"], "b": own["id"], "is_same": True}
            found, _ = await heard(tsa.done("PUT", "/sites/ties", pair))
            assert found == [("sites", {"reports": sorted(pair[n] for n in "ab")})]
            assert taken

    told(story)


def test_a_party_is_not_told_of_what_changes_in_what_it_does_not_see(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            shown, hidden = await put(house, hal, "place"), await put(house, hal)
            path = f"/reports/{shown['id']}"
            stream = house.hub.listen("TSA", "")
            await anext(stream)
            words = report(house, remarks="another gate", source="air", ovn=shown["ovn"])
            changed = (await hal.done("PUT", path, words))["report"]
            await hal.done("POST", f"{path}/renew", {"ovn": changed["ovn"], "life_days": 60})
            await hal.done("PUT", "/sites/ties", {"a": shown["id"], "b": hidden["id"], "is_same": True})
            circle = {"center": {"lat": 12.05, "lon": 45.05}, "radius_m": 100}
            await hal.done("POST", "/sites/ask", {"within_m": 0, "places": [{"circle": circle}]})
            await hal.done("POST", "/sites/exports")
            assert await events(stream, "sites", "questions", "releases") == []
            assert (await sites(tsa))[0]["reports"] == 1

    told(story)


def test_time_alone_is_told_of(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            made = await put(house, hal)
            grant = {"party": "TSA", "level": "place", "after": house.at(30), "until": house.at(60)}
            body = {"ovn": made["ovn"], "grants": [grant]}
            await hal.done("PUT", f"/reports/{made['id']}/release", body)
            short = await put(house, hal, "place", life_days=0.05)
            seen = []
            for minutes in (31, 30, 30):
                stream = house.hub.listen("TSA", "")
                await anext(stream)
                house.hands.pass_min(minutes)
                house.hub._clock.tick(house.state, house.started.node.now_us())
                house.hub._changes.append(None)
                house.hub._wake.set()
                seen += [body["reports"] for _, body in await events(stream, "sites")]
                seen.append(len(await sites(tsa)))
            assert seen == [[made["id"]], 2, [made["id"]], 1, [short["id"]], 1]
            assert (await sites(tsa))[0]["is_expired"]

    told(story)
