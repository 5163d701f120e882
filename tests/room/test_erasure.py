"""What persons typed, and who they are, is gone from every file once nobody needs it any more; and the log still verifies."""

import asyncio

from tansiq.config import Config
from tansiq.log.backup import backup
from tansiq.log.verify import verify_folder

from .house import room
from .places import colleague
from .test_movements import convoy
from .test_past import later

WORDS = {
    "person": "Amina Umm Yasin",
    "notice": "please keep clear of the blue gate",
    "answer": "the tanks are dry",
    "call": "said by voice on the old line",
    "movement": "white, blue roof seventeen",
    "note": "written for the next watch alone",
}
DAY = 24 * 60


def held_in(folder):
    """Which of the words are in some file of a folder."""
    bodies = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {what for what, word in WORDS.items() if any(word.encode() in body for body in bodies)}


def test_a_person_who_left_a_notice_a_call_a_note_and_a_movement_are_erased_and_the_log_verifies(tmp_path):
    data, copy = tmp_path / "data", tmp_path / "copy"
    settings = Config(audience=("room.example",), snapshot_entries=1, report_retention_days=1)

    async def story():
        async with room(tmp_path, settings=settings) as house:
            hal, tsa = house.leads.values()
            amina = await colleague(house, "HAL", name=WORDS["person"])
            sent = await amina.done("POST", "/notices", {"kind": "request", "to": ["TSA"], "text": WORDS["notice"]})
            reply = {"answer": "cannot_comply", "reason": WORDS["answer"], "intention": "holding"}
            await tsa.done("POST", f"/notices/{sent['id']}/answer", reply)
            await hal.done("POST", "/calls", {"caller": "HAL", "called": "TSA", "text": WORDS["call"]})
            await amina.done("POST", "/watch/notes", {"words": WORDS["note"]})
            await amina.done("PUT", f"/movements/{house.new_id()}", convoy(house, markings=WORDS["movement"]))
            await house.keep_house()
            await house.started.housekeeper._child
            assert held_in(data) == WORDS.keys(), "the search works"
            note = (await amina.get("/watch/notes"))["notes"][0]["id"]
            await amina.done("DELETE", f"/watch/notes/{note}?erase=true")
            person = next(p["id"] for p in (await hal.get("/people"))["people"] if p["name"] == WORDS["person"])
            await hal.done("DELETE", f"/people/{person}")
            later(house, 40 * DAY)
            for _ in range(6):
                await house.keep_house()
            assert (await hal.get("/notices"))["notices"] == (await hal.get("/movements"))["movements"] == []
            assert held_in(data) == set()
            await asyncio.to_thread(backup, data, copy)

    asyncio.run(story())
    assert held_in(data) == set(), "nor after closing"
    assert held_in(copy) == set()
    for folder in (data, copy):
        found = verify_folder(folder)
        assert found.findings == []
        assert found.erased >= len(WORDS)
