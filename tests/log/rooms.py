"""Small data folders for tests of checking and copying."""

import asyncio
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tansiq.log.checkpoint import Checkpoint, log_vkey, origin_of, sign_checkpoint, store_checkpoint
from tansiq.log.engine import Blob
from tansiq.log.folder import log_key, open_folder
from tansiq.log.merkle import MemoryTiles, Tree
from tansiq.log.note import Note, VerifierKey
from tansiq.log.record import Part, commitment, encode, leaf_hash
from tansiq.log.sqlite import SqliteLog


def blob(position: int, variant: str = "") -> Blob:
    """A record with a header and, at even positions, an erasable part."""

    def salt(name: str) -> bytes:
        return sha256(f"{name} {position}".encode()).digest()[:16]

    parts = [Part("header", salt("header"), b'{"n":%d}' % position + variant.encode())]
    if position % 2 == 0:
        parts.append(Part("erasable", salt("erasable"), b'{"name":"person %d"}' % position))
    return encode(parts)


def tree_of(size: int, variant: str = "") -> Tree:
    tree = Tree(MemoryTiles())
    for position in range(1, size + 1):
        tree.append(leaf_hash(position, commitment(blob(position, variant))))
    return tree


def head(log_id: str, key: Ed25519PrivateKey, size: int, variant: str = "") -> Note:
    return sign_checkpoint(Checkpoint(origin_of(log_id), size, tree_of(size, variant).root()), key)


class Room:
    """A folder whose log is written in batches of 1, 2, 3, 1, 2, 3 … records, and its checkpoint at the end."""

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        with open_folder(path) as folder:
            self.key = log_key(folder)
            self.log_id = asyncio.run(self._write(folder.log, size))
            store_checkpoint(folder.checkpoint, self.head(size))

    @property
    def vkey(self) -> VerifierKey:
        return log_vkey(self.log_id, self.key)

    def head(self, size: int, variant: str = "") -> Note:
        return head(self.log_id, self.key, size, variant)

    async def _write(self, path: Path, size: int) -> str:
        log = SqliteLog(path)
        step = 1
        while (last := await log.committed()) < size:
            await log.append([blob(position) for position in range(last + 1, min(last + step, size) + 1)])
            step = step % 3 + 1
        await log.close()
        return log.log_id

    def erase(self, position: int) -> None:
        async def story() -> None:
            log = SqliteLog(self.path / "log.sqlite")
            await log.erase(position)
            await log.close()

        asyncio.run(story())
