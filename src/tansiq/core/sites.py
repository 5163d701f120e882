"""The register of places: what parties report of the ground, and how much of it they release.

Kinds are of civilian and flight-safety use only. There is no kind and no text for forces or their equipment, and there will
be none. Names, remarks and attachments are not here: they lie in the erasable part of an entry, at `texts`.
"""

from enum import IntEnum, StrEnum

from msgspec import Struct

from tansiq.core.room import Onward
from tansiq.core.units import ALWAYS, Span
from tansiq.core.volumes import Box, Outline


class SiteKind(StrEnum):
    """What a place is."""

    HOSPITAL = "hospital"
    CLINIC = "clinic"  # or ambulance post
    SCHOOL = "school"
    SHELTER = "shelter"
    CAMP = "camp"
    CULTURE = "culture"  # place of worship or culture
    WATER = "water"
    POWER = "power"
    DANGEROUS_WORKS = "dangerous_works"  # dam or other works that hold dangerous forces
    RELIEF_STORE = "relief_store"
    RELIEF_OFFICE = "relief_office"
    DETENTION = "detention"
    CEMETERY = "cemetery"
    AERODROME = "aerodrome"
    LANDING_SITE = "landing_site"
    OBSTACLE = "obstacle"
    HAZARD = "hazard"
    CLOSED_ROAD = "closed_road"
    OTHER_CIVIL = "other_civil"


class Source(StrEnum):
    """From where a place was seen."""

    GROUND = "ground"
    AIR = "air"
    SATELLITE = "satellite"
    DOCUMENT = "document"
    OTHER = "other"


class Condition(StrEnum):
    """Whether a place serves its purpose, as far as the reporter knows."""

    UNKNOWN = "unknown"
    IN_USE = "in_use"
    NOT_IN_USE = "not_in_use"


class Aspect(StrEnum):
    """What can be disputed of a place. Nothing else can, and no dispute takes a confirmation back."""

    POSITION = "position"
    EXISTENCE = "existence"
    NAME = "name"


class SiteLevel(IntEnum):
    """How much of a report a viewer gets. Each level holds the ones before it.

    ASK: a yes and a distance band to a question. AREA: the snapped view and the kind. PLACE: where and what it is exactly.
    REPORTS: who said so, when, from where, and in which words.
    """

    ASK = 1
    AREA = 2
    PLACE = 3
    REPORTS = 4


class SiteGrant(Struct, frozen=True, gc=False, array_like=True):
    """How much of one report a party is released. from_us, until_us: None for open."""

    viewer: str
    level: SiteLevel
    from_us: int | None = None
    until_us: int | None = None
    onward: Onward = Onward.PARTY


class SitePreset(Struct, frozen=True, gc=False, array_like=True):
    """What a party releases of its reports where they say nothing themselves. viewer, kind: None for any."""

    viewer: str | None
    kind: SiteKind | None
    level: SiteLevel


class Pin(Struct, frozen=True, gc=False):
    """Where a place is: a point that may be `accuracy_mm` off in any direction, and its outline where it is known."""

    lat_ndeg: int
    lon_ndeg: int
    accuracy_mm: int
    outline: Outline | None = None


class Surface(StrEnum):
    """What one lands on."""

    PAVED = "paved"
    GRAVEL = "gravel"
    EARTH = "earth"
    GRASS = "grass"
    SAND = "sand"
    SNOW = "snow"
    DECK = "deck"
    OTHER = "other"


class Fuel(StrEnum):
    """What can be had."""

    AVGAS = "avgas"
    JET = "jet"
    MOGAS = "mogas"


class Landing(Struct, frozen=True, gc=False):
    """A landing site. slope_permille: the steepest. elevation_mm: above mean sea level. Directions: whole degrees true.

    None, or nothing, where it is not known. checked_us: when somebody last was there.
    """

    length_mm: int
    width_mm: int
    surface: Surface
    slope_permille: int | None = None
    elevation_mm: int | None = None
    approaches_deg: tuple[int, ...] = ()
    departures_deg: tuple[int, ...] = ()
    is_lit: bool | None = None
    fuel: tuple[Fuel, ...] = ()
    frequencies: tuple[str, ...] = ()
    checked_us: int | None = None


class Shape(StrEnum):
    """What an obstacle is."""

    MAST = "mast"
    WIRE = "wire"
    CRANE = "crane"
    BUILDING = "building"
    OTHER = "other"


class Obstacle(Struct, frozen=True, gc=False):
    """height_mm: above the ground. top_mm: above mean sea level. accuracy_mm: of both. far_end: of a wire, from the pin to
    there, as (lat_ndeg, lon_ndeg)."""

    shape: Shape
    height_mm: int
    top_mm: int | None
    accuracy_mm: int
    is_lit: bool | None = None
    far_end: tuple[int, int] | None = None


class Notified(Struct, frozen=True, gc=False):
    """A place of which its reporter notified others, and who flies near is informed.

    radius_mm: of the buffer. height_mm: of it above the ground, None where it has no top. top_mm: above the WGS84 ellipsoid,
    widened upward for ground and geoid; None where it has no top or the ground is not known: then all heights count.
    """

    radius_mm: int
    height_mm: int | None = None
    top_mm: int | None = None


class Facts(Struct, frozen=True, gc=False):
    """What a report says, besides where. disputes: what of the other reports of its site it contradicts."""

    kind: SiteKind
    source: Source
    observed_us: int
    condition: Condition = Condition.UNKNOWN
    valid_us: Span = ALWAYS
    landing: Landing | None = None
    obstacle: Obstacle | None = None
    notified: Notified | None = None
    disputes: tuple[Aspect, ...] = ()


class Report(Struct, frozen=True, gc=False):
    """One party's statement about a place.

    view: cells of an absolute grid that hold it, as shown at *area*; fixed by whoever entered it. boxes: contain the pin
    with its accuracy, the outline, and a wire's far end. grants: the owner's. checks_blind: its owner wants to hear, and lets
    be heard, "re-check your coordinates" where another report that agreed to the same contradicts it. texts: where the words
    of the newest version are, 0 for erased; earlier: where those of former ones are. expires_us: then it asks to be renewed.
    withdrawn_us: 0 if it stands. recheck_us: when its owner was told to re-check this version, 0 for not.
    """

    id: str
    party: str
    by: str
    ovn: str
    pin: Pin
    view: tuple[Box, ...]
    boxes: tuple[Box, ...]
    facts: Facts
    grants: tuple[SiteGrant, ...]
    checks_blind: bool
    made_us: int
    expires_us: int
    texts: int
    earlier: tuple[int, ...] = ()
    withdrawn_us: int = 0
    recheck_us: int = 0

    @property
    def ended_us(self) -> int:
        """When it ceases to count."""
        return min(self.expires_us, self.withdrawn_us or self.expires_us)


class Saying(Struct, frozen=True, gc=False, array_like=True):
    """What a party says of two reports: that they are of one place, or that they are not."""

    party: str
    by: str
    is_same: bool
    time_us: int


class Tie(Struct, frozen=True, gc=False):
    """What is said of two reports. a < b. sayings: the newest of each party, by its code.

    They are one site where somebody says so and neither reporter denies it.
    """

    a: str
    b: str
    sayings: tuple[Saying, ...]

    @property
    def key(self) -> str:
        """By which the state knows it."""
        return tie_key(self.a, self.b)


def tie_key(a: str, b: str) -> str:
    """Return the key of the tie of two reports."""
    return f"{min(a, b)} {max(a, b)}"


class AskedAbout(Struct, frozen=True, gc=False):
    """A question: is a place near some volumes? Kept for the asker, and for those whose reports it came near.

    boxes: contain the volumes and all within the distance of them. owners: whose reports that the asker may ask about touch
    these boxes; sorted.
    """

    id: str
    party: str
    by: str
    time_us: int
    boxes: tuple[Box, ...]
    within_mm: int
    owners: tuple[str, ...]


class PendingSite(Struct, frozen=True, gc=False):
    """What of the register waits for a second person of the same party, or, an export, was confirmed by one.

    report: whose grants are meant, "" for the presets or an export. replaces: its OVN as it was asked. confirmed_by: "" while
    it waits. confirmed_us: of an export.
    """

    id: str
    party: str
    by: str
    made_us: int
    is_export: bool
    report: str = ""
    grants: tuple[SiteGrant, ...] = ()
    presets: tuple[SitePreset, ...] = ()
    replaces: str = ""
    confirmed_by: str = ""
    confirmed_us: int = 0
