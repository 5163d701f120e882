"""What holds for each test of the node."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from .lives import live, older


@pytest.fixture(autouse=True)
def _usual_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start freezes what is in memory, for a server's sake; this process starts hundreds of nodes."""
    nothing = SimpleNamespace(collect=lambda: 0, freeze=lambda: None, set_threshold=lambda *_: None)
    monkeypatch.setattr("tansiq.node.start.gc", nothing)


@pytest.fixture(scope="session")
def lived_once(tmp_path_factory) -> Path:
    return live(tmp_path_factory.mktemp("lived") / "data")


@pytest.fixture
def lived(lived_once, tmp_path) -> Path:
    """A copy of such a folder, for this test alone."""
    for path in (lived_once, older(lived_once)):
        shutil.copytree(path, tmp_path / path.name)
    return tmp_path / "data"
