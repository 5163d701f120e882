"""The demo: a small made-up day through the real node, from the recording to the page; and the real day, once."""

import gzip
import io
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tansiq import demo
from tansiq.config import Config, Misconfigured
from tansiq.core.commands import PutIntent
from tansiq.core.units import MINUTE_US
from tansiq.demo import cast as casting
from tansiq.demo import sample
from tansiq.demo.cast import cast
from tansiq.demo.findings import Finding
from tansiq.demo.geojson import geojson
from tansiq.demo.page import body
from tansiq.demo.run import show_day, tell
from tansiq.demo.story import Story
from tansiq.demo.tables import show
from tansiq.gateways.recorded.flights import flights
from tansiq.gateways.recorded.recording import read
from tansiq.log import database
from tansiq.log.folder import Lock, open_folder
from tansiq.log.verify import verify_folder
from tansiq.node.snapshots import entry_of
from tansiq.steps import Steps

STATEMENT = "overlaps of volumes booked by us around recorded paths; no incident occurred"
DAY_S = 86_400
# 3,000 days before a moment six hours ahead of now, so that no two runs of a test lie on two sides of the first start.
FIRST_S = int(time.time()) + 6 * 3_600 - 3_000 * DAY_S


def path(
    callsign: str, aircraft: str, minute: float, lat: float, lon: float, east: float, north: float, alt: float
) -> list[dict[str, Any]]:
    """Twenty minutes from a place on, so many degrees a minute to the east and north, a point each half minute."""
    return [
        {
            "timestamp": int((FIRST_S + 60 * (minute + n / 2)) * 1_000),
            "latitude": lat + north * n / 2,
            "longitude": lon + east * n / 2,
            "altitude": alt,
            "callsign": callsign,
            "icao24": aircraft,
        }
        for n in range(41)
    ]  # fmt: skip


SMALL = [
    *path("QZX71", "4b9a01", 0, 46.5, 7.0, 0.1, 0.0, 35_000),  # eastward
    *path("WVK3AB", "4b9a02", 0, 46.0, 8.0, 0.0, 0.05, 35_000),  # northward across it, at the same minute and level
    *path("WVK4", "4b9a03", 0, 46.0, 8.0, 0.0, 0.05, 36_000),  # likewise 1,000 ft above: free
    *path("JQJ9", "4b9a04", 60, 46.5, 7.0, 0.1, 0.0, 35_000),  # eastward an hour later: free
    *path("HBQZQ", "4b9a05", 200, 46.5, 7.0, 0.1, 0.0, 33_000),  # one aircraft ...
    *path("HBQZR", "4b9a05", 220, 46.5, 9.0, 0.1, 0.0, 33_000),  # ... that changes its callsign on the way
]
REAL = {"QZX71", "WVK3AB", "WVK4", "JQJ9", "HBQZQ", "HBQZR", "QZX", "WVK", "JQJ"} | {f"4b9a0{n}" for n in range(1, 6)}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    recording = tmp_path / "small.json.gz"
    recording.write_bytes(gzip.compress(json.dumps(SMALL).encode()))
    return recording


def shown(recording: Path, data: str, out: Path, width: int = 100) -> tuple[int, str]:
    """Run the demo up to its table, and return its exit status and what it printed."""
    printed = io.StringIO()
    console = Console(file=printed, width=width, markup=False, highlight=False)
    return show_day(recording, console, data, "127.0.0.1:0", str(out), no_serve=True), printed.getvalue()


def told(recording: Path, data: Path) -> Story:
    return tell(recording, Config(data=str(data), metrics=""), Steps(Console(file=io.StringIO())))


def leaks(text: str, real: set[str]) -> set[str]:
    """Return what of the recording stands in a text as a word."""
    return set(re.findall(r"[A-Za-z0-9]+", text)) & real


def leaks_in_log(folder: Path, real: set[str], codes: set[str], ids: set[str]) -> set[str]:
    """Return what of the recording is in the log: each text that is not random must be one of ours."""
    with open_folder(folder, Lock.NONE) as opened:
        connection = database.connect_reader(opened.log, 5.0)
        try:
            last = database.last_position(connection)
            blobs = [b for n in range(0, last, 500) for b in database.records_after(connection, opened.log, n, 500)]
        finally:
            connection.close()
    assert len(blobs) == last
    for position, blob in enumerate(blobs, start=1):
        entry = entry_of(position, blob)
        assert isinstance(entry.command, PutIntent)
        assert (entry.actor.party in codes, entry.actor.by) == (True, "demo")
        assert entry.command.reservation.id in ids
        assert entry.command.reservation.uss_base_url == "https://uss.invalid"
        assert blob.erasable == b""
    stored = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {word for word in real if f'"{word}"'.encode() in stored}


# --- a small day ------------------------------------------------------------------------------------------------------


def test_a_small_day_from_the_recording_to_the_log(small, tmp_path):
    status, printed = shown(small, str(tmp_path / "data"), tmp_path / "found.geojson")
    assert status == 0
    assert STATEMENT in printed
    assert "The 1 worst of 1 overlaps" in printed
    assert "6 flights of 4 parties" in printed, "QZX, WVK, JQJ, and one for those without an airline"
    assert "FL346-354" in printed
    assert "✓ verified" in printed
    assert not leaks(printed, REAL)

    found = json.loads((tmp_path / "found.geojson").read_text())
    (feature,) = found["features"]
    assert STATEMENT in found["description"]
    assert STATEMENT in feature["properties"]["note"]
    assert feature["properties"]["altitude_lower_fl"] == 346
    assert len(feature["properties"]["offers_to_second"]) >= 2
    ring = feature["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert all(7.9 < lon < 8.1 and 46.4 < lat < 46.6 for lon, lat in ring), "where the two paths cross"
    assert sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in itertools.pairwise(ring)) < 0, "anticlockwise"
    assert not leaks(json.dumps(found), REAL)

    report = verify_folder(tmp_path / "data")
    assert report.findings == []
    roles = cast(flights(read(small)))
    assert not leaks_in_log(tmp_path / "data", REAL, {r.party.code for r in roles}, {r.id for r in roles})


def test_the_story_is_right(small, tmp_path):
    story = told(small, tmp_path / "data")
    (finding,) = story.findings
    assert [finding.first.aircraft, finding.second.aircraft] == [0, 1], (
        "the two that cross, and not the one aircraft with itself"
    )
    ways = story.ways[1]
    assert story.example is ways
    assert all(ways.free)
    assert ways.compared == 5
    assert {offer.kind.value for offer in ways.offers} >= {"delay", "height"}
    delay = next(offer for offer in ways.offers if offer.kind.value == "delay")
    assert delay.blocked_by == (finding.first.name,)
    assert 0 < delay.delay_us < 20 * MINUTE_US
    assert story.log.entries == 6 + story.log.unseen
    assert story.days == 3_000
    assert finding.shared > 0


def test_two_runs_say_the_same(small, tmp_path):
    runs = [shown(small, "", tmp_path / f"{n}.geojson") for n in range(2)]
    tables = [printed.partition("\nlog ")[0] for _, printed in runs]
    assert tables[0] == tables[1]
    assert "ways out for the second" in tables[0]
    assert (tmp_path / "0.geojson").read_bytes() == (tmp_path / "1.geojson").read_bytes()


def test_it_fits_80_columns(small, tmp_path):
    _, printed = shown(small, "", tmp_path / "found.geojson", width=80)
    assert max(map(len, printed.splitlines())) <= 80
    assert "…" not in printed.partition("\nlog ")[0], "nothing of the tables is cut off"


def test_a_folder_that_holds_the_day_is_started_from(small, tmp_path):
    first = shown(small, str(tmp_path / "data"), tmp_path / "0.geojson")
    entries = verify_folder(tmp_path / "data").positions
    again = shown(small, str(tmp_path / "data"), tmp_path / "1.geojson")
    assert "found in the folder" not in first[1]
    assert "found in the folder" in again[1]
    assert verify_folder(tmp_path / "data").positions == entries
    assert (tmp_path / "0.geojson").read_bytes() == (tmp_path / "1.geojson").read_bytes()


def test_a_booking_that_was_broken_off_goes_on_for_the_same_day(small, tmp_path, monkeypatch):
    part = tmp_path / "part.json"
    part.write_text(json.dumps(SMALL[:41]))
    told(part, tmp_path / "data")
    story = told(small, tmp_path / "data")
    assert len(story.room.roles) == 6
    assert story.days == 3_000

    monkeypatch.setattr("tansiq.demo.day.days_ahead", lambda first_s, now_us: 3_001)
    told(small, tmp_path / "data")  # whole: it may be over
    told(part, tmp_path / "other")
    monkeypatch.setattr("tansiq.demo.day.days_ahead", lambda first_s, now_us: 3_002)
    with pytest.raises(Misconfigured, match="holds 1 of the demo's 6 flights, and their day is over"):
        told(small, tmp_path / "other")


def test_another_log_is_left_alone(small, tmp_path):
    other = tmp_path / "other.json"
    other.write_text(json.dumps(path("ABC1", "4b9a09", 0, 50.0, 7.0, 0.1, 0.0, 35_000)))
    told(other, tmp_path / "data")
    with pytest.raises(Misconfigured, match="holds a log that is not the demo's"):
        told(small, tmp_path / "data")
    assert verify_folder(tmp_path / "data").positions == 1


def test_a_day_without_overlaps_and_one_without_flights_are_told_too(tmp_path):
    lone = tmp_path / "lone.json"
    lone.write_text(json.dumps(SMALL[:41]))
    status, printed = shown(lone, "", tmp_path / "found.geojson")
    assert status == 0
    assert "The 0 worst of 0 overlaps" in printed
    assert "<h1>" in body(told(lone, tmp_path / "data"))
    lone.write_text(json.dumps([SMALL[0] | {"latitude": None}]))
    with pytest.raises(Misconfigured, match="holds no flights: none of its 1 rows can be used"):
        shown(lone, "", tmp_path / "found.geojson")


@pytest.mark.parametrize(
    ("listen", "out", "sentence"),
    [
        ("127.0.0.1:99999", "x", "is not HOST:PORT"),
        ("0.0.0.0:8080", "x", "can be reached from other machines"),
        ("127.0.0.1:0", "missing/x", "cannot be written: No such file or directory. Choose another with --out"),
    ],
)
def test_what_cannot_be_done_is_said(small, tmp_path, listen, out, sentence):
    with pytest.raises(Misconfigured, match=re.escape(sentence)):
        show_day(small, Console(file=io.StringIO()), "", listen, str(tmp_path / out), no_serve=True)


def test_without_the_package_the_cure_is_said(monkeypatch):
    def none(_name: str) -> None:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "files", none)
    with pytest.raises(Misconfigured, match=r"pip install --no-deps traffic==2\.13"):
        demo.run(data="", listen="127.0.0.1:0", out="", no_serve=True, no_browser=True)


# --- names ------------------------------------------------------------------------------------------------------------


def test_the_cast_has_as_many_parties_as_airlines_and_each_flight_a_name_of_its_own(tmp_path):
    letters = "ABCDEFGHIJ"
    rows = [SMALL[0] | {"callsign": f"{a}{b}{c}{n}"} for a in "QX" for b in letters for c in letters for n in (1, 2)]
    many = tmp_path / "many.json"
    many.write_text(json.dumps(rows))
    roles = cast(flights(read(many)))
    assert len({role.party for role in roles}) == len({role.party.name for role in roles}) == 200
    assert len({role.name for role in roles}) == len({role.id for role in roles}) == 400
    assert [(role.name, role.party) for role in cast(flights(read(many)))] == [(r.name, r.party) for r in roles]
    assert {len(role.party.code) >= 6 for role in roles} == {True}, (
        "no code is one of an airline, which has three letters"
    )


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_escapes_every_name(small, tmp_path, monkeypatch):
    monkeypatch.setattr(casting, "_party", lambda n: casting.Party(f"<i{n}>", f"<script>alert('{n}')</script>&"))
    page = body(told(small, tmp_path / "data"))
    assert "&lt;script&gt;alert(&#x27;0&#x27;)&lt;/script&gt;&amp;" in page
    assert "&lt;I0&gt; 001" in page
    assert "<script" not in page
    assert "<I0" not in page


def test_the_page_is_served_until_it_is_stopped_and_the_folder_removed(small, tmp_path):
    (tmp_path / "tmp").mkdir()
    program = (
        "import sys; from pathlib import Path; from rich.console import Console; from tansiq.demo.run import show_day; "
        "sys.exit(show_day(Path(sys.argv[1]), Console(width=100), '', '127.0.0.1:0', sys.argv[2], False))"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program, str(small), str(tmp_path / "found.geojson")],
        env=os.environ | {"TMPDIR": str(tmp_path / "tmp"), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        url = next(found[0] for line in running.stdout if (found := re.search(r"http://\S+", line)))
        with urllib.request.urlopen(url) as answer:
            page, headers = answer.read().decode(), answer.headers
        with urllib.request.urlopen(f"{url}/conflicts.geojson") as answer:
            assert answer.headers["content-type"] == "application/geo+json"
            assert answer.read() == (tmp_path / "found.geojson").read_bytes()
        with urllib.request.urlopen(f"{url}/log/checkpoint") as answer:
            assert answer.read().startswith(b"tansiq/")
    finally:
        running.send_signal(signal.SIGTERM)
        status = running.wait(20)
        assert running.stdout is not None
        running.stdout.close()
    assert status == 0
    assert list((tmp_path / "tmp").iterdir()) == [], "the data folder was removed"
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
    assert STATEMENT in page
    assert "<script" not in page
    assert " style=" not in page, "the page's policy would not let it count"
    assert page.count("<svg") == 2 + 2 * page.count('class="way"')
    assert not leaks(page, REAL)


# --- the real day -----------------------------------------------------------------------------------------------------


def test_the_real_day(tmp_path):
    """All of it, once: the counts that README shows, the log, and that nothing of the recording's names is anywhere."""
    recorded = flights(read(sample.path()))
    airlines = {found[0] for f in recorded if (found := re.match(r"[A-Z]{3}(?=\d)", f.callsign))}
    callsigns, aircraft = {f.callsign for f in recorded}, {f.aircraft for f in recorded}
    assert (len(recorded), len(airlines), len(callsigns), len(aircraft)) == (1_244, 134, 1_243, 842)

    story = told(sample.path(), tmp_path / "data")
    _assert_sound(story.findings)
    assert all(ways.offers and all(ways.free) for ways in story.ways.values())
    assert story.log.report.findings == []

    real = airlines | callsigns | aircraft
    printed = io.StringIO()
    show(Console(file=printed, width=100, markup=False, highlight=False), story, "found.geojson")
    assert "The 10 worst of 888 overlaps" in printed.getvalue()
    assert "1,244 flights of 135 parties, as 13,531 volumes" in printed.getvalue()
    assert "888 pairs of flights, 2,984 pairs of volumes; a way out for 75 of the 75 worst" in printed.getvalue()
    assert not leaks(printed.getvalue(), real)

    features = json.loads(geojson(story.findings, story.ways, story.recorded_s))["features"]
    assert [feature["id"] for feature in features] == list(range(1, 889))
    words = [value for f in features for value in f["properties"].values() if isinstance(value, str | list)]
    assert not leaks(json.dumps(words), real)

    numbers = r' (?:d|x|y|cx|cy|width|height)="[^"]*"'
    assert not leaks(re.sub(numbers, "", body(story)), real)

    roles = {role.id: role for role in story.room.roles}
    codes = {role.party.code for role in roles.values()}
    assert not leaks_in_log(tmp_path / "data", real, codes, set(roles))


def _assert_sound(findings: list[Finding]) -> None:
    assert all(f.first.aircraft != f.second.aircraft for f in findings)
    assert all(a.shared >= b.shared - 1e-3 for a, b in itertools.pairwise(findings)), "the worst first"
    assert all(f.ground.area_m2 > 0 and len(f.ground.ring) >= 3 for f in findings)
    assert all(f.first.track.time_s[0] <= f.second.track.time_s[0] for f in findings), "the second starts later"
