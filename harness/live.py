"""Running a release's plans: pytest with xdist below, a folder that survives a kill above."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from harness import __version__, caches, labels, registry, wire
from harness.errors import HarnessError, MissingError, UsageError
from harness.model import Observation, Plan, Target
from harness.progress import Progress
from harness.run import INSIDE, faults

#: A plan on a target: (docs, plan, label).
Turn = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """Plans, and for each docs version the target that they are run on."""

    plans: tuple[Plan, ...]
    targets: tuple[tuple[str, str, Target], ...]  # (docs version, digest of the docs, target)
    service: str
    url: str | None
    runners: int | None
    out: Path

    def turns(self) -> Iterator[tuple[Turn, Plan]]:
        """Every plan on its target."""
        for docs, _, target in self.targets:
            for plan in self.plans:
                if plan.docs == docs:
                    yield (docs, plan.key, labels.label(target, self.service)), plan


def service_of(broker: str) -> tuple[str, str | None]:
    """Name of the service, and the URL, that `--broker` asks for.  Raises UsageError."""
    scheme, colon, _ = broker.partition("://")
    name = "redis" if scheme in ("redis", "rediss") else scheme
    if name not in registry.SERVICES:
        raise UsageError(f"--broker {name}: unknown (known: {', '.join(registry.SERVICES)}, redis://HOST:PORT/)")
    return name, broker if colon else None


def run(given: Round, progress: Progress) -> list[Observation]:
    """Observations of every step of every plan; what an earlier, killed run of the folder has finished is kept.

    Raises MissingError when nothing at all could be run.
    """
    done = _resume(given)
    wire.write_lines(given.out / "plans.jsonl", given.plans)
    turns = dict(given.turns())
    queue = {
        "identity": _identity(given),
        "targets": [
            {"docs": docs, "target": wire.to_json(target), "service": given.service}
            for docs, _, target in given.targets
        ],
        "done": sorted(done),
    }
    caches.write_json(given.out / "queue.json", queue)
    left = len(turns) - len(done)
    if left:
        with ExitStack() as stack:
            folder = Path(tempfile.mkdtemp(prefix="doc-harness-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            running = stack.enter_context(registry.SERVICES[given.service].start(folder / "service", given.url))
            # Steps wait as much as they compute: two runners a core keep the cores busy.
            runners = min(given.runners or 2 * (os.cpu_count() or 1), running.slots, left)
            _pytest(given.out, runners, running.address(), folder, left, progress)
    observations = list(_complete(given, turns))
    observations.sort(key=lambda item: (item.docs, item.plan, item.target, item.step))
    if observations and all(item.status == "fault" for item in observations):
        raise MissingError(f"nothing could be run: {observations[0].reason}")
    wire.write_lines(given.out / "observations.jsonl", observations)
    return observations


def finish(out: Path) -> None:
    """Forget what a killed run would go on from: its reports are written."""
    shutil.rmtree(out / "observations", ignore_errors=True)
    (out / "queue.json").unlink(missing_ok=True)


def _complete(given: Round, turns: dict[Turn, Plan]) -> Iterator[Observation]:
    """Observations of every plan; those of one that the runner has lost are faults."""
    seen = _by_turn(given.out)
    for turn, plan in turns.items():
        if turn in seen:
            yield from seen[turn]
        yield from faults(plan, turn[2], "the runner lost this plan", len(seen.get(turn, ())))


def _identity(given: Round) -> list[str]:
    """What has to be equal for observations to be taken over from a run that was killed."""
    guest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(INSIDE.glob("*.py")))).hexdigest()
    kind = "given" if given.url else "own"
    return [__version__, guest, given.service, kind, *(f"{sha}:{target.digest}" for _, sha, target in given.targets)]


def _resume(given: Round) -> set[Turn]:
    """What a killed run of this folder has finished; the rest of it, and all of another run, is removed."""
    out = given.out
    queue = caches.read_json(out / "queue.json")
    whole: dict[Turn, list[Observation]] = {}
    if queue is not None and queue.get("identity") == _identity(given):
        old = {(plan.docs, plan.key): plan for plan in wire.read_lines(out / "plans.jsonl", Plan)}
        seen = _by_turn(out)
        for turn, plan in given.turns():
            observations = seen.get(turn, [])
            finished = len(observations) == len(plan.steps) and all(item.status != "fault" for item in observations)
            if finished and old.get(turn[:2]) == plan:
                whole[turn] = observations
    shutil.rmtree(out / "observations", ignore_errors=True)
    wire.write_lines(out / "observations" / "kept.jsonl", (item for items in whole.values() for item in items))
    return set(whole)


def _by_turn(out: Path) -> dict[Turn, list[Observation]]:
    seen: dict[Turn, list[Observation]] = defaultdict(list)
    for path in sorted((out / "observations").glob("*.jsonl")):
        for item in wire.read_lines(path, Observation):
            seen[item.docs, item.plan, item.target].append(item)
    return dict(seen)


def _pytest(out: Path, runners: int, address: str, folder: Path, left: int, progress: Progress) -> None:
    """Run the plans in pytest, spread over the runners."""
    reader, writer = os.pipe()
    command = [
        sys.executable, "-m", "pytest", "-p", "harness.pytest_plugin", "-p", "xdist.plugin", "-n", str(runners),
        "--dist", "load", "--maxschedchunk", "1", "--max-worker-restart", "0", "-q", "--no-header", "--tb=no",
        "-p", "no:cacheprovider", "--noconftest", "--rootdir", str(out), "-c", os.devnull, str(out / "plans.jsonl"),
    ]  # fmt: skip
    environ = {name: value for name, value in os.environ.items() if name not in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")}
    environ |= {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "DOC_HARNESS_SERVICE": address,
        "DOC_HARNESS_DIRECTORY": str(folder),
        "DOC_HARNESS_PROGRESS": str(writer),
    }
    log = out / "pytest.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environ, pass_fds=(writer,), stdout=output, stderr=output)
    os.close(writer)
    done = 0
    progress.stage("running samples", 0, left)
    try:
        with os.fdopen(reader, "rb", 0) as lines:
            while data := lines.read(4096):
                done += data.count(b"\n")
                progress.stage("running samples", done, left)
        status = process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if status not in (0, 1):
        tail = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-15:]
        raise HarnessError(f"the runner ended with status {status}; {log} ends with\n" + "\n".join(tail))
