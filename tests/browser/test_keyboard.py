"""The first minutes of a watch with the keyboard alone."""

from .conftest import PASSPHRASE, until

FOCUSED = (
    """(e => e === document.body ? "" : (e.innerText || e.ariaLabel || e.name || "").trim())(document.activeElement)"""
)


def tab_to(at, words: str) -> None:
    """Press Tab until what has the focus says this; it must be seen to have it."""
    for _ in range(150):
        if words in at.page.evaluate(FOCUSED):
            outline = at.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{words}: the focus is not seen"
            return
        at.page.keyboard.press("Tab")
    raise AssertionError(f"{words!r} is not reached; at {at.page.evaluate(FOCUSED)!r}")


def test_signing_in_finding_releasing_booking_and_replaying_need_no_pointer(own_room, look):
    at = look(own_room)
    at.page.goto(own_room.links["HAL"])
    until(lambda: at.page.evaluate("document.activeElement.name") == "name", "one may type at once")
    at.page.keyboard.type("amina")
    at.page.keyboard.press("Tab")
    at.page.keyboard.type(PASSPHRASE)
    at.page.keyboard.press("Enter")
    at.until("HAL 23")

    at.page.keyboard.press("/")
    until(lambda: at.page.evaluate("document.activeElement.role") == "combobox", "one may search")
    at.page.keyboard.type("HAL 23")
    until(lambda: at.page.locator("dialog [role=option]").count() > 0, "it is found")
    at.page.keyboard.press("Enter")
    until(lambda: at.page.locator(".detail h2", has_text="HAL 23").count() == 1, "and chosen")

    tab_to(at, "Who sees what")
    at.page.keyboard.press("Enter")
    until(lambda: at.page.locator("dialog .matrix input:checked").count() == 5, "its levels are shown")
    tab_to(at, "SVR: ")
    at.page.keyboard.press("ArrowRight")
    until(lambda: at.page.locator("dialog fieldset").count() == 1, "a level is chosen by an arrow")
    tab_to(at, "Release and log")
    at.page.keyboard.press("Enter")
    until(lambda: at.page.locator("dialog").count() == 0, "it is released")
    flights = own_room_flights(at)
    assert any(g["party"] == "SVR" for g in next(f for f in flights if f["callsign"] == "HAL 23")["grants"])

    at.page.keyboard.press("n")
    until(lambda: at.page.locator("dialog textarea").count() > 0, "booking is open")
    until(lambda: at.page.evaluate("!!document.activeElement.closest('dialog')"), "the focus is in it")
    for _ in range(30):
        if at.page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
        at.page.keyboard.press("Tab")
    at.page.keyboard.type("140000N0500000E 140000N0503000E 143000N0503000E")
    tab_to_label(at, "Contact of the watch")
    at.page.keyboard.type("Hal watch")
    at.until("Meets nothing")
    tab_to(at, "Book")
    at.page.keyboard.press("Enter")
    until(lambda: len(own_room_flights(at)) == 3, "it is booked")


def tab_to_label(at, words: str) -> None:
    """Press Tab until the field under this label has the focus."""
    for _ in range(60):
        if words in at.page.evaluate("document.activeElement.labels?.[0]?.innerText ?? ''"):
            return
        at.page.keyboard.press("Tab")
    raise AssertionError(f"{words!r} is not reached")


def own_room_flights(at) -> list[dict]:
    return at.page.evaluate("fetch('/room/v1/flights?mine=true').then(r => r.json()).then(b => b.flights)")
