"""Who sees what. The only module that says so; every door and `decide` itself ask it.

A room without a charter is a plain DSS: each identity is a party of its own and releases its intents and constraints at
*reservation* to everyone; subscriptions are seen by their manager alone.
"""

from enum import IntEnum

from tansiq.core.model import Availability, AvailabilityState, Constraint, Intent, Subscription
from tansiq.core.state import State
from tansiq.core.volumes import Extent, Volume


class PlanLevel(IntEnum):
    """How much of an item a viewer gets. Each level holds the ones before it."""

    CONFLICT = 1
    EXISTENCE = 2
    RESERVATION = 3
    IDENTITY = 4


def plan_level(item: Intent | Constraint, viewer: str) -> PlanLevel:
    """Return how much of an item a party gets: all of its own, the reservation of everyone else's."""
    return PlanLevel.IDENTITY if item.manager == viewer else PlanLevel.RESERVATION


class View:
    """One party's world: the projection of the state that every answer to it is made from.

    now_us: subscriptions that ran out before it are gone, whether their expiry was ordered or not; intents and constraints
    stay until they are freed. Never before the log's time.
    """

    def __init__(self, state: State, viewer: str, now_us: int) -> None:
        self._state = state
        self.viewer = viewer
        self.now_us = max(now_us, state.time_us)

    def intent(self, intent_id: str) -> Intent | None:
        """Return an intent as this viewer sees it, or None."""
        found = self._state.intents.get(intent_id)
        return found if found is not None and self._sees(found) else None

    def intents_near(self, volumes: tuple[Volume | Extent, ...]) -> list[Intent]:
        """Return the intents in this viewer's world that may touch any of some volumes, by id."""
        return [intent for intent in self._state.intents_near(volumes) if self._sees(intent)]

    def constraint(self, constraint_id: str) -> Constraint | None:
        """Return a constraint as this viewer sees it, or None."""
        found = self._state.constraints.get(constraint_id)
        return found if found is not None and self._sees(found) else None

    def constraints_near(self, volumes: tuple[Volume | Extent, ...]) -> list[Constraint]:
        """Return the constraints in this viewer's world that may touch any of some volumes, by id."""
        return [constraint for constraint in self._state.constraints_near(volumes) if self._sees(constraint)]

    def subscription(self, subscription_id: str) -> Subscription | None:
        """Return one of the viewer's own subscriptions, or None."""
        found = self._state.live_subscription(subscription_id, self.now_us)
        return found if found is not None and found.manager == self.viewer else None

    def has_foreign_subscription(self, subscription_id: str) -> bool:
        """Return whether there is such a subscription and it is another's (F3548 answers 403, not 404)."""
        found = self._state.live_subscription(subscription_id, self.now_us)
        return found is not None and found.manager != self.viewer

    def subscriptions_near(self, volumes: tuple[Volume | Extent, ...]) -> list[Subscription]:
        """Return the viewer's own live subscriptions that cover any of some volumes, by id."""
        near = self._state.subscriptions_near(volumes, self.now_us)
        return [subscription for subscription in near if subscription.manager == self.viewer]

    def dependents(self, subscription_id: str) -> list[str]:
        """Return the ids of the viewer's intents that name one of its subscriptions, sorted."""
        own = self.subscription(subscription_id)
        return sorted(self._state.dependents.get(subscription_id, ())) if own is not None else []

    def availability(self, uss: str) -> Availability:
        """Return what an arbiter said of a USS: known to everyone; Unknown, version "", where nobody ever said."""
        return self._state.availabilities.get(uss) or Availability(uss, AvailabilityState.UNKNOWN, "")

    def ovn(self, item: Intent | Constraint) -> str:
        """Return an item's OVN, or "" for a foreign one: it is known to those its manager tells (F3548-21, 4.4.2)."""
        return item.ovn if plan_level(item, self.viewer) is PlanLevel.IDENTITY else ""

    def _sees(self, item: Intent | Constraint) -> bool:
        return plan_level(item, self.viewer) >= PlanLevel.RESERVATION
