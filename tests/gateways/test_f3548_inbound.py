"""From the standard's JSON to integers: nothing is lost but what is too fine to matter, and nothing else gets in."""

import re
import uuid
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.airspace.outlines import vertices
from tansiq.core.commands import Attach, Subscribe
from tansiq.core.units import ALWAYS, MM, NDEG
from tansiq.core.volumes import Circle, Polygon
from tansiq.gateways.f3548 import inbound, wire
from tansiq.gateways.f3548.inbound import BadRequest, entity_id
from tansiq.node.chance import new_uuid

NOW_US = 1_780_000_000_000_000
ID = "8a2f1f0e-6f4e-4c55-9d2f-0f4f3c1b2a10"


@given(st.uuids(version=4), st.sampled_from(["{}", "{:-}"]), st.booleans())
def test_a_uuid_version_4_has_one_form(written, form, capitals):
    text = written.hex if form == "{}" else str(written)
    assert entity_id(text.upper() if capitals else text) == str(written)


@given(st.uuids() | st.text(max_size=40) | st.from_regex(r"[0-9a-f-]{32,36}", fullmatch=True))
def test_what_python_does_not_take_for_one_is_refused(given_id):
    text = str(given_id)
    try:
        read = uuid.UUID(text)  # which passes over hyphens in any place
        good = read.version == 4 and text.lower() in (read.hex, str(read))
    except ValueError:
        good = False
    if good:
        assert entity_id(text) == str(uuid.UUID(text))
    else:
        with pytest.raises(BadRequest, match="is not a UUID version 4"):
            entity_id(text)


def test_new_ids_and_versions_are_what_the_standard_wants():
    made = {new_uuid() for _ in range(100)}
    assert len(made) == 100
    assert all(str(uuid.UUID(text)) == text and uuid.UUID(text).version == 4 for text in made)
    versions = {inbound.new_version() for _ in range(100)}
    assert len(versions) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{24}", version) for version in versions)


def time(text: str) -> wire.Time:
    return wire.Time(text, "RFC3339")


def height(metres: float) -> wire.Altitude:
    return wire.Altitude(metres, "W84", "M")


def circle(lat: float, lng: float, radius_m: float = 100) -> wire.Circle:
    return wire.Circle(wire.LatLngPoint(lat, lng), wire.Radius(radius_m, "M"))


def volume(shape: wire.Circle | wire.Polygon, low: float = 0, high: float = 120) -> wire.Volume4D:
    outline = {"outline_circle": shape} if isinstance(shape, wire.Circle) else {"outline_polygon": shape}
    shaped = wire.Volume3D(**outline, altitude_lower=height(low), altitude_upper=height(high))
    return wire.Volume4D(shaped, time("2026-06-01T10:00:00Z"), time("2026-06-01T11:00:00.000001Z"))


def put(*extents: wire.Volume4D, **more):
    body = wire.PutOperationalIntentReferenceParameters(list(extents), "Accepted", "https://uss.example", **more)
    return inbound.put_intent(ID, "", body, NOW_US, allow_http=False)


@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(0.001, 20_000))
def test_a_circle_keeps_its_place_to_half_a_nanodegree(lat, lng, radius_m):
    (made,) = put(volume(circle(lat, lng, radius_m))).reservation.volumes
    assert isinstance(made.outline, Circle)
    assert abs(made.outline.lat_ndeg - Fraction(lat) * NDEG) <= Fraction(501, 1_000)
    assert abs(made.outline.lon_ndeg - Fraction(lng) * NDEG) <= Fraction(501, 1_000)
    assert abs(made.outline.radius_mm - Fraction(radius_m) * MM) <= Fraction(501, 1_000)


@given(st.floats(-8_000, 100_000), st.floats(-8_000, 100_000))
def test_heights_are_kept_to_half_a_millimetre_and_in_order(one, other):
    low, high = sorted((one, other))
    (made,) = put(volume(circle(1, 2), low, high)).reservation.volumes
    assert abs(made.alt_mm.lo - Fraction(low) * MM) <= Fraction(501, 1_000)
    assert abs(made.alt_mm.hi - Fraction(high) * MM) <= Fraction(501, 1_000)
    assert made.alt_mm.lo <= made.alt_mm.hi


def test_a_polygon_keeps_its_vertices_in_their_order():
    corners = [(10.0, 20.0), (10.0, 20.123456789), (10.1, 20.1)]
    asked = wire.Polygon([wire.LatLngPoint(lat, lng) for lat, lng in corners])
    (made,) = put(volume(asked)).reservation.volumes
    assert isinstance(made.outline, Polygon)
    assert vertices(made.outline) == [
        (10_000_000_000, 20_000_000_000),
        (10_000_000_000, 20_123_456_789),
        (10_100_000_000, 20_100_000_000),
    ]


def test_times_are_kept_to_the_microsecond():
    (made,) = put(volume(circle(1, 2))).reservation.volumes
    assert made.time_us.hi - made.time_us.lo == 3_600_000_001


def test_what_an_area_leaves_open_stays_open():
    shape = wire.Volume3D(outline_circle=circle(1, 2))
    extent = inbound.area(wire.Volume4D(shape), "$")
    assert (extent.alt_mm, extent.time_us) == (ALWAYS, ALWAYS)
    half = inbound.area(wire.Volume4D(msgspec.structs.replace(shape, altitude_lower=height(5))), "$")
    assert (half.alt_mm.lo, half.alt_mm.hi) == (5_000, ALWAYS.hi)


def test_what_chance_decides_is_in_the_command():
    one, other = put(volume(circle(1, 2))), put(volume(circle(1, 2)))
    assert one.private.ovn != other.private.ovn
    new = wire.ImplicitSubscriptionParameters("https://told.example")
    made = put(volume(circle(1, 2)), new_subscription=new).private.subscription
    assert isinstance(made, Subscribe)
    assert uuid.UUID(made.id).version == 4
    attached = put(volume(circle(1, 2)), subscription_id=ID.upper()).private.subscription
    assert isinstance(attached, Attach)
    assert attached.id == ID
    assert put(volume(circle(1, 2)), subscription_id="").private.subscription is None


@pytest.mark.parametrize(
    ("extents", "place"),
    [
        ([volume(circle(1, 2)), volume(circle(91, 2))], r"\$\.extents\[1\]\.volume\.outline_circle\.center"),
        ([volume(circle(1, 2, 1e300))], r"\$\.extents\[0\]\.volume\.outline_circle\.radius"),
        ([volume(circle(1, 2), 0, 1e300)], r"\$\.extents\[0\]\.volume\.altitude_upper"),
        ([volume(wire.Polygon([wire.LatLngPoint(1, 2)] * 3))], r"\$\.extents\[0\]\.volume"),
        ([volume(wire.Polygon([wire.LatLngPoint(1, 2), wire.LatLngPoint(1, 1e300)]))], r"vertices\[1\]"),
        ([], r"\$\.extents"),
    ],
)
def test_a_refusal_names_the_place(extents, place):
    with pytest.raises(BadRequest, match=place):
        put(*extents)
