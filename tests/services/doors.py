"""A lease's doors at ports of this machine's loopback, as a plan without a network of its own has them."""

from __future__ import annotations

import contextlib
import functools
import socket
from collections.abc import Iterator, Mapping

from harness.interfaces import Door, Lease
from harness.relay import Relay


@functools.cache
def _relay() -> Relay:
    """One for all tests, as a runner has one for all plans."""
    return Relay()


@contextlib.contextmanager
def opened(lease: Lease) -> Iterator[dict[str, str]]:
    """The environment of the lease with the ports of its doors filled in."""
    with _served(lease.doors) as ports:
        yield {name: filled(value, ports) for name, value in lease.env.items()}


@contextlib.contextmanager
def port_of(door: Door) -> Iterator[int]:
    """The port of one door."""
    with _served({"door": door}) as ports:
        yield ports["door"]


def filled(value: str, ports: Mapping[str, int]) -> str:
    for name, port in ports.items():
        value = value.replace(f"{{{name}}}", str(port))
    return value


@contextlib.contextmanager
def _served(doors: Mapping[str, Door]) -> Iterator[dict[str, int]]:
    with contextlib.ExitStack() as stack:
        ports = {}
        for name, door in doors.items():
            listener = socket.create_server(("127.0.0.1", 0))
            ports[name] = listener.getsockname()[1]
            stack.callback(_relay().serve(listener, door))
        yield ports
