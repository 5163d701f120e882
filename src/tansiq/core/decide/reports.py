"""Reports that are kept, and erasure of what they say."""

from tansiq.core.changes import ErasureOrdered, ReportKept
from tansiq.core.commands import Erase, MakeReport
from tansiq.core.entry import Entry
from tansiq.core.refusals import Refusal, Unknown
from tansiq.core.state import State


def make_report(_state: State, _entry: Entry, command: MakeReport) -> ReportKept:
    """Keep a report. What it says is erasable, so no rule ever reads it."""
    return ReportKept(command.private.id)


def erase(state: State, _entry: Entry, command: Erase) -> ErasureOrdered | Refusal:
    """Order the erasable part of an earlier entry, if it still has one, to be destroyed on every node."""
    position = command.private.position
    if position not in state.erasable:
        return Unknown(str(position), "delete")
    return ErasureOrdered(position)
