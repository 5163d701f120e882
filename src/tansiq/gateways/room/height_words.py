"""Heights in one string, as people and files write them: FL100, 2500 ft AMSL, 120 m W84, 300 ft AGL, SFC, UNL.

Written and read by the room's own exports and imports; what is written is read back without loss. Which references can be
taken is not decided here: `wire.Height` says so.
"""

import re
from typing import Any, Final

from tansiq.gateways.room import wire
from tansiq.gateways.room.words import Fault

CHARS: Final = 120
_LEVEL: Final = re.compile(r"FL ?(-?\d{1,4}(?:\.\d{1,6})?)", re.ASCII)
_MEASURED: Final = re.compile(
    r"([+-]?\d{1,7}(?:\.\d{1,9})?) ?(FT|FEET|M|METRES|METERS) (AMSL|MSL|W84|WGS84|HAE|AGL)"
    r"(?: QNH ?(\d{3,4}(?:\.\d{1,2})?)| @(\S{1,64}))?",
    re.ASCII,
)
_UNITS: Final = {"FT": "FT", "FEET": "FT", "M": "M", "METRES": "M", "METERS": "M"}
REFERENCES: Final = {"AMSL": "AMSL", "MSL": "AMSL", "W84": "W84", "WGS84": "W84", "HAE": "W84", "AGL": "AGL"}


def said(height: wire.Height) -> str:
    """Return a height as a string: FL130, GND, 2500 FT AMSL, 2500 FT AMSL QNH 1013.25, 2500 FT AMSL @id of a pressure."""
    if height.reference == "FL":
        return f"FL{_plain(height.value).zfill(3)}"
    if height.reference in ("GND", "UNL"):
        return height.reference
    qnh = "" if height.qnh_hpa is None else f" QNH {_plain(height.qnh_hpa)}"
    pressure = f" @{height.pressure}" if isinstance(height.pressure, str) else ""
    return f"{_plain(height.value)} {height.units} {height.reference}{qnh}{pressure}"


def read(text: str, where: str) -> dict[str, Any]:
    """Return a height as the JSON of `wire.Height`. Raises `Fault` where it cannot be understood.

    A number without its unit and its reference is not guessed at.
    """
    plain = " ".join(text[: CHARS + 1].upper().split())
    if plain in ("SFC", "GND"):
        return {"reference": "GND"}
    if plain in ("UNL", "UNLTD", "UNLIMITED"):
        return {"reference": "UNL"}
    level = _LEVEL.fullmatch(plain)
    if level:
        return {"reference": "FL", "value": float(level[1]), "units": "FL"}
    measured = _MEASURED.fullmatch(plain)
    if measured is None:
        raise Fault("import_height", where, value=text[:40])
    made = {"reference": REFERENCES[measured[3]], "value": float(measured[1]), "units": _UNITS[measured[2]]}
    if measured[5] is not None:
        return made | {"pressure": measured[5].lower()}
    return made if measured[4] is None else made | {"qnh_hpa": float(measured[4])}


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
