"""What can be made again from the log, kept so that nobody has to: the tree's tiles, outcomes, answers.

One thread writes it, many positions at a time; nothing waits for the disk but `flush`, `room` and `erase`. What cannot be
written stays in memory and is tried again; `trouble` says so. A lost, damaged or foreign file is begun anew: the caller then
replays the log from `position()`.
"""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from tansiq.log import derived_file
from tansiq.log.derived_file import DAY_US, Answer, Outcome, Pending
from tansiq.log.engine import Damaged, Outage
from tansiq.log.merkle import Tree

_WRITE_AT_POSITIONS: Final = 256
_WRITE_AT_BYTES: Final = 1 << 20
_ROOM_BYTES: Final = 16 << 20
_KEPT_TILES: Final = 64


class Stored(Struct, frozen=True):
    """What is known of a position. body: None where no answer was kept, or no more."""

    outcome: str
    answer_hash: bytes
    body: bytes | None


class Derived:
    """The file `derived.sqlite`, and the tree that it keeps.

    `tree` grows with `add`, and reads its full tiles from here. Reading takes one row by its key and blocks that long:
    about 20 µs from the page cache. But for `flush` and `close`, the methods belong to one thread.
    """

    def __init__(self, path: Path, log_id: str, log_position: int) -> None:
        """Open the file, or begin it anew. Blocks.

        log_position: where the log ends. A file that knows more, or is of another log, is not of this log.
        """
        self._path = path
        self._new = Pending()  # added, not yet given to the writing thread
        self._busy = Pending()  # being written
        self._kept: dict[tuple[int, int], bytes] = {}  # tiles that were read lately
        self._forgotten_us = 0
        self._queued = False
        self.trouble = ""  # why the file cannot be written now; "" where it can. Let nothing more be added meanwhile.
        self._lock = threading.Lock()  # guards everything that the writing thread takes
        self._thread = ThreadPoolExecutor(1, "derived-write")
        try:
            self.tree = self._open(log_id, log_position)
        except sqlite3.Error as error:
            raise Outage(f"{path} cannot be made ({error}). Check the folder, its permissions and the disk.") from error

    def position(self) -> int:
        """Return the last position that was added. Up to there everything is here, but for answers forgotten since."""
        return self.tree.size

    def add(
        self, first: int, leaves: Sequence[bytes], outcomes: Sequence[Outcome], answers: Mapping[int, Answer]
    ) -> None:
        """Take in what follows `position()`. Does not wait; call `room` now and then, so that memory stays bounded.

        first: position of the first leaf. answers: by position, for keyed requests.
        """
        assert first == self.tree.size + 1, f"position {first} cannot follow {self.tree.size}"
        assert len(leaves) == len(outcomes), "each position has one leaf and one outcome"
        with self._lock:
            for leaf in leaves:
                self.tree.append(leaf)
            new = self._new
            new.outcomes.update(enumerate(outcomes, first))
            new.answers.update(answers)
            new.size += 64 * len(leaves) + sum(len(answer.body) for answer in answers.values())
            due = len(new.outcomes) >= _WRITE_AT_POSITIONS or new.size >= _WRITE_AT_BYTES
        if due:
            self._queue()

    async def room(self) -> None:
        """Wait until less than 16 MiB are on their way to the disk, or cannot be written. Usually at once."""
        if self._new.size + self._busy.size > _ROOM_BYTES:
            with contextlib.suppress(Outage):
                await asyncio.wrap_future(self._thread.submit(self._write))

    def flush(self) -> None:
        """Write everything that was added, and return when it survives a power cut. Blocks; for any thread.

        Raises `Outage` where it cannot be written; nothing is lost by that.
        """
        self._thread.submit(self._write, durable=True).result()

    def answer(self, position: int) -> Stored | None:
        """Return what came of a position; None where it was not added."""
        with self._lock:
            for pending in (self._new, self._busy):
                if (outcome := pending.outcomes.get(position)) is not None:
                    return self._stored(outcome, pending.answers.get(position))
        found = self._read(derived_file.OUTCOME, {"position": position})
        if found is None:
            return None
        answer = self._read(derived_file.ANSWER, {"position": position})
        return self._stored(Outcome(*found), Answer(answer[1], answer[0]) if answer else None)

    def tile(self, level: int, index: int) -> bytes:
        """Return a full tile; of the tree as it was at opening also the partial ones. See `merkle.TileStore`."""
        key = (level, index)
        with self._lock:
            for tiles in (self._new.tiles, self._busy.tiles, self._kept):
                if key in tiles:
                    return tiles[key]
        found = self._read(derived_file.TILE, {"level": level, "place": index})
        if found is None:
            raise Damaged(f"Tile {level}/{index} is missing. {self._cure()}")
        if len(self._kept) >= _KEPT_TILES:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = found[0]
        return found[0]

    def put(self, level: int, index: int, tile: bytes) -> None:
        """Keep a full tile. Called by the tree inside `add`."""
        self._new.tiles[level, index] = tile
        self._kept.pop((level, index), None)

    def forget(self, before_us: int) -> None:
        """Let go of answers that expired before a time, and have written what is not yet. The disk gives up whole days."""
        day_is_over = before_us // DAY_US > self._forgotten_us // DAY_US
        self._forgotten_us = max(self._forgotten_us, before_us)
        with self._lock:
            self._new.forget_before_us = self._forgotten_us
            due = bool(day_is_over or self._new.outcomes or self._busy.outcomes)
        if due or self.trouble:
            self._queue()

    async def erase(self, position: int) -> None:
        """Destroy the answer kept for a position so that the file holds it no longer. Idempotent."""
        await asyncio.wrap_future(self._thread.submit(self._erase, position))

    def close(self) -> None:
        """Write what is left, and let go of the file and the thread. Blocks; for any thread.

        What cannot be written is made again from the log at the next start.
        """
        with contextlib.suppress(Outage):
            self.flush()
        self._thread.shutdown()
        self._disconnect()

    def _queue(self) -> None:
        with self._lock:
            if self._queued:
                return
            self._queued = True
        self._thread.submit(self._write).add_done_callback(self._note)

    def _note(self, done: "Future[None]") -> None:
        """Nobody waits for this write, so `trouble` tells of its failure."""
        if (error := done.exception()) is not None and not self.trouble:
            self.trouble = f"Writing {self._path} failed with {error!r}. {self._cure()}"

    def _write(self, durable: bool = False) -> None:
        with self._lock:
            self._queued = False
            self._busy.take(self._new)  # what could not be written last time is still there
            self._new = Pending()
            position, edges = self.tree.size, self.tree.edges()
        try:
            derived_file.write(self._writer, self._busy, position, edges, durable)
        except sqlite3.Error as error:
            self.trouble = (
                f"{self._path} cannot be written ({error}), so writes are stopped. Free some space; if that does not help: "
                f"{self._cure()}"
            )
            raise Outage(self.trouble) from error
        with self._lock:
            self._busy = Pending()
        self.trouble = ""

    def _erase(self, position: int) -> None:
        self._write()
        try:
            done = derived_file.overwrite_answer(self._writer, position)
        except sqlite3.Error as error:
            raise Outage(f"{self._path} cannot be written ({error}). Free some space, then erase again.") from error
        if not done:
            raise Outage(f"Another program reads {self._path}. Wait until it has ended, then erase again.")

    def _open(self, log_id: str, log_position: int) -> Tree:
        position = derived_file.position_in(self._path, log_id)
        if position is not None and position <= log_position:
            self._connect()
            try:
                return Tree.restored(position, self)
            except Damaged:
                self._disconnect()
        derived_file.begin(self._path, log_id)
        self._connect()
        return Tree(self)

    def _connect(self) -> None:
        self._writer = derived_file.connect(self._path)
        self._reader = derived_file.connect(self._path)

    def _disconnect(self) -> None:
        self._reader.close()
        self._writer.close()

    def _read(self, statement: str, values: Mapping[str, int]) -> Any:
        try:
            return self._reader.execute(statement, values).fetchone()
        except sqlite3.DatabaseError as error:
            raise Damaged(f"{self._path} cannot be read ({error}). {self._cure()}") from error

    def _stored(self, outcome: Outcome, answer: Answer | None) -> Stored:
        there = answer is not None and answer.expires_us >= self._forgotten_us and any(answer.body)  # erased: zeros
        return Stored(outcome.outcome, outcome.answer_hash, answer.body if answer and there else None)

    def _cure(self) -> str:
        return f"Stop the server, delete {self._path} and start again; it is made anew from the log."
