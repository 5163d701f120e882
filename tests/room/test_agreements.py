"""Who moves: proposed, accepted, declined, countered, withdrawn, lapsed; and nothing moves before."""

import asyncio

import pytest

from .house import Room, held_up, room, until
from .test_heights import pressure


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


async def two_that_meet(house: Room, **hals) -> tuple[str, str, str]:
    """HAL's flight and TSA's, which meet; and the id under which TSA sees HAL's."""
    hal, tsa = house.leads["HAL"], house.leads["TSA"]
    first, second = house.new_id(), house.new_id()
    await hal.done("PUT", f"/flights/{first}", house.flight() | hals)
    refused = (await tsa.ask("PUT", f"/flights/{second}", house.flight(lat=12.05))).json()
    (conflict,) = refused["conflicts"]
    accepts = [{"id": conflict["with"]["id"], "ovn": conflict["with"]["ovn"]}]
    await tsa.done("PUT", f"/flights/{second}", house.flight(lat=12.05, accepts=accepts))
    return first, second, conflict["with"]["id"]


@pytest.mark.parametrize("sealed", [False, True])
def test_the_other_moves_once_its_owner_accepts_and_not_before(tmp_path, sealed):
    async def story():
        async with room(tmp_path) as house:
            grants = {"grants": [{"party": "TSA", "level": "conflict"}]} if sealed else {}
            first, second, seen = await two_that_meet(house, **grants)
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            assert (seen == first) is not sealed
            body = {
                "mine": second,
                "theirs": seen,
                "deadline": house.at(30),
                "words": "Can you go higher?",
                "options": [[{"whose": "theirs", "up_m": 100 * 30.48}], [{"whose": "mine", "delay_s": 3660}]],
            }
            asked = await tsa.done("POST", "/agreements", body)
            assert (asked["state"], asked["to"]) == ("open", ""), "the owner is not told to TSA"
            (got,) = (await hal.get("/agreements"))["agreements"]
            assert (got["from"], got["mine"], got["words"]) == ("TSA", first, "Can you go higher?")
            assert got["options"][0] == [{"whose": "mine", "delay_s": 0, "up_m": 100 * 30.48}]
            assert (await hal.get(f"/flights/{first}"))["volumes"][0]["floor"]["value"] == 100
            done = await hal.done("POST", f"/agreements/{got['id']}/accept", {"option": 0})
            assert (done["state"], done["chosen"]) == ("accepted", 0)
            after = await hal.get(f"/flights/{first}")
            assert (after["volumes"][0]["floor"]["value"], after["callsign"]) == (200, "HAL 23")
            checked = await hal.done("POST", f"/flights/check?id={first}", house.flight(low=200, high=220))
            assert checked["conflicts"] == []
            again = await hal.ask("POST", f"/agreements/{got['id']}/accept", {"option": 0})
            assert again.status_code == 409

    told(story)


def test_both_move_in_one_entry(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            first, second, seen = await two_that_meet(house)
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            both = [{"whose": "mine", "delay_s": 1800}, {"whose": "theirs", "delay_s": -300}]
            body = {"mine": second, "theirs": seen, "deadline": house.at(30), "options": [both]}
            asked = await tsa.done("POST", "/agreements", body)
            before = house.state.position
            await hal.done("POST", f"/agreements/{asked['id']}/accept", {"option": 0})
            assert house.state.position == before + 1
            assert (await hal.get(f"/flights/{first}"))["start"] == house.at(5)
            assert (await tsa.get(f"/flights/{second}"))["start"] == house.at(40)

    told(story)


def test_what_was_changed_since_is_not_moved(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            _, second, seen = await two_that_meet(house)
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            body = {
                "mine": second,
                "theirs": seen,
                "deadline": house.at(30),
                "options": [[{"whose": "mine", "up_m": 914.4}]],
            }
            asked = await tsa.done("POST", "/agreements", body)
            own = await tsa.get(f"/flights/{second}")
            (met,) = (await tsa.ask("PUT", f"/flights/{second}", house.flight(lat=12.06, ovn=own["ovn"]))).json()[
                "conflicts"
            ]
            accepts = [{"id": met["with"]["id"], "ovn": met["with"]["ovn"]}]
            await tsa.done("PUT", f"/flights/{second}", house.flight(lat=12.06, ovn=own["ovn"], accepts=accepts))
            refused = await hal.ask("POST", f"/agreements/{asked['id']}/accept", {"option": 0})
            assert (refused.status_code, refused.json()["code"]) == (409, "conflict.agreement_changed")
            assert second not in refused.text, "which of the two it was, and its id, may be sealed"

    told(story)


def test_a_way_out_into_somebody_elses_booking_is_refused_without_naming_whose(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "MRD", default_manned=3) as house:
            first, second, seen = await two_that_meet(house)
            hal, tsa, mrd = house.leads.values()
            body = {
                "mine": second,
                "theirs": seen,
                "deadline": house.at(30),
                "options": [[{"whose": "theirs", "up_m": 914.4}]],
            }
            asked = await tsa.done("POST", "/agreements", body)
            third = house.new_id()
            await mrd.done("PUT", f"/flights/{third}", house.flight(low=130, high=150))
            refused = await hal.ask("POST", f"/agreements/{asked['id']}/accept", {"option": 0})
            assert (refused.status_code, refused.json()["code"]) == (409, "conflict.agreement_not_free")
            assert third not in refused.text
            assert (await hal.get(f"/flights/{first}"))["volumes"][0]["floor"]["value"] == 100

    told(story)


def test_a_way_out_that_is_over_by_now_is_no_crowd(tmp_path):
    """Nobody books there: to be told that many do, and to try again, would help nobody."""

    async def story():
        async with room(tmp_path) as house:
            _, second, seen = await two_that_meet(house)
            body = {
                "mine": second,
                "theirs": seen,
                "deadline": house.at(30),
                "options": [[{"whose": "mine", "delay_s": -4_800}]],
            }
            asked = await house.leads["TSA"].done("POST", "/agreements", body)
            refused = await house.leads["HAL"].ask("POST", f"/agreements/{asked['id']}/accept", {"option": 0})
            assert (refused.status_code, refused.json()["code"]) == (409, "conflict.agreement_not_free")

    told(story)


def test_who_accepts_waits_until_the_bands_follow_the_air(tmp_path):
    """Of the other's flight, which may be sealed, it is not told that this is what it waits for."""

    async def story():
        async with room(tmp_path) as house:
            _, second, seen = await two_that_meet(house)
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            body = {
                "mine": second,
                "theirs": seen,
                "deadline": house.at(30),
                "options": [[{"whose": "mine", "up_m": 914.4}]],
            }
            asked = await tsa.done("POST", "/agreements", body)
            go_on = held_up(house)
            stated = asyncio.create_task(tsa.ask("PUT", "/pressures/OYAA", pressure(house)))
            await until(lambda: house.state.unsettled)
            accepted = asyncio.create_task(hal.ask("POST", f"/agreements/{asked['id']}/accept", {"option": 0}))
            await asyncio.sleep(0.1)
            assert not accepted.done()
            go_on()
            assert (await stated).status_code == 200
            answer = await accepted
            assert (answer.status_code, answer.json().get("state")) == (200, "accepted"), answer.text

    told(story)


@pytest.mark.parametrize(
    ("who", "verb", "how", "state"),
    [
        ("HAL", "POST", "/decline", "declined"),
        ("TSA", "DELETE", "", "withdrawn"),
        ("TSA", "POST", "/decline", 409),
        ("HAL", "DELETE", "", 409),
        ("TSA", "POST", "/accept", 404),
    ],
)
def test_who_may_say_no_and_who_may_take_it_back(tmp_path, who, verb, how, state):
    async def story():
        async with room(tmp_path) as house:
            _, second, seen = await two_that_meet(house)
            body = {
                "mine": second,
                "theirs": seen,
                "deadline": house.at(30),
                "options": [[{"whose": "mine", "up_m": 914.4}]],
            }
            asked = await house.leads["TSA"].done("POST", "/agreements", body)
            sent = {"option": 0} if how == "/accept" else None
            answer = await house.leads[who].ask(verb, f"/agreements/{asked['id']}{how}", sent)
            assert (answer.json()["state"] if answer.status_code == 200 else answer.status_code) == state

    told(story)


def test_a_counter_proposal_closes_the_first_and_an_unanswered_one_lapses(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            first, second, seen = await two_that_meet(house)
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            body = {
                "mine": second,
                "theirs": seen,
                "deadline": house.at(30),
                "options": [[{"whose": "theirs", "up_m": 914.4}]],
            }
            asked = await tsa.done("POST", "/agreements", body)
            (got,) = (await hal.get("/agreements"))["agreements"]
            counter = {
                "mine": first,
                "theirs": got["theirs"],
                "deadline": house.at(20),
                "answers": got["id"],
                "options": [[{"whose": "theirs", "delay_s": 3660}]],
            }
            await hal.done("POST", "/agreements", counter)
            states = {a["id"]: a["state"] for a in (await tsa.get("/agreements"))["agreements"]}
            assert sorted(states.values()) == ["countered", "open"]
            assert states[asked["id"]] == "countered"
            house.hands.pass_min(21)
            await house.keep_house()
            states = sorted(a["state"] for a in (await tsa.get("/agreements"))["agreements"])
            assert states == ["countered", "lapsed"]

    told(story)


def test_nothing_moves_into_a_zone_in_force(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            first, second, seen = await two_that_meet(house)
            hal, tsa = house.leads.values()
            options = [[{"whose": "theirs", "up_m": 914.4}], [{"whose": "theirs", "up_m": 1828.8}]]
            body = {"mine": second, "theirs": seen, "deadline": house.at(30), "options": options}
            asked = await tsa.done("POST", "/agreements", body)
            above = house.flight(low=135, high=150)["volumes"]
            zone = {"kind": "closed", "name": "TSA-4", "contact": "tower", "volumes": above, "life": "active"}
            await tsa.done("PUT", f"/zones/{house.new_id()}", zone)
            refused = await hal.ask("POST", f"/agreements/{asked['id']}/accept", {"option": 0})
            assert (refused.status_code, refused.json()["code"]) == (409, "conflict.agreement_not_free")
            await hal.done("POST", f"/agreements/{asked['id']}/accept", {"option": 1})
            assert (await hal.get(f"/flights/{first}"))["volumes"][0]["floor"]["value"] == 160

    told(story)


def test_whoever_ended_its_own_flight_is_not_told_under_which_id_the_other_met_it(tmp_path):
    """That id is the other's to know: it follows from the real one of a flight that may be sealed."""

    async def story():
        async with room(tmp_path) as house:
            first, second, _ = await two_that_meet(house, grants=[{"party": "TSA", "level": "conflict"}])
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            body = {
                "mine": first,
                "theirs": second,
                "deadline": house.at(30),
                "options": [[{"whose": "theirs", "delay_s": 3660}]],
            }
            await hal.done("POST", "/agreements", body)
            ((got,), (made,)) = [(await party.get("/agreements"))["agreements"] for party in (tsa, hal)]
            assert (got["mine"], made["theirs"]) == (second, second)
            assert got["theirs"] not in ("", first)
            ovn = (await tsa.get(f"/flights/{second}"))["ovn"]
            await tsa.done("DELETE", f"/flights/{second}?ovn={ovn}")
            (got,) = (await tsa.get("/agreements"))["agreements"]
            assert (got["mine"], got["theirs"]) == (second, "")

    told(story)
