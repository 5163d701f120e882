"""All that the demo has to tell, once it is known: the printed tables and the page are made of it."""

from msgspec import Struct

from tansiq.airspace.heights import FOOT_M
from tansiq.airspace.offers import Kind, Offer
from tansiq.core.units import US
from tansiq.core.volumes import window
from tansiq.demo import words
from tansiq.demo.findings import Booked, Finding
from tansiq.demo.ways import BOUNDS, WaysOut
from tansiq.log.verify import Report


class Log(Struct, frozen=True):
    """How the day came into the log.

    found: it was there already. unseen: how often a key lacked what had just been booked, and was made anew.
    refused: ids of flights that could not be booked, and why.
    """

    entries: int
    found: bool
    unseen: int
    refused: list[tuple[str, str]]
    report: Report


class Story(Struct, frozen=True):
    """What was recorded, booked and found.

    recorded_s: when the recording begins. days: by how many the bookings lie later. rows, bad: of the file.
    ways: for the worst findings, by their rank. example: the one to spell out, None where nothing overlaps.
    took: seconds of each step, in order.
    """

    recorded_s: float
    days: int
    rows: int
    bad: int
    room: Booked
    findings: list[Finding]
    ways: dict[int, WaysOut]
    example: WaysOut | None
    log: Log
    took: dict[str, float]

    @property
    def parties(self) -> int:
        """How many parties fly."""
        return len({role.party.code for role in self.room.roles})

    @property
    def volumes(self) -> int:
        """How many volumes are booked."""
        return sum(len(volumes) for volumes in self.room.volumes.values())

    @property
    def moved(self) -> str:
        """On which day the flights are booked, and why."""
        recorded = words.day(self.recorded_s)
        if not self.days:
            return f"Recorded and booked for {recorded}."
        booked = words.day(self.recorded_s + 86_400 * self.days)
        return (
            f"Recorded on {recorded}, booked for {booked}: {self.days:,} days later, at the same times of the day, because "
            "what is over cannot be booked, and the log does not lie about when it was."
        )


def blocked(ways: WaysOut, room: Booked) -> str:
    """Say what overlaps in a finding."""
    finding = ways.finding
    first, second, span = finding.first, finding.second, room.windows[finding.second.id]
    return (
        f"{second.name} ({second.party.name}, {words.clock(span.lo)}-{words.clock(span.hi)}) and {first.name} "
        f"({first.party.name}) both booked {words.levels(finding.worst)} near {words.place(finding.worst)}, between "
        f"{words.clock(finding.conflict.time_us.lo, seconds=True)} and "
        f"{words.clock(finding.conflict.time_us.hi, seconds=True)}: {len(finding.conflict.overlaps)} pairs of volumes overlap, "
        f"for {words.lasting(finding.conflict.duration_us)} in all."
    )


def effect(made: Offer) -> str:
    """Say how a flight stands after an offer."""
    span = window(made.volumes)
    limits = [limit.alt_mm for v in made.volumes for limit in (v.floor, v.ceiling) if limit is not None]
    heights = f"FL{words.flight_level(min(limits)):03.0f}-{words.flight_level(max(limits)):03.0f}"
    path = "path moved aside as one piece" if made.kind is Kind.ASIDE else "same path"
    return f"then {words.clock(span.lo, seconds=True)}-{words.clock(span.hi, seconds=True)}, {heights}, {path}"


def blockers(made: Offer, shown: int = 4) -> str:
    """Say what stands in the way of any smaller change of the same kind."""
    ids = made.blocked_by
    rest = f" and {len(ids) - shown} more" if len(ids) > shown else ""
    return f"any less is blocked by {', '.join(ids[:shown])}{rest}"


def checked(ways: WaysOut, free: bool) -> str:
    """Say how comparing an offer again came out."""
    if free:
        return f"✓ overlaps none of the {ways.compared:,} flights of other aircraft"
    return "✗ overlaps another flight: do not use it"


def missing(ways: WaysOut) -> str:
    """Say which kinds of offers there are none of, and why; "" where there is one of each."""
    kinds = {made.kind for made in ways.offers}
    feet = f"{BOUNDS.shift_max_m / FOOT_M:,.0f} ft"
    why = {
        Kind.DELAY: f"no start up to {words.lasting(BOUNDS.delay_max_s * US)} later is free",
        Kind.HEIGHT: f"no height up to {feet} higher or lower is free",
        Kind.BOTH: "no delay and change of height together weigh less than one of them alone",
        Kind.ASIDE: f"no shift aside of up to {BOUNDS.aside_max_m / 1_000:g} km is free",
    }
    return "; ".join(sentence for kind, sentence in why.items() if kind not in kinds)
