"""The files of the room's page, served from memory. Nothing of the room is in them: that comes through `/room/v1`.

All of them lie under a name that is the hash of their content, so a browser asks for each once, and never mixes two versions.
"""

import gzip
import hashlib
import mimetypes
import re
from functools import cache
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tansiq.gateways.page.coast import Coast

FOLDER: Final = Path(__file__).parent / "static"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
GZIP_LEVEL: Final = 9
_FOREVER: Final = "public, max-age=31536000, immutable"
_PACKED: Final = (".js", ".mjs", ".css", ".ftl", ".json", ".html", ".svg")
_TYPES: Final = {".js": "text/javascript", ".mjs": "text/javascript", ".ftl": "text/plain", ".woff2": "font/woff2"}
_IMPORTED: Final = re.compile(r"""(?:\bfrom\s*|\bimport\s*)["'](\.{1,2}/[^"']+)["']""")


class Files:
    """The files by their names, and the name under which this version of them is served."""

    def __init__(self, folder: Path = FOLDER) -> None:
        names = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pmtiles")
        self._plain = {str(p.relative_to(folder)): p.read_bytes() for p in names}
        # Packed beforehand, all in a tenth of a second: packed when asked for, a browser's 200 files came 5 ms apart.
        packable = {name: content for name, content in self._plain.items() if Path(name).suffix in _PACKED}
        self._packed = {name: gzip.compress(content, GZIP_LEVEL, mtime=0) for name, content in packable.items()}
        self.coast = Coast(folder / "map" / "coast.pmtiles")
        whole = hashlib.sha256(self.coast.digest)
        for name, content in self._plain.items():
            whole.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
        self.version = whole.hexdigest()[:16]
        self.index = self._index()  # with {{session}} where it says whether the browser has one

    def get(self, name: str, accepts: str) -> Response:
        """Return the answer that holds a file. Raises `HTTPException` 404 where there is none."""
        content = self._plain.get(name)
        if content is None or name == "index.html":
            raise HTTPException(404)
        suffix = Path(name).suffix
        media = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        # A worker keeps to the policy of its own file, not to that of the page: the map asks for its tiles in one.
        headers = {"cache-control": _FOREVER, "content-security-policy": POLICY}
        if name in self._packed:
            headers["vary"] = "accept-encoding"
            if "gzip" in accepts:
                headers["content-encoding"] = "gzip"
                content = self._packed[name]
        return Response(content, headers=headers, media_type=media)

    def _index(self) -> str:
        """Return the page. It names all modules at once, or a browser would find them one import after the other; the
        largest first, as a browser loads six at a time."""
        base = f"/static/{self.version}"
        found: dict[str, None] = {}
        waiting = ["js/main.js"]
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found[name] = None
            text = self._plain[name].decode()
            head = text if len(text) < 50_000 else text[:4_000]  # in a packed library imports stand first
            waiting += [_joined(name, said) for said in _IMPORTED.findall(head)]
        largest = sorted(found, key=lambda name: (-len(self._plain[name]), name))
        links = "".join(f'<link rel="modulepreload" href="{base}/{name}">\n' for name in largest)
        text = self._plain["index.html"].decode()
        return text.replace("{{modules}}", links).replace("{{base}}", base)


@cache
def shipped() -> Files:
    """Return the files that come with the program, read once."""
    return Files()


def routes(files: Files, session_cookie: str) -> list[Route]:
    """Return the routes of the page. A browser that carries a session asks for the room before it has all files."""
    pages = {has: files.index.replace("{{session}}", " data-session" if has else "").encode() for has in (True, False)}

    async def index(request: Request) -> Response:
        page = pages[session_cookie in request.cookies]
        etag = f'"{hashlib.sha256(page).hexdigest()[:32]}"'
        headers = {"content-security-policy": POLICY, "cache-control": "no-cache", "vary": "cookie", "etag": etag}
        if request.headers.get("if-none-match") == etag:
            return Response(None, 304, headers)
        return Response(page, headers=headers, media_type="text/html")

    async def file(request: Request) -> Response:
        if request.path_params["version"] != files.version:
            raise HTTPException(404)
        return files.get(request.path_params["name"], request.headers.get("accept-encoding", ""))

    async def tile(request: Request) -> Response:
        at = request.path_params
        if at["version"] != files.version:
            raise HTTPException(404)
        content = files.coast.tile(at["z"], at["x"], at["y"])
        if content is None:
            return Response(None, 204, {"cache-control": _FOREVER})
        headers = {"cache-control": _FOREVER, "content-encoding": "gzip"}
        return Response(content, headers=headers, media_type="application/vnd.mapbox-vector-tile")

    return [
        Route("/", index, methods=["GET"]),
        Route("/static/{version}/coast/{z:int}/{x:int}/{y:int}", tile, methods=["GET"]),
        Route("/static/{version}/{name:path}", file, methods=["GET"]),
    ]


def _joined(name: str, said: str) -> str:
    parts = name.split("/")[:-1]
    for part in said.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
