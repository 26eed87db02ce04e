"""Promises that are overdue: what is said to be removed in a release that is out, and is still there.

The :signal:`task_sent` signal will be removed in version 4.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from packaging.version import InvalidVersion, Version

from harness.checks import _found, _prose
from harness.checks._world import World
from harness.checks.settings import known_names
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "overdue"

rules: Mapping[str, str] = {"overdue-removal": "what is said to be removed in a release that is out, and is there"}

level: CheckName = "none"
sees = frozenset({"xref"})

PROMISE = re.compile(
    r"\b(?:will|is (?:going )?to|(?:is )?(?:scheduled|planned) to) be (?:removed|dropped) (?:in|with|from) "
    r"(?:Celery |version |release |v)*(?P<version>\d+\.\d+(?:\.\d+)*)"
)
#: Roles of Sphinx's domain for Python.
PYTHON = frozenset({"class", "meth", "func", "attr", "mod", "exc", "data"})


def find(case: Case) -> Iterable[Finding]:
    """A finding when what the claim refers to should have gone."""
    claim = case.claim
    promised = _promised(case, claim) if claim is not None else None
    if claim is None or promised is None or promised > Version(case.target.celery) or not _is_there(case, claim):
        return
    thing, version = claim.subject.lstrip("~!@."), str(promised)
    number, column = _place(case, claim, version)
    yield _found.finding(
        case,
        _found.place(case, claim, version, line=number, column=column),
        rule="overdue-removal",
        severity="wrong-value",
        subject=f"overdue:{thing}:{version}",
        claim=f"{thing} will be removed in {version}",
        observed=f"celery {case.target.celery} has {thing}",
        message=f"{thing} was to be removed in {version}, and is still there in {case.target.celery}",
        evidence={"path": f"celery.signals.{thing}" if claim.fields["role"] == "signal" else thing, "version": version},
    )


def covers(case: Case) -> bool:
    """Never: that there is something says nothing of a reference to it."""
    return False


def _promised(case: Case, claim: Claim) -> Version | None:
    """The release in which what the claim refers to is said to go."""
    if claim.kind not in sees or claim.historical or not case.facts:
        return None
    sentence = _prose.sentence(case, claim)
    match = PROMISE.search(sentence)
    # The last thing that is named before the promise, and the only one.
    if match is None or sentence[: match.start()].count("`") != 2 or f"`{claim.text}`" not in sentence[: match.start()]:
        return None
    try:
        return Version(match["version"])
    except InvalidVersion:
        return None


def _is_there(case: Case, claim: Claim) -> bool:
    role, subject = claim.fields.get("role", ""), claim.subject.lstrip("~!")
    if role == "signal":
        return subject in case.facts.get("signals", ())
    if role == "setting":
        return "settings" in case.facts and subject in known_names(case.facts)
    return role in PYTHON and World(case.facts).resolve(subject) is not None


def _place(case: Case, claim: Claim, version: str) -> tuple[int, int]:
    """Line and column of the version behind the claim."""
    for number in range(claim.line, claim.line + 4):
        line = _prose.line(case, claim.file, number)
        at = line.find(version, claim.column if number == claim.line else 0)
        if at >= 0:
            return number, at + 1
    return claim.line, claim.column
