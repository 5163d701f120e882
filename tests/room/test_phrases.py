"""The phrasebook at the door of the room: the list, a preview, and notices that carry a phrase to readers of five languages."""

import asyncio
import json

import pytest

from tansiq.phrasebook import LANGUAGES, PHRASES

from .house import room

F05 = {
    "callsign": "HAL 21",
    "height": {"reference": "FL", "value": 130},
    "from": "2026-05-28T20:30:00Z",
    "until": "2026-05-29T01:00:00Z",
}
READ_BACK = [
    {"height": {"reference": "FL", "value": 130}},
    {"time": "2026-05-28T20:30:00Z"},
    {"time": "2026-05-29T01:00:00Z"},
]
BARE = str.maketrans("", "", "\u2068\u2069")


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def asks(code="F05", said=F05, kind="request", **more):
    return {"kind": kind, "to": ["TSA"], "phrase": {"code": code, "values": said}} | more


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_book_is_listed_in_the_readers_language(tmp_path, language):
    async def story():
        async with room(tmp_path) as house:
            book = await house.leads["HAL"].get("/phrases", accept_language=language)
            assert (book["language"], [each["code"] for each in book["phrases"]]) == (language, list(PHRASES))
            first = book["phrases"][0]
            assert first["values"] == [{"name": "callsign", "kind": "callsign"}, {"name": "time", "kind": "time"}]
            assert "{callsign}" in first["template"]
            assert {each["group"] for each in book["groups"]} == {each["code"][0] for each in book["phrases"]}

    told(story)


def test_a_preview_says_a_phrase_in_every_language_and_sends_nothing(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            position = house.state.position
            said = await hal.done("POST", "/phrases/F05/preview", {"kind": "request", "values": F05})
            assert set(said["texts"]) == set(LANGUAGES)
            assert all("\u2068FL130\u2069" in text for text in said["texts"].values())
            assert said["texts"]["en"].translate(BARE) == (
                "We ask whether HAL\u00a021 could fly at FL130 from 20:30Z to 2026-05-29\u00a001:00Z."
            )
            assert said["spoken"] == (
                "We ask whether hotel alfa lima two one could fly at flight level one three zero "
                "from two zero three zero zulu to zero one zero zero zulu on two niner may."
            )
            assert [{k: v for k, v in each.items() if v} for each in said["read_back"]][1:] == READ_BACK[1:]
            drill = await hal.done("POST", "/phrases/F05/preview", {"kind": "drill", "values": F05})
            assert drill["texts"]["fr"].startswith("EXERCICE ")
            assert house.state.position == position

    told(story)


@pytest.mark.parametrize(
    ("code", "values", "kind", "where", "fault"),
    [
        ("Z99", {}, "request", "$.code", "phrase.code"),
        ("F05", F05, "information", "$.code", "phrase.notice"),
        ("F05", F05 | {"height": None}, "request", "$.values.height", "phrase.missing"),
        ("F05", F05 | {"area": "D"}, "request", "$.values.area", "phrase.spare"),
        ("F05", F05 | {"until": F05["from"]}, "request", "$.values.until", "phrase.order"),
        ("F05", F05 | {"height": {"reference": "FL", "value": "<b>"}}, "request", "$.values.height", "phrase.height"),
        ("F05", F05 | {"callsign": "hal"}, "request", "$.values.callsign", "phrase.callsign"),
        ("X06", {"text": "x" * 81}, "request", "$.values.text", "phrase.text"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(tmp_path, code, values, kind, where, fault):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            tried = await hal.ask("POST", f"/phrases/{code}/preview", {"kind": kind, "values": values})
            assert (tried.status_code, tried.json()["code"], tried.json()["where"]) == (400, fault, where)
            sent = await hal.ask("POST", "/notices", asks(code, values, kind))
            assert (sent.status_code, sent.json()["where"]) == (400, where.replace("$", "$.phrase"))
            assert (await hal.get("/notices"))["notices"] == []

    told(story)


def test_each_side_has_the_phrase_in_its_language_with_its_code_and_what_was_sent(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            sent = await hal.done("POST", "/notices", asks())
            got = await tsa.get(f"/notices/{sent['id']}")
            assert got["phrase"] == sent["phrase"]
            assert (got["phrase"]["code"], got["phrase"]["values"], got["text"]) == ("F05", F05, "")
            assert (
                got["phrase"]["texts"]["ru"].translate(BARE).startswith("Просим сообщить, может ли HAL\u00a021 лететь")
            )
            assert got["phrase"]["spoken"].startswith("We ask whether hotel alfa lima two one")

    told(story)


def test_what_a_phrase_says_is_read_back_without_being_named(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            values = {"callsign": "HAL 21", "position": {"lat": 12.5703, "lon": 45.2}, "time": F05["from"]}
            besides = {"height": {"reference": "FL", "value": 90}}
            sent = await hal.done("POST", "/notices", asks("L16", values, "safety", values=[besides, READ_BACK[1]]))
            said = [{k: v for k, v in each.items() if v} for each in sent["values"]]
            assert [*(list(each) for each in said)] == [["position"], ["time"], ["height"]], "each once"
            assert "12°34.22′N" in sent["phrase"]["texts"]["ar"]
            assert said[0]["position"]["lat"] == pytest.approx(12 + 34.22 / 60, abs=1e-9)
            path = f"/notices/{sent['id']}/answer"
            typed = {"position": {"lat": 12 + 34.22 / 60, "lon": 45.2}}
            wrong = await tsa.done("POST", path, {"answer": "will_comply", "values": [typed, READ_BACK[2], besides]})
            assert wrong["ladders"][0]["alarms"] == ["read_back_wrong"]
            right = await tsa.done("POST", path, {"answer": "will_comply", "values": [typed, READ_BACK[1], besides]})
            assert right["ladders"][0]["answer"] == "will_comply"

    told(story)


def test_a_correction_carries_a_phrase_and_a_drill_says_exercise(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            sent = await hal.done("POST", "/notices", asks())
            body = {"how": "corrected", "kind": "drill", "phrase": {"code": "F05", "values": F05}}
            newer = await hal.done("POST", f"/notices/{sent['id']}/correct", body)
            assert newer["phrase"]["texts"]["en"].split()[0] == newer["phrase"]["texts"]["en"].split()[-1] == "EXERCISE"
            assert len(newer["values"]) == 3

    told(story)


def test_what_is_pushed_has_every_language(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            stream = house.hub.listen("TSA", "")
            await anext(stream)
            await house.leads["HAL"].done("POST", "/notices", asks())
            while b"event: notices" not in (event := await anext(stream)):
                pass
            data = next(line[5:] for line in event.decode().splitlines() if line.startswith("data:"))
            assert set(json.loads(data)["notices"][0]["phrase"]["texts"]) == set(LANGUAGES)
            await stream.aclose()

    told(story)
