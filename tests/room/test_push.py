"""What is pushed to whom: each change of what a party sees, and nothing that it does not see change."""

import asyncio
import contextlib
import json

import pytest

from .house import Room, room
from .test_agreements import two_that_meet
from .test_doors import f3548_body, machine


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


class Stream:
    """What one party is pushed, in its order."""

    def __init__(self, house: Room, party: str) -> None:
        self._came: asyncio.Queue[bytes] = asyncio.Queue()
        self._reader = asyncio.create_task(self._read(house.hub.listen(party, "")))

    async def _read(self, events) -> None:
        async for event in events:
            self._came.put_nowait(event)

    async def begin(self) -> "Stream":
        async with asyncio.timeout(5):
            assert (await self._came.get()).startswith(b"retry:")
        return self

    async def all(self) -> list[tuple[str, dict]]:
        """Everything pushed until nothing more comes."""
        found = []
        with contextlib.suppress(TimeoutError):
            while True:
                async with asyncio.timeout(0.2):
                    lines = (await self._came.get()).decode().strip().split("\n")
                    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
                    if "event" in fields:
                        found.append((fields["event"], json.loads(fields["data"])))
        return found


async def stream(house: Room, party: str) -> Stream:
    return await Stream(house, party).begin()


def test_a_flight_in_need_is_shown_to_who_comes_near_and_hidden_again_once_it_is_far(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            flight, own = house.new_id(), house.new_id()
            seal = {"grants": [{"party": "TSA", "level": "conflict"}]}
            booked = await hal.done("PUT", f"/flights/{flight}", house.flight(start=-5) | seal)
            off = {"state": "Nonconforming", "off_nominal": house.flight(start=-5)["volumes"]}
            body = house.flight(start=-5, ovn=booked["flight"]["ovn"]) | off | seal
            await hal.done("PUT", f"/flights/{flight}", body)
            theirs = await stream(house, "TSA")
            near = await tsa.done("PUT", f"/flights/{own}", house.flight(lat=12.2, low=300, high=310))
            ((_, body),) = await theirs.all()
            (seen,) = (f for f in body["flights"] if f["id"] == flight)
            assert (seen["level"], seen["contact"]) == ("reservation", "watch +967 1 000")
            moved = house.flight(lat=20, low=300, high=310, ovn=near["flight"]["ovn"])
            await tsa.done("PUT", f"/flights/{own}", moved)
            ((_, body),) = await theirs.all()
            assert body["gone"] == [flight]

    told(story)


def test_a_release_that_falls_without_a_new_version_is_pushed(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            flight = house.new_id()
            for_tsa = {"of": "manned", "party": "TSA"}
            await hal.done("PUT", "/presets", {"presets": [for_tsa | {"level": "identity"}]})
            await hal.done("PUT", f"/flights/{flight}", house.flight())
            theirs = await stream(house, "TSA")
            await hal.done("PUT", "/presets", {"presets": [for_tsa | {"level": "reservation"}]})
            ((_, body),) = await theirs.all()
            assert [(f["level"], f["callsign"]) for f in body["flights"]] == [("reservation", "")]

    told(story)


def test_a_release_that_begins_by_the_clock_is_pushed_though_nothing_was_seen_before(tmp_path, monkeypatch):
    monkeypatch.setattr("tansiq.gateways.room.push.TIMED_S", 0.01)

    async def story():
        async with room(tmp_path) as house:
            flight = house.new_id()
            grants = [{"party": "TSA", "level": "conflict", "until": house.at(5)}]
            await house.leads["HAL"].done("PUT", f"/flights/{flight}", house.flight(grants=grants))
            theirs = await stream(house, "TSA")
            assert await theirs.all() == []
            house.hands.pass_min(6)
            ((_, body),) = await theirs.all()
            assert [(f["id"], f["level"]) for f in body["flights"]] == [(flight, "existence")]

    told(story)


@pytest.mark.parametrize(("level", "events"), [("existence", []), ("reservation", ["zones"])])
def test_a_zone_is_told_to_have_changed_to_those_who_see_that(tmp_path, level, events):
    async def story():
        async with room(tmp_path) as house:
            tsa, zone = house.leads["TSA"], house.new_id()
            body = {"kind": "closed", "name": "TSA-4", "contact": "tower", "volumes": house.flight()["volumes"]}
            made = await tsa.done("PUT", f"/zones/{zone}", body | {"level": level})
            theirs = await stream(house, "HAL")
            await tsa.done("PUT", f"/zones/{zone}", body | {"level": level, "ovn": made["ovn"], "name": "TSA-5"})
            assert [kind for kind, _ in await theirs.all()] == events

    told(story)


def test_what_anothers_flight_does_at_its_end_is_no_news_of_zones(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            seal = {"grants": [{"party": "TSA", "level": "conflict"}]}
            await house.leads["HAL"].done("PUT", f"/flights/{house.new_id()}", house.flight() | seal)
            theirs = await stream(house, "TSA")
            house.hands.pass_min(8 * 24 * 60)
            await house.keep_house()
            assert not house.state.intents, "it has gone"
            assert await theirs.all() == []

    told(story)


def test_flights_are_pushed_in_the_order_of_the_ids_that_are_shown(tmp_path):
    """The real ids of sealed flights order nothing that is shown."""

    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            for n in range(6):
                body = house.flight(low=100 + 20 * n, high=110 + 20 * n)
                body |= {"grants": [{"party": "TSA", "level": "conflict"}]}
                await hal.done("PUT", f"/flights/{house.new_id()}", body)
            theirs, own = await stream(house, "TSA"), house.new_id()
            refused = await tsa.ask("PUT", f"/flights/{own}", house.flight(high=210))
            accepts = [{"id": c["with"]["id"], "ovn": c["with"]["ovn"]} for c in refused.json()["conflicts"]]
            await tsa.done("PUT", f"/flights/{own}", house.flight(high=210, accepts=accepts))
            ((kind, body),) = await theirs.all()
            ids = [flight["id"] for flight in body["flights"]]
            assert (kind, len(ids), ids) == ("flights", 7, sorted(ids))

    told(story)


def test_what_a_refused_booking_uncovers_is_not_told_with_another_s_next_step(tmp_path):
    """Else whoever made one is told when a sealed flight is written again as it was."""

    async def story():
        async with room(tmp_path) as house:
            hal, flight = house.leads["HAL"], house.new_id()
            seal = {"grants": [{"party": "TSA", "level": "conflict"}]}
            booked = await hal.done("PUT", f"/flights/{flight}", house.flight() | seal)
            theirs, bearer = await stream(house, "TSA"), await machine(house, "TSA")
            await theirs.all()
            path = f"/dss/v1/operational_intent_references/{house.new_id()}"
            refused = await house.http.put(path, json=f3548_body(house, 12.05, []), headers=bearer)
            assert refused.status_code == 409
            await hal.done("PUT", f"/flights/{flight}", house.flight(ovn=booked["flight"]["ovn"]) | seal)
            assert await theirs.all() == []

    told(story)


def test_of_an_agreement_the_two_hear_and_nobody_else(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "UNH") as house:
            _, second, seen = await two_that_meet(house)
            listening = [await stream(house, party) for party in house.leads]
            options = [[{"whose": "mine", "delay_s": 3660}]]
            body = {"mine": second, "theirs": seen, "deadline": house.at(30), "options": options}
            await house.leads["TSA"].done("POST", "/agreements", body)
            heard = [[kind for kind, _ in await each.all()].count("agreements") for each in listening]
            assert heard == [1, 1, 0]

    told(story)
