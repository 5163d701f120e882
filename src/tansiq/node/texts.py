"""What persons typed of the things that are in the room now: names, contacts, remarks. Kept in memory, read from the log.

No rule reads these bytes; they lie in the erasable parts of entries, and the state holds the positions.
"""

import logging
from typing import Protocol

from tansiq.core.state import State
from tansiq.log import record
from tansiq.log.engine import Blob, Engine

_log = logging.getLogger("tansiq.node")


class Said(Protocol):
    """Whoever knows what persons typed: now, or in what is looked back at."""

    def of(self, position: int) -> bytes:
        """Return what was typed with an entry, b"" where nothing was or where it was erased."""
        ...


class Texts:
    """The erasable parts that the state refers to, by position."""

    def __init__(self) -> None:
        self._bodies: dict[int, bytes] = {}

    def keep(self, state: State, position: int, blob: Blob) -> None:
        """Keep the erasable part of an entry that was just written to the state, if anything there refers to it."""
        if position in state.texts and blob.erasable:
            self._bodies[position] = blob.erasable[record.SALT_BYTES :]
        if len(self._bodies) > 2 * len(state.texts) + 64:
            self._bodies = {at: body for at, body in self._bodies.items() if at in state.texts}

    def forget(self, position: int) -> None:
        """Forget what is to be erased."""
        self._bodies.pop(position, None)

    def of(self, position: int) -> bytes:
        """Return what was typed, b"" where nothing was or where it was erased."""
        return self._bodies.get(position, b"")

    async def load(self, state: State, engine: Engine) -> None:
        """Read what a state from a snapshot refers to. Bytes that were erased are not there any more."""
        missing = [position for position in state.texts if position not in self._bodies]
        for position in missing:
            (blob,) = await engine.read(position - 1, 1)
            self.keep(state, position, blob)
        if missing:
            _log.info("Read what persons typed in %d entries.", len(missing))
