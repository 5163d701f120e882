"""Whether a subscription contains the intents that depend on it."""

import pytest

from tansiq.core.decide.coverage import cover, gap, widened
from tansiq.core.limits import SUBSCRIPTION_BOXES
from tansiq.core.units import ALWAYS, NDEG, Span
from tansiq.core.volumes import Extent

from .making import between, box, extent, intent, minute, volume


@pytest.mark.parametrize(
    ("plan", "expected", "because"),
    [
        (intent(), "", "the same extent"),
        (intent(volume(lat_ndeg=(10, 20), alt_mm=(10, 20), time_us=between(10, 20))), "", "well within"),
        (intent(volume(lat_ndeg=(0, 101))), "area", "it reaches 0.1 mm further north"),
        (intent(volume(lon_ndeg=(-1, 100))), "area", "it reaches 0.1 mm further west"),
        (intent(volume(), volume(lat_ndeg=(200, 300))), "area", "its second volume is elsewhere"),
        (intent(volume(boxes=(box(), box(lat_ndeg=(200, 300))))), "area", "one of two boxes is outside"),
        (intent(volume(alt_mm=(0, 101))), "height", "it reaches 1 mm higher"),
        (intent(volume(alt_mm=(-1, 100))), "height", "it reaches 1 mm lower"),
        (intent(volume(time_us=(minute(0), minute(60) + 1))), "time", "it ends 1 µs later"),
        (intent(volume(time_us=between(-5, 60))), "", "a subscription may begin 5 minutes late"),
        (intent(volume(time_us=(minute(-5) - 1, minute(60)))), "time", "it may not begin later than that"),
    ],
)
def test_gap(plan, expected, because):
    assert gap(extent(), plan) == expected, because


def test_two_boxes_contain_a_volume_cut_in_two():
    halves = box(lon_ndeg=(179 * NDEG, 180 * NDEG)), box(lon_ndeg=(-180 * NDEG, -179 * NDEG))
    assert gap(extent(boxes=halves), intent(volume(boxes=halves))) == ""
    assert gap(extent(boxes=halves[:1]), intent(volume(boxes=halves))) == "area"


def test_cover_has_each_box_once_and_few_of_them():
    same = [volume(time_us=between(n, n + 1)) for n in range(5)]
    assert cover(tuple(same)) == (box(),)
    many = tuple(volume(lon_ndeg=(n, n)) for n in range(SUBSCRIPTION_BOXES))
    assert len(cover(many)) == SUBSCRIPTION_BOXES
    assert len(cover((*many, volume(lon_ndeg=(5_000, 5_001))))) == 1


def test_merged_boxes_do_not_span_the_antimeridian():
    route = tuple(
        volume(boxes=(box(lon_ndeg=(179 * NDEG + n, 180 * NDEG)), box(lon_ndeg=(-180 * NDEG, -179 * NDEG - n))))
        for n in range(SUBSCRIPTION_BOXES)
    )
    west, east = sorted(cover(route), key=lambda b: b.lon_ndeg.lo)
    assert west.lon_ndeg.hi < 0 < east.lon_ndeg.lo
    assert gap(Extent((west, east), ALWAYS, Span(*between(0, 60))), intent(*route)) == ""


@pytest.mark.parametrize("plan", [
    intent(volume(lat_ndeg=(-50, 50))),
    intent(volume(time_us=between(-30, 30)), volume(lat_ndeg=(200, 300), time_us=between(50, 90))),
    intent(*(volume(lon_ndeg=(1_000 * n, 1_000 * n + 1)) for n in range(SUBSCRIPTION_BOXES + 1))),
])  # fmt: skip
def test_widened_contains_both(plan):
    narrow = Extent((box(),), ALWAYS, Span(*between(0, 60)))
    wide = widened(narrow, plan)
    assert gap(wide, plan) == ""
    assert gap(wide, intent()) == ""
