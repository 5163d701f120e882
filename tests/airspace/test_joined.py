"""Extents taken together hold what they held apart, and a path becomes one."""

from hypothesis import given
from hypothesis import strategies as st

from tansiq.airspace.joined import joined
from tansiq.core.units import HOUR_US, NDEG, Span
from tansiq.core.volumes import Box, Extent


def reach(lat: int, lon: int, hour: int, wide: int = 2) -> Extent:
    """An extent `wide` degrees and hours to each side, at any of the heights 0 to 1 km."""
    box = Box(Span((lat - wide) * NDEG, (lat + wide) * NDEG), Span((lon - wide) * NDEG, (lon + wide) * NDEG))
    return Extent((box,), Span(0, 1_000_000), Span((hour - wide) * HOUR_US, (hour + wide) * HOUR_US))


def test_the_legs_of_a_path_that_lie_over_each_other_are_one() -> None:
    assert joined(reach(n, 0, n) for n in range(4)) == (
        Extent(
            (Box(Span(-2 * NDEG, 5 * NDEG), Span(-2 * NDEG, 2 * NDEG)),),
            Span(0, 1_000_000),
            Span(-2 * HOUR_US, 5 * HOUR_US),
        ),
    )


def test_places_far_apart_stay_apart() -> None:
    apart = (reach(0, 0, 0), reach(40, 0, 0), reach(40, 0, 90))
    assert joined(apart) == apart


def test_at_the_antimeridian_extents_stay_as_they_are() -> None:
    cut = Extent((*reach(0, 178, 0).boxes, *reach(0, -178, 0).boxes), Span(0, 1), Span(0, 1))
    assert joined((cut, cut, reach(0, 0, 0))) == (cut, cut, reach(0, 0, 0))


@given(
    st.lists(st.tuples(st.integers(-80, 80), st.integers(-170, 170), st.integers(0, 99), st.integers(0, 9)), max_size=9)
)
def test_together_they_hold_what_they_held_apart_and_are_not_larger(legs: list[tuple[int, int, int, int]]) -> None:
    apart = [reach(*leg) for leg in legs]
    together = joined(apart)
    assert all(any(_holds(whole, part) for whole in together) for part in apart)
    assert sum(map(_size, together)) <= sum(map(_size, apart))


def _holds(whole: Extent, part: Extent) -> bool:
    pairs = (
        (whole.boxes[0].lat_ndeg, part.boxes[0].lat_ndeg),
        (whole.boxes[0].lon_ndeg, part.boxes[0].lon_ndeg),
        (whole.alt_mm, part.alt_mm),
        (whole.time_us, part.time_us),
    )
    return all(a.lo <= b.lo and a.hi >= b.hi for a, b in pairs)


def _size(extent: Extent) -> int:
    box, time_us = extent.boxes[0], extent.time_us
    return (box.lat_ndeg.hi - box.lat_ndeg.lo) * (box.lon_ndeg.hi - box.lon_ndeg.lo) * (time_us.hi - time_us.lo)
