"""Types that are shown as Python 2 displays them.

>>> me.deep
defaultdict(❨<type 'dict'>❩, {'thing': 42})
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Mapping

from harness.checks import _found, _history, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding

name = "old-reprs"

rules: Mapping[str, str] = {"outdated-repr": "a type as Python 2 displays it"}

level: CheckName = "resolve"
sees = frozenset({"sample"})

LANGUAGES = frozenset({"pycon", "python", "text", ""})
PROMPT = re.compile(r"\s*(?:>>>|\.\.\.)(?:\s|$)")
SHOWN = re.compile(r"<type '(?P<name>\w+)'>")


def find(case: Case) -> Iterable[Finding]:
    """Findings about the output in the case's sample."""
    sample = case.sample
    if sample is None or sample.language not in LANGUAGES or ">>>" not in sample.code or _history.told(case):
        return
    if any(each.shown for each in case.observations):
        return  # what is shown was held against what is displayed
    for index, line in enumerate(sample.code.split("\n")):
        if PROMPT.match(line):
            continue
        for match in SHOWN.finditer(line):
            if not isinstance(getattr(builtins, match["name"], None), type):
                continue
            right = f"<class '{match['name']}'>"
            yield _found.finding(
                case,
                _source.place(case, sample, _source.Spot(line=index, column=match.start()), match[0]),
                rule="outdated-repr",
                severity="cosmetic",
                subject=f"old-repr:{match[0]}",
                observed=f"Python 3 displays it as {right}",
                message=f"since Python 3 the type {match['name']} is displayed as {right}",
                suggestion=right,
            )


def covers(case: Case) -> bool:
    """Never: that a type is not displayed as by an old Python says little of what is displayed."""
    return False
