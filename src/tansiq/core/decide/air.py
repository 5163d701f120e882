"""Whether bands that a booking brings follow what is known of the air."""

from collections.abc import Iterable

from tansiq.core.refusals import Refusal, RoomConflict
from tansiq.core.state import State
from tansiq.core.volumes import Volume, may_touch


def refuse_air(state: State, air: int, volumes: Iterable[Volume]) -> Refusal | None:
    """Return why bands that were derived by what was known at `air` (see `State.air`) cannot be booked now, or None.

    Neither is asked of what is in the air or in need: the node derives its bands anew once it is in the log.
    """
    volumes = tuple(volumes)
    if air != state.air and any(volume.depends_on_air for volume in volumes):
        return RoomConflict("pressure changed", "")
    if any(may_touch(extent, volume) for extent in state.unsettled.values() for volume in volumes):
        return RoomConflict("pressure changing", "")
    return None
