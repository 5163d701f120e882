"""A position as it was pasted, and as it is read."""

from msgspec import Struct

from tansiq.airspace.coordinates import Notation


class PositionBody(Struct, frozen=True, forbid_unknown_fields=True):
    """text: degrees, degrees and minutes, degrees, minutes and seconds, figures of aviation, MGRS or UTM."""

    text: str


class PositionShown(Struct, frozen=True):
    """Degrees, WGS84. accuracy_m: the digits that were typed say no more than that.

    written: the same place in each notation, by its name; without those that have none there (UTM at the poles).
    """

    lat: float
    lon: float
    accuracy_m: float
    notation: Notation
    written: dict[str, str]
