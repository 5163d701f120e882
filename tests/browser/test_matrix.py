"""Everything that can be opened, in five languages and two themes: nothing cut off, nothing over another, axe-core content.

A long run. It writes its table to docs/page-matrix.md.
"""

import datetime as dt
import uuid
from collections.abc import Generator
from pathlib import Path

import pytest

from .conftest import until
from .test_accessible import violations
from .test_register import put
from .views import choose_own, each_dialog

PAGE = Path(__file__).parents[2] / "docs" / "page-matrix.md"
LANGUAGES = ("en", "ar", "fa", "fr", "ru")
THEMES = ("day", "night")

CUT = """(root) => {
  const seen = e => e.checkVisibility({checkVisibilityCSS: true}) && e.getClientRects().length;
  const found = [];
  for (const e of root.querySelectorAll("button, label, th, td, h2, h3, p, legend, summary, dt, dd, .tag, select, a, li")) {
    if (!seen(e) || e.closest(".hidden, .maplibregl-ctrl, .needs, .head h1")) continue;
    if (e.tagName === "SELECT" || getComputedStyle(e).display === "inline") continue;
    const isCut = e.clientWidth && e.scrollWidth > e.clientWidth + 2;
    if (isCut) found.push(`${e.tagName} ${e.className}: ${e.innerText.slice(0, 60)}`);
  }
  return found;
}"""
OVER = """(root) => {
  const seen = e => e.checkVisibility({checkVisibilityCSS: true}) && e.getClientRects().length;
  const apart = ".dialog-foot, .dialog-end, .dialog-head, .axis";  // these lie over what scrolls beneath them
  const controls = [...root.querySelectorAll("button, input, select, textarea, a, summary")];
  const all = controls.filter(e => seen(e) && !e.closest(apart));
  const say = e => e.innerText || e.ariaLabel;
  const boxes = all.map(e => {
    let {left, right, top, bottom} = e.getBoundingClientRect();
    for (let p = e.parentElement; p; p = p.parentElement) {
      if (getComputedStyle(p).overflowY === "visible") continue;
      const r = p.getBoundingClientRect();  // what is scrolled out of it is not to be seen
      [left, right] = [Math.max(left, r.left), Math.min(right, r.right)];
      [top, bottom] = [Math.max(top, r.top), Math.min(bottom, r.bottom)];
    }
    return {left, right, top, bottom};
  });
  const found = [];
  for (let a = 0; a < all.length; a++) for (let b = a + 1; b < all.length; b++) {
    if (all[a].contains(all[b]) || all[b].contains(all[a])) continue;
    const w = Math.min(boxes[a].right, boxes[b].right) - Math.max(boxes[a].left, boxes[b].left);
    const h = Math.min(boxes[a].bottom, boxes[b].bottom) - Math.max(boxes[a].top, boxes[b].top);
    if (w > 2 && h > 2) found.push(`${say(all[a])} | ${say(all[b])}`.slice(0, 120));
  }
  return found;
}"""

Row = tuple[str, str, str, int, int, int]


@pytest.fixture(scope="module")
def table() -> Generator[list[Row]]:
    """The rows of all runs; written down where all languages and themes were looked at."""
    rows: list[Row] = []
    yield rows
    views = {row[2]: None for row in rows}
    pairs = {(row[0], row[1]) for row in rows}
    if len(pairs) < len(LANGUAGES) * len(THEMES):
        return
    lines = ["# Everything on the page, in five languages and two themes", ""]
    lines += [
        "Each view was opened with all that folds unfolded, 1300 × 720, and looked at for text that is cut off, for controls"
    ]
    lines += [
        "that lie over each other, and by axe-core (WCAG 2.2 AA and best practice). Written by `tests/browser/test_matrix.py`"
    ]
    lines += [f"on {dt.datetime.now(dt.UTC):%Y-%m-%d}; console errors, violations of the content security policy and"]
    lines += [
        "requests to anywhere else fail the run. A cell says cut / over / axe, each summed over day and night.",
        "",
    ]
    lines += [f"| view | {' | '.join(LANGUAGES)} |", f"|---|{'---|' * len(LANGUAGES)}"]
    for view in views:
        cells = []
        for language in LANGUAGES:
            mine = [row[3:] for row in rows if row[0] == language and row[2] == view]
            cells.append(" / ".join(str(sum(each)) for each in zip(*mine, strict=True)))
        lines.append(f"| {view} | {' | '.join(cells)} |")
    PAGE.write_text("\n".join(lines) + "\n")


@pytest.fixture(scope="module")
def peopled(served):
    """The demo room with places and a vote in it besides."""
    put(served.lead("MRD"), {"HAL": "reports"}, names={"en": "Al Noor", "ar": "النور"}, notified={"radius_m": 5000})
    put(
        served.lead("HAL"),
        {},
        lat=12.9003,
        kind="landing_site",
        landing={"length_m": 40, "width_m": 30, "surface": "grass"},
    )
    body = {"kind": "point", "names": {"en": "Bravo"}, "released_to": "members", "point": {"lat": 12.5, "lon": 45.5}}
    assert served.lead("MRD").put(f"/library/{uuid.uuid4()}", json=body).status_code == 201
    return served


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off_or_covered_and_axe_finds_nothing(peopled, look, table, language, theme):
    at = look(peopled, language, theme)
    at.come_in("HAL")
    at.until("HAL 23")
    until(lambda: at.page.locator("[aria-labelledby=sites] ul li").count() == 2, "the places are listed")
    choose_own(at)
    at.page.wait_for_timeout(1_500)
    found: list[str] = []

    def look_at(view: str, selector: str) -> None:
        root = at.page.locator(selector).first
        cut, over, axe = root.evaluate(CUT), root.evaluate(OVER), violations(at.page)
        assert at.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
        table.append((language, theme, view, len(cut), len(over), len(axe)))
        found.extend(
            f"{view}: {kind} {each}" for kind, all_ in (("cut", cut), ("over", over), ("axe", axe)) for each in all_
        )

    look_at("the room", ".room")
    at.page.locator("[aria-labelledby=sites] ul li button").first.click()
    until(lambda: at.page.locator("#site").count() == 1, "a place is chosen")
    at.page.wait_for_timeout(600)
    look_at("a place", ".column.right")
    choose_own(at)
    at.page.keyboard.press("t")
    until(lambda: at.page.locator(".table-pane").count() == 1, "the table is shown")
    look_at("the map as a table", ".table-pane")
    at.page.keyboard.press("t")
    for name in each_dialog(at, language):
        look_at(name, "dialog")
    assert not found, "\n".join(found)


def test_what_looks_for_cut_and_covered_text_finds_both(served, look):
    at = look(served)
    at.come_in("AUR")
    at.page.evaluate("""() => {
      const box = document.createElement("div");
      box.id = "made";
      for (const text of ["a text that is far too long for it", "another"]) {
        const one = document.createElement("button");
        one.textContent = text;
        for (const [name, value] of [["width", "40px"], ["position", "absolute"], ["top", "0"], ["white-space", "nowrap"]])
          one.style.setProperty(name, value);
        box.append(one);
      }
      document.body.append(box);
    }""")
    made = at.page.locator("#made")
    assert any("far too long" in each for each in made.evaluate(CUT))
    assert any("another" in each for each in made.evaluate(OVER))
