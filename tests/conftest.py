"""What holds for all tests."""

import pytest

if not __debug__:
    pytest.exit(
        "The tests do not run under python -O: their assertions, and those of the program, are what is tested.", 2
    )
