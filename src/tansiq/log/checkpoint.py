"""Checkpoints: the signed size and root of the log's tree, as C2SP tlog-checkpoint says.

The log's origin is "tansiq/" and the log id; it is also the name of the log's key.
"""

import base64
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from tansiq.log.folder import write_file
from tansiq.log.merkle import HASH_BYTES
from tansiq.log.note import ED25519, Malformed, Note, VerifierKey, decode_base64, is_signed, key_of, parse_note, sign


class Checkpoint(Struct, frozen=True):
    """A head of a log. size: how many leaves, that is the last position. extensions: lines of others, kept as they are."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text of the note: what is signed."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @property
    def hash(self) -> bytes:
        """SHA-256 of the text: how receipts name a checkpoint."""
        return sha256(self.text.encode()).digest()


def origin_of(log_id: str) -> str:
    """Return the origin line, and the key's name, of the log with this id."""
    return f"tansiq/{log_id}"


def log_vkey(log_id: str, key: Ed25519PrivateKey) -> VerifierKey:
    """Return the key with which others verify what this log signs."""
    return key_of(origin_of(log_id), key)


def sign_checkpoint(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> Note:
    """Return the checkpoint as a note that the log's key has signed."""
    return Note(checkpoint.text, (sign(checkpoint.text, checkpoint.origin, key),))


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint in the text of a note. Raises `Malformed`."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() != "" or not all(lines):
        raise Malformed("A checkpoint has at least three lines, none of them empty: origin, size, root.")
    origin, size, encoded, *extensions = lines
    if not size.isascii() or not size.isdecimal() or str(int(size)) != size or int(size) >= 1 << 63:
        raise Malformed(f"The size {size[:40]!r} of a checkpoint is not a number without leading zeros.")
    root = decode_base64(encoded, "the root of a checkpoint")
    if len(root) != HASH_BYTES:
        raise Malformed(f"The root of a checkpoint has {len(root)} bytes, not {HASH_BYTES}.")
    return Checkpoint(origin, int(size), root, tuple(extensions))


def open_checkpoint(content: bytes, key: VerifierKey) -> Checkpoint:
    """Return the checkpoint in a note that `key` has signed. Raises `Malformed` for anything else.

    The origin must be the key's name: a log signs only its own heads.
    """
    note = parse_note(content)
    if key.kind != ED25519:
        raise Malformed(f"{key} is the key of a cosigner, not of a log.")
    if not is_signed(note, key):
        raise Malformed(f"The checkpoint is not signed by {key}, or the signature is wrong.")
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != key.name:
        raise Malformed(f"The checkpoint is of {checkpoint.origin}, but the key is of {key.name}.")
    return checkpoint


def store_checkpoint(path: Path, note: Note) -> None:
    """Put the newest signed checkpoint in its file: after a power cut there is the old one or the new one."""
    write_file(path, str(note).encode())
