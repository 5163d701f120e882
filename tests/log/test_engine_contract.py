"""What `engine.py` promises, asked of every engine alike."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.log.engine import Blob, Engine, NotAppended
from tansiq.log.memory import MemoryLog
from tansiq.log.sqlite import SqliteLog

OPEN: dict[str, Callable[[Path], Engine]] = {
    "memory": lambda folder: MemoryLog(),
    "sqlite": lambda folder: SqliteLog(folder / "log.sqlite"),
    "sqlite that reads the disk": lambda folder: SqliteLog(folder / "log.sqlite", recent_bytes=0),
}

A, B, C, D = (Blob(letter * 3, letter.lower()) for letter in (b"A", b"B", b"C", b"D"))
BARE = Blob(b"no erasable part")


@pytest.fixture(params=OPEN)
def with_engine(request, tmp_path):
    """Return a function that runs a story on a new engine."""

    def run(story: Callable[[Engine], Awaitable[None]]) -> None:
        async def whole() -> None:
            engine = OPEN[request.param](tmp_path)
            await story(engine)
            await engine.close()

        asyncio.run(whole())

    return run


def test_an_empty_log_ends_at_position_0(with_engine):
    async def story(log):
        assert await log.committed() == 0
        assert await log.read(0, 10) == []

    with_engine(story)


def test_positions_begin_at_1_and_have_no_gaps(with_engine):
    async def story(log):
        assert await log.append([A]) == 1
        assert await log.append([B, BARE, C]) == 2
        assert await log.append([D]) == 5
        assert await log.committed() == 5
        assert await log.read(0, 100) == [A, B, BARE, C, D]

    with_engine(story)


@pytest.mark.parametrize(
    ("after", "limit", "expected", "because"),
    [
        (0, 2, [A, B], "a limit cuts inside a batch"),
        (1, 2, [B, BARE], "reading may begin inside a batch"),
        (1, 4, [B, BARE, C, D], "reading goes over the end of a batch"),
        (4, 9, [D], "fewer at the end"),
        (5, 9, [], "nothing behind the end"),
        (7, 9, [], "nothing far behind the end"),
    ],
)
def test_read(with_engine, after, limit, expected, because):
    async def story(log):
        await log.append([A])
        await log.append([B, BARE, C])
        await log.append([D])
        assert await log.read(after, limit) == expected, because

    with_engine(story)


@pytest.mark.parametrize(
    ("expect", "refused", "because"),
    [
        (2, False, "the log does end there"),
        (None, False, "nothing was expected"),
        (1, True, "somebody appended since"),
        (3, True, "the log does not reach so far"),
    ],
)
def test_expect(with_engine, expect, refused, because):
    async def story(log):
        await log.append([A, B])
        if refused:
            with pytest.raises(NotAppended, match="ends at position 2"):
                await log.append([C], expect=expect)
        else:
            assert await log.append([C], expect=expect) == 3, because
        assert await log.committed() == (2 if refused else 3), because
        assert await log.append([D]) == (3 if refused else 4), "the log goes on"

    with_engine(story)


def test_a_body_may_be_empty_and_hold_any_bytes(with_engine):
    odd = [Blob(b""), Blob(bytes(range(256)), b"\0"), Blob(b"\0" * 70_000, b"x" * 70_000)]

    async def story(log):
        await log.append(odd)
        assert await log.read(0, 3) == odd

    with_engine(story)


def test_appends_at_the_same_time_take_different_positions(with_engine):
    async def story(log):
        batches = [[Blob(b"%d.%d" % (i, j)) for j in range(i % 3 + 1)] for i in range(30)]
        firsts = await asyncio.gather(*(log.append(batch) for batch in batches))
        for first, batch in zip(firsts, batches, strict=True):
            assert await log.read(first - 1, len(batch)) == batch, "each batch lies together where it was said"
        assert await log.committed() == sum(map(len, batches))

    with_engine(story)


def test_tail_gives_what_was_there_and_then_what_comes(with_engine):
    async def story(log):
        await log.append([A, B])
        tail = log.tail(1)
        assert await anext(tail) == [B]
        waiting = asyncio.create_task(anext(tail))
        await asyncio.sleep(0)
        assert not waiting.done(), "nothing new yet"
        await log.append([C])
        assert await asyncio.wait_for(waiting, 10) == [C]
        await log.append([D])
        assert await asyncio.wait_for(anext(tail), 10) == [D]

    with_engine(story)


def test_tails_see_each_record_once_and_in_order_under_load(with_engine):
    async def story(log):
        async def follow() -> list[Blob]:
            seen: list[Blob] = []
            async for some in log.tail(0):
                seen += some
                if len(seen) == 40:
                    return seen
            raise AssertionError("a tail has no end")

        followers = [asyncio.create_task(follow()) for _ in range(3)]
        for i in range(20):
            await log.append([Blob(b"%d" % i), Blob(b"%d too" % i)])
        expected = await log.read(0, 40)
        assert await asyncio.wait_for(asyncio.gather(*followers), 10) == [expected] * 3

    with_engine(story)


def test_a_cancelled_tail_does_no_harm(with_engine):
    async def story(log):
        waiting = asyncio.create_task(anext(log.tail(0)))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await log.append([A]) == 1
        assert await anext(log.tail(0)) == [A]

    with_engine(story)


def test_erase_destroys_the_erasable_bytes_of_one_position_only(with_engine):
    async def story(log):
        await log.append([A, B, BARE])
        await log.erase(2)
        await log.erase(2)
        await log.erase(3)
        assert await log.read(0, 3) == [A, Blob(B.body), BARE]
        assert await log.append([C]) == 4
        assert await log.read(0, 4) == [A, Blob(B.body), BARE, C]

    with_engine(story)


@pytest.mark.parametrize("name", ["sqlite", "sqlite that reads the disk"])
def test_what_was_appended_is_there_after_opening_again(name, tmp_path):
    async def story():
        log = OPEN[name](tmp_path)
        await log.append([A, B])
        await log.erase(1)
        await log.append([C])
        await log.close()
        again = OPEN[name](tmp_path)
        assert await again.committed() == 3
        assert await again.read(0, 9) == [Blob(A.body), B, C]
        assert await again.append([D], expect=3) == 4
        await again.close()

    asyncio.run(story())


blobs = st.builds(Blob, st.binary(max_size=40), st.binary(max_size=20))
steps = st.one_of(
    st.tuples(st.just("append"), st.lists(blobs, min_size=1, max_size=5)),
    st.tuples(st.just("erase"), st.integers(1, 30)),
    st.tuples(st.just("read"), st.tuples(st.integers(0, 30), st.integers(1, 8))),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(steps, max_size=15), st.sampled_from([0, 60, 10_000]))
def test_sqlite_says_what_the_list_in_memory_says(tmp_path_factory, story, recent_bytes):
    async def run():
        real = SqliteLog(tmp_path_factory.mktemp("log") / "log.sqlite", recent_bytes=recent_bytes)
        plain = MemoryLog()
        for step, what in story:
            match step:
                case "append":
                    assert await real.append(what) == await plain.append(what)
                case "erase" if what <= await plain.committed():
                    await real.erase(what)
                    await plain.erase(what)
                case "read":
                    assert await real.read(*what) == await plain.read(*what)
        assert await real.committed() == await plain.committed()
        assert await real.read(0, 100) == await plain.read(0, 100)
        await real.close()

    asyncio.run(run())
