"""A demo room served by the real command, and a real browser that looks at it. What the browser complains of is a failure."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tansiq.assemble import running
from tansiq.config import load
from tansiq.core.units import US
from tansiq.demo import aden
from tansiq.demo.aden_ground import Ground
from tansiq.gateways.authorities import authorities
from tansiq.log.folder import open_folder
from tansiq.node.clock import Clock
from tansiq.node.loop import Node
from tools.page.chromium import CHROMIUM, FLAGS, MISSING

try:
    from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
except ImportError:  # an environment from before: said in one line, and a fault where tests are judged
    if os.environ.get("CI"):
        raise
    collect_ignore = ["test_page.py"]
    Browser = Page = object
    print("tests/browser is left out: playwright is not installed. make setup")

PASSPHRASE = "seven green boats at noon"
WAIT_S = 40.0
NOTHING = Ground()


def behind(age_s: float) -> Clock:
    return Clock(lambda: time.time_ns() // 1_000 - round(age_s * US))


class Served:
    """The demo room, served, in which nobody has written yet. links: party -> the way in of its first lead.

    age_s: for how long there has been this room. halfway: what was done in it in the middle of that time.
    """

    def __init__(
        self,
        folder: Path,
        age_s: float = 0,
        ground: Ground = NOTHING,
        halfway: Callable[[Node], Awaitable[None]] | None = None,
    ) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.links: dict[str, str] = {}
        self._leads: dict[str, httpx.Client] = {}
        with ThreadPoolExecutor(1) as apart:  # from this thread's event loop, which is the browser's
            apart.submit(asyncio.run, self._set_up(age_s, ground, halfway)).result()
        self.start()

    async def _set_up(self, age_s: float, ground: Ground, halfway: Callable[[Node], Awaitable[None]] | None) -> None:
        room = str(self._folder / "room")
        await aden.set_up(room, self.url, (), ground, behind(age_s))
        if halfway is not None:
            with open_folder(Path(room)) as folder:
                config = load("", {"data": room, "metrics": ""})
                async with running(config, folder, clock=behind(age_s / 2)) as started:
                    await halfway(started.node)

    def start(self) -> None:
        log = self._folder / "printed"
        command = [sys.executable, "-m", "tansiq.cli", "demo", "--scenario", "aden", "--no-browser"]
        command += ["--data", str(self._folder / "room"), "--listen", f"127.0.0.1:{self.port}"]
        with log.open("w") as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        until(lambda: "Open at" in log.read_text(), "the demo room is served")
        self.links = dict(re.findall(r"^ +([A-Z]{3}) .*\n +(http\S+)", log.read_text(), re.MULTILINE))

    def stop(self) -> None:
        """End it as an operator would."""
        for lead in self._leads.values():
            lead.close()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(20)

    def lead(self, party: str) -> httpx.Client:
        """Return a client that is signed in as the lead of a party, called "lead HAL" and so on."""
        if party not in self._leads:
            http = self._leads[party] = httpx.Client(base_url=f"{self.url}/room/v1", timeout=20, verify=authorities())
            body = {"name": f"lead {party}", "passphrase": PASSPHRASE}
            came = http.post(f"/invitations/{self.links[party].partition('invitation=')[2]}", json=body)
            assert came.status_code == 200, came.text
        return self._leads[party]


# Said by the browser of itself: without a graphics card it reads the map's canvas to put the page together.
READING = re.compile(
    r"\[\.WebGL-\w+\]GL Driver Message \(OpenGL, Performance, \w+, High\): GPU stall due to ReadPixels"
)


def is_complaint(said: ConsoleMessage) -> bool:
    """Return whether the page's console holds an error or a warning of the page."""
    return said.type in ("error", "warning") and not READING.match(said.text)


class Look:
    """A page in the browser, and all that it complained of and asked for."""

    def __init__(self, page: Page, served: Served) -> None:
        self.page, self.served, self.url = page, served, served.url
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.answers: list[str] = []
        page.on("console", lambda m: self.complaints.append(m.text) if is_complaint(m) else None)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.on("request", lambda r: self.asked.append(r.url))
        page.on("response", self._keep)

    def _keep(self, response: object) -> None:
        url: str = response.url  # type: ignore[attr-defined]
        if "/room/v1/" in url and not url.endswith("/events"):
            with contextlib.suppress(Exception):  # the page may be gone by then
                self.answers.append(response.text())  # type: ignore[attr-defined]

    def text(self) -> str:
        """Return what is to be read, without the marks that keep figures apart from the text around them."""
        return self.page.evaluate("document.body.innerText").translate(dict.fromkeys((0x2068, 0x2069)))

    def click(self, words: str, within: str = "button, a, summary") -> None:
        """Click what says this, as a person would: it must be there, seen and not covered."""
        self.page.locator(within).filter(has_text=words).first.click(timeout=WAIT_S * 1_000)

    def until(self, words: str) -> None:
        until(lambda: words in self.text(), f"the page says {words!r}", lambda: self.text())

    def until_gone(self, words: str) -> None:
        until(lambda: words not in self.text(), f"the page no longer says {words!r}")

    def accept(self, link: str, name: str) -> None:
        """Accept an invitation on the page, as its receiver does."""
        self.page.goto(link)
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=passphrase]", PASSPHRASE)
        self.page.locator("form button.main").click()
        self._until_live()

    def come_in(self, party: str) -> None:
        """Open the page, signed in as the lead of a party."""
        session = self.served.lead(party).cookies["tansiq_session"]
        cookie = {"name": "tansiq_session", "value": session, "url": self.url, "httpOnly": True, "sameSite": "Strict"}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]
        self.page.goto(self.url)
        self._until_live()

    def _until_live(self) -> None:
        until(lambda: self.page.locator(".room .chip.live").count() == 1, "the room is live")


def until(holds: Callable[[], bool], what: str, else_: Callable[[], str] = str, within_s: float = WAIT_S) -> None:
    """Poll: a page under a strict policy cannot be handed code to wait for."""
    last_s = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > last_s:
            raise AssertionError(f"not within {within_s:g} s: {what}. {else_()[:2_000]}")
        time.sleep(0.1)


@pytest.fixture(scope="module")  # while it is open its event loop runs in this thread, and no other test could run one
def browser() -> Generator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            raise AssertionError(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A room that all tests share which leave the scene as it is."""
    served = Served(tmp_path_factory.mktemp("shared"))
    yield served
    served.stop()


@pytest.fixture(scope="module")
def run(browser: Browser, served: Served) -> Generator[Callable[[str, str, object], Any]]:
    """Run what needs no room: run("text/mgrs.js", "m.f(given)", given), where m is that module of the page's.

    It runs under the policy of the page's files, where no page is.
    """
    (base,) = set(re.findall(r"/static/[0-9a-f]+", httpx.get(served.url).text))
    page, complaints = browser.new_page(), []
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(f"{served.url}{base}/js/main.js")

    def run_one(module: str, code: str, given: object) -> Any:
        return page.evaluate(
            f"async given => {{ const m = await import('{base}/js/{module}'); return {code}; }}", given
        )

    yield run_one
    assert complaints == []
    page.close()


@pytest.fixture
def own_room(tmp_path: Path) -> Generator[Served]:
    """A room for one test alone."""
    served = Served(tmp_path)
    yield served
    served.stop()


@pytest.fixture
def look(browser: Browser) -> Generator[Callable[..., Look]]:
    """Open a page: look(served, language="ar", width=390). At the end nothing may have been complained of.

    Those opened before are closed, unless the new one comes `is_beside` them: another person at another machine.

    Motion is reduced: without a graphics card each frame of the map takes a tenth of a second.
    """
    with looking(browser) as open_one:
        yield open_one


@pytest.fixture(scope="module")
def look_on(browser: Browser) -> Generator[Callable[..., Look]]:
    """Open a page as `look` does, for all tests of a module that leave it as it was."""
    with looking(browser) as open_one:
        yield open_one


@contextlib.contextmanager
def looking(browser: Browser) -> Generator[Callable[..., Look]]:
    opened: list[Look] = []
    with contextlib.ExitStack() as held:

        def open_one(
            served: Served,
            language: str = "en",
            theme: str = "night",
            width: int = 1300,
            height: int = 720,
            is_beside: bool = False,
        ) -> Look:
            for one in [] if is_beside else opened:
                one.page.context.close()
            context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
            held.callback(context.close)
            script = f"for (const [k, v] of [['language', '{language}'], ['theme', '{theme}']])"
            context.add_init_script(
                f"{script} localStorage.getItem(`tansiq.${{k}}`) ?? localStorage.setItem(`tansiq.${{k}}`, v)"
            )
            made = Look(context.new_page(), served)
            opened.append(made)
            return made

        yield open_one
        for one in opened:
            assert one.complaints == [], one.complaints
            assert [url for url in one.asked if not url.startswith((one.url, "data:"))] == []
