"""The cast of the demo: real paths, flown by fictional parties under fictional names.

What a recording says of who flew is taken away here, before anything is booked, written or shown, and does not come back.
The same recording always gives the same cast.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from tansiq.airspace.trajectories import Track
from tansiq.gateways.recorded.flights import Flight, intent_id, party_of

_FIRST: Final = ("Ald", "Bren", "Cor", "Dorn", "Elm", "Fen", "Gal", "Hest", "Ivar", "Jor", "Kel", "Lum")
_LAST: Final = ("avan", "emora", "iska", "olin", "undra", "ara", "essen", "ita", "onne", "umber", "axa", "eline")
_KIND: Final = ("Air", "Lines", "Cargo", "Airways", "Wings", "Charter", "Jets")


class Party(Struct, frozen=True):
    """A party that there is not. code: as the log has it. name: as people read it."""

    code: str
    name: str


class Role(Struct, frozen=True):
    """A flight of the demo. id: of its intent. name: its fictional callsign. aircraft: alike for flights of one aircraft."""

    id: str
    name: str
    party: Party
    aircraft: int
    track: Track


def cast(recorded: Sequence[Flight]) -> list[Role]:
    """Return a role for each recorded flight, in the order of their starts. Each airline becomes another party."""
    ordered = sorted(recorded, key=lambda flight: (flight.start_s, flight.callsign, flight.aircraft))
    parties: dict[str, Party] = {}
    aircraft: dict[str, int] = {}
    flown: Counter[str] = Counter()
    roles: list[Role] = []
    for flight in ordered:
        party = parties.setdefault(party_of(flight), _party(len(parties)))
        flown[party.code] += 1
        name = f"{party.code.upper()} {flown[party.code]:03}"
        tail = aircraft.setdefault(flight.aircraft or flight.callsign, len(aircraft))
        roles.append(Role(intent_id(Flight(name, "", flight.track)), name, party, tail, flight.track))
    return roles


def _party(n: int) -> Party:
    """Return the n-th fictional party. 144 names; beyond them they are numbered."""
    around, again = n % (len(_FIRST) * len(_LAST)), n // (len(_FIRST) * len(_LAST))
    # Each step takes the next of both; the second slips by one after each round, so that no pair comes twice.
    word = _FIRST[around % 12] + _LAST[(around + around // 12) % 12] + (str(again + 1) if again else "")
    return Party(word.lower(), f"{word} {_KIND[n % len(_KIND)]}")
