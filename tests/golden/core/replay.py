"""Replay a golden log and print the digest of the state and of every decision: `python replay.py FILE`."""

import sys
from pathlib import Path

import msgspec

from tansiq.core.decide import decide
from tansiq.core.entry import from_parts, to_parts
from tansiq.core.evolve import evolve
from tansiq.core.snapshot import digest
from tansiq.core.state import State


def main(path: str) -> None:
    """Each line holds the parts of one entry, as they would be hashed."""
    state = State()
    line = msgspec.json.Decoder(dict[str, msgspec.Raw])
    for position, text in enumerate(Path(path).read_bytes().splitlines(), start=1):
        parts = {name: bytes(body) for name, body in line.decode(text).items()}
        entry = from_parts(position, parts)
        assert dict(to_parts(entry)) == parts, f"entry {position} is written in other bytes than before"
        evolve(state, entry, decide(state, entry))
    print(digest(state))


if __name__ == "__main__":
    main(sys.argv[1])
