"""The log on this machine's disk: SQLite, WAL, synchronous=FULL."""

import asyncio
import os
import tempfile
import time
from pathlib import Path

from benchmarks.table import Row, show
from tansiq.log.engine import Blob
from tansiq.log.merkle import MemoryTiles, Tree
from tansiq.log.record import SALT_BYTES, Part, commitment, encode, leaf_hash
from tansiq.log.sqlite import SqliteLog

BODY = os.urandom(1_000)


def rows() -> list[Row]:
    """Appends by batch size, and the cost of proof."""
    made: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in (1, 16, 64):
            per_s = asyncio.run(_appends(Path(folder) / f"{size}.sqlite", size))
            first = made[0].measured if made else ""
            ratio = f"{per_s / float(first.split('/')[0].replace(',', '')):.1f}" if first else "1.0"
            made.append(Row(f"entries of 1 kB, {size} in a commit", f"{per_s:,.0f}/s", ratio))
    return [*made, _proof()]


async def _appends(path: Path, size: int) -> float:
    engine = SqliteLog(path)
    batch = [Blob(BODY)] * size
    count, began = 1_500, time.perf_counter()
    for _ in range(count):
        await engine.append(batch)
    took = time.perf_counter() - began
    await engine.close()
    return count * size / took


def _proof() -> Row:
    parts = [
        Part(name, os.urandom(SALT_BYTES), os.urandom(400)) for name in ("header", "reservation", "private", "request")
    ]
    tree, count = Tree(MemoryTiles()), 20_000
    began = time.perf_counter()
    for position in range(1, count + 1):
        tree.append(leaf_hash(position, commitment(encode(parts))))
    return Row("record, commitment, leaf and tree of an entry", f"{(time.perf_counter() - began) / count * 1e6:.1f} µs")


if __name__ == "__main__":
    show("The log", rows())
