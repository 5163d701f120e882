"""The overlaps as GeoJSON (RFC 7946): a polygon each, the ground that the pair of volumes shares which overlaps longest."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from tansiq.core.units import US
from tansiq.demo import words
from tansiq.demo.findings import Finding
from tansiq.demo.ways import WaysOut
from tansiq.gateways.rfc3339 import format_us


def geojson(findings: Sequence[Finding], ways: Mapping[int, WaysOut], recorded_s: float) -> bytes:
    """Return all findings. ways: by rank, where they were looked for. recorded_s: when the recording begins."""
    document = {
        "type": "FeatureCollection",
        "description": f"{words.STATEMENT} Parties and callsigns are fictional.",
        "recorded_day": words.day(recorded_s),
        "features": [_feature(finding, ways.get(finding.rank)) for finding in findings],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def _feature(finding: Finding, ways: WaysOut | None) -> dict[str, Any]:
    worst, conflict = finding.worst, finding.conflict
    ring = [[round(lon, 6), round(lat, 6)] for lat, lon in finding.ground.ring]
    properties: dict[str, Any] = {
        "rank": finding.rank,
        "first": finding.first.name,
        "first_party": finding.first.party.name,
        "second": finding.second.name,
        "second_party": finding.second.party.name,
        "from": format_us(conflict.time_us.lo),
        "to": format_us(conflict.time_us.hi),
        "duration_s": conflict.duration_us / US,
        "overlaps": len(conflict.overlaps),
        "shared_km3_min": round(finding.shared, 1),
        "altitude_lower_fl": round(words.flight_level(worst.alt_mm.lo), 2),
        "altitude_upper_fl": round(words.flight_level(worst.alt_mm.hi), 2),
        "note": words.STATEMENT,
    }
    if ways is not None:
        properties["offers_to_second"] = [words.offer(made) for made in ways.offers]
    return {
        "type": "Feature",
        "id": finding.rank,
        "geometry": {"type": "Polygon", "coordinates": [[*ring, *ring[:1]]]} if ring else None,
        "properties": properties,
    }
