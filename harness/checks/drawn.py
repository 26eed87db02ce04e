"""Methods that a drawing names: `on_success()` in a diagram must be a method of the class that has the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from harness.checks import _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "drawn"

rules: Mapping[str, str] = {"unknown-name": "a method in a drawing that the class with all its others does not have"}

level: CheckName = "resolve"
sees = frozenset({"sample"})

#: Of classes of Celery's own modules.
OWN = "celery."
CALL = re.compile(r"(?<![\w.])(?P<name>[a-z_]\w+)\(\)")
#: As many methods of one class are no chance.
ENOUGH = 3


def find(case: Case) -> Iterable[Finding]:
    """Findings about the methods that a drawing names."""
    sample = case.sample
    if sample is None or _history.told(case):
        return
    calls = list(_calls(sample))
    owner, members = _owner(case.facts, {match["name"] for _, match in calls})
    for line, match in calls:
        suggestion = None if not owner or match["name"] in members else _nearest.nearest(match["name"], members)
        if suggestion is not None:
            yield _found.finding(
                case,
                _source.place(case, sample, _source.Spot(line=line, column=match.start()), match["name"]),
                rule="unknown-name",
                subject=_found.subject_of_name(owner, match["name"]),
                observed=_found.lacks(case, owner, match["name"]),
                message=f"{owner} has no {match['name']}{_found.meant(suggestion)}",
                suggestion=suggestion,
            )


def covers(case: Case) -> bool:
    """Whether the drawing names methods of one class."""
    sample = case.sample
    if sample is None or _history.told(case):
        return False
    names = {match["name"] for _, match in _calls(sample)}
    return len(names) >= ENOUGH and bool(_owner(case.facts, names)[0])


def _calls(sample: Sample) -> Iterator[tuple[int, re.Match[str]]]:
    if sample.language != "text":
        return
    for index, line in enumerate(sample.code.split("\n")):
        for match in CALL.finditer(line):
            yield index, match


def _owner(facts: Mapping[str, Any], names: set[str]) -> tuple[str, frozenset[str]]:
    """The class that has most of the names, all but one at least; ("", ()) when there is none."""
    if len(names) < ENOUGH:
        return "", frozenset()
    best: tuple[int, str, frozenset[str]] = (0, "", frozenset())
    for ref, entry in sorted(facts.get("classes", {}).items()):
        if ref.startswith(OWN) and not entry.get("foreign"):
            members = frozenset(entry.get("members", ()))
            best = max(best, (len(names & members), ref, members), key=lambda each: each[0])
    count, ref, members = best
    return (ref, members) if count >= max(ENOUGH, len(names) - 1) else ("", frozenset())
