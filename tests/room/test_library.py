"""The library at the door of the room: kept, shown, and what is booked from it."""

import asyncio

import pytest

from .house import room

LINE = [{"lat": 12.0, "lon": 45.0}, {"lat": 12.0, "lon": 45.5}, {"lat": 12.4, "lon": 45.5}]
DISC = {"center": {"lat": 12.05, "lon": 45.05}, "radius_m": 5_000}


def fl(value):
    return {"reference": "FL", "value": value}


def area(**more):
    names = {"en": "Training area 4", "ar": "منطقة التدريب ٤"}
    return {"kind": "area", "names": names, "circle": DISC, "floor": fl(100), "ceiling": fl(120)} | more


def route(**more):
    return {"kind": "route", "names": {"en": "Relief lane"}, "centreline": LINE, "width_m": 10_000} | more


def named(house, entry, **more):
    """A volume in the next hour at a place of the library."""
    heights = {name: more.pop(name) for name in ("floor", "ceiling") if name in more}
    return {"from_library": {"id": entry} | more, "start": house.at(10), "end": house.at(70)} | heights


def told(story):
    asyncio.run(story())


def test_a_flight_is_filled_from_the_library_and_stays_where_it_was_booked(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            entry, flight = house.new_id(), house.new_id()
            kept = await hal.done("PUT", f"/library/{entry}", area())
            await hal.done("PUT", f"/flights/{flight}", house.flight(volumes=[named(house, entry)]))
            (booked,) = (await hal.get(f"/flights/{flight}"))["volumes"]
            assert booked["circle"] == DISC
            assert (booked["floor"]["value"], booked["ceiling"]["value"]) == (100, 120)
            moved = area(ovn=kept["ovn"], circle=DISC | {"radius_m": 9_000})
            changed = await hal.done("PUT", f"/library/{entry}", moved)
            await hal.done("DELETE", f"/library/{entry}?ovn={changed['ovn']}")
            assert (await hal.get(f"/flights/{flight}"))["volumes"] == [booked]
            gone = await hal.ask("POST", "/flights/check", house.flight(volumes=[named(house, entry)]))
            assert (gone.status_code, gone.json()["code"]) == (400, "unknown")

    told(story)


def test_a_route_is_booked_leg_by_leg_and_a_corridor_zone_shows_its_line(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            entry, zone = house.new_id(), house.new_id()
            await hal.done("PUT", f"/library/{entry}", route(released_to="members"))
            heights = {"floor": fl(60), "ceiling": fl(80)}
            legs = [{"end": house.at(40)}, {"start": house.at(40), "ceiling": fl(90)}]
            flight = house.flight(volumes=[named(house, entry, legs=legs, **heights)])
            first, second = (await tsa.done("PUT", f"/flights/{house.new_id()}", flight))["flight"]["volumes"]
            assert (first["end"], second["start"]) == (house.at(40), house.at(40))
            assert (first["ceiling"]["value"], second["ceiling"]["value"]) == (80, 90)
            body = {"kind": "corridor", "name": "lane", "contact": "tower", "volumes": [named(house, entry, **heights)]}
            shown = await tsa.done("PUT", f"/zones/{zone}", body)
            assert (shown["centreline"], shown["corridor_m"]) == (LINE, 10_000)

    told(story)


def test_what_is_released_to_all_members_is_seen_used_and_paged_by_them(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            ids = sorted(house.new_id() for _ in range(5))
            for entry in ids[:3]:
                await hal.done("PUT", f"/library/{entry}", area(released_to="members", remarks="ask the tower"))
            await hal.done("PUT", f"/library/{ids[3]}", area())
            await tsa.done("PUT", f"/library/{ids[4]}", route())
            first = await tsa.get("/library?limit=2")
            assert [e["id"] for e in first["entries"]] == ids[:2]
            (theirs, *_) = first["entries"]
            assert (theirs["owner"], theirs["is_mine"], theirs["remarks"]) == ("HAL", False, "ask the tower")
            assert theirs["names"]["ar"] == "منطقة التدريب ٤"
            second = await tsa.get(f"/library?limit=2&after={first['next']}")
            assert ([e["id"] for e in second["entries"]], second["next"]) == ([ids[2], ids[4]], "")
            answer = await tsa.ask("GET", "/library")
            again = await tsa.ask("GET", "/library", if_none_match=answer.headers["etag"])
            assert again.status_code == 304
            await hal.done("PUT", f"/library/{house.new_id()}", area())
            hidden = await tsa.ask("GET", "/library", if_none_match=answer.headers["etag"])
            assert hidden.status_code == 304, "what only its owner sees changes nothing for others"

    told(story)


def test_a_place_of_another_party_cannot_be_told_from_one_that_is_not_there(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            hidden, nothing = house.new_id(), house.new_id()
            await hal.done("PUT", f"/library/{hidden}", area())
            for verb, path, body in (
                ("GET", "/library/{}", None),
                ("DELETE", "/library/{}?ovn=x", None),
                ("PUT", "/library/{}", area(ovn="x")),
            ):
                answers = [await tsa.ask(verb, path.format(i), body) for i in (hidden, nothing)]
                assert [a.status_code for a in answers] == [404, 404]
                assert answers[0].text.replace(hidden, "") == answers[1].text.replace(nothing, "")
            told = [
                (await tsa.ask("POST", "/flights/check", house.flight(volumes=[named(house, i)]))).text.replace(i, "")
                for i in (hidden, nothing)
            ]
            assert told[0] == told[1]

    told(story)


def test_members_are_told_of_what_they_see(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, entry = house.leads["HAL"], house.new_id()
            own, theirs = house.hub.listen("HAL", ""), house.hub.listen("TSA", "")
            for stream in (own, theirs):
                await anext(stream)
            kept = await hal.done("PUT", f"/library/{entry}", area())
            assert b"event: library" in await anext(own)
            shown = await hal.done("PUT", f"/library/{entry}", area(released_to="members", ovn=kept["ovn"]))
            assert b"event: library" in await anext(theirs)
            await hal.done("PUT", f"/library/{entry}", area(ovn=shown["ovn"]))
            assert b"event: library" in await anext(theirs), "it is gone for them"
            await hal.done("PUT", f"/library/{house.new_id()}", area())
            await hal.done(
                "PUT",
                f"/zones/{house.new_id()}",
                {"kind": "closed", "name": "x", "contact": "y", "volumes": [named(house, entry)]},
            )
            assert b"event: zones" in await anext(theirs), "of the one that only HAL sees it heard nothing"
            await own.aclose()
            await theirs.aclose()

    told(story)


@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        (area(names={}), "text_missing", "$.names"),
        (area(names={"en": " "}), "text_missing", "$.names.en"),
        (area(names={"x!": "y"}), "field_form", "$.names"),
        (area(point=LINE[0]), "conflict.library_place", "$.kind"),
        (area(kind="route"), "conflict.library_place", "$.kind"),
        (area(circle=DISC | {"radius_m": -1}), "radius", "$.circle.radius_m"),
        (area(circle=None, polygon=[LINE[0], LINE[1], LINE[0]]), "outline", "$"),
        (area(circle=None, polygon=LINE * 200), "vertex_count", "$.polygon"),
        (route(width_m=None), "conflict.library_place", "$.kind"),
        (route(centreline=[LINE[0], LINE[0]]), "leg", "$.centreline[1]"),
        (route(kind="gate"), "conflict.library_place", ""),
        (area(floor=fl(130)), "conflict.library_place", ""),
    ],
)
def test_what_is_wrong_with_a_place_is_said(tmp_path, body, code, where):
    async def story():
        async with room(tmp_path, "HAL") as house:
            refused = (await house.leads["HAL"].ask("PUT", f"/library/{house.new_id()}", body)).json()
            assert (refused["code"], refused["where"]) == (code, where)

    told(story)


@pytest.mark.parametrize(
    ("kept", "more", "code"),
    [
        ({"kind": "point", "names": {"en": "well"}, "point": LINE[0]}, {}, "not_that_kind"),
        ({"kind": "point", "names": {"en": "well"}, "point": LINE[0]}, {"radius_m": 200_000}, "radius"),
        (area(), {"radius_m": 5}, "not_that_kind"),
        (area(), {"width_m": 5}, "not_that_kind"),
        (route(), {"radius_m": 5}, "not_that_kind"),
        (route(), {"width_m": 0}, "width"),
        (route(), {"legs": [{}]}, "legs_count"),
        (route(), {}, "height_missing"),
    ],
)
def test_a_reference_must_fit_the_kind(tmp_path, kept, more, code):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal, entry = house.leads["HAL"], house.new_id()
            await hal.done("PUT", f"/library/{entry}", kept)
            refused = await hal.ask("POST", "/flights/check", house.flight(volumes=[named(house, entry, **more)]))
            assert (refused.status_code, refused.json()["code"]) == (400, code)
            assert refused.json()["where"].startswith("$.volumes[0]")

    told(story)


def test_a_disc_round_a_point(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal, entry = house.leads["HAL"], house.new_id()
            await hal.done("PUT", f"/library/{entry}", {"kind": "point", "names": {"en": "well"}, "point": LINE[0]})
            where = named(house, entry, radius_m=3_000, floor=fl(10), ceiling=fl(20))
            booked = await hal.done("PUT", f"/flights/{house.new_id()}", house.flight(volumes=[where]))
            assert booked["flight"]["volumes"][0]["circle"] == {"center": LINE[0], "radius_m": 3_000}

    told(story)
