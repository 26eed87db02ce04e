"""Exceptions at the end of shown tracebacks: those of Celery must be there in the release."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _found, _history, _nearest, _source
from harness.checks._world import TRACKED, Missing, World
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "tracebacks"

rules: Mapping[str, str] = {"unknown-name": "an exception of Celery's that the release does not have"}

level: CheckName = "resolve"
sees = frozenset({"sample"})

#: The last line of a traceback, or a line that shows an exception alone.
RAISED = re.compile(
    r"^\s*(?P<path>(?:[a-z_]\w*\.)*)"
    r"(?P<name>(?<=\.)[A-Z]\w*|[A-Z]\w*(?:Error|Exception|Timeout|Exit|Interrupt|Retry|Ignore|Reject|Revoked))(?::\s|:?$)"
)


def find(case: Case) -> Iterable[Finding]:
    """Findings about the exceptions in shown output."""
    sample = case.sample
    if sample is None:
        return
    world = World(case.facts)
    for index, match in _raised(sample):
        if _is_known(world, match) is False and not _history.told(case, sample.code, index):
            owner = match["path"].rstrip(".")
            suggestion = _near(world, owner, match["name"])
            yield _found.finding(
                case,
                _source.place(case, sample, _source.Spot(line=index, column=match.start("name")), match["name"]),
                rule="unknown-name",
                severity="wrong-value",
                subject=_found.subject_of_name(owner, match["name"]),
                claim=match[0].strip(),
                observed=_found.lacks(case, owner, match["name"]),
                message=f"{owner} has no {match['name']}{_found.meant(suggestion)}",
                suggestion=suggestion,
            )


def covers(case: Case) -> bool:
    """Whether an exception was looked up and found."""
    sample = case.sample
    if sample is None or _history.told(case):
        return False
    world = World(case.facts)
    return any(_is_known(world, match) for _, match in _raised(sample))


def _raised(sample: Sample) -> Iterator[tuple[int, re.Match[str]]]:
    """Where exceptions stand; in a block of text, at its beginning."""
    if sample.language not in ("pytb", "text", "pycon") or (sample.language == "pycon" and ">>>" in sample.code):
        return
    for index, line in enumerate(sample.code.split("\n")):
        if match := RAISED.match(line):
            yield index, match
        elif sample.language != "pytb":
            return


def _is_known(world: World, match: re.Match[str]) -> bool | None:
    """Whether the exception is there; None when nobody can tell."""
    path, called = match["path"].rstrip("."), match["name"]
    if not path:
        own = called in world.facts.get("exceptions", {}) or _somewhere(world, called)
        return True if own or hasattr(builtins, called) else None
    if path.partition(".")[0] not in TRACKED:
        return None
    try:
        module = world.module(path)
        return None if module is None else world.member(module, called) is not None or None
    except Missing:
        return False


def _somewhere(world: World, called: str) -> bool:
    """Whether a class of that name is defined in the release or in what it is built on."""
    return any(ref.rpartition(".")[2] == called for ref in world.classes)


def _near(world: World, owner: str, called: str) -> str | None:
    entry = world.modules.get(owner, {})
    return _nearest.nearest(called, entry.get("members", ()))
