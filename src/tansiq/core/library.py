"""Named places that fill a flight or a zone: areas, routes, gates and points that a party draws once and uses often."""

from enum import StrEnum

from msgspec import Struct

from tansiq.core.volumes import Limit, Outline


class LibraryKind(StrEnum):
    """What an entry is."""

    AREA = "area"
    ROUTE = "route"
    GATE = "gate"  # a line that traffic passes
    POINT = "point"


class LibraryPlace(Struct, frozen=True, gc=False):
    """Where an entry is.

    outline: of an area, else None. line: of a route or a gate the centreline, of a point its one place, packed as in
    `Polygon.ring`. width_mm: of a route or a gate. floor, ceiling: the band to begin with, None where none was said.
    """

    kind: LibraryKind
    outline: Outline | None
    line: bytes
    width_mm: int
    floor: Limit | None = None
    ceiling: Limit | None = None


class LibraryEntry(Struct, frozen=True, gc=False):
    """An entry of the library. for_all: every member sees it, else its owner alone. Its names are what `texts` points to.

    What was booked from it holds the place as it was then: a later change moves nobody.
    """

    id: str
    owner: str
    ovn: str
    place: LibraryPlace
    for_all: bool
    texts: int
