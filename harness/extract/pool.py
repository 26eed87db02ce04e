"""Worker processes that read pages, as many as there are cores for; a page that kills its worker loses only itself."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness import caches, wire
from harness.errors import HarnessError
from harness.extract.records import Record
from harness.model import Page, Problem

_LIMIT = 120.0  # seconds for one page; the longest of Celery's takes one
_SHARE = 12  # pages for which another process is worth its start


class _Worker:
    """A worker process, started when it is first asked."""

    def __init__(self, root: Path, work: Path, number: int) -> None:
        self._command = [sys.executable, "-m", "harness.extract.worker", str(root), str(work / str(number))]
        self._log = work / f"{number}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, name: str, file: str) -> str | None:
        """The worker's answer for a page; None when it died of it or took too long."""
        process = self._process or self._start()
        watch = threading.Timer(_LIMIT, process.kill)
        watch.start()
        try:
            answer = _exchange(process, {"name": name, "file": file})
        finally:
            watch.cancel()
        if answer is None:
            self.stop()
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("wb") as log:
            process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        self._process = process
        if process.stdout is None or process.stdout.readline() == b"":
            self.stop()
            told = self._log.read_text(errors="replace").strip().rpartition("\n")[2]
            raise HarnessError(f"the process that reads the docs does not start: {told or 'it says nothing'}")
        return process

    def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _exchange(process: subprocess.Popen[bytes], request: Mapping[str, str]) -> str | None:
    if process.stdin is None or process.stdout is None:
        return None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
    answer = process.stdout.readline()
    return answer.decode() if answer.endswith(b"\n") else None


def read_pages(root: Path, files: Mapping[str, str], work: Path) -> Iterator[tuple[str, str]]:
    """Name and `Record`, as a line of JSON, of each page, in the order in which they are done.

    Raises HarnessError when no worker can be started.
    """
    # The longest first: none of them is left for the end, when the other workers have nothing to do.
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for name in sorted(files, key=lambda name: -_size(root / files[name])):
        waiting.put(name)
    done: queue.SimpleQueue[tuple[str, str] | BaseException] = queue.SimpleQueue()
    count = max(1, min(caches.cores(), len(files) // _SHARE))
    with tempfile.TemporaryDirectory(dir=work) as scratch:
        workers = [_Worker(root, Path(scratch), number) for number in range(count)]
        stopped = threading.Event()
        with ThreadPoolExecutor(count) as threads:
            try:
                for worker in workers:
                    threads.submit(_serve, worker, files, waiting, done.put, stopped)
                for _ in files:
                    item = done.get()
                    if isinstance(item, BaseException):
                        raise item
                    yield item
            finally:
                stopped.set()
                for worker in workers:
                    worker.stop()


def _serve(
    worker: _Worker,
    files: Mapping[str, str],
    waiting: queue.SimpleQueue[str],
    done: Callable[[tuple[str, str] | BaseException], None],
    stopped: threading.Event,
) -> None:
    """Give a worker one page after the other."""
    try:
        while not stopped.is_set():
            name = waiting.get_nowait()
            answer = worker.ask(name, files[name])
            done((name, answer if answer is not None else _lost(name, files[name])))
    except queue.Empty:
        return
    except BaseException as error:  # told to the thread that waits
        done(error)


def _lost(name: str, file: str) -> str:
    """The record of a page that the worker died of."""
    message = f"the process that read it died, or took longer than {_LIMIT:.0f} s: the page is left out"
    problem = Problem(file=file, line=1, column=1, kind="unreadable", message=message, text="")
    page = Page(name=name, file=file, title="", samples=(), claims=(), problems=(problem,))
    # No input: the page is read again the next time.
    return wire.dumps(Record(page=page, inputs={}, strangers=()))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
