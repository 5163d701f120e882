"""Booking, checking, changing and ending flights at the door of the room."""

import asyncio

import pytest

from tansiq.airspace import exact

from .house import room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def test_a_flight_that_meets_nobody_is_booked_and_seen_by_others_as_far_as_the_charter_says(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            flight = house.new_id()
            booked = await hal.done("PUT", f"/flights/{flight}", house.flight())
            assert booked["conflicts"] == []
            mine = await hal.get(f"/flights/{flight}")
            assert mine["level"] == "identity"
            assert (mine["callsign"], mine["contact"]) == ("HAL 23", "watch +967 1 000")
            assert mine["volumes"][0]["floor"] == {"reference": "FL", "value": 100.0, "units": "FL", "qnh_hpa": None}
            theirs = await tsa.get(f"/flights/{flight}")
            assert theirs["level"] == "existence"
            assert (theirs["owner"], theirs["callsign"], theirs["contact"], theirs["volumes"]) == ("", "", "", [])
            assert theirs["occupied"][0]["boxes"], "an occupied place has cells"
            assert "HAL" not in (await tsa.ask("GET", "/flights")).text

    told(story)


def test_a_check_names_conflicts_and_offers_ways_out_that_are_free(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            await hal.done("PUT", f"/flights/{house.new_id()}", house.flight())
            checked = await tsa.done("POST", "/flights/check", house.flight(lat=12.05, low=110, high=130))
            (conflict,) = checked["conflicts"]
            assert conflict["with"]["owner"] == "HAL"
            assert conflict["entered_first"] == "theirs"
            (overlap,) = conflict["overlaps"]
            assert overlap["reference"] == "FL"
            assert (overlap["floor_m"], overlap["ceiling_m"]) == (110 * 30.48, 120 * 30.48)
            assert {"delay", "height"} <= {offer["kind"] for offer in checked["offers"]}
            for offer in checked["offers"]:
                body = house.flight() | {"volumes": offer["volumes"]}
                assert (await tsa.done("POST", "/flights/check", body))["conflicts"] == [], offer["kind"]
                assert offer["blocked_by"] == [conflict["with"]["id"]]

    told(story)


def test_a_check_warns_of_callsigns_that_are_known_to_the_asker_alone(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            to_tsa = [{"party": "TSA", "level": "identity"}]
            await hal.done(
                "PUT", f"/flights/{house.new_id()}", house.flight(lat=12.3, callsign="XYZ 231", grants=to_tsa)
            )
            held = house.flight(lat=12.3, lon=45.3, callsign="XYZ 238", grants=to_tsa, withheld=["callsign"])
            await hal.done("PUT", f"/flights/{house.new_id()}", held)
            await hal.done("PUT", f"/flights/{house.new_id()}", house.flight(lat=12.6, callsign="XYZ 239"))
            away = house.flight(lat=14.5, callsign="XYZ 237", grants=to_tsa)  # 280 km
            await hal.done("PUT", f"/flights/{house.new_id()}", away)
            own = house.new_id()
            await tsa.done("PUT", f"/flights/{own}", house.flight(lat=12.9, callsign="XYZ 236"))
            for asked, known in (("", ("XYZ 231", "XYZ 236")), (f"?id={own}", ("XYZ 231",))):
                checked = await tsa.done("POST", f"/flights/check{asked}", house.flight(callsign="XYZ 23"))
                assert len(checked["warnings"]) == len(known)
                for warning, callsign in zip(checked["warnings"], known, strict=True):
                    assert callsign in warning

    told(story)


def test_a_conflict_must_be_named_as_it_was_shown_and_a_new_one_since_is_refused(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            first, second = house.new_id(), house.new_id()
            await hal.done("PUT", f"/flights/{first}", house.flight())
            refused = await tsa.ask("PUT", f"/flights/{second}", house.flight())
            assert refused.status_code == 409
            assert refused.json()["code"] == "conflicts_not_named"
            known = [{"id": c["with"]["id"], "ovn": c["with"]["ovn"]} for c in refused.json()["conflicts"]]
            third = house.new_id()
            accepts = [{"id": first, "ovn": (await hal.get(f"/flights/{first}"))["ovn"]}]
            own = await hal.done("PUT", f"/flights/{third}", house.flight(accepts=accepts))
            assert own["conflicts"][0]["entered_first"] == "theirs"
            again = await tsa.ask("PUT", f"/flights/{second}", house.flight(accepts=known))
            assert again.json()["code"] == "conflicts_not_named", "another was booked there since"
            all_of_them = [{"id": c["with"]["id"], "ovn": c["with"]["ovn"]} for c in again.json()["conflicts"]]
            assert len(all_of_them) == 2
            booked = await tsa.done("PUT", f"/flights/{second}", house.flight(accepts=all_of_them))
            assert len(booked["conflicts"]) == 2

    told(story)


def test_where_the_charter_refuses_conflicts_naming_them_does_not_help_but_precedence_does(tmp_path):
    async def story():
        async with room(tmp_path, conflict_rule="refuse") as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            await hal.done("PUT", f"/flights/{house.new_id()}", house.flight())
            first = (await tsa.ask("PUT", f"/flights/{house.new_id()}", house.flight())).json()
            accepts = [{"id": c["with"]["id"], "ovn": c["with"]["ovn"]} for c in first["conflicts"]]
            refused = await tsa.ask("PUT", f"/flights/{house.new_id()}", house.flight(accepts=accepts))
            assert refused.json()["code"] == "conflicts_refused"
            medevac = house.flight(accepts=accepts, precedence="medevac", reason="a patient")
            assert (await tsa.ask("PUT", f"/flights/{house.new_id()}", medevac)).status_code == 201
            emergency = house.flight(precedence="emergency", reason="engine fire", state="Accepted")
            booked = await tsa.ask("PUT", f"/flights/{house.new_id()}", emergency)
            assert booked.status_code == 201, "an emergency needs no key and names nothing"

    told(story)


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"contact": " "}, "text_missing", "$.contact"),
        ({"callsign": "lower"}, "field_form", "$.callsign"),
        ({"ssr": "0078"}, "field_form", "$.ssr"),
        ({"precedence": "relief"}, "reason_missing", "$.reason"),
        ({"volumes": []}, "volume_count", "$.volumes"),
        ({"low": 130, "high": 120}, "heights_crossed", "$.volumes[0]"),
        ({"start": 80}, "times_crossed", "$.volumes[0]"),
        ({"lat": 91}, "off_earth", "$.volumes[0].polygon[0]"),
        ({"is_manned": "yes"}, "body_form", "$.is_manned"),
        ({"wish": 1}, "body_form", "$"),
        ({"end": -5, "start": -10}, "already_over", ""),
        ({"state": "Activated"}, "not_active_now", ""),
        ({"state": "Contingent"}, "conflict.off_nominal_volumes", ""),
    ],
)
def test_a_booking_that_cannot_be_is_refused_with_the_place_and_a_cure(tmp_path, change, code, where):
    async def story():
        async with room(tmp_path, "HAL") as house:
            answer = await house.leads["HAL"].ask("PUT", f"/flights/{house.new_id()}", house.flight(**change))
            error = answer.json()
            assert (error["code"], error["where"]) == (code, where), error
            assert 400 <= answer.status_code < 500
            assert error["message"]
            assert house.state.intents == {}

    told(story)


@pytest.mark.parametrize("language", ["en", "ar", "fa", "fr", "ru"])
def test_errors_are_in_the_readers_language(tmp_path, language):
    async def story():
        async with room(tmp_path, "HAL") as house:
            answer = await house.leads["HAL"].ask("GET", f"/flights/{house.new_id()}", accept_language=language)
            assert answer.status_code == 404
            english = "There is no" in answer.json()["message"]
            assert english is (language == "en"), answer.json()["message"]

    told(story)


def test_a_flight_goes_from_accepted_to_ended_and_its_room_is_free_at_once(tmp_path):
    async def story():
        async with room(tmp_path, conflict_rule="refuse") as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            flight = house.new_id()
            booked = await hal.done("PUT", f"/flights/{flight}", house.flight(start=0))
            body = house.flight(start=0, ovn=booked["flight"]["ovn"], state="Activated")
            active = await hal.done("PUT", f"/flights/{flight}", body)
            assert active["flight"]["state"] == "Activated"
            stale = await hal.ask("PUT", f"/flights/{flight}", body)
            assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
            assert (await tsa.ask("PUT", f"/flights/{house.new_id()}", house.flight())).status_code == 409
            await hal.done("DELETE", f"/flights/{flight}?ovn={active['flight']['ovn']}")
            assert (await tsa.ask("PUT", f"/flights/{house.new_id()}", house.flight())).status_code == 201
            assert (await hal.ask("GET", f"/flights/{flight}")).status_code == 404

    told(story)


def test_a_flight_in_the_air_that_outlasts_its_time_stays_where_others_see_it(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            flown, unused = house.new_id(), house.new_id()
            booked = await hal.done("PUT", f"/flights/{flown}", house.flight(start=0, end=20))
            await hal.done(
                "PUT",
                f"/flights/{flown}",
                house.flight(start=0, end=20, ovn=booked["flight"]["ovn"], state="Activated"),
            )
            await hal.done("PUT", f"/flights/{unused}", house.flight(lat=20, start=0, end=20))
            near = house.new_id()
            await tsa.done("PUT", f"/flights/{near}", house.flight(lat=12.2, start=15, end=120))
            house.hands.pass_min(23)
            await house.keep_house()
            late = await tsa.get(f"/flights/{flown}")
            assert (late["is_overrunning"], late["level"], late["owner"]) == (True, "reservation", "HAL")
            assert late["contact"] == "watch +967 1 000", "who flies near may call"
            assert late["end"] == house.at(5)
            assert not (await hal.get(f"/flights/{unused}"))["is_overrunning"]

    told(story)


def test_32_planners_of_one_field_never_book_two_that_conflict_where_that_is_refused(tmp_path):
    async def story():
        async with room(tmp_path, conflict_rule="refuse") as house:
            guests = list(house.leads.values())

            async def plan(n: int) -> int:
                body = house.flight(
                    start=10 + 7 * (n % 8), end=40 + 7 * (n % 8), low=100 + 5 * (n % 4), high=110 + 5 * (n % 4)
                )
                answer = await guests[n % 2].ask("PUT", f"/flights/{ids[n]}", body)
                assert answer.status_code in (201, 409), answer.text
                return answer.status_code

            ids = [house.new_id() for _ in range(32)]
            codes = await asyncio.gather(*(plan(n) for n in range(32)))
            booked = [house.state.intents[i] for i, code in zip(ids, codes, strict=True) if code == 201]
            assert len(booked) >= 2
            for a in booked:
                for b in booked:
                    assert a is b or not exact.conflicts_with(a.volumes, b.volumes)

    told(story)
