"""The plan of the day: published at the charter's time, updated by what changed in a party's own sight, and by nothing else."""

import asyncio
import itertools
import json
import sqlite3
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.core.room import PlanLevel, Precedence
from tansiq.core.volumes import Limit, Reference
from tansiq.gateways.room import plan_book, plan_file, plan_items, world
from tansiq.gateways.room.plan_items import Change, Item

from .house import Hands, Room, room

# The clock stands at 2026-05-28T20:26:40Z: the plans of the 28th and 29th are out, the 30th's comes at 14:00Z on the 29th.
LATER = {"start": 1_700, "end": 1_760}  # 2026-05-30, from 00:46:40Z on
TO_PLAN_MIN = 1_053 + 1 / 3
DAY, EVE = "/plans/2026-05-30", "/plans/2026-05-29"
SEALED = {"grants": [{"party": "TSA", "level": "conflict"}]}


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def book_of(house: Room) -> plan_book.Book:
    return house.beside[2].__self__


async def book(house: Room, party: str = "HAL", flight: str = "", **said) -> dict:
    """Book a flight on the 30th; return it."""
    body = house.flight(**{**LATER, **said})
    return (await house.leads[party].done("PUT", f"/flights/{flight or house.new_id()}", body))["flight"]


def later(house: Room, minutes: float) -> None:
    """Turn the clock; all sign in again, as sessions end."""
    house.hands.pass_min(minutes)
    for party, guest in house.leads.items():
        guest.cookie = house.signed_in(f"person-{party.lower()}").cookie


async def publish(house: Room) -> None:
    """Turn the clock to the time at which the plan of the 30th is published."""
    later(house, TO_PLAN_MIN)
    await house.keep_house()
    await book_of(house).round()


def times_after(minutes: float) -> dict:
    """LATER, said so many minutes later."""
    return {name: at - minutes for name, at in LATER.items()}


AFTER = times_after(TO_PLAN_MIN)


def ids(items: list[dict]) -> list[str]:
    return [item["id"] for item in items]


def test_a_plan_is_a_draft_until_the_charters_time_and_published_then_though_nobody_asks(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, flight = house.leads["HAL"], (await book(house))["id"]
            draft = await hal.get(DAY)
            assert (draft["state"], draft["number"], draft["published"]) == ("draft", "", "")
            assert draft["publishes"] == "2026-05-29T14:00:00Z"
            assert ids(draft["flights"]) == [flight]
            later(house, TO_PLAN_MIN - 1 / 60)
            await book_of(house).round()
            assert (await hal.get(DAY))["state"] == "draft"
            house.hands.pass_min(1 / 60)
            await book_of(house).round()
            house.hands.pass_min(90)
            plan = await hal.get(DAY)
            assert (plan["state"], plan["number"]) == ("published", "1")
            assert plan["published"] == plan["updated"] == "2026-05-29T14:00:00Z"
            assert (await hal.get(DAY + "/changes"))["updates"] == []

    told(story)


def test_the_charter_says_when(tmp_path):
    async def story():
        async with room(tmp_path, plan_us=21 * 3_600 * 1_000_000) as house:
            hal = house.leads["HAL"]
            assert (await hal.get("/room"))["charter"]["plan_min"] == 21 * 60
            assert (await hal.get(EVE))["state"] == "draft"
            house.hands.pass_min(34)
            assert (await hal.get(EVE))["state"] == "published"

    told(story)


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (1_439, 200), (-1, 400), (1_440, 400)])
def test_the_charters_time_is_a_minute_of_the_day(tmp_path, minutes, status):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            charter = (await hal.get("/room"))["charter"] | {"plan_min": minutes}
            asked = {"matter": "amend", "charter": charter, "deadline": house.at(60)}
            answer = await hal.ask("POST", "/proposals", asked)
            assert answer.status_code == status, answer.text
            if status == 400:
                assert answer.json()["where"] == "$.charter.plan_min"

    told(story)


def test_a_plan_holds_what_touches_its_day_by_start_then_by_id(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            day_min = 1_653 + 1 / 3  # to midnight
            third = await book(house, lat=1, start=1_800, end=1_810)
            first = await book(house, lat=2, start=day_min - 30, end=day_min + 30)
            second = [await book(house, lat=lat, start=1_700, end=1_710) for lat in (3, 4)]
            ends_before = await book(house, lat=5, start=day_min - 30, end=day_min)
            starts_after = await book(house, lat=6, start=day_min + 1_440, end=day_min + 1_450)
            plan = await house.leads["HAL"].get(DAY)
            assert ids(plan["flights"]) == [first["id"], *sorted(ids(second)), third["id"]]
            eve = ids((await house.leads["HAL"].get(EVE))["flights"])
            assert ends_before["id"] in eve
            assert starts_after["id"] not in eve
            assert plan["flights"][0] == await house.leads["HAL"].get(f"/flights/{first['id']}")

    told(story)


def test_a_zone_is_in_the_plan_on_days_that_its_hours_name(tmp_path):
    """The 30th is a Saturday."""

    async def story():
        async with room(tmp_path) as house:
            tsa = house.leads["TSA"]
            zones = {}
            for day in ("sat", "sun"):
                hours = [{"days": [day], "start": "06:00", "end": "08:00"}]
                body = {"kind": "danger", "name": day, "contact": "tower", "hours": hours, "level": "reservation"}
                zones[day] = house.new_id()
                volumes = house.flight(start=10, end=10_000)["volumes"]
                await tsa.done("PUT", f"/zones/{zones[day]}", body | {"volumes": volumes})
            plan = await house.leads["HAL"].get(DAY)
            assert ids(plan["zones"]) == [zones["sat"]]
            assert plan["zones"][0] == await house.leads["HAL"].get(f"/zones/{zones['sat']}")

    told(story)


def test_an_update_lists_what_came_what_changed_and_in_what_and_what_went(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=4) as house:
            tsa, hal = house.leads["TSA"], house.leads["HAL"]
            same, higher, ended = [await book(house, lat=lat) for lat in (1, 2, 3)]
            await publish(house)
            await book(house, lat=2, flight=higher["id"], ovn=higher["ovn"], high=140, **AFTER)
            await hal.done("DELETE", f"/flights/{ended['id']}?ovn={ended['ovn']}")
            new = await book(house, lat=4, callsign="HAL 99", **AFTER)
            plan = await tsa.get(DAY)
            assert plan["number"] == "1.1"
            assert set(ids(plan["flights"])) == {same["id"], higher["id"], new["id"]}
            (update,) = (await tsa.get(DAY + "/changes"))["updates"]
            assert (update["number"], update["made"]) == ("1.1", plan["updated"])
            assert [(i["id"], i["callsign"], i["kind"]) for i in update["added"]] == [(new["id"], "HAL 99", "flight")]
            (change,) = update["changed"]
            assert (change["what"], change["old"]["id"]) == (["limits"], higher["id"])
            assert [change[side]["ceiling"]["value"] for side in ("old", "new")] == [120, 140]
            assert [(i["id"], i["owner"], i["start"]) for i in update["gone"]] == [(ended["id"], "HAL", ended["start"])]
            assert same["id"] not in json.dumps(update)
            assert (await tsa.get(DAY))["number"] == "1.1", "looking again is no update"
            assert (await tsa.get(DAY + "/changes?after=1.1"))["updates"] == []

    told(story)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"end": LATER["end"] + 30}, ["times"]),
        ({"low": 90}, ["limits"]),
        ({"lat": 12.05}, ["outline"]),
        ({"precedence": "medevac", "reason": "a patient"}, ["class"]),
        ({"callsign": "HAL 24"}, ["details"]),
        ({"lat": 12.05, "end": LATER["end"] + 30}, ["times", "outline"]),
        ({"remarks": "typed words are not compared: they can be erased"}, []),
    ],
)
def test_an_update_says_in_what_a_flight_changed(tmp_path, changed, what):
    async def story():
        async with room(tmp_path, default_manned=4) as house:
            flight, tsa = await book(house), house.leads["TSA"]
            await publish(house)
            said = {name: at - TO_PLAN_MIN if name in LATER else at for name, at in {**LATER, **changed}.items()}
            await book(house, flight=flight["id"], ovn=flight["ovn"], **said)
            updates = (await tsa.get(DAY + "/changes"))["updates"]
            assert [change["what"] for update in updates for change in update["changed"]] == ([what] if what else [])

    told(story)


def test_what_is_hidden_makes_no_update_and_no_number(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            sealed = await book(house, **SEALED)
            await publish(house)
            sealed = await book(house, flight=sealed["id"], ovn=sealed["ovn"], high=200, **SEALED, **AFTER)
            await book(house, lat=30, **SEALED, **AFTER)
            plan = await house.leads["TSA"].get(DAY)
            assert (plan["number"], plan["flights"]) == ("1", [])
            assert (await house.leads["HAL"].get(DAY))["number"] == "1.1"

    told(story)


def test_what_moves_within_its_snapped_view_makes_no_update(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            flight = await book(house, lat=12.001)
            await publish(house)
            await book(house, flight=flight["id"], ovn=flight["ovn"], lat=12.002, remarks="as it were", **AFTER)
            assert (await house.leads["HAL"].get(DAY))["number"] == "1.1"
            assert (await house.leads["TSA"].get(DAY))["number"] == "1"

    told(story)


@pytest.mark.parametrize(("before", "after"), [("existence", "reservation"), ("identity", "existence")])
def test_a_release_raised_or_lowered_is_a_change_and_is_told_as_that_alone(tmp_path, before, after):
    async def story():
        async with room(tmp_path) as house:
            flight = await book(house, grants=[{"party": "TSA", "level": before}])
            await publish(house)
            grants = {"ovn": flight["ovn"], "grants": [{"party": "TSA", "level": after}]}
            await house.leads["HAL"].done("PUT", f"/flights/{flight['id']}/release", grants)
            (update,) = (await house.leads["TSA"].get(DAY + "/changes"))["updates"]
            (change,) = update["changed"]
            assert change["what"] == ["release"]
            assert [change[side]["level"] for side in ("old", "new")] == [before, after]
            assert change["new"]["callsign"] == ""

    told(story)


def test_numbers_tokens_and_updates_outlast_a_restart(tmp_path):
    async def story():
        hands = Hands()
        async with room(tmp_path, hands=hands) as house:
            flight = await book(house)
            await publish(house)
            token = (await house.leads["HAL"].get("/changes"))["token"]
            await house.leads["HAL"].done("DELETE", f"/flights/{flight['id']}?ovn={flight['ovn']}")
            before = [await house.leads["HAL"].get(DAY), await house.leads["HAL"].get(DAY + "/changes")]
        async with room(tmp_path, hands=hands) as house:
            hal = house.leads["HAL"]
            await book_of(house).round()
            assert [await hal.get(DAY), await hal.get(DAY + "/changes")] == before
            assert ids((await hal.get(f"/changes?since={token}"))["gone"]) == [flight["id"]]
            await book(house, **AFTER)
            assert (await hal.get(DAY))["number"] == "1.2"

    told(story)


@pytest.mark.parametrize("text", ["damaged", "of another log"])
def test_a_file_that_cannot_be_used_is_begun_anew(tmp_path, text):
    async def story():
        hands = Hands()
        async with room(tmp_path, hands=hands) as house:
            await publish(house)
            await book(house, **AFTER)
            assert (await house.leads["HAL"].get(DAY))["number"] == "1.1"
        path = tmp_path / "data" / "plans.sqlite"
        assert path.stat().st_mode & 0o777 == 0o600
        if text == "damaged":
            path.write_bytes(b"no database at all" * 100)
        else:
            connection = sqlite3.connect(path)
            connection.execute("UPDATE settings SET value = 'x' WHERE name = 'log_id'")
            connection.commit()
            connection.close()
        async with room(tmp_path, hands=hands) as house:
            assert (await house.leads["HAL"].get(DAY))["number"] == "1"

    told(story)


@pytest.mark.parametrize("was_done", [False, True])
def test_an_update_that_the_disk_refused_is_made_later_and_one_that_it_took_is_not_made_twice(
    tmp_path, monkeypatch, was_done
):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            await publish(house)
            await book(house, **AFTER)
            real = plan_file.write

            def failing(*args):
                if was_done:
                    real(*args)
                raise sqlite3.OperationalError("disk I/O error")

            monkeypatch.setattr(plan_file, "write", failing)
            answer = await hal.ask("GET", DAY)
            assert (answer.status_code, answer.json()["code"]) == (503, "outage")
            monkeypatch.setattr(plan_file, "write", real)
            assert (await hal.get(DAY))["number"] == "1.1"
            (update,) = (await hal.get(DAY + "/changes"))["updates"]
            assert len(update["added"]) == 1

    told(story)


def test_a_party_that_sees_nothing_has_an_empty_plan(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            await book(house, **SEALED)
            await publish(house)
            plan = await house.leads["TSA"].get(DAY)
            assert (plan["state"], plan["number"]) == ("published", "1")
            assert (plan["flights"], plan["zones"]) == ([], [])

    told(story)


@pytest.mark.parametrize(
    ("path", "code", "where"),
    [
        ("/plans/2026-05-26", "plan_date", "$path.date"),
        ("/plans/2026-05-31", "plan_date", "$path.date"),
        ("/plans/2026-02-30", "plan_date", "$path.date"),
        ("/plans/tomorrow", "plan_date", "$path.date"),
        ("/plans/2026-05-29?format=html", "field_range", "$query.format"),
        ("/plans/2026-05-29/changes?after=2.1", "plan_number", "$query.after"),
        ("/plans/2026-05-29/changes?after=1.0", "plan_number", "$query.after"),
    ],
)
def test_what_there_is_no_plan_of_is_refused_with_the_place(tmp_path, path, code, where):
    async def story():
        async with room(tmp_path) as house:
            answer = await house.leads["HAL"].ask("GET", path)
            assert (answer.status_code, answer.json()["code"], answer.json()["where"]) == (400, code, where)
            for day in ("27", "30"):
                await house.leads["HAL"].get(f"/plans/2026-05-{day}")
            assert (await house.stranger.ask("GET", EVE)).status_code == 401

    told(story)


def test_a_plan_that_would_be_too_long_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(plan_book, "PLAN_ITEMS", 2)

    async def story():
        async with room(tmp_path) as house:
            for lat in (1, 2, 3):
                await book(house, lat=lat)
            answer = await house.leads["HAL"].ask("GET", DAY)
            assert (answer.status_code, answer.json()["code"]) == (413, "plan_long")
            await publish(house)  # nobody else is kept from theirs
            assert (await house.leads["HAL"].get(EVE))["number"] == "1"

    told(story)


def test_old_updates_are_let_go_and_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(plan_book, "PLAN_UPDATES", 2)

    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            await publish(house)
            old = (await hal.get("/changes"))["token"]
            for lat in (1, 2, 3):
                await book(house, lat=lat, **AFTER)
                await hal.get(DAY)
                last = (await hal.get("/changes"))["token"]
            told_of = await hal.get(DAY + "/changes")
            assert ([u["number"] for u in told_of["updates"]], told_of["is_whole"]) == (["1.2", "1.3"], False)
            assert (await hal.get(DAY + "/changes?after=1.1"))["is_whole"] is True
            answer = await hal.ask("GET", f"/changes?since={old}")
            assert (answer.status_code, answer.json()["code"]) == (409, "changes_token")
            await hal.get(f"/changes?since={last}")

    told(story)


def test_a_suspended_party_gets_its_plan_at_existence_and_one_that_left_none(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "NIL", default_manned=4) as house:
            hal, nil, tsa = house.leads["HAL"], house.leads["NIL"], house.leads["TSA"]
            await book(house)
            await publish(house)
            for matter, level in (("suspend", "existence"), ("expel", "")):
                asked = {"matter": matter, "party": "TSA", "deadline": house.at(60)}
                made = await hal.done("POST", "/proposals", asked)
                if made["outcome"] == "open":
                    await nil.done("POST", f"/proposals/{made['id']}/vote", {"yes": True})
                await book_of(house).round()
                if level:
                    assert [f["level"] for f in (await tsa.get(DAY))["flights"]] == [level]
                    (update,) = (await tsa.get(DAY + "/changes"))["updates"]
                    assert [c["what"] for c in update["changed"]] == [["release"]]
            assert (await tsa.ask("GET", DAY)).status_code in (401, 403)
            connection = sqlite3.connect(tmp_path / "data" / "plans.sqlite")
            kept = {party for (party,) in connection.execute("SELECT party FROM items UNION SELECT party FROM plans")}
            connection.close()
            assert kept == {"HAL", "NIL"}

    told(story)


def test_days_that_are_over_are_forgotten(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            await book_of(house).round()
            house.hands.pass_min(3 * 1_440)
            await book_of(house).round()
            connection = sqlite3.connect(tmp_path / "data" / "plans.sqlite")
            kept = {scope for (scope,) in connection.execute("SELECT scope FROM plans")}
            connection.close()
            assert kept == {"2026-05-31", "2026-06-01"}

    told(story)


def test_a_table_runs_no_formula(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            flight = await book(house, contact="=1+2")
            volumes = house.flight(**LATER)["volumes"]
            zone = {"kind": "danger", "name": "@SUM(A1)", "contact": "tower", "volumes": volumes}
            await house.leads["HAL"].done("PUT", f"/zones/{house.new_id()}", zone)
            table = await house.leads["HAL"].ask("GET", DAY + "?format=csv")
            assert table.headers["content-type"].startswith("text/csv")
            about, columns, *rows = table.text.strip().splitlines()
            assert "2026-05-30" in about
            assert "HAL alone" in about
            assert len(columns.split(",")) == 13
            assert [row.split(",")[0] for row in rows] == ["flight", "danger"]
            assert flight["id"] in rows[0]
            assert rows[0].endswith(",'=1+2")
            assert ",'@SUM(A1)," in rows[1]

    told(story)


LISTENING: list[asyncio.Task] = []  # kept, as the loop holds tasks weakly


async def pushed(house: Room, party: str) -> asyncio.Queue:
    """Listen for a party; return what comes."""
    came: asyncio.Queue = asyncio.Queue()

    async def read():
        async for event in house.hub.listen(party, ""):
            came.put_nowait(event)

    LISTENING.append(asyncio.create_task(read()))
    async with asyncio.timeout(5):
        assert (await came.get()).startswith(b"retry:")
    return came


async def until(came: asyncio.Queue, kind: bytes) -> dict:
    """Return the next event of a kind."""
    async with asyncio.timeout(5):
        while True:
            event = await came.get()
            if b"event: " + kind in event:
                return json.loads(event.split(b"data: ")[1])


def test_who_listens_is_told_of_an_edition_and_of_updates_at_whole_minutes(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=4) as house:
            theirs = await pushed(house, "TSA")
            await publish(house)
            told_of = [(await until(theirs, b"plan"))["date"] for _ in range(2)]
            assert told_of == ["2026-05-29", "2026-05-30"]
            await book(house, **AFTER)
            await until(theirs, b"flights")
            await book_of(house).round()
            assert await until(theirs, b"plan") == {"date": "2026-05-30", "number": "1.1"}
            await book(house, lat=30, **SEALED, **AFTER)
            await book_of(house).round()
            assert theirs.empty(), "nothing of what is hidden"

    told(story)


def test_a_flight_that_outlasts_its_time_is_one_update_and_not_one_each_time_it_is_extended(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            flight, today = house.new_id(), "/plans/2026-05-28"
            body = house.flight(start=-5, end=10) | {"state": "Activated"}
            await house.leads["HAL"].done("PUT", f"/flights/{flight}", body)
            tsa = house.leads["TSA"]
            assert (await tsa.get(today))["number"] == "1"
            for _ in range(3):
                house.hands.pass_min(11)
                await house.keep_house()
                shown = await tsa.get(today)
            assert shown["flights"][0]["is_overrunning"]
            updates = (await tsa.get(today + "/changes"))["updates"]
            assert [(u["number"], [c["what"] for c in u["changed"]]) for u in updates] == [("1.1", [["state"]])]

    told(story)


def test_what_changed_since_one_last_looked(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=4) as house:
            tsa, hal = house.leads["TSA"], house.leads["HAL"]
            changed, ended = await book(house, lat=1), await book(house, lat=2)
            first = await tsa.get("/changes")
            assert (first["since"], first["added"], first["changed"], first["gone"]) == ("", [], [], [])
            looked = house.at(0)
            house.hands.pass_min(5)
            assert (await tsa.get(f"/changes?since={first['token']}"))["since"] == looked
            later = times_after(5)
            moved = await book(house, lat=1, flight=changed["id"], ovn=changed["ovn"], high=140, **later)
            await hal.done("DELETE", f"/flights/{ended['id']}?ovn={ended['ovn']}")
            came = await book(house, lat=3, **later)
            brief = await book(house, lat=4, **later)
            await tsa.get(f"/changes?since={first['token']}")  # a colleague looks between
            await hal.done("DELETE", f"/flights/{brief['id']}?ovn={brief['ovn']}")
            await book(house, lat=1, flight=changed["id"], ovn=moved["ovn"], high=160, **later)
            found = await tsa.get(f"/changes?since={first['token']}")
            assert ids(found["added"]) == [came["id"]], "not what came and went"
            assert ids(found["gone"]) == [ended["id"]]
            (change,) = found["changed"]
            assert [change[side]["ceiling"]["value"] for side in ("old", "new")] == [120, 160]
            again = await tsa.get(f"/changes?since={found['token']}")
            assert (again["added"], again["changed"], again["gone"]) == ([], [], [])

    told(story)


@pytest.mark.parametrize("whose", ["made up", "another's", "of a later time"])
def test_a_token_that_says_nothing_here_is_refused(tmp_path, whose):
    async def story():
        async with room(tmp_path) as house:
            own = (await house.leads["HAL"].get("/changes"))["token"]
            other = (await house.leads["TSA"].get("/changes"))["token"]
            token = {"made up": "x", "another's": other, "of a later time": own[:-1] + "f" * 3}[whose]
            answer = await house.leads["HAL"].ask("GET", f"/changes?since={token}")
            assert (answer.status_code, answer.json()["code"]) == (409, "changes_token")

    told(story)


def test_two_rooms_that_differ_in_what_is_hidden_answer_alike_byte_for_byte(tmp_path, monkeypatch):
    monkeypatch.setattr(world, "SLICE_S", 0.0)

    async def seen(folder, hidden: bool) -> list[bytes]:
        answers: list[bytes] = []
        async with room(folder) as house:
            tsa, count = house.leads["TSA"], 0

            async def hide(**said) -> None:
                nonlocal count
                count += 1
                if hidden:
                    await book(house, flight=str(UUID(int=0xABC << 80 | 4 << 76 | 1 << 63 | count)), **said, **SEALED)

            async def look(path: str) -> dict:
                answer = await tsa.ask("GET", path)
                answers.append(answer.content)
                return answer.json()

            await hide(lat=20)
            own = await book(house, "TSA", lat=1)
            await look(DAY + "/changes")
            token = (await look("/changes"))["token"]
            await publish(house)
            await hide(lat=21, **AFTER)
            await look(DAY + "/changes")
            await book(house, "TSA", lat=1, flight=own["id"], ovn=own["ovn"], high=130, **AFTER)
            await hide(lat=22, **AFTER)
            await book(house, "TSA", lat=2, **AFTER)
            await look(DAY + "/changes")
            await hide(lat=23, **AFTER)
            await look(f"/changes?since={token}")
            assert (await tsa.get(DAY))["number"] == "1.1"
        return answers

    async def story():
        assert await seen(tmp_path / "a", False) == await seen(tmp_path / "b", True)

    told(story)


def item(number: int, end_us: int, level: PlanLevel) -> Item:
    limit, mark = Limit(0, Reference.W84), bytes(8)
    return Item(
        str(number), "flight", level, "HAL", "Accepted", False, True, Precedence.ROUTINE, "", 0, end_us, limit, limit,
        0, 1, 0, 1, mark, mark, mark, mark,
    )  # fmt: skip


sights = st.dictionaries(
    st.integers(0, 4),
    st.tuples(st.integers(1, 3), st.sampled_from([PlanLevel.EXISTENCE, PlanLevel.IDENTITY])),
    max_size=5,
).map(lambda found: {n: item(n, *said) for n, said in found.items()})


@given(st.lists(sights, min_size=1, max_size=6))
def test_updates_put_together_say_what_the_first_and_the_last_sight_differ_in(days):
    merged: dict[str, Change] = {}
    for before, after in itertools.pairwise(days):
        step = [Change(before.get(n), after.get(n)) for n in range(5) if before.get(n) != after.get(n)]
        kept = plan_items.decode_changes(plan_items.encode_changes(step))
        plan_items.together(kept, merged)
    left = {n: c for n, c in merged.items() if plan_items.is_change(c)}
    first, last = days[0], days[-1]
    assert left == {f"f{n}": Change(first.get(n), last.get(n)) for n in range(5) if first.get(n) != last.get(n)}
    for change in left.values():
        if change.old is not None and change.new is not None:
            assert plan_items.what(change.old, change.new), "what differs is named"
