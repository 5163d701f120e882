"""Subscriptions that are taken: their times, what a client's change does, and ids that ran out."""

import pytest

from tansiq.core.changes import SubscriptionGone, SubscriptionPut
from tansiq.core.refusals import AlreadyExists, LastsTooLong, NotCovered, NotYours, Unknown
from tansiq.core.units import Span

from .making import (
    ELSEWHERE,
    Room,
    attach,
    between,
    box,
    delete_intent,
    delete_subscription,
    expire,
    put_intent,
    put_subscription,
    subscribe,
    volume,
)

DAY = 24 * 60


@pytest.fixture
def room():
    return Room()


@pytest.mark.parametrize(
    ("start", "end", "expected", "because"),
    [
        (None, None, (3, 3 + DAY), "from now, for a day"),
        (None, 60, (3, 60), "from now"),
        (60, None, (60, 60 + DAY), "for a day"),
        (-2, 60, (-2, 60), "a start up to 5 minutes ago"),
        (10, 10 + DAY, (10, 10 + DAY), "just 24 h"),
        (3, 3, (3, 3), "a single moment"),
    ],
)
def test_open_ends_of_a_new_one_are_now_and_a_day_later(room, start, end, expected, because):
    change = room.done("alpha", put_subscription("watch", start=start, end=end), at=3)
    assert change.subscription.extent.time_us == Span(*between(*expected)), because


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(None, None, (0, 60)), (None, 90, (0, 90)), (20, None, (20, 60)), (30, 40, (30, 40))],
)
def test_open_ends_of_a_change_stay_as_they_were(room, start, end, expected):
    room.done("alpha", put_subscription("watch", start=0, end=60))
    change = room.done("alpha", put_subscription("watch", replaces="watch/1", start=start, end=end), at=25)
    assert change.subscription.extent.time_us == Span(*between(*expected))


def test_open_ends_say_nothing_of_a_foreign_one(room):
    """Times are looked at first, and must not be another party's: 59 lies before its start, and after now."""
    room.done("bravo", put_subscription("watch", start=60, end=61))
    assert room.ask("alpha", put_subscription("watch", replaces="watch/1", end=59)) == NotYours("watch")
    for_two_days = put_subscription("watch", replaces="watch/1", end=2 * DAY)
    assert room.ask("alpha", for_two_days) == room.ask("alpha", put_subscription("none", end=2 * DAY))
    assert isinstance(room.ask("alpha", for_two_days), LastsTooLong)


def test_a_new_one_starts_at_index_0_and_a_change_keeps_it(room):
    assert room.done("alpha", put_subscription("watch", start=0, end=60)).subscription.notification_index == 0
    room.done("bravo", put_intent("flight"))
    change = room.done("alpha", put_subscription("watch", replaces="watch/1"))
    assert (change.subscription.notification_index, change.subscription.version) == (1, "watch/2")


def test_a_change_moves_the_watch(room):
    room.done("alpha", put_subscription("watch", start=0, end=60))
    room.done("alpha", put_subscription("watch", replaces="watch/1", boxes=(box(ELSEWHERE),)))
    assert room.done("bravo", put_intent("here")).notified == ()
    assert room.done("bravo", put_intent("there", volume(ELSEWHERE))).notified == ("watch",)


def test_a_clients_change_makes_an_implicit_one_explicit_so_that_it_outlives_its_intent(room):
    room.done("alpha", put_intent("flight", subscription=subscribe("implicit")))
    change = room.done("alpha", put_subscription("implicit", replaces="implicit/1"))
    assert not change.subscription.implicit
    assert room.done("alpha", delete_intent()).dropped == ""
    assert isinstance(room.ask("alpha", delete_subscription("implicit", "implicit/2")), SubscriptionGone)


def test_one_that_was_made_explicit_is_not_widened_any_more(room):
    room.done("alpha", put_intent("flight", subscription=subscribe("implicit")))
    room.done("alpha", put_subscription("implicit", replaces="implicit/1"))
    further = put_intent("flight", volume(ELSEWHERE), replaces="flight/1", subscription=attach("implicit"))
    assert room.ask("alpha", further) == NotCovered("implicit", "flight", "area")


@pytest.mark.parametrize(
    ("change", "dimension", "because"),
    [
        ({}, "", "nothing changes"),
        ({"boxes": (box((-100, 200)),)}, "", "a wider area"),
        ({"boxes": (box((1, 100)),)}, "area", "a strip of 0.1 mm is lost"),
        ({"alt_mm": Span(0, 100)}, "", "just the heights of the flight"),
        ({"alt_mm": Span(0, 99)}, "height", "the highest millimetre is lost"),
        ({"start": 5}, "", "5 minutes later than the flight"),
        ({"start": 6}, "time", "6 minutes later than the flight"),
        ({"end": 59}, "time", "it ends before the flight"),
    ],
)
def test_a_change_must_still_cover_the_intents_that_depend_on_it(room, change, dimension, because):
    room.done("alpha", put_subscription("watch", start=0, end=60))
    room.done("alpha", put_intent("flight", subscription=attach("watch")))
    answer = room.ask("alpha", put_subscription("watch", replaces="watch/1", **change))
    if dimension:
        assert answer == NotCovered("watch", "flight", dimension), because
    else:
        assert isinstance(answer, SubscriptionPut), because


def test_several_subscriptions_of_one_party_may_watch_one_place(room):
    for n in range(20):
        room.done("alpha", put_subscription(f"watch {n:02}", start=0, end=60))
    assert len(room.done("bravo", put_intent("flight")).notified) == 20


# What ran out is gone, whether it was freed or not


@pytest.fixture(params=["freed", "not freed yet"])
def ran_out(room, request):
    """Alpha's watch and the implicit subscription of its flight ended at minute 10. It is minute 11, or 12."""
    room.done("alpha", put_subscription("watch", start=0, end=10))
    room.done("alpha", put_intent("flight", volume(time_us=between(0, 10)), subscription=subscribe("implicit")))
    if request.param == "freed":
        room.done("", expire(retention_minutes=60, subscriptions=("watch", "implicit")), at=11)
    return room


@pytest.mark.parametrize("party", ["alpha", "bravo"], ids=["its owner", "another"])
def test_the_id_of_one_that_ran_out_may_be_used_anew(ran_out, party):
    assert ran_out.ask(party, put_subscription("watch", replaces="watch/1"), at=12) == Unknown("watch", "change")
    assert ran_out.ask(party, delete_subscription("watch"), at=12) == Unknown("watch", "delete")
    change = ran_out.done(party, put_subscription("watch", end=60), at=12)
    assert change.subscription.extent.time_us == Span(*between(12, 60))
    assert change.subscription.manager == party
    ran_out.done(party, delete_subscription("watch"), at=12)
    assert "watch" not in ran_out.state.subscriptions


def test_the_id_of_one_that_ran_out_may_be_that_of_an_implicit_one(ran_out):
    later = put_intent("later", volume(ELSEWHERE), subscription=subscribe("watch"))
    assert ran_out.done("bravo", later, at=12).made.manager == "bravo"
    assert ran_out.ask("alpha", delete_subscription("watch"), at=12) == NotYours("watch")


@pytest.mark.parametrize("party", ["alpha", "bravo"], ids=["its owner", "another"])
def test_but_not_while_a_flight_that_is_over_still_names_it(ran_out, party):
    assert ran_out.ask(party, put_subscription("implicit", end=60), at=12) == AlreadyExists("implicit")
    new_flight = put_intent("new", volume(ELSEWHERE), subscription=subscribe("implicit"))
    assert ran_out.ask(party, new_flight, at=12) == AlreadyExists("implicit")
    ran_out.done("alpha", delete_intent(), at=12)
    ran_out.done(party, put_subscription("implicit", end=60), at=12)


def test_no_flight_can_be_attached_to_one_that_ran_out(ran_out):
    for name in ["watch", "implicit"]:
        again = put_intent("flight", replaces="flight/1", subscription=attach(name))
        assert ran_out.ask("alpha", again, at=12) == Unknown(name, "attach")


def test_a_flight_that_gets_a_new_one_drops_nothing_that_ran_out(ran_out):
    change = ran_out.done("alpha", put_intent("flight", replaces="flight/1", subscription=subscribe("new")), at=12)
    assert (change.dropped, change.notified) == ("", ("new",))
