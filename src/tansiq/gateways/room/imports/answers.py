"""What an import answers: each item of the file, what it became or would become, and what stands in its way."""

from typing import Any, Literal

from msgspec import Struct

from tansiq.gateways.room import wire

Outcome = Literal["good", "faulty", "done", "refused"]
Change = Literal["", "new", "corrected", "unchanged"]


class ImportProblem(Struct, frozen=True):
    """As `RoomError`. where: the place in the file, like "feature 7, ring 1, vertex 12" or "row 12, column lower"."""

    code: str
    message: str
    where: str
    hint: str


class ImportMeeting(Struct, frozen=True):
    """Another flight of the same file that this one would meet. item: its number."""

    item: int
    overlaps: list[wire.Overlap]


class ImportedFlight(Struct, frozen=True):
    """A flight of a file. item: its number, from 1. id: in the room, or to be.

    outcome: "good" or "faulty" in a dry run; "done", "refused" or "faulty" where it counted. body: as PUT takes it, None
    where it could not be read. features: its volumes as GeoJSON, to draw. position, ovn: of what was booked. request: the
    key under which `/room/v1/requests/{key}` knows it. sites: notified places to plan with.
    """

    item: int
    where: str
    id: str
    outcome: Outcome
    problems: list[ImportProblem]
    body: wire.FlightBody | None = None
    features: list[dict[str, Any]] = []
    conflicts: list[wire.Conflict] = []
    zones: list[wire.ZoneMet] = []
    meets: list[ImportMeeting] = []
    position: int = 0
    ovn: str = ""
    request: str = ""
    sites: list[wire.SiteNear] = []


class ImportedZone(Struct, frozen=True):
    """A zone of a file; see `ImportedFlight`."""

    item: int
    where: str
    id: str
    outcome: Outcome
    problems: list[ImportProblem]
    body: wire.ZoneBody | None = None
    features: list[dict[str, Any]] = []
    position: int = 0
    ovn: str = ""
    request: str = ""


class ImportCounts(Struct, frozen=True):
    """How many items came out how. not_shown: conflicts and notified places that were left out."""

    good: int = 0
    faulty: int = 0
    done: int = 0
    refused: int = 0
    not_shown: int = 0


class ImportedFlights(Struct, frozen=True):
    """An import of flights. compared: whether the flights of the file were compared with each other.

    ignored: names in the file that nobody reads.
    """

    is_dry_run: bool
    compared: bool
    counts: ImportCounts
    ignored: list[str]
    items: list[ImportedFlight]


class ImportedZones(Struct, frozen=True):
    """An import of zones."""

    is_dry_run: bool
    counts: ImportCounts
    ignored: list[str]
    items: list[ImportedZone]


class ImportedReport(Struct, frozen=True, omit_defaults=True):
    """A report of a file; see `ImportedFlight`. change: what entering it changes, where it has no faults.

    near: ids of reports, up to 5, that the asker sees and that are likely of the same place; a person may say that they are.
    same_in_file: numbers of items of the file that likely are, too. doubts: what contradicts it, as swapped coordinates; it is
    entered all the same.
    """

    item: int
    where: str
    id: str
    outcome: Outcome
    problems: list[ImportProblem]
    kind: str = ""
    position: wire.Point | None = None
    change: Change = ""
    near: list[str] = []
    same_in_file: list[int] = []
    doubts: list[ImportProblem] = []


class ReportCounts(Struct, frozen=True):
    """How many reports came out how. may_join: are likely of a place that the asker sees already. twice_in_file: likely of one
    with another item. doubtful: are contradicted. All three are looked for in a dry run alone."""

    good: int = 0
    faulty: int = 0
    done: int = 0
    refused: int = 0
    new: int = 0
    corrected: int = 0
    unchanged: int = 0
    may_join: int = 0
    twice_in_file: int = 0
    doubtful: int = 0


class ImportedReports(Struct, frozen=True):
    """An import of reports. agreed: to be sent as the parameter `agreed` with the same file and parameters to enter it."""

    is_dry_run: bool
    agreed: str
    counts: ReportCounts
    ignored: list[str]
    law: str
    items: list[ImportedReport]


class ImportProgress(Struct, frozen=True):
    """How far an import is: so many of so many items were taken up. of is 0 while the file is read."""

    taken: int
    of: int
    is_over: bool
