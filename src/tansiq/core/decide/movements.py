"""Movements: announced, told of by named persons until they are over, released to whom their owner chooses."""

import msgspec

from tansiq.core.decide.parties import refuse_actor
from tansiq.core.decide.versions import refuse_version
from tansiq.core.entry import HOST, Entry
from tansiq.core.limits import (
    MOVEMENT_AHEAD_US,
    MOVEMENT_BOXES,
    MOVEMENT_GRANTS,
    MOVEMENT_KEPT_US,
    MOVEMENT_LONGEST_US,
    MOVEMENT_POINTS,
    MOVEMENT_STEPS,
    MOVEMENT_VEHICLES,
    MOVEMENT_WIDTH_MM,
    MOVEMENTS_FORGOTTEN_AT_ONCE,
    MOVEMENTS_PER_PARTY,
)
from tansiq.core.movement_changes import MovementPut, MovementsForgotten
from tansiq.core.movement_commands import (
    ConfirmMovement,
    ForgetMovements,
    MovementArea,
    MovementWhole,
    PutMovement,
    ReleaseMovement,
    TellMovement,
)
from tansiq.core.movements import NEXT, Movement, MovementGrant, MovementState, MovementStep
from tansiq.core.refusals import (
    NotAllowed,
    NothingDue,
    Refusal,
    Refused,
    RoomConflict,
    StaleVersion,
    TooManyItems,
    Unknown,
)
from tansiq.core.release_movements import raises_movement
from tansiq.core.room import Role
from tansiq.core.state import State
from tansiq.core.units import HOUR_US, NDEG, Span
from tansiq.core.volumes import Box, meets


def put_movement(state: State, entry: Entry, command: PutMovement) -> MovementPut | Refusal:
    """Announce a movement, or change one that has not departed. A late one is marked, not refused."""
    area, whole, private, own = command.area, command.whole, command.private, entry.actor.party
    refused = _refuse_person(state, entry, area.id)
    if refused is not None:
        return refused
    old = state.movements.get(area.id)
    held = (old.party, old.ovn) if old is not None else None
    refused = refuse_version(area.id, private.replaces, own, held)
    if refused is not None:
        return refused
    if old is not None and old.state is not MovementState.PLANNED:
        return RoomConflict("movement state", area.id)
    if not _is_sound(area, whole, entry.time_us):
        return RoomConflict("movement values", area.id)
    if old is None and state.movements_of.get(own, 0) >= MOVEMENTS_PER_PARTY:
        return TooManyItems("movements", MOVEMENTS_PER_PARTY)
    if not _are_sound(private.grants, own):
        return RoomConflict("too many grants", area.id)
    assert state.charter is not None
    is_late = _is_late(old, area, whole, entry.time_us, state.charter.movements.notice_us(area.kind))
    grants = old.grants if old is not None else private.grants
    steps = old.steps if old is not None else (MovementStep(MovementState.PLANNED, entry.actor.by, entry.time_us),)
    made = Movement(
        area.id, own, private.ovn, area.kind, whole.route, area.view, area.hours_us, whole.vehicles, grants,
        MovementState.PLANNED, is_late, steps, entry.position,
        old.asked if old is not None else (), old.asked_by if old is not None else "",
    )  # fmt: skip
    if old is None and grants and state.charter.second_person:
        made = msgspec.structs.replace(made, grants=(), asked=grants, asked_by=entry.actor.by)
    return MovementPut(made)


def tell_movement(state: State, entry: Entry, command: TellMovement) -> MovementPut | Refusal:
    """Say how far a movement is. A suspended party may still do so: it is on the road."""
    ask = command.private
    old = _own(state, entry, ask.id, ask.replaces, is_suspended_ok=True)
    if isinstance(old, Refused):
        return old
    if ask.state not in NEXT[old.state]:
        return RoomConflict("movement state", ask.id)
    is_delay = ask.state is MovementState.DELAYED
    if is_delay is not (ask.expected_us > 0) or (
        is_delay and not entry.time_us < ask.expected_us <= entry.time_us + MOVEMENT_LONGEST_US
    ):
        return RoomConflict("movement values", ask.id)
    is_over = not NEXT[ask.state]
    if len(old.steps) >= MOVEMENT_STEPS and not is_over:
        return TooManyItems("steps of a movement", MOVEMENT_STEPS)
    hours_us = old.hours_us
    if is_delay:
        hours_us = Span(hours_us.lo, max(hours_us.hi, -(-ask.expected_us // HOUR_US) * HOUR_US))
    step = MovementStep(ask.state, entry.actor.by, entry.time_us, ask.expected_us)
    return MovementPut(
        msgspec.structs.replace(old, ovn=ask.ovn, state=ask.state, steps=(*old.steps, step), hours_us=hours_us)
    )


def release_movement(state: State, entry: Entry, command: ReleaseMovement) -> MovementPut | Refusal:
    """Release more or less of a movement. Less holds at once; more may have to wait for a second person."""
    ask = command.private
    old = _own(state, entry, ask.id, ask.replaces)
    if isinstance(old, Refused):
        return old
    if not _are_sound(ask.grants, old.party):
        return RoomConflict("too many grants", ask.id)
    assert state.charter is not None
    if state.charter.second_person and raises_movement(old.grants, ask.grants):
        return MovementPut(msgspec.structs.replace(old, ovn=ask.ovn, asked=ask.grants, asked_by=entry.actor.by))
    return MovementPut(msgspec.structs.replace(old, ovn=ask.ovn, grants=ask.grants, asked=(), asked_by=""))


def confirm_movement(state: State, entry: Entry, command: ConfirmMovement) -> MovementPut | Refusal:
    """Confirm, as a second person of the same party, that a movement is released to more; or drop that."""
    ask = command.private
    old = _own(state, entry, ask.id, ask.replaces)
    if isinstance(old, Refused):
        return old
    if not old.asked_by:
        return RoomConflict("no such release", ask.id)
    if ask.is_yes and old.asked_by == entry.actor.by:
        return NotAllowed("second person")
    grants = old.asked if ask.is_yes else old.grants
    return MovementPut(msgspec.structs.replace(old, ovn=ask.ovn, grants=grants, asked=(), asked_by=""))


def past_movements(state: State, now_us: int) -> tuple[str, ...]:
    """Return the ids of some movements that are long over."""
    return tuple(state.movement_ends.before(now_us - MOVEMENT_KEPT_US, MOVEMENTS_FORGOTTEN_AT_ONCE))


def forget_movements(state: State, entry: Entry, command: ForgetMovements) -> MovementsForgotten | Refusal:
    """Forget those of the named that are long over by their times, whatever was said of them last."""
    if entry.actor.party != HOST.party:
        return NotAllowed("host")
    held, before_us = state.movements, entry.time_us - MOVEMENT_KEPT_US
    ids = tuple(i for i in command.private.ids if i in held and held[i].last_us < before_us)
    return MovementsForgotten(ids) if ids else NothingDue("")


def _refuse_person(state: State, entry: Entry, movement_id: str, *, is_suspended_ok: bool = False) -> Refusal | None:
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=is_suspended_ok)
    if refused is None and state.delegates[entry.actor.by].is_machine:
        return RoomConflict("a person moves", movement_id)
    return refused


def _own(
    state: State, entry: Entry, movement_id: str, replaces: str, *, is_suspended_ok: bool = False
) -> Movement | Refusal:
    refused = _refuse_person(state, entry, movement_id, is_suspended_ok=is_suspended_ok)
    if refused is not None:
        return refused
    old = state.movements.get(movement_id)
    if old is None or old.party != entry.actor.party:
        return Unknown(movement_id, "change")
    return old if old.ovn == replaces else StaleVersion(movement_id, replaces)


def _is_late(old: Movement | None, area: MovementArea, whole: MovementWhole, now_us: int, notice_us: int) -> bool:
    """Return whether it, or what changed of its way, is announced later than the charter asks."""
    is_short = whole.route.points[0].time_us - now_us < notice_us
    if old is None:
        return is_short
    is_moved = (whole.route, area.kind) != (old.route, old.kind)
    return old.is_late or (is_moved and is_short)


def _is_sound(area: MovementArea, whole: MovementWhole, now_us: int) -> bool:
    """Return whether a route is one, within bounds, and lies in the view and the hours that stand for it."""
    route, points = whole.route, whole.route.points
    if not 2 <= len(points) <= MOVEMENT_POINTS or not 0 < route.width_mm <= MOVEMENT_WIDTH_MM:
        return False
    if not 0 <= whole.vehicles <= MOVEMENT_VEHICLES:
        return False
    if any(abs(p.lat_ndeg) > 90 * NDEG or abs(p.lon_ndeg) > 180 * NDEG for p in points):
        return False
    times = [p.time_us for p in points]
    first, last = times[0], times[-1]
    if times != sorted(times) or last == first or last - first > MOVEMENT_LONGEST_US:
        return False
    if not now_us - HOUR_US <= first <= now_us + MOVEMENT_AHEAD_US:
        return False
    hours = area.hours_us
    if hours.lo > first or hours.hi < last or hours.lo % HOUR_US or hours.hi % HOUR_US:
        return False
    if not 0 < len(area.view) <= MOVEMENT_BOXES or not 0 < len(route.boxes) <= MOVEMENT_BOXES:
        return False
    return all(_holds(area.view, p.lat_ndeg, p.lon_ndeg) for p in points) and all(
        any(meets(box.lat_ndeg, cell.lat_ndeg) and meets(box.lon_ndeg, cell.lon_ndeg) for cell in area.view)
        for box in route.boxes
    )


def _holds(boxes: tuple[Box, ...], lat: int, lon: int) -> bool:
    return any(b.lat_ndeg.lo <= lat <= b.lat_ndeg.hi and b.lon_ndeg.lo <= lon <= b.lon_ndeg.hi for b in boxes)


def _are_sound(grants: tuple[MovementGrant, ...], own: str) -> bool:
    viewers = dict.fromkeys(grant.viewer for grant in grants)
    return len(viewers) == len(grants) <= MOVEMENT_GRANTS and own not in viewers
