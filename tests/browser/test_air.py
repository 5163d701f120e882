"""What is stated of the air: by whom, when, and which of one's own flights meet others only since."""

import uuid
from datetime import UTC, datetime, timedelta

from .conftest import until
from .test_accessible import violations

PLACE = "1500N 04400E"


def rfc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def book(room, callsign: str, floor: dict, ceiling: dict) -> None:
    """Book an hour from now on in the square around the place."""
    start = datetime.now(UTC) + timedelta(minutes=30)
    corners = [(14.9, 43.9), (14.9, 44.1), (15.1, 44.1), (15.1, 43.9)]
    volume = {
        "polygon": [{"lat": lat, "lon": lon} for lat, lon in corners],
        "floor": floor,
        "ceiling": ceiling,
        "start": rfc(start),
        "end": rfc(start + timedelta(hours=1)),
    }
    body = {"volumes": [volume], "is_manned": True, "contact": "watch 1", "callsign": callsign}
    came = room.lead("HAL").put(f"/flights/{uuid.uuid4()}", json=body)
    assert came.status_code == 201, came.text


def test_the_air_is_stated_with_its_faults_beside_the_fields_and_taken_back(own_room, look):
    at = look(own_room)
    at.come_in("HAL")
    at.until("Nothing is stated")
    at.click("State the air")
    until(lambda: at.page.locator("dialog.beside textarea").count() == 1, "the dialog is open")

    def field(say: str):
        return at.page.locator("dialog label", has_text=say).first.locator("input")

    field("Name, as an ICAO").fill("OYAR")
    field("QNH").fill("2000")
    field("Transition level").fill("150")
    field("Transition altitude").fill("13000")
    field("Source").fill("tower, by telephone")
    at.page.fill("dialog textarea", PLACE)
    at.page.locator("dialog textarea").blur()
    at.click("State the air", "dialog button.main")
    wrong = at.page.locator("dialog input[aria-invalid=true]")
    until(lambda: wrong.count() == 1, "the field that is wrong is marked")
    assert at.page.locator(f"#{wrong.get_attribute('aria-describedby')}").inner_text()
    assert violations(at.page) == [], "stating the air"
    at.complaints.clear()  # the browser notes the 400 itself
    field("QNH").fill("1009.5")
    at.click("State the air", "dialog button.main")
    at.until("QNH 1009.5 ±2 hPa")
    at.until("TA 13000 ft AMSL · TL FL150")
    at.until("tower, by telephone")
    at.until("Done.")
    assert violations(at.page) == [], "the room with the air"
    assert own_room.lead("HAL").get("/pressures").json()["pressures"][0]["circle"]["center"]["lat"] == 15.0

    at.click("Take back", ".air button")
    at.click("Take back", "dialog button.danger")
    at.until("Nothing is stated")


def test_a_conflict_that_came_with_the_air_says_so_at_another_machine_in_arabic(own_room, look):
    """A flight level and an altitude by an altimeter apart on a high QNH come to lie in one height on a low one."""
    mrd = own_room.lead("MRD")
    now = datetime.now(UTC)
    area = {"circle": {"center": {"lat": 15.0, "lon": 44.0}, "radius_m": 60_000}, "source": "tower", "isa_k": 0}
    area |= {"start": rfc(now), "end": rfc(now + timedelta(hours=3)), "qnh_tolerance_hpa": 1, "isa_tolerance_k": 1}
    assert mrd.put("/pressures/OYMK", json=area | {"qnh_hpa": 1_030}).status_code == 200
    book(own_room, "HAL 71", {"reference": "FL", "value": 100}, {"reference": "FL", "value": 120})
    altitude = {"reference": "AMSL", "units": "FT", "pressure": "OYMK"}
    book(own_room, "HAL 72", altitude | {"value": 7_000}, altitude | {"value": 8_500})
    at = look(own_room, "ar", "day")
    at.come_in("HAL")
    at.until("QNH 1030 ±1 hPa")
    before = at.page.locator(".card.conflict").count()
    assert mrd.put("/pressures/OYMK", json=area | {"qnh_hpa": 960}).status_code == 200
    at.until("QNH 960 ±1 hPa")
    until(lambda: at.page.locator(".card.conflict .tag.warn").count() >= 1, "the conflict says since when it is one")
    until(lambda: at.page.locator(".card.conflict").count() > before, "it is one more")
    assert "جديد منذ تغيّر الجو" in at.text()
