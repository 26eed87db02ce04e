"""Markup that Sphinx cannot read: what a build drops, no reader sees."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from harness.checks import _found, _history, _prose, _rst
from harness.interfaces import Case
from harness.model import CheckName, Finding, Place, Problem

name = "markup"

rules: Mapping[str, str] = {"broken-rst": "markup that Sphinx reports as an error: the block is dropped or shown raw"}

level: CheckName = "none"
sees = frozenset({"problem"})

#: Kinds of problems that are the page's own fault; a file that is not part of the release cannot be told from one that
#: is forgotten, so `include` is none.
OF_THE_PAGE = frozenset(
    {"broken-rst", "empty-block", "unknown-directive", "unknown-role", "commented-out", "unprompted"}
)
#: What holds in docstrings too: the rest of their markup is rewritten by Napoleon before Sphinx reads it.
OF_DOCSTRINGS = frozenset({"commented-out", "unprompted"})

#: Kinds of which Sphinx itself says something.
REPORTED = frozenset({"broken-rst", "unknown-directive", "unknown-role"})
EMPTY = re.compile(r'Content block expected for the "(?P<name>[\w-]+)" directive')
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
    suggestion, told = _told(case, problem, place)
    yield _found.finding(
        case,
        place,
        rule="broken-rst",
        severity="silent" if LOST.search(problem.message) else "cosmetic",
        # A table's rows are counted in what Sphinx says.
        subject=f"broken-rst:{problem.file}:{re.sub(r'(?: in table)? line [0-9]+', '', problem.message)}:{place.text}",
        observed=f"Sphinx: {problem.message}" if problem.kind in REPORTED else problem.message,
        message=f"{told}{_found.meant(suggestion)}",
        suggestion=suggestion,
    )


def _told(case: Case, problem: Problem, place: Place) -> tuple[str | None, str]:
    """What should stand there, if that can be said, and what a reader of the page sees."""
    empty = EMPTY.match(problem.message)
    if problem.kind == "commented-out":
        return _shown(case, place)
    if problem.kind == "unprompted":
        return ">" + place.text, problem.message
    if problem.kind == "empty-block":
        return None, f"shows an empty box: {problem.message}"
    if empty is not None:
        return None, f"the {empty['name']} is missing from the page: nothing is indented below it"
    if problem.message.startswith("Malformed table"):
        return None, _table(case, problem)
    if problem.message.startswith("Title underline too short"):
        return None, "the line below the title is shorter than the title: Sphinx warns of it"
    return None, f"Sphinx: {problem.message}"


def _shown(case: Case, place: Place) -> tuple[str | None, str]:
    """A directive as it is meant, with both colons and a blank, where Sphinx would take what has been hidden so far."""
    name = place.text.partition(":")[0]
    right = re.sub(r"^(\.\. [\w-]+)::(?=[^\s:])", r"\1:: ", re.sub(r"^(\.\. [\w-]+):(?!:)", r"\1::", place.text))
    lines = list(_prose.lines(case.docs.root, place.file))[place.line - 1 :]
    margin = place.column - 1
    below = itertools.takewhile(lambda line: not line.strip() or _margin(line) > margin, lines[1:])
    docs = Path(case.docs.root) / "docs"
    page = Path(case.docs.root) / place.file if place.file.endswith((".rst", ".txt")) else None
    against = _rst.objection("\n".join([right, *(line[margin:] for line in below)]), page, docs)
    written = place.text if place.text.startswith(f"{name}::") else f"{name}:"
    told = f'"{written}" is a comment, Sphinx does not show it'
    return (None, f'{told}; as "{name}::" it would be wrong: {against}') if against else (right, told)


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _table(case: Case, problem: Problem) -> str:
    """Why a table is not there, with all its rows that do not fit."""
    lines = _prose.lines(case.docs.root, problem.file)
    rows = [index + 1 for index in _rst.too_wide(lines, problem.line - 1)] if problem.line <= len(lines) else []
    if "column margin" not in problem.message or not rows:
        return f"the table is missing from the page: {problem.message}"
    several = len(rows) > 1
    numbers = f"{', '.join(map(str, rows[:-1]))} and {rows[-1]}" if several else f"{rows[-1]}"
    where = f"lines {numbers} are" if several else f"line {numbers} is"
    return f"the table is missing from the page: {where} too wide for {'their columns' if several else 'its column'}"


def _column(case: Case, problem: Problem) -> int:
    """Where the line's text begins in the file: of a docstring it is told without the indentation of all its lines."""
    found = _prose.line(case, problem.file, problem.line).find(problem.text.strip())
    return (found if found >= 0 else len(problem.text) - len(problem.text.lstrip())) + 1


def covers(case: Case) -> bool:
    """Whether there is a problem to look at."""
    return case.problem is not None
