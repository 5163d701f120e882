"""Flights that repeat: told day by day, booked day by day, ended as one."""

import asyncio
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import pytest

from tansiq.gateways.room import repeats, wire

from .house import room

DAY_MIN = 24 * 60  # the tests begin on a Thursday, 2026-05-28


def told(story):
    asyncio.run(story())


def repeat(house, flight=None, days=("thu", "sat"), until=10, **more):
    """A flight every Thursday and Saturday for so many days: today, in 2, in 7 and in 9 days."""
    series = more.pop("series", None) or house.new_id()
    return {
        "series": series,
        "flight": flight or house.flight(),
        "days": list(days),
        "until": house.at(until * DAY_MIN),
    } | more


async def asked(guest, body, **headers):
    answer = await guest.ask("POST", "/flights/repeat", body, **headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_a_dry_run_tells_what_each_day_would_meet_and_books_nothing(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, tsa = house.leads.values()
            day = house.flight(start=10 + 2 * DAY_MIN, end=70 + 2 * DAY_MIN)
            await tsa.done("PUT", f"/flights/{house.new_id()}", day)
            items = await asked(hal, repeat(house))
            assert [i["start"] for i in items] == [house.at(10 + n * DAY_MIN) for n in (0, 2, 7, 9)]
            assert [i["outcome"] for i in items] == ["free", "meets", "free", "free"]
            assert items[1]["conflicts"][0]["with"]["owner"] == "TSA"
            assert (await hal.get("/flights?mine=true"))["flights"] == []

    told(story)


def test_each_day_is_booked_whatever_becomes_of_the_others_and_sending_it_again_books_nothing_twice(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, tsa = house.leads.values()
            day = house.flight(start=10 + 2 * DAY_MIN, end=70 + 2 * DAY_MIN)
            await tsa.done("PUT", f"/flights/{house.new_id()}", day)
            body = repeat(house, book=True)
            items = await asked(hal, body, idempotency_key="series one")
            assert [i["outcome"] for i in items] == ["booked", "refused", "booked", "booked"]
            assert items[1]["code"] == "conflicts_not_named"
            assert len({i["id"] for i in items}) == 4
            assert all(UUID(i["id"]).version == 4 for i in items)
            own = (await hal.get("/flights?mine=true"))["flights"]
            assert sorted(f["start"] for f in own) == [i["start"] for i in items if i["outcome"] == "booked"]
            met = items[1]["conflicts"][0]["with"]
            named = body | {"flight": body["flight"] | {"accepts": [{"id": met["id"], "ovn": met["ovn"]}]}}
            again = await asked(hal, named)
            assert [i["outcome"] for i in again] == ["booked"] * 4
            assert [i["id"] for i in again] == [i["id"] for i in items]
            versions = [f["version"] for f in (await hal.get("/flights?mine=true"))["flights"]]
            assert versions == [1, 1, 1, 1]

    told(story)


def test_a_series_is_looked_at_and_ended_as_one_but_what_is_in_the_air_stays(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            body = repeat(house, book=True)
            items = await asked(hal, body)
            path = f"/flights/repeat/{body['series']}"
            assert [f["id"] for f in (await hal.get(path))["flights"]] == [i["id"] for i in items]
            assert (await tsa.get(path))["flights"] == [], "a series of another party has other ids"
            house.hands.pass_min(20)
            first = await hal.get(f"/flights/{items[0]['id']}")
            flying = body["flight"] | {"ovn": first["ovn"], "state": "Activated"}
            await hal.done("PUT", f"/flights/{items[0]['id']}", flying)
            await hal.done("DELETE", f"/flights/{items[1]['id']}?ovn={(await hal.get(path))['flights'][1]['ovn']}")
            ended = await hal.done("DELETE", path)
            assert ended == {"ended": [i["id"] for i in items[2:]], "left": [items[0]["id"]]}
            assert (await tsa.done("DELETE", path))["ended"] == []

    told(story)


def test_what_the_charter_refuses_is_told_of_the_day_that_it_refuses(tmp_path):
    async def story():
        async with room(tmp_path, horizon_us=5 * DAY_MIN * 60_000_000) as house:
            hal = house.leads["HAL"]
            items = await asked(hal, repeat(house, until=8))
            assert [(i["outcome"], i["code"]) for i in items] == [
                ("free", ""),
                ("free", ""),
                ("refused", "too_far_ahead"),
            ]
            assert "charter" in items[2]["message"]
            booked = await asked(hal, repeat(house, until=8, book=True))
            assert [i["outcome"] for i in booked] == ["booked", "booked", "refused"]
            assert booked[2]["code"] == items[2]["code"]

    told(story)


def test_where_conflicts_are_refused_the_dry_run_says_so(tmp_path):
    async def story():
        async with room(tmp_path, conflict_rule="refuse") as house:
            hal, tsa = house.leads.values()
            await tsa.done("PUT", f"/flights/{house.new_id()}", house.flight())
            items = await asked(hal, repeat(house))
            assert [(i["outcome"], i["code"]) for i in items][:2] == [("refused", "conflicts_refused"), ("free", "")]
            assert len(items[0]["conflicts"]) == 1

    told(story)


def test_legs_and_releases_move_along(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            line = [{"lat": 12.0, "lon": 45.0}, {"lat": 12.0, "lon": 45.5}, {"lat": 12.4, "lon": 45.5}]
            legs = [{"end": house.at(40)}, {"start": house.at(40)}]
            volume = house.flight()["volumes"][0] | {"corridor": {"centreline": line, "width_m": 9_000, "legs": legs}}
            del volume["polygon"]
            grants = [{"party": "TSA", "level": "identity", "after": house.at(0)}]
            body = repeat(house, house.flight(volumes=[volume], grants=grants), until=3, book=True)
            await asked(hal, body)
            flights = (await hal.get(f"/flights/repeat/{body['series']}"))["flights"]
            assert [f["volumes"][0]["end"] for f in flights] == [house.at(40), house.at(40 + 2 * DAY_MIN)]
            assert [f["grants"][0]["after"] for f in flights] == [house.at(0), house.at(2 * DAY_MIN)]

    told(story)


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"days": []}, "repeat_count", "$.days"),
        ({"until": -1}, "repeat_count", "$.days"),
        ({"days": ["mon", "tue", "wed", "thu", "fri"], "until": 100}, "repeat_count", "$.days"),
        ({"series": "x"}, "not_uuid", "$path.id"),
    ],
)
def test_a_series_is_bounded(tmp_path, change, code, where):
    async def story():
        async with room(tmp_path, "HAL") as house:
            refused = await house.leads["HAL"].ask("POST", "/flights/repeat", repeat(house, **change))
            assert (refused.status_code, refused.json()["code"], refused.json()["where"]) == (400, code, where)

    told(story)


@pytest.mark.parametrize(
    ("legs", "days", "is_taken"), [(40, 50, True), (41, 50, False), (500, 4, True), (500, 5, False)]
)
@pytest.mark.parametrize("kind", ["volumes", "corridor", "library"])
def test_all_flights_of_a_series_have_so_many_volumes_together(tmp_path, legs, days, is_taken, kind):
    """Sixty flights of 500 legs would keep a thread busy for a minute and a half."""

    async def story():
        async with room(tmp_path, "HAL") as house:
            hal, flight = house.leads["HAL"], house.flight()
            line = [{"lat": 12 + n / 100, "lon": 45} for n in range(legs + 1)]
            (volume,) = flight["volumes"]
            if kind == "volumes":
                flight["volumes"] = [volume] * legs
            else:
                del volume["polygon"]
                volume["corridor"] = {"centreline": line, "width_m": 2_000}
            if kind == "library":
                place = house.new_id()
                route = {"kind": "route", "names": {"en": "coast"}, "centreline": line, "width_m": 2_000}
                await hal.done("PUT", f"/library/{place}", route)
                del volume["corridor"]
                volume["from_library"] = {"id": place}
            week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            first = msgspec.convert(repeat(house, flight, days=week, until=days - 0.5), wire.RepeatBody)
            ask = Asking(house.started.node.view("HAL"))
            if is_taken:
                repeats._refuse_size(ask, first.flight, days)
                return
            refused = await hal.ask("POST", "/flights/repeat", repeat(house, flight, days=week, until=days - 0.5))
            told = refused.json()
            assert (refused.status_code, told["code"]) == (400, "repeat_volumes")
            assert f"{legs * days}" in told["message"].replace(",", "")
            assert f"at most {2_000 // legs} of these" in told["hint"]

    told(story)


class Asking(NamedTuple):
    """Of a request, what its size depends on."""

    view: Any


def test_a_refused_day_is_told_when_what_stood_in_its_way_is_gone(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, tsa = house.leads.values()
            day, theirs = house.flight(start=10 + 2 * DAY_MIN, end=70 + 2 * DAY_MIN), house.new_id()
            booked = await tsa.done("PUT", f"/flights/{theirs}", day)
            items = await asked(hal, repeat(house, book=True))
            assert items[1]["outcome"] == "refused"
            await tsa.done("DELETE", f"/flights/{theirs}?ovn={booked['flight']['ovn']}")
            (freed,) = (await hal.get("/freed"))["freed"]
            assert (freed["mine"], freed["windows"]) == (
                items[1]["id"],
                [[items[1]["start"], day["volumes"][0]["end"]]],
            )

    told(story)


def test_a_series_begins_with_a_new_flight(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            for more in ({"ovn": "x"}, {"state": "Activated"}, {"volumes": []}):
                body = repeat(house, house.flight() | more)
                refused = await house.leads["HAL"].ask("POST", "/flights/repeat", body)
                assert refused.json()["code"] == "repeat_form"

    told(story)
