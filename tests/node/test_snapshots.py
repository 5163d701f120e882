"""Snapshots: a start from one and the tail of the log is as good as a start from the whole log."""

import asyncio
import hashlib
import shutil
from random import Random

import msgspec
import pytest

from core.making import put_subscription, report
from core.story import Story
from tansiq.core.decide import decide
from tansiq.core.evolve import evolve
from tansiq.core.snapshot import snapshot
from tansiq.core.state import State
from tansiq.log.engine import Outage
from tansiq.log.folder import Folder
from tansiq.log.sqlite import SqliteLog
from tansiq.node import snapshots
from tansiq.node.loop import to_blob
from tansiq.node.snapshots import _MAGIC, DIFFERS, KEPT, main, newest, write

from .house import Crash, Hands, House, assert_sound, digest_of, digest_of_replay, flight, running


async def live(house: House, name: str, writes: int = 5) -> None:
    """Some of everything."""
    for n in range(writes):
        await house.write(f"{name}{n}", key=f"{name}{n}")
    await house.ask(report(name), erasable=b"text", key=f"{name} report")
    await house.ask(put_subscription(f"watch {name}"), "bravo")
    await house.ask(flight(f"{name}0", replaces=f"{name}0/1"))


def files(path) -> list[str]:
    return sorted(file.name.removesuffix(".snapshot").lstrip("0") for file in (path / "snapshots").iterdir())


def test_a_child_writes_the_state_as_the_node_has_it(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            house.change_habits(snapshot_entries=8)
            await live(house, "a")
            await house.round()
            saved = newest(house.folder)
            assert saved is not None
            assert digest_of(saved) == digest_of(house.state) == digest_of_replay(tmp_path)
            assert house.started.housekeeper.snapshot_position == 8
            await house.write("one more")
            await house.round()
            assert files(tmp_path) == ["8"], "not before so many entries more"
            await live(house, "b")
            await house.round()
            assert files(tmp_path) == ["17", "8"]

    asyncio.run(story())


def test_only_the_newest_are_kept_and_what_a_killed_writer_left_is_removed(tmp_path):
    async def story():
        async with running(tmp_path) as house:
            for name in "abcd":
                await live(house, name)
                (tmp_path / "snapshots").mkdir(exist_ok=True)
                (tmp_path / "snapshots" / f"{name}.snapshot.new").write_bytes(b"torn")
                await house.save()
            assert files(tmp_path) == ["24", "32"]
            assert KEPT == 2

    asyncio.run(story())


def test_a_snapshot_that_does_not_fit_on_the_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(path, content, mode):
        path.with_name(path.name + ".new").write_bytes(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots, "write_file", full)
    with pytest.raises(OSError, match="No space left"):
        write(Folder(tmp_path), State())
    assert files(tmp_path) == []


@pytest.mark.parametrize("end", ["closed", "crashed"])
def test_a_start_from_snapshot_and_tail_equals_a_full_replay(tmp_path, end):
    hands = Hands()

    async def first_life():
        async with running(tmp_path, hands=hands) as house:
            await live(house, "a")
            await house.save()
            await live(house, "b")
            await house.round(seconds=3 * 3_600)
            if end == "crashed":
                raise Crash

    async def second_life():
        async with running(tmp_path, hands=hands) as house:
            assert house.started.housekeeper.snapshot_position == 8, "it began with the snapshot"
            assert digest_of(house.state) == digest_of_replay(tmp_path)
            await live(house, "c")
            assert digest_of(house.state) == digest_of_replay(tmp_path)

    asyncio.run(first_life())
    asyncio.run(second_life())
    assert_sound(tmp_path)


@pytest.mark.parametrize("seed", range(4))
def test_random_logs_mean_the_same_from_any_snapshot(tmp_path, seed):
    rng = Random(seed)
    log = Story(rng).tell(300)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tansiq.node.snapshots.os.nice", lambda _: 0)  # this process shall not give way
        at = sorted(rng.sample(range(1, 300), 3))

        async def tell():
            async with running(tmp_path):
                pass
            engine = SqliteLog(tmp_path / "log.sqlite")
            for start in range(0, 300, 20):
                await engine.append([to_blob(entry, b"") for entry in log[start : start + 20]])
            await engine.close()

        asyncio.run(tell())
        state = State()
        for position in at:
            snapshots.replay(Folder(tmp_path), state, position)
            assert main(str(tmp_path), str(position), state.decisions_sha256.hex()) == 0
            saved = newest(Folder(tmp_path))
            assert saved is not None
            assert digest_of(saved) == digest_of(state)
            assert main(str(tmp_path), str(position), "00" * 32) == DIFFERS
    whole = State()
    snapshots.replay(Folder(tmp_path), whole, None)
    saved = newest(Folder(tmp_path))
    assert saved is not None
    snapshots.replay(Folder(tmp_path), saved, None)
    assert digest_of(saved) == digest_of(whole)


def test_a_log_that_gives_other_decisions_than_the_node_stops_it(tmp_path):
    """One of the two is wrong: nobody can trust this node's answers, nor a snapshot."""

    async def first_life():
        async with running(tmp_path) as house:
            await live(house, "a")
            await house.save()
            await live(house, "b")
            house.state.decisions_sha256 = bytes(32)  # as if a bit of memory had flipped
            house.change_habits(snapshot_entries=1)
            await house.round()
            outage = await house.node.failed
            assert "replayed to position 16 gives other decisions than this node made" in str(outage)
            with pytest.raises(Outage, match="gives other decisions"):
                await house.write("more")
            assert files(tmp_path) == [], "the next start believes the log alone"

    async def second_life():
        async with running(tmp_path) as house:
            assert house.started.housekeeper.snapshot_position == 0
            assert digest_of(house.state) == digest_of_replay(tmp_path)

    asyncio.run(first_life())
    asyncio.run(second_life())
    assert_sound(tmp_path)


@pytest.fixture(scope="module")
def with_snapshots(tmp_path_factory):
    """A folder with entries up to 24, and snapshots at 8 and 16."""
    path = tmp_path_factory.mktemp("lived") / "data"

    async def life():
        async with running(path) as house:
            await live(house, "a")
            await house.save()
            await live(house, "b")
            await house.save()
            await live(house, "c")

    asyncio.run(life())
    return path


def flipped(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def resealed(content: bytes, **changed) -> bytes:
    """A snapshot whose checksum is right, with other fields."""
    fields = msgspec.msgpack.decode(content[len(_MAGIC) + 32 :]) | changed
    payload = msgspec.msgpack.encode(fields)
    return _MAGIC + hashlib.sha256(payload).digest() + payload


@pytest.mark.parametrize(
    ("spoil", "because"),
    [
        (flipped, "one bit is wrong"),
        (lambda content: content[: len(content) // 2], "it is cut off"),
        (lambda content: b"", "it is empty"),
        (lambda content: content.replace(b"snapshot 1\n", b"snapshot 2\n"), "it is of a newer format"),
        (lambda content: resealed(content, rules=99), "it is of newer rules"),
        (lambda content: resealed(content, rules=-1), "it is of older rules"),
        (lambda content: resealed(content, intents="none"), "its fields are others"),
        (lambda content: resealed(content, position=None), "it says no position"),
    ],
)
@pytest.mark.parametrize("another", [False, True])
def test_a_snapshot_that_cannot_be_used_is_passed_over(with_snapshots, tmp_path, spoil, because, another):
    """another: there is an older one that is whole; it is taken, else the whole log."""
    path = tmp_path / "data"
    shutil.copytree(with_snapshots, path)
    older, newer = sorted((path / "snapshots").iterdir())
    newer.write_bytes(spoil(newer.read_bytes()))
    if not another:
        older.unlink()

    async def second_life():
        async with running(path) as house:
            assert house.started.housekeeper.snapshot_position == (8 if another else 0), because
            assert digest_of(house.state) == digest_of_replay(path)
            assert house.state.position == 24

    asyncio.run(second_life())


def test_a_snapshot_that_cannot_be_read_is_passed_over(with_snapshots, tmp_path):
    shutil.copytree(with_snapshots / "snapshots", tmp_path / "snapshots")
    (tmp_path / "snapshots" / f"{99:020}.snapshot").mkdir()
    found = newest(Folder(tmp_path))
    assert found is not None
    assert found.position == 16


def test_where_the_derived_file_is_lost_the_snapshot_is_not_enough_and_everything_is_made_again(tmp_path):
    """Tiles and receipts of the entries before the snapshot come from the log alone."""
    kept = {}

    async def first_life():
        async with running(tmp_path) as house:
            for n in range(280):
                await house.write(f"flight{n}")
            await live(house, "a")
            await house.save()
            await live(house, "b")
            kept["tiles"] = [house.derived.tree.tile(0, 0), house.derived.tree.tile(0, 1)]
            kept["answers"] = [house.derived.answer(n) for n in range(1, 297)]
            kept["receipt"] = await house.started.prover.receipt(20)

    async def second_life():
        async with running(tmp_path) as house:
            assert house.started.housekeeper.snapshot_position == 0
            assert [house.derived.tree.tile(0, 0), house.derived.tree.tile(0, 1)] == kept["tiles"]
            assert [house.derived.answer(n) for n in range(1, 297)] == kept["answers"]
            again = await house.started.prover.receipt(20)
            assert again == kept["receipt"], "Ed25519 signs equal texts alike"

    asyncio.run(first_life())
    for file in tmp_path.glob("derived.sqlite*"):
        file.unlink()
    asyncio.run(second_life())
    assert_sound(tmp_path)


def test_a_child_that_fails_is_no_outage(tmp_path, monkeypatch, caplog):
    async def story():
        async with running(tmp_path) as house:
            await live(house, "a")
            (tmp_path / "snapshots").write_text("in the way")
            house.change_habits(snapshot_entries=1)
            await house.round()
            assert "The snapshot at position 8 failed" in caplog.text
            assert house.node.closed is None
            (tmp_path / "snapshots").unlink()
            await house.write("more")
            await house.round()
            assert files(tmp_path) == ["9"]

    asyncio.run(story())


@pytest.mark.parametrize("what", ["the derived file cannot be written", "no process can be made"])
def test_after_a_snapshot_that_could_not_be_begun_the_next_one_is(tmp_path, monkeypatch, what):
    def refused(*_, **__):
        raise OSError(11, "Resource temporarily unavailable")

    def failed():
        raise Outage("The disk is full.")

    async def story():
        async with running(tmp_path) as house:
            await live(house, "a")
            house.change_habits(snapshot_entries=1)
            with monkeypatch.context() as patch:
                if what == "no process can be made":
                    patch.setattr(asyncio, "create_subprocess_exec", refused)
                else:
                    patch.setattr(house.derived, "flush", failed)
                await house.round()
            assert house.node.closed is None
            assert not (tmp_path / "snapshots").exists()
            await house.write("more")
            await house.round()
            assert files(tmp_path) == ["9"]

    asyncio.run(story())


def test_a_node_that_ends_takes_its_child_with_it(tmp_path, monkeypatch):
    children, born = [], asyncio.Event()
    start_child = asyncio.create_subprocess_exec

    async def remember(*arguments, **more):
        children.append(await start_child("sleep", "1000", **more))
        born.set()
        return children[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", remember)

    async def story():
        async with running(tmp_path) as house:
            await live(house, "a")
            house.change_habits(snapshot_entries=1)
            keeper = asyncio.create_task(house.started.housekeeper.run())
            await born.wait()
            keeper.cancel()
            with pytest.raises(asyncio.CancelledError):
                await keeper
            assert children[0].returncode == -9
            assert house.node.closed is None

    asyncio.run(story())


def test_states_differ_where_histories_do():
    """What the comparison of digests in these tests rests on."""
    log = Story(Random(1)).tell(50)
    state, other = State(), State()
    for entry in log:
        evolve(state, entry, decide(state, entry))
    for entry in log[:-1]:
        evolve(other, entry, decide(other, entry))
    assert snapshot(state) != snapshot(other)
