"""pytest as the runner: a plan on a target is an item, so that -k, -n, -x, --lf and --junitxml all work.

    pytest -p harness.pytest_plugin RUN/plans.jsonl

`RUN` is the folder of a run that `doc-harness check` has prepared.  Observations are appended to
``RUN/observations/WORKER.jsonl`` plan by plan; an item fails when a step of its plan did not end as it should.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from harness import labels, lifeline, wire
from harness.errors import HarnessError
from harness.interfaces import Lease, RunningService
from harness.model import Observation, Plan, Target
from harness.registry.services import SERVICES
from harness.run import Guest, faults

#: Addresses of the running services by name, credentials and all: passed on by the environment, never by a file.
ADDRESSES = "DOC_HARNESS_SERVICES"
#: Where guests may have their directories; whoever set it removes it.
DIRECTORY = "DOC_HARNESS_DIRECTORY"
#: The process that started this one, and with which this one ends.
PARENT = "DOC_HARNESS_PARENT"
#: A number: plans are run in an order that is shuffled with it.  Verdicts do not depend on the order.
SHUFFLE = "DOC_HARNESS_SHUFFLE"

RESULTS = "CELERY_RESULT_BACKEND"


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
            self.services[name] = SERVICES[name].connect(json.loads(os.environ[ADDRESSES])[name])
        return self.services[name]

    def guest(self, target: Target, contained: bool) -> Guest:
        """The target's guest.  Others are ended: plans come target by target."""
        if target.name not in self.guests or not self.guests[target.name].alive:
            self.close()
            parent = os.environ.get(DIRECTORY)
            self.guests[target.name] = Guest(target, Path(parent) if parent else None, contained=contained)
        return self.guests[target.name]

    def slot(self, slots: int) -> int:
        """A slot of the service that no other runner uses."""
        rounds = max(1, slots // self.count)
        return self.index + self.count * (self.performed % rounds)

    def perform(self, plan: Plan, turn: Turn) -> list[Observation]:
        """Observations of every step, whatever goes wrong: what could not be run is a fault."""
        label = labels.label(turn.target, turn.service)
        self.performed += 1
        try:
            with contextlib.ExitStack() as stack:
                lease = self.lease(plan, turn, stack)
                guest = self.guest(turn.target, turn.contained)
                folders = [turn.overlays[name] for name in plan.services if name in turn.overlays]
                return list(guest.perform(plan, lease, label, folders))
        except (HarnessError, OSError) as error:
            return list(faults(plan, label, str(error)))

    def lease(self, plan: Plan, turn: Turn, stack: contextlib.ExitStack) -> Lease:
        """The plan's part of its broker, of the keeper of results, and of what else it needs."""
        leases = [self._leased(name, stack) for name in (turn.service, *plan.services)]
        if RESULTS not in leases[0].env:
            leases.insert(0, _keeper(self._leased(turn.results, stack) if turn.results else None))
        return Lease(
            env={name: value for lease in leases for name, value in lease.env.items()},
            label=leases[-1 - len(plan.services)].label,
            doors={name: door for lease in leases for name, door in lease.doors.items()},
            files={path: text for lease in leases for path, text in lease.files.items()},
            secrets=tuple(secret for lease in leases for secret in lease.secrets),
        )

    def _leased(self, name: str, stack: contextlib.ExitStack) -> Lease:
        running = self.service(name)
        return stack.enter_context(running.lease(self.slot(running.slots)))

    def close(self) -> None:
        for guest in self.guests.values():
            guest.close()
        self.guests.clear()


def _keeper(lease: Lease | None) -> Lease:
    """Of a lease what concerns results; without one they go back through the broker."""
    if lease is None:
        return Lease(env={RESULTS: "rpc://"}, label="")
    return dataclasses.replace(lease, env={RESULTS: lease.env[RESULTS]})


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """Where a plan is run."""

    target: Target
    service: str  # the broker
    results: str  # the service that keeps results for a broker that keeps none, "" when there is none
    overlays: Mapping[str, str]  # service → folder of the packages that it needs in the target
    contained: bool


class DocsMismatch(Exception):
    """A step did not end as it should; the text is for the terminal."""


class PlanItem(pytest.Item):
    """One plan on one target.  The plan is read when its turn comes: no runner needs all of them."""

    start: int  # of its line in the file, in bytes
    turn: Turn

    def runtest(self) -> None:
        crew: Crew = self.config.stash[CREW]
        observations = crew.perform(wire.read_line(self.path, self.start, Plan), self.turn)
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
    """plans.jsonl of a run: the turns that its queue.json tells, in that order."""

    def collect(self) -> Iterator[pytest.Item]:
        queue = json.loads((self.path.parent / "queue.json").read_text(encoding="utf-8"))
        items = list(self._items(queue))
        if SHUFFLE in os.environ:
            random.Random(int(os.environ[SHUFFLE])).shuffle(items)
        yield from items

    def _items(self, queue: Mapping[str, Any]) -> Iterator[PlanItem]:
        for entry in queue["targets"]:
            target = wire.from_json(Target, entry["target"])
            label = labels.label(target, entry["service"])
            turn = Turn(
                target=target,
                service=entry["service"],
                results=queue["results"],
                overlays=entry["overlays"],
                contained=queue["contained"],
            )
            for key, start in entry["plans"]:
                item = PlanItem.from_parent(self, name=f"{key}[{entry['docs']}-{label}]")
                item.start, item.turn = start, turn
                yield item


CREW = pytest.StashKey[Crew]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the crew for the whole of this process, which ends with the one that started it."""
    if PARENT in os.environ:
        lifeline.bind(int(os.environ[PARENT]))
        os.environ[PARENT] = str(os.getpid())  # of the runners that this process starts
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
