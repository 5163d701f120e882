"""Erasing a report destroys its words, of all its versions, in every file and in copies made since; the log still verifies."""

import asyncio

from tansiq.config import Config
from tansiq.log.backup import backup
from tansiq.log.verify import verify_folder

from .house import room
from .places import put, report, sites

WORDS = ("Umm Yasin", "by the blue gate", "https://example.org/secret-album", "Aid Flight Survey", "mast by the yard")


def holding(folder):
    """Which files of a folder hold one of the words, and which."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [(path.name, word) for path in files for word in WORDS if word.encode() in path.read_bytes()]


def wordy(house, **more):
    name, remarks, url, checked_by, obstacles = WORDS
    landing = {"length_m": 30, "width_m": 30, "surface": "grass", "checked_by": checked_by, "obstacles": obstacles}
    links = [{"title": "album", "url": url}]
    return report(house, names={"en": name}, remarks=remarks, links=links, landing=landing, **more)


def test_erased_words_are_in_no_file_of_the_folder_nor_in_a_copy_and_the_log_verifies(tmp_path):
    data, copy = tmp_path / "data", tmp_path / "copy"

    async def story():
        async with room(tmp_path, settings=Config(audience=("room.example",), snapshot_entries=1)) as house:
            hal, tsa = house.leads.values()
            made = await put(house, hal, "reports", **wordy(house))
            path = f"/reports/{made['id']}"
            for lat in (12.06, 12.07):
                answer = await hal.ask("PUT", path, wordy(house, lat=lat, ovn=made["ovn"]), idempotency_key=f"{lat}")
                made = answer.json()["report"]
            renewed = (await hal.done("POST", f"{path}/renew", {"ovn": made["ovn"]}))["report"]
            await house.keep_house()
            await house.started.housekeeper._child
            assert len({word for _, word in holding(data)}) == len(WORDS), "the search works"
            erased = (await hal.done("POST", f"{path}/erase", {"ovn": renewed["ovn"]}))["report"]
            assert (erased["names"], erased["remarks"], erased["links"]) == ({}, "", [])
            assert erased["position"]["lat"] == 12.07, "where it is stays"
            for _ in range(3):
                await house.keep_house()
            assert holding(data) == []
            await asyncio.to_thread(backup, data, copy)
            (seen,) = await sites(tsa)
            assert seen["names"] == {}
            again = await hal.ask("PUT", path, wordy(house, lat=12.06, ovn=made["ovn"]), idempotency_key="12.06")
            assert again.status_code in (200, 409, 422), "what was answered under a key tells no words"
            assert holding(data) == []

    asyncio.run(story())
    assert holding(data) == [], "nor after closing"
    assert holding(copy) == []
    for folder in (data, copy):
        found = verify_folder(folder)
        assert (found.findings, found.erased) == ([], 3)

    async def next_start():
        async with room(tmp_path) as house:
            (mine,) = (await house.leads["HAL"].get("/reports"))["reports"]
            assert (mine["names"], mine["position"]["lat"]) == ({}, 12.07)

    asyncio.run(next_start())
