"""Each storage fault twice: it failed and was not done; it failed and was done."""

import asyncio
import sqlite3
from functools import partial

import pytest

from tansiq.log import database
from tansiq.log.engine import NotAppended, Outage
from tansiq.log.sqlite import SqliteLog
from tansiq.node.loop import Outcome

from .house import Crash, assert_sound, digest_of_replay, flight, running, turns


class FailingWrite:
    """A write that fails when armed, before or after the deed."""

    def __init__(self) -> None:
        self.armed: tuple[str, int] | None = None
        self.blocked_by: sqlite3.Connection | None = None  # a reader that keeps the engine from finding out

    def __call__(self, connection: sqlite3.Connection, row, batch) -> None:
        if self.armed is None:
            database.write(connection, row, batch)
            return
        (deed, code), self.armed = self.armed, None
        if deed == "was done":
            database.write(connection, row, batch)
        error = sqlite3.OperationalError("injected")
        error.sqlite_errorcode = code
        raise error


def failing_log(failing: FailingWrite):
    return partial(SqliteLog, write=failing, busy_s=0.05)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_FULL, "disk .* is full; nothing was written"),
        (sqlite3.SQLITE_READONLY, "cannot be written; nothing was written"),
        (sqlite3.SQLITE_BUSY, "holds a lock"),
        (sqlite3.SQLITE_IOERR_FSYNC, "Check the disk"),
    ],
)
def test_failed_and_not_done_writes_get_an_outage_reads_go_on_the_next_write_works(tmp_path, code, sentence):
    failing = FailingWrite()

    async def story():
        async with running(tmp_path, open_log=failing_log(failing)) as house:
            await house.write("one", key="k1")
            failing.armed = ("not done", code)
            with pytest.raises(NotAppended, match=sentence):
                await house.write("two", key="k2")
            assert list(house.state.intents) == ["one"], "reads go on"
            assert house.node.request_status("alpha", "k1").outcome == "done"
            assert house.node.request_status("alpha", "k2").outcome == "never ordered"
            assert (await house.write("two", key="k2")).position == 2
            assert house.node.closed is None

    asyncio.run(story())
    assert_sound(tmp_path)
    assert digest_of_replay(tmp_path)[0] == 2


@pytest.mark.parametrize("code", [sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_FULL])
def test_failed_and_was_done_is_found_out_and_answered_as_done(tmp_path, code):
    failing = FailingWrite()

    async def story():
        async with running(tmp_path, open_log=failing_log(failing)) as house:
            await house.write("one")
            failing.armed = ("was done", code)
            outcome = await house.write("two")
            assert (outcome.position, outcome.reply.status) == (2, 200)
            assert (await house.write("three")).position == 3

    asyncio.run(story())
    assert_sound(tmp_path)
    assert digest_of_replay(tmp_path)[0] == 3


@pytest.mark.parametrize("deed", ["was done", "not done"])
def test_where_it_cannot_be_found_out_nobody_is_told_yes_or_no_and_a_restart_tells(tmp_path, deed):
    failing = FailingWrite()
    written: list[str] = []

    async def first_life():
        async with running(tmp_path, open_log=failing_log(failing)) as house:
            await house.write("one", key="k1")
            reader = sqlite3.connect(tmp_path / "log.sqlite", isolation_level=None)
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM batches").fetchone()  # the write-ahead log cannot be emptied
            failing.armed = (deed, sqlite3.SQLITE_IOERR_WRITE)
            unknown = asyncio.create_task(house.write("two", key="k2"))
            behind = asyncio.create_task(house.write("three", key="k3"))
            outage = await house.node.failed
            await turns()
            assert "whether position 2 was written cannot be found out" in str(outage)
            for waiting in (unknown, behind):
                with pytest.raises(Outage, match="cannot be found out"):
                    await waiting
            with pytest.raises(Outage, match="cannot be found out"):
                await house.write("four")
            await house.started.housekeeper.round()
            assert "cannot be found out" in (house.node.closed or ""), "housekeeping does not open it again"
            assert house.node.request_status("alpha", "k2").outcome == "waiting"
            assert list(house.state.intents) == ["one"], "reads go on until the process has ended"
            reader.close()

    async def second_life():
        async with running(tmp_path) as house:
            written.extend(house.state.intents)
            status = house.node.request_status("alpha", "k2")
            outcome = await house.write("two", key="k2")
            assert outcome.reply.status == 200
            assert list(house.state.intents).count("two") == 1
            if deed == "was done":
                assert (status.outcome, status.position, outcome.position) == ("done", 2, 2)
                assert status.reply == outcome.reply
            else:
                assert (status.outcome, outcome.position) == ("never ordered", 2)

    asyncio.run(first_life())
    asyncio.run(second_life())
    assert written in (["one", "two", "three"], ["one", "two"] if deed == "was done" else ["one"])
    assert_sound(tmp_path)


def full(connection: sqlite3.Connection) -> None:
    """Let a database not grow any more: as on a full disk, for real."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages}")


def freed(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA max_page_count=1000000")


async def write_until_closed(house) -> dict[str, Outcome]:
    """Write, one after the other, until writes are stopped. Returns the answers by key."""
    answers: dict[str, Outcome] = {}

    async def write_on() -> None:
        for n in range(1_000):
            answers[f"k{n}"] = await house.write(f"flight{n}", key=f"k{n}")

    with pytest.raises(
        Outage, match=r"derived.sqlite cannot be written \(database or disk is full\), so writes are stopped"
    ):
        await write_on()
    return answers


def test_where_only_the_derived_file_cannot_be_written_writes_wait_and_nothing_is_lost(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            await house.write("first")
            await asyncio.to_thread(house.derived.flush)
            full(house.derived._writer)
            answers = await write_until_closed(house)
            assert len(answers) > 200, "what is derived waits in memory for a while"
            assert not house.node.failed.done(), "the node lives"
            for key, outcome in answers.items():
                status = house.node.request_status("alpha", key)
                assert (status.outcome, status.reply) == ("done", outcome.reply), "reads go on"
            assert (await house.started.prover.receipt(len(answers))) is not None
            await house.round()
            assert house.node.closed is not None, "it was tried again, and still there is no room"

            freed(house.derived._writer)
            await house.round()
            await asyncio.to_thread(house.derived.flush)
            assert house.node.closed is None
            assert (await house.write("after")).position == len(answers) + 2
        async with running(tmp_path) as house:
            for key, outcome in answers.items():
                assert house.node.request_status("alpha", key).reply == outcome.reply

    asyncio.run(story())
    assert_sound(tmp_path)


def test_a_crash_while_the_derived_file_cannot_be_written_loses_nothing(tmp_path):
    answers: dict[str, Outcome] = {}

    async def first_life():
        async with running(tmp_path) as house:
            await asyncio.to_thread(house.derived.flush)
            full(house.derived._writer)
            answers.update(await write_until_closed(house))
            raise Crash

    async def second_life():
        async with running(tmp_path) as house:
            for key, outcome in answers.items():
                status = house.node.request_status("alpha", key)
                assert (status.position, status.reply) == (outcome.position, outcome.reply)

    asyncio.run(first_life())
    asyncio.run(second_life())
    assert_sound(tmp_path)


def test_a_bug_in_the_loop_stops_the_node_and_is_told(tmp_path):
    """Half a node would answer reads for ever and writes never."""

    def broken(state, entry, decision):
        raise AssertionError("a rule of this program does not hold")

    async def story():
        async with running(tmp_path, answer=broken) as house:
            waiting = asyncio.create_task(house.write("one"))
            outage = await house.node.failed
            with pytest.raises(Outage, match="A bug stopped the node"):
                await waiting
            assert "A bug stopped the node" in str(outage)
            assert "a rule of this program does not hold" in str(outage)
            with pytest.raises(Outage, match="A bug stopped the node"):
                await house.ask(flight("two"))
            assert house.loop is not None
            with pytest.raises(AssertionError):
                await house.loop
            house.loop = None
            house.node.applier._leaves.clear()

    asyncio.run(story())

    async def again():
        async with running(tmp_path) as house:
            assert list(house.state.intents) == ["one"], "what was in the log is there"

    asyncio.run(again())
    assert_sound(tmp_path)


def test_a_node_that_was_failed_by_another_orders_and_answers_no_more(tmp_path):
    """A snapshot that differs is found while a commit is under way."""

    async def story():
        async with running(tmp_path) as house:
            asked = [asyncio.create_task(house.write(f"flight{n}")) for n in range(100)]
            await turns(3)
            assert house.node.queued < 100, "some are being committed"
            house.node.fail(Outage("It cannot be trusted."))
            for result in await asyncio.gather(*asked, return_exceptions=True):
                assert isinstance(result, Outage)
            assert house.loop is not None
            await house.loop
            assert house.state.intents == {}

    asyncio.run(story())


def test_a_bug_in_housekeeping_stops_the_node_too(tmp_path, monkeypatch):
    """Without it nobody would look at clock and disk."""

    async def story():
        async with running(tmp_path) as house:
            keeper = house.started.housekeeper

            def broken():
                raise AssertionError("broken")

            monkeypatch.setattr(keeper, "look", broken)
            with pytest.raises(AssertionError, match="broken"):
                await keeper.run()
            assert "A bug stopped the node" in (house.node.closed or "")

    asyncio.run(story())


@pytest.mark.parametrize("what", ["the head cannot be kept", "the disk cannot be looked at"])
def test_trouble_with_the_disk_does_not_end_housekeeping(tmp_path, monkeypatch, what):
    def refused(*_):
        raise OSError(28, "No space left on device")

    async def story():
        async with running(tmp_path) as house:
            await house.write("one")
            with monkeypatch.context() as patch:
                if what == "the head cannot be kept":
                    patch.setattr("tansiq.node.proof.store_checkpoint", refused)
                else:
                    patch.setattr("tansiq.log.folder.shutil.disk_usage", refused)
                await house.round()
                stopped = house.node.closed
            assert (stopped is None) == (what == "the head cannot be kept")
            await house.round()
            assert house.node.closed is None
            assert (tmp_path / "checkpoint").exists()

    asyncio.run(story())
