"""Names with the word that tells what they are: the ``Statedb`` bootstep, the `task_sent` signal, a ``FAILURE`` state.

Only where the release has a list of all that there are of the kind.  What a sample of the page defines is the reader's;
of what is not in the list only a slip for one that is, what is no such thing for certain, and a bootstep that nothing
defines are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from harness.checks import _found, _history, _nearest, _paths, _prose, _vocabulary
from harness.checks._world import TRACKED, World
from harness.checks.references import SIGNALS
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "told-kinds"

rules: Mapping[str, str] = {
    "unknown-name": "a name that nothing of the kind has which the word behind it tells",
}

level: CheckName = "none"
sees = frozenset({"literal"})

FORMS = frozenset({"literal", "title-ref", "code"})
NAME = re.compile(r"(?P<quote>[\"']?)(?P<name>[A-Za-z_]\w*)(?P=quote)")
#: A word between a name and what it is called.
BESIDE = r"(?:(?:worker|task|remote|control|built-in|execution|message|bootstep|own|special) )*"


def _signals(facts: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(facts.get("signals", ()))


def _steps(facts: Mapping[str, Any]) -> frozenset[str]:
    world = World(facts)
    return frozenset(ref.rpartition(".")[2] for ref in world.classes if world.inherits(ref, _paths.STEP))


def _states(facts: Mapping[str, Any]) -> frozenset[str]:
    states = facts.get("states", {})
    return frozenset((*states.get("names", ()), *states.get("sets", ())))


def _pools(facts: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(facts.get("aliases", {}).get("pools", ()))


def _serializers(facts: Mapping[str, Any]) -> frozenset[str]:
    parts = ("aliases", "optional")
    return frozenset(each for part in parts for each in facts.get(part, {}).get("serializers", ()))


#: The modules that have all of a kind.
HOMES = {"signal": "celery.signals", "state": "celery.states"}
#: What there is of each kind, by the word for one.
KINDS: Mapping[str, Callable[[Mapping[str, Any]], frozenset[str]]] = {
    "signal": _signals, "bootstep": _steps, "state": _states, "pool": _pools, "serializer": _serializers,
}  # fmt: skip
TOLD = re.compile(rf"\s+{BESIDE}(?P<kind>{'|'.join(KINDS)})\b")


def find(case: Case) -> Iterable[Finding]:
    """A finding when the case's literal is a name that nothing of its kind has."""
    claim = case.claim
    told = _told(case, claim) if claim is not None else None
    if claim is None or told is None:
        return
    kind, called = told
    known = KINDS[kind](case.facts)
    if called in known or not known or _is_other(case, called):
        return
    if kind == "state" and called in case.facts.get("exceptions", ()):
        yield _finding(case, claim, kind, called, "; it is an exception", None)
        return
    near = _meant(called, known)
    if near is not None or (kind == "bootstep" and not _is_class(case, called)):
        yield _finding(case, claim, kind, called, _found.meant(near), near)


def covers(case: Case) -> bool:
    """Whether there is something of that kind and name."""
    told = _told(case, case.claim) if case.claim is not None else None
    return told is not None and told[1] in KINDS[told[0]](case.facts)


def _finding(case: Case, claim: Claim, kind: str, called: str, more: str, right: str | None) -> Finding:
    owner = HOMES.get(kind) or _owner(case, called)
    return _found.finding(
        case,
        _found.place(case, claim, called, column=claim.column + claim.text.index(called)),
        rule="unknown-name",
        severity="wrong-value",
        subject=_found.subject_of_name(owner, called),
        claim=claim.text,
        observed=_found.lacks(case, owner, called) if owner else f"there is no {kind} {called}",
        message=f"{owner} has no {called}{more}" if owner else f"there is no {kind} {called}{more}",
        suggestion=right,
    )


def _owner(case: Case, called: str) -> str:
    """The module that a sample of the page says has the name: both are one mistake."""
    pattern = re.compile(rf"\b((?:{'|'.join(TRACKED)})(?:\.\w+)*)[:.]{called}\b")
    return next((match[1] for sample in case.page.samples if (match := pattern.search(sample.code))), "")


def _is_class(case: Case, called: str) -> bool:
    """Whether some class is called so: a bootstep may be known by the name of what it starts."""
    return any(ref.rpartition(".")[2] == called for ref in case.facts.get("classes", ()))


def _told(case: Case, claim: Claim) -> tuple[str, str] | None:
    """What the words behind a claim tell that it is, and its name."""
    if claim.kind not in sees or claim.fields.get("form") not in FORMS or claim.historical or not case.facts:
        return None
    match = NAME.fullmatch(claim.text)
    if match is None or claim.fields.get("exact") == "no":
        return None
    behind = _behind(case, claim)
    told = TOLD.match(behind)
    if told is None or _history.told(case) or _history.told_in_prose(_prose.sentence(case, claim)):
        return None
    return told["kind"], match["name"]


def _behind(case: Case, claim: Claim) -> str:
    """The text behind a claim's closing quotes, up to the end of the next line."""
    line = _prose.line(case, claim.file, claim.line)
    rest = line[claim.column - 1 + len(claim.text) :]
    if not rest.startswith("`"):
        return ""
    return " ".join(f"{rest.lstrip('`')} {_prose.line(case, claim.file, claim.line + 1).strip()}".split(" "))


def _is_other(case: Case, called: str) -> bool:
    """Whether a sample of the page has the name, or it is a signal of processes."""
    if f"SIG{called.removeprefix('SIG')}" in SIGNALS:
        return True
    pattern = re.compile(rf"\b(?:class|def)\s+{called}\b|\b{called}\s*=[^=]|['\"]{called}['\"]")
    return any(pattern.search(sample.code) for sample in case.page.samples)


def _meant(called: str, known: Iterable[str]) -> str | None:
    """The one of a kind that is meant: nearly the same, the same in other letters, or the same with more before it."""
    names = sorted(known)
    for like in (_in_other_letters, _with_more_before):
        same = [each for each in names if like(called, each)]
        if len(same) == 1 and len(called) >= _vocabulary.PARTICULAR:
            return same[0]
    return _nearest.nearest(called, names)


def _in_other_letters(called: str, each: str) -> bool:
    return each.lower() == called.lower()


def _with_more_before(called: str, each: str) -> bool:
    return each.endswith(f"_{called}")
