"""pytest as the runner: a plan on a target is an item, so that -k, -n, -x, --lf and --junitxml all work.

    pytest -p harness.pytest_plugin RUN/plans.jsonl

`RUN` is the folder of a run that `doc-harness check` has prepared.  Observations are appended to
``RUN/observations/WORKER.jsonl`` plan by plan; an item fails when a step of its plan did not end as it should.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness import labels, lifeline, registry, wire
from harness.errors import HarnessError
from harness.interfaces import RunningService
from harness.model import Observation, Plan, Target
from harness.run import Guest, faults

#: Address of the running service, credentials and all: passed on by the environment, never written to a file.
ADDRESS = "DOC_HARNESS_SERVICE"
#: Where guests may have their directories; whoever set it removes it.
DIRECTORY = "DOC_HARNESS_DIRECTORY"


class Crew:
    """What one runner process keeps between plans: a warm guest a target, and its part of the service."""

    def __init__(self, config: pytest.Config) -> None:
        worker = getattr(config, "workerinput", {"workerid": "gw0", "workercount": 1})
        self.worker = str(worker["workerid"])
        self.index, self.count = int(self.worker.removeprefix("gw")), int(worker["workercount"])
        self.guests: dict[str, Guest] = {}
        self.services: dict[str, RunningService] = {}
        self.performed = 0

    def service(self, name: str) -> RunningService:
        if name not in self.services:
            self.services[name] = registry.SERVICES[name].connect(os.environ[ADDRESS])
        return self.services[name]

    def guest(self, target: Target) -> Guest:
        """The target's guest.  Others are ended: plans come target by target."""
        if target.name not in self.guests or not self.guests[target.name].alive:
            self.close()
            parent = os.environ.get(DIRECTORY)
            self.guests[target.name] = Guest(target, Path(parent) if parent else None)
        return self.guests[target.name]

    def slot(self, slots: int) -> int:
        """A slot of the service that no other runner uses."""
        rounds = max(1, slots // self.count)
        self.performed += 1
        return self.index + self.count * (self.performed % rounds)

    def perform(self, plan: Plan, target: Target, service: str) -> list[Observation]:
        """Observations of every step, whatever goes wrong: what could not be run is a fault."""
        label = labels.label(target, service)
        try:
            running = self.service(service)
            with running.lease(self.slot(running.slots)) as lease:
                return list(self.guest(target).perform(plan, lease, label))
        except (HarnessError, OSError) as error:
            return list(faults(plan, label, str(error)))

    def close(self) -> None:
        for guest in self.guests.values():
            guest.close()
        self.guests.clear()


class DocsMismatch(Exception):
    """A step did not end as it should; the text is for the terminal."""


class PlanItem(pytest.Item):
    """One plan on one target."""

    plan: Plan
    target: Target
    service: str

    def runtest(self) -> None:
        crew: Crew = self.config.stash[CREW]
        observations = crew.perform(self.plan, self.target, self.service)
        folder = self.path.parent / "observations"
        folder.mkdir(exist_ok=True)
        wire.append_lines(folder / f"{crew.worker}.jsonl", observations)
        bad = [observation for observation in observations if observation.status not in ("done",)]
        if bad:
            raise DocsMismatch("\n".join(map(_told, bad)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, DocsMismatch):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


class PlansFile(pytest.File):
    """plans.jsonl of a run: every plan on every target that it is meant for, target by target."""

    def collect(self) -> Iterator[pytest.Item]:
        folder = self.path.parent
        plans = list(wire.read_lines(self.path, Plan))
        queue = json.loads((folder / "queue.json").read_text(encoding="utf-8"))
        done = {tuple(pair) for pair in queue["done"]}
        for entry in queue["targets"]:
            target = wire.from_json(Target, entry["target"])
            label = labels.label(target, entry["service"])
            for plan in plans:
                if plan.docs != entry["docs"] or (plan.docs, plan.key, label) in done:
                    continue
                page, _, rest = plan.key.partition(":")
                item = PlanItem.from_parent(self, name=f"{page}:{rest}[{plan.docs}-{label}]")
                item.plan, item.target, item.service = plan, target, entry["service"]
                yield item


CREW = pytest.StashKey[Crew]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the crew for the whole of this process, which ends with the one that started it."""
    if "DOC_HARNESS_PROGRESS" in os.environ:
        lifeline.bind()
    config.stash[CREW] = Crew(config)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Tell `doc-harness check` of each plan that has ended: a line down the pipe that it gave us."""
    descriptor = os.environ.get("DOC_HARNESS_PROGRESS")
    if descriptor and report.when == "call" and "PYTEST_XDIST_WORKER" not in os.environ:
        os.write(int(descriptor), report.nodeid.encode() + b"\n")


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the guests."""
    if CREW in config.stash:
        config.stash[CREW].close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the plans of a run."""
    if file_path.name == "plans.jsonl":
        return PlansFile.from_parent(parent, path=file_path)
    return None


def _told(observation: Observation) -> str:
    where = f"{observation.plan} step {observation.step}: {observation.status}"
    if observation.raised is not None:
        return f"{where}: {observation.raised.type}: {observation.raised.message}\n    {observation.source}"
    return f"{where}: {observation.reason}\n    {observation.source}"
