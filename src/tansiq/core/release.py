"""Who sees what. The only module that says so; every door and `decide` itself ask it.

A viewer's *world* is the projection of the state that this module makes for it. Items come out of it as they may be seen:
a foreign flight that is sealed has its snapped view instead of volumes, no owner, and an id and OVN that tell nothing.

A room without a charter is a plain DSS: each identity is a party of its own and releases its intents and constraints at
*reservation* to everyone; subscriptions are seen by their manager alone.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from heapq import merge
from itertools import islice
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.around import around
from tansiq.core.ids import uuid_of
from tansiq.core.ledger import Ledger, key_of
from tansiq.core.library import LibraryEntry
from tansiq.core.limits import ZONE_ROLLS_US
from tansiq.core.model import (
    OFF_NOMINAL,
    Availability,
    AvailabilityState,
    Constraint,
    Intent,
    IntentState,
    Subscription,
)
from tansiq.core.room import (
    Charter,
    Clearance,
    Flight,
    Grant,
    Identity,
    ItemClass,
    PartyState,
    PlanLevel,
    Precedence,
    Preset,
)
from tansiq.core.rules import turns
from tansiq.core.standing import windows
from tansiq.core.state import State
from tansiq.core.units import Span
from tansiq.core.volumes import Box, Extent, Volume, may_touch, meets

__all__ = [
    "NOBODY",
    "Asked",
    "Granted",
    "PlanLevel",
    "Rule",
    "View",
    "changed_ids",
    "changed_places",
    "is_owners_to_know",
    "last_face",
    "plan_level",
    "preview",
    "releases",
    "resighted_ids",
    "resighted_places",
]

NOBODY: Final = ""  # the owner of an occupied place, as far as the viewer is told
NO_IDENTITY: Final = Identity()
OWN_FLIGHTS_LOOKED_AT: Final = 2_000  # of a viewer, for stand-ins: more would hold the loop

_encode: Final = msgspec.msgpack.Encoder().encode


class Rule(Struct, frozen=True, gc=False):
    """Why an owner's item has the level that it has for a viewer.

    name: "own", "dss" (managed elsewhere, as the standard says), "item", "preset", "reciprocal", "charter", "outside" (a USS
    that is no member), "suspended", "safety floor". party: whose preset it was, or "".
    """

    name: str
    party: str = ""


class Granted(Struct, frozen=True, gc=False):
    """How much of an item a viewer gets now, by which rule, and whether the watch's contact goes with it."""

    level: PlanLevel
    rule: Rule
    has_contact: bool = False


class Asked(Struct, frozen=True, gc=False):
    """A flight that its planner asks about: in the state or not, it is one of the planner's own."""

    id: str
    volumes: tuple[Volume, ...]


NOTHING_ASKED: Final = Asked("", ())


def plan_level(item: Intent | Constraint, viewer: str) -> PlanLevel:
    """Return how much a party gets of an item that the room does not manage: all of its own, else the reservation."""
    return PlanLevel.IDENTITY if item.manager == viewer else PlanLevel.RESERVATION


def releases(state: State, intent: Intent, viewer: str, now_us: int) -> Granted:
    """Return how much of an intent a party is released at a time, and why.

    The item's own grant, else its owner's preset for that class and viewer, else the charter's default. Then the safety floor:
    who flies near one that left its plan, outlasted its time or has an emergency gets its reservation and contact.
    """
    flight = intent.flight
    if intent.manager == viewer:
        return Granted(PlanLevel.IDENTITY, Rule("own"), True)
    if flight is None:
        return Granted(PlanLevel.RESERVATION, Rule("dss"))
    granted = released_by_owner(state, intent, flight, viewer, now_us)
    if granted.level < PlanLevel.IDENTITY and has_floor(intent, flight) and _flies_near(state, intent, flight, viewer):
        return Granted(max(granted.level, PlanLevel.RESERVATION), Rule("safety floor"), True)
    return granted


def released_by_owner(state: State, intent: Intent, flight: Flight, viewer: str, now_us: int) -> Granted:
    """Return how much a party is released without the safety floor: all that the owner may be told of it.

    Whether the floor holds depends on where the viewer flies, which is the viewer's own to tell.
    """
    granted = _by_owner(state, intent, flight, viewer, now_us)
    member = state.parties.get(viewer)
    if member is not None and member.state is not PartyState.MEMBER and granted.level > PlanLevel.EXISTENCE:
        return Granted(PlanLevel.EXISTENCE, Rule("suspended"))
    return granted


def preview(state: State, intent: Intent, viewer: str, now_us: int) -> tuple[Granted, Intent | None]:
    """Return for an owner how much a party gets of its flight, and the flight as that party sees it.

    None at plan level *conflict*: what is seen then depends on the viewer's own flights. The safety floor may add to it.
    """
    assert intent.flight is not None, "only the room's own flights are released"
    granted = released_by_owner(state, intent, intent.flight, viewer, now_us)
    return granted, _at_level(intent, intent.flight, granted, viewer)


def last_face(intent: Intent, granted: Granted, viewer: str) -> Intent | None:
    """Return a flight that has ended as a party saw it last. granted: what the party got when it ended, not what it would now.

    None at plan level *conflict*: where it met the viewer's own is not told again.
    """
    assert intent.flight is not None, "only the room's own flights are released"
    return intent if intent.manager == viewer else _at_level(intent, intent.flight, granted, viewer)


def raises_grants(state: State, intent: Intent, grants: tuple[Grant, ...], of: ItemClass, now_us: int) -> bool:
    """Return whether some party would from now on at some time get more of a flight than it would without the change.

    intent: as it stands. grants, of: those that it would have, and the class that it would be.
    """
    flight = intent.flight
    assert flight is not None
    begin, owner = intent.time_us.lo, intent.manager
    viewers = dict.fromkeys(
        (*(state.parties if of is not flight.item_class else ()), *(g.viewer for g in flight.grants))
    )
    viewers.update(dict.fromkeys(g.viewer for g in grants))
    viewers.pop(owner, None)
    for viewer in viewers:
        had = [g for g in flight.grants if g.viewer == viewer]
        has = [g for g in grants if g.viewer == viewer]
        before = _by_preset(state, owner, viewer, flight.item_class)[0]
        after = _by_preset(state, owner, viewer, of)[0]
        for time_us in (now_us, *turns((*had, *has), begin, now_us)):
            if _at(has, begin, time_us, after) > _at(had, begin, time_us, before):
                return True
    return False


def _at(grants: Sequence[Grant], begin: int, time_us: int, otherwise: PlanLevel) -> PlanLevel:
    return next((g.level for g in grants if _holds(g, begin, time_us)), otherwise)


def _holds(grant: Grant, begin: int, time_us: int) -> bool:
    """Return whether a grant holds at a time. begin: of the flight."""
    zero = begin if grant.is_relative else 0
    return (grant.from_us is None or zero + grant.from_us <= time_us) and (
        grant.until_us is None or time_us < zero + grant.until_us
    )


def raises_presets(state: State, owner: str, presets: tuple[Preset, ...]) -> bool:
    """Return whether by these presets a party may get more of some class than by those before.

    A reciprocal one promises nothing: a plain one in its place is more, but where it stays sealed.
    """
    before = state.presets.get(owner, ())
    for of in ItemClass:
        for viewer in ("", *state.parties):
            new, old = _of(presets, viewer, of), _of(before, viewer, of)
            had = old.level if old is not None else default_level(state, of)
            if old is not None and old.is_reciprocal and not (new is not None and new.is_reciprocal):
                had = PlanLevel.CONFLICT
            if (new.level if new is not None else default_level(state, of)) > had:
                return True
    return False


def _of(presets: tuple[Preset, ...], viewer: str, of: ItemClass) -> Preset | None:
    exact = next((p for p in presets if p.of is of and p.viewer == viewer), None)
    return exact or next((p for p in presets if p.of is of and not p.viewer), None)


def has_floor(intent: Intent, flight: Flight) -> bool:
    """Return whether a flight is one that nobody near it may be left unaware of."""
    return intent.state in OFF_NOMINAL or flight.is_overrunning or flight.precedence is Precedence.EMERGENCY


def _by_owner(state: State, intent: Intent, flight: Flight, viewer: str, now_us: int) -> Granted:
    for grant in flight.grants:
        if grant.viewer == viewer and _holds(grant, intent.time_us.lo, now_us):
            return Granted(grant.level, Rule("item"), grant.level is PlanLevel.IDENTITY)
    level, rule = _by_preset(state, intent.manager, viewer, flight.item_class)
    return Granted(level, rule, level is PlanLevel.IDENTITY)


def _by_preset(state: State, owner: str, viewer: str, of: ItemClass) -> tuple[PlanLevel, Rule]:
    preset = _preset(state, owner, viewer, of)
    if preset is None:
        if viewer not in state.parties:
            return PlanLevel.EXISTENCE, Rule("outside")
        return default_level(state, of), Rule("charter")
    if not preset.is_reciprocal:
        return preset.level, Rule("preset", owner)
    theirs = _preset(state, viewer, owner, of)
    if theirs is None or theirs.is_reciprocal:  # two that wait for each other get what the charter says
        return min(preset.level, default_level(state, of)), Rule("reciprocal", viewer)
    return min(preset.level, theirs.level), Rule("reciprocal", viewer)


def _preset(state: State, owner: str, viewer: str, of: ItemClass) -> Preset | None:
    for_all: Preset | None = None
    for preset in state.presets.get(owner, ()):
        if preset.of is of:
            if preset.viewer == viewer:
                return preset
            if not preset.viewer:
                for_all = preset
    return for_all if viewer in state.parties else None


def default_level(state: State, of: ItemClass) -> PlanLevel:
    """Return what the charter releases of a class to every member."""
    assert state.charter is not None, "a flight of the room, and no charter"
    match of:
        case ItemClass.MANNED:
            return state.charter.default_manned
        case ItemClass.UNMANNED:
            return state.charter.default_unmanned
        case ItemClass.ZONE:
            return state.charter.default_zone


def _flies_near(state: State, intent: Intent, flight: Flight, viewer: str) -> bool:
    """Return whether a viewer has a flight within the charter's distance, at any height, while this one may be there."""
    assert state.charter is not None
    for place in (*intent.volumes, *flight.off_nominal):
        extent = Extent(around(place.boxes, state.charter.floor_mm), place.alt_mm, intent.time_us)
        for other in state.intent_grid.near_at_any_height(extent):
            if state.intents[other].manager == viewer:
                return True
    return False


class View:
    """One party's world: the projection of the state that every answer to it is made from.

    now_us: subscriptions that ran out before it are gone, whether their expiry was ordered or not; intents and constraints
    stay until they are freed. Never before the log's time. attempts: bookings of the viewer that were refused lately: at plan
    level *conflict* they count as its own flights.
    """

    def __init__(self, state: State, viewer: str, now_us: int, attempts: Sequence[Asked] = ()) -> None:
        self._state = state
        self.viewer = viewer
        self.now_us = max(now_us, state.time_us)
        self._attempts = attempts

    @property
    def charter(self) -> Charter | None:
        """The rules of the room, which all know; None in a plain DSS."""
        return self._state.charter

    def intent(self, intent_id: str) -> Intent | None:
        """Return an intent as this viewer sees it, or None. intent_id: its own, or the one of a stand-in."""
        return next((found for found in self.looked_for(intent_id) if found is not None), None)

    def looked_for(self, intent_id: str) -> Iterator[Intent | None]:
        """Yield None, again and again, while an intent is looked for, then what this viewer sees of it, if there is any.

        A stand-in is found by making those of all the viewer's flights: up to 0.2 s, so that doors do it in slices.
        """
        found = self._state.intents.get(intent_id)
        if found is not None:
            yield self._seen(found)
            return
        for asked in list(self._own_flights()) if self._state.charter is not None else ():
            for other in self._state.intents_near(asked.volumes):
                if self.is_sealed(other) and stand_in_id(other, self.viewer, asked.id) == intent_id:
                    yield stand_in(other, self.viewer, asked)
                    return
            yield None

    def face_on(self, intent: Intent, own: Asked) -> Intent | None:
        """Return an intent of the state as this viewer sees it from one of its flights, or None."""
        return stand_in(intent, self.viewer, own) if self.is_sealed(intent) else self._seen(intent)

    def seen_from(self, intent: Intent, own: Intent) -> str:
        """Return the OVN that this viewer is shown of an intent of the state from one of its flights, "" for nothing."""
        face = self.face_on(intent, Asked(own.id, _volumes(own)))
        return face.ovn if face is not None else ""

    def behind(self, shown_id: str, own: Intent) -> Intent | None:
        """Return the intent of the state that a viewer sees under an id: for proposals to an owner that it is not told of.

        own: its flight that meets the other; a sealed one is known to it by a stand-in on that flight.
        """
        found = self._state.intents.get(shown_id)
        if found is not None:
            return found if self.faces(found) and not self.is_sealed(found) else None
        attempts = tuple(v for attempt in self._attempts if attempt.id == own.id for v in attempt.volumes)
        for other in self._state.intents_near(_volumes(own) + attempts):
            if self.is_sealed(other) and stand_in_id(other, self.viewer, own.id) == shown_id:
                return other
        return None

    def behind_each(self, shown: Iterable[str], asked: Asked) -> list[Intent]:
        """Return the intents of the state that the viewer met under some ids when it asked about a flight."""
        wanted = dict.fromkeys(shown)
        found = [i for s in wanted if (i := self._state.intents.get(s)) is not None and not self.is_sealed(i)]
        if len(found) < len(wanted):
            near = self._state.intents_near(self._with_booked(asked).volumes)
            found += [i for i in near if self.is_sealed(i) and stand_in_id(i, self.viewer, asked.id) in wanted]
        return found

    def in_the_way(self, intent: Intent, asked: Asked, clearance: Clearance) -> tuple[Span, ...]:
        """Return when an intent of the state, as this viewer sees it, stands in the way of a flight that it would fly."""
        face = self.as_met_by(intent, asked)
        return windows(_places(face), asked.volumes, clearance) if face is not None else ()

    def plans(self, asked: Asked) -> bool:
        """Return whether a flight is in this viewer's world as one of its own: booked so, or tried lately."""
        booked = self._state.intents.get(asked.id)
        is_booked = booked is not None and booked.manager == self.viewer and booked.volumes == asked.volumes
        return is_booked or asked in self._attempts

    def intents_near(self, volumes: tuple[Volume | Extent, ...], asked: Asked | None = None) -> list[Intent]:
        """Return the intents in this viewer's world that may touch any of some volumes, by id.

        asked: what is being planned; then sealed flights are shown as far as they meet that alone.
        """
        if self._state.charter is None:
            return self._state.intents_near(volumes)
        return sorted((i for i in self.each_near(volumes, asked) if i is not None), key=lambda intent: intent.id)

    def each_near(self, volumes: tuple[Volume | Extent, ...], asked: Asked | None = None) -> Iterator[Intent | None]:
        """Yield what `intents_near` returns, in no order, and None after each intent looked at: so that doors can pause.

        Where 150 sealed flights meet 300 of the viewer's, 45,000 stand-ins are made: a second of work.
        """
        for intent in self._state.intents_near(volumes):
            if intent.flight is None or intent.manager == self.viewer:
                if self._state.charter is None or _touches(_places(intent), volumes):
                    yield intent
            elif self.is_sealed(intent):
                own = (self._with_booked(asked),) if asked is not None else self._own_flights(intent)
                shown = (stand_in(intent, self.viewer, each) for each in own)
                yield from (each for each in shown if each is not None and _touches(_places(each), volumes))
            else:
                seen = self._seen(intent)
                if seen is not None and _touches(_places(seen), volumes):
                    yield seen
            yield None

    def callsigns_near(self, volumes: tuple[Volume | Extent, ...], own_id: str, own: str) -> tuple[str, ...]:
        """Return the callsigns similar to one's own, sorted, of flights that may touch some volumes, as far as this viewer
        knows them.

        own_id: the flight that is asked for. By callsign, not by place: within 100 km there are hundreds of flights.
        """
        found: dict[str, None] = {}
        for intent_id in self._state.callsigns.alike(own):
            intent = self._state.intents[intent_id]
            flight = intent.flight
            if flight is None or intent.id == own_id or not _touches(_places(intent), volumes):
                continue
            if intent.manager != self.viewer and not self._knows_callsign(intent, flight.identity):
                continue
            found[flight.identity.callsign] = None
        return tuple(sorted(found))

    def _knows_callsign(self, intent: Intent, identity: Identity) -> bool:
        return "callsign" not in identity.withheld and self.granted(intent).level is PlanLevel.IDENTITY

    def surroundings(self, volumes: tuple[Volume | Extent, ...]) -> "Surroundings":
        """Return what may touch any of some volumes, looked up once for all plans that are tried there."""
        return Surroundings(self, self._state.intents_near(volumes))

    def as_met_by(self, intent: Intent, asked: Asked) -> Intent | None:
        """Return an intent of the state as it is seen by who plans a flight: a sealed one as far as it meets that alone."""
        if intent.flight is None or intent.manager == self.viewer:
            return intent
        granted = self.granted(intent)
        if granted.level is PlanLevel.CONFLICT:
            return stand_in(intent, self.viewer, self._with_booked(asked))
        return _at_level(intent, intent.flight, granted, self.viewer)

    def own_flights(self) -> list[Intent]:
        """Return the viewer's flights that the room manages, by id."""
        own = (self._state.intents[i] for i in sorted(self._state.intents_of.get(self.viewer, ())))
        return [intent for intent in own if intent.flight is not None]

    def all_intents(self) -> list[Intent]:
        """Return all intents in this viewer's world, by id."""
        found = [shown for intent in self._state.intents.values() for shown in self.faces(intent)]
        return sorted(found, key=lambda intent: intent.id)

    def faces(self, intent: Intent) -> list[Intent]:
        """Return as what this viewer sees an intent of the state: itself, an occupied place, a stand-in for each of the
        viewer's flights that a sealed one meets, or nothing."""
        if intent.flight is None or intent.manager == self.viewer:
            return [intent]
        granted = self.granted(intent)
        if granted.level is not PlanLevel.CONFLICT:
            seen = _at_level(intent, intent.flight, granted, self.viewer)
            return [seen] if seen is not None else []
        shown = (stand_in(intent, self.viewer, own) for own in self._own_flights(intent))
        return [each for each in shown if each is not None]

    def granted(self, intent: Intent) -> Granted:
        """Return how much of an intent of the state this viewer gets, and why. For its owner's eyes."""
        return releases(self._state, intent, self.viewer, self.now_us)

    def constraint(self, constraint_id: str) -> Constraint | None:
        """Return a constraint as this viewer sees it, or None."""
        found = self._state.constraints.get(constraint_id)
        return self.zone_face(found) if found is not None else None

    def constraints_near(self, volumes: tuple[Volume | Extent, ...]) -> list[Constraint]:
        """Return the constraints in this viewer's world that may touch any of some volumes, by id."""
        return [self.zone_face(constraint) for constraint in self._state.constraints_near(volumes)]

    def all_constraints(self) -> list[Constraint]:
        """Return all constraints in this viewer's world, by id."""
        return [self.zone_face(self._state.constraints[i]) for i in sorted(self._state.constraints)]

    def place(self, entry_id: str) -> LibraryEntry | None:
        """Return an entry of the library that this viewer may use, or None: its own, or one that all members are shown."""
        found = self._state.library.get(entry_id)
        is_shown = found is not None and (found.for_all or found.owner == self.viewer)
        return found if is_shown and self._is_inside() else None

    def places(self, after: str, most: int) -> list[LibraryEntry]:
        """Return up to so many entries of the library that this viewer may use, by id, those after an id."""
        if not self._is_inside():
            return []
        shelves = (self._state.shelves.get("", []), self._state.shelves.get(self.viewer, []))
        ids = merge(*(shelf[bisect_right(shelf, after) :][:most] for shelf in shelves))
        return [self._state.library[i] for i in islice(ids, most)]

    def ledger(self, party: str) -> Ledger | None:
        """Return the ledger of the viewer's party and another, or None: what third parties agreed on nobody else is told."""
        return self._state.ledgers.get(key_of(self.viewer, party)) if party != self.viewer else None

    def _is_inside(self) -> bool:
        party = self._state.parties.get(self.viewer)
        return party is not None and party.state in (PartyState.MEMBER, PartyState.SUSPENDED)

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
        own = item.f3548_ovn if isinstance(item, Constraint) else item.ovn
        return own if plan_level(item, self.viewer) is PlanLevel.IDENTITY else ""

    def zone_face(self, constraint: Constraint) -> Constraint:
        """Return a constraint of the state as this viewer sees it: at *existence* without its issuer and words, never less."""
        zone = constraint.zone
        if zone is None or constraint.manager == self.viewer:
            return constraint
        level = zone.level or _by_preset(self._state, constraint.manager, self.viewer, ItemClass.ZONE)[0]
        if level >= PlanLevel.RESERVATION:
            return constraint
        shown = msgspec.structs.replace(
            zone, texts=0, by="", level=None, announced_us=0, rolls=0, rolled_ovn="", rolled_us=0
        )
        bare = msgspec.structs.replace(constraint, manager=NOBODY, ovn="", version=1, zone=shown)
        bare = msgspec.structs.replace(bare, ovn=shown_version(bare))
        if not zone.rolled_ovn:
            return bare
        mark = sha256(b"rolled" + zone.rolled_ovn.encode() + bare.ovn.encode()).hexdigest()
        rolls = (
            zone.rolled_us // ZONE_ROLLS_US
        )  # rises each time, and tells of no more than the last, of which all are told
        shown = msgspec.structs.replace(shown, rolls=rolls, rolled_ovn=mark[:48])
        return msgspec.structs.replace(bare, zone=shown)

    def is_sealed(self, intent: Intent) -> bool:
        """Return whether an intent of the state is at plan level *conflict* for this viewer."""
        if intent.flight is None or intent.manager == self.viewer:
            return False
        return self.granted(intent).level is PlanLevel.CONFLICT

    def _seen(self, intent: Intent) -> Intent | None:
        """Return an intent as it may be seen, whatever the viewer's own flights; None at plan level *conflict*."""
        if intent.flight is None or intent.manager == self.viewer:
            return intent
        return _at_level(intent, intent.flight, self.granted(intent), self.viewer)

    def _own_flights(self, near: Intent | None = None) -> Iterator[Asked]:
        """Yield the viewer's flights and attempts that may count at plan level *conflict*: all, or those near an intent.

        A refused change counts along with the flight that it would have changed.
        """
        state = self._state
        if near is None:
            own = [state.intents[i] for i in sorted(state.intents_of.get(self.viewer, ()))]
        else:
            own = [other for other in state.intents_near(near.reach) if other.manager == self.viewer]
        attempts = {attempt.id: attempt for attempt in self._attempts}
        for intent in own[:OWN_FLIGHTS_LOOKED_AT]:
            attempt = attempts.pop(intent.id, None)
            yield Asked(intent.id, _volumes(intent) + (attempt.volumes if attempt is not None else ()))
        yield from attempts.values()

    def _with_booked(self, asked: Asked) -> Asked:
        """Return what is being planned along with the flight that it would change: both meet one stand-in."""
        booked = self._state.intents.get(asked.id)
        if booked is None or booked.manager != self.viewer:
            return asked
        return Asked(asked.id, _volumes(booked) + asked.volumes)


class Surroundings:
    """Intents around a place, as a viewer meets them with one plan after another. What is no stand-in looks alike each time."""

    def __init__(self, view: View, near: Sequence[Intent]) -> None:
        self._view = view
        self._sealed: list[Intent] = []
        self._open: list[Intent] = []
        for intent in near:
            if view.is_sealed(intent):
                self._sealed.append(intent)
            elif (seen := view.as_met_by(intent, NOTHING_ASKED)) is not None:
                self._open.append(seen)

    def met_by(self, asked: Asked) -> list[Intent]:
        """Return what may meet a plan, and more: all that was looked up, sealed flights only as far as they meet it. By id."""
        stand_ins = (self._view.as_met_by(i, asked) for i in self._sealed)
        found = [*self._open, *(i for i in stand_ins if i is not None)]
        return sorted((i for i in found if i.id != asked.id), key=lambda intent: intent.id)


# --- what is shown of a flight ----------------------------------------------------------------------------------------


def _at_level(intent: Intent, flight: Flight, granted: Granted, viewer: str) -> Intent | None:
    match granted.level:
        case PlanLevel.CONFLICT:
            return None
        case PlanLevel.EXISTENCE:
            return occupied(intent, flight, viewer, intent.id, flight.views)
        case PlanLevel.RESERVATION | PlanLevel.IDENTITY:
            return _reserved(intent, flight, granted)


def _reserved(intent: Intent, flight: Flight, granted: Granted) -> Intent:
    """Return a flight as it is seen at *reservation* or *identity*: without what only its owner knows."""
    has_identity = granted.level is PlanLevel.IDENTITY
    shown = msgspec.structs.replace(
        flight,
        identity=_shown_identity(flight.identity) if has_identity else NO_IDENTITY,
        texts=flight.texts if granted.has_contact else 0,
        grants=(),
        secret=b"",
        shown_at=granted.level,
    )
    return msgspec.structs.replace(intent, flight=shown)


def _shown_identity(identity: Identity) -> Identity:
    """Return an identity without the fields that its owner holds back, and without saying which."""
    bare: dict[str, object] = {name: getattr(NO_IDENTITY, name) for name in identity.withheld if name in _FIELDS}
    return msgspec.structs.replace(identity, withheld=(), **bare)


_FIELDS: Final = tuple(name for name in Identity.__struct_fields__ if name != "withheld")


def occupied(intent: Intent, flight: Flight, viewer: str, shown_id: str, views: tuple[Extent, ...]) -> Intent:
    """Return a sealed flight as an occupied place: where, and whether it is manned and active; no owner, no volumes.

    Its OVN and version change exactly when what this viewer sees of it changes.
    """
    window = Span(min(v.time_us.lo for v in views), max(v.time_us.hi for v in views))
    state = IntentState.ACCEPTED if intent.state is IntentState.ACCEPTED else IntentState.ACTIVATED
    level = PlanLevel.EXISTENCE if shown_id == intent.id else PlanLevel.CONFLICT
    shown = Flight(flight.is_manned, flight.precedence, views, NO_IDENTITY, (), b"", 0, 0, shown_at=level)
    bare = Intent(shown_id, NOBODY, state, (), "", "", 0, "", window, "", shown)
    mark = sha256(b"ovn" + flight.secret + viewer.encode() + b"\0" + _encode(bare)).digest()
    version = 1 + (int.from_bytes(mark[:4]) >> 1)
    return msgspec.structs.replace(bare, ovn=mark.hex()[:48], version=version)


def stand_in_id(intent: Intent, viewer: str, own_id: str) -> str:
    """Return the id under which a viewer meets a sealed flight on one of its own; in the form of a UUID version 4."""
    assert intent.flight is not None
    return uuid_of(sha256(b"id" + intent.flight.secret + viewer.encode() + b"\0" + own_id.encode()).digest())


def stand_in(intent: Intent, viewer: str, own: Asked) -> Intent | None:
    """Return what of a sealed flight's snapped view meets one of the viewer's flights, as an occupied place, or None."""
    assert intent.flight is not None
    parts: dict[Extent, None] = {}
    for view in intent.flight.views:
        for volume in own.volumes:
            part = _common(view, volume)
            if part is not None:
                parts[part] = None
    if not parts:
        return None
    return occupied(intent, intent.flight, viewer, stand_in_id(intent, viewer, own.id), tuple(parts))


def _common(view: Extent, own: Volume) -> Extent | None:
    """Return the part of a snapped view within the boxes, the band and the window of a volume."""
    if not may_touch(view, own):
        return None
    boxes = tuple(
        Box(_within(a.lat_ndeg, b.lat_ndeg), _within(a.lon_ndeg, b.lon_ndeg))
        for a in view.boxes
        for b in own.boxes
        if meets(a.lat_ndeg, b.lat_ndeg) and meets(a.lon_ndeg, b.lon_ndeg)
    )
    return Extent(boxes, _within(view.alt_mm, own.alt_mm), _within(view.time_us, own.time_us))


def _within(a: Span, b: Span) -> Span:
    return Span(max(a.lo, b.lo), min(a.hi, b.hi))


def _places(intent: Intent) -> tuple[Volume | Extent, ...]:
    """Return where an intent, as it is seen, may be."""
    if intent.flight is None:
        return intent.volumes
    return (intent.volumes or intent.flight.views) + intent.flight.off_nominal


def _volumes(intent: Intent) -> tuple[Volume, ...]:
    """Return all volumes of one of the viewer's own intents: where it left its plan, the off-nominal ones too."""
    return intent.volumes if intent.flight is None else intent.volumes + intent.flight.off_nominal


def _touches(places: tuple[Volume | Extent, ...], volumes: tuple[Volume | Extent, ...]) -> bool:
    return any(may_touch(a, b) for a in places for b in volumes)


def changed_places(
    state: State, before: Intent | None, after: Intent | None, viewer: str, now_us: int
) -> tuple[Volume | Extent, ...]:
    """Return where a change of an intent changes what a viewer sees: who watches elsewhere need not be told."""
    changed = _changed(state, before, after, viewer, now_us)
    return tuple(place for face in changed for place in _places(face))


def changed_ids(state: State, before: Intent | None, after: Intent | None, viewer: str, now_us: int) -> tuple[str, ...]:
    """Return the ids under which a change of an intent changes what a viewer sees: of itself, or of stand-ins."""
    return tuple(dict.fromkeys(face.id for face in _changed(state, before, after, viewer, now_us)))


def is_owners_to_know(state: State, intent: Intent | None, viewer: str, now_us: int) -> bool:
    """Return whether the owner of a flight may know that a viewer is told of it.

    Not where the viewer gets it for where it flies itself, as at plan level *conflict* and by the safety floor.
    """
    if intent is None or intent.flight is None:
        return False
    if intent.manager == viewer:
        return True
    return released_by_owner(state, intent, intent.flight, viewer, now_us).level > PlanLevel.CONFLICT


def _changed(state: State, before: Intent | None, after: Intent | None, viewer: str, now_us: int) -> list[Intent]:
    was = [face for each, us in _told(state, before, after, now_us) for face in _projection(each, before, viewer, us)]
    now = _projection(state, after, viewer, now_us)
    return [face for face in was + now if not (face in was and face in now)]


def _told(state: State, before: Intent | None, after: Intent | None, now_us: int) -> Iterator[tuple[State, int]]:
    """Yield the states, and at what times, in which an intent was seen as far as subscribers were told of it.

    Where a grant began or ended of which they are not told yet, the one before that. Of what ends nobody could be told any
    more what changes of the rules meant for it, so those that are not told yet count as well.
    """
    told_us = state.granted_us.get(before.id) if before is not None else None
    if before is None or before.flight is None or told_us is None:
        yield state, now_us
    elif any(turn_us <= now_us for turn_us in turns(before.flight.grants, before.time_us.lo, told_us)):
        yield state.as_of(state.rules(), told_us), told_us
    else:
        yield state, now_us
    if before is not None and after is None:
        yield from ((state.as_of(each.before, now_us), now_us) for each in state.untold if each.after < before.id)


def resighted_places(before: State, after: State, intent: Intent, viewer: str) -> tuple[Volume | Extent, ...]:
    """Return where a viewer sees an intent otherwise after what releases it has changed. See `State.as_of`."""
    return tuple(place for face in _resighted(before, after, intent, viewer) for place in _places(face))


def resighted_ids(before: State, after: State, intent: Intent, viewer: str) -> tuple[str, ...]:
    """Return the ids under which a viewer sees an intent otherwise after what releases it has changed."""
    return tuple(dict.fromkeys(face.id for face in _resighted(before, after, intent, viewer)))


def _resighted(before: State, after: State, intent: Intent, viewer: str) -> list[Intent]:
    was, now = (_projection(each, intent, viewer, each.time_us) for each in (before, after))
    return [face for face in was + now if not (face in was and face in now)]


def shown_version(item: Intent | Constraint) -> str:
    """Return a version for what is seen of an item whose OVN the viewer may not know: it changes exactly with what is seen."""
    return sha256(b"seen" + _encode(msgspec.structs.replace(item, ovn=""))).hexdigest()[:48]


def _projection(state: State, intent: Intent | None, viewer: str, now_us: int) -> list[Intent]:
    return View(state, viewer, now_us).faces(intent) if intent is not None else []
