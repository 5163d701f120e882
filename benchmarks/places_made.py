"""Made places and what three parties report of them: the set that matching is measured by.

A seed makes a set. Places lie in towns and between them; a seventh has a neighbour of its kind within 120 to 600 m, of another
name or of the same one with a mark (girls and boys, 1 and 2), a tenth of those at the very fence. Names go by Zipf, so that
the most common stand for dozens of places. Each party reports a part of the places, in its script (in one report of ten also in
another), leaves the name out now and then, mistypes it, leaves out the kind's word or the mark, takes the kind for another,
and states an accuracy that its error keeps in 95 of 100 cases; the rest is off by up to five times of it. Some reports have the
slips of hands: latitude and longitude swapped, a wrong hemisphere, digits cut, one digit wrong, or a place of the next town.
The stems are halved by chance: matching was made while looking at sets of the one half, and is measured by those of the other.
"""

import math
import random
from typing import NamedTuple

from benchmarks.place_words import ANYWHERE, KINDS, MARKS, STEMS
from tansiq.airspace.matching import Seen
from tansiq.airspace.names import taken_apart
from tansiq.airspace.spots import Spot
from tansiq.core.sites import SiteKind

DEGREE_M = 111_000.0
PARTIES = ("LAT", "ARA", "CYR")
SHARES = (0.75, 0.6, 0.5)  # of the places that each party reports
SLIPS = ("swapped", "sign", "truncated", "digit", "apart")


class Place(NamedTuple):
    """What is there. stem: index in STEMS. quarter: of another in its name. mark: index in MARKS. None: has none."""

    kind: str
    stem: int
    quarter: int | None
    mark: int | None
    lat: float
    lon: float


class Made(NamedTuple):
    """truth: report -> place. slip: report -> what its hand did."""

    reports: list[Seen]
    truth: dict[str, int]
    slip: dict[str, str]


def made(seed: int, count: int, half: str) -> Made:
    """Make a set. half: "looked at" or "measured"."""
    rng = random.Random(seed)
    order = list(range(len(STEMS)))
    random.Random(7).shuffle(order)
    stems = order[::2] if half == "looked at" else order[1::2]
    places = _places(rng, count, stems)
    reports: list[Seen] = []
    truth: dict[str, int] = {}
    slip: dict[str, str] = {}
    for n, place in enumerate(places):
        for party, share in zip(range(3), SHARES, strict=True):
            if rng.random() < share:
                report_id = f"{rng.getrandbits(64):016x}"
                seen, what = _report(rng, report_id, place, party)
                reports.append(seen)
                truth[report_id] = n
                if what:
                    slip[report_id] = what
    rng.shuffle(reports)
    return Made(reports, truth, slip)


def _places(rng: random.Random, count: int, stems: list[int]) -> list[Place]:
    towns = [(rng.uniform(12.6, 16.4), rng.uniform(43.2, 49.8), rng.uniform(800, 6_000)) for _ in range(60)]
    weights = [1 / (1 + n) ** 0.7 for n in range(len(stems))]
    kinds, often = list(KINDS), [KINDS[kind][3] for kind in KINDS]
    found: list[Place] = []
    while len(found) < count:
        if rng.random() < 0.8:
            lat, lon, size_m = rng.choice(towns)
            lat, lon = _moved(lat, lon, rng.gauss(0, size_m), rng.gauss(0, size_m))
        else:
            lat, lon = rng.uniform(12.6, 16.4), rng.uniform(43.2, 49.8)
        kind = rng.choices(kinds, often)[0]
        mark = rng.randrange(_marks(kind)) if rng.random() < 0.15 else None
        here = Place(kind, rng.choices(stems, weights)[0], _quarter(rng, stems), mark, lat, lon)
        found.append(here)
        if rng.random() < 1 / 7 and len(found) < count:
            away_m = rng.uniform(30, 120) if rng.random() < 0.1 else rng.uniform(120, 600)
            angle = rng.uniform(0, 2 * math.pi)
            near = _moved(lat, lon, away_m * math.cos(angle), away_m * math.sin(angle))
            if rng.random() < 0.4:
                first = 2 * rng.randrange(_marks(kind) // 2)
                pair = (first, first + 1)
                found[-1] = here._replace(mark=pair[0])
                found.append(here._replace(mark=pair[1], lat=near[0], lon=near[1]))
            else:
                found.append(Place(kind, rng.choices(stems, weights)[0], here.quarter, None, *near))
    return found[:count]


def _marks(kind: str) -> int:
    return len(MARKS) if kind == "school" else ANYWHERE


def _quarter(rng: random.Random, stems: list[int]) -> int | None:
    return rng.choice(stems) if rng.random() < 0.45 else None


def _report(rng: random.Random, report_id: str, place: Place, party: int) -> tuple[Seen, str]:
    accuracy_m = rng.choices([5.0, 20.0, 50.0, 100.0, 250.0, 1_000.0], [10, 25, 30, 20, 10, 5])[0]
    off_m = abs(rng.gauss(0, accuracy_m / 1.96)) if rng.random() < 0.97 else rng.uniform(1, 5) * accuracy_m
    extent_m = abs(rng.gauss(0, 40))  # the gate, the middle, the roof that one sees from the air
    a, b = rng.uniform(0, 2 * math.pi), rng.uniform(0, 2 * math.pi)
    north_m = off_m * math.cos(a) + extent_m * math.cos(b)
    east_m = off_m * math.sin(a) + extent_m * math.sin(b)
    lat, lon = _moved(place.lat, place.lon, north_m, east_m)
    what = rng.choice(SLIPS) if rng.random() < 0.04 else ""
    lat, lon = _slipped(rng, lat, lon, what)
    kind = place.kind
    if rng.random() < 0.06:
        kind = rng.choice(KINDS[kind][4].split()) if rng.random() < 0.8 else rng.choice(list(KINDS))
    names = () if rng.random() < 0.07 else _names(rng, place, kind, party)
    spot = Spot(round(lat, 6), round(lon, 6), accuracy_m)
    return Seen(report_id, PARTIES[party], SiteKind(kind), tuple(taken_apart(n) for n in names), spot), what


def _slipped(rng: random.Random, lat: float, lon: float, what: str) -> tuple[float, float]:
    match what:
        case "swapped":
            return lon, lat
        case "sign":
            return (-lat, lon) if rng.random() < 0.5 else (lat, -lon)
        case "truncated":
            steps = rng.choice([10, 100])
            return math.floor(lat * steps) / steps, math.floor(lon * steps) / steps
        case "digit":
            step = rng.choice([1.0, 0.1, 0.01]) * rng.randint(1, 9) * rng.choice([-1, 1])
            return (lat + step, lon) if rng.random() < 0.5 else (lat, lon + step)
        case "apart":
            angle, away_m = rng.uniform(0, 2 * math.pi), rng.uniform(2_000, 15_000)
            return _moved(lat, lon, away_m * math.cos(angle), away_m * math.sin(angle))
        case _:
            return lat, lon


def _names(rng: random.Random, place: Place, kind: str, party: int) -> list[str]:
    scripts = [party]
    if rng.random() < 0.1:
        scripts.append(rng.choice([s for s in range(3) if s != party]))
    return [_name(rng, place, kind, script) for script in scripts]


def _name(rng: random.Random, place: Place, kind: str, script: int) -> str:
    stem = _stem(rng, place.stem, script)
    if place.quarter is not None and rng.random() < 0.8:
        stem += (" ", " - ", ", ")[script if rng.random() < 0.5 else 0] + _stem(rng, place.quarter, script)
    word = rng.choice(KINDS[kind if kind in KINDS else place.kind][script].split(", ")) if rng.random() < 0.85 else ""
    mark = MARKS[place.mark][script] if place.mark is not None and rng.random() < 0.9 else ""
    parts = [stem, word, mark] if script == 0 and rng.random() < 0.7 else [word, stem, mark]
    name = " ".join(part for part in parts if part)
    if script == 1 and rng.random() < 0.3:
        name = name.replace("أ", "ا").replace("ة", "ه").replace("إ", "ا").replace("ى", "ي")
    return name.upper() if script != 1 and rng.random() < 0.05 else name


def _stem(rng: random.Random, stem: int, script: int) -> str:
    arabic, latin, cyrillic = STEMS[stem]
    written = (rng.choice(latin.split(", ")), arabic, rng.choice(cyrillic.split(", ")))[script]
    return _mistyped(rng, written) if rng.random() < 0.05 else written


def _mistyped(rng: random.Random, stem: str) -> str:
    at = rng.randrange(1, len(stem))
    match rng.randrange(3):
        case 0:
            return stem[:at] + stem[at + 1 :]
        case 1:
            return stem[:at] + stem[at - 1] + stem[at:]
        case _:
            return stem[: at - 1] + stem[at] + stem[at - 1] + stem[at + 1 :]


def _moved(lat: float, lon: float, north_m: float, east_m: float) -> tuple[float, float]:
    return lat + north_m / DEGREE_M, lon + east_m / (DEGREE_M * math.cos(math.radians(lat)))
