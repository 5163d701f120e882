"""Flights that the room manages for its parties: booking, changing, states, release, and those that outlast their time."""

from collections.abc import Callable, Iterator

import msgspec

from tansiq.core.changes import IntentGone, IntentPut, Overran
from tansiq.core.commands import CloseFlight, EndFlight, Overrun, PutFlight
from tansiq.core.decide.air import refuse_air
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.entry import Entry
from tansiq.core.limits import GRANTS, LIVE_VOLUMES_PER_PARTY, OVERRUN_AT_ONCE, VOLUMES_OF_PARTY_HERE
from tansiq.core.model import OFF_NOMINAL, Intent, IntentState
from tansiq.core.refusals import (
    AlreadyExists,
    AlreadyOver,
    BookedTooLate,
    LastsTooLong,
    NotAllowed,
    NothingDue,
    NotYours,
    Refusal,
    RoomConflict,
    StaleVersion,
    TooFarAhead,
    TooManyItems,
    TransitionNotAllowed,
    Unknown,
    UnseenItems,
)
from tansiq.core.release import Asked, View, changed_places, raises_grants
from tansiq.core.room import Charter, Flight, ItemClass, PlanLevel, Precedence, Role
from tansiq.core.room_commands import FlightPlan
from tansiq.core.state import State
from tansiq.core.units import Span
from tansiq.core.volumes import Box, Extent, Volume, meets, window

# The states that a flight may go to; ending it deletes it.
_STEPS = {
    IntentState.ACCEPTED: (*OFF_NOMINAL, IntentState.ACCEPTED, IntentState.ACTIVATED),
    IntentState.ACTIVATED: (*OFF_NOMINAL, IntentState.ACTIVATED),
    IntentState.NONCONFORMING: (*OFF_NOMINAL, IntentState.ACTIVATED),
    IntentState.CONTINGENT: (IntentState.CONTINGENT,),
}


def put_flight(state: State, entry: Entry, command: PutFlight) -> IntentPut | Refusal:
    """Book a flight, or change it, if its planner knows of everything it may touch.

    An emergency, and a flight that left its plan, is never refused for what is around it.
    """
    shown, private = command.reservation, command.private
    old = state.intents.get(shown.id)
    is_off = shown.state in OFF_NOMINAL
    volumes = shown.volumes
    if shown.state is IntentState.CONTINGENT and old is not None:
        volumes = old.volumes  # F3548-21: the plan is void, the off-nominal volumes are where it may be
    refused = (
        refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=is_off, is_left_ok=is_off and old is not None)
        or _refuse_version(old, entry, command)
        or _refuse_shape(command, volumes)
        or _refuse_step(old, entry, shown)
        or _refuse_raise(state, old, entry, command)
        or _refuse_bounds(state, old, entry, shown)
        or _refuse_air(state, command)
        or _refuse_late(state, old, entry, command)
    )
    if refused is not None:
        return refused
    before = old.flight if old is not None else None
    flight = Flight(
        is_manned=command.existence.is_manned,
        precedence=shown.precedence,
        views=command.existence.views,
        identity=command.identity,
        grants=private.grants,
        secret=before.secret if before is not None else private.secret,
        texts=entry.position,
        entered_us=entered_us(old, before, entry, volumes),
        off_nominal=shown.off_nominal,
        is_overrunning=False,
    )
    intent = Intent(
        id=shown.id,
        manager=entry.actor.party,
        state=shown.state,
        volumes=volumes,
        uss_base_url="",
        ovn=private.ovn,
        version=old.version + 1 if old else 1,
        subscription="",
        time_us=window(volumes + shown.off_nominal),
        flight=flight,
    )
    if not is_off and shown.precedence is not Precedence.EMERGENCY:
        view = View(state, entry.actor.party, entry.time_us)
        others = [i for i in view.intents_near(volumes, Asked(shown.id, volumes)) if i.id != shown.id]
        own = sum(len(other.volumes) for other in others if other.manager == intent.manager)
        if own >= VOLUMES_OF_PARTY_HERE and (old is None or old.volumes != volumes):
            return TooManyItems("volumes in one place and time", VOLUMES_OF_PARTY_HERE)
        key = frozenset(private.key)
        unseen = tuple(other.id for other in others if other.ovn not in key)
        if unseen:
            return UnseenItems(unseen, ())
    return IntentPut(intent, None, "", notified(state, old, intent, entry.time_us))


def end_flight(state: State, entry: Entry, command: EndFlight) -> IntentGone | Refusal:
    """End a flight: what is left of its time and room is free at once. Suspended parties and those that left may, too."""
    ask = command.private
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=True, is_left_ok=True)
    if refused is not None:
        return refused
    old = state.intents.get(ask.id)
    if old is None or old.flight is None or old.manager != entry.actor.party:
        return Unknown(ask.id, "delete")
    if old.ovn != ask.replaces:
        return StaleVersion(ask.id, ask.replaces)
    return IntentGone(old, "", notified(state, old, None, entry.time_us))


def close_flight(state: State, entry: Entry, command: CloseFlight) -> IntentGone | Refusal:
    """Close another's flight that outlasted its time by as much as the charter says, as a lead who says why.

    Only of a flight whose owner the closer is told: what one cannot see one cannot know to be over.
    """
    ask, own = command.private, entry.actor.party
    refused = refuse_actor(state, entry, Role.LEAD)
    if refused is not None:
        return refused
    old = state.intents.get(ask.id)
    if old is None or old.flight is None or old.manager == own:
        return Unknown(ask.id, "delete")
    if View(state, own, entry.time_us).granted(old).level < PlanLevel.RESERVATION:
        return Unknown(ask.id, "delete")
    if old.ovn != ask.replaces:
        return StaleVersion(ask.id, ask.replaces)
    if state.delegates[entry.actor.by].is_machine:
        return NotAllowed("role")
    assert state.charter is not None
    if not old.flight.is_overrunning or entry.time_us < old.flight.due_us + state.charter.close_after_us:
        return RoomConflict("not to be closed yet", ask.id)
    return IntentGone(old, "", notified(state, old, None, entry.time_us))


def overdue(state: State, now_us: int) -> tuple[str, ...]:
    """Return the ids of flights in the air, as far as anybody said, whose time has run out; some of them where many."""
    return tuple(state.airborne_ends.before(now_us, OVERRUN_AT_ONCE))


def overrun(state: State, entry: Entry, command: Overrun) -> Overran | Refusal:
    """Extend the last volume of flights that outlasted their time: nothing in the air vanishes because its time ran out."""
    intents: list[Intent] = []
    told: dict[str, None] = {}
    for each in command.private.flights:
        old = state.intents.get(each.id)
        if old is not None and _is_overdue(old, entry.time_us):
            assert state.charter is not None
            longer = _longer(old, each.ovn, entry.time_us, state.charter)
            intents.append(longer)
            told.update(dict.fromkeys(notified(state, old, longer, entry.time_us)))
    return Overran(tuple(intents), tuple(sorted(told))) if intents else NothingDue("")


def notified(state: State, old: Intent | None, new: Intent | None, now_us: int) -> tuple[str, ...]:
    """Return the subscriptions to tell of a change: those where their manager sees something else of the flight after it."""
    reach = (old.reach if old else ()) + (new.reach if new else ())
    return listeners_of(state, reach, now_us, lambda viewer: changed_places(state, old, new, viewer, now_us))


def listeners_of(
    state: State,
    reach: tuple[Volume | Extent, ...],
    now_us: int,
    places_of: Callable[[str], tuple[Volume | Extent, ...]],
) -> tuple[str, ...]:
    """Return the subscriptions, by id, that cover a place where something changes. places_of: those of a viewer."""
    places: dict[str, tuple[Volume | Extent, ...]] = {}
    found: list[str] = []
    for subscription in state.subscriptions_near(reach, now_us):
        if subscription.notify_for_intents:
            viewer = subscription.manager
            if viewer not in places:
                places[viewer] = places_of(viewer)
            if any(_watches(subscription.extent, place) for place in places[viewer]):
                found.append(subscription.id)
    return tuple(found)


def _watches(extent: Extent, place: Volume | Extent) -> bool:
    """Return whether a subscription covers a place, whatever the height, as `State.subscriptions_near` does."""
    return meets(extent.time_us, place.time_us) and any(_meet(a, b) for a in extent.boxes for b in place.boxes)


def is_airborne(intent: Intent) -> bool:
    """Return whether a flight of the room is in the air, as far as anybody said."""
    return intent.flight is not None and intent.state is not IntentState.ACCEPTED


def _is_overdue(intent: Intent, now_us: int) -> bool:
    return is_airborne(intent) and intent.time_us.hi < now_us


def _longer(old: Intent, ovn: str, now_us: int, charter: Charter) -> Intent:
    """Return a flight whose last volumes, and views, last until a step from now."""
    assert old.flight is not None
    until_us = now_us + charter.overrun_us
    last_us = old.time_us.hi
    volumes = tuple(_until(v, until_us) if v.time_us.hi == last_us else v for v in old.volumes)
    off_nominal = tuple(_until(v, until_us) if v.time_us.hi == last_us else v for v in old.flight.off_nominal)
    pairs = zip((*old.volumes, *old.flight.off_nominal), old.flight.views, strict=True)
    views = tuple(_view_until(view, until_us) if v.time_us.hi == last_us else view for v, view in pairs)
    flight = msgspec.structs.replace(
        old.flight, views=views, off_nominal=off_nominal, is_overrunning=True, due_us=old.flight.due_us or last_us
    )
    time_us = Span(old.time_us.lo, until_us)
    return msgspec.structs.replace(
        old, ovn=ovn, version=old.version + 1, volumes=volumes, time_us=time_us, flight=flight
    )


def _until(volume: Volume, until_us: int) -> Volume:
    return msgspec.structs.replace(volume, time_us=Span(volume.time_us.lo, until_us))


def _view_until(view: Extent, until_us: int) -> Extent:
    """Return a snapped view whose window is longer by whole windows, as far as its own length says what they are."""
    length = max(1, view.time_us.hi - view.time_us.lo)
    step = next((s for s in (900_000_000, 300_000_000) if length % s == 0), length)
    more = -(-max(0, until_us - view.time_us.hi) // step) * step
    return msgspec.structs.replace(view, time_us=Span(view.time_us.lo, view.time_us.hi + more))


def _refuse_version(old: Intent | None, entry: Entry, command: PutFlight) -> Refusal | None:
    shown, private = command.reservation, command.private
    if old is None:
        return Unknown(shown.id, "change") if private.replaces else None
    if old.manager != entry.actor.party:
        return NotYours(shown.id) if old.flight is None else Unknown(shown.id, "change")
    if old.flight is None:
        return RoomConflict("not a flight of the room", shown.id)
    if not private.replaces:
        return AlreadyExists(shown.id)
    return StaleVersion(shown.id, private.replaces) if old.ovn != private.replaces else None


def _refuse_air(state: State, command: PutFlight) -> Refusal | None:
    shown = command.reservation
    if shown.state is not IntentState.ACCEPTED or shown.precedence is Precedence.EMERGENCY:
        return None
    return refuse_air(state, command.private.air, shown.volumes)


def _refuse_raise(state: State, old: Intent | None, entry: Entry, command: PutFlight) -> Refusal | None:
    """Where more needs a second person, a booking may release less but not more: that goes by a release of its own."""
    if state.charter is None or not state.charter.second_person:
        return None
    if command.reservation.state in OFF_NOMINAL or command.reservation.precedence is Precedence.EMERGENCY:
        return None  # an aircraft in need waits for nobody
    shape, shown, grants = command.existence, command.reservation, command.private.grants
    if old is not None and old.flight is not None:
        before = old
    else:
        bare = Flight(shape.is_manned, shown.precedence, shape.views, command.identity, (), b"", 0, 0)
        before = Intent(
            shown.id, entry.actor.party, shown.state, shown.volumes, "", "", 0, "", window(shown.volumes), "", bare
        )
    of = ItemClass.MANNED if shape.is_manned else ItemClass.UNMANNED
    return RoomConflict("second person", shown.id) if raises_grants(state, before, grants, of, entry.time_us) else None


def _refuse_shape(command: PutFlight, volumes: tuple[Volume, ...]) -> Refusal | None:
    """Refuse views that do not hold the volumes: whoever plans against them must be safe."""
    shown, shape = command.reservation, command.existence
    places = volumes + shown.off_nominal
    fits = len(shape.views) == len(places) and all(map(holds, shape.views, places))
    if shape.id != shown.id or not volumes or not fits:
        return RoomConflict("views do not fit", shown.id)
    if bool(shown.off_nominal) is not (shown.state in OFF_NOMINAL):
        return RoomConflict("off-nominal volumes", shown.id)
    return RoomConflict("too many grants", shown.id) if len(command.private.grants) > GRANTS else None


def holds(view: Extent, volume: Volume) -> bool:
    return (
        _contains(view.alt_mm, volume.alt_mm)
        and _contains(view.time_us, volume.time_us)
        and all(any(_meet(box, cell) for cell in view.boxes) for box in volume.boxes)
    )


def _contains(outer: Span, inner: Span) -> bool:
    return outer.lo <= inner.lo and inner.hi <= outer.hi


def _meet(a: Box, b: Box) -> bool:
    return meets(a.lat_ndeg, b.lat_ndeg) and meets(a.lon_ndeg, b.lon_ndeg)


def _refuse_step(old: Intent | None, entry: Entry, shown: FlightPlan) -> Refusal | None:
    before = old.state if old is not None else None
    allowed = _STEPS[before] if before is not None else (IntentState.ACCEPTED, IntentState.ACTIVATED)
    if before is None and shown.precedence is Precedence.EMERGENCY:
        allowed = tuple(IntentState)
    if shown.state not in allowed:
        return TransitionNotAllowed(shown.id, before or "", shown.state)
    if shown.state is IntentState.ACTIVATED and not any(
        v.time_us.lo <= entry.time_us <= v.time_us.hi for v in shown.volumes
    ):
        return TransitionNotAllowed(shown.id, before or "", shown.state, "no volume is active now")
    return None


def _refuse_bounds(state: State, old: Intent | None, entry: Entry, shown: FlightPlan) -> Refusal | None:
    """Never refuses an aircraft that left its plan, an emergency, nor what makes a party's share smaller."""
    if shown.state in OFF_NOMINAL or shown.precedence is Precedence.EMERGENCY:
        return None
    assert state.charter is not None
    time_us = window(shown.volumes)
    if time_us.hi < entry.time_us:
        return AlreadyOver(time_us.hi, entry.time_us)
    if time_us.lo > entry.time_us + state.charter.horizon_us:
        return TooFarAhead(time_us.lo, entry.time_us + state.charter.horizon_us)
    if time_us.hi - time_us.lo > state.charter.duration_max_us:
        return LastsTooLong(time_us.hi - time_us.lo, state.charter.duration_max_us)
    more = len(shown.volumes) - (len(old.volumes) if old else 0)
    if more > 0 and state.volumes_of.get(entry.actor.party, 0) + more > LIVE_VOLUMES_PER_PARTY:
        return TooManyItems("volumes", LIVE_VOLUMES_PER_PARTY)
    return None


def _refuse_late(state: State, old: Intent | None, entry: Entry, command: PutFlight) -> BookedTooLate | None:
    """Refuse what comes later than the charter allows: a booking, or a change that takes room which the flight had not.

    All its room counts anew where its new class needs more notice: or it would be booked as a higher one first. Never what
    an aircraft does that left its plan, has an emergency, or is in the air already.
    """
    shown, is_manned = command.reservation, command.existence.is_manned
    if shown.state in OFF_NOMINAL or (old is not None and is_airborne(old)):
        return None
    assert state.charter is not None
    ahead_us = state.charter.ahead_us(is_manned, shown.precedence)
    anew = shown.volumes
    if old is not None and old.flight is not None:
        before_us = state.charter.ahead_us(old.flight.is_manned, old.flight.precedence)
        anew = anew if ahead_us > before_us else tuple(taken(old.volumes, anew))
    if not anew or not ahead_us:
        return None
    start_us = window(anew).lo
    return BookedTooLate(start_us, start_us - ahead_us) if entry.time_us > start_us - ahead_us else None


def entered_us(old: Intent | None, before: Flight | None, entry: Entry, volumes: tuple[Volume, ...]) -> int:
    """Return when a flight was entered: renewed where it takes room that it had not, kept where it shrinks."""
    if old is None or before is None:
        return entry.time_us
    return entry.time_us if any(True for _ in taken(old.volumes, volumes)) else before.entered_us


def taken(before: tuple[Volume, ...], after: tuple[Volume, ...]) -> Iterator[Volume]:
    """Yield the volumes that take room which those before had not."""
    return (new for new in after if not any(_inside(new, had) for had in before))


def _inside(new: Volume, had: Volume) -> bool:
    is_within = _contains(had.alt_mm, new.alt_mm) and _contains(had.time_us, new.time_us)
    return is_within and new.outline == had.outline
