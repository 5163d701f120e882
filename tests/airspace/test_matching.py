"""Which reports are likely of one place, and which contradict each other; what is told apart, and what is left open."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.places import suggested, truth_of
from benchmarks.places_made import made
from tansiq.airspace.around_spots import Around
from tansiq.airspace.matching import CROWD, Seen, What, suggestions
from tansiq.airspace.misplaced import Misplaced, misplaced
from tansiq.airspace.names import taken_apart
from tansiq.airspace.spots import Spot, distance_m
from tansiq.core.sites import Condition, SiteKind

from . import oracle

NORTH_M = 1 / 111_000


def seen(
    item_id, *names, party="HAL", kind=SiteKind.SCHOOL, at=(15.3525, 44.2075), north_m=0.0, accuracy_m=20.0, **more
):
    spot = Spot(at[0] + north_m * NORTH_M, at[1], accuracy_m)
    return Seen(item_id, party, kind, tuple(taken_apart(name) for name in names), spot, **more)


def said(one, *others):
    return [(s.b, s.what) for s in suggestions(one, Around([one, *others]))]


HERE = seen("a", "Al-Noor School")


@pytest.mark.parametrize(
    ("other", "found", "because"),
    [
        (seen("b", "مدرسة النور", party="TSA", north_m=60), True, "another party, another script, 60 m"),
        (
            seen("b", "مدرسة النور", party="TSA", north_m=200),
            True,
            "a little beyond both accuracies, and the name agrees",
        ),
        (seen("b", "مدرسة النور", party="TSA", north_m=400), False, "too far"),
        (seen("b", "مدرسة الأمل", party="TSA", north_m=10), False, "another name"),
        (seen("b", "Al-Noor School for Girls", party="TSA", north_m=10), True, "one says more, nothing speaks against"),
        (seen("b", "مسجد النور", party="TSA", kind=SiteKind.CULTURE), False, "a mosque is no school"),
        (seen("b", "Al-Noor", party="TSA", kind=SiteKind.SHELTER, north_m=30), True, "a school that serves as shelter"),
        (seen("b", party="TSA", north_m=30), True, "no name, one kind, nothing else near"),
        (seen("b", party="TSA", kind=SiteKind.SHELTER, north_m=30), False, "no name, and not quite the same kind"),
        (seen("b", "مدرسة النور", party="", north_m=30), True, "it is not told who reports it"),
        (seen("b", "Al-Noor", party="HAL", north_m=10), True, "a party typed it twice"),
        (seen("b", party="HAL", north_m=10), False, "of one party two without a name are two places"),
    ],
)
def test_one_place_or_not(other, found, because):
    assert (("b", What.SAME) in said(HERE, other)) is found, because
    mirrored = [(s.b, s.what) for s in suggestions(other, Around([HERE, other]))]
    assert (("a", What.SAME) in mirrored) is found, f"the other way round: {because}"


def test_where_two_are_as_likely_none_is_suggested():
    two = seen("b", "مدرسة النور", party="TSA", north_m=40), seen("c", "مدرسة النور", party="TSA", north_m=-40)
    assert said(HERE, *two) == []


def test_the_likelier_of_two_is_suggested_and_the_other_finds_its_own():
    near, far = seen("b", "مدرسة النور", party="TSA", north_m=5), seen("c", "مدرسة النصر", party="TSA", north_m=60)
    twin = seen("d", "Al-Nasr School", north_m=70)
    assert said(HERE, near, far, twin) == [("b", What.SAME)]
    assert said(far, near, HERE, twin) == [("d", What.SAME)]


def test_without_a_name_a_rival_nearby_leaves_it_open():
    nameless = seen("b", party="TSA", north_m=30)
    assert said(HERE, nameless, seen("c", "مدرسة الأمل", party="TSA", north_m=60)) == []


def test_in_use_and_not_in_use_are_shown_as_opposite():
    one = seen("a", "Al-Noor", condition=Condition.IN_USE)
    other = seen("b", "النور", party="TSA", condition=Condition.NOT_IN_USE)
    assert said(one, other) == [("b", What.OPPOSITE), ("b", What.SAME)]


@pytest.mark.parametrize(
    ("at", "what"),
    [
        ((44.2075, 15.3525), What.SWAPPED),
        ((-15.3525, 44.2075), What.SIGN),
        ((15.3525, -44.2075), What.SIGN),
        ((15.3, 44.2), What.TRUNCATED),
        ((15.35, 44.20), What.TRUNCATED),
        ((16.3525, 44.2075), What.DIGIT),
        ((15.3525, 44.5075), What.DIGIT),
        ((15.4233, 44.2321), What.APART),
    ],
)
def test_how_a_position_went_wrong(at, what):
    other = seen("b", "مدرسة النور", party="TSA", at=at)
    assert said(HERE, other) == [("b", what)]
    assert [(s.b, s.what) for s in suggestions(other, Around([HERE, other]))] == [("a", what)]


def test_a_common_name_far_away_is_another_place():
    far = seen("b", "مدرسة النور", party="TSA", at=(15.4233, 44.2321))
    third = seen("c", "Al-Noor school", party="MRD", at=(15.21, 44.11))
    assert said(HERE, far, third) == []


def test_a_place_that_the_same_party_reports_there_too_contradicts_nothing():
    far = seen("b", "مدرسة النور", party="TSA", at=(16.3525, 44.2075))
    twin = seen("c", "Al-Noor school", at=(16.3526, 44.2075))
    assert said(HERE, far, twin) == []


def test_more_than_a_crowd_is_not_told_apart_without_names():
    crowd = [seen(f"c{n}", party="TSA", north_m=n, accuracy_m=500) for n in range(CROWD + 5)]
    assert said(seen("a", accuracy_m=500), *crowd) == []


@given(st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_near_finds_what_a_look_at_all_finds(rng):
    def anywhere(n):
        lat, lon = rng.uniform(-89, 89), rng.choice([rng.uniform(-180, 180), 180 - rng.uniform(0, 0.02), -180])
        return Seen(str(n), "", SiteKind.WATER, (), Spot(lat, lon, rng.choice([1.0, 500.0, 20_000.0, 90_000.0])))

    reports = [anywhere(n) for n in range(40)]
    for seed in reports[:5]:  # some neighbours of each
        for n in range(6):
            lat = max(-90.0, min(90.0, seed.spot.lat + rng.uniform(-0.02, 0.02)))
            lon = (seed.spot.lon + rng.uniform(-0.02, 0.02) + 180) % 360 - 180
            reports.append(Seen(f"{seed.id}/{n}", "", SiteKind.WATER, (), Spot(lat, lon, 10.0)))
    world = Around(reports)
    for one in reports:
        reach_m = rng.choice([100.0, 3_000.0])
        slow = {o.id for o in reports if o.id != one.id and distance_m(one.spot, o.spot) <= reach_m + o.spot.accuracy_m}
        assert slow <= {o.id for o in world.near(one, reach_m)}
    gone = rng.choice(reports)
    world.remove(gone.id)
    assert all(gone.id not in {o.id for o in world.near(one, 3_000.0)} for one in reports)


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(-1, 1), st.floats(-1, 1))
@settings(deadline=None)
def test_distances_are_near_those_on_the_ellipsoid(lat, lon, north, east):
    a, b = Spot(lat, lon, 0), Spot(lat + north, lon + east, 0)
    exact_m = oracle.distance(lat, lon, lat + north, lon + east)
    assert distance_m(a, b) == pytest.approx(exact_m, rel=0.007, abs=0.01)


@given(st.floats(-80, 80), st.floats(-170, 170), st.integers(1, 9), st.sampled_from([1.0, 0.1, 0.01]), st.booleans())
@settings(deadline=None)
def test_each_slip_is_recognised_either_way(lat, lon, digit, step, is_north):
    here = Spot(lat, lon, 5)
    off = Spot(lat + digit * step * is_north, lon + digit * step * (not is_north), 5)
    swapped, mirrored = Spot(lon, lat, 5), Spot(-lat, lon, 5)
    for slipped in (off, *([swapped] if abs(lon) < 90 else []), mirrored):
        if distance_m(here, slipped) > 100:
            assert misplaced(here, slipped, 30) in Misplaced
            assert misplaced(slipped, here, 30) in Misplaced


def test_the_made_set_is_matched_as_well_as_the_documentation_says():
    """A tenth of the measured set. The whole of it is measured by `make bench ARGS=places`."""
    of = made(random.Random(11).randrange(1_000), 500, "measured")
    same, contradicting, _ = suggested(of.reports)
    truth = truth_of(of)
    assert sum(of.truth[a] == of.truth[b] for a, b in same) / len(same) >= 0.97
    assert len(same & truth.whole) / len(truth.whole) >= 0.85
    assert sum(of.truth[a] == of.truth[b] for a, b in contradicting) >= 0.8 * len(contradicting)
