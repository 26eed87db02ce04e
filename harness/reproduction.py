"""Running reproducers as anybody would: in the Python of their Celery, beside a broker, without the harness."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from harness import caches, live, overlays, sources
from harness.errors import MissingError, UsageError
from harness.interfaces import RunningService
from harness.model import Erratum, Target
from harness.registry.services import SERVICES
from harness.relay import Relay
from harness.repair import reproducers

LIMIT = 180.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """How a reproducer ended on a target: with 1, as it should while the docs are wrong."""

    erratum: Erratum
    target: str
    status: int | None  # None: there is no script, or it did not end
    said: str


def verify(
    errata: Sequence[Erratum],
    interpreters: Mapping[str, Target],
    broker: str,
    *,
    corrected: bool = False,
    report: Callable[[int, int], None],
) -> list[Shown]:
    """Run every erratum's script on the target of each of its docs that is given."""
    turns = [
        (erratum, docs)
        for erratum in errata
        for docs in dict.fromkeys(place.docs for place in erratum.places)
        if docs in interpreters
    ]
    (name, url), *_ = live.brokers_of([broker]).items()
    found: list[Shown] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=live.PREFIX)))
        service = stack.enter_context(SERVICES[name].start(folder / name, url))
        relay = Relay()
        stack.callback(relay.close)
        pool = stack.enter_context(ThreadPoolExecutor(min(caches.cores() + 1, service.slots)))
        slots = iter(range(len(turns)))

        def show(turn: tuple[Erratum, str], slot: int) -> Shown:
            erratum, docs = turn
            beside = _sources(erratum.reproducer or "", docs)
            return _shown(erratum, interpreters[docs], service, relay, slot, corrected, beside)

        for done, result in enumerate(pool.map(show, turns, slots), 1):
            report(done, len(turns))
            found.append(result)
    return found


def _shown(
    erratum: Erratum,
    target: Target,
    service: RunningService,
    relay: Relay,
    slot: int,
    corrected: bool,
    beside: Mapping[str, str],
) -> Shown:
    if erratum.reproducer is None:
        return Shown(erratum=erratum, target=target.name, status=None, said="there is no script")
    with tempfile.TemporaryDirectory(prefix=live.PREFIX) as home, ExitStack() as stack:
        path = Path(home) / "reproduce.py"
        path.write_text(erratum.reproducer, encoding="utf-8")
        celery = reproducers.needs_celery(erratum.reproducer)
        packages = reproducers.requirements(erratum.reproducer)
        interpreter = target.interpreter if celery or packages else sys.executable
        environ = {
            **beside, **_beside(packages, target),
            "PATH": os.defpath, "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "TZ": "UTC",
        }  # fmt: skip
        if celery:
            lease = stack.enter_context(service.lease(slot))
            ports: dict[str, str] = {}
            for name, door in lease.doors.items():
                listener = socket.create_server(("127.0.0.1", 0))
                ports[name] = str(listener.getsockname()[1])
                stack.callback(relay.shut, relay.open(listener, door))
            environ |= {name: _filled(value, ports) for name, value in lease.env.items()}
        command = [interpreter, "-s", "-B", str(path), *(["--corrected"] if corrected else [])]
        status, said = _run(command, environ, home)
    return Shown(erratum=erratum, target=target.name, status=status, said=said)


def _beside(requirements: Sequence[str], target: Target) -> dict[str, str]:
    """The environment in which what a script needs beside Celery is there; what cannot be had, the script says."""
    try:
        return {"PYTHONPATH": str(overlays.of(target, requirements))} if requirements else {}
    except MissingError:
        return {}


def _sources(script: str, docs: str) -> dict[str, str]:
    """The environment in which a script finds the release's sources, if it needs them; a checkout has none."""
    if not reproducers.needs_sources(script):
        return {}
    try:
        return {"CELERY_SOURCE": sources.release(docs).root}
    except (MissingError, UsageError):
        return {}


def _filled(value: str, ports: Mapping[str, str]) -> str:
    for name, port in ports.items():
        value = value.replace("{" + name + "}", port)
    return value


def _run(command: Sequence[str], environ: Mapping[str, str], home: str) -> tuple[int | None, str]:
    process = subprocess.Popen(
        command, cwd=home, env=dict(environ), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=LIMIT)
        return process.returncode, said
    except subprocess.TimeoutExpired:
        return None, f"no end after {LIMIT:g} s"
    finally:
        for pid in _group(process):
            os.killpg(pid, signal.SIGKILL)
        process.wait()


def _group(process: subprocess.Popen[str]) -> Iterator[int]:
    """The process's group while somebody is left in it."""
    try:
        os.killpg(process.pid, 0)
    except (ProcessLookupError, PermissionError):
        return
    yield process.pid
