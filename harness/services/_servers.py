"""Servers of our own: started bound to this process, awaited until they answer, and quoted when they do not."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from harness import lifeline
from harness.errors import MissingError

#: Seconds between two questions whether a server answers.
PAUSE = 0.02
#: Lines at the end of a server's log that say why it ended.
TAIL = 3


def free_port() -> int:
    """A port of the loopback that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def launch(
    what: str,
    command: Sequence[str],
    folder: Path,
    *,
    answers: Callable[[], bool],
    limit: float,
    given: bytes = b"",
) -> subprocess.Popen[bytes]:
    """A server that has been started in `folder`, has got `given` as its input, and answers.

    Raises MissingError, with the end of its log, when it does not answer within `limit` seconds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            lifeline.bound(command),
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    assert process.stdin is not None
    try:
        process.stdin.write(given)
        process.stdin.close()
    except BrokenPipeError:
        pass  # it has ended, and its log says why
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline and process.poll() is None:
        if answers():
            return process
        time.sleep(PAUSE)
    process.kill()
    process.wait()
    tail = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-TAIL:]
    raise MissingError(f"{what} does not start: {' / '.join(tail) or 'no output'}")
