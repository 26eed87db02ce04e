"""Paths of Celery that comments in samples name: `# this would raise celery.backends.rpc.BacklogLimitExceeded`."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _found, _history, _paths, _source
from harness.checks._world import World
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "comments"

rules: Mapping[str, str] = {"unknown-name": "a path in a comment that leads nowhere in the release"}

level: CheckName = "resolve"
sees = frozenset({"sample"})

DOTTED = re.compile(r"(?<![\w./@-])(?:celery|kombu)(?:\.[A-Za-z_]\w*)+(?![\w/(-]|\.\w)")
#: Files of these kinds are called like paths.
FILES = frozenset({"py", "conf", "service", "log", "pid", "sock", "sh", "cfg", "ini", "toml", "db", "rst"})


def find(case: Case) -> Iterable[Finding]:
    """Findings about the paths that comments name."""
    sample = case.sample
    if sample is None or not case.facts or _history.told(case):
        return
    world = World(case.facts)
    lines = sample.code.split("\n")
    for spot, path in _named(sample):
        lost = _paths.lost(world, path, step=False)
        # That something is raised is what such comments are for: only prose tells of what has gone.
        if lost is None or lost.suggestion is None or _history.told_in_prose(lines[spot.line]):
            continue
        yield _found.finding(
            case,
            _source.place(case, sample, spot, path),
            rule="unknown-name",
            severity="wrong-value",
            subject=_found.subject_of_name(lost.error.owner, lost.error.name),
            observed=_found.lacks(case, lost.error.owner, lost.error.name),
            message=f"{lost.error.owner} has no {lost.error.name}{_found.meant(lost.suggestion)}",
            suggestion=lost.suggestion,
        )


def covers(case: Case) -> bool:
    """Whether a path was looked up and found."""
    sample = case.sample
    if sample is None or not case.facts or _history.told(case):
        return False
    world = World(case.facts)
    return any(
        _paths.is_known(world, path) and _paths.lost(world, path, step=False) is None for _, path in _named(sample)
    )


def _named(sample: Sample) -> Iterator[tuple[_source.Spot, str]]:
    if sample.language not in _source.LANGUAGES:
        return
    for chunk, _ in _source.read(sample):
        for line, column, text in _comments(chunk.text):
            for match in DOTTED.finditer(text):
                if match[0].rpartition(".")[2] not in FILES:
                    at = chunk.shifts[line] + column + match.start()
                    yield _source.Spot(line=chunk.first + line, column=at), match[0]


def _comments(text: str) -> list[tuple[int, int, str]]:
    """Comments with their lines and columns; those before the first mistake of what cannot be read."""
    found: list[tuple[int, int, str]] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                found.append((token.start[0] - 1, token.start[1], token.string))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        pass
    return found
