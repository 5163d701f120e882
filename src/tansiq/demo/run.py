"""The demo from the recording to the page."""

import contextlib
import signal
import socket
import tempfile
from pathlib import Path

import uvloop
from rich.console import Console
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from tansiq import assemble
from tansiq.config import Config, Misconfigured, address, load
from tansiq.core.release import View
from tansiq.demo import sample
from tansiq.demo.cast import cast
from tansiq.demo.day import book_day
from tansiq.demo.findings import booked, find
from tansiq.demo.geojson import geojson
from tansiq.demo.opening import open_page
from tansiq.demo.page import body
from tansiq.demo.story import Log, Story
from tansiq.demo.tables import show
from tansiq.demo.ways import OFFERED, WaysOut, ways_out, worked_example
from tansiq.gateways import page
from tansiq.gateways.recorded.flights import flights
from tansiq.gateways.recorded.recording import read
from tansiq.gateways.recorded.table import BadFile
from tansiq.log.folder import open_folder
from tansiq.log.verify import verify_folder
from tansiq.node.start import Started
from tansiq.steps import Steps

EVERYONE = ""  # a viewer who is no party: sees what is released to all


def run(*, data: str, listen: str, out: str, no_serve: bool, no_browser: bool) -> int:
    """Show the recorded day: book, find overlaps, verify, print, serve until Ctrl-C. Returns 1 where something is wrong."""
    return show_day(sample.path(), Console(markup=False, highlight=False), data, listen, out, no_serve, no_browser)


def show_day(
    recording: Path, console: Console, data: str, listen: str, out: str, no_serve: bool, no_browser: bool = True
) -> int:
    """Do so for any recording. data: "" for a new folder that is removed at the end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # else nothing below would be tidied up
    with contextlib.ExitStack() as held:
        folder = data or held.enter_context(tempfile.TemporaryDirectory(prefix="tansiq-demo-"))
        config = load("", {"data": folder, "listen": listen, "metrics": ""})
        if not no_serve:
            _refuse_taken(listen)
        steps = Steps(Console(stderr=True))
        story = tell(recording, config, steps)
        found = geojson(story.findings, story.ways, story.recorded_s)
        _write(Path(out), found)
        show(console, story, f"{out} ({len(found) / 1e6:.1f} MB)")
        if not no_serve:
            _serve(config, story, found, console, no_browser)
    wrong = story.log.report.findings or not all(all(ways.free) for ways in story.ways.values())
    return int(bool(wrong))


def tell(recording: Path, config: Config, steps: Steps) -> Story:
    """Book a recorded day in a data folder, and return all there is to tell of it."""
    with steps.step("reading", "Reading the recording") as told:
        try:
            recorded = read(recording, told)
        except BadFile as trouble:
            raise Misconfigured(str(trouble)) from None
        roles = cast(flights(recorded))
        if not roles:
            raise Misconfigured(f"{recording} holds no flights: none of its {recorded.rows:,} rows can be used.")
    with open_folder(Path(config.data)) as folder:
        day = uvloop.run(book_day(config, folder, roles, steps))
    view = View(day.state, EVERYONE, 0)
    room = booked(view, roles)
    with steps.step("overlaps", "Looking for overlaps"):
        findings = find(room)
    with steps.step("ways out", "Looking for ways out") as told:
        ways: dict[int, WaysOut] = {}
        for finding in findings[:OFFERED]:
            ways[finding.rank] = ways_out(finding, room, view)
            told(len(ways), min(OFFERED, len(findings)))
    with steps.step("verifying", "Verifying the log") as told:
        report = verify_folder(Path(config.data), progress=told)
    log = Log(day.state.position, day.booked.there == len(roles), day.booked.unseen, day.booked.refused, report)
    return Story(
        recorded_s=float(roles[0].track.time_s[0]),
        days=day.days,
        rows=recorded.rows,
        bad=recorded.bad,
        room=room,
        findings=findings,
        ways=ways,
        example=worked_example(list(ways.values())),
        log=log,
        took=steps.took,
    )


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Misconfigured(f"{path} cannot be written: {error.strerror}. Choose another with --out.") from None


def _refuse_taken(listen: str) -> None:
    """Say at once, not after all the work, that something else listens there."""
    host, port = address(listen)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, port))
        except OSError as error:
            raise Misconfigured(
                f"{listen} cannot be listened on: {error.strerror}. Choose another with --listen."
            ) from None


def _serve(config: Config, story: Story, found: bytes, console: Console, no_browser: bool) -> None:
    async def download(_request: Request) -> Response:
        return Response(found, media_type="application/geo+json")

    def routes(_started: Started) -> list[BaseRoute]:
        shown = body(story)
        return [*page.routes(lambda: shown), Route("/conflicts.geojson", download, methods=["GET"])]

    def ready(url: str) -> None:
        console.print(f"\nThe same to look at: {url}   (Ctrl-C ends it)")
        if not no_browser:
            open_page(url)

    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(assemble.serve(config, ready=ready, extra=routes))
