"""What happens to the write-ahead log, in which the newest entries lie until SQLite copies them."""

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from tansiq.log.engine import Damaged

from .house import running
from .lives import start


def left_by_a_crash(path: Path) -> Path:
    """A folder as `kill -9` leaves it: entries 1 to 30, the last ones in the write-ahead log; derived up to 24."""
    left = path.with_name("left")

    async def story():
        async with running(path) as house:
            for n in range(0, 30, 3):
                await asyncio.gather(*(house.write(f"flight{m}") for m in range(n, n + 3)))
                if n == 21:
                    await asyncio.to_thread(house.derived.flush)
            await asyncio.to_thread(subprocess.run, ["cp", "-r", path, left], check=True)

    asyncio.run(story())
    assert (left / "log.sqlite-wal").stat().st_size > 10_000
    return left


def test_after_kill_9_everything_that_was_answered_is_there(tmp_path):
    assert start(left_by_a_crash(tmp_path / "data")) == 30


def test_a_commit_that_was_under_way_is_left_out(tmp_path):
    """Its frames are in the file, but not the one that commits: nobody was answered."""
    left = left_by_a_crash(tmp_path / "data")
    with (left / "log.sqlite-wal").open("ab") as wal:
        wal.write(os.urandom(5_000))
    assert start(left) == 30


def test_a_write_ahead_log_torn_before_what_was_answered_is_refused(tmp_path):
    left = left_by_a_crash(tmp_path / "data")
    wal = left / "log.sqlite-wal"
    os.truncate(wal, wal.stat().st_size // 2)
    with pytest.raises(Damaged, match=r"but answers were given up to 24: entries are lost.*tansiq restore"):
        start(left)


def test_a_write_ahead_log_that_is_lost_is_refused(tmp_path):
    left = left_by_a_crash(tmp_path / "data")
    (left / "log.sqlite-wal").unlink()
    with pytest.raises(Damaged, match=r"up to 24: entries are lost|log.sqlite is damaged"):
        start(left)
