"""Stage 3: plans on targets.  A guest (see `harness/inside`) runs the steps; its reports become observations."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from harness import wire
from harness.errors import MissingError
from harness.interfaces import Lease
from harness.model import Observation, Plan, Raised, Sent, Step, Target

INSIDE = Path(__file__).parent / "inside"

#: Seconds that a guest may take to import Celery, and that a plan may take beyond what its steps may.
START_LIMIT = 60.0
SLACK = 60.0


class Guest:
    """A fork server in a target's Python; one at a time runs plans, each in processes of its own."""

    def __init__(self, target: Target, parent: Path | None = None) -> None:
        self.target = target
        # Sockets' paths are short by law: this is not below the folder of the reports.
        self.directory = Path(tempfile.mkdtemp(prefix="doc-harness-", dir=parent))
        self.path = self.directory / "guest"
        self.log = (self.directory / "guest.log").open("wb")
        # What the server prints goes to a file; only its readiness comes through the pipe.
        self.process = subprocess.Popen(
            [target.interpreter, "-I", str(INSIDE), str(self.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
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

    def perform(self, plan: Plan, lease: Lease, label: str) -> Iterator[Observation]:
        """Run a plan; yields an observation a step, in order, whatever happens to the guest."""
        directory = Path(tempfile.mkdtemp(prefix="plan-", dir=self.directory))
        reported = 0
        reason = "the guest went away"
        try:
            for report in self._reports(plan, lease, directory):
                if "step" in report:
                    yield observation(plan, report, label)
                    reported += 1
                elif "fault" in report:
                    reason = report["fault"].strip().splitlines()[-1]
        except TimeoutError:
            reason = "the plan did not end in time"
        except (OSError, ValueError) as error:
            reason = f"the guest cannot be talked to: {error}"
        finally:
            shutil.rmtree(directory, ignore_errors=True)
        yield from faults(plan, label, reason, reported)

    def _reports(self, plan: Plan, lease: Lease, directory: Path) -> Iterator[dict[str, Any]]:
        work, home, scratch = directory / "work", directory / "home", directory / "scratch"
        for folder in (work, home, scratch):
            folder.mkdir()
        deadline = time.monotonic() + SLACK + sum(step.limit for step in plan.steps)
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.path))
            connection.sendall(wire.dumps(order(plan, lease, work, home, scratch)).encode() + b"\n")
            buffer = b""
            while True:
                connection.settimeout(max(0.1, deadline - time.monotonic()))
                try:
                    data = connection.recv(1 << 20)
                except ConnectionError:
                    return
                if not data:
                    return
                *lines, buffer = (buffer + data).split(b"\n")
                for line in lines:
                    report = json.loads(_without(line, lease.secrets))
                    # Not before the other side has closed are all its processes gone, and the lease free.
                    if "end" not in report:
                        yield report

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
        shutil.rmtree(self.directory, ignore_errors=True)


def faults(plan: Plan, label: str, reason: str, first: int = 0) -> Iterator[Observation]:
    """Observations of the steps from `first` on that could not be made: faults, and never passes."""
    for number in range(first, len(plan.steps)):
        yield observation(plan, {"step": number, "status": "fault", "reason": reason}, label)


def _without(line: bytes, secrets: Sequence[str]) -> bytes:
    """A report without the broker's password, whatever a sample has printed."""
    for secret in secrets:
        line = line.replace(json.dumps(secret)[1:-1].encode("ascii"), b"**")
    return line


def order(plan: Plan, lease: Lease, work: Path, home: Path, scratch: Path) -> dict[str, Any]:
    """What the guest is told of a plan; see `harness/inside/__init__.py`."""
    environ = {
        "PATH": os.defpath,
        "HOME": str(home),
        "TMPDIR": str(scratch),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "200",
        "C_FORCE_ROOT": "1",
        **lease.env,
    }
    return {
        "directory": str(work),
        "scratch": str(scratch),
        "environ": environ,
        "files": plan.files,
        "app": plan.app,
        "heads": plan.heads,
        "preamble": plan.preamble,
        "reachable": lease.hosts,
        "steps": [
            {
                "kind": step.kind,
                "source": step.source,
                "module": step.module,
                "echo": step.echo,
                "worker": step.worker,
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
    )
