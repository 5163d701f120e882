"""Which column of a recording holds what. Columns are found by the names that receivers and libraries usually give them.

The names are those of the OpenSky Network (state vectors, in metres and seconds), readsb and tar1090 (feet), and the Python
package `traffic` (feet). Upper case, spaces, hyphens and underscores make no difference.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

METRE_FT: Final = 1 / 0.3048

# role -> usual names without separators -> what one unit is in feet (1 where the role has one unit). The first found wins.
_NAMES: Final[dict[str, dict[str, float]]] = {
    "time": dict.fromkeys(
        ("timestamp", "time", "ts", "datetime", "timestamputc", "timeutc", "utc", "timeposition"), 1.0
    ),
    "latitude": dict.fromkeys(("latitude", "lat"), 1.0),
    "longitude": dict.fromkeys(("longitude", "lon", "lng", "long"), 1.0),
    "altitude": {
        "baroaltitude": METRE_FT,  # OpenSky
        "altbaro": 1.0,  # readsb
        "pressurealtitude": 1.0,
        "altitudeft": 1.0,
        "altft": 1.0,
        "flightlevel": 100.0,
        "altitudem": METRE_FT,
        "altm": METRE_FT,
        "altitude": 1.0,
        "alt": 1.0,
    },
    "callsign": dict.fromkeys(("callsign", "flight", "flightnumber", "ident"), 1.0),
    "aircraft": dict.fromkeys(("icao24", "icao", "icao24bit", "icaoaddress", "modes", "hex"), 1.0),
}
_UNITS: Final = {1.0: "ft", METRE_FT: "m", 100.0: "hundreds of feet"}


class Columns(Struct, frozen=True):
    """The columns that were chosen, by their names in the file; "" for one of callsign and aircraft that is not there.

    altitude_ft: one unit of the altitude column in feet. It is taken for a pressure altitude.
    """

    time: str
    latitude: str
    longitude: str
    altitude: str
    altitude_ft: float
    callsign: str
    aircraft: str

    @property
    def altitude_unit(self) -> str:
        """The unit of the altitude column."""
        return _UNITS[self.altitude_ft]


class NoColumn(Exception):
    """A column is missing. The text says which, and what the file has."""


def choose(names: Sequence[str]) -> Columns:
    """Return the columns to read among those of a file. Raises `NoColumn`."""
    plain = {"".join(c for c in name.lower() if c.isalnum()): name for name in reversed(names)}
    found = {
        role: next(((plain[n], unit) for n, unit in usual.items() if n in plain), None)
        for role, usual in _NAMES.items()
    }
    missing = [role for role in ("time", "latitude", "longitude", "altitude") if found[role] is None]
    if not (found["callsign"] or found["aircraft"]):
        missing.append("callsign or aircraft")
    if missing:
        looked = {n: None for role in missing for r in role.split(" or ") for n in _NAMES[r]}
        raise NoColumn(
            f"No column holds the {', nor the '.join(missing)}. The file has: {', '.join(map(repr, names[:40]))}. "
            f"Rename one to one of: {', '.join(looked)}."
        )
    at = {role: column for role, column in found.items() if column is not None}
    none = ("", 1.0)
    return Columns(
        time=at["time"][0],
        latitude=at["latitude"][0],
        longitude=at["longitude"][0],
        altitude=at["altitude"][0],
        altitude_ft=at["altitude"][1],
        callsign=at.get("callsign", none)[0],
        aircraft=at.get("aircraft", none)[0],
    )
