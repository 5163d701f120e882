"""Which reports a party may see otherwise after a change: what the push stream looks at anew."""

from collections.abc import Iterable
from typing import Final

import msgspec

from tansiq.core.changes import (
    PartyPut,
    ProposalsClosed,
    RechecksTold,
    ReportErased,
    ReportPut,
    SitePresetsSet,
    SitesForgotten,
    Tied,
)
from tansiq.core.release_sites import Face, SiteView
from tansiq.core.sites import Report
from tansiq.core.state import Decision, State
from tansiq.gateways.room.register import faces
from tansiq.node.texts import Said

NAMED: Final = 400  # reports in one event; of more it is said that all is to be asked for anew


def touched(state: State, change: Decision | None, shown: Iterable[str]) -> Iterable[str]:
    """Return the ids of reports to look at. shown: those of which the party sees something."""
    match change:
        case ReportPut(report) | ReportErased(report):
            return (report.id,)
        case SitesForgotten(reports):
            return reports
        case RechecksTold(reports):
            return [report.id for report in reports]
        case SitePresetsSet(party):
            return list(state.register.reports_of.get(party, ()))
        case PartyPut() | ProposalsClosed():
            return list(dict.fromkeys((*shown, *state.register.ids)))
        case _:
            return ()


def tied_and_seen(view: SiteView, change: Decision | None) -> list[str]:
    """Return two reports of which somebody said something or took it back, where a party sees both."""
    if not isinstance(change, Tied):
        return []
    pair = [change.tie.a, change.tie.b]
    return pair if all(view.report(i) is not None for i in pair) else []


class Clock:
    """Which reports are seen otherwise because time passed: those that ran out, and those released from or until a time."""

    def __init__(self, state: State, now_us: int) -> None:
        self._timed = {i: None for i, report in state.register.reports.items() if _is_timed(report)}
        self._seen_us = now_us
        self.due: list[str] = []

    def follow(self, decision: Decision) -> None:
        """Take note of a report whose release has times."""
        if isinstance(decision, ReportPut) and _is_timed(decision.report):
            self._timed[decision.report.id] = None

    def tick(self, state: State, now_us: int) -> None:
        """Find out what is due now."""
        held = state.register.reports
        self._timed = {i: None for i in self._timed if i in held and _is_timed(held[i])}
        ended = state.register.ends.between(self._seen_us, now_us)
        self._seen_us = now_us
        self.due = list(dict.fromkeys((*self._timed, *ended)))


def _is_timed(report: Report) -> bool:
    return any(g.from_us is not None or g.until_us is not None for g in report.grants)


def mark(face: Face, texts: Said) -> int:
    """Return what tells a face from an earlier one: all that is shown of it, not where in the log its words are."""
    return hash(msgspec.json.encode(faces.report(face, texts)))


def event(reports: list[str]) -> bytes:
    """Return what is told: ids of reports that are seen otherwise, or not at all any more; [] for very many."""
    return msgspec.json.encode({"reports": [] if len(reports) > NAMED else reports})
