"""Shown tracebacks that no Python or Celery of the release prints.

    ❨ImportError❩: No module named 'bz2'
    ValueError('something something'❨,❩)

A module that is not found raises ModuleNotFoundError since Python 3.6; the repr of an exception has no comma behind its
only argument since 3.7.  Lines and files of frames are those of the writer's run.

A module that every Python has can be imported but for the extension that it is built on, where Python was built without
that: then it is the extension that is not found.
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
NOT_FOUND = re.compile(r"\s*(?P<name>ImportError): No module named (?P<quote>'?)(?P<module>\w+)(?P=quote)\s*$")
NOT_FOUND_NOW = "ModuleNotFoundError"
#: Modules that are themselves always there, and the extension without which each cannot be imported.
EXTENSIONS: Mapping[str, str] = {
    "bz2": "_bz2", "ctypes": "_ctypes", "curses": "_curses", "gzip": "zlib", "lzma": "_lzma", "sqlite3": "_sqlite3",
    "ssl": "_ssl", "tkinter": "_tkinter",
}  # fmt: skip
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
            yield _not_found(case, sample, index, match)
        for match in COMMA.finditer(line):
            right = f"{match[0][:-2]})"
            at = _source.Spot(line=index, column=match.start())
            yield _old(case, sample, at, match[0], right, f"since Python 3.7 it is shown as {right}")


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


def _not_found(case: Case, sample: Sample, index: int, match: re.Match[str]) -> Finding:
    """A module that is not found: one mistake, whichever module it is."""
    at, module = _source.Spot(line=index, column=match.start("name")), match["module"]
    message = f"since Python 3.6 a module that is not found raises {NOT_FOUND_NOW}"
    extension = EXTENSIONS.get(module)
    if extension is None:
        return _old(case, sample, at, match["name"], NOT_FOUND_NOW, message)
    right = f"{NOT_FOUND_NOW}: No module named '{extension}'"
    message += f"; {module} itself is always there, and it is {extension} that is not found"
    evidence = {"module": module, "extension": extension}
    return _old(case, sample, at, match[0].strip(), right, message, evidence)


def _old(
    case: Case,
    sample: Sample,
    at: _source.Spot,
    shown: str,
    right: str,
    message: str,
    evidence: Mapping[str, str] | None = None,
) -> Finding:
    return _found.finding(
        case,
        _source.place(case, sample, at, shown),
        rule="old-error",
        severity="cosmetic",
        subject=f"old-error:{shown.partition(':')[0] if right.startswith(NOT_FOUND_NOW) else shown}",
        observed=message.split(maxsplit=3)[3],
        message=message,
        suggestion=right,
        evidence=evidence,
    )
