"""Hash tiles by path, as C2SP tlog-tiles serves them: `tile/<level>/<index>[.p/<width>]`. Entries are not served."""

import re
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from tansiq.log.merkle import HASH_BYTES, TILE_BITS, TILE_WIDTH, Subtree, Tree, cut, root

_PATH: Final = re.compile(r"tile/(0|[1-9]\d?)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)


class Tile(Struct, frozen=True):
    """Which hashes are asked for. width: how many; 256 is the full tile."""

    level: int
    index: int
    width: int = TILE_WIDTH


def parse_path(path: str) -> Tile | None:
    """Return the tile that a path names, None where it names none."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    index = int(match[2].replace("/", "").replace("x", ""))
    tile = Tile(int(match[1]), index, int(match[3]) if match[3] else TILE_WIDTH)
    usual = tile.level < 64 and tile.width <= TILE_WIDTH and format_path(tile) == path
    return tile if usual else None


def format_path(tile: Tile) -> str:
    """Return the path of a tile: index 1234067 is written x001/x234/067."""
    digits = str(tile.index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    index = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    partial = "" if tile.width == TILE_WIDTH else f".p/{tile.width}"
    return f"tile/{tile.level}/{index}{partial}"


def tile_bytes(tile: Tile, tree: Tree, size: int) -> bytes | None:
    """Return what a tile holds in the tree of `size` leaves (a published one), None where there is no such tile."""
    hashes = size >> (TILE_BITS * tile.level)
    if tile.index * TILE_WIDTH + tile.width > hashes:
        return None
    return tree.tile(tile.level, tile.index)[: tile.width * HASH_BYTES]


def subtree_from_tiles(fetch: Callable[[Tile], bytes], size: int) -> Subtree:
    """Return the `Subtree` of the tree of `size` leaves for somebody who has only its tiles. Each is fetched once.

    Nothing fetched can be trusted before a proof made from it leads to a signed root.
    """
    fetched: dict[Tile, list[bytes]] = {}

    def subtree(bits: int, index: int) -> bytes:
        level, within = divmod(bits, TILE_BITS)
        place, at = divmod(index << within, TILE_WIDTH)
        tile = Tile(level, place, min(TILE_WIDTH, (size >> (TILE_BITS * level)) - place * TILE_WIDTH))
        if tile not in fetched:
            fetched[tile] = cut(fetch(tile))
        return root(fetched[tile][at : at + (1 << within)])

    return subtree
