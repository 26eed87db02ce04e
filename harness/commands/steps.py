"""What was seen when the sample of an erratum was run: its tasks and their ends, events, the worker's log."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness import labels, wire
from harness.model import CALLED, Erratum, Finding, Observation

#: Steps of an erratum, tasks of a step, lines of a log and of what a step prints.
MOST, TASKS, LINES = 6, 10, 40

#: Release and file of a place, and its line.
Spot = tuple[str, str, int]
#: Release, and the sample or experiment.
Ran = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Witnesses:
    """What a run has seen: which samples findings are about, and what came of those."""

    findings: Mapping[Spot, Sequence[Finding]]
    observations: Mapping[Ran, Sequence[Observation]]
    lines: Mapping[str, Sequence[Sequence[int]]]  # of samples, as they stand in each of the releases

    def with_steps(self, erratum: Erratum) -> Erratum:
        """The erratum with what was seen at its newest places as evidence."""
        rules = {erratum.rule, *erratum.evidence.get("rules", ())}
        newest = labels.newest_place(erratum.places).docs
        found: dict[str, Observation] = {}
        for place in sorted(erratum.places, key=lambda place: (place.docs != newest, labels.place_order(place))):
            for finding in self.findings.get((place.docs, place.file, place.line), ()):
                if finding.rule in rules:
                    found |= {wire.dumps(item): item for item in self._seen(finding)}
            if found:
                break
        if not found:
            return erratum
        told = [_told(item) for item in list(found.values())[:MOST]]
        return replace(erratum, evidence={**erratum.evidence, "steps": told})

    def _seen(self, finding: Finding) -> Iterator[Observation]:
        """The steps that a finding is about."""
        about = finding.sample or finding.claim_key or ""
        own = [
            item
            for key in (about, about + CALLED)
            for item in self.observations.get((finding.docs, key), ())
            if item.target == finding.target
        ]
        above = [lines for lines in self.lines.get(about, ()) if lines and lines[0] <= finding.place.line]
        lines = max(above, key=lambda found: found[0], default=())
        if not lines:
            yield from own
            return
        last: Observation | None = None
        for item in own:
            called = item.sample != about
            begin = lines[item.first] if not called and item.first < len(lines) else 0
            if called and item.status != "done":
                yield item
            elif not called and begin <= finding.place.line:
                last = item
        if last is not None:
            yield last


def read(folder: Path) -> Witnesses:
    """What the files of a run tell; nothing where there are none (nothing was run)."""
    findings: dict[Spot, list[Finding]] = {}
    for finding in wire.read_lines(folder / "findings.jsonl", Finding):
        place = finding.place
        findings.setdefault((place.docs, place.file, place.line), []).append(finding)
    experiments = {(row["docs"], row["key"]): row["experiment"] for row in _rows(folder / "plans.jsonl")}
    observations: dict[Ran, list[Observation]] = {}
    for item in wire.read_lines(folder / "observations.jsonl", Observation):
        about = item.sample or experiments.get((item.docs, item.plan))
        if about:
            observations.setdefault((item.docs, about), []).append(item)
    wanted = {item.sample for group in findings.values() for item in group if item.sample}
    lines: dict[str, list[Sequence[int]]] = {}
    for page in _rows(folder / "pages.jsonl"):
        for sample in page["samples"]:
            if sample["key"] in wanted:
                lines.setdefault(sample["key"], []).append(sample["lines"])
    return Witnesses(findings=findings, observations=observations, lines=lines)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """Lines of JSON as they are, without a torn last one; none when there is no file."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.endswith("\n"):
                yield json.loads(line)


def _told(item: Observation) -> dict[str, Any]:
    """A step as evidence."""
    return {
        "target": item.target,
        "status": item.status,
        "source": item.source,
        "output": _last(item.output),
        "code": item.code,
        "tasks": [
            {
                "name": sent.name,
                "state": sent.state,
                "result": sent.result,
                "traceback": _last(sent.raised.traceback) if sent.raised else "",
            }
            for sent in item.sent[:TASKS]
        ],
        "events": _counted(event.type for event in item.events),
        "warnings": list(item.warnings[:TASKS]),
        "log": _last(item.log),
    }


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _last(text: str) -> str:
    """The last lines, with a note of how many stand before them."""
    lines = text.strip("\n").split("\n")
    if len(lines) <= LINES:
        return text.strip("\n")
    return "\n".join([f"… ({len(lines) - LINES:,} lines before)", *lines[-LINES:]])
