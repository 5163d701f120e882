"""After agreeing: what is awaited from outside, what became free, the ledger of two parties, whom the room told."""

import json
import uuid
from datetime import UTC, datetime, timedelta

from .conftest import until
from .test_accessible import violations


def rfc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def book(room, party: str, callsign: str, accepts: list[dict] | None = None) -> dict:
    """Book an hour from half an hour from now, always the same air; return the flight."""
    start = datetime.now(UTC) + timedelta(minutes=30)
    corners = [(14.9, 43.9), (14.9, 44.1), (15.1, 44.1), (15.1, 43.9)]
    volume = {
        "polygon": [{"lat": lat, "lon": lon} for lat, lon in corners],
        "floor": {"reference": "FL", "value": 300},
        "ceiling": {"reference": "FL", "value": 320},
        "start": rfc(start),
        "end": rfc(start + timedelta(hours=1)),
    }
    body = {"volumes": [volume], "is_manned": True, "contact": "watch 1", "callsign": callsign}
    body |= {"grants": [{"party": p, "level": "identity"} for p in ("HAL", "MRD") if p != party]}
    came = room.lead(party).put(f"/flights/{uuid.uuid4()}", json=body | {"accepts": accepts or []})
    assert came.status_code == 201, came.text
    return came.json()["flight"]


def test_a_declined_flight_is_told_when_what_it_met_is_gone(own_room, look):
    theirs = book(own_room, "MRD", "MRD 91")
    mine = book(own_room, "HAL", "HAL 91", [{"id": theirs["id"], "ovn": theirs["ovn"]}])
    hal, mrd = own_room.lead("HAL"), own_room.lead("MRD")
    deadline = rfc(datetime.now(UTC) + timedelta(minutes=20))
    option = [{"whose": "theirs", "delay_s": 7200, "up_m": 0}]
    asked = hal.post(
        "/agreements", json={"mine": mine["id"], "theirs": theirs["id"], "options": [option], "deadline": deadline}
    ).json()
    assert mrd.post(f"/agreements/{asked['id']}/decline").status_code == 200
    at = look(own_room, "ar", "day")
    at.come_in("HAL")
    at.until("HAL 91")
    assert mrd.delete(f"/flights/{theirs['id']}?ovn={theirs['ovn']}").status_code == 200
    at.until("مجال تحرّر")
    at.click("مجال تحرّر", ".needs button")
    card = at.page.locator("#freed ~ article")
    assert "HAL 91" in card.inner_text()
    assert "MRD" not in card.inner_text(), "never whose the other was"
    assert violations(at.page) == [], "what is free again"
    at.click("اطّلعت", "#freed ~ article button")
    until(lambda: at.page.locator("#freed").count() == 0, "it is put away")


def test_a_booking_that_was_refused_is_made_when_its_air_is_free(own_room, look):
    hal = own_room.lead("HAL")
    at = look(own_room)
    theirs = book(own_room, "MRD", "MRD 92")
    at.come_in("HAL")
    at.until("MRD 92")
    at.click("Reserve a volume")
    at.page.fill("dialog textarea", "14.9 43.9\n14.9 44.1\n15.1 44.1\n15.1 43.9")
    at.page.locator("dialog textarea").blur()
    for n, level in enumerate((300, 320)):
        at.page.locator("dialog fieldset.limit").nth(n).locator("input").fill(str(level))
    start = datetime.now(UTC) + timedelta(minutes=40)
    at.page.locator("dialog label", has_text="From").locator("input").fill(start.strftime("%Y-%m-%d %H:%M"))
    at.page.locator("dialog label", has_text="Callsign").locator("input").fill("HAL 92")
    at.page.locator("dialog label", has_text="Contact of the watch").locator("input").fill("watch 1")
    at.until("This meets")
    # Between what the page was shown and the booking another came, as far as the room can tell.
    at.page.route("**/room/v1/flights/*", lambda route: route.continue_(post_data=without_accepts(route)))
    at.click("all the same", "dialog button.main")
    until(lambda: at.page.locator("dialog .banner-like[role=alert]").count() == 1, "it is refused")
    at.page.unroute("**/room/v1/flights/*")
    at.complaints.clear()  # the browser notes the 409 itself
    at.page.keyboard.press("Escape")
    mrd = own_room.lead("MRD")
    assert mrd.delete(f"/flights/{theirs['id']}?ovn={theirs['ovn']}").status_code == 200
    at.click("Book it now", "#freed ~ article button")
    at.until("Meets nothing")
    at.click("Book", "dialog button.main")
    until(lambda: at.page.locator(".detail h2", has_text="HAL 92").count() == 1, "it is booked")
    assert "HAL 92" in [f["callsign"] for f in hal.get("/flights?mine=true").json()["flights"]]


def without_accepts(route) -> str:
    return json.dumps(json.loads(route.request.post_data) | {"accepts": []})


def test_the_ledger_is_kept_once_both_wish_it_and_counts_who_gave_way(own_room, look):
    at = look(own_room)
    at.come_in("MRD")
    at.until("MRD 07")
    at.page.locator(".party-line", has_text="HAL").locator("button").click()
    at.until("Neither wishes it")
    at.click("Wish a ledger", "dialog button")
    at.until("You wish it, they do not yet")
    assert own_room.lead("HAL").put("/ledger/MRD", json={"keep": True}).status_code == 200
    at.until("it is kept")
    assert violations(at.page) == [], "the ledger"
    at.page.keyboard.press("Escape")
    at.click("Accept", "#agreements ~ article button.main")
    at.until("accepted")
    at.page.locator(".party-line", has_text="HAL").locator("button").click()
    until(lambda: at.page.locator("dialog tbody tr").count() == 2, "the totals are shown")
    assert at.page.locator("dialog tbody tr").nth(0).locator("td").nth(0).inner_text() == "1"


def test_what_is_awaited_from_outside_and_whom_the_room_told_are_shown(served, look):
    """No other USS is beside the demo room, so the page is given answers as the room makes them."""
    at = look(served)
    waiting = {
        "id": "agreement-1", "state": "awaiting", "made_by_me": True, "from": "HAL", "to": "uss2",
        "mine": "a", "theirs": "b", "options": [[{"whose": "theirs", "delay_s": 3600, "up_m": 0}]],
        "made": rfc(datetime.now(UTC)), "deadline": rfc(datetime.now(UTC) + timedelta(hours=1)),
        "words": "by telephone with <b>Uma</b>", "answers": "", "chosen": 0, "awaiting": "uss2",
    }  # fmt: skip
    told = {"kind": "flight", "item": "a", "peer": "uss2.example", "tries": 3, "changed": rfc(datetime.now(UTC))}
    told |= {"state": "failed", "error": "It answered with 503.", "tried": rfc(datetime.now(UTC))}
    at.page.route("**/room/v1/agreements", lambda route: route.fulfill(json={"agreements": [waiting]}))
    at.page.route("**/room/v1/deliveries", lambda route: route.fulfill(json={"deliveries": [told]}))
    at.come_in("HAL")
    at.until("agreed, awaiting uss2 until")
    at.until("by telephone with <b>Uma</b>")
    at.click("Deliveries", ".foot button")
    at.until("It answered with 503.")
    assert violations(at.page) == [], "deliveries"
