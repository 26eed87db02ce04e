"""Files of variables that a page shows for a daemon, held against what reads them: the units that name the file, or the
init script whose section it stands in.

    EnvironmentFile=-/etc/conf.d/celery

    :file:`/etc/conf.d/celery`:

        # How to call manage.py
        ❨CELERYD_MULTI❩="multi"

What Celery itself reads of its environment is read whoever hands it on.

Evidence: the `variable`, and the `units` that name its file, each as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _found, _history, _source, daemons, environment, script_variables
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "environment-files"

rules: Mapping[str, str] = {"unread-variable": "a variable in the file of a daemon that does not read it"}

level: CheckName = "keys"
sees = frozenset({"sample"})

FILE = re.compile(r"^EnvironmentFile=-?(?P<path>/\S+)\s*$", re.M)
VARIABLE = re.compile(r"\$\{?([A-Z]\w*)")


def find(case: Case) -> Iterable[Finding]:
    """Findings about the variables that a sample sets."""
    read = _read(case)
    if case.sample is None or read is None:
        return
    reader, texts = read
    known = frozenset(VARIABLE.findall("\n".join(texts))) | environment.of_code(case.facts)
    for index, match in _set(case.sample):
        if match["name"] in known or _history.told(case, case.sample.code, index):
            continue
        at = _source.Spot(line=index, column=match.start("name"))
        yield _found.finding(
            case,
            _source.place(case, case.sample, at, match["name"]),
            rule="unread-variable",
            severity="silent",
            subject=f"unread:{match['name']}:{reader}",
            claim=f"{reader} reads {match['name']}",
            observed=f"{reader} has no ${match['name']}, and Celery reads no variable {match['name']}",
            message=f"{match['name']} has no effect: {reader} does not read it",
            evidence={"variable": match["name"], **({"units": texts} if "[Service]" in texts[0] else {})},
        )


def covers(case: Case) -> bool:
    """Whether a variable was looked for in what reads the sample's file."""
    return _read(case) is not None and not _history.told(case)


def _read(case: Case) -> tuple[str, list[str]] | None:
    """What reads the file that a sample shows, and its texts; None for other samples."""
    sample = case.sample
    if sample is None or "environment" not in case.facts or not any(True for _ in _set(sample)):
        return None
    return _units(case, sample) or _script(case, sample)


def _set(sample: Sample) -> Iterator[tuple[int, re.Match[str]]]:
    if sample.language not in ("console", "ini", "text"):
        return
    for index, line in enumerate(sample.code.split("\n")):
        # What is exported is for the processes that the script starts.
        if (match := daemons.ASSIGNS.match(line)) and "export" not in line:
            yield index, match


def _units(case: Case, sample: Sample) -> tuple[str, list[str]] | None:
    """The units of the page, and of the release, that name the file of a sample."""
    shown = [each.code for each in case.page.samples if "[Service]" in each.code]
    shipped = [text for path, text in daemons.texts(case.docs.root).items() if path.endswith(".service")]
    paths = {match["path"] for unit in shown for match in FILE.finditer(unit)}
    told = f"{sample.lead} {sample.caption}"
    path = next((each for each in paths if re.search(rf"(?<![\w/]){re.escape(each)}(?![\w/-]|\.\w)", told)), None)
    if path is None or "[Service]" in sample.code:
        return None
    reading = [unit for unit in (*shown, *shipped) if path in {match["path"] for match in FILE.finditer(unit)}]
    return f"the unit with EnvironmentFile={path}", reading


def _script(case: Case, sample: Sample) -> tuple[str, list[str]] | None:
    """The init script whose section a sample stands in."""
    owner = script_variables.owner(case, sample.headings)
    texts = [text for path, text in daemons.texts(case.docs.root).items() if path.endswith(f"init.d/{owner}")]
    return (owner, texts) if owner and texts else None
