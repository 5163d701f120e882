"""Write the golden log: `.venv/bin/python tests/golden/core/make.py`.

Run once. Made again, the past is lost: do so only while the rules are version 0, and say why in the commit.
"""

import random
import subprocess
import sys
from pathlib import Path
from typing import get_args

import msgspec

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from core.story import Story  # noqa: E402  (the tests are no installed package: the path comes first)
from tansiq.core.changes import Change  # noqa: E402
from tansiq.core.commands import Command  # noqa: E402
from tansiq.core.decide import decide  # noqa: E402
from tansiq.core.entry import to_parts  # noqa: E402
from tansiq.core.evolve import evolve  # noqa: E402
from tansiq.core.refusals import Refusal, TooManyItems  # noqa: E402
from tansiq.core.state import State  # noqa: E402

SEED = 3548
ENTRIES = 450


def missing(log):
    """Return the commands, changes and refusals that do not occur. The limits are too far away for TooManyItems."""
    state, met = State(), {TooManyItems}
    for entry in log:
        decision = decide(state, entry)
        evolve(state, entry, decision)
        met |= {type(entry.command), type(decision)}
    return {*get_args(Command), *get_args(Change), *get_args(Refusal)} - met


def main():
    log = Story(random.Random(SEED)).tell(ENTRIES)
    assert not missing(log), missing(log)
    lines = (msgspec.json.encode({name: msgspec.Raw(body) for name, body in to_parts(entry)}) for entry in log)
    (HERE / "first_days.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    replayed = subprocess.run(
        [sys.executable, HERE / "replay.py", HERE / "first_days.jsonl"], capture_output=True, text=True, check=True
    )
    (HERE / "first_days.digest").write_text(replayed.stdout)


if __name__ == "__main__":
    main()
