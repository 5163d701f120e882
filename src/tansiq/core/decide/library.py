"""The library of named places: each party keeps its own, and shows it to all members or to nobody else."""

from typing import Final

from tansiq.core.changes import LibraryGone, LibraryPut
from tansiq.core.commands import DropPlace, KeepPlace
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.decide.versions import refuse_version
from tansiq.core.entry import Entry
from tansiq.core.library import LibraryEntry, LibraryKind, LibraryPlace
from tansiq.core.limits import LIBRARY_ENTRIES_PER_PARTY, LIBRARY_VERTICES
from tansiq.core.refusals import Refusal, RoomConflict, StaleVersion, TooManyItems, Unknown
from tansiq.core.room import Role
from tansiq.core.state import State
from tansiq.core.volumes import Polygon

_VERTEX_BYTES: Final = 16


def keep_place(state: State, entry: Entry, command: KeepPlace) -> LibraryPut | Refusal:
    """Keep a named place, or change one. What was booked from it stays as it is."""
    shown, private, own = command.reservation, command.private, entry.actor.party
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    old = state.library.get(shown.id)
    held = (old.owner, old.ovn) if old is not None else None
    refused = refuse_version(shown.id, private.replaces, own, held)
    if refused is not None:
        return refused
    if not _is_sound(shown.place):
        return RoomConflict("library place", shown.id)
    if old is None and state.library_of.get(own, 0) >= LIBRARY_ENTRIES_PER_PARTY:
        return TooManyItems("library entries", LIBRARY_ENTRIES_PER_PARTY)
    kept = LibraryEntry(shown.id, own, private.ovn, shown.place, shown.for_all, entry.position)
    return LibraryPut(kept, old is not None and old.for_all)


def drop_place(state: State, entry: Entry, command: DropPlace) -> LibraryGone | Refusal:
    """Take a place out of the library. What was booked from it stays as it is."""
    ask = command.private
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    old = state.library.get(ask.id)
    if old is None or old.owner != entry.actor.party:
        return Unknown(ask.id, "delete")
    return StaleVersion(ask.id, ask.replaces) if old.ovn != ask.replaces else LibraryGone(old)


def _is_sound(place: LibraryPlace) -> bool:
    """Return whether a place has the parts that its kind has, within bounds. What crosses itself is the door's to refuse."""
    ring = place.outline.ring if isinstance(place.outline, Polygon) else b""
    if max(len(ring), len(place.line)) > LIBRARY_VERTICES * _VERTEX_BYTES or len(place.line) % _VERTEX_BYTES:
        return False
    floor, ceiling = place.floor, place.ceiling
    if floor is not None and ceiling is not None:
        on_one_scale = (floor.reference, floor.qnh_pa) == (ceiling.reference, ceiling.qnh_pa)
        if on_one_scale and floor.alt_mm > ceiling.alt_mm:
            return False
    points = len(place.line) // _VERTEX_BYTES
    match place.kind:
        case LibraryKind.AREA:
            return place.outline is not None and points == place.width_mm == 0
        case LibraryKind.ROUTE:
            return place.outline is None and points >= 2 and place.width_mm > 0
        case LibraryKind.GATE:
            return place.outline is None and points == 2 and place.width_mm > 0
        case LibraryKind.POINT:
            return place.outline is None and points == 1 and place.width_mm == 0
