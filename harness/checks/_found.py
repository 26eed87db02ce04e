"""Findings of static checks, with what all of them have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from harness.interfaces import Case
from harness.model import Blame, Claim, Finding, Place, Severity


def finding(
    case: Case,
    place: Place,
    *,
    rule: str,
    subject: str,
    message: str,
    observed: str,
    severity: Severity = "breaks",
    blame: Blame = "docs",
    claim: str = "",
    suggestion: str | None = None,
    token: str = "",
    evidence: Mapping[str, Any] | None = None,
) -> Finding:
    """A finding about the case's sample or claim; `claim` is the place's text unless something else is given."""
    return Finding(
        rule=rule,
        blame=blame,
        severity=severity,
        docs=case.docs.version,
        target=case.label,
        subject=subject,
        place=place,
        claim=claim or place.text,
        observed=observed,
        message=message,
        suggestion=suggestion,
        token=token,
        sample=case.sample.key if case.sample is not None else None,
        claim_key=case.claim.key if case.claim is not None else None,
        evidence=evidence or {},
    )


def undefined(
    case: Case, place: Place, *names: str, claim: str, message: str, suggestion: str | None = None
) -> Finding:
    """A finding about names that nothing defines, where one of them is used; several are one mistake."""
    return finding(
        case,
        place,
        rule="undefined-name",
        subject=f"undefined:{case.page.name}:{','.join(names)}",
        claim=claim,
        observed=f"nothing defines {' or '.join(names)}",
        message=message,
        suggestion=suggestion,
    )


def place(case: Case, claim: Claim, text: str, line: int = 0, column: int = 0) -> Place:
    """The place of a claim's words, or of others."""
    return Place(
        docs=case.docs.version,
        file=claim.file,
        line=line or claim.line,
        column=column or claim.column,
        end_line=line or claim.end_line,
        text=text,
    )


#: Letters by which a line is known again.
PARTICULAR = 8
#: Remote control commands and the methods that send them have one name, whatever it is asked of.
REMOTE = frozenset({"celery.app.control.Control", "celery.app.control.Inspect", "celery.worker.control.Panel"})


def subject_of_name(owner: str, name: str) -> str:
    """The subject of a name that its owner does not have: equal for all who find it missing, however they found it.

    `owner` is a module ("celery", "celery.canvas") or a class with its module ("celery.app.base.Celery"), "" when it is
    not known.  "name:" and the owner's and the name's path; of what belongs to remote control, the name alone.
    """
    name = name.removeprefix(f"{owner}.")
    return f"name:{name}" if not owner or owner in REMOTE else f"name:{owner}.{name}"


def subject_of_line(case: Case, kind: str, line: str) -> str:
    """The subject of a line that is wrong as a whole; one of few letters is another mistake on another page."""
    text = " ".join(line.split())
    return f"{kind}:{text}" if len(re.findall(r"\w", text)) >= PARTICULAR else f"{kind}:{case.page.name}:{text}"


def lacks(case: Case, owner: str, name: str, kind: str = "") -> str:
    """What a release is observed to be without: "celery 5.4.0 has no module celery.task"."""
    root = owner.partition(".")[0]
    version = case.target.celery if root == "celery" else case.facts.get("versions", {}).get(root, "")
    what = f"{kind} {owner}.{name}" if kind else f"{owner}.{name}"
    return " ".join(f"{root} {version} has no {what}".split())


def distinctive(name: str, facts: Mapping[str, Any]) -> str:
    """`name` when it is so particular that wherever it stands it means the same, else "".

    What somebody else in the release is called, or has as a member, is not: `apply_async` is a task's, though no group
    result has it.
    """
    particular = len(name) >= 6 and ("_" in name.strip("_") or re.search(r"[a-z][A-Z]", name))
    return name if particular and not any(name in entry.get("members", ()) for entry in _owners(facts)) else ""


def _owners(facts: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Modules and classes of the release."""
    for part in ("modules", "classes"):
        yield from facts.get(part, {}).values()


def meant(suggestion: str | None) -> str:
    """The tail of a message that names the suggestion."""
    return f"; did you mean {suggestion}?" if suggestion else ""
