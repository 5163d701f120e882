"""Which flights one's own would meet, and ways out. Computed from the asker's world alone: sealed flights count with the
cells, band and window that are shown of them, so that what is offered is safe and nothing more can be read off it.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.airspace import exact, offers
from tansiq.airspace.air import Air, merged
from tansiq.airspace.exact import Buffers, Overlap
from tansiq.airspace.heights import Atmosphere, band_of
from tansiq.airspace.joined import joined
from tansiq.airspace.outlines import boxes, ring, widened
from tansiq.airspace.snapped import meets_boxes
from tansiq.core.model import Intent
from tansiq.core.release import Asked, View
from tansiq.core.room import Charter
from tansiq.core.units import MM, NDEG, US, Span
from tansiq.core.volumes import Box, Extent, Polygon, Reference, Volume, boxes_meet
from tansiq.gateways.room.sky import later_us

OFFERS_MAX: Final = 4
NEAR: Final = offers.Bounds()  # an hour, 3,000 ft in steps of 100, 10 km
FAR: Final = offers.Bounds(  # what a watch would still ask for; in a dense sky it takes three times as long to look
    delay_max_s=3 * 3_600, shift_max_m=3_048.0, step_m=152.4, aside_max_m=30_000.0, aside_step_m=500.0
)
_EDGE_NDEG: Final = NDEG // 4  # of a box's parallel, drawn as shortest paths: these leave it by at most 7 m


class Found(Struct, frozen=True):
    """A flight that the asker's would meet, and where."""

    intent: Intent
    overlaps: tuple[Overlap, ...]


def neighbours(view: View, asked: Asked, charter: Charter) -> list[Intent]:
    """Return all flights in the asker's world that the asked one may conflict with, buffers included."""
    most = widest(charter)
    around = tuple(_around(volume, most) for volume in asked.volumes)
    return [intent for intent in view.intents_near(around, asked) if intent.id != asked.id]


def conflicts(asked: Asked, is_manned: bool, others: Iterable[Intent], charter: Charter) -> list[Found]:
    """Return the true conflicts: positive overlap in plan, height and time after the charter's clearances."""
    found: list[Found] = []
    exactly: dict[Buffers, list[Intent]] = {}
    for other in others:
        buffers = buffers_of(charter, is_manned, other.flight is not None and other.flight.is_manned)
        if other.volumes:
            exactly.setdefault(buffers, []).append(other)
        else:
            assert other.flight is not None
            overlaps = _with_occupied(asked.volumes, other.flight.views, buffers)
            if overlaps:
                found.append(Found(other, tuple(overlaps)))
    for buffers, alike in exactly.items():
        found += _with_volumes(asked.volumes, alike, buffers)
    return sorted(found, key=lambda f: f.intent.id)


def _with_volumes(own: Sequence[Volume], others: Sequence[Intent], buffers: Buffers) -> list[Found]:
    """Return where volumes meet those of flights that are known exactly; all at once, as a call of the maths costs 1 ms."""
    volumes = [(at, n, v) for at, other in enumerate(others) for n, v in enumerate(_known_volumes(other))]
    overlaps: dict[int, list[Overlap]] = {}
    for overlap in exact.conflicts_with(own, [v for _, _, v in volumes], buffers):
        at, second, _ = volumes[overlap.second]
        overlaps.setdefault(at, []).append(msgspec.structs.replace(overlap, second=second))
    return [Found(others[at], tuple(places)) for at, places in overlaps.items()]


def ways_out(view: View, asked: Asked, is_manned: bool, charter: Charter, air: Air) -> list[offers.Offer]:
    """Return up to four least changes that leave no conflict, each compared again with what is around it then.

    They keep the widest of the charter's clearances. Farther away is looked only for the kinds that are not free near by,
    where time or height alone is no way out there.
    """
    found = _within(view, asked, is_manned, charter, air, NEAR)
    kinds = {offer.kind for offer in found}
    if not kinds >= {offers.Kind.DELAY, offers.Kind.HEIGHT}:
        found += [o for o in _within(view, asked, is_manned, charter, air, FAR) if o.kind not in kinds]
    return found[:OFFERS_MAX]


def _within(
    view: View, asked: Asked, is_manned: bool, charter: Charter, air: Air, bounds: offers.Bounds
) -> list[offers.Offer]:
    """Return the changes within bounds that leave no conflict.

    What is known of the air is taken for all of them together, so that an offer is free by the bands that it is booked with,
    which are no wider.
    """
    buffers = widest(charter)
    own, bounds, atmosphere = _movable(asked.volumes, air, later_us(charter), bounds)
    around = view.surroundings(joined(offers.within_reach(volume, buffers, bounds) for volume in own))
    met = {other.id: other for other in around.met_by(asked)}
    known = [(other.id, volume) for other in met.values() for volume in as_volumes(other)]

    def near(extent: Extent) -> list[tuple[str, Volume]]:
        lo, hi = extent.time_us.lo, extent.time_us.hi
        # All that `may_touch` asks but the heights, in which nearly all of them meet: 500 lie around a flight of ten legs.
        return [
            (i, v) for i, v in known if v.time_us.lo <= hi and v.time_us.hi >= lo and boxes_meet(extent.boxes, v.boxes)
        ]

    free: list[offers.Offer] = []
    for offer in offers.offers(own, near, buffers, bounds, atmosphere):
        changed = Asked(asked.id, offer.volumes)
        # What is shown exactly, and as before, was compared just now with clearances no less. A sealed flight may look
        # otherwise from there, and cells are met a metre sooner than the outlines that stand for them in the maths.
        others = [each for each in around.met_by(changed) if met.get(each.id) is not each or not each.volumes]
        if not conflicts(changed, is_manned, others, charter):
            free.append(offer)
    return free


def _movable(
    volumes: tuple[Volume, ...], air: Air, beyond_us: int, bounds: offers.Bounds
) -> tuple[tuple[Volume, ...], offers.Bounds, Atmosphere]:
    """Return volumes with bands that hold wherever an offer may put them, how far that may be, and the air that they hold in.

    Beside the flight the ground is another one, and the air may be: then it is not shifted aside. Nor is it put below the
    zero of its own heights: the ground, the sea, the standard pressure at sea level.
    """
    most_us = beyond_us + bounds.delay_max_s * US
    here = merged([air.of(v, later_us=most_us) for v in volumes])
    beside = merged([air.of(v, later_us=most_us, aside_m=bounds.aside_max_m) for v in volumes])
    limits = [limit for v in volumes for limit in (v.floor, v.ceiling) if limit is not None]
    if beside != here or any(limit.reference is Reference.AGL for limit in limits):
        bounds = msgspec.structs.replace(bounds, aside_max_m=0.0)
    if limits:
        bounds = msgspec.structs.replace(bounds, down_max_m=max(0.0, min(limit.alt_mm for limit in limits) / MM))
    own = tuple(msgspec.structs.replace(v, alt_mm=band_of(v, here)) if v.depends_on_air else v for v in volumes)
    return own, bounds, here


def buffers_of(charter: Charter, a_is_manned: bool, b_is_manned: bool) -> Buffers:
    """Return the clearance between two flights as the maths wants it."""
    held = charter.clearance(a_is_manned, b_is_manned)
    return Buffers(held.lateral_mm / MM, held.vertical_mm / MM, held.time_us / US)


def widest(charter: Charter) -> Buffers:
    """Return buffers that hold each of the charter's clearances."""
    all_of_them = (charter.manned, charter.mixed, charter.unmanned)
    return Buffers(
        max(c.lateral_mm for c in all_of_them) / MM,
        max(c.vertical_mm for c in all_of_them) / MM,
        max(c.time_us for c in all_of_them) / US,
    )


def _around(volume: Volume, buffers: Buffers) -> Extent:
    return Extent(
        widened(volume.boxes, buffers.lateral_m),
        Span(volume.alt_mm.lo - buffers.vertical_mm, volume.alt_mm.hi + buffers.vertical_mm),
        Span(volume.time_us.lo - buffers.time_us, volume.time_us.hi + buffers.time_us),
    )


def _with_occupied(own: Sequence[Volume], views: Sequence[Extent], buffers: Buffers) -> list[Overlap]:
    """Return where volumes meet the snapped views of another flight; the place is the middle of a cell that they share."""
    found: list[Overlap] = []
    time_us, vertical_mm = buffers.time_us, buffers.vertical_mm
    for i, volume in enumerate(own):
        for j, view in enumerate(views):
            if not (
                exact.crosses(volume.time_us, view.time_us, time_us)
                and exact.crosses(volume.alt_mm, view.alt_mm, vertical_mm)
            ):
                continue
            around = widened(volume.boxes, buffers.lateral_m)
            shared = tuple(box for box in view.boxes if boxes_meet((box,), around))
            if shared and meets_boxes(volume.outline, shared, buffers.lateral_m):
                lat, lon = _middle(shared[0], around)
                found.append(
                    Overlap(
                        i,
                        j,
                        lat,
                        lon,
                        _common(volume.alt_mm, view.alt_mm),
                        Reference.W84,
                        0,
                        _common(volume.time_us, view.time_us),
                    )
                )
    return found


def as_volumes(intent: Intent) -> list[Volume]:
    """Return an intent as volumes, an occupied place too: each of its boxes as a polygon that holds it."""
    if intent.volumes:
        return _known_volumes(intent)
    assert intent.flight is not None
    return [_of_box(box, view) for view in intent.flight.views for box in view.boxes]


def _known_volumes(intent: Intent) -> list[Volume]:
    return [*intent.volumes, *(intent.flight.off_nominal if intent.flight is not None else ())]


def _of_box(box: Box, view: Extent) -> Volume:
    """Return a box as a volume: its parallels bent outward a little, as edges of outlines are shortest paths."""
    south, north, west, east = box.lat_ndeg.lo, box.lat_ndeg.hi, box.lon_ndeg.lo, box.lon_ndeg.hi
    steps = max(1, math.ceil((east - west) / _EDGE_NDEG))
    lons = [west + (east - west) * n // steps for n in range(steps + 1)]
    margin = 60_000  # 7 m of latitude
    low, high = max(south - margin, -90 * NDEG), min(north + margin, 90 * NDEG)
    outline = Polygon(ring([(low, lon) for lon in lons] + [(high, lon) for lon in reversed(lons)]))
    return Volume(outline, boxes(outline), view.alt_mm, view.time_us)


def _middle(box: Box, around: tuple[Box, ...]) -> tuple[int, int]:
    for other in around:
        if boxes_meet((box,), (other,)):
            lat, lon = _common(box.lat_ndeg, other.lat_ndeg), _common(box.lon_ndeg, other.lon_ndeg)
            return (lat.lo + lat.hi) // 2, (lon.lo + lon.hi) // 2
    raise AssertionError("the boxes do not meet")


def _common(a: Span, b: Span) -> Span:
    lo, hi = max(a.lo, b.lo), min(a.hi, b.hi)
    return Span(min(lo, hi), max(lo, hi))
