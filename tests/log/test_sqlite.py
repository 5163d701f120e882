"""What only the SQLite engine can get wrong: faults of the disk, damage, bytes that should be gone, kill -9."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tansiq.log import database
from tansiq.log.engine import Blob, Damaged, NotAppended, Outage, Unknown, UnknownFormat
from tansiq.log.sqlite import SqliteLog

FIRST, SECOND, THIRD = Blob(b"first", b"one"), Blob(b"second", b"two"), Blob(b"third")
WITHDRAWN = b"name and number of a person, long enough to find " * 3


def fault(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("injected")
    error.sqlite_errorcode = code
    return error


class FailingWrite:
    """A write that fails once, when armed, before or after the deed."""

    def __init__(self) -> None:
        self.armed: tuple[str, int] | None = None

    def __call__(self, connection: sqlite3.Connection, row, batch) -> None:
        armed, self.armed = self.armed, None
        if armed is None:
            database.write(connection, row, batch)
            return
        deed, code = armed
        if deed == "was done":
            database.write(connection, row, batch)
        else:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO batches VALUES (?, ?, ?, ?)", row_columns(row))
        raise fault(code)


def row_columns(row):
    return row.first, row.count, row.data, row.checksum


def open_log(folder: Path, **arguments) -> SqliteLog:
    return SqliteLog(folder / "log.sqlite", **arguments)


@pytest.mark.parametrize(
    ("deed", "code", "sentence"),
    [
        ("not done", sqlite3.SQLITE_IOERR_FSYNC, "could not write .* Check the disk"),
        ("not done", sqlite3.SQLITE_FULL, "The disk that holds .* is full; nothing was written. Free some space"),
        ("not done", sqlite3.SQLITE_READONLY, "cannot be written; nothing was written. Give the server's user"),
        ("not done", sqlite3.SQLITE_BUSY, "Another program holds a lock"),
        ("was done", sqlite3.SQLITE_IOERR_FSYNC, None),
        ("was done", sqlite3.SQLITE_FULL, None),
    ],
)
def test_a_write_that_failed_is_told_done_from_not_done(tmp_path, deed, code, sentence):
    async def story():
        failing = FailingWrite()
        log = open_log(tmp_path, write=failing)
        await log.append([FIRST])
        failing.armed = (deed, code)
        if deed == "was done":
            assert await log.append([SECOND, THIRD]) == 2
        else:
            with pytest.raises(NotAppended, match=sentence):
                await log.append([SECOND, THIRD])
            assert await log.committed() == 1
            if code == sqlite3.SQLITE_IOERR_FSYNC:
                wal_bytes = (tmp_path / "log.sqlite-wal").stat().st_size
                assert wal_bytes == 0, "frames that were not synced cannot come to life at the next start"
            assert await log.append([SECOND, THIRD]) == 2, "the caller may try again"
        assert await log.read(0, 9) == [FIRST, SECOND, THIRD]
        await log.close()
        again = open_log(tmp_path)
        assert await again.read(0, 9) == [FIRST, SECOND, THIRD]
        await again.close()

    asyncio.run(story())


@pytest.mark.parametrize("deed", ["not done", "was done"])
def test_when_it_cannot_be_found_out_the_answer_is_unknown_and_stays_so(tmp_path, deed):
    async def story():
        failing = FailingWrite()
        log = open_log(tmp_path, write=failing, busy_s=0.05)
        await log.append([FIRST])
        reader = sqlite3.connect(tmp_path / "log.sqlite", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM batches").fetchone()  # keeps the write-ahead log from being emptied
        failing.armed = (deed, sqlite3.SQLITE_IOERR_WRITE)
        with pytest.raises(Unknown, match="whether position 2 was written cannot be found out"):
            await log.append([SECOND])
        reader.close()
        with pytest.raises(Unknown, match="position 2"):
            await log.append([THIRD])
        with pytest.raises(Unknown, match="position 2"):
            await log.committed()
        assert await log.read(0, 9) == [FIRST], "what was announced can still be read"
        await log.close()
        again = open_log(tmp_path)
        assert await again.read(0, 9) == ([FIRST, SECOND] if deed == "was done" else [FIRST])
        await again.close()

    asyncio.run(story())


def test_a_write_that_fails_because_the_disk_went_away_is_unknown(tmp_path):
    def goes_away(connection: sqlite3.Connection, row, batch) -> None:
        (tmp_path / "log.sqlite").rename(tmp_path / "elsewhere")
        raise fault(sqlite3.SQLITE_IOERR_WRITE)

    async def story():
        log = open_log(tmp_path, write=goes_away)
        with pytest.raises(Unknown, match="unable to open database file"):
            await log.append([FIRST])
        await log.close()

    asyncio.run(story())


FULL_DISK = """
import asyncio, os, resource, sys
from pathlib import Path
from tansiq.log import database
from tansiq.log.engine import Blob, NotAppended
from tansiq.log.sqlite import SqliteLog

async def story():
    log = SqliteLog(Path(sys.argv[1]))
    await log.append([Blob(b"small")])
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    try:
        await log.append([Blob(bytes(1_000_000))])
    except NotAppended as error:
        print("refused:", error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print("then position", await log.append([Blob(b"small again")]))
    await log.close()

asyncio.run(story())
"""


def test_a_real_write_that_fails_leaves_nothing(tmp_path):
    """The operating system itself refuses to let the file grow."""
    path = tmp_path / "log.sqlite"
    ran = subprocess.run([sys.executable, "-c", FULL_DISK, path], capture_output=True, text=True, check=True)
    assert "refused: SQLite could not write" in ran.stdout
    assert "then position 2" in ran.stdout

    async def story():
        log = open_log(tmp_path)
        assert await log.read(0, 9) == [Blob(b"small"), Blob(b"small again")]
        await log.close()

    asyncio.run(story())


def test_a_real_full_database_leaves_nothing(tmp_path):
    async def story():
        log = open_log(tmp_path)
        await log.append([FIRST])
        pages = log._writer.execute("PRAGMA page_count").fetchone()[0]
        log._writer.execute(f"PRAGMA max_page_count={pages + 2}")
        with pytest.raises(NotAppended, match=r"is full; nothing was written\. Free some space"):
            await log.append([Blob(bytes(100_000))])
        assert await log.append([SECOND]) == 2
        await log.close()

    asyncio.run(story())


WRITER = """
import asyncio, sys
from pathlib import Path
from tansiq.log.engine import Blob
from tansiq.log.sqlite import SqliteLog

async def story():
    log = SqliteLog(Path(sys.argv[1]))
    n = await log.committed()
    while True:
        n += 1
        await log.append([Blob(b"%d" % n * 50, b"erasable %d" % n)])
        print(n, flush=True)

asyncio.run(story())
"""


def test_kill_9_loses_nothing_that_was_answered(tmp_path):
    answered = 0
    for enough in (1, 40, 150):
        child = subprocess.Popen([sys.executable, "-c", WRITER, tmp_path / "log.sqlite"], stdout=subprocess.PIPE)
        for _ in range(enough):
            answered = int(child.stdout.readline())
        os.kill(child.pid, signal.SIGKILL)
        rest = child.stdout.read().split(b"\n")
        child.stdout.close()
        child.wait()
        answered = max([answered, *(int(line) for line in rest[:-1] if line)])

        async def story(least: int) -> None:
            log = open_log(tmp_path)
            last = await log.committed()
            assert least <= last <= least + 1, "all that was answered, and at most the one under way"
            expected = [Blob(b"%d" % n * 50, b"erasable %d" % n) for n in range(1, last + 1)]
            assert await log.read(0, last + 1) == expected
            await log.close()

        asyncio.run(story(answered))


SCAN = """
import sys
from pathlib import Path
found = [f.name for f in Path(sys.argv[1]).rglob("*") if f.is_file() and sys.argv[2].encode() in f.read_bytes()]
print(",".join(sorted(found)))
"""


def files_with(folder: Path, needle: bytes) -> str:
    """Return the files that hold some bytes. In another process: reading here would drop SQLite's locks."""
    command = [sys.executable, "-c", SCAN, folder, needle.decode()]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize(("size", "where"), [(1, "within a page"), (200, "over several pages")])
def test_no_file_holds_erased_bytes(tmp_path, size, where):
    async def story():
        log = open_log(tmp_path)
        for n in range(60):
            await log.append([Blob(b"body %d" % n, b"kept %d " % n * 20)])
        await log.append([Blob(b"body", WITHDRAWN * size)])
        for n in range(60):
            await log.append([Blob(b"body %d" % n, b"kept %d " % n * 20)])
        assert files_with(tmp_path, WITHDRAWN) != "", "the search works"
        await log.erase(61)
        assert files_with(tmp_path, WITHDRAWN[:40]) == "", f"{where}, while the log is open"
        assert (await log.read(60, 1)) == [Blob(b"body")]
        await log.close()
        assert files_with(tmp_path, WITHDRAWN[:40]) == "", f"{where}, after closing"

    asyncio.run(story())


def test_erasing_while_another_program_reads_says_so_and_can_be_repeated(tmp_path):
    async def story():
        log = open_log(tmp_path, busy_s=0.05)
        await log.append([Blob(b"body", WITHDRAWN)])
        reader = sqlite3.connect(tmp_path / "log.sqlite", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM batches").fetchone()
        with pytest.raises(Outage, match="bytes of position 1 are still in the write-ahead log"):
            await log.erase(1)
        reader.close()
        await log.erase(1)
        assert files_with(tmp_path, WITHDRAWN) == ""
        await log.close()

    asyncio.run(story())


def flip(column: str) -> str:
    """SQL that changes the last byte of a column."""
    return f"{column} = CAST(substr({column}, 1, length({column}) - 1) || x'AA' AS BLOB)"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (f"UPDATE batches SET {flip('data')} WHERE first = 2", "damaged at positions 2 to 3: the row"),
        (f"UPDATE batches SET {flip('checksum')} WHERE first = 2", "damaged at positions 2 to 3: the row"),
        ("UPDATE batches SET count = 1 WHERE first = 2", "damaged at positions 2 to 2: the row"),
        ("UPDATE batches SET data = x'' WHERE first = 2", "damaged at positions 2 to 3: the row"),
        ("DELETE FROM batches WHERE first = 2", "damaged at position 2: its row is missing"),
        ("DELETE FROM batches WHERE first = 1", "damaged at position 1: its row is missing"),
        (f"UPDATE erasable SET {flip('data')} WHERE position = 2", "position 2: its erasable bytes have another"),
        ("UPDATE erasable SET data = x'' WHERE position = 2", "position 2: its erasable bytes have another"),
        ("DELETE FROM erasable WHERE position = 2", "position 2: its erasable bytes are missing"),
    ],
)
def test_a_changed_row_is_found_when_it_is_read(tmp_path, change, sentence):
    async def story():
        log = open_log(tmp_path)
        await log.append([FIRST])
        await log.append([SECOND, THIRD])
        await log.append([FIRST])
        await log.close()
        meddler = sqlite3.connect(tmp_path / "log.sqlite")
        meddler.execute(change)
        meddler.commit()
        meddler.close()
        again = open_log(tmp_path)
        with pytest.raises(Damaged, match=f"{sentence}.*tansiq restore"):
            await again.read(0, 9)
        await again.close()

    asyncio.run(story())


def test_a_damaged_last_row_is_found_at_start(tmp_path):
    async def story():
        log = open_log(tmp_path)
        await log.append([FIRST, SECOND])
        await log.close()

    asyncio.run(story())
    meddler = sqlite3.connect(tmp_path / "log.sqlite")
    meddler.execute(f"UPDATE batches SET {flip('data')}")
    meddler.commit()
    meddler.close()
    with pytest.raises(Damaged, match="positions 1 to 2"):
        open_log(tmp_path)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda content: b"not a database at all" * 300, "file is not a database"),
        (lambda content: content[:4096] + os.urandom(1) * (len(content) - 4096), "malformed|does not say its format"),
    ],
)
def test_a_spoiled_file_is_refused_at_start(tmp_path, spoil, sentence):
    async def story():
        log = open_log(tmp_path)
        await log.append([Blob(bytes(5000))])
        await log.close()

    asyncio.run(story())
    path = tmp_path / "log.sqlite"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Damaged, match=f"({sentence}).*tansiq restore"):
        open_log(tmp_path)


@pytest.mark.parametrize(
    ("setting", "error", "sentence"),
    [
        (
            "UPDATE settings SET value = '2' WHERE name = 'format'",
            UnknownFormat,
            "has format 2; this version .* knows 1",
        ),
        ("UPDATE settings SET value = '0' WHERE name = 'format'", UnknownFormat, "has format 0, older than 1"),
        ("UPDATE settings SET value = 'x' WHERE name = 'format'", Damaged, "does not say its format"),
        ("DELETE FROM settings WHERE name = 'log_id'", Damaged, "does not say its format and log id"),
        ("DROP TABLE settings", Damaged, "no such table"),
    ],
)
def test_another_format_is_refused_by_name(tmp_path, setting, error, sentence):
    asyncio.run(open_log(tmp_path).close())
    meddler = sqlite3.connect(tmp_path / "log.sqlite")
    meddler.execute(setting)
    meddler.commit()
    meddler.close()
    with pytest.raises(error, match=sentence):
        open_log(tmp_path)


def test_the_log_id_stays_and_each_log_has_its_own(tmp_path):
    (tmp_path / "other").mkdir()
    first, other = open_log(tmp_path), open_log(tmp_path / "other")
    ids = [first.log_id, other.log_id]
    asyncio.run(first.close())
    asyncio.run(other.close())
    again = open_log(tmp_path)
    assert again.log_id == ids[0] != ids[1]
    asyncio.run(again.close())


def test_only_the_owner_can_read_the_file(tmp_path):
    async def story():
        log = open_log(tmp_path)
        await log.append([FIRST])
        assert [file.stat().st_mode & 0o777 for file in sorted(tmp_path.iterdir())] == [0o600] * 3
        await log.close()

    asyncio.run(story())


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(Outage, match="cannot be opened: No such file or directory"):
        open_log(tmp_path / "nowhere")
