"""Fields below the description of a state, against the sets of states that Celery goes by.

    .. state:: SUCCESS

    :propagates: Yes
    :ready: Yes

A result raises the exceptions of the states in `celery.states.PROPAGATE_STATES`, and is ready in those of
`READY_STATES`.  What a description leaves out is not wrong.

Evidence: the `state` and the `set` that decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _found, _history, _prose
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "state-fields"

rules: Mapping[str, str] = {
    "wrong-state-field": "a field of a state's description that the sets of states in celery.states contradict",
}

level: CheckName = "none"
sees = frozenset({"state"})

#: Fields, and the sets that decide them.
SETS = {"propagates": "PROPAGATE_STATES", "ready": "READY_STATES"}
FIELD = re.compile(r"\s*:(?P<name>\w+):\s+(?P<value>Yes|No)\s*")
#: Where the description of a state ends: at the next one, or at a label.
END = re.compile(r"\s*\.\. (?:state::|_)")


def find(case: Case) -> Iterable[Finding]:
    """Findings about the fields of the state that the case's claim declares."""
    claim = case.claim
    if claim is None:
        return
    for line, match in _fields(case):
        table = SETS[match["name"]]
        holds = claim.subject in case.facts["states"]["sets"][table]
        right = "Yes" if holds else "No"
        if match["value"] != right:
            fact = f"{claim.subject} is {'' if holds else 'not '}in celery.states.{table}"
            yield _found.finding(
                case,
                _found.place(case, claim, match["value"], line=line, column=match.start("value") + 1),
                rule="wrong-state-field",
                severity="wrong-value",
                subject=f"state-field:{claim.subject}:{match['name']}",
                claim=f"{claim.subject}: {match[0].strip()}",
                observed=fact,
                message=f"{fact}: {match['name']} is {right}",
                suggestion=right,
                evidence={"state": claim.subject, "set": table},
            )


def covers(case: Case) -> bool:
    """Whether a field was looked up."""
    return any(True for _ in _fields(case))


def _fields(case: Case) -> Iterator[tuple[int, re.Match[str]]]:
    """Fields that a set decides, with their lines."""
    claim = case.claim
    states = case.facts.get("states", {})
    if claim is None or claim.kind not in sees or claim.subject not in states.get("names", ()) or _history.told(case):
        return
    for number, line in enumerate(_description(case, claim), claim.line + 1):
        match = FIELD.fullmatch(line)
        if match is not None and SETS.get(match["name"]) in states.get("sets", ()):
            yield number, match


def _description(case: Case, claim: Claim) -> Iterator[str]:
    for line in _prose.lines(case.docs.root, claim.file)[claim.line :]:
        if END.match(line):
            return
        yield line
