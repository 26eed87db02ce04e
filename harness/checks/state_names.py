"""States of tasks: in a block that shows how one follows another (`PENDING -> SUCCESS`), and in directives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from harness.checks import _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Sample

name = "state-names"

rules: Mapping[str, str] = {"unknown-state": "a state that no task comes to, clearly meant for one of the release's"}

level: CheckName = "resolve"
sees = frozenset({"sample", "state"})

FLOW = re.compile(r"\s*[A-Z]+(?:\s*(?:->|→)\s*[A-Z]+)+\s*")


def find(case: Case) -> Iterable[Finding]:
    """Findings about the states in a sequence of them, or about the one that a directive describes."""
    sample, claim = case.sample, case.claim
    if _history.told(case):
        return
    if claim is not None and claim.kind == "state" and claim.subject not in _described(case.facts, claim):
        near = _nearest.nearest(claim.subject, _described(case.facts, claim))
        if near is not None:
            yield _found.finding(
                case,
                _found.place(case, claim, claim.text),
                rule="unknown-state",
                severity="wrong-value",
                subject=f"state:{claim.subject}",
                claim=claim.text,
                observed=f"there is no state {claim.subject}",
                message=f"there is no state {claim.subject}{_found.meant(near)}",
                suggestion=claim.text.replace(claim.subject, near),
            )
    if sample is None:
        return
    known = _known(case.facts)
    for line, match in _shown(sample):
        suggestion = None if match[0] in known else _nearest.nearest(match[0], known)
        if suggestion is not None:
            yield _found.finding(
                case,
                _source.place(case, sample, _source.Spot(line=line, column=match.start()), match[0]),
                rule="unknown-state",
                severity="wrong-value",
                subject=f"state:{match[0]}",
                observed=f"states are {', '.join(sorted(known))}",
                message=f"there is no state {match[0]}{_found.meant(suggestion)}",
                suggestion=suggestion,
            )


def covers(case: Case) -> bool:
    """Whether states were looked up and found."""
    sample, claim = case.sample, case.claim
    if _history.told(case):
        return False
    if claim is not None:
        return claim.kind == "state" and claim.subject in _described(case.facts, claim)
    if sample is None:
        return False
    known = _known(case.facts)
    return any(match[0] in known for _, match in _shown(sample))


def _known(facts: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(facts.get("states", {}).get("names", {}).values())


def _described(facts: Mapping[str, Any], claim: Claim) -> frozenset[str]:
    """States, sets of them, and what else the module has that the directive names."""
    states = facts.get("states", {})
    module = facts.get("modules", {}).get(claim.fields.get("module", ""), {})
    return frozenset({*_known(facts), *states.get("names", ()), *states.get("sets", ()), *module.get("members", ())})


def _shown(sample: Sample) -> Iterator[tuple[int, re.Match[str]]]:
    lines = sample.code.split("\n")
    if sample.language != "text" or not all(FLOW.fullmatch(line) for line in lines if line.strip()):
        return
    for index, line in enumerate(lines):
        for match in re.finditer(r"[A-Z]+", line):
            yield index, match
