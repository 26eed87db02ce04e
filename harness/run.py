"""Stage 3: plans on targets.  A guest (see `harness/inside`) runs the steps; its reports become observations."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from harness import wire
from harness.errors import HarnessError, MissingError
from harness.interfaces import Door, Lease
from harness.model import Event, Observation, Plan, Raised, Sent, Step, Target
from harness.relay import Opened, Relay

INSIDE = Path(__file__).parent / "inside"

#: Seconds that a guest may take to import Celery, and that a plan may take beyond what its steps may.
START_LIMIT = 60.0
SLACK = 60.0
#: Seconds after which a service that went away is noticed.
ALERT = 1.0


def uncontained() -> str:
    """Why plans cannot have namespaces of their own on this machine; "" when they can."""
    if os.environ.get("DOC_HARNESS_CONTAINMENT") == "limits":
        return "switched off by DOC_HARNESS_CONTAINMENT"
    command = [sys.executable, "-I", str(INSIDE / "namespaces.py"), "probe"]
    asked = subprocess.run(command, capture_output=True, text=True, timeout=START_LIMIT, check=False)
    if asked.returncode != 0:
        raise HarnessError(f"the probe for namespaces failed: {asked.stderr.strip()[-500:]}")
    return asked.stdout.strip()


class Guest:
    """A fork server in a target's Python; one at a time runs plans, each in processes of its own.

    `contained` gives each plan namespaces of its own; without, there are limits and an audit hook only.
    """

    def __init__(self, target: Target, parent: Path | None = None, *, contained: bool = False) -> None:
        self.target = target
        self.contained = contained
        self.relay = Relay()
        # Sockets' paths are short by law: this is not below the folder of the reports.
        self.directory = Path(tempfile.mkdtemp(prefix="doc-harness-", dir=parent))
        self.path = self.directory / "guest"
        self.log = (self.directory / "guest.log").open("wb")
        # What the server prints goes to a file; only its readiness comes through the pipe.
        self.process = subprocess.Popen(
            [target.interpreter, "-s", "-B", str(INSIDE), str(self.path), *(["contained"] if contained else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env={
                "PATH": os.environ.get("PATH", ""),
                "LANG": "C.UTF-8",
                "PYTHONHASHSEED": "0",
                "TZ": "UTC",
                "C_FORCE_ROOT": "1",  # Celery reads it when it is imported
            },
            cwd=self.directory,
            start_new_session=True,
        )
        if not self._is_ready():
            told = self._tail() or "no output"
            self.close()
            raise MissingError(f"target {target.name}: its Python does not start the guest: {told}")

    @property
    def alive(self) -> bool:
        """Whether the server is there."""
        return self.process.poll() is None

    def _is_ready(self) -> bool:
        assert self.process.stdout is not None
        if not select.select([self.process.stdout], [], [], START_LIMIT)[0]:
            return False
        return self.process.stdout.readline() == b"ready\n"

    def _tail(self) -> str:
        with contextlib.suppress(OSError):
            return (self.directory / "guest.log").read_text(errors="replace").strip()[-2000:]
        return ""

    def perform(self, plan: Plan, lease: Lease, label: str, overlays: Sequence[str] = ()) -> Iterator[Observation]:
        """Run a plan; yields an observation a step, in order, whatever happens to the guest.

        `overlays` are folders of packages that the plan has beside the target's own.
        """
        directory = Path(tempfile.mkdtemp(prefix="plan-", dir=self.directory))
        reported = 0
        reason = "the guest went away"
        opened: list[Opened] = []
        try:
            for report in self._reports(self._order(plan, lease, directory, overlays), plan, lease, opened):
                if any(door.failures for door in opened):
                    break  # what the plan saw of a server that is gone says nothing of the docs
                if "step" in report:
                    yield observation(plan, report, label)
                    reported += 1
                elif "fault" in report:
                    reason = report["fault"].strip().splitlines()[-1]
        except TimeoutError:
            reason = "the plan did not end in time"
        except (OSError, ValueError, LookupError) as error:
            reason = f"the guest cannot be talked to: {error}"
        finally:
            for door in opened:
                reason = f"a service went away: {door.failures[0]}" if door.failures else reason
                with contextlib.suppress(TimeoutError):  # one that hangs keeps nobody from shutting the others
                    self.relay.shut(door)
            shutil.rmtree(directory, ignore_errors=True)
        yield from faults(plan, label, reason, reported)

    def _order(self, plan: Plan, lease: Lease, directory: Path, overlays: Sequence[str]) -> dict[str, Any]:
        work, home, scratch = directory / "work", directory / "home", directory / "scratch"
        for folder in (work, home, scratch):
            folder.mkdir()
        given = order(plan, lease, work, home, scratch)
        if overlays:
            given["environ"]["PYTHONPATH"] = os.pathsep.join(overlays)
        return {**given, "overlays": list(overlays), "contained": self.contained}

    def _reports(
        self, given: Mapping[str, Any], plan: Plan, lease: Lease, opened: list[Opened]
    ) -> Iterator[dict[str, Any]]:
        deadline = time.monotonic() + SLACK + 6 * sum(step.limit for step in plan.steps)
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.path))
            connection.sendall(wire.dumps(given).encode() + b"\n")
            connection.settimeout(START_LIMIT)
            buffer = self._doors(connection, lease.doors, opened)
            while True:
                *lines, buffer = buffer.split(b"\n")
                for line in lines:
                    report = _without(json.loads(line), lease.secrets)
                    # Not before the other side has closed are all its processes gone, and the lease free.
                    if "settle" in report:
                        for door in opened:
                            self.relay.settle(door)
                        connection.sendall(b'{"settled": true}\n')
                    elif not report.keys() & {"end", "doors"}:
                        yield report
                try:
                    data = self._received(connection, deadline, opened)
                except ConnectionError:
                    return
                if not data:
                    return
                buffer += data

    def _received(self, connection: socket.socket, deadline: float, opened: Sequence[Opened]) -> bytes:
        """What the guest sends next; b"" when it is done, or when a service of the plan is gone: it is not awaited."""
        connection.settimeout(ALERT)
        while True:
            try:
                return connection.recv(1 << 20)
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise
                if any(door.failures for door in opened):
                    return b""

    def _doors(self, connection: socket.socket, doors: Mapping[str, Door], opened: list[Opened]) -> bytes:
        """Take over the plan's listening sockets, which come with the first message; that message."""
        first, descriptors, _, _ = socket.recv_fds(connection, 1 << 16, len(doors) + 1)
        for descriptor, door in zip(descriptors, doors.values(), strict=False):
            opened.append(self.relay.open(socket.socket(fileno=descriptor), door))
        return first

    def close(self) -> None:
        """End the server and everything below it."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        self.relay.close()
        shutil.rmtree(self.directory, ignore_errors=True)


def faults(plan: Plan, label: str, reason: str, first: int = 0) -> Iterator[Observation]:
    """Observations of the steps from `first` on that could not be made: faults, and never passes."""
    for number in range(first, len(plan.steps)):
        yield observation(plan, {"step": number, "status": "fault", "reason": reason}, label)


def _without(told: Any, secrets: Sequence[str]) -> Any:
    """What a guest tells, without the passwords that a sample may have printed."""
    if isinstance(told, str):
        return functools.reduce(lambda text, secret: text.replace(secret, "**"), secrets, told)
    if isinstance(told, list):
        return [_without(item, secrets) for item in told]
    if isinstance(told, dict):
        return {key: _without(value, secrets) for key, value in told.items()}
    return told


def order(plan: Plan, lease: Lease, work: Path, home: Path, scratch: Path) -> dict[str, Any]:
    """What the guest is told of a plan; see `harness/inside/__init__.py`."""
    environ = {
        "PATH": os.defpath,
        "HOME": str(home),
        "TMPDIR": str(scratch),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "COLUMNS": "200",
        "C_FORCE_ROOT": "1",
        **lease.env,
    }
    return {
        "directory": str(work),
        "scratch": str(scratch),
        "environ": environ,
        "files": {**lease.files, **plan.files},
        "app": plan.app,
        "heads": plan.heads,
        "preamble": plan.preamble,
        "doors": list(lease.doors),
        "steps": [
            {
                "sample": step.sample,
                "kind": step.kind,
                "source": step.source,
                "module": step.module,
                "echo": step.echo,
                "worker": step.worker,
                "nodes": step.nodes,
                "limit": step.limit,
            }
            for step in plan.steps
        ],
    }


def observation(plan: Plan, report: dict[str, Any], label: str) -> Observation:
    """A guest's report as a record.  Raises ValueError when the guest sent something else than agreed."""
    step: Step = plan.steps[report["step"]]
    raised = report.get("raised")
    return Observation(
        plan=plan.key,
        step=report["step"],
        sample=step.sample,
        docs=plan.docs,
        target=label,
        status=report["status"],
        source=step.source,
        first=step.first,
        shown=step.shown,
        output=report.get("output", ""),
        value=report.get("value"),
        raised=None if raised is None else wire.from_json(Raised, raised),
        code=report.get("code"),
        sent=tuple(wire.from_json(Sent, {**item, "id": item["id"] or ""}) for item in report.get("sent", ())),
        warnings=tuple(report.get("warnings", ())),
        log=report.get("log", ""),
        reason=report.get("reason", ""),
        seconds=report.get("seconds", 0.0),
        events=tuple(wire.from_json(Event, item) for item in report.get("events", ())),
    )
