"""Who sees what of a watch. Part of `release`.

Every member is told of every other whether somebody is on watch, since when nobody is, and when each way to reach it was last
proven to work: no person, no sheet, no note, no drill. Times are told by the whole minute. All else is the party's own.
"""

from typing import Final

from msgspec import Struct

from tansiq.core.room import PartyState
from tansiq.core.state import State
from tansiq.core.units import MINUTE_US
from tansiq.core.watch import Drill, Note, Sheet, Watch

_HERE: Final = (PartyState.MEMBER, PartyState.SUSPENDED)


class SeenWatch(Struct, frozen=True, gc=False):
    """The watch of a party as any member sees it.

    nobody_since_us: None where somebody is on watch. alive: means -> when it was last proven. own: the rest, for the party
    itself.
    """

    party: str
    nobody_since_us: int | None
    alive: dict[str, int]
    own: Watch | None = None


def seen_watches(state: State, viewer: str, now_us: int) -> list[SeenWatch]:
    """Return the watches of all members as one of them sees them, by code."""
    if viewer not in state.parties or state.charter is None:
        return []
    rules, book = state.charter.watch, state.watch
    found: list[SeenWatch] = []
    for code in sorted(state.parties):
        party = state.parties[code]
        if party.state not in _HERE:
            continue
        since_us = book.nobody_since_us(code, rules, now_us)
        if since_us == 0:
            since_us = party.since_us  # nobody ever took it
        alive = book.alive.get(code, {})
        if code == viewer:
            found.append(SeenWatch(code, since_us, alive, book.of(code)))
        else:
            rounded = {means: _minute(time_us) for means, time_us in alive.items()}
            found.append(SeenWatch(code, None if since_us is None else _minute(since_us), rounded))
    return found


def on_watch(state: State, now_us: int) -> dict[str, bool]:
    """Return of which members somebody is on watch, by code: what every member is told alike."""
    found = {code: is_on_watch(state, code, now_us) for code in sorted(state.parties)}
    return {code: is_there for code, is_there in found.items() if is_there is not None}


def is_on_watch(state: State, code: str, now_us: int) -> bool | None:
    """Return the same of one party; None where it is no member."""
    party = state.parties.get(code)
    if state.charter is None or party is None or party.state not in _HERE:
        return None
    return state.watch.nobody_since_us(code, state.charter.watch, now_us) is None


def notes_of(state: State, viewer: str) -> list[Note]:
    """Return the notes of a party's watch, oldest first: nobody else is told of them."""
    return [state.watch.notes[i] for i in state.watch.notes_of.get(viewer, ())]


def sheets_of(state: State, viewer: str) -> tuple[Sheet, ...]:
    """Return by which sheets a party's watch was handed over, oldest first: nobody else is told of them."""
    return state.watch.sheets.get(viewer, ())


def drills_of(state: State, viewer: str) -> tuple[Drill, ...]:
    """Return how a party's own drills went, oldest first: nobody else is told of them."""
    return state.watch.drills.get(viewer, ())


def _minute(time_us: int) -> int:
    return time_us // MINUTE_US * MINUTE_US
