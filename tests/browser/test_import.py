"""A file on the page: dropped or chosen, looked at with each fault in its place, then what is good of it taken in."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .conftest import until
from .test_accessible import violations

SAMPLES = Path(__file__).parents[1] / "room" / "samples"
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const map = document.querySelector("main.map");
  for (const type of ["dragover", "drop"]) {
    map.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}"""


def feature(callsign: str, lat: float, lon: float, floor: str = "FL300") -> dict:
    """A square of 0.1 degrees, FL300 to FL320, for an hour from now."""
    start = datetime.now(UTC) + timedelta(minutes=20)
    corners = [[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.1], [lon, lat + 0.1], [lon, lat]]
    said = {"floor": floor, "ceiling": "FL320", "callsign": callsign, "is_manned": True, "contact": "watch 1"}
    said |= {"start": f"{start:%FT%TZ}", "end": f"{start + timedelta(hours=1):%FT%TZ}"}
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [corners]}, "properties": said}


def test_flights_are_dropped_looked_at_and_the_good_ones_taken_in(own_room, look):
    file = {
        "type": "FeatureCollection",
        "features": [
            feature("HAL 81", 15.0, 43.0),
            feature("HAL 82", 15.0, 43.0),  # meets the first
            feature("HAL 83", 15.5, 43.0, floor="high up"),
            feature("<b>84</b>", 15.7, 43.0),
        ],
    }
    at = look(own_room)
    at.come_in("HAL")
    at.until("HAL 23")
    at.page.evaluate(DROP, ["watch.geojson", json.dumps(file)])
    at.until("watch.geojson")
    until(lambda: at.page.locator("dialog table.imported tbody tr").count() == 4, "each item is told of")
    rows = at.page.locator("dialog table.imported tbody tr")
    isolates = dict.fromkeys((0x2068, 0x2069))
    assert "feature 3, property floor" in rows.nth(2).inner_text().translate(isolates), "where it is wrong"
    assert "This meets: item" in rows.nth(0).inner_text(), "that two of the file meet"
    assert at.page.locator("dialog b b").count() == 0, "what is in the file is text"
    assert violations(at.page) == [], "a file that was looked at"
    assert "HAL 81" not in [f["callsign"] for f in own_room.lead("HAL").get("/flights?mine=true").json()["flights"]]
    good = at.page.locator("dialog button.main").inner_text()
    at.page.locator("dialog .dialog-foot input[type=checkbox]").check()
    until(lambda: at.page.locator("dialog button.main").inner_text() != good, "more are taken with those that meet")
    at.page.locator("dialog button.main").click()
    at.until("Taken in:")
    held = [f["callsign"] for f in own_room.lead("HAL").get("/flights?mine=true").json()["flights"]]
    assert {"HAL 81", "HAL 82"} <= set(held)
    at.click("HAL 81", "dialog table.imported button")
    until(lambda: at.page.locator(".detail h2", has_text="HAL 81").count() == 1, "one of them is shown")


def test_zones_are_chosen_from_a_file_of_another_format_in_arabic(own_room, look):
    at = look(own_room, "ar", "day")
    at.come_in("AUR")
    at.click("استيراد", ".tools button")
    at.page.locator("dialog input[type=file]").set_input_files(SAMPLES / "lagoon_ed269.json")
    until(lambda: at.page.locator("dialog table.imported tbody tr").count() > 0, "the file is looked at")
    form = at.page.locator("dialog select").nth(1)
    assert form.input_value() == "ed269", "it was known for what it is"
    at.page.locator("dialog details").evaluate("d => d.open = true")
    for n, days in enumerate((0, 300)):
        moment = datetime.now(UTC) + timedelta(days=days, minutes=10)
        at.page.locator("dialog details input.num").nth(n).fill(f"{moment:%F %H:%M}")
    at.click("افحصه", "dialog button.main")
    until(lambda: at.page.locator("dialog button.main", has_text="أدخل").count() == 1, "it is looked at again")
    assert violations(at.page) == [], "zones of a file"
    before = len(own_room.lead("AUR").get("/zones").json()["zones"])
    at.page.locator("dialog button.main").click()
    at.until("أُدخل:")
    assert len(own_room.lead("AUR").get("/zones").json()["zones"]) > before
