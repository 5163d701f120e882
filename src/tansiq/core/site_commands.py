"""What can be asked of the register. Parts of a record as in `commands`: `area` and `reports` may be shown to whoever
is released that much of a report, `private` to the actor alone."""

from msgspec import Struct

from tansiq.core.sites import Facts, Pin, SiteGrant, SitePreset
from tansiq.core.volumes import Box


class ReportArea(Struct, frozen=True, gc=False):
    """view: as in `Report`."""

    id: str
    view: tuple[Box, ...]


class ReportWhole(Struct, frozen=True, gc=False):
    """pin, boxes, facts: as in `Report`. Source and time make this part one of level *reports*."""

    pin: Pin
    boxes: tuple[Box, ...]
    facts: Facts


class ReportPrivate(Struct, frozen=True, gc=False):
    """replaces: OVN of the version to change, "" to create. ovn: the new one. life_us: how long it holds unless renewed."""

    replaces: str
    ovn: str
    life_us: int
    checks_blind: bool = False


class PutReport(Struct, frozen=True, gc=False):
    """Report a place, or correct one's report. Names, remarks and attachments are in the erasable part."""

    area: ReportArea
    reports: ReportWhole
    private: ReportPrivate


class ReportRef(Struct, frozen=True, gc=False):
    """id: of one's report. replaces: its present OVN. ovn: the new one."""

    id: str
    replaces: str
    ovn: str


class WithdrawReport(Struct, frozen=True, gc=False):
    """Take back what one reported. It stays to be seen as withdrawn until it is forgotten."""

    private: ReportRef


class Renewal(Struct, frozen=True, gc=False):
    """life_us: how long it holds from now on."""

    id: str
    replaces: str
    ovn: str
    life_us: int


class RenewReport(Struct, frozen=True, gc=False):
    """Say that a report still holds."""

    private: Renewal


class EraseReport(Struct, frozen=True, gc=False):
    """Destroy all that was ever typed of one's report: names, remarks, links."""

    private: ReportRef


class ReportGrants(Struct, frozen=True, gc=False):
    """grants: all of them, in place of those before."""

    id: str
    replaces: str
    ovn: str
    grants: tuple[SiteGrant, ...]


class ReleaseReport(Struct, frozen=True, gc=False):
    """Release more or less of a report."""

    private: ReportGrants


class SitePresets(Struct, frozen=True, gc=False):
    """id: under which it waits where a second person is needed. presets: all of them, in place of those before."""

    id: str
    presets: tuple[SitePreset, ...]


class SetSitePresets(Struct, frozen=True, gc=False):
    """Say what one's reports release where they say nothing themselves."""

    private: SitePresets


class ReportPair(Struct, frozen=True, gc=False):
    """a, b: ids of reports. is_same: whether they are of one place."""

    a: str
    b: str
    is_same: bool


class TieReports(Struct, frozen=True, gc=False):
    """Say, as a person, that two reports are of one place, or that they are not."""

    private: ReportPair


class SaidPair(Struct, frozen=True, gc=False):
    """a, b: ids of reports of which one's party said something."""

    a: str
    b: str


class UnsayTie(Struct, frozen=True, gc=False):
    """Take back, as a person, what one's party said of two reports: that they are of one place, or that they are not."""

    private: SaidPair


class SiteQuestion(Struct, frozen=True, gc=False):
    """id, boxes, within_mm: as in `AskedAbout`."""

    id: str
    boxes: tuple[Box, ...]
    within_mm: int


class AskSites(Struct, frozen=True, gc=False):
    """Ask whether a place is near. It is in the log for the asker and for those whose places it came near."""

    private: SiteQuestion


class ExportId(Struct, frozen=True, gc=False):
    """id: chosen by the proposing node."""

    id: str


class AskExport(Struct, frozen=True, gc=False):
    """Ask, as a lead, to take out all that one's party was released. It waits for a second person."""

    private: ExportId


class SiteConfirmation(Struct, frozen=True, gc=False):
    """id: of what waits. ovn: the new one of its report. is_yes: else it is dropped."""

    id: str
    ovn: str
    is_yes: bool


class ConfirmSite(Struct, frozen=True, gc=False):
    """Confirm, as a second person, a release of more or an export; or drop it."""

    private: SiteConfirmation


class PastSites(Struct, frozen=True, gc=False):
    """Ids of what is long past its time."""

    reports: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()


class ForgetSites(Struct, frozen=True, gc=False):
    """Forget what is long past its time. Asked by the node."""

    private: PastSites


class Contradiction(Struct, frozen=True, gc=False, array_like=True):
    """a, b: ids of reports that contradict each other in where they are, as the node found."""

    a: str
    b: str


class Contradictions(Struct, frozen=True, gc=False):
    """pairs: of reports."""

    pairs: tuple[Contradiction, ...]


class RecheckReports(Struct, frozen=True, gc=False):
    """Tell owners who agreed to it that they should re-check a report. Asked by the node."""

    private: Contradictions


SiteCommand = (
    PutReport
    | WithdrawReport
    | RenewReport
    | EraseReport
    | ReleaseReport
    | SetSitePresets
    | TieReports
    | UnsayTie
    | AskSites
    | AskExport
    | ConfirmSite
    | ForgetSites
    | RecheckReports
)

SITE_KINDS: dict[str, type[SiteCommand]] = {
    "site.report": PutReport,
    "site.withdraw": WithdrawReport,
    "site.renew": RenewReport,
    "site.erase": EraseReport,
    "site.release": ReleaseReport,
    "site.presets": SetSitePresets,
    "site.tie": TieReports,
    "site.unsay": UnsayTie,
    "site.ask": AskSites,
    "site.export": AskExport,
    "site.confirm": ConfirmSite,
    "site.forget": ForgetSites,
    "site.recheck": RecheckReports,
}
