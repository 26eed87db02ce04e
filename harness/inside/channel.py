"""JSON lines over a socket or file descriptor."""

import array
import json
import os
import select
import socket
import time

from . import files

#: Bytes of a line beyond which somebody else is writing.
LONGEST = 64 << 20


class Channel:
    """One end of a stream socket that carries an object a line."""

    def __init__(self, sock):
        self.sock = sock
        self.buffer = b""

    def fileno(self):
        return self.sock.fileno()

    def send(self, message):
        self.sock.sendall(json.dumps(message).encode("ascii") + b"\n")

    def send_descriptors(self, message, descriptors):
        """Send an object with open files; the first that is sent on the channel, before anything else is on its way."""
        data = json.dumps(message).encode("ascii") + b"\n"
        rights = array.array("i", descriptors)
        sent = self.sock.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
        self.sock.sendall(data[sent:])

    def receive(self, timeout=None):
        """The next object; None when the other side is gone; raises TimeoutError, ValueError for what is none."""
        deadline = None if timeout is None else time.monotonic() + timeout
        looked = False
        while b"\n" not in self.buffer:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if (looked and left == 0.0) or not select.select([self.sock], [], [], left)[0]:
                raise TimeoutError
            looked = True
            if len(self.buffer) > LONGEST:
                raise ValueError("a line without end")
            try:
                data = self.sock.recv(1 << 16)
            except OSError:
                return None
            if not data:
                return None
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b"\n")
        message = json.loads(line.decode("utf-8"))
        if not isinstance(message, dict):
            raise ValueError("not an object")
        return message

    def close(self):
        self.sock.close()


class Journal:
    """A file of JSON lines that several processes append to and one reads as it grows."""

    def __init__(self, path):
        self.path = path
        self.position = 0
        self.rest = b""

    def append(self, entry):
        # One write to a descriptor opened for appending: lines of several processes do not mix.
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # What a killed writer has left of a line is closed by the next.
            os.write(descriptor, b"\n" + json.dumps(entry).encode("ascii") + b"\n")
        finally:
            os.close(descriptor)

    def read(self):
        """Entries that have come since the last call."""
        data = files.read(self.path, self.position)
        self.position += len(data)
        lines = (self.rest + data).split(b"\n")
        self.rest = lines.pop()
        return [entry for entry in map(parsed, lines) if entry is not None]


def parsed(line):
    """A line as an object; None when it is none of ours."""
    try:
        entry = json.loads(line.decode("utf-8"))
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
