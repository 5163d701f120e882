"""Zones that the room manages for its parties: closures, danger areas, corridors and the like."""

from itertools import combinations

import msgspec

from tansiq.core.changes import ConstraintGone, ConstraintPut, ZoneRolled
from tansiq.core.commands import EndZone, PutZone, RollZone
from tansiq.core.decide.air import refuse_air
from tansiq.core.decide.constraints import listeners
from tansiq.core.decide.flights import taken
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.entry import Entry
from tansiq.core.limits import (
    CORRIDOR_LANES,
    LIVE_VOLUMES_PER_PARTY,
    ZONE_HORIZON_US,
    ZONE_HOURS,
    ZONE_LONGEST_US,
    ZONES_ROLLED_AT_ONCE,
)
from tansiq.core.model import Constraint
from tansiq.core.refusals import (
    AlreadyExists,
    AlreadyOver,
    InForceTooSoon,
    LastsTooLong,
    NothingDue,
    Refusal,
    RoomConflict,
    StaleVersion,
    TooFarAhead,
    TooManyItems,
    TransitionNotAllowed,
    Unknown,
)
from tansiq.core.release import View
from tansiq.core.room import Hours, Lane, PlanLevel, Role, Zone, ZoneLife
from tansiq.core.room_commands import ZonePlan
from tansiq.core.state import State
from tansiq.core.units import DAY_US
from tansiq.core.volumes import Limit, Reference, window

# Where a zone may go from where it stands; ending it deletes it. A zone given free early is not taken back: announce a new one.
_STEPS = {
    ZoneLife.REQUESTED: (ZoneLife.REQUESTED, ZoneLife.PLANNED),
    ZoneLife.PLANNED: (ZoneLife.PLANNED, ZoneLife.ACTIVE, ZoneLife.RELEASED),
    ZoneLife.ACTIVE: (ZoneLife.ACTIVE, ZoneLife.PLANNED, ZoneLife.RELEASED),
    ZoneLife.RELEASED: (ZoneLife.RELEASED,),
}


def put_zone(state: State, entry: Entry, command: PutZone) -> ConstraintPut | Refusal:
    """Announce a zone, change it, or say where it stands. Only a person puts one in force: it closes air to others."""
    shown, private = command.reservation, command.private
    old = state.constraints.get(shown.id)
    refused = (
        refuse_actor(state, entry, Role.OFFICER)
        or _refuse_version(old, entry, command)
        or _refuse_step(state, old, entry, shown)
        or _refuse_bounds(state, old, entry, shown)
        or refuse_air(state, private.air, shown.volumes)
    )
    if refused is not None:
        return refused
    announced_us = _announced_us(old, entry, shown)
    if shown.life is ZoneLife.ACTIVE and not shown.kind.is_sudden:
        assert state.charter is not None
        earliest_us = announced_us + state.charter.ahead_zone_us
        if max(entry.time_us, window(shown.volumes).lo) < earliest_us:
            return InForceTooSoon(announced_us, earliest_us)
    zone = Zone(
        shown.kind, shown.life, shown.hours, entry.position, entry.actor.by, shown.level, shown.corridor_m,
        shown.direction_deg, shown.centreline, shown.lanes, announced_us,
        old.zone.rolls if old is not None and old.zone is not None else 0, "", entry.time_us,
    )  # fmt: skip
    constraint = Constraint(
        id=shown.id,
        manager=entry.actor.party,
        volumes=shown.volumes,
        uss_base_url="",
        ovn=private.ovn,
        version=old.version + 1 if old else 1,
        time_us=window(shown.volumes),
        zone=zone,
    )
    return ConstraintPut(constraint, _notified(state, old, constraint, entry.time_us))


def rollable(state: State, now_us: int) -> tuple[str, ...]:
    """Return ids of standing zones of which the next part is to be told at F3548; some of them where many."""
    return tuple(state.zone_rolls.before(now_us, ZONES_ROLLED_AT_ONCE))


def roll_zone(state: State, entry: Entry, command: RollZone) -> ZoneRolled | Refusal:
    """Give a standing zone a new OVN at F3548: keys and details that clients hold tell only of the day that they were told."""
    ask = command.private
    old = state.constraints.get(ask.id)
    rolls_at_us = old.rolls_at_us if old is not None else None
    if old is None or old.zone is None or rolls_at_us is None or entry.time_us < rolls_at_us:
        return NothingDue(ask.id)
    zone = msgspec.structs.replace(old.zone, rolls=old.zone.rolls + 1, rolled_ovn=ask.ovn, rolled_us=entry.time_us)
    return ZoneRolled(msgspec.structs.replace(old, zone=zone), listeners(state, old.volumes, entry.time_us))


def _announced_us(old: Constraint | None, entry: Entry, shown: ZonePlan) -> int:
    """Return since when members know of the room that a zone takes: renewed where it takes more, in place or hours.

    What was there without notice, as weather is, and becomes something else is announced anew, too.
    """
    if shown.life is ZoneLife.REQUESTED:
        return 0
    had = old.zone if old is not None else None
    if old is None or had is None or not had.announced_us:
        return entry.time_us
    is_kept = (
        not any(True for _ in taken(old.volumes, shown.volumes))
        and (not had.hours or (all(hours in had.hours for hours in shown.hours) and bool(shown.hours)))
        and (shown.kind.is_sudden or not had.kind.is_sudden)
    )
    return had.announced_us if is_kept else entry.time_us


def end_zone(state: State, entry: Entry, command: EndZone) -> ConstraintGone | Refusal:
    """End a zone."""
    ask = command.private
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=True)
    if refused is not None:
        return refused
    old = state.constraints.get(ask.id)
    if old is None or old.zone is None or old.manager != entry.actor.party:
        return Unknown(ask.id, "delete")
    if old.ovn != ask.replaces:
        return StaleVersion(ask.id, ask.replaces)
    return ConstraintGone(old, listeners(state, old.volumes, entry.time_us))


def _notified(state: State, old: Constraint | None, new: Constraint, now_us: int) -> tuple[str, ...]:
    """Return the subscriptions to tell of a change: not those whose manager sees nothing else of the zone after it."""
    touched = new.volumes + old.volumes if old is not None else new.volumes
    found = listeners(state, touched, now_us)
    if old is None:
        return found
    managers = dict.fromkeys(state.subscriptions[s].manager for s in found)
    views = {manager: View(state, manager, now_us) for manager in managers}
    is_told = {manager: view.zone_face(old) != view.zone_face(new) for manager, view in views.items()}
    return tuple(s for s in found if is_told[state.subscriptions[s].manager])


def _refuse_version(old: Constraint | None, entry: Entry, command: PutZone) -> Refusal | None:
    shown, private = command.reservation, command.private
    if old is None:
        return Unknown(shown.id, "change") if private.replaces else None
    if old.manager != entry.actor.party or old.zone is None:
        return Unknown(shown.id, "change")
    if not private.replaces:
        return AlreadyExists(shown.id)
    return StaleVersion(shown.id, private.replaces) if old.ovn != private.replaces else None


def _refuse_step(state: State, old: Constraint | None, entry: Entry, shown: ZonePlan) -> Refusal | None:
    before = old.zone.life if old is not None and old.zone is not None else None
    allowed = _STEPS[before] if before is not None else (ZoneLife.REQUESTED, ZoneLife.PLANNED, ZoneLife.ACTIVE)
    if shown.life not in allowed:
        return TransitionNotAllowed(shown.id, before or "", shown.life)
    if shown.life is ZoneLife.ACTIVE and state.delegates[entry.actor.by].is_machine:
        return RoomConflict("a person activates", shown.id)
    return None


def _refuse_bounds(state: State, old: Constraint | None, entry: Entry, shown: ZonePlan) -> Refusal | None:
    if not shown.volumes or len(shown.hours) > ZONE_HOURS or not all(map(_is_sane, shown.hours)):
        return RoomConflict("zone hours", shown.id)
    if shown.level is PlanLevel.CONFLICT:  # a closure that nobody is told of would be met in the air
        return RoomConflict("zone level", shown.id)
    if not _lanes_fit(shown):
        return RoomConflict("corridor lanes", shown.id)
    time_us = window(shown.volumes)
    if time_us.hi < entry.time_us:
        return AlreadyOver(time_us.hi, entry.time_us)
    if time_us.lo > entry.time_us + ZONE_HORIZON_US:
        return TooFarAhead(time_us.lo, entry.time_us + ZONE_HORIZON_US)
    if time_us.hi - time_us.lo > ZONE_LONGEST_US:
        return LastsTooLong(time_us.hi - time_us.lo, ZONE_LONGEST_US)
    more = len(shown.volumes) - (len(old.volumes) if old else 0)
    if more > 0 and state.volumes_of.get(entry.actor.party, 0) + more > LIVE_VOLUMES_PER_PARTY:
        return TooManyItems("volumes", LIVE_VOLUMES_PER_PARTY)
    return None


def _is_sane(hours: Hours) -> bool:
    return (
        0 < hours.days < 128 and 0 <= hours.from_us < DAY_US and hours.from_us < hours.to_us <= hours.from_us + DAY_US
    )


def _lanes_fit(shown: ZonePlan) -> bool:
    """Return whether lanes lie within the corridor, and no two ways share a height: on one reference, so that it is certain."""
    lanes = shown.lanes
    if not lanes:
        return True
    scale = _scale(lanes[0].floor)
    limits = [limit for lane in lanes for limit in (lane.floor, lane.ceiling)]
    limits += [limit for v in shown.volumes for limit in (v.floor, v.ceiling) if limit is not None]
    if len(limits) != 2 * (len(lanes) + len(shown.volumes)) or any(_scale(limit) != scale for limit in limits):
        return False
    floor = max(v.floor.alt_mm for v in shown.volumes if v.floor is not None)
    ceiling = min(v.ceiling.alt_mm for v in shown.volumes if v.ceiling is not None)
    return (
        bool(shown.centreline)
        and len(lanes) <= CORRIDOR_LANES
        and all(floor <= lane.floor.alt_mm < lane.ceiling.alt_mm <= ceiling for lane in lanes)
        and not any(_opposed(a, b) for a, b in combinations(lanes, 2))
    )


def _opposed(a: Lane, b: Lane) -> bool:
    """Return whether two lanes share a height in which they are flown different ways."""
    return a.way is not b.way and a.floor.alt_mm < b.ceiling.alt_mm and b.floor.alt_mm < a.ceiling.alt_mm


def _scale(limit: Limit) -> tuple[Reference, int]:
    return limit.reference, limit.qnh_pa
