"""What files say of flights and zones, format by format: what becomes a body, and where each fault is."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tansiq.airspace.air import Air
from tansiq.airspace.heights import ANY_AIR
from tansiq.core.room import Charter
from tansiq.core.units import Span
from tansiq.core.volumes import Ground
from tansiq.gateways.room import exports, height_words, heights, outbound, wire
from tansiq.gateways.room.imports import prepare
from tansiq.gateways.room.imports.prepare import FLIGHTS, ZONES
from tansiq.gateways.room.imports.records import Defaults
from tansiq.gateways.room.sky import Sky
from tansiq.gateways.room.words import Fault, said

CHARTER = Charter("Aden")
SKY = Sky(Air(ANY_AIR, (), 0), 0)
DEFAULTS = Defaults("watch", "", True, "", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z")
SQUARE = [[45.0, 12.0], [45.1, 12.0], [45.1, 12.1], [45.0, 12.1], [45.0, 12.0]]
LIMITS = {"floor": "FL100", "ceiling": "FL120", "start": "2026-06-01T10:00:00Z", "end": "2026-06-01T11:00:00Z"}
Json = Any


def flights(form: str, body: bytes) -> list[prepare.Flight]:
    return prepare.flights(body, form, DEFAULTS, "HAL", CHARTER, SKY, "key")[0]


def zones(form: str, body: bytes) -> list[prepare.Zone]:
    return prepare.zones_of(body, form, DEFAULTS, "HAL", CHARTER, SKY, "key")


def faults(item: prepare.Flight | prepare.Zone) -> list[tuple[str, str]]:
    for fault in item.item.faults:
        for language in ("en", "ar"):
            assert said(language, fault.code, **fault.values)[0]
    assert (item.command is None) is bool(item.item.faults)
    return [(fault.code, fault.where) for fault in item.item.faults]


def geojson(geometry: Json, **properties: Json) -> bytes:
    good = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}, "properties": LIMITS}
    bad = {"type": "Feature", "geometry": geometry, "properties": LIMITS | properties}
    return json.dumps({"type": "FeatureCollection", "features": [good, bad]}).encode()


def polygon(*rings: Json) -> Json:
    return {"type": "Polygon", "coordinates": list(rings)}


def changed(n: int, position: Json) -> Json:
    return polygon([*SQUARE[:n], position, *SQUARE[n + 1 :]])


@pytest.mark.parametrize(
    ("geometry", "code", "where"),
    [
        (None, "import_geometry", "feature 2"),
        ([], "import_geometry", "feature 2"),
        ({"type": "GeometryCollection", "geometries": []}, "import_geometry", "feature 2"),
        ({"type": "Polygon"}, "import_type", "feature 2"),
        (polygon(), "outline.too_few_vertices", "feature 2"),
        (polygon(5), "import_type", "feature 2, ring 1"),
        (polygon(SQUARE[:2]), "outline.too_few_vertices", "feature 2, ring 1"),
        (polygon(SQUARE[:4]), "import_open_ring", "feature 2, ring 1"),
        (polygon(SQUARE, SQUARE), "import_hole", "feature 2, ring 2"),
        (changed(2, [45.1]), "import_position", "feature 2, ring 1, vertex 3"),
        (changed(2, [45.1, 12, 0, 0]), "import_position", "feature 2, ring 1, vertex 3"),
        (changed(2, "45.1,12"), "import_type", "feature 2, ring 1, vertex 3"),
        (changed(2, [45.1, "12"]), "import_number", "feature 2, ring 1, vertex 3"),
        (changed(2, [45.1, True]), "import_number", "feature 2, ring 1, vertex 3"),
        (changed(2, [45.1, 10**30]), "import_number", "feature 2, ring 1, vertex 3"),
        (changed(2, [12.1, 145.1]), "import_swapped", "feature 2, ring 1, vertex 3"),
        (changed(2, [245.1, 12.1]), "off_earth", "feature 2, ring 1, vertex 3"),
        (changed(2, [45.0, 12.0]), "outline.repeated_vertex", "feature 2, ring 1, vertex 3"),
        (polygon([SQUARE[n] for n in (0, 2, 1, 3, 0)]), "outline.crossing_edges", "feature 2, ring 1, vertex 1"),
        (polygon([[45, 12], [45, 12.1], [45, 12.2], [45, 12]]), "outline.zero_area", "feature 2, ring 1"),
        (polygon([[45, 12], [49, 12], [49, 12.2], [45, 12]]), "outline.extent", "feature 2, ring 1, vertex 1"),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE[:4]]]}, "import_open_ring", "feature 2, polygon 2, ring 1"),
        ({"type": "Point", "coordinates": [45, 12]}, "import_missing", "feature 2"),
        ({"type": "LineString", "coordinates": [[45, 12], [46, 12]]}, "import_missing", "feature 2"),
    ],
)  # fmt: skip
def test_a_geometry_that_cannot_be_used_is_refused_with_its_place(geometry, code, where):
    good, bad = flights("geojson", geojson(geometry))
    assert faults(good) == []
    assert faults(bad) == [(code, where)]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"floor": "high"}, [("import_height", "feature 2, property floor")]),
        ({"floor": "2500"}, [("import_height", "feature 2, property floor")]),
        ({"floor": "SFC"}, []),
        ({"ceiling": "UNL"}, []),
        ({"floor": "UNL"}, [("floor_unlimited", "feature 2, property floor")]),
        ({"floor": "300 ft AGL"}, [("ground_unknown", "feature 2, ring 1")]),
        ({"floor": "300 ft AGL", "ground_lowest_m": 10, "ground_highest_m": "120.5"}, []),
        ({"floor": "300 ft AGL", "ground_lowest_m": 10, "ground_highest_m": 5},
         [("ground_range", "feature 2, property ground_lowest_m")]),
        ({"lower": "FL090"}, [("import_twice", "feature 2, property lower")]),
        ({"floor": None, "lower_ft_amsl": "x"}, [("import_number", "feature 2, property lower_ft_amsl")]),
        ({"floor": None}, [("import_missing", "feature 2")]),
        ({"floor": "FL130"}, [("heights_crossed", "feature 2, ring 1")]),
        ({"start": "tomorrow"}, [("time", "feature 2, property start")]),
        ({"start": 5}, [("time", "feature 2, property start")]),
        ({"start": "2026-06-01T12:00:00Z"}, [("times_crossed", "feature 2, ring 1")]),
        ({"part": "wing"}, [("import_value", "feature 2, property part")]),
        ({"callsign": "lower"}, [("field_form", "feature 2, property callsign")]),
        ({"Manned": "maybe"}, [("import_value", "feature 2, property Manned")]),
        ({"count": 1.5}, [("import_number", "feature 2, property count")]),
        ({"precedence": "vip"}, [("body_form", "feature 2, property precedence")]),
        ({"precedence": "relief"}, [("reason_missing", "feature 2")]),
        ({"grants": "all"}, [("body_form", "feature 2, property grants")]),
        ({"owner": "TSA"}, [("import_not_yours", "feature 2, property owner")]),
        ({"level": "existence"}, [("import_not_yours", "feature 2, property level")]),
        ({"radius_m": 5}, [("import_not_both", "feature 2, property radius_m")]),
        ({"callsign": {"a": 1}}, [("import_type", "feature 2, property callsign")]),
        ({"start": "x", "end": "y", "floor": "z"},
         [("import_height", "feature 2, property floor")]),
    ],
)  # fmt: skip
def test_a_property_that_cannot_be_read_is_refused_with_its_place(properties, expected):
    assert faults(flights("geojson", geojson(polygon(SQUARE), **properties))[1]) == expected


def test_features_with_one_id_are_parts_of_one_flight_and_may_not_contradict_each_other():
    parts = [
        {"type": "Feature", "geometry": polygon(SQUARE), "properties": LIMITS | {"id": 7, "callsign": "HAL 1"} | more}
        for more in ({}, {"remarks": "slow"}, {"part": "off_nominal"}, {"callsign": "HAL 2"})
    ]
    (item,) = flights("geojson", json.dumps({"type": "FeatureCollection", "features": parts}).encode())
    assert faults(item) == [("import_contradicts", "feature 4, property callsign")]
    (good,) = flights("geojson", json.dumps({"type": "FeatureCollection", "features": parts[:3]}).encode())
    assert good.body is not None
    assert (len(good.body.volumes), len(good.body.off_nominal), good.body.remarks) == (2, 1, "slow")


def test_a_corridor_holds_its_line_and_what_lies_within_half_its_width():
    line = {"type": "LineString", "coordinates": [[179.9, 10], [-179.9, 10.1], [-179.7, 10.0]]}
    _, item = flights("geojson", geojson(line, width_km=2))
    assert faults(item) == []
    assert item.command is not None
    assert [len(v.boxes) for v in item.command.reservation.volumes] == [2, 1], "the first leg crosses the antimeridian"
    _, still = flights("geojson", geojson({"type": "LineString", "coordinates": [[45, 10], [45, 10]]}, width_km=2))
    assert faults(still) == [("leg", "feature 2, vertex 2")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("POLYGON ((45 12, 45.1 12, 45.1 12.1, 45 12)),", []),
        ("POLYGON Z ((45 12 0, 45.1 12 0, 45.1 12.1 0, 45 12 0)),", []),
        ("12;45 12;45.1 12.1;45.1,", []),
        ("12;45 12;45.1 12.1;45.1 12;45,", []),
        ("POINT (45 12),500", []),
        ("POINT (45 12),", [("import_missing", "row 2, column outline")]),
        ("POLYGON ((45 12, 45.1 12, 45.1 12.1)),", [("import_wkt", "row 2, column outline")]),
        ("POLYGON EMPTY,", [("import_pair", "row 2, column outline, vertex 1")]),
        ("POLYGON ((45 12, nan 12, 45.1 12.1, 45 12)),", [("import_number", "row 2, column outline, ring 1, vertex 2")]),
        ("POLYGON ((12 45, 12 145, 13 45, 12 45)),", [("import_swapped", "row 2, column outline, ring 1, vertex 2")]),
        ("POLYGON ((45 12, 46 12, 46 13, 45 12), (45.7 12.2, 45.8 12.2, 45.8 12.3, 45.7 12.2)),",
         [("import_hole", "row 2, column outline, ring 2")]),
        ("POLYGON ((((((((((45 12,", [("import_wkt", "row 2, column outline")]),
        ("12;45 12:45.1 12.1;45.1,", [("import_pair", "row 2, column outline, vertex 2")]),
        ("12;45 12;45.1,", [("outline.too_few_vertices", "row 2, column outline")]),
        ("12;45 12;45.1 12;45.1 13;46,", [("outline.repeated_vertex", "row 2, column outline, vertex 3")]),
        (",", [("import_missing", "row 2")]),
    ],
)  # fmt: skip
def test_an_outline_in_a_cell(row, expected):
    outline, _, radius = row.rpartition(",")
    text = f'outline,radius_m,floor,ceiling,start,end\r\n"{outline}",{radius},{",".join(LIMITS.values())}\r\n'
    assert faults(flights("csv", text.encode())[0]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FL100", {"reference": "FL", "value": 100.0, "units": "FL"}),
        ("fl 95", {"reference": "FL", "value": 95.0, "units": "FL"}),
        ("2500 ft AMSL", {"reference": "AMSL", "value": 2500.0, "units": "FT"}),
        ("2500ft msl qnh1013", {"reference": "AMSL", "value": 2500.0, "units": "FT", "qnh_hpa": 1013.0}),
        ("-12.5 m WGS84", {"reference": "W84", "value": -12.5, "units": "M"}),
        ("300 ft AGL", {"reference": "AGL", "value": 300.0, "units": "FT"}),
        ("2500 ft AMSL @3F2C", {"reference": "AMSL", "value": 2500.0, "units": "FT", "pressure": "3f2c"}),
        ("GND", {"reference": "GND"}),
        ("unl", {"reference": "UNL"}),
    ],
)
def test_heights_in_words(text, expected):
    assert height_words.read(text, "here") == expected


@pytest.mark.parametrize(
    "text", ["", "100", "FL", "FL-", "2500 ft", "m AMSL", "1e5 m AMSL", "٣٠٠ ft AMSL", "FL100 FL200" * 99]
)
def test_what_is_no_height_is_not_guessed_at(text):
    with pytest.raises(Fault) as found:
        height_words.read(text, "here")
    assert (found.value.code, found.value.where) == ("import_height", "here")


limits = st.one_of(
    st.builds(lambda v: wire.Height("FL", v, "FL"), st.integers(0, 600_000).map(lambda n: n / 1_000)),
    st.builds(
        lambda v, q: wire.Height("AMSL", v, "FT", q),
        st.integers(0, 60_000).map(float),
        st.none() | st.integers(85_000, 109_000).map(lambda pa: pa / 100),
    ),
    st.sampled_from([wire.Height("GND"), wire.Height("UNL"), wire.Height("AMSL", 300.0, "M", None, "3f2c")]),
    st.builds(lambda ft: wire.Height("AGL", float(ft), "FT"), st.integers(0, 60_000)),
    st.builds(lambda mm: wire.Height("W84", mm / 1_000, "M"), st.integers(-2_000_000, 100_000_000)),
)


@given(limits)
def test_a_height_is_written_and_read_back_without_loss(height):
    held = heights.limit(height, "$")
    again = height_words.read(height_words.said(heights.height(held)), "$")
    assert heights.limit(wire.Height(**again), "$") == held


ndeg = st.integers(-89_000_000_000, 89_000_000_000)


@settings(max_examples=60, deadline=None)
@given(
    ndeg, st.integers(-180_000_000_000, 180_000_000_000), st.integers(1, 90_000_000), limits, st.booleans(), st.data()
)
def test_a_flight_that_was_exported_is_imported_as_it_was(lat, lon, radius_mm, limit, is_disc, data):
    """Property: export, then import, gives the same command but for what chance and the key decide."""
    d = 0.01
    corners = [(0, 0), (0, d), (d, d), (d, 0)]
    wrap = lambda x: (x + 180) % 360 - 180  # noqa: E731
    outline = (
        {"circle": wire.Circle(wire.Point(lat / 1e9, lon / 1e9), radius_mm / 1_000)}
        if is_disc
        else {"polygon": [wire.Point(lat / 1e9 + y, wrap(lon / 1e9 + x)) for y, x in corners]}
    )
    start = data.draw(st.integers(1_700_000_000_000_000, 1_900_000_000_000_000))
    times = [exports.format_us(start), exports.format_us(start + data.draw(st.integers(0, 10**10)))]
    assume(not limit.pressure)  # it names what only a room knows
    floor = wire.Height("GND") if limit.reference == "UNL" else limit
    volume = wire.VolumeBody(*times, floor, limit, ground=wire.Ground(0.5, 100.25), **outline)
    body = wire.FlightBody(
        [volume], data.draw(st.booleans()), "watch 1", callsign=data.draw(st.sampled_from(["", "HAL 1"])),
        precedence=data.draw(st.sampled_from(["routine", "relief"])), reason="food",
        remarks=data.draw(st.sampled_from(["", "=1+1", "آب"])),
        withheld=data.draw(st.sampled_from([[], ["callsign", "ssr"]])), frequencies=["118.1", "121.500 MHz"],
    )  # fmt: skip
    before = prepare._flight(
        prepare.Item("here", body=json.loads(exports.msgspec.json.encode(body))), "id", CHARTER, SKY
    )
    assert before.command is not None, [f.values for f in before.item.faults]
    held = before.command
    shown = wire.Flight(
        "3f2c7d0e-5a1b-4c8d-9e2f-0a1b2c3d4e5f", "", "identity", "HAL", held.reservation.state, True, body.is_manned, False,
        body.precedence, "", "", 1, [outbound.volume(v) for v in held.reservation.volumes], [], [],
        callsign=body.callsign, count=body.count, frequencies=body.frequencies, contact=body.contact, remarks=body.remarks,
        reason=body.reason, withheld=list(held.identity.withheld), grants=[],
    )  # fmt: skip
    file = exports.msgspec.json.encode({"type": "FeatureCollection", "features": exports._features(shown)})
    (after,) = flights("geojson", file)
    assert faults(after) == []
    assert after.command is not None
    assert after.command.reservation.volumes == held.reservation.volumes
    assert after.command.existence.views == held.existence.views
    assert (after.command.identity, after.command.reservation.precedence) == (
        held.identity,
        held.reservation.precedence,
    )
    assert after.body is not None
    assert (after.body.contact, after.body.remarks, after.body.reason) == (body.contact, body.remarks, body.reason)


def intent(**details: Json) -> Json:
    volume = {
        "volume": {
            "outline_polygon": {"vertices": [{"lat": lat, "lng": lon} for lon, lat in SQUARE[:4]]},
            "altitude_lower": {"value": 60, "reference": "W84", "units": "M"},
            "altitude_upper": {"value": 110, "reference": "W84", "units": "M"},
        },
        "time_start": {"value": LIMITS["start"], "format": "RFC3339"},
        "time_end": {"value": LIMITS["end"], "format": "RFC3339"},
    }
    reference = {"id": "3f2c7d0e-5a1b-4c8d-9e2f-0a1b2c3d4e5f", "state": "Accepted", "manager": "uss1", "ovn": "x"}
    return {
        "reference": reference,
        "details": {"volumes": [volume], "off_nominal_volumes": [], "priority": 0} | details,
    }


def test_f3548_comes_as_one_intent_a_list_of_them_wrapped_ones_or_bare_volumes():
    one = intent()
    volumes = one["details"]["volumes"]
    for file, count in (
        (one, 1),
        ([one], 1),
        ({"operational_intent": one}, 1),
        ([{"operational_intent": one}, volumes], 2),
        (volumes, 1),
        ([volumes, volumes], 2),
    ):
        found = flights("f3548", json.dumps(file).encode())
        assert [faults(item) for item in found] == [[]] * count
        assert found[0].body is not None
        assert found[0].body.volumes[0].floor == wire.Height("W84", 60.0, "M")
    (item,) = flights("f3548", json.dumps(one).encode())
    assert item.id == one["reference"]["id"]


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (("volume", "outline_circle", {"center": {"lat": 1, "lng": 2}, "radius": {"value": 5, "units": "M"}}),
         "one_outline", "$[1].details.volumes[0].volume"),
        (("volume", "altitude_lower", None), "body_form", "$[1].details.volumes[0].volume.altitude_lower"),
        (("volume", "altitude_lower", {"value": 999, "reference": "W84", "units": "M"}), "heights_crossed",
         "$[1].details.volumes[0].volume.outline_polygon.vertices"),
        (("time_start", "value", "now"), "time", "$[1].details.volumes[0].time_start.value"),
        (("volume", "outline_polygon", {"vertices": [{"lat": 95, "lng": 5}] * 3}), "import_swapped",
         "$[1].details.volumes[0].volume.outline_polygon.vertices[0]"),
        (("volume", "outline_polygon", {"vertices": [{"lat": 5, "lng": 5}] * 3}), "outline.repeated_vertex",
         "$[1].details.volumes[0].volume.outline_polygon.vertices[1]"),
    ],
)  # fmt: skip
def test_f3548_faults_have_the_path_of_the_standard(change, code, where):
    bad = intent()
    bad["reference"]["id"] = ""
    member, name, value = change
    bad["details"]["volumes"][0][member][name] = value
    good, found = flights("f3548", json.dumps([intent(), bad]).encode())
    assert faults(good) == []
    assert faults(found) == [(code, where)]


def test_f3548_ids_come_once_and_priorities_are_classes_of_the_room():
    first, second = flights("f3548", json.dumps([intent(), intent(priority=5)]).encode())
    assert faults(first) == []
    assert [code for code, _ in faults(second)] == ["import_value", "import_duplicate"]


def zone(**more: Json) -> Json:
    volume = {
        "uomDimensions": "M", "lowerLimit": 0, "lowerVerticalReference": "AMSL", "upperLimit": 120,
        "upperVerticalReference": "AMSL", "horizontalProjection": {"type": "Polygon", "coordinates": [SQUARE]},
    }  # fmt: skip
    return {
        "identifier": "Z1", "country": "LGN", "name": "Marsh", "type": "COMMON", "restriction": "PROHIBITED",
        "applicability": [{"permanent": "YES"}], "zoneAuthority": [{"name": "CAA", "phone": "+0"}], "geometry": [volume],
    } | more  # fmt: skip


def geometry(**more: Json) -> Json:
    return {"geometry": [zone()["geometry"][0] | more]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"restriction": "NO_RESTRICTION"}, [("import_kind", ".restriction")]),
        ({"type": "CUSTOMIZED"}, [("import_customized", ".type")]),
        ({"restriction": None}, [("body_form", ".restriction")]),
        ({"applicability": [{"permanent": "YES", "startDateTime": LIMITS["start"]}]},
         [("import_permanent", ".applicability[0].permanent")]),
        ({"applicability": [{"permanent": "NO"}]}, [("import_permanent", ".applicability[0].permanent")]),
        ({"applicability": [{"startDateTime": "soon"}]}, [("time", ".applicability[0].startDateTime")]),
        ({"applicability": [{"schedule": [{"day": ["XXX"], "startTime": "08:00Z", "endTime": "09:00Z"}]}]},
         [("import_value", ".applicability[0].schedule[0].day")]),
        ({"applicability": [{"schedule": [{"day": ["MON"], "startTime": "08:00", "endTime": "09:00Z"}]}]},
         [("time_of_day", ".applicability[0].schedule[0].startTime")]),
        ({"applicability": [{"schedule": [{"day": ["MON"], "startEvent": "SR", "endTime": "09:00Z"}]}]},
         [("import_sun", ".applicability[0].schedule[0]")]),
        ({"applicability": [{"schedule": [{"day": "MON", "startTime": "08:00Z", "endTime": "09:00Z"}]}, {}]},
         [("import_schedules", ".applicability[1].schedule")]),
        (geometry(lowerVerticalReference="AGL"), []),
        (geometry(lowerLimit=None, upperLimit=None), []),
        (geometry(upperVerticalReference="AGL"),
         [("ground_unknown", ".geometry[0].horizontalProjection.coordinates[0]")]),
        (geometry(upperVerticalReference="STD"), [("height_reference", ".geometry[0].upperVerticalReference")]),
        (geometry(uomDimensions="KM"), [("import_value", ".geometry[0].uomDimensions")]),
        (geometry(lowerLimit=500), [("heights_crossed", ".geometry[0].horizontalProjection.coordinates[0]")]),
        (geometry(horizontalProjection={"type": "Circle", "center": [45, 12]}),
         [("import_missing", ".geometry[0].horizontalProjection")]),
        (geometry(horizontalProjection={"type": "Circle", "center": [12, 145], "radius": 5}),
         [("import_swapped", ".geometry[0].horizontalProjection.center")]),
        (geometry(horizontalProjection={"type": "Circle", "center": [45, 12], "radius": -5}),
         [("radius", ".geometry[0].horizontalProjection.radius")]),
        (geometry(horizontalProjection={"type": "Polygon", "coordinates": [[*SQUARE[:4], [45.0, 12.01]]]}),
         [("import_open_ring", ".geometry[0].horizontalProjection.coordinates[0]")]),
    ],
)  # fmt: skip
def test_ed269(change, expected):
    found = zones("ed269", json.dumps({"features": [zone(), zone(**change)]}).encode())
    assert faults(found[0]) == []
    assert faults(found[1]) == [(code, "features[1]" + where) for code, where in expected]


def test_ed318_is_the_same_zone_in_another_dress():
    layer = {"lower": 0, "lowerReference": "AMSL", "upper": 120, "upperReference": "AMSL", "uom": "m"}
    feature = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [SQUARE], "layer": layer},
        "properties": {
            "identifier": "Z1", "country": "LGN", "type": "PROHIBITED", "variant": "COMMON",
            "name": [{"text": "Sumpf", "lang": "de-DE"}, {"text": "Marsh", "lang": "en-GB"}],
            "zoneAuthority": [{"name": [{"text": "CAA"}], "phone": "+0", "purpose": "INFORMATION"}],
        },
    }  # fmt: skip
    (new,) = zones("ed318", json.dumps({"type": "FeatureCollection", "features": [feature]}).encode())
    (old,) = zones("ed269", json.dumps([zone()]).encode())
    assert (faults(new), new.body) == ([], old.body)
    disc = {"type": "Point", "coordinates": [45, 12], "extent": {"subType": "Circle", "radius": 500}, "layer": layer}
    several = feature | {
        "geometry": {"type": "GeometryCollection", "geometries": [disc, feature["geometry"], {"type": "Point"}]}
    }
    (bad,) = zones("ed318", json.dumps({"type": "FeatureCollection", "features": [several]}).encode())
    assert faults(bad)[0] == ("import_missing", "features[0].geometry.geometries[2]")
    several["geometry"]["geometries"].pop()
    (good,) = zones("ed318", json.dumps({"type": "FeatureCollection", "features": [several]}).encode())
    assert faults(good) == []
    assert good.body is not None
    assert [v.circle is not None for v in good.body.volumes] == [True, False]


def test_flights_of_a_file_are_compared_with_each_other_unless_they_are_a_crowd():
    def file(count: int) -> bytes:
        features = [{"type": "Feature", "geometry": polygon(SQUARE), "properties": LIMITS} for _ in range(count)]
        return json.dumps({"type": "FeatureCollection", "features": features}).encode()

    _, few = prepare.flights(file(3), "geojson", DEFAULTS, "HAL", CHARTER, SKY, "key")
    assert few is not None
    assert [(m.first, m.second) for m in few] == [(0, 1), (0, 2), (1, 2)]
    _, many = prepare.flights(file(102), "geojson", DEFAULTS, "HAL", CHARTER, SKY, "key")
    assert many is None, "5,151 pairs meet"


def test_plain_zones_of_geojson():
    good, bad = zones(
        "geojson",
        geojson(polygon(SQUARE), kind="danger", name="Range", hours=[{"days": ["mon"], "start": "8", "end": "9"}]),
    )
    assert [code for code, _ in faults(good)] == ["import_missing", "import_missing"], "neither kind nor name"
    assert faults(bad) == [("time", "feature 2, property hours")]


ZONES_CSV = """name,kind,lat,lon,radius_m,outline,lower,upper,start,end,authority
Range,danger,12.0,45.0,2000,,GND,400 ft AGL,2026-06-01T10:00:00Z,2026-06-01T11:00:00Z,Lagoon CAA
Pier,,,,,"POLYGON ((45 12, 45.1 12, 45.1 12.1, 45 12))",GND,FL90,2026-06-01T10:00:00Z,2026-06-01T11:00:00Z,
Reef,sea,12.0,45.0,2000,,300 ft AGL,400 ft AGL,2026-06-01T10:00:00Z,2026-06-01T11:00:00Z,
"""


def test_zones_of_a_table():
    on_ground = msgspec.structs.replace(DEFAULTS, ground=wire.Ground(0, 120))
    first, pier, reef = prepare.zones_of(ZONES_CSV.encode(), "csv", on_ground, "HAL", CHARTER, SKY, "key")
    assert faults(first) == []
    assert (first.body.name, first.body.kind, first.body.authority, first.body.contact) == (
        "Range", "danger", "Lagoon CAA", "watch",
    )  # fmt: skip
    (volume,) = first.command.reservation.volumes
    assert volume.ground == Ground(Span(0, 120_000), True)
    assert volume.alt_mm.hi - volume.alt_mm.lo > round(400 * 304.8) + 120_000, "wherever the ground lies between these"
    assert faults(pier) == [("import_missing", "row 3")], "no kind"
    assert faults(reef)[0][0] == "body_form", "no such kind"


def test_a_ground_of_the_request_holds_only_where_the_file_says_none_and_a_limit_needs_one():
    said = {"kind": "danger", "name": "x", "floor": "GND", "ceiling": "400 ft AGL"}
    low = {"ground_lowest_m": 5, "ground_highest_m": 6}
    file = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "geometry": polygon(SQUARE), "properties": LIMITS | said | more}
                for more in ({}, low, {"ceiling": "FL90"})
            ],
        }
    ).encode()
    for ground, expected in ((None, [None, 5, None]), (wire.Ground(0, 120), [0, 5, None])):
        defaults = msgspec.structs.replace(DEFAULTS, ground=ground)
        found = prepare.zones_of(file, "geojson", defaults, "HAL", CHARTER, SKY, "key")
        grounds = [zone.body.volumes[0].ground for zone in found]
        assert [g.lowest_m if isinstance(g, wire.Ground) else None for g in grounds] == expected
        assert [code for code, _ in faults(found[0])] == ([] if ground else ["ground_unknown"])


known = st.sampled_from([LIMITS["start"], "FL100", "Polygon", "Circle"])
leaves = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8) | known
trees = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)
NAMES = (
    "type", "features", "geometry", "coordinates", "properties", "crs", "id", "details", "volumes", "reference", "volume",
    "floor", "outline_polygon", "applicability", "schedule", "horizontalProjection", "restriction", "identifier", "center",
    "radius",
)  # fmt: skip


def _mutated(tree: Json, data: Any) -> Json:
    """A tree with one place changed."""
    if isinstance(tree, dict) and tree and data.draw(st.integers(0, 5)):
        name = data.draw(st.sampled_from(sorted(tree)))
        return tree | {name: _mutated(tree[name], data)}
    if isinstance(tree, list) and tree and data.draw(st.integers(0, 5)):
        n = data.draw(st.integers(0, len(tree) - 1))
        return [*tree[:n], _mutated(tree[n], data), *tree[n + 1 :]]
    return data.draw(trees | st.dictionaries(st.sampled_from(NAMES), trees, max_size=3))


@pytest.mark.parametrize("form", ["geojson", "f3548", "ed269", "ed318", "zones"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_file_is_read_or_refused_with_a_place(form, data):
    daily = {"day": "MON", "startTime": "08:00Z", "endTime": "09:00Z"}
    files = {
        "geojson": json.loads(geojson(polygon(SQUARE), callsign="HAL 1")),
        "zones": json.loads(geojson(polygon(SQUARE), kind="danger", name="x")),
        "f3548": [intent()],
        "ed269": {"features": [zone(applicability=[{"schedule": [daily]}])]},
        "ed318": json.loads(geojson(polygon(SQUARE), identifier="x")),
    }  # fmt: skip
    body = json.dumps(_mutated(files[form], data)).encode()
    if form in FLIGHTS:
        _located(lambda: flights(form, body))
    else:
        _located(lambda: zones(form if form in ZONES else "geojson", body))


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="ab,;\"'\n\r#=12.FLPOYGN()lat lon", max_size=80),
    st.sampled_from(["lat,lon,outline", "lat;lon;floor", ""]),
)
def test_whatever_stands_in_a_table_is_read_or_refused_with_a_place(text, header):
    _located(lambda: flights("csv", f"{header}\n{text}".encode()))
    _located(lambda: zones("csv", f"{header}\n{text}".encode()))


def _located(read: Callable[[], Sequence[prepare.Flight | prepare.Zone]]) -> None:
    """A file is refused as a whole with a place, or each of its items is good or has faults with theirs."""
    try:
        found = read()
    except Fault as fault:
        whole = fault
    else:
        assert all(where for item in found for _, where in faults(item))
        return
    assert whole.where
