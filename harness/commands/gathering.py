"""Folders of runs as results again, and results of several runs together."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from harness import labels, wire
from harness.commands import steps
from harness.compare import interval
from harness.errors import MissingError, UsageError
from harness.interfaces import Results
from harness.labels import erratum_order
from harness.model import Docs, Erratum, Outcome, Place, Target

T = TypeVar("T")

#: What is told of how samples were held when runs were held differently.
WEAKEST = "limits"


def read(folder: Path, tree: Callable[[str, str], Docs]) -> Results:
    """What a run has found; `tree` gives the docs of a version and digest.

    Raises MissingError when the folder holds no run, UsageError when it holds something else.
    """
    path = folder / "errata.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        docs = tuple(tree(str(item["version"]), str(item["sha256"])) for item in data["docs"])
        rows = [
            {key: str(row[key]) for key in ("name", "celery", "kombu", "python", "broker")} for row in data["targets"]
        ]
        results = Results(
            docs=docs,
            targets=tuple(_unique(_target(row) for row in rows)),
            labels=tuple(row["name"] for row in rows),
            errata=tuple(wire.from_json(Erratum, item) for item in data["errata"]),
            undecided=tuple(wire.from_json(Erratum, item) for item in data["undecided"]),
            faults=tuple(data["faults"]),
            samples=tuple(_outcomes(folder / "samples.jsonl", "language")),
            claims=tuple(_outcomes(folder / "claims.jsonl", "kind")),
            seconds=0.0,
            undocumented=tuple(data.get("undocumented", ())),
            containment=str(data.get("containment", "")),
            pages=tuple(data.get("pages", ())),
        )
    except FileNotFoundError as error:
        missing = Path(str(error.filename)).name
        raise MissingError(f"{folder} holds no {missing}: run doc-harness check --out {folder}") from None
    except (ValueError, LookupError, TypeError) as error:
        raise UsageError(f"{path}: not the report of a run: {error}") from None
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
    docs = tuple(_unique(item for run in runs for item in run.docs))
    versions = Counter(item.version for item in docs)
    if several := sorted(version for version, count in versions.items() if count > 1):
        raise UsageError(f"these runs hold different docs of the same name: {', '.join(several)}")
    docs = tuple(sorted(docs, key=lambda item: (labels.version(item.version), item.version)))
    targets = tuple(_unique(item for run in runs for item in run.targets))
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


def _unique(items: Iterable[T]) -> Iterator[T]:
    return iter(dict.fromkeys(items))


def _target(row: Mapping[str, str]) -> Target:
    """The target of a row, as far as a report tells of it."""
    name = row["name"].removesuffix(f"-{row['broker']}")
    return Target(name=name, celery=row["celery"], kombu=row["kombu"], python=row["python"], interpreter="", digest="")


def _outcomes(path: Path, kind: str) -> Iterator[Outcome]:
    """The lines of a report of verdicts; what `kind` is called in it the outcome calls its kind."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            row["kind"] = row.pop(kind)
            yield wire.from_json(Outcome, {**row, "key": ""})
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise UsageError(f"{path}:{number}: not a line of verdicts: {error}") from None


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
