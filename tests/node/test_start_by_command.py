"""Starts that are refused, as an operator sees them: one sentence and exit status 2."""

import ctypes
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .lives import start
from .mishaps import last_row_changed


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
