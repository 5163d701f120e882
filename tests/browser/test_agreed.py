"""What the members agreed, read and changed on the page; what a party releases, by preset and flight by flight."""

from .conftest import until


def rule(at, key: str) -> str:
    """Return what the open charter says of a rule."""
    return at.page.locator(f"dialog dt[data-rule={key}] + dd").inner_text()


def test_every_rule_of_the_charter_is_read_changed_by_vote_and_read_anew(own_room, look):
    hal, aur = look(own_room), look(own_room, "ar", "day", is_beside=True)
    hal.come_in("HAL")
    aur.come_in("AUR")
    hal.click("Charter", ".column button")
    charter = own_room.lead("HAL").get("/room").json()["charter"]
    for key in charter:
        assert rule(hal, key), key
    assert rule(hal, "floor_km") == f"{charter['floor_km']:g} km"
    assert rule(hal, "amend") == "all who may vote"

    hal.click("Propose a change of the charter", "dialog button")
    assert hal.page.locator("dialog button.main").is_disabled(), "nothing is changed yet"
    hal.page.locator("dialog summary", has_text="What is shown").click()
    hal.page.locator("dialog label", has_text="Safety floor").locator("input").fill("35")
    changed = hal.page.locator("dialog .differences tbody tr")
    assert changed.count() == 1
    assert "20 km" in changed.inner_text()
    assert "35 km" in changed.inner_text()
    hal.page.locator("dialog label", has_text="Reason").locator("textarea").fill("More warning <b>at sea</b>")
    hal.click("Put to the vote", "dialog button.main")

    until(lambda: aur.page.locator("#proposals ~ article").count() == 2, "the other party sees the proposal")
    aur.click("الميثاق", ".column button")
    card = aur.page.locator("dialog article.card", has_text="35 km")
    assert "More warning <b>at sea</b>" in card.inner_text()
    card.locator("button.main").click()
    until(lambda: card.locator("button.main").count() == 0, "the vote is counted")
    open_ = own_room.lead("HAL").get("/proposals").json()["proposals"]
    found = next(p for p in open_ if p["matter"] == "amend")
    assert set(found["yes"]) == {"HAL", "AUR"}
    assert found["charter"] == charter | {"floor_km": 35.0}, "all else stays as it was"
    for party in ("MRD", "SVR", "PRV", "UMA"):
        own_room.lead(party).post(f"/proposals/{found['id']}/vote", json={"yes": True})
    hal.click("Charter", ".column button")
    until(lambda: rule(hal, "floor_km") == "35 km", "the new rule holds")


def test_a_party_is_let_in_by_vote_and_its_first_lead_is_invited(own_room, look):
    hal = look(own_room)
    hal.come_in("HAL")
    hal.click("Charter", ".column button")
    for party in ("MRD", "SVR", "PRV", "UMA", "HAL"):
        lead = own_room.lead(party)
        for each in lead.get("/proposals").json()["proposals"]:
            lead.post(f"/proposals/{each['id']}/vote", json={"yes": True})
    row = hal.page.locator("dialog li", has_text="TDM")
    until(lambda: "member" in row.inner_text(), "it is a member")
    row.locator("button", has_text="Invite its first lead").click()
    until(lambda: row.locator("input").count() == 1, "the way in is shown")
    tdm = look(own_room, "ru", "day", is_beside=True)
    tdm.accept(row.locator("input").input_value(), "first of TDM")
    tdm.until("TDM")


def test_presets_hold_for_a_class_and_one_flight_says_otherwise_until_a_time(own_room, look):
    hal = look(own_room)
    hal.come_in("HAL")
    hal.click("Settings", ".head button")
    hal.page.locator("dialog [aria-label='MRD: Manned flights']").select_option("identity")
    hal.page.locator("dialog tr", has_text="MRD").locator("input[type=checkbox]").check()
    hal.click("Release and log", "dialog button.main")
    until(lambda: hal.page.locator("dialog").count() == 0, "it is said")
    lead = own_room.lead("HAL")
    wanted = {"of": "manned", "party": "MRD", "level": "identity", "is_reciprocal": True}
    assert lead.get("/presets").json()["presets"] == [wanted]

    hal.click("HAL 23", "#mine ~ ul button")
    hal.click("Who sees what", ".detail button")
    hal.until("Why does")
    hal.page.locator("dialog .matrix tbody tr", has_text="MRD").locator("th button").click()
    hal.until("what they release to you")
    hal.page.locator("dialog .matrix tbody tr", has_text="SVR").locator("input").nth(3).check()
    hal.page.locator("dialog fieldset label", has_text="Until").locator("select").select_option("at")
    hal.page.locator("dialog fieldset label", has_text="pass it on").locator("select").select_option("units")
    hal.click("Release and log", "dialog button.main")
    until(lambda: hal.page.locator("dialog").count() == 0, "it is released")
    flight = next(f for f in lead.get("/flights?mine=true").json()["flights"] if f["callsign"] == "HAL 23")
    grant = next(g for g in flight["grants"] if g["party"] == "SVR")
    assert (grant["level"], grant["onward"]) == ("identity", "units")
    assert grant["until"][:16] == flight["end"][:16]
