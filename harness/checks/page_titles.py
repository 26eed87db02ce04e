"""Titles of reference pages: a section that describes one module, and is called by the path of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from harness.checks import _found
from harness.checks._world import TRACKED, Missing, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "page-titles"

rules: Mapping[str, str] = {"wrong-title": "a title that is the path of another module than the one described below it"}

level: CheckName = "none"
sees = frozenset({"heading"})

PATH = re.compile(r"[a-z_]\w*(?:\.[a-z_]\w*)+")


def find(case: Case) -> Iterable[Finding]:
    """A finding when the title is not the module."""
    claim = case.claim
    module = None if claim is None else _module(case, claim)
    if claim is None or module is None or module == claim.subject or _is_slip(case, claim.subject, module):
        return
    yield _found.finding(
        case,
        _found.place(case, claim, claim.subject),
        rule="wrong-title",
        subject=f"title:{case.page.name}:{claim.subject}",
        severity="wrong-value",
        claim=claim.fields.get("title", claim.text),
        observed=f"what is described is {module}",
        message=f"the title is {claim.subject}, and what is described is {module}",
        suggestion=module,
    )


def covers(case: Case) -> bool:
    """Whether the title was held against the module."""
    return case.claim is not None and _module(case, case.claim) is not None


def _module(case: Case, claim: Claim) -> str | None:
    """The one module that a section describes, where its title is a module's path."""
    if claim.kind != "heading" or claim.historical or PATH.fullmatch(claim.subject) is None:
        return None
    if claim.subject.partition(".")[0] not in TRACKED:
        return None
    inside = [each for each in case.page.claims if each.headings == claim.headings]
    described = {each.subject for each in inside if _is_module(each)}
    named = {each.subject for each in case.page.claims if each.fields.get("objtype") == "module" or _is_module(each)}
    # A module that is described somewhere else on the page gives its name to this section on purpose.
    return next(iter(described)) if len(described) == 1 and claim.subject not in named - described else None


def _is_slip(case: Case, title: str, module: str) -> bool:
    """Whether the module is one that there is not, and the title tells the one that was meant."""
    return _is_missing(case, module) and not _is_missing(case, title)


def _is_missing(case: Case, module: str) -> bool:
    try:
        World(case.facts).module(module)
    except Missing:
        return True
    return False


def _is_module(claim: Claim) -> bool:
    return claim.kind == "auto" and claim.fields.get("directive") == "automodule"
