"""Likely duplicates and contradictions at the door: of what the asker sees, in its language, until a person has decided."""

import asyncio

import pytest

from tansiq.gateways.room.words import LANGUAGES

from .house import room
from .places import LAW, colleague, put, release, report, sites
from .test_sites_seen import events


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


async def suggested(guest, query=""):
    return (await guest.get(f"/sites/suggestions{query}"))["suggestions"]


async def said(guest, query=""):
    return [(s["what"], {s["a"]["id"], s["b"]["id"]}) for s in await suggested(guest, query)]


ARABIC = {"names": {"ar": "مستشفى النور"}}


def test_two_reports_of_one_place_are_suggested_to_who_sees_both_and_to_nobody_else(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "VIC") as house:
            hal, tsa, vic = house.leads.values()
            first = await put(house, hal, "place", names={"en": "Al-Noor Hospital"})
            second = await put(house, tsa, lat=12.0504, **ARABIC)
            assert await said(tsa) == [("same", {first["id"], second["id"]})]
            assert await said(hal) == [], "it is not released TSA's report"
            assert await said(vic) == []
            (pair,) = await suggested(tsa)
            assert 40 < pair["distance_m"] < 50
            assert 0.7 < pair["likelihood"] <= 1
            assert {pair["a"]["is_mine"], pair["b"]["is_mine"]} == {True, False}
            assert (await tsa.get("/sites/suggestions"))["law"] == LAW
            assert await said(tsa, f"?report={first['id']}") == [("same", {first["id"], second["id"]})]
            assert (await hal.ask("GET", f"/sites/suggestions?report={second['id']}")).status_code == 404
            await release(tsa, second, ("HAL", "ask"))
            assert await said(hal) == [], "ask is less than area"

    told(story)


def test_a_person_settles_a_suggestion_and_takes_that_back(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            first = await put(house, hal, "reports", names={"en": "Al-Noor Hospital"})
            second = await put(house, tsa, "reports", to="HAL", **ARABIC)
            pair = {"a": first["id"], "b": second["id"]}
            assert len(await said(hal)) == len(await said(tsa)) == 1
            await hal.done("PUT", "/sites/ties", pair | {"is_same": True})
            assert await said(hal) == await said(tsa) == []
            assert len(await sites(hal)) == 1
            await hal.done("PUT", "/sites/ties", pair | {"is_same": False})
            assert await said(hal) == await said(tsa) == [], "a reporter denies it"
            assert len(await sites(hal)) == 2, "split again"

    told(story)


def test_what_was_dismissed_is_listed_and_taken_back_and_suggested_again(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "VIC") as house:
            hal, tsa, vic = house.leads.values()
            first = await put(house, hal, "reports", names={"en": "Al-Noor Hospital"})
            second = await put(house, tsa, "place", to="HAL", **ARABIC)
            ids = {first["id"], second["id"]}
            path = f"/sites/ties/{first['id']}/{second['id']}"
            assert (await tsa.ask("DELETE", path)).json()["code"] == "conflict.nothing_said"
            await tsa.done("PUT", "/sites/ties", {"a": first["id"], "b": second["id"], "is_same": False})
            (pair,) = (await tsa.get("/sites/dismissed"))["dismissed"]
            assert {pair["a"]["id"], pair["b"]["id"]} == ids
            assert pair["at"] == house.at(0)
            assert (await tsa.get("/sites/dismissed"))["law"] == LAW
            assert (await hal.get("/sites/dismissed"))["dismissed"] == [], "another party dismissed it"
            assert (await hal.ask("DELETE", path)).json()["code"] == "conflict.nothing_said"
            unseen, made_up = await vic.ask("DELETE", path), f"/sites/ties/{house.new_id()}/{second['id']}"
            assert unseen.status_code == (await vic.ask("DELETE", made_up)).status_code == 404
            observer = await colleague(house, "TSA", "observer")
            assert len((await observer.get("/sites/dismissed"))["dismissed"]) == 1
            assert (await observer.ask("DELETE", path)).status_code == 403
            listening = {code: house.hub.listen(code, "") for code in ("HAL", "VIC")}
            for stream in listening.values():
                await anext(stream)
            await tsa.done("DELETE", path)
            assert await events(listening["HAL"], "sites") == [("sites", {"reports": sorted(ids)})]
            assert await events(listening["VIC"], "sites") == []
            assert (await tsa.get("/sites/dismissed"))["dismissed"] == []
            assert await said(hal) == await said(tsa) == [("same", ids)]
            assert (await hal.get(f"/sites/{first['id']}"))["ties"] == []

    told(story)


def test_what_was_dismissed_comes_in_pages_and_as_far_as_it_is_shown(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            theirs = [await put(house, hal, "place", lat=12 + n / 10) for n in range(4)]
            own = [await put(house, tsa, lat=12 + n / 10) for n in range(4)]
            for a, b in zip(theirs, own, strict=True):
                await tsa.done("PUT", "/sites/ties", {"a": a["id"], "b": b["id"], "is_same": False})
            await tsa.done("PUT", "/sites/ties", {"a": own[0]["id"], "b": own[1]["id"], "is_same": True})
            shown = (await hal.get(f"/reports/{theirs[0]['id']}"))["report"]
            await release(hal, shown, ("TSA", "ask"))
            seen, after = [], ""
            for _ in range(5):
                page = await tsa.get(f"/sites/dismissed?limit=2&after={after}")
                assert len(page["dismissed"]) <= 2
                seen += [frozenset((d["a"]["id"], d["b"]["id"])) for d in page["dismissed"]]
                after = page["next"]
                if not after:
                    break
            assert len(seen) == 3
            assert set(seen) == {frozenset((a["id"], b["id"])) for a, b in zip(theirs[1:], own[1:], strict=True)}
            gone = await tsa.ask("DELETE", f"/sites/ties/{theirs[0]['id']}/{own[0]['id']}")
            assert gone.status_code == 404, "what it does not see any more it says nothing of"

    told(story)


def test_what_is_released_corrected_and_withdrawn_changes_what_is_suggested(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            first = await put(house, hal, "place", names={"en": "Al-Noor Hospital"}, life_days=0.1)
            assert await said(tsa) == []
            body = report(house, 45.05, 12.05, **ARABIC)
            second = (await tsa.done("POST", "/reports", body))["report"]
            assert [what for what, _ in await said(tsa)] == ["swapped"]
            body = report(house, 12.05, 45.05, ovn=second["ovn"], condition="not_in_use", **ARABIC)
            await tsa.done("PUT", f"/reports/{second['id']}", body)
            assert [what for what, _ in await said(tsa)] == ["same"]
            shown = (await hal.get("/reports"))["reports"][0]
            await release(hal, shown, ("TSA", "ask"))
            assert await said(tsa) == []
            shown = (await hal.get("/reports"))["reports"][0]
            await release(hal, shown, ("TSA", "reports"))
            assert [what for what, _ in await said(tsa)] == ["same"]
            house.hands.pass_min(150)
            assert await said(tsa) == [], "one ran out"
            assert first["id"] == shown["id"]

    told(story)


def test_in_use_and_not_in_use_is_said_of_a_joined_place_too(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            first = await put(house, hal, "reports", names={"en": "Al-Noor"}, condition="in_use")
            second = await put(house, tsa, condition="not_in_use", **ARABIC)
            assert [what for what, _ in await said(tsa)] == ["opposite", "same"]
            await tsa.done("PUT", "/sites/ties", {"a": first["id"], "b": second["id"], "is_same": True})
            assert [what for what, _ in await said(tsa)] == ["opposite"]

    told(story)


def test_pages_hold_all_pairs_once(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            for n in range(6):
                await put(house, hal, "place", lat=12 + n / 10, names={"en": f"Well {n + 1}"}, kind="water")
                await put(house, tsa, lat=12 + n / 10, names={"ar": f"بئر رقم {n + 1}"}, kind="water")
            seen, after = [], ""
            for _ in range(12):
                page = await tsa.get(f"/sites/suggestions?limit=2&after={after}")
                seen += [frozenset((s["a"]["id"], s["b"]["id"])) for s in page["suggestions"]]
                after = page["next"]
                if not after:
                    break
            assert len(seen) == len(set(seen)) == 6
            assert {frozenset((s["a"]["id"], s["b"]["id"])) for s in await suggested(tsa)} == set(seen)

    told(story)


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ("same", (12.05, 45.05)),
        ("swapped", (45.05, 12.05)),
        ("sign", (-12.05, 45.05)),
        ("truncated", (12.0, 45.0)),
        ("digit", (13.05, 45.05)),
        ("apart", (12.1234, 45.0881)),
    ],
)
def test_each_kind_is_said_in_each_language(tmp_path, what, where):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            await put(house, hal, "place", names={"en": "Al-Noor Hospital"})
            await put(house, tsa, lat=where[0], lon=where[1], **ARABIC)
            told_in = set()
            for language in LANGUAGES:
                answer = await tsa.ask("GET", "/sites/suggestions", accept_language=language)
                (pair,) = answer.json()["suggestions"]
                assert pair["what"] == what
                told_in.add(pair["message"])
            assert len(told_in) == len(LANGUAGES)

    told(story)


def test_what_one_is_suggested_does_not_depend_on_what_it_is_not_shown(tmp_path):
    """Two rooms that differ in reports that TSA is not released say the same to TSA."""

    async def seen(folder, hidden):
        async with room(folder, "HAL", "TSA", "VIC") as house:
            hal, tsa, vic = house.leads.values()
            await put(house, hal, "place", names={"en": "Al-Noor Hospital"})
            await put(house, tsa, **ARABIC)
            for n in range(hidden):
                await put(house, vic, lat=12.05 + n / 1e4, names={"en": "Al-Noor Hospital"})
                await put(house, vic, lat=13.05, names={"en": "Al Noor"})
            (pair,) = await suggested(tsa)
            return {name: value for name, value in pair.items() if name not in ("a", "b")}

    async def story():
        (tmp_path / "a").mkdir()
        (tmp_path / "b").mkdir()
        assert await seen(tmp_path / "a", 0) == await seen(tmp_path / "b", 5)

    told(story)
