"""Zones on the page: announced by typing, put in force by a person, disputed on both sides, given free."""

from .conftest import until

CORRIDOR_AIR = "131800N0450000E\n131800N0453600E\n123000N0453600E\n123000N0450000E"  # across the relief lane


def test_a_zone_is_announced_put_in_force_disputed_and_given_free(own_room, look):
    at = look(own_room)
    at.come_in("AUR")
    at.until("Zones (3)")
    at.click("Announce a zone")
    at.page.fill("dialog textarea", CORRIDOR_AIR)
    at.page.locator("dialog textarea").blur()
    at.page.locator("dialog label", has_text="Name").locator("input[required]").fill("D-77")
    at.page.locator("dialog label", has_text="Contact").locator("input").fill("Aurore watch 121.5")
    ceiling = at.page.locator("dialog fieldset.limit").nth(1)
    ceiling.locator("select").select_option("AMSL/FT")
    ceiling.locator("input").fill("9000")
    at.page.locator("dialog fieldset.limit").nth(0).locator("select").select_option("GND")
    at.click("Add hours", "dialog button")
    at.click("Announce a zone", "dialog button.main")
    at.until("Zones (4)")
    held = next(z for z in own_room.lead("AUR").get("/zones").json()["zones"] if z["name"] == "D-77")
    assert (held["life"], held["volumes"][0]["floor"]["reference"]) == ("planned", "GND")
    assert held["hours"] == [{"days": ["mon", "tue", "wed", "thu", "fri"], "start": "06:00", "end": "18:00"}]
    until(lambda: at.page.locator(".detail h2", has_text="D-77").count() == 1, "it is chosen")
    at.until("GND – 9000 ft AMSL")

    at.click("Put in force", ".detail button")
    at.click("Put in force", "dialog button.danger")
    until(lambda: own_room.lead("AUR").get(f"/zones/{held['id']}").json()["life"] == "active", "it is in force")
    # The lane is disputed from the start, by the closed area at its north; now by the new one as well.
    until(lambda: at.page.locator(".lines .tag.disputed").count() == 3, "the lane and both areas are marked")
    at.until("Back to planned")
    until(
        lambda: at.page.locator(".detail dd button", has_text="Relief lane east").count() == 1,
        "the lane it meets is named",
    )

    at.click("Give free early", ".detail button")
    at.click("Give free early", "dialog button.main")
    at.until("given free")
    until(lambda: at.page.locator(".lines .tag.disputed").count() == 2, "the lane is disputed by the closed area alone")


def test_where_a_zone_stands_is_changed_and_all_else_of_it_stays(own_room, look):
    uma = own_room.lead("UMA")
    lane = next(z for z in uma.get("/zones").json()["zones"] if z["is_mine"])
    body = {k: lane[k] for k in ("ovn", "kind", "name", "volumes", "authority", "corridor_m")}
    body |= {"contact": "tower", "level": "reservation", "conditions": "north first"}
    assert uma.put(f"/zones/{lane['id']}", json=body).status_code == 200
    at = look(own_room, "ar", "day")
    at.come_in("UMA")
    at.click("Relief lane east", "#zones ~ ul button, .between-lines")
    at.click("وضع موضع السريان", ".detail button")
    at.click("وضع موضع السريان", "dialog button.danger")
    until(lambda: uma.get(f"/zones/{lane['id']}").json()["life"] == "active", "it is in force")
    after = uma.get(f"/zones/{lane['id']}").json()
    for name in ("level", "conditions", "corridor_m", "volumes", "authority"):
        assert after[name] == (body | {"volumes": lane["volumes"]})[name], name
