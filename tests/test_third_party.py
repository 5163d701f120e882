"""What is copied from others is what the list says."""

import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_listed_files_have_the_listed_hashes():
    listed = re.findall(r"^\| `([^`]+)` .* `([0-9a-f]{64})` \|$", (ROOT / "THIRD_PARTY.md").read_text(), re.MULTILINE)
    assert listed
    for name, digest in listed:
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest, name


def test_no_lock_names_an_address():
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text(), lock.name
