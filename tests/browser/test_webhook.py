"""Where a party's own system is told of notices: stated on the page by a lead, with a secret that is shown once."""

import pytest

from .conftest import until
from .test_accessible import violations
from .views import words


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_lead_states_an_address_has_the_secret_once_sees_how_it_went_and_ends_it(own_room, look, language):
    at, say, lead = look(own_room, language, "day"), words(language), own_room.lead("HAL")
    at.come_in("HAL")

    def reopen() -> None:
        at.page.keyboard.press("Escape")
        until(lambda: at.page.locator("dialog").count() == 0, "it is closed")
        at.click(say["settings"], ".head button")
        at.click(say["webhook"], "dialog button")

    reopen()
    at.until(say["webhook-none"])
    at.page.fill("dialog input[type=url]", "http://user@nowhere.example/")
    at.click(say["webhook-state"], "dialog button.main")
    until(lambda: at.page.locator("dialog .dialog-foot .fault").count() == 1, "an address that is none is refused")
    assert lead.get("/webhook").json()["url"] == ""
    at.complaints.clear()  # the browser notes the 400 itself

    at.page.fill("dialog input[type=url]", "https://nowhere.invalid/notices?<b>=1")
    at.click(say["webhook-state"], "dialog button.main")
    until(lambda: at.page.locator("dialog input[readonly]").count() == 1, "the secret is shown")
    secret = at.page.locator("dialog input[readonly]").input_value()
    assert secret.startswith("whsec_")
    assert violations(at.page) == [], "with its secret"
    assert lead.get("/webhook").json()["url"] == "https://nowhere.invalid/notices?<b>=1"
    assert "<b>=1" in at.text(), "typed text is shown as it is"

    body = {"kind": "information", "to": ["HAL"], "text": "The runway is open."}
    assert own_room.lead("MRD").post("/notices", json=body).status_code == 201
    until(lambda: lead.get("/webhook").json()["tried"] != "", "it was tried")
    reopen()
    until(lambda: at.page.locator("dialog .tag.warn").count() == 1, "that it cannot be reached is said")
    assert at.page.locator("dialog input[readonly]").count() == 0, "the secret is not shown again"
    assert secret not in "".join(at.answers)
    assert violations(at.page) == [], "with a failure"
    at.click(say["webhook-end"], "dialog button.danger")
    at.until(say["webhook-none"])
    assert lead.get("/webhook").json()["url"] == ""
