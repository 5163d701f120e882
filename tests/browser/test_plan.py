"""The plan of the day and what changed, named places, and flights that repeat, as people use them on the page."""

import re

from .conftest import until
from .test_two_people import minutes_from_now

AREA = [{"lat": 14.0, "lon": 50.0}, {"lat": 14.0, "lon": 50.5}, {"lat": 14.5, "lon": 50.5}, {"lat": 14.5, "lon": 50.0}]


def test_the_plan_is_read_and_on_paper_there_is_nothing_else(served, look):
    at = look(served)
    at.come_in("HAL")
    at.click("Plan of the day", ".needs button")
    until(lambda: at.page.locator("dialog .sheet tbody tr", has_text="HAL 23").count() == 1, "the plan is shown")
    assert at.page.locator("dialog .sheet tbody tr", has_text="occupied").count() > 0
    assert "SVR 32" not in at.page.locator("dialog").inner_text()
    at.page.emulate_media(media="print")
    assert not at.page.locator(".room").is_visible()
    assert at.page.locator("dialog .sheet").is_visible()
    assert not at.page.locator("dialog button", has_text="Print").is_visible()
    more = "for (let n = 0; n < 150; n++) b.append(b.rows[0].cloneNode(true))"
    at.page.evaluate(f"const b = document.querySelector('dialog .sheet tbody'); {more}")
    assert len(re.findall(rb"/Type\s*/Page\b", at.page.pdf())) > 2, "a long one goes on over pages"
    at.page.emulate_media(media="screen")
    at.page.locator("dialog [aria-label='Day before']").click()
    at.page.locator("dialog [aria-label='Day before']").click()
    until(lambda: at.page.locator("dialog .fault").count() == 1, "a day that no plan is kept of gets a sentence")
    at.complaints.clear()  # the browser notes the 400 itself


def test_what_changed_is_told_since_one_looked(own_room, look):
    at, lead = look(own_room, "ar", "day"), own_room.lead("MRD")
    at.come_in("MRD")
    for _ in range(2):  # the first time there is nothing to compare with
        at.click("خطة اليوم", ".needs button")
        at.click("ما تغيّر", "dialog button")
        until(lambda: at.page.locator("dialog p").count() > 0, "it is said")
        at.click("إغلاق", "dialog button")
    flight = next(f for f in lead.get("/flights?mine=true").json()["flights"] if f["callsign"] == "MRD 07")
    body = {k: flight[k] for k in ("volumes", "is_manned", "contact", "ovn", "callsign")}
    body["volumes"][0]["ceiling"] = {"reference": "FL", "value": 110}
    assert lead.put(f"/flights/{flight['id']}", json=body).status_code in (200, 409)
    own = own_room.lead("UMA").get("/flights?mine=true").json()["flights"]
    gone = next(f for f in own if f["state"] == "Accepted")
    own_room.lead("UMA").delete(f"/flights/{gone['id']}", params={"ovn": gone["ovn"]})
    at.click("خطة اليوم", ".needs button")
    at.click("ما تغيّر", "dialog button")
    until(lambda: "ذهب (1)" in at.text(), "what went is told", lambda: at.page.locator("dialog").inner_text())
    at.click("اطّلعت", "dialog button")
    at.until_gone("ذهب (1)")


def test_a_named_place_fills_the_outline_and_an_outline_is_kept_under_a_name(own_room, look):
    mrd = own_room.lead("MRD")
    body = {"kind": "area", "names": {"en": "Socotra box"}, "released_to": "members", "polygon": AREA}
    body |= {"floor": {"reference": "FL", "value": 210}, "ceiling": {"reference": "FL", "value": 230}}
    assert mrd.put("/library/11111111-0000-4000-8000-000000000001", json=body).status_code == 201
    at = look(own_room)
    at.come_in("UMA")
    at.click("Reserve a volume")
    at.until("Named places (1)")
    at.page.locator("dialog .places summary").click()
    at.page.locator("dialog .places select").select_option(label="Socotra box · area · MRD")
    at.until("Meets nothing")
    assert at.page.locator("dialog fieldset.limit input").first.input_value() == "210"
    at.page.locator("dialog label", has_text="Keep this outline").locator("input").fill("Mine <now>")
    at.click("Keep", "dialog .places button")
    at.until("Named places (2)")
    kept = next(p for p in own_room.lead("UMA").get("/library").json()["entries"] if p["is_mine"])
    assert kept["names"] == {"en": "Mine <now>"}
    assert kept["ceiling"]["value"] == 230
    assert mrd.get("/library").json()["entries"] != own_room.lead("UMA").get("/library").json()["entries"], (
        "kept for oneself"
    )


def test_a_flight_is_repeated_on_further_days_and_ended_as_one(own_room, look):
    at = look(own_room)
    at.come_in("UMA")
    at.click("Reserve a volume")
    at.page.fill("dialog textarea", "140000N0500000E\n140000N0503000E\n143000N0503000E")
    at.page.locator("dialog textarea").blur()
    at.page.locator("dialog label", has_text="Contact of the watch").locator("input").fill("Uma watch")
    at.page.locator("dialog label", has_text="Callsign").locator("input").fill("UMA 66")
    at.click("Repeat on further days", "dialog summary")
    for day in at.page.locator("dialog .repeat .days input").all():
        day.check()
    at.page.locator("dialog label", has_text="The last one").locator("input").fill(minutes_from_now(at, 3 * 1440))
    at.click("What would each day meet", "dialog .repeat button")
    until(lambda: at.page.locator("dialog .repeat .tag", has_text="free").count() == 3, "each day is free")
    at.until("Book 3 days")
    at.page.locator("dialog .repeat button.main").click()
    until(lambda: at.page.locator("dialog .repeat .tag", has_text="booked").count() == 3, "each day is booked")
    held = [f for f in own_room.lead("UMA").get("/flights?mine=true").json()["flights"] if f["callsign"] == "UMA 66"]
    assert len(held) == 3
    at.click("End the whole series", "dialog .repeat button")
    at.until("Ended: 3")
