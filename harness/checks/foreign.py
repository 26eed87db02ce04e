"""References to modules of other packages, which Celery's docs compare it with: `:mod:`django.core.dispatch``.

The modules are looked for, and not imported, among the packages that samples which need them are run with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from harness.checks import _found, _history, _others
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "foreign"

rules: Mapping[str, str] = {"unknown-module": "a module that another package does not have"}

level: CheckName = "none"
sees = frozenset({"xref"})

PATH = re.compile(r"~?(?P<path>[a-z_]\w*(?:\.[a-z_]\w*)+)")


def find(case: Case) -> Iterable[Finding]:
    """A finding when the case's module is not there."""
    claim, path = case.claim, _path(case)
    folder = _folder(case, path)
    if claim is None or folder is None:
        return
    lost = _others.lost(folder, path)
    if lost is not None:
        yield _finding(case, claim, path, *lost, folder=folder)


def covers(case: Case) -> bool:
    """Whether the module is there."""
    path = _path(case)
    folder = _folder(case, path)
    return folder is not None and _others.lost(folder, path) is None


def _path(case: Case) -> str:
    claim = case.claim
    if claim is None or claim.kind != "xref" or claim.fields.get("role") != "mod" or _history.told(case):
        return ""
    match = PATH.fullmatch(claim.subject)
    return match["path"] if match else ""


def _folder(case: Case, path: str) -> Path | None:
    return _others.folder(case, path.partition(".")[0])


def _finding(case: Case, claim: Claim, path: str, owner: str, lost: str, *, folder: Path) -> Finding:
    suggestion = _others.moved(folder, path, owner, lost)
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-module",
        severity="wrong-value",
        subject=f"name:{owner}.{lost}",
        claim=claim.text,
        observed=f"{owner} has no module {lost}",
        message=f"{owner} has no module {lost}{_found.meant(suggestion)}",
        suggestion=suggestion,
    )
