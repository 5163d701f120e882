"""Files of flights: both forms are read, faults are placed, and conflicts are written as JSON, GeoJSON and a table."""

import json

import pytest

from tansiq.airspace.exact import Buffers
from tansiq.core.volumes import Circle, Reference
from tansiq.gateways.conflicts_file import report
from tansiq.gateways.flights_file import BadFile, read

SQUARE = [(46, 8), (46, 8.1), (46.1, 8.1), (46.1, 8)]


def w84(value):
    return {"value": value, "reference": "W84", "units": "M"}


def fl(value):
    return {"value": value, "reference": "FL", "units": "FL"}


def polygon(corners=SQUARE):
    return {"outline_polygon": {"vertices": [{"lat": lat, "lng": lng} for lat, lng in corners]}}


def volume(outline=None, low=None, high=None, start="14:00:00Z", end="15:00:00Z"):
    return {
        "volume": {**(outline or polygon()), "altitude_lower": low or w84(0), "altitude_upper": high or w84(120)},
        "time_start": {"value": f"2026-06-01T{start}", "format": "RFC3339"},
        "time_end": {"value": f"2026-06-01T{end}", "format": "RFC3339"},
    }


def flights(*volumes):
    return [{"id": f"F{n}", "volumes": [v]} for n, v in enumerate(volumes)]


def feature(geometry=None, **properties):
    closed = [[lng, lat] for lat, lng in [*SQUARE, SQUARE[0]]]
    return {
        "type": "Feature",
        "geometry": geometry or {"type": "Polygon", "coordinates": [closed]},
        "properties": {
            "flight": "A",
            "altitude_lower": w84(0),
            "altitude_upper": w84(120),
            "time_start": "2026-06-01T14:00:00Z",
            "time_end": "2026-06-01T15:00:00Z",
            **properties,
        },
    }


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def read_json(document):
    return read(json.dumps(document).encode())


@pytest.fixture
def written(tmp_path):
    def write(document):
        path = tmp_path / "flights.json"
        path.write_text(json.dumps(document))
        return path

    return write


def test_the_same_volume_in_both_forms():
    (one,) = read_json([{"id": "A", "volumes": [volume()]}])
    (other,) = read_json(collection(feature()))
    assert one == other


def test_features_of_one_flight_are_its_volumes():
    point = {"type": "Point", "coordinates": [8, 46]}
    square = [[[lng, lat] for lat, lng in [*SQUARE, SQUARE[0]]]]
    both = {"type": "MultiPolygon", "coordinates": [square, square]}
    items = read_json(collection(feature(), feature(flight="B"), feature(point, radius_m=250), feature(both)))
    assert [(item.id, len(item.volumes)) for item in items] == [("A", 4), ("B", 1)]
    assert items[0].volumes[1].outline == Circle(46 * 10**9, 8 * 10**9, 250_000)


@pytest.mark.parametrize(
    ("low", "high", "floor_mm", "reference", "qnh_pa"),
    [
        (fl(60), fl(80), 6_000 * 304.8, Reference.FL, 0),
        (
            {"value": 2000, "reference": "AMSL", "units": "FT", "qnh_hpa": 1013},
            fl(80),
            609_600,
            Reference.AMSL,
            101_300,
        ),
        ({"value": 600, "reference": "AMSL"}, {"value": 900, "reference": "AMSL"}, 600_000, Reference.AMSL, 0),
    ],
)
def test_heights_on_other_references(low, high, floor_mm, reference, qnh_pa):
    ((found,),) = (item.volumes for item in read_json(flights(volume(low=low, high=high))))
    assert (found.floor.alt_mm, found.floor.reference, found.floor.qnh_pa) == (round(floor_mm), reference, qnh_pa)
    assert found.alt_mm.lo < floor_mm < found.alt_mm.hi


def test_heights_above_the_ellipsoid_are_kept_exactly():
    ((found,),) = (item.volumes for item in read_json(flights(volume(low=w84(12.5), high=w84(99.999)))))
    assert (found.alt_mm.lo, found.alt_mm.hi, found.floor, found.ceiling) == (12_500, 99_999, None, None)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"flights": []}, "neither a JSON list of flights nor a GeoJSON FeatureCollection"),
        ("text", "neither a JSON list"),
        ([{"volumes": []}], "flight 0: Object missing required field `id`"),
        ([{"id": "A", "volumes": [{}]}], "flight 0: Object missing required field `volume` - at `$.volumes[0]`"),
        (flights(volume(), volume(polygon(SQUARE[:2]))), "flight 1 (F1), volume 0: The outline has 2 vertices"),
        (flights(volume(polygon([*SQUARE, (95, 8)]))), "flight 0 (F0), volume 0: Vertex 4 has latitude 95.0"),
        (flights(volume(polygon([(46, 1e300), *SQUARE]))), "flight 0 (F0), volume 0: 1e+300 is no coordinate"),
        (flights(volume(polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]))), "Edges 0 and 2"),
        (flights(volume({"x": 1})), "one of them"),
        (flights(volume(low=w84(200))), "altitude_lower 200 lies above altitude_upper 120"),
        (flights(volume(low=fl(300), high=w84(120))), "altitude_lower lies above altitude_upper, whatever the air"),
        (flights(volume(low={"value": 60, "reference": "FL", "units": "M"})), 'reference "FL" and units "FL"'),
        (flights(volume(low={"value": 9, "reference": "W84", "qnh_hpa": 1000})), "qnh_hpa 1000 goes with"),
        (flights(volume(high=w84(1e6))), "altitude_upper: 1e+06 lies outside"),
        (flights(volume(start="16:00:00Z")), "exchange them"),
        (flights(volume(start="1600Z")), "time_start: The time"),
        ([*flights(volume()), *flights(volume())], "flight 1: flight 0 has the id 'F0' already"),
        (collection({"type": "Feature"}), "feature 0: Object missing required field `geometry`"),
        (collection(feature({"type": "Polygon", "coordinates": [[], []]})), "feature 0 (A): The polygon has 2 rings"),
        (collection(feature({"type": "Polygon", "coordinates": [[[8]]]})), "feature 0 (A): Vertex 0 has 1 coordinates"),
        (collection(feature({"type": "Point", "coordinates": [8, 46]})), "the property radius_m"),
        (
            collection(feature({"type": "MultiPolygon", "coordinates": [[[[8, 46], [9, 46]]]]})),
            "feature 0 (A), polygon 0: The outline has 2 vertices",
        ),
    ],
)
def test_faults_are_placed(document, expected):
    with pytest.raises(BadFile) as found:
        read_json(document)
    assert expected in str(found.value)


def test_bytes_that_are_no_json():
    for text in (b"", b"[", b"\xff\xfe", b'[{"id": "A", "volumes": [NaN]}]'):
        with pytest.raises(BadFile):
            read(text)


def test_all_faults_are_told_up_to_twenty():
    with pytest.raises(BadFile) as found:
        read_json(flights(*(volume(polygon([])) for _ in range(25))))
    lines = str(found.value).splitlines()
    assert len(lines) == 21
    assert lines[0].startswith("flight 0 (F0), volume 0: ")
    assert lines[-1] == "... and 5 more."


PAIR = flights(volume(low=fl(60), high=fl(80)), volume(low=fl(70), high=fl(90), start="14:30:00Z"))


def test_a_report_as_json(written):
    found = json.loads(report(written(PAIR), "json", Buffers(time_s=60)))
    (conflict,) = found.pop("conflicts")
    (overlap,) = conflict.pop("overlaps")
    assert found == {"flights": 2, "volumes": 2, "lateral_m": 0.0, "vertical_m": 0.0, "time_s": 60}
    assert conflict == {
        "first": "F0",
        "second": "F1",
        "from": "2026-06-01T14:30:00Z",
        "to": "2026-06-01T15:00:00Z",
        "duration_s": 1800.0,
        "worst": 0,
    }
    assert 46 < overlap.pop("lat") < 46.1
    assert 8 < overlap.pop("lng") < 8.1
    assert overlap == {
        "first_volume": 0,
        "second_volume": 0,
        "altitude_lower": {"value": 70, "reference": "FL", "units": "FL"},
        "altitude_upper": {"value": 80, "reference": "FL", "units": "FL"},
        "time_start": "2026-06-01T14:30:00Z",
        "time_end": "2026-06-01T15:00:00Z",
    }


def test_a_report_as_geojson(written):
    found = json.loads(report(written(PAIR), "geojson", Buffers()))
    assert found["type"] == "FeatureCollection"
    (one,) = found["features"]
    lng, lat = one["geometry"]["coordinates"]
    assert one["geometry"]["type"] == "Point"
    assert 8 < lng < 8.1
    assert 46 < lat < 46.1
    assert (one["properties"]["first"], one["properties"]["second"], one["properties"]["overlaps"]) == ("F0", "F1", 1)


def test_a_report_as_a_table(written):
    lines = report(written(PAIR), "table", Buffers()).splitlines()
    assert lines[0].split() == ["first", "second", "from", "to", "lasting", "heights", "place", "overlaps"]
    assert lines[1].startswith("F0     F1      2026-06-01T14:30:00Z  2026-06-01T15:00:00Z  1800 s   FL070-080  46.0")
    assert lines[2] == "1 conflicts among 2 flights (2 volumes)."
    one = report(written(flights(volume())), "table", Buffers())
    assert one == "0 conflicts among 1 flights (1 volumes).\n"


def test_altitudes_are_shown_with_their_qnh(written):
    low, high = ({"value": v, "reference": "AMSL", "units": "M", "qnh_hpa": 1013.25} for v in (100, 200))
    found = json.loads(report(written(flights(*[volume(low=low, high=high)] * 2)), "json", Buffers()))
    overlap = found["conflicts"][0]["overlaps"][0]
    assert overlap["altitude_lower"] == {"value": 100.0, "reference": "AMSL", "units": "M", "qnh_hpa": 1013.25}
    assert "100-200 m AMSL" in report(written(flights(*[volume(low=low, high=high)] * 2)), "table", Buffers())


@pytest.mark.parametrize("buffers", [Buffers(lateral_m=-1), Buffers(vertical_m=1e9), Buffers(time_s=float("nan"))])
def test_buffers_out_of_proportion(written, buffers):
    with pytest.raises(ValueError, match="The buffer"):
        report(written(PAIR), "json", buffers)
