"""The tree, against the recursive definitions of RFC 9162 written down as they stand there."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.log import merkle
from tansiq.log.merkle import EMPTY_ROOT, MemoryTiles, Tree, subtree_of, verify_consistency, verify_inclusion

LEAVES = [sha256(b"\0leaf %d" % n).digest() for n in range(70_000)]


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(d: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, with leaf hashes as `d`."""
    if len(d) <= 1:
        return d[0] if d else sha256().digest()
    k = split(len(d))
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: list[bytes]) -> list[bytes]:
    """RFC 9162, 2.1.3.1."""
    if len(d) == 1:
        return []
    k = split(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    """RFC 9162, 2.1.4.1."""
    if m == len(d):
        return [] if b else [mth(d)]
    k = split(len(d))
    return [*subproof(m, d[:k], b), mth(d[k:])] if m <= k else [*subproof(m - k, d[k:], False), mth(d[:k])]


def tree_of(size: int) -> Tree:
    tree = Tree(MemoryTiles())
    for leaf in LEAVES[:size]:
        tree.append(leaf)
    return tree


BIG = tree_of(70_000)
sizes = st.one_of(
    st.integers(1, 40), st.integers(240, 600), st.sampled_from([1023, 1024, 1025, 65_535, 65_536, 65_537, 70_000])
)


def test_small_trees_completely():
    for n in range(1, 20):
        d = LEAVES[:n]
        tree = tree_of(n)
        assert tree.root() == merkle.root(d) == mth(d)
        for m in range(n):
            assert tree.inclusion(m) == merkle.inclusion(m, n, subtree_of(d)) == path(m, d)
        for m in range(1, n + 1):
            assert tree.root(m) == mth(d[:m])
            assert tree.consistency(m) == merkle.consistency(m, n, subtree_of(d)) == subproof(m, d, True)


def test_the_reference_tree_of_certificate_transparency():
    """The eight leaves and roots that implementations of RFC 6962 share as test vectors."""
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [sha256(b"\0" + bytes.fromhex(entry)).digest() for entry in entries]
    assert merkle.root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.root(leaves[:6]).hex() == "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"
    assert merkle.root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert [each.hex() for each in merkle.consistency(6, 8, subtree_of(leaves))] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_the_empty_tree():
    tree = Tree(MemoryTiles())
    assert tree.root() == tree.root(0) == merkle.root([]) == EMPTY_ROOT == mth([])
    assert BIG.root(0) == EMPTY_ROOT


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_big_trees_at_any_size(data):
    n = data.draw(sizes, "size")
    m = data.draw(st.integers(0, n - 1), "index")
    if n <= 600:
        assert BIG.root(n) == mth(LEAVES[:n])
        assert BIG.inclusion(m, n) == path(m, LEAVES[:n])
        assert BIG.consistency(m + 1, n) == subproof(m + 1, LEAVES[:n], True)
    assert verify_inclusion(LEAVES[m], m, n, BIG.inclusion(m, n), BIG.root(n))
    assert verify_consistency(m + 1, n, BIG.root(m + 1), BIG.root(n), BIG.consistency(m + 1, n))
    assert BIG.leaf(m) == LEAVES[m]


def test_the_root_of_a_big_tree():
    assert BIG.root() == BIG.root(70_000) == mth(LEAVES)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 70), st.data())
def test_a_wrong_inclusion_proof_is_refused(n, data):
    m = data.draw(st.integers(0, n - 1), "index")
    good = BIG.inclusion(m, n)
    root = BIG.root(n)
    assert verify_inclusion(LEAVES[m], m, n, good, root)
    other = data.draw(st.integers(-1, 80).filter(lambda i: i != m), "other index")
    assert not verify_inclusion(LEAVES[m], other, n, good, root)
    assert not verify_inclusion(LEAVES[n], m, n, good, root)
    assert not verify_inclusion(LEAVES[m], m, n, [*good, LEAVES[0]], root)
    assert not verify_inclusion(LEAVES[m], m, n, good, BIG.root(n + 1))
    if good:
        at = data.draw(st.integers(0, len(good) - 1), "changed hash")
        assert not verify_inclusion(LEAVES[m], m, n, [*good[:at], *good[at + 1 :]], root)
        assert not verify_inclusion(LEAVES[m], m, n, [*good[:at], bytes(32), *good[at + 1 :]], root)
        assert not verify_inclusion(LEAVES[m], m, n, [*good[:at], good[at] + b"\0", *good[at + 1 :]], root)


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 70), st.data())
def test_a_wrong_consistency_proof_is_refused(n, data):
    m = data.draw(st.integers(1, n - 1), "old size")
    good = BIG.consistency(m, n)
    old, new = BIG.root(m), BIG.root(n)
    assert verify_consistency(m, n, old, new, good)
    assert not verify_consistency(m, n, LEAVES[0][::-1], new, good), "a past that was not"
    assert not verify_consistency(m, n, old, BIG.root(n + 1), good)
    assert not verify_consistency(m, n, old, new, [*good, LEAVES[0]])
    assert not verify_consistency(n, m, new, old, good)
    at = data.draw(st.integers(0, len(good) - 1), "changed hash")
    assert not verify_consistency(m, n, old, new, [*good[:at], *good[at + 1 :]])
    assert not verify_consistency(m, n, old, new, [*good[:at], bytes(32), *good[at + 1 :]])


@pytest.mark.parametrize(
    ("old", "new", "old_root", "new_root", "proof", "expected", "because"),
    [
        (0, 5, EMPTY_ROOT, BIG.root(5), [], True, "nothing is a beginning of everything"),
        (0, 5, BIG.root(1), BIG.root(5), [], False, "the root of nothing is fixed"),
        (0, 0, EMPTY_ROOT, EMPTY_ROOT, [], True, "nothing is a beginning of nothing"),
        (0, 0, EMPTY_ROOT, BIG.root(1), [], False, "nothing has one root"),
        (5, 5, BIG.root(5), BIG.root(5), [], True, "a tree is a beginning of itself"),
        (5, 5, BIG.root(5), BIG.root(5), [LEAVES[0]], False, "and needs no proof"),
        (5, 5, BIG.root(5), BIG.root(6), [], False, "two roots at one size: a fork"),
        (5, 6, BIG.root(5), BIG.root(6), [], False, "a proof is needed"),
        (-1, 5, BIG.root(5), BIG.root(5), [], False, "no such size"),
        (4, 5, b"short", BIG.root(5), BIG.consistency(4, 5), False, "not a hash"),
    ],
)
def test_edges_of_consistency(old, new, old_root, new_root, proof, expected, because):
    assert verify_consistency(old, new, old_root, new_root, proof) is expected, because


@pytest.mark.parametrize("size", [0, 1, 3, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 69_999])
def test_a_tree_restored_from_its_tiles_goes_on_alike(size):
    tiles = MemoryTiles()
    tree = Tree(tiles)
    for leaf in LEAVES[:size]:
        tree.append(leaf)
    for level, index, tile in tree.edges():
        tiles.put(level, index, tile)
    again = Tree.restored(size, tiles)
    assert (again.size, again.root()) == (size, tree.root())
    for leaf in LEAVES[size : size + 300]:
        again.append(leaf)
    assert again.root() == BIG.root(again.size)
    if size:
        assert again.inclusion(size - 1) == BIG.inclusion(size - 1, again.size)


def test_tiles_hold_what_c2sp_says():
    """C2SP tlog-tiles: the n-th tile at level l holds MTH(D[(n*256+i) * 256**l : (n*256+i+1) * 256**l])."""
    assert BIG.tile(0, 3) == b"".join(LEAVES[768:1024])
    assert BIG.tile(0, 273) == b"".join(LEAVES[69_888:])
    assert BIG.tile(1, 0) == b"".join(mth(LEAVES[i * 256 : (i + 1) * 256]) for i in range(256))
    assert BIG.tile(1, 1) == b"".join(mth(LEAVES[i * 256 : (i + 1) * 256]) for i in range(256, 273))
    assert BIG.tile(2, 0) == mth(LEAVES[:65_536])
    assert [BIG.tile(0, 274), BIG.tile(1, 2), BIG.tile(2, 1), BIG.tile(3, 0), BIG.tile(9, 0)] == [b""] * 5
    assert len(BIG.edges()) == 3


@pytest.mark.parametrize(
    "ask",
    [
        lambda: BIG.root(70_001),
        lambda: BIG.inclusion(5, 5),
        lambda: BIG.inclusion(-1),
        lambda: BIG.inclusion(5, 70_001),
        lambda: BIG.consistency(0),
        lambda: BIG.consistency(6, 5),
        lambda: BIG.consistency(6, 70_001),
        lambda: BIG.leaf(70_000),
    ],
)
def test_asking_for_what_is_not_there_is_a_bug(ask):
    with pytest.raises(AssertionError):
        ask()
