"""Copies, putting one back, a new epoch, erasure, the doctor: the commands as a person types them."""

import asyncio
import re
from pathlib import Path

import pytest

from tansiq import assemble, cli
from tansiq.config import Config
from tansiq.core.commands import MakeReport, ReportId
from tansiq.core.entry import Actor
from tansiq.log.folder import open_folder
from tansiq.node.loop import Proposal

SECRET = b"the pilot's name is Amal"


def test_a_copy_that_is_the_newest_is_put_back_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, copy, back = (str(tmp_path / name) for name in ("data", "copy", "back"))
    _written(data, entries=3)
    assert cli.main(["backup", data, copy]) == 0
    assert not (tmp_path / "copy" / "keys").exists(), "a copy has no private key unless asked for"
    assert cli.main(["verify", copy]) == 0
    head = str(tmp_path / "data" / "checkpoint")
    assert cli.main(["restore", copy, back, "--checkpoint", head, "--keys", f"{data}/keys"]) == 0
    assert "holds 3 entries, as signed" in capsys.readouterr().out
    assert _replayed(data, capsys) == _replayed(back, capsys)
    _written(back, entries=1)
    assert cli.main(["verify", back]) == 0


def test_an_older_copy_is_not_put_back_by_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, copy, back = (str(tmp_path / name) for name in ("data", "copy", "back"))
    _written(data, entries=3)
    assert cli.main(["backup", data, copy, "--with-keys"]) == 0
    _written(data, entries=2)
    head = str(tmp_path / "data" / "checkpoint")
    assert cli.main(["restore", copy, back, "--checkpoint", head]) == 1
    said = capsys.readouterr().out
    assert "lacks the last 2 entries" in said
    assert "--accept-loss" in said
    assert not (tmp_path / "back").exists()


def test_without_a_checkpoint_nobody_can_tell_and_nothing_is_put_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, copy, back = (str(tmp_path / name) for name in ("data", "copy", "back"))
    _written(data, entries=1)
    assert cli.main(["backup", data, copy, "--with-keys"]) == 0
    assert cli.main(["restore", copy, back]) == 1
    assert "Ask a party for the newest checkpoint" in capsys.readouterr().out


def test_accepted_loss_begins_a_new_epoch_under_a_new_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, copy, back = (str(tmp_path / name) for name in ("data", "copy", "back"))
    _written(data, entries=3)
    assert cli.main(["backup", data, copy, "--with-keys"]) == 0
    _written(data, entries=2)
    head = str(tmp_path / "data" / "checkpoint")
    assert cli.main(["restore", copy, back, "--checkpoint", head, "--accept-loss"]) == 0
    assert "begins a new epoch" in capsys.readouterr().out
    assert (tmp_path / "back/keys/log.pem").read_bytes() != (tmp_path / "data/keys/log.pem").read_bytes()
    assert cli.main(["verify", back]) == 0
    assert "4 entries" in capsys.readouterr().out, "three of the copy, and the one that begins the epoch"
    _written(back, entries=1)
    assert cli.main(["verify", back]) == 0


def test_a_new_epoch_that_was_broken_off_is_not_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    _written(str(data), entries=1)
    (data / "epoch-unfinished").touch()  # the new key is there, the entry that says so is not
    assert cli.main(["erase", "1", "--data", str(data)]) == 2
    assert "run `tansiq restore` again" in capsys.readouterr().err


def test_erased_text_is_in_no_file_and_the_log_still_verifies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "data")
    _written(data, entries=3)
    assert _files_with(tmp_path, SECRET), "the text was there before"
    before = _replayed(data, capsys)
    for position in ("1", "2", "3"):
        assert cli.main(["erase", position, "--data", data]) == 0
    assert _files_with(tmp_path, SECRET) == []
    assert cli.main(["verify", data]) == 0
    assert "3 of them with their erasable part gone" in capsys.readouterr().out
    assert cli.main(["replay", data, "--until", "3"]) == 0
    assert _digests(capsys.readouterr().out) == before
    assert cli.main(["erase", "2", "--data", data]) == 1
    assert "no erasable part, or no more" in capsys.readouterr().out


def test_the_doctor_finds_a_healthy_folder_healthy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(tmp_path / "data")
    _written(data, entries=1)
    assert cli.main(["doctor", data]) == 0
    assert "✗" not in capsys.readouterr().out


def test_the_doctor_names_a_key_that_others_can_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(tmp_path / "data")
    _written(data, entries=1)
    (tmp_path / "data/keys/log.pem").chmod(0o644)
    assert cli.main(["doctor", data]) == 1
    assert f"chmod 600 {data}/keys/log.pem" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["verify", "replay", "doctor"])
def test_a_folder_that_is_none_is_named(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command, str(tmp_path)]) == 2
    assert "is not a data folder of Tansiq" in capsys.readouterr().err


def test_a_receipt_without_a_key_cannot_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "receipt.json").write_text("{}")
    assert cli.main(["verify", str(tmp_path / "receipt.json")]) == 2
    assert "give --vkey" in capsys.readouterr().err


def _written(data: str, entries: int) -> None:
    async def write() -> None:
        with open_folder(Path(data)) as folder:
            async with assemble.running(Config(data=data), folder) as started:
                for n in range(entries):
                    report = MakeReport(ReportId(f"report-{n}"))
                    await started.node.submit(Proposal(Actor("uss1", "uss1"), report, erasable=SECRET))

    asyncio.run(write())


def _replayed(data: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert cli.main(["replay", data]) == 0
    return _digests(capsys.readouterr().out)


def _digests(said: str) -> list[str]:
    return re.findall(r"^(?:decisions|state) +(\w{64})$", said, re.MULTILINE)


def _files_with(folder: Path, secret: bytes) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file() and secret in path.read_bytes()]
