"""What a watch agreed on by telephone with a USS outside: awaited, done once that flight has moved, lapsed if it never did."""

import asyncio

from .house import Room, room
from .test_doors import f3548_body, machine
from .test_push import stream


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


class Outside:
    """A flight that a USS manages, beside HAL's, which met it."""

    def __init__(self, house: Room) -> None:
        self.house = house
        self.id, self.mine = house.new_id(), house.new_id()
        self.bearer: dict[str, str] = {}

    async def begin(self) -> "Outside":
        self.bearer = await machine(self.house, "TSA")
        await self.put("")
        hal = self.house.leads["HAL"]
        (met,) = (await hal.ask("PUT", f"/flights/{self.mine}", self.house.flight())).json()["conflicts"]
        accepts = [{"id": met["with"]["id"], "ovn": met["with"]["ovn"]}]
        await hal.done("PUT", f"/flights/{self.mine}", self.house.flight(accepts=accepts))
        return self

    async def put(self, ovn: str, **times: str) -> str:
        """Book or change it, as a USS does that fetches what it is told to be missing."""
        path, key = f"/dss/v1/operational_intent_references/{self.id}", []
        body = f3548_body(self.house, 12.05, key)
        for name, value in times.items():
            body["extents"][0][name]["value"] = value
        for _ in range(2):
            answer = await self.house.http.put(f"{path}/{ovn}" if ovn else path, json=body, headers=self.bearer)
            if answer.status_code != 409:
                break
            for missing in answer.json()["missing_operational_intents"]:
                details = await self.house.http.get(f"/uss/v1/operational_intents/{missing['id']}", headers=self.bearer)
                key.append(details.json()["operational_intent"]["reference"]["ovn"])
        assert answer.status_code < 300, answer.text
        return answer.json()["operational_intent_reference"]["ovn"]

    async def ovn(self) -> str:
        return self.house.state.intents[self.id].ovn

    def said(self, change: list) -> dict:
        deadline = self.house.at(15)
        return {"mine": self.mine, "theirs": self.id, "change": change, "deadline": deadline, "words": "by telephone"}


LATER = [{"whose": "theirs", "delay_s": 3_600}]


def test_it_awaits_the_uss_until_its_flight_has_moved(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            outside = await Outside(house).begin()
            hal = house.leads["HAL"]
            made = await hal.done("POST", "/agreements/recorded", outside.said(LATER))
            assert (made["state"], made["awaiting"], made["to"]) == ("awaiting", "TSA", "TSA")
            assert (made["mine"], made["theirs"], made["words"]) == (outside.mine, outside.id, "by telephone")
            theirs = await stream(house, "HAL")
            await outside.put(await outside.ovn(), time_start=house.at(80), time_end=house.at(100))
            assert "agreements" in [kind for kind, _ in await theirs.all()]
            (held,) = (await hal.get("/agreements"))["agreements"]
            assert (held["state"], held["awaiting"], held["id"]) == ("accepted", "", made["id"])

    told(story)


def test_it_lapses_at_its_deadline_and_that_is_pushed(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            outside = await Outside(house).begin()
            hal = house.leads["HAL"]
            await hal.done("POST", "/agreements/recorded", outside.said(LATER))
            theirs = await stream(house, "HAL")
            house.hands.pass_min(16)
            await house.keep_house()
            assert "agreements" in [kind for kind, _ in await theirs.all()]
            (held,) = (await hal.get("/agreements"))["agreements"]
            assert (held["state"], held["awaiting"]) == ("lapsed", "")

    told(story)


def test_ones_own_flight_moves_at_once_and_the_request_can_be_sent_again(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            outside = await Outside(house).begin()
            hal = house.leads["HAL"]
            body = outside.said([{"whose": "mine", "up_m": 3_048}])
            answers = [await hal.ask("POST", "/agreements/recorded", body, idempotency_key="deal") for _ in range(2)]
            assert [a.status_code for a in answers] == [201, 201]
            assert answers[0].json() == answers[1].json()
            assert (answers[0].json()["state"], answers[0].json()["awaiting"]) == ("accepted", "")
            assert (await hal.get(f"/flights/{outside.mine}"))["volumes"][0]["floor"]["value"] == 200
            assert len(house.state.agreements) == 1

    told(story)


def test_only_a_flight_from_outside_can_be_recorded_and_words_must_say_how(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            outside = await Outside(house).begin()
            hal, tsa = house.leads.values()
            sealed = house.new_id()
            grants = {"grants": [{"party": "HAL", "level": "conflict"}]}
            await tsa.done("PUT", f"/flights/{sealed}", house.flight(lat=40) | grants)
            answers = []
            for other in (sealed, house.new_id()):
                answer = await hal.ask("POST", "/agreements/recorded", outside.said(LATER) | {"theirs": other})
                answers.append((answer.status_code, answer.json()["code"], answer.text.replace(other, "")))
            assert answers[0] == answers[1], "a sealed flight cannot be told from none"
            assert answers[0][:2] == (409, "conflict.not_managed_elsewhere")
            silent = await hal.ask("POST", "/agreements/recorded", outside.said(LATER) | {"words": " "})
            assert (silent.status_code, silent.json()["code"]) == (400, "text_missing")
            foreign = await tsa.ask("POST", "/agreements/recorded", outside.said(LATER))
            assert foreign.json()["code"] == "conflict.not_a_flight_of_the_room"

    told(story)
