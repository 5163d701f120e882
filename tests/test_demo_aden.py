"""The room of the demo is one that its own rules allow, and shows what there is to show."""

import asyncio
import webbrowser
from pathlib import Path

import pytest

from tansiq.assemble import running
from tansiq.cli import main
from tansiq.config import Config
from tansiq.core.model import IntentState
from tansiq.core.release import View
from tansiq.core.room import AgreementState, PlanLevel
from tansiq.demo import opening
from tansiq.log.folder import open_folder
from tansiq.log.verify import verify_folder


def test_the_room_has_flights_in_every_state_zones_a_vote_an_agreement_under_way_and_notices_to_answer(
    tmp_path, capsys
):
    assert main(["demo", "--scenario", "aden", "--data", str(tmp_path / "room"), "--no-serve"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("/#invitation=") == 6
    assert verify_folder(tmp_path / "room").findings == []

    async def look():
        with open_folder(Path(tmp_path / "room")) as folder:
            async with running(Config(), folder) as started:
                state = started.node.state
                assert {intent.state for intent in state.intents.values()} == set(IntentState)
                assert len(state.constraints) == 3
                assert [proposal.party for proposal in state.proposals.values()] == ["TDM"]
                assert [a.state for a in state.agreements.values()] == [AgreementState.OPEN]
                assert [len(notice.ladders) for notice in state.book.notices.values()] == [3, 1]
                seen = View(state, "HAL", started.node.now_us()).all_intents()
                levels = {i.flight.shown_at for i in seen if i.flight is not None}
                assert levels == {None, *PlanLevel}, "from HAL's seat every level is to be seen"

    asyncio.run(look())


def test_a_second_start_on_the_same_folder_goes_on_with_the_same_room(tmp_path, capsys):
    for _ in range(2):
        assert main(["demo", "--scenario", "aden", "--data", str(tmp_path / "room"), "--no-serve"]) == 0
    assert capsys.readouterr().out.count("/#invitation=") == 12


@pytest.mark.parametrize(
    ("platform", "variables", "opened"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
    ],
)
def test_the_page_is_opened_where_there_is_a_screen(monkeypatch, platform, variables, opened):
    asked = []
    monkeypatch.setattr(opening.sys, "platform", platform)
    monkeypatch.setattr(opening.os, "environ", variables)
    monkeypatch.setattr(opening.webbrowser, "open_new_tab", lambda url: asked.append(url) or True)
    assert opening.open_page("http://127.0.0.1:8080/") is opened
    assert asked == ["http://127.0.0.1:8080/"] * opened


def test_a_screen_without_a_browser_is_no_error(monkeypatch):
    def none(_url):
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(opening.os, "environ", {"DISPLAY": ":0"})
    monkeypatch.setattr(opening.webbrowser, "open_new_tab", none)
    assert opening.open_page("http://127.0.0.1:8080/") is False
