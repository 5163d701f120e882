"""Paths of hash tiles, and what is served for them."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.log.merkle import MemoryTiles, Tree, cut, root
from tansiq.log.tiles import Tile, format_path, parse_path, tile_bytes

TREE = Tree(MemoryTiles())
for n in range(70_000):
    TREE.append(sha256(b"%d" % n).digest())


@pytest.mark.parametrize(
    ("path", "tile"),
    [
        ("tile/0/000", Tile(0, 0)),
        ("tile/1/067", Tile(1, 67)),
        ("tile/0/x001/234", Tile(0, 1234)),
        ("tile/0/x001/x234/067", Tile(0, 1_234_067)),
        ("tile/63/000.p/1", Tile(63, 0, 1)),
        ("tile/0/x001/234.p/255", Tile(0, 1234, 255)),
    ],
)
def test_paths(path, tile):
    assert parse_path(path) == tile
    assert format_path(tile) == path


@given(st.builds(Tile, st.integers(0, 63), st.integers(0, 10**13), st.integers(1, 256)))
def test_every_tile_has_one_path(tile):
    assert parse_path(format_path(tile)) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/001/234",
        "tile/0/x001",
        "tile/0/x000/234",
        "tile/0/x1/234",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/300",
        "tile/0/000.p/",
        "tile/entries/000",
        "tile/0/٠٠٠",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "",
    ],
)
def test_what_is_no_path_of_a_tile(path):
    assert parse_path(path) is None


@pytest.mark.parametrize(
    ("path", "size", "hashes", "because"),
    [
        ("tile/0/272", 70_000, 256, "the last full tile: the specification's own example"),
        ("tile/0/273.p/112", 70_000, 112, "the partial one after it"),
        ("tile/1/000", 70_000, 256, "one full tile on level 1"),
        ("tile/1/001.p/17", 70_000, 17, "and a partial one"),
        ("tile/2/000.p/1", 70_000, 1, "and one on level 2"),
        ("tile/1/000.p/1", 256, 1, "size 256 has one on level 1"),
        ("tile/0/273.p/100", 70_000, 100, "an earlier, narrower one"),
        ("tile/0/273.p/113", 70_000, None, "wider than there is"),
        ("tile/0/273", 70_000, None, "not yet full"),
        ("tile/0/000", 255, None, "not full at that size"),
        ("tile/0/274.p/1", 70_000, None, "empty tiles are not served"),
        ("tile/3/000.p/1", 70_000, None, "no such level yet"),
    ],
)
def test_what_is_served(path, size, hashes, because):
    served = tile_bytes(parse_path(path), TREE, size)
    assert (None if served is None else len(served) // 32) == hashes, because


def test_a_reader_can_compute_the_root_from_tiles_alone():
    hashes = [each for n in range(274) for each in cut(TREE.tile(0, n))]
    assert len(hashes) == 70_000
    assert root(hashes) == TREE.root()
