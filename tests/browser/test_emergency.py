"""What must be quick: an emergency by one key, where an aircraft off its plan may be, and a flight that nobody ended."""

from datetime import UTC, datetime, timedelta

from .conftest import until
from .test_accessible import violations


def flights_of(room, party: str) -> list[dict]:
    return room.lead(party).get("/flights?mine=true").json()["flights"]


def test_an_emergency_is_declared_by_one_key_in_arabic_and_told_to_those_near(own_room, look):
    at = look(own_room, "ar", "day")
    at.come_in("HAL")
    at.until("HAL 23")
    at.page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {code: 'KeyE', key: 'ث', shiftKey: true, bubbles: true}))"
    )
    until(lambda: at.page.locator("dialog.beside textarea").count() == 1, "the dialog is open")
    assert violations(at.page) == [], "declaring an emergency"
    assert at.page.locator("dialog button.danger").is_disabled(), "it is not said where"
    at.page.fill("dialog textarea", "1220N 04530E")
    at.page.locator("dialog textarea").blur()
    at.page.locator("dialog input[maxlength='12']").fill("HAL 66")
    at.page.locator("dialog input[maxlength='300']").fill("HAL watch 121.5")
    at.click("أعلن حالة الطوارئ", "dialog button.danger")
    until(lambda: at.page.locator("dialog").count() == 0, "it is declared")
    until(lambda: at.page.locator(".detail h2", has_text="HAL 66").count() == 1, "and shown")
    held = next(f for f in flights_of(own_room, "HAL") if f["callsign"] == "HAL 66")
    assert (held["state"], held["precedence"]) == ("Contingent", "emergency")
    assert held["off_nominal"][0]["circle"]["radius_m"] == 18_520
    near = [f for f in own_room.lead("MRD").get("/flights").json()["flights"] if f["id"] == held["id"]]
    assert near[0]["contact"] == "HAL watch 121.5", "the other party near is told whom to call"


def test_where_an_aircraft_off_its_plan_may_be_is_drawn_and_drawn_anew(own_room, look):
    at = look(own_room)
    at.come_in("HAL")
    at.click("HAL 11", "#mine ~ ul button")
    at.click("Off plan", ".detail button")
    until(lambda: at.page.locator("dialog.beside textarea").count() == 1, "the map stays beside the dialog")
    assert violations(at.page) == [], "going off plan"
    at.click("Off plan", "dialog button.main")
    at.until("off-nominal")
    held = next(f for f in flights_of(own_room, "HAL") if f["callsign"] == "HAL 11")
    assert (held["state"], held["off_nominal"][0]["polygon"]) == ("Nonconforming", held["volumes"][0]["polygon"])

    at.click("Say where it may be", ".detail button")
    say = at.page.locator("dialog button.main", has_text="Say where it may be")
    until(lambda: say.count() == 1, "the dialog is open")
    assert say.is_disabled(), "nothing is drawn"
    at.click("Circle", "dialog button")
    at.page.fill("dialog textarea", "12.5 46.2")
    at.page.locator("dialog textarea").blur()
    say.click()
    until(
        lambda: next(f for f in flights_of(own_room, "HAL") if f["id"] == held["id"])["off_nominal"][0]["circle"],
        "the circle is told",
    )
    after = next(f for f in flights_of(own_room, "HAL") if f["id"] == held["id"])
    assert after["state"] == "Nonconforming"
    assert after["off_nominal"][0]["circle"]["center"] == {"lat": 12.5, "lon": 46.2}
    assert after["volumes"] == held["volumes"], "the plan stays"


def test_anothers_flight_that_nobody_ended_is_closed_with_a_reason(served, look):
    """The room's clock cannot be turned on: the page is told that a flight is overdue, the room knows that it is not."""
    at = look(served)
    due = datetime.now(UTC) - timedelta(minutes=20)

    def overdue(route) -> None:
        answer = route.fetch()
        body = answer.json()
        for flight in body["flights"]:
            if flight["callsign"] == "UMA 12":
                flight |= {"is_overrunning": True, "due": due.strftime("%Y-%m-%dT%H:%M:%SZ")}
        route.fulfill(response=answer, json=body)

    at.page.route("**/room/v1/flights?*", overdue)
    at.come_in("HAL")
    at.page.keyboard.press("t")
    at.click("UMA 12", ".table-pane tbody button")
    at.until("Another party's lead may close it from")
    assert "Close this flight" not in at.text(), "not before the charter's time is over"

    due -= timedelta(minutes=15)
    at.come_in("HAL")
    at.page.keyboard.press("t")
    at.click("UMA 12", ".table-pane tbody button")
    at.click("Close this flight", ".detail button")
    close = at.page.locator("dialog button.danger")
    assert close.is_disabled(), "a reason is needed"
    assert violations(at.page) == [], "closing another's flight"
    at.page.fill("dialog textarea", "landed an hour ago, says its tower")
    close.click()
    at.until("has not outlasted its time")
    at.complaints.clear()  # the browser notes the 409 itself
