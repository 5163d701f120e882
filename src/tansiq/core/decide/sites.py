"""The register of places: reporting, tying, releasing, asking. Nothing is overwritten: the log keeps what was said before."""

from itertools import islice, takewhile
from typing import Final

import msgspec

from tansiq.core.decide.parties import refuse_actor
from tansiq.core.decide.versions import refuse_version
from tansiq.core.entry import HOST, Entry
from tansiq.core.limits import (
    REPORT_VERSIONS,
    SITE_ACCURACY_MM,
    SITE_ASKS_KEPT_US,
    SITE_ASKS_PER_PARTY,
    SITE_BOXES,
    SITE_BUFFER_MM,
    SITE_EXPORT_US,
    SITE_EXPORTS_A_DAY,
    SITE_FORGOTTEN_AT_ONCE,
    SITE_GRANTS,
    SITE_KEPT_US,
    SITE_LIFE_LONGEST_US,
    SITE_LIFE_SHORTEST_US,
    SITE_PENDING_PER_PARTY,
    SITE_PRESETS,
    SITE_REPORTS_PER_PARTY,
    SITE_TIES,
    SITE_WITHIN_MM,
)
from tansiq.core.refusals import (
    AlreadyExists,
    NotAllowed,
    NothingDue,
    Refusal,
    Refused,
    RoomConflict,
    StaleVersion,
    TooManyItems,
    Unknown,
)
from tansiq.core.release_sites import SiteView, raises_by_kind, raises_site_grants, raises_site_presets, touch
from tansiq.core.room import Role
from tansiq.core.site_changes import (
    ReportErased,
    ReportPut,
    SitePending,
    SitePresetsSet,
    SitesAsked,
    SitesForgotten,
    Tied,
)
from tansiq.core.site_commands import (
    AskExport,
    AskSites,
    ConfirmSite,
    EraseReport,
    ForgetSites,
    PastSites,
    PutReport,
    ReleaseReport,
    RenewReport,
    ReportRef,
    SetSitePresets,
    TieReports,
    UnsayTie,
    WithdrawReport,
)
from tansiq.core.sites import (
    AskedAbout,
    Facts,
    PendingSite,
    Pin,
    Report,
    Saying,
    SiteKind,
    Tie,
    tie_key,
)
from tansiq.core.state import State
from tansiq.core.units import DAY_US, NDEG, Span
from tansiq.core.volumes import Box

_LAT: Final = 90 * NDEG
_LON: Final = 180 * NDEG


def put_report(state: State, entry: Entry, command: PutReport) -> ReportPut | Refusal:
    """Report a place, or correct one's report. A correction is a new version: grants and ties stay."""
    area, said, private, own = command.area, command.reports, command.private, entry.actor.party
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    old = state.register.reports.get(area.id)
    held = (old.party, old.ovn) if old is not None else None
    refused = refuse_version(area.id, private.replaces, own, held)
    if refused is not None:
        return refused
    if not _is_sound(said.pin, said.facts, entry.time_us):
        return RoomConflict("report values", area.id)
    if not _fits(area.view, said.boxes, said.pin):
        return RoomConflict("views do not fit", area.id)
    if not SITE_LIFE_SHORTEST_US <= private.life_us <= SITE_LIFE_LONGEST_US:
        return RoomConflict("report life", area.id)
    assert state.charter is not None
    if old is not None and state.charter.second_person and raises_by_kind(state, old, said.facts.kind, entry.time_us):
        return RoomConflict("second person", area.id)
    if old is None and len(state.register.reports_of.get(own, ())) >= SITE_REPORTS_PER_PARTY:
        return TooManyItems("reports of places", SITE_REPORTS_PER_PARTY)
    earlier = _earlier(state, old)
    if len(earlier) >= REPORT_VERSIONS:
        return TooManyItems("versions of one report", REPORT_VERSIONS)
    report = Report(
        area.id, own, entry.actor.by, private.ovn, said.pin, area.view, said.boxes, said.facts,
        old.grants if old is not None else (), private.checks_blind, entry.time_us, entry.time_us + private.life_us,
        entry.position, earlier,
    )  # fmt: skip
    return ReportPut(report)


def withdraw_report(state: State, entry: Entry, command: WithdrawReport) -> ReportPut | Refusal:
    """Take back what one reported."""
    old = _own(state, entry, command.private, Role.OFFICER)
    if isinstance(old, Refused):
        return old
    return ReportPut(msgspec.structs.replace(old, ovn=command.private.ovn, withdrawn_us=entry.time_us))


def renew_report(state: State, entry: Entry, command: RenewReport) -> ReportPut | Refusal:
    """Say that a report still holds."""
    ask = command.private
    old = _own(state, entry, ReportRef(ask.id, ask.replaces, ask.ovn), Role.OFFICER)
    if isinstance(old, Refused):
        return old
    if old.withdrawn_us or not SITE_LIFE_SHORTEST_US <= ask.life_us <= SITE_LIFE_LONGEST_US:
        return RoomConflict("report life", ask.id)
    return ReportPut(msgspec.structs.replace(old, ovn=ask.ovn, expires_us=entry.time_us + ask.life_us, recheck_us=0))


def erase_report(state: State, entry: Entry, command: EraseReport) -> ReportErased | Refusal:
    """Order the words of all versions of one's report to be destroyed. Its place stays, or is withdrawn apart."""
    old = _own(state, entry, command.private, Role.LEAD)
    if isinstance(old, Refused):
        return old
    new = msgspec.structs.replace(old, ovn=command.private.ovn, texts=0, earlier=())
    return ReportErased(new, _earlier(state, old))


def release_report(state: State, entry: Entry, command: ReleaseReport) -> ReportPut | SitePending | Refusal:
    """Release more or less of a report. Less holds at once; more may have to wait for a second person."""
    ask = command.private
    old = _own(state, entry, ReportRef(ask.id, ask.replaces, ask.ovn), Role.OFFICER)
    if isinstance(old, Refused):
        return old
    if len(ask.grants) > SITE_GRANTS or any(g.viewer == old.party for g in ask.grants):
        return RoomConflict("too many grants", ask.id)
    assert state.charter is not None
    if state.charter.second_person and raises_site_grants(state, old, ask.grants, entry.time_us):
        return _wait(state, entry, _pending(entry, ask.ovn, report=old.id, grants=ask.grants, replaces=old.ovn))
    return ReportPut(msgspec.structs.replace(old, ovn=ask.ovn, grants=ask.grants))


def set_site_presets(state: State, entry: Entry, command: SetSitePresets) -> SitePresetsSet | SitePending | Refusal:
    """Say what one's reports release where they say nothing themselves."""
    ask = command.private
    refused = refuse_actor(state, entry, Role.LEAD)
    if refused is not None:
        return refused
    pairs = dict.fromkeys((p.viewer, p.kind) for p in ask.presets)
    if len(ask.presets) > SITE_PRESETS or len(pairs) != len(ask.presets):
        return RoomConflict("too many grants", entry.actor.party)
    assert state.charter is not None
    if state.charter.second_person and raises_site_presets(state, entry.actor.party, ask.presets):
        return _wait(state, entry, _pending(entry, ask.id, presets=ask.presets))
    return SitePresetsSet(entry.actor.party, ask.presets)


def tie_reports(state: State, entry: Entry, command: TieReports) -> Tied | Refusal:
    """Say that two reports are of one place, or that they are not. Only a person may, who sees something of both."""
    ask = command.private
    refused = _refuse_saying(state, entry, ask.a, ask.b)
    if refused is not None:
        return refused
    if ask.a == ask.b:
        return RoomConflict("one report", ask.a)
    old = state.register.ties.get(tie_key(ask.a, ask.b))
    if max(_said_of(state, entry, i) for i in (ask.a, ask.b)) >= SITE_TIES:
        return TooManyItems("ties of one report", SITE_TIES)
    said = Saying(entry.actor.party, entry.actor.by, ask.is_same, entry.time_us)
    others = tuple(s for s in (old.sayings if old is not None else ()) if s.party != said.party)
    return Tied(Tie(min(ask.a, ask.b), max(ask.a, ask.b), tuple(sorted((*others, said), key=lambda s: s.party))))


def unsay_tie(state: State, entry: Entry, command: UnsayTie) -> Tied | Refusal:
    """Take back what one's party said of two reports. Whoever may say it may take it back, and nobody else."""
    ask = command.private
    refused = _refuse_saying(state, entry, ask.a, ask.b)
    if refused is not None:
        return refused
    old = state.register.ties.get(tie_key(ask.a, ask.b))
    if old is None or not any(s.party == entry.actor.party for s in old.sayings):
        return RoomConflict("nothing said", ask.a)
    return Tied(Tie(old.a, old.b, tuple(s for s in old.sayings if s.party != entry.actor.party)))


def _refuse_saying(state: State, entry: Entry, a: str, b: str) -> Refusal | None:
    """Refuse who may not say anything of two reports, a machine among them."""
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    if state.delegates[entry.actor.by].is_machine:
        return RoomConflict("a person ties", a)
    view = SiteView(state, entry.actor.party, entry.time_us)
    unseen = [i for i in (a, b) if view.report(i) is None]
    return Unknown(unseen[0], "change") if unseen else None


def _said_of(state: State, entry: Entry, report_id: str) -> int:
    """Return how many ties of a report the asker's party spoke of. Not how many there are: some it may not know of."""
    keys = (tie_key(report_id, other) for other in state.register.kin.get(report_id, ()))
    return sum(any(s.party == entry.actor.party for s in state.register.ties[key].sayings) for key in keys)


def ask_sites(state: State, entry: Entry, command: AskSites) -> SitesAsked | Refusal:
    """Keep a question for the asker, and for those whose reports it came near, found or not."""
    ask = command.private
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    if not 0 <= ask.within_mm <= SITE_WITHIN_MM or not 0 < len(ask.boxes) <= SITE_BOXES:
        return RoomConflict("question values", ask.id)
    if ask.id in state.register.asks:
        return AlreadyExists(ask.id)
    if state.register.asks_of.get(entry.actor.party, 0) >= SITE_ASKS_PER_PARTY:
        return TooManyItems("questions about places", SITE_ASKS_PER_PARTY)
    owners = SiteView(state, entry.actor.party, entry.time_us).owners_near(ask.boxes)
    kept = AskedAbout(ask.id, entry.actor.party, entry.actor.by, entry.time_us, ask.boxes, ask.within_mm, tuple(owners))
    return SitesAsked(kept)


def ask_export(state: State, entry: Entry, command: AskExport) -> SitePending | Refusal:
    """Ask to take out all that one's party was released."""
    refused = refuse_actor(state, entry, Role.LEAD)
    if refused is not None:
        return refused
    own = [p for p in state.register.pending.values() if p.party == entry.actor.party and p.is_export]
    if sum(p.made_us > entry.time_us - DAY_US for p in own) >= SITE_EXPORTS_A_DAY:
        return TooManyItems("exports of the register in a day", SITE_EXPORTS_A_DAY)
    return _wait(state, entry, _pending(entry, command.private.id, is_export=True))


def confirm_site(
    state: State, entry: Entry, command: ConfirmSite
) -> ReportPut | SitePresetsSet | SitePending | Refusal:
    """Confirm, as a second person of the same party, what waits; or drop it."""
    ask = command.private
    refused = refuse_actor(state, entry, Role.OFFICER)
    if refused is not None:
        return refused
    held = state.register.pending.get(ask.id)
    if held is None or held.party != entry.actor.party or held.confirmed_by:
        return RoomConflict("no such release", ask.id)
    if not ask.is_yes:
        return SitePending(held, is_over=not held.is_export)  # an export that was asked for counts for the day
    if held.by == entry.actor.by or state.delegates[entry.actor.by].is_machine:
        return NotAllowed("second person")
    if held.is_export:
        done = msgspec.structs.replace(held, confirmed_by=entry.actor.by, confirmed_us=entry.time_us)
        return SitePending(done)
    if not held.report:
        return SitePresetsSet(held.party, held.presets, held.id)
    old = state.register.reports.get(held.report)
    if old is None:
        return SitePending(held, is_over=True)
    if old.ovn != held.replaces:
        return RoomConflict("release outdated", ask.id)
    return ReportPut(msgspec.structs.replace(old, ovn=ask.ovn, grants=held.grants), held.id)


def past_sites(state: State, now_us: int) -> PastSites | None:
    """Return some of what is long past its time, or None."""
    register, most = state.register, SITE_FORGOTTEN_AT_ONCE
    old_asks = takewhile(lambda ask: ask.time_us < now_us - SITE_ASKS_KEPT_US, register.asks.values())
    old_pending = takewhile(lambda p: p.made_us < now_us - SITE_EXPORT_US, register.pending.values())
    reports = register.ends.before(now_us - SITE_KEPT_US, most)
    asks = [ask.id for ask in islice(old_asks, most)]
    pending = [p.id for p in islice(old_pending, most)]
    if not (reports or asks or pending):
        return None
    return PastSites(tuple(reports), tuple(asks), tuple(pending))


def forget_sites(state: State, entry: Entry, command: ForgetSites) -> SitesForgotten | Refusal:
    """Forget those of the named that are long past their time."""
    if entry.actor.party != HOST.party:
        return NotAllowed("host")
    ask, register, now_us = command.private, state.register, entry.time_us
    reports = tuple(i for i in ask.reports if i in register.reports and _is_past(register.reports[i], now_us))
    asks = tuple(i for i in ask.asks if i in register.asks and register.asks[i].time_us < now_us - SITE_ASKS_KEPT_US)
    pending = tuple(
        i for i in ask.pending if i in register.pending and register.pending[i].made_us < now_us - SITE_EXPORT_US
    )
    return SitesForgotten(reports, asks, pending) if reports or asks or pending else NothingDue("")


def _is_past(report: Report, now_us: int) -> bool:
    return report.ended_us < now_us - SITE_KEPT_US


def _own(state: State, entry: Entry, ref: ReportRef, role: Role) -> Report | Refusal:
    refused = refuse_actor(state, entry, role)
    if refused is not None:
        return refused
    old = state.register.reports.get(ref.id)
    if old is None or old.party != entry.actor.party:
        return Unknown(ref.id, "change")
    return old if old.ovn == ref.replaces else StaleVersion(ref.id, ref.replaces)


def _earlier(state: State, old: Report | None) -> tuple[int, ...]:
    """Return where words of a report still are."""
    said = (*old.earlier, old.texts) if old is not None else ()
    return tuple(position for position in said if position in state.erasable)


def _pending(entry: Entry, pending_id: str, **more: object) -> PendingSite:
    plain = PendingSite(pending_id, entry.actor.party, entry.actor.by, entry.time_us, is_export=False)
    return msgspec.structs.replace(plain, **more)


def _wait(state: State, entry: Entry, pending: PendingSite) -> SitePending | Refusal:
    own = sum(p.party == entry.actor.party and not p.confirmed_by for p in state.register.pending.values())
    if own >= SITE_PENDING_PER_PARTY:
        return TooManyItems("releases that wait", SITE_PENDING_PER_PARTY)
    return SitePending(pending) if pending.id not in state.register.pending else AlreadyExists(pending.id)


def _is_sound(pin: Pin, facts: Facts, now_us: int) -> bool:
    """Return whether a report has the parts of its kind, within bounds."""
    if abs(pin.lat_ndeg) > _LAT or abs(pin.lon_ndeg) > _LON or not 0 <= pin.accuracy_mm <= SITE_ACCURACY_MM:
        return False
    if facts.notified is not None and not 0 <= facts.notified.radius_mm <= SITE_BUFFER_MM:
        return False
    if facts.observed_us > now_us + DAY_US or facts.valid_us.hi < facts.valid_us.lo:
        return False
    if len(facts.disputes) != len(dict.fromkeys(facts.disputes)):
        return False
    if (facts.landing is not None) > (facts.kind in (SiteKind.LANDING_SITE, SiteKind.AERODROME, SiteKind.HOSPITAL)):
        return False
    return (facts.obstacle is not None) <= (facts.kind in (SiteKind.OBSTACLE, SiteKind.HAZARD))


def _fits(view: tuple[Box, ...], boxes: tuple[Box, ...], pin: Pin) -> bool:
    """Return whether view and boxes hold the pin, the view touches each box, and both are few."""
    here = (Box(Span(pin.lat_ndeg, pin.lat_ndeg), Span(pin.lon_ndeg, pin.lon_ndeg)),)
    few = 0 < len(view) <= SITE_BOXES and 0 < len(boxes) <= 4
    return few and touch(view, here) and touch(boxes, here) and all(touch(view, (box,)) for box in boxes)
