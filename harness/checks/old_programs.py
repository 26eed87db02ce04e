"""Programs that Celery once installed and that prose still names: `:program:`celeryev``.

Since 4.0 all of them are commands of `celery`.  What a release installs, its own metadata tell.  Programs that were
never Celery's are none of our business, and the init scripts that are still called so are files.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from harness.checks import _found, _history, _prose
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "old-programs"

rules: Mapping[str, str] = {"unknown-command": "a program that Celery does not install any more"}

level: CheckName = "none"
sees = frozenset({"command"})

#: What Celery's releases have installed beside `celery`, and the command that does the same.
PROGRAMS: Mapping[str, str] = {
    "celeryd": "worker",
    "celeryd-multi": "multi",
    "celeryd-detach": "worker --detach",
    "celerybeat": "beat",
    "celeryev": "events",
    "celeryctl": "",  # became two: `inspect` and `control`
    "camqadm": "amqp",
}
#: Where a release tells which programs it installs.
METADATA = "celery.egg-info/entry_points.txt"
SETUP = "setup.py"
SCRIPT = re.compile(r"^\s*(?P<name>[\w.-]+)\s*=\s*[\w.]+:\w+\s*$", re.M)
#: Words by which a page says that it speaks of a script of its own.
FILE = re.compile(r"\binit(?:\.d|[- ]scripts?)\b|\bshell[- ]scripts?\b", re.I)


def find(case: Case) -> Iterable[Finding]:
    """A finding when the program is one of those that are gone."""
    claim = case.claim
    program = "" if claim is None else _program(case, claim)
    if claim is None or not program or program in _installed(case.docs.root):
        return
    command = PROGRAMS[program]
    right = f"celery {command}" if command.partition(" ")[0] in _commands(case) else None
    yield _found.finding(
        case,
        _found.place(case, claim, program),
        rule="unknown-command",
        subject=f"program:{program}",
        severity="wrong-value",
        claim=claim.text,
        observed=f"celery {case.target.celery} installs no program {program}",
        message=f"there is no program {program} any more{f'; write {right}' if right else ''}",
        suggestion=right if claim.fields.get("exact") != "no" else None,
    )


def covers(case: Case) -> bool:
    """Whether the program is or was Celery's own."""
    return case.claim is not None and bool(_program(case, case.claim))


def _program(case: Case, claim: Claim) -> str:
    """The old program that a claim names; "" when it names another, or as something that has gone."""
    if claim.kind != "command" or not case.facts or not _installed(case.docs.root):
        return ""
    program = claim.text.split()[0] if claim.text.split() else ""
    if program not in PROGRAMS or _history.told(case):
        return ""
    sentence = _prose.sentence(case, claim)
    return "" if _history.told_in_prose(sentence) or FILE.search(sentence) else program


def _commands(case: Case) -> frozenset[str]:
    return frozenset(case.facts.get("commands", {}).get("commands", ()))


@functools.lru_cache(maxsize=16)
def _installed(root: str) -> frozenset[str]:
    """The programs that a release installs; none when it does not tell."""
    metadata, setup = Path(root, METADATA), Path(root, SETUP)
    try:
        if metadata.is_file():
            told = metadata.read_text(encoding="utf-8").partition("[console_scripts]")[2]
            return frozenset(SCRIPT.findall(told.partition("\n[")[0]))
        tree = ast.parse(setup.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, UnicodeDecodeError):
        return frozenset()
    lists = [
        value
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "console_scripts"
    ]
    strings = [each.value for value in lists for each in ast.walk(value) if isinstance(each, ast.Constant)]
    return frozenset(SCRIPT.findall("\n".join(str(each) for each in strings)))
