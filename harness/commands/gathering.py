"""Folders of runs as results again, and results of several runs together."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from harness import labels, reread
from harness.commands import steps
from harness.compare import interval
from harness.errors import UsageError
from harness.interfaces import Results
from harness.labels import erratum_order
from harness.model import Docs, Erratum, Place

T = TypeVar("T")

#: What is told of how samples were held when runs were held differently.
WEAKEST = "limits"


def read(folder: Path, tree: Callable[[str, str], Docs]) -> Results:
    """What a run has found; `tree` gives the docs of a version and digest.

    Raises MissingError when the folder holds no run, UsageError when it holds something else.
    """
    results = reread.results(folder, tree)
    witnessed = steps.read(folder)
    return replace(
        results,
        errata=tuple(witnessed.with_steps(item) for item in results.errata),
        undecided=tuple(witnessed.with_steps(item) for item in results.undecided),
    )


def joined(runs: Sequence[Results]) -> Results:
    """What several runs have found, together: a mistake that several have found is one erratum."""
    if len(runs) == 1:
        return runs[0]
    counts = Counter(label for run in runs for label in run.labels)
    if twice := sorted(label for label, count in counts.items() if count > 1):
        raise UsageError(f"two of these runs hold the same: {', '.join(twice)}")
    docs = tuple(reread.unique(item for run in runs for item in run.docs))
    versions = Counter(item.version for item in docs)
    if several := sorted(version for version, count in versions.items() if count > 1):
        raise UsageError(f"these runs hold different docs of the same name: {', '.join(several)}")
    docs = tuple(sorted(docs, key=lambda item: (labels.version(item.version), item.version)))
    targets = tuple(reread.unique(item for run in runs for item in run.targets))
    checked = _checked(runs)
    errata = _merged([item for run in runs for item in run.errata], checked)
    known = {item.id for item in errata}
    undecided = _merged([item for run in runs for item in run.undecided if item.id not in known], checked)
    return Results(
        docs=docs,
        targets=targets,
        labels=tuple(checked),
        errata=errata,
        undecided=undecided,
        faults=tuple(fault for run in runs for fault in run.faults),
        samples=tuple(item for run in runs for item in run.samples),
        claims=tuple(item for run in runs for item in run.claims),
        seconds=0.0,
        undocumented=tuple(
            {json.dumps(item, sort_keys=True): item for run in runs for item in run.undocumented}.values()
        ),
        containment=_containment([run.containment for run in runs]),
        pages=tuple(sorted({page for run in runs for page in run.pages})),
    )


def _checked(runs: Iterable[Results]) -> dict[str, frozenset[str]]:
    """The docs that were held against each label, labels in the order of their releases."""
    found = {
        label: versions
        for run in runs
        for label, versions in interval.checked(run.docs, run.targets, run.labels, ()).items()
    }
    return dict(sorted(found.items(), key=lambda pair: (sorted(map(labels.version, pair[1])), pair[0])))


def _merged(errata: Iterable[Erratum], checked: Mapping[str, frozenset[str]]) -> tuple[Erratum, ...]:
    """Errata of the same id as one, told as in the newest docs."""
    groups: dict[str, list[Erratum]] = {}
    for erratum in errata:
        groups.setdefault(erratum.id, []).append(erratum)
    return tuple(sorted((_one(group, checked) for group in groups.values()), key=erratum_order))


def _one(group: Sequence[Erratum], checked: Mapping[str, frozenset[str]]) -> Erratum:
    ordered = sorted(group, key=lambda item: labels.newest_first(labels.newest_place(item.places).docs))
    lead = ordered[0]
    fails = {label for item in group for label in item.fails_on}
    holds = {label for item in group for label in item.holds_on} - fails
    evidence = {**lead.evidence, "interval": interval.words(fails, holds, checked)}
    evidence.pop("by_broker", None)
    if brokers := interval.by_broker(fails, holds, checked):
        evidence["by_broker"] = brokers
    if ran := [step for item in ordered for step in item.evidence.get("steps", ())]:
        evidence["steps"] = ran[: steps.MOST]
    observed = {label: text for item in group for label, text in _observed(item).items()}
    if len(set(observed.values())) > 1:
        evidence["observed_on"] = {label: observed[label] for label in interval.ordered(observed, checked)}
    return replace(
        lead,
        places=_places(group),
        fails_on=interval.ordered(fails, checked),
        holds_on=interval.ordered(holds, checked),
        evidence=evidence,
    )


def _places(group: Iterable[Erratum]) -> tuple[Place, ...]:
    return tuple(sorted({place for item in group for place in item.places}, key=labels.place_order))


def _observed(erratum: Erratum) -> dict[str, Any]:
    """What was observed, by target."""
    return {**dict.fromkeys(erratum.fails_on, erratum.observed), **erratum.evidence.get("observed_on", {})}


def _containment(told: Sequence[str]) -> str:
    """How samples were held: as in the run that held them least."""
    held = [item for item in told if item]
    return next((item for item in held if item.startswith(WEAKEST)), held[0] if held else "")
