"""The calendar finds what a sorted scan finds."""

from hypothesis import given
from hypothesis import strategies as st

from tansiq.core.calendar import Calendar
from tansiq.core.units import MINUTE_US

from .making import slots

ids = st.integers(0, 30).map(str)
ends = st.integers(-3 * MINUTE_US, 12 * MINUTE_US)
steps = st.lists(st.tuples(ids, ends), max_size=60)


def scan(items, time_us, limit):
    due = sorted((end // MINUTE_US, i) for i, end in items.items() if end // MINUTE_US < time_us // MINUTE_US)
    return [i for _, i in due][:limit]


@given(steps, st.lists(ends, min_size=1, max_size=5), st.integers(1, 10))
def test_before_is_a_sorted_scan(steps, times, limit):
    """A step adds an item, or removes it if it is there."""
    calendar, items = Calendar(), {}
    for item_id, end_us in steps:
        if item_id in items:
            calendar.remove(item_id, items.pop(item_id))
        else:
            calendar.add(item_id, end_us)
            items[item_id] = end_us
        for time_us in times:
            assert calendar.before(time_us, limit) == scan(items, time_us, limit)
    for item_id, end_us in items.items():
        calendar.remove(item_id, end_us)
    assert slots(calendar) == {}


def test_what_ends_within_this_minute_is_not_due_yet():
    calendar = Calendar()
    calendar.add("a", 5 * MINUTE_US)
    assert calendar.before(6 * MINUTE_US - 1, 9) == []
    assert calendar.before(6 * MINUTE_US, 9) == ["a"]


def test_minutes_that_were_emptied_do_not_pile_up():
    """A client that books and frees one far minute after the other must not fill the memory."""
    calendar = Calendar()
    calendar.add("first", 0)
    for n in range(1, 10_000):
        calendar.add("x", n * MINUTE_US)
        calendar.remove("x", n * MINUTE_US)
    assert len(calendar._order) < 100
    assert calendar.before(20_000 * MINUTE_US, 9) == ["first"]
