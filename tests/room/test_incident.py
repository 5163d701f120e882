"""The report of what happened: what a party had been given, beside the accounts of those concerned, in five languages."""

import asyncio
import re
from html.parser import HTMLParser

import pytest

from tansiq.gateways.room.incident import walk as walks
from tansiq.phrasebook import LANGUAGES

from .house import Room, room
from .test_past import book, later, release, seals

NASTY = '<script>alert("1")</script>&"\''
L16 = {"callsign": "HAL 21", "position": {"lat": 12.5, "lon": 45.2}, "time": "2026-05-28T20:30:00Z"}


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


class Seen(HTMLParser):
    """What a browser would make of a page: its elements, and the text of each section."""

    VOID = ("meta", "rect", "line", "circle", "polygon", "br")

    def __init__(self, body: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.sections: dict[str, str] = {}
        self._section = ""
        self.feed(body)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value)
        if tag == "section":
            self._section = dict(attrs)["id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.sections[self._section] = self.sections.get(self._section, "") + data


async def report(house: Room, party: str, about: str, language: str = "en") -> Seen:
    answer = await house.leads[party].ask("GET", f"/incident?about={about}&language={language}")
    assert answer.status_code == 200, answer.text
    return Seen(answer.text)


async def account(house: Room, party: str, about: str, text: str, **more) -> dict:
    return await house.leads[party].done("POST", "/incident/accounts", {"about": about, "text": text} | more)


def test_a_report_tells_in_order_what_was_booked_changed_met_said_and_ended(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            flight = await book(house, callsign="HAL 21", grants=[{"party": "TSA", "level": "identity"}])
            later(house, 1)
            shown = [{"party": "HAL", "level": "identity"}]
            await book(house, "TSA", callsign="TSA 5", lat=12.05, grants=shown)
            later(house, 1)
            phrase = {"code": "L16", "values": L16}
            about = {"kind": "flight", "id": flight["id"]}
            sent = await tsa.done(
                "POST", "/notices", {"kind": "safety", "to": ["HAL"], "phrase": phrase, "about": about}
            )
            await hal.done("POST", f"/notices/{sent['id']}/mark", {"step": "read"})
            await account(house, "HAL", flight["id"], "We were where we had said.", language="en")
            await account(house, "TSA", flight["id"], "كنا في منطقتنا.", language="ar")
            later(house, 1)
            await hal.done("DELETE", f"/flights/{flight['id']}?ovn={flight['ovn']}")
            for party in ("HAL", "TSA"):
                seen = await report(house, party, flight["id"])
                facts = seen.sections["facts"]
                order = ("Booked", "Meets ", ": sent", ": read by a person", "Entered an account", "Ended")
                places = [facts.find(word) for word in order]
                assert min(places) >= 0, facts
                assert places == sorted(places), facts
                assert "We were where we had said." in seen.sections["accounts"]
                assert "كنا في منطقتنا." in seen.sections["accounts"]
                assert "L16" in seen.sections["notices"]
                assert "squawks 7700" in seen.sections["notices"]
                assert "HAL lead" in seen.sections["notices"], "each step has its person"
                assert ("TSA 5" if party == "HAL" else "HAL") in seen.sections["meetings"] + seen.sections["parties"]
                assert {"svg", "polygon", "rect"} <= seen.tags
                assert re.search(r"The log had \d+ entries", seen.sections["proof"])

    told(story)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_page_in_each_language_without_script_or_anything_from_elsewhere(tmp_path, language):
    async def story():
        async with room(tmp_path) as house:
            flight = await book(house, callsign="HAL 21")
            path = f"/incident?about={flight['id']}&language={language}"
            answer = await house.leads["HAL"].ask("GET", path)
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            seen = Seen(answer.text)
            assert seen.attributes["lang"] == {language}
            assert ("rtl" in seen.attributes["dir"]) is (language in ("ar", "fa"))
            assert not seen.tags & {"script", "link", "img", "iframe", "a", "form"}
            assert not {"src", "href", "style", "onload", "onclick"} & set(seen.attributes)
            assert "HAL 21" in seen.sections["about"]
            assert set(seen.sections) >= {"about", "parties", "facts", "accounts", "meetings", "notices", "proof"}

    told(story)


def test_what_persons_typed_is_escaped_everywhere(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads.values()
            zone = house.new_id()
            body = {"kind": "danger", "name": NASTY, "contact": NASTY, "volumes": house.flight()["volumes"]}
            await hal.done("PUT", f"/zones/{zone}", body | {"life": "planned"})
            about = {"kind": "zone", "id": zone}
            sent = await hal.done("POST", "/notices", {"kind": "request", "to": ["TSA"], "text": NASTY, "about": about})
            answer = {"answer": "cannot_comply", "reason": NASTY, "intention": NASTY}
            await tsa.done("POST", f"/notices/{sent['id']}/answer", answer)
            await account(house, "TSA", zone, NASTY)
            for language in LANGUAGES:
                seen = await report(house, "HAL", zone, language)
                assert "script" not in seen.tags
                for section in ("about", "accounts", "notices"):
                    assert NASTY in seen.sections[section], section

    told(story)


def test_only_what_was_given_is_told_and_what_is_released_later_opens_no_history(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "AUR") as house:
            flight = await book(house, callsign="HAL 21", **seals(house))
            aur = await house.leads["AUR"].ask("GET", f"/incident?about={house.new_id()}")
            tsa = await house.leads["TSA"].ask("GET", f"/incident?about={flight['id']}")
            assert (aur.status_code, tsa.status_code) == (404, 404), "a sealed flight is as one that there is not"
            assert tsa.json()["code"] == aur.json()["code"]
            refused = await house.leads["TSA"].ask(
                "POST", "/incident/accounts", {"about": flight["id"], "text": "Seen."}
            )
            assert (refused.status_code, refused.json()["where"]) == (404, "$.about")
            later(house, 5)
            raised = house.at(0)[11:16]
            await release(house, flight, "identity")
            seen = await report(house, "TSA", flight["id"])
            assert "Became known" in seen.sections["facts"]
            assert "Booked" not in seen.sections["facts"]
            assert len(re.findall(r"\d\d:\d\d:\d\dZ", seen.sections["facts"])) == 1
            assert raised in seen.sections["facts"]
            whole = await report(house, "HAL", flight["id"])
            assert "Booked" in whole.sections["facts"]

    told(story)


def test_an_account_is_read_by_those_who_were_told_whose_it_is_also_after_it_ended(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "AUR") as house:
            grants = [{"party": "TSA", "level": "reservation"}, {"party": "AUR", "level": "existence"}]
            flight = await book(house, grants=grants)
            held = await house.leads["HAL"].get(f"/flights/{flight['id']}")
            await house.leads["HAL"].done("DELETE", f"/flights/{flight['id']}?ovn={held['ovn']}")
            mine = await account(house, "HAL", flight["id"], "We ended early.")
            assert (mine["party"], mine["is_mine"], mine["kind"]) == ("HAL", True, "flight")
            await account(house, "AUR", flight["id"], "Something was there.")
            listed = {
                party: [a["party"] for a in (await guest.get(f"/incident/accounts?about={flight['id']}"))["accounts"]]
                for party, guest in house.leads.items()
            }
            assert listed == {"HAL": ["HAL", "AUR"], "TSA": ["HAL", "AUR"], "AUR": ["AUR"]}
            seen = await report(house, "AUR", flight["id"])
            assert "HAL" not in "".join(seen.sections.values()), "whose it was is not told"
            assert "not told" in seen.sections["about"]

    told(story)


@pytest.mark.parametrize(
    ("query", "status", "where"),
    [
        ("about=guess", 400, "$query.about"),
        ("", 400, "$query.about"),
        ("about=8f14e45f-ceea-467f-9575-2c7c1e2a9b10&language=de", 400, "$query.language"),
        ("about=8f14e45f-ceea-467f-9575-2c7c1e2a9b10", 404, "$query.about"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_its_place(tmp_path, query, status, where):
    async def story():
        async with room(tmp_path) as house:
            answer = await house.leads["HAL"].ask("GET", f"/incident?{query}")
            assert (answer.status_code, answer.json()["where"]) == (status, where)

    told(story)


def test_an_account_is_entered_once_for_one_key_and_its_words_can_be_erased(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            flight = await book(house)
            body = {"about": flight["id"], "text": "Secret words.", "language": "en-GB"}
            first = await hal.ask("POST", "/incident/accounts", body, idempotency_key="a1")
            again = await hal.ask("POST", "/incident/accounts", body, idempotency_key="a1")
            assert (first.status_code, again.status_code) == (201, 201)
            assert first.json() == again.json()
            node, position = house.started.node, first.json()["position"]
            assert "Secret words." in (await report(house, "HAL", flight["id"])).sections["accounts"]
            node.applier.to_erase[position] = None  # ordered: the bytes are still in the log
            assert "The words were erased." in (await report(house, "HAL", flight["id"])).sections["accounts"]
            await house.keep_house()
            assert position not in node.applier.to_erase
            assert "Secret" not in (await report(house, "HAL", flight["id"])).sections["accounts"]
            for wrong, where in (({"text": " "}, "$.text"), ({"language": "x y"}, "$.language")):
                refused = await hal.ask("POST", "/incident/accounts", body | wrong)
                assert (refused.status_code, refused.json()["where"]) == (400, where)

    told(story)


def test_facts_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(walks, "FACTS", 1)
    walk = walks.Walk("HAL", "x")
    for n in range(3):
        walk._add(walks.Fact(n, n, "", "fact-ended"))
    assert (len(walk.facts), walk.left_out) == (1, 2)
