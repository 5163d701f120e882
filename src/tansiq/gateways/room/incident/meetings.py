"""What a flight or zone met in a party's view: exact overlaps in plan, height and time, as they became known and went."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from tansiq.airspace import exact
from tansiq.airspace.exact import Overlap
from tansiq.core.changes import (
    Agreed,
    BandsDerived,
    ConstraintGone,
    ConstraintPut,
    Expired,
    IntentGone,
    IntentPut,
    Overran,
)
from tansiq.core.model import Constraint, Intent
from tansiq.core.release import Asked, View
from tansiq.core.state import Decision, State
from tansiq.core.volumes import Volume
from tansiq.gateways.room.planning import as_volumes, conflicts, neighbours

KEPT: Final = 100  # that one item met: more is no report
LOOKED: Final = 10_000  # versions of what is near that are remembered
_MOVES: Final = (IntentPut, IntentGone, Overran, Agreed, BandsDerived, Expired, ConstraintPut, ConstraintGone)


class Met(Struct, frozen=True):
    """What was met, as it was seen. overlaps: the places, heights and times that both take."""

    face: Intent | Constraint
    overlaps: tuple[Overlap, ...]


class Turn(Struct, frozen=True):
    """A meeting began or is over. code: of its words."""

    id: str
    code: str


class Meetings:
    """met: all that was ever met, each as it was seen last while it was."""

    def __init__(self) -> None:
        self.met: dict[str, Met] = {}
        self._now: dict[str, Met] = {}
        self._looked: dict[tuple[str, str], Met | None] = {}  # by id and OVN, as long as the item itself is the same

    def look(
        self, view: View, state: State, face: Intent | Constraint | None, decision: Decision, *, is_changed: bool
    ) -> Iterator[Turn]:
        """Yield what changed of the meetings of an item as a party sees it after an entry."""
        if not is_changed and (face is None or not isinstance(decision, _MOVES)):
            return
        if is_changed or len(self._looked) > LOOKED:
            self._looked.clear()
        now = {} if face is None else self._meetings(view, state, face)
        for met_id in now:
            if met_id not in self._now and (met_id in self.met or len(self.met) < KEPT):
                yield Turn(met_id, "fact-met")
        for met_id in self._now:
            if met_id not in now and met_id in self.met and face is not None:
                yield Turn(met_id, "fact-parted")
        for met_id, met in now.items():
            if met_id in self.met or len(self.met) < KEPT:
                self.met[met_id] = met
        self._now = now

    def _meetings(self, view: View, state: State, face: Intent | Constraint) -> dict[str, Met]:
        found: dict[str, Met] = {}
        volumes = as_volumes(face) if isinstance(face, Intent) else list(face.volumes)
        for other in _around(view, state, face, volumes):
            key = (other.id, other.ovn)
            if key not in self._looked:
                self._looked[key] = _meeting(state, face, volumes, other)
            met = self._looked[key]
            if met is not None:
                found[other.id] = met
        return found


def _around(view: View, state: State, face: Intent | Constraint, volumes: list[Volume]) -> list[Intent | Constraint]:
    """Return what is near in the viewer's world: sealed flights as far as they meet the viewer's own."""
    assert state.charter is not None, "a plain DSS has no reports"
    if isinstance(face, Constraint):
        return [*view.intents_near(tuple(volumes))]
    is_own = face.manager == view.viewer
    flights = (
        neighbours(view, Asked(face.id, face.volumes), state.charter) if is_own else view.intents_near(tuple(volumes))
    )
    zones = view.constraints_near(tuple(volumes))
    return [*(each for each in flights if each.id != face.id), *zones]


def _meeting(state: State, face: Intent | Constraint, volumes: list[Volume], other: Intent | Constraint) -> Met | None:
    """Flights keep the charter's clearances of each other; a zone is met where it is entered."""
    assert state.charter is not None, "a plain DSS has no reports"
    if isinstance(face, Intent) and isinstance(other, Intent):
        is_manned = face.flight is not None and face.flight.is_manned
        for found in conflicts(Asked(face.id, tuple(volumes)), is_manned, [other], state.charter):
            return Met(other, found.overlaps)
        return None
    theirs = as_volumes(other) if isinstance(other, Intent) else list(other.volumes)
    overlaps = exact.conflicts_with(volumes, theirs)
    return Met(other, tuple(overlaps)) if overlaps else None
