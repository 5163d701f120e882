"""The register of places, as the log means it so far: reports, what ties them, and who asked. Part of the state.

Only `evolve` writes it, by `apply`.
"""

from bisect import bisect_left, insort
from collections.abc import Callable
from typing import assert_never

from msgspec import Struct

from tansiq.core.calendar import Calendar
from tansiq.core.ground import Ground
from tansiq.core.site_changes import (
    RechecksTold,
    ReportErased,
    ReportPut,
    SiteChange,
    SitePending,
    SitePresetsSet,
    SitesAsked,
    SitesForgotten,
    Tied,
)
from tansiq.core.sites import AskedAbout, PendingSite, Report, SitePreset, Tie, tie_key
from tansiq.core.volumes import Box

Refer = Callable[[int, int], None]  # counts how many items the erasable part of an entry says something of


class SavedRegister(Struct, frozen=True, gc=False):
    """The register as data, in the order of ids; asks and what waits oldest first."""

    reports: list[Report]
    ties: list[Tie]
    presets: list[tuple[str, tuple[SitePreset, ...]]]
    asks: list[AskedAbout]
    pending: list[PendingSite]


class Register:
    """Read it freely."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.ties: dict[str, Tie] = {}
        self.presets: dict[str, tuple[SitePreset, ...]] = {}  # by the party that releases
        self.asks: dict[str, AskedAbout] = {}  # oldest first
        self.pending: dict[str, PendingSite] = {}  # oldest first
        # Derived from the above.
        self.ground = Ground()  # reports by all that anybody may see of where they are: view, boxes
        self.notified_ground = Ground()  # reports that are notified, by view and boxes
        self.ends = Calendar()  # when reports ran out or were withdrawn
        self.kin: dict[str, dict[str, None]] = {}  # report -> reports that a tie names with it
        self.ids: list[str] = []  # of all reports, sorted
        self.reports_of: dict[str, list[str]] = {}  # party -> its reports, sorted
        self.asks_of: dict[str, int] = {}  # party -> its asks that are kept

    def ids_near(self, boxes: tuple[Box, ...]) -> dict[str, None]:
        """Return the ids of the reports of which anybody may see something that may touch some boxes.

        Their order means nothing.
        """
        return self.ground.near(boxes)

    def notified_near(self, boxes: tuple[Box, ...]) -> list[Report]:
        """Return the notified ones of these reports, by id."""
        return [self.reports[i] for i in sorted(self.notified_ground.near(boxes))]

    def save(self) -> SavedRegister:
        """Return it as data: equal registers give equal data."""
        return SavedRegister(
            [self.reports[i] for i in sorted(self.reports)],
            [self.ties[i] for i in sorted(self.ties)],
            sorted(self.presets.items()),
            list(self.asks.values()),
            list(self.pending.values()),
        )


def restore(register: Register, saved: SavedRegister, refer: Refer) -> None:
    """Fill an empty register from data."""
    for report in saved.reports:
        _put(register, report, refer)
    for tie in saved.ties:
        _tie(register, tie)
    register.presets = dict(saved.presets)
    for ask in saved.asks:
        _asked(register, ask)
    register.pending = {pending.id: pending for pending in saved.pending}


def apply(register: Register, change: SiteChange, refer: Refer) -> None:
    """Write what was decided."""
    match change:
        case ReportPut(report, confirmed):
            register.pending.pop(confirmed, None)
            _put(register, report, refer)
        case ReportErased(report):
            _put(register, report, refer)
        case RechecksTold(reports):
            for report in reports:
                _put(register, report, refer)
        case SitePresetsSet(party, presets, confirmed):
            register.pending.pop(confirmed, None)
            register.presets[party] = presets
        case Tied(tie):
            _tie(register, tie)
        case SitesAsked(ask):
            _asked(register, ask)
        case SitePending(pending, is_over):
            if is_over:
                register.pending.pop(pending.id, None)
            else:
                register.pending[pending.id] = pending  # in its old place, if it has one: oldest first
        case SitesForgotten(reports, asks, gone):
            for report_id in reports:
                _drop(register, report_id, refer)
            for ask_id in asks:
                _forget_ask(register, ask_id)
            for pending_id in gone:
                register.pending.pop(pending_id, None)
        case _:
            assert_never(change)


def drop_party(register: Register, party: str, refer: Refer) -> None:
    """Forget all of a party that left: nobody could correct, renew or withdraw its reports any more."""
    for report_id in list(register.reports_of.get(party, ())):
        _drop(register, report_id, refer)
    register.presets.pop(party, None)
    for pending in [p for p in register.pending.values() if p.party == party]:
        del register.pending[pending.id]


def _put(register: Register, report: Report, refer: Refer) -> None:
    old = register.reports.get(report.id)
    if old is not None:
        _unplace(register, old, refer)
    else:
        insort(register.ids, report.id)
        insort(register.reports_of.setdefault(report.party, []), report.id)
    register.reports[report.id] = report
    where = report.view + report.boxes
    register.ground.add(report.id, where)
    if report.facts.notified is not None:
        register.notified_ground.add(report.id, where)
    register.ends.add(report.id, report.ended_us)
    refer(report.texts, +1)


def _unplace(register: Register, old: Report, refer: Refer) -> None:
    where = old.view + old.boxes
    register.ground.remove(old.id, where)
    if old.facts.notified is not None:
        register.notified_ground.remove(old.id, where)
    register.ends.remove(old.id, old.ended_us)
    refer(old.texts, -1)


def _drop(register: Register, report_id: str, refer: Refer) -> None:
    old = register.reports.pop(report_id, None)
    if old is None:
        return
    _unplace(register, old, refer)
    del register.ids[bisect_left(register.ids, old.id)]
    own = register.reports_of[old.party]
    del own[bisect_left(own, old.id)]
    if not own:
        del register.reports_of[old.party]
    for other in register.kin.pop(report_id, {}):
        del register.ties[tie_key(report_id, other)]
        _part(register, other, report_id)


def _part(register: Register, report_id: str, other: str) -> None:
    del register.kin[report_id][other]
    if not register.kin[report_id]:
        del register.kin[report_id]


def _tie(register: Register, tie: Tie) -> None:
    if not tie.sayings:
        del register.ties[tie.key]
        _part(register, tie.a, tie.b)
        _part(register, tie.b, tie.a)
        return
    register.ties[tie.key] = tie
    register.kin.setdefault(tie.a, {})[tie.b] = None
    register.kin.setdefault(tie.b, {})[tie.a] = None


def _asked(register: Register, ask: AskedAbout) -> None:
    register.asks[ask.id] = ask
    register.asks_of[ask.party] = register.asks_of.get(ask.party, 0) + 1


def _forget_ask(register: Register, ask_id: str) -> None:
    old = register.asks.pop(ask_id, None)
    if old is not None:
        register.asks_of[old.party] -= 1
        if not register.asks_of[old.party]:
            del register.asks_of[old.party]
