"""What the log means so far. `evolve` is the only function that writes it."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

import msgspec

from tansiq.core.calendar import Calendar
from tansiq.core.callsigns import Callsigns
from tansiq.core.changes import (
    Change,
)
from tansiq.core.grid import Grid
from tansiq.core.ledger import Ledger
from tansiq.core.library import LibraryEntry
from tansiq.core.limits import REMEMBER_REQUESTS_US
from tansiq.core.model import (
    Availability,
    AvailabilityState,
    Constraint,
    Intent,
    RememberedRequest,
    Subscription,
)
from tansiq.core.movements import Movement
from tansiq.core.notice_state import NoticeBook
from tansiq.core.refusals import Refusal
from tansiq.core.register import Register
from tansiq.core.room import (
    Agreement,
    Charter,
    Delegate,
    Party,
    PendingRelease,
    Preset,
    Pressure,
    Proposal,
)
from tansiq.core.rules import ReleaseRules, Untold, rules_of
from tansiq.core.units import ALWAYS, NDEG, Span
from tansiq.core.volumes import Box, Extent, Volume
from tansiq.core.watch_state import WatchBook

Decision = Change | Refusal

CHARTER: Final = ""  # what is unsettled after the charter's bounds of the air have changed

EVERYWHERE: Final = Extent((Box(Span(-90 * NDEG, 90 * NDEG), Span(-180 * NDEG, 180 * NDEG)),), ALWAYS, ALWAYS)


class State:
    """The room at one position of its log. Read it freely; only `evolve` and `from_snapshot` write it."""

    def __init__(self) -> None:
        self.position = 0
        self.time_us = 0
        self.decisions_sha256 = bytes(32)  # chained over every decision, refusals too: equal on all nodes at a position
        self.intents: dict[str, Intent] = {}
        self.constraints: dict[str, Constraint] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self.availabilities: dict[str, Availability] = {}
        self.requests: dict[str, OrderedDict[str, RememberedRequest]] = {}  # party -> key; oldest first
        self.erasable: dict[int, int] = {}  # positions that have an erasable part -> their time
        self.charter: Charter | None = None  # None: a plain DSS, where each identity is a party of its own
        self.parties: dict[str, Party] = {}  # by code
        self.delegates: dict[str, Delegate] = {}  # persons and clients, by id
        self.proposals: dict[str, Proposal] = {}  # open ones, oldest first
        self.presets: dict[str, tuple[Preset, ...]] = {}  # by the party that releases
        self.pending: dict[str, PendingRelease] = {}  # releases of more that wait for a second person, oldest first
        self.agreements: dict[str, Agreement] = {}  # open ones, and those closed lately, oldest first
        self.library: dict[str, LibraryEntry] = {}  # named places, by id
        self.pressures: dict[str, Pressure] = {}  # what is stated of the air, by id
        self.air = (
            0  # position of the newest entry that changed what is known of the air; 0 for none since the founding
        )
        self.unsettled: dict[
            str, Extent
        ] = {}  # where bands may not follow it yet: by the id of the pressure, or CHARTER
        self.ledgers: dict[str, Ledger] = {}  # who gave way, by the two parties
        self.register = Register()  # of places on the ground
        self.untold: list[
            Untold
        ] = []  # changes of the rules of release that subscribers are not told of yet, oldest first
        self.granted_us: dict[str, int] = {}  # flights with grants in time -> as of when their subscribers were told
        self.movements: dict[str, Movement] = {}  # by id
        self.watch = WatchBook()  # who is on watch, notes, sheets, drills
        self.book = NoticeBook()  # notices, calls and accounts
        # Derived from the above.
        self.intent_grid = Grid()
        self.constraint_grid = Grid()
        self.subscription_grid = Grid()
        self.callsigns = Callsigns()  # of flights, whoever may know them
        self.intent_ends = Calendar()
        self.constraint_ends = Calendar()
        self.zone_rolls = Calendar()  # of standing zones: when they get a new OVN at F3548
        self.airborne_ends = Calendar()  # of flights that are in the air, as far as anybody said
        self.subscription_ends = Calendar()
        self.dependents: dict[str, dict[str, None]] = {}  # subscription -> intents that name it
        self.volumes_of: dict[str, int] = {}  # party -> volumes in the room
        self.subscriptions_of: dict[str, dict[str, None]] = {}  # party -> its subscriptions
        self.texts: dict[
            int, int
        ] = {}  # positions whose erasable part says something of what is here -> how many items
        self.intents_of: dict[str, dict[str, None]] = {}  # party -> its intents
        self.awaiting: dict[
            str, dict[str, None]
        ] = {}  # intent of an outside USS -> agreements that wait for its change
        self.ledger_ends = Calendar()  # of ledgers with entries: the time of the oldest
        self.grant_turns = Calendar()  # of flights with grants in time: when the next begins or ends
        self.movements_of: dict[str, int] = {}  # party -> its movements
        self.movement_ends = Calendar()  # when movements were last spoken of, or are over by their times
        self.library_of: dict[str, int] = {}  # party -> its entries of the library
        self.shelves: dict[str, list[str]] = {}  # party -> ids that it alone sees, sorted; "" -> those that all see

    def intents_near(self, volumes: tuple[Volume | Extent, ...]) -> list[Intent]:
        """Return the intents of which anybody may see something that may touch any of some volumes, by id."""
        return [self.intents[i] for i in _near(self.intent_grid.near, volumes)]

    def constraints_near(self, volumes: tuple[Volume | Extent, ...]) -> list[Constraint]:
        """Return the constraints that may touch any of some volumes, by id."""
        return [self.constraints[i] for i in _near(self.constraint_grid.near, volumes)]

    def subscriptions_near(self, volumes: tuple[Volume | Extent, ...], now_us: int) -> list[Subscription]:
        """Return the live subscriptions that cover any of some volumes in place and time, whatever the height, by id.

        Heights do not count: a subscriber below is told too (behaviour of the InterUSS reference service).
        """
        near = _near(self.subscription_grid.near_at_any_height, volumes)
        return [s for i in near if (s := self.subscriptions[i]).extent.time_us.hi >= now_us]

    def live_subscription(self, subscription_id: str, now_us: int) -> Subscription | None:
        """Return a subscription that has not run out, whether or not its expiry was ordered yet."""
        found = self.subscriptions.get(subscription_id)
        return found if found is not None and found.extent.time_us.hi >= now_us else None

    def remembered(self, party: str, key: str, now_us: int) -> RememberedRequest | None:
        """Return what a party asked under an idempotency key in the last 24 h. Older ones may still be in `requests`."""
        of_party = self.requests.get(party)
        found = of_party.get(key) if of_party is not None else None
        return found if found is not None and found.time_us > now_us - REMEMBER_REQUESTS_US else None

    def rules(self) -> ReleaseRules:
        """Return the rules of release of a room as they stand."""
        assert self.charter is not None, "a plain DSS has no rules of release"
        return rules_of(self.charter, self.presets, self.parties)

    def as_of(self, rules: ReleaseRules, time_us: int) -> "State":
        """Return this state as it would be seen under other rules of release and at another time.

        It shares all with this one: to be read at once, before the next entry.
        """
        assert self.charter is not None, "a plain DSS has no rules of release"
        other = State.__new__(State)
        other.__dict__.update(self.__dict__)
        other.time_us, other.presets, other.parties = time_us, rules.presets, rules.parties
        other.charter = msgspec.structs.replace(
            self.charter,
            default_manned=rules.default_manned,
            default_unmanned=rules.default_unmanned,
            default_zone=rules.default_zone,
            floor_mm=rules.floor_mm,
        )
        return other

    def is_down(self, uss: str) -> bool:
        """Return whether an arbiter declared a USS down."""
        said = self.availabilities.get(uss)
        return said is not None and said.state is AvailabilityState.DOWN


def _near(query: Callable[[Any], dict[str, None]], volumes: tuple[Volume | Extent, ...]) -> list[str]:
    if len(volumes) == 1:
        return sorted(query(volumes[0]))
    found: dict[str, None] = {}
    for volume in volumes:
        found.update(query(volume))
    return sorted(found)
