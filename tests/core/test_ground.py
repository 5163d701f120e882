"""The cells find what a full scan finds: at the poles, at the antimeridian, for a tent and for half the earth."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.core.ground import Ground
from tansiq.core.volumes import boxes_meet

from .test_grid import across, one_box

boxes = st.one_of(one_box, across, st.lists(one_box, min_size=1, max_size=4).map(lambda some: sum(some, ())))


@settings(max_examples=300, deadline=None)
@given(st.lists(boxes, max_size=20), st.lists(st.integers(0, 19), max_size=5), st.lists(boxes, min_size=1, max_size=5))
def test_the_cells_find_what_a_full_scan_finds(held, gone, asked):
    ground = Ground()
    inside = {str(n): some for n, some in enumerate(held)}
    for item_id, some in inside.items():
        ground.add(item_id, some)
    for item_id in {str(n) for n in gone} & inside.keys():
        ground.remove(item_id, inside.pop(item_id))
    for question in asked:
        found = ground.near(question)
        assert sorted(found) == sorted(i for i, some in inside.items() if boxes_meet(some, question))
    for item_id, some in inside.items():
        ground.remove(item_id, some)
    assert not any(ground._levels)
