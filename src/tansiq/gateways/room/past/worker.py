"""Asks the process that looks back, one question after the other; starts it, and ends it where it hangs or nobody asks."""

import asyncio
import contextlib
import logging
import sys
from collections import Counter
from pathlib import Path
from typing import Final, NoReturn, Protocol

import msgspec

from tansiq.core.limits import PAST_ANSWER_US, PAST_IDLE_US, PAST_OF_PARTY, PAST_WAITING, PAST_WORK_US
from tansiq.core.units import US
from tansiq.gateways.room.past.shown import Told, Wanted, WantedIncident
from tansiq.log.engine import Outage
from tansiq.node.fairness import Busy

AGAIN_S: Final = 2  # after which who was told to wait may ask again
_encode: Final = msgspec.msgpack.Encoder().encode
_told: Final = msgspec.msgpack.Decoder(Told)
_log = logging.getLogger("tansiq.past")


class Worker(Protocol):
    """Who looks back."""

    async def ask(self, wanted: Wanted | WantedIncident) -> Told:
        """Return what is told. Raises `Outage` where that cannot be had."""
        ...

    async def end(self) -> None:
        """Let go of all states of the past."""
        ...


class Child:
    """A process of its own, started when it is asked first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def ask(self, wanted: Wanted | WantedIncident) -> Told:
        """Return what the process tells. Raises `Outage` where it ended or hangs; the next question starts another one."""
        try:
            async with asyncio.timeout(PAST_WORK_US / US):
                return await self._asked(_encode(wanted))
        except (asyncio.IncompleteReadError, OSError, TimeoutError) as trouble:
            await self.end()
            _log.error("What looks back ended: %r", trouble)
            raise Outage("The process that looks back has ended. The next question starts another one.") from trouble
        except asyncio.CancelledError:
            await self.end()  # half an answer may lie in the pipe
            raise

    async def _asked(self, frame: bytes) -> Told:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tansiq.gateways.room.past.child", str(self._folder),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
        assert process.stdin is not None, "it has a pipe"
        assert process.stdout is not None, "it has a pipe"
        process.stdin.write(len(frame).to_bytes(4) + frame)
        await process.stdin.drain()
        size = int.from_bytes(await process.stdout.readexactly(4))
        body = await process.stdout.readexactly(size)
        return await asyncio.to_thread(_told.decode, body)

    async def end(self) -> None:
        """End the process. It holds nothing that is not in the log."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


class Past:
    """The way to the past for all who ask, bounded for each party and in all."""

    def __init__(self, worker: Worker | None) -> None:
        self._worker = worker
        self._turn = asyncio.Lock()  # first come, first served
        self._asking: Counter[str] = Counter()  # party -> questions that are not answered yet
        self._last_s = 0.0
        self._at_work: set[asyncio.Task[Told]] = set()

    async def ask(self, wanted: Wanted | WantedIncident) -> Told:
        """Return what is told of the past. Raises `Busy` where too much is asked or it takes long, `Outage`."""
        if self._worker is None:
            raise Outage("This node keeps its log in memory alone, where no other process can read it.")
        if self._asking[wanted.viewer] >= PAST_OF_PARTY:
            raise Busy("your party asks about the past already", yours=True)
        if self._asking.total() >= PAST_WAITING:
            raise Busy("too many ask about the past", yours=False, retry_after_s=AGAIN_S)
        task = asyncio.create_task(self._one(self._worker, wanted))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        done, _ = await asyncio.wait([task], timeout=PAST_ANSWER_US / US)
        if not done:
            task.add_done_callback(_forgotten)
            raise Busy("the past is being brought up", yours=False, retry_after_s=AGAIN_S)
        return task.result()

    async def run(self) -> None:
        """Let go of the past when nobody asks, until cancelled; then end what is at work."""
        try:
            while True:
                await asyncio.sleep(PAST_IDLE_US / US / 10)
                await self.tidy()
        finally:
            await self.end()

    async def tidy(self) -> None:
        """Let go of the past where nobody has asked for a while."""
        idle_s = asyncio.get_running_loop().time() - self._last_s
        if self._worker is not None and not self._at_work and idle_s > PAST_IDLE_US / US:
            await self._worker.end()

    async def _one(self, worker: Worker, wanted: Wanted | WantedIncident) -> Told:
        self._asking[wanted.viewer] += 1
        try:
            async with self._turn:
                told = await worker.ask(wanted)
        finally:
            self._asking -= Counter({wanted.viewer: 1})
            self._last_s = asyncio.get_running_loop().time()
        if told.outage:
            _fail(told.outage)
        return told

    async def end(self) -> None:
        """End what is at work, and the process."""
        at_work = list(self._at_work)
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)
        if self._worker is not None:
            await self._worker.end()


def _fail(sentence: str) -> NoReturn:
    raise Outage(sentence)


def _forgotten(task: "asyncio.Task[Told]") -> None:
    """Take what nobody waits for any more: the states that it left are why it went on."""
    if not task.cancelled():
        task.exception()
