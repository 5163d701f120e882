"""The page in a real browser, without a graphics card: a party with few flights of its own looks at 10,000 of others.

Drawn is what the graphics card (here: its software) says that it has drawn: every volume of the moment, line and fill.
The page marks it (`performance.mark`), and the mark's time is read. Labels of so many follow when the slider rests,
which is marked as well.
"""

import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks.room import CHANGES_PER_S, CHANGES_S, FLIGHTS, LEGS_BUSY, PARTIES, Editor, Room, make_room, server
from benchmarks.table import Row
from tools.page.chromium import CHROMIUM, FLAGS, MISSING

OWN: Final = 24
AROUND: Final = range(5, 6 * 60)  # minutes from now, when flights begin
STEPS: Final = 12
DRAWN: Final = "tansiq.drawn"
SETTLED: Final = "tansiq.settled"  # … and its labels
WAIT_S: Final = 60.0


def rows() -> list[Row]:
    """Measure one room: coming in, stepping through time, and looking while others change their flights."""
    if CHROMIUM is None:
        sys.exit(MISSING)
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder:
        room = make_room(Path(folder) / "busy", Random(12), LEGS_BUSY, AROUND, OWN)
        with server(room) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            cookie = {"name": "tansiq_session", "value": room.sessions[PARTIES[0]], "url": url, "httpOnly": True}
            context.add_cookies([cookie])  # type: ignore[list-item]
            page = context.new_page()
            try:
                return [*_first(page, url), *_steps(page), *_busy(page, room, url)]
            finally:
                browser.close()


def _mark(page: Any, name: str, after_ms: float) -> dict[str, Any] | None:
    return page.evaluate(
        "([name, after]) => performance.getEntriesByName(name).filter(m => m.startTime > after)"
        ".map(m => ({at: m.startTime, ...m.detail}))[0]",
        [name, after_ms],
    )


def _drawn(page: Any, after_ms: float, flights: int = 1, name: str = DRAWN) -> float:
    """Wait until the map has drawn so many flights; return when that was, in ms of the page."""
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        mark = _mark(page, name, after_ms)
        if mark and mark["flights"] >= flights:
            return mark["at"]
        time.sleep(0.005)
    raise AssertionError(f"nothing was drawn within {WAIT_S:g} s; the page says {page.inner_text('body')[:500]!r}")


def _first(page: Any, url: str) -> list[Row]:
    """Come in twice: with nothing kept by the browser, then with the files of the page kept."""
    page.goto(url)
    cold_ms = _drawn(page, 0.0, FLIGHTS // 2)
    labelled_ms = max(cold_ms, _drawn(page, 0.0, FLIGHTS // 2, SETTLED))
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => !e.name.includes('/room/v1/')).map(e => [e.name, e.transferSize])"
    )
    coast = sum(size for name, size in sizes if "/coast/" in name)
    page_mb = (sum(size for _, size in sizes) - coast) / 1e6
    page.reload()
    warm_ms = _drawn(page, 0.0, FLIGHTS // 2)
    _drawn(page, 0.0, FLIGHTS // 2, SETTLED)  # the coast and the labels are there: what follows is measured at rest
    return [
        Row(f"first picture of {FLIGHTS:,} flights, software WebGL", f"{cold_ms / 1e3:.1f} s", "1.00", "4 s"),
        Row("· with its labels", f"{labelled_ms / 1e3:.1f} s", f"{labelled_ms / cold_ms:.2f}"),
        Row("· with the page's files kept from before", f"{warm_ms / 1e3:.1f} s", f"{warm_ms / cold_ms:.2f}"),
        Row(f"· page, {len(sizes)} files, packed, without the coast", f"{page_mb:.2f} MB", "", "1.2 MB"),
        Row("· coast map, as far as it was looked at", f"{coast / 1e6:.2f} MB"),
    ]  # fmt: skip


def _steps(page: Any) -> list[Row]:
    """Step the time slider by key."""
    slider = page.locator(".axis input[type=range]")
    slider.focus()
    took: list[float] = []
    settled: list[float] = []
    cpu_s = 0.0
    for _ in range(STEPS):
        began_ms = page.evaluate("performance.now()")
        before_s = _browser_s()
        page.keyboard.press("ArrowRight")
        drawn_ms = _drawn(page, began_ms)
        cpu_s += _browser_s() - before_s
        took.append(drawn_ms - began_ms)
        settled.append(max(drawn_ms, _drawn(page, began_ms, name=SETTLED)) - began_ms)
    page.keyboard.press("Home")
    _drawn(page, page.evaluate("performance.now()") - 1)
    took.sort()
    settled.sort()
    return [
        Row("a step of the time slider, until it is drawn: p50", f"{took[len(took) // 2]:,.0f} ms", "", "250 ms"),
        Row("· slowest", f"{took[-1]:,.0f} ms"),
        Row("· processor time of all of the browser until then, mean", f"{cpu_s / STEPS * 1e3:,.0f} ms"),
        Row("· until its labels have followed: p50", f"{settled[len(settled) // 2]:,.0f} ms"),
    ]


def _browser_s() -> float:
    """Processor time of this process's children and theirs, so far."""
    stats = dict[int, tuple[int, int]]()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (folder / "stat").read_text().rpartition(")")
        except OSError:
            continue
        fields = rest.split()
        if "chrom" in name:
            stats[int(folder.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
        else:
            stats[int(folder.name)] = (int(fields[1]), 0)

    def is_ours(pid: int) -> bool:
        while pid > 1 and pid in stats:
            if pid == os.getpid():
                return True
            pid = stats[pid][0]
        return False

    return sum(ticks for pid, (_, ticks) in stats.items() if ticks and is_ours(pid)) / os.sysconf("SC_CLK_TCK")


def _busy(page: Any, room: Room, url: str) -> list[Row]:
    """Look on while five parties change 20 flights a second."""
    rng = Random(14)
    sites = rng.sample(room.sites[:-1], 5 * len(PARTIES))
    editors = [
        Editor(url, room.sessions[party], rng, sites[n :: len(PARTIES)]) for n, party in enumerate(PARTIES[1:], 1)
    ]
    for editor in editors:
        editor.book()
    time.sleep(3)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    quiet = _tasks_share(session, 3)
    start_s = time.perf_counter() + 0.5
    threads = [
        threading.Thread(target=editor.change, args=(start_s, n, len(editors))) for n, editor in enumerate(editors)
    ]
    for thread in threads:
        thread.start()
    share = _tasks_share(session, CHANGES_S)
    for thread in threads:
        thread.join()
    return [
        Row(f"main thread of the page at work while {CHANGES_PER_S} changes/s arrive", f"{share:.0%}", "", "15 %"),
        Row("· while nothing changes", f"{quiet:.0%}"),
    ]  # fmt: skip


def _tasks_share(session: Any, seconds: float) -> float:
    def busy_s() -> float:
        return next(
            m["value"] for m in session.send("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration"
        )

    began_s, before = time.perf_counter(), busy_s()
    time.sleep(seconds)
    return (busy_s() - before) / (time.perf_counter() - began_s)
