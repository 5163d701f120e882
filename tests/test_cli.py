"""The command line: help that helps, and a refusal under -O."""

import re
import subprocess
import sys

import pytest

from tansiq import cli

COMMANDS = (
    "serve",
    "demo",
    "import",
    "conflicts",
    "verify",
    "replay",
    "backup",
    "restore",
    "erase",
    "doctor",
    "cosign",
    "token",
    "report",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as done:
        cli.main([command, "--help"])
    assert done.value.code == 0
    assert f"usage: tansiq {command}" in capsys.readouterr().out


def test_the_list_of_commands_is_whole(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    shown = capsys.readouterr().out
    assert all(re.search(rf"^    {command}\b", shown, re.MULTILINE) for command in COMMANDS)


def test_it_does_not_run_without_assertions():
    done = subprocess.run(
        [sys.executable, "-O", "-m", "tansiq.cli", "doctor"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "does not run under python -O" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["serve", "--listen", "0.0.0.0:80"], "--behind-proxy"),
        (["serve", "--trust-key", "nowhere.pem", "--audience", "x", "--data", "DATA"], "nowhere.pem cannot be used"),
        (["serve", "--config", "nowhere.toml"], "nowhere.toml cannot be read"),
        (["conflicts", "nowhere.json"], "nowhere.json"),
        (["verify", "nowhere"], "There is no nowhere"),
        (["import", "flights", "nowhere.csv", "--data", "DATA"], "nowhere.csv"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(arguments, says, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith("tansiq: ")
    assert says in error
    assert "Traceback" not in error
