"""Starting on a folder that something happened to: a clear sentence with the cure, and nothing is lost by the attempt."""

import asyncio
import ctypes
import gc
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from core.making import report
from tansiq.core.entry import Actor, Entry
from tansiq.log import record
from tansiq.log.engine import Blob, Damaged, Outage, UnknownFormat
from tansiq.log.sqlite import SqliteLog
from tansiq.log.verify import verify_folder
from tansiq.node import start as start_module
from tansiq.node.loop import to_blob

from .house import digest_of, digest_of_replay, flight, running


def live(path: Path) -> Path:
    """A folder in which a node lived twice: positions 1 to 12, of which a copy is kept, then up to 30, and a report.

    All in batches of three, but for the report.
    """
    asyncio.run(write(path, 0, 12))
    shutil.copytree(path, older(path))
    asyncio.run(write(path, 12, 30, last="report"))
    return path


@pytest.fixture(scope="module")
def lived_once(tmp_path_factory) -> Path:
    return live(tmp_path_factory.mktemp("lived") / "data")


@pytest.fixture
def lived(lived_once, tmp_path) -> Path:
    """A copy of such a folder, for this test alone."""
    for path in (lived_once, older(lived_once)):
        shutil.copytree(path, tmp_path / path.name)
    return tmp_path / "data"


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


def sql(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def files(path: Path) -> dict[str, bytes]:
    """Everything that must outlive a failed start: all but what SQLite keeps beside its files, and the lock's process id."""
    return {
        str(file.relative_to(path)): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file() and not file.name.endswith(("-wal", "-shm")) and file.name != "lock"
    }


# What happens to the log


def torn_in_the_middle(path: Path) -> None:
    content = (path / "log.sqlite").read_bytes()
    (path / "log.sqlite").write_bytes(content[: len(content) // 2])


def a_page_of_zeros(path: Path) -> None:
    content = bytearray((path / "log.sqlite").read_bytes())
    content[-4096:] = bytes(4096)
    (path / "log.sqlite").write_bytes(content)


def no_database(path: Path) -> None:
    (path / "log.sqlite").write_bytes(b"somebody's notes, not a database" * 200)


def last_row_changed(path: Path) -> None:
    flipped = "CAST(substr(data, 1, length(data) - 1) || x'AA' AS BLOB)"
    sql(path / "log.sqlite", f"UPDATE batches SET data = {flipped} WHERE first = (SELECT max(first) FROM batches)")


def a_row_changed(path: Path) -> None:
    sql(path / "log.sqlite", "UPDATE batches SET data = zeroblob(length(data)) WHERE first = 22")


def last_row_deleted(path: Path) -> None:
    sql(path / "log.sqlite", "DELETE FROM batches WHERE first = (SELECT max(first) FROM batches)")


def rows_deleted(path: Path) -> None:
    sql(path / "log.sqlite", "DELETE FROM batches WHERE first IN (22, 25)")


def text_deleted(path: Path) -> None:
    sql(path / "log.sqlite", "DELETE FROM erasable")


def text_changed(path: Path) -> None:
    sql(path / "log.sqlite", "UPDATE erasable SET data = zeroblob(3)")


def log_deleted(path: Path) -> None:
    for file in path.glob("log.sqlite*"):
        file.unlink()


def rewrite(path: Path, position: int, blob: Blob) -> None:
    """Put another record in place, with a row that is right in itself: no accident, but a hand."""

    async def story():
        copy = path / "copy.sqlite"
        log = SqliteLog(path / "log.sqlite")
        blobs = await log.read(0, 1_000)
        await log.close()
        blobs[position - 1] = blob
        shutil.copy(path / "log.sqlite", copy)
        sql(copy, "DELETE FROM batches", "DELETE FROM erasable")
        log = SqliteLog(copy)
        await log.append(blobs)
        await log.close()
        copy.replace(path / "log.sqlite")

    asyncio.run(story())


def an_entry_rewritten(path: Path) -> None:
    actor = Actor("alpha", "somebody else")
    rewrite(path, 20, to_blob(Entry(20, 20_000 * 86_400 * 10**6, actor, flight("never asked for")), b""))


def an_entry_rewritten_and_what_was_derived_deleted(path: Path) -> None:
    an_entry_rewritten(path)
    derived_deleted(path)


def derived_deleted(path: Path) -> None:
    for file in path.glob("derived.sqlite*"):
        file.unlink()


def older_copy(path: Path) -> None:
    """The log of an hour ago over the log of now."""
    for file in path.glob("log.sqlite*"):
        file.unlink()
    shutil.copy(older(path) / "log.sqlite", path / "log.sqlite")


def older_copy_with_its_checkpoint(path: Path) -> None:
    older_copy(path)
    shutil.copy(older(path) / "checkpoint", path / "checkpoint")


def older_copy_and_only_the_checkpoint_knows(path: Path) -> None:
    older_copy(path)
    derived_deleted(path)


def foreign_log(path: Path) -> None:
    for file in path.glob("log.sqlite*"):
        file.unlink()
    foreign = live(path.with_name("foreign"))
    shutil.copy(foreign / "log.sqlite", path / "log.sqlite")


def checkpoint_spoiled(path: Path) -> None:
    (path / "checkpoint").write_bytes(b"nonsense")


def record_of_newer_rules(path: Path) -> None:
    header = b'{"time_us":1,"party":"a","by":"b","kind":"intent.put","rules":7}'
    rewrite(path, 20, record.encode([record.Part("header", bytes(16), header)]))
    derived_deleted(path)


def record_of_an_unknown_kind(path: Path) -> None:
    header = b'{"time_us":1,"party":"a","by":"b","kind":"charter.amend","rules":0}'
    rewrite(path, 20, record.encode([record.Part("header", bytes(16), header)]))
    derived_deleted(path)


def record_of_nonsense(path: Path) -> None:
    rewrite(path, 20, record.encode([record.Part("header", bytes(16), b'{"time_us":')]))
    derived_deleted(path)


def record_without_a_part(path: Path) -> None:
    header = b'{"time_us":1,"party":"a","by":"b","kind":"intent.put"}'
    rewrite(path, 20, record.encode([record.Part("header", bytes(16), header)]))
    derived_deleted(path)


def record_of_a_newer_format(path: Path) -> None:
    blob = record.encode([record.Part("header", bytes(16), b"{}")])
    rewrite(path, 20, Blob(b"\x02" + blob.body[1:]))
    derived_deleted(path)


def log_of_a_newer_format(path: Path) -> None:
    sql(path / "log.sqlite", "UPDATE settings SET value = '2' WHERE name = 'format'")


def folder_of_a_newer_format(path: Path) -> None:
    (path / "format").write_text("tansiq data folder 2\n")


def key_lost(path: Path) -> None:
    (path / "keys" / "log.pem").unlink()


def key_readable(path: Path) -> None:
    (path / "keys" / "log.pem").chmod(0o644)


def epoch_begun_and_not_said(path: Path) -> None:
    (path / "epoch-unfinished").touch()


RESTORE = "`tansiq restore`"
SHORTER = (
    "entries are lost, or an older copy was put in place. Put the newest backup in a new folder with `tansiq restore`"
)


@pytest.mark.parametrize(
    ("happened", "error", "sentence", "cure"),
    [
        (torn_in_the_middle, Damaged, "log.sqlite is damaged", RESTORE),
        (no_database, Damaged, "log.sqlite is damaged: SQLite says 'file is not a database'", RESTORE),
        (last_row_changed, Damaged, "damaged at positions 31 to 31: the row does not have its checksum", RESTORE),
        (a_row_changed, Damaged, "damaged at positions 22 to 24: the row does not have its checksum", RESTORE),
        (last_row_deleted, Damaged, "ends at position 30, but answers were given up to 31", SHORTER),
        (rows_deleted, Damaged, "damaged at position 22: its row is missing", RESTORE),
        (text_deleted, Damaged, "damaged at position 31: its erasable bytes are missing", RESTORE),
        (text_changed, Damaged, "damaged at position 31: its erasable bytes have another checksum", RESTORE),
        (log_deleted, Damaged, "log.sqlite is missing, but .*checkpoint tells of a log. Put the file back", RESTORE),
        (an_entry_rewritten, Damaged, "Entry 20 is not the one that was answered", "Run `tansiq verify`"),
        (
            an_entry_rewritten_and_what_was_derived_deleted,
            Damaged,
            "up to position 31 has another root than its checkpoint",
            RESTORE,
        ),
        (older_copy, Damaged, "ends at position 12, but .* up to 31", SHORTER),
        (older_copy_with_its_checkpoint, Damaged, "ends at position 12, but answers were given up to 31", SHORTER),
        (older_copy_and_only_the_checkpoint_knows, Damaged, "ends at position 12, but its checkpoint says 31", RESTORE),
        (foreign_log, Damaged, "is not what this log signed", RESTORE),
        (checkpoint_spoiled, Damaged, "checkpoint is not what this log signed", RESTORE),
        (record_of_newer_rules, UnknownFormat, "Entry 20 is a 'intent.put' under rules version 7", "or a newer one"),
        (record_of_an_unknown_kind, UnknownFormat, "Entry 20 is a 'charter.amend'", "Install the version that wrote"),
        (record_of_nonsense, Damaged, "Entry 20 of the log cannot be read", RESTORE),
        (record_without_a_part, Damaged, "Entry 20 of the log cannot be read", RESTORE),
        (record_of_a_newer_format, UnknownFormat, "A record has format 2", "Use the version that wrote it"),
        (log_of_a_newer_format, UnknownFormat, "log.sqlite has format 2", "Use the version that wrote it"),
        (folder_of_a_newer_format, UnknownFormat, "has folder format 2", "Use the version that wrote it"),
        (epoch_begun_and_not_said, Outage, "being restored with --accept-loss, and that was broken off", RESTORE),
        (key_lost, Outage, "log.pem is missing", "Copy the key back from your own backup"),
        (key_readable, Outage, "can be read by other users", "chmod 600"),
    ],
)
def test_a_folder_that_cannot_be_used_is_refused_with_the_cure(lived, happened, error, sentence, cure):
    path = lived
    happened(path)
    before = files(path)
    for _ in range(2):
        with pytest.raises(error, match=sentence) as refused:
            start(path)
        assert type(refused.value) is error
        assert cure in str(refused.value)
    after = files(path)
    touched = {name for name in before if after.get(name) != before[name]}
    assert touched <= {"derived.sqlite"}, "what cannot be made again is as it was"


@pytest.mark.parametrize("fails", [False, True])
def test_a_start_looks_for_no_garbage_but_the_node_does(lived, monkeypatch, fails):
    looks: list[bool] = []
    replay = start_module._replay

    async def noted(*arguments) -> None:
        looks.append(gc.isenabled())
        await replay(*arguments)

    monkeypatch.setattr(start_module, "_replay", noted)
    if fails:
        a_row_changed(lived)
        with pytest.raises(Damaged):
            start(lived)
    else:
        start(lived)
    assert looks == [False]
    assert gc.isenabled()


def test_an_older_log_is_refused_by_a_snapshot_that_knows_more(tmp_path):
    """Even where checkpoint and derived data are as old as the log."""
    path = tmp_path / "data"
    asyncio.run(write(path, 0, 12))
    shutil.copytree(path, older(path))
    asyncio.run(write(path, 12, 30, snapshot_at=24))
    older_copy_with_its_checkpoint(path)
    derived_deleted(path)
    with pytest.raises(Damaged, match=r"ends at position 12, but a snapshot was made up to 24: .*tansiq restore"):
        start(path)


def test_a_row_missing_before_the_snapshot_does_not_hinder_a_start_but_verify_finds_it(tmp_path):
    path = tmp_path / "data"
    asyncio.run(write(path, 0, 30, snapshot_at=24))
    sql(path / "log.sqlite", "DELETE FROM batches WHERE first = 10")

    async def story():
        async with running(path) as house:
            assert house.state.position == 30

    asyncio.run(story())
    assert "positions 10 to 12 are missing" in str(verify_folder(path).findings)


# What happens to the write-ahead log, in which the newest entries lie until SQLite copies them


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


# By the command line


def serve(path: Path, **more) -> subprocess.CompletedProcess[str]:
    return subprocess.run(serve_command(path), check=False, capture_output=True, text=True, timeout=60, **more)


def serve_command(path: Path) -> list[str]:
    return [
        sys.executable,
        "-m",
        "tansiq.cli",
        "serve",
        "--data",
        str(path),
        "--listen",
        "127.0.0.1:0",
        "--metrics",
        "",
    ]


def without_the_powers_of_root() -> None:
    """Let permissions hold for root too: drop CAP_DAC_OVERRIDE (1) and CAP_DAC_READ_SEARCH (2) for what is executed."""
    if os.geteuid() == 0:
        for capability in (1, 2):
            assert ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) == 0  # PR_CAPBSET_DROP


def all_read_only(path: Path) -> None:
    for place in [*path.rglob("*"), path]:
        place.chmod(0o500 if place.is_dir() else 0o400)


def folder_read_only(path: Path) -> None:
    path.chmod(0o500)


@pytest.mark.parametrize(
    ("happened", "sentence"),
    [
        (last_row_changed, "The log is damaged at positions 31 to 31: the row does not have its checksum. Stop the"),
        (all_read_only, "Permission denied .* Give the user who runs Tansiq the right to read and write there"),
        (folder_read_only, "cannot be read: SQLite says .* Check the disk and the file.s permissions"),
    ],
)
def test_serve_ends_with_status_2_and_the_sentence_alone(lived, happened, sentence):
    path = lived
    happened(path)
    told = serve(path, preexec_fn=without_the_powers_of_root)
    for place in [path, *path.rglob("*")]:
        place.chmod(0o700 if place.is_dir() else 0o600)
    assert told.returncode == 2
    (line,) = [line for line in told.stderr.splitlines() if not line.startswith("{")]  # those are of the server's log
    assert re.search(sentence, line), line
    assert line.startswith("tansiq: ")
    assert told.stdout == ""


def test_a_second_process_on_the_same_folder_is_refused_and_the_first_goes_on(lived):
    path = lived
    with subprocess.Popen(serve_command(path), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as first:
        assert first.stdout is not None
        assert "Tansiq serves" in first.stdout.readline()
        told = serve(path)
        assert told.returncode == 2
        assert f"is in use by another process (pid {first.pid}). Stop it first" in told.stderr
        assert first.poll() is None
        first.send_signal(signal.SIGTERM)
        assert first.wait(30) in (0, -signal.SIGTERM)
    assert start(path) >= 31, "the first went on, and freed what was past its time"
