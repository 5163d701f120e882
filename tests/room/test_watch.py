"""The watch at the doors: who is on watch, hand-overs, notes, drills; and that a party's persons and words stay its own."""

import asyncio
import json
import time

import pytest

from tansiq.core.notices import Means
from tansiq.core.units import HOUR_US
from tansiq.core.watch import WatchRules
from tansiq.gateways.room.drill_words import drill_words
from tansiq.gateways.room.watch_drills import Driller

from .house import Guest, Room, room, until
from .test_doors import machine
from .test_field_links import Phone
from .test_notices_webhook import SECRET, hook, loopback
from .test_push import stream

WORDS = "the <b>tower</b> at Aden calls Amina on 123"


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


async def person(house: Room, name: str, role: str = "officer", party: str = "HAL") -> Guest:
    invited = await house.leads[party].done("POST", "/people", {"name": name, "role": role})
    guest = house.signed_in(invited["id"])
    guest.id = invited["id"]
    return guest


def of(watches, party):
    return next(each for each in watches["parties"] if each["party"] == party)


async def taken(house: Room) -> tuple[Guest, Guest]:
    """Amina has the watch of HAL, Basim could relieve her."""
    amina, basim = await person(house, "Amina"), await person(house, "Basim")
    await amina.done("POST", "/watch/take", {})
    return amina, basim


# Who is on watch


def test_a_watch_is_taken_proved_and_missed(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            tsa = house.leads["TSA"]
            before = of(await tsa.get("/watch"), "HAL")
            assert not before["is_on_watch"]
            assert before["nobody_since"] == house.at(-2 / 3), "nobody ever was: since it came in, by the minute"
            amina, _ = await taken(house)
            own = (await amina.get("/watch"))["own"]
            assert (own["holder"]["name"], own["holder"]["is_me"], own["deputies"]) == ("Amina", True, [])
            assert of(await tsa.get("/watch"), "HAL")["nobody_since"] == ""
            house.hands.pass_min(31)
            own = (await amina.get("/watch"))["own"]["holder"]
            assert (own["is_prompted"], own["is_there"], own["prompt_at"]) == (True, True, house.at(-1))
            assert of(await tsa.get("/watch"), "HAL")["is_on_watch"]
            house.hands.pass_min(5)
            assert of(await tsa.get("/watch"), "HAL")["nobody_since"], "asking proves nothing"
            await amina.done("POST", "/watch/here")
            assert of(await tsa.get("/watch"), "HAL")["is_on_watch"]
            house.hands.pass_min(34)
            await amina.done("PUT", f"/flights/{house.new_id()}", house.flight())
            house.hands.pass_min(34)
            assert of(await tsa.get("/watch"), "HAL")["is_on_watch"], "whoever plans is there"
            await amina.done("POST", "/watch/leave")
            assert not of(await tsa.get("/watch"), "HAL")["is_on_watch"]

    told(story)


@pytest.mark.parametrize(("verb", "path", "body"), [
    ("POST", "/watch/take", {}),
    ("POST", "/watch/here", None),
    ("POST", "/watch/leave", None),
    ("POST", "/watch/handover", {}),
    ("POST", "/watch/handover/tick", {"keys": ["x"]}),
    ("POST", "/watch/handover/accept", None),
    ("POST", "/watch/handover/withdraw", None),
    ("POST", "/watch/notes", {"words": "x"}),
    ("DELETE", "/watch/notes/x", None),
])  # fmt: skip
def test_observers_read_and_strangers_do_not(tmp_path, verb, path, body):
    async def story():
        async with room(tmp_path) as house:
            looks = await person(house, "Chadi", "observer")
            assert (await looks.ask(verb, path, body)).json()["code"] == "not_allowed.role"
            assert (await house.stranger.ask(verb, path, body)).status_code == 401
            for read in ("", "/notes", "/handover", "/sheets", "/drills"):
                await looks.get(f"/watch{read}")

    told(story)


@pytest.mark.parametrize(("language", "sentence"), [
    ("en", "Somebody has the watch, or you are on watch already."),
    ("fr", "Quelqu’un est déjà de quart, ou vous l’êtes vous-même."),
    ("ru", "Вахту уже кто-то несёт, или вы уже на вахте."),
    ("ar", "هناك من يتولى المناوبة، أو أنتم في المناوبة بالفعل."),
    ("fa", "کسی کشیک است، یا شما خود در کشیک هستید."),
])  # fmt: skip
def test_a_refusal_speaks_the_language_of_who_asks(tmp_path, language, sentence):
    async def story():
        async with room(tmp_path) as house:
            _, basim = await taken(house)
            answer = await basim.ask("POST", "/watch/take", {}, accept_language=language)
            assert (answer.status_code, answer.json()["message"]) == (409, sentence)

    told(story)


def test_a_machine_is_not_on_watch(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            bearer = await machine(house, "HAL")
            answer = await house.stranger.ask("POST", "/watch/take", {}, **bearer)
            assert answer.json()["code"] == "not_allowed.role"

    told(story)


# Hand-over


async def busy_sky(house: Room) -> None:
    """HAL has two flights that meet, a zone that ends soon, a release that ends soon, a pressure; a vote is open."""
    hal = house.leads["HAL"]
    first = await hal.done("PUT", f"/flights/{house.new_id()}", house.flight())
    known = [{"id": first["flight"]["id"], "ovn": first["flight"]["ovn"]}]
    grants = [{"party": "TSA", "level": "identity", "until": house.at(100)}]
    await hal.done("PUT", f"/flights/{house.new_id()}", house.flight(accepts=known, grants=grants, callsign="HAL 77"))


def kinds(sheet):
    return [item["kind"] for item in sheet["items"]]


def test_the_sheet_tells_what_the_next_watch_must_know(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            amina, _ = await taken(house)
            await busy_sky(house)
            await amina.done("POST", "/watch/notes", {"words": WORDS})
            late = await amina.done(
                "PUT", f"/flights/{house.new_id()}", house.flight(lat=20.0, start=-5, state="Activated")
            )
            body = house.flight(lat=20.0, start=-5, state="Nonconforming", ovn=late["flight"]["ovn"])
            body["off_nominal"] = body["volumes"]
            await amina.done("PUT", f"/flights/{late['flight']['id']}", body)
            charter = (await amina.get("/room"))["charter"] | {"floor_km": 30}
            vote = {"matter": "amend", "deadline": house.at(60), "charter": charter, "reason": "farther"}
            await house.leads["TSA"].done("POST", "/proposals", vote)
            air = {
                "circle": {"center": {"lat": 12.0, "lon": 45.0}, "radius_m": 50_000}, "qnh_hpa": 1009.5,
                "qnh_tolerance_hpa": 2, "isa_k": 5, "isa_tolerance_k": 5, "start": house.at(-1), "end": house.at(300),
                "source": "tower",
            }  # fmt: skip
            await amina.done("PUT", "/pressures/OYAA", air)
            sheet = await amina.get("/watch/handover")
            assert sheet["handover"] is None
            found = {item["kind"]: item for item in sheet["items"]}
            assert found["conflict"]["at"] == house.at(10)
            assert found["flight"]["detail"] == "Nonconforming"
            assert found["release"]["detail"] == "ends TSA"
            assert found["release"]["at"] == house.at(100)
            assert found["proposal"]["detail"] == "amend"
            assert (found["pressure"]["id"], found["pressure"]["detail"]) == ("OYAA", "1009.5")
            assert found["nobody"]["id"] == "TSA"
            assert found["note"]["words"] == WORDS
            assert sheet["missing"] == len(sheet["items"])
            assert kinds(sheet).count("conflict") == 1, "two own flights that meet are told once"
            again = await amina.get("/watch/handover")
            assert again == sheet, "and in every draft under the same key"

    told(story)


def test_a_zone_that_ends_soon_is_on_the_sheet_and_one_of_tomorrow_is_not(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            amina, _ = await taken(house)
            for start, end in ((-5, 90), (60, 600), (1_500, 1_600)):
                zone = {
                    "volumes": house.flight(start=start, end=end)["volumes"], "kind": "danger", "life": "planned",
                    "name": "firing", "contact": "range",
                }  # fmt: skip
                answer = await amina.ask("PUT", f"/zones/{house.new_id()}", zone)
                assert answer.status_code < 300, answer.text
            found = [
                (i["detail"], i["at"]) for i in (await amina.get("/watch/handover"))["items"] if i["kind"] == "zone"
            ]
            assert found == [("begins", house.at(60)), ("ends", house.at(90))]

    told(story)


def test_the_watch_is_handed_over_by_ticking_every_item(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            amina, basim = await taken(house)
            await busy_sky(house)
            await amina.done("POST", "/watch/notes", {"words": WORDS})
            sheet = await amina.done("POST", "/watch/handover", {"to": basim.id})
            assert (sheet["handover"]["to_name"], sheet["handover"]["may_tick"]) == ("Basim", False)
            keys = [item["key"] for item in sheet["items"]]
            assert (await amina.ask("POST", "/watch/handover/tick", {"keys": keys})).json()["code"] == (
                "conflict.handover_person"
            )
            unknown = await basim.ask("POST", "/watch/handover/tick", {"keys": ["note|Amina calls|"]})
            assert unknown.json()["code"] == "not_on_sheet", "a tick is no way to write into the log"
            ticked = await basim.done("POST", "/watch/handover/tick", {"keys": keys[1:]})
            assert ticked["missing"] == 1
            refused = await basim.ask("POST", "/watch/handover/accept")
            assert (refused.status_code, refused.json()["code"]) == (409, "unticked")
            assert [item["key"] for item in refused.json()["missing"]] == keys[:1]
            await basim.done("POST", "/watch/handover/tick", {"keys": keys[:1]})
            await amina.done("POST", "/watch/notes", {"words": "and one more thing"})
            new = (await basim.ask("POST", "/watch/handover/accept")).json()["missing"]
            assert [item["words"] for item in new] == ["and one more thing"], "new since the draft"
            assert (await basim.get("/watch"))["own"]["holder"]["name"] == "Amina"
            await basim.done("POST", "/watch/handover/tick", {"keys": [new[0]["key"]]})
            (kept,) = (await basim.done("POST", "/watch/handover/accept"))["sheets"]
            assert (kept["by_name"], kept["to_name"], len(kept["items"])) == ("Amina", "Basim", len(keys) + 1)
            assert (await basim.get("/watch"))["own"]["holder"]["name"] == "Basim"
            assert (await amina.get("/watch/sheets"))["sheets"] == [kept]

    told(story)


def test_a_hand_over_is_withdrawn_and_the_watch_stays(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            amina, basim = await taken(house)
            await basim.done("POST", "/watch/handover", {})
            assert (await amina.ask("POST", "/watch/leave")).json()["code"] == "conflict.handover_waits"
            after = await basim.done("POST", "/watch/handover/withdraw")
            assert after["handover"] is None
            assert (await amina.get("/watch"))["own"]["holder"]["name"] == "Amina"
            again = await basim.ask("POST", "/watch/handover/withdraw")
            assert again.json()["code"] == "conflict.no_such_handover"

    told(story)


def test_an_accepted_request_that_is_sent_again_is_answered_again(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            _, basim = await taken(house)
            sheet = await basim.done("POST", "/watch/handover", {})
            await basim.done("POST", "/watch/handover/tick", {"keys": [i["key"] for i in sheet["items"]]})
            first, second = [await basim.ask("POST", "/watch/handover/accept", idempotency_key="k") for _ in range(2)]
            assert (first.status_code, second.status_code) == (200, 200)
            assert first.json() == second.json()

    told(story)


def test_of_many_of_a_kind_the_first_are_named_and_the_rest_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("tansiq.gateways.room.watch_sheet.SHEET_OF_KIND", 2)

    async def story():
        async with room(tmp_path) as house:
            amina, _ = await taken(house)
            for n in range(5):
                await amina.done("POST", "/watch/notes", {"words": str(n)})
            items = [i for i in (await amina.get("/watch/handover"))["items"] if i["kind"] == "note"]
            assert [i["words"] for i in items] == ["0", "1", ""]
            assert (items[2]["id"], items[2]["detail"]) == ("", "3")

    told(story)


# Notes


def files(folder):
    return [path for path in (folder / "data").rglob("*") if path.is_file()]


def holds_words(path):
    return b"at Aden calls" in path.read_bytes()


def test_notes_are_the_partys_own_and_are_erased_with_the_sheets(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            amina, basim = await taken(house)
            (note,) = (await amina.done("POST", "/watch/notes", {"words": WORDS}))["notes"]
            assert (note["words"], note["by_name"]) == (WORDS, "Amina")
            sheet = await basim.done("POST", "/watch/handover", {})
            await basim.done("POST", "/watch/handover/tick", {"keys": [i["key"] for i in sheet["items"]]})
            await basim.done("POST", "/watch/handover/accept")
            assert (await house.leads["TSA"].get("/watch/notes"))["notes"] == []
            foreign = await house.leads["TSA"].ask("DELETE", f"/watch/notes/{note['id']}")
            assert foreign.json()["code"] == "conflict.no_such_note"
            await basim.done("DELETE", f"/watch/notes/{note['id']}")
            assert WORDS in json.dumps(await basim.get("/watch/sheets")), "it was handed over"
            assert any(map(holds_words, files(tmp_path)))
            await basim.done("DELETE", f"/watch/notes/{note['id']}?erase=true")
            assert WORDS not in json.dumps(await basim.get("/watch/sheets"))
            await house.keep_house()
            assert not any(map(holds_words, files(tmp_path))), "its bytes are destroyed"
            too_long = await basim.ask("POST", "/watch/notes", {"words": "x" * 2_001})
            assert too_long.status_code == 400

    told(story)


# What others are told


def test_no_name_note_sheet_or_drill_reaches_another_party(tmp_path):
    async def story():
        async with room(tmp_path, watch=WatchRules(is_drilled=True)) as house:
            amina, basim = await taken(house)
            await amina.done("POST", "/watch/notes", {"words": WORDS})
            sheet = await basim.done("POST", "/watch/handover", {})
            await basim.done("POST", "/watch/handover/tick", {"keys": [i["key"] for i in sheet["items"]]})
            await basim.done("POST", "/watch/handover/accept")
            tsa = house.leads["TSA"]
            said = [
                json.dumps(await tsa.get(f"/watch{path}")) for path in ("", "/notes", "/handover", "/sheets", "/drills")
            ]
            for secret in ("Amina", "Basim", "tower", amina.id, basim.id, "note-", "handover-", "drill-"):
                assert not any(secret in each for each in said), secret

    told(story)


def test_events_tell_when_a_watch_changes_and_when_a_hand_over_waits(tmp_path, monkeypatch):
    monkeypatch.setattr("tansiq.gateways.room.push.TIMED_S", 0.05)

    async def of_watches(ear):
        return [event for event in await ear.all() if event[0] != "plan"]

    async def story():
        async with room(tmp_path) as house:
            amina, basim = await person(house, "Amina"), await person(house, "Basim")
            ours, theirs = await stream(house, "HAL"), await stream(house, "TSA")
            await amina.done("POST", "/watch/take", {})
            assert (await of_watches(ours), await of_watches(theirs)) == ([("watch", {"parties": ["HAL"]})],) * 2
            await basim.done("POST", "/watch/handover", {})
            assert [kind for kind, _ in await of_watches(ours)] == ["watch", "handover"]
            await amina.done("POST", "/watch/notes", {"words": WORDS})
            assert await of_watches(ours) == [("notes", {})]
            assert await of_watches(theirs) == [], "others are told whether somebody is on watch, no more"
            house.hands.pass_min(36)
            heard, until_s = [], time.monotonic() + 20  # the stream looks at the clock when the machine has time for it
            while not heard and time.monotonic() < until_s:
                heard = await of_watches(theirs)
            assert heard == [("watch", {"parties": ["HAL"]})], "time alone ends a watch"

    told(story)


# Drills


async def answered(who, drill, means="page"):
    await who.done("POST", f"/notices/{drill['id']}/answer", {"answer": "received", "means": means})


async def until_a_drill(house, who):
    """Pass minutes until the room holds a drill, at most four hours; return it."""
    driller = Driller(house.started.node)
    for minute in range(245):
        house.hands.pass_min(1)
        if minute % 20 == 0:
            who.cookie = house.signed_in(who.id).cookie
            await who.done("POST", "/watch/here")
        before = len((await who.get("/watch/drills"))["drills"])
        await driller.round()
        now = (await who.get("/watch/drills"))["drills"]
        if len(now) > before:
            return now[0]
    return None


def test_a_drill_says_exercise_and_its_answer_is_shown_to_all_as_a_time(tmp_path):
    async def story():
        async with room(tmp_path, watch=WatchRules(is_drilled=True)) as house:
            amina, _ = await taken(house)
            ours, theirs = await stream(house, "HAL"), await stream(house, "TSA")
            drill = await until_a_drill(house, amina)
            assert ("drills", {}) in await ours.all()
            assert ("drills", {}) not in await theirs.all()
            assert (drill["channel"], drill["outcome"], drill["answered_s"]) == ("page", "open", None)
            assert drill["words"].startswith("EXERCISE.")
            assert drill["words"].endswith("EXERCISE.")
            house.hands.pass_min(1)
            await answered(amina, drill)
            (now,) = (await amina.get("/watch/drills"))["drills"]
            assert (now["outcome"], now["answered_s"], now["means"]) == ("answered", 60, "page")
            assert of(await house.leads["TSA"].get("/watch"), "HAL")["alive"]["page"]
            assert (await house.leads["TSA"].get("/watch/drills"))["drills"] == []

    told(story)


@pytest.mark.parametrize(("language", "word"), [
    ("en", "EXERCISE"), ("fr", "EXERCICE"), ("ru", "УЧЕБНОЕ"), ("ar", "تمرين"), ("fa", "تمرین"),
])  # fmt: skip
@pytest.mark.parametrize("channel", [Means.PAGE, Means.FIELD_LINK, Means.VOICE])
def test_a_drill_says_exercise_first_and_last_in_every_language(language, word, channel):
    words, _ = drill_words(language, channel)
    assert words.startswith(f"{word}.")
    assert words.endswith(f"{word}.")


def test_no_drill_while_a_conflict_is_open_or_where_the_charter_holds_none(tmp_path):
    async def story():
        async with room(tmp_path, watch=WatchRules(is_drilled=True)) as house:
            amina, _ = await taken(house)
            flight = house.flight(end=600)
            first = await amina.done("PUT", f"/flights/{house.new_id()}", flight)
            known = [{"id": first["flight"]["id"], "ovn": first["flight"]["ovn"]}]
            await amina.done("PUT", f"/flights/{house.new_id()}", house.flight(end=600, accepts=known))
            assert await until_a_drill(house, amina) is None
            await amina.done("DELETE", f"/flights/{known[0]['id']}?ovn={known[0]['ovn']}")
            assert await until_a_drill(house, amina) is not None
        async with room(tmp_path / "other") as house:
            amina, _ = await taken(house)
            assert await until_a_drill(house, amina) is None
            assert not (await amina.get("/watch/drills"))["is_on"]

    told(story)


def test_the_voice_line_is_tried_where_the_party_has_one_and_a_missed_drill_is_missed(tmp_path):
    async def story():
        async with room(tmp_path, watch=WatchRules(is_drilled=True)) as house:
            amina, basim = await taken(house)
            await house.leads["HAL"].done("PUT", "/parties/HAL", {"names": {"en": "HAL"}, "voice": ["+967 1 000"]})
            await answered(amina, await until_a_drill(house, amina))
            sheet = await basim.done("POST", "/watch/handover", {})
            await basim.done("POST", "/watch/handover/tick", {"keys": [i["key"] for i in sheet["items"]]})
            await basim.done("POST", "/watch/handover/accept")
            for _ in range(23):
                house.hands.pass_min(20)
                basim.cookie = house.signed_in(basim.id).cookie
                await basim.done("POST", "/watch/here")
            drill = None
            while drill is None:
                drill = await until_a_drill(house, basim)
            assert drill["channel"] == "voice"
            for _ in range(3):
                house.hands.pass_min(2)
                await house.keep_house()
            assert (await basim.get("/watch/drills"))["drills"][0]["outcome"] == "missed"
            tsa = house.signed_in("person-tsa")
            assert of(await tsa.get("/watch"), "HAL")["alive"]["voice"] == ""

    told(story)


def test_a_drill_is_a_notice_of_nobody_that_says_what_it_is_in_every_language(tmp_path):
    async def story():
        async with room(tmp_path, watch=WatchRules(is_drilled=True)) as house:
            amina, _ = await taken(house)
            drill = await until_a_drill(house, amina)
            notice = await amina.get(f"/notices/{drill['id']}")
            assert (notice["kind"], notice["from"], notice["text"]) == ("drill", "", "")
            assert notice["phrase"]["texts"]["en"] == drill["words"]
            assert set(notice["phrase"]["texts"]) == {"en", "ar", "fa", "fr", "ru"}
            assert notice["ladders"][0]["steps"][0]["meant"] == ["Amina"]
            assert (await house.leads["TSA"].ask("GET", f"/notices/{drill['id']}")).status_code == 404
            assert (await house.leads["TSA"].get("/notices"))["notices"] == []

    told(story)


def test_a_notice_names_who_is_on_watch_to_its_receiver_and_not_to_its_sender(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            await taken(house)
            tsa = house.leads["TSA"]
            sent = await tsa.done("POST", "/notices", {"kind": "request", "to": ["HAL"], "text": "Call me."})
            house.hands.pass_min(11)
            await house.keep_house()
            house.hands.pass_min(2)
            await house.keep_house()
            own = (await house.leads["HAL"].get(f"/notices/{sent['id']}"))["ladders"][0]["steps"]
            assert [step["meant"] for step in own] == [["Amina"], [], ["HAL lead"]]
            theirs = (await tsa.get(f"/notices/{sent['id']}"))["ladders"][0]["steps"]
            assert [step["meant"] for step in theirs] == [[], [], []]

    told(story)


def test_a_party_that_asks_its_units_by_links_is_tried_by_one(tmp_path):
    async def story():
        async with room(tmp_path, watch=WatchRules(is_drilled=True, drill_us=4 * HOUR_US)) as house:
            amina, basim = await taken(house)
            asked = await house.leads["TSA"].done("POST", "/notices", {"kind": "request", "to": ["HAL"], "text": "x"})
            link = {"unit": "Boat 7", "language": "en", "contact": "radio 7"}
            await amina.done("POST", f"/notices/{asked['id']}/links", link)
            await answered(amina, await until_a_drill(house, amina))
            sheet = await basim.done("POST", "/watch/handover", {})
            await basim.done("POST", "/watch/handover/tick", {"keys": [i["key"] for i in sheet["items"]]})
            await basim.done("POST", "/watch/handover/accept")
            drill = None
            while drill is None:
                drill = await until_a_drill(house, basim)
            assert drill["channel"] == "field_link"
            phone = Phone(house, await basim.done("POST", f"/notices/{drill['id']}/links", link))
            await phone.open()
            assert "EXERCISE" in phone.text()
            await phone.answer("received")
            now = (await basim.get("/watch/drills"))["drills"][0]
            assert (now["outcome"], now["means"]) == ("answered", "field_link")
            assert of(await house.signed_in("person-tsa").get("/watch"), "HAL")["alive"]["field_link"]

    told(story)


def test_a_drill_comes_over_the_webhook_too_and_one_that_fails_is_on_the_sheet(tmp_path):
    async def story():
        async with loopback(tmp_path, watch=WatchRules(is_drilled=True)) as house, hook() as system:
            amina, _ = await taken(house)
            await house.leads["HAL"].done("PUT", "/webhook", {"url": system.url, "secret": SECRET})
            drill = await until_a_drill(house, amina)
            _, call, _ = await system.told()
            assert (call["data"]["id"], call["data"]["kind"]) == (drill["id"], "drill")
            await until(lambda: amina.get(f"/notices/{drill['id']}"), lambda n: len(n["ladders"][0]["steps"]) == 2)
            assert of(await house.leads["TSA"].get("/watch"), "HAL")["alive"]["webhook"]
            await answered(amina, drill)
            system.answers = ["503 Busy"] * 50
            await house.leads["TSA"].done("POST", "/notices", {"kind": "request", "to": ["HAL"], "text": "x"})
            await system.told()
            sheet = await until(lambda: amina.get("/watch/handover"), lambda sheet: "fault" in kinds(sheet))
            found = [item for item in sheet["items"] if item["kind"] == "fault"]
            assert [item["id"] for item in found] == ["webhook"]

    told(story)


def test_the_charter_says_how_presence_is_proved(tmp_path):
    async def story():
        async with room(tmp_path, "HAL") as house:
            hal = house.leads["HAL"]
            charter = (await hal.get("/room"))["charter"]
            assert charter["watch"] == {"prove_min": 30, "prompt_min": 5, "drills": False, "drill_h": 8}
            rules = {"prove_min": 60, "prompt_min": 10, "drills": True, "drill_h": 12}
            body = {"matter": "amend", "deadline": house.at(60), "charter": charter | {"watch": rules}}
            assert (await hal.done("POST", "/proposals", body))["outcome"] == "carried"
            assert (await hal.get("/room"))["charter"]["watch"] == rules
            body["charter"]["watch"] = rules | {"drill_h": 1}
            assert (await hal.ask("POST", "/proposals", body)).json()["where"] == "$.charter.watch.drill_h"

    told(story)
