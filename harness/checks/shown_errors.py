"""Shown tracebacks that no Python or Celery of the release prints.

    ❨ImportError❩: No module named 'bz2'
    ValueError('something something'❨,❩)

A module that is not found raises ModuleNotFoundError since Python 3.6; the repr of an exception has no comma behind its
only argument since 3.7.  Lines and files of frames are those of the writer's run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _found, _history, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "shown-errors"

rules: Mapping[str, str] = {
    "old-error": "an exception as Python before 3.7 prints it",
}

level: CheckName = "resolve"
sees = frozenset({"sample"})

LANGUAGES = frozenset({"pytb", "pycon", "python", "text", ""})
PROMPT = re.compile(r"\s*(?:>>>|\.\.\.)(?:\s|$)")
HEADER = re.compile(r"\s*Traceback \(most recent call last\):\s*$")
#: The first module that is missing of `a.b` may be another's business: one without dots is just not there.
NOT_FOUND = re.compile(r"\s*(?P<name>ImportError): No module named (?P<module>'?\w+'?)\s*$")
COMMA = re.compile(
    r"\b[A-Z]\w*(?:Error|Exception|Timeout|Warning)\((?P<quote>['\"])(?:(?!(?P=quote)).)*(?P=quote)(?P<comma>,)\)"
)


def find(case: Case) -> Iterable[Finding]:
    """Findings about the tracebacks in the case's sample."""
    sample = case.sample
    if sample is None or not _applies(case, sample):
        return
    for index, line in _shown(sample):
        if (match := NOT_FOUND.fullmatch(line)) is not None:
            yield _old(case, sample, index, match.start("name"), match["name"], "ModuleNotFoundError")
        for match in COMMA.finditer(line):
            yield _old(case, sample, index, match.start(), match[0], f"{match[0][:-2]})")


def covers(case: Case) -> bool:
    """Never: that an error is not of an old Python says little of what is raised."""
    return False


def _applies(case: Case, sample: Sample) -> bool:
    return sample.language in LANGUAGES and not _history.told(case)


def _shown(sample: Sample) -> Iterator[tuple[int, str]]:
    """The lines of tracebacks: from each one's first line to the next prompt, or empty line."""
    within = False
    for index, line in enumerate(sample.code.split("\n")):
        if HEADER.match(line):
            within = True
        elif PROMPT.match(line) or not line.strip():
            within = False
        if within:
            yield index, line


def _old(case: Case, sample: Sample, index: int, column: int, shown: str, right: str) -> Finding:
    what = "a module that is not found raises" if right == "ModuleNotFoundError" else "it is shown as"
    return _found.finding(
        case,
        _source.place(case, sample, _source.Spot(line=index, column=column), shown),
        rule="old-error",
        severity="cosmetic",
        subject=f"old-error:{shown}",
        observed=f"{what} {right}",
        message=f"since Python {'3.6' if right == 'ModuleNotFoundError' else '3.7'} {what} {right}",
        suggestion=right,
    )
