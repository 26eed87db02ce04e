"""Markup that Sphinx cannot read: what a build drops, no reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.checks import _found, _history
from harness.interfaces import Case
from harness.model import Finding, Place

name = "markup"

rules: Mapping[str, str] = {"broken-rst": "markup that Sphinx reports as an error: the block is dropped or shown raw"}

kinds: frozenset[str] = frozenset()

#: Kinds of problems that are the page's own fault.  A docstring's markup is rewritten by Napoleon before Sphinx reads
#: it, and a file that is not part of the release cannot be told from one that is forgotten: neither is told here.
OF_THE_PAGE = frozenset({"broken-rst", "empty-block", "unknown-directive", "unknown-role"})


def find(case: Case) -> Iterable[Finding]:
    """A finding of the case's problem, when it is one of a page's markup."""
    problem = case.problem
    if problem is None or problem.kind not in OF_THE_PAGE or not problem.file.endswith((".rst", ".txt")):
        return
    if "history/" in problem.file or _history.any_title([case.page.title]):
        return
    place = Place(
        docs=case.docs.version,
        file=problem.file,
        line=problem.line,
        column=problem.column,
        end_line=problem.line,
        text=problem.text.strip(),
    )
    yield _found.finding(
        case,
        place,
        rule="broken-rst",
        severity="cosmetic",
        subject=f"broken-rst:{problem.file}:{problem.message}:{place.text}",
        observed=f"Sphinx: {problem.message}",
        message=f"Sphinx cannot read this: {problem.message}",
    )
