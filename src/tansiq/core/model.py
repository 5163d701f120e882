"""What the state holds: intents, constraints, subscriptions, availabilities."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from tansiq.core.limits import CONSTRAINT_DURATION_US, ZONE_ROLLS_US
from tansiq.core.room import Flight, Zone
from tansiq.core.units import Span
from tansiq.core.volumes import Extent, Volume


class IntentState(StrEnum):
    """ASTM F3548-21, OperationalIntentState. An ended intent is deleted."""

    ACCEPTED = "Accepted"
    ACTIVATED = "Activated"
    NONCONFORMING = "Nonconforming"
    CONTINGENT = "Contingent"


OFF_NOMINAL: Final = (IntentState.NONCONFORMING, IntentState.CONTINGENT)


class Intent(Struct, frozen=True, gc=False):
    """A flight as its manager announced it (F3548: operational intent).

    ovn: opaque version number, known to the manager alone. version: counts its changes from 1. subscription: "" for none.
    last_suffix: of the newest OVN that ended as its manager asked: no older one comes back, or a stale key would be good again.
    flight: what else the room knows, where the room itself manages the intent for a party; `manager` is that party's code.
    """

    id: str
    manager: str
    state: IntentState
    volumes: tuple[Volume, ...]
    uss_base_url: str
    ovn: str
    version: int
    subscription: str
    time_us: Span
    last_suffix: str = ""
    flight: Flight | None = None

    @property
    def reach(self) -> tuple[Volume | Extent, ...]:
        """All that it may touch in anybody's eyes: of a flight of the room the snapped views, as not all see its volumes."""
        if self.flight is None:
            return self.volumes
        return self.flight.views

    @property
    def last_us(self) -> int:
        """When its time is over in anybody's eyes: of a flight of the room, when the last snapped view ends."""
        return max(place.time_us.hi for place in self.reach)


class Constraint(Struct, frozen=True, gc=False):
    """A 4D volume that others must know of (F3548: constraint).

    zone: what else the room knows, where the room itself manages it for a party; `manager` is that party's code.
    """

    id: str
    manager: str
    volumes: tuple[Volume, ...]
    uss_base_url: str
    ovn: str
    version: int
    time_us: Span
    zone: Zone | None = None

    @property
    def f3548_ovn(self) -> str:
        """Its OVN at F3548: of a standing zone a new one each time that another part of it is told."""
        return self.ovn if self.zone is None else self.zone.rolled_ovn or self.ovn

    @property
    def f3548_version(self) -> int:
        """Its version at F3548."""
        return self.version if self.zone is None else self.version + self.zone.rolls

    @property
    def rolls_at_us(self) -> int | None:
        """When it shall get a new OVN at F3548; None where all of it has been told."""
        if self.zone is None or self.time_us.hi - self.time_us.lo <= CONSTRAINT_DURATION_US:
            return None
        told_us = max(self.zone.rolled_us, self.time_us.lo)
        return told_us + ZONE_ROLLS_US if told_us + CONSTRAINT_DURATION_US < self.time_us.hi else None


class Subscription(Struct, frozen=True, gc=False):
    """A wish to be told of changes in an extent (F3548: subscription).

    version: opaque, new at each change of the wish. notification_index: how often its manager should have been told.
    implicit: made along with an intent, and gone with the last one that names it.
    """

    id: str
    manager: str
    extent: Extent
    uss_base_url: str
    notify_for_intents: bool
    notify_for_constraints: bool
    implicit: bool
    version: str
    notification_index: int


class AvailabilityState(StrEnum):
    """ASTM F3548-21, UssAvailabilityState."""

    UNKNOWN = "Unknown"
    NORMAL = "Normal"
    DOWN = "Down"


class Availability(Struct, frozen=True, gc=False):
    """Whether a USS can be reached, as an arbiter said. version: opaque, "" where nobody ever said."""

    uss: str
    state: AvailabilityState
    version: str


class RememberedRequest(Struct, frozen=True, gc=False):
    """A request that came with an idempotency key and was ordered. body_sha256: of what was asked, 32 bytes."""

    body_sha256: bytes
    position: int
    time_us: int
