"""How long a server needs until it answers: on an empty folder, and with 100,000 live volumes in snapshot and tail."""

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.core import LEGS, flight
from benchmarks.table import Row, show
from tansiq.assemble import running
from tansiq.config import Config
from tansiq.core.commands import IntentPrivate, IntentReservation, PutIntent, Subscribe
from tansiq.core.entry import Actor
from tansiq.core.model import IntentState
from tansiq.core.units import DAY_US, Span
from tansiq.core.volumes import Volume
from tansiq.log.folder import open_folder
from tansiq.node.loop import Node, Proposal

VOLUMES = 100_000
TAIL = 2_000  # entries after the snapshot


def rows() -> list[Row]:
    """Measured from the start of the process to the line that says it serves."""
    with tempfile.TemporaryDirectory() as folder:
        empty = _start(f"{folder}/empty")
        took = asyncio.run(_fill(Path(folder) / "full"))
        full = _start(f"{folder}/full")
    return [
        Row("start on an empty folder", f"{empty:.2f} s", "", "1.5 s"),
        Row(f"start with {VOLUMES:,} live volumes, {TAIL:,} entries after the snapshot", f"{full:.2f} s", "", "4 s"),
        Row(
            f"booking these {VOLUMES // LEGS:,} flights one after the other, durable", f"{VOLUMES / LEGS / took:,.0f}/s"
        ),
    ]


async def _fill(path: Path) -> float:
    rng, began = random.Random(7), time.perf_counter()
    config = Config(data=str(path), party_writes_per_s=1_000_000, snapshot_entries=VOLUMES // LEGS - TAIL)
    with open_folder(path) as folder:
        async with running(config, folder) as started:
            for _ in range(VOLUMES // LEGS // 50):
                await asyncio.gather(*(_book(started.node, rng) for _ in range(50)))
            took = time.perf_counter() - began
            while not list((path / "snapshots").glob("*.snapshot")):  # noqa: ASYNC110  # another process makes it
                await asyncio.sleep(0.2)
    return took


async def _book(node: Node, rng: random.Random) -> None:
    name = f"{rng.getrandbits(128):032x}"
    legs = tuple(_in_a_week(volume, node.now_us()) for volume in flight(rng))
    for _ in range(20):
        key = tuple(i.ovn for i in node.state.intents_near(legs))
        wish = Subscribe(f"{name[:-1]}s", "v1", "https://uss.example", False)
        command = PutIntent(
            IntentReservation(name, IntentState.ACCEPTED, legs, "https://uss.example"),
            IntentPrivate("", name, key, wish),
        )
        outcome = await node.submit(Proposal(Actor("alpha", "client"), command))
        if outcome.reply.status == 201:
            return
    raise AssertionError(f"flight {name} was refused: {outcome.reply.body[:300]!r}")


def _in_a_week(volume: Volume, now_us: int) -> Volume:
    """The benchmark's sky is of another day: move it to begin in a week."""
    start = now_us + 7 * DAY_US + volume.time_us.lo % DAY_US
    span = Span(start, start + volume.time_us.hi - volume.time_us.lo)
    return Volume(volume.outline, volume.boxes, volume.alt_mm, span)


def _start(data: str) -> float:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "tansiq.cli", "serve", "--data", data, "--listen", "127.0.0.1:0", "--metrics", ""],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Tansiq serves")
    took = time.perf_counter() - began
    process.terminate()
    process.wait(30)
    return took


if __name__ == "__main__":
    show("Start", rows())
