"""Markup that Sphinx cannot read: what a build drops, no reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from harness.checks import _found, _history, _prose
from harness.interfaces import Case
from harness.model import Finding, Place, Problem

name = "markup"

rules: Mapping[str, str] = {"broken-rst": "markup that Sphinx reports as an error: the block is dropped or shown raw"}

kinds: frozenset[str] = frozenset()

#: Kinds of problems that are the page's own fault; a file that is not part of the release cannot be told from one that
#: is forgotten, so `include` is none.
OF_THE_PAGE = frozenset(
    {"broken-rst", "empty-block", "unknown-directive", "unknown-role", "commented-out", "unprompted"}
)
#: What holds in docstrings too: the rest of their markup is rewritten by Napoleon before Sphinx reads it.
OF_DOCSTRINGS = frozenset({"commented-out", "unprompted"})

#: What Sphinx says when readers lose the whole block, not only its looks.
LOST = re.compile(r"Malformed table|Error in|without any content|Content block expected|is a comment|Unknown directive")


def find(case: Case) -> Iterable[Finding]:
    """A finding of the case's problem, when it is one of a page's markup."""
    problem = case.problem
    if problem is None or problem.kind not in OF_THE_PAGE:
        return
    if not problem.file.endswith((".rst", ".txt")) and problem.kind not in OF_DOCSTRINGS:
        return
    if "history/" in problem.file or "Changelog" in problem.file or _history.any_title([case.page.title]):
        return
    place = Place(
        docs=case.docs.version,
        file=problem.file,
        line=problem.line,
        column=_column(case, problem),
        end_line=problem.line,
        text=problem.text.strip(),
    )
    suggestion = None
    if problem.kind == "commented-out":
        suggestion = re.sub(r"^(\.\. [\w-]+):(?!:)", r"\1::", place.text)
    elif problem.kind == "unprompted":
        suggestion = ">" + place.text
    yield _found.finding(
        case,
        place,
        rule="broken-rst",
        severity="silent" if LOST.search(problem.message) else "cosmetic",
        subject=f"broken-rst:{problem.file}:{problem.message}:{place.text}",
        observed=f"Sphinx: {problem.message}",
        message=f"Sphinx cannot read this: {problem.message}{_found.meant(suggestion)}",
        suggestion=suggestion,
    )


def _column(case: Case, problem: Problem) -> int:
    """Where the line's text begins in the file: of a docstring it is told without the indentation of all its lines."""
    found = _prose.line(case, problem.file, problem.line).find(problem.text.strip())
    return (found if found >= 0 else len(problem.text) - len(problem.text.lstrip())) + 1


def covers(case: Case) -> bool:
    """Whether there is a problem to look at."""
    return case.problem is not None
