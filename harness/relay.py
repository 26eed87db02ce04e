"""Doors: a plan's connections, taken from its own loopback to the server that it may reach, through a guard."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Self

from harness.interfaces import Door, Guard

CHUNK = 1 << 16
#: Seconds for the loop to do what it is asked.
PATIENCE = 10.0
#: Connections of one plan through one door.
MOST = 300
#: Turns of the loop in which the end of a connection is read and acted on.
TURNS = 8


class Opened:
    """One door at one listening socket.  `failures` are the reasons for which the server could not be reached."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.failures: list[str] = []
        self.connections: dict[asyncio.Task[None], asyncio.StreamReader] = {}  # and what the plan sends on each
        self.server: asyncio.Server | None = None

    async def open(self, listener: socket.socket) -> None:
        """Accept at `listener` from now on."""
        self.server = await asyncio.start_server(self._connected, sock=listener)

    async def close(self) -> None:
        """Accept no more, and end what is open."""
        if self.server is not None:
            self.server.close()
        for task in list(self.connections):
            task.cancel()
        await asyncio.gather(*self.connections, return_exceptions=True)

    async def settle(self) -> None:
        """Return when the server has noticed every connection that the plan has closed."""
        for _ in range(TURNS):
            await asyncio.sleep(0)  # what has ended is read by the loop's next turns
        if ending := [task for task, reader in self.connections.items() if reader.at_eof()]:
            await asyncio.wait(ending, timeout=PATIENCE / 2)
        with contextlib.suppress(OSError):
            # Servers answer in the order in which things reach them.
            _, writer = await self.door.connect()
            writer.close()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self.connections) >= MOST:
            writer.close()
            return
        task = asyncio.ensure_future(self._carry(reader, writer))
        self.connections[task] = reader
        task.add_done_callback(self.connections.pop)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream: asyncio.StreamWriter | None = None
        try:
            try:
                answers, upstream = await self.door.connect()
            except OSError as error:
                self.failures.append(str(error))
                return
            guard: Guard = self.door.guard() if self.door.guard is not None else _Open()
            ways = [
                asyncio.ensure_future(_pump(reader, upstream, guard.to_server)),
                asyncio.ensure_future(_pump(answers, writer, guard.to_client)),
            ]
            try:
                # One side that has ended is the end of both: no protocol of a broker lives on half a connection.
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                if ways[1].done() and not ways[0].done():
                    await self._look()  # before the plan notices
            finally:
                for way in ways:
                    way.cancel()
                for ended in await asyncio.gather(*ways, return_exceptions=True):
                    if isinstance(ended, Exception):
                        self.failures.append(f"the guard failed: {ended!r}")
        finally:
            ends = [end for end in (upstream, writer) if end is not None]
            for end in ends:
                end.close()  # both, whatever waiting for one of them comes to
            for end in ends:
                with contextlib.suppress(OSError):
                    await end.wait_closed()

    async def _look(self) -> None:
        """The server has ended a connection: whether it is still there."""
        try:
            _, writer = await self.door.connect()
        except OSError as error:
            self.failures.append(str(error))
        else:
            writer.close()


class _Open:
    """The guard of a door that has none."""

    def to_server(self, data: bytes) -> bytes:
        return data

    def to_client(self, data: bytes) -> bytes:
        return data


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, allow: Callable[[bytes], bytes]) -> None:
    # What a guard cannot read (ValueError) and a side that breaks off end the connection.
    with contextlib.suppress(ConnectionError, ValueError):
        while data := await reader.read(CHUNK):
            if passed := allow(data):
                writer.write(passed)
                await writer.drain()


class Relay:
    """A thread that carries the connections of the doors that are open."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="relay", daemon=True)
        self._thread.start()

    def open(self, listener: socket.socket, door: Door) -> Opened:
        """Carry what connects to `listener`, a listening socket that the relay takes over."""
        opened = Opened(door)
        asyncio.run_coroutine_threadsafe(opened.open(listener), self._loop).result(PATIENCE)
        return opened

    def settle(self, opened: Opened) -> None:
        """Return when the server behind a door has noticed every connection that the plan has closed."""
        asyncio.run_coroutine_threadsafe(opened.settle(), self._loop).result(PATIENCE)

    def shut(self, opened: Opened) -> None:
        """Close a door, its listening socket and every connection through it."""
        asyncio.run_coroutine_threadsafe(opened.close(), self._loop).result(PATIENCE)

    def serve(self, listener: socket.socket, door: Door) -> Callable[[], None]:
        """`open`, giving the function that shuts the door again."""
        opened = self.open(listener, door)
        return lambda: self.shut(opened)

    def close(self) -> None:
        """End the thread, and with it what goes through doors that nobody has shut."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        if not self._thread.is_alive():
            self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
