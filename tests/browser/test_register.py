"""Places on the page: reported by pasting, released, compared, asked about, from a file; the sentence of law in every view."""

import csv
import re
import uuid

import pytest

from .conftest import until
from .test_accessible import violations
from .views import words

LAW = {"en": "Listing is no condition of protection", "ar": "الإدراج"}
HEAD = "kind,lat,lon,accuracy_m,source,observed,name"
PROBE = "<img src=x onerror=\"document.title='broken'\">"


def report(lat: float = 12.9, lon: float = 45.0, **more) -> dict:
    body = {"kind": "hospital", "position": {"lat": lat, "lon": lon}, "accuracy_m": 50, "source": "ground"}
    return body | {"observed": "2026-01-01T00:00:00Z", "names": {"en": "Al Noor"}} | more


def put(lead, levels: dict[str, str] | None = None, **more) -> dict:
    """Report a place as a party's lead, and release it to others."""
    came = lead.put(f"/reports/{uuid.uuid4()}", json=report(**more))
    assert came.status_code == 201, came.text
    made = came.json()["report"]
    if levels:
        grants = [{"party": party, "level": level} for party, level in levels.items()]
        lead.put(f"/reports/{made['id']}/release", json={"ovn": made["ovn"], "grants": grants})
    return made


def law_is_shown(at, language: str, within: str) -> bool:
    return any(LAW[language] in text for text in at.page.locator(f"{within} .law").all_inner_texts())


def test_a_place_is_reported_by_pasting_and_seen_as_it_is_released(own_room, look):
    hal, aur = look(own_room), look(own_room, "ar", "day", is_beside=True)
    hal.come_in("HAL")
    aur.come_in("AUR")
    hal.click("Report a place", ".column button")
    where = hal.page.locator("dialog label", has_text="any notation").locator("input")
    where.fill("1245.5N 0450O.0E")
    where.blur()
    until(lambda: hal.page.locator("dialog .fault").count() > 0, "what is wrong with it is said")
    hal.complaints.clear()  # the browser notes the 400 itself
    where.fill("38P MV 12345 09532")
    where.blur()
    until(lambda: "✓" in hal.page.locator("dialog").inner_text(), "a grid reference is read")
    where.fill("124530N0450000E")
    where.blur()
    until(lambda: "12°45'30\"N 045°00'00\"E" in hal.page.locator("dialog").inner_text(), "so is another")
    hal.page.locator("dialog label", has_text="Name of the place").locator("input").fill(f"Al Noor {PROBE}")
    hal.page.locator("dialog label", has_text="Buffer").locator("input").fill("2000")
    hal.page.locator("dialog label", has_text="Length").locator("input").fill("40")
    hal.page.locator("dialog label", has_text="Width").locator("input").fill("30")
    assert law_is_shown(hal, "en", "dialog")
    hal.click("Report a place", "dialog button.main")
    until(lambda: hal.page.locator("#site").count() == 1, "it is chosen and shown")
    hal.until("40 × 30 m")
    assert PROBE in hal.page.locator(".detail").inner_text()
    assert law_is_shown(hal, "en", ".detail")
    assert law_is_shown(hal, "en", ".column.left")
    assert hal.page.title() == "Tansiq"
    assert aur.page.locator("[aria-labelledby=sites] ul li").count() == 0, "it is released to nobody"
    assert "Al Noor" not in aur.page.content()

    row = aur.page.locator("[aria-labelledby=sites] ul li")
    for level, sees in (("Area", ""), ("Place", "Al Noor")):
        hal.click("Who sees what", ".detail button")
        until(lambda: hal.page.locator("dialog .matrix input:checked").count() == 5, "it is explained to whom it goes")
        hal.page.locator(f"dialog [aria-label='AUR: {level}']").check()
        hal.click("Release and log", "dialog button.main")
        until(lambda: hal.page.locator("dialog").count() == 0, "it is released")
        until(lambda sees=sees: row.count() == 1 and sees in row.inner_text(), "the other party sees as much")
        assert ("Al Noor" in aur.page.content()) is bool(sees)
    row.locator("button").click()
    until(lambda: law_is_shown(aur, "ar", ".detail"), "with the sentence in its language")
    aur.page.keyboard.press("t")
    until(lambda: "Al Noor" in "".join(aur.page.locator(".table-pane").all_inner_texts()), "and in the table")
    assert law_is_shown(aur, "ar", ".table-pane")
    assert hal.page.locator("img[src=x]").count() == aur.page.locator("img[src=x]").count() == 0


def test_two_reports_are_compared_side_by_side_and_a_person_says_that_they_are_one_place(own_room, look):
    put(own_room.lead("MRD"), {"HAL": "reports"}, accuracy_m=30, names={"en": "Al-Nour hospital"})
    put(own_room.lead("HAL"), {}, lat=12.9004, names={"en": "Al Noor Hospital"})
    at = look(own_room)
    at.come_in("HAL")
    at.until("Places (2)")
    at.click("Compare", ".column button")
    until(lambda: at.page.locator("dialog .compare").count() == 1, "a likely pair is told")
    assert at.page.locator("dialog .compare .differs", has_text="Position").count() == 1
    sketch = at.page.locator("dialog article", has_text="Likely one place").locator(".sketch .accuracy")
    until(lambda: sketch.count() == 2, "both are drawn")
    assert re.search(r"likelihood \d+ %", at.text()), "how sure it is"
    assert violations(at.page) == [], "comparing"
    assert law_is_shown(at, "en", "dialog")
    at.click("Same place", "dialog button.main")
    until(lambda: at.page.locator("dialog .compare").count() == 0, "it is settled")
    for contrary, places in (("not the same", 2), ("the same place", 1)):
        at.click("Say the contrary", "dialog button")
        until(lambda contrary=contrary: f"You said: {contrary}." in at.text(), "it is said otherwise")
        assert len(own_room.lead("HAL").get("/sites").json()["sites"]) == places, "and so it is"
    at.click("Close", "dialog button")
    at.until("Places (1)")
    at.until("2 parties")


def test_a_suggestion_that_was_dismissed_by_mistake_is_taken_back_at_once_or_from_the_list(own_room, look):
    put(own_room.lead("MRD"), {"HAL": "reports"}, accuracy_m=30, names={"en": "Al-Nour hospital"})
    put(own_room.lead("HAL"), {"AUR": "reports"}, lat=12.9004, names={"en": "Al Noor Hospital"})
    at = look(own_room, "ar", "night")
    say = words("ar")
    at.come_in("HAL")
    at.click(say["site-compare"], ".column button")
    pair, listed = at.page.locator("dialog .compare"), at.page.locator("dialog .dismissed li")
    until(lambda: pair.count() == 1, "a likely pair is told")
    assert listed.count() == 0
    at.click(say["tie-other"], "dialog article button")
    until(lambda: pair.count() == 0 and listed.count() == 1, "it is dismissed, and listed as that")
    at.click(say["tie-take-back"], "dialog [role=status] button")
    until(lambda: pair.count() == 1 and listed.count() == 0, "taken back at once, it is suggested again")
    at.click(say["tie-other"], "dialog article button")
    until(lambda: listed.count() == 1, "dismissed again")
    at.page.locator("dialog .dialog-head button").first.click()
    at.click(say["site-compare"], ".column button")
    until(lambda: listed.count() == 1, "it is listed later, too")
    at.page.locator("dialog .dismissed summary").click()
    assert "Al Noor Hospital" in listed.inner_text()
    assert law_is_shown(at, "ar", "dialog")
    assert violations(at.page) == [], "what was dismissed"
    aur = look(own_room, is_beside=True)
    aur.come_in("AUR")
    aur.click("Compare", ".column button")
    aur.until("Nothing to compare")
    assert aur.page.locator("dialog .dismissed").count() == 0, "others are told nothing of it"
    at.click(say["tie-take-back"], "dialog .dismissed button")
    until(lambda: pair.count() == 1 and listed.count() == 0, "taken back from the list")
    assert own_room.lead("HAL").get("/sites/dismissed").json()["dismissed"] == []


def test_a_file_is_looked_at_first_and_then_what_was_agreed_to_is_entered(own_room, look):
    rows = [HEAD, "water,12.8,45.1,20,ground,2026-01-01T00:00:00Z,Well 4"]
    rows += ["castle,12.8,45.2,20,ground,2026-01-01T00:00:00Z,Nowhere"]
    at = look(own_room, "ar", "day")
    at.come_in("UMA")
    at.page.locator("#sites").scroll_into_view_if_needed()
    at.page.locator("section[aria-labelledby=sites] button", has_text="استيراد").click()
    file = {"name": "wells.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    at.page.locator("dialog input[type=file]").set_input_files(file)
    until(lambda: at.page.locator("dialog .imported tbody tr").count() == 2, "each row is told of")
    assert own_room.lead("UMA").get("/sites").json()["sites"] == [], "nothing is entered yet"
    assert law_is_shown(at, "ar", "dialog")
    at.page.locator("dialog button.main").click()
    until(
        lambda: at.page.locator("[aria-labelledby=sites] ul li", has_text="Well 4").count() == 1, "what is good is in"
    )
    assert len(own_room.lead("UMA").get("/sites").json()["sites"]) == 1


def test_asking_gets_yes_and_a_distance_and_who_was_asked_about_sees_it(own_room, look):
    put(own_room.lead("MRD"), {"HAL": "ask"})
    at = look(own_room)
    at.come_in("HAL")
    at.until("Places (0)")
    at.click("Is a place near?", ".column button")
    at.click("Circle", "dialog button")
    at.page.fill("dialog textarea", "12.95 45.0")
    at.page.locator("dialog textarea").blur()
    at.click("Ask", "dialog button.main")
    until(lambda: re.search(r"Yes, at most .+ away", at.text()) is not None, "it is answered")
    assert law_is_shown(at, "en", "dialog")
    assert "12.9" not in at.page.locator("dialog [role=status]").inner_text()
    mrd = look(own_room, "fr", "day", is_beside=True)
    mrd.come_in("MRD")
    mrd.click("Un lieu est-il proche", ".column button")
    until(lambda: mrd.page.locator("dialog details", has_text="HAL").count() == 1, "the other party sees who asked")


def test_a_flight_through_the_buffer_of_a_notified_place_is_told_so(own_room, look):
    put(own_room.lead("MRD"), {"UMA": "place"}, lat=14.2, lon=50.2, notified={"radius_m": 3000})
    at = look(own_room)
    at.come_in("UMA")
    at.until("Places (1)")
    at.click("Reserve a volume")
    at.page.fill("dialog textarea", "140000N0500000E\n140000N0503000E\n143000N0503000E")
    at.page.locator("dialog textarea").blur()
    at.page.locator("dialog label", has_text="Contact of the watch").locator("input").fill("Uma watch")
    until(lambda: at.page.locator("dialog .notified-line").count() == 1, "the planner is informed")
    assert LAW["en"] in at.page.locator("dialog .notified-line").inner_text()


def test_what_is_about_to_run_out_is_to_be_looked_at_again_and_renewed(own_room, look):
    put(own_room.lead("HAL"), {}, life_days=1, names={"en": "Well 9"}, kind="water")
    at = look(own_room, "ar", "night")
    say = words("ar")
    at.come_in("HAL")
    at.page.locator(".needs .need", has_text="للمراجعة").click()
    card = at.page.locator("[aria-labelledby=rechecks] article")
    until(lambda: card.count() == 1 and "Well 9" in card.inner_text(), "it is listed")
    assert law_is_shown(at, "ar", "[aria-labelledby=rechecks]")
    assert violations(at.page) == [], "what is to be looked at again"
    card.locator("button", has_text=say["report-renew"]).click()
    at.page.locator("dialog button.main").click()
    until(lambda: card.count() == 0, "it holds again")
    until(lambda: at.page.locator(".needs .need", has_text="للمراجعة").count() == 0, "and is needed no more")


@pytest.mark.timeout(400)  # half a minute where nothing else runs
def test_ten_thousand_rows_with_two_hundred_bad_ones(own_room, look):
    """9,800 are in and 200 are named, each with row, column, value and cure; it is seen to move, and nothing is half done."""
    rows, bad = [], {}
    for n in range(10_000):
        kind, lat = "shelter", f"{12 + n // 100 / 50:.4f}"
        if n % 50 == 7:
            bad[n + 2] = column = ("kind", "lat")[n // 50 % 2]
            kind, lat = (f"=castle{n}()", lat) if column == "kind" else (kind, "north")
        rows.append(f"{kind},{lat},{45 + n % 100 / 50:.4f},20,ground,2026-01-01T00:00:00Z,Shelter {n}")
    at, lead = look(own_room), own_room.lead("UMA")
    at.come_in("UMA")
    at.page.locator("#sites").scroll_into_view_if_needed()
    at.click("Import", "section[aria-labelledby=sites] button")
    file = {"name": "shelters.csv", "mimeType": "text/csv", "buffer": "\n".join([HEAD, *rows]).encode()}
    at.page.locator("dialog input[type=file]").set_input_files(file)
    at.until("9,500 more rows are not shown here.")
    assert lead.get("/sites?limit=1").json()["sites"] == [], "a look enters nothing"
    at.page.locator("dialog label.check", has_text="Only rows with faults").locator("input").check()
    until(lambda: at.page.locator("dialog .imported tbody tr").count() == 200, "those with faults alone")
    assert violations(at.page) == [], "an import with faults"
    with at.page.expect_download() as came:
        at.click("Save the list of faults", "dialog button")
    assert came.value.suggested_filename == "shelters-faults.csv"
    head, *told = csv.reader(came.value.path().read_text("utf-8-sig").splitlines())
    assert head[0] == "Place in the file"
    assert [row[0] for row in told] == [f"row {n}, column {column}" for n, column in bad.items()]
    for (row, column), (_, message, cure) in zip(bad.items(), told, strict=True):
        value = f"=castle{row - 2}()" if column == "kind" else "north"
        assert value in message.lower(), "its value is named"
        assert cure
    seen: dict[int, None] = {}

    def is_taken_in() -> bool:
        if found := re.search(r"([\d,]+) of 10,000 rows taken up", at.text()):
            seen[int(found[1].replace(",", ""))] = None
        return "Taken in: " in at.text()

    at.page.locator("dialog button.main").click()
    until(lambda: at.page.locator("dialog progress").count() == 1, "it is under way")
    assert violations(at.page) == [], "an import under way"
    until(is_taken_in, "it is entered", within_s=300)
    assert list(seen) == sorted(seen)
    assert len([n for n in seen if 0 < n < 10_000]) >= 3, f"it is seen to move: {list(seen)}"
    at.until("Places (9,800)")
    held, after = {}, ""
    for _ in range(20):
        page = lead.get(f"/reports?limit=500&after={after}").json()
        held |= {r["names"]["en"]: r for r in page["reports"]}
        after = page["next"]
        if not after:
            break
    assert held.keys() == {f"Shelter {n}" for n in range(10_000) if n + 2 not in bad}
    assert all(r["position"] and r["source"] == "ground" and r["kind"] == "shelter" for r in held.values())
