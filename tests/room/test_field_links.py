"""A unit without an account opens one notice by a link and a code, and answers it; all else that comes gets nothing."""

import asyncio
import contextlib
import html
import re
import time

import httpx
import pytest

from tansiq.core.limits import LINK_AFTER_US
from tansiq.core.units import MINUTE_US
from tansiq.credentials import links
from tansiq.gateways.room.field import page
from tansiq.gateways.room.field.say import words
from tansiq.gateways.room.words import LANGUAGES

from .house import Guest, room
from .test_push import stream

NAME = "Capt. Amal, boat 7"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
BOTS = ("WhatsApp/2.23 A", "TelegramBot (like TwitterBot)", "Mozilla/5.0 (compatible; bingbot/2.0)", "curl/8.4", "")


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


class Phone:
    """A browser without scripts and without cookies, at one link."""

    def __init__(self, house, made):
        self._http = house.http
        self.path = made["url"].removeprefix("http://room.example")
        self.code = made["code"]
        self.page = ""
        self.status = 0

    async def look(self, verb="GET", **headers):
        return self._keep(await self._http.request(verb, self.path, headers=headers))

    async def open(self, code=None, name=NAME):
        return await self._send("", {"code": code or self.code, "name": name})

    async def answer(self, said, **typed):
        """Send the form of the page that is open, as its button does."""
        return await self._send("/answer", self.fields() | typed | {"answer": said})

    def fields(self):
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.page)
        return {name: html.unescape(value) for name, value in found}

    def text(self):
        return html.unescape(re.sub(r"<[^>]+>", " ", self.page))

    def is_gone(self, language="en"):
        return self.status == 404 and words(language)["gone"] in self.text()

    async def _send(self, more, fields):
        return self._keep(await self._http.post(self.path + more, data=fields))

    def _keep(self, answer: httpx.Response):
        self.page, self.status = answer.text, answer.status_code
        return answer


@contextlib.asynccontextmanager
async def sent(folder, language="en", unit="Boat 7", hands=None, **more):
    """HAL asks TSA something, and TSA's lead gives a unit a link."""
    async with room(folder, hands=hands) as house:
        body = {"kind": "request", "to": ["TSA"], "text": "Keep clear of the pier."} | more
        notice = await house.leads["HAL"].done("POST", "/notices", body)
        house.notice = notice["id"]
        house.made = await house.leads["TSA"].done(
            "POST", f"/notices/{house.notice}/links", {"unit": unit, "language": language, "contact": "radio 7"}
        )
        yield house, Phone(house, house.made)


async def steps(house, party="HAL"):
    shown = await house.leads[party].get(f"/notices/{house.notice}")
    return [(s["kind"], s["means"], s["name"]) for s in shown["ladders"][0]["steps"]]


def test_a_unit_opens_reads_and_answers(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, phone):
            assert (await phone.look()).status_code == 200
            assert (await phone.open()).status_code == 200
            assert "Keep clear of the pier." in phone.text()
            assert (await phone.answer("will_comply", words="on our way")).status_code == 200
            assert "Recorded at" in phone.text()
            assert await steps(house) == [
                ("sent", "room", "HAL lead"),
                ("passed", "field_link", "TSA lead"),
                ("read", "field_link", NAME),
                ("answered", "field_link", NAME),
            ]
            shown = await house.leads["HAL"].get(f"/notices/{house.notice}")
            assert shown["ladders"][0]["answer"] == "will_comply"
            assert shown["ladders"][0]["steps"][-1]["reason"] == "on our way"
            assert shown["ladders"][0]["steps"][-1]["by"] == house.made["id"], "marked: by link"

    told(story)


def test_scanners_that_open_links_first_change_nothing_and_learn_nothing(tmp_path):
    async def story():
        async with sent(tmp_path, unit="Secret boat") as (house, phone):
            before = house.state.position
            kept = links.kept(house.credentials)
            for agent in BOTS:
                for verb in ("HEAD", "GET"):
                    answer = await phone.look(verb, user_agent=agent, purpose="prefetch")
                    assert answer.status_code == 200
                    for told_of in ("Keep clear", "Secret boat", "HAL", "TSA", "request", house.notice, phone.code):
                        assert told_of not in answer.text.replace(phone.path, "")
            assert house.state.position == before, "nothing was ordered"
            assert links.kept(house.credentials) == kept, "nothing was counted"
            await phone.open()
            assert "Keep clear" in phone.text(), "the first tap is still the unit's"

    told(story)


def test_the_third_wrong_code_locks_the_link_and_the_sender_is_pushed_that_at_once(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, phone):
            heard = await stream(house, "HAL")
            wrong = f"{(int(phone.code) + 1) % 10_000:04}"
            for left in (2, 1):
                assert (await phone.open(wrong)).status_code == 403
                assert f"Tries left: {left}" in phone.text()
            assert await heard.all() == [], "a wrong code is nobody's business yet"
            began = time.monotonic()
            await phone.open(wrong)
            assert phone.is_gone()
            (event,) = await heard.all()
            assert time.monotonic() - began < 1
            assert event[0] == "notices"
            assert event[1]["notices"][0]["ladders"][0]["steps"][-1]["kind"] == "link_locked"
            assert event[1]["notices"][0]["ladders"][0]["alarms"] == ["link_locked"], "its sender must act"
            await phone.open()
            assert phone.is_gone(), "the right code comes too late"
            (shown,) = (await house.leads["TSA"].get(f"/notices/{house.notice}/links"))["links"]
            assert (shown["state"], shown["unit"], shown["contact"], shown["opened"]) == (
                "locked", "Boat 7", "radio 7", "",
            )  # fmt: skip
            passed = {"to": "Boat 7", "means": "voice", "confirmed": "yes"}
            await house.leads["TSA"].done("POST", f"/notices/{house.notice}/pass", passed)
            (ladder,) = (await house.leads["HAL"].get(f"/notices/{house.notice}"))["ladders"]
            assert ladder["alarms"] == [], "it was passed on by voice"

    told(story)


def test_an_answer_is_pushed_to_the_sender_within_a_second(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, phone):
            await phone.open()
            heard = await stream(house, "HAL")
            began = time.monotonic()
            await phone.answer("cannot_comply", words="engine")
            (event,) = await heard.all()
            assert time.monotonic() - began < 1
            assert event[1]["notices"][0]["ladders"][0]["answer"] == "cannot_comply"

    told(story)


def test_whatever_does_not_open_gets_one_answer(tmp_path):
    """Expired, revoked, locked, gone with its notice, and never issued cannot be told apart."""

    async def story():
        async with sent(tmp_path, language="fa") as (house, phone):
            tsa, answers = house.leads["TSA"], {}

            async def other():
                body = {"unit": "x", "language": "fa"}
                return Phone(house, await tsa.done("POST", f"/notices/{house.notice}/links", body))

            async def keep(name, at):
                got = [await at.look("HEAD"), await at.look(), await at.open()]
                post = await house.http.post(at.path + "/answer", data={"answer": "will_comply", "name": "x"})
                answers[name] = [(a.status_code, a.content, clean(a.headers)) for a in (*got, post)]

            revoked, locked = await other(), await other()
            (second, third) = (await tsa.get(f"/notices/{house.notice}/links"))["links"][1:]
            await tsa.done("DELETE", f"/notices/{house.notice}/links/{second['id']}")
            for n in range(1, 4):
                await locked.open(f"{(int(locked.code) + n) % 10_000:04}")
            await keep("revoked", revoked)
            await keep("locked", locked)
            never = Phone(house, {"url": "http://room.example/field/fa-" + "A" * 43, "code": "0000"})
            await keep("never issued", never)
            house.hands.pass_min(10 + LINK_AFTER_US / MINUTE_US)
            await keep("expired", phone)
            assert phone.is_gone("fa")
            assert third["state"] == "open", "it was, then"
            assert len({repr(each) for each in answers.values()}) == 1, answers
            states = [each["state"] for each in (await tsa.get(f"/notices/{house.notice}/links"))["links"]]
            assert states == ["expired", "revoked", "locked"]

    told(story)


def clean(headers):
    return {name: value for name, value in headers.items() if name not in ("x-request-id", "date")}


def test_a_link_opens_until_two_hours_after_the_deadline(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, phone):
            house.hands.pass_min(9 + LINK_AFTER_US / MINUTE_US)
            assert (await phone.open()).status_code == 200
            house.hands.pass_min(1)
            await phone.answer("will_comply")
            assert phone.is_gone(), "what was opened before ends, too"

    told(story)


def test_what_is_typed_is_shown_and_never_run(tmp_path):
    async def story():
        async with sent(tmp_path, unit=EVIL, text=EVIL) as (house, phone):
            answer = await phone.open(name=EVIL)
            assert answer.status_code == 200
            await phone.answer("counter", words=EVIL)
            await phone.answer("counter", words="")
            for each in (answer.text, phone.page):
                assert "<script" not in each
                assert "<img" not in each
            assert EVIL in phone.text()
            shown = await house.leads["HAL"].get(f"/notices/{house.notice}")
            assert shown["ladders"][0]["steps"][-1]["proposal"] == EVIL
            assert (await phone.open(name=EVIL + EVIL)).status_code == 400, "no name is that long"
            assert "<script" not in phone.page

    told(story)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"name": ""}, 400),
        ({"name": "   "}, 400),
        ({"name": "a\x07b"}, 400),
        ({"name": "a\u202eb"}, 400),
        ({"name": "a" * 61}, 400),
    ],
)
def test_a_name_that_cannot_be_kept_costs_no_try(tmp_path, fields, status):
    async def story():
        async with sent(tmp_path) as (house, phone):
            answer = await phone._send("", {"code": "x"} | fields)
            assert answer.status_code == status
            assert links.kept(house.credentials)[0].wrong == 0
            assert await steps(house) == [("sent", "room", "HAL lead"), ("passed", "field_link", "TSA lead")]

    told(story)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda form: form | {"ticket": form["ticket"][:-1] + "x"},
        lambda form: form | {"ticket": ""},
        lambda form: form | {"name": "Somebody else"},
        lambda form: form | {"answer": "received"},
        lambda form: form | {"answer": ""},
        lambda form: form | {"once": "1"},
    ],
    ids=["ticket", "no ticket", "name", "answer of another kind", "no answer", "no mark of the page"],
)
def test_an_answer_comes_from_the_page_that_the_code_opened(tmp_path, spoil):
    async def story():
        async with sent(tmp_path) as (house, phone):
            await phone.open()
            before = house.state.position
            await phone._send("/answer", spoil(phone.fields() | {"answer": "will_comply"}))
            assert house.state.position == before
            assert "Recorded" not in phone.text()

    told(story)


def test_a_page_that_is_sent_twice_is_answered_once_and_another_answer_counts(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, phone):
            await phone.open()
            form = phone.fields()
            for _ in range(2):
                await phone._send("/answer", form | {"answer": "will_comply"})
                assert phone.status == 200
            assert [kind for kind, *_ in await steps(house)].count("answered") == 1
            await phone._send("/answer", form | {"answer": "cannot_comply"})  # the browser went back, and chose again
            shown = await house.leads["HAL"].get(f"/notices/{house.notice}")
            assert shown["ladders"][0]["answer"] == "cannot_comply"

    told(story)


HEIGHT = {"height": {"reference": "FL", "value": 120}}
VALUES = [
    HEIGHT,
    {"height": {"reference": "AMSL", "value": 2500, "units": "FT", "qnh_hpa": 1013.25}},
    {"time": "2026-05-28T20:30:00Z"},
    {"position": {"lat": -12.7855, "lon": 45.0187}},
    {"height": {"reference": "GND"}},
]
TYPED = {
    "v0.height": "FL120",
    "v1.height": "٢٥٠٠",
    "v1.qnh": "1013,25",
    "v2.time": "20:30Z",
    "v3.lat": "12.7855 S",
    "v3.lon": "+45.0187",
}


def test_values_are_read_back_and_a_wrong_one_is_told_to_both(tmp_path):
    async def story():
        async with sent(tmp_path, kind="safety", values=VALUES) as (house, phone):
            await phone.open()
            for said in ("FL120", "2500 FT AMSL QNH 1013.25", "2026-05-28 20:30Z", "12.7855°S 045.0187°E", "GND"):
                assert said in phone.text()
            await phone.answer("will_comply")
            assert (phone.status, "Type every value" in phone.text()) == (400, True)
            await phone.answer("will_comply", **TYPED | {"v2.time": "half past eight"})
            assert (phone.status, "“half past eight” cannot be read" in phone.text()) == (400, True)
            assert 'value="FL120"' in phone.page, "what was typed stays"
            await phone.answer("will_comply", **TYPED | {"v0.height": "130"})
            assert (phone.status, "differs from what was sent" in phone.text()) == (409, True)
            assert (await steps(house))[-1] == ("read_back_wrong", "field_link", NAME)
            await phone.answer("will_comply", **TYPED)
            assert (phone.status, "Recorded at" in phone.text()) == (200, True)
            assert (await steps(house))[-1] == ("answered", "field_link", NAME)

    told(story)


def test_a_unit_may_say_once_that_it_answers_in_five_minutes(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, phone):
            await phone.open()
            await phone.answer("stand_by")
            assert "Recorded at" in phone.text()
            assert 'value="stand_by"' not in phone.page
            await phone.answer("stand_by")
            assert (phone.status, "Answer now" in phone.text()) == (409, True)
            assert (await steps(house))[-1][0] == "stood_by"

    told(story)


def test_what_its_sender_took_back_is_shown_as_that_and_takes_no_answer(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, phone):
            await phone.open()
            form = phone.fields()
            await house.leads["HAL"].done("DELETE", f"/notices/{house.notice}")
            await phone._send("/answer", form | {"answer": "will_comply"})
            assert (phone.status, words("en")["taken_back"] in phone.text()) == (409, True)
            await phone.open()
            assert (phone.status, words("en")["taken_back"] in phone.text()) == (200, True)
            assert "<button" not in phone.page

    told(story)


def test_the_map_shows_ones_own_flight_and_the_positions_but_no_flight_of_somebody_else(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            flight = house.new_id()
            await tsa.done("PUT", f"/flights/{flight}", house.flight())
            theirs = house.new_id()
            seen = {"grants": [{"party": "TSA", "level": "identity"}]}
            await hal.done("PUT", f"/flights/{theirs}", house.flight(lat=14.0) | seen)
            for about, is_drawn in ((flight, True), (theirs, False)):
                body = {"kind": "warning", "to": ["TSA"], "text": "x", "about": {"kind": "flight", "id": about}}
                notice = (await hal.done("POST", "/notices", body))["id"]
                made = await tsa.done("POST", f"/notices/{notice}/links", {"unit": "x", "language": "en"})
                phone = Phone(house, made)
                await phone.open()
                assert ("<svg" in phone.page) is is_drawn
                assert ("HAL 23" in phone.text()) is is_drawn

    told(story)


@pytest.mark.parametrize(
    ("language", "phrase", "said"),
    [
        ("fr", {"code": "X05"}, "Annulation : notre dernier message n'est plus valable."),
        ("en", {"code": "F04", "values": {"callsign": "HAL 23"}}, "\u2068HAL 23\u2069 is cancelled."),
    ],
)
def test_a_phrase_is_said_in_the_units_language(tmp_path, language, phrase, said):
    async def story():
        async with sent(tmp_path, language=language, kind="information", text="", phrase=phrase) as (_, phone):
            await phone.open()
            assert said in phone.text().replace("\u00a0", " ")
            assert words(language)["erased"] not in phone.text()

    told(story)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_is_in_the_units_language_small_and_private(tmp_path, language):
    async def story():
        more = {"kind": "safety", "values": VALUES, "text": "ل" * 1_900}
        async with sent(tmp_path, language=language, **more) as (house, phone):
            side = "rtl" if language in ("ar", "fa") else "ltr"
            for answer in (await phone.look(), await phone.open("x"), await phone.open()):
                assert f'<html lang="{language}" dir="{side}">' in answer.text
                assert len(answer.content) + len(page.STYLE) < 60_000
                assert "script" not in answer.text.replace("description", "")
                assert answer.headers["cache-control"] == "no-store"
                assert answer.headers["referrer-policy"] == "no-referrer"
                assert answer.headers["x-robots-tag"].startswith("noindex")
                policy = answer.headers["content-security-policy"]
                assert policy.startswith("default-src 'none'; style-src 'self'; form-action 'self';")
                assert "set-cookie" not in answer.headers
                assert " style=" not in answer.text, "the policy lets no style in but the file's"
            assert words(language)["will_comply"] in phone.text()
            style = re.search(r'href="(/field/[0-9a-f]+\.css)"', phone.page)[1]
            assert (await house.http.get(style)).content == page.STYLE

    told(story)


def test_who_may_issue_and_see_links(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, _):
            hal, tsa = house.leads["HAL"], house.leads["TSA"]
            body = {"unit": "x", "language": "en"}
            path = f"/notices/{house.notice}/links"
            assert (await hal.ask("POST", path, body)).json()["code"] == "conflict.no_such_notice"
            assert (await hal.ask("GET", path)).json()["code"] == "conflict.no_such_notice"
            assert (await tsa.ask("POST", path, body | {"unit": " "})).json()["code"] == "text_missing"
            assert (await tsa.ask("POST", path, body | {"language": "xx"})).status_code == 400
            assert (await Guest(house.http).ask("POST", path, body)).status_code == 401
            assert (await tsa.ask("DELETE", path + "/link-1")).json()["code"] == "conflict.no_such_link"
            assert (await hal.ask("DELETE", f"{path}/{house.made['id']}")).status_code == 409
            assert house.made["qr_svg"].startswith("<svg")
            listed = await tsa.get(path)
            for secret in (house.made["code"], house.made["url"].rpartition("-")[2]):
                assert secret not in repr(listed).replace(house.made["id"], "")

    told(story)


def test_links_and_addresses_may_come_so_often(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, phone):
            came = [await phone.look() for _ in range(31)]
            assert [answer.status_code for answer in came[-2:]] == [200, 429]
            assert int(came[-1].headers["retry-after"]) > 0
            assert (await phone.open()).status_code == 429
            house.hands.pass_min(0.1)
            assert (await phone.open()).status_code == 200
            unknown = [await house.http.get(f"/field/en-{n:043}") for n in range(600)]
            assert {answer.status_code for answer in unknown} == {404, 429}

    told(story)


# What a node that stops in between leaves behind


def test_a_link_that_got_its_wrong_codes_before_a_stop_is_locked_after_it(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, phone):
            token = phone.path.rpartition("/en-")[2]
            for _ in range(3):  # counted, and the node stops before the log is told
                links.enter(house.credentials, token, "none", NAME, house.started.node.now_us())
            notice, hands = house.notice, house.hands
        async with room(tmp_path, hands=hands) as house:
            house.notice = notice
            again = Phone(house, {"url": f"http://room.example{phone.path}", "code": phone.code})
            await again.open()
            assert again.is_gone()
            assert (await steps(house))[-1][0] == "link_locked"

    told(story)


def test_the_round_locks_what_nobody_came_back_to(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, phone):
            token = phone.path.rpartition("/en-")[2]
            for _ in range(3):
                links.enter(house.credentials, token, "none", NAME, house.started.node.now_us())
            await house.beside[1].__self__.round(int(time.time()))
            assert (await steps(house))[-1][0] == "link_locked"
            assert links.kept(house.credentials) == [], "and forgets it"

    told(story)


def test_the_round_forgets_what_ended(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, _):
            await house.beside[1].__self__.round(int(time.time()))
            assert len(links.kept(house.credentials)) == 1
            house.hands.pass_min(10 + LINK_AFTER_US / MINUTE_US)
            await house.beside[1].__self__.round(int(time.time()))
            assert links.kept(house.credentials) == []

    told(story)


def test_a_request_that_is_sent_again_after_a_stop_gives_the_same_link_with_new_secrets(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, _):
            tsa, path = house.leads["TSA"], f"/notices/{house.notice}/links"
            body, key = {"unit": "Boat 8", "language": "en"}, {"idempotency_key": "k1"}
            first = (await tsa.ask("POST", path, body, **key)).json()
            links.forget(house.credentials, first["id"])  # it was ordered, and the node stopped before it kept the rest
            second = (await tsa.ask("POST", path, body, **key)).json()
            assert first["id"] == second["id"]
            lost, phone = Phone(house, first), Phone(house, second)
            await lost.open()
            assert lost.is_gone()
            assert (await phone.open()).status_code == 200
            assert len((await tsa.get(path))["links"]) == 2
            await tsa.done("DELETE", f"{path}/{second['id']}")
            third = await tsa.ask("POST", path, body, **key)
            assert (third.status_code, third.json()["code"]) == (409, "conflict.no_such_link")

    told(story)


def test_what_was_opened_before_a_stop_is_answered_after_it(tmp_path):
    async def story():
        async with sent(tmp_path) as (house, phone):
            await phone.open()
            form, notice, hands = phone.fields(), house.notice, house.hands
        async with room(tmp_path, hands=hands) as house:
            house.notice = notice
            again = Phone(house, {"url": f"http://room.example{phone.path}", "code": ""})
            await again._send("/answer", form | {"answer": "will_comply"})
            assert "Recorded at" in again.text()
            assert (await steps(house))[-1] == ("answered", "field_link", NAME)

    told(story)


def test_the_log_holds_neither_token_nor_code(tmp_path):
    async def story():
        async with sent(tmp_path) as (_, phone):
            await phone.open()
            token = phone.path.rpartition("/en-")[2]
        kept = b"".join(each.read_bytes() for each in (tmp_path / "data").rglob("*") if each.is_file())
        assert b"Boat 7" in kept
        assert token.encode() not in kept

    told(story)
