"""The page as people use it: coming in, the first minute, what must never be shown, what happens when the room is away."""

import re
import uuid
import zlib
from statistics import fmean

from .conftest import PASSPHRASE, until

SEALED_ID = "00000000-0000-4000-8000-000000000005"  # SVR 32, which HAL is shown at plan level *conflict* alone


def test_the_first_minute_of_a_watch(own_room, look):
    at = look(own_room)
    at.accept(own_room.links["HAL"], "amina")
    assert "invitation" not in at.page.url
    at.until("conflicts of yours")
    text = at.text()
    assert "Gulf of Aden" in text
    assert "Halcyon Air Wing" in text
    assert re.search(r"\d\d [A-Z]{3} \d{4}", text)
    assert re.search(r"\d\d:\d\d:\d\dZ", text)

    at.click("conflicts of yours")
    until(lambda: at.page.evaluate("!!document.querySelector('.card.conflict.chosen')"), "the conflict is chosen")
    assert "was entered first" in at.text()
    at.until("Move to FL")
    number = re.search(r"\bC\d\b", at.page.locator(".card.conflict.chosen").inner_text())[0]
    assert number in at.page.locator(".lanes svg").text_content(), "the same number in list and time line"

    at.click("Move to")
    at.click("Change my flight")
    at.until("None of your flights conflicts")
    flight = at.page.evaluate("fetch('/room/v1/flights/23000000-0000-4000-8000-000000000001').then(r => r.json())")
    assert flight["volumes"][0]["floor"]["value"] != 60, "it was moved"


def test_the_first_minute_in_arabic_mirrors_the_panels_but_not_the_shared_picture(served, look):
    at = look(served, "ar", "day")
    at.come_in("MRD")
    at.until("تعارض")
    assert at.page.evaluate("document.documentElement.dir") == "rtl"
    left, right = (at.page.locator(f".column.{side}").bounding_box()["x"] for side in ("left", "right"))
    assert left > right, "the panels change sides"
    for shared in (".map .canvas", ".axis"):
        assert at.page.evaluate(f"getComputedStyle(document.querySelector('{shared}')).direction") == "ltr"
    at.until("قبول")
    at.click("رفض", "#agreements ~ article button")
    at.until("مرفوض")
    text = at.text()
    assert not re.search(r"[\u0660-\u0669\u06f0-\u06f9]", text), "operational figures are Latin digits"
    assert re.search(r"FL\d{3}–FL\d{3}", text)


def test_the_future_is_marked_and_home_returns_to_live(served, look):
    at = look(served)
    at.come_in("HAL")
    at.until("HAL 23")
    slider = at.page.locator(".axis input[type=range]")
    slider.focus()
    for _ in range(7):
        at.page.keyboard.press("ArrowRight")
    at.until("FUTURE PREVIEW")
    assert "+35 min" in at.text()
    at.page.keyboard.press("Home")
    at.until_gone("FUTURE PREVIEW")


def test_wrong_words_get_one_sentence_and_signing_out_leaves_nothing_behind(served, look):
    at = look(served)
    at.accept(served.links["PRV"], "dara")
    at.until("PRV 05")
    at.click("Sign out")
    at.until("Sign in with your name")
    assert "PRV 05" not in at.page.content()
    kept = at.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert "PRV" not in kept
    at.page.fill("input[name=name]", "dara")
    at.page.fill("input[name=passphrase]", "not these words at all")
    at.click("Sign in")
    until(lambda: bool(at.page.locator(".fault").inner_text()), "a fault is told")
    at.complaints.clear()  # the browser notes the 401 itself
    at.page.fill("input[name=passphrase]", PASSPHRASE)
    at.click("Sign in")
    at.until("PRV 05")


def test_who_carries_a_session_asks_for_the_room_before_the_page_is_there_and_but_once(served, look):
    at = look(served)
    at.come_in("HAL")
    at.until("occupied")
    asked = [url.partition("/room/v1")[2] for url in at.asked if "/room/v1" in url]
    assert asked.index("/events") < asked.index("/flights?limit=10000&after=") < asked.index("/room")
    assert asked.index("/events") < asked.index("/me"), "before all files of the page are there"
    assert [asked.count(path) for path in ("/events", "/flights?limit=10000&after=")] == [1, 1]


def test_what_is_sealed_is_nowhere_in_page_or_answers(served, look):
    at = look(served)
    at.come_in("HAL")
    at.until("occupied")
    at.click("Map as table")
    at.until("Occupied") if "Occupied" in at.text() else at.until("occupied")
    for seen in (*at.answers, at.page.content()):
        assert SEALED_ID not in seen
        assert "SVR 32" not in seen
        assert "SVR watch" not in seen or '"parties"' in seen or "<html" in seen, "only as the party's own line"
    own = served.lead("SVR").get(f"/flights/{SEALED_ID}").json()
    assert own["callsign"] == "SVR 32", "the flight is there, to be hidden"


def test_what_people_type_is_text(served, look):
    probe = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
    hal = served.lead("HAL")
    held = hal.get("/flights?mine=true").json()["flights"]
    body = {
        k: v for k, v in next(f for f in held if f["callsign"] == "HAL 11").items() if k in ("volumes", "is_manned")
    }
    body |= {
        "contact": probe,
        "remarks": probe,
        "callsign": "HAL 99",
        "grants": [{"party": "MRD", "level": "identity"}],
    }
    body["volumes"][0]["floor"] = body["volumes"][0]["ceiling"] = {"reference": "FL", "value": 400}
    for path in ("flights", "zones"):
        if path == "zones":
            body = {"kind": "danger", "name": probe, "contact": probe, "volumes": body["volumes"], "conditions": probe}
        came = hal.put(f"/{path}/{uuid.uuid4()}", json=body)
        assert came.status_code == 201, came.text
    at = look(served)
    at.come_in("MRD")
    at.until("HAL 99")
    at.click("Map as table")
    for row in ("HAL 99", "Danger"):
        at.click(row, ".table-pane tbody button")
        until(lambda: at.page.locator(".detail .typed").count() > 0, "the details are told")
        assert probe in at.page.locator(".detail").inner_text()
    assert at.page.title() == "Tansiq"
    assert at.page.locator("img[src=x]").count() == 0


def test_when_the_room_is_away_the_picture_stays_says_so_and_comes_back(own_room, look):
    at = look(own_room)
    at.come_in("HAL")
    at.until("Reserve a volume")
    own_room.stop()
    at.until("NOT LIVE")
    assert "HAL 23" in at.text(), "the last picture stays"
    assert "Reserve a volume" not in at.text(), "nothing can be changed"
    own_room.start()
    at.until_gone("NOT LIVE")
    at.until("Reserve a volume")
    at.complaints.clear()  # the browser notes the broken connection itself


def test_a_volume_is_typed_checked_while_it_is_typed_and_booked(served, look):
    at = look(served)
    at.come_in("UMA")
    at.until("Reserve a volume")
    at.click("Reserve a volume")
    at.page.fill("dialog textarea", "113000N0430000E\n113000N0433000E\n12.0 43.5\n1200.0N 04300.0E")
    at.page.locator("dialog textarea").blur()
    at.until("Meets nothing")
    at.page.locator("dialog label", has_text="Callsign").locator("input").fill("UMA 77")
    at.page.locator("dialog label", has_text="Contact of the watch").locator("input").fill("Uma watch +967 1 500")
    at.until("Meets nothing")
    at.click("Book", "dialog button.main")
    until(lambda: at.page.locator(".detail h2").filter(has_text="UMA 77").count() == 1, "it is booked and shown")
    booked = next(
        f for f in served.lead("UMA").get("/flights?mine=true").json()["flights"] if f["callsign"] == "UMA 77"
    )
    corners = [(round(p["lat"], 4), round(p["lon"], 4)) for p in booked["volumes"][0]["polygon"]]
    assert sorted(corners) == [(11.5, 43.0), (11.5, 43.5), (12.0, 43.0), (12.0, 43.5)]


def test_keys_go_by_their_place_and_can_be_switched_off(served, look):
    at = look(served)
    at.come_in("HAL")
    at.until("HAL 23")
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyT', key: 'ف', bubbles: true}))"
    at.page.evaluate(press)
    until(lambda: at.page.locator(".table-pane").count() == 1, "the table is shown")
    at.page.evaluate(press)
    until(lambda: at.page.locator(".table-pane").count() == 0, "the map is shown")
    at.click("Help")
    at.page.locator("dialog input[type=checkbox]").uncheck()
    at.page.keyboard.press("Escape")
    until(lambda: at.page.locator("dialog").count() == 0, "the dialog is closed")
    at.page.evaluate(press)
    assert at.page.locator(".table-pane").count() == 0


def test_it_can_be_read_on_a_phone_in_every_language(served, look):
    for language in ("en", "ar", "fa", "fr", "ru"):
        at = look(served, language, width=390, height=700)
        at.come_in("AUR")
        until(lambda at=at: at.page.locator(".party-line").count() >= 6, "the parties are listed")
        for tab in range(3):
            at.page.locator(".tabs button").nth(tab).click()
            assert at.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (language, tab)
            shown = at.page.locator(".room").inner_text()
            assert not re.search(r"\b[a-z]+(-[a-z]+)+\b", shown) or language in ("en", "fr"), (
                "a key instead of a sentence"
            )


def test_the_map_follows_day_and_night(served, look):
    at = look(served, "en", "day")
    at.come_in("HAL")
    at.until("HAL 23")
    box = at.page.locator(".map .canvas").bounding_box()

    def brightness() -> float:
        """Of a spot of open sea, a pixel wide, 0 to 255."""
        spot = {"x": box["x"] + box["width"] * 0.9, "y": box["y"] + box["height"] * 0.62, "width": 1, "height": 1}
        return fmean(only_pixel(at.page.screenshot(clip=spot)))

    until(lambda: brightness() > 160, "the sea is bright by day")
    at.click("Night")
    until(lambda: brightness() < 90, "and dark by night")


def only_pixel(png: bytes) -> tuple[int, int, int]:
    """The red, green and blue of a PNG of one pixel."""
    at, data = 8, b""
    while at < len(png):
        size = int.from_bytes(png[at : at + 4])
        data += png[at + 8 : at + 8 + size] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + size
    _, red, green, blue, *_ = zlib.decompress(data)
    return red, green, blue


def test_escape_closes_a_dialog_beside_the_map(served, look):
    at = look(served)
    at.come_in("HAL")
    at.click("Reserve a volume")
    until(lambda: at.page.locator("dialog[open]").count() == 1, "the dialog is open")
    at.page.keyboard.press("Escape")
    until(lambda: at.page.locator("dialog").count() == 0, "it is closed")
