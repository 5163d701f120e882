"""Exact conflicts of the real day, and offers among 100,000 stored volumes."""

import random
import statistics
import time
from collections.abc import Iterator

from benchmarks.core import fill, flight
from benchmarks.table import Row, show
from tansiq.airspace import trajectories
from tansiq.airspace.exact import NO_BUFFERS, conflicts_with
from tansiq.airspace.offers import Bounds, offers
from tansiq.airspace.sweep import Item, conflicts
from tansiq.core.state import State
from tansiq.core.volumes import Extent, Volume
from tansiq.demo import sample
from tansiq.gateways.recorded.flights import flights
from tansiq.gateways.recorded.recording import read


def rows() -> list[Row]:
    """All of them."""
    return [*day_rows(), *offer_rows()]


def day_rows() -> list[Row]:
    """The recorded day: 139,098 points, ±2.5 NM, ±400 ft, ±60 s."""
    recorded = flights(read(sample.path()))
    began = time.perf_counter()
    items = [Item(str(n), trajectories.volumes(f.track, trajectories.Cut())) for n, f in enumerate(recorded)]
    cut = time.perf_counter()
    found = conflicts(items, NO_BUFFERS)
    swept = time.perf_counter()
    pairs = sum(len(conflict.overlaps) for conflict in found)
    return [
        Row(f"{len(items):,} flights into {sum(len(i.volumes) for i in items):,} volumes", f"{cut - began:.2f} s"),
        Row(
            f"exact conflicts of the day: {len(found)} pairs of flights, {pairs:,} of volumes",
            f"{swept - cut:.2f} s",
            "",
            "5 s",
        ),
    ]


def offer_rows() -> list[Row]:
    """Ways out for flights that conflict with some of 100,000 stored volumes, found through the state's grid."""
    rng, state = random.Random(5), State()
    fill(state, rng, 100_000)

    def near(extent: Extent) -> Iterator[tuple[str, Volume]]:
        for intent in state.intents_near((extent,)):
            for volume in intent.volumes:
                yield intent.id, volume

    least, with_aside, made = [], [], 0
    while len(least) < 300:
        own = flight(rng)
        others = [v for i in state.intents_near(own) for v in i.volumes]
        if not conflicts_with(own, others, NO_BUFFERS):
            continue
        for times, bounds in ((least, Bounds(aside_max_m=0)), (with_aside, Bounds())):
            began = time.perf_counter()
            made += len(offers(own, near, NO_BUFFERS, bounds))
            times.append((time.perf_counter() - began) * 1_000)
    return [
        Row("earliest delay, least height change, joint: median", f"{statistics.median(least):.2f} ms", "", "2 ms"),
        Row("· p99", f"{statistics.quantiles(least, n=100)[98]:.2f} ms"),
        Row("… with the path moved aside as well: median", f"{statistics.median(with_aside):.2f} ms"),
    ]


if __name__ == "__main__":
    show("Airspace", rows())
