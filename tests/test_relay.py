"""Doors: what goes through them, what is kept back, and what is told when nobody is behind."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.interfaces import Door
from harness.relay import Relay


@pytest.fixture
def relay() -> Iterator[Relay]:
    with Relay() as made:
        yield made


@pytest.fixture
def echo() -> Iterator[socket.socket]:
    """A server that sends back what it gets, and ends a connection that has ended."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer(connection: socket.socket) -> None:
        with connection:
            while data := connection.recv(1 << 16):
                connection.sendall(data)

    def serve() -> None:
        while True:
            try:
                connection = listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield listener
    listener.close()


def to(server: socket.socket, **changes) -> Door:
    async def connect():
        return await asyncio.open_connection(*server.getsockname())

    return Door(connect=connect, **changes)


def everything(connection: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length and (data := connection.recv(1 << 16)):
        found += data
    return found


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(min_size=1, max_size=200_000), max_size=5))
def test_what_is_sent_comes_through_in_order(relay, echo, pieces):
    listener = socket.create_server(("127.0.0.1", 0))
    where = listener.getsockname()
    shut = relay.serve(listener, to(echo))
    with socket.create_connection(where, 5) as connection:
        sender = threading.Thread(target=lambda: [connection.sendall(piece) for piece in pieces])
        sender.start()
        assert everything(connection, sum(map(len, pieces))) == b"".join(pieces)
        sender.join()
    shut()


class Upper:
    def to_server(self, data: bytes) -> bytes:
        if b"!" in data:
            raise ValueError("not spoken here")
        return data.upper()

    def to_client(self, data: bytes) -> bytes:
        return data + b"."


def test_a_guard_stands_between(relay, echo):
    listener = socket.create_server(("127.0.0.1", 0))
    where = listener.getsockname()
    relay.serve(listener, to(echo, guard=Upper))
    with socket.create_connection(where, 5) as connection:
        connection.sendall(b"hello")
        assert everything(connection, 6) == b"HELLO."
        connection.sendall(b"!")
        assert connection.recv(10) == b"", "what a guard cannot read ends the connection"


def test_a_server_that_is_gone_is_told(relay):
    async def connect():
        raise ConnectionRefusedError("nobody there")

    listener = socket.create_server(("127.0.0.1", 0))
    opened = relay.open(listener, Door(connect=connect))
    with socket.create_connection(listener.getsockname(), 5) as connection:
        assert connection.recv(10) == b""
    assert opened.failures == ["nobody there"]


def test_a_door_that_is_shut_ends_what_goes_through_it(relay, echo):
    listener = socket.create_server(("127.0.0.1", 0))
    where = listener.getsockname()
    opened = relay.open(listener, to(echo))
    with socket.create_connection(where, 5) as connection:
        connection.sendall(b"x")
        assert connection.recv(1) == b"x"
        relay.shut(opened)
        assert connection.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(where, 1)


def test_settled_means_that_the_server_has_noticed_what_was_closed(relay):
    """What the plan has closed is closed behind the door as well, and nothing of it is left in the relay."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen: list[str] = []

    def serve() -> None:
        number = 0
        while True:
            try:
                connection = behind.accept()[0]
            except OSError:
                return
            number += 1
            seen.append(f"begin {number}")
            threading.Thread(target=wait, args=(connection, number), daemon=True).start()

    def wait(connection: socket.socket, number: int) -> None:
        with connection:
            while connection.recv(100):
                pass
        seen.append(f"end {number}")

    with socket.create_server(("127.0.0.1", 0)) as behind:
        threading.Thread(target=serve, daemon=True).start()
        opened = relay.open(listener, to(behind))
        connection = socket.create_connection(listener.getsockname(), 5)
        while not seen:
            time.sleep(0.01)
        connection.close()
        relay.settle(opened)
        while "begin 2" not in seen:
            time.sleep(0.01)
        time.sleep(0.05)
    assert "end 1" in seen
    assert not opened.connections
