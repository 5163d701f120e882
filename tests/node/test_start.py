"""Starting on a folder that something happened to: a clear sentence with the cure, and nothing is lost by the attempt."""

import asyncio
import gc
import shutil
from pathlib import Path

import pytest

from tansiq.log.engine import Damaged, Outage, UnknownFormat
from tansiq.log.verify import verify_folder
from tansiq.node import start as start_module

from .house import running
from .lives import older, start, write
from .mishaps import (
    a_row_changed,
    an_entry_rewritten,
    an_entry_rewritten_and_what_was_derived_deleted,
    checkpoint_spoiled,
    derived_deleted,
    epoch_begun_and_not_said,
    folder_of_a_newer_format,
    foreign_log,
    key_lost,
    key_readable,
    last_row_changed,
    last_row_deleted,
    log_deleted,
    log_of_a_newer_format,
    no_database,
    older_copy,
    older_copy_and_only_the_checkpoint_knows,
    older_copy_with_its_checkpoint,
    record_of_a_newer_format,
    record_of_an_unknown_kind,
    record_of_newer_rules,
    record_of_nonsense,
    record_without_a_part,
    rows_deleted,
    sql,
    text_changed,
    text_deleted,
    torn_in_the_middle,
)


def files(path: Path) -> dict[str, bytes]:
    """Everything that must outlive a failed start: all but what SQLite keeps beside its files, and the lock's process id."""
    return {
        str(file.relative_to(path)): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file() and not file.name.endswith(("-wal", "-shm")) and file.name != "lock"
    }


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
    replay = start_module.replay

    async def noted(*arguments) -> None:
        looks.append(gc.isenabled())
        await replay(*arguments)

    monkeypatch.setattr(start_module, "replay", noted)
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
