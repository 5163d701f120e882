"""Three USSs that book, change, attach, subscribe and end in any order, in a world so small that they meet all the time.

After each step the world must hang together, whatever was answered.
"""

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.bodies import (
    NO_SUBSCRIPTION,
    Json,
    Place,
    area,
    constraint,
    implicit,
    intent,
    new_id,
    subscription,
    volume,
)
from conformance.client import Uss, ids
from conformance.tokens import CMSA, SC

_worlds = count(1)
STATES = ["Accepted", "Activated", "Nonconforming", "Contingent"]


class World:
    """What the three have booked, as they were told. shown: intent id -> (manager, reference)."""

    def __init__(self, people: list[Uss]) -> None:
        number = next(_worlds)
        self.people = people
        self.place = Place(-60 + 0.4 * (number % 280), 20 + 0.5 * (number // 280))
        self.intents = [new_id() for _ in range(3)]
        self.constraints = [new_id() for _ in range(2)]
        self.subscriptions = [new_id() for _ in range(3)]
        self.shown: dict[str, tuple[Uss, Json]] = {}
        self.ovns: dict[str, str] = {}

    def step(self, draw: Any) -> None:
        stranger = draw(st.sampled_from(self.people)) if draw(st.integers(0, 5)) == 0 else None
        match draw(st.sampled_from(["put", "put", "put", "put", "end", "zone", "wish", "wish", "drop", "say"])):
            case "put":
                self.put(stranger, draw)
            case "end":
                intent_id = draw(st.sampled_from(self.intents))
                uss = stranger or self.manager(intent_id)
                reply = uss.delete_intent(intent_id, self.ovns.get(intent_id, "x" * 20))
                if reply.status == 200:
                    del self.shown[intent_id]
            case "zone":
                zone = draw(st.sampled_from(self.constraints))
                uss = stranger or self.people[0]
                reply = uss.put_constraint(zone, constraint(self.extent(draw)), ovn=self.ovns.get(zone))
                if reply.status in (200, 201):
                    self.ovns[zone] = reply.body["constraint_reference"]["ovn"]
            case "wish":
                uss, wish = self.wish(stranger, draw)
                body = subscription(self.extent(draw), constraints=draw(st.booleans()))
                found = uss.get_subscription(wish)
                version = found.read.subscription.version if found.status == 200 else None
                uss.put_subscription(wish, body, version=version)
            case "drop":
                uss, wish = self.wish(stranger, draw)
                found = uss.get_subscription(wish)
                if found.status == 200:
                    uss.delete_subscription(wish, found.read.subscription.version)
            case _:
                uss = draw(st.sampled_from(self.people))
                version = uss.get_availability(uss.sub).read.version
                said = draw(st.sampled_from(["Down", "Normal"]))
                uss.set_availability(uss.sub, {"availability": said, "old_version": version})

    def put(self, stranger: Uss | None, draw: Any) -> None:
        intent_id = draw(st.sampled_from(self.intents))
        uss = stranger or self.manager(intent_id)
        attach = [{"subscription_id": self.subscriptions[self.people.index(uss)]}]
        attach += [{"subscription_id": wish} for wish in self.attached()]
        make = [{"new_subscription": implicit()}, {"new_subscription": implicit(constraints=True)}]
        more: Json = draw(st.sampled_from([{}, *make, *attach]))
        key = tuple(self.ovns.values()) if draw(st.integers(0, 5)) else ()
        extents = [self.extent(draw) for _ in range(draw(st.integers(1, 2)))]
        state, ovn = "Accepted", None
        if intent_id in self.shown:
            state, ovn = draw(st.sampled_from(STATES)), self.ovns[intent_id]
        body = intent(*extents, key=key, state=state, **more)
        reply = uss.put_intent(intent_id, body, ovn=ovn, scope=f"{SC} {CMSA}")
        if reply.status in (200, 201):
            reference = reply.body["operational_intent_reference"]
            self.shown[intent_id], self.ovns[intent_id] = (uss, reference), reference["ovn"]

    def manager(self, intent_id: str) -> Uss:
        """Whose intent it is; of one that is not there yet, whose it should be."""
        if intent_id in self.shown:
            return self.shown[intent_id][0]
        return self.people[self.intents.index(intent_id)]

    def wish(self, stranger: Uss | None, draw: Any) -> tuple[Uss, str]:
        """A subscription and whoever asks for it: its manager, mostly."""
        named = [(manager, reference["subscription_id"]) for manager, reference in self.shown.values()]
        own = list(zip(self.people, self.subscriptions, strict=True))
        manager, wish = draw(st.sampled_from([*own, *(pair for pair in named if pair[1] != NO_SUBSCRIPTION)]))
        return stranger or manager, wish

    def extent(self, draw: Any) -> Json:
        start, low = draw(st.sampled_from([5, 60, 120])), draw(st.sampled_from([0, 100]))
        place = self.place.east(draw(st.sampled_from([0, 0.01, 0.05])))
        return volume(
            place.outline(draw(st.sampled_from([300, 1_500]))),
            start,
            start + draw(st.sampled_from([20, 90])),
            low,
            low + 100,
        )

    def attached(self) -> list[str]:
        """The subscriptions that intents name, in the order of the story."""
        named = dict.fromkeys(reference["subscription_id"] for _, reference in self.shown.values())
        return [wish for wish in named if wish != NO_SUBSCRIPTION]

    def check(self) -> None:
        for intent_id in self.intents:
            replies = {uss.sub: uss.get_intent(intent_id) for uss in self.people}
            if intent_id not in self.shown:
                assert {reply.status for reply in replies.values()} == {404}
                continue
            manager, reference = self.shown[intent_id]
            for sub, reply in replies.items():
                expected = reference if sub == manager.sub else reference | {"ovn": "Available from USS"}
                seen = reply.body["operational_intent_reference"]
                assert seen | {"uss_availability": ""} == expected | {"uss_availability": ""}
            if reference["subscription_id"] != NO_SUBSCRIPTION:
                listening = manager.get_subscription(reference["subscription_id"])
                assert listening.status == 200, "an intent is never without the subscription it names"
                assert intent_id in listening.read.subscription.dependent_operational_intents
        wide = area(self.place.outline(15_000))
        assert ids(self.people[0].find_intents(wide).body["operational_intent_references"]) == sorted(self.shown)
        for uss in self.people:
            for wish in uss.find_subscriptions(wide).read.subscriptions:
                own = {i for i, (manager, _) in self.shown.items() if manager is uss}
                assert set(wish.dependent_operational_intents) <= own
                if wish.implicit_subscription:
                    assert wish.dependent_operational_intents, "an implicit subscription goes with its last intent"


def tell(uss: Uss, other: Uss, third: Uss, data: st.DataObject, steps: int) -> None:
    world = World([uss, other, third])
    for _ in range(steps):
        world.step(data.draw)
        world.check()


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_story_hangs_together(uss, other, third, data):
    tell(uss, other, third, data, steps=10)


@pytest.mark.soak
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_long_story_hangs_together(uss, other, third, data):
    tell(uss, other, third, data, steps=30)
