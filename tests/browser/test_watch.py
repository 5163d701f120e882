"""Who is on watch, the watch handed over by a sheet, item by item, its notes; phrases that each reads in a language."""

from .conftest import until
from .test_accessible import violations


def second_officer(room, party: str) -> str:
    """Invite a second person of a party; return the way in."""
    came = room.lead(party).post("/people", json={"role": "officer", "name": "Basma"})
    assert came.status_code == 201, came.text
    return came.json()["link"]


def test_a_watch_is_taken_seen_by_others_and_handed_over_by_a_sheet(own_room, look):
    link = second_officer(own_room, "HAL")
    first = look(own_room)
    first.come_in("HAL")
    first.until("Nobody is on watch")
    first.click("Take the watch", ".column button")
    first.until("I am here")
    assert violations(first.page) == [], "on watch"
    seen = own_room.lead("MRD").get("/watch").json()
    assert next(w for w in seen["parties"] if w["party"] == "HAL")["is_on_watch"]
    assert seen["own"]["holder"] is None

    first.page.locator("#watch").locator("xpath=../..").locator("summary").click()
    first.page.fill(".stacked textarea", "Fuel at <b>Bosaso</b> is low.")
    first.click("Keep the note", ".column button")
    first.until("Notes of the watch (1)")
    first.click("Hand over", ".column button")
    until(lambda: first.page.locator("dialog .sheet li").count() > 1, "the sheet is drawn up")
    assert "Fuel at <b>Bosaso</b> is low." in first.page.locator("dialog .sheet").inner_text()
    assert violations(first.page) == [], "the sheet"
    first.click("Hand over", "dialog button.main")
    first.until("hands over to whoever comes")

    second = look(own_room, "ar", "day", is_beside=True)
    second.accept(link.replace(link.partition("/#")[0], own_room.url), "basma")
    second.until("مناوبة تنتظر من يتسلّمها")
    second.click("افتح الورقة", ".column button")
    boxes = second.page.locator("dialog .sheet input:not(:checked)")
    until(lambda: boxes.count() > 1, "nothing is ticked")
    second.page.locator("dialog .dialog-foot button.main").click()
    until(
        lambda: second.page.locator("dialog .sheet .missed").count() > 1,
        "what is missing is named, and the watch stays",
    )
    assert own_room.lead("HAL").get("/watch").json()["own"]["holder"]["name"] == "HAL lead"
    second.complaints.clear()  # the browser notes the 409 itself
    assert violations(second.page) == [], "items that are missing"
    while (left := boxes.count()) > 0:
        boxes.first.click()
        until(lambda left=left: boxes.count() < left, "it is ticked")
    second.page.locator("dialog .dialog-foot button.main").click()
    until(lambda: own_room.lead("HAL").get("/watch").json()["own"]["holder"]["name"] == "Basma", "it is handed over")
    second.until("أنا حاضر")
    second.click("الأوراق", ".column button")
    until(lambda: second.page.locator("dialog details").count() == 1, "the sheet is kept")
    second.page.keyboard.press("Escape")
    second.click("مغادرة", ".column button")
    first.until("Nobody is on watch")
    first.page.keyboard.press("Escape")
    first.click("Drills", ".column button")
    first.until("The charter has no drills held.")


def test_a_phrase_is_filled_in_seen_in_all_languages_and_read_in_the_readers(own_room, look):
    hal, mrd = look(own_room), look(own_room, "ar", "day", is_beside=True)
    hal.come_in("HAL")
    mrd.come_in("MRD")
    hal.click("Write a notice")
    hal.page.locator("dialog label.check", has_text="MRD").locator("input").check()
    hal.page.locator("dialog select").first.select_option("information")
    phrase = hal.page.locator("dialog select[aria-label='Standard phrase']")
    until(lambda: phrase.locator("option").count() > 20, "the book is there")
    book = own_room.lead("HAL").get("/phrases").json()["phrases"]
    entry = next(
        p for p in book if "information" in p["kinds"] and {v["kind"] for v in p["values"]} == {"time", "callsign"}
    )
    phrase.select_option(entry["code"])
    for value in entry["values"]:
        said = {"time": "14:05", "callsign": "hal 23"}[value["kind"]]
        hal.page.locator("dialog .fields label", has_text=value["name"]).locator("input").fill(said)
    until(lambda: hal.page.locator("dialog dd[lang=ar]").count() == 1, "it is shown as they will have it")
    arabic = hal.page.locator("dialog dd[lang=ar]").text_content()
    assert violations(hal.page) == [], "a phrase"
    hal.click("Send", "dialog button.main")
    until(lambda: mrd.page.locator(".notice").count() == 1, "it is there")
    marks = dict.fromkeys((0x2068, 0x2069))
    shown = mrd.page.locator(".notice").inner_text().translate(marks)
    assert arabic.translate(marks)[:20] in shown, "in the reader's language"
    assert "HAL 23" in shown.replace("\u00a0", " ")
    mrd.click("استُلم", ".notice button")
    hal.until("Received")
