"""What there is of the register and of movements, looked at by axe-core in both directions: each dialog and panel by itself."""

import re

import httpx
import pytest

from tansiq.gateways.authorities import authorities

from .conftest import PASSPHRASE, Look, Served, until
from .test_accessible import violations
from .test_movements import ROWS, announced
from .test_register import put
from .views import close, words

LANDING = {"length_m": 40, "width_m": 30, "surface": "grass", "slope_percent": 2, "elevation_m": 3, "is_lit": True}
MAST = {"shape": "mast", "height_m": 60, "accuracy_m": 5, "top_m": 90, "is_lit": False}
PLACES = "[aria-labelledby=sites] ul li button"


class Seen:
    """The page in a language, and what was found on it so far."""

    def __init__(self, at: Look, language: str) -> None:
        self.at, self.language, self.say = at, language, words(language)
        self.found: list[str] = []

    def look(self, view: str) -> None:
        self.found += [f"{view}: {each}" for each in violations(self.at.page)]

    def dialog(self, key: str, within: str, view: str) -> None:
        """Open a dialog, look at all of it and close it."""
        self.at.click(self.say[key], within)
        until(lambda: self.at.page.locator("dialog[open]").count() == 1, f"{view} is open")
        self.at.page.wait_for_timeout(300)  # what it asks the room for
        self.at.page.evaluate("document.querySelectorAll('dialog details').forEach(d => d.open = true)")
        self.look(view)
        close(self.at, self.language)

    def choose(self, rows: str, has: str) -> None:
        self.at.page.locator(rows, has_text=has).first.click()
        until(lambda: self.at.page.locator(".detail", has_text=has).count() == 1, f"{has} is shown")


def second_lead(room: Served, party: str) -> httpx.Client:
    """Somebody else who leads a party, signed in."""
    invited = room.lead(party).post("/people", json={"name": "Amina", "role": "lead"}).json()
    token = invited["link"].partition("invitation=")[2]
    other = httpx.Client(base_url=f"{room.url}/room/v1", timeout=20, verify=authorities())
    body = {"name": f"second {party}", "passphrase": PASSPHRASE}
    assert other.post(f"/invitations/{token}", json=body).status_code == 200
    return other


@pytest.fixture(params=["en", "ar"])
def seen(request, own_room, look) -> Seen:
    return Seen(look(own_room, request.param, "day" if request.param == "en" else "night"), request.param)


def test_nothing_is_found_in_places_and_what_is_done_with_them(own_room, seen):
    at, say = seen.at, seen.say
    theirs = put(own_room.lead("MRD"), {"HAL": "reports"}, names={"en": "Al Noor"}, remarks="gate in the north")
    link = {"title": "Map", "url": "https://example.org/map"}
    own = put(
        own_room.lead("HAL"), {"MRD": "place"}, lat=12.9003, names={"en": "Al Noor field"}, landing=LANDING,
        notified={"radius_m": 2_000, "height_m": 100}, links=[link], condition="in_use", life_days=1,
    )  # fmt: skip
    put(own_room.lead("HAL"), {}, lat=13.2, kind="obstacle", names={"en": "Mast 7"}, obstacle=MAST)
    put(own_room.lead("AUR"), {"HAL": "area"}, lat=13.4, kind="camp")
    gone = put(own_room.lead("HAL"), {}, lat=13.6, kind="water", names={"en": "Well 9"})
    assert own_room.lead("HAL").post(f"/reports/{gone['id']}/withdraw", json={"ovn": gone["ovn"]}).status_code == 200
    pair = {"a": own["id"], "b": theirs["id"], "is_same": True}
    assert own_room.lead("MRD").put("/sites/ties", json=pair).status_code == 200
    at.come_in("HAL")
    until(lambda: at.page.locator(PLACES).count() == 4, "the places are listed")
    seen.look("the list of places, one to be looked at again")
    seen.choose(PLACES, "Al Noor")
    at.page.evaluate("document.querySelectorAll('.detail details').forEach(d => d.open = true)")
    seen.look("a place of two reports, and what is said of them")
    for key in ("report-correct", "report-renew", "report-withdraw", "report-erase", "who-sees-what"):
        seen.dialog(key, ".detail button", f"a report: {key}")
    seen.choose(PLACES, "Mast 7")
    seen.look("an obstacle")
    at.page.locator(PLACES).filter(has_text=say["site-camp"]).first.click()
    until(lambda: at.page.locator(".detail article").count() == 1, "an area is shown")
    seen.look("a place of which the area is told")
    seen.dialog("report-same", ".detail button", "a report of the same place")
    seen.choose(PLACES, "Well 9")
    seen.look("a place that was withdrawn")
    at.page.keyboard.press("t")
    until(lambda: at.page.locator(".table-pane table", has_text="Mast 7").count() == 1, "they are in the table")
    seen.look("places as a table")
    at.page.keyboard.press("t")
    for key in ("site-ask", "site-compare", "import", "site-export"):
        seen.dialog(key, "[aria-labelledby=sites] button", f"the register: {key}")
    at.click(say["presets"], "[aria-labelledby=sites] button")
    at.click(say["site-preset-add"], "dialog button")
    until(lambda: at.page.locator("dialog fieldset").count() == 1, "a line of presets")
    seen.look("presets of places")
    close(at, seen.language)
    assert not seen.found, "\n".join(seen.found)


def test_nothing_is_found_in_what_waits_for_a_second_person(own_room, seen):
    at, say = seen.at, seen.say
    put(own_room.lead("MRD"), {"HAL": "reports"})
    other = second_lead(own_room, "HAL")
    assert other.post("/sites/exports").status_code == 201
    other.close()
    at.come_in("HAL")
    waits = at.page.locator("[aria-labelledby=sites-waiting] article")
    until(lambda: waits.count() == 1, "it waits for somebody else of the party")
    seen.look("an export that waits")
    seen.dialog("site-export", "[aria-labelledby=sites] button", "taking along what waits")
    waits.locator("button", has_text=say["release-confirm"]).click()
    until(lambda: waits.count() == 0, "it is confirmed")
    at.click(say["site-export"], "[aria-labelledby=sites] button")
    until(lambda: at.page.locator("dialog a[download]").count() == 3, "it can be fetched")
    seen.look("an export that can be fetched")
    at.click(say["site-export-ask"], "dialog button.main")
    until(lambda: at.page.locator("dialog article").count() == 2, "another waits for the second person")
    seen.look("an export that one asked for oneself")
    close(at, seen.language)
    assert not seen.found, "\n".join(seen.found)


def test_nothing_is_found_in_asking_and_in_a_file_with_faults(own_room, seen):
    at, say = seen.at, seen.say
    put(own_room.lead("MRD"), {"HAL": "ask"})
    at.come_in("HAL")
    at.click(say["site-ask"], "[aria-labelledby=sites] button")
    at.page.locator("dialog textarea").fill("12.85 44.95\n12.95 44.95\n12.95 45.05")
    at.page.locator("dialog textarea").blur()
    at.click(say["site-ask-go"], "dialog button.main")
    until(lambda: re.search(r"\d", at.page.locator("dialog [role=status]").last.inner_text()) is not None, "an answer")
    at.page.evaluate("document.querySelectorAll('dialog details').forEach(d => d.open = true)")
    seen.look("what was answered and asked")
    close(at, seen.language)
    at.click(say["import"], "[aria-labelledby=sites] button")
    rows = ["kind,lat,lon,accuracy_m,source,observed,name", "water,12.8,45.1,20,ground,2026-01-01T00:00:00Z,Well 4"]
    rows += ["castle,12.8,45.2,20,ground,2026-01-01T00:00:00Z,Nowhere"]
    file = {"name": "wells.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    at.page.locator("dialog input[type=file]").set_input_files(file)
    until(lambda: at.page.locator("dialog .imported tbody tr").count() == 2, "each row is told of")
    seen.look("a file with a fault")
    at.page.locator("dialog button.main").click()
    until(lambda: at.page.locator(PLACES, has_text="Well 4").count() == 1, "what is good is in")
    seen.look("what was taken in")
    assert not seen.found, "\n".join(seen.found)


def test_nothing_is_found_in_movements_and_what_is_said_of_them(own_room, seen):
    at, say = seen.at, seen.say
    announced(own_room.lead("HAL"), {"MRD": "area"}, start_h=0.5, remarks="slow", width_m=500)
    announced(own_room.lead("MRD"), {"HAL": "whole"}, start_h=0.6)
    announced(own_room.lead("AUR"), {"HAL": "area"}, start_h=0.6)
    at.come_in("HAL")
    until(lambda: at.page.locator(ROWS).count() == 3, "the movements are listed")
    seen.look("the list of movements")
    for level in ("whole", "area"):
        seen.choose(f"{ROWS} button", say[f"movement-level-{level}"])
        seen.look(f"a movement of another party: {level}")
    at.page.locator(f"{ROWS} button").filter(has_text="HAL").first.click()
    until(lambda: at.page.locator(".detail button", has_text=say["movement-change"]).count() == 1, "one's own is shown")
    seen.look("a movement of one's own")
    for key in ("movement-change", "movement-depart", "movement-cancel", "who-sees-what"):
        seen.dialog(key, ".detail button", f"a movement: {key}")
    at.click(say["movement-depart"], ".detail button")
    at.page.locator("dialog button.main").click()
    until(lambda: at.page.locator(f"{ROWS} .tag.activated").count() == 1, "it is on its way")
    for key in ("movement-delay", "movement-arrive"):
        seen.dialog(key, ".detail button", f"a movement on its way: {key}")
    at.click(say["movement-delay"], ".detail button")
    at.page.locator("dialog button.main").click()
    is_so = re.compile(rf"^\s*{say['movement-is-delayed']}\s*$")  # alone: in Arabic it is part of "announced late"
    until(lambda: at.page.locator(f"{ROWS} .tag.warn", has_text=is_so).count() == 1, "it is delayed")
    seen.look("a movement that is delayed")
    at.page.keyboard.press("t")
    until(lambda: at.page.locator(".table-pane table", has_text=say["movement-is-delayed"]).count() == 1, "as tables")
    seen.look("movements as a table")
    assert not seen.found, "\n".join(seen.found)
