"""What anybody types is text, everywhere: in each field of each form, and where others read it."""

import uuid

from .conftest import until
from .test_register import put
from .test_search import search_for
from .views import choose_own, each_dialog

PROBE = "<img src=x onerror=\"document.title='broken'\">"
FILL = """probe => {
  const typed = "dialog input:not([type]), dialog input[type=text], dialog textarea";
  const fields = [...document.querySelectorAll(typed)].filter(e => !e.readOnly);
  for (const field of fields) {
    const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set;
    set.call(field, probe);
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, {bubbles: true}));
  }
  return fields.length;
}"""


def is_whole(at) -> bool:
    return at.page.title() == "Tansiq" and at.page.locator("img[src=x], script:not([src])").count() == 0


def test_each_field_of_each_form_takes_it_as_text(served, look):
    at = look(served)
    at.come_in("HAL")
    at.until("HAL 23")
    choose_own(at)
    filled = 0
    for name in each_dialog(at, "en"):
        filled += at.page.evaluate(FILL, PROBE)
        at.page.wait_for_timeout(150)
        assert is_whole(at), name
    assert filled > 40, "fields were filled"
    at.complaints[:] = [said for said in at.complaints if "400" not in said]  # what is no position, no time


def test_whoever_reads_it_reads_it_as_text(own_room, look):
    hal = own_room.lead("HAL")
    put(hal, {"MRD": "reports"}, names={"en": PROBE}, remarks=PROBE)
    area = [{"lat": 14.0, "lon": 50.0}, {"lat": 14.0, "lon": 50.5}, {"lat": 14.5, "lon": 50.5}]
    place = {"kind": "area", "names": {"en": PROBE}, "released_to": "members", "polygon": area, "remarks": PROBE}
    assert hal.put(f"/library/{uuid.uuid4()}", json=place).status_code == 201
    now = hal.get("/room").json()["now"]
    deadline = now[:8] + f"{min(28, int(now[8:10]) + 1):02d}" + now[10:]
    said = {"names": {"en": PROBE}, "contact": PROBE, "voice": [PROBE[:60]]}
    body = {"matter": "admit", "party": "XSS", "deadline": deadline, "reason": PROBE, "described": said}
    came = hal.post("/proposals", json=body)
    assert came.status_code == 200, came.text
    assert hal.put("/parties/HAL", json={"names": {"en": PROBE}, "contact": PROBE, "voice": []}).status_code == 200
    at = look(own_room)
    at.come_in("MRD")
    at.until("Places (1)")
    at.until(PROBE)
    at.page.locator("[aria-labelledby=sites] ul li button").click()
    until(lambda: PROBE in at.page.locator(".detail").inner_text(), "the report is read")
    assert is_whole(at)
    at.click("Charter", ".column button")
    until(lambda: at.page.locator("dialog article.card", has_text=PROBE).count() == 1, "the proposal is read")
    assert is_whole(at)
    at.click("Close", "dialog button")
    search_for(at, "<img")
    until(
        lambda: at.page.locator("dialog [role=option]").count() >= 3,
        "party, place and report are found",
        lambda: at.page.locator("dialog").inner_text(),
    )
    assert is_whole(at)
    at.page.keyboard.press("Escape")
    at.click("Reserve a volume")
    at.page.locator("dialog .places summary").click()
    at.page.locator("dialog .places select").select_option(index=1)
    until(lambda: PROBE in at.page.locator("dialog .places").inner_text(), "the named place is read")
    assert is_whole(at)
