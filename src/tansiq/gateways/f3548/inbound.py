"""From the standard's JSON to commands: wire units become integers, once, and what cannot be read is refused by its place."""

import base64
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from tansiq.airspace.outlines import EXTENT_MAX_M, area_km2, boxes, fault, ring
from tansiq.core.commands import (
    Attach,
    AvailabilityStatement,
    ConstraintReservation,
    IntentPrivate,
    IntentReservation,
    PutConstraint,
    PutIntent,
    PutSubscription,
    Replacement,
    SetAvailability,
    Subscribe,
    SubscriptionWish,
)
from tansiq.core.limits import (
    AREA_KM2,
    CONSTRAINT_AREA_KM2,
    CONSTRAINT_VERTICES,
    INTENT_VERTICES,
    KEY_LENGTH,
    OVN_SUFFIX_SKEW_US,
    QUERY_VERTICES,
    SUBSCRIPTION_DURATION_US,
    TEXT_CHARS,
    VOLUMES_PER_ITEM,
)
from tansiq.core.model import AvailabilityState
from tansiq.core.units import ALWAYS, MM, NDEG, Span
from tansiq.core.volumes import Box, Circle, Extent, Outline, Polygon, Volume
from tansiq.gateways.f3548 import wire
from tansiq.gateways.rfc3339 import END_US, parse_us
from tansiq.node.chance import new_uuid, random_bytes

ALT_MIN_M: Final = -8_000  # F3548-21 OpenAPI, Altitude.value
ALT_MAX_M: Final = 100_000
OVN_MAX_CHARS: Final = 128  # F3548-21 OpenAPI, EntityOVN

_KM2_OF_SQUARE_DEGREE: Final = 12_450  # nowhere more: 111.70 km (meridian, at a pole) × 111.32 km (equator)

_UUID: Final = re.compile(
    r"[0-9a-f]{8}(-?)[0-9a-f]{4}\1([0-9a-f])[0-9a-f]{3}\1[89ab][0-9a-f]{3}\1[0-9a-f]{12}", re.IGNORECASE
)


class BadRequest(Exception):
    """The request cannot be understood, or breaks a bound of this door (HTTP 400). The text names the place and the cure."""


def entity_id(text: str, version: str = "4") -> str:
    """Return a UUID in its canonical form. The form without hyphens is accepted (RFC 9562)."""
    match = _UUID.fullmatch(text)
    if match is None or match[2] != version:
        raise BadRequest(f"{text[:64]!r} is not a UUID version {version}.")
    digits = text.replace("-", "").lower()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def new_version() -> str:
    """Return an opaque version, 24 URL-safe characters that nobody can guess."""
    return base64.urlsafe_b64encode(random_bytes(18)).decode()


def put_intent(
    intent_id: str, replaces: str, body: wire.PutOperationalIntentReferenceParameters, now_us: int, allow_http: bool
) -> PutIntent:
    """Return the command of createOperationalIntentReference and updateOperationalIntentReference."""
    volumes = _volumes(body.extents, AREA_KM2, INTENT_VERTICES, heights_needed=True)
    uss_base_url = base_url(body.uss_base_url, "$.uss_base_url", allow_http)
    key = body.key or []
    if len(key) > KEY_LENGTH:
        raise BadRequest(f"$.key: {len(key)} OVNs; at most {KEY_LENGTH} are read. Ask for a smaller area.")
    for n, ovn in enumerate(key):
        if len(ovn) > OVN_MAX_CHARS:
            raise BadRequest(f"$.key[{n}]: {len(ovn)} characters; an OVN has at most {OVN_MAX_CHARS}.")
    return PutIntent(
        IntentReservation(intent_id, body.state, volumes, uss_base_url),
        IntentPrivate(
            replaces,
            _new_ovn(intent_id, body.requested_ovn_suffix, now_us),
            tuple(key),
            _subscription(body, allow_http),
        ),
    )


def put_constraint(
    constraint_id: str, replaces: str, body: wire.PutConstraintReferenceParameters, allow_http: bool
) -> PutConstraint:
    """Return the command of createConstraintReference and updateConstraintReference."""
    volumes = _volumes(body.extents, CONSTRAINT_AREA_KM2, CONSTRAINT_VERTICES, heights_needed=False)
    uss_base_url = base_url(body.uss_base_url, "$.uss_base_url", allow_http)
    return PutConstraint(
        ConstraintReservation(constraint_id, volumes, uss_base_url), Replacement(replaces, new_version())
    )


def put_subscription(
    subscription_id: str, replaces: str, body: wire.PutSubscriptionParameters, allow_http: bool
) -> PutSubscription:
    """Return the command of createSubscription and updateSubscription."""
    if not (body.notify_for_operational_intents or body.notify_for_constraints):
        raise BadRequest(
            "Neither $.notify_for_operational_intents nor $.notify_for_constraints is true: it would never tell anything."
        )
    extent = area(body.extents, "$.extents")
    start, end = body.extents.time_start, body.extents.time_end
    if start is not None and end is None and extent.time_us.lo + SUBSCRIPTION_DURATION_US >= END_US:
        raise BadRequest("$.extents.time_end is missing, and 24 h after time_start no time can be written. Give one.")
    return PutSubscription(
        SubscriptionWish(
            id=subscription_id,
            replaces=replaces,
            version=new_version(),
            boxes=extent.boxes,
            alt_lo_mm=extent.alt_mm.lo,
            alt_hi_mm=extent.alt_mm.hi,
            start_us=None if start is None else extent.time_us.lo,
            end_us=None if end is None else extent.time_us.hi,
            uss_base_url=base_url(body.uss_base_url, "$.uss_base_url", allow_http),
            notify_for_intents=bool(body.notify_for_operational_intents),
            notify_for_constraints=bool(body.notify_for_constraints),
        )
    )


def set_availability(uss: str, body: wire.SetUssAvailabilityStatusParameters) -> SetAvailability:
    """Return the command of setUssAvailability."""
    if not 0 < len(uss) <= OVN_MAX_CHARS or not uss.isprintable():
        raise BadRequest(f"{uss[:64]!r} is no id of a USS: 1 to {OVN_MAX_CHARS} printable characters.")
    try:
        state = AvailabilityState(body.availability.capitalize())
    except ValueError:
        raise BadRequest(
            f'$.availability: {body.availability[:32]!r} is none of "Unknown", "Normal" and "Down".'
        ) from None
    return SetAvailability(AvailabilityStatement(uss, state, body.old_version or "", new_version()))


def check_exchange(asked: wire.ExchangeRecord) -> None:
    """Refuse a reported exchange whose times are none: whoever reads the report later would stumble over them."""
    _time(asked.request_time, "$.exchange.request_time")
    if asked.response_time is not None:
        _time(asked.response_time, "$.exchange.response_time")


def area(asked: wire.Volume4D, where: str) -> Extent:
    """Return the extent of a query or subscription. Ends that are left open stay open."""
    polygon = asked.volume.outline_polygon
    if polygon is not None and len(polygon.vertices) > QUERY_VERTICES:
        raise BadRequest(f"{where}: {len(polygon.vertices)} vertices; at most {QUERY_VERTICES} are allowed.")
    outline_boxes = _outline(asked.volume, where + ".volume", AREA_KM2)[1]
    return Extent(outline_boxes, _heights(asked.volume, where + ".volume"), _times(asked, where))


def base_url(text: str, where: str, allow_http: bool) -> str:
    """Return a USS's base URL, if it is one that may be called."""
    fault_found = _url_fault(text, allow_http)
    if fault_found:
        raise BadRequest(f"{where}: {fault_found}")
    return text


@lru_cache(maxsize=1_024)
def _url_fault(text: str, allow_http: bool) -> str:
    """Clients send the same few base URLs for ever; taking one apart costs 5 µs."""
    if len(text) > TEXT_CHARS:
        return f"{len(text)} characters; at most {TEXT_CHARS} are read."
    if not text.isascii() or not text.isprintable() or " " in text:
        return "a URL holds no spaces, control characters or letters outside ASCII."
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        return f"{text[:64]!r} is not a URL ({error})."
    if parts.scheme not in ("https", "http") or not host:
        return f"{text[:64]!r} is not the https:// URL of a host."
    if parts.scheme == "http" and not allow_http:
        return "http:// is not protected; use https:// (a test set-up may start the server with --allow-http)."
    if parts.username is not None or parts.password is not None or parts.fragment or parts.query:
        return "a base URL holds no user name, password, query or fragment."
    return ""


def _new_ovn(intent_id: str, suffix: str | None, now_us: int) -> str:
    """F3548-21 OpenAPI, requested_ovn_suffix: a UUID version 7 made within 5 minutes of now."""
    if suffix is None:
        return new_version()
    made_ms = int(entity_id(suffix, version="7").replace("-", "")[:12], 16)
    if abs(made_ms * 1_000 - now_us) > OVN_SUFFIX_SKEW_US:
        raise BadRequest("$.requested_ovn_suffix: the UUIDv7 was not made within 5 minutes of now. Make a new one.")
    return f"{intent_id}_{suffix}"


def _subscription(body: wire.PutOperationalIntentReferenceParameters, allow_http: bool) -> Attach | Subscribe | None:
    if body.new_subscription is not None:
        if body.subscription_id:
            raise BadRequest("$.subscription_id and $.new_subscription exclude each other: give one of them.")
        wish = body.new_subscription
        url = base_url(wish.uss_base_url, "$.new_subscription.uss_base_url", allow_http)
        return Subscribe(new_uuid(), new_version(), url, bool(wish.notify_for_constraints))
    if body.subscription_id:
        return Attach(entity_id(body.subscription_id), new_version())
    return None


def _volumes(
    extents: Sequence[wire.Volume4D], area_max_km2: int, vertices_max: int, heights_needed: bool
) -> tuple[Volume, ...]:
    if not 0 < len(extents) <= VOLUMES_PER_ITEM:
        raise BadRequest(f"$.extents: {len(extents)} volumes; 1 to {VOLUMES_PER_ITEM} are needed.")
    vertices = sum(len(e.volume.outline_polygon.vertices) for e in extents if e.volume.outline_polygon is not None)
    if vertices > vertices_max:
        raise BadRequest(f"$.extents: {vertices} vertices; at most {vertices_max} are allowed.")
    return tuple(_volume(asked, f"$.extents[{n}]", area_max_km2, heights_needed) for n, asked in enumerate(extents))


def _volume(asked: wire.Volume4D, where: str, area_max_km2: int, heights_needed: bool) -> Volume:
    outline, outline_boxes = _outline(asked.volume, where + ".volume", area_max_km2)
    if asked.time_start is None or asked.time_end is None:
        missing = "time_start" if asked.time_start is None else "time_end"
        raise BadRequest(f"{where}.{missing} is missing: a volume needs both times.")
    if heights_needed and (asked.volume.altitude_lower is None or asked.volume.altitude_upper is None):
        missing = "altitude_lower" if asked.volume.altitude_lower is None else "altitude_upper"
        raise BadRequest(f"{where}.volume.{missing} is missing: a volume needs both altitudes.")
    return Volume(outline, outline_boxes, _heights(asked.volume, where + ".volume"), _times(asked, where))


def _outline(asked: wire.Volume3D, where: str, area_max_km2: int) -> tuple[Outline, tuple[Box, ...]]:
    circle, polygon = asked.outline_circle, asked.outline_polygon
    if (circle is None) == (polygon is None):
        raise BadRequest(f"{where}: exactly one of outline_circle and outline_polygon is needed.")
    outline: Outline
    if circle is not None:
        center, radius_m = circle.center, circle.radius.value
        _must_be_on_earth([center], where + ".outline_circle.center")
        if not 0 < radius_m <= EXTENT_MAX_M / 2:
            raise BadRequest(
                f"{where}.outline_circle.radius: {radius_m:g} m; more than 0 and at most {EXTENT_MAX_M / 2:g} m are allowed."
            )
        outline = Circle(round(center.lat * NDEG), round(center.lng * NDEG), round(radius_m * MM))
    else:
        assert polygon is not None
        _must_be_on_earth(polygon.vertices, where + ".outline_polygon.vertices")
        outline = Polygon(ring([(round(v.lat * NDEG), round(v.lng * NDEG)) for v in polygon.vertices]))
    wrong, size_km2, outline_boxes = (_measured if _is_small(outline) else _measure)(outline)
    if wrong:
        raise BadRequest(f"{where}: {wrong}")
    if size_km2 > area_max_km2:
        raise BadRequest(
            f"{where}: the outline has {size_km2:,.0f} km²; at most {area_max_km2:,} km² are allowed. Split it."
        )
    return outline, outline_boxes


def _must_be_on_earth(points: Sequence[wire.LatLngPoint], where: str) -> None:
    """Refuse a point off the earth while it is still a float: times 1e9 it may be more than any integer can be."""
    for n, point in enumerate(points):
        if not (abs(point.lat) <= 90 and abs(point.lng) <= 180):
            place = f"{where}[{n}]" if len(points) > 1 else where
            raise BadRequest(f"{place} is not on the earth: latitude {point.lat:g}, longitude {point.lng:g}.")


def _is_small(outline: Outline) -> bool:
    return isinstance(outline, Circle) or len(outline.ring) <= 1_024


def _measure(outline: Outline) -> tuple[str, float, tuple[Box, ...]]:
    """Return what is wrong with an outline or "", its area, and its boxes.

    The area is exact only where the boxes have more than the smallest limit; else it is theirs.
    """
    wrong = fault(outline)
    if wrong is not None:
        return wrong.sentence, 0.0, ()
    around = boxes(outline)
    spread = sum((b.lat_ndeg.hi - b.lat_ndeg.lo) * (b.lon_ndeg.hi - b.lon_ndeg.lo) for b in around)
    at_most_km2 = spread / NDEG**2 * _KM2_OF_SQUARE_DEGREE
    return "", at_most_km2 if at_most_km2 <= AREA_KM2 else area_km2(outline), around


# Small ones are remembered, as clients replace and query the same outlines again and again; 6 MB at most.
_measured: Final = lru_cache(maxsize=4_096)(_measure)


def _heights(asked: wire.Volume3D, where: str) -> Span:
    lower, upper = asked.altitude_lower, asked.altitude_upper
    for name, limit in (("altitude_lower", lower), ("altitude_upper", upper)):
        if limit is not None and not ALT_MIN_M <= limit.value <= ALT_MAX_M:
            raise BadRequest(f"{where}.{name}: {limit.value:g} m lies outside {ALT_MIN_M:,} to {ALT_MAX_M:,} m.")
    span = Span(
        ALWAYS.lo if lower is None else round(lower.value * MM), ALWAYS.hi if upper is None else round(upper.value * MM)
    )
    if span.lo > span.hi:
        raise BadRequest(f"{where}: altitude_lower lies above altitude_upper.")
    return span


def _times(asked: wire.Volume4D, where: str) -> Span:
    start, end = asked.time_start, asked.time_end
    span = Span(
        ALWAYS.lo if start is None else _time(start, where + ".time_start"),
        ALWAYS.hi if end is None else _time(end, where + ".time_end"),
    )
    if span.lo > span.hi:
        raise BadRequest(f"{where}: time_start lies after time_end.")
    return span


def _time(asked: wire.Time, where: str) -> int:
    try:
        return parse_us(asked.value)
    except ValueError as error:
        raise BadRequest(f"{where}.value: {error}") from None
