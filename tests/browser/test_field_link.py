"""A field link on a telephone: 390 pixels, touch, no script; and with scripts on, so that whatever could run would."""

import contextlib
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tansiq.gateways.room.field.say import words

from .conftest import Served, until
from .test_accessible import violations

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"
HEIGHT = {"height": {"reference": "FL", "value": 90}}
PLACE = {"position": {"lat": 12.75, "lon": 44.95}}
DISC = {"center": {"lat": 12.78, "lon": 45.0}, "radius_m": 9_000}


def link_of(served: Served, language: str = "en", unit: str = "Boat 7", **more) -> dict:
    """Have HAL send UMA a notice, and UMA give a unit a link to it."""
    hal, uma = served.lead("HAL"), served.lead("UMA")
    body = {"kind": "safety", "to": ["UMA"], "text": "Keep clear of the pier until 15:00Z.", "values": [HEIGHT, PLACE]}
    notice = hal.post("/notices", json=body | more)
    assert notice.status_code == 201, notice.text
    made = uma.post(f"/notices/{notice.json()['id']}/links", json={"unit": unit, "language": language})
    assert made.status_code == 201, made.text
    return made.json() | {"notice": notice.json()["id"]}


@pytest.fixture
def phone(browser):
    """Open pages as a telephone does: phone(script=False)."""
    with contextlib.ExitStack() as held:

        def open_one(script=False):
            context = browser.new_context(**PHONE, java_script_enabled=script)
            held.callback(context.close)
            page = context.new_page()
            page.complaints, page.bytes = [], []
            page.on("console", lambda m: page.complaints.append(m.text))
            page.on("pageerror", lambda e: page.complaints.append(str(e)))
            page.on("dialog", lambda d: page.complaints.append(d.message))
            page.on("response", lambda r: page.bytes.append(len(r.body())))
            return page

        yield open_one


def press(page, button):
    """Tap a button, and have the page that the form brings."""
    with page.expect_navigation():
        page.tap(button)


def open_notice(page, made, name="Capt. Amal, boat 7"):
    page.goto(made["url"])
    page.fill("#code", made["code"])
    page.fill("#name", name)
    press(page, "button.first")


def ladder(served, made):
    return served.lead("HAL").get(f"/notices/{made['notice']}").json()["ladders"][0]


def test_a_unit_answers_from_a_telephone_without_scripts_and_the_sender_hears_it_within_a_second(served, phone):
    made, page = link_of(served), phone()
    open_notice(page, made)
    assert "Keep clear of the pier" in page.inner_text("blockquote")
    page.fill("[name='v0.height']", "90")
    page.fill("[name='v1.lat']", "12.75 N")
    page.fill("[name='v1.lon']", "44.95 E")
    headers = {"cookie": f"tansiq_session={served.lead('HAL').cookies['tansiq_session']}", "last-event-id": ""}
    with (
        httpx.stream("GET", f"{served.url}/room/v1/events", headers=headers, timeout=10) as stream,
        ThreadPoolExecutor(1) as reader,
    ):
        lines = stream.iter_lines()
        assert next(lines).startswith("retry:")
        heard = reader.submit(lambda: next((time.monotonic(), line) for line in lines if "will_comply" in line))
        tapped_s = time.monotonic()
        press(page, "button[value=will_comply]")
        heard_s, told = heard.result(10)
    assert heard_s - tapped_s < 1.0
    assert made["id"] in told
    assert "Recorded at" in page.inner_text(".done")
    assert page.complaints == []
    assert sum(page.bytes) < 60_000, "all pages and the style together"


def test_nothing_that_was_typed_runs(served, phone):
    made, page = link_of(served, unit=EVIL, text=EVIL, kind="request", values=[]), phone(script=True)
    open_notice(page, made, EVIL[:60])
    page.fill("#words", EVIL)
    press(page, "button[value=counter]")
    assert EVIL in page.inner_text("blockquote")
    assert page.complaints == [], "nothing ran, and the policy had nothing to stop"
    assert page.evaluate("document.querySelectorAll('main img, main script').length") == 0


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_telephone(served, phone, language):
    area = {"circle": DISC, "kind": "request", "values": []}
    for made in (link_of(served, language), link_of(served, language, **area)):
        page = phone(script=True)
        page.goto(made["url"])
        assert violations(page) == [], "before it is opened"
        page.fill("#code", "none")
        page.fill("#name", "x")
        press(page, "button.first")
        assert page.locator(".banner").count() == 1
        assert violations(page) == [], "a wrong code"
        assert all("403" in each for each in page.complaints), "the browser says what the answer was"
        page.complaints.clear()
        open_notice(page, made)
        assert page.locator("blockquote").count() == 1
        assert violations(page) == [], "the notice"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate("getComputedStyle(document.documentElement).direction") == (
            "ltr" if language == "en" else "rtl"
        )
        small = page.evaluate(
            "[...document.querySelectorAll('main button, main input:not([type=hidden]), summary')]"
            ".filter(e => e.getBoundingClientRect().height < 48).length"
        )
        assert small == 0, "a thumb in a glove finds it"
        assert page.locator("svg").count() == 1
        assert page.complaints == []


def test_previews_of_links_change_nothing(served, phone):
    made = link_of(served)
    before = ladder(served, made)
    for agent in ("WhatsApp/2.23.20.0", "facebookexternalhit/1.1", "Mozilla/5.0 (Windows NT; SafeLinks)"):
        for verb in ("HEAD", "GET"):
            answer = httpx.request(verb, made["url"], headers={"user-agent": agent})
            assert (answer.status_code, "pier" in answer.text) == (200, False)
    page = phone(script=True)
    page.goto(made["url"])
    page.reload()
    assert ladder(served, made) == before


def test_the_third_wrong_code_locks_and_the_sender_sees_that_on_the_page(served, phone, look):
    made, page, say = link_of(served, "fr"), phone(), words("fr")
    sender = look(served)
    sender.come_in("HAL")
    card = sender.page.locator(f"[data-notice='{made['notice']}']")
    until(lambda: card.count() == 1, "the notice is there")
    assert card.locator("[role=alert]").count() == 0
    for said in (say["wrong_code"].format(left=2), say["wrong_code"].format(left=1), say["gone"]):
        page.goto(made["url"])
        page.fill("#code", f"{(int(made['code']) + 1) % 10_000:04}")
        page.fill("#name", "x")
        press(page, "button.first")
        assert page.inner_text(".banner") == said
    assert ladder(served, made)["steps"][-1]["kind"] == "link_locked"
    until(
        lambda: "link locked itself" in card.locator("[role=alert]").inner_text(), "its sender is told, by whom to call"
    )
    sender.until("alarm of a notice")
    assert violations(sender.page) == [], "a locked link"
    page.goto(made["url"])
    assert page.inner_text(".banner") == say["gone"]


def test_a_node_that_is_killed_between_opening_and_answering_takes_the_answer_after_it_starts_again(own_room, phone):
    made, page = link_of(own_room, kind="request", values=[]), phone()
    open_notice(page, made)
    assert page.locator("button[value=will_comply]").count() == 1
    os.kill(own_room._process.pid, signal.SIGKILL)
    own_room._process.wait(20)
    own_room.start()
    press(page, "button[value=will_comply]")
    assert "Recorded at" in page.inner_text(".done")
    kinds = [step["kind"] for step in ladder(own_room, made)["steps"]]
    assert kinds == ["sent", "passed", "read", "answered"]
