"""Pairs of reports that a person should look at: likely of one place, or contradicting each other; and those dismissed."""

from msgspec import Struct

from tansiq.airspace.matching import What
from tansiq.gateways.room.wire.reports import ReportShown


class SuggestionShown(Struct, frozen=True):
    """Two reports, as the asker sees them. likelihood: 0 to 1, to put the surest first; it is no measure of truth.

    message: what it means, and what a person may do, in the reader's language. distance_m: between the two positions, or the
    middles of the areas.
    """

    what: What
    a: ReportShown
    b: ReportShown
    likelihood: float
    distance_m: float
    message: str


class Suggestions(Struct, frozen=True):
    """A page of suggestions, by the first report's id. next: the cursor of the following page, "" on the last one.

    A page may be short, or empty, and still not be the last: so many reports are looked at for one.
    """

    suggestions: list[SuggestionShown]
    law: str
    next: str = ""


class DismissedShown(Struct, frozen=True):
    """Two reports of which the asker's party said that they are not one place. at: when it said so."""

    a: ReportShown
    b: ReportShown
    at: str


class Dismissed(Struct, frozen=True):
    """A page of them, by the first report's id. next: the cursor of the following page, "" on the last one."""

    dismissed: list[DismissedShown]
    law: str
    next: str = ""
