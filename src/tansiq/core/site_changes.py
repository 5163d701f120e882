"""What `decide` answers about the register when it says yes."""

from msgspec import Struct

from tansiq.core.sites import AskedAbout, PendingSite, Report, SitePreset, Tie


class ReportPut(Struct, frozen=True, gc=False, tag="report_put"):
    """report: as it is now. confirmed: id of the release that waited for this, or ""."""

    report: Report
    confirmed: str = ""


class ReportErased(Struct, frozen=True, gc=False, tag="report_erased"):
    """report: as it is now. positions: of the entries whose erasable part is destroyed by each node."""

    report: Report
    positions: tuple[int, ...]


class SitePresetsSet(Struct, frozen=True, gc=False, tag="site_presets_set"):
    """presets: all of a party. confirmed: as in `ReportPut`."""

    party: str
    presets: tuple[SitePreset, ...]
    confirmed: str = ""


class Tied(Struct, frozen=True, gc=False, tag="tied"):
    """tie: as it is now; without sayings, no longer there."""

    tie: Tie


class SitesAsked(Struct, frozen=True, gc=False, tag="sites_asked"):
    """ask: as it is kept."""

    ask: AskedAbout


class SitePending(Struct, frozen=True, gc=False, tag="site_pending"):
    """pending: as it is now; where `is_over`, no longer there."""

    pending: PendingSite
    is_over: bool = False


class SitesForgotten(Struct, frozen=True, gc=False, tag="sites_forgotten"):
    """Ids of what is gone."""

    reports: tuple[str, ...]
    asks: tuple[str, ...]
    pending: tuple[str, ...]


class RechecksTold(Struct, frozen=True, gc=False, tag="rechecks_told"):
    """reports: as they are now, by id."""

    reports: tuple[Report, ...]


SiteChange = ReportPut | ReportErased | SitePresetsSet | Tied | SitesAsked | SitePending | SitesForgotten | RechecksTold
