"""JSON lines over a socket or file descriptor."""

import json
import os
import select
import time


class Channel:
    """One end of a stream socket that carries an object a line."""

    def __init__(self, sock):
        self.sock = sock
        self.buffer = b""

    def fileno(self):
        return self.sock.fileno()

    def send(self, message):
        self.sock.sendall(json.dumps(message).encode("ascii") + b"\n")

    def receive(self, timeout=None):
        """The next object; None when the other side is gone; raises TimeoutError."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while b"\n" not in self.buffer:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not select.select([self.sock], [], [], left)[0]:
                raise TimeoutError
            try:
                data = self.sock.recv(1 << 16)
            except OSError:
                return None
            if not data:
                return None
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b"\n")
        return json.loads(line.decode("utf-8"))

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
            os.write(descriptor, json.dumps(entry).encode("ascii") + b"\n")
        finally:
            os.close(descriptor)

    def read(self):
        """Entries that have come since the last call."""
        try:
            with open(self.path, "rb") as file:
                file.seek(self.position)
                data = file.read()
        except OSError:
            return []
        self.position += len(data)
        lines = (self.rest + data).split(b"\n")
        self.rest = lines.pop()
        return [json.loads(line.decode("utf-8")) for line in lines if line]
