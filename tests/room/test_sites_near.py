"""A flight or zone that touches a notified place is told so, as far as its planner may see the place."""

import asyncio

import pytest

from .house import room
from .places import LAW, notified, put, release, report
from .test_imports import collection, feature, sent

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


# `house.flight()` lies within latitudes 12 to 12.1, longitudes 45 to 45.1, FL100 to FL120, in the next hour.
@pytest.mark.parametrize(
    ("level", "more", "is_told", "because"),
    [
        ("reports", {}, True, "it flies over the place"),
        ("place", {}, True, "where it is is enough to know"),
        ("area", {"lat": 12.12}, True, "its cell is touched, and no more is known"),
        ("ask", {}, False, "who may only ask is not told"),
        ("place", {"lat": 12.115}, True, "1.7 km beside its buffer of 2 km"),
        ("place", {"lat": 12.12}, False, "2.2 km beside it"),
        ("place", {"notified": None}, False, "nobody was notified of it"),
        (
            "place",
            {"notified": {"radius_m": 2_000, "height_m": 500}},
            True,
            "the ground is not known, so all heights count",
        ),
        ("place", {"valid_until": -60}, False, "it is over by then"),
        ("place", {"valid_from": 30}, True, "it begins meanwhile"),
    ],
)
def test_a_flight_is_told_of_notified_places(tmp_path, level, more, is_told, because):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            said = {name: house.at(v) if name.startswith("valid") else v for name, v in more.items()}
            made = await put(house, hal, level, **notified(house, **said))
            checked = (await tsa.done("POST", "/flights/check", house.flight()))["sites"]
            booked = await tsa.done("PUT", f"/flights/{house.new_id()}", house.flight())
            assert booked["sites"] == checked
            assert bool(checked) is is_told, because
            assert booked["conflicts"] == []
            if is_told:
                (near,) = checked
                assert (near["report"], near["site"], near["level"]) == (made["id"], made["id"], level)
                assert LAW in near["message"]
                assert (near["position"] is None) is (level == "area")
                assert (near["radius_m"] is None) is (level == "area")

    told(story)


def test_a_zone_is_told_and_its_lists_are_not_longer_for_it(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            await put(house, hal, "place", **notified(house))
            zone = {"kind": "danger", "name": "range", "contact": "tower", "volumes": house.flight()["volumes"]}
            path = f"/zones/{house.new_id()}"
            for key in ({}, {}):
                answer = await tsa.ask("PUT", path, zone, idempotency_key="once", **key)
                assert [s["kind"] for s in answer.json()["sites"]] == ["hospital"]
            assert "sites" not in await tsa.get(path)
            french = await tsa.ask("POST", "/flights/check", house.flight(), accept_language="fr")
            assert "ne change rien en droit" in french.json()["sites"][0]["message"]

    told(story)


def test_a_place_that_two_reported_is_told_once_and_one_withdrawn_not_at_all(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            first = await put(house, hal, "reports", **notified(house))
            second = (await tsa.done("POST", "/reports", notified(house, same_as=[first["id"]])))["report"]
            await release(tsa, second, ("HAL", "place"))
            checked = await tsa.done("POST", "/flights/check", house.flight())
            assert len(checked["sites"]) == 1
            for guest, report_id in ((hal, first["id"]), (tsa, second["id"])):
                ovn = (await guest.get(f"/reports/{report_id}"))["report"]["ovn"]
                await guest.done("POST", f"/reports/{report_id}/withdraw", {"ovn": ovn})
            assert (await tsa.done("POST", "/flights/check", house.flight()))["sites"] == []
            plain = await hal.ask("POST", "/reports", report(house, notified={"radius_m": 1, "height_m": 0}))
            assert plain.json()["where"] == "$.notified.height_m"

    told(story)


def test_each_day_of_a_series_and_each_flight_of_a_file_is_told_too(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            made = await put(house, hal, "place", **notified(house))
            series = {"series": house.new_id(), "flight": house.flight(), "days": DAYS, "until": house.at(2 * 1_440)}
            for book, outcome in ((False, "free"), (True, "booked"), (True, "booked")):
                told_of = (await tsa.done("POST", "/flights/repeat", series | {"book": book}))["items"]
                assert [i["outcome"] for i in told_of] == [outcome] * len(told_of)
                assert [[s["report"] for s in i["sites"]] for i in told_of] == [[made["id"]]] * len(told_of)
            far = feature(house, lat=13.0)
            file = collection(feature(house, floor="FL200", ceiling="FL220"), far)
            look = await sent(house, tsa, "flights", "geojson", file)
            booked = await sent(house, tsa, "flights", "geojson", file, key="once")
            for answer, outcome in ((look, "good"), (booked, "done")):
                assert [i["outcome"] for i in answer["items"]] == [outcome] * 2
                assert [[s["report"] for s in i["sites"]] for i in answer["items"]] == [[made["id"]], []]
                assert LAW in answer["items"][0]["sites"][0]["message"]

    told(story)
