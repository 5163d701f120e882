"""How well and how fast reports of one place are found, and how fast the register answers at 100,000 places.

`.venv/bin/python -m benchmarks places`. The made set is described in `places_made`; its measured half of the stems was never
looked at while matching was made.
"""

import asyncio
import gc
import itertools
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import msgspec

from benchmarks.places_made import PARTIES, Made, made
from benchmarks.table import Row, show
from tansiq.airspace.around_spots import Around
from tansiq.airspace.matching import Seen, What, bound_m, suggestions
from tansiq.airspace.outlines import boxes
from tansiq.airspace.snapped import MANNED, snapped
from tansiq.airspace.spots import Spot, distance_m
from tansiq.core.changes import DelegatePut, PartyPut
from tansiq.core.commands import AcceptClock, ClockReading, FoundRoom
from tansiq.core.decide import decide
from tansiq.core.entry import HOST, Actor, Entry
from tansiq.core.evolve import evolve
from tansiq.core.room import Charter, Delegate, Party, PartyState, Role
from tansiq.core.room_commands import Founding
from tansiq.core.site_changes import ReportPut, SitePresetsSet
from tansiq.core.site_commands import AskSites, SiteQuestion
from tansiq.core.sites import Facts, Pin, Report, SiteLevel, SitePreset, Source
from tansiq.core.state import State
from tansiq.core.units import ALWAYS, DAY_US, MM, NDEG
from tansiq.core.volumes import Box, Circle, Volume
from tansiq.gateways.room import wire
from tansiq.gateways.room.endpoint import Ask
from tansiq.gateways.room.register.sites import sites

SEEDS = (101, 102, 103)
PLACES = 5_000
MANY = 100_000
NOW_US = 20_000 * DAY_US

Pair = tuple[str, str]


class Truth(NamedTuple):
    """Pairs of reports of one place. whole: both as they should be; slipped: of at least one the hand slipped."""

    whole: set[Pair]
    slipped: set[Pair]


def truth_of(of: Made) -> Truth:
    """Return the pairs that should be found."""
    by_place: dict[int, list[str]] = defaultdict(list)
    for report_id, place in of.truth.items():
        by_place[place].append(report_id)
    pairs = {pair for ids in by_place.values() for pair in itertools.combinations(sorted(ids), 2)}
    slipped = {(a, b) for a, b in pairs if a in of.slip or b in of.slip}
    return Truth(pairs - slipped, slipped)


def suggested(reports: Iterable[Seen]) -> tuple[set[Pair], set[Pair], list[float]]:
    """Return the pairs said to be one place, those said to contradict each other, and the milliseconds of each report."""
    reports = list(reports)
    world = Around(reports)
    same: set[Pair] = set()
    contradicting: set[Pair] = set()
    took: list[float] = []
    for seen in reports:
        began = time.thread_time()
        found = suggestions(seen, world)
        took.append((time.thread_time() - began) * 1_000)
        for each in found:
            pair = (min(each.a, each.b), max(each.a, each.b))
            (same if each.what is What.SAME else contradicting).add(pair)
    return same, contradicting, sorted(took)


def by_distance(reports: list[Seen]) -> set[Pair]:
    """Return the pairs that distance and kind alone would say: of two parties, of one kind, within their accuracies."""
    world = Around(reports)
    return {
        (min(a.id, b.id), max(a.id, b.id))
        for a in reports
        for b in world.near(a, a.spot.accuracy_m + 500)
        if a.party != b.party and a.kind is b.kind and distance_m(a.spot, b.spot) <= bound_m(a, b)
    }


def match_rows() -> list[Row]:
    """Precision and recall on sets nobody looked at."""
    sums: dict[str, list[float]] = defaultdict(list)
    took: list[float] = []
    for seed in SEEDS:
        of = made(seed, PLACES, "measured")
        truth = truth_of(of)
        same, contradicting, times = suggested(of.reports)
        blind, _, _ = suggested([_at_place(seen) for seen in of.reports])
        plain = by_distance(of.reports)
        took += times
        for name, pairs in (("same", same), ("blind", blind), ("plain", plain), ("contradicting", contradicting)):
            right = sum(of.truth[a] == of.truth[b] for a, b in pairs)
            sums[name + " precision"].append(right / len(pairs))
            wanted = truth.slipped if name == "contradicting" else truth.whole
            sums[name + " recall"].append(len(pairs & wanted) / len(wanted))
    took.sort()

    def row(what: str, name: str, aim: str = "") -> Row:
        return Row(what, f"{min(sums[name]):.3f} to {max(sums[name]):.3f}", "", aim)

    return [
        row("one place: precision, 3 sets of 5,000 places", "same precision", "≥ 0.97"),
        row("· recall", "same recall", "≥ 0.85"),
        row("… as one of the parties sees it at level *place*, reporters untold: precision", "blind precision"),
        row("· recall", "blind recall"),
        row("… by distance and kind alone: precision", "plain precision"),
        row("· recall", "plain recall"),
        row("contradictions (swapped, mirrored, cut, a digit, apart): precision", "contradicting precision"),
        row("· recall", "contradicting recall"),
        Row("suggestions for one report: median", f"{statistics.median(took):.2f} ms", "", "5 ms"),
        Row("· p99", f"{took[len(took) * 99 // 100]:.2f} ms"),
    ]


def _at_place(seen: Seen) -> Seen:
    """Return a report as the party ARA sees it where all are released as *place*."""
    return seen if seen.party == "ARA" else msgspec.structs.replace(seen, party="")


def many_rows() -> list[Row]:
    """At 100,000 places: suggestions for one new report; what the core finds near, and a question."""
    of = made(1, MANY // 2, "measured")
    reports = of.reports[:MANY]
    world = Around(reports)
    rng = random.Random(5)
    asked = rng.sample(reports, 2_000)
    rows = _timed(f"suggestions for one report among {len(reports):,}", lambda seen: suggestions(seen, world), asked)
    state, words = register_of(reports)
    gc.freeze()  # this and the next as the server does
    gc.set_threshold(50_000, 50, 100)
    near = [listing(state, words, seen.spot, 1_000) for seen in asked]
    far = [listing(state, words, seen.spot, 10_000) for seen in asked[:300]]
    asks = [
        Entry(
            state.position + 1,
            NOW_US,
            Actor("ARA", "person"),
            AskSites(SiteQuestion(f"ask {n}", boxes_around(seen.spot, 1_000), 1_000 * MM)),
        )
        for n, seen in enumerate(asked)
    ]
    rows += asyncio.run(_answered("the list of places within 1 km of one, as a viewer sees them, written", sites, near))
    rows += asyncio.run(_answered("· within 10 km, up to 500 places", sites, far))
    return rows + _timed("a question within 1 km, decided", lambda entry: decide(state, entry), asks)


def listing(state: State, words: dict[int, bytes], spot: Spot, metres: float) -> Ask:
    """Return what the door of `GET /room/v1/sites` is asked for the box around a spot; no more of a room than it looks at."""
    around = boxes_around(spot, metres)
    south, west = min(b.lat_ndeg.lo for b in around) / NDEG, min(b.lon_ndeg.lo for b in around) / NDEG
    north, east = max(b.lat_ndeg.hi for b in around) / NDEG, max(b.lon_ndeg.hi for b in around) / NDEG

    def of(position: int) -> bytes:
        return words.get(position, b"")

    node = SimpleNamespace(state=state, now_us=lambda: NOW_US)
    room = SimpleNamespace(door=SimpleNamespace(node=node), state=state, texts=SimpleNamespace(of=of))
    query = {"box": f"{south!r},{west!r},{north!r},{east!r}"}
    return cast("Ask", SimpleNamespace(room=room, actor=Actor("ARA", "person"), query=query, language="en"))


def boxes_around(spot: Spot, metres: float) -> tuple[Box, ...]:
    """Return boxes that hold all within a distance of a spot."""
    return boxes(Circle(round(spot.lat * NDEG), round(spot.lon * NDEG), round(metres * MM)))


def register_of(reports: list[Seen]) -> tuple[State, dict[int, bytes]]:
    """Return a room of three parties whose register holds some reports, each released to the others as *place*; and the words
    of each, by where its entry is."""
    state = State()
    words: dict[int, bytes] = {}

    def done(decision: Any) -> None:
        evolve(state, Entry(state.position + 1, NOW_US, HOST, AcceptClock(ClockReading(0, 0))), decision)

    founding = Entry(1, NOW_US, HOST, FoundRoom(Founding(Charter("the room"), PARTIES[0])))
    evolve(state, founding, decide(state, founding))
    for hue, party in enumerate(PARTIES):
        done(PartyPut(Party(party, PartyState.MEMBER, hue, 0, NOW_US, was_in=True)))
        done(SitePresetsSet(party, (SitePreset(None, None, SiteLevel.PLACE),)))
    done(DelegatePut(Delegate("person", "ARA", Role.OFFICER, False, 0)))
    for seen in reports:
        lat, lon = round(seen.spot.lat * NDEG), round(seen.spot.lon * NDEG)
        if abs(lat) > 89 * NDEG:
            continue
        circle = Circle(lat, lon, round(seen.spot.accuracy_m * MM))
        held = boxes(circle)
        view = snapped(Volume(circle, held, ALWAYS, ALWAYS), MANNED, 64).boxes
        pin, facts = Pin(lat, lon, circle.radius_mm), Facts(seen.kind, Source.GROUND, NOW_US)
        expires_us, texts = NOW_US + 30 * DAY_US, state.position + 1
        words[texts] = words_of(seen)
        done(
            ReportPut(
                Report(seen.id, seen.party, "person", "1", pin, view, held, facts, (), False, NOW_US, expires_us, texts)
            )
        )
    return state, words


def words_of(seen: Seen) -> bytes:
    """Return what a person typed of a report, as it lies in the log."""
    tags = {"arabic": "ar", "cyrillic": "ru"}
    names = {tags.get(name.script, "en"): " ".join(word.plain for word in name.words) for name in seen.names}
    return msgspec.json.encode(wire.ReportTexts(names, remarks="The gate is in the north."))


async def _answered(what: str, do: Callable[[Any], Awaitable[object]], over: list[Any]) -> list[Row]:
    took: list[float] = []
    for each in over:
        began = time.thread_time()
        await do(each)
        took.append((time.thread_time() - began) * 1_000)
    return _spread(what, took)


def _timed(what: str, do: Callable[[Any], object], over: list[Any]) -> list[Row]:
    took: list[float] = []
    for each in over:
        began = time.thread_time()
        do(each)
        took.append((time.thread_time() - began) * 1_000)
    return _spread(what, took)


def _spread(what: str, took: list[float]) -> list[Row]:
    took.sort()
    return [
        Row(f"{what}: median", f"{statistics.median(took):.2f} ms", "", "5 ms"),
        Row("· p99", f"{took[len(took) * 99 // 100]:.2f} ms"),
    ]


def rows() -> list[Row]:
    """All rows of this part."""
    return [*match_rows(), *many_rows()]


if __name__ == "__main__":
    show("Places", rows())
