"""In what two rooms may differ while one party, the viewer, is shown the same of both."""

from typing import Any

import msgspec

from tansiq.airspace.snapped import MANNED, SMALL_UNMANNED, snapped
from tansiq.core.room import PlanLevel
from tansiq.core.state import State
from tansiq.core.units import MINUTE_US, MM, NDEG
from tansiq.core.volumes import Extent
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.sky import Sky as AirAsKnown
from tansiq.gateways.room.sky import air_of, later_us
from tansiq.gateways.room.volumes import volumes

CONFLICT, EXISTENCE = PlanLevel.CONFLICT, PlanLevel.EXISTENCE
RESERVATION, IDENTITY = PlanLevel.RESERVATION, PlanLevel.IDENTITY
# South-west corner and height in metres of skies of 0.2 degrees and 900 m.
HERE = (12.0, 45.0, 3_000)  # where the viewer flies
ABOVE = (12.0, 45.0, 6_000)  # over it, where it never flies, but a safety floor reaches it
AWAY = (15.0, 45.0, 3_000)  # 330 km north, where none does
FARTHER = (16.0, 45.0, 3_000)
Sky = tuple[float, float, int]
SKY_NDEG = NDEG // 5

# What differs -> in words. A kind that stands in AWAITED as well is not made.
KINDS = {
    "outline": "a sealed flight has another outline in the same cells",
    "heights": "a sealed flight has other heights, on another reference, in the same band",
    "times": "a sealed flight has other times in the same window",
    "owner": "a sealed flight is another party's",
    "names": "a flight has another callsign, type, frequency, remark where they are not released",
    "contact": "a flight has another contact where that is not released",
    "withheld": "a flight has another code that its owner holds back from all",
    "real id": "a flight at level conflict has another id",
    "real version": "a sealed flight has another OVN",
    "secret": "a flight that was never sealed has another secret",
    "more elsewhere": "a flight at level conflict goes on where the viewer does not fly",
    "goes on": "a flight at level conflict goes on to the east, where the viewer's sky ends",
    "twice": "a flight at level conflict has one volume twice",
    "only in one": "a flight at level conflict is there in one room, where the viewer does not fly",
    "elsewhere": "a flight at level conflict is in another place, where the viewer does not fly",
    "how it was released": "a level comes from a grant in one room, from what holds without one in the other",
    "released to others": "a flight is released to other parties otherwise",
    "presets for others": "a party has other presets for other parties",
    "presets beside danger": "the same, while a flight of that party is in danger near the viewer",
    "written again": "a sealed flight is written again as it was, in one room",
    "written while spoken of": "the same, of one that the viewer and its owner have an agreement about",
    "ended in one": "a flight that the viewer never met ends in one room",
    "expired in one": "a flight that the viewer never met is past its time, and freed in one room",
    "off its plan": "an occupied place far from the viewer is one that left its plan",
    "refused": "something that another asks is refused in one room, and not asked in the other",
    "agreed by others": "others propose, counter, decline, withdraw in one room",
    "moved by others": "others agree, and a flight that the viewer never met moves, in one room",
    "erased": "words that the viewer is not released are erased in one room",
    "zone words": "a zone at level existence has another issuer's name, contact and words",
    "zone owner": "a zone at level existence is another party's",
    "zone written again": "a zone at level existence gets other words in one room",
    "people": "another party lets somebody in in one room",
    "watched by others": "another party subscribes where the viewer does not fly in one room",
    "marched by others": "a movement that the viewer is shown nothing of is there in one room",
    "movement's words": "a movement of which the viewer is shown the area has other words and vehicles",
    "movement's way": "a movement of which the viewer is shown the area goes the other way round, and has another width",
    "movement's owner": "a movement of which the viewer is shown the area is another party's",
    "movement's delay": "a movement of which the viewer is shown the area is late until another minute of an hour",
    "movement's person": "another person of its party tells of a movement",
    "movement's real version": "a movement of another party has another OVN",
    "movement released to others": "a movement is released to other parties otherwise",
    "re-checked in one": "owners are told to re-check reports of theirs in one room",
    "reported by others": "a place that the viewer is shown is reported by another, who does not show that, in one room",
    "waits at others": "a release of another party waits for its second person in one room",
    "other receivers": "a notice to the viewer goes to others as well in one room",
    "owner's person": "another person acts for the owner of a sealed flight whom the viewer told",
    "told by others": "others send each other notices, answer them, and write calls down, in one room",
    "who is on watch": "another person has the watch of another party",
    "watch notes": "another party's watch writes something down in one room, crosses it out, erases it",
    "hand-over": "another party's watch is handed over in one room: begun, ticked, withdrawn, accepted",
    "deputies": "another party's watch has a deputy in one room, who does nothing more",
    # The register
    "place within its cell": "a report at ask or area has another position, name and condition in the same cell",
    "who saw a place": "a report below level reports has another source, time and remarks",
    "what may only be asked about": "a report at ask is of another kind, and notified",
    "reporter": "a report at ask is another party's",
    "real id of a report": "a report at ask has another id",
    "report in one": "a report at ask is there in one room, where the viewer does not ask",
    "places released to others": "a report is released to other parties otherwise",
    "place presets for others": "a party releases its reports to others otherwise",
    "withdrawn in one": "a report that the viewer never met is withdrawn in one room",
    "report words erased": "words of a report that the viewer is not released are erased in one room",
    "tied in one": "two reports, one of which the viewer is not shown, are tied in one room",
    "question of others": "others ask where the viewer has reported nothing, in one room",
    # What the viewer asks to find out, and looks at.
    "books under a real id": "the viewer books under the real id of a flight that it is not shown",
    "agrees with a sealed one": "the viewer is asked by the owner of a sealed flight, and answers",
    "others' counts": "the viewer looks how often others, whose subscriptions it is to tell, were told before",
}

# Known to show, and why: not made until it does not. Delete an entry to have its kind tested.
AWAITED = {
    "books under a real id": "ids are one space: booking under a real id that was learned otherwise is refused",
    "others' counts": "the standard has the notifier pass on another's notification_index, which counts all it was told",
}


class Leak(AssertionError):
    """The viewer was answered otherwise in one of the rooms."""

    def __init__(self, step: int, door: str, first: Any, second: Any) -> None:
        super().__init__(f"step {step}, {door}\n{difference(first, second)}")
        self.step = step
        self.door = door


class Parted(Exception):
    """What another did was taken in one room and refused in the other: from here on they are two different worlds."""


def difference(first: Any, second: Any) -> str:
    """Where two answers part, with a little around it."""
    one, two = str(first), str(second)
    at = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    begin = max(0, at - 160)
    return f"  first room:  …{one[begin : at + 240]}\n  second room: …{two[begin : at + 240]}"


class Block(msgspec.Struct, frozen=True):
    """Cells, bands and windows that a volume fills: (first, how many) of each."""

    origin: Sky
    lat: tuple[int, int]
    lon: tuple[int, int]
    alt: tuple[int, int]
    time: tuple[int, int]
    is_manned: bool

    @property
    def is_at_edge(self) -> bool:
        """Whether it reaches the east of its sky."""
        return sum(self.lon) * self.steps.cell_ndeg == SKY_NDEG

    def going_on(self) -> "Block":
        """The block that goes on to the east."""
        return msgspec.structs.replace(self, lon=(self.lon[0], self.lon[1] + 2))

    @property
    def end_us(self) -> int:
        return sum(self.time) * self.steps.window_us

    @property
    def begin_us(self) -> int:
        return self.time[0] * self.steps.window_us

    @property
    def steps(self) -> Any:
        return MANNED if self.is_manned else SMALL_UNMANNED

    def volume(self, outline: Any, heights: Any, times: Any, now_us: int | None = None) -> dict[str, Any]:
        """A volume of which this is the snapped view. outline, heights, times: chance. now_us: a moment that it holds."""
        cell = self.steps.cell_ndeg / NDEG
        south, north = inner(outline, self.origin[0] + self.lat[0] * cell, self.lat[1], cell)
        west, east = inner(outline, self.origin[1] + self.lon[0] * cell, self.lon[1], cell)
        cut = outline.uniform(0.02, 0.08) * cell  # a corner is cut off, within its cell
        corners = [(south, west), (south, east), (north, east), (north, west + cut), (north - cut, west)]
        band = self.steps.band_mm / MM
        floor, ceiling = inner(heights, self.alt[0] * band, self.alt[1], band)
        begin, end = inner(times, self.begin_us, self.time[1], self.steps.window_us)
        if now_us is not None and self.begin_us <= now_us <= self.end_us:
            begin, end = min(begin, now_us - 1), max(end, now_us + 1)
            begin, end = max(begin, self.begin_us), min(end, self.end_us)
        return {
            "polygon": [{"lat": round(lat, 6), "lon": round(lon, 6)} for lat, lon in corners],
            "floor": {"reference": "W84", "value": round(floor, 1), "units": "M"},
            "ceiling": {"reference": "W84", "value": round(ceiling, 1), "units": "M"},
            "start": format_us(round(begin)),
            "end": format_us(round(end)),
        }


def inner(rng: Any, begin: float, cells: int, size: float) -> tuple[float, float]:
    """Two places within the first and the last of some cells, not near their edges."""
    low, high = rng.uniform(0.1, 0.45), rng.uniform(0.1, 0.45)
    return begin + low * size, begin + (cells - high) * size


def block(rng: Any, origin: Sky, now_us: int, *, is_manned: bool, is_long: bool) -> Block:
    """Any block in a sky. is_long: it lasts beyond every story."""
    steps = MANNED if is_manned else SMALL_UNMANNED
    cells = SKY_NDEG // steps.cell_ndeg
    bands = 900_000 // steps.band_mm
    lat, lon, alt = rng.randrange(cells - 1), rng.randrange(cells - 1), rng.randrange(bands)
    many = (1, 2) if is_manned else (1, 2, 4, 6)
    first = now_us // steps.window_us + rng.choice([-1, 0, 0, 0, 1])
    last = (now_us + (rng.choice([5, 6]) * 60 if is_long else rng.choice([12, 20, 35])) * MINUTE_US) // steps.window_us
    return Block(
        origin,
        (lat, min(rng.choice(many), cells - lat)),
        (lon, min(rng.choice(many), cells - lon)),
        (origin[2] * MM // steps.band_mm + alt, min(rng.choice((1, 2, 3)), bands - alt)),
        (first, max(1, last - first + 1)),
        is_manned,
    )


def view_of(state: State, volume: dict[str, Any], is_manned: bool) -> Extent:
    """The snapped view of a volume, as the door makes it."""
    known = AirAsKnown(air_of(state), later_us(state.charter))
    (held,) = volumes([msgspec.convert(volume, wire.VolumeBody)], "$", state.charter, known)
    return snapped(held, MANNED if is_manned else SMALL_UNMANNED)


def on_another_reference(state: State, volume: dict[str, Any], view: Extent, is_manned: bool) -> dict[str, Any]:
    """The same volume with limits in flight levels, where there are any within the same band."""
    for spare in (20, 10, 5, 0):
        low = (view.alt_mm.lo / MM + spare) / 30.48
        levels = {
            "floor": {"reference": "FL", "value": round(low + spare / 2)},
            "ceiling": {"reference": "FL", "value": round(view.alt_mm.hi / MM / 30.48 - spare / 2)},
        }
        if levels["floor"]["value"] < levels["ceiling"]["value"] and view_of(state, volume | levels, is_manned) == view:
            return volume | levels
    return volume
