"""Settings that the docs declare, refer to or name in their text, and that nothing reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from harness.checks import _found, _history, _named, _prose, _vocabulary
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Place

name = "setting-names"

rules: Mapping[str, str] = {
    "unknown-setting": "a setting that nothing reads, declared or clearly meant for one that exists",
    "unknown-reference": "a reference to a setting where there is none",
    "duplicate-setting": "a setting that a page declares twice",
    "old-setting-name": "a reference to a setting under its old name, where the docs have it under the new one",
}

level: CheckName = "none"
sees = frozenset({"setting", "xref", "literal"})

#: A text of one word in code.
QUOTED = re.compile(r"(?<=['\"])[a-z]\w+(?=['\"])")
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


def find(case: Case) -> Iterable[Finding]:
    """Findings about a declared setting, a reference to one, or a name in the text that is like one."""
    claim = case.claim
    if claim is None or not _applies(case, claim):
        return
    names = _named.names(case.facts)
    if claim.subject not in names.known:
        yield from _name(case, claim, names)
    elif claim.kind == "xref":
        yield from _old(case, claim)
    if claim.kind == "setting":
        yield from _twice(case, claim)


def covers(case: Case) -> bool:
    """Whether the claim names a setting that was looked up."""
    claim = case.claim
    if claim is None or not _applies(case, claim):
        return False
    names = _named.names(case.facts)
    return claim.kind == "setting" or claim.subject in names.known or names.near(claim.subject) is not None


def _applies(case: Case, claim: Claim) -> bool:
    if claim.kind not in sees or "settings" not in case.facts or (claim.kind == "xref" and not _refers(claim)):
        return False
    if claim.kind == "literal" and not NAME.fullmatch(claim.subject):
        return False
    if claim.fields.get("exact") == "no":
        return False
    return not _history.told(case) or (_refers(claim) and not claim.historical and _is_slip(case, claim.subject))


def _is_slip(case: Case, word: str) -> bool:
    """Whether nothing has a name, and it is nearly a setting's: it has not been one either."""
    known = _named.names(case.facts).known
    return word not in known and bool(_vocabulary.slips(word, known)) and not _vocabulary.is_known(case, word)


def _refers(claim: Claim) -> bool:
    return claim.fields.get("role") == "setting"


def _name(case: Case, claim: Claim, names: _named.Names) -> Iterator[Finding]:
    at = _found.place(case, claim, claim.text)
    near = names.near(claim.subject)
    if claim.kind == "setting" or (near is not None and (_refers(claim) or not _is_else(case, claim.subject))):
        yield _named.unknown(case, at, claim.subject, near)
    elif _refers(claim):
        right, literal = _of_module(case, claim, names), None
        if right is None and (literal := _option(case, claim)) is not None:
            at, right = literal
        yield _found.finding(
            case,
            at,
            rule="unknown-reference",
            severity="wrong-value" if literal is None else "cosmetic",  # a reader would set it, to no effect
            subject=f"name:{claim.subject}",
            observed=f"nothing reads a setting {claim.subject}, and nothing in the docs declares it",
            message=f"there is no setting {claim.subject}: the reference leads nowhere",
            suggestion=right,
        )


def _of_module(case: Case, claim: Claim, names: _named.Names) -> str | None:
    """The one setting that the module of a docstring reads, and whose name ends as the reference's does."""
    if not claim.file.endswith(".py"):
        return None
    read = {word for line in _prose.lines(case.docs.root, claim.file) for word in QUOTED.findall(line)}
    _, _, rest = claim.subject.partition("_")
    for end in (claim.subject, rest if "_" in rest else ""):
        found = [each for each in read & names.known if end and each.endswith(f"_{end}")]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _option(case: Case, claim: Claim) -> tuple[Place, str] | None:
    """The whole reference, and the plain literal for it, where the page's samples show an option of a setting."""
    role = f":{claim.fields['role']}:`"
    before = _prose.line(case, claim.file, claim.line)[: claim.column - 1]
    shown = re.compile(rf"\b\w+_options\b['\"]?\s*[=:]\s*\{{\s*['\"]{re.escape(claim.subject)}['\"]\s*:")
    if not before.endswith(role) or not any(shown.search(sample.code) for sample in case.page.samples):
        return None
    place = _found.place(case, claim, f"{role}{claim.text}`", column=claim.column - len(role))
    return place, f"``{claim.text}``"


def _is_else(case: Case, subject: str) -> bool:
    """Whether a name is somebody else's: of the release's code, of a signal, or of the page's own samples."""
    facts = case.facts
    if subject in facts.get("signals", {}) or subject in facts.get("control", {}) or subject in facts["assigned"]:
        return True
    if not _found.distinctive(subject, facts) or _is_parameter(subject, facts):
        return True
    return any(re.search(rf"\b{subject}\b", sample.code) for sample in case.page.samples)


def _is_parameter(subject: str, facts: Mapping[str, Any]) -> bool:
    return any(
        subject == parameter[0]
        for function in facts["functions"].values()
        for parameter in function.get("signature") or ()
    )


def _old(case: Case, claim: Claim) -> Iterator[Finding]:
    """A reference under an old name leads nowhere: the docs declare settings under their new names."""
    new = _named.names(case.facts).new.get(claim.subject)
    if new is not None:
        yield _found.finding(
            case,
            _found.place(case, claim, claim.text),
            rule="old-setting-name",
            severity="cosmetic",
            subject=f"old:{claim.subject}",
            observed=f"{claim.subject} is the old name of {new}; nothing in the docs declares it",
            message=f"the setting {claim.subject} is called {new} now",
            suggestion=new,
        )


def _twice(case: Case, claim: Claim) -> Iterator[Finding]:
    """Of two declarations references lead to one."""
    declared = (each for each in case.page.claims if each.kind == "setting" and each.subject == claim.subject)
    first = next(declared, claim)
    if first.key != claim.key:
        yield _found.finding(
            case,
            _found.place(case, claim, claim.text),
            rule="duplicate-setting",
            severity="cosmetic",
            subject=f"twice:{claim.subject}",
            observed=f"{claim.subject} is declared in line {first.line} already",
            message=f"the setting {claim.subject} is declared twice",
        )
