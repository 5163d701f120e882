"""A disk that is full for real: reads go on, writes get an outage, nothing answered is lost, and with room it goes on."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tansiq.core.commands import MakeReport, ReportId
from tansiq.log.engine import Outage
from tansiq.node.loop import Outcome

from .house import Crash, Hands, House, assert_sound, digest_of, digest_of_replay, running

MOUNT = ("unshare", "--map-root-user", "--mount", "sh", "-c", 'mount -t tmpfs -o size=6m none "$0" && exec "$@"')
RUN = "import sys; sys.path.insert(0, sys.argv[1]); from node.test_full_disk import on_tmpfs; on_tmpfs(sys.argv[2])"


async def fill(house: House, answered: dict[str, Outcome]) -> str:
    """Write until nothing more is taken. Returns the sentence."""
    for n in range(10_000):
        key = f"{len(answered)}-{n}"
        try:
            answered[key] = await house.ask(MakeReport(ReportId(key)), key=key, erasable=b"text" * 1_000)
        except Outage as outage:
            return str(outage)
    raise AssertionError("the disk never got full")


def assert_reads_go_on(house: House, answered: dict[str, Outcome]) -> None:
    for key, outcome in answered.items():
        status = house.node.request_status("alpha", key)
        assert (status.outcome, status.position, status.reply) == ("done", outcome.position, outcome.reply)


async def story(
    path: Path,
    limit: Callable[[House], None],
    free: Callable[[House | None], None],
    *,
    crash: bool = False,
    refuses: str = "",
) -> None:
    """limit: so that little room is left. free: give room again. crash: at the worst moment, with little room or none.

    refuses: what a start then says.
    """
    answered: dict[str, Outcome] = {}
    hands = Hands()
    async with running(path, hands=hands) as house:
        limit(house)
        sentence = await fill(house, answered)
        assert "is full" in sentence, sentence
        assert "Free some space" in sentence
        assert len(answered) > 3
        for _ in range(3):  # smaller ones may still fit; then they count
            await house.round()
            assert not house.node.failed.done(), "the node lives"
            assert_reads_go_on(house, answered)
            await fill(house, answered)
        if crash:
            raise Crash
        free(house)
        await house.round()
        await asyncio.to_thread(house.derived.flush)
        for n in range(20):
            answered[f"after {n}"] = await house.write(f"after {n}", key=f"after {n}")
    if refuses:
        with pytest.raises(Outage, match=refuses):
            async with running(path, hands=hands):
                pass
    if crash:
        free(None)
    async with running(path, hands=hands) as house:
        assert_reads_go_on(house, answered)
        await house.write("and on")
        assert digest_of(house.state) == digest_of_replay(path)
    await asyncio.to_thread(assert_sound, path)


def on_tmpfs(mounted: str) -> None:
    """The whole story on a small disk of its own."""
    ballast = Path(mounted) / "ballast"

    def limit(_house: House) -> None:
        ballast.write_bytes(bytes(4_000_000))

    def free(_house: House | None) -> None:
        ballast.unlink()

    path = Path(mounted) / "data"
    asyncio.run(story(path, limit, free))
    shutil.rmtree(path)
    asyncio.run(story(path, limit, free, crash=True, refuses=r"is full\. Free some space"))
    print("the story was told")


def may_mount(folder: Path) -> bool:
    return subprocess.run((*MOUNT, str(folder), "true"), check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("crash", [False, True])
def test_a_database_that_may_not_grow(tmp_path, crash):
    """Both files at once, on every system. SQLite itself says that the disk is full."""

    def limit(house: House) -> None:
        for connection in (house.node.engine._writer, house.derived._writer):
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count={pages + 20}")

    def free(house: House | None) -> None:
        for connection in (house.node.engine._writer, house.derived._writer) if house else ():
            connection.execute("PRAGMA max_page_count=1000000")

    asyncio.run(story(tmp_path, limit, free, crash=crash))


def test_a_disk_with_no_room_left(tmp_path):
    """On Linux, where users may mount a disk of their own: a real one of 6 MB. Elsewhere the test above has to do."""
    mounted = tmp_path / "mounted"
    mounted.mkdir()
    if sys.platform != "linux" or not may_mount(mounted):
        return
    command = (*MOUNT, str(mounted), sys.executable, "-c", RUN, str(Path(__file__).parent.parent), str(mounted))
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert told.stdout == "the story was told\n"
