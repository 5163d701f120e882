"""Tiny builders: what a test does not name is the same everywhere.

Places are bare nanodegrees around (0, 0), so that two items in one cell can lie 1 ndeg (0.1 mm) apart. Times are minutes
from NOW. The n-th version of "flight" has the OVN "flight/n".
"""

from typing import Final

from tansiq.core.calendar import Calendar
from tansiq.core.commands import (
    Attach,
    AvailabilityStatement,
    Command,
    ConstraintReservation,
    DeleteConstraint,
    DeleteIntent,
    DeleteSubscription,
    DueItems,
    Erase,
    ErasurePlace,
    Expire,
    IntentPrivate,
    IntentReservation,
    MakeReport,
    PutConstraint,
    PutIntent,
    PutSubscription,
    Removal,
    Replacement,
    ReportId,
    SetAvailability,
    Subscribe,
    SubscriptionWish,
)
from tansiq.core.decide import decide
from tansiq.core.entry import Actor, Entry, RequestKey
from tansiq.core.evolve import evolve
from tansiq.core.grid import Grid
from tansiq.core.model import AvailabilityState, Intent, IntentState
from tansiq.core.refusals import Refusal
from tansiq.core.snapshot import digest
from tansiq.core.state import Decision, State
from tansiq.core.units import ALWAYS, DAY_US, MINUTE_US, Span
from tansiq.core.volumes import Box, Extent, Polygon, Volume, window

NOW: Final = 20_000 * DAY_US  # 2024-10-04, midnight
HERE: Final = (0, 100)
ELSEWHERE: Final = (101, 200)
URL: Final = "https://uss.example/f3548"


def minute(n):
    """The time n minutes from NOW."""
    return NOW + n * MINUTE_US


def between(first, last):
    """The window from minute `first` to minute `last`."""
    return minute(first), minute(last)


def box(lat_ndeg=HERE, lon_ndeg=HERE):
    return Box(Span(*lat_ndeg), Span(*lon_ndeg))


def volume(lat_ndeg=HERE, lon_ndeg=HERE, alt_mm=(0, 100), time_us=None, boxes=None):
    """A volume of one box, or of `boxes`; for one hour from NOW unless told."""
    return Volume(Polygon(b""), boxes or (box(lat_ndeg, lon_ndeg),), Span(*alt_mm), Span(*(time_us or between(0, 60))))


def extent(lat_ndeg=HERE, lon_ndeg=HERE, alt_mm=(0, 100), time_us=None, boxes=None):
    made = volume(lat_ndeg, lon_ndeg, alt_mm, time_us, boxes)
    return Extent(made.boxes, made.alt_mm, made.time_us)


def intent(*volumes, subscription=""):
    """An intent that no state holds, for functions that take one."""
    volumes = volumes or (volume(),)
    return Intent("flight", "alpha", IntentState.ACCEPTED, volumes, URL, "flight/1", 1, subscription, window(volumes))


def next_version(item_id, replaces):
    """The name of the version that follows `replaces`: flight/1, flight/2 and so on."""
    return f"{item_id}/{int(replaces.rpartition('/')[2]) + 1 if replaces else 1}"


def put_intent(
    item_id="flight", *volumes, state=IntentState.ACCEPTED, replaces="", key=(), subscription=None, ovn=None
):
    return PutIntent(
        IntentReservation(item_id, state, volumes or (volume(),), URL),
        IntentPrivate(replaces, next_version(item_id, replaces) if ovn is None else ovn, tuple(key), subscription),
    )


def subscribe(item_id="implicit", constraints=False):
    return Subscribe(item_id, f"{item_id}/1", URL, constraints)


def attach(item_id, version="widened/1"):
    return Attach(item_id, version)


def put_constraint(item_id="zone", *volumes, replaces=""):
    return PutConstraint(
        ConstraintReservation(item_id, volumes or (volume(),), URL),
        Replacement(replaces, next_version(item_id, replaces)),
    )


def put_subscription(
    item_id="watch",
    *,
    boxes=None,
    alt_mm=ALWAYS,
    start=None,
    end=None,
    replaces="",
    intents=True,
    constraints=False,
    version=None,
):
    """start, end: minutes from NOW; None leaves them open."""
    return PutSubscription(
        SubscriptionWish(
            item_id,
            replaces,
            next_version(item_id, replaces) if version is None else version,
            boxes or (box(),),
            alt_mm.lo,
            alt_mm.hi,
            None if start is None else minute(start),
            None if end is None else minute(end),
            URL,
            intents,
            constraints,
        )
    )


def delete_intent(item_id="flight", replaces="flight/1"):
    return DeleteIntent(Removal(item_id, replaces))


def delete_constraint(item_id="zone", replaces="zone/1"):
    return DeleteConstraint(Removal(item_id, replaces))


def delete_subscription(item_id="watch", replaces="watch/1"):
    return DeleteSubscription(Removal(item_id, replaces))


def say(uss, state, old_version=""):
    """An arbiter's word on a USS."""
    return SetAvailability(AvailabilityStatement(uss, state, old_version, next_version(uss, old_version)))


def say_down(uss, old_version=""):
    return say(uss, AvailabilityState.DOWN, old_version)


def report(item_id="report"):
    return MakeReport(ReportId(item_id))


def erase(position, reason="demand"):
    return Erase(ErasurePlace(position, reason))


def expire(retention_minutes=0, **ids):
    """ids: of intents, constraints, subscriptions."""
    return Expire(DueItems(retention_minutes * MINUTE_US, **ids))


def request(key="key", body=b"body"):
    return RequestKey(key, body.ljust(32))


class Room:
    """A state, and a short way to ask it. Each question also shows that deciding writes nothing."""

    def __init__(self, state=None):
        self.state = state or State()

    def entry(self, party: str, command: Command, at=0, key=None) -> Entry:
        return Entry(self.state.position + 1, minute(at), Actor(party, "someone"), command, key)

    def check(self, party, command, at=0, key=None) -> Decision:
        """What would be answered."""
        before = digest(self.state)
        decision = decide(self.state, self.entry(party, command, at, key))
        assert digest(self.state) == before, "decide wrote the state"
        return decision

    def ask(self, party, command, at=0, key=None) -> Decision:
        """What is answered in order."""
        decision = self.check(party, command, at, key)
        evolve(self.state, self.entry(party, command, at, key), decision)
        return decision

    def done(self, party, command, at=0, key=None) -> Decision:
        """What is answered in order, where a refusal would be a mistake of the test."""
        decision = self.ask(party, command, at, key)
        assert not isinstance(decision, Refusal), decision
        return decision


def cells(grid: Grid):
    """Everything a grid holds; equal for equal contents, whatever the order they came in."""
    return grid._levels


def slots(calendar: Calendar):
    return calendar._slots


def derived(state: State):
    """Everything in a state that follows from its items; equal for equal items."""
    return {
        "grids": [cells(g) for g in (state.intent_grid, state.constraint_grid, state.subscription_grid)],
        "ends": [slots(c) for c in (state.intent_ends, state.constraint_ends, state.subscription_ends)],
        "dependents": state.dependents,
        "volumes_of": state.volumes_of,
        "subscriptions_of": state.subscriptions_of,
        "shelves": state.shelves,
        "library_of": state.library_of,
        "texts": state.texts,
    }
