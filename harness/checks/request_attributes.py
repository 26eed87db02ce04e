"""Lists of what a task's request has: the names are attributes of `celery.app.task.Context`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.checks import _found, _history, _misnamed, _nearest
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "request-attributes"

rules: Mapping[str, str] = {"unknown-attribute": "an attribute that a task's request does not have"}

level: CheckName = "none"
sees = frozenset({"attribute"})

CONTEXT = "celery.app.task.Context"


def find(case: Case) -> Iterable[Finding]:
    """A finding when the request has no such attribute."""
    claim = case.claim
    known = _known(case)
    if claim is None or not _applies(claim) or not known or claim.subject in known or _history.told(case):
        return
    listed = {each.subject for each in case.page.claims if _applies(each)}
    near = _nearest.nearest(claim.subject, known) or _misnamed.slip_of(claim.subject, known - listed)
    # A message can bring attributes that no class tells: without a run only a slip of the pen is certain.
    if near is None and not case.recorded.complete:
        return
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-attribute",
        subject=f"attribute:request:{claim.subject}",
        claim=f"a task's request has {claim.subject}",
        observed=f"a task's request has no attribute {claim.subject}",
        message=f"a task's request has no attribute {claim.subject}{_found.meant(near)}",
        suggestion=near,
    )


def covers(case: Case) -> bool:
    """Whether the attribute is known to be there, or not to be."""
    claim = case.claim
    return claim is not None and _applies(claim) and (claim.subject in _known(case) or bool(list(find(case))))


def _applies(claim: Claim) -> bool:
    return claim.kind in sees and claim.fields.get("owner") == "request"


def _known(case: Case) -> frozenset[str]:
    """Public attributes of the class, and of the request of a task that was run."""
    entry = case.facts.get("classes", {}).get(CONTEXT)
    if entry is None:
        return frozenset()
    names = {*entry["members"], *entry.get("instance", ()), *case.recorded.request}
    return frozenset(name for name in names if not name.startswith("_"))
