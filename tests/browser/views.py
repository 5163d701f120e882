"""All that can be opened on the page, by its words in each language: for tests that look at everything."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from tansiq.gateways.page.static import FOLDER

from .conftest import Look, until

# What opens a view: the selector within which to click, and the key of the words that are clicked.
DIALOGS = (
    ("help", (".head button", "help")),
    ("settings", (".head button", "settings")),
    ("own system", (".head button", "settings"), ("dialog button", "webhook")),
    ("search", (".needs button", "search")),
    ("plan", (".needs button", "plan")),
    ("changes", (".needs button", "plan"), ("dialog button", "changes")),
    ("emergency", (".needs button", "emergency")),
    ("reserve", (".needs button", "reserve")),
    ("charter", (".column button", "charter")),
    ("change the charter", (".column button", "charter"), ("dialog button", "amend-propose")),
    ("admit a party", (".column button", "charter"), ("dialog button", "admit-propose")),
    ("expel a party", (".column button", "charter"), ("dialog button", "matter-expel")),
    ("announce a zone", (".column button", "zone-announce")),
    ("state the air", (".column button", "air-state")),
    ("write a notice", (".column button", "notice-write")),
    ("write down a call", (".column button", "call-write")),
    ("go to a moment", (".time button", "time-go")),
    ("import flights", (".map button", "import")),
    ("report a place", (".column button", "report-make")),
    ("ask about places", (".column button", "site-ask")),
    ("announce a movement", (".column button", "movement-announce")),
    ("compare places", (".column button", "site-compare")),
    ("import places", ("[aria-labelledby=sites] button", "import")),
    ("take places along", (".column button", "site-export")),
    ("presets of places", ("[aria-labelledby=sites] button", "presets")),
    ("who sees a flight", (".detail button", "who-sees-what")),
    ("activate", (".detail button", "do-activate")),
    ("end a flight", (".detail button", "do-end")),
)


@cache
def words(language: str) -> dict[str, str]:
    """Return the page's sentences that have no values in them."""
    text = (FOLDER / "ftl" / f"{language}.ftl").read_text()
    return dict(re.findall(r"^([a-z][\w-]*) = ([^{}\n]+)$", text, re.MULTILINE))


def choose_own(at: Look) -> None:
    """Choose a flight of one's own that is booked and does not fly."""
    at.page.locator("#mine ~ ul button", has_text="HAL 23").click()
    until(lambda: at.page.locator(".detail").count() >= 1, "its details are shown")


def close(at: Look, language: str) -> None:
    at.page.locator("dialog .dialog-head button").first.click()
    until(lambda: at.page.locator("dialog").count() == 0, f"the dialog is closed in {language}")


def each_dialog(at: Look, language: str) -> Iterator[str]:
    """Open one dialog after the other, whole, and close each again. A flight of one's own is chosen."""
    say = words(language)
    for name, *ways in DIALOGS:
        for within, key in ways:
            at.page.locator(within).filter(has_text=say[key]).first.click(timeout=40_000)
        until(lambda: at.page.locator("dialog[open]").count() == 1, f"{name} is open")
        at.page.wait_for_timeout(400)  # what it asks the room for
        at.page.evaluate("document.querySelectorAll('dialog details').forEach(d => d.open = true)")
        yield name
        close(at, language)


Seen = Callable[[str], None]
