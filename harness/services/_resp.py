"""The guard of a Redis connection: it reads the requests of a plan and keeps the plan to its own database.

Requests are arrays of bulk strings, or lines ("inline commands"), many of them in a pipeline, cut anywhere.  What a
plan may not send (see `_redis_commands`) becomes a command that no server knows, with a name that tells what happened:
the server itself answers it with an error, and replies stay in order.

Memory: a command that may pass streams through, whatever its size.  Only what has to be looked at first is held back,
and no more than `HELD` bytes of it: a longer script or list of channels is refused.
"""

from __future__ import annotations

import re
import shlex
import string
import sys

from harness.services import _redis_commands

HELD = 1 << 18  # bytes of one request that are looked at before it passes
LINE = 1 << 16  # bytes of an inline command: Redis' own limit
BULK = 1 << 29  # bytes of one argument: Redis' own limit
COUNT = 1 << 20  # arguments of one command: Redis' own limit

_BEGINNING = frozenset(string.printable.encode())
_NUMBER = re.compile(rb"-1|0|[1-9][0-9]{0,9}")


class Guard:
    """Of one connection of a plan that has `database`.  `to_server` raises ValueError for what is no Redis request."""

    def __init__(self, database: int) -> None:
        self._database = database
        self._buffer = bytearray()
        self._count = 0  # arguments that the command under way has
        self._left = 0  # of these, how many have not begun yet
        self._body: int | None = None  # bytes that are missing of the argument under way, the line's end included
        self._held: list[bytes] = []  # arguments so far of a command of which it is not known whether it may pass
        self._size = 0  # what holding them costs, in bytes
        self._passes: bool | None = None  # whether it may; None when that is not known yet

    def to_client(self, data: bytes) -> bytes:
        """Replies, as they are."""
        return data

    def to_server(self, data: bytes) -> bytes:
        """What of the requests so far may go to the server."""
        self._buffer += data
        out = bytearray()
        while self._step(out):
            pass
        return bytes(out)

    def _step(self, out: bytearray) -> bool:
        """Read one thing more, when there is enough of it."""
        if self._body is not None:
            return self._argument(out)
        if self._left:
            return self._header(out)
        return self._request(out)

    def _request(self, out: bytearray) -> bool:
        if not self._buffer:
            return False
        if self._buffer[0] != ord("*"):
            return self._inline(out)
        count = self._number(COUNT)
        if count is None:
            return False
        if count > 0:  # the server takes no notice of an empty array
            self._count = self._left = count
            self._held, self._size, self._passes = [], 0, None
        return True

    def _inline(self, out: bytearray) -> bool:
        if self._buffer[0] not in _BEGINNING:
            raise ValueError("neither a Redis request nor a line of text")
        end = self._buffer.find(b"\n")
        if end > LINE or (end < 0 and len(self._buffer) > LINE):
            raise ValueError("an inline command of more than 64 KiB")
        if end < 0:
            return False
        line = self._take(end + 1).strip(b"\r\n").decode("latin-1")
        # It goes on as an array: so the server cannot read another thing from it than was read here.
        arguments = [word.encode("latin-1") for word in shlex.split(line)]
        if arguments:
            why = _redis_commands.objection(arguments, self._database)
            out += _array(arguments) if why is None else _refusal(arguments[0], why)
        return True

    def _header(self, out: bytearray) -> bool:
        size = self._number(BULK, b"$")
        if size is None:
            return False
        if size < 0:
            raise ValueError("an argument without a length")
        self._left -= 1
        self._body = size + 2
        if self._passes is None:
            self._size += size + sys.getsizeof(b"")
            if self._size > HELD:
                self._decide(out, "longer than can be looked at")
        if self._passes:
            out += b"$%d\r\n" % size
        return True

    def _argument(self, out: bytearray) -> bool:
        assert self._body is not None
        if self._passes is None:
            if len(self._buffer) < self._body:
                return False
            self._held.append(_line(self._take(self._body)))
            self._body = None
            self._consider(out)
            return True
        # Of an argument that is not looked at, only the end of the line after it is waited for as a whole.
        ready = min(len(self._buffer), self._body)
        if ready < self._body:
            ready = min(ready, self._body - 2)
            if ready <= 0:
                return False
        taken = self._take(ready)
        self._body -= ready
        if self._body == 0:
            if not taken.endswith(b"\r\n"):
                raise ValueError("an argument that does not end where it should")
            self._body = None
        if self._passes:
            out += taken
        return True

    def _consider(self, out: bytearray) -> None:
        """Decide about the command under way, when what is held says enough."""
        needed = _redis_commands.look(self._held[0].upper()) or self._count
        if len(self._held) >= min(needed, self._count):
            self._decide(out, _redis_commands.objection(self._held, self._database))

    def _decide(self, out: bytearray, why: str | None) -> None:
        self._passes = why is None
        if why is None:
            out += b"*%d\r\n" % self._count + b"".join(map(_bulk, self._held))
        else:
            out += _refusal(self._held[0] if self._held else b"command", why)
        self._held = []

    def _number(self, highest: int, mark: bytes = b"*") -> int | None:
        """The number of a line "*3" or "$5"; None when the line is not there yet."""
        end = self._buffer.find(b"\r\n", 0, 16)
        if end < 0 and len(self._buffer) < 16:
            return None
        line = self._take(end + 2)[:-2]
        if line[:1] != mark or not _NUMBER.fullmatch(line[1:]) or int(line[1:]) > highest:
            raise ValueError("not a Redis request")
        return int(line[1:])

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken


def _line(data: bytes) -> bytes:
    if not data.endswith(b"\r\n"):
        raise ValueError("an argument that does not end where it should")
    return data[:-2]


def _bulk(argument: bytes) -> bytes:
    return b"$%d\r\n%s\r\n" % (len(argument), argument)


def _array(arguments: list[bytes]) -> bytes:
    return b"*%d\r\n" % len(arguments) + b"".join(map(_bulk, arguments))


def _refusal(command: bytes, why: str) -> bytes:
    """A command that no server knows: ERR unknown command 'doc-harness refuses FLUSHALL: …'.

    Servers show 128 characters of it.
    """
    name = "".join(
        letter for letter in command[:24].decode("ascii", "replace").upper() if letter.isalnum() or letter == "_"
    )
    return _array([f"doc-harness refuses {name or 'this'}: {why}"[:128].encode("ascii", "replace")])
