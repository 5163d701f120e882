"""A record: one log entry as separately salted parts, so that one can be shown, or destroyed, without the others.

Each part has its own hash; the hashes in order make the record's *commitment* (an RFC 9162 tree); the commitment and
the position make the leaf in the log's tree. Bodies are kept as the very bytes that were hashed.
`docs/log-format.md` says it byte by byte.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from msgspec import Struct

from tansiq.log.engine import Blob, Damaged, UnknownFormat
from tansiq.log.merkle import inclusion, root, root_from_inclusion, subtree_of

FORMAT: Final = 1
ERASABLE: Final = "erasable"
SALT_BYTES: Final = 16

_HASH_BYTES: Final = 32
_HERE: Final = 0  # also the prefix of RFC 9162 leaf hashes: such a piece is hashed exactly as it is stored
_HASH_ONLY: Final = 2
_VERSION: Final = bytes((FORMAT,))
_CURE: Final = "Restore the log with `tansiq restore`."
_LEAF: Final = b"\x00" + _VERSION


class Part(Struct, frozen=True, gc=False):
    """A part whose bytes are at hand.

    name: 1 to 255 bytes in UTF-8, unique in its record. salt: 16 random bytes, never used for another part: without
    them short bodies could be guessed from the hash. body: any bytes; never parsed here.
    """

    name: str
    salt: bytes
    body: bytes


class Sealed(Struct, frozen=True, gc=False):
    """A part of which only the hash is known, because its bytes were erased."""

    name: str
    hash: bytes


class Record(Struct, frozen=True):
    """The parts of a record in order."""

    parts: tuple[Part | Sealed, ...]

    def body(self, name: str) -> bytes | None:
        """Return the bytes of a part, None where there is no such part or it was erased."""
        for part in self.parts:
            if part.name == name:
                return part.body if isinstance(part, Part) else None
        return None


class Opening(Struct, frozen=True):
    """What shows one part of a record to somebody who knows the commitment, and nothing of the other parts.

    index: place of the part among `count` parts, from 0. path: the inclusion proof in the tree of part hashes.
    """

    name: str
    salt: bytes
    body: bytes
    index: int
    count: int
    path: tuple[bytes, ...]


def encode(parts: Sequence[Part]) -> Blob:
    """Return the bytes of a record. The part named "erasable", if there is one, must be the last."""
    assert parts, "a record has at least one part"
    assert len({part.name for part in parts}) == len(parts), "two parts of a record have one name"
    pieces = [_VERSION]
    erasable = b""
    last = len(parts) - 1
    for at, part in enumerate(parts):
        piece = _preimage(part)
        if part.name == ERASABLE:
            assert at == last, "the erasable part is the last"
            erasable = part.salt + part.body
            name = part.name.encode()
            piece = bytes((_HASH_ONLY, len(name))) + name + sha256(piece).digest()
        pieces.append(len(piece).to_bytes(4))
        pieces.append(piece)
    return Blob(b"".join(pieces), erasable)


def decode(blob: Blob) -> Record:
    """Return the parts of a record; the erasable one is `Sealed` where its bytes are gone.

    Raises `UnknownFormat` for a version that this program does not know, `Damaged` where lengths do not add up or the
    erasable bytes do not have the hash that the record gives.
    """
    parts = [_part(piece) if piece[0] == _HERE else _sealed(piece) for piece in _pieces(blob.body)]
    if len({part.name for part in parts}) != len(parts):
        raise Damaged(f"Two parts of a record have one name. {_CURE}")
    if any(isinstance(part, Sealed) or part.name == ERASABLE for part in parts[:-1]):
        raise Damaged(f"The erasable part of a record is not the last. {_CURE}")
    last = parts[-1]
    if isinstance(last, Sealed) != (last.name == ERASABLE):
        raise Damaged(f"Only the part named {ERASABLE!r} of a record may be a hash, and it must be one. {_CURE}")
    if blob.erasable:
        if not isinstance(last, Sealed):
            raise Damaged(f"A record has erasable bytes but no erasable part. {_CURE}")
        if len(blob.erasable) < SALT_BYTES:
            raise Damaged(f"The erasable bytes of a record are cut short. {_CURE}")
        part = Part(last.name, blob.erasable[:SALT_BYTES], blob.erasable[SALT_BYTES:])
        if part_hash(part) != last.hash:
            raise Damaged(f"The erasable bytes of a record do not have the hash that the record gives. {_CURE}")
        parts[-1] = part
    return Record(tuple(parts))


def part_hash(part: Part | Sealed) -> bytes:
    """Return SHA-256(0x00, salt, length of the name in one byte, name, body): an RFC 9162 leaf hash."""
    return part.hash if isinstance(part, Sealed) else sha256(_preimage(part)).digest()


def commitment(record: Blob | Record) -> bytes:
    """Return the root over the part hashes: the same before and after erasure, and it tells nothing of the parts."""
    if isinstance(record, Record):
        return root([part_hash(part) for part in record.parts])
    pieces = _pieces(record.body)
    return root([sha256(piece).digest() if piece[0] == _HERE else piece[-_HASH_BYTES:] for piece in pieces])


def leaf_hash(position: int, commitment: bytes) -> bytes:
    """Return the leaf in the log's tree: SHA-256(0x00, format version, position in 8 bytes, commitment)."""
    return sha256(_LEAF + position.to_bytes(8) + commitment).digest()


def open_part(record: Record, name: str) -> Opening:
    """Return what shows the part `name`. The part must be there and not erased."""
    hashes = [part_hash(part) for part in record.parts]
    for index, part in enumerate(record.parts):
        if part.name == name:
            assert isinstance(part, Part), f"the part {name!r} was erased; ask `Record.body` first"
            path = inclusion(index, len(hashes), subtree_of(hashes))
            return Opening(name, part.salt, part.body, index, len(hashes), tuple(path))
    raise AssertionError(f"the record has no part {name!r}")


def verify_opening(opening: Opening, commitment: bytes) -> bool:
    """Return whether the part shown is the one that the record with this commitment holds at that index."""
    if len(opening.salt) != SALT_BYTES or not 1 <= len(opening.name.encode()) <= 255:
        return False
    leaf = part_hash(Part(opening.name, opening.salt, opening.body))
    return root_from_inclusion(leaf, opening.index, opening.count, opening.path) == commitment


def _preimage(part: Part) -> bytes:
    name = part.name.encode()
    assert len(part.salt) == SALT_BYTES, f"the salt of part {part.name!r} has {len(part.salt)} bytes, not {SALT_BYTES}"
    assert 1 <= len(name) <= 255, f"the name of a part has 1 to 255 bytes, not {len(name)}"
    return b"".join((b"\x00", part.salt, bytes((len(name),)), name, part.body))


def _pieces(body: bytes) -> list[bytes]:
    if not body:
        raise Damaged(f"A record is empty. {_CURE}")
    if body[0] != FORMAT:
        raise UnknownFormat(
            f"A record has format {body[0]}; this version of Tansiq knows {FORMAT}. Use the version that wrote it."
        )
    pieces: list[bytes] = []
    at, end = 1, len(body)
    while at < end:
        start = at + 4
        at = start + int.from_bytes(body[at:start])
        pieces.append(body[start:at])
    if at != end or not pieces or not all(pieces):
        raise Damaged(f"The lengths in a record do not add up. {_CURE}")
    return pieces


def _part(piece: bytes) -> Part:
    start = 1 + SALT_BYTES + 1
    end = start + piece[start - 1] if len(piece) >= start else len(piece) + 1
    if end > len(piece) or end == start:
        raise Damaged(f"A part of a record is cut short. {_CURE}")
    return Part(_name(piece[start:end]), piece[1 : 1 + SALT_BYTES], piece[end:])


def _sealed(piece: bytes) -> Sealed:
    if piece[0] != _HASH_ONLY or len(piece) < 2 or len(piece) != 2 + piece[1] + _HASH_BYTES:
        raise Damaged(f"A part of a record is neither here nor a hash. {_CURE}")
    return Sealed(_name(piece[2:-_HASH_BYTES]), piece[-_HASH_BYTES:])


def _name(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        raise Damaged(f"A part's name is {name!r}, which is not UTF-8. {_CURE}") from None
