"""The page of the room, and a plain one that says what runs here where there is no room."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tansiq.gateways.page import static
from tansiq.gateways.page.frame import HEADERS, frame
from tansiq.node.proof import Prover

_CSS: Final = (Path(__file__).parent / "static" / "page.css").read_text()


def routes(body: Callable[[], str]) -> list[Route]:
    """Return the routes of a page and its style. body: HTML, made anew for each request."""

    async def show(_request: Request) -> Response:
        return HTMLResponse(frame("Tansiq", body()), headers=HEADERS)

    async def css(_request: Request) -> Response:
        return Response(_CSS, media_type="text/css")

    return [Route("/", show, methods=["GET"]), Route("/page.css", css, methods=["GET"])]


def room_routes(session_cookie: str) -> list[Route]:
    """Return the routes of the page of a room. Everything that it shows comes through `/room/v1`."""
    return static.routes(static.shipped(), session_cookie)


def start_page(prover: Prover) -> Callable[[], str]:
    """Return the page of a server that only machines use. It shows nothing that needs a token."""
    return lambda: (
        "<h1>Tansiq</h1><p>This is a discovery and synchronisation service (DSS) as ASTM F3548-21 describes it. "
        "Machines use it with tokens; there is nothing to see here without one.</p><dl>"
        f"<dt>Entries in the log</dt><dd>{prover.tree.size}</dd>"
        '<dt>Signed head of the log</dt><dd><a href="/log/checkpoint">/log/checkpoint</a></dd>'
        '<dt>Key that verifies it</dt><dd><a href="/log/vkey">/log/vkey</a></dd>'
        '<dt>Operations</dt><dd><a href="/dss/v1/openapi.json">/dss/v1/openapi.json</a></dd></dl>'
    )
