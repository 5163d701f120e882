"""When two volumes may touch."""

import pytest

from tansiq.core.units import Span
from tansiq.core.volumes import may_touch, meets, window

from .making import between, box, extent, minute, volume

EAST = box(lon_ndeg=(179_000_000_000, 180_000_000_000))
WEST = box(lon_ndeg=(-180_000_000_000, -179_000_000_000))


@pytest.mark.parametrize(
    ("other", "expected", "because"),
    [
        (volume(), True, "the same volume"),
        (volume(lat_ndeg=(50, 60), lon_ndeg=(50, 60)), True, "one lies within the other"),
        (volume(lat_ndeg=(100, 200)), True, "they share one face"),
        (volume(lat_ndeg=(100, 200), lon_ndeg=(100, 200)), True, "they share one edge"),
        (volume(lat_ndeg=(101, 200)), False, "they are 0.1 mm apart to the north"),
        (volume(lon_ndeg=(-200, -1)), False, "they are 0.1 mm apart to the west"),
        (volume(alt_mm=(100, 200)), True, "one stands on the other"),
        (volume(alt_mm=(101, 200)), False, "one is 1 mm above the other"),
        (volume(alt_mm=(-200, -1)), False, "one is 1 mm below the other"),
        (volume(time_us=between(60, 90)), True, "one begins when the other ends"),
        (volume(time_us=(minute(60) + 1, minute(90))), False, "one begins 1 µs after the other ends"),
        (volume(time_us=between(-60, -1)), False, "same place, earlier"),
        (volume(boxes=(EAST, box())), True, "one of its two boxes is the same"),
        (volume(boxes=(EAST, WEST)), False, "neither of its two boxes is near"),
        (extent(lat_ndeg=(100, 200)), True, "an extent that shares one face"),
        (extent(lat_ndeg=(101, 200)), False, "an extent that lies 0.1 mm apart"),
    ],
)
def test_may_touch(other, expected, because):
    assert may_touch(volume(), other) is expected, because
    assert may_touch(other, volume()) is expected, because


def test_volumes_on_the_antimeridian_meet_by_either_box():
    across = volume(boxes=(EAST, WEST))
    assert may_touch(across, volume(boxes=(EAST,)))
    assert may_touch(across, volume(boxes=(WEST,)))
    assert not may_touch(volume(boxes=(EAST,)), volume(boxes=(WEST,))), "the core never wraps around: the cut does"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (Span(0, 10), Span(10, 20), True),
        (Span(0, 10), Span(11, 20), False),
        (Span(0, 10), Span(3, 4), True),
        (Span(5, 5), Span(5, 5), True),
    ],
)
def test_meets(a, b, expected):
    assert meets(a, b) is expected
    assert meets(b, a) is expected


def test_the_window_of_a_plan_goes_from_its_first_start_to_its_last_end():
    late, early = volume(time_us=between(30, 40)), volume(time_us=between(0, 35))
    assert window((late, early)) == Span(*between(0, 40))
    assert window((late,)) == late.time_us
