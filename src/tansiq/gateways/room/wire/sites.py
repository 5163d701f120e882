"""Places as the sum of the reports that the asker is released; ties, presets, and what waits for a second person."""

from typing import Literal

from msgspec import Struct

from tansiq.core.sites import Aspect, Condition, SiteKind
from tansiq.gateways.room.wire.places import Box, Point
from tansiq.gateways.room.wire.reports import Landing, Notified, Obstacle, ReportShown, SiteGrant, SiteLevelName


class SiteShown(Struct, frozen=True):
    """A place: the sum of those reports that the asker is released and that ties join. Others may see another sum.

    id: the least of these reports' ids. position: by the report with the least `accuracy_m` that stands; null where only areas
    are seen, then `areas` hold it. confirmed_by: how many parties say that it is there; one is no confirmation, and no dispute
    takes one back. disputed: what of it somebody contradicts, or what the positions themselves do. reports: how many the asker
    sees of it. notified: its buffer, and landing, obstacle, condition as the report says that the position is taken from.
    """

    id: str
    kind: SiteKind
    level: SiteLevelName
    names: dict[str, str]
    position: Point | None
    accuracy_m: float | None
    areas: list[Box]
    confirmed_by: int
    disputed: list[Aspect]
    is_withdrawn: bool
    is_expired: bool
    is_notified: bool
    is_mine: bool
    reports: int
    outline: list[Point] = []
    condition: Condition = Condition.UNKNOWN
    landing: Landing | None = None
    obstacle: Obstacle | None = None
    notified: Notified | None = None


class Sites(Struct, frozen=True):
    """A page of places. next: the cursor of the following page, "" on the last one."""

    sites: list[SiteShown]
    law: str
    next: str = ""


class Saying(Struct, frozen=True):
    """What a party says of two reports. party: "" where the asker does not see who made both reports."""

    party: str
    is_mine: bool
    is_same: bool
    at: str


class TieShown(Struct, frozen=True):
    """What is said of two reports that the asker both sees. They are one place where somebody says so and neither reporter
    denies it: is_one."""

    a: str
    b: str
    is_one: bool
    sayings: list[Saying]


class SiteDetail(Struct, frozen=True):
    """A place with its reports, and all that is said of whether these and others are of one place."""

    site: SiteShown
    reports: list[ReportShown]
    ties: list[TieShown]
    law: str


class TieBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Say, as a person, that two reports are of one place, or that they are not; it replaces what one's party said of them.

    To join two places, tie a report of each. To split one, say "not the same" of the pair that joins it.
    """

    a: str
    b: str
    is_same: bool


class SitePreset(Struct, frozen=True, forbid_unknown_fields=True):
    """What one's reports release where they say nothing themselves. party, kind: null for any; the closest preset counts."""

    party: str | None
    kind: SiteKind | None
    level: SiteLevelName


class SitePresets(Struct, frozen=True):
    """All presets of the asker's party. waits: id of a release that a second person must confirm first, "" for none."""

    presets: list[SitePreset]
    law: str
    waits: str = ""


class SitePresetsBody(Struct, frozen=True, forbid_unknown_fields=True):
    """All presets, in place of those before."""

    presets: list[SitePreset]


class SiteWaiting(Struct, frozen=True):
    """What waits for a second person of the party, or an export that was confirmed. by_me: then somebody else must confirm it.

    report: whose grants are meant, "" for presets and exports. open_until: so long a confirmed export can be fetched.
    """

    id: str
    what: Literal["release", "presets", "export"]
    by_me: bool
    made: str
    is_confirmed: bool
    report: str = ""
    grants: list[SiteGrant] = []
    presets: list[SitePreset] = []
    open_until: str = ""


class SitesWaiting(Struct, frozen=True):
    """All of the asker's party, oldest first."""

    waiting: list[SiteWaiting]
    law: str


class SiteDone(Struct, frozen=True):
    """It is done. position: of its entry in the log. id, waits: of an export that was asked for."""

    position: int
    law: str
    id: str = ""
