"""Observations that were made before, under all that decides what is observed."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness import __version__, caches, overlays, wire
from harness.model import UNSEEN, Observation, Plan, Target
from harness.run import INSIDE
from harness.shelf import Shelf

#: How long what was seen is taken for what would be seen: nobody knows all that a sample depends on.
DAYS = 30
#: Circumstances of which the newest are kept, of each plan on each target.
KEPT = 6
#: How a step ends that says the same every time.
SETTLED = frozenset({"done", "raised", "exit"})
#: What a busy machine may have raised.
BUSY = ("TimeoutError", "OperationalError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError")
#: What an experiment raises that has seen something: everything else is a fault, which is tried again.
CONTRADICTIONS = ("AssertionError", "Contradicted", "Otherwise")


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """What a plan is run in."""

    target: Target
    broker: str
    urls: Mapping[str, str | None]  # service → URL, None for the service's own way to start
    results: str  # the service that keeps results for a broker that keeps none
    overlays: Mapping[str, str]  # service → folder of the packages that it needs in the target
    contained: bool


def key(plan: Plan, around: Around) -> str:
    """A digest of all that decides what is observed; where the plan stands in the docs does not."""
    services = sorted({around.broker, around.results, *plan.services} - {""})
    parts = [
        __version__,
        _code(),
        around.target.digest,
        around.broker,
        around.results,
        "namespaces" if around.contained else "limits",
        {name: around.urls.get(name) for name in services},
        {name: _pins(around.overlays[name]) for name in plan.services if name in around.overlays},
        [plan.files, plan.app, plan.heads, plan.preamble, plan.services],
        [
            [step.sample, step.kind, step.source, step.worker, step.limit, step.echo, step.module, step.nodes]
            for step in plan.steps
        ],
    ]
    # A digest, so that no password of a URL is written anywhere.
    return hashlib.sha256(json.dumps(wire.to_json(parts), sort_keys=True).encode()).hexdigest()


@functools.cache
def _code() -> str:
    """A digest of what runs plans."""
    above = INSIDE.parent
    single = [above / name for name in ("run.py", "relay.py", "pytest_plugin.py")]
    files = sorted([*INSIDE.glob("*.py"), *(above / "services").glob("*.py"), *single])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@functools.cache
def _pins(folder: str) -> str:
    """The packages of an overlay."""
    return Path(folder, overlays.RECORD).read_text(encoding="utf-8")


def told_of(plan: Plan, label: str, observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """Observations of a plan's steps as made of this plan, wherever it stands, on the target of that label."""
    return tuple(
        replace(
            seen, plan=plan.key, docs=plan.docs, target=label, sample=step.sample, source=step.source,
            first=step.first, shown=step.shown,
        )
        for seen, step in zip(observations, plan.steps, strict=True)
    )  # fmt: skip


class Memory:
    """What was observed on this machine, by plan and target, under their keys."""

    def __init__(self) -> None:
        self._shelf = Shelf(caches.cache_dir() / "observed" / "observations.sqlite", kept=KEPT, days=DAYS)

    def load(self, keys: Mapping[str, str]) -> dict[str, tuple[Observation, ...]]:
        """Observations of every step, of those that there are; what cannot be read is not there."""
        return {name: found for name, text in self._shelf.load(keys).items() if (found := _read(text))}

    def save(self, seen: Iterable[tuple[str, str, Plan, Sequence[Observation]]]) -> None:
        """Keep what would be observed again: name, key, plan, observations of its steps."""
        self._shelf.save(
            (name, key, json.dumps(wire.to_json(list(observations))))
            for name, key, plan, observations in seen
            if is_settled(plan, observations)
        )


def _read(text: str) -> tuple[Observation, ...]:
    try:
        return tuple(wire.from_json(Observation, item) for item in json.loads(text))
    except ValueError:
        return ()


def is_settled(plan: Plan, observations: Sequence[Observation]) -> bool:
    """Whether a plan has been run whole, and nothing speaks for chance."""
    return len(observations) == len(plan.steps) and not any(is_doubtful(plan, seen) for seen in observations)


def is_doubtful(plan: Plan, seen: Observation) -> bool:
    """Whether a step might end otherwise when it is run again."""
    unseen = not plan.experiment and any(sent.state in UNSEEN for sent in seen.sent)
    if seen.status not in SETTLED or unseen:
        return True
    if seen.raised is None:
        return False
    name = seen.raised.type.rpartition(".")[2]
    return name in BUSY or (bool(plan.experiment) and name not in CONTRADICTIONS)
