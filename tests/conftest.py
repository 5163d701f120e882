"""What holds for all tests."""

import pytest

if not __debug__:
    pytest.exit(
        "The tests do not run under python -O: their assertions, and those of the program, are what is tested.", 2
    )

LONG = ("browser", "crash", "test_docs.py", "test_demo.py", "room")  # most of a run is spent in these


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put what takes long first: what is short fills the end up, where else one of two workers has nothing left to do."""
    tests = config.rootpath / "tests"

    def place(item: pytest.Item) -> int:
        part = item.path.relative_to(tests).parts[0]
        return LONG.index(part) if part in LONG else len(LONG)

    items.sort(key=place)
