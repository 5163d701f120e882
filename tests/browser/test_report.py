"""What happened to a flight: the report to keep, and the accounts of parties beside each other."""

from .conftest import until
from .test_accessible import violations


def test_accounts_stand_beside_each_other_and_the_report_is_kept(own_room, look):
    hal, mrd = look(own_room), look(own_room, "ar", "day", is_beside=True)
    hal.come_in("HAL")
    mrd.come_in("MRD")
    hal.click("HAL 11", "#mine ~ ul button")
    hal.click("Report", ".detail button")
    until(lambda: hal.page.locator("dialog textarea").count() == 1, "an account can be given")
    hal.page.fill("dialog textarea", "It turned back at <b>14:05Z</b>.")
    hal.click("Enter the account", "dialog button.main")
    until(lambda: hal.page.locator("dialog article").count() == 1, "it is entered")
    assert "<b>14:05Z</b>" in hal.page.locator("dialog article").inner_text()
    assert violations(hal.page) == [], "a report"
    with hal.page.expect_download() as kept:
        hal.click("Save the report", "dialog a")
    report = kept.value.path().read_text()
    assert "HAL 11" in report
    assert "<b>14:05Z" not in report, "what was typed is text there, too"

    mrd.page.keyboard.press("t")
    name = own_room.lead("MRD").get("/flights").json()["flights"]
    seen = next(f for f in name if f["owner"] == "HAL" and f["state"] == "Activated")
    mrd.click(f"…{seen['id'][-4:]}", ".table-pane tbody button")
    mrd.click("تقرير", ".detail button")
    until(lambda: mrd.page.locator("dialog article").count() == 1, "who is told whose it is reads the account")
    assert "<b>14:05Z</b>" in mrd.page.locator("dialog article").inner_text()
    assert violations(mrd.page) == [], "a report in Arabic"
