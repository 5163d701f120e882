"""Which reports may be of one place, and which contradict each other though they should agree.

Everything is computed from reports as one viewer sees them. Nothing is decided here: a person says whether two reports are of
one place. A suggestion that is wrong costs trust in all others, so where two readings are near each other none is suggested.
"""

import math
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Protocol

from msgspec import Struct

from tansiq.airspace.misplaced import Misplaced, misplaced
from tansiq.airspace.names import Name, likeness
from tansiq.airspace.spots import Spot, distance_m
from tansiq.core.sites import Condition, SiteKind

ALIKE: Final = 0.8  # names of one place, written by two people in two scripts, mostly reach this
NEARLY: Final = 0.62  # below it they speak against one place
STRONG: Final = 0.88  # needed where positions do not agree
TAIL: Final = 1.5  # an accuracy is what 95 % keep; names that agree carry so much farther
APART_MOST_M: Final = 30_000.0  # the same name farther away is another place
AROUND_DEG: Final = 0.3  # of latitude: farther than that
CROWD: Final = 200  # more reports around one than this: nothing is told apart by place alone
COMMON: Final = 150  # reports of one kind whose names begin alike; more are not looked at
CLEAR: Final = 0.06  # by so much the likelier of two must lead
NO_NAME: Final = 0.72  # what names that are not known count for

# How far apart two people may pin one place of a kind: its ends, its gate, its middle.
_EXTENT_ELSE_M: Final = 50.0
_EXTENT_M: Final = dict.fromkeys(SiteKind, _EXTENT_ELSE_M) | {
    SiteKind.HOSPITAL: 150.0,
    SiteKind.SCHOOL: 100.0,
    SiteKind.CAMP: 400.0,
    SiteKind.CULTURE: 80.0,
    SiteKind.WATER: 120.0,
    SiteKind.POWER: 150.0,
    SiteKind.DANGEROUS_WORKS: 400.0,
    SiteKind.CEMETERY: 200.0,
    SiteKind.AERODROME: 1_200.0,
    SiteKind.CLOSED_ROAD: 400.0,
    SiteKind.HAZARD: 200.0,
    SiteKind.RELIEF_STORE: 80.0,
}
_ALSO: Final = (  # what one calls this, another calls that
    {SiteKind.HOSPITAL, SiteKind.CLINIC},
    {SiteKind.SHELTER, SiteKind.CAMP},
    {SiteKind.SHELTER, SiteKind.SCHOOL},
    {SiteKind.RELIEF_STORE, SiteKind.RELIEF_OFFICE},
    {SiteKind.AERODROME, SiteKind.LANDING_SITE},
    {SiteKind.OBSTACLE, SiteKind.HAZARD},
    {SiteKind.WATER, SiteKind.DANGEROUS_WORKS},
    {SiteKind.POWER, SiteKind.DANGEROUS_WORKS},
    {SiteKind.CULTURE, SiteKind.CEMETERY},
    {SiteKind.HAZARD, SiteKind.CLOSED_ROAD},
)
_KINDRED: Final[dict[SiteKind, frozenset[SiteKind]]] = {
    kind: frozenset({kind, SiteKind.OTHER_CIVIL} | {also for pair in _ALSO if kind in pair for also in pair})
    for kind in SiteKind
    if kind is not SiteKind.OTHER_CIVIL
} | {SiteKind.OTHER_CIVIL: frozenset(SiteKind)}


class What(StrEnum):
    """What is suggested of two reports."""

    SAME = "same"  # likely of one place
    OPPOSITE = "opposite"  # of one place, in use to one and not to the other
    APART = "apart"  # one name and kind, farther apart than the accuracies allow
    SWAPPED = "swapped"  # latitude and longitude changed places
    SIGN = "sign"  # north for south, or east for west
    TRUNCATED = "truncated"  # one is the other with its last digits cut
    DIGIT = "digit"  # one digit differs


class Seen(Struct, frozen=True, gc=False):
    """A report as its viewer sees it. party: "" where it is not told. names: where they are told.

    spot: the pin with its accuracy; of a report of which only an area is seen, the middle of that and how far it reaches.
    """

    id: str
    party: str
    kind: SiteKind
    names: tuple[Name, ...]
    spot: Spot
    condition: Condition = Condition.UNKNOWN


class Suggestion(Struct, frozen=True, gc=False):
    """Two reports that a person should look at. score: 0 to 1, to put the surest first. distance_m: between their spots."""

    a: str
    b: str
    what: What
    score: float
    distance_m: float


class World(Protocol):
    """What a viewer sees around. Neither list holds the report asked about."""

    def near(self, seen: Seen, reach_m: float) -> list[Seen]:
        """Return the reports whose spots may come within a distance of that of a report; more than `CROWD` may be cut off."""
        ...

    def alike(self, seen: Seen) -> list[Seen]:
        """Return the kindred reports anywhere whose names may be like those of one; more than `COMMON` may be cut off."""
        ...


def suggestions(seen: Seen, world: World) -> list[Suggestion]:
    """Return what a person should look at about one report, the surest first."""
    found: list[Suggestion] = []
    for other, score in _same(seen, world):
        away_m = distance_m(seen.spot, other.spot)
        found.append(Suggestion(seen.id, other.id, What.SAME, score, away_m))
        if {seen.condition, other.condition} == {Condition.IN_USE, Condition.NOT_IN_USE}:
            found.append(Suggestion(seen.id, other.id, What.OPPOSITE, score, away_m))
    found += _contradictions(seen, world)
    return sorted(found, key=lambda s: (-s.score, s.b, s.what))


def likeness_of(a: Seen, b: Seen) -> float | None:
    """Return how alike the names of two reports are: the best of all pairs; None where nothing can be compared."""
    found = [like for x in a.names for y in b.names if (like := likeness(x, y)) is not None]
    return max(found) if found else None


def kindred(kind: SiteKind) -> frozenset[SiteKind]:
    """Return the kinds by which another party may mean the same place."""
    return _KINDRED[kind]


def are_kindred(a: SiteKind, b: SiteKind) -> bool:
    """Return whether two parties may mean one place by two kinds."""
    return b in _KINDRED[a]


def bound_m(a: Seen, b: Seen) -> float:
    """Return how far apart two reports of one place may be."""
    extent_a, extent_b = _EXTENT_M[a.kind], _EXTENT_M[b.kind]
    extent = extent_a if extent_a > extent_b else extent_b
    return a.spot.accuracy_m + b.spot.accuracy_m + extent


def _score(a: Seen, b: Seen) -> float | None:
    """Return how likely two reports are of one place, by themselves; None where they are not."""
    if not are_kindred(a.kind, b.kind):
        return None
    most_m = bound_m(a, b)
    away_m = distance_m(a.spot, b.spot)
    if away_m > TAIL * most_m:
        return None
    like = likeness_of(a, b)
    if like is not None and (like < NEARLY or (like < ALIKE and away_m > most_m)):
        return None
    if like is None and (away_m > most_m or a.kind is not b.kind):
        return None
    return (NO_NAME if like is None else like) - 0.2 * away_m / (TAIL * most_m) - 0.1 * (a.kind is not b.kind)


def _reach_m(seen: Seen) -> float:
    return TAIL * (seen.spot.accuracy_m + max(_EXTENT_M[kind] for kind in _KINDRED[seen.kind]))


def _scored(seen: Seen, others: Iterable[Seen]) -> list[tuple[float, Seen]]:
    """Return the reports that may be of one place with one, the likeliest first."""
    found = [(score, other) for other in others if (score := _score(seen, other)) is not None]
    return sorted(found, key=lambda pair: (-pair[0], pair[1].id))


def _same(seen: Seen, world: World) -> list[tuple[Seen, float]]:
    """Return the reports that are likely of the same place: of each other party the one that stands out on both sides.

    Of whom it is not told who reports it, several may be: of as many parties.
    """
    near = world.near(seen, _reach_m(seen))
    by_party: dict[str, list[tuple[float, Seen]]] = {}
    for score, other in _scored(seen, near):
        by_party.setdefault(other.party, []).append((score, other))
    found: list[tuple[Seen, float]] = []
    for party, scored in by_party.items():
        for score, best in scored if not party else scored[:1]:
            if party == seen.party and party and (score < ALIKE or likeness_of(seen, best) is None):
                continue  # a party seldom reports one place twice
            if _stands_out(seen, best, score, scored, near) and _stands_out_back(seen, best, score, world):
                found.append((best, score))
    return found


def _stands_out_back(seen: Seen, best: Seen, score: float, world: World) -> bool:
    """Return whether from where the other lies nothing of the first one's party is as likely."""
    near = [other for other in world.near(best, _reach_m(best)) if other.id != seen.id]
    back = [pair for pair in _scored(best, near) if pair[1].party == seen.party]
    return _stands_out(best, seen, score, [(score, seen), *back], [*near, seen])


def _stands_out(seen: Seen, best: Seen, score: float, scored: list[tuple[float, Seen]], near: list[Seen]) -> bool:
    """Return whether one of a party's candidates is so by far enough. Without names nothing like it may be near."""
    others = [(s, o) for s, o in scored if o.id != best.id and not _may_be_third(best, o)]
    if likeness_of(seen, best) is not None:
        return all(s < score - CLEAR for s, _ in others)
    if len(near) >= CROWD:
        return False
    away_m = distance_m(seen.spot, best.spot)
    rivals = [
        o
        for o in near
        if o.id not in (best.id, seen.id) and o.party == best.party and are_kindred(seen.kind, o.kind)
        and not _may_be_third(best, o)
    ]  # fmt: skip
    return all(distance_m(seen.spot, o.spot) > max(3 * away_m, bound_m(seen, o)) for o in rivals)


def _may_be_third(best: Seen, other: Seen) -> bool:
    """Return whether a rival may be a third party's report of the very place, as it is not told who reports either."""
    return not best.party and not other.party and (_score(best, other) or 0) >= ALIKE - CLEAR


def _contradictions(seen: Seen, world: World) -> list[Suggestion]:
    """Return the reports that should be of the same place, by name and kind, and lie elsewhere."""
    found: list[Suggestion] = []
    rest: list[tuple[Seen, float, Misplaced | None]] = []
    taken: dict[str, None] = {seen.party: None}  # parties that report such a place where this one lies
    alike = world.alike(seen) if seen.names else []
    for other in alike:
        most_m = bound_m(seen, other)
        is_around = abs(seen.spot.lat - other.spot.lat) <= AROUND_DEG
        away_m = distance_m(seen.spot, other.spot) if is_around else math.inf
        how = misplaced(seen.spot, other.spot, most_m) if away_m > TAIL * most_m else None
        if how is None and away_m > APART_MOST_M:
            continue
        like = likeness_of(seen, other)
        if like is None or like < ALIKE:
            continue
        if away_m <= TAIL * most_m:
            taken[other.party] = None
            continue
        rest.append((other, like, how))
    for other, like, how in rest:
        if other.party in taken or _has_own_twin(seen, other, world):
            continue
        away_m = distance_m(seen.spot, other.spot)
        if how is not None:
            found.append(Suggestion(seen.id, other.id, _WHAT[how], like, away_m))
        elif like >= STRONG and len(alike) < COMMON and _is_rare(seen, other, alike):
            found.append(Suggestion(seen.id, other.id, What.APART, like * 0.8, away_m))
    return found


def _has_own_twin(seen: Seen, other: Seen, world: World) -> bool:
    """Return whether where the other lies the party of the first reports such a place, too: then these are two places."""
    near = world.near(other, _reach_m(other))
    return any(o.party == seen.party and o.id != seen.id and _score(other, o) is not None for o in near)


def _is_rare(seen: Seen, other: Seen, alike: list[Seen]) -> bool:
    """Return whether no third place has that name: one that is given to several places tells nothing."""
    return not any(
        all(distance_m(third.spot, spot.spot) > TAIL * bound_m(third, spot) for spot in (seen, other))
        and (likeness_of(seen, third) or 0) >= ALIKE
        for third in alike
    )


_WHAT: Final = {
    Misplaced.SWAPPED: What.SWAPPED,
    Misplaced.SIGN: What.SIGN,
    Misplaced.TRUNCATED: What.TRUNCATED,
    Misplaced.DIGIT: What.DIGIT,
}
