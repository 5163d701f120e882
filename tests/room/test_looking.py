"""`tansiq get`: the answer that a server would give, from the files alone, and not a byte of them changed."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tansiq import cli
from tansiq.core.state import State
from tansiq.log.folder import Lock, open_folder
from tansiq.node import snapshots

from .house import room


def told(story):
    asyncio.run(story())


def seen(folder: Path):
    """Everything in a folder: names, times of change, content."""
    return {
        str(each.relative_to(folder)): (each.stat().st_mtime_ns, each.read_bytes() if each.is_file() else b"")
        for each in sorted(folder.rglob("*"))
    }


def got(capsys, *arguments):
    """The exit status and the JSON that a command printed."""
    capsys.readouterr()
    status = cli.main(["get", *arguments])
    printed = capsys.readouterr()
    return status, json.loads(printed.out) if printed.out else printed.err


async def booked(house):
    hal, _ = house.leads.values()
    flight = house.new_id()
    await hal.done("PUT", f"/flights/{flight}", house.flight())
    return flight


@pytest.mark.parametrize("who", ["HAL", "person-hal", "TSA"])
def test_each_party_sees_in_the_files_what_the_server_shows_it_and_nothing_changes(tmp_path, capsys, who):
    shown = {}

    async def story():
        async with room(tmp_path) as house:
            shown["flight"] = await booked(house)
            guest = house.leads["TSA" if who == "TSA" else "HAL"]
            for path in ("/flights", f"/flights/{shown['flight']}", "/room", "/people", "/cosignatures"):
                shown[path] = await guest.get(path)

    told(story)
    data = tmp_path / "data"
    before = seen(data)
    for path in ("/flights", f"/flights/{shown['flight']}", "/people", "/cosignatures"):
        assert got(capsys, f"/room/v1{path}", "--data", str(data), "--as", who) == (0, shown[path])
    assert got(capsys, "/room/v1/room", "--data", str(data), "--as", who)[1]["parties"] == shown["/room"]["parties"]
    assert seen(data) == before


def test_a_backup_without_keys_is_enough_and_what_the_key_signs_is_not_given(tmp_path, capsys):
    async def story():
        async with room(tmp_path) as house:
            await booked(house)

    told(story)
    assert cli.main(["backup", str(tmp_path / "data"), str(tmp_path / "copy")]) == 0
    before = seen(tmp_path / "copy")
    status, flights = got(capsys, "/room/v1/flights", "--data", str(tmp_path / "copy"), "--as", "TSA")
    assert (status, len(flights["flights"]), flights["flights"][0]["level"]) == (0, 1, "existence")
    for path in ("/room/v1/receipts/1", "/room/v1/checkpoint?size=1", "/room/v1/events", "/log/checkpoint", "/healthy"):
        assert got(capsys, path, "--data", str(tmp_path / "copy"), "--as", "TSA")[0] == 2, path
    assert seen(tmp_path / "copy") == before


def test_beside_a_running_server(tmp_path, capsys):
    async def story():
        async with room(tmp_path) as house:
            await booked(house)
            shown = await house.leads["TSA"].get("/flights")
            log = house.started.node.state.position
            command = [sys.executable, "-m", "tansiq.cli", "get", "/room/v1/flights"]
            done = await asyncio.to_thread(
                subprocess.run,
                [*command, "--data", str(tmp_path / "data"), "--as", "TSA"],
                capture_output=True,
                check=True,
            )
            assert json.loads(done.stdout) == shown
            await house.leads["HAL"].done("PUT", "/parties/HAL", {"names": {"en": "Halcyon"}})
            assert house.started.node.state.position == log + 1, "the server goes on"

    told(story)


def test_after_a_crash_what_is_only_in_the_write_ahead_log_is_seen(tmp_path, capsys):
    script = f"""
import asyncio, os, signal
from pathlib import Path
from room.house import room

async def story():
    async with room(Path({str(tmp_path)!r})) as house:
        hal = house.leads["HAL"]
        await hal.done("PUT", f"/flights/{{house.new_id()}}", house.flight())
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(story())
"""
    tests = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", script], cwd=tests, check=False)
    assert done.returncode == -signal.SIGKILL
    data = tmp_path / "data"
    assert (data / "log.sqlite-wal").stat().st_size > 0
    before = {name: content for name, (_, content) in seen(data).items() if not name.endswith("-shm")}
    status, flights = got(capsys, "/room/v1/flights", "--data", str(data), "--as", "HAL")
    assert (status, flights["flights"][0]["callsign"]) == (0, "HAL 23")
    assert {name: content for name, (_, content) in seen(data).items() if not name.endswith("-shm")} == before


HEAD = "time,lat,lon,baro_altitude,callsign,icao24\n"
RECORDED = HEAD + "".join(f"2018-08-01 05:{n:02}:00,46.5,{7 + n / 10},10668,QZX71,4b9a01\n" for n in range(12))


def test_a_plain_dss_answers_a_uss(tmp_path, capsys):
    (tmp_path / "recorded.csv").write_text(RECORDED)
    data = tmp_path / "data"
    assert cli.main(["import", "flights", str(tmp_path / "recorded.csv"), "--party", "uss1", "--data", str(data)]) == 0
    with open_folder(data, Lock.NONE) as folder:
        snapshots.replay(folder, state := State(), None)
    (intent,) = state.intents.values()
    before = seen(data)
    path = f"/dss/v1/operational_intent_references/{intent.id}"
    for who, ovn in (("uss1", intent.ovn), ("uss2", "Available from USS")):
        status, answer = got(capsys, path, "--data", str(data), "--as", who)
        shown = answer["operational_intent_reference"]
        assert (status, shown["manager"], shown.get("ovn")) == (0, "uss1", ovn), "only its manager is told the OVN"
    status, answer = got(
        capsys, f"{path[:-1]}0" if path[-1] != "0" else f"{path[:-1]}1", "--data", str(data), "--as", "uss1"
    )
    assert (status, "message" in answer) == (1, True), "there is none, and that is the answer"
    assert "plain DSS" in got(capsys, "/room/v1/flights", "--data", str(data), "--as", "uss1")[1]
    assert seen(data) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["/room/v1/flights", "--as", "XXX"], "Its parties: HAL"),
        (["/elsewhere", "--as", "HAL"], "not a path of the room"),
        (["/room/v1/flights", "--as", "HAL", "--data", "nowhere"], "is not a data folder"),
    ],
)
def test_what_cannot_be_asked_is_said(tmp_path, capsys, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["room", "init", "--data", "data", "--name", "Aden", "--party", "HAL"]) == 0
    status, error = got(capsys, *arguments)
    assert (status, says in error) == (2, True), error


@pytest.mark.parametrize(("party", "status"), [("HAL", 0), ("TSA", 0), ("AUR", 1)])
def test_a_report_is_written_from_the_files_for_a_party_that_saw_it_and_nothing_changes(
    tmp_path, capsys, party, status
):
    shown = {}

    async def story():
        async with room(tmp_path, "HAL", "TSA", "AUR") as house:
            flight = shown["flight"] = house.new_id()
            grants = [{"party": "TSA", "level": "identity"}, {"party": "AUR", "level": "conflict"}]
            body = house.flight(callsign="HAL 21", grants=grants)
            await house.leads["HAL"].done("PUT", f"/flights/{flight}", body)

    told(story)
    data, out = tmp_path / "data", tmp_path / "report.html"
    before = seen(data)
    asked = ["report", "incident", "--about", shown["flight"], "--data", str(data), "--party", party]
    assert cli.main([*asked, "--language", "ar", "-o", str(out)]) == status
    assert seen(data) == before
    assert out.exists() is (status == 0)
    if status == 0:
        page = out.read_text(encoding="utf-8")
        assert 'dir="rtl"' in page
        assert "HAL 21" in page
        assert "files.tansiq.invalid" not in page
        assert out.stat().st_mode & 0o077 == 0
        assert cli.main([*asked, "-o", str(out)]) == 2, "it is not written over"
    capsys.readouterr()
