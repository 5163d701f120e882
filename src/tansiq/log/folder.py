"""The data folder: who may use it now, in which format it is, and the log's key.

format            "tansiq data folder 1"
lock              held by the running server; its process id
log.sqlite        the log
derived.sqlite    what can be made again from the log
checkpoint        the newest signed head
cosignatures      which heads the parties have seen, signed by them
deliveries.sqlite what others are still to be told, where there is a room
plans.sqlite      what each party's plans of the day held, where there is a room
keys/log.pem      the log's Ed25519 key, PKCS#8, readable by the owner only
"""

import contextlib
import fcntl
import os
import shutil
import stat
from collections.abc import Generator
from enum import StrEnum
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from msgspec import Struct

from tansiq.log.engine import Damaged, Outage, UnknownFormat

FORMAT: Final = 1
_FORMAT_LINE: Final = "tansiq data folder "


class Lock(StrEnum):
    """How a program holds the folder.

    EXCLUSIVE: nobody else may hold it; the server, restore. SHARED: others may, but no server. NONE: only looks; may
    run beside a server.
    """

    EXCLUSIVE = "exclusive"
    SHARED = "shared"
    NONE = "none"


class Folder(Struct, frozen=True):
    """A data folder that is open."""

    path: Path

    @property
    def log(self) -> Path:
        """The log's file."""
        return self.path / "log.sqlite"

    @property
    def derived(self) -> Path:
        """The file of what can be made again from the log."""
        return self.path / "derived.sqlite"

    @property
    def deliveries(self) -> Path:
        """The file of what others are to be told, where there is a room."""
        return self.path / "deliveries.sqlite"

    @property
    def plans(self) -> Path:
        """The file of the parties' plans of the day, where there is a room."""
        return self.path / "plans.sqlite"

    @property
    def checkpoint(self) -> Path:
        """The file of the newest signed checkpoint."""
        return self.path / "checkpoint"

    @property
    def cosignatures(self) -> Path:
        """The file of the parties' cosignatures."""
        return self.path / "cosignatures"

    @property
    def key(self) -> Path:
        """The file of the log's key."""
        return self.path / "keys" / "log.pem"

    @property
    def secrets(self) -> Path:
        """The file of credentials, where there is a room."""
        return self.path / "secrets.sqlite"

    def free_bytes(self) -> int:
        """Return how many bytes can still be written to the disk under the folder."""
        return shutil.disk_usage(self.path).free


@contextlib.contextmanager
def open_folder(path: Path, lock: Lock = Lock.EXCLUSIVE) -> Generator[Folder]:
    """Open a data folder for as long as the context lasts. With `Lock.EXCLUSIVE` it is made where there is none.

    Raises `Outage`, with the cure, where it is in use, missing, not writable or not a data folder at all, and
    `UnknownFormat` where a newer version made it.
    """
    with contextlib.ExitStack() as held:
        try:
            if lock is Lock.EXCLUSIVE:
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
                _refuse_strange(path)
            elif not (path / "format").is_file():
                raise Outage(f"{path} is not a data folder of Tansiq. Name the folder that the server was given.")
            if lock is not Lock.NONE:
                held.enter_context(_locked(path / "lock", lock))
            if lock is Lock.EXCLUSIVE and not (path / "format").exists():
                write_file(path / "format", f"{_FORMAT_LINE}{FORMAT}\n".encode())
            _check_format(path / "format")
        except OSError as error:
            raise Outage(cannot(path, error)) from error
        yield Folder(path)


def log_key(folder: Folder) -> Ed25519PrivateKey:
    """Return the log's key. Made when the folder has no log yet; a log without its key is an `Outage`.

    Raises `Outage` where other users can read the file.
    """
    try:
        if not folder.key.exists():
            if folder.log.exists():
                raise Outage(
                    f"{folder.key} is missing, and the log was signed with it. Copy the key back from your own backup; "
                    "without it, `tansiq restore --accept-loss` begins a new epoch with a new key."
                )
            make_key(folder.key)
        return read_key(folder.key)
    except OSError as error:
        raise Outage(cannot(folder.key, error)) from error


def read_key(path: Path) -> Ed25519PrivateKey:
    """Return the Ed25519 key in a PEM file that only its owner may read."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise Outage(f"{path} can be read by other users (mode {mode:03o}). Run: chmod 600 {path}")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Damaged(f"{path} is not a private key in PEM without a password. Copy it back from a backup.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Damaged(f"{path} is not an Ed25519 key. Copy the log's key back from a backup.")
    return key


def write_file(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Put a file in place so that after a power cut there is the old one or the new one, whole."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _locked(path: Path, lock: Lock) -> Generator[None]:
    """Hold the lock file. The file stays afterwards: taking it away would let two processes lock two files."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "r+") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if lock is Lock.EXCLUSIVE else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = file.read().strip() or "unknown"
            raise Outage(
                f"{path.parent} is in use by another process (pid {holder}). Stop it first, or choose another folder."
            ) from None
        if lock is Lock.EXCLUSIVE:
            file.seek(0)
            file.truncate()
            file.write(f"{os.getpid()}\n")
            file.flush()
        yield


def _refuse_strange(path: Path) -> None:
    if (path / "format").exists():
        return
    strange = sorted(entry.name for entry in path.iterdir() if entry.name not in ("lock", "format.new"))
    if strange:
        raise Outage(
            f"{path} is not a data folder of Tansiq and not empty (it holds {strange[0]!r}). Choose an empty folder."
        )


def _check_format(path: Path) -> None:
    line = path.read_text(errors="replace").strip()
    version = line.removeprefix(_FORMAT_LINE)
    if not line.startswith(_FORMAT_LINE) or not version.isdecimal():
        raise Damaged(f"{path} is damaged: it says {line[:40]!r}, not {_FORMAT_LINE + str(FORMAT)!r}.")
    if int(version) != FORMAT:
        raise UnknownFormat(
            f"{path.parent} has folder format {version}; this version of Tansiq knows {FORMAT}. "
            "Use the version that wrote it."
        )


def make_key(path: Path) -> None:
    """Make a new Ed25519 key in a file, 0600, in a folder, 0700. There must be none."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_file(path, pem, 0o600)
    sync_folder(path.parent.parent)


def cannot(path: Path, error: OSError) -> str:
    """Return the sentence for a folder or file that the operating system refuses."""
    return (
        f"{path} cannot be used: {error.strerror} ({error.filename or path}). Give the user who runs Tansiq the right to "
        "read and write there, or choose another folder with --data."
    )
