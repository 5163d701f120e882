"""The room as it was."""

from msgspec import Struct

from tansiq.gateways.room.wire.flights import Flight
from tansiq.gateways.room.wire.members import Room
from tansiq.gateways.room.wire.movements import MovementShown
from tansiq.gateways.room.wire.zones import Zone


class Ended(Struct, frozen=True):
    """A flight that had ended, as the asker saw it last. at: when it ended, whatever its plan was."""

    at: str
    flight: Flight


class Past(Struct, frozen=True):
    """The room as the asker's party had been given it at a time.

    room: its rules and parties then. flights: a page, by id; `next` is the cursor of the one after it. ended: those of the hour
    before, newest first; with the first page alone, as are zones and movements. disputed_by of zones is not told here.
    movements: those that were not over for more than an hour, by id.
    """

    time: str
    room: Room
    flights: list[Flight]
    next: str
    ended: list[Ended]
    zones: list[Zone]
    movements: list[MovementShown] = []
