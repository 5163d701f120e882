"""What a run of the mutations needs: each line that one of them changes stands in the source, once."""

from pathlib import Path

import pytest

import tansiq

from .release import DOORS, MUTATIONS

SOURCE = Path(tansiq.__file__).parent


@pytest.mark.parametrize("mutation", [*DOORS, *MUTATIONS], ids=lambda m: m.leak)
def test_the_line_that_would_leak_stands_once(mutation):
    assert (SOURCE / mutation.file).read_text().count(mutation.before) == 1
    assert mutation.before != mutation.after
