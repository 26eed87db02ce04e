"""Environment variables that the docs say Celery reads: `:envvar:`, "the ``X`` environment variable", `X=1 celery …`.

Known is what any code of Celery and its own dependencies reads or spells, what click makes of the options of
`celery`, and what the scripts of the release tree name.  Of the rest only a variable that begins as Celery's own do,
or that is clearly meant for one of those, is wrong: `AWS_ACCESS_KEY_ID` is somebody else's.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness import shell_lines
from harness.checks import _found, _history, _nearest, _prose, _source
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Place, Sample

name = "environment"

rules: Mapping[str, str] = {
    "unknown-variable": "an environment variable that nothing reads, clearly meant for Celery or for one that is read"
}

level: CheckName = "none"
sees = frozenset({"envvar", "literal", "sample", "xref"})

#: What variables of Celery's and Kombu's own begin with.
OWN = re.compile(r"(?:CELERY|CELERYD|CELERYBEAT|KOMBU|C)_")
VARIABLE = re.compile(r"(?P<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=.*)?")
#: Literals in a row, and the words beside them that make them variables.
ROW = r"(?:``[^`]+``(?:\s*,?\s*(?:and|or)\s+|\s*,\s*)?)+"
NAMED = re.compile(
    rf"environment\s+variables?\s+(?:named\s+|called\s+)?(?P<after>{ROW})|(?P<before>{ROW})\s+environment\s+variable"
)
#: Files of a release tree whose variables a shell script reads.
SCRIPTS = "extra"
WORD = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Named:
    """A variable, where it is named."""

    name: str
    place: Place


def find(case: Case) -> Iterable[Finding]:
    """Findings about a variable that a claim names, or about those that a command line of `celery` is given."""
    for named in _all(case):
        known = _known(case)
        near = _nearest.nearest(named.name, known)
        if named.name in known or not (near or OWN.match(named.name)) or _is_readers(case, named.name):
            continue
        yield _found.finding(
            case,
            named.place,
            rule="unknown-variable",
            severity="silent",
            subject=f"variable:{named.name}",
            observed=f"nothing in celery {case.target.celery} and its dependencies reads {named.name}",
            message=f"nothing reads an environment variable {named.name}{_found.meant(near)}",
            suggestion=near,
            token=_found.distinctive(named.name, case.facts),
        )


def covers(case: Case) -> bool:
    """Whether a variable was named that is read."""
    return any(named.name in _known(case) for named in _all(case))


def _all(case: Case) -> Iterator[_Named]:
    claim, sample = case.claim, case.sample
    if "environment" not in case.facts:
        return
    if claim is not None:
        yield from _of_claim(case, claim)
    elif sample is not None and sample.language == "console" and "=" in sample.code:
        yield from _of_lines(case, sample)


def _of_claim(case: Case, claim: Claim) -> Iterator[_Named]:
    match = VARIABLE.fullmatch(claim.text)
    if match is None or _history.told(case) or not _is_variable(case, claim):
        return
    if not _history.told_in_prose(_prose.sentence(case, claim)):
        yield _Named(name=match["name"], place=_found.place(case, claim, match["name"]))


def _of_lines(case: Case, sample: Sample) -> Iterator[_Named]:
    """Variables that are set for a run of `celery`."""
    lines = sample.code.split("\n")
    for command in shell_lines.commands(lines):
        if shell_lines.arguments_of("celery", command) is None or _history.told(case, sample.code, command[0].line):
            continue
        for word in itertools.takewhile(lambda word: "=" in word.text, command):
            if match := VARIABLE.fullmatch(word.text):
                at = _source.Spot(line=word.line, column=word.column)
                yield _Named(name=match["name"], place=_source.place(case, sample, at, match["name"]))


def _is_variable(case: Case, claim: Claim) -> bool:
    """Whether a claim names an environment variable."""
    if claim.kind == "envvar" or (claim.kind == "xref" and claim.fields.get("role") == "envvar"):
        return True
    if claim.kind != "literal":
        return False
    sentence = _prose.sentence(case, claim)
    if "environment" not in sentence:
        return False
    rows = (match["after"] or match["before"] for match in NAMED.finditer(sentence))
    return any(f"``{claim.text}``" in row for row in rows)


def _is_readers(case: Case, variable: str) -> bool:
    """Whether a sample of the page reads or sets it in Python: then it is the reader's own."""
    return any(each.language != "console" and variable in each.code for each in case.page.samples)


def _known(case: Case) -> frozenset[str]:
    if not _LAST or _LAST[0][0] is not case.facts:
        _LAST[:] = [(case.facts, of_code(case.facts) | _of_scripts(case.docs.root))]
    return _LAST[0][1]


_LAST: list[tuple[Mapping[str, Any], frozenset[str]]] = []


def of_code(facts: Mapping[str, Any]) -> frozenset[str]:
    """Variables that Celery and its own dependencies read or spell, and those that click makes of options."""
    tree = facts.get("commands")
    return frozenset(
        [*facts["environment"], *facts.get("spelled", ()), *(_of_options(tree) if tree is not None else ())]
    )


def _of_options(command: Mapping[str, Any]) -> Iterator[str]:
    for option in command["options"]:
        yield from option["variables"]
    for child in command["commands"].values():
        yield from _of_options(child)


@functools.lru_cache(maxsize=4)
def _of_scripts(root: str) -> frozenset[str]:
    """Names in the scripts that come with the release."""
    found: set[str] = set()
    for path in sorted((Path(root) / SCRIPTS).rglob("*")):
        if path.is_file():
            found.update(WORD.findall(path.read_text(encoding="utf-8", errors="replace")))
    return frozenset(found)
