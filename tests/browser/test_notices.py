"""Notices between two watches: written, answered by one key, read back, not answered at all; talk, and calls by voice."""

import pytest

from .conftest import until
from .test_accessible import violations
from .views import words

SAFETY = {
    "kind": "safety",
    "to": ["HAL"],
    "text": "Aircraft in distress. <b>Keep clear</b>",
    "values": [
        {"height": {"reference": "FL", "value": 120}},
        {"time": "2027-01-01T14:05:00Z"},
        {"position": {"lat": 12.758333333, "lon": 45}},
    ],
}


def send(room, party: str, body: dict) -> dict:
    came = room.lead(party).post("/notices", json=body)
    assert came.status_code == 201, came.text
    return came.json()


def seen_by(room, party: str, notice: dict) -> dict:
    return room.lead(party).get(f"/notices/{notice['id']}").json()


def steps(notice: dict) -> list[str]:
    return [step["kind"] for step in notice["ladders"][0]["steps"]]


def test_a_safety_notice_is_answered_by_the_key_a_and_read_back(own_room, look):
    at = look(own_room, "ar", "day")
    at.come_in("HAL")
    at.until("لا إشعارات")
    notice = send(own_room, "MRD", SAFETY)
    at.until("إشعار ينتظر ردك")
    until(lambda: at.page.title() != "Tansiq", "the title says so")
    until(lambda: "delivered" in steps(seen_by(own_room, "MRD", notice)), "its sender knows that it was shown")
    assert "read" not in steps(seen_by(own_room, "MRD", notice)), "nobody has looked at it"
    press = (
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyA', key: 'ش', bubbles: true}))"
    )
    at.page.evaluate("document.activeElement.blur()")
    at.page.evaluate(press)
    assert at.page.locator("dialog").count() == 0, "A acts on no notice but the one that has the focus"

    at.click("إشعار ينتظر ردك", ".needs button")
    until(lambda: "read" in steps(seen_by(own_room, "MRD", notice)), "a person looks at it")
    assert violations(at.page) == [], "a notice"
    at.page.evaluate(press)
    until(lambda: at.page.locator("dialog input").count() == 3, "the values are read back")
    assert violations(at.page) == [], "reading back"
    for n, text in enumerate(("FL 130", "2027-01-01 14:05", "124530N 0450000E")):
        at.page.locator("dialog input").nth(n).fill(text)
    at.page.locator("dialog button.main").click()
    until(lambda: "read_back_wrong" in steps(seen_by(own_room, "MRD", notice)), "a wrong height is no answer")
    until(lambda: at.page.locator(".notice .fault").count() == 1, "and it is said here, too")
    assert at.page.locator("dialog").count() == 1, "it can be said again at once"
    at.page.locator("dialog input").nth(0).fill("fl120")
    at.page.locator("dialog button.main").click()
    until(lambda: at.page.locator("dialog").count() == 0, "it is answered")
    assert seen_by(own_room, "MRD", notice)["ladders"][0]["answer"] == "will_comply"
    until(lambda: at.page.title() == "Tansiq", "the title is quiet again")
    assert "<b>Keep clear</b>" in at.text()


def test_the_owner_of_a_conflicting_flight_is_talked_to_and_cannot_comply(own_room, look):
    hal, mrd = look(own_room), look(own_room, "ar", "day", is_beside=True)
    hal.come_in("HAL")
    mrd.come_in("MRD")
    card = hal.page.locator(".card.conflict", has_text="MRD")
    card.locator("button", has_text="Talk").click()
    until(lambda: hal.page.locator("dialog textarea").count() == 1, "a notice can be written")
    until(lambda: hal.page.locator("dialog a[href^='tel:']").count() > 0, "how the other watch is called")
    assert violations(hal.page) == [], "talking"
    hal.page.locator("dialog select").first.select_option("request")
    hal.page.fill("dialog textarea", "Could you start later?")
    hal.click("Value", "dialog button")
    hal.page.locator("dialog fieldset input").fill("FL200")
    hal.click("Send", "dialog button.main")
    until(lambda: hal.page.locator(".notice", has_text="Could you start later?").count() == 1, "it is sent")

    until(lambda: mrd.page.locator(".notice", has_text="Could you start later?").count() == 1, "it is there")
    mrd.click("يتعذّر الالتزام", ".notice button")
    for n, said in enumerate(("crew at its limit", "we stay below FL200")):
        mrd.page.locator("dialog textarea").nth(n).fill(said)
    mrd.page.locator("dialog button.main").click()
    hal.until("Cannot comply")
    hal.page.locator(".notice summary").first.click()
    hal.until("we stay below FL200")
    hal.click("Take back", ".notice button")
    hal.click("Take back", "dialog button.danger")
    mrd.until("سُحب")
    until(lambda: mrd.page.locator(".notice button", has_text="سنلتزم").count() == 0, "it can be answered no more")


def test_a_notice_is_written_corrected_passed_on_and_a_call_is_written_down(own_room, look):
    at = look(own_room)
    at.come_in("HAL")
    at.click("Write a notice")
    assert at.page.locator("dialog button.main").is_disabled(), "it is for nobody yet"
    at.page.locator("dialog label.check", has_text="MRD").locator("input").check()
    at.page.locator("dialog label.check", has_text="UMA").locator("input").check()
    at.page.fill("dialog textarea", "Runway 08 is closed until noon.")
    at.click("Send", "dialog button.main")
    at.until("Runway 08 is closed until noon.")
    at.page.locator(".notice summary").first.click()
    at.click("Put another in its place", ".notice button")
    at.page.fill("dialog textarea", "Runway 26 is closed until noon.")
    at.click("Put another in its place", "dialog button.main")
    at.until("Another notice has taken its place.")
    uma = own_room.lead("UMA").get("/notices?open=true").json()["notices"]
    assert [n["text"] for n in uma] == ["Runway 26 is closed until noon."]

    request = send(own_room, "MRD", {"kind": "request", "to": ["HAL"], "text": "Please stay below FL100."})
    at.until("Please stay below FL100.")
    at.click("Passed on", ".notice button")
    at.page.fill("dialog input", "HAL 23 by radio")
    assert violations(at.page) == [], "passing on"
    at.click("Passed on", "dialog button.main")
    until(lambda: "passed" in steps(seen_by(own_room, "MRD", request)), "its sender knows that it was")

    at.click("Write down a call")
    at.page.locator("dialog label", has_text="Who called").locator("input").fill("amina")
    at.page.locator("dialog label", has_text="Who was called").locator("input").fill("tower")
    at.page.fill("dialog textarea", "agreed <i>orally</i>")
    assert violations(at.page) == [], "writing down a call"
    at.click("Write down a call", "dialog button.main")
    at.until("Calls (1)")
    (call,) = own_room.lead("HAL").get("/calls").json()["calls"]
    assert (call["caller"], call["text"]) == ("amina", "agreed <i>orally</i>")
    assert own_room.lead("MRD").get("/calls").json()["calls"] == [], "for one's own party alone"


def test_who_did_not_answer_is_to_be_called(own_room, look):
    """The last rung of the ladder is reached after minutes: the page is told of it as the room would."""
    send(own_room, "HAL", {"kind": "request", "to": ["MRD"], "text": "Are you there?"})
    at = look(own_room)

    def unreached(route) -> None:
        answer = route.fetch()
        body = answer.json()
        for notice in body["notices"]:
            for ladder in notice["ladders"]:
                ladder |= {"level": "exhausted", "next": "", "alarms": ["not_reached"]}
        route.fulfill(response=answer, json=body)

    at.page.route("**/room/v1/notices?*", unreached)
    at.come_in("HAL")
    at.until("notice reached nobody: call")
    at.until("Nobody answered. Call.")
    alarm = at.page.locator(".notice .banner-like")
    assert alarm.locator("a[href='tel:+9671100']").count() == 1
    assert violations(at.page) == [], "nobody answered"
    alarm.locator("button").click()
    until(lambda: at.page.locator("dialog input").count() > 3, "the call can be written down")
    assert at.page.locator("dialog input").nth(1).input_value() == "Marid Air Command"


@pytest.mark.parametrize(
    ("language", "room", "exercise", "line", "received"),
    [
        ("en", "The room", "EXERCISE EXERCISE EXERCISE", "EXERCISE to answer", "Received"),
        ("ar", "الغرفة", "تمرين تمرين تمرين", "تمرين ينتظر ردك", "استُلم"),
    ],
)
def test_a_drill_is_the_rooms_marked_as_one_and_its_answer_counts(
    own_room, look, language, room, exercise, line, received
):
    """The room holds one at a time that nobody can tell: here a party's is shown as the room's."""
    sent = send(own_room, "MRD", {"kind": "drill", "to": ["HAL"], "text": "Is anybody there?"})
    at = look(own_room, language, "day")

    def of_the_room(route) -> None:
        answer = route.fetch()
        body = answer.json()
        for notice in body["notices"]:
            notice["from"] = ""
        route.fulfill(response=answer, json=body)

    def drills(route) -> None:
        held = {"id": sent["id"], "channel": "page", "at": sent["made"], "outcome": "answered", "answered_s": 12}
        route.fulfill(json={"is_on": True, "drills": [held | {"words": "EXERCISE. EXERCISE."}]})

    at.page.route("**/room/v1/notices?*", of_the_room)
    at.page.route("**/mark", lambda route: route.fulfill(json={}))  # else it would be pushed as it is
    at.page.route("**/room/v1/watch/drills", drills)
    at.come_in("HAL")
    at.click(line, ".needs button")
    card = at.page.locator(".notice.drill")
    shown = card.inner_text()
    assert room in shown
    assert exercise in shown
    assert room in card.get_attribute("aria-label")
    assert violations(at.page) == [], "a drill"
    at.page.evaluate("document.querySelector('#notices').scrollIntoView()")
    assert at.page.locator(".head").bounding_box()["y"] == 0, "whatever is scrolled to, the head of the page stays"
    at.click(received, ".notice.drill button")
    until(lambda: seen_by(own_room, "MRD", sent)["ladders"][0]["answer"] == "received", "the answer counts")
    at.until_gone(line)
    at.click(words(language)["drills"], ".column button")
    until(lambda: "12 s" in at.page.locator("dialog tbody").inner_text(), "how fast it was is kept")
    assert violations(at.page) == [], "drills"


@pytest.mark.parametrize(("language", "needs"), [("en", "notice to answer"), ("ar", "إشعار ينتظر ردك")])
def test_a_notice_that_came_while_the_page_was_closed_is_there_on_return(own_room, look, language, needs):
    at = look(own_room, language)
    at.come_in("HAL")
    at.page.goto("about:blank")
    at.complaints.clear()  # what was asked for was broken off
    notice = send(own_room, "MRD", SAFETY)
    until(lambda: steps(seen_by(own_room, "MRD", notice)) == ["sent"], "nothing showed it")
    at.page.goto(own_room.url)
    at.until(needs)
    until(lambda: at.page.title() != "Tansiq", "the title says so")
    until(lambda: "delivered" in steps(seen_by(own_room, "MRD", notice)), "its sender knows that it is shown now")
    assert "read" not in steps(seen_by(own_room, "MRD", notice))


MIDNIGHT = "m.parseTime(given, Date.UTC(2026, 10, 26, 23, 50))"
NOON = "m.parseTime(given, Date.UTC(2026, 10, 26, 12, 0))"


@pytest.mark.parametrize(
    ("code", "given", "expected"),
    [
        ("m.parseHeight(given)", "4500 ft amsl qnh 1013", ("AMSL", 4500, "FT", 1013)),
        ("m.parseHeight(given)", "300 FT AGL", ("AGL", 300, "FT")),
        ("m.parseHeight(given)", "fl 090", ("FL", 90, "FL")),
        ("m.parseHeight(given)", "FL1200", None),
        ("m.parseHeight(given)", "120", None),
        (MIDNIGHT, "00:10", "2026-11-27T00:10:00Z"),
        (NOON, "1405z", "2026-11-26T14:05:00Z"),
        (NOON, "25:00", ""),
    ],
)
def test_heights_and_times_are_read_as_they_are_said(run, code, given, expected):
    found = run("text/values.js", code, given)
    assert (tuple(found.values()) if isinstance(found, dict) else found) == expected


def test_a_request_asks_about_an_area_and_its_figures_are_ones_own(own_room, look):
    at = look(own_room)
    at.come_in("HAL")
    at.click("Write a notice")
    at.page.locator("dialog label.check", has_text="MRD").locator("input").check()
    at.page.locator("dialog select").first.select_option("request")
    at.page.locator("dialog label", has_text="Words").locator("textarea").fill("Does anybody fly here at noon?")
    at.page.locator("dialog summary", has_text="An area").click()
    at.page.locator("dialog button", has_text="Circle").click()
    at.page.locator("dialog details textarea").fill("1220N 04530E")
    at.page.locator("dialog details textarea").blur()
    assert violations(at.page) == [], "asking about an area"
    at.click("Send", "dialog button.main")
    until(lambda: at.page.locator(".notice button", has_text="Show the area").count() == 1, "it is sent with its area")
    (got,) = own_room.lead("MRD").get("/notices?open=true").json()["notices"]
    assert (round(got["circle"]["center"]["lat"], 6), got["circle"]["radius_m"]) == (12.333333, 18_520)
    at.click("Figures", ".column button")
    until(lambda: at.page.locator("dialog tbody tr").count() == 5, "one line for each kind")
    assert violations(at.page) == [], "figures"


@pytest.mark.parametrize(
    ("language", "button", "make", "revoke"),
    [("en", "Field link", "Make the link", "Revoke"), ("ar", "رابط ميداني", "أنشئ الرابط", "ألغِ")],
)
def test_a_link_for_a_unit_is_made_shown_once_and_revoked(own_room, look, language, button, make, revoke):
    notice = send(own_room, "MRD", {"kind": "warning", "to": ["HAL"], "text": "Smoke over the wadi"})
    at = look(own_room, language, "day")
    at.come_in("HAL")
    at.click(button, ".notice button")
    at.page.locator("dialog input").first.fill("Team <i>3</i>")
    at.click(make, "dialog button.main")
    until(lambda: at.page.locator("dialog .qr").count() == 1, "the link is shown")
    assert violations(at.page) == [], "a link"
    url = at.page.locator("dialog input[readonly]").input_value()
    code = at.page.locator("dialog .spoken").inner_text().replace(" ", "")
    assert url.startswith(own_room.url), url
    assert len(code.strip("\u2066\u2068\u2069")) == 4
    until(
        lambda: at.page.locator("dialog .qr").evaluate("image => image.naturalWidth") > 0,
        "the code can be read off the screen",
    )
    assert "Team <i>3</i>" in at.page.locator("dialog").inner_text()
    at.click(revoke, "dialog .lines button")
    links = own_room.lead("HAL").get(f"/notices/{notice['id']}/links").json()["links"]
    until(
        lambda: own_room.lead("HAL").get(f"/notices/{notice['id']}/links").json()["links"][0]["state"] == "revoked",
        "it opens no more",
    )
    assert links[0]["unit"] == "Team <i>3</i>"
