"""Two persons of two parties, each at a machine of their own: what one does is seen, answered and undone by the other."""

import re

from .conftest import until

MEETS_HAL_23 = "122000N0454000E\n122000N0455500E\n123000N0455500E\n123000N0454000E"


def minutes_from_now(at, minutes: int) -> str:
    """In the form that the dialog's fields take: as it is written there, so many minutes on."""
    return at.page.evaluate(
        "m => new Date(Date.now() + m * 60000).toISOString().slice(0, 16).replace('T', ' ') + 'Z'", minutes
    )


def test_a_way_out_is_proposed_to_the_other_owner_who_accepts_it_and_the_conflict_is_gone(own_room, look):
    uma, hal = look(own_room), look(own_room, is_beside=True)
    uma.come_in("UMA")
    hal.come_in("HAL")
    hal.until("HAL 23")

    uma.click("Reserve a volume")
    uma.page.fill("dialog textarea", MEETS_HAL_23)
    uma.page.locator("dialog textarea").blur()
    for name, minutes in (("From", 30), ("Until", 80)):
        field = uma.page.locator("dialog .fields label").filter(has_text=re.compile(f"^{name}")).locator("input").first
        field.fill(minutes_from_now(uma, minutes))
        field.blur()
    uma.page.locator("dialog label", has_text="Callsign").locator("input").fill("UMA 20")
    uma.page.locator("dialog label", has_text="Contact of the watch").locator("input").fill("Uma watch +967 1 500")
    uma.until("This meets")
    assert "HAL …0001" in uma.page.locator("dialog").inner_text(), "it is told whom it meets; no callsign is released"
    uma.click("all the same", "dialog button.main")
    until(lambda: uma.page.locator(".detail h2").filter(has_text="UMA 20").count() == 1, "it is booked knowingly")

    until(lambda: uma.page.locator(".card.conflict", has_text="UMA 20").count() > 0, "the conflict has its card")
    card = uma.page.locator(".card.conflict", has_text="UMA 20").filter(has_text="HAL …0001").first
    card.click()
    until(
        lambda: card.locator("button", has_text="Move to").count() > 0,
        "a way out is offered",
        lambda: card.inner_text(),
    )
    card.locator("button", has_text="Move to").first.click()
    uma.click("Propose it", "dialog button")
    until(lambda: uma.page.locator("dialog").count() == 0, "it is proposed")

    held = own_room.lead("UMA").get("/flights?mine=true").json()["flights"]
    short = "UMA …" + next(f["id"] for f in held if f["callsign"] == "UMA 20")[-4:]
    hal.until("proposal to answer")
    asked = hal.page.locator("article.card", has=hal.page.locator("button", has_text="Accept"))
    until(lambda: asked.filter(has_text=short).count() == 1, "the other owner is asked by name")
    asked.filter(has_text=short).locator("button", has_text="Accept").first.click()
    until(
        lambda: hal.page.locator("article.card.past", has_text=short).filter(has_text="accepted").count() == 1,
        "it is accepted",
    )
    uma.until("accepted")
    until(
        lambda: uma.page.locator(".card.conflict", has_text="UMA 20").filter(has_text="HAL …0001").count() == 0,
        "the conflict is gone for the one who asked",
    )
    after = own_room.lead("UMA").get("/flights?mine=true").json()["flights"]
    floors = [
        next(f for f in all_ if f["callsign"] == "UMA 20")["volumes"][0]["floor"]["value"] for all_ in (held, after)
    ]
    assert floors[0] != floors[1], "nothing moved until it was accepted; then it moved"


def test_what_is_released_shows_at_the_other_side_at_once_and_what_is_taken_back_goes(own_room, look):
    svr, hal = look(own_room), look(own_room, "ar", "day", is_beside=True)
    hal.come_in("HAL")
    svr.come_in("SVR")
    svr.until("SVR 32")
    hal.until("HAL 23")
    assert "SVR 32" not in hal.page.content()
    svr.click("SVR 32", "#mine ~ ul button")
    svr.click("Who sees what", ".detail button")
    row = svr.page.locator("dialog .matrix tbody tr", has_text="HAL")
    until(lambda: row.locator("input:checked").count() == 1, "what holds now is marked")
    assert row.locator("input:checked").get_attribute("aria-label") == "HAL: Conflict"

    row.locator("input[type=radio]").nth(3).check()
    until(lambda: svr.page.locator("dialog aside", has_text="SVR 32").count() == 1, "the preview follows")
    svr.click("Release and log", "dialog button")
    hal.until("SVR 32")

    svr.click("Who sees what", ".detail button")
    until(lambda: row.locator("input:checked").count() == 1, "the dialog is open again")
    row.locator("input[type=radio]").nth(0).check()
    svr.click("Release and log", "dialog button")
    hal.until_gone("SVR 32")
    assert "SVR 32" not in hal.page.content()
