"""What can be made again from the log."""

import asyncio
import sqlite3
import subprocess
import sys
from hashlib import sha256

import pytest

from tansiq.log.derived import Answer, Derived, Outcome, Stored
from tansiq.log.engine import Outage
from tansiq.log.merkle import MemoryTiles, Tree, verify_inclusion

LEAVES = [sha256(b"%d" % n).digest() for n in range(1, 1300)]
DAY_US = 86_400_000_000
FOREVER_US = 10 * DAY_US


def root_at(size: int) -> bytes:
    tree = Tree(MemoryTiles())
    for leaf in LEAVES[:size]:
        tree.append(leaf)
    return tree.root()


def outcome_of(position: int) -> Outcome:
    return Outcome(f"done {position}", sha256(b"answer %d" % position).digest())


def add(derived: Derived, count: int, expires_us: int = FOREVER_US) -> None:
    first = derived.position() + 1
    positions = range(first, first + count)
    keyed = {at: Answer(b"answer %d" % at, expires_us) for at in positions if at % 2}
    derived.add(first, LEAVES[first - 1 : first - 1 + count], [outcome_of(at) for at in positions], keyed)


def open_at(folder, log_id: str = "L", log_position: int = 10_000) -> Derived:
    return Derived(folder / "derived.sqlite", log_id, log_position)


def expected(position: int, *, kept: bool = True) -> Stored:
    outcome = outcome_of(position)
    return Stored(outcome.outcome, outcome.answer_hash, b"answer %d" % position if position % 2 and kept else None)


@pytest.mark.parametrize("flushed", [False, True])
def test_what_was_added_can_be_read_at_once_and_after_writing(tmp_path, flushed):
    async def story():
        derived = open_at(tmp_path)
        for _ in range(30):
            add(derived, 20)
            await derived.room()
        if flushed:
            derived.flush()
        assert derived.position() == 600
        assert [derived.answer(at) for at in range(1, 601)] == [expected(at) for at in range(1, 601)]
        assert derived.answer(601) is None
        assert derived.tree.root() == root_at(600)
        assert derived.tile(0, 1) == b"".join(LEAVES[256:512])
        assert verify_inclusion(LEAVES[9], 9, 600, derived.tree.inclusion(9), root_at(600))
        derived.close()

    asyncio.run(story())


def test_it_goes_on_where_it_was_closed(tmp_path):
    async def story():
        for size in (5, 256, 700, 1299):
            derived = open_at(tmp_path)
            add(derived, size - derived.position())
            assert derived.tree.root() == root_at(size)
            derived.close()
        derived = open_at(tmp_path)
        assert derived.position() == 1299
        assert derived.tree.root() == root_at(1299)
        assert derived.tree.root(700) == root_at(700)
        assert derived.answer(777) == expected(777)
        derived.close()

    asyncio.run(story())


KILLED = """
import asyncio, os, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from test_derived import add, open_at

async def story():
    derived = open_at(Path(sys.argv[1]))
    add(derived, 400)
    derived.flush()
    add(derived, 100)
    os.kill(os.getpid(), 9)

asyncio.run(story())
"""


def test_what_was_flushed_survives_kill_9(tmp_path):
    here = __file__.rpartition("/")[0]
    assert subprocess.run([sys.executable, "-c", KILLED, tmp_path, here], check=False).returncode == -9

    async def story():
        derived = open_at(tmp_path)
        assert derived.position() == 400, "whole, as of the flush; the caller replays the rest"
        assert derived.tree.root() == root_at(400)
        add(derived, 100)
        assert derived.tree.root() == root_at(500)
        derived.close()

    asyncio.run(story())


def spoil_nothing(path):
    pass


def delete(path):
    path.unlink()


def overwrite(path):
    path.write_bytes(b"not a database" * 1000)


def cut_off(path):
    path.write_bytes(path.read_bytes()[:5000])


def drop_tiles(path):
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM tiles")
    database.close()


def newer_format(path):
    with sqlite3.connect(path) as database:
        database.execute("UPDATE settings SET value = '2' WHERE name = 'format'")
    database.close()


@pytest.mark.parametrize(
    ("spoil", "log_id", "log_position", "kept", "because"),
    [
        (spoil_nothing, "L", 300, True, "all is well"),
        (spoil_nothing, "L", 299, False, "it knows more than the log: an older log was put in place"),
        (spoil_nothing, "M", 300, False, "it is of another log"),
        (delete, "L", 300, False, "it is lost"),
        (overwrite, "L", 300, False, "it is no database"),
        (cut_off, "L", 300, False, "it is cut off"),
        (drop_tiles, "L", 300, False, "its tiles are gone"),
        (newer_format, "L", 300, False, "it is of another format"),
    ],
)
def test_a_lost_damaged_or_foreign_file_is_begun_anew(tmp_path, spoil, log_id, log_position, kept, because):
    async def story():
        derived = open_at(tmp_path)
        add(derived, 300)
        derived.close()
        spoil(tmp_path / "derived.sqlite")
        again = open_at(tmp_path, log_id, log_position)
        assert again.position() == (300 if kept else 0), because
        add(again, 400)
        assert again.tree.root() == root_at(700 if kept else 400)
        again.close()

    asyncio.run(story())


def test_answers_are_forgotten_and_outcomes_kept(tmp_path):
    async def story():
        derived = open_at(tmp_path)
        add(derived, 10, expires_us=DAY_US)
        add(derived, 10, expires_us=2 * DAY_US)
        derived.flush()
        add(derived, 10, expires_us=DAY_US)
        derived.forget(DAY_US + 1)
        for _ in ("before it is written", "after"):
            for at in range(1, 31):
                assert derived.answer(at) == expected(at, kept=11 <= at <= 20)
            derived.flush()
        derived.close()
        database = sqlite3.connect(tmp_path / "derived.sqlite")
        assert database.execute("SELECT count(*) FROM answers_2").fetchone() == (5,)
        assert database.execute("SELECT count(*) FROM answers_1").fetchone() == (0,), "the disk has given them up"
        database.close()

    asyncio.run(story())


SCAN = """
import sys
from pathlib import Path
found = [f.name for f in Path(sys.argv[1]).rglob("*") if f.is_file() and sys.argv[2].encode() in f.read_bytes()]
print(",".join(sorted(found)))
"""


def files_with(folder, needle: bytes) -> str:
    command = [sys.executable, "-c", SCAN, folder, needle.decode()]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("how", ["erased", "forgotten"])
def test_no_file_holds_an_answer_that_is_gone(tmp_path, how):
    needle = b"a name that should be gone"

    async def story():
        derived = open_at(tmp_path)
        add(derived, 300)
        derived.add(301, [LEAVES[300]], [outcome_of(301)], {301: Answer(needle * 300, DAY_US)})
        derived.flush()
        assert files_with(tmp_path, needle) != "", "the search works"
        if how == "erased":
            await derived.erase(301)
        else:
            derived.forget(DAY_US + 1)
        assert derived.answer(301).body is None
        assert derived.answer(299) == expected(299)
        derived.close()
        assert files_with(tmp_path, needle) == ""

    asyncio.run(story())


def test_what_cannot_be_written_stays_in_memory_and_is_tried_again(tmp_path):
    async def story():
        derived = open_at(tmp_path)
        add(derived, 10)
        derived.flush()
        pages = derived._writer.execute("PRAGMA page_count").fetchone()[0]
        derived._writer.execute(f"PRAGMA max_page_count={pages}")
        for count in (600, 600, 89):
            add(derived, count)
            with pytest.raises(Outage, match=r"cannot be written \(database or disk is full\).*Free some space"):
                derived.flush()
            await derived.room()
            assert "Free some space" in derived.trouble
        for at in (9, 611, 1299):
            assert derived.answer(at) == expected(at), "what was added can be read all the same"
        assert derived.tree.root() == root_at(1299)
        derived._writer.execute("PRAGMA max_page_count=100000")
        derived.flush()
        assert derived.trouble == ""
        derived.close()
        again = open_at(tmp_path)
        assert again.position() == 1299
        assert [again.answer(at) for at in range(1, 1300)] == [expected(at) for at in range(1, 1300)]
        assert again.tree.root() == root_at(1299)
        again.close()

    asyncio.run(story())


def test_closing_with_a_full_disk_loses_only_what_can_be_made_again(tmp_path):
    async def story():
        derived = open_at(tmp_path)
        add(derived, 10)
        derived.flush()
        pages = derived._writer.execute("PRAGMA page_count").fetchone()[0]
        derived._writer.execute(f"PRAGMA max_page_count={pages}")
        add(derived, 600)
        derived.close()
        again = open_at(tmp_path)
        assert again.position() == 10
        again.close()

    asyncio.run(story())


def test_positions_follow_each_other(tmp_path):
    async def story():
        derived = open_at(tmp_path)
        with pytest.raises(AssertionError, match="position 2 cannot follow 0"):
            derived.add(2, LEAVES[:1], [outcome_of(2)], {})
        derived.close()

    asyncio.run(story())
