"""Field links: who holds one and knows its code may open one notice, without an account.

Of the token only the SHA-256 is kept, as of sessions. Of the code, which has four digits, a MAC under the token: whoever reads
the file but never saw the link cannot try the ten thousand codes out. Wrong codes are counted here, for good.
"""

import hashlib
import hmac
import secrets
from typing import Any, Final

from msgspec import Struct

from tansiq.credentials.store import Credentials, new_token, sha256

WRONG_CODES: Final = 3  # in all: one in 3,333 guesses it
_CODES: Final = 10_000


class Made(Struct, frozen=True):
    """token: goes into the link. code: four digits, to be said by voice. Both are told this once and shown in no `repr`."""

    token: str
    code: str

    def __repr__(self) -> str:
        return "Made()"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []


class Held(Struct, frozen=True):
    """What a link opens, and how many wrong codes came through it."""

    link_id: str
    party: str
    notice_id: str
    wrong: int

    @property
    def is_locked(self) -> bool:
        """Whether it opens no more, right code or wrong."""
        return self.wrong >= WRONG_CODES


class Opened(Struct, frozen=True):
    """The code was right. ticket: goes back with what is sent next in place of the code; shown in no `repr`."""

    held: Held
    ticket: str

    def __repr__(self) -> str:
        return f"Opened({self.held!r})"


def issue(credentials: Credentials, held: Held, until_us: int) -> Made:
    """Return a new token and a new code of a link; earlier ones of it are void. until_us: when it ends."""
    made = Made(new_token(), f"{secrets.randbelow(_CODES):04}")
    row = (held.link_id, sha256(made.token), _mac(made.token, made.code), held.party, held.notice_id, 0, until_us)
    with credentials.writing() as connection:
        connection.execute("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    return made


def find(credentials: Credentials, token: str, now_us: int) -> Held | None:
    """Return what a token opens, None where there is no such link or its time is over."""
    with credentials.reading() as connection:
        found = _row(connection, token, now_us)
    return found[0] if found is not None else None


def enter(credentials: Credentials, token: str, code: str, name: str, now_us: int) -> Opened | Held | None:
    """Try a code, and return what was opened; else what was not, with this try counted. A locked link is not tried.

    name: as typed; the ticket is good with this name alone. What was counted survives a power cut.
    """
    with credentials.writing() as connection:
        found = _row(connection, token, now_us)
        if found is None:
            return None
        held, mac = found
        if held.is_locked:
            return held
        if hmac.compare_digest(_mac(token, code), mac):
            return Opened(held, _ticket(mac, name))
        connection.execute("UPDATE links SET wrong = wrong + 1 WHERE link_id = ?", (held.link_id,))
        return Held(held.link_id, held.party, held.notice_id, held.wrong + 1)


def opened(credentials: Credentials, token: str, ticket: str, name: str, now_us: int) -> Held | None:
    """Return what was opened before by the right code, None where it was not, or opens no more."""
    with credentials.reading() as connection:
        found = _row(connection, token, now_us)
    if found is None or found[0].is_locked:
        return None
    held, mac = found
    is_good = hmac.compare_digest(ticket.encode("utf-8", "surrogatepass"), _ticket(mac, name).encode())
    return held if is_good else None


def kept(credentials: Credentials) -> list[Held]:
    """Return all links that are kept."""
    with credentials.reading() as connection:
        rows = connection.execute("SELECT link_id, party, notice_id, wrong FROM links ORDER BY link_id").fetchall()
    return [Held(*row) for row in rows]


def forget(credentials: Credentials, link_id: str) -> None:
    """Forget a link: nobody comes in by it any more. Idempotent."""
    with credentials.writing() as connection:
        connection.execute("DELETE FROM links WHERE link_id = ?", (link_id,))


def _row(connection: Any, token: str, now_us: int) -> tuple[Held, bytes] | None:
    found = connection.execute(
        "SELECT link_id, party, notice_id, wrong, code_mac FROM links WHERE token_sha256 = ? AND until_us > ?",
        (sha256(token), now_us),
    ).fetchone()
    return (Held(*found[:4]), found[4]) if found is not None else None


def _mac(token: str, code: str) -> bytes:
    return hmac.digest(token.encode("utf-8", "surrogatepass"), code.encode("utf-8", "surrogatepass"), hashlib.sha256)


def _ticket(mac: bytes, name: str) -> str:
    return hmac.digest(mac, b"opened " + name.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()
