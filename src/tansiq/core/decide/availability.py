"""Whether a USS can be reached (ASTM F3548-21, 4.2.2 and annex A4)."""

from tansiq.core.changes import AvailabilitySet
from tansiq.core.commands import SetAvailability
from tansiq.core.entry import Entry
from tansiq.core.model import Availability
from tansiq.core.refusals import Refusal, StaleVersion
from tansiq.core.state import State


def set_availability(state: State, entry: Entry, command: SetAvailability) -> AvailabilitySet | Refusal:
    """Set a USS's availability, if the arbiter knows the present version ("" where nobody ever said)."""
    said = command.reservation
    present = state.availabilities.get(said.uss)
    if said.old_version != (present.version if present else ""):
        return StaleVersion(said.uss, said.old_version)
    return AvailabilitySet(Availability(said.uss, said.state, said.version))
