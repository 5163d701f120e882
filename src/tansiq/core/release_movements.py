"""Who sees what of a movement: the part of `release` that speaks of them. Whom its owner did not choose is told nothing."""

import msgspec
from msgspec import Struct

from tansiq.core.movements import Movement, MovementGrant, MovementLevel, Route
from tansiq.core.room import PartyState
from tansiq.core.state import State
from tansiq.core.volumes import Box


class SeenMovement(Struct, frozen=True, gc=False):
    """A movement as a viewer sees it: what it is not shown is blank. is_mine: its owner's own view, with grants and persons."""

    movement: Movement
    level: MovementLevel
    is_mine: bool


def movement_level(state: State, movement: Movement, viewer: str) -> MovementLevel | None:
    """Return how much of a movement a party is released; None for nothing. A suspended party sees its own alone."""
    member = state.parties.get(viewer)
    if member is None or member.state not in (PartyState.MEMBER, PartyState.SUSPENDED):
        return None
    if movement.party == viewer:
        return MovementLevel.WHOLE
    if member.state is PartyState.SUSPENDED:
        return None
    return next((grant.level for grant in movement.grants if grant.viewer == viewer), None)


def seen_movement(state: State, viewer: str, movement_id: str) -> SeenMovement | None:
    """Return a movement as a party sees it, or None where it sees nothing of it."""
    held = state.movements.get(movement_id)
    level = movement_level(state, held, viewer) if held is not None else None
    if held is None or level is None:
        return None
    if held.party == viewer:
        return SeenMovement(held, level, True)
    steps = tuple(msgspec.structs.replace(step, by="") for step in held.steps)
    plain = msgspec.structs.replace(held, ovn="", grants=(), steps=steps, asked=(), asked_by="")
    if level is MovementLevel.AREA:
        cells = tuple(sorted(held.view, key=_place))  # in the order of the way they would tell where it goes
        plain = msgspec.structs.replace(
            plain, party="", route=Route((), 0, ()), vehicles=0, steps=(), texts=0, view=cells
        )
    return SeenMovement(plain, level, False)


def _place(box: Box) -> tuple[int, int]:
    return box.lat_ndeg.lo, box.lon_ndeg.lo


def raises_movement(old: tuple[MovementGrant, ...], new: tuple[MovementGrant, ...]) -> bool:
    """Return whether some party would get more by the new grants than by the old."""
    before = {grant.viewer: grant.level for grant in old}
    return any(grant.viewer not in before or grant.level > before[grant.viewer] for grant in new)
