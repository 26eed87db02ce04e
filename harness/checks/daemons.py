"""Variables of daemon configuration, and calls of init scripts, held against the scripts that the release ships."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from harness.checks import _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "daemons"

rules: Mapping[str, str] = {
    "unknown-variable": "a variable that no script or unit of the release reads, clearly meant for one that is read",
    "unknown-action": "an action that the init script does not have",
}

level: CheckName = "keys"
sees = frozenset({"sample"})

#: Where the release keeps its scripts and units.
FOLDERS = ("extra/generic-init.d", "extra/systemd", "extra/supervisord")
#: An assignment, commented out or not, of a variable that is one of Celery's by its name.
ASSIGNS = re.compile(r"^\s*(?:#\s*)?(?:export\s+)?(?P<name>CELERY[A-Z]*_[A-Z_]+|C_[A-Z_]+)=")
EXPANDS = re.compile(r"\$\{?(?P<name>CELERY[A-Z]*_[A-Z_]+)")
SCRIPT = re.compile(r"/etc/init\.d/(?P<script>[\w-]+)(?:\s+(?P<action>[a-z-]+))?")
#: Lines of a file that systemd-tmpfiles reads.
TMPFILES = re.compile(r"\s*d\s+/\S+\s+\d{4}\s+\w+\s+\w+\s+\S+\s*")


def find(case: Case) -> Iterable[Finding]:
    """Findings about variables and init scripts in a console sample."""
    sample = case.sample
    if sample is None or not _applies(case):
        return
    known = _variables(case.docs.root) | frozenset(case.facts.get("environment", ()))
    for index, match in _uses(sample):
        if match["name"] in known or _history.told(case, sample.code, index):
            continue
        suggestion = _nearest.nearest(match["name"], known)
        if suggestion is None:  # the reader's own
            continue
        yield _found.finding(
            case,
            _source.place(case, sample, _source.Spot(line=index, column=match.start("name")), match["name"]),
            rule="unknown-variable",
            severity="silent",
            subject=f"variable:{match['name']}",
            observed=f"no script or unit in extra/ reads {match['name']}",
            message=f"nothing reads {match['name']}{_found.meant(suggestion)}",
            suggestion=suggestion,
            token=match["name"],
        )
    yield from _actions(case, sample)


def covers(case: Case) -> bool:
    """Whether a variable or a script was looked up, or a shipped file shown."""
    sample = case.sample
    if sample is None or not _applies(case) or _history.told(case):
        return False
    known = _variables(case.docs.root) | frozenset(case.facts.get("environment", ()))
    return (
        any(match["name"] in known for _, match in _uses(sample))
        or any(_scripts(case.docs.root).get(match["script"]) for _, match in _calls(sample))
        or _is_shipped(case, sample)
    )


def _applies(case: Case) -> bool:
    sample = case.sample
    return sample is not None and sample.language in ("console", "ini", "text") and bool(_variables(case.docs.root))


def _uses(sample: Sample) -> Iterator[tuple[int, re.Match[str]]]:
    for index, line in enumerate(sample.code.split("\n")):
        if match := ASSIGNS.match(line):
            yield index, match
        for use in EXPANDS.finditer(line):
            yield index, use


def _calls(sample: Sample) -> Iterator[tuple[int, re.Match[str]]]:
    for index, line in enumerate(sample.code.split("\n")):
        for match in SCRIPT.finditer(line):
            yield index, match


def _actions(case: Case, sample: Sample) -> Iterator[Finding]:
    """Actions of init scripts that the script has no branch for."""
    for index, match in _calls(sample):
        text = _scripts(case.docs.root).get(match["script"])
        action = match["action"]
        if text is None or action is None or _history.told(case, sample.code, index):
            continue
        actions = {each for group in re.findall(r"^\s{4}([a-z|-]+)\)$", text, re.M) for each in group.split("|")}
        if actions and action not in actions:
            suggestion = _nearest.nearest(action, actions)
            yield _found.finding(
                case,
                _source.place(case, sample, _source.Spot(line=index, column=match.start("action")), action),
                rule="unknown-action",
                subject=f"action:{match['script']} {action}",
                claim=match[0],
                observed=f"{match['script']} takes {', '.join(sorted(actions))}",
                message=f"{match['script']} has no action {action}{_found.meant(suggestion)}",
                suggestion=suggestion,
            )


def _is_shipped(case: Case, sample: Sample) -> bool:
    """Whether the sample is a file for systemd-tmpfiles, with lines that stand in the one that the release ships."""
    lines = [line.strip() for line in sample.code.split("\n") if line.strip()]
    if not all(TMPFILES.fullmatch(line) for line in lines):
        return False
    shipped = {line.strip() for text in texts(case.docs.root).values() for line in text.split("\n")}
    return bool(set(lines) & shipped)


@functools.lru_cache(maxsize=16)
def texts(root: str) -> Mapping[str, str]:
    """The scripts and units of a release tree, by their paths in it."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in sorted(Path(root, folder).glob("*")):
            if path.is_file():
                found[f"{folder}/{path.name}"] = path.read_text(encoding="utf-8", errors="replace")
    return found


def _scripts(root: str) -> Mapping[str, str]:
    """Init scripts by name."""
    return {path.rpartition("/")[2]: text for path, text in texts(root).items() if "init.d" in path}


@functools.lru_cache(maxsize=16)
def _variables(root: str) -> frozenset[str]:
    """Variables that are read, or that a unit's own configuration file sets for it."""
    return frozenset(
        match
        for path, text in texts(root).items()
        for match in re.findall(r"\$\{?(CELERY[A-Z]*_[A-Z_]+|C_[A-Z_]+)", text)
        + (re.findall(r"^(?:# )?(CELERY[A-Z]*_[A-Z_]+)=", text, re.M) if path.endswith(".conf") else [])
    )
