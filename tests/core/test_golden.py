"""The past keeps its meaning."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "core"


@pytest.mark.parametrize("hash_seed", ["1", "2", "3"])
def test_golden_log(hash_seed):
    """All replicas of the simulation share one PYTHONHASHSEED, so it cannot see a loop over a `set`. This can: the digest
    covers every decision, refusals too, and the final state."""
    replayed = subprocess.run(
        [sys.executable, GOLDEN / "replay.py", GOLDEN / "first_days.jsonl"],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert replayed.returncode == 0, replayed.stderr
    expected = (GOLDEN / "first_days.digest").read_text()
    assert replayed.stdout == expected, "rules changed: add a rules version, keep the old one"
