"""Flights from a file.

Two forms are read. A JSON list of flights, `{"id": …, "volumes": [Volume4D, …]}`, with volumes as ASTM F3548-21 writes them.
And a GeoJSON FeatureCollection (RFC 7946) of polygons, multipolygons and points, a volume each, with the properties
`flight` (features of one flight share it), `altitude_lower`, `altitude_upper`, `time_start`, `time_end`, and for a point
`radius_m`. Beyond the standard, a height may have `reference` "FL" (`units` "FL", hundreds of feet) or "AMSL" (with `qnh_hpa`
where known) and `units` "FT"; a GeoJSON time may be the text alone.

Errors name flight, volume and vertex, counted from 0 as JSON does.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, NamedTuple, TypeVar, assert_never

import msgspec
from msgspec import Raw, Struct

from tansiq.airspace import heights, outlines
from tansiq.airspace.sweep import Item
from tansiq.core.units import MM, NDEG, Span
from tansiq.core.volumes import Circle, Limit, Outline, Polygon, Reference, Volume
from tansiq.gateways.rfc3339 import parse_us

FAULTS_SHOWN: Final = 20
ALT_MIN_M: Final = -8_000.0  # F3548-21 OpenAPI, Altitude.value
ALT_MAX_M: Final = 100_000.0
FLIGHT_LEVEL_M: Final = 100 * heights.FOOT_M

_METRES: Final = {"M": 1.0, "FT": heights.FOOT_M, "FL": FLIGHT_LEVEL_M}

T = TypeVar("T")


class BadFile(Exception):
    """The file cannot be read as flights. The text has a line for each fault, with its place and cure."""


def read(text: bytes) -> list[Item]:
    """Return the flights of a file in either form. Raises BadFile, which names every fault (up to 20)."""
    faults: list[str] = []
    try:
        whole = msgspec.json.decode(text, type=list[Raw] | _FeatureCollection)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFile(f"This is neither a JSON list of flights nor a GeoJSON FeatureCollection: {error}.") from None
    items = _features(whole.features, faults) if isinstance(whole, _FeatureCollection) else _flights(whole, faults)
    if faults:
        rest = len(faults) - FAULTS_SHOWN
        more = [f"... and {rest} more."] if rest > 0 else []
        raise BadFile("\n".join(faults[:FAULTS_SHOWN] + more))
    return items


# --- the forms ------------------------------------------------------------------------------------------


class _Time(Struct):
    value: str
    format: Literal["RFC3339"] = "RFC3339"


class _Height(Struct):
    value: float
    reference: Reference = Reference.W84
    units: Literal["M", "FT", "FL"] = "M"
    qnh_hpa: float | None = None


class _Point(Struct):
    lat: float
    lng: float


class _Radius(Struct):
    value: float
    units: Literal["M"] = "M"


class _Circle(Struct):
    center: _Point
    radius: _Radius


class _Polygon(Struct):
    vertices: list[_Point]


class _Volume3D(Struct):
    altitude_lower: _Height
    altitude_upper: _Height
    outline_circle: _Circle | None = None
    outline_polygon: _Polygon | None = None


class _Volume4D(Struct):
    volume: _Volume3D
    time_start: _Time
    time_end: _Time


class _Flight(Struct):
    id: str
    volumes: list[_Volume4D]


class _PolygonGeometry(Struct, tag="Polygon"):
    coordinates: list[list[list[float]]]


class _MultiPolygonGeometry(Struct, tag="MultiPolygon"):
    coordinates: list[list[list[list[float]]]]


class _PointGeometry(Struct, tag="Point"):
    coordinates: list[float]


class _Properties(Struct):
    flight: str
    altitude_lower: _Height
    altitude_upper: _Height
    time_start: _Time | str
    time_end: _Time | str
    radius_m: float | None = None


class _Feature(Struct, tag="Feature"):
    geometry: _PolygonGeometry | _MultiPolygonGeometry | _PointGeometry
    properties: _Properties


class _FeatureCollection(Struct):
    type: Literal["FeatureCollection"]
    features: list[Raw]


# --- reading ----------------------------------------------------------------------------------------------------------


class _Fault(Exception):
    """A fault of one volume; the caller adds the place."""


def _flights(whole: list[Raw], faults: list[str]) -> list[Item]:
    items: list[Item] = []
    seen: dict[str, int] = {}
    for n, raw in enumerate(whole):
        flight = _decoded(raw, _Flight, f"flight {n}", faults)
        if flight is None:
            continue
        if seen.setdefault(flight.id, n) != n:
            faults.append(f"flight {n}: flight {seen[flight.id]} has the id {flight.id!r} already; ids must differ.")
        where = f"flight {n} ({flight.id}), volume "
        volumes = _collected(((f"{where}{i}", lambda v=v: _volume_of(v)) for i, v in enumerate(flight.volumes)), faults)
        items.append(Item(flight.id, volumes))
    return items


def _features(features: list[Raw], faults: list[str]) -> list[Item]:
    volumes: dict[str, list[Volume]] = {}
    for n, raw in enumerate(features):
        feature = _decoded(raw, _Feature, f"feature {n}", faults)
        if feature is None:
            continue
        found = _collected(_volumes_of(feature, f"feature {n} ({feature.properties.flight})"), faults)
        volumes.setdefault(feature.properties.flight, []).extend(found)
    return [Item(flight, tuple(found)) for flight, found in volumes.items()]


def _volumes_of(feature: _Feature, where: str) -> Iterator[tuple[str, Callable[[], Volume]]]:
    limits = _limits(feature.properties)
    for part, outline in _outlines_of(feature):
        yield where + part, lambda outline=outline: _volume(outline(), *limits)


def _decoded(raw: Raw, form: type[T], where: str, faults: list[str]) -> T | None:
    try:
        return msgspec.json.decode(raw, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        faults.append(f"{where}: {error}.")
        return None


def _collected(parts: Iterable[tuple[str, Callable[[], Volume]]], faults: list[str]) -> tuple[Volume, ...]:
    volumes: list[Volume] = []
    for where, make in parts:
        try:
            volumes.append(make())
        except _Fault as fault:
            faults.append(f"{where}: {fault}")
    return tuple(volumes)


class _Limits(NamedTuple):
    floor: _Height
    ceiling: _Height
    start: str
    end: str


def _limits(properties: _Properties) -> _Limits:
    start, end = properties.time_start, properties.time_end
    return _Limits(
        properties.altitude_lower,
        properties.altitude_upper,
        start if isinstance(start, str) else start.value,
        end if isinstance(end, str) else end.value,
    )


def _volume_of(asked: _Volume4D) -> Volume:
    space = asked.volume
    limits = _Limits(space.altitude_lower, space.altitude_upper, asked.time_start.value, asked.time_end.value)
    circle, polygon = space.outline_circle, space.outline_polygon
    if circle and not polygon:
        return _volume(_circle(circle.center.lat, circle.center.lng, circle.radius.value), *limits)
    if polygon and not circle:
        return _volume(_ring([(p.lat, p.lng) for p in polygon.vertices]), *limits)
    raise _Fault("It needs outline_circle or outline_polygon, one of them.")


def _volume(outline: Outline, floor: _Height, ceiling: _Height, start: str, end: str) -> Volume:
    fault = outlines.fault(outline)
    if fault:
        raise _Fault(fault.sentence)
    low, high = _limit(floor, "altitude_lower"), _limit(ceiling, "altitude_upper")
    if (low.reference, low.qnh_pa) == (high.reference, high.qnh_pa) and low.alt_mm > high.alt_mm:
        raise _Fault(f"altitude_lower {floor.value:g} lies above altitude_upper {ceiling.value:g}; exchange them.")
    time_us = Span(_time(start, "time_start"), _time(end, "time_end"))
    if time_us.lo > time_us.hi:
        raise _Fault(f"time_start {start} is after time_end {end}; exchange them.")
    boxes = outlines.boxes(outline)
    band = heights.band(low, high, boxes)
    if band.lo > band.hi:
        raise _Fault("altitude_lower lies above altitude_upper, whatever the air; exchange them.")
    if low.reference is high.reference is Reference.W84:
        return Volume(outline, boxes, band, time_us)
    return Volume(outline, boxes, band, time_us, low, high)


def _circle(lat: float, lng: float, radius_m: float) -> Circle:
    return Circle(_ndeg(lat), _ndeg(lng), round(_bounded(radius_m) * MM))


def _ring(points: list[tuple[float, float]]) -> Polygon:
    return Polygon(outlines.ring([(_ndeg(lat), _ndeg(lng)) for lat, lng in points]))


def _ndeg(degrees: float) -> int:
    return round(_bounded(degrees) * NDEG)


def _bounded(value: float) -> float:
    if not abs(value) < 1e9:  # what is larger would not fit the packed integers
        raise _Fault(f"{value:g} is no coordinate or radius.")
    return value


def _limit(height: _Height, where: str) -> Limit:
    if (height.reference is Reference.FL) != (height.units == "FL"):
        raise _Fault(f'{where}: reference "FL" and units "FL" (hundreds of feet) go together.')
    metres = height.value * _METRES[height.units]
    if not ALT_MIN_M <= metres <= ALT_MAX_M:
        raise _Fault(f"{where}: {height.value:g} lies outside {ALT_MIN_M:g}..{ALT_MAX_M:g} m.")
    if height.qnh_hpa is None:
        return Limit(round(metres * MM), height.reference)
    if height.reference is not Reference.AMSL or not 850 <= height.qnh_hpa <= 1_100:
        raise _Fault(f"{where}: qnh_hpa {height.qnh_hpa:g} goes with reference AMSL, and lies between 850 and 1100.")
    return Limit(round(metres * MM), height.reference, round(height.qnh_hpa * 100))


def _time(text: str, where: str) -> int:
    try:
        return parse_us(text)
    except ValueError as error:
        raise _Fault(f"{where}: {error}") from None


def _outlines_of(feature: _Feature) -> Iterator[tuple[str, Callable[[], Outline]]]:
    geometry, radius_m = feature.geometry, feature.properties.radius_m
    match geometry:
        case _PointGeometry():
            yield "", lambda: _circle_at(geometry.coordinates, radius_m)
        case _PolygonGeometry():
            yield "", lambda: _exterior(geometry.coordinates)
        case _MultiPolygonGeometry():
            for i, rings in enumerate(geometry.coordinates):
                yield f", polygon {i}", lambda rings=rings: _exterior(rings)
        case _:
            assert_never(geometry)


def _circle_at(coordinates: list[float], radius_m: float | None) -> Circle:
    if radius_m is None or len(coordinates) < 2:
        raise _Fault("A point needs two coordinates and the property radius_m.")
    return _circle(coordinates[1], coordinates[0], radius_m)


def _exterior(rings: list[list[list[float]]]) -> Polygon:
    """RFC 7946, 3.1.6: the first ring is the outline, closed by its first position; further rings are holes."""
    if len(rings) != 1:
        raise _Fault(f"The polygon has {len(rings)} rings; it must have one. Leave out holes: a volume has none.")
    ring = rings[0]
    for i, position in enumerate(ring):
        if len(position) < 2:
            raise _Fault(f"Vertex {i} has {len(position)} coordinates; a position has longitude and latitude.")
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring = ring[:-1]
    return _ring([(position[1], position[0]) for position in ring])
