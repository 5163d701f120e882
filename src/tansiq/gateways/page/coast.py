"""The coast line, the only thing that the map shows by itself: tiles of Natural Earth, in memory."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from pmtiles.reader import MemorySource, all_tiles  # pyright: ignore[reportUnknownVariableType]


class Coast:
    """The tiles of a PMTiles file. digest: of its content."""

    def __init__(self, path: Path) -> None:
        content = path.read_bytes()
        self.digest = hashlib.sha256(content).digest()
        tiles = cast(
            "Iterable[tuple[tuple[int, int, int], bytes]]", all_tiles(MemorySource(content))
        )  # untyped library
        self._tiles = dict(tiles)

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """Return a vector tile, packed with gzip, or None where there is nothing but sea, or no such tile."""
        return self._tiles.get((z, x, y))
