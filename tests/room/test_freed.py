"""Who is told that what stood in its way is gone, and what it is told: its own flight, the times, and nothing else."""

import asyncio
import json

import pytest

from .house import Room, room
from .test_agreements import two_that_meet
from .test_push import stream


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


SEALED = {"grants": [{"party": "TSA", "level": "conflict"}]}


async def refused_for(house: Room, *, lat: float = 12.05, own: str = "", **hals) -> tuple[str, str]:
    """HAL's flight, and the id of TSA's booking that was refused for it, as the charter says."""
    hal, _tsa = house.leads["HAL"], house.leads["TSA"]
    first, second = house.new_id(), own or house.new_id()
    await hal.done("PUT", f"/flights/{first}", house.flight() | hals)
    await try_again(house, second, lat)
    return first, second


async def try_again(house: Room, own: str, lat: float = 12.05) -> None:
    answer = await house.leads["TSA"].ask("PUT", f"/flights/{own}", house.flight(lat=lat))
    assert answer.status_code == 409, answer.text


async def end(house: Room, party: str, flight: str) -> None:
    guest = house.leads[party]
    ovn = (await guest.get(f"/flights/{flight}"))["ovn"]
    await guest.done("DELETE", f"/flights/{flight}?ovn={ovn}")


async def freed(house: Room, party: str = "TSA") -> list[dict]:
    return (await house.leads[party].get("/freed"))["freed"]


@pytest.mark.parametrize("level", ["conflict", "existence", "reservation"])
def test_who_was_refused_is_told_when_the_other_ends(tmp_path, level):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "MRD") as house:
            grants = {"grants": [{"party": "TSA", "level": level}]}
            first, second = await refused_for(house, **grants)
            theirs, others = await stream(house, "TSA"), await stream(house, "MRD")
            assert await freed(house) == []
            await end(house, "HAL", first)
            ((_, event),) = [each for each in await theirs.all() if each[0] == "freed"]
            assert event == {"mine": second, "at": house.at(0), "windows": [[house.at(10), house.at(70)]]}
            assert await freed(house) == [event]
            assert first not in json.dumps(event)
            assert "HAL" not in json.dumps(event)
            assert await freed(house, "MRD") == await freed(house, "HAL") == []
            assert "freed" not in [kind for kind, _ in await others.all()]

    told(story)


@pytest.mark.parametrize(
    ("change", "window", "because"),
    [
        ({"start": 40, "end": 70}, [10, 40], "it begins later: what it leaves is free"),
        ({"start": 10, "end": 30}, [30, 70], "it ends earlier"),
        ({"lat": 14.0}, [10, 70], "it goes elsewhere"),
        ({"low": 120, "high": 140}, [10, 70], "it flies above"),
        ({"callsign": "HAL 24"}, None, "only its name is another"),
        ({"low": 110}, None, "it shrinks and is still there at all times"),
    ],
)
def test_a_flight_that_shrinks_or_moves_frees_what_it_leaves(tmp_path, change, window, because):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            first, _second = await refused_for(house)
            ovn = (await house.leads["HAL"].get(f"/flights/{first}"))["ovn"]
            await house.leads["HAL"].done("PUT", f"/flights/{first}", house.flight(**change) | {"ovn": ovn})
            windows = [each["windows"] for each in await freed(house)]
            expected = [] if window is None else [[[house.at(m) for m in window]]]
            assert windows == expected, because

    told(story)


def test_what_another_still_stands_in_is_not_free(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            hal, _tsa = house.leads.values()
            both = [house.new_id(), house.new_id()]
            await hal.done("PUT", f"/flights/{both[0]}", house.flight(lat=12.0))
            await hal.done("PUT", f"/flights/{both[1]}", house.flight(lat=12.101, start=30))
            own = house.new_id()
            await try_again(house, own)
            await end(house, "HAL", both[0])
            assert [f["windows"] for f in await freed(house)] == [[[house.at(10), house.at(30)]]]
            await end(house, "HAL", both[1])
            assert [f["windows"] for f in await freed(house)][1:] == [[[house.at(30), house.at(70)]]]

    told(story)


def test_after_an_hour_nobody_waits_and_nothing_is_told_of_long_ago(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            first, _ = await refused_for(house, own="")
            late = house.flight(start=10, end=200)
            await end(house, "HAL", first)
            assert len(await freed(house)) == 1
            house.hands.pass_min(61)
            assert await freed(house) == []
            second, own = house.new_id(), house.new_id()
            await house.leads["HAL"].done("PUT", f"/flights/{second}", late)
            await try_again(house, own)
            house.hands.pass_min(61)
            await end(house, "HAL", second)
            assert await freed(house) == []

    told(story)


def test_what_is_past_is_not_free_any_more(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=3) as house:
            first, _ = await refused_for(house)
            house.hands.pass_min(30)
            await end(house, "HAL", first)
            assert [f["windows"] for f in await freed(house)] == [[[house.at(0), house.at(40)]]]

    told(story)


def test_a_charter_that_refuses_tells_whoever_named_the_conflict(tmp_path):
    async def story():
        async with room(tmp_path, conflict_rule="refuse") as house:
            _hal, tsa = house.leads.values()
            first, own = await refused_for(house)
            (met,) = (await tsa.ask("PUT", f"/flights/{own}", house.flight(lat=12.05))).json()["conflicts"]
            accepts = [{"id": met["with"]["id"], "ovn": met["with"]["ovn"]}]
            other = house.new_id()
            answer = await tsa.ask("PUT", f"/flights/{other}", house.flight(lat=12.05, accepts=accepts))
            assert answer.json()["code"] == "conflicts_refused"
            await end(house, "HAL", first)
            assert {each["mine"] for each in await freed(house)} == {own, other}

    told(story)


async def proposed(house: Room, second: str, seen: str, whose: str) -> dict:
    change = [[{"whose": whose, "up_m": 100 * 30.48}]]
    body = {"mine": second, "theirs": seen, "deadline": house.at(30), "options": change}
    return await house.leads["TSA"].done("POST", "/agreements", body)


@pytest.mark.parametrize(("whose", "moved", "stays"), [("mine", "TSA", "HAL"), ("theirs", "HAL", "TSA")])
def test_who_made_way_is_told_when_the_other_ends(tmp_path, whose, moved, stays):
    async def story():
        async with room(tmp_path, default_manned=2) as house:
            first, second, seen = await two_that_meet(house)
            asked = await proposed(house, second, seen, whose)
            await house.leads["HAL"].done("POST", f"/agreements/{asked['id']}/accept", {"option": 0})
            ids = {"HAL": first, "TSA": second}
            for party in ids:  # TSA's first try was refused for HAL's flight; that HAL's has moved is told of it
                were_told = [each["mine"] for each in await freed(house, party)]
                assert were_told == ([second] if (party, moved) == ("TSA", "HAL") else [])
            await end(house, stays, ids[stays])
            assert [each["mine"] for each in await freed(house, moved)][-1] == ids[moved]

    told(story)


def test_who_made_way_for_a_sealed_flight_is_not_told_of_a_place_that_it_does_not_see_any_more(tmp_path):
    """Its own flight is elsewhere: whether the other is still there is none of what it sees."""

    async def story():
        async with room(tmp_path) as house:
            first, second, seen = await two_that_meet(house, **SEALED)
            asked = await proposed(house, second, seen, "mine")
            house.hands.pass_min(1)
            await house.leads["HAL"].done("POST", f"/agreements/{asked['id']}/accept", {"option": 0})
            ovn = (await house.leads["TSA"].get(f"/flights/{second}"))["ovn"]
            # A later try elsewhere takes the place of the first one, which would be there to meet it.
            elsewhere = house.flight(lat=30, ovn=ovn)
            await house.leads["TSA"].done("PUT", f"/flights/{second}", elsewhere)
            house.started.node.remember_attempt("TSA", await tried(house, second))
            await end(house, "HAL", first)
            assert await freed(house) == []

    told(story)


async def tried(house: Room, flight: str):
    from tansiq.core.release import Asked

    return Asked(flight, house.state.intents[flight].volumes)


def test_who_was_declined_is_told_also_after_the_node_started_again(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=2) as house:
            first, second, seen = await two_that_meet(house)
            asked = await proposed(house, second, seen, "theirs")
            await house.leads["HAL"].done("POST", f"/agreements/{asked['id']}/decline")
            hands = house.hands
        async with room(tmp_path, hands=hands) as house:
            theirs = await stream(house, "TSA")
            await end(house, "HAL", first)
            assert [each["mine"] for each in await freed(house)] == [second]
            assert "freed" in [kind for kind, _ in await theirs.all()]

    told(story)


def test_whoever_ended_its_own_flight_waits_for_nothing(tmp_path):
    async def story():
        async with room(tmp_path, default_manned=2) as house:
            first, second, seen = await two_that_meet(house)
            asked = await proposed(house, second, seen, "theirs")
            await house.leads["HAL"].done("POST", f"/agreements/{asked['id']}/decline")
            house.hands.pass_min(61)  # its first try is forgotten
            await end(house, "TSA", second)
            await end(house, "HAL", first)
            assert await freed(house) == []

    told(story)


def test_ones_own_flight_in_the_way_is_no_news(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            tsa, first = house.leads["TSA"], house.new_id()
            await tsa.done("PUT", f"/flights/{first}", house.flight())
            await try_again(house, house.new_id())
            await end(house, "TSA", first)
            assert await freed(house) == []

    told(story)


def test_a_flight_whose_release_was_lowered_tells_nothing_of_itself_where_nobody_flies_or_tries(tmp_path):
    """HAL's flight was seen by TSA, which made way; then it was sealed, so that TSA sees nothing at its old place."""

    async def story():
        async with room(tmp_path, default_manned=2) as house:
            first, second, seen = await two_that_meet(house)
            asked = await proposed(house, second, seen, "mine")
            hal = house.leads["HAL"]
            await hal.done("POST", f"/agreements/{asked['id']}/accept", {"option": 0})
            house.hands.pass_min(61)  # the first try is forgotten
            presets = {"presets": [{"of": "manned", "party": "TSA", "level": "conflict"}]}
            await hal.done("PUT", "/presets", presets)
            await end(house, "HAL", first)
            assert await freed(house) == []

    told(story)


def test_what_is_remembered_is_bounded(tmp_path, monkeypatch):
    async def story():
        monkeypatch.setattr("tansiq.node.freed.STANDING_REMEMBERED", 2)
        async with room(tmp_path, default_manned=3) as house:
            first, _oldest = await refused_for(house)
            newer = [house.new_id(), house.new_id()]
            for each in newer:
                await try_again(house, each)
            await end(house, "HAL", first)
            assert [each["mine"] for each in await freed(house)] == newer
            assert not house.started.node.standing.is_due

    told(story)
