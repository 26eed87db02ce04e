"""Running a release's plans: pytest with xdist below, a folder that survives a kill above."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness import caches, forks, labels, lifeline, overlays, remembered, wire
from harness.errors import HarnessError, MissingError, UsageError
from harness.interfaces import RunningService
from harness.model import Observation, Plan, Target
from harness.plan import durations
from harness.progress import Progress
from harness.registry.services import SCHEMES, SERVICES
from harness.run import faults

#: What our folders for temporary files begin with.
PREFIX = "doc-harness-"

#: What a killed run has finished, while its folder is made anew.
KEPT = "kept.jsonl"

#: What is needed to go on after a kill, a JSON object: {"keys": [[docs, plan, label, key], …]}.
ASKED = "asked.json"

#: What the runners are told beside the plans: see `_queue`.
QUEUE = "queue.json"

#: What a share has observed: a line a plan, {"key": …, "observations": […]}.
SHARE = "share.jsonl"

#: A plan on a target: (docs, plan, label).
Turn = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """Plans, and for each docs version the target that they are run on, on every broker."""

    plans: tuple[Plan, ...]
    targets: tuple[tuple[str, str, Target], ...]  # (docs version, digest of the docs, target)
    brokers: Mapping[str, str | None]  # service → URL, None for the service's own way to start
    services: Mapping[str, str]  # extra service → URL
    runners: int | None
    contained: bool
    out: Path
    remembers: bool = False  # what was observed before is not run again
    observed: tuple[Path, ...] = ()  # folders of shares that have been run elsewhere
    share: tuple[int, int] | None = None  # which of how many shares is run, counted from 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """What a round came to."""

    observations: tuple[Observation, ...]
    unserved: Mapping[tuple[str, str], str]  # (docs, plan) → the service that the plan needs and could not have


@dataclass(frozen=True, kw_only=True, slots=True)
class Turns:
    """What is to be run: every plan on its target and on every broker, but for those whose services are not there."""

    plans: Mapping[Turn, Plan]
    unserved: Mapping[tuple[str, str], str]
    overlays: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # target → service → folder

    def share(self, number: int, count: int) -> Turns:
        """One of some shares that take about as long; the same on every machine that has the same services."""
        order = sorted(self.plans)
        weights = [durations.seconds(self.plans[turn]) for turn in order]
        wanted = {order[index] for index in forks.shares(weights, count)[number - 1]}
        return replace(self, plans={turn: plan for turn, plan in self.plans.items() if turn in wanted})

    def without(self, missing: Collection[str], done: Collection[Turn]) -> Turns:
        """These, but for plans that are not done and want a service that is missing."""
        gone = {
            turn[:2]: next(name for name in plan.services if name in missing)
            for turn, plan in self.plans.items()
            if turn not in done and not set(missing).isdisjoint(plan.services)
        }
        return replace(
            self,
            plans={turn: plan for turn, plan in self.plans.items() if turn[:2] not in gone},
            unserved={**self.unserved, **gone},
        )


def brokers_of(asked: Sequence[str]) -> dict[str, str | None]:
    """The brokers that `--broker` names or gives by URL.  Raises UsageError."""
    found: dict[str, str | None] = {}
    for text in asked or ("redis",):
        name, url = _service_of("--broker", text, "broker")
        if name in found:
            raise UsageError(f"--broker {text.partition('://')[0]}: one {name} broker is enough")
        found[name] = url
    return found


def services_of(asked: Sequence[str]) -> dict[str, str]:
    """The extra services that `--service` gives by URL.  Raises UsageError."""
    found: dict[str, str] = {}
    for text in asked:
        name, url = _service_of("--service", text, "extra")
        if url is None:
            raise UsageError(f"--service {text}: expected a URL ({name}://…)")
        found[name] = url
    return found


def _service_of(option: str, text: str, role: str) -> tuple[str, str | None]:
    scheme, colon, _ = text.partition("://")
    name = SCHEMES.get(scheme, scheme)
    known = [name for name, service in SERVICES.items() if service.role == role]
    if name not in known:
        raise UsageError(f"{option} {scheme}: unknown (known: {', '.join(known)}, by name or by URL)")
    return name, text if colon else None


def run(given: Round, progress: Progress) -> Ran:
    """Observations of every step of every plan.

    What an earlier, killed run of the folder has finished is kept; with `given.remembers`, so is what any run on this
    machine has observed in the same circumstances.  Raises MissingError when nothing at all could be run.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(_folder())
        running: dict[str, RunningService] = {}
        results = "redis" if "redis" in given.brokers else _results(running, folder, stack)
        turns = _turns(given, progress)
        if given.share is not None:
            turns = turns.share(*given.share)
        keys = _keys(given, turns, results)
        memory = remembered.Memory() if given.remembers else None
        done = _resume(given, turns.plans, keys, memory)
        missing = _extras(given, [plan for turn, plan in turns.plans.items() if turn not in done], running, folder,
                          stack, progress)  # fmt: skip
        turns = turns.without(missing, done)
        done &= turns.plans.keys()
        starts = wire.write_lines(given.out / "plans.jsonl", given.plans)
        left = len(turns.plans) - len(done)
        if left:
            for name, url in given.brokers.items():
                running[name] = stack.enter_context(SERVICES[name].start(folder / name, url))
            caches.write_json(given.out / ASKED, {"keys": [[*turn, key] for turn, key in sorted(keys.items())]})
            caches.write_json(
                given.out / QUEUE, _queue(given, turns.plans.keys() - done, starts, results, turns.overlays)
            )
            # Steps wait more than they compute: four runners a core keep the cores busy.
            slots = min(service.slots for service in running.values())
            runners = min(given.runners or 4 * caches.cores(), slots, left)
            _pytest(given, runners, running, folder, left, progress)
    seen = _by_turn(given.out)
    if memory is not None:
        memory.save(
            ("\n".join(turn), keys[turn], turns.plans[turn], seen[turn])
            for turn in sorted(seen.keys() & turns.plans.keys() - done)
        )
    if given.share is not None:
        _share(given.out, seen, keys)
    observations = sorted(_complete(seen, turns), key=lambda item: (item.docs, item.plan, item.target, item.step))
    if observations and all(item.status == "fault" for item in observations):
        raise MissingError(f"nothing could be run: {observations[0].reason}")
    wire.write_lines(given.out / "observations.jsonl", observations)
    return Ran(observations=tuple(observations), unserved=turns.unserved)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """A folder of this run's processes, removed at its end; what killed runs have left is removed now."""
    temporary = Path(tempfile.gettempdir())
    with caches.exclusive(caches.cache_dir() / "folders"):  # nobody sweeps what is being made
        for left in temporary.glob(PREFIX + "run-*"):
            with contextlib.suppress(caches.Busy, OSError), caches.exclusive(left / "run").acquire(timeout=0):
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX + "run-"))
        lock = caches.exclusive(folder / "run")
        lock.acquire()
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _extras(
    given: Round,
    plans: Sequence[Plan],
    running: dict[str, RunningService],
    folder: Path,
    stack: ExitStack,
    progress: Progress,
) -> set[str]:
    """Start the extra services that plans want; those that are not to be had."""
    missing: set[str] = set()
    for name in sorted({name for plan in plans for name in plan.services} - running.keys()):
        try:
            running[name] = stack.enter_context(SERVICES[name].start(folder / name, given.services.get(name)))
        except MissingError as error:
            if name in given.services:
                raise  # the user has given it
            progress.note(f"no {name}: {error}")
            missing.add(name)
    return missing


def _turns(given: Round, progress: Progress) -> Turns:
    plans: dict[Turn, Plan] = {}
    unserved: dict[tuple[str, str], str] = {}
    folders: dict[str, dict[str, str]] = defaultdict(dict)
    lacking: dict[str, set[str]] = defaultdict(set)
    for docs, _, target in given.targets:
        own = [plan for plan in given.plans if plan.docs == docs]
        for name in sorted({name for plan in own for name in plan.services}):
            if requires := SERVICES[name].requires:
                try:
                    folders[target.name][name] = str(overlays.of(target, requires))
                except MissingError as error:
                    progress.note(f"{target.name}: no {name}: {error}")
                    lacking[target.name].add(name)
        for plan in own:
            if gone := [name for name in plan.services if name in lacking[target.name]]:
                unserved[docs, plan.key] = gone[0]
            else:
                plans.update({(docs, plan.key, labels.label(target, broker)): plan for broker in given.brokers})
    return Turns(plans=plans, unserved=unserved, overlays=folders)


def _keys(given: Round, turns: Turns, results: str) -> dict[Turn, str]:
    """What decides what is observed in each turn."""
    around = {
        (docs, labels.label(target, broker)): remembered.Around(
            target=target,
            broker=broker,
            urls={**given.brokers, **given.services},
            results=results,
            overlays=turns.overlays.get(target.name, {}),
            contained=given.contained,
        )
        for docs, _, target in given.targets
        for broker in given.brokers
    }
    return {turn: remembered.key(plan, around[turn[0], turn[2]]) for turn, plan in turns.plans.items()}


def _results(running: dict[str, RunningService], folder: Path, stack: ExitStack) -> str:
    """The service that keeps results for brokers that keep none: Redis where there is one, as most readers have it."""
    if "redis" not in running:
        try:
            running["redis"] = stack.enter_context(SERVICES["redis"].start(folder / "redis", None))
        except MissingError:
            return ""
    return "redis"


def _queue(
    given: Round,
    turns: Collection[Turn],
    starts: Sequence[int],
    results: str,
    folders: Mapping[str, Mapping[str, str]],
) -> Mapping[str, object]:
    """What the runners are told: of every target its turns in their order, as (plan, start of its line) pairs."""
    at = {(plan.docs, plan.key): start for plan, start in zip(given.plans, starts, strict=True)}
    of_docs: dict[str, list[Plan]] = defaultdict(list)
    for plan in durations.ordered(given.plans):
        of_docs[plan.docs].append(plan)
    return {
        "targets": [
            {
                "docs": docs,
                "target": wire.to_json(target),
                "service": broker,
                "overlays": folders.get(target.name, {}),
                "plans": [
                    (plan.key, at[docs, plan.key])
                    for plan in of_docs[docs]
                    if (docs, plan.key, labels.label(target, broker)) in turns
                ],
            }
            for docs, _, target in given.targets
            for broker in given.brokers
        ],
        "results": results,
        "contained": given.contained,
    }


def finish(out: Path) -> None:
    """Forget what a killed run would go on from: its reports are written."""
    shutil.rmtree(out / "observations", ignore_errors=True)
    for name in (ASKED, QUEUE, KEPT):
        (out / name).unlink(missing_ok=True)


def _complete(seen: Mapping[Turn, Sequence[Observation]], turns: Turns) -> Iterator[Observation]:
    """Observations of every plan; those of one that the runner has lost are faults."""
    for turn, plan in turns.plans.items():
        if turn in seen:
            yield from seen[turn]
        yield from faults(plan, turn[2], "the runner lost this plan", len(seen.get(turn, ())))


def _resume(
    given: Round, turns: Mapping[Turn, Plan], keys: Mapping[Turn, str], memory: remembered.Memory | None
) -> set[Turn]:
    """What a killed run of this folder has finished, or is remembered; the rest of what lies there is removed."""
    out = given.out
    told = caches.read_json(out / ASKED) or {}
    asked = {(docs, plan, label): key for docs, plan, label, key in told.get("keys", ())}
    seen = _by_turn(out) if asked else {}
    whole: dict[Turn, tuple[Observation, ...]] = {}
    for turn, plan in turns.items():
        observations = seen.get(turn, [])
        finished = len(observations) == len(plan.steps) and all(item.status != "fault" for item in observations)
        if finished and asked.get(turn) == keys[turn]:
            whole[turn] = remembered.told_of(plan, turn[2], observations)
    elsewhere = _shared(given.observed)
    for turn, plan in turns.items():
        if turn not in whole and len(elsewhere.get(keys[turn], ())) == len(plan.steps):
            whole[turn] = remembered.told_of(plan, turn[2], elsewhere[keys[turn]])
    if memory is not None:
        names = {"\n".join(turn): turn for turn in turns if turn not in whole}
        for name, known in memory.load({name: keys[turn] for name, turn in names.items()}).items():
            turn = names[name]
            whole[turn] = remembered.told_of(turns[turn], turn[2], known)
    # Written before the rest is removed: a kill at any moment loses nothing.
    kept = out / KEPT
    wire.write_lines(kept, (item for items in whole.values() for item in items))
    shutil.rmtree(out / "observations", ignore_errors=True)
    (out / "observations").mkdir()
    kept.replace(out / "observations" / "kept.jsonl")
    return set(whole)


def _shared(folders: Sequence[Path]) -> dict[str, tuple[Observation, ...]]:
    """What shares have observed, by key.

    Raises MissingError when a folder holds no share, UsageError when it is torn.
    """
    found: dict[str, tuple[Observation, ...]] = {}
    for folder in folders:
        path = folder / SHARE
        if not path.is_file():
            raise MissingError(f"{folder} holds no {SHARE}: run doc-harness check --shard I/N --out {folder}")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                told = json.loads(line)
                found[told["key"]] = tuple(wire.from_json(Observation, item) for item in told["observations"])
            except (ValueError, LookupError, TypeError) as error:
                raise UsageError(f"{path}:{number}: not an observed plan: {error}") from None
    return found


def _share(out: Path, seen: Mapping[Turn, Sequence[Observation]], keys: Mapping[Turn, str]) -> None:
    """Write what a share has observed, but for what is better tried again."""
    rows = (
        {"key": keys[turn], "observations": observations}
        for turn, observations in sorted(seen.items())
        if turn in keys and all(item.status != "fault" for item in observations)
    )
    wire.write_lines(out / SHARE, rows)


def _by_turn(out: Path) -> dict[Turn, list[Observation]]:
    kept: dict[Turn, list[Observation]] = defaultdict(list)
    for item in _readable(out / KEPT):
        kept[item.docs, item.plan, item.target].append(item)
    seen: dict[Turn, list[Observation]] = defaultdict(list)
    for path in sorted((out / "observations").glob("*.jsonl")):
        for item in _readable(path):
            seen[item.docs, item.plan, item.target].append(item)
    return {**seen, **kept}


def _readable(path: Path) -> Iterator[Observation]:
    """Observations of a file up to a line that is none (the disk was full): what stands behind it is done again."""
    with contextlib.suppress(ValueError):
        yield from wire.read_lines(path, Observation)


def _pytest(
    given: Round,
    runners: int,
    running: Mapping[str, RunningService],
    folder: Path,
    left: int,
    progress: Progress,
) -> None:
    """Run the plans in pytest, spread over the runners."""
    out = given.out
    reader, writer = os.pipe()
    command = [
        sys.executable, "-m", "pytest", "-p", "harness.pytest_plugin", "-p", "xdist.plugin", "-n", str(runners),
        "--dist", "load", "--maxschedchunk", "1", "--max-worker-restart", "0", "-q", "--no-header", "--tb=no",
        "-p", "no:cacheprovider", "--basetemp", str(folder / "pytest"),
        "--noconftest", "--rootdir", str(out), "-c", os.devnull, str(out / "plans.jsonl"),
    ]  # fmt: skip
    environ = {name: value for name, value in os.environ.items() if name not in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")}
    environ |= {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "DOC_HARNESS_SERVICES": json.dumps({name: service.address() for name, service in running.items()}),
        "DOC_HARNESS_DIRECTORY": str(folder),
        "DOC_HARNESS_PROGRESS": str(writer),
        "DOC_HARNESS_PARENT": str(os.getpid()),
    }
    log = out / "pytest.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            lifeline.bound(command), env=environ, pass_fds=(writer,), stdout=output, stderr=output
        )
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
