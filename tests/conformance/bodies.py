"""JSON as a USS writes it: places, windows, and the bodies of the standard's requests."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

Json = dict[str, Any]
NO_SUBSCRIPTION = "00000000-0000-4000-8000-000000000000"
HIDDEN = ("Available from USS", "")  # what the suites take for a hidden OVN; ours is the first


def sentences(rows: Sequence[tuple[Any, ...]]) -> list[str]:
    """The names of a table's rows: the last cell says why."""
    return [row[-1] for row in rows]


def new_id() -> str:
    return str(uuid.uuid4())


def at(minutes: float) -> str:
    """The time so many minutes from now, to the microsecond."""
    return (datetime.now(UTC) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def time(value: str | float) -> Json:
    return {"value": value if isinstance(value, str) else at(value), "format": "RFC3339"}


def instant(shown: Json) -> datetime:
    """The time that an answer shows."""
    return datetime.fromisoformat(shown["value"])


def height(metres: float, **changed: Any) -> Json:
    return {"value": metres, "reference": "W84", "units": "M", **changed}


def circle(lat: float, lng: float, radius_m: float) -> Json:
    return {"outline_circle": {"center": {"lat": lat, "lng": lng}, "radius": {"value": radius_m, "units": "M"}}}


def polygon(*vertices: tuple[float, float]) -> Json:
    return {"outline_polygon": {"vertices": [{"lat": lat, "lng": lng} for lat, lng in vertices]}}


class Place(NamedTuple):
    """Somewhere no other test goes: 20 km from the next."""

    lat: float
    lng: float

    def outline(self, radius_m: float = 500) -> Json:
        return circle(self.lat, self.lng, radius_m)

    def east(self, degrees: float) -> "Place":
        return Place(self.lat, self.lng + degrees)


def volume(
    outline: Json | Place,
    start: str | float | None = 10,
    end: str | float | None = 70,
    low: float | None = 0,
    high: float | None = 120,
) -> Json:
    """A Volume4D: a round hour from ten minutes on, near the ground, unless said otherwise. None leaves a limit open."""
    shape = dict(outline.outline() if isinstance(outline, Place) else outline)
    if low is not None:
        shape["altitude_lower"] = height(low)
    if high is not None:
        shape["altitude_upper"] = height(high)
    made: Json = {"volume": shape}
    if start is not None:
        made["time_start"] = time(start)
    if end is not None:
        made["time_end"] = time(end)
    return made


def area(outline: Json | Place, start: str | float | None = None, end: str | float | None = None) -> Json:
    """An area of interest: all heights, and all times unless said otherwise."""
    return volume(outline, start, end, None, None)


def intent(*extents: Json, key: tuple[str, ...] = (), state: str = "Accepted", **more: Any) -> Json:
    body = {"extents": list(extents), "key": list(key), "state": state, "uss_base_url": "https://uss.example/f3548"}
    return body | more


def implicit(url: str = "https://uss.example/f3548", *, constraints: bool | None = None) -> Json:
    """Parameters of an implicit subscription."""
    flag = {} if constraints is None else {"notify_for_constraints": constraints}
    return {"uss_base_url": url, **flag}


def constraint(*extents: Json, **more: Any) -> Json:
    return {"extents": list(extents), "uss_base_url": "https://authority.example/f3548", **more}


def subscription(extent: Json, *, intents: bool | None = True, constraints: bool | None = None, **more: Any) -> Json:
    body = {"extents": extent, "uss_base_url": "https://uss.example/f3548", **more}
    if intents is not None:
        body["notify_for_operational_intents"] = intents
    if constraints is not None:
        body["notify_for_constraints"] = constraints
    return body
