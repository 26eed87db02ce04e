"""Connections to RabbitMQ that part in order: the broker has done all that was asked before it says goodbye.

When a plan's processes are killed, requests of theirs may still lie on the way.  A queue that is declared so late would
stay in the vhost; so the harness closes each connection in the plan's place, and waits for the answer.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
import time

from harness.services import _amqp

#: Seconds for the broker to answer, before the connection is broken off.
PATIENCE = 3.0
#: Seconds for a connection to come about.
CONNECT_LIMIT = 10.0

_OPEN_OK = b"\x00\x0a\x00\x29"
_CLOSE = _amqp.method(0, b"\x00\x0a\x00\x32", b"\x00\xc8\x00\x00\x00\x00\x00")
_CLOSE_OK = _amqp.method(0, b"\x00\x0a\x00\x33", b"")


class Connections:
    """Those of one lease.  Any thread may ask whether they are over."""

    def __init__(self) -> None:
        self._all: list[_Stream] = []

    async def open(
        self, host: str, port: int, context: ssl.SSLContext | None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection more; its writer's `close` parts in order.  Raises OSError."""
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(loop=loop)
        stream = _Stream(reader, loop)
        making = loop.create_connection(
            lambda: stream, host, port, ssl=context, server_hostname=host if context is not None else None
        )
        transport, _ = await asyncio.wait_for(making, CONNECT_LIMIT)
        self._all.append(stream)
        return reader, _Writer(transport, stream, reader, loop)

    def are_over(self) -> bool:
        """Whether all have ended, and in order; waits for it as long as they may take."""
        deadline = time.monotonic() + PATIENCE + 1
        return all(stream.over.wait(max(0.0, deadline - time.monotonic())) and stream.in_order for stream in self._all)


class _Stream(asyncio.StreamReaderProtocol):
    """Knows how the connection has ended."""

    def __init__(self, reader: asyncio.StreamReader, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(reader, loop=loop)
        self.over = threading.Event()
        self.in_order = True
        self.opened = False  # the plan is in the vhost: before that it can have asked for nothing
        self.ended = False  # by the broker: it has stopped what belonged to the connection
        self._wire: asyncio.Transport | None = None
        self._parting: _Writer | None = None  # that said goodbye
        self._timer: asyncio.TimerHandle | None = None
        self._last = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport

    def part(self, writer: _Writer, loop: asyncio.AbstractEventLoop) -> None:
        """Wait for nothing but the end."""
        assert self._wire is not None
        self._parting = writer
        self._timer = loop.call_later(PATIENCE, self._break_off)
        self._wire.resume_reading()  # which the reader may have stopped: nobody reads it any more

    def _break_off(self) -> None:
        assert self._wire is not None
        self.in_order = False
        self._wire.abort()

    def data_received(self, data: bytes) -> None:
        if self._parting is None:
            if not self.opened:
                self._last += data
                self.opened = _OPEN_OK in self._last
            super().data_received(data)
            return
        self._last = (self._last + data)[-len(_CLOSE_OK) :]
        if self._last == _CLOSE_OK:
            self._end()

    def eof_received(self) -> bool | None:
        self.ended = True
        if self._parting is not None:
            self._end()
        return super().eof_received()

    def _end(self) -> None:
        assert self._wire is not None
        self.ended = True
        self._wire.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True
        self._parting = None
        if self._timer is not None:
            self._timer.cancel()
        self.over.set()
        super().connection_lost(exc)


class _Writer(asyncio.StreamWriter):
    """Says goodbye before it closes."""

    def __init__(
        self,
        transport: asyncio.Transport,
        stream: _Stream,
        reader: asyncio.StreamReader,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(transport, stream, reader, loop)
        self._stream, self._home, self._said = stream, loop, False

    def close(self) -> None:
        if self._stream.ended or not self._stream.opened:
            super().close()
        elif not self._said:
            self._said = True
            self.write(_CLOSE)
            self._stream.part(self, self._home)

    def is_closing(self) -> bool:
        return self._said or super().is_closing()
