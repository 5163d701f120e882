"""`tansiq import flights FILE` as a person types it."""

import asyncio
from pathlib import Path

import pytest

from tansiq import cli
from tansiq.assemble import running
from tansiq.config import Config
from tansiq.core.model import Intent
from tansiq.log.folder import open_folder
from tansiq.log.verify import verify_folder

HEAD = "time,lat,lon,baro_altitude,callsign,icao24\n"
GOOD = "".join(
    f"2018-08-01 05:{n:02}:00,46.5,{7 + n / 10},10668,{callsign},{aircraft}\n"
    for callsign, aircraft in (("QZX71", "4b9a01"), ("WVK4", "4b9a02"))
    for n in range(12)
)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def imported(tmp_path: Path, text: str, *arguments: str) -> int:
    (tmp_path / "day.csv").write_text(text)
    return cli.main(["import", "flights", str(tmp_path / "day.csv"), "--data", str(tmp_path / "data"), *arguments])


def room(tmp_path: Path) -> list[Intent]:
    async def whole() -> list[Intent]:
        with open_folder(tmp_path / "data") as folder:
            async with running(Config(data=str(folder.path), metrics=""), folder) as started:
                return list(started.node.state.intents.values())

    return asyncio.run(whole())


def test_flights_are_booked_and_bad_rows_named(tmp_path, capsys):
    bad = "2018-08-01 05:12:00,,8.2,10668,QZX71,4b9a01\n2018-08-01 05:13:00,46.5,8.3,ground,QZX71,4b9a01\n"
    assert imported(tmp_path, HEAD + GOOD + bad) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "columns time (ISO 8601 text), baro_altitude (m), lat, lon, callsign, icao24" in said
    assert "rows 26, 2 of them not used" in said
    assert "row 25: lat '' is missing row 26: baro_altitude 'ground' is not a number" in said
    assert "days later, at the same times of the day: what is over cannot be booked" in said
    assert "booked 2 as 8 volumes, 0 were there before" in said
    assert "refused 0" in said
    assert sorted(intent.manager for intent in room(tmp_path)) == ["QZX", "WVK"]
    assert verify_folder(tmp_path / "data").findings == []


def test_bad_rows_beyond_the_first_twenty_are_counted_by_reason(tmp_path, capsys):
    bad = "".join(f"2018-08-01 05:12:00,{'' if n < 5 else 91},8.2,10668,QZX71,4b9a01\n" for n in range(30))
    assert imported(tmp_path, HEAD + GOOD + bad) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "… and 10 more, in all: 25 × lat lies outside -90 to 90 5 × lat is missing" in said


def test_importing_again_books_nothing_twice(tmp_path, capsys):
    assert imported(tmp_path, HEAD + GOOD) == 0
    capsys.readouterr()
    assert imported(tmp_path, HEAD + GOOD) == 0
    assert "booked 0 as 0 volumes, 2 were there before" in " ".join(capsys.readouterr().out.split())
    assert len(room(tmp_path)) == 2


def test_a_party_may_be_given_for_all_and_the_half_widths(tmp_path):
    wider = ("--party", "relief", "--lateral-nm", "5", "--vertical-ft", "1000", "--time-s", "0")
    assert imported(tmp_path, HEAD + GOOD, *wider) == 0
    intents = room(tmp_path)
    assert {intent.manager for intent in intents} == {"relief"}
    for intent in intents:
        first = intent.volumes[0]
        assert first.floor is not None
        assert first.ceiling is not None
        assert round((first.ceiling.alt_mm - first.floor.alt_mm) / 304.8) == 2_000
        assert intent.time_us.hi - intent.time_us.lo == 11 * 60 * 1_000_000
        height_deg = (max(b.lat_ndeg.hi for b in first.boxes) - min(b.lat_ndeg.lo for b in first.boxes)) / 1e9
        assert height_deg * 60 == pytest.approx(10, rel=0.01), "5 NM to either side"


def test_what_cannot_be_booked_is_named_and_fails(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("tansiq.gateways.recorded.book.VOLUMES_PER_ITEM", 3)
    assert imported(tmp_path, HEAD + GOOD) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "refused 2" in said
    for name in ("QZX71", "WVK4"):
        assert f"{name}: It has 4 volumes; one intent takes 3. Split the flight." in said
    assert room(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "arguments", "sentence"),
    [
        (HEAD + GOOD, ("--lateral-nm", "0"), "--lateral-nm and --vertical-ft must be above 0"),
        (HEAD + GOOD, ("--time-s", "-1"), "--time-s at least 0"),
        (HEAD + GOOD, ("--time-s", "nan"), "--time-s at least 0"),
        (
            "time,lat\n1,2\n",
            (),
            "day.csv: No column holds the longitude, nor the altitude, nor the callsign or aircraft",
        ),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, capsys, text, arguments, sentence):
    assert imported(tmp_path, text, *arguments) == 2
    assert sentence in capsys.readouterr().err


def test_a_file_without_one_usable_row_makes_no_folder(tmp_path, capsys):
    assert imported(tmp_path, HEAD + "noon,46.5,7,10668,QZX71,4b9a01\n") == 1
    assert "row 1: time 'noon' is not a number" in capsys.readouterr().out
    assert not (tmp_path / "data").exists()
