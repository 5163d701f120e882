"""The day in the room: the cast's flights are booked, or found booked by an earlier run."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from tansiq.airspace import trajectories
from tansiq.assemble import running
from tansiq.config import Config, Misconfigured
from tansiq.core.state import State
from tansiq.core.units import DAY_US, US
from tansiq.demo.cast import Role
from tansiq.gateways.recorded.book import Booked, Booking, book
from tansiq.gateways.recorded.flights import days_ahead, moved
from tansiq.log.folder import Folder
from tansiq.steps import Steps

BY: Final = "demo"  # who acts for the parties, in every entry
CUT: Final = trajectories.Cut()  # half-widths of 2.5 NM, 400 ft, 60 s


class Day(Struct, frozen=True):
    """state: of the room with the day in it. days: how much later than recorded. booked: how the booking went."""

    state: State
    days: int
    booked: Booked


async def book_day(config: Config, folder: Folder, roles: Sequence[Role], steps: Steps) -> Day:
    """Book those flights that are not in the room yet.

    Raises `Misconfigured` where the folder holds another log, or a part of a day that is over.
    """
    async with running(config, folder) as started:
        node = started.node
        days = _days_later(node.state, node.now_us(), roles, folder)
        with steps.step("volumes", "Cutting paths into volumes") as told:
            bookings: list[Booking] = []
            for role in roles:
                there = node.state.intents.get(role.id)
                volumes = there.volumes if there else trajectories.volumes(moved(role.track, days), CUT)
                bookings.append(Booking(role.id, role.party.code, volumes))
                told(len(bookings), len(roles))
        with steps.step("booking", "Booking flights") as told:
            booked = await book(node, bookings, BY, told)
        return Day(node.state, days, booked)


def _days_later(state: State, now_us: int, roles: Sequence[Role], folder: Folder) -> int:
    """Return by how many days the bookings lie later than the recording: new ones ahead, further ones beside the first."""
    there = [role for role in roles if role.id in state.intents]
    first_s = float(roles[0].track.time_s[0])
    if not there:
        if state.position:
            raise Misconfigured(
                f"{folder.path} holds a log that is not the demo's, or whose day was over long ago. Choose another folder."
            )
        return days_ahead(first_s, now_us)
    one = there[0]
    later_s = state.intents[one.id].time_us.lo / US + CUT.time_s - float(one.track.time_s[0])
    days = round(later_s * US / DAY_US)
    if len(there) < len(roles) and days_ahead(first_s, now_us) > days:
        raise Misconfigured(
            f"{folder.path} holds {len(there):,} of the demo's {len(roles):,} flights, and their day is over or has begun. "
            "Choose another folder."
        )
    return days
