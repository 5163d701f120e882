"""The data folder: who may use it, and the log's key."""

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tansiq.log.engine import Damaged, Outage, UnknownFormat
from tansiq.log.folder import Lock, log_key, open_folder, read_key, write_file

HOLD = """
import sys
from pathlib import Path
from tansiq.log.folder import Lock, open_folder
with open_folder(Path(sys.argv[1]), Lock(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextlib.contextmanager
def held_by_another_process(folder: Path, lock: Lock):
    command = [sys.executable, "-c", HOLD, folder, lock]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        yield other.pid
        other.stdin.close()


def test_the_folder_is_made_for_its_owner_only(tmp_path):
    with open_folder(tmp_path / "new" / "data") as folder:
        assert folder.path.stat().st_mode & 0o777 == 0o700
        assert folder.free_bytes() > 0
        assert (folder.path / "format").read_text() == "tansiq data folder 1\n"
    with open_folder(tmp_path / "new" / "data"):
        assert int((tmp_path / "new" / "data" / "lock").read_text()) == os.getpid()


@pytest.mark.parametrize(
    ("holder", "comer", "refused", "because"),
    [
        (Lock.EXCLUSIVE, Lock.EXCLUSIVE, True, "two servers"),
        (Lock.EXCLUSIVE, Lock.SHARED, True, "a tool that needs the server stopped"),
        (Lock.EXCLUSIVE, Lock.NONE, False, "verify beside a server"),
        (Lock.SHARED, Lock.EXCLUSIVE, True, "a server beside such a tool"),
        (Lock.SHARED, Lock.SHARED, False, "two such tools"),
        (Lock.NONE, Lock.EXCLUSIVE, False, "a server beside verify"),
    ],
)
def test_who_may_hold_a_folder_together(tmp_path, holder, comer, refused, because):
    with open_folder(tmp_path):
        pass
    with held_by_another_process(tmp_path, holder) as pid:
        if refused:
            with pytest.raises(
                Outage, match=f"in use by another process.*{pid if holder is Lock.EXCLUSIVE else 'pid'}"
            ):
                open_folder(tmp_path, comer).__enter__()
        else:
            with open_folder(tmp_path, comer) as folder:
                assert folder.path == tmp_path, because
    with open_folder(tmp_path):
        pass  # free again


@pytest.mark.parametrize("lock", [Lock.SHARED, Lock.NONE])
def test_a_tool_does_not_make_a_folder(tmp_path, lock):
    with pytest.raises(Outage, match="is not a data folder of Tansiq"), open_folder(tmp_path / "typo", lock):
        pass
    assert not (tmp_path / "typo").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "letters.txt").touch()
    with pytest.raises(Outage, match=r"not empty \(it holds 'letters.txt'\)"), open_folder(tmp_path):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize(
    ("line", "error", "sentence"),
    [
        ("tansiq data folder 2\n", UnknownFormat, "has folder format 2; this version of Tansiq knows 1"),
        ("tansiq data folder\n", Damaged, "is damaged"),
        ("", Damaged, "is damaged"),
    ],
)
def test_another_format_is_refused_by_name(tmp_path, line, error, sentence):
    (tmp_path / "format").write_text(line)
    with pytest.raises(error, match=sentence), open_folder(tmp_path):
        pass


@contextlib.contextmanager
def as_ordinary_user():
    """Root may write anywhere, so step down for a moment where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_without_the_right_to_write_is_said_with_the_cure(mode):
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        Path(name).chmod(0o755)
        data.mkdir(mode=0o755)
        data.chmod(mode)
        with as_ordinary_user(), pytest.raises(Outage, match=r"cannot be used: Permission denied .* Give the user"):
            open_folder(data).__enter__()


def test_a_path_that_is_a_file_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Outage, match="cannot be used: File exists"), open_folder(tmp_path / "file"):
        pass


def test_the_key_is_made_once_and_kept(tmp_path):
    with open_folder(tmp_path) as folder:
        first = log_key(folder)
        assert folder.key.stat().st_mode & 0o777 == 0o600
        assert folder.key.parent.stat().st_mode & 0o777 == 0o700
        assert log_key(folder).public_key() == first.public_key()


def test_a_log_without_its_key_is_not_given_a_new_one(tmp_path):
    with open_folder(tmp_path) as folder:
        log_key(folder)
        folder.log.touch()
        folder.key.unlink()
        with pytest.raises(Outage, match=r"log\.pem is missing, and the log was signed with it"):
            log_key(folder)
        assert not folder.key.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_key_that_others_can_read_is_refused(tmp_path, mode):
    with open_folder(tmp_path) as folder:
        log_key(folder)
        folder.key.chmod(mode)
        with pytest.raises(Outage, match=f"mode {mode:03o}.*chmod 600"):
            log_key(folder)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not a private key"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "not a private key"),
        (
            generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            "not an Ed25519 key",
        ),
    ],
)
def test_a_file_that_is_no_key_is_refused(tmp_path, content, sentence):
    write_file(tmp_path / "log.pem", content, 0o600)
    with pytest.raises(Damaged, match=sentence):
        read_key(tmp_path / "log.pem")


def test_writing_a_file_replaces_it_whole(tmp_path):
    (tmp_path / "checkpoint.new").write_text("left over from a crash")
    write_file(tmp_path / "checkpoint", b"one")
    write_file(tmp_path / "checkpoint", b"two")
    assert [entry.name for entry in tmp_path.iterdir()] == ["checkpoint"]
    assert (tmp_path / "checkpoint").read_bytes() == b"two"
