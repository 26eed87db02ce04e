"""Settings that the docs describe, that the release takes, and that nothing in its source reads.

    .. setting:: azureblockblob_retry_max_attempts

The table of settings has it, so it is accepted, and no other line of Celery's speaks of it.  A setting may be read by
the part of its name behind the namespace (`find_value_for_key('extended', 'result')`, options of daemons): where that
stands anywhere as a word of code, nothing is told.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from harness.checks import _found, _history
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "unread-settings"

rules: Mapping[str, str] = {"unread-setting": "a setting that is taken, and that nothing reads"}

level: CheckName = "none"
sees = frozenset({"setting"})

#: Where the settings are declared.
TABLE = "celery/app/defaults.py"
WORD = re.compile(r"\w+")


def find(case: Case) -> Iterable[Finding]:
    """A finding when the setting that a claim declares is read nowhere."""
    claim = case.claim
    if claim is None or not _applies(case, claim) or _is_read(case, claim.subject):
        return
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unread-setting",
        blame="library",
        severity="silent",
        subject=f"unread:{claim.subject}",
        claim=f"{claim.subject} is a setting of Celery's",
        observed=f"nothing in Celery reads {claim.subject}, but for the table of settings",
        message=f"{claim.subject} has no effect: nothing reads it",
    )


def covers(case: Case) -> bool:
    """Whether it was looked for in the source."""
    return case.claim is not None and _applies(case, case.claim)


def _applies(case: Case, claim: Claim) -> bool:
    known = case.facts.get("settings", {}).get("keys", {})
    # Nobody can tell of what a namespace of one word is the rest.
    if claim.kind not in sees or claim.subject not in known or claim.subject.count("_") < 2 or _history.told(case):
        return False
    return bool(_words(case.docs.root))


def _is_read(case: Case, setting: str) -> bool:
    words = _words(case.docs.root)
    return setting in words or setting.partition("_")[2] in words


@functools.lru_cache(maxsize=16)
def _words(root: str) -> frozenset[str]:
    """Words of the code of the release: names, attributes, and those in texts that are not docstrings."""
    found: set[str] = set()
    for path in sorted((Path(root) / "celery").rglob("*.py")):
        if path.relative_to(root).as_posix() == TABLE:
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, SyntaxError):
            return frozenset()  # of what cannot be read nothing is known
        found.update(_of(tree))
    return frozenset(found)


def _of(tree: ast.Module) -> Iterator[str]:
    told = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, (ast.arg, ast.keyword)) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from WORD.findall(node.value)
