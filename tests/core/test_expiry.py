"""Freeing what is past its time."""

import pytest

from tansiq.core.changes import Expired
from tansiq.core.commands import Expire
from tansiq.core.decide import expiry
from tansiq.core.decide.expiry import due
from tansiq.core.refusals import NothingDue, UnseenItems
from tansiq.core.units import MINUTE_US
from tansiq.core.volumes import may_touch

from .making import (
    ELSEWHERE,
    Room,
    attach,
    between,
    derived,
    expire,
    minute,
    put_constraint,
    put_intent,
    put_subscription,
    subscribe,
    volume,
)
from .room_making import EXISTENCE, found, grant, put_flight

RETENTION = 100  # minutes


@pytest.fixture
def room():
    """All end at minute 60."""
    made = Room()
    made.done("alpha", put_intent("flight", subscription=subscribe()))
    made.done("alpha", put_constraint("zone"))
    made.done("alpha", put_subscription("watch", start=0, end=60))
    return made


def due_at(room, at):
    items = due(room.state, minute(at), RETENTION * MINUTE_US)
    return None if items is None else (items.intents, items.constraints, items.subscriptions)


@pytest.mark.parametrize(
    ("at", "expected", "because"),
    [
        (60, None, "the end belongs to it"),
        (61, ((), (), ("implicit", "watch")), "subscriptions go at their end"),
        (160, ((), (), ("implicit", "watch")), "the rest stays for the retention time"),
        (161, (("flight",), ("zone",), ("implicit", "watch")), "and no longer"),
    ],
)
def test_due(room, at, expected, because):
    assert due_at(room, at) == expected, because


def test_what_is_due_is_freed_and_then_nothing_is_due(room):
    command = Expire(due(room.state, minute(161), RETENTION * MINUTE_US))
    assert room.ask("", command, at=161) == Expired(("flight",), ("zone",), ("implicit", "watch"))
    assert derived(room.state) == derived(Room().state)
    assert due_at(room, 161) is None


def test_what_was_changed_meanwhile_stays(room):
    command = Expire(due(room.state, minute(161), RETENTION * MINUTE_US))
    longer = volume(time_us=between(0, 200))
    room.done("alpha", put_intent("flight", longer, replaces="flight/1"), at=161)
    assert room.ask("", command, at=161) == Expired((), ("zone",), ("implicit", "watch"))
    assert list(room.state.intents) == ["flight"]


def test_a_flight_that_is_over_stays_known_until_its_retention_is_over(room):
    assert [i.id for i in room.state.intents_near((volume(),))] == ["flight"]
    late = put_intent("late", volume(time_us=between(0, 900)), key=[])
    assert room.check("bravo", late, at=159) == UnseenItems(("flight",), ()), "it may touch it in the past"
    room.done("", expire(RETENTION, intents=("flight",)), at=161)
    room.done("bravo", late, at=161)


def test_an_implicit_subscription_that_was_widened_goes_with_its_last_intent(room):
    later = volume(ELSEWHERE, time_us=between(0, 500))
    room.done("alpha", put_intent("second", later, subscription=attach("implicit", "implicit/2")))
    room.done("alpha", put_intent("second", later, replaces="second/1"))
    assert room.state.subscriptions["implicit"].extent.time_us.hi == minute(500)
    assert room.ask("", expire(0, intents=("flight",)), at=61) == Expired(("flight",), (), ("implicit",))


def test_an_implicit_subscription_stays_while_another_intent_names_it(room):
    later = volume(ELSEWHERE, time_us=between(0, 500))
    room.done("alpha", put_intent("second", later, subscription=attach("implicit", "implicit/2")))
    assert room.ask("", expire(0, intents=("flight",)), at=61) == Expired(("flight",), (), ())
    assert room.ask("", expire(0, intents=("second", "second")), at=501).subscriptions == ("implicit",)


def test_one_expiry_frees_no_more_than_a_slice_and_the_next_goes_on(monkeypatch):
    monkeypatch.setattr(expiry, "EXPIRED_AT_ONCE", 3)
    room = Room()
    for n in range(8):
        room.done("alpha", put_intent(f"flight {n}", volume((1_000 * n, 1_000 * n))))
    freed = []
    while (items := due(room.state, minute(161), 0)) is not None:
        freed.append(room.done("", Expire(items), at=161).intents)
    assert [len(some) for some in freed] == [3, 3, 2]
    assert room.state.intents == {}


def test_what_is_over_is_not_looked_at_by_those_who_ask_for_later(room):
    """Ended items stay in the grid for days: they lie in cells of their own time."""
    tomorrow = volume(time_us=between(1440, 1500))
    assert not may_touch(tomorrow, room.state.intents["flight"].volumes[0])
    assert room.state.intents_near((tomorrow,)) == []


def test_two_flights_that_look_alike_to_whom_they_are_sealed_are_freed_at_one_time():
    """The one ends just before the end of their window, the other long before: by its end nobody can tell them apart."""
    rooms = [found("HAL", "BRA") for _ in range(2)]
    for room, last in zip(rooms, (46, 59), strict=True):
        room.done("HAL", put_flight("flight", volume(time_us=between(0, last)), grants=[grant("BRA", EXISTENCE)]))
    one, other = (room.view("BRA").intent("flight") for room in rooms)
    assert (one, other) == (other, one)
    assert {r.state.intents["flight"].time_us.hi for r in rooms} == {minute(46), minute(59)}
    window_end = (one.time_us.hi - minute(0)) // MINUTE_US
    for room in rooms:
        assert due(room.state, minute(window_end), 0) is None
        assert room.check("host", expire(intents=("flight",)), at=window_end) == NothingDue("")
        found_due = due(room.state, minute(window_end + 2), 0)
        assert found_due.intents == ("flight",)
        assert room.done("host", Expire(found_due), at=window_end + 2).intents == ("flight",)
