"""What is known of the air, and bands that follow it: a statement first, then bands in slices, and bookings wait meanwhile.

A band is derived by the proposing node, as it takes floats; here it is compared with what the state knows. Between a statement
and the last band that follows it the place is *unsettled*: nobody books there, so nobody is compared with a band of before.
"""

import msgspec

from tansiq.core.changes import BandsDerived, PressureGone, PressurePut
from tansiq.core.commands import DeriveBands, EndPressure, PutPressure
from tansiq.core.decide.constraints import listeners
from tansiq.core.decide.flights import notified
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.entry import HOST, Entry
from tansiq.core.limits import DERIVED_AT_ONCE, PRESSURE_LONGEST_US, PRESSURE_OLDEST_US, PRESSURES, PRESSURES_PER_PARTY
from tansiq.core.model import Constraint, Intent
from tansiq.core.refusals import AlreadyOver, NotAllowed, NothingDue, Refusal, RoomConflict, TooManyItems
from tansiq.core.release import View
from tansiq.core.room import Agreement, AgreementState, Pressure, Role
from tansiq.core.room_commands import PressureWish, Rebanded
from tansiq.core.state import State
from tansiq.core.units import ALWAYS, MINUTE_US, Span
from tansiq.core.volumes import Extent, Volume

AHEAD_US = 5 * MINUTE_US  # how far an observer's clock may be ahead of the log's
QNH_PA = Span(
    85_000, 109_000
)  # records at sea level: 870 hPa (typhoon Tip, 1979), 1,084.8 hPa (WMO archive of extremes)
QNH_TOLERANCE_PA = Span(100, 10_000)  # a QNH is given in whole hectopascals (ICAO Annex 3, appendix 3)
ISA_MK = Span(-80_000, 50_000)
ISA_TOLERANCE_MK = Span(1_000, 50_000)


def put_pressure(state: State, entry: Entry, command: PutPressure) -> PressurePut | Refusal:
    """State the pressure of an area. Whoever knows otherwise states its own: where both hold, bands hold both."""
    ask = command.room
    old = state.pressures.get(ask.id)
    refused = refuse_actor(state, entry, Role.OFFICER) or _refuse_owner(old, entry) or _refuse_values(entry, ask)
    if refused is not None:
        return refused
    gone = tuple(sorted(p.id for p in state.pressures.values() if p.time_us.hi < entry.time_us and p.id != ask.id))
    if old is None:
        held = [p for p in state.pressures.values() if p.time_us.hi >= entry.time_us]
        if len(held) >= PRESSURES or sum(p.party == entry.actor.party for p in held) >= PRESSURES_PER_PARTY:
            return TooManyItems("pressures", PRESSURES_PER_PARTY)
    pressure = Pressure(
        id=ask.id,
        party=entry.actor.party,
        by=entry.actor.by,
        outline=ask.outline,
        boxes=ask.boxes,
        time_us=ask.time_us,
        observed_us=ask.observed_us,
        qnh_pa=ask.qnh_pa,
        qnh_tolerance_pa=ask.qnh_tolerance_pa,
        isa_mk=ask.isa_mk,
        isa_tolerance_mk=ask.isa_tolerance_mk,
        transition_altitude_mm=ask.transition_altitude_mm,
        transition_level_mm=ask.transition_level_mm,
        texts=entry.position,
        position=entry.position,
    )
    return PressurePut(pressure, _unsettled(state, old, pressure), gone)


def end_pressure(state: State, entry: Entry, command: EndPressure) -> PressureGone | Refusal:
    """Take back what was stated."""
    old = state.pressures.get(command.room.id)
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=True) or _refuse_owner(old, entry)
    if refused is not None:
        return refused
    if old is None:
        return RoomConflict("no such pressure", command.room.id)
    return PressureGone(old, _unsettled(state, old, old))


def derive_bands(state: State, entry: Entry, command: DeriveBands) -> BandsDerived | Refusal:
    """Write bands anew. Limits, owners and the time of entry stay: nobody asked for a change.

    What was changed meanwhile is left as it is: whoever changed it derived its bands, or the node looks again.
    """
    ask = command.private
    if entry.actor.party != HOST.party:
        return NotAllowed("host")
    if ask.air != state.air:
        return RoomConflict("pressure changed", "")
    if sum(len(each.bands) for each in ask.flights + ask.zones) > DERIVED_AT_ONCE and len(ask.flights + ask.zones) > 1:
        return TooManyItems("volumes", DERIVED_AT_ONCE)
    intents = tuple(new for each in ask.flights if (new := _flight(state, each)) is not None)
    constraints = tuple(zone for each in ask.zones if (zone := _zone(state, each)) is not None)
    settled = tuple(i for i in ask.settled if i in state.unsettled)
    if not (intents or constraints or settled):
        return NothingDue("")
    told: dict[str, None] = {}
    for intent in intents:
        told.update(dict.fromkeys(notified(state, state.intents[intent.id], intent, entry.time_us)))
    for constraint in constraints:
        told.update(dict.fromkeys(listeners(state, constraint.volumes, entry.time_us)))
    return BandsDerived(intents, constraints, _agreements(state, intents, entry.time_us), settled, tuple(sorted(told)))


def _refuse_owner(old: Pressure | None, entry: Entry) -> Refusal | None:
    if old is None or old.party == entry.actor.party or old.time_us.hi < entry.time_us:
        return None
    return NotAllowed("not yours")


def _refuse_values(entry: Entry, ask: PressureWish) -> Refusal | None:
    values = (
        (ask.qnh_pa, QNH_PA),
        (ask.qnh_tolerance_pa, QNH_TOLERANCE_PA),
        (ask.isa_mk, ISA_MK),
        (ask.isa_tolerance_mk, ISA_TOLERANCE_MK),
    )
    if not all(span.lo <= value <= span.hi for value, span in values):
        return RoomConflict("pressure values", ask.id)
    if ask.time_us.hi < entry.time_us:
        return AlreadyOver(ask.time_us.hi, entry.time_us)
    is_sane = (
        ask.time_us.lo <= ask.time_us.hi <= ask.time_us.lo + PRESSURE_LONGEST_US
        and entry.time_us - PRESSURE_OLDEST_US <= ask.observed_us <= entry.time_us + AHEAD_US
        and ask.time_us.lo <= entry.time_us + PRESSURE_LONGEST_US
    )
    return None if is_sane else RoomConflict("pressure times", ask.id)


def _unsettled(state: State, old: Pressure | None, new: Pressure) -> Extent:
    """Return where bands may depend on a pressure as it was or as it is, and where they were not looked at yet."""
    boxes, spans = new.boxes, [new.time_us]
    if old is not None:
        boxes, spans = boxes + old.boxes, [*spans, old.time_us]
    waiting = state.unsettled.get(new.id)
    if waiting is not None:
        boxes, spans = boxes + waiting.boxes, [*spans, waiting.time_us]
    whole = Span(min(s.lo for s in spans), max(s.hi for s in spans))
    return Extent(tuple(dict.fromkeys(boxes)), ALWAYS, whole)


def _flight(state: State, ask: Rebanded) -> Intent | None:
    """Return a flight with its bands anew, None where it is another one by now or they do not fit."""
    old = state.intents.get(ask.id)
    if old is None or old.flight is None or old.ovn != ask.replaces:
        return None
    flight, places = old.flight, old.volumes + old.flight.off_nominal
    if len(ask.bands) != len(places) or len(ask.views) != len(flight.views):
        return None
    if not all(map(_contains, ask.views, ask.bands)):
        return None
    volumes = tuple(map(_banded, places, ask.bands))
    views = tuple(msgspec.structs.replace(v, alt_mm=alt_mm) for v, alt_mm in zip(flight.views, ask.views, strict=True))
    count = len(old.volumes)
    flight = msgspec.structs.replace(flight, views=views, off_nominal=volumes[count:])
    return msgspec.structs.replace(old, volumes=volumes[:count], ovn=ask.ovn, version=old.version + 1, flight=flight)


def _zone(state: State, ask: Rebanded) -> Constraint | None:
    old = state.constraints.get(ask.id)
    if old is None or old.zone is None or old.ovn != ask.replaces or len(ask.bands) != len(old.volumes):
        return None
    volumes = tuple(map(_banded, old.volumes, ask.bands))
    return msgspec.structs.replace(old, volumes=volumes, ovn=ask.ovn, version=old.version + 1)


def _banded(volume: Volume, alt_mm: Span) -> Volume:
    """Return a volume with its band anew; one that does not depend on the air keeps its own."""
    return msgspec.structs.replace(volume, alt_mm=alt_mm) if volume.depends_on_air else volume


def _contains(outer: Span, inner: Span) -> bool:
    return outer.lo <= inner.lo and inner.hi <= outer.hi


def _agreements(state: State, intents: tuple[Intent, ...], now_us: int) -> tuple[Agreement, ...]:
    """Return the open agreements about some flights: what was spoken of stays, though its OVN is another."""
    new = {intent.id: intent for intent in intents}
    found: list[Agreement] = []
    for held in state.agreements.values():
        if held.state is not AgreementState.OPEN or (held.ours not in new and held.theirs not in new):
            continue
        ours, theirs = state.intents.get(held.ours), state.intents.get(held.theirs)
        if ours is None or theirs is None:
            continue  # one has ended: nothing is left to accept
        view, seen, theirs_ovn = View(state, held.to, now_us), held.ours_seen, held.theirs_ovn
        if seen == view.seen_from(ours, theirs):
            seen = view.seen_from(new.get(ours.id, ours), new.get(theirs.id, theirs))
        if theirs_ovn == theirs.ovn:
            theirs_ovn = new.get(theirs.id, theirs).ovn
        found.append(msgspec.structs.replace(held, ours_seen=seen, theirs_ovn=theirs_ovn))
    return tuple(found)
