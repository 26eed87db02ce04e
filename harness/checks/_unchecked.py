"""Claims that no check has looked at: those that others beside them tell of, and why nobody looks at the rest."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from harness.checks import _history, _prose, _versions, _vocabulary
from harness.checks._world import TRACKED
from harness.interfaces import Case
from harness.model import Claim, Outcome

#: Kinds of claims whose words are names or values that a literal may write.
TELLING = frozenset({"argument", "attribute", "control", "default", "envvar", "event", "field", "renamed", "setting",
                     "signal", "state"})  # fmt: skip
#: Roles whose targets are of others.
ELSEWHERE = frozenset({"pypi", "github_user", "wikipedia", "sha", "pep", "rfc", "keyword", "issue", "pull"})
#: Roles whose targets are labels and pages, and those whose targets are paths.
LABELS = frozenset({"ref", "doc", "numref", "any"})
PATHS = frozenset({"mod", "class", "exc"})
#: The marks of a literal's words around it.
MARKS = 2

VALUE = re.compile(r"True|False|None|[-+]?[\d.]+\w?|0x\w+|([\"']).*\1|[\[({].*[\])}]", re.S)
ADDRESS = re.compile(r"[\w+.]*://.*|[\w.%-]+@[\w.%-]+(?:\.log)?|(?:[\w-]+\.)+(?:com|net|org)(?:\.log)?", re.S)
FILE = re.compile(r"[\w~./%*-]*/[\w~./%*-]*|[\w%.*-]*\.(?:py|cfg|cnf|conf|db|ini|log|pid|rst|service|sh|toml|txt|yml)")
SHAPE = re.compile(r".*(?:->|<[a-z ]+>|\.\.\.|…).*|\*{0,2}\w*[*%#]\S*|[^\w\s]+", re.S)
OPTION = re.compile(r"-{1,2}[A-Za-z][\w-]*\b.*", re.S)
NAME = re.compile(r"[@.]?[A-Za-z_][\w.:-]*(?:\(.*\))?(?:\s*=.*)?", re.S)


def settled(claims: Sequence[Claim], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Outcomes of one page's claims; a literal that nobody looked at is what other claims of its words are."""
    beside: dict[tuple[str, int], list[tuple[Claim, Outcome]]] = defaultdict(list)
    for claim, outcome in zip(claims, outcomes, strict=True):
        if claim.kind in TELLING:
            beside[claim.file, claim.line].append((claim, outcome))
    return [
        _settled(claim, outcome, beside) if claim.kind == "literal" and outcome.check == "none" else outcome
        for claim, outcome in zip(claims, outcomes, strict=True)
    ]


def _settled(
    claim: Claim, outcome: Outcome, beside: Mapping[tuple[str, int], Iterable[tuple[Claim, Outcome]]]
) -> Outcome:
    others = [
        told
        for number in range(claim.line, claim.end_line + 1)
        for other, told in beside.get((claim.file, number), ())
        if claim.line != claim.end_line or _is_within(other, claim)
    ]
    if not others or claim.historical:
        return outcome
    kinds = ", ".join(sorted({told.kind for told in others}))
    if all(told.verdict == "holds" for told in others):
        return replace(outcome, check=others[0].check, verdict="holds", reason=f"by {kinds}")
    return replace(outcome, reason=f"told-beside: {kinds}")


def _is_within(inner: Claim, outer: Claim) -> bool:
    """Whether the words of a claim stand in those of another on its line."""
    start = outer.column - MARKS
    return start <= inner.column and inner.column + len(inner.text) <= outer.column + len(outer.text) + MARKS


def reason(case: Case, claim: Claim) -> str:
    """Why no check has looked at a claim."""
    if _history.told(case):
        return "historical"
    if claim.kind == "command":
        return f"other-program: {claim.subject}"
    if claim.kind == "experiment":
        return f"needs-service: {service}" if (service := claim.fields.get("unserved")) else "not-run"
    if claim.kind == "version":
        return _of_version(case, claim)
    if claim.kind == "literal":
        return _of_literal(case, claim)
    if claim.kind == "xref":
        return _of_reference(case, claim)
    return "title" if claim.kind == "heading" else "no-check"


def _of_version(case: Case, claim: Claim) -> str:
    if _versions.parse(claim.subject) is None:
        return f"other-product: {claim.subject}"
    if claim.fields.get("directive") != "versionadded" or claim.fields.get("text"):
        return "about-a-change"
    subjects = _versions.subjects(case, claim)
    if not subjects:
        return "about-a-feature"
    told = ", ".join(subject.name for subject in subjects)
    late = [came for subject in subjects if (came := _versions.came(case, subject)) is not None and not came.exact]
    return f"later-release: {late[0].minor}" if late else f"since-unknown: {told}"


def _of_literal(case: Case, claim: Claim) -> str:
    text = claim.text.strip()
    if _history.told_in_prose(_prose.sentence(case, claim)):
        return "told-as-gone"
    if claim.fields.get("form") == "file":
        return "file"
    for what, shape in (("value", VALUE), ("address", ADDRESS), ("file", FILE), ("option", OPTION), ("shape", SHAPE)):
        if shape.fullmatch(text) is not None:
            return what
    if NAME.fullmatch(text) is None:
        return "words"
    names = _vocabulary.WORD.findall(text.partition("(")[0])
    known = [each for each in names if _vocabulary.is_known(case, each)]
    if names and len(known) == len(names):
        return "short-name" if len(names[-1]) < _vocabulary.LONG else "common-name"
    return "other-name"


def _of_reference(case: Case, claim: Claim) -> str:
    target, role = claim.subject.lstrip("~!."), claim.fields.get("role", "")
    if role in ELSEWHERE or role == "envvar" or ":" in target:
        return f"other-product: {claim.text}"
    if role in LABELS:
        return f"not-shipped: {target}"
    if VALUE.fullmatch(target) or role == "const":
        return "value"
    package, dot, _ = target.partition(".")
    own = package in TRACKED or package in sys.stdlib_module_names
    if (dot or role == "mod") and not own and package.islower() and (role in PATHS or package in _imported(case)):
        return f"other-product: {package}"
    return "common-name" if _vocabulary.is_known(case, target.rpartition(".")[2]) else "other-name"


def _imported(case: Case) -> frozenset[str]:
    """The packages of others that code of the release imports."""
    return frozenset(path.partition(".")[0] for paths in case.facts.get("imports", {}).values() for path in paths)
