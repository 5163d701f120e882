"""A report as one row: the names that tables, features and placemarks share, in exports and in imports."""

from typing import Any, Final

import msgspec
from msgspec import UNSET

from tansiq.gateways.room import wire

Cell = str | float | int | bool
LANDING: Final = "landing_"
OBSTACLE: Final = "obstacle_"
NAME: Final = "name_"
_PLAIN: Final = (
    "kind", "condition", "source", "observed", "valid_from", "valid_until", "remarks", "party", "level", "is_withdrawn",
    "is_expired", "is_notified", "onward", "made", "expires",
)  # fmt: skip


def flat(report: wire.ReportShown) -> dict[str, Cell]:
    """Return what a report says, without where its areas and outline are; what is empty is left out."""
    found: dict[str, Any] = {"id": report.id} | {name: getattr(report, name) for name in _PLAIN}
    if report.position is not None:
        found |= {"lat": report.position.lat, "lon": report.position.lon, "accuracy_m": report.accuracy_m}
    if report.notified is not None:
        found |= {"radius_m": report.notified.radius_m, "height_m": report.notified.height_m}
    found |= {NAME + tag: name for tag, name in report.names.items()}
    if report.landing is not None:
        found |= {LANDING + name: value for name, value in msgspec.structs.asdict(report.landing).items()}
    if report.obstacle is not None:
        found |= {OBSTACLE + name: value for name, value in msgspec.structs.asdict(report.obstacle).items()}
        far = found.pop(OBSTACLE + "far_end")
        if far is not None:
            found |= {OBSTACLE + "far_lat": far.lat, OBSTACLE + "far_lon": far.lon}
    found["disputes"] = list(report.disputes)
    if report.links:
        found["links"] = msgspec.json.encode(report.links).decode()
    if isinstance(report.checks_blind, bool):
        found["checks_blind"] = report.checks_blind
    return {name: _cell(value) for name, value in found.items() if value not in (None, "", [], UNSET)}


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return "|".join(str(each) for each in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return value
