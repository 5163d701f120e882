"""`tansiq import flights FILE`: books recorded flights in a data folder."""

from pathlib import Path
from typing import Final

import uvloop
from rich.console import Console
from rich.table import Table

from tansiq.airspace import trajectories
from tansiq.airspace.trajectories import NAUTICAL_MILE_M, Cut
from tansiq.assemble import running
from tansiq.config import Misconfigured, load
from tansiq.gateways.recorded.book import Booked, Booking, book
from tansiq.gateways.recorded.flights import Flight, days_ahead, flights, intent_id, moved, party_of
from tansiq.gateways.recorded.recording import Recording, read
from tansiq.gateways.recorded.table import BadFile
from tansiq.log.folder import open_folder
from tansiq.steps import Steps

BY: Final = "import"  # who acts for the parties, in every entry
REFUSED_SHOWN: Final = 20


def import_flights(*, file: str, data: str, party: str, lateral_nm: float, vertical_ft: float, time_s: float) -> int:
    """Book each flight of a recording as volumes along its path. Returns 1 where a flight could not be booked.

    party: who has flown them; "": each the airline of its callsign. The rest: half-widths around the path.
    """
    if not (lateral_nm > 0 and vertical_ft > 0 and time_s >= 0):
        raise Misconfigured("--lateral-nm and --vertical-ft must be above 0, --time-s at least 0.")
    cut = Cut(lateral_m=lateral_nm * NAUTICAL_MILE_M, vertical_ft=vertical_ft, time_s=time_s)
    steps = Steps(Console(stderr=True))
    with steps.step("reading", "Reading the recording") as told:
        try:
            recording = read(Path(file), told)
        except BadFile as trouble:
            raise Misconfigured(str(trouble)) from None
        found = flights(recording)
    days, booked = uvloop.run(_booked(found, data, party, cut, steps)) if found else (0, Booked())
    _show(recording, found, days, booked, steps)
    return int(bool(booked.refused) or not found)


async def _booked(found: list[Flight], data: str, party: str, cut: Cut, steps: Steps) -> tuple[int, Booked]:
    """Return by how many days the flights were moved, and how booking them went."""
    config = load("", {"data": data, "metrics": ""})
    with open_folder(Path(data)) as folder:
        async with running(config, folder) as started:
            days = days_ahead(min(flight.start_s for flight in found) - cut.time_s, started.node.now_us())
            bookings: list[Booking] = []
            with steps.step("volumes", "Cutting paths into volumes") as told:
                for flight in found:
                    volumes = trajectories.volumes(moved(flight.track, days), cut)
                    bookings.append(Booking(intent_id(flight), party or party_of(flight), volumes))
                    told(len(bookings), len(found))
            with steps.step("booking", "Booking flights") as told:
                return days, await book(started.node, bookings, BY, told)


def _show(recording: Recording, found: list[Flight], days: int, booked: Booked, steps: Steps) -> None:
    columns, grid = recording.columns, Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column()
    names = [columns.latitude, columns.longitude, columns.callsign, columns.aircraft]
    grid.add_row(
        "columns",
        f"{columns.time} ({recording.time_unit}), {columns.altitude} ({columns.altitude_unit}), "
        + ", ".join(name for name in names if name),
    )
    grid.add_row("rows", f"{recording.rows:,}, {recording.bad:,} of them not used")
    for row in recording.bad_rows:
        grid.add_row("", str(row), style="dim")
    if recording.bad > len(recording.bad_rows):
        grid.add_row("", f"… and {recording.bad - len(recording.bad_rows):,} more, in all:", style="dim")
        for reason, count in recording.by_reason.items():
            grid.add_row("", f"{count:,} × {reason}")
    grid.add_row("flights", f"{len(found):,}")
    if days:
        grid.add_row("moved", f"{days:,} days later, at the same times of the day: what is over cannot be booked")
    again = f", {booked.unseen:,} asked again for a key that lacked a flight just booked" if booked.unseen else ""
    grid.add_row("booked", f"{booked.done:,} as {booked.volumes:,} volumes, {booked.there:,} were there before{again}")
    grid.add_row("refused", f"{len(booked.refused):,}")
    of = {intent_id(flight): flight.name for flight in found} if booked.refused else {}
    for flight_id, why in booked.refused[:REFUSED_SHOWN]:
        grid.add_row("", f"{of[flight_id]}: {why}", style="red")
    grid.add_row("seconds", " · ".join(f"{name} {seconds:.1f}" for name, seconds in steps.took.items()))
    Console(markup=False, highlight=False).print(grid)
