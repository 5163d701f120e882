"""Connections: one system call for each answer, and no waiting for those who say nothing.

uvicorn writes the head of an answer and its body apart. On loopback and in virtual machines each write wakes the reader on
another core: measured, the two of them were 17 % of a small PUT.
"""

import asyncio
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_S: Final = 10.0  # as long as F3548's clients wait for an answer
HEAD_MAX_BYTES: Final = 65_536  # of a head, of the trailers of a body in chunks, or of a chunk's extensions


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
    """uvicorn's HTTP protocol on a `OneWrite`, which waits for the head of a request no longer than HEAD_S.

    uvicorn itself waits for ever for the first one: silent connections would fill the places of those who have something
    to say. Between requests its own keep-alive timer runs.

    Nor does uvicorn bound a head, and its parser copies what it has with every further piece: measured, a header of 50 MB
    held the loop for 8 s. So what comes without being read on, past HEAD_MAX_BYTES and one piece more, is answered with 400.
    """

    _head_due: asyncio.TimerHandle | None = None
    _answered = False  # whether there ever was a request
    _unread_bytes = 0  # since the last head or piece of a body

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Take a new connection."""
        super().connection_made(cast("asyncio.Transport", OneWrite(transport)))
        self._head_due = self.loop.call_later(HEAD_S, self._give_up)

    def data_received(self, data: bytes) -> None:
        """Take bytes. The first ones of a further request start the wait for the rest of its head."""
        if self._head_due is None and self._answered and self.cycle.response_complete:
            self._head_due = self.loop.call_later(HEAD_S, self._give_up)
        self._unread_bytes += len(data)
        super().data_received(data)
        if self._unread_bytes > HEAD_MAX_BYTES and not self.transport.is_closing():
            self.send_400_response(f"Only {HEAD_MAX_BYTES} bytes of a head are read.")

    def on_headers_complete(self) -> None:
        """Take the head of a request."""
        self._unread_bytes = 0
        self._stop_waiting()
        super().on_headers_complete()
        self._answered = True

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body of a request."""
        self._unread_bytes = 0
        super().on_body(body)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def _give_up(self) -> None:
        self._head_due = None
        self.transport.close()
