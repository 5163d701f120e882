"""From recorded points to flights, and to the day on which they are booked."""

import hashlib
import math
import re
from typing import Final

from msgspec import Struct

from tansiq.airspace.trajectories import Track, tracks
from tansiq.core.ids import uuid_of
from tansiq.core.units import DAY_US, US
from tansiq.gateways.recorded.recording import Recording

GAP_S: Final = 1_800.0  # without a point for so long, the next one begins another flight
NOBODY: Final = "other"
_DAY_S: Final = DAY_US // US
_AIRLINE: Final = re.compile(
    r"([A-Z]{3})\d"
)  # ICAO Doc 8585: three letters; a registration has none or more before a figure


class Flight(Struct, frozen=True):
    """One flight of one aircraft. callsign, aircraft: as recorded, either may be "". track: its points in the order of time."""

    callsign: str
    aircraft: str
    track: Track

    @property
    def name(self) -> str:
        """The callsign, or where there is none the aircraft's address."""
        return self.callsign or self.aircraft

    @property
    def start_s(self) -> float:
        """When it was first seen."""
        return float(self.track.time_s[0])

    @property
    def end_s(self) -> float:
        """When it was last seen."""
        return float(self.track.time_s[-1])


def flights(recording: Recording, gap_s: float = GAP_S) -> list[Flight]:
    """Return the flights of a recording by callsign, aircraft and time: points of one callsign and aircraft without a gap."""
    names = [f"{callsign} {aircraft}" for callsign, aircraft in recording.names]
    found: list[Flight] = []
    for name, track in tracks([names[i] for i in recording.name], recording.points, gap_s):
        callsign, _, aircraft = name.partition(" ")
        found.append(Flight(callsign, aircraft, track))
    return found


def intent_id(flight: Flight) -> str:
    """Return the id of a flight: a UUID of version 8 (RFC 9562) in the clothes of version 4, which F3548 asks for.

    Made of names, times and places, so that the same flight has the same id wherever it is read, and nobody who has only the
    id can find out the names by trying.
    """
    whole = hashlib.sha256(f"{flight.callsign} {flight.aircraft}\n".encode())
    for values in flight.track:
        whole.update(values.astype("<f8").tobytes())
    return uuid_of(whole.digest())


def party_of(flight: Flight) -> str:
    """Return the three letters by which an airline's callsigns begin, or "other"."""
    airline = _AIRLINE.match(flight.callsign)
    return airline[1] if airline else NOBODY


def days_ahead(first_s: float, now_us: int) -> int:
    """Return by how many whole days a recording that begins at `first_s` must be moved to begin in the future; 0 if it does.

    A plan that is over cannot be booked, and a log that said it had been booked in time would lie.
    """
    return max(0, math.ceil((now_us / US - first_s) / _DAY_S))


def moved(track: Track, days: int) -> Track:
    """Return a track some days later, at the same times of the day."""
    return track._replace(time_s=track.time_s + days * _DAY_S)
