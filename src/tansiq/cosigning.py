"""`tansiq cosign`: a party's own look at the log, from its own machine.

It remembers the last head that it saw. A new one must be signed by the same key and hold the old one as its beginning
(RFC 9162, 2.1.4; the proof is made here, from the hash tiles that the room serves, so nobody's word is taken). Then it is
remembered on the disk, and only then signed and sent: whoever signs first and forgets could sign two histories.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from tansiq.config import Misconfigured
from tansiq.log.checkpoint import Checkpoint, open_checkpoint
from tansiq.log.engine import Outage
from tansiq.log.folder import make_key, read_key, write_file
from tansiq.log.merkle import HASH_BYTES, consistency, verify_consistency
from tansiq.log.note import COSIGNATURE, Malformed, Note, VerifierKey, cosign, is_name, key_of, parse_key
from tansiq.log.tiles import Tile, format_path, subtree_from_tiles
from tansiq.visit import SignIn, asked, got, opened, signed_in

FORKED: Final = 3  # exit status: the log is not the one that this party knows
_PRIVATE: Final = 0o600


class Forked(Exception):
    """The log's past was changed, or is not shown any more. The text says how; both heads lie in a file."""


class Known(Struct, frozen=True):
    """What is remembered. vkey: the log's key. checkpoint: the last head, as the log signed it; "" before the first."""

    vkey: str
    checkpoint: str = ""


class _Error(Struct, frozen=True):
    message: str
    hint: str = ""


class Signer(Struct, frozen=True):
    """A party's key, and the name under which it signs."""

    name: str
    key: Ed25519PrivateKey


def new_key(*, file: str, name: str) -> int:
    """Make a key, 0600, and print what a lead registers with the party. It also lies beside the key, in FILE.vkey."""
    path = Path(file)
    if not is_name(name):
        raise Misconfigured(
            f"{name!r} cannot be the name of a key: no spaces and no +, as hal.example/witness has none."
        )
    if path.exists():
        raise Misconfigured(
            f"{path} is there already. Choose another file: heads were signed with the key in this one."
        )
    make_key(path)
    vkey = str(key_of(name, read_key(path), COSIGNATURE))
    write_file(_vkey_file(path), f"{vkey}\n".encode())
    print(vkey)
    return 0


def run(
    *,
    url: str,
    key: str,
    state: str,
    log_key: str,
    token: str,
    client_id: str,
    client_secret: str,
    every: float,
    allow_http: bool,
) -> int:
    """Look at the log of a room and cosign its head; with `every`, again and again. Returns `FORKED` where it must not."""
    signer = read_signer(Path(key))
    sign_in = SignIn(token, client_id, client_secret)
    file = Path(state) if state else Path(f"{key}.state")
    with opened(url, allow_http=allow_http) as room:
        while True:
            try:
                said = look(room, signer, file, log_key, sign_in, lambda: int(time.time()))
                print(f"✓ {said}", flush=True)
            except Forked as fork:
                print(f"✗ {fork}", file=sys.stderr, flush=True)
                return FORKED
            except Outage as trouble:
                if not every:
                    raise
                print(f"! {trouble}", file=sys.stderr, flush=True)
            if not every:
                return 0
            time.sleep(every)


def look(
    room: httpx.Client, signer: Signer, file: Path, log_key: str, sign_in: SignIn, now_s: Callable[[], int]
) -> str:
    """Do one round, and return what was done as a sentence.

    log_key: the log's verifier key, or a file with it, where it is known from elsewhere; else the one that the room shows
    the first time is remembered. Raises `Forked`; `Outage` where the room cannot be reached or does not take it now.
    """
    known = _known(file) or Known(_log_vkey(room, log_key))
    if log_key and str(_parsed_key(_text_of(log_key))) != known.vkey:
        raise Misconfigured(
            f"{file} remembers the log under {known.vkey}, not under the key given. Where the host has begun a new epoch, "
            "and said so, use another --state FILE."
        )
    content = got(room, "/log/checkpoint")
    head = _opened(content, parse_key(known.vkey), file)
    _compare(room, known, head, content, file)
    now = Known(known.vkey, content.decode())
    if now != known:
        write_file(file, msgspec.json.encode(now), _PRIVATE)
    _send(room, head, signer, sign_in, now_s())
    return f"cosigned {head.origin} at {head.size:,} entries as {signer.name}"


def read_signer(path: Path) -> Signer:
    """Return the key in a file, with the name in the file beside it. Raises `Misconfigured` or `Outage`."""
    try:
        key, vkey = read_key(path), parse_key(_vkey_file(path).read_text().strip())
    except (OSError, Malformed) as error:
        raise Misconfigured(
            f"The key {path} cannot be used ({error}). Make one: tansiq cosign --new-key FILE"
        ) from None
    if vkey != key_of(vkey.name, key, COSIGNATURE):
        raise Misconfigured(
            f"{_vkey_file(path)} is not of the key in {path}. Put the two that belong together in place."
        )
    return Signer(vkey.name, key)


def _compare(room: httpx.Client, known: Known, head: Checkpoint, content: bytes, file: Path) -> None:
    """Raise `Forked` unless what is remembered is a beginning of the new head."""
    if not known.checkpoint:
        return
    old = open_checkpoint(known.checkpoint.encode(), parse_key(known.vkey))
    if head.size < old.size:
        why = (
            f"The log has {head.size:,} entries now, and had {old.size:,}: it became shorter, or something on the way gives "
            "old answers."
        )
    elif verify_consistency(old.size, head.size, old.root, head.root, _proof(room, old.size, head.size)):
        return
    elif old.size == head.size:
        why = f"The log has another root at {head.size:,} entries than it had: its past was changed."
    else:
        why = (
            f"The log with {head.size:,} entries does not begin with the {old.size:,} that it had: its past was changed, or "
            "the hash tiles that it serves are wrong."
        )
    evidence = file.with_name(f"{file.name}.fork")
    if not evidence.exists():  # the first is the one that counts
        both = {"why": why, "vkey": known.vkey, "before": known.checkpoint, "after": content.decode()}
        write_file(evidence, msgspec.json.format(msgspec.json.encode(both)), _PRIVATE)
    raise Forked(
        f"{why} Nothing was signed. Both heads lie in {evidence}, signed by the log's key: keep that file, and compare with "
        "the other parties."
    )


def _proof(room: httpx.Client, old: int, new: int) -> list[bytes]:
    if not 0 < old < new:
        return []

    def fetch(tile: Tile) -> bytes:
        content = got(room, f"/log/{format_path(tile)}")
        if len(content) != tile.width * HASH_BYTES:
            raise Outage(f"The room's tile {format_path(tile)} has {len(content)} bytes. Try again later.")
        return content

    return consistency(old, new, subtree_from_tiles(fetch, new))


def _send(room: httpx.Client, head: Checkpoint, signer: Signer, sign_in: SignIn, now_s: int) -> None:
    note = Note(head.text, (cosign(head.text, signer.name, signer.key, now_s),))
    bearer = {"authorization": f"Bearer {signed_in(room, sign_in)}"}
    answer = asked(room, "POST", "/room/v1/cosignatures", json={"checkpoint": str(note)}, headers=bearer)
    if answer.status == 200:
        return
    try:
        told = msgspec.json.decode(answer.body, type=_Error)
        sentence = f"{told.message} {told.hint}"
    except (msgspec.DecodeError, UnicodeDecodeError):
        sentence = f"HTTP status {answer.status}"
    raise Outage(f"The room does not take the cosignature: {sentence}")


def _opened(content: bytes, key: VerifierKey, file: Path) -> Checkpoint:
    try:
        return open_checkpoint(content, key)
    except Malformed as error:
        raise Outage(
            f"{error} {file} remembers that key. If the host has begun a new epoch, and said so to all parties, look again "
            "with --log-key VKEY and another --state FILE; if not, compare with the other parties."
        ) from None


def _log_vkey(room: httpx.Client, log_key: str) -> str:
    if log_key:
        return str(_parsed_key(_text_of(log_key)))
    vkey = str(_parsed_key(got(room, "/log/vkey").decode("utf-8", "replace").strip()))
    print(
        f"! First look: remembered the log's key as the room shows it. Compare with other parties: {vkey}", flush=True
    )
    return vkey


def _parsed_key(text: str) -> VerifierKey:
    try:
        return parse_key(text)
    except Malformed as error:
        raise Misconfigured(f"The log's key cannot be used: {error}") from None


def _text_of(given: str) -> str:
    return (Path(given).read_text() if Path(given).is_file() else given).strip()


def _known(file: Path) -> Known | None:
    try:
        known = msgspec.json.decode(file.read_bytes(), type=Known)
        if known.checkpoint:
            open_checkpoint(known.checkpoint.encode(), parse_key(known.vkey))
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, Malformed) as error:
        raise Misconfigured(
            f"{file} cannot be read ({error}). It holds the last head that was seen: copy it back from a backup, or move it "
            "away to begin anew, and then nothing tells whether the log is still the same."
        ) from None
    return known


def _vkey_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.vkey")
