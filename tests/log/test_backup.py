"""Copies of a data folder, and putting one back."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from rooms import Room, blob, head

from tansiq.log.backup import backup, restore
from tansiq.log.checkpoint import log_vkey, open_checkpoint
from tansiq.log.engine import Outage
from tansiq.log.folder import log_key, open_folder
from tansiq.log.note import Malformed
from tansiq.log.sqlite import SqliteLog
from tansiq.log.verify import verify_folder

SIZE = 20


@pytest.fixture
def room(tmp_path):
    return Room(tmp_path / "data", SIZE)


def content(path):
    return sorted(str(each.relative_to(path)) for each in path.rglob("*") if each.is_file())


@pytest.mark.parametrize("with_key", [False, True])
def test_a_backup_is_a_data_folder(room, tmp_path, with_key):
    copy = tmp_path / "copies" / "monday"
    seen = []
    backup(room.path, copy, with_key=with_key, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > 0
    assert content(copy) == sorted(["checkpoint", "format", "log.sqlite"] + ["keys/log.pem"] * with_key)
    assert copy.stat().st_mode & 0o777 == 0o700
    assert all((copy / name).stat().st_mode & 0o077 == 0 for name in content(copy) if "log" in name)
    assert (verify_folder(copy, room.vkey).findings, verify_folder(copy).positions) == ([], SIZE)


def test_a_backup_beside_a_running_server(room, tmp_path):
    async def story():
        log = SqliteLog(room.path / "log.sqlite")
        writing = asyncio.create_task(write(log))
        for n in range(3):
            await asyncio.to_thread(backup, room.path, tmp_path / f"copy {n}")
            report = await asyncio.to_thread(verify_folder, tmp_path / f"copy {n}", room.vkey)
            assert (report.findings, report.positions >= SIZE) == ([], True)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await log.close()

    async def write(log):
        position = SIZE
        while True:
            position += 1
            await log.append([blob(position)])

    asyncio.run(story())


def test_what_was_erased_is_not_in_a_backup(room, tmp_path):
    room.erase(4)
    backup(room.path, tmp_path / "copy")
    assert b"person 4" not in (tmp_path / "copy" / "log.sqlite").read_bytes()
    assert b"person 6" in (tmp_path / "copy" / "log.sqlite").read_bytes()
    assert verify_folder(tmp_path / "copy").erased == 1


@pytest.mark.parametrize(
    "copy",
    [backup, lambda source, target: restore(source, target, checkpoint=None, key=None, accept_loss=True)],
    ids=["backup", "restore"],
)
def test_a_folder_that_is_not_empty_is_not_touched(room, tmp_path, copy):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letters.txt").touch()
    with pytest.raises(Outage, match=r"not empty \(it holds 'letters.txt'\)"):
        copy(room.path, tmp_path / "full")
    assert content(tmp_path / "full") == ["letters.txt"]


def test_what_is_no_data_folder_is_not_copied(tmp_path):
    with pytest.raises(Outage, match="is not a data folder"):
        backup(tmp_path, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize(
    ("size", "variant", "accept_loss", "in_place", "missing", "forked", "because"),
    [
        (SIZE, "", False, True, 0, False, "the newest checkpoint names what the copy has"),
        (SIZE - 5, "", False, True, 0, False, "the copy has more than the checkpoint"),
        (SIZE + 2, "", False, False, 2, False, "entries would be lost"),
        (SIZE + 2, "", True, True, 2, False, "the operator accepts the loss"),
        (SIZE, "changed", False, False, 0, True, "another history"),
        (SIZE - 5, "changed", True, False, 0, True, "another history is never accepted"),
        (None, "", False, False, 0, False, "without a checkpoint nobody knows"),
        (None, "", True, True, 0, False, "unless the operator accepts it"),
    ],
)
def test_restore(room, tmp_path, size, variant, accept_loss, in_place, missing, forked, because):
    backup(room.path, tmp_path / "copy", with_key=True)
    given = None if size is None else str(room.head(size, variant)).encode()
    target = tmp_path / "new"
    found = restore(tmp_path / "copy", target, checkpoint=given, key=room.vkey, accept_loss=accept_loss)
    assert (found.in_place, found.missing, found.forked) == (in_place, missing, forked), because
    assert (found.last, found.has_key, found.report.findings) == (SIZE, True, [])
    assert target.exists() is in_place
    if in_place:
        with open_folder(target) as folder:
            assert folder.key.exists() is (given is not None and not missing), (
                "an older log is not signed on with its key"
            )
            if folder.key.exists():
                assert folder.key.stat().st_mode & 0o777 == 0o600
                assert log_key(folder).public_key() == room.key.public_key()
        assert verify_folder(target).findings == []


def test_a_damaged_copy_is_never_put_in_place(room, tmp_path):
    backup(room.path, tmp_path / "copy")
    path = tmp_path / "copy" / "log.sqlite"
    path.write_bytes(path.read_bytes().replace(b'{"n":3}', b'{"n":9}'))
    found = restore(tmp_path / "copy", tmp_path / "new", checkpoint=None, key=room.vkey, accept_loss=True)
    assert not found.in_place
    assert "does not have its checksum" in found.report.findings[0]
    assert not (tmp_path / "new").exists()


def test_a_checkpoint_of_somebody_else_is_refused(room, tmp_path):
    backup(room.path, tmp_path / "copy")
    with pytest.raises(Malformed, match="is not signed by"):
        restore(tmp_path / "copy", tmp_path / "new", checkpoint=str(head("other", room.key, 3)).encode(), key=room.vkey)


def test_a_restored_log_goes_on(room, tmp_path):
    backup(room.path, tmp_path / "copy")
    newest = (room.path / "checkpoint").read_bytes()
    restore(tmp_path / "copy", tmp_path / "new", checkpoint=newest, key=room.vkey)

    async def story():
        log = SqliteLog(tmp_path / "new" / "log.sqlite")
        assert log.log_id == room.log_id
        assert await log.append([blob(SIZE + 1)], expect=SIZE) == SIZE + 1
        await log.close()

    asyncio.run(story())
    with open_folder(tmp_path / "new") as folder, pytest.raises(Outage, match="Copy the key back"):
        log_key(folder)
    assert open_checkpoint(newest, log_vkey(room.log_id, room.key)).size == SIZE


def test_credentials_are_copied_only_together_with_the_key(tmp_path):
    with open_folder(tmp_path / "data") as folder, closing(sqlite3.connect(folder.secrets)) as secrets:
        secrets.execute("CREATE TABLE persons (name)")
        secrets.execute("INSERT INTO persons VALUES ('amina')")
        secrets.commit()
        assert not backup(folder.path, tmp_path / "without").secrets.exists()
        copy = backup(folder.path, tmp_path / "with", with_key=True).secrets
        assert copy.stat().st_mode & 0o077 == 0
        with closing(sqlite3.connect(copy)) as read:
            assert read.execute("SELECT name FROM persons").fetchall() == [("amina",)]
