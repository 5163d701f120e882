"""How fast and how small the core is: `.venv/bin/python -m benchmarks.core`.

Every function returns rows; none asserts. The sky: flights of five legs of 12 minutes, each leg 2 to 5 km long, strewn over
10° × 10° of Europe and 24 hours.
"""

import gc
import random
import statistics
import time
import tracemalloc

from benchmarks.table import Row, show
from tansiq.core.commands import DeleteIntent, IntentPrivate, IntentReservation, PutIntent, Removal, Subscribe
from tansiq.core.decide import decide
from tansiq.core.entry import Actor, Entry
from tansiq.core.evolve import evolve
from tansiq.core.grid import Grid
from tansiq.core.model import IntentState
from tansiq.core.snapshot import from_snapshot, snapshot
from tansiq.core.state import State
from tansiq.core.units import DAY_US, MINUTE_US, NDEG, Span
from tansiq.core.volumes import Box, Polygon, Volume

NOW = 20_000 * DAY_US
LEGS = 5
URL = "https://uss.example/f3548"


def row(what: str, figure: float, unit: str, aim: str = "", ratio: str = "") -> Row:
    """Write a figure down with its unit, with two decimals where it is small."""
    return Row(what, f"{figure:,.0f} {unit}" if figure >= 1_000 else f"{figure:.2f} {unit}", ratio, aim)


def flight(rng: random.Random) -> tuple[Volume, ...]:
    """A flight's volumes, leg after leg."""
    lat, lon = rng.randrange(44 * NDEG, 54 * NDEG), rng.randrange(4 * NDEG, 14 * NDEG)
    start, floor = NOW + rng.randrange(24 * 60) * MINUTE_US, rng.randrange(0, 30) * 100_000
    return tuple(leg(rng, lat + n * 20_000_000, lon, floor, start + n * 12 * MINUTE_US) for n in range(LEGS))


def leg(rng: random.Random, lat: int, lon: int, floor: int, start: int) -> Volume:
    """One volume, 2 to 5 km a side, 150 m high, 12 minutes long."""
    north, east = lat + rng.randrange(20_000_000, 45_000_000), lon + rng.randrange(30_000_000, 70_000_000)
    corners = ((lat, lon), (lat, east), (north, east), (north, lon))
    ring = b"".join(y.to_bytes(8, "big", signed=True) + x.to_bytes(8, "big", signed=True) for y, x in corners)
    boxes = (Box(Span(lat, north), Span(lon, east)),)
    return Volume(Polygon(ring), boxes, Span(floor, floor + 150_000), Span(start, start + 12 * MINUTE_US))


def put(state: State, name: str, volumes: tuple[Volume, ...], key: tuple[str, ...] = ()) -> Entry:
    """The entry of a new flight with an implicit subscription, as most are."""
    command = PutIntent(
        IntentReservation(name, IntentState.ACCEPTED, volumes, URL),
        IntentPrivate("", f"ovn of {name} 0123456789", key, Subscribe(f"{name} sub", f"{name} v1", URL, False)),
    )
    return Entry(state.position + 1, NOW, Actor("alpha", "client"), command)


def fill(state: State, rng: random.Random, volumes: int) -> None:
    """Book flights until so many volumes more are in the room. Ids are as long as UUIDs."""
    for _ in range(volumes // LEGS):
        legs = flight(rng)
        name = f"{rng.getrandbits(128):032x}"
        entry = put(state, name, legs, tuple(i.ovn for i in state.intents_near(legs)))
        evolve(state, entry, decide(state, entry))


def grid_rows() -> list[Row]:
    """Inserts, removals and queries of the bare grid."""
    rng, rows = random.Random(1), []
    for count in (1_000, 10_000, 100_000):
        items = [(f"{n:032}", flight(rng)) for n in range(count // LEGS)]
        grid = Grid()
        began = time.perf_counter()
        for item_id, volumes in items:
            grid.add(item_id, volumes)
        inserts = count / (time.perf_counter() - began)
        asked = [flight(rng)[0] for _ in range(2_000)]
        began = time.perf_counter()
        for volume in asked:
            grid.near(volume)
        rows.append(row(f"a query among {count:,} volumes", (time.perf_counter() - began) / len(asked) * 1e6, "µs"))
    rows.append(row("inserts of volumes", inserts, "1/s"))
    began = time.perf_counter()
    for item_id, volumes in items:
        grid.remove(item_id, volumes)
    return [*rows, row("removals of volumes", count / (time.perf_counter() - began), "1/s")]


def timed(state: State, entries: list[Entry]) -> list[float]:
    """Microseconds that each decision took."""
    took = []
    for entry in entries:
        began = time.perf_counter_ns()
        decide(state, entry)
        took.append((time.perf_counter_ns() - began) / 1_000)
    return sorted(took)


def decide_rows() -> list[Row]:
    """Deciding on a flight of five legs, and of one, at 100,000 live volumes; evolving; starting from a snapshot."""
    rng, state = random.Random(2), State()
    fill(state, rng, 100_000)
    gc.collect()
    gc.freeze()
    rows = []
    for legs, target in ((1, "≤ 60 µs"), (LEGS, "")):
        plans = [flight(rng)[:legs] for _ in range(3_000)]
        entries = [put(state, f"new {n}", p, tuple(i.ovn for i in state.intents_near(p))) for n, p in enumerate(plans)]
        took = timed(state, entries)
        rows.append(row(f"decide, flight of {legs} at 100,000 volumes, median", statistics.median(took), "µs", target))
        rows.append(row(f"decide, flight of {legs} at 100,000 volumes, p99", took[len(took) * 99 // 100], "µs"))
    data = snapshot(state)
    gc.collect()
    began = time.perf_counter()
    from_snapshot(data)
    rows.append(row("from_snapshot with 100,000 volumes", time.perf_counter() - began, "s", "≤ 4 s"))
    rows.append(row("its size", len(data) / 1e6, "MB"))
    gc.unfreeze()
    return rows


def crowd_rows() -> list[Row]:
    """300 live volumes of others in one cell at one time, 60 of which must be named, against an empty sky.

    A write is decided on twice and evolved once; each of the others is told of it.
    """
    empty, crowded = crowd(0), crowd(300)
    return [
        row(f"{what}, {where} in the cell", us, "µs", ratio=f"{us / alone:.1f} ×")
        for where, figures in (("nobody", empty), ("300", crowded))
        for (what, us), alone in zip(figures.items(), empty.values(), strict=True)
    ]


def crowd(others: int) -> dict[str, float]:
    """Median microseconds where so many fly already."""
    rng, state = random.Random(3), State()
    for n in range(others):
        volumes = (leg(rng, 47 * NDEG, 8 * NDEG, n % 5 * 200_000, NOW),)
        entry = put(state, f"other {n:026}", volumes, tuple(i.ovn for i in state.intents_near(volumes)))
        evolve(state, entry, decide(state, entry))
    volumes = (leg(rng, 47 * NDEG, 8 * NDEG, 0, NOW),)
    key = tuple(i.ovn for i in state.intents_near(volumes))
    return {
        "decide with the whole key": median(state, volumes, key),
        "decide without a key": median(state, volumes, ()),
        "decide twice and evolve": written(state, volumes, key),
    }


def median(state: State, volumes: tuple[Volume, ...], key: tuple[str, ...]) -> float:
    """Median microseconds of a decision."""
    return statistics.median(timed(state, [put(state, f"new {n}", volumes, key) for n in range(1_000)]))


def written(state: State, volumes: tuple[Volume, ...], key: tuple[str, ...]) -> float:
    """Median microseconds of a write. Each flight is ended before the next begins."""
    took = []
    for n in range(300):
        entry = put(state, f"written {n}", volumes, key)
        began = time.perf_counter_ns()
        decide(state, entry)
        evolve(state, entry, decide(state, entry))
        took.append((time.perf_counter_ns() - began) / 1_000)
        gone = DeleteIntent(Removal(f"written {n}", state.intents[f"written {n}"].ovn))
        end = Entry(state.position + 1, NOW, entry.actor, gone)
        evolve(state, end, decide(state, end))
    return statistics.median(took)


def memory_rows() -> list[Row]:
    """Everything that the state holds for a volume: intent, subscription, grids, calendar, polygon."""
    rng, state = random.Random(4), State()
    gc.collect()
    tracemalloc.start()
    fill(state, rng, 20_000)
    gc.collect()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return [row("memory of a volume, flights of 5 with a subscription", used / 20_000, "B", "≤ 4000 B")]


def rows() -> list[Row]:
    """All of them, the quick ones first."""
    return [*grid_rows(), *crowd_rows(), *memory_rows(), *decide_rows()]


if __name__ == "__main__":
    show("The core", rows())
