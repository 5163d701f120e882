"""The Merkle tree of RFC 9162, section 2.1: roots, proofs that a leaf is in, proofs that nothing was taken out.

The functions work on leaf *hashes*. They reach the tree only through `Subtree`: the hash of a perfect subtree. Every
root and every proof is made of such hashes. Sizes count leaves; indices begin at 0.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final, Protocol

HASH_BYTES: Final = 32
TILE_BITS: Final = 8  # the height of a tile in C2SP tlog-tiles
TILE_WIDTH: Final = 1 << TILE_BITS
EMPTY_ROOT: Final = sha256().digest()

Subtree = Callable[[int, int], bytes]
"""(bits, index) -> the hash over the leaves from index * 2**bits up to, not with, (index + 1) * 2**bits."""


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01, left, right)."""
    return sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over some leaf hashes, MTH in the RFC. The root of nothing is the SHA-256 of nothing."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        paired = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        if len(level) & 1:  # a lone last node moves up as it is: the RFC splits at the largest power of two
            paired.append(level[-1])
        level = paired
    return level[0]


def subtree_of(hashes: Sequence[bytes]) -> Subtree:
    """Return a `Subtree` for a tree whose leaf hashes are all at hand."""
    return lambda bits, index: root(hashes[index << bits : (index + 1) << bits])


def range_root(start: int, end: int, subtree: Subtree) -> bytes:
    """Return the root over leaves `start` to `end - 1`. `start` must be a multiple of a power of two >= end - start."""
    acc = EMPTY_ROOT
    right = end
    while right > start:  # perfect subtrees from right to left, each bigger than the one before
        length = right - start
        bits = (length & -length).bit_length() - 1
        hash_ = subtree(bits, (right >> bits) - 1)
        acc = hash_ if right == end else node_hash(hash_, acc)
        right -= 1 << bits
    return acc


def inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree of `size` leaves (RFC 9162, 2.1.3.1), from the leaf upwards."""
    assert 0 <= index < size, f"there is no leaf {index} in a tree of {size}"
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_root(middle, end, subtree))
            end = middle
        else:
            path.append(range_root(start, middle, subtree))
            start = middle
    path.reverse()
    return path


def consistency(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Return the proof that the first `old` of `new` leaves are unchanged (RFC 9162, 2.1.4.1). 0 < old <= new."""
    assert 0 < old <= new, f"no consistency proof from {old} to {new} leaves"
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(range_root(middle, end, subtree))
            end = middle
        else:
            path.append(range_root(start, middle, subtree))
            start, whole = middle, False
    if not whole:
        path.append(range_root(start, end, subtree))
    path.reverse()
    return path


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that an inclusion proof leads to (RFC 9162, 2.1.3.2), None where it has not the right form."""
    if not 0 <= index < size or not _are_hashes(leaf, *path):
        return None
    fn, sn, acc = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            acc = node_hash(sibling, acc)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            acc = node_hash(acc, sibling)
        fn, sn = fn >> 1, sn >> 1
    return acc if sn == 0 else None


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Return whether the proof shows that `leaf` is at `index` in the tree with this size and root."""
    return root_from_inclusion(leaf, index, size, path) == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Return whether the proof shows that the tree (`old`, `old_root`) is a beginning of (`new`, `new_root`).

    RFC 9162, 2.1.4.2. An empty tree is a beginning of every tree, with an empty proof; a tree is one of itself.
    """
    if not 0 <= old <= new or not _are_hashes(old_root, new_root, *path):
        return False
    if old == 0 or old == new:
        same = old_root == (EMPTY_ROOT if old == 0 else new_root)
        return same and not path and (new > 0 or new_root == EMPTY_ROOT)
    hashes = list(path)
    if old & (old - 1) == 0:
        hashes.insert(0, old_root)
    if not hashes:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old_acc = new_acc = hashes[0]
    for sibling in hashes[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old_acc, new_acc = node_hash(sibling, old_acc), node_hash(sibling, new_acc)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            new_acc = node_hash(new_acc, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old_acc == old_root and new_acc == new_root


class TileStore(Protocol):
    """Where full tiles go. A tile is the concatenation of 256 hashes; see C2SP tlog-tiles."""

    def put(self, level: int, index: int, tile: bytes) -> None:
        """Keep a full tile. Each is put once."""
        ...

    def tile(self, level: int, index: int) -> bytes:
        """Return a tile that was put."""
        ...


class Tree:
    """The log's tree as it grows: in memory only the hashes right of the last full tile of each level.

    Not for use by several threads at once.
    """

    def __init__(self, store: TileStore) -> None:
        self.size = 0
        self._store = store
        self._edge: list[list[bytes]] = [[]]  # level -> the hashes of its partial tile
        self._peaks: list[bytes] = []  # the perfect subtrees of the tree, the biggest first

    @classmethod
    def restored(cls, size: int, store: TileStore) -> "Tree":
        """Return the tree of `size` leaves from a store that also holds its partial tiles (longer ones will do)."""
        tree = cls(store)
        tree.size = size
        tree._edge = []
        for level in range(max(1, _levels(size))):
            width = (size >> (TILE_BITS * level)) % TILE_WIDTH
            tree._edge.append(cut(store.tile(level, size >> (TILE_BITS * (level + 1))))[:width] if width else [])
        at = 0
        for bits in reversed(range(size.bit_length())):
            if size >> bits & 1:
                tree._peaks.append(tree.subtree(bits, at >> bits))
                at += 1 << bits
        return tree

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash on the right."""
        edge, peaks = self._edge, self._peaks
        edge[0].append(leaf)
        carry, bits, acc = self.size, 0, leaf
        while carry & 1:
            acc = sha256(b"\x01" + peaks.pop() + acc).digest()
            carry >>= 1
            bits += 1
            if bits % TILE_BITS == 0:
                self._lift(bits // TILE_BITS, carry, acc)
        peaks.append(acc)
        self.size += 1

    def root(self, size: int | None = None) -> bytes:
        """Return the root at `size` leaves, now or earlier."""
        if size is not None and size != self.size:
            assert 0 <= size < self.size, f"the tree has {self.size} leaves, not yet {size}"
            return range_root(0, size, self.subtree)
        if not self._peaks:
            return EMPTY_ROOT
        acc = self._peaks[-1]
        for peak in self._peaks[-2::-1]:
            acc = node_hash(peak, acc)
        return acc

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the proof that leaf `index` is in the tree of `size` leaves; by default of all leaves."""
        size = self.size if size is None else size
        assert size <= self.size, f"the tree has {self.size} leaves, not yet {size}"
        return inclusion(index, size, self.subtree)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """Return the proof that the tree of `old` leaves is a beginning of that of `new` leaves; by default of all."""
        new = self.size if new is None else new
        assert new <= self.size, f"the tree has {self.size} leaves, not yet {new}"
        return consistency(old, new, self.subtree)

    def leaf(self, index: int) -> bytes:
        """Return a leaf hash."""
        assert 0 <= index < self.size, f"there is no leaf {index} in a tree of {self.size}"
        return self.subtree(0, index)

    def subtree(self, bits: int, index: int) -> bytes:
        """Return the hash of a perfect subtree, all of whose leaves must be in the tree."""
        level, within = divmod(bits, TILE_BITS)
        first = index << within  # in hashes of this level
        tile, at = divmod(first, TILE_WIDTH)
        return root(self._hashes(level, tile)[at : at + (1 << within)])

    def tile(self, level: int, index: int) -> bytes:
        """Return a tile as far as it is there: full, partial, or empty."""
        full = self.size >> (TILE_BITS * (level + 1))
        if index > full or level >= len(self._edge):
            return b""
        return b"".join(self._edge[level]) if index == full else self._store.tile(level, index)

    def edges(self) -> list[tuple[int, int, bytes]]:
        """Return the partial tiles as (level, index, bytes): with the full ones, all that `restored` needs."""
        return [
            (level, self.size >> (TILE_BITS * (level + 1)), b"".join(hashes))
            for level, hashes in enumerate(self._edge)
            if hashes
        ]

    def _hashes(self, level: int, index: int) -> list[bytes]:
        if index == self.size >> (TILE_BITS * (level + 1)):
            return self._edge[level]
        return cut(self._store.tile(level, index))

    def _lift(self, level: int, index: int, acc: bytes) -> None:
        """The tile `index` of the level below is full: hand it over and put its root on the edge above."""
        below = self._edge[level - 1]
        self._store.put(level - 1, index, b"".join(below))
        below.clear()
        if level == len(self._edge):
            self._edge.append([])
        self._edge[level].append(acc)


class MemoryTiles:
    """Tiles in memory, for tests and for checks that need no tiles afterwards."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], bytes] = {}

    def put(self, level: int, index: int, tile: bytes) -> None:
        """Keep a tile."""
        self._tiles[level, index] = tile

    def tile(self, level: int, index: int) -> bytes:
        """Return a tile that was put."""
        return self._tiles[level, index]


def cut(tile: bytes) -> list[bytes]:
    """Return the hashes of a tile."""
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size` (> 1)."""
    return 1 << (size - 1).bit_length() - 1


def _levels(size: int) -> int:
    return (size.bit_length() + TILE_BITS - 1) // TILE_BITS


def _are_hashes(*hashes: bytes) -> bool:
    return all(len(each) == HASH_BYTES for each in hashes)
