"""Notes on what a part of Celery needs: the package and the program they name, held against the command below them.

This s3 backend driver requires :pypi:`boto3`.

To install, use :command:`pip`:

.. code-block:: console

    $ pip install celery[s3]

Evidence: of a package the `extra` that it is said to be needed for, of a program the `command` below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from harness.checks import _found, _history, _prose
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Sample

name = "install-notes"

rules: Mapping[str, str] = {
    "wrong-install-note": "a program that is not the one that the command below is",
    "wrong-distribution": "a distribution that an extra is said to need, and does not bring",
}

level: CheckName = "none"
sees = frozenset({"command", "xref"})

#: Lines between the words and the command that they are about.
BELOW = 8
EXTRA = re.compile(r"(?<![\w.-])[\"']?celery\[(?P<extra>\w+)\][\"']?\s*$")
NEEDS = re.compile(r"\brequires?\b[^.]*$")
USES = re.compile(r"\b(?:use|using)\s+:(?:command|program):`$")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Note:
    """What is said, what is named, and what is right."""

    told: str
    right: tuple[str, ...]
    observed: str
    evidence: Mapping[str, str]
    rule: str = "wrong-install-note"

    def subject(self, named: str) -> str:
        """What is wrong: of a distribution, as whoever looks at the code calls it."""
        return f"distribution:{named}" if self.rule == "wrong-distribution" else f"install:{self.told}:{named}"


def find(case: Case) -> Iterable[Finding]:
    """A finding when the note of a claim names another package or program."""
    claim = case.claim
    note = _note(case, claim) if claim is not None else None
    if claim is None or note is None or canonicalize_name(claim.text) in map(canonicalize_name, note.right):
        return
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule=note.rule,
        severity="wrong-value",
        subject=note.subject(claim.text),
        claim=f"{note.told} {claim.text}",
        observed=note.observed,
        message=f"{note.told} {' and '.join(note.right)}, not {claim.text}",
        suggestion=note.right[0] if len(note.right) == 1 else None,
        evidence=note.evidence,
    )


def covers(case: Case) -> bool:
    """Whether what the note names was held against the command."""
    return case.claim is not None and _note(case, case.claim) is not None


def _note(case: Case, claim: Claim) -> _Note | None:
    if claim.scope or _history.told(case) or claim.fields.get("exact") == "no":
        return None
    if claim.kind == "xref" and claim.fields.get("role") == "pypi":
        return _package(case, claim)
    return _program(case, claim) if claim.kind == "command" else None


def _package(case: Case, claim: Claim) -> _Note | None:
    """What a part needs, where the extra that is installed for it says so itself."""
    before = _before(case, claim)
    extras = sorted({extra for sample in _samples(case, claim) if (extra := _extra(sample))})
    if not NEEDS.search(before) or len(extras) != 1:
        return None
    needed = case.facts.get("extras", {}).get(extras[0], ())
    try:
        requirements = [Requirement(each) for each in needed]
    except InvalidRequirement:
        return None
    # What another package's extra brings, nobody knows here.
    if not requirements or any(each.extras for each in requirements):
        return None
    right = tuple(dict.fromkeys(each.name for each in requirements))
    return _Note(
        told=f"celery[{extras[0]}] requires",
        right=right,
        observed=f"celery {case.target.celery} requires {', '.join(needed)} for its extra {extras[0]}",
        evidence={"extra": extras[0]},
        rule="wrong-distribution",
    )


def _program(case: Case, claim: Claim) -> _Note | None:
    """The program that is said to be used, where the one command below is about an extra of the same name."""
    line = _prose.line(case, claim.file, claim.line)
    end = claim.column - 1 + len(claim.text)
    if not USES.search(line[: claim.column - 1]) or line[end:].rstrip() not in ("`:", "`::"):
        return None
    sample = next(iter(_samples(case, claim)), None)
    if sample is None or "\n" in sample.code.strip():
        return None
    words = sample.code.strip().lstrip("$ ").split()
    if not words or words[0] in ("sudo", "python", "python3"):
        return None
    if claim.text not in words and claim.text != _extra(sample):
        return None
    command = sample.code.strip()
    return _Note(told="the command below is one of", right=(words[0],), observed=command, evidence={"command": command})


def _before(case: Case, claim: Claim) -> str:
    """The sentence up to the claim."""
    line = _prose.line(case, claim.file, claim.line)[: claim.column - 1]
    return re.split(r"\.\s", f"{_prose.line(case, claim.file, claim.line - 1)} {line}")[-1]


def _samples(case: Case, claim: Claim) -> Iterator[Sample]:
    """Commands in the lines below."""
    for each in case.page.samples:
        if each.file == claim.file and each.language == "console" and 0 < each.lines[0] - claim.line <= BELOW:
            yield each


def _extra(sample: Sample) -> str:
    match = EXTRA.search(sample.code.strip())
    return match["extra"] if match else ""
