"""When one place stands in the way of another; and spans without others, against points."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.core.room import Clearance
from tansiq.core.standing import shares_heights, windows, without
from tansiq.core.units import MINUTE_US, Span
from tansiq.core.volumes import Limit, Reference, Volume

from .making import between, box, minute, volume

NONE = Clearance()


@pytest.mark.parametrize(
    ("place", "clearance", "expected", "because"),
    [
        (volume(time_us=between(10, 20)), NONE, [between(10, 20)], "within"),
        (volume(time_us=between(-10, 20)), NONE, [between(0, 20)], "only while one's own lasts"),
        (volume(time_us=between(60, 70)), NONE, [], "back to back"),
        (
            volume(time_us=between(60, 70)),
            Clearance(0, 0, 5 * MINUTE_US),
            [between(60, 65)],
            "but not with a clearance",
        ),
        (volume((101, 200)), NONE, [], "beside"),
        (volume((101, 200)), Clearance(1_000, 0, 0), [between(0, 60)], "and too near"),
        (volume(alt_mm=(100, 200)), NONE, [], "on top of it"),
        (volume(alt_mm=(100, 200)), Clearance(0, 1, 0), [between(0, 60)], "too low on top of it"),
    ],
)
def test_windows(place, clearance, expected, because):
    own = (volume(time_us=between(0, 60)),)
    assert windows([place], own, clearance) == tuple(Span(*span) for span in expected), because


def test_windows_that_meet_are_one():
    places = [volume(time_us=between(a, b)) for a, b in ((30, 40), (10, 20), (20, 30), (50, 55))]
    own = (volume(time_us=between(0, 60)),)
    assert windows(places, own, NONE) == (Span(*between(10, 40)), Span(*between(50, 55)))


def band(low, high, reference=Reference.FL, wide=50):
    """A volume between two flight levels, whose band above the ellipsoid is wider than the two."""
    limits = [Limit(level * 30_480, reference) for level in (low, high)]
    whole = Span(limits[0].alt_mm - wide, limits[1].alt_mm + wide)
    return Volume(volume().outline, (box(),), whole, Span(minute(0), minute(60)), *limits)


def test_flight_levels_are_compared_on_their_own_scale():
    assert not shares_heights(band(100, 120), band(120, 140))
    assert shares_heights(band(100, 121), band(120, 140))
    assert shares_heights(band(100, 120), band(120, 140, Reference.AMSL)), "two scales: by the widened bands"


spans = st.lists(st.builds(lambda lo, n: Span(lo, lo + n), st.integers(0, 12), st.integers(1, 4)), max_size=4)


@given(spans, spans)
def test_what_is_left_holds_each_moment_that_the_others_do_not(some, others):
    left = without(some, others)
    for moment in range(20):
        inside = any(s.lo <= moment < s.hi for s in some) and not any(s.lo <= moment < s.hi for s in others)
        assert any(s.lo <= moment < s.hi for s in left) is inside
    assert all(a.hi < b.lo for a, b in itertools.pairwise(left)), "merged, in order"
