"""Folders in which nodes lived, and starting one more on them."""

import asyncio
import shutil
from pathlib import Path

from core.making import report

from .house import digest_of, digest_of_replay, running


def live(path: Path) -> Path:
    """A folder in which a node lived twice: positions 1 to 12, of which a copy is kept, then up to 30, and a report.

    All in batches of three, but for the report.
    """
    asyncio.run(write(path, 0, 12))
    shutil.copytree(path, older(path))
    asyncio.run(write(path, 12, 30, last="report"))
    return path


def older(path: Path) -> Path:
    return path.with_name(path.name + "-an-hour-ago")


async def write(path: Path, first: int, last_flight: int, last: str = "", snapshot_at: int = 0) -> None:
    async with running(path) as house:
        for n in range(first, last_flight, 3):
            await asyncio.gather(*(house.write(f"flight{m}", key=f"k{m}") for m in range(n, n + 3)))
            if n + 3 == snapshot_at:
                await house.save()
        if last == "report":
            await house.ask(report(), erasable=b"text")


def start(path: Path) -> int:
    """Start a node and end it. Returns its position."""

    async def story():
        async with running(path) as house:
            assert digest_of(house.state) == digest_of_replay(path)
            return house.state.position

    return asyncio.run(story())
