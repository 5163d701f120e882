"""Reading recordings: which columns, which units, which rows cannot be used, which flights, and booking them."""

import asyncio
import gzip
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.airspace import trajectories
from tansiq.airspace.trajectories import Track
from tansiq.assemble import running
from tansiq.config import Config
from tansiq.core.limits import VOLUMES_PER_ITEM
from tansiq.core.units import US
from tansiq.gateways.recorded import book as booking
from tansiq.gateways.recorded import table
from tansiq.gateways.recorded.book import Booked, Booking, book
from tansiq.gateways.recorded.columns import NoColumn, choose
from tansiq.gateways.recorded.flights import Flight, days_ahead, flights, intent_id, moved, party_of
from tansiq.gateways.recorded.recording import NAMED, Recording, read
from tansiq.gateways.recorded.table import BadFile
from tansiq.log.engine import Outage, Unknown
from tansiq.log.folder import open_folder

T0 = 1_533_100_000  # 2018-08-01T05:06:40Z
ROW = {
    "timestamp": T0 * 1_000,
    "latitude": 46.5,
    "longitude": 7.5,
    "altitude": 35_000.0,
    "callsign": "ABC12",
    "icao24": "4b1234",
}


def written(folder: Path, name: str, content: object) -> Path:
    """Write a recording: rows as JSON, text as it is; gzipped where the name says so."""
    text = (
        content
        if isinstance(content, bytes)
        else (content if isinstance(content, str) else json.dumps(content)).encode()
    )
    path = folder / name
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    return path


def csv_of(rows: list[dict[str, Any]], mark: str = ",") -> str:
    return "\n".join([mark.join(rows[0]), *(mark.join(str(v) for v in row.values()) for row in rows)]) + "\n"


# --- columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "place", "altitude", "who", "unit"),
    [
        (
            "timestamp latitude longitude altitude callsign icao24",
            "timestamp latitude longitude",
            "altitude",
            "callsign icao24",
            "ft",
        ),
        (
            "time icao24 lat lon callsign baroaltitude geoaltitude",
            "time lat lon",
            "baroaltitude",
            "callsign icao24",
            "m",
        ),
        (
            "time_position icao24 longitude latitude baro_altitude",
            "time_position latitude longitude",
            "baro_altitude",
            " icao24",
            "m",
        ),
        ("ts hex flight lat lon alt_baro alt_geom", "ts lat lon", "alt_baro", "flight hex", "ft"),
        ("Timestamp_UTC LAT LNG Alt-Ft Call-Sign", "Timestamp_UTC LAT LNG", "Alt-Ft", "Call-Sign ", "ft"),
        ("utc lat lng flight_level icao", "utc lat lng", "flight_level", " icao", "hundreds of feet"),
        ("time lat lon altitude alt_baro hex", "time lat lon", "alt_baro", " hex", "ft"),
    ],
)
def test_columns_are_found_by_their_usual_names(names, place, altitude, who, unit):
    found = choose(names.split())
    assert [found.time, found.latitude, found.longitude] == place.split()
    assert (found.altitude, found.altitude_unit) == (altitude, unit)
    assert [found.callsign, found.aircraft] == who.split(" ")


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ("time lat lon hex", "No column holds the altitude"),
        ("time lat lon geoaltitude hex", "No column holds the altitude"),  # measured from the ellipsoid: another height
        ("lat lon alt hex", "No column holds the time"),
        ("time alt hex", "No column holds the latitude, nor the longitude"),
        ("time lat lon alt", "No column holds the callsign or aircraft"),
        ("", "No column holds the time, nor the latitude, nor the longitude, nor the altitude, nor the callsign or aircraft"),
    ],
)  # fmt: skip
def test_a_missing_column_is_named_with_what_would_do(names, missing):
    with pytest.raises(NoColumn) as refused:
        choose(names.split())
    assert str(refused.value).startswith(missing)
    assert "Rename one to one of: " in str(refused.value)


# --- units ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (T0, "s"),
        (float(T0), "s"),
        (str(T0), "s"),
        (T0 * 1_000, "ms"),
        (f"{T0 * 1_000}.0", "ms"),
        (T0 * 1_000_000, "µs"),
        (T0 * 1_000_000_000, "ns"),
        ("2018-08-01T05:06:40Z", "ISO 8601 text"),
        ("2018-08-01 05:06:40", "ISO 8601 text"),
        ("2018-08-01 07:06:40+02:00", "ISO 8601 text"),
        ("2018-08-01T05:06:40.000-00:00", "ISO 8601 text"),
    ],
)
def test_the_unit_of_times_is_told_by_the_first_that_can_be_read(tmp_path, value, unit):
    rows = [ROW | {"timestamp": None}, ROW | {"timestamp": value}]
    found = read(written(tmp_path, "day.json", rows))
    assert found.time_unit == unit
    assert found.points.time_s.tolist() == [T0]


@pytest.mark.parametrize(
    ("column", "value", "alt_ft"),
    [
        ("alt_ft", 35_000, 35_000),
        ("baroaltitude", 10_668, 35_000),
        ("flight_level", 350, 35_000),
        ("altitude_m", 0.3048, 1),
    ],
)
def test_altitudes_become_feet(tmp_path, column, value, alt_ft):
    row = {"time": T0, "lat": 46.0, "lon": 7.0, column: value, "hex": "4b1234"}
    assert read(written(tmp_path, "day.json", [row])).points.alt_ft.tolist() == pytest.approx([alt_ft])


# --- rows that cannot be used -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"latitude": None}, "row 2: latitude '' is missing"),
        ({"latitude": 90.1}, "row 2: latitude '90.1' lies outside -90 to 90"),
        ({"longitude": -181}, "row 2: longitude '-181' lies outside -180 to 180"),
        ({"longitude": "seven"}, "row 2: longitude 'seven' is not a number"),
        ({"altitude": "ground"}, "row 2: altitude 'ground' is not a number"),
        ({"altitude": "nan"}, "row 2: altitude 'nan' is missing"),
        ({"altitude": 400_000}, "row 2: altitude '400000' lies outside -2,000 to 328,000 ft"),
        ({"altitude": 10**400}, "row 2: altitude '1" + "0" * 38 + "…' is not a number"),
        ({"timestamp": None}, "row 2: timestamp '' is missing"),
        ({"timestamp": -1}, "row 2: timestamp '-1' lies, in ms, outside the years 1970 to 2200"),
        (
            {"timestamp": T0 * 1_000_000},
            "row 2: timestamp '1533100000000000' lies, in ms, outside the years 1970 to 2200",
        ),
        ({"callsign": "", "icao24": " "}, "row 2: callsign '' is missing, so nothing says which aircraft this is"),
        ({"callsign": "X" * 17}, "row 2: callsign 'XXXXXXXXXXXXXXXXX' has more than 16 characters"),
        (
            {"altitude": [1]},
            "row 2: cannot be read: Expected `int | float | str | null`, got `array` - at `$.altitude`",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path, change, sentence):
    found = read(written(tmp_path, "day.json", [ROW, ROW | change, ROW]))
    assert [str(row) for row in found.bad_rows] == [sentence]
    assert (found.rows, found.bad, len(found.points.time_s)) == (3, 1, 2)


def test_a_line_of_another_length_and_a_row_that_is_no_object_are_named(tmp_path):
    text = csv_of([ROW, ROW]) + "1,2\n\n" + csv_of([ROW]).split("\n")[1]
    found = read(written(tmp_path, "day.csv", text))
    assert [str(row) for row in found.bad_rows] == ["row 3: has 2 values, the header 6"]
    assert found.rows == 4, "an empty line is no row"
    found = read(written(tmp_path, "day.json", [ROW, 7]))
    assert [str(row) for row in found.bad_rows] == ["row 2: cannot be read: Expected `object`, got `int`"]


def test_a_time_that_is_none_is_named(tmp_path):
    rows = [ROW | {"timestamp": text} for text in ("2018-08-01 05:06:40", "2018-02-30 05:06:40", "", "noon")]
    found = read(written(tmp_path, "day.json", rows))
    assert [(row.row, row.value) for row in found.bad_rows] == [(2, "2018-02-30 05:06:40"), (3, ""), (4, "noon")]


faults = st.sampled_from(
    [{"latitude": None}, {"altitude": "ground"}, {"longitude": 200}, {"callsign": "", "icao24": ""}]
)


@settings(max_examples=50, deadline=None)
@given(kinds=st.lists(st.one_of(st.none(), faults), min_size=1, max_size=60))
def test_no_row_is_lost_all_are_counted_and_the_first_named(tmp_path_factory, kinds):
    rows = [ROW | (fault or {}) for fault in kinds]
    found = read(written(tmp_path_factory.getbasetemp(), "rows.json", rows))
    bad = [n for n, fault in enumerate(kinds, start=1) if fault]
    assert found.rows == len(rows)
    assert found.bad == len(bad) == sum(found.by_reason.values())
    assert len(found.points.time_s) == len(found.name) == len(rows) - len(bad)
    assert [row.row for row in found.bad_rows] == bad[:NAMED]


# --- files ------------------------------------------------------------------------------------------------------------


def same(a: Recording, b: Recording) -> bool:
    return (a.names, list(a.name), a.rows, a.bad) == (b.names, list(b.name), b.rows, b.bad) and all(
        np.array_equal(x, y) for x, y in zip(a.points, b.points, strict=True)
    )


def test_every_form_of_a_file_reads_alike(tmp_path):
    rows = [
        ROW | {"timestamp": T0 * 1_000 + n * 10_000, "latitude": 46.5 + n / 100, "callsign": f"ABC{n % 2}"}
        for n in range(9)
    ]
    told: list[tuple[int, int]] = []
    first = read(written(tmp_path, "day.json", rows), lambda done, total: told.append((done, total)))
    assert told[-1] == (9, 9)
    assert first.names == [("ABC0", "4b1234"), ("ABC1", "4b1234")]
    others = {
        "day.json.gz": rows,
        "day.csv": csv_of(rows),
        "DAY.CSV.GZ": csv_of(rows),
        "semicolons.csv": csv_of(rows, ";"),
        "tabs.csv": csv_of(rows, "\t"),
        "windows.csv": b"\xef\xbb\xbf" + csv_of(rows).replace("\n", "\r\n").encode(),
    }
    for name, content in others.items():
        path = tmp_path / name
        written(tmp_path, name.lower(), content).rename(path)
        assert same(read(path), first), name


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("day.xlsx", b"", "day.xlsx is not read: its name must end in .json, .json.gz, .csv or .csv.gz."),
        ("day.json", "{}", "day.json is not a JSON list of objects, one for each recorded point"),
        ("day.json", "[{", "day.json is not a JSON list of objects"),
        ("day.json", "[]", "No column holds the time"),
        ("day.csv", "", "No column holds the time"),
        ("day.csv", b"\xff\xfe", "day.csv is not UTF-8 text"),
        ("day.csv", csv_of([ROW | {"callsign": "x" * 200_000}]), "day.csv is not CSV at line 2"),
        ("day.csv", csv_of([{"time": 1, "lat": 2}]), "day.csv: No column holds the longitude, nor the altitude"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, content, sentence):
    with pytest.raises(BadFile) as refused:
        read(written(tmp_path, name, content))
    assert sentence in str(refused.value)


def test_a_missing_a_cut_off_and_a_false_gzip_file_say_so(tmp_path):
    whole = gzip.compress(json.dumps([ROW] * 100).encode())
    (tmp_path / "cut.json.gz").write_bytes(whole[:-20])
    (tmp_path / "false.json.gz").write_bytes(b"[]")
    for name in ("missing.json", "cut.json.gz", "false.json.gz"):
        with pytest.raises(BadFile, match=f"{name} cannot be read: "):
            read(tmp_path / name)


def test_files_are_bounded_also_when_they_unpack_to_much_more(tmp_path, monkeypatch):
    bomb = written(tmp_path, "bomb.json.gz", b"[" + b" " * 5_000_000 + b"]")
    assert bomb.stat().st_size < 10_000
    monkeypatch.setattr(table, "BYTES_MAX", 1_000_000)
    with pytest.raises(BadFile, match=r"has more than 0\.001 GB"):
        read(bomb)
    monkeypatch.setattr(table, "ROWS_MAX", 3)
    with pytest.raises(BadFile, match="has 4 rows; at most 3 are read"):
        read(written(tmp_path, "long.json", [ROW] * 4))


# --- flights ----------------------------------------------------------------------------------------------------------


def at(callsign: str, aircraft: str, *minutes: float) -> list[dict[str, Any]]:
    return [ROW | {"callsign": callsign, "icao24": aircraft, "timestamp": (T0 + m * 60) * 1_000} for m in minutes]


@pytest.mark.parametrize(
    ("rows", "expected", "because"),
    [
        (at("A1", "x", 0, 1, 2), [("A1", "x", 3)], "one aircraft, no gap"),
        (at("A1", "x", 0, 30), [("A1", "x", 2)], "a gap of just half an hour"),
        (at("A1", "x", 0, 30.1), [("A1", "x", 1), ("A1", "x", 1)], "a longer gap"),
        (at("A1", "x", 0) + at("A1", "y", 1), [("A1", "x", 1), ("A1", "y", 1)], "another aircraft"),
        (at("A1", "x", 0) + at("B1", "x", 1), [("A1", "x", 1), ("B1", "x", 1)], "another callsign"),
        (at(" a1", "X", 0) + at("A1 ", "x", 1), [("A1", "x", 2)], "spaces and case do not matter"),
        (at("", "x", 0, 1), [("", "x", 2)], "no callsign"),
        (at("A1", "", 0, 1), [("A1", "", 2)], "no address"),
    ],
)
def test_points_become_flights(tmp_path, rows, expected, because):
    found = flights(read(written(tmp_path, "day.json", rows)))
    assert [(f.callsign, f.aircraft, len(f.track.time_s)) for f in found] == expected, because


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1_000))
def test_the_order_of_rows_changes_neither_flights_nor_their_ids(tmp_path_factory, seed):
    rows = at("A1", "x", 0, 1, 2, 50, 51) + at("B1", "y", 0, 1) + at("", "z", 3)
    mixed = random.Random(seed).sample(rows, len(rows))
    folder = tmp_path_factory.getbasetemp()
    one, other = (flights(read(written(folder, "mixed.json", each))) for each in (rows, mixed))
    assert [(f.callsign, f.aircraft, intent_id(f)) for f in one] == [
        (f.callsign, f.aircraft, intent_id(f)) for f in other
    ]
    assert len({intent_id(f) for f in one}) == 4


def flight(callsign: str = "ABC12", first_s: float = T0, lat: float = 46.5, points: int = 13) -> Flight:
    """Ten minutes eastward at FL350 for each twelve points and one."""
    steps = np.arange(points, dtype=float)
    track = Track(first_s + 50 * steps, np.full(points, lat), 7.0 + steps / 10, np.full(points, 35_000.0))
    return Flight(callsign, "4b1234", track)


def test_an_id_is_a_uuid_that_changes_with_anything_known_of_the_flight():
    ids = {intent_id(f) for f in (flight(), flight("ABC13"), flight(first_s=T0 + 1), flight(lat=46.6))}
    assert len(ids) == 4
    for text in ids:
        assert [len(part) for part in text.split("-")] == [8, 4, 4, 4, 12]
        assert text[14] == "4"
        assert text[19] in "89ab"


@pytest.mark.parametrize(
    ("callsign", "party"),
    [("ABC12", "ABC"), ("ABC1ZZ", "ABC"), ("HBABC", "other"), ("N123AB", "other"), ("ABCD1", "other"), ("", "other")],
)
def test_the_party_is_the_airline_of_the_callsign(callsign, party):
    assert party_of(flight(callsign)) == party


@pytest.mark.parametrize(
    ("now_s", "days"),
    [(T0 - 1, 0), (T0, 0), (T0 + 1, 1), (T0 + 86_400, 1), (T0 + 86_401, 2), (T0 + 3_000 * 86_400 - 5, 3_000)],
)
def test_a_recording_is_moved_by_as_few_whole_days_as_bring_it_ahead(now_s, days):
    assert days_ahead(T0, now_s * US) == days
    first_s = float(moved(flight().track, days).time_s[0])
    assert first_s >= now_s
    assert first_s % 86_400 == T0 % 86_400, "at the same time of the day"


# --- booking ----------------------------------------------------------------------------------------------------------


def bookings(*recorded: Flight) -> list[Booking]:
    days = days_ahead(min(f.start_s for f in recorded) - 60, time.time_ns() // 1_000)
    return [Booking(intent_id(f), party_of(f), trajectories.volumes(moved(f.track, days))) for f in recorded]


def booked_in(folder: Path, asked: list[Booking]) -> tuple[Booked, dict[str, str]]:
    """Book, and return how it went and who has what after it."""

    async def whole() -> tuple[Booked, dict[str, str]]:
        with open_folder(folder) as opened:
            async with running(Config(data=str(folder), metrics=""), opened) as started:
                told: list[int] = []
                booked = await book(started.node, asked, "test", lambda done, _total: told.append(done))
                assert told[-1:] == ([len(asked)] if asked else [])
                return booked, {intent.id: intent.manager for intent in started.node.state.intents.values()}

    return asyncio.run(whole())


def test_flights_that_all_meet_each_other_are_all_booked_each_naming_those_before(tmp_path):
    asked = bookings(*(flight(f"{party}{n}") for n in range(10) for party in ("ABC", "XYZ")))
    booked, room = booked_in(tmp_path / "data", asked)
    assert (booked.done, booked.there, booked.refused) == (20, 0, [])
    assert booked.unseen >= 19, "all but the first of a wave learn of it only by a refusal"
    assert room == {b.id: b.party for b in asked}
    booked, again = booked_in(tmp_path / "data", asked)
    assert (booked.done, booked.there, booked.refused) == (0, 20, [])
    assert again == room, "the same flights are not booked twice"


def test_flights_apart_are_booked_without_being_asked_again(tmp_path):
    booked, room = booked_in(tmp_path / "data", bookings(*(flight(f"ABC{n}", T0 + n * 3_600) for n in range(50))))
    assert (booked.done, booked.unseen, booked.volumes, len(room)) == (50, 0, 50 * 4, 50)


def test_what_cannot_be_one_intent_is_refused_with_a_sentence(tmp_path):
    (good,) = bookings(flight())
    late = [
        Booking(
            good.id, "ABC", trajectories.volumes(moved(flight().track, 31 + days_ahead(T0, time.time_ns() // 1_000)))
        ),
        Booking("none", "ABC", ()),
        Booking("long", "ABC", good.volumes * 251),
    ]
    booked, room = booked_in(tmp_path / "data", late)
    sentences = dict(booked.refused)
    assert (booked.done, room) == (0, {})
    assert sentences["none"] == "It has no volumes."
    assert sentences["long"] == f"It has 1,004 volumes; one intent takes {VOLUMES_PER_ITEM:,}. Split the flight."
    assert "plans may start until" in sentences[good.id]


def test_vertices_are_bounded_too(monkeypatch, tmp_path):
    monkeypatch.setattr(booking, "INTENT_VERTICES", 31)
    booked, _ = booked_in(tmp_path / "data", bookings(flight()))
    assert [why for _, why in booked.refused] == ["It has 32 vertices; one intent takes 31. Split the flight."]


def test_no_flights_are_booked_at_once(tmp_path):
    assert booked_in(tmp_path / "data", [])[0] == Booked()


def test_when_the_log_fails_booking_ends_with_the_reason(tmp_path, monkeypatch):
    async def whole() -> None:
        with open_folder(tmp_path / "data") as folder:
            async with running(Config(data=str(folder.path), metrics=""), folder) as started:

                async def lost(*_args: object, **_kwargs: object) -> int:
                    raise Unknown("The disk is gone.")

                monkeypatch.setattr(started.node.engine, "append", lost)
                await book(started.node, bookings(flight()), "test")

    with pytest.raises(Outage, match="The disk is gone"):
        asyncio.run(asyncio.wait_for(whole(), 20))
