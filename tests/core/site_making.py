"""Tiny builders for the register of places. Places are bare nanodegrees; a view is made of cells of 1,000 ndeg."""

from tansiq.core.limits import SITE_LIFE_US
from tansiq.core.release_sites import SiteView
from tansiq.core.site_commands import (
    AskExport,
    AskSites,
    ConfirmSite,
    EraseReport,
    ExportId,
    PutReport,
    ReleaseReport,
    Renewal,
    RenewReport,
    ReportArea,
    ReportGrants,
    ReportPair,
    ReportPrivate,
    ReportRef,
    ReportWhole,
    SaidPair,
    SetSitePresets,
    SiteConfirmation,
    SitePresets,
    SiteQuestion,
    TieReports,
    UnsayTie,
    WithdrawReport,
)
from tansiq.core.sites import Facts, Pin, SiteGrant, SiteKind, SiteLevel, Source
from tansiq.core.units import Span
from tansiq.core.volumes import Box

from .making import NOW, minute, next_version

ASK, AREA, PLACE, REPORTS = SiteLevel.ASK, SiteLevel.AREA, SiteLevel.PLACE, SiteLevel.REPORTS
CELL = 1_000


def square(lat, lon, half):
    return Box(Span(lat - half, lat + half), Span(lon - half, lon + half))


def cell(box):
    def out(span):
        return Span(span.lo // CELL * CELL, -(-span.hi // CELL) * CELL)

    return Box(out(box.lat_ndeg), out(box.lon_ndeg))


def facts(kind=SiteKind.HOSPITAL, source=Source.GROUND, observed=0, **more):
    return Facts(kind, source, minute(observed), **more)


def report(
    item_id="report", at=(100, 100), near=50, replaces="", life_us=SITE_LIFE_US, blind=False, boxes=None, **more
):
    """near: accuracy in ndeg, as half the side of its box."""
    box = square(*at, near)
    return PutReport(
        ReportArea(item_id, (cell(box),)),
        ReportWhole(Pin(*at, near), (box,) if boxes is None else boxes, facts(**more)),
        ReportPrivate(replaces, next_version(item_id, replaces), life_us, blind),
    )


def ref(item_id="report", replaces="report/1"):
    return ReportRef(item_id, replaces, next_version(item_id, replaces))


def withdraw_report(item_id="report", replaces="report/1"):
    return WithdrawReport(ref(item_id, replaces))


def erase_report(item_id="report", replaces="report/1"):
    return EraseReport(ref(item_id, replaces))


def renew(item_id="report", replaces="report/1", life_us=SITE_LIFE_US):
    return RenewReport(Renewal(item_id, replaces, next_version(item_id, replaces), life_us))


def site_grant(viewer, level, start=None, end=None):
    return SiteGrant(viewer, level, None if start is None else minute(start), None if end is None else minute(end))


def release(*grants, item_id="report", replaces="report/1"):
    return ReleaseReport(ReportGrants(item_id, replaces, next_version(item_id, replaces), grants))


def site_presets(*presets, item_id="presets"):
    return SetSitePresets(SitePresets(item_id, presets))


def tie(a, b, is_same=True):
    return TieReports(ReportPair(a, b, is_same))


def unsay(a, b):
    return UnsayTie(SaidPair(a, b))


def question(item_id="ask", box=None, within_mm=0):
    return AskSites(SiteQuestion(item_id, (box or square(100, 100, 1),), within_mm))


def export(item_id="export"):
    return AskExport(ExportId(item_id))


def confirm_site(item_id="export", ovn="new", is_yes=True):
    return ConfirmSite(SiteConfirmation(item_id, ovn, is_yes))


def sites(room, viewer, at=0):
    return SiteView(room.state, viewer, minute(at))


def near(room, viewer, *boxes):
    """The places that a viewer's list has within some boxes."""
    found = (sites(room, viewer).site_led_by(report_id, boxes) for report_id in room.state.register.ids)
    return [site for site in found if site is not None]


def put(room, party, item_id, *grants, **more):
    """Report a place, and release it."""
    room.done(party, report(item_id, **more))
    if grants:
        room.done(party, release(*grants, item_id=item_id, replaces=f"{item_id}/1"))


__all__ = [name for name in dir() if not name.startswith("_")] + ["NOW"]
