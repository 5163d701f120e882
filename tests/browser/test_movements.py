"""Movements on the ground: announced by drawing their way, told to whom their owner named, told of on their way."""

import datetime as dt
import uuid

import pytest

from tansiq.core.movements import MovementKind
from tansiq.demo.aden_ground import Ground, Moved

from .conftest import Served, until
from .test_accessible import violations
from .views import close, words

PROBE = "<img src=x onerror=\"document.title='broken'\">"
LAW = {"en": "Listing is no condition of protection", "ar": "الإدراج"}


def in_hours(hours: float) -> str:
    return f"{dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours):%Y-%m-%dT%H:%M:00Z}"


def announced(lead, levels: dict[str, str], start_h: float = -0.5, **more) -> dict:
    """Announce a movement that takes two hours as a party's lead."""
    points = [(12.9, 44.9, start_h), (13.1, 45.1, start_h + 1), (13.3, 45.2, start_h + 2)]
    body = {
        "kind": "convoy",
        "points": [{"lat": lat, "lon": lon, "time": in_hours(h)} for lat, lon, h in points],
        "contact": "Convoy desk",
        "vehicles": 6,
        "markings": "white lorries",
        "grants": [{"party": party, "level": level} for party, level in levels.items()],
        "notify": False,
    }
    came = lead.put(f"/movements/{uuid.uuid4()}", json=body | more)
    assert came.status_code == 201, came.text
    return came.json()["movement"]


ROWS = "[aria-labelledby=movements] ul li"


def test_a_movement_is_announced_by_typing_its_way_and_seen_as_far_as_its_owner_says(own_room, look):
    hal, aur = look(own_room), look(own_room, "ar", "day", is_beside=True)
    hal.come_in("HAL")
    aur.come_in("AUR")
    hal.click("Announce a movement", ".column button")
    hal.page.fill("dialog textarea", "12.9 44.9\n13.1 45.1\n13.3 45.2")
    hal.page.locator("dialog textarea").first.blur()
    until(
        lambda: hal.page.locator("dialog fieldset legend", has_text="The way (").count() == 1, "its places are listed"
    )
    start = hal.page.locator("dialog label", has_text="Departs").locator("input")
    start.fill(in_hours(1)[:16].replace("T", " "))
    hal.page.locator("dialog label", has_text="Arrives").locator("input").fill(in_hours(0.5)[:16].replace("T", " "))
    until(lambda: hal.page.locator("dialog .fault", has_text="later than").count() == 1, "times that fall are told")
    hal.page.locator("dialog label", has_text="Arrives").locator("input").fill(in_hours(3)[:16].replace("T", " "))
    until(lambda: hal.page.locator("dialog .tag", has_text="announced late").count() == 1, "the charter asks for more")
    hal.page.locator("dialog label", has_text="Contact").locator("input").fill(f"Convoy desk {PROBE}")
    hal.page.locator("dialog [aria-label='AUR: Area']").check()
    hal.page.locator("dialog [aria-label='MRD: Whole']").check()
    assert violations(hal.page) == [], "announcing"
    assert LAW["en"] in hal.page.locator("dialog .law").inner_text()
    hal.click("Announce a movement", "dialog button.main")
    until(lambda: hal.page.locator("#movement").count() == 1, "it is chosen and shown")
    assert PROBE in hal.page.locator(".detail").inner_text()
    assert hal.page.title() == "Tansiq"
    assert violations(hal.page) == [], "a movement of one's own"
    until(lambda: hal.page.locator(".time .bar.movement").count() == 1, "it is on the time line")
    hal.page.keyboard.press("t")
    row = hal.page.locator(".table-pane tr", has_text="Convoy")
    until(lambda: "planned" in "".join(row.all_inner_texts()), "it is in the tables that say what the map shows")
    assert violations(hal.page) == [], "the map as tables"
    hal.page.keyboard.press("t")

    until(lambda: aur.page.locator(ROWS).count() == 1, "who was named sees it at once")
    aur.page.locator(ROWS).locator("button").click()
    until(lambda: aur.page.locator("#movement").count() == 1, "its details are shown")
    assert LAW["ar"] in aur.page.locator(".detail .law").inner_text()
    assert "Convoy desk" not in aur.page.content()
    assert not any("Convoy desk" in answer for answer in aur.answers), "nor is it sent"
    assert violations(aur.page) == [], "a movement at area, in Arabic"
    assert aur.page.locator(".column .notice").count() == 0, "a notice would say whose it is"
    notices = {party: own_room.lead(party).get("/notices").json()["notices"] for party in ("AUR", "MRD")}
    assert [len(notices["AUR"]), len(notices["MRD"])] == [0, 1], "a notice names its sender, so who sees all gets one"
    uma = look(own_room, is_beside=True)
    uma.come_in("UMA")
    uma.until("Movements (0)")
    assert uma.page.locator(".time .bar.movement").count() == 0


def test_its_way_is_told_of_by_a_person_and_its_release_is_changed(own_room, look):
    announced(own_room.lead("HAL"), {"MRD": "area"})
    at, mrd = look(own_room, "ar", "night"), look(own_room, is_beside=True)
    say = words("ar")
    at.come_in("HAL")
    mrd.come_in("MRD")
    at.page.locator(ROWS).locator("button").click()
    at.click(say["movement-depart"], ".detail button")
    assert violations(at.page) == [], "saying that it departed"
    at.page.locator("dialog button.main").click()
    until(lambda: at.page.locator(f"{ROWS} .tag.activated").count() == 1, "it is on its way")
    until(lambda: mrd.page.locator(ROWS, has_text="departed").count() == 1, "the other party hears of it")

    at.click(say["who-sees-what"], ".detail button")
    at.page.locator(f"dialog [aria-label='MRD: {say['movement-level-whole']}']").check()
    assert violations(at.page) == [], "who is told of it"
    at.page.locator("dialog button.main").click()
    until(lambda: at.page.locator("dialog").count() == 0, "it is released")
    mrd.page.locator(ROWS).locator("button").click()
    until(lambda: "white lorries" in mrd.page.locator(".detail").inner_text(), "it sees the whole")
    assert "By its plan" in mrd.page.locator(".detail").inner_text()

    at.click(say["movement-delay"], ".detail button")
    at.page.locator("dialog input.num").fill(in_hours(4)[:16].replace("T", " "))
    at.page.locator("dialog button.main").click()
    until(lambda: mrd.page.locator(ROWS, has_text="delayed").count() == 1, "the delay is told")
    mrd.until("expected")
    assert "By its plan" not in mrd.page.locator(".detail").inner_text(), "nobody can say where it is"
    at.click(say["movement-arrive"], ".detail button")
    at.page.locator("dialog button.main").click()
    mrd.until("Movements (0)")
    until(lambda: at.page.locator(".detail .main").count() == 0, "nothing more is to be said")


def test_the_map_shows_the_way_and_where_it_is_by_its_plan_at_the_moment_shown(own_room, look):
    made = announced(own_room.lead("HAL"), {}, start_h=0.5)
    at = look(own_room)
    at.come_in("HAL")
    base = at.page.locator("script[type=module]").first.get_attribute("src").rpartition("/js/")[0]

    def drawn(hours: float) -> dict[str, list]:
        code = """async ([base, ms]) => {
          const [{ preview, now }, { movementFeatures }] = await Promise.all(
            ["room/clock.js", "map/movements.js"].map((m) => import(`${base}/js/${m}`)));
          preview.value = now.peek() + ms;
          const found = {};
          for (const f of movementFeatures("").features) (found[f.properties.what] ??= []).push(f.geometry.coordinates);
          return found;
        }"""
        return at.page.evaluate(code, [base, hours * 3_600_000])

    until(lambda: at.page.locator(ROWS).count() == 1, "it is listed")
    before, half = drawn(0.1), drawn(1.0)
    assert before["here"] == [[44.9, 12.9]], "it waits where it starts"
    (lon, lat) = half["here"][0]
    assert (abs(lon - 45.0) < 0.01, abs(lat - 13.0) < 0.01) == (True, True), half
    assert len(half["line"][0]) == len(half["stop"]) == 3
    assert drawn(2.7) == {}, "it is over by its times"
    at.click("Search", ".needs button")
    at.page.fill("dialog input", "convoy")
    until(lambda: at.page.locator("dialog [role=option]", has_text="Convoy").count() == 1, "it is found")
    close(at, "en")
    assert made["state"] == "planned"


def test_what_was_planned_is_changed_and_keeps_its_times(own_room, look):
    made = announced(own_room.lead("HAL"), {}, start_h=60)
    at = look(own_room)
    at.come_in("HAL")
    at.page.locator(ROWS).locator("button").click()
    at.click("Change the movement", ".detail button")
    until(lambda: at.page.locator("dialog fieldset legend", has_text="The way (").count() == 1, "its way is there")
    at.page.locator("dialog label", has_text="Vehicles").locator("input").fill("9")
    at.click("Change the movement", "dialog button.main")
    until(lambda: at.page.locator("dialog").count() == 0, "it is changed")
    (held,) = own_room.lead("HAL").get("/movements").json()["movements"]
    assert (held["vehicles"], held["is_late"], len(held["points"])) == (9, False, 3)
    assert held["points"] == made["points"]


@pytest.fixture
def old_room(tmp_path):
    """A room for one test alone, in which HAL has had a convoy for ten minutes."""
    way = ((12.9, 44.9, -30), (13.1, 45.1, 30), (13.3, 45.2, 90))
    convoy = Moved(1, "HAL", MovementKind.CONVOY, way, 6, "white lorries", "Convoy desk", ())
    served = Served(tmp_path, age_s=600, ground=Ground(movements=(convoy,)))
    yield served
    served.stop()


def test_in_the_past_a_movement_is_drawn_that_is_cancelled_now(old_room, look):
    at, lead = look(old_room), old_room.lead("HAL")
    (made,) = lead.get("/movements").json()["movements"]
    at.come_in("HAL")
    bars = at.page.locator(".bar", has_text="Convoy")
    until(lambda: bars.count() == 1, "it is on the time line")
    came = lead.post(f"/movements/{made['id']}/cancel", json={"ovn": made["ovn"], "notify": False})
    assert came.status_code == 200, came.text
    until(lambda: bars.count() == 0, "it is off the time line")
    at.click("Go to", ".time button")
    at.page.fill("dialog form input", f"{dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5):%Y-%m-%d %H:%M:%S}")
    at.page.keyboard.press("Enter")
    at.until("REPLAY")
    until(lambda: bars.count() == 1, "there it is as it was")
