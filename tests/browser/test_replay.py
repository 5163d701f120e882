"""The past on the page: as the party had been given it then, marked, played forward, and back to live by one key."""

from datetime import UTC, datetime

import pytest

from tansiq.core.entry import Actor
from tansiq.core.room_commands import EndFlight, FlightEnd
from tansiq.node.loop import Node, Proposal

from .conftest import Served, until
from .test_accessible import violations
from .views import words

AGE_S = 600
HAL_11 = "00000000-0000-4000-8000-000000000003"


def seconds_ago(at, seconds: int) -> str:
    """In the form that the dialog's field takes."""
    now = datetime.fromtimestamp(at.page.evaluate("Date.now()") / 1000 - seconds, UTC)
    return now.strftime("%Y-%m-%d %H:%M:%S")


def go_to(at, when: str, say: str) -> None:
    at.click(say, ".time button")
    at.page.fill("dialog form input", when)
    at.page.keyboard.press("Enter")


async def end_hal_11(node: Node) -> None:
    """End it as its party does."""
    (flight,) = [each for each in node.state.intents.values() if each.id == HAL_11]
    outcome = await node.submit(
        Proposal(Actor("HAL", "person-hal-lead"), EndFlight(FlightEnd(flight.id, flight.ovn)), None, b"")
    )
    assert outcome.reply.status < 300, outcome.reply.body


@pytest.fixture
def old_room(tmp_path):
    """A room for one test alone that is ten minutes old; five minutes ago HAL 11 was ended."""
    served = Served(tmp_path, age_s=AGE_S, halfway=end_hal_11)
    yield served
    served.stop()


def test_what_ended_is_seen_again_as_it_was_and_nothing_can_be_changed_meanwhile(old_room, look):
    at, lead = look(old_room), old_room.lead("HAL")
    at.come_in("HAL")
    at.until("HAL 23")
    at.until("My flights (1)")
    (flight,) = lead.get("/flights?mine=true").json()["flights"]
    assert lead.delete(f"/flights/{flight['id']}", params={"ovn": flight["ovn"]}).status_code == 200
    at.until("My flights (0)")

    then = seconds_ago(at, AGE_S * 3 // 4)
    go_to(at, then, "Go to")
    at.until("REPLAY")
    assert "not live" in at.text()
    at.until("My flights (2)")
    assert "ended" not in at.page.locator("#mine ~ ul").inner_text()
    assert "Reserve a volume" not in at.text()
    at.click("HAL 11", "#mine ~ ul button")
    until(lambda: at.page.locator(".detail").count() == 1, "its details are told")
    assert at.page.locator(".detail button", has_text="End").count() == 0, "nothing can be done with it"
    go_to(at, seconds_ago(at, AGE_S // 4), "Go to")
    until(lambda: "ended" in at.page.locator("#mine ~ ul").inner_text(), "later on it has ended")
    go_to(at, seconds_ago(at, 11), "Go to")
    at.click("×10", ".time button")
    until(lambda: "REPLAY" not in at.text(), "and the room is live again")
    assert "My flights (0)" in at.text()

    go_to(at, then, "Go to")
    at.until("REPLAY")
    at.page.keyboard.press("Home")
    at.until_gone("REPLAY")
    go_to(at, then, "Go to")
    at.until("REPLAY")
    at.page.keyboard.press("Shift+E")
    at.until_gone("REPLAY")
    until(lambda: at.page.locator("dialog button.danger").count() == 1, "an emergency is declared from there, too")
    at.page.keyboard.press("Escape")
    at.until("Reserve a volume")


@pytest.mark.parametrize(
    ("language", "replay", "live", "answer"),
    [
        ("en", "REPLAY", "Live, while the map shows the past", "Will comply"),
        ("ar", "إعادة عرض", "مباشر، بينما تعرض الخريطة الماضي", "سنلتزم"),
    ],
)
def test_a_notice_that_comes_while_the_past_is_looked_at_is_answered_there(
    old_room, look, language, replay, live, answer
):
    at = look(old_room, language)
    at.come_in("HAL")
    at.until("HAL 23")
    assert live not in at.text()
    go_to(at, seconds_ago(at, 14), words(language)["time-go"])
    at.until(replay)
    body = {"kind": "request", "to": ["HAL"], "text": "Climb out of the smoke?"}
    sent = old_room.lead("MRD").post("/notices", json=body).json()
    at.until("Climb out of the smoke?")
    assert live in at.text(), "it is said that this part is of now"
    assert violations(at.page) == [], "a notice beside the past"
    at.click(answer, f"[data-notice='{sent['id']}'] button")
    until(
        lambda: old_room.lead("MRD").get(f"/notices/{sent['id']}").json()["ladders"][0]["answer"] == "will_comply",
        "its sender has the answer",
    )
    assert replay in at.text(), "and the past is still looked at"


def test_before_the_room_began_a_sentence_says_why_there_is_nothing(served, look):
    at = look(served, "ar", "day")
    at.come_in("AUR")
    at.until("AUR 40")
    slider = at.page.locator(".axis input[type=range]")
    slider.focus()
    at.page.keyboard.press("Shift+ArrowLeft")
    at.until("إعادة عرض")
    until(lambda: at.page.locator(".banner [role=alert]").count() == 1, "it is said why")
    assert len(at.page.locator(".banner [role=alert]").inner_text()) > 20
    assert "AUR 40" not in at.page.locator(".column").all_inner_texts()[0]
    at.page.keyboard.press("l")
    at.until("AUR 40")
    at.complaints[:] = [said for said in at.complaints if "404" not in said]  # the browser notes the answer itself
