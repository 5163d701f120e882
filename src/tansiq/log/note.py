"""Signed notes: text with Ed25519 signatures under it, as C2SP signed-note and tlog-cosignature say.

A note keeps the signatures of keys that nobody here knows: others may know them.
"""

import base64
import binascii
import re
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

ED25519: Final = 0x01
COSIGNATURE: Final = 0x04  # a timestamp in 8 bytes comes before the signature: C2SP tlog-cosignature, "cosignature/v1"

MAX_BYTES: Final = 1 << 20  # a verifier should have a limit and must accept 16 signatures (signed-note, "Format")
_KEY_ID_BYTES: Final = 4
_SIGNATURE_BYTES: Final = 64
_LINE: Final = re.compile(r"— ([^ ]+) ([A-Za-z0-9+/]+=*)")


class Malformed(ValueError):
    """Bytes from outside are not what they should be. The text is a sentence that says what is wrong."""


class VerifierKey(Struct, frozen=True):
    """A public key with the name of who signs with it; "vkey" in C2SP. kind: `ED25519` or `COSIGNATURE`."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def id(self) -> bytes:
        """The first 4 bytes of SHA-256(name, newline, kind, public key)."""
        return sha256(self.name.encode() + b"\n" + bytes((self.kind,)) + self.public).digest()[:_KEY_ID_BYTES]

    def __str__(self) -> str:
        """Return name+id+key, the form in which people exchange such keys."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes((self.kind,)) + self.public).decode()}"


class Signature(Struct, frozen=True):
    """One line under a note. signature: 64 bytes of Ed25519, or as another kind of key has it."""

    name: str
    key_id: bytes
    signature: bytes


class Note(Struct, frozen=True):
    """A text, which ends with a newline, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        """Return the note as it is sent and stored."""
        lines = [f"— {s.name} {base64.b64encode(s.key_id + s.signature).decode()}\n" for s in self.signatures]
        return f"{self.text}\n{''.join(lines)}"


def parse_note(content: bytes) -> Note:
    """Return the note in some bytes; nothing in it is checked against a key. Raises `Malformed`."""
    if len(content) > MAX_BYTES:
        raise Malformed(f"The note has {len(content)} bytes; at most {MAX_BYTES} are read.")
    try:
        whole = content.decode()
    except UnicodeDecodeError:
        raise Malformed("The note is not UTF-8.") from None
    if any(character < " " and character != "\n" for character in whole):
        raise Malformed("The note has a control character other than newline.")
    above, separator, below = whole.rpartition("\n\n")
    if not separator or not below.endswith("\n"):
        raise Malformed("The note does not end with an empty line and signature lines.")
    return Note(f"{above}\n", tuple(_parse_line(line) for line in below[:-1].split("\n")))


def parse_key(vkey: str) -> VerifierKey:
    """Return the key in a string "name+id+key". Raises `Malformed`; kinds other than the two here are refused."""
    name, _, rest = vkey.partition("+")
    key_id, _, encoded = rest.partition("+")
    if not is_name(name) or not encoded:
        raise Malformed(f"{vkey!r} is not a verifier key: expected name+id+key.")
    content = decode_base64(encoded, "the verifier key")
    if len(content) != 33 or content[0] not in (ED25519, COSIGNATURE):
        raise Malformed(f"The verifier key of {name} is not an Ed25519 key.")
    key = VerifierKey(name, content[1:], content[0])
    if key.id.hex() != key_id.lower():
        raise Malformed(f"The verifier key of {name} has id {key_id}, but its content gives {key.id.hex()}.")
    return key


def key_of(name: str, key: Ed25519PrivateKey, kind: int = ED25519) -> VerifierKey:
    """Return the public half of a signing key."""
    return VerifierKey(name, key.public_key().public_bytes_raw(), kind)


def sign(text: str, name: str, key: Ed25519PrivateKey) -> Signature:
    """Return a signature for a text that ends with a newline. name: without spaces or "+"."""
    assert text.endswith("\n"), "the text of a note ends with a newline"
    assert is_name(name), f"{name!r} cannot be the name of a key"
    return Signature(name, key_of(name, key).id, key.sign(text.encode()))


def cosign(text: str, name: str, key: Ed25519PrivateKey, time_s: int) -> Signature:
    """Return a timestamped cosignature for a checkpoint's text. time_s: seconds since 1970."""
    assert is_name(name), f"{name!r} cannot be the name of a key"
    signature = time_s.to_bytes(8) + key.sign(_cosigned(text, time_s))
    return Signature(name, key_of(name, key, COSIGNATURE).id, signature)


def is_signed(note: Note, key: VerifierKey) -> bool:
    """Return whether the note has a signature by this key, and none by it that is wrong."""
    own = [each.signature for each in note.signatures if (each.name, each.key_id) == (key.name, key.id)]
    return bool(own) and all(_holds(note.text, signature, key) for signature in own)


def cosigned_at_s(note: Note, key: VerifierKey) -> int | None:
    """Return the time in a cosignature by this key, the newest where there are several; None where it is not signed."""
    if key.kind != COSIGNATURE or not is_signed(note, key):
        return None
    own = [each.signature for each in note.signatures if (each.name, each.key_id) == (key.name, key.id)]
    return max(int.from_bytes(signature[:8]) for signature in own)


def verifies(key: VerifierKey, signature: bytes, message: bytes) -> bool:
    """Return whether `signature` is a plain Ed25519 signature of `message` (RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_name(name: str) -> bool:
    """Return whether a string may name a key: not empty, no spaces of any kind, no plus, no control characters."""
    return bool(name) and not any(each.isspace() or each == "+" or each < " " for each in name)


def decode_base64(text: str, what: str) -> bytes:
    """Return the bytes of standard base64 with padding. Raises `Malformed` for any other way to write them."""
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Malformed(f"{text[:80]!r} in {what} is not base64.") from None
    if base64.b64encode(content).decode() != text:
        raise Malformed(f"{text[:80]!r} in {what} is not canonical base64.")
    return content


def _parse_line(line: str) -> Signature:
    match = _LINE.fullmatch(line)
    if match is None or not is_name(match[1]):
        raise Malformed(f"{line[:80]!r} is not the signature line of a note.")
    content = decode_base64(match[2], "a signature line")
    if len(content) <= _KEY_ID_BYTES:
        raise Malformed(f"The signature line of {match[1]} is too short.")
    return Signature(match[1], content[:_KEY_ID_BYTES], content[_KEY_ID_BYTES:])


def _holds(text: str, signature: bytes, key: VerifierKey) -> bool:
    if key.kind == ED25519:
        return verifies(key, signature, text.encode())
    time_s = int.from_bytes(signature[:8])
    if len(signature) != 8 + _SIGNATURE_BYTES or time_s >= 1 << 63:
        return False
    return verifies(key, signature[8:], _cosigned(text, time_s))


def _cosigned(text: str, time_s: int) -> bytes:
    return f"cosignature/v1\ntime {time_s}\n{text}".encode()
