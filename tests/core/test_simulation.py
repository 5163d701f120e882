"""Several nodes, one log, and whatever happens to nodes."""

import os
import random

import pytest

from tansiq.core.decide import decide
from tansiq.core.evolve import evolve
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.state import State

from .making import derived
from .story import Story

SEEDS = 100
ENTRIES = 60


def seeds():
    told = os.environ.get("TANSIQ_SEED")
    return range(SEEDS) if told is None else [int(told)]


class Replica:
    """A node's state, and what is on its disk."""

    def __init__(self):
        self.state = State()
        self._disk = snapshot(self.state)

    def deliver(self, entry, agreed):
        """Take an entry if it is the next one. agreed: what the first replica to come there saw; the others must too."""
        if entry.position != self.state.position + 1:
            return
        evolve(self.state, entry, decide(self.state, entry))
        here = digest(self.state)
        assert agreed.setdefault(entry.position, here) == here, f"two truths at position {entry.position}"

    def save(self):
        self._disk = snapshot(self.state)

    def restart_from_disk(self):
        self.state = from_snapshot(self._disk)


@pytest.mark.parametrize("seed", seeds())
def test_replicas_agree(seed):
    """Goal: same log, same state. Method: lose, repeat, reorder, crash; then heal, and all must converge."""
    rng = random.Random(seed)
    log = Story(rng).tell(ENTRIES)
    replicas = [Replica(), Replica(), Replica()]
    agreed: dict[int, str] = {}

    for _ in range(400):  # faults on: never two truths
        replica = rng.choice(replicas)
        here = replica.state.position
        match rng.choices(["deliver", "save", "crash"], weights=[20, 2, 1])[0]:
            case "deliver":
                replica.deliver(rng.choice(log[max(0, here - 2) : here + 3] or log), agreed)
            case "save":
                replica.save()
            case "crash":
                replica.restart_from_disk()
    for replica in replicas:  # faults off: all arrive
        for entry in log:
            replica.deliver(entry, agreed)
        assert replica.state.position == len(log), f"stuck; replay with TANSIQ_SEED={seed}"
        assert derived(replica.state) == derived(replicas[0].state), f"replay with TANSIQ_SEED={seed}"
