"""Take the pictures of docs/tour.md from the running demo: make pictures.

Starts a demo room of its own on a free port, goes through it as the tour does, and writes docs/pictures/tour-*.png. They differ
a little each time, as the room lives in time relative to now.
"""

import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tools.page.chromium import CHROMIUM, FLAGS, MISSING

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WAIT_S = 60.0
PASSPHRASE = "seven green boats at noon"
CORNERS = "122000N0454000E\n122000N0455500E\n123000N0455500E\n123000N0454000E"  # where HAL 23 is booked, too


class Visit:
    """A person of a party at a browser."""

    def __init__(self, browser: Any, link: str, language: str, theme: str, size: tuple[int, int] = (1360, 800)) -> None:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
        context.add_init_script(
            f"localStorage.setItem('tansiq.language', '{language}'); localStorage.setItem('tansiq.theme', '{theme}')"
        )
        self.page: Page = context.new_page()
        self.page.goto(link)
        self._link = link

    def come_in(self, name: str) -> None:
        """Accept the invitation, and wait for the room."""
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=passphrase]", PASSPHRASE)
        self.page.locator("form button.main").click()
        self.until(".room .chip.live")
        self.until(".map canvas")
        time.sleep(6)  # until tiles and letters are drawn

    def until(self, selector: str) -> None:
        """Wait until something is there."""
        self.page.locator(selector).first.wait_for(timeout=WAIT_S * 1_000)

    def click(self, words: str, within: str = "button, a, summary") -> None:
        """Click what says this."""
        self.page.locator(within).filter(has_text=words).first.click(timeout=WAIT_S * 1_000)

    def take(self, name: str) -> None:
        """Write a picture."""
        time.sleep(2.5)
        self.page.screenshot(path=PICTURES / f"tour-{name}.png")
        print(f"docs/pictures/tour-{name}.png")


def tour(browser: Any, links: dict[str, str]) -> None:
    """Go through the room."""
    hal = Visit(browser, links["HAL"], "en", "night")
    hal.take("1-invited")
    hal.come_in("Amina Haddad")
    hal.take("2-room")
    hal.click("conflicts of yours")
    hal.until(".card.conflict.chosen")
    hal.take("3-conflict")
    hal.click("Move to")
    hal.until("dialog[open]")
    hal.take("4-way-out")
    hal.page.keyboard.press("Escape")
    slider = hal.page.locator(".axis input[type=range]").first
    slider.focus()
    for _ in range(7):
        hal.page.keyboard.press("ArrowRight")
    hal.take("5-future")
    hal.page.keyboard.press("Home")
    hal.click("HAL 23", "#mine ~ ul button")
    hal.click("Who sees what", ".detail button")
    hal.until("dialog .matrix input:checked")
    hal.take("6-release")
    hal.page.keyboard.press("Escape")

    uma = Visit(browser, links["UMA"], "en", "day")
    uma.come_in("Yusuf Omar")
    uma.click("Reserve a volume")
    uma.page.fill("dialog textarea", CORNERS)
    uma.page.locator("dialog textarea").blur()
    uma.page.locator("dialog label", has_text="Callsign").locator("input").fill("UMA 20")
    uma.page.locator("dialog label", has_text="Contact of the watch").locator("input").fill("Uma watch +967 1 500")
    uma.until("dialog .banner-like button")
    uma.take("7-reserve")
    uma.page.keyboard.press("Escape")
    uma.click("3D")
    uma.take("8-three-dimensions")

    mrd = Visit(browser, links["MRD"], "ar", "day")
    mrd.come_in("سالم")
    mrd.take("9-arabic")
    aur = Visit(browser, links["AUR"], "fr", "night")
    aur.come_in("Luc Perrin")
    aur.page.locator(".notice summary").first.click()
    aur.page.locator(".notice").first.scroll_into_view_if_needed()
    aur.take("11-notice")
    phone = Visit(browser, links["PRV"], "fa", "night", (390, 760))
    phone.come_in("مریم")
    phone.page.locator(".tabs button").first.click()
    phone.take("10-phone")


def main() -> None:
    """Serve a demo room, and visit it."""
    if CHROMIUM is None:
        sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        printed = Path(folder) / "printed"
        command = [sys.executable, "-m", "tansiq.cli", "demo", "--scenario", "aden", "--no-browser"]
        command += ["--data", str(Path(folder) / "room"), "--listen", f"127.0.0.1:{port}"]
        with printed.open("w") as out:
            served = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        try:
            until = time.monotonic() + WAIT_S
            while "Open at" not in printed.read_text():
                if served.poll() is not None or time.monotonic() > until:
                    sys.exit(f"The demo room did not start: {printed.read_text()[-500:]}")
                time.sleep(0.2)
            links = dict(re.findall(r"^ +([A-Z]{3}) .*\n +(http\S+)", printed.read_text(), re.MULTILINE))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
                tour(browser, links)
                browser.close()
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(20)


if __name__ == "__main__":
    main()
