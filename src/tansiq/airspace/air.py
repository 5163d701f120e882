"""What is known of the air where and when somebody flies: what is stated there, within what the charter takes any air to be.

A statement holds in its outline and its time. Its tolerances grow with the time since it was observed, counted to the moment of
the flight and not to now: a band, once derived, needs no looking after as time goes by.
"""

from functools import lru_cache
from typing import Final

import msgspec
import numpy as np
import shapely
from msgspec import Struct

from tansiq.airspace import frame, geodesy, heights, plan
from tansiq.airspace.heights import Atmosphere
from tansiq.airspace.outlines import widened
from tansiq.core.room import Pressure
from tansiq.core.units import HOUR_US, MM, Span
from tansiq.core.volumes import Box, Circle, Outline, Volume, meets

# An aerodrome reports each hour (ICAO Annex 3, 4.3.1). Beyond that a low may deepen: 24 hPa in 24 h are called explosive
# (Sanders and Gyakum, Monthly Weather Review 108, 1980), the fastest ones reach about 3 hPa an hour.
FRESH_US: Final = HOUR_US
QNH_GROWTH_PA: Final = 300  # an hour, from then on
ISA_GROWTH_MK: Final = (
    1_000  # an hour: the mean of a column follows day and night much less than the 10-20 K at the ground
)
_INWARD_M: Final = 1.0  # what is this near to the edge of an area counts as not within it


class Air(Struct, frozen=True):
    """What is known of all air. default: where nothing is stated. pressures: what is. position: `State.air`."""

    default: Atmosphere = heights.ANY_AIR
    pressures: tuple[Pressure, ...] = ()
    position: int = 0

    def at(
        self, outline: Outline, boxes: tuple[Box, ...], time_us: Span, *, later_us: int = 0, aside_m: float = 0.0
    ) -> Atmosphere:
        """Return what is known of the air in an outline for a time, and up to so much later, and so far aside.

        All statements that may hold somewhere in it count together. Where none holds in all of it, the default does, too. The
        answer for more is never narrower than that for a part of it.
        """
        until_us = time_us.hi + later_us
        around = widened(boxes, aside_m)
        near = [p for p in self.pressures if meets(p.time_us, Span(time_us.lo, until_us)) and _meet(p.boxes, around)]
        if not near:
            return self.default
        is_whole = any(
            p.time_us.lo <= time_us.lo and until_us <= p.time_us.hi and is_within(outline, p.outline, aside_m)
            for p in near
        )
        stated = [_stated(p, time_us.lo, until_us, self.default) for p in near]
        qnh, isa = _hull([q for q, _ in stated]), _hull([i for _, i in stated])
        settings = tuple((p.id, p.qnh_pa) for p in near if p.time_us.lo <= time_us.lo and until_us <= p.time_us.hi)
        if is_whole:
            return Atmosphere(qnh, isa, settings, qnh)
        wide = self.default
        return Atmosphere(_hull([qnh, wide.qnh_pa]), _hull([isa, wide.isa_deviation_mk]), settings, qnh)

    def of(self, volume: Volume, *, later_us: int = 0, aside_m: float = 0.0) -> Atmosphere:
        """Return what is known of the air in a volume, as `at` does."""
        return self.at(volume.outline, volume.boxes, volume.time_us, later_us=later_us, aside_m=aside_m)

    def banded(self, volume: Volume, *, later_us: int = 0) -> Volume:
        """Return a volume with its band derived for its time, and up to so much later."""
        if not volume.depends_on_air:
            return volume
        atmosphere = self.of(volume, later_us=later_us)
        return msgspec.structs.replace(volume, alt_mm=heights.band_of(volume, atmosphere))


def merged(atmospheres: list[Atmosphere]) -> Atmosphere:
    """Return what holds each of some atmospheres (at least one)."""
    stated = [a.stated_pa for a in atmospheres if a.stated_pa is not None]
    settings = [dict(a.settings_pa) for a in atmospheres]
    common = {k: v for k, v in settings[0].items() if all(each.get(k) == v for each in settings)}
    return Atmosphere(
        _hull([a.qnh_pa for a in atmospheres]),
        _hull([a.isa_deviation_mk for a in atmospheres]),
        tuple(sorted(common.items())),
        _hull(stated) if stated else None,
    )


def _stated(pressure: Pressure, from_us: int, until_us: int, default: Atmosphere) -> tuple[Span, Span]:
    """Return how far sea level pressure and ISA deviation may be off by then.

    What was stated with the tolerance it was stated with, grown by its age; never beyond what the charter takes any air to be.
    """
    age_us = max(until_us - pressure.observed_us, pressure.observed_us - from_us) - FRESH_US
    hours = -(-max(0, age_us) // HOUR_US)
    return (
        _grown(pressure.qnh_pa, pressure.qnh_tolerance_pa, hours * QNH_GROWTH_PA, default.qnh_pa),
        _grown(pressure.isa_mk, pressure.isa_tolerance_mk, hours * ISA_GROWTH_MK, default.isa_deviation_mk),
    )


def _grown(value: int, tolerance: int, growth: int, bounds: Span) -> Span:
    lo, hi = value - tolerance, value + tolerance
    return Span(max(lo - growth, min(lo, bounds.lo)), min(hi + growth, max(hi, bounds.hi)))


def _hull(spans: list[Span]) -> Span:
    return Span(min(s.lo for s in spans), max(s.hi for s in spans))


def _meet(some: tuple[Box, ...], others: tuple[Box, ...]) -> bool:
    return any(meets(p.lat_ndeg, q.lat_ndeg) and meets(p.lon_ndeg, q.lon_ndeg) for p in some for q in others)


@lru_cache(maxsize=4096)
def is_within(inner: Outline, outer: Outline, aside_m: float = 0.0) -> bool:
    """Return whether an outline, and everything within a distance of it, lies within another. Never wrongly true."""
    shapes = plan.shapes([inner, outer])
    points, area = shapes.normals[: shapes.size[0]], shapes.normals[shapes.size[0] :]
    reach_m = float(shapes.radius_m[0]) + aside_m
    if isinstance(outer, Circle):
        away = geodesy.distance_m(geodesy.on_ground_m(area), geodesy.on_ground_m(points))
        return bool(away.max() + reach_m < outer.radius_mm / MM - _INWARD_M)
    frames = frame.at(shapes.middle[1:2])
    if float((points @ frames.up[0]).min()) < 0.5:  # a third of the earth away
        return False
    ring = shapely.Polygon(frame.to_plane(frames, np.zeros(len(area), dtype=np.intp), area))
    flat = frame.to_plane(frames, np.zeros(len(points), dtype=np.intp), points)
    # Lengths on the plane: longer than on the ground away from its centre, so a reach there is taken longer, too.
    angle = float(np.hypot(flat[:, 0], flat[:, 1]).max() + reach_m) / frame.EARTH_M
    margin_m = (reach_m + _INWARD_M) * (1 + 2 * angle * angle + 0.02)
    shape = shapely.Point(flat[0]) if isinstance(inner, Circle) else shapely.Polygon(flat)
    return (
        ring.is_valid
        and shape.is_valid
        and bool(ring.contains(shape))
        and bool(ring.exterior.distance(shape) > margin_m)
    )
