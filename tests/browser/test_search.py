"""Finding by typing, with the keyboard alone, and the names of cities on the map."""

import pytest

from .conftest import until


@pytest.fixture(scope="module")
def opened(served, look_on):
    """A page in English, its search closed: so each test leaves it, too."""
    at = look_on(served)
    at.come_in("HAL")
    at.until("HAL 23")
    return at


def search_for(at, typed: str) -> None:
    at.page.keyboard.press("/")
    until(lambda: at.page.evaluate("document.activeElement.role") == "combobox", "one may type")
    at.page.keyboard.type(typed)


@pytest.mark.parametrize(
    ("typed", "kind", "says"),
    [
        ("hal 2", "flight", "HAL 23"),
        ("tsa", "zone", "TSA-4"),
        ("121500N0454500E", "position", "12°15'00\"N 045°45'00\"E"),
    ],
)
def test_what_is_typed_is_found(opened, typed, kind, says):
    assert_found(opened, typed, kind, says)
    opened.page.keyboard.press("Escape")
    until(lambda: opened.page.locator("dialog").count() == 0, "it is closed")


@pytest.mark.parametrize(
    ("language", "typed", "kind", "says"),
    [
        ("fr", "severny", "partie", "Severny"),
        ("ar", "جيبوتي", "مدينة", "جيبوتي"),
        ("ru", "джибути", "город", "Джибути"),
        ("fa", "عدن", "شهر", "عدن"),
    ],
)
def test_what_is_typed_is_found_in_every_language(served, look, language, typed, kind, says):
    at = look(served, language)
    at.come_in("HAL")
    at.until("HAL 23")
    assert_found(at, typed, kind, says)


def assert_found(at, typed: str, kind: str, says: str) -> None:
    search_for(at, typed)
    first = at.page.locator("dialog [role=option]").first
    until(lambda: says in first.inner_text(), f"{says} is found", lambda: at.page.locator("dialog").inner_text())
    assert kind in first.inner_text()


def test_enter_goes_to_what_the_arrows_chose_and_escape_to_nothing(served, look):
    at = look(served)
    at.come_in("HAL")
    at.until("HAL 23")
    search_for(at, "hal ")
    options = at.page.locator("dialog [role=option]")
    names = ["HAL 11", "HAL 23"]
    until(lambda: all(any(n in o for n in names) for o in options.all_inner_texts()[:2]), "both flights come first")
    second = next(n for n in names if n in options.nth(1).inner_text())
    at.page.keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert at.page.get_attribute("dialog input", "aria-activedescendant") == options.nth(1).get_attribute("id")
    at.page.keyboard.press("Enter")
    until(lambda: at.page.locator(".detail h2", has_text=second).count() == 1, "it is chosen")
    assert at.page.locator("dialog").count() == 0
    search_for(at, "aden")
    at.page.keyboard.press("Escape")
    until(lambda: at.page.locator("dialog").count() == 0, "it is closed")


def test_what_is_withheld_is_found_by_no_name(opened):
    at = opened
    for typed in ("SVR 32", "00000000-0000-4000-8000-000000000005"):
        search_for(at, typed)
        at.until("0 found")
        at.page.keyboard.press("Escape")
        until(lambda: at.page.locator("dialog").count() == 0, "it is closed")
