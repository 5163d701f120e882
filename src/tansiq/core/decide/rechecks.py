"""The blind check: owners who agreed to it hear "re-check your coordinates", and nothing of what contradicts them.

It is told of a report once for each version, a day after that was made at the earliest: so asking on and on by corrections
costs a day for each answer. What the node compared, names among it, does not matter here: these rules bound what can be told.
"""

import msgspec

from tansiq.core.entry import HOST, Entry
from tansiq.core.limits import SITE_RECHECK_AFTER_US, SITE_RECHECKS_AT_ONCE
from tansiq.core.refusals import NotAllowed, NothingDue, Refusal
from tansiq.core.release_sites import SiteView
from tansiq.core.room import PartyState
from tansiq.core.site_changes import RechecksTold
from tansiq.core.site_commands import RecheckReports
from tansiq.core.sites import Report
from tansiq.core.state import State


def recheck_reports(state: State, entry: Entry, command: RecheckReports) -> RechecksTold | Refusal:
    """Tell the owners of reports that contradict each other to re-check them, where both agreed to be told so."""
    if entry.actor.party != HOST.party:
        return NotAllowed("host")
    found: dict[str, Report] = {}
    for pair in command.private.pairs[:SITE_RECHECKS_AT_ONCE]:
        for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
            report = told_of(state, one, other, entry.time_us)
            if report is not None:
                found[one] = msgspec.structs.replace(report, recheck_us=entry.time_us)
    return RechecksTold(tuple(found[i] for i in sorted(found))) if found else NothingDue("")


def told_of(state: State, one: str, other: str, now_us: int) -> Report | None:
    """Return the first of two reports if its owner may be told that something contradicts it; None if not.

    An owner who sees the other report gets an ordinary suggestion instead.
    """
    report, against = state.register.reports.get(one), state.register.reports.get(other)
    if report is None or against is None or report.party == against.party:
        return None
    if not all(may_be_compared(state, each, now_us) for each in (report, against)):
        return None
    is_told = report.recheck_us > 0
    return None if is_told or SiteView(state, report.party, now_us).face(against) is not None else report


def may_be_compared(state: State, report: Report, now_us: int) -> bool:
    """Return whether a report takes part in the blind check."""
    member = state.parties.get(report.party)
    is_member = member is not None and member.state is PartyState.MEMBER
    is_old = report.made_us <= now_us - SITE_RECHECK_AFTER_US
    return is_member and is_old and report.checks_blind and not report.withdrawn_us and report.expires_us >= now_us
