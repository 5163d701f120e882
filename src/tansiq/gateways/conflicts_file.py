"""Conflicts of a file of flights, for `tansiq conflicts FILE`: as JSON, as GeoJSON, or as a table to read."""

import json
from pathlib import Path
from typing import Any, Final, Literal, assert_never

from tansiq.airspace.exact import Buffers, Overlap
from tansiq.airspace.sweep import Conflict, Item, conflicts
from tansiq.core.units import MM, NDEG, US
from tansiq.core.volumes import Reference
from tansiq.gateways.flights_file import FLIGHT_LEVEL_M, read
from tansiq.gateways.rfc3339 import format_us

Format = Literal["json", "geojson", "table"]

_BUFFERS_MOST: Final = {"lateral_m": 200_000.0, "vertical_m": 20_000.0, "time_s": 30 * 86_400.0}


def report(path: Path, fmt: Format, buffers: Buffers) -> str:
    """Return the conflicts among the flights of a file as JSON, as GeoJSON or as a table to read.

    Raises `flights_file.BadFile` where the file is not what it should be, OSError where it cannot be read, ValueError for
    a buffer that is negative or out of all proportion.
    """
    for name, most in _BUFFERS_MOST.items():
        value: float = getattr(buffers, name)
        if not 0 <= value <= most:
            raise ValueError(f"The buffer {name} is {value:g}; it must lie between 0 and {most:g}.")
    items = read(path.read_bytes())
    found = conflicts(items, buffers)
    match fmt:
        case "json":
            return as_json(items, found, buffers)
        case "geojson":
            return as_geojson(found)
        case "table":
            return as_table(items, found)
        case _:
            assert_never(fmt)


def as_json(items: list[Item], found: list[Conflict], buffers: Buffers) -> str:
    """Return conflicts as JSON: what was compared, and each conflict with all its overlaps."""
    document = {
        "flights": len(items),
        "volumes": sum(len(item.volumes) for item in items),
        "lateral_m": buffers.lateral_m,
        "vertical_m": buffers.vertical_m,
        "time_s": buffers.time_s,
        "conflicts": [
            {**_summary(c), "worst": c.worst, "overlaps": [_overlap(overlap) for overlap in c.overlaps]} for c in found
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def as_geojson(found: list[Conflict]) -> str:
    """Return conflicts as a FeatureCollection: for each the place of the overlap that lasts longest."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [worst.lon_ndeg / NDEG, worst.lat_ndeg / NDEG]},
            "properties": {**_summary(c), "overlaps": len(c.overlaps), **_heights_and_times(worst)},
        }
        for c in found
        for worst in (c.overlaps[c.worst],)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1, ensure_ascii=False) + "\n"


def as_table(items: list[Item], found: list[Conflict]) -> str:
    """Return conflicts as lines of text, heights and place of the overlap that lasts longest."""
    head = ("first", "second", "from", "to", "lasting", "heights", "place", "overlaps")
    rows = [head] + [
        (
            c.first,
            c.second,
            _short(c.time_us.lo),
            _short(c.time_us.hi),
            f"{c.duration_us / US:.0f} s",
            _band(worst),
            f"{worst.lat_ndeg / NDEG:.4f}, {worst.lon_ndeg / NDEG:.4f}",
            str(len(c.overlaps)),
        )
        for c in found
        for worst in (c.overlaps[c.worst],)
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    volumes = sum(len(item.volumes) for item in items)
    last = f"{len(found)} conflicts among {len(items)} flights ({volumes} volumes)."
    return "\n".join([*lines, last] if found else [last]) + "\n"


def _summary(c: Conflict) -> dict[str, Any]:
    return {
        "first": c.first,
        "second": c.second,
        "from": format_us(c.time_us.lo),
        "to": format_us(c.time_us.hi),
        "duration_s": c.duration_us / US,
    }


def _overlap(overlap: Overlap) -> dict[str, Any]:
    return {
        "first_volume": overlap.first,
        "second_volume": overlap.second,
        "lat": overlap.lat_ndeg / NDEG,
        "lng": overlap.lon_ndeg / NDEG,
        **_heights_and_times(overlap),
    }


def _heights_and_times(overlap: Overlap) -> dict[str, Any]:
    return {
        "altitude_lower": _height(overlap.alt_mm.lo, overlap),
        "altitude_upper": _height(overlap.alt_mm.hi, overlap),
        "time_start": format_us(overlap.time_us.lo),
        "time_end": format_us(overlap.time_us.hi),
    }


def _height(alt_mm: int, overlap: Overlap) -> dict[str, Any]:
    if overlap.reference is Reference.FL:
        return {"value": round(alt_mm / MM / FLIGHT_LEVEL_M, 3), "reference": "FL", "units": "FL"}
    found: dict[str, Any] = {"value": alt_mm / MM, "reference": overlap.reference.value, "units": "M"}
    return {**found, "qnh_hpa": overlap.qnh_pa / 100} if overlap.qnh_pa else found


def _band(overlap: Overlap) -> str:
    low, high = overlap.alt_mm.lo / MM, overlap.alt_mm.hi / MM
    if overlap.reference is Reference.FL:
        return f"FL{low / FLIGHT_LEVEL_M:03.0f}-{high / FLIGHT_LEVEL_M:03.0f}"
    return f"{low:.0f}-{high:.0f} m {overlap.reference}"


def _short(time_us: int) -> str:
    return format_us(time_us // US * US)
