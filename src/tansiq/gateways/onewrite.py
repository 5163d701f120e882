"""One system call for each answer.

uvicorn writes the head of an answer and its body apart. On loopback and in virtual machines each write wakes the reader on
another core: measured, the two of them were 17 % of a small PUT.
"""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class OneWrite:
    """A transport that holds back what is written until the loop's next turn. Everything else is the real one's."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._held: list[bytes] = []
        self._call_soon = asyncio.get_running_loop().call_soon

    def write(self, data: bytes) -> None:
        """Hold some bytes back."""
        if not self._held:
            self._call_soon(self._flush)
        self._held.append(data)

    def close(self) -> None:
        """Close after what was held back is written."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._held:
            if not self._transport.is_closing():  # else whoever asked has hung up: nobody is there to read it
                self._transport.write(b"".join(self._held))
            self._held.clear()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Protocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol on a `OneWrite`."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Take a new connection."""
        super().connection_made(cast("asyncio.Transport", OneWrite(transport)))
