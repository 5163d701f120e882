"""How a batch of records lies in one row of `log.sqlite`, and how a row is checked. Pure functions.

A row's data are its records one after the other: the length of the body in 4 bytes, one byte that says whether the
record came with erasable bytes (1) or not (0), the body. Numbers are big-endian. `docs/log-format.md` says the same in
tables.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from msgspec import Struct

from tansiq.log.engine import Blob, Damaged

CURE: Final = "Stop the server and put a good copy in place with `tansiq restore`."
NO_SUM: Final = bytes(32)  # the checksum of erasable bytes that were destroyed


class Row(Struct, frozen=True, gc=False, array_like=True):
    """A batch as it is stored. first: its first position. count: how many records. checksum: see `row_checksum`."""

    first: int
    count: int
    data: bytes
    checksum: bytes


class ErasableRow(Struct, frozen=True, gc=False, array_like=True):
    """The erasable bytes of a position. Destroyed ones are zeros and have `NO_SUM` as checksum."""

    position: int
    data: bytes
    checksum: bytes


def pack(first: int, batch: Sequence[Blob]) -> Row:
    """Return the row for a batch whose first position is `first`."""
    pieces: list[bytes] = []
    for body, erasable in batch:
        pieces.append(len(body).to_bytes(4))
        pieces.append(b"\x01" if erasable else b"\x00")
        pieces.append(body)
    joined = b"".join(pieces)
    return Row(first, len(batch), joined, row_checksum(first, len(batch), joined))


def pack_erasable(first: int, batch: Sequence[Blob]) -> list[ErasableRow]:
    """Return the rows for the erasable bytes of a batch."""
    return [
        ErasableRow(position, blob.erasable, erasable_checksum(position, blob.erasable))
        for position, blob in enumerate(batch, first)
        if blob.erasable
    ]


def row_checksum(first: int, count: int, joined: bytes) -> bytes:
    """Return SHA-256(first position in 8 bytes, count in 4, data)."""
    digest = sha256(first.to_bytes(8) + count.to_bytes(4))
    digest.update(joined)
    return digest.digest()


def erasable_checksum(position: int, erasable: bytes) -> bytes:
    """Return SHA-256(position in 8 bytes, bytes)."""
    return sha256(position.to_bytes(8) + erasable).digest()


def unpack(row: Row, erasable: Mapping[int, ErasableRow]) -> list[Blob]:
    """Return the records of a row. `erasable`: the rows of the positions in it.

    Raises `Damaged` where anything is not what was written.
    """
    check(row)
    blobs: list[Blob] = []
    at, joined = 0, row.data
    for position in range(row.first, row.first + row.count):
        start = at + 5
        if start > len(joined):
            break
        end = start + int.from_bytes(joined[at : at + 4])
        here = erasable_bytes(position, erasable.get(position)) if joined[at + 4] else b""
        blobs.append(Blob(joined[start:end], here))
        at = end
    if at != len(joined) or len(blobs) != row.count:
        raise Damaged(f"The log is damaged at {_where(row)}: the row does not hold {row.count} records. {CURE}")
    return blobs


def check(row: Row) -> None:
    """Raise `Damaged` where a row does not have its checksum."""
    if row_checksum(row.first, row.count, row.data) != row.checksum:
        raise Damaged(f"The log is damaged at {_where(row)}: the row does not have its checksum. {CURE}")


def _where(row: Row) -> str:
    return f"positions {row.first} to {row.first + row.count - 1}"


def erasable_bytes(position: int, row: ErasableRow | None) -> bytes:
    """Return what a row of erasable bytes holds, b"" where it was destroyed. Raises `Damaged`."""
    if row is None:
        raise Damaged(f"The log is damaged at position {position}: its erasable bytes are missing. {CURE}")
    if row.checksum == NO_SUM and not any(row.data):
        return b""
    if erasable_checksum(position, row.data) != row.checksum:
        raise Damaged(f"The log is damaged at position {position}: its erasable bytes have another checksum. {CURE}")
    return row.data
