"""The guard of a RabbitMQ connection: AMQP 0-9-1 as frames, whatever pieces they come in.

A plan sees the broker that the docs assume: user guest, password guest, vhost "/".  The guard puts the vhost of the
lease and its user in their place, and takes them out of what the broker says.  Another user or vhost is one that the
broker does not know.  It writes down which queues and exchanges the plan declares: they are what has to be removed
before the vhost is another plan's.

Memory: frames are passed on whole; none is larger than `FRAME`, which clients are told when they connect.
"""

from __future__ import annotations

import secrets
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

HEADER = b"AMQP\x00\x00\x09\x01"
#: Bytes of a frame: RabbitMQ's own default.  A server set to more, or to no limit, is held to this.
FRAME = 131072
#: Names of a lease that are written down; a plan that declares more has its vhost made anew.
NAMES = 2000

#: What a plan logs in with.
USER = PASSWORD = "guest"
VHOST = "/"

_START = struct.Struct(">BHL")
_METHOD, _END = 1, 0xCE


@dataclass(slots=True)
class Ledger:
    """What the connections of one lease have left in its vhost."""

    queues: dict[str, None] = field(default_factory=dict)  # in the order in which they came
    exchanges: dict[str, None] = field(default_factory=dict)
    whole: bool = True  # False: there is more, or something else

    def note(self, names: dict[str, None], name: bytes) -> None:
        """Write down a queue or an exchange."""
        try:
            names[name.decode()] = None
        except UnicodeDecodeError:
            self.whole = False
        if len(names) > NAMES:
            self.whole = False
            names.clear()


class Guard:
    """Of one connection.  `vhost`, `user` and `password` are the real ones.

    Raises ValueError for what is no AMQP 0-9-1.
    """

    def __init__(self, vhost: str, user: str, password: str, ledger: Ledger) -> None:
        self._vhost, self._user, self._password = vhost.encode(), user, password
        self._ledger = ledger
        self._greeting = bytearray()
        self._sent, self._received = Frames(), Frames()
        self._from_plan: dict[tuple[int, int], Callable[[bytes], bytes]] = {
            (10, 11): self._start_ok,
            (10, 40): self._open,
            (40, 10): self._exchange_declare,
            (40, 30): self._exchange_bind,
            (50, 10): self._queue_declare,
        }
        self._from_server: dict[tuple[int, int], Callable[[bytes], bytes]] = {
            (10, 30): _tune,
            (10, 50): self._close,
            (20, 40): self._close,
            (50, 11): self._queue_declare_ok,
        }

    def to_server(self, data: bytes) -> bytes:
        """Frames of the plan that are complete."""
        greeting = b""
        if len(self._greeting) < len(HEADER):
            missing = len(HEADER) - len(self._greeting)
            self._greeting += data[:missing]
            data = data[missing:]
            if not HEADER.startswith(self._greeting):
                raise ValueError("not AMQP 0-9-1")
            if len(self._greeting) == len(HEADER):
                greeting = HEADER
        return greeting + b"".join(_changed(frame, self._from_plan) for frame in self._sent.cut(data))

    def to_client(self, data: bytes) -> bytes:
        """Frames of the server that are complete."""
        return b"".join(_changed(frame, self._from_server) for frame in self._received.cut(data))

    # -- what the plan says: arguments of the method in, the same as it goes on out ---------------------

    def _start_ok(self, given: bytes) -> bytes:
        fields = _Fields(given)
        properties, mechanism = fields.long_string(), fields.short_string()
        response, locale = fields.long_string(), fields.short_string()
        known = response == _response(mechanism, USER, PASSWORD)
        # Anybody else the broker is not to know, whoever it knows.
        user, password = (self._user, self._password) if known else (USER, secrets.token_hex(16))
        response = _response(mechanism, user, password)
        return _long_string(properties) + _short_string(mechanism) + _long_string(response) + _short_string(locale)

    def _open(self, given: bytes) -> bytes:
        fields = _Fields(given)
        vhost = fields.short_string()
        real = self._vhost if vhost == VHOST.encode() else b"doc-harness has no " + vhost[:200]
        return _short_string(real) + fields.rest()

    def _exchange_declare(self, given: bytes) -> bytes:
        fields = _Fields(given, skip=2)
        exchange, _, bits = fields.short_string(), fields.short_string(), fields.octet()
        if not bits & 1 and exchange:
            self._ledger.note(self._ledger.exchanges, exchange)
        return given

    def _exchange_bind(self, given: bytes) -> bytes:
        fields = _Fields(given, skip=2)
        if _is_predeclared(fields.short_string()) and _is_predeclared(fields.short_string()):
            self._ledger.whole = False  # the one binding that goes with no queue and no exchange of the plan's
        return given

    def _queue_declare(self, given: bytes) -> bytes:
        fields = _Fields(given, skip=2)
        queue, bits = fields.short_string(), fields.octet()
        if not bits & 1 and queue:
            self._ledger.note(self._ledger.queues, queue)
        return given

    # -- what the server says ---------------------------------------------------------------------------

    def _queue_declare_ok(self, given: bytes) -> bytes:
        queue = _Fields(given).short_string()
        if queue.startswith(b"amq.gen-"):
            self._ledger.note(self._ledger.queues, queue)
        return given

    def _close(self, given: bytes) -> bytes:
        fields = _Fields(given)
        code, text = fields.take(2), fields.short_string()
        text = text.replace(self._vhost, VHOST.encode()).replace(self._user.encode(), USER.encode())
        return code + _short_string(text[:255]) + fields.rest()


class Frames:
    """Cuts a stream into frames.  Raises ValueError for what is none, and for one above `FRAME`."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def cut(self, data: bytes) -> Iterator[bytes]:
        """The frames that `data` completes."""
        self._buffer += data
        place = 0
        try:
            while place + _START.size <= len(self._buffer):
                _, _, size = _START.unpack_from(self._buffer, place)
                if size > FRAME:
                    raise ValueError(f"a frame of {size} bytes")
                end = place + _START.size + size
                if end >= len(self._buffer):
                    break
                if self._buffer[end] != _END:
                    raise ValueError("a frame that does not end where it should")
                yield bytes(self._buffer[place : end + 1])
                place = end + 1
        finally:
            del self._buffer[:place]


class _Fields:
    """Arguments of a method, one after the other."""

    def __init__(self, data: bytes, skip: int = 0) -> None:
        self._data, self._place = data, skip

    def take(self, size: int) -> bytes:
        taken = self._data[self._place : self._place + size]
        if len(taken) < size:
            raise ValueError("a method without its arguments")
        self._place += size
        return taken

    def octet(self) -> int:
        return self.take(1)[0]

    def short_string(self) -> bytes:
        return self.take(self.octet())

    def long_string(self) -> bytes:
        """Or a table, which is one to look at."""
        return self.take(int.from_bytes(self.take(4)))

    def rest(self) -> bytes:
        return self._data[self._place :]


def _changed(frame: bytes, changes: dict[tuple[int, int], Callable[[bytes], bytes]]) -> bytes:
    """The frame, or another in its place when it is a method that is looked at."""
    kind, channel, size = _START.unpack_from(frame)
    if kind != _METHOD:
        return frame
    if size < 4:
        raise ValueError("a method without a number")
    body = frame[_START.size : -1]
    change = changes.get((int.from_bytes(body[:2]), int.from_bytes(body[2:4])))
    if change is None:
        return frame
    return method(channel, body[:4], change(body[4:]))


def method(channel: int, number: bytes, arguments: bytes) -> bytes:
    """The frame of a method; `number` is its class and its number, two bytes each."""
    return _START.pack(_METHOD, channel, len(number) + len(arguments)) + number + arguments + bytes([_END])


def _tune(given: bytes) -> bytes:
    fields = _Fields(given)
    channels, frame = fields.take(2), int.from_bytes(fields.take(4))
    return channels + min(frame or FRAME, FRAME).to_bytes(4) + fields.rest()


def _is_predeclared(exchange: bytes) -> bool:
    return not exchange or exchange.startswith(b"amq.")


def _response(mechanism: bytes, user: str, password: str) -> bytes:
    """How a client logs in, as RabbitMQ's two mechanisms of passwords have it."""
    if mechanism == b"AMQPLAIN":
        return b"".join(
            _short_string(key) + b"S" + _long_string(value.encode())
            for key, value in ((b"LOGIN", user), (b"PASSWORD", password))
        )
    return b"\0%s\0%s" % (user.encode(), password.encode())


def _short_string(text: bytes) -> bytes:
    return bytes([len(text)]) + text


def _long_string(text: bytes) -> bytes:
    return len(text).to_bytes(4) + text
