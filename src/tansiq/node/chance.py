"""Random bytes for salts, ids and versions. The core gets them in commands: it never asks for chance itself."""

import os
import threading
from typing import Final

from tansiq.core.ids import uuid_of

_FETCHED: Final = 4_096


class _Pool(threading.local):
    """Random bytes of the kernel, fetched 4 kB at a time: fetching each salt and id alone was 4 % of a small PUT.

    Each byte is given out once: every thread has a pool of its own, as long bodies are read beside the loop. Child
    processes are started anew, never forked, so none inherits a pool.
    """

    def __init__(self) -> None:
        self._bytes = b""
        self._at = 0

    def take(self, count: int) -> bytes:
        """Return so many bytes that nobody else gets."""
        if count > _FETCHED:
            return os.urandom(count)
        if self._at + count > len(self._bytes):
            self._bytes, self._at = os.urandom(_FETCHED), 0
        self._at += count
        return self._bytes[self._at - count : self._at]


random_bytes: Final = _Pool().take


def new_uuid() -> str:
    """Return a new UUID version 4."""
    return uuid_of(random_bytes(16))
