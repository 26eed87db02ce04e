"""Names that prose writes as code and that nothing has, one slip from one that is meant.

    …, with ``countdwn`` in place of an ``eta``                      no word of the release or of its docs

What is meant is a name of the page's samples, of the code whose docstring it is, or of the release.  A name that is
written twice anywhere is somebody's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from harness.checks import _found, _history, _prose, _vocabulary
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "misspelt"

rules: Mapping[str, str] = {"misspelt-name": "a name that nothing has, one slip from one that is meant"}

level: CheckName = "none"
sees = frozenset({"literal"})

#: A name alone, or what is given for it: `bind=True`.
NAME = re.compile(r"(?P<name>[A-Za-z_]\w*)(?:\s*=.*)?", re.S)
FORMS = frozenset({"literal", "title-ref", "code", "samp"})
#: Values that have nothing to be misspelt.
VALUES = frozenset({"True", "False", "None"})


def find(case: Case) -> Iterable[Finding]:
    """A finding when the case's literal is such a name."""
    claim, name = case.claim, _name(case)
    if claim is None or not name or _is_there(case, claim, name) or _vocabulary.is_known(case, name):
        return
    meant = _vocabulary.slips(name, _vocabulary.around(case, claim) | _vocabulary.of_release(case.facts))
    if not meant or _is_left_alone(case, claim):
        return
    right = meant[0] if len(meant) == 1 else None
    yield _found.finding(
        case,
        _found.place(case, claim, name),
        rule="misspelt-name",
        severity="wrong-value",
        subject=_found.subject_of_name("", name),
        claim=claim.text,
        observed=f"nothing is called {name}; there is {' and '.join(meant[:3])}",
        message=f"nothing is called {name}{_found.meant(right)}",
        suggestion=right,
        evidence={"release": right} if right in _vocabulary.of_release(case.facts) else {},
    )


def covers(case: Case) -> bool:
    """Whether the name is one of those that a misspelt one would be held against."""
    claim, name = case.claim, _name(case)
    if claim is None or not name or name in VALUES:
        return False
    return _is_there(case, claim, name) and not _is_left_alone(case, claim)


def _is_there(case: Case, claim: Claim, name: str) -> bool:
    return name in _vocabulary.around(case, claim) or name in _vocabulary.of_release(case.facts)


def _is_left_alone(case: Case, claim: Claim) -> bool:
    """Whether it is told as gone, or is the old name of a setting, which is held against others."""
    if _history.told(case) or _history.told_in_prose(_prose.sentence(case, claim)):
        return True
    at = (claim.file, claim.line, claim.column)
    return any(each.kind == "renamed" and (each.file, each.line, each.column) == at for each in case.page.claims)


def _name(case: Case) -> str:
    """The name that the case's claim writes; "" when it writes something else, or less than a word."""
    claim = case.claim
    if claim is None or claim.kind not in sees or claim.historical or claim.fields.get("form") not in FORMS:
        return ""
    match = NAME.fullmatch(claim.text)
    if match is None or len(match["name"]) < _vocabulary.LONG or claim.fields.get("exact") == "no":
        return ""
    return match["name"]
