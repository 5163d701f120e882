"""Checking a folder, a receipt, two checkpoints; and the check at start."""

import asyncio
import contextlib
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rooms import Room, blob, tree_of

from tansiq.log import receipt
from tansiq.log.checkpoint import Checkpoint, log_vkey, sign_checkpoint, store_checkpoint
from tansiq.log.engine import Blob, Damaged, Outage
from tansiq.log.folder import Folder
from tansiq.log.merkle import subtree_of
from tansiq.log.record import commitment
from tansiq.log.sqlite import SqliteLog
from tansiq.log.tiles import subtree_from_tiles, tile_bytes
from tansiq.log.verify import subtree_in, verify_checkpoints, verify_folder, verify_receipt, verify_tail

STRANGER = Ed25519PrivateKey.from_private_bytes(b"another key for tests, 32 bytes.")
SIZE = 20


@pytest.fixture
def room(tmp_path):
    return Room(tmp_path / "data", SIZE)


def test_a_sound_folder(room):
    seen = []
    report = verify_folder(room.path, progress=lambda done, total: seen.append((done, total)))
    assert (report.findings, report.notes) == ([], [])
    assert (report.positions, report.erased) == (SIZE, 0)
    assert report.root == tree_of(SIZE).root()
    assert report.checkpoint.size == SIZE
    assert seen[-1] == (SIZE, SIZE)


def test_a_sound_folder_after_erasure(room):
    room.erase(4)
    room.erase(10)
    report = verify_folder(room.path, room.vkey)
    assert (report.findings, report.positions, report.erased) == ([], SIZE, 2)
    assert report.root == tree_of(SIZE).root(), "erasing does not change the proof"


def test_a_folder_whose_log_has_grown_since_its_checkpoint(room):
    store_checkpoint(room.path / "checkpoint", room.head(13))
    assert verify_folder(room.path).findings == []


def test_beside_a_running_server(room):
    async def story():
        log = SqliteLog(room.path / "log.sqlite")
        await log.append([blob(SIZE + 1)])
        report = await asyncio.to_thread(verify_folder, room.path)
        assert (report.findings, report.positions) == ([], SIZE + 1)
        await log.append([blob(SIZE + 2)])
        await log.close()

    asyncio.run(story())
    assert verify_folder(room.path).positions == SIZE + 2


def change(*statements):
    def spoil(room):
        database = sqlite3.connect(room.path / "log.sqlite")
        for statement in statements:
            database.execute(statement)
        database.commit()
        database.close()

    return spoil


def rewrite(position, blob):
    """Change a record as somebody would who can compute checksums: only the signed root can tell."""

    def spoil(room):
        async def story():
            (room.path / "log.sqlite").unlink()
            log = SqliteLog(room.path / "log.sqlite")
            blobs = [blob_at(n) for n in range(1, SIZE + 1)]
            blobs[position - 1] = blob
            await log.append(blobs)
            await log.close()
            change(f"UPDATE settings SET value = '{room.log_id}' WHERE name = 'log_id'")(room)

        asyncio.run(story())

    return spoil


def blob_at(position):
    return blob(position)


def checkpoint(make):
    def spoil(room):
        store_checkpoint(room.path / "checkpoint", make(room))

    return spoil


def write(name, content):
    def spoil(room):
        (room.path / name).write_bytes(content)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "findings"),
    [
        (
            change("UPDATE batches SET data = x'00' WHERE first = 2"),
            ["positions 2 to 3: the row does not have"],
        ),
        (change("UPDATE batches SET count = 1000000 WHERE first = 2"), ["damaged at positions 2 to 1000001"]),
        (change("DELETE FROM batches WHERE first = 4"), ["positions 4 to 6 are missing"]),
        (change("DELETE FROM batches WHERE first IN (1, 8)"), ["positions 1 to 1 are", "positions 8 to 9 are missing"]),
        (change("DELETE FROM batches WHERE first = 20"), ["The log ends at position 19, but its checkpoint says 20"]),
        (
            change("DELETE FROM batches"),
            ["The log ends at position 0, but its checkpoint says 20: the last 20 entries"],
        ),
        (change("UPDATE batches SET data = x'' WHERE first >= 19"), ["positions 19 to 19: ", "positions 20 to 20: "]),
        (change("DELETE FROM erasable WHERE position = 4"), ["position 4: its erasable bytes are missing"]),
        (
            change("UPDATE erasable SET data = x'00' WHERE position = 4"),
            ["position 4: its erasable bytes have another"],
        ),
        (
            rewrite(7, blob(7, "changed")),
            ["up to position 20 has another root than its checkpoint: entries were changed"],
        ),
        (rewrite(7, Blob(b"\x02what")), ["Position 7: A record has format 2"]),
        (rewrite(4, Blob(blob(4).body, blob(6).erasable)), ["Position 4: The erasable bytes of a record do not have"]),
        (checkpoint(lambda room: room.head(SIZE, "changed")), ["has another root than its checkpoint"]),
        (checkpoint(lambda room: room.head(SIZE + 3)), ["ends at position 20, but its checkpoint says 23: the last 3"]),
        (
            checkpoint(lambda room: sign_checkpoint(Checkpoint("tansiq/x", SIZE, tree_of(SIZE).root()), room.key)),
            ["The checkpoint is of tansiq/x, but the log is tansiq/"],
        ),
        (write("checkpoint", b"nonsense"), ["checkpoint is damaged: The note does not end"]),
        (write("log.sqlite", b"nonsense" * 1000), ["SQLite says 'file is not a database'"]),
        (change("UPDATE settings SET value = '2' WHERE name = 'format'"), ["has format 2; this version"]),
        (lambda room: (room.path / "keys" / "log.pem").chmod(0o644), ["can be read by other users"]),
    ],
)
def test_damage_is_said_in_sentences(room, spoil, findings):
    spoil(room)
    found = verify_folder(room.path).findings
    assert len(found) == len(findings), found
    assert all(part in text for part, text in zip(findings, found, strict=True)), found


def test_a_checkpoint_of_another_key_is_found(room):
    (found,) = verify_folder(room.path, log_vkey(room.log_id, STRANGER)).findings
    assert "is not signed by" in found


def test_what_cannot_be_checked_is_said(room):
    (room.path / "keys" / "log.pem").unlink()
    report = verify_folder(room.path)
    assert report.findings == []
    assert report.notes == [
        "The checkpoint's signature was not checked: no key was given, and the folder's cannot be read."
    ]
    (room.path / "checkpoint").unlink()
    assert verify_folder(room.path).notes[0].startswith("There is no checkpoint in the folder")


def test_a_folder_that_is_none(tmp_path):
    with pytest.raises(Outage, match="is not a data folder"):
        verify_folder(tmp_path)


def test_receipts(room):
    good = receipt.make_receipt(
        position=3,
        outcome="done",
        answer_hash=bytes(32),
        commitment=commitment(blob(3)),
        inclusion=tree_of(SIZE).inclusion(2),
        checkpoint=room.head(SIZE),
        key=room.key,
    )
    assert verify_receipt(receipt.encode(good), room.vkey).findings == []
    assert "not signed by" in verify_receipt(receipt.encode(good), log_vkey(room.log_id, STRANGER)).findings[0]
    assert "not a receipt" in verify_receipt(b"{}", room.vkey).findings[0]


@pytest.mark.parametrize("source", ["the folder", "tiles"])
@pytest.mark.parametrize(
    ("old", "new", "sound", "because"),
    [
        ((7, ""), (SIZE, ""), True, "one is a beginning of the other"),
        ((SIZE, ""), (7, ""), True, "in either order"),
        ((SIZE, ""), (SIZE, ""), True, "the same"),
        ((0, ""), (SIZE, ""), True, "nothing is a beginning of everything"),
        ((7, "changed"), (SIZE, ""), False, "another past"),
        ((SIZE, "changed"), (SIZE, ""), False, "two heads of one size"),
        ((7, ""), (SIZE, "changed"), False, "a later head of another history"),
    ],
)
def test_two_checkpoints(room, source, old, new, sound, because):
    tree = tree_of(SIZE)

    def subtree_at(size):
        if source == "the folder":
            return subtree_in(room.path, size)
        return subtree_from_tiles(lambda tile: tile_bytes(tile, tree, size), size)

    report = verify_checkpoints(str(room.head(*old)).encode(), str(room.head(*new)).encode(), room.vkey, subtree_at)
    assert (report.findings == []) is sound, because
    assert sound or "not of one history" in report.findings[0]


def test_checkpoints_of_a_stranger_are_not_compared(room):
    good = str(room.head(7)).encode()
    (found,) = verify_checkpoints(good, good, log_vkey(room.log_id, STRANGER), lambda size: subtree_of([])).findings
    assert "is not signed by" in found


def test_a_folder_with_too_few_records_has_no_subtree(room):
    with pytest.raises(Damaged, match="ends at position 20, before 21"):
        subtree_in(room.path, 21)


@pytest.mark.parametrize(
    ("size", "variant", "problem"),
    [
        (SIZE, "", contextlib.nullcontext()),
        (SIZE + 5, "", contextlib.nullcontext()),
        (
            SIZE - 1,
            "",
            pytest.raises(Damaged, match=r"ends at position 19, but its checkpoint says 20.*tansiq restore"),
        ),
        (SIZE, "changed", pytest.raises(Damaged, match=r"another root .* Delete .*derived.sqlite and start again")),
    ],
)
def test_the_check_at_start(room, size, variant, problem):
    with problem:
        assert verify_tail(Folder(room.path), tree_of(size, variant), room.log_id, room.key).size == SIZE


def test_the_check_at_the_first_start(room):
    (room.path / "checkpoint").unlink()
    assert verify_tail(Folder(room.path), tree_of(0), room.log_id, room.key) is None


def test_a_checkpoint_of_another_log_stops_the_start(room):
    with pytest.raises(Damaged, match="is not what this log signed"):
        verify_tail(Folder(room.path), tree_of(SIZE), "another", room.key)


READ_ONLY = """
import os, sys
from pathlib import Path
from tansiq.log.verify import verify_folder
if os.geteuid() == 0:
    os.seteuid(65534)
report = verify_folder(Path(sys.argv[1]))
print(report.positions, report.findings, report.notes)
"""


def test_a_copy_on_a_disk_that_cannot_be_written():
    with tempfile.TemporaryDirectory() as name:
        room = Room(Path(name) / "data", SIZE)
        for path, mode in [(Path(name), 0o755), (room.path / "log.sqlite", 0o444), (room.path, 0o555)]:
            path.chmod(mode)
        (room.path / "keys" / "log.pem").chmod(0o000)
        ran = subprocess.run([sys.executable, "-c", READ_ONLY, room.path], capture_output=True, text=True, check=False)
        room.path.chmod(0o755)
    assert ran.stdout.startswith(f"{SIZE} [] [\"The checkpoint's signature was not checked"), ran.stdout + ran.stderr
