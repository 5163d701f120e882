"""WCAG 2.2 AA by axe-core, in two directions and two themes: the room, its dialogs, and the room on a phone."""

import hashlib
import re
from pathlib import Path

import pytest

from .conftest import until

AXE = Path(__file__).parent / "axe" / "axe.min.js"
THIRD_PARTY = Path(__file__).parents[2] / "THIRD_PARTY.md"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WORDS = {
    "en": {"mine": "HAL 23", "reserve": "Reserve a volume", "release": "Who sees what", "close": "Close"},
    "ar": {"mine": "HAL 23", "reserve": "حجز حيّز جوي", "release": "من يرى ماذا", "close": "إغلاق"},
}


def violations(page) -> list[str]:
    """Return what axe-core finds, in a line each. It is evaluated, as the policy of the page lets nothing else in."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text() + "\n; typeof axe")
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    assert len(found["passes"]) > 10, "it looked"
    return [
        f"{v['id']}: {n['html'][:160]} – {n['failureSummary'][:300]}" for v in found["violations"] for n in v["nodes"]
    ]


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_found_by_axe(served, look, language, theme):
    say = WORDS[language]
    at = look(served, language, theme)
    at.come_in("HAL")
    at.until(say["mine"])
    assert violations(at.page) == [], "the room"
    at.click(say["mine"], "#mine ~ ul button")
    until(lambda: at.page.locator(".detail").count() == 1, "the details are shown")
    assert violations(at.page) == [], "a flight of one's own"
    at.click(say["release"])
    until(lambda: at.page.locator("dialog .matrix input:checked").count() > 0, "the levels are shown")
    assert violations(at.page) == [], "who sees what"
    at.click(say["close"], "dialog button")
    at.click(say["reserve"])
    until(lambda: at.page.locator("dialog textarea").count() == 1, "the dialog is open")
    assert violations(at.page) == [], "booking"
    at.click(say["close"], "dialog button")
    at.page.keyboard.press("t")
    until(lambda: at.page.locator(".table-pane").count() == 1, "the table is shown")
    assert violations(at.page) == [], "the map as a table"


def test_the_tool_is_the_one_that_is_listed():
    listed = re.search(r"`tests/browser/axe/axe.min.js`.*`([0-9a-f]{64})`", THIRD_PARTY.read_text())
    assert listed
    assert listed[1] == hashlib.sha256(AXE.read_bytes()).hexdigest()
