"""A party's machine at the door of a room: signing in, and answers that may not be longer than is sensible."""

import stat
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
import msgspec
from msgspec import Struct

from tansiq.config import Misconfigured, is_loopback
from tansiq.log.engine import Outage

TIMEOUT_S: Final = 20.0
ANSWER_BYTES: Final = 65_536


class SignIn(Struct, frozen=True):
    """How the party's machine signs in: with a token in a file, or as a client of the room."""

    token: str = ""
    client_id: str = ""
    client_secret: str = ""


class Answer(Struct, frozen=True):
    """status: of HTTP."""

    status: int
    body: bytes


class _Token(Struct, frozen=True):
    access_token: str


def opened(url: str, *, allow_http: bool) -> httpx.Client:
    """Return a client for a room. Raises `Misconfigured` for an address that a secret should not be sent to."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misconfigured(f"{url!r} is no address of a room, as https://room.example is.")
    if parts.scheme == "http" and not is_loopback(parts.hostname) and not allow_http:
        raise Misconfigured(f"{url} is not https://: the machine's secret would go over the net as it is.")
    plain = {"accept-encoding": "identity"}  # what is packed can grow without bound
    return httpx.Client(
        base_url=url.rstrip("/"), timeout=TIMEOUT_S, trust_env=False, follow_redirects=False, headers=plain
    )


def got(room: httpx.Client, path: str) -> bytes:
    """Return what lies at a path. Raises `Outage` where nothing does."""
    answer = asked(room, "GET", path)
    if answer.status != 200:
        raise Outage(
            f"{room.base_url}{path.lstrip('/')} answers with HTTP status {answer.status}. Is it a Tansiq room?"
        )
    return answer.body


def asked(
    room: httpx.Client,
    verb: str,
    path: str,
    *,
    json: dict[str, str] | None = None,
    data: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """Return an answer, whatever its status. Raises `Outage` where there is none, or one that is too long."""
    body = bytearray()
    try:
        with room.stream(verb, path, json=json, data=data, headers=headers) as answer:
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise Outage(f"{room.base_url} packs its answers though it was asked not to. Is it a Tansiq room?")
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > ANSWER_BYTES:
                    raise Outage(f"{room.base_url}{path.lstrip('/')} answers with more than {ANSWER_BYTES} bytes.")
            return Answer(answer.status_code, bytes(body))
    except httpx.HTTPError as error:
        raise Outage(f"{room.base_url} cannot be reached ({error or type(error).__name__}). Try again later.") from None


def signed_in(room: httpx.Client, sign_in: SignIn) -> str:
    """Return a token to send along. Raises `Misconfigured` or `Outage`."""
    if not sign_in.token and not (sign_in.client_id and sign_in.client_secret):
        raise Misconfigured("Say how the machine signs in: --token FILE, or --client-id ID and --client-secret FILE.")
    if sign_in.token:
        return _secret(sign_in.token)
    form = {
        "grant_type": "client_credentials",
        "client_id": sign_in.client_id,
        "client_secret": _secret(sign_in.client_secret),
    }
    answer = asked(room, "POST", "/room/v1/token", data=form)
    try:
        return msgspec.json.decode(answer.body, type=_Token).access_token
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Outage(
            f"The room gives the client {sign_in.client_id!r} no token (HTTP status {answer.status}). Was it removed, or "
            "its secret changed? `tansiq room client` makes another."
        ) from None


def _secret(file: str) -> str:
    """Return the line in a file that only its owner may read."""
    try:
        mode = stat.S_IMODE(Path(file).stat().st_mode)
        text = Path(file).read_text().strip()
    except OSError as error:
        raise Misconfigured(f"{file} cannot be read: {error.strerror}.") from None
    if mode & 0o077:
        raise Misconfigured(f"{file} can be read by other users (mode {mode:03o}). Run: chmod 600 {file}")
    return text
