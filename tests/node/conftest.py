"""What holds for each test of the node."""

from types import SimpleNamespace

import pytest


@pytest.fixture(autouse=True)
def _usual_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start freezes what is in memory, for a server's sake; this process starts hundreds of nodes."""
    nothing = SimpleNamespace(collect=lambda: 0, freeze=lambda: None, set_threshold=lambda *_: None)
    monkeypatch.setattr("tansiq.node.start.gc", nothing)
